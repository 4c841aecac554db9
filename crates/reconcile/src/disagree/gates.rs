//! Gates that were counted as more people than a total of the whole border has: a border is crossed by no fewer
//! than its crossings.

use claim::Window;

use super::{Room, Told, share, window_between};
use crate::layout::Node;
use crate::picture::Reason;
use crate::saying::saying;
use crate::words;

/// By how much (share) the gates must be more than the border to be told: what two offices differ by.
const MORE: f64 = 0.02;

/// A total of several rows beside the counts of single ones, for each that is less than those.
pub(super) fn over_the_border(room: &Room) -> Vec<Told> {
    let whole = room.layout.nodes.iter().filter(|node| node.rows.len() > 1);
    whole.flat_map(|node| in_node(room, node)).collect()
}

fn in_node(room: &Room, node: &Node) -> Vec<Told> {
    let mut found = Vec::new();
    let numbers = node.offices.iter().flat_map(|office| &office.numbers);
    for number in numbers {
        let Some(days) = number.readings.first().filter(|reading| reading.stated) else { continue };
        let days = (days.from, days.to);
        let gates: Vec<(f64, Vec<usize>)> = room
            .layout
            .nodes
            .iter()
            .filter(|gate| gate.is_gate_of(node))
            .filter_map(|gate| gate.offices.iter().find_map(|office| office.fill(days)))
            .collect();
        let people: f64 = gates.iter().map(|(people, _)| people).sum();
        let claims: Vec<usize> = gates.into_iter().flat_map(|(_, claims)| claims).collect();
        let stated = |claim: &usize| !room.claims[*claim].found.source_is_carried();
        if people <= number.value * (1.0 + MORE) + number.slack
            || !claims.iter().chain([&number.claim]).all(stated)
        {
            continue;
        }
        found.extend(told(
            room,
            number.claim,
            (people, claims),
            window_between(room.days, days.0, days.1),
        ));
    }
    found
}

fn told(
    room: &Room,
    whole: usize,
    (people, gates): (f64, Vec<usize>),
    window: Window,
) -> Option<Told> {
    let fit = room.of.get(&whole).map(|at| &room.fits[*at])?;
    let value = room.value(fit)?;
    let off = (people / value).ln();
    let mut names: Vec<String> =
        gates.iter().flat_map(|claim| room.entries[*claim].via.clone()).collect();
    names.sort();
    names.dedup();
    // (In per cent: the sum of the gates may tell one of them that is not printed.)
    let sentence = saying!(
        "gates-over-border",
        whole = words::whose(&room.claims[whole]),
        days = window,
        more = share(off),
        crossings = names,
    );
    let mut members = vec![whole];
    members.extend(gates);
    let mut entry = room.entry_of(fit, &members, Reason::CrossingScope, 0.9, sentence.opening());
    entry.people = people - value;
    Some((off + 0.2, entry))
}
