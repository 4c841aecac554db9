//! The word lists of a language, loaded from `data/<language>/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use claim::{
    EventKind, Group, Kind, Measure, Per, PositionStance, Qualifier, SourceKind, Stance, Status,
};
use serde::Deserialize;

use rustc_hash::FxHashMap;

use super::token::{Token, words_of};
use super::vocabulary::{Lists, Vocabulary};

/// Phrases, each with what it stands for; the longest that fits wins.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    list: Lists,
    /// By the number of their first word: the words behind it, longest phrase first.
    by_first: FxHashMap<u32, Vec<(Vec<u32>, T)>>,
}

impl<T> Phrases<T> {
    fn new(
        vocabulary: &mut Vocabulary,
        entries: impl IntoIterator<Item = (String, T)>,
    ) -> Phrases<T> {
        let list = vocabulary.list();
        let mut by_first: FxHashMap<u32, Vec<(Vec<u32>, T)>> = FxHashMap::default();
        for (phrase, meaning) in entries {
            let mut words = words_of(&phrase).into_iter().map(|word| vocabulary.add(&word));
            let Some(first) = words.next() else { continue };
            let rest = words.collect();
            vocabulary.begins(first, list);
            by_first.entry(first).or_default().push((rest, meaning));
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Phrases { list, by_first }
    }

    /// Returns how many tokens the longest phrase at `at` takes, and its meaning.
    #[inline]
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, &T)> {
        let first = tokens.get(at)?;
        if first.starts & self.list == 0 {
            None
        } else {
            self.longest(first.word, &tokens[at + 1..])
        }
    }

    fn longest(&self, first: u32, behind: &[Token]) -> Option<(usize, &T)> {
        self.by_first
            .get(&first)?
            .iter()
            .find(|(rest, _)| {
                behind.len() >= rest.len()
                    && rest.iter().zip(behind).all(|(word, token)| *word == token.word)
            })
            .map(|(rest, meaning)| (rest.len() + 1, meaning))
    }

    /// The meaning of the phrase at `at`, whatever its length.
    pub fn get(&self, tokens: &[Token], at: usize) -> Option<&T> {
        self.at(tokens, at).map(|(_, meaning)| meaning)
    }

    /// Whether a phrase of this list may begin with the token.
    pub fn may_start(&self, token: &Token) -> bool {
        token.starts & self.list != 0
    }

    /// Returns where a phrase that ends right before token `end` starts, and its meaning.
    pub fn before(&self, tokens: &[Token], end: usize) -> Option<(usize, &T)> {
        let tokens = &tokens[..end.min(tokens.len())];
        (end.saturating_sub(6)..end).find_map(|start| {
            self.at(tokens, start)
                .filter(|(length, _)| start + length == end)
                .map(|(_, meaning)| (start, meaning))
        })
    }

    /// Finds the first phrase within `tokens[range]`.
    pub fn within(&self, tokens: &[Token], range: std::ops::Range<usize>) -> Option<(usize, &T)> {
        let slice = &tokens[..range.end.min(tokens.len())];
        range.clone().find_map(|at| self.at(slice, at).map(|(_, meaning)| (at, meaning)))
    }
}

/// Where a country right behind a verb stands in the movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Object {
    /// "left Pakistan"
    From,
    /// "entered Chad"
    To,
    /// "crossed Torkham"
    Via,
    /// "hosts": the people are there.
    At,
}

/// What a verb says of the people counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Happening {
    pub kind: Kind,
    pub measure: Measure,
    pub object: Option<Object>,
    /// The people counted may stand behind the verb.
    pub passive: bool,
}

impl Happening {
    /// As a verb without an object says it.
    pub fn of(kind: Kind, measure: Measure) -> Happening {
        Happening { kind, measure, object: None, passive: false }
    }
}

/// What a noun right after a number says of what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    People(Group),
    Households,
    Vehicles,
    NotPeople,
}

/// Which end of a movement or which role time words play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relative {
    Past,
    This,
    Next,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TimeUnit {
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

/// Fixed phrases of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TimePhrase {
    /// "the same day"
    Same,
    /// "a day later"
    DayAfter,
    OneDay,
    YearBefore,
    /// "the month before"
    MonthBefore,
    /// "the day before"
    DayBefore,
    /// "the week before"
    WeekBefore,
    /// "in recent weeks"
    Vague,
    /// "in the coming weeks"
    Ahead,
    /// "overnight"
    Overnight,
    /// "over the weekend"
    Weekend,
    /// "this morning", "earlier today"
    Today,
}

