//! The claims of a table, what they share kept once: hundreds of thousands of them are of a few kinds, and differ in their
//! numbers, days and words alone. They become claims, or lines of JSON, as they leave.

use std::ops::Range;
use std::sync::Arc;

use claim::cells::cell_at;
use claim::{
    Cast, Claim, Document, Group, Id, Kind, Measure, Mould, Qualifier, Scratch, Statement, Unit,
};
use jiff::civil::{Date, Time};
use rustc_hash::FxHashMap;

use super::frame::Name;

/// What claims share of which nothing but their own numbers, days and words differs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Sort {
    pub what: (Kind, Measure, Unit, Qualifier, Group),
    pub cumulative: bool,
    pub start_stated: bool,
    pub as_of: Option<Time>,
    pub via: Vec<Name>,
    /// From, to, at.
    pub ways: [Option<Name>; 3],
    pub nationality: Option<Name>,
    pub who: Option<Name>,
    /// A source and its organisation as the table has them.
    pub source: [Option<Name>; 2],
    pub publisher: Option<Name>,
    /// Deportees are told to be in the number.
    pub with_deportees: bool,
    pub rules: Vec<&'static str>,
    /// The table, and the columns beside that of the number that it was read from.
    pub quoted: (u32, Vec<usize>),
}

/// A sort of claims: one with all that they share, and how they are written.
#[derive(Debug, Clone)]
struct Kept {
    sort: Arc<Sort>,
    claim: Claim,
    mould: Mould,
    /// The columns that are quoted beside that of the number, in their order.
    quoted: Vec<usize>,
    alike: Alike,
}

/// What claims of one thing have in common, a part and its total: all but who of the people, by which crossings, and on
/// which days.
#[derive(Debug, PartialEq, Eq, Hash, Clone)]
pub(super) struct Common {
    what: (Kind, Measure, Unit, bool),
    ways: [Option<String>; 3],
    who: [Option<String>; 3],
}

impl Common {
    pub(super) fn of(claim: &Claim) -> Common {
        let source = &claim.source;
        Common {
            what: (claim.kind, claim.measure, claim.unit, claim.cumulative),
            ways: [claim.from.clone(), claim.to.clone(), claim.at.clone()],
            who: [
                claim.population.nationality.clone(),
                source.name.clone(),
                source.organisation.clone(),
            ],
        }
    }
}

/// By what a sort of claims is one with others: claims with the same numbers here, and the same days, count the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Alike {
    /// What is counted, up to which time of day.
    pub counted: u32,
    /// What is counted.
    pub of_day: u32,
    /// What a part has in common with its total.
    pub common: u32,
}

/// A table, as far as its cells are quoted.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub labels: Vec<String>,
    pub delimiter: u8,
    /// Texts that begin like a formula have an apostrophe before them.
    pub guarded: bool,
    /// The end of its sheet in the document's text.
    pub end: usize,
}

/// What a claim has of its own.
#[derive(Debug, Clone)]
pub(super) struct Own {
    /// Its sort.
    pub sort: u32,
    /// Where it stands in the table: its row and column.
    pub place: [u32; 2],
    /// How many numbers of the table it was made of.
    pub numbers: u32,
    pub value: Option<f64>,
    /// Its bounds, where it has any.
    pub bounds: Option<Box<[Option<f64>; 2]>>,
    pub published: Option<Date>,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub span: [u32; 2],
    /// Where the cells of its row begin in the document's text.
    pub row_at: u32,
    /// What is quoted, where that is not the cells of its row.
    pub quote: Option<Box<str>>,
    /// Its name, once it was made.
    pub id: Option<Id64>,
    /// The total that it is a part of.
    pub part_of: Option<Id64>,
}

/// The bits of an id; none is taken to be nought.
pub(super) type Id64 = std::num::NonZeroU64;

impl Own {
    pub(super) fn days(&self) -> [Option<Date>; 3] {
        [self.start, self.end, self.published]
    }

    pub(super) fn numbers(&self) -> [Option<f64>; 3] {
        let [low, high] = self.bounds.as_deref().copied().unwrap_or_default();
        [self.value, low, high]
    }
}

