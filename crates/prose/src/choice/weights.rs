//! What each feature speaks for: whole numbers in a text file, a line each, sorted by name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::feature::{Feature, Slot};

/// The weights of all features.
#[derive(Debug, Default, Clone)]
pub struct Weights {
    /// By the hash of slot, group and feature.
    by_name: FxHashMap<u64, i32>,
    /// The slots that it knows anything of.
    slots: Vec<String>,
}

/// In place of a group: for claims of every sort.
const ANY: &str = "any";

impl Weights {
    /// The weights that the reader is built with.
    pub fn shipped() -> &'static Weights {
        static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
            Weights::parse(include_str!("../../data/weights.txt"))
                .unwrap_or_else(|error| panic!("data/weights.txt: {error}"))
        });
        &SHIPPED
    }

    /// Reads lines such as `from arrival clause.from.after 132`.
    ///
    /// # Errors
    /// When a line is not of this form.
    pub fn parse(text: &str) -> Result<Weights, String> {
        let mut by_name = FxHashMap::default();
        let mut slots: Vec<String> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split(' ').collect();
            let [slot, group, feature, weight] = fields[..] else {
                return Err(format!("line {number}: not slot, group, feature and weight"));
            };
            let weight = weight.parse().map_err(|_| format!("line {number}: no whole number"))?;
            if slots.last().is_none_or(|last| last != slot) {
                slots.push(slot.to_owned());
            }
            by_name.insert(hash([slot, group].into_iter().chain(feature.split('.'))), weight);
        }
        Ok(Weights { by_name, slots })
    }

    /// Whether any weight is known for the slot.
    pub(super) fn know(&self, slot: Slot) -> bool {
        let slot: &'static str = slot.into();
        self.slots.iter().any(|known| known == slot)
    }

    /// What a feature adds to the score of a candidate: what it does for claims of every sort
    /// and for those of this group.
    pub(super) fn of(&self, slot: Slot, group: &'static str, feature: &Feature) -> i64 {
        let slot: &'static str = slot.into();
        let get = |group: &'static str| {
            let name = hash([slot, group].into_iter().chain(feature.parts()));
            self.by_name.get(&name).copied().unwrap_or(0)
        };
        i64::from(get(ANY)) + i64::from(get(group))
    }
}

/// FNV-1a over the parts with a stop between.
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in parts {
        for byte in part.bytes().chain([b'.']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_feature_counts_for_its_group_and_for_all() {
        let weights =
            Weights::parse("from any clause.from.after 5\nfrom arrival clause.from.after -2\n")
                .unwrap();
        let feature = Feature::new(&["clause", "from", "after"]);
        assert_eq!(weights.of(Slot::From, "arrival", &feature), 3);
        assert_eq!(weights.of(Slot::From, "return", &feature), 5);
        assert_eq!(weights.of(Slot::To, "arrival", &feature), 0);
    }

    /// Every part of a feature's name has a sentence in `data/features.toml`.
    #[test]
    fn every_part_of_a_feature_is_told() {
        let told: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(include_str!("../../data/features.toml")).unwrap();
        let known = |part: &str| told.values().any(|group| group.contains_key(part));
        for line in include_str!("../../data/weights.txt").lines() {
            let feature = line.split(' ').nth(2).unwrap();
            for part in feature.split('.') {
                assert!(known(part), "{line}: {part:?} is not told of in data/features.toml");
            }
        }
    }

    #[test]
    fn the_weights_are_sorted_and_few_enough_to_read() {
        let lines: Vec<&str> = include_str!("../../data/weights.txt").lines().collect();
        assert!(lines.is_sorted());
    }

    #[test]
    fn what_is_no_weight_is_told_with_its_line() {
        assert!(Weights::parse("from any 5\n").unwrap_err().starts_with("line 1"));
        assert!(Weights::parse("# note\nfrom any x much\n").unwrap_err().starts_with("line 2"));
    }
}
