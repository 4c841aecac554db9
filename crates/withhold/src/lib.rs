//! What must not be printed: numbers of too few people, what would give those away by subtraction,
//! and remarks in tables.
//!
//! Which further numbers stay in is reckoned as in official statistics: [`relations`](self) among all claims are
//! stated, and numbers are left out until none that must stay in can be solved for from those that leave
//! ([`Numbers`]).

mod cells;
mod classes;
mod few;
mod relations;
mod retold;
mod rows;
mod suppress;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

use claim::contacts::{self, Sort};
use claim::mention::{Near, numbers, tells as tells_figure};
use claim::{Claim, Document, DocumentId, Id, Measure, Media, Window, persons};

pub use retold::{Retold, Told, is_distinct, is_rounding, percentages, quotients, retold};
pub use rows::Row;
pub use suppress::{Need, Numbers};

use few::{BESIDE, few_people, small_percentages};
use relations::Related;

/// Whether a claim counts so few people that it is not printed. Nobody at all is not a small cell.
pub fn is_small(claim: &Claim, below: u32) -> bool {
    claim.measure != Measure::Share
        && claim.value.or(claim.high).or(claim.low).is_some_and(|n| n > 0.0 && n < f64::from(below))
}

/// The number of a claim, or what bounds it.
fn size(claim: &Claim) -> f64 {
    claim.value.or(claim.high).or(claim.low).unwrap_or(0.0)
}

/// The claims, and the rows, that would give a small number away.
fn given_away<'a>(
    claims: &[&'a Claim],
    rows: &[Row],
    below: u32,
) -> (BTreeSet<&'a Id>, BTreeSet<rows::Key>) {
    if below < 2 {
        return Default::default();
    }
    let told = rows::as_claims(rows, claims);
    let all: Vec<&Claim> =
        claims.iter().copied().chain(told.iter().map(|(_, claim)| claim)).collect();
    let mut related = Related::of(&all, &BTreeSet::new(), below);
    let hidden = related.numbers.suppress(below);
    let out: BTreeSet<&Id> =
        hidden.into_iter().flat_map(|at| &related.claims[at]).map(|claim| &claim.id).collect();
    let mut given: BTreeSet<&Id> =
        claims.iter().map(|claim| &claim.id).filter(|id| out.contains(*id)).collect();
    given.extend(shares(claims, &given, below));
    let rows = told.iter().filter(|(_, claim)| out.contains(&claim.id));
    (given, rows.map(|(key, _)| key.clone()).collect())
}

/// The percentages that tell a small number: of its total, or of any number near them.
fn shares<'a>(claims: &[&'a Claim], given: &BTreeSet<&Id>, below: u32) -> Vec<&'a Id> {
    let mut by_document: BTreeMap<&DocumentId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.measure != Measure::Share) {
        by_document.entry(&claim.document).or_default().push(claim);
    }
    let few = |number: f64| number > 0.5 && number < f64::from(below) - 0.5;
    let tells = |share: &&&Claim| {
        let percent = size(share);
        let wholes = by_document.get(&share.document).into_iter().flatten();
        let near = |claim: &Claim| {
            claim.span[0] <= share.span[1] + BESIDE && share.span[0] <= claim.span[1] + BESIDE
        };
        wholes
            .filter(|claim| match &share.part_of {
                Some(total) => claim.id == *total,
                None => near(claim),
            })
            .any(|claim| {
                let part = size(claim) * percent / 100.0;
                let rest = size(claim) - part;
                few(part) || few(rest) || is_small(claim, below) || given.contains(&claim.id)
            })
    };
    let shares = claims.iter().filter(|claim| claim.measure == Measure::Share && below > 1);
    shares.filter(tells).map(|claim| &claim.id).collect()
}

