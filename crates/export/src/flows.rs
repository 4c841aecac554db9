//! The picture as rows: how many crossed by which crossing on which days, with the interval,
//! how well the days were reported, and the claims it rests on.

use claim::{Id, Statement, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{Observed, Picture, Quantiles};
use withhold::Withheld;

use crate::statements::Kept;
use crate::table::{Cell, Column, Kind, TERMS, Table};
use crate::terms::Terms;
use crate::{Export, Question, evidence, subtract};

/// How well the days of a row were reported. All numbers of a picture are estimates; this says
/// on what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObsStatus {
    /// Every day has a count of its own, or of at most three days.
    Observed,
    /// Some days are covered by longer totals only, or by nothing.
    Estimated,
    /// Nobody gave a number that covers any of the days: not zero, unknown.
    NotObserved,
    /// The numbers of the row are left out: one of them is of too few people.
    Suppressed,
    /// They are left out because such a number, or what is confidential, could be had from them.
    Withheld,
}

impl ObsStatus {
    /// The word for it in every format but SDMX.
    pub fn name(self) -> &'static str {
        match self {
            ObsStatus::Observed => "observed",
            ObsStatus::Estimated => "estimated",
            ObsStatus::NotObserved => "not_observed",
            ObsStatus::Suppressed => "suppressed",
            ObsStatus::Withheld => "withheld",
        }
    }
}

/// A column's name, and the number under it.
type Quantile = (&'static str, fn(&Quantiles) -> f64);

/// The quantiles of a row, in the order of its columns.
pub(crate) const QUANTILES: [Quantile; 10] = [
    ("p025", |q| q.p025),
    ("p05", |q| q.p05),
    ("p10", |q| q.p10),
    ("p25", |q| q.p25),
    ("p50", |q| q.p50),
    ("p75", |q| q.p75),
    ("p90", |q| q.p90),
    ("p95", |q| q.p95),
    ("p975", |q| q.p975),
    ("mean", |q| q.mean),
];

/// Where the mean is among them.
pub(crate) const MEAN: usize = 9;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flow {
    /// Crossing by the picture's name.
    pub via: String,
    pub days: Window,
    /// Whole people, as in [`QUANTILES`]: all of them, or none where one is left out.
    pub numbers: [Option<i64>; 10],
    /// Whether they are left out for being of too few.
    pub suppressed: bool,
    /// Whether they are left out because a small one could be had by subtracting the mean.
    pub beside: bool,
    pub status: ObsStatus,
    /// Days with a count of their own, with longer totals only, with nothing.
    pub reported: [i64; 3],
    /// The claims it rests on directly.
    pub evidence: Vec<Id>,
}

impl Flow {
    /// The number under the column of this name.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let at = QUANTILES.iter().position(|(column, _)| *column == name)?;
        self.numbers[at]
    }

    /// How its days were reported, or why it has no numbers.
    pub(crate) fn obs_status(&self) -> ObsStatus {
        match (self.suppressed, self.beside) {
            (true, _) => ObsStatus::Suppressed,
            (_, true) => ObsStatus::Withheld,
            _ => self.status,
        }
    }

    /// Without the claims that are not in the file.
    pub(crate) fn resting_on(mut self, kept: &Kept) -> Flow {
        self.evidence.retain(|id| kept.has(id));
        self
    }
}

/// The rows of a picture that were asked for.
pub(crate) fn flows(
    question: &Question<'_>,
    statements: &[Statement],
    terms: &Terms,
    withheld: &Withheld<'_>,
) -> Vec<Flow> {
    let picture = question.picture;
    let bearings = evidence::bearing(picture, statements);
    let vias: Vec<&str> = question.vias.iter().map(String::as_str).collect();
    let mut flows: Vec<Flow> = picture
        .rows(&vias, question.window, question.by)
        .into_iter()
        .filter_map(|row| {
            let days = Window::new(row.from, row.to)?;
            let (mut numbers, suppressed) = without_small(&row.quantiles, terms.suppress_below);
            let beside = withheld.has_row((row.via != reconcile::ALL).then_some(&row.via), days);
            if beside {
                numbers = [None; 10];
            }
            let reported = reported(picture, &row.via, days);
            Some(Flow {
                evidence: evidence::of_row(&bearings, &row.via, days),
                status: status(reported),
                via: row.via,
                days,
                numbers,
                suppressed,
                beside,
                reported,
            })
        })
        .collect();
    subtract::flows(&mut flows, picture, terms.suppress_below);
    flows
}

