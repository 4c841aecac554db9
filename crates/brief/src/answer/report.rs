//! An answer as programs read it.

use claim::{Id, Window};
use jiff::civil::Date;
use rayon::prelude::*;
use reconcile::{
    Disagreement, Leaning, LeaveOut, Narrowing, Picture, Role, Route, Saying, Unknown,
    WindowReading,
};
use serde::Serialize;

use super::{Answer, Numbers};
use crate::opening::Opening;

/// The JSON contract of `picture`: field names and order are kept stable.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    as_of: Date,
    route: &'a Route,
    window: Window,
    /// What leads, as the brief has it; absent where days or crossings were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a Opening>,
    rows: Vec<Numbers>,
    /// Crossings of the border that no report gives a number for.
    unreported: &'a [String],
    /// Classes of people that the reports tell apart: what `--population` takes.
    classes: &'a [String],
    unknowns: &'a [Unknown],
    narrowing: &'a [Narrowing],
    disagreements: &'a [Disagreement],
    sources: &'a [Leaning],
    claims: Vec<Fit<'a>>,
    diagnostics: &'a reconcile::Diagnostics,
}

/// How a claim fits, as programs read it.
#[derive(Debug, Serialize)]
struct Fit<'a> {
    id: &'a Id,
    fitted: Option<f64>,
    residual: Option<f64>,
    weight: f64,
    role: Role,
    why: Option<&'a Saying>,
    reading: Option<&'a WindowReading>,
    /// Median of what is asked, had the claim not been made; `null` where it is not fitted, or more than forty are.
    without: Option<f64>,
    copy_of: Option<&'a Id>,
}

/// Most claims that are left out one at a time: each asks for a picture of its own.
const LEFT_OUT: usize = 40;

/// For each claim the median of what is asked, had it not been made; none where there are too many.
pub fn without(
    picture: &Picture,
    leave: &LeaveOut,
    asked: &[&str],
    window: Window,
) -> Vec<Option<f64>> {
    let fitted = picture.claims.iter().filter(|fit| fit.role.is_fitted()).count();
    picture
        .claims
        .par_iter()
        .enumerate()
        .map(|(i, fit)| {
            let asked_for = fit.role.is_fitted() && fitted <= LEFT_OUT;
            asked_for.then(|| leave.median(&[i], asked, window)).flatten()
        })
        .collect()
}

impl Answer<'_> {
    /// The answer as JSON has it; `without` as [`without`] gives it.
    pub fn report<'a>(&'a self, without: &[Option<f64>]) -> Report<'a> {
        let Answer { picture, rows, few: below, .. } = self;
        let plain = |people: f64| !below.has(people);
        Report {
            as_of: picture.as_of,
            route: &picture.route,
            window: picture.window,
            headline: self.opening.as_ref(),
            rows: (0..rows.len()).map(|at| Numbers::of(self, at)).collect(),
            unreported: &picture.unreported,
            classes: &picture.classes,
            unknowns: &self.unknowns,
            narrowing: &self.narrowing,
            disagreements: &self.disagreements,
            sources: &picture.sources,
            claims: picture
                .claims
                .iter()
                .enumerate()
                .map(|(i, fit)| Fit {
                    id: &fit.id,
                    fitted: fit.fitted.filter(|fitted| plain(*fitted) && !below.withholds(&fit.id)),
                    residual: fit.residual.filter(|_| !below.withholds(&fit.id)),
                    weight: fit.weight,
                    role: fit.role,
                    why: fit.why.as_ref().filter(|why| !below.is_told_by(why)),
                    reading: fit.reading.as_ref(),
                    without: without[i].map(f64::round).filter(|without| plain(*without)),
                    copy_of: fit.copy_of.as_ref(),
                })
                .collect(),
            diagnostics: &picture.diagnostics,
        }
    }
}
