//! Any bytes as the text of a Word document, and as that of an OpenDocument one. Run with
//! `cargo +nightly fuzz run docx` in `crates/read`.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.docx", common::packed(&[("word/document.xml", bytes), ("docProps/core.xml", bytes)]));
    let kind = b"application/vnd.oasis.opendocument.text";
    common::check("x.odt", common::packed(&[("mimetype", kind), ("content.xml", bytes), ("meta.xml", bytes)]));
    // And the archive itself.
    common::check("y.docx", bytes.to_vec());
});
