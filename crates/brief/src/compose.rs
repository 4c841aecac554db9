//! From the picture to what the brief says. Sections choose themselves: one
//! with nothing to say is not there.

mod by_crossing;
mod changes;
mod charts;
mod cited;
mod context;
mod corrected;
mod counted;
mod differences;
mod evidence;
mod figures;
pub(crate) mod lead;
mod opening;
mod peak;
mod people;
mod proved;
mod question;
mod route;
mod said;
mod sources;
mod unknown;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Document, DocumentId, Event, Id, Position, Statement, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{ALL, By, ClaimFit, Picture, Quantiles, Role};
use withhold::{Instead, Withheld};

use crate::content::{Content, Findings, Headline, Text, Trail};
use crate::language::{Language, Value, say, words};
use crate::wording;
use lead::{Lead, Leading};

/// Everything within reach while the brief is composed.
pub(crate) struct Desk<'a> {
    pub picture: &'a Picture,
    /// The same border as it was known on an earlier day.
    pub before: Option<&'a Picture>,
    pub gazetteer: &'a Gazetteer,
    /// What it is written in.
    pub language: &'a Language,
    /// By date, then name.
    pub documents: Vec<&'a Document>,
    pub claims: Vec<&'a Claim>,
    pub events: Vec<&'a Event>,
    pub positions: Vec<&'a Position>,
    pub by_id: BTreeMap<&'a Id, &'a Claim>,
    pub fits: BTreeMap<&'a Id, &'a ClaimFit>,
    /// Each document's place in time, for ordering what it says.
    pub published: BTreeMap<&'a DocumentId, Option<Date>>,
    /// What is not printed of them.
    pub withheld: Withheld<'a>,
    /// The days that the brief is about.
    pub focus: Window,
    /// What it leads with.
    pub lead: Lead<'a>,
    /// "arrivals and returns".
    pub flow: String,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        picture: &'a Picture,
        documents: &'a [Document],
        statements: &'a [Statement],
        gazetteer: &'a Gazetteer,
        language: &'a Language,
    ) -> Desk<'a> {
        // What was not known yet on the day of the picture has no place in its brief.
        let known = |published: Option<Date>| published.is_none_or(|day| day <= picture.as_of);
        let mut documents: Vec<&Document> =
            documents.iter().filter(|document| known(document.published)).collect();
        documents.sort_by(|a, b| (a.published, &a.name, &a.id).cmp(&(b.published, &b.name, &b.id)));
        documents.dedup_by(|a, b| a.id == b.id);
        let published = documents.iter().map(|d| (&d.id, d.published)).collect();
        let mut desk = Desk {
            picture,
            before: None,
            gazetteer,
            language,
            documents,
            claims: Vec::new(),
            events: Vec::new(),
            positions: Vec::new(),
            by_id: BTreeMap::new(),
            fits: picture.claims.iter().map(|fit| (&fit.id, fit)).collect(),
            published,
            withheld: Withheld::default(),
            focus: picture.window,
            lead: Lead {
                ways: Vec::new(),
                days: picture.window,
                leading: Leading::Estimate,
                latest: None,
            },
            flow: String::new(),
        };
        let mut seen = BTreeSet::new();
        for statement in statements {
            if !seen.insert(statement.id()) {
                continue;
            }
            match statement {
                Statement::Claim(claim) if known(claim.published) => desk.claims.push(claim),
                Statement::Event(event) if known(event.published) => desk.events.push(event),
                Statement::Position(stance) if known(stance.published) => {
                    desk.positions.push(stance);
                }
                _ => {}
            }
        }
        let day =
            |own: Option<Date>, document| own.or(desk.published.get(document).copied().flatten());
        desk.claims.sort_by(|a, b| {
            let days = [a, b].map(|claim| day(claim.published, &claim.document));
            days[0].cmp(&days[1]).then_with(|| claim::by_place(a, b))
        });
        desk.events.sort_by_key(|e| (e.start, day(e.published, &e.document), e.span, &e.id));
        desk.positions.sort_by_key(|p| (day(p.published, &p.document), p.span, &p.id));
        desk.by_id = desk.claims.iter().map(|claim| (&claim.id, *claim)).collect();
        desk.focus = focus(picture, desk.bearing());
        // What would lead is looked for before it is known what is not printed, for that hangs on what is.
        desk.lead = lead::lead(&desk);
        desk.withheld = Withheld::beside(
            desk.documents.iter().copied(),
            desk.claims.iter().copied(),
            &desk.sure_rows(),
            wording::SMALL_CELL as u32,
        );
        desk.lead = lead::lead(&desk);
        desk.flow = language.flow_noun(
            desk.bearing().filter(|(_, fit)| !lead::is_part(fit)).map(|(claim, _)| claim),
            &picture.route.to,
        );
        desk
    }

    /// The rows that are printed and as sure as a count.
    fn sure_rows(&self) -> Vec<withhold::Row> {
        let picture = self.picture;
        let vias: Vec<&str> = picture.crossings.iter().map(String::as_str).chain([ALL]).collect();
        let mut rows = picture.rows(&vias, self.focus, By::Total);
        rows.extend(picture.rows(&vias, self.lead.days, By::Total));
        for via in self.crossings() {
            for run in lead::reported(picture, via, picture.window) {
                rows.extend(picture.rows(&[via], run, By::Total));
                for days in [self.focus, self.lead.days] {
                    let days = run.overlap(&days).filter(|days| *days != run);
                    rows.extend(
                        days.map(|d| picture.rows(&[via], d, By::Total)).into_iter().flatten(),
                    );
                }
            }
        }
        let mut sure = picture.sure_rows();
        sure.extend(rows.iter().filter_map(reconcile::sure));
        sure.extend(picture.sure_sums(&vias, charts::windows(self)));
        sure
    }

    /// Day of publication, of the statement or else of its document.
    pub(crate) fn day_of(&self, own: Option<Date>, document: &DocumentId) -> Option<Date> {
        own.or_else(|| self.published.get(document).copied().flatten())
    }

    /// The claims that bear on the flow, with how they fit.
    pub(crate) fn bearing(&self) -> impl Iterator<Item = (&'a Claim, &'a ClaimFit)> {
        self.claims.iter().filter_map(|claim| {
            let fit = *self.fits.get(&claim.id)?;
            (fit.role != Role::OutOfScope).then_some((*claim, fit))
        })
    }

    /// The named crossings, largest flow first.
    pub(crate) fn crossings(&self) -> impl Iterator<Item = &'a str> {
        let picture = self.picture;
        picture.crossings.iter().map(String::as_str).filter(|name| *name != reconcile::ELSEWHERE)
    }

    /// The estimate for a crossing (or [`ALL`]) over the part of `window` that is modelled, unless a number of too few
    /// people could be had from it.
    pub(crate) fn estimate(&self, via: &str, window: Window) -> Option<(Quantiles, Trail)> {
        let window = window.overlap(&self.picture.window)?;
        if self.withheld.has_row((via != ALL).then_some(via), window) {
            return None;
        }
        let quantiles = self.picture.sum(&[via], window)?;
        Some((quantiles, Trail::Draws { via: via.to_owned(), window }))
    }

    /// How many are counted at a crossing over the days of `window` that somebody reported; days that nobody
    /// did are in no number.
    pub(crate) fn counted(&self, via: &str, window: Window) -> Option<(Quantiles, Trail)> {
        self.counted_together(&[via], window)
    }

    /// The same at several crossings together.
    pub(crate) fn counted_together(
        &self,
        vias: &[&str],
        window: Window,
    ) -> Option<(Quantiles, Trail)> {
        let window = window.overlap(&self.picture.window)?;
        let mut parts: Vec<(String, Window)> = Vec::new();
        for via in vias {
            let runs = lead::reported(self.picture, via, window);
            parts.extend(runs.into_iter().map(|run| ((*via).to_owned(), run)));
        }
        if let [(via, days)] = parts.as_slice() {
            return self.estimate(via, *days);
        }
        if parts.iter().any(|(via, days)| self.withheld.has_row(Some(via), *days)) {
            return None;
        }
        let each = parts.iter().map(|(via, days)| (via.as_str(), *days));
        Some((lead::summed(self.picture, each)?, Trail::DrawsOf(parts)))
    }

    pub(crate) fn country(&self, iso3: &'a str) -> &'a str {
        self.gazetteer.country_name(iso3).unwrap_or(iso3)
    }

    /// "from Pakistan into Afghanistan".
    pub(crate) fn route(&self) -> String {
        let route = &self.picture.route;
        let (from, to) = (self.country(&route.from), self.country(&route.to));
        words!(self.language, "route", from = from, to = to)
    }

    /// A whole number that words agree with, and what it is a count of.
    pub(crate) fn counting(&self, count: usize, what: impl Into<String>) -> Value {
        let digits = self.language.number(count as f64);
        Value::Count(count, Text::new().reckoned(digits, what))
    }

    /// What is printed instead of the number of a claim that is withheld.
    pub(crate) fn withheld(&self, claim: &Claim) -> Option<String> {
        Some(match self.withheld.instead(&claim.id)? {
            Instead::Few => self.language.few(),
            Instead::Beside | Instead::Remark | Instead::Name | Instead::Contact(_) => {
                words!(self.language, "figure-left-out")
            }
        })
    }

    /// The figure of a claim as it may be printed.
    pub(crate) fn printed(&self, claim: &Claim) -> String {
        self.withheld(claim).unwrap_or_else(|| self.language.figure(claim))
    }

    /// The same, leading to its quote.
    pub(crate) fn figure(&self, claim: &Claim) -> Text {
        Text::new().number(self.printed(claim), Trail::Claims(vec![claim.id.clone()]))
    }

    /// The words of a document as they may be printed: without what is withheld of them.
    pub(crate) fn quoted(&self, document: &DocumentId, span: [usize; 2], quote: &str) -> String {
        let words = |instead| self.instead(instead);
        let covered = self.withheld.covered(document, span, quote, &words);
        let quote = covered.unwrap_or_else(|| quote.to_owned());
        // What an older ledger keeps of telephones and the like leaves all the same in no quote.
        claim::contacts::black_out(&quote).into_owned()
    }

    /// What stands in a text instead of words that are not printed.
    pub(crate) fn instead(&self, instead: Instead) -> String {
        match instead {
            Instead::Few => words!(self.language, "withheld-few"),
            Instead::Beside => words!(self.language, "withheld-beside"),
            Instead::Remark => words!(self.language, "withheld-remark"),
            Instead::Name => "[name]".to_owned(),
            Instead::Contact(sort) => sort.label().to_owned(),
        }
    }
}

