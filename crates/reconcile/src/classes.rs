//! Classes of people that add up: refugees and returning nationals, nationalities, men, women and children, those
//! deported and those who go of their own will.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Group, Kind, Qualifier, Status, Unit};

use crate::entry::Entry;
use crate::picture::Route;

/// The classes that the reports of a route tell apart; none where they do not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    pub names: Vec<String>,
    /// Numbers of returns are of those who went of their own will: more were deported than returned by them.
    pub without_deported: bool,
}

const REFUGEES: &str = "refugees";
const DEPORTED: &str = "deported";
const OF_OWN_WILL: &str = "of their own will";
/// Whoever a table of nationalities does not name.
const OTHERS: &str = "other";

/// Beginnings of words by which a count says that people went of their own will (English, Spanish, French).
const WILLING: [&str; 5] = ["voluntar", "volontair", "own will", "own accord", "spontaneous"];

/// First words of "other nationalities" (English, Spanish, French).
const OTHER_WORDS: [&str; 8] =
    ["other", "others", "remaining", "rest", "otras", "otros", "demás", "autres"];

/// First words of people whose nationality a table does not tell or who have none: classes of their own beside the others.
const NATIONLESS: [&str; 6] =
    ["unknown", "unspecified", "undetermined", "stateless", "apátridas", "apatrides"];

/// Ways to take everybody apart by sex and age, the finest first; the names are those of [`Group`].
const WHOLE_GROUPS: [&[&str]; 3] =
    [&["men", "women", "children"], &["adults", "children"], &["men", "women"]];

/// Whether a claim says that those it counts went of their own will.
pub(crate) fn is_willing(claim: &Claim) -> bool {
    let text = claim.population.text.to_lowercase();
    WILLING.iter().any(|word| text.contains(word))
}

/// Whether a claim counts those that a table does not name.
pub(crate) fn is_of_others(claim: &Claim) -> bool {
    claim.population.nationality.is_none() && OTHER_WORDS.contains(&first_word(claim).as_str())
}

/// Whether a claim counts those whose nationality is not told, or who have none.
pub(crate) fn is_nationless(claim: &Claim) -> bool {
    claim.population.nationality.is_none() && NATIONLESS.contains(&first_word(claim).as_str())
}

fn first_word(claim: &Claim) -> String {
    claim.population.text.split_whitespace().next().unwrap_or_default().to_lowercase()
}

/// By what people are told apart: the classes of one sort add up, those of two do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// By whence they are and what they seek.
    People,
    /// By whether they went of their own will.
    Will,
    /// By sex and age.
    Group,
}

impl Sort {
    const ALL: [Sort; 3] = [Sort::People, Sort::Will, Sort::Group];

    /// The class of this sort that a claim counts, by its own words; `None` where it counts everybody or does not say.
    fn of(self, claim: &Claim, route: &Route) -> Option<String> {
        let group = claim.population.group;
        match self {
            Sort::Group => (group != Group::All).then(|| group.to_string()),
            _ if group != Group::All => None,
            Sort::People => people(claim, route),
            Sort::Will if claim.kind == Kind::Deportation => Some(DEPORTED.into()),
            Sort::Will => is_willing(claim).then(|| OF_OWN_WILL.into()),
        }
    }
}

/// A nationality (ISO 3166 alpha-3), or one of `nationals`, `refugees`, `third country`, `other`.
fn people(claim: &Claim, route: &Route) -> Option<String> {
    let who = &claim.population;
    let homewards = claim.kind == Kind::Return;
    match (&who.nationality, who.status) {
        _ if is_of_others(claim) => Some(OTHERS.into()),
        _ if is_nationless(claim) => Some(first_word(claim)),
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
    fn of(claims: &[Claim], entries: &[Entry], route: &Route) -> Own {
        let mut own = Own::default();
        let everybody = |claim: &&Claim| claim.population.group == Group::All;
        let heard = counted(claims, entries).map(|(claim, _)| claim).filter(everybody);
        heard.for_each(|claim| own.hear(claim, route));
        own
    }

    fn hear(&mut self, claim: &Claim, route: &Route) {
        let refugee = matches!(
            claim.population.status,
            Status::Refugee | Status::RegisteredRefugee | Status::AsylumSeeker
        );
        self.whole += usize::from(people(claim, route).is_none());
        let home = claim.population.nationality.as_ref() == Some(&route.to);
        let returning = claim.kind == Kind::Return || claim.kind == Kind::Deportation;
        match (refugee, home || returning) {
            (true, true) => self.homewards += 1,
            (true, false) if claim.kind == Kind::Arrival => self.seeking += 1,
            // "Chadian returnees" who arrive in Chad.
            (false, true) if claim.kind != Kind::Deportation => self.returning += 1,
            _ => {}
        }
    }

    /// Whether the two are different people, and nothing but numbers of either was printed: where the whole
    /// was, it is told by that.
    fn apart(&self) -> bool {
        self.returning > 0 && self.seeking > 0 && self.homewards == 0 && self.whole == 0
    }
}

/// The claims that give a number to the model.
fn counted<'c>(
    claims: &'c [Claim],
    entries: &'c [Entry],
) -> impl Iterator<Item = (&'c Claim, &'c Entry)> {
    claims.iter().zip(entries).filter(|(claim, entry)| entry.active() && claim.value.is_some())
}

