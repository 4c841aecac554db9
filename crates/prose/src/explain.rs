//! Why a claim was read as it was: what each word of its sentence was taken for, and what
//! the rules that fired mean.

use std::ops::Range;

use claim::{Document, Qualifier};
use places::{Gazetteer, MentionKind};

use super::analysis::Analysis;
use super::lexicon::{Counted, Lexicon};
use super::sentence;
use super::speaker::Memory;
use super::time::Sense;

/// What a stretch of text was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Layer {
    /// A number with its hedges.
    Amount,
    /// Who is counted.
    People,
    /// What happened to them.
    Verb,
    /// A place, or a people.
    Place,
    /// Words of time.
    Time,
    /// Who says so.
    Speaker,
}

/// A stretch of text and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Byte span in the document's text.
    pub span: Range<usize>,
    /// Byte span of its sentence.
    pub sentence: Range<usize>,
    /// What sort of thing it is.
    pub layer: Layer,
    /// What it was taken for: "17 September 2023 on", "PAK", "departure (flow)".
    pub meaning: String,
}

/// Finds everything that was recognised in a text, in the order of the spans.
pub fn recognised(document: &Document, gazetteer: &Gazetteer) -> Vec<Recognised> {
    let words = Lexicon::english();
    let mut memory = Memory::default();
    let mut all = Vec::new();
    let all_of_it = 0..document.text.len();
    let main = super::main_language(&document.text);
    let (stretches, _) = super::stretches(&document.text, all_of_it.clone(), main);
    for sentence in sentence::sentences(&document.text, all_of_it, &stretches) {
        let span = sentence.span.clone();
        let (calendar, language) = (super::calendar(document), sentence.language);
        let analysis = Analysis::of(&document.text, sentence, calendar, language, words, gazetteer);
        let mut note = |tokens: &Range<usize>, layer: Layer, meaning: String| {
            if !tokens.is_empty() {
                let found = analysis.bytes(tokens);
                all.push(Recognised { span: found, sentence: span.clone(), layer, meaning });
            }
        };
        for amount in &analysis.amounts {
            note(&amount.tokens, Layer::Amount, size(amount));
        }
        for at in 0..analysis.tokens.len() {
            if let Some((length, counted)) = words.counted.at(&analysis.tokens, at) {
                note(&(at..at + length), Layer::People, counts(*counted));
            }
        }
        for (tokens, happening) in &analysis.happenings {
            let meaning = format!("{} ({})", happening.kind, happening.measure);
            note(tokens, Layer::Verb, meaning);
        }
        for name in &analysis.names {
            let people = if name.kind == MentionKind::Demonym { "people of " } else { "" };
            note(&name.tokens, Layer::Place, format!("{people}{}", name.code()));
        }
        for when in &analysis.whens {
            note(&when.tokens, Layer::Time, days(&when.sense));
        }
        for speech in memory.speeches(&analysis, words) {
            let label = speech.source.label().unwrap_or("somebody").to_owned();
            note(&speech.tokens, Layer::Speaker, label);
        }
    }
    all.sort_by_key(|r| (r.span.start, std::cmp::Reverse(r.span.end), r.layer));
    all
}

fn counts(counted: Counted) -> String {
    match counted {
        Counted::People(group) => format!("{group} people").replace("all people", "people"),
        Counted::Households => "households".to_owned(),
        Counted::Vehicles => "vehicles".to_owned(),
        Counted::NotPeople => "not people".to_owned(),
    }
}

fn size(amount: &super::number::Amount) -> String {
    let number = |n: Option<f64>| n.map_or("?".to_owned(), |n| n.to_string());
    let unit = if amount.percent { " percent" } else { "" };
    match (amount.value, amount.qualifier) {
        (None, Qualifier::Undetermined) => "undetermined".to_owned(),
        (None, hedge) => format!("{hedge} {} to {}{unit}", number(amount.low), number(amount.high)),
        (value, hedge) => format!("{hedge} {}{unit}", number(value)),
    }
}

fn days(sense: &Sense) -> String {
    match sense {
        Sense::During(w) if w.days() == 1 => w.start().to_string(),
        Sense::During(w) => format!("{} to {}", w.start(), w.end()),
        Sense::Since(day) | Sense::ToDate(day) => format!("{day} on"),
        Sense::Until(day) => format!("up to {day}"),
        Sense::Rate(per) => format!("per {per}"),
        Sense::SinceEvent { .. } => "since a happening, dated elsewhere".to_owned(),
        Sense::SinceThen => "since the day last spoken of".to_owned(),
        Sense::Same => "the days last spoken of".to_owned(),
        Sense::SameIn(year) => format!("the days last spoken of, in {year}"),
        Sense::ThisTimeIn(year) => format!("up to the same day of {year}"),
        Sense::YearBefore => "a year before".to_owned(),
        Sense::OneDay => "one day".to_owned(),
        Sense::DayAfter => "the day after".to_owned(),
        Sense::Later(n) => format!("{n} days later"),
        Sense::Before(n) => format!("{n} days before"),
        Sense::MonthBefore => "the month before".to_owned(),
        Sense::Ahead => "days to come".to_owned(),
        Sense::Vague => "no days that can be told".to_owned(),
    }
}

