//! What must not be printed: numbers of too few people, what would give those away by subtraction,
//! and remarks in tables.
//!
//! Which further numbers stay in is reckoned as in official statistics: [`relations`](self) among all claims are
//! stated, and numbers are left out until none that must stay in can be solved for from those that leave
//! ([`Numbers`]).

mod cells;
mod relations;
mod rows;
mod suppress;

use std::collections::{BTreeMap, BTreeSet};

use crate::contacts::{self, Sort};
use crate::mention::{Mention, Near, numbers, tells as tells_figure};
use crate::{Claim, Document, DocumentId, Id, Measure, Media, Window, persons};

pub use rows::Row;
pub use suppress::{Need, Numbers};

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

/// So near to a number in its text a percentage is of it.
const BESIDE: usize = 300;

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
    out.into_iter().flat_map(|at| &related.claims[at]).map(|claim| &claim.id).collect()
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

/// Words before a number of some people among others.
const OF_WHOM: &[&str] = &[
    "of whom",
    "of which",
    "of them",
    "of these",
    "of those",
    "including",
    "among them",
    "dont",
    "parmi eux",
    "w tym",
    "z nich",
    "из них",
    "в том числе",
    "з них",
    "у тому числі",
    "de ellos",
    "entre ellos",
    "entre ellas",
    "de los cuales",
    "de las cuales",
    "de los que",
    "parmi lesquels",
    "parmi elles",
    "parmi lesquelles",
    "wśród nich",
    "spośród nich",
    "among whom",
    "along with",
    "منهم",
    "بينهم",
    "از جمله",
];

/// Words behind a number that make it one of people.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "persons",
    "men",
    "women",
    "children",
    "man",
    "woman",
    "child",
    "boys",
    "girls",
    "families",
    "family",
    "households",
    "individuals",
    "refugees",
    "migrants",
    "returnees",
    "deportees",
    "detainees",
    "minors",
    "infants",
    "afghans",
    "nationals",
    "civilians",
    "members",
    "personnes",
    "hommes",
    "femmes",
    "enfants",
    "familles",
    "osób",
    "osoby",
    "mężczyzn",
    "kobiet",
    "dzieci",
    "rodzin",
    "personas",
    "familias",
    "человек",
    "женщин",
    "детей",
    "мужчин",
    "осіб",
    "дітей",
    "жінок",
    "niños",
    "niñas",
    "mujeres",
    "hombres",
    "menores",
    "migrantes",
    "refugiados",
    "refugiadas",
    "mineurs",
    "réfugiés",
    "réfugiées",
    "expulsés",
    "filles",
    "garçons",
    "uchodźców",
    "migrantów",
    "cudzoziemców",
    "kobiety",
    "rodziny",
    "nieletnich",
    "ukrainians",
    "sudanese",
    "syrians",
    "orphans",
    "babies",
    "adults",
    "students",
    "elderly",
    "passengers",
    "survivors",
    "patients",
    "victims",
    "أشخاص",
    "نفر",
];

/// Words for two to nine in other languages than English, in the forms that stand before people.
const FEW_WORDS: [(f64, &[&str]); 8] = [
    (2.0, &["deux", "dos", "dwie", "dwoje", "dwóch", "двое", "две", "двоє", "اثنين", "دو"]),
    (3.0, &["trois", "tres", "trzy", "troje", "trzech", "трое", "три", "троє", "ثلاثة", "سه"]),
    (
        4.0,
        &[
            "quatre",
            "cuatro",
            "cztery",
            "czworo",
            "czterech",
            "четверо",
            "четыре",
            "чотири",
            "أربعة",
            "چهار",
        ],
    ),
    (
        5.0,
        &["cinq", "cinco", "pięć", "pięcioro", "pięciu", "пятеро", "пять", "п'ять", "خمسة", "پنج"],
    ),
    (
        6.0,
        &["six", "seis", "sześć", "sześcioro", "sześciu", "шестеро", "шесть", "шість", "ستة", "شش"],
    ),
    (
        7.0,
        &[
            "sept",
            "siete",
            "siedem",
            "siedmioro",
            "siedmiu",
            "семеро",
            "семь",
            "сім",
            "سبعة",
            "هفت",
        ],
    ),
    (8.0, &["huit", "ocho", "osiem", "ośmioro", "ośmiu", "восемь", "вісім", "ثمانية", "هشت"]),
    (
        9.0,
        &[
            "neuf",
            "nueve",
            "dziewięć",
            "dziewięcioro",
            "dziewięciu",
            "девять",
            "дев'ять",
            "تسعة",
            "نه",
        ],
    ),
];

