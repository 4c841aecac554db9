//! The claim itself.

use std::ops::Range;

use compact_str::CompactString;
use jiff::civil::{Date, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Concept, DocumentId, Evidence, Found, Id, Kind, Measure, Per, Population, Qualifier, Source,
    Stance, Unit, Window,
};

/// Name of a rule of the reader: short, so that it is kept in place.
pub type RuleName = CompactString;

/// One statement in a document of a quantity of people, households or
/// vehicles: how many, who, what happened, by which crossing, over which
/// window, according to whom. Immutable once [`sealed`](Claim::sealed).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Hash of document, span and fields.
    pub id: Id,
    /// The document it is stated in.
    pub document: DocumentId,
    /// Day of publication, when known.
    pub published: Option<Date>,
    /// Who published the document, when known.
    pub publisher: Option<String>,
    /// The exact words.
    pub quote: String,
    /// Byte span `[start, end)` of the quote in the document's text.
    pub span: [usize; 2],

    /// The number as said; `None` when only bounds are known, or nothing.
    /// A share is in percent.
    #[serde(with = "crate::number")]
    #[schemars(with = "Option<f64>")]
    pub value: Option<f64>,
    /// Lower bound, when the words give one.
    #[serde(with = "crate::number")]
    #[schemars(with = "Option<f64>")]
    pub low: Option<f64>,
    /// Upper bound, when the words give one.
    #[serde(with = "crate::number")]
    #[schemars(with = "Option<f64>")]
    pub high: Option<f64>,
    /// How the number was hedged.
    pub qualifier: Qualifier,
    /// What is counted.
    pub unit: Unit,
    /// People per household, when the text states it.
    #[serde(with = "crate::number")]
    #[schemars(with = "Option<f64>")]
    pub factor: Option<f64>,
    /// Movement, presence, percentage or rate.
    pub measure: Measure,
    /// The period of a rate; `None` for the other measures.
    pub per: Option<Per>,
    /// What happened or is true.
    pub kind: Kind,
    /// What one unit of the count stands for.
    pub concept: Concept,
    /// Who was counted.
    pub population: Population,

    /// Crossings by gazetteer name; empty when the text names none.
    pub via: Vec<String>,
    /// Where from: ISO 3166 alpha-3 or a place name.
    pub from: Option<String>,
    /// Where to: ISO 3166 alpha-3 or a place name.
    pub to: Option<String>,
    /// Where, for a stock or for movement inside a place.
    pub at: Option<String>,

    /// First day of the window; `None` when not known, and for a stock.
    pub start: Option<Date>,
    /// Last day of the window, or the day a stock was true.
    pub end: Option<Date>,
    /// Hour of the last day up to which was counted ("by 07:00").
    pub as_of: Option<Time>,
    /// "Since X", "so far", "to date".
    pub cumulative: bool,
    /// Whether the start is in the text (false: inherited or not known).
    pub start_stated: bool,
    /// Covers only a part of its last day.
    pub partial: bool,

    /// According to whom.
    pub source: Source,
    /// How the source stands to it.
    pub stance: Stance,

    /// The claim of which this is a part (a breakdown's total).
    pub part_of: Option<Id>,
    /// The first mention of the same figure in the same document.
    pub same_as: Option<Id>,
    /// How fields were found, where it matters.
    #[serde(default, skip_serializing_if = "Found::is_unset")]
    pub found: Found,
    /// Names of the reader's rules that fired, in order.
    #[schemars(with = "Vec<String>")]
    pub rules: Vec<RuleName>,
}

