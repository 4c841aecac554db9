//! What comes next.
//!
//! [`forecast`] says how many people may cross on each of the next days: a weighted combination of simple methods,
//! weighed by how well each foretold the days that have passed, with intervals widened or narrowed until they held
//! what they promised to hold. It knows nothing of claims: it takes draws of a daily series, or a plain series with
//! gaps, so that it is scored on real series as it is.

mod alert;
mod calibrate;
mod error;
mod fan;
mod forecast;
pub mod gate;
mod history;
mod methods;
pub mod needs;
pub mod scenario;
mod weights;

pub use alert::{SURGE_RULE, Surge, surge};
pub use error::OutlookError;
pub use fan::{Fan, LEVELS};
pub use forecast::{FEWEST_DAYS, Forecast, Past, forecast};
pub use methods::METHODS;