/// What a rule of the reader does, in a sentence; `None` for a name that is no rule's.
pub fn rule(name: &str) -> Option<&'static str> {
    Some(match name {
        "table.total" => "it adds up others of the table, by its name",
        "table.rows" => "it adds up the rows above it",
        "table.sum" => {
            "added up from cells of the table that a claim has no word for by themselves"
        }
        "table.map" => "a map told what the columns are",
        "kobo.daily" => {
            "added up from the groups of a survey export, whose rows are told beside it"
        }
        "speaker.actor" => "who registered them counted them",
        "time.year-before-brackets" => "a number in brackets behind its year",
        "time.year-of-total" => "a year that stands before its total",
        "time.month-of-noun" => "a month that stands before what was counted in it",
        "time.this-time-in" => "a running total as it stood on the same day of another year",
        "number.single" => "a number, with the hedges around it",
        "number.range" => "two numbers that bound a third",
        "number.vague" => "a vague amount, read as an interval",
        "number.undetermined" => "the text says that the number is not known",
        "link.some" => "the text calls it one of some, who need not come to their whole together",
        "link.crossings" => "the number is what the crossings of the sentence come to together",
        "number.zero" => "the text says that there was nobody",
        "number.one-in" => "so many in so many, read as percent",
        "number.fraction" => "a share in words, read as percent",
        "who.noun" => "a noun for people, households or vehicles stands with the number",
        "who.label" => "the noun stands before the number, as a label or the sentence's subject",
        "who.left-out" => "the noun is left out and taken from what was counted before",
        "verb.near" => "the nearest verb of movement or presence says what happened",
        "verb.carried" => "what happened is carried over from the number before",
        "verb.heading" => "what happened is told by the heading or the sentence before",
        "measure.included-in-plan" => "a part of those a plan is about, who are there already",
        "time.rate" => "a number per day, week or month",
        "time.same" | "time.same-in" => "the days spoken of before",
        "time.one-day" => "one day, that of the report",
        "time.year-before" => "the days spoken of before, a year earlier",
        "time.total" => "a running total, up to where the number before ends",
        "time.day-after" => "the day after the days spoken of before",
        "time.of-act" => "the day on which the text says that it was done",
        "time.of-twin" => "the days of the same number in the text below the headline",
        "time.later" => "so many days after the days spoken of before",
        "time.since-cause" => "from the day of what drove them out, up to now",
        "time.day-before" | "time.week-before" | "time.month-before" => {
            "the day, week or month before the one spoken of"
        }
        "time.vague" | "time.decade" => "words of time that give no days",
        "time.ahead" => "days to come, without an end",
        "time.overnight" => "the night before the day of publication",
        "time.weekend" => "the last weekend before publication",
        "time.within" => "so many days up to publication",
        "time.between" => "from one day to another",
        "time.since" | "time.since-event" => {
            "from a day on (of a month or year, its first), up to now"
        }
        "time.since-then" => "from the day last spoken of on",
        "time.since-happening" => "from a happening on, whose day is looked for in the text",
        "time.since-known" => "the happening's day is general knowledge, not in the text",
        "time.two-ways" => "a date in figures that may be either of two days",
        "time.day-by-hour" => "a day, up to an hour",
        "time.until" => "up to a day or hour",
        "time.relative" => "days told from the day of publication",
        "time.day" => "a day, month or year",
        "time.heading" => "the days of the heading above",
        "time.carried" => "the days of the number before",
        "time.to-date" => "no days told: a running total up to publication",
        "time.published" => "no days told: the day of publication",
        "table.row" => "a row of a table, by the names of its columns",
        "speaker.according" => "\"according to\" names who says so",
        "speaker.account" => "\"by the ministry's account\" names who says so",
        "speaker.brackets" => "who says so stands in brackets",
        "speaker.subject" => "who says so stands before the verb of saying",
        "speaker.behind" => "who says so stands behind the verb of saying",
        "speaker.joint-verb" => "the sentence's subject also says so",
        "speaker.headline" => "the headline names who says so",
        "speaker.rival" => "an office stands by a number of its own for what was just counted",
        "measure.to-leave" => "who are to leave are still there",
        "place.camp" => "taken in by a camp, not counted at the border",
        "who.served" => "counted for what they were given or had done for them",
        "stance.disputed" => "denied, called false, alleged or asked: nobody stands by it",
        "speaker.named-next" => "the next sentence names who says so",
        _ => return None,
    })
}
