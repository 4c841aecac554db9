//! Whence and whither: whether a claim counts movement over a border and over which, by the places it names. A side of a border is a
//! country, or what reports call by a name of its own and no code tells: a territory whose standing is
//! disputed (Nagorno-Karabakh, Gaza, Somaliland), "neighbouring countries", several countries together.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Concept, Kind, Measure, Stance, Unit};
use jiff::civil::Date;
use places::{Gazetteer, PlaceKind};

use crate::picture::Route;
use crate::saying::{Saying, saying};

/// Whether the claim counts movement over a line, by what it says of itself.
pub(crate) fn movement(claim: &Claim) -> Result<(), Saying> {
    if claim.measure == Measure::Stock {
        return Err(saying!("out-stock"));
    }
    if claim.measure == Measure::Share {
        return Err(saying!("out-share"));
    }
    if !claim.kind.is_crossing() {
        return Err(other(claim.kind));
    }
    if claim.concept == Concept::AssistedPerson {
        return Err(saying!("out-assisted"));
    }
    match claim.stance {
        Stance::Asserted | Stance::Estimated => {}
        Stance::Planned => return Err(saying!("out-plan")),
        Stance::Expected => return Err(saying!("out-expectation")),
        Stance::Denied => return Err(saying!("out-denied")),
        Stance::Conditional => return Err(saying!("out-conditional")),
        Stance::Alleged => return Err(saying!("out-alleged")),
    }
    if claim.unit == Unit::Vehicles {
        return Err(saying!("out-vehicles"));
    }
    Ok(())
}

/// What is counted instead of crossings.
fn other(kind: Kind) -> Saying {
    match kind {
        Kind::Arrest => saying!("out-arrests"),
        Kind::Displacement => saying!("out-displacement"),
        Kind::Registration => saying!("out-registrations"),
        Kind::Birth => saying!("out-births"),
        Kind::Death => saying!("out-deaths"),
        _ => saying!("out-else"),
    }
}

/// A place as a claim names it for one side of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    /// Country code (ISO 3166-1 alpha-3), where it is one country or lies in one.
    country: Option<String>,
    /// Name of what is no country: of a part of one, or of what the gazetteer does not know.
    name: Option<String>,
    kind: Option<PlaceKind>,
}

impl Side {
    fn of(text: &str, gazetteer: &Gazetteer) -> Side {
        if gazetteer.country(text).is_some() {
            let kind = Some(PlaceKind::Country);
            return Side { country: Some(text.to_owned()), name: None, kind };
        }
        match gazetteer.find(text) {
            Some(place) if place.kind == PlaceKind::Country => {
                Side { country: place.country.clone(), name: None, kind: Some(place.kind) }
            }
            Some(place) => Side {
                country: place.country.clone(),
                name: Some(place.name.clone()),
                kind: Some(place.kind),
            },
            None => Side { country: None, name: Some(text.trim().to_owned()), kind: None },
        }
    }

    /// How it is called as a side of a border: by its country, or by its name where there is none.
    fn called(&self) -> &str {
        self.country.as_deref().or(self.name.as_deref()).unwrap_or_default()
    }

    /// Of a crossing that borders on a country: the country that lies on its other side.
    fn across(&self, country: &str, gazetteer: &Gazetteer) -> Option<Side> {
        let name = self.name.as_deref().filter(|_| self.kind == Some(PlaceKind::Crossing))?;
        let [a, b] = joins(gazetteer, name)?;
        let there = if a == country { b } else { (b == country).then_some(a)? };
        Some(Side { country: Some(there), name: None, kind: Some(PlaceKind::Country) })
    }

    fn is_territory(&self) -> bool {
        self.kind == Some(PlaceKind::Territory)
    }
}

