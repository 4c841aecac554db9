//! Why a command ended early; decides the exit status.

use std::io;

/// Hints are kept apart from messages: they are printed on a line of their own.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command makes no sense as given: status 2.
    Usage { message: String, hint: String },
    /// It could not be done: status 1.
    Undone { message: String, hint: String },
    /// Standard output was closed by its reader: status 0, nothing said.
    OutputClosed,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Usage { message: message.into(), hint: hint.into() }
    }

    pub(crate) fn undone(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Undone { message: message.into(), hint: hint.into() }
    }
}

/// Of writing to standard output; files of other names give their own messages.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::undone(
                format!("standard output: {error}"),
                "check where the output is sent, and whether there is room",
            ),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::from(io::Error::from(error))
    }
}

impl From<ledger::LedgerError> for Failure {
    fn from(error: ledger::LedgerError) -> Failure {
        Failure::undone(error.to_string(), error.remedy())
    }
}

impl From<reconcile::ReconcileError> for Failure {
    fn from(error: reconcile::ReconcileError) -> Failure {
        // What happened, then what to do, as that crate words its errors.
        let text = error.to_string();
        let (message, hint) = text.split_once("; ").unwrap_or((&text, ""));
        Failure::undone(format!("no picture: {message}"), hint)
    }
}

impl From<outlook::OutlookError> for Failure {
    fn from(error: outlook::OutlookError) -> Failure {
        Failure::undone(format!("no outlook: {error}"), error.remedy())
    }
}

impl From<export::ExportError> for Failure {
    fn from(error: export::ExportError) -> Failure {
        Failure::undone(error.to_string(), error.remedy())
    }
}

impl From<brief::answer::WayError> for Failure {
    fn from(error: brief::answer::WayError) -> Failure {
        Failure::undone(error.to_string(), error.remedy())
    }
}
