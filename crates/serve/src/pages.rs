//! The pages, a file each, and the frame around them.

pub(crate) mod claim;
pub(crate) mod claims;
pub(crate) mod disagreements;
pub(crate) mod documents;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod eyes;
pub(crate) mod findings;
pub(crate) mod log;
pub(crate) mod login;
pub(crate) mod map;
mod parts;
pub(crate) mod picture;
pub(crate) mod queue;
pub(crate) mod sources;
mod text;

use maud::{DOCTYPE, Markup, html};

use crate::access::{Door, Role};
use crate::ask::{Ask, Refusal};
use crate::assets;
use crate::known::Known;
use crate::room::Room;

/// What stands around a page.
pub(crate) struct Frame<'a> {
    pub room: &'a Room,
    pub ask: &'a Ask,
    pub title: &'a str,
    /// Scripts besides those of every page.
    pub scripts: &'a [&'static str],
}

/// An entry of the menu: where it leads, what it says, who sees it, and whether in public.
type Entry = (&'static str, &'static str, Role, bool);

const MENU: [Entry; 11] = [
    ("/", "Picture", Role::Reader, true),
    ("/queue", "Review", Role::Analyst, false),
    ("/claims", "Claims", Role::Reader, true),
    ("/disagreements", "Disagreements", Role::Reader, true),
    ("/findings", "Findings", Role::Reader, true),
    ("/documents", "Documents", Role::Reader, false),
    ("/sources", "Sources", Role::Reader, true),
    ("/events", "Events", Role::Reader, true),
    ("/map", "Map", Role::Reader, true),
    ("/export", "Export", Role::Reader, true),
    ("/log", "Log", Role::Reader, false),
];

impl<'a> Frame<'a> {
    pub fn new(room: &'a Room, ask: &'a Ask, title: &'a str) -> Frame<'a> {
        Frame { room, ask, title, scripts: &[] }
    }

    pub fn with(self, scripts: &'a [&'static str]) -> Frame<'a> {
        Frame { scripts, ..self }
    }

    /// The whole page.
    pub fn page(&self, known: &Known, body: Markup) -> Markup {
        let public = self.room.guard.door == Door::Public;
        let seen = MENU
            .iter()
            .filter(|(_, _, role, open)| self.ask.who.role >= *role && (*open || !public));
        let here = |place: &str| match place {
            "/" => self.ask.path == "/",
            place => self.ask.path == place || self.ask.path.starts_with(&format!("{place}/")),
        };
        let bar = html! {
            nav.menu aria-label="Pages" {
                ul {
                    @for (place, name, ..) in seen {
                        li { a href=(place) aria-current=[here(place).then_some("page")] { (name) } }
                    }
                }
            }
        };
        let name = &self.room.name;
        let ledger = name.rsplit('/').next().unwrap_or(name);
        let about = html! {
            p.ledger title={ "entry " (known.sequence) " of the ledger" } { bdi { (ledger) } }
            (self.person())
        };
        let scripts: Vec<&str> = ["pages.js"].iter().chain(self.scripts).copied().collect();
        shell(
            self.title,
            &bar,
            &about,
            &body,
            &scripts,
            if public { None } else { Some(known.sequence) },
        )
    }

    /// Who is at work, and how to be somebody else.
    fn person(&self) -> Markup {
        let token = &self.ask.who.token;
        match self.room.guard.door {
            Door::Public => html! { p.person { "public, read only" } },
            Door::Users => html! {
                form.person method="post" action="/logout" {
                    input type="hidden" name="token" value=(token);
                    span { bdi { (self.ask.who.name.as_deref().unwrap_or_default()) } ", " (self.ask.who.role) }
                    button.plain type="submit" { "Log out" }
                }
            },
            Door::Own => html! {
                form.person method="post" action="/name" {
                    input type="hidden" name="token" value=(token);
                    label for="signs" { "Signs as" }
                    input id="signs" name="name" dir="auto" maxlength="80" autocomplete="name" value=(self.ask.signature());
                    button.plain type="submit" { "Keep" }
                }
            },
        }
    }
}

/// The bones of every page.
pub(crate) fn shell(
    title: &str,
    bar: &Markup,
    about: &Markup,
    body: &Markup,
    scripts: &[&str],
    live: Option<i64>,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · crossings" }
                link rel="stylesheet" href=(assets::address("style.css"));
                link rel="icon" href="data:,";
                @for script in scripts { script defer src=(assets::address(script)) {} }
            }
            body.room data-back="Back" data-point="Point at a day, or move the slider, for its numbers." data-quote="“…”" data-entry=[live] {
                a.skip href="#main" { "To the page" }
                header.bar {
                    p.brand { a href="/" { "crossings" } }
                    (bar)
                    div.about { (about) }
                }
                main id="main" tabindex="-1" { (body) }
                p.news role="status" hidden {}
            }
        }
    }
}

/// The page that says why there is none.
pub(crate) fn refused(room: &Room, refusal: &Refusal) -> Markup {
    let public = room.guard.door == Door::Public;
    let waits = refusal.status == axum::http::StatusCode::SERVICE_UNAVAILABLE;
    let body = html! {
        h1 { (refusal.title) }
        p dir="auto" { (capital(&refusal.detail)) "." }
        @if !refusal.remedy.is_empty() { p.soft dir="auto" { "What to do: " (refusal.remedy) "." } }
        @if waits { p { a.again href="" { "Ask again" } } }
    };
    let bar = html! {
        nav.menu aria-label="Pages" { ul {
            @for (place, name, role, open) in MENU { @if role == Role::Reader && (open || !public) { li { a href=(place) { (name) } } } }
        } }
    };
    shell(refusal.title, &bar, &html! {}, &body, &["pages.js"], None)
}

/// A sentence's first letter large.
pub(crate) fn capital(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// The page of a list that a query asks for.
pub(crate) fn paged(query: &crate::ask::Fields, total: usize) -> Result<parts::Pager, Refusal> {
    parts::Pager::of(query, 100, total)
}
