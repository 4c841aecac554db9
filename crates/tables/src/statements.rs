//! JSON Lines of statements, as `crossings export --format jsonl` and `crossings read
//! --format jsonl` write them: a claim, event or position a line.
//!
//! The file is the document now, and the line is the evidence: a statement keeps all its fields
//! but those that say where it stands (`document`, `span`, and the `id` made of them). Its span is that of
//! the words in their quotation marks, escaped as JSON has them. Links lead to the statements
//! of the file.

use std::ops::Range;

use claim::{Claim, Document, Id, Statement};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use open::Problem;

use crate::{MOST_PROBLEMS, Options};

const REMEDY: &str = "expected a claim, event or position as docs/statement.schema.json says";

/// Where the quote stands in a line.
#[derive(Deserialize)]
struct Quoted<'a> {
    #[serde(borrow)]
    quote: &'a RawValue,
}

/// Reads the statements. Every line that cannot be read is a problem.
pub fn read(
    document: &Document,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut names: FxHashMap<Id, Id> = FxHashMap::default();
    let mut left_out = 0;
    let mut at = 0;
    for (number, whole) in document.text.split_inclusive('\n').enumerate() {
        let start = at;
        at += whole.len();
        let mark = if number == 0 { '\u{feff}'.len_utf8() } else { 0 };
        let skipped = if whole.starts_with('\u{feff}') { mark } else { 0 };
        let line = whole[skipped..].trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            continue;
        }
        match statement(document, line, start + skipped, options) {
            Ok((before, statement)) => {
                names.entry(before).or_insert_with(|| statement.id().clone());
                statements.push(statement);
            }
            Err(message) => {
                left_out += 1;
                if left_out <= MOST_PROBLEMS {
                    problems.push(Problem {
                        file: document.name.clone(),
                        line: Some(number + 1),
                        message: format!("{message}; line left out"),
                        remedy: REMEDY.to_owned(),
                    });
                }
            }
        }
    }
    if left_out > MOST_PROBLEMS {
        problems.push(Problem {
            file: document.name.clone(),
            line: None,
            message: format!("{left_out} lines left out in all"),
            remedy: "correct the lines named above first; the others are likely alike".to_owned(),
        });
    }
    for statement in &mut statements {
        if let Statement::Claim(claim) = statement {
            crate::names::follow(claim, &names);
        }
    }
    statements
}

/// The statement of a line, and the id that it has there.
fn statement(
    document: &Document,
    line: &str,
    start: usize,
    options: Options<'_>,
) -> Result<(Id, Statement), String> {
    // Where in the line it stopped making sense; the line's number is told anyway.
    let unread = |error: serde_json::Error| match error.is_data() {
        true => error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
        false => format!("not JSON at column {}", error.column()),
    };
    let read: Statement = serde_json::from_str(line).map_err(unread)?;
    let Quoted { quote } = serde_json::from_str(line).map_err(unread)?;
    let before = read.id().clone();
    let span = within(line, quote.get(), start);
    let id = document.id.clone();
    let published = |day: Option<Date>| match (day.or(document.published), options.today) {
        (Some(day), Some(today)) if day > today => {
            Err(format!("published on {day}, which is after today ({today})"))
        }
        (None, _) => Err("without a day of publication".to_owned()),
        (day, _) => Ok(day),
    };
    let in_order = |start: Option<Date>, end: Option<Date>| match (start, end) {
        (Some(start), Some(end)) if start > end => {
            Err(format!("starts {start}, after its end {end}"))
        }
        _ => Ok(()),
    };
    let span = [span.start, span.end];
    let read = match read {
        Statement::Claim(claim) => {
            in_order(claim.start, claim.end)?;
            sound(&claim)?;
            let published = published(claim.published)?;
            Statement::Claim(Claim { document: id, span, published, ..claim }.sealed())
        }
        Statement::Event(event) => {
            in_order(event.start, event.end)?;
            let published = published(event.published)?;
            Statement::Event(claim::Event { document: id, span, published, ..event }.sealed())
        }
        Statement::Position(position) => {
            let published = published(position.published)?;
            let position = claim::Position { document: id, span, published, ..position };
            Statement::Position(position.sealed())
        }
    };
    Ok((before, read))
}

/// Whether the numbers of a claim can be meant.
fn sound(claim: &Claim) -> Result<(), String> {
    for (name, number) in [("value", claim.value), ("low", claim.low), ("high", claim.high)] {
        if let Some(number) = number.filter(|number| !(number.is_finite() && *number >= 0.0)) {
            return Err(format!("`{name}` is {number}"));
        }
    }
    if let (Some(low), Some(high)) = (claim.low, claim.high)
        && low > high
    {
        return Err(format!("`low` is {low}, above `high`, {high}"));
    }
    Ok(())
}

