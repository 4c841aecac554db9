//! How numbers, days and the closed lists of words are put in a language. Every
//! sentence of the brief that is not the engine's own is made of these and of its templates.

pub(crate) use claim::wording::{capital, to_three_digits};
use claim::{
    Claim, EventKind, Kind, Measure, Per, PositionStance, Qualifier, Status, Unit, Window,
};
use jiff::civil::Date;
use reconcile::{ALL, ELSEWHERE, Quantiles, Role};

use crate::content::Text;
use crate::language::{Language, say, words};

/// Counts below this are not printed: too few people to be safe as a number.
pub(crate) const SMALL_CELL: f64 = 10.0;

/// Words that are looked for in what others wrote.
static FOUND: &str = include_str!("../data/found.txt");

/// A list of those words by its name.
pub(crate) fn found(name: &'static str) -> impl Iterator<Item = &'static str> {
    let of = move |line: &'static str| line.split_once(" = ").filter(|(list, _)| *list == name);
    FOUND.lines().filter_map(of).flat_map(|(_, words)| words.split(" | "))
}

/// Whether a lower bound is given as one that may be met: "at least 4,000" is no "more than 4,000".
fn is_at_least(claim: &Claim) -> bool {
    let quote = claim.quote.to_lowercase();
    claim.qualifier == Qualifier::MoreThan
        && found("at-least").any(|words| quote.starts_with(words))
}

/// An estimate with its 90 % interval, rounded as the interval deserves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rounded {
    /// The median.
    pub mid: String,
    /// "165,000 to 183,000", the 90 % interval.
    pub range: String,
    /// "174,000 (165,000 to 183,000)"; no bracket when it would repeat the number.
    pub with_range: String,
}

/// The step to round to: about a tenth of the interval's width, a 1 or a 5
/// followed by zeros.
fn step(width: f64) -> f64 {
    if !width.is_finite() || width < 10.0 {
        return 1.0;
    }
    let tenth = width / 10.0;
    let power = 10f64.powf(tenth.log10().floor());
    if tenth / power >= 5.0 { 5.0 * power } else { power }
}

/// Rounds to `step`, but keeps two digits of a value that is small beside it.
fn to_step(value: f64, step: f64) -> f64 {
    let own = 10f64.powf((value.max(1.0).log10().floor() - 1.0).max(0.0));
    let step = step.min(own.max(1.0)).max(1.0);
    (value / step).round() * step
}

fn same_month(window: Window) -> bool {
    let (start, end) = (window.start(), window.end());
    (start.year(), start.month()) == (end.year(), end.month())
}

