//! What each column of a table is, by its name and by what stands in it. A column that could be
//! two things, or of which nothing is known, is left and said.

use std::collections::BTreeMap;

use claim::{Kind, Window};
use jiff::civil::Date;
use places::PlaceKind;
use rustc_hash::FxHashMap;

use super::column::{Column, Known, Role};
use super::frame::Frame;
use super::map::{Map, Told};
use super::sense::Sense;
use super::words::{Field, Flag, Meaning, Part};
use super::{hxl, persons};
use calendar::days::{self, Order, Year};
use calendar::numbers::{self, Decimal, Evidence, Why, amount};
use calendar::spacing::Spacing;

/// So many rows are looked at to tell what a column holds.
const SAMPLE: usize = 300;

/// Of a column that tells the rows apart by what was counted, in words that are not known.
pub(super) const UNKNOWN_KINDS: &str = "it says what was counted, in words that are not known";

/// Of a table whose title speaks of applications, cases, decisions.
const MATTER: &str = "its title speaks of applications, cases or the like: of these, or of people";

/// A name with so many unknown words counts something that is not known.
const STRANGE: usize = 4;

/// Of a column of counts beside those that a map names.
pub(super) const OTHER_COUNTS: &str = "the map names the counts";

/// Of a column that says in every row that all are counted: "Total age".
pub(super) const ONE_WHOLE: &str = "the same whole in every row";

/// Of a column in which a map sees what it sees in no other.
const NAMED: &str = "a map names another";

/// Of a column that counts family units.
pub(super) const FAMILY_UNITS: &str = "family units: so many families, or the people in them";

/// Of a column of which several numbers are fractions.
pub(super) const FRACTIONS: &str =
    "several of its numbers are fractions, which people are not: a rate, or numbers in thousands";

/// So many fractions tell that a column counts no people.
const SEVERAL: usize = 2;

/// Of a column whose name is a country.
pub(super) const COUNTRY_HEAD: &str =
    "a country as its name: where people come from, go to, or are citizens of";

/// Of two columns of days.
pub(super) const ONE_OF_TWO_DAYS: &str = "one of two columns of days";

/// None and all of a share, as a part of one or of a hundred.
const ENDS: [f64; 3] = [0.0, 1.0, 100.0];

/// Of a total of columns of which some are asked about.
const TOTAL_OF_ASKED: &str = "a total of columns of which some are not read";

/// Of a head that is a day in either order.
pub(super) const TWO_DAYS: &str = "a day with two readings as its name";

/// Of a column that a map leaves.
pub(super) const TOLD: &str = "told to be left";

/// Of a column of years beside counts of who is there.
pub(super) const OTHER_YEARS: &str =
    "years of something else than the counts, or one of two columns of years";

/// Of a column that counts its rows.
const ROW_NUMBERS: &str = "the numbers of the rows";

/// Of a column of one and none beside thousands.
const ONE_AND_NONE: &str = "none and one beside hundreds: no count of people";

/// Of people who are counted by their status.
pub(super) const CAME_OR_THERE: &str = "people who came, or people who are there";

/// What stands in a column.
#[derive(Debug, Default)]
struct Profile {
    filled: usize,
    numbers: usize,
    years: usize,
    dates: usize,
    serials: usize,
    crossings: usize,
    countries: usize,
    kinds: usize,
    /// Words for all that is counted.
    wholes: usize,
    parts: usize,
    /// What the people of a population are.
    statuses: usize,
    /// Yes and no.
    truths: usize,
    texts: usize,
    /// Kinds of vehicles, and how many different texts there are.
    vehicles: usize,
    distinct: usize,
    /// Numbers below nought.
    negative: usize,
    /// Numbers that may be months, and weeks.
    to_12: usize,
    to_53: usize,
    /// Years that say of themselves that they are fiscal: `FY2024`, `2023/24`.
    fiscal: usize,
    /// Times of day.
    times: usize,
    /// Months in six digits: `202310`.
    months: usize,
    /// People, families, thousands, shares.
    units: usize,
}

impl Profile {
    fn most(&self, count: usize) -> bool {
        self.filled > 0 && 5 * count >= 3 * self.filled
    }
}

/// Tells what the columns are.
pub(super) fn columns(known: &mut Known<'_>) -> Vec<Column> {
    let layout = known.layout;
    let step = layout.body.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = layout.body.clone().step_by(step).collect();
    let mut columns: Vec<Column> = Vec::with_capacity(layout.width);
    let mut senses: Vec<Sense> = Vec::with_capacity(layout.width);
    let mut profiles: Vec<Profile> = Vec::with_capacity(layout.width);
    for at in 0..layout.width {
        let name = layout.labels[at].clone();
        let mut sense = sense_of(&name, known);
        if let Some(tags) = layout.tags
            && let Some(refined) = hxl::refine(&known.grid.cell(tags, at), sense.clone())
        {
            sense = refined;
        }
        let profile = profile(known, at, &sample);
        columns.push(Column {
            at,
            name,
            role: Role::Empty,
            order: None,
            asked_order: false,
            turned: false,
            timed: false,
            solar: false,
            spacing: Spacing::Days,
            decimal: None,
        });
        senses.push(sense);
        profiles.push(profile);
    }
    one_order(&mut senses, known.map);
    known.people = counts_people(&senses, &profiles, known);
    known.matter = speaks_of_matters(&senses, &profiles, known);
    let known = &*known;
    let any_kind =
        known.title.kind.is_some() || profiles.iter().any(|profile| profile.most(profile.kinds));
    for at in 0..columns.len() {
        let told = known.map.and_then(|map| map.column(at, &columns[at].name));
        columns[at].role = match told {
            Some(Told::Ignore) => Role::Left(TOLD),
            Some(Told::Field(Field::Day)) if senses[at].is_field(Field::YearEnd) => {
                Role::Key(Field::YearEnd)
            }
            Some(Told::Field(Field::Day)) if senses[at].is_field(Field::FortnightEnd) => {
                Role::Key(Field::FortnightEnd)
            }
            Some(Told::Field(field)) => Role::Key(*field),
            Some(Told::Value(_)) if profiles[at].negative > 0 => Role::Unclear(CHANGES.to_owned()),
            Some(Told::Value(frame)) => {
                // What the map does not say, the name may.
                let trail = super::stated::trail(&columns[at].name);
                let own = Frame { trail, ..Frame::of(&senses[at]) };
                Role::Value(Box::new(frame.over(&Frame { total: frame.total, ..own })))
            }
            None if is_one_whole(at, &profiles[at], known) => Role::Left(ONE_WHOLE),
            None if profiles[at].most(profiles[at].numbers)
                && super::stated::numbers_rows(&columns[at].name, known, at) =>
            {
                Role::Left(ROW_NUMBERS)
            }
            None if profiles[at].most(profiles[at].numbers)
                && super::stated::is_sample(&columns[at].name, &senses) =>
            {
                Role::Left("how many were asked")
            }
            None => role(&columns[at].name, &senses[at], &profiles[at], any_kind, known),
        };
    }
    days_of_either_order(&mut columns, known);
    durations(&mut columns, &profiles, known);
    years_of_others(&mut columns, &senses, known);
    one_and_none(&mut columns, known);
    changes(&mut columns, &profiles, known);
    of_vehicles(&mut columns, &senses, known);
    regions_of_the_world(&mut columns, known);
    people_who_are_there(&mut columns, &senses, known);
    totals_of_what_is_not_read(&mut columns, &senses, known);
    both_ends(&mut columns);
    super::countries::ask(&mut columns, &senses, known);
    super::countries::codes_of_names(&mut columns, known);
    one_of_each(&mut columns, known);
    year_of_publication(&mut columns, known);
    for column in &mut columns {
        match &column.role {
            Role::Key(
                Field::Published
                | Field::Day
                | Field::Start
                | Field::End
                | Field::Month
                | Field::Week
                | Field::WeekStart
                | Field::WeekEnd,
            ) => {
                column.order =
                    known.map.and_then(|map| map.dates).or_else(|| order(known, column.at));
                column.timed = times_differ(known, column.at);
                column.solar = says_solar(&column.name) || known.title.solar;
                column.turned = known.map.is_none_or(|map| map.dates.is_none())
                    && may_be_turned(known, column.at);
            }
            Role::Value(_) => {
                let mut evidence = Evidence::default();
                known
                    .layout
                    .body
                    .clone()
                    .for_each(|row| evidence.see(&known.grid.cell(row, column.at)));
                column.decimal = known.map.and_then(|map| map.decimal).or(evidence.decimal());
            }
            _ => {}
        }
    }
    share_marks(&mut columns, known);
    of_fractions(&mut columns, known);
    sexes_of_all_ages(&mut columns, known);
    columns
}

