//! Claim tables: a claim a row, the claim's field names as columns.
//!
//! Columns may come in any order, and most may be absent. A row with a cell
//! that has no reading, or more than one, is reported and left out; the other
//! rows are read.

use std::collections::BTreeMap;
use std::ops::Range;

use claim::{
    Claim, Document, Found, Id, Kind, Measure, Media, Per, Population, Qualifier, Source,
    Statement, Unit,
};
use csv::StringRecord;
use jiff::civil::Date;
use places::{Gazetteer, PlaceKind};

use open::Problem;
use open::claim_table::{COLUMNS, column, delimiter};
use rustc_hash::FxHashMap;

use crate::{MOST_PROBLEMS, Options, cells, report};

/// The columns of a table that crossings wrote: what it names its claims, and how they hang
/// together.
const LINKS: [&str; 3] = ["id", "part_of", "same_as"];

const HEADER_REMEDY: &str = "name the columns in the first row as the fields of a claim: `value` (or \
     `low`, `high`) and `published` (or `reported`) are needed; `population` (or `who`), `via`, `from`, \
     `to`, `start`, `end`, `source`, `kind` help most";

/// Reads the claims of a claim table. Every row that cannot be read is a problem.
pub(crate) fn read(
    document: &Document,
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Vec<Statement> {
    let mut rows = Rows::of(document);
    let Some(header) = rows.next() else { return Vec::new() };
    let mut report = Report { document, problems, rows_left_out: 0, told: 0 };
    let mut columns = Columns::of(&header.cells);
    columns.guarded = document.media == Media::Csv;
    if !columns.usable(document, header.line, &mut report) {
        return Vec::new();
    }
    let mut reader = RowReader {
        document,
        gazetteer,
        options,
        columns,
        populations: FxHashMap::default(),
        names: FxHashMap::default(),
        strange: BTreeMap::new(),
    };
    let mut claims = Vec::new();
    for (index, row) in rows.enumerate() {
        if index == 0 && is_tags(&row.cells) {
            continue;
        }
        match reader.read(&row) {
            Ok(Some(claim)) => claims.push(claim),
            Ok(None) => {}
            Err(bad) => report.row(row.line, bad),
        }
    }
    report.close();
    for claim in &mut claims {
        crate::names::follow(claim, &reader.names);
    }
    reader.say(&claims, notes);
    claims.into_iter().map(Statement::Claim).collect()
}

/// Whether a row under the header holds tags of the Humanitarian Exchange Language (`#date+start`).
fn is_tags(cells: &StringRecord) -> bool {
    let tag = |cell: &str| {
        let mut characters = cell.chars();
        characters.next() == Some('#') && characters.next().is_some_and(|c| c.is_ascii_alphabetic())
    };
    let mut told = cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    told.peek().is_some() && told.all(tag)
}

/// Fields of which the cells are no evidence: names that rows have in a file.
const UNQUOTED: [&str; 3] = ["id", "part_of", "same_as"];

/// One row of the table and where it stands.
struct TableRow {
    cells: StringRecord,
    /// The row's bytes in the document's text, without the line ending.
    span: Range<usize>,
    line: usize,
}

/// The rows of a document that are not blank.
struct Rows<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    /// Where the text given to `reader` starts in `text`.
    offset: usize,
    counted_to: usize,
    line: usize,
}

