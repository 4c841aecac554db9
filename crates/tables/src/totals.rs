//! Rows and columns that add up others, and parts that together are one that a claim has a word for.

use calendar::numbers::Amount;
use claim::{Group, Kind, Qualifier, Window};

use super::column::Column;
use super::frame::{Frame, Name};
use super::grid::letters;
use super::record::Record;
use super::report::{Out, State};
use super::sense::{People, Sex};
use super::table::Reader;

impl Reader<'_> {
    /// Completes the totals beside their parts: the crossings, the days and the kinds that they add up.
    pub(super) fn total_columns(
        &self,
        records: &mut Vec<Record>,
        values: &[(&Column, &Frame)],
        state: &mut State,
    ) {
        if !values.iter().any(|(_, frame)| frame.total) {
            return;
        }
        let own =
            |at: usize| values.iter().find(|(column, _)| column.at == at).map(|(_, frame)| *frame);
        let parts: Vec<(Frame, Frame)> = records
            .iter()
            .filter_map(|record| {
                let frame = own(record.column).filter(|frame| !frame.total && !frame.cumulative)?;
                Some((frame.clone(), record.frame.clone()))
            })
            .collect();
        records.retain_mut(|record| {
            let Some(total) = own(record.column).filter(|frame| frame.total) else { return true };
            let fits = |part: &Frame| {
                (total.kind.is_none() || part.kind == total.kind)
                    && (total.via.is_empty() || part.via.is_empty() || part.via == total.via)
                    && (total.window.is_none()
                        || part.window.is_none()
                        || part.window == total.window)
                    && (total.unit.is_none() || part.unit == total.unit)
                    && (total.people.is_none() || part.people == total.people)
            };
            let fitting: Vec<&(Frame, Frame)> =
                parts.iter().filter(|(part, _)| fits(part)).collect();
            let mut vias: Vec<Name> = Vec::new();
            // A day that has no number of its own is still a day of the total.
            let windows: Vec<Window> = values
                .iter()
                .filter(|(_, frame)| !frame.total && !frame.cumulative && fits(frame))
                .filter_map(|(_, frame)| frame.window)
                .collect();
            let mut kinds: Vec<Kind> = Vec::new();
            for (part, whole) in &fitting {
                for via in &part.via {
                    if !vias.contains(via) {
                        vias.push(via.clone());
                    }
                }
                kinds.extend(whole.kind);
            }
            if total.via.is_empty() && vias.len() > 1 {
                record.frame.via = vias;
            }
            if total.window.is_none() && !windows.is_empty() {
                match run(windows) {
                    Some(window) => record.frame.window = Some(window),
                    None => {
                        *state.gaps.entry(record.column).or_default() += 1;
                        return false;
                    }
                }
            }
            kinds.sort();
            kinds.dedup();
            if total.kind.is_none() {
                match kinds[..] {
                    [kind] => record.frame.kind = Some(kind),
                    [Kind::Return, Kind::Deportation] => record.frame.kind = Some(Kind::Return),
                    [] => {}
                    _ => record.frame.both_ways = true,
                }
            }
            true
        });
    }

    /// Adds up parts that a claim has no word for, where together they are one that it has: boys
    /// and girls, the ages under 18.
    pub(super) fn sums(&self, records: &mut Vec<Record>, columns: &[Column], state: &mut State) {
        let fine =
            |record: &Record| record.frame.people.is_some_and(|people| people.group().is_none());
        if !records.iter().any(fine) {
            return;
        }
        let bare = |record: &Record| Frame {
            people: None,
            total: false,
            who: None,
            ..record.frame.clone()
        };
        let mut frames: Vec<Frame> = Vec::new();
        for record in records.iter().filter(|record| fine(record)) {
            let frame = bare(record);
            if !frames.contains(&frame) {
                frames.push(frame);
            }
        }
        let mut added: Vec<Record> = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        for frame in frames {
            let group: Vec<&Record> = records
                .iter()
                .filter(|record| {
                    bare(record) == frame && record.amount.qualifier == Qualifier::Exact
                })
                .collect();
            for (name, people) in super::sense::WHOLES {
                let stated =
                    group.iter().any(|r| r.frame.people.and_then(|p| p.group()) == people.group());
                let Some(parts) = super::sense::partition(
                    people,
                    &group.iter().filter_map(|r| r.frame.people).collect::<Vec<_>>(),
                ) else {
                    continue;
                };
                if parts.len() < 2 || parts.iter().all(|part| part.group().is_some()) {
                    continue;
                }
                let parts: Vec<&&Record> = group
                    .iter()
                    .filter(|r| r.frame.people.is_some_and(|p| parts.contains(&p)))
                    .collect();
                used.extend(parts.iter().map(|record| record.column));
                if stated
                    || added
                        .iter()
                        .any(|r: &Record| bare(r) == frame && r.frame.people == Some(people))
                {
                    continue;
                }
                let Some(first) = parts.first() else { continue };
                let value = parts.iter().filter_map(|record| record.amount.value).sum();
                let span = parts.iter().map(|r| r.span.start).min().unwrap_or(first.span.start)
                    ..parts.iter().map(|r| r.span.end).max().unwrap_or(first.span.end);
                let _ = name;
                added.push(Record {
                    frame: Frame { people: Some(people), total: false, ..first.frame.clone() },
                    amount: Amount {
                        value: Some(value),
                        low: None,
                        high: None,
                        qualifier: Qualifier::Exact,
                    },
                    span,
                    beside: parts.iter().map(|record| record.column).collect(),
                    total: false,
                    parts_read: false,
                    rules: vec!["table.row", "table.sum"],
                    ..(**first).clone()
                });
            }
        }
        for record in records.iter().filter(|record| fine(record)) {
            if !used.contains(&record.column) {
                let name = columns.get(record.column).map_or("", |c| c.name.as_str());
                state.finer.entry(record.column).or_insert_with(|| name.to_owned());
            }
        }
        records.retain(|record| !fine(record));
        records.extend(added);
    }
}

