//! `crossings decide`: what an analyst says of a claim.

use std::path::PathBuf;

use claim::{Changes, Decision, Verdict};
use ledger::{Ledger, Reach, Subject, Why};

use crate::failure::Failure;
use crate::talk::{Talk, count, some_of};

/// Decide about a claim, and say why.
///
/// The claim stays as it was read; the decision is a new entry in the ledger,
/// and `undo` is another. An ID is that of `crossings read`, `picture` or
/// `log`, or its first digits.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What is decided
    #[arg(value_name = "VERDICT", value_parser = verdict, help = VERDICTS)]
    verdict: Verdict,
    /// A claim; with `confidential` and `flag` also a document; with `undo` a decision
    #[arg(value_name = "ID")]
    id: String,
    /// The ledger: a file, or postgres://user:password@host/database
    #[arg(long, value_name = "LEDGER")]
    ledger: PathBuf,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: String,
    /// With `correct`: a field and its right value; may be repeated
    #[arg(long, value_name = "FIELD=VALUE", value_parser = change)]
    set: Vec<(String, String)>,
    /// With `merge`: the claim that says the same
    #[arg(long, value_name = "ID")]
    into: Option<String>,
    /// With `split`: what sets one part apart, such as `via=Chaman, value=3212`; repeat it
    #[arg(long, value_name = "FIELD=VALUE,…", value_parser = part)]
    part: Vec<Changes>,
}

const VERDICTS: &str = "accept, reject, correct, merge, split, flag, confidential or undo";

const EXAMPLES: &str = "\
Examples:
  crossings decide reject 3fa85c11 --ledger b.sqlite --by Noor --why \"a queue\"
  crossings decide correct 3fa85c11 --set value=202975 --set end=2023-11-11 \\
      --ledger b.sqlite --by Noor --why \"sum of men, women and children\"
  crossings decide merge 3fa85c11 --into 9b1deb4d --ledger b.sqlite --by Noor \\
      --why \"the same wire story\"
  crossings decide undo 77d0c3aa --ledger b.sqlite --by Noor --why \"right after all\"";

fn verdict(text: &str) -> Result<Verdict, String> {
    text.parse().map_err(|_| format!("expected {VERDICTS}"))
}

fn change(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(field, value)| (field.trim().to_owned(), value.trim().to_owned()))
        .filter(|(field, _)| !field.is_empty())
        .ok_or_else(|| "expected FIELD=VALUE, such as value=202975".to_owned())
}

fn part(text: &str) -> Result<Changes, String> {
    text.split(',').map(change).collect()
}

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let fits = [
        ("--set", !arguments.set.is_empty(), Verdict::Correct),
        ("--into", arguments.into.is_some(), Verdict::Merge),
        ("--part", !arguments.part.is_empty(), Verdict::Split),
    ];
    for (option, given, verdict) in fits {
        if given != (arguments.verdict == verdict) {
            let message = if given {
                format!("{option} goes with `{verdict}`, not with `{}`", arguments.verdict)
            } else {
                format!("`{verdict}` needs {option}")
            };
            return Err(Failure::usage(message, "`crossings decide --help` shows examples"));
        }
    }
    let mut ledger = Ledger::open(&arguments.ledger)?;
    let mut decision = Decision::new(
        arguments.verdict,
        &arguments.id,
        arguments.by.trim(),
        arguments.why.trim(),
        crate::clock::now(),
    );
    decision.set = arguments.set.iter().cloned().collect();
    decision.parts.clone_from(&arguments.part);
    if let Some(into) = &arguments.into {
        match ledger.subject(into)? {
            Subject::Claim(claim) => decision.into = Some(claim.id),
            _ => {
                return Err(Failure::undone(
                    format!("{into} is not a claim"),
                    "give the id of the claim that says the same",
                ));
            }
        }
    }
    let confidential = arguments.verdict == Verdict::Confidential;
    let before = if confidential { ledger.reach()? } else { Reach::default() };
    let decision = ledger.decide(decision)?;
    talk.note(format_args!("decision {}: {} {}", decision.id, decision.verdict, decision.subject));
    if confidential {
        let reach = ledger.reach()?;
        for line in kept_back(&before, &reach) {
            talk.note(line);
        }
    }
    Ok(())
}

/// What else stays in because of a decision, in lines.
pub(super) fn kept_back(before: &Reach, after: &Reach) -> Vec<String> {
    let mut lines = Vec::new();
    for (document, why) in &after.documents {
        if let (Why::CopyOf(of), None) = (why, before.documents.get(document)) {
            lines.push(format!(
                "document {} is a near-copy of the confidential {}: it stays in as well",
                document.short(),
                of.short()
            ));
        }
    }
    let claims = |wanted: fn(&Why) -> bool| {
        let new = after.claims.iter().filter(|(id, _)| !before.claims.contains_key(*id));
        new.filter(|(_, why)| wanted(why)).map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    };
    let mut stays = |claims: Vec<String>, what: &str, which: &str| {
        if !claims.is_empty() {
            let stay = if claims.len() == 1 { "stays" } else { "stay" };
            let number = count(claims.len(), what);
            lines.push(format!("{number} {which} {stay} in as well: {}", some_of(&claims)));
        }
    };
    let told = claims(|why| matches!(why, Why::Tells(_)));
    stays(told, "other mention", "of the same figure");
    let follows = claims(|why| matches!(why, Why::Follows));
    stays(follows, "claim", "from which the figure would follow by subtraction");
    lines
}
