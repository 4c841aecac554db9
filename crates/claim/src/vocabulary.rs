//! The closed lists of words that describe a claim. The names are the JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

/// Declares a closed list of words with the same spelling in Rust's `Display`,
/// in `FromStr`, in JSON and in the JSON Schema.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default,
            Serialize, Deserialize, JsonSchema, Display, EnumString, IntoStaticStr, VariantNames,
        )]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }
    };
}
pub(crate) use words;

words! {
    /// How the number was hedged in the text.
    Qualifier {
        /// The number as such: "140,322".
        #[default]
        Exact,
        /// "about", "some", "approximately".
        About,
        /// "more than", "at least", "over": the number is a lower bound.
        MoreThan,
        /// "fewer than", "under": the number is an upper bound.
        LessThan,
        /// "up to", "as many as": the number is an upper bound.
        UpTo,
        /// "nearly", "almost", "close to": just below the number.
        Nearly,
        /// "4,000 to 5,000": `low` and `high` are given, `value` is not.
        Range,
        /// "hundreds of thousands": an interval that the word stands for.
        Vague,
        /// "an undetermined number": it happened, and nobody says how much.
        Undetermined,
    }
}

words! {
    /// What the number counts.
    Unit {
        /// Individuals.
        #[default]
        People,
        /// Families or households; `factor` holds people per household when stated.
        Households,
        /// Vehicles with people in them.
        Vehicles,
    }
}

words! {
    /// Whether the number is of movement or of presence (the IRIS distinction).
    Measure {
        /// Happened during a window.
        #[default]
        Flow,
        /// True at a moment.
        Stock,
        /// A percentage, in `value`, of something else.
        Share,
        /// A flow per day, week or month.
        Rate,
    }
}

words! {
    /// The period a rate is per.
    Per {
        /// Per day.
        #[default]
        Day,
        /// Per week.
        Week,
        /// Per month.
        Month,
    }
}

words! {
    /// What happened to, or is true of, the people counted.
    Kind {
        /// Going home, or being sent home.
        Return,
        /// Leaving, or crossing with no destination named.
        Departure,
        /// Coming in.
        Arrival,
        /// Expelled by an authority.
        Deportation,
        /// Arrested or rounded up.
        Arrest,
        /// Forced from home, within a country or across a border.
        Displacement,
        /// Entered in a register.
        Registration,
        /// Born.
        Birth,
        /// Died.
        Death,
        /// Living somewhere (stock).
        Population,
        /// Living somewhere without papers (stock).
        Undocumented,
        /// Living somewhere as refugees (stock).
        Refugees,
        /// On a register (stock).
        Registered,
        /// Held (stock).
        Detained,
        /// Waiting or stuck, for instance at a gate (stock).
        Stranded,
        /// Living in camps or centres (stock).
        InCamp,
        /// Anything else.
        #[default]
        Other,
    }
}

impl Qualifier {
    /// Whether as many people at least were counted.
    pub fn is_lower_bound(self) -> bool {
        self == Qualifier::MoreThan
    }

    /// Whether no more people were counted.
    pub fn is_upper_bound(self) -> bool {
        matches!(self, Qualifier::LessThan | Qualifier::UpTo)
    }
}

impl Kind {
    /// Whether people counted under this kind went over a border or a line.
    pub fn is_crossing(self) -> bool {
        matches!(self, Kind::Return | Kind::Departure | Kind::Arrival | Kind::Deportation)
    }
}

words! {
    /// What one unit of the count stands for.
    Concept {
        /// One passage of a border; a person can make several.
        CrossingEvent,
        /// One person.
        Person,
        /// One person on a register.
        RegisteredPerson,
        /// One person who received help.
        AssistedPerson,
        /// Not counted but estimated.
        Estimate,
        /// The text does not say.
        #[default]
        Unknown,
    }
}

words! {
    /// How the speaker stands to the number.
    Stance {
        /// Said to be so.
        #[default]
        Asserted,
        /// Said to be an estimate.
        Estimated,
        /// Intended.
        Planned,
        /// Predicted.
        Expected,
        /// Said not to be so.
        Denied,
        /// Only if something else happens.
        Conditional,
        /// Asked, rumoured or made a charge of: nobody stands by it.
        Alleged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantNames;

    #[test]
    fn one_spelling_in_display_parse_and_json() {
        for word in Kind::VARIANTS {
            let kind: Kind = word.parse().unwrap();
            assert_eq!(kind.to_string(), *word);
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{word}\""));
        }
        assert!("Return".parse::<Kind>().is_err(), "words are lower case");
    }
}