impl<'a> Rows<'a> {
    fn of(document: &'a Document) -> Rows<'a> {
        let text = document.text.as_str();
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let first = text[offset..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = match document.media {
            Media::Xlsx => b',', // as it was rendered
            _ => delimiter(first),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(&text.as_bytes()[offset..]);
        Rows { text, reader, offset, counted_to: 0, line: 1 }
    }
}

impl Iterator for Rows<'_> {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        let mut cells = StringRecord::new();
        loop {
            let start = self.offset + self.reader.position().byte() as usize;
            // The text is UTF-8 and rows may be of any length: nothing can fail.
            if !self.reader.read_record(&mut cells).unwrap_or(false) {
                return None;
            }
            let end = self.offset + self.reader.position().byte() as usize;
            let raw = &self.text[start..end];
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            // The reader skips blank lines before a row and takes the ending behind it.
            let span = end - raw.trim_start_matches(['\r', '\n']).len()
                ..start + raw.trim_end_matches(['\r', '\n']).len();
            let passed = &self.text.as_bytes()[self.counted_to..span.start];
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.counted_to = span.start;
            return Some(TableRow { cells, span, line: self.line });
        }
    }
}

/// Where the fields stand in a row.
struct Columns {
    /// Field to position, and the name that the file gives it.
    at: FxHashMap<&'static str, (usize, String)>,
    found: Vec<String>,
    twice: Vec<String>,
    /// Texts that begin like a formula have an apostrophe before them, as in CSV; the cells of a
    /// workbook are texts by themselves.
    guarded: bool,
    /// Every field of a claim is there, as crossings writes them: nothing is to be concluded from
    /// an empty cell.
    complete: bool,
}

impl Columns {
    fn of(header: &StringRecord) -> Columns {
        let mut columns = Columns {
            at: FxHashMap::default(),
            found: Vec::new(),
            twice: Vec::new(),
            guarded: false,
            complete: false,
        };
        for (index, name) in header.iter().enumerate() {
            let name = name.trim().to_owned();
            if name.is_empty() {
                continue;
            }
            columns.found.push(name.clone());
            let link = LINKS.into_iter().find(|link| name.eq_ignore_ascii_case(link));
            let Some(field) = column(&name).or(link) else { continue };
            if columns.at.contains_key(field) {
                columns.twice.push(name);
            } else {
                columns.at.insert(field, (index, name));
            }
        }
        columns.complete = COLUMNS
            .iter()
            .map(|(field, _)| field)
            .chain(&LINKS)
            .all(|f| columns.at.contains_key(f));
        columns
    }

    /// The cells of a row that a claim is read from, with their heads: nothing else of it, which may be about persons.
    fn quote(&self, cells: &StringRecord) -> String {
        let mut told: Vec<&(usize, String)> = self
            .at
            .iter()
            .filter(|(field, _)| !UNQUOTED.contains(field))
            .map(|(_, at)| at)
            .collect();
        told.sort_unstable();
        let cells = told.into_iter().filter_map(|(at, head)| {
            let cell = crate::header::one_space(cells.get(*at).unwrap_or_default());
            (!cell.is_empty()).then(|| crate::quote::cell(head, &cell))
        });
        cells.collect::<Vec<_>>().join("; ")
    }

    /// Whether there is enough to read rows by; what is missing is reported.
    fn usable(&self, document: &Document, line: usize, report: &mut Report<'_>) -> bool {
        let has = |field: &str| self.at.contains_key(field);
        let mut missing = Vec::new();
        if !(has("value") || has("low") || has("high")) {
            missing.push("`value` (or `low`, `high`)");
        }
        if !has("published") && document.published.is_none() {
            missing.push("`published` (or `reported`), and the table has no date of its own");
        }
        if !missing.is_empty() {
            let shown: String = self.found.join(", ").chars().take(200).collect();
            let message = format!("no column {}; found: {shown}", missing.join(", nor "));
            report.push(Some(line), message, HEADER_REMEDY);
            return false;
        }
        for name in &self.twice {
            let message = format!("two columns for `{name}`; the first is read");
            report.push(Some(line), message, "rename or remove the other");
        }
        true
    }
}

/// A cell that was not read.
struct Bad {
    column: String,
    found: String,
    expected: String,
}

/// Collects the problems of one table.
struct Report<'a> {
    document: &'a Document,
    problems: &'a mut Vec<Problem>,
    rows_left_out: usize,
    told: usize,
}

impl Report<'_> {
    fn push(&mut self, line: Option<usize>, message: String, remedy: &str) {
        let file = self.document.name.clone();
        self.problems.push(Problem { file, line, message, remedy: remedy.to_owned() });
    }

    fn row(&mut self, line: usize, bad: Vec<Bad>) {
        self.rows_left_out += 1;
        for Bad { column, found, expected } in bad {
            if self.told == MOST_PROBLEMS {
                return;
            }
            self.told += 1;
            let found: String = found.chars().take(60).collect();
            let message = if found.is_empty() {
                format!("column `{column}` is empty; row left out")
            } else {
                format!("column `{column}`: `{found}` was not read; row left out")
            };
            self.push(Some(line), message, &format!("expected {expected}"));
        }
    }

    fn close(mut self) {
        if self.told == MOST_PROBLEMS {
            let message = format!("{} rows left out in all", self.rows_left_out);
            self.push(
                None,
                message,
                "correct the rows named above first; the others are likely alike",
            );
        }
    }
}

struct RowReader<'a> {
    document: &'a Document,
    gazetteer: &'a Gazetteer,
    options: Options<'a>,
    columns: Columns,
    /// A long table says the same few things of whom it counts.
    populations: FxHashMap<String, (Unit, Population)>,
    /// What the claims were called where the table was written, and are called now.
    names: FxHashMap<Id, Id>,
    /// Crossings that the gazetteer does not know, and the first line of each.
    strange: BTreeMap<String, usize>,
}

