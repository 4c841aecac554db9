//! Over which days a number counts.

use std::ops::Range;

use claim::{Claim, DaysFound, Found, Kind, Measure, Per, Window};
use jiff::Span;
use jiff::civil::{Date, Time};

use super::analysis::Analysis;
use super::anchors::Anchor;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::movement::Verb;
use super::speaker::Speech;
use super::time::{Sense, When};

/// The days, and how much of them the text states.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Days {
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub as_of: Option<Time>,
    pub cumulative: bool,
    pub start_stated: bool,
    pub partial: bool,
    pub per: Option<Per>,
    /// Whether the last day is in the text, and not only that of publication.
    pub end_stated: bool,
    /// Whether the text gives a window of several days, also where it is not that of the number.
    pub period: bool,
    /// Whether any word of time was found, or the days are only those of publication.
    pub stated: bool,
    pub rules: Vec<&'static str>,
}

impl Days {
    /// The window, when both ends are known.
    pub fn window(&self) -> Option<Window> {
        Window::new(self.start?, self.end?)
    }

    /// How the days were found.
    pub fn found(&self) -> Found {
        let has = |names: &[&str]| self.rules.iter().any(|rule| names.contains(rule));
        let days = if has(&["time.carried"]) {
            DaysFound::Carried
        } else if has(&["time.published", "time.to-date"]) {
            DaysFound::Publication
        } else if has(&["time.relative", "time.within"]) {
            DaysFound::CountedBack
        } else {
            DaysFound::Stated
        };
        let end_assumed = has(&["time.since", "time.carried", "time.heading"])
            && !has(&["time.until", "time.between", "time.day"]);
        Found { days: Some(days), end_assumed, ..Found::default() }
    }

    fn set(&mut self, window: Window) {
        self.start = Some(window.start());
        self.end = Some(window.end());
        self.start_stated = true;
    }
}

/// What is known of the days before a number is read.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Day of publication.
    pub published: Option<Date>,
    /// Window of a heading or bullet above ("On Friday, 3 November 2023").
    pub heading: Option<Window>,
    /// Whether the number is of what is expected or planned.
    pub ahead: bool,
    /// Window of the claim before, in this sentence or an earlier one.
    pub before: Option<Window>,
    /// The claim before, in this sentence.
    pub last: Option<&'a Claim>,
    /// Single day that the sentences before spoke of.
    pub day: Option<Window>,
    /// Window that the sentences before spoke of.
    pub earlier: Option<Window>,
    /// What a happening behind "since" refers to.
    pub anchor: &'a dyn Fn(&Range<usize>) -> Option<Anchor>,
}

/// Beyond this distance words of time do not belong to the number.
const TIME_REACH: usize = 26;

