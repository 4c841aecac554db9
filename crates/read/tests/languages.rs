//! Other languages than English: which are read, what is read from them, and that a text in
//! none of them is reported and never misread. The sentences are ours.

use claim::{Claim, Kind, Measure, Qualifier, Statement};
use jiff::civil::date;
use places::Gazetteer;
use proptest::prelude::*;

fn reading(text: &str) -> Result<read::Reading, read::Problem> {
    let options = read::Options { date: Some(date(2023, 11, 10)), ..read::Options::default() };
    read::read("text", text.as_bytes().to_vec(), options, Gazetteer::builtin())
}

/// Reads a text published on Friday, 10 November 2023.
fn claims(text: &str) -> Vec<Claim> {
    reading(text)
        .unwrap()
        .statements
        .into_iter()
        .filter_map(|s| if let Statement::Claim(c) = s { Some(c) } else { None })
        .collect()
}

fn one(text: &str) -> Claim {
    let claims = claims(text);
    assert_eq!(claims.len(), 1, "{text}: {claims:#?}");
    claims.into_iter().next().unwrap()
}

#[test]
fn polish_numbers_cases_and_free_order() {
    let text = "Od 24 lutego 2022 r. z Ukrainy do Polski wjechało 28,7 tys. uchodźców - podała w czwartek Straż Graniczna.";
    let claim = one(text);
    assert_eq!(claim.value, Some(28_700.0));
    assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Arrival));
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("UKR"), Some("POL")));
    assert_eq!(claim.start, Some(date(2022, 2, 24)));
    assert!(claim.cumulative);
    assert_eq!(claim.source.label(), Some("Straż Graniczna"));
    assert_eq!(&text[claim.span[0]..claim.span[1]], claim.quote);
    for (phrase, value) in [
        ("1 234 567 osób", 1_234_567.0),
        ("1.234.567 osób", 1_234_567.0),
        ("półtora miliona osób", 1_500_000.0),
        ("pół miliona osób", 500_000.0),
        ("dwadzieścia pięć tysięcy osób", 25_000.0),
        ("2 mln 669 tys. osób", 2_669_000.0),
        ("22 tysięcy 300 osób", 22_300.0),
        ("78,5 tysiąca osób", 78_500.0),
    ] {
        let text = format!("Według rządu do Armenii przybyło z Górskiego Karabachu {phrase}.");
        let claim = one(&text);
        assert_eq!(claim.value, Some(value), "{text}");
        assert_eq!(claim.to.as_deref(), Some("ARM"), "{text}");
    }
    let claim = one("W środę do Armenii dotarło co najmniej kilkanaście tysięcy uchodźców.");
    assert_eq!((claim.low, claim.high), (Some(11_000.0), Some(19_999.0)));
    assert_eq!((claim.start, claim.end), (Some(date(2023, 11, 8)), Some(date(2023, 11, 8))));
}

#[test]
fn french_numbers_elisions_and_adjectives_behind() {
    let text = "Plus de 140\u{202f}000 réfugiés soudanais ont fui vers le Tchad depuis le 15 avril, a indiqué jeudi l’ONU.";
    let claim = one(text);
    assert_eq!((claim.value, claim.qualifier), (Some(140_000.0), Qualifier::MoreThan));
    assert_eq!(claim.to.as_deref(), Some("TCD"));
    assert_eq!(claim.population.nationality.as_deref(), Some("SDN"));
    assert_eq!((claim.start, claim.end), (Some(date(2023, 4, 15)), Some(date(2023, 11, 9))));
    assert_eq!(claim.source.organisation.as_deref(), Some("UN"));
    for (phrase, value) in [
        ("1,2 million de personnes", 1_200_000.0),
        ("140.000 personnes", 140_000.0),
        ("un demi-million de personnes", 500_000.0),
        ("deux cent mille personnes", 200_000.0),
        ("une centaine de personnes", 100.0),
    ] {
        let text = format!("Selon le HCR, {phrase} ont quitté l’Ukraine mardi.");
        let claim = one(&text);
        assert_eq!(claim.value, Some(value), "{text}");
        assert_eq!(claim.from.as_deref(), Some("UKR"), "{text}");
        assert_eq!(claim.start, Some(date(2023, 11, 7)), "{text}");
    }
    let claim = one("Des centaines de milliers de personnes ont fui le Soudan, selon l’OIM.");
    assert_eq!((claim.low, claim.high), (Some(200_000.0), Some(999_999.0)));
}

