//! What happened to the people counted, and along which way.

use std::ops::Range;

use claim::{Measure, Stance};
use places::{Gazetteer, MentionKind, Place, PlaceKind};

use super::analysis::{Analysis, Named};
use super::grammar::{Class, Grammar};
use super::lexicon::{Counted, Happening, Lexicon, Object};
use super::token::Shape;
use super::who;

/// The verb or state that a number belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verb {
    pub tokens: Range<usize>,
    pub happening: Happening,
}

/// Beyond this distance a verb does not belong to the number.
const VERB_REACH: usize = 30;

/// Finds the verb of what is counted at `counted` (number and noun), in the same sentence.
pub(super) fn verb(analysis: &Analysis, counted: &Range<usize>) -> Option<Verb> {
    analysis
        .happenings
        .iter()
        .filter_map(|(tokens, happening)| {
            // "displaced persons (IDPs)" says the noun twice.
            let inside = counted.contains(&tokens.start)
                || analysis.word(counted.end) == "(" && tokens.start == counted.end + 1;
            // "600,000 refugees and 180,000 returnees have arrived": the noun of another number.
            let of_other = !inside
                && tokens.len() == 1
                && matches!(
                    analysis.word(tokens.start),
                    "returnees" | "deportees" | "arrivals" | "departures" | "evacuees" | "idps"
                )
                && analysis.amounts.iter().any(|a| {
                    a.tokens.start != counted.start
                        && a.tokens.end <= tokens.start
                        && tokens.start - a.tokens.end <= 2
                });
            // "refugees 192,473 and returnees 43,000": the label of another number.
            let of_other = of_other
                || !inside
                    && tokens.start >= counted.end
                    && matches!(
                        analysis.word(tokens.start),
                        "returnees" | "deportees" | "arrivals" | "departures" | "evacuees" | "idps"
                    )
                    && analysis.amounts.iter().any(|a| a.tokens.start == tokens.end);
            // "carrying 310 migrants" holds no papers.
            let papers = happening.kind == claim::Kind::Registered
                && matches!(analysis.word(tokens.start), "carrying" | "carry" | "hold" | "holding")
                && tokens.len() == 1
                && !(tokens.end..tokens.end + 8).any(|i| {
                    let word = analysis.word(i);
                    ["card", "proof", "registration", "paper", "document", "visa", "permit", "por"]
                        .iter()
                        .any(|stem| word.starts_with(stem))
                });
            let in_hold = papers && matches!(analysis.word(tokens.start), "carrying" | "carry");
            // "drove 100,000 people from their homes", not "drove 50 people to the station"
            let drove = matches!(analysis.word(tokens.start), "drove" | "driven")
                && tokens.len() == 1
                && !(counted.end..counted.end + 3)
                    .any(|i| matches!(analysis.word(i), "from" | "out" | "across"));
            if drove {
                return None;
            }
            // "The remaining 57,462 have returned": the rest, not who stays.
            let rest = analysis.word(tokens.start) == "remaining" && tokens.end == counted.start;
            if of_other || in_hold || rest {
                return None;
            }
            let mut cost = analysis.distance(counted, tokens);
            // A noun such as "returnees" or "displaced people" names its own verb, but
            // gives way to a verb proper: "undocumented immigrants to have left".
            // "46,000 IDPs in Chad have returned": what they did, not what they are.
            let did = inside
                && happening.measure == Measure::Stock
                && analysis.happenings.iter().any(|(other, h)| {
                    other.start >= counted.end
                        && h.measure == Measure::Flow
                        && matches!(h.kind, claim::Kind::Return | claim::Kind::Arrival)
                        && (other.start.saturating_sub(2)..other.start)
                            .any(|i| matches!(analysis.word(i), "have" | "has" | "had"))
                        && analysis.distance(counted, other) <= 30
                        && !analysis
                            .amounts
                            .iter()
                            .any(|a| !a.plain && (counted.end..other.start).contains(&a.core.start))
                });
            if did {
                return None;
            }
            // "the IDP camps": what a camp is for.
            if !inside
                && matches!(
                    analysis.word(tokens.end),
                    "camp" | "camps" | "site" | "sites" | "settlement" | "settlements"
                )
                && analysis.word(tokens.end - 1).starts_with("idp")
            {
                return None;
            }
            // "28,000 residents of the town, in the north, fled": who they are is no verb.
            if inside && analysis.word(tokens.start).starts_with("resident") {
                cost += 12;
            }
            // "240 migrants without papers were deported": the verb beats the noun.
            let named = happening.kind == claim::Kind::Undocumented || inside && is_name(happening);
            if named
                && (has_verb_of_its_own(analysis, counted) || did_right_behind(analysis, tokens))
            {
                cost += PAPERS;
            }
            // "481 either returned (446) or were deported (35)": the verb that the bracket stands behind.
            let bracket = analysis.word(counted.end) == ")"
                && counted
                    .start
                    .checked_sub(1)
                    .is_some_and(|at| analysis.word(at) == "(" && tokens.end == at);
            if bracket {
                return Some((0, Verb { tokens: tokens.clone(), happening: *happening }));
            }
            cost += match (inside, happening.measure) {
                (true, Measure::Stock) => 9,
                (true, _) => 5,
                (false, _) => 0,
            };
            if tokens.end <= counted.start {
                cost += if happening.passive { 1 } else { 7 };
            } else if of_others_clause(analysis, counted, tokens) {
                // "350 of 1,000 refugees who were expected to return were repatriated"
                cost += 16;
            } else if is_main_behind_clause(analysis, counted, tokens) {
                cost = cost.saturating_sub(14);
            } else if in_relative_clause(analysis, counted, tokens) {
                // "those who had stayed illegally had left": the main verb comes later.
                cost += if analysis.word(counted.end) == "," { 30 } else { 10 };
            } else if !inside && is_condition(analysis, tokens) {
                // "to leave or face expulsion", "a deadline for them to be out"
                cost += 12;
            }
            // "there are 2,000 people who have returned": what they did counts.
            // "there were 8,464 people stranded on the islands": so does what they are.
            let participle = analysis.happenings.iter().any(|(h, _)| {
                h.start == counted.end || h.end == counted.end && h.start > counted.start + 1
            });
            if analysis.word(tokens.start) == "there"
                && (matches!(analysis.word(counted.end), "who" | "that") || participle)
            {
                cost += 14;
            }
            // "seized a boat carrying 93 people", "stopped a lorry with 40 migrants"
            let craft = happening.kind == claim::Kind::Arrest
                && tokens.end < counted.start
                && counted.start - tokens.end <= 5
                && (tokens.end..counted.start).any(|i| is_craft(analysis.word(i)))
                && analysis
                    .amounts
                    .iter()
                    .all(|a| !(tokens.end..counted.start).contains(&a.core.start));
            if craft {
                cost = 0;
            }
            // "A boat carrying 40 men, 32 women and four children landed"
            let aboard = tokens.start >= counted.end
                && matches!(happening.kind, claim::Kind::Arrival | claim::Kind::Arrest)
                && (counted.start.saturating_sub(12)..counted.start).any(|i| {
                    is_craft(analysis.word(i))
                        && matches!(
                            analysis.word(i + 1),
                            "carrying" | "with" | "transporting" | "packed"
                        )
                });
            if aboard {
                cost = cost.min(4);
            }
            // "undocumented foreigners and card holders had been repatriated": so is this one.
            if !inside && matches!(analysis.word(tokens.start), "holders" | "cardholders") {
                cost += 12;
            }
            // "75% of the enclave's entire population" have left: the noun is no verb.
            if analysis.word(tokens.start).starts_with("population")
                && tokens.start.checked_sub(1).is_some_and(|i| {
                    matches!(
                        analysis.word(i),
                        "the" | "its" | "entire" | "whole" | "total" | "our" | "their"
                    )
                })
            {
                cost += 12;
            }
            // "10 million Sudanese, or 20 percent of the population": nor is it behind a share.
            if analysis.word(tokens.start).starts_with("population")
                && tokens.start.checked_sub(1).is_some_and(|i| {
                    matches!(analysis.word(i), "percent" | "%")
                        && analysis
                            .amounts
                            .iter()
                            .all(|a| a.core.start != counted.start || !a.tokens.contains(&i))
                })
            {
                cost += 24;
            }
            // "returns: 35,000 (of these, deported: 3,200)": said of some of them alone.
            if happening.kind == claim::Kind::Deportation && is_of_some(analysis, counted, tokens) {
                cost += 24;
            }
            // "forced 330,000 from their homes", but "forced 330,000 to leave".
            if analysis.word(tokens.start).starts_with("forc") && tokens.len() == 1 {
                cost += 4;
            }
            // A stock said with a preposition only ("living in") and a flow in the same
            // reach: the nearer wins; ties go to the flow.
            cost = cost * 2 + usize::from(happening.measure == Measure::Stock);
            (cost <= 2 * VERB_REACH)
                .then(|| (cost, Verb { tokens: tokens.clone(), happening: *happening }))
        })
        .min_by_key(|(cost, verb)| (*cost, verb.tokens.start))
        .map(|(_, verb)| and_then(analysis, verb))
}