/// The sorts of the claims of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Sorts {
    known: FxHashMap<Arc<Sort>, u32>,
    kept: Vec<Kept>,
    tables: Vec<Table>,
    counted: FxHashMap<(u32, Option<Time>), u32>,
    of_day: FxHashMap<(u32, Group, Vec<String>, String), u32>,
    common: FxHashMap<Common, u32>,
}

/// A new number for what was not met yet.
pub(super) fn number<K: std::hash::Hash + Eq>(known: &mut FxHashMap<K, u32>, key: K) -> u32 {
    let next = known.len() as u32;
    *known.entry(key).or_insert(next)
}

impl Sorts {
    /// Takes in a table; its number.
    pub(super) fn table(&mut self, table: Table) -> u32 {
        self.tables.push(table);
        self.tables.len() as u32 - 1
    }

    /// The sort of a claim; `make` makes one claim of it and the columns that are quoted, where it is a new one.
    pub(super) fn of(
        &mut self,
        sort: Sort,
        make: impl FnOnce(&Sort) -> (Claim, Vec<usize>),
    ) -> u32 {
        if let Some(known) = self.known.get(&sort) {
            return *known;
        }
        let (claim, quoted) = make(&sort);
        let people = &claim.population;
        let common = number(&mut self.common, Common::of(&claim));
        let thing = (common, people.group, claim.via.clone(), people.text.clone());
        let of_day = number(&mut self.of_day, thing);
        let counted = number(&mut self.counted, (of_day, claim.as_of));
        let alike = Alike { counted, of_day, common };
        let (mould, sort) = (Mould::of(&claim), Arc::new(sort));
        self.kept.push(Kept { sort: sort.clone(), claim, mould, quoted, alike });
        number(&mut self.known, sort)
    }

    /// The sort of claims that are like these and of which one more rule was heeded.
    pub(super) fn with_rule(&mut self, sort: u32, rule: &'static str) -> u32 {
        let Kept { sort, claim, quoted, .. } = &self.kept[sort as usize];
        let (mut sort, mut claim, quoted) = (Sort::clone(sort), claim.clone(), quoted.clone());
        sort.rules.push(rule);
        claim.rules.push(rule.into());
        self.of(sort, |_| (claim, quoted))
    }

    pub(super) fn has_rule(&self, own: &Own, rule: &str) -> bool {
        self.claim(own).rules.iter().any(|known| known == rule)
    }

    /// What a claim shares with others of its sort.
    pub(super) fn claim(&self, own: &Own) -> &Claim {
        &self.kept[own.sort as usize].claim
    }

    /// By what a claim is one with others.
    pub(super) fn alike(&self, own: &Own) -> Alike {
        self.kept[own.sort as usize].alike
    }

    /// What counts the same as a claim by all that is known.
    pub(super) fn counted(&self, own: &Own) -> (u32, [Option<Date>; 3]) {
        (self.alike(own).counted, own.days())
    }

    /// For each sort the place of its series among all, in their order.
    pub(super) fn ranks<'s, S: Ord>(&'s self, series: impl Fn(&'s Claim) -> S) -> Vec<u32> {
        let of: Vec<S> = self.kept.iter().map(|kept| series(&kept.claim)).collect();
        let mut order: Vec<usize> = (0..of.len()).collect();
        order.sort_by(|one, other| of[*one].cmp(&of[*other]));
        let mut ranks = vec![0; of.len()];
        let mut rank = 0;
        for (place, at) in order.iter().enumerate() {
            rank += u32::from(place > 0 && of[order[place - 1]] != of[*at]);
            ranks[*at] = rank;
        }
        ranks
    }

    /// Writes what a claim is quoted with: the cells that it was read from, with their heads.
    pub(super) fn quote(&self, own: &Own, text: &str, to: &mut String) {
        to.clear();
        if let Some(quote) = &own.quote {
            to.push_str(quote);
            return;
        }
        let Kept { sort, quoted, .. } = &self.kept[own.sort as usize];
        let table = &self.tables[sort.quoted.0 as usize];
        let mut at = own.row_at as usize;
        let mut wanted = quoted.iter().copied().peekable();
        let counted = own.place[1] as usize;
        for column in 0..=quoted.last().map_or(counted, |last| counted.max(*last)) {
            let (cell, next) = cell_at(text.as_bytes(), at, table.end, table.delimiter);
            if wanted.next_if_eq(&column).is_some() || column == counted {
                let label = table.labels.get(column).map_or("", String::as_str);
                quote_cell(label, &text[cell], table.guarded, to);
            }
            if next >= table.end || text.as_bytes()[next] != table.delimiter {
                break;
            }
            at = next + 1;
        }
    }

