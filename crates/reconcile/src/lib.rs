//! Turns claims that do not fit into one picture: the daily flow of each
//! crossing with its uncertainty, how every claim stands to it, and who
//! disagrees and why.
//!
//! A claim is a noisy sum of daily flows over crossings and days. Unequal
//! windows are the point: "on Monday", "in the last two weeks" and "since 17
//! September" all bear on the same days. [`reconcile`] sorts out which claims
//! bear on a border, weighs how each number was written and which days it may
//! really cover, and draws daily flows from the posterior; any question is then a
//! sum over draws.
//!
//! ```
//! use claim::{Claim, DocumentId, Kind};
//! use jiff::civil::date;
//! use places::Gazetteer;
//! use reconcile::{Options, reconcile};
//!
//! let text = "12,689 people returned through Torkham on 3 November.";
//! let claim = Claim {
//!     value: Some(12_689.0),
//!     kind: Kind::Return,
//!     via: vec!["Torkham".into()],
//!     from: Some("PAK".into()),
//!     to: Some("AFG".into()),
//!     published: Some(date(2023, 11, 4)),
//!     start: Some(date(2023, 11, 3)),
//!     end: Some(date(2023, 11, 3)),
//!     start_stated: true,
//!     ..Claim::new(DocumentId::of_bytes(text.as_bytes()), text, 0..13)
//! }
//! .sealed();
//!
//! let picture = reconcile(&[claim], &[], Gazetteer::builtin(), &Options::default()).unwrap();
//! let day = claim::Window::day(date(2023, 11, 3));
//! let crossed = picture.sum(&["Torkham"], day).unwrap();
//! assert!(crossed.p05 < 12_689.0 && 12_689.0 < crossed.p95);
//! ```

mod account;
mod assumptions;
mod classes;
mod compare;
mod coverage;
mod disagree;
mod draws;
mod engine;
mod entry;
mod error;
mod factors;
mod fit;
mod joint;
mod layout;
mod misfit;
mod narrow;
mod node;
mod number;
mod origin;
mod parts;
mod picture;
mod printed;
mod reading;
mod resolve;
mod rhythm;
mod saying;
mod scope;
pub mod simulate;
mod unknown;
mod vintage;
mod without;
mod words;

pub use draws::By;
pub use engine::{Options, reconcile};
pub use error::ReconcileError;
pub use narrow::Narrowing;
pub use phrases::{Basis, Form, Said, Saying};
pub use picture::{
    ALL, ClaimFit, Coverage, Diagnostics, Disagreement, Draws, ELSEWHERE, Leaning, Observed,
    Picture, Quantiles, Reason, Role, Route, Row, Unknown, WindowReading,
};
pub use printed::sure;
pub use saying::PHRASES;
pub use without::LeaveOut;
pub use words::takes_article;
