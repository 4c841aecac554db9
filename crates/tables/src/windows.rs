//! Of which days the dates of a table are: of months, weeks, quarters and years that are dated on their
//! first or last day, of fiscal years, and of heads that are dates.

use std::collections::BTreeSet;

use calendar::days::{self, Order};
use calendar::spacing::{Spacing, month_of, spacing};
use claim::{Kind, Window};
use jiff::civil::Date;

use super::claims::is_stock;
use super::column::{Column, Known, Role};
use super::frame::Frame;
use super::grid::letters;
use super::words::Field;

/// Settles of which days the columns and heads of a table are. What cannot be told becomes a question.
pub(super) fn settle(columns: &mut [Column], known: &Known<'_>) {
    by_title(columns, known);
    fiscal(columns, known);
    for column in columns.iter_mut() {
        let told = known.map.and_then(|map| map.column(column.at, &column.name)).is_some();
        if matches!(column.role, Role::Key(Field::Day | Field::Week | Field::Quarter)) && !told {
            let found = days_of(column, known);
            column.spacing = spacing(&found);
            if column.order.is_none() {
                column.order = months_of_several_years(column, known);
                if column.order.is_some() {
                    column.spacing = spacing(&days_of(column, known));
                }
            }
        }
    }
    quarters_beside(columns, known);
    fortnights(columns, known);
    weeks_of_months(columns, known);
    heads(columns, known);
    for column in columns.iter_mut().filter(|column| column.order.is_none()) {
        let dated = matches!(column.role, Role::Key(field) if field.is_of_days() || field == Field::Published);
        column.asked_order = dated
            && known.layout.body.clone().any(|row| {
                let cell = known.grid.told(row, column.at);
                days::readings(&cell, known.year).is_ok_and(|readings| readings.len() > 1)
            });
    }
}

/// The question after weeks that are only numbers, beside months in which they do not lie.
pub(super) const WEEKS: &str = "numbers of weeks that do not lie in the months beside them: weeks of the month, or of another year";

/// A month in six digits, as it is read: `202310` as `2023-10`.
pub(super) fn month_in_digits(cell: &str) -> Option<String> {
    let digits = cell.len() == 6 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month) = digits.then(|| cell.split_at(4))?;
    let fits = (1950..=2100).contains(&year.parse::<i32>().ok()?)
        && (1..=12).contains(&month.parse::<i32>().ok()?);
    fits.then(|| format!("{year}-{month}"))
}

/// The year of which a week that is only a number lies in a window.
pub(super) fn year_of_week(week: &str, window: Window) -> Option<i16> {
    let number: u8 = week.trim().parse().ok()?;
    let around = month_of(window.start()).hull(&window);
    let year = window.start().year();
    [year, year - 1, year + 1].into_iter().find(|year| {
        let found = days::readings(&format!("W{number}"), Some(days::Year::of(*year)));
        found.is_ok_and(|found| found.iter().any(|(_, days)| days.overlap(&around).is_some()))
    })
}

/// Weeks that are only numbers have to lie in the months beside them.
fn weeks_of_months(columns: &mut [Column], known: &Known<'_>) {
    let of = |field: Field| columns.iter().position(|column| column.role == Role::Key(field));
    if of(Field::Year).is_some() {
        return;
    }
    let (Some(week), Some(month)) = (of(Field::Week), of(Field::Month).or(of(Field::Day))) else {
        return;
    };
    let (at, order) = (columns[month].at, columns[month].order);
    let strays = known.layout.body.clone().any(|row| {
        let cell = known.grid.told(row, columns[week].at);
        if cell.trim().parse::<u8>().is_err() {
            return false;
        }
        let found = days::readings(&known.grid.told(row, at), None).unwrap_or_default();
        let fits = |reading: &&days::Reading| found.len() == 1 || order == Some(reading.0);
        let window = found.iter().find(fits).map(|(_, window)| *window);
        window.is_some_and(|window| year_of_week(&cell, window).is_none())
    });
    if strays {
        columns[week].role = Role::Unclear(WEEKS.to_owned());
    }
}

