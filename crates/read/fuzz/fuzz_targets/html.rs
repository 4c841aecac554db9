//! Any bytes as a web page. Run with `cargo +nightly fuzz run html` in `crates/read`.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.html", [b"<!doctype html><p>Refugees.</p>", bytes].concat());
});
