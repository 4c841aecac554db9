//! How far a decision of confidentiality reaches: what else tells the same figure.
//!
//! A figure is told again by its other mentions in the document (of whatever kind and days, rounded, or divided by its
//! days, a share or the size of families), by near-copies of the document, by claims that were merged with it or split
//! off it, by other documents with the same figure (our own earlier exports among them), and by whatever it follows
//! from by subtraction. All of these stay in with it. Headlines and file names that give the
//! number in other digits are struck.

use std::collections::{BTreeMap, BTreeSet};

use claim::mention::{Mention, Near, numbers, tells};
use claim::{Claim, Document, DocumentId, Id, Measure, Statement};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use withhold::{Retold, Told, is_distinct, is_rounding, percentages, quotients, retold};

/// Numbers below this are hard to tell apart from others: what confidential ones follow from is reckoned with it.
const FEW: u32 = 10;
/// Words in a run of two texts that are compared.
const RUN: usize = 4;
/// So much of a text must stand in a confidential one for it to be a copy.
const SHARE: f64 = 0.5;
/// So many of the figures of a copy must be the same: bulletins share their words, not their numbers.
const FIGURES: f64 = 0.5;

/// Why a document or a claim stays in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Somebody decided so.
    Marked,
    /// It belongs to a document that stays in.
    OfDocument,
    /// It is a near-copy of that document.
    CopyOf(DocumentId),
    /// It tells the figure of that claim.
    Tells(Id),
    /// A confidential figure follows from it and others.
    Follows,
}

/// What stays in, and why.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reach {
    /// Documents, none of whose words leave.
    pub documents: BTreeMap<DocumentId, Why>,
    /// Claims that do not leave, those of such documents included.
    pub claims: BTreeMap<Id, Why>,
    /// The figures that must not be told in each document that otherwise leaves.
    pub(crate) figures: BTreeMap<DocumentId, Vec<f64>>,
    /// What comes of confidential figures by division, in the sentences of each document.
    reckoned: BTreeMap<DocumentId, Vec<Told>>,
    /// Figures of several digits, which no headline tells by chance.
    pub(crate) distinct: Vec<f64>,
}

fn size(claim: &Claim) -> Option<f64> {
    claim.value.or(claim.high).or(claim.low).filter(|size| *size > 0.0)
}

/// Whether one claim tells the figure of another.
fn same_figure(secret: &Claim, other: &Claim) -> bool {
    let (Some(figure), Some(number)) = (size(secret), size(other)) else { return false };
    if secret.unit != other.unit || secret.measure != other.measure {
        return false;
    }
    let kinds = secret.kind == other.kind
        || secret.kind.is_crossing() && other.kind.is_crossing()
        || [secret.kind, other.kind].contains(&claim::Kind::Other);
    let within = |few: &[String], many: &[String]| few.iter().all(|via| many.contains(via));
    let vias = within(&secret.via, &other.via) || within(&other.via, &secret.via);
    let days = (secret.start, secret.end) == (other.start, other.end);
    let met = match (secret.window(), other.window()) {
        (Some(a), Some(b)) => a.overlap(&b).is_some(),
        _ => true,
    };
    let groups = secret.population.group == other.population.group;
    if figure == number && is_distinct(figure) {
        return kinds && vias && met;
    }
    let same_via = secret.via == other.via;
    let near = figure == number || figure >= 20.0 && (figure - number).abs() <= figure / 100.0;
    near && kinds && groups && same_via && days && secret.end.is_some()
}

/// The percentages from which, with the number of people that they come to, a confidential figure of their document
/// follows.
fn shares(claims: &[&Claim], secret: &BTreeSet<&Id>) -> Vec<Id> {
    let mut by_document: BTreeMap<&DocumentId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        by_document.entry(&claim.document).or_default().push(claim);
    }
    let told = |share: &Claim| -> Option<bool> {
        let beside = by_document.get(&share.document)?;
        let percent = size(share)?;
        let people = || beside.iter().filter(|claim| claim.measure != Measure::Share);
        let hidden = people().filter(|claim| secret.contains(&claim.id)).filter_map(|c| size(c));
        let others: Vec<f64> = people()
            .filter(|claim| !secret.contains(&claim.id))
            .filter_map(|claim| size(claim))
            .collect();
        // As exact as a percentage without decimals is.
        Some(
            hidden.into_iter().any(|figure| {
                others.iter().any(|part| (part / figure * 100.0 - percent).abs() <= 0.5)
            }),
        )
    };
    let shares = claims.iter().filter(|claim| claim.measure == Measure::Share);
    shares
        .filter(|share| !secret.contains(&share.id) && told(share) == Some(true))
        .map(|share| share.id.clone())
        .collect()
}