/// Whether what leads to some of those counted stands between, and their number beside the verb.
fn is_of_some(analysis: &Analysis, counted: &Range<usize>, verb: &Range<usize>) -> bool {
    analysis.some.iter().any(|(some, _)| {
        counted.end <= some.start
            && some.end <= verb.start
            && analysis
                .amounts
                .iter()
                .any(|a| !a.plain && a.tokens.start >= some.end && a.tokens.start <= verb.end + 2)
    })
}

/// What a word for missing papers gives way by to a verb that says what people did.
const PAPERS: usize = 20;

/// Whether what a noun tells is only what people are called: "displaced families", "evacuees".
fn is_name(happening: &Happening) -> bool {
    matches!(happening.kind, claim::Kind::Displacement | claim::Kind::Other)
}

/// Whether a movement or a stay with an auxiliary stands behind the number, and no other number
/// between but the same one in another unit.
fn has_verb_of_its_own(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let grammar = Grammar::english();
    let same = |at: usize| at > 0 && matches!(analysis.word(at - 1), "or" | "(");
    analysis.happenings.iter().any(|(tokens, happening)| {
        !matches!(happening.kind, claim::Kind::Displacement | claim::Kind::Undocumented)
            && tokens.start >= counted.end
            && (tokens.start.saturating_sub(3)..tokens.start)
                .any(|i| grammar.is(analysis.word(i), Class::Auxiliary))
            && analysis.amounts.iter().all(|a| {
                let between = (counted.end..tokens.start).contains(&a.core.start);
                a.plain || !between || same(a.tokens.start)
            })
    })
}

/// "231,000 of the undocumented returned": whether a movement is told right behind who they are.
fn did_right_behind(analysis: &Analysis, name: &Range<usize>) -> bool {
    let happening = |at: usize| analysis.happenings.iter().find(|(tokens, _)| tokens.start == at);
    happening(name.end).is_some_and(|(_, happening)| {
        happening.measure == Measure::Flow && happening.kind.is_crossing()
    })
}

/// "were arrested and deported": what became of them counts.
fn and_then(analysis: &Analysis, verb: Verb) -> Verb {
    let next = verb.tokens.end + usize::from(analysis.word(verb.tokens.end + 1) == "then");
    let later = (verb.happening.kind == claim::Kind::Arrest
        && analysis.word(verb.tokens.end) == "and")
        .then(|| {
            analysis.happenings.iter().find(|(tokens, happening)| {
                tokens.start == next + 1
                    && matches!(happening.kind, claim::Kind::Deportation | claim::Kind::Return)
            })
        })
        .flatten();
    later.map_or(verb, |(tokens, happening)| Verb { tokens: tokens.clone(), happening: *happening })
}

/// Whether a verb stands in the clause with "who" of another number, and the main verb follows.
fn of_others_clause(analysis: &Analysis, counted: &Range<usize>, tokens: &Range<usize>) -> bool {
    let opened = analysis.amounts.iter().any(|a| {
        a.tokens.start >= counted.end
            && a.tokens.end <= tokens.start
            && (a.tokens.end..(a.tokens.end + 4).min(tokens.start))
                .any(|i| matches!(analysis.word(i), "who" | "whom"))
    });
    opened
        && analysis.happenings.iter().any(|(other, _)| {
            other.start > tokens.end
                && (other.start.saturating_sub(3)..other.start)
                    .any(|i| matches!(analysis.word(i), "were" | "was" | "have" | "had" | "has"))
        })
}

/// Whether a verb with its auxiliary stands behind the clause with "who" of another number.
fn is_main_behind_clause(
    analysis: &Analysis,
    counted: &Range<usize>,
    tokens: &Range<usize>,
) -> bool {
    let aux = (tokens.start.saturating_sub(3)..tokens.start)
        .any(|i| matches!(analysis.word(i), "were" | "was" | "have" | "had" | "has"));
    aux && analysis.happenings.iter().any(|(other, _)| {
        other.end <= tokens.start
            && other.start > counted.end
            && of_others_clause(analysis, counted, other)
    })
}

/// What people on the move are found aboard.
fn is_craft(word: &str) -> bool {
    matches!(
        word,
        "boat"
            | "boats"
            | "vessel"
            | "vessels"
            | "ship"
            | "dinghy"
            | "raft"
            | "bus"
            | "truck"
            | "lorry"
            | "van"
    )
}

/// "to leave": a bare infinitive behind a noun says what may come, not what was.
fn is_condition(analysis: &Analysis, tokens: &Range<usize>) -> bool {
    let before = |n: usize| tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    let forced = (tokens.start.saturating_sub(12)..tokens.start).any(|i| {
        matches!(analysis.word(i), "forced" | "forcing" | "forces" | "made" | "compelled")
    });
    before(1) == "to"
        && !forced
        && !matches!(
            before(2),
            "said"
                | "reported"
                | "known"
                | "people"
                | "immigrants"
                | "going"
                | "set"
                | "expected"
                | "likely"
                | "due"
                | "projected"
                | "scheduled"
                | "about"
        )
}

/// A people's name that has no plural: "Rohingya", "Congolese".
fn is_collective(word: &str) -> bool {
    word.ends_with("ese") || word.ends_with("ya") || word.ends_with("ish")
}

/// Whether a verb behind the number stands in a clause opened by "who" that another verb follows.
fn in_relative_clause(analysis: &Analysis, counted: &Range<usize>, tokens: &Range<usize>) -> bool {
    let opened = (counted.end..tokens.start).any(|i| matches!(analysis.word(i), "who" | "whom"));
    let later = analysis.happenings.iter().any(|(other, _)| {
        other.start >= tokens.end
            && analysis.distance(tokens, other) <= 6
            && (tokens.end..other.start)
                .any(|i| matches!(analysis.word(i), "had" | "have" | "has" | "were" | "are"))
    })
        // "200 refugees, who had been hosted in Sudan, crossed into Ethiopia"
        || analysis.word(counted.end) == ","
            && analysis.happenings.iter().any(|(other, happening)| {
                other.start > tokens.end
                    && analysis.word(other.start - 1) == ","
                    && happening.measure == Measure::Flow
                    && analysis.distance(tokens, other) <= 10
            });
    // "230 families living in Pakistan returned": they did live there.
    let lived = tokens.start == counted.end
        && matches!(
            analysis.word(tokens.start),
            "living" | "residing" | "staying" | "based" | "holding" | "carrying"
        )
        && analysis.happenings.iter().any(|(other, happening)| {
            other.start >= tokens.end
                && happening.measure == Measure::Flow
                && analysis.distance(tokens, other) <= 6
        });
    // "thousands, who fled their homes in the wake of the attacks, had returned"
    let told = (counted.end..counted.end + 2).any(|i| analysis.word(i) == "who")
        && analysis.happenings.iter().any(|(other, _)| {
            other.start > tokens.end
                && matches!(analysis.word(other.start - 1), "have" | "had" | "has")
                && analysis.distance(tokens, other) <= 24
                && !analysis
                    .amounts
                    .iter()
                    .any(|a| !a.plain && (tokens.end..other.start).contains(&a.core.start))
        });
    if told {
        return true;
    }
    // "displaced persons (IDPs) taking refuge in Chad have returned"
    let open = analysis.word(counted.end) == "(" && analysis.word(counted.end + 2) == ")";
    let counted = &(counted.start..counted.end + if open { 3 } else { 0 });
    // "60,000 refugees living in camps in the west have registered"
    let lived = lived
        || tokens.start == counted.end
            && matches!(
                analysis.word(tokens.start),
                "living"
                    | "residing"
                    | "staying"
                    | "based"
                    | "taking"
                    | "sheltering"
                    | "holding"
                    | "carrying"
                    | "fleeing"
                    | "escaping"
            )
            && analysis.happenings.iter().any(|(other, _)| {
                other.start > tokens.end
                    && matches!(analysis.word(other.start - 1), "have" | "had" | "has")
                    && analysis.distance(tokens, other) <= 20
            });
    if lived {
        return true;
    }
    // "other refugees hosted by Sudan might return home": the participle only says which.
    let close = (analysis.word(counted.end) == "(")
        .then(|| (counted.end..counted.end + 7).find(|i| analysis.word(*i) == ")"))
        .flatten();
    let behind = close.map_or(counted.end, |close| close + 1);
    let reduced = (tokens.start == counted.end || tokens.start == behind)
        && matches!(analysis.word(tokens.end), "by" | "in" | "from" | "at")
        && analysis.happenings.iter().any(|(other, _)| {
            other.start >= tokens.end
                && analysis.distance(tokens, other) <= 10
                && (tokens.end..other.start).any(|i| {
                    matches!(
                        analysis.word(i),
                        "had"
                            | "have"
                            | "has"
                            | "were"
                            | "are"
                            | "may"
                            | "might"
                            | "could"
                            | "will"
                    )
                })
        });
    opened && later || reduced || is_participle(analysis, counted, tokens).is_some()
}

