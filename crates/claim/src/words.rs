//! Where the words of a text stand.

use std::ops::Range;

/// The runs of characters that belong to words, in order. `belongs` is asked of each character, and whether a word has
/// begun before it.
pub fn words(text: &str, belongs: impl Fn(char, bool) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (belongs(c, start.is_some()), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_something_else_begins_and_with_the_text() {
        let cut = |text: &str| -> Vec<String> {
            let found = words(text, |c, begun| c.is_alphabetic() || c == '-' && begun);
            found.into_iter().map(|word| text[word].to_owned()).collect()
        };
        assert_eq!(cut("-Jean-Pierre, 7 żab"), ["Jean-Pierre", "żab"]);
        assert!(cut("").is_empty());
    }
}
