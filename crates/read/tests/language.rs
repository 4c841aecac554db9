//! What reports say and what is read from it, sentence by sentence. The
//! sentences are ours.

use claim::{Claim, Group, Kind, Measure, Qualifier, Stance, Statement, Status, Unit};
use jiff::civil::date;
use places::Gazetteer;

/// Reads a text published on Friday, 10 November 2023.
fn read_text(text: &str) -> Vec<Claim> {
    let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
    read::read("text", text.as_bytes().to_vec(), options, Gazetteer::builtin())
        .unwrap()
        .statements
        .into_iter()
        .filter_map(|s| if let Statement::Claim(c) = s { Some(c) } else { None })
        .collect()
}

fn one(text: &str) -> Claim {
    let claims = read_text(text);
    assert_eq!(claims.len(), 1, "{text}: {claims:#?}");
    claims.into_iter().next().unwrap()
}

#[test]
fn a_flow_has_its_crossing_days_and_direction() {
    let claim = one(
        "Some 9,300 Syrians returned home from Turkey through Bab al-Hawa between 2 and 8 November.",
    );
    assert_eq!(claim.value, Some(9300.0));
    assert_eq!(claim.qualifier, Qualifier::About);
    assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Return));
    assert_eq!(claim.via, ["Bab al-Hawa"]);
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("TUR"), Some("SYR")));
    assert_eq!((claim.start, claim.end), (Some(date(2023, 11, 2)), Some(date(2023, 11, 8))));
    assert!(claim.start_stated && !claim.cumulative);
}

#[test]
fn a_running_total_knows_where_it_starts() {
    let claim = one(
        "More than 410,000 people have fled Sudan into Chad since 15 April, UNHCR said on Thursday.",
    );
    assert_eq!((claim.low, claim.high), (Some(410_000.0), None));
    assert!(claim.cumulative && claim.start_stated);
    assert_eq!(claim.start, Some(date(2023, 4, 15)));
    // Said on Thursday: what had happened by then.
    assert_eq!(claim.end, Some(date(2023, 11, 9)));
    assert_eq!(claim.source.organisation.as_deref(), Some("UNHCR"));
}

#[test]
fn a_stock_is_not_a_flow() {
    let claim = one("About 1.4 million refugees live in Uganda.");
    assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::Refugees));
    assert_eq!(claim.at.as_deref(), Some("UGA"));
    assert_eq!((claim.start, claim.end), (None, Some(date(2023, 11, 10))));
}

#[test]
fn a_rate_is_per_day() {
    let claim = one("Around 3,000 Afghans a day are crossing at Islam Qala, officials said.");
    assert_eq!(claim.measure, Measure::Rate);
    assert_eq!(claim.per, Some(claim::Per::Day));
    assert_eq!(claim.via, ["Islam Qala"]);
}

#[test]
fn what_is_to_come_is_not_what_was() {
    let claim = one("UNHCR expects up to 60,000 people to cross into Armenia in the coming weeks.");
    assert_eq!(claim.stance, Stance::Expected);
    assert_eq!(claim.qualifier, Qualifier::UpTo);
    assert_eq!(claim.high, Some(60_000.0));
}

#[test]
fn families_and_their_members_are_one_count() {
    let claims = read_text("On Monday 487 families comprising 11,553 persons crossed at Torkham.");
    assert_eq!(claims.len(), 2);
    let (families, people) = (&claims[0], &claims[1]);
    assert_eq!((families.unit, families.value), (Unit::Households, Some(487.0)));
    assert_eq!((people.unit, people.value), (Unit::People, Some(11_553.0)));
    assert_eq!(families.part_of.as_ref(), Some(&people.id));
    assert_eq!(people.start, Some(date(2023, 11, 6)));
}

#[test]
fn men_women_and_children_are_parts_of_their_total() {
    let claims = read_text(
        "On Sunday 3,043 people returned through Torkham: 761 men, 732 women and 1,550 children.",
    );
    assert_eq!(claims.len(), 4);
    let groups: Vec<Group> = claims.iter().map(|c| c.population.group).collect();
    assert_eq!(groups, [Group::All, Group::Men, Group::Women, Group::Children]);
    for part in &claims[1..] {
        assert_eq!(part.part_of.as_ref(), Some(&claims[0].id));
        assert_eq!((part.start, part.end), (claims[0].start, claims[0].end));
    }
}

#[test]
fn an_ellipsis_takes_its_people_and_its_verb() {
    let claims =
        read_text("Some 110,000 refugees have crossed into Chad, and 4,000 into South Sudan.");
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[1].to.as_deref(), Some("SSD"));
    assert_eq!(claims[1].kind, claims[0].kind);
}

#[test]
fn the_speaker_is_found_before_behind_and_in_the_next_sentence() {
    let named = |text: &str| one(text).source;
    let before = named(
        "Balochistan information minister Jan Achakzai said 12,000 Afghans had left through Chaman.",
    );
    assert_eq!(before.name.as_deref(), Some("Jan Achakzai"));
    assert_eq!(before.organisation.as_deref(), Some("Balochistan"));
    let behind = named("12,000 Afghans have left Pakistan, according to the interior ministry.");
    assert_eq!(behind.organisation.as_deref(), Some("interior ministry"));
    let next = named(
        "A senior official said 12,000 Afghans had left through Chaman. \
         “Many had never been registered,” said Rahim Dost, the deputy commissioner of the area.",
    );
    assert_eq!(next.name.as_deref(), Some("Rahim Dost"));
    assert_eq!(next.role.as_deref(), Some("deputy commissioner"));
}