impl Claim {
    /// Makes a claim with the evidence at `span` of `text` and every other
    /// field unknown; fill it in with struct update syntax, then seal it.
    ///
    /// # Panics
    /// When `span` is out of bounds of `text` or splits a character.
    pub fn new(document: DocumentId, text: &str, span: Range<usize>) -> Claim {
        let Evidence { quote, span } = Evidence::of(text, span);
        Claim {
            id: Id::unsealed(),
            document,
            published: None,
            publisher: None,
            quote,
            span,
            value: None,
            low: None,
            high: None,
            qualifier: Qualifier::default(),
            unit: Unit::default(),
            factor: None,
            measure: Measure::default(),
            per: None,
            kind: Kind::default(),
            concept: Concept::default(),
            population: Population::default(),
            via: Vec::new(),
            from: None,
            to: None,
            at: None,
            start: None,
            end: None,
            as_of: None,
            cumulative: false,
            start_stated: false,
            partial: false,
            source: Source::default(),
            stance: Stance::default(),
            part_of: None,
            same_as: None,
            found: Found::default(),
            rules: Vec::new(),
        }
    }

    /// Computes the id from the fields; call it when they are final. Links to other claims, how
    /// fields were found and the rules are not part of the identity and may be set later.
    pub fn sealed(mut self) -> Claim {
        let links = (self.part_of.take(), self.same_as.take());
        let rules = std::mem::take(&mut self.rules);
        let found = std::mem::take(&mut self.found);
        self.id = Id::unsealed();
        self.id = crate::statement::seal(&self);
        (self.part_of, self.same_as) = links;
        self.rules = rules;
        self.found = found;
        self
    }

    /// The window, when both ends are known and in order.
    pub fn window(&self) -> Option<Window> {
        Window::new(self.start?, self.end?)
    }

    /// The size of the step the number was rounded to, from the zeros it ends
    /// in: 140,000 gives 10,000; 140,322 gives 1. `None` without a value.
    pub fn rounding(&self) -> Option<f64> {
        self.value.map(rounding)
    }
}

/// The largest power of ten that divides `value`: how far it was rounded.
///
/// Fractions count down to a thousandth. Zero has no digits to go by and gives 1.
///
/// ```
/// assert_eq!(claim::rounding(1_700_000.0), 100_000.0);
/// assert_eq!(claim::rounding(11_553.0), 1.0);
/// assert_eq!(claim::rounding(2.5), 0.1);
/// ```
pub fn rounding(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 1.0;
    }
    // Thousandths as a whole number, so that the division is exact.
    let mut digits = (value.abs() * 1000.0).round() as u128;
    let mut exponent = -3;
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
        exponent += 1;
    }
    // `powi(10, -1)` is not the nearest double to 0.1; a parsed literal is.
    format!("1e{exponent}").parse().expect("a power of ten")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn claim() -> Claim {
        let text = "About 104,000 left.";
        Claim {
            value: Some(104_000.0),
            qualifier: Qualifier::About,
            kind: Kind::Departure,
            start: Some(date(2023, 10, 18)),
            end: Some(date(2023, 11, 1)),
            ..Claim::new(DocumentId::of_bytes(text.as_bytes()), text, 0..13)
        }
        .sealed()
    }

    #[test]
    fn the_same_input_gives_the_same_id_and_any_field_changes_it() {
        assert_eq!(claim().id, claim().id);
        let other = Claim { value: Some(104_001.0), ..claim() }.sealed();
        assert_ne!(claim().id, other.id);
    }

    #[test]
    fn links_and_how_it_was_read_do_not_change_identity() {
        let linked = Claim {
            same_as: Some(claim().id),
            rules: vec!["number.digits".into()],
            found: Found::in_row(true),
            ..claim()
        }
        .sealed();
        assert_eq!(claim().id, linked.id);
        assert_eq!(linked.found, Found::in_row(true));
    }

    #[test]
    fn whole_numbers_are_written_whole_and_read_back() {
        let json = serde_json::to_value(claim()).unwrap();
        assert_eq!(json["value"].to_string(), "104000");
        assert_eq!(json["start"], "2023-10-18");
        assert_eq!(json["low"], serde_json::Value::Null);
        let back: Claim = serde_json::from_value(json).unwrap();
        assert_eq!(back, claim());
    }

    #[test]
    fn rounding_is_read_off_the_trailing_zeros() {
        for (value, step) in [(140_000.0, 10_000.0), (140_322.0, 1.0), (0.0, 1.0), (13_350.0, 10.0)]
        {
            assert_eq!(rounding(value), step, "{value}");
        }
    }
}
