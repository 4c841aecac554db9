//! The same content in every form that reports come in: what the reader finds in each is measured
//! against what it finds in the plain text. `formats/make.py` makes the files, with the real tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use claim::{Claim, Statement};
use jiff::civil::{Date, date};
use places::Gazetteer;
use read::{Options, Reading};

const BAR: f64 = 0.95;
/// Of what only the places of letters tell.
const PDF_BAR: f64 = 0.9;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// The contents: name, day of publication.
const CONTENTS: [(&str, Date); 5] = [
    ("1-returns", date(2023, 11, 14)),
    ("2-poland", date(2022, 3, 8)),
    ("3-sudan", date(2023, 12, 15)),
    ("4-syria", date(2024, 10, 3)),
    ("5-closure", date(2023, 11, 22)),
];

fn claims(reading: &Reading) -> impl Iterator<Item = &Claim> {
    reading.statements.iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    })
}

/// What a claim says, without where it says it.
fn said(claim: &Claim) -> String {
    format!(
        "{:?} {:?}..{:?} {} {} {:?} {:?}>{:?} {:?}..{:?} {}",
        claim.value,
        claim.low,
        claim.high,
        claim.measure,
        claim.kind,
        claim.via,
        claim.from,
        claim.to,
        claim.start,
        claim.end,
        claim.cumulative
    )
}

fn numbers(claim: &Claim) -> Vec<u64> {
    [claim.value, claim.low, claim.high].into_iter().flatten().map(f64::to_bits).collect()
}

struct Gold {
    title: String,
    day: Date,
    claims: Vec<Claim>,
}

fn gold() -> BTreeMap<&'static str, Gold> {
    let mut all = BTreeMap::new();
    for (name, day) in CONTENTS {
        let options = Options { date: Some(day), ..Options::default() };
        let text = fs::read(folder().join(format!("text/{name}.txt"))).unwrap();
        let title = String::from_utf8_lossy(&text).lines().next().unwrap().to_owned();
        let plain = read::read("text.txt", text, options, Gazetteer::builtin()).unwrap();
        let mut found: Vec<Claim> = claims(&plain).cloned().collect();
        assert!(found.len() >= 3, "{name} says much");
        if name.starts_with('1') {
            let table = fs::read(folder().join("text/table.csv")).unwrap();
            let table = read::read("table.csv", table, options, Gazetteer::builtin()).unwrap();
            assert_eq!(claims(&table).count(), 3);
            found.extend(claims(&table).cloned());
        }
        all.insert(name, Gold { title, day, claims: found });
    }
    all
}

#[derive(Default)]
struct Tally {
    files: usize,
    gold: usize,
    found: usize,
    more: usize,
    missed: Vec<String>,
}

/// How a file was made, by its name: `1-returns.typst.pdf` by typst, as PDF.
fn form(file: &str) -> String {
    let parts: Vec<&str> = file.split('.').collect();
    match parts[..] {
        [_, maker, ending] => format!("{ending} ({maker})"),
        _ => parts.last().copied().unwrap_or_default().to_owned(),
    }
}

