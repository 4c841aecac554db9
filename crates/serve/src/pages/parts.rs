//! What several pages show alike: who speaks, which days, what part a claim plays, what was decided of it.

use claim::{Claim, Decision, Verdict};
use jiff::civil::Date;
use maud::{Markup, html};
use reconcile::{ClaimFit, Role};

use crate::ask::{Ask, Fields, Refusal};
use crate::known::Known;
use crate::picture::Drawn;

/// A list in pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pager {
    pub page: usize,
    pub per: usize,
    pub total: usize,
}

impl Pager {
    /// # Errors
    /// When a number is none.
    pub fn of(query: &Fields, per: usize, total: usize) -> Result<Pager, Refusal> {
        let number = |name: &str, otherwise: usize, most: usize| match query.get(name) {
            None => Ok(otherwise),
            Some(text) => text.parse().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| {
                Refusal::bad(
                    format!("{name}={text} will not do"),
                    format!("give a number from 1 to {most}"),
                )
            }),
        };
        Ok(Pager { page: number("page", 1, 1_000_000)?, per: number("per", per, 500)?, total })
    }

    pub fn range(&self) -> std::ops::Range<usize> {
        let from = ((self.page - 1) * self.per).min(self.total);
        from..(from + self.per).min(self.total)
    }

    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.per).max(1)
    }

    /// Links to the pages around.
    pub fn links(&self, ask: &Ask) -> Markup {
        let to = |page: usize| {
            format!("{}?{}", ask.path, ask.query.with(&[("page", &page.to_string())]))
        };
        html! {
            @if self.pages() > 1 {
                nav.pager aria-label="Pages of the list" {
                    @if self.page > 1 { a rel="prev" href=(to(self.page - 1)) { "Earlier" } }
                    span { "page " (self.page) " of " (self.pages()) }
                    @if self.page < self.pages() { a rel="next" href=(to(self.page + 1)) { "Further" } }
                }
            }
        }
    }
}

/// "1 claim", "12 claims".
pub(crate) fn count(n: usize, what: &str) -> String {
    let number = claim::wording::number(n as f64);
    if n == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Words of the contract as people write them.
pub(crate) fn plain(word: impl ToString) -> String {
    word.to_string().replace('_', " ")
}

/// The days of a claim.
pub(crate) fn days(claim: &Claim) -> String {
    match (claim.start, claim.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (None, Some(end)) if claim.cumulative => format!("up to {end}"),
        (None, Some(end)) => end.to_string(),
        (Some(start), None) => format!("since {start}"),
        (None, None) => "no days told".to_owned(),
    }
}

/// Where a claim is of.
pub(crate) fn place(claim: &Claim) -> String {
    let route = match (&claim.from, &claim.to) {
        (Some(from), Some(to)) => Some(format!("{from} → {to}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("to {to}")),
        (None, None) => None,
    };
    let vias = (!claim.via.is_empty()).then(|| claim.via.join(", "));
    let at = claim.at.as_ref().map(|at| format!("in {at}"));
    [vias, route, at].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is counted.
pub(crate) fn what(claim: &Claim) -> String {
    let measure = match claim.measure {
        claim::Measure::Flow => String::new(),
        other => format!(" ({})", plain(other)),
    };
    let unit = match claim.unit {
        claim::Unit::People => String::new(),
        other => format!(", {}", plain(other)),
    };
    let total = if claim.cumulative { ", running total" } else { "" };
    format!("{}{measure}{unit}{total}", plain(claim.kind))
}

/// Who says so, as the text has it.
pub(crate) fn speaker(claim: &Claim) -> String {
    brief::question::speaker(claim).unwrap_or_else(|| "no source named".to_owned())
}

/// What part a claim plays in the picture, in a word.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Used => "counted",
        Role::Bound => "a bound",
        Role::Copy => "a copy",
        Role::Superseded => "superseded",
        Role::SetAside => "set aside",
        Role::OutOfScope => "of something else",
    }
}

/// How far a claim lies from the picture: "12 % above".
pub(crate) fn distance(fit: &ClaimFit) -> Option<String> {
    let residual = fit.residual.filter(|_| fit.role == Role::Used)?;
    let percent = (residual.exp() - 1.0) * 100.0;
    Some(match percent.abs() {
        apart if apart < 0.5 => "as in the picture".to_owned(),
        _ if percent > 900.0 => format!("{:.0} times the picture", residual.exp()),
        apart => {
            format!("{apart:.0} % {} the picture", if percent > 0.0 { "above" } else { "below" })
        }
    })
}

/// A verdict as something that was done.
pub(crate) fn done(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accepted",
        Verdict::Reject => "rejected",
        Verdict::Correct => "corrected",
        Verdict::Merge => "merged",
        Verdict::Split => "split",
        Verdict::Flag => "flagged",
        Verdict::Confidential => "marked confidential",
        Verdict::Undo => "undone",
    }
}

/// What is said where the picture is of an earlier entry, while the next is drawn.
pub(crate) fn being_drawn(drawn: Option<&Drawn>, newest: &Known) -> Markup {
    let old = drawn.is_some_and(|drawn| drawn.question.as_of.is_none() && !drawn.is_of(newest));
    html! {
        @if old {
            p.warning role="note" { strong { "The picture is being drawn anew." } " What stands here is of before the last decisions." }
        }
    }
}

/// A day, or a dash.
pub(crate) fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| day.to_string())
}

/// The fields that a decision sets.
pub(crate) fn changes(decision: &Decision) -> String {
    let pairs = |changes: &claim::Changes| {
        let pairs = changes.iter().map(|(field, value)| {
            let value = if value.is_empty() { "nothing" } else { value };
            format!("{field} = {value}")
        });
        pairs.collect::<Vec<_>>().join(", ")
    };
    let parts = decision.parts.iter().map(&pairs);
    std::iter::once(pairs(&decision.set))
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Decisions about one thing in their order, with what undoes them; those taken without knowing of another are marked.
pub(crate) fn history(ask: &Ask, decisions: &[(Decision, bool)], reach: &ledger::Reach) -> Markup {
    let missed =
        |at: usize, decision: &Decision| decision.version.is_some_and(|seen| (seen as usize) < at);
    let may = ask.who.role >= crate::access::Role::Analyst;
    html! {
        @if decisions.is_empty() { p.soft { "Nothing was decided." } }
        ol.history {
            @for (at, (decision, stands)) in decisions.iter().enumerate() {
                @let shown = reach.as_printed(decision.clone(), crate::printed::FEW);
                li.undone[!stands] id={ "decision-" (decision.id) } {
                    p {
                        strong { (capital(done(decision.verdict))) }
                        " by " bdi { (shown.by) } ", "
                        time datetime=(decision.recorded) { (decision.recorded.strftime("%Y-%m-%d %H:%M")) " UTC" }
                        @if !stands { " · taken back" }
                        @if missed(at, decision) { " " span.flag { "taken without knowing of the one before" } }
                    }
                    @if !changes(&shown).is_empty() { p dir="auto" { (changes(&shown)) } }
                    p.soft dir="auto" { (shown.why) }
                    @if *stands && may {
                        form method="post" action={ "/decisions/" (decision.id) "/undo" } {
                            input type="hidden" name="token" value=(ask.who.token);
                            button.plain type="submit" { "Take back" }
                        }
                    }
                }
            }
        }
    }
}

use super::capital;
