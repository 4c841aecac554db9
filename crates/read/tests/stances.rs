//! Who stands by a number: what is denied, alleged, planned, taken back or counts beneficiaries is nobody's count, and an
//! office is named for its own number only. The sentences are ours.

use claim::{Claim, Concept, Kind, Measure, Stance};

use super::texts::{read, reading};

/// The claim of a number in a report of 8 May 2023.
#[track_caller]
fn of(text: &str, value: f64) -> Claim {
    let claims = read(&format!("date 2023-05-08\n{text}\n"));
    let quotes: Vec<&str> = claims.iter().map(|claim| &*claim.quote).collect();
    let found = claims.iter().find(|claim| claim.value == Some(value));
    found.unwrap_or_else(|| panic!("{value} was not read in {text:?}: {quotes:?}")).clone()
}

fn label(claim: &Claim) -> &str {
    claim.source.label().unwrap_or("nobody")
}

const WAY: &str = "crossed from Sudan into Chad at Adre between 1 and 7 May 2023";

#[test]
fn what_is_denied_is_nobodys_count_and_the_denier_speaks() {
    for (text, denier) in [
        ("IOM denied having registered 18,200 returnees from Libya at Tiné in April 2023.", "IOM"),
        (
            "The interior ministry rejected reports that 54,000 refugees had entered Chad from Sudan.",
            "interior ministry",
        ),
        (
            "Claims that 31,000 Afghans were deported through Torkham in April are baseless, UNHCR said.",
            "UNHCR",
        ),
        (
            "Some 12,000 people crossed into Chad from Sudan on Friday, a blogger wrote. The figure is false, IOM said.",
            "IOM",
        ),
        (
            "\"We have never said that 45,000 refugees crossed into Uganda from South Sudan,\" UNHCR said.",
            "UNHCR",
        ),
        (
            "There is no truth in the claim that 33,000 people crossed from Sudan into Chad in April, the prefect said.",
            "prefect",
        ),
        (
            "UNHCR cast doubt on a report that 39,000 people crossed from Sudan into Chad in April.",
            "UNHCR",
        ),
    ] {
        let claims = read(&format!("date 2023-05-08\n{text}\n"));
        assert_eq!(claims.len(), 1, "{text}: {claims:?}");
        assert_eq!(claims[0].stance, Stance::Denied, "{text}");
        assert_eq!(label(&claims[0]), denier, "{text}");
    }
}

#[test]
fn what_is_alleged_or_asked_is_nobodys_count() {
    for text in [
        "The mayor alleged that the police concealed the arrival of 9,400 migrants from Tunisia on Lampedusa in April.".to_owned(),
        format!("A rumour that 9,400 people {WAY} spread on Sunday."),
        format!("Have 9,400 people really {WAY}? The prefect would not say."),
        format!("9,400 people {WAY}? Nobody knows."),
    ] {
        assert_eq!(of(&text, 9400.0).stance, Stance::Alleged, "{text}");
    }
}

#[test]
fn a_denial_of_something_else_denies_no_number() {
    for (text, source) in [
        (
            "The government denied that it had closed the gate. Some 6,300 people crossed from Sudan into Chad on Sunday, IOM said.",
            "IOM",
        ),
        (
            "Sudan denied that its army had fired on them, but 6,300 people crossed into Chad on 3 May, UNHCR said.",
            "UNHCR",
        ),
        (
            "UNHCR has not yet registered them, but 6,300 refugees crossed from Sudan into Chad in the past week, UNHCR said.",
            "UNHCR",
        ),
        (
            "It is wrong to close the border, UNHCR said, as 6,300 people crossed from Sudan into Chad last week.",
            "UNHCR",
        ),
        // Two offices that disagree are not settled by who says so.
        (
            "IOM said 6,300 people crossed from Sudan into Chad on Sunday. The government disputed the figure.",
            "IOM",
        ),
    ] {
        let claim = of(text, 6300.0);
        assert_eq!((claim.stance, label(&claim)), (Stance::Asserted, source), "{text}");
    }
}

