//! What every form has to keep: it is read or refused, never a panic, what is read stands where it
//! says it stands, and the same bytes give the same statements.

use std::io::{Cursor, Write};

use jiff::civil::date;
use places::Gazetteer;
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn check(name: &str, bytes: Vec<u8>) {
    let options = read::Options { date: Some(date(2023, 11, 1)), ..read::Options::default() };
    let all = read::read_all(name, bytes.clone(), options, Gazetteer::builtin());
    for reading in all.iter().flatten() {
        let document = &reading.document;
        for statement in &reading.statements {
            let [start, end] = statement.span();
            let quote = match statement {
                claim::Statement::Claim(claim) => &claim.quote,
                claim::Statement::Event(event) => &event.quote,
                claim::Statement::Position(position) => &position.quote,
            };
            assert_eq!(&document.text[start..end], quote);
            if let claim::Statement::Claim(claim) = statement {
                assert!(claim.value.is_none_or(|value| value.is_finite() && value >= 0.0));
            }
        }
        assert!(document.pages.is_sorted());
        assert!(document.pages.iter().all(|at| document.text.is_char_boundary(*at)));
    }
    let again = read::read_all(name, bytes, options, Gazetteer::builtin());
    assert_eq!(all.len(), again.len());
    for (one, other) in all.iter().flatten().zip(again.iter().flatten()) {
        assert_eq!(one.document.text, other.document.text);
        assert_eq!(one.statements, other.statements);
    }
}

/// An archive with these parts: what is mutated is then the part and not its packing.
#[allow(dead_code, reason = "not every target packs")]
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}