impl Language {
    /// "147,973".
    pub(crate) fn number(&self, value: f64) -> String {
        let digits = format!("{:.0}", value.abs());
        let group = words!(self, "group-mark");
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if value <= -0.5 {
            text.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                text.push_str(&group);
            }
            text.push(digit);
        }
        text
    }

    /// "1.25" to so many decimals.
    pub(crate) fn decimal(&self, value: f64, decimals: usize) -> String {
        format!("{value:.decimals$}").replace('.', &words!(self, "decimal-mark"))
    }

    /// The same without zeros at its end.
    fn short_decimal(&self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        text.replace('.', &words!(self, "decimal-mark"))
    }

    /// What is printed instead of a small cell.
    pub(crate) fn few(&self) -> String {
        words!(self, "few")
    }

    /// Rounds the median and the ends of the 90 % interval to a step that the
    /// interval's width justifies.
    pub(crate) fn rounded(&self, q: &Quantiles) -> Rounded {
        let step = step(q.p95 - q.p05);
        let one = |value: f64| {
            if value < SMALL_CELL { self.few() } else { self.number(to_step(value, step)) }
        };
        let (mid, low, high) = (one(q.p50), one(q.p05), one(q.p95));
        if low == high {
            return Rounded { range: low, with_range: mid.clone(), mid };
        }
        let range = words!(self, "range", low = low, high = high);
        let with_range =
            words!(self, "estimate-with-range", middle = mid.as_str(), range = range.as_str());
        Rounded { mid, range, with_range }
    }

    /// "1.7 million" where that loses nothing, else "140,322".
    pub(crate) fn spoken(&self, value: f64) -> String {
        let millions = value / 1e6;
        if millions >= 1.0 && ((millions * 100.0).round() - millions * 100.0).abs() < 1e-6 {
            return words!(self, "millions", number = self.short_decimal(millions, 2));
        }
        self.number(value)
    }

    /// "20k" on an axis that has no room for "20,000".
    pub(crate) fn compact(&self, value: f64) -> String {
        if value >= 1e6 {
            words!(self, "compact-millions", number = self.short_decimal(value / 1e6, 1))
        } else if value >= 1e3 {
            words!(self, "compact-thousands", number = self.short_decimal(value / 1e3, 1))
        } else {
            self.short_decimal(value, 1)
        }
    }

    fn month(&self, date: Date) -> String {
        match date.month() {
            1 => words!(self, "month-1"),
            2 => words!(self, "month-2"),
            3 => words!(self, "month-3"),
            4 => words!(self, "month-4"),
            5 => words!(self, "month-5"),
            6 => words!(self, "month-6"),
            7 => words!(self, "month-7"),
            8 => words!(self, "month-8"),
            9 => words!(self, "month-9"),
            10 => words!(self, "month-10"),
            11 => words!(self, "month-11"),
            _ => words!(self, "month-12"),
        }
    }

    fn short_month(&self, date: Date) -> String {
        match date.month() {
            1 => words!(self, "month-short-1"),
            2 => words!(self, "month-short-2"),
            3 => words!(self, "month-short-3"),
            4 => words!(self, "month-short-4"),
            5 => words!(self, "month-short-5"),
            6 => words!(self, "month-short-6"),
            7 => words!(self, "month-short-7"),
            8 => words!(self, "month-short-8"),
            9 => words!(self, "month-short-9"),
            10 => words!(self, "month-short-10"),
            11 => words!(self, "month-short-11"),
            _ => words!(self, "month-short-12"),
        }
    }

    /// "2 November 2023".
    pub(crate) fn day(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        words!(self, "day-of-year", day = day, month = self.month(date), year = year)
    }

    /// "2 Nov", for tables and axes whose year is clear.
    pub(crate) fn short_day(&self, date: Date) -> String {
        words!(self, "day-of-month", day = date.day().to_string(), month = self.short_month(date))
    }

    /// "2 November", in a sentence whose year is clear.
    pub(crate) fn day_and_month(&self, date: Date) -> String {
        words!(self, "day-of-month", day = date.day().to_string(), month = self.month(date))
    }

    /// "2 Nov", with the year when it is not that of `beside`.
    pub(crate) fn near_day(&self, date: Date, beside: Date) -> String {
        if date.year() == beside.year() {
            return self.short_day(date);
        }
        let (day, year) = (date.day().to_string(), date.year().to_string());
        words!(self, "day-of-year", day = day, month = self.short_month(date), year = year)
    }

    /// "17 September to 1 November 2023", "13 to 19 November 2023".
    pub(crate) fn days(&self, window: Window) -> String {
        let (start, end) = (window.start(), window.end());
        if start == end {
            return self.day(end);
        }
        let from = match start.year() == end.year() {
            true if same_month(window) => start.day().to_string(),
            true => self.day_and_month(start),
            false => self.day(start),
        };
        words!(self, "days", start = from, end = self.day(end))
    }

    /// "17 Sep to 1 Nov", years only where they differ from `beside`'s.
    pub(crate) fn short_days(&self, window: Window, beside: Date) -> String {
        let (start, end) = (window.start(), window.end());
        if start == end {
            return self.near_day(start, beside);
        }
        let from = match same_month(window) {
            true => start.day().to_string(),
            false => self.near_day(start, beside),
        };
        words!(self, "days", start = from, end = self.near_day(end, beside))
    }

    /// A crossing as a row or a panel is headed.
    pub(crate) fn crossing(&self, via: &str) -> String {
        match via {
            ALL => words!(self, "crossing-all"),
            ELSEWHERE => words!(self, "crossing-elsewhere"),
            name => name.to_owned(),
        }
    }

    /// "a", "a and b", "a, b and c".
    pub(crate) fn list(&self, items: &[String]) -> String {
        self.enumerated(items.iter().map(Text::from).collect()).words(self)
    }

    /// The same of texts.
    pub(crate) fn enumerated(&self, mut items: Vec<Text>) -> Text {
        let Some(last) = items.pop() else { return Text::new() };
        if items.is_empty() {
            return last;
        }
        let head = self.series("list-comma", items);
        say!(self, "list-and", head = head, last = last)
    }

    /// "98 %", never "100 %" of what is only nearly certain.
    pub(crate) fn probability(&self, share: f64) -> String {
        let percent = (share * 100.0).round();
        if percent >= 100.0 { words!(self, "percent-nearly-all") } else { self.percent(percent, 0) }
    }

    /// "12 %", with so many decimals.
    pub(crate) fn percent(&self, percent: f64, decimals: usize) -> String {
        words!(self, "percent", number = self.decimal(percent, decimals))
    }

    /// Words of others.
    pub(crate) fn quoted(&self, words: &str) -> String {
        words!(self, "quoted", words = words)
    }

    /// What those who cross do, seen from the country that they enter: whoever goes home returns,
    /// others arrive.
    pub(crate) fn flow_noun<'a>(
        &self,
        claims: impl Iterator<Item = &'a Claim>,
        entered: &str,
    ) -> String {
        let (mut home, mut away, mut any) = (false, false, false);
        for claim in claims.filter(|claim| claim.kind.is_crossing()) {
            let nation = claim.population.nationality.as_deref();
            any = true;
            home |= claim.kind == Kind::Return || nation == Some(entered);
            // Of whom no nation is told are those of the other claims; who seeks refuge does not go home.
            let seeks = claim.kind == Kind::Arrival
                && matches!(claim.population.status, Status::Refugee | Status::AsylumSeeker);
            let foreign = nation.map_or(seeks, |nation| nation != entered);
            away |= claim.kind != Kind::Return && foreign;
        }
        match (home, away, any) {
            (true, true, _) => words!(self, "flow-arrivals-and-returns"),
            (true, false, _) => words!(self, "flow-returns"),
            (false, _, true) => words!(self, "flow-arrivals"),
            (false, _, false) => words!(self, "flow-crossings"),
        }
    }

    /// The figure as said, hedge included: "about 104,000", "more than 4 million".
    pub(crate) fn figure(&self, claim: &Claim) -> String {
        let say = |value: f64| match claim.measure {
            Measure::Share => {
                let digits = value.to_string().replace('.', &words!(self, "decimal-mark"));
                words!(self, "percent", number = digits)
            }
            _ => self.spoken(value),
        };
        let bare = match (claim.value, claim.low, claim.high) {
            (Some(value), ..) if is_at_least(claim) => {
                words!(self, "figure-at-least", figure = say(value))
            }
            (Some(value), ..) => self.hedged(claim.qualifier, say(value)),
            (None, Some(low), Some(high)) => {
                words!(self, "range", low = say(low), high = say(high))
            }
            (None, Some(low), None) => words!(self, "figure-at-least", figure = say(low)),
            (None, None, Some(high)) => words!(self, "figure-at-most", figure = say(high)),
            (None, None, None) => return words!(self, "figure-undetermined"),
        };
        let counted = match claim.unit {
            Unit::People => bare,
            Unit::Households => words!(self, "figure-families", figure = bare),
            Unit::Vehicles => words!(self, "figure-vehicles", figure = bare),
        };
        match (claim.measure, claim.per) {
            (Measure::Rate, Some(Per::Week)) => words!(self, "figure-a-week", figure = counted),
            (Measure::Rate, Some(Per::Month)) => words!(self, "figure-a-month", figure = counted),
            (Measure::Rate, _) => words!(self, "figure-a-day", figure = counted),
            _ => counted,
        }
    }

    fn hedged(&self, qualifier: Qualifier, figure: String) -> String {
        match qualifier {
            Qualifier::Exact | Qualifier::Range | Qualifier::Vague | Qualifier::Undetermined => {
                figure
            }
            Qualifier::About => words!(self, "figure-about", figure = figure),
            Qualifier::MoreThan => words!(self, "figure-more-than", figure = figure),
            Qualifier::LessThan => words!(self, "figure-fewer-than", figure = figure),
            Qualifier::UpTo => words!(self, "figure-up-to", figure = figure),
            Qualifier::Nearly => words!(self, "figure-nearly", figure = figure),
        }
    }

    /// Who says so: the organisation, or the official and the office, or the publisher.
    pub(crate) fn speaker(&self, claim: &Claim) -> String {
        let source = &claim.source;
        let text = match (&source.organisation, &source.name, &source.role) {
            (Some(organisation), ..) => organisation.clone(),
            (None, Some(name), Some(role)) if name != role => {
                words!(self, "speaker-with-role", name = name, role = role)
            }
            (None, Some(name), _) => name.clone(),
            (None, None, Some(role)) => role.clone(),
            (None, None, None) => match &claim.publisher {
                Some(publisher) => publisher.clone(),
                None => words!(self, "speaker-unnamed"),
            },
        };
        capital(text.strip_prefix("the ").unwrap_or(&text))
    }

    /// The same with the office where the text has it: "prefect of Assoungha" for whom a table has room for
    /// Assoungha alone.
    pub(crate) fn speaker_in_full(&self, claim: &Claim) -> String {
        let source = &claim.source;
        match (&source.organisation, &source.role) {
            (Some(organisation), Some(role))
                if !organisation.to_lowercase().contains(&role.to_lowercase()) =>
            {
                match found("one-of-several").any(|office| office == role.to_lowercase()) {
                    true => {
                        words!(self, "speaker-one-of", role = role, organisation = organisation)
                    }
                    false => words!(self, "speaker-of", role = role, organisation = organisation),
                }
            }
            _ => self.speaker(claim),
        }
    }

    /// Who speaks, in the middle of a sentence: "the mayor", but "UNHCR".
    pub(crate) fn with_article(&self, speaker: &str) -> String {
        match reconcile::takes_article(speaker) {
            true => words!(self, "speaker-with-article", speaker = speaker),
            false => speaker.to_owned(),
        }
    }

    /// The days a claim says it covers: "17 Sep to 1 Nov", "so far, to 8 Nov".
    pub(crate) fn covers(&self, claim: &Claim, beside: Date) -> String {
        let near = |day| self.near_day(day, beside);
        let window = match (claim.start, claim.end) {
            (Some(start), Some(end)) => Window::new(start, end),
            _ => None,
        };
        let days = match (window, claim.start, claim.end) {
            (Some(window), ..) => self.short_days(window, beside),
            (_, _, Some(end)) if claim.cumulative => {
                words!(self, "covers-so-far", day = near(end))
            }
            (_, _, Some(end)) if claim.measure == Measure::Flow => {
                words!(self, "covers-by", day = near(end))
            }
            (_, _, Some(end)) => near(end),
            (_, Some(start), None) => words!(self, "covers-from", day = near(start)),
            (_, None, None) => words!(self, "covers-unsaid"),
        };
        match claim.as_of {
            Some(hour) if claim.partial => {
                let hour = hour.strftime("%H:%M").to_string();
                words!(self, "covers-by-hour", days = days, hour = hour)
            }
            None if claim.partial => words!(self, "covers-part", days = days),
            _ => days,
        }
    }

    /// A stock in words: what is true of the people counted.
    pub(crate) fn stock(&self, kind: Kind) -> String {
        match kind {
            Kind::Undocumented => words!(self, "stock-undocumented"),
            Kind::Refugees => words!(self, "stock-refugees"),
            Kind::Registered => words!(self, "stock-registered"),
            Kind::Detained => words!(self, "stock-detained"),
            Kind::Stranded => words!(self, "stock-stranded"),
            Kind::InCamp => words!(self, "stock-in-camp"),
            _ => words!(self, "stock-living"),
        }
    }

    /// An event in a few words.
    pub(crate) fn event(&self, kind: EventKind) -> String {
        match kind {
            EventKind::DeadlineAnnounced => words!(self, "event-deadline-announced"),
            EventKind::Deadline => words!(self, "event-deadline"),
            EventKind::OperationStart => words!(self, "event-operation-start"),
            EventKind::OperationEnd => words!(self, "event-operation-end"),
            EventKind::BorderClosed => words!(self, "event-border-closed"),
            EventKind::BorderOpened => words!(self, "event-border-opened"),
            EventKind::Policy => words!(self, "event-policy"),
            EventKind::Agreement => words!(self, "event-agreement"),
            EventKind::Attack => words!(self, "event-attack"),
            EventKind::Disaster => words!(self, "event-disaster"),
            EventKind::MethodChange => words!(self, "event-method-change"),
        }
    }

    /// What the holder of a position did.
    pub(crate) fn stance(&self, stance: PositionStance) -> String {
        match stance {
            PositionStance::Supports => words!(self, "stance-supports"),
            PositionStance::Opposes => words!(self, "stance-opposes"),
            PositionStance::Dismisses => words!(self, "stance-dismisses"),
            PositionStance::Requests => words!(self, "stance-requests"),
            PositionStance::Assures => words!(self, "stance-assures"),
            PositionStance::Accuses => words!(self, "stance-accuses"),
            PositionStance::Urges => words!(self, "stance-urges"),
        }
    }

    /// What part a claim plays, in two words.
    pub(crate) fn role(&self, role: Role) -> String {
        match role {
            Role::Used => words!(self, "role-used"),
            Role::Bound => words!(self, "role-bound"),
            Role::Copy => words!(self, "role-copy"),
            Role::Superseded => words!(self, "role-superseded"),
            Role::SetAside => words!(self, "role-set-aside"),
            Role::OutOfScope => words!(self, "role-out-of-scope"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn quantiles(p05: f64, p50: f64, p95: f64) -> Quantiles {
        Quantiles {
            p025: p05,
            p05,
            p10: p05,
            p25: (p05 + p50) / 2.0,
            p50,
            p75: (p95 + p50) / 2.0,
            p90: p95,
            p95,
            p975: p95,
            mean: p50,
        }
    }

    #[test]
    fn numbers_are_rounded_as_their_interval_deserves() {
        let cases = [
            ((165_400.0, 174_358.0, 183_020.0), "174,000 (165,000 to 183,000)"),
            ((128_598.0, 128_629.0, 128_660.0), "128,630 (128,600 to 128,660)"),
            ((3_120.0, 12_345.0, 61_900.0), "12,000 (3,100 to 62,000)"),
            ((3.0, 24.0, 61.0), "24 (fewer than 10 to 61)"),
            ((1.0, 3.0, 7.0), "fewer than 10"),
            ((206_018.0, 206_018.0, 206_018.0), "206,018"),
        ];
        for ((p05, p50, p95), text) in cases {
            let english = Language::english();
            assert_eq!(english.rounded(&quantiles(p05, p50, p95)).with_range, text);
        }
    }

    #[test]
    fn millions_are_spoken_only_when_nothing_is_lost() {
        let english = Language::english();
        assert_eq!(english.spoken(1_700_000.0), "1.7 million");
        assert_eq!(english.spoken(4_000_000.0), "4 million");
        assert_eq!(english.spoken(1_234_567.0), "1,234,567");
        assert_eq!(english.spoken(140_322.0), "140,322");
        assert_eq!(english.compact(20_000.0), "20k");
        assert_eq!(english.compact(2_500.0), "2.5k");
        assert_eq!(english.compact(150.0), "150");
        assert_eq!(english.number(-0.2), "0");
    }

    #[test]
    fn days_name_the_year_once() {
        let english = Language::english();
        let window = Window::new(date(2023, 9, 17), date(2023, 11, 1)).unwrap();
        assert_eq!(english.days(window), "17 September to 1 November 2023");
        assert_eq!(english.short_days(window, date(2023, 11, 20)), "17 Sep to 1 Nov");
        let week = Window::new(date(2023, 11, 13), date(2023, 11, 19)).unwrap();
        assert_eq!(english.days(week), "13 to 19 November 2023");
        assert_eq!(english.short_days(week, date(2023, 11, 20)), "13 to 19 Nov");
        let turn = Window::new(date(2023, 12, 30), date(2024, 1, 2)).unwrap();
        assert_eq!(english.days(turn), "30 December 2023 to 2 January 2024");
        assert_eq!(english.short_days(turn, date(2024, 1, 5)), "30 Dec 2023 to 2 Jan");
    }
}
