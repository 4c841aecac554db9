//! What earlier sentences have established, and what a sentence takes over from them: the
//! verb, the days, the speaker.

use std::ops::Range;

use claim::{Claim, Kind, Measure, Source, SourceFound, Window};

use jiff::civil::Date;

use super::Spoken;
use super::analysis::Analysis;
use super::anchors::Anchors;
use super::bulletin;
use super::context::Context;
use super::grammar::{Class, Grammar};
use super::lexicon::{Happening, Lexicon};
use super::movement::{self, Verb, Way};
use super::route::{Spot, spot};
use super::speaker::{Speech, may_be_kept};
use super::subject::Subject;
use super::time::Sense;
use super::window::Days;

/// How many claims back an ellipsis or "the crossing" may refer.
pub(super) const LOOK_BACK: usize = 60;

/// What earlier sentences have established.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Whole claims in order; the last ones are what ellipses refer to.
    pub claims: Vec<Claim>,
    /// What the last heading says counts below it.
    pub heading: Heading,
    /// Block of each claim, for breakdowns listed line by line.
    pub blocks: Vec<usize>,
    /// Days last spoken of, with or without a number.
    pub window: Option<Window>,
    /// The single day last spoken of: "that day".
    pub day: Option<Window>,
    /// People last named, or named most in the document.
    pub nationality: Option<String>,
    /// The day that the text speaks from: that of publication, or the last one of the days in its title.
    pub now: Option<Date>,
    /// The place that the last sentence or heading was about, and its block.
    pub topic: Option<(usize, bool, String)>,
    /// The country that a heading of nothing else names: what stands below is of it, up to the next.
    pub section: Option<String>,
    /// The place within a country that was named last, and its block.
    pub spot: Option<(usize, Spot)>,
    /// How surely the document is about people on the move.
    pub subject: Subject,
    /// What the whole document is about.
    pub context: Context,
    /// Days that "since the ultimatum" may mean.
    pub anchors: Anchors,
    /// The crossing last named, with its paragraph.
    pub gate: Option<(usize, String)>,
    /// Whether refugees were counted before.
    pub refugees: bool,
    /// Whether a sentence since the last claim names a place.
    pub turned: bool,
    /// The place that a sentence without a number said people leave, its block, and whether it
    /// was a heading.
    pub left: Option<(usize, bool, String)>,
    /// Speaker of the headline right above.
    pub headline: Option<Source>,
    /// Speaker of the letterhead, where that is an office that counts.
    pub letterhead: Option<Source>,
    /// The first claim of the item of a list that is being read: what other items say is of
    /// other people.
    pub item: usize,
    /// The title in small letters: bodies named in it need not be named as speaking.
    pub title: String,
    /// Who puts the text out: as the document says, else the agency in whose name it is written.
    pub publisher: Option<String>,
    /// Who speaks on.
    pub voice: Option<Voice>,
    /// The claim that opens a list, told before a line that ends in a colon.
    pub opened: Option<usize>,
    /// The first claim of the last sentence that has one.
    pub whole: usize,
    /// Claims whose numbers others are only held against: "more than the 953 of a year before".
    pub compared: Vec<usize>,
    /// Days on which something that people did or suffered is said to have happened, each with its
    /// sentence: "the incident occurred on Friday".
    pub acts: Vec<(usize, Date)>,
}

/// A speaker whose words go on: over the rest of the paragraph that he opened, and over the items
/// of the list that he announced.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    /// The paragraph, or the last item of the list.
    block: usize,
    /// Who it is.
    source: Source,
    /// Whether what he says is a list.
    list: bool,
}

/// Most numbers of a paragraph among which a whole is looked for: a text without paragraphs is one of as many as it has.
const WITHIN: usize = 24;

/// Tokens within which a speaker opens a sentence.
const OPENS: usize = 3;

/// Words from which on an item of a list is a note of its own and no row of a table.
const NOTE: usize = 12;

impl Carried {
    /// "The ministry put the number higher, at 186,000": another figure for the same.
    pub fn is_put(&self, analysis: &Analysis) -> bool {
        // Only a number can be put higher.
        let counted = self.claims.last().is_some_and(|last| last.value.is_some());
        counted
            && (0..analysis.tokens.len()).any(|i| {
                // "UNHCR put it at 7,100"
                matches!(analysis.word(i), "put" | "puts")
                    && analysis.word(i + 1) == "it"
                    && analysis.word(i + 2) == "at"
                    || self.is_own_figure(analysis, i)
                    || matches!(analysis.word(i), "put" | "puts" | "placed")
                        && analysis.word(i + 1) == "the"
                        && matches!(
                            analysis.word(i + 2),
                            "number" | "figure" | "total" | "tally" | "count"
                        )
                        && analysis.word(i + 3) != "of"
            })
    }