#[test]
fn a_private_person_is_never_a_source() {
    for text in [
        "“We sold everything,” said Gul Bibi, a widow who crossed at Torkham on Monday with 12,000 others.",
        "Gul Bibi said 12,000 people had crossed at Torkham.",
        "A deputy commissioner said 5,000 people had left. Gul Wali said 12,000 people had crossed at Torkham.",
        "Officer's wife Shazia Bibi said 300 Afghans had returned via Torkham.",
        "Labourer Gul Agha, whose brother is a police officer, said 300 Afghans had returned via Torkham.",
        "UNHCR card holder Ghulam Nabi said 300 Afghans had returned via Torkham.",
        "Ghulam Nabi, registered with UNHCR, said 300 Afghans had returned via Torkham.",
        "Gul Bibi, a mother of five, told AFP that 300 Afghans had returned via Torkham.",
        "Retired officer Ghulam Nabi said 300 Afghans had returned via Torkham.",
    ] {
        for claim in read_text(text) {
            let name = claim.source.name.clone().unwrap_or_default();
            let private = ["Gul", "Shazia", "Ghulam", "Bibi", "Nabi", "UNHCR", "AFP", "police"];
            assert!(!private.iter().any(|part| name.contains(part)), "{text}: {name}");
        }
    }
}

#[test]
fn distractors_are_not_claims() {
    for text in [
        "He has lived in Pakistan for more than 30 years.",
        "The crossing is 55 kilometres from Peshawar.",
        "A family may take 50,000 rupees out of the country.",
        "Officials counted 52 dead and 310 injured after the landslide.",
        "A 45-year-old man who crossed at Torkham on Monday said the road was open.",
        "Some 3,400 Afghans were refused entry at the Islam Qala crossing.",
        "The agency handed out 12,000 blankets and 3,400 tents at Torkham.",
        "Some 2.5 million people are in need of aid.",
        "Afghans fled the Soviet invasion in 1979 and the Taliban in 2021.",
        "He left with six children and a letter from their school.",
        "The survey interviewed 1,200 people at the border.",
        "Call the helpline on 1717, staffed 24 hours a day.",
        "The train has 400 seats.",
    ] {
        let claims = read_text(text);
        assert!(claims.is_empty(), "{text}: {claims:#?}");
    }
}

#[test]
fn the_month_of_may_is_not_a_verb_and_not_means_no() {
    assert_eq!(
        one("In May about 12,000 Syrians returned home from Turkey.").stance,
        Stance::Asserted
    );
    assert_eq!(
        one("About 12,000 Syrians may return home from Turkey.").stance,
        Stance::Conditional
    );
    assert_eq!(one("Some 5,000 Syrians did not return home from Turkey.").stance, Stance::Denied);
}

#[test]
fn a_breakdown_in_brackets_does_not_hide_its_total() {
    let claims = read_text(
        "A total of 4,919 persons (1,997 men, 1,503 women and 1,419 children) returned via Torkham on 7 November.",
    );
    let values: Vec<Option<f64>> = claims.iter().map(|c| c.value).collect();
    assert_eq!(values, [4919.0, 1997.0, 1503.0, 1419.0].map(Some));
    assert!(claims[1..].iter().all(|part| part.part_of.as_ref() == Some(&claims[0].id)));
}

#[test]
fn what_is_expected_next_week_is_next_week() {
    let claim = one("UNHCR expects 50,000 people to return to Syria next week.");
    assert_eq!((claim.start, claim.end), (Some(date(2023, 11, 13)), Some(date(2023, 11, 19))));
}

#[test]
fn the_ministries_of_two_countries_are_two() {
    let said = |text: &str| one(text).source.organisation.unwrap();
    let here = said("Pakistan's interior ministry said 5,123 people had left through Torkham.");
    let there = said("Afghanistan's interior ministry said 5,321 people had come through Torkham.");
    assert_ne!(here, there);
}

#[test]
fn the_same_number_of_another_day_or_kind_is_not_the_same_figure() {
    let claims = read_text(
        "On 4 November 2,000 people returned through Torkham. On 3 November 2,000 people were deported through Torkham.",
    );
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[1].same_as, None);
}

#[test]
fn people_who_are_to_be_rounded_up_are_a_stock() {
    let claims = read_text(
        "Ankara says it will begin on Monday to expel all unregistered migrants, including thousands of Syrians.",
    );
    assert_eq!(claims.len(), 1, "{claims:#?}");
    assert_eq!((claims[0].measure, claims[0].kind), (Measure::Stock, Kind::Undocumented));
}

#[test]
fn papers_and_nationality_are_read_from_the_noun_phrase() {
    let claim = one("Iran expelled 4,200 undocumented Afghans on Tuesday.");
    assert_eq!(claim.population.status, Status::Undocumented);
    assert_eq!(claim.population.nationality.as_deref(), Some("AFG"));
    assert_eq!(claim.kind, Kind::Deportation);
}

#[test]
fn without_a_date_relative_days_stay_open() {
    let options = read::Options::default();
    let text = "On Monday 12,000 Afghans left Pakistan through Torkham.";
    let reading = read::read("text", text.into(), options, Gazetteer::builtin()).unwrap();
    let Statement::Claim(claim) = &reading.statements[0] else { panic!("a claim") };
    assert_eq!((claim.start, claim.end), (None, None));
}

