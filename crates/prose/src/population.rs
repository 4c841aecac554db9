//! Who is counted, completed from the clause behind the noun and from the claims before.

use std::ops::Range;

use claim::{Claim, Group, Population, Status};

use super::analysis::Analysis;
use super::carry::Carried;
use super::lexicon::Lexicon;
use super::who::{Head, population};

/// Who is counted, completed from the claims before when the noun is left out.
pub(super) fn people(
    analysis: &Analysis,
    head: Option<&Head>,
    counted: &Range<usize>,
    before: Option<&Claim>,
    carried: &Carried,
    words: &Lexicon,
) -> Population {
    let clause_end = (counted.end..analysis.tokens.len())
        .find(|i| {
            matches!(
                analysis.word(*i),
                "," | "." | ";" | "had" | "have" | "has" | "were" | "are" | "was"
            ) && *i > counted.end + 1
        })
        .unwrap_or(analysis.tokens.len());
    let clause = counted.end..clause_end.min(counted.end + 9);
    let mut found = match head {
        Some(head) => population(analysis, head, relative_clause(analysis, head, clause), words),
        None => {
            let last = before.or_else(|| {
                carried
                    .claims
                    .iter()
                    .rev()
                    .find(|c| c.population.group == Group::All && !c.population.text.is_empty())
            });
            let mut population = last.map(|c| c.population.clone()).unwrap_or_default();
            population.group = if before.is_some() { population.group } else { Group::All };
            population.includes.clear();
            population.excludes.clear();
            if population.nationality.is_none() {
                population.nationality = carried.nationality.clone();
            }
            if let Some((_, status)) =
                words.status.within(&analysis.tokens, counted.end..clause_end)
            {
                population.status = *status;
            } else if before.is_none() {
                population.status = Status::Unknown;
            }
            population
        }
    };
    if found.status == Status::Unknown {
        // "1.7 million are undocumented"
        let copula = matches!(analysis.word(counted.end), "are" | "is" | "were" | "of");
        if copula
            && let Some((_, status)) =
                words.status.within(&analysis.tokens, counted.end..clause_end)
        {
            found.status = *status;
        }
    }
    // "migrants without papers, including thousands of Syrians": a part has the papers of
    // its whole.
    if found.status == Status::Unknown && included(analysis, counted, words) {
        let from = counted.start.saturating_sub(7);
        if let Some((_, status)) = words.status.within(&analysis.tokens, from..counted.start) {
            found.status = *status;
        }
    }
    let end = analysis.tokens.len();
    for (phrases, list) in
        [(&words.excludes, &mut found.excludes), (&words.includes, &mut found.includes)]
    {
        if let Some((at, ())) =
            phrases.within(&analysis.tokens, counted.end..end.min(counted.end + 16))
        {
            let (n, ()) = phrases.at(&analysis.tokens, at).unwrap_or((1, &()));
            let own_amount = analysis
                .amounts
                .iter()
                .any(|a| a.tokens.start >= at && a.tokens.start <= at + n + 1);
            let phrase = noun_phrase(analysis, at + n);
            if !own_amount && !phrase.is_empty() {
                list.push(analysis.words(&phrase).to_owned());
            }
        }
    }
    found
}

/// The relative clause right behind the noun, if there is one.
pub(super) fn relative_clause(
    analysis: &Analysis,
    head: &Head,
    clause: Range<usize>,
) -> Range<usize> {
    if head.label
        || !matches!(
            analysis.word(clause.start),
            "who" | "without" | "staying" | "living" | "with" | "lacking"
        )
    {
        return clause.start..clause.start;
    }
    // "who had stayed illegally had left": the clause ends before the second verb.
    let mut end = clause.start + 1;
    while end < clause.end.max(clause.start + 6).min(analysis.tokens.len()) {
        let word = analysis.word(end);
        let aux = matches!(word, "had" | "have" | "has" | "were" | "are" | "was");
        if matches!(word, "," | "." | ";") || (aux && end > clause.start + 1) {
            break;
        }
        end += 1;
    }
    clause.start..end
}

/// A short noun phrase starting at `at`.
pub(super) fn noun_phrase(analysis: &Analysis, at: usize) -> Range<usize> {
    let end = (at..analysis.tokens.len().min(at + 6))
        .find(|i| {
            matches!(
                analysis.word(*i),
                "," | "."
                    | ";"
                    | ":"
                    | ")"
                    | "and"
                    | "who"
                    | "from"
                    | "in"
                    | "during"
                    | "had"
                    | "have"
            )
        })
        .unwrap_or(analysis.tokens.len().min(at + 6));
    at.min(end)..end
}

/// Whether "including" leads to the number.
pub(super) fn included(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> bool {
    words.includes.before(&analysis.tokens, counted.start).is_some()
}