/// "900 families uprooted by fighting on 4 June reached Wad Madani": the movement with which the
/// sentence goes on, where a participle right behind the noun only says who they are.
pub(super) fn is_participle(
    analysis: &Analysis,
    counted: &Range<usize>,
    tokens: &Range<usize>,
) -> Option<Range<usize>> {
    let grammar = Grammar::english();
    if tokens.start != counted.end || grammar.is(analysis.word(tokens.start), Class::Auxiliary) {
        return None;
    }
    let (main, _) = analysis.happenings.iter().find(|(other, happening)| {
        other.start > tokens.end
            && other.start - tokens.end <= MAIN_REACH
            && happening.measure == Measure::Flow
            && matches!(happening.kind, claim::Kind::Arrival | claim::Kind::Return)
            && happening.object == Some(Object::To)
    })?;
    let before = analysis.word(main.start - 1);
    let noun = [Class::Article, Class::Belonging, Class::Into, Class::OutOf, Class::Inside]
        .iter()
        .any(|class| grammar.is(before, *class));
    let parted = (tokens.end..main.start).any(|i| {
        analysis.word(i) == ","
            || grammar.is(analysis.word(i), Class::Coordinate)
            || grammar.is(analysis.word(i), Class::Relative)
            || analysis.amounts.iter().any(|a| !a.plain && a.core.start == i)
    });
    (!noun && !parted).then(|| main.clone())
}

/// Tokens between a participle and the verb of its sentence.
const MAIN_REACH: usize = 12;

/// Where from, where to, where, and by which crossings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Way {
    pub via: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub at: Option<String>,
}

/// Beyond this distance a place does not belong to the number.
const PLACE_REACH: usize = 22;