#[test]
fn odd_times_and_numbers_are_let_be() {
    for text in [
        "In the last 1100000 weeks 5,000 Afghans returned.",
        "Over the past 99999999999 hours 5,000 Afghans returned.",
        "Some 999999999999 months ago 5,000 Afghans returned.",
    ] {
        let claim = one(text);
        assert!(claim.start.is_none() || claim.start <= claim.end, "{text}: {claim:?}");
        assert_ne!(claim.start, Some(date(2023, 2, 1)), "{text}");
    }
    // What is said of a day that is none, or of days that end before they begin, is named and not read.
    assert!(read_text("Since 31 February 5,000 Afghans returned.").is_empty());
    for claim in read_text("From 10 October to 2 October 5,000 Afghans returned.") {
        assert!(claim.start.is_none() || claim.start <= claim.end, "{claim:?}");
    }
    assert!(read_text("Some 99999999999999999999999 Afghans returned.").is_empty());
    let claims = read_text(
        "There are 10,000 people at Torkham, said Fazal Rehman, 24, who was born in Karachi.",
    );
    assert_eq!(claims.len(), 1, "{claims:#?}");
}

#[test]
fn a_list_without_full_stops_is_read_in_parts() {
    let text = "1,000 Afghans returned via Torkham; ".repeat(2_000);
    // All are found: the cuts fall between the items.
    assert_eq!(read_text(&text).len(), 2_000);
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn never_panics_and_every_quote_is_its_span(text in "(\\PC|[0-9, .]|Torkham |people |since |\n){1,200}") {
            let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
            if let Ok(reading) = read::read("text", text.into_bytes(), options, Gazetteer::builtin()) {
                for statement in &reading.statements {
                    let [start, end] = statement.span();
                    let quote = match statement {
                        Statement::Claim(c) => &c.quote,
                        Statement::Event(e) => &e.quote,
                        Statement::Position(p) => &p.quote,
                    };
                    prop_assert_eq!(quote, &reading.document.text[start..end]);
                }
            }
        }

        #[test]
        fn words_of_the_trade_in_any_order_never_panic(words in proptest::collection::vec(
            prop_oneof![
                Just("more than"), Just("12,000"), Just("1.7 million"), Just("Afghans"), Just("families"),
                Just("have left"), Just("through Torkham"), Just("since 17 September"), Just("on Friday"),
                Just("said"), Just("the ministry"), Just(","), Just("."), Just("and"), Just("of whom"),
                Just("between"), Just("("), Just(")"), Just("“"), Just("”"), Just("deadline"), Just("expired"),
                Just("according to"), Just("UNHCR"), Just("a day"), Just("urged"), Just("%"), Just("half a"),
                Just("an undetermined number"), Just("from"), Just("to"), Just(":"), Just("the last two weeks"),
            ], 1..40))
        {
            let text = words.join(" ");
            let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
            let _ = read::read("text", text.into_bytes(), options, Gazetteer::builtin());
        }
    }
}

#[test]
fn other_news_is_left_alone() {
    for text in [
        "Some 3,000 supporters left the ground early and 200 returned for the concert.",
        "The club admitted 1,200 members, and 40 passengers arrived late.",
        "About 2.4 million people are registered to vote and 900 officials will be present.",
    ] {
        assert_eq!(read_text(text), [], "{text}");
    }
}

#[test]
fn numbers_that_go_with_places_respectively() {
    let read = read_text(
        "Chad and Egypt have received 90,000 and 160,000 refugees respectively from Sudan since 15 April, UNHCR said.",
    );
    let to: Vec<_> = read.iter().map(|c| (c.value, c.to.as_deref())).collect();
    assert_eq!(to, [(Some(90_000.0), Some("TCD")), (Some(160_000.0), Some("EGY"))]);
}

#[test]
fn a_known_crisis_gives_a_start_that_is_not_stated() {
    let claim = one("More than 500,000 people have fled Sudan into Chad since the war began.");
    assert_eq!(claim.start, Some(date(2023, 4, 15)));
    assert!(claim.cumulative && !claim.start_stated);
}

#[test]
fn the_sentences_subject_is_who_is_counted() {
    let claim = one("The number of refugees in Uganda stands at 1.6 million, UNHCR said.");
    assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::Refugees));
    assert_eq!(claim.at.as_deref(), Some("UGA"));
}

#[test]
fn what_stands_behind_a_semicolon_is_another_statement() {
    let read = read_text(
        "On Tuesday 2,410 Afghans returned through Torkham, the ministry said; 9,000 people live in the camp at Landi Kotal.",
    );
    assert_eq!(read[1].source.name, None);
    assert_eq!(read[1].measure, Measure::Stock);
}

#[test]
fn each_number_in_brackets_is_of_the_name_before_it() {
    let claims = read_text(
        "Afghans returned by Torkham (3,200), Chaman (1,100) and Badini (410) on Friday.",
    );
    let ways: Vec<_> = claims.iter().map(|c| (c.value.unwrap(), c.via.join(" "))).collect();
    let is = |value: f64, via: &str| (value, via.to_owned());
    assert_eq!(ways, [is(3200.0, "Torkham"), is(1100.0, "Chaman"), is(410.0, "Badini")]);
}

