//! Numbers of a table that count the same by all that is known of them: kept once, added up, read by their
//! total, or left out together with what tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use claim::Measure;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::alike::{Own, Sorts};
use super::column::{Column, Role};
use super::grid::letters;
use super::made::Made;
use super::report::Out;
use super::sense::Sense;
use super::table::Reader;
use super::words::{Field, Flag, Meaning, Words};

impl Reader<'_> {
    /// Numbers that count the same thing by all that is known of them: kept once where their whole rows
    /// are equal, added up when a map says so, and left out where something that was not read tells them
    /// apart, together with all numbers that it tells apart.
    pub(super) fn once(
        &self,
        made: Made,
        sorts: &mut Sorts,
        columns: &[Column],
        out: &mut Out<'_>,
    ) -> Vec<Own> {
        let mut claims = made.own;
        // For each claim the first that counts the same.
        let mut first: FxHashMap<(u32, [Option<Date>; 3]), u32> = FxHashMap::default();
        first.reserve(claims.len());
        let firsts: Vec<u32> = (0..)
            .zip(&claims)
            .map(|(at, own)| *first.entry(sorts.counted(own)).or_insert(at))
            .collect();
        drop(first);
        if self.options.map.is_some_and(|map| map.aggregate) {
            let twice = self.two_counts_of_one(&claims, &firsts, columns, out);
            let kept: Vec<u32> = match twice.is_empty() {
                true => firsts,
                false => {
                    let is_left = |at: usize| twice.contains(&firsts[at]);
                    leave(&mut claims, |at, _| is_left(at));
                    let mut first: FxHashMap<(u32, [Option<Date>; 3]), u32> = FxHashMap::default();
                    (0..)
                        .zip(&claims)
                        .map(|(at, own)| *first.entry(sorts.counted(own)).or_insert(at))
                        .collect()
                }
            };
            return self.added_up(claims, sorts, &kept, out);
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, earlier) in again(&firsts) {
            groups.entry(earlier).or_insert_with(|| vec![earlier]).push(at);
        }
        drop(firsts);
        let mut clashes = Clashes::default();
        for group in groups.values() {
            let places: Vec<_> = group.iter().map(|at| place(&claims[*at])).collect();
            self.compare(&places, group, columns, &mut clashes);
        }
        let mut told = Vec::new();
        for (at, clash) in &clashes.by_columns {
            told.extend(at.iter().copied());
            self.say_columns(at, *clash, columns, out);
        }
        for (telling, clash) in &clashes.by_rows {
            self.say_rows(telling, clash, columns, &claims, out);
        }
        if clashes.by_rows.len() > 5 {
            out.problem(None, format!("{} such groups of rows in all", clashes.by_rows.len()), "");
        }
        if !clashes.again.is_empty() {
            let count = clashes.again.len();
            out.note(
                None,
                format!(
                    "{count} numbers stand in rows that are equal throughout, and were read once"
                ),
                "",
            );
        }
        // A column whose numbers are told apart by something that was not read is left out whole; two places of
        // one name are two all the same.
        let is_key = |at: &usize| {
            columns.iter().any(|column| {
                column.at == *at
                    && (matches!(column.role, Role::Key(_)) || is_code_of_place(column))
            })
        };
        let broken: BTreeSet<usize> = clashes
            .by_rows
            .iter()
            .filter(|(telling, _)| !telling.is_empty() && !telling.iter().any(is_key))
            .flat_map(|(_, c)| c.columns.iter().copied())
            .filter(|column| !clashes.by_total.values().any(|known| known.contains(column)))
            .collect();
        self.parts_of_totals(&claims, columns, &mut clashes, out);
        let falling = hours_that_fall(&claims, sorts);
        if !falling.is_empty() {
            out.problem(
                Some(self.grid.line(place(&claims[falling[0]]).0)),
                format!(
                    "{} numbers of days with several times fall in the course of their day: counts of hours, or up to an hour; left out",
                    falling.len()
                ),
                "say `aggregate = true` in a map where they add up to the day, and leave out the column of times",
            );
            clashes.left.extend(falling);
        }
        let summed = self.parts_added(&mut claims, sorts, &clashes.sums, out);
        let is_left = |at: usize, own: &Own| {
            let (row, column) = place(own);
            told.contains(&column)
                || self.is_under(row, &clashes.names)
                || broken.contains(&column)
                || clashes.left.contains(&at)
                || clashes.again.contains(&at)
                || summed.contains(&at)
        };
        leave(&mut claims, is_left);
        claims
    }

    /// Adds up numbers that a map says are parts of one: which of the claims the sums stand for.
    fn parts_added(
        &self,
        claims: &mut [Own],
        sorts: &mut Sorts,
        sums: &[Vec<usize>],
        out: &mut Out<'_>,
    ) -> BTreeSet<usize> {
        let (mut summed, mut added, mut again) = (BTreeSet::new(), 0, 0);
        for group in sums {
            let mut seen = rustc_hash::FxHashSet::default();
            let mut sum = Some(0.0);
            for at in group {
                let row = place(&claims[*at]).0;
                let cells: Vec<_> =
                    (0..self.grid.width(row)).map(|column| self.grid.cell(row, column)).collect();
                // A row that is there twice is no second part.
                match seen.insert(cells) {
                    true => sum = sum.zip(claims[*at].value).map(|(sum, value)| sum + value),
                    false => again += 1,
                }
            }
            let numbers = group.iter().map(|at| claims[*at].numbers).sum();
            let first = &mut claims[group[0]];
            (first.value, first.numbers) = (sum, numbers);
            first.sort = sorts.with_rule(first.sort, "table.sum");
            summed.extend(group[1..].iter().copied());
            added += group.len();
        }
        if added > 0 {
            let twice = match again {
                0 => String::new(),
                again => format!(
                    "; {again} stand in rows that are equal throughout to one before, and were not added"
                ),
            };
            out.note(
                None,
                format!("{added} numbers are parts, and were added up to {}{twice}", sums.len()),
                "",
            );
        }
        summed
    }

    /// Numbers that a method, a version or a round tells apart count the same people anew: they are not added up, whatever a
    /// map says. Which of the first ones have such beside them.
    fn two_counts_of_one(
        &self,
        claims: &[Own],
        firsts: &[u32],
        columns: &[Column],
        out: &mut Out<'_>,
    ) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        for column in columns.iter().filter(|column| counts_anew(&column.name)) {
            let mut rows: Option<(usize, usize)> = None;
            let mut numbers = 0;
            for (at, earlier) in again(firsts) {
                let (one, other) = (place(&claims[earlier]).0, place(&claims[at]).0);
                if self.grid.told(one, column.at) != self.grid.told(other, column.at) {
                    numbers += 1 + usize::from(found.insert(earlier as u32));
                    rows.get_or_insert((one, other));
                }
            }
            let Some((one, other)) = rows else { continue };
            let cells = [one, other].map(|row| self.grid.told(row, column.at).into_owned());
            out.problem(
                Some(self.grid.line(one)),
                format!(
                    "rows {}, {} differ in {} `{}` (`{}` and `{}`): the same counted twice, which does not add up; {numbers} numbers left out",
                    self.grid.line(one),
                    self.grid.line(other),
                    letters(column.at),
                    column.name,
                    cells[0],
                    cells[1]
                ),
                &format!("choose one in a map: under [only], `{} = [\"{}\"]`", letters(column.at), cells[1]),
            );
        }
        found
    }

    /// The sum of the numbers that count the same, where a map says that they add up.
    fn added_up(
        &self,
        mut claims: Vec<Own>,
        sorts: &mut Sorts,
        firsts: &[u32],
        out: &mut Out<'_>,
    ) -> Vec<Own> {
        let text = &self.document.text;
        let mut spans: FxHashMap<usize, [u32; 2]> = FxHashMap::default();
        let (mut told, mut more) = (String::new(), String::new());
        for (at, earlier) in again(firsts) {
            let (before, from) = claims.split_at_mut(at);
            let (known, claim) = (&mut before[earlier], &from[0]);
            known.numbers += claim.numbers;
            known.value = known.value.zip(claim.value).map(|(a, b)| a + b);
            if !sorts.has_rule(known, "table.sum") {
                known.sort = sorts.with_rule(known.sort, "table.sum");
            }
            let span = spans.entry(earlier).or_insert(known.span);
            *span = [span[0].min(claim.span[0]), span[1].max(claim.span[1])];
            sorts.quote(known, text, &mut told);
            sorts.quote(claim, text, &mut more);
            if told.len() + more.len() < SUM_QUOTE {
                known.quote = Some(format!("{told}; {more}").into_boxed_str());
            }
        }
        // Rows far from each other are no quote: the first of them stands for all.
        for (at, [start, end]) in spans {
            if (end - start) as usize <= SUM_QUOTE {
                claims[at].span = [start, end];
            }
        }
        leave(&mut claims, |at, _| at != firsts[at] as usize);
        if claims.len() < firsts.len() {
            let message = format!("{} numbers were added up to {}", firsts.len(), claims.len());
            out.note(None, message, "");
        }
        claims
    }

    /// What tells numbers apart that count the same.
    fn compare(
        &self,
        places: &[(usize, usize)],
        group: &[usize],
        columns: &[Column],
        clashes: &mut Clashes,
    ) {
        let in_one_row = places.iter().all(|(row, _)| *row == places[0].0);
        if in_one_row {
            let columns: Vec<usize> = places.iter().map(|(_, column)| *column).collect();
            clashes.by_columns.entry(columns).or_insert(places[0].0);
            return;
        }
        let mut telling: BTreeSet<usize> = BTreeSet::new();
        let mut differ = false;
        for pair in places.windows(2) {
            let [(one, _), (other, _)] = [pair[0], pair[1]];
            for column in 0..self.grid.width(one).max(self.grid.width(other)) {
                if self.grid.cell(one, column) != self.grid.cell(other, column) {
                    differ = true;
                    telling.insert(column);
                }
            }
        }
        if !differ {
            clashes.again.extend(group[1..].iter().copied());
            return;
        }
        // Other counts tell nothing apart.
        let is_count = |column: &&Column| {
            matches!(column.role, Role::Value(_) | Role::Left(super::columns::OTHER_COUNTS))
        };
        for column in columns.iter().filter(is_count) {
            telling.remove(&column.at);
        }
        telling.retain(|column| !self.is_number_of_row(*column, clashes));
        let is_whole = |(row, _): &&(usize, usize)| self.is_of_whole(*row, &telling);
        let wholes = places.iter().filter(is_whole).take(2).count();
        let by_key = columns
            .iter()
            .any(|column| telling.contains(&column.at) && matches!(column.role, Role::Key(_)));
        if wholes == 1 && !by_key {
            let columns = clashes.by_total.entry(telling).or_default();
            columns.extend(places.iter().map(|(_, column)| *column));
            return;
        }
        let adds_up = |at: &usize| {
            let column = columns.iter().find(|column| column.at == *at);
            self.options.map.is_some_and(|map| {
                column
                    .is_some_and(|column| map.adds_up.contains(&super::words::folded(&column.name)))
            })
        };
        if !telling.is_empty() && telling.iter().all(adds_up) {
            clashes.sums.push(group.to_vec());
            return;
        }
        let names = self.names_for_one(places, &telling, columns);
        for (column, cells) in &names {
            clashes.names.entry(*column).or_default().extend(cells.iter().cloned());
        }
        let clash = clashes.by_rows.entry(telling).or_default();
        clash.names.extend(names);
        if clash.rows.is_empty() {
            clash.rows = places.iter().map(|(row, _)| *row).collect();
        }
        clash.groups += 1;
        clash.columns.extend(places.iter().map(|(_, column)| *column));
        clashes.left.extend(group.iter().copied());
    }

    /// Of the columns that tell rows apart, those in which they name one place by different names, and the names: which
    /// of them is meant is not known, here or elsewhere in the table.
    fn names_for_one(
        &self,
        places: &[(usize, usize)],
        telling: &BTreeSet<usize>,
        columns: &[Column],
    ) -> Names {
        let of_places = |column: &&Column| {
            telling.contains(&column.at)
                && matches!(
                    column.role,
                    Role::Key(
                        Field::Via | Field::From | Field::To | Field::At | Field::Nationality
                    )
                )
        };
        let mut names = Names::new();
        for column in columns.iter().filter(of_places) {
            let cells: BTreeSet<String> = places
                .iter()
                .map(|(row, _)| self.grid.told(*row, column.at).into_owned())
                .filter(|cell| !cell.is_empty())
                .collect();
            let meant: BTreeSet<String> = cells
                .iter()
                .map(|cell| match &Sense::of(cell, None, self.gazetteer).via[..] {
                    [crossing] => crossing.clone(),
                    _ => self.place(cell),
                })
                .collect();
            if cells.len() > 1 && meant.len() == 1 {
                names.insert(column.at, cells);
            }
        }
        names
    }

    /// Whether a row names its place by one of several names for one.
    fn is_under(&self, row: usize, names: &Names) -> bool {
        names.iter().any(|(column, cells)| cells.contains(&*self.grid.told(row, *column)))
    }

    /// Whether a row says in these columns that it is of the whole: "Total", "All".
    fn is_of_whole(&self, row: usize, telling: &BTreeSet<usize>) -> bool {
        let words = Words::all();
        let mut said = false;
        let all = telling.iter().all(|column| {
            let cell = self.grid.cell(row, *column);
            let short = cell.len() < 30 && !cell.contains(|c: char| c.is_ascii_digit());
            let whole = short
                && (words.is(&cell, Meaning::Flag(Flag::Total))
                    || words.is(&cell, Meaning::Part(super::words::Part::All)));
            said |= whole;
            whole || cell.is_empty()
        });
        all && said
    }

    /// Where a class among others is their total, it alone is read: the others are parts of it, also
    /// where their total is not there.
    fn parts_of_totals(
        &self,
        claims: &[Own],
        columns: &[Column],
        clashes: &mut Clashes,
        out: &mut Out<'_>,
    ) {
        for (telling, of) in &clashes.by_total {
            let is_part = |own: &Own| {
                let (row, column) = place(own);
                of.contains(&column) && !self.is_of_whole(row, telling)
            };
            let parts: Vec<usize> = (0..claims.len()).filter(|at| is_part(&claims[*at])).collect();
            let name = |at: &usize| {
                let name = columns.iter().find(|c| c.at == *at).map_or("", |c| c.name.as_str());
                format!("{} `{name}`", letters(*at))
            };
            let names: Vec<String> = telling.iter().map(name).collect();
            out.note(
                None,
                format!(
                    "{} numbers are of classes of {}, of which there is a total; only that is read",
                    parts.len(),
                    names.join(", ")
                ),
                "",
            );
            clashes.left.extend(parts);
        }
    }

    /// Whether a column numbers the rows, or remarks on each: no two of its cells are alike.
    fn is_number_of_row(&self, column: usize, clashes: &mut Clashes) -> bool {
        *clashes.numbering.entry(column).or_insert_with(|| {
            let mut seen = rustc_hash::FxHashSet::default();
            let mut filled = 0;
            let mut rows = self.layout.body.clone().filter(|row| !self.grid.is_blank(*row));
            let alone = rows.all(|row| {
                let cell = self.grid.cell(row, column);
                filled += usize::from(!cell.is_empty());
                cell.is_empty() || seen.insert(cell.into_owned())
            });
            alone && filled > 4
        })
    }

    fn say_columns(&self, at: &[usize], row: usize, columns: &[Column], out: &mut Out<'_>) {
        let names: Vec<String> = at
            .iter()
            .map(|at| {
                let name = columns.iter().find(|c| c.at == *at).map_or("", |c| c.name.as_str());
                format!("{} `{name}`", letters(*at))
            })
            .collect();
        let cells: Vec<String> =
            at.iter().map(|at| self.grid.cell(row, *at).into_owned()).collect();
        out.problem(
            Some(self.grid.line(row)),
            format!(
                "columns {} count the same by all that is known of them (here {}); all of them left out",
                names.join(", "),
                cells.join(", ")
            ),
            &format!(
                "say in a map what tells them apart, or leave out all but one: `{} = \"ignore\"`",
                letters(at[at.len() - 1])
            ),
        );
    }

    fn say_rows(
        &self,
        telling: &BTreeSet<usize>,
        clash: &Clash,
        columns: &[Column],
        claims: &[Own],
        out: &mut Out<'_>,
    ) {
        if !out.may_tell_clash() {
            return;
        }
        let mut lines: Vec<String> =
            clash.rows.iter().map(|row| self.grid.line(*row).to_string()).collect();
        lines.dedup();
        let more = if lines.len() > 6 { " …" } else { "" };
        let shown = lines[..lines.len().min(6)].join(", ");
        let line = Some(self.grid.line(clash.rows[0]));
        let name = |at: &usize| {
            let name = columns.iter().find(|c| c.at == *at).map_or("", |c| c.name.as_str());
            format!("{} `{name}`", letters(*at))
        };
        if telling.is_empty() {
            out.problem(
                line,
                format!("rows {shown}{more} count the same by all that is known of them, and differ; left out"),
                "say in a map which column tells them apart, or `aggregate = true` when they add up",
            );
            return;
        }
        let names: Vec<String> = telling.iter().take(4).map(name).collect();
        let is_key = |at: &usize| {
            columns.iter().any(|column| {
                column.at == *at
                    && (matches!(column.role, Role::Key(_)) || is_code_of_place(column))
            })
        };
        let by_key = telling.iter().any(is_key);
        let numbers = claims.iter().filter(|own| clash.columns.contains(&place(own).1)).count();
        let counted: Vec<String> = clash.columns.iter().map(name).collect();
        let pair: Vec<String> = [0, 1]
            .iter()
            .filter_map(|at| clash.rows.get(*at))
            .map(|row| {
                let cells: Vec<_> = telling
                    .iter()
                    .take(4)
                    .map(|column| shortened(&self.grid.cell(*row, *column)))
                    .collect();
                format!("`{}`", cells.join(", "))
            })
            .collect();
        let first = telling.first().copied().unwrap_or_default();
        let under =
            || claims.iter().filter(|own| self.is_under(place(own).0, &clash.names)).count();
        let said = match by_key {
            true if !clash.names.is_empty() => {
                format!("two names for one thing; all {} numbers under them left out", under())
            }
            true => "one name for several things; left out".to_owned(),
            false => format!(
                "parts of something that nothing says; all {numbers} numbers of {} left out",
                counted.join(", ")
            ),
        };
        out.problem(
            line,
            format!(
                "rows {shown}{more} count the same by all that is known of them, and differ in {} ({}): {said}",
                names.join(", "),
                pair.join(" and "),
            ),
            &format!(
                "say in a map what the column is (`{} = \"via\"`, \"nationality\", \"group\" …), choose rows under `[only]`, or `aggregate = true` \
                 when its rows add up",
                letters(first)
            ),
        );
    }
}

