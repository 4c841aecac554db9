//! The number that the brief opens with, what stands beside it, and each crossing's part in it.

use std::collections::BTreeMap;

use claim::{Claim, Measure, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use reconcile::{ALL, ClaimFit, ELSEWHERE, Observed, Quantiles, Role};

use super::differences::differences;
use super::lead::{self, Leading, leading, reported};
use super::said::worded;
use super::{Desk, claims, more};
use crate::content::{Align, Block, Column, Group, Headline, Row, Section, Table, Text, Trail};
use crate::language::{say, words};
use crate::wording;

/// An interval whose ends differ by this factor says little more than "some".
const NEARLY_UNKNOWN: f64 = 5.0;
/// Per cent by which an office's figure and ours may differ and be one.
const AGREE: f64 = 3.0;
/// Most ways that are named as not reported.
const UNREPORTED: usize = 3;

pub(super) fn section(desk: &Desk) -> Section {
    let mut blocks = Vec::new();
    let diagnostics = &desk.picture.diagnostics;
    if !diagnostics.converged {
        blocks.push(Block::Warning(say!(
            desk.language,
            "warning-not-settled",
            diagnostics = super::sources::diagnostics_line(desk, diagnostics),
        )));
    }
    blocks.push(match headline(desk) {
        Some(headline) => Block::Headline(headline),
        None => Block::Paragraph(say!(desk.language, "headline-withheld")),
    });
    let mut messages = beside(desk);
    messages.extend(super::people::counted_apart(desk));
    messages.extend(busiest(desk).into_iter().flatten());
    let shown = messages.len();
    blocks.extend(Block::list(messages, shown));
    blocks.push(Block::Table(crossings(desk)));
    blocks.extend(other_borders(desk).map(Block::Paragraph));
    Section::new("headline", "", blocks)
}

/// The number that leads, and of what it is.
pub(super) fn headline(desk: &Desk) -> Option<Headline> {
    let language = desk.language;
    let lead = &desk.lead;
    let estimate = lead::estimate(desk, lead, lead.days);
    let (figure, interval) = match lead.leading {
        Leading::Count(claim) => (desk.figure(claim), counted_by(desk, claim, estimate)),
        Leading::Floor(claim) => {
            let speaker = by(desk, claim);
            (desk.figure(claim), say!(language, "interval-floor", speaker = speaker))
        }
        Leading::SoFar(claim) => {
            (desk.figure(claim), say!(language, "interval-so-far", speaker = by(desk, claim)))
        }
        Leading::Between(low, high) => {
            let interval = say!(
                language,
                "interval-between",
                low = by(desk, low),
                fewer = desk.figure(low),
                high = by(desk, high),
                more = desk.figure(high),
            );
            (between(desk, low, high), interval)
        }
        Leading::Daily(claim, _) => {
            let interval = match estimate {
                Some((quantiles, trail)) => {
                    let range = Text::new().number(language.rounded(&quantiles).range, trail);
                    say!(language, "interval-daily", speaker = by(desk, claim), range = range)
                }
                None => say!(language, "interval-daily-sure", speaker = by(desk, claim)),
            };
            (added_up(desk, &lead::daily(desk, &lead.ways, lead.days)), interval)
        }
        Leading::Estimate => {
            let (quantiles, trail) = estimate?;
            let rounded = language.rounded(&quantiles);
            let drawn = |digits: String| Text::new().number(digits, trail.clone());
            if quantiles.factor() > NEARLY_UNKNOWN {
                let interval = say!(language, "interval-open", middle = drawn(rounded.mid));
                (drawn(rounded.range), interval)
            } else {
                let interval = say!(language, "interval", range = drawn(rounded.range));
                (drawn(rounded.mid), interval)
            }
        }
    };
    Some(Headline {
        figure,
        what: say!(
            language,
            "headline",
            flow = &desk.flow,
            route = desk.route(),
            ways = ways(desk),
            days = days(desk),
        ),
        interval,
    })
}

/// "1 to 12 November 2023"; of a total that does not say since when: "so far, to 12 November 2023".
fn days(desk: &Desk) -> String {
    let language = desk.language;
    match desk.lead.leading {
        Leading::SoFar(Claim { end: Some(end), .. }) => {
            words!(language, "covers-so-far", day = language.day(*end))
        }
        _ => language.days(desk.lead.days),
    }
}

/// The sum of some counts, leading to them.
fn added_up(desk: &Desk, of: &[&Claim]) -> Text {
    let ids: Vec<&str> = of.iter().map(|claim| claim.id.as_str()).collect();
    Text::new().reckoned(desk.language.number(lead::sum(of)), format!("sum:{}", ids.join(":")))
}

/// "9,000 to 11,000".
fn between(desk: &Desk, low: &Claim, high: &Claim) -> Text {
    say!(desk.language, "range", low = desk.figure(low), high = desk.figure(high))
}

/// Who counted, in the middle of a sentence: "the mayor", "UNHCR".
fn by(desk: &Desk, claim: &Claim) -> String {
    let language = desk.language;
    if claim.source.label().or(claim.publisher.as_deref()).is_none() {
        return words!(language, "counted-by-nobody-named");
    }
    let full = language.speaker_in_full(claim);
    // As the text has it: a word for an office stays small.
    match claim.source.label().filter(|label| full.eq_ignore_ascii_case(label)) {
        Some(label) => language.with_article(label),
        None => full,
    }
}

/// Who counted, and what that leaves open.
fn counted_by(desk: &Desk, claim: &Claim, estimate: Option<(Quantiles, Trail)>) -> Text {
    let language = desk.language;
    let speaker = by(desk, claim);
    match estimate {
        Some((quantiles, trail)) if quantiles.p95 - quantiles.p05 >= 1.0 => {
            let range = Text::new().number(language.rounded(&quantiles).range, trail);
            match lead::is_challenged(desk, claim) {
                true => {
                    say!(language, "interval-counted-challenged", speaker = speaker, range = range)
                }
                false => say!(language, "interval-counted", speaker = speaker, range = range),
            }
        }
        _ => say!(language, "interval-counted-sure", speaker = speaker),
    }
}

/// "by all ways together", "at Torkham".
fn ways(desk: &Desk) -> String {
    let language = desk.language;
    match desk.lead.ways.as_slice() {
        [] => words!(language, "headline-all-ways"),
        ways => {
            let names: Vec<String> = ways.iter().map(|way| (*way).to_owned()).collect();
            words!(language, "headline-at", crossings = language.list(&names))
        }
    }
}

/// What stands beside the number: the latest figure of an office, what came since, ways that were
/// counted on few days, and ways that nobody reports.
pub(super) fn beside(desk: &Desk) -> Vec<Text> {
    let mut beside = Vec::new();
    beside.extend(desk.lead.latest.and_then(|claim| latest(desk, claim)));
    beside.extend(of_days(desk));
    beside.extend(since(desk));
    beside.extend(apart(desk));
    beside.extend(unreported(desk));
    beside
}

/// The latest figure of an office for the same ways, where it is not what leads, and why it differs.
fn latest(desk: &Desk, claim: &Claim) -> Option<Text> {
    let language = desk.language;
    let value = claim.value?;
    if matches!(desk.lead.leading, Leading::Count(_) | Leading::Floor(_)) {
        return Some(say!(
            desk.language,
            "headline-vaguer",
            figure = desk.figure(claim),
            speaker = by(desk, claim),
            covers = desk.language.covers(claim, desk.picture.as_of),
        ));
    }
    let days = claim.window().or_else(|| Window::new(desk.focus.start(), claim.end?))?;
    let (quantiles, trail) = lead::estimate(desk, &desk.lead, days)?;
    let name = format!("beside:{}:{}", claim.id, trail.text());
    let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
    let excess = (value / quantiles.p50.max(1.0) - 1.0) * 100.0;
    let percent = Text::new().reckoned(language.percent(excess.abs(), 0), name);
    let floor = claim.qualifier == claim::Qualifier::MoreThan;
    let verdict = match excess {
        e if floor && e > 0.0 => say!(language, "latest-floor"),
        e if e.abs() < AGREE || floor => say!(language, "latest-same"),
        e if e > 0.0 => say!(language, "latest-more", percent = percent),
        _ => say!(language, "latest-fewer", percent = percent),
    };
    let (figure, speaker) = (desk.figure(claim), by(desk, claim));
    let days = language.days(days);
    let mut text = match claim.via.is_empty() && !desk.lead.is_whole() {
        // Of more ways than ours: why it is another number is plain, how far it should be is not.
        true => say!(
            language,
            "headline-latest-all",
            figure = figure,
            speaker = speaker,
            covers = language.covers(claim, desk.picture.as_of),
            days = days,
            estimate = estimate,
            verdict = verdict,
        ),
        false => say!(
            language,
            "headline-latest",
            figure = figure,
            speaker = speaker,
            days = days,
            estimate = estimate,
            verdict = verdict,
        ),
    };
    let why = desk.picture.disagreements.iter().enumerate().find(|(_, one)| {
        one.claims.first() == Some(&claim.id) && super::figures::is_told(desk, one)
    });
    if let Some((at, one)) = why.filter(|_| excess.abs() >= AGREE) {
        let sentence = worded(desk, &one.sentence, &format!("disagreement:{at}"));
        text = language.series("sentences", vec![text, sentence]);
    }
    Some(text)
}

/// Of a total since nobody knows when: what was counted on days that somebody tells.
fn of_days(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let Leading::SoFar(_) = desk.lead.leading else { return None };
    let vias: Vec<&str> = match desk.lead.ways.as_slice() {
        [] => vec![ALL],
        ways => ways.to_vec(),
    };
    let days = hull(desk, &vias, desk.focus)?;
    let of = lead::daily(desk, &desk.lead.ways, days);
    let estimate = match of.is_empty() {
        false => added_up(desk, &of),
        true => {
            let (quantiles, trail) = desk.counted_together(&vias, days)?;
            Text::new().number(language.rounded(&quantiles).with_range, trail)
        }
    };
    Some(say!(language, "headline-of-days", days = language.days(days), estimate = estimate))
}

/// What was counted after the days of the count that leads.
fn since(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    desk.lead.leading.claim()?;
    let first = desk.lead.days.end().tomorrow().ok()?;
    let days = Window::new(first, desk.focus.end())?;
    let vias: Vec<&str> = match desk.lead.ways.as_slice() {
        [] => desk.crossings().collect(),
        ways => ways.to_vec(),
    };
    // A longer total of another office holds these days as well, and tells nobody how many.
    let of_them = |(claim, fit): (&Claim, &ClaimFit)| {
        fit.role == Role::Used && claim.window().is_some_and(|own| own.start() >= first)
    };
    if !desk.bearing().any(of_them) {
        return None;
    }
    let days = hull(desk, &vias, days)?;
    let (quantiles, trail) = desk.counted_together(&vias, days)?;
    (quantiles.p50 >= wording::SMALL_CELL).then(|| {
        let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
        say!(language, "headline-since", days = language.days(days), estimate = estimate)
    })
}

/// Ways that were counted on too few of the days to be part of the number, where that is not of the whole.
fn apart(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let others = desk.crossings().filter(|via| {
        !desk.lead.ways.contains(via) && (!desk.lead.is_whole() || few_days(desk, via))
    });
    let told = others.filter_map(|via| {
        let days = hull(desk, &[via], desk.focus)?;
        let figure = match leading(desk, Some(via), days).0.claim() {
            Some(claim) if claim.value == Some(0.0) => words!(language, "apart-nobody").into(),
            Some(claim) => desk.figure(claim),
            None => {
                let (quantiles, trail) = desk.counted(via, days)?;
                Text::new().number(language.rounded(&quantiles).with_range, trail)
            }
        };
        let days = language.days(days);
        Some(say!(language, "apart-way", crossing = via, figure = figure, days = days))
    });
    let told: Vec<Text> = told.collect();
    if told.is_empty() {
        return None;
    }
    let ways = language.series("list-semicolon", told);
    Some(match desk.lead.is_whole() {
        true => say!(language, "headline-of-these", ways = ways),
        false => say!(language, "headline-apart", ways = ways),
    })
}

/// Whether a way was counted on less than a third of the days.
pub(super) fn few_days(desk: &Desk, via: &str) -> bool {
    let runs = reported(desk.picture, via, desk.focus);
    3 * runs.iter().map(Window::days).sum::<usize>() < desk.focus.days()
}

/// From the first to the last of some days that somebody reported at any of the crossings.
fn hull(desk: &Desk, vias: &[&str], days: Window) -> Option<Window> {
    let runs = vias.iter().flat_map(|via| reported(desk.picture, via, days));
    runs.reduce(|hull, run| hull.hull(&run))
}

/// Ways of the border that nobody reports: they are in no number, unless that is of the whole.
fn unreported(desk: &Desk) -> Option<Text> {
    if desk.lead.is_whole() {
        return None;
    }
    let language = desk.language;
    let is_main = |name: &&String| desk.gazetteer.crossing(name).is_some_and(|place| place.main);
    let (mut names, others): (Vec<&String>, Vec<&String>) =
        desk.picture.unreported.iter().partition(is_main);
    names.extend(others);
    if names.is_empty() {
        return Some(say!(language, "headline-unreported-others"));
    }
    let left = names.len().saturating_sub(UNREPORTED);
    let first = names.into_iter().take(UNREPORTED).map(|name| Text::from(name.as_str())).collect();
    let mut named =
        if left > 0 { language.series("list-comma", first) } else { language.enumerated(first) };
    if left > 0 {
        let count = desk.counting(left, "count:unreported");
        let others = say!(language, "count-crossings-others", count = count);
        named = say!(language, "list-and", head = named, last = others);
    }
    Some(say!(language, "headline-unreported", crossings = named))
}

/// Most other borders that are named.
const BORDERS: usize = 4;

/// Which other borders the reports count at: this brief says nothing of those.
fn other_borders(desk: &Desk) -> Option<Text> {
    let own = &desk.picture.route;
    let mut others: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for claim in &desk.claims {
        if let (Some(from), Some(to)) = (&claim.from, &claim.to)
            && claim.measure == Measure::Flow
            && from != to
            && (from, to) != (&own.from, &own.to)
            // A country, not a town.
            && [from, to].into_iter().all(|code| desk.gazetteer.country(code).is_some())
        {
            *others.entry((from, to)).or_default() += 1;
        }
    }
    let mut others: Vec<((&str, &str), usize)> = others.into_iter().collect();
    others.sort_by_key(|(border, count)| (std::cmp::Reverse(*count), *border));
    others.first()?;
    let left = others.len().saturating_sub(BORDERS);
    let language = desk.language;
    let borders = others.into_iter().take(BORDERS).map(|((from, to), count)| {
        let (start, end) = (desk.country(from), desk.country(to));
        let border = words!(language, "route-title", from = start, to = end);
        let claims = claims(desk, count, &format!("count:route:{from}:{to}"));
        say!(language, "other-border", border = border, claims = claims)
    });
    let mut borders = language.series("list-comma", borders.collect());
    if left > 0 {
        let more = more(desk, left, "count:left-out:routes");
        borders = say!(language, "other-borders-and-more", borders = borders, more = more);
    }
    Some(say!(language, "other-borders", borders = borders))
}

/// The busiest day and the last week, where they say something.
pub(super) fn busiest(desk: &Desk) -> Option<Vec<Text>> {
    let days: Vec<(Date, Quantiles)> = desk
        .focus
        .iter()
        .filter(|day| is_counted(desk, *day))
        .filter_map(|day| {
            let (quantiles, _) = lead::estimate(desk, &desk.lead, Window::day(day))?;
            Some((day, quantiles))
        })
        .collect();
    let (day, most) = days.iter().max_by(|a, b| a.1.p50.total_cmp(&b.1.p50).then(b.0.cmp(&a.0)))?;
    let mut median: Vec<f64> = days.iter().map(|(_, q)| q.p50).collect();
    median.sort_by(f64::total_cmp);
    let typical = median[median.len() / 2];
    let language = desk.language;
    let mut sentences = Vec::new();
    // A peak that the interval cannot tell from an ordinary day is not a fact.
    if most.p05 > typical && desk.focus.days() > 7 {
        let (_, trail) = lead::estimate(desk, &desk.lead, Window::day(*day))?;
        let estimate = match exactly(desk, *day) {
            Some(text) => text,
            None => Text::new().number(language.rounded(most).with_range, trail),
        };
        sentences.push(say!(
            language,
            "busiest-day",
            day = language.day(*day),
            estimate = estimate
        ));
    }
    let end = desk.picture.window.end();
    let week = Window::new(end.checked_sub(6.days()).ok()?, end)?;
    // Of a week that nobody counted there is nothing to tell.
    let counted = week.iter().filter(|day| is_counted(desk, *day)).count();
    if desk.focus.days() > 21
        && counted * 2 > week.days()
        && let Some((quantiles, trail)) = lead::estimate(desk, &desk.lead, week)
    {
        let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
        let days = language.days(week);
        sentences.push(say!(language, "last-week", days = days, estimate = estimate));
    }
    Some(sentences)
}

/// What the running totals of one office leave for a day, where one way leads.
fn exactly(desk: &Desk, day: Date) -> Option<Text> {
    let [way] = desk.lead.ways.as_slice() else { return None };
    let all = differences(desk);
    let one = all.iter().find(|one| one.via == **way && one.days == Window::day(day))?;
    let (number, sum) = (one.number(desk), one.sum(desk));
    Some(say!(desk.language, "exactly", number = number, sum = sum))
}

/// Whether a day has a count of its own at one of the ways that lead.
fn is_counted(desk: &Desk, day: Date) -> bool {
    let by_day = |via: &str| desk.picture.how_observed(via, day) == Observed::ByDay;
    match desk.lead.ways.as_slice() {
        [] => by_day(ALL) || desk.crossings().any(by_day),
        ways => ways.iter().any(|via| by_day(via)),
    }
}

fn crossings(desk: &Desk) -> Table {
    let (language, beside) = (desk.language, desk.picture.as_of);
    let mut rows = Vec::new();
    if desk.lead.is_whole() {
        rows.extend(whole_row(desk, desk.focus, Some(&desk.lead.leading)));
    }
    rows.extend(desk.crossings().filter_map(|via| row(desk, via)));
    if lead::has_elsewhere(desk) {
        // What passes elsewhere is in the sum; it gets a row when it is part of the story.
        let all = desk.estimate(ALL, desk.focus).map_or(0.0, |(q, _)| q.p50);
        let elsewhere = desk.estimate(ELSEWHERE, desk.focus).filter(|(q, _)| q.p50 > 0.01 * all);
        rows.extend(elsewhere.map(|estimate| estimated(desk, ELSEWHERE, estimate)));
    }
    let mut groups = vec![Group { heading: None, rows }];
    if desk.focus != desk.picture.window && desk.lead.is_whole() {
        groups.push(Group {
            heading: Some(words!(
                language,
                "table-crossings-all-days",
                days = language.short_days(desk.picture.window, beside),
            )),
            rows: whole_row(desk, desk.picture.window, None).into_iter().collect(),
        });
    }
    Table {
        caption: words!(language, "table-crossings", days = language.days(desk.focus)),
        columns: vec![
            Column::new(words!(language, "column-crossing"), Align::Left, 0),
            Column::new(words!(language, "column-estimate"), Align::Right, 0),
            Column::new(words!(language, "column-interval"), Align::Left, 0),
            Column::new(words!(language, "column-reported"), Align::Left, 1),
        ],
        groups,
        shown: 12,
    }
}

/// The row of all ways together, led by the count of the whole where one does.
fn whole_row(desk: &Desk, days: Window, leading: Option<&Leading>) -> Option<Row> {
    // What an office counted is of its days, and so is what stands beside it.
    let days = leading.and_then(|leading| leading.days()).unwrap_or(days);
    let row = desk.estimate(ALL, days).map(|estimate| estimated(desk, ALL, estimate));
    match leading {
        Some(Leading::Count(claim)) => Some(led(desk, ALL, claim, row)),
        Some(Leading::Floor(claim)) => Some(floor(desk, ALL, claim)),
        Some(Leading::Between(low, high)) => row.map(|row| ranging(desk, low, high, row)),
        _ => row,
    }
}

/// The row of a crossing: over the days that somebody reported.
fn row(desk: &Desk, via: &str) -> Option<Row> {
    let days = hull(desk, &[via], desk.focus)?;
    let leading = leading(desk, Some(via), days).0;
    let own = leading.days().unwrap_or(days);
    let row = desk.counted(via, own).map(|estimate| estimated(desk, via, estimate));
    match leading {
        Leading::Count(claim) => Some(led(desk, via, claim, row)),
        Leading::Floor(claim) => Some(floor(desk, via, claim)),
        Leading::Between(low, high) => row.map(|row| ranging(desk, low, high, row)),
        // A total since nobody knows when is of no days of the table.
        Leading::SoFar(_) | Leading::Daily(..) | Leading::Estimate => {
            let of = lead::daily(desk, &[via], days);
            let mut row = row?;
            if !of.is_empty() {
                row.cells[1] = added_up(desk, &of);
            }
            Some(row)
        }
    }
}

/// The row of a way of which two offices give two numbers.
fn ranging(desk: &Desk, low: &Claim, high: &Claim, mut row: Row) -> Row {
    row.cells[1] = between(desk, low, high);
    row
}

fn estimated(desk: &Desk, via: &str, (quantiles, trail): (Quantiles, Trail)) -> Row {
    let language = desk.language;
    let rounded = language.rounded(&quantiles);
    Row {
        cells: vec![
            language.crossing(via).into(),
            Text::new().number(rounded.mid, trail.clone()),
            Text::new().number(rounded.range, trail),
            how_reported(desk, via, desk.focus),
        ],
        bar: Some([quantiles.p05, quantiles.p50, quantiles.p95]),
        ..Row::default()
    }
}

/// The same with the number that an office counted.
fn led(desk: &Desk, via: &str, claim: &Claim, row: Option<Row>) -> Row {
    let mut row = row.unwrap_or_else(|| floor(desk, via, claim));
    row.cells[1] = desk.figure(claim);
    if claim.value == Some(0.0) {
        row.cells[2] = Text::new(); // nobody: there is nothing to doubt
        row.bar = None;
    }
    if let (Some(bar), Some(value)) = (&mut row.bar, claim.value) {
        bar[1] = value;
    }
    row
}

/// The row of a way of which there is a lower bound and no more.
fn floor(desk: &Desk, via: &str, claim: &Claim) -> Row {
    let language = desk.language;
    Row {
        cells: vec![
            language.crossing(via).into(),
            desk.figure(claim),
            say!(language, "interval-none"),
            how_reported(desk, via, desk.focus),
        ],
        ..Row::default()
    }
}

/// How many of the days somebody reported: "33 by day, 20 in totals, 11 not".
fn how_reported(desk: &Desk, via: &str, window: Window) -> Text {
    if via == ALL || via == ELSEWHERE {
        return Text::new();
    }
    let count = |kind: Observed| {
        window.iter().filter(|day| desk.picture.how_observed(via, *day) == kind).count()
    };
    let counts =
        [Observed::ByDay, Observed::InTotals, Observed::No].map(|kind| (kind, count(kind)));
    let name = |how: &str| format!("days:{via}:{}:{}:{how}", window.start(), window.end());
    let language = desk.language;
    let parts =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| match kind {
            Observed::ByDay => {
                say!(language, "reported-by-day", count = desk.counting(count, name("by-day")))
            }
            Observed::InTotals => {
                say!(
                    language,
                    "reported-in-totals",
                    count = desk.counting(count, name("in-totals"))
                )
            }
            Observed::No => {
                say!(language, "reported-not", count = desk.counting(count, name("not")))
            }
        });
    language.series("list-comma", parts.collect())
}