#[test]
fn people_per_day_are_people() {
    let claim = one("Migrants enter Panama at a rate of more than 2,000 people per day.");
    assert_eq!(claim.measure, Measure::Rate);
    let claims = read_text(
        "On the border with Venezuela there were 610 entries and 240 departures per day of migrants.",
    );
    assert!(claims.iter().all(|c| c.measure == Measure::Rate), "{claims:#?}");
    assert_eq!(claims.len(), 2);
}

#[test]
fn a_comparison_lends_no_window_and_no_number() {
    let claim = one(
        "Between July 5 and October 31, 23,242 migrants arrived in Britain, 29 % more than in the \
         same period of 2022 and 4,000 fewer people than feared.",
    );
    assert_eq!((claim.start, claim.end), (Some(date(2023, 7, 5)), Some(date(2023, 10, 31))));
    let claim = one(
        "Panama's migration officers say 260,000 migrants have entered the country, exceeding the \
         total traffic of 2022.",
    );
    assert_eq!(claim.start, None);
    assert_eq!(claim.to.as_deref(), Some("PAN"));
}

#[test]
fn prisons_are_no_people_and_sites_no_count() {
    let claims = read_text(
        "The ministry said 778 Afghan refugees entered the country through Torkham, 18 of them from \
         Pakistani prisons. Another 69 families were deported through Torkham. The camp can \
         accommodate 10,000 people.",
    );
    assert!(claims.iter().all(|c| c.to.as_deref() == Some("AFG")), "{claims:#?}");
    assert!(claims.iter().all(|c| c.value < Some(10_000.0)), "{claims:#?}");
}

#[test]
fn refugees_are_where_the_host_is() {
    let claims = read_text(
        "More than 20,000 refugees from Sudan have entered Chad, which already hosts more than half \
         a million refugees. Among them 90,000 refugees are living in camps.",
    );
    let at: Vec<_> = claims.iter().filter_map(|c| c.at.as_deref()).collect();
    assert_eq!(at, ["TCD", "TCD"], "{claims:#?}");
}

#[test]
fn a_running_total_does_not_take_the_days_of_the_figure_before() {
    let claims = read_text(
        "About 9,000 refugees arrived in Chad last week, bringing this year's total to 80,000.",
    );
    assert_eq!(claims[1].start, Some(date(2023, 1, 1)));
    assert!(claims[1].cumulative);
    let claims = read_text(
        "Some 164,000 Rohingya have crossed into Bangladesh since 25 August, up from 146,000 a day \
         earlier.",
    );
    assert_eq!(claims[1].end, Some(date(2023, 11, 9)));
    assert_eq!(claims[1].start, Some(date(2023, 8, 25)));
}

#[test]
fn a_change_or_a_base_is_no_count() {
    let claims = read_text(
        "The number of displaced people sheltering in schools rose overnight by 18,000 to 137,427.",
    );
    assert_eq!(claims.iter().map(|c| c.value).collect::<Vec<_>>(), [Some(137_427.0)]);
    let claims = read_text("Some 90 per cent of Gaza's 2.1 million people have been displaced.");
    assert!(claims.iter().all(|c| c.measure == Measure::Share), "{claims:#?}");
    let claims = read_text(
        "All but 90 of the refugees moved on to Germany. Guards prevented 3,200 \
                            migrants from entering Greece.",
    );
    assert_eq!(claims, []);
}

#[test]
fn so_many_in_so_many_is_a_share() {
    let claim = one("One in four people in Gaza has been displaced.");
    assert_eq!((claim.value, claim.measure), (Some(25.0), Measure::Share));
    let claim = one("Four in ten refugees who crossed into Chad are children.");
    assert_eq!((claim.value, claim.measure), (Some(40.0), Measure::Share));
}

#[test]
fn halves_and_quarters_of_a_year() {
    let days = |text| {
        let claim = one(text);
        (claim.start.unwrap(), claim.end.unwrap())
    };
    assert_eq!(
        days("Some 30,000 migrants crossed to Greece in the first half of 2023."),
        (date(2023, 1, 1), date(2023, 6, 30))
    );
    assert_eq!(
        days("Some 30,000 migrants crossed to Greece in Q2 2023."),
        (date(2023, 4, 1), date(2023, 6, 30))
    );
    // Published on a Friday: the Friday before.
    assert_eq!(
        days("More than 62,000 people had fled El Fasher since Friday."),
        (date(2023, 11, 3), date(2023, 11, 10))
    );
}

#[test]
fn the_state_that_acts_gives_the_direction() {
    let ends = |text: &str| {
        let claims = read_text(text);
        let last = claims.last().unwrap_or_else(|| panic!("{text}"));
        (last.from.clone(), last.to.clone())
    };
    let is = |from: &str, to: &str| {
        let code = |c: &str| (!c.is_empty()).then(|| c.to_owned());
        (code(from), code(to))
    };
    assert_eq!(ends("Germany deported 28 Afghans on Friday."), is("DEU", "AFG"));
    assert_eq!(
        ends(
            "Some 34,000 refugees crossed from Poland into Ukraine while 27,000 went the other way."
        ),
        is("UKR", "POL")
    );
    assert_eq!(
        ends("Refugees need help. Kazakhstan said 98,000 Russians had arrived in the past week."),
        is("RUS", "KAZ")
    );
    assert_eq!(
        ends("Some 135,000 people were displaced from Sake towards Goma."),
        is("Sake", "Goma")
    );
}

