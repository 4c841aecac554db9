//! Paragraphs and sentences.

use std::ops::Range;

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use super::language::Language;

/// A sentence (or a headline, or a bullet) and the block it stands in.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Byte span in the document's text, without surrounding white space.
    pub span: Range<usize>,
    /// Number of the block (lines up to an empty line), from 0.
    pub block: usize,
    /// The language of the line it stands in.
    pub language: &'static Language,
}

/// A stretch of a text in one language.
pub(super) type Stretch = (Range<usize>, &'static Language);

/// Words before a full stop that do not end a sentence. After a title a name
/// always follows, so these never do.
const TITLES: [&str; 16] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Lt", "Maj", "Capt", "Sen", "Rep", "Gov", "Prof",
    "Sgt", "Brig",
];

/// Abbreviations that may end a sentence, but do not before a digit or a small letter.
const ABBREVIATIONS: [&str; 22] = [
    "Jan", "Feb", "Mar", "Apr", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "No", "vs", "approx",
    "p.m", "a.m", "e.g", "i.e", "U.S", "U.N", "U.K", "Rs", "Inc",
];

/// Words in capitals that go on behind "U.S." and the like.
const OF_STATES: [&str; 24] = [
    "Border",
    "Customs",
    "Department",
    "Immigration",
    "Citizenship",
    "Coast",
    "Embassy",
    "State",
    "Homeland",
    "Army",
    "Navy",
    "Congress",
    "Senate",
    "House",
    "President",
    "Secretary",
    "Supreme",
    "High",
    "Refugee",
    "Security",
    "Office",
    "Migration",
    "Humanitarian",
    "Agency",
];

/// Lines this long that are broken before the sentence ends were wrapped by a
/// mailer or editor, not by the writer.
const WRAPPED: Range<usize> = 50..110;

/// Cuts the range into sentences, in order. `stretches` gives the language of each line, in
/// order; what is in no stretch is in none that is read, and is left out.
pub(super) fn sentences(text: &str, range: Range<usize>, stretches: &[Stretch]) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (block, lines) in blocks(text, range).into_iter().enumerate() {
        for piece in pieces(text, lines) {
            let at = stretches.partition_point(|(stretch, _)| stretch.end <= piece.start);
            let Some((_, language)) = stretches.get(at).filter(|(s, _)| s.start <= piece.start)
            else {
                continue;
            };
            cut(text, piece, block, language, &mut found);
        }
    }
    found
}

/// Runs of lines between empty lines; each run as the spans of its lines.
fn blocks(text: &str, range: Range<usize>) -> Vec<Vec<Range<usize>>> {
    let mut blocks = vec![Vec::new()];
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        if line.trim().is_empty() {
            blocks.push(Vec::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push(span);
        }
    }
    blocks.retain(|lines| !lines.is_empty());
    blocks
}

/// Joins the lines of a block that a mailer wrapped; other lines stay apart.
fn pieces(text: &str, lines: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    // Whether the block is one of figures, each with its label below it.
    let mut figures = true;
    for line in lines {
        let figure = is_figure(&text[line.clone()]);
        if let Some(last) = pieces.last_mut() {
            if figures && is_figure(&text[last.clone()]) && !figure {
                last.end = line.end;
                continue;
            }
            figures &= figure;
            let before = text[last.clone()].trim_end();
            let before_line = before.rsplit('\n').next().unwrap_or(before);
            let here = text[line.clone()].trim_start();
            let ends = before.ends_with(['.', '!', '?', ':', '”', '"']);
            let continues = here.starts_with(|c: char| c.is_lowercase());
            let wrapped = WRAPPED.contains(&before_line.chars().count());
            if !ends && !here.starts_with(['-', '*', '•', '#']) && (continues || wrapped) {
                // A headline is followed by a capital and is rarely followed at once by
                // its text: only lines that go on in a small letter, or that are both
                // long and unfinished inside an already joined piece, are joined.
                if continues {
                    last.end = line.end;
                    continue;
                }
            }
        }
        pieces.push(line);
    }
    pieces
}

/// "621,000", "1.3 million": a number with a line of its own, as the key figures of a bulletin are set; what it counts
/// stands in the line below.
fn is_figure(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().unwrap_or("");
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let scale = words.next();
    let scaled = scale.is_none_or(|word| word.chars().all(char::is_lowercase));
    let large = digits > 2 || scale.is_some() && number.contains('.');
    plain && large && scaled && words.next().is_none()
}

/// Cuts one piece at the sentence breaks of Unicode TR 29, less those after abbreviations.
fn cut(
    text: &str,
    piece: Range<usize>,
    block: usize,
    language: &'static Language,
    found: &mut Vec<Sentence>,
) {
    // A line break inside a piece is a space; a space keeps the byte offsets.
    let flat: String = text[piece.clone()].replace(['\n', '\r'], " ");
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut from = 0;
    for to in segmenter.segment_str(&flat) {
        if to == 0 || (to < flat.len() && !ends_sentence(&flat[from..to], &flat[to..], language)) {
            continue;
        }
        let parts = numbers_begin(&flat, from..to, language);
        for part in parts.into_iter().flat_map(|p| short_parts(&flat, p)) {
            let slice = &flat[part.clone()];
            let start = piece.start + part.start + (slice.len() - slice.trim_start().len());
            let end = piece.start + part.start + slice.trim_end().len();
            if start < end {
                found.push(Sentence { span: start..end, block, language });
            }
        }
        from = to;
    }
}