/// The cells of one row by field, and those that could not be read.
struct Fields<'r> {
    cells: &'r StringRecord,
    columns: &'r Columns,
    bad: Vec<Bad>,
}

impl<'r> Fields<'r> {
    /// The text of a cell; empty for none, and for the ways of writing none.
    fn text(&self, field: &str) -> &'r str {
        let Some((index, _)) = self.columns.at.get(field) else { return "" };
        let text = self.cells.get(*index).unwrap_or_default().trim();
        let text = if self.columns.guarded { cells::unguarded(text) } else { text };
        if self.columns.complete {
            return text;
        }
        match text.to_ascii_lowercase().as_str() {
            "-" | "–" | "n/a" | "na" | "null" | "none" | "nan" => "",
            _ => text,
        }
    }

    fn owned(&self, field: &str) -> Option<String> {
        let text = self.text(field);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The reading of a cell that is not empty.
    fn get<T>(&mut self, field: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|expected| self.refuse(field, expected)).ok()
    }

    fn refuse(&mut self, field: &str, expected: impl Into<String>) {
        let name = self.columns.at.get(field).map_or(field, |(_, name)| name.as_str());
        self.bad.push(Bad {
            column: name.to_owned(),
            found: self.text(field).to_owned(),
            expected: expected.into(),
        });
    }
}

/// From this hour on a day is as good as over.
const LATE: jiff::civil::Time = jiff::civil::time(22, 0, 0, 0);