#[test]
fn a_country_s_migration_agency_is_not_the_united_nations() {
    let claim =
        one("Colombia's migration agency said 2.7 million Venezuelans have left the country.");
    assert_eq!(claim.source.organisation.as_deref(), Some("Colombia's migration agency"));
    let claim = one("The UN migration agency said 2.7 million Venezuelans have left the country.");
    assert_eq!(claim.source.organisation.as_deref(), Some("IOM"));
}

#[test]
fn displaced_people_counted_on_a_day_are_a_stock() {
    for text in [
        "As of 2 November, 6.8 million people were internally displaced in Sudan.",
        "The number of IDPs in Burkina Faso rose to 2.06 million in March 2023.",
    ] {
        let claim = one(text);
        assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::Other), "{text}");
        assert_eq!(claim.start, None);
    }
}

#[test]
fn who_acts_is_not_the_source_and_who_registers_is() {
    // The guide of the gold: the source is who says it, and here the writer does.
    let claim = one("The coast guard intercepted 310 migrants off Zuwara on Tuesday.");
    assert_eq!(claim.source.name, None);
    let claim = one("On Tuesday 48 migrants were arrested by the border police near Edirne.");
    assert_eq!(claim.source.name, None);
    let claim = one("On Tuesday 48 refugees were registered by the border police near Edirne.");
    assert_eq!(claim.source.name.as_deref(), Some("border police"));
    // A state that acts is no speaker.
    let claim = one("Iran deported 12,000 Afghans last week.");
    assert_eq!(claim.source.name, None);
}

#[test]
fn a_crossing_that_no_list_has_is_named_all_the_same() {
    let claims = read_text(
        "On Thursday 2,510 Afghans returned through Islam Qala. Another 640 Afghans returned \
         through the Kibaya border area.",
    );
    assert_eq!(claims[1].via, ["Kibaya"]);
    assert_eq!(claims[0].via, ["Islam Qala"]);
}

#[test]
fn a_town_that_no_list_has_is_where_people_are() {
    let claim = one("More than 9,000 refugees arrived in Tumbakoro on Monday.");
    assert_eq!(claim.to.as_deref(), Some("Tumbakoro"));
    // A body or an abbreviation is no town.
    let claim = one("Some 3,000 migrants are held in ICE detention.");
    assert_ne!(claim.at.as_deref(), Some("ICE"));
}

#[test]
fn loose_ranges_are_one_amount() {
    let claim = one("From 20,000 to 25,000 people fled the town of Sake this week.");
    assert_eq!((claim.low, claim.high), (Some(20_000.0), Some(25_000.0)));
    let claim = one("Another 300 or 400 families crossed into Chad on Sunday.");
    assert_eq!((claim.low, claim.high, claim.unit), (Some(300.0), Some(400.0), Unit::Households));
    let claim = one("Three quarters of a million people have been displaced in Sudan.");
    assert_eq!(claim.value, Some(750_000.0));
}

#[test]
fn a_noun_behind_brackets_is_the_noun() {
    let claims =
        read_text("The network counted 37,200 (8,140 households) IDPs in Kassala this month.");
    let units: Vec<_> = claims.iter().map(|c| (c.value, c.unit)).collect();
    assert_eq!(
        units,
        [(Some(37_200.0), Unit::People), (Some(8_140.0), Unit::Households)],
        "{claims:#?}"
    );
}

#[test]
fn what_displaced_people_did_counts() {
    let claim = one("More than 46,000 IDPs taking refuge in Cameroon have returned to Borno.");
    assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Return));
    let claim = one("There are nearly 20,000 displaced people who have returned to Mosul.");
    assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Return));
    let claim = one("Some 1,900 people are being housed in 14 relief camps in Assam.");
    assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::InCamp));
}

#[test]
fn times_as_bulletins_write_them() {
    for (text, start, end) in [
        ("In the first six months 94,000 migrants crossed into Greece.", (1, 1), (6, 30)),
        ("From January till the end of September 166,000 migrants entered Italy.", (1, 1), (9, 30)),
        ("July arrivals of refugees in Chad were 40,400.", (7, 1), (7, 31)),
        (
            "Some 1,378 migrants arrived in Italy in the first five days of the month.",
            (11, 1),
            (11, 5),
        ),
    ] {
        let claim = one(text);
        let day = |(month, day)| Some(date(2023, month, day));
        assert_eq!((claim.start, claim.end), (day(start), day(end)), "{text}");
    }
    let claim = one("By this time last year 38,100 migrants had arrived in Italy.");
    assert_eq!(claim.end, Some(date(2022, 11, 10)));
    assert!(claim.cumulative);
}

#[test]
fn a_quotation_is_its_speaker_s_to_its_beginning() {
    let claims = read_text(
        "\"About 11,300 displaced people went back last month. The camps are emptier now,\" said \
         Amadou Traoré, the governor of Mopti.",
    );
    assert_eq!(claims[0].source.name.as_deref(), Some("Amadou Traoré"), "{claims:#?}");
}

#[test]
fn how_much_a_number_changed_is_no_share() {
    let claims = read_text(
        "Frontex said 17,000 migrants crossed the Balkans. The largest increase was on the \
         eastern border, 174 percent.",
    );
    assert_eq!(claims.len(), 1, "{claims:#?}");
}

