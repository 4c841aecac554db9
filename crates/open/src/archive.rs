//! The files packed in one file, as a folder: a zip archive, and the office documents that are one.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits;

/// An archive that is open.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Archive<'b> {
    /// # Errors
    /// What is wrong with it.
    pub fn open(bytes: &'b [u8]) -> Result<Archive<'b>, String> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| format!("a zip archive that cannot be opened: {}", told(&error)))?;
        Ok(Archive { zip })
    }

    pub fn len(&self) -> usize {
        self.zip.len()
    }

    /// Names of all that is in it, in the order of the archive.
    pub fn names(&self) -> Vec<String> {
        (0..self.zip.len())
            .map(|index| match self.zip.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("file {}", index + 1),
            })
            .collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of the file at `index`, when they are not more than `limit`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn at(&mut self, index: usize, limit: usize) -> Result<Vec<u8>, String> {
        let file = self.zip.by_index(index).map_err(|error| told(&error))?;
        let mut bytes = Vec::new();
        // What the archive says of its sizes may be wrong: only what comes out counts.
        file.take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("cannot be unpacked: {error}"))?;
        if bytes.len() > limit {
            return Err(format!("unpacks to more than {} MB", limit >> 20));
        }
        Ok(bytes)
    }

    /// The text of a part of an office document; `None` when there is no such part.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let bytes = self.at(index, limits::FILE).map_err(|error| format!("{name}: {error}"))?;
        Ok(Some(super::html::decode(&bytes, None)))
    }
}

fn told(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "encrypted".to_owned(),
        error => error.to_string(),
    }
}
