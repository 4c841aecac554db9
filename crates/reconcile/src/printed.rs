//! The rows of a picture that are as sure as a count: printed, they tell as much as what somebody reported.

use claim::Window;
use claim::withhold;

use crate::draws::By;
use crate::picture::{ALL, Picture, Row};

/// Numbers that lie no further apart than this are one, in people.
const ONE: f64 = 1.0;

/// A row as [`claim::withhold`] takes it, if it is sure.
pub fn sure(row: &Row) -> Option<withhold::Row> {
    let q = &row.quantiles;
    let days = Window::new(row.from, row.to)?;
    let via = (row.via != ALL).then(|| row.via.clone());
    (q.p975 - q.p025 <= ONE).then_some(withhold::Row { via, days, number: q.p50 })
}

impl Picture {
    /// The sure rows of each crossing and of all together: of the whole time, and of each day.
    pub fn sure_rows(&self) -> Vec<withhold::Row> {
        let vias: Vec<&str> = self.crossings.iter().map(String::as_str).chain([ALL]).collect();
        [By::Total, By::Day]
            .into_iter()
            .flat_map(|by| self.rows(&vias, self.window, by))
            .filter(|row| row.via != ALL || self.whole_known)
            .filter_map(|row| sure(&row))
            .collect()
    }
}
