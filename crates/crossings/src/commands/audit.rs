//! `crossings audit`: what the arithmetic proves.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use audit::{Finding, Severity, audit};
use claim::{Claim, Document, wording};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::AsKnown;

use super::TableOrJson;
use crate::failure::Failure;
use crate::layout::{self, wrap};
use crate::screen;
use crate::source;
use crate::talk::{Talk, count};
use ::brief::answer::Few;

/// Check the arithmetic of what the reports say, within and across them.
///
/// Finds parts that do not add up, running totals printed as days, misprints
/// that two sums put right, conversions presented as counts and more. Nothing
/// is changed: `crossings decide correct` records what you make of it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// Use only what had been published by this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    as_of: Option<Date>,
    /// Use only what had been entered into the ledger by this time
    #[arg(long, value_name = "TIME", value_parser = super::time)]
    recorded_by: Option<Timestamp>,
    /// Leave out what tells numbers of people from 1 to below this; 0 leaves nothing out
    #[arg(long, value_name = "N", default_value_t = export::SUPPRESS_BELOW)]
    suppress_below: u32,
    /// For people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: TableOrJson,
}

const EXAMPLES: &str = "\
Examples:
  crossings audit examples/pakistan-2023
  crossings audit border.sqlite --as-of 2023-11-10
  crossings audit border.sqlite --format json | jq '.[] | select(.severity == \"proved\")'";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let as_known = AsKnown { published_by: arguments.as_of, recorded_by: arguments.recorded_by };
    let source = source::load(&arguments.source, as_known, talk)?;
    let claims = source.claims();
    let mut findings = audit(&claims, &source.events());
    // What an analyst has looked at and accepted is not brought up again.
    let before = findings.len();
    findings
        .retain(|finding| !finding.claims.first().is_some_and(|id| source.accepted.contains(id)));
    let accepted = before - findings.len();
    let few = Few::of(arguments.suppress_below, super::picture::material(&source), None, &[]);
    let before = findings.len();
    findings.retain(|finding| !few.is_found_by(finding));
    let withheld = before - findings.len();
    let mut out = BufWriter::new(match arguments.format {
        TableOrJson::Table => screen::text(),
        TableOrJson::Json => screen::json(),
    });
    match arguments.format {
        TableOrJson::Json => {
            serde_json::to_writer_pretty(&mut out, &findings)?;
            out.write_all(b"\n")?;
        }
        TableOrJson::Table => write_table(&mut out, &findings, &claims, &source.documents, &few)?,
    }
    out.flush()?;
    if accepted > 0 {
        let findings = count(accepted, "finding");
        talk.note(format_args!("left out, their claims being accepted: {findings}"));
    }
    if withheld > 0 {
        talk.note(format_args!(
            "left out, for telling numbers of too few people or confidential ones: {}",
            count(withheld, "finding")
        ));
    }
    Ok(())
}

/// The words of a claim; of the row of a table its number and window, which its first cells do not
/// show.
fn said(claim: &Claim, few: &Few) -> String {
    let row = claim.found.from_row;
    let (true, Some(value)) = (row, claim.value) else {
        return format!("\u{201c}{}\u{201d}", few.quote(claim).replace(['\n', '\t'], " "));
    };
    let window = match (claim.start, claim.end) {
        (Some(start), Some(end)) if start != end => format!(", {start} to {end}"),
        (_, Some(end)) => format!(", {end}"),
        _ => String::new(),
    };
    let by = match (claim.via.is_empty(), claim.source.label()) {
        (true, None) => String::new(),
        (true, Some(who)) => format!(", {who}"),
        (false, None) => format!(", {}", claim.via.join(", ")),
        (false, Some(who)) => format!(", {}, {who}", claim.via.join(", ")),
    };
    format!("{}{window}{by}", wording::number(value))
}

fn write_table(
    out: &mut impl Write,
    findings: &[Finding],
    claims: &[Claim],
    documents: &[Document],
    few: &Few,
) -> io::Result<()> {
    let width = layout::width();
    let by_id: BTreeMap<_, _> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let names: BTreeMap<_, _> =
        documents.iter().map(|document| (&document.id, few.name(document))).collect();
    if findings.is_empty() {
        return writeln!(out, "nothing found in {}", count(claims.len(), "claim"));
    }
    let mut severity = None;
    for finding in findings {
        if severity != Some(finding.severity) {
            severity = Some(finding.severity);
            let heading = match finding.severity {
                Severity::Proved => "PROVED: these cannot all be right as they stand",
                Severity::Likely => "LIKELY",
                Severity::WorthALook => "WORTH A LOOK",
            };
            writeln!(out, "{heading}\n")?;
        }
        let mut message = finding.message.to_string();
        if let Some(first) = message.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        for (index, line) in wrap(&message, width.saturating_sub(2)).iter().enumerate() {
            writeln!(out, "{}{line}", if index == 0 { "\u{2022} " } else { "  " })?;
        }
        for line in wrap(&finding.proof.to_string(), width.saturating_sub(4)) {
            writeln!(out, "    {line}")?;
        }
        if let Some(proposal) = &finding.proposal {
            for line in wrap(&format!("proposal: {proposal}"), width.saturating_sub(4)) {
                writeln!(out, "    {line}")?;
            }
        }
        writeln!(out, "    rule: {}", finding.rule)?;
        // A finding about many claims names the first few: they are the ones in question.
        for id in finding.claims.iter().take(4) {
            let Some(claim) = by_id.get(id) else { continue };
            let name = names.get(&claim.document).map_or("", String::as_str);
            let file = name.rsplit('/').next().unwrap_or(name);
            let line = format!("{id}  {file}: {}", said(claim, few));
            writeln!(out, "    {}", layout::cut(&line, width.saturating_sub(4)))?;
        }
        if finding.claims.len() > 4 {
            writeln!(out, "    and {} more", finding.claims.len() - 4)?;
        }
        writeln!(out)?;
    }
    let counts: Vec<String> = [
        (Severity::Proved, "proved"),
        (Severity::Likely, "likely"),
        (Severity::WorthALook, "worth a look"),
    ]
    .iter()
    .filter_map(|(severity, word)| {
        let n = findings.iter().filter(|f| f.severity == *severity).count();
        (n > 0).then(|| format!("{n} {word}"))
    })
    .collect();
    writeln!(
        out,
        "{} in {}: {}",
        count(findings.len(), "finding"),
        count(claims.len(), "claim"),
        counts.join(", ")
    )
}
