//! Every number that is printed has a trail, and the trail leads to that number.
//!
//! Walks all texts of the page and of the Markdown. A number is either inside of an element with
//! `data-trail` (or before a footnote), or of one of the classes that [`bare`] and [`Page::place`] name:
//! days, years and times; words of others (quotes, titles of documents, names); axes; what is fixed (the 90 %
//! of an interval, "fewer than 10"). Any other fails.

use std::collections::BTreeMap;

use crate::common::{self, Case};
use audit::{Finding, Severity};
use brief::Brief;
use claim::{Claim, Id, Statement, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{Basis, Observed, Picture, Quantiles, Role, Said, Saying};
use withhold::{Instead, Withheld};

/// What the trails lead to.
struct Witness<'a> {
    case: &'a Case,
    picture: &'a Picture,
    before: Option<&'a Picture>,
    claims: BTreeMap<String, &'a Claim>,
}

impl<'a> Witness<'a> {
    fn new(case: &'a Case, picture: &'a Picture, before: Option<&'a Picture>) -> Witness<'a> {
        let claims = case.statements.iter().filter_map(|statement| match statement {
            Statement::Claim(claim) => Some((claim.id.to_string(), claim)),
            _ => None,
        });
        Witness { case, picture, before, claims: claims.collect() }
    }

    fn withheld(&self) -> Withheld<'_> {
        Withheld::of(&self.case.documents, self.claims.values().copied(), 10)
    }

    fn published(&self, claim: &Claim) -> Option<Date> {
        let document = self.case.documents.iter().find(|d| d.id == claim.document);
        claim.published.or(document.and_then(|d| d.published))
    }

    fn proved(&self) -> Vec<&Finding> {
        let all = self.picture.findings.iter();
        all.filter(|finding| finding.severity == Severity::Proved).collect()
    }

    fn fit(&self, id: &Id) -> Option<&reconcile::ClaimFit> {
        self.picture.claims.iter().find(|fit| fit.id == *id)
    }

