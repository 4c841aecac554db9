//! Documents as they arrive: bytes or a text into the ledger, and what of it was read.

use std::sync::atomic::Ordering;

use claim::{Statement, Verdict};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use ledger::Added;
use read::{Problem, Reading};
use serde::Serialize;

use crate::ask::{Ask, Refusal, Sent};
use crate::picture::day;
use crate::room::Room;

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Became {
    /// It is in the ledger now.
    Added,
    /// It was there already, and stays as it is.
    Known,
    /// It speaks of other things than displacement; it is kept, and nothing was read from it.
    PassedOver,
    /// It is not in the ledger.
    NotKept,
}

/// What became of one document, and what to know of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Taken {
    pub name: String,
    pub became: Became,
    /// Its id, where it is in the ledger.
    pub document: Option<String>,
    pub claims: usize,
    /// Events and positions.
    pub others: usize,
    /// What could not be read or kept, with what to do; and what one should know.
    pub problems: Vec<String>,
    pub notes: Vec<String>,
}

fn said(problem: &Problem) -> String {
    let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let remedy =
        if problem.remedy.is_empty() { String::new() } else { format!(" — {}", problem.remedy) };
    format!("{line}{}{remedy}", problem.message)
}

/// The name of a file as it is kept: no path, nothing that a terminal or a page would take for an order.
fn name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    let plain = plain.trim();
    if plain.is_empty() || plain == "." || plain == ".." {
        "upload.txt".to_owned()
    } else {
        plain.to_owned()
    }
}

/// What was sent: files, or a pasted text as one.
pub(crate) fn sent(ask: &Ask) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let mut all: Vec<(String, Vec<u8>)> =
        ask.files.iter().map(|Sent { name: given, bytes }| (name(given), bytes.clone())).collect();
    let text = ask.form.get("text").map(|text| text.as_bytes().to_vec());
    let text = text.or_else(|| (!ask.body.is_empty()).then(|| ask.body.clone()));
    if let Some(text) = text {
        let called = ask.form.get("name").map_or_else(|| "pasted.txt".to_owned(), name);
        let called = if read::is_readable(&called) { called } else { format!("{called}.txt") };
        all.push((called, text));
    }
    if all.is_empty() {
        return Err(Refusal::bad("nothing was sent", "choose files, or paste a text"));
    }
    Ok(all)
}

/// Reads what was sent, without keeping it.
pub(crate) fn readings(
    room: &Room,
    ask: &Ask,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Vec<Result<Reading, Problem>>, Refusal> {
    let date = day(&ask.form, "date")?;
    // A report published this morning, where the day begins first, is not from the future.
    let somewhere = (room.settings.now)() + 14.hours();
    let known = room.known()?;
    let options = read::Options {
        date,
        today: Some(somewhere.to_zoned(TimeZone::UTC).date()),
        events: &known.events,
        ..read::Options::default()
    };
    Ok(read::read_all(name, bytes, options, room.settings.gazetteer))
}

/// Reads what was sent and enters it; each document goes in whole or not at all.
pub(crate) fn add(room: &Room, ask: &Ask) -> Result<Vec<Taken>, Refusal> {
    let mut all = Vec::new();
    for (name, bytes) in sent(ask)? {
        if !read::is_readable(&name) {
            all.push(not_kept(&name, "is neither a text nor a table that is read here".to_owned()));
            continue;
        }
        for reading in readings(room, ask, &name, bytes)? {
            all.push(match reading {
                Ok(reading) => enter(room, ask, &reading)?,
                Err(problem) => not_kept(&name, said(&problem)),
            });
        }
    }
    Ok(all)
}

fn not_kept(name: &str, why: String) -> Taken {
    Taken {
        name: name.to_owned(),
        became: Became::NotKept,
        document: None,
        claims: 0,
        others: 0,
        problems: vec![why],
        notes: Vec::new(),
    }
}

fn enter(room: &Room, ask: &Ask, reading: &Reading) -> Result<Taken, Refusal> {
    let (document, statements) = (&reading.document, &reading.statements);
    let claims = statements.iter().filter(|one| matches!(one, Statement::Claim(_))).count();
    let mut taken = Taken {
        name: document.name.clone(),
        became: Became::NotKept,
        document: None,
        claims,
        others: statements.len() - claims,
        problems: reading.problems.iter().map(said).collect(),
        notes: reading.notes.iter().map(said).collect(),
    };
    if !reading.problems.is_empty() && reading.count() == 0 {
        return Ok(taken);
    }
    // Without a day of publication nothing can be shown as known on a date, and a ledger cannot take the day back in.
    let of_claims =
        statements.iter().any(|s| matches!(s, Statement::Claim(c) if c.published.is_some()));
    if document.published.is_none() && !of_claims {
        taken.problems.push(
            "does not say when it was published — give the day below and send it again".to_owned(),
        );
        return Ok(taken);
    }
    let now = (room.settings.now)();
    let by = ask.signature();
    let entered = room.writing(|ledger| {
        let added = ledger.add(document, statements, now)?;
        // What copies something confidential stays in with it.
        let copies = match added {
            Added::New { .. } => ledger.keep_back_copies(&[&document.id], &by, now)?.1,
            Added::Known => Vec::new(),
        };
        Ok((added, copies))
    });
    match entered {
        Ok((added, copies)) => {
            taken.document = Some(document.id.to_string());
            taken.became = match (added, reading.passed_over) {
                (Added::Known, _) => Became::Known,
                (_, true) => Became::PassedOver,
                _ => Became::Added,
            };
            if added != Added::Known {
                room.metrics.documents.fetch_add(1, Ordering::Relaxed);
            }
            if !copies.is_empty() {
                taken.notes.push(format!(
                    "copies a confidential document: marked as {}",
                    Verdict::Confidential
                ));
            }
        }
        Err(refusal) => taken.problems.push(format!("{} — {}", refusal.detail, refusal.remedy)),
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn the_name_of_a_file_is_no_path_and_no_order() {
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("C:\\reports\\a.txt"), "a.txt");
        assert_eq!(name("a\u{1b}[2J\n.txt"), "a[2J.txt");
        assert_eq!(name("/"), "upload.txt");
        assert_eq!(name(".."), "upload.txt");
    }
}
