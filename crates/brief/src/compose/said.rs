//! Words what the engine says, and gives each of its numbers its trail.

use reconcile::{Basis, Form, Said, Saying};

use super::Desk;
use crate::content::{Piece, Text, Trail};
use crate::language::Value;
use crate::wording;

/// The words of a saying. A number of a claim leads to that claim, one that the draws give to
/// those; any other to its place in the saying: `name` and the names of the values that lead there
/// ("disagreement:3:why.sure").
pub(super) fn worded(desk: &Desk, saying: &Saying, name: &str) -> Text {
    let mut text = part(desk, saying, name, "");
    if saying.opens
        && let Some(Piece::Plain(words)) = text.0.first_mut()
    {
        *words = wording::capital(words);
    }
    text
}

fn part(desk: &Desk, saying: &Saying, name: &str, path: &str) -> Text {
    let values: Vec<(&'static str, Value)> = saying
        .values
        .iter()
        .map(|(slot, said)| {
            let path = if path.is_empty() { (*slot).to_owned() } else { format!("{path}.{slot}") };
            (*slot, value(desk, said, name, &path))
        })
        .collect();
    desk.language.text(saying.template, &values)
}

fn value(desk: &Desk, said: &Said, name: &str, path: &str) -> Value {
    let language = desk.language;
    let here = || format!("{name}:{path}");
    let text = match said {
        Said::Count(count) => return desk.counting(*count, here()),
        Said::Name(name) => name.into(),
        Said::Names(names) => language.list(names).into(),
        Said::Word(word) => (*word).into(),
        Said::Day(day) => language.day(*day).into(),
        Said::ShortDay(day) => language.day_and_month(*day).into(),
        Said::Days(window) => language.days(*window).into(),
        Said::Probability(share) => Text::new().reckoned(language.probability(*share), here()),
        Said::Number { value, form, of } => number(desk, *value, *form, of, here()),
        Said::Saying(inner) => part(desk, inner, name, path),
        Said::Sayings(all) => {
            let texts = all.iter().enumerate();
            language.enumerated(
                texts.map(|(at, one)| part(desk, one, name, &format!("{path}.{at}"))).collect(),
            )
        }
    };
    Value::Text(text)
}

fn number(desk: &Desk, value: f64, form: Form, of: &Basis, here: String) -> Text {
    let language = desk.language;
    let digits = match form {
        Form::Whole => language.number(value),
        Form::ThreeDigits if value < 1.0 => language.number(value),
        Form::ThreeDigits => language.number(wording::three_digits(value)),
        Form::Decimals(decimals) => language.decimal(value, decimals),
        Form::Percent(decimals) => language.percent(value, decimals),
    };
    // People, and few of them.
    let small = value > 0.0 && value < wording::SMALL_CELL;
    let or_few = |digits| if small { language.few() } else { digits };
    match of {
        Basis::Claim(id) => match desk.by_id.get(id).copied() {
            Some(claim) => {
                let digits = desk.withheld(claim).unwrap_or(digits);
                Text::new().number(digits, Trail::Claims(vec![id.clone()]))
            }
            // Published after the day of the brief, or not at hand: nothing to lead to.
            None => Text::new().reckoned(or_few(digits), here),
        },
        Basis::Fit(id) => Text::new().reckoned(or_few(digits), format!("fit:{id}:fitted")),
        Basis::Draws { via, window } => {
            let trail = Trail::Draws { via: via.clone(), window: *window };
            Text::new().number(or_few(digits), trail)
        }
        Basis::Reckoned => Text::new().reckoned(digits, here),
    }
}
