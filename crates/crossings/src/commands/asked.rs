//! Which picture is asked for: what every command that reconciles takes.

use claim::Claim;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::AsKnown;
use reconcile::{Options, Picture, Route};

use crate::talk::Talk;

/// As of when, of which border, with which draws.
#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    /// Use only what had been published by this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    as_of: Option<Date>,
    /// Use only what had been entered into the ledger by this time
    #[arg(long, value_name = "TIME", value_parser = super::time)]
    recorded_by: Option<Timestamp>,
    /// The border, by ISO 3166 codes, when the source has several
    #[arg(long, value_name = "PAK:AFG", value_parser = super::route)]
    pub(super) route: Option<Route>,
    /// By whose count: that office's numbers hold, others are turned into it
    #[arg(long, value_name = "SOURCE")]
    by_count_of: Option<String>,
    /// An office whose totals bind: days, crossings and classes add up to them exactly
    #[arg(long, value_name = "SOURCE", conflicts_with = "by_count_of")]
    binding: Option<String>,
    /// One class of people, where reports tell classes apart: nationals (or returnees), refugees,
    /// third country, or a nationality by its ISO 3166 code
    #[arg(long, value_name = "CLASS")]
    population: Option<String>,
    /// Seed of the random draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Asked {
    /// What a ledger is asked for.
    pub fn as_known(&self) -> AsKnown {
        AsKnown { published_by: self.as_of, recorded_by: self.recorded_by }
    }

    /// Whether it is about everybody, and not about one class of people.
    pub fn is_of_everybody(&self) -> bool {
        self.population.is_none()
    }

    /// What the engine is asked for, over all days that the reports bear on.
    pub fn options(&self) -> Options {
        Options {
            as_of: self.as_of,
            route: self.route.clone(),
            seed: self.seed,
            // Whose totals bind, by his count is counted: the same frame.
            by_count_of: self.by_count_of.clone().or_else(|| self.binding.clone()),
            population: self.population.as_deref().map(brief::answer::class),
            ..Options::default()
        }
    }

    /// Says that the way over the border is taken to be one, when neither the user nor a report tells it.
    pub fn say_way(&self, picture: &Picture, claims: &[Claim], talk: &mut Talk) {
        // The picture keeps the claims in the order given.
        let mut fitted = claims
            .iter()
            .zip(&picture.claims)
            .filter(|(_, fit)| fit.role.is_fitted())
            .map(|(claim, _)| claim);
        let told = |claim: &Claim| {
            claim.from.is_some() || claim.to.is_some() || claim.population.nationality.is_some()
        };
        if self.route.is_none() && !fitted.any(told) {
            let Route { from, to } = &picture.route;
            talk.note(format_args!(
                "no report says which way people went: taken to be from {from} to {to}\n  \
                 hint: give --route {from}:{to} if they did, or --route {to}:{from}"
            ));
        }
    }
}
