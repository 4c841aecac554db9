//! What a label says: the name of a column, a title above a table, a subhead inside it.

use claim::{Group, Kind, Window};
use places::{Gazetteer, MentionKind, PlaceKind};

use super::words::{Field, Flag, Meaning, Part, Way, Words, tokens};
use calendar::days::{self, NoDate, Reading, Year};

/// Everything that was recognised in a label.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sense {
    pub fields: Vec<Field>,
    pub kinds: Vec<Kind>,
    /// In and out at once.
    pub both_ways: bool,
    pub people: Option<People>,
    /// Several parts in one label: "men and women".
    pub mixed: bool,
    pub flags: Vec<Flag>,
    pub via: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// Countries named without a word for the way.
    pub countries: Vec<String>,
    pub nationality: Option<String>,
    pub at: Option<String>,
    pub days: Vec<Reading>,
    /// There is a day or month, of a year that is not known.
    pub wants_year: bool,
    /// Words that nothing is known of.
    pub residue: Vec<String>,
    /// Names of columns among other words: "current (arrival) region".
    pub weak: Vec<Field>,
}

/// A part of the people by sex and age, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct People {
    pub sex: Option<Sex>,
    pub from_age: u8,
    /// `u8::MAX` for no end.
    pub to_age: u8,
    /// No age was told: men may be all males.
    pub ageless: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sex {
    Male,
    Female,
}

impl People {
    pub const ALL: People = People { sex: None, from_age: 0, to_age: u8::MAX, ageless: true };

    /// The people of a word.
    pub fn of_part(part: Part) -> People {
        let (sex, from_age, to_age, ageless) = match part {
            Part::All => return People::ALL,
            Part::Men => (Some(Sex::Male), 18, u8::MAX, true),
            Part::Women => (Some(Sex::Female), 18, u8::MAX, true),
            Part::Children => (None, 0, 17, false),
            Part::Adults => (None, 18, u8::MAX, false),
            Part::Boys => (Some(Sex::Male), 0, 17, false),
            Part::Girls => (Some(Sex::Female), 0, 17, false),
            Part::Elderly => (None, 60, u8::MAX, false),
        };
        People { sex, from_age, to_age, ageless }
    }

    /// The group of a claim that is these people, when there is one.
    pub fn group(&self) -> Option<Group> {
        match (self.sex, self.from_age, self.to_age) {
            (None, 0, u8::MAX) => Some(Group::All),
            (Some(Sex::Male), 18, u8::MAX) => Some(Group::Men),
            (Some(Sex::Female), 18, u8::MAX) => Some(Group::Women),
            (None, 0, 17) => Some(Group::Children),
            (None, 18, u8::MAX) => Some(Group::Adults),
            _ => None,
        }
    }

