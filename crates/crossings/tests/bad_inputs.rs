//! Input that is broken, absurd or made to hurt: the program ends by itself, without a panic, and says what it did not read.
//! `CROSSINGS_LONG` damages every form in many more places.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const TEXT: &str = "date 2023-11-04\nSome 1,234 Afghans returned from Pakistan through Torkham on 3 November 2023, the KP Home Department said.\n";

fn times() -> usize {
    if std::env::var_os("CROSSINGS_LONG").is_some() { 40 } else { 4 }
}

/// Reads a folder: it must end by itself, and well but for what it names.
fn read(folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(["read", "in", "--date", "2023-11-10", "--format", "jsonl"]);
    let output = command.current_dir(folder).env_clear().stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let ended = matches!(output.status.code(), Some(0 | 1));
    assert!(ended && !said.contains("panicked"), "{:?}: {said}", output.status);
    said
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn workbook(sheet: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{of}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{of}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>");
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

const SHEET: &str = "<sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>Date</t></is></c><c t=\"inlineStr\"><is><t>Returnees</t></is></c></row><row r=\"2\"><c t=\"inlineStr\"><is><t>2023-11-01</t></is></c><c><v>1200</v></c></row></sheetData>";

fn document() -> Vec<u8> {
    let of = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let body = format!(
        "<w:document xmlns:w=\"{of}\"><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes())])
}

fn paper(content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</A 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 6>>stream\n/A Do \nendstream".to_owned(),
    ];
    let (mut out, mut places) = ("%PDF-1.5\n".to_owned(), String::new());
    for (at, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    out += &format!(
        "xref\n0 6\n0000000000 65535 f \n{places}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    );
    out.into_bytes()
}

fn whole() -> Vec<(&'static str, Vec<u8>)> {
    let mail = format!(
        "From: Desk <desk@example.org>\nDate: Sat, 4 Nov 2023 10:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{TEXT}\n--b--\n"
    );
    let feed = format!(
        "<rss><channel><item><title>a</title><pubDate>Sat, 4 Nov 2023 10:00:00 GMT</pubDate><description>{TEXT}</description></item></channel></rss>"
    );
    vec![
        ("xlsx", workbook(SHEET)),
        ("docx", document()),
        ("pdf", paper("BT /F1 12 Tf (Some 1,234 Afghans returned through Torkham on 3 November 2023.) Tj ET")),
        ("zip", zipped(&[("a.txt", TEXT.as_bytes()), ("b.csv", b"Date,Returnees\n2023-11-01,1200\n")])),
        ("eml", mail.into_bytes()),
        ("xml", feed.into_bytes()),
        ("html", format!("<html><head><meta name=date content=2023-11-04></head><body><table><tr><td>{TEXT}</table></body></html>").into_bytes()),
        ("json", b"[{\"date\":\"2023-11-01\",\"crossing\":\"Torkham\",\"returnees\":1200}]".to_vec()),
        ("csv", b"Date,Crossing,Returnees\n2023-11-01,Torkham,1200\n".to_vec()),
    ]
}

#[test]
fn files_cut_short_or_damaged_anywhere_end_without_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    // A small generator of numbers (Knuth's linear congruence): the same damage on every machine.
    let mut seed: u64 = 42;
    let mut next = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % end.max(1)
    };
    for (form, bytes) in whole() {
        for number in 0..times() {
            let cut = &bytes[..next(bytes.len())];
            fs::write(folder.path().join(format!("in/cut{number}.{form}")), cut).unwrap();
            let mut other = bytes.clone();
            for _ in 0..=number % 8 {
                let at = next(other.len());
                other[at] = next(256) as u8;
            }
            fs::write(folder.path().join(format!("in/changed{number}.{form}")), other).unwrap();
            let (from, to) = (next(bytes.len()), next(bytes.len()));
            let twice = [&bytes[..from.max(to)], &bytes[from.min(to)..]].concat();
            fs::write(folder.path().join(format!("in/twice{number}.{form}")), twice).unwrap();
        }
        fs::write(folder.path().join(format!("in/whole.{form}")), &bytes).unwrap();
    }
    let said = read(folder.path());
    assert!(said.contains("hint:"), "nothing of it was named: {said}");
}

#[test]
fn what_is_made_to_hurt_is_refused_or_read_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    let file = |name: &str, bytes: &[u8]| fs::write(input.join(name), bytes).unwrap();
    file("deep.html", "<div>".repeat(150_000).as_bytes());
    file("wide.html", ("<table><tr>".to_owned() + &"<td>1".repeat(30_000)).as_bytes());
    file("deep.json", ("[".repeat(100_000) + &"]".repeat(100_000)).as_bytes());
    file("objects.json", ("{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000)).as_bytes());
    file("open.txt", "(".repeat(300_000).as_bytes());
    file("signs.txt", "a@b ".repeat(80_000).as_bytes());
    file("words.txt", "a dot ".repeat(50_000).as_bytes());
    file("quotes.csv", "\"".repeat(300_000).as_bytes());
    file("days.txt", format!("date 2023-11-10\n{}", "31 November ".repeat(4_000)).as_bytes());
    // One cell, line or name that is as long as a book: twice as long is twice the work.
    let numbers: String = (0..10_000).map(|n| format!("{} ", n * 7_919 % 99_991)).collect();
    let row = |crossing: &str, remark: &str| {
        format!(
            "Date,Crossing,Remark,Returnees\n2023-11-01,{crossing},{remark},1200\n2023-11-02,Torkham,ok,1311\n"
        )
    };
    file("numbers.csv", row("Torkham", &numbers).as_bytes());
    file("numbers.txt", numbers.as_bytes());
    file("numbers.html", format!("<table><tr><td>Torkham<td>{numbers}</table>").as_bytes());
    file("name.csv", row(&"a".repeat(100_000), "ok").as_bytes());
    file("digits.csv", row(&numbers, "ok").as_bytes());
    file(
        "far.xlsx",
        &workbook(
            "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
        ),
    );
    file(
        "merged.xlsx",
        &workbook(&format!(
            "{SHEET}<mergeCells>{}</mergeCells>",
            "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(500)
        )),
    );
    file("itself.pdf", &paper("/A Do /A Do"));
    let laugh: String = (1..10)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .collect();
    file("laugh.xml", format!("<!DOCTYPE r [<!ENTITY a0 \"aaaaaaaaaa\">{laugh}]><rss><channel><item><title>&a9;</title></item></channel></rss>").as_bytes());
    file(
        "parts.eml",
        ("From: a\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned()
            + &"--b\nContent-Type: multipart/mixed; boundary=b\n\n".repeat(5_000))
            .as_bytes(),
    );
    let mut nested = zipped(&[("a.txt", TEXT.as_bytes())]);
    for _ in 0..12 {
        nested = zipped(&[("a.zip", &nested), ("b.zip", &nested)]);
    }
    file("nested.zip", &nested);
    let said = read(folder.path());
    for name in ["deep.html", "deep.json", "objects.json", "nested.zip"] {
        assert!(said.contains(name), "{name} is not named: {said}");
    }
}

#[test]
fn a_small_archive_is_unpacked_no_further_than_its_budget() {
    // Eight MiB for a file of a few kilobytes, however it is laid out in it. What is in it is refused at its first
    // byte, and counts all the same.
    let text = ["\0", &"The road was dry.\n".repeat(60_000)].concat().into_bytes();
    let table = ["\0", &"1,x\n".repeat(250_000)].concat().into_bytes();
    let one = text.repeat(9);
    let names: Vec<[String; 2]> =
        (0..12).map(|n| [format!("{n:02}.txt"), format!("{n:02}.csv")]).collect();
    let texts: Vec<(&str, &[u8])> = names.iter().map(|[name, _]| (&**name, &*text)).collect();
    let tables: Vec<(&str, &[u8])> = names.iter().map(|[_, name]| (&**name, &*table)).collect();
    let inner = zipped(&texts[..4]);
    for (name, bytes) in [
        ("texts.zip", zipped(&texts)),
        ("tables.zip", zipped(&tables)),
        ("one.zip", zipped(&[("a.txt", &one)])),
        ("nested.zip", zipped(&[("a.zip", &inner), ("b.zip", &inner), ("c.zip", &inner)])),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        assert!(bytes.len() < 200_000, "{name}: {}", bytes.len());
        fs::write(folder.path().join("in").join(name), bytes).unwrap();
        let said = read(folder.path());
        assert!(said.contains(name) && said.contains("unpacks to more than 8 MB"), "{said}");
    }
}
