//! Which documents republish others: the same wire story, cut, retitled or with a paragraph added.
//!
//! Near-copies are found by winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of every run
//! of words a few hashes are kept, chosen by their value, so that two texts that share a passage
//! share its hashes, however the rest of them differs. A text of which at least half is in another
//! republishes it. Both stay in the ledger; their figures count once.

use claim::{Claim, Document, DocumentId, Statement};
use rustc_hash::{FxHashMap, FxHasher};
use serde::Serialize;
use std::hash::{Hash, Hasher};

/// Words in a run. Five words in a row are rarely the same by chance.
const RUN: usize = 5;
/// Of so many runs one is kept: passages of eight words or more are seen.
const WINDOW: usize = 4;
/// Fewer shared passages than this are a quotation, not a copy.
const FEWEST: usize = 8;
/// This much of the shorter text must be in the longer.
const SHARE: f64 = 0.5;
/// A passage in more documents than this is a letterhead.
const COMMON: usize = 500;
/// Reports further apart than this do not republish each other.
const DAYS: i32 = 14;

/// A document that republishes another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Republished {
    /// The copy.
    pub document: DocumentId,
    /// The first of its kind: the earliest published, and of those of one day the first by id.
    pub of: DocumentId,
    /// How much of the shorter of the two is in the other, 0 to 1.
    pub shared: f64,
}

/// The hashes that stand for a text, in order, each once.
fn fingerprint(text: &str) -> Vec<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let runs: Vec<u64> = words
        .windows(RUN)
        .map(|run| {
            let mut hasher = FxHasher::default();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    let mut kept: Vec<u64> =
        runs.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Finds the documents that republish others. The order of `documents` does not matter.
pub fn republished(documents: &[Document]) -> Vec<Republished> {
    let mut order: Vec<&Document> =
        documents.iter().filter(|document| document.media.is_prose()).collect();
    order.sort_by(|a, b| {
        let key = |d: &Document| (d.published.is_none(), d.published);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    let prints: Vec<Vec<u64>> = order.iter().map(|document| fingerprint(&document.text)).collect();
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut origin: Vec<usize> = (0..order.len()).collect();
    let mut found = Vec::new();
    for (index, print) in prints.iter().enumerate() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for hash in print {
            for earlier in holders.get(hash).into_iter().flatten() {
                *shared.entry(*earlier).or_default() += 1;
            }
        }
        let near = |earlier: usize| {
            let days = order[index].published.zip(order[earlier].published);
            days.is_none_or(|(a, b)| (a - b).get_days().abs() <= DAYS)
        };
        let best = shared
            .into_iter()
            .filter(|(earlier, count)| *count >= FEWEST && near(*earlier))
            .map(|(earlier, count)| {
                let shorter = print.len().min(prints[earlier].len());
                (count as f64 / shorter as f64, earlier)
            })
            .filter(|(share, _)| *share >= SHARE)
            // The closest; of equals the earliest.
            .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)));
        if let Some((share, earlier)) = best {
            origin[index] = origin[earlier];
            found.push(Republished {
                document: order[index].id.clone(),
                of: order[origin[earlier]].id.clone(),
                shared: share,
            });
        }
        for hash in print {
            let list = holders.entry(*hash).or_default();
            if list.len() < COMMON {
                list.push(index);
            }
        }
    }
    found
}

/// Links each figure of a copy to the same figure of its origin (`same_as`), so that it counts
/// once. A figure that the copy has of its own is left alone.
pub fn link_republished(copies: &[Republished], statements: &mut [Statement]) {
    let origins: FxHashMap<&str, &str> =
        copies.iter().map(|copy| (copy.document.as_str(), copy.of.as_str())).collect();
    if origins.is_empty() {
        return;
    }
    let mut by_document: FxHashMap<String, Vec<Claim>> = FxHashMap::default();
    for statement in statements.iter() {
        if let Statement::Claim(claim) = statement
            && origins.values().any(|origin| *origin == claim.document.as_str())
        {
            by_document.entry(claim.document.to_string()).or_default().push(claim.clone());
        }
    }
    for statement in statements {
        let Statement::Claim(claim) = statement else { continue };
        let Some(origin) = origins.get(claim.document.as_str()) else { continue };
        let first = by_document.get(*origin).into_iter().flatten().find(|first| same(first, claim));
        if let Some(first) = first
            && claim.same_as.is_none()
        {
            // The origin may say it twice itself: then its first mention stands.
            claim.same_as = first.same_as.clone().or_else(|| Some(first.id.clone()));
        }
    }
}

