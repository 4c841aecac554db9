//! Who disagrees, and the most probable reason, in a sentence fit for print.
//!
//! One entry per odd claim: a claim whose number fits other days than it states,
//! or that stays far from what the rest allow. Small differences that rounding
//! explains are told last.

use claim::{Claim, Group, Kind, Unit, Window};

use crate::fit::{Fit, tidy, window_of};
use crate::picture::{ALL, Disagreement, Reason, Role};
use crate::scope::Entry;
use crate::words;

/// Most entries; a list longer than a page tells nobody anything.
const MOST: usize = 24;

pub(crate) fn disagreements(
    claims: &[Claim],
    entries: &[Entry],
    fits: &[Fit],
    days: Window,
) -> Vec<Disagreement> {
    let room = Room { claims, entries, fits, days };
    let mut found: Vec<(f64, Disagreement)> = Vec::new();
    for fit in fits {
        let entry = &entries[fit.claim];
        if !matches!(entry.role, Role::Used | Role::Bound | Role::Superseded) {
            continue;
        }
        if let Some(one) = room.odd(fit) {
            found.push(one);
        }
    }
    found.extend(room.rounded());
    // Most telling first: how far off, times how sure; then by sentence for a fixed order.
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.sentence.cmp(&b.1.sentence)));
    found.truncate(MOST);
    found.into_iter().map(|(_, disagreement)| disagreement).collect()
}

struct Room<'a> {
    claims: &'a [Claim],
    entries: &'a [Entry],
    fits: &'a [Fit],
    days: Window,
}

impl Room<'_> {
    fn odd(&self, fit: &Fit) -> Option<(f64, Disagreement)> {
        let claim = &self.claims[fit.claim];
        let entry = &self.entries[fit.claim];
        let value = claim.value.filter(|value| *value > 0.0)?;
        let gap = (value / fit.as_stated).ln().abs();
        if fit.reread && fit.probability >= 0.5 && entry.role != Role::Superseded {
            return Some((gap * fit.probability, self.reread(fit, claim, entry)?));
        }
        let off = (value / fit.fitted).ln();
        if entry.role == Role::Superseded {
            return None;
        }
        if fit.weight < 0.35 && off.abs() > 0.04 {
            let (reason, weight, because) = self.reason(fit, claim, value);
            let direction = if off > 0.0 { "above" } else { "below" };
            let scope = entry.window().map_or_else(String::new, |window| {
                format!(" for {}{}", words::days(window), place(entry))
            });
            let sentence = words::sentence(format!(
                "{}{scope} lies {} {direction} what the other reports allow, about {}{because}.",
                words::whose(claim, None),
                share(off),
                words::rounded(fit.fitted),
            ));
            let disagreement = self.entry_of(fit, reason, weight, sentence);
            return Some((off.abs() * weight, disagreement));
        }
        None
    }

    fn reread(&self, fit: &Fit, claim: &Claim, entry: &Entry) -> Option<Disagreement> {
        let reading = window_of(fit, self.days);
        let sure = words::percent(fit.probability);
        let whose = words::whose(claim, None);
        let here = place(entry);
        let (reason, sentence) = match entry.window() {
            Some(stated) if stated.days() <= 3 && reading.days() > 3 => (
                Reason::CumulativeVsDaily,
                format!(
                    "{whose} for {}{here} fits the running total since {} ({sure}), not {}.",
                    words::days(stated),
                    words::short_day(reading.start()),
                    if stated.days() == 1 { "one day" } else { "those days" },
                ),
            ),
            Some(stated) => (
                Reason::Window,
                format!(
                    "{whose} for {}{here} fits {} better ({sure}).",
                    words::days(stated),
                    words::days(reading),
                ),
            ),
            None => (
                Reason::Window,
                format!("{whose}{here} fits {} best ({sure}).", words::days(reading)),
            ),
        };
        Some(self.entry_of(fit, reason, fit.probability, words::sentence(sentence)))
    }

    /// The most probable reason for a claim that stays far off, its weight, and its words.
    fn reason(&self, fit: &Fit, claim: &Claim, value: f64) -> (Reason, f64, String) {
        let oddity = 1.0 - fit.weight;
        let ratio = value / fit.fitted;
        if let Some(slip) = slipped_digit(value, fit.fitted) {
            let text = format!(
                "; a slipped digit ({} written as {}) would explain it",
                words::number(slip),
                words::number(value)
            );
            return (Reason::Transcription, 0.7 * oddity, text);
        }
        if [10.0, 100.0, 0.1, 0.01].iter().any(|power| (ratio / power).ln().abs() < 0.12) {
            return (
                Reason::Transcription,
                0.8 * oddity,
                "; a zero too many or too few would explain it".into(),
            );
        }
        if claim.unit == Unit::Households {
            return (Reason::UnitConversion, 0.7 * oddity, "; it counts families".into());
        }
        if claim.kind == Kind::Deportation {
            return (Reason::Modality, 0.7 * oddity, "; it counts deportations".into());
        }
        if claim.population.group != Group::All || !claim.population.excludes.is_empty() {
            return (Reason::Population, 0.7 * oddity, "; it does not count everybody".into());
        }
        if claim.partial {
            return (
                Reason::PartialPeriod,
                0.7 * oddity,
                "; it covers only a part of its last day".into(),
            );
        }
        if matches!(
            claim.concept,
            claim::Concept::RegisteredPerson
                | claim::Concept::AssistedPerson
                | claim::Concept::CrossingEvent
        ) {
            return (
                Reason::CountingConcept,
                0.6 * oddity,
                "; it counts something else than persons crossing".into(),
            );
        }
        if fit.probability < 0.6 {
            return (Reason::Window, 0.5 * oddity, "; it may cover other days than it says".into());
        }
        (Reason::Independent, oddity, "; nothing in the reports says why".into())
    }

    /// Pairs for the same days where one number is the other, rounded.
    fn rounded(&self) -> Vec<(f64, Disagreement)> {
        let mut found = Vec::new();
        for a in self.fits {
            for b in self.fits {
                let (coarse, fine) = (&self.claims[a.claim], &self.claims[b.claim]);
                let (left, right) = (&self.entries[a.claim], &self.entries[b.claim]);
                let (Some(x), Some(y)) = (coarse.value, fine.value) else { continue };
                let same = left.active()
                    && right.active()
                    && left.via == right.via
                    && (left.start, left.end) == (right.start, right.end)
                    && left.organisation != right.organisation
                    && coarse.unit == fine.unit;
                let step = claim::rounding(x);
                if same && x != y && step > claim::rounding(y) && (x - y).abs() <= 0.5 * step {
                    let sentence = words::sentence(format!(
                        "{} and {}{} are the same number, the one rounded to {}.",
                        words::whose(coarse, None),
                        words::whose(fine, None),
                        place(right),
                        words::number(step),
                    ));
                    let mut entry = self.entry_of(a, Reason::Rounding, 0.9, sentence);
                    entry.claims = vec![coarse.id.clone(), fine.id.clone()];
                    found.push(((x / y).ln().abs() * 0.9, entry));
                    break;
                }
            }
        }
        found
    }

    fn entry_of(&self, fit: &Fit, reason: Reason, weight: f64, sentence: String) -> Disagreement {
        let entry = &self.entries[fit.claim];
        let stated = entry
            .window()
            .or(entry.end.map(Window::day))
            .and_then(|window| window.overlap(&self.days))
            .unwrap_or(self.days);
        let mut claims = vec![self.claims[fit.claim].id.clone()];
        // Those that speak of the same scope and fit, the nearest windows first.
        let mut others: Vec<(usize, &Fit)> = self
            .fits
            .iter()
            .filter(|other| other.claim != fit.claim && self.entries[other.claim].active())
            .filter(|other| self.entries[other.claim].via == entry.via)
            .filter(|other| other.weight >= 0.5 && !other.reread)
            .filter(|other| other.from < fit.to && fit.from < other.to)
            .map(|other| (other.from.abs_diff(fit.from) + other.to.abs_diff(fit.to), other))
            .collect();
        others.sort_by_key(|(distance, other)| (*distance, other.claim));
        claims.extend(others.iter().take(3).map(|(_, other)| self.claims[other.claim].id.clone()));
        Disagreement {
            via: match entry.via.as_slice() {
                [one] => one.clone(),
                _ => ALL.to_owned(),
            },
            window: stated,
            claims,
            reason,
            weight: tidy(weight.clamp(0.0, 1.0)),
            sentence,
        }
    }
}

