//! The gazetteer: knows every country, people, province, displacement city and border crossing by each of its spellings,
//! and finds them in running text.
//!
//! ```
//! use places::{Gazetteer, PlaceKind};
//!
//! let gazetteer = Gazetteer::builtin();
//! let text = "About 104,000 Afghans left Pakistan through TORKHAM; others went by Spin Boldak.";
//! let found: Vec<&str> = gazetteer
//!     .mentions(text)
//!     .iter()
//!     .map(|mention| gazetteer.place(mention.place).name.as_str())
//!     .collect();
//! assert_eq!(found, ["Afghanistan", "Pakistan", "Torkham", "Chaman"]);
//!
//! let chaman = gazetteer.crossing("Friendship Gate").unwrap();
//! assert_eq!(chaman.kind, PlaceKind::Crossing);
//! assert_eq!(chaman.joins, Some(["PAK".to_string(), "AFG".to_string()]));
//! ```
//!
//! The data are CSV files in `data/`, documented in `data/README.md`; [`Gazetteer::extended_with`] adds a reader's own
//! crossings in the same columns.

mod error;
mod gazetteer;
mod names;
mod outline;
mod scan;
mod table;

pub use error::GazetteerError;
pub use gazetteer::{Gazetteer, Place, PlaceId, PlaceKind};
pub use outline::{Line, Outlines, Ring};
pub use scan::{Mention, MentionKind};
