//! What a picture would be without some of its claims: it is drawn again.

use claim::{Claim, Event, Window};
use places::Gazetteer;

use crate::engine::{Options, reconcile};

/// Draws of a picture without some claims: its median is asked, not its tails.
const DRAWS: usize = 200;

/// A picture that may be drawn again without some of its claims.
#[derive(Debug, Clone, Copy)]
pub struct LeaveOut<'a> {
    /// The claims of the picture.
    pub claims: &'a [Claim],
    /// The events it was drawn with.
    pub events: &'a [Event],
    /// Where places lie.
    pub gazetteer: &'a Gazetteer,
    /// What was asked of the engine, with the route that it chose.
    pub options: &'a Options,
}

impl LeaveOut<'_> {
    /// Median of the sum by these crossings (none named: all) over the window, had the claims at
    /// these positions not been made; `None` where nothing would be left to say.
    pub fn median(&self, left_out: &[usize], via: &[&str], window: Window) -> Option<f64> {
        let rest: Vec<Claim> = self
            .claims
            .iter()
            .enumerate()
            .filter(|(at, _)| !left_out.contains(at))
            .map(|(_, claim)| claim.clone())
            .collect();
        let span = self.options.span.map_or(window, |span| span.hull(&window));
        let options = Options {
            draws: DRAWS.min(self.options.draws),
            span: Some(span),
            ..self.options.clone()
        };
        let picture = reconcile(&rest, self.events, self.gazetteer, &options).ok()?;
        picture.sum(via, window).map(|quantiles| quantiles.p50)
    }
}