#[test]
fn the_language_is_told_and_noted() {
    for (text, code) in [
        (
            "Some 9,300 Syrians returned home from Turkey through Bab al-Hawa in the last week, the ministry said.",
            Some("en"),
        ),
        (
            "Od początku wojny do Polski wjechało z Ukrainy ponad 964 tys. osób, podała w niedzielę Straż Graniczna.",
            Some("pl"),
        ),
        (
            "Depuis le début de la guerre, plus de 900 000 personnes ont quitté le Soudan, a indiqué le HCR.",
            Some("fr"),
        ),
        ("Torkham: 3,200. Chaman: 1,100.", None),
    ] {
        assert_eq!(reading(text).unwrap().language, code, "{text}");
    }
    // Front matter outweighs what is told.
    let stated = "---\nlanguage: pl\n---\nDo Polski wjechało 500 uchodźców.";
    assert_eq!(reading(stated).unwrap().language, Some("pl"));
    assert_eq!(reading(stated).unwrap().statements.len(), 1);
}

#[test]
fn spanish_numbers_and_order() {
    let text = "En enero entraron en Melilla 1.240 migrantes, según el Ministerio del Interior. \
                De ellos, 310 llegaron en patera.";
    let found = claims(text);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0].value, Some(1240.0));
    assert_eq!((found[0].measure, found[0].kind), (Measure::Flow, Kind::Arrival));
    assert_eq!(found[0].start, Some(date(2023, 1, 1)));
    assert_eq!(found[0].source.label(), Some("Ministerio del Interior"));
    assert_eq!(&text[found[0].span[0]..found[0].span[1]], found[0].quote);
    for (phrase, value) in [
        ("11 mil 710 migrantes", 11_710.0),
        ("53,752 migrantes", 53_752.0),
        ("42.300 migrantes", 42_300.0),
        ("1,2 millones de migrantes", 1_200_000.0),
        ("medio millón de migrantes", 500_000.0),
        ("237 mil 626 migrantes", 237_626.0),
    ] {
        let claim =
            one(&format!("Este año fueron deportados a Honduras {phrase}, informó el gobierno."));
        assert_eq!(claim.value, Some(value), "{phrase}");
        assert_eq!(claim.kind, Kind::Deportation, "{phrase}");
        assert_eq!(claim.to.as_deref(), Some("HND"), "{phrase}");
    }
    let list = claims(
        "De los 94 migrantes detenidos, 45 son de Guatemala, 23 de El Salvador y 10 de Nepal.",
    );
    assert_eq!(list.iter().filter_map(|c| c.value).collect::<Vec<_>>(), [94.0, 45.0, 23.0, 10.0]);
}

