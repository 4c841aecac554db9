//! What reaches a terminal: standard output and standard error, in one place. Names of files, heads of tables, texts
//! and arguments come from strangers, and a control character of theirs would act on the terminal; an address may hold
//! a password.

use std::io::{self, IsTerminal, StdoutLock, Write};

/// Stands for a control character in what is printed for people.
const INSTEAD: &str = "\u{fffd}";

/// What is written, and so what may be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Text for people: control characters are replaced.
    Text,
    /// JSON: they are escaped, which changes nothing of what it says.
    Json,
    /// Data for programs: bytes are bytes.
    Bytes,
}

/// Standard output for people.
pub(crate) fn text() -> Screen<StdoutLock<'static>> {
    Screen::new(io::stdout().lock(), Form::Text)
}

/// Standard output for JSON.
pub(crate) fn json() -> Screen<StdoutLock<'static>> {
    Screen::new(io::stdout().lock(), Form::Json)
}

/// Standard output for what is no text; on a terminal it is text for people all the same.
pub(crate) fn bytes() -> Screen<StdoutLock<'static>> {
    let form = if io::stdout().is_terminal() { Form::Text } else { Form::Bytes };
    Screen::new(io::stdout().lock(), form)
}

/// Whether a character acts on a terminal, or turns the order of what stands around it: controls, and the signs that
/// embed, override and isolate writing from right to left (Unicode Standard Annex 9, 2.1 to 2.6).
fn is_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A writer that lets no control character through, but line ends and tabs.
pub(crate) struct Screen<W: Write> {
    out: W,
    form: Form,
    /// The first bytes of a character of which the others are awaited.
    begun: Vec<u8>,
}

impl<W: Write> Screen<W> {
    fn new(out: W, form: Form) -> Screen<W> {
        Screen { out, form, begun: Vec::new() }
    }

    fn put(&self, bytes: &[u8], clean: &mut Vec<u8>) {
        let control = std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.chars().next().filter(|c| is_control(*c)));
        match (control, self.form) {
            (None, _) => clean.extend(bytes),
            (Some(c), Form::Json) => clean.extend(format!("\\u{:04x}", c as u32).bytes()),
            (Some(_), _) => clean.extend(INSTEAD.bytes()),
        }
    }
}

/// How many bytes a character has that begins with this one; controls have no more than three.
fn length(first: u8) -> usize {
    match first {
        0xc2 => 2,
        0xe2 => 3,
        _ => 1,
    }
}