/// Which part of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
}

/// All word lists of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// The words of all lists.
    pub vocabulary: Vocabulary,
    pub number_units: Phrases<f64>,
    pub magnitudes: Phrases<f64>,
    pub suffixes: Phrases<f64>,
    pub dozens: Phrases<f64>,
    pub vague: Phrases<[f64; 2]>,
    /// Words for a share, in percent.
    pub fractions: Phrases<f64>,
    pub undetermined: Phrases<()>,
    pub undetermined_nouns: Phrases<()>,
    pub hedges_before: Phrases<Qualifier>,
    pub hedges_after: Phrases<Qualifier>,
    pub counted: Phrases<Counted>,
    pub status: Phrases<Status>,
    pub not_moved_after: Phrases<()>,
    pub not_moved_before: Phrases<()>,
    /// Beginnings of words for what there is for so many.
    pub room: Vec<String>,
    pub happenings: Phrases<Happening>,
    pub stance: Phrases<Stance>,
    pub negation: Phrases<()>,
    /// Verbs of counting, which say nothing of what happened.
    pub tally: Phrases<()>,
    /// Verbs that lead from who is counted to the number: "stands at", "rose to".
    pub counts_to: Phrases<()>,
    /// People of everyday news.
    pub ordinary: Phrases<()>,
    pub gatherings: Phrases<()>,
    /// Adjectives of people who have not moved.
    pub not_moved_adjectives: Phrases<()>,
    pub cumulative: Phrases<()>,
    pub excludes: Phrases<()>,
    pub includes: Phrases<()>,
    /// Words that lead from people who were counted to some of them, who need not be all.
    pub some: Phrases<()>,
    /// And to parts that may be all.
    pub these: Phrases<()>,
    pub months: Phrases<i8>,
    pub weekdays: Phrases<i8>,
    pub time_units: Phrases<TimeUnit>,
    pub relative: Phrases<Relative>,
    pub rates: Phrases<Per>,
    pub parts: Phrases<Part>,
    pub time_phrases: Phrases<TimePhrase>,
    /// Words with which a phrase of time may begin, besides those of the other lists.
    pub time_openers: Phrases<()>,
    pub say: Phrases<()>,
    pub according: Phrases<()>,
    pub roles: Phrases<()>,
    pub organisations: Phrases<SourceKind>,
    pub names: BTreeMap<String, String>,
    pub account: Phrases<()>,
    pub pronouns: Phrases<()>,
    /// Common nouns by which an organisation is meant again.
    pub bodies: Phrases<()>,
    pub private: Phrases<()>,
    pub events: Vec<EventWords>,
    pub crisis: Phrases<()>,
    pub anchors: Phrases<()>,
    pub positions: Phrases<PositionStance>,
    pub disputed: Disputed,
    pub served: Served,
}

/// Words by which a text says that nobody stands by a number, and those of an office that has its own.
#[derive(Debug)]
pub(super) struct Disputed {
    /// Verbs whose subject says that it is not so.
    pub deny: Phrases<()>,
    /// Nouns for what is said.
    pub claims: Phrases<()>,
    /// Nouns for a number.
    pub figures: Phrases<()>,
    /// Right behind a verb of denying: what is denied follows.
    pub opens: Phrases<()>,
    /// Begin a clause of their own.
    pub breaks: Phrases<()>,
    /// Before a noun for a number that was told before.
    pub again: Phrases<()>,
    /// Open a question that asks whether it is so.
    pub asks: Phrases<()>,
    /// What is said by nobody who counts.
    pub hearsay: Phrases<()>,
    /// "false", "invented"
    pub false_: Phrases<()>,
    /// "wrongly", beside a verb of saying
    pub falsely: Phrases<()>,
    /// What has been replaced since: "an earlier version of"
    pub earlier: Phrases<()>,
    /// Verbs of a charge against somebody.
    pub accuse: Phrases<()>,
    /// Verbs that put a number in the place of another.
    pub replace: Phrases<()>,
    /// What may stand between an office and its own number for the same.
    pub own: Phrases<()>,
    /// What may stand before the name of such an office.
    pub joint: Phrases<()>,
}

