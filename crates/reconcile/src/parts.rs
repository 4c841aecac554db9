//! Numbers that one office gives beside a number of more people, for the same ways and days: they are parts of it
//! and no rivals.
//!
//! "84,869 Afghans, including 25,320 card holders", the nationalities of a table under its total, women of
//! all who came. A part is known by what it is of (narrower in nationality, status, sex and age, or whether people
//! went of their own will), or by arithmetic: all others of the same table come to the largest.

use claim::{Claim, Group, Kind, Measure, Status};

use crate::classes::{is_nationless, is_of_others, is_willing};
use crate::entry::{Entry, alike};
use crate::picture::Role;
use crate::saying::{Basis, Form, Said, saying};

/// Sets the parts aside: the whole tells of them. `order` lists the claims by date of publication.
pub(crate) fn set_aside(entries: &mut [Entry], claims: &[Claim], order: &[usize]) {
    let table = |i: usize| {
        let (claim, entry) = (&claims[i], &entries[i]);
        let counted = claim.value.is_some() && claim.measure == Measure::Flow;
        let of = (&entry.organisation, &entry.via, entry.start, entry.end);
        counted.then_some((&claim.document, of))
    };
    for same in alike(entries, order, table) {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for &part in &same {
            let wider = same.iter().copied().filter(|&whole| {
                value(claims, whole) > value(claims, part) && is_part(&claims[part], &claims[whole])
            });
            let of =
                wider.max_by(|a, b| value(claims, *a).total_cmp(&value(claims, *b)).then(b.cmp(a)));
            parts.extend(of.map(|whole| (part, whole)));
        }
        if parts.is_empty() {
            parts = added_up(claims, &same);
        }
        for (part, whole) in parts {
            entries[part].role = Role::SetAside;
            let total = value(claims, whole);
            let total = Said::of(total, Form::Whole, Basis::Claim(claims[whole].id.clone()));
            entries[part].why = Some(saying!("aside-part-of", total = total));
        }
    }
}

fn value(claims: &[Claim], at: usize) -> f64 {
    claims[at].value.unwrap_or_default()
}

/// Whether a claim is of fewer sorts of people than another, and otherwise of the same.
fn is_part(part: &Claim, whole: &Claim) -> bool {
    let (few, all) = (&part.population, &whole.population);
    let deported = part.kind == Kind::Deportation && whole.kind != Kind::Deportation;
    // Those who come home are some of all who arrive.
    let returned = part.kind == Kind::Return && whole.kind == Kind::Arrival;
    let alike = part.unit == whole.unit
        && part.cumulative == whole.cumulative
        && part.partial == whole.partial
        && (part.kind == whole.kind || deported && whole.kind.is_crossing() || returned);
    // In each respect the whole either does not tell apart, or says the same.
    let respects = [
        (all.nationality.is_none(), all.nationality == few.nationality),
        (all.status == Status::Unknown, all.status == few.status),
        (all.group == Group::All, all.group == few.group),
        (
            !is_willing(whole) && whole.kind != Kind::Deportation,
            is_willing(whole) == is_willing(part),
        ),
        (!is_of_others(whole), is_of_others(whole) == is_of_others(part)),
        (!is_nationless(whole), is_nationless(whole) == is_nationless(part)),
        // Words that say more of the whole than that people moved neither make nor hinder a part.
        (true, !is_everybody(&all.text) || is_everybody(&few.text)),
    ];
    let holds = respects.iter().all(|(open, same)| *open || *same);
    let narrower = respects.iter().any(|(open, same)| *open && !same) || deported || returned;
    alike && holds && narrower
}

/// Whether words say no more of people than that they moved: "wounded", "in transit" and "households headed by
/// women" among them are some of them.
fn is_everybody(text: &str) -> bool {
    let text = text.to_lowercase();
    text.split_whitespace().all(|word| EVERYBODY.contains(&word))
}

/// Words for everybody who moved (English, Spanish, French).
const EVERYBODY: [&str; 20] = [
    "all",
    "total",
    "people",
    "persons",
    "individuals",
    "everybody",
    "new",
    "arrivals",
    "migrants",
    "refugees",
    "returnees",
    "idps",
    "displaced",
    "personas",
    "migrantes",
    "refugiados",
    "llegadas",
    "personnes",
    "réfugiés",
    "arrivées",
];

/// Three numbers and more of which the largest is the sum of all others, to the digit.
fn added_up(claims: &[Claim], same: &[usize]) -> Vec<(usize, usize)> {
    let largest = |a: &&usize, b: &&usize| value(claims, **a).total_cmp(&value(claims, **b));
    let Some(&whole) = same.iter().max_by(largest) else { return Vec::new() };
    let others: Vec<usize> = same.iter().copied().filter(|&i| i != whole).collect();
    let sum: f64 = others.iter().map(|&i| value(claims, i)).sum();
    let positive = others.iter().all(|&i| value(claims, i) > 0.0);
    match others.len() >= 2 && positive && sum == value(claims, whole) {
        true => others.into_iter().map(|part| (part, whole)).collect(),
        false => Vec::new(),
    }
}
