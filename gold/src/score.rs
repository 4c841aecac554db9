//! Holds what was read against gold, claim by claim and field by field.

use std::collections::BTreeMap;

use claim::{Claim, Kind, Measure, Qualifier, Source, Statement};
use places::Gazetteer;

use crate::sets::{Gold, Guide, Set};

/// Fields that are scored on every claim found.
pub const FIELDS: [&str; 14] = [
    "qualifier",
    "unit",
    "measure",
    "kind",
    "via",
    "from",
    "to",
    "at",
    "start",
    "end",
    "cumulative",
    "source",
    "stance",
    "mention",
];

/// Fields that make a claim whole, besides its number: what the bars are set on. The ends
/// of the way, the hedge and the rest are scored one by one.
pub const WHOLE: [&str; 8] =
    ["qualifier", "unit", "measure", "kind", "via", "start", "end", "source"];

/// Counts over a set.
#[derive(Debug, Default, Clone)]
pub struct Score {
    /// Gold claims.
    pub gold: usize,
    /// Claims read.
    pub read: usize,
    /// Claims read that are gold: the number and the place in the text agree.
    pub found: usize,
    /// Of those found, how often each of [`FIELDS`] is right.
    pub fields: [usize; 14],
    /// Of those found, how many have all of [`WHOLE`] right.
    pub whole: usize,
    /// Of those found, how many have first and last day right.
    pub days: usize,
    /// Of those found, how many have from, to and at right.
    pub ways: usize,
    /// Of those found, how many have all of [`WHOLE`] and from, to and at right.
    pub complete: usize,
    /// Of those found, how many have every field right.
    pub perfect: usize,
    /// By kind of difficulty: gold claims, found, whole.
    pub by_difficulty: BTreeMap<String, [usize; 3]>,
    /// What was missed, wrong or too much, for people to read.
    pub notes: Vec<String>,
}