/// Words by which people are counted for what they were given.
#[derive(Debug)]
pub(super) struct Served {
    pub give: Phrases<()>,
    pub serve: Phrases<()>,
    pub reach: Phrases<()>,
    pub receive: Phrases<()>,
    pub were_served: Phrases<()>,
    pub goods: Phrases<()>,
}

/// What makes an event of one kind.
#[derive(Debug)]
pub(super) struct EventWords {
    pub kind: EventKind,
    pub any: Phrases<()>,
    pub needs: Phrases<()>,
    /// Behind the deed these make it another, smaller thing: "closed to lorries".
    pub unless: Phrases<()>,
}

impl Lexicon {
    /// The English lists.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::load(&Files {
                numbers: include_str!("../data/en/numbers.toml"),
                people: include_str!("../data/en/people.toml"),
                happenings: include_str!("../data/en/happenings.toml"),
                time: include_str!("../data/en/time.toml"),
                speakers: include_str!("../data/en/speakers.toml"),
                policy: include_str!("../data/en/policy.toml"),
                disputed: include_str!("../data/en/disputed.toml"),
                served: include_str!("../data/en/served.toml"),
            })
            .unwrap_or_else(|(file, error)| panic!("crates/prose/data/en/{file}.toml: {error}"))
        });
        &ENGLISH
    }

    fn load(files: &Files) -> Result<Lexicon, (&'static str, toml::de::Error)> {
        let numbers: NumbersFile = toml::from_str(files.numbers).map_err(|e| ("numbers", e))?;
        let people: PeopleFile = toml::from_str(files.people).map_err(|e| ("people", e))?;
        let happenings: HappeningsFile =
            toml::from_str(files.happenings).map_err(|e| ("happenings", e))?;
        let time: TimeFile = toml::from_str(files.time).map_err(|e| ("time", e))?;
        let speakers: SpeakersFile = toml::from_str(files.speakers).map_err(|e| ("speakers", e))?;
        let policy: PolicyFile = toml::from_str(files.policy).map_err(|e| ("policy", e))?;
        let disputed: DisputedFile = toml::from_str(files.disputed).map_err(|e| ("disputed", e))?;
        let served: ServedFile = toml::from_str(files.served).map_err(|e| ("served", e))?;

        let mut counted = Vec::new();
        for (group, nouns) in people.nouns {
            // The key "people" is everybody; the others are the claim's own words.
            let group = group.parse().unwrap_or(Group::All);
            counted.extend(nouns.into_iter().map(|noun| (noun, Counted::People(group))));
        }
        counted.extend(people.households.nouns.into_iter().map(|n| (n, Counted::Households)));
        counted.extend(people.vehicles.nouns.into_iter().map(|n| (n, Counted::Vehicles)));
        counted.extend(people.not_people.nouns.into_iter().map(|n| (n, Counted::NotPeople)));

        let mut vocabulary = Vocabulary::default();
        let v = &mut vocabulary;
        let mut lexicon = Lexicon {
            vocabulary: Vocabulary::default(),
            number_units: Phrases::new(v, numbers.units),
            magnitudes: Phrases::new(v, numbers.magnitudes),
            suffixes: Phrases::new(v, numbers.suffixes),
            dozens: Phrases::new(v, numbers.dozens),
            vague: Phrases::new(v, numbers.vague),
            fractions: Phrases::new(v, numbers.fractions),
            undetermined: set(v, numbers.undetermined.adjectives),
            undetermined_nouns: set(v, numbers.undetermined.nouns),
            hedges_before: keyed(v, numbers.hedges_before),
            hedges_after: keyed(v, numbers.hedges_after),
            counted: Phrases::new(v, counted),
            status: keyed(v, people.status),
            not_moved_after: set(v, people.not_moved.after),
            not_moved_before: set(v, people.not_moved.before),
            room: people.not_moved.room,
            happenings: Phrases::new(
                v,
                happenings.happening.into_iter().flat_map(|entry| {
                    let happening = Happening {
                        kind: entry.kind,
                        measure: entry.measure,
                        object: entry.object,
                        passive: entry.passive,
                    };
                    entry.forms.into_iter().map(move |form| (form, happening))
                }),
            ),
            stance: keyed(v, happenings.stance),
            negation: set(v, happenings.negation.words),
            tally: set(v, happenings.tally.words),
            counts_to: set(v, happenings.counts_to.words),
            ordinary: set(v, people.ordinary.nouns),
            gatherings: set(v, people.gatherings.nouns),
            not_moved_adjectives: set(v, people.not_moved.adjectives),
            cumulative: set(v, happenings.cumulative.words),
            excludes: set(v, happenings.excludes.words),
            includes: set(v, happenings.includes.words),
            some: set(v, happenings.some.words),
            these: set(v, happenings.these.words),
            months: Phrases::new(v, time.months),
            weekdays: Phrases::new(v, time.weekdays),
            time_units: Phrases::new(v, time.units),
            relative: Phrases::new(
                v,
                named(
                    time.relative,
                    &[("past", Relative::Past), ("this", Relative::This), ("next", Relative::Next)],
                ),
            ),
            rates: keyed(v, time.rate),
            time_phrases: keyed(v, time.phrases),
            time_openers: set(v, time.openers.words),
            parts: Phrases::new(
                v,
                named(
                    time.parts,
                    &[("early", Part::Early), ("mid", Part::Mid), ("late", Part::Late)],
                ),
            ),
            say: set(v, speakers.verbs.say),
            according: set(v, speakers.verbs.according),
            roles: set(v, speakers.roles.words),
            organisations: keyed(v, speakers.organisations),
            names: speakers.names,
            account: set(v, speakers.account.words),
            pronouns: set(v, speakers.back.pronouns),
            bodies: set(v, speakers.back.bodies),
            private: set(v, speakers.private.words),
            events: policy
                .event
                .into_iter()
                .map(|entry| EventWords {
                    kind: entry.kind,
                    any: set(v, entry.any),
                    needs: set(v, entry.needs),
                    unless: set(v, entry.unless),
                })
                .collect(),
            crisis: set(v, policy.crisis.words),
            anchors: set(v, policy.anchor.words),
            positions: Phrases::new(
                v,
                policy.position.into_iter().flat_map(|entry| {
                    entry.verbs.into_iter().map(move |verb| (verb, entry.stance))
                }),
            ),
            disputed: Disputed::of(v, disputed),
            served: Served::of(v, served),
        };
        lexicon.vocabulary = vocabulary;
        Ok(lexicon)
    }
}