impl Reach {
    /// What stays in when the subjects `marked` are confidential. `statements` have all decisions applied but those.
    pub(crate) fn of(
        marked: &BTreeSet<String>,
        documents: &[Document],
        statements: &[Statement],
        roots: &BTreeMap<Id, Id>,
    ) -> Reach {
        let mut reach = Reach::default();
        if marked.is_empty() {
            return reach;
        }
        for document in documents.iter().filter(|d| marked.contains(d.id.as_str())) {
            reach.documents.insert(document.id.clone(), Why::Marked);
        }
        for (copy, of) in copies(documents, &reach.documents) {
            reach.documents.entry(copy).or_insert(Why::CopyOf(of));
        }
        let claims: Vec<&Claim> = statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Claim(claim) => Some(claim),
                _ => None,
            })
            .collect();
        for claim in &claims {
            let root = roots.get(&claim.id).unwrap_or(&claim.id);
            if marked.contains(claim.id.as_str()) || marked.contains(root.as_str()) {
                reach.claims.insert(claim.id.clone(), Why::Marked);
            } else if reach.documents.contains_key(&claim.document) {
                reach.claims.insert(claim.id.clone(), Why::OfDocument);
            }
        }
        reach.spread(&claims);
        let texts: BTreeMap<&DocumentId, &Document> =
            documents.iter().map(|document| (&document.id, document)).collect();
        reach.retold(&claims, &texts);
        let secret: BTreeSet<&Id> =
            claims.iter().map(|c| &c.id).filter(|id| reach.claims.contains_key(*id)).collect();
        let follows: Vec<Id> =
            withhold::tells(&claims, &secret, FEW).into_iter().cloned().collect();
        for id in follows.into_iter().chain(shares(&claims, &secret)) {
            reach.claims.entry(id).or_insert(Why::Follows);
        }
        reach.spread(&claims);
        for claim in claims.iter().filter(|claim| reach.claims.contains_key(&claim.id)) {
            if let Some(figure) = size(claim) {
                reach.figures.entry(claim.document.clone()).or_default().push(figure);
                if is_distinct(figure) {
                    reach.distinct.push(figure);
                }
            }
        }
        reach.distinct.sort_by(f64::total_cmp);
        reach.distinct.dedup();
        reach
    }

    /// Adds what tells the figures that stay in within their own documents.
    fn retold(&mut self, claims: &[&Claim], texts: &BTreeMap<&DocumentId, &Document>) {
        let mut secrets: BTreeMap<&DocumentId, Vec<&Claim>> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| self.claims.contains_key(&claim.id)) {
            secrets.entry(&claim.document).or_default().push(claim);
        }
        secrets.retain(|document, _| !self.documents.contains_key(*document));
        // A form that is told of one number is of that one: from its roundings nothing follows again.
        for all in secrets.values_mut() {
            all.sort_by(|a, b| {
                size(a)
                    .partial_cmp(&size(b))
                    .unwrap_or(std::cmp::Ordering::Equal)
                    .then(a.id.cmp(&b.id))
            });
            all.dedup_by(|a, b| size(a) == size(b) && a.window() == b.window() && a.via == b.via);
        }
        let in_sentences = |document: &DocumentId| {
            texts.get(document).is_some_and(|document| document.media.is_prose())
        };
        let mut same = false;
        for other in claims {
            if self.claims.contains_key(&other.id) {
                continue;
            }
            let prose = in_sentences(&other.document) && !other.found.from_row;
            let all = secrets.get(&other.document).into_iter().flatten();
            let found = all.filter_map(|secret| Some((secret, retold(secret, other, prose)?)));
            // The same number says more than one that is rounded or reckoned.
            let Some((secret, how)) = found.min_by_key(|(_, how)| *how) else { continue };
            let why = match how {
                Retold::Same | Retold::Rounded => Why::Tells(secret.id.clone()),
                Retold::Reckoned => Why::Follows,
            };
            same |= how == Retold::Same;
            self.claims.insert(other.id.clone(), why);
        }
        for (document, secrets) in secrets.into_iter().filter(|(id, _)| in_sentences(id)) {
            let text = texts.get(document).map_or("", |document| document.text.as_str());
            let mentions = numbers(text);
            let mut told = Vec::new();
            for secret in secrets {
                told.extend(quotients(secret));
                told.extend(
                    size(secret)
                        .map(|size| percentages(size, text, &mentions))
                        .into_iter()
                        .flatten(),
                );
            }
            self.reckoned.insert(document.clone(), told);
        }
        // Another kind of the same number has mentions of its own.
        if same {
            self.spread(claims);
        }
    }

    /// Adds what tells the figures of the claims that stay in: linked mentions, and the same figure anywhere.
    fn spread(&mut self, claims: &[&Claim]) {
        let mut by_size: BTreeMap<u64, Vec<&Claim>> = BTreeMap::new();
        // Figures that are near each other lie in neighbouring steps of a hundredth.
        let step = |size: f64| (size.ln() * 100.0).floor().max(0.0) as u64;
        for claim in claims {
            if let Some(size) = size(claim) {
                by_size.entry(step(size)).or_default().push(claim);
            }
        }
        let mut linked: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
        let by_id: BTreeMap<&Id, &Claim> = claims.iter().map(|claim| (&claim.id, *claim)).collect();
        for claim in claims {
            if let Some(first) = &claim.same_as {
                linked.entry(first).or_default().push(claim);
                if let Some(first) = by_id.get(first) {
                    linked.entry(&claim.id).or_default().push(first);
                }
            }
        }
        let mut queue: Vec<&Claim> =
            claims.iter().copied().filter(|claim| self.claims.contains_key(&claim.id)).collect();
        while let Some(secret) = queue.pop() {
            let near =
                size(secret).map(step).into_iter().flat_map(|at| at.saturating_sub(2)..=at + 2);
            let same = near
                .filter_map(|at| by_size.get(&at))
                .flatten()
                .filter(|other| same_figure(secret, other));
            let again = linked.get(&secret.id).into_iter().flatten();
            for other in same.chain(again) {
                if !self.claims.contains_key(&other.id) {
                    self.claims.insert(other.id.clone(), Why::Tells(secret.id.clone()));
                    queue.push(other);
                }
            }
        }
    }

    /// Words without the confidential figures in them.
    pub fn without_figures(&self, words: &str) -> String {
        let own: Vec<f64> =
            self.figures.values().flatten().copied().filter(|n| *n >= 100.0).collect();
        struck(words, &|number| self.distinct.contains(&number) || own.contains(&number))
    }

    /// Whether a claim, or its document, stays in.
    pub fn has(&self, claim: &Claim) -> bool {
        self.claims.contains_key(&claim.id) || self.documents.contains_key(&claim.document)
    }

    /// Whether nothing stays in.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.claims.is_empty()
    }

    /// Strikes what tells a figure that stays in from a document and its statements.
    pub(crate) fn strike(&self, document: &mut Document, statements: &mut [Statement]) {
        let own = self.figures.get(&document.id).map(Vec::as_slice).unwrap_or_default();
        let headline = |number: f64| {
            own.iter().any(|figure| tells(number, *figure, Near::Headline))
                || self.distinct.contains(&number)
        };
        document.name = struck(&document.name, &headline);
        document.title = document.title.take().map(|title| struck(&title, &headline));
        document.url = document.url.take().map(|url| struck(&url, &headline));
        if own.is_empty() {
            return;
        }
        let prose = document.media.is_prose();
        let reckoned = self.reckoned.get(&document.id).map(Vec::as_slice).unwrap_or_default();
        let said = |text: &str, mention: &Mention| {
            let number = mention.value;
            own.iter().any(|figure| {
                tells(number, *figure, Near::Said)
                    || prose && *figure >= f64::from(FEW) && is_rounding(number, *figure)
            }) || reckoned.iter().any(|told| told.is(text, mention))
        };
        let struck = |text: &str| struck_where(text, &|mention| said(text, mention));
        document.text = struck(&document.text);
        for statement in statements {
            match statement {
                Statement::Claim(claim) => {
                    claim.quote = struck(&claim.quote);
                    claim.population.text = struck(&claim.population.text);
                }
                Statement::Event(event) => event.quote = struck(&event.quote),
                Statement::Position(position) => {
                    position.quote = struck(&position.quote);
                    position.about = struck(&position.about);
                }
            }
        }
    }
}