impl Score {
    /// Found over read.
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.read)
    }

    /// Found over gold.
    pub fn recall(&self) -> f64 {
        ratio(self.found, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, self.read + self.gold)
    }

    /// Whole claims over gold.
    pub fn whole_right(&self) -> f64 {
        ratio(self.whole, self.gold)
    }

    /// Claims with all of [`WHOLE`] and their places right, over gold.
    pub fn complete_right(&self) -> f64 {
        ratio(self.complete, self.gold)
    }

    /// Counts a claim found, with the fields that are wrong; whether it is whole.
    fn add(&mut self, wrong: &[(&'static str, String)]) -> bool {
        let right = |field: &str| wrong.iter().all(|(f, _)| *f != field);
        let whole = WHOLE.iter().all(|field| right(field));
        let ways = right("from") && right("to") && right("at");
        self.found += 1;
        self.whole += usize::from(whole);
        self.days += usize::from(right("start") && right("end"));
        self.ways += usize::from(ways);
        self.complete += usize::from(whole && ways);
        for (count, field) in self.fields.iter_mut().zip(FIELDS) {
            *count += usize::from(right(field));
        }
        self.perfect += usize::from(wrong.is_empty());
        whole
    }

    /// Mean share of right fields over the claims found.
    pub fn fields_right(&self) -> f64 {
        ratio(self.fields.iter().sum(), FIELDS.len() * self.found)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Reads every text of a set and scores it.
///
/// # Errors
/// When a text cannot be read at all.
pub fn score(set: &Set, gazetteer: &Gazetteer) -> anyhow::Result<Score> {
    let mut score = Score::default();
    for (file, gold) in &set.texts {
        let bytes = std::fs::read(file)?;
        let options = read::Options::default();
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let reading = match read::read(&name, bytes, options, gazetteer) {
            Ok(reading) => reading,
            Err(problem) => {
                // A text that is refused is a text of which nothing was read.
                let optional = |gold: &&Gold| set.by == Guide::Second && gold.is_optional();
                score.gold += gold.iter().filter(|gold| !optional(gold)).count();
                score.notes.push(format!("{name}: refused: {}", problem.message));
                continue;
            }
        };
        let claims: Vec<&Claim> = reading
            .statements
            .iter()
            .filter_map(|s| match s {
                Statement::Claim(claim) => Some(claim),
                _ => None,
            })
            .collect();
        one_text(&name, &reading.document.text, &claims, gold, set.by, &mut score);
    }
    Ok(score)
}

fn one_text(
    name: &str,
    text: &str,
    claims: &[&Claim],
    gold: &[Gold],
    by: Guide,
    score: &mut Score,
) {
    let mut free: Vec<bool> = vec![true; claims.len()];
    let optional = |gold: &&Gold| by == Guide::Second && gold.is_optional();
    for wanted in gold.iter().filter(|gold| !optional(gold)) {
        let count = |score: &mut Score, column: usize| {
            for kind in &wanted.difficulty {
                score.by_difficulty.entry(kind.clone()).or_default()[column] += 1;
            }
        };
        count(score, 0);
        score.gold += 1;
        let Some(best) = matched(text, claims, &free, wanted, by) else {
            score.notes.push(format!("{name}: missed {:?}", wanted.quote));
            continue;
        };
        free[best] = false;
        let wrong = wrong_fields(claims[best], wanted, by);
        count(score, 1);
        if score.add(&wrong) {
            count(score, 2);
        }
        for (field, told) in wrong {
            score.notes.push(format!("{name}: {:?}: {field} {told}", wanted.quote));
        }
    }
    // What need not be read is no fault where it is.
    let mut spared = 0;
    for wanted in gold.iter().filter(optional) {
        if let Some(best) = matched(text, claims, &free, wanted, by) {
            free[best] = false;
            spared += 1;
        }
    }
    score.read += claims.len() - spared;
    for (claim, _) in claims.iter().zip(&free).filter(|(_, free)| **free) {
        score
            .notes
            .push(format!("{name}: too much {:?} ({} {})", claim.quote, claim.measure, claim.kind));
    }
}

/// The claim among those not yet taken that states the gold number at its place, the one with
/// the fewest wrong fields.
pub fn matched(
    text: &str,
    claims: &[&Claim],
    free: &[bool],
    wanted: &Gold,
    by: Guide,
) -> Option<usize> {
    (0..claims.len())
        .filter(|i| {
            free[*i] && same_number(claims[*i], wanted) && overlaps(text, claims[*i], wanted)
        })
        .min_by_key(|i| wrong_fields(claims[*i], wanted, by).len())
}

fn same_number(claim: &Claim, gold: &Gold) -> bool {
    let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs(),
        (None, None) => true,
        _ => false,
    };
    same(claim.value, gold.value)
        && (gold.value.is_some()
            || gold.qualifier == Qualifier::Undetermined
                && claim.qualifier == Qualifier::Undetermined
            || same(claim.low, gold.low)
                && same(claim.high, gold.high)
                && gold.qualifier != Qualifier::Undetermined)
}

/// Whether the claim's span touches one of the places where the gold quote stands.
fn overlaps(text: &str, claim: &Claim, gold: &Gold) -> bool {
    text.match_indices(&gold.quote)
        .any(|(at, quote)| claim.span[0] < at + quote.len() && at < claim.span[1])
}

/// Fields that differ, each with what was read and what was wanted.
pub fn wrong_fields(claim: &Claim, gold: &Gold, by: Guide) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let mut check = |field: &'static str, right: bool, read: String, wanted: String| {
        if !right {
            wrong.push((field, format!("read {read}, gold {wanted}")));
        }
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
    let day = |value: &Option<jiff::civil::Date>| value.map_or("none".into(), |d| d.to_string());
    check(
        "qualifier",
        claim.qualifier == gold.qualifier,
        claim.qualifier.to_string(),
        gold.qualifier.to_string(),
    );
    check("unit", claim.unit == gold.unit, claim.unit.to_string(), gold.unit.to_string());
    let measure = match gold.per {
        Some(_) => Measure::Rate,
        None => gold.measure,
    };
    check("measure", claim.measure == measure, claim.measure.to_string(), measure.to_string());
    check("kind", same_kind(claim.kind, gold.kind), claim.kind.to_string(), gold.kind.to_string());
    check(
        "via",
        same_crossings(&claim.via, &gold.via),
        format!("{:?}", claim.via),
        format!("{:?}", gold.via),
    );
    check("from", same_place(&claim.from, &gold.from), text(&claim.from), text(&gold.from));
    check("to", same_place(&claim.to, &gold.to), text(&claim.to), text(&gold.to));
    check("at", same_place(&claim.at, &gold.at), text(&claim.at), text(&gold.at));
    // A start that only general knowledge gives is scored loosely, as the guide says.
    let start = claim.start == gold.start
        || match by {
            Guide::First => gold.start.is_some() && claim.start.is_none() && gold.cumulative,
            Guide::Second => gold.start.is_none() && claim.start == gold.start_known,
        };
    check("start", start, day(&claim.start), day(&gold.start));
    check("end", claim.end == gold.end, day(&claim.end), day(&gold.end));
    check(
        "cumulative",
        claim.cumulative == gold.cumulative,
        claim.cumulative.to_string(),
        gold.cumulative.to_string(),
    );
    check(
        "source",
        same_source(&claim.source, gold),
        text(&claim.source.label().map(str::to_owned)),
        text(&gold.source),
    );
    let again = |yes: bool| if yes { "again" } else { "first" }.to_owned();
    let (read, wanted) = (claim.same_as.is_some(), gold.duplicate_of.is_some());
    check("mention", read == wanted, again(read), again(wanted));
    check("stance", claim.stance == gold.stance, claim.stance.to_string(), gold.stance.to_string());
    wrong
}

/// Whether two kinds pass for one another: return, departure and arrival do, as the guide says.
pub fn same_kind(a: Kind, b: Kind) -> bool {
    let way = |kind| matches!(kind, Kind::Return | Kind::Departure | Kind::Arrival);
    a == b || way(a) && way(b)
}

/// Whether both name the same crossings. "Channel" and "Darién" are what a text calls the English
/// Channel and the Darién Gap.
fn same_crossings(a: &[String], b: &[String]) -> bool {
    let fold = |list: &[String]| {
        let places = Gazetteer::builtin();
        let canonical =
            |name: &str| places.crossing(name).map_or_else(|| name.to_owned(), |p| p.name.clone());
        let mut list: Vec<String> = list.iter().map(|v| folded(&canonical(v))).collect();
        list.sort();
        list
    };
    let part = |a: &str, b: &str| a.split_whitespace().any(|word| word == b);
    let one = |(a, b): (&String, &String)| a == b || part(a, b) || part(b, a);
    let (a, b) = (fold(a), fold(b));
    a.len() == b.len() && a.iter().zip(&b).all(one)
}

/// Whether two places are one: by name, or by the gazetteer; both absent is right.
pub fn same_place(a: &Option<String>, b: &Option<String>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => folded(a) == folded(b) || same_by_gazetteer(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// Whether both are spellings of one place: "Belet Weyne" and "Beledweyne".
fn same_by_gazetteer(a: &str, b: &str) -> bool {
    let places = Gazetteer::builtin();
    places.find(a).is_some_and(|found| places.find(b).is_some_and(|other| other.id == found.id))
}

/// Lower case, without the accents that spellings differ by.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('é', "e").replace('á', "a")
}

/// What bodies are called in other languages, and the name that the reader keeps for them in all.
const BODIES: [(&str, &str); 5] =
    [("acnur", "unhcr"), ("hcr", "unhcr"), ("oim", "iom"), ("onu", "un"), ("cicr", "icrc")];

/// Whether speaker or organisation share a telling word with gold; both absent is right.
pub fn same_source(source: &Source, gold: &Gold) -> bool {
    let words = |texts: [&Option<String>; 3]| -> Vec<String> {
        texts
            .into_iter()
            .flatten()
            .flat_map(|t| t.split(|c: char| !c.is_alphanumeric()))
            .map(str::to_lowercase)
            .filter(|w| w.len() > 1 && !matches!(w.as_str(), "the" | "of" | "and" | "for" | "in"))
            .map(|w| {
                BODIES.iter().find(|(own, _)| *own == w).map_or(w, |(_, one)| (*one).to_owned())
            })
            .collect()
    };
    let read = words([&source.name, &source.role, &source.organisation]);
    let wanted = words([&gold.source, &gold.org, &None]);
    match (read.is_empty(), wanted.is_empty()) {
        (true, true) => true,
        (false, false) => read.iter().any(|word| wanted.contains(word)),
        _ => false,
    }
}
