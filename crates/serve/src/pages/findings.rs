//! What arithmetic proves or makes likely; a proposal is taken over with one click.

use audit::{Finding, Severity};
use claim::Claim;
use maud::{Markup, html};

use super::eyes::Eyes;
use super::parts::{self, count};
use super::{Frame, capital};
use crate::access::Role;
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::room::Room;

/// `GET /findings`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let found: Vec<&Finding> = Eyes::of(&known, ask).findings().collect();
    let groups = [
        (Severity::Proved, "Proved: these cannot all be right as they stand"),
        (Severity::Likely, "Likely"),
        (Severity::WorthALook, "Worth a look"),
    ];
    let body = html! {
        header.title {
            h1 { "What the arithmetic says" }
            p.dateline { (count(found.len(), "finding")) " in " (count(known.claims.len(), "claim")) "; nothing is changed until somebody decides" }
        }
        @if found.is_empty() { p { "Nothing was found." } }
        @for (severity, words) in groups {
            @let own: Vec<&&Finding> = found.iter().filter(|one| one.severity == severity).collect();
            @if !own.is_empty() {
                section { h2 { (words) } ol.cases { @for finding in own { li { (case(finding, &known, ask)) } } } }
            }
        }
    };
    Ok(Answered::page(Frame::new(room, ask, "Findings").page(&known, body)))
}

fn case(finding: &Finding, known: &Known, ask: &Ask) -> Markup {
    let eyes = Eyes::of(known, ask);
    let claims: Vec<&Claim> = finding.claims.iter().filter_map(|id| known.claim(id)).collect();
    html! {
        p dir="auto" { strong { (capital(&finding.message.to_string())) "." } }
        p.proof dir="auto" { (finding.proof) }
        ul.quotes {
            @for claim in claims.iter().take(4) {
                li {
                    a href={ "/claims/" (claim.id) "#quote" } { (eyes.figure(claim)) }
                    " " span.soft { bdi { (parts::speaker(claim)) } ", " (parts::days(claim)) ", " bdi { (eyes.title(&claim.document)) } }
                }
            }
            @if claims.len() > 4 { li.soft { "and " (claims.len() - 4) " more" } }
        }
        @if let Some(claim) = claims.first().filter(|_| ask.who.role >= Role::Analyst) {
            form.verdicts method="post" action={ "/claims/" (claim.id) "/decisions" } {
                input type="hidden" name="token" value=(ask.who.token);
                input type="hidden" name="version" value=(known.version(claim.id.as_str()));
                input type="hidden" name="back" value="/findings";
                input type="hidden" name="why" value={ "the audit's finding: " (finding.message) };
                @if let Some(proposal) = finding.proposal.as_ref().filter(|text| text.contains('=')) {
                    input type="hidden" name="set" value=(proposal);
                    button type="submit" name="verdict" value="correct" { "Take over: " (proposal) }
                }
                button.plain type="submit" name="verdict" value="accept" { "It is right as it stands" }
                button.plain type="submit" name="verdict" value="reject" { "Reject the claim" }
            }
        }
    }
}