/// Finds the places of a movement or presence around `counted` and its verb.
pub(super) fn way(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    speakers: &[Range<usize>],
) -> Way {
    let mut way = Way::default();
    let mut via_cost = usize::MAX;
    // "18,800 were cleared from Ukraine, and from Poland – 21,000": the verb is shared, and what
    // stands by it is of the number before.
    let shared = verb.is_some_and(|v| {
        v.tokens.end <= counted.start
            && analysis
                .amounts
                .iter()
                .any(|a| !a.plain && v.tokens.end <= a.tokens.start && a.tokens.end < counted.start)
            && analysis.names.iter().any(|n| {
                n.is_place()
                    && n.tokens.end <= counted.start
                    && counted.start - n.tokens.end <= 2
                    && n.tokens.start > v.tokens.end
            })
    });
    // "172,000 through the crossing of Spin Boldak": not by the one named for the number before.
    let led = matches!(analysis.word(counted.end), "through" | "via" | "by")
        && analysis.names.iter().any(|n| {
            n.is_crossing() && (counted.end + 1..counted.end + 6).contains(&n.tokens.start)
        });
    let near = |name: &Named| {
        let to_number = analysis.distance(counted, &name.tokens);
        let to_verb = verb
            .filter(|_| !shared)
            .map_or(usize::MAX, |v| analysis.distance(&v.tokens, &name.tokens));
        to_number.min(to_verb)
    };
    // "165,000 migrants from Afghanistan left Pakistan": the verb says what they left, the noun
    // whose they are.
    let left = verb.filter(|v| {
        v.happening.object == Some(Object::From)
            && v.tokens.start >= counted.end
            && analysis.names.iter().any(|n| {
                n.is_place()
                    && n.place.kind == PlaceKind::Country
                    && n.tokens.start
                        == v.tokens.end + usize::from(analysis.word(v.tokens.end) == "the")
            })
    });
    let mut best = [usize::MAX; 3];
    for name in analysis.names.iter().filter(|name| name.is_place()) {
        let whose = left.is_some_and(|v| {
            name.tokens.start >= counted.end
                && name.tokens.start - counted.end <= 2
                && name.tokens.end <= v.tokens.start
        });
        if whose {
            continue;
        }
        // "a declaré la représentante du HCR à Bujumbura": where who speaks is at.
        let seat = |range: &Range<usize>| {
            name.tokens.start == range.end + 1 && analysis.word(range.end) == "to"
        };
        if speakers.iter().any(|range| range.contains(&name.tokens.start) || seat(range)) {
            continue;
        }
        // "attacks in the Sahel have uprooted 486,000 people within Burkina Faso"
        let behind = name.tokens.start >= counted.end && name.tokens.start - counted.end <= 2;
        let cost = near(name).saturating_sub(if behind { 2 } else { 0 });
        if cost > PLACE_REACH || analysis.is_cut(counted, &name.tokens) {
            continue;
        }
        // "Medyka saw 18,000, Dorohusk 10,200": each number is of the crossing right before it.
        match own_crossing(analysis, counted, name) {
            Some(false) => continue,
            Some(true) if verb.is_none_or(|v| v.happening.kind.is_crossing()) => {
                (way.via, via_cost) = (vec![name.place.name.clone()], 0);
                continue;
            }
            _ => {}
        }
        if led && name.is_crossing() && name.tokens.end <= counted.start {
            continue;
        }
        // "by Torkham (3,200), Chaman (1,100)": each number is of the name before it.
        match bracketed(analysis, counted, name) {
            Some(false) => continue,
            Some(true) => {
                let code = vec![name.place.name.clone()];
                if name.is_crossing() && verb.is_some_and(|v| v.happening.kind.is_crossing()) {
                    (way.via, via_cost) = (code, 0);
                } else {
                    let slot = match list_preposition(analysis, name.tokens.start) {
                        "from" => 0,
                        "to" | "into" => 1,
                        _ => 2,
                    };
                    best[slot] = 0;
                    *[&mut way.from, &mut way.to, &mut way.at][slot] = Some(name.code());
                }
                continue;
            }
            None => {}
        }
        let preposition = preposition_before(analysis, name.tokens.start);
        // "arrivals of Ukraine in Poland", as other languages put it: from there.
        let of = (0..name.tokens.start).rev().find(|i| analysis.word(*i) == "of");
        let arrivals = preposition == "of"
            && of.is_some_and(|of| {
                of > 0
                    && name.tokens.start - of <= 2
                    && matches!(
                        analysis.word(of - 1),
                        "arrivals" | "entries" | "influx" | "arrived"
                    )
            });
        let preposition = if arrivals { "from" } else { preposition };
        // "to escape the advance of the rebels towards Uvira": whose way that is.
        let advance = matches!(preposition, "to" | "into" | "towards" | "on")
            && (name.tokens.start.saturating_sub(6)..name.tokens.start)
                .any(|i| matches!(analysis.word(i), "advance" | "advances" | "offensive"));
        if advance {
            continue;
        }
        // "in Indonesia's Aceh province": the part says more than the whole.
        let owner = analysis.word(name.tokens.end) == "'s"
            && matches!(preposition, "in" | "at" | "on" | "from")
            && analysis.names.iter().any(|n| {
                n.is_place()
                    && !n.is_crossing()
                    && (name.tokens.end + 1..name.tokens.end + 3).contains(&n.tokens.start)
                    && n.place.country == name.place.country
            });
        if owner {
            continue;
        }
        // "told reporters in Geneva"
        let press = name.tokens.start >= 2
            && matches!(
                analysis.word(name.tokens.start - 2),
                "reporters" | "journalists" | "briefing" | "conference"
            );
        if press {
            continue;
        }
        // "3,212 went by Angoor Adda in South Waziristan and 410 by Kharlachi": where
        // something is belongs to the nearest number.
        let nearer = analysis.amounts.iter().any(|other| {
            !other.plain
                && other.tokens.start != counted.start
                && belongs_to_other(analysis, counted, &other.tokens, &name.tokens)
                // "223,503 people, in 19,930 families, went back to Afghanistan"
                && !verb.is_some_and(|v| {
                    v.tokens.start >= other.tokens.end && v.tokens.end <= name.tokens.start
                })
                && analysis.distance(&other.tokens, &name.tokens)
                    < analysis.distance(counted, &name.tokens)
        });
        // "3,900 arrived - 3,600 at Blace and 270 at Jažince": each is of the number before it.
        let of_part = name.is_crossing()
            && analysis.amounts.iter().any(|a| {
                !a.plain
                    && a.tokens.start >= counted.end
                    && a.tokens.end < name.tokens.start
                    && (name.tokens.start - a.tokens.end <= 2
                        || name.tokens.start - a.tokens.end <= 5
                            && (a.tokens.end..name.tokens.start).all(|i| {
                                let grammar = Grammar::english();
                                let word = analysis.word(i);
                                matches!(word, "them" | "these" | "those")
                                    || [
                                        Class::Belonging,
                                        Class::Article,
                                        Class::Through,
                                        Class::Inside,
                                    ]
                                    .iter()
                                    .any(|class| grammar.is(word, *class))
                            }))
            })
            && matches!(preposition, "at" | "through" | "via" | "by");
        if of_part {
            continue;
        }
        if nearer
            && (matches!(preposition, "in" | "to" | "into")
                || preposition == "at" && !name.is_crossing())
        {
            continue;
        }
        // "displaced from Rafah": a town that has a gate, left and not passed.
        let passed = verb.is_none_or(|v| {
            v.happening.measure == Measure::Stock
                || v.happening.kind.is_crossing()
                || v.happening.kind == claim::Kind::Registration
                // "in the Channel", not "in Reynosa"
                || v.happening.kind != claim::Kind::Displacement
                    && name.tokens.start.checked_sub(1).is_some_and(|i| {
                        let grammar = Grammar::english();
                        ![Class::Inside, Class::OutOf, Class::Into]
                            .iter()
                            .any(|class| grammar.is(analysis.word(i), *class))
                    })
        }) || is_gate(analysis, name);
        if name.is_crossing() && passed && is_via(analysis, name, preposition, verb) {
            let joined = !way.via.is_empty()
                && !way.via.contains(&name.place.name)
                && (matches!(analysis.word(name.tokens.start.wrapping_sub(1)), "and" | ",")
                    || matches!(analysis.word(name.tokens.start.wrapping_sub(1)), "of" | "through")
                        && analysis.word(name.tokens.start.wrapping_sub(2)) == "and"
                    // "the Nimroz (Milak) and Herat (Islam Qala) borders"
                    || analysis.word(name.tokens.start.wrapping_sub(1)) == "("
                        && (name.tokens.start.saturating_sub(5)..name.tokens.start).any(|i| {
                            analysis.word(i) == ")"
                                && matches!(analysis.word(i + 1), "and" | ",")
                        }));
            if cost < via_cost && !joined {
                way.via = vec![name.place.name.clone()];
                via_cost = cost;
            } else if joined && !way.via.contains(&name.place.name) {
                way.via.push(name.place.name.clone());
            }
            continue;
        }
        let follows_verb = verb.filter(|v| {
            let gap = v.tokens.end..name.tokens.start;
            // "left in four months the country": a time between is no matter.
            let time = |i: usize| {
                let when = analysis.whens.iter().find(|w| w.tokens.contains(&i));
                when.is_some_and(|w| matches!(w.sense, super::time::Sense::During(_)))
            };
            gap.start <= gap.end
                && gap.clone().all(|i| {
                    time(i)
                        || matches!(
                            analysis.word(i),
                            "the"
                                | "their"
                                | "neighboring"
                                | "neighbouring"
                                | "back"
                                | "a"
                                | "of"
                                | "region"
                                | "enclave"
                                | "city"
                                | "town"
                                | "village"
                                | "province"
                                | "district"
                                | "disputed"
                                | "breakaway"
                                | "besieged"
                                | "embattled"
                                | "capital"
                                | "tiny"
                                | "small"
                        )
                })
        });
        // "Chad, which hosts half a million refugees", "Burundi has hosted 71,000": where they
        // are stands before.
        let hosts = verb.is_some_and(|v| {
            let gap = name.tokens.end..v.tokens.start;
            v.happening.measure == Measure::Stock
                && v.tokens.start <= counted.start
                && analysis.word(v.tokens.start).starts_with("host")
                && gap.start <= gap.end
                && gap.len() <= 5
                && gap.clone().all(|i| {
                    matches!(
                        analysis.word(i),
                        "," | "which"
                            | "that"
                            | "has"
                            | "already"
                            | "also"
                            | "now"
                            | "is"
                            | "currently"
                            | "still"
                    )
                })
        });
        if hosts {
            if cost < best[2] {
                way.at = Some(name.code());
                best[2] = cost;
            }
            continue;
        }
        // "Górski Karabach opuściło 84 tys. osób": what they left stands before the verb.
        let object_first = analysis.language.verb_first
            && verb.is_some_and(|v| {
                let bare = name.tokens.start == 0
                    || matches!(analysis.word(name.tokens.start - 1), "," | "–" | ":" | "that");
                v.happening.object == Some(Object::From)
                    && bare
                    && name.tokens.end <= v.tokens.start
                    && (name.tokens.end..v.tokens.start)
                        .all(|i| matches!(analysis.word(i), "have" | "has" | "had" | "already"))
            });
        let role = match (follows_verb.and_then(|v| v.happening.object), preposition) {
            _ if object_first || arrivals => 0,
            (Some(Object::From), _) => 0,
            (Some(Object::To), _) => 1,
            (Some(Object::At), _) => 2,
            // "fleeing the war in Ukraine have entered in Poland": the "in" of the verb.
            (_, "in")
                if verb.is_some_and(|v| {
                    v.happening.kind == claim::Kind::Arrival
                        && v.happening.object == Some(Object::To)
                        && v.tokens.end < name.tokens.start
                        && name.tokens.start - v.tokens.end <= 2
                        && v.tokens.start >= counted.end
                }) =>
            {
                1
            }
            (_, "from" | "of" | "out" | "leaving") => 0,
            (_, "for") if !bound_for(analysis, verb, name) => continue,
            (_, "to" | "into" | "for" | "towards" | "onto") => 1,
            (
                _,
                "in" | "on" | "inside" | "across" | "within" | "at" | "throughout" | "near"
                | "around",
            ) => 2,
            _ => continue,
        };
        // "of" is a place of origin only of a flow ("nationals of Syria" is no movement).
        if preposition == "of" && role == 0 {
            continue;
        }
        // "In Congo some 9,000 were displaced in Minembwe, South Kivu": the part says more than
        // the country it lies in.
        let within = role == 2
            && best[2] < usize::MAX
            && name.place.kind != PlaceKind::Country
            && !nearer
            && name.tokens.start >= counted.end
            && way.at.is_some()
            && way.at == name.place.country
            && !analysis.names.iter().any(|n| {
                n.tokens.start >= counted.end && n.place.country == way.at && n.code().len() == 3
            });
        if cost < best[role] || within {
            best[role] = cost;
            let slot = match role {
                0 => &mut way.from,
                1 => &mut way.to,
                _ => &mut way.at,
            };
            *slot = Some(joined(analysis, name));
        }
    }
    // "fled Sake", "displaced from Um Rawaba": a place that no gazetteer knows is still where
    // they left.
    let leaves = verb.filter(|v| {
        v.happening.object == Some(Object::From)
            || v.happening.kind == claim::Kind::Displacement
                && (analysis.word(v.tokens.end) == "from"
                    || analysis.word(v.tokens.end - 1) == "from")
    });
    if way.from.is_none()
        && let Some(verb) = leaves
        && verb.tokens.end < analysis.tokens.len()
    {
        let start = verb.tokens.end + usize::from(analysis.word(verb.tokens.end) == "from");
        let capital = |i: usize| {
            analysis
                .tokens
                .get(i)
                .is_some_and(|t| t.shape == super::token::Shape::Word && t.is_capitalised())
                && !analysis.names.iter().any(|n| n.tokens.contains(&i))
                && !analysis.whens.iter().any(|w| w.tokens.contains(&i))
        };
        let end = (start..).find(|i| !capital(*i)).unwrap_or(start);
        // "left Central Mali": the part of a place that is known.
        let known = analysis.names.iter().find(|n| n.tokens.start == end && n.is_place());
        if let Some(known) = known.filter(|_| end > start) {
            way.from = Some(known.code());
        } else if end > start && end - start <= 3 {
            way.from = Some(analysis.words(&(start..end)).to_owned());
        }
    }
    // "through the Kibaya border area": a crossing that no gazetteer knows is one all the same,
    // and not the one named for the number before.
    let behind = analysis.names.iter().any(|n| {
        n.is_crossing() && n.tokens.start >= counted.end && way.via.contains(&n.place.name)
    });
    if !behind
        && verb
            .is_none_or(|v| v.happening.measure != Measure::Stock && v.happening.kind.is_crossing())
        && let Some(name) = unknown_crossing(analysis, counted)
    {
        way.via = vec![name];
    }
    if way.from.is_none() {
        way.from = fleeing_from(analysis, counted, way.to.as_deref());
    }
    unknown_places(analysis, counted, verb, &mut way, best);
    // "330,000 were displaced within the country and 100,000 fled to neighbouring countries"
    let of_other = |phrase: &Range<usize>| {
        analysis.amounts.iter().any(|a| {
            !a.plain
                && a.tokens.start >= counted.end
                && a.tokens.end <= phrase.start
                && verb.is_some_and(|v| v.tokens.end <= a.tokens.start)
        })
    };
    let unnamed = unnamed_countries(analysis, counted, verb);
    if let Some(phrase) = unnamed.filter(|phrase| !of_other(phrase)) {
        // "fled to neighbouring countries, 3.2 million of them to Poland"
        let cost = near_tokens(analysis, counted, verb, &phrase);
        if cost < best[1] && cost <= PLACE_REACH {
            way.to = Some(analysis.words(&phrase).to_owned());
        }
    }
    way
}

