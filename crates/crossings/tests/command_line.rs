//! The built program, run the way a user or a script runs it: what it prints,
//! where, and with which status it leaves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use insta::assert_snapshot;

const DISPATCH: &str = "date 2023-11-04\n\
    Officials said 12,689 Afghans returned from Pakistan to Afghanistan through Torkham on Friday.\n";

const COUNTS: &str = "reported,who,via,from,to,start,end,value,kind,cumulative,source\n\
    2023-11-04,Afghans,Turkham,PAK,AFG,2023-11-03,2023-11-03,\"12,689\",return,no,KP Home Department\n\
    2023-11-05,Afghans,Torkham,PAK,AFG,2023-11-04,2023-11-04,6584,return,no,KP Home Department\n";

/// A folder of its own, in which the program runs without the user's environment.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        World { folder: tempfile::tempdir().unwrap() }
    }

    fn with(files: &[(&str, &[u8])]) -> World {
        let world = World::new();
        for (name, bytes) in files {
            world.file(name, bytes);
        }
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command
    }

    /// Runs to the end.
    fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Status, standard output and standard error as one text to compare.
    #[must_use]
    fn run(&self, arguments: &[&str]) -> String {
        show(self.output(arguments))
    }

    #[must_use]
    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        show(child.wait_with_output().unwrap())
    }
}

fn show(output: Output) -> String {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let status = output.status.code().expect("ended by itself, not by a signal");
    let all = format!(
        "status {status}\n--- stdout\n{}--- stderr\n{}",
        text(output.stdout),
        text(output.stderr)
    );
    assert!(!all.contains("panicked"), "{all}");
    without_today(&all)
}

/// Replaces the one thing that differs from day to day.
fn without_today(text: &str) -> String {
    match text.split_once("today (") {
        Some((before, after)) => format!("{before}today (TODAY{}", without_today(&after[10..])),
        None => text.to_owned(),
    }
}