impl Disputed {
    fn of(v: &mut Vocabulary, file: DisputedFile) -> Disputed {
        Disputed {
            deny: set(v, file.deny.words),
            claims: set(v, file.claims.words),
            figures: set(v, file.figures.words),
            opens: set(v, file.opens.words),
            breaks: set(v, file.breaks.words),
            again: set(v, file.again.words),
            asks: set(v, file.asks.words),
            hearsay: set(v, file.hearsay.words),
            false_: set(v, file.false_.words),
            falsely: set(v, file.falsely.words),
            earlier: set(v, file.earlier.words),
            accuse: set(v, file.accuse.words),
            replace: set(v, file.replace.words),
            own: set(v, file.own.words),
            joint: set(v, file.joint.words),
        }
    }
}

impl Served {
    fn of(v: &mut Vocabulary, file: ServedFile) -> Served {
        Served {
            give: set(v, file.give.words),
            serve: set(v, file.serve.words),
            reach: set(v, file.reach.words),
            receive: set(v, file.receive.words),
            were_served: set(v, file.were_served.words),
            goods: set(v, file.goods.words),
        }
    }
}

fn set(v: &mut Vocabulary, words: Vec<String>) -> Phrases<()> {
    Phrases::new(v, words.into_iter().map(|word| (word, ())))
}

fn keyed<T: Copy + Ord>(v: &mut Vocabulary, lists: BTreeMap<T, Vec<String>>) -> Phrases<T> {
    Phrases::new(
        v,
        lists.into_iter().flat_map(|(meaning, words)| words.into_iter().map(move |w| (w, meaning))),
    )
}

