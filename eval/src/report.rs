//! The table in the terminal and in `docs/accuracy.md`.

use crate::score::{FIELDS, Score};

/// Writes the scores as a Markdown table of claims and one of fields.
pub fn markdown(scores: &[(&str, Score)]) -> String {
    let mut text = String::from(
        "| set | gold | read | found | precision | recall | F1 | fields right | whole | all 14 right |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (name, score) in scores {
        text += &format!(
            "| {name} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {} |\n",
            score.gold,
            score.read,
            score.found,
            score.precision(),
            score.recall(),
            score.f1(),
            score.fields_right(),
            score.whole_right(),
            score.perfect,
        );
    }
    text += "\nShare of the claims found on which a field is right:\n\n| set |";
    for field in FIELDS {
        text += &format!(" {field} |");
    }
    text += "\n|---|";
    text += &"--:|".repeat(FIELDS.len());
    text += "\n";
    for (name, score) in scores {
        text += &format!("| {name} |");
        for count in score.fields {
            text += &format!(" {:.2} |", count as f64 / score.found.max(1) as f64);
        }
        text += "\n";
    }
    text
}