#[test]
fn who_must_leave_has_not_left() {
    for text in [
        "Some 90,000 Afghans are to leave Pakistan by 1 November, the interior ministry said.",
        "All 90,000 Burundians in Tanzania have to return by June, the minister said.",
    ] {
        assert_eq!(of(text, 90_000.0).stance, Stance::Planned, "{text}");
    }
    let claim =
        of("Some 90,000 undocumented Afghans in Iran must leave, state media wrote.", 90_000.0);
    assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::Undocumented));
    assert_eq!((claim.at.as_deref(), claim.from), (Some("IRN"), None));
}

#[test]
fn a_source_is_the_noun_that_speaks() {
    for (speaker, wanted) in [
        ("a critic of the mayor said", "nobody"),
        ("the governor's brother said", "nobody"),
        ("a lawyer suing UNHCR said", "nobody"),
        ("a former UNHCR official said", "nobody"),
        ("the governor's deputy said", "governor's deputy"),
        ("a source close to the governor said", "source close to the governor"),
        ("the deputy foreign minister said", "deputy foreign minister"),
        ("a spokesman for UNHCR said", "UNHCR"),
        ("according to an adviser to the prime minister", "adviser"),
    ] {
        let text = format!("Some 12,700 people {WAY}, {speaker}.");
        assert_eq!(label(&of(&text, 12_700.0)), wanted, "{text}");
    }
    let text = format!("Some 12,900 people {WAY}, Idriss Moussa, the president's spokesman, said.");
    let source = of(&text, 12_900.0).source;
    assert_eq!(source.name.as_deref(), Some("Idriss Moussa"));
    assert_eq!(source.role.as_deref(), Some("president's spokesman"));
}

#[test]
fn each_office_has_its_own_number_of_the_same_days_and_way() {
    for text in [
        format!("UNHCR counted 6,400 people who {WAY}, IOM 7,200 and the prefect 5,800."),
        format!(
            "UNHCR said that 6,400 people {WAY}. The prefect, for his part, gave 5,800. IOM put it at 7,200."
        ),
        format!(
            "6,400 people {WAY} according to UNHCR, but 7,200 according to IOM. The prefect, on the other hand, counted 5,800."
        ),
        format!(
            "UNHCR said that 6,400 people {WAY}. IOM's figure is 7,200, that of the prefect 5,800."
        ),
    ] {
        for (value, source) in [(6400.0, "UNHCR"), (7200.0, "IOM"), (5800.0, "prefect")] {
            let claim = of(&text, value);
            assert_eq!(label(&claim), source, "{value} in {text}");
            assert_eq!(claim.start, "2023-05-01".parse().ok(), "{value} in {text}");
            assert_eq!(claim.end, "2023-05-07".parse().ok(), "{value} in {text}");
            assert_eq!(
                (claim.from.as_deref(), claim.to.as_deref()),
                (Some("SDN"), Some("TCD")),
                "{text}"
            );
            assert_eq!(claim.via, ["Adré"], "{value} in {text}");
        }
    }
}

#[test]
fn beneficiaries_are_no_crossers() {
    for text in [
        format!("UNICEF vaccinated 2,100 children who {WAY}."),
        format!("Blankets were handed out to 2,100 people who {WAY}, the Red Cross said."),
        format!("Some 2,100 refugees who {WAY} were given food rations by WFP."),
        "IOM provided transport to 2,100 returnees from Pakistan at Torkham on 3 May 2023."
            .to_owned(),
        "Some 2,100 returnees at Islam Qala collected cash from UNHCR in April.".to_owned(),
    ] {
        assert_eq!(of(&text, 2100.0).concept, Concept::AssistedPerson, "{text}");
    }
    for text in [
        "IOM assisted 2,100 Ethiopians to return home from Yemen in April.",
        "A total of 2,100 refugees crossed from Sudan into Chad last week and received food from WFP, UNHCR said.",
        "UNHCR received 2,100 refugees from Sudan at Adre on Monday.",
        "Aid reached Adre on Sunday and 2,100 people crossed from Sudan into Chad, UNHCR said.",
    ] {
        assert_ne!(of(text, 2100.0).concept, Concept::AssistedPerson, "{text}");
    }
}

