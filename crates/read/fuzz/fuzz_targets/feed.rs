//! Any bytes as a feed. Run with `cargo +nightly fuzz run feed` in `crates/read`.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.xml", bytes.to_vec());
});
