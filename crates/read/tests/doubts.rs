//! Numbers, dates and sentences that would be misread: left out and told, or read as meant. The
//! sentences are ours.

use claim::{Claim, Stance, Statement};
use jiff::civil::date;
use places::Gazetteer;

/// Reads a text published on Friday, 10 November 2023: its claims, and what it is told of it.
fn read_text(text: &str) -> (Vec<Claim>, String) {
    let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
    match read::read("text", text.as_bytes().to_vec(), options, Gazetteer::builtin()) {
        Ok(reading) => {
            let claims = reading.statements.into_iter().filter_map(|s| match s {
                Statement::Claim(claim) => Some(claim),
                _ => None,
            });
            let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
            (claims.collect(), told.join("\n"))
        }
        Err(problem) => (Vec::new(), problem.to_string()),
    }
}

fn values(text: &str) -> Vec<f64> {
    read_text(text).0.iter().filter_map(|c| c.value).collect()
}

#[test]
fn a_full_stop_in_a_count_of_people_parts_thousands_or_is_told() {
    let (claims, told) = read_text("About 3.450 people crossed from Sudan into Chad on Monday.");
    assert!(claims.is_empty(), "{claims:#?}");
    assert!(told.contains("text:1: “About 3.450 people”: whether the full stop parts"), "{told}");
    let two =
        "A total of 3.450 refugees and 12.200 returnees crossed from Sudan into Chad in October.";
    assert_eq!(values(two), [3450.0, 12_200.0]);
    let (claims, told) = read_text("On Monday 10.30 people crossed the border into Chad.");
    assert!(claims.is_empty() && told.contains("is no whole number of people"), "{told}");
    assert_eq!(values("Some 1.5 million people crossed from Sudan into Chad."), [1_500_000.0]);
}

#[test]
fn what_is_no_count_of_people_is_none() {
    for (text, expected) in [
        ("Some 4,000 refugees crossed into Chad on Tuesday, up 1,500 from Monday.", vec![4000.0]),
        ("The boat picked up 300 migrants from the sea on Tuesday.", vec![300.0]),
        ("On Tuesday 1,500 refugees more than on Monday crossed into Chad.", vec![]),
        ("Only one in 5,000 refugees returned to Sudan last week.", vec![]),
        ("Not 5,000 but 3,000 refugees crossed into Chad on Monday.", vec![3000.0]),
        ("The government opened a camp for 5,000 refugees near Adre on Monday.", vec![]),
        ("The camp, built for 5,000 people, now hosts 12,000 refugees.", vec![12_000.0]),
        ("UNHCR appealed for help for 20,000 refugees who fled to Chad.", vec![]),
    ] {
        assert_eq!(values(text), expected, "{text}");
    }
    let hour = "Refugees crossed into Chad at a rate of 12 people an hour on Monday.";
    let (claims, told) = read_text(hour);
    assert!(claims.is_empty() && told.contains("a rate by the hour"), "{told}");
    let (claims, _) =
        read_text("The goal is to relocate 20,000 refugees from Adre by the end of the year.");
    assert_eq!(claims[0].stance, Stance::Planned);
}

#[test]
fn thousands_said_once_are_meant_twice() {
    let (claims, _) = read_text("On Monday 5-6,000 refugees crossed from Sudan into Chad.");
    assert_eq!((claims[0].low, claims[0].high), (Some(5000.0), Some(6000.0)));
}

#[test]
fn dates_in_figures_are_read_where_they_mean_one_day() {
    for (day, expected) in [
        ("On 24/10/2023", Some(date(2023, 10, 24))),
        ("On 3.11.2023", Some(date(2023, 11, 3))),
        ("On 10/24/2023", Some(date(2023, 10, 24))),
        ("On 7/11/2023", None),
    ] {
        let text = format!("{day} some 5,000 refugees crossed from Sudan into Chad.");
        let (claims, told) = read_text(&text);
        assert_eq!(claims[0].start, expected, "{text}");
        assert_eq!(claims[0].end, expected, "{text}");
        assert_eq!(told.contains("may be either of two days"), expected.is_none(), "{told}");
    }
    // Another date of the text tells which comes first.
    let text = "On 7/11/2023 some 5,000 refugees crossed from Sudan into Chad. They were 400 on 24/10/2023.";
    let (claims, told) = read_text(text);
    assert_eq!(claims[0].start, Some(date(2023, 11, 7)));
    assert_eq!(told, "");
}

#[test]
fn french_days_and_months_to_come() {
    let (claims, _) =
        read_text("Entre le 1er et le 8 mars, 5 000 réfugiés soudanais sont arrivés au Tchad.");
    assert_eq!(claims[0].start, Some(date(2023, 3, 1)));
    assert_eq!(claims[0].end, Some(date(2023, 3, 8)));
    let (claims, _) =
        read_text("D'ici juillet, 20 000 réfugiés devraient arriver au Tchad, selon le HCR.");
    assert_eq!(claims[0].stance, Stance::Expected);
    assert_eq!(claims[0].end, Some(date(2024, 7, 31)));
}

