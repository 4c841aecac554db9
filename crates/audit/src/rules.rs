//! The registry of rules, a file for each: first those that correct, then those that only
//! compare. What each proves and assumes, and the case that it comes from, stands in its file.

mod crossing_as_border;
mod crossings_as_people;
mod direction_swapped;
mod even_steps;
mod flow_over_stock;
mod headline_body;
mod household_constant;
mod household_size;
mod households_for_people;
mod loose_window;
mod method_break;
mod misprint;
mod partial_day;
mod parts_total;
mod queue_as_crossing;
mod readings_of_day;
mod revision;
mod route_as_crossing;
mod route_total;
mod running_total;
mod same_digits;
mod scale_slip;
mod share_over_hundred;
mod spans;
mod stale_figure;
mod steady_ratio;
mod tenfold_day;
mod total_difference;
mod total_falls;
mod two_figures;
mod two_starts;
mod unexplained_jump;

pub use headline_body::HEADLINE;

use crate::registry::RuleCard;

/// All rules, in the order in which they are run.
pub(crate) const ALL: &[RuleCard] = &[
    share_over_hundred::RULE,
    misprint::RULE,
    revision::RULE,
    readings_of_day::RULE,
    running_total::RULE,
    same_digits::RULE,
    scale_slip::RULE,
    direction_swapped::RULE,
    total_falls::RULE,
    total_difference::RULE,
    parts_total::RULE,
    tenfold_day::RULE,
    route_total::RULE,
    spans::RULE,
    unexplained_jump::RULE,
    loose_window::RULE,
    two_starts::RULE,
    household_size::RULE,
    household_constant::RULE,
    households_for_people::RULE,
    flow_over_stock::RULE,
    two_figures::RULE,
    headline_body::RULE,
    partial_day::RULE,
    route_as_crossing::RULE,
    crossing_as_border::RULE,
    queue_as_crossing::RULE,
    crossings_as_people::RULE,
    stale_figure::RULE,
    even_steps::RULE,
    steady_ratio::RULE,
    method_break::RULE,
];
