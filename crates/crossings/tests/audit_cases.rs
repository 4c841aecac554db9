//! Real errors, and errors of the same kinds from other crises, from the text to the finding: what
//! `crossings audit` says of dispatches and tables that carry them. The figures are from
//! published series; the sentences are ours.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Folder under `tests/audit`, rule, the least that it must be called, and a number or words that
/// the finding must show.
const CASES: &[(&str, &str, &str, &str)] = &[
    // Pakistan, 2023.
    ("torkham-four-totals-as-days", "running_total_as_period", "proved", "prints 128,629"),
    ("torkham-four-totals-as-days", "running_total_as_period", "proved", "prints 147,973"),
    ("torkham-four-totals-as-days", "running_total_as_period", "proved", "prints 160,638"),
    ("torkham-four-totals-as-days", "running_total_as_period", "proved", "prints 167,774"),
    ("torkham-days-that-climb", "running_total_as_period", "likely", "prints 128,629"),
    ("torkham-days-that-climb", "running_total_as_period", "likely", "steps of 19,344, 12,665"),
    ("torkham-totals-and-sheet", "running_total_as_period", "proved", "prints 128,629"),
    ("torkham-totals-and-sheet", "running_total_as_period", "proved", "prints 147,973"),
    ("torkham-totals-and-sheet", "running_total_as_period", "proved", "prints 160,638"),
    ("torkham-totals-and-sheet", "running_total_as_period", "proved", "167,774 + 6,584 = 174,358"),
    ("torkham-misprint", "misprint", "proved", "57,285 + 44,460 + 101,230 = 202,975"),
    ("torkham-misprint", "misprint", "proved", "206,018 \u{2212} 3,043 = 202,975"),
    ("torkham-misprint", "household_size", "likely", "12.6"),
    ("torkham-digits-twice", "scale_slip", "likely", "200,200,975"),
    ("torkham-digits-twice", "parts_total", "proved", "11,230"),
    ("torkham-from-31-october", "running_total_as_period", "likely", "190,418"),
    ("torkham-from-31-october", "household_size", "likely", "14.3"),
    ("torkham-since-31-october", "running_total_as_period", "worth_a_look", "190,418"),
    ("torkham-two-weeks", "loose_window", "worth_a_look", "104,000"),
    ("torkham-deportees", "definition_change", "proved", "189,259 + 4,119 = 193,378"),
    ("torkham-2290", "parts_total", "proved", "800 + 756 + 1,409 = 2,965, not 2,290"),
    // Men, women and children "among them" may be fewer, and cannot be more.
    ("more-than-some", "parts_total", "proved", "978 + 842 + 1,390 = 3,210, not 2,857"),
    ("torkham-678", "households_for_people", "likely", "678"),
    ("torkham-678", "two_figures", "likely", "2,957"),
    ("torkham-queue", "queue_as_crossing", "likely", "28,000"),
    ("kp-three-crossings", "route_total", "likely", "261,713, not 261,723"),
    ("pakistan-two-starts", "loose_window", "worth_a_look", "375,000"),
    ("pakistan-more-than-there-were", "flow_over_stock", "likely", "2,300,000 > 1,700,000"),
    ("families-times-eight", "household_constant", "likely", "2,352 \u{d7} 8 = 18,816"),
    ("families-as-people", "households_for_people", "likely", "1,247"),
    // Ukraine and Poland, 2022.
    ("poland-thousand-million", "scale_slip", "proved", "2,984,000,000,000"),
    ("poland-zero-dropped", "scale_slip", "likely", "prints 62,900"),
    ("poland-zero-dropped", "partial_day", "worth_a_look", "07:00"),
    ("poland-part-of-a-day", "partial_day", "likely", "6,000"),
    ("poland-crossings-as-refugees", "crossings_as_people", "likely", "4,238,000 refugees"),
    ("poland-crossings-as-refugees", "crossings_as_people", "worth_a_look", "4.2 million"),
    ("poland-medyka", "route_as_crossing", "likely", "Medyka"),
    ("poland-headline", "headline_body", "likely", "634,000"),
    ("poland-both-directions", "direction_swapped", "worth_a_look", "22,300"),
    ("poland-direction", "direction_swapped", "likely", "24,512"),
    // Elsewhere.
    ("darien-parts", "parts_total", "proved", "54,687, not 55,387"),
    ("darien-total-as-month", "running_total_as_period", "proved", "248,901"),
    ("darien-digit", "scale_slip", "likely", "prints 19,637"),
    ("ecuador-parts", "parts_total", "proved", "4,700, not 4,200"),
    ("ecuador-week", "parts_total", "proved", "= 32,404, not 23,404"),
    ("chad-total-falls", "total_falls", "likely", "155,000"),
    ("chad-sheet", "parts_total", "proved", "11,336, not 10,436"),
    ("chad-sheet", "household_constant", "likely", "2,609 \u{d7} 4 = 10,436"),
    ("chad-total-stands-still", "stale_figure", "likely", "214,194 twice"),
    ("rohingya-jump", "unexplained_jump", "worth_a_look", "106,000"),
    ("rohingya-fall", "total_falls", "likely", "671,000"),
    ("syria-jump", "unexplained_jump", "worth_a_look", "56,600"),
    ("karabakh-by-eight", "partial_day", "likely", "65,036"),
    ("karabakh-digit", "scale_slip", "likely", "prints 6,536"),
    ("rafah-yesterday", "stale_figure", "worth_a_look", "334"),
    ("iran-total-as-day", "running_total_as_period", "likely", "449,218"),
    ("iran-days", "scale_slip", "likely", "prints 3,127"),
    ("iran-days", "stale_figure", "likely", "43,211"),
    ("iran-headline", "headline_body", "likely", "500,000"),
    ("iran-lakh", "scale_slip", "worth_a_look", "5,000,000"),
    ("camp-digit", "scale_slip", "likely", "prints 822,910"),
    ("darien-total-as-week", "running_total_as_period", "proved", "206,412"),
    ("darien-half-year", "parts_total", "proved", "183,033, not 201,519"),
    ("rohingya-lakh", "scale_slip", "likely", "prints 5,070,000"),
    ("torkham-part-swapped", "misprint", "proved", "leave 107,572"),
    ("chaman-swapped", "misprint", "proved", "14,567, not 14,657"),
    ("gaza-digit", "scale_slip", "likely", "prints 46,300"),
    ("poland-days-in-total", "parts_total", "proved", "353,300, not 253,000"),
    ("poland-directions-exchanged", "direction_swapped", "likely", "22,400"),
    ("poland-printed-early", "partial_day", "worth_a_look", "6,000"),
    ("families-times-seven", "household_constant", "likely", "412 \u{d7} 7 = 2,884"),
    ("joda-queue", "queue_as_crossing", "likely", "6,700"),
    ("adre-day-over-total", "part_over_whole", "proved", "41,200 > 30,500"),
    // Two rows are enough beside a total, after them or before.
    ("torkham-two-totals-as-days", "running_total_as_period", "likely", "prints 147,973"),
    ("torkham-two-totals-as-days", "running_total_as_period", "likely", "prints 160,638"),
    ("torkham-two-totals-after-one", "running_total_as_period", "likely", "prints 128,629"),
    ("torkham-two-totals-after-one", "running_total_as_period", "likely", "prints 147,973"),
    ("adre-round-total-as-day", "running_total_as_period", "likely", "420,000"),
    ("argeen-climbing-counts", "running_total_as_period", "worth_a_look", "prints 27,900"),
    ("adre-round-totals-fall", "total_falls", "worth_a_look", "from 250,000 to 240,000"),
    ("chaman-tenfold", "tenfold_day", "worth_a_look", "19,120 beside 1,874"),
    // What is no error, and is told of all the same.
    ("rafah-revised", "revision", "worth_a_look", "410 and then 655"),
    ("honest-revised-total", "revision", "worth_a_look", "2,113 and then 2,954"),
    ("palanca-readings", "readings_of_day", "worth_a_look", "158,104"),
    ("moldova-steady-share", "steady_ratio", "worth_a_look", "9,000 / 5,600 = 1.607"),
    // Whose number it is, the report does not say.
    ("carried-source", "parts_total", "likely", "an unnamed source gives 3,150"),
];

