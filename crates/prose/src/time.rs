//! Words of time, resolved to windows against the day of publication.

use std::ops::Range;

use claim::{Per, Window};
use jiff::Span;
use jiff::civil::{Date, Time, Weekday};

use super::lexicon::{Lexicon, Part, Relative, TimePhrase, TimeUnit};
use super::token::{Shape, Token};

/// What a phrase of time says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sense {
    /// These days: "on Monday", "in October", "over the past two weeks".
    During(Window),
    /// From this day on, up to now: "since 17 September".
    Since(Date),
    /// From a happening on whose day the sentence does not give: "since the war began". The
    /// happening is named in these tokens; `about` is when it was, roughly, where the words tell
    /// ("two months ago").
    SinceEvent { start: usize, end: usize, about: Option<Date> },
    /// From this day up to now, without the word "since": "this year", "so far this month".
    ToDate(Date),
    /// Up to this day: "by Wednesday", "as of 8 November".
    Until(Date),
    /// From the day last spoken of: "since then".
    SinceThen,
    /// One day that the words do not name: "in a single day".
    OneDay,
    /// The window of the claim before: "on the same day".
    Same,
    /// The day after the end of the window before: "a day later".
    DayAfter,
    /// So many days behind the day spoken of.
    Later(i32),
    /// The window of the claim before, in another year: "the same period of 2022".
    SameIn(i16),
    /// Up to the day of publication, in another year: "at this point last year".
    ThisTimeIn(i16),
    /// So many days before the window before: "the day before", "the week before".
    Before(i64),
    /// The window before, a year earlier.
    YearBefore,
    /// The month before the window before.
    MonthBefore,
    /// In days to come, without an end: "in the coming weeks".
    Ahead,
    /// A time that gives no window: "the late 1970s", "in recent weeks".
    Vague,
    /// Per day, week or month.
    Rate(Per),
}

/// A phrase of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct When {
    /// Tokens it takes, its preposition included.
    pub tokens: Range<usize>,
    pub sense: Sense,
    /// Hour of the last day, when said.
    pub hour: Option<Time>,
    /// Name of the rule that recognised it.
    pub rule: &'static str,
}

/// A word of time is taken as of the past unless it lies this many days ahead:
/// articles of October speak of a deadline in November, not of the last one.
const LOOK_AHEAD: i64 = 45;

/// Against what words of time are resolved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Calendar {
    /// The day of publication; without one only absolute dates are resolved.
    pub published: Option<Date>,
    /// Whether the day stands first in "7/11/2023"; open where nothing tells.
    pub day_first: Option<bool>,
}

/// A date in figures that can be read in two ways.
pub(super) const TWO_WAYS: &str = "time.two-ways";

/// How many tokens a happening behind "since" may take.
const SINCE_REACH: usize = 14;

/// Finds all phrases of time in a sentence.
pub(super) fn whens(tokens: &[Token], calendar: Calendar, words: &Lexicon) -> Vec<When> {
    let Calendar { published, day_first } = calendar;
    let reader = Reader { tokens, published, day_first, words };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !reader.may_open(at) {
            at += 1;
            continue;
        }
        // "28.02%" is no day of February.
        let shared = |when: &When| matches!(reader.word(when.tokens.end), "%" | "percent");
        match reader.when(at).filter(|when| !shared(when)) {
            Some(when) => {
                at = when.tokens.end;
                found.push(when);
            }
            None => at += 1,
        }
    }
    found
}

/// Hours of one day and of two, which reports count over.
const HOURS: [f64; 2] = [24.0, 48.0];

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    published: Option<Date>,
    day_first: Option<bool>,
    words: &'a Lexicon,
}