impl RowReader<'_> {
    /// `None` for a row without a single field that is known.
    fn read(&mut self, row: &TableRow) -> Result<Option<Claim>, Vec<Bad>> {
        let mut fields = Fields { cells: &row.cells, columns: &self.columns, bad: Vec::new() };
        if COLUMNS.iter().all(|(field, _)| fields.text(field).is_empty()) {
            return Ok(None);
        }
        let raw = &self.document.text[row.span.clone()];
        if raw.contains('\n') && raw.matches('"').count() % 2 == 1 {
            return Err(vec![Bad {
                column: "first".to_owned(),
                found: raw.lines().next().unwrap_or_default().to_owned(),
                expected: "every quotation mark that opens a cell to be closed".to_owned(),
            }]);
        }
        let quantity = Quantity::of(&mut fields);
        let published = self.published(&mut fields);
        let (start, end) = (fields.get("start", cells::day), fields.get("end", cells::day));
        if let (Some(first), Some(last)) = (start, end)
            && first > last
        {
            fields.refuse("start", format!("a day not after the end, {last}"));
        }
        // "2023-11-03T10:00": up to then, where no column of its own tells the hour.
        let behind = |field: &str| calendar::hours::behind_day(fields.text(field));
        let of_day = behind("end").or_else(|| behind("published").filter(|_| published == end));
        // Up to an hour of its last day: the rest of that day is not in it. (Midnight is what spreadsheets make
        // of a bare day.)
        let by_day = jiff::civil::time(1, 0, 0, 0)..LATE;
        let so_far = behind("end").is_some_and(|hour| by_day.contains(&hour));
        let as_of = fields.get("as_of", cells::hour).or(of_day);
        let complete = self.columns.complete;
        let kind: Option<Kind> = fields.get("kind", cells::word);
        let measure = fields.get("measure", cells::word).unwrap_or(match kind {
            Some(kind) if is_stock(kind) => Measure::Stock,
            _ => Measure::Flow,
        });
        let per = fields.get("per", cells::word);
        let who = fields.text("population");
        let (unit, population) = self
            .populations
            .entry(who.to_owned())
            .or_insert_with(|| match complete {
                true => (Unit::default(), Population { text: who.into(), ..Population::default() }),
                false => prose::people_of(who, self.gazetteer),
            })
            .clone();
        let population = Population {
            nationality: self.place(fields.text("nationality")).or(population.nationality),
            status: fields.get("status", cells::word).unwrap_or(population.status),
            group: fields.get("group", cells::word).unwrap_or(population.group),
            includes: cells::list(fields.text("includes")).into_iter().map(str::to_owned).collect(),
            excludes: cells::list(fields.text("excludes")).into_iter().map(str::to_owned).collect(),
            ..population
        };
        let source = source(&mut fields, self.gazetteer);
        let named = source.label().is_some();
        let claim = Claim {
            published,
            publisher: fields.owned("publisher").or_else(|| self.document.publisher.clone()),
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            qualifier: quantity.qualifier,
            unit: fields.get("unit", cells::word).unwrap_or(unit),
            factor: fields.get("factor", cells::number),
            measure,
            per: (measure == Measure::Rate).then(|| per.unwrap_or(Per::Day)),
            kind: kind.unwrap_or_default(),
            concept: fields.get("concept", cells::word).unwrap_or_default(),
            population,
            via: via(self.gazetteer, fields.text("via"), row.line, &mut self.strange),
            from: self.place(fields.text("from")),
            to: self.place(fields.text("to")),
            at: self.place(fields.text("at")),
            start,
            end,
            as_of,
            cumulative: fields.get("cumulative", cells::truth).unwrap_or(false),
            start_stated: fields.get("start_stated", cells::truth).unwrap_or(start.is_some()),
            partial: fields.get("partial", cells::truth).unwrap_or(so_far),
            source,
            part_of: fields.get("part_of", cells::id).flatten(),
            same_as: fields.get("same_as", cells::id).flatten(),
            stance: fields.get("stance", cells::word).unwrap_or_default(),
            found: Found::in_row(named),
            rules: vec!["table.row".into()],
            quote: self.columns.quote(&row.cells),
            ..Claim::new(self.document.id.clone(), &self.document.text, row.span.clone())
        };
        let before = fields.text("id").parse::<Id>().ok();
        if !fields.bad.is_empty() {
            return Err(fields.bad);
        }
        let claim = claim.sealed();
        if let Some(before) = before {
            self.names.entry(before).or_insert_with(|| claim.id.clone());
        }
        Ok(Some(claim))
    }

    fn published(&self, fields: &mut Fields<'_>) -> Option<Date> {
        let before = fields.bad.len();
        let published = fields.get("published", cells::day).or(self.document.published);
        match (published, self.options.today) {
            (Some(day), Some(today)) if day > today => {
                fields.refuse("published", format!("a day not after today ({today})"));
            }
            (None, _) if fields.bad.len() == before => {
                fields.refuse("published", "the day it was published, such as 2023-11-01");
            }
            _ => {}
        }
        published
    }

    /// Says once what the table leaves open: what happened, and crossings that are not known.
    fn say(&self, claims: &[Claim], notes: &mut Vec<Problem>) {
        let mut say = |line: Option<usize>, message: String, remedy: &str| {
            let file = self.document.name.clone();
            notes.push(Problem { file, line, message, remedy: remedy.to_owned() });
        };
        let has = |field: &str| self.columns.at.contains_key(field);
        if !has("kind") && !has("measure") && !claims.is_empty() {
            say(
                None,
                "no column `kind`: what happened is not said, and is read as `other`".to_owned(),
                "add a column `kind` (return, departure, arrival, deportation …)",
            );
        }
        report::strange(&self.strange, self.gazetteer, say);
    }

    /// A country as its code, another place by its gazetteer name, else as written.
    fn place(&self, cell: &str) -> Option<String> {
        if cell.is_empty() {
            return None;
        }
        let code = cell.to_uppercase();
        if self.gazetteer.country(&code).is_some() {
            return Some(code);
        }
        let Some(place) = self.gazetteer.find(cell) else { return Some(cell.to_owned()) };
        match (&place.kind, &place.country) {
            (PlaceKind::Country, Some(code)) => Some(code.clone()),
            _ => Some(place.name.clone()),
        }
    }
}

/// Crossings by their gazetteer names; one that is not known stays as written, and is noted.
fn via(
    gazetteer: &Gazetteer,
    cell: &str,
    line: usize,
    strange: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let mut via: Vec<String> = Vec::new();
    for written in cells::list(cell) {
        let place = gazetteer.crossing(written);
        let name = place.map_or(written, |place| &place.name);
        // "all" is how the picture calls the whole route: no crossing in particular.
        if name.eq_ignore_ascii_case("all") {
            continue;
        }
        if place.is_none() {
            strange.entry(name.to_owned()).or_insert(line);
        }
        if !via.iter().any(|known| known == name) {
            via.push(name.to_owned());
        }
    }
    via
}

/// How many, with the bounds that the qualifier implies.
#[derive(Default)]
struct Quantity {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    qualifier: Qualifier,
}

