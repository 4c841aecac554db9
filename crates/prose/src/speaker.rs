//! According to whom: the speaker of a sentence, and who is meant by "he".

use std::collections::BTreeMap;
use std::ops::Range;

use claim::{Kind, Source, SourceKind};
use places::PlaceKind;

use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::offices;
use super::token::Shape;

/// An attribution in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Speech {
    /// Tokens of the speaker and the verb of saying.
    pub tokens: Range<usize>,
    /// Who speaks.
    pub source: Source,
    /// Name of the rule that recognised it.
    pub rule: &'static str,
    /// Whether its own words name the source, and it was not looked up elsewhere.
    pub stated: bool,
}

/// How many speakers back "he" or "the ministry" may refer.
const REMEMBERED: usize = 40;

/// Remembers who has spoken, so that "the ministry" and "he" find their speaker.
#[derive(Debug, Default)]
pub(super) struct Memory {
    said: Vec<Source>,
    /// Whether the last speaker was named by an office that one person holds.
    definite: bool,
    /// The province last named: "the province's information minister".
    province: Option<String>,
}

/// Words that may stand before a verb without its subject: "En un comunicado explicó que …".
const LEAD: usize = 4;

impl Memory {
    /// Finds all attributions of a sentence, in order, and remembers the speakers.
    pub fn speeches(&mut self, analysis: &Analysis, words: &Lexicon) -> Vec<Speech> {
        let mut found = Vec::new();
        let named =
            analysis.names.iter().rfind(|n| n.is_place() && n.place.kind == PlaceKind::Province);
        if let Some(province) = named {
            self.province = Some(province.place.name.clone());
        }
        for source in introduced(analysis, words) {
            if !self.said.contains(&source) {
                self.remember(source);
                self.definite = false;
            }
        }
        let mut at = 0;
        while at < analysis.tokens.len() {
            match attribution(analysis, at, words) {
                Some((tokens, phrase, rule)) => {
                    at = tokens.end.max(at + 1);
                    if let Some(source) = self.resolve(analysis, &phrase, words) {
                        let stated = names(analysis, &phrase, &source, words);
                        found.push(Speech { tokens, source, rule, stated });
                    }
                }
                None => {
                    let joint = joint(analysis, at, found.last(), words);
                    found.extend(joint.or_else(|| self.dropped(analysis, at, words)));
                    at += 1;
                }
            }
        }
        found.dedup_by(|later, earlier| later.tokens.start < earlier.tokens.end);
        if found.is_empty() {
            found.extend(self.actor(analysis, words));
        }
        found
    }