    fn and(self, other: People) -> Option<People> {
        let sex = match (self.sex, other.sex) {
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(other),
        };
        let ages = |people: &People| (!people.ageless).then_some((people.from_age, people.to_age));
        let (from_age, to_age) = match (ages(&self), ages(&other)) {
            (Some(one), Some(other)) => (one.0.max(other.0), one.1.min(other.1)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => (self.from_age.max(other.from_age), self.to_age.min(other.to_age)),
        };
        let ageless = self.ageless && other.ageless;
        (from_age <= to_age).then_some(People { sex, from_age, to_age, ageless })
    }
}

/// Whether a word is one letter that no age stands beside, and that is no level of heads by itself.
fn is_letter(found: &[super::words::Token], at: usize, label: &str) -> bool {
    let token = &found[at];
    let is_number =
        |token: &super::words::Token| token.word.bytes().all(|byte| byte.is_ascii_digit());
    let beside = at.checked_sub(1).into_iter().chain([at + 1]);
    let by_age = beside.filter_map(|at| found.get(at)).any(is_number);
    let level = label.split(LEVEL).any(|level| level.trim().eq_ignore_ascii_case(&token.word));
    token.word.chars().count() == 1 && !by_age && !level
}

/// "Saint Martin (French)": whose the place is, and not of whom are those who were counted.
pub(super) fn is_bracketed_behind_a_name(
    label: &str,
    span: &std::ops::Range<usize>,
    words: &Words,
) -> bool {
    let (before, after) = (label[..span.start].trim_end(), label[span.end..].trim_start());
    let Some(before) = before.strip_suffix(['(', '[']) else { return false };
    let named = tokens(before);
    let known = (0..named.len()).any(|at| words.at(&named, at).is_some());
    after.starts_with([')', ']']) && !before.trim().is_empty() && !known
}

/// Between the word for the way and the vehicle stand so many words: "by a small boat".
const BETWEEN: usize = 2;

/// Whether a vehicle is what people come in: "by bus", "on small boats".
fn is_conveyance(found: &[super::words::Token], at: usize, words: &Words) -> bool {
    for before in (0..at).rev().take(BETWEEN + 1) {
        match words.at(found, before) {
            Some((_, meanings)) if meanings.contains(&Meaning::Flag(Flag::Conveyed)) => {
                return true;
            }
            Some((_, meanings)) if !meanings.contains(&Meaning::Flag(Flag::Stop)) => return false,
            _ => {}
        }
    }
    false
}

/// Whether the name of a vehicle is of one.
fn is_one(word: &str) -> bool {
    !word.ends_with('s') || word.ends_with("bus")
}

/// An age that stands alone behind a sex is that and more from here on.
const OLD: u8 = 18;

/// "60 years and above".
const AND_MORE: [&str; 5] = ["above", "over", "older", "more", "plus"];

/// What stands between the names of a column that has one in each of several rows of heads.
pub(super) const LEVEL: &str = " / ";

/// The groups of a claim that parts may add up to.
pub(super) const WHOLES: [(&str, People); 4] = [
    ("children", People { sex: None, from_age: 0, to_age: 17, ageless: false }),
    ("men", People { sex: Some(Sex::Male), from_age: 18, to_age: u8::MAX, ageless: false }),
    ("women", People { sex: Some(Sex::Female), from_age: 18, to_age: u8::MAX, ageless: false }),
    ("adults", People { sex: None, from_age: 18, to_age: u8::MAX, ageless: false }),
];

/// The parts that are exactly `whole` and do not overlap: by ages, or by ages of each sex.
pub(super) fn partition(whole: People, parts: &[People]) -> Option<Vec<People>> {
    let ages = |sex: Option<Sex>| -> Option<Vec<People>> {
        let mut found = Vec::new();
        let mut next = u16::from(whole.from_age);
        while next <= u16::from(whole.to_age) {
            // The narrowest that goes on: a wider one beside it is a total of its own.
            let part = parts
                .iter()
                .filter(|p| {
                    p.sex == sex && u16::from(p.from_age) == next && p.to_age <= whole.to_age
                })
                .min_by_key(|p| p.to_age)?;
            found.push(*part);
            next = u16::from(part.to_age) + 1;
        }
        Some(found)
    };
    let by_age = ages(whole.sex).filter(|found| found.len() > 1);
    by_age.or_else(|| {
        if whole.sex.is_some() {
            return None;
        }
        let mut both = ages(Some(Sex::Male))?;
        both.extend(ages(Some(Sex::Female))?);
        Some(both)
    })
}

/// Where heads stand above each other, the one that says nothing but a direction: `Torkham / In`.
/// A letter may number something, and two directions say none.
fn own_level(label: &str, words: &Words) -> Option<(Way, std::ops::Range<usize>)> {
    let mut found = None;
    let mut at = 0;
    for level in label.split(LEVEL) {
        let named = level.trim();
        if named.len() > 1
            && let Some(way) = words.way(named)
        {
            if found.is_some() {
                return None;
            }
            found = Some((way, at..at + level.len()));
        }
        at += level.len() + LEVEL.len();
    }
    found
}

/// Of heads above each other that speak of households and of people, the lowest that speaks of one of them tells which are
/// counted: "Shelter (HH & IND) / Rented (IND)". What the others say besides is not counted.
fn own_unit(label: &str, words: &Words) -> Option<Flag> {
    let says = |level: &str, flag: Flag| {
        let found = tokens(level);
        (0..found.len()).any(|at| {
            words.at(&found, at).is_some_and(|(_, known)| known.contains(&Meaning::Flag(flag)))
        })
    };
    if !label.contains(LEVEL) {
        return None;
    }
    label.rsplit(LEVEL).find_map(|level| {
        match (says(level, Flag::Households), says(level, Flag::Count)) {
            (true, false) => Some(Flag::Count),
            (false, true) => Some(Flag::Households),
            _ => None,
        }
    })
}

impl Sense {
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    pub fn is_field(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// Whether anything of a table was recognised.
    pub fn says_something(&self) -> bool {
        !self.fields.is_empty()
            || !self.kinds.is_empty()
            || self.people.is_some()
            || !self.via.is_empty()
            || !self.days.is_empty()
            || self.wants_year
            || self.flags.iter().any(|flag| {
                !matches!(
                    flag,
                    Flag::Stop | Flag::From | Flag::To | Flag::Until | Flag::Since | Flag::Conveyed
                )
            })
    }

    /// The one window that is meant, when there is one.
    pub fn window(&self) -> Option<Window> {
        match self.days[..] {
            [(_, window)] => Some(window),
            _ => None,
        }
    }

    /// Reads a label. `year` is that of days written without.
    pub fn of(label: &str, year: Option<Year>, gazetteer: &Gazetteer) -> Sense {
        let words = Words::all();
        let mut sense = Sense::default();
        let label = label.trim();
        if label.is_empty() || label.len() > 400 {
            return sense;
        }
        // A sign, and no word of a list: "Returnees (%)".
        if label.contains('%') {
            push(&mut sense.flags, Flag::Percent);
        }
        if sense.is_all(label, year, words) {
            return sense;
        }
        // What is recognised is blanked, so that what is left over is seen.
        let mut rest: String = label.replace('_', " ");
        if let Some((way, range)) = own_level(&rest, words) {
            sense.go(way);
            let spaces = " ".repeat(range.len());
            rest.replace_range(range, &spaces);
        }
        sense.places(&mut rest, gazetteer);
        let mut blanked = rest.clone();
        let timed = sense.phrases(label, &rest, &mut blanked, words);
        sense.days_and_ages(&mut blanked, timed, year);
        for token in tokens(&blanked) {
            let filler = matches!(
                token.word.as_str(),
                "years" | "year" | "yrs" | "y" | "ans" | "lat" | "old" | "yo" | "age" | "aged"
            );
            if !filler && !sense.small_country(&rest, &token, gazetteer) {
                sense.residue.push(token.word);
            }
        }
        sense
    }

    /// Whether a label is nothing but a way or a day.
    fn is_all(&mut self, label: &str, year: Option<Year>, words: &Words) -> bool {
        if let Some(way) = words.way(label) {
            self.go(way);
            return true;
        }
        match days::readings(label, year) {
            Ok(days) => self.days = days,
            Err(NoDate::NoYear) => self.wants_year = true,
            Err(NoDate::None) => return false,
        }
        true
    }

    /// What the phrases of a label mean, blanked where they stand; those that may be a part of a date are handed back.
    fn phrases(
        &mut self,
        label: &str,
        rest: &str,
        blanked: &mut String,
        words: &Words,
    ) -> Vec<(std::ops::Range<usize>, Meaning)> {
        let found = tokens(rest);
        let mut timed = Vec::new();
        let mut weak = Vec::new();
        let mut conveyed = Vec::new();
        let mut at = 0;
        while at < found.len() {
            let Some((length, meanings)) = words.at(&found, at) else {
                at += 1;
                continue;
            };
            let range = found[at].span.start..found[at + length - 1].span.end;
            // The letter of "24h" is that of hours.
            let glued = at > 0 && found[at - 1].span.end == range.start;
            if glued && range.len() == 1 && found[at - 1].word.bytes().all(|b| b.is_ascii_digit()) {
                at += 1;
                continue;
            }
            let alone = length == found.len();
            // "19 Nov" is a day in November; the word before it no longer a preposition.
            let is_month = length == 1 && calendar::words::month(&found[at].word).is_some();
            let mut keep = is_month;
            for meaning in meanings {
                match meaning {
                    Meaning::Field(Field::Week | Field::Month | Field::Year) if !alone => {
                        timed.push((range.clone(), meaning));
                        keep = true;
                    }
                    Meaning::Field(field) if !alone && length == 1 && is_weak(field) => {
                        weak.push(field);
                    }
                    Meaning::Field(field) => push(&mut self.fields, field),
                    Meaning::Kind(kind) => push(&mut self.kinds, kind),
                    // "M 18-59", "F_0_4": a letter is a sex beside an age, or where it stands alone.
                    Meaning::Part(_) if length == 1 && !alone && is_letter(&found, at, rest) => {}
                    Meaning::Part(part) => self.part(People::of_part(part)),
                    Meaning::Flag(Flag::Conveyed) => {}
                    Meaning::Flag(Flag::Vehicles) if is_conveyance(&found, at, words) => {
                        conveyed.push(is_one(&found[at].word));
                    }
                    Meaning::Flag(flag) => push(&mut self.flags, flag),
                }
            }
            if !keep {
                blank(blanked, range);
            }
            at += length;
        }
        self.settle(label, conveyed, weak, words);
        timed
    }

    /// What the phrases mean together.
    fn settle(&mut self, label: &str, conveyed: Vec<bool>, weak: Vec<Field>, words: &Words) {
        // "Arriving by boat" is of people; "entries by trucks" may be of trucks.
        let people = [Flag::Count, Flag::People].into_iter().any(|flag| self.has(flag))
            || self.people.is_some()
            || self.nationality.is_some();
        if conveyed.into_iter().any(|one| !people && (!one || self.kinds.is_empty())) {
            push(&mut self.flags, Flag::Vehicles);
        }
        if let Some(other) = own_unit(label, words) {
            self.flags.retain(|flag| *flag != other);
        }
        if self.kinds.is_empty() && self.fields.is_empty() {
            for field in &weak {
                push(&mut self.fields, *field);
            }
        }
        self.weak = weak;
    }

    /// Days in what is left, with the words for weeks and months, then without; and ages.
    fn days_and_ages(
        &mut self,
        blanked: &mut String,
        timed: Vec<(std::ops::Range<usize>, Meaning)>,
        year: Option<Year>,
    ) {
        self.dates(blanked, year);
        for (range, meaning) in timed {
            if self.days.is_empty()
                && let Meaning::Field(field) = meaning
            {
                push(&mut self.fields, field);
            }
            if blanked.is_char_boundary(range.start) && blanked.is_char_boundary(range.end) {
                blank(blanked, range);
            }
        }
        if self.days.is_empty() && !self.wants_year {
            self.ages(blanked);
            self.dates(blanked, year);
        }
    }

    /// A country in a name that is all small letters, `arrivals_from_ukraine`; whether it is one.
    fn small_country(
        &mut self,
        label: &str,
        token: &super::words::Token,
        gazetteer: &Gazetteer,
    ) -> bool {
        if token.word.len() < 4 || label.chars().any(char::is_uppercase) {
            return false;
        }
        let mut letters = label[token.span.clone()].chars();
        let name: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let country = gazetteer.find(&name).filter(|place| place.kind == PlaceKind::Country);
        let Some(code) = country.and_then(|place| place.country.clone()) else { return false };
        let before = tokens(&label[..token.span.start]).pop().map(|token| token.word);
        let is = |flag: Flag| {
            let word = before.as_deref().unwrap_or_default();
            Words::all().opens(word, Meaning::Flag(flag))
        };
        match () {
            _ if is(Flag::From) => self.from = self.from.take().or(Some(code)),
            _ if is(Flag::To) => self.to = self.to.take().or(Some(code)),
            _ => push(&mut self.countries, code),
        }
        true
    }

    fn go(&mut self, way: Way) {
        match way {
            Way::In => push(&mut self.kinds, Kind::Arrival),
            Way::Out => push(&mut self.kinds, Kind::Departure),
            Way::Both => self.both_ways = true,
        }
    }

    fn part(&mut self, people: People) {
        match self.people {
            None => self.people = Some(people),
            Some(known) => match known.and(people) {
                Some(both) => self.people = Some(both),
                None => self.mixed = true,
            },
        }
    }

    /// Crossings, countries, peoples and provinces, taken out of `rest`.
    fn places(&mut self, rest: &mut String, gazetteer: &Gazetteer) {
        let words = Words::all();
        if let Some(place) = gazetteer.crossing(rest.trim()) {
            self.via.push(place.name.clone());
            rest.clear();
            return;
        }
        for mention in gazetteer.mentions(rest).into_iter().rev() {
            let place = gazetteer.place(mention.place);
            let before = tokens(&rest[..mention.span.start]);
            let code = || place.country.clone().unwrap_or_else(|| place.name.clone());
            match (mention.kind, &place.kind) {
                (_, PlaceKind::Crossing) => self.via.insert(0, place.name.clone()),
                // "Afghan nationals", "Afghans"; not "Polish Border Guard".
                (MentionKind::Demonym, _) => {
                    let after = tokens(&rest[mention.span.end..]);
                    if is_bracketed_behind_a_name(rest, &mention.span, words) {
                        continue;
                    }
                    let people = after.is_empty()
                        || words.at(&after, 0).is_some_and(|(_, meanings)| {
                            meanings.iter().any(|meaning| {
                                matches!(
                                    meaning,
                                    Meaning::Kind(_)
                                        | Meaning::Part(_)
                                        | Meaning::Flag(
                                            Flag::People
                                                | Flag::Count
                                                | Flag::Number
                                                | Flag::Households
                                        )
                                )
                            })
                        });
                    if people {
                        self.nationality = Some(code());
                    }
                }
                (_, PlaceKind::Country) => {
                    let says = |flag| {
                        (0..before.len()).any(|at| {
                            words.at(&before, at).is_some_and(|(length, meanings)| {
                                at + length == before.len()
                                    && meanings.contains(&Meaning::Flag(flag))
                            })
                        })
                    };
                    if says(Flag::From) {
                        self.from = Some(code());
                    } else if says(Flag::To) {
                        self.to = Some(code());
                    } else {
                        self.countries.insert(0, code());
                    }
                }
                (_, PlaceKind::Province | PlaceKind::Territory) => {
                    self.at = Some(place.name.clone())
                }
                // Towns have names that are words; one that is meant stands in a column of its own.
                (_, PlaceKind::City) => continue,
            }
            let spaces = " ".repeat(mention.span.len());
            rest.replace_range(mention.span, &spaces);
        }
    }

    fn dates(&mut self, rest: &mut String, year: Option<Year>) {
        let text = rest.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | ')' | '[' | ']' | ',' | ':' | ';' | '/' | '-' | '–' | '.' | '|' | '*'
                )
        });
        // Only the part from the first to the last digit or name of a month can be a date.
        match days::readings(text, year) {
            Ok(days) => {
                self.days = days;
                rest.clear();
            }
            Err(NoDate::NoYear) => {
                self.wants_year = true;
                rest.clear();
            }
            Err(NoDate::None) => {
                if let Some(window) = days::whole_year(text) {
                    self.days = vec![(days::Order::Only, window)];
                    push(&mut self.fields, Field::Year);
                    rest.clear();
                }
            }
        }
    }

    /// "0-4", "5–17 years", "<18", "60+", "18 and over", in what is left.
    fn ages(&mut self, rest: &mut String) {
        let found = tokens(rest);
        let number = |at: usize| -> Option<u8> {
            let word = &found.get(at)?.word;
            word.parse().ok().filter(|age| *age <= 120 && word.len() <= 3)
        };
        let Some(first) = (0..found.len()).find(|at| number(*at).is_some()) else { return };
        let Some(low) = number(first) else { return };
        let before = rest[..found[first].span.start].trim_end();
        let after = &rest[found[first].span.end..];
        let mark = after.trim_start().chars().next();
        // "female_0_4": the line between the ages has become a space.
        let spaced = after.starts_with(' ')
            && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && number(first + 2).is_none();
        let sex = self.people.is_some_and(|people| people.sex.is_some() && people.ageless);
        let (from, to, end) = if (matches!(mark, Some('-' | '–' | '—')) || spaced)
            && let Some(high) = number(first + 1)
            && high > low
        {
            (low, high, found[first + 1].span.end)
        } else if sex && mark.is_none() && low >= OLD {
            // "Male_60" closes a row of ages.
            (low, u8::MAX, found[first].span.end)
        } else if matches!(mark, Some('+')) {
            let plus = found[first].span.end + after.find('+').unwrap_or_default() + 1;
            (low, u8::MAX, plus)
        } else if let Some(more) = found.get(first + 1)
            && AND_MORE.contains(&more.word.as_str())
        {
            (low, u8::MAX, more.span.end)
        } else if before.ends_with('<') {
            (0, low.saturating_sub(1), found[first].span.end)
        } else if before.ends_with('>') || before.ends_with('≥') {
            (low, u8::MAX, found[first].span.end)
        } else {
            return;
        };
        // "6-12 months", "case age: 12:24 months": how long something took.
        let lasted = [Field::Month, Field::Week, Field::Day, Field::Hour];
        if lasted.iter().any(|field| self.is_field(*field)) {
            push(&mut self.flags, Flag::Other);
            return;
        }
        let unit = found.iter().find(|token| token.span.start >= end).map(|token| &*token.word);
        if matches!(
            unit,
            Some("months" | "month" | "mths" | "weeks" | "days" | "hours" | "mois" | "jours")
        ) {
            push(&mut self.flags, Flag::Other);
            return;
        }
        self.part(People { sex: None, from_age: from, to_age: to, ageless: false });
        let start = found[first].span.start;
        let spaces = " ".repeat(end - start);
        rest.replace_range(start..end, &spaces);
    }
}

