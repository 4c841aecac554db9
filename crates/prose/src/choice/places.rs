//! The candidates for from, to and at: every place and people that the text names, with where
//! it stands to the number, what follows from it, what the document says as a whole, and what
//! the rules of the sentence read.

use std::collections::BTreeMap;
use std::ops::Range;

use claim::{Claim, Measure};

use super::feature::{Feature, Slot};
use super::frame::{Counted, Frame, group, ranked};
use super::spots::Spot;
use super::{Candidate, Question, Seat, Value};

/// The questions of from, to and at of a claim.
pub(super) fn questions(frame: &Frame, at: usize) -> [Question; 3] {
    frame.places(at)
}

/// The slots in the order of the questions.
const SLOTS: [Slot; 3] = [Slot::From, Slot::To, Slot::At];

impl<'a> Frame<'a> {
    /// The three questions of a claim.
    fn places(&self, at: usize) -> [Question; 3] {
        let claim = &self.claims[at];
        let mut found = Gathered::default();
        self.own_sentence(at, &mut found);
        self.around(at, &mut found);
        self.of_document(&mut found);
        self.of_claims(at, &mut found);
        self.of_crossing(claim, &mut found);
        self.relations(claim, &mut found);
        let none = self.none(at, &found);
        let group = group(claim);
        SLOTS.map(|slot| {
            let by_rules = match slot {
                Slot::From => &claim.from,
                Slot::To => &claim.to,
                _ => &claim.at,
            };
            let by_rules = by_rules.clone().map_or(Value::None, Value::Place);
            let mut candidates = vec![Candidate { value: Value::None, features: none.clone() }];
            candidates.extend(found.by_value.iter().map(|(value, features)| Candidate {
                value: Value::Place(value.clone()),
                features: features.clone(),
            }));
            Question { slot, group, by_rules, candidates }
        })
    }

    /// What the sentence of the number names.
    fn own_sentence(&self, at: usize, found: &mut Gathered) {
        let Seat { sentence, .. } = self.text.seats[at];
        let (analysis, line) = (self.sentence(at), &self.lines[sentence]);
        let Counted { tokens: counted, verb, .. } = &self.counted[at];
        let near = |spot: &Spot| {
            let to_verb =
                verb.as_ref().map_or(usize::MAX, |v| analysis.distance(&v.tokens, &spot.tokens));
            analysis.distance(counted, &spot.tokens).min(to_verb)
        };
        let mut order: Vec<(usize, usize)> =
            line.spots.iter().enumerate().map(|(i, spot)| (near(spot), i)).collect();
        order.sort_unstable();
        for (rank, (_, i)) in order.into_iter().enumerate() {
            let spot = &line.spots[i];
            let inside = counted.start <= spot.tokens.start && spot.tokens.end <= counted.end;
            let lead = if inside { "counted" } else { spot.lead };
            let side = if spot.tokens.start < counted.start { "before" } else { "after" };
            let same = line.clauses.same(counted, &spot.tokens)
                || verb.as_ref().is_some_and(|v| line.clauses.same(&v.tokens, &spot.tokens));
            let scope = if same { "clause" } else { "sentence" };
            let rank = ["near1", "near2", "near3"].get(rank).copied().unwrap_or("far");
            let other = between(counted, &spot.tokens);
            let cut = analysis.amounts.iter().any(|a| !a.plain && other.contains(&a.core.start));
            let cut = if cut { "cut" } else { "open" };
            let governed = verb.as_ref().is_some_and(|v| {
                v.tokens.end <= spot.tokens.start && spot.tokens.start - v.tokens.end <= 3
            });
            let list = [
                Feature::new(&[scope, lead, side]),
                Feature::new(&[rank, lead]),
                Feature::new(&[scope, spot.level, lead]),
                Feature::new(&[cut, lead, side]),
                Feature::new(&[if governed { "governed" } else { "loose" }, lead]),
            ];
            found.add(&spot.value, &list);
            if let Some(country) = &spot.country {
                found.add(
                    country,
                    &[
                        Feature::new(&["country-of", scope, lead]),
                        Feature::new(&["country-of", rank, spot.level]),
                    ],
                );
            }
        }
    }