#[test]
fn a_language_without_a_folder_is_reported_and_not_misread() {
    for (name, text) in [
        (
            "German",
            "Mehr als 28.000 Flüchtlinge sind seit Sonntag aus Bergkarabach nach Armenien gekommen, wie die Regierung in Eriwan am Dienstag mitteilte. Viele von ihnen wurden in Hotels und Schulen untergebracht, andere warten noch immer in ihren Autos auf eine Unterkunft für die Nacht.",
        ),
        (
            "Italian",
            "Più di 5.000 migranti sono sbarcati martedì sull’isola di Lampedusa, un numero mai visto in un solo giorno, secondo il ministero dell’Interno. Il centro di accoglienza può ospitare quattrocento persone, e molte famiglie hanno dormito all’aperto vicino al molo.",
        ),
        (
            "Ukrainian",
            "Понад 24 тисячі людей виїхали з України до Польщі за минулу добу, повідомила прикордонна служба. Більшість із них — жінки та діти, які тікають від обстрілів, а також літні люди, що чекають на кордоні по кілька годин на холоді.",
        ),
        (
            "Arabic",
            "عبر أكثر من عشرين ألف لاجئ سوداني الحدود إلى تشاد خلال الأسبوع الماضي هربا من القتال في دارفور، وفق ما أعلنته مفوضية الأمم المتحدة لشؤون اللاجئين، التي قالت إن معظمهم من النساء والأطفال الذين يحتاجون إلى الماء والغذاء والمأوى.",
        ),
    ] {
        let problem = reading(text).expect_err(name);
        let told = problem.to_string();
        assert!(
            told.contains(&format!(
                "in {name}; what is read is English, Spanish, French and Polish"
            )),
            "{told}"
        );
        assert!(told.contains("\n  hint: give a translation"), "{told}");
    }
}

#[test]
fn english_with_foreign_names_is_never_refused() {
    for text in [
        "Przemyśl, Medyka, Dorohusk and Hrebenne took 12,000, 9,000, 4,000 and 2,000 people, said Straż Graniczna, the Polish border guard.",
        "Médecins Sans Frontières, Croix-Rouge and Action contre la Faim said 3,000 families had fled N’Djamena, Abéché and Adré.",
        "Figures by crossing. Torkham: 3,200 persons. Chaman: 1,100 persons. Ghulam Khan: 300 persons. Angoor Adda: 200 persons. Kharlachi: 90 persons. Badini: 40 persons. Total: 4,930 persons returned.",
    ] {
        let reading = reading(text).unwrap();
        assert!(!reading.statements.is_empty(), "{text}");
    }
}

#[test]
fn a_mixed_text_is_read_line_by_line() {
    let text = "More than 9,000 people crossed into Armenia on Tuesday, the government said, and many more were waiting at the border.\n\n\
        W środę do Armenii przybyło kolejne 12 tys. uchodźców z Górskiego Karabachu, podał rząd w Erywaniu, który otworzył dla nich hotele i szkoły w całym kraju oraz punkty rejestracji.\n\n\
        Mehr als 28.000 Flüchtlinge sind seit Sonntag aus Bergkarabach nach Armenien gekommen, wie die Regierung in Eriwan am Dienstag mitteilte, und viele von ihnen wurden in Hotels und Schulen untergebracht.\n";
    let reading = reading(text).unwrap();
    let values: Vec<Option<f64>> = reading
        .statements
        .iter()
        .filter_map(|s| if let Statement::Claim(c) = s { Some(c.value) } else { None })
        .collect();
    assert_eq!(values, [Some(9000.0), Some(12_000.0)]);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    let problem = reading.problems[0].to_string();
    assert!(problem.starts_with("text:5: in German"), "{problem}");
}

#[test]
fn ordinary_news_yields_no_claim() {
    for text in [
        "Na mecz finałowy przyjechało do Warszawy 58 tys. kibiców. Pociągi były pełne, a po spotkaniu stadion opuściło w godzinę 20 tys. osób. Policja zatrzymała 12 osób.",
        "Bezrobocie spadło w październiku do 5 proc. W urzędach pracy zarejestrowano 770 tys. osób, o 30 tys. mniej niż przed rokiem, a pracę znalazło 95 tys. ludzi.",
        "Festiwal odwiedziło w weekend 120 tys. gości z całej Polski. W muzeum czekało na wejście kilkaset rodzin, a bilety kosztowały 40 zł.",
        "Do wyborów poszło 21 mln Polaków. W Krakowie oddano 400 tys. głosów, a do komisji wróciło 300 kart.",
        "Le Tour de France a attiré 60 000 spectateurs au pied du col. Plus de 3 000 personnes sont arrivées la veille en camping-car, et 150 coureurs ont quitté Lyon mardi.",
        "Le chômage a reculé en octobre : 2,8 millions de demandeurs d’emploi sont inscrits, soit 40 000 de moins qu’un an plus tôt. Près de 95 000 personnes ont retrouvé un poste.",
        "Le musée a accueilli 1,2 million de visiteurs cette année. Samedi, 9 000 personnes sont entrées gratuitement, dont 2 000 enfants, et plusieurs centaines attendaient dehors.",
        "La grève a réuni 80 000 manifestants à Paris selon la police. Vingt personnes ont été interpellées et 300 trains sont restés à quai ; 15 000 voyageurs sont rentrés en bus.",
    ] {
        let found = claims(text);
        assert!(found.is_empty(), "{text}: {found:#?}");
    }
}

