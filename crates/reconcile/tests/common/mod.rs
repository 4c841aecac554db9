//! Claims built by hand from real figures (shared/series/pakistan-afghanistan-2023.csv).

use claim::{
    Claim, DocumentId, Event, EventKind, Kind, Measure, Qualifier, Source, Stance, Status, Unit,
    Window,
};
use jiff::civil::{Date, date};
use places::Gazetteer;
use reconcile::{Options, Picture, reconcile};

/// Parses "2023-11-01".
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn window(start: &str, end: &str) -> Window {
    Window::new(day(start), day(end)).unwrap()
}

/// A flow from Pakistan to Afghanistan, exact, stated by `organisation`.
pub struct Flow(pub Claim);

pub fn flow(value: f64, via: &str, published: &str, organisation: &str) -> Flow {
    let text = format!("{value} {via} {published} {organisation}");
    let claim = Claim {
        value: Some(value),
        kind: Kind::Return,
        published: Some(day(published)),
        via: if via.is_empty() { vec![] } else { vec![via.to_owned()] },
        from: Some("PAK".into()),
        to: Some("AFG".into()),
        source: Source { organisation: Some(organisation.to_owned()), ..Source::default() },
        start_stated: true,
        ..Claim::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
    };
    Flow(claim)
}

impl Flow {
    pub fn days(mut self, start: &str, end: &str) -> Flow {
        self.0.start = (!start.is_empty()).then(|| day(start));
        self.0.start_stated = self.0.start.is_some();
        self.0.end = Some(day(end));
        self
    }
    pub fn since(self, start: &str, end: &str) -> Flow {
        let mut flow = self.days(start, end);
        flow.0.cumulative = true;
        flow
    }
    pub fn qualified(mut self, qualifier: Qualifier) -> Flow {
        self.0.qualifier = qualifier;
        self
    }
    pub fn with(mut self, change: impl FnOnce(&mut Claim)) -> Flow {
        change(&mut self.0);
        self
    }
    pub fn claim(self) -> Claim {
        self.0.sealed()
    }
}

pub fn event(kind: EventKind, start: &str, end: &str) -> Event {
    let json = serde_json::json!({
        "id": "", "document": DocumentId::of_bytes(b"events"), "published": "2023-10-03",
        "quote": "", "span": [0, 0], "kind": kind, "actor": null, "place": null,
        "start": start, "end": end, "stance": Stance::Asserted,
    });
    serde_json::from_value(json).unwrap()
}

pub fn events() -> Vec<Event> {
    vec![
        event(EventKind::DeadlineAnnounced, "2023-10-01", "2023-10-31"),
        event(EventKind::Deadline, "2023-11-01", "2023-11-01"),
        event(EventKind::OperationStart, "2023-11-02", "2023-11-02"),
    ]
}

/// The dispatch of 1 November 2023, as DESIGN.md says it is to be read.
pub fn seed() -> Vec<Claim> {
    let published = "2023-11-01";
    let dispatch = |value: f64, via: &str, organisation: &str| {
        flow(value, via, published, organisation).with(|claim| {
            claim.kind = Kind::Departure;
            claim.to = None;
        })
    };
    let stock = |value: f64| {
        flow(value, "", published, "government").with(|claim| {
            claim.measure = Measure::Stock;
            claim.kind = Kind::Population;
            claim.at = Some("PAK".into());
            claim.from = None;
            claim.to = None;
            claim.end = Some(date(2023, 11, 1));
        })
    };
    vec![
        dispatch(140_000.0, "", "officials")
            .since("", published)
            .with(|claim| {
                claim.population.status = Status::Undocumented;
                claim.source.organisation = None;
                claim.source.name = Some("officials".into());
            })
            .claim(),
        stock(300_000.0)
            .with(|claim| {
                claim.value = None;
                claim.low = Some(200_000.0);
                claim.high = Some(999_999.0);
                claim.qualifier = Qualifier::Vague;
            })
            .claim(),
        dispatch(104_000.0, "Torkham", "Khyber Pakhtunkhwa")
            .days("2023-10-18", published)
            .qualified(Qualifier::About)
            .with(|claim| {
                claim.population.nationality = Some("AFG".into());
                claim.source.role = Some("deputy commissioner".into());
            })
            .claim(),
        dispatch(0.0, "Chaman", "AFP")
            .since("", published)
            .qualified(Qualifier::Undetermined)
            .with(|claim| claim.value = None)
            .claim(),
        dispatch(140_322.0, "", "interior ministry")
            .since("", published)
            .with(|claim| claim.population.status = Status::Undocumented)
            .claim(),
        stock(4_000_000.0).qualified(Qualifier::MoreThan).claim(),
        stock(1_700_000.0).with(|claim| claim.kind = Kind::Undocumented).claim(),
    ]
}

const KP: &str = "KP Home Department";

/// A running total at Torkham since 17 September, by the KP Home Department.
fn torkham(value: f64, published: &str, end: &str) -> Claim {
    flow(value, "Torkham", published, KP).since("2023-09-17", end).claim()
}