/// Where males and females add up to the total, and children are counted besides, they are of all ages: no men and women.
fn sexes_of_all_ages(columns: &mut [Column], known: &Known<'_>) {
    use super::sense::People;
    let of = |part: Part| {
        let wanted = People::of_part(part);
        let is = |column: &&Column| {
            matches!(&column.role, Role::Value(frame)
                if frame.people.is_some_and(|people| people.group() == wanted.group()))
        };
        columns.iter().filter(is).map(|column| column.at).collect::<Vec<usize>>()
    };
    let whole = |column: &&Column| {
        matches!(&column.role, Role::Value(frame)
            if frame.people.is_none_or(|people| people == People::ALL))
    };
    let totals: Vec<usize> = columns.iter().filter(whole).map(|column| column.at).collect();
    let (men, women, children) = (of(Part::Men), of(Part::Women), of(Part::Children));
    let ([male], [female], [total, ..], false) =
        (&men[..], &women[..], &totals[..], children.is_empty())
    else {
        return;
    };
    let number = |row: usize, at: usize| {
        amount(&known.grid.cell(row, at), None).ok().and_then(|amount| amount.value)
    };
    let rows =
        || known.layout.body.clone().filter(|row| number(*row, *total).is_some()).take(SAMPLE);
    let adds_up = |row: usize| {
        let sum = number(row, *male).unwrap_or_default() + number(row, *female).unwrap_or_default();
        number(row, *total) == Some(sum)
    };
    let any_child =
        rows().any(|row| children.iter().any(|at| number(row, *at).is_some_and(|n| n > 0.0)));
    if !any_child || !rows().all(adds_up) {
        return;
    }
    for column in columns.iter_mut().filter(|column| [*male, *female].contains(&column.at)) {
        let told = known.map.is_some_and(|map| map.column(column.at, &column.name).is_some());
        if let Role::Value(frame) = &mut column.role
            && let Some(people) = &mut frame.people
            && !told
        {
            *people = People { from_age: 0, ..*people };
        }
    }
}

/// Whether a column says the same of every row, and that is that all are counted.
fn is_one_whole(at: usize, profile: &Profile, known: &Known<'_>) -> bool {
    if profile.filled == 0 || profile.distinct != 1 || profile.texts != profile.filled {
        return false;
    }
    let words = super::words::Words::all();
    let mut first = None;
    let all_alike = known.layout.body.clone().all(|row| {
        let cell = known.grid.told(row, at);
        known.grid.is_blank(row) || *first.get_or_insert_with(|| cell.clone()) == cell
    });
    let whole = |cell: &str| {
        words.opens(cell, Meaning::Flag(Flag::Total)) || words.opens(cell, Meaning::Part(Part::All))
    };
    all_alike && known.layout.body.len() > 1 && first.is_some_and(|cell| whole(&cell))
}

/// Where some heads are days in either order, one that is the same in both may be of either, too.
fn days_of_either_order(columns: &mut [Column], known: &Known<'_>) {
    if !columns.iter().any(|c| matches!(&c.role, Role::Unclear(why) if why == TWO_DAYS)) {
        return;
    }
    for column in columns.iter_mut() {
        let told = known.map.is_some_and(|map| map.column(column.at, &column.name).is_some());
        if matches!(column.role, Role::Value(_)) && !told && days::is_alike(&column.name) {
            column.role = Role::Unclear(TWO_DAYS.to_owned());
        }
    }
}

/// How many days a row is of, beside its first day.
fn durations(columns: &mut [Column], profiles: &[Profile], known: &Known<'_>) {
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    let of_starts = |column: &Column| {
        let sense = Sense::of(&column.name, None, known.gazetteer);
        column.role == Role::Key(Field::Day) && sense.is_field(Field::Start)
    };
    if has(Field::End) || !has(Field::Start) && !columns.iter().any(of_starts) {
        return;
    }
    const LENGTH: [&str; 10] =
        ["days", "duration", "number", "of", "no", "n", "in", "length", "covered", "period"];
    for (column, profile) in columns.iter_mut().zip(profiles) {
        let words = super::words::tokens(&column.name);
        let named = words.iter().all(|token| LENGTH.contains(&token.word.as_str()))
            && words.iter().any(|token| matches!(token.word.as_str(), "days" | "duration"));
        if named && matches!(column.role, Role::Left(_)) && profile.most(profile.numbers) {
            column.role = Role::Key(Field::Duration);
        }
    }
}

/// The year of something else: when those were displaced who are there now, or two years of which one is another
/// column's.
fn years_of_others(columns: &mut [Column], senses: &[Sense], known: &Known<'_>) {
    let told = |column: &Column| {
        known.map.is_some_and(|map| map.column(column.at, &column.name).is_some())
    };
    let stock = known.title.kind.is_some_and(super::claims::is_stock)
        || columns.iter().any(|column| {
            matches!(&column.role, Role::Value(frame) if frame.kind.is_some_and(super::claims::is_stock))
        });
    let years: Vec<usize> = (0..columns.len())
        .filter(|at| columns[*at].role == Role::Key(Field::Year) && !told(&columns[*at]))
        .collect();
    let named = |at: &usize| !senses[*at].residue.is_empty() || !senses[*at].kinds.is_empty();
    let two = years.len() > 1
        && years.iter().all(named)
        && !columns.iter().any(|column| told(column) && column.role == Role::Key(Field::Year));
    for at in years {
        let of_movement = senses[at].kinds.iter().any(|kind| !super::claims::is_stock(*kind));
        if two || stock && of_movement {
            columns[at].role = Role::Unclear(OTHER_YEARS.to_owned());
        }
    }
}

