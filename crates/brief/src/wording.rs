//! How numbers, days and the closed lists of words are put in English. Every
//! sentence of the brief that is not the engine's own is made of these.

use claim::{Claim, EventKind, Kind, Measure, Per, PositionStance, Qualifier, Unit, Window};
use jiff::civil::Date;
use reconcile::{ALL, ELSEWHERE, Quantiles, Role};

/// Counts below this are not printed: too few people to be safe as a number.
pub(crate) const SMALL_CELL: f64 = 10.0;

/// What is printed instead of a small cell.
pub(crate) const FEW: &str = "fewer than 10";

/// An estimate with its 90 % interval, rounded as the interval deserves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rounded {
    /// The median.
    pub mid: String,
    /// The 5 % point.
    pub low: String,
    /// The 95 % point.
    pub high: String,
}

impl Rounded {
    /// Rounds the median and the ends of the 90 % interval to a step that the
    /// interval's width justifies.
    pub(crate) fn of(q: &Quantiles) -> Rounded {
        let step = step(q.p95 - q.p05);
        let one = |value: f64| {
            if value < SMALL_CELL { FEW.to_owned() } else { number(to_step(value, step)) }
        };
        Rounded { mid: one(q.p50), low: one(q.p05), high: one(q.p95) }
    }

    /// "165,000 to 183,000".
    pub(crate) fn range(&self) -> String {
        if self.low == self.high {
            self.low.clone()
        } else if self.low == FEW {
            format!("fewer than 10 to {}", self.high)
        } else {
            format!("{} to {}", self.low, self.high)
        }
    }

