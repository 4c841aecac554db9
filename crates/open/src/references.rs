//! The cell references of a sheet, looked at before it is read: one that no spreadsheet program
//! writes (a thirteenth letter, a range that ends before it begins) would be counted past the end
//! of a number by the reader of workbooks, and its cell be put in another row.

use std::io::Write;

use super::limits;

/// Takes the XML of a sheet as it unpacks, and looks at the attributes `r` and `ref` of its
/// elements. Nothing is kept but where in an element it stands.
#[derive(Debug, Default)]
pub(super) struct References {
    at: At,
    /// The name or the value at hand, as far as it matters.
    word: Vec<u8>,
    /// The first reference that no cell can have.
    wrong: Option<String>,
}

#[derive(Debug, Default)]
enum At {
    /// Between elements.
    #[default]
    Text,
    /// Within an element, between its words.
    Element,
    Name,
    /// After the name, before the quote.
    Equals {
        wanted: bool,
    },
    Value {
        quote: u8,
        wanted: bool,
    },
    /// In what is no element: a comment, raw text, an instruction; up to its end.
    Other {
        end: &'static [u8],
        met: usize,
    },
}

/// No reference is longer: `XFD1048576:XFD1048576`.
const LONGEST: usize = 24;

impl References {
    /// The reference that cannot be, when there was one.
    pub fn wrong(self) -> Option<String> {
        self.wrong
    }

    fn take(&mut self, byte: u8) {
        match &mut self.at {
            At::Text => {
                if byte == b'<' {
                    self.at = At::Element;
                }
            }
            At::Element => match byte {
                b'>' => self.at = At::Text,
                b'=' => self.at = At::Equals { wanted: false },
                byte if byte.is_ascii_whitespace() || byte == b'/' => {}
                byte => {
                    self.word.clear();
                    self.word.push(byte);
                    self.at = At::Name;
                }
            },
            At::Name => match byte {
                b'>' => self.at = At::Text,
                b'=' => {
                    self.at =
                        At::Equals { wanted: matches!(self.word.trim_ascii_end(), b"r" | b"ref") }
                }
                // `r = "A1"` is XML too: the name stays what it is until another begins.
                byte if byte.is_ascii_whitespace() => {
                    if self.word.last() != Some(&b' ') {
                        self.word.push(b' ');
                    }
                }
                byte => {
                    if self.word.last() == Some(&b' ') {
                        self.word.clear();
                    }
                    // Longer names are not looked for.
                    if self.word.len() < 8 {
                        self.word.push(byte);
                    }
                    let end: &[u8] = match &self.word[..] {
                        b"!--" => b"-->",
                        b"![CDATA[" => b"]]>",
                        _ => return,
                    };
                    self.at = At::Other { end, met: 0 };
                }
            },
            At::Other { end, met } => {
                *met = match byte == end[*met] {
                    true => *met + 1,
                    // `--->` ends too: of two alike, the later one may be the first of the end.
                    false if byte == end[0] => (*met).min(2),
                    false => 0,
                };
                if *met == end.len() {
                    self.at = At::Text;
                }
            }
            At::Equals { wanted } => match byte {
                b'"' | b'\'' => {
                    self.word.clear();
                    self.at = At::Value { quote: byte, wanted: *wanted };
                }
                b'>' => self.at = At::Text,
                _ => {}
            },
            At::Value { quote, wanted } => {
                if byte == *quote {
                    if *wanted && !is_reference(&self.word) {
                        let text = String::from_utf8_lossy(&self.word).into_owned();
                        self.wrong.get_or_insert(text);
                    }
                    self.at = At::Element;
                } else if *wanted && self.word.len() <= LONGEST {
                    self.word.push(byte);
                }
            }
        }
    }
}

impl Write for References {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            self.take(*byte);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether a sheet can have it: a row, a cell, or a range from a cell to one that is not before it.
fn is_reference(text: &[u8]) -> bool {
    let mut cells = text.split(|byte| *byte == b':').map(cell);
    let Some(Some(first)) = cells.next() else { return false };
    match (cells.next(), cells.next()) {
        (None, _) => true,
        (Some(Some(last)), None) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

/// Row and column of a cell, from 1; the column is 0 when only a row is named.
fn cell(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (column, row) = text.split_at(letters);
    if column.len() > 3 || row.len() > 7 || !row.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let column = column
        .iter()
        .fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    let row = row.iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
    let there = (1..=limits::SHEET_ROWS).contains(&row) && column <= limits::SHEET_COLUMNS;
    there.then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(xml: &str) -> Option<String> {
        let mut references = References::default();
        // As it may come: in pieces.
        for piece in xml.as_bytes().chunks(3) {
            references.write_all(piece).expect("a counter");
        }
        references.wrong()
    }

    #[test]
    fn what_spreadsheet_programs_write_is_a_reference() {
        let sheet = r#"<x:dimension ref="A1:XFD1048576"/><row r="1" spans="1:10"><c r="B1" s="4"
            t="inlineStr"><is><t>r="AAAAAAAA1" and 5 &gt; 3</t></is></c></row>
            <!-- r="A0 ---><mergeCell ref='a2:C2'/><![CDATA[ r="]]]><f t="shared" ref="B2" si="0">SUM(A1)</f>"#;
        assert_eq!(wrong(sheet), None);
    }

    #[test]
    fn what_is_no_element_hides_nothing() {
        assert_eq!(wrong("<!-- x=\" -- -><c r=\"A0\"/>--><c r=\"A0\"/>").as_deref(), Some("A0"));
        assert_eq!(wrong("<![CDATA[ x='> ]] ><c r='1A'> ]]]><c r=\"A0\"/>").as_deref(), Some("A0"));
    }

    #[test]
    fn a_reference_that_no_cell_has_is_found() {
        let far = "MMMMMMMMMMMMM1";
        assert_eq!(wrong(&format!("<c r=\"{far}\"/>")).as_deref(), Some(far));
        for reference in ["A99999999999", "XFE1", "A1048577", "A0", "C5:A1", "A1:B2:C3", "5A", ""] {
            let xml = format!("<c\n s=\"1\"  r = '{reference}' />");
            assert_eq!(wrong(&xml).as_deref(), Some(reference), "{reference}");
        }
    }
}
