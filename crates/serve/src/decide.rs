//! Decisions as they arrive: from a form or from a program, into the ledger.

use std::sync::atomic::Ordering;

use claim::{Changes, Decision, Verdict};

use crate::access::Role;
use crate::ask::{Ask, Refusal};
use crate::room::Room;

/// The longest reason, and the longest value of a field, bytes: both stay in the ledger for good.
const LONGEST: usize = 4_000;

/// Why, where nobody says.
fn otherwise(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "read as its quote says",
        Verdict::Reject => "not to be used, after its quote was read",
        Verdict::Correct => "put right after its quote was read",
        Verdict::Flag => "somebody should look again",
        Verdict::Undo => "taken back",
        Verdict::Merge => "says what the other says",
        Verdict::Split | Verdict::Confidential => "",
    }
}

/// The fields set: `set` as `FIELD=VALUE`, or `set.FIELD`; a field left as it was is not set.
fn changes(ask: &Ask) -> Result<Changes, Refusal> {
    let mut changes = Changes::new();
    for (name, value) in &ask.form.0 {
        if let Some(field) = name.strip_prefix("set.") {
            let before = ask.form.0.iter().find(|(key, _)| key.strip_prefix("was.") == Some(field));
            if before.is_none_or(|(_, before)| before.trim() != value.trim()) {
                changes.insert(field.to_owned(), value.trim().to_owned());
            }
        } else if name == "set" && !value.trim().is_empty() {
            for pair in value.split(", ") {
                let (field, value) = pair.split_once('=').ok_or_else(|| {
                    Refusal::bad(
                        format!("set={pair} sets nothing"),
                        "give FIELD=VALUE, such as value=202975",
                    )
                })?;
                changes.insert(field.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
    Ok(changes)
}

/// Enters a decision; of a merge, the ledger looks for the other claim.
pub(crate) fn enter(room: &Room, decision: Decision) -> Result<Decision, Refusal> {
    let subject = room.known()?.subject(&decision.subject);
    let decision = room.writing(|ledger| match &subject {
        Some(subject) => Ok(ledger.decide_about(decision, subject)?),
        // What is kept back, or only the beginning of an id.
        None => Ok(ledger.decide(decision)?),
    })?;
    room.metrics.decisions.fetch_add(1, Ordering::Relaxed);
    Ok(decision)
}

/// Takes the decision that a form holds about a claim; returns it, and whether somebody decided in between.
pub(crate) fn decide(room: &Room, ask: &Ask, id: &str) -> Result<(Decision, bool), Refusal> {
    let verdict: Verdict = ask.form.get("verdict").unwrap_or_default().parse().map_err(|_| {
        Refusal::bad(
            "no verdict is given",
            "give accept, reject, correct, merge, flag or confidential",
        )
    })?;
    if verdict == Verdict::Confidential && ask.who.role < Role::Admin {
        return Err(Refusal::forbidden(
            "only an admin decides what is confidential",
            "flag the claim, and say why",
        ));
    }
    if verdict == Verdict::Split {
        return Err(Refusal::bad("a claim is not split here", "use `crossings decide split`"));
    }
    let why = ask.form.get("why").unwrap_or(otherwise(verdict));
    if why.len() > LONGEST
        || ask.form.0.iter().any(|(name, value)| name.starts_with("set") && value.len() > LONGEST)
    {
        return Err(Refusal::bad(
            "a reason or a value is too long",
            format!("say it in {LONGEST} bytes"),
        ));
    }
    let version = match ask.form.get("version") {
        None => None,
        Some(text) => Some(text.parse::<u32>().map_err(|_| {
            Refusal::bad(
                format!("version={text} is no number"),
                "give how many decisions were seen",
            )
        })?),
    };
    let mut decision = Decision::new(verdict, id, ask.signature(), why, (room.settings.now)());
    decision.version = version;
    if verdict == Verdict::Correct {
        decision.set = changes(ask)?;
    }
    if let (Verdict::Merge, Some(into)) = (verdict, ask.form.get("into")) {
        let into = into
            .parse()
            .map_err(|_| Refusal::bad(format!("{into} is no id"), "give the other claim's"))?;
        decision.into = Some(into);
    }
    let decision = enter(room, decision)?;
    let missed = match decision.version {
        None => false,
        Some(seen) => {
            let about = room.known()?.about(&decision.subject);
            about
                .iter()
                .position(|(one, _)| one.id == decision.id)
                .is_some_and(|at| at > seen as usize)
        }
    };
    Ok((decision, missed))
}

/// Takes back the decision `id`.
pub(crate) fn undo(room: &Room, ask: &Ask, id: &str) -> Result<Decision, Refusal> {
    let known = room.known()?;
    let earlier = known.decisions.iter().find(|decision| decision.id.as_str() == id);
    let earlier = earlier.ok_or_else(|| Refusal::missing(format!("no decision {id}")))?;
    if earlier.verdict == Verdict::Confidential && ask.who.role < Role::Admin {
        return Err(Refusal::forbidden(
            "only an admin decides what is confidential",
            "ask an admin",
        ));
    }
    let why = ask.form.get("why").unwrap_or(otherwise(Verdict::Undo));
    let decision = Decision::new(Verdict::Undo, id, ask.signature(), why, (room.settings.now)());
    enter(room, decision)
}