/// The days that a question without days is about, in the brief, the picture, charts and exports alike:
/// since the day from which most running totals count, when they agree on one; else all days of the picture.
pub(crate) fn focus<'a>(
    picture: &Picture,
    bearing: impl Iterator<Item = (&'a Claim, &'a ClaimFit)>,
) -> Window {
    let whole = picture.window;
    let mut starts: BTreeMap<Date, usize> = BTreeMap::new();
    for (claim, fit) in bearing {
        if let Some(start) = claim.start
            && claim.cumulative
            && claim.start_stated
            && fit.role.is_fitted()
            && whole.contains(start)
        {
            *starts.entry(start).or_default() += 1;
        }
    }
    let total: usize = starts.values().sum();
    let whole = if starts.is_empty() { picture.told() } else { whole };
    starts
        .into_iter()
        // The earlier of two that are named as often: it says more.
        .max_by_key(|(day, n)| (*n, std::cmp::Reverse(*day)))
        .filter(|(_, n)| *n >= 2 && n * 2 > total)
        .and_then(|(day, _)| Window::new(day, whole.end()))
        .unwrap_or(whole)
}

/// The number that leads, and what stands beside it.
pub(crate) fn opening_of(desk: &Desk) -> (Option<Headline>, Vec<Text>) {
    (opening::headline(desk), opening::beside(desk))
}