/// The bytes between the quotation marks of `raw`, a string in `line`, which starts at `start`.
fn within(line: &str, raw: &str, start: usize) -> Range<usize> {
    let at = start + (raw.as_ptr() as usize - line.as_ptr() as usize);
    let string = raw.starts_with('"') && raw.len() >= 2;
    if string { at + 1..at + raw.len() - 1 } else { at..at + raw.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{DocumentId, Event, Kind, Position};
    use jiff::civil::date;

    const TODAY: Option<Date> = Some(date(2026, 1, 1));

    struct Reading {
        document: Document,
        statements: Vec<Statement>,
        problems: Vec<Problem>,
    }

    fn read_lines(text: &str) -> Reading {
        let bytes = text.as_bytes().to_vec();
        let opening = open::Options { today: TODAY, ..open::Options::default() };
        let document = open::open("s.jsonl", bytes, opening).unwrap().document;
        let mut problems = Vec::new();
        let options = Options { today: TODAY, map: None };
        let statements = read(&document, options, &mut problems);
        Reading { document, statements, problems }
    }

    #[test]
    fn statements_come_back_with_their_words_and_links() {
        let text = "He said \"140,000\nleft\". Torkham closed. Kabul protests.";
        let document = DocumentId::of_bytes(text.as_bytes());
        let published = Some(date(2023, 11, 1));
        let whole = Claim {
            published,
            value: Some(140_000.0),
            kind: Kind::Departure,
            ..Claim::new(document.clone(), text, 0..22)
        }
        .sealed();
        let part = Claim { part_of: Some(whole.id.clone()), value: Some(5.5), ..whole.clone() };
        let part = part.sealed();
        let event = Event { published, ..Event::new(document.clone(), text, 24..38) }.sealed();
        let position =
            Position { published, holder: "Kabul".into(), ..Position::new(document, text, 40..54) };
        let all = [
            Statement::Claim(part.clone()), // before the claim that it is a part of
            Statement::Claim(whole.clone()),
            Statement::Event(event),
            Statement::Position(position.sealed()),
        ];
        let lines: String =
            all.iter().map(|s| serde_json::to_string(s).unwrap() + "\r\n").collect();
        let reading = read_lines(&format!("\u{feff}{lines}\n"));
        assert_eq!(reading.problems, []);
        assert_eq!(reading.statements.len(), 4);
        let Statement::Claim(back) = &reading.statements[1] else { panic!() };
        assert_eq!(back.quote, whole.quote, "the words, not their escapes");
        let [from, to] = back.span;
        assert_eq!(&reading.document.text[from..to], r#"He said \"140,000\nleft\""#);
        let Statement::Claim(first) = &reading.statements[0] else { panic!() };
        assert_eq!(first.part_of.as_ref(), Some(&back.id));
        assert_eq!(first.value, Some(5.5));
        let expected = Claim {
            id: back.id.clone(),
            document: reading.document.id.clone(),
            span: back.span,
            ..whole
        };
        assert_eq!(*back, expected);
    }

    #[test]
    fn a_line_that_is_none_is_named_and_the_others_are_read() {
        let text = "120 left.";
        let claim = Claim {
            published: Some(date(2023, 11, 1)),
            value: Some(120.0),
            ..Claim::new(DocumentId::of_bytes(text.as_bytes()), text, 0..3)
        }
        .sealed();
        let line = |claim: &Claim| serde_json::to_string(&Statement::Claim(claim.clone())).unwrap();
        let good = line(&claim);
        let undated = line(&Claim { published: None, ..claim.clone() });
        let future = line(&Claim { published: Some(date(2027, 1, 1)), ..claim.clone() });
        let negative = line(&Claim { value: Some(-5.0), ..claim.clone() });
        let crossed = line(&Claim { low: Some(9.0), high: Some(3.0), ..claim.clone() });
        let backward =
            line(&Claim { start: Some(date(2023, 2, 1)), end: Some(date(2023, 1, 1)), ..claim });
        let text =
            [&good, "{\"type\":\"claim\"}", "{", &undated, &future, &negative, &crossed, &backward]
                .join("\n");
        let reading = read_lines(&text);
        assert_eq!(reading.statements.len(), 1);
        let told: Vec<String> = reading.problems.iter().map(|p| p.message.clone()).collect();
        assert_eq!(
            told,
            [
                "missing field `id`; line left out",
                "not JSON at column 1; line left out",
                "without a day of publication; line left out",
                "published on 2027-01-01, which is after today (2026-01-01); line left out",
                "`value` is -5; line left out",
                "`low` is 9, above `high`, 3; line left out",
                "starts 2023-02-01, after its end 2023-01-01; line left out",
            ]
        );
        assert_eq!(reading.problems[1].line, Some(3));
    }
}
