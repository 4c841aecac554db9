//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;

/// Writes a file; a reader sees the old one or the new one, never half of one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    replace(path, bytes).map_err(|error| {
        Failure::undone(
            format!("{}: could not be written: {error}", path.display()),
            "check that the folder exists and may be written to",
        )
    })
}

/// Writes beside the file and renames: a reader sees the old page or the new
/// one, never half of one.
///
/// A link is followed to its file; a device or pipe is written to, never replaced.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        // A page that was kept from others stays so.
        .and_then(|()| {
            known.map_or(Ok(()), |known| fs::set_permissions(&beside, known.permissions()))
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}
