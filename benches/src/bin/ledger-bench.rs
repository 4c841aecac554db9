//! How fast a ledger takes claims in, shows what was known on a day, and is audited:
//! `cargo run --release -p crossings-bench --bin ledger-bench`; with `audit` behind it only the audit.

#![allow(clippy::disallowed_methods)] // it measures how long something takes

use std::time::Instant;

use claim::{Claim, Document, Group, Kind, Population, Source, Statement};
use jiff::ToSpan;
use jiff::civil::date;
use ledger::{AsKnown, Ledger};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Claims of one document.
const CLAIMS: usize = 20;

const CROSSINGS: [&str; 6] =
    ["Torkham", "Chaman", "Ghulam Khan", "Angoor Adda", "Kharlachi", "Islam Qala"];
const SOURCES: [&str; 5] =
    ["Home Department", "IOM", "Ministry of Refugees", "UNHCR", "Border Guard"];

/// A document of twenty claims as a bulletin holds them: a day and a running total of each of a
/// few crossings, with men, women and children.
fn bulletin(number: usize) -> (Document, Vec<Statement>) {
    let first = date(2021, 1, 1);
    let published = first.checked_add(((number % 1095) as i64).days()).expect("in range");
    let text = format!(
        "Bulletin {number}. On the day {} people returned through the crossing, {} since January, \
         the department said; families were registered at the centre and taken on by bus.",
        number * 7 % 4999,
        number * 13
    );
    let document =
        Document { published: Some(published), ..Document::text(format!("{number}.txt"), text) };
    let mut statements = Vec::with_capacity(CLAIMS);
    let source = SOURCES[number % SOURCES.len()];
    for index in 0..CLAIMS / 5 {
        let via = CROSSINGS[(number + index) % CROSSINGS.len()];
        let total = index % 2 == 1;
        let value = (number * 37 + index * 101) % 9000 + 100 + if total { number * 50 } else { 0 };
        let whole = Claim {
            value: Some(value as f64),
            kind: Kind::Return,
            via: vec![via.to_owned()],
            from: Some("PAK".into()),
            to: Some("AFG".into()),
            published: Some(published),
            start: Some(if total { first } else { published }),
            end: Some(published),
            cumulative: total,
            start_stated: true,
            population: Population { text: "Afghans".into(), ..Population::default() },
            source: Source { organisation: Some(source.into()), ..Source::default() },
            rules: ["number.single", "who.noun", "verb.near", "time.day", "speaker.subject"]
                .map(claim::RuleName::from)
                .to_vec(),
            ..Claim::new(document.id.clone(), &document.text, index..index + 20)
        }
        .sealed();
        let men = (value as f64 * 0.3).round();
        let women = (value as f64 * 0.25).round();
        let families = (value as f64 / 6.3).round();
        for (group, part) in [
            (Group::Men, men),
            (Group::Women, women),
            (Group::Children, value as f64 - men - women),
        ] {
            let population = Population { group, ..whole.population.clone() };
            let part_of = Some(whole.id.clone());
            let part = Claim { value: Some(part), population, part_of, ..whole.clone() }.sealed();
            statements.push(Statement::Claim(part));
        }
        let unit = claim::Unit::Households;
        let part_of = Some(whole.id.clone());
        let families = Claim { value: Some(families), unit, part_of, ..whole.clone() }.sealed();
        statements.push(Statement::Claim(families));
        statements.push(Statement::Claim(whole));
    }
    (document, statements)
}