/// Finds the days of what is counted at `counted`.
pub(super) fn days(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    measure: Measure,
    speeches: &[Speech],
    setting: Setting<'_>,
    words: &Lexicon,
) -> Days {
    let mut days = Days::default();
    if let Some(day) = bracketed_year(analysis, counted, setting) {
        days.start = Date::new(day.year(), 1, 1).ok();
        days.end = Some(day);
        days.cumulative = day != day.last_of_year();
        (days.stated, days.start_stated, days.end_stated) = (true, true, true);
        days.rules.push("time.year-before-brackets");
        finish(analysis, counted, verb, measure, setting, words, &mut days);
        return days;
    }
    // "…, said on Monday": what had happened by the time it was said.
    let said = analysis.whens.iter().find_map(|when| match when.sense {
        Sense::During(w) if w.days() == 1 && belongs_to_speech(analysis, when, speeches) => {
            Some(w.end())
        }
        _ => None,
    });
    let setting = Setting { published: said.or(setting.published), ..setting };
    // "9,000 came last week, bringing this year's total to 80,000": what stands before is not
    // of the total.
    let total = total_from(analysis, counted);
    let dated_behind = analysis.whens.iter().any(|when| {
        (counted.end..counted.end + 2).contains(&when.tokens.start)
            && !matches!(when.sense, Sense::Rate(_) | Sense::Vague)
    });
    let mut near: Vec<(usize, &When)> = analysis
        .whens
        .iter()
        .filter(|when| !belongs_to_speech(analysis, when, speeches))
        .filter(|when| {
            // "since the offensive began two months ago" is one phrase
            !analysis.whens.iter().any(|w| {
                matches!(w.sense, Sense::SinceEvent { start, end, about: Some(_) }
                    if start <= when.tokens.start && when.tokens.end <= end)
            })
        })
        .filter(|when| {
            is_of_cause(analysis, counted, verb, when)
                || !dates_a_happening(analysis, counted, when)
        })
        .filter(|when| !is_of_a_clause(analysis, counted, verb, when))
        .filter(|when| !is_of_a_paper(analysis, when))
        .filter(|when| !analysis.is_cut(counted, &when.tokens))
        .filter(|when| !follows_other(analysis, counted, when))
        .filter(|when| !follows_share(analysis, counted, when) && !is_of_change(analysis, when))
        .filter(|when| {
            total.is_none_or(|total| {
                when.tokens.start >= total
                    || !analysis
                        .amounts
                        .iter()
                        .any(|a| a.tokens.start < total && a.tokens.end + 12 >= when.tokens.end)
            })
        })
        .map(|when| {
            // "2,200, adding to 1,500 people who had been displaced in January": the month is of
            // the number that has a verb of its own before it.
            let of_later = !matches!(when.sense, Sense::Rate(_))
                && counted.end <= when.tokens.start
                && analysis.amounts.iter().any(|a| {
                    a.tokens.start >= counted.end
                        && analysis.happenings.iter().any(|(h, _)| {
                            a.tokens.end <= h.start
                                && h.end <= when.tokens.start
                                && when.tokens.start - h.end <= 2
                        })
                        && verb.is_some_and(|v| v.tokens.start < a.tokens.start)
                });
            let to_number = analysis.distance(counted, &when.tokens)
                + if is_of_other(analysis, counted, when) { 10 } else { 0 }
                + if of_later { 10 } else { 0 };
            // "374 were detected on Saturday and 486 on Friday": the verb, and the day right
            // behind it, are those of the number between.
            // "21,553 were held in May, 30,721 in June": nor is the day by the verb that of a later
            // number that has its own right behind it.
            let own = verb
                .filter(|v| !(dated_behind && is_past_other(analysis, v, counted)))
                .filter(|v| {
                    !analysis.amounts.iter().any(|a| {
                        a.tokens.start < v.tokens.start
                            && v.tokens.end <= when.tokens.start
                            && when.tokens.end <= counted.start
                            && analysis.distance(&v.tokens, &when.tokens) == 0
                    })
                });
            // "July was a month of few crossings, with 4,598 arrests – a drop from those of June": what
            // opens the sentence is what it is about.
            let mark =
                analysis.tokens.first().is_some_and(|t| matches!(t.text, "•" | "-" | "*" | "–"));
            let opens = when.tokens.start <= analysis.opening + usize::from(mark)
                && when.tokens.end <= counted.start
                && !analysis.amounts.iter().any(|a| {
                    !a.percent
                        && !a.plain
                        && (when.tokens.end..counted.start).contains(&a.core.start)
                });
            let to_number = if opens { to_number.min(2) } else { to_number };
            let to_verb = own.map_or(usize::MAX, |v| analysis.distance(&v.tokens, &when.tokens));
            (to_number.min(to_verb), when)
        })
        .filter(|(cost, when)| {
            // The only time that the sentence names, before its verb, reaches further.
            let alone = *cost <= 2 * TIME_REACH
                && matches!(when.sense, Sense::During(w) if w.days() > 1)
                && analysis.whens.len() == 1
                && (when.tokens.end <= counted.start || counted.start <= analysis.opening + 3);
            // So does "as of", behind a long list of places.
            let as_of = *cost <= 2 * TIME_REACH
                && matches!(when.sense, Sense::Until(_))
                && analysis.word(when.tokens.start) == "as"
                && analysis.whens.iter().filter(|w| matches!(w.sense, Sense::Until(_))).count()
                    == 1;
            *cost <= TIME_REACH || when.tokens.start == 0 || alone || as_of
        })
        .collect();
    near.sort_by_key(|(cost, when)| (*cost, when.tokens.start));
    // "in 2021 the most were in October with 5,414": the month right before the number.
    // "a decrease from the previous week (12,204)": the days right before the brackets.
    let since_when = analysis.whens.iter().find(|w| {
        w.tokens.end <= counted.start
            && counted.start - w.tokens.end <= 12
            && analysis.word(w.tokens.end) == ","
            && analysis.word(w.tokens.end + 1) == "when"
            && matches!(w.sense, Sense::During(_))
    });
    let bound = analysis.whens.iter().find(|w| {
        w.tokens.end + 1 == counted.start
            && analysis.word(w.tokens.end) == "("
            && analysis.word(counted.end) == ")"
            && !matches!(w.sense, Sense::Rate(_) | Sense::Vague)
    });
    if let Some(bound) = bound.or(since_when) {
        near = vec![(0, bound)];
    }
    if let Some(bound) = near
        .iter()
        .map(|(_, w)| w.tokens.clone())
        .find(|w| w.end + 1 == counted.start && analysis.word(w.end) == "with")
    {
        near.retain(|(_, w)| w.tokens == bound);
    }
    // "the most in one day this year so far was 592, on March 2": the day, not the year.
    if analysis.whens.iter().any(|w| w.sense == Sense::OneDay)
        && near.iter().any(|(_, w)| matches!(w.sense, Sense::During(window) if window.days() == 1))
    {
        near.retain(|(_, w)| !matches!(w.sense, Sense::ToDate(_)));
    }

    // "1,000 had arrived, with more arriving daily": the rate is of those to come.
    let of_more = |when: &When| {
        (when.tokens.start.saturating_sub(2)..when.tokens.start).any(|i| analysis.word(i) == "more")
            && counted.end < when.tokens.start
    };
    near.retain(|(_, when)| !matches!(when.sense, Sense::Rate(_)) || !of_more(when));
    let rate = near.iter().filter(|(cost, _)| *cost <= 11).find_map(|(_, when)| match when.sense {
        Sense::Rate(per) => Some((per, when.rule)),
        _ => None,
    });
    if let Some((per, rule)) = rate.filter(|_| measure == Measure::Flow) {
        days.per = Some(per);
        days.rules.push(rule);
    }
    let mut until = None;
    for (cost, when) in &near {
        // Once a window is found, only the other end of a running total is looked for.
        let open = !days.stated;
        match when.sense {
            // "19,000 were displaced after violence on 2 February": from that day on.
            Sense::During(window)
                if open
                    && window.days() == 1
                    && measure == Measure::Flow
                    && is_of_cause(analysis, counted, verb, when) =>
            {
                days.start = Some(window.start());
                (days.cumulative, days.start_stated, days.stated) = (true, true, true);
                days.rules.push("time.since-cause");
                continue;
            }
            Sense::During(window) if open => {
                days.set(window);
                // "today by 7 am": a part of the day.
                days.as_of = when.hour;
                days.partial = when.hour.is_some();
            }
            Sense::Since(start) if open || (days.start.is_none() && until.is_some()) => {
                days.start = Some(start);
                days.cumulative = true;
                days.start_stated = true;
            }
            Sense::Since(start)
                if *cost <= 14
                    && days.window().is_some_and(|w| w.days() == 1 && start < w.start()) =>
            {
                // "a total of N since 17 September … on Sunday": the day is when it stood.
                days.start = Some(start);
                days.cumulative = true;
            }
            Sense::SinceEvent { start, end, about } if open => {
                days.cumulative = true;
                let anchor = (setting.anchor)(&(start..end));
                days.start = anchor.map(|anchor| anchor.day).or(about);
                days.start_stated = anchor.is_none_or(|anchor| anchor.said) && days.start.is_some();
                if anchor.is_some_and(|anchor| !anchor.said) {
                    days.rules.push("time.since-known");
                }
            }
            Sense::ToDate(start) if open => {
                days.start = Some(start);
                days.cumulative = true;
                days.start_stated = true;
            }
            Sense::SameIn(year) if open => {
                // The claim before, in this sentence, may run up to a day without a first one.
                let open_end =
                    setting.last.is_some_and(|last| last.window().is_none() && last.end.is_some());
                let shifted = setting.before.filter(|_| !open_end).and_then(|w| in_year(w, year));
                if let Some(window) = shifted {
                    days.set(window);
                } else if let Some(end) = setting.last.and_then(|last| last.end)
                    && let Some(day) = in_year(Window::day(end), year)
                {
                    // "25,000 by 31 August, up from 11,000 in the same period last year"
                    until = Some(day.end());
                    days.cumulative = true;
                }
            }
            // "the 26,501 recorded at this point last year": a running total as it stood then.
            Sense::ThisTimeIn(year) if open => {
                let day = setting.published.and_then(|day| in_year(Window::day(day), year));
                if let Some(day) = day {
                    until = Some(day.end());
                    days.cumulative = true;
                }
            }
            Sense::YearBefore if open => {
                let shifted = setting.before.and_then(|w| in_year(w, w.end().year() - 1));
                if let Some(window) = shifted {
                    days.set(window);
                }
            }
            // "164,000 since 25 August, up from 146,000 a day earlier": the same total, then.
            Sense::Before(unit)
                if open
                    && setting.last.is_some_and(|last| last.cumulative && last.end.is_some()) =>
            {
                days.cumulative = true;
                days.start = setting.last.and_then(|last| last.start);
                days.start_stated = days.start.is_some();
                until = setting
                    .last
                    .and_then(|last| last.end)
                    .and_then(|end| end.checked_sub(Span::new().days(unit)).ok());
            }
            // Another day in the sentence says which; else it is that of the report.
            Sense::OneDay if open => {
                if let Some(day) = setting.published
                    && !near.iter().any(|(_, w)| matches!(w.sense, Sense::During(_)))
                {
                    days.set(Window::day(day));
                } else if near.iter().any(|(_, w)| matches!(w.sense, Sense::During(_)))
                    && analysis.distance(counted, &when.tokens) <= 2
                    && !near.iter().any(
                        |(_, w)| matches!(w.sense, Sense::During(window) if window.days() == 1),
                    )
                {
                    // "230,000 in June, including 28,000 on a single day": nobody says which.
                    days.stated = true;
                    days.rules.push("time.one-day-unknown");
                    return days;
                } else {
                    continue;
                }
            }
            Sense::SinceThen if open => {
                days.cumulative = true;
                days.start = setting.before.map(|window| window.start());
                days.start_stated = days.start.is_some();
            }
            Sense::Ahead if open && setting.ahead => {
                days.start = setting.published;
                continue;
            }
            Sense::Until(end) if open || days.cumulative && until.is_none() => {
                until = Some(end);
                days.as_of = when.hour;
                days.partial = when.hour.is_some();
                // What is expected by a day is no running total.
                if open && !setting.ahead {
                    days.cumulative = true;
                }
            }
            Sense::During(window)
                if days.cumulative && until.is_none() && window.days() == 1 && *cost <= 16 =>
            {
                until = Some(window.end());
            }
            Sense::Same if open => {
                let here =
                    analysis.whens.iter().rev().filter(|w| w.tokens.end <= when.tokens.start);
                let here = here.into_iter().find_map(|w| match w.sense {
                    // "in a press release on 12 May, adding that in the same period …"
                    Sense::During(window)
                        if !(window.days() == 1
                            && w.tokens.start > 0
                            && matches!(
                                analysis.word(w.tokens.start - 1),
                                "release" | "statement" | "report" | "briefing" | "note"
                            )) =>
                    {
                        Some(window)
                    }
                    _ => None,
                });
                // "that day" is one day, whatever was counted over the year.
                let that_day = when.tokens.clone().any(|i| analysis.word(i) == "day");
                let day = setting.day.filter(|_| that_day && here.is_none());
                if let Some(before) = here.or(day).or(setting.before) {
                    days.set(before);
                }
            }
            Sense::DayAfter if open => {
                if let Some(next) = setting.earlier.and_then(|w| w.end().tomorrow().ok()) {
                    until = Some(next);
                    days.set(Window::day(next));
                }
            }
            Sense::Later(n) if open => {
                let later = |w: Window| w.end().checked_add(Span::new().days(n)).ok();
                if let Some(day) = setting.earlier.and_then(later) {
                    until = Some(day);
                    days.set(Window::day(day));
                }
            }
            Sense::Before(unit) if open => {
                // "158,000 are in camps, up from 142,300 a week before": before the day of the stock.
                let stock = stock_day(setting).map(Window::day);
                let moved = stock.or(setting.earlier).and_then(|w| {
                    let back = |day: Date| day.checked_sub(Span::new().days(unit)).ok();
                    Window::new(back(w.start())?, back(w.end())?)
                });
                if let Some(window) = moved {
                    days.set(window);
                }
            }
            Sense::DayAfter if days.cumulative && until.is_none() => {
                until = setting.earlier.and_then(|w| w.end().tomorrow().ok());
            }
            Sense::MonthBefore if open => {
                let back = |day: Date| day.checked_sub(Span::new().months(1)).ok();
                if let Some(day) = stock_day(setting).and_then(back) {
                    until = Some(day);
                    days.stated = true;
                    days.rules.push(when.rule);
                    continue;
                }
                let month = setting.earlier.and_then(|w| back(w.start()));
                if let Some(window) =
                    month.and_then(|m| Window::new(m.first_of_month(), m.last_of_month()))
                {
                    days.set(window);
                }
            }
            _ => continue,
        }
        days.stated = true;
        days.rules.push(when.rule);
    }
    if !days.stated
        && until.is_none()
        && measure == Measure::Flow
        && let Some((window, rule)) = only_day(analysis, counted, verb, speeches)
    {
        days.set(window);
        days.stated = true;
        days.rules.push(rule);
    }
    if let Some(end) = until {
        days.end = Some(end);
        // "162 were registered up to 7.30 this morning": on that day, unless it is how many there
        // are by now.
        let total = days.start.is_some()
            || words.cumulative.within(&analysis.tokens, 0..analysis.tokens.len()).is_some()
            || near.iter().any(|(_, when)| {
                matches!(when.sense, Sense::Until(_)) && analysis.word(when.tokens.start) == "as"
            });
        if days.as_of.is_some() && !total && measure == Measure::Flow {
            days.set(Window::day(end));
            days.cumulative = false;
        }
    }
    days.end_stated = days.end.is_some();
    if !days.stated
        && let Some(window) = setting.heading
    {
        days.set(window);
        days.stated = true;
        days.rules.push("time.heading");
    }
    if total.is_some() && !days.stated && measure == Measure::Flow {
        days.cumulative = true;
        days.stated = true;
        // It stands where the number that it is the total of ends.
        days.end = setting.last.and_then(|last| last.end);
        days.rules.push("time.total");
    }
    days.period = !days.cumulative && days.window().is_some_and(|w| w.days() > 1);
    finish(analysis, counted, verb, measure, setting, words, &mut days);
    days
}

