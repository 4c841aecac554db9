//! Who may do what: users with passwords and roles, sessions, tokens, and how often anybody may ask.

mod guard;
mod limits;
mod users;

pub use users::{Role, Users, UsersError};

pub(crate) use guard::{Door, Guard, SESSION, Who, cookie};
pub(crate) use limits::{Counted, Limits};
