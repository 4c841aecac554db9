//! What stays in of the flows so that a small cell cannot be had by subtraction from a total: the rule of
//! [`claim::withhold`], for the means (a mean over the draws is the only column that adds up).

use std::collections::BTreeMap;

use claim::Window;
use claim::withhold::{Beside, Part, beside};
use reconcile::{ALL, Picture};

use crate::flows::{Flow, MEAN};

/// Takes out the means that would give a small one away: where the rows of all crossings stand beside that of the whole.
pub(crate) fn flows(flows: &mut [Flow], picture: &Picture, below: u32) {
    let mut groups: BTreeMap<Window, Vec<usize>> = BTreeMap::new();
    for (at, flow) in flows.iter().enumerate() {
        groups.entry(flow.days).or_default().push(at);
    }
    for (days, rows) in groups {
        let Some(total) = rows.iter().copied().find(|at| flows[*at].via == ALL) else { continue };
        let parts: Vec<usize> = rows.into_iter().filter(|at| *at != total).collect();
        let whole =
            picture.crossings.iter().all(|name| parts.iter().any(|at| flows[*at].via == *name));
        if !whole || flows[total].numbers[MEAN].is_none() {
            continue;
        }
        let parts: Vec<Part<usize>> = parts
            .into_iter()
            .map(|at| {
                let mean = picture.sum(&[&flows[at].via], days).map_or(0.0, |q| q.mean);
                (at, mean, flows[at].numbers[MEAN].is_none())
            })
            .collect();
        let out = match beside(&parts, below) {
            Beside::Nothing => continue,
            Beside::Part(at) => at,
            Beside::Total => total,
        };
        flows[out].numbers[MEAN] = None;
        flows[out].beside = true;
    }
}