/// The words of two folders, and what stands between them in a text.
const FOLDERS: [(&str, &str); 2] = [
    (
        "fr",
        concat!(
            include_str!("../../prose/data/fr/grammar.toml"),
            include_str!("../../prose/data/fr/numbers.toml"),
            include_str!("../../prose/data/fr/people.toml"),
            include_str!("../../prose/data/fr/happenings.toml"),
            include_str!("../../prose/data/fr/time.toml"),
            include_str!("../../prose/data/fr/speakers.toml"),
        ),
    ),
    (
        "pl",
        concat!(
            include_str!("../../prose/data/pl/grammar.toml"),
            include_str!("../../prose/data/pl/numbers.toml"),
            include_str!("../../prose/data/pl/people.toml"),
            include_str!("../../prose/data/pl/happenings.toml"),
            include_str!("../../prose/data/pl/time.toml"),
            include_str!("../../prose/data/pl/speakers.toml"),
        ),
    ),
];

const BETWEEN: [&str; 16] = [
    "7",
    "24",
    "28,7",
    "1 234 567",
    "1.234.567",
    "24.02",
    "24.02.2022",
    "2022",
    ".",
    ",",
    "«",
    "”",
    "(",
    ")",
    "Soudan",
    "Ukrainy",
];

proptest! {
    #[test]
    fn any_words_of_a_folder_are_read_where_they_stand(
        folder in 0..2usize,
        picks in proptest::collection::vec((any::<prop::sample::Index>(), 0..3u8), 1..120),
    ) {
        let (code, lists) = FOLDERS[folder];
        let words: Vec<&str> = lists.split(['"', '|', '[', ']', '\n']).collect();
        let mut text = format!("---\nlanguage: {code}\n---\nUchodźcy, réfugiés.\n\n");
        for (index, kind) in picks {
            let word = if kind == 0 { BETWEEN[index.index(16)] } else { words[index.index(words.len())] };
            text += word;
            text.push(' ');
        }
        let reading = reading(&text).unwrap();
        let mut last = 0;
        for statement in &reading.statements {
            let [start, end] = statement.span();
            prop_assert!(last <= start && start < end);
            last = start;
            if let Statement::Claim(claim) = statement {
                prop_assert_eq!(&reading.document.text[start..end], &claim.quote);
            }
        }
    }
}

#[test]
fn french_tens_of_thousands_are_multiplied() {
    for (words, value) in [
        ("Quatre-vingt mille", 80_000.0),
        ("Soixante-dix mille", 70_000.0),
        ("Quatre-vingt-dix mille", 90_000.0),
    ] {
        let text = format!("{words} Afghans ont quitté le Pakistan par Torkham, selon le HCR.");
        assert_eq!(one(&text).value, Some(value), "{words}");
    }
}

#[test]
fn who_arrives_comes_from_the_place_just_said_to_be_left() {
    let claim = one("Trwa exodus ludności z Sudanu. Do Czadu przybyło ponad 13 tys. uchodźców.");
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("SDN"), Some("TCD")));
    let claim = one("The exodus from Sudan goes on. Over 13,000 people came to Chad.");
    assert_eq!((claim.from.as_deref(), claim.to.as_deref()), (Some("SDN"), Some("TCD")));
    // Two places that people leave name none.
    let claim = one("Trwa exodus z Sudanu i z Libii. Do Czadu przybyło ponad 13 tys. uchodźców.");
    assert_eq!(claim.from, None);
}