    /// "Precisó que …": a verb of saying that opens the sentence without a subject is that of who
    /// spoke last, in a language that leaves it out.
    fn dropped(&self, analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Speech> {
        let (length, ()) = words.say.at(&analysis.tokens, at)?;
        let opens = analysis.tokens[..at].iter().all(|t| t.shape != Shape::Word)
            || at <= analysis.opening + LEAD && !analysis.tokens[at].is_capitalised() && {
                let lead = Grammar::english().is(analysis.word(analysis.opening), Class::Inside);
                lead && analysis.names.iter().all(|n| n.tokens.start > at)
            };
        let source = self.said.last().filter(|_| analysis.language.subject_dropped && opens)?;
        Some(Speech {
            tokens: at..at + length,
            source: source.clone(),
            rule: "speaker.dropped",
            stated: false,
        })
    }

    /// "UNHCR registered 4,120 households", "were registered by the police": who put them on a list
    /// counted them, where nobody else speaks. Who arrests, stops or rescues people has done so
    /// to them, and whoever writes it counts them; a language that leaves the speaker out to be
    /// understood names him so.
    fn actor(&mut self, analysis: &Analysis, words: &Lexicon) -> Option<Speech> {
        let grammar = Grammar::english();
        let mut verbs = analysis.happenings.iter().filter(|(tokens, happening)| {
            happening.kind == Kind::Registration
                || grammar.is(analysis.word(tokens.start), Class::Listing)
                || happening.measure == claim::Measure::Flow && analysis.language.subject_dropped
        });
        let speech = verbs.find_map(|(verb, _)| acting(analysis, verb, words))?;
        self.remember(speech.source.clone());
        Some(speech)
    }

    /// Reads a speaker phrase; a pronoun or a bare "the ministry" is looked up.
    fn resolve(
        &mut self,
        analysis: &Analysis,
        phrase: &Range<usize>,
        words: &Lexicon,
    ) -> Option<Source> {
        let first = analysis.word(phrase.start);
        // "its teams", "their officers"
        let theirs = matches!(first, "its" | "their")
            && longest(phrase, |at| words.organisations.at(&analysis.tokens, at).map(|(n, _)| n))
                .is_none();
        if theirs {
            return self.said.iter().rev().find(|s| s.organisation.is_some()).cloned();
        }
        if phrase.len() == 1 && words.pronouns.at(&analysis.tokens, phrase.start).is_some() {
            let person = matches!(first, "he" | "she" | "his" | "her");
            return self
                .said
                .iter()
                .rev()
                .find(|source| {
                    // "IOM's Christine Petré" holds no office, and is a person all the same.
                    let named = source.name.as_deref().is_some_and(|name| {
                        name.contains(' ') && source.organisation.as_deref() != Some(name)
                    });
                    source.kind != SourceKind::Media
                        && (!person
                            || source.role.is_some()
                            || source.organisation.is_none()
                            || named)
                })
                .cloned();
        }
        // "According to the same source"
        if phrase.clone().any(|i| analysis.word(i) == "same")
            && matches!(
                analysis.word(phrase.end - 1),
                "source" | "sources" | "official" | "statement"
            )
            && let Some(last) = self.said.last()
        {
            return Some(last.clone());
        }
        // "The organisation said", after Save the Children did.
        let body = words.bodies.at(&analysis.tokens, phrase.end.saturating_sub(1)).is_some();
        let nameless =
            longest(phrase, |at| words.organisations.at(&analysis.tokens, at).map(|(n, _)| n))
                .is_none_or(|named| named.start + 1 == phrase.end);
        if body && nameless && matches!(first, "the" | "that" | "this" | "its") {
            let before = self.said.iter().rev().find(|s| {
                let last = analysis.word(phrase.end - 1);
                s.organisation.as_deref().is_some_and(|organisation| {
                    matches!(s.kind, SourceKind::Ngo | SourceKind::Un | SourceKind::Other)
                        || organisation.to_lowercase().ends_with(last)
                })
            });
            if let Some(before) = before {
                return Some(before.clone());
            }
        }
        // "Di Giacomo said", after Flavio Di Giacomo.
        if phrase.len() == 2 && phrase.clone().all(|i| analysis.tokens[i].is_capitalised()) {
            let surname = analysis.words(phrase);
            let known =
                self.said.iter().rev().find(|s| {
                    s.name.as_deref().is_some_and(|n| n != surname && n.ends_with(surname))
                });
            if let Some(known) = known {
                return Some(known.clone());
            }
        }
        if let Some(full) = self.spelled_out(analysis, phrase) {
            return Some(full);
        }
        // "The report says", "according to agency data": of the body spoken of last.
        let paper = matches!(
            analysis.word(phrase.end.saturating_sub(1)),
            "report"
                | "assessment"
                | "bulletin"
                | "update"
                | "data"
                | "statement"
                | "survey"
                | "figures"
                | "document"
                | "release"
                | "brief"
                | "dashboard"
                | "snapshot"
        ) && (matches!(first, "the" | "its" | "this" | "that")
            || matches!(first, "agency" | "government" | "ministry") && phrase.len() == 2);
        if paper
            && nameless
            && phrase.len() <= 4
            && words.roles.within(&analysis.tokens, phrase.clone()).is_none()
        {
            let before = self.said.iter().rev().find(|s| {
                s.organisation.is_some() && s.kind != SourceKind::Media && s.role.is_none()
            });
            if let Some(before) = before {
                return Some(before.clone());
            }
        }
        // "Gavrilita said", after Prime Minister Natalia Gavrilita.
        let bare = phrase.end.checked_sub(1).filter(|last| {
            analysis.tokens[*last].is_capitalised()
                && (phrase.len() == 1
                    || phrase.len() == 2 && matches!(first, "mr" | "mrs" | "ms" | "dr"))
        });
        if let Some(last) = bare {
            let surname = analysis.tokens[last].text;
            let known = self.said.iter().rev().find(|s| {
                s.name.as_deref().and_then(|n| n.split_whitespace().last()) == Some(surname)
            });
            // "Bakhtar noted", after Bakhtar News Agency
            let short = || {
                self.said.iter().rev().find(|s| {
                    surname.len() > 3
                        && s.organisation.as_deref().and_then(|o| o.split_whitespace().next())
                            == Some(surname)
                })
            };
            if let Some(known) = known.or_else(short) {
                return Some(known.clone());
            }
        }
        let mut source =
            source_in(analysis, phrase, words).or_else(|| nameless_paper(analysis, phrase))?;
        if source.organisation.is_none()
            && phrase.clone().any(|i| matches!(analysis.word(i), "province" | "provincial"))
        {
            source.organisation.clone_from(&self.province);
        }
        let points_back = matches!(first, "the" | "its" | "mr" | "mrs" | "ms");
        if points_back
            && let Some(before) = self.said.iter().rev().find(|s| is_short_for(&source, s))
        {
            return Some(before.clone());
        }
        // "The official said", after a director with a name did.
        let official = source.role.as_deref().is_some_and(|role| {
            Grammar::english().is(analysis.word(phrase.end - 1), Class::Official)
                && source.name.as_deref() == Some(role)
                && source.organisation.is_none()
        });
        let named = |s: &&Source| s.role.is_some() && s.name != s.role && s.name.is_some();
        if official
            && Grammar::english().is(first, Class::Article)
            && let Some(before) = self.said.iter().rev().find(named)
        {
            return Some(before.clone());
        }
        // "Jan Achakzai told reporters" after "Balochistan's information minister said".
        if source.role.is_none() && source.organisation.is_none() {
            // Only an office of one holder finds its name so: "a deputy commissioner" is
            // not whoever speaks next.
            let unnamed = self.said.last().filter(|s| {
                self.definite && s.role.is_some() && s.name == s.role && s.kind != SourceKind::Other
            });
            if let Some(before) = unnamed {
                source = Source { name: source.name, ..before.clone() };
            } else if let Some(before) = self.said.iter().rev().find(|s| s.name == source.name) {
                source = before.clone();
            }
        }
        self.definite = !matches!(first, "a" | "an" | "another" | "one" | "some" | "several");
        self.remember(source.clone());
        Some(source)
    }

    /// "ABR notes", after the Aegean Boat Report: letters that a body spoken of before is shortened to.
    fn spelled_out(&self, analysis: &Analysis, phrase: &Range<usize>) -> Option<Source> {
        let letters = analysis.tokens.get(phrase.start).filter(|token| {
            let upper = token.text.chars().all(|c| c.is_ascii_uppercase());
            phrase.len() == 1 && upper && token.text.len() > 2
        })?;
        let initials = |name: &String| -> String {
            let capital = |word: &&str| word.starts_with(char::is_uppercase);
            name.split_whitespace().filter(capital).filter_map(|w| w.chars().next()).collect()
        };
        let short = |source: &&Source| {
            source.organisation.as_ref().is_some_and(|name| initials(name) == letters.text)
        };
        self.said.iter().rev().find(short).cloned()
    }

    /// Records a speaker found otherwise (a letterhead).
    pub fn remember(&mut self, source: Source) {
        if self.said.len() == REMEMBERED {
            self.said.remove(0);
        }
        self.said.push(source);
    }
}

/// "…, said the agency, and reckoned that 330 people …": a second verb of saying right behind "and" is of who spoke
/// in the first.
fn joint(
    analysis: &Analysis,
    at: usize,
    before: Option<&Speech>,
    words: &Lexicon,
) -> Option<Speech> {
    let (length, ()) = words.say.at(&analysis.tokens, at)?;
    let and = at
        .checked_sub(1)
        .filter(|i| Grammar::english().is(analysis.word(*i), Class::Coordinate))?;
    let before = before.filter(|speech| speech.tokens.end <= and)?;
    let source = before.source.clone();
    Some(Speech {
        tokens: and..at + length,
        source,
        rule: "speaker.joint-verb",
        stated: before.stated,
    })
}

/// Who did what a verb says, where that is a body: its subject, or behind "by".
fn acting(analysis: &Analysis, verb: &Range<usize>, words: &Lexicon) -> Option<Speech> {
    let tokens = &analysis.tokens;
    let body = |phrase: &Range<usize>| {
        longest(phrase, |i| words.organisations.at(&tokens[..phrase.end], i).map(|(n, _)| n))
    };
    // "were repatriated to Burundi in recent weeks by the commission"
    let passive = (verb.end..tokens.len().min(verb.end + 9))
        .take_while(|i| !matches!(analysis.word(*i), "," | ";" | "and" | "."))
        .find(|i| {
            analysis.word(*i) == "by"
                && (*i < verb.end + 2
                    || analysis.word(i + 1) == "the"
                        && analysis.tokens.get(i + 2).is_some_and(|t| t.is_capitalised()))
        });
    // "IOM, through its programme, was able to bring 300 people home"
    let opens = words.organisations.at(tokens, analysis.opening).map(|(n, _)| n).filter(|n| {
        analysis.word(analysis.opening + n) == ","
            && matches!(
                analysis.word(analysis.opening + n + 1),
                "through" | "with" | "together" | "under"
            )
    });
    let phrase = match (passive, opens) {
        (Some(by), _) => phrase_after(analysis, by + 1),
        (None, Some(n)) => analysis.opening..analysis.opening + n,
        (None, None) => phrase_before(analysis, verb.start, words),
    };
    let named = body(&phrase)?;
    let phrase =
        if passive.is_some() { phrase.start..named.end.max(phrase.start + 1) } else { phrase };
    // The body itself is the subject, with at most its country and article before it.
    let near = match passive {
        Some(_) => named.start <= phrase.start + 3,
        None => named.end == phrase.end || named.end + 2 >= phrase.end,
    };
    if !near || phrase.len() > 9 || analysis.amounts.iter().any(|a| phrase.contains(&a.core.start))
    {
        return None;
    }
    let source = source_in(analysis, &phrase, words)
        .filter(|source| source.organisation.is_some() && source.kind != SourceKind::Media)?;
    Some(Speech { tokens: phrase, source, rule: "speaker.actor", stated: true })
}

/// Officials introduced by office and name, whether or not they speak here:
/// "Moldova's Prime Minister Natalia Gavrilita spoke with …".
pub(super) fn introduced(analysis: &Analysis, words: &Lexicon) -> Vec<Source> {
    let tokens = &analysis.tokens;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((length, ())) = words.roles.at(tokens, at) else {
            at += 1;
            continue;
        };
        let mut end = at + length;
        while end < tokens.len()
            && end < at + length + 4
            && tokens[end].shape == Shape::Word
            && tokens[end].is_capitalised()
        {
            end += 1;
        }
        let start = if at >= 2 && analysis.word(at - 1) == "'s" { at - 2 } else { at };
        // "Nasir Khan, the deputy commissioner of Khyber, spoke to reporters."
        let before = (0..at).rev().take(4).find(|i| analysis.word(*i) == ",").filter(|comma| {
            (comma + 1..at).all(|i| matches!(analysis.word(i), "the" | "a" | "senior" | "its"))
        });
        if let Some(comma) = before {
            let name = (0..comma)
                .rev()
                .take_while(|i| tokens[*i].shape == Shape::Word && tokens[*i].is_capitalised())
                .last();
            if let Some(name) = name.filter(|name| comma - name >= 2) {
                found.extend(
                    source_in(analysis, &(name..at + length), words)
                        .filter(|source| source.name.is_some() && source.name != source.role),
                );
            }
        }
        if end >= at + length + 2 {
            found.extend(
                source_in(analysis, &(start..end), words)
                    .filter(|source| source.name.is_some() && source.name != source.role),
            );
        }
        at = end.max(at + 1);
    }
    found
}

