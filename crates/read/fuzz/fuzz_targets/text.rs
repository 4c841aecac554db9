//! Any bytes as a text: it is read or refused, never a panic, and what is read stands where
//! it says it stands. The first byte chooses the language, and whether the rest is the text
//! itself or picks words out of that language's folder, so that its phrases and patterns are met.
//! Run with `RUSTC_BOOTSTRAP=1 cargo fuzz run text` in `crates/read`.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use places::Gazetteer;

macro_rules! folder {
    ($code:literal) => {
        concat!(
            include_str!(concat!("../../../prose/data/", $code, "/numbers.toml")),
            include_str!(concat!("../../../prose/data/", $code, "/people.toml")),
            include_str!(concat!("../../../prose/data/", $code, "/happenings.toml")),
            include_str!(concat!("../../../prose/data/", $code, "/time.toml")),
            include_str!(concat!("../../../prose/data/", $code, "/speakers.toml")),
            include_str!(concat!("../../../places/data/countries.csv")),
            " . , ; : ( ) – \" « » ’ ' % 7 24 28,7 1.234.567 140 000 2022 24.02.2022 \n"
        )
    };
}

const FOLDERS: [(&str, &str, &str); 3] = [
    ("en", "Refugees.\n\n", folder!("en")),
    ("fr", "Réfugiés.\n\n", folder!("fr")),
    ("pl", "Uchodźcy.\n\n", folder!("pl")),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let (code, subject, lists) = FOLDERS[usize::from(choice / 2) % FOLDERS.len()];
    // A word of displacement in front, so that the text is not passed over as other news.
    let mut text = format!("---\nlanguage: {code}\n---\n{subject}").into_bytes();
    if choice % 2 == 0 {
        text.extend_from_slice(rest);
    } else {
        let words: Vec<&str> = lists.split([' ', '"', '|', '[', ']']).collect();
        for pair in rest.chunks_exact(2) {
            let at = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % words.len();
            text.extend_from_slice(words[at].as_bytes());
            text.push(b' ');
        }
    }
    let options = read::Options { date: Some(date(2023, 11, 1)), ..read::Options::default() };
    let Ok(reading) = read::read("x.txt", text.clone(), options, Gazetteer::builtin()) else {
        return;
    };
    let read_from = &reading.document.text;
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
        assert_eq!(&read_from[start..end], quote);
    }
    let again = read::read("x.txt", text, options, Gazetteer::builtin()).expect("as before");
    assert_eq!(reading.statements, again.statements);
});