/// None and one, beside hundreds and thousands in the same row, are signs or levels and count nobody.
fn one_and_none(columns: &mut [Column], known: &Known<'_>) {
    let number = |row: usize, at: usize| {
        amount(&known.grid.cell(row, at), None).ok().and_then(|amount| amount.value)
    };
    let rows: Vec<usize> = known.layout.body.clone().take(SAMPLE).collect();
    let is_part =
        |column: &Column| matches!(&column.role, Role::Value(frame) if frame.people.is_some());
    let wholes: Vec<usize> = columns
        .iter()
        .filter(|column| matches!(&column.role, Role::Value(frame) if frame.people.is_none()))
        .map(|column| column.at)
        .collect();
    let sexes = columns.iter().filter(|column| is_part(column)).count();
    for column in columns.iter_mut().filter(|column| is_part(column)) {
        let told = known.map.is_some_and(|map| map.column(column.at, &column.name).is_some());
        let values = || rows.iter().filter_map(|row| number(*row, column.at));
        let small =
            values().all(|value| value == 0.0 || value == 1.0) && values().any(|v| v == 1.0);
        let beside = |row: &usize| {
            wholes.iter().any(|whole| number(*row, *whole).is_some_and(|whole| whole >= 500.0))
        };
        let filled = rows.iter().filter(|row| number(**row, column.at).is_some());
        if !told
            && sexes == 1
            && small
            && filled.clone().count() > 1
            && filled.into_iter().all(beside)
        {
            column.role = Role::Left(ONE_AND_NONE);
        }
    }
}

/// Nobody is a fraction: a column of which several numbers are, is a rate or in thousands, and its whole numbers are no
/// counts either.
fn of_fractions(columns: &mut [Column], known: &Known<'_>) {
    let number = |row: usize, column: &Column| {
        let cell = known.grid.cell(row, column.at);
        amount(&cell, column.decimal).ok().and_then(|amount| amount.value)
    };
    let rows = || known.layout.body.clone();
    let several = |column: &Column| {
        let fraction = |row: &usize| {
            known.grid.cell(*row, column.at).contains(['.', ','])
                && number(*row, column).is_some_and(|value| value.fract() != 0.0)
        };
        rows().filter(fraction).take(SEVERAL).count() == SEVERAL
    };
    // Of shares, nothing but none and all.
    let none_or_all = |column: &Column| {
        rows().filter_map(|row| number(row, column)).all(|value| ENDS.contains(&value))
    };
    let beside = columns.iter().any(|column| {
        matches!(&column.role, Role::Unclear(why) if why == COUNTRY_HEAD) && several(column)
    });
    let mut found = beside;
    let told = |column: &Column| {
        known.map.is_some_and(|map| map.column(column.at, &column.name).is_some())
    };
    let scaled = |column: &Column| match &column.role {
        Role::Value(frame) => frame.scale.or(known.title.scale).is_some(),
        _ => true,
    };
    for column in columns.iter_mut().filter(|column| !scaled(column) && !told(column)) {
        if several(column) {
            column.role = Role::Unclear(FRACTIONS.to_owned());
            found = true;
        }
    }
    let open = |column: &Column| matches!(&column.role, Role::Value(frame) if frame.kind.is_none());
    for column in columns.iter_mut().filter(|column| found && open(column) && !told(column)) {
        if none_or_all(column) {
            column.role = Role::Unclear(FRACTIONS.to_owned());
        }
    }
}

/// The name of a column, and crossings in it that are written in small letters.
fn sense_of(name: &str, known: &Known<'_>) -> Sense {
    let mut sense = Sense::of(name, known.year, known.gazetteer);
    // The days of a month that the title names.
    if let Ok(number @ 1..=31) = name.trim().parse::<i8>()
        && let Some(month) = known.title.window
        && month.start().day() == 1
        && month.end() == month.start().last_of_month()
        && let Ok(day) = Date::new(month.start().year(), month.start().month(), number)
    {
        sense.days = vec![(Order::Only, Window::day(day))];
        sense.residue.clear();
    }
    if sense.via.is_empty() && !sense.residue.is_empty() {
        // Runs of up to three words that nothing is known of.
        let residue = sense.residue.clone();
        'found: for size in (1..=3.min(residue.len())).rev() {
            for start in 0..=residue.len() - size {
                let words = residue[start..start + size].join(" ");
                if words.len() > 3
                    && let Some(place) = known.gazetteer.crossing(&words)
                {
                    sense.via = vec![place.name.clone()];
                    sense.residue.drain(start..start + size);
                    break 'found;
                }
            }
        }
    }
    sense
}

fn profile(known: &Known<'_>, at: usize, rows: &[usize]) -> Profile {
    let mut profile = Profile::default();
    let mut seen: FxHashMap<String, [bool; 8]> = FxHashMap::default();
    for row in rows {
        let cell = known.grid.told(*row, at);
        if cell.is_empty() || numbers::is_missing(&cell) {
            continue;
        }
        profile.filled += 1;
        profile.times += usize::from(calendar::hours::of_cell(&cell).is_some());
        profile.fiscal += usize::from(calendar::fiscal::named(&cell).is_some());
        let digits = cell.contains(|c: char| c.is_ascii_digit());
        if digits && is_negative(&cell) {
            profile.negative += 1;
            profile.numbers += 1;
            continue;
        }
        if digits && !matches!(amount(&cell, None), Err(Why::NotANumber)) {
            profile.numbers += 1;
            let small = cell.parse::<u32>().ok();
            profile.months += usize::from(super::windows::month_in_digits(&cell).is_some());
            profile.to_12 += usize::from(small.is_some_and(|n| (1..=12).contains(&n)));
            profile.to_53 += usize::from(small.is_some_and(|n| (1..=53).contains(&n)));
            profile.years += usize::from(days::whole_year(&cell).is_some());
            profile.serials += usize::from(days::serial(&cell).is_some());
            if days::readings(&cell, None).is_err() {
                continue;
            }
        }
        let year = Some(Year::of(2000)); // any: only whether it is a day
        if days::readings(&cell, year).is_ok() || calendar::solar::written(&cell).is_some() {
            profile.dates += 1;
            continue;
        }
        profile.texts += 1;
        let [crossing, country, kind, part, vehicle, whole, status, unit] =
            *seen.entry(cell.to_string()).or_insert_with(|| {
                let sense = Sense::of(&cell, None, known.gazetteer);
                let country =
                    known.gazetteer.find(&cell).is_some_and(|p| p.kind == PlaceKind::Country)
                        || cell.len() == 3 && known.gazetteer.country(&cell).is_some();
                let way = (sense.kinds.len() == 1 || sense.both_ways) && sense.residue.len() <= 1;
                let part = sense.people.is_some() && sense.residue.is_empty();
                let vehicle = sense.has(Flag::Vehicles) && !sense.has(Flag::Count);
                let whole = sense.has(Flag::Total) && sense.residue.is_empty();
                let status = super::words::Words::all().status(&cell).is_some();
                let crossing = known.gazetteer.crossing(&cell).is_some();
                let unit = super::keys::unit(&sense).is_some();
                [crossing, country, way, part, vehicle, whole, status, unit]
            });
        profile.units += usize::from(unit);
        profile.statuses += usize::from(status);
        profile.truths += usize::from(is_truth(&cell));
        profile.wholes += usize::from(whole && !kind);
        profile.vehicles += usize::from(vehicle);
        profile.crossings += usize::from(crossing);
        profile.countries += usize::from(country);
        profile.kinds += usize::from(kind);
        profile.parts += usize::from(part);
    }
    profile.distinct = seen.len();
    profile
}