/// Whether a source may be kept: only officials and bodies are, never a private person.
pub(super) fn may_be_kept(source: &Source) -> bool {
    source.role.is_some() || source.organisation.is_some()
}

/// Whether `short` ("the ministry", "Mr Bugti", "the same official") may mean `full`.
fn is_short_for(short: &Source, full: &Source) -> bool {
    let last_word = |text: &Option<String>| -> Option<String> {
        text.as_ref()?.split_whitespace().last().map(str::to_lowercase)
    };
    let named = |source: &Source| source.name.is_some() && source.name != source.role;
    if let Some(role) = &short.role {
        let fits = full.role.as_ref().is_some_and(|known| {
            known == role || last_word(&Some(known.clone())) == last_word(&Some(role.clone()))
        });
        return fits && !named(short) && short.organisation.is_none();
    }
    if named(short) && short.organisation.is_none() {
        return full.name != short.name && last_word(&full.name) == last_word(&short.name);
    }
    let Some(organisation) = &short.organisation else { return false };
    let short = organisation.to_lowercase();
    full.organisation.as_ref().is_some_and(|known| {
        let known = known.to_lowercase();
        let single = !short.contains(' ') && known.split_whitespace().any(|word| word == short);
        known != short && (single || known.ends_with(&short))
    })
}

/// An attribution that involves the word at `at`: all its tokens, and those of the speaker.
fn attribution(
    analysis: &Analysis,
    at: usize,
    words: &Lexicon,
) -> Option<(Range<usize>, Range<usize>, &'static str)> {
    let tokens = &analysis.tokens;
    if let Some((length, ())) = words.according.at(tokens, at) {
        let phrase = phrase_after(analysis, at + length);
        return (!phrase.is_empty()).then_some((at..phrase.end, phrase, "speaker.according"));
    }
    // "by the government's reckoning", "by its account"
    if analysis.word(at) == "by" {
        let account =
            (at + 2..(at + 8).min(tokens.len())).find(|i| words.account.at(tokens, *i).is_some());
        if let Some(account) = account {
            let possessive = analysis.word(account - 1) == "'s";
            let phrase = at + 1..account - usize::from(possessive);
            let pronoun = phrase.len() == 1 && words.pronouns.at(tokens, phrase.start).is_some();
            if possessive || pronoun {
                return Some((at..account + 1, phrase, "speaker.account"));
            }
        }
    }
    // "UNHCR's count of new arrivals was 20,600"
    if words.account.at(tokens, at).is_some()
        && at >= 2
        && tokens[at - 1].text.starts_with(['\'', '’'])
        && analysis.amounts.iter().any(|a| !a.plain && a.core.start > at)
    {
        let phrase = phrase_before(analysis, at - 1, words);
        let body = longest(&phrase, |i| words.organisations.at(tokens, i).map(|(n, _)| n));
        if body.is_some_and(|body| body.end == at - 1) {
            return Some((phrase.start..at + 1, phrase, "speaker.account"));
        }
    }
    // "(KP Home Department)" behind the figures; "(IOM)" behind the full name is no speaker.
    if analysis.word(at) == "("
        && let Some(close) = (at + 1..(at + 8).min(tokens.len())).find(|i| analysis.word(*i) == ")")
        && !(at > 0 && close == at + 2 && tokens[at - 1].is_capitalised())
        // "BANGKOK, 20 April (Frontier Wire) -": the agency of the dateline.
        // "Las Palmas, 7 oct (EFE).- "
        && !matches!(
            analysis.word(close + 1 + usize::from(analysis.word(close + 1) == ".")),
            "-" | "--" | "–" | "—" | ".-"
        )
        && longest(&(at + 1..close), |i| words.organisations.at(tokens, i).map(|(n, _)| n))
            .is_some()
        && !analysis.amounts.iter().any(|a| a.core.start > at && a.core.end <= close)
    {
        return Some((at..close + 1, at + 1..close, "speaker.brackets"));
    }
    // "UN: One million people flee Sudan"
    if analysis.word(at) == ":" && at <= 6 && analysis.sentence.block == 0 {
        let organisation =
            longest(&(0..at), |i| words.organisations.at(&tokens[..at], i).map(|(n, _)| n));
        if organisation.is_some_and(|o| o.end == at) {
            return Some((0..at + 1, 0..at, "speaker.headline"));
        }
    }
    // "Rohingya influx now 409,000: IOM", "50,000 remain in shelters – NDRRMC"
    if matches!(analysis.word(at), ":" | "–" | "—" | "-")
        && analysis.sentence.block == 0
        && at > 2
        && at + 1 < tokens.len()
        && tokens.len() - at <= 7
        && (tokens[at - 1].span.end < tokens[at].span.start || analysis.word(at) == ":")
    {
        let rest = at + 1..tokens.len();
        let body = longest(&rest, |i| words.organisations.at(tokens, i).map(|(n, _)| n));
        let acronym = rest.len() == 1
            && tokens[at + 1].text.len() >= 3
            && tokens[at + 1].text.chars().all(|c| c.is_ascii_uppercase());
        let role = words.roles.within(tokens, rest.clone()).is_some();
        if body.is_some() || acronym || role {
            return Some((at..tokens.len(), rest, "speaker.headline"));
        }
    }
    let (length, ()) = words.say.at(tokens, at)?;
    // "Sennar and White Nile states": no verb.
    if analysis.word(at) == "states" && analysis.names.iter().any(|n| n.tokens.end == at) {
        return None;
    }
    // "The Coast Guard had rescued 6,865 migrants and reported …": the sentence's subject.
    if at > 1 && matches!(analysis.word(at - 1), "and" | "but") {
        let verb = (0..at).find(|i| {
            analysis.happenings.iter().any(|(t, _)| t.start == *i)
                || matches!(
                    analysis.word(*i),
                    "had" | "has" | "have" | "is" | "are" | "was" | "were"
                )
        });
        if let Some(verb) = verb.filter(|verb| *verb > 0) {
            let subject = phrase_before(analysis, verb, words);
            let body =
                longest(&subject, |i| words.organisations.at(&tokens[..verb], i).map(|(n, _)| n));
            if body.is_some() {
                return Some((subject.clone(), subject, "speaker.joint-verb"));
            }
        }
    }
    // "…, poinformował we wtorek rząd", "…, a indiqué lundi le HCR": outside English a clause that
    // ends before the verb has its speaker behind it, and the day may stand between.
    let told_behind = !analysis.language.is_english();
    let behind_from = if told_behind {
        (at + length..tokens.len())
            .find(|i| {
                analysis.word(*i) != "also" && !analysis.whens.iter().any(|w| w.tokens.contains(i))
            })
            .unwrap_or(tokens.len())
    } else {
        at + length
    };
    // Subject before the verb.
    let before = phrase_before(analysis, at, words);
    let official = |phrase: &Range<usize>| {
        phrase.clone().any(|i| {
            words.roles.at(&tokens[..phrase.end], i).is_some()
                || words.organisations.at(&tokens[..phrase.end], i).is_some()
        })
    };
    // "…, drought and insecurity, say UN officials": whoever speaks stands behind.
    let ends = |mark: &str| {
        mark == "," || told_behind && matches!(mark, "–" | "—" | "-" | "”" | "\"" | ")" | "%")
    };
    let after = phrase_after(analysis, behind_from);
    // "… and the Free Syrian Army, said Antonio Guterres, the high commissioner.": nothing follows
    // that he could say.
    let ends_with = at > 0
        && analysis.word(at - 1) == ","
        && tokens.get(after.start).is_some_and(|t| t.is_capitalised())
        && matches!(analysis.word(after.end), "." | "" | "in");
    let behind = at > 0
        && ends(analysis.word(at - 1))
        && (!official(&before) || told_behind || ends_with)
        && official(&after);
    // "Dane o 13 tys. uchodźców przekazały władze": what was counted tells nothing by itself.
    let counted_before = told_behind
        && !official(&before)
        && analysis
            .amounts
            .iter()
            .any(|a| before.contains(&a.tokens.start) || a.tokens.end == before.start);
    if counted_before {
        let phrase = phrase_after(analysis, behind_from);
        if official(&phrase) {
            return Some((at..phrase.end, phrase, "speaker.behind"));
        }
    }
    if !before.is_empty() && !behind {
        return Some((before.start..at + length, before, "speaker.subject"));
    }
    // Subject behind it, after a quote: "…," said Nasir Khan.
    let told = matches!(analysis.word(at), "told" | "tells");
    let after_quote = !told
        && at > 0
        && (matches!(analysis.word(at - 1), "”" | "\"" | "," | "’" | "'")
            || ends(analysis.word(at - 1)));
    if after_quote {
        let phrase = phrase_after(analysis, behind_from);
        if !phrase.is_empty() {
            return Some((at..phrase.end, phrase, "speaker.behind"));
        }
    }
    None
}