/// Pairs the words of each named list with its meaning; a name not in `meanings` is dropped.
fn named<T: Copy>(
    lists: BTreeMap<String, Vec<String>>,
    meanings: &[(&str, T)],
) -> Vec<(String, T)> {
    let meaning = |name: &str| meanings.iter().find(|(known, _)| *known == name).map(|(_, m)| *m);
    lists
        .into_iter()
        .filter_map(|(name, words)| Some((meaning(&name)?, words)))
        .flat_map(|(meaning, words)| words.into_iter().map(move |word| (word, meaning)))
        .collect()
}

/// The texts of the files of one language.
struct Files {
    numbers: &'static str,
    people: &'static str,
    happenings: &'static str,
    time: &'static str,
    speakers: &'static str,
    policy: &'static str,
    disputed: &'static str,
    served: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    units: BTreeMap<String, f64>,
    magnitudes: BTreeMap<String, f64>,
    suffixes: BTreeMap<String, f64>,
    dozens: BTreeMap<String, f64>,
    vague: BTreeMap<String, [f64; 2]>,
    fractions: BTreeMap<String, f64>,
    undetermined: Undetermined,
    hedges_before: BTreeMap<Qualifier, Vec<String>>,
    hedges_after: BTreeMap<Qualifier, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Undetermined {
    adjectives: Vec<String>,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    nouns: BTreeMap<String, Vec<String>>,
    households: Nouns,
    vehicles: Nouns,
    status: BTreeMap<Status, Vec<String>>,
    not_people: Nouns,
    ordinary: Nouns,
    gatherings: Nouns,
    not_moved: NotMoved,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nouns {
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotMoved {
    room: Vec<String>,
    after: Vec<String>,
    adjectives: Vec<String>,
    before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HappeningsFile {
    happening: Vec<HappeningEntry>,
    stance: BTreeMap<Stance, Vec<String>>,
    negation: Words,
    tally: Words,
    counts_to: Words,
    cumulative: Words,
    excludes: Words,
    includes: Words,
    some: Words,
    these: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HappeningEntry {
    kind: Kind,
    measure: Measure,
    object: Option<Object>,
    #[serde(default)]
    passive: bool,
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeFile {
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    units: BTreeMap<String, TimeUnit>,
    relative: BTreeMap<String, Vec<String>>,
    rate: BTreeMap<Per, Vec<String>>,
    parts: BTreeMap<String, Vec<String>>,
    phrases: BTreeMap<TimePhrase, Vec<String>>,
    openers: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakersFile {
    verbs: SpeakVerbs,
    roles: Words,
    organisations: BTreeMap<SourceKind, Vec<String>>,
    names: BTreeMap<String, String>,
    account: Words,
    private: Words,
    back: Pronouns,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pronouns {
    pronouns: Vec<String>,
    bodies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakVerbs {
    say: Vec<String>,
    according: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    crisis: Words,
    anchor: Words,
    event: Vec<EventEntry>,
    position: Vec<PositionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisputedFile {
    deny: Words,
    claims: Words,
    figures: Words,
    opens: Words,
    breaks: Words,
    again: Words,
    asks: Words,
    hearsay: Words,
    #[serde(rename = "false")]
    false_: Words,
    falsely: Words,
    earlier: Words,
    accuse: Words,
    replace: Words,
    own: Words,
    joint: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServedFile {
    give: Words,
    serve: Words,
    reach: Words,
    receive: Words,
    were_served: Words,
    goods: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventEntry {
    kind: EventKind,
    any: Vec<String>,
    needs: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PositionEntry {
    stance: PositionStance,
    verbs: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn the_english_lists_load_and_the_longest_phrase_wins() {
        let words = Lexicon::english();
        let text = "hundreds of thousands fled";
        let cut = tokens(text, 0..text.len(), &words.vocabulary);
        assert_eq!(words.vague.at(&cut, 0), Some((3, &[200_000.0, 999_999.0])));
        assert_eq!(words.happenings.at(&cut, 3).unwrap().1.kind, Kind::Departure);
    }

    #[test]
    fn phrases_are_found_from_their_end() {
        let words = Lexicon::english();
        let text = "well over 300 and no more than 12";
        let cut = tokens(text, 0..text.len(), &words.vocabulary);
        assert_eq!(words.hedges_before.before(&cut, 2), Some((0, &Qualifier::MoreThan)));
        assert_eq!(words.hedges_before.before(&cut, 7), Some((4, &Qualifier::LessThan)));
    }
}
