//! What a server is told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use jiff::Timestamp;
use places::Gazetteer;

/// What a server is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A file, or the address of a PostgreSQL database.
    pub ledger: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// For everybody to read, and nobody to write.
    pub public: bool,
    /// The file of users.
    pub users: PathBuf,
    /// Where places lie.
    pub gazetteer: &'static Gazetteer,
    /// What time it is.
    pub now: fn() -> Timestamp,
    /// From when something lasts.
    pub begun: fn() -> Instant,
}