/// Whether a byte neither is nor begins a character that acts on a terminal.
fn is_harmless(byte: u8) -> bool {
    !byte.is_ascii_control() && length(byte) == 1 || matches!(byte, b'\n' | b'\t')
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.form == Form::Bytes {
            return self.out.write(bytes);
        }
        // Nothing in it can be, or begin, a control character: most of what is written. In JSON the controls of
        // ASCII are escaped but the last.
        let harmless = match self.form {
            Form::Json => bytes.is_ascii() && !bytes.contains(&b'\x7f'),
            _ => bytes.iter().all(|byte| is_harmless(*byte)),
        };
        if self.begun.is_empty() && harmless {
            self.out.write_all(bytes)?;
            return Ok(bytes.len());
        }
        let mut clean = Vec::with_capacity(bytes.len() + 16);
        for byte in bytes {
            // What does not go on with a character begins another.
            if !self.begun.is_empty() && !(0x80..=0xbf).contains(byte) {
                clean.append(&mut self.begun);
            }
            self.begun.push(*byte);
            if self.begun.len() >= length(self.begun[0]) {
                let whole = std::mem::take(&mut self.begun);
                self.put(&whole, &mut clean);
            }
        }
        self.out.write_all(&clean)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A message as it may be shown: without control characters, and without what addresses hold between scheme and host.
pub(crate) fn shown(message: &str) -> String {
    let mut message = message.to_owned();
    for argument in std::env::args_os() {
        if ledger::looks_like_address(&argument) {
            let argument = argument.to_string_lossy();
            let argument = argument.trim();
            let struck = without_secrets(argument);
            // What has a login in it that cannot be told from its password goes whole.
            let whole = struck == argument && argument.contains('@');
            let struck = if whole { "\u{2026}" } else { &struck };
            if !argument.is_empty() {
                message = message.replace(argument, struck);
            }
        }
    }
    let message = without_secrets(&message);
    message.chars().map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect()
}

/// Strikes users and passwords out of addresses, and the values of `password=`.
fn without_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find("://") {
            let (before, behind) = rest.split_at(at + 3);
            out.push_str(before);
            // Up to the last @ of the word: a password may hold one.
            let word = behind.find(char::is_whitespace).map_or(behind, |end| &behind[..end]);
            rest = match word.rfind('@') {
                Some(host) => {
                    let user = word[..host].split(':').next().unwrap_or_default();
                    let plain = !word[..host].contains('@') && !user.contains(['/', '?']);
                    out.push_str(if plain { user } else { "" });
                    &behind[host..]
                }
                None => behind,
            };
        }
        out.push_str(rest);
    }
    let lower = out.to_ascii_lowercase();
    let login = ["postgres:", "postgresql:"].into_iter().find_map(|word| {
        let kept = lower.find(word)? + word.len();
        let line = out[kept..].find('\n').map_or(out.len(), |end| kept + end);
        let behind = out[kept..line].trim_start();
        (!behind.starts_with("//") && behind.contains('@')).then_some(kept..line)
    });
    match ledger::secret_in(&out).into_iter().chain(login).min_by_key(|secret| secret.start) {
        Some(secret) => {
            format!("{}…{}", &out[..secret.start], without_secrets(&out[secret.end..]))
        }
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form, pieces: &[&str]) -> String {
        let mut screen = Screen::new(Vec::new(), form);
        pieces.iter().for_each(|piece| screen.write_all(piece.as_bytes()).unwrap());
        String::from_utf8(screen.out).unwrap()
    }

    #[test]
    fn no_control_character_passes() {
        assert_eq!(
            written(Form::Text, &["a\u{1b}[31mb\tc\r\n", "d\u{9b}e\u{7f}"]),
            "a\u{fffd}[31mb\tc\u{fffd}\nd\u{fffd}e\u{fffd}"
        );
        assert_eq!(written(Form::Json, &["\"a\u{9b}b\u{7f}\""]), "\"a\\u009bb\\u007f\"");
        assert_eq!(written(Form::Bytes, &["a\u{1b}"]), "a\u{1b}");
        assert_eq!(written(Form::Text, &["ان \u{a0}é — “x”…"]), "ان \u{a0}é — “x”…");
        // Signs that turn the order of what is read.
        assert_eq!(
            written(Form::Text, &["a\u{202e}b\u{2066}c\u{200f}"]),
            "a\u{fffd}b\u{fffd}c\u{200f}"
        );
        assert_eq!(written(Form::Json, &["\"\u{202e}\u{2069}\""]), "\"\\u202e\\u2069\"");
    }

    #[test]
    fn a_character_cut_between_two_writes_is_still_known() {
        let mut screen = Screen::new(Vec::new(), Form::Text);
        screen.write_all(b"a\xc2").unwrap();
        screen.write_all(b"\x9bb\xc2").unwrap();
        screen.write_all(b"\xa0\xe2\x80").unwrap();
        screen.write_all(b"\xae\xe2").unwrap();
        screen.write_all(b"\x80\x94").unwrap();
        assert_eq!(String::from_utf8(screen.out).unwrap(), "a\u{fffd}b\u{a0}\u{fffd}\u{2014}");
    }

    #[test]
    fn passwords_are_struck_from_messages() {
        for (message, expected) in [
            ("postgres://desk:secret@db/x: refused", "postgres://desk@db/x: refused"),
            ("postgres://desk:se@cret@db/x", "postgres://@db/x"),
            ("mysql://root:secret@db/x and more", "mysql://root@db/x and more"),
            ("see https://example.org/a", "see https://example.org/a"),
            ("host=db password=secret word", "host=db password=…"),
            ("no such file: psql -h db -W secret\nhint", "no such file: psql -h db -W …\nhint"),
            ("{\"password\": \"secret\"}: no", "{\"password\":…"),
            ("pwd=secret;x", "pwd=…"),
            ("unexpected argument '--password=secret' found", "unexpected argument '--password=…"),
            ("postgres:desk:secret@db: no", "postgres:…"),
            ("a password is asked for", "a password is asked for"),
        ] {
            assert_eq!(without_secrets(message), expected);
        }
    }
}
