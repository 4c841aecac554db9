//! What is known of a number before it is read: from the title, from a subhead, from its row and
//! from its column.

use std::sync::Arc;

use claim::{Kind, Unit, Window};
use jiff::civil::Date;

use super::sense::{People, Sense};
use super::stated::Trail;
use super::words::{Field, Flag};
use calendar::days;

/// A word that many numbers of a table share: a place, a source.
pub(super) type Name = Arc<str>;

/// One layer of what is known, or all of them together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Frame {
    pub kind: Option<Kind>,
    /// In and out in one number.
    pub both_ways: bool,
    pub people: Option<People>,
    pub via: Vec<Name>,
    pub window: Option<Window>,
    /// The day that the window is dated on, where it stands for a month: of who is there, it is that day.
    pub day: Option<Date>,
    /// The column whose dates may stand for more than their day.
    pub asks: Option<usize>,
    /// The time of the last day up to which was counted.
    pub as_of: Option<jiff::civil::Time>,
    /// The month, where the year stands in the heads of the columns.
    pub month: Option<i8>,
    pub from: Option<Name>,
    pub to: Option<Name>,
    pub at: Option<Name>,
    pub nationality: Option<Name>,
    pub unit: Option<Unit>,
    pub cumulative: bool,
    /// A running total from the first of January.
    pub year_to_date: bool,
    /// A running total from the first day of a fiscal year.
    pub fiscal_to_date: bool,
    /// The window was told by its two ends, and not as a month or a week.
    pub ends_told: bool,
    /// The first day of a running total.
    pub since: Option<Date>,
    pub total: bool,
    /// Days are written in the solar Hijri calendar.
    pub solar: bool,
    /// What an office files and works through is spoken of, and not who moved.
    pub matter: bool,
    /// Family units are spoken of: so many families, or the people in them.
    pub family_units: bool,
    /// Of a title, why the numbers under it are no counts.
    pub doubt: Option<&'static str>,
    /// Of a title, to each of which days so many are counted.
    pub per: Option<Field>,
    /// Of a title, that its days run back from a last one.
    pub runs_back: bool,
    /// How far the days of a number run back from those of its row.
    pub trail: Option<Trail>,
    /// People are spoken of, in whatever way.
    pub counted: bool,
    pub scale: Option<f64>,
    pub source: Option<Name>,
    pub organisation: Option<Name>,
    pub publisher: Option<Name>,
    pub published: Option<Date>,
    /// The words for the people, where a column or cell has them.
    pub who: Option<Name>,
}

impl Frame {
    /// What a label says of the numbers under or beside it.
    pub fn of(sense: &Sense) -> Frame {
        let (year_to_date, fiscal_to_date) =
            (sense.has(Flag::YearToDate), sense.has(Flag::FiscalToDate));
        let running =
            sense.has(Flag::Since) || sense.has(Flag::Cumulative) || year_to_date || fiscal_to_date;
        let window = sense.window();
        let one = |kinds: &[Kind]| match kinds {
            [kind] => Some(*kind),
            _ => None,
        };
        let mut kind = one(&sense.kinds);
        // "Returns and deportations", "forced returns": the more telling word.
        if sense.kinds.len() == 2 && sense.kinds.contains(&Kind::Return) {
            kind = sense.kinds.iter().copied().find(|k| *k == Kind::Deportation).filter(|_| false);
        }
        // "Returnees present": who came back, and is there.
        let present = sense.kinds.len() == 2
            && sense.kinds.contains(&Kind::Return)
            && sense.kinds.contains(&Kind::Population);
        if present {
            kind = Some(Kind::Population);
        }
        let averted = sense.has(Flag::Averted);
        if averted {
            kind = None; // "subject to removal": nobody has left yet
        }
        let unit = match () {
            _ if sense.has(Flag::Households) => Some(Unit::Households),
            _ if sense.has(Flag::Vehicles) => Some(Unit::Vehicles),
            _ => None,
        };
        // "Since 15 September" is where a running total starts, not a window.
        let since = window.filter(|_| running).map(|window| window.start());
        // "Since February 2022" runs to the day of the row, or of the table.
        let open = sense.has(Flag::Since) && !sense.has(Flag::Until);
        let ended = window.filter(|window| running && !open && window.days() > 1);
        let name = |text: &Option<String>| text.as_deref().map(Name::from);
        Frame {
            kind,
            both_ways: sense.both_ways || sense.kinds.len() > 1 && !present,
            people: sense.people,
            via: sense.via.iter().map(|via| via.as_str().into()).collect(),
            window: if running { ended } else { window },
            from: name(&sense.from),
            to: name(&sense.to),
            at: name(&sense.at),
            nationality: name(&sense.nationality),
            unit,
            cumulative: running,
            year_to_date,
            fiscal_to_date,
            since,
            total: sense.has(Flag::Total) || sense.has(Flag::Grand),
            family_units: sense.has(Flag::FamilyUnits) && !sense.has(Flag::Count),
            matter: averted || sense.has(Flag::Matter) && sense.kinds.is_empty(),
            counted: [Flag::Count, Flag::People, Flag::Households]
                .into_iter()
                .any(|flag| sense.has(flag)),
            scale: match () {
                _ if sense.has(Flag::Hundreds) => Some(1e2),
                _ if sense.has(Flag::Thousands) => Some(1e3),
                _ if sense.has(Flag::Millions) => Some(1e6),
                _ => None,
            },
            ..Frame::default()
        }
    }

