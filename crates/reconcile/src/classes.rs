//! Classes of people that add up: refugees and returning nationals, nationalities, the deported.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Kind, Status};

use crate::picture::Route;
use crate::scope::Entry;

/// The classes that the reports of a route tell apart; none where they do not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    pub names: Vec<String>,
}

const REFUGEES: &str = "refugees";

/// The class of people that a claim counts, by its own words: a nationality (ISO 3166 alpha-3), or
/// one of `nationals`, `refugees`, `third country`. `None` where it counts everybody or does not say.
fn class_of(claim: &Claim, route: &Route) -> Option<String> {
    let who = &claim.population;
    let homewards = claim.kind == Kind::Return;
    match (&who.nationality, who.status) {
        (Some(nation), _) if *nation == route.to => Some("nationals".into()),
        (_, Status::National) => Some("nationals".into()),
        (Some(nation), _) if *nation != route.from => Some(nation.clone()),
        (_, Status::ThirdCountry) => Some("third country".into()),
        (_, Status::Refugee | Status::RegisteredRefugee | Status::AsylumSeeker) if !homewards => {
            Some(REFUGEES.into())
        }
        (Some(nation), _) => Some(nation.clone()),
        (None, _) if claim.kind == Kind::Return && !who.text.is_empty() => Some("nationals".into()),
        _ => None,
    }
}

/// What the reports of a route say of people who return to their own country and of who seeks refuge there.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    /// Numbers of nationals who return.
    returning: usize,
    /// Numbers of refugees who arrive.
    seeking: usize,
    /// Numbers of people called refugees who go home: the word says whence they come, not whither they
    /// flee, and tells nobody apart.
    homewards: usize,
    /// Numbers of everybody, or that do not say of whom.
    whole: usize,
}

impl Own {
    fn hear(&mut self, claim: &Claim, route: &Route) {
        let refugee = matches!(
            claim.population.status,
            Status::Refugee | Status::RegisteredRefugee | Status::AsylumSeeker
        );
        self.whole += usize::from(class_of(claim, route).is_none());
        let home = claim.population.nationality.as_ref() == Some(&route.to);
        let returning = claim.kind == Kind::Return || claim.kind == Kind::Deportation;
        match (refugee, home || returning) {
            (true, true) => self.homewards += 1,
            (true, false) if claim.kind == Kind::Arrival => self.seeking += 1,
            (false, true) if claim.kind == Kind::Return => self.returning += 1,
            _ => {}
        }
    }

    /// Whether the two are different people, and nothing but numbers of either was printed: where the whole
    /// was, it is told by that.
    fn apart(&self) -> bool {
        self.returning > 0 && self.seeking > 0 && self.homewards == 0 && self.whole == 0
    }
}

impl Classes {
    /// Classes are told apart where one office gives numbers for two or more of them, for the same
    /// crossings and days; and where who returns to a country of their own and who seeks refuge in it are
    /// counted in bulletins of their own.
    pub fn of(claims: &[Claim], entries: &[Entry], route: &Route) -> Classes {
        let mut side_by_side: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        let mut every: BTreeSet<String> = BTreeSet::new();
        let mut own = Own::default();
        for (claim, entry) in claims.iter().zip(entries).filter(|(_, entry)| entry.active()) {
            if claim.value.is_none() {
                continue;
            }
            own.hear(claim, route);
            let Some(class) = class_of(claim, route) else { continue };
            let key = (&entry.organisation, &claim.document, &entry.via, entry.start, entry.end);
            side_by_side.entry(key).or_default().insert(class.clone());
            every.insert(class);
        }
        let apart = side_by_side.values().any(|classes| classes.len() > 1);
        // "Sudanese" who come from Sudan are the refugees of another report.
        if every.contains(REFUGEES) {
            every.remove(&route.from);
        }
        match apart || own.apart() {
            true => Classes { names: every.into_iter().collect() },
            false => Classes::default(),
        }
    }

    fn has(&self, class: &str) -> bool {
        self.names.iter().any(|name| name == class)
    }

    /// The class of a claim, where classes are told apart.
    pub fn class(&self, claim: &Claim, route: &Route) -> Option<String> {
        let refugees = |class: String| match class == route.from && self.has(REFUGEES) {
            true => REFUGEES.to_owned(),
            false => class,
        };
        class_of(claim, route).map(refugees).filter(|class| self.has(class))
    }
}