/// The row and column of a number.
fn place(own: &Own) -> (usize, usize) {
    let [row, column] = own.place;
    (row as usize, column as usize)
}

/// The claims that count the same as one before, each with the first of those.
fn again(firsts: &[u32]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let pairs = firsts.iter().enumerate().map(|(at, first)| (at, *first as usize));
    pairs.filter(|(at, first)| at != first)
}

/// Leaves out claims by their places.
pub(super) fn leave(claims: &mut Vec<Own>, is_left: impl Fn(usize, &Own) -> bool) {
    let mut at = 0..;
    claims.retain(|own| !is_left(at.next().unwrap_or_default(), own));
}

/// Whether a column has codes of places by its name: "Adm3_code", "Village_code".
fn is_code_of_place(column: &Column) -> bool {
    let words = super::words::tokens(&column.name.replace('_', " "));
    let codes = words.iter().any(|t| matches!(t.word.as_str(), "code" | "pcode" | "codes"));
    let level = Words::all().level(&column.name.replace('_', " "));
    codes && level.is_some_and(|level| level > 0) && !matches!(column.role, Role::Value(_))
}

/// Of a cell that is shown, so many letters.
const SHOWN: usize = 40;

fn shortened(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", cell[..end].trim_end()),
        None => cell.to_owned(),
    }
}