/// Words at which a speaker's phrase cannot go on.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        "." | ";"
            | ":"
            | "("
            | ")"
            | "“"
            | "”"
            | "\""
            | "that"
            | "but"
            | "while"
            | "whereas"
            | "when"
            | "although"
            | "because"
            | "if"
            | "who"
            | "which"
            | "–"
            | "—"
            | "|"
            | "•"
            | "…"
    )
}

/// The noun phrase of the speaker that ends before the verb at `verb`.
pub(super) fn phrase_before(analysis: &Analysis, verb: usize, words: &Lexicon) -> Range<usize> {
    let in_time = |i: usize| analysis.whens.iter().any(|w| w.tokens.contains(&i));
    let mut end = verb;
    while end > 0 {
        let word = analysis.word(end - 1);
        let skipped = in_time(end - 1)
            || matches!(
                word,
                "has"
                    | "have"
                    | "had"
                    | "also"
                    | "earlier"
                    | "later"
                    | "again"
                    | "who"
                    | "been"
                    | "was"
                    | "is"
            );
        // "the International Organization for Migration (IOM) recorded"
        let open = (end.saturating_sub(5)..end).rev().find(|i| analysis.word(*i) == "(");
        if word == ")"
            && let Some(open) = open
        {
            end = open;
            continue;
        }
        if !skipped {
            break;
        }
        end -= 1;
    }
    // ", the department says," — a comma right before the verb closes an apposition.
    let apposed = end > 0 && analysis.word(end - 1) == ",";
    if apposed {
        end -= 1;
    }
    // ", in which the crossing lies, said", ", whom the Taliban have named, said": the
    // subject stands before the clause.
    let mut aside = end..end;
    // ", whose brother is a police officer, said": the office is somebody else's.
    let borrowed = apposed
        && (end.saturating_sub(16)..end)
            .rev()
            .find(|i| analysis.word(*i) == ",")
            .is_some_and(|comma| analysis.word(comma + 1) == "whose");
    if borrowed {
        return verb..verb;
    }
    if apposed
        && let Some(comma) = (end.saturating_sub(16)..end).rev().find(|i| analysis.word(*i) == ",")
        && (matches!(analysis.word(comma + 1), "who" | "which" | "whom" | "where")
            || analysis.word(comma + 1) == "in" && analysis.word(comma + 2) == "which")
    {
        aside = comma..end;
        end = comma;
    }
    let mut start = end;
    while start > 0 {
        let word = analysis.word(start - 1);
        let amount = analysis.amounts.iter().any(|a| a.tokens.contains(&(start - 1)));
        // "the Director General of the agency (NEMA), Mustapha Maihaja, said"
        if word == ")"
            && let Some(open) =
                (start.saturating_sub(5)..start - 1).rev().find(|i| analysis.word(*i) == "(")
            && open > 0
            && !analysis.amounts.iter().any(|a| (open..start).contains(&a.core.start))
        {
            start = open;
            continue;
        }
        if is_boundary(word) || amount || in_time(start - 1) || start == analysis.opening {
            break;
        }
        if word == "," {
            // "Nasir Khan, the deputy commissioner of the area, said": the name stands
            // before the comma when an office follows it.
            let role_follows = words.roles.within(&analysis.tokens, start..end).is_some();
            let name_before = start >= 2
                // "crossed into Syria, the head of the agency said": a place is nobody's name.
                && !analysis.names.iter().any(|n| n.tokens.contains(&(start - 2)))
                && analysis.tokens[start - 2].is_capitalised()
                && analysis.tokens[start - 2].shape == Shape::Word;
            // "…, the press secretary to the prime minister, Nikol Pashinyan, said" and
            // "the agency's representative for Sudan, Axel Bisschop told": the office stands
            // in the part before.
            let part = (0..start - 1).rev().find(|i| analysis.word(*i) == ",").map_or(0, |i| i + 1);
            let all_names = (start..end).all(|i| {
                analysis.tokens[i].is_capitalised() && analysis.tokens[i].shape == Shape::Word
            });
            let role_before = all_names
                && end - start <= 4
                && words.roles.within(&analysis.tokens, part..start - 1).is_some();
            // "head of the Disaster Data, Information, and Communication Center Abdul Muhari"
            let capital = |i: usize| analysis.tokens.get(i).is_some_and(|t| t.is_capitalised());
            let listed = start >= 2
                && capital(start - 2)
                && (capital(start) || analysis.word(start) == "and" && capital(start + 1))
                && (start.saturating_sub(12)..start - 1).any(|i| {
                    words.roles.at(&analysis.tokens, i).is_some() && analysis.word(i + 1) == "of"
                });
            if !(role_follows && name_before && apposed || role_before || listed) {
                break;
            }
        }
        let listed = word == "and"
            && start >= 2
            && analysis.word(start - 2) == ","
            && analysis.tokens.get(start).is_some_and(|t| t.is_capitalised())
            && start >= 3
            && analysis.tokens[start - 3].is_capitalised();
        if word == "and" && !joins_names(analysis, start - 1) && !listed {
            break;
        }
        let verb_like = words.say.at(&analysis.tokens, start - 1).is_some()
            || matches!(
                word,
                "have" | "had" | "has" | "were" | "was" | "are" | "is" | "will" | "to" | "as"
            );
        // "the press secretary to the prime minister"
        let office_to = word == "to" && words.roles.before(&analysis.tokens, start - 1).is_some();
        let verb_like = verb_like && !office_to;
        if verb_like {
            break;
        }
        start -= 1;
    }
    while start < end
        && matches!(analysis.word(start), "," | "and" | "however" | "meanwhile" | "in" | "on")
    {
        start += 1;
    }
    // A bare name takes its office from the clause: "Suhail Shaheen, whom the Taliban
    // have named as their envoy, said".
    let office = words.roles.within(&analysis.tokens, start..end).is_some();
    if start < end
        && !office
        && words.roles.within(&analysis.tokens[..aside.end], aside.clone()).is_some()
    {
        return start..aside.end;
    }
    start..end
}

