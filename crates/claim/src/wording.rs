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