/// "… the week before (12,204). 4,283 persons returned", "… osób. 8 marca przybyło …": a number may
/// open a sentence, which the rules of Unicode do not see.
fn numbers_begin(text: &str, range: Range<usize>, language: &Language) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for (at, _) in text[range.clone()].match_indices(". ") {
        let at = range.start + at;
        let before = text[from..at].rsplit(char::is_whitespace).next().unwrap_or("");
        let ends = before.ends_with(')')
            || before.chars().count() >= 4 && before.chars().all(char::is_lowercase);
        let after = &text[at + 2..range.end];
        let mut words = after.split_whitespace();
        let number = words.next().unwrap_or("");
        let second = words.next().unwrap_or("");
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let counts = digits >= 3 && number.chars().all(|c| c.is_ascii_digit() || c == ',');
        let noun = second.starts_with(char::is_lowercase);
        // "8 marca", "1er octobre"
        let day = matches!(digits, 1 | 2) && number.starts_with(|c: char| c.is_ascii_digit());
        let month = second.trim_end_matches(|c: char| !c.is_alphanumeric());
        let dated = day && language.is_month(&month.to_lowercase());
        let abbreviated = ABBREVIATIONS.contains(&before)
            || language.abbreviations.contains(before)
            || language.may_end.contains(before);
        if ends && (counts && noun || dated) && !abbreviated {
            parts.push(from..at + 1);
            from = at + 2;
        }
    }
    parts.push(from..range.end);
    parts
}

/// Bytes that a sentence is read in at once. Nobody writes longer ones; a list without full
/// stops is cut at its last mark or space before this, so that the time to read a text
/// grows with its length only.
const LONGEST: usize = 1500;

fn short_parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    while range.end - from > LONGEST {
        let limit = (from + 1..=from + LONGEST).rev().find(|i| text.is_char_boundary(*i));
        let limit = limit.unwrap_or(range.end);
        let window = &text[from..limit];
        let cut = window
            .rfind(';')
            .or_else(|| window.rfind(|c: char| c.is_whitespace()))
            .filter(|cut| *cut > 0)
            .map_or(limit, |cut| {
                from + cut + window[cut..].chars().next().map_or(1, char::len_utf8)
            });
        parts.push(from..cut);
        from = cut;
    }
    parts.push(from..range.end);
    parts
}

/// Whether a break between `before` and `after` ends a sentence.
fn ends_sentence(before: &str, after: &str, language: &Language) -> bool {
    let Some(stem) = before.trim_end().strip_suffix('.') else { return true };
    let word = stem.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(stem);
    // "Wczoraj 129 tys. Dziś 22 tys.": what counts may end a sentence, and does before a word that
    // has its capital from there.
    if language.may_end.contains(&word.to_lowercase()) {
        let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let capital = next.starts_with(char::is_uppercase);
        // "3 tys. Polaków" goes on; "Łącznie", "Przez" and "Najwięcej" are words of the language.
        return capital && language.knows(&next.to_lowercase());
    }
    if TITLES.contains(&word) || language.abbreviations.contains(&word.to_lowercase()) {
        return false;
    }
    // A single capital is an initial: "J. Smith".
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // "U.S. Border Patrol", "U.N. High Commissioner"
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let named = matches!(word, "U.S" | "U.N" | "U.K") && OF_STATES.contains(&next);
    let goes_on = named || after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    !(initial || (ABBREVIATIONS.contains(&word) && goes_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<&str> {
        sentences(text, 0..text.len(), &[(0..text.len(), Language::english())])
            .into_iter()
            .map(|s| &text[s.span])
            .collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        assert_eq!(
            cut_up("Mr. Khan left on Nov. 1 at 5 p.m. from the camp. He was alone."),
            ["Mr. Khan left on Nov. 1 at 5 p.m. from the camp.", "He was alone."]
        );
    }

    #[test]
    fn a_number_may_open_a_sentence() {
        assert_eq!(
            cut_up("Fewer came than before (12,204). 4,283 persons returned. No. 300 is a bus."),
            ["Fewer came than before (12,204).", "4,283 persons returned.", "No. 300 is a bus."]
        );
    }

    #[test]
    fn bodies_of_states_do_not_end_sentences() {
        assert_eq!(
            cut_up("The U.S. Border Patrol counted them. They left the U.S. They went home."),
            ["The U.S. Border Patrol counted them.", "They left the U.S.", "They went home."]
        );
    }

    #[test]
    fn headlines_and_bullets_stand_alone_and_wrapped_lines_join() {
        assert_eq!(
            cut_up("A thousand leave\nThey left\nby truck.\n\n- one\n- two"),
            ["A thousand leave", "They left\nby truck.", "- one", "- two"]
        );
    }
}