    /// Whether the numbers in `words` are those that `trail` leads to: these and no others.
    fn bears_out(&self, words: &str, trail: &str) -> Result<(), String> {
        let (kind, rest) = trail.split_once(':').unwrap_or((trail, ""));
        let parts: Vec<&str> = rest.split(':').collect();
        let part = |at: usize| parts.get(at).copied().ok_or("the trail is cut off");
        let expected: Vec<f64> = match kind {
            "draws" => return drawn(self.picture, rest, words),
            "draws-as-of" => {
                let before = self.before.ok_or("there is no earlier picture")?;
                if before.as_of.to_string() != parts[0] {
                    return Err(format!("the earlier picture is of {}", before.as_of));
                }
                return drawn(before, &parts[1..].join(":"), words);
            }
            "diagnostics" => {
                let d = &self.picture.diagnostics;
                vec![match part(0)? {
                    "draws" => d.draws as f64,
                    "chains" => d.chains as f64,
                    "rhat" => d.rhat,
                    "ess" => d.ess,
                    "divergences" => d.divergences as f64,
                    other => return Err(format!("no diagnostic {other}")),
                }]
            }
            "count" => vec![self.counted(&parts)?],
            "counted" => {
                let ids: Vec<&str> = rest.split('+').collect();
                ids.iter().try_for_each(|id| self.is_known(id))?;
                vec![ids.len() as f64]
            }
            "days" => {
                let window = window(part(1)?, part(2)?);
                let kind = match part(3)? {
                    "by-day" => Observed::ByDay,
                    "in-totals" => Observed::InTotals,
                    "not" => Observed::No,
                    other => return Err(format!("no days are {other}")),
                };
                let seen = |day: &Date| self.picture.how_observed(parts[0], *day) == kind;
                vec![window.iter().filter(seen).count() as f64]
            }
            "fit" => {
                let claim = self.claims.get(part(0)?).ok_or("no such claim")?;
                let fit = self.fit(&claim.id).ok_or("no such fit")?;
                let residual = fit.residual.unwrap_or(f64::NAN);
                match part(1)? {
                    "fitted" => return people(words, fit.fitted.ok_or("no estimate")?),
                    "excess" => vec![((residual.exp() - 1.0) * 100.0).abs()],
                    "times" => vec![residual.abs().exp()],
                    "reading" => {
                        let reading = fit.reading.as_ref().ok_or("read as it stands")?;
                        return probability(words, reading.probability);
                    }
                    "why" => return said(words, fit.why.as_ref().ok_or("no reason")?, part(2)?),
                    other => return Err(format!("a fit has no {other}")),
                }
            }
            "leaning" => {
                let (name, what) = rest.rsplit_once(':').ok_or("the trail is cut off")?;
                let all = &self.picture.sources;
                let one = all.iter().find(|one| one.organisation == name);
                let one = one.ok_or("no such source")?;
                let percent = |factor: f64| ((factor - 1.0) * 100.0).abs();
                match what {
                    "median" => vec![percent(one.p50)],
                    _ => vec![percent(one.p05), percent(one.p95)],
                }
            }
            "share" => {
                let (_, draws) = rest.split_once(":draws:").ok_or("no draws")?;
                let sum = sum(self.picture, draws)?;
                let of: f64 = part(0)?.parse().map_err(|_| "no stock")?;
                let people = match part(1)? {
                    "p05" => sum.p05,
                    "p50" => sum.p50,
                    _ => sum.p95,
                };
                vec![people / of * 100.0]
            }
            "share-of-count" => {
                let of: f64 = part(1)?.parse().map_err(|_| "no stock")?;
                vec![self.value(part(0)?)? / of * 100.0]
            }
            // A total, less the one before it and the days between.
            "difference" => {
                let less: f64 =
                    parts[1..].iter().map(|id| self.value(id)).sum::<Result<f64, String>>()?;
                vec![self.value(part(0)?)? - less]
            }
            // Counts of days, added up.
            "sum" => {
                vec![parts.iter().map(|id| self.value(id)).sum::<Result<f64, String>>()?]
            }
            // By how much an office's number is above or below ours of the same days.
            "beside" => {
                let (_, draws) = rest.split_once(":draws:").ok_or("no draws")?;
                let ours = sum(self.picture, draws)?;
                vec![((self.value(part(0)?)? / ours.p50 - 1.0) * 100.0).abs()]
            }
            // By how much one claim is above or below another.
            "apart" => vec![((self.value(part(0)?)? / self.value(part(1)?)? - 1.0) * 100.0).abs()],
            // One week against the one before.
            "change" => {
                let (now, before) = rest.split_once('|').ok_or("no second week")?;
                let of = |trail: &str| {
                    let draws = trail.strip_prefix("draws:").ok_or("no draws")?;
                    sum(self.picture, draws)
                };
                vec![((of(now)?.p50 / of(before)?.p50 - 1.0) * 100.0).abs()]
            }
            "disagreement" | "found" | "proof" | "unknown" | "remedy" | "narrowing" => {
                let at: usize = part(0)?.parse().map_err(|_| "no number")?;
                let saying = match kind {
                    "disagreement" => {
                        self.picture.disagreements.get(at).map(|d| d.sentence.clone())
                    }
                    "found" => self.picture.findings.get(at).map(|one| one.message.clone()),
                    "proof" => self.picture.findings.get(at).map(|one| one.proof.clone()),
                    "unknown" => self.picture.unknowns.get(at).map(|one| one.sentence.clone()),
                    "remedy" => self.picture.unknowns.get(at).map(|one| one.remedy.clone()),
                    _ => {
                        let all = self.picture.narrowing(&[], self.picture.told());
                        all.get(at).map(|one| one.sentence.clone())
                    }
                };
                return said(words, &saying.ok_or("no such sentence")?, part(1)?);
            }
            _ => return self.claimed(words, trail),
        };
        same(words, &expected)
    }

    /// The number of a claim.
    fn value(&self, id: &str) -> Result<f64, String> {
        let claim = self.claims.get(id).ok_or("no such claim")?;
        claim.value.ok_or_else(|| "no number".to_owned())
    }

