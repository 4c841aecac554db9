//! Any bytes as a table (.csv): it is read or refused, never a panic, and what is read stands where it says it
//! stands. Run with `RUSTC_BOOTSTRAP=1 cargo fuzz run csv` in `crates/read`; `tests/tables` is a corpus to begin with.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use places::Gazetteer;

fuzz_target!(|bytes: &[u8]| {
    let options = read::Options { date: Some(date(2023, 11, 13)), ..read::Options::default() };
    let Ok(reading) = read::read("x.csv", bytes.to_vec(), options, Gazetteer::builtin()) else {
        return;
    };
    let text = &reading.document.text;
    for statement in &reading.statements {
        let claim::Statement::Claim(claim) = statement else { continue };
        let [start, end] = claim.span;
        assert_eq!(&text[start..end], claim.quote);
        assert!(claim.value.is_none_or(|value| value.is_finite() && value >= 0.0));
    }
});
