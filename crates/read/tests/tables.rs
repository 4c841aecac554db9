//! Tables of our own (`tests/tables`, made by `make.py` there) against their gold: what a person
//! would type from each into a claim table. Nothing may be read that is not in the gold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use claim::{Claim, Statement};
use jiff::civil::{Date, date};
use places::Gazetteer;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables")
}

fn read(name: &str) -> read::Reading {
    let path = folder().join(name);
    let bytes = std::fs::read(&path).unwrap();
    let beside = folder().join(format!("{name}.toml"));
    let map = std::fs::read_to_string(&beside).ok();
    let map =
        map.map(|text| read::Map::parse(name, &text).unwrap_or_else(|error| panic!("{error}")));
    let options = read::Options {
        keep_contacts: false,
        date: Some(date(2023, 11, 13)),
        map: map.as_ref(),
        ..read::Options::default()
    };
    read::read(name, bytes, options, Gazetteer::builtin()).unwrap_or_else(|error| panic!("{error}"))
}

fn claims(reading: &read::Reading) -> Vec<&Claim> {
    reading
        .statements
        .iter()
        .map(|statement| match statement {
            Statement::Claim(claim) => claim,
            other => panic!("a table holds claims, not {other:?}"),
        })
        .collect()
}

/// A claim in the words of the gold.
fn told(claim: &Claim) -> String {
    let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        number(claim.value),
        number(claim.low),
        number(claim.high),
        claim.qualifier.to_string(),
        claim.unit.to_string(),
        claim.measure.to_string(),
        claim.kind.to_string(),
        text(&claim.population.nationality),
        claim.population.group.to_string(),
        claim.via.join(";"),
        text(&claim.from),
        text(&claim.to),
        text(&claim.at),
        day(claim.start),
        day(claim.end),
        claim.cumulative.to_string(),
        claim.part_of.is_some().to_string(),
    ]
    .join(",")
}

/// The gold, by file.
fn gold() -> BTreeMap<String, Vec<String>> {
    let mut gold: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(folder().join("gold.csv")).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cells: Vec<&str> = row.iter().skip(1).collect();
        gold.entry(row[0].to_owned()).or_default().push(cells.join(","));
    }
    gold
}

/// Whether a quote is made of cells of a row, each with its head.
fn is_of(row: &str, quote: &str) -> bool {
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let row = squeezed(row);
    quote
        .split("; ")
        .any(|cell| row.contains(&squeezed(cell.rsplit(": ").next().unwrap_or_default())))
}