/// Whether the words behind the number say what was left: "displaced from Macina".
pub(super) fn leads_from(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let grammar = Grammar::english();
    let end = analysis.tokens.len().min(counted.end + 8);
    (counted.end..end).any(|i| {
        grammar.is(analysis.word(i), Class::OutOf)
            && analysis
                .tokens
                .get(i + 1)
                .is_some_and(|t| t.is_capitalised() || grammar.is(&t.lower, Class::Article))
    })
}

/// "crossed into South Sudan fleeing conflict in Sudan": where they flee from.
fn fleeing_from(analysis: &Analysis, counted: &Range<usize>, to: Option<&str>) -> Option<String> {
    let end = analysis.tokens.len().min(counted.end + 20);
    let at = (counted.end..end).find(|i| matches!(analysis.word(*i), "fleeing" | "escaping"))?;
    let between = analysis.amounts.iter().any(|a| (counted.end..at).contains(&a.core.start));
    if between {
        return None;
    }
    let name = analysis.names.iter().find(|n| {
        n.is_place()
            && !n.is_crossing()
            && (at + 1..at + 8).contains(&n.tokens.start)
            && !matches!(preposition_before(analysis, n.tokens.start), "to" | "into" | "for")
    })?;
    let code = name.code();
    (Some(code.as_str()) != to && !analysis.is_cut(counted, &name.tokens)).then_some(code)
}

/// The name before "border crossing" and the like, behind "through" or "at", of a crossing that
/// the gazetteer does not know.
fn unknown_crossing(analysis: &Analysis, counted: &Range<usize>) -> Option<String> {
    let end = analysis.tokens.len().min(counted.end + 16);
    (counted.end..end).find_map(|at| {
        if !matches!(analysis.word(at), "through" | "via" | "at" | "by" | "across" | "from") {
            return None;
        }
        // Another number's part of the sentence is not this one's.
        if analysis.amounts.iter().any(|a| !a.plain && (counted.end..at).contains(&a.core.start)) {
            return None;
        }
        let start = at + 1 + usize::from(analysis.word(at + 1) == "the");
        let part = |i: usize| {
            is_unknown_name(analysis, i)
                || i > start && matches!(analysis.word(i), "-" | "e" | "i" | "al" | "el")
        };
        let stop = (start..).find(|i| !part(*i)).unwrap_or(start);
        // "crossed at Tongori", "crossing by Tongori": what people cross at is a crossing.
        let crossed = analysis.word(at - 1).starts_with("cross")
            && matches!(analysis.word(at), "at" | "by" | "via" | "through")
            && stop > start
            && stop - start <= 2;
        if crossed {
            return Some(analysis.words(&(start..stop)).to_owned());
        }
        let noun = match analysis.word(stop) {
            "crossing" | "gate" | "checkpoint" => true,
            "border" => {
                matches!(
                    analysis.word(stop + 1),
                    "crossing"
                        | "point"
                        | "post"
                        | "gate"
                        | "area"
                        | "checkpoint"
                        | "."
                        | ","
                        | "on"
                        | ""
                )
            }
            _ => false,
        };
        (stop > start && stop - start <= 5 && noun)
            .then(|| analysis.words(&(start..stop)).to_owned())
    })
}

/// A capitalised word that is no name the gazetteer knows, no time and no abbreviation.
fn is_unknown_name(analysis: &Analysis, at: usize) -> bool {
    analysis.tokens.get(at).is_some_and(|t| {
        t.shape == super::token::Shape::Word
            && t.is_capitalised()
            && t.text.chars().count() > 2
            && t.text.chars().any(char::is_lowercase)
    }) && !analysis.names.iter().any(|n| n.tokens.contains(&at))
        && !analysis.whens.iter().any(|w| w.tokens.contains(&at))
        // "the Favaloro jetty" is a part of where it stands.
        && !Grammar::english().is(analysis.word(at + 1), Class::Landing)
        && !matches!(
            analysis.word(at),
            "taliban"
                | "hamas"
                | "hezbollah"
                | "isis"
                | "daesh"
                | "congress"
                | "senate"
                | "islam"
                | "typhoon"
                | "cyclone"
                | "hurricane"
                | "storm"
                | "operation"
                | "world"
                | "parliament"
                | "covid"
                | "europe"
                | "africa"
                | "asia"
                | "mr"
                | "president"
                | "council"
                | "river"
                | "lake"
                | "ocean"
                | "sea"
                | "channel"
                | "mediterranean"
                | "atlantic"
                | "phase"
                | "annex"
                | "table"
                | "figure"
                | "ramadan"
                | "facebook"
                | "twitter"
                | "ministry"
                | "un"
                | "eu"
                | "east"
                | "west"
                | "north"
                | "south"
                | "western"
                | "central"
                | "eastern"
                | "northern"
                | "southern"
        )
}