impl Reader<'_> {
    /// Whether a phrase of time can begin here: most words cannot.
    fn may_open(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let words = self.words;
        token.shape == Shape::Number
            || words.time_openers.may_start(token)
            || words.rates.may_start(token)
            || words.time_phrases.may_start(token)
            || words.relative.may_start(token)
            || words.parts.may_start(token)
            || matches!(&*token.lower, "q1" | "q2" | "q3" | "q4")
            || words.months.may_start(token)
            || words.weekdays.may_start(token)
            || words.number_units.may_start(token)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &*token.lower)
    }

    /// Whether the words at `at` are those of `phrase`, separated by spaces.
    fn says(&self, at: usize, phrase: &str) -> Option<usize> {
        // Most phrases differ in their first letter.
        if self.word(at).as_bytes().first() != phrase.as_bytes().first() {
            return None;
        }
        let mut length = 0;
        for word in phrase.split(' ') {
            if self.word(at + length) != word {
                return None;
            }
            length += 1;
        }
        Some(length)
    }

    fn says_any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.says(at, phrase)).max()
    }

    fn when(&self, at: usize) -> Option<When> {
        let whole = |length: usize, sense: Sense, rule: &'static str| When {
            tokens: at..at + length,
            sense,
            hour: None,
            rule,
        };
        if let Some(when) = self.decade(at) {
            return Some(when);
        }
        if let Some((length, Figures::TwoWays)) = self.figures(at) {
            return Some(whole(length, Sense::Vague, TWO_WAYS));
        }
        if let Some((length, per)) = self.words.rates.at(self.tokens, at) {
            // "the daily bulletin" is no rate; "17,000 daily" is.
            let adjective = self.word(at) == "daily"
                && self.tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Word)
                && !matches!(
                    self.word(at + 1),
                    "in" | "at"
                        | "through"
                        | "to"
                        | "by"
                        | "from"
                        | "as"
                        | "while"
                        | "since"
                        | "when"
                        | "and"
                        | "with"
                        | "during"
                        | "for"
                        | "via"
                        | "across"
                        | "over"
                        | "along"
                        | "into"
                );
            // "a month ago" is a day.
            let ago = matches!(
                self.word(at + length),
                "ago" | "earlier" | "later" | "before" | "after" | "long" | "into"
            );
            // "daily arrivals averaged 700", "an average daily return of 300", but not "the
            // daily figures".
            let adjective = adjective
                && !matches!(
                    self.word(at + 1),
                    "average" | "arrivals" | "crossings" | "returns" | "departures" | "rate"
                )
                && !(at.saturating_sub(3)..at)
                    .any(|i| matches!(self.word(i), "average" | "averaged"));
            // "in a week" is a window.
            let whole_unit = at > 0
                && matches!(self.word(at), "a" | "an")
                && matches!(
                    self.word(at - 1),
                    "in" | "within" | "over" | "after" | "than" | "half"
                );
            // "had increased each month since January"
            let change = (at.saturating_sub(1)..at).any(|i| {
                ["increas", "rose", "rise", "grew", "fell", "fall", "declin", "dropp"]
                    .iter()
                    .any(|stem| self.word(i).starts_with(stem))
            });
            if !adjective && !ago && !whole_unit && !change {
                return Some(whole(length, Sense::Rate(*per), "time.rate"));
            }
        }
        if let Some((length, phrase)) = self.words.time_phrases.at(self.tokens, at) {
            let sense = match phrase {
                TimePhrase::YearBefore => Some((Sense::YearBefore, "time.year-before")),
                TimePhrase::OneDay => Some((Sense::OneDay, "time.one-day")),
                TimePhrase::Same => {
                    // "the same period in 2022", "the same period last year"
                    let from = at + length;
                    let of = usize::from(matches!(self.word(from), "of" | "in" | "for"));
                    let year = self.is_year(from + of).map(|year| (of + 1, year)).or_else(|| {
                        let year = self.published?.year() - 1;
                        let said = self.says_any(
                            from,
                            &[
                                "last year",
                                "of last year",
                                "a year earlier",
                                "a year ago",
                                "a year prior",
                                "the year prior",
                                "one year earlier",
                                "the preceding year",
                                "the previous year",
                                "of the previous year",
                                "in the previous year",
                                "the year before",
                            ],
                        )?;
                        Some((said, year))
                    });
                    if let Some((more, year)) = year {
                        if self.word(at) == "this" && self.word(at + 1) != "period" {
                            let sense = Sense::ThisTimeIn(year);
                            return Some(whole(length + more, sense, "time.this-time-in"));
                        }
                        return Some(whole(length + more, Sense::SameIn(year), "time.same-in"));
                    }
                    // "during the month of July"
                    let named = self.word(from) == "of" && self.month(from + 1).is_some();
                    (!named).then_some((Sense::Same, "time.same"))
                }
                TimePhrase::DayAfter => Some((Sense::DayAfter, "time.day-after")),
                TimePhrase::MonthBefore => Some((Sense::MonthBefore, "time.month-before")),
                TimePhrase::DayBefore => Some((Sense::Before(1), "time.day-before")),
                TimePhrase::WeekBefore => Some((Sense::Before(7), "time.week-before")),
                TimePhrase::Vague => Some((Sense::Vague, "time.vague")),
                TimePhrase::Ahead => Some((Sense::Ahead, "time.ahead")),
                TimePhrase::Overnight => self
                    .published
                    .and_then(|day| Window::new(minus_day(day), day))
                    .map(|window| (Sense::During(window), "time.overnight")),
                TimePhrase::Today => {
                    self.published.map(|day| (Sense::During(Window::day(day)), "time.today"))
                }
                TimePhrase::Weekend => self
                    .published
                    .and_then(weekend)
                    .map(|window| (Sense::During(window), "time.weekend")),
            };
            if let Some((sense, rule)) = sense {
                return Some(whole(length, sense, rule));
            }
        }
        if let Some((length, days)) = self.later(at) {
            return Some(whole(length, Sense::Later(days), "time.later"));
        }
        self.between(at)
            .or_else(|| self.bounded(at))
            .or_else(|| self.during(at).map(|when| self.up_to_an_hour(when)))
            .or_else(|| self.month_of_noun(at))
            .or_else(|| self.year_of_total(at))
    }

    /// "today by 7 am", "on Sunday by 07:00": that day, as far as it had come.
    fn up_to_an_hour(&self, when: When) -> When {
        let by = when.tokens.end;
        let day = matches!(when.sense, Sense::During(window) if window.days() == 1);
        let hour = self.says_any(by, &["by", "until", "up to"]).filter(|_| day).and_then(|n| {
            let (length, hour) = self.clock(by + n)?;
            let end = by + n + length;
            // "on Sunday by 7 am on Monday" is something else.
            let other = self.says_any(end, &["on", "of"]).unwrap_or(0);
            self.day_or_period(end + other).is_none().then_some((end, hour))
        });
        match hour {
            Some((end, hour)) => When {
                tokens: when.tokens.start..end,
                hour: Some(hour),
                rule: "time.day-by-hour",
                ..when
            },
            None => when,
        }
    }

    /// "bringing the 2024 total to 21,063"
    fn year_of_total(&self, at: usize) -> Option<When> {
        let year = self.is_year(at)?;
        matches!(self.word(at + 1), "total" | "tally").then_some(())?;
        let first = Date::new(year, 1, 1).ok()?;
        let sense = if self.published.is_some_and(|day| day.year() == year) {
            Sense::ToDate(first)
        } else {
            Sense::During(Window::new(first, Date::new(year, 12, 31).ok()?)?)
        };
        Some(When { tokens: at..at + 1, sense, hour: None, rule: "time.year-of-total" })
    }

    /// "July arrivals", "the September apprehensions", "October with 5,414"
    fn month_of_noun(&self, at: usize) -> Option<When> {
        let month = self.month_number(at)?;
        let noun = matches!(
            self.word(at + 1),
            "arrivals"
                | "returns"
                | "apprehensions"
                | "encounters"
                | "crossings"
                | "departures"
                | "deportations"
                | "figures"
                | "figure"
                | "detections"
                | "displacements"
                | "landings"
                | "total"
                | "alone"
                | "with"
                | "saw"
        );
        // "in 2021 were October with 5,414"
        let year = (0..at)
            .rev()
            .find_map(|i| self.is_year(i))
            .or_else(|| self.with_year(at + 1, month, 1).map(|(_, first)| first.year()))?;
        let first = Date::new(year, month, 1).ok().filter(|_| noun)?;
        let window = Window::new(first, first.last_of_month())?;
        Some(When {
            tokens: at..at + 1,
            sense: Sense::During(window),
            hour: None,
            rule: "time.month-of-noun",
        })
    }

    /// "the late 1970s": no window of ours.
    fn decade(&self, at: usize) -> Option<When> {
        let token = self.tokens.get(at)?;
        let plural = self.tokens.get(at + 1)?;
        let decade = token.shape == Shape::Number && token.lower.len() == 4 && plural.is("s");
        decade.then(|| When {
            tokens: at..at + 2,
            sense: Sense::Vague,
            hour: None,
            rule: "time.decade",
        })
    }

    /// "1970s" behind "since the": its first day.
    fn decade_start(&self, at: usize) -> Option<(usize, Date)> {
        let when = self.decade(at)?;
        let year: i16 = self.tokens[at].lower.parse().ok()?;
        Some((when.tokens.len(), Date::new(year, 1, 1).ok()?))
    }

    /// "between 17 October and 2 March", "from 1 July to 30 September", "22 June - 22 July"
    fn between(&self, at: usize) -> Option<When> {
        let (lead, and) = match self.word(at) {
            "between" => (1, &["and", "-", "–", "to"][..]),
            "from" => (1, &["to", "until", "till", "through", "up to", "-", "–", "and"][..]),
            _ => (0, &["-", "–", "—", "to", "through", "until"][..]),
        };
        let first = at + lead;
        let (length, start) = self.day_or_period(first).or_else(|| self.bare_month(first))?;
        let start_length = length;
        // "Between October 1, 2023, and February 29, 2024"
        let comma = usize::from(
            self.word(first + length) == "," && lead > 0 && self.word(first + length + 1) == "and",
        );
        let link = first + length + comma;
        let joint = self.says_any(link, and).or_else(|| {
            // "in May and June"
            let months = self.word(link) == "and" && self.bare_month(first).is_some();
            months.then_some(1)
        });
        if joint.is_none()
            && self.word(at) == "from"
            && start.days() > 1
            && self.day_number(first + 1).is_some()
        {
            return Some(When {
                tokens: at..first + length,
                sense: Sense::During(start),
                hour: None,
                rule: "time.between",
            });
        }
        if let Some(joint) = joint {
            let second = link + joint + self.says(link + joint, "and including").unwrap_or(0);
            // "from January till the end of September"
            let second = second + self.says(second, "the end of").unwrap_or(0);
            // "between June 10 and 18": the month is said once.
            if start.days() == 1
                && let Some(last) = self.day_number(second)
                && self.month_number(first).is_some()
                && self.month_number(second + 1).is_none()
                && let Ok(end) = Date::new(start.start().year(), start.start().month(), last)
                && let Some(window) = Window::new(start.start(), end)
            {
                return Some(When {
                    tokens: at..second + 1,
                    sense: Sense::During(window),
                    hour: None,
                    rule: "time.between",
                });
            }
            if let Some((length, end)) = self.day_or_period(second) {
                // "April-May 2024": the year is said once and meant twice.
                let start = self
                    .bare_month(first)
                    .filter(|_| end.start().year() != start.start().year())
                    .and_then(|_| in_year(start, end.start().year()))
                    .unwrap_or(start);
                // "between 1 January and 31 December 2022", said in January 2023: the year that is said
                // once is that of both.
                let one = self.says_year(second..second + length)
                    && !self.says_year(first..first + start_length);
                let start = match in_year(start, end.end().year()).filter(|_| one) {
                    Some(same) if same.start() <= end.start() => same,
                    Some(same) => in_year(same, end.end().year() - 1).unwrap_or(same),
                    None => start,
                };
                // "between 1 January and 15 December", said on 20 December: this year's.
                let gone = start.start() > end.end()
                    && self.published.is_some_and(|day| start.start() > day && end.end() <= day);
                let start =
                    if gone { in_year(start, end.end().year()).unwrap_or(start) } else { start };
                // "between 5 April and 31 December", said in May: both of this year.
                let ahead = (start.start() > end.end()
                    && start.start().month() < end.end().month()
                    && lead > 0)
                    .then(|| in_year(end, start.start().year()))
                    .flatten();
                let end = ahead.unwrap_or(end);
                let window = Window::new(start.start(), end.end())
                    // "between 17 October and 2 March": the first is of the year before.
                    .or_else(|| {
                        let turns = start.start().month() > end.end().month();
                        let before = year_before(start.start());
                        turns.then(|| Window::new(before, end.end()))?
                    })?;
                return Some(When {
                    tokens: at..second + length,
                    sense: Sense::During(window),
                    hour: None,
                    rule: "time.between",
                });
            }
        }
        None
    }

    /// Whether a year is written among some tokens.
    fn says_year(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|at| {
            let word = self.word(at);
            word.len() == 4 && word.parse::<i16>().is_ok_and(|year| (1900..2100).contains(&year))
        })
    }

    /// "since the first of the month", "since the first of August", from the word behind "since the".
    fn since_the_first(&self, at: usize, from: usize) -> Option<When> {
        let of = from + self.says_any(from, &["first day of", "first of", "1st of"])?;
        let unit = || {
            let unit_at = of + usize::from(matches!(self.word(of), "this" | "the"));
            let unit = self.words.time_units.get(self.tokens, unit_at)?;
            Some((unit_at + 1 - of, period(self.published?, *unit)?.start()))
        };
        let month = || {
            let (length, window) = self.day_or_period(of)?;
            self.month_number(of)?;
            let said = self.is_year(of + length - 1).is_some();
            let ahead = self.published.is_some_and(|day| window.start() > day);
            let first = window.start();
            Some((length, if ahead && !said { year_before(first) } else { first }))
        };
        let (length, day) = month().or_else(unit)?;
        let sense = Sense::Since(day);
        Some(When { tokens: at..of + length, sense, hour: None, rule: "time.since" })
    }

    /// "since …", "by …", "until …", "as of …", "up to …"
    fn bounded(&self, at: usize) -> Option<When> {
        if let Some(n) = self.says_any(
            at,
            &["since the beginning of", "since the start of", "since at least", "since"],
        ) {
            let mut from = at + n;
            from +=
                usize::from(self.word(from) == "the") + self.says(from, "night of").unwrap_or(0);
            if let Some((length, day)) = self.decade_start(from) {
                return Some(When {
                    tokens: at..from + length,
                    sense: Sense::Since(day),
                    hour: None,
                    rule: "time.since",
                });
            }
            if let Some(when) = self.since_the_first(at, from) {
                return Some(when);
            }
            from += usize::from(self.word(from) == "last" && self.month_number(from + 1).is_some());
            if let Some((length, window)) = self.day_or_period(from) {
                // "since Sunday", said on a Sunday, is since the one before.
                let same_day = self.weekday(from).is_some()
                    && length == 1
                    && self.published.is_some_and(|day| Window::day(day) == window);
                let window = match window.start().checked_sub(Span::new().days(7)) {
                    Ok(before) if same_day => Window::day(before),
                    _ => window,
                };
                // "since January", said in December, is not the one to come.
                let day = self.first_day(from, window);
                let day = match self.published {
                    Some(published)
                        if day > published && self.is_year(from + length - 1).is_none() =>
                    {
                        year_before(day)
                    }
                    _ => day,
                };
                return Some(When {
                    tokens: at..from + length,
                    sense: Sense::Since(day),
                    hour: None,
                    rule: "time.since",
                });
            }
            if let Some(length) = self.says(from, "then") {
                return Some(When {
                    tokens: at..from + length,
                    sense: Sense::SinceThen,
                    hour: None,
                    rule: "time.since-then",
                });
            }
            // "since the beginning of the year", "since the start of this month"
            if n > 1 {
                let unit_at = from + usize::from(matches!(self.word(from), "this" | "the"));
                if let Some(unit) = self.words.time_units.get(self.tokens, unit_at)
                    && let Some(window) = self.published.and_then(|day| period(day, *unit))
                {
                    return Some(When {
                        tokens: at..unit_at + 1,
                        sense: Sense::Since(window.start()),
                        hour: None,
                        rule: "time.since",
                    });
                }
            }
            // "since the fighting began on 15 April"
            let event = (from..(from + 26).min(self.tokens.len()))
                .take_while(|i| {
                    self.tokens[*i].shape == Shape::Word
                        || matches!(self.word(*i), "-" | "(" | ")" | "'s")
                })
                .filter(|i| matches!(self.word(*i), "on" | "in"))
                .find_map(|i| {
                    self.day_or_period(i + 1).map(|(length, window)| (i + 1 + length, window))
                });
            if let Some((end, window)) = event {
                // "since fighting broke out on 15 December", said earlier in December: the year before.
                let ahead = self.published.is_some_and(|day| window.start() > day)
                    && self.is_year(end - 1).is_none();
                let first = window.start();
                return Some(When {
                    tokens: at..end,
                    sense: Sense::Since(if ahead { year_before(first) } else { first }),
                    hour: None,
                    rule: "time.since-event",
                });
            }
            // "since the start of the offensive on the city two months ago"
            let ago = (from..(from + 14).min(self.tokens.len()))
                .take_while(|i| self.tokens[*i].shape == Shape::Word || self.word(*i) == "-")
                .find_map(|i| match self.relative(i) {
                    Some((length, Sense::During(window))) if self.word(i + length - 1) == "ago" => {
                        Some((i + length, window))
                    }
                    _ => None,
                });
            if let Some((end, window)) = ago {
                let about = Some(window.start());
                return Some(When {
                    tokens: at..at + 1,
                    sense: Sense::SinceEvent { start: from, end, about },
                    hour: None,
                    rule: "time.since-event",
                });
            }
            // "since the end of last week"
            let late = self.says(from, "end of");
            if let Some(n) = late
                && let Some((length, Sense::During(window))) = self.relative(from + n)
            {
                return Some(When {
                    tokens: at..from + n + length,
                    sense: Sense::Since(window.end()),
                    hour: None,
                    rule: "time.since",
                });
            }
            if let Some((length, Sense::During(window))) = self.relative(from) {
                return Some(When {
                    tokens: at..from + length,
                    sense: Sense::Since(window.start()),
                    hour: None,
                    rule: "time.since",
                });
            }
            return self.since_happening(at, from);
        }
        let lead = self.says_any(
            at,
            &[
                "by the end of",
                "until the end of",
                "by",
                "until",
                "till",
                "as of",
                "as at",
                "up to",
                "up until",
                "through",
                "no later than",
                "as on",
                "up to and including",
            ],
        )?;
        let mut from = at + lead;
        let hour = self.clock(from);
        if let Some((length, _)) = hour {
            from += length;
            from += self.says_any(from, &["on", ",", "of"]).unwrap_or(0);
        }
        let article = usize::from(self.word(from) == "the" && self.day_number(from + 1).is_some());
        from += article;
        // "by July" of what is planned in November is next July.
        let coming = self.word(from) == "coming"
            && (self.month_number(from + 1).is_some() || self.month_number(from + 2).is_some());
        from += usize::from(coming);
        let day = self.day_or_period(from).or_else(|| {
            // "by the end of the year"
            (lead > 2).then_some(())?;
            let (length, unit) = [("year", TimeUnit::Year), ("month", TimeUnit::Month)]
                .into_iter()
                .find_map(|(word, unit)| {
                    let of = usize::from(matches!(self.word(from), "the" | "this"));
                    (of == 1 && self.word(from + 1) == word).then_some((2, unit))
                })?;
            Some((length, period(self.published?, unit)?))
        });
        if day.is_none() && hour.is_none() {
            return None;
        }
        let (length, mut end) = match day {
            Some((length, window)) => (length, window.end()),
            None => (0, self.published?),
        };
        let year =
            (from..from + length).any(|i| self.is_year(i).is_some() || self.word(i) == "year");
        let month = (from..from + length).any(|i| self.month_number(i).is_some());
        let long_past =
            self.published.and_then(|day| day.checked_sub(Span::new().days(LOOK_AHEAD)).ok());
        if month && !year && (coming || self.is_forecast(at)) && Some(end) < long_past {
            end = end.checked_add(Span::new().years(1)).ok()?;
        }
        Some(When {
            tokens: at..from + length,
            sense: Sense::Until(end),
            hour: hour.map(|(_, time)| time),
            rule: "time.until",
        })
    }

    /// Whether the sentence says what is to come: "by July 20,000 are expected".
    fn is_forecast(&self, at: usize) -> bool {
        let by = matches!(self.word(at), "by" | "until" | "till");
        by && self.tokens.iter().any(|t| {
            !t.is_capitalised()
                && matches!(
                    &*t.lower,
                    "will"
                        | "could"
                        | "may"
                        | "might"
                        | "expected"
                        | "expects"
                        | "expect"
                        | "plans"
                        | "plan"
                        | "planned"
                        | "aims"
                        | "aim"
                        | "hopes"
                        | "hope"
                        | "target"
                        | "projected"
                        | "forecast"
                        | "predicted"
                        | "predicts"
                )
        })
    }

    /// "since the war began", "since the ultimatum", "following the coup": up to the end of
    /// the clause.
    fn since_happening(&self, at: usize, from: usize) -> Option<When> {
        let end = (from..self.tokens.len().min(from + SINCE_REACH))
            .find(|i| {
                let token = &self.tokens[*i];
                token.shape == Shape::Number
                    || matches!(token.text, "," | "." | ";" | ":" | "(" | ")" | "”" | "\"" | "—")
                    || matches!(
                        &*token.lower,
                        "with" | "according" | "say" | "says" | "said" | "while" | "but"
                    )
            })
            .unwrap_or(self.tokens.len().min(from + SINCE_REACH));
        let named = (from..end).any(|i| {
            self.words.crisis.at(self.tokens, i).is_some()
                || self.words.anchors.at(self.tokens, i).is_some()
        });
        named.then(|| When {
            // Only "since" itself: names and verbs behind it are still to be read.
            tokens: at..at + 1,
            sense: Sense::SinceEvent { start: from, end, about: None },
            hour: None,
            rule: "time.since-happening",
        })
    }

    /// The day that "since" means of a period: the first; the middle of "mid-April"; the
    /// last of "the end of April".
    fn first_day(&self, at: usize, window: Window) -> Date {
        let part = self.words.parts.at(self.tokens, at);
        match part.map(|(_, part)| *part) {
            Some(Part::Mid) => on_day(window.start(), 15),
            Some(Part::Late) if (at..at + 2).any(|i| self.word(i) == "end") => window.end(),
            _ => window.start(),
        }
    }

    /// "on Monday", "in October", "during the last two weeks", "yesterday"
    fn during(&self, at: usize) -> Option<When> {
        let mut from = at;
        // "in just two weeks", "in the space of three days": the days up to now.
        if let Some(n) = self
            .says_any(
                at,
                &[
                    "in just",
                    "in the space of",
                    "in the space of just",
                    "in only",
                    "in less than",
                    "in barely",
                    "within",
                    "in under",
                    "within just",
                    "within the space of",
                ],
            )
            .or_else(|| (self.word(at) == "in" && self.word(at + 1) == "a").then_some(1))
            // "1,006 people crossed in three days", not "will cross in three days"
            .or_else(|| {
                let counted = self.count(at + 1).is_some_and(|(_, count)| count >= 1.0);
                let coming = (at.saturating_sub(9)..at).any(|i| {
                    matches!(
                        self.word(i),
                        "will" | "would" | "could" | "may" | "might" | "expected" | "expects"
                    )
                });
                (self.word(at) == "in" && counted && !coming).then_some(1)
            })
            && let Some((length, count)) =
                self.count(at + n).or_else(|| (self.word(at + n) == "a").then_some((1, 1.0)))
            && let Some(unit) = self.words.time_units.get(self.tokens, at + n + length)
            && !matches!(
                self.word(at + n + length + 1),
                "of" | "in" | "after" | "time" | "ago" | "before" | "'" | "old"
            )
            && let Some(window) =
                self.published.and_then(|today| Window::new(back(today, *unit, count)?, today))
        {
            return Some(When {
                tokens: at..at + n + length + 1,
                sense: Sense::During(window),
                hour: None,
                rule: "time.within",
            });
        }
        if let Some(n) = self.says_any(
            at,
            &[
                "over the whole of",
                "in the course of",
                "on",
                "in",
                "during",
                "over",
                "within",
                "for",
                "throughout",
                "across",
                "early on",
                "late on",
                "of",
                "through",
                "in the period",
                "during the period",
                "for the period",
                "over the period",
                "in the period of",
                "in the month of",
                "during the month of",
                "for the month of",
                "over the month of",
            ],
        ) {
            from += n;
        }
        // "in May and June", "in April-May 2024"
        if from > at
            && let Some(range) = self.between(from)
        {
            return Some(When { tokens: at..range.tokens.end, ..range });
        }
        // "repatriated this 7 February"
        if self.word(from) == "this"
            && let Some((length, window)) = self.day_month(from + 1)
        {
            return Some(When {
                tokens: at..from + 1 + length,
                sense: Sense::During(window),
                hour: None,
                rule: "time.day",
            });
        }
        if let Some((length, sense)) = self.relative(from) {
            return Some(When {
                tokens: at..from + length,
                sense,
                hour: None,
                rule: "time.relative",
            });
        }
        // "during this 4 month period"
        if self.word(from) == "this" && self.count(from + 1).is_some() {
            let unit = from + 2;
            let dash = usize::from(self.word(unit) == "-");
            if self.words.time_units.get(self.tokens, unit + dash).is_some()
                && self.word(unit + dash + 1) == "period"
            {
                return Some(When {
                    tokens: at..unit + dash + 2,
                    sense: Sense::Same,
                    hour: None,
                    rule: "time.same",
                });
            }
        }
        from += usize::from(self.word(from) == "the" && from > at);
        // "in the January-March period"
        if from > at
            && let Some(range) = self.between(from)
        {
            let end = range.tokens.end + usize::from(self.word(range.tokens.end) == "period");
            return Some(When { tokens: at..end, ..range });
        }
        // "on Sunday and Monday"
        if let Some((length, first)) = self.day_or_period(from)
            && first.days() == 1
            && self.word(from + length) == "and"
            && self.words.weekdays.get(self.tokens, from).is_some()
            && self.words.weekdays.get(self.tokens, from + length + 1).is_some()
            && let Some((more, second)) = self.day_or_period(from + length + 1)
            && let Some(both) = Window::new(first.start(), second.end()).filter(|w| w.days() == 2)
        {
            return Some(When {
                tokens: at..from + length + 1 + more,
                sense: Sense::During(both),
                hour: None,
                rule: "time.two-days",
            });
        }
        if let Some((length, window)) = self.day_or_period(from) {
            return Some(When {
                tokens: at..from + length,
                sense: Sense::During(window),
                hour: None,
                rule: "time.day",
            });
        }
        None
    }

    /// "fiscal year 2023", "FY2023", "the 2021 fiscal year", "the past fiscal year": of the
    /// American government, from 1 October on.
    fn fiscal_year(&self, at: usize) -> Option<(usize, Sense)> {
        let mut i = at;
        while matches!(self.word(i), "the" | "all" | "of" | "for" | "u.s" | "most") && i < at + 3 {
            i += 1;
        }
        let joined = self.word(i).strip_prefix("fy").filter(|y| !y.is_empty());
        let past = matches!(self.word(i), "past" | "last" | "previous" | "recent");
        let this = matches!(self.word(i), "this" | "current");
        let (length, year) = if let Some(year) = joined {
            let year: i16 = year.parse().ok()?;
            (1, Some(if year < 100 { 2000 + year } else { year }))
        } else if let Some(year) = self.is_year(i).filter(|_| self.word(i + 1) == "fiscal") {
            (self.fiscal(i + 1)? + 1, Some(year))
        } else if past || this {
            (1 + self.fiscal(i + 1)?, None)
        } else {
            let length = self.fiscal(i)?;
            (length + 1, Some(self.is_year(i + length)?))
        };
        let published = self.published?;
        let turned = i16::from(published.month() >= 10);
        let year = year.unwrap_or(published.year() + turned - i16::from(past));
        let start = Date::new(year - 1, 10, 1).ok()?;
        let end = Date::new(year, 9, 30).ok()?;
        (start <= published).then_some(())?;
        let sense = if end < published {
            Sense::During(Window::new(start, end)?)
        } else {
            Sense::ToDate(start)
        };
        Some((i + length - at, sense))
    }

    /// How many words "fiscal year" takes here.
    fn fiscal(&self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1)) {
            ("fiscal" | "financial", "year") => Some(2),
            ("fiscal" | "fy", _) => Some(1),
            _ => None,
        }
    }

    /// "the last two weeks", "the past 24 hours", "this year", "two weeks ago"
    fn relative(&self, at: usize) -> Option<(usize, Sense)> {
        if let Some(fiscal) = self.fiscal_year(at) {
            return Some(fiscal);
        }
        let published = self.published;
        let mut i = at + usize::from(self.word(at) == "the");
        // "the total for the year so far", "this year so far"
        if let Some(length) = self.says_any(at, &["the year so far", "the year to date"]) {
            return Some((length, Sense::ToDate(period(published?, TimeUnit::Year)?.start())));
        }
        // "the first half of 2025", "the second half of the year"
        if let Some(second) = ["first", "second"].iter().position(|word| self.word(i) == *word)
            && self.word(i + 1) == "half"
            && self.word(i + 2) == "of"
        {
            let from = i + 3;
            let year = || {
                let said = self.says_any(from, &["the year", "this year", "last year"])?;
                let back = i16::from(self.says(from, "last year").is_some());
                let year = published?.year() - back;
                Some((
                    said,
                    Window::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)?,
                ))
            };
            let calendar = || {
                let year = self.is_year(from)?;
                Some((1, Window::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)?))
            };
            if let Some((length, whole)) = calendar().or_else(year).or_else(|| self.month(from)) {
                let middle = if whole.days() > 31 {
                    Date::new(whole.start().year(), 6, 30).ok()?
                } else {
                    on_day(whole.start(), 15)
                };
                let window = if second == 0 {
                    Window::new(whole.start(), middle)?
                } else {
                    Window::new(middle.tomorrow().ok()?, whole.end())?
                };
                return Some((from + length - at, Sense::During(window)));
            }
        }
        // "the first three quarters of 2016"
        if self.word(i) == "first"
            && let Some((length, count)) = self.count(i + 1)
            && self.word(i + 1 + length).starts_with("quarter")
            && self.word(i + 2 + length) == "of"
            && let Some(year) = self.is_year(i + 3 + length)
            && (1.0..=3.0).contains(&count)
        {
            let first = Date::new(year, 1, 1).ok()?;
            let last = Date::new(year, 3 * count as i8, 1).ok()?.last_of_month();
            return Some((i + 4 + length - at, Sense::During(Window::new(first, last)?)));
        }
        // "the first week of November", "the last week of October"
        if let Some(which) = ["first", "second", "third", "fourth", "last", "final"]
            .iter()
            .position(|word| self.word(i) == *word)
            && self.word(i + 1) == "week"
            && self.word(i + 2) == "of"
            && let Some((length, month)) = self.month(i + 3).or_else(|| self.day_or_period(i + 3))
        {
            let start = match which {
                0..=3 => month.start().checked_add(Span::new().days(7 * which as i64)).ok()?,
                _ => month.end().checked_sub(Span::new().days(6)).ok()?,
            };
            let end = start.checked_add(Span::new().days(6)).ok()?;
            return Some((i + 3 + length - at, Sense::During(Window::new(start, end)?)));
        }
        // "the week of 23 October", "the week beginning 16 October"
        if self.word(i) == "week"
            && matches!(self.word(i + 1), "of" | "beginning" | "starting" | "commencing")
            && let Some((length, first)) = self.day_or_period(i + 2)
            && first.days() == 1
        {
            let end = first.start().checked_add(Span::new().days(6)).ok()?;
            let window = Window::new(first.start(), end)?;
            return Some((i + 2 + length - at, Sense::During(window)));
        }
        // "the week to 23 January", "the 24 hours to Monday"
        if let Some((length, count)) = self.count(i).or(Some((0, 1.0)))
            && let Some(unit) = self.words.time_units.get(self.tokens, i + length)
            && matches!(self.word(i + length + 1), "to" | "ending" | "until")
            && self.word(at) == "the"
            && let Some((more, end)) = self.day_or_period(i + length + 2)
        {
            let start = back(end.end().tomorrow().ok()?, *unit, count)?;
            let window = Window::new(start, end.end())?;
            return Some((i + length + 2 + more - at, Sense::During(window)));
        }
        if let Some(day) = self.day_up_to_an_hour(i) {
            return Some((day.0 - at, Sense::During(day.1)));
        }
        if self.says_any(i, &["first", "initial"]).is_some() {
            // "the first two months of 2023"
            let (length, count) = self.count(i + 1)?;
            let unit = *self.words.time_units.get(self.tokens, i + 1 + length)?;
            let of = i + 2 + length;
            // "in the first six months fell by a third": of the year of publication, when that
            // has had so many.
            if self.word(of) != "of"
                && matches!(unit, TimeUnit::Month)
                && let Some(today) = published
                && count <= f64::from(today.month())
            {
                let first = Date::new(today.year(), 1, 1).ok()?;
                let end = back(minus_day(first), unit, -count)?;
                return Some((of - at, Sense::During(Window::new(first, end)?)));
            }
            let from = of + self.says(of, "of")?;
            // "the first eleven months of the year"
            let year = || {
                let said = self.says_any(from, &["the year", "this year", "the current year"])?;
                Some((said, period(self.published?, TimeUnit::Year)?))
            };
            let month = || {
                let said =
                    self.says_any(from, &["the month", "this month", "the current month"])?;
                Some((said, period(self.published?, TimeUnit::Month)?))
            };
            let (period, window) = self.day_or_period(from).or_else(year).or_else(month)?;
            let end = back(minus_day(window.start()), unit, -count)?;
            return Some((of + 1 + period - at, Sense::During(Window::new(window.start(), end)?)));
        }
        if let Some((n, relative)) = self.words.relative.at(self.tokens, i) {
            i += n;
            let counted = self.count(i);
            if let Some((length, _)) = counted {
                i += length;
            }
            let unit = *self.words.time_units.get(self.tokens, i)?;
            i += 1;
            let today = published?;
            if *relative == Relative::This && counted.is_some() {
                return None; // "this 4 month period" is the one spoken of
            }
            let window = match (relative, counted) {
                // "over the last four months", said on the last day of April: January to April.
                (Relative::Past, Some((_, count)))
                    if matches!(unit, TimeUnit::Month) && today == today.last_of_month() =>
                {
                    Window::new(back(today.tomorrow().ok()?, unit, count)?, today)?
                }
                (Relative::Past, Some((_, count))) => {
                    Window::new(back(today, unit, count)?, today)?
                }
                (Relative::Past, None) if i > at + 2 && self.word(at) == "the" => {
                    // "the past week" runs up to now; "last week" is the one before.
                    Window::new(back(today, unit, 1.0)?, today)?
                }
                (Relative::Past, None) => period(back(today, unit, 1.0)?, unit)?,
                (Relative::This, _) => {
                    // "this year": up to now.
                    return Some((i - at, Sense::ToDate(period(today, unit)?.start())));
                }
                (Relative::Next, Some((_, count))) => {
                    Window::new(today, back(today, unit, -count)?)?
                }
                (Relative::Next, None) => period(back(today, unit, -1.0)?, unit)?,
            };
            return Some((i - at, Sense::During(window)));
        }
        // "two weeks ago", "a month ago"
        let (length, count) = match self.word(i) {
            "a" | "an" => (1, 1.0),
            _ => self.count(i)?,
        };
        let unit = *self.words.time_units.get(self.tokens, i + length)?;
        self.says(i + length + 1, "ago")?;
        let day = back(published?, unit, count)?;
        Some((i + length + 2 - at, Sense::During(Window::day(day))))
    }

    /// "Five days later", "two weeks later": behind the day spoken of.
    fn later(&self, at: usize) -> Option<(usize, i32)> {
        let (length, count) = self.count(at).filter(|(_, count)| *count > 1.0)?;
        let days = match self.words.time_units.get(self.tokens, at + length)? {
            TimeUnit::Day => 1.0,
            TimeUnit::Week => 7.0,
            _ => return None,
        };
        (self.word(at + length + 1) == "later").then_some((length + 2, (count * days) as i32))
    }

    /// "24 hours up to 7.30 this morning", "the 24-hour period ending at noon": the end of it and
    /// its days.
    fn day_up_to_an_hour(&self, at: usize) -> Option<(usize, Window)> {
        // "24h"
        let joined = self.word(at).strip_suffix('h').and_then(|hours| hours.parse().ok());
        let (length, count) = joined
            .map(|count| (1, count))
            .or_else(|| self.count(at))
            .filter(|(_, count)| HOURS.contains(count))?;
        let mut i = at + length;
        i += usize::from(self.word(i) == "-");
        let said = matches!(self.words.time_units.get(self.tokens, i), Some(TimeUnit::Hour));
        i += usize::from(said);
        let unit = said || joined.is_some();
        let period = self.word(i) == "period";
        i += usize::from(period);
        i += self.says_any(i, &["ending at", "ending", "until", "up to", "to"])?;
        let (length, _) = self.clock(i).filter(|_| unit || period)?;
        i += length;
        i += self.says_any(i, &["this morning", "today"]).unwrap_or(0);
        let today = self.published?;
        Some((i, Window::new(back(today, TimeUnit::Hour, count)?, today)?))
    }

    /// A small count: "two", "37", "a few" gives none.
    fn count(&self, at: usize) -> Option<(usize, f64)> {
        let token = self.tokens.get(at)?;
        if token.shape == Shape::Number {
            return token.lower.parse().ok().map(|n| (1, n));
        }
        // "the last couple of weeks"
        if self.word(at) == "couple" && self.word(at + 1) == "of" {
            return Some((2, 2.0));
        }
        let value = *self.words.number_units.get(self.tokens, at)?;
        Some((1, value))
    }

    /// "10 a.m.", "07:00"
    fn clock(&self, at: usize) -> Option<(usize, Time)> {
        let first = self.tokens.get(at)?;
        if matches!(self.word(at), "noon" | "midday") {
            return Some((1, Time::constant(12, 0, 0, 0)));
        }
        if first.shape != Shape::Number {
            return None;
        }
        let mut hour: i8 = first.lower.split('.').next()?.parse().ok()?;
        let mut minute = 0;
        let mut length = 1;
        if self.word(at + 1) == ":" || first.lower.contains('.') {
            if first.lower.contains('.') {
                minute = first.lower.split('.').nth(1)?.parse().ok()?;
            } else {
                minute = self.tokens.get(at + 2)?.lower.parse().ok()?;
                length = 3;
            }
        } else if !matches!(self.word(at + 1), "am" | "pm" | "a.m." | "p.m." | "a" | "p") {
            return None;
        }
        match self.word(at + length) {
            "am" | "a.m." => length += 1,
            "pm" | "p.m." => {
                length += 1;
                hour += if hour < 12 { 12 } else { 0 };
            }
            _ => {}
        }
        Time::new(hour, minute, 0, 0).ok().map(|time| (length, time))
    }

    /// One day, month, quarter or year; returns how many tokens and the days.
    fn day_or_period(&self, at: usize) -> Option<(usize, Window)> {
        self.iso(at)
            .or_else(|| match self.figures(at)? {
                (length, Figures::Day(day)) => Some((length, Window::day(day))),
                (_, Figures::TwoWays) => None,
            })
            .or_else(|| self.weekday(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.today(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.year(at))
    }

    /// "24.02.2022", "24/02/2022": the day first behind full stops, and between strokes the one
    /// way that gives a day which had come, or that other dates of the text are written in.
    fn figures(&self, at: usize) -> Option<(usize, Figures)> {
        let token = self.tokens.get(at).filter(|t| t.shape == Shape::Number)?;
        let (length, parts, dots) = if token.text.matches('.').count() == 2 {
            let mut parts = token.text.split('.');
            (1, [parts.next()?, parts.next()?, parts.next()?], true)
        } else {
            let part = |i: usize| self.tokens.get(at + i).map(|t| t.text);
            let touch =
                (0..4).all(|i| match (self.tokens.get(at + i), self.tokens.get(at + i + 1)) {
                    (Some(a), Some(b)) => a.span.end == b.span.start,
                    _ => false,
                });
            (part(1)? == "/" && part(3)? == "/" && touch).then_some(())?;
            (5, [part(0)?, part(2)?, part(4)?], false)
        };
        let [first, second, year] = parts;
        (first.len() <= 2 && second.len() <= 2 && year.len() == 4).then_some(())?;
        let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
        let year: i16 = year.parse().ok()?;
        let by_day = Date::new(year, second, first).ok();
        let by_month = Date::new(year, first, second).ok();
        let day = match (by_day, by_month) {
            (None, None) => return None,
            (Some(day), None) | (None, Some(day)) => day,
            (Some(day), Some(month)) if dots || day == month => day,
            (Some(day), Some(month)) => {
                let come = |d: Date| self.published.is_none_or(|published| d <= published);
                match (self.day_first, come(day), come(month)) {
                    (Some(true), ..) | (None, true, false) => day,
                    (Some(false), ..) | (None, false, true) => month,
                    (None, ..) => return Some((length, Figures::TwoWays)),
                }
            }
        };
        Some((length, Figures::Day(day)))
    }

    /// "2023-11-01"
    fn iso(&self, at: usize) -> Option<(usize, Window)> {
        let text = |i: usize| self.tokens.get(at + i).map(|t| &*t.lower);
        let (year, month, day) = (text(0)?, text(2)?, text(4)?);
        if text(1)? != "-" || text(3)? != "-" || year.len() != 4 {
            return None;
        }
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some((5, Window::day(date)))
    }

    fn today(&self, at: usize) -> Option<(usize, Window)> {
        let published = self.published?;
        let back = match self.word(at) {
            "today" | "tonight" => 0,
            "yesterday" => 1,
            "tomorrow" => -1,
            _ => return None,
        };
        let day = published.checked_sub(Span::new().days(back)).ok()?;
        Some((1, Window::day(day)))
    }

    /// "Wednesday", "last Friday", "Friday, 3 November 2023"
    fn weekday(&self, at: usize) -> Option<(usize, Window)> {
        let mut from = at;
        let lead = self.words.relative.at(self.tokens, from).map(|(n, relative)| (n, *relative));
        from += lead.map_or(0, |(n, _)| n);
        from += usize::from(self.word(from) == "that");
        let token = self.tokens.get(from)?;
        let number = *self.words.weekdays.get(self.tokens, from)?;
        // "sun", "sat", "mon" are also words: a weekday is written with a capital.
        if !token.is_capitalised() {
            return None;
        }
        let mut length = from + 1 - at;
        let comma = usize::from(self.word(at + length) == ",");
        if let Some((n, window)) = self.day_month(at + length + comma) {
            return Some((length + comma + n, window));
        }
        let published = self.published?;
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        if matches!(self.word(at + length), "night" | "morning" | "evening" | "afternoon") {
            length += 1;
        }
        length += usize::from(self.word(at + length) == "alone");
        let ahead = match lead {
            Some((_, Relative::Next)) => true,
            Some(_) => false,
            None => self.looks_ahead(at),
        };
        let day = if ahead {
            (1..=7).find_map(|n| {
                published.checked_add(Span::new().days(n)).ok().filter(|d| d.weekday() == weekday)
            })
        } else {
            let first = i64::from(matches!(lead, Some((_, Relative::Past))));
            (first..first + 7).find_map(|n| {
                published.checked_sub(Span::new().days(n)).ok().filter(|d| d.weekday() == weekday)
            })
        }?;
        Some((length, Window::day(day)))
    }

    /// Whether the words around speak of what is to come.
    fn looks_ahead(&self, at: usize) -> bool {
        let before = at.saturating_sub(7)..at;
        let said = self.words.say.within(self.tokens, at.saturating_sub(3)..at).is_some();
        let coming = |i: usize| {
            self.says_any(
                i,
                &[
                    "will",
                    "to begin",
                    "are to",
                    "is to",
                    "due to",
                    "due on",
                    "shall",
                    "would begin",
                    "begins on",
                    "will begin",
                    "set to",
                    "starting",
                    "from",
                ],
            )
            .is_some()
        };
        if said
            && !before.clone().any(|i| self.says_any(i, &["will", "to begin", "are to"]).is_some())
        {
            return false;
        }
        before.clone().any(coming)
            && (before.clone().any(|i| self.word(i) != "from" && coming(i))
                || (at..(at + 8).min(self.tokens.len()))
                    .any(|i| self.word(i) != "from" && coming(i)))
    }

    /// "17 September", "September 17th, 2023", "Nov.1", "the 1st of November"
    fn day_month(&self, at: usize) -> Option<(usize, Window)> {
        let ordinal = |i: usize| usize::from(matches!(self.word(i), "st" | "nd" | "rd" | "th"));
        // Day first.
        if let Some(day) = self.day_number(at) {
            let mut i = at + 1;
            i += ordinal(i);
            i += usize::from(self.word(i) == "of");
            if let Some(month) = self.month_number(i) {
                i += 1;
                i += usize::from(self.word(i) == "." && self.is_year(i + 1).is_some());
                // "9 October last year"
                if let Some((length, first)) = self.year_word(i, month) {
                    let date = Date::new(first.year(), month, day).ok()?;
                    return Some((i + length - at, Window::day(date)));
                }
                let (length, date) = self.with_year(i, month, day)?;
                return Some((i + length - at, Window::day(date)));
            }
            // "13-20 November": the month follows the second day.
            let dash = matches!(self.word(at + 1), "-" | "–" | "—" | "to" | "and");
            if dash && let Some(last) = self.day_number(at + 2) {
                let mut i = at + 3;
                i += ordinal(i);
                let month = self.month_number(i)?;
                let (length, end) = self.with_year(i + 1, month, last)?;
                // "28 and 3 November": from the month before, and never to a day before the first.
                let first = if day <= last {
                    Date::new(end.year(), month, day)
                } else {
                    let before = minus_day(end.first_of_month());
                    Date::new(before.year(), before.month(), day)
                };
                return Some((i + 1 + length - at, Window::new(first.ok()?, end)?));
            }
            return None;
        }
        // Month first.
        let month = self.month_number(at)?;
        let mut i = at + 1;
        i += usize::from(self.word(i) == ".");
        let day = self.day_number(i)?;
        // "May 2 people" never: a day is not followed by a counted noun.
        i += 1;
        i += ordinal(i);
        // "September 1st to 20th"
        let dash = matches!(self.word(i), "-" | "–" | "to")
            && (self.word(i) != "to" || self.month_number(i + 2).is_none());
        if dash && let Some(last) = self.day_number(i + 1) {
            let suffix = ordinal(i + 2);
            let (length, end) = self.with_year(i + 2 + suffix, month, last)?;
            let start = Date::new(end.year(), month, day).ok()?;
            return Some((i + 2 + suffix + length - at, Window::new(start, end)?));
        }
        // "August 25 last year"
        if let Some((length, first)) = self.year_word(i, month) {
            let date = Date::new(first.year(), month, day).ok()?;
            return Some((i + length - at, Window::day(date)));
        }
        let (length, date) = self.with_year(i, month, day)?;
        Some((i + length - at, Window::day(date)))
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        let token = self.tokens.get(at)?;
        (token.shape == Shape::Number && token.lower.len() <= 2)
            .then(|| token.lower.parse().ok())?
            .filter(|day| (1..=31).contains(day))
    }

    fn month_number(&self, at: usize) -> Option<i8> {
        let token = self.tokens.get(at)?;
        // "may" and "march" are also words.
        token.is_capitalised().then(|| self.words.months.get(self.tokens, at).copied())?
    }

    fn is_year(&self, at: usize) -> Option<i16> {
        let token = self.tokens.get(at)?;
        (token.shape == Shape::Number && token.lower.len() == 4)
            .then(|| token.lower.parse().ok())?
            .filter(|year| YEARS.contains(year))
    }

    /// "April last year", "April of this year": the first of the month.
    fn year_word(&self, at: usize, month: i8) -> Option<(usize, Date)> {
        let of = usize::from(self.word(at) == "of");
        // "November of the last year, 2021"
        if of == 1 && self.word(at + 1) == "the" && self.says(at + 2, "last year").is_some() {
            let comma = usize::from(self.word(at + 4) == ",");
            let said = self.is_year(at + 4 + comma);
            let year = said.unwrap_or(self.published?.year() - 1);
            let length = 4 + if said.is_some() { comma + 1 } else { 0 };
            return Some((length, Date::new(year, month, 1).ok()?));
        }
        let years = match (self.word(at + of), self.word(at + of + 1)) {
            ("last", "year") => -1,
            ("this", "year") => 0,
            ("next", "year") => 1,
            _ => return None,
        };
        Some((of + 2, Date::new(self.published?.year() + years, month, 1).ok()?))
    }

    /// Completes a day and month with the year that follows, or the one that fits publication.
    fn with_year(&self, at: usize, month: i8, day: i8) -> Option<(usize, Date)> {
        let comma = usize::from(self.word(at) == ",");
        if let Some(year) = self.is_year(at + comma) {
            return Some((comma + 1, Date::new(year, month, day).ok()?));
        }
        // "December 31, this year"
        if comma == 1
            && let Some((length, first)) = self.year_word(at + 1, month)
        {
            return Some((1 + length, Date::new(first.year(), month, day).ok()?));
        }
        let published = self.published?;
        let horizon = published.checked_add(Span::new().days(LOOK_AHEAD)).ok()?;
        let this = Date::new(published.year(), month, day).ok();
        let next = Date::new(published.year() + 1, month, day).ok();
        let last = Date::new(published.year() - 1, month, day).ok();
        [next, this, last].into_iter().flatten().find(|date| *date <= horizon).map(|d| (0, d))
    }

    /// "October", "early October", "September 2023"
    fn month(&self, at: usize) -> Option<(usize, Window)> {
        // "31 February" is no day, and not all of February either.
        if at > 0 && self.day_number(at - 1).is_some() {
            return None;
        }
        let part = self.words.parts.at(self.tokens, at).map(|(n, part)| (n, *part));
        let mut from = at + part.map_or(0, |(n, _)| n);
        from += usize::from(part.is_some() && matches!(self.word(from), "-" | "of"));
        let month = self.month_number(from)?;
        let mut i = from + 1;
        i += usize::from(self.word(i) == "." && self.is_year(i + 1).is_some());
        // "Jan", "May" and "March" are also names and words: alone they are no month
        // unless a preposition of time, a part or a year stands with them.
        let abbreviated = self.word(from).len() == 3 && self.word(from) != "may";
        let doubtful = abbreviated || matches!(self.word(from), "may" | "march");
        let lead = at.checked_sub(1).map_or("", |i| self.word(i));
        let led = matches!(
            lead,
            "in" | "since"
                | "of"
                | "during"
                | "until"
                | "by"
                | "from"
                | "to"
                | "between"
                | "and"
                | "last"
                | "this"
                | "for"
                | "through"
                | "till"
                | "the"
        );
        if doubtful && part.is_none() && self.is_year(i).is_none() && (abbreviated || !led) {
            return None;
        }
        let (length, mut first) =
            self.year_word(i, month).or_else(|| self.with_year(i, month, 1))?;
        // "last October", said in September, is not the one to come, and said in October not the
        // one that is not over.
        if lead == "last"
            && self.published.is_some_and(|day| first > day || first == day.first_of_month())
        {
            first = year_before(first);
        }
        let last = first.last_of_month();
        let (start, end) = match part.map(|(_, part)| part) {
            None => (first, last),
            Some(Part::Early) => (first, on_day(first, 10)),
            Some(Part::Mid) => (on_day(first, 11), on_day(first, 20)),
            Some(Part::Late) => (on_day(first, 21), last),
        };
        Some((i + length - at, Window::new(start, end)?))
    }

    /// A month's name alone, at the start of a range: "April" in "April-May 2024".
    fn bare_month(&self, at: usize) -> Option<(usize, Window)> {
        let month = self.month_number(at)?;
        let dash = matches!(self.word(at + 1), "-" | "–" | "—" | "to" | "and" | "through" | "/");
        if !dash || self.month_number(at + 2).is_none() {
            return None;
        }
        let (_, first) = self.with_year(at + 1, month, 1)?;
        Some((1, Window::new(first, first.last_of_month())?))
    }

    /// "the third quarter of 2023", "Q3 2023"
    fn quarter(&self, at: usize) -> Option<(usize, Window)> {
        // "Q2", "Q1 2024"
        if let Some(number) = ["q1", "q2", "q3", "q4"].iter().position(|q| *q == self.word(at)) {
            let (length, first) = self.with_year(at + 1, number as i8 * 3 + 1, 1)?;
            let end = first.checked_add(Span::new().months(3)).ok()?;
            return Some((1 + length, Window::new(first, minus_day(end))?));
        }
        let i = at + usize::from(self.word(at) == "the");
        let number =
            ["first", "second", "third", "fourth"].iter().position(|w| *w == self.word(i))?;
        (self.word(i + 1) == "quarter").then_some(())?;
        let month = number as i8 * 3 + 1;
        let of = i + 2 + self.says(i + 2, "of").unwrap_or(0);
        let (length, first) = self.with_year(of, month, 1)?;
        let length = if length == 0 { i + 2 - at } else { of + length - at };
        let end = first.checked_add(Span::new().months(3)).ok()?;
        Some((length, Window::new(first, minus_day(end))?))
    }

    /// "2021", right after a preposition of time
    fn year(&self, at: usize) -> Option<(usize, Window)> {
        let year = self.is_year(at)?;
        let lead = at.checked_sub(1).map_or("", |i| self.word(i));
        let fits = matches!(
            lead,
            "in" | "since"
                | "during"
                | "for"
                | "of"
                | "by"
                | "until"
                | "throughout"
                | "from"
                | "between"
                | "and"
                | "to"
                | "year"
        );
        fits.then_some(())?;
        Some((1, Window::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)?))
    }
}

