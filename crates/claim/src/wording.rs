//! How numbers and days are put in English sentences, everywhere alike.

use jiff::civil::Date;

use crate::Window;

/// "147,973".
pub fn number(value: f64) -> String {
    let whole = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && whole != "0" { format!("-{text}") } else { text }
}

/// "2 November 2023".
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// "2 November", for use where the year is clear.
pub fn short_day(date: Date) -> String {
    date.strftime("%-d %B").to_string()
}

/// "2 November 2023", or "17 September to 1 November 2023".
pub fn days(window: Window) -> String {
    if window.start() == window.end() {
        day(window.start())
    } else if window.start().year() == window.end().year() {
        format!("{} to {}", short_day(window.start()), day(window.end()))
    } else {
        format!("{} to {}", day(window.start()), day(window.end()))
    }
}

/// To three digits: an estimate is not known to the last person.
pub fn three_digits(value: f64) -> String {
    number(if value < 1.0 { value } else { to_three_digits(value) })
}

/// The same as a number.
pub fn to_three_digits(value: f64) -> f64 {
    let step = 10f64.powf((value.max(1.0).log10().floor() - 2.0).max(0.0));
    (value / step).round() * step
}

/// "98 %", never "100 %" of what is only nearly certain.
pub fn probability(probability: f64) -> String {
    let percent = (probability * 100.0).round();
    if percent >= 100.0 { "over 99 %".into() } else { format!("{percent:.0} %") }
}

/// "a", "a and b", "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// First letter in upper case.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + characters.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn numbers_and_days_read_as_in_print() {
        assert_eq!(number(147_973.0), "147,973");
        assert_eq!(number(-0.2), "0");
        assert_eq!(number(999.0), "999");
        assert_eq!(three_digits(147_973.0), "148,000");
        assert_eq!(three_digits(0.3), "0");

        let window = Window::new(date(2023, 9, 17), date(2023, 11, 1)).unwrap();
        assert_eq!(days(window), "17 September to 1 November 2023");
    }
}
