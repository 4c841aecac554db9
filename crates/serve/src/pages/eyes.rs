//! Who sees which words and numbers of claims.

use audit::Finding;
use claim::{Claim, DocumentId, Event, Id};

use crate::ask::Ask;
use crate::known::Known;
use crate::picture::Drawn;
use crate::printed::FEW;

/// How one asker sees claims.
pub(crate) struct Eyes<'k> {
    known: &'k Known,
    small: bool,
}

impl<'k> Eyes<'k> {
    pub fn of(known: &'k Known, ask: &Ask) -> Eyes<'k> {
        Eyes { known, small: ask.sees_small() }
    }

    /// Whether nothing is withheld.
    pub fn sees_all(&self) -> bool {
        self.small
    }

    /// Whether a claim's number is not shown.
    pub fn withholds(&self, id: &Id) -> bool {
        !self.small && self.known.printed().withheld.contains(id)
    }

    /// The words of a claim.
    pub fn quote<'c>(&'c self, claim: &'c Claim) -> &'c str {
        if self.small {
            return &claim.quote;
        }
        self.known.printed().quotes.get(&claim.id).map_or(&claim.quote, String::as_str)
    }

    /// Whether one may hear why a claim plays its part.
    pub fn hears(&self, drawn: &Drawn, id: &Id) -> bool {
        self.small || !drawn.silent.contains(id)
    }

    /// The words of an event.
    pub fn told_of<'e>(&'e self, event: &'e Event) -> &'e str {
        if self.small {
            return &event.quote;
        }
        self.known.printed().quotes.get(&event.id).map_or(&event.quote, String::as_str)
    }

    /// The findings that may be told.
    pub fn findings(&self) -> impl Iterator<Item = &'k Finding> {
        let told = (!self.small).then(|| &self.known.printed().findings);
        let all = self.known.findings();
        all.filter(move |(at, _)| told.is_none_or(|told| told[*at])).map(|(_, finding)| finding)
    }

    /// The headline or the name of a document.
    pub fn title(&self, id: &DocumentId) -> &str {
        let Some(document) = self.known.document(id) else { return "a document" };
        let plain = document.title.as_deref().unwrap_or(&document.name);
        let told = match self.small {
            true => plain,
            false => self.known.printed().titles.get(id).map_or(plain, String::as_str),
        };
        // Of a path only its end says something.
        if document.title.is_none() { told.rsplit('/').next().unwrap_or(told) } else { told }
    }

    /// The number of a claim, in words: "about 104,000".
    pub fn figure(&self, claim: &Claim) -> String {
        if self.withholds(&claim.id) {
            return format!("fewer than {FEW}, or kept back beside such");
        }
        figure(claim)
    }
}

/// The number of a claim with its hedges.
pub(crate) fn figure(claim: &Claim) -> String {
    let number = |value: f64| {
        if value.fract() == 0.0 { claim::wording::number(value) } else { value.to_string() }
    };
    let of = match claim.measure {
        claim::Measure::Share => " %",
        _ => "",
    };
    match (claim.value, claim.low, claim.high) {
        (Some(value), _, _) => match claim.qualifier {
            claim::Qualifier::Exact => format!("{}{of}", number(value)),
            hedge => format!("{} {}{of}", hedge.to_string().replace('_', " "), number(value)),
        },
        (None, Some(low), Some(high)) => format!("{} to {}{of}", number(low), number(high)),
        (None, Some(low), None) => format!("at least {}{of}", number(low)),
        (None, None, Some(high)) => format!("at most {}{of}", number(high)),
        (None, None, None) => "not told".to_owned(),
    }
}