    /// "IOM's figure is 7,100": another figure for the same.
    fn is_own_figure(&self, analysis: &Analysis, at: usize) -> bool {
        let number = |at: usize| analysis.amounts.iter().any(|a| a.tokens.start == at && !a.plain);
        at <= OPENS
            && analysis.tokens[at].text.starts_with(['\'', '’'])
            && matches!(analysis.word(at + 1), "figure" | "number" | "count" | "tally" | "total")
            && Grammar::english().is(analysis.word(at + 2), Class::Auxiliary)
            && number(at + 3)
    }

    /// The count that the numbers of a sentence add up to.
    fn made_up(&self, analysis: &Analysis) -> Option<&Claim> {
        let values: Vec<f64> = analysis
            .amounts
            .iter()
            .filter(|a| !a.percent && !a.plain)
            .filter_map(|a| a.value)
            .collect();
        let sum: f64 = values.iter().sum();
        let pair = values.len() >= 2 && sum >= 100.0 && analysis.whens.is_empty();
        self.claims
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find(|c| pair && c.measure == Measure::Flow && c.value == Some(sum))
    }

    /// "From 22 September to 6 October 26,000 fled Mocímboa. In Balama, 5,000 fled. 4,283 returned
    /// by themselves": a sentence of the same paragraph that names no days of its own, and opens
    /// with a place or a number, goes on in the list that a sentence with days began.
    pub fn goes_on_list(&self, analysis: &Analysis) -> bool {
        let Some(last) = self.claims.last() else { return false };
        let block = self.blocks.last() == Some(&analysis.sentence.block);
        let open = last.cumulative && last.start.is_some();
        let dated = last.start_stated
            && !last.cumulative
            && last.measure == Measure::Flow
            && last.window().is_some_and(|w| w.days() > 1 && w.days() <= 62);
        // "compared with 900 the month before" dates the other number.
        let timeless = analysis.whens.iter().all(|when| {
            matches!(when.sense, Sense::MonthBefore | Sense::YearBefore)
                && analysis.amounts.iter().filter(|a| a.tokens.end <= when.tokens.start).count() > 1
        });
        let article = usize::from(analysis.word(1) == "the");
        let placed = matches!(analysis.word(0), "in" | "at")
            && analysis.tokens.get(1 + article).is_some_and(super::token::Token::is_capitalised);
        let counted = analysis.amounts.first().is_some_and(|a| {
            // "Zatrzymano 23 cudzoziemców": the verb opens the sentence where it may stand first.
            let led = a.tokens.start == 0
                || analysis.language.verb_first
                    && analysis.happenings.iter().any(|(tokens, happening)| {
                        happening.measure == Measure::Flow
                            && tokens.start == 0
                            && tokens.end == a.tokens.start
                    });
            led && !a.percent && a.value.zip(last.value).is_some_and(|(a, b)| a < b)
        });
        // Each item of a list of notes is of its own days, and what has happened by now runs up to
        // the day of the text.
        let own = self.item > 0 && self.item == self.claims.len()
            || analysis.tokens.iter().any(|t| Grammar::english().is(&t.lower, Class::Perfect));
        // The whole is the largest number of the paragraph that has the same days.
        let whole = self
            .claims
            .iter()
            .zip(&self.blocks)
            .rev()
            .take(WITHIN)
            .take_while(|(_, block)| **block == analysis.sentence.block)
            .filter(|(c, _)| (c.kind, c.start, c.end) == (last.kind, last.start, last.end))
            .filter_map(|(c, _)| c.value)
            .max_by(f64::total_cmp);
        let part = !own
            && analysis
                .amounts
                .iter()
                .find(|a| !a.percent && !a.plain)
                .is_some_and(|a| a.value.zip(whole).is_some_and(|(part, whole)| part < whole));
        block && timeless && (dated && (placed || counted || part) || open && part)
    }

    /// Notes where an item of a list begins: a line with a mark before it that is a sentence by
    /// itself. What the items before it were about does not hold for it.
    pub fn open_item(&mut self, analysis: &Analysis) {
        let marked =
            analysis.tokens.first().is_some_and(|t| matches!(t.text, "•" | "-" | "*" | "–"));
        let opens = marked && is_line(analysis);
        if opens && analysis.tokens.len() >= NOTE {
            self.item = self.claims.len();
            self.topic = self.topic.take().filter(|(_, heading, _)| *heading);
            self.left = self.left.take().filter(|(_, heading, _)| *heading);
            self.spot = None;
        } else if opens
            || self.blocks.last().is_some_and(|b| *b != analysis.sentence.block)
                && is_line(analysis)
        {
            self.item = 0;
        }
    }