impl Quantity {
    fn of(fields: &mut Fields<'_>) -> Quantity {
        let before = fields.bad.len();
        let mut value = fields.get("value", cells::number);
        let mut low = fields.get("low", cells::number);
        let mut high = fields.get("high", cells::number);
        let given: Option<Qualifier> = fields.get("qualifier", cells::word);
        if fields.bad.len() > before {
            return Quantity::default(); // reported; nothing follows from half a number
        }
        let qualifier = given.unwrap_or(match (value, low, high) {
            (Some(_), ..) => Qualifier::Exact,
            (None, Some(_), Some(_)) => Qualifier::Range,
            (None, Some(_), None) => Qualifier::MoreThan,
            (None, None, Some(_)) => Qualifier::UpTo,
            (None, None, None) => Qualifier::Undetermined,
        });
        if (value, low, high) == (None, None, None) && given != Some(Qualifier::Undetermined) {
            fields.refuse(
                "value",
                "a number, bounds in `low` and `high`, or the qualifier undetermined",
            );
        }
        if let (Some(least), Some(most)) = (low, high)
            && least > most
        {
            fields.refuse("low", format!("a number not above `high`, {most}"));
        }
        match qualifier {
            _ if fields.columns.complete => {}
            Qualifier::MoreThan => (value, low) = (value.or(low), low.or(value)),
            Qualifier::LessThan | Qualifier::UpTo => {
                (value, high) = (value.or(high), high.or(value))
            }
            _ => {}
        }
        Quantity { value, low, high, qualifier }
    }
}

pub(super) fn is_stock(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Population
            | Kind::Undocumented
            | Kind::Refugees
            | Kind::Registered
            | Kind::Detained
            | Kind::Stranded
            | Kind::InCamp
    )
}