/// Where a total over several crossings is the sum of men, women and children of each, everybody
/// at each crossing is a sum that the table has proved.
pub(super) fn everybody(records: &mut Vec<Record>) {
    let bare =
        |record: &Record| Frame { people: None, total: false, who: None, ..record.frame.clone() };
    let group = |record: &Record| record.frame.people.and_then(|people| people.group());
    let Some(total) =
        records.iter().find(|r| r.frame.via.len() > 1 && group(r).is_none_or(|g| g == Group::All))
    else {
        return;
    };
    let Some(value) = total.amount.value else { return };
    let mut added: Vec<Record> = Vec::new();
    for record in records.iter().filter(|r| r.frame.via.len() == 1) {
        let frame = bare(record);
        if added.iter().any(|known| bare(known) == frame) {
            continue;
        }
        let parts: Vec<&Record> = records.iter().filter(|r| bare(r) == frame).collect();
        let mut groups: Vec<Group> = parts.iter().filter_map(|part| group(part)).collect();
        groups.sort();
        if groups != [Group::Children, Group::Women, Group::Men] || parts.len() != 3 {
            return;
        }
        let last = parts.iter().max_by_key(|part| part.column).unwrap_or(&parts[0]);
        added.push(Record {
            frame: Frame { people: Some(People::ALL), ..frame },
            amount: Amount {
                value: parts.iter().map(|part| part.amount.value).sum(),
                ..last.amount.clone()
            },
            rules: vec!["table.row", "table.sum"],
            beside: parts.iter().map(|part| part.column).collect(),
            total: false,
            parts_read: true,
            ..(*last).clone()
        });
    }
    let sum: f64 = added.iter().filter_map(|record| record.amount.value).sum();
    if sum == value && added.iter().all(|record| total.frame.via.contains(&record.frame.via[0])) {
        records.extend(added);
    }
}