#[test]
fn a_corrected_number_stands_in_the_place_of_the_wrong_one() {
    for text in [
        "UNHCR lowered its count of refugees who arrived in Chad from Sudan in April to 1,900 from 9,100.",
        "An earlier version of this story said that 9,100 migrants had crossed from Turkey into Greece on Monday. The number was 1,900.",
    ] {
        assert_eq!(of(text, 9100.0).stance, Stance::Denied, "{text}");
        assert_eq!(of(text, 1900.0).stance, Stance::Asserted, "{text}");
    }
    let text =
        "Some 1,900 people, not 9,100, entered Greece from Turkey on Monday, the coast guard said.";
    assert_eq!(of(text, 1900.0).stance, Stance::Asserted);
    let text = "UNHCR has revised the number of refugees who arrived in Chad from Sudan since 15 April from 9,100 down to 1,900.";
    assert_eq!(of(text, 1900.0).stance, Stance::Asserted);
    let text = "UNHCR withdrew its figure of 9,100 people who entered Greece from Turkey in April.";
    assert_eq!(of(text, 9100.0).stance, Stance::Denied);
    let text = "Our report of 2 May wrongly said that 9,100 people had entered Greece from Turkey between 24 and 28 April 2023. \
                The correct figure is 1,900, the coast guard said.";
    let claim = of(text, 1900.0);
    assert_eq!((claim.start, claim.end), ("2023-04-24".parse().ok(), "2023-04-28".parse().ok()));
}

#[test]
fn the_year_that_is_said_once_is_that_of_both_days() {
    for (text, start, end) in [
        (
            "From 1 January to 31 December 2022, 11,700 people crossed from Sudan into Chad.",
            "2022-01-01",
            "2022-12-31",
        ),
        (
            "Between 28 December and 5 January 2023, 11,700 people crossed from Sudan into Chad.",
            "2022-12-28",
            "2023-01-05",
        ),
        (
            "Del 1 de enero al 31 de diciembre de 2022, 11.700 migrantes cruzaron de Colombia a Panamá, informó el gobierno.",
            "2022-01-01",
            "2022-12-31",
        ),
    ] {
        let claims = read(&format!("date 2023-01-09\n{text}\n"));
        assert_eq!(claims[0].start, start.parse().ok(), "{text}");
        assert_eq!(claims[0].end, end.parse().ok(), "{text}");
    }
}

#[test]
fn a_report_that_is_dated_before_its_days_end_is_told_of() {
    let reading = reading(
        "date 2023-05-02\nSome 6,300 people crossed from Sudan into Chad between 1 and 7 May 2023.\n",
    );
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("2023-05-07"), "{told:?}");
}

#[test]
fn a_people_abroad_does_not_go_home() {
    let claim =
        of("Some 12,500 Kosovo Albanians arrived in Albania on Sunday, UNHCR said.", 12_500.0);
    assert_eq!(claim.population.nationality.as_deref(), Some("XKX"));
    let claim = of(
        "Some 5,300 ethnic Uzbeks entered Uzbekistan from Kyrgyzstan on Friday, the border guard said.",
        5300.0,
    );
    assert_eq!((claim.kind, claim.population.nationality), (Kind::Arrival, None));
}

#[test]
fn what_a_camp_takes_in_is_not_counted_at_the_border() {
    let claim = of("Um Rakuba camp has taken in 8,120 Ethiopians, UNHCR said.", 8120.0);
    assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::InCamp));
    let claim = of(
        "Some 8,120 Ethiopian refugees arrived at Um Rakuba camp from Hamdayet in April, UNHCR said.",
        8120.0,
    );
    assert!(!claim.kind.is_crossing(), "{claim:?}");
}

#[test]
fn people_who_come_ashore_arrive() {
    let claim = of(
        "Some 340 people came ashore at the Favaloro jetty on Lampedusa from Tunisia on Sunday.",
        340.0,
    );
    assert_eq!((claim.kind, claim.to.as_deref()), (Kind::Arrival, Some("Lampedusa")));
}
