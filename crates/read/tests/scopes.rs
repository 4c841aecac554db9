//! What holds beyond its own clause: a speaker over his paragraph and his list, the day on which
//! something was done, a day up to an hour, the day of what drove people out. The sentences are ours.

use claim::{Claim, Concept, Statement};
use places::Gazetteer;

fn read(text: &str) -> Vec<Claim> {
    let options = read::Options::default();
    let reading = read::read("text.txt", text.as_bytes().to_vec(), options, Gazetteer::builtin())
        .unwrap_or_else(|error| panic!("{error}"));
    let claims = reading.statements.into_iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    });
    claims.collect()
}

/// The claim of a number.
#[track_caller]
fn of(claims: &[Claim], value: f64) -> &Claim {
    let quotes: Vec<&str> = claims.iter().map(|claim| &*claim.quote).collect();
    claims
        .iter()
        .find(|claim| claim.value == Some(value))
        .unwrap_or_else(|| panic!("{value} was not read: {quotes:?}"))
}

fn source(claims: &[Claim], value: f64) -> &str {
    of(claims, value).source.label().unwrap_or("nobody")
}

fn days(claims: &[Claim], value: f64) -> String {
    let claim = of(claims, value);
    let day = |day: Option<jiff::civil::Date>| day.map_or("open".to_owned(), |d| d.to_string());
    format!("{} {}", day(claim.start), day(claim.end))
}

#[test]
fn whoever_opens_a_paragraph_speaks_until_it_ends() {
    let claims = read(
        "date 2016-05-10\n\nIslands\n\nAccording to UNHCR, 4,210 refugees were stranded on Lesvos on Monday. \
         There were 912 refugees stranded on Chios. In the last week 340 migrants arrived on Samos.\n\n\
         Some 1,130 refugees were stranded in Piraeus.\n",
    );
    assert_eq!(source(&claims, 912.0), "UNHCR");
    assert_eq!(source(&claims, 340.0), "UNHCR");
    assert_eq!(source(&claims, 1130.0), "nobody");
}

#[test]
fn what_is_added_is_not_in_the_same_voice() {
    let claims = read(
        "date 2016-05-10\n\nAccording to the IOM, 1,390 people fled from El Fasher to Tawila last week. \
         Another 615 people fled to Chad.\n",
    );
    assert_eq!(source(&claims, 615.0), "nobody");
}

#[test]
fn who_arrests_people_is_not_who_says_so() {
    let claims = read("date 2021-03-04\n\nBorder guards detained 214 migrants near Edirne.\n");
    assert_eq!(source(&claims, 214.0), "nobody");
    let claims = read("date 2021-03-04\n\nUNHCR registered 3,120 refugees in Renk in February.\n");
    assert_eq!(source(&claims, 3120.0), "UNHCR");
}

#[test]
fn up_to_an_hour_is_on_that_day() {
    let claims = read(
        "date 2016-05-10\n\nUp to 7:30 am today 318 refugees were registered on Lesvos. \
         As of 8 am today 2,915 migrants had arrived on Samos.\n",
    );
    assert_eq!(days(&claims, 318.0), "2016-05-10 2016-05-10");
    assert_eq!(days(&claims, 2915.0), "open 2016-05-10");
}

#[test]
fn displaced_after_a_dated_happening_is_since_then() {
    let claims = read(
        "date 2017-03-31\n\nAbout 7,200 people were displaced in the prefecture of Ouham after clashes between two \
         armed groups on 9 February.\n",
    );
    assert_eq!(days(&claims, 7200.0), "2017-02-09 2017-03-31");
}

#[test]
fn a_headline_has_the_days_of_its_number_in_the_text() {
    let claims = read(
        "date 2024-01-20\n\n2,417 migrants arrived in Spain\n\nBetween 1 and 15 January 2,417 migrants arrived in \
         Spain by sea.\n",
    );
    assert!(claims.iter().all(|claim| claim.start == "2024-01-01".parse().ok()), "{claims:?}");
}

#[test]
fn people_who_are_treated_are_told_in_every_language() {
    for text in [
        "date 2024-02-03\n\nUnos 340 pacientes palestinos cruzaron la frontera por Rafah el jueves, informó el Ministerio \
         de Salud de Egipto.\n",
        "date 2024-02-03\n\nQuelque 340 patients palestiniens ont traversé la frontière à Rafah jeudi, a indiqué le \
         ministère de la Santé égyptien aux réfugiés.\n",
    ] {
        let claims = read(text);
        for claim in &claims {
            assert_eq!(claim.concept, Concept::AssistedPerson, "{}", claim.quote);
        }
    }
}
