//! Files that are read and written whole or not at all. Pipes and devices are neither: they would be waited for, and
//! have no end.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::failure::Failure;

/// What is said of a pipe or a device.
pub(crate) const NO_FILE: &str = "not a plain file (a pipe or a device)";

/// The most that a small file of settings may be.
const TEXT_LIMIT: u64 = 16 << 20;

fn no_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, NO_FILE)
}

/// Reads up to `limit` bytes of a file.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe waits for who writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(no_file());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a small file of text.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path, TEXT_LIMIT)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "is not UTF-8"))
}

/// Refuses a path that is an address or holds a password: nothing is made of that name.
pub(crate) fn is_path(path: &Path) -> Result<(), Failure> {
    match ledger::looks_like_address(path) {
        true => Err(Failure::usage(
            "what is given as the output is an address, or holds a password, and no path of a file",
            "give the path of a file; a ledger on a server is named with --ledger or as SOURCE",
        )),
        false => Ok(()),
    }
}

/// Writes a file; a reader sees the old one or the new one, never half of one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    is_path(path)?;
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
/// A link is followed to its file; a device or pipe is refused.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file() && !known.is_dir()) {
        return Err(no_file());
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
