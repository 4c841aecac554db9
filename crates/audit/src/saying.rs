//! The templates of what the audit says, and what it says of claims: whose they are, their words and their numbers.

use std::sync::LazyLock;

use claim::Unit;
use jiff::civil::Date;
use phrases::{Basis, Form, Phrases, Said, Saying, Templates};

use crate::series::book::Book;
use crate::series::item::UNSAID;

/// The templates of what the audit says, in English: `audit.ftl` of a translation.
pub const PHRASES: &str = include_str!("../data/en/audit.ftl");

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::built_in(&[("audit.ftl", PHRASES)]));

pub(crate) const TEMPLATES: Templates = Templates::of(&ENGLISH);

/// A sentence: `saying!("audit-household-size-below-one", who = who(book, item))`.
macro_rules! saying {
    ($($said:tt)*) => { phrases::saying!($crate::saying::TEMPLATES; $($said)*) };
}

pub(crate) use saying;

/// Who says it.
pub(crate) fn who(book: &Book, item: usize) -> Said {
    book.who(item).map_or_else(|| saying!("audit-unnamed").into(), Said::from)
}

/// Who says all of it: the body whose numbers they are stated to be, the report that holds them, or
/// else reports.
pub(crate) fn whose(book: &Book, items: &[usize]) -> Said {
    let stated = |item: &usize| book.who(*item).is_some() && book.items[*item].is_stated();
    match items {
        [] => saying!("audit-unnamed").into(),
        [first, ..] if items.iter().all(stated) => who(book, *first),
        [first, rest @ ..] => {
            let claim = |item: usize| book.items[item].claim;
            let one = rest.iter().all(|item| claim(*item).document == claim(*first).document);
            match (one, claim(*first).publisher.as_deref()) {
                (true, Some(publisher)) => saying!("audit-report-of", publisher = publisher).into(),
                (true, None) => saying!("audit-report").into(),
                (false, _) => saying!("audit-unnamed").into(),
            }
        }
    }
}

/// The words of a claim, in quotation marks; for the row of a table what it counts.
pub(crate) fn words(book: &Book, item: usize) -> Saying {
    let claim = book.items[item].claim;
    if claim.found.from_row || claim.quote.len() > 120 {
        let unit = match claim.unit {
            Unit::People => "people",
            Unit::Households => "households",
            Unit::Vehicles => "vehicles",
        };
        return saying!("audit-counted", number = printed(book, item), unit = Said::Word(unit));
    }
    saying!("audit-words", quote = claim.quote.as_str())
}

/// The number that a claim prints.
pub(crate) fn printed(book: &Book, item: usize) -> Said {
    printed_as(book, item, Form::Whole)
}

/// The same in another form.
pub(crate) fn printed_as(book: &Book, item: usize, form: Form) -> Said {
    Said::of(book.items[item].value(), form, Basis::Claim(book.id(item)))
}

/// The number of a claim as it is now known: its own, or the one that two sums agreed on.
pub(crate) fn known(book: &Book, item: usize) -> Said {
    let known = book.known(item);
    if known == book.items[item].value() { printed(book, item) } else { reckoned(known) }
}

/// The numbers of several claims, with plus signs between.
pub(crate) fn sum(book: &Book, items: &[usize]) -> Said {
    Said::Sum(items.iter().map(|item| printed(book, *item)).collect())
}

/// The number of the first claim, less those of the others.
pub(crate) fn difference(book: &Book, items: &[usize]) -> Said {
    let numbers = items.iter().map(|item| printed(book, *item));
    joined(numbers, |number, less| saying!("audit-less", number = number, less = less))
        .unwrap_or_else(nothing)
}

/// With commas between, and no "and" before the last.
pub(crate) fn listed(members: impl IntoIterator<Item = Said>) -> Said {
    joined(members, |list, next| saying!("audit-list", list = list, next = next))
        .unwrap_or_else(nothing)
}

/// A list without members.
fn nothing() -> Said {
    Said::Names(Vec::new())
}

/// Each put to those before it by a template, from the first on; `None` of none.
pub(crate) fn joined<T: From<Saying>>(
    members: impl IntoIterator<Item = T>,
    join: impl Fn(T, T) -> Saying,
) -> Option<T> {
    members.into_iter().reduce(|list, next| join(list, next).into())
}

/// A number that is reckoned from others.
pub(crate) fn reckoned(value: f64) -> Said {
    Said::reckoned(value, Form::Whole)
}

/// Since when a running total counts.
pub(crate) fn since(start: Date) -> Said {
    if start == UNSAID { saying!("audit-since-untold").into() } else { start.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_in_order_and_a_sentence_prints_as_english() {
        assert!(ENGLISH.names().count() > 50);
        let slip = |word| {
            let (number, other) = (reckoned(2857.0), reckoned(2957.0));
            saying!(
                "audit-two-figures",
                who = "One office",
                number = number,
                other = other,
                days = saying!("audit-two-figures-same"),
                slip = Said::Word(word),
            )
        };
        assert_eq!(slip("none").to_string(), "One office gives 2,857 and 2,957 for the same");
        assert_eq!(
            slip("digit").to_string(),
            "One office gives 2,857 and 2,957 for the same: one digit is wrong"
        );
        let three = listed([1000.0, 2.0, 3.0].map(reckoned));
        assert_eq!(three.to_string(), "1,000, 2, 3");
    }
}
