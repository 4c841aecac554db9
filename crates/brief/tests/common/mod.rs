//! Material for the tests: a small case written here, and the example folder
//! with the claims that people read from it by hand.

mod large;

use std::path::Path;

use claim::{
    Claim, Document, Event, EventKind, Group, Kind, Measure, Media, Population, Position,
    PositionStance, Qualifier, Source, SourceKind, Stance, Statement, Unit,
};
use jiff::civil::{Date, date};
use places::Gazetteer;
use reconcile::{Options, Picture, reconcile};
use serde_json::Value;

pub use large::large;

/// Documents and what was read from them.
pub struct Case {
    pub documents: Vec<Document>,
    pub statements: Vec<Statement>,
}

impl Case {
    pub fn picture(&self) -> Picture {
        self.pictured(None)
    }

    /// The picture as it was known on a day.
    pub fn picture_as_of(&self, day: Date) -> Picture {
        self.pictured(Some(day))
    }

    fn pictured(&self, as_of: Option<Date>) -> Picture {
        let (mut claims, mut events) = (Vec::new(), Vec::new());
        for statement in &self.statements {
            match statement {
                Statement::Claim(claim) => claims.push(claim.clone()),
                Statement::Event(event) => events.push(event.clone()),
                Statement::Position(_) => {}
            }
        }
        let options = Options { draws: 400, as_of, ..Options::default() };
        reconcile(&claims, &events, Gazetteer::builtin(), &options).expect("the case has flows")
    }

    pub fn brief(&self) -> brief::Brief {
        brief::Brief::new(&self.picture(), &self.documents, &self.statements, Gazetteer::builtin())
    }
}

fn document(name: &str, published: Date, publisher: &str, text: &str) -> Document {
    Document {
        published: Some(published),
        publisher: Some(publisher.into()),
        ..Document::text(name, text)
    }
}

/// A claim of a return by `via` whose quote is `quote`, found in the text.
fn returned(document: &Document, quote: &str, value: f64, via: &str, end: Date) -> Claim {
    let at = document.text.find(quote).expect("the quote is in the text");
    Claim {
        published: document.published,
        publisher: document.publisher.clone(),
        value: Some(value),
        kind: Kind::Return,
        via: if via.is_empty() { vec![] } else { vec![via.into()] },
        from: Some("PAK".into()),
        to: Some("AFG".into()),
        end: Some(end),
        source: Source {
            organisation: Some("Home Department".into()),
            kind: SourceKind::Government,
            ..Source::default()
        },
        ..Claim::new(document.id.clone(), &document.text, at..at + quote.len())
    }
}

