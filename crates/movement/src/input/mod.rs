//! The input folder of the peer, read unchanged and checked.
//!
//! `DIR/input_csv/{locations,routes,closures,conflicts,sim_period,registration_corrections}.csv`,
//! `DIR/source_data/{data_layout,…}.csv` and `simsetting.yml`, in the folder, beside it or named. Columns are told by
//! their position, as the peer tells them (`FLEE.md`, section 2).

mod closures;
mod conflicts;
mod corrections;
mod period;
mod places;
mod routes;
mod series;
mod settings;
mod table;
mod yaml;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

pub use closures::{Closed, Closure};
pub use places::{Kind, Place};
pub use routes::Route;
pub use series::Series;
pub use settings::{ConflictDriven, Settings};

use crate::fault::{Fault, Faults, Wrong};
use crate::quirks::Quirks;
use conflicts::Span;

/// An input folder, read and checked.
#[derive(Debug, Clone)]
pub struct Input {
    /// Places, in the order of their file.
    pub places: Vec<Place>,
    /// Two-way routes between places, by index.
    pub routes: Vec<Route>,
    /// What closes and opens, in the order of its file.
    pub closures: Vec<Closure>,
    /// Intensity of conflict, 0 to 1, by day and place; empty for a place that no column names.
    pub conflicts: Vec<Vec<f64>>,
    /// Day 0.
    pub start: Date,
    /// How many days are simulated.
    pub days: usize,
    /// What was counted in each camp, a series a camp, in the order in which places have camps.
    pub camps: Vec<Series>,
    /// Counts that belong to no camp of locations.csv; they add to the total.
    pub others: Vec<Series>,
    /// The stated total (`total` of data_layout.csv).
    pub total: Series,
    /// Rules of movement and their numbers.
    pub settings: Settings,
    /// Where the settings were read; none when the peer's defaults stand in.
    pub settings_from: Option<PathBuf>,
    /// What is not as it should be and does no harm.
    pub notices: Vec<Fault>,
}

/// Where to look.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// Settings to use in place of those of the folder.
    pub settings: Option<PathBuf>,
}

impl Folder {
    fn input(&self, name: &str) -> PathBuf {
        self.path.join("input_csv").join(name)
    }

    /// The folder's own settings, else those beside it.
    fn settings(&self) -> Option<PathBuf> {
        let own = [self.path.join("simsetting.yml"), self.input("simsetting.yml")];
        let beside = self.path.canonicalize().ok();
        let beside = beside.and_then(|path| Some(path.parent()?.join("simsetting.yml")));
        self.settings.clone().or_else(|| own.into_iter().chain(beside).find(|path| path.is_file()))
    }
}

/// Reads and checks an input folder.
///
/// # Errors
/// All that is wrong in its files, with line, column and remedy. A file that cannot be read at all hides what is wrong
/// in those that name its places.
pub fn read(folder: &Folder, quirks: &Quirks) -> Result<Input, Faults> {
    let mut faults = Vec::new();
    let settings_from = folder.settings();
    let settings = match &settings_from {
        None => Settings::default(),
        Some(path) => settings::read(path, &mut faults),
    };
    let period = period::read(&folder.input("sim_period.csv"), &mut faults);
    let places = places::read(&folder.input("locations.csv"), settings.hasten, &mut faults);
    let (Some((start, days)), Some(places)) = (period, places) else { return Err(grave(faults)) };
    let routes = routes::read(&folder.input("routes.csv"), &places, &mut faults);
    let closures = closures::read(&folder.input("closures.csv"), &places, &mut faults);
    let conflicts = conflicts::read(
        &folder.input("conflicts.csv"),
        &places,
        &Span { days, exact: quirks.names_are_exact },
        &mut faults,
    );
    let counted =
        Counted { start, hasten: settings.hasten, stepwise: quirks.summed_files_stepwise };
    let source = folder.path.join("source_data");
    let series = series::read(&source, &places, &counted, &mut faults);
    let sound = |faults: &[Fault]| faults.iter().all(|fault| fault.harmless);
    let Some(mut series) = series.filter(|_| sound(&faults)) else { return Err(grave(faults)) };
    corrections::read(
        &folder.input("registration_corrections.csv"),
        start,
        &mut series,
        &mut faults,
    );
    if !sound(&faults) {
        return Err(grave(faults));
    }
    let series::Layout { total, camps, others } = series;
    Ok(Input {
        places,
        routes,
        closures,
        conflicts,
        start,
        days,
        camps,
        others,
        total,
        settings,
        settings_from,
        notices: faults,
    })
}

/// Faults without what does no harm.
fn grave(mut faults: Vec<Fault>) -> Faults {
    faults.retain(|fault| !fault.harmless);
    Faults(faults)
}

/// How counts are read.
pub(crate) struct Counted {
    /// Day 0.
    pub start: Date,
    /// Counts are divided by it.
    pub hasten: u32,
    /// Files of one camp are summed as the peer does.
    pub stepwise: bool,
}

impl Input {
    /// Indices of the places that are camps, in order; `camps` has a series for each.
    pub fn camp_places(&self) -> Vec<usize> {
        (0..self.places.len()).filter(|&place| self.places[place].kind.is_camp()).collect()
    }

    /// What was counted in all camps together on a day.
    pub fn counted(&self, day: i64) -> u64 {
        self.camps.iter().chain(&self.others).map(|series| series.at(day)).sum()
    }
}

/// Of names, the one that somebody who wrote `text` may have meant.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Names less alike than this are other names.
    const ALIKE: f64 = 0.75;
    let alike = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &text.to_lowercase());
    names
        .map(|name| (alike(name), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The bytes of a file as text.
fn text(path: &Path, holds: &'static str) -> Result<String, Fault> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Fault::of_file(&file, Wrong::Missing { holds }),
        _ => Fault::of_file(&file, Wrong::Unreadable(error.to_string())),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
        Fault { line: Some(line), ..Fault::of_file(&file, Wrong::NotText) }
    })
}