    /// Notes whether a line opens a list: "By country:" behind the number that is parted.
    pub fn note_list(&mut self, analysis: &Analysis, first: usize) {
        if self.claims.len() > first {
            self.whole = first;
        }
        if analysis.text[analysis.sentence.span.clone()].ends_with(':') {
            self.opened = Some(self.whole);
        } else if !heading_like(analysis) {
            self.opened = None;
        }
    }

    /// The claim that opens the list in which a line stands.
    pub fn list(&self, analysis: &Analysis) -> Option<&Claim> {
        self.opened.and_then(|at| self.claims.get(at)).filter(|_| is_heading(analysis))
    }

    /// Notes whose words go on behind this sentence: whoever opens it with what he says, or with
    /// "according to", speaks until the paragraph ends or somebody else does. A language that
    /// leaves the speaker to the end of the sentence has him there. `first` is its first claim.
    pub fn note_voice(&mut self, sentence: &Spoken, first: usize) {
        let analysis = &sentence.analysis;
        let block = analysis.sentence.block;
        let mut speeches = sentence.speeches.iter().filter(|s| may_be_kept(&s.source));
        let list = analysis.text[analysis.sentence.span.clone()]
            .trim_end_matches(['“', '”', '"', ' '])
            .ends_with(':');
        if let Some(speech) = speeches.next() {
            let late = analysis.language.subject_dropped && speech.rule != "speaker.actor";
            let opens = speech.rule == "speaker.according"
                && speech.tokens.start <= analysis.opening + OPENS;
            let announces = list && matches!(speech.rule, "speaker.according" | "speaker.subject");
            // "The government reports 14,398 …" behind "According to government sources, …".
            let again = self.voice.as_ref().is_some_and(|voice| {
                voice.block == block && is_same_body(&voice.source, &speech.source)
            });
            let alone = speeches.all(|other| other.source == speech.source);
            let source = speech.source.clone();
            self.voice = (alone && (late || opens || announces || again)).then_some(Voice {
                block,
                source,
                list,
            });
            return;
        }
        // Somebody who is not named has spoken.
        if !sentence.speeches.is_empty() {
            self.voice = None;
            return;
        }
        if let Some(voice) = &mut self.voice {
            if voice.block == block {
                return;
            }
            if voice.list && is_item(analysis) {
                voice.block = block;
                return;
            }
        }
        // "Of them 3,480 landed …": a paragraph that goes on from what he said.
        let goes_on = self.claims[first..].first().filter(|claim| {
            analysis.language.subject_dropped
                && claim.found.source == Some(SourceFound::Carried)
                && may_be_kept(&claim.source)
        });
        self.voice = goes_on.map(|c| Voice { block, source: c.source.clone(), list: false });
    }

    /// Whose words a sentence without a speaker goes on with.
    pub fn in_voice(&self, sentence: &Spoken) -> Option<&Source> {
        let analysis = &sentence.analysis;
        // "Another 30,000 are on Bhasan Char" adds a number; it need not be the same speaker's.
        let adds = Grammar::english().is(analysis.word(analysis.opening), Class::Adding);
        let voice = self.voice.as_ref().filter(|_| sentence.speeches.is_empty() && !adds)?;
        let item = voice.list && is_item(analysis);
        (voice.block == analysis.sentence.block || item).then_some(&voice.source)
    }

    /// The last claim, `counted` and not only compared with.
    fn last_counted(&self, counted: bool) -> Option<&Claim> {
        let at = (0..self.claims.len()).rev().find(|i| !counted || !self.compared.contains(i));
        at.map(|at| &self.claims[at])
    }

    /// Notes that the number of the last claim is only held against others.
    pub fn note_compared(&mut self, analysis: &Analysis, counted: &Range<usize>) {
        let lead = |n: usize| counted.start.checked_sub(n).map_or("", |i| analysis.word(i));
        let held = |word: &str| matches!(word, "than" | "with" | "against" | "versus");
        let with = lead(1) == "with" && lead(2) != "compared";
        if (held(lead(1)) && !with) || held(lead(2)) && lead(1) == "the" {
            self.compared.push(self.claims.len() - 1);
        }
    }

    /// Notes the day on which a sentence says that something was done or happened to people.
    pub fn note_act(&mut self, analysis: &Analysis, sentence: usize) {
        let grammar = Grammar::english();
        let is = |i: usize| grammar.is(analysis.word(i), Class::Happened);
        let Some(verb) = (0..analysis.tokens.len()).find(|i| is(*i)) else { return };
        let day = analysis.whens.iter().find_map(|when| match when.sense {
            Sense::During(window) if window.days() == 1 && when.tokens.start >= verb => {
                Some(window.end())
            }
            _ => None,
        });
        self.acts.extend(day.map(|day| (sentence, day)));
    }