/// Four short reports about two crossings: a running total, single days, a copy,
/// a total with an outlier, a breakdown with a small cell, a stock, an event and a position.
pub fn small() -> Case {
    let first = document(
        "one.txt",
        date(2023, 11, 2),
        "Frontier Wire",
        "Officials gave foreigners until 1 November to leave.\n\nFrom 20 October to 1 November 60,000 people \
         returned through Torkham, the Home Department said. On Wednesday alone 9,000 people crossed. About \
         1.7 million undocumented Afghans live in Pakistan. Kabul dismisses the charge <of terrorism> & more.",
    );
    let second = document(
        "two.txt",
        date(2023, 11, 5),
        "Gandhara Daily",
        "Since 20 October 84,000 people have gone home by Torkham up to Saturday. On Saturday 7,000 people went, \
         7 children among them. At Chaman about 12,000 people have crossed since 20 October. \
         On Friday 84,000 people crossed, another sheet says.",
    );
    let start = Some(date(2023, 10, 20));
    let since =
        |claim: Claim| Claim { start, cumulative: true, start_stated: true, ..claim }.sealed();
    let on = |claim: Claim| Claim { start: claim.end, start_stated: true, ..claim }.sealed();
    let total = since(returned(&first, "60,000 people", 60_000.0, "Torkham", date(2023, 11, 1)));
    let saturday = on(returned(&second, "7,000 people", 7_000.0, "Torkham", date(2023, 11, 4)));
    let children = Claim {
        part_of: Some(saturday.id.clone()),
        population: Population {
            text: "children".into(),
            group: Group::Children,
            ..Population::default()
        },
        ..returned(&second, "7 children", 7.0, "Torkham", date(2023, 11, 4))
    };
    let undocumented = Claim {
        measure: Measure::Stock,
        kind: Kind::Undocumented,
        qualifier: Qualifier::About,
        stance: Stance::Estimated,
        at: Some("PAK".into()),
        from: None,
        to: None,
        population: Population { text: "undocumented Afghans".into(), ..Population::default() },
        ..returned(&first, "1.7 million undocumented Afghans", 1_700_000.0, "", date(2023, 11, 2))
    };
    let chaman = Claim {
        qualifier: Qualifier::About,
        source: Source { organisation: Some("Balochistan".into()), ..Source::default() },
        ..returned(&second, "12,000 people", 12_000.0, "Chaman", date(2023, 11, 4))
    };
    let event = first.text.find("until 1 November").expect("there");
    let stance =
        first.text.find("Kabul dismisses the charge <of terrorism> & more").expect("there");
    let statements = vec![
        Statement::Claim(total),
        Statement::Claim(on(returned(
            &first,
            "9,000 people",
            9_000.0,
            "Torkham",
            date(2023, 11, 1),
        ))),
        Statement::Claim(undocumented.sealed()),
        Statement::Claim(since(returned(
            &second,
            "84,000 people",
            84_000.0,
            "Torkham",
            date(2023, 11, 4),
        ))),
        Statement::Claim(saturday),
        Statement::Claim(on(children)),
        Statement::Claim(since(chaman)),
        Statement::Claim(on(Claim {
            span: {
                let at = second.text.rfind("84,000 people").expect("there");
                [at, at + "84,000 people".len()]
            },
            ..returned(&second, "84,000 people", 84_000.0, "Torkham", date(2023, 11, 3))
        })),
        Statement::Event(
            Event {
                published: first.published,
                kind: EventKind::Deadline,
                start: Some(date(2023, 11, 1)),
                end: Some(date(2023, 11, 1)),
                ..Event::new(first.id.clone(), &first.text, event..event + "until 1 November".len())
            }
            .sealed(),
        ),
        Statement::Position(
            Position {
                published: first.published,
                holder: "Kabul".into(),
                stance: PositionStance::Dismisses,
                about: "the charge".into(),
                ..Position::new(
                    first.id.clone(),
                    &first.text,
                    stance..stance + "Kabul dismisses the charge <of terrorism> & more".len(),
                )
            }
            .sealed(),
        ),
    ];
    Case { documents: vec![first, second], statements }
}

/// A breakdown with a small part, another that can be subtracted, and a table with remarks, beside the small case.
pub fn guarded() -> Case {
    let mut case = small();
    let report = document(
        "parts.txt",
        date(2023, 11, 5),
        "Frontier Wire",
        "On Thursday 10,406 people went home by Torkham: 6,200 men, 4,197 women and 9 children.",
    );
    let table = Document {
        media: Media::Csv,
        ..document(
            "daily.csv",
            date(2023, 11, 5),
            "Home Department",
            "day,via,people,Remarks\n2023-11-03,Torkham,8214,two brothers of Gul Town\n",
        )
    };
    let day = date(2023, 11, 2);
    let on = |claim: Claim| Claim { start: claim.end, start_stated: true, ..claim };
    let total = on(returned(&report, "10,406 people", 10_406.0, "Torkham", day)).sealed();
    let part = |quote: &str, value, group| {
        let population = Population { group, ..Population::default() };
        let claim = on(returned(&report, quote, value, "Torkham", day));
        Claim { part_of: Some(total.id.clone()), population, ..claim }.sealed()
    };
    let row = "2023-11-03,Torkham,8214,two brothers of Gul Town";
    let claims = [
        part("6,200 men", 6_200.0, Group::Men),
        part("4,197 women", 4_197.0, Group::Women),
        part("9 children", 9.0, Group::Children),
        on(returned(&table, row, 8_214.0, "Torkham", date(2023, 11, 3))).sealed(),
        total,
    ];
    case.statements.extend(claims.into_iter().map(Statement::Claim));
    case.documents.extend([report, table]);
    case
}