const SURENESS: [&str; 3] = ["proved", "likely", "worth_a_look"];

fn sureness(severity: &str) -> usize {
    SURENESS.iter().position(|known| *known == severity).unwrap()
}

fn crossings(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_crossings")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn folder(case: &str) -> String {
    format!("{}/tests/audit/{case}", env!("CARGO_MANIFEST_DIR"))
}

fn findings(sources: &[&str]) -> Vec<Value> {
    let text = crossings(&[&["audit"], sources, &["--format", "json"]].concat());
    serde_json::from_str(&text).unwrap()
}

fn text<'v>(finding: &'v Value, field: &str) -> &'v str {
    finding[field].as_str().unwrap_or_default()
}

fn shows(findings: &[Value], rule: &str, severity: &str, words: &str) -> bool {
    findings.iter().any(|finding| {
        text(finding, "rule") == rule
            && sureness(text(finding, "severity")) <= sureness(severity)
            && (text(finding, "message").contains(words) || text(finding, "proof").contains(words))
    })
}

#[test]
fn errors_are_found_from_the_text_on() {
    let mut missed = String::new();
    for (case, rule, severity, words) in CASES {
        let found = findings(&[&folder(case)]);
        if !shows(&found, rule, severity, words) {
            missed += &format!("{case}: {rule}, {severity}, \u{201c}{words}\u{201d}: {found:#?}\n");
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn a_finding_blames_the_claim_that_prints_the_number() {
    for (case, rule, words) in [
        ("torkham-misprint", "misprint", "200,975"),
        ("torkham-digits-twice", "scale_slip", "200,200,975"),
        ("poland-zero-dropped", "scale_slip", "62,900"),
        ("poland-part-of-a-day", "partial_day", "6,000 people"),
        ("poland-crossings-as-refugees", "crossings_as_people", "4,238,000 refugees"),
        ("iran-total-as-day", "running_total_as_period", "449,218"),
        ("families-as-people", "households_for_people", "1,247 people"),
    ] {
        let claims = crossings(&["read", &folder(case), "--format", "jsonl"]);
        let found = findings(&[&folder(case)]);
        let finding = found.iter().find(|f| text(f, "rule") == rule).unwrap();
        let id = finding["claims"][0].as_str().unwrap();
        let claim = claims.lines().find(|line| line.contains(&format!("\"id\":\"{id}\""))).unwrap();
        let claim: Value = serde_json::from_str(claim).unwrap();
        assert!(text(&claim, "quote").contains(words), "{case}: {claim}");
    }
}

#[test]
fn a_finding_has_exactly_these_fields() {
    for finding in findings(&[&folder("torkham-misprint")]) {
        let fields: Vec<&str> = finding.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = ["rule", "severity", "claims", "message", "proposal", "proof"];
        expected.sort_unstable();
        let mut sorted = fields.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected);
        assert!(finding["proposal"].is_string() || finding["proposal"].is_null());
        assert!(finding["claims"].as_array().unwrap().iter().all(Value::is_string));
        assert!(SURENESS.contains(&text(&finding, "severity")));
    }
}

#[test]
fn honest_reports_are_not_accused() {
    for case in [
        "honest",
        "honest-sudan",
        "honest-two-bodies",
        "honest-copies",
        "honest-calm-days",
        "honest-classes",
        "honest-classes-of-a-table",
        "honest-commuters",
        "honest-deportees-part",
        "honest-patients",
        "honest-plain-table",
        "honest-relocated",
        "honest-revised-total",
        "honest-rows-to-come",
        "honest-some-among",
        "joda-readings-of-a-text",
        "palanca-readings",
        "rafah-revised",
    ] {
        let found = findings(&[&folder(case)]);
        let accused: Vec<&Value> =
            found.iter().filter(|f| text(f, "severity") != "worth_a_look").collect();
        assert!(accused.is_empty(), "{case}: {accused:#?}");
    }
}

#[test]
fn nothing_is_called_proved_of_a_body_whose_number_it_is_not() {
    let found = findings(&[&folder("carried-source")]);
    for finding in &found {
        assert!(text(finding, "severity") != "proved", "{finding:#?}");
        assert!(!text(finding, "message").contains("Border Police"), "{finding:#?}");
    }
}

/// A folder of cases beside the project, where it is there.
fn shared(name: &str) -> Option<String> {
    let path = format!("{}/../../../shared/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    if !Path::new(&path).exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    Some(path)
}

/// What is found of a file or folder that is entered into a ledger with a day for what has none.
/// Some of the files cannot be read as a whole, which is not the audit's to say.
fn entered(path: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("l.sqlite").to_string_lossy().into_owned();
    let output = Command::new(env!("CARGO_BIN_EXE_crossings"))
        .args(["add", path, "--date", "2026-10-01", "--ledger", &ledger])
        .output()
        .unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{path}: {output:?}");
    if !Path::new(&ledger).exists() {
        return Vec::new();
    }
    let audit = Command::new(env!("CARGO_BIN_EXE_crossings"))
        .args(["audit", &ledger, "--format", "json"])
        .output()
        .unwrap();
    // A table that is asked about, and not read, leaves a ledger without claims.
    if String::from_utf8_lossy(&audit.stderr).contains("nothing to make a picture of") {
        return Vec::new();
    }
    serde_json::from_slice(&audit.stdout).unwrap_or_else(|_| panic!("{path}: {audit:?}"))
}

/// File or folder of the shared cases, rule, the least that it must be called, and what it shows.
const EXPERT: &[(&str, &str, &str, &str)] = &[
    ("tables/totals-as-days-3.csv", "running_total_as_period", "likely", "19,344, 12,665"),
    ("tables/extra-digit-two.csv", "tenfold_day", "worth_a_look", "30,430 beside 2,957"),
    ("tables/late-revisions.csv", "revision", "worth_a_look", "5,000 and then 8,100"),
    ("tables/nk-4same-day.csv", "readings_of_day", "worth_a_look", "78,354"),
    ("tables/silent-x2-totals-vs-weeks.csv", "steady_ratio", "worth_a_look", "2.00 times"),
    ("tables/two-levels-4.csv", "steady_ratio", "worth_a_look", "1.50 times"),
    ("tables/liar-2v3.csv", "steady_ratio", "worth_a_look", "80,000 / 41,000"),
    ("files/c1.csv", "total_falls", "proved", "25,270"),
    ("files/c4.csv", "total_falls", "proved", "12,950"),
    ("files/cumun.csv", "running_total_as_period", "worth_a_look", "prints 102,300"),
];

/// Of the shared cases those in which something that is printed cannot be right; of all others
/// nothing is proved.
const WRONG: [&str; 2] = ["c1.csv", "c4.csv"];

#[test]
fn the_shared_cases_as_an_expert_reads_them() {
    for (case, rule, severity, words) in EXPERT {
        let Some(path) = shared(case) else { continue };
        let found = entered(&path);
        assert!(shows(&found, rule, severity, words), "{case}: {found:#?}");
    }
    for folder in ["tables", "files", "brief"] {
        let Some(folder) = shared(folder) else { continue };
        let mut entries: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let case = path.is_dir() || name.ends_with(".csv") || name.ends_with(".txt");
            if !case || WRONG.contains(&name.as_str()) {
                continue;
            }
            let found = entered(&path.to_string_lossy());
            let proved: Vec<&Value> =
                found.iter().filter(|f| text(f, "severity") == "proved").collect();
            assert!(proved.is_empty(), "{name}: {proved:#?}");
        }
    }
}

#[test]
fn real_series_are_not_accused() {
    for name in ["italy-sea-arrivals.csv", "channel-boats.csv"] {
        let Some(path) = series(name) else { continue };
        let found = entered(&path);
        let accused: Vec<&Value> =
            found.iter().filter(|f| text(f, "severity") != "worth_a_look").collect();
        assert!(accused.is_empty(), "{name}: {accused:#?}");
    }
}

/// A series of real figures, where it is there.
fn series(name: &str) -> Option<String> {
    let path = format!("{}/../../../shared/series/{name}", env!("CARGO_MANIFEST_DIR"));
    if !Path::new(&path).exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    Some(path)
}

#[test]
fn the_series_of_pakistan_and_dispatches_with_the_same_figures() {
    let Some(table) = series("pakistan-afghanistan-2023.csv") else { return };
    for (case, rule, words) in [
        ("torkham-four-totals-as-days", "running_total_as_period", "prints 128,629"),
        ("torkham-four-totals-as-days", "running_total_as_period", "prints 147,973"),
        ("torkham-four-totals-as-days", "running_total_as_period", "prints 160,638"),
        ("torkham-four-totals-as-days", "running_total_as_period", "prints 167,774"),
        ("torkham-misprint", "misprint", "206,018 \u{2212} 3,043 = 202,975"),
        ("torkham-from-31-october", "running_total_as_period", "190,418"),
        ("torkham-deportees", "definition_change", "189,259 + 4,119 = 193,378"),
        ("torkham-2290", "parts_total", "2,965, not 2,290"),
    ] {
        let found = findings(&[&folder(case), &table]);
        assert!(shows(&found, rule, "proved", words), "{case}: {found:#?}");
    }
    let found = findings(&[&folder("torkham-two-weeks"), &table]);
    assert!(shows(&found, "loose_window", "worth_a_look", "104,000"), "{found:#?}");
    // All at once, and what one error is does not hide another.
    let cases = ["torkham-four-totals-as-days", "torkham-misprint", "torkham-2290"].map(folder);
    let all: Vec<&str> = cases.iter().map(String::as_str).chain([table.as_str()]).collect();
    let found = findings(&all);
    for words in ["prints 128,629", "prints 147,973", "prints 160,638", "prints 167,774"] {
        assert!(shows(&found, "running_total_as_period", "proved", words), "{words}: {found:#?}");
    }
    assert!(shows(&found, "misprint", "proved", "= 202,975"), "{found:#?}");
    assert!(shows(&found, "parts_total", "proved", "2,965, not 2,290"), "{found:#?}");
}

#[test]
fn the_series_of_poland_says_what_it_is() {
    let Some(table) = series("ukraine-poland-2022.csv") else { return };
    let found = findings(&[&table]);
    // The days of the UN's file were partly filled in, and it counts by another definition.
    assert!(shows(&found, "even_steps", "likely", "UNHCR"), "{found:#?}");
    assert!(shows(&found, "steady_ratio", "worth_a_look", "1.0"), "{found:#?}");
    let medyka = findings(&[&table, &folder("poland-medyka")]);
    assert!(shows(&medyka, "route_as_crossing", "likely", "Medyka"), "{medyka:#?}");
    let dropped = findings(&[&table, &folder("poland-zero-dropped")]);
    assert!(shows(&dropped, "scale_slip", "likely", "62,900"), "{dropped:#?}");
    let part = findings(&[&table, &folder("poland-part-of-a-day")]);
    assert!(shows(&part, "partial_day", "likely", "6,000"), "{part:#?}");
    let people = findings(&[&table, &folder("poland-crossings-as-refugees")]);
    assert!(shows(&people, "crossings_as_people", "likely", "4,238,000"), "{people:#?}");
}