fn sides_of(claim: &Claim, gazetteer: &Gazetteer) -> (Option<Side>, Option<Side>) {
    let side = |text: &Option<String>| text.as_deref().map(|text| Side::of(text, gazetteer));
    let (from, to) = (side(&claim.from), side(&claim.to));
    let beyond = |gate: &Option<Side>, other: &Option<Side>| {
        let country = other.as_ref().and_then(|other| other.country.as_deref())?;
        gate.as_ref().and_then(|gate| gate.across(country, gazetteer))
    };
    (beyond(&from, &to).or(from.clone()), beyond(&to, &from).or(to))
}

/// The crossing that a claim names as where people came to or from: "11,000 came to Nickelsdorf".
pub(crate) fn gate<'g>(claim: &Claim, gazetteer: &'g Gazetteer) -> Option<&'g str> {
    let (from, to) = sides_of(claim, gazetteer);
    let (from, to) = (from?.country?, to?.country?);
    let named = [&claim.from, &claim.to].into_iter().flatten();
    let mut gates = named.filter(|text| gazetteer.country(text).is_none());
    gates.find_map(|text| {
        let place = gazetteer.find(text).filter(|place| place.kind == PlaceKind::Crossing)?;
        let joins = place.joins.as_ref()?;
        (joins.contains(&from) && joins.contains(&to)).then_some(place.name.as_str())
    })
}

fn joins(gazetteer: &Gazetteer, name: &str) -> Option<[String; 2]> {
    gazetteer.crossing(name)?.joins.clone()
}

/// The routes that a claim could be about, for the vote on the default route.
fn routes_of(claim: &Claim, gazetteer: &Gazetteer) -> Vec<Route> {
    let (from, to) = sides_of(claim, gazetteer);
    // Between a territory and the country whose entry of ISO 3166 holds it names tell them apart.
    let one = from.as_ref().map(Side::called) == to.as_ref().map(Side::called);
    let called = |side: &'_ Side| match &side.name {
        Some(name) if one && side.is_territory() => name.clone(),
        _ => side.called().to_owned(),
    };
    let (from, to) = (from.as_ref().map(called), to.as_ref().map(called));
    let (from, to) = (from.as_deref(), to.as_deref());
    let route = |from: &str, to: &str| Route { from: from.to_owned(), to: to.to_owned() };
    match (from, to) {
        (Some(from), Some(to)) if from != to => return vec![route(from, to)],
        _ => {}
    }
    let mut routes = Vec::new();
    for name in &claim.via {
        if let Some([a, b]) = joins(gazetteer, name) {
            for (a, b) in [(&a, &b), (&b, &a)] {
                let fits = from.is_none_or(|from| from == a)
                    && to.is_none_or(|to| to == b)
                    // Returns are to the country of the people who return.
                    && (from.is_some()
                        || to.is_some()
                        || claim.kind != Kind::Return
                        || claim.population.nationality.as_ref().is_none_or(|n| n == b));
                if fits {
                    routes.push(route(a, b));
                }
            }
        }
    }
    if routes.is_empty()
        && let Some(nationality) = claim.population.nationality.as_deref()
    {
        match (from, to) {
            (Some(from), None) if from != nationality => routes.push(route(from, nationality)),
            (None, Some(to)) if to != nationality => routes.push(route(nationality, to)),
            _ => {}
        }
    }
    routes.dedup();
    routes
}

/// The route most movement claims bear on; the first by name among equals. Where all of them name one
/// territory, it is a side of the route by its own name.
pub(crate) fn busiest_route(claims: &[Claim], as_of: Date, gazetteer: &Gazetteer) -> Option<Route> {
    let mut votes: BTreeMap<Route, f64> = BTreeMap::new();
    for claim in claims {
        if movement(claim).is_err() || claim.published.is_some_and(|day| day > as_of) {
            continue;
        }
        let routes = routes_of(claim, gazetteer);
        for route in &routes {
            *votes.entry(route.clone()).or_default() += 1.0 / routes.len() as f64;
        }
    }
    let most = votes.values().copied().fold(0.0, f64::max);
    let (route, _) = votes.into_iter().find(|(_, votes)| *votes >= most)?;
    let sides = Sides::of(claims, as_of, &route, gazetteer);
    let (from, to) = (sides.from.clone(), sides.to.clone());
    Some(Route { from: from.unwrap_or(route.from), to: to.unwrap_or(route.to) })
}

