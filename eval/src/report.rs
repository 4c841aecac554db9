//! The table in the terminal and in `docs/accuracy.md`.

use gold::score::{FIELDS, Score};

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

/// Writes what a set holds by kind of difficulty, the hardest first.
pub fn difficulties(score: &Score) -> String {
    let mut rows: Vec<(&String, &[usize; 3])> = score.by_difficulty.iter().collect();
    rows.sort_by(|(a, x), (b, y)| (x[2] * y[0]).cmp(&(y[2] * x[0])).then(a.cmp(b)));
    let mut text = String::from("| difficulty | gold | found | whole |\n|---|--:|--:|--:|\n");
    for (name, [gold, found, whole]) in rows {
        text += &format!("| {} | {gold} | {found} | {whole} |\n", name.replace('_', " "));
    }
    text
}