/// The claims from which, with others, a confidential one follows; the confidential ones are among `claims`.
pub fn tells<'a>(claims: &[&'a Claim], secret: &BTreeSet<&Id>, below: u32) -> BTreeSet<&'a Id> {
    let mut related = Related::secrets(claims, secret, below);
    let out = related.numbers.suppress(below);
    // Of other people the same number is the same one.
    let again = related.claims.iter().filter(|all| all.iter().any(|one| secret.contains(&one.id)));
    let again: BTreeSet<&Id> = again.flatten().map(|claim| &claim.id).collect();
    out.into_iter().flat_map(|at| &related.claims[at]).map(|claim| &claim.id).chain(again).collect()
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
    /// Of a telephone, an address and the like.
    Contact(Sort),
    /// Of the name of a private person.
    Name,
}

/// Puts spans in order and those that overlap together, so that one thing stands instead of each.
fn join(spans: &mut Vec<([usize; 2], Instead)>) {
    spans.sort_unstable();
    spans.dedup_by(|([from, to], _), ([_, end], _)| {
        let overlap = *from < *end;
        if overlap {
            *end = (*end).max(*to);
        }
        overlap
    });
}

/// What stands for the name of a private person.
pub const NAME: &str = "[name]";

/// What is not printed of some documents and claims, and where it stands: other quotes may run over it.
#[derive(Debug, Default)]
pub struct Withheld<'a> {
    small: BTreeSet<&'a Id>,
    beside: BTreeSet<&'a Id>,
    spans: BTreeMap<DocumentId, Vec<([usize; 2], Instead)>>,
    /// Figures that are not printed, of each document, and whether for being small.
    figures: BTreeMap<DocumentId, Vec<(f64, bool)>>,
    /// Who speaks in public in each document.
    known: BTreeMap<DocumentId, BTreeSet<String>>,
    /// Rows that are not printed, for what could be had from them.
    rows: BTreeSet<rows::Key>,
}