/// "detained 223 migrants after they crossed the Channel on Monday": of those arrested or rescued the
/// only day that the sentence names behind them.
fn only_day(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    speeches: &[Speech],
) -> Option<(Window, &'static str)> {
    verb.filter(|verb| matches!(verb.happening.kind, Kind::Arrest | Kind::Other))?;
    let mut named = analysis.whens.iter().filter(|when| !matches!(when.sense, Sense::Vague));
    let when = named.next().filter(|_| named.next().is_none())?;
    let Sense::During(window) = when.sense else { return None };
    let behind = counted.end <= when.tokens.start
        && !belongs_to_speech(analysis, when, speeches)
        && !analysis.is_cut(counted, &when.tokens);
    (behind && window.days() == 1).then_some((window, when.rule))
}

/// "248,000 people, a figure that exceeds that of 2021 by 40%", "20,000 came, 40% of them in March": days behind a share
/// that a comma parts from the number are not of the number.
fn follows_share(analysis: &Analysis, counted: &Range<usize>, when: &When) -> bool {
    let apart = |share: usize| (counted.end..share).any(|i| analysis.word(i) == ",");
    let between = |at: usize| counted.end <= at && at < when.tokens.start;
    let shares = analysis.amounts.iter().filter(|a| a.percent).map(|a| a.core.start);
    let marks = (counted.end..when.tokens.start).filter(|i| analysis.tokens[*i].text == "%");
    !matches!(when.sense, Sense::Rate(_))
        && shares.chain(marks).any(|at| between(at) && at != counted.end && apart(at))
}