/// Names of columns only when nothing else is said.
fn is_weak(field: Field) -> bool {
    matches!(
        field,
        Field::From
            | Field::To
            | Field::Start
            | Field::End
            | Field::Low
            | Field::High
            | Field::Hour
            | Field::Direction
            | Field::Organisation
            | Field::At
    )
}

fn blank(text: &mut String, range: std::ops::Range<usize>) {
    let spaces = " ".repeat(range.len());
    text.replace_range(range, &spaces);
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn sense(label: &str) -> Sense {
        Sense::of(label, None, Gazetteer::builtin())
    }

    #[test]
    fn a_level_of_its_own_may_be_a_direction() {
        let found = sense("Torkham / In");
        assert_eq!((&found.kinds[..], found.residue.len()), (&[Kind::Arrival][..], 0));
        assert_eq!(sense("Chaman / Out").kinds, [Kind::Departure]);
        assert_eq!(sense("Phase / I").kinds, []);
        assert_eq!(sense("Torkham in").kinds, []);
    }

    #[test]
    fn a_week_with_its_days_is_its_days() {
        for label in
            ["Week 1 (1-7 Jan 2024)", "1–7 Jan 2024 (week 1)", "Semaine 1 : 1-7 janvier 2024"]
        {
            let window = sense(label).window().unwrap_or_else(|| panic!("{label}"));
            assert_eq!((window.start(), window.end()), (date(2024, 1, 1), date(2024, 1, 7)));
            assert_eq!(sense(label).fields, [], "{label}");
        }
        assert_eq!(sense("Entries (24h)").people, None);
    }

    #[test]
    fn a_country_in_small_letters_is_one() {
        let found = sense("cumulative_arrivals_from_ukraine");
        assert_eq!((found.from.as_deref(), found.residue.len()), (Some("UKR"), 0));
        assert_eq!(sense("returns_to_afghanistan").to.as_deref(), Some("AFG"));
        assert_eq!(sense("arrivals_male").countries, [""; 0]);
    }

    #[test]
    fn heads_of_columns() {
        assert_eq!(sense("Border crossing point").fields, [Field::Via]);
        assert_eq!(sense("From").fields, [Field::From]);
        assert_eq!(sense("OUT").kinds, [Kind::Departure]);
        let arrivals = sense("Arrivals from Pakistan via Torkham");
        assert_eq!(
            (arrivals.kinds, arrivals.via),
            (vec![Kind::Arrival], vec!["Torkham".to_owned()])
        );
        assert_eq!(arrivals.from.as_deref(), Some("PAK"));
        assert_eq!(arrivals.residue, [""; 0]);
        let returns = sense("torkham_returns_women");
        assert_eq!(returns.kinds, [Kind::Return]);
        assert_eq!(returns.people.and_then(|people| people.group()), Some(Group::Women));
        assert_eq!(
            returns.residue,
            ["torkham"],
            "a name in lower case is looked for by the column"
        );
        let day = sense("Arrivals 3 Nov 2023");
        assert_eq!(day.window(), Some(Window::day(date(2023, 11, 3))));
        assert!(sense("Arrivals 3 Nov").wants_year);
        let cumulative = sense("Total returns since 15 September 2023");
        assert!(cumulative.has(Flag::Since) && cumulative.has(Flag::Total));
        assert_eq!(cumulative.window(), Some(Window::day(date(2023, 9, 15))));
        assert_eq!(sense("Week 44 2023").window().map(|w| w.days()), Some(7));
        assert_eq!(sense("Afghan returnees").nationality.as_deref(), Some("AFG"));
        assert!(sense("Phone number of respondent").has(Flag::Personal));
    }

    #[test]
    fn people_in_vehicles_are_people() {
        for label in [
            "People arriving by boat",
            "Passengers by bus",
            "Migrants on boats",
            "arriving via small boat",
            "Entries by train",
            "Personnes arrivées par bateau",
            "Afghans arriving by a small dinghy",
        ] {
            assert!(!sense(label).has(Flag::Vehicles), "{label}");
        }
        for label in [
            "Boats",
            "Boats arrived",
            "number of buses",
            "Statistics on trucks",
            "Entries by trucks",
            "Boat arrivals",
            "Buses by crossing",
        ] {
            assert!(sense(label).has(Flag::Vehicles), "{label}");
        }
    }

    #[test]
    fn a_people_in_brackets_behind_a_place_is_not_the_one_counted() {
        assert_eq!(sense("Saint Barth (French)").nationality, None);
        assert_eq!(sense("Arrivals (Afghan)").nationality.as_deref(), Some("AFG"));
        assert_eq!(sense("Afghan (registered)").nationality.as_deref(), Some("AFG"));
    }

    #[test]
    fn parts_by_sex_and_age() {
        let group = |label: &str| sense(label).people.and_then(|people| people.group());
        assert_eq!(group("Children (<18)"), Some(Group::Children));
        assert_eq!(group("0-17"), Some(Group::Children));
        assert_eq!(group("18+"), Some(Group::Adults));
        assert_eq!(group("Kobiety"), Some(Group::Women));
        assert_eq!(group("Boys"), None, "the vocabulary has no word for them alone");
        let girls = sense("Female 5-17 years").people.unwrap();
        assert_eq!((girls.sex, girls.from_age, girls.to_age), (Some(Sex::Female), 5, 17));
        assert!(sense("Men and women").mixed);
    }

    proptest! {
        #[test]
        fn no_label_panics(label in "\\PC{0,40}|[a-zA-Z0-9 _<>+–-]{0,30}") {
            let _ = sense(&label);
        }
    }
}