    /// The claims that a number may go on from, the last first.
    pub fn recent(&self) -> impl Iterator<Item = &Claim> {
        self.claims[self.item.min(self.claims.len())..].iter().rev().take(LOOK_BACK)
    }

    /// Notes the place a sentence is about: the subject it opens with, or where it says
    /// things happened.
    pub fn note_topic(&mut self, analysis: &Analysis) {
        if let Some(gate) = analysis.names.iter().rfind(|n| n.is_crossing()) {
            self.gate = Some((analysis.sentence.block, gate.place.name.clone()));
        }
        if let Some(spot) = spot(analysis) {
            self.spot = Some((analysis.sentence.block, spot));
        }
        let is_heading = is_heading(analysis);
        if let [name] = &analysis.names[..]
            && is_heading
            && analysis.sentence.block > 0
            && name.place.kind == ::places::PlaceKind::Country
            && name.is_place()
            && name.tokens.len() == analysis.tokens.len()
        {
            self.section = Some(name.code());
        }
        if let Some(place) = left(analysis) {
            self.left = Some((analysis.sentence.block, is_heading, place));
        }
        // Europe is where much happens.
        let region = |place: &String| {
            analysis.names.iter().any(|n| n.code() == *place && n.place.country.is_none())
        };
        if let Some(place) = here(analysis, &(0..0)).filter(|place| !region(place)) {
            self.topic = Some((analysis.sentence.block, is_heading, place));
        } else if is_heading && analysis.names.iter().filter(|n| n.is_place()).count() == 1 {
            let name = analysis.names.iter().find(|n| n.is_place());
            self.topic = name.map(|n| (analysis.sentence.block, true, n.code()));
        }
    }

    /// The place that a sentence of `block` goes on to speak of: of a sentence just before,
    /// or of a heading above.
    pub fn topic(&self, block: usize) -> Option<String> {
        let (of, heading, place) = self.topic.as_ref()?;
        (*of == block || *heading && *of > 0 && block <= of + 1).then(|| place.clone())
    }

    /// "The exodus from Sudan goes on. 13,000 people came to Chad": where they came from.
    pub fn left(&self, block: usize) -> Option<String> {
        let (of, heading, place) = self.left.as_ref()?;
        (*of == block || *heading && block <= of + 1).then(|| place.clone())
    }
}

/// The one place that a sentence says people leave, when it counts nobody.
fn left(analysis: &Analysis) -> Option<String> {
    let leaving = (0..analysis.tokens.len()).any(|i| analysis.word(i) == "exodus")
        || analysis
            .happenings
            .iter()
            .any(|(_, happening)| happening.kind == claim::Kind::Departure);
    if !leaving || !analysis.amounts.is_empty() {
        return None;
    }
    let mut from = analysis.names.iter().filter(|n| {
        n.is_place()
            && !n.is_crossing()
            && match movement::preposition_before(analysis, n.tokens.start) {
                "from" => true,
                // "the exodus of the Armenians of Karabakh"
                "of" => (0..n.tokens.start).any(|i| analysis.word(i) == "exodus"),
                _ => false,
            }
    });
    let place = from.next()?.code();
    from.next().is_none().then_some(place)
}

/// Where a sentence says that things happen: the place nearest to `counted` behind "in",
/// "at" or "across", or its subject.
pub(super) fn here(analysis: &Analysis, counted: &Range<usize>) -> Option<String> {
    // "In Renk County": a town that has a crossing is a town all the same.
    let town = |n: &&super::analysis::Named| {
        matches!(
            analysis.word(n.tokens.end),
            "county" | "town" | "city" | "district" | "locality" | "state" | "province" | "village"
        )
    };
    let places = || analysis.names.iter().filter(|n| n.is_place() && (!n.is_crossing() || town(n)));
    let located = places()
        .filter(|n| {
            // "21 districts of Assam are under water"
            let part = n.tokens.start >= 2
                && analysis.word(n.tokens.start - 1) == "of"
                && matches!(
                    analysis.word(n.tokens.start - 2),
                    "districts"
                        | "parts"
                        | "areas"
                        | "villages"
                        | "regions"
                        | "provinces"
                        | "towns"
                );
            part || matches!(
                movement::preposition_before(analysis, n.tokens.start),
                "in" | "at" | "across" | "inside" | "within" | "throughout" | "near"
            )
        })
        .min_by_key(|n| (analysis.distance(counted, &n.tokens), n.tokens.start));
    located.or_else(|| places().find(|n| n.tokens.start <= 1)).map(|n| n.code())
}

/// What a heading says of the figures under it.
#[derive(Debug, Default, Clone)]
pub(super) struct Heading {
    pub block: usize,
    pub window: Option<Window>,
    pub cumulative: bool,
    pub via: Vec<String>,
    pub happening: Option<Happening>,
    pub way: Way,
    /// Days that the title of the text or a heading alone in its block gives to all that stands
    /// below it, up to the next of its rank.
    pub scope: Option<Window>,
    /// That of the title.
    pub title: Option<Window>,
}