/// "a 32% increase from the previous week": the days that a change is measured against.
fn is_of_change(analysis: &Analysis, when: &When) -> bool {
    let against = matches!(when.sense, Sense::Before(_) | Sense::YearBefore | Sense::MonthBefore);
    against
        && analysis.amounts.iter().any(|a| {
            a.percent && a.tokens.end <= when.tokens.start && {
                let between = a.tokens.end..when.tokens.start;
                between.len() <= CHANGED && between.into_iter().all(|i| analysis.word(i) != ",")
            }
        })
}

/// Tokens between how much a number changed and the days that it is measured against.
const CHANGED: usize = 6;

/// The day of the stock that the sentence has counted right before.
fn stock_day(setting: Setting<'_>) -> Option<Date> {
    setting.last.filter(|last| last.measure == Measure::Stock).and_then(|last| last.end)
}

/// Whether a day is that of what drove people out: behind "after", "following" or "when", with
/// what happened between.
fn is_of_cause(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    when: &When,
) -> bool {
    let Some(verb) = verb else { return false };
    let driven = matches!(verb.happening.kind, Kind::Displacement | Kind::Departure);
    let from = verb.tokens.end.max(counted.end);
    let opens = (from..when.tokens.start)
        .rev()
        .take_while(|i| !matches!(analysis.word(*i), "," | ";"))
        .find(|i| Grammar::english().is(analysis.word(*i), Class::Cause));
    driven && opens.is_some_and(|at| at + 2 < when.tokens.start)
}