#[test]
fn tables_are_read_as_a_person_would_type_them() {
    let mut report = String::new();
    for (file, mut wanted) in gold() {
        let reading = read(&file);
        let mut found: Vec<String> = claims(&reading).into_iter().map(told).collect();
        for claim in claims(&reading) {
            let [start, end] = claim.span;
            assert!(is_of(&reading.document.text[start..end], &claim.quote), "{file}");
        }
        wanted.sort();
        found.sort();
        let missing: Vec<&String> = wanted.iter().filter(|claim| !found.contains(claim)).collect();
        let wrong: Vec<&String> = found.iter().filter(|claim| !wanted.contains(claim)).collect();
        if !missing.is_empty() || !wrong.is_empty() || found.len() != wanted.len() {
            report += &format!(
                "\n{file}: {} of {}\n  missing {missing:#?}\n  wrong {wrong:#?}\n{}{}\n",
                wanted.len() - missing.len(),
                wanted.len(),
                reading.problems.iter().map(|p| format!("  problem {p}\n")).collect::<String>(),
                reading.notes.iter().map(|p| format!("  note {p}\n")).collect::<String>(),
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_gold_is_of_at_least_twenty_five_files_of_each_sort() {
    let gold = gold();
    assert!(gold.len() >= 25, "{} files", gold.len());
    for ending in [".csv", ".tsv", ".xlsx", ".ods"] {
        assert!(gold.keys().any(|file| file.ends_with(ending)), "{ending}");
    }
}

#[test]
fn what_could_be_two_things_is_said_and_not_guessed() {
    for (file, expected, kept) in [
        ("unclear-days.csv", "`03/04/2023` could be 2023-04-03 or 2023-03-04", 0),
        ("unclear-marks.csv", "`1.234` could be 1234 or 1.234", 1),
        (
            "unclear-people.csv",
            "column C `Refugees` not read: people who came, or people who are there",
            0,
        ),
        (
            "unclear-rows.csv",
            "rows 2, 3 count the same by all that is known of them, and differ",
            0,
        ),
    ] {
        let reading = read(file);
        let said: Vec<String> =
            reading.problems.iter().map(|problem| problem.to_string()).collect();
        assert!(said.iter().any(|problem| problem.contains(expected)), "{file}: {said:#?}");
        assert!(said.iter().all(|problem| problem.contains("\n  hint: ")), "{file}: {said:#?}");
        assert_eq!(reading.statements.len(), kept, "{file}");
    }
}

#[test]
fn nothing_about_persons_is_kept() {
    for (file, words) in [
        ("persons.csv", ["Somebody", "0300"]),
        ("kobo.csv", ["0300", "uuid-"]),
        ("kobo.xlsx", ["34.1", "uuid-"]),
        ("kobo-repeat.xlsx", ["uuid-", "approved"]),
    ] {
        let reading = read(file);
        for word in words {
            assert!(!reading.document.text.contains(word), "{file}: {word}");
        }
        assert_eq!(reading.document.original, None, "{file}");
        let id = claim::DocumentId::of_bytes(reading.document.text.as_bytes());
        assert_eq!(reading.document.id, id, "{file}: named by what is kept");
    }
    let said: String = read("kobo.csv").notes.iter().map(|note| note.to_string()).collect();
    for expected in ["1 rows not approved", "1 rows submitted twice", "24 groups became"] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn the_same_table_gives_the_same_claims() {
    for file in ["three-heads.ods", "kobo.csv", "subheads.csv"] {
        let (one, other) = (read(file), read(file));
        assert_eq!(one.statements, other.statements);
        assert_eq!(one.document, other.document);
    }
}

/// What a fuzzer does, in small: every file cut short and with bytes turned over is read or refused,
/// and what is read stands where it says it stands.
#[test]
fn damaged_tables_are_read_or_refused() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            matches!(ending, "csv" | "tsv" | "xlsx" | "ods") && !path.ends_with("gold.csv")
        })
        .collect();
    files.sort();
    for path in files {
        let whole = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for round in 0..24 {
            let at = whole.len() * (2 * round + 1) / 48;
            let mut bent = whole.clone();
            for (step, byte) in bent[at..].iter_mut().step_by(37 + round).take(3).enumerate() {
                *byte ^= [0x01, 0x20, 0x55][step];
            }
            for bytes in [whole[..at].to_vec(), bent, [&whole[at..], &whole[..at]].concat()] {
                let options =
                    read::Options { date: Some(date(2023, 11, 13)), ..read::Options::default() };
                let Ok(reading) = read::read(name, bytes, options, Gazetteer::builtin()) else {
                    continue;
                };
                for claim in claims(&reading) {
                    let [start, end] = claim.span;
                    assert!(is_of(&reading.document.text[start..end], &claim.quote), "{name}");
                }
            }
        }
    }
}

#[test]
fn names_under_an_unknown_head_and_shares_are_not_read() {
    let table = "Date,Crossing,Wali,Number of tents,Returnees,Women (%)\n\
                 2023-11-13,Torkham,Zarmina Durrani,3,700,51\n\
                 2023-11-14,Torkham,Ahmad Shah,4,500,52\n";
    let options = read::Options { date: "2023-11-15".parse().ok(), ..read::Options::default() };
    let gazetteer = places::Gazetteer::builtin();
    let reading = read::read("t.csv", table.as_bytes().to_vec(), options, gazetteer).unwrap();
    assert!(!reading.document.text.contains("Durrani"), "{}", reading.document.text);
    let values: Vec<_> = reading
        .statements
        .iter()
        .map(|statement| match statement {
            claim::Statement::Claim(claim) => claim.value,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, [Some(700.0), Some(500.0)]);
}

#[test]
fn a_table_of_gates_that_says_no_more_is_told_what_to_write() {
    let table = "Date,Joda,Renk,Source\n2023-06-01,310,45,IOM\n2023-06-02,280,51,IOM\n";
    let options = read::Options::default();
    let reading =
        read::read("gates.csv", table.as_bytes().to_vec(), options, Gazetteer::builtin()).unwrap();
    let told: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    let told = told.join("\n");
    for word in ["kind = \"arrival\"", "from = ", "to = ", "[constant]"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}