/// Whether "and" stands between two capitalised words: "Refugees and Repatriation".
fn joins_names(analysis: &Analysis, at: usize) -> bool {
    let capital = |i: Option<usize>| {
        i.and_then(|i| analysis.tokens.get(i)).is_some_and(|t| t.is_capitalised())
    };
    capital(at.checked_sub(1)) && capital(Some(at + 1))
}

/// The noun phrase of the speaker that starts at `start`.
fn phrase_after(analysis: &Analysis, start: usize) -> Range<usize> {
    let in_time = |i: usize| analysis.whens.iter().any(|w| w.tokens.contains(&i));
    let mut end = start;
    while end < analysis.tokens.len() {
        let word = analysis.word(end);
        // "According to UNHCR 7,400 refugees …": the statement begins.
        let counted = end > start
            && analysis
                .amounts
                .iter()
                .any(|a| a.tokens.start == end && !a.plain && a.size() >= 100.0);
        if is_boundary(word) || in_time(end) || counted {
            break;
        }
        if word == "," {
            // An office behind the name belongs to it; anything else does not.
            let office = matches!(analysis.word(end + 1), "the" | "a" | "an")
                || analysis.tokens.get(end + 1).is_some_and(|t| t.is_capitalised());
            // ", the number of people crossing …": the statement begins.
            let statement = (end + 1..end + 4).any(|i| {
                matches!(analysis.word(i), "number" | "total" | "figure" | "count" | "tally")
            }) || analysis.amounts.iter().any(|a| a.tokens.start == end + 1);
            if !office || statement || end > start + 6 {
                break;
            }
        }
        if matches!(
            word,
            "said"
                | "says"
                | "and"
                | "as"
                | "in"
                | "to"
                | "have"
                | "had"
                | "has"
                | "is"
                | "are"
                | "were"
                | "was"
                | "reporters"
        ) && !(word == "and" && joins_names(analysis, end))
        {
            // "an official in the province of X" goes on; "told AFP in Y" ends.
            if word != "in" || end == start || end - start > 4 {
                break;
            }
        }
        end += 1;
        if end - start > 16 {
            break;
        }
    }
    start..end
}

