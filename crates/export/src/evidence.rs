//! Which claims a number of the picture rests on.

use std::collections::BTreeMap;

use claim::{Claim, Id, Statement, Window};
use reconcile::{ALL, ClaimFit, ELSEWHERE, Picture};

/// A claim that bears on the picture, and the days that it seems to cover.
pub(crate) struct Bearing<'a> {
    pub claim: &'a Claim,
    pub fit: &'a ClaimFit,
    pub days: Window,
}

/// The claims that are fitted or bound the flow.
pub(crate) fn bearing<'a>(picture: &'a Picture, statements: &'a [Statement]) -> Vec<Bearing<'a>> {
    let fits: BTreeMap<&Id, &ClaimFit> = picture.claims.iter().map(|fit| (&fit.id, fit)).collect();
    statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Claim(claim) => Some((claim, *fits.get(&claim.id)?)),
            _ => None,
        })
        .filter(|(_, fit)| fit.role.is_fitted())
        .filter_map(|(claim, fit)| {
            let read = fit.reading.as_ref().filter(|reading| reading.probability > 0.5);
            let days = match read {
                Some(reading) => Some(reading.window),
                // A total without a known start may reach back to the first day.
                None => claim.window().or_else(|| {
                    let end = claim.end?;
                    Window::new(claim.start.unwrap_or(picture.window.start()).min(end), end)
                }),
            };
            Some(Bearing { claim, fit, days: days?.overlap(&picture.window)? })
        })
        .collect()
}

/// The ids of those that bear directly on these days at this crossing: they name it, for
/// [`ELSEWHERE`] they speak of the whole route, for [`ALL`] of any part of it.
pub(crate) fn of_row(bearings: &[Bearing<'_>], via: &str, days: Window) -> Vec<Id> {
    bearings
        .iter()
        .filter(|bearing| match via {
            ALL => true,
            ELSEWHERE => bearing.claim.via.is_empty(),
            _ => bearing.claim.via.iter().any(|name| name.eq_ignore_ascii_case(via)),
        })
        .filter(|bearing| bearing.days.overlap(&days).is_some())
        .map(|bearing| bearing.fit.id.clone())
        .collect()
}
