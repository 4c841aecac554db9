//! Any bytes as the text of a Word document, and as that of an OpenDocument one. Run with
//! `cargo +nightly fuzz run docx` in `crates/read`.
#![no_main]

mod common;

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    common::check("x.docx", packed(&[("word/document.xml", bytes), ("docProps/core.xml", bytes)]));
    let kind = b"application/vnd.oasis.opendocument.text";
    common::check("x.odt", packed(&[("mimetype", kind), ("content.xml", bytes), ("meta.xml", bytes)]));
    // And the archive itself.
    common::check("y.docx", bytes.to_vec());
});
