//! Who was counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::vocabulary::words;

words! {
    /// Legal or documentary status of the people counted.
    Status {
        /// Without papers, or staying illegally as the text puts it.
        Undocumented,
        /// Registered as refugees (in Pakistan: Proof of Registration).
        RegisteredRefugee,
        /// Refugees; the text does not say whether they are registered.
        Refugee,
        /// Holders of another card (in Pakistan: Afghan Citizen Card).
        CardHolder,
        /// Have asked for asylum.
        AsylumSeeker,
        /// Citizens of the country they are in or enter.
        National,
        /// Citizens of neither country of the border.
        ThirdCountry,
        /// The text does not say.
        #[default]
        Unknown,
    }
}

words! {
    /// Which part of the population was counted.
    Group {
        /// Everybody.
        #[default]
        All,
        /// Men and women.
        Adults,
        /// Children, minors.
        Children,
        /// Women.
        Women,
        /// Men.
        Men,
    }
}

/// Who was counted: the words of the text and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Population {
    /// As the text puts it: "undocumented immigrants".
    pub text: String,
    /// ISO 3166 alpha-3 of the people's nationality, when said or implied by a demonym.
    pub nationality: Option<String>,
    /// Legal or documentary status.
    #[serde(default)]
    pub status: Status,
    /// Part of the population.
    #[serde(default)]
    pub group: Group,
    /// Sub-populations the text says are in the count.
    #[serde(default)]
    pub includes: Vec<String>,
    /// Sub-populations the text says are left out of the count.
    #[serde(default)]
    pub excludes: Vec<String>,
}