#[test]
fn nationals_who_leave_by_their_own_border_go_home_where_nobody_flees() {
    let claims = read_text(
        "PESHAWAR - Provincial officials said 6,584 Afghans had left through Torkham on Saturday, \
         which took the total since 17 September to 174,358. There were 1,900 men among them.",
    );
    let ways: Vec<_> = claims.iter().map(|c| (c.from.as_deref(), c.to.as_deref())).collect();
    assert_eq!(ways, [(Some("PAK"), Some("AFG")); 3], "{claims:#?}");
    assert_eq!(claims[0].source.name.as_deref(), Some("officials"));
    assert_eq!(claims[0].window().unwrap().days(), 1);
    assert_eq!((claims[1].start, claims[1].cumulative), (Some(date(2023, 9, 17)), true));
    assert_eq!((claims[2].measure, claims[2].start), (Measure::Flow, claims[0].start));
}

#[test]
fn each_number_of_a_list_has_its_own_crossing() {
    let claims = read_text(
        "Polish border guards said 28,200 people entered from Ukraine: Medyka saw 18,000, \
         Dorohusk 10,200.",
    );
    let via: Vec<_> = claims.iter().map(|c| c.via.clone()).collect();
    assert_eq!(via, [vec![], vec!["Medyka".to_owned()], vec!["Dorohusk".to_owned()]]);
    assert_eq!(claims[0].to.as_deref(), Some("POL"));
}

#[test]
fn the_same_number_out_and_in_is_two() {
    let claims = read_text(
        "On Thursday 31,000 people crossed from Ukraine into Poland. On the same day 31,000 \
         people crossed from Poland into Ukraine.",
    );
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[1].same_as, None);
}

#[test]
fn a_single_day_that_nobody_names_has_no_window() {
    let claims = read_text(
        "Some 230,000 Afghans returned from Iran in June, including 28,000 on a single day.",
    );
    assert_eq!(claims[0].window().unwrap().days(), 30);
    assert_eq!((claims[1].start, claims[1].end), (None, None));
}

#[test]
fn households_and_people_side_by_side_are_one_registration() {
    let claims = read_text("UNHCR registered 4,120 households, 20,600 people, in Chad in October.");
    let kinds: Vec<_> = claims.iter().map(|c| (c.unit, c.measure, c.kind)).collect();
    assert_eq!(
        kinds,
        [
            (Unit::Households, Measure::Flow, Kind::Registration),
            (Unit::People, Measure::Flow, Kind::Registration)
        ]
    );
}

#[test]
fn a_capital_speaks_for_its_government() {
    let claims = read_text("Islamabad denied that 2 million Afghans had been expelled.");
    assert_eq!(claims[0].source.organisation.as_deref(), Some("Pakistan"));
    assert_eq!(claims[0].stance, Stance::Denied);
}

#[test]
fn a_crossing_that_no_list_has_is_no_other_one() {
    let claim = one("On Friday 1,240 Afghans crossed at Tongori, officials said.");
    assert_eq!(claim.via, ["Tongori"]);
}

#[test]
fn where_the_displaced_are_put_up_they_stand() {
    let claims = read_text(
        "As of 31 October 87,895 people had been displaced in Haiti, including 21,684 in 36 \
         spontaneous sites and 66,211 in host families.",
    );
    let kinds: Vec<_> = claims[1..].iter().map(|c| (c.measure, c.kind, c.end)).collect();
    let day = Some(date(2023, 10, 31));
    assert_eq!(
        kinds,
        [(Measure::Stock, Kind::InCamp, day), (Measure::Stock, Kind::Other, day)],
        "{claims:#?}"
    );
}

#[test]
fn why_people_were_displaced_is_not_what_is_expected() {
    let claim = one("Nearly 80,000 people were displaced in Haiti due to the fighting.");
    assert_eq!(claim.stance, Stance::Asserted);
}

#[test]
fn a_fiscal_year_begins_in_october() {
    let claim = one("During fiscal year 2023 the Border Patrol encountered 2.05 million migrants.");
    assert_eq!((claim.start, claim.end), (Some(date(2022, 10, 1)), Some(date(2023, 9, 30))));
}

#[test]
fn numbers_that_add_up_to_a_count_are_its_parts() {
    let claims = read_text(
        "A total of 10,604 Afghans returned from Iran between 5 and 8 November. 4,283 persons \
         returned voluntarily and 6,321 were deported.",
    );
    let days: Vec<_> = claims.iter().map(|c| c.window()).collect();
    assert_eq!(days[1], days[0], "{claims:#?}");
    assert_eq!(days[2], days[0]);
}

#[test]
fn intentions_and_the_dead_are_no_claims() {
    let claims = read_text(
        "Arrivals in Italy reached 12,318 this year; deaths reached 463. Of refugees in Chad 35% \
         intend to return. The island with 11,000 inhabitants is 500 miles off.",
    );
    assert_eq!(claims.len(), 1, "{claims:#?}");
}

#[test]
fn a_change_of_method_is_told_by_its_cause_too() {
    let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
    let text = "Returns of refugees to Syria jumped to 450,000 due to a change in methodology.";
    let reading =
        read::read("text", text.as_bytes().to_vec(), options, Gazetteer::builtin()).unwrap();
    assert!(
        reading
            .statements
            .iter()
            .any(|s| matches!(s, Statement::Event(e) if e.kind == claim::EventKind::MethodChange))
    );
}

