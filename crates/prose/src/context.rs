//! What a document is about: the country people flee from or are displaced in, and
//! whether they go home. Sentences rarely say again what the headline has said.

use std::collections::BTreeMap;

use claim::{Kind, Measure};
use places::{MentionKind, PlaceKind};

use super::Spoken;
use super::analysis::{Analysis, Named};
use super::grammar::{Class, Grammar};
use super::lexicon::{Counted, Happening, Lexicon, Object};
use super::movement;

/// What the whole document says.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// Nationality of the people named most, as ISO 3166 alpha-3.
    pub nationality: Option<String>,
    /// The people named most, whatever offices are named after others.
    pub people: Option<String>,
    /// The country that "the country" means: the one named most.
    pub home: Option<String>,
    /// The country that people flee from or are displaced in, when the document is about
    /// flight rather than return.
    pub origin: Option<String>,
    /// Whether it speaks of refugees, or of arrivals in another country.
    pub abroad: bool,
    /// The country that its dateline is from, where the text speaks of it, too.
    pub filed: Option<String>,
    /// Whether the document speaks of people going home.
    pub homeward: bool,
    /// The country that the document says people arrive in, where it says so of one most.
    pub destination: Option<String>,
    /// The country named most besides that of the people: who deports them, when nobody says.
    pub elsewhere: Option<String>,
    /// Whether the document tells of a flood, storm, fire or earthquake.
    pub disaster: bool,
    /// Whether the document speaks of flight, war or disaster.
    pub flight: bool,
    /// Whether it is a digest that goes from country to country, so that none is the one that the
    /// whole is about.
    pub digest: bool,
    /// From where to where, as the title says: "Syria: response to arrivals from Lebanon".
    pub title: movement::Way,
    /// What the headline is about, for figures without a verb of their own.
    pub subject: Option<Happening>,
}

/// How much each way of naming a country speaks for it as the one people flee.
const FLED: usize = 60;
const CRISIS: usize = 40;
const PEOPLE: usize = 20;
const NAMED: usize = 10;
/// Less than this is being named in a headline.
const SPOKEN_FOR: usize = 2 * PEOPLE;
/// Names in the first block, the headline, count so much more.
const HEADLINE: usize = 2;

impl Context {
    /// Reads the context of a document from all its sentences.
    pub fn of(spoken: &[Spoken], words: &Lexicon) -> Context {
        // Who is sent or goes home comes from where they lived, not from home.
        let homeward = count(spoken, |_, kind| kind == Kind::Return);
        let sent = count(spoken, |_, kind| matches!(kind, Kind::Deportation | Kind::Undocumented));
        let flights = count(spoken, |word, kind| {
            kind == Kind::Displacement || word.starts_with("fle") || word.starts_with("escap")
        });
        // Only a country that something speaks for, not one that is merely named.
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for sentence in spoken {
            vote(&sentence.analysis, words, &mut votes);
        }
        // Most votes; of equals the one first in the alphabet, so that the result is one.
        let destination = destination(spoken);
        // Where they arrive is not where they flee from, when another country is spoken for.
        let host = destination.as_ref().filter(|host| {
            votes.iter().any(|(code, weight)| *weight >= SPOKEN_FOR && code != *host)
        });
        let origin = votes
            .iter()
            .filter(|(code, weight)| **weight >= SPOKEN_FOR && Some(*code) != host)
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map(|(code, _)| code.clone());
        let digest = is_digest(spoken);
        let filed = spoken.iter().find_map(|s| s.analysis.filed.clone());
        let filed = filed.filter(|country| !digest && votes.contains_key(country));
        let origin = origin.filter(|_| !digest);
        let destination = destination.filter(|_| !digest);
        let people = |analysis: &Analysis, n: &Named| movement::is_people(analysis, n, words);
        let people = most_named(spoken, people);
        let nationality = people.clone().or_else(|| most_named(spoken, |_, n| !n.is_place()));
        let crisis = spoken
            .iter()
            .any(|s| s.analysis.names.iter().any(|n| crisis_near(&s.analysis, n, words)));
        Context {
            flight: flights > 0 || crisis,
            disaster: spoken.iter().any(|s| {
                s.analysis.tokens.iter().any(|t| {
                    [
                        "flood",
                        "typhoon",
                        "cyclone",
                        "hurricane",
                        "earthquake",
                        "wildfire",
                        "landslide",
                        "monsoon",
                        "tornado",
                        "tsunami",
                        "eruption",
                        "mudslide",
                    ]
                    .iter()
                    .any(|stem| t.lower.starts_with(stem))
                })
            }),
            digest,
            abroad: spoken.iter().any(|s| speaks_of_refugees(&s.analysis)),
            filed,
            title: if digest { movement::Way::default() } else { title_way(spoken) },
            elsewhere: most_named(spoken, |_, n| {
                !digest
                    && n.is_place()
                    && n.place.country.is_some()
                    && n.place.country != nationality
            }),
            nationality,
            people,
            home: most_named(spoken, |_, n| n.is_place()).filter(|_| !digest),
            origin: origin.filter(|_| flights > homeward + sent || homeward + sent == 0),
            homeward: homeward > 0,
            destination,
            subject: spoken
                .iter()
                .take_while(|s| s.analysis.sentence.block == 0)
                .flat_map(|s| &s.analysis.happenings)
                .map(|(_, happening)| *happening)
                .find(|happening| happening.measure == Measure::Flow),
        }
    }
}

