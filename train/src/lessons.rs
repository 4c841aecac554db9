//! The texts that are learned from: the odd halves of the English corpora, and our own.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use claim::{Claim, Document, Measure, Statement};
use gold::corpora;
use gold::score::{matched, same_kind, same_place, same_source};
use gold::sets::{self, Gold, Set};
use places::Gazetteer;
use prose::choice::{Candidate, Choosing, Question, Questions, Slot, Value, Weights, ways};

/// A claim with its gold.
#[derive(Debug)]
pub struct Example {
    /// Name of the corpus.
    pub corpus: String,
    /// Name of the text.
    pub document: String,
    /// What it counts in learning.
    pub weight: f64,
    /// The slots and their candidates.
    pub questions: Questions,
    /// For each slot, which candidates are learned as right.
    pub answers: Vec<Vec<bool>>,
    /// For each slot, which candidates the score lets pass.
    pub passes: Vec<Vec<bool>>,
    /// For each slot, whether the rules are right.
    pub rules: Vec<bool>,
}

impl Example {
    /// Which slots are right, by the rules or chosen with `weights`.
    pub fn right(&self, weights: Option<&Weights>) -> Vec<bool> {
        let Some(weights) = weights else { return self.rules.clone() };
        let [what, days, speaker, places @ ..] = &self.questions[..] else { return Vec::new() };
        let mut chosen: Vec<&Value> =
            [what, days, speaker].into_iter().map(|question| question.best(weights)).collect();
        if let [from, to, at] = places {
            chosen.extend(ways([from, to, at], weights));
        }
        let right = |(slot, value): (usize, &Value)| {
            let question = &self.questions[slot];
            match question.candidates.iter().position(|c| c.value == *value) {
                Some(at) => self.passes[slot][at],
                None => self.rules[slot],
            }
        };
        chosen.into_iter().enumerate().map(right).collect()
    }
}

/// A text with its gold, and what it counts.
pub struct Lesson {
    corpus: &'static str,
    document: String,
    bytes: Vec<u8>,
    weight: f64,
    set: usize,
    gold: Vec<Gold>,
}

/// All texts, and the sets that they are of.
pub struct Lessons {
    sets: Vec<Set>,
    texts: Vec<Lesson>,
}

/// Finds all texts.
///
/// # Errors
/// When a corpus is not there or a text cannot be read.
pub fn texts(root: &Path, shared: &Path, own: f64) -> Result<Lessons> {
    let (halves, missing) = corpora::halves(shared)?;
    if let Some(missing) = missing.first() {
        return Err(anyhow!("{missing}; the weights are learned from all corpora"));
    }
    let odd = halves.into_iter().filter(|half| half.odd && half.corpus != "Spanish");
    let mut weighted: Vec<(Set, f64)> = odd.map(|half| (half.set, 1.0)).collect();
    if own > 0.0 {
        weighted.push((sets::load_pairs("own", &root.join("eval/corpus"))?, own));
        let gold = root.join("eval/gold/pakistan-2023.jsonl");
        let folder = root.join("examples/pakistan-2023");
        weighted.push((sets::load("own", &folder, &gold, |_| true)?, own));
    }
    let mut texts = Vec::new();
    for (set, (of, weight)) in weighted.iter().enumerate() {
        for (file, gold) in &of.texts {
            texts.push(Lesson {
                corpus: of.name,
                document: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                bytes: std::fs::read(file)?,
                weight: *weight,
                set,
                gold: gold.clone(),
            });
        }
    }
    Ok(Lessons { sets: weighted.into_iter().map(|(set, _)| set).collect(), texts })
}

impl Lessons {
    /// Reads all texts, choosing by `weights` as far as they know, and holds their claims
    /// against the gold.
    ///
    /// # Errors
    /// When a text cannot be read.
    pub fn examples(&self, weights: &Weights) -> Result<Vec<Example>> {
        let gazetteer = Gazetteer::builtin();
        let mut examples = Vec::new();
        for text in &self.texts {
            let (document, claims, questions) = read(text, weights, gazetteer)?;
            let claims: Vec<&Claim> = claims.iter().collect();
            let mut free = vec![true; claims.len()];
            let by = self.sets[text.set].by;
            for wanted in &text.gold {
                let Some(at) = matched(&document.text, &claims, &free, wanted, by) else {
                    continue;
                };
                free[at] = false;
                examples.push(example(text, questions[at].clone(), wanted));
            }
        }
        Ok(examples)
    }
}

/// Reads one text, and keeps what was chosen among for each of its claims.
fn read(
    text: &Lesson,
    weights: &Weights,
    gazetteer: &Gazetteer,
) -> Result<(Document, Vec<Claim>, Vec<Questions>)> {
    let failed = |problem: open::Problem| anyhow!("{problem}");
    let piece = open::pieces(&text.document, text.bytes.clone()).into_iter().next();
    let piece = piece.with_context(|| format!("{}: nothing in it", text.document))?;
    let opened =
        open::open_piece(piece.map_err(failed)?, open::Options::default()).map_err(failed)?;
    let mut questions = Vec::new();
    let choosing = Choosing { weights, asked: Some(&mut questions) };
    let (document, tables) = (opened.document, &opened.tables);
    let read = prose::read_choosing(&document, opened.body, tables, None, &[], gazetteer, choosing)
        .map_err(|language| anyhow!("{}: in {language}", text.document))?;
    let claims = read.statements.into_iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        Statement::Event(_) | Statement::Position(_) => None,
    });
    Ok((document, claims.collect(), questions))
}

fn example(text: &Lesson, questions: Questions, wanted: &Gold) -> Example {
    let held = |question: &Question, strict: bool| -> Vec<bool> {
        let right = |c: &Candidate| is_right(question.slot, &c.value, wanted, strict);
        question.candidates.iter().map(right).collect()
    };
    let passes = |question: &Question| held(question, false);
    let answer = |question: &Question| {
        let strict = held(question, true);
        if strict.contains(&true) { strict } else { passes(question) }
    };
    let rules = questions.iter().map(|q| is_right(q.slot, &q.by_rules, wanted, false)).collect();
    Example {
        corpus: text.corpus.to_owned(),
        document: text.document.clone(),
        weight: text.weight,
        answers: questions.iter().map(answer).collect(),
        passes: questions.iter().map(passes).collect(),
        rules,
        questions,
    }
}

/// Whether a value is that of the gold; strictly, also where the score lets another pass.
fn is_right(slot: Slot, value: &Value, wanted: &Gold, strict: bool) -> bool {
    match (slot, value) {
        (Slot::What, Value::What(measure, kind)) => {
            let of_gold = if wanted.per.is_some() { Measure::Rate } else { wanted.measure };
            let kinds = *kind == wanted.kind || !strict && same_kind(*kind, wanted.kind);
            *measure == of_gold && kinds
        }
        (Slot::Days, Value::Days(start, end, cumulative)) => {
            let known = wanted.start.is_none() && *start == wanted.start_known && !strict;
            (*start == wanted.start || known)
                && *end == wanted.end
                && (!strict || *cumulative == wanted.cumulative)
        }
        (Slot::Speaker, Value::Speaker(source)) => same_source(source, wanted),
        (Slot::From, value) => same_place(&value.place().cloned(), &wanted.from),
        (Slot::To, value) => same_place(&value.place().cloned(), &wanted.to),
        (Slot::At, value) => same_place(&value.place().cloned(), &wanted.at),
        _ => false,
    }
}