/// "arrived in Tissi", "displaced in Sheohar", "sheltering in Bambu": a town that no gazetteer
/// knows is named right behind the verb or the noun.
fn unknown_places(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    way: &mut Way,
    best: [usize; 3],
) {
    // "Harib (6 households)"
    if super::carry::in_brackets(analysis, counted) && way.at.is_none() {
        let end = counted.start - 1;
        let start = (0..end).rev().take_while(|i| is_unknown_name(analysis, *i)).last();
        if let Some(start) = start.filter(|start| end - start <= 3) {
            way.at = Some(analysis.words(&(start..end)).to_owned());
        }
        return;
    }
    // "In Sonoma County, roughly 5,000 people were staying in shelters"
    if way.at.is_none() && analysis.word(0) == "in" && counted.start <= 9 {
        let stop = (1..).find(|i| !is_unknown_name(analysis, *i)).unwrap_or(1);
        if stop > 1 && stop <= 4 && analysis.word(stop) == "," {
            way.at = Some(analysis.words(&(1..stop)).to_owned());
        }
    }
    let Some(verb) = verb else { return };
    // "The site of Gatumba already hosts 12,000 people"
    if way.at.is_none()
        && verb.happening.measure == Measure::Stock
        && let Some(of) = (1..counted.start.min(6)).find(|i| {
            analysis.word(*i) == "of" && is_site(analysis.word(i - 1)) && verb.tokens.start > *i
        })
    {
        let stop = (of + 1..).find(|i| !is_unknown_name(analysis, *i)).unwrap_or(of + 1);
        if stop > of + 1 && stop <= of + 4 {
            way.at = Some(analysis.words(&(of + 1..stop)).to_owned());
            return;
        }
    }
    // "nine shelters in Pronojiwo district housing 382 people"
    let first = if verb.happening.measure == Measure::Stock && verb.tokens.end <= counted.start {
        verb.tokens.start.saturating_sub(6)
    } else {
        counted.end.min(verb.tokens.end)
    };
    let last = analysis.tokens.len().min(counted.end.max(verb.tokens.end) + 8);
    for at in first..last {
        let role = match analysis.word(at) {
            "in" | "at" | "near" | "inside" => 2,
            "to" | "into" => 1,
            "from" => 0,
            _ => continue,
        };
        let start = at + 1 + usize::from(analysis.word(at + 1) == "the");
        let stop = (start..).find(|i| !is_unknown_name(analysis, *i)).unwrap_or(start);
        if stop == start || stop - start > 3 {
            continue;
        }
        let name = start..stop;
        let cost = near_tokens(analysis, counted, Some(verb), &name);
        // A body, an office or a happening is no place.
        let placed = analysis.word(stop) == ","
            && analysis.names.iter().any(|n| n.is_place() && n.tokens.start == stop + 1);
        let thing = placed
            || matches!(
                analysis.word(stop),
                "of" | "crossing"
                    | "border"
                    | "said"
                    | "'s"
                    | "said,"
                    | "told"
                    | "operation"
                    | "offensive"
                    | "party"
            )
            || analysis.tokens.get(stop).is_some_and(|t| {
                t.is_capitalised()
                    && t.text.len() <= 5
                    && !analysis.names.iter().any(|n| n.tokens.contains(&stop))
            });
        let belongs = analysis.amounts.iter().any(|a| {
            !a.plain
                && a.core.start != counted.start
                && a.tokens.start != counted.start
                && belongs_to_other(analysis, counted, &a.tokens, &name)
                && analysis.distance(&a.tokens, &name) < analysis.distance(counted, &name)
        });
        if thing || belongs || cost > 3 || cost >= best[role] {
            continue;
        }
        let slot = match role {
            0 => &mut way.from,
            1 => &mut way.to,
            _ => &mut way.at,
        };
        *slot = Some(analysis.words(&name).to_owned());
        return;
    }
}

/// Where people who have no home are put up.
pub(super) fn is_site(word: &str) -> bool {
    matches!(
        word,
        "camp"
            | "camps"
            | "shelters"
            | "centres"
            | "centers"
            | "centre"
            | "center"
            | "site"
            | "sites"
    )
}

/// Whether a number in brackets behind this name, or a list in brackets around it, says whose
/// the name is: that of `counted` (`true`) or of another number (`false`).
fn bracketed(analysis: &Analysis, counted: &Range<usize>, name: &Named) -> Option<bool> {
    let opens = name.tokens.end;
    if analysis.word(opens) == "(" {
        let inside = |a: &super::number::Amount| a.tokens.start == opens + 1 && !a.plain;
        if let Some(amount) = analysis.amounts.iter().find(|a| inside(a)) {
            return Some(amount.tokens.start == counted.start);
        }
    }
    // "113,320 left by the border points (88,266 by Dajabón; …)"
    let brackets = (0..name.tokens.start)
        .rev()
        .find(|i| matches!(analysis.word(*i), "(" | ")"))
        .filter(|i| analysis.word(*i) == "(")?;
    let listed = analysis
        .amounts
        .iter()
        .any(|a| !a.plain && brackets < a.tokens.start && a.tokens.end <= name.tokens.start);
    (listed && counted.end <= brackets).then_some(false)
}

/// Whether a number stands right behind a crossing's name, or behind a verb of counting after it:
/// that of `counted` (`true`) or another one (`false`).
fn own_crossing(analysis: &Analysis, counted: &Range<usize>, name: &Named) -> Option<bool> {
    if !name.is_crossing() {
        return None;
    }
    let seen = usize::from(matches!(
        analysis.word(name.tokens.end),
        "saw"
            | "sees"
            | "had"
            | "counted"
            | "recorded"
            | "handled"
            | "processed"
            | "registered"
            | "reported"
    ));
    // "through Torkham 3,200 of them": a list needs a verb of counting or a second pair.
    let at = name.tokens.end + seen;
    let amount = analysis.amounts.iter().find(|a| !a.plain && a.tokens.start == at)?;
    // "31,500 passed through Medyka, and through Korczowa 19,000"
    let led = name.tokens.start.saturating_sub(usize::from(
        name.tokens.start > 1
            && matches!(analysis.word(name.tokens.start - 1), "through" | "by" | "via" | "at")
            && matches!(analysis.word(name.tokens.start - 2), "and" | ";"),
    ));
    let listed = seen == 1 || led > 0 && matches!(analysis.word(led - 1), "," | "and" | ";" | ":");
    listed.then_some(amount.tokens.start == counted.start)
}

/// The country that a number in a list is of: "Egypt received 90,000, Chad 60,000 and South Sudan
/// 57,000", "Poland 1,204,403; Hungary 191,348".
pub(super) fn own_country(
    analysis: &Analysis,
    counted: &Range<usize>,
    listed: bool,
) -> Option<String> {
    let name = analysis.names.iter().find(|n| {
        n.is_place() && n.place.kind == PlaceKind::Country && n.tokens.end == counted.start
    })?;
    let mut lead = name.tokens.start;
    if lead > 0 && analysis.word(lead - 1) == "the" {
        lead -= 1;
    }
    let separated = lead == 0 || matches!(analysis.word(lead - 1), "," | "and" | ";" | ":" | "(");
    (listed && separated).then(|| name.code())
}

/// The preposition before a list of names with numbers in brackets.
fn list_preposition<'a>(analysis: &'a Analysis, at: usize) -> &'a str {
    let mut first = at;
    // Back over "NAME (number)," to the head of the list.
    while let Some(before) = (0..first).rev().find(|i| !matches!(analysis.word(*i), "," | "and")) {
        if analysis.word(before) != ")" {
            break;
        }
        let Some(open) = (0..before).rev().find(|i| analysis.word(*i) == "(") else { break };
        let Some(name) = analysis.names.iter().find(|n| n.is_place() && n.tokens.end == open)
        else {
            break;
        };
        first = name.tokens.start;
    }
    preposition_before(analysis, first)
}

/// Whether the words say that a crossing is meant, not the town of its name.
fn is_gate(analysis: &Analysis, name: &Named) -> bool {
    let noun = |i: usize| {
        matches!(
            analysis.word(i),
            "border"
                | "crossing"
                | "gate"
                | "terminal"
                | "checkpoint"
                | "point"
                | "post"
                | "bridge"
        )
    };
    noun(name.tokens.end)
        || matches!(preposition_before(analysis, name.tokens.start), "through" | "via" | "by")
        || (name.tokens.start.saturating_sub(3)..name.tokens.start).any(noun)
}

/// Whether a place stands in the part of the sentence that another number rules: that
/// number is between, or the place stands on the far side of a comma or "and".
fn belongs_to_other(
    analysis: &Analysis,
    counted: &Range<usize>,
    other: &Range<usize>,
    name: &Range<usize>,
) -> bool {
    let gap =
        if name.start >= counted.end { counted.end..name.start } else { name.end..counted.start };
    gap.contains(&other.start)
        || gap.clone().any(|i| {
            matches!(analysis.word(i), "," | ";" | "and" | "while" | "but" | "whereas")
                && !analysis.names.iter().any(|n| n.tokens.contains(&i))
        })
}

/// Tokens between a phrase and the nearer of number and verb.
fn near_tokens(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    phrase: &Range<usize>,
) -> usize {
    let to_verb = verb.map_or(usize::MAX, |v| analysis.distance(&v.tokens, phrase));
    analysis.distance(counted, phrase).min(to_verb)
}