    fn is_known(&self, id: &str) -> Result<(), String> {
        let known = self.case.statements.iter().any(|one| one.id().as_str() == id);
        if known { Ok(()) } else { Err(format!("no statement {id}")) }
    }

    /// The number of a claim, or its bounds; of several that all have it.
    fn claimed(&self, words: &str, trail: &str) -> Result<(), String> {
        for id in trail.split(' ') {
            self.is_known(id)?;
            // An event or a position has no number.
            let Some(claim) = self.claims.get(id) else { return same(words, &[]) };
            let small = |value: f64| value > 0.0 && value < 10.0;
            if claim.value.or(claim.high).or(claim.low).is_some_and(small) {
                same(words, &[10.0])?;
                assert!(words.contains("fewer than 10"), "{words}");
                continue;
            }
            if words.contains("left out") {
                let withheld = self.withheld().instead(&claim.id);
                return match withheld == Some(Instead::Beside) {
                    true => Ok(()),
                    false => Err("nothing hangs on it".into()),
                };
            }
            let mut expected: Vec<f64> = match claim.value {
                Some(value) => vec![value],
                None => [claim.low, claim.high].into_iter().flatten().collect(),
            };
            if words.contains(" million") {
                expected.iter_mut().for_each(|value| *value /= 1e6);
            }
            same(words, &expected)?;
        }
        Ok(())
    }

    fn counted(&self, parts: &[&str]) -> Result<f64, String> {
        let since = |at: usize| parts[at].parse::<Date>().map_err(|error| error.to_string());
        let new = |claim: &Claim, day: Date| self.published(claim).is_some_and(|p| p > day);
        let used =
            |id: &Id| self.fit(id).is_some_and(|fit| matches!(fit.role, Role::Used | Role::Bound));
        Ok(match parts[0] {
            "documents" => self.case.documents.len() as f64,
            "claims" => self.claims.len() as f64,
            "new-documents" => {
                let day = since(1)?;
                self.case.documents.iter().filter(|d| d.published.is_some_and(|p| p > day)).count()
                    as f64
            }
            "new-claims" => {
                let day = since(1)?;
                self.claims.values().filter(|claim| new(claim, day)).count() as f64
            }
            "new-used" => {
                let day = since(1)?;
                self.claims.values().filter(|claim| new(claim, day) && used(&claim.id)).count()
                    as f64
            }
            "new-disagreements" => {
                let day = since(1)?;
                let fresh =
                    |id: &Id| self.claims.get(id.as_str()).is_some_and(|claim| new(claim, day));
                self.picture.disagreements.iter().filter(|one| one.claims.iter().any(fresh)).count()
                    as f64
            }
            "route" => {
                let over = |claim: &&&Claim| {
                    (claim.from.as_deref(), claim.to.as_deref()) == (Some(parts[1]), Some(parts[2]))
                        && claim.measure == claim::Measure::Flow
                };
                self.claims.values().filter(over).count() as f64
            }
            // Those that are not named: three are.
            "unreported" => (self.picture.unreported.len() - 3) as f64,
            "used" => {
                let one = self.picture.sources.iter().find(|one| one.organisation == parts[1]);
                one.ok_or("no such source")?.claims as f64
            }
            "withheld" if parts[1] == "proved" => {
                let withheld = self.withheld();
                let told = |one: &&&Finding| one.claims.iter().any(|id| withheld.has(id));
                self.proved().iter().filter(told).count() as f64
            }
            "withheld" => {
                let withheld = self.withheld();
                let told = |one: &&reconcile::Disagreement| {
                    one.claims.iter().chain(one.sentence.claims()).any(|id| withheld.has(id))
                };
                self.picture.disagreements.iter().filter(told).count() as f64
            }
            other => return Err(format!("nothing is counted as {other}")),
        })
    }
}

/// The sum over draws that a trail names: crossings and days, several parted by `;`.
fn sum(picture: &Picture, scope: &str) -> Result<Quantiles, String> {
    let mut sums: Vec<f64> = Vec::new();
    for one in scope.split(';') {
        let [vias, from, to] = one.split(':').collect::<Vec<_>>()[..] else {
            return Err(format!("{one} is no crossing and days"));
        };
        let vias: Vec<&str> = vias.split('+').filter(|via| *via != "all").collect();
        let more = picture.sums(&vias, window(from, to)).ok_or("no such draws")?;
        match sums.is_empty() {
            true => sums = more,
            false => sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more),
        }
    }
    Ok(Quantiles::of(sums).ok_or("no draws")?)
}

