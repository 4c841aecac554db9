//! Addresses on the web as they may be shown: without logins, without what may name a person, without who writes in a
//! network of people.

use std::collections::BTreeSet;

use crate::persons;

/// What stands for what was taken out of an address.
const CUT: &str = "…";
/// Networks of people, where the path names who writes.
const NETWORKS: [&str; 24] = [
    "twitter.com",
    "x.com",
    "t.me",
    "telegram.me",
    "facebook.com",
    "fb.com",
    "fb.me",
    "instagram.com",
    "tiktok.com",
    "youtube.com",
    "threads.net",
    "threads.com",
    "linkedin.com",
    "vk.com",
    "ok.ru",
    "wa.me",
    "whatsapp.com",
    "snapchat.com",
    "medium.com",
    "reddit.com",
    "bsky.app",
    "substack.com",
    "patreon.com",
    "linktr.ee",
];
/// Keys of a query by which sites find their pages; others may hold who asks.
const OF_PAGES: [&str; 14] = [
    "id", "p", "page", "lang", "language", "l", "article", "story", "aid", "nid", "cat",
    "category", "view", "format",
];
/// A number with as many digits may be somebody's.
const DIGITS: usize = 6;

/// An address without what may be personal in it.
pub fn without_persons(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        // "mailto:", "tel:" and the like are nothing but personal.
        let scheme = url.split(':').next().filter(|_| url.contains(':') && !url.contains('/'));
        return scheme.map_or_else(|| url.to_owned(), |scheme| format!("{scheme}:{CUT}"));
    };
    let (address, query) = match rest.find(['?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, path) = match address.find('/') {
        Some(at) => address.split_at(at),
        None => (address, ""),
    };
    let host = host.rsplit('@').next().unwrap_or_default();
    let plain = host.to_lowercase();
    let plain = plain.trim_start_matches("www.").trim_start_matches("m.");
    let network = |network: &str| plain == network || plain.ends_with(&format!(".{network}"));
    if NETWORKS.iter().any(|one| network(one)) && path.len() > 1 {
        return format!("{scheme}://{host}/{CUT}");
    }
    let segment = |segment: &str| match is_personal(segment) {
        true => CUT.to_owned(),
        false => segment.to_owned(),
    };
    let path: Vec<String> = path.split('/').map(segment).collect();
    let query = if is_of_page(query) { query } else { "" };
    format!("{scheme}://{host}{}{query}", path.join("/"))
}

fn is_personal(segment: &str) -> bool {
    segment.starts_with(['@', '~'])
        || segment.contains("%40")
        || !persons::in_name(segment, &BTreeSet::new()).is_empty()
}

/// Whether a query only says which page it is.
fn is_of_page(query: &str) -> bool {
    let Some(pairs) = query.strip_prefix('?') else { return query.is_empty() };
    !pairs.contains('#')
        && pairs.split('&').all(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let short = value.chars().filter(char::is_ascii_digit).count() < DIGITS;
            let plain = value
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() && value.len() < DIGITS);
            OF_PAGES.contains(&key.to_lowercase().as_str()) && short && plain
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_and_who_writes_is_cut_out_of_addresses() {
        for (url, expected) in [
            (
                "https://desk.example/a/returns-at-torkham",
                "https://desk.example/a/returns-at-torkham",
            ),
            ("https://desk.example/a?id=1234&page=2", "https://desk.example/a?id=1234&page=2"),
            ("https://desk.example/a?user=mirwais_p77", "https://desk.example/a"),
            ("https://desk.example/a?id=923007654321", "https://desk.example/a"),
            ("https://desk.example/a?utm=x#@mirwais", "https://desk.example/a"),
            ("https://u:secret@desk.example/a", "https://desk.example/a"),
            ("https://x.com/mirwais_p77/status/1234567890", "https://x.com/…"),
            ("https://www.facebook.com/profile.php?id=100001", "https://www.facebook.com/…"),
            ("https://t.me/s/popalzai", "https://t.me/…"),
            ("https://social.example/@mirwais/1", "https://social.example/…/1"),
            ("https://desk.example/author/mirwais-popalzai", "https://desk.example/author/…"),
            ("mailto:anna.nowak@example.org", "mailto:…"),
        ] {
            assert_eq!(without_persons(url), expected);
        }
    }
}
