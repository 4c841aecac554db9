//! Links between the claims of one file that was written elsewhere: they name each other by the
//! ids that they had there.

use claim::{Claim, Id};
use rustc_hash::FxHashMap;

/// Turns a claim's links to the names that the claims of the file have now; a link to a claim
/// that is not in the file is dropped.
pub(crate) fn follow(claim: &mut Claim, names: &FxHashMap<Id, Id>) {
    for link in [&mut claim.part_of, &mut claim.same_as] {
        *link = link.take().and_then(|before| names.get(&before).cloned());
    }
    // A claim is not a part of itself.
    for link in [&mut claim.part_of, &mut claim.same_as] {
        if link.as_ref() == Some(&claim.id) {
            *link = None;
        }
    }
}
