//! What must not be printed: numbers of too few people, what would give those away by subtraction from
//! a total, and remarks in tables.
//!
//! The rule of subtraction, for claims and for any other numbers that add up: where a total and its parts would
//! be printed and parts of it are not for being small, the smallest other part of at least twice the threshold is
//! left out with them, or, when there is none, the total. What can then be had by subtraction is the sum of what is
//! left out, which is too large to tell the small cell from others below the threshold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};

use crate::{Claim, Document, DocumentId, Id, Measure, Window};

/// Whether a claim counts so few people that it is not printed. Nobody at all is not a small cell.
pub fn is_small(claim: &Claim, below: u32) -> bool {
    claim.measure != Measure::Share
        && claim.value.or(claim.high).or(claim.low).is_some_and(|n| n > 0.0 && n < f64::from(below))
}

/// A part: which it is, its size, and whether it stays in.
pub type Part<K> = (K, f64, bool);

/// What must stay in besides the parts that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside<K> {
    /// Nothing more.
    Nothing,
    /// This part.
    Part(K),
    /// The total.
    Total,
}

/// What stays in with parts that do, of those of one total.
pub fn beside<K: Clone + Ord>(parts: &[Part<K>], below: u32) -> Beside<K> {
    let below = f64::from(below);
    let hidden = parts.iter().any(|(.., stays)| *stays);
    // A lone part is not the rest of anything.
    if !hidden || parts.len() < 2 {
        return Beside::Nothing;
    }
    let covered =
        parts.iter().filter(|(.., stays)| *stays).any(|(_, size, _)| *size >= 2.0 * below);
    if covered {
        return Beside::Nothing;
    }
    parts
        .iter()
        .filter(|(_, size, stays)| !stays && *size >= 2.0 * below)
        .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)))
        .map_or(Beside::Total, |(key, ..)| Beside::Part(key.clone()))
}

/// What makes claims of single crossings parts of one of the whole border.
type Counting<'a> = (Option<&'a str>, Option<Date>, Option<Date>, bool, &'a str, Option<Time>);

/// Who counts what, by which crossings; whatever the days.
type Series<'a> = (Option<&'a str>, &'a [String], String);

/// Totals that are told of one thing, and the claims that they are the sum of.
type Sum<'a> = (Vec<&'a Id>, Vec<&'a Claim>);

/// Longest stretch between two running totals that is held against its days.
const BETWEEN: usize = 62;

fn series(claim: &Claim) -> Series<'_> {
    let who = claim.source.label().or(claim.publisher.as_deref());
    let group = claim.population.group;
    (who, &claim.via, format!("{} {} {} {group}", claim.unit, claim.kind, claim.measure))
}

/// Periods with each of their days, and running totals with the one before and each day since.
fn over_time<'a>(claims: &[(&'a Claim, Series<'a>)]) -> Vec<Sum<'a>> {
    type Told<'a> = BTreeMap<(Date, Date, bool), Vec<&'a Claim>>;
    let mut all: BTreeMap<&Series, Told<'a>> = BTreeMap::new();
    for (claim, series) in claims.iter().filter(|(claim, _)| claim.measure == Measure::Flow) {
        let (Some(start), Some(end)) = (claim.start, claim.end) else { continue };
        let told = all.entry(series).or_default();
        told.entry((start, end, claim.cumulative)).or_default().push(claim);
    }
    let ids = |claims: &[&'a Claim]| claims.iter().map(|claim| &claim.id).collect::<Vec<_>>();
    let mut sums = Vec::new();
    for told in all.values() {
        // Nothing when a day between is not told.
        let days = |from: Date, to: Date| -> Option<Vec<&'a Claim>> {
            let window = Window::new(from, to).filter(|window| window.days() <= BETWEEN)?;
            let mut days = Vec::new();
            for day in window.iter() {
                days.extend(told.get(&(day, day, false))?);
            }
            Some(days)
        };
        for ((start, end, cumulative), claims) in told {
            if !cumulative && start < end {
                sums.extend(days(*start, *end).map(|days| (ids(claims), days)));
            }
        }
        let totals: Vec<_> = told.iter().filter(|((.., cumulative), _)| *cumulative).collect();
        for pair in totals.windows(2) {
            let [((start, first, _), before), ((other, last, _), claims)] = pair else { continue };
            let since = first.tomorrow().ok().filter(|_| start == other);
            if let Some(mut parts) = since.and_then(|since| days(since, *last)) {
                parts.extend(before.iter());
                sums.push((ids(claims), parts));
            }
        }
    }
    sums
}