/// Lines at the head of a text that are its title.
pub(super) const TITLE: usize = 2;

/// Notes the days that a title or a heading alone in its block names: "Weekly note, 3 to 9 March".
pub(super) fn note_scope(
    lines: &[Spoken],
    at: usize,
    published: Option<jiff::civil::Date>,
    heading: &mut Heading,
) {
    let analysis = &lines[at].analysis;
    let block = analysis.sentence.block;
    let beside = |other: Option<usize>| {
        other.and_then(|i| lines.get(i)).is_some_and(|l| l.analysis.sentence.block == block)
    };
    let title = at < TITLE;
    let alone = !beside(at.checked_sub(1)) && !beside(Some(at + 1));
    if !is_heading(analysis) || !title && !alone {
        return;
    }
    let window = analysis.whens.iter().find_map(|when| match when.sense {
        Sense::During(window) => Some(window).filter(|window| {
            let past = published.is_some_and(|day| {
                window.end() <= day && (day - window.end()).get_days() <= LONGEST_SCOPE
            });
            past && (2..=LONGEST_SCOPE as usize).contains(&window.days())
        }),
        _ => None,
    });
    if title {
        heading.title = window.or(heading.title);
        heading.scope = heading.title;
    } else {
        heading.scope = window.or(heading.title);
    }
}

/// Days of the longest window that a heading gives to what stands below, and of the longest time
/// between it and the text: a year is what a text is about, and not when each number was counted.
pub(super) const LONGEST_SCOPE: i32 = 31;

/// A heading, date line or bullet without a number of its own sets the scene for the lines below.
pub(super) fn note_heading(analysis: &Analysis, words: &Lexicon, heading: &mut Heading) {
    if !is_heading(analysis) {
        // Prose in between ends the scene.
        if analysis.sentence.block != heading.block {
            heading.window = None;
        }
        return;
    }
    if heading.block != analysis.sentence.block {
        heading.window = None;
    }
    heading.block = analysis.sentence.block;
    if let Some(window) = analysis.whens.iter().find_map(|w| match w.sense {
        Sense::During(window) => Some(window),
        _ => None,
    }) {
        heading.window = Some(window);
        heading.cumulative = false;
    }
    let mut via: Vec<String> = Vec::new();
    for name in analysis.names.iter().filter(|n| n.is_crossing()) {
        if !via.contains(&name.place.name) {
            via.push(name.place.name.clone());
        }
    }
    if !via.is_empty() {
        heading.via = via;
    }
    // "IOM Displacement Tracking Matrix" counts the displaced as they stand, and those in the sites
    // that the lines below it name.
    let body = |tokens: &Range<usize>| {
        (0..=tokens.start).any(|at| {
            words.organisations.at(&analysis.tokens, at).is_some_and(|(n, _)| at + n >= tokens.end)
        })
    };
    let stands =
        heading.happening.is_some_and(|h| (h.measure, h.kind) == (Measure::Stock, Kind::Other));
    if analysis.happenings.first().is_some_and(|(tokens, _)| body(tokens)) {
        heading.happening = Some(Happening::of(Kind::Other, Measure::Stock));
    } else if stands && analysis.tokens.iter().any(|t| Grammar::english().is(&t.lower, Class::Site))
    {
        heading.happening = Some(Happening::of(Kind::InCamp, Measure::Stock));
    } else if let Some((tokens, happening)) = analysis.happenings.first() {
        heading.happening = Some(*happening);
        let verb = Verb { tokens: tokens.clone(), happening: *happening };
        let way = movement::way(analysis, tokens, Some(&verb), &[]);
        heading.way = Way { via: Vec::new(), ..way };
    }
}

/// Whether two sources share what they are called by: "government sources" and "the government".
fn is_same_body(a: &Source, b: &Source) -> bool {
    let words = |source: &Source| -> Vec<String> {
        let names = [&source.name, &source.organisation].into_iter().flatten();
        names.flat_map(|n| n.split(' ')).map(str::to_lowercase).collect()
    };
    let of_a = words(a);
    words(b).iter().any(|word| of_a.contains(word))
}

/// Whether the sentence is an item of a list or a line of a quotation, by the mark before it.
fn is_item(analysis: &Analysis) -> bool {
    let start = analysis.sentence.span.start;
    let line = analysis.text[..start].rfind('\n').map_or(0, |at| at + 1);
    analysis.text[line..].starts_with(['>', '—', '–', '-', '•', '*', '“', '"'])
}

