//! A sentence as what it says: a template and the values that fill it, each with what it rests on.
//!
//! It prints as English. Who writes it for people elsewhere words it from the templates of
//! another language, and leads from each number to its claim or draws.

use std::fmt;
use std::sync::LazyLock;

use claim::{Id, Window, wording};
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::{Choice, Part, Phrases};

/// The English templates of a crate that says things.
#[derive(Clone, Copy)]
pub struct Templates {
    english: &'static LazyLock<Phrases>,
}

impl Templates {
    /// Those of a static, read when something is first printed.
    pub const fn of(english: &'static LazyLock<Phrases>) -> Templates {
        Templates { english }
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Templates")
    }
}

impl PartialEq for Templates {
    /// What a sentence says is in its values; two crates have no template of one name.
    fn eq(&self, _: &Templates) -> bool {
        true
    }
}

/// A sentence, or a part of one. Prints, and is serialised, as English.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    /// Name of the template.
    pub template: &'static str,
    /// The values by the names that the template has for them.
    pub values: Vec<(&'static str, Said)>,
    /// Whether it begins a sentence.
    pub opens: bool,
    /// Where the template is found in English.
    pub templates: Templates,
}

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A crossing, an organisation, a country.
    Name(String),
    /// Several.
    Names(Vec<String>),
    /// What only decides which words are chosen.
    Word(&'static str),
    /// How many of something; words agree with it.
    Count(usize),
    /// A number, how it is written, and what it rests on.
    Number {
        /// As reckoned.
        value: f64,
        /// Its digits in print.
        form: Form,
        /// What it rests on.
        of: Basis,
    },
    /// A probability, 0 to 1, written in per cent.
    Probability(f64),
    /// A day with its year.
    Day(Date),
    /// A day whose year is clear.
    ShortDay(Date),
    /// Some days.
    Days(Window),
    /// A sentence inside of the sentence.
    Saying(Saying),
    /// Several.
    Sayings(Vec<Saying>),
    /// Several numbers and the plus signs between them.
    Sum(Vec<Said>),
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To the last one.
    Whole,
    /// To three digits: an estimate is not known to the last person.
    ThreeDigits,
    /// With so many decimals.
    Decimals(usize),
    /// Per cent with so many decimals.
    Percent(usize),
}

/// What a number rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Basis {
    /// A claim says it.
    Claim(Id),
    /// What the picture has for a claim.
    Fit(Id),
    /// A quantile of the draws over a crossing and days.
    Draws {
        /// Crossing, or "all".
        via: String,
        /// The days.
        window: Window,
    },
    /// Reckoned from the others in the sentence.
    Reckoned,
}

impl Said {
    /// A number that rests on something.
    pub fn of(value: f64, form: Form, of: Basis) -> Said {
        Said::Number { value, form, of }
    }

    /// One that is reckoned from the others in the sentence.
    pub fn reckoned(value: f64, form: Form) -> Said {
        Said::Number { value, form, of: Basis::Reckoned }
    }
}

macro_rules! from {
    ($($kind:ty => $said:ident),*) => {
        $(impl From<$kind> for Said {
            fn from(value: $kind) -> Said {
                Said::$said(value.into())
            }
        })*
    };
}

from!(&str => Name, &String => Name, String => Name, Vec<String> => Names, usize => Count, Date => Day,
    Window => Days, Saying => Saying, Vec<Saying> => Sayings);

impl Saying {
    /// The same at the beginning of a sentence.
    pub fn opening(self) -> Saying {
        Saying { opens: true, ..self }
    }

    /// The claims whose numbers it prints.
    pub fn claims(&self) -> Vec<&Id> {
        fn gather<'a>(value: &'a Said, found: &mut Vec<&'a Id>) {
            match value {
                Said::Number { of: Basis::Claim(id) | Basis::Fit(id), .. } => found.push(id),
                Said::Saying(inner) => found.extend(inner.claims()),
                Said::Sayings(all) => found.extend(all.iter().flat_map(Saying::claims)),
                Said::Sum(all) => all.iter().for_each(|one| gather(one, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        self.values.iter().for_each(|(_, value)| gather(value, &mut found));
        found
    }

    fn english(&self) -> String {
        let value = |slot: &str| self.values.iter().find(|(known, _)| *known == slot);
        let choose = |slot: &str| match value(slot) {
            Some((_, Said::Count(count))) => Choice::Count(*count),
            Some((_, Said::Word(word))) => Choice::Word((*word).to_owned()),
            _ => Choice::None,
        };
        let mut text = String::new();
        self.templates.english.fill(self.template, &choose, &mut |part| match part {
            Part::Words(words, _) => text += words,
            Part::Slot(slot, _) => {
                debug_assert!(value(slot).is_some(), "no value for ${slot} in {}", self.template);
                if let Some((_, said)) = value(slot) {
                    text += &said.to_string();
                }
            }
        });
        if self.opens { wording::capital(&text) } else { text }
    }
}

impl fmt::Display for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.english())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Said::Name(name) => name.clone(),
            Said::Names(names) => wording::list(names),
            Said::Word(word) => (*word).to_owned(),
            Said::Count(count) => wording::number(*count as f64),
            Said::Number { value, form: Form::Whole, .. } => wording::number(*value),
            Said::Number { value, form: Form::ThreeDigits, .. } => wording::three_digits(*value),
            Said::Number { value, form: Form::Decimals(decimals), .. } => {
                format!("{value:.decimals$}")
            }
            Said::Number { value, form: Form::Percent(decimals), .. } => {
                format!("{value:.decimals$} %")
            }
            Said::Probability(probability) => wording::probability(*probability),
            Said::Day(day) => wording::day(*day),
            Said::ShortDay(day) => wording::short_day(*day),
            Said::Days(window) => wording::days(*window),
            Said::Saying(saying) => saying.english(),
            Said::Sayings(all) => {
                wording::list(&all.iter().map(Saying::english).collect::<Vec<_>>())
            }
            Said::Sum(all) => {
                let parts: Vec<String> = all.iter().map(Said::to_string).collect();
                parts.join(" + ")
            }
        };
        f.write_str(&text)
    }
}

impl Serialize for Saying {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english())
    }
}

/// A sentence: `saying!(TEMPLATES; "out-from", country = name)`. A crate that says things has a macro of
/// its own that names its templates.
#[macro_export]
macro_rules! saying {
    ($templates:expr; $template:literal $(, $slot:ident = $value:expr)* $(,)?) => {
        $crate::Saying {
            template: $template,
            values: vec![$((stringify!($slot), $crate::Said::from($value))),*],
            opens: false,
            templates: $templates,
        }
    };
}
