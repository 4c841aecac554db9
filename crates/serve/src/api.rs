//! What the pages show, as JSON; each a function of what is asked.

use claim::{Claim, Decision, Event};
use serde::Serialize;
use serde_json::{Value, json};

use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::pages::claims::{chosen, state};
use crate::pages::eyes::Eyes;
use crate::pages::paged;
use crate::picture::{Drawn, Question};
use crate::printed::FEW;
use crate::room::Room;
use crate::{intake, queue as reviewed};

/// `GET /healthz`
pub(crate) fn health(room: &Room, _: &Ask) -> Result<Answered, Refusal> {
    room.look()?;
    Ok(Answered::new("text/plain; charset=utf-8", b"ok\n".to_vec())
        .with("cache-control", "no-store"))
}

/// `GET /metrics`
pub(crate) fn metrics(room: &Room, _: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let text = room.metrics.text(known.sequence, known.claims.len());
    Ok(Answered::new("text/plain; version=0.0.4; charset=utf-8", text.into_bytes()))
}

/// `GET /api/picture`
pub(crate) fn picture(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let drawn = room.drawn(&Question::of(&ask.query)?)?;
    Ok(Answered::new("application/json", drawn.json(room.settings.gazetteer)?.as_bytes().to_vec()))
}

/// A list in pages.
fn list<T: Serialize>(ask: &Ask, all: &[T]) -> Result<Answered, Refusal> {
    let pager = paged(&ask.query, all.len())?;
    let items = &all[pager.range()];
    Ok(Answered::json(
        &json!({ "items": items, "page": pager.page, "per": pager.per, "total": pager.total }),
    ))
}

/// A claim as one may see it, with how it fits.
fn told(claim: &Claim, known: &Known, drawn: Option<&Drawn>, eyes: &Eyes) -> Value {
    let mut value = serde_json::to_value(claim).expect("plain data");
    value["quote"] = json!(eyes.quote(claim));
    value["document_title"] = json!(eyes.title(&claim.document));
    value["decisions"] = json!(known.version(claim.id.as_str()));
    let withheld = eyes.withholds(&claim.id);
    if withheld {
        for field in ["value", "low", "high"] {
            value[field] = Value::Null;
        }
        value["suppressed"] = json!(true);
    }
    if let Some(fit) = drawn.and_then(|drawn| drawn.fit(&claim.id)) {
        let plain = |people: &f64| !(1.0..f64::from(FEW)).contains(&people.round());
        value["picture"] = json!({
            "role": fit.role,
            "why": fit.why.as_ref().filter(|_| !withheld && drawn.is_some_and(|drawn| eyes.hears(drawn, &fit.id))),
            "fitted": fit.fitted.filter(|people| !withheld && plain(people)),
            "residual": fit.residual.filter(|_| !withheld),
            "reading": fit.reading,
            "copy_of": fit.copy_of,
        });
    }
    value
}

/// `GET /api/claims`
pub(crate) fn claims(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state(room, ask)?;
    let newest = room.known()?;
    let found = chosen(ask, &known, drawn.as_deref(), &newest.verdicts())?;
    let pager = paged(&ask.query, found.len())?;
    let eyes = Eyes::of(&known, ask);
    let items: Vec<Value> = found[pager.range()]
        .iter()
        .map(|claim| told(claim, &newest, drawn.as_deref(), &eyes))
        .collect();
    let stale = drawn.is_some_and(|drawn| is_stale(&drawn, &newest));
    let (page, per, total) = (pager.page, pager.per, pager.total);
    Ok(Answered::json(
        &json!({ "items": items, "page": page, "per": per, "total": total, "stale": stale }),
    ))
}

/// Whether a picture is of before the last decisions, the next being drawn.
fn is_stale(drawn: &Drawn, newest: &Known) -> bool {
    drawn.question.as_of.is_none() && !drawn.is_of(newest)
}

/// `GET /api/claims/{id}`
pub(crate) fn claim(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state(room, ask)?;
    let newest = room.known()?;
    let id = ask.slot("id").parse().map_err(|_| Refusal::missing("that is no id of a claim"))?;
    let claim = known.claim(&id).or_else(|| newest.as_read(&id));
    let claim =
        claim.ok_or_else(|| Refusal::missing(format!("no claim {id}, or it is kept back")))?;
    let eyes = Eyes::of(&known, ask);
    let mut value = told(claim, &newest, drawn.as_deref(), &eyes);
    let about: Vec<Value> = newest
        .about(id.as_str())
        .into_iter()
        .map(|(one, stands)| decision(&newest, one, stands))
        .collect();
    value["stale"] = json!(drawn.is_some_and(|drawn| is_stale(&drawn, &newest)));
    value["version"] = json!(about.len());
    value["decisions"] = json!(about);
    value["conflict"] = json!(newest.is_conflict(id.as_str()));
    value["as_read"] = json!(newest.as_read(&id).filter(|_| !eyes.withholds(&id)));
    Ok(Answered::json(&value))
}