/// Days that end fortnights are each the last of half a month, or fourteen days apart.
fn fortnights(columns: &mut [Column], known: &Known<'_>) {
    for column in columns.iter_mut().filter(|c| c.role == Role::Key(Field::FortnightEnd)) {
        let days = days_of(column, known);
        let half = |day: &Date| day.day() == 15 || *day == day.last_of_month();
        let first = days.first().copied();
        let apart = |day: &Date| {
            first.is_some_and(|first| day.since(first).is_ok_and(|span| span.get_days() % 14 == 0))
        };
        if !days.is_empty() && days.iter().all(half) {
            column.role = Role::Key(Field::HalfMonthEnd);
        } else if !days.iter().all(apart) {
            column.role = Role::Unclear(
                "fortnights that are neither halves of months nor fourteen days apart".to_owned(),
            );
        }
    }
}

/// Days that are the first or last of quarters, beside a column that gives the quarter, are of it.
fn quarters_beside(columns: &mut [Column], known: &Known<'_>) {
    for column in columns.iter_mut().filter(|c| c.role == Role::Key(Field::Quarter)) {
        column.spacing = Spacing::Days;
    }
    let quarter = |column: &Column| {
        super::sense::Sense::of(&column.name, None, known.gazetteer).is_field(Field::Quarter)
    };
    if !columns.iter().any(quarter) {
        return;
    }
    for column in columns.iter_mut() {
        if column.role == Role::Key(Field::Day) && column.spacing == Spacing::Quarters {
            (column.role, column.spacing) = (Role::Key(Field::Quarter), Spacing::Days);
        }
    }
}

/// The days in a column that have one reading, or one in the order of the column.
fn days_of(column: &Column, known: &Known<'_>) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    for row in known.layout.body.clone() {
        let cell = known.grid.told(row, column.at);
        if let Ok(readings) = days::readings(&cell, known.year) {
            let window = match &readings[..] {
                [(_, window)] => Some(*window),
                several => {
                    several.iter().find(|(order, _)| Some(*order) == column.order).map(|(_, w)| *w)
                }
            };
            days.extend(window.filter(|w| w.days() == 1).map(|w| w.start()));
        }
    }
    days
}

/// A title that names its days tells in which order the days under it are written.
fn by_title(columns: &mut [Column], known: &Known<'_>) {
    let Some(title) = known.title.window else { return };
    for column in columns.iter_mut().filter(|column| column.order.is_none()) {
        if !matches!(column.role, Role::Key(Field::Day | Field::Start | Field::End)) {
            continue;
        }
        let mut fits: Vec<(Order, usize)> = Vec::new();
        let mut ambiguous = 0;
        for row in known.layout.body.clone() {
            let cell = known.grid.told(row, column.at);
            let Ok(readings) = days::readings(&cell, known.year) else { continue };
            if readings.len() < 2 {
                continue;
            }
            ambiguous += 1;
            for (order, window) in readings {
                if title.overlap(&window) == Some(window) {
                    match fits.iter_mut().find(|(known, _)| *known == order) {
                        Some((_, count)) => *count += 1,
                        None => fits.push((order, 1)),
                    }
                }
            }
        }
        if let [(order, count)] = fits[..]
            && count == ambiguous
        {
            column.order = Some(order);
        }
    }
}

/// Dates that are 1 to 12 January of every year if the day comes first are the first days of months.
fn months_of_several_years(column: &Column, known: &Known<'_>) -> Option<Order> {
    let (mut by_day, mut by_month) = (BTreeSet::new(), BTreeSet::new());
    for row in known.layout.body.clone() {
        let cell = known.grid.told(row, column.at);
        for (order, window) in days::readings(&cell, known.year).unwrap_or_default() {
            match order {
                Order::DayFirst => by_day.insert(window.start()),
                Order::MonthFirst => by_month.insert(window.start()),
                Order::Only => by_day.insert(window.start()) | by_month.insert(window.start()),
                _ => return None,
            };
        }
    }
    let januaries = |days: &BTreeSet<Date>| days.iter().all(|day| day.month() == 1);
    let years = |days: &BTreeSet<Date>| {
        days.iter().map(|day| day.year()).collect::<BTreeSet<_>>().len() > 1
    };
    let months = |days: &BTreeSet<Date>| spacing(days) == Spacing::Months;
    match () {
        _ if januaries(&by_day) && months(&by_month) && years(&by_day) => Some(Order::MonthFirst),
        _ if januaries(&by_month) && months(&by_day) && years(&by_month) => Some(Order::DayFirst),
        _ => None,
    }
}

