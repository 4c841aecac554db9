//! Finds places in running text: folds the text, looks each word's start up among the spellings, and keeps whole words.

use std::ops::Range;

use crate::PlaceId;

/// How a text names a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// By its own name: "Pakistan", "Torkham".
    Name,
    /// By the name of its people: "Afghan", "Afghans", "Rohingya".
    Demonym,
}

/// A place named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Byte offsets in the text scanned; always on character boundaries.
    pub span: Range<usize>,
    /// The place named; for a demonym, the country.
    pub place: PlaceId,
    /// How it is named.
    pub kind: MentionKind,
}

/// What a spelling means when it is met in a text. `None` is a spelling that looks like a place and is not one
/// ("Indian Ocean"), kept so that the longest match swallows it.
pub(crate) type Meaning = Option<(PlaceId, MentionKind)>;

/// The spellings in the order of their bytes. (An automaton over all of them finds no faster, since few words of a
/// text begin as a place does, and took a quarter of the program's start to build.)
#[derive(Debug, Clone)]
pub(crate) struct Scanner {
    spellings: Vec<String>,
    meanings: Vec<Meaning>,
    /// For each spelling the longest other that it begins with.
    shorter: Vec<Option<u32>>,
    /// Where those that begin with a byte start; those of the byte after it end them.
    starts: [u32; 257],
}

impl Scanner {
    /// `spellings` in order of precedence: of two equal spellings the first keeps its meaning.
    pub(crate) fn new<'a>(spellings: impl Iterator<Item = (&'a str, Meaning)>) -> Self {
        let mut forms: Vec<(String, Meaning)> = Vec::new();
        for (spelling, meaning) in spellings {
            forms.extend(variants(spelling).into_iter().map(|variant| (variant, meaning)));
        }
        // Stable, so that what stood first stays first among equals.
        forms.sort_by(|(one, _), (other, _)| one.cmp(other));
        forms.dedup_by(|(later, _), (first, _)| later == first);
        let (spellings, meanings): (Vec<String>, Vec<Meaning>) = forms.into_iter().unzip();
        // Sorted order puts every spelling after its own prefixes, so a stack of open prefixes finds them in one pass.
        let mut shorter = Vec::with_capacity(spellings.len());
        let mut open: Vec<usize> = Vec::new();
        for (index, spelling) in spellings.iter().enumerate() {
            while open.last().is_some_and(|last| !spelling.starts_with(spellings[*last].as_str())) {
                open.pop();
            }
            shorter.push(open.last().map(|last| *last as u32));
            open.push(index);
        }
        let first = |spelling: &String| spelling.as_bytes().first().copied().unwrap_or(0);
        let starts = std::array::from_fn(|byte| {
            spellings.partition_point(|spelling| usize::from(first(spelling)) < byte) as u32
        });
        Scanner { spellings, meanings, shorter, starts }
    }

    pub(crate) fn mentions(&self, text: &str) -> Vec<Mention> {
        let folded = Folded::new(text);
        let hay = folded.text.as_str();
        let mut found = Vec::new();
        let (mut free, mut in_word) = (0, false);
        for (start, c) in hay.char_indices() {
            let begins = !in_word && start >= free;
            in_word = is_word(c);
            if let Some(index) = begins.then(|| self.longest(&hay[start..])).flatten() {
                let end = start + self.spellings[index].len();
                free = end;
                if let Some((place, kind)) = self.meanings[index] {
                    let span = folded.original(start)..folded.original(end);
                    found.push(Mention { span, place, kind });
                }
            }
        }
        found
    }

    /// The longest spelling that a text begins with, as a whole word.
    fn longest(&self, text: &str) -> Option<usize> {
        let byte = usize::from(*text.as_bytes().first()?);
        let (from, to) = (self.starts[byte] as usize, self.starts[byte + 1] as usize);
        // What a text begins with stands just before it in the order of bytes, or is a prefix of what stands there.
        let before = self.spellings[from..to].partition_point(|known| known.as_str() <= text);
        let mut spelling = before.checked_sub(1).map(|at| from + at);
        while let Some(index) = spelling {
            let known = self.spellings[index].as_str();
            // "Congo" in "Congo-Brazzavillean": the longest spelling breaks a word, a shorter one does not.
            if text.starts_with(known) && ends_word(text, known.len()) {
                return Some(index);
            }
            spelling = self.shorter[index].map(|index| index as usize);
        }
        None
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn ends_word(text: &str, end: usize) -> bool {
    // "US$" is money, not the country.
    !text[end..].chars().next().is_some_and(|c| is_word(c) || c == '$')
}

/// Words that English writes large or small at the end of a place's name: "Gaza Strip", "Lachin corridor".
const GENERIC: &[&str] = &[
    "Airport",
    "Area",
    "Bank",
    "Border",
    "Bridge",
    "Camp",
    "Channel",
    "Corridor",
    "Crossing",
    "District",
    "Division",
    "Gap",
    "Gate",
    "Governorate",
    "Island",
    "Islands",
    "Oblast",
    "Pass",
    "Point",
    "Port",
    "Prefecture",
    "Province",
    "Region",
    "River",
    "State",
    "Strip",
    "Valley",
];

/// The folded forms under which one spelling is met in a text.
fn variants(spelling: &str) -> Vec<String> {
    let folded = Folded::new(spelling).text;
    let mut forms = vec![folded.clone()];
    if let Some((head, tail)) = folded.rsplit_once(' ')
        && GENERIC.contains(&tail)
    {
        forms.push(format!("{head} {}", tail.to_lowercase()));
    }
    // The Arabic article is written either way: "Al-Qaim", "al-Qaim".
    for (large, small) in [("Al ", "al "), ("El ", "el ")] {
        if let Some(rest) = folded.strip_prefix(large) {
            forms.push(format!("{small}{rest}"));
        } else if let Some(rest) = folded.strip_prefix(small) {
            forms.push(format!("{large}{rest}"));
        }
        let inside = (format!(" {large}"), format!(" {small}"));
        if folded.contains(&inside.0) {
            forms.push(folded.replace(&inside.0, &inside.1));
        } else if folded.contains(&inside.1) {
            forms.push(folded.replace(&inside.1, &inside.0));
        }
    }
    // Three capitals are more often an acronym than a shouted name.
    if folded.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
        forms.push(folded.to_uppercase());
    }
    forms
}