/// Whether the sentence opens a line.
fn is_line(analysis: &Analysis) -> bool {
    let before = analysis.text[..analysis.sentence.span.start].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// Whether the sentence is a line of its own without a full stop.
pub(super) fn is_heading(analysis: &Analysis) -> bool {
    let span = &analysis.sentence.span;
    is_line(analysis) && !analysis.text[span.clone()].ends_with(['.', '!', '?', '”', '"'])
}

/// Whether the sentence is a line of a bulletin rather than prose.
pub(super) fn heading_like(analysis: &Analysis) -> bool {
    let text = &analysis.text[analysis.sentence.span.clone()];
    analysis.tokens.iter().take(8).any(|t| t.is(":")) || !text.ends_with(['.', '!', '?', '”', '"'])
}

/// "Only on Tuesday 31,500 passed", "On Monday alone 98,000 crossed": a part of what was just told
/// in the same paragraph, and told by the same speaker.
pub(super) fn narrows(analysis: &Analysis, carried: &Carried) -> bool {
    let dated =
        |at: usize| analysis.whens.iter().any(|w| w.tokens.start <= at && at <= w.tokens.end);
    let only = (0..3).any(|i| analysis.word(i) == "only" && dated(i + 1));
    let alone = (1..8).any(|i| analysis.word(i) == "alone" && dated(i - 1));
    carried.blocks.last() == Some(&analysis.sentence.block)
        && (only || alone)
        && carried.claims.last().is_some_and(|last| last.measure != Measure::Stock)
}

/// The claim before, when the sentence opens with a word that goes on from it.
pub(super) fn referred_to<'c>(analysis: &Analysis, carried: &'c Carried) -> Option<&'c Claim> {
    let first = analysis.tokens.iter().find(|t| t.shape == super::token::Shape::Word)?;
    let refers = matches!(
        &*first.lower,
        "they"
            | "among"
            | "of"
            | "these"
            | "it"
            | "that"
            | "this"
            | "its"
            | "with"
            | "over"
            | "a"
            | "another"
            | "included"
    );
    // "Over 90 percent are women", "A third of them", not "Over the course of eleven months".
    let led = !matches!(&*first.lower, "over" | "a")
        || analysis.amounts.first().is_some_and(|a| a.tokens.start <= 1)
        || matches!(analysis.word(1), "further" | "quarter" | "third" | "majority" | "half");
    let refers = refers && led;
    // "The number reached 3.5 million"
    // "The correct figure is 24,600"
    let second = 1 + usize::from(Grammar::english().is(analysis.word(1), Class::Correct));
    let opening = first.is("the")
        && analysis.tokens.get(second).is_some_and(|t| {
            matches!(&*t.lower, "number" | "total" | "figure" | "tally" | "count" | "numbers")
        })
        && !matches!(analysis.word(second + 1), "of" | "forms" | "comes" | "follows");
    // "For several days last week the number reached 30,000 a day"
    let opening = opening
        || carried.claims.last().is_some_and(|last| last.measure != Measure::Stock)
            && analysis.amounts.first().is_some_and(|a| {
                let at = a.tokens.start.saturating_sub(usize::from(
                    a.tokens.start > 0 && analysis.word(a.tokens.start - 1) == "to",
                ));
                at >= 3
                    && matches!(analysis.word(at - 3), "the" | "that")
                    && matches!(analysis.word(at - 2), "number" | "figure" | "total")
                    && matches!(
                        analysis.word(at - 1),
                        "reached" | "hit" | "rose" | "jumped" | "exceeded" | "was" | "topped"
                    )
            });
    let put = carried.is_put(analysis);
    // "More than half came from the south", "Over 90 percent are women": of those before.
    let share = analysis.amounts.first().is_some_and(|a| {
        a.percent
            && a.tokens.start <= 1
            && (a.tokens.end..a.tokens.end + 3).any(|i| {
                matches!(
                    analysis.word(i),
                    "are" | "were" | "is" | "was" | "came" | "come" | "originated" | "arrived"
                )
            })
    });
    // "In addition, 60 families returned from …": on the same days.
    let perfect = analysis.amounts.first().is_some_and(|a| {
        (a.tokens.end..a.tokens.end + 5).any(|i| matches!(analysis.word(i), "have" | "has"))
    });
    let added =
        (first.is("in") && analysis.word(1) == "addition" || first.is("additionally")) && !perfect;
    // "This year the island has received half of them" refers to no number.
    let refers = refers
        && !(matches!(&*first.lower, "this" | "that")
            && matches!(
                analysis.word(1),
                "year" | "month" | "week" | "morning" | "time" | "summer"
            ))
        || first.is("there") && among_them(analysis);
    let group = (1..analysis.tokens.len().min(16)).any(|i| {
        matches!(analysis.word(i), "included" | "comprised")
            && matches!(analysis.word(i - 1), "group" | "batch")
    });
    let refers = refers || group;
    // "Marib (48 households) – Harib (6 households)": parts of what was counted above.
    let listed = analysis.amounts.first().is_some_and(|a| {
        a.tokens.start >= 2
            && a.tokens.start <= LISTED
            && (in_brackets(analysis, &a.tokens) || is_of_people(analysis, &a.tokens))
    });
    // "Half of these returnees are men"
    let of_these = analysis.amounts.first().is_some_and(|a| {
        a.percent
            && a.tokens.start <= 4
            && analysis.word(a.tokens.end) == "of"
            && matches!(analysis.word(a.tokens.end + 1), "these" | "those" | "them")
    });
    let told_of = tells_of_figure(analysis);
    // "4,283 returned by themselves and 6,321 were deported", after 10,604: they make it up.
    if let Some(total) = carried.made_up(analysis) {
        return Some(total);
    }
    let in_list = carried.goes_on_list(analysis);
    // "of them" is of those counted, not of those they were held against.
    let of_them = matches!(&*first.lower, "of" | "among") && refers;
    carried.last_counted(of_them).filter(|_| {
        refers || opening || put || share || added || listed || of_these || in_list || told_of
    })
}

