//! `crossings log`: what was decided, and what is known of a claim.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use claim::{Claim, Decision, Document};
use ledger::{AsKnown, Histories, KEPT_BACK, Ledger, Reach, Subject};
use withhold::{Withheld, is_small};

use crate::failure::Failure;
use crate::layout::{self, wrap};
use crate::screen;

/// Show what was decided, in order; of one claim, its history.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The ledger: a file, or postgres://user:password@host/database
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// A claim, document or decision, or the first digits of its id [default: all decisions]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// For people, or one JSON object a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Table,
    Jsonl,
}

const EXAMPLES: &str = "\
Examples:
  crossings log border.sqlite
  crossings log border.sqlite 3fa85c11
  crossings log border.sqlite --format jsonl | jq .why";

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut ledger = Ledger::open(&arguments.ledger)?;
    let mut decisions = ledger.decisions()?;
    let subject = arguments.id.as_deref().map(|id| ledger.subject(id)).transpose()?;
    if let Some(subject) = &subject {
        let id = match subject {
            Subject::Claim(claim) => claim.id.to_string(),
            Subject::Document(document) => document.id.to_string(),
            Subject::Decision(decision) => decision.id.to_string(),
        };
        let histories = Histories::of(&decisions);
        decisions = histories.about(&id).iter().map(|at| decisions[*at].clone()).collect();
    }
    let in_force = ledger.view_without_texts(AsKnown::default())?.decisions;
    let reach = ledger.reach()?;
    let decisions: Vec<(Decision, bool)> = decisions
        .into_iter()
        .map(|decision| {
            let stands = in_force.contains(&decision);
            (reach.as_printed(decision, export::SUPPRESS_BELOW), stands)
        })
        .collect();
    let mut out = BufWriter::new(match arguments.format {
        Format::Table => screen::text(),
        Format::Jsonl => screen::json(),
    });
    match arguments.format {
        Format::Jsonl => {
            for (decision, _) in &decisions {
                serde_json::to_writer(&mut out, decision)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Table => {
            match &subject {
                Some(Subject::Claim(claim)) => write_claim(&mut out, claim, &reach)?,
                Some(Subject::Document(document)) => {
                    let name = reach.without_figures(
                        &Withheld::default().headline(&document.id, &document.name),
                    );
                    writeln!(out, "document {}  {name}\n", document.id.short())?;
                }
                _ => {}
            }
            if decisions.is_empty() {
                writeln!(out, "nothing was decided")?;
            }
            for (decision, stands) in &decisions {
                write_decision(&mut out, decision, *stands)?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// The words of a claim as they may be printed.
fn words(claim: &Claim, reach: &Reach) -> String {
    let below = export::SUPPRESS_BELOW;
    if reach.has(claim) {
        return "(its words are kept back: it is confidential, or tells what is)".to_owned();
    }
    if is_small(claim, below) {
        return format!("(its words are kept back: fewer than {below} people)");
    }
    // The quote by itself as a text: what a text may not tell, a quote may not.
    let text = Document::text("", claim.quote.clone());
    let withheld = Withheld::of([&text], [], below);
    let covered =
        withheld.covered(&text.id, [0, text.text.len()], &text.text, &|_| KEPT_BACK.to_owned());
    let quote = claim::contacts::black_out(covered.as_deref().unwrap_or(&claim.quote)).into_owned();
    format!("\u{201c}{}\u{201d}", reach.without_figures(&quote).replace(['\n', '\t'], " "))
}

fn write_claim(out: &mut impl Write, claim: &Claim, reach: &Reach) -> io::Result<()> {
    writeln!(out, "claim {}  of document {}", claim.id, claim.document.short())?;
    if let Some(day) = claim.published {
        writeln!(out, "  published {day}")?;
    }
    for line in wrap(&words(claim, reach), layout::width().saturating_sub(2)) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)
}

fn write_decision(out: &mut impl Write, decision: &Decision, in_force: bool) -> io::Result<()> {
    let undone = if in_force { "" } else { "  (undone)" };
    writeln!(
        out,
        "{}  {}  {} {}{undone}",
        decision.recorded.strftime("%Y-%m-%d %H:%M"),
        decision.id,
        decision.verdict,
        decision.subject.get(..16).unwrap_or(&decision.subject)
    )?;
    let pairs = |changes: &claim::Changes| {
        changes
            .iter()
            .map(|(field, value)| format!("{field}={value}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut lines = Vec::new();
    if !decision.set.is_empty() {
        lines.push(format!("set {}", pairs(&decision.set)));
    }
    lines.extend(decision.into.iter().map(|into| format!("into {into}")));
    lines.extend(decision.parts.iter().map(|part| format!("part {}", pairs(part))));
    lines.push(format!("{}: {}", decision.by, decision.why));
    for line in lines {
        for line in wrap(&line, layout::width().saturating_sub(4)) {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}