/// What a column is that no map names.
fn role(name: &str, sense: &Sense, profile: &Profile, any_kind: bool, known: &Known<'_>) -> Role {
    if persons::is_personal(sense)
        && !profile.most(profile.crossings)
        && !profile.most(profile.countries)
    {
        return Role::Personal;
    }
    if profile.filled == 0 {
        return Role::Empty;
    }
    let first = sense.fields.first().copied();
    if first == Some(Field::Hour) && profile.most(profile.times) {
        return Role::Key(Field::Hour);
    }
    if profile.most(profile.dates)
        && !profile.most(profile.numbers - profile.numbers.min(profile.years))
    {
        return of_days(name, sense, profile);
    }
    match profile.most(profile.numbers) {
        true => of_numbers(name, sense, profile, any_kind, known),
        false => of_words(name, sense, profile, any_kind, known),
    }
}

/// What a column of days is.
fn of_days(name: &str, sense: &Sense, profile: &Profile) -> Role {
    let named = [
        Field::YearEnd,
        Field::FortnightEnd,
        Field::Published,
        Field::WeekStart,
        Field::WeekEnd,
        Field::Start,
        Field::End,
        Field::Day,
        Field::Month,
        Field::Week,
        Field::Quarter,
    ];
    if profile.fiscal == profile.filled || sense.is_field(Field::FiscalYear) {
        return Role::Key(Field::FiscalYear);
    }
    let first = sense.fields.first().copied();
    match named.into_iter().find(|wanted| sense.is_field(*wanted)) {
        Some(wanted) => Role::Key(wanted),
        // Of days, "from" and "to" are first and last.
        None if first == Some(Field::From) => Role::Key(Field::Start),
        None if first == Some(Field::To) => Role::Key(Field::End),
        None if name.is_empty() || sense.fields.is_empty() && !sense.has(Flag::Other) => {
            Role::Key(Field::Day)
        }
        None => Role::Left("days, by a name of something else"),
    }
}

/// What a column of numbers is: parts of days, bounds, or counts.
fn of_numbers(
    name: &str,
    sense: &Sense,
    profile: &Profile,
    any_kind: bool,
    known: &Known<'_>,
) -> Role {
    match sense.fields.first().copied() {
        Some(Field::FiscalYear) if profile.most(profile.years) => Role::Key(Field::FiscalYear),
        Some(Field::Year) if profile.most(profile.years) && sense.days.is_empty() => {
            Role::Key(Field::Year)
        }
        Some(Field::Day | Field::Month)
            if sense.kinds.is_empty()
                && profile.months == profile.filled
                && sense.people.is_none() =>
        {
            Role::Key(Field::Month)
        }
        // The number of a day, a month, a year or a quarter beside the date.
        Some(Field::Day | Field::Year | Field::Quarter)
            if sense.kinds.is_empty()
                && sense.people.is_none()
                && sense.days.is_empty()
                && sense.residue.is_empty()
                && profile.serials == 0 =>
        {
            Role::Left("a part of a date")
        }
        Some(Field::Month) if sense.kinds.is_empty() && profile.to_12 == profile.numbers => {
            Role::Key(Field::Month)
        }
        Some(Field::Week) if sense.kinds.is_empty() && profile.to_53 == profile.numbers => {
            Role::Key(Field::Week)
        }
        _ if profile.negative > 0 => Role::Left(CHANGES),
        Some(wanted @ (Field::Day | Field::Start | Field::End | Field::Published))
            if profile.serials == profile.numbers =>
        {
            Role::Key(wanted)
        }
        Some(wanted @ (Field::Low | Field::High))
            if sense.kinds.is_empty() && sense.residue.is_empty() && !sense.has(Flag::Percent) =>
        {
            Role::Key(wanted)
        }
        Some(Field::Notes | Field::Hour) if profile.times < profile.filled => {
            Role::Left("not a count")
        }
        _ => of_counts(name, sense, any_kind, known),
    }
}

/// What numbers are that are no part of a day: counts of people, or of what else.
fn of_counts(name: &str, sense: &Sense, any_kind: bool, known: &Known<'_>) -> Role {
    match () {
        _ if sense.has(Flag::Percent) => Role::Left("shares"),
        _ if sense.has(Flag::Other) => Role::Left("numbers, but no count of people"),
        _ if sense.has(Flag::Averted) || opens_with_not(name) => {
            Role::Left("what was not done, or is still to come")
        }
        _ if sense.has(Flag::Matter) && !sense.has(Flag::Count) => {
            Role::Left("applications, cases or the like")
        }
        _ if is_rate(name) => Role::Left("so many to each of something, no count"),
        _ if sense.has(Flag::Vehicles) && !sense.has(Flag::Count) => Role::Left("vehicles"),
        _ if (sense.has(Flag::FamilyUnits) || known.title.family_units)
            && !sense.has(Flag::Count) =>
        {
            Role::Unclear(FAMILY_UNITS.to_owned())
        }
        _ if sense.mixed => Role::Unclear("counts of two groups in one name".to_owned()),
        _ => value(name, sense, any_kind, known),
    }
}

/// What a column of words is.
fn of_words(
    name: &str,
    sense: &Sense,
    profile: &Profile,
    any_kind: bool,
    known: &Known<'_>,
) -> Role {
    if profile.most(profile.truths) {
        return Role::Left("yes or no");
    }
    let first = sense.fields.first().copied().or_else(|| place_among(sense));
    if sense.is_field(Field::FiscalYear) || profile.fiscal > 0 && profile.fiscal == profile.filled {
        return Role::Key(Field::FiscalYear);
    }
    if first == Some(Field::Unit) && sense.fields.len() == 1 {
        return match profile.most(profile.units) {
            true => Role::Key(Field::Unit),
            false => Role::Left("words"),
        };
    }
    if first == Some(Field::What) || is_what(profile) {
        return Role::Key(Field::What);
    }
    if let Some(Field::Via) = first
        && (profile.crossings > 0 || profile.texts > 0)
    {
        return Role::Key(Field::Via);
    }
    if profile.most(profile.crossings)
        && !matches!(first, Some(Field::From | Field::To | Field::Notes | Field::Source))
    {
        return Role::Key(Field::Via);
    }
    match first {
        Some(Field::Status) if profile.most(profile.statuses) => Role::Key(Field::Status),
        Some(Field::Status) => Role::Left("words"),
        // What is remarked of a row is not what the row counts.
        Some(Field::Notes) => Role::Left("words"),
        Some(Field::Direction) if profile.kinds > 0 => Role::Key(Field::Direction),
        Some(Field::Direction)
            if known.title.kind.is_none() && known.map.is_none() && sense.residue.is_empty() =>
        {
            Role::Unclear(UNKNOWN_KINDS.to_owned())
        }
        Some(Field::Group) if profile.parts > 0 => Role::Key(Field::Group),
        Some(Field::At) if is_code(name) => Role::Left("codes"),
        Some(
            wanted @ (Field::From
            | Field::To
            | Field::At
            | Field::Nationality
            | Field::Source
            | Field::Organisation
            | Field::Publisher),
        ) => Role::Key(wanted),
        Some(
            Field::Day | Field::Start | Field::End | Field::Month | Field::Week | Field::Published,
        ) if profile.dates > 0 => Role::Key(first.unwrap_or(Field::Day)),
        _ => by_cells(name, sense, profile, any_kind, known),
    }
}