/// Within so many tokens from its start a line of a list has its name and the bracket with its number.
const LISTED: usize = 12;

/// "Data on 13,000 refugees were also given by the police": another figure of what went before.
fn tells_of_figure(analysis: &Analysis) -> bool {
    let Some(amount) = analysis.amounts.first() else { return false };
    let opens = matches!(analysis.word(0), "data" | "figures" | "information")
        && amount.tokens.start <= 4
        && !amount.percent;
    opens
        && (amount.tokens.end..analysis.tokens.len()).any(|i| {
            matches!(analysis.word(i), "said" | "given" | "confirmed" | "reported" | "provided")
        })
}

/// "There were 800 men among them": they are part of those counted before.
pub(super) fn among_them(analysis: &Analysis) -> bool {
    (1..analysis.tokens.len()).any(|i| {
        matches!(analysis.word(i - 1), "among" | "of")
            && matches!(analysis.word(i), "them" | "these")
    })
}

/// Whether a number stands in brackets right behind a name: "Marib (48 households)".
pub(super) fn in_brackets(analysis: &Analysis, counted: &Range<usize>) -> bool {
    counted.start >= 2
        && analysis.word(counted.start - 1) == "("
        && super::places_named::is_behind_name(analysis, counted.start - 1)
}

/// "Venezuelans (252,000)", "Ecuadorians, with 57,000", "the Colombians, 13,000": whether a number is led to by the name
/// of a people, as the items of a list of nationalities are.
pub(super) fn is_of_people(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let grammar = Grammar::english();
    let leads = |i: usize| {
        matches!(analysis.word(i), "(" | ",") || grammar.is(analysis.word(i), Class::Amid)
    };
    let lead = (0..counted.start).rev().take_while(|i| leads(*i)).last();
    lead.is_some_and(|lead| {
        analysis.names.iter().any(|name| !name.is_place() && name.tokens.end == lead)
    })
}

/// "They belonged to 7,195 families", "(53,327 men, …)": the verb is that of the total before.
pub(super) fn part_before(analysis: &Analysis, carried: &Carried) -> Option<Happening> {
    let last = referred_to(analysis, carried)?;
    let measure = match last.measure {
        Measure::Rate => Measure::Flow,
        // "54% are women; over 25,000 are children": people again.
        Measure::Share => super::claims::measure_of(last.kind),
        measure => measure,
    };
    Some(Happening::of(last.kind, measure))
}

/// "up from 300,000 in April", "compared with 1,200 on Monday": what the number before is held against.
pub(super) fn is_compared(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let lead = |n: usize| counted.start.checked_sub(n).map_or("", |i| analysis.word(i));
    matches!(
        (lead(2), lead(1)),
        ("up" | "down", "from") | ("compared", "with" | "to") | (_, "against" | "versus")
    )
}

/// Whether the amount goes on from the one before: "…, and 4,000 into South Sudan".
pub(super) fn continues(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let lead = counted.start.checked_sub(1).map_or("", |i| analysis.word(i));
    let first = counted.start.checked_sub(2).map_or("", |i| analysis.word(i));
    if is_compared(analysis, counted) {
        return true;
    }
    let next = analysis.word(counted.end);
    // "the 248,000 registered in 2022 and the 133,000 in 2021"
    let lead = if lead == "the" { first } else { lead };
    matches!(lead, "and" | "," | "including" | "of")
        && matches!(
            next,
            "to" | "into"
                | "in"
                | "by"
                | "at"
                | "through"
                | "via"
                | "from"
                | "off"
                | "near"
                | "across"
                | ""
                | "."
                | ","
        )
}

