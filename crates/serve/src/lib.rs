//! The room where a team works: one process over one ledger that shows the picture, its claims and their quotes as
//! pages, takes decisions and documents, and says the same as JSON.
//!
//! It reckons nothing itself. What a page prints is what `brief` and its `answer` say of the picture that `reconcile`
//! draws from what `ledger` holds; what is withheld elsewhere is withheld here. It keeps nothing either, but what may be
//! reckoned again: so several can run side by side over one PostgreSQL ledger.
//!
//! [`run`] serves until it is told to end. A page is a function from what was asked to what is answered (`ask`), named
//! once in the table of `ways`, from which the router, the checks of rights and parameters, and the OpenAPI document
//! are made. The clock comes from whoever runs it.

mod access;
mod api;
mod ask;
mod assets;
mod decide;
mod error;
mod intake;
mod known;
mod live;
mod metrics;
mod pages;
mod picture;
mod printed;
mod queue;
mod room;
mod server;
mod settings;
mod ways;

pub use access::{Role, Users, UsersError};
pub use error::ServeError;
pub use server::run;
pub use settings::Settings;
pub use ways::openapi;