/// By column, the names of one thing.
type Names = BTreeMap<usize, BTreeSet<String>>;

/// Evidence of a sum is all of its rows, up to this length in bytes.
const SUM_QUOTE: usize = 2_000;

/// Numbers that count the same by all that is known of them.
#[derive(Default)]
struct Clashes {
    /// Columns of one row, and a row where they do.
    by_columns: BTreeMap<Vec<usize>, usize>,
    /// Rows that differ in columns which are not read.
    by_rows: BTreeMap<BTreeSet<usize>, Clash>,
    /// Claims of those.
    left: BTreeSet<usize>,
    /// Claims of rows that are equal to one before.
    again: BTreeSet<usize>,
    /// Columns that are told apart by classes of which one is the total, and those of the numbers.
    by_total: BTreeMap<BTreeSet<usize>, BTreeSet<usize>>,
    /// Claims of rows that a map says add up.
    sums: Vec<Vec<usize>>,
    /// Names of which several are of one thing.
    names: Names,
    /// Columns that were looked at: whether no two cells are alike.
    numbering: BTreeMap<usize, bool>,
}

#[derive(Default)]
struct Clash {
    /// Those that were met first.
    rows: Vec<usize>,
    /// The columns of the numbers.
    columns: BTreeSet<usize>,
    groups: usize,
    /// Names by which they name one thing.
    names: Names,
}

