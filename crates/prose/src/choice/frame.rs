//! What is known of a text while its claims are settled: its lines with their places, clauses
//! and headings, where each number stands, and what the document names most.

use std::collections::BTreeMap;
use std::ops::Range;

use claim::{Claim, Kind, Measure};

use super::spots::{Spot, spots};
use super::{Seat, Text};
use crate::analysis::Analysis;
use crate::carry::is_heading;
use crate::clause::Clauses;
use crate::grammar::Grammar;
use crate::movement::{self, Verb};
use crate::who::{Head, Who, who};

/// A sentence, its spots and its clauses.
#[derive(Debug)]
pub(super) struct Line {
    pub spots: Vec<Spot>,
    pub clauses: Clauses,
    /// The line that is the heading over this one.
    pub under: Option<usize>,
}

/// A number with its noun and its verb.
#[derive(Debug)]
pub(super) struct Counted {
    /// Number and noun.
    pub tokens: Range<usize>,
    pub head: Option<Head>,
    pub verb: Option<Verb>,
}

impl Counted {
    fn of(text: Text<'_>, seat: Seat) -> Counted {
        let analysis = &text.spoken[seat.sentence].analysis;
        let amount = &analysis.amounts[seat.amount];
        let head = match who(analysis, amount, text.words) {
            Who::Named(head) => Some(head),
            _ => None,
        };
        let tokens = match &head {
            Some(head) if !head.label => {
                amount.tokens.start..head.tokens.end.max(amount.tokens.end)
            }
            _ => amount.tokens.clone(),
        };
        let verb = movement::verb(analysis, &tokens);
        Counted { tokens, head, verb }
    }
}

/// What is known of a text while the candidates of its claims are gathered.
pub(super) struct Frame<'a> {
    pub text: Text<'a>,
    /// The claims as far as they are settled.
    pub claims: &'a [Claim],
    pub lines: Vec<Line>,
    /// Where the number of each claim stands, and what it counts.
    pub counted: Vec<Counted>,
    /// Countries by how often they are named, as places or by their people.
    pub named: Vec<String>,
    /// The country or place that each class of prepositions leads most often.
    pub led: [(&'static str, Option<String>); 3],
}

impl<'a> Frame<'a> {
    pub fn of(text: Text<'a>, claims: &'a [Claim]) -> Frame<'a> {
        let grammar = Grammar::english();
        let mut lines: Vec<Line> = Vec::new();
        let mut over = None;
        for (index, sentence) in text.spoken.iter().enumerate() {
            let analysis = &sentence.analysis;
            let heading = is_heading(analysis) && analysis.tokens.len() <= HEADING;
            lines.push(Line {
                spots: spots(sentence, grammar, text.words),
                clauses: Clauses::of(analysis, grammar),
                under: over,
            });
            if heading && index > 0 && analysis.amounts.iter().all(|a| a.plain) {
                over = Some(index);
            }
        }
        let named = ranked(lines.iter().flat_map(|line| &line.spots).filter_map(|spot| {
            let country = spot.country.as_ref().unwrap_or(&spot.value);
            (country.len() == 3 && spot.level != "unknown").then(|| country.clone())
        }));
        let led = ["from", "to", "in"].map(|lead| {
            let spots = lines.iter().flat_map(|line| &line.spots);
            let most = ranked(spots.filter(|s| s.lead == lead).map(|s| s.value.clone()));
            (lead, most.into_iter().next())
        });
        let counted = text.seats.iter().map(|seat| Counted::of(text, *seat)).collect();
        Frame { text, claims, lines, counted, named, led }
    }

    /// The same text with claims that are settled further.
    pub fn with(self, claims: &'a [Claim]) -> Frame<'a> {
        Frame { claims, ..self }
    }

    /// The sentence of a claim.
    pub fn sentence(&self, at: usize) -> &'a Analysis<'a> {
        &self.text.spoken[self.text.seats[at].sentence].analysis
    }

    /// The paragraph of a sentence.
    pub fn block(&self, sentence: usize) -> usize {
        self.text.spoken[sentence].analysis.sentence.block
    }

    /// How near two claims stand.
    pub fn scope(&self, a: usize, b: usize) -> &'static str {
        let (a, b) = (self.text.seats[a].sentence, self.text.seats[b].sentence);
        match (a == b, self.block(a) == self.block(b)) {
            (true, _) => "sentence",
            (false, true) => "block",
            (false, false) => "farther",
        }
    }
}

/// More tokens than these and a line without a full stop is no heading.
const HEADING: usize = 16;

/// Most frequent first, of equals the first in the alphabet.
pub(super) fn ranked(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.into_iter().map(|(value, _)| value).collect()
}

/// The sort of claim that weights are told apart by.
pub(super) fn group(claim: &Claim) -> &'static str {
    if claim.measure == Measure::Stock {
        return match claim.kind {
            Kind::Refugees | Kind::Registered => "refugees",
            Kind::InCamp | Kind::Detained => "held",
            Kind::Stranded => "stranded",
            Kind::Other => "displaced",
            _ => "stock",
        };
    }
    match claim.kind {
        Kind::Arrival => "arrival",
        Kind::Departure => "departure",
        Kind::Return => "return",
        Kind::Deportation => "deportation",
        Kind::Displacement => "displacement",
        Kind::Arrest => "arrest",
        Kind::Registration => "registration",
        kind if crate::claims::measure_of(kind) == Measure::Stock => "stock",
        _ => "other",
    }
}