#[test]
fn what_the_crossings_of_a_sentence_come_to_is_of_all_of_them() {
    for text in [
        "3,012 Afghans returned through Torkham and 1,335 through Chaman on Thursday, a total of 4,347.",
        "On Thursday 3,012 Afghans left Pakistan via Torkham and 1,335 via Chaman, 4,347 in all.",
    ] {
        let claims = read_text(text);
        let total = claims.iter().find(|c| c.value == Some(4_347.0)).expect(text);
        assert_eq!(total.via, ["Chaman", "Torkham"], "{text}");
        assert_eq!(total.window(), claims[0].window(), "{text}");
        assert!(!total.cumulative, "{text}");
    }
}

#[test]
fn no_one_and_nobody_are_none() {
    for who in ["No one", "Nobody", "Not a single Afghan", "No Afghans"] {
        let text = format!(
            "Afghans have been returning from Pakistan for weeks. {who} crossed at Torkham on Thursday."
        );
        let claim = one(&text);
        assert_eq!(
            (claim.value, &claim.via[..]),
            (Some(0.0), &["Torkham".to_owned()][..]),
            "{who}"
        );
        assert_eq!(claim.end, Some(date(2023, 11, 9)), "{who}");
    }
    assert!(
        read_text("Afghans have been returning from Pakistan for weeks. No one was hurt.")
            .is_empty()
    );
}

#[test]
fn dates_and_torn_numbers_are_no_people() {
    let text = "On 5.11.2023 13,000 people crossed from Pakistan into Afghanistan at Torkham.";
    assert_eq!(one(text).value, Some(13_000.0));
    let values: Vec<_> = read_text(
        "About 1,5003 Afghans crossed at Chaman on 5 November, and 2,100 Afghans at Torkham.",
    )
    .into_iter()
    .map(|claim| claim.value)
    .collect();
    assert_eq!(values, [Some(2_100.0)]);
}

#[test]
fn the_verb_beats_the_noun_of_papers() {
    let sent = one("A further 310 foreigners without papers were deported to Chad on Monday.");
    assert_eq!((sent.measure, sent.kind), (Measure::Flow, Kind::Deportation));
    let gone = one("Some 41,000 undocumented migrants, most of them Malians, had left by Friday.");
    assert_eq!((gone.measure, gone.kind), (Measure::Flow, Kind::Departure));
    let here = one("About 600,000 migrants in Thailand are undocumented.");
    assert_eq!((here.measure, here.kind), (Measure::Stock, Kind::Undocumented));
}

#[test]
fn people_in_detention_are_detained() {
    let held = one("Around 2,300 migrants live in six detention centres around Tripoli.");
    assert_eq!((held.measure, held.kind), (Measure::Stock, Kind::Detained));
    let kinds: Vec<Kind> = read_text(
        "The number of migrants held at police stations in Malta rose from 510 in May to 870 in June.",
    )
    .iter()
    .map(|claim| claim.kind)
    .collect();
    assert_eq!(kinds, [Kind::Detained, Kind::Detained]);
}

#[test]
fn short_texts_that_count_the_displaced_are_read() {
    for (text, value) in [
        ("Some 2,600 families were evacuated in Luzon.", 2600.0),
        ("The fire left 340 families homeless in Manila.", 340.0),
        ("Some 560 people were sheltered in schools after the flood in Cagayan.", 560.0),
        ("More than 4,100 villagers were relocated from the slopes of Mount Kanlaon.", 4100.0),
        ("Around 920 people remained displaced after the storm.", 920.0),
    ] {
        let claims = read_text(text);
        assert!(claims.iter().any(|claim| claim.value == Some(value)), "{text}: {claims:#?}");
    }
    assert!(
        read_text("The ward was evacuated during a drill, and 40 nurses went home early.")
            .is_empty()
    );
}

#[test]
fn whose_count_it_is_speaks() {
    let claim = one("UNHCR's count of Eritreans newly arrived in Yemen was 12,400 in October.");
    assert_eq!(claim.source.organisation.as_deref(), Some("UNHCR"));
    assert_eq!(claim.value, Some(12_400.0));
}

#[test]
fn those_in_need_are_no_claim_behind_brackets_either() {
    let claims = read_text(
        "War has displaced 2 million people in Sudan. Some 15 million people (a third of the population) need food.",
    );
    assert!(claims.iter().all(|claim| claim.value != Some(15e6)), "{claims:#?}");
}

#[test]
fn a_running_total_may_start_on_the_first_of_a_month() {
    for (text, start) in [
        ("Since the first of the month 4,310 refugees have crossed from Sudan into Chad.", (11, 1)),
        ("Some 2,150 families have been displaced in Darfur since the first of August.", (8, 1)),
        ("Police have arrested 900 migrants since the first of September.", (9, 1)),
    ] {
        let claim = one(text);
        let first = date(2023, start.0, start.1);
        assert_eq!((claim.start, claim.cumulative), (Some(first), true), "{text}");
    }
}

#[test]
fn room_for_people_is_nobody() {
    for text in [
        "Refugees arrive from Sudan. The new camp at Farchana can hold 5,000 refugees.",
        "Migrants wait in Tapachula. The reception centre can house up to 4,000 migrants.",
        "Migrants were detained in Crete. The centre was built to hold 600 migrants.",
    ] {
        let claims = read_text(text);
        assert!(claims.is_empty(), "{claims:#?}");
    }
}

