//! Running totals that begin anew: many offices count by the calendar year and never say so.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::{Claim, Id, organisation_key};

/// Below this part of the total before it a total of the new year counts from its first day.
const FALLEN: f64 = 0.5;

/// Within how many days of the new year the first total of it is printed.
const SOON: i32 = 62;

/// The first day of running totals that do not say one and follow on a much larger one of the year before: the
/// first of January. Of one source, way, direction and sort of people each.
///
/// ```
/// use claim::{Claim, DocumentId, Source};
/// use jiff::civil::date;
///
/// let total = |value, end| Claim {
///     value: Some(value),
///     end: Some(end),
///     cumulative: true,
///     source: Source { organisation: Some("Ministry".into()), ..Source::default() },
///     ..Claim::new(DocumentId::of_bytes(b"sheet"), "n", 0..1)
/// }
/// .sealed();
/// let claims = [total(39_910.0, date(2023, 12, 31)), total(3_480.0, date(2024, 1, 31))];
/// let anew = claim::counted_anew(&claims);
/// assert_eq!(anew.get(&claims[1].id), Some(&date(2024, 1, 1)));
/// assert_eq!(anew.len(), 1);
/// ```
pub fn counted_anew(claims: &[Claim]) -> BTreeMap<Id, Date> {
    let mut series: BTreeMap<_, Vec<(Date, f64, &Claim)>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.cumulative && claim.start.is_none()) {
        let (Some(end), Some(value)) = (claim.end, claim.value) else { continue };
        let label = claim.source.label().or(claim.publisher.as_deref()).unwrap_or_default();
        let who = (claim.population.group.to_string(), claim.population.nationality.clone());
        let way = (&claim.via, &claim.from, &claim.to, claim.kind.to_string());
        series.entry((organisation_key(label), way, who)).or_default().push((end, value, claim));
    }
    let mut anew = BTreeMap::new();
    for mut totals in series.into_values().filter(|totals| totals.len() > 1) {
        totals.sort_by(|a, b| (a.0, &a.2.id).cmp(&(b.0, &b.2.id)));
        let mut began: Option<Date> = None;
        for pair in totals.windows(2) {
            let ((before, more, _), (end, fewer, claim)) = (pair[0], pair[1]);
            let first = date(end.year(), 1, 1);
            let soon = before < first && (end - first).get_days() <= SOON;
            if soon && fewer < more * FALLEN {
                began = Some(first);
            }
            if let Some(first) = began {
                anew.insert(claim.id.clone(), first);
            }
        }
    }
    anew
}
