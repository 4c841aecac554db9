//! What stays in of the flows so that a small cell cannot be had by subtraction from a total: as [`withhold`]
//! has it, for the means (a mean over the draws is the only column that adds up).

use std::collections::BTreeMap;

use claim::Window;
use reconcile::{ALL, Picture};
use withhold::{Need, Numbers};

use crate::flows::{Flow, MEAN};

/// Takes out the rows whose means would give a small one away: where the rows of all crossings stand beside that of the whole.
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
        let mut numbers = Numbers::default();
        let rows: Vec<usize> = parts.into_iter().chain([total]).collect();
        for at in &rows {
            let mean = picture.sum(&[&flows[*at].via], days).map_or(0.0, |q| q.mean);
            let hidden = flows[*at].numbers[MEAN].is_none();
            // A mean of less than half a person is a number of too few, too.
            numbers.push(mean, if hidden { Need::Few } else { Need::Open });
        }
        numbers.sum(rows.len() - 1, 0..rows.len() - 1);
        for out in numbers.suppress(below) {
            flows[rows[out]].numbers = [None; 10];
            flows[rows[out]].beside = true;
        }
    }
}