/// Whether another number stands between the verb and the one counted.
fn is_past_other(analysis: &Analysis, verb: &Verb, counted: &Range<usize>) -> bool {
    analysis
        .amounts
        .iter()
        .any(|a| !a.plain && !a.percent && (verb.tokens.end..counted.start).contains(&a.core.start))
}

/// Whether a word of time stands in a clause of its own behind the number and its verb ("remain
/// displaced in Goma, where flights resumed last week"), or dates the participle that says who
/// they are ("uprooted by fighting on 4 June reached the town").
fn is_of_a_clause(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    when: &When,
) -> bool {
    let Some(verb) = verb else { return false };
    let grammar = Grammar::english();
    let end = verb.tokens.end.max(counted.end);
    let opened = (end + 1..when.tokens.start).any(|i| {
        grammar.is(analysis.word(i), Class::Relative)
            && analysis.word(i - 1) == ","
            && !grammar.is(analysis.word(i), Class::Person)
    });
    let participle = analysis.happenings.iter().any(|(tokens, _)| {
        tokens.end <= when.tokens.start
            && when.tokens.end <= verb.tokens.start
            && super::movement::is_participle(analysis, counted, tokens)
                .is_some_and(|main| main == verb.tokens)
    });
    opened || participle
}

/// "Our report of 1 March said": the day of what was written, where the sentence names others.
fn is_of_a_paper(analysis: &Analysis, when: &When) -> bool {
    let paper = when.tokens.start.checked_sub(1).map_or("", |at| analysis.word(at));
    let first = analysis.word(when.tokens.start);
    Grammar::english().is(paper, Class::Paper)
        && Grammar::english().is(first, Class::Belonging)
        && analysis.whens.len() > 1
}