/// Reads a speaker's phrase: name, office, organisation and kind.
pub(super) fn source_in(
    analysis: &Analysis,
    phrase: &Range<usize>,
    words: &Lexicon,
) -> Option<Source> {
    let tokens = &analysis.tokens[..phrase.end];
    if is_private(analysis, phrase, words) {
        return None;
    }
    if let Some(both) = jointly(analysis, phrase, words) {
        return Some(both);
    }
    let led = analysis.language.adjective_behind.then(|| body_led(analysis, phrase)).flatten();
    let role = offices::held(analysis, phrase, words)
        // "Centro Coordinador de Emergencias": a word of its name is no office.
        .filter(|role| led.as_ref().is_none_or(|body| !body.contains(&role.start)));
    // "the Taliban have named as their envoy to the United Nations": what stands before
    // the office is whose it is.
    let before_role = role.as_ref().map_or(phrase.start..phrase.start, |r| phrase.start..r.start);
    let whole = || longest(phrase, |at| words.organisations.at(tokens, at).map(|(n, _)| n));
    let organisation =
        longest(&before_role, |at| words.organisations.at(tokens, at).map(|(n, _)| n))
            .or_else(whole);
    let mut kind = organisation
        .as_ref()
        .and_then(|range| words.organisations.at(tokens, range.start))
        .map(|(_, kind)| *kind);
    // "Colombia's migration agency" is Colombia's, not the United Nations'.
    let owned = organisation.as_ref().is_some_and(|range| {
        range.start > phrase.start
            && analysis.word(range.start - 1) == "'s"
            && matches!(analysis.word(range.start), "migration" | "refugee")
            && !matches!(
                range.start.checked_sub(2).map_or("", |i| analysis.word(i)),
                "un" | "nations" | "u.n."
            )
    });
    if owned && let Some(range) = &organisation {
        kind = Some(SourceKind::Government);
        let name = analysis.words(&(phrase.start..range.end));
        let name = name.strip_prefix("the ").unwrap_or(name).to_owned();
        return Some(Source {
            name: Some(name.clone()),
            role: None,
            organisation: Some(name),
            kind: kind.unwrap_or_default(),
        });
    }
    let role_text = role.as_ref().map(|range| analysis.words(range).to_lowercase());
    let organisation = organisation.map(|range| match &led {
        // "Dirección de Protección al Migrante": more than the word for a body that a list knows.
        Some(body) if body.start == range.start && range.len() == 1 => body.clone(),
        _ => proper_name(analysis, phrase, range, words),
    });

    // A province or district that an office or organisation belongs to.
    let area = area_of(analysis, phrase, words);
    // Both sides of a border have an interior ministry: whose it is belongs to its name.
    let country = match kind {
        Some(SourceKind::Government | SourceKind::BorderAuthority) => analysis
            .names
            .iter()
            .filter(|n| phrase.contains(&n.tokens.start) && n.place.kind == PlaceKind::Country)
            .find(|n| organisation.as_ref().is_none_or(|of| is_whose(analysis, of, &n.tokens)))
            .map(|n| n.place.name.clone()),
        _ => None,
    };
    let area_or_country = area.clone().or(country);
    let organisation_text = match &organisation {
        // "officials" are an office, not an organisation, unless something names theirs.
        Some(range) if role.as_ref() != Some(range) => {
            Some(organisation_name(analysis, range, area_or_country.as_deref(), words))
        }
        _ => area.clone(),
    };

    let name = person(analysis, phrase, &organisation, &role, words);
    let subject = analysis
        .names
        .iter()
        .find(|n| n.is_place() && n.tokens.start == phrase.start && n.tokens.end >= phrase.end)
        // "In Coahuila they recorded …" is where, not who.
        .filter(|n| {
            let before = n.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i));
            !Grammar::english().is(before, Class::Inside)
        });
    // "Islamabad denied": the government that sits there.
    if let Some((capital, country)) = subject.and_then(|n| Some((n, n.capital_of?))) {
        return Some(Source {
            name: Some(capital.place.name.clone()),
            role: None,
            organisation: Some(country.to_owned()),
            kind: SourceKind::Government,
        });
    }
    let country = subject
        .map(|n| n.place.name.clone())
        // "the province of Khyber Pakhtunkhwa has registered"
        .or_else(|| {
            let province = analysis.word(phrase.start + 1) == "province"
                && role.is_none()
                && organisation.is_none();
            area.clone().filter(|_| province)
        });
    if let Some(country) = country {
        return Some(Source {
            name: Some(country.clone()),
            role: None,
            organisation: Some(country),
            kind: SourceKind::Government,
        });
    }
    if role.is_none() && organisation.is_none() {
        // "the National Security Council of Côte d'Ivoire": capitals and a word for a body.
        if let Some(body) = body_named(analysis, phrase) {
            return Some(Source {
                name: Some(body.clone()),
                role: None,
                organisation: Some(body),
                kind: SourceKind::Other,
            });
        }
        // "Palestinian estimates suggest"
        let told = matches!(
            analysis.word(phrase.end.saturating_sub(1)),
            "estimates" | "figures" | "data" | "statistics" | "records"
        );
        let people = analysis.names.iter().find(|n| {
            n.tokens.start <= phrase.start + 1
                && phrase.contains(&n.tokens.start)
                && n.place.kind == PlaceKind::Country
        });
        if let (true, Some(people)) = (told, people) {
            return Some(Source {
                name: Some(analysis.words(phrase).to_owned()),
                role: None,
                organisation: Some(people.place.name.clone()),
                kind: SourceKind::Government,
            });
        }
    }
    if role.is_none() && organisation.is_none() && name.is_none() {
        // "the NDRRMC": an acronym that is no place's is somebody's.
        let acronym = phrase.clone().find(|i| {
            let token = &analysis.tokens[*i];
            let upper = token.text.chars().filter(char::is_ascii_uppercase).count();
            token.text.len() >= 3
                && upper > 1
                && token.text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && !analysis.names.iter().any(|n| n.tokens.contains(i))
        })?;
        let name = Some(analysis.tokens[acronym].text.to_owned());
        return Some(Source {
            name: name.clone(),
            role: None,
            organisation: name,
            kind: SourceKind::Other,
        });
    }
    // "the broadcaster Samaa TV"
    if let Some(outlet) = name.as_ref().filter(|n| is_outlet(n)) {
        return Some(Source {
            name: Some(outlet.clone()),
            role: None,
            organisation: Some(outlet.clone()),
            kind: SourceKind::Media,
        });
    }
    // Two capitalised words alone may be anybody: only officials and organisations are
    // kept as sources, so a name without office is a placeholder until one is known.
    let anonymous = role.is_some()
        && name.is_none()
        && organisation.as_ref().is_none_or(|o| Some(o) == role.as_ref());
    if anonymous {
        kind = match kind {
            Some(SourceKind::BorderAuthority) => kind,
            _ => Some(SourceKind::AnonymousOfficial),
        };
    } else if role.is_some() && kind.is_none() {
        kind = Some(SourceKind::Government);
    }
    let label = name
        .clone()
        .or_else(|| {
            if anonymous { role_text.clone() } else { bare_name(analysis, &organisation, words) }
        })
        .or_else(|| if anonymous { None } else { organisation_text.clone() })
        .or_else(|| role_text.clone());
    Some(Source {
        name: label,
        role: role_text,
        organisation: organisation_text,
        kind: kind.unwrap_or_default(),
    })
}

/// "IOM and UNHCR said": two bodies that say it together are one speaker, and neither alone.
fn jointly(analysis: &Analysis, phrase: &Range<usize>, words: &Lexicon) -> Option<Source> {
    let tokens = &analysis.tokens[..phrase.end];
    let grammar = Grammar::english();
    let body = |at: usize| words.organisations.at(tokens, at).map(|(n, kind)| (at..at + n, *kind));
    let (first, kind, second) = phrase.clone().find_map(|at| {
        let (first, kind) = body(at)?;
        let and = grammar.is(analysis.word(first.end), Class::Coordinate);
        let next = first.end + 1;
        let next = next + usize::from(grammar.is(analysis.word(next), Class::Article));
        let (second, _) = body(next).filter(|_| and)?;
        Some((first, kind, second))
    })?;
    let alone = second.end == phrase.end && words.roles.within(tokens, phrase.clone()).is_none();
    let [first, second] =
        [first, second].map(|range| organisation_name(analysis, &range, None, words));
    let name = Some(format!("{first} and {second}")).filter(|_| alone && first != second);
    name.map(|name| Source { name: Some(name.clone()), role: None, organisation: Some(name), kind })
}

/// Whether the phrase speaks of a private person: a refugee, somebody's wife, a former
/// officer. An organisation's own name ("the refugee agency") does not count.
pub(super) fn is_private(analysis: &Analysis, phrase: &Range<usize>, words: &Lexicon) -> bool {
    let tokens = &analysis.tokens[..phrase.end];
    let mut at = phrase.start;
    while at < phrase.end {
        if let Some((length, _)) = words.organisations.at(tokens, at) {
            at += length;
        } else if words.private.at(tokens, at).is_some() {
            // "the Committee for Refugees", "Migrant Assistance": in capitals, a body's name.
            let title = at > phrase.start
                && tokens[at].is_capitalised()
                && !analysis.names.iter().any(|n| n.tokens.contains(&at));
            if title {
                at += 1;
                continue;
            }
            return true;
        } else {
            at += 1;
        }
    }
    false
}

/// The longest match of `length_at` within the phrase.
fn longest(
    phrase: &Range<usize>,
    length_at: impl Fn(usize) -> Option<usize>,
) -> Option<Range<usize>> {
    phrase
        .clone()
        .filter_map(|at| length_at(at).map(|n| at..at + n))
        .filter(|range| range.end <= phrase.end)
        .max_by_key(|range| (range.len(), std::cmp::Reverse(range.start)))
}

