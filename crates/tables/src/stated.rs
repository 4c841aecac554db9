//! What a title or the name of a column says that makes its numbers something else than counts of the days beside them:
//! averages, shares, changes, forecasts, and days that run back from those of the row.

use claim::Window;
use jiff::Span;

use super::column::{Column, Known, Role};
use super::words::{Field, Flag, Token, tokens};
use calendar::spacing::Spacing;

/// Of a table whose title speaks of averages.
const AVERAGES: &str = "the title speaks of averages, which are no counts of the days beside them";
const SHARES: &str = "the title speaks of shares, and not of so many people";
const CHANGES: &str = "the title speaks of a change on before, and not of so many people";
const FORECASTS: &str = "the title speaks of what is expected, and not of who was counted";
const RATES: &str =
    "so many in each day, week, month or year, and the rows are of other days: a rate, no count";
const TITLE_RUNS_BACK: &str = "the title speaks of the last days or months: of these before each row, or of those that the rows are of";
const RUNS_BACK: &str =
    "the last week, month or year: the one before in the calendar, or up to the day of the row";
const LETTER: &str = "(m) or (k) behind its name: thousands or millions, or men and women";

/// A title has no more words; what is longer is a note.
const TITLE: usize = 14;

/// Days that run back from the day of a row: "in the last 12 months".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trail {
    Days(i32),
    Months(i32),
}

impl Trail {
    /// The days of which a number is whose row is of `window`; `None` where the row is of more.
    pub fn of(self, window: Window) -> Option<Window> {
        let last = window.end();
        let first = match self {
            Trail::Days(days) => last.checked_sub(Span::new().days(days - 1)).ok()?,
            Trail::Months(months) => {
                let next = last.tomorrow().ok()?.checked_sub(Span::new().months(months)).ok()?;
                // The twelve months to 28 February begin on the first of March.
                let whole = last == last.last_of_month();
                if whole { next.first_of_month() } else { next }
            }
        };
        (first <= window.start()).then(|| Window::new(first, last)).flatten()
    }
}

/// How far the days of a label run back, and whether it does not say up to when.
pub(super) enum Back {
    To(Trail),
    Asked,
}

fn unit(word: &str, count: i32) -> Option<Trail> {
    Some(match word {
        "day" | "days" | "jours" | "jour" | "dias" | "dni" | "d" => Trail::Days(count),
        "week" | "weeks" | "wk" | "wks" | "semaine" | "semaines" | "semanas" | "tygodni" => {
            Trail::Days(7 * count)
        }
        "fortnight" | "fortnights" => Trail::Days(14 * count),
        "month" | "months" | "mois" | "meses" | "miesiecy" => Trail::Months(count),
        "quarter" | "quarters" => Trail::Months(3 * count),
        "year" | "years" | "ans" | "anos" | "lat" => Trail::Months(12 * count),
        "hours" | "hour" | "hrs" | "heures" | "horas" | "godzin" | "h" if count % 24 == 0 => {
            Trail::Days(count / 24)
        }
        _ => return None,
    })
}

fn number(word: &str) -> Option<i32> {
    const WORDS: [(&str, i32); 10] = [
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("six", 6),
        ("seven", 7),
        ("ten", 10),
        ("twelve", 12),
        ("fourteen", 14),
        ("thirty", 30),
        ("ninety", 90),
    ];
    let digits = || word.parse().ok().filter(|n| (1..=400).contains(n));
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n).or_else(digits)
}

