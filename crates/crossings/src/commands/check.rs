//! `crossings check`: a verdict on a figure. Who said it first, who repeated it, what it can be held
//! against, and whether arithmetic excludes it.

use std::io::Write;
use std::path::PathBuf;

use ::audit::Finding;
use brief::question::{Bench, Questioned, Verdict, speaker};
use claim::{Claim, Id, Measure, Stance, Unit};
use jiff::civil::Date;
use reconcile::{Picture, reconcile};
use serde::Serialize;

use super::TableOrJson;
use super::asked::Asked;
use crate::failure::Failure;
use crate::layout::{self, number, wrap};
use crate::screen;
use crate::source::{self, Source};
use crate::talk::Talk;
use ::brief::answer::Few;

/// Say what stands behind a figure: who gave it first, who repeated it, what other counts say, and
/// whether arithmetic excludes it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The figure, as somebody wrote it
    #[arg(value_name = "FIGURE")]
    figure: String,
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    #[command(flatten)]
    picture: Asked,
    /// Leave out numbers of people from 1 to below this; 0 leaves nothing out
    #[arg(long, value_name = "N", default_value_t = export::SUPPRESS_BELOW)]
    suppress_below: u32,
    /// A table for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: TableOrJson,
}

const EXAMPLES: &str = "\
Examples:
  crossings check \"1.7 million\" border.sqlite
  crossings check 174,358 reports/ --as-of 2023-11-08
  crossings check 400,000 reports/ --format json | jq -r '.figures[].sentence'

Exit status: 0 the figure is in the reports, 1 it is in none, 2 wrong usage.";

/// A mention of the figure.
#[derive(Debug, Serialize)]
struct Mention {
    id: Id,
    published: Option<Date>,
    document: String,
    /// Name and office, as the text has them; `null` where nobody is named.
    speaker: Option<String>,
    /// Whether the text names the speaker with this number, and not before or elsewhere.
    stated: bool,
    quote: String,
}

/// Another number that the figure can be held against.
#[derive(Debug, Serialize)]
struct Against {
    id: Id,
    figure: String,
    speaker: Option<String>,
    published: Option<Date>,
    same: bool,
}

/// One figure, of one thing.
#[derive(Debug, Serialize)]
struct Checked {
    figure: String,
    /// Of what it is, and of which days.
    of: String,
    verdict: Verdict,
    first: Mention,
    /// Others who say it on their own.
    repeated: Vec<Mention>,
    /// How many reports only copy one of these.
    copies: usize,
    against: Vec<Against>,
    /// What the picture comes to for the same ways and days, 5 %, 50 % and 95 %.
    estimate: Option<[u64; 3]>,
    /// What arithmetic says of it.
    arithmetic: Vec<String>,
    sentence: String,
}