/// A sub-national area named in the phrase: "in the province of Khyber Pakhtunkhwa".
fn area_of(analysis: &Analysis, phrase: &Range<usize>, words: &Lexicon) -> Option<String> {
    let named = analysis.names.iter().find(|name| {
        phrase.contains(&name.tokens.start)
            && name.is_place()
            && matches!(name.place.kind, PlaceKind::Province | PlaceKind::Territory)
    });
    if let Some(name) = named {
        return Some(name.place.name.clone());
    }
    // "the deputy commissioner of Khyber district": a capitalised word behind "of".
    let role =
        longest(phrase, |at| words.roles.at(&analysis.tokens[..phrase.end], at).map(|(n, ())| n))?;
    if analysis.word(role.end) != "of" {
        return None;
    }
    let start = role.end + 1;
    let end =
        (start..phrase.end).find(|i| !analysis.tokens[*i].is_capitalised()).unwrap_or(phrase.end);
    if start == end || analysis.names.iter().any(|n| n.tokens.start == start) {
        return None;
    }
    let end = end + usize::from(matches!(analysis.word(end), "district" | "province" | "region"));
    Some(analysis.words(&(start..end.min(phrase.end))).to_owned())
}

/// An organisation that the list knows by its last word, with the capitalised words before it: "Federal Police",
/// "Border Troops"; whose it is, and offices, are no part of its name.
fn proper_name(
    analysis: &Analysis,
    phrase: &Range<usize>,
    known: Range<usize>,
    words: &Lexicon,
) -> Range<usize> {
    let tokens = &analysis.tokens;
    let is_known = words.names.contains_key(&analysis.said(&known).replace('’', "'"));
    // Other languages put what tells it apart behind, and a weekday turned into English has a capital.
    let english = analysis.language.is_english();
    if is_known || !english || !tokens[known.start].is_capitalised() {
        return known;
    }
    let of_the_name = |at: &usize| {
        tokens[*at].is_capitalised()
            && tokens[*at].shape == Shape::Word
            && !Grammar::english().is(analysis.word(*at), Class::Article)
            && words.roles.at(tokens, *at).is_none()
            && !analysis.names.iter().any(|name| name.tokens.contains(at))
    };
    let before = (phrase.start..known.start).rev().take_while(of_the_name).count();
    known.start - before..known.end
}

/// Whether a country's name stands so that an organisation is its own: before it, or "of …" behind it, or in other
/// languages than English directly behind it ("gouvernement tchadien").
/// "According to the police 4,200 Venezuelans" names no police of Venezuela.
fn is_whose(analysis: &Analysis, organisation: &Range<usize>, country: &Range<usize>) -> bool {
    let behind = || {
        let between = organisation.end..country.start;
        if between.is_empty() {
            return !analysis.language.is_english();
        }
        between.start < between.end
            && between.len() <= 2
            && Grammar::english().is(analysis.word(between.start), Class::Inside)
            || between.len() == 1 && analysis.word(between.start) == "of"
    };
    country.end <= organisation.start || country.start < organisation.end || behind()
}

/// The organisation as the text names it, without whose it is: the speaker's name.
fn bare_name(
    analysis: &Analysis,
    organisation: &Option<Range<usize>>,
    words: &Lexicon,
) -> Option<String> {
    organisation.as_ref().map(|range| organisation_name(analysis, range, None, words))
}

/// The organisation's name in the form to print.
fn organisation_name(
    analysis: &Analysis,
    range: &Range<usize>,
    area: Option<&str>,
    words: &Lexicon,
) -> String {
    let written = analysis.words(range);
    // "ministère de l'Intérieur" stays what the text calls it; "HCR" is UNHCR in every language.
    let english = analysis.language.is_english();
    let known = words
        .names
        .get(&analysis.said(range).replace('’', "'"))
        .filter(|name| english || name.contains(char::is_uppercase));
    let plain = || {
        let glosses = analysis.language.glosses().filter(|_| analysis.language.inflected)?;
        glosses.plain(&analysis.said(range), written)
    };
    let name = known.cloned().or_else(plain).unwrap_or_else(|| written.to_owned());
    // "gouvernement arménien", "rządu Armenii": whose it is stands behind it.
    let behind = || {
        let of = range.end + usize::from(analysis.word(range.end) == "of");
        let owner = analysis.names.iter().find(|n| n.tokens.start == of)?;
        Some(format!("{name} {}", analysis.words(&(range.end..owner.tokens.end))))
    };
    match area {
        Some(area) if !name.contains(area) => {
            let told = if english { None } else { behind() };
            told.unwrap_or_else(|| format!("{area} {name}"))
        }
        _ => name,
    }
}

/// "a new report", "one study": a paper that is not said to be anybody's speaks for itself.
fn nameless_paper(analysis: &Analysis, phrase: &Range<usize>) -> Option<Source> {
    // "In a report he explained that …" is where, not who.
    let grammar = Grammar::english();
    if phrase.start.checked_sub(1).is_some_and(|i| grammar.is(analysis.word(i), Class::Inside)) {
        return None;
    }
    let paper = phrase.end.checked_sub(1).filter(|last| {
        phrase.contains(last) && Grammar::english().is(analysis.word(*last), Class::Paper)
    })?;
    let name = Some(analysis.tokens[paper].text.to_lowercase());
    Some(Source { name: name.clone(), role: name, organisation: None, kind: SourceKind::Other })
}

/// A body that no list knows: capitalised words of which the last is one for a body.
fn body_named(analysis: &Analysis, phrase: &Range<usize>) -> Option<String> {
    let capital =
        |i: usize| analysis.tokens[i].is_capitalised() && analysis.tokens[i].shape == Shape::Word;
    if analysis.language.adjective_behind {
        return body_led(analysis, phrase).map(|body| analysis.words(&body).to_owned());
    }
    let last = phrase.clone().find(|i| {
        capital(*i) && *i > phrase.start && Grammar::english().is(analysis.word(*i), Class::Body)
    })?;
    // "Rhodes Rescue Watch"
    let more = (last + 1..phrase.end)
        .take_while(|i| capital(*i) && Grammar::english().is(analysis.word(*i), Class::Body));
    let last = more.last().unwrap_or(last);
    let first = (phrase.start..last)
        .rev()
        .take_while(|i| capital(*i) || matches!(analysis.word(*i), "for" | "of" | "and"))
        .last()?;
    let first = (first..last).find(|i| capital(*i) && !analysis.tokens[*i].is("the"))?;
    // "the Standing Office of the Central Committee for Natural Disaster Prevention"
    let mut end = last + 1;
    loop {
        let joins = (end..end + 2)
            .take_while(|i| matches!(analysis.word(*i), "of" | "for" | "and" | "the"))
            .count();
        if joins == 0 || end + joins >= phrase.end || !capital(end + joins) {
            break;
        }
        end += joins + 1;
        while end < phrase.end && capital(end) {
            end += 1;
        }
    }
    let named = analysis.names.iter().any(|n| (last + 1..end).contains(&n.tokens.start));
    let end = if named { last + 1 } else { end };
    Some(analysis.words(&(first..end)).to_owned())
}