/// The claims of so many bulletins that agree with each other, but for one number in two hundred:
/// five bodies that count by day and since January at six crossings, day after day. What the audit
/// has to say then grows with what is wrong, and not with how often random numbers meet.
fn season(documents: usize) -> Vec<Claim> {
    let first = date(2021, 1, 1);
    let mut totals = [[0usize; CROSSINGS.len()]; SOURCES.len()];
    let mut claims = Vec::with_capacity(documents * CLAIMS);
    let mut number = 0;
    'all: for day in 0.. {
        for source in 0..SOURCES.len() {
            if number == documents {
                break 'all;
            }
            let published = first.checked_add((day as i64).days()).expect("in range");
            let (document, _) = bulletin(number);
            number += 1;
            for (via, total) in totals[source].iter_mut().enumerate() {
                // Weeks and seasons, a little different for each body.
                let busy = 400 + (day * 37 + via * 911) % 700 + (day / 90) % 4 * 300;
                let value = busy + busy * source / 40;
                *total += value;
                if via >= CLAIMS / 5 {
                    continue;
                }
                for count in [value, *total] {
                    let slip = (number * 7 + via) % 200 == 0;
                    let count = if slip { count + 100 } else { count };
                    let whole = Claim {
                        value: Some(count as f64),
                        kind: Kind::Return,
                        via: vec![CROSSINGS[via].to_owned()],
                        from: Some("PAK".into()),
                        to: Some("AFG".into()),
                        published: Some(published),
                        start: Some(if count == value { published } else { first }),
                        end: Some(published),
                        cumulative: count != value,
                        start_stated: true,
                        source: Source {
                            organisation: Some(SOURCES[source].into()),
                            ..Source::default()
                        },
                        ..Claim::new(document.id.clone(), &document.text, via..via + 20)
                    }
                    .sealed();
                    let (men, women) = (count * 3 / 10, count / 4);
                    for (group, part) in [
                        (Group::Men, men),
                        (Group::Women, women),
                        (Group::Children, count - men - women),
                    ] {
                        let population = Population { group, ..Population::default() };
                        let part_of = Some(whole.id.clone());
                        let value = Some(part as f64);
                        claims.push(Claim { value, population, part_of, ..whole.clone() }.sealed());
                    }
                    claims.push(whole);
                }
            }
        }
    }
    claims
}

/// Fills a ledger and says how many claims went in each second.
fn fill(ledger: &mut Ledger, documents: std::ops::Range<usize>) -> f64 {
    let (mut claims, mut spent) = (0, 0.0);
    for start in documents.clone().step_by(64) {
        let batch: Vec<_> = (start..documents.end.min(start + 64)).map(bulletin).collect();
        let given: Vec<(&Document, &[Statement])> =
            batch.iter().map(|(document, statements)| (document, statements.as_slice())).collect();
        let now = Instant::now();
        for result in ledger.add_all(&given, jiff::Timestamp::UNIX_EPOCH).expect("a ledger") {
            result.expect("a new document");
        }
        spent += now.elapsed().as_secs_f64();
        claims += given.iter().map(|(_, statements)| statements.len()).sum::<usize>();
    }
    claims as f64 / spent
}

fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("audit") {
        audited();
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("l.sqlite");
    let mut ledger = Ledger::create_or_open(&path)?;
    let rate = fill(&mut ledger, 0..5_000);
    println!(
        "added 100,000 claims (5,000 documents, 64 in a transaction): {rate:.0} claims a second"
    );
    let one = folder.path().join("one.sqlite");
    let mut single = Ledger::create_or_open(&one)?;
    let now = Instant::now();
    for number in 0..500 {
        let (document, statements) = bulletin(number);
        single.add(&document, &statements, jiff::Timestamp::UNIX_EPOCH)?;
    }
    println!(
        "added 10,000 claims (a transaction for each document): {:.0} claims a second",
        10_000.0 / now.elapsed().as_secs_f64()
    );
    let rate = fill(&mut ledger, 5_000..50_000);
    let size = std::fs::metadata(&path)?.len() as f64 / 1e6;
    println!("on to 1,000,000 claims: {rate:.0} claims a second; the file has {size:.0} MB");
    for (what, day) in [("a third", date(2021, 12, 31)), ("all", date(2024, 1, 1))] {
        let ask = AsKnown { published_by: Some(day), ..AsKnown::default() };
        for (texts, view) in [("", false), (" with texts", true)] {
            let mut best = f64::MAX;
            let mut count = 0;
            for _ in 0..3 {
                let now = Instant::now();
                let seen = if view { ledger.view(ask)? } else { ledger.view_without_texts(ask)? };
                best = best.min(now.elapsed().as_secs_f64());
                count = seen.statements().count();
            }
            println!("as of a day, {what} of it ({count} claims){texts}: {best:.2} s");
        }
    }
    let now = Instant::now();
    let found = ledger.verify(None)?;
    println!(
        "verified {} entries in {:.2} s, {} faults",
        found.entries,
        now.elapsed().as_secs_f64(),
        found.faults.len()
    );
    audited();
    Ok(())
}

/// How long the audit of so many claims takes, each the best of three.
fn audited() {
    println!("audit:");
    // Thirty-two claims of each.
    for documents in [800, 1_600, 3_200, 6_400, 12_800] {
        let claims = season(documents);
        let (mut best, mut found) = (f64::MAX, 0);
        for _ in 0..3 {
            let now = Instant::now();
            found = audit::audit(&claims, &[]).len();
            best = best.min(now.elapsed().as_secs_f64());
        }
        println!("  {:>7} claims: {best:.2} s ({found} findings)", claims.len());
    }
}