/// The median, the 90 % interval, or both, in this order; in a sentence one end of it.
fn drawn(picture: &Picture, scope: &str, words: &str) -> Result<(), String> {
    let q = sum(picture, scope)?;
    let forms: [&[f64]; 5] =
        [&[q.p50], &[q.p05], &[q.p95], &[q.p05, q.p95], &[q.p50, q.p05, q.p95]];
    let printed = numbers(words);
    let few = |at: usize, value: f64| {
        // "Fewer than 10" stands for whatever is.
        printed[at].0 == 10.0 && words.contains("fewer than 10") && value < 10.0
    };
    let fits = |form: &&&[f64]| {
        form.len() == printed.len()
            && form.iter().enumerate().all(|(at, value)| {
                few(at, *value) || (value - printed[at].0).abs() <= printed[at].1 / 2.0 + 1e-9
            })
    };
    match forms.iter().any(|form| fits(&form)) {
        true => Ok(()),
        false => Err(format!("neither {:?}", [q.p05, q.p50, q.p95])),
    }
}

/// Whether the numbers in some words are these, in this order, as far as their digits go.
fn same(words: &str, expected: &[f64]) -> Result<(), String> {
    let printed = numbers(words);
    let fits = |((value, step), one): (&(f64, f64), &f64)| (one - value).abs() <= step / 2.0 + 1e-9;
    match printed.len() == expected.len() && printed.iter().zip(expected).all(fits) {
        true => Ok(()),
        false => Err(format!("{printed:?} is not {expected:?}")),
    }
}

/// A number of people: few are not told apart.
fn people(words: &str, value: f64) -> Result<(), String> {
    match value < 10.0 {
        true if words.contains("fewer than 10") => Ok(()),
        true => Err("a small number".into()),
        false => same(words, &[value]),
    }
}

fn probability(words: &str, value: f64) -> Result<(), String> {
    match (value * 100.0).round() >= 100.0 {
        true if words.contains("over 99") => Ok(()),
        true => Err("nearly certain".into()),
        false => same(words, &[value * 100.0]),
    }
}

/// Whether words are the value at a place in a sentence of the engine ("why.sure").
fn said(words: &str, saying: &Saying, path: &str) -> Result<(), String> {
    let (slot, rest) = path.split_once('.').unwrap_or((path, ""));
    let found = saying.values.iter().find(|(known, _)| *known == slot);
    let (_, value) = found.ok_or_else(|| format!("no {path} in {saying}"))?;
    told(words, value, rest)
}

/// Whether words are the value, or the one at a place within it.
fn told(words: &str, value: &Said, path: &str) -> Result<(), String> {
    let member = || {
        let (at, rest) = path.split_once('.').unwrap_or((path, ""));
        at.parse::<usize>().map(|at| (at, rest)).map_err(|_| "no number")
    };
    match value {
        Said::Saying(inner) => said(words, inner, path),
        Said::Sayings(all) => {
            let (at, rest) = member()?;
            said(words, all.get(at).ok_or("no such part")?, rest)
        }
        Said::Sum(all) => {
            let (at, rest) = member()?;
            told(words, all.get(at).ok_or("no such part")?, rest)
        }
        Said::Count(count) => same(words, &[*count as f64]),
        Said::Probability(share) => probability(words, *share),
        Said::Number { value, of: Basis::Reckoned, .. } => same(words, &[*value]),
        other => Err(format!("{other:?} rests on something else")),
    }
}