/// Completes a total row from the rows above that it adds up; whether it can be kept.
pub(super) fn complete(
    record: &mut Record,
    above: &[Record],
    since: usize,
    grand: bool,
    line: usize,
    out: &mut Out<'_>,
) -> bool {
    let own = |record: &&Record, frame: &Frame, column: usize| {
        record.column == column
            && !record.rules.contains(&"table.sum")
            && (frame.kind.is_none() || record.frame.kind == frame.kind)
            && (frame.via.is_empty() || record.frame.via == frame.via)
            && (frame.window.is_none()
                || record
                    .frame
                    .window
                    .is_none_or(|w| frame.window.is_some_and(|t| t.overlap(&w).is_some())))
    };
    let frame = record.frame.clone();
    let is_row_total = |record: &&Record| record.total && record.rules.contains(&"table.rows");
    let block: Vec<&Record> = above[since.min(above.len())..]
        .iter()
        .filter(|r| own(r, &frame, record.column))
        .filter(|r| !is_row_total(r))
        .collect();
    let all: Vec<&Record> = above
        .iter()
        .filter(|r| own(r, &frame, record.column))
        .filter(|r| !is_row_total(r))
        .collect();
    let sum = |records: &[&Record]| -> f64 { records.iter().filter_map(|r| r.amount.value).sum() };
    let value = record.amount.value.unwrap_or(f64::NAN);
    let near = |sum: f64| (sum - value).abs() <= 0.5;
    let parts = match () {
        _ if !block.is_empty() && near(sum(&block)) => block,
        _ if near(sum(&all)) || grand || block.is_empty() => all,
        _ => block,
    };
    if parts.is_empty() {
        let column = letters(record.column);
        let message =
            format!("the total in column {column} adds up numbers that were not read; not read");
        out.note(Some(line), message, "");
        return false;
    }
    record.rules.push("table.rows");
    if parts[0].frame.cumulative || super::claims::is_stock(parts[0].frame.kind.unwrap_or_default())
    {
        // Running totals and stocks of several days do not add up to anything.
        if parts.iter().any(|part| part.frame.window != parts[0].frame.window) {
            return false;
        }
    } else if !near(sum(&parts)) && parts.iter().all(|part| part.amount.value.is_some()) {
        out.note(
            Some(line),
            format!(
                "the total in column {} is {}, what it adds up is {}",
                letters(record.column),
                value,
                sum(&parts)
            ),
            "",
        );
    }
    let shared = |of: &dyn Fn(&Frame) -> Option<Name>| {
        let first = of(&parts[0].frame);
        if parts.iter().all(|part| of(&part.frame) == first) { first } else { None }
    };
    let mut vias: Vec<Name> = Vec::new();
    for via in parts.iter().flat_map(|part| &part.frame.via) {
        if !vias.contains(via) {
            vias.push(via.clone());
        }
    }
    if parts.iter().any(|part| part.frame.via.is_empty()) {
        vias.clear();
    }
    let mut windows: Vec<Window> = parts.iter().filter_map(|part| part.frame.window).collect();
    windows.sort();
    windows.dedup();
    if record.frame.via.is_empty() {
        record.frame.via = vias;
    }
    let stated = record.frame.window.filter(|stated| {
        windows.len() <= 1 || windows.iter().all(|w| stated.overlap(w) == Some(*w))
    });
    match windows.len() {
        0 => {}
        1 => record.frame.window = windows.first().copied(),
        _ => match run(windows) {
            Some(window) => record.frame.window = Some(window),
            None if stated.is_some() => record.frame.window = stated,
            None => {
                out.note(
                    Some(line),
                    "a total of days that do not follow each other; not read".to_owned(),
                    "",
                );
                return false;
            }
        },
    }
    let kinds: Vec<Option<Kind>> = parts.iter().map(|part| part.frame.kind).collect();
    match record.frame.kind {
        Some(_) => {}
        None if kinds.iter().all(|kind| *kind == kinds[0]) => record.frame.kind = kinds[0],
        None => record.frame.both_ways = true,
    }
    record.frame.from = record.frame.from.take().or_else(|| shared(&|f| f.from.clone()));
    record.frame.to = record.frame.to.take().or_else(|| shared(&|f| f.to.clone()));
    record.frame.at = shared(&|f| f.at.clone());
    record.frame.nationality = shared(&|f| f.nationality.clone());
    let people: Vec<Option<People>> = parts.iter().map(|part| part.frame.people).collect();
    record.frame.people = if people.iter().all(|p| *p == people[0]) { people[0] } else { None };
    record.frame.cumulative = parts[0].frame.cumulative;
    true
}

/// The days from the first to the last of windows that follow each other without a gap.
fn run(mut windows: Vec<Window>) -> Option<Window> {
    windows.sort();
    windows.dedup();
    let first = *windows.first()?;
    windows[1..].iter().try_fold(first, |run, next| {
        let follows = run.end().tomorrow().is_ok_and(|day| day == next.start());
        follows.then(|| run.hull(next))
    })
}

/// Where men and women, or adults and children, are none and their total is not, the parts are not known: they are no
/// zeros. How many are left out.
pub(super) fn leave_unknown_parts(records: &mut Vec<Record>) -> usize {
    let is_part = |record: &Record| record.frame.people.is_some_and(|p| p != People::ALL);
    let none = |record: &Record| record.amount.value == Some(0.0);
    if !records.iter().any(|record| is_part(record) && none(record)) {
        return 0;
    }
    let bare =
        |record: &Record| Frame { people: None, total: false, who: None, ..record.frame.clone() };
    let is_whole =
        |record: &&Record| !is_part(record) && record.amount.value.is_some_and(|value| value > 0.0);
    let mut wholes: Vec<Frame> = records.iter().filter(is_whole).map(bare).collect();
    wholes.retain(|whole| {
        let parts: Vec<&Record> =
            records.iter().filter(|record| is_part(record) && bare(record) == *whole).collect();
        let people = || parts.iter().filter_map(|record| record.frame.people);
        let has = |sex: Sex| people().any(|people| people.sex == Some(sex));
        let adults = people().any(|people| people.from_age == 18 && people.to_age == u8::MAX);
        let children = people().any(|people| people.from_age == 0 && people.to_age == 17);
        let every = has(Sex::Male) && has(Sex::Female) || adults && children;
        every && parts.iter().all(|record| none(record))
    });
    let before = records.len();
    records.retain(|record| !is_part(record) || !wholes.contains(&bare(record)));
    before - records.len()
}
