//! E-mail addresses, also where signs of them are written as words: "anna.nowak (at) example (dot) org".

use std::ops::Range;

/// What stands for the sign within an address. In small letters a word alone is one only where the dot is a word as well.
const AT: [&str; 16] = [
    "@",
    "＠",
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "(@)",
    "[@]",
    "_at_",
    " AT ",
    " at ",
    " arobase ",
    " arroba ",
    " małpa ",
    "(arroba)",
    "(małpa)",
];
/// What stands for a full stop within an address.
const DOT: [&str; 13] = [
    ".", "．", "(dot)", "[dot]", "{dot}", "(.)", "[.]", " dot ", " DOT ", " point ", " punto ",
    " kropka ", "_dot_",
];
/// The most full stops on either side of the sign.
const DOTS: usize = 6;
/// Whether words of small letters, which need a word for the dot as well.
const SPOKEN: [&str; 4] = [" at ", " arobase ", " arroba ", " małpa "];

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-".contains(c)
}

/// Where e-mail addresses stand in a line, in order.
pub(super) fn find(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some((start, sign)) = first(line, from) {
        let end = start + sign.len();
        // Spaces around a sign that is one belong to it.
        let (before, behind) = (line[..start].trim_end_matches(' '), &line[end..]);
        let host_at = end + (behind.len() - behind.trim_start_matches(' ').len());
        let local = local(before);
        let host =
            host(line, host_at, start - before.len() > 0 || host_at > end, SPOKEN.contains(&sign));
        if let (Some(local), Some(host)) = (local, host)
            && found.last().is_none_or(|last| last.end <= local)
        {
            found.push(local..host);
            from = host;
        } else {
            // The next word may begin with the blank that this one ended with.
            from = end - usize::from(sign.ends_with(' '));
        }
        from = from.max(start + 1);
        while !line.is_char_boundary(from) {
            from += 1;
        }
    }
    found
}

/// The first sign for within an address from a place on; of those that begin at one place the longest.
fn first(line: &str, from: usize) -> Option<(usize, &'static str)> {
    let begins = |c: char| matches!(c, '@' | '＠' | '(' | '[' | '{' | '<' | '_' | ' ');
    line[from..].match_indices(begins).find_map(|(at, _)| {
        let rest = &line[from + at..];
        let signs = AT.iter().filter(|sign| rest.starts_with(**sign));
        signs.max_by_key(|sign| sign.len()).map(|sign| (from + at, *sign))
    })
}

/// Where the name before the sign begins; full stops of it may be words.
fn local(before: &str) -> Option<usize> {
    let word = |text: &str| -> usize {
        text.chars().rev().take_while(|c| is_local(*c)).map(char::len_utf8).sum()
    };
    let mut start = before.len() - word(before);
    if start == before.len() {
        return None;
    }
    // "anna (dot) nowak", "anna . nowak"
    for _ in 0..DOTS {
        let mut signs = DOT.iter().chain(&[" . "]);
        let Some(dot) = signs.find(|dot| **dot != "." && before[..start].ends_with(**dot)) else {
            break;
        };
        let rest = before[..start - dot.len()].trim_end_matches(' ');
        let more = word(rest);
        if more == 0 {
            break;
        }
        start = rest.len() - more;
    }
    Some(start)
}

/// Where the host behind the sign ends, when it is one: words with dots between, the last of letters only.
fn host(line: &str, at: usize, spaced: bool, spoken: bool) -> Option<usize> {
    let word = |at: usize| -> usize {
        let letters = line[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '-');
        letters.map(char::len_utf8).sum()
    };
    let mut end = at + word(at);
    let (mut last, mut dots, mut by_word) = (at..end, 0, false);
    while end > at && dots < DOTS {
        let rest = &line[end..];
        let signs = DOT.iter().chain(spaced.then_some(&" . "));
        let Some(dot) =
            signs.filter(|dot| rest.starts_with(**dot)).max_by_key(|dot| dot.len()).or_else(|| {
                // "example (dot) org"
                DOT.iter()
                    .filter(|dot| dot.starts_with(['(', '[', '{']))
                    .find(|dot| rest.trim_start_matches(' ').starts_with(**dot))
            })
        else {
            break;
        };
        let next = end + (rest.find(dot.trim_start()).unwrap_or(0)) + dot.trim_start().len();
        let next = next
            + (line[next..].len()
                - if *dot == "." {
                    line[next..].len()
                } else {
                    line[next..].trim_start_matches(' ').len()
                });
        let length = word(next);
        if length == 0 {
            break;
        }
        by_word |= *dot != ".";
        dots += 1;
        end = next + length;
        last = next..end;
    }
    let top = &line[last];
    let fine = (2..=24).contains(&top.chars().count())
        && top.chars().all(|c| c.is_alphabetic() || c == '-');
    (dots > 0 && fine && (by_word || !spoken)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_however_their_signs_are_written() {
        for (text, address) in [
            ("write to anna.nowak@example.org.", "anna.nowak@example.org"),
            ("to anna.nowak (at) example (dot) org, or", "anna.nowak (at) example (dot) org"),
            ("anna.nowak[at]example[dot]org", "anna.nowak[at]example[dot]org"),
            ("anna.nowak AT example DOT org", "anna.nowak AT example DOT org"),
            ("anna . nowak @ example . org", "anna . nowak @ example . org"),
            ("anna nowak at gmail dot com today", "nowak at gmail dot com"),
            ("mailto:anna.nowak@example.org?subject=x", "anna.nowak@example.org"),
            ("anna.nowak＠example.org", "anna.nowak＠example.org"),
            (
                "courriel anna.nowak arobase example point org",
                "anna.nowak arobase example point org",
            ),
            (
                "anna dot nowak at mail dot example dot org",
                "anna dot nowak at mail dot example dot org",
            ),
            ("anna.nowak(małpa)example.org", "anna.nowak(małpa)example.org"),
            ("a@b.org and c@d.net", "a@b.org"),
        ] {
            let found = find(text);
            assert_eq!(found.first().map(|span| &text[span.clone()]), Some(address), "{text}");
        }
        assert_eq!(find("a@b.org and c@d.net").len(), 2);
        // A line of nothing but signs is gone through once.
        assert_eq!(find(&"a@b ".repeat(80_000)), []);
        assert_eq!(find(&" at ".repeat(80_000)), []);
        assert_eq!(find(&"a dot b at ".repeat(30_000)), []);
        assert_eq!(find(&"a@b.org ".repeat(30_000)).len(), 30_000);
        for text in [
            "they arrived at Torkham. Some 300",
            "at Torkham dot",
            "300 people at the gate",
            "price @ 300",
            "the meeting AT Geneva",
            "Some 1,200 crossed at Chaman.Others at Torkham",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