/// The JSON contract of `check`.
#[derive(Serialize)]
struct Report<'a> {
    figure: &'a str,
    value: f64,
    figures: &'a [Checked],
}

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let mentions = claim::mention::numbers(&arguments.figure);
    let [wanted] = mentions.as_slice() else {
        return Err(Failure::usage(
            format!("\u{201c}{}\u{201d} is not one number", arguments.figure),
            "give one figure, such as 174,358 or \"1.7 million\"",
        ));
    };
    let value = wanted.value;
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let (claims, events) = (source.claims(), source.events());
    let picture = match reconcile(&claims, &events, gazetteer, &arguments.picture.options()) {
        Ok(picture) => Some(picture),
        Err(error) => {
            let text = error.to_string();
            talk.note(format_args!(
                "without a picture: {}",
                text.split("; ").next().unwrap_or_default()
            ));
            None
        }
    };
    let rows: &[reconcile::Row] = &[];
    let few = Few::of(
        arguments.suppress_below,
        super::picture::material(&source),
        picture.as_ref(),
        rows,
    );
    let findings = ::audit::audit(&claims, &events);
    let desk = Desk { source: &source, claims: &claims, picture: picture.as_ref(), few, findings };
    let figures = desk.checked(value);
    if figures.is_empty() {
        return Err(Failure::undone(
            format!("no report at hand gives {}", number(value)),
            match desk.nearest(value) {
                Some(near) => format!("the nearest figure is {near}"),
                None => "give other reports as SOURCE".to_owned(),
            },
        ));
    }
    match arguments.format {
        TableOrJson::Table => {
            let mut out = screen::text();
            for checked in &figures {
                write(&mut out, checked)?;
            }
            out.flush()?;
        }
        TableOrJson::Json => {
            let mut out = screen::json();
            let report = Report { figure: &arguments.figure, value, figures: &figures };
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Everything that a figure is held against.
struct Desk<'s> {
    source: &'s Source,
    claims: &'s [Claim],
    picture: Option<&'s Picture>,
    few: Few<'s>,
    findings: Vec<Finding>,
}

impl Desk<'_> {
    fn is_printed(&self, claim: &Claim) -> bool {
        !self.few.withholds(&claim.id)
    }

    /// The figures of that number, each with what stands behind it; the most often said first.
    fn checked(&self, value: f64) -> Vec<Checked> {
        let printed = self.claims.iter().filter(|claim| self.is_printed(claim));
        let copies = self.picture.iter().flat_map(|picture| &picture.claims);
        let copies = copies.filter(|fit| fit.copy_of.is_some()).map(|fit| fit.id.clone());
        let findings = self.findings.iter().filter(|finding| !self.few.is_found_by(finding));
        let published = |claim: &Claim| self.published(claim);
        let bench = Bench::new(printed.collect(), findings.collect(), copies.collect(), &published);
        bench.of(value).iter().map(|one| self.check(one)).collect()
    }

    fn check(&self, one: &Questioned) -> Checked {
        let against: Vec<Against> = one
            .against
            .iter()
            .map(|(other, same)| Against {
                id: other.id.clone(),
                figure: figure(other),
                speaker: speaker(other),
                published: self.published(other),
                same: *same,
            })
            .collect();
        let arithmetic =
            one.findings.iter().map(|one| format!("{}: {}", one.message, one.proof)).collect();
        let repeated: Vec<Mention> = one.repeated.iter().map(|claim| self.mention(claim)).collect();
        let (first, of) = (self.mention(one.first), told(one.first));
        let sentence = sentence(one.first, &of, &first, &repeated, &against, one.verdict);
        Checked {
            figure: figure(one.first),
            of,
            verdict: one.verdict,
            first,
            repeated,
            copies: one.copies,
            against,
            estimate: self.estimate(one.first),
            arithmetic,
            sentence,
        }
    }

    fn fit(&self, claim: &Claim) -> Option<&reconcile::ClaimFit> {
        self.picture?.claims.iter().find(|fit| fit.id == claim.id)
    }

    fn published(&self, claim: &Claim) -> Option<Date> {
        let document = self.source.documents.iter().find(|d| d.id == claim.document);
        claim.published.or(document.and_then(|document| document.published))
    }

    fn mention(&self, claim: &Claim) -> Mention {
        let document = self.source.documents.iter().find(|d| d.id == claim.document);
        Mention {
            id: claim.id.clone(),
            published: self.published(claim),
            document: document.map_or_else(String::new, |document| self.few.title(document)),
            speaker: speaker(claim),
            stated: claim.found.source_is_stated(),
            quote: self.few.quote(claim),
        }
    }

    /// What the picture comes to for the ways and days of a flow.
    fn estimate(&self, claim: &Claim) -> Option<[u64; 3]> {
        let picture = self.picture?;
        let fit = self.fit(claim)?;
        let counts = fit.role != reconcile::Role::OutOfScope && claim.measure == Measure::Flow;
        let days = claim.window().filter(|_| counts && claim.unit == Unit::People)?;
        let vias: Vec<&str> = claim.via.iter().map(String::as_str).collect();
        let few = &self.few;
        let hidden = vias.iter().any(|via| few.hides_days(via, days));
        let q = picture.sum(&vias, days).filter(|_| !hidden)?;
        if [q.p05, q.p50, q.p95].iter().any(|people| few.has(*people)) {
            return None;
        }
        // Flows are never negative.
        Some([q.p05, q.p50, q.p95].map(|people| people.round() as u64))
    }

    /// The figure that is nearest, as printed.
    fn nearest(&self, value: f64) -> Option<String> {
        let far = |claim: &Claim| claim.value.map(|v| (v.max(1.0) / value.max(1.0)).ln().abs());
        let printed = self.claims.iter().filter(|c| c.value.is_some() && self.is_printed(c));
        printed
            .min_by(|a, b| far(a).unwrap_or(f64::MAX).total_cmp(&far(b).unwrap_or(f64::MAX)))
            .map(figure)
    }
}

fn figure(claim: &Claim) -> String {
    let value = claim.value.or(claim.low).or(claim.high).map_or_else(String::new, number);
    match claim.qualifier {
        claim::Qualifier::Exact => value,
        other => format!("{} {value}", other.to_string().replace('_', " ")),
    }
}