/// What a column of words is by what stands in it, where its name does not tell.
fn by_cells(
    name: &str,
    sense: &Sense,
    profile: &Profile,
    any_kind: bool,
    known: &Known<'_>,
) -> Role {
    let named = sense.fields.first().copied().or_else(|| place_among(sense));
    match () {
        // Where one cell is no happening, the column tells something else: "Expelled", "Fear".
        _ if profile.most(profile.kinds) && profile.kinds + profile.wholes >= profile.texts => {
            Role::Key(Field::Direction)
        }
        _ if profile.most(profile.parts) => Role::Key(Field::Group),
        _ if profile.most(profile.countries) && named.is_none() => {
            // A country in each row: of whom, from where or to where?
            match (&known.title.from, &known.title.to) {
                _ if sense.has(Flag::From) => Role::Key(Field::From),
                _ if sense.has(Flag::To) => Role::Key(Field::To),
                _ => Role::Unclear(super::countries::ASKED.to_owned()),
            }
        }
        _ => match numbers_among(profile)
            && !matches!(value(name, sense, any_kind, known), Role::Unclear(_))
        {
            // Counts with many remarks between them.
            true => value(name, sense, any_kind, known),
            false => Role::Left("words"),
        },
    }
}

/// Whether a cell says yes or no, in any of the languages.
fn is_truth(cell: &str) -> bool {
    const TRUTHS: [&str; 10] =
        ["yes", "no", "oui", "non", "si", "tak", "nie", "true", "false", "don_t_know"];
    TRUTHS.contains(&super::words::folded(cell).as_str())
}

/// What a column of words is that has a place in its name, and which way: "current (arrival) region".
fn place_among(sense: &Sense) -> Option<Field> {
    match (sense.weak.first()?, sense.kinds.as_slice()) {
        (place @ (Field::From | Field::To), _) => Some(*place),
        (Field::At, [Kind::Departure]) => Some(Field::From),
        (Field::At, [_]) => Some(Field::At),
        _ => None,
    }
}

fn numbers_among(profile: &Profile) -> bool {
    profile.numbers > 0 && 5 * profile.numbers >= 2 * profile.filled
}

/// A column of numbers: counts, when its name or the title says of what.
fn value(name: &str, sense: &Sense, any_kind: bool, known: &Known<'_>) -> Role {
    if counts_another_thing(name, sense, known) {
        return Role::Unclear(
            "it counts something, and it is not known that these are people".to_owned(),
        );
    }
    if sense.has(Flag::Percent) {
        return Role::Left("shares");
    }
    let plain = sense.has(Flag::Count) && !sense.has(Flag::Matter) && sense.residue.is_empty();
    if known.matter && known.title.kind.is_none() && !plain {
        return Role::Unclear(MATTER.to_owned());
    }
    if !sense.kinds.is_empty() && sense.via.is_empty() && sense.residue.len() >= STRANGE {
        return Role::Unclear("its name says more than is known".to_owned());
    }
    let frame = Frame::of(sense);
    if frame.both_ways && !frame.total {
        return Role::Left("in and out in one number");
    }
    if sense.days.len() > 1 {
        return Role::Unclear(TWO_DAYS.to_owned());
    }
    let number = sense.has(Flag::Number) || sense.has(Flag::Total) || sense.has(Flag::Cumulative);
    let told = !sense.kinds.is_empty()
        || sense.people.is_some()
        || !sense.via.is_empty()
        || sense.has(Flag::Count)
        || number
        || sense.has(Flag::YearToDate)
        || sense.has(Flag::FiscalToDate)
        || sense.has(Flag::Households)
        || frame.window.is_some()
        || sense.nationality.is_some()
        || !sense.countries.is_empty()
        || sense.from.is_some()
        || sense.to.is_some();
    if sense.wants_year {
        return Role::Unclear(
            "a day or month as its name, of a year that is said nowhere".to_owned(),
        );
    }
    let came = sense.has(Flag::Moved) || frame.cumulative;
    if sense.has(Flag::People) && !any_kind && sense.kinds.is_empty() && !came {
        return Role::Unclear(CAME_OR_THERE.to_owned());
    }
    // "Number", "Total applications": that something was counted is all that is said.
    let dated = frame.window.is_some() || sense.has(Flag::YearToDate);
    if (number || dated)
        && !says_people(sense)
        && (!known.people || number && !sense.residue.is_empty())
    {
        return Role::Unclear(
            "it counts something, and it is not known that these are people".to_owned(),
        );
    }
    if !told && !sense.has(Flag::People) {
        // Under a title that says what is counted, a plain name may be a place or a group.
        return Role::Unclear(match sense.residue.is_empty() {
            true => "numbers under no name".to_owned(),
            false => "numbers, and its name does not say of what".to_owned(),
        });
    }
    let mut frame = frame;
    frame.trail = super::stated::trail(name);
    // Displaced people and returnees who are there stand in one row, and are not the same.
    if frame.kind.is_some_and(super::claims::is_stock) && sense.has(Flag::People) {
        frame.who = Some(name.into());
    }
    // A table by nationality has a country in each name.
    if let [country] = &sense.countries[..]
        && frame.from.is_none()
        && frame.to.is_none()
    {
        match (frame.kind.or(known.title.kind), &known.title.from, &known.title.to) {
            (Some(Kind::Arrival | Kind::Return), _, Some(_)) => {
                frame.from = Some(country.as_str().into())
            }
            (Some(Kind::Departure), Some(_), _) => frame.to = Some(country.as_str().into()),
            _ => {
                return Role::Unclear(COUNTRY_HEAD.to_owned());
            }
        }
    }
    Role::Value(Box::new(frame))
}

/// Whether a name says that people are counted.
fn says_people(sense: &Sense) -> bool {
    !sense.kinds.is_empty()
        || sense.both_ways
        || sense.people.is_some()
        || !sense.via.is_empty()
        || sense.nationality.is_some()
        || !sense.countries.is_empty()
        || sense.from.is_some()
        || sense.to.is_some()
        || [Flag::Count, Flag::People, Flag::Households].into_iter().any(|flag| sense.has(flag))
}

/// Whether the title, a name or the cells of a column say that the table counts people.
fn counts_people(senses: &[Sense], profiles: &[Profile], known: &Known<'_>) -> bool {
    let title = known.title;
    let by_title = title.kind.is_some()
        || title.both_ways
        || title.people.is_some()
        || title.unit.is_some()
        || title.nationality.is_some()
        || !title.via.is_empty()
        || title.counted;
    // Applications, visas and crimes have nationalities, too.
    let by_name = |sense: &Sense| {
        says_people(sense) || sense.is_field(Field::Via) || sense.is_field(Field::Status)
    };
    let by_cells = |profile: &Profile| {
        profile.most(profile.kinds) || profile.most(profile.parts) || profile.crossings > 0
    };
    by_title || senses.iter().any(by_name) || profiles.iter().any(by_cells)
}

/// Whether a title, or several names of counts, speak of applications, cases and the like.
fn speaks_of_matters(senses: &[Sense], profiles: &[Profile], known: &Known<'_>) -> bool {
    let counts = senses.iter().zip(profiles).filter(|(_, profile)| profile.most(profile.numbers));
    let matters = counts.filter(|(sense, _)| sense.has(Flag::Matter)).count();
    known.title.matter || matters >= 2
}

/// Whether the cells of a column tell what was counted: vehicles of several sorts, and people.
fn is_what(profile: &Profile) -> bool {
    let category = profile.texts < 8 || 2 * profile.distinct <= profile.texts;
    profile.vehicles > 0 && 5 * profile.vehicles >= profile.texts && category
}