/// Whether a claim names the border itself: one of its crossings, or both its sides.
pub(crate) fn names_border(
    claim: &Claim,
    via: &[String],
    route: &Route,
    gazetteer: &Gazetteer,
) -> bool {
    let sides = Sides::plain(route, gazetteer);
    let (from, to) = sides_of(claim, gazetteer);
    let names = |side: &Option<Side>, asked: &str| {
        side.as_ref().is_some_and(|side| sides.lies(side, asked, &None) != Lies::Beyond)
    };
    let mut joined = via.iter().filter_map(|crossing| joins(gazetteer, crossing));
    joined.any(|countries| sides.is_border(&countries))
        || names(&from, &route.from) && names(&to, &route.to)
}

/// How many people there are who may leave without being counted: those who live in the country that is
/// left, or, of people who go home, the largest number of them that a report gives as being there.
pub(crate) fn ceiling(claims: &[Claim], as_of: Date, route: &Route, gazetteer: &Gazetteer) -> f64 {
    let country = |text: &str| Side::of(text, gazetteer).country;
    let there = |claim: &&Claim| {
        let place = claim.at.as_deref().or(claim.from.as_deref()).and_then(country);
        claim.measure == Measure::Stock
            && claim.unit == Unit::People
            && claim.published.is_none_or(|day| day <= as_of)
            && claim.population.nationality == country(&route.to)
            && place.is_some()
            && place == country(&route.from)
    };
    let homewards = |claim: &Claim| claim.kind == Kind::Return || claim.kind == Kind::Deportation;
    let people = country(&route.from).and_then(|iso3| gazetteer.population(&iso3));
    let stock = match claims.iter().any(|claim| homewards(claim) && movement(claim).is_ok()) {
        true => claims.iter().filter(there).filter_map(|claim| claim.value).reduce(f64::max),
        false => None,
    };
    stock.into_iter().chain(people).fold(f64::INFINITY, f64::min)
}

/// Where a place lies that a claim names, against a side of the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lies {
    /// It is that side.
    Whole,
    /// It is a part of it.
    Part,
    Beyond,
}

/// The two sides of a route, and by which names claims mean them.
#[derive(Debug)]
pub(crate) struct Sides<'a> {
    pub gazetteer: &'a Gazetteer,
    route: &'a Route,
    /// Countries of the two sides, where a side has or lies in one.
    countries: [Option<String>; 2],
    /// The territory by which every number names that side: it is then no part but the whole.
    from: Option<String>,
    to: Option<String>,
}