#[test]
fn help() {
    assert_snapshot!(World::new().run(&["--help"]), @r#"
    status 0
    --- stdout
    Turns conflicting reports about people on the move into one sourced, dated count

    Usage: crossings [OPTIONS] <COMMAND>

    Commands:
      read      Read reports and print the claims, events and positions in them
      add       Add documents and claim tables to a ledger
      audit     Check the arithmetic of what the reports say, within and across them
      decide    Decide about a claim, and say why
      log       Show what was decided, in order; of one claim, its history
      ledger    Verify a ledger, or copy it
      picture   Reconcile what the reports say into one estimate with intervals
      outlook   Say what may come: people a day by each crossing, on each of the
                next days, with intervals
      brief     Write the picture up: how many, by which crossing, who says what,
                where they disagree and why, and what is not known
      check     Say what stands behind a figure: who gave it first, who repeated it,
                what other counts say, and whether arithmetic excludes it
      chart     Write the charts of the brief as files, for a slide or an article
      export    Write the picture and the claims it rests on as files for other
                tools
      simulate  Simulate people over a network of places and routes, or forecast its
                camps
      serve     Serve a ledger as pages and JSON: the picture, its claims and
                quotes, a review queue
      help      Print this message or the help of the given subcommand(s)

    Options:
          --gazetteer <FILE.csv>  A CSV table of further border crossings
      -h, --help                  Print help
      -V, --version               Print version

    Examples:
      crossings brief examples/pakistan-2023 -o brief.html
      crossings read report.txt --date 2023-11-01
      crossings audit examples/pakistan-2023
      crossings add reports/ --ledger border.sqlite
      crossings picture border.sqlite --via Torkham --by week
      crossings check "1.7 million" border.sqlite
      crossings export border.sqlite --by day -o flows.csv
      crossings simulate mali2012 --assimilate 30
      crossings serve --ledger border.sqlite

    A PATH is a file, a folder or - for standard input: text (.txt, .md), web page,
    PDF, .docx, .odt, mail, feed, table (.csv, .tsv, .xlsx, .ods), claims (.jsonl)
    or a .zip of them. A SOURCE is a ledger, or PATHs read on the fly.
    Data goes to standard output, talk to standard error.
    Exit status: 0 done, 1 something could not be read or done, 2 wrong usage.
    --- stderr
    "#);
    assert_snapshot!(World::new().run(&["picture", "--help"]), @r"
    status 0
    --- stdout
    Reconcile what the reports say into one estimate with intervals

    Usage: crossings picture [OPTIONS] <SOURCE>...

    Arguments:
      <SOURCE>...  A ledger, or files and folders to read on the fly

    Options:
          --from <YYYY-MM-DD>     First day [default: that from which most running
                                  totals count, else the first the reports bear on]
          --to <YYYY-MM-DD>       Last day [default: the last the reports bear on]
          --via <CROSSING>        A crossing, in any spelling; may be repeated
                                  [default: each, and all together]
          --by <BY>               One row for the whole time, or one for each day or
                                  week [default: total] [possible values: total,
                                  day, week]
          --as-of <YYYY-MM-DD>    Use only what had been published by this day
          --recorded-by <TIME>    Use only what had been entered into the ledger by
                                  this time
          --route <PAK:AFG>       The border, by ISO 3166 codes, when the source has
                                  several
          --by-count-of <SOURCE>  By whose count: that office's numbers hold, others
                                  are turned into it
          --binding <SOURCE>      An office whose totals bind: days, crossings and
                                  classes add up to them exactly
          --population <CLASS>    One class of people, where reports tell classes
                                  apart: nationals (or returnees), refugees, third
                                  country, or a nationality by its ISO 3166 code
          --seed <N>              Seed of the random draws [default: 1]
          --suppress-below <N>    Leave out numbers of people from 1 to below this;
                                  0 leaves nothing out [default: 10]
          --history               How the estimate of the same days moved as reports
                                  came in, and which report moved it
          --format <FORMAT>       A table for people, JSON with the working, or the
                                  rows as CSV [default: table] [possible values:
                                  table, json, csv]
          --gazetteer <FILE.csv>  A CSV table of further border crossings
      -h, --help                  Print help

    Examples:
      crossings picture border.sqlite
      crossings picture reports/ --from 2023-10-18 --to 2023-11-01 --via Torkham
      crossings picture border.sqlite --as-of 2023-11-05 --by day --format csv
      crossings picture border.sqlite --history --via Torkham    as reports came
    --- stderr
    ");
    for command in
        ["read", "add", "audit", "decide", "log", "picture", "brief", "check", "chart", "export"]
    {
        let help = World::new().run(&[command, "--help"]);
        assert!(help.starts_with("status 0\n") && help.contains("\nExamples:\n"), "{help}");
    }
}

#[test]
fn reads_a_dispatch_for_people() {
    let world = World::with(&[("a.txt", DISPATCH.as_bytes())]);
    assert_snapshot!(world.run(&["read", "a.txt"]), @r#"
    status 0
    --- stdout
    a.txt  2023-11-04

                    12,689  return: Afghans, AFG
          855b1a08ee3debac  via Torkham, PAK to AFG; 2023-11-03
                            officials
                            “12,689 Afghans”
    --- stderr
    read 1 document: 1 claim, 0 events, 0 positions
    "#);
}

#[test]
fn reads_a_table_for_people() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    assert_snapshot!(world.run(&["read", "counts.csv"]), @r#"
    status 0
    --- stdout
    counts.csv

                    12,689  return: Afghans, AFG
          91cfb399cdb93172  via Torkham, PAK to AFG; 2023-11-03
                            Khyber Pakhtunkhwa Home Department; published 2023-11-04
                            “reported: 2023-11-04; who: Afghans; via: Turkham; fro…”

                     6,584  return: Afghans, AFG
          8935fb4f00c5bf5e  via Torkham, PAK to AFG; 2023-11-04
                            Khyber Pakhtunkhwa Home Department; published 2023-11-05
                            “reported: 2023-11-05; who: Afghans; via: Torkham; fro…”
    --- stderr
    read 1 document: 2 claims, 0 events, 0 positions
    "#);
}

#[test]
fn reads_a_line_of_json_for_each_statement() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let output = world.output(&["read", "counts.csv", "--format", "jsonl"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), 2);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["type"], "claim");
    assert_eq!(first["value"].to_string(), "12689");
    assert_eq!(first["via"], serde_json::json!(["Torkham"]));
}

#[test]
fn every_bad_input_is_named_and_the_others_are_read() {
    let endless = "104,000 left ".repeat(50_000_000 / 13);
    let world = World::with(&[
        ("in/01-empty.txt", b""),
        ("in/02-binary.txt", b"first\nsecond\0third"),
        ("in/03-endless.txt", endless.as_bytes()),
        ("in/04-latin-1.txt", b"date 2023-11-01\nCaf\xe9 closed.\n"),
        ("in/05-no-such-day.txt", b"date 2023-11-31\n500 left.\n"),
        ("in/06-future.txt", b"date 2999-01-01\n500 left.\n"),
        ("in/07-no-value.csv", b"reported,how many,via\n2023-11-01,5,Torkham\n"),
        ("in/08-bad-cells.csv", b"reported,value\n03/04/2023,5\n2023-11-01,many\n2023-11-01,7\n"),
        ("in/09-report.txt", b"%PDF-1.7 not text"),
        ("in/10-not-a-workbook.xlsx", b"reported,value"),
        ("in/11-good.csv", COUNTS.as_bytes()),
    ]);
    assert_snapshot!(world.run(&["read", "missing.txt", "in"]), @r#"
    status 1
    --- stdout
    in/08-bad-cells.csv

                         7  other
          e700896ebbc62d68  published 2023-11-01
                            “reported: 2023-11-01; value: 7”

    in/11-good.csv

                    12,689  return: Afghans, AFG
          91cfb399cdb93172  via Torkham, PAK to AFG; 2023-11-03
                            Khyber Pakhtunkhwa Home Department; published 2023-11-04
                            “reported: 2023-11-04; who: Afghans; via: Turkham; fro…”

                     6,584  return: Afghans, AFG
          8935fb4f00c5bf5e  via Torkham, PAK to AFG; 2023-11-04
                            Khyber Pakhtunkhwa Home Department; published 2023-11-05
                            “reported: 2023-11-05; who: Afghans; via: Torkham; fro…”
    --- stderr
    missing.txt: no such file or folder
      hint: check the name; a PATH is a file, a folder or -
    in/01-empty.txt: the file is empty
      hint: check that it was saved or downloaded whole
    in/02-binary.txt:2: binary: a zero byte at offset 12
      hint: give text (.txt, .md) or a table (.csv, .xlsx)
    in/03-endless.txt:1: this line is 50.0 MB long: not prose and not a table
      hint: check what the file is, or break its lines
    in/04-latin-1.txt:2: not UTF-8: byte 0xe9 at offset 19
      hint: save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`
    in/05-no-such-day.txt:1: the date `2023-11-31` is not a day
      hint: write the day of publication as YYYY-MM-DD, for instance `date 2023-11-01`
    in/06-future.txt:1: dated 2999-01-01, which is after today (TODAY)
      hint: correct the date, or give --date with --date-anyway: it is the day the report was published
    in/07-no-value.csv: row 2, read as
      A `reported`: day of publication
      B `how many`: not read: could be more than one thing (numbers, and its name does not say of what)
      C `via`: crossing
    in/07-no-value.csv: 1 numbers: 0 read, 1 left out (1 in columns that could be more than one thing)
    in/07-no-value.csv:1: column B `how many` not read: numbers, and its name does not say of what
      hint: say what it is in a map under [columns]: `B = "ignore"` or `B = { kind = "arrival" }`; see `crossings read --help`
    in/07-no-value.csv:1: no column of counts that is known for what it is
      hint: name the columns of counts in a map: `crossings read --help` shows one
    in/08-bad-cells.csv: no column `kind`: what happened is not said, and is read as `other`
      hint: add a column `kind` (return, departure, arrival, deportation …)
    in/08-bad-cells.csv:2: column `reported`: `03/04/2023` was not read; row left out
      hint: expected a day with one reading: write 2023-04-03 or 2023-03-04
    in/08-bad-cells.csv:3: column `value`: `many` was not read; row left out
      hint: expected a number such as 1234, 1,234 or 12.5
    in/09-report.txt: a PDF file that cannot be read: its structure is damaged
      hint: check that it was downloaded whole
    in/10-not-a-workbook.xlsx: not an Excel workbook, whatever its name says
      hint: save it again as .xlsx, or as .csv
    read 2 documents: 3 claims, 0 events, 0 positions
    "#);
}

#[test]
fn bad_inputs_do_not_keep_the_good_out_of_a_ledger() {
    let world = World::with(&[("bad.txt", b""), ("counts.csv", COUNTS.as_bytes())]);
    let run = world.run(&["add", "bad.txt", "missing", "counts.csv", "--ledger", "l.sqlite"]);
    assert_snapshot!(run, @r#"
    status 1
    --- stdout
    --- stderr
    missing: no such file or folder
      hint: check the name; a PATH is a file, a folder or -
    bad.txt: the file is empty
      hint: check that it was saved or downloaded whole
    read 1 document: added 1 document with 2 claims to l.sqlite
      2 that could not be read or kept whole, each named above
    "#);
}

#[test]
fn since_the_ultimatum_starts_on_the_day_that_the_ledger_knows() {
    let order = "date 2023-10-06\n\nPakistan's interior minister announced on 3 October an \
                 ultimatum: undocumented Afghans must leave by 1 November.\n";
    let count = "date 2023-10-20\n\nSince the ultimatum 51,000 Afghans have left Pakistan by \
                 Torkham, officials said.\n";
    let world = World::with(&[("a.txt", order.as_bytes()), ("b.txt", count.as_bytes())]);
    assert!(!world.run(&["read", "b.txt", "--format", "jsonl"]).contains("\"start\":\"2023"));
    for name in ["a.txt", "b.txt"] {
        let run = world.run(&["add", name, "--ledger", "l.sqlite"]);
        assert!(run.starts_with("status 0"), "{run}");
    }
    let mut ledger = ledger::Ledger::open(world.path("l.sqlite")).unwrap();
    let view = ledger.view(ledger::AsKnown::default()).unwrap();
    let starts: Vec<_> = view
        .into_parts()
        .1
        .into_iter()
        .filter_map(|s| match s {
            claim::Statement::Claim(claim) => Some((claim.start, claim.start_stated)),
            _ => None,
        })
        .collect();
    // Known, but not said by this report.
    assert_eq!(starts, [(Some("2023-10-03".parse().unwrap()), false)]);
}

#[test]
fn adding_twice_changes_nothing() {
    let world = World::with(&[("in/a.txt", DISPATCH.as_bytes()), ("in/b.csv", COUNTS.as_bytes())]);
    let first = world.run(&["add", "in", "--ledger", "l.sqlite"]);
    assert!(first.starts_with("status 0\n") && first.contains("added 2 documents"), "{first}");
    let bytes = fs::read(world.path("l.sqlite")).unwrap();
    assert_snapshot!(world.run(&["add", "in", "--ledger", "l.sqlite"]), @r#"
    status 0
    --- stdout
    --- stderr
    read 2 documents: added 0 documents with 0 claims to l.sqlite
      2 already there
    "#);
    assert!(fs::read(world.path("l.sqlite")).unwrap() == bytes);
    let files = fs::read_dir(world.folder.path()).unwrap().count();
    assert_eq!(files, 2, "the ledger is one file");
}

#[test]
fn the_same_bytes_under_another_date_are_a_conflict() {
    let world =
        World::with(&[("a.txt", b"500 Afghans left Pakistan.\n"), ("b.csv", COUNTS.as_bytes())]);
    let add = |date| world.run(&["add", "a.txt", "b.csv", "--ledger", "l.sqlite", "--date", date]);
    assert!(add("2023-11-01").starts_with("status 0"));
    assert_snapshot!(add("2023-11-02"), @r#"
    status 1
    --- stdout
    --- stderr
    a.txt: already in l.sqlite, recorded with date 2023-11-01; now given 2023-11-02
      hint: a ledger never changes what it holds: give the date and publisher that are recorded, or use a new ledger
    b.csv: already in l.sqlite, recorded with date 2023-11-01; now given 2023-11-02
      hint: a ledger never changes what it holds: give the date and publisher that are recorded, or use a new ledger
    read 2 documents: added 0 documents with 0 claims to l.sqlite
      2 that could not be read or kept whole, each named above
    "#);
}

#[test]
fn what_is_not_a_ledger_is_left_alone() {
    let world = World::with(&[("notes.txt", DISPATCH.as_bytes())]);
    assert_snapshot!(world.run(&["add", "notes.txt", "--ledger", "notes.txt"]), @r#"
    status 1
    --- stdout
    --- stderr
    notes.txt: not a ledger of crossings
      hint: name another file; this one was left as it is, and `crossings add` makes a new ledger where there is no file
    "#);
    assert_eq!(fs::read_to_string(world.path("notes.txt")).unwrap(), DISPATCH);
}

#[test]
fn standard_input_is_a_document() {
    let world = World::new();
    let text = "500 Afghans left Pakistan through Torkham on Friday.\n";
    let read = world.run_with_input(&["read", "-", "--date", "2023-11-04"], text.as_bytes());
    assert!(read.starts_with("status 0\n--- stdout\n-  2023-11-04\n"), "{read}");
    let table = world.run_with_input(&["read", "-"], COUNTS.as_bytes());
    assert!(table.contains("read 1 document: 2 claims"), "{table}");
    assert_snapshot!(world.run_with_input(&["read", "-"], b""), @r#"
    status 1
    --- stdout
    --- stderr
    -: the file is empty
      hint: check that it was saved or downloaded whole
    read 0 documents: 0 claims, 0 events, 0 positions
    "#);
    assert_snapshot!(world.run_with_input(&["read", "-"], b"Nothing happened.\n"), @r#"
    status 0
    --- stdout
    -
    --- stderr
    1 document with nothing about displacement: -
    read 1 document: 0 claims, 0 events, 0 positions
    "#);
    let undated = b"Some 3,100 refugees crossed the border on Monday.\n";
    let said = world.run_with_input(&["read", "-"], undated);
    assert!(said.contains("1 document without a date"), "{said}");
    assert!(said.contains("read 1 document: 1 claim"), "{said}");
}

#[test]
fn a_folder_is_walked_in_order_and_links_do_not_loop() {
    let world = World::with(&[
        ("in/b/late.txt", b"date 2023-11-02\nb\n"),
        ("in/a.md", b"date 2023-11-01\na\n"),
        ("in/copy-of-a.txt", b"date 2023-11-01\na\n"),
        ("in/README.md", b"not a report"),
        ("in/LICENSE", b"not a report"),
        ("in/.hidden.txt", b"not a report"),
        ("in/map.png", b"\x89PNG"),
        ("in/notes.pptx", b"PK\x03\x04"),
        ("empty/README.md", b"nothing here"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", world.path("in/b/up")).unwrap();
    assert_snapshot!(world.run(&["read", "in", "empty"]), @r"
    status 1
    --- stdout
    in/a.md  2023-11-01

    in/b/late.txt  2023-11-02
    --- stderr
    skipped 2 files that are neither text nor a table: map.png, notes.pptx
    empty: nothing to read in this folder
      hint: it is searched for .txt, .md, .csv, .tsv, .xlsx, .xlsm, .ods, .jsonl, .html, .htm, .xhtml, .mhtml, .mht, .pdf, .docx, .docm, .odt, .eml, .rss, .atom, .xml, .zip, .json, .geojson, .ndjson, .parquet
    in/copy-of-a.txt: the same as in/a.md, read once
    2 documents with nothing about displacement: in/a.md, in/b/late.txt
    read 2 documents: 0 claims, 0 events, 0 positions
    ");
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let world = World::with(&[(
        "counts.csv",
        format!("reported,value,kind\n{}", "2023-11-01,5,return\n".repeat(50_000)).as_bytes(),
    )]);
    let mut command = world.command(&["read", "counts.csv", "--format", "jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_snapshot!(show(child.wait_with_output().unwrap()), @r#"
    status 0
    --- stdout
    --- stderr
    "#);
}

#[test]
fn wrong_usage_leaves_with_2() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let _ = world.run(&["add", "counts.csv", "--ledger", "l.sqlite"]);
    for (arguments, expected) in [
        (&["read"][..], "<PATH>..."),
        (&["forecast", "l.sqlite"], "unrecognized subcommand 'forecast'"),
        (&["read", "counts.csv", "--date", "1 November"], "expected a day such as 2023-11-01"),
        (&["picture", "l.sqlite", "--route", "PAK-AFG"], "such as PAK:AFG"),
        (&["picture", "l.sqlite", "counts.csv"], "a ledger is a SOURCE alone"),
        (
            &["picture", "l.sqlite", "--from", "2023-11-02", "--to", "2023-11-01"],
            "--from 2023-11-02 is after",
        ),
        (&["picture", "l.sqlite", "--via", "Torkhan"], "hint: did you mean Torkham?"),
        (&["picture", "counts.csv", "--recorded-by", "2023-11-05"], "files do not say"),
        (
            &[
                "decide", "reject", "3fa85c11", "--why", "x", "--by", "y", "--set", "value=5",
                "--ledger", "l.sqlite",
            ],
            "--set goes with `correct`",
        ),
        (
            &["decide", "correct", "3fa85c11", "--why", "x", "--by", "y", "--ledger", "l.sqlite"],
            "`correct` needs --set",
        ),
    ] {
        let run = world.run(arguments);
        assert!(run.starts_with("status 2\n--- stdout\n--- stderr\n"), "{run}");
        assert!(run.contains(expected), "{arguments:?}: {run}");
    }
}

#[test]
fn a_picture_of_nothing_says_what_is_missing() {
    let world = World::with(&[("a.txt", b"date 2023-11-01\nNothing happened.\n")]);
    assert_snapshot!(world.run(&["picture", "a.txt"]), @r#"
    status 1
    --- stdout
    --- stderr
    1 document with nothing about displacement: a.txt
    no picture: none of the 0 claims counts people crossing a border
      hint: add a report of returns, departures, arrivals or deportations with a number
    "#);
    assert_snapshot!(world.run(&["picture", "a.txt", "--as-of", "2023-10-31"]), @r#"
    status 1
    --- stdout
    --- stderr
    1 document with nothing about displacement: a.txt
    nothing published by 2023-10-31 to make a picture of
      hint: give reports or tables, or a ledger that holds some
    "#);
    assert_snapshot!(world.run(&["picture", "no-such.sqlite"]), @r#"
    status 1
    --- stdout
    --- stderr
    no-such.sqlite: no such file or folder
      hint: check the name; a PATH is a file, a folder or -
    nothing to make a picture of
      hint: give reports or tables, or a ledger that holds some
    "#);
}

#[test]
fn a_picture_is_the_same_from_paths_and_from_a_ledger() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let _ = world.run(&["add", "counts.csv", "--ledger", "l.sqlite"]);
    let json = |source| world.output(&["picture", source, "--format", "json"]).stdout;
    let from_ledger = json("l.sqlite");
    assert!(from_ledger == json("counts.csv"));
    let picture: serde_json::Value = serde_json::from_slice(&from_ledger).unwrap();
    assert_eq!(picture["as_of"], "2023-11-05");
    let vias: Vec<&str> = picture["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["via"].as_str().unwrap())
        .collect();
    assert_eq!((vias.first(), vias.last()), (Some(&"Torkham"), Some(&"all")));
    for key in ["p025", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p975", "mean"] {
        assert!(picture["rows"][0][key].is_u64(), "{key}: {picture:#}");
    }
    for key in ["fitted", "residual", "weight", "role"] {
        assert!(!picture["claims"][0][key].is_null(), "{key}: {picture:#}");
    }
    assert!(picture["disagreements"].is_array() && picture["sources"].is_array());
}

#[test]
fn a_picture_can_be_cut_by_day_crossing_and_knowledge() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let csv = |more: &[&str]| {
        let arguments = [&["picture", "counts.csv", "--format", "csv"], more].concat();
        String::from_utf8(world.output(&arguments).stdout).unwrap()
    };
    let days =
        csv(&["--via", "turkham", "--by", "day", "--from", "2023-11-03", "--to", "2023-11-04"]);
    let starts: Vec<&str> = days.lines().map(|line| &line[..line.len().min(30)]).collect();
    assert_eq!(
        starts,
        [
            "via,from,to,p025,p05,p10,p25,p",
            "Torkham,2023-11-03,2023-11-03,",
            "Torkham,2023-11-04,2023-11-04,"
        ]
    );
    let then =
        world.output(&["picture", "counts.csv", "--as-of", "2023-11-04", "--format", "json"]);
    let then: serde_json::Value = serde_json::from_slice(&then.stdout).unwrap();
    assert_eq!(then["as_of"], "2023-11-04");
    assert_eq!(then["claims"].as_array().unwrap().len(), 1);
}

#[test]
fn a_day_without_a_report_is_not_observed_and_never_zero() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let arguments =
        ["picture", "counts.csv", "--via", "Torkham", "--by", "day", "--to", "2023-11-06"];
    let csv = world.output(&[&arguments[..], &["--format", "csv"]].concat());
    let csv = String::from_utf8(csv.stdout).unwrap();
    let observed: Vec<&str> = csv.lines().filter_map(|line| line.rsplit(',').next()).collect();
    assert_eq!(observed.first(), Some(&"observed"), "{csv}");
    assert_eq!(observed[observed.len() - 4..], ["by_day", "by_day", "no", "no"], "{csv}");
    // Unknown, as an empty cell; in JSON as null.
    let last = csv.lines().last().unwrap();
    assert_eq!(last.split(',').nth(7), Some(""), "{last}");
    let json = world.output(&[&arguments[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.last().unwrap()["observed"], "no");
    assert!(rows.last().unwrap()["p50"].is_null());
    assert!(json["narrowing"].as_array().unwrap().len() <= 3);
    assert!(json["claims"][0].as_object().unwrap().contains_key("without"));
}

#[test]
fn the_history_names_the_report_that_moved_the_estimate() {
    let world =
        World::with(&[("counts.csv", COUNTS.as_bytes()), ("dispatch.txt", DISPATCH.as_bytes())]);
    let history = |source: &str, more: &[&str]| -> serde_json::Value {
        let asked = ["picture", source, "--history", "--via", "Torkham", "--format", "json"];
        let output = world.output(&[&asked[..], more].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let days = ["--from", "2023-11-03", "--to", "2023-11-04"];
    let steps = history("counts.csv", &days)["history"].clone();
    let dates: Vec<&str> =
        steps.as_array().unwrap().iter().map(|step| step["as_of"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2023-11-04", "2023-11-05"]);
    assert!(steps[0]["change"].is_null() && steps[1]["change"].is_i64(), "{steps:#}");
    assert_eq!(steps[1]["documents"], 1);
    assert!(steps[1]["moved_by"]["quote"].as_str().unwrap().contains("6584"), "{steps:#}");
    // A day that had no report is nobody's until it has one.
    let counted = |step: &serde_json::Value| step["p50"].as_f64().unwrap();
    assert!(counted(&steps[1]) > counted(&steps[0]), "{steps:#}");
    // A ledger gives the same.
    assert_eq!(world.output(&["add", "counts.csv", "--ledger", "l.sqlite"]).status.code(), Some(0));
    assert_eq!(history("l.sqlite", &days)["history"], steps);
    let csv = world.output(&["picture", "counts.csv", "--history", "--format", "csv"]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert_eq!(
        csv.lines().next(),
        Some("as_of,via,from,to,p05,p50,p95,change,documents,moved_by,claim,without,settled")
    );
}

#[test]
fn a_brief_is_printed_and_written_and_always_the_same() {
    let world = World::with(&[("counts.csv", COUNTS.as_bytes())]);
    let brief = |page: &str| {
        let output = world.output(&["brief", "counts.csv", "-o", page]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("wrote {page}\n"));
        (output.stdout, fs::read(world.path(page)).unwrap())
    };
    assert!(brief("one.html") == brief("two.html"));
    assert_eq!(names(world.folder.path()), ["counts.csv", "one.html", "two.html"]);
    let nowhere = world.run(&["brief", "counts.csv", "-o", "no/where.html"]);
    assert!(
        nowhere
            .starts_with("status 1\n--- stdout\n--- stderr\nno/where.html: could not be written"),
        "{nowhere}"
    );
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn explain_gives_an_account_of_every_rule() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pakistan-2023");
    let text = World::new().run(&["read", example, "--explain"]);
    assert!(
        text.contains("time.since: from a day on (of a month or year, its first), up to now"),
        "{text}"
    );
    assert!(!text.contains("no account of it"));
}

#[test]
fn explain_marks_the_text_on_a_page() {
    let world = World::with(&[("a.txt", DISPATCH.as_bytes())]);
    let said = world.run(&["read", "a.txt", "--explain", "-o", "why.html"]);
    assert!(said.starts_with("status 0"), "{said}");
    let page = fs::read_to_string(world.path("why.html")).unwrap();
    for class in ["amount", "people", "verb", "place", "time", "speaker"] {
        assert!(page.contains(&format!("<mark class=\"{class}\"")), "{class}: {page}");
    }
}

#[test]
fn a_users_own_crossings_are_read() {
    let own = "name,other_names,country_a,country_b,side_a,side_b,lat,lon,province_a,note\n\
        Naw Dara Gate,,PAK,AFG,,,,,,local crossing\n";
    let text =
        "date 2023-11-04\nOn Friday 310 Afghans returned to Afghanistan through Naw Dara Gate.\n";
    let world = World::with(&[("own.csv", own.as_bytes()), ("a.txt", text.as_bytes())]);
    let without = world.run(&["read", "a.txt", "--format", "jsonl"]);
    assert!(without.contains("\"via\":[]"), "{without}");
    let with = world.run(&["read", "a.txt", "--format", "jsonl", "--gazetteer", "own.csv"]);
    assert!(with.contains("\"via\":[\"Naw Dara Gate\"]"), "{with}");
    let missing = world.run(&["read", "a.txt", "--gazetteer", "none.csv"]);
    assert!(missing.starts_with("status 1") && missing.contains("none.csv"), "{missing}");
}

#[test]
fn documents_say_what_they_are_and_where_they_say_it() {
    let world = World::with(&[
        (
            "page.html",
            b"<html lang=en><meta property='article:published_time' content='2023-11-14T08:00:00Z'>\
              <meta property='og:site_name' content='Frontier Wire'><link rel=canonical href='https://wire.example/a'>\
              <title>Gate shut</title><nav><a href=/>Home</a></nav><p>About 104,000 people returned to \
              Afghanistan through Torkham on 13 November 2023, officials said.</p></html>",
        ),
        (
            "note.eml",
            b"From: A Person <a@desk.example>\r\nSubject: Daily count\r\nDate: Tue, 14 Nov 2023 10:00:00 +0000\r\n\
              MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
              Some 300 people were deported through Chaman on 13 November 2023.\r\n--b\r\n\
              Content-Type: text/csv; name=table.csv\r\nContent-Disposition: attachment; filename=table.csv\r\n\r\n\
              value,crossing,start,end\r\n412,Torkham,2023-11-13,2023-11-13\r\n--b--\r\n",
        ),
        ("scan.pdf", b"%PDF-1.7 nonsense"),
    ]);
    let told = world.run(&["read", "."]);
    for expected in [
        "page.html  2023-11-14  Frontier Wire\nGate shut\n",
        "date from a meta tag; publisher from og:site_name;",
        "https://wire.example/a\n",
        "note.eml  2023-11-14  desk.example\nDaily count\n",
        "note.eml/table.csv  2023-11-14  desk.example\n",
        "scan.pdf: a PDF file that cannot be read",
        "read 3 documents: 3 claims",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let given = world.run(&["read", "page.html", "--date", "2023-11-20", "--date-anyway"]);
    assert!(given.contains("page.html  2023-11-20  Frontier Wire"), "{given}");
}