    /// "174,000 (165,000 to 183,000)"; no bracket when it would repeat the number.
    pub(crate) fn with_range(&self) -> String {
        if self.low == self.high {
            self.mid.clone()
        } else {
            format!("{} ({})", self.mid, self.range())
        }
    }
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

/// "147,973".
pub(crate) fn number(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value <= -0.5 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whether a number is printed like this once it is rounded to the digits that are shown.
pub(crate) fn prints_as(value: f64, digits: &str) -> bool {
    let bare = digits.replace(',', "");
    let Ok(printed) = bare.parse::<f64>() else { return false };
    let zeros = bare.len() - bare.trim_end_matches('0').len();
    // Steps are 1 or 5 with zeros.
    let step = if bare.trim_end_matches('0').ends_with('5') { 5.0 } else { 1.0 };
    (value - printed).abs() <= step * 10f64.powi(zeros as i32) / 2.0
}

/// "1.7 million" where that loses nothing, else "140,322".
pub(crate) fn spoken(value: f64) -> String {
    let millions = value / 1e6;
    if millions >= 1.0 && ((millions * 100.0).round() - millions * 100.0).abs() < 1e-6 {
        let text = format!("{millions:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        return format!("{text} million");
    }
    number(value)
}

/// "20k" on an axis that has no room for "20,000".
pub(crate) fn compact(value: f64) -> String {
    let (scaled, unit) = if value >= 1e6 {
        (value / 1e6, "m")
    } else if value >= 1e3 {
        (value / 1e3, "k")
    } else {
        (value, "")
    };
    let text = format!("{scaled:.1}");
    format!("{}{unit}", text.trim_end_matches('0').trim_end_matches('.'))
}

/// "2 November 2023".
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// "2 Nov", for tables and axes whose year is clear.
pub(crate) fn short_day(date: Date) -> String {
    date.strftime("%-d %b").to_string()
}

/// "2 Nov", with the year when it is not that of `beside`.
pub(crate) fn near_day(date: Date, beside: Date) -> String {
    if date.year() == beside.year() {
        short_day(date)
    } else {
        date.strftime("%-d %b %Y").to_string()
    }
}

/// "17 September to 1 November 2023".
pub(crate) fn days(window: Window) -> String {
    let (start, end) = (window.start(), window.end());
    if start == end {
        day(end)
    } else if start.year() == end.year() {
        format!("{} to {}", start.strftime("%-d %B"), day(end))
    } else {
        format!("{} to {}", day(start), day(end))
    }
}

/// "17 Sep to 1 Nov", years only where they differ from `beside`'s.
pub(crate) fn short_days(window: Window, beside: Date) -> String {
    if window.start() == window.end() {
        near_day(window.start(), beside)
    } else {
        format!("{} to {}", near_day(window.start(), beside), near_day(window.end(), beside))
    }
}

/// A crossing as a row or a panel is headed.
pub(crate) fn crossing(via: &str) -> &str {
    match via {
        ALL => "All crossings",
        ELSEWHERE => "Elsewhere",
        name => name,
    }
}

/// "17 documents", "1 document".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n as f64), if n == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// "98 %", never "100 %" of what is only nearly certain.
pub(crate) fn percent(share: f64) -> String {
    let percent = (share * 100.0).round();
    if percent >= 100.0 { "over 99 %".into() } else { format!("{percent:.0} %") }
}

/// First letter in upper case.
pub(crate) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// What the flow is called, from the kinds that the claims count.
pub(crate) fn flow_noun(kinds: &[Kind]) -> &'static str {
    let (back, away) = (kinds.contains(&Kind::Return), kinds.contains(&Kind::Departure));
    match (back, away, kinds.contains(&Kind::Arrival)) {
        (true, true, _) => "returns and departures",
        (true, false, _) => "returns",
        (false, true, _) => "departures",
        (false, false, true) => "arrivals",
        _ => "crossings",
    }
}

/// Whether a claim counts so few people that the number is withheld. Nobody at
/// all is not a small cell.
pub(crate) fn withheld(claim: &Claim) -> bool {
    !matches!(claim.measure, Measure::Share)
        && claim.value.or(claim.high).is_some_and(|n| n > 0.0 && n < SMALL_CELL)
}

/// The figure as said, hedge included: "about 104,000", "more than 4 million".
pub(crate) fn figure(claim: &Claim) -> String {
    if withheld(claim) {
        return FEW.into();
    }
    let say = |value: f64| match claim.measure {
        Measure::Share => format!("{value} %"),
        _ => spoken(value),
    };
    let bare = match (claim.value, claim.low, claim.high) {
        (Some(value), ..) => format!("{}{}", hedge(claim.qualifier), say(value)),
        (None, Some(low), Some(high)) => format!("{} to {}", say(low), say(high)),
        (None, Some(low), None) => format!("at least {}", say(low)),
        (None, None, Some(high)) => format!("at most {}", say(high)),
        (None, None, None) => return "undetermined".into(),
    };
    let unit = match claim.unit {
        Unit::People => "",
        Unit::Households => " families",
        Unit::Vehicles => " vehicles",
    };
    let rate = match (claim.measure, claim.per) {
        (Measure::Rate, Some(Per::Week)) => " a week",
        (Measure::Rate, Some(Per::Month)) => " a month",
        (Measure::Rate, _) => " a day",
        _ => "",
    };
    format!("{bare}{unit}{rate}")
}

fn hedge(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact | Qualifier::Range | Qualifier::Vague | Qualifier::Undetermined => "",
        Qualifier::About => "about ",
        Qualifier::MoreThan => "more than ",
        Qualifier::LessThan => "fewer than ",
        Qualifier::UpTo => "up to ",
        Qualifier::Nearly => "nearly ",
    }
}

/// Who says so: the organisation, or the official and the office, or the publisher.
pub(crate) fn speaker(claim: &Claim) -> String {
    let source = &claim.source;
    let text = match (&source.organisation, &source.name, &source.role) {
        (Some(organisation), ..) => organisation.clone(),
        (None, Some(name), Some(role)) if name != role => format!("{name}, {role}"),
        (None, Some(name), _) => name.clone(),
        (None, None, Some(role)) => role.clone(),
        (None, None, None) => match &claim.publisher {
            Some(publisher) => publisher.clone(),
            None => "no source named".into(),
        },
    };
    capital(text.strip_prefix("the ").unwrap_or(&text))
}

/// The days a claim says it covers: "17 Sep to 1 Nov", "so far, to 8 Nov".
pub(crate) fn covers(claim: &Claim, beside: Date) -> String {
    let mut text = match (claim.start, claim.end) {
        (Some(start), Some(end)) if start <= end => {
            short_days(Window::new(start, end).expect("in order"), beside)
        }
        (_, Some(end)) if claim.cumulative => format!("so far, to {}", near_day(end, beside)),
        (_, Some(end)) if claim.measure == Measure::Flow => {
            format!("not said; by {}", near_day(end, beside))
        }
        (_, Some(end)) => near_day(end, beside),
        (Some(start), None) => format!("from {}", near_day(start, beside)),
        (None, None) => "not said".into(),
    };
    if claim.partial {
        match claim.as_of {
            Some(hour) => text.push_str(&format!(", by {}", hour.strftime("%H:%M"))),
            None => text.push_str(", part of the day"),
        }
    }
    text
}

/// A stock in words: what is true of the people counted.
pub(crate) fn stock(kind: Kind) -> &'static str {
    match kind {
        Kind::Undocumented => "without papers",
        Kind::Refugees => "living as refugees",
        Kind::Registered => "registered",
        Kind::Detained => "held",
        Kind::Stranded => "waiting or stranded",
        Kind::InCamp => "in camps or centres",
        _ => "living",
    }
}