#[test]
fn every_form_says_what_the_text_says() {
    let gold = gold();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder().join("files")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 40);
    let mut wrong = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let tally = tallies.entry(form(&file)).or_default();
        tally.files += 1;
        let bytes = fs::read(&path).unwrap();
        let readings = read::read_all(&file, bytes, Options::default(), Gazetteer::builtin());
        // The claims of each content in the file: what is attached belongs to what it is attached to.
        let mut by_content: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
        for reading in readings {
            let reading = match reading {
                Ok(reading) => reading,
                Err(problem) => {
                    assert!(problem.message.contains("photo.jpg"), "{problem}");
                    continue;
                }
            };
            let content = gold
                .iter()
                .find(|(name, of)| {
                    reading.document.name.contains(*name)
                        || reading.document.title.as_deref() == Some(&of.title)
                })
                .map(|(name, _)| *name)
                .unwrap_or_else(|| panic!("{}: whose?", reading.document.name));
            let of = &gold[content];
            assert_eq!(reading.document.published, Some(of.day), "{}", reading.document.name);
            for claim in claims(&reading) {
                let [start, end] = claim.span;
                let place = &reading.document.text[start..end];
                // A row is quoted by its cells and their heads.
                match claim.found.from_row {
                    true => claim.quote.split("; ").for_each(|cell| {
                        let cell = cell.split_once(": ").map_or(cell, |(_, cell)| cell);
                        assert!(place.contains(cell), "{place}: {}", claim.quote);
                    }),
                    false => assert_eq!(place, claim.quote),
                }
            }
            by_content.entry(content).or_default().extend(claims(&reading).cloned());
        }
        assert!(!by_content.is_empty(), "{file}: nothing was read");
        for (content, found) in by_content {
            let of = &gold[content];
            let mut left: Vec<String> = found.iter().map(said).collect();
            tally.gold += of.claims.len();
            for claim in &of.claims {
                let claim = said(claim);
                match left.iter().position(|other| *other == claim) {
                    Some(at) => {
                        left.swap_remove(at);
                        tally.found += 1;
                    }
                    None => tally.missed.push(format!("{file}: {claim}")),
                }
            }
            tally.more += left.len();
            let known: Vec<u64> = of.claims.iter().flat_map(numbers).collect();
            for claim in &found {
                if !numbers(claim).iter().all(|number| known.contains(number)) {
                    wrong.push(format!("{file}: {} “{}”", said(claim), claim.quote));
                }
            }
        }
    }
    println!("{:<18} {:>5} {:>6} {:>6} {:>6}", "form", "files", "claims", "found", "more");
    let mut failed = false;
    for (form, tally) in &tallies {
        let recall = tally.found as f64 / tally.gold as f64;
        println!("{form:<18} {:>5} {:>6} {recall:>6.2} {:>6}", tally.files, tally.gold, tally.more);
        failed |= recall < if form.starts_with("pdf") { PDF_BAR } else { BAR };
    }
    for missed in tallies.values().flat_map(|tally| &tally.missed) {
        println!("missed {missed}");
    }
    assert!(wrong.is_empty(), "numbers that nobody wrote:\n{}", wrong.join("\n"));
    assert!(!failed, "a form says less than its bar");
}

/// What cannot be read is named, with what to do, and nothing of it is taken for a claim.
#[test]
fn what_cannot_be_read_says_why() {
    for (file, why) in [
        ("locked.pdf", "encrypted"),
        ("scan.pdf", "scanned"),
        ("cut.docx", "zip archive that cannot be opened"),
        ("text.pdf", "a PDF file that cannot be read"),
    ] {
        let bytes = fs::read(folder().join("refused").join(file)).unwrap();
        let readings = read::read_all(file, bytes, Options::default(), Gazetteer::builtin());
        assert_eq!(readings.len(), 1, "{file}");
        let problem = readings.into_iter().next().unwrap().expect_err(file);
        assert!(problem.message.contains(why) && !problem.remedy.is_empty(), "{problem}");
    }
}

#[test]
fn a_small_archive_makes_no_million_claims() {
    // A feed of the same page twelve times over: the budget is one for all that is in the file.
    let line = |n: usize| format!("104,000 Afghans returned through Torkham {n}. ");
    let page: String = (0..20).map(line).collect();
    let item = format!("<item><title>Returns</title><description>{page}</description></item>");
    let feed = format!("<rss version=\"2.0\"><channel>{}</channel></rss>", item.repeat(12));
    let read = |statements| {
        let options = Options { date: Some(date(2023, 11, 4)), statements, ..Options::default() };
        read::read_all("bomb.xml", feed.clone().into_bytes(), options, Gazetteer::builtin())
    };
    let all = read(None);
    assert_eq!(all.len(), 12, "all of them are read where nothing is too much");
    let some = read(Some(50));
    assert_eq!(some.len(), 4, "the document that goes beyond is read whole, and one says so");
    let said = some.into_iter().last().and_then(Result::err).map(|problem| problem.to_string());
    assert!(said.is_some_and(|said| said.contains("makes more than 50 statements")));
}