/// Whether a sentence speaks of refugees.
fn speaks_of_refugees(analysis: &Analysis) -> bool {
    analysis.tokens.iter().any(|t| Grammar::english().is(&t.lower, Class::Refugee))
}

/// The way that the title gives: what its happening leads from and to, and the country that it
/// opens with, "Uganda: refugee brief", as the goal.
fn title_way(spoken: &[Spoken]) -> movement::Way {
    let Some(line) = spoken.first().map(|s| &s.analysis) else { return movement::Way::default() };
    if !super::carry::is_heading(line) {
        return movement::Way::default();
    }
    let found = line.happenings.iter().find(|(_, h)| h.kind.is_crossing());
    let mut way = found.map_or_else(movement::Way::default, |(tokens, happening)| {
        let verb = movement::Verb { tokens: tokens.clone(), happening: *happening };
        movement::way(line, tokens, Some(&verb), &[])
    });
    let country = |code: &Option<String>| code.clone().filter(super::route::is_code);
    (way.from, way.to) = (country(&way.from), country(&way.to));
    let titled = line.names.iter().find(|n| {
        n.tokens.start == 0
            && n.is_place()
            && n.place.kind == PlaceKind::Country
            && matches!(line.word(n.tokens.end), ":" | "–" | "—")
    });
    let arrives = found.is_none_or(|(_, h)| h.kind == Kind::Arrival);
    if let Some(name) = titled.filter(|_| way.to.is_none() && arrives) {
        way.to = Some(name.code()).filter(|to| way.from.as_ref() != Some(to));
    }
    movement::Way { via: Vec::new(), at: None, ..way }
}

/// A digest names so many countries at least,
const COUNTRIES: usize = 6;
/// and none of them in one of so many names.
const ONE_IN: usize = 3;

/// Whether a text goes from country to country.
fn is_digest(spoken: &[Spoken]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in spoken.iter().flat_map(|s| &s.analysis.names).filter(|n| n.is_place()) {
        if let Some(country) = &name.place.country {
            *counts.entry(country).or_default() += 1;
        }
    }
    let (all, most) = (counts.values().sum::<usize>(), counts.values().max().copied());
    counts.len() >= COUNTRIES && most.is_some_and(|most| most * ONE_IN < all)
}

/// The country named most behind verbs of arrival; Britain where people cross the English
/// Channel, which nobody crosses the other way for refuge.
fn destination(spoken: &[Spoken]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut channel = false;
    for sentence in spoken {
        let analysis = &sentence.analysis;
        channel |= (1..analysis.tokens.len()).any(|i| {
            analysis.tokens[i].text == "Channel"
                && matches!(analysis.word(i - 1), "english" | "the")
        });
        // "into South Sudan", "fled to Chad"
        for name in &analysis.names {
            let lead = name.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i));
            let led = lead == "into"
                || lead == "to"
                    && analysis.happenings.iter().any(|(tokens, happening)| {
                        tokens.end <= name.tokens.start
                            && name.tokens.start - tokens.end <= 3
                            && matches!(happening.kind, Kind::Departure | Kind::Arrival)
                    });
            if led && name.is_place() && name.place.kind == PlaceKind::Country {
                *counts.entry(name.code()).or_default() += 1;
            }
        }
        for (tokens, happening) in &analysis.happenings {
            if happening.object != Some(Object::To) || happening.kind != Kind::Arrival {
                continue;
            }
            let named = analysis.names.iter().find(|n| {
                n.is_place()
                    && n.place.kind == PlaceKind::Country
                    && (tokens.end..tokens.end + 4).contains(&n.tokens.start)
            });
            if let Some(name) = named {
                *counts.entry(name.code()).or_default() += 1;
            }
        }
    }
    let most = counts.values().copied().max();
    most.and_then(|most| counts.into_iter().find(|(_, count)| *count == most).map(|(code, _)| code))
        .or_else(|| channel.then(|| "GBR".to_owned()))
}