fn word<T: std::str::FromStr + Default>(value: &Value) -> T {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The example folder, with the claims that people read from it.
pub fn example() -> Case {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("examples/pakistan-2023");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut case = Case { documents: Vec::new(), statements: Vec::new() };
    for path in &paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        if name == "README.md" {
            continue;
        }
        let publisher =
            ["Frontier Wire", "Gandhara Daily", "Bolan Record", "Border Monitor Bulletin"]
                .into_iter()
                .find(|publisher| text.to_lowercase().contains(&publisher.to_lowercase()));
        let table = name.ends_with(".csv");
        let title = text.lines().find_map(|line| line.strip_prefix("title: ")).map(str::to_owned);
        let title = title.or_else(|| {
            (!table).then(|| text.lines().nth(1).map(|line| line.trim().to_owned())).flatten()
        });
        case.documents.push(Document {
            published: name.get(..10).and_then(|day| day.parse().ok()),
            publisher: publisher.map(str::to_owned),
            title,
            media: if table { Media::Csv } else { Media::Text },
            ..Document::text(name, text)
        });
    }
    let gold = std::fs::read_to_string(root.join("eval/gold/pakistan-2023.jsonl")).unwrap();
    for line in gold.lines() {
        let fields: Value = serde_json::from_str(line).unwrap();
        let name = fields["doc"].as_str().unwrap();
        let Some(document) = case.documents.iter().find(|document| document.name.starts_with(name))
        else {
            panic!("no document {name}");
        };
        let quote = fields["quote"].as_str().unwrap();
        let Some(at) = document.text.find(quote) else { continue };
        let day = |key: &str| fields[key].as_str().and_then(|text| text.parse::<Date>().ok());
        let population = words(&fields["population"]).unwrap_or_default();
        let group = match population.to_lowercase() {
            text if text.contains("women") => Group::Women,
            text if text.contains("men") => Group::Men,
            text if text.contains("children") => Group::Children,
            text if text.contains("adult") => Group::Adults,
            _ => Group::All,
        };
        let claim = Claim {
            published: document.published,
            publisher: document.publisher.clone(),
            value: fields["value"].as_f64(),
            low: fields["low"].as_f64(),
            high: fields["high"].as_f64(),
            qualifier: word::<Qualifier>(&fields["qualifier"]),
            unit: word::<Unit>(&fields["unit"]),
            measure: word::<Measure>(&fields["measure"]),
            kind: word::<Kind>(&fields["kind"]),
            stance: word::<Stance>(&fields["stance"]),
            population: Population { text: population, group, ..Population::default() },
            via: fields["via"]
                .as_array()
                .map(|list| list.iter().filter_map(words).collect())
                .unwrap_or_default(),
            from: words(&fields["from"]),
            to: words(&fields["to"]),
            at: words(&fields["at"]),
            start: day("start"),
            end: day("end"),
            cumulative: fields["cumulative"].as_bool().unwrap_or(false),
            start_stated: day("start").is_some(),
            source: Source {
                name: words(&fields["source"]).filter(|_| fields["org"].is_null()),
                organisation: words(&fields["org"]),
                ..Source::default()
            },
            ..Claim::new(document.id.clone(), &document.text, at..at + quote.len())
        };
        case.statements.push(Statement::Claim(claim.sealed()));
    }
    // Parts of a breakdown stand under the total of the same document, window and crossing.
    let totals: Vec<Claim> = case
        .claims()
        .filter(|c| c.unit == Unit::People && c.population.group == Group::All)
        .collect();
    for statement in &mut case.statements {
        if let Statement::Claim(claim) = statement
            && (claim.unit == Unit::Households || claim.population.group != Group::All)
        {
            claim.part_of = totals
                .iter()
                .find(|total| {
                    (&total.document, &total.via, total.start, total.end)
                        == (&claim.document, &claim.via, claim.start, claim.end)
                })
                .map(|total| total.id.clone());
        }
    }
    for (name, quote, kind, start) in [
        (
            "2023-10-06",
            "The deadline was announced on Tuesday",
            EventKind::DeadlineAnnounced,
            date(2023, 10, 3),
        ),
        (
            "2023-11-01-interior",
            "The time allowed to foreigners who are in Pakistan without leave ends today",
            EventKind::Deadline,
            date(2023, 11, 1),
        ),
        (
            "2023-11-01-landi",
            "The deadline, set at the start of October, expires today",
            EventKind::Deadline,
            date(2023, 11, 1),
        ),
        (
            "2023-11-01-torkham-wire",
            "Arrests with a view to deportation are to begin on Thursday",
            EventKind::OperationStart,
            date(2023, 11, 2),
        ),
    ] {
        let document = case.documents.iter().find(|d| d.name.starts_with(name)).unwrap();
        let at = document.text.find(quote).unwrap();
        let event = Event {
            published: document.published,
            kind,
            start: Some(start),
            end: Some(start),
            ..Event::new(document.id.clone(), &document.text, at..at + quote.len())
        };
        case.statements.push(Statement::Event(event.sealed()));
    }
    for (name, quote, holder, stance) in [
        (
            "2023-11-01-torkham-wire",
            "Kabul dismisses the charge",
            "Kabul",
            PositionStance::Dismisses,
        ),
        (
            "2023-11-01-torkham-wire",
            "The United Nations, human rights organisations and several Western embassies have urged Islamabad to reconsider",
            "United Nations",
            PositionStance::Urges,
        ),
        (
            "2023-11-04-kabul",
            "It asks all countries that host Afghans to give them time to prepare",
            "Ministry of Refugees and Repatriation",
            PositionStance::Requests,
        ),
        (
            "2023-11-04-kabul",
            "Afghans who went abroad out of political fear are assured that nobody will trouble them at home",
            "Ministry of Refugees and Repatriation",
            PositionStance::Assures,
        ),
    ] {
        let document = case.documents.iter().find(|d| d.name.starts_with(name)).unwrap();
        let at = document.text.find(quote).unwrap();
        let position = Position {
            published: document.published,
            holder: holder.into(),
            stance,
            ..Position::new(document.id.clone(), &document.text, at..at + quote.len())
        };
        case.statements.push(Statement::Position(position.sealed()));
    }
    case
}

