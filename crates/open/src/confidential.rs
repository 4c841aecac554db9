//! What a document says of who may see it. It is read all the same: whoever holds it decides, with
//! `crossings decide confidential`. But nobody should overlook it.

use super::words;

/// A line that says so is a line of its own, and near the top.
const LINE: usize = 90;
const LINES: usize = 25;

/// The line at the top of a document that says it is not for everybody.
pub fn mark(text: &str) -> Option<&str> {
    text.lines().take(LINES).map(str::trim).find(|line| {
        let lower = line.trim_matches(['*', '#', '"', '[', ']', '-', ' ', ',', ';']).to_lowercase();
        let denied = lower.ends_with(": false") || lower.ends_with(": no");
        line.len() <= LINE
            && !denied
            && words::all().confidential.iter().any(|mark| lower.starts_with(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_line_of_its_own() {
        for text in [
            "---\ndate: 2023-11-05\nconfidential: true\n---\nText",
            "**CONFIDENTIAL - NOT FOR DISTRIBUTION**\n\nText",
            "Confidential - internal use only,,\nDate,Arrivals\n",
            "Internal - do not share. Embargoed until 10 November.",
        ] {
            assert!(mark(text).is_some(), "{text}");
        }
        for text in [
            "confidential: false\n",
            "Officials kept the figure confidential, two of them said.",
            "Confidential sources at the ministry told the paper that some 300 people had left by the gate in a day.",
        ] {
            assert_eq!(mark(text), None);
        }
    }
}
