//! `crossings read --explain`: why each claim was read as it was, in the terminal or as a page.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use claim::{Claim, Statement};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use read::{Layer, Reading, Recognised};

use crate::failure::Failure;
use crate::inputs;
use crate::layout::{width, wrap};
use crate::screen;
use crate::talk::Talk;
use crate::whole as file;

/// Column at which the reasons stand.
const INDENT: usize = 4;

pub(crate) fn run(
    paths: &[PathBuf],
    day: inputs::Day,
    page: Option<&Path>,
    talk: &mut Talk,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(screen::text());
    let mut sections = Vec::new();
    inputs::each(paths, day, &[], None, talk, |reading, _| {
        let recognised = read::recognised(&reading.document, crate::gazetteer::in_use());
        match page {
            Some(_) => sections.push(section(&reading, &recognised)),
            None => in_terminal(&mut out, &reading, &recognised)?,
        }
        Ok(())
    })?;
    out.flush()?;
    if let Some(path) = page {
        file::write(path, whole(&sections).into_string().as_bytes())?;
        talk.note(format_args!("wrote {}", path.display()));
    }
    Ok(())
}

fn claims(reading: &Reading) -> impl Iterator<Item = &Claim> {
    reading.statements.iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    })
}

fn in_terminal(
    out: &mut impl Write,
    reading: &Reading,
    recognised: &[Recognised],
) -> Result<(), Failure> {
    let width = width();
    super::read::header(out, reading, width)?;
    for statement in &reading.statements {
        super::read::block(out, statement, &reading.document, width)?;
        let Statement::Claim(claim) = statement else { continue };
        let mut line = |text: &str| -> Result<(), Failure> {
            for part in wrap(text, width.saturating_sub(INDENT)) {
                writeln!(out, "{:INDENT$}{part}", "")?;
            }
            Ok(())
        };
        for name in &claim.rules {
            line(&format!("{name}: {}", read::rule(name).unwrap_or("no account of it")))?;
        }
        for found in read::of_sentence(claim, recognised) {
            let words = reading.document.text[found.span.clone()].replace('\n', " ");
            line(&format!("\u{201c}{words}\u{201d} = {} {}", found.layer, found.meaning))?;
        }
    }
    Ok(())
}

/// The text with all that was recognised in it marked, and each claim with its rules.
fn section(reading: &Reading, recognised: &[Recognised]) -> Markup {
    html! {
        section {
            h2 { (reading.document.name) }
            p .text { (marked(&reading.document.text, recognised)) }
            @for claim in claims(reading) {
                details id=(claim.id) {
                    summary { (claim.quote) " \u{2013} " (claim.measure) ", " (claim.kind) }
                    ul {
                        @for name in &claim.rules {
                            li { b { (name) } " " (read::rule(name).unwrap_or("no account of it")) }
                        }
                        @for found in read::of_sentence(claim, recognised) {
                            li {
                                mark class=(found.layer) { (reading.document.text[found.span.clone()]) }
                                " " (found.layer) ": " (found.meaning)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Marks the outermost of what was recognised; what lies inside stays in its title.
fn marked(text: &str, recognised: &[Recognised]) -> Markup {
    let mut at = 0;
    let mut page = String::new();
    for (index, found) in recognised.iter().enumerate() {
        if found.span.start < at {
            continue;
        }
        let inside: Vec<String> = recognised[index..]
            .iter()
            .take_while(|r| r.span.start < found.span.end)
            .map(|r| format!("{}: {}", r.layer, r.meaning))
            .collect();
        page += &html! { (text[at..found.span.start]) }.into_string();
        page += &html! {
            mark class=(found.layer) title=(inside.join("; ")) { (text[found.span.clone()]) }
        }
        .into_string();
        at = found.span.end;
    }
    page += &html! { (text[at..]) }.into_string();
    PreEscaped(page)
}

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
.text{white-space:pre-wrap}mark{padding:0 .15em;border-radius:.2em;color:inherit;background:#e8e8e8}\
.amount{background:#ffe08a}.people{background:#cfe8ff}.verb{background:#d8f0d0}.place{background:#f3d9f0}.time{background:#ffd9c2}.speaker{background:#dcdcf5}\
summary{cursor:pointer}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}mark{color:#111}}";

fn whole(sections: &[Markup]) -> Markup {
    let layers =
        [Layer::Amount, Layer::People, Layer::Verb, Layer::Place, Layer::Time, Layer::Speaker];
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "What was read, and why" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "What was read, and why" }
                    p { @for layer in layers { mark class=(layer) { (layer) } " " } }
                    @for section in sections { (section) }
                }
            }
        }
    }
}
