//! A season of a wide border: bulletins of six offices, week for week, as tables of claims. The numbers are
//! put together by a seed; the same call makes the same bytes.

use claim::{Claim, Document, Event, EventKind, Kind, Media, Source, Statement};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use places::Gazetteer;

use super::Case;

const FIRST: Date = date(2022, 10, 1);
const OFFICES: [&str; 6] = [
    "Border Guard",
    "Interior Ministry",
    "IOM",
    "Red Cross",
    "Governor of the North",
    "Customs Union",
];
const HEADER: &str = "reported,who,via,from,to,start,end,value,qualifier,unit,measure,kind,cumulative,start_stated,organisation";

/// A small generator of numbers (Steele, Lea and Flood's SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.share() * limit as f64) as usize
    }

    /// About normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// `count` claims over `days` at `crossings` of Mexico's border with the United States.
pub fn large(crossings: usize, days: usize, count: usize) -> Case {
    let known = Gazetteer::builtin().crossings_between("MEX", "USA");
    let placed = known.iter().filter(|place| place.position.is_some());
    let vias: Vec<&str> = placed.map(|place| place.name.as_str()).take(crossings).collect();
    assert_eq!(vias.len(), crossings, "the gazetteer knows so many");
    let mut dice = Dice(1);
    let flows: Vec<Vec<f64>> = (0..crossings)
        .map(|_| {
            let level = 6.0 + dice.normal();
            let mut log = level;
            let mut day = || {
                log = level + 0.97 * (log - level) + 0.15 * dice.normal();
                log.exp()
            };
            (0..days).map(|_| day()).collect()
        })
        .collect();
    let weeks = days.div_ceil(7);
    let bulletins = weeks * OFFICES.len();
    let mut case = Case { documents: Vec::new(), statements: Vec::new() };
    for bulletin in 0..bulletins {
        let (week, office) = (bulletin / OFFICES.len(), bulletin % OFFICES.len());
        let rows = count * (bulletin + 1) / bulletins - count * bulletin / bulletins;
        let end = (week * 7 + 6).min(days - 1);
        let published = FIRST + (end as i64 + 2).days();
        let lean = 1.0 + 0.03 * (office as f64 - 2.5);
        let mut text = format!("{HEADER}\n");
        let mut claims = Vec::new();
        for row in 0..rows {
            let via = (bulletin * 5 + row) % crossings;
            // Of ten, five are days, two running totals, two weeks; the rest is of the whole border.
            let shape = dice.below(10);
            let (first, last) = match shape {
                0..5 => {
                    let day = end.saturating_sub(dice.below(7));
                    (day, day)
                }
                5 | 6 => (0, end),
                _ => (end.saturating_sub(6), end),
            };
            let whole = shape == 9;
            let sum = |flow: &Vec<f64>| flow[first..=last].iter().sum::<f64>();
            let sum = if whole { flows.iter().map(sum).sum() } else { sum(&flows[via]) };
            // One in two hundred slips by a digit.
            let slip = if dice.below(200) == 0 { 10.0 } else { 1.0 };
            let value = (sum * lean * slip * (0.02 * dice.normal()).exp()).round().max(12.0);
            let (start, to) = (FIRST + (first as i64).days(), FIRST + (last as i64).days());
            let cumulative = first == 0 && last > 6;
            let name = if whole { "" } else { vias[via] };
            let line = format!(
                "{published},migrants,{name},MEX,USA,{start},{to},{value},exact,people,flow,arrival,{cumulative},true,{}",
                OFFICES[office]
            );
            let at = text.len();
            text.push_str(&line);
            text.push('\n');
            claims.push((at, at + line.len(), value, name, start, to, cumulative));
        }
        let document = Document {
            published: Some(published),
            publisher: Some(OFFICES[office].into()),
            title: Some(format!("{}: bulletin {}", OFFICES[office], week + 1)),
            media: Media::Csv,
            ..Document::text(format!("{published}-{office}.csv"), text)
        };
        for (at, to, value, via, start, end, cumulative) in claims {
            let claim = Claim {
                published: Some(published),
                publisher: document.publisher.clone(),
                value: Some(value),
                kind: Kind::Arrival,
                via: if via.is_empty() { vec![] } else { vec![via.into()] },
                from: Some("MEX".into()),
                to: Some("USA".into()),
                source: Source { organisation: Some(OFFICES[office].into()), ..Source::default() },
                start: Some(start),
                end: Some(end),
                start_stated: true,
                cumulative,
                ..Claim::new(document.id.clone(), &document.text, at..to)
            };
            case.statements.push(Statement::Claim(claim.sealed()));
        }
        if office == 0 && week % 5 == 0 {
            let at = HEADER.len() + 1..HEADER.len() + 11;
            let kinds = [EventKind::BorderClosed, EventKind::Policy, EventKind::OperationStart];
            let event = Event {
                published: Some(published),
                kind: kinds[week / 5 % 3],
                start: Some(published - 4.days()),
                end: Some(published - 4.days()),
                ..Event::new(document.id.clone(), &document.text, at)
            };
            case.statements.push(Statement::Event(event.sealed()));
        }
        case.documents.push(document);
    }
    case
}
