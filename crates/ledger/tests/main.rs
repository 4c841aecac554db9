//! Everything that the ledger promises, in one program: linking costs more than running.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

mod common;
mod ledger;
mod older;
mod sequences;
mod tls;
