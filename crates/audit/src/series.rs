//! The room that all rules share: claims laid out in series that count the same thing, with what
//! each number can stand for.

pub(crate) mod book;
pub(crate) mod bounds;
pub(crate) mod changes;
pub(crate) mod context;
pub(crate) mod derived;
pub(crate) mod families;
pub(crate) mod item;
pub(crate) mod slips;
pub(crate) mod telling;
pub(crate) mod timeline;
pub(crate) mod what;