/// Where a fiscal year begins has to be said.
fn fiscal(columns: &mut [Column], known: &Known<'_>) {
    if known.map.is_some_and(|map| map.fiscal_start.is_some()) {
        return;
    }
    for column in columns.iter_mut() {
        if column.role == Role::Key(Field::FiscalYear) {
            column.role = Role::Unclear(FISCAL.to_owned());
        }
    }
}

/// The question after the first month of a fiscal year.
pub(super) const FISCAL: &str = "fiscal years, and nothing says in which month they begin";

/// Dates as heads of columns: first or last days of months are months.
fn heads(columns: &mut [Column], known: &Known<'_>) {
    let told =
        |column: &Column| known.map.and_then(|map| map.column(column.at, &column.name)).is_some();
    let dated = |column: &Column| match &column.role {
        Role::Value(frame) if !told(column) => {
            frame.window.filter(|window| window.days() == 1).map(|window| window.start())
        }
        _ => None,
    };
    let days: BTreeSet<Date> = columns.iter().filter_map(dated).collect();
    let lie = spacing(&days);
    if lie == Spacing::Days {
        return;
    }
    for column in columns.iter_mut() {
        if dated(column).is_none() {
            continue;
        }
        let Role::Value(frame) = &mut column.role else { continue };
        let Some(day) = frame.window.map(|window| window.start()) else { continue };
        if is_stock_in(frame, known) {
            continue;
        }
        match lie {
            Spacing::Months => {
                frame.window = Some(month_of(day));
                frame.day = Some(day);
            }
            other => column.role = Role::Unclear(question(other)),
        }
    }
}

fn is_stock_in(frame: &Frame, known: &Known<'_>) -> bool {
    frame.kind.or(known.title.kind).is_some_and(|kind: Kind| is_stock(kind))
}

/// What is asked of dates that may stand for more than their day.
pub(super) fn question(spacing: Spacing) -> String {
    match spacing {
        Spacing::Weeks(_) => {
            "one date in each week: of that day, or of the week that begins or ends then"
        }
        Spacing::Quarters => {
            "the first or last days of quarters: of that day, of a month, or of the quarter"
        }
        Spacing::Years => "the first or last days of years: of that day, or of the year",
        _ => "the first or last days of months: of that day, or of the month",
    }
    .to_owned()
}

/// What a map may say of such a column.
pub(super) fn remedy(at: usize, spacing: Spacing) -> String {
    let letters = letters(at);
    let period = match spacing {
        Spacing::Weeks(_) => "`{} = \"week_start\"` or `{} = \"week_end\"`",
        Spacing::Quarters => "`{} = \"quarter\"` or `{} = \"month\"`",
        Spacing::Years => "`{} = \"year\"`",
        _ => "`{} = \"month\"`",
    }
    .replace("{}", &letters);
    format!("say which in a map: `{letters} = \"date\"`, {period}; see `crossings read --help`")
}

/// The days that a date of a column stands for, where the column or a map says that it is of more than
/// a day.
pub(super) fn of_field(field: Field, window: Window) -> Option<Window> {
    if field == Field::YearEnd {
        return super::stated::Trail::Months(12).of(window);
    }
    if window.days() > 1 {
        return Some(window);
    }
    let day = window.start();
    match field {
        Field::Month => Some(month_of(day)),
        Field::WeekStart => calendar::spacing::week_from(day),
        Field::WeekEnd => calendar::spacing::week_to(day),
        Field::FortnightEnd => super::stated::Trail::Days(14).of(window),
        Field::HalfMonthEnd => {
            let first = if day.day() > 15 {
                day.with().day(16).build().ok()?
            } else {
                day.first_of_month()
            };
            Window::new(first, day)
        }
        Field::Quarter => {
            let first = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?;
            let last = Date::new(day.year(), first.month() + 2, 1).ok()?.last_of_month();
            Window::new(first, last)
        }
        Field::Year => Window::new(day.first_of_year(), day.last_of_year()),
        _ => Some(window),
    }
}