#[test]
fn a_figure_that_others_gave_is_of_what_went_before() {
    let claims = claims(
        "9850 uchodźców z Sudanu przybyło do Czadu - poinformował w środę rząd w Ndżamenie. \
         Dane o ponad 9 tys. uchodźców przekazała także Straż Graniczna.",
    );
    let said: Vec<_> = claims
        .iter()
        .map(|c| (c.value, c.kind, c.from.as_deref(), c.to.as_deref(), c.source.label()))
        .collect();
    assert_eq!(said.len(), 2, "{claims:#?}");
    assert_eq!(
        said[1],
        (Some(9_000.0), Kind::Arrival, Some("SDN"), Some("TCD"), Some("Straż Graniczna"))
    );
}

#[test]
fn room_for_so_many_is_no_arrival() {
    for text in [
        "Rząd Czadu informował, że jest w stanie przyjąć 40 tysięcy uchodźców.",
        "Le gouvernement du Tchad a indiqué que le pays peut accueillir 40 000 réfugiés.",
    ] {
        let claim = one(text);
        assert_eq!((claim.measure, claim.kind), (Measure::Stock, Kind::Refugees), "{text}");
        assert_eq!(claim.stance, claim::Stance::Planned, "{text}");
    }
}

#[test]
fn those_who_stayed_of_the_refugees_are_refugees() {
    let kinds = |text: &str| claims(text).iter().map(|c| c.kind).collect::<Vec<_>>();
    for text in [
        "Do Czadu przyjechało 90 tys. uchodźców, z których 60 tys. zostało w kraju.",
        "Some 90,000 refugees arrived in Chad, of whom 60,000 have stayed in the country.",
    ] {
        assert_eq!(kinds(text), [Kind::Arrival, Kind::Refugees], "{text}");
    }
    for text in [
        "Le nombre de demandeurs d'asile au Tchad a atteint 60 400 personnes en mars.",
        "The number of refugees in Chad has reached 60,400 people.",
    ] {
        assert_eq!(kinds(text), [Kind::Refugees], "{text}");
    }
}

#[test]
fn so_many_of_them_are_a_part_and_not_another_count() {
    for said in ["3,452 of them women and children", "3,452 of whom were women"] {
        let found = claims(&format!(
            "On Friday 3,817 people returned from Pakistan to Afghanistan through Torkham, {said}, officials said."
        ));
        let [whole, part] = &found[..] else { panic!("{found:#?}") };
        assert_eq!(part.part_of.as_ref(), Some(&whole.id), "{said}");
        assert_ne!(part.population.group, claim::Group::All, "{said}");
    }
}

#[test]
fn the_border_crossed_before_goes_on_until_another_place_is_spoken_of() {
    let last = |text: &str| claims(text).pop().unwrap();
    let on = last(
        "Some 9,000 people have crossed from Ukraine into Poland so far. On Monday 980 people crossed.",
    );
    assert_eq!((on.from.as_deref(), on.to.as_deref()), (Some("UKR"), Some("POL")));
    let other = last(
        "Some 9,000 people have fled Sudan for Egypt. On the border with Chad people queued. \
         On Monday 980 people crossed.",
    );
    assert_ne!(other.to.as_deref(), Some("EGY"));
}

#[test]
fn a_day_may_open_a_sentence() {
    for text in [
        "6 marca do Polski wjechało z Ukrainy 9800 osób. 8 marca przybyło z Ukrainy do Polski 7400 osób.",
        "Le 6 mars, 9800 personnes sont arrivées d'Ukraine en Pologne. 8 mars : 7400 personnes sont arrivées d'Ukraine en Pologne.",
    ] {
        let days: Vec<_> = claims(text).iter().map(|c| c.start).collect();
        assert_eq!(days, [Some(date(2023, 3, 6)), Some(date(2023, 3, 8))], "{text}");
    }
    let ends: Vec<_> =
        claims("Wczoraj z Ukrainy do Polski wjechało 9 tys. Przez Medykę przeszło 4 tys. osób.");
    assert_eq!(ends.len(), 2, "{ends:#?}");
    assert!(ends[0].via.is_empty());
}