/// Of a column that has numbers below nought, or stands among such.
const CHANGES: &str = "changes, since some are below nought";

fn is_negative(cell: &str) -> bool {
    let rest = cell.strip_prefix(['-', '−']).map(str::trim_start);
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && amount(rest, None).is_ok()
    })
}

/// A change from before is no count; one column of them among like ones tells for all.
fn changes(columns: &mut [Column], profiles: &[Profile], known: &Known<'_>) {
    let told = |column: &Column| {
        known.map.is_some_and(|map| map.column(column.at, &column.name).is_some())
    };
    let bare = |frame: &Frame| Frame { via: Vec::new(), window: None, who: None, ..frame.clone() };
    let below: Vec<Frame> = columns
        .iter()
        .zip(profiles)
        .filter(|(column, profile)| profile.negative > 0 && !told(column))
        .filter_map(|(column, _)| match &column.role {
            Role::Value(frame) => Some(bare(frame)),
            _ => None,
        })
        .collect();
    let left = columns.iter().zip(profiles).any(|(column, profile)| {
        profile.negative > 0 && matches!(column.role, Role::Left(why) if why == CHANGES)
    });
    for column in columns.iter_mut().filter(|column| !told(column)) {
        if let Role::Value(frame) = &column.role
            && (below.contains(&bare(frame)) || left && frame.window.is_some())
        {
            column.role = Role::Left(CHANGES);
        }
    }
}

/// "Not family with children".
fn opens_with_not(name: &str) -> bool {
    super::words::tokens(name).first().is_some_and(|token| token.word == "not")
}

/// "Number of tents": that something is counted is all that is known of its name.
fn counts_another_thing(name: &str, sense: &Sense, known: &Known<'_>) -> bool {
    const NUMBER: [&str; 11] = [
        "number", "numbers", "no", "nr", "num", "hash", "count", "nombre", "nb", "liczba", "ilosc",
    ];
    // Of heads above each other the lowest names what is counted.
    let name = name.rsplit(super::sense::LEVEL).next().unwrap_or(name);
    let tokens = super::words::tokens(name);
    let [first, rest @ ..] = &tokens[..] else { return false };
    let Some(next) = rest.first().filter(|_| NUMBER.contains(&first.word.as_str())) else {
        return false;
    };
    if is_of_things(rest, sense) {
        return true;
    }
    let thing = Sense::of(&name[next.span.start..], None, known.gazetteer);
    !sense.residue.is_empty()
        && thing.kinds.is_empty()
        && thing.people.is_none()
        && thing.via.is_empty()
        && thing.nationality.is_none()
        && ![Flag::Count, Flag::People, Flag::Households, Flag::Total, Flag::Cumulative]
            .into_iter()
            .any(|flag| thing.has(flag))
}

/// "Number of schools that shelter displaced people": the first word in the plural is what is counted, and it is none
/// for people.
fn is_of_things(after: &[super::words::Token], sense: &Sense) -> bool {
    const NO_THINGS: [&str; 16] = [
        "various",
        "previous",
        "religious",
        "indigenous",
        "workers",
        "labourers",
        "laborers",
        "students",
        "evacuees",
        "beneficiaries",
        "survivors",
        "victims",
        "casualties",
        "nationalities",
        "foreigners",
        "residents",
    ];
    let words = super::words::Words::all();
    let mut at = 0;
    while at < after.len() {
        let word = after[at].word.as_str();
        match words.at(after, at) {
            Some((length, meanings)) => {
                // "Number of villages with returnees".
                if word.ends_with('s') && meanings == [Meaning::Field(Field::At)] {
                    return true;
                }
                let counts = meanings.iter().any(|meaning| {
                    !matches!(
                        meaning,
                        Meaning::Flag(
                            Flag::Stop | Flag::Moved | Flag::Total | Flag::From | Flag::To
                        )
                    )
                });
                if counts {
                    return false;
                }
                at += length;
            }
            None => {
                let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
                if plural && sense.residue.iter().any(|left| left == word) {
                    return !NO_THINGS.contains(&word);
                }
                at += 1;
            }
        }
    }
    false
}

/// Whether a column of places lies deeper than one before it.
fn levels(earlier: &str, later: &str) -> bool {
    let words = super::words::Words::all();
    match (words.level(earlier), words.level(later)) {
        (Some(earlier), Some(later)) => later > earlier,
        _ => false,
    }
}

/// "admin1Pcode": the code of a place whose name stands beside it.
fn is_code(name: &str) -> bool {
    let words = super::words::tokens(name);
    let deep = super::words::Words::all().level(name).is_some_and(|level| level > 0);
    deep && words.iter().any(|token| matches!(token.word.as_str(), "pcode" | "code" | "pcodes"))
}

/// "Migrants per boat": a number of people, and none that can be added up.
fn is_rate(name: &str) -> bool {
    const PERIODS: [&str; 10] =
        ["day", "week", "month", "year", "quarter", "hour", "jour", "semaine", "mois", "annee"];
    let words = super::words::tokens(name);
    words.windows(2).any(|pair| {
        matches!(pair[0].word.as_str(), "per" | "par" | "na")
            && !PERIODS.contains(&pair[1].word.as_str())
            && super::words::Words::all().at(&words[1..], 0).is_some()
            && pair[0].word != "na"
    })
}

/// A block under "Trucks", or a table whose corner says so, counts vehicles.
fn of_vehicles(columns: &mut [Column], senses: &[Sense], known: &Known<'_>) {
    let is_key = |column: &Column| matches!(column.role, Role::Key(_));
    let vehicles = |sense: &Sense| sense.has(Flag::Vehicles) && !sense.has(Flag::Count);
    let corner = columns
        .iter()
        .zip(senses)
        .any(|(column, sense)| is_key(column) && vehicles(sense) && sense.fields.is_empty());
    if !corner && known.title.unit != Some(claim::Unit::Vehicles) {
        return;
    }
    for (column, sense) in columns.iter_mut().zip(senses) {
        if matches!(column.role, Role::Value(_))
            && known.map.is_none_or(|map| map.column(column.at, &column.name).is_none())
            && !sense.has(Flag::Count)
        {
            column.role = Role::Left("vehicles");
        }
    }
}

/// "Africa North", "Asia Central": where the countries beside them lie, and not where people were counted.
fn regions_of_the_world(columns: &mut [Column], known: &Known<'_>) {
    const CONTINENTS: [&str; 12] = [
        "africa", "asia", "europe", "america", "americas", "oceania", "eu", "afrique", "asie",
        "amerique", "azja", "afryka",
    ];
    let country = |column: &Column| {
        matches!(column.role, Role::Key(Field::Nationality | Field::From | Field::To))
    };
    if !columns.iter().any(country) {
        return;
    }
    let rows = known.layout.body.clone();
    let step = rows.len().div_ceil(SAMPLE).max(1);
    for column in columns.iter_mut().filter(|column| column.role == Role::Key(Field::At)) {
        let (mut filled, mut regions) = (0, 0);
        for row in rows.clone().step_by(step) {
            let cell = known.grid.told(row, column.at);
            if cell.is_empty() {
                continue;
            }
            filled += 1;
            let words = super::words::tokens(&cell);
            regions += usize::from(words.iter().any(|t| CONTINENTS.contains(&t.word.as_str())));
        }
        if 2 * regions > filled {
            column.role = Role::Left("regions of the world");
        }
    }
}