/// Of what a figure is: "return by Torkham, 2023-09-17 to 2023-11-07".
fn told(claim: &Claim) -> String {
    let mut told = match claim.measure {
        Measure::Flow => claim.kind.to_string(),
        measure => format!("{} ({measure})", claim.kind),
    };
    if !claim.population.text.is_empty() {
        told = format!("{told} of {}", claim.population.text);
    }
    if !claim.via.is_empty() {
        told = format!("{told} by {}", claim.via.join(" and "));
    }
    if let Some(at) = &claim.at {
        let name = crate::gazetteer::in_use().country_name(at).unwrap_or(at);
        told = format!("{told} in {name}");
    }
    match (claim.window(), claim.end) {
        (Some(window), _) => format!("{told}, {}", layout::days(window)),
        (None, Some(end)) => format!("{told}, to {end}"),
        _ => told,
    }
}

/// Who speaks, in the middle of a sentence, as the brief has it.
fn in_sentence(speaker: &str) -> String {
    match reconcile::takes_article(speaker) {
        true => format!("the {speaker}"),
        false => speaker.to_owned(),
    }
}

/// A sentence that can be printed.
fn sentence(
    claim: &Claim,
    of: &str,
    first: &Mention,
    repeated: &[Mention],
    against: &[Against],
    verdict: Verdict,
) -> String {
    let said = match claim.stance {
        Stance::Asserted | Stance::Estimated => None,
        stance => Some(stance.to_string().replace('_', " ")),
    };
    let who = match (&first.speaker, first.stated) {
        (Some(speaker), true) if said.is_some() => {
            format!("is {} by {}", said.as_deref().unwrap_or_default(), in_sentence(speaker))
        }
        _ if said.is_some() => format!("is {}", said.as_deref().unwrap_or_default()),
        (Some(speaker), true) => format!("goes back to {}", in_sentence(speaker)),
        (Some(speaker), false) => {
            let speaker = in_sentence(speaker);
            format!("is ascribed to {speaker}, whom the text does not name with it")
        }
        (None, _) => "has no named source".to_owned(),
    };
    let when = first.published.map(|day| format!(" ({day})")).unwrap_or_default();
    let others = match repeated.len() {
        0 => "no other report gives it on its own".to_owned(),
        1 => "one other report gives it".to_owned(),
        n => format!("{n} other reports give it"),
    };
    let listed = |same: bool| {
        let told = against.iter().filter(|one| one.same == same).map(|one| {
            format!("{} ({})", one.figure, one.speaker.as_deref().unwrap_or("no source named"))
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let verdict = match verdict {
        _ if said.is_some() => "it is no count, and in no number here".to_owned(),
        Verdict::Excluded => "arithmetic excludes it as printed".to_owned(),
        Verdict::Unadded => "it does not add up with the numbers beside it, unless some people \
                             were counted apart"
            .to_owned(),
        Verdict::Contradicted => format!("against it stands {}", listed(false)),
        Verdict::Supported => format!("{} agrees with it", listed(true)),
        Verdict::Alone => "nothing at hand can be held against it".to_owned(),
    };
    format!("The figure of {}, {of}, {who}{when}; {others}; {verdict}.", figure(claim))
}

fn write(out: &mut impl Write, checked: &Checked) -> std::io::Result<()> {
    let width = layout::width();
    let mut lines = |first: &str, text: &str| -> std::io::Result<()> {
        let rest = " ".repeat(first.chars().count());
        for (at, line) in wrap(text, width.saturating_sub(rest.len())).iter().enumerate() {
            writeln!(out, "{}{line}", if at == 0 { first } else { &rest })?;
        }
        Ok(())
    };
    lines("", &layout::plain(&checked.sentence))?;
    lines("", "")?;
    let said = |mention: &Mention| {
        let day = mention.published.map(|day| day.to_string()).unwrap_or_default();
        let speaker = mention.speaker.as_deref().unwrap_or("no source named");
        let carried = if mention.stated { "" } else { " (not named with the number)" };
        format!(
            "{day} {speaker}{carried}, in {}: \u{201c}{}\u{201d}",
            mention.document, mention.quote
        )
    };
    lines("first       ", &layout::plain(&said(&checked.first)))?;
    for mention in &checked.repeated {
        lines("again       ", &layout::plain(&said(mention)))?;
    }
    if checked.copies > 0 {
        lines("copied      ", &format!("{} more", checked.copies))?;
    }
    for one in &checked.against {
        let speaker = one.speaker.as_deref().unwrap_or("no source named");
        let day = one.published.map(|day| format!(", {day}")).unwrap_or_default();
        let head = if one.same { "agrees      " } else { "against     " };
        lines(head, &layout::plain(&format!("{} {speaker}{day}", one.figure)))?;
    }
    if let Some([low, middle, high]) = checked.estimate.map(|e| e.map(|n| number(n as f64))) {
        lines("picture     ", &format!("{middle} ({low} to {high}, 90 % interval)"))?;
    }
    for one in &checked.arithmetic {
        lines("arithmetic  ", &layout::plain(one))?;
    }
    writeln!(out)
}