    fn cast<'q>(&self, own: &Own, quote: &'q str) -> (Cast<'q>, &Kept) {
        let cast = Cast {
            published: own.published,
            quote,
            span: own.span.map(|at| at as usize),
            numbers: own.numbers(),
            start: own.start,
            end: own.end,
        };
        (cast, &self.kept[own.sort as usize])
    }
}

/// Adds a cell and its head to what is quoted.
fn quote_cell(label: &str, raw: &str, guarded: bool, to: &mut String) {
    let cell = super::grid::text_of(raw, guarded);
    let mut words = cell.split_whitespace();
    let Some(first) = words.next() else { return };
    if !to.is_empty() {
        to.push_str("; ");
    }
    if !label.is_empty() {
        to.push_str(label);
        to.push_str(": ");
    }
    to.push_str(first);
    for word in words {
        to.push(' ');
        to.push_str(word);
    }
}

/// The claims of a table of counts, in the order of their spans.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub(super) sorts: Sorts,
    pub(super) own: Vec<Own>,
}

impl Rows {
    /// Puts the claims into the order of their spans in the document's text.
    pub(super) fn order(&mut self, text: &str) {
        let is_behind = |pair: &[Own]| pair[0].span < pair[1].span;
        if !self.own.windows(2).all(is_behind) {
            self.name(text);
            self.own.sort_by(|one, other| one.span.cmp(&other.span).then(one.id.cmp(&other.id)));
        }
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// What the claims share, a claim for each sort: their numbers, days and quotes are of no account.
    pub fn sorts(&self) -> impl Iterator<Item = &Claim> {
        self.sorts.kept.iter().map(|kept| &kept.claim)
    }

    /// Whether any claim says when it was published.
    pub fn is_dated(&self) -> bool {
        self.own.iter().any(|own| own.published.is_some())
    }

    /// The claims of these places, made as they are asked for; `document` is the one that they were read from.
    pub fn statements<'r>(
        &'r self,
        places: Range<usize>,
        document: &'r Document,
    ) -> impl Iterator<Item = Statement> + 'r {
        let (mut quote, mut scratch) = (String::new(), Scratch::default());
        self.own[places].iter().map(move |own| {
            self.sorts.quote(own, &document.text, &mut quote);
            let (cast, kept) = self.sorts.cast(own, &quote);
            let id = own
                .id
                .map_or_else(|| kept.mould.id(&cast, &mut scratch), |id| Id::of_bits(id.get()));
            let part_of = own.part_of.map(|id| Id::of_bits(id.get()));
            Statement::Claim(cast.into_claim(&kept.claim, id, part_of))
        })
    }

    /// Writes the claims of these places as lines of JSON behind others, as [`Statement::append_line`] would each.
    pub fn append_lines(&self, places: Range<usize>, document: &Document, lines: &mut Vec<u8>) {
        let (mut quote, mut scratch) = (String::new(), Scratch::default());
        for own in &self.own[places] {
            self.sorts.quote(own, &document.text, &mut quote);
            let (cast, kept) = self.sorts.cast(own, &quote);
            let [id, part_of] = [own.id, own.part_of].map(|id| id.map(|id| Id::of_bits(id.get())));
            kept.mould.append_line(&cast, id, part_of.as_ref(), &mut scratch, lines);
        }
    }

    /// Makes the names of all claims.
    pub(super) fn name(&mut self, text: &str) {
        let (mut quote, mut scratch) = (String::new(), Scratch::default());
        for own in self.own.iter_mut().filter(|own| own.id.is_none()) {
            self.sorts.quote(own, text, &mut quote);
            let (cast, kept) = self.sorts.cast(own, &quote);
            own.id = kept.mould.id(&cast, &mut scratch).bits().and_then(Id64::new);
        }
    }
}
