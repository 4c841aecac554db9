//! One table of a sheet, and what it is read with.

use claim::Document;
use places::Gazetteer;

use super::grid::Grid;
use super::header::Layout;
use crate::Options;

/// A table that is being read: the rooms that read it (`around`, `keys`, `rows`, `totals`, `made`) add
/// their methods.
pub(super) struct Reader<'a> {
    pub document: &'a Document,
    pub gazetteer: &'a Gazetteer,
    pub options: Options<'a>,
    pub grid: &'a Grid<'a>,
    pub layout: &'a Layout,
}