/// Whether two claims of near-copies are one figure.
fn same(a: &Claim, b: &Claim) -> bool {
    a.value == b.value
        && (a.low, a.high) == (b.low, b.high)
        && a.unit == b.unit
        && a.measure == b.measure
        && a.kind == b.kind
        && a.via == b.via
        && a.population.group == b.population.group
        // "On Friday" is another day to whoever prints it a week later.
        && (a.end == b.end || a.quote == b.quote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const STORY: &str = "TORKHAM - More than a hundred thousand Afghans without papers have gone \
        back to their country by the Torkham gate in the last two weeks, an official of Khyber \
        district said on the day the time limit ran out. Families with bundles, goats and \
        children stood in a line that reached far back into the bazaar, and the guards let them \
        through in groups of fifty. A man of sixty, who came as a boy, said that he knew nobody \
        on the other side. The government has said that whoever is still there on Thursday will \
        be taken to a centre and sent over the border from there.";

    fn on(day: i8, text: &str) -> Document {
        Document { published: Some(date(2023, 11, day)), ..Document::text("a.txt", text) }
    }

    #[test]
    fn cut_retitled_and_added_to_it_is_the_same_story() {
        let half = STORY.len() / 2;
        let cut = on(2, &STORY[..half]);
        let retitled = on(2, &format!("Thousands go home as clock runs down\n\n{STORY}"));
        let added = on(3, &format!("{STORY} Meanwhile the price of a truck to Peshawar doubled."));
        let first = on(1, STORY);
        let documents = [added.clone(), cut.clone(), first.clone(), retitled.clone()];
        let found = republished(&documents);
        assert_eq!(found.len(), 3);
        for copy in &found {
            assert_eq!(copy.of, first.id);
            assert!(copy.shared > 0.9, "{}", copy.shared);
        }
    }

    #[test]
    fn another_story_with_the_same_quotation_is_not() {
        let first = on(1, STORY);
        let other = on(
            1,
            "QUETTA - At Chaman the day began quietly. Merchants opened their shops, and a clerk \
             counted the day's papers twice. Far away, at the other gate, families with bundles, \
             goats and children stood in a line that reached far back into the bazaar, a reporter \
             wrote. Here nobody waited. The province's minister spoke of fifty thousand since the \
             autumn began, and of buses that would come for the rest before winter closes the pass.",
        );
        let later = on(30, STORY);
        let years = Document { published: Some(date(2024, 11, 1)), ..Document::text("b", STORY) };
        assert_eq!(republished(&[first.clone(), other]), []);
        // The same words a month later are another day's bulletin.
        let bulletin = Document { id: years.id.clone(), ..later };
        assert_eq!(
            republished(&[Document { published: Some(date(2023, 10, 1)), ..first }, bulletin]),
            []
        );
    }

    #[test]
    fn the_same_figure_counts_once_and_others_stay() {
        let first = on(1, STORY);
        let second = on(2, &format!("By our own reporter. {STORY}"));
        let claim = |document: &Document, value: f64, end| {
            Claim {
                value: Some(value),
                end: Some(end),
                published: document.published,
                ..Claim::new(document.id.clone(), &document.text, 10..40)
            }
            .sealed()
        };
        let day = date(2023, 11, 1);
        let origin = claim(&first, 100_000.0, day);
        let mut statements = [
            Statement::Claim(origin.clone()),
            Statement::Claim(claim(&second, 100_000.0, day)),
            Statement::Claim(claim(&second, 3_000.0, day)),
        ];
        link_republished(&republished(&[first, second]), &mut statements);
        let links: Vec<_> = statements
            .iter()
            .map(|s| match s {
                Statement::Claim(claim) => claim.same_as.clone(),
                _ => None,
            })
            .collect();
        assert_eq!(links, [None, Some(origin.id), None]);
    }
}