fn window(from: &str, to: &str) -> Window {
    Window::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

/// The numbers in some words, each with the step it is rounded to.
fn numbers(words: &str) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    for word in words.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')) {
        let word = word.trim_matches([',', '.']);
        let bare = word.replace(',', "");
        let Ok(value) = bare.parse::<f64>() else { continue };
        let decimals = bare.split_once('.').map_or(0, |(_, d)| d.len() as i32);
        let core = bare.trim_end_matches('0');
        let zeros = if decimals > 0 { -decimals } else { (bare.len() - core.len()) as i32 };
        // Steps are 1 or 5 with zeros.
        let step = if core.ends_with('5') && decimals == 0 { 5.0 } else { 1.0 };
        found.push((value, step * 10f64.powi(if value == 0.0 { 0 } else { zeros })));
    }
    found
}

/// The text without days, years, times and what is fixed.
fn bare(text: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const FIXED: [&str; 8] = [
        "90 % interval",
        "Dark band: 50 % interval",
        "light band: 90 %",
        "numbers below 10",
        "fewer than 10",
        "50 and 90 % intervals",
        "CC0 1.0",
        "R-hat",
    ];
    let mut text = text.to_owned();
    for fixed in FIXED {
        text = text.replace(fixed, "");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let month = |word: Option<&&str>| {
        word.is_some_and(|word| MONTHS.iter().any(|m| word.trim_start_matches('(').starts_with(m)))
    };
    let digits = |word: &str| {
        let core = word.trim_matches(|c: char| !c.is_ascii_digit());
        core.chars().all(|c| c.is_ascii_digit()).then_some(core.len()).filter(|len| *len > 0)
    };
    let mut kept = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let day = digits(word).is_some_and(|len| len <= 2)
            && (month(words.get(at + 1))
                || matches!(words.get(at + 1), Some(&"to" | &"and" | &"or"))
                    && month(words.get(at + 3)));
        let year = digits(word) == Some(4)
            && (month(before) || before.is_none() && words.len() == 1 || before == Some(&"in"));
        let time =
            word.contains(':') && word.trim_matches(|c: char| !c.is_ascii_digit()).len() == 5;
        let iso = word.trim_matches(|c: char| !c.is_ascii_digit()).parse::<Date>().is_ok();
        if !(day || year || time || iso) {
            kept.push(*word);
        }
    }
    kept.join(" ")
}

