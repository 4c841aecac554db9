//! The picture: what leads, the numbers asked for, charts, and where reports disagree.

use brief::answer::Told;
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use reconcile::{ALL, ELSEWHERE};

use super::Frame;
use super::parts::count;
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::picture::{Drawn, Question};
use crate::room::Room;

/// The parts of the brief that stand on this page behind the number.
const SHOWN: [&str; 5] = ["daily", "running", "disagreements", "unknown", "limits"];

/// `GET /`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    if known.material.documents.is_empty() {
        return Ok(Answered::page(Frame::new(room, ask, "Begin").page(&known, empty(ask))));
    }
    let question = Question::of(&ask.query)?;
    let drawn = room.drawn_soon(&question)?;
    let whole = room.drawn_soon(&question.whole())?;
    // What leads is of all the days, however they are cut below.
    let total = room.drawn_soon(&Question { by: "total", ..question.clone() })?;
    let brief = whole.brief(room.settings.gazetteer);
    let [title, subtitle, dateline] = brief.head();
    let parts = whole.parts(room.settings.gazetteer);
    let part = |id: &str| parts.iter().find(|part| part.id == id);
    let body = html! {
        header.title {
            h1 { (title) span.sub { (subtitle) } }
            p.dateline { (dateline) }
        }
        (super::parts::being_drawn(Some(&total), &known))
        (form(&drawn, &known, ask))
        @if question.is_whole() {
            section id="headline" { @if let Some(part) = part("headline") { (PreEscaped(&part.html)) } }
        } @else {
            section.answer id="headline" { (answer(&total)) }
        }
        @if !question.is_whole() || question.by != "total" { (table(&drawn)) }
        @if !question.is_whole() { (sentences(&drawn)) }
        @for id in SHOWN {
            @if let Some(part) = part(id) {
                section id=(part.id) { h2 { (part.heading) } (PreEscaped(&part.html)) }
            }
        }
        (further(ask))
    };
    let frame = Frame::new(room, ask, &title).with(&["charts.js"]);
    Ok(Answered::page(frame.page(&known, body)))
}

/// What a newcomer with an empty ledger sees.
fn empty(ask: &Ask) -> Markup {
    html! {
        header.title { h1 { "Nothing has been added yet" } }
        p { "Reports and tables about people on the move go in; what they say together, and where they disagree, comes out." }
        @if ask.who.role >= crate::access::Role::Analyst { p { a.button href="/documents" { "Add documents" } } }
    }
}

/// What can be asked.
fn form(drawn: &Drawn, known: &Known, ask: &Ask) -> Markup {
    let question = &drawn.question;
    let mut days: Vec<Date> = known.claims.iter().filter_map(|claim| claim.published).collect();
    days.sort_unstable();
    days.dedup();
    let list = days.iter().map(Date::to_string).collect::<Vec<_>>().join(" ");
    let named = drawn.picture.crossings.iter().filter(|name| *name != ELSEWHERE);
    let chosen = |name: &str| drawn.vias.iter().any(|via| via == name);
    let value = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        form.ask method="get" action="/" aria-label="What is asked" {
            div.field { label for="from" { "From" } input type="date" id="from" name="from" value=(value(question.from)); }
            div.field { label for="to" { "To" } input type="date" id="to" name="to" value=(value(question.to)); }
            div.field {
                label for="via" { "Crossing" }
                select id="via" name="via" {
                    option value="" { "each, and all together" }
                    @for name in named { option value=(name) selected[chosen(name)] { (name) } }
                }
            }
            div.field {
                label for="by" { "Rows" }
                select id="by" name="by" {
                    @for (value, words) in [("total", "the whole time"), ("week", "weeks"), ("day", "days")] {
                        option value=(value) selected[question.by == value] { (words) }
                    }
                }
            }
            @if let Some(route) = &question.route { input type="hidden" name="route" value=(route); }
            div.field.known data-days=(list) {
                label for="as_of" { "As known on" }
                input type="date" id="as_of" name="as_of" value=(value(question.as_of));
            }
            div.field.do {
                button type="submit" { "Show" }
                @if !ask.query.0.is_empty() { a href="/" { "All" } }
            }
        }
    }
}