#[test]
fn a_polish_tweet_is_read_note_by_note() {
    let text = "Od 1.11 #SG odprawiła 922 tys. osób z Ukrainy do Polski. Wczoraj 129 tys. Dziś do godz. 7 22 tys. W kierunku Ukrainy wyjechało 12 tys. osób.";
    let (claims, told) = read_text(text);
    assert_eq!(told, "");
    let days: Vec<_> = claims.iter().map(|c| (c.value, c.start, c.end)).collect();
    let (first, yesterday, today) = (date(2023, 11, 1), date(2023, 11, 9), date(2023, 11, 10));
    assert_eq!(days[0], (Some(922_000.0), Some(first), Some(today)));
    assert_eq!(days[1], (Some(129_000.0), Some(yesterday), Some(yesterday)));
    assert_eq!(days[2], (Some(22_000.0), Some(today), Some(today)));
    assert!(claims[2].partial && claims[2].as_of.is_some());
    assert_eq!(claims[2].to.as_deref(), Some("POL"));
    assert_eq!(claims[3].value, Some(12_000.0));
}

#[test]
fn a_tweet_is_read_or_its_language_named() {
    for (text, value) in [
        ("Wczoraj do Polski wjechało 129 tys. uchodźców.", 129_000.0),
        ("Tchad : 4 500 réfugiés arrivés hier à Adré.", 4500.0),
        ("Plus de 900 000 personnes ont fui.", 900_000.0),
        ("Más de 5.000 migrantes cruzaron el Darién el lunes.", 5000.0),
    ] {
        assert_eq!(values(text), [value], "{text}");
    }
    for (text, name) in [
        ("Mehr als 28.000 Flüchtlinge kamen nach Armenien.", "German"),
        ("Понад 24 тисячі людей виїхали з України до Польщі.", "Ukrainian"),
        ("Peste 5.000 de refugiați ucraineni au intrat luni în România.", "Romanian"),
        ("Více než 5 000 uprchlíků přišlo v pondělí z Ukrajiny.", "Czech"),
        ("Mais de 5.000 refugiados chegaram a Moçambique na segunda-feira.", "Portuguese"),
    ] {
        let (claims, told) = read_text(text);
        assert!(claims.is_empty(), "{text}: {claims:#?}");
        assert!(told.contains(&format!("in {name}; what is read is English")), "{text}: {told}");
    }
}

#[test]
fn a_foreign_sentence_in_a_paragraph_is_told() {
    let text = "More than 9,000 people crossed into Armenia on Tuesday, the government said. Mehr als 28.000 Flüchtlinge sind seit Sonntag nach Armenien gekommen.";
    let (claims, told) = read_text(text);
    assert_eq!(claims.len(), 1);
    assert!(told.starts_with("text:1: in German"), "{told}");
    // Names and rare words are of no language.
    for text in [
        "Torkham: 3,200. Chaman: 1,100.",
        "El Niño-induced heavy rainfall displaced 4,200 families in Garissa.",
    ] {
        assert_eq!(read_text(text).1, "", "{text}");
    }
}

#[test]
fn no_place_that_the_gazetteer_knows_is_taken_for_a_private_person() {
    let nobody = std::collections::BTreeSet::new();
    let taken: Vec<&String> = Gazetteer::builtin()
        .places()
        .flat_map(|place| &place.names)
        .filter(|name| {
            claim::persons::is_nobody_public(name)
                || !claim::persons::private(name, &nobody).is_empty()
        })
        .collect();
    assert_eq!(taken, Vec::<&String>::new(), "to be listed in places_like_persons.txt");
}

#[test]
fn what_looks_like_a_day_or_an_address_is_read_as_what_it_is() {
    assert_eq!(
        values(
            "In all 7,477 people left Ridge Street, 7,477 migrants crossed the Channel on Monday."
        ),
        [7477.0, 7477.0]
    );
    assert_eq!(
        values("Around 7 mln refugees have crossed into Poland since 24 February."),
        [7_000_000.0]
    );
    let (claims, told) = read_text(
        "Los migrantes que cruzaron el Darién fueron 24.634 en febrero, y los 38.099 de marzo cruzaron el Darién.",
    );
    assert_eq!(
        claims.iter().filter_map(|c| c.value).collect::<Vec<_>>(),
        [24634.0, 38099.0],
        "{told}"
    );
    let (claims, _) = read_text("En Santo Domingo fueron detenidos 109 haitianos el lunes.");
    assert_eq!(claims[0].start, Some(date(2023, 11, 6)));
}
