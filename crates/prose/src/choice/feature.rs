//! What speaks for a candidate, by name. A feature is a few parts, each with a sentence here.

/// A slot that is filled by choice.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::EnumIter, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Slot {
    /// What happened or is: measure and kind.
    What,
    /// Over which days.
    Days,
    /// According to whom.
    Speaker,
    /// Where people left.
    From,
    /// Where they went.
    To,
    /// Where they are, or where it happened.
    At,
}

/// What speaks for a candidate: up to four parts, the empty ones last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature(pub(super) [&'static str; 4]);

impl Feature {
    pub(super) fn new(parts: &[&'static str]) -> Feature {
        let mut all = [""; 4];
        all[..parts.len()].copy_from_slice(parts);
        Feature(all)
    }

    /// The parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.0.into_iter().filter(|part| !part.is_empty())
    }
}

impl std::fmt::Display for Feature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, part) in self.parts().enumerate() {
            let stop = if at == 0 { "" } else { "." };
            write!(f, "{stop}{part}")?;
        }
        Ok(())
    }
}