/// "Servicio de Fronteras de Panamá", "Unidad para las Víctimas": where what tells it apart stands behind, the word for a
/// body opens the name, which goes on with capitals and what joins them.
fn body_led(analysis: &Analysis, phrase: &Range<usize>) -> Option<Range<usize>> {
    let grammar = Grammar::english();
    let capital =
        |i: usize| analysis.tokens[i].is_capitalised() && analysis.tokens[i].shape == Shape::Word;
    let first =
        phrase.clone().find(|i| capital(*i) && grammar.is(analysis.word(*i), Class::Body))?;
    let joins = |i: &usize| {
        let classes = [Class::Belonging, Class::Article, Class::Coordinate, Class::Into];
        !capital(*i) && classes.iter().any(|class| grammar.is(analysis.word(*i), *class))
    };
    let mut end = first + 1;
    while end < phrase.end {
        let next = (end..phrase.end).find(|i| !joins(i)).filter(|next| capital(*next));
        let Some(next) = next else { break };
        end = next + 1;
    }
    (end > first + 1).then_some(first..end)
}

/// Whether a name is that of a newspaper or broadcaster.
fn is_outlet(name: &str) -> bool {
    matches!(
        name.split_whitespace().last().unwrap_or_default(),
        "TV" | "News"
            | "Times"
            | "Post"
            | "Radio"
            | "Television"
            | "Agency"
            | "Tribune"
            | "Daily"
            | "Herald"
    )
}

/// A person's name in the phrase: two or more capitalised words that are nothing else.
fn person(
    analysis: &Analysis,
    phrase: &Range<usize>,
    organisation: &Option<Range<usize>>,
    role: &Option<Range<usize>>,
    words: &Lexicon,
) -> Option<String> {
    let free = |i: usize| {
        let token = &analysis.tokens[i];
        token.shape == Shape::Word
            && token.is_capitalised()
            && !organisation.as_ref().is_some_and(|r| r.contains(&i))
            && !role.as_ref().is_some_and(|r| r.contains(&i))
            && !analysis.names.iter().any(|n| n.tokens.contains(&i))
            && words.organisations.at(&analysis.tokens, i).is_none()
            && !matches!(
                token.text,
                "The"
                    | "A"
                    | "An"
                    | "In"
                    | "On"
                    | "At"
                    | "However"
                    | "But"
                    | "Meanwhile"
                    | "Another"
                    | "Senior"
            )
    };
    let mut at = phrase.start;
    while at < phrase.end {
        if !free(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < phrase.end
            && (free(at) || (at > start && matches!(analysis.word(at), "-" | "al" | "bin")))
        {
            at += 1;
        }
        let titled = matches!(analysis.word(start), "mr" | "mrs" | "ms" | "dr");
        let mut range = start..at;
        if titled {
            range.start += 1;
            if analysis.word(range.start) == "." {
                range.start += 1;
            }
        }
        if at - start >= 2 && !range.is_empty() {
            return Some(analysis.words(&range).to_owned());
        }
    }
    None
}

/// Whether the words of a speaker name `source`: the body, or the person of one who has none.
fn names(analysis: &Analysis, phrase: &Range<usize>, source: &Source, words: &Lexicon) -> bool {
    source_in(analysis, phrase, words).is_some_and(|said| match &source.organisation {
        Some(body) => said.organisation.as_ref() == Some(body),
        None => said.label().is_some() && said.label() == source.label(),
    })
}

/// How many sentences a quotation may run before it says whose it is.
const QUOTED_ON: usize = 4;

/// "12,000 came back. We have 96,000 already," said Ibrahim Iliyasu: who speaks at the end of a
/// quotation has said all of it.
pub(super) fn carry_back_quotes(sentences: &mut [(&Analysis, &mut Vec<Speech>)]) {
    let marks = |analysis: &Analysis| {
        analysis.tokens.iter().filter(|t| matches!(t.text, "\"" | "“" | "”")).count()
    };
    for at in 0..sentences.len() {
        // A quotation opens here and does not close.
        let (analysis, speeches) = &sentences[at];
        if marks(analysis) % 2 == 0 || !speeches.is_empty() || analysis.tokens.is_empty() {
            continue;
        }
        let block = analysis.sentence.block;
        let closing = (at + 1..sentences.len().min(at + 1 + QUOTED_ON))
            .take_while(|i| sentences[*i].0.sentence.block == block)
            .find(|i| marks(sentences[*i].0) % 2 == 1);
        let Some(closing) = closing else { continue };
        let Some(speech) = sentences[closing].1.first().cloned() else { continue };
        for (analysis, speeches) in &mut sentences[at..closing] {
            if speeches.is_empty() && !analysis.tokens.is_empty() {
                let last = analysis.tokens.len() - 1;
                speeches.push(Speech { tokens: last..last + 1, stated: false, ..speech.clone() });
            }
        }
    }
}

/// Gives an unnamed official the name that the next sentences give: "A senior
/// official … said X. 'Some …,' said Nasir Khan, the deputy commissioner."
///
/// Only when the sentence that names is right behind the first and holds no number of
/// its own to claim, so that it reads as the same person speaking on.
pub(super) fn name_the_unnamed(sentences: &mut [(&Analysis, &mut Vec<Speech>)]) {
    for at in 0..sentences.len().saturating_sub(1) {
        let (first, rest) = sentences.split_at_mut(at + 1);
        let (_, speeches) = &mut first[at];
        let (next, next_speeches) = &rest[0];
        let Some(speech) = speeches.iter_mut().find(|s| {
            s.source.kind == SourceKind::AnonymousOfficial && s.source.name == s.source.role
        }) else {
            continue;
        };
        let counts = next.amounts.iter().any(|a| !a.plain && a.size() >= 100.0);
        let named = next_speeches.iter().map(|s| &s.source).find(|s| {
            s.role.is_some() && s.name.is_some() && s.name != s.role && s.name != s.organisation
        });
        // "officials" in the plural are not one person.
        let singular = speech.source.role.as_deref().is_some_and(|role| !role.ends_with('s'));
        if let (Some(named), false, true) = (named, counts, singular) {
            speech.stated &= speech.source.organisation.is_some();
            speech.source = Source {
                name: named.name.clone(),
                role: named.role.clone(),
                organisation: speech.source.organisation.clone().or(named.organisation.clone()),
                kind: named.kind,
            };
            speech.rule = "speaker.named-next";
        }
    }
}

/// Gives "Balochistan's information minister" the name that the document gives him elsewhere.
pub(super) fn name_offices(sentences: &mut [(&Analysis, &mut Vec<Speech>)]) {
    type Office = (Option<String>, Option<String>);
    let office = |s: &Source| -> Office { (s.organisation.clone(), s.role.clone()) };
    let mut named: BTreeMap<Office, Source> = BTreeMap::new();
    for source in sentences.iter().flat_map(|(_, speeches)| speeches.iter()).map(|s| &s.source) {
        if source.role.is_some() && source.name != source.role && source.organisation.is_some() {
            named.entry(office(source)).or_insert_with(|| source.clone());
        }
    }
    let offices = sentences.iter_mut().flat_map(|(_, speeches)| speeches.iter_mut());
    for speech in
        offices.filter(|s| s.source.name == s.source.role && s.source.organisation.is_some())
    {
        let holder = named.get(&office(&speech.source));
        if let Some(holder) = holder {
            speech.source = holder.clone();
        }
    }
}
