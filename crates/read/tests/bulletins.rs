//! How bulletins are set and what they leave unsaid: key figures over their labels, the publisher's own counts, parts
//! with places of their own, changes against other days; and how reports in Spanish name who speaks. The sentences are
//! ours.

use claim::{Claim, Kind, Measure};

use super::texts::{days, of, read, source};

#[track_caller]
fn way(claims: &[Claim], value: f64) -> String {
    let claim = of(claims, value);
    let end = |place: &Option<String>| place.clone().unwrap_or_else(|| "-".to_owned());
    format!("{} > {} @ {}", end(&claim.from), end(&claim.to), end(&claim.at))
}

#[track_caller]
fn counted(claims: &[Claim], value: f64) -> (Measure, Kind) {
    let claim = of(claims, value);
    (claim.measure, claim.kind)
}

#[test]
fn a_key_figure_is_of_the_label_below_it() {
    let claims = read(
        "date 2019-08-31\n\nKenya: emergency update on the Somali refugee situation\n\n1,204\nNumber of new arrivals on \
         Monday 26 August\n210,300\nTotal number of Somali refugees in Kenya\n\n1.3 million\nPeople displaced inside \
         Somalia\n\n5,310\nRefugees received in Dadaab\n",
    );
    assert_eq!(counted(&claims, 1204.0).1, Kind::Arrival);
    assert_eq!(days(&claims, 1204.0), "2019-08-26 2019-08-26");
    assert_eq!(counted(&claims, 210_300.0), (Measure::Stock, Kind::Refugees));
    assert_eq!(counted(&claims, 1_300_000.0), (Measure::Stock, Kind::Other));
    assert_eq!(of(&claims, 5310.0).to.as_deref(), Some("Dadaab"));
}

#[test]
fn a_tool_of_counting_tells_its_own_counts_in_its_bulletin() {
    let body = "\n\nDTM recorded 31,400 IDPs in Ruyigi in May.\n";
    let own =
        read(&format!("date 2017-06-02\n\nBurundi: Displacement Dashboard 9 (May 2017){body}"));
    assert_eq!(source(&own, 31_400.0), "nobody");
    let told = read(&format!("date 2017-06-02\n\nBurundi: people on the move{body}"));
    assert_eq!(source(&told, 31_400.0), "DTM");
}

#[test]
fn letters_stand_for_the_body_spelled_out_before() {
    let claims = read(
        "date 2019-08-04\n\nThe Rhodes Rescue Watch (RRW) said 40 people arrived on Rhodes on Friday. RRW said 31 \
         people arrived on Symi on Saturday.\n",
    );
    assert_eq!(source(&claims, 31.0), source(&claims, 40.0));
}

#[test]
fn who_stays_with_hosts_is_in_no_camp() {
    let claims = read(
        "date 2016-11-30\n\nMore than 710 families were sheltering in 12 evacuation centres and 85 displaced families \
         were staying with friends and relatives in Butig.\n\nSome 360 people are staying in tents in Kelebija.\n\nIn \
         Subotica there is a camp with 310 migrants.\n",
    );
    assert_eq!(counted(&claims, 710.0), (Measure::Stock, Kind::InCamp));
    assert_eq!(counted(&claims, 85.0), (Measure::Stock, Kind::Other));
    assert_eq!(counted(&claims, 360.0), (Measure::Stock, Kind::InCamp));
    assert_eq!(counted(&claims, 310.0), (Measure::Stock, Kind::InCamp));
}

#[test]
fn a_bracket_is_of_the_verb_before_it() {
    let claims = read(
        "date 2017-12-16\n\nBetween 10 and 16 December 2017, 510 Afghans either returned (470) or were deported (40) \
         from Pakistan.\n",
    );
    assert_eq!(counted(&claims, 470.0).1, Kind::Return);
    assert_eq!(counted(&claims, 40.0).1, Kind::Deportation);
}

