//! How a number goes wrong between the hand and the page.

use claim::wording::number;
use phrases::Said;
use strum::IntoStaticStr;

/// Whether a digit is missing or too many.
pub(crate) fn slip_of_length(printed: f64, meant: f64) -> bool {
    let length = |value: f64| number(value).replace(',', "").len();
    length(printed) != length(meant) && slip(printed, meant).is_some()
}

/// How a number went wrong between the hand and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Slip {
    /// One digit is another.
    Digit,
    /// Two that stand beside each other.
    Swapped,
    /// A digit was left out.
    Missing,
    /// A digit was put in.
    Extra,
}

/// The word that the templates choose by.
pub(crate) fn word(slip: Option<Slip>) -> Said {
    Said::Word(slip.map_or("none", Slip::into))
}

/// How one number is a slip of the other, when it is.
pub(crate) fn slip(printed: f64, meant: f64) -> Option<Slip> {
    let (a, b) = (number(printed).replace(',', ""), number(meant).replace(',', ""));
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let without = |long: &[char], short: &[char]| {
        (0..long.len()).any(|i| long[..i].iter().chain(&long[i + 1..]).eq(short.iter()))
    };
    if a.len() == b.len() {
        let differ: Vec<usize> = (0..a.len()).filter(|i| a[*i] != b[*i]).collect();
        return match differ[..] {
            [_] => Some(Slip::Digit),
            [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i] => Some(Slip::Swapped),
            _ => None,
        };
    }
    if a.len() + 1 == b.len() && without(&b, &a) {
        Some(Slip::Missing)
    } else if a.len() == b.len() + 1 && without(&a, &b) {
        Some(Slip::Extra)
    } else {
        None
    }
}