/// The form in which names are compared without regard to case: folded and in lower case.
pub(crate) fn key(name: &str) -> String {
    Folded::new(name.trim()).text.to_lowercase()
}

/// A text without diacritics, with one kind of apostrophe, with single spaces for line breaks and for hyphens inside a
/// word, and the way back to the offsets of the original.
struct Folded {
    text: String,
    /// Where the two texts part: from this folded offset on, this original offset.
    turns: Vec<(usize, usize)>,
}

impl Folded {
    fn new(original: &str) -> Self {
        let bytes = original.as_bytes();
        let mut text = String::with_capacity(original.len());
        let mut turns = Vec::new();
        // Unchanged stretches are copied whole: nearly all of an English text is one.
        let mut copied = 0;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let plain = match byte {
                b' ' => !bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace),
                b'-' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => false,
                _ => byte < 0x80,
            };
            if plain {
                at += 1;
                continue;
            }
            let c = original[at..].chars().next().expect("at stands on a character of the text");
            let (replacement, length) = match c {
                ' ' | '\t' | '\n' | '\r' | '\u{0b}' | '\u{0c}' => {
                    let run = bytes[at..]
                        .iter()
                        .take_while(|byte| byte.is_ascii_whitespace() || **byte == 0x0b)
                        .count();
                    let breaks = bytes[at..at + run].iter().filter(|byte| **byte == b'\n').count();
                    // A name may run over a line's end, never over a paragraph's.
                    (if breaks > 1 { "\n" } else { " " }, run)
                }
                '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => {
                    let before = original[..at].chars().next_back();
                    let after = original[at + c.len_utf8()..].chars().next();
                    let inside = before.is_some_and(char::is_alphabetic)
                        && after.is_some_and(char::is_alphabetic);
                    (if inside { " " } else { "-" }, c.len_utf8())
                }
                _ => match fold(c) {
                    Some(replacement) => (replacement, c.len_utf8()),
                    None => {
                        at += c.len_utf8();
                        continue;
                    }
                },
            };
            text.push_str(&original[copied..at]);
            text.push_str(replacement);
            at += length;
            copied = at;
            if replacement.len() != length {
                turns.push((text.len(), at));
            }
        }
        text.push_str(&original[copied..]);
        Folded { text, turns }
    }

    /// The offset in the original of a word's start or end in the folded text.
    fn original(&self, offset: usize) -> usize {
        let later = self.turns.partition_point(|(folded, _)| *folded <= offset);
        match later.checked_sub(1).map(|index| self.turns[index]) {
            Some((folded, original)) => original + (offset - folded),
            None => offset,
        }
    }
}