/// Words for a few in a text.
fn few_words(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || c == '\'', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text[from..at].to_lowercase();
                let value = FEW_WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
                found.extend(value.map(|(value, _)| Mention { span: from..at, value: *value }));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Numbers of too few people in a text, whether a claim was made of them or not.
fn few_people(text: &str, below: u32) -> Vec<Mention> {
    let few = |value: f64| value >= 1.0 && value < f64::from(below) && value.fract() == 0.0;
    let mut told = numbers(text);
    told.extend(few_words(text));
    told.sort_by_key(|mention| (mention.span.start, mention.span.end));
    told.dedup_by(|a, b| a.span.start < b.span.end);
    let found = told.into_iter().filter(|mention| few(mention.value));
    found
        .filter(|mention| {
            let start = (0..=24).rev().map(|back| mention.span.start.saturating_sub(back));
            let start = start.into_iter().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let before = text[start..mention.span.start].to_lowercase();
            let before = before.trim_end();
            let behind = text[mention.span.end..].trim_start_matches([' ', '\u{a0}']);
            let word: String =
                behind.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
            // "One of them" and "one family" tell of no count that somebody made.
            let one = text[mention.span.clone()].eq_ignore_ascii_case("one");
            let of_whom = OF_WHOM.iter().any(|words| before.ends_with(words));
            of_whom && !word.is_empty() || !one && PEOPLE.contains(&word.as_str())
        })
        .collect()
}

/// What is not printed of some documents and claims, and where it stands: other quotes may run over it.
#[derive(Debug, Default)]
pub struct Withheld<'a> {
    small: BTreeSet<&'a Id>,
    beside: BTreeSet<&'a Id>,
    spans: BTreeMap<DocumentId, Vec<([usize; 2], Instead)>>,
    /// Figures that are not printed, of each document, and whether for being small.
    figures: BTreeMap<DocumentId, Vec<(f64, bool)>>,
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
        let mut withheld =
            Withheld { small, beside, spans: BTreeMap::new(), figures: BTreeMap::new(), rows };
        let mut known: BTreeMap<&DocumentId, BTreeSet<String>> = BTreeMap::new();
        for claim in &claims {
            let names = known.entry(&claim.document).or_default();
            names.extend(claim.source.name.clone().filter(|name| name.contains(' ')));
        }
        let nobody = BTreeSet::new();
        for document in documents {
            withheld.in_text(document, known.get(&document.id).unwrap_or(&nobody), below);
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
        for spans in withheld.spans.values_mut() {
            spans.sort_unstable();
        }
        withheld
    }

    /// What a text tells besides its claims: how to reach somebody, and few people that no claim was made of.
    fn in_text(&mut self, document: &Document, known: &BTreeSet<String>, below: u32) {
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
            let few = few_people(&document.text, below);
            hidden.extend(few.into_iter().map(|m| ([m.span.start, m.span.end], Instead::Few)));
        }
        if !hidden.is_empty() {
            self.spans.entry(document.id.clone()).or_default().extend(hidden);
        }
    }

    /// A headline or the name of a file without the figures of its document that are not printed.
    pub fn headline(&self, document: &DocumentId, words: &str) -> String {
        let words = contacts::black_out(words);
        let Some(figures) = self.figures.get(document) else { return words.into_owned() };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Group, Kind, Population, Source, Statement, Unit};

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
    fn few_people_are_hidden_though_no_claim_was_made_of_them() {
        let text = "Some 1,200 returned on 3 November, of whom seven were deported; 4 children and 2 buses came in two weeks.";
        let found: Vec<&str> =
            few_people(text, 10).into_iter().map(|mention| &text[mention.span]).collect();
        assert_eq!(found, ["seven", "4"]);
        for (text, few) in [
            ("de los cuales tres niños", "tres"),
            ("dont trois enfants", "trois"),
            ("w tym pięcioro dzieci", "pięcioro"),
            ("z nich 4 kobiety", "4"),
            ("в том числе 5 детей", "5"),
            ("from Sudan, among whom six were held", "six"),
        ] {
            let found = few_people(text, 10);
            assert_eq!(found.iter().map(|m| &text[m.span.clone()]).collect::<Vec<_>>(), [few]);
        }
        assert_eq!(few_people("dans les trois jours, 5 cars et deux semaines", 10), []);
        let document = Document::text("a.txt", text);
        let hidden = Withheld::of([&document], [], 10);
        let words = |_| "[few]".to_owned();
        let covered = hidden.covered(&document.id, [0, text.len()], text, &words).unwrap();
        assert!(
            covered.contains("of whom [few] were deported; [few] children and 2 buses"),
            "{covered}"
        );
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
}