/// A count of one day at Torkham, by the KP Home Department.
fn torkham_day(value: f64, published: &str, on: &str) -> Claim {
    flow(value, "Torkham", published, KP).days(on, on).claim()
}

/// What had been published by 20 November 2023. Four running totals are given
/// as they were printed, as the number of one day.
pub fn example() -> Vec<Claim> {
    let balochistan = "Balochistan information minister";
    let iom = "IOM";
    let mut claims = seed();
    claims.extend([
        flow(82_500.0, "Torkham", "2023-11-01", "official sources")
            .since("2023-09-17", "2023-10-30")
            .qualified(Qualifier::About)
            .claim(),
        flow(11_553.0, "Torkham", "2023-11-01", "official sources")
            .days("2023-10-30", "2023-10-30")
            .claim(),
        flow(129_000.0, "Torkham", "2023-11-02", "KP provincial government")
            .days("2023-10-01", "2023-11-01")
            .qualified(Qualifier::MoreThan)
            .claim(),
        flow(38_100.0, "Chaman", "2023-11-02", "Pakistani border officials")
            .since("2023-10-01", "2023-11-01")
            .claim(),
        flow(28_000.0, "Torkham", "2023-11-02", "AFP").days("2023-11-01", "2023-11-01").claim(),
        torkham_day(128_629.0, "2023-11-07", "2023-11-01"),
        torkham_day(147_973.0, "2023-11-07", "2023-11-02"),
        torkham_day(160_638.0, "2023-11-07", "2023-11-03"),
        torkham_day(12_689.0, "2023-11-04", "2023-11-03"),
        torkham_day(167_774.0, "2023-11-07", "2023-11-04"),
        torkham(174_358.0, "2023-11-07", "2023-11-05"),
        torkham_day(6_584.0, "2023-11-07", "2023-11-05"),
        torkham(190_418.0, "2023-11-08", "2023-11-07"),
        torkham_day(4_919.0, "2023-11-08", "2023-11-07"),
        torkham(193_378.0, "2023-11-09", "2023-11-08"),
        torkham_day(4_119.0, "2023-11-09", "2023-11-08"),
        torkham(200_975.0, "2023-11-13", "2023-11-11"),
        torkham_day(2_857.0, "2023-11-13", "2023-11-11"),
        torkham(206_018.0, "2023-11-13", "2023-11-12"),
        torkham_day(3_043.0, "2023-11-13", "2023-11-12"),
        flow(232_398.0, "", "2023-11-13", "Samaa TV").since("", "2023-11-12").claim(),
        torkham(214_194.0, "2023-11-16", "2023-11-15"),
        flow(3_212.0, "Angoor Adda", "2023-11-16", KP).since("2023-09-17", "2023-11-15").claim(),
        flow(410.0, "Kharlachi", "2023-11-16", KP).since("2023-09-17", "2023-11-15").claim(),
        torkham_day(1_992.0, "2023-11-16", "2023-11-15"),
        torkham(216_083.0, "2023-11-17", "2023-11-16"),
        torkham_day(1_672.0, "2023-11-17", "2023-11-16"),
        torkham(223_503.0, "2023-11-20", "2023-11-19"),
        flow(50_000.0, "Chaman", "2023-11-03", balochistan)
            .since("", "2023-11-03")
            .qualified(Qualifier::MoreThan)
            .claim(),
        flow(54_000.0, "Chaman", "2023-11-06", balochistan)
            .since("", "2023-11-05")
            .qualified(Qualifier::MoreThan)
            .claim(),
        flow(66_000.0, "Chaman", "2023-11-09", balochistan)
            .since("", "2023-11-08")
            .qualified(Qualifier::MoreThan)
            .claim(),
        flow(26_275.0, "Chaman", "2023-11-09", iom).days("2023-10-01", "2023-10-31").claim(),
        flow(57_000.0, "", "2023-11-04", "Taliban Ministry of Refugees")
            .days("2023-11-03", "2023-11-04")
            .qualified(Qualifier::About)
            .claim(),
        flow(200_000.0, "", "2023-11-06", "Suhail Shaheen")
            .since("2023-11-01", "2023-11-06")
            .qualified(Qualifier::About)
            .with(|claim| claim.stance = Stance::Estimated)
            .claim(),
        flow(14_352.0, "Torkham", "2023-10-15", iom).days("2023-09-01", "2023-09-30").claim(),
        flow(9_612.0, "Chaman", "2023-10-15", iom).days("2023-09-01", "2023-09-30").claim(),
        flow(522.0, "Torkham", "2023-11-16", KP)
            .days("2023-11-15", "2023-11-15")
            .with(|claim| claim.unit = Unit::Households)
            .claim(),
    ]);
    claims
}

/// The days that the briefs ask about.
pub fn season() -> Window {
    window("2023-09-15", "2023-11-20")
}

pub fn picture_of(claims: &[Claim], span: Window) -> Picture {
    let options = Options { span: Some(span), ..Options::default() };
    reconcile(claims, &events(), Gazetteer::builtin(), &options).unwrap()
}
