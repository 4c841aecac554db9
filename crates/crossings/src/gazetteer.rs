//! The gazetteer in use: the one built in, and the crossings of a user's own file added to it.

use std::path::Path;
use std::sync::OnceLock;

use places::Gazetteer;

use crate::failure::Failure;

static EXTENDED: OnceLock<Gazetteer> = OnceLock::new();

/// Adds the crossings of a table to the gazetteer, once, before anything is read.
pub(crate) fn extend(path: &Path) -> Result<(), Failure> {
    let name = path.display().to_string();
    let hint = "give a CSV with the columns name, other_names, country_a, country_b, side_a, side_b, lat, lon, province_a, note";
    let table = crate::whole::read_text(path)
        .map_err(|error| Failure::undone(format!("{name}: {error}"), hint))?;
    let extended = Gazetteer::builtin()
        .extended_with(&name, &table)
        .map_err(|error| Failure::undone(error.to_string(), hint))?;
    EXTENDED.get_or_init(|| extended);
    Ok(())
}

/// The gazetteer that texts are read with.
pub(crate) fn in_use() -> &'static Gazetteer {
    EXTENDED.get().unwrap_or_else(|| Gazetteer::builtin())
}