fn ends(claim: &Claim) -> (Option<&str>, Option<&str>) {
    (claim.from.as_deref(), claim.to.as_deref())
}

#[test]
fn who_goes_where_others_came_from_goes_back() {
    for text in [
        "Wczoraj z Ukrainy do Polski odprawiono 18 tysięcy 800 osób, a z Polski na Ukrainę – 21 tysięcy.",
        "Wczoraj z Ukrainy do Polski odprawiono 18 tysięcy 800 osób, a w drugą stronę 21 tysięcy.",
        "Wczoraj z Ukrainy do Polski odprawiono 18 tysięcy 800 osób. Na Ukrainę wyjechało 21 tysięcy osób.",
        "On Monday 18,800 people crossed from Ukraine to Poland. Some 21,000 people crossed into Ukraine.",
    ] {
        let found = claims(text);
        assert_eq!(found.len(), 2, "{text}: {found:#?}");
        assert_eq!(ends(&found[0]), (Some("UKR"), Some("POL")), "{text}");
        assert_eq!(ends(&found[1]), (Some("POL"), Some("UKR")), "{text}");
    }
}

#[test]
fn arrivals_of_a_country_come_from_it() {
    let text = "Les autorités ont compté 12 400 entrées d'Ukraine en Pologne mercredi.";
    assert_eq!(ends(&one(text)), (Some("UKR"), Some("POL")));
    for text in [
        "Quelque 12 400 réfugiés ukrainiens sont entrés en Moldavie mercredi.",
        "Some 12,400 Ukrainian refugees arrived in Moldova on Wednesday.",
    ] {
        assert_eq!(ends(&one(text)), (Some("UKR"), Some("MDA")), "{text}");
    }
    let text =
        "1 975 449 personnes fuyant le conflit au Soudan sont entrées au Tchad, selon le HCR.";
    assert_eq!(ends(&one(text)), (Some("SDN"), Some("TCD")));
    let text = "W październiku 16,5 tys. migrantów z Afganistanu opuściło Pakistan.";
    assert_eq!(one(text).from.as_deref(), Some("PAK"));
}

#[test]
fn each_number_of_a_list_is_of_the_country_before_it() {
    for text in [
        "L'Égypte a reçu 90 000 réfugiés du Soudan, le Tchad 60 000 et l'Éthiopie 57 000.",
        "Egypt received 90,000 refugees from Sudan, Chad 60,000 and Ethiopia 57,000.",
    ] {
        let found = claims(text);
        let to: Vec<_> = found.iter().map(|c| c.to.as_deref()).collect();
        assert_eq!(to, [Some("EGY"), Some("TCD"), Some("ETH")], "{text}");
    }
}

#[test]
fn who_tried_to_cross_and_what_a_gate_can_do_is_no_departure() {
    for text in [
        "Od stycznia granicę z Białorusi do Polski próbowało przekroczyć 14 tys. migrantów.",
        "Depuis janvier, 14 000 migrants ont tenté de franchir la frontière de la Biélorussie vers la Pologne.",
        "Since January 14,000 migrants have tried to cross the border from Belarus to Poland.",
    ] {
        let claim = one(text);
        assert_eq!((claim.measure, claim.kind), (Measure::Flow, Kind::Other), "{text}");
    }
    for text in [
        "Przejście w Medyce na granicy z Ukrainą jest w stanie odprawić 30 tys. osób dziennie.",
        "Nie jesteśmy w stanie przyjąć 40 tys. uchodźców, powiedział minister.",
        "The crossing at Medyka is able to process 30,000 people a day at the border.",
        "The exodus from Sudan goes on. About 300 people came to the meeting in Adré.",
        "Uchodźcy wracają do Czadu. Na festiwal przyjechało 5 tys. osób.",
    ] {
        assert!(claims(text).is_empty(), "{text}");
    }
}

