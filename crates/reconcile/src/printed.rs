//! The rows of a picture that are as sure as a count: printed, they tell as much as what somebody reported.

use claim::Window;

use crate::draws::By;
use crate::picture::{ALL, Picture, Row};

/// Numbers that lie no further apart than this are one, in people.
const ONE: f64 = 1.0;

/// A row as [`withhold`] takes it, if it is sure.
pub fn sure(row: &Row) -> Option<withhold::Row> {
    let q = &row.quantiles;
    let days = Window::new(row.from, row.to)?;
    let via = (row.via != ALL).then(|| row.via.clone());
    (q.p975 - q.p025 <= ONE).then_some(withhold::Row { via, days, number: q.p50 })
}

impl Picture {
    /// The sums of crossings over further days that are as sure as a count. Where no day and no total is, no sum is.
    pub fn sure_sums(
        &self,
        vias: &[&str],
        windows: impl IntoIterator<Item = Window>,
    ) -> Vec<withhold::Row> {
        if self.sure_rows().is_empty() {
            return Vec::new();
        }
        let sums = windows.into_iter().flat_map(|days| vias.iter().map(move |via| (*via, days)));
        sums.filter(|(via, _)| *via != ALL || self.whole_known)
            .filter_map(|(via, days)| {
                let quantiles = self.sum(&[via], days)?;
                let sure = quantiles.p975 - quantiles.p025 <= ONE;
                let via = (via != ALL).then(|| via.to_owned());
                sure.then_some(withhold::Row { via, days, number: quantiles.p50 })
            })
            .collect()
    }

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
