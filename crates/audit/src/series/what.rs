//! What makes two numbers comparable besides who counts and when.

use claim::{Claim, Concept, Kind, Measure, Status, Unit};

/// From where to where.
pub(crate) type Way = (Option<String>, Option<String>);

/// What happened, as far as it matters for adding up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// Returns, departures and arrivals: whoever returns also departs and arrives.
    Crossing,
    Other(Kind),
}

/// Which papers, as far as they make another count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Papers {
    /// Everybody, or those without papers: reports use the one for the other.
    Any,
    Special(Status),
}

/// What makes two numbers comparable besides who counts and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct What {
    pub class: Class,
    pub measure: Measure,
    pub unit: Unit,
    pub papers: Papers,
    /// Helped and not counted at a border: patients, beneficiaries.
    pub assisted: bool,
    /// One nation or class of people, of a source that counts others besides.
    pub nation: Option<String>,
    pub includes: Vec<String>,
    pub excludes: Vec<String>,
    pub via: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub at: Option<String>,
}

impl What {
    /// Whether it counts crossings of a border by people.
    pub fn is_flow_of_people(&self) -> bool {
        self.measure == Measure::Flow && self.unit == Unit::People
    }

    /// Whether it counts people who are somewhere.
    pub fn is_stock_of_people(&self) -> bool {
        self.measure == Measure::Stock && self.unit == Unit::People
    }

    /// Whether it counts those who cross, not only the deported or arrested.
    pub fn is_crossing(&self) -> bool {
        self.class == Class::Crossing && !self.assisted
    }

    /// The same counted in households, or the other way round.
    pub fn in_unit(&self, unit: Unit) -> What {
        What { unit, ..self.clone() }
    }

    /// The same in the other direction.
    pub fn reversed(&self) -> What {
        What { from: self.to.clone(), to: self.from.clone(), ..self.clone() }
    }

    /// Whether both can be of the same people: what either leaves out fits everything.
    pub fn may_be(&self, other: &What) -> bool {
        let open = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        self.class == other.class
            && self.measure == other.measure
            && self.unit == other.unit
            && self.papers == other.papers
            && self.assisted == other.assisted
            && self.nation == other.nation
            && open(&self.from, &other.from)
            && open(&self.to, &other.to)
            && open(&self.at, &other.at)
            && (self.via.is_empty() || other.via.is_empty() || self.via == other.via)
    }

    /// The same without saying where, for comparing crossings with the whole route.
    pub fn anywhere(&self) -> What {
        What { via: Vec::new(), ..self.clone() }
    }
}

/// The crossings of a claim, in order.
pub(crate) fn vias(claim: &Claim) -> Vec<String> {
    let mut via = claim.via.clone();
    via.sort();
    via.dedup();
    via
}

pub(crate) fn what(claim: &Claim, (from, to): Way, nation: Option<String>) -> What {
    let via = vias(claim);
    let sorted = |list: &[String]| {
        let mut list: Vec<String> = list.iter().map(|text| text.to_lowercase()).collect();
        list.sort();
        list
    };
    What {
        class: match claim.kind {
            Kind::Return | Kind::Departure | Kind::Arrival => Class::Crossing,
            // "Crossed", and whoever crosses a border departs and arrives. Where the words do not
            // say from where to where, they may be of people who were relocated or treated there.
            Kind::Other
                if claim.measure == Measure::Flow
                    && (claim.from.is_some() && claim.to.is_some()
                        || !via.is_empty() && (claim.from.is_some() || claim.to.is_some())) =>
            {
                Class::Crossing
            }
            kind => Class::Other(kind),
        },
        measure: claim.measure,
        unit: claim.unit,
        papers: match claim.population.status {
            status @ (Status::RegisteredRefugee | Status::CardHolder | Status::AsylumSeeker) => {
                Papers::Special(status)
            }
            _ => Papers::Any,
        },
        assisted: claim.concept == Concept::AssistedPerson,
        nation,
        includes: sorted(&claim.population.includes),
        excludes: sorted(&claim.population.excludes),
        via,
        from,
        to,
        at: claim.at.clone(),
    }
}
