//! Words what the engine says, and gives each of its numbers its trail.

use claim::Window;
use reconcile::{Basis, Form, Said, Saying};

use super::Desk;
use crate::content::{Piece, Text, Trail};
use crate::language::Value;
use crate::wording;

/// The words of a saying. A number of a claim leads to that claim, one that the draws give to
/// those; any other to its place in the saying: `name` and the names of the values that lead there
/// ("disagreement:3:why.sure").
pub(super) fn worded(desk: &Desk, saying: &Saying, name: &str) -> Text {
    under(desk, saying, name, None)
}

/// The same beneath a heading with a crossing and days, which are then not said again of claims.
pub(super) fn under(
    desk: &Desk,
    saying: &Saying,
    name: &str,
    heading: Option<(&str, Window)>,
) -> Text {
    part(&Words { desk, name, heading }, saying, "")
}

/// Whether a saying has an estimate that is not printed, for a number beside it would tell it.
pub(super) fn tells_few(saying: &Saying) -> bool {
    few_in(saying, &|of| matches!(of, Basis::Fit(_) | Basis::Draws { .. }))
}

/// Whether a number of people in a saying that rests on something `counts` is too small to print.
pub(super) fn few_in(saying: &Saying, counts: &dyn Fn(&Basis) -> bool) -> bool {
    fn small(said: &Said, counts: &dyn Fn(&Basis) -> bool) -> bool {
        match said {
            Said::Number { value, form: Form::Whole | Form::ThreeDigits, of } => {
                counts(of) && *value > 0.0 && *value < wording::SMALL_CELL
            }
            Said::Saying(inner) => few_in(inner, counts),
            Said::Sayings(all) => all.iter().any(|one| few_in(one, counts)),
            Said::Sum(all) => all.iter().any(|one| small(one, counts)),
            _ => false,
        }
    }
    saying.values.iter().any(|(_, said)| small(said, counts))
}

struct Words<'a> {
    desk: &'a Desk<'a>,
    name: &'a str,
    heading: Option<(&'a str, Window)>,
}

fn part(words: &Words, saying: &Saying, path: &str) -> Text {
    let within = |slot: &str| match path {
        "" => slot.to_owned(),
        path => format!("{path}.{slot}"),
    };
    if let Some((_, Said::Saying(claim))) = saying.values.first().filter(|_| words.says(saying)) {
        return part(words, claim, &within(saying.values[0].0));
    }
    let values: Vec<(&'static str, Value)> = saying
        .values
        .iter()
        .map(|(slot, said)| (*slot, value(words, said, &within(slot))))
        .collect();
    let mut text = words.desk.language.text(saying.template, &values);
    if saying.opens
        && let Some(Piece::Plain(words)) = text.0.first_mut()
    {
        *words = wording::capital(words);
    }
    text
}

impl Words<'_> {
    /// Whether the heading says what this adds to a claim.
    fn says(&self, saying: &Saying) -> bool {
        let Some((via, window)) = self.heading else { return false };
        match (saying.template, saying.values.get(1)) {
            ("claim-on", Some((_, Said::Days(days)))) => *days == window,
            ("claim-at", Some((_, Said::Names(names)))) => names.as_slice() == [via.to_owned()],
            _ => false,
        }
    }
}

fn value(words: &Words, said: &Said, path: &str) -> Value {
    let (desk, language) = (words.desk, words.desk.language);
    let here = || format!("{}:{path}", words.name);
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
        Said::Saying(inner) => part(words, inner, path),
        Said::Sayings(all) => {
            let texts = all.iter().enumerate();
            language.enumerated(
                texts.map(|(at, one)| part(words, one, &format!("{path}.{at}"))).collect(),
            )
        }
        Said::Sum(all) => {
            let mut text = Text::new();
            for (at, one) in all.iter().enumerate() {
                if at > 0 {
                    text = text.plain(" + ");
                }
                let (Value::Text(one) | Value::Count(_, one)) =
                    value(words, one, &format!("{path}.{at}"));
                one.0.into_iter().for_each(|piece| text.push(piece));
            }
            text
        }
    };
    Value::Text(text)
}

fn number(desk: &Desk, value: f64, form: Form, of: &Basis, here: String) -> Text {
    let language = desk.language;
    let digits = match form {
        Form::Whole => language.number(value),
        Form::ThreeDigits if value < 1.0 => language.number(value),
        Form::ThreeDigits => language.number(wording::to_three_digits(value)),
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
