//! Why a server cannot run: kinds, with what to do.

use std::net::SocketAddr;

/// Why a server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Others could reach it, and nobody has to say who they are.
    #[error("{listen} can be reached by others, and there are no users")]
    NoUsers {
        /// Where it should listen.
        listen: SocketAddr,
        /// Where users would be kept.
        users: String,
    },
    /// The address cannot be had.
    #[error("{listen}: {detail}")]
    Listen {
        /// Where it should listen.
        listen: SocketAddr,
        /// What the system said.
        detail: String,
    },
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The file of users cannot be read.
    #[error(transparent)]
    Users(#[from] crate::access::UsersError),
    /// The system has no randomness, or no threads.
    #[error("the system refuses: {0}")]
    System(String),
}

impl ServeError {
    /// What to do.
    pub fn remedy(&self) -> String {
        match self {
            ServeError::NoUsers { users, .. } => format!(
                "make one with `crossings serve add-user NAME --role admin --users {users}`, listen on 127.0.0.1, or show \
                 what may be public with --public"
            ),
            ServeError::Listen { .. } => {
                "give another address with --listen, such as 127.0.0.1:8421".to_owned()
            }
            ServeError::Ledger(error) => error.remedy().to_owned(),
            ServeError::Users(error) => error.remedy(),
            ServeError::System(_) => "try again; if it stays, tell us".to_owned(),
        }
    }
}