#[test]
fn polish_names_its_provinces_by_region_and_by_adjective() {
    for place in ["na Podkarpaciu", "w województwie podkarpackim", "w Podkarpackiem"] {
        let text = format!("Obecnie {place} przebywa 9,4 tys. uchodźców z Ukrainy.");
        assert_eq!(one(&text).at.as_deref(), Some("Podkarpackie"), "{text}");
    }
}

#[test]
fn who_flees_attacks_in_a_province_is_displaced_in_it() {
    for text in [
        "Plus de 10 000 personnes ont fui les violences dans la région de Tillabéri entre le 2 et le 9 mars.",
        "More than 10,000 people fled violence in the region of Tillabéri between 2 and 9 March.",
    ] {
        let claim = one(text);
        assert_eq!(
            (claim.kind, claim.at.as_deref()),
            (Kind::Displacement, Some("Tillabéri")),
            "{text}"
        );
    }
}

#[test]
fn a_part_of_what_was_just_told_is_the_same_speaker_s() {
    let found = claims(
        "Od 24 lutego z Ukrainy do Polski wjechało 612 tys. uchodźców, poinformowała Straż Graniczna. \
         Tylko we wtorek do Polski wjechało 31,5 tys. osób.",
    );
    let said: Vec<_> = found.iter().map(|c| c.source.label()).collect();
    assert_eq!(said, [Some("Straż Graniczna"), Some("Straż Graniczna")]);
}

#[test]
fn a_body_is_called_what_its_text_calls_it() {
    for (text, name) in [
        (
            "Selon le ministère de l'Intérieur, 4 000 réfugiés sont arrivés au Tchad mercredi.",
            "ministère de l'Intérieur",
        ),
        (
            "Quelque 4 000 réfugiés sont arrivés au Tchad mercredi, a annoncé le gouvernement tchadien.",
            "gouvernement tchadien",
        ),
        ("Do Armenii dotarło w środę 4 tys. uchodźców, poinformował rząd Armenii.", "rząd Armenii"),
        ("Selon le HCR, 4 000 réfugiés sont arrivés au Tchad mercredi.", "UNHCR"),
    ] {
        let claim = one(text);
        assert_eq!(claim.source.organisation.as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_number_is_by_the_crossing_that_follows_it() {
    let found = claims(
        "Plus de 324 000 personnes sont entrées en Afghanistan via le passage de Torkham, \
         plus de 172 000 via le passage de Spin Boldak.",
    );
    let via: Vec<_> = found.iter().map(|c| c.via.join(", ")).collect();
    assert_eq!(via, ["Torkham", "Chaman"]);
    let found = claims("We wtorek przez Medykę przeszło 31,5 tys. osób, a przez Korczową 19 tys.");
    let via: Vec<_> = found.iter().map(|c| c.via.join(", ")).collect();
    assert_eq!(via, ["Medyka", "Korczowa"]);
    let text = "A Torkham, 28.000 personnes sont passées dans la seule journée de mercredi.";
    assert_eq!(one(text).via, ["Torkham"]);
}

#[test]
fn a_share_of_the_population_is_no_verb() {
    let found = claims(
        "Ponad 10 mln Sudańczyków, czyli 20 proc. populacji, zostało wypędzonych ze swoich domów.",
    );
    assert_eq!(found[0].kind, Kind::Displacement, "{found:#?}");
}

#[test]
fn camps_before_the_verb_are_where_people_are() {
    for text in [
        "W obozach wokół Gomy przebywa 700 tys. przesiedleńców.",
        "W ośrodkach dla cudzoziemców w Polsce przebywa 1,8 tys. migrantów.",
    ] {
        assert_eq!(one(text).kind, Kind::InCamp, "{text}");
    }
    assert_eq!(one("W Polsce przebywa 1,8 tys. uchodźców.").kind, Kind::Refugees);
}