impl<'a> Sides<'a> {
    fn plain(route: &'a Route, gazetteer: &'a Gazetteer) -> Sides<'a> {
        let countries = [&route.from, &route.to].map(|side| Side::of(side, gazetteer).country);
        Sides { gazetteer, route, countries, from: None, to: None }
    }

    /// The sides as the claims name them that had been published by a day.
    pub fn of(
        claims: &[Claim],
        as_of: Date,
        route: &'a Route,
        gazetteer: &'a Gazetteer,
    ) -> Sides<'a> {
        let mut sides = Sides::plain(route, gazetteer);
        let mut names: [BTreeSet<Option<String>>; 2] = Default::default();
        for claim in claims {
            let known = claim.published.is_none_or(|day| day <= as_of);
            if !known || claim.value.is_none() || movement(claim).is_err() {
                continue;
            }
            let (Some(from), Some(to)) = sides_of(claim, gazetteer) else { continue };
            let fits = |side: &Side, asked: &str| sides.lies(side, asked, &None) != Lies::Beyond;
            if fits(&from, &route.from) && fits(&to, &route.to) {
                for (names, side) in names.iter_mut().zip([from, to]) {
                    names.insert(side.name.clone().filter(|_| side.is_territory()));
                }
            }
        }
        let [from, to] = names.map(|names| match names.len() {
            1 => names.into_iter().next().flatten(),
            _ => None,
        });
        (sides.from, sides.to) = (from, to);
        sides
    }

    /// Where a place lies against the side that is `asked` for, which all numbers call `named`.
    fn lies(&self, side: &Side, asked: &str, named: &Option<String>) -> Lies {
        if self.gazetteer.country(asked).is_none() {
            let same = side.name.as_deref() == Some(asked);
            return if same { Lies::Whole } else { Lies::Beyond };
        }
        match (&side.country, &side.name) {
            (Some(country), _) if country != asked => Lies::Beyond,
            (Some(_), None) => Lies::Whole,
            (Some(_), name) if name == named => Lies::Whole,
            (Some(_), _) => Lies::Part,
            (None, _) => Lies::Beyond,
        }
    }

    /// Whether a crossing between these countries lies on the route, in either direction.
    fn is_border(&self, [a, b]: &[String; 2]) -> bool {
        let [from, to] = self.countries.each_ref().map(Option::as_ref);
        (Some(a) == from && Some(b) == to) || (Some(b) == from && Some(a) == to)
    }

    /// Whether the claim is about the route; `Ok(true)` when only about a part of its people.
    pub fn bears_on(&self, claim: &Claim, via: &[String]) -> Result<bool, Saying> {
        let (route, gazetteer) = (self.route, self.gazetteer);
        let (from, to) = sides_of(claim, gazetteer);
        let lies = |side: &Option<Side>, asked: &str, named: &Option<String>| {
            side.as_ref().map(|side| self.lies(side, asked, named))
        };
        let turned = lies(&from, &route.to, &self.to).is_some_and(|lies| lies != Lies::Beyond)
            || from.is_none()
                && lies(&to, &route.from, &self.from).is_some_and(|lies| lies != Lies::Beyond);
        if turned {
            // Movement within the country entered, or the other direction.
            return Err(saying!("out-direction"));
        }
        let mut known = false;
        for crossing in via {
            if let Some(countries) = joins(gazetteer, crossing) {
                if !self.is_border(&countries) {
                    return Err(saying!("out-border", crossing = crossing));
                }
                known = true;
            }
        }
        let name = |side: &Side| match &side.name {
            Some(name) => name.clone(),
            None => gazetteer.country_name(side.called()).unwrap_or(side.called()).to_owned(),
        };
        let lies_from = lies(&from, &route.from, &self.from);
        let lies_to = lies(&to, &route.to, &self.to);
        // A village that no gazetteer knows lies where its crossing is.
        let unknown = |side: &Side| known && side.kind.is_none();
        match (&from, lies_from) {
            (Some(side), Some(Lies::Beyond)) if !unknown(side) => {
                return Err(saying!("out-from", country = name(side)));
            }
            _ => {}
        }
        match (&to, lies_to) {
            (Some(side), Some(Lies::Beyond)) if !unknown(side) => {
                return Err(saying!("out-to", country = name(side)));
            }
            _ => {}
        }
        let nationality = claim.population.nationality.as_deref();
        let anchored = known || from.is_some() || to.is_some();
        let homewards = nationality == Some(route.to.as_str()) && claim.kind == Kind::Return;
        if !(anchored || homewards) {
            return Err(saying!("out-names-none"));
        }
        let sides = self.countries.each_ref().map(Option::as_deref);
        let third = nationality.is_some_and(|nation| !sides.contains(&Some(nation)));
        // "From Sindh", "to Nangarhar", "Uzbeks": some of those who crossed.
        let part = |lies: Option<Lies>| matches!(lies, Some(Lies::Part | Lies::Beyond));
        Ok(third || part(lies_from) || (via.is_empty() && part(lies_to)))
    }
}

#[cfg(test)]
mod tests {
    use claim::DocumentId;
    use jiff::civil::date;

    use super::*;

    fn arrivals(from: &str, to: &str, value: f64) -> Claim {
        let text = format!("{from} {to} {value}");
        Claim {
            value: Some(value),
            kind: Kind::Arrival,
            from: Some(from.into()),
            to: Some(to.into()),
            ..Claim::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
        }
    }