/// Claims of one day and thing that fall while the day goes on: a count up to an hour does not.
fn hours_that_fall(claims: &[Own], sorts: &Sorts) -> Vec<usize> {
    let hour = |own: &Own| sorts.claim(own).as_of;
    let mut days: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (at, own) in claims.iter().enumerate().filter(|(_, own)| hour(own).is_some()) {
        days.entry((sorts.alike(own).of_day, own.days())).or_default().push(at);
    }
    let mut falling: Vec<usize> = Vec::new();
    for mut day in days.into_values() {
        day.sort_by_key(|at| hour(&claims[*at]));
        let values: Vec<f64> = day.iter().filter_map(|at| claims[*at].value).collect();
        if sorts.claim(&claims[day[0]]).measure == Measure::Flow
            && values.windows(2).any(|pair| pair[1] < pair[0])
        {
            falling.extend(day);
        }
    }
    falling.sort_unstable();
    falling
}
/// Whether a column says by which method, in which version or round its rows were counted.
fn counts_anew(name: &str) -> bool {
    const ANEW: [&str; 12] = [
        "assessment",
        "assessmenttype",
        "method",
        "methodology",
        "version",
        "revision",
        "edition",
        "estimate",
        "scenario",
        "round",
        "basis",
        "roundnumber",
    ];
    let words = super::words::tokens(name);
    words.iter().any(|token| ANEW.contains(&token.word.as_str()))
}