fn decision(known: &Known, decision: Decision, stands: bool) -> Value {
    let mut value =
        serde_json::to_value(known.reach.as_printed(decision, FEW)).expect("plain data");
    value["stands"] = json!(stands);
    value
}

/// `GET /api/disagreements`
pub(crate) fn disagreements(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (_, drawn) = state(room, ask)?;
    let all = drawn.as_ref().map_or(&[][..], |drawn| &drawn.disagreements);
    Ok(Answered::json(&json!({ "items": all })))
}

/// `GET /api/findings`
pub(crate) fn findings(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    Ok(Answered::json(&json!({ "items": Eyes::of(&known, ask).findings().collect::<Vec<_>>() })))
}

/// `GET /api/sources`
pub(crate) fn sources(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (_, drawn) = state(room, ask)?;
    let all = drawn.as_ref().map_or(&[][..], |drawn| &drawn.picture.sources);
    Ok(Answered::json(&json!({ "items": all })))
}

/// `GET /api/events`
pub(crate) fn events(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, _) = state(room, ask)?;
    let eyes = Eyes::of(&known, ask);
    let told = |event: &Event| Event { quote: eyes.told_of(event).to_owned(), ..event.clone() };
    Ok(Answered::json(&json!({ "items": known.events.iter().map(told).collect::<Vec<_>>() })))
}

/// `GET /api/documents`
pub(crate) fn documents(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let eyes = Eyes::of(&known, ask);
    let all: Vec<Value> = known
        .material
        .documents
        .iter()
        .map(|document| {
            json!({
                "id": document.id, "title": eyes.title(&document.id), "published": document.published,
                "publisher": document.publisher, "media": document.media, "url": document.url,
            })
        })
        .collect();
    list(ask, &all)
}

/// `GET /api/log`
pub(crate) fn log(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let all: Vec<Value> = known
        .decisions
        .iter()
        .map(|one| decision(&known, one.clone(), known.in_force.contains(&one.id)))
        .collect();
    list(ask, &all)
}

/// `GET /api/queue`
pub(crate) fn queue(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let drawn = reviewed::weighed(room);
    let all = reviewed::queue(&known, drawn.as_deref(), room.settings.gazetteer);
    let items: Vec<Value> = all
        .iter()
        .map(|item| {
            let (reason, detail) = match &item.reason {
                reviewed::Reason::Found(severity, words) => {
                    ("found", json!({ "severity": severity, "message": words }))
                }
                reviewed::Reason::Moves(by) => ("moves", json!(by)),
                reviewed::Reason::Stakes(people) => ("stakes", json!(people.round())),
                reviewed::Reason::Unsure(doubts) => ("unsure", json!(doubts)),
                reviewed::Reason::Unseen => ("unseen", Value::Null),
            };
            json!({ "claim": item.claim.id, "reason": reason, "detail": detail })
        })
        .collect();
    list(ask, &items)
}

/// `POST /api/read`
pub(crate) fn read(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let mut items = Vec::new();
    for (name, bytes) in intake::sent(ask)? {
        for reading in intake::readings(room, ask, &name, bytes)? {
            items.push(match reading {
                Ok(reading) => json!({
                    "name": reading.document.name,
                    "published": reading.document.published,
                    "language": reading.language,
                    "passed_over": reading.passed_over,
                    "statements": reading.statements,
                    "problems": reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
                }),
                Err(problem) => json!({ "name": name, "statements": [], "problems": [problem.to_string()] }),
            });
        }
    }
    Ok(Answered::json(&json!({ "items": items })))
}

/// `POST /api/documents`
pub(crate) fn add(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    Ok(Answered::json(&json!({ "items": intake::add(room, ask)? })))
}

/// `POST /api/claims/{id}/decisions`
pub(crate) fn decide(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (decision, missed) = crate::decide::decide(room, ask, ask.slot("id"))?;
    Ok(Answered::json(&json!({ "decision": decision, "conflict": missed })))
}

/// `POST /api/decisions/{id}/undo`
pub(crate) fn undo(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    Ok(Answered::json(&json!({ "decision": crate::decide::undo(room, ask, ask.slot("id"))? })))
}