/// The claims that would give a small one away.
fn given_away<'a>(claims: &[&'a Claim], below: u32) -> BTreeSet<&'a Id> {
    let claims: Vec<(&Claim, Series)> =
        claims.iter().map(|claim| (*claim, series(claim))).collect();
    let all = claims.iter().filter(|(claim, _)| claim.measure != Measure::Share);
    let mut families: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
    let mut countings: BTreeMap<Counting, Vec<&Claim>> = BTreeMap::new();
    for (claim, (who, _, what)) in all {
        if let Some(total) = &claim.part_of {
            families.entry(total).or_default().push(claim);
        }
        let counting = (*who, claim.start, claim.end, claim.cumulative, what.as_str(), claim.as_of);
        countings.entry(counting).or_default().push(claim);
    }
    let mut groups: Vec<Sum> =
        families.into_iter().map(|(total, parts)| (vec![total], parts)).collect();
    // A number of the whole border, or of several crossings, and those of the single ones.
    for claims in countings.values() {
        let mut totals: BTreeMap<&[String], Vec<&Id>> = BTreeMap::new();
        for total in claims.iter().filter(|claim| claim.via.len() != 1) {
            totals.entry(&total.via).or_default().push(&total.id);
        }
        for (vias, totals) in totals {
            let parts = claims.iter().copied().filter(|part| match &part.via[..] {
                [via] => vias.is_empty() || vias.contains(via),
                _ => false,
            });
            groups.push((totals, parts.collect()));
        }
    }
    groups.extend(over_time(&claims));
    // A number that is told again is as much as told.
    let mut again: BTreeMap<_, Vec<&Id>> = BTreeMap::new();
    for (claim, (_, via, what)) in &claims {
        let value = claim.value.map(f64::to_bits);
        let days = (claim.start, claim.end, claim.cumulative);
        again.entry((via, what, days, value)).or_default().push(&claim.id);
    }
    again.retain(|_, ids| ids.len() > 1);
    let mut given: BTreeSet<&Id> = BTreeSet::new();
    // What stays in with one total may be a part, or the total, of another.
    loop {
        let known = given.len();
        for (totals, parts) in &groups {
            let parts: Vec<Part<&Id>> = parts
                .iter()
                .map(|claim| {
                    let size = claim.value.or(claim.high).or(claim.low).unwrap_or(0.0);
                    (&claim.id, size, is_small(claim, below) || given.contains(&claim.id))
                })
                .collect();
            // When no total leaves there is nothing to subtract from.
            if totals.iter().all(|total| given.contains(*total)) {
                continue;
            }
            match beside(&parts, below) {
                Beside::Nothing => {}
                Beside::Part(id) => _ = given.insert(id),
                Beside::Total => given.extend(totals.iter().copied()),
            }
        }
        for ids in again.values() {
            if ids.iter().any(|id| given.contains(*id)) {
                given.extend(ids.iter().copied());
            }
        }
        if given.len() == known {
            return given;
        }
    }
}

/// What stands in a text instead of words that are not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instead {
    /// Of a number of too few people.
    Few,
    /// Of one that would give such a number away.
    Beside,
    /// Of a remark in a table.
    Remark,
}

/// What is not printed of some documents and claims, and where it stands: other quotes may run over it.
#[derive(Debug, Default)]
pub struct Withheld<'a> {
    small: BTreeSet<&'a Id>,
    beside: BTreeSet<&'a Id>,
    spans: BTreeMap<DocumentId, Vec<([usize; 2], Instead)>>,
}

