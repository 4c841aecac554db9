//! Coming in, going out, and the name that decisions are signed with where nobody logs in.

use maud::html;

use super::shell;
use crate::access::{Counted, Door, SESSION};
use crate::ask::{Answered, Ask, Fields, Refusal};
use crate::room::Room;

/// `GET /login`
pub(crate) fn get(room: &Room, _: &Ask) -> Result<Answered, Refusal> {
    if room.guard.door != Door::Users {
        return Ok(Answered::to("/"));
    }
    Ok(page(room, None))
}

fn page(room: &Room, failed: Option<&str>) -> Answered {
    let body = html! {
        header.title { h1 { "Log in" } }
        @if let Some(words) = failed { p.warning role="alert" { (words) } }
        form.login method="post" action="/login" {
            input type="hidden" name="token" value=(room.guard.early_token());
            div.field { label for="name" { "Name" } input id="name" name="name" dir="auto" autocomplete="username" required; }
            div.field { label for="password" { "Password" } input type="password" id="password" name="password" autocomplete="current-password" required; }
            button type="submit" { "Log in" }
        }
    };
    Answered::page(shell("Log in", &html! {}, &html! {}, &body, &["pages.js"], None))
}

/// `POST /login`
pub(crate) fn enter(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (name, password) = (ask.form.get("name"), ask.form.get("password"));
    let now = (room.settings.now)();
    if !room.limits.allow(Counted::Login, name.unwrap_or_default(), now) {
        return Err(Refusal::too_often("too many tries to log in under that name"));
    }
    let session =
        name.zip(password).and_then(|(name, password)| room.guard.login(name, password, now));
    Ok(match session {
        Some(value) => Answered::to("/").with("set-cookie", kept(SESSION, &value, 12 * 3600, true)),
        None => page(room, Some("The name or the password is not right."))
            .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY),
    })
}

/// `POST /logout`
pub(crate) fn leave(_: &Room, _: &Ask) -> Result<Answered, Refusal> {
    Ok(Answered::to("/login").with("set-cookie", kept(SESSION, "", 0, true)))
}

/// `POST /name`
pub(crate) fn name(_: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let encoded = Fields::default().with(&[("n", ask.form.get("name").unwrap_or("local"))]);
    let value = encoded.strip_prefix("n=").unwrap_or("local");
    Ok(Answered::to("/").with("set-cookie", kept("crossings_name", value, 365 * 86_400, false)))
}

/// A cookie of ours: never sent with what another site asks, and out of the reach of scripts.
fn kept(name: &str, value: &str, seconds: u32, session: bool) -> String {
    let same = if session { "Strict" } else { "Lax" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite={same}; Max-Age={seconds}")
}