/// An event in a few words.
pub(crate) fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::DeadlineAnnounced => "deadline announced",
        EventKind::Deadline => "deadline",
        EventKind::OperationStart => "operation begins",
        EventKind::OperationEnd => "operation ends",
        EventKind::BorderClosed => "border closed",
        EventKind::BorderOpened => "border opened",
        EventKind::Policy => "policy",
        EventKind::Agreement => "agreement",
        EventKind::Attack => "attack",
        EventKind::Disaster => "disaster",
        EventKind::MethodChange => "counting changed",
    }
}

/// What the holder of a position did: the past fits one holder and several.
pub(crate) fn stance(stance: PositionStance) -> &'static str {
    match stance {
        PositionStance::Supports => "supported",
        PositionStance::Opposes => "opposed",
        PositionStance::Dismisses => "dismissed",
        PositionStance::Requests => "asked",
        PositionStance::Assures => "assured",
        PositionStance::Accuses => "accused",
        PositionStance::Urges => "urged",
    }
}

/// What part a claim plays, in two words.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Used => "used",
        Role::Bound => "bound only",
        Role::Copy => "a copy",
        Role::Superseded => "superseded",
        Role::SetAside => "set aside",
        Role::OutOfScope => "not about this flow",
    }
}

/// The limits that go with every count of this kind, in the order printed.
pub(crate) const LIMITS: [&str; 4] = [
    "Crossings are counted, not persons: someone who crossed twice counts twice. A crossing says nothing of legal \
     status, of need, or of whether the person wished to go.",
    "What no report covers (nights, the hills, other gates) is hardly in these numbers: they are more likely too low \
     than too high. Recent days will move most.",
    "The interval holds for the reports at hand; it cannot show an error that all share.",
    "Aggregates only: no person is identified, listed or tracked; numbers below 10 are not printed.",
];

/// How the picture is made, in a paragraph.
pub(crate) const METHOD: &str = "Every report is read as one or more claims: a number, who was counted, where, over \
which days, according to whom. The daily flow of each crossing is unknown and may change from day to day, most at \
announced dates. Each claim is a noisy sum of those daily flows over its own days, so that a single day, “the last two \
weeks” and “since September” all bear on the same flow. How exactly a number was written, how its source \
usually leans, and whether it may cover other days than it says are weighed, not decided by hand; a copy of a report is \
not a second observation. The result is a large set of flows that could all have led to these reports; medians and \
intervals are read off that set.";

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
            assert_eq!(Rounded::of(&quantiles(p05, p50, p95)).with_range(), text);
        }
    }

    #[test]
    fn millions_are_spoken_only_when_nothing_is_lost() {
        assert_eq!(spoken(1_700_000.0), "1.7 million");
        assert_eq!(spoken(4_000_000.0), "4 million");
        assert_eq!(spoken(1_234_567.0), "1,234,567");
        assert_eq!(spoken(140_322.0), "140,322");
        assert_eq!(compact(20_000.0), "20k");
        assert_eq!(compact(2_500.0), "2.5k");
        assert_eq!(compact(150.0), "150");
        assert_eq!(number(-0.2), "0");
    }

    #[test]
    fn days_name_the_year_once() {
        let window = Window::new(date(2023, 9, 17), date(2023, 11, 1)).unwrap();
        assert_eq!(days(window), "17 September to 1 November 2023");
        assert_eq!(short_days(window, date(2023, 11, 20)), "17 Sep to 1 Nov");
        let turn = Window::new(date(2023, 12, 30), date(2024, 1, 2)).unwrap();
        assert_eq!(days(turn), "30 December 2023 to 2 January 2024");
        assert_eq!(short_days(turn, date(2024, 1, 5)), "30 Dec 2023 to 2 Jan");
    }
}