/// What a date in figures says.
enum Figures {
    Day(Date),
    /// It may be either of two days.
    TwoWays,
}

/// What four digits may be as a year: "4,096 on Lesvos and 1920 on Chios" counts people.
const YEARS: std::ops::Range<i16> = 1945..2100;

/// The last Saturday and Sunday that had begun on `day`.
fn weekend(day: Date) -> Option<Window> {
    let since = match day.weekday() {
        Weekday::Saturday => 0,
        other => i64::from(other.to_monday_zero_offset()) + 2,
    };
    // On a Sunday the Saturday is the day before.
    let since = if day.weekday() == Weekday::Sunday { 1 } else { since };
    let start = day.checked_sub(Span::new().days(since)).ok()?;
    Window::new(start, start.tomorrow().ok()?)
}

/// The same window in another year.
fn in_year(window: Window, year: i16) -> Option<Window> {
    let start = Date::new(year, window.start().month(), window.start().day()).ok()?;
    Window::new(start, Date::new(year, window.end().month(), window.end().day()).ok()?)
}

fn on_day(month: Date, day: i8) -> Date {
    Date::new(month.year(), month.month(), day).unwrap_or_else(|_| month.last_of_month())
}

fn minus_day(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

fn year_before(day: Date) -> Date {
    day.checked_sub(Span::new().years(1)).unwrap_or(day)
}

/// The day `count` units before `day` (after it, when negative).
fn back(day: Date, unit: TimeUnit, count: f64) -> Option<Date> {
    let n = count.round() as i64;
    let span = match unit {
        TimeUnit::Hour => Span::new().try_days((count / 24.0).ceil() as i64).ok()?,
        TimeUnit::Day => Span::new().try_days(n).ok()?,
        TimeUnit::Week => Span::new().try_days(n.checked_mul(7)?).ok()?,
        TimeUnit::Fortnight => Span::new().try_days(n.checked_mul(14)?).ok()?,
        TimeUnit::Month => Span::new().try_months(n).ok()?,
        TimeUnit::Year => Span::new().try_years(n).ok()?,
    };
    day.checked_sub(span).ok()
}

/// The calendar period of `unit` that `day` lies in.
fn period(day: Date, unit: TimeUnit) -> Option<Window> {
    let (start, end) = match unit {
        TimeUnit::Hour | TimeUnit::Day => (day, day),
        TimeUnit::Week | TimeUnit::Fortnight => {
            let start = day
                .checked_sub(Span::new().days(i64::from(day.weekday().to_monday_zero_offset())))
                .ok()?;
            (start, start.checked_add(Span::new().days(6)).ok()?)
        }
        TimeUnit::Month => (day.first_of_month(), day.last_of_month()),
        TimeUnit::Year => (day.first_of_year(), day.last_of_year()),
    };
    Window::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;
    use jiff::civil::date;

    fn on_the_first() -> Calendar {
        Calendar { published: Some(date(2023, 11, 1)), day_first: None }
    }

    fn read(text: &str) -> Vec<Sense> {
        let cut = tokens(text, 0..text.len(), &Lexicon::english().vocabulary);
        // Published on a Wednesday.
        whens(&cut, on_the_first(), Lexicon::english()).into_iter().map(|w| w.sense).collect()
    }

    fn window(a: (i16, i8, i8), b: (i16, i8, i8)) -> Sense {
        Sense::During(Window::new(date(a.0, a.1, a.2), date(b.0, b.1, b.2)).unwrap())
    }

    #[test]
    fn windows_resolve_against_publication() {
        for (text, expected) in [
            ("during the last two weeks", window((2023, 10, 18), (2023, 11, 1))),
            ("over the past 37 days", window((2023, 9, 25), (2023, 11, 1))),
            ("in October", window((2023, 10, 1), (2023, 10, 31))),
            ("on Monday", window((2023, 10, 30), (2023, 10, 30))),
            ("on Friday, 3 November 2023", window((2023, 11, 3), (2023, 11, 3))),
            ("between 17 October and 1 November", window((2023, 10, 17), (2023, 11, 1))),
            ("from 1 July to 30 September", window((2023, 7, 1), (2023, 9, 30))),
            ("22 June - 22 July", window((2023, 6, 22), (2023, 7, 22))),
            ("since 17 September", Sense::Since(date(2023, 9, 17))),
            ("since the beginning of October", Sense::Since(date(2023, 10, 1))),
            ("by Nov.1", Sense::Until(date(2023, 11, 1))),
            ("as of May 3rd", Sense::Until(date(2023, 5, 3))),
            ("yesterday", window((2023, 10, 31), (2023, 10, 31))),
            ("this year", Sense::ToDate(date(2023, 1, 1))),
            ("it will begin on Thursday", window((2023, 11, 2), (2023, 11, 2))),
            ("in the first two months of 2023", window((2023, 1, 1), (2023, 2, 28))),
            ("13-20 October 2023", window((2023, 10, 13), (2023, 10, 20))),
            ("between 28 and 3 October 2023", window((2023, 9, 28), (2023, 10, 3))),
            ("28 and 3 January 2023", window((2022, 12, 28), (2023, 1, 3))),
            ("in the 24 hours up to 7:30 this morning", window((2023, 10, 31), (2023, 11, 1))),
            ("last November", window((2022, 11, 1), (2022, 11, 30))),
            ("five days later", Sense::Later(5)),
            ("from September 1st to 20th", window((2023, 9, 1), (2023, 9, 20))),
            ("in May and June", window((2023, 5, 1), (2023, 6, 30))),
            ("in April-May 2022", window((2022, 4, 1), (2022, 5, 31))),
            ("in the first week of October", window((2023, 10, 1), (2023, 10, 7))),
            ("in the week to 23 October", window((2023, 10, 17), (2023, 10, 23))),
            ("in the week of 23 October", window((2023, 10, 23), (2023, 10, 29))),
            ("in the week beginning 16 October", window((2023, 10, 16), (2023, 10, 22))),
            ("within 48 hours", window((2023, 10, 30), (2023, 11, 1))),
            ("in just two weeks", window((2023, 10, 18), (2023, 11, 1))),
            ("overnight", window((2023, 10, 31), (2023, 11, 1))),
            ("over the weekend", window((2023, 10, 28), (2023, 10, 29))),
            ("this morning", window((2023, 11, 1), (2023, 11, 1))),
            ("since April last year", Sense::Since(date(2022, 4, 1))),
            ("since mid-April", Sense::Since(date(2023, 4, 15))),
            ("since the 1970s", Sense::Since(date(1970, 1, 1))),
            ("since the beginning of the year", Sense::Since(date(2023, 1, 1))),
            ("in the same period of 2022", Sense::SameIn(2022)),
            ("since 24.02.2022", Sense::Since(date(2022, 2, 24))),
            ("on 24/10/2023", window((2023, 10, 24), (2023, 10, 24))),
            ("on 10/24/2023", window((2023, 10, 24), (2023, 10, 24))),
            // 2 November had not come yet.
            ("on 2/11/2023", window((2023, 2, 11), (2023, 2, 11))),
            ("on 5/6/2023", Sense::Vague),
            ("by July 20,000 are expected", Sense::Until(date(2024, 7, 31))),
            ("by July 20,000 had come", Sense::Until(date(2023, 7, 31))),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_month_ahead_is_this_year_and_one_far_ahead_is_last_year() {
        assert_eq!(read("by 10 December"), [Sense::Until(date(2023, 12, 10))]);
        assert_eq!(read("in December"), [window((2023, 12, 1), (2023, 12, 31))]);
        assert_eq!(read("since 28 December"), [Sense::Since(date(2022, 12, 28))]);
    }

    #[test]
    fn hours_are_kept() {
        let text = "by 07:00 today";
        let cut = tokens(text, 0..text.len(), &Lexicon::english().vocabulary);
        let when = &whens(&cut, on_the_first(), Lexicon::english())[0];
        assert_eq!(when.hour, Some(Time::constant(7, 0, 0, 0)));
        assert_eq!(when.sense, Sense::Until(date(2023, 11, 1)));
        let text = "on Tuesday by 7 am 300 came";
        let cut = tokens(text, 0..text.len(), &Lexicon::english().vocabulary);
        let when = &whens(&cut, on_the_first(), Lexicon::english())[0];
        assert_eq!(when.hour, Some(Time::constant(7, 0, 0, 0)));
        assert_eq!(when.sense, window((2023, 10, 31), (2023, 10, 31)));
    }

    #[test]
    fn without_publication_only_absolute_dates_resolve() {
        let text = "on Monday and on 3 November 2023";
        let cut = tokens(text, 0..text.len(), &Lexicon::english().vocabulary);
        let found = whens(&cut, Calendar::default(), Lexicon::english());
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn decades_and_words_that_look_like_months_give_no_window() {
        assert_eq!(read("since the late 1970s"), [Sense::Vague]);
        assert_eq!(read("they may march 3 days"), []);
    }
}