/// The numbers in whole people, and whether they are left out: all of them, where one is from 1 to below the
/// threshold, or nobody beside somebody. A row with some of its quantiles would tell the others.
fn without_small(quantiles: &Quantiles, below: u32) -> ([Option<i64>; 10], bool) {
    let whole = QUANTILES.map(|(_, of)| of(quantiles).round() as i64);
    let nobody = whole.iter().all(|number| *number == 0);
    let few = !nobody && whole.iter().any(|number| *number < i64::from(below));
    (whole.map(|number| (!few).then_some(number)), few)
}

fn reported(picture: &Picture, via: &str, days: Window) -> [i64; 3] {
    let mut counts = [0; 3];
    for day in days.iter() {
        counts[match picture.how_observed(via, day) {
            Observed::ByDay => 0,
            Observed::InTotals => 1,
            Observed::No => 2,
        }] += 1;
    }
    counts
}

fn status([by_day, in_totals, not]: [i64; 3]) -> ObsStatus {
    match (by_day, in_totals, not) {
        (_, 0, 0) => ObsStatus::Observed,
        (0, 0, _) => ObsStatus::NotObserved,
        _ => ObsStatus::Estimated,
    }
}

/// Where a crossing is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub via: String,
    /// Latitude and longitude, degrees, WGS 84.
    pub position: Option<(f64, f64)>,
    /// Its name on each side, with the countries' codes.
    pub sides: Vec<(String, String)>,
}

/// The crossings of the rows, in their order, each once.
pub(crate) fn spots(flows: &[Flow], gazetteer: &Gazetteer) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for flow in flows {
        if spots.iter().any(|spot| spot.via == flow.via) {
            continue;
        }
        let place = gazetteer.crossing(&flow.via);
        let sides = place.and_then(|place| {
            let (codes, names) = (place.joins.as_ref()?, place.sides.as_ref()?);
            let pairs = codes.iter().zip(names).filter(|(_, name)| !name.is_empty());
            Some(pairs.map(|(code, name)| (code.clone(), name.clone())).collect())
        });
        spots.push(Spot {
            via: flow.via.clone(),
            position: place.and_then(|place| place.position),
            sides: sides.unwrap_or_default(),
        });
    }
    spots
}

impl Export {
    /// Where a crossing of the rows is.
    pub(crate) fn spot(&self, via: &str) -> Option<&Spot> {
        self.places.iter().find(|spot| spot.via == via)
    }
}

const COLUMNS: [Column; 26] = [
    Column::new("from", Kind::Text, "#country+code+origin", "Country left, ISO 3166-1 alpha-3."),
    Column::new("to", Kind::Text, "#country+code+dest", "Country entered, ISO 3166-1 alpha-3."),
    Column::new(
        "via",
        Kind::Text,
        "#loc+name+crossing",
        "Crossing, by the gazetteer's name; `elsewhere` for all that no report names, `all` for the whole route.",
    ),
    Column::new("lat", Kind::Number, "#geo+lat", "Latitude of the crossing, degrees, WGS 84."),
    Column::new("lon", Kind::Number, "#geo+lon", "Longitude of the crossing, degrees, WGS 84."),
    Column::new("start", Kind::Day, "#date+start", "First day."),
    Column::new("end", Kind::Day, "#date+end", "Last day, included."),
    Column::new("p025", Kind::Whole, "#affected+ind+p025", "People who crossed: 2.5 % point."),
    Column::new(
        "p05",
        Kind::Whole,
        "#affected+ind+p05",
        "People who crossed: 5 % point, lower end of the 90 % interval.",
    ),
    Column::new("p10", Kind::Whole, "#affected+ind+p10", "People who crossed: 10 % point."),
    Column::new(
        "p25",
        Kind::Whole,
        "#affected+ind+p25",
        "People who crossed: 25 % point, lower end of the 50 % interval.",
    ),
    Column::new(
        "p50",
        Kind::Whole,
        "#affected+ind+p50",
        "People who crossed: median, the number to quote, together with p05 and p95.",
    ),
    Column::new(
        "p75",
        Kind::Whole,
        "#affected+ind+p75",
        "People who crossed: 75 % point, upper end of the 50 % interval.",
    ),
    Column::new("p90", Kind::Whole, "#affected+ind+p90", "People who crossed: 90 % point."),
    Column::new(
        "p95",
        Kind::Whole,
        "#affected+ind+p95",
        "People who crossed: 95 % point, upper end of the 90 % interval.",
    ),
    Column::new("p975", Kind::Whole, "#affected+ind+p975", "People who crossed: 97.5 % point."),
    Column::new(
        "mean",
        Kind::Whole,
        "#affected+ind+mean",
        "People who crossed: mean of the draws.",
    ),
    Column::new(
        "suppressed",
        Kind::Truth,
        "#meta+suppressed",
        "Whether the numbers of the row are left out, all of them; obs_status says why.",
    ),
    Column::new(
        "obs_status",
        Kind::Text,
        "#status+obs",
        "How well the days were reported: observed, estimated, not_observed; or why the row has no numbers: \
         suppressed, one is of too few people; withheld, such a one could be had from them.",
    ),
    Column::new(
        "days_by_day",
        Kind::Whole,
        "#meta+days+by_day",
        "Days with a count of their own, or of at most three days.",
    ),
    Column::new(
        "days_in_totals",
        Kind::Whole,
        "#meta+days+in_totals",
        "Days that only longer totals cover.",
    ),
    Column::new(
        "days_not_observed",
        Kind::Whole,
        "#meta+days+not_observed",
        "Days that nobody gave a number for. Not observed is not zero.",
    ),
    Column::new(
        "evidence",
        Kind::List,
        "#meta+evidence",
        "Ids of the claims that bear directly on the row, rows of claims.",
    ),
    Column::new("definition", Kind::Text, "#meta+definition", "What is counted."),
    TERMS[0],
    TERMS[1],
];

