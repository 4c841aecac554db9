//! Any bytes as a text: it is read or refused, never a panic, and what is read stands where
//! it says it stands. Run with `RUSTC_BOOTSTRAP=1 cargo fuzz run text` in `crates/read`.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use places::Gazetteer;

fuzz_target!(|bytes: &[u8]| {
    let options = read::Options { date: Some(date(2023, 11, 1)), ..read::Options::default() };
    // A word of displacement in front, so that the text is not passed over as other news.
    let bytes = [b"Refugees.\n\n", bytes].concat();
    let Ok(reading) = read::read("x.txt", bytes.clone(), options, Gazetteer::builtin()) else {
        return;
    };
    let text = &reading.document.text;
    let mut last = 0;
    for statement in &reading.statements {
        let [start, end] = statement.span();
        assert!(start >= last && start < end, "spans in order");
        last = start;
        let quote = match statement {
            claim::Statement::Claim(claim) => &claim.quote,
            claim::Statement::Event(event) => &event.quote,
            claim::Statement::Position(position) => &position.quote,
        };
        assert_eq!(&text[start..end], quote);
    }
    let again = read::read("x.txt", bytes, options, Gazetteer::builtin()).expect("as before");
    assert_eq!(reading.statements, again.statements);
});
