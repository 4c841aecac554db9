//! The text of a document with what was read from it marked.

use std::ops::Range;

use brief::answer::Few;
use claim::{Claim, Document, Id};
use maud::{Markup, html};

use super::eyes::Eyes;

/// So much of a long text is shown on either side of a quote, bytes.
const AROUND: usize = 3_000;
/// A text as long as this is shown whole.
const WHOLE: usize = 40_000;

/// The words of a text as they may be shown.
pub(super) enum Words<'a> {
    Plain,
    Withheld(&'a Few<'a>),
}

impl Words<'_> {
    fn of(&self, document: &Document, range: Range<usize>) -> String {
        let words = document.text.get(range.clone()).unwrap_or_default();
        match self {
            Words::Plain => words.to_owned(),
            Words::Withheld(few) => few.quoted(&document.id, [range.start, range.end], words),
        }
    }
}

/// The nearest boundary of a character at or before a place.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text around a claim, or from its beginning: every claim's quote leads to its page, that of `current` stands out.
pub(super) fn marked(
    document: &Document,
    claims: &[&Claim],
    current: Option<&Id>,
    words: &Words,
) -> Markup {
    let text = &document.text;
    let focus = claims.iter().find(|claim| Some(&claim.id) == current).map(|claim| claim.span);
    let shown = match focus {
        _ if text.len() <= WHOLE => 0..text.len(),
        Some([from, to]) => {
            boundary(text, from.saturating_sub(AROUND))..boundary(text, to.saturating_add(AROUND))
        }
        None => 0..boundary(text, WHOLE),
    };
    // Where one quote lies in another, the one in question wins, else the first.
    let mut spans: Vec<(&Claim, Range<usize>)> = Vec::new();
    let mut ordered: Vec<&Claim> = claims.to_vec();
    ordered.sort_by_key(|claim| (Some(&claim.id) != current, claim.span));
    for claim in ordered {
        let [from, to] = claim.span;
        let fits = from < to
            && to <= text.len()
            && text.is_char_boundary(from)
            && text.is_char_boundary(to);
        let apart = spans.iter().all(|(_, taken)| to <= taken.start || from >= taken.end);
        if fits && apart && from >= shown.start && to <= shown.end {
            spans.push((claim, from..to));
        }
    }
    spans.sort_by_key(|(_, range)| range.start);
    let mut at = shown.start;
    let table = !document.media.is_prose();
    html! {
        div.document.table[table] dir="auto" tabindex="0" role="region" aria-label="Text of the document" {
            @if shown.start > 0 { "… " }
            @for (claim, range) in spans {
                (words.of(document, at..range.start))
                @let of = words.of(document, range.clone());
                @if Some(&claim.id) == current { mark.current id="quote" { (of) } }
                @else { a.mention href={ "/claims/" (claim.id) "#quote" } { (of) } }
                ({ at = range.end; "" })
            }
            (words.of(document, at..shown.end))
            @if shown.end < text.len() { " …" }
        }
    }
}

/// So much of a sentence is shown on either side of a quote, bytes.
const SENTENCE: usize = 180;

/// The words around a quote, in its line, with the quote marked; the quote alone where words may be withheld.
pub(super) fn around(document: Option<&Document>, claim: &Claim, eyes: &Eyes) -> Markup {
    let [from, to] = claim.span;
    let inside = document.filter(|document| {
        eyes.sees_all()
            && !claim.found.from_row
            && document.text.get(from..to) == Some(claim.quote.as_str())
    });
    let Some(document) = inside else { return html! { (eyes.quote(claim)) } };
    let text = &document.text;
    let begin = boundary(text, from.saturating_sub(SENTENCE));
    let end = boundary(text, to.saturating_add(SENTENCE));
    let before = &text[begin..from];
    let line = before.rfind('\n').map(|at| at + 1);
    let sentence = before.rfind(". ").map(|at| at + 2);
    let cut = line.max(sentence);
    let word = || before.find(' ').map_or(0, |at| at + 1);
    let begins = cut.unwrap_or_else(|| if begin == 0 { 0 } else { word() });
    let after = &text[to..end];
    let ends = after.find('\n').into_iter().chain(after.find(". ").map(|at| at + 1)).min();
    let stops = ends.unwrap_or_else(|| {
        if end == text.len() { after.len() } else { after.rfind(' ').unwrap_or(0) }
    });
    html! {
        @if cut.is_none() && begin > 0 { "… " }
        (before[begins..]) mark { (claim.quote) } (after[..stops])
        @if ends.is_none() && end < text.len() { " …" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_document_is_text_and_quotes_are_marked_once() {
        let document =
            Document::text("a.txt", "<script>1</script> 9,000 people left, 300 of them children.");
        let claim =
            |span: Range<usize>| Claim::new(document.id.clone(), &document.text, span).sealed();
        let (one, two) = (claim(19..24), claim(19..36));
        let marked = marked(&document, &[&one, &two], Some(&one.id), &Words::Plain).into_string();
        assert!(marked.contains("&lt;script&gt;1&lt;/script&gt;"));
        assert!(!marked.contains("<script"));
        assert_eq!(marked.matches("<mark").count(), 1);
        assert!(marked.contains("<mark class=\"current\" id=\"quote\">9,000</mark> people left"));
        assert!(!marked.contains("class=\"mention\""), "what overlaps is not marked again");
    }
}