/// The table of flows.
pub(crate) fn table(export: &Export) -> Table {
    let definition = export.route.as_ref().map(|route| route.definition());
    let row = |flow: &Flow| -> Option<Vec<Cell>> {
        let route = export.route.as_ref()?;
        let position = export.spot(&flow.via).and_then(|spot| spot.position);
        let mut cells: Vec<Cell> = vec![
            route.from.as_str().into(),
            route.to.as_str().into(),
            flow.via.as_str().into(),
            position.map(|(lat, _)| Cell::Degrees(lat)).into(),
            position.map(|(_, lon)| Cell::Degrees(lon)).into(),
            flow.days.start().into(),
            flow.days.end().into(),
        ];
        cells.extend(flow.numbers.map(Cell::from));
        cells.extend([Cell::from(flow.suppressed || flow.beside), flow.obs_status().name().into()]);
        cells.extend(flow.reported.map(Cell::from));
        cells.extend([
            flow.evidence.iter().map(ToString::to_string).collect::<Vec<_>>().into(),
            definition.clone().into(),
            export.as_known_on.into(),
            export.terms.licence().into(),
        ]);
        Some(cells)
    };
    Table {
        name: "flows",
        about: "How many people crossed: a crossing and a run of days a row. Estimates, with intervals."
            .to_owned(),
        columns: COLUMNS.to_vec(),
        rows: export.flows.iter().filter_map(row).collect(),
    }
}

/// The first and the last day of the rows.
pub(crate) fn span(flows: &[Flow]) -> Option<(Date, Date)> {
    let first = flows.iter().map(|flow| flow.days.start()).min()?;
    let last = flows.iter().map(|flow| flow.days.end()).max()?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantiles(numbers: [f64; 10]) -> Quantiles {
        let [p025, p05, p10, p25, p50, p75, p90, p95, p975, mean] = numbers;
        Quantiles { p025, p05, p10, p25, p50, p75, p90, p95, p975, mean }
    }

    #[test]
    fn small_numbers_are_left_out_and_a_sure_zero_is_not() {
        let few = quantiles([0.0, 1.0, 4.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 9.6]);
        let (numbers, suppressed) = without_small(&few, 10);
        assert!(suppressed);
        // All of a row or none: its upper end would tell how few the lower is.
        assert_eq!(numbers, [None; 10]);
        let enough = quantiles([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 14.0]);
        assert_eq!(without_small(&enough, 10).0[0], Some(10));
        assert_eq!(without_small(&quantiles([0.2; 10]), 10), ([Some(0); 10], false));
        let (all, suppressed) = without_small(&few, 0);
        assert_eq!((all[0], all[1], suppressed), (Some(0), Some(1), false));
    }

    #[test]
    fn days_that_nobody_reported_are_never_observed() {
        assert_eq!(status([3, 0, 0]), ObsStatus::Observed);
        assert_eq!(status([3, 0, 1]), ObsStatus::Estimated);
        assert_eq!(status([0, 2, 0]), ObsStatus::Estimated);
        assert_eq!(status([0, 0, 2]), ObsStatus::NotObserved);
    }
}