/// "15% more than in the same period in 2024 (2,983) and 2023 (2,953)": the last day of a
/// number in brackets behind its year.
fn bracketed_year(
    analysis: &Analysis,
    counted: &Range<usize>,
    setting: Setting<'_>,
) -> Option<Date> {
    let year_at = counted.start.checked_sub(2).filter(|i| analysis.word(i + 1) == "(")?;
    let token = &analysis.tokens[year_at];
    // "July 2022 (181,834)": of the month.
    let month = analysis.whens.iter().any(|w| {
        w.tokens.start < year_at
            && w.tokens.end == year_at + 1
            && matches!(w.sense, Sense::During(_))
    });
    if month {
        return None;
    }
    let year: i16 = token.lower.parse().ok().filter(|y| (1990..2100).contains(y))?;
    (token.lower.len() == 4 && analysis.word(counted.end) == ")").then_some(())?;
    let same =
        analysis.whens.iter().any(|w| matches!(w.sense, Sense::SameIn(_) | Sense::ThisTimeIn(_)));
    if !same {
        return Date::new(year, 12, 31).ok();
    }
    let last = setting.last.and_then(|last| last.end);
    let end = last.or(setting.earlier.map(|w| w.end())).or(setting.published)?;
    in_year(Window::day(end), year).map(|window| window.end())
}

/// Where "bringing the total to", "the total now stands at" begins, right before a number.
fn total_from(analysis: &Analysis, counted: &Range<usize>) -> Option<usize> {
    let from = counted.start.saturating_sub(9);
    let noun = (from..counted.start)
        .find(|i| matches!(analysis.word(*i), "total" | "tally" | "overall"))?;
    // "a total of 5,000" is no running total.
    if analysis.word(noun + 1) == "of" && noun + 2 >= counted.start {
        return None;
    }
    let led = (noun + 1..counted.start).any(|i| {
        matches!(analysis.word(i), "to" | "at" | "is" | "was" | "reached" | "stands" | "stood")
    });
    let clean = !analysis.amounts.iter().any(|a| (noun..counted.start).contains(&a.tokens.start));
    let lead = (noun.saturating_sub(6)..noun).find(|i| {
        matches!(
            analysis.word(*i),
            "bringing" | "brings" | "brought" | "taking" | "raising" | "takes"
        )
    });
    let now = (noun..counted.start).any(|i| matches!(analysis.word(i), "now" | "stands" | "stood"));
    (led && clean && (lead.is_some() || now)).then(|| lead.unwrap_or(noun))
}

/// Longest window that is kept as it is written where the report is dated within it, days.
const MISDATED: usize = 31;

/// "Between 1 and 7 May", in a report of 1 May: the days that a count names from one to another are over, so that it
/// is the date of the report that is wrong.
fn is_misdated(days: &Days, published: Date) -> bool {
    let between = days.rules.contains(&"time.between") || days.rules.contains(&"time.day");
    days.window().is_some_and(|window| {
        let whole = window.start() == window.start().first_of_month()
            && window.end() == window.end().last_of_month();
        between
            && !days.cumulative
            && !whole
            && window.days() <= MISDATED
            && window.end() > published
    })
}

/// Fills in the end, and decides whether the number runs up to now.
fn finish(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    measure: Measure,
    setting: Setting<'_>,
    words: &Lexicon,
    days: &mut Days,
) {
    if measure == Measure::Stock {
        // A stock is true on a day; what began it is another matter.
        days.start = None;
        days.cumulative = false;
        days.start_stated = false;
        days.end = days.end.filter(|_| days.stated);
        // "a population of about 120,000", "3 million had lived there": of no day that is told.
        let dated = days.stated && days.end.is_some() && days.rules.contains(&"time.until");
        let timeless = setting.ahead || !dated && once(analysis, counted, verb);
        days.end = match (days.end, setting.published) {
            (_, _) if timeless => None,
            // "in 2018", published in 2018: as it stood then.
            (Some(end), Some(published)) => Some(end.min(published)),
            (end, published) => end.or(published),
        };
        return;
    }
    // Nothing counted happened after it was published; what is expected may.
    if let (Some(end), Some(published)) = (days.end, setting.published)
        && end > published
        && days.start.is_some_and(|start| start <= published)
        && !setting.ahead
        && !is_misdated(days, published)
    {
        days.end = Some(published);
        // "taking the total for 2024 to 11,095": of the year up to now.
        let total = (counted.start.saturating_sub(8)..counted.start)
            .any(|i| matches!(analysis.word(i), "total" | "tally"));
        days.cumulative |= total && days.start == Some(published.first_of_year());
    }
    // What is expected or planned has no last day unless the text gives one.
    let past = days.end.zip(setting.published).is_some_and(|(end, published)| {
        // "On Tuesday the agency said it was expecting …": the day it was said.
        end <= published && (days.per.is_some() || days.window().is_none_or(|w| w.days() == 1))
    });
    if setting.ahead && (past || !(days.stated && days.end.is_some())) {
        if past {
            days.start = None;
        }
        days.end = None;
        days.cumulative = false;
        return;
    }
    if days.end.is_none() {
        days.end = setting.published;
    }
    if !days.stated && days.per.is_none() {
        let around = counted.start.saturating_sub(6)..analysis.tokens.len().min(counted.end + 18);
        let so_far = words.cumulative.within(&analysis.tokens, around).is_some();
        let perfect = verb.is_some_and(|v| {
            (v.tokens.start.saturating_sub(5)..v.tokens.start)
                .any(|i| matches!(analysis.word(i), "have" | "has" | "had" | "'ve"))
        });
        days.cumulative = so_far || perfect;
        days.rules.push(if days.cumulative { "time.to-date" } else { "time.published" });
    }
}