/// "In the last 12 months", "past week", "7-day rolling".
pub(super) fn runs_back(label: &str) -> Option<Back> {
    let found = tokens(label);
    let word = |at: usize| found.get(at).map_or("", |token: &Token| token.word.as_str());
    for at in 0..found.len() {
        match word(at) {
            "last" | "past" | "previous" | "preceding" | "derniers" | "dernieres" | "ultimos"
            | "ultimas" | "ostatnie" | "ostatnich" | "rolling" | "trailing" => {
                if let Some(count) = number(word(at + 1))
                    && let Some(trail) = unit(word(at + 2), count)
                {
                    return Some(Back::To(trail));
                }
                // "Les 7 derniers jours".
                if let Some(count) = at.checked_sub(1).and_then(|before| number(word(before)))
                    && let Some(trail) = unit(word(at + 1), count)
                {
                    return Some(Back::To(trail));
                }
                if let Some(trail) = unit(word(at + 1), 1) {
                    return Some(match word(at) {
                        "past" => Back::To(trail),
                        _ => Back::Asked,
                    });
                }
                if let Some(count) = at.checked_sub(2).and_then(|before| number(word(before)))
                    && let Some(trail) = unit(word(at - 1), count)
                {
                    return Some(Back::To(trail));
                }
            }
            "year" if matches!(word(at + 1), "ending" | "ended") => {
                return Some(Back::To(Trail::Months(12)));
            }
            "to" | "ending" | "ended" => {
                if let Some(count) = at.checked_sub(2).and_then(|before| number(word(before)))
                    && matches!(word(at - 1), "months" | "days" | "weeks")
                    && let Some(trail) = unit(word(at - 1), count)
                {
                    return Some(Back::To(trail));
                }
            }
            _ => {}
        }
    }
    None
}

/// How far the days of a column run back, where its name says it.
pub(super) fn trail(name: &str) -> Option<Trail> {
    match runs_back(name) {
        Some(Back::To(trail)) => Some(trail),
        _ => None,
    }
}

/// Why the numbers under a title are no counts, where it says so.
pub(super) fn of_title(line: &str) -> Option<&'static str> {
    const AVERAGE: [&str; 11] = [
        "average", "averages", "avg", "mean", "median", "moyenne", "moyennes", "promedio",
        "srednia", "srednio", "mediana",
    ];
    const SHARE: [&str; 10] = [
        "percent",
        "percentage",
        "percentages",
        "pct",
        "proportion",
        "proportions",
        "shares",
        "pourcentage",
        "porcentaje",
        "procent",
    ];
    const CHANGE: [&str; 8] = [
        "change",
        "changes",
        "difference",
        "differences",
        "variation",
        "increase",
        "decrease",
        "zmiana",
    ];
    const FORECAST: [&str; 9] = [
        "forecast",
        "forecasts",
        "forecasted",
        "projection",
        "projections",
        "projected",
        "prevision",
        "previsions",
        "prognoza",
    ];
    let found = tokens(line);
    if found.is_empty() || found.len() > TITLE {
        return None;
    }
    let at = |words: &[&str]| found.iter().position(|token| words.contains(&token.word.as_str()));
    // "Arrivals and daily average": counts, and averages besides.
    let beside = |at: usize| {
        found[at.saturating_sub(2)..at].iter().any(|token| {
            matches!(token.word.as_str(), "and" | "with" | "et" | "y" | "i" | "oraz" | "number")
        }) || line[..found[at].span.start].trim_end().ends_with('&')
    };
    if let Some(at) = at(&AVERAGE).filter(|at| !beside(*at)) {
        let above = at.checked_sub(1).map(|before| found[before].word.as_str());
        if !matches!(above, Some("above" | "below" | "than")) {
            return Some(AVERAGES);
        }
    }
    let mark = line.find('%').map(|mark| found.iter().filter(|t| t.span.end <= mark).count());
    let share = at(&SHARE).or(mark.filter(|mark| *mark > 0));
    if share.is_some_and(|at| !beside(at.min(found.len() - 1))) {
        return Some(SHARES);
    }
    let on_before = found.windows(2).any(|pair| {
        matches!(pair[0].word.as_str(), "the" | "on" | "from" | "over")
            && matches!(pair[1].word.as_str(), "previous" | "preceding")
    });
    // "Climate change and displacement" speaks of none in the numbers.
    let of_numbers = matches!(
        found[0].word.as_str(),
        "percentage" | "percent" | "monthly" | "weekly" | "daily" | "annual" | "net" | "relative"
    );
    if at(&CHANGE).is_some_and(|at| at == 0 || at == 1 && of_numbers || on_before) {
        return Some(CHANGES);
    }
    at(&FORECAST).filter(|at| !beside(*at)).map(|_| FORECASTS)
}

