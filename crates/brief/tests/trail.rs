//! Every number that is printed has a trail, and the trail leads to that number.
//!
//! Walks all texts of the page and of the Markdown. A number is either inside of an element with
//! `data-trail` (or before a footnote), or of one of the classes that [`bare`] and [`Page::place`] name:
//! days, years and times; words of others (quotes, titles of documents, names); axes; what is fixed (the 90 %
//! of an interval, "fewer than 10"). Any other fails.

mod common;

use std::collections::BTreeMap;

use brief::Brief;
use claim::{Claim, Id, Statement, Window};
use common::Case;
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{Observed, Picture, Role};

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

    fn published(&self, claim: &Claim) -> Option<Date> {
        let document = self.case.documents.iter().find(|d| d.id == claim.document);
        claim.published.or(document.and_then(|d| d.published))
    }

    fn fit(&self, id: &Id) -> Option<&reconcile::ClaimFit> {
        self.picture.claims.iter().find(|fit| fit.id == *id)
    }

    /// Whether the numbers in `words` are those that `trail` leads to.
    fn bears_out(&self, words: &str, trail: &str) -> Result<(), String> {
        let printed = numbers(words);
        let (kind, rest) = trail.split_once(':').unwrap_or((trail, ""));
        let parts: Vec<&str> = rest.split(':').collect();
        let given: Vec<f64> = match kind {
            "draws" => return self.drawn(self.picture, &parts, &printed, words),
            "draws-as-of" => {
                let before = self.before.ok_or("there is no earlier picture")?;
                if before.as_of.to_string() != parts[0] {
                    return Err(format!("the earlier picture is of {}", before.as_of));
                }
                return self.drawn(before, &parts[1..], &printed, words);
            }
            "diagnostics" => {
                let d = &self.picture.diagnostics;
                vec![d.draws as f64, d.chains as f64, d.rhat, d.ess, d.divergences as f64]
            }
            "count" => vec![self.counted(&parts)?],
            "days" => {
                let window = window(parts[1], parts[2]);
                [Observed::ByDay, Observed::InTotals, Observed::No]
                    .map(|kind| {
                        let seen = |day: &Date| self.picture.how_observed(parts[0], *day) == kind;
                        window.iter().filter(seen).count() as f64
                    })
                    .to_vec()
            }
            "fit" => {
                let (claim, fit) = self
                    .claims
                    .get(rest)
                    .and_then(|c| Some((c, self.fit(&c.id)?)))
                    .ok_or("no such fit")?;
                let mut given: Vec<f64> = fit.fitted.into_iter().collect();
                if let Some(residual) = fit.residual {
                    given.extend([((residual.exp() - 1.0) * 100.0).abs(), residual.abs().exp()]);
                }
                // "Over 99 %" where it rounds to a hundred.
                given.extend(fit.reading.iter().map(|r| (r.probability * 100.0).min(99.4)));
                given.extend(fit.why.iter().flat_map(|why| numbers(why)).map(|(value, _)| value));
                given.extend(claim.value);
                given
            }
            "leaning" => {
                let one = self
                    .picture
                    .sources
                    .iter()
                    .find(|one| one.organisation == rest)
                    .ok_or("no such source")?;
                [one.p05, one.p50, one.p95].map(|factor| ((factor - 1.0) * 100.0).abs()).to_vec()
            }
            "share" => {
                let sum = self.picture.sum(&[], window(parts[0], parts[1])).ok_or("no sum")?;
                let of: f64 = parts[2].parse().map_err(|_| "no stock")?;
                [sum.p05, sum.p50, sum.p95].map(|people| people / of * 100.0).to_vec()
            }
            "disagreement" | "unknown" | "narrowing" => {
                let at: usize = rest.parse().map_err(|_| "no number")?;
                let text = match kind {
                    "disagreement" => self.picture.disagreements[at].sentence.clone(),
                    "unknown" => {
                        let one = &self.picture.unknowns[at];
                        format!("{} {}", one.sentence, one.remedy)
                    }
                    _ => self.picture.narrowing(&[], self.picture.window)[at].sentence.clone(),
                };
                numbers(&text).into_iter().map(|(value, _)| value).collect()
            }
            _ => self.said(trail, &printed)?,
        };
        for (value, step) in &printed {
            if !given.iter().any(|one| (one - value).abs() <= step / 2.0 + 1e-9) {
                return Err(format!("{value} is none of {given:?}"));
            }
        }
        Ok(())
    }

    fn drawn(
        &self,
        picture: &Picture,
        parts: &[&str],
        printed: &[(f64, f64)],
        words: &str,
    ) -> Result<(), String> {
        let vias: Vec<&str> = parts[0].split('+').filter(|via| *via != "all").collect();
        let days = window(parts[1], parts[2]);
        let q = picture.sum(&vias, days).ok_or("no such draws")?;
        let ends = [q.p025, q.p05, q.p10, q.p25, q.p50, q.p75, q.p90, q.p95, q.p975];
        for (value, step) in printed {
            let few = *value == 10.0
                && words.contains("fewer than 10")
                && ends.iter().any(|end| *end < 10.0);
            if !few && !ends.iter().any(|end| (end - value).abs() <= step / 2.0 + 1e-9) {
                return Err(format!("{value} is none of {ends:?}"));
            }
        }
        Ok(())
    }

    /// Values of claims, and how many statements there are.
    fn said(&self, trail: &str, printed: &[(f64, f64)]) -> Result<Vec<f64>, String> {
        let ids: Vec<&str> = trail.split(' ').collect();
        let mut given = vec![ids.len() as f64];
        for id in &ids {
            let known = self.case.statements.iter().any(|one| one.id().as_str() == *id);
            if !known {
                return Err(format!("no statement {id}"));
            }
            if let Some(claim) = self.claims.get(*id) {
                given.extend([claim.value, claim.low, claim.high].into_iter().flatten());
                // A few people are not told apart.
                if claim.value.is_some_and(|value| value < 10.0) {
                    given.push(10.0);
                }
            }
        }
        // "1.7 million".
        let millions = given.iter().map(|value| value / 1e6).collect::<Vec<_>>();
        if printed.iter().all(|(value, _)| *value < 1e4) {
            given.extend(millions);
        }
        Ok(given)
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
            "used" => {
                let one = self.picture.sources.iter().find(|one| one.organisation == parts[1]);
                one.ok_or("no such source")?.claims as f64
            }
            other => return Err(format!("nothing is counted as {other}")),
        })
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
            (number, ticked.join(" "))
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
    for case in [common::small(), common::example()] {
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