    fn busiest(claims: &[Claim]) -> (String, String) {
        let route = busiest_route(claims, date(2024, 1, 1), Gazetteer::builtin()).unwrap();
        (route.from, route.to)
    }

    #[test]
    fn a_territory_that_all_reports_name_is_a_side_by_its_own_name() {
        let of = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let karabakh = arrivals("Artsakh", "ARM", 100_417.0);
        assert_eq!(busiest(std::slice::from_ref(&karabakh)), of("Nagorno-Karabakh", "ARM"));
        let mixed = [karabakh, arrivals("AZE", "ARM", 3_000.0)];
        assert_eq!(busiest(&mixed), of("AZE", "ARM"));
        assert_eq!(busiest(&[arrivals("SOM", "Somaliland", 9.0)]), of("SOM", "Somaliland"));
        let around = arrivals("neighbouring countries", "SYR", 41_200.0);
        assert_eq!(busiest(&[around]), of("neighbouring countries", "SYR"));
    }

    #[test]
    fn what_lies_elsewhere_is_no_part_of_a_route() {
        let route = |from: &str, to: &str| Route { from: from.into(), to: to.into() };
        let bears = |claim: &Claim, route: Route| {
            let claims = std::slice::from_ref(claim);
            let sides = Sides::of(claims, date(2024, 1, 1), &route, Gazetteer::builtin());
            sides.bears_on(claim, &[]).ok()
        };
        let karabakh = arrivals("Nagorno-Karabakh", "ARM", 100_417.0);
        // Asked by the country whose entry of ISO 3166 holds it, it is all that is told of.
        assert_eq!(bears(&karabakh, route("AZE", "ARM")), Some(false));
        assert_eq!(bears(&karabakh, route("Nagorno-Karabakh", "ARM")), Some(false));
        assert_eq!(bears(&karabakh, route("GEO", "ARM")), None);
        assert_eq!(bears(&arrivals("AZE", "ARM", 5.0), route("Nagorno-Karabakh", "ARM")), None);
        let around = arrivals("neighbouring countries", "SYR", 41_200.0);
        assert_eq!(bears(&around, route("LBN", "SYR")), None);
        assert_eq!(bears(&around, route("neighbouring countries", "SYR")), Some(false));
        let province = arrivals("Sindh", "AFG", 700.0);
        assert_eq!(bears(&province, route("PAK", "AFG")), Some(true));
    }

    #[test]
    fn a_gate_that_people_came_to_is_a_way_and_no_country() {
        let gazetteer = Gazetteer::builtin();
        let gate = gazetteer.crossings_between("HUN", "AUT")[0].name.clone();
        let claim = arrivals("HUN", &gate, 11_000.0);
        assert_eq!(busiest(std::slice::from_ref(&claim)), ("HUN".to_owned(), "AUT".to_owned()));
        assert_eq!(super::gate(&claim, gazetteer), Some(gate.as_str()));
        assert_eq!(super::gate(&arrivals("HUN", "AUT", 5.0), gazetteer), None);
    }

    #[test]
    fn nobody_leaves_who_is_not_there() {
        let gazetteer = Gazetteer::builtin();
        let route = Route { from: "PAK".into(), to: "AFG".into() };
        let homewards = Claim { kind: Kind::Return, ..arrivals("PAK", "AFG", 9_000.0) };
        let as_of = date(2024, 1, 1);
        let all = gazetteer.population("PAK").unwrap();
        assert_eq!(ceiling(std::slice::from_ref(&homewards), as_of, &route, gazetteer), all);
        let mut there = arrivals("PAK", "AFG", 1_700_000.0);
        there.measure = Measure::Stock;
        there.at = Some("PAK".into());
        there.population.nationality = Some("AFG".into());
        assert_eq!(ceiling(&[homewards, there], as_of, &route, gazetteer), 1_700_000.0);
    }
}