/// "the influx that began on August 25", "the war, which erupted in April 2023": the day of
/// the happening, not of the count.
fn dates_a_happening(analysis: &Analysis, counted: &Range<usize>, when: &When) -> bool {
    let before = |n: usize| when.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    // "a 29 % increase from the same period in 2023"
    if matches!(when.sense, Sense::SameIn(_) | Sense::ThisTimeIn(_)) {
        // "increased by 20% compared to the same period in 2022, with a total of 26,540"
        if when.tokens.end <= counted.start
            && before(2) == "compared"
            && (when.tokens.end..counted.start).any(|i| analysis.word(i) == "with")
        {
            return true;
        }
        return counted.end <= when.tokens.start
            && matches!(before(1), "from" | "than" | "over" | "on" | "against" | "versus" | "to");
    }
    // "a 79% decrease from the preceding year", "up on last year"; but "a decrease from May, when
    // there were 144,000"
    let own = counted.start >= when.tokens.end
        && analysis.word(when.tokens.end) == ","
        && analysis.word(when.tokens.end + 1) == "when";
    if matches!(when.sense, Sense::During(_))
        && !own
        && matches!(before(1), "from" | "on" | "over")
        && (matches!(before(2), "up" | "down")
            || ["decreas", "increas", "drop", "declin", "rise", "fall", "reduct", "surge", "jump"]
                .iter()
                .any(|stem| before(2).starts_with(stem)))
    {
        return true;
    }
    // "260,000 have come, exceeding the traffic of all 2022"
    if matches!(when.sense, Sense::During(_)) && counted.end <= when.tokens.start {
        let beaten = |i: usize| {
            matches!(
                analysis.word(i),
                "exceeding" | "surpassing" | "topping" | "outpacing" | "eclipsing" | "surpassed"
            )
        };
        if (counted.end..when.tokens.start).any(beaten)
            && !analysis
                .amounts
                .iter()
                .any(|a| (counted.end..when.tokens.start).contains(&a.tokens.start))
        {
            return true;
        }
    }
    // "no extension to the March 31 deadline"
    if matches!(
        analysis.word(when.tokens.end),
        "deadline" | "ultimatum" | "expiry" | "agreement" | "attack" | "attacks"
    ) && matches!(when.sense, Sense::During(w) if w.days() == 1)
    {
        return true;
    }
    // "displaced after January 2014": from then on.
    if matches!(when.sense, Sense::During(w) if w.days() > 1)
        && before(1) == "after"
        && analysis.happenings.iter().any(|(h, _)| h.end + 1 == when.tokens.start)
    {
        return true;
    }
    // "5% fewer than the day before"
    let earlier = matches!(when.sense, Sense::Before(_) | Sense::MonthBefore | Sense::YearBefore);
    if earlier && before(1) == "than" && counted.end <= when.tokens.start {
        return true;
    }
    matches!(when.sense, Sense::During(_))
        // "57 percent more than in 2022"
        && (before(1) == "than"
            || matches!(before(1), "ended" | "ends" | "ending")
                && analysis.word(when.tokens.start) == "on"
            || matches!(before(1), "began" | "started" | "erupted" | "begun" | "launched")
            || before(1) == "out" && before(2) == "broke"
            || matches!(
                before(1),
                "violence" | "attack" | "attacks" | "invasion" | "coup" | "earthquake"
            ) && matches!(before(2), "of" | "the" | "a" | "an"))
}

/// "500,000 people, up from 300,000 in April": the month is that of the number it follows.
fn follows_other(analysis: &Analysis, counted: &Range<usize>, when: &When) -> bool {
    analysis.amounts.iter().any(|a| {
        let compared = a.tokens.start >= 2
            && matches!(
                (analysis.word(a.tokens.start - 2), analysis.word(a.tokens.start - 1)),
                ("up" | "down", "from") | ("compared", "with" | "to") | (_, "against" | "versus")
            );
        // "486,000, including 267,000 in the past three months"
        let part = a.tokens.start >= 1
            && matches!(analysis.word(a.tokens.start - 1), "including" | "among");
        (compared || part)
            && a.tokens.start >= counted.end
            && a.tokens.end <= when.tokens.start
            && when.tokens.start - a.tokens.end <= if part { 5 } else { 2 }
    })
}

