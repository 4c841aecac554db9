//! What could not be read, in words that say where and what to do.

use std::fmt;

/// Something that could not be read: file, line, what happened, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The document's name as given.
    pub file: String,
    /// 1-based line, when the problem has one.
    pub line: Option<usize>,
    /// What happened.
    pub message: String,
    /// What to do about it; empty for a note that asks for nothing.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        match self.remedy.as_str() {
            "" => Ok(()),
            remedy => write!(f, "\n  hint: {remedy}"),
        }
    }
}

impl std::error::Error for Problem {}