/// How many happenings, by first word and kind, the document speaks of.
fn count(spoken: &[Spoken], fits: impl Fn(&str, Kind) -> bool) -> usize {
    spoken
        .iter()
        .flat_map(|s| s.analysis.happenings.iter().map(move |h| (&s.analysis, h)))
        .filter(|(analysis, (tokens, h))| fits(analysis.word(tokens.start), h.kind))
        .count()
}

/// The country whose name or people's name the document uses most.
pub(super) fn most_named(
    spoken: &[Spoken],
    fits: impl Fn(&Analysis, &Named) -> bool,
) -> Option<String> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let names = spoken.iter().flat_map(|s| s.analysis.names.iter().map(|name| (&s.analysis, name)));
    for (at, (analysis, name)) in names.enumerate() {
        if name.place.kind == PlaceKind::Country && fits(analysis, name) {
            counts.entry(name.code()).or_insert((0, at)).0 += 1;
        }
    }
    // Of those named as often the one that is named first.
    let most = counts.values().map(|(count, _)| *count).max()?;
    let ties = counts.into_iter().filter(|(_, (count, _))| *count == most);
    ties.min_by_key(|(_, (_, first))| *first).map(|(code, _)| code)
}

/// Adds what one sentence says of the country people flee.
fn vote(analysis: &Analysis, words: &Lexicon, votes: &mut BTreeMap<String, usize>) {
    let headline = if analysis.sentence.block == 0 { HEADLINE } else { 1 };
    for name in &analysis.names {
        let Some(country) = name.place.country.clone() else { continue };
        if name.place.kind == PlaceKind::Crossing {
            continue;
        }
        let weight = if name.kind == MentionKind::Demonym {
            let next = name.tokens.end;
            let counted = words.counted.at(&analysis.tokens, next);
            let people = counted.is_some_and(|(_, c)| *c != Counted::NotPeople);
            let plural = analysis.word(next - 1).ends_with('s');
            if crisis_near(analysis, name, words) {
                CRISIS
            } else if people || plural {
                PEOPLE
            } else {
                0
            }
        } else if invades(analysis, name) {
            0
        } else if fled(analysis, name) {
            FLED
        } else if crisis_near(analysis, name, words) {
            CRISIS
        } else {
            NAMED
        };
        *votes.entry(country).or_default() += weight * headline;
    }
}

/// Whether the sentence says that people left this place: "fled Ukraine", "escape from Khartoum".
fn fled(analysis: &Analysis, name: &Named) -> bool {
    let lead = |n: usize| name.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    if matches!(lead(1), "from") || matches!(lead(2), "from") && lead(1) == "the" {
        return true;
    }
    analysis.happenings.iter().any(|(tokens, happening)| {
        let gap = tokens.end..name.tokens.start;
        happening.object == Some(Object::From)
            && gap.start <= gap.end
            && gap.len()
                <= if analysis.word(name.tokens.start.saturating_sub(1)) == "in" || lead(2) == "in"
                {
                    8
                } else {
                    4
                }
            && !gap
                .clone()
                .any(|i| matches!(analysis.word(i), "to" | "into" | "for" | "towards" | "through"))
    })
}

/// Whether a word of war or disaster stands by: "war in Sudan", "Sudan's conflict",
/// "Russia's invasion of Ukraine" (which speaks for Ukraine).
fn crisis_near(analysis: &Analysis, name: &Named, words: &Lexicon) -> bool {
    let at = |i: usize| words.crisis.at(&analysis.tokens, i).is_some();
    let behind = name.tokens.end;
    let possessive = usize::from(analysis.word(behind) == "'s");
    let own = at(behind + possessive) || at(behind + possessive + 1);
    let start = name.tokens.start;
    let led = start >= 2
        && matches!(analysis.word(start - 1), "in" | "of" | "across" | "on" | "against")
        && at(start - 2)
        || start >= 3 && analysis.word(start - 1) == "the" && at(start - 3);
    led || own
}

/// Whether this country is the one that attacks: "Russia's invasion", "neighbouring Russia invaded".
fn invades(analysis: &Analysis, name: &Named) -> bool {
    let behind = name.tokens.end;
    (behind..behind + 4).any(|i| {
        let noun = matches!(analysis.word(i), "invasion" | "offensive" | "bombardment" | "attack");
        noun && analysis.word(behind) == "'s"
            || matches!(analysis.word(i), "invaded" | "invades" | "attacked" | "launched")
    })
}
