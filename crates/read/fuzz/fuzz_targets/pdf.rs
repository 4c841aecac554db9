//! Any bytes as a PDF file. Run with `cargo +nightly fuzz run pdf` in `crates/read`.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.pdf", bytes.to_vec());
});