/// The numbers of one row, in words.
fn told(told: &Told) -> [String; 3] {
    let bare = |words: &str| [words.to_owned(), String::new(), String::new()];
    match told {
        Told::NotKnown => bare("not known"),
        Told::NotReported => bare("not reported"),
        Told::LeftOut => bare("left out"),
        Told::Numbers(numbers) => numbers.clone(),
    }
}

/// The number of what was asked for.
fn answer(drawn: &Drawn) -> Markup {
    let rows = &drawn.rows;
    let first =
        rows.iter().find(|row| drawn.vias.is_empty() == (row.numbers.via == ALL)).or(rows.first());
    let Some(row) = first else { return html! { p { "Nothing bears on these days." } } };
    let [median, _, most] = told(&row.told);
    let way = match (row.numbers.via.as_str(), drawn.vias.as_slice()) {
        (ALL, _) => "all ways together".to_owned(),
        (via, _) => format!("by {via}"),
    };
    let (from, to) = (row.numbers.from, row.numbers.to);
    html! {
        div.headline {
            p.figure { (median) }
            p.what { (super::capital(&way)) ", " (claim::Window::new(from, to).map(claim::wording::days).unwrap_or_default()) }
            p.interval {
                @if !most.is_empty() { "90 % interval " (most) "." }
                @if !row.seen.is_empty() { " Days reported: " (row.seen) "." }
            }
        }
    }
}

/// The rows asked for.
fn table(drawn: &Drawn) -> Markup {
    let seen = drawn.rows.iter().any(|row| !row.seen.is_empty());
    html! {
        section id="rows" {
            h2 { "By crossing" }
            div.scroll tabindex="0" role="region" aria-label="The numbers by crossing" {
                table.numbers {
                    thead { tr {
                        th scope="col" { "Crossing" } th scope="col" { "Days" }
                        th.num scope="col" { "Median" } th.num scope="col" { "50 %" } th.num scope="col" { "90 %" }
                        @if seen { th scope="col" { "Reported" } }
                    } }
                    tbody {
                        @for row in &drawn.rows {
                            @let [median, half, most] = told(&row.told);
                            tr {
                                th scope="row" { (row.numbers.via) }
                                td { (row.numbers.from) @if row.numbers.from != row.numbers.to { " to " (row.numbers.to) } }
                                td.num { (median) } td.num { (half) } td.num { (most) }
                                @if seen { td { (row.seen) } }
                            }
                        }
                    }
                }
            }
            p.soft { (count(drawn.rows.len(), "row")) }
        }
    }
}

/// What would narrow it and what is nearly unknown of what was asked.
fn sentences(drawn: &Drawn) -> Markup {
    let narrowing = drawn.narrowing.iter().map(|one| one.sentence.to_string());
    let unknown = drawn.unknowns.iter().map(|one| one.sentence.to_string());
    let all: Vec<String> = narrowing.chain(unknown).collect();
    html! {
        @if !all.is_empty() {
            section id="open" { h2 { "What is open" } ul.items { @for one in &all { li { (one) } } } }
        }
    }
}

/// The same elsewhere.
fn further(ask: &Ask) -> Markup {
    let query = ask.query.with(&[]);
    let with =
        |place: &str| if query.is_empty() { place.to_owned() } else { format!("{place}?{query}") };
    let as_of = ask.query.get("as_of").map(|day| format!("?as_of={day}")).unwrap_or_default();
    html! {
        nav.further aria-label="The same elsewhere" {
            ul {
                li { a href={ "/brief" (as_of) } { "The brief, to print" } }
                li { a href=(with("/export")) { "Files of this" } }
                li { a href=(with("/api/picture")) { "As JSON" } }
            }
        }
    }
}