/// So many to each day, week, month or year: which, where a label says it.
fn per(label: &str) -> Option<Field> {
    tokens(label).windows(2).find_map(|pair| {
        let per = matches!(pair[0].word.as_str(), "per" | "par" | "por" | "each");
        per.then_some(())?;
        Some(match pair[1].word.as_str() {
            "day" | "jour" | "dia" => Field::Day,
            "week" | "semaine" | "semana" => Field::Week,
            "month" | "mois" | "mes" => Field::Month,
            "year" | "an" | "annee" | "ano" => Field::Year,
            _ => return None,
        })
    })
}

/// Whether the rows, or the days in the name of a column, are each of a day, a week, a month or a year.
fn is_by(columns: &[Column], column: &Column, period: Field) -> bool {
    let window = match &column.role {
        Role::Value(frame) => frame.window,
        _ => None,
    };
    if let Some(window) = window {
        return match period {
            Field::Day => window.days() == 1,
            Field::Week => window.days() == 7,
            Field::Month => (28..=31).contains(&window.days()),
            _ => window.days() >= 365,
        };
    }
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    let spaced = |months: bool| {
        columns.iter().any(|column| {
            column.role == Role::Key(Field::Day) && (column.spacing == Spacing::Months) == months
        })
    };
    match period {
        Field::Day => spaced(false) || has(Field::Hour),
        Field::Week => {
            [Field::Week, Field::WeekStart, Field::WeekEnd].into_iter().any(has)
                || has(Field::Start) && has(Field::End)
        }
        Field::Month => has(Field::Month) || spaced(true),
        _ => {
            (has(Field::Year) || has(Field::FiscalYear) || has(Field::YearEnd))
                && ![Field::Month, Field::Week, Field::Day, Field::Quarter].into_iter().any(has)
        }
    }
}

/// Whether one letter in brackets may be a number of zeros, or a sex: "Refugees (m)".
fn has_letter(name: &str, columns: &[Column]) -> bool {
    let ends = |name: &str, marks: &[&str]| {
        let name = name.trim_end();
        marks.iter().any(|mark| name.ends_with(mark))
    };
    let of_women = |column: &Column| ends(&column.name, &["(f)", "(F)", "(w)", "(W)"]);
    ends(name, &["(m)", "(k)", "(M)", "(K)"]) && !columns.iter().any(of_women)
}

/// Leaves the columns whose name or title says that their numbers are no counts of the days beside them.
pub(super) fn settle(columns: &mut [Column], known: &Known<'_>) {
    let title = known.title.doubt.or(known.title.runs_back.then_some(TITLE_RUNS_BACK));
    let told =
        |column: &Column| known.map.and_then(|map| map.column(column.at, &column.name)).is_some();
    let mut doubts = Vec::new();
    for column in columns.iter() {
        let Role::Value(frame) = &column.role else { continue };
        let stock = frame.kind.or(known.title.kind).is_some_and(super::claims::is_stock);
        let rate = per(&column.name).or(known.title.per);
        let doubt = match () {
            _ if told(column) => None,
            _ if title == Some(TITLE_RUNS_BACK) && (frame.trail.is_some() || stock) => None,
            _ if title.is_some() => title,
            _ if rate.is_some_and(|rate| !is_by(columns, column, rate)) => Some(RATES),
            _ if matches!(runs_back(&column.name), Some(Back::Asked)) && !stock => Some(RUNS_BACK),
            _ if has_letter(&column.name, columns) => Some(LETTER),
            _ => None,
        };
        doubts.extend(doubt.map(|doubt| (column.at, doubt)));
    }
    for (at, doubt) in doubts {
        for column in columns.iter_mut().filter(|column| column.at == at) {
            column.role = Role::Unclear(doubt.to_owned());
        }
    }
}

/// Takes in what a title says of the sort of its numbers.
pub(super) fn title(line: &str, frame: &mut super::frame::Frame) {
    let words = line.split_whitespace().count();
    if words > TITLE {
        return;
    }
    frame.doubt = of_title(line);
    frame.per = per(line);
    // The last day itself is no more than the day that the rows are of.
    frame.runs_back = match runs_back(line) {
        Some(Back::To(trail)) => trail != Trail::Days(1),
        Some(Back::Asked) | None => false,
    };
}

