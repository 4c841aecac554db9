//! What does not leave: small cells, numbers of so few people that they could point to someone.
//! What is confidential is not in a ledger's view in the first place.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Document, DocumentId, Id, Measure, Statement};
use reconcile::ClaimFit;

use crate::terms::Terms;

impl Terms {
    /// Whether a claim counts so few people that it stays in. Nobody at all is not a small cell.
    pub(crate) fn is_small(&self, claim: &Claim) -> bool {
        let below = f64::from(self.suppress_below);
        claim.measure != Measure::Share
            && claim.value.or(claim.high).or(claim.low).is_some_and(|n| n > 0.0 && n < below)
    }

    /// What the picture has for a claim, in whole ones; `None` where that is a small cell.
    pub(crate) fn fitted(&self, fit: &ClaimFit) -> Option<i64> {
        let whole = fit.fitted?.round() as i64;
        (whole == 0 || whole >= i64::from(self.suppress_below)).then_some(whole)
    }

    /// What stands for the words of a claim that stays in.
    fn few(&self) -> String {
        format!("[fewer than {}]", self.suppress_below)
    }
}

/// Where what stays in stands in its document: other quotes may run over it.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// And what is printed instead.
    spans: BTreeMap<DocumentId, Vec<([usize; 2], String)>>,
}

/// What stands for a remark in a table.
const REMARK: &str = "[note]";
/// What stands for the words of a claim that stays in for the sake of another.
const BESIDE: &str = "[left out]";

impl Hidden {
    /// `beside`: the claims that would give small ones away.
    pub(crate) fn of(
        documents: &[Document],
        statements: &[Statement],
        beside: &BTreeSet<&Id>,
        terms: &Terms,
    ) -> Hidden {
        let mut hidden = Hidden::default();
        for document in documents {
            let remarks = document.remarks();
            if !remarks.is_empty() {
                let remarks = remarks.into_iter().map(|r| ([r.start, r.end], REMARK.to_owned()));
                hidden.spans.entry(document.id.clone()).or_default().extend(remarks);
            }
        }
        for statement in statements {
            let Statement::Claim(claim) = statement else { continue };
            let instead = if terms.is_small(claim) {
                terms.few()
            } else if beside.contains(&claim.id) {
                BESIDE.to_owned()
            } else {
                continue;
            };
            hidden.spans.entry(claim.document.clone()).or_default().push((claim.span, instead));
        }
        for spans in hidden.spans.values_mut() {
            spans.sort_unstable();
        }
        hidden
    }

    /// The quote at `span` with what is hidden of it taken out; `None` when nothing is.
    pub(crate) fn covered(
        &self,
        document: &DocumentId,
        span: [usize; 2],
        quote: &str,
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
            let Some(before) = quote.get(at..from) else { return Some(instead.clone()) };
            text += before;
            text += instead;
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
    use claim::{Kind, Unit};

    fn claim(text: &str, span: std::ops::Range<usize>, value: f64) -> Claim {
        let document = DocumentId::of_bytes(text.as_bytes());
        Claim { value: Some(value), kind: Kind::Return, ..Claim::new(document, text, span) }
            .sealed()
    }

    #[test]
    fn few_people_are_small_and_nobody_or_a_share_is_not() {
        let terms = Terms::default();
        let small = |value| terms.is_small(&claim("text", 0..4, value));
        assert_eq!([0.0, 1.0, 9.0, 10.0].map(small), [false, true, true, false]);
        let share = Claim { measure: Measure::Share, ..claim("text", 0..4, 5.0) };
        assert!(!terms.is_small(&share));
        let bound = Claim { value: None, high: Some(5.0), ..claim("text", 0..4, 5.0) };
        assert!(terms.is_small(&bound));
        let families = Claim { unit: Unit::Households, ..claim("text", 0..4, 3.0) };
        assert!(terms.is_small(&families));
        let off = Terms { suppress_below: 0, ..terms };
        assert!(!off.is_small(&claim("text", 0..4, 1.0)));
    }

    #[test]
    fn a_quote_that_runs_over_a_small_number_loses_it() {
        let text = "1,200 people, 4 of them children, returned";
        let whole = claim(text, 0..42, 1200.0);
        let few = claim(text, 14..32, 4.0);
        let terms = Terms::default();
        let statements = [Statement::Claim(whole.clone()), Statement::Claim(few)];
        let hidden = Hidden::of(&[], &statements, &BTreeSet::new(), &terms);
        let covered = hidden.covered(&whole.document, whole.span, &whole.quote);
        assert_eq!(covered.as_deref(), Some("1,200 people, [fewer than 10], returned"));
        assert_eq!(hidden.covered(&whole.document, [0, 12], "1,200 people"), None);
        let inside = hidden.covered(&whole.document, [14, 15], "4");
        assert_eq!(inside.as_deref(), Some("[fewer than 10]"));
    }
}
