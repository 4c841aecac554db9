//! Any bytes as a table (.ods): it is read or refused, never a panic, and what is read stands where it says it
//! stands. Run with `RUSTC_BOOTSTRAP=1 cargo fuzz run ods` in `crates/read`; `tests/tables` is a corpus to begin with.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.ods", bytes.to_vec());
    // The bytes as the content of a spreadsheet.
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    common::check("y.ods", common::packed(&[("mimetype", kind), ("content.xml", bytes)]));
});