impl Case {
    fn claims(&self) -> impl Iterator<Item = Claim> {
        self.statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Claim(claim) => Some(claim.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// A table of a Home Department in which two sums with a day of seven put a total right, and a period that only
/// the total put right contradicts.
pub fn put_right() -> Case {
    let rows = "total 100,013\ntotal 100,030\ntotal 104,139\ntotal 108,303\nday 7\nday 4,119\n\
                period 9,999\n";
    let table = document("table.csv", date(2023, 11, 5), "Home Department", rows);
    let on = |day: i8| date(2023, 11, day);
    let row = |quote: &str, value: f64, start: Date, end: Date, cumulative: bool| {
        let claim = returned(&table, quote, value, "Torkham", end);
        Claim { start: Some(start), start_stated: true, cumulative, ..claim }.sealed()
    };
    let since = date(2023, 9, 17);
    let claims = [
        row("total 100,013", 100_013.0, since, on(1), true),
        row("total 100,030", 100_030.0, since, on(2), true),
        row("total 104,139", 104_139.0, since, on(3), true),
        row("total 108,303", 108_303.0, since, on(4), true),
        row("day 7", 7.0, on(2), on(2), false),
        row("day 4,119", 4_119.0, on(3), on(3), false),
        row("period 9,999", 9_999.0, on(3), on(4), false),
    ];
    let statements = claims.into_iter().map(Statement::Claim).collect();
    Case { documents: vec![table], statements }
}