/// A country, or two as the text joins them: "Chad and South Sudan".
fn joined(analysis: &Analysis, name: &Named) -> String {
    let country = |n: &&Named| n.is_place() && n.place.kind == PlaceKind::Country;
    // "into Panama, Panama's migration service said": whose something is, is no second place.
    let other = |n: &&Named| {
        let behind = analysis.tokens[n.tokens.end - 1].span.end;
        let owner = analysis.text[behind..].starts_with(['\'', '’'])
            || analysis.tokens[n.tokens.end - 1].text.contains(['\'', '’']);
        country(n) && n.code() != name.code() && !owner
    };
    let mut end = name.tokens.end;
    let mut last = name.tokens.end;
    if country(&name) {
        while matches!(analysis.word(end), "and" | ",") || analysis.word(end) == "the" {
            end += 1;
            if let Some(next) = analysis.names.iter().find(|n| n.tokens.start == end && other(n)) {
                last = next.tokens.end;
                end = last;
            }
            if end > last + 2 {
                break;
            }
        }
    }
    if last > name.tokens.end {
        analysis.words(&(name.tokens.start..last)).to_owned()
    } else {
        name.code()
    }
}

/// "to neighbouring countries", "into other countries": where to, without a name.
fn unnamed_countries(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
) -> Option<Range<usize>> {
    let from = counted.start.min(verb.map_or(usize::MAX, |v| v.tokens.start));
    (from..analysis.tokens.len()).find_map(|at| {
        if !matches!(analysis.word(at), "to" | "into" | "for" | "towards" | "in") {
            return None;
        }
        let mut end = at + 1;
        while matches!(
            analysis.word(end),
            "the"
                | "other"
                | "neighbouring"
                | "neighboring"
                | "nearby"
                | "surrounding"
                | "third"
                | "european"
                | "host"
                | "five"
                | "four"
                | "three"
                | "two"
                | "six"
                | "seven"
        ) {
            end += 1;
        }
        let noun =
            matches!(analysis.word(end), "countries" | "states" | "neighbours" | "neighbors");
        (noun && end > at + 1).then_some(at + 1..end + 1)
    })
}

/// "left Sudan for Chad", "bound for Europe": "for" leads on only behind a verb of leaving.
fn bound_for(analysis: &Analysis, verb: Option<&Verb>, name: &Named) -> bool {
    let led = name.tokens.start.checked_sub(2).map_or("", |i| analysis.word(i));
    matches!(led, "bound" | "headed" | "heading" | "leaving" | "left" | "departed" | "set" | "off")
        || verb.is_some_and(|v| {
            v.happening.object == Some(Object::From)
                && v.tokens.end <= name.tokens.start
                && name.tokens.start - v.tokens.end <= 5
        })
}

/// Whether a crossing's name says which way people went (and not only where something is).
fn is_via(analysis: &Analysis, name: &Named, preposition: &str, verb: Option<&Verb>) -> bool {
    let noun_behind = |i: usize| {
        matches!(
            analysis.word(i),
            "border"
                | "crossing"
                | "gate"
                | "terminal"
                | "checkpoint"
                | "point"
                | "post"
                | "route"
                | "jungle"
                | "returns"
                | "total"
                | "figures"
                | "figure"
                | "tally"
                | "saw"
                | "sees"
                | "recorded"
                | "processed"
                | "handled"
        )
    };
    let after = name.tokens.end;
    // "reached Chaman from Sindh": a town people came to, not through.
    let reached = verb.is_some_and(|v| {
        v.tokens.end == name.tokens.start
            && matches!(analysis.word(v.tokens.end - 1), "reached" | "reaching" | "reach")
    });
    // "have arrived after crossing the English Channel"
    let lead = |n: usize| name.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    let crossed = lead(1).starts_with("cross") || lead(1) == "the" && lead(2).starts_with("cross");
    // "4,120 arrived in Dollow": the town, where nothing says that its gate is meant. Who "came to
    // Nickelsdorf" came to the gate: nobody would name it for another reason.
    let settled = match preposition {
        "in" | "into" => true,
        // Other languages arrive "to" a town.
        "to" => !analysis.language.is_english(),
        _ => false,
    };
    let town = settled
        && verb.is_some_and(|v| v.happening.kind == claim::Kind::Arrival)
        && !is_gate(analysis, name);
    let town = town
        || lead(1) == "of"
            && matches!(lead(2), "town" | "city" | "village")
            && !is_gate(analysis, name);
    !reached
        && !town
        && (crossed
            || noun_behind(after)
            || matches!(
                preposition,
                "through"
                    | "via"
                    | "by"
                    | "at"
                    | "across"
                    | "over"
                    | "from"
                    | "in"
                    | "of"
                    | "using"
                    | "into"
                    | "to"
            )
            || verb.is_some_and(|v| {
                v.happening.object == Some(Object::Via)
                    && v.tokens.end <= name.tokens.start
                    && name.tokens.start - v.tokens.end <= 2
            })
            || matches!(
                analysis.word(name.tokens.start.wrapping_sub(1)),
                "and" | "," | ":" | "(" | "daily"
            )
            // "- Nasib: 1,420 Syrians returned"
            || analysis.word(after) == ":" && name.tokens.start <= 2)
}

/// The preposition that governs the noun phrase starting at `at`.
pub(super) fn preposition_before<'a>(analysis: &'a Analysis, at: usize) -> &'a str {
    for back in 1..=6 {
        let Some(i) = at.checked_sub(back) else { return "" };
        let word = analysis.word(i);
        if matches!(
            word,
            "from"
                | "to"
                | "into"
                | "in"
                | "on"
                | "at"
                | "via"
                | "through"
                | "by"
                | "across"
                | "over"
                | "inside"
                | "within"
                | "of"
                | "for"
                | "towards"
                | "out"
                | "leaving"
                | "onto"
                | "near"
                | "around"
                | "throughout"
                | "using"
        ) {
            // "by way of Torkham", "out of Sudan"
            if word == "of" {
                // "the island Italian of Lampedusa", as French has it
                let adjective = usize::from(analysis.names.iter().any(|n| {
                    n.kind == MentionKind::Demonym && n.tokens.end == i && n.tokens.len() == 1
                }));
                let i = i - adjective.min(i);
                let lead = i.checked_sub(1).map_or("", |j| analysis.word(j));
                return match lead {
                    "way" => "via",
                    "out" => "from",
                    // "off the coast of Libya"
                    "coast" | "shore" | "shores" | "waters" => "near",
                    // "in the city of Mashhad", "from the province of Anbar"
                    _ if is_area(lead) => preposition_before(analysis, i - 1),
                    _ => "of",
                };
            }
            // "home from camps in western Tanzania", "from their homes in the north"
            if word == "in" {
                let from = (i.saturating_sub(7)..i)
                    .rev()
                    .find(|j| matches!(analysis.word(*j), "from" | "to" | "into"));
                let camps = i.checked_sub(1).is_some_and(|j| {
                    matches!(
                        analysis.word(j),
                        "camps" | "camp" | "settlements" | "sites" | "shelters"
                    )
                });
                if camps
                    && let Some(from) = from
                    && analysis.word(from) == "from"
                {
                    return "from";
                }
            }
            return word;
        }
        let article = matches!(
            word,
            "the"
                | "main"
                | "city"
                | "town"
                | "enclave"
                | "capital"
                | "central"
                | "north"
                | "south"
                | "east"
                | "west"
                | "neighbour"
                | "neighbor"
                | "country"
                | "northwestern"
                | "southwestern"
                | "their"
                | "its"
                | "neighboring"
                | "neighbouring"
                | "nearby"
                | "southern"
                | "northern"
                | "eastern"
                | "western"
                | "province"
                | "state"
                | "district"
                | "busy"
                | "same"
                | "both"
                | "and"
                | ","
                | "border"
                | "port"
                | "region"
                | "-"
                | "northeastern"
                | "southeastern"
                | "northwest"
                | "southwest"
                | "northeast"
                | "southeast"
                | "upper"
                | "lower"
                | "'s"
        );
        let name = analysis.names.iter().any(|n| {
            // "to the Italian island of Lampedusa"
            n.tokens.contains(&i) && (n.is_place() || is_area(analysis.word(n.tokens.end)))
        });
        // "in Pweto, Haut-Katanga": the town that no gazetteer knows.
        let unknown = back > 1
            && analysis.word(i + 1) == ","
            && analysis.tokens[i].is_capitalised()
            && analysis.tokens[i].shape == super::token::Shape::Word
            // "In October, the United States deported": no place.
            && !analysis.whens.iter().any(|w| w.tokens.contains(&i));
        if !(article || name || unknown) {
            return "";
        }
    }
    ""
}