/// Composes the brief.
pub(crate) fn compose(desk: &Desk) -> Content {
    let picture = desk.picture;
    let question = question::section(desk);
    // Two pages of paper have room for so much.
    let beside = usize::from(!question.blocks.is_empty());
    let [disagreements, more_disagreements] = figures::disagreements(desk, beside);
    let [unknowns, more_unknowns] = unknown::sections(desk);
    let [timeline, more_stances] = context::timeline(desk);
    let [daily, differences] = charts::daily(desk);
    // Two pages; what is annexed stands behind a fold.
    let mut sections = vec![
        opening::section(desk),
        changes::section(desk),
        daily,
        charts::running(desk),
        disagreements,
        question,
        unknowns,
        context::stocks(desk),
        timeline,
        sources::limits(desk),
        route::section(desk).annexed(),
        figures::section(desk).annexed(),
        differences.annexed(),
        more_disagreements.annexed(),
        more_unknowns.annexed(),
        more_stances.annexed(),
        proved::section(desk).annexed(),
        sources::section(desk).annexed(),
        sources::method(desk).annexed(),
    ];
    let mut cited: BTreeSet<&Id> = BTreeSet::new();
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    blocks.for_each(|block| block.cited(&mut |id| _ = cited.insert(id)));
    let evidence = evidence::section(desk, &cited);
    sections.push(evidence.annexed());
    sections.retain(|section| !section.blocks.is_empty());
    let language = desk.language;
    let (from, to) = (desk.country(&picture.route.from), desk.country(&picture.route.to));
    Content {
        language: language.clone(),
        title: words!(language, "route-title", from = from, to = to),
        subtitle: words!(language, "subtitle", flow = wording::capital(&desk.flow)),
        dateline: say!(
            language,
            "dateline",
            day = language.day(picture.as_of),
            days = language.days(picture.told()),
            documents = documents(desk, desk.documents.len(), "count:documents"),
            claims = claims(desk, desk.claims.len(), "count:claims"),
        ),
        known: language.day(picture.as_of),
        as_of: picture.as_of,
        findings: findings(desk),
        sections,
        citations: cited::citations(desk),
    }
}

/// What the drawings say above themselves: what the page says of the same.
fn findings(desk: &Desk) -> Findings {
    let language = desk.language;
    Findings {
        peak: peak::finding(desk).map(|text| text.words(language)),
        whole: opening::headline(desk).map(|headline| {
            let (figure, what) = (headline.figure.words(language), headline.what.words(language));
            words!(language, "drawing-finding", figure = figure, what = what)
        }),
    }
}

/// "17 documents", with what the number is a count of.
fn documents(desk: &Desk, count: usize, what: &str) -> Text {
    say!(desk.language, "count-documents", count = desk.counting(count, what))
}

/// "1 claim".
fn claims(desk: &Desk, count: usize, what: &str) -> Text {
    say!(desk.language, "count-claims", count = desk.counting(count, what))
}

/// "12 more".
fn more(desk: &Desk, count: usize, what: &str) -> Text {
    say!(desk.language, "count-more", count = desk.counting(count, what))
}

/// Whether an estimate is about the whole route.
pub(crate) fn is_all(via: &str) -> bool {
    via == ALL
}