impl<'a> Withheld<'a> {
    /// What is not printed when numbers from 1 to below `below` are not.
    pub fn of(
        documents: impl IntoIterator<Item = &'a Document>,
        claims: impl IntoIterator<Item = &'a Claim>,
        below: u32,
    ) -> Withheld<'a> {
        Withheld::beside(documents, claims, &[], below)
    }

    /// The same where rows are printed beside the claims, from which as much may follow.
    pub fn beside(
        documents: impl IntoIterator<Item = &'a Document>,
        claims: impl IntoIterator<Item = &'a Claim>,
        rows: &[Row],
        below: u32,
    ) -> Withheld<'a> {
        let claims: Vec<&Claim> = claims.into_iter().collect();
        let small = claims.iter().filter(|claim| is_small(claim, below)).map(|c| &c.id).collect();
        let (beside, rows) = given_away(&claims, rows, below);
        let mut withheld = Withheld { small, beside, rows, ..Withheld::default() };
        let mut known: BTreeMap<DocumentId, BTreeSet<String>> = BTreeMap::new();
        let mut sizes: BTreeMap<&DocumentId, Vec<([usize; 2], f64)>> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| claim.measure != Measure::Share) {
            sizes.entry(&claim.document).or_default().push((claim.span, size(claim)));
        }
        for claim in &claims {
            let names = known.entry(claim.document.clone()).or_default();
            names.extend(claim.source.name.clone().filter(|name| name.contains(' ')));
        }
        let nobody = BTreeSet::new();
        for document in documents {
            let sizes = sizes.get(&document.id).map(Vec::as_slice).unwrap_or_default();
            withheld.in_text(document, known.get(&document.id).unwrap_or(&nobody), sizes, below);
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
                let figures = withheld.figures.entry(claim.document.clone()).or_default();
                figures.push((size(claim), instead == Instead::Few));
            }
        }
        withheld.known = known;
        withheld.spans.values_mut().for_each(join);
        withheld
    }

    /// What a text tells besides its claims: how to reach somebody, and few people that no claim was made of.
    fn in_text(
        &mut self,
        document: &Document,
        known: &BTreeSet<String>,
        sizes: &[([usize; 2], f64)],
        below: u32,
    ) {
        let found = match document.media.is_prose() {
            true => contacts::find(&document.text),
            false => contacts::find_in_cells(&document.text, document.media == Media::Xlsx),
        };
        let mut hidden: Vec<([usize; 2], Instead)> = found
            .into_iter()
            .map(|contact| ([contact.span.start, contact.span.end], Instead::Contact(contact.sort)))
            .collect();
        if document.media.is_prose() {
            let names = persons::private(&document.text, known);
            hidden.extend(names.into_iter().map(|name| ([name.start, name.end], Instead::Name)));
        }
        if document.media.is_prose() && below > 1 {
            let mut few = few_people(&document.text, below);
            few.extend(small_percentages(&document.text, sizes, below));
            hidden.extend(few.into_iter().map(|m| ([m.span.start, m.span.end], Instead::Few)));
        }
        if !hidden.is_empty() {
            self.spans.entry(document.id.clone()).or_default().extend(hidden);
        }
    }

    /// A headline or the name of a file without the figures of its document that are not printed.
    pub fn headline(&self, document: &DocumentId, words: &str) -> String {
        let words = contacts::black_out(words);
        let nobody = BTreeSet::new();
        let words = without_names(&words, self.known.get(document).unwrap_or(&nobody));
        let Some(figures) = self.figures.get(document) else { return words };
        let told = |number: f64| {
            figures.iter().any(|(figure, small)| match small {
                true => number == *figure,
                false => tells_figure(number, *figure, Near::Headline),
            })
        };
        let mut out = String::new();
        let mut at = 0;
        for mention in numbers(&words).into_iter().filter(|mention| told(mention.value)) {
            out.push_str(&words[at..mention.span.start]);
            out.push('…');
            at = mention.span.end;
        }
        out + &words[at..]
    }

    /// Whether a claim is not printed.
    pub fn has(&self, id: &Id) -> bool {
        self.instead(id).is_some()
    }

    /// Whether the row of a crossing (none: of all) and some days is not printed.
    pub fn has_row(&self, via: Option<&str>, days: Window) -> bool {
        self.rows.contains(&(via.map(str::to_owned), days))
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
        // Cells of a row that are quoted by themselves, or words as JSON escapes them: no place in the text is theirs.
        if quote.len() != span[1] - span[0] {
            let told = self.headline(document, quote);
            return (told != quote).then_some(told);
        }
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

/// A headline or the name of a file without the names of private persons.
fn without_names(words: &str, known: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    for name in persons::in_name(words, known) {
        out.push_str(&words[at..name.start]);
        out.push_str(NAME);
        at = name.end;
    }
    out + &words[at..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{Group, Kind, Population, Source, Statement, Unit};

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
    fn headlines_tell_no_figure_that_is_not_printed() {
        let text = "7 people returned";
        let few = stated(text, 0..8, 7.0);
        let hidden = Withheld::of([], [&few], 10);
        assert_eq!(
            hidden.headline(&few.document, "7 return, call 0300-7654321"),
            "… return, call [telephone]"
        );
        let struck = hidden.headline(&few.document, "Mirwais Popalzai: 12 return");
        assert_eq!(struck, "[name]: 12 return");
    }

    #[test]
    fn a_row_of_the_picture_gives_no_small_number_away() {
        let days = |from, to| {
            let day = |n| jiff::civil::date(2023, 11, n);
            crate::Window::new(day(from), day(to)).unwrap()
        };
        let small = Claim {
            start: Some(days(8, 14).start()),
            end: Some(days(8, 14).end()),
            via: vec!["Torkham".into()],
            ..stated("text", 0..4, 5.0)
        };
        let row =
            |via: Option<&str>, days, number| Row { via: via.map(str::to_owned), days, number };
        let rows = [
            row(Some("Torkham"), days(1, 7), 7_000.0),
            row(Some("Torkham"), days(1, 14), 7_005.0),
            row(Some("Chaman"), days(1, 14), 9_000.0),
            row(None, days(1, 14), 16_005.0),
        ];
        let withheld = Withheld::beside([], [&small], &rows, 10);
        let has = |row: &Row| withheld.has_row(row.via.as_deref(), row.days);
        assert!(has(&rows[0]) || has(&rows[1]));
        // What is left out is not had from the whole and the other crossing.
        assert!(!has(&rows[1]) || has(&rows[2]) || has(&rows[3]));
        assert!(!rows.iter().all(has));
        assert!(!Withheld::beside([], [&small], &rows, 0).has_row(None, days(1, 14)));
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
    fn a_slip_in_a_sum_of_all_parts_is_nobody() {
        let off = |parts: &[f64], off: f64| {
            let mut told = breakdown(parts);
            if let Statement::Claim(total) = &mut told[0] {
                total.value = total.value.map(|value| value + off);
            }
            leaving(&told)
        };
        // Men, women and children are everybody: 223,503 printed above 223,502 is a misprint.
        let parts = [63_157.0, 49_397.0, 110_948.0];
        let all = [223_503.0, 63_157.0, 49_397.0, 110_948.0].map(Some);
        assert_eq!(off(&parts, 1.0), all);
        // Men and women are not: somebody's four children follow.
        assert_ne!(off(&[63_157.0, 49_397.0], 4.0), [112_558.0, 63_157.0, 49_397.0].map(Some));
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

    #[test]
    fn people_by_nationality_and_by_words_are_parts_of_all_of_them() {
        let of = |at, value, nationality: Option<&str>, text: &str, group| {
            let population = Population {
                nationality: nationality.map(str::to_owned),
                text: text.to_owned(),
                group,
                ..Population::default()
            };
            Statement::Claim(Claim { population, ..claim(at, value) }.sealed())
        };
        let all = |at, value| of(at, value, None, "people", Group::All);
        let by_nationality = [
            all(0, 5_203.0),
            of(1, 5_199.0, Some("AFG"), "Afghans", Group::All),
            of(2, 4.0, Some("IRN"), "Iranians", Group::All),
        ];
        let left = leaving(&by_nationality);
        assert!(left[0].is_none() || left[1].is_none(), "{left:?}");
        // Nobody tells the others, and everybody can reckon them.
        let left = leaving(&by_nationality[..2]);
        assert!(left.contains(&None), "{left:?}");
        let children = [
            of(0, 2_307.0, Some("AFG"), "children", Group::Children),
            of(1, 2_301.0, Some("AFG"), "boys", Group::Children),
            of(2, 6.0, Some("AFG"), "girls", Group::Children),
        ];
        let left = leaving(&children);
        assert!(left[0].is_none() || left[1].is_none(), "{left:?}");
        // Nothing small, nothing lost.
        let plain = [
            all(0, 5_203.0),
            of(1, 5_100.0, Some("AFG"), "Afghans", Group::All),
            of(2, 103.0, Some("IRN"), "Iranians", Group::All),
        ];
        assert!(leaving(&plain).iter().all(Option::is_some));
    }

    #[test]
    fn a_confidential_part_is_not_had_from_nationalities_or_round_totals() {
        let told = |statements: &[Claim], secret: usize| -> Vec<bool> {
            let claims: Vec<&Claim> = statements.iter().collect();
            let gone = tells(&claims, &BTreeSet::from([&claims[secret].id]), 10);
            claims.iter().map(|claim| gone.contains(&claim.id)).collect()
        };
        let of = |at, value, nationality: Option<&str>| {
            let nationality = nationality.map(str::to_owned);
            let population = Population { nationality, ..Population::default() };
            Claim { population, ..claim(at, value) }.sealed()
        };
        let parts =
            [of(0, 9_203.0, None), of(1, 5_199.0, Some("AFG")), of(2, 4_004.0, Some("IRN"))];
        assert!(told(&parts, 2)[..2].contains(&true));
        let over = |at, value, from: i8, to: i8| {
            let day = |day: i8| Some(jiff::civil::date(2023, 11, day));
            Claim { start: day(from), end: day(to), ..claim(at, value) }.sealed()
        };
        let round = [over(0, 7_100.0, 1, 7), over(1, 9_222.0, 8, 14), over(2, 16_300.0, 1, 14)];
        let gone = told(&round, 1);
        assert!(gone[0] || gone[2]);
        // What is off by more than roundings explain tells nothing.
        let other = [over(0, 7_100.0, 1, 7), over(1, 9_222.0, 8, 14), over(2, 16_700.0, 1, 14)];
        let gone = told(&other, 1);
        assert!(!gone[0] && !gone[2]);
    }
}
