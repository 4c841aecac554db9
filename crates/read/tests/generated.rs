//! Tables made by rule, with their truth: layout, locale, form of the days, breakdown and totals in every
//! combination. Every number that is read is right, most tables are read, and none is read in part
//! without a word. `TABLES=5000` makes as many; fewer are made in an ordinary run.

use std::collections::BTreeMap;

use claim::{Claim, Group, Statement};
use jiff::civil::{Date, date};
use places::Gazetteer;
use read::Options;

const CROSSINGS: [&str; 3] = ["Torkham", "Chaman", "Ghulam Khan"];
const SEED: u64 = 20_261_129;

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Layout {
    /// A row for each day, crossing and class.
    Long,
    /// A column for each crossing.
    Crossings,
    /// A column for each period.
    Periods,
    /// The crossing is written only in its first row.
    Merged,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    IsoDay,
    DayFirst,
    MonthFirst,
    Named,
    MonthByFirst,
    MonthByLast,
    MonthName,
    WeekEnding,
    Range,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Breakdown {
    None,
    Sex,
    Nationality,
    /// A column that nothing is known of.
    Reason,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Total {
    None,
    Row,
    Column,
}

/// A number of the truth: crossing, class, first and last day.
type Key = (String, String, Date, Date);

#[derive(Debug)]
struct Table {
    text: String,
    truth: BTreeMap<Key, f64>,
    /// Sums that may be read as well.
    sums: Vec<f64>,
    about: String,
}

fn period(form: Form, at: usize) -> (Date, Date) {
    let day = |day: Date, by: i32| day.checked_add(jiff::Span::new().days(by)).unwrap();
    match form {
        Form::MonthByFirst | Form::MonthByLast | Form::MonthName => {
            let first = date(2023, 1 + at as i8, 1);
            (first, first.last_of_month())
        }
        Form::WeekEnding | Form::Range => {
            let first = day(date(2023, 10, 2), 7 * at as i32);
            (first, day(first, 6))
        }
        // Some of the days prove their order.
        _ => {
            let day = day(date(2023, 11, 9), at as i32);
            (day, day)
        }
    }
}

fn written(form: Form, (first, last): (Date, Date)) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = |day: Date| MONTHS[day.month() as usize - 1];
    match form {
        Form::IsoDay | Form::MonthByFirst => first.to_string(),
        Form::MonthByLast | Form::WeekEnding => last.to_string(),
        Form::DayFirst => format!("{:02}/{:02}/{}", first.day(), first.month(), first.year()),
        Form::MonthFirst => format!("{:02}/{:02}/{}", first.month(), first.day(), first.year()),
        Form::Named => format!("{} {} {}", first.day(), month(first), first.year()),
        Form::MonthName => format!("{} {}", month(first), first.year()),
        Form::Range => format!("{first} to {last}"),
    }
}

fn number(locale: usize, value: u32) -> String {
    let digits = value.to_string();
    let grouped = |mark: &str| {
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .filter_map(|g| std::str::from_utf8(g).ok())
            .collect();
        groups.join(mark)
    };
    match locale {
        0 => digits,
        1 => grouped(","),
        2 => grouped(" "),
        _ => grouped("."),
    }
}

fn make(dice: &mut Dice) -> Table {
    let layout = dice.one(&[Layout::Long, Layout::Crossings, Layout::Periods, Layout::Merged]);
    let form = dice.one(&[
        Form::IsoDay,
        Form::DayFirst,
        Form::MonthFirst,
        Form::Named,
        Form::MonthByFirst,
        Form::MonthByLast,
        Form::MonthName,
        Form::WeekEnding,
        Form::Range,
    ]);
    // Nothing in a head says that a week ends on its day.
    let form = match (layout, form) {
        (Layout::Periods, Form::WeekEnding) => Form::Range,
        _ => form,
    };
    let breakdown = match layout {
        Layout::Long => dice.one(&[
            Breakdown::None,
            Breakdown::None,
            Breakdown::Sex,
            Breakdown::Nationality,
            Breakdown::Reason,
        ]),
        _ => Breakdown::None,
    };
    let total = match breakdown {
        Breakdown::None => dice.one(&[Total::None, Total::Row, Total::Column]),
        _ => Total::None,
    };
    let (locale, zeros) = (dice.roll(4), dice.roll(3) == 0);
    let mark = match locale {
        1 => ';',
        _ => dice.one(&[',', ';', '\t']),
    };
    let periods = 3 + dice.roll(6);
    let crossings = 2 + dice.roll(2);
    let classes: &[&str] = match breakdown {
        Breakdown::None => &[""],
        Breakdown::Sex => &["Men", "Women", "Children"],
        Breakdown::Nationality => &["Afghan", "Pakistani"],
        Breakdown::Reason => &["Floods", "Fighting"],
    };
    let day_head = match form {
        Form::WeekEnding => "Week ending",
        Form::MonthName | Form::MonthByFirst | Form::MonthByLast => {
            dice.one(&["Month", "Date", "Period"])
        }
        Form::Range => "Period",
        _ => dice.one(&["Date", "Day"]),
    };
    let verb = dice.one(&["Returns", "Arrivals", "Departures"]);
    let mut values: BTreeMap<(usize, usize, usize), u32> = BTreeMap::new();
    for at in 0..periods {
        for crossing in 0..crossings {
            for class in 0..classes.len() {
                let value = match zeros && dice.roll(5) == 0 {
                    true => 0,
                    false => 1_000 + dice.roll(98_000) as u32,
                };
                values.insert((at, crossing, class), value);
            }
        }
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let cell = |value: u32| number(locale, value);
    let mut sums = Vec::new();
    let mut add = |sum: u32| {
        sums.push(f64::from(sum));
        cell(sum)
    };
    let of = |at: usize, crossing: usize, class: usize| values[&(at, crossing, class)];
    match layout {
        Layout::Long | Layout::Merged => {
            let mut head = vec![day_head.to_owned(), "Crossing".to_owned()];
            if layout == Layout::Merged {
                head.swap(0, 1);
            }
            match breakdown {
                Breakdown::None => {}
                Breakdown::Sex => head.push("Sex and age".to_owned()),
                Breakdown::Nationality => head.push("Nationality".to_owned()),
                Breakdown::Reason => head.push("Zqx".to_owned()),
            }
            head.push(verb.to_owned());
            rows.push(head);
            let mut line = |at: usize, crossing: usize, first: bool| {
                for (class, name) in classes.iter().enumerate() {
                    let day = written(form, period(form, at));
                    let place = CROSSINGS[crossing].to_owned();
                    let mut row = match layout {
                        Layout::Merged if first => vec![place, day],
                        Layout::Merged => vec![String::new(), day],
                        _ => vec![day, place],
                    };
                    if breakdown != Breakdown::None {
                        row.push((*name).to_owned());
                    }
                    row.push(cell(of(at, crossing, class)));
                    rows.push(row);
                }
            };
            match layout {
                Layout::Merged => (0..crossings)
                    .for_each(|crossing| (0..periods).for_each(|at| line(at, crossing, at == 0))),
                _ => (0..periods)
                    .for_each(|at| (0..crossings).for_each(|crossing| line(at, crossing, true))),
            }
            if total == Total::Row {
                let sum = values.values().sum();
                rows.push(vec!["Total".to_owned(), String::new(), add(sum)]);
            }
        }
        Layout::Crossings => {
            let mut head = vec![day_head.to_owned()];
            head.extend(CROSSINGS[..crossings].iter().map(|name| (*name).to_owned()));
            if total == Total::Column {
                head.push("Total".to_owned());
            }
            rows.push(vec![format!("{verb} by crossing")]);
            rows.push(head);
            for at in 0..periods {
                let mut row = vec![written(form, period(form, at))];
                row.extend((0..crossings).map(|crossing| cell(of(at, crossing, 0))));
                if total == Total::Column {
                    row.push(add((0..crossings).map(|crossing| of(at, crossing, 0)).sum()));
                }
                rows.push(row);
            }
            if total == Total::Row {
                let mut row = vec!["Total".to_owned()];
                row.extend((0..crossings).map(|c| add((0..periods).map(|at| of(at, c, 0)).sum())));
                rows.push(row);
            }
        }
        Layout::Periods => {
            let mut head = vec!["Crossing".to_owned()];
            head.extend((0..periods).map(|at| written(form, period(form, at))));
            if total == Total::Column {
                head.push("Total".to_owned());
            }
            rows.push(vec![format!("{verb} by crossing")]);
            rows.push(head);
            for (crossing, name) in CROSSINGS[..crossings].iter().enumerate() {
                let mut row = vec![(*name).to_owned()];
                row.extend((0..periods).map(|at| cell(of(at, crossing, 0))));
                if total == Total::Column {
                    row.push(add((0..periods).map(|at| of(at, crossing, 0)).sum()));
                }
                rows.push(row);
            }
            if total == Total::Row {
                let mut row = vec!["Total".to_owned()];
                row.extend((0..periods).map(|at| add((0..crossings).map(|c| of(at, c, 0)).sum())));
                rows.push(row);
            }
        }
    }
    let quoted = |cell: &String| match cell.contains([mark, '"']) {
        true => format!("\"{cell}\""),
        false => cell.clone(),
    };
    let text: String = rows
        .iter()
        .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(&mark.to_string()) + "\n")
        .collect();
    let truth = values
        .iter()
        .map(|((at, crossing, class), value)| {
            let (first, last) = period(form, *at);
            let class = classes[*class].to_owned();
            ((CROSSINGS[*crossing].to_owned(), class, first, last), f64::from(*value))
        })
        .collect();
    let about = format!("{layout:?} {form:?} {breakdown:?} {total:?} {locale} {day_head}");
    Table { text, truth, sums, about }
}

fn class(claim: &Claim) -> String {
    match (claim.population.group, claim.population.nationality.as_deref()) {
        (Group::Men, _) => "Men".to_owned(),
        (Group::Women, _) => "Women".to_owned(),
        (Group::Children, _) => "Children".to_owned(),
        (_, Some("AFG")) => "Afghan".to_owned(),
        (_, Some("PAK")) => "Pakistani".to_owned(),
        _ => String::new(),
    }
}

#[test]
fn every_number_that_is_read_of_a_made_table_is_right() {
    let count = std::env::var("TABLES").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let mut dice = Dice(SEED);
    let (mut whole, mut asked, mut silent, mut wrong) = (0, 0, Vec::new(), Vec::new());
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..count {
        let table = make(&mut dice);
        let options = Options { date: Some(date(2023, 12, 31)), ..Options::default() };
        let bytes = table.text.clone().into_bytes();
        let reading = match read::read("t.csv", bytes, options, Gazetteer::builtin()) {
            Ok(reading) => reading,
            Err(_) => {
                asked += 1;
                continue;
            }
        };
        let mut right = 0;
        for statement in &reading.statements {
            let Statement::Claim(claim) = statement else { continue };
            let value = claim.value.unwrap_or(f64::NAN);
            let days = claim.start.zip(claim.end);
            let known = days.and_then(|(start, end)| {
                let via = claim.via.first().cloned().unwrap_or_default();
                table.truth.get(&(via, class(claim), start, end))
            });
            match known {
                Some(truth) if *truth == value && claim.via.len() == 1 => right += 1,
                _ if claim.via.len() != 1 && table.sums.contains(&value) => {}
                // A total of a crossing over all its days.
                _ if table.sums.contains(&value) && days.is_some_and(|(s, e)| s < e) => {}
                _ => wrong.push(format!(
                    "{}: {value} {:?} {:?} {:?}\n{}",
                    table.about, claim.via, claim.start, claim.end, table.text
                )),
            }
        }
        let all = table.truth.len();
        let said = !reading.problems.is_empty()
            || reading.notes.iter().any(|note| note.message.contains("left out"));
        match right {
            right if right == all => whole += 1,
            _ if said => {
                asked += 1;
                *unread.entry(table.about.clone()).or_default() += 1;
            }
            _ => silent.push(format!("{}: {right} of {all}\n{}", table.about, table.text)),
        }
    }
    assert!(wrong.is_empty(), "{} wrong numbers, such as {}", wrong.len(), wrong[0]);
    assert!(
        silent.is_empty(),
        "{} read in part without a word, such as {}",
        silent.len(),
        silent[0]
    );
    let share = f64::from(whole) / f64::from(count);
    let first: Vec<_> = unread.iter().take(40).collect();
    assert!(share >= 0.85, "{whole} of {count} read, {asked} asked: {first:#?}");
    println!("{whole} of {count} tables read, {asked} asked");
}
