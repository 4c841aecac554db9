//! A shallow division of a sentence into clauses: by semicolons, brackets, quotation marks and
//! dashes, and by commas and joining words with a verb behind them.

use std::ops::Range;

use super::analysis::Analysis;
use super::grammar::{Class, Grammar};

/// The clauses of a sentence.
#[derive(Debug)]
pub(super) struct Clauses {
    /// The number of the clause that each token stands in.
    of: Vec<u16>,
}

impl Clauses {
    /// Divides a sentence.
    pub fn of(analysis: &Analysis, grammar: &Grammar) -> Clauses {
        let mut of = Vec::with_capacity(analysis.tokens.len());
        let (mut clause, mut last) = (0u16, 0u16);
        // The clauses that open brackets stand in.
        let mut around: Vec<u16> = Vec::new();
        for at in 0..analysis.tokens.len() {
            let mut next = |clause: &mut u16| {
                last += 1;
                *clause = last;
            };
            match analysis.word(at) {
                "(" | "[" => {
                    around.push(clause);
                    next(&mut clause);
                }
                ";" | "“" | "”" | "\"" | ":" => next(&mut clause),
                "–" | "—" | "--" => next(&mut clause),
                word => {
                    let behind_comma = at > 0 && analysis.word(at - 1) == ",";
                    let opens = grammar.is(word, Class::Relative) && behind_comma
                        || grammar.is(word, Class::Subordinate)
                            && has_verb(analysis, at + 1..at + 10)
                        || grammar.is(word, Class::Coordinate)
                            && has_verb(analysis, at + 1..at + 9)
                            && (behind_comma || has_number(analysis, at + 1..at + 6));
                    if at > 0 && opens {
                        next(&mut clause);
                    }
                }
            }
            of.push(clause);
            if matches!(analysis.word(at), ")" | "]")
                && let Some(outer) = around.pop()
            {
                clause = outer;
            }
        }
        Clauses { of }
    }

    /// Whether two ranges begin in the same clause.
    pub fn same(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        self.of.get(a.start) == self.of.get(b.start)
    }
}

fn has_verb(analysis: &Analysis, range: Range<usize>) -> bool {
    analysis.happenings.iter().any(|(tokens, _)| range.contains(&tokens.start))
}

fn has_number(analysis: &Analysis, range: Range<usize>) -> bool {
    analysis.amounts.iter().any(|a| !a.plain && range.contains(&a.core.start))
}