#[test]
fn a_stock_is_held_against_that_of_a_week_or_month_before() {
    let claims = read_text(
        "As of 8 November 158,400 displaced people were staying in camps around Goma, up from 142,300 a week \
         before, OCHA said.",
    );
    let days: Vec<_> = claims.iter().map(|claim| claim.end).collect();
    assert_eq!(days, [Some(date(2023, 11, 8)), Some(date(2023, 11, 1))], "{claims:#?}");
    let claims = read_text(
        "The number of refugees in Chad stood at 690,000 on 5 November, against 671,500 a month earlier.",
    );
    assert_eq!(claims[1].end, Some(date(2023, 10, 5)), "{claims:#?}");
}

#[test]
fn who_comes_to_a_crossing_passes_it() {
    for text in [
        "On Saturday some 10,700 migrants went to Nickelsdorf, police said.",
        "About 6,200 refugees came to Nickelsdorf on Sunday, police said.",
    ] {
        assert_eq!(one(text).via.len(), 1, "{text}");
    }
    // The town of another.
    assert_eq!(one("On Sunday 4,120 Somalis arrived in Dollow.").via, Vec::<String>::new());
}

#[test]
fn bodies_that_say_it_together_are_one_speaker() {
    for (text, wanted) in [
        ("IOM and UNHCR said 45,300 Afghans returned from Iran last week.", "IOM and UNHCR"),
        (
            "According to UNICEF and OCHA 7,400 refugees arrived in Chad last week.",
            "UNICEF and OCHA",
        ),
        ("Border Troops said 3,240 refugees crossed into Armenia on Friday.", "Border Troops"),
        (
            "The Disaster Risk Management Unit said 12,400 people were evacuated from Beira.",
            "Disaster Risk Management Unit",
        ),
    ] {
        assert_eq!(one(text).source.organisation.as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn the_country_of_a_dispatch_is_that_of_its_dateline() {
    for (text, from) in [
        (
            "KATHMANDU, Nov 9 (Wire) - Nepal sees its young people go. More than 62,000 people left the \
             country in October, most of them for Qatar and Malaysia.",
            "NPL",
        ),
        (
            "COLOMBO (Wire) - Some 21,400 people have left the country since June, the migration bureau of \
             Sri Lanka said. Many went to Kuwait.",
            "LKA",
        ),
    ] {
        assert_eq!(one(text).from.as_deref(), Some(from), "{text}");
    }
}

#[test]
fn who_walks_from_one_country_into_another_leaves_the_first() {
    for text in [
        "About 9,200 Haitians crossed from Mexico into the United States last week.",
        "Migrants from Haiti gather. On Friday 1,850 migrants walked from Mexico into the United States.",
    ] {
        let claim = one(text);
        let way = (claim.from.as_deref(), claim.to.as_deref());
        assert_eq!(way, (Some("MEX"), Some("USA")), "{text}");
    }
}

#[test]
fn who_goes_home_in_the_evening_has_not_left() {
    for text in [
        "On market days some 3,000 people cross at Malanville and go home in the evening.",
        "Every day 1,200 people cross at Beitbridge and return home before nightfall.",
    ] {
        let claim = one(text);
        assert_eq!((claim.measure, claim.kind), (Measure::Rate, Kind::Other), "{text}");
        assert_eq!((claim.from, claim.to), (None, None), "{text}");
    }
}

#[test]
fn what_the_undocumented_did_is_no_stock() {
    for text in [
        "Officials said 231,000 of the undocumented returned to Afghanistan in September.",
        "Of the undocumented Afghans 84,000 returned from Pakistan in August.",
    ] {
        let claim = one(text);
        assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Return), "{text}");
    }
}

#[test]
fn the_arrested_are_where_the_text_is_and_a_heading_of_a_country_holds_below_it() {
    let claim = one(
        "Turkey steps up its raids. Police have detained 1,200 irregular migrants since Friday.",
    );
    assert_eq!(claim.at.as_deref(), Some("TUR"), "{claim:#?}");
    let claims = read_text(
        "Displacement in brief\n\nYemen\n\nFighting displaced 32,000 people.\n\nChile\n\nWildfires in the \
         south went on.\n\nAbout 6,500 people were evacuated.\n",
    );
    let places: Vec<_> = claims.iter().map(|claim| claim.at.as_deref()).collect();
    assert_eq!(places, [Some("YEM"), Some("CHL")], "{claims:#?}");
}

#[test]
fn days_of_a_list_hold_for_each_of_its_numbers() {
    let claims = read_text(
        "Border police in Croatia detained 2,150 migrants in August, 3,070 migrants in September and a \
         further 3,830 undocumented people in October.",
    );
    let days: Vec<_> = claims.iter().map(|claim| (claim.kind, claim.start)).collect();
    let first = |month| (Kind::Arrest, Some(date(2023, month, 1)));
    assert_eq!(days, [first(8), first(9), first(10)], "{claims:#?}");
}

#[test]
fn the_darien_is_crossed_northward_and_the_afghans_who_left_iran_went_home() {
    let claim =
        one("More than 60,000 children have crossed the Darién Gap this year, UNICEF said.");
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("COL"), Some("PAN")));
    let claims = read_text(
        "Afghans return from Iran. Some 110,000 Afghans have left Iran since September, officials said.",
    );
    let claim = claims.last().unwrap();
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("IRN"), Some("AFG")));
}