/// "3,212 went by Angoor Adda and 410 by Kharlachi": the days are those of the claim before.
///
/// `goes_on` tells that the sentence opens with words such as "with them", not "another".
pub(super) fn inherit_days(days: &mut Days, before: Option<&Claim>, kind: Kind, goes_on: bool) {
    let Some(before) = before else { return };
    // "396,579 in the fiscal year. This is an average of 1,087 a day": over the same days.
    if days.per.is_some() && !days.stated && before.start_stated && !before.cumulative {
        (days.start, days.end) = (before.start, before.end);
        return;
    }
    if days.per.is_some() || before.measure == Measure::Stock {
        return;
    }
    if days.stated {
        // "With them, 206,018 since 17 September": it stands at the end of what went before.
        let same = before.kind == kind && before.measure == Measure::Flow;
        let to_date = days.cumulative && days.start_stated && !days.end_stated && goes_on && same;
        if to_date && before.end.is_some() && before.end >= days.start {
            days.end = before.end;
        }
        return;
    }
    days.start = before.start;
    days.end = before.end;
    days.as_of = before.as_of;
    days.cumulative = before.cumulative;
    days.start_stated = before.start_stated;
    days.rules = vec!["time.carried"];
}

/// According to whom: the attribution nearest to the number, else the letterhead.
pub(super) fn speaker_of(
    sentence: &Spoken,
    counted: &Range<usize>,
    carried: &Carried,
    before: Option<&Claim>,
    goes_on: bool,
) -> (Source, SourceFound) {
    let voice = carried.in_voice(sentence).map(|voice| (voice.clone(), SourceFound::Carried));
    let nearest = sentence
        .speeches
        .iter()
        .filter(|s| may_be_kept(&s.source))
        .filter(|s| {
            let title = &carried.title;
            let own = match s.rule {
                "speaker.actor" => bulletin::is_own(&s.source, title),
                "speaker.subject" => bulletin::is_of_tool(&sentence.analysis, s, title),
                _ => false,
            };
            !own
        })
        .filter(|s| !sentence.analysis.is_cut(&s.tokens, counted))
        // "…, and by the government's reckoning 1.7 million …" says nothing of what stands before.
        .filter(|s| {
            let joined = s.tokens.start.checked_sub(1).map_or("", |i| sentence.analysis.word(i));
            let grammar = Grammar::english();
            let apart = match s.rule {
                "speaker.account" => grammar.is(joined, Class::Coordinate),
                // So does "…, while the UN estimates …", but not "…, as the UN said.".
                "speaker.subject" => {
                    let ends = sentence.analysis.word(s.tokens.end);
                    grammar.is(joined, Class::Subordinate) && !matches!(ends, "." | "" | "”" | "\"")
                }
                _ => false,
            };
            !apart || counted.start >= s.tokens.end
        })
        .min_by_key(|s| {
            let apart = sentence.analysis.distance(&s.tokens, counted);
            // A statement's speaker usually comes first or last, not from another clause.
            (apart, s.tokens.start)
        });
    if let Some(speech) = nearest {
        let found = if speech.stated { SourceFound::Stated } else { SourceFound::Carried };
        return (speech.source.clone(), found);
    }
    let said = before.filter(|before| voice.is_none() || may_be_kept(&before.source));
    if let Some(before) = said.or(carried.claims.last().filter(|_| goes_on && voice.is_none())) {
        return carried_source(before);
    }
    if let Some(voice) = voice {
        return voice;
    }
    match carried.headline.as_ref().or(carried.letterhead.as_ref()) {
        Some(source) => (source.clone(), SourceFound::Letterhead),
        None => (Source::default(), SourceFound::Publisher),
    }
}

/// The source of a claim, taken over for the next.
pub(super) fn carried_source(before: &Claim) -> (Source, SourceFound) {
    let found = match before.found.source {
        Some(found @ (SourceFound::Letterhead | SourceFound::Publisher)) => found,
        _ => SourceFound::Carried,
    };
    (before.source.clone(), found)
}

/// "Of the 3 million Syrians in Turkey, the ministry says half a million …":
/// what stands before the speaker is said by the writer.
pub(super) fn leads_in(analysis: &Analysis, counted: &Range<usize>, speeches: &[Speech]) -> bool {
    matches!(analysis.word(0), "of" | "among")
        && !matches!(analysis.word(1), "these" | "them" | "those" | "whom")
        && speeches.first().is_some_and(|speech| {
            !matches!(speech.rule, "speaker.according" | "speaker.brackets" | "speaker.behind")
                && counted.end <= speech.tokens.start
                && (counted.end..speech.tokens.start).any(|i| analysis.word(i) == ",")
        })
}