impl<'a> Withheld<'a> {
    /// What is not printed when numbers from 1 to below `below` are not.
    pub fn of(
        documents: impl IntoIterator<Item = &'a Document>,
        claims: impl IntoIterator<Item = &'a Claim>,
        below: u32,
    ) -> Withheld<'a> {
        let claims: Vec<&Claim> = claims.into_iter().collect();
        let small = claims.iter().filter(|claim| is_small(claim, below)).map(|c| &c.id).collect();
        let beside = given_away(&claims, below);
        let mut withheld = Withheld { small, beside, spans: BTreeMap::new() };
        for document in documents {
            for remark in document.remarks() {
                let span = ([remark.start, remark.end], Instead::Remark);
                withheld.spans.entry(document.id.clone()).or_default().push(span);
            }
        }
        for claim in claims {
            if let Some(instead) = withheld.instead(&claim.id) {
                withheld
                    .spans
                    .entry(claim.document.clone())
                    .or_default()
                    .push((claim.span, instead));
            }
        }
        for spans in withheld.spans.values_mut() {
            spans.sort_unstable();
        }
        withheld
    }

    /// Whether a claim is not printed.
    pub fn has(&self, id: &Id) -> bool {
        self.instead(id).is_some()
    }

    /// What stands instead of a claim that is not printed.
    pub fn instead(&self, id: &Id) -> Option<Instead> {
        match (self.small.contains(id), self.beside.contains(id)) {
            (true, _) => Some(Instead::Few),
            (false, true) => Some(Instead::Beside),
            (false, false) => None,
        }
    }

    /// Where in a document something is not printed, in order.
    pub fn spans(&self, document: &DocumentId) -> &[([usize; 2], Instead)] {
        self.spans.get(document).map_or(&[], Vec::as_slice)
    }

    /// The quote at `span` with what is hidden of it taken out; `None` when nothing is.
    pub fn covered(
        &self,
        document: &DocumentId,
        span: [usize; 2],
        quote: &str,
        words: &dyn Fn(Instead) -> String,
    ) -> Option<String> {
        let spans = self.spans.get(document)?;
        let mut text = String::new();
        let mut at = 0; // in the quote, in bytes
        for ([from, to], instead) in spans {
            let from = from.saturating_sub(span[0]).max(at).min(quote.len());
            let to = to.saturating_sub(span[0]).min(quote.len());
            if from >= to {
                continue;
            }
            // A span that splits a character is not of this text: then all of the quote goes.
            let Some(before) = quote.get(at..from) else { return Some(words(*instead)) };
            text += before;
            text += &words(*instead);
            at = to;
        }
        match at {
            0 => None,
            _ => Some(text + quote.get(at..).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Group, Kind, Population, Source, Statement, Unit};
    use proptest::prelude::*;

    fn stated(text: &str, span: std::ops::Range<usize>, value: f64) -> Claim {
        let document = DocumentId::of_bytes(text.as_bytes());
        Claim { value: Some(value), kind: Kind::Return, ..Claim::new(document, text, span) }
            .sealed()
    }

    #[test]
    fn few_people_are_small_and_nobody_or_a_share_is_not() {
        let small = |value| is_small(&stated("text", 0..4, value), 10);
        assert_eq!([0.0, 1.0, 9.0, 10.0].map(small), [false, true, true, false]);
        let share = Claim { measure: Measure::Share, ..stated("text", 0..4, 5.0) };
        assert!(!is_small(&share, 10));
        let bound = Claim { value: None, high: Some(5.0), ..stated("text", 0..4, 5.0) };
        assert!(is_small(&bound, 10));
        let families = Claim { unit: Unit::Households, ..stated("text", 0..4, 3.0) };
        assert!(is_small(&families, 10));
        assert!(!is_small(&stated("text", 0..4, 1.0), 0));
    }

    #[test]
    fn a_quote_that_runs_over_a_small_number_loses_it() {
        let text = "1,200 people, 4 of them children, returned";
        let whole = stated(text, 0..42, 1200.0);
        let few = stated(text, 14..32, 4.0);
        let hidden = Withheld::of([], [&whole, &few], 10);
        let words = |_| "[fewer than 10]".to_owned();
        let covered = hidden.covered(&whole.document, whole.span, &whole.quote, &words);
        assert_eq!(covered.as_deref(), Some("1,200 people, [fewer than 10], returned"));
        assert_eq!(hidden.covered(&whole.document, [0, 12], "1,200 people", &words), None);
        let inside = hidden.covered(&whole.document, [14, 15], "4", &words);
        assert_eq!(inside.as_deref(), Some("[fewer than 10]"));
    }

    fn claim(at: usize, value: f64) -> Claim {
        let text = "x".repeat(at + 1);
        Claim {
            value: Some(value),
            kind: Kind::Return,
            source: Source { organisation: Some("Office".into()), ..Source::default() },
            ..Claim::new(DocumentId::of_bytes(b"document"), &text, at..at + 1)
        }
    }

    fn breakdown(parts: &[f64]) -> Vec<Statement> {
        let total = claim(0, parts.iter().sum()).sealed();
        let groups = [Group::Men, Group::Women, Group::Children, Group::Adults];
        let parts = parts.iter().enumerate().map(|(at, value)| {
            Claim {
                part_of: Some(total.id.clone()),
                population: Population { group: groups[at % 4], ..Population::default() },
                ..claim(at + 1, *value)
            }
            .sealed()
        });
        std::iter::once(total.clone()).chain(parts).map(Statement::Claim).collect()
    }

    /// The values that leave, in their order.
    fn leaving(statements: &[Statement]) -> Vec<Option<f64>> {
        let claims = statements.iter().filter_map(|statement| match statement {
            Statement::Claim(claim) => Some(claim),
            _ => None,
        });
        let withheld = Withheld::of([], claims, 10);
        let value = |statement: &Statement| match statement {
            Statement::Claim(claim) if withheld.has(&claim.id) => None,
            Statement::Claim(claim) => claim.value,
            _ => None,
        };
        statements.iter().map(value).collect()
    }

    #[test]
    fn the_smallest_other_part_stays_in_with_a_small_one() {
        assert_eq!(
            leaving(&breakdown(&[3_000.0, 2_900.0, 7.0])),
            [Some(5_907.0), Some(3_000.0), None, None]
        );
        // Without one that is large enough the total does.
        assert_eq!(leaving(&breakdown(&[12.0, 7.0])), [None, Some(12.0), None]);
        // Nothing small, nothing lost; a lone part tells nothing of the rest.
        assert_eq!(leaving(&breakdown(&[12.0, 15.0])), [Some(27.0), Some(12.0), Some(15.0)]);
        assert_eq!(leaving(&breakdown(&[7.0]))[1], None);
    }

    #[test]
    fn days_are_parts_of_their_period_and_of_the_next_running_total() {
        let on = |at, value, from: i8, to: i8, cumulative| {
            let day = |day: i8| Some(jiff::civil::date(2023, 11, day));
            let claim = Claim { start: day(from), end: day(to), cumulative, ..claim(at, value) };
            Statement::Claim(claim.sealed())
        };
        let period = [
            on(0, 1_013.0, 1, 1, false),
            on(1, 2_017.0, 2, 2, false),
            on(2, 5.0, 3, 3, false),
            on(3, 3_035.0, 1, 3, false),
            // Told again.
            on(4, 1_013.0, 1, 1, false),
        ];
        assert_eq!(leaving(&period), [None, Some(2_017.0), None, Some(3_035.0), None]);
        // A day that nobody tells hides the small one.
        assert_eq!(leaving(&period[1..4]), [Some(2_017.0), None, Some(3_035.0)]);
        let totals = [
            on(0, 167_774.0, 1, 2, true),
            on(1, 167_779.0, 1, 3, true),
            on(2, 6.0, 3, 3, false),
            on(3, 900.0, 4, 4, false),
            on(4, 168_679.0, 1, 4, true),
        ];
        let left = leaving(&totals);
        assert_eq!((left[0], left[2]), (None, None));
        assert_eq!(left[4], Some(168_679.0));
    }

    #[test]
    fn crossings_are_parts_of_the_whole_border() {
        let via = |at, value, names: &[&str]| {
            let via = names.iter().map(|name| (*name).to_owned()).collect();
            Statement::Claim(Claim { via, ..claim(at, value) }.sealed())
        };
        let all = [
            via(0, 1_006.0, &[]),
            via(1, 900.0, &["Torkham"]),
            via(2, 100.0, &["Chaman"]),
            via(3, 6.0, &["Kharlachi"]),
        ];
        assert_eq!(leaving(&all), [Some(1_006.0), Some(900.0), None, None]);
        // "In all 123 through Torkham and Chaman": a crossing that is not among them is no part.
        let two = [
            via(0, 123.0, &["Torkham", "Chaman"]),
            via(1, 120.0, &["Torkham"]),
            via(2, 3.0, &["Chaman"]),
            via(3, 50.0, &["Kharlachi"]),
        ];
        assert_eq!(leaving(&two), [Some(123.0), None, None, Some(50.0)]);
    }

    proptest! {
        /// Whoever subtracts what leaves from the total has a number that fits several small ones.
        #[test]
        fn no_small_part_can_be_derived(parts in prop::collection::vec(1u32..60, 2..5)) {
            let parts: Vec<f64> = parts.into_iter().map(f64::from).collect();
            let left = leaving(&breakdown(&parts));
            let small: Vec<f64> = parts.iter().copied().filter(|part| *part < 10.0).collect();
            if let (Some(total), false) = (left[0], small.is_empty()) {
                let rest = total - left[1..].iter().flatten().sum::<f64>();
                let hidden = left[1..].iter().filter(|value| value.is_none()).count() as f64;
                // One more than the small ones, and it alone could be the rest of the least and of the most.
                prop_assert!(hidden as usize > small.len());
                prop_assert!(rest >= 20.0 + small.iter().sum::<f64>());
            }
        }
    }
}
