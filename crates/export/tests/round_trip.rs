//! What is written as claims is read back: nothing is lost that the format can hold.

use claim::{
    Claim, Concept, Document, Event, Group, Kind, Measure, Per, Population, Position, Qualifier,
    Source, SourceKind, Stance, Statement, Status, Unit,
};
use export::{Export, Format, Known, Part, Terms};
use jiff::civil::{Date, Time, date};
use places::Gazetteer;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// The document that the claims are said to be from: each has a span of its own.
const TEXT: &str = "one two six ten \"one\" =two\nsix ten";

/// Texts as they may stand in a cell, those that a spreadsheet would run among them.
fn text() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "=1+1",
        "'=1",
        "''+2",
        "-",
        "@x",
        "＝1",
        "none",
        "NA",
        "#date",
        "a;b",
        "'quoted'",
        "1,5",
        "“Ministry”",
        "IOM",
        "\"x\"",
        "-5 Afghans",
        "=HYPERLINK(\"http://x\",\"y\")",
    ]);
    prop_oneof![
        odd.prop_map(str::to_owned),
        "[ -~éß“”ا]{1,24}".prop_filter("white space at the ends is no content", |text: &String| {
            !text.is_empty() && text.trim() == text
        }),
    ]
    .prop_filter("contacts are blacked out", |text| {
        // Also beside what a cell may stand beside.
        [text.clone(), format!("{text},1"), format!("{text}: 12345")]
            .iter()
            .all(|text| claim::contacts::find(text).is_empty())
    })
}

/// Parts of a list cannot hold what parts them.
fn part() -> impl Strategy<Value = String> {
    text()
        .prop_map(|text| text.replace(';', ","))
        .prop_filter("white space", |text| text.trim() == text)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0u32..10_000_000).prop_map(f64::from),
        (0u32..10_000_000).prop_map(|n| f64::from(n) / 1000.0),
        // Ten digits and more of a cell are taken for a telephone: no report counts so many people.
        0.0..1e9,
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0i32..12_000).prop_map(|days| date(1990, 1, 1) + jiff::Span::new().days(days))
}

fn hour() -> impl Strategy<Value = Time> {
    (0i8..24, 0i8..60).prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0))
}

fn place() -> impl Strategy<Value = Option<String>> {
    of(select(vec!["PAK", "AFG", "Kabul", "A camp by the river", "=camp"]).prop_map(str::to_owned))
}

/// Words of a closed list.
fn word<T>() -> impl Strategy<Value = T>
where
    T: std::str::FromStr + strum::VariantNames + std::fmt::Debug + 'static,
    T::Err: std::fmt::Debug,
{
    select(T::VARIANTS).prop_map(|word| word.parse().unwrap())
}

fn population() -> impl Strategy<Value = Population> {
    let lists = || vec(part(), 0..3);
    let nationality = of(select(vec!["AFG", "PAK"]).prop_map(str::to_owned));
    (text(), nationality, word::<Status>(), word::<Group>(), lists(), lists()).prop_map(
        |(text, nationality, status, group, includes, excludes)| Population {
            text,
            nationality,
            status,
            group,
            includes,
            excludes,
        },
    )
}

fn source() -> impl Strategy<Value = Source> {
    (of(text()), of(text()), of(text()), word::<SourceKind>())
        .prop_map(|(name, role, organisation, kind)| Source { name, role, organisation, kind })
}

/// A claim with every field; links are added by [`claims`].
fn claim() -> impl Strategy<Value = Claim> {
    let bounds = (of(number()), of(number()), of(number()), word::<Qualifier>()).prop_map(
        |(value, low, high, qualifier)| match (low, high) {
            (Some(a), Some(b)) if a > b => (value, Some(b), Some(a), qualifier),
            (None, None) if value.is_none() => (value, low, high, Qualifier::Undetermined),
            _ => (value, low, high, qualifier),
        },
    );
    let what =
        (word::<Unit>(), word::<Measure>(), word::<Per>(), word::<Kind>(), word::<Concept>());
    let vias = vec(select(vec!["Torkham", "Chaman", "A bridge, by night", "=gate"]), 0..3);
    let days = (of(day()), of(day()), of(hour()));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let whose = (day(), of(text()), source(), word::<Stance>(), of(number()));
    (bounds, what, population(), vias, place(), place(), place(), days, flags, whose).prop_map(
        |(bounds, what, population, vias, from, to, at, days, flags, whose)| {
            let (value, low, high, qualifier) = bounds;
            let (unit, measure, per, kind, concept) = what;
            let (start, end) = match (days.0, days.1) {
                (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
                either => either,
            };
            let mut via: Vec<String> = vias.into_iter().map(str::to_owned).collect();
            via.dedup();
            via.sort();
            via.dedup();
            Claim {
                published: Some(whose.0),
                // An account on a network is a person's, and kept as "a person".
                publisher: whose.1.filter(|name| !name.starts_with('@')),
                value,
                low,
                high,
                qualifier,
                unit,
                factor: whose.4,
                measure,
                per: (measure == Measure::Rate).then_some(per),
                kind,
                concept,
                population,
                via,
                from,
                to,
                at,
                start,
                end,
                as_of: days.2,
                cumulative: flags.0,
                start_stated: flags.1,
                partial: flags.2,
                source: whose.2,
                stance: whose.3,
                rules: vec!["number.digits".into(), "who.noun".into()],
                ..Claim::new(document().id, TEXT, 0..3)
            }
        },
    )
}

fn document() -> Document {
    Document { published: Some(date(2023, 11, 1)), ..Document::text("a/b/report.txt", TEXT) }
}

/// Some claims of one document that hang together.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let link = || of(any::<prop::sample::Index>());
    vec((claim(), link(), link()), 1..5).prop_map(|drawn| {
        let count = drawn.len();
        let mut links = Vec::new();
        let mut claims: Vec<Claim> = Vec::new();
        for (n, (claim, part_of, same_as)) in drawn.into_iter().enumerate() {
            let evidence = claim::Evidence::of(TEXT, n..n + 12);
            let claim = Claim { quote: evidence.quote, span: evidence.span, ..claim };
            claims.push(claim.sealed());
            links.push([part_of, same_as].map(|at| at.map(|at| at.index(count))));
        }
        let ids: Vec<_> = claims.iter().map(|claim| claim.id.clone()).collect();
        for (n, (claim, [part_of, same_as])) in claims.iter_mut().zip(links).enumerate() {
            let other = |at: Option<usize>| at.filter(|at| *at != n).map(|at| ids[at].clone());
            claim.part_of = other(part_of);
            claim.same_as = other(same_as);
        }
        claims
    })
}

