//! Any bytes as a mail. Run with `cargo +nightly fuzz run mail` in `crates/read`.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::check("x.eml", bytes.to_vec());
});