/// According to whom. What a phrase names is read as it would be in prose, so
/// that a table and a report of the same office speak with one name.
fn source(fields: &mut Fields<'_>, gazetteer: &Gazetteer) -> Source {
    let (named, organisation) = (fields.owned("source"), fields.owned("organisation"));
    if fields.columns.complete {
        let kind = fields.get("source_kind", cells::word).unwrap_or_default();
        return Source { name: named, role: fields.owned("role"), organisation, kind };
    }
    let label = organisation.as_deref().or(named.as_deref()).unwrap_or_default();
    let read = prose::source_of(label, gazetteer).unwrap_or_default();
    let kind = fields.get("source_kind", cells::word).unwrap_or(read.kind);
    let role = fields.owned("role").or(read.role);
    match (named, organisation) {
        (Some(named), None) => {
            Source { name: read.name.or(Some(named)), role, organisation: read.organisation, kind }
        }
        // An organisation given in its own column is kept in the writer's words.
        (name, organisation) => Source { name, role, organisation, kind },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{Concept, Group, SourceKind, Status};
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    const OPENING: open::Options = open::Options {
        date: None,
        date_anyway: false,
        today: Some(date(2026, 1, 1)),
        largest: None,
    };

    const OPTIONS: Options<'static> = Options { today: OPENING.today, map: None };

    fn read_table(text: &str, opening: open::Options) -> (Vec<Claim>, Vec<String>) {
        let mut opened = open::open("t.csv", text.as_bytes().to_vec(), opening).unwrap();
        let mut problems = opened.problems;
        let statements = crate::read(
            &mut opened.document,
            &mut opened.sheets,
            Gazetteer::builtin(),
            OPTIONS,
            &mut problems,
            &mut Vec::new(),
        )
        .into_statements(&opened.document);
        let claims = statements.into_iter().map(|statement| match statement {
            Statement::Claim(claim) => claim,
            other => panic!("a table holds claims, not {other:?}"),
        });
        (claims.collect(), problems.iter().map(|problem| problem.to_string()).collect())
    }

    fn claims(text: &str) -> Vec<Claim> {
        let (claims, problems) = read_table(text, OPENING);
        assert_eq!(problems, [""; 0]);
        claims
    }

    #[test]
    fn every_field_of_a_claim_has_a_column() {
        let text = "published,publisher,value,low,high,qualifier,unit,factor,measure,per,kind,concept,\
            population,nationality,status,group,includes,excludes,via,from,to,at,start,end,as_of,\
            cumulative,start_stated,partial,source,organisation,role,source_kind,stance,notes\n\
            2023-11-04,Frontier Wire,\"4,500\",4000,5000,About,households,6.5,rate,week,return,person,\
            undocumented Afghans,AFG,card_holder,adults,deportees;children,tourists,Turkham; Spin Boldak,\
            pak,Afghanistan,Karachi,2023-09-17,2023-11-03,07:00,Yes,no,1,Nasir Khan,KP Home Department,\
            deputy commissioner,government,estimated,a note\n";
        let claims = claims(text);
        let [claim] = &claims[..] else { panic!("{claims:?}") };
        assert_eq!(claim.published, Some(date(2023, 11, 4)));
        assert_eq!(claim.publisher.as_deref(), Some("Frontier Wire"));
        assert_eq!(
            (claim.value, claim.low, claim.high),
            (Some(4500.0), Some(4000.0), Some(5000.0))
        );
        assert_eq!((claim.qualifier, claim.unit), (Qualifier::About, Unit::Households));
        assert_eq!((claim.factor, claim.per), (Some(6.5), Some(Per::Week)));
        assert_eq!((claim.measure, claim.kind), (Measure::Rate, Kind::Return));
        assert_eq!(claim.concept, Concept::Person);
        assert_eq!(claim.population.text, "undocumented Afghans");
        assert_eq!(claim.population.nationality.as_deref(), Some("AFG"));
        assert_eq!(claim.population.status, Status::CardHolder);
        assert_eq!(claim.population.group, Group::Adults);
        assert_eq!(claim.population.includes, ["deportees", "children"]);
        assert_eq!(claim.population.excludes, ["tourists"]);
        assert_eq!(claim.via, ["Torkham", "Chaman"]);
        assert_eq!(claim.from.as_deref(), Some("PAK"));
        assert_eq!(claim.to.as_deref(), Some("AFG"));
        assert_eq!(claim.at.as_deref(), Some("Karachi"));
        assert_eq!((claim.start, claim.end), (Some(date(2023, 9, 17)), Some(date(2023, 11, 3))));
        assert_eq!(claim.as_of, Some(time(7, 0, 0, 0)));
        assert!(claim.cumulative && !claim.start_stated && claim.partial);
        assert_eq!(claim.source.name.as_deref(), Some("Nasir Khan"));
        assert_eq!(claim.source.organisation.as_deref(), Some("KP Home Department"));
        assert_eq!(claim.source.role.as_deref(), Some("deputy commissioner"));
        assert_eq!(claim.source.kind, SourceKind::Government);
        assert_eq!(claim.stance, claim::Stance::Estimated);
        assert_eq!(claim.rules, ["table.row"]);
        assert!(
            claim.quote.starts_with("published: 2023-11-04; publisher: Frontier"),
            "{}",
            claim.quote
        );
        assert!(!claim.quote.contains("a note"), "{}", claim.quote);
    }

    #[test]
    fn a_row_of_hxl_tags_is_no_claim_and_formulas_lose_their_apostrophe() {
        let text = "published,value,via,organisation\n#date+published,#affected,#loc,#org\n\
            2023-11-04,120,Torkham,'=Ministry\n2023-11-04,130,Torkham,'Ministry'\n";
        let claims = claims(text);
        let names: Vec<_> =
            claims.iter().filter_map(|claim| claim.source.organisation.as_deref()).collect();
        assert_eq!(names, ["=Ministry", "'Ministry'"]);
    }

    #[test]
    fn what_is_not_said_gets_the_plain_reading() {
        let text = "\u{feff}Reported;Who;Value;Start;Source\r\n\r\n2023-11-04;Afghan men;1 500;2023-11-03;IOM DTM\r\n\r\n";
        let claims = claims(text);
        let [claim] = &claims[..] else { panic!("{claims:?}") };
        assert_eq!(
            (claim.measure, claim.kind, claim.unit),
            (Measure::Flow, Kind::Other, Unit::People)
        );
        assert_eq!((claim.value, claim.qualifier), (Some(1500.0), Qualifier::Exact));
        assert_eq!(claim.population.nationality.as_deref(), Some("AFG"));
        assert_eq!(claim.population.group, Group::Men);
        assert!(!claim.cumulative && claim.start_stated && claim.via.is_empty());
        assert_eq!(claim.source.organisation.as_deref(), Some("IOM DTM"));
        assert_eq!(claim.source.kind, SourceKind::Un);
        assert_eq!(
            claim.quote,
            "Reported: 2023-11-04; Who: Afghan men; Value: 1 500; Start: 2023-11-03; Source: IOM DTM"
        );
        let row = "2023-11-04;Afghan men;1 500;2023-11-03;IOM DTM";
        assert_eq!(&text[claim.span[0]..claim.span[1]], row, "the mark counts in the span");
    }

    #[test]
    fn bounds_follow_from_the_qualifier_and_the_qualifier_from_bounds() {
        let text = "reported,value,low,high,qualifier\n\
            2023-11-04,50000,,,more_than\n2023-11-04,50000,,,up to\n2023-11-04,,100,,\n\
            2023-11-04,,,100,\n2023-11-04,,4000,5000,\n2023-11-04,,,,undetermined\n";
        let bounds: Vec<_> = claims(text)
            .iter()
            .map(|claim| (claim.value, claim.low, claim.high, claim.qualifier))
            .collect();
        let (some, none) = (Some::<f64>, None::<f64>);
        assert_eq!(
            bounds,
            [
                (some(5e4), some(5e4), none, Qualifier::MoreThan),
                (some(5e4), none, some(5e4), Qualifier::UpTo),
                (some(100.0), some(100.0), none, Qualifier::MoreThan),
                (some(100.0), none, some(100.0), Qualifier::UpTo),
                (none, some(4e3), some(5e3), Qualifier::Range),
                (none, none, none, Qualifier::Undetermined),
            ]
        );
    }

    #[test]
    fn a_bad_cell_costs_its_row_and_says_where_and_why() {
        let text = "reported,value,kind,start,end\n\
            2023-11-04,many,return,,\n\
            03/04/2023,5,return,,\n\
            2023-11-04,5,returning,2023-11-02,2023-11-01\n\
            2999-01-01,5,return,,\n\
            ,5,return,,\n\
            2023-11-04,,return,,\n\
            2023-11-04,6,return,,\n";
        let (claims, problems) = read_table(text, OPENING);
        assert_eq!(claims.iter().map(|claim| claim.value).collect::<Vec<_>>(), [Some(6.0)]);
        let starts = [
            "t.csv:2: column `value`: `many` was not read; row left out\n  hint: expected a number such as",
            "t.csv:3: column `reported`: `03/04/2023` was not read; row left out\n  hint: expected a day with one reading: write 2023-04-03 or 2023-03-04",
            "t.csv:4: column `start`: `2023-11-02` was not read; row left out\n  hint: expected a day not after the end, 2023-11-01",
            "t.csv:4: column `kind`: `returning` was not read; row left out\n  hint: expected one of return, departure",
            "t.csv:5: column `reported`: `2999-01-01` was not read; row left out\n  hint: expected a day not after today",
            "t.csv:6: column `reported` is empty; row left out\n  hint: expected the day it was published",
            "t.csv:7: column `value` is empty; row left out\n  hint: expected a number, bounds",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:#?}");
        for (problem, start) in problems.iter().zip(starts) {
            assert!(problem.starts_with(start), "{problem}");
        }
    }

    #[test]
    fn a_missing_column_is_named_with_those_that_were_found() {
        let (claims, problems) = read_table("reported,count,via\n2023-11-04,5,Torkham\n", OPENING);
        assert!(claims.is_empty());
        assert_eq!(problems.len(), 1);
        let expected = "t.csv: 1 numbers left out: nothing says of which days they are\n  hint: ";
        assert!(problems[0].starts_with(expected), "{}", problems[0]);

        let (_, problems) = read_table("value,via\n5,Torkham\n", OPENING);
        assert!(
            problems[0].starts_with("t.csv:1: no column `published` (or `reported`)"),
            "{problems:?}"
        );
        let dated = open::Options { date: Some(date(2023, 11, 4)), ..OPENING };
        let (claims, problems) = read_table("value,via\n5,Torkham\n", dated);
        assert_eq!((claims[0].published, problems.len()), (dated.date, 0));
    }

    #[test]
    fn a_file_that_is_wrong_throughout_is_told_briefly() {
        let text = format!("reported,value\n{}", "2023-11-04,x\n".repeat(5000));
        let (_, problems) = read_table(&text, OPENING);
        assert_eq!(problems.len(), MOST_PROBLEMS + 1);
        assert!(problems[MOST_PROBLEMS].starts_with("t.csv: 5000 rows left out in all"));
    }

    #[test]
    fn an_open_quotation_mark_does_not_swallow_the_table_silently() {
        let text = "reported,value,notes\n2023-11-04,5,\"open\n2023-11-05,6,x\n2023-11-06,7,y\n";
        let (claims, problems) = read_table(text, OPENING);
        assert!(claims.is_empty());
        assert!(problems[0].contains("every quotation mark"), "{problems:?}");
    }

    #[test]
    fn a_quoted_cell_may_span_lines_and_lines_are_still_counted() {
        let text = "reported,value,notes\n2023-11-04,5,\"two\nlines\"\n\n2023-11-05,x,\n";
        let (claims, problems) = read_table(text, OPENING);
        assert_eq!(&text[claims[0].span[0]..claims[0].span[1]], "2023-11-04,5,\"two\nlines\"");
        assert!(problems[0].starts_with("t.csv:5: "), "{problems:?}");
    }

    #[test]
    fn a_source_in_a_table_is_read_as_in_prose() {
        use SourceKind::*;
        let cases = [
            ("KP Home Dept", Some("Khyber Pakhtunkhwa Home Department"), Government),
            ("Polish Border Guard (SG)", Some("Poland Border Guard"), BorderAuthority),
            ("IOM Afghanistan", Some("IOM"), Un),
            (
                "Taliban Ministry of Refugees (Amu)",
                Some("Ministry of Refugees and Repatriation"),
                DeFactoAuthority,
            ),
            ("official sources", None, AnonymousOfficial),
            ("Somebody", None, Other),
        ];
        for (label, organisation, kind) in cases {
            let claim = &claims(&format!("reported,value,source\n2023-11-04,5,{label}\n"))[0];
            assert_eq!(claim.source.organisation.as_deref(), organisation, "{label}");
            assert_eq!(claim.source.kind, kind, "{label}");
            assert!(claim.source.name.is_some(), "{label}: the words of the cell are kept");
        }
        let claim = &claims(
            "reported,value,source\n2023-11-04,5,Deputy Commissioner Abdul Nasir Khan (Reuters)\n",
        )[0];
        assert_eq!(claim.source.name.as_deref(), Some("Abdul Nasir Khan"));
        assert_eq!(claim.source.role.as_deref(), Some("deputy commissioner"));
    }

    #[test]
    fn a_workbook_reads_as_its_sheet_with_the_columns_and_lines_are_rows() {
        // A cover sheet, then a table that starts at B3: day cells, a truth cell, a word for a number.
        let bytes = include_bytes!("../tests/data/counts.xlsx").to_vec();
        let mut opened = open::open("t.xlsx", bytes.clone(), OPENING).unwrap();
        assert_eq!(opened.document.original, Some(bytes));
        let mut problems = Vec::new();
        let read = crate::read(
            &mut opened.document,
            &mut opened.sheets,
            Gazetteer::builtin(),
            OPTIONS,
            &mut problems,
            &mut Vec::new(),
        )
        .into_statements(&opened.document);
        let [Statement::Claim(claim)] = &read[..] else { panic!("{read:?}") };
        assert_eq!(
            claim.quote,
            "reported: 2023-11-04; who: Afghans; via: Turkham; value: 160638; start: 2023-09-17; cumulative: true; source: KP Home Department"
        );
        assert_eq!(claim.published, Some(date(2023, 11, 4)));
        assert_eq!(claim.via, ["Torkham"]);
        assert!(claim.cumulative);
        assert_eq!((problems.len(), problems[0].line), (1, Some(6)), "{problems:?}");
    }

    #[test]
    fn a_damaged_workbook_is_refused() {
        let whole = include_bytes!("../tests/data/counts.xlsx");
        for cut in (0..whole.len()).step_by(7) {
            let _ = open::open("t.xlsx", whole[..cut].to_vec(), OPENING);
            let mut bent = whole.to_vec();
            bent[cut] ^= 0x55;
            let _ = open::open("t.xlsx", bent, OPENING);
        }
    }

    #[test]
    fn the_real_series_is_read_whole() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/series/pakistan-afghanistan-2023.csv"
        );
        let Ok(bytes) = std::fs::read(path) else {
            println!("skipped: {path} is not on this machine");
            return;
        };
        let mut opened = open::open(path, bytes, OPENING).unwrap();
        let mut problems = Vec::new();
        let read = crate::read(
            &mut opened.document,
            &mut opened.sheets,
            Gazetteer::builtin(),
            OPTIONS,
            &mut problems,
            &mut Vec::new(),
        )
        .into_statements(&opened.document);
        assert_eq!(problems, []);
        assert_eq!(read.len(), opened.document.text.lines().count() - 1);
        let Statement::Claim(first) = &read[0] else { unreachable!() };
        assert_eq!(first.value, Some(82_500.0));
        assert_eq!(first.via, ["Torkham"]);
        assert_eq!(first.population.nationality.as_deref(), Some("AFG"));
        assert!(first.cumulative);
    }

    proptest! {
        #[test]
        fn no_table_panics(text in "(reported,value,low,via,start\n)?([0-9,;\"\n\r\t -]|\\PC){0,120}") {
            if let Ok(mut opened) = open::open("t.csv", text.into_bytes(), OPENING) {
                let mut problems = Vec::new();
                let statements = crate::read(
                    &mut opened.document,
                    &mut opened.sheets,
                    Gazetteer::builtin(),
                    OPTIONS,
                    &mut problems,
                    &mut Vec::new(),
                ).into_statements(&opened.document);
                for statement in statements {
                    let [start, end] = statement.span();
                    prop_assert!(opened.document.text.get(start..end).is_some());
                }
            }
        }
    }
}