/// Where people are counted by their status, "returnees" beside them are who is there as much as who
/// came back; and where an assessment goes by rounds, all are who was found there.
fn people_who_are_there(columns: &mut [Column], senses: &[Sense], known: &Known<'_>) {
    let told = |column: &Column| {
        known.map.is_some_and(|map| map.column(column.at, &column.name).is_some())
    };
    let rounds = senses.iter().zip(columns.iter()).any(|(sense, column)| {
        let words = super::words::tokens(&column.name);
        sense.has(Flag::Other)
            && words
                .iter()
                .any(|token| matches!(token.word.as_str(), "round" | "baseline" | "assessment"))
    });
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    let moves = has(Field::Start) && has(Field::End) || has(Field::Via) || has(Field::Direction);
    let affected: Vec<bool> = columns
        .iter()
        .map(|column| {
            !moves
                && known
                    .layout
                    .tags
                    .is_some_and(|row| hxl::is_affected(&known.grid.cell(row, column.at)))
        })
        .collect();
    let by_status = |sense: &Sense| sense.has(Flag::People);
    // "Other people in need" beside refugees and asylum seekers are of their sort.
    let others = |sense: &Sense, column: &Column| {
        matches!(&column.role, Role::Value(frame) if frame.kind.is_none() && frame.window.is_none())
            && sense.has(Flag::Count)
            && !sense.residue.is_empty()
            && !sense.has(Flag::Moved)
    };
    let asked =
        columns.iter().any(|c| matches!(&c.role, Role::Unclear(why) if why == CAME_OR_THERE));
    for ((column, sense), affected) in columns.iter_mut().zip(senses).zip(affected) {
        if !told(column) && asked && !affected && others(sense, column) {
            column.role = Role::Unclear(CAME_OR_THERE.to_owned());
        }
        if told(column) || !by_status(sense) {
            continue;
        }
        let rounds = rounds || affected;
        match &mut column.role {
            Role::Unclear(why) if why == CAME_OR_THERE && rounds => {
                let mut frame = Frame::of(sense);
                frame.kind = Some(Kind::Population);
                frame.who = Some(column.name.as_str().into());
                column.role = Role::Value(Box::new(frame));
            }
            Role::Value(frame) if frame.kind == Some(Kind::Return) && rounds => {
                frame.kind = Some(Kind::Population);
                frame.who = Some(column.name.as_str().into());
            }
            Role::Value(frame) if frame.kind == Some(Kind::Return) && asked => {
                column.role = Role::Unclear(CAME_OR_THERE.to_owned());
            }
            _ => {}
        }
    }
}

/// "To date" behind "From date" is the last day; the first and the last day of a week beside each other are the ends of its days.
fn both_ends(columns: &mut [Column]) {
    const TO: [&str; 6] = ["to", "until", "till", "through", "do", "au"];
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    if has(Field::Start) && !has(Field::End) {
        for column in columns.iter_mut().filter(|column| column.role == Role::Key(Field::Day)) {
            let words = super::words::tokens(&column.name);
            if words.first().is_some_and(|first| TO.contains(&first.word.as_str())) {
                column.role = Role::Key(Field::End);
            }
        }
    }
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    if has(Field::WeekStart) && (has(Field::WeekEnd) || has(Field::End))
        || has(Field::WeekEnd) && has(Field::Start)
    {
        for column in columns {
            match column.role {
                Role::Key(Field::WeekStart) => column.role = Role::Key(Field::Start),
                Role::Key(Field::WeekEnd) => column.role = Role::Key(Field::End),
                _ => {}
            }
        }
    }
}

/// Days in heads that could be two take the order of those that can be one only, or the map's.
fn one_order(senses: &mut [Sense], map: Option<&Map>) {
    let mut proved: Vec<Order> = senses
        .iter()
        .filter_map(|sense| match sense.days[..] {
            [(order @ (Order::DayFirst | Order::MonthFirst), _)] => Some(order),
            _ => None,
        })
        .collect();
    proved.sort();
    proved.dedup();
    let order = match (map.and_then(|map| map.dates), &proved[..]) {
        (Some(told), _) => told,
        (None, [order]) => *order,
        _ => return,
    };
    for sense in senses.iter_mut().filter(|sense| sense.days.len() > 1) {
        if sense.days.iter().any(|(own, _)| *own == order) {
            sense.days.retain(|(own, _)| *own == order);
        }
    }
}

/// A total beside columns of days that are not read is a total of days that are not known; one beside groups that are
/// asked about is a total of these, unless it is the sum of those that are read.
fn totals_of_what_is_not_read(columns: &mut [Column], senses: &[Sense], known: &Known<'_>) {
    let unread = columns.iter().zip(senses).any(|(column, sense)| {
        matches!(column.role, Role::Unclear(_)) && (!sense.days.is_empty() || sense.wants_year)
    });
    for column in columns.iter_mut().filter(|_| unread) {
        if matches!(&column.role, Role::Value(frame) if frame.total && frame.window.is_none()) {
            column.role = Role::Left("a total of columns that are not read");
        }
    }
    let asked = |column: &Column| {
        matches!(&column.role, Role::Unclear(why)
            if why == CAME_OR_THERE || why == MATTER || why == FAMILY_UNITS)
    };
    if !columns.iter().any(asked) {
        return;
    }
    for at in 0..columns.len() {
        let told = known.map.is_some_and(|map| map.column(at, &columns[at].name).is_some());
        let bare = matches!(&columns[at].role, Role::Value(frame)
            if frame.total && frame.kind.is_none() && frame.people.is_none() && frame.via.is_empty()
                && frame.nationality.is_none());
        if bare && !told && !is_sum_of_read(at, columns, known) {
            columns[at].role = Role::Unclear(TOTAL_OF_ASKED.to_owned());
        }
    }
}

/// Whether a total is the sum of the counts beside it that are read, in every row.
fn is_sum_of_read(total: usize, columns: &[Column], known: &Known<'_>) -> bool {
    let number = |row: usize, at: usize| {
        amount(&known.grid.cell(row, at), None).ok().and_then(|amount| amount.value)
    };
    let parts: Vec<usize> = columns
        .iter()
        .filter(|column| matches!(&column.role, Role::Value(frame) if !frame.total))
        .map(|column| column.at)
        .collect();
    let rows: Vec<usize> = known
        .layout
        .body
        .clone()
        .filter(|row| number(*row, total).is_some())
        .take(SAMPLE)
        .collect();
    let is_sum = |row: &usize| {
        let sum: f64 = parts.iter().filter_map(|at| number(*row, *at)).sum();
        number(*row, total) == Some(sum)
    };
    !parts.is_empty() && !rows.is_empty() && rows.iter().all(is_sum)
}