/// What a character of a place's name is compared as; `None` leaves it as it is.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' => " ",
        // Combining marks of decomposed text, and the soft hyphen.
        '\u{300}'..='\u{36f}' | '\u{ad}' => "",
        '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2be}' | '\u{2bf}' | '\u{b4}'
        | '`' | '\u{2032}' => "'",
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' | 'Ǎ' | 'Ạ' | 'Ả' | 'Ấ' | 'Ầ' | 'Ậ' | 'Ắ' | 'Ḁ' => {
            "A"
        }
        'à'..='å'
        | 'ā'
        | 'ă'
        | 'ą'
        | 'ǎ'
        | 'ạ'
        | 'ả'
        | 'ấ'
        | 'ầ'
        | 'ẩ'
        | 'ẫ'
        | 'ậ'
        | 'ắ'
        | 'ằ'
        | 'ẳ'
        | 'ẵ'
        | 'ặ' => "a",
        'Æ' => "Ae",
        'æ' => "ae",
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'Ď' | 'Đ' | 'Ð' | 'Ḍ' | 'Ḑ' => "D",
        'ď' | 'đ' | 'ð' | 'ḍ' | 'ḑ' => "d",
        'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ẹ' | 'Ế' => "E",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => {
            "e"
        }
        'Ə' => "A",
        'ə' => "a",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' | 'Ǧ' | 'Ḡ' => "G",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ḡ' => "g",
        'Ĥ' | 'Ħ' | 'Ḥ' | 'Ḩ' | 'Ḫ' => "H",
        'ĥ' | 'ħ' | 'ḥ' | 'ḩ' | 'ḫ' | 'ẖ' => "h",
        'Ì'..='Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' | 'Ị' => "I",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' | 'ỉ' => "i",
        'Ĵ' => "J",
        'ĵ' => "j",
        'Ķ' | 'Ḳ' => "K",
        'ķ' | 'ḳ' => "k",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ł' | 'Ḷ' => "L",
        'ĺ' | 'ļ' | 'ľ' | 'ł' | 'ḷ' => "l",
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' | 'Ṇ' => "N",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ṇ' | 'ṅ' => "n",
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' | 'Ơ' | 'Ọ' | 'Ố' => "O",
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ŏ'
        | 'ő'
        | 'ơ'
        | 'ọ'
        | 'ỏ'
        | 'ố'
        | 'ồ'
        | 'ổ'
        | 'ỗ'
        | 'ộ'
        | 'ớ'
        | 'ờ'
        | 'ợ' => "o",
        'Œ' => "Oe",
        'œ' => "oe",
        'Ŕ' | 'Ŗ' | 'Ř' | 'Ṛ' => "R",
        'ŕ' | 'ŗ' | 'ř' | 'ṛ' => "r",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' | 'Ṣ' => "S",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'Ţ' | 'Ť' | 'Ț' | 'Ṭ' => "T",
        'ţ' | 'ť' | 'ț' | 'ṭ' | 'ẗ' => "t",
        'Ù'..='Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' | 'Ụ' => "U",
        'ù'..='ü'
        | 'ũ'
        | 'ū'
        | 'ŭ'
        | 'ů'
        | 'ű'
        | 'ų'
        | 'ư'
        | 'ụ'
        | 'ủ'
        | 'ứ'
        | 'ừ'
        | 'ử'
        | 'ữ'
        | 'ự' => "u",
        'Ŵ' => "W",
        'ŵ' => "w",
        'Ý' | 'Ŷ' | 'Ÿ' => "Y",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỹ' => "y",
        'Ź' | 'Ż' | 'Ž' | 'Ẓ' | 'Ẕ' => "Z",
        'ź' | 'ż' | 'ž' | 'ẓ' | 'ẕ' => "z",
        _ => return None,
    })
}