fn written(statements: &[Statement], format: Format) -> Vec<u8> {
    let terms = Terms { suppress_below: 0, ..Terms::default() };
    let documents = [document()];
    let known = Known { documents: &documents, statements };
    Export::new(&known, None, Gazetteer::builtin(), &terms).write(format, Part::Claims).unwrap()
}

fn read_back(name: &str, bytes: Vec<u8>) -> Vec<Statement> {
    let reading = read::read(name, bytes, read::Options::default(), Gazetteer::builtin()).unwrap();
    assert_eq!(reading.problems, [], "{}", reading.document.text);
    for statement in &reading.statements {
        let [from, to] = statement.span();
        assert!(reading.document.text.get(from..to).is_some(), "evidence lies in the file");
    }
    reading.statements
}

/// Checks that `back` says what `sent` says, each under the name that it has now.
fn same(sent: &[Claim], back: &[Statement], evidence_too: bool) {
    let back: Vec<&Claim> = back
        .iter()
        .map(|statement| match statement {
            Statement::Claim(claim) => claim,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sent.len(), back.len());
    let now = |id: &claim::Id| {
        let at = sent.iter().position(|claim| claim.id == *id).expect("a link within");
        back[at].id.clone()
    };
    for (before, after) in sent.iter().zip(&back) {
        let mut expected = Claim {
            id: after.id.clone(),
            document: after.document.clone(),
            span: after.span,
            part_of: before.part_of.as_ref().map(now),
            same_as: before.same_as.as_ref().map(now),
            ..before.clone()
        };
        if !evidence_too {
            // Of a table, the row is the evidence; it has the old quote in it.
            expected.quote.clone_from(&after.quote);
            expected.rules.clone_from(&after.rules);
            expected.found = after.found;
        }
        assert_eq!(**after, expected);
        assert_eq!((**after).clone().sealed().id, after.id);
    }
}

fn statements(claims: &[Claim]) -> Vec<Statement> {
    claims.iter().cloned().map(Statement::Claim).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn claims_come_back_from_csv(claims in claims()) {
        let bytes = written(&statements(&claims), Format::Csv);
        same(&claims, &read_back("claims.csv", bytes), false);
    }

    #[test]
    fn claims_come_back_from_a_workbook(claims in claims()) {
        let bytes = written(&statements(&claims), Format::Xlsx);
        same(&claims, &read_back("tables.xlsx", bytes), false);
    }

    #[test]
    fn claims_come_back_from_json_lines_with_their_words(claims in claims()) {
        let bytes = written(&statements(&claims), Format::Jsonl);
        let back = read_back("statements.jsonl", bytes);
        same(&claims, &back, true);
        // And once more: nothing wears off.
        let claims: Vec<Claim> = back
            .iter()
            .filter_map(|statement| match statement {
                Statement::Claim(claim) => Some(claim.clone()),
                _ => None,
            })
            .collect();
        let again = read_back("again.jsonl", written(&back, Format::Jsonl));
        same(&claims, &again, true);
    }

    #[test]
    fn no_cell_of_csv_is_a_formula(claims in claims()) {
        let bytes = written(&statements(&claims), Format::Csv);
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        for row in reader.records() {
            for cell in &row.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell}");
            }
        }
    }
}

#[test]
fn events_and_positions_come_back_from_json_lines() {
    let published = Some(date(2023, 11, 1));
    let event = Event {
        published,
        actor: Some("Kabul".into()),
        start: published,
        ..Event::new(document().id, TEXT, 0..7)
    }
    .sealed();
    let position = Position {
        published,
        holder: "Kabul".into(),
        about: "the \"deadline\"\n".into(),
        ..Position::new(document().id, TEXT, 12..27)
    }
    .sealed();
    let sent = [Statement::Event(event.clone()), Statement::Position(position.clone())];
    let back = read_back("statements.jsonl", written(&sent, Format::Jsonl));
    let [Statement::Event(e), Statement::Position(p)] = &back[..] else { panic!("{back:?}") };
    let here = e.document.clone();
    let event = Event { id: e.id.clone(), document: here.clone(), span: e.span, ..event };
    assert_eq!(*e, event);
    let position = Position { id: p.id.clone(), document: here, span: p.span, ..position };
    assert_eq!(*p, position);
}
