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

/// Standard output for data; on a terminal it is text for people all the same.
pub(crate) fn data() -> Screen<StdoutLock<'static>> {
    let form = if io::stdout().is_terminal() { Form::Text } else { Form::Bytes };
    Screen::new(io::stdout().lock(), form)
}

/// A writer that lets no control character through, but line ends and tabs.
pub(crate) struct Screen<W: Write> {
    out: W,
    form: Form,
    /// A first byte of two, of which the second is awaited: controls from U+0080 to U+009F are C2 80 to C2 9F.
    begun: bool,
}

impl<W: Write> Screen<W> {
    fn new(out: W, form: Form) -> Screen<W> {
        Screen { out, form, begun: false }
    }

    fn instead(&self, code: u8, clean: &mut Vec<u8>) {
        match self.form {
            Form::Json => clean.extend(format!("\\u{code:04x}").bytes()),
            _ => clean.extend(INSTEAD.bytes()),
        }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.form == Form::Bytes {
            return self.out.write(bytes);
        }
        let mut clean = Vec::with_capacity(bytes.len() + 16);
        for byte in bytes {
            if std::mem::take(&mut self.begun) {
                if (0x80..=0x9f).contains(byte) {
                    self.instead(*byte, &mut clean);
                    continue;
                }
                clean.push(0xc2);
            }
            match byte {
                b'\n' | b'\t' => clean.push(*byte),
                0xc2 => self.begun = true,
                0..=0x1f | 0x7f => self.instead(*byte, &mut clean),
                _ => clean.push(*byte),
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
            message = message.replace(argument, &without_secrets(argument));
        }
    }
    let message = without_secrets(&message);
    let control = |c: char| c.is_control() && c != '\n' && c != '\t';
    message.chars().map(|c| if control(c) { '\u{fffd}' } else { c }).collect()
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
    let lower = out.to_lowercase();
    for word in ["password", "postgres:", "postgresql:"] {
        let Some(at) = lower.find(word) else { continue };
        let behind = out[at + word.len()..].trim_start();
        let told = match word {
            "password" => behind.starts_with('='),
            _ => !behind.starts_with("//") && behind.contains('@'),
        };
        if told && lower.len() == out.len() {
            let line = out[at..].find('\n').map_or(out.len(), |end| at + end);
            let kept = at + word.len();
            return format!("{}…{}", &out[..kept], without_secrets(&out[line..]));
        }
    }
    out
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
        assert_eq!(written(Form::Text, &["ان \u{a0}é"]), "ان \u{a0}é");
    }

    #[test]
    fn a_character_cut_between_two_writes_is_still_known() {
        let mut screen = Screen::new(Vec::new(), Form::Text);
        screen.write_all(b"a\xc2").unwrap();
        screen.write_all(b"\x9bb\xc2").unwrap();
        screen.write_all(b"\xa0").unwrap();
        assert_eq!(String::from_utf8(screen.out).unwrap(), "a\u{fffd}b\u{a0}");
    }

    #[test]
    fn passwords_are_struck_from_messages() {
        for (message, expected) in [
            ("postgres://desk:secret@db/x: refused", "postgres://desk@db/x: refused"),
            ("postgres://desk:se@cret@db/x", "postgres://@db/x"),
            ("mysql://root:secret@db/x and more", "mysql://root@db/x and more"),
            ("see https://example.org/a", "see https://example.org/a"),
            ("host=db password=secret word", "host=db password…"),
            ("postgres:desk:secret@db: no", "postgres:…"),
            ("a password is asked for", "a password is asked for"),
        ] {
            assert_eq!(without_secrets(message), expected);
        }
    }
}