impl Classes {
    /// Classes are told apart where one office gives numbers for two or more of them, or for one beside the whole,
    /// for the same crossings and days; and where who returns to a country of their own and who seeks refuge in it
    /// are counted in bulletins of their own.
    pub fn of(claims: &[Claim], entries: &[Entry], route: &Route) -> Classes {
        let names = |sort: &Sort| Self::by(*sort, claims, entries, route);
        let names: Vec<String> =
            Sort::ALL.iter().map(names).find(|n| !n.is_empty()).unwrap_or_default();
        if names.is_empty() && more_deported(claims, entries) {
            let names = vec![DEPORTED.to_owned(), OF_OWN_WILL.to_owned()];
            return Classes { names, without_deported: true };
        }
        Classes { names, without_deported: false }
    }

    /// The classes of one sort.
    fn by(sort: Sort, claims: &[Claim], entries: &[Entry], route: &Route) -> Vec<String> {
        let mut side_by_side: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        let mut every: BTreeSet<String> = BTreeSet::new();
        for (claim, entry) in counted(claims, entries) {
            let Some(class) = sort.of(claim, route) else { continue };
            let key = (&entry.organisation, &claim.document, &entry.via, entry.start, entry.end);
            side_by_side.entry(key).or_default().insert(class.clone());
            every.insert(class);
        }
        if sort == Sort::Group {
            // Only what takes everybody apart adds up.
            let told = |groups: &&&[&str]| {
                let all = |known: &BTreeSet<String>| groups.iter().all(|g| known.contains(*g));
                side_by_side.values().any(all)
            };
            let groups = WHOLE_GROUPS.iter().find(told).copied().unwrap_or_default();
            return groups.iter().map(|group| (*group).to_owned()).collect();
        }
        let side_by_side = side_by_side.values().any(|classes| classes.len() > 1);
        let apart = side_by_side || sort == Sort::People && Own::of(claims, entries, route).apart();
        // "Sudanese" who come from Sudan are the refugees of another report.
        if every.contains(REFUGEES) {
            every.remove(&route.from);
        }
        if apart { every.into_iter().collect() } else { Vec::new() }
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
        let named = |sort: &Sort| sort.of(claim, route).map(refugees).filter(|one| self.has(one));
        if self.without_deported && claim.kind == Kind::Return {
            return Some(OF_OWN_WILL.to_owned());
        }
        Sort::ALL.iter().find_map(named)
    }
}

/// Whether more were deported than returned, wherever both were counted for the same crossings and days: a part
/// is not more than the whole, so that the returns leave out the deported. What two offices count must differ
/// by more than offices do.
fn more_deported(claims: &[Claim], entries: &[Entry]) -> bool {
    let whole = |claim: &Claim| {
        matches!(claim.qualifier, Qualifier::Exact | Qualifier::About)
            && claim.unit == Unit::People
            && claim.population.group == Group::All
    };
    let mut told: BTreeMap<_, [Vec<(&str, f64)>; 2]> = BTreeMap::new();
    for (claim, entry) in counted(claims, entries).filter(|(claim, _)| whole(claim)) {
        let side = match claim.kind {
            Kind::Return => 0,
            Kind::Deportation => 1,
            _ => continue,
        };
        let said = (entry.organisation.as_str(), claim.value.unwrap_or_default());
        told.entry((&entry.via, entry.start, entry.end)).or_default()[side].push(said);
    }
    let mut both = told
        .values()
        .filter(|[returned, deported]| !returned.is_empty() && !deported.is_empty())
        .peekable();
    let apart = |[returned, deported]: &[Vec<(&str, f64)>; 2]| {
        returned.iter().all(|(who, people)| {
            deported
                .iter()
                .all(|(whose, out)| *out > people * if who == whose { 1.0 } else { OFFICES_APART })
        })
    };
    both.peek().is_some() && both.all(apart)
}

/// Two offices that count the same people are hardly further apart than this (factor).
const OFFICES_APART: f64 = 1.5;
