//! `crossings export` as a user runs it, and what it must not let out.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use insta::assert_snapshot;

fn crossings(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    command.output().unwrap()
}

#[must_use]
fn run(folder: &Path, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = crossings(folder, arguments);
    format!(
        "status {}\n--- stdout\n{}--- stderr\n{}",
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap()
    )
}

fn bytes(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = crossings(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

const OPEN: &str = "date 2023-11-04\n\
    Officials said 12,689 Afghans returned from Pakistan to Afghanistan through Torkham on Friday, \
    4,871 of them women.\n\
    At Chaman 3,100 Afghans returned the same day.\n";

const CLOSED: &str = "date 2023-11-05\n\
    The Shamshad Relief Committee said 2,345 Afghans returned from Pakistan to Afghanistan \
    through Kharlachi on Saturday.\n";

/// A ledger with two reports.
fn ledger() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("open.txt"), OPEN).unwrap();
    fs::write(folder.path().join("closed.txt"), CLOSED).unwrap();
    let added =
        crossings(folder.path(), &["add", "open.txt", "closed.txt", "--ledger", "l.sqlite"]);
    assert!(added.status.success());
    folder
}

/// The bytes of a file, and those of the files in it when it is a zip.
fn all_of(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(&bytes)) {
        for index in 0..zip.len() {
            let mut inner = Vec::new();
            zip.by_index(index).unwrap().read_to_end(&mut inner).unwrap();
            files.extend(all_of(inner));
        }
    }
    files.push(bytes);
    files
}

const FORMATS: [&str; 8] =
    ["csv", "xlsx", "parquet", "geojson", "jsonl", "jsonld", "sdmx-csv", "bundle"];

/// In which formats any of the words are, unpacked.
fn found(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for format in FORMATS {
        for file in all_of(bytes(folder, &["export", "l.sqlite", "--format", format])) {
            for word in words {
                if file.windows(word.len()).any(|window| window == word.as_bytes()) {
                    found.push(format!("{word} in {format}"));
                }
            }
        }
    }
    found
}

#[test]
fn what_is_confidential_leaves_in_no_format() {
    let folder = ledger();
    let folder = folder.path();
    let lines = String::from_utf8(bytes(folder, &["read", ".", "--format", "jsonl"])).unwrap();
    let of = |words: &str, field: &str| {
        let line = lines.lines().find(|line| line.contains(words)).unwrap();
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        claim[field].as_str().unwrap().to_owned()
    };
    let (document, claim) = (of("2,345", "document"), of("4,871", "id"));
    let secret = ["Shamshad", "2,345", "2345", "Kharlachi", &document, "4,871", "4871", &claim];
    assert!(found(folder, &secret).len() > 30, "the test can fail");
    for id in [&document, &claim] {
        let decided = ["decide", "confidential", id, "--ledger", "l.sqlite", "--by", "A. Noor"];
        let output = crossings(folder, &[&decided[..], &["--why", "told in confidence"]].concat());
        assert!(output.status.success());
    }
    assert_eq!(found(folder, &secret), [""; 0]);
    // Nor is it in a brief, in the paragraph around another quote.
    let text = bytes(folder, &["brief", "l.sqlite", "-o", "brief.html"]);
    let page = fs::read(folder.join("brief.html")).unwrap();
    // (That the border has a crossing of this name, which nobody reports, the gazetteer knows.)
    for word in secret.into_iter().filter(|word| *word != "Kharlachi") {
        let there =
            |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(!there(&text) && !there(&page), "{word}");
    }
}