/// "from 300 a day in September to 17,000 a day this week": the days before the second
/// number are those of the first, when it has days of its own behind it.
fn is_of_other(analysis: &Analysis, counted: &Range<usize>, when: &When) -> bool {
    let dated = |w: &&When| !matches!(w.sense, Sense::Rate(_) | Sense::Vague);
    // "On Thursday 147,973 returned, on 3 November 160,638 and on 4 November 167,774": the days
    // stand before their numbers.
    let first = analysis.amounts.iter().find(|a| !a.plain).map(|a| a.tokens.start);
    if analysis.whens.iter().find(dated).zip(first).is_some_and(|(w, first)| w.tokens.end <= first)
    {
        return false;
    }
    when.tokens.end <= counted.start
        && analysis
            .amounts
            .iter()
            .any(|a| a.tokens.end <= when.tokens.start && when.tokens.start - a.tokens.end <= 10)
        && analysis
            .whens
            .iter()
            .filter(dated)
            .any(|w| w.tokens.start >= counted.end && w.tokens.start - counted.end <= 12)
}

/// A window moved into another year.
fn in_year(window: Window, year: i16) -> Option<Window> {
    // The last of February is the last of February.
    let moved = |day: Date| match Date::new(year, day.month(), 1) {
        Ok(first) if day == day.last_of_month() => Some(first.last_of_month()),
        _ => Date::new(year, day.month(), day.day()).ok(),
    };
    let turns = window.end().year() - window.start().year();
    let start =
        moved(window.start()).and_then(|day| Date::new(year - turns, day.month(), day.day()).ok());
    Window::new(start?, moved(window.end())?)
}

/// Whether a stock is told of another time than the text's own: with "had" or "was once", as
/// what a place's population is, or at a peak.
fn once(analysis: &Analysis, counted: &Range<usize>, verb: Option<&Verb>) -> bool {
    let before = |n: usize| counted.start.checked_sub(n).map_or("", |i| analysis.word(i));
    let of_place = matches!(before(1), "of") && matches!(before(2), "population" | "populations");
    let past = verb.is_some_and(|v| {
        (v.tokens.start.saturating_sub(3)..v.tokens.start)
            .any(|i| matches!(analysis.word(i), "had" | "once" | "used"))
    });
    let peak = (0..analysis.tokens.len()).any(|i| analysis.word(i) == "peak")
        // "At one point more than 12,000 lived there", "was once the largest city, home to 2 million"
        || (0..counted.start).any(|i| {
            let was = i > 0 && matches!(analysis.word(i - 1), "was" | "were");
            was && analysis.word(i) == "once"
                || i > 0
                    && analysis.word(i - 1) == "one"
                    && matches!(analysis.word(i), "point" | "time" | "stage")
        });
    let formerly = (2..analysis.tokens.len()).any(|i| {
        matches!(analysis.word(i - 2), "before" | "prior")
            && matches!(analysis.word(i - 1), "the" | "to")
            || i >= 3
                && analysis.word(i - 3) == "before"
                && analysis.word(i - 2) == "the"
                && matches!(analysis.word(i - 1), "recent" | "current" | "latest")
    } && matches!(
        analysis.word(i),
        "conflict" | "war" | "crisis" | "exodus" | "invasion" | "fighting" | "offensive" | "coup" | "attack"
    ));
    of_place || past || peak || formerly
}

/// Whether the words of time say when it was said, not when it happened.
pub(super) fn belongs_to_speech(analysis: &Analysis, when: &When, speeches: &[Speech]) -> bool {
    // "during an Aug. 4 news conference"
    let behind = |n: usize| analysis.word(when.tokens.end + n);
    if matches!((behind(0), behind(1)), ("news" | "press", "conference" | "briefing" | "release"))
        || matches!(behind(0), "briefing" | "interview" | "statement" | "speech")
    {
        return true;
    }
    speeches.iter().any(|speech| {
        let behind = when.tokens.start >= speech.tokens.end
            && (speech.tokens.end..when.tokens.start).all(|i| {
                matches!(
                    analysis.word(i),
                    "reporters" | "afp" | "reuters" | "in" | "," | "here" | "the" | "agency"
                ) || analysis.tokens[i].is_capitalised()
            });
        let inside =
            speech.tokens.start <= when.tokens.start && when.tokens.end <= speech.tokens.end;
        // "told reporters on Friday", "said on Wednesday" — but "said 12,000 on Friday" not.
        let single_day = matches!(when.sense, Sense::During(w) if w.days() == 1);
        single_day && (inside || (behind && when.tokens.start - speech.tokens.end <= 3))
    })
}