/// What a text of the page is in, innermost last.
struct Element {
    tag: String,
    attributes: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let opening = format!(" {name}=\"");
        let at = self.attributes.find(&opening)? + opening.len();
        self.attributes[at..].split('"').next()
    }

    fn is_of(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Checks every text of a page; how many numbers had a trail.
fn walk(html: &str, witness: &Witness) -> usize {
    const VOID: [&str; 10] =
        ["meta", "br", "!DOCTYPE", "line", "hr", "img", "link", "input", "wbr", "col"];
    let mut open: Vec<Element> = Vec::new();
    let mut traced = 0;
    let mut wrong = Vec::new();
    // The script comes last, and prints nothing that is not on the page.
    let html = html.split("<script>").next().unwrap();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("tags are closed");
        if let Some(name) = tag.strip_prefix('/') {
            while let Some(element) = open.pop() {
                if element.tag == name {
                    break;
                }
            }
        } else {
            let name = tag.split([' ', '/']).next().unwrap_or(tag);
            if !VOID.contains(&name) {
                open.push(Element {
                    tag: name.to_owned(),
                    attributes: tag[name.len()..].to_owned(),
                });
            }
        }
        let text = unescaped(text);
        if !text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let inside = |test: &dyn Fn(&Element) -> bool| open.iter().any(test);
        // Style and script; words of others; what is drawn is said in the table beneath it.
        let others = inside(&|e| {
            matches!(e.tag.as_str(), "style" | "script" | "title" | "desc" | "blockquote" | "h3")
        }) || inside(&|e| e.is_of("quoted") || e.is_of("about"));
        // Axes, the key of a map, the days of rules.
        let axis = inside(&|e| e.is_of("tick") || e.is_of("flag"));
        if others || axis {
            continue;
        }
        match open.iter().rev().find_map(|element| element.attribute("data-trail")) {
            Some(trail) => {
                traced += 1;
                if let Err(why) = witness.bears_out(&text, &unescaped(trail)) {
                    wrong.push(format!("{text:?} of {trail}: {why}"));
                }
            }
            None => {
                let left = bare(&text);
                if left.contains(|c: char| c.is_ascii_digit()) {
                    wrong.push(format!("{text:?} has no trail ({left:?})"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} numbers:\n{}", wrong.len(), wrong.join("\n"));
    traced
}

/// Checks the Markdown: what stands before a footnote's mark is borne out by the footnote.
fn walk_markdown(markdown: &str, witness: &Witness) -> usize {
    let (body, notes) = markdown.split_once("## Where the numbers come from").unwrap();
    let notes: BTreeMap<&str, String> = notes
        .lines()
        .filter_map(|line| line.strip_prefix("[^")?.split_once("]: "))
        .map(|(number, words)| {
            // The trail is what stands between the last ticks; of several claims, of each.
            let ticked: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
            let trail = match words.starts_with("The number of these: ") {
                true => format!("counted:{}", ticked.join("+")),
                false => ticked.join(" "),
            };
            (number, trail)
        })
        .collect();
    let (mut traced, mut wrong) = (0, Vec::new());
    for line in body.lines() {
        let line = line.replace('\\', "");
        for cell in line.split(" | ").flat_map(|cell| cell.split("<br>")) {
            // Words of others stand in quotes and have a mark of their own.
            let mut own = String::new();
            for part in cell.split('“') {
                own += part.split_once('”').map_or(part, |(_, after)| after);
            }
            let mut parts = own.split("[^");
            let mut before = parts.next().unwrap_or("").to_owned();
            for part in parts {
                let (mark, after) = part.split_once(']').unwrap();
                let said = bare(&before.replace('*', ""));
                if said.contains(|c: char| c.is_ascii_digit()) {
                    traced += 1;
                    if let Err(why) = witness.bears_out(&said, &notes[mark]) {
                        wrong.push(format!("{said:?} of {}: {why}", notes[mark]));
                    }
                }
                before = after.to_owned();
            }
            let left = bare(&before.replace('*', ""));
            if left.contains(|c: char| c.is_ascii_digit()) {
                wrong.push(format!("{left:?} has no footnote, in {line:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} numbers:\n{}", wrong.len(), wrong.join("\n"));
    traced
}

#[test]
fn every_number_of_the_page_has_a_trail_that_bears_it_out() {
    for case in [common::small(), common::example(), common::guarded()] {
        let picture = case.picture();
        let witness = Witness::new(&case, &picture, None);
        let brief = Brief::new(&picture, &case.documents, &case.statements, Gazetteer::builtin());
        let traced = walk(&brief.html(), &witness);
        assert!(traced > 100, "{traced}");
        assert!(walk_markdown(&brief.markdown(), &witness) > 20);
    }
}

#[test]
fn so_has_every_number_of_what_changed() {
    let case = common::example();
    let (picture, before) = (case.picture(), case.picture_as_of("2023-11-05".parse().unwrap()));
    let witness = Witness::new(&case, &picture, Some(&before));
    let (documents, statements) = (&case.documents, &case.statements);
    let brief = Brief::since(&before, &picture, documents, statements, Gazetteer::builtin());
    walk(&brief.html(), &witness);
    walk_markdown(&brief.markdown(), &witness);
}

#[test]
fn a_number_without_a_trail_or_with_a_wrong_one_is_found() {
    let case = common::small();
    let picture = case.picture();
    let witness = Witness::new(&case, &picture, None);
    let fails = |html: &str| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| walk(html, &witness))).is_err()
    };
    assert!(!fails("<p>On 3 November 2023, 07:30, the 90 % interval of 2 to 4 Nov</p>"));
    assert!(fails("<p>some 4,919 people</p>"));
    assert!(fails("<p>a factor of 12</p>"));
    assert!(!fails("<p><span data-trail=\"count:documents\">2</span></p>"));
    assert!(fails("<p><span data-trail=\"count:documents\">3</span></p>"));
    let id = witness.claims.keys().next().unwrap();
    assert!(fails(&format!("<p><a data-trail=\"{id}\">123,456</a></p>")));
    assert!(fails("<p><span data-trail=\"draws:all:2023-11-01:2023-11-04\">1</span></p>"));
}