/// A text with the numbers that `tells` struck out. As many bytes stay, so that evidence is where it was.
fn struck(text: &str, tells: &dyn Fn(f64) -> bool) -> String {
    struck_where(text, &|mention| tells(mention.value))
}

fn struck_where(text: &str, tells: &dyn Fn(&Mention) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for mention in numbers(text).into_iter().filter(tells) {
        out.push_str(&text[at..mention.span.start]);
        out.push_str(&"*".repeat(mention.span.len()));
        at = mention.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The words of a text in runs.
fn runs(text: &str) -> FxHashSet<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words
        .windows(RUN.min(words.len().max(1)))
        .map(|run| {
            let mut hasher = FxHasher::default();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

/// The figures of a text that tell it from others made of the same words.
fn figures(text: &str) -> BTreeSet<u64> {
    let is_figure = |value: f64| value >= 32.0 && !(1900.0..=2100.0).contains(&value);
    numbers(text).into_iter().map(|m| m.value).filter(|v| is_figure(*v)).map(f64::to_bits).collect()
}

/// The documents of which half or more stands in a confidential one, or the other way round, figures and all.
fn copies(
    documents: &[Document],
    secret: &BTreeMap<DocumentId, Why>,
) -> Vec<(DocumentId, DocumentId)> {
    let prints: Vec<_> = documents
        .iter()
        .filter(|document| secret.contains_key(&document.id))
        .map(|document| (&document.id, runs(&document.text), figures(&document.text)))
        .filter(|(_, runs, _)| !runs.is_empty())
        .collect();
    if prints.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in documents.iter().filter(|document| !secret.contains_key(&document.id)) {
        let (own, numbers) = (runs(&document.text), figures(&document.text));
        let copied = prints.iter().find(|(_, runs, figures)| {
            let shared = own.intersection(runs).count() as f64;
            let words = shared / own.len().min(runs.len()).max(1) as f64;
            let few = figures.len().min(numbers.len());
            let told = figures.intersection(&numbers).count() as f64;
            words >= SHARE && (few == 0 || told / few as f64 >= FIGURES)
        });
        if let Some((of, ..)) = copied {
            found.push((document.id.clone(), (*of).clone()));
        }
    }
    found
}