fn place(entry: &Entry) -> String {
    if entry.via.is_empty() { String::new() } else { format!(" at {}", words::list(&entry.via)) }
}

/// "12 %", or "8 times" when percent say nothing.
fn share(off: f64) -> String {
    let times = off.abs().exp();
    if times >= 2.0 {
        format!("{times:.1} times")
    } else if off > 0.0 {
        format!("{:.0} %", (times - 1.0) * 100.0)
    } else {
        format!("{:.0} %", (1.0 - 1.0 / times) * 100.0)
    }
}

/// The number that differs from `value` in one digit and lies within half a percent of
/// `fitted`, when `value` itself lies four times as far.
///
/// A short number has a neighbour by one digit near almost anything, so only numbers of
/// five digits and more are looked at.
fn slipped_digit(value: f64, fitted: f64) -> Option<f64> {
    let digits: Vec<char> = format!("{value:.0}").chars().collect();
    if digits.len() < 5 || (value / fitted).ln().abs() < 0.02 {
        return None;
    }
    let mut best: Option<f64> = None;
    // The last digits are within any noise: only the leading ones can show a slip.
    for i in 0..digits.len() - 2 {
        for digit in '0'..='9' {
            if digit == digits[i] || (i == 0 && digit == '0') {
                continue;
            }
            let mut other = digits.clone();
            other[i] = digit;
            let number: f64 = other.iter().collect::<String>().parse().ok()?;
            let distance = (number / fitted).ln().abs();
            if distance < 0.005
                && distance * 4.0 < (value / fitted).ln().abs()
                && best.is_none_or(|best| (number - fitted).abs() < (best - fitted).abs())
            {
                best = Some(number);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slipped_digit_is_found_and_noise_is_not() {
        assert_eq!(slipped_digit(162_975.0, 202_900.0), None); // two digits off
        assert_eq!(slipped_digit(262_975.0, 202_900.0), Some(202_975.0));
        assert_eq!(slipped_digit(200_975.0, 201_500.0), None);
        assert_eq!(slipped_digit(6_666.0, 9_690.0), None); // too short to tell
    }

    #[test]
    fn shares_are_in_percent_until_they_are_times() {
        assert_eq!(share(0.1), "11 %");
        assert_eq!(share(-0.1), "10 %");
        assert_eq!(share(10f64.ln()), "10.0 times");
    }
}
