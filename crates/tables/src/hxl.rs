//! Tags of the Humanitarian Exchange Language: a row of `#tag+attribute` under the head, which
//! says what each column is whatever it is called.

use claim::Kind;

use super::grid::Grid;
use super::sense::Sense;
use super::words::{Field, Flag};

/// Whether a row holds tags, and nothing else.
pub(super) fn is_tags(grid: &Grid<'_>, row: usize) -> bool {
    let (mut tags, mut others) = (0, 0);
    for column in 0..grid.width(row) {
        let cell = grid.cell(row, column);
        if cell.is_empty() {
            continue;
        }
        let name = cell.strip_prefix('#').map(str::trim_start).unwrap_or_default();
        match name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            true => tags += 1,
            false => others += 1,
        }
    }
    // A tag without its mark, or a remark at the end of the row.
    tags > FEW * others
}

/// So many tags to one cell that is none.
const FEW: usize = 3;

/// Whether a tag is of people who were affected: who is there, where nothing says that they moved.
pub(super) fn is_affected(tag: &str) -> bool {
    tag.trim().to_ascii_lowercase().trim_start_matches('#').trim_start().starts_with("affected")
}

/// What a tag says, over what the name of the column says. `None` leaves the name to decide.
pub(super) fn refine(tag: &str, name: Sense) -> Option<Sense> {
    let tag = tag.trim().to_ascii_lowercase();
    let mut parts = tag.trim_start_matches('#').split('+').map(str::trim);
    let base = parts.next().unwrap_or_default();
    let attributes: Vec<&str> = parts.collect();
    let has = |wanted: &[&str]| attributes.iter().any(|attribute| wanted.contains(attribute));
    let field = |field: Field| {
        Some(Sense { fields: vec![field], kinds: Vec::new(), flags: Vec::new(), ..name.clone() })
    };
    let left = |flag: Flag| Some(Sense { fields: Vec::new(), flags: vec![flag], ..name.clone() });
    match base {
        "" => None,
        "date" if has(&["start"]) => field(Field::Start),
        "date" if has(&["end"]) => field(Field::End),
        "date" if has(&["published", "reported", "updated", "released"]) => field(Field::Published),
        "date" if has(&["year"]) => field(Field::Year),
        "date" if has(&["month"]) && !name.is_field(Field::Day) => field(Field::Month),
        "date" if has(&["week"]) => field(Field::Week),
        "date" => field(Field::Day),
        "loc" if has(&["crossing", "border", "poe", "bcp", "fmp"]) => field(Field::Via),
        "loc" if has(&["name"]) || attributes.is_empty() => match name.is_field(Field::Via) {
            true => field(Field::Via),
            false => field(Field::At),
        },
        "loc" | "geo" => left(Flag::Other),
        "country" | "adm0" if has(&["code"]) && has(&["iso2", "v_iso2"]) => left(Flag::Other),
        "country" if has(&["origin", "from", "coo"]) => field(Field::From),
        "country" if has(&["dest", "destination", "asylum", "to", "coa", "arrival"]) => {
            field(Field::To)
        }
        "country" if has(&["nationality", "citizenship"]) => field(Field::Nationality),
        "country" => field(Field::At),
        "adm1" | "adm2" | "adm3" if has(&["code"]) => left(Flag::Other),
        "adm1" | "adm2" | "adm3" if has(&["origin"]) => field(Field::From),
        "adm1" | "adm2" | "adm3" if has(&["dest", "destination"]) => field(Field::To),
        "adm1" | "adm2" | "adm3" => field(Field::At),
        "movement" if has(&["type", "direction"]) => field(Field::Direction),
        "indicator" if has(&["name", "type"]) => field(Field::Direction),
        "meta" if has(&["source"]) => field(Field::Source),
        "org" => field(Field::Organisation),
        "contact" => left(Flag::Personal),
        "meta" | "description" | "comment" | "status" | "crisis" | "cause" | "sector"
        | "operations" => left(Flag::Other),
        "affected" | "population" | "movement" | "reached" | "inneed" | "targeted"
        | "indicator" | "beneficiary"
            if has(&["pct", "percent", "rate", "code"])
                || base == "inneed"
                || base == "targeted" =>
        {
            left(if has(&["pct", "percent", "rate"]) { Flag::Percent } else { Flag::Other })
        }
        "affected" | "population" | "movement" | "reached" | "indicator" | "beneficiary" => {
            let mut sense = Sense { fields: Vec::new(), ..name };
            sense.flags.retain(|flag| !matches!(flag, Flag::Other | Flag::Stop));
            sense.flags.push(Flag::Count);
            let counted = sense.kinds.clone();
            let mut kind = |kind: Kind| sense.kinds = vec![kind];
            match () {
                // Who is affected is there: an assessment counts presence.
                _ if base == "affected"
                    && has(&["idps", "idp", "displaced", "refugees", "asylumseekers"])
                    && !has(&["arrival", "arrivals", "departure", "departures", "new", "flow"])
                    && counted.iter().all(|kind| *kind == Kind::Population) =>
                {
                    kind(match has(&["refugees"]) {
                        true => Kind::Refugees,
                        false => Kind::Population,
                    });
                }
                _ if has(&["deported", "deportees", "deportation"]) => kind(Kind::Deportation),
                _ if has(&["returnees", "returned", "return", "ret"]) => {
                    kind(Kind::Return);
                    sense.flags.push(Flag::People);
                }
                _ if has(&[
                    "arrival", "arrivals", "entry", "entries", "in", "incoming", "inflow",
                ]) =>
                {
                    kind(Kind::Arrival)
                }
                _ if has(&[
                    "departure",
                    "departures",
                    "exit",
                    "exits",
                    "out",
                    "outgoing",
                    "outflow",
                ]) =>
                {
                    kind(Kind::Departure)
                }
                _ if has(&["registered"]) => kind(Kind::Registered),
                _ => {}
            }
            if has(&["hh", "household", "households", "families"]) {
                sense.flags.push(Flag::Households);
            }
            if has(&["cumulative", "cum"]) {
                sense.flags.push(Flag::Cumulative);
            }
            if has(&["total"]) {
                sense.flags.push(Flag::Total);
            }
            let age = |sense: &Sense| sense.people.is_some();
            if !age(&sense) {
                let mut words: Vec<&str> = Vec::new();
                if has(&["m", "male"]) {
                    words.push("men");
                }
                if has(&["f", "female"]) {
                    words.push("women");
                }
                if has(&["children", "child"]) {
                    words.push("children");
                }
                if has(&["adults", "adult"]) {
                    words.push("adults");
                }
                let label = match words[..] {
                    [one] => one,
                    ["men", "children"] => "boys",
                    ["women", "children"] => "girls",
                    ["men", "adults"] => "men",
                    ["women", "adults"] => "women",
                    _ => "",
                };
                sense.people =
                    Sense::of(label, None, places::Gazetteer::builtin()).people.or(sense.people);
            }
            Some(sense)
        }
        _ => None,
    }
}
