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
fn a_language_without_a_folder_is_reported_and_not_misread() {
    for (name, text) in [
        (
            "Spanish",
            "Más de 82.000 migrantes cruzaron la selva del Darién en agosto, según las autoridades de Panamá, que hablan de una cifra sin precedentes. La mayoría de las personas que hacen la travesía son venezolanos, y entre ellos hay muchos niños que viajan con sus padres hacia el norte.",
        ),
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
            told.contains(&format!("in {name}; what is read is English, French and Polish")),
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
            include_str!("../data/fr/grammar.toml"),
            include_str!("../data/fr/numbers.toml"),
            include_str!("../data/fr/people.toml"),
            include_str!("../data/fr/happenings.toml"),
            include_str!("../data/fr/time.toml"),
            include_str!("../data/fr/speakers.toml"),
        ),
    ),
    (
        "pl",
        concat!(
            include_str!("../data/pl/grammar.toml"),
            include_str!("../data/pl/numbers.toml"),
            include_str!("../data/pl/people.toml"),
            include_str!("../data/pl/happenings.toml"),
            include_str!("../data/pl/time.toml"),
            include_str!("../data/pl/speakers.toml"),
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
