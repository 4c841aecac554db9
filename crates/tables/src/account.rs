//! What the columns of a table were taken for, in words.

use calendar::spacing::Spacing;

use super::column::{Column, Role};
use super::frame::Frame;
use super::grid::letters;
use super::report::window_words;
use super::sense::{People, Sex};
use super::words::Field;

/// What the columns were taken for, a line each; runs of columns alike in one.
pub(super) fn of(columns: &[Column]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        let column = &columns[at];
        let run = match &column.role {
            Role::Value(frame) => columns[at..]
                .iter()
                .take_while(|next| matches!(&next.role, Role::Value(other) if alike(frame, other)))
                .count()
                .max(1),
            _ => 1,
        };
        let last = &columns[at + run - 1];
        let told = match &column.role {
            Role::Empty => {
                at += 1;
                continue;
            }
            Role::Key(Field::Day) if column.spacing == Spacing::Months => {
                "days that stand for their months".to_owned()
            }
            Role::Key(field) => key_words(*field).to_owned(),
            Role::Value(frame) => format!("value{}", told_of(frame, run > 1)),
            Role::Left(why) => format!("not read ({why})"),
            Role::Unclear(why) => format!("not read: could be more than one thing ({why})"),
            Role::Personal => "not read and not kept (about persons)".to_owned(),
        };
        if run > 1 {
            lines.push(format!(
                "  {}–{} `{}` to `{}`: {told}, one for each",
                letters(column.at),
                letters(last.at),
                cut(&column.name),
                cut(&last.name)
            ));
        } else {
            lines.push(format!("  {} `{}`: {told}", letters(column.at), cut(&column.name)));
        }
        at += run;
    }
    lines.join("\n")
}

fn cut(name: &str) -> String {
    let mut cut: String = name.chars().take(40).collect();
    if cut.len() < name.len() {
        cut.push('…');
    }
    cut
}

/// Whether two columns differ only in their crossing or their days.
fn alike(a: &Frame, b: &Frame) -> bool {
    let bare = |frame: &Frame| Frame { via: Vec::new(), window: None, who: None, ..frame.clone() };
    let differ = a.window.is_some() && b.window.is_some() || !a.via.is_empty() && !b.via.is_empty();
    differ && bare(a) == bare(b)
}

fn key_words(field: Field) -> &'static str {
    match field {
        Field::YearEnd => "last day of a year",
        Field::FortnightEnd => "last day of two weeks",
        Field::HalfMonthEnd => "last day of half a month",
        Field::Duration => "so many days",
        Field::Unit => "unit",
        Field::Published => "day of publication",
        Field::Day => "day",
        Field::Start => "first day",
        Field::End => "last day",
        Field::Month => "month",
        Field::Week => "week",
        Field::WeekStart => "first day of a week",
        Field::WeekEnd => "last day of a week",
        Field::Quarter => "quarter",
        Field::FiscalYear => "fiscal year",
        Field::Year => "year",
        Field::Hour => "hour",
        Field::Via => "crossing",
        Field::From => "from",
        Field::To => "to",
        Field::At => "place",
        Field::Nationality => "nationality",
        Field::Direction => "what happened",
        Field::Group => "sex or age",
        Field::What => "what was counted",
        Field::Status => "who is counted",
        Field::Source => "source",
        Field::Organisation => "organisation",
        Field::Publisher => "publisher",
        Field::Notes => "not read (words)",
        Field::Low => "lower bound",
        Field::High => "upper bound",
    }
}

fn told_of(frame: &Frame, run: bool) -> String {
    let mut said = String::new();
    let mut add = |words: &str| {
        said.push_str(", ");
        said.push_str(words);
    };
    if let Some(kind) = frame.kind {
        add(&kind.to_string().replace('_', " "));
    }
    if frame.both_ways {
        add("in and out together");
    }
    if let Some(unit) = frame.unit {
        add(&unit.to_string());
    }
    if let Some(people) = frame.people {
        match people.group() {
            Some(group) => add(&group.to_string()),
            None => add(&age_words(&people)),
        }
    }
    if !frame.via.is_empty() && !run {
        add(&format!("by {}", frame.via.join(", ")));
    }
    if let Some(window) = frame.window
        && !run
    {
        add(&window_words(window));
    }
    if let Some(nationality) = &frame.nationality {
        add(nationality);
    }
    if let Some(from) = &frame.from {
        add(&format!("from {from}"));
    }
    if let Some(to) = &frame.to {
        add(&format!("to {to}"));
    }
    if frame.cumulative {
        add("running total");
    }
    if frame.total {
        add("total");
    }
    said
}

fn age_words(people: &People) -> String {
    let sex = match people.sex {
        Some(Sex::Male) => "male ",
        Some(Sex::Female) => "female ",
        None => "",
    };
    match people.to_age {
        u8::MAX => format!("{sex}{} and over", people.from_age),
        last => format!("{sex}{} to {last}", people.from_age),
    }
}