    /// What the sentences around, the heading and the headline name.
    fn around(&self, at: usize, found: &mut Gathered) {
        let here = self.text.seats[at].sentence;
        let mut last: BTreeMap<&'static str, &Spot> = BTreeMap::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index == here {
                continue;
            }
            let scope = if Some(index) == self.lines[here].under {
                "heading"
            } else if self.block(index) == 0 {
                "headline"
            } else if index + 1 == here {
                if self.block(index) == self.block(here) { "before" } else { "before-break" }
            } else if index < here && self.block(index) == self.block(here) {
                "block"
            } else if index == here + 1 && self.block(index) == self.block(here) {
                "next"
            } else if self.block(index) == 1 {
                "opening"
            } else if index < here {
                "earlier"
            } else {
                continue;
            };
            for spot in &line.spots {
                if index < here {
                    last.insert(spot.lead, spot);
                }
                if scope == "earlier" {
                    continue;
                }
                found.add(
                    &spot.value,
                    &[
                        Feature::new(&[scope, spot.lead]),
                        Feature::new(&[scope, spot.level, "named"]),
                    ],
                );
                if let Some(country) = &spot.country {
                    found.add(country, &[Feature::new(&["country-of", scope])]);
                }
            }
        }
        for (lead, spot) in last {
            found.add(&spot.value, &[Feature::new(&["last", lead])]);
        }
    }

    /// What the document is about.
    fn of_document(&self, found: &mut Gathered) {
        for (rank, country) in self.named.iter().enumerate().take(4) {
            let rank = ["most1", "most2", "most3", "most4"][rank];
            found.add(country, &[Feature::new(&["document", rank])]);
        }
        for (lead, most) in &self.led {
            if let Some(most) = most {
                found.add(most, &[Feature::new(&["document", "led", lead])]);
            }
        }
        let context = self.text.context;
        let record = [
            ("origin", &context.origin),
            ("destination", &context.destination),
            ("nationality", &context.nationality),
            ("home", &context.home),
            ("elsewhere", &context.elsewhere),
        ];
        let bent = if context.homeward { "homeward" } else { "outward" };
        for (name, country) in record {
            if let Some(country) = country {
                let list = [Feature::new(&["record", name]), Feature::new(&["record", name, bent])];
                found.add(country, &list);
            }
        }
    }

    /// What the rules read for this claim, and for those around it.
    fn of_claims(&self, at: usize, found: &mut Gathered) {
        let places = |claim: &'a Claim| {
            [("from", &claim.from), ("to", &claim.to), ("at", &claim.at)]
                .into_iter()
                .filter_map(|(slot, place)| Some((slot, place.as_ref()?)))
        };
        for (slot, place) in places(&self.claims[at]) {
            found.add(place, &[Feature::new(&["rules", slot])]);
        }
        if let Some(before) = at.checked_sub(1) {
            let scope = self.scope(before, at);
            let sort = if group(&self.claims[before]) == group(&self.claims[at]) {
                "alike"
            } else {
                "other"
            };
            for (slot, place) in places(&self.claims[before]) {
                found.add(place, &[Feature::new(&["claim-before", scope, slot, sort])]);
            }
        }
        for (i, slot) in ["from", "to", "at"].into_iter().enumerate() {
            let others = self.claims.iter().enumerate().filter(|(other, _)| *other != at);
            let values = others.filter_map(|(_, c)| [&c.from, &c.to, &c.at][i].clone());
            if let Some(most) = ranked(values).into_iter().next() {
                found.add(&most, &[Feature::new(&["claims-most", slot])]);
            }
        }
    }

    /// The two sides of the claim's crossing.
    fn of_crossing(&self, claim: &Claim, found: &mut Gathered) {
        let Some(crossing) = claim.via.first().and_then(|via| self.text.gazetteer.crossing(via))
        else {
            return;
        };
        for side in crossing.joins.iter().flatten() {
            found.add(side, &[Feature::new(&["side"])]);
        }
        found.add(&crossing.name, &[Feature::new(&["crossing"])]);
    }

    /// How the candidates stand to each other and to the people counted.
    fn relations(&self, claim: &Claim, found: &mut Gathered) {
        let near: Vec<(String, Option<String>)> = found
            .by_value
            .iter()
            .filter(|(_, features)| {
                features.iter().any(|f| matches!(f.0[0], "clause" | "sentence"))
            })
            .map(|(value, _)| (value.clone(), self.country_of(value)))
            .collect();
        let home = claim.population.nationality.clone();
        let mut more: Vec<(String, Feature)> = Vec::new();
        for value in found.by_value.keys() {
            let country = self.country_of(value);
            if near.iter().any(|(other, of)| other != value && of.as_ref() == Some(value)) {
                more.push((value.clone(), Feature::new(&["holds-named"])));
            }
            if country.is_some() && near.iter().any(|(other, _)| Some(other) == country.as_ref()) {
                more.push((value.clone(), Feature::new(&["within-named"])));
            }
            let level = if is_code(value) {
                "country"
            } else if country.is_some() {
                "place"
            } else {
                "unknown"
            };
            more.push((value.clone(), Feature::new(&["level", level])));
            if let Some(home) = &home {
                let own = if home == value {
                    "own"
                } else if country.as_ref() == Some(home) {
                    "in-own"
                } else if is_code(value) {
                    "foreign"
                } else {
                    "elsewhere"
                };
                more.push((value.clone(), Feature::new(&["people", own])));
            }
        }
        for (value, feature) in more {
            found.add(&value, &[feature]);
        }
    }

    fn country_of(&self, value: &str) -> Option<String> {
        if is_code(value) {
            return None;
        }
        self.text.gazetteer.find(value).and_then(|place| place.country.clone())
    }

    /// What speaks for leaving the slot open.
    fn none(&self, at: usize, found: &Gathered) -> Vec<Feature> {
        let claim = &self.claims[at];
        let has =
            |parts: &[&str]| found.by_value.values().flatten().any(|f| parts.contains(&f.0[0]));
        let given = |place: &Option<String>, yes, no| if place.is_some() { yes } else { no };
        let mut list = vec![
            Feature::new(&["none"]),
            Feature::new(&["none", given(&claim.from, "rules-from", "rules-no-from")]),
            Feature::new(&["none", given(&claim.to, "rules-to", "rules-no-to")]),
            Feature::new(&["none", given(&claim.at, "rules-at", "rules-no-at")]),
            Feature::new(&["none", if has(&["clause"]) { "clause-names" } else { "clause-mute" }]),
            Feature::new(&["none", if claim.via.is_empty() { "no-crossing" } else { "crossing" }]),
            Feature::new(&["none", given(&claim.population.nationality, "people", "no-people")]),
        ];
        if !has(&["clause", "sentence"]) {
            list.push(Feature::new(&["none", "sentence-mute"]));
        }
        if claim.measure == Measure::Share {
            list.push(Feature::new(&["none", "share"]));
        }
        list
    }
}

/// Candidates while they are gathered.
#[derive(Debug, Default)]
struct Gathered {
    by_value: BTreeMap<String, Vec<Feature>>,
}

impl Gathered {
    fn add(&mut self, value: &str, features: &[Feature]) {
        if !self.by_value.contains_key(value) {
            self.by_value.insert(value.to_owned(), Vec::new());
        }
        let list = self.by_value.get_mut(value).expect("was just put there");
        for feature in features {
            if !list.contains(feature) {
                list.push(*feature);
            }
        }
    }
}

fn is_code(value: &str) -> bool {
    value.len() == 3 && value.bytes().all(|b| b.is_ascii_uppercase())
}

fn between(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start }
}