#[test]
fn both_ends_of_a_way_may_be_places_nobody_knows() {
    let claims = read(
        "date 2018-07-03\n\nSome 85 families were displaced from Namrudiya village to Hudaida Khan village on Tuesday. About \
         120 families were displaced between 10 June and 2 July within Tonj Nord.\n",
    );
    assert_eq!(way(&claims, 85.0), "Namrudiya > Hudaida Khan @ -");
    assert_eq!(of(&claims, 120.0).at.as_deref(), Some("Tonj Nord"));
}

#[test]
fn a_part_may_say_its_own_place() {
    let claims = read(
        "date 2017-09-07\n\nAbout 910,000 people were displaced in Texas and Ohio. This included 140,000 evacuated in \
         Ohio.\n",
    );
    assert_eq!(of(&claims, 140_000.0).at.as_deref(), Some("Ohio"));
}

#[test]
fn a_list_goes_on_in_lines_of_names_and_brackets() {
    let claims = read(
        "date 2021-03-06\n\nFrom 28 February to 6 March 2021, 182 households were displaced in Yemen:\n\n- Marib (48 \
         households) – Harib (6 households), Qa'atabah (21 households).\n",
    );
    assert_eq!(of(&claims, 6.0).at.as_deref(), Some("Harib"));
    assert_eq!(of(&claims, 21.0).at.as_deref(), Some("Qa'atabah"));
}

#[test]
fn what_a_number_is_held_against_dates_nothing() {
    let claims = read(
        "date 2023-01-04\n\nIn 2022 some 248,100 people crossed into Panama, among them 31,000 children, a figure 40% \
         above that of 2021.\n",
    );
    assert_eq!(days(&claims, 248_100.0), "2022-01-01 2022-12-31");
}

#[test]
fn this_morning_is_today_and_1920_no_year() {
    let claims = read(
        "date 2016-04-18\n\nThis morning 678 people were rescued off Sicily.\n\nThere are 7,353 refugees on the \
         islands, with 4096 on Lesvos and 1920 on Chios.\n",
    );
    assert_eq!(days(&claims, 678.0), "2016-04-18 2016-04-18");
    assert_eq!(of(&claims, 1920.0).at.as_deref(), Some("Chios"));
}

#[test]
fn a_list_of_peoples_counts_those_counted_before() {
    let claims = read(
        "date 2023-01-04\n\nDurante el año 2022 llegaron a Panamá por el Darién cerca de 248 mil personas.\n\nLas \
         nacionalidades con mayor tránsito fueron venezolanos con 150 mil personas y ecuatorianos (28.500).\n",
    );
    assert_eq!(way(&claims, 248_000.0), "COL > PAN @ -");
    for value in [150_000.0, 28_500.0] {
        assert_eq!(days(&claims, value), "2022-01-01 2022-12-31");
        assert_eq!(of(&claims, value).via, of(&claims, 248_000.0).via);
    }
}

#[test]
fn a_body_in_spanish_begins_with_its_word() {
    let claims = read(
        "date 2023-01-04\n\nSegún el Servicio de Fronteras de Panamá, el lunes llegaron 1.310 migrantes a Bajo \
         Chiquito.\n\nEl martes llegaron 940 migrantes, informó el Centro Coordinador de Emergencias, y calculó que \
         otros 620 llegaron el miércoles.\n",
    );
    assert_eq!(source(&claims, 1310.0), "Servicio de Fronteras de Panamá");
    assert_eq!(source(&claims, 940.0), "Centro Coordinador de Emergencias");
    assert_eq!(source(&claims, 620.0), "Centro Coordinador de Emergencias");
}

#[test]
fn spanish_kinds_of_those_who_stay() {
    let claims = read(
        "date 2023-02-15\n\nUnas 960 personas permanecen confinadas en Bagadó. Más de 310 personas se encuentran \
         evacuadas en Sonsonate. Se desplazaron 159 personas que hacen parte de 49 familias.\n",
    );
    assert_eq!(counted(&claims, 960.0), (Measure::Stock, Kind::Stranded));
    assert_eq!(counted(&claims, 310.0), (Measure::Stock, Kind::InCamp));
    assert_eq!(counted(&claims, 49.0).1, Kind::Displacement);
}