/// A year beside a day of publication is the year of that day, not the window of the counts.
fn year_of_publication(columns: &mut [Column], known: &Known<'_>) {
    let has = |field: Field| columns.iter().any(|column| column.role == Role::Key(field));
    let days = [
        Field::Day,
        Field::Start,
        Field::End,
        Field::Month,
        Field::Week,
        Field::WeekStart,
        Field::WeekEnd,
    ];
    if has(Field::Published) && !days.into_iter().any(has) {
        let published =
            columns.iter().find(|c| c.role == Role::Key(Field::Published)).map(|c| c.at);
        // A year that lies before the day of publication in every row is the one counted.
        let earlier = |year: usize| {
            let mut rows = known.layout.body.clone().filter(|row| !known.grid.is_blank(*row));
            rows.all(|row| {
                let year = days::whole_year(&known.grid.told(row, year));
                let day = published.map(|at| days::readings(&known.grid.told(row, at), None));
                match (year, day) {
                    (Some(year), Some(Ok(days))) => {
                        days.iter().all(|(_, day)| day.start() > year.end())
                    }
                    _ => false,
                }
            })
        };
        for column in columns
            .iter_mut()
            .filter(|column| column.role == Role::Key(Field::Year) && !earlier(column.at))
        {
            column.role = Role::Left("the year of the day of publication");
        }
    }
}

/// Two columns for the same thing are both left, where nothing tells which is meant.
fn one_of_each(columns: &mut [Column], known: &Known<'_>) {
    let mut first: BTreeMap<Field, usize> = BTreeMap::new();
    let told = |at: usize, columns: &[Column]| {
        known.map.is_some_and(|map| map.column(columns[at].at, &columns[at].name).is_some())
    };
    for at in 0..columns.len() {
        let Role::Key(field) = columns[at].role else { continue };
        if matches!(field, Field::Notes) {
            continue;
        }
        match first.get(&field).copied() {
            None => {
                first.insert(field, at);
            }
            // What a map says of a column holds against what its neighbours were taken for.
            Some(earlier) if told(at, columns) && !told(earlier, columns) => {
                columns[earlier].role = Role::Left(NAMED);
                first.insert(field, at);
            }
            // Places within each other: the deepest that is filled names the place.
            Some(earlier)
                if matches!(field, Field::At | Field::From | Field::To)
                    && (levels(&columns[earlier].name, &columns[at].name)
                        || told(earlier, columns) && told(at, columns)) =>
            {
                first.insert(field, at);
            }
            // A code or a part of the name beside it.
            Some(_)
                if matches!(
                    field,
                    Field::At
                        | Field::Source
                        | Field::Organisation
                        | Field::From
                        | Field::To
                        | Field::Via
                ) =>
            {
                columns[at].role = Role::Left("says more of a column before it");
            }
            Some(_) if matches!(field, Field::WeekStart | Field::WeekEnd) => {
                columns[at].role = Role::Left("the second of its kind");
            }
            Some(earlier) if matches!(field, Field::Day) => match told(earlier, columns) {
                true => columns[at].role = Role::Left("days, where a map names others"),
                _ if same_days(columns[earlier].at, columns[at].at, known) => {
                    columns[at].role = Role::Left("the same days in other words");
                }
                _ => {
                    let reason = ONE_OF_TWO_DAYS.to_owned();
                    columns[earlier].role = Role::Unclear(reason.clone());
                    columns[at].role = Role::Unclear(reason);
                }
            },
            Some(_) => columns[at].role = Role::Left("the second of its kind"),
        }
    }
}

/// Whether the days of a column have different times behind them: one time behind all is a program's.
fn times_differ(known: &Known<'_>, at: usize) -> bool {
    let mut first = None;
    known.layout.body.clone().any(|row| {
        match calendar::hours::behind_day(&known.grid.told(row, at)) {
            Some(time) => *first.get_or_insert(time) != time,
            None => false,
        }
    })
}

/// Whether a name or title says that its years are solar Hijri ones.
pub(super) fn says_solar(label: &str) -> bool {
    const SOLAR: [&str; 9] = [
        "solar",
        "shamsi",
        "jalali",
        "persian",
        "khorshidi",
        "sh",
        "hejri",
        "afghan calendar",
        "hs",
    ];
    let words = super::words::tokens(label);
    let lunar = words.iter().any(|t| matches!(t.word.as_str(), "lunar" | "qamari" | "ghamari"));
    !lunar && words.iter().any(|token| SOLAR.contains(&token.word.as_str()))
}

/// Whether two columns of days tell the same in each row, the second perhaps only the month of it.
fn same_days(earlier: usize, later: usize, known: &Known<'_>) -> bool {
    let days = |row: usize, at: usize| days::readings(&known.grid.told(row, at), known.year);
    let mut rows = known.layout.body.clone().take(SAMPLE).filter(|row| !known.grid.is_blank(*row));
    rows.all(|row| match (days(row, earlier), days(row, later)) {
        (Ok(one), Ok(other)) => one
            .iter()
            .any(|(_, day)| other.iter().any(|(_, again)| again.overlap(day) == Some(*day))),
        _ => false,
    })
}

/// The order of the dates of a column, proved by those that have one reading only.
fn order(known: &Known<'_>, at: usize) -> Option<Order> {
    let mut proved: Vec<Order> = Vec::new();
    for row in known.layout.body.clone() {
        let cell = known.grid.cell(row, at);
        if let Ok([(order, _)]) = days::readings(&cell, known.year).as_deref()
            && *order != Order::Only
            && !proved.contains(order)
        {
            proved.push(*order);
        }
    }
    match proved[..] {
        [order] => Some(order),
        _ => None,
    }
}

/// Whether a spreadsheet program may have turned days round: it made days of "1/11/2023" by its own
/// order and left "13/11/2023" as text, since there is no thirteenth month.
fn may_be_turned(known: &Known<'_>, at: usize) -> bool {
    let cells = || known.layout.body.clone().map(|row| known.grid.cell(row, at));
    let made = |cell: &str| cell.get(..10).and_then(calendar::iso_day);
    let mut days = cells().filter_map(|cell| made(&cell)).peekable();
    // A day beyond the twelfth was made of what says so itself.
    if days.peek().is_none() || days.any(|day| day.day() > 12) {
        return false;
    }
    cells().filter(|cell| made(cell).is_none()).any(|cell| {
        let left = days::readings(&cell, None);
        matches!(left.as_deref(), Ok([(Order::DayFirst | Order::MonthFirst, _)]))
    })
}

/// So many numbers with a point before their last three digits are thousands.
const GROUPED: usize = 4;

/// Counts of people have no thousandths: where every point of a table stands before exactly three digits,
/// it groups them. In a table of thousands it may be either.
fn grouped_by_points(columns: &[Column], known: &Known<'_>) -> Option<Decimal> {
    let frames = columns.iter().filter_map(|column| match &column.role {
        Role::Value(frame) => Some((column.at, frame)),
        _ => None,
    });
    let mut found = 0;
    for (at, frame) in frames {
        if frame.scale.or(known.title.scale).is_some() {
            return None;
        }
        for row in known.layout.body.clone() {
            match amount(&known.grid.cell(row, at), None) {
                Err(Why::Ambiguous(..)) => found += 1,
                Ok(number) if number.value.is_some_and(|value| value.fract() != 0.0) => {
                    return None;
                }
                _ => {}
            }
        }
    }
    (found >= GROUPED).then_some(Decimal::Comma)
}

/// A column that proves nothing of its marks is written like the others of the table.
fn share_marks(columns: &mut [Column], known: &Known<'_>) {
    let mut all = Evidence::default();
    for column in columns.iter() {
        for row in known.layout.body.clone() {
            all.see(&known.grid.cell(row, column.at));
        }
    }
    let shared = all.decimal().or_else(|| grouped_by_points(columns, known));
    for column in columns.iter_mut() {
        if matches!(column.role, Role::Value(_)) {
            column.decimal = column.decimal.or(shared);
        }
    }
}