#[test]
fn what_leaves_as_lines_or_tables_goes_into_another_ledger() {
    let folder = ledger();
    let folder = folder.path();
    let lines = bytes(folder, &["export", "l.sqlite", "--format", "jsonl"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(["add", "-", "--ledger", "lines.sqlite"]).current_dir(folder);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&lines).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    for (name, ledger) in [("claims.csv", "csv.sqlite"), ("tables.xlsx", "xlsx.sqlite")] {
        let mut export = vec!["export", "l.sqlite", "-o", name];
        export.extend(["--table", "claims"].iter().filter(|_| name.ends_with("csv")));
        let _ = bytes(folder, &export);
        let _ = bytes(folder, &["add", name, "--ledger", ledger]);
    }
    let picture = |ledger: &str| -> serde_json::Value {
        let json = bytes(folder, &["picture", ledger, "--format", "json"]);
        let picture: serde_json::Value = serde_json::from_slice(&json).unwrap();
        picture["rows"].clone()
    };
    let first = picture("l.sqlite");
    assert_eq!(first[0]["via"], "Torkham");
    for ledger in ["lines.sqlite", "csv.sqlite", "xlsx.sqlite"] {
        let rows = picture(ledger);
        for (row, other) in first.as_array().unwrap().iter().zip(rows.as_array().unwrap()) {
            assert_eq!([&row["via"], &row["from"]], [&other["via"], &other["from"]], "{ledger}");
            let median = |row: &serde_json::Value| row["p50"].as_f64().unwrap();
            let ratio = median(other) / median(row);
            assert!((0.8..1.25).contains(&ratio), "{ledger}: {row} {other}");
        }
    }
}

#[test]
fn the_ending_tells_the_format_and_what_is_left_out_is_said() {
    let folder = ledger();
    let folder = folder.path();
    fs::write(folder.join("few.txt"), "date 2023-11-05\nOfficials said 4 Afghans returned from Pakistan to Afghanistan through Torkham on Saturday.\n")
        .unwrap();
    let _ = bytes(folder, &["add", "few.txt", "--ledger", "l.sqlite"]);
    let said = run(folder, &["export", "l.sqlite", "--via", "Torkham", "-o", "f.geojson"]);
    assert_snapshot!(said, @r"
    status 0
    --- stdout
    --- stderr
    wrote f.geojson
    left out as fewer than 10 people: 1 claim
    no licence is stated in the file: give one with --licence, such as CC-BY-4.0
    ");
    assert!(fs::read_to_string(folder.join("f.geojson")).unwrap().starts_with('{'));
    let said = run(
        folder,
        &["export", "few.txt", "--table", "claims", "--format", "csv", "--licence", "CC0-1.0"],
    );
    assert_snapshot!(said, @r"
    status 0
    --- stdout
    id,published,publisher,value,low,high,qualifier,unit,factor,measure,per,kind,concept,population,nationality,status,group,includes,excludes,via,from,to,at,start,end,as_of,cumulative,start_stated,partial,source,organisation,role,source_kind,stance,part_of,same_as,rules,quote,document,span_start,span_end,picture_role,picture_why,picture_weight,picture_fitted,picture_residual,picture_start,picture_end,picture_copy_of,as_known_on,licence
    #meta+id,#date+published,#org+publisher,#indicator+value+num,#indicator+value+min,#indicator+value+max,#indicator+qualifier,#indicator+unit,#indicator+factor,#indicator+measure,#indicator+per,#indicator+name,#indicator+concept,#population+text,#population+nationality+code,#population+status,#population+group,#population+includes,#population+excludes,#loc+name+crossing,#loc+origin,#loc+dest,#loc+at,#date+start,#date+end,#date+hour,#indicator+cumulative,#date+start+stated,#date+partial,#contact+source,#org+source,#contact+role,#org+type,#status+stance,#meta+part_of,#meta+same_as,#meta+rules,#meta+quote,#meta+document,#meta+span+start,#meta+span+end,#status+picture,#description+picture,#indicator+weight,#indicator+fitted,#indicator+residual,#date+start+picture,#date+end+picture,#meta+copy_of,#date+known,#meta+license
    --- stderr
    left out as fewer than 10 people: 1 claim
    ");
}

#[test]
fn wrong_usage_is_told_apart() {
    let folder = ledger();
    let folder = folder.path();
    for arguments in [
        &["export", "l.sqlite"][..],
        &["export", "l.sqlite", "-o", "flows.doc"],
        &["export", "l.sqlite", "--table", "claims", "-o", "all.zip"],
        &["export", "l.sqlite", "--format", "csv", "--from", "2023-11-05", "--to", "2023-11-01"],
    ] {
        let said = run(folder, arguments);
        assert!(said.starts_with("status 2\n--- stdout\n--- stderr\n"), "{said}");
        assert!(said.contains("\n  hint: "), "{said}");
    }
    fs::write(
        folder.join("stock.txt"),
        "date 2023-11-05\nMore than 4 million Afghans live in Pakistan.\n",
    )
    .unwrap();
    let none = run(folder, &["export", "stock.txt", "--format", "csv"]);
    assert_snapshot!(none, @r"
    status 1
    --- stdout
    --- stderr
    no picture: none of the 1 claims counts people crossing a border
      hint: add a report of returns, departures, arrivals or deportations with a number
    ");
}

/// A brief as PDF needs a build with the feature, and fonts: where they are not there, that is said.
fn pdf(folder: &Path) {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pakistan-2023");
    let print = |file: &str, more: &[&str]| {
        let arguments =
            [&["brief", example, "--by", "Border Desk, No. 5", "-o", file], more].concat();
        run(folder, &arguments)
    };
    let said = print("b.pdf", &[]);
    let Ok(bytes) = fs::read(folder.join("b.pdf")) else {
        let (status, why) = match cfg!(feature = "pdf") {
            true => ("status 1\n", "no fonts"),
            false => ("status 2\n", "--features pdf"),
        };
        assert!(said.starts_with(status) && said.contains(why), "{said}");
        println!("no PDF was looked at: {said}");
        return;
    };
    assert!(said.starts_with("status 0\n"), "{said}");
    // The same bytes again.
    let _ = print("again.pdf", &[]);
    assert!(bytes == fs::read(folder.join("again.pdf")).unwrap());
    let pages = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.matches("/MediaBox").count()
    };
    assert_eq!(pages(&bytes), 2);
    // What a reader of PDF sees, in its order; the marks of PDF/UA stand open in the file.
    let text = read_back(bytes.clone());
    let places = [
        "Pakistan to Afghanistan",
        "Border Desk, No. 5",
        "292,000",
        "Likely 276,000 to 312,000 (90 % interval)",
        "The busiest day was 1 November 2023",
        "223,503",
        "How many so far",
        "What is not known",
        "Aggregates only",
    ];
    let places =
        places.map(|words| text.find(words).unwrap_or_else(|| panic!("no {words:?} in:\n{text}")));
    assert!(places.is_sorted(), "{places:?} in:\n{text}");
    let raw = String::from_utf8_lossy(&bytes);
    for mark in ["pdfuaid:part>1<", "/StructTreeRoot", "/Lang(en)", "/S/Figure", "/S/TH", "/S/H2"] {
        assert!(raw.replace(' ', "").contains(mark), "no {mark} in the file");
    }
    // All of it, with the quotes and links to them.
    let _ = print("full.pdf", &["--full"]);
    let full = fs::read(folder.join("full.pdf")).unwrap();
    assert!(pages(&full) > 4);
    assert!(read_back(full).contains("Who says what"));
}

/// The text of a PDF as this program reads it, lines as words in a row.
fn read_back(bytes: Vec<u8>) -> String {
    let opened = open::open("b.pdf", bytes, open::Options::default()).unwrap();
    opened.document.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn charts_and_briefs_are_written_in_their_forms() {
    let folder = ledger();
    let folder = folder.path();
    let said = run(folder, &["chart", "l.sqlite", "-o", "charts", "--format", "svg"]);
    assert!(
        said.starts_with(
            "status 0\n--- stdout\n--- stderr\nwrote charts/flow.svg\nwrote charts/map.svg\n"
        ),
        "{said}"
    );
    assert!(fs::read_to_string(folder.join("charts/flow.svg")).unwrap().starts_with("<svg "));
    // One chart goes into a file of its own; several do not.
    let said = run(folder, &["chart", "l.sqlite", "-o", "all.svg"]);
    assert!(said.starts_with("status 2\n") && said.contains("--only map"), "{said}");
    let said = run(folder, &["chart", "l.sqlite", "--only", "map", "-o", "one.svg"]);
    assert!(said.starts_with("status 0\n"), "{said}");
    assert!(fs::read_to_string(folder.join("one.svg")).unwrap().contains("Torkham"));
    // PNG needs a build with the feature, and fonts: where they are not there, that is said.
    let said = run(folder, &["chart", "l.sqlite", "-o", "charts", "--format", "png"]);
    match fs::read(folder.join("charts/flow.png")) {
        Ok(png) => {
            assert!(said.starts_with("status 0\n"), "{said}");
            assert!(png.starts_with(b"\x89PNG\r\n") && png.len() > 10_000, "{}", png.len());
        }
        Err(_) => {
            let why = if cfg!(feature = "png") { "no fonts" } else { "--features png" };
            assert!(said.starts_with("status 1\n") && said.contains(why), "{said}");
            println!("no PNG was looked at: {said}");
        }
    }
    pdf(folder);
    let brief = ["brief", "l.sqlite", "--since", "2023-11-04", "-o", "b.md"];
    let _ = bytes(folder, &brief);
    let markdown = fs::read_to_string(folder.join("b.md")).unwrap();
    assert!(markdown.contains("\n## What changed since 4 November 2023\n"), "{markdown}");
    for (since, status) in [("2023-11-05", "status 2"), ("2023-11-01", "status 1")] {
        let said = run(folder, &["brief", "l.sqlite", "--since", since]);
        assert!(said.starts_with(status) && said.contains("\n  hint: "), "{said}");
    }
}
