//! Parts against their total.

use claim::{Event, Id};
use rustc_hash::FxHashSet;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{known, printed, reckoned, saying, sum as sum_of, whose};
use crate::series::book::Book;
use crate::series::derived::deported;
use crate::series::slips::{slip, slip_of_length};

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "parts_total",
    proves: "A whole and its parts cannot all be right, whatever was rounded; or a part is larger \
              than the whole it is said to be of. Proved.",
    assumes: "Men, women and children (or adults and children) are everybody, unless the text calls \
              them some (\"among them\", \"including\"): then they can only come to more; those \
              deported may or may not be among them.",
    case: "Torkham, 21 November 2023: \"2,290\", but 800 + 756 + 1,409 = 2,965; percentages and \
              parts that slipped into the wrong line of a sheet.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut wholes: Vec<usize> = book.parts.keys().copied().collect();
    wholes.sort_unstable();
    // That the next total went on from the parts says already that the whole counts others too.
    let explained: FxHashSet<Id> = findings
        .of(Rule::DefinitionChange)
        .flat_map(|finding| finding.claims.iter().cloned())
        .collect();
    for whole in wholes {
        if book.mentions(whole).iter().any(|mention| explained.contains(&book.id(*mention))) {
            continue;
        }
        let Some((sum, parts)) = book.breakdown(whole) else {
            part_over_whole(book, whole, findings);
            continue;
        };
        let entry = &book.items[whole];
        if sum.meets(entry.bounds) {
            continue;
        }
        // "178 of them were deported. … men, women and children": those of the whole before.
        let above = entry.claim.part_of.as_ref().and_then(|id| book.by_id.get(id.as_str()));
        if above.is_some_and(|above| sum.lo > entry.bounds.hi && *above != whole) {
            continue;
        }
        let deported = deported(book, whole);
        let with = deported.iter().fold(sum, |sum, d| sum.plus(book.items[*d].bounds));
        if with.meets(entry.bounds) {
            continue;
        }
        let total: f64 = parts.iter().map(|part| book.known(*part)).sum();
        let value = book.known(whole);
        let mut claims = vec![whole];
        claims.extend(&parts);
        // A part with a digit too few or too many is more likely the wrong one than the whole.
        let is_suspect = |part: &usize| {
            let meant = book.items[*part].value() + value - total;
            meant > 0.0
                && slip(value, total).is_none()
                && slip_of_length(book.items[*part].value(), meant)
        };
        let suspects: Vec<usize> = parts.iter().copied().filter(is_suspect).collect();
        if let Some(suspect) = suspects.first() {
            claims.retain(|claim| claim != suspect);
            claims.insert(0, *suspect);
        }
        // With one digit more or fewer in one part, and in no other, the sum holds: that is the number.
        let remedy = match suspects[..] {
            [suspect] if book.items[whole].is_exact() => {
                Remedy::Value(book.items[suspect].value() + value - total)
            }
            _ => Remedy::None,
        };
        findings.add(
            book,
            Found {
                rule: Rule::PartsTotal,
                severity: Severity::Proved,
                claims: claims.clone(),
                message: saying!(
                    "audit-parts-total",
                    who = whose(book, &claims),
                    whole = known(book, whole),
                    sum = reckoned(total)
                ),
                remedy,
                proof: saying!(
                    "audit-sum-proof",
                    parts = sum_of(book, &parts),
                    sum = reckoned(total),
                    whole = known(book, whole)
                ),
            },
        );
    }
}

/// Proves: a part is larger than the whole it is said to be of. Case: percentages and parts that
/// slipped into the wrong line of a sheet.
fn part_over_whole(book: &Book, whole: usize, findings: &mut Findings) {
    let total = &book.items[whole];
    for part in &book.parts[&whole] {
        let entry = &book.items[*part];
        let same = entry.claim.unit == total.claim.unit
            && entry.claim.measure == total.claim.measure
            && entry.end == total.end;
        if same && entry.bounds.lo > total.bounds.hi {
            findings.add(
                book,
                Found {
                    rule: Rule::PartOverWhole,
                    severity: Severity::Proved,
                    claims: vec![*part, whole],
                    message: saying!(
                        "audit-part-over-whole",
                        part = printed(book, *part),
                        whole = printed(book, whole)
                    ),
                    remedy: Remedy::None,
                    proof: saying!(
                        "audit-more-proof",
                        number = printed(book, *part),
                        whole = printed(book, whole)
                    ),
                },
            );
        }
    }
}
