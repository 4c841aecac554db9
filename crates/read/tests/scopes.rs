//! What holds beyond its own clause: a speaker over his paragraph and his list, the day on which
//! something was done, a day up to an hour, the day of what drove people out. The sentences are ours.

use claim::{Claim, Concept};

use super::texts::{days, of, read, source};

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

fn way(claims: &[Claim], value: f64) -> String {
    let claim = of(claims, value);
    let place = |place: &Option<String>| place.clone().unwrap_or_else(|| "-".to_owned());
    format!("{} > {} @ {}", place(&claim.from), place(&claim.to), place(&claim.at))
}

#[test]
fn a_bulletin_speaks_from_the_last_day_of_its_title() {
    let claims = read(
        "date 2021-06-15\n\nIslands: Weekly Note, 31 May - 6 June 2021\n\nThis week 71 migrants arrived on Lesvos. \
         Since 1 January 2021, 1,904 migrants have arrived on Lesvos. Some 8,350 refugees are staying in camps on \
         Lesvos.\n",
    );
    assert_eq!(days(&claims, 71.0), "2021-05-31 2021-06-06");
    assert!(!of(&claims, 71.0).cumulative);
    assert_eq!(days(&claims, 1904.0), "2021-01-01 2021-06-06");
    assert_eq!(days(&claims, 8350.0), "open 2021-06-06");
    // News, whose headline names the day of what it tells, is as of its own.
    let claims = read(
        "date 2021-06-15\n\nFerry of 6 June brought hundreds to the mainland\n\nSome 8,350 refugees are staying in camps \
         on Lesvos.\n",
    );
    assert_eq!(days(&claims, 8350.0), "open 2021-06-15");
}

#[test]
fn an_agency_is_no_source_of_its_own_bulletin() {
    let claims = read(
        "date 2022-05-10\n\nUNHCR Operational Update, 1 - 8 May 2022\n\nUNHCR registered 2,317 new arrivals (1,203 women, \
         1,114 men) in Renk. According to the Relief Commission, 640 people crossed into Sudan.\n",
    );
    assert_eq!(source(&claims, 2317.0), "nobody");
    assert_eq!(of(&claims, 2317.0).publisher.as_deref(), Some("UNHCR"));
    assert_ne!(source(&claims, 640.0), "nobody");
    // What an office prints under its own name is its count.
    let claims = read(
        "date 2023-11-04\n\nMinistry of Interior, Islamabad: statement\n\nSome 4,120 Afghans returned through Torkham on \
         3 November 2023.\n",
    );
    assert_ne!(source(&claims, 4120.0), "nobody");
}

#[test]
fn numbers_in_brackets_are_as_their_whole_is() {
    let claims = read(
        "date 2022-05-10\n\nThe agency registered 2,317 new arrivals (1,203 women, 1,114 men) in Renk on Monday.\n",
    );
    for part in [1203.0, 1114.0] {
        let (part, whole) = (of(&claims, part), of(&claims, 2317.0));
        assert_eq!((part.measure, part.kind), (whole.measure, whole.kind));
        assert_eq!((part.start, part.end, &part.to), (whole.start, whole.end, &whole.to));
    }
}

#[test]
fn whoever_is_somewhere_comes_from_his_country() {
    let claims = read(
        "date 2022-05-10\n\nSome 91,000 refugees from Burundi are in Tanzania. Uganda hosts 250,000 Congolese refugees. \
         Some 4,400 people are displaced in Burundi.\n",
    );
    assert_eq!(way(&claims, 91_000.0), "BDI > - @ TZA");
    assert_eq!(way(&claims, 250_000.0), "COD > - @ UGA");
    assert!(of(&claims, 4400.0).from.is_none());
}

#[test]
fn a_place_that_people_leave_is_not_where_they_come_to() {
    let claims = read(
        "date 2022-05-10\n\nSome 1,230 Rohingya arrived from their villages in Rakhine on Monday. About 3,300 people \
         fleeing violence in Myanmar arrived in Mae Sot on Monday.\n",
    );
    assert_eq!(way(&claims, 1230.0), "Rakhine > - @ -");
    assert_eq!(way(&claims, 3300.0), "MMR > Mae Sot @ -");
}
