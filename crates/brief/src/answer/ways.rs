//! Crossings, borders and classes of people as somebody types them, under the names of the picture.

use std::collections::BTreeSet;

use places::{Gazetteer, PlaceKind};
use reconcile::{ALL, ELSEWHERE, Picture, Route};

/// Why a crossing cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayError {
    /// Neither the gazetteer nor a report has it.
    NoSuchCrossing {
        /// As given.
        name: String,
        /// Names a few letters away.
        near: Vec<String>,
        /// What the reports name.
        reported: Vec<String>,
    },
    /// No report of this border names it.
    NotInPicture {
        /// As given.
        via: String,
        /// What the picture has.
        crossings: Vec<String>,
    },
}

impl std::error::Error for WayError {}

impl std::fmt::Display for WayError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WayError::NoSuchCrossing { name, .. } => {
                write!(f, "{name}: no crossing of that name is known")
            }
            WayError::NotInPicture { via, .. } => write!(f, "no report of this border names {via}"),
        }
    }
}

impl WayError {
    /// What to do.
    pub fn remedy(&self) -> String {
        match self {
            WayError::NoSuchCrossing { near, reported, .. } if near.is_empty() => {
                match reported.is_empty() {
                    true => "no report names a crossing: leave out --via".to_owned(),
                    false => format!("the reports name {}", reported.join(", ")),
                }
            }
            WayError::NoSuchCrossing { near, .. } => format!("did you mean {}?", near.join(" or ")),
            WayError::NotInPicture { crossings, .. } => {
                format!("the picture has {}", crossings.join(", "))
            }
        }
    }
}

/// The rows asked for: the crossings given, or each of the picture and all together.
pub fn in_the_picture<'a>(
    asked: &'a [String],
    picture: &'a Picture,
) -> Result<Vec<&'a str>, WayError> {
    let mut vias: Vec<&str> = asked.iter().map(String::as_str).collect();
    if vias.is_empty() {
        // Ways that nobody names have a row where a total tells of them.
        let told = |(at, name): &(usize, &String)| *name != ELSEWHERE || picture.counted[*at];
        let each = picture.crossings.iter().enumerate().filter(told);
        vias = each.map(|(_, name)| name.as_str()).chain([ALL]).collect();
    }
    for via in &vias {
        if *via != ALL && !picture.crossings.iter().any(|known| known == via) {
            return Err(WayError::NotInPicture {
                via: (*via).to_owned(),
                crossings: picture.crossings.clone(),
            });
        }
    }
    Ok(vias)
}

/// The name under which the picture keeps a crossing given in any spelling.
pub fn crossing(
    name: &str,
    reported: &BTreeSet<String>,
    gazetteer: &Gazetteer,
) -> Result<String, WayError> {
    if let Some(fixed) = [ALL, ELSEWHERE].into_iter().find(|fixed| fixed.eq_ignore_ascii_case(name))
    {
        return Ok(fixed.to_owned());
    }
    if let Some(place) = gazetteer.crossing(name) {
        return Ok(place.name.clone());
    }
    // A crossing that only the reports know.
    if let Some(known) = reported.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(known.clone());
    }
    Err(WayError::NoSuchCrossing {
        name: name.to_owned(),
        near: nearest(name, reported, gazetteer),
        reported: reported.iter().cloned().collect(),
    })
}

/// Up to three names that are a few letters away, the nearest first.
pub fn nearest(name: &str, reported: &BTreeSet<String>, gazetteer: &Gazetteer) -> Vec<String> {
    let wanted = name.to_lowercase();
    let crossings = gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing);
    let spellings = crossings
        .flat_map(|place| {
            let sides = place.sides.iter().flatten();
            place.names.iter().chain(sides).map(|spelling| (spelling.as_str(), place.name.as_str()))
        })
        .chain(reported.iter().map(|known| (known.as_str(), known.as_str())));
    let mut near: Vec<(usize, &str)> = spellings
        .map(|(spelling, canonical)| {
            (strsim::levenshtein(&wanted, &spelling.to_lowercase()), canonical)
        })
        .filter(|(distance, _)| *distance <= 1 + wanted.chars().count() / 4)
        .collect();
    near.sort_unstable();
    let mut names: Vec<String> = Vec::new();
    for (_, canonical) in near {
        if names.len() < 3 && !names.iter().any(|known| known == canonical) {
            names.push(canonical.to_owned());
        }
    }
    names
}

/// The unreported main crossings, with their verb: "Torkham and Chaman are".
pub fn main_ways(picture: &Picture, gazetteer: &Gazetteer) -> String {
    let mains: Vec<&str> = picture
        .unreported
        .iter()
        .filter(|name| gazetteer.crossing(name).is_some_and(|place| place.main))
        .map(String::as_str)
        .collect();
    match mains.split_last() {
        Some((last, [])) => format!("{last} is"),
        Some((last, rest)) => format!("{} and {last} are", rest.join(", ")),
        None => "its main crossings are".to_owned(),
    }
}

/// A border and direction, `PAK:AFG`; a side that no code tells goes by the name that reports give it
/// (`Nagorno-Karabakh:ARM`, `neighbouring countries:SYR`).
pub fn route(text: &str, gazetteer: &Gazetteer) -> Option<Route> {
    let side = |text: &str| {
        let (text, code) = (text.trim(), text.trim().to_uppercase());
        if text.is_empty() {
            return None;
        }
        if gazetteer.country(&code).is_some() {
            return Some(code);
        }
        let place = gazetteer.find(text);
        let country = place.filter(|place| place.kind == PlaceKind::Country);
        let name = place.map_or(text.to_owned(), |place| place.name.clone());
        Some(country.and_then(|place| place.country.clone()).unwrap_or(name))
    };
    text.split_once(':').and_then(|(from, to)| Some(Route { from: side(from)?, to: side(to)? }))
}

/// The class of people under the name that the picture keeps.
pub fn class(name: &str) -> String {
    match name.to_lowercase().as_str() {
        "returnees" | "returnee" | "national" => "nationals".to_owned(),
        "refugee" => "refugees".to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_crossing() {
        let near = |name: &str| nearest(name, &Default::default(), Gazetteer::builtin());
        assert_eq!(near("Torkam gate").first(), None, "too far");
        assert_eq!(near("Torkhan").first().map(String::as_str), Some("Torkham"));
        assert_eq!(near("Spin Boldek").first().map(String::as_str), Some("Chaman"));
    }
}