/// What may be written in a map in answer.
pub(super) fn remedy(why: &str) -> Option<&'static str> {
    Some(match why {
        TITLE_RUNS_BACK => {
            "`{} = { kind = \"arrival\" }` of the days that the rows are of; else write `Arrivals in the last 7 days` as the column's name"
        }
        RUNS_BACK => {
            "`{} = { kind = \"arrival\" }` of the days that the row is of; else write how many days in the column's name: `Arrivals in the last 7 days`"
        }
        LETTER => {
            "`{} = { kind = \"arrival\", scale = 1000000 }` of millions, with `scale = 1000` of thousands, `group = \"men\"` of men"
        }
        AVERAGES | SHARES | CHANGES | FORECASTS | RATES => {
            "`{} = \"ignore\"`, or `{} = { kind = \"arrival\" }` where they are counts all the same"
        }
        _ => return None,
    })
}

/// Whether the numbers of a column number its rows: 1, 2, 3 under "#" or "No.".
pub(super) fn numbers_rows(name: &str, known: &Known<'_>, at: usize) -> bool {
    const NUMBER: [&str; 7] = ["no", "nr", "n", "num", "number", "hash", "row"];
    let found = tokens(name);
    let of_rows = found.iter().all(|token| NUMBER.contains(&token.word.as_str()));
    if !of_rows {
        return false;
    }
    let mut next = None;
    let mut rows = 0;
    let one_by_one = known.layout.body.clone().all(|row| {
        let cell = known.grid.cell(row, at);
        let cell = cell.trim_end_matches('.');
        if cell.is_empty() {
            return true;
        }
        let Ok(number) = cell.parse::<u32>() else { return false };
        let fits = next.is_none_or(|next| next == number) && (next.is_some() || number <= 1);
        next = Some(number + 1);
        rows += 1;
        fits
    });
    one_by_one && rows > 1
}

/// Whether a bare "N" stands beside counts that say of what: how many were asked.
pub(super) fn is_sample(name: &str, senses: &[super::sense::Sense]) -> bool {
    matches!(&tokens(name)[..], [only] if only.word == "n")
        && senses.iter().any(|sense| !sense.kinds.is_empty() || sense.has(Flag::Count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::iso_day;

    #[test]
    fn days_run_back_from_the_last() {
        let back = |label: &str, last: &str| {
            let window = Window::day(iso_day(last).unwrap());
            let found = trail(label).unwrap_or_else(|| panic!("{label}")).of(window).unwrap();
            found.start().to_string()
        };
        assert_eq!(back("Arrivals in the last 12 months", "2023-01-31"), "2022-02-01");
        assert_eq!(back("Entries, past three months", "2023-02-28"), "2022-12-01");
        assert_eq!(back("Entrées des 7 derniers jours", "2023-11-07"), "2023-11-01");
        assert_eq!(back("Arrivals past week", "2023-11-07"), "2023-11-01");
        assert_eq!(back("Returns (last 48 hours)", "2023-11-07"), "2023-11-06");
        assert_eq!(back("12 months to", "2023-03-31"), "2022-04-01");
        for label in ["Arrivals", "Arrivals last month", "last update", "Year to date", "Age 12"] {
            assert_eq!(trail(label), None, "{label}");
        }
    }

    #[test]
    fn titles_that_are_of_no_counts() {
        for title in [
            "Average daily arrivals by crossing",
            "Returns per province (daily average)",
            "Arrivals by crossing (% of total)",
            "Percentage of returnees by province",
            "Change in arrivals on the previous month",
            "Projected arrivals",
        ] {
            assert!(of_title(title).is_some(), "{title}");
        }
        for title in [
            "Arrivals by crossing",
            "Arrivals and percentage of women",
            "Number and % of arrivals",
            "Returns above average",
            "Climate change and displacement",
        ] {
            assert_eq!(of_title(title), None, "{title}");
        }
    }
}
