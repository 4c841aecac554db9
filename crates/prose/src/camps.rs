//! What a camp takes in: "Um Rakuba camp has taken in 9,650 people" counts those who are in it, and who came to it from
//! the border crossed there before. Neither is a count at the border.

use ::places::PlaceKind;
use claim::{Claim, Kind, Measure};

use super::analysis::{Analysis, Named};
use super::grammar::{Class, Grammar};
use super::seat::Seat;

/// Tells the claims of a sentence that count those in a camp.
pub(super) fn settle(analysis: &Analysis, claims: &mut [Claim], seats: &[Seat]) {
    for (claim, seat) in claims.iter_mut().zip(seats) {
        let counted = &analysis.amounts[seat.amount].tokens;
        let arrived = (claim.measure, claim.kind) == (Measure::Flow, Kind::Arrival);
        let Some(camp) = camp(analysis).filter(|_| arrived) else { continue };
        let takes_in = camp.tokens.end < counted.start
            && analysis.happenings.iter().any(|(tokens, _)| {
                (camp.tokens.end..camp.tokens.end + NEAR).contains(&tokens.start)
                    && tokens.end <= counted.start
            });
        let gate = behind_out_of(analysis, camp);
        if takes_in {
            (claim.measure, claim.kind) = (Measure::Stock, Kind::InCamp);
            (claim.start, claim.start_stated, claim.cumulative) = (None, false, false);
            (claim.from, claim.to, claim.at) = (None, None, Some(camp.code()));
        } else if let Some(gate) = gate.filter(|_| camp.tokens.start >= counted.end) {
            claim.kind = Kind::Other;
            (claim.from, claim.to, claim.at) = (Some(gate.code()), Some(camp.code()), None);
        } else {
            continue;
        }
        claim.via.clear();
        claim.rules.push("place.camp".into());
        *claim = claim.clone().sealed();
    }
}

/// Tokens between a camp and what it did.
const NEAR: usize = 4;

/// The camp that a sentence names.
fn camp<'a>(analysis: &'a Analysis) -> Option<&'a Named<'a>> {
    analysis.names.iter().find(|name| {
        name.is_place()
            && name.place.kind == PlaceKind::City
            && Grammar::english().is(analysis.word(name.tokens.end), Class::Camp)
    })
}

/// The crossing that those in a camp came from.
fn behind_out_of<'a>(analysis: &'a Analysis, camp: &Named) -> Option<&'a Named<'a>> {
    analysis.names.iter().find(|name| {
        let lead = name.tokens.start.checked_sub(1).map_or("", |at| analysis.word(at));
        name.is_crossing()
            && name.tokens.start > camp.tokens.start
            && Grammar::english().is(lead, Class::OutOf)
    })
}