/// Nouns that stand before "of" and a place's name.
fn is_area(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "village"
            | "province"
            | "state"
            | "district"
            | "region"
            | "governorate"
            | "island"
            | "capital"
            | "port"
            | "camp"
            | "county"
            | "enclave"
            | "municipality"
            | "republic"
            | "side"
            | "area"
            | "areas"
            | "parts"
            | "part"
            | "provinces"
            | "regions"
            | "outskirts"
    )
}

/// Completes a way from what a crossing and a nationality imply.
///
/// A crossing joins two countries; people who leave or return by it go towards the
/// country whose nationals they are, and come from the other.
///
/// `homeward` says that the people go home: who leaves or arrives for another reason may
/// well go the other way.
///
/// `host` is the country that the text says people arrive in: who arrives by a crossing of its
/// border arrives there.
pub(super) fn complete(
    way: &mut Way,
    homeward: bool,
    nationality: Option<&str>,
    host: Option<&str>,
    gazetteer: &Gazetteer,
) {
    let joins = way
        .via
        .iter()
        .find_map(|via| gazetteer.crossing(via))
        .and_then(|place: &Place| place.joins.clone());
    let Some([a, b]) = joins else { return };
    let other = |code: &str| if code == a { b.clone() } else { a.clone() };
    let on_border = |code: &String| *code == a || *code == b;
    match (way.from.clone().filter(on_border), way.to.clone().filter(on_border)) {
        (Some(_), Some(_)) => {}
        (Some(from), None) if way.to.is_none() => way.to = Some(other(&from)),
        (None, Some(to)) if way.from.is_none() => way.from = Some(other(&to)),
        (None, None) if host.is_some_and(|host| host == a || host == b) => {
            way.to = way.to.take().or(host.map(str::to_owned));
            way.from = way.from.take().or(host.map(other));
        }
        (None, None) => {
            let home = nationality.filter(|n| **n == *a || **n == *b);
            if let Some(home) = home
                && homeward
            {
                if way.to.is_none() {
                    way.to = Some(home.to_owned());
                }
                if way.from.is_none() {
                    way.from = Some(other(home));
                }
            }
        }
        _ => {}
    }
}

/// Passages that people on the way to refuge take in one direction only, from where to where: the
/// Darién from South America northward (IOM, Missing Migrants Project).
const ONE_WAY: [(&str, &str, &str); 1] = [("Darién Gap", "COL", "PAN")];

/// Whether the way is by a passage that is taken in one direction only.
pub(super) fn is_one_way(way: &Way) -> bool {
    way.via.iter().any(|via| ONE_WAY.iter().any(|(name, ..)| name == via))
}

/// Gives the ends of a passage that is taken in one direction, where nothing says them.
pub(super) fn one_way(way: &mut Way) {
    let [via] = &way.via[..] else { return };
    let known = ONE_WAY.iter().find(|(name, ..)| name == via);
    let back = |from: &str, to: &str| {
        way.from.as_deref() == Some(to) && way.to.as_deref().is_none_or(|reached| reached == from)
    };
    let open = way.from.is_none() && way.to.is_none();
    if let Some((_, from, to)) = known.filter(|(_, from, to)| open || back(from, to)) {
        (way.from, way.to) = (Some((*from).to_owned()), Some((*to).to_owned()));
    }
}

/// How the text stands to the number: said, estimated, expected, planned, denied.
pub(super) fn stance(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Verb>,
    words: &Lexicon,
) -> Stance {
    let tokens = &analysis.tokens;
    // "an estimated 1.5 million", "the government estimates 1.7 million"
    let before = counted.start.saturating_sub(4)..counted.end;
    // "estimates that 4 million will leave" is of what may come, whoever estimates it.
    let ahead = verb.is_some_and(|v| {
        (counted.end..v.tokens.start.max(counted.end)).any(|at| {
            matches!(words.stance.at(tokens, at), Some((_, Stance::Expected | Stance::Planned)))
        })
    });
    if !ahead && let Some((_, Stance::Estimated)) = words.stance.within(tokens, before.clone()) {
        return Stance::Estimated;
    }
    if !ahead && is_reckoned(analysis, counted.start) {
        return Stance::Estimated;
    }
    let Some(verb) = verb else { return Stance::Asserted };
    // "5,000 people did not return"
    let lead = verb.tokens.start.saturating_sub(3)..verb.tokens.start;
    // "24,600 people, not 42,600, entered" denies the other number.
    let of_a_number =
        |at: usize| tokens.get(at + 1).is_some_and(|next| next.shape == Shape::Number);
    if words.negation.within(tokens, lead).is_some_and(|(at, ())| !of_a_number(at)) {
        return Stance::Denied;
    }
    // "15,000 returnees were expected at the border"
    if matches!(analysis.word(counted.end), "were" | "are" | "is" | "was")
        && (counted.end + 1..counted.end + 3).any(|i| {
            matches!(analysis.word(i), "expected" | "anticipated")
                || analysis.word(i) == "due" && i == counted.end + 1
        })
    {
        return Stance::Expected;
    }
    // Between number and verb, and right before both.
    let from = counted.start.saturating_sub(5);
    let start = from.min(verb.tokens.start.saturating_sub(5));
    let end = verb.tokens.start.max(counted.start);
    for at in start..end {
        if let Some((length, stance)) = words.stance.at(tokens, at) {
            // "displaced due to the conflict" says why; "due to arrive" what will be.
            let cause = analysis.word(at + length - 1) == "to"
                && analysis.word(at + length - 2) == "due"
                && !analysis.happenings.iter().any(|(t, _)| t.start == at + length)
                && !matches!(
                    analysis.word(at + length),
                    "be" | "begin" | "start" | "have" | "take" | "come" | "become"
                );
            if cause {
                continue;
            }
            // The month of May is not the verb.
            if analysis.whens.iter().any(|w| w.tokens.contains(&at)) {
                continue;
            }
            // "350 of the 1,000 refugees who were expected to return were repatriated"
            let of_other = at > counted.end
                && analysis.amounts.iter().any(|a| (counted.end..at).contains(&a.core.start))
                && (at.saturating_sub(3)..at)
                    .any(|i| matches!(analysis.word(i), "who" | "which" | "that"))
                && verb.tokens.start > at + length + 4;
            if of_other {
                continue;
            }
            let range = at..at + length;
            let close = analysis.distance(&range, &verb.tokens) <= 5
                || analysis.distance(&range, counted) <= 4;
            if ahead && *stance == Stance::Estimated {
                continue;
            }
            let finished =
                matches!(analysis.word(verb.tokens.start.wrapping_sub(1)), "have" | "had" | "has");
            if close && !(finished && *stance != Stance::Estimated) {
                return *stance;
            }
        }
    }
    Stance::Asserted
}

/// "It is estimated that in the town lived some 90,000 people": of the first number, whatever
/// stands between.
pub(super) fn is_reckoned(analysis: &Analysis, start: usize) -> bool {
    let opens = (0..start.min(3)).find(|i| {
        analysis.word(*i) == "it"
            && analysis.word(i + 1) == "is"
            && analysis.word(i + 2) == "estimated"
    });
    opens.is_some_and(|at| {
        !analysis
            .amounts
            .iter()
            .any(|a| (at..start).contains(&a.tokens.start) && a.tokens.end < start)
            && !(at..start).any(|i| analysis.word(i) == ";")
    })
}

/// The people a sentence is about, by the first demonym in it that stands for people:
/// "Afghan families", "Syrians", but not "Pakistani prisons".
pub(super) fn nationality_named(analysis: &Analysis, words: &Lexicon) -> Option<String> {
    let people = |n: &&Named| n.place.kind == PlaceKind::Country && is_people(analysis, n, words);
    analysis.names.iter().find(people).and_then(|n| who::citizenship(analysis, n))
}

/// Whether a name is that of a people, and not of whose guard or prison it is.
pub(super) fn is_people(analysis: &Analysis, name: &Named, words: &Lexicon) -> bool {
    let (end, tokens) = (name.tokens.end, &analysis.tokens);
    let last = analysis.word(end - 1);
    let counted = (end..end + 3)
        .any(|at| words.counted.at(tokens, at).is_some_and(|(_, c)| *c != Counted::NotPeople));
    // "the Polish Border Guard"
    let body = tokens.get(end).is_some_and(|next| next.is_capitalised())
        || words.bodies.at(tokens, end).is_some()
        || words.roles.at(tokens, end).is_some();
    name.kind == MentionKind::Demonym
        && (counted || last.ends_with('s') || is_collective(last) && !body)
}