    /// This layer, completed by the one behind it.
    pub fn over(&self, behind: &Frame) -> Frame {
        let people = match (self.people, behind.people) {
            (Some(one), Some(other)) if other != People::ALL && one == People::ALL => Some(other),
            (one, other) => one.or(other),
        };
        let own = |own: &Option<Name>, other: &Option<Name>| own.clone().or_else(|| other.clone());
        // "Departures to Ukraine" under a title of arrivals from there: nobody goes where they are.
        let (mut from, mut to) = (own(&self.from, &behind.from), own(&self.to, &behind.to));
        if from == to {
            from = self.from.clone();
            to = self.to.clone();
        }
        Frame {
            kind: self.kind.or(if self.both_ways { None } else { behind.kind }),
            both_ways: self.both_ways || self.kind.is_none() && behind.both_ways,
            people,
            via: if self.via.is_empty() { behind.via.clone() } else { self.via.clone() },
            window: month_of(self.month.or(behind.month), self.window.or(behind.window)),
            month: self.month.or(behind.month),
            as_of: self.as_of.or(behind.as_of),
            day: if self.window.is_some() { self.day } else { behind.day },
            asks: self.asks.or(behind.asks),
            from,
            to,
            at: own(&self.at, &behind.at),
            nationality: own(&self.nationality, &behind.nationality),
            unit: self.unit.or(behind.unit),
            cumulative: self.cumulative || behind.cumulative,
            year_to_date: self.year_to_date || behind.year_to_date,
            fiscal_to_date: self.fiscal_to_date || behind.fiscal_to_date,
            ends_told: self.ends_told || behind.ends_told,
            since: self.since.or(behind.since),
            total: self.total,
            solar: self.solar || behind.solar,
            matter: self.matter || behind.matter,
            family_units: self.family_units || behind.family_units,
            doubt: self.doubt.or(behind.doubt),
            per: self.per.or(behind.per),
            runs_back: self.runs_back || behind.runs_back,
            trail: self.trail.or(behind.trail),
            counted: self.counted || behind.counted,
            scale: self.scale.or(behind.scale),
            source: own(&self.source, &behind.source),
            organisation: own(&self.organisation, &behind.organisation),
            publisher: own(&self.publisher, &behind.publisher),
            published: self.published.or(behind.published),
            who: own(&self.who, &behind.who),
        }
    }
}

/// The month in a whole year; any other window as it is.
fn month_of(month: Option<i8>, window: Option<Window>) -> Option<Window> {
    let (Some(month), Some(year)) = (month, window) else { return window };
    match days::is_year(year) {
        true => Date::new(year.start().year(), month, 1)
            .ok()
            .and_then(|first| Window::new(first, first.last_of_month())),
        false => window,
    }
}
