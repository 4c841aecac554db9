//! Tables that are easily mistaken for others: what stands beside the counts shifts nothing, and what could be two
//! things is asked, with a hint that holds. Each test is a kind, with inputs of our own.

use super::kit::{expect, expect_by, expect_said, reading, said};

#[test]
fn positions_and_shares_beside_counts_shift_no_column() {
    for mark in [',', ';', '\t'] {
        let text = "date,crossing,lat,lon,entries,exits\n2023-11-01,Torkham,34.1226,71.0924,3100,17000\n\
                    2023-11-02,Torkham,34.1226,71.0924,2900,18000\n";
        expect(
            &text.replace(',', &mark.to_string()),
            &[
                "3100 Torkham 2023-11-01 2023-11-01",
                "17000 Torkham 2023-11-01 2023-11-01",
                "2900 Torkham 2023-11-02 2023-11-02",
                "18000 Torkham 2023-11-02 2023-11-02",
            ],
        );
    }
    expect(
        "Date,Crossing,Men %,Women %,Arrivals,Buses\n2023-11-01,Torkham,53.7057,46.2943,64044,4\n\
         2023-11-02,Torkham,52.1111,47.8889,63000,5\n",
        &["64044 Torkham 2023-11-01 2023-11-01", "63000 Torkham 2023-11-02 2023-11-02"],
    );
    let json = r#"[{"Date":"2023-11-01","Crossing":"Torkham","lat":34.1226,"lon":71.0924,"Arrivals":1401,"Tents":30},
                   {"Date":"2023-11-02","Crossing":"Torkham","lat":34.1226,"lon":71.0924,"Arrivals":210,"Tents":31}]"#;
    let found = super::kit::claims(&reading("t.json", json, None));
    assert_eq!(found, ["1401 Torkham 2023-11-01 2023-11-01", "210 Torkham 2023-11-02 2023-11-02"]);
    // A telephone takes no count beside it with it.
    let told = expect(
        "Date,Crossing,Desk,Arrivals\n2023-11-01,Torkham,0300-7654321,140322\n2023-11-02,Torkham,0300-7654322,150000\n",
        &["140322 Torkham 2023-11-01 2023-11-01", "150000 Torkham 2023-11-02 2023-11-02"],
    );
    assert!(!told.document.text.contains("7654321"));
}

#[test]
fn people_in_boats_and_buses_are_people() {
    for head in ["People arriving by boat", "Arrivals by small boat", "Passengers by bus, arriving"]
    {
        let found = expect(
            &format!("Date,Crossing,\"{head}\"\n2023-11-01,Dover,250\n2023-11-02,Dover,70\n"),
            &["250 Dover 2023-11-01 2023-11-01", "70 Dover 2023-11-02 2023-11-02"],
        );
        let claim::Statement::Claim(claim) = &found.statements[0] else { panic!() };
        assert_eq!(claim.unit, claim::Unit::People, "{head}");
    }
    expect(
        "Date,Crossing,Boats arrived,Number of buses\n2023-11-01,Torkham,25,4\n2023-11-02,Torkham,7,5\n",
        &[],
    );
}

#[test]
fn stacked_blocks_are_told_apart_by_their_titles_or_left_together() {
    expect(
        "Greece,,\nMonth,Arrivals,Departures\nJan 2015,1700,50\nFeb 2015,2800,60\n\
         Italy,,\nMonth,Arrivals,Departures\nJan 2015,3500,10\nFeb 2015,4300,20\n",
        &[
            "1700 GRC 2015-01-01 2015-01-31",
            "50 GRC 2015-01-01 2015-01-31",
            "2800 GRC 2015-02-01 2015-02-28",
            "60 GRC 2015-02-01 2015-02-28",
            "3500 ITA 2015-01-01 2015-01-31",
            "10 ITA 2015-01-01 2015-01-31",
            "4300 ITA 2015-02-01 2015-02-28",
            "20 ITA 2015-02-01 2015-02-28",
        ],
    );
    // Titles that nothing is known of: what both say of one month is of neither.
    let unknown = "Zqxa,\nMonth,Arrivals\nJan 2015,1700\nFeb 2015,2800\nMar 2015,9\n\n\
                   Zqxb,\nMonth,Arrivals\nJan 2015,3500\nFeb 2015,2800\n";
    let found = expect(unknown, &["9  2015-03-01 2015-03-31"]);
    let told = said(&found);
    assert!(
        told.contains("different tables of one sheet") && told.contains("1700 and 3500"),
        "{told}"
    );
    assert!(told.contains("of blocks that count the same and differ"), "{told}");
    // As the hint says.
    expect_by(
        unknown,
        Some("first = 3\nlast = 5"),
        &["1700  2015-01-01 2015-01-31", "2800  2015-02-01 2015-02-28", "9  2015-03-01 2015-03-31"],
    );
    // What is printed twice is read once.
    expect(
        "Month,Arrivals\nJan 2015,1700\n\nAgain,\nMonth,Arrivals\nJan 2015,1700\n",
        &["1700  2015-01-01 2015-01-31"],
    );
}

#[test]
fn of_days_that_fit_both_orders_none_is_read() {
    for days in [
        ["01/01/2019 12:00:00 AM", "02/01/2019 12:00:00 AM", "03/01/2019 12:00:00 AM"],
        ["03/03/2019", "04/03/2019", "05/03/2019"],
        ["5/5/2019", "6/5/2019", "7/5/2019"],
    ] {
        let text = format!(
            "Date,Crossing,Arrivals\n{},Torkham,10\n{},Torkham,20\n{},Torkham,30\n",
            days[0], days[1], days[2]
        );
        expect_said(&text, "3 rows left out");
        let found = reading("t.csv", &text, Some("dates = \"day-month-year\""));
        assert_eq!(found.statements.len(), 3, "{}", said(&found));
    }
    // A day that can be one only proves the others.
    let proved = "Date,Crossing,Arrivals\n03/03/2019,Torkham,10\n13/03/2019,Torkham,20\n";
    assert_eq!(reading("t.csv", proved, None).statements.len(), 2);
    expect_said(
        "Arrivals by crossing,,\nCrossing,01/01/2019,02/01/2019\nTorkham,10,20\nChaman,5,6\n",
        "a day with two readings as its name",
    );
}

#[test]
fn countries_beside_counts_are_asked() {
    let asked = "country,year,arrivals\nAfghanistan,2006,651\nIraq,2006,90\nAfghanistan,2007,441\n";
    expect_said(asked, "where people come from, go to, or are citizens of");
    expect_said(
        "Nation,Year,Arrivals\nAfghanistan,2006,651\nIraq,2006,90\n",
        "where people come from, go to, or are citizens of",
    );
    expect_said(
        "País,Código de País,Año,Hombres,Mujeres\nChile,CHL,2000,61,64\nPerú,PER,2000,6,7\n",
        "where people come from, go to, or are citizens of",
    );
    expect_said(
        "Date,Pays,Arrivées\n2023-11-01,Tchad,651\n2023-11-01,Niger,90\n",
        "where people come from, go to, or are citizens of",
    );
    // As the hints say.
    for (map, first) in [
        ("[columns]\nA = \"at\"", "651 AFG 2006-01-01 2006-12-31"),
        ("[columns]\nA = \"from\"", "651 AFG 2006-01-01 2006-12-31"),
        ("[columns]\nA = \"nationality\"", "651  2006-01-01 2006-12-31"),
    ] {
        let found = super::kit::claims(&reading("t.csv", asked, Some(map)));
        assert_eq!((found.len(), found[0].as_str()), (3, first), "{map}");
    }
    // A place in it, a crossing in it, where they come from, and people who are displaced in it.
    expect(
        "Country,Province,Date,Returns\nAfghanistan,Nangarhar,2023-11-01,12\nAfghanistan,Kandahar,2023-11-01,3\n",
        &["12 Nangarhar 2023-11-01 2023-11-01", "3 Kandahar 2023-11-01 2023-11-01"],
    );
    expect(
        "Country,Crossing,Date,Arrivals\nPakistan,Torkham,2023-11-01,12\nPakistan,Chaman,2023-11-01,3\n",
        &["12 Torkham 2023-11-01 2023-11-01", "3 Chaman 2023-11-01 2023-11-01"],
    );
    expect(
        "Country,New displacements,Date\nSudan,1200,2023-11-01\nChad,30,2023-11-01\n",
        &["1200 SDN 2023-11-01 2023-11-01", "30 TCD 2023-11-01 2023-11-01"],
    );
    expect_said(
        "Country,Crossing,Date,Arrivals\nAfghanistan,Torkham,2023-11-01,12\nIran,Torkham,2023-11-01,3\n",
        "where people come from",
    );
}

#[test]
fn a_column_of_fractions_counts_nobody() {
    let rates = "Date,Crossing,Arrivals,Migrants\n2023-11-01,Torkham,250,83.3\n2023-11-02,Torkham,80,0\n\
                 2023-11-03,Torkham,90,41.5\n";
    let found = expect(
        rates,
        &[
            "250 Torkham 2023-11-01 2023-11-01",
            "80 Torkham 2023-11-02 2023-11-02",
            "90 Torkham 2023-11-03 2023-11-03",
        ],
    );
    assert!(said(&found).contains("which people are not"), "{}", said(&found));
    // Beside shares, none and all are shares as well.
    expect(
        "Quarter,Iran,Stateless persons,Refugees recorded elsewhere\n2023 Q1,0.2512,1,0.5\n2023 Q2,0.3512,0,0.25\n2023 Q3,0.3112,1,1\n",
        &[],
    );
    // As the hint says.
    let thousands = expect_by(
        "Date,Crossing,Arrivals\n2023-11-01,Torkham,8.5\n2023-11-02,Torkham,0\n2023-11-03,Torkham,4.5\n",
        Some("[columns]\nC = { kind = \"arrival\", scale = 1000 }"),
        &[
            "8500 Torkham 2023-11-01 2023-11-01",
            "0 Torkham 2023-11-02 2023-11-02",
            "4500 Torkham 2023-11-03 2023-11-03",
        ],
    );
    assert!(said(&thousands).contains("all of them read"), "{}", said(&thousands));
}

#[test]
fn family_units_are_asked_and_families_are_families() {
    let text = "Month,Family unit apprehensions\n2023-01,500\n2023-02,400\n";
    expect_said(text, "family units");
    for (unit, of) in [("people", claim::Unit::People), ("households", claim::Unit::Households)] {
        let map = format!("[columns]\nB = {{ kind = \"arrest\", unit = \"{unit}\" }}");
        let found = reading("t.csv", text, Some(&map));
        let claim::Statement::Claim(claim) = &found.statements[0] else { panic!() };
        assert_eq!(claim.unit, of);
    }
    for head in ["Families arrived", "HH arrivals"] {
        let found = reading("t.csv", &format!("Month,{head}\n2023-01,500\n2023-02,400\n"), None);
        let claim::Statement::Claim(claim) = &found.statements[0] else {
            panic!("{}", said(&found))
        };
        assert_eq!(claim.unit, claim::Unit::Households);
    }
}

#[test]
fn who_waits_for_a_decision_is_not_stranded() {
    let kinds = |word: &str| {
        let text =
            format!("Date,Type,Number of people\n2023-06-30,{word},18\n2023-09-30,{word},19\n");
        super::kit::claims(&reading("t.csv", &text, None)).len()
    };
    assert_eq!(kinds("Applicants waiting for an initial decision"), 0);
    assert_eq!(kinds("Waiting list"), 0);
    assert_eq!(kinds("Waiting at the border"), 2);
    assert_eq!(kinds("Stranded"), 2);
}

#[test]
fn numbers_as_programs_write_them() {
    let found = expect(
        "Date,Crossing,Arrivals\n2023-11-01,Torkham,1e+05\n2023-11-02,Torkham,250\n2023-11-03,Torkham,12abc\n",
        &["100000 Torkham 2023-11-01 2023-11-01", "250 Torkham 2023-11-02 2023-11-02"],
    );
    let told = said(&found);
    assert!(
        told.contains("3 numbers: 2 read, 1 left out (1 in cells that could not be read)"),
        "{told}"
    );
    let found = expect(
        "Date,Crossing,Arrivals\n2023-11-01,Torkham,818560 (780539-853678)\n2023-11-02,Torkham,1117500 (1020000-1210000)\n",
        &["818560 Torkham 2023-11-01 2023-11-01", "1117500 Torkham 2023-11-02 2023-11-02"],
    );
    assert!(said(&found).contains("the interval is not kept"), "{}", said(&found));
}

#[test]
fn what_is_left_out_later_is_not_called_read() {
    // Parts of ages that were added up, in rows that are left out.
    let found = expect(
        "Date,Crossing,Lane,Girls,Boys\n2023-11-01,Torkham,A,5,6\n2023-11-01,Torkham,B,7,8\n",
        &[],
    );
    let told = said(&found);
    assert!(told.contains("4 numbers: 0 read, 4 left out"), "{told}");
    // Parts that a map adds up, in a column that is left out.
    let found = expect_by(
        "Date,Crossing,Reason,Lane,Arrivals\n2023-11-01,Torkham,Conflict,1,600\n2023-11-01,Torkham,Drought,1,500\n\
         2023-11-02,Torkham,Conflict,1,6\n2023-11-02,Torkham,Conflict,2,5\n",
        Some("adds_up = [\"Reason\"]"),
        &[],
    );
    assert!(
        said(&found).contains("4 numbers: 0 read") || said(&found).contains(": 0 read,"),
        "{}",
        said(&found)
    );
}

#[test]
fn a_total_of_what_is_asked_is_asked() {
    expect(
        "Location,Date,IDPs,Returnees,Total\nBakool,2021-03-30,2100,420,2520\nHiraan,2021-03-30,2050,440,2490\n",
        &[],
    );
    expect(
        "Date,Crossing,Refugees,Arrivals,Total\n2021-03-30,Torkham,20,7,27\n2021-03-31,Torkham,20,8,28\n",
        &["7 Torkham 2021-03-30 2021-03-30", "8 Torkham 2021-03-31 2021-03-31"],
    );
}

#[test]
fn reasons_are_left_out_together() {
    expect_said(
        "Date,Crossing,Reason,Arrivals,Children\n2023-11-01,Torkham,Expelled,600,60\n2023-11-01,Torkham,Fear,500,60\n\
         2023-11-02,Torkham,Expelled,50,6\n2023-11-02,Torkham,Expelled by police,40,4\n2023-11-02,Torkham,Fear,60,6\n",
        "parts of something that nothing says",
    );
}

#[test]
fn numbers_of_people_that_only_grow_are_asked() {
    let text = "Date,individuals,country\n2023-04-27,900,Chad\n2023-04-30,2500,Chad\n2023-05-11,6000,Chad\n2023-05-13,9100,Chad\n";
    expect_said(text, "never falls");
    for map in
        ["B = { cumulative = true }", "B = { kind = \"arrival\" }", "B = { kind = \"refugees\" }"]
    {
        let map = format!("[columns]\n{map}\nC = \"at\"");
        assert_eq!(reading("t.csv", text, Some(&map)).statements.len(), 4, "{map}");
    }
    // Daily numbers that are told to be of a day, and those that fall.
    expect_by(
        "Date,New individuals\n2023-04-27,9\n2023-04-28,25\n2023-04-29,60\n2023-04-30,91\n",
        None,
        &[
            "9  2023-04-27 2023-04-27",
            "25  2023-04-28 2023-04-28",
            "60  2023-04-29 2023-04-29",
            "91  2023-04-30 2023-04-30",
        ],
    );
    assert_eq!(
        reading(
            "t.csv",
            "Date,Individuals\n2023-04-27,9\n2023-04-28,25\n2023-04-29,6\n2023-04-30,91\n",
            None
        )
        .statements
        .len(),
        4
    );
}

#[test]
fn a_map_wins_over_what_its_neighbours_were_taken_for() {
    let text =
        "Border,Date,Point,Arrivals\nNorthern,2023-11-01,Alpha,5\nNorthern,2023-11-01,Beta,7\n";
    expect_by(
        text,
        Some("[columns]\nC = \"via\""),
        &["5 Alpha 2023-11-01 2023-11-01", "7 Beta 2023-11-01 2023-11-01"],
    );
    expect_by(
        "Date,Crossing,Source,Reporter,Arrivals\n2023-11-01,Torkham,x,UNHCR,5\n2023-11-01,Torkham,y,IOM,7\n",
        Some("[columns]\nD = \"source\""),
        &["5 Torkham 2023-11-01 2023-11-01", "7 Torkham 2023-11-01 2023-11-01"],
    );
    expect_by(
        "Year,Date,Week,Weekly report,Arrivals\n2023,2023-11-05,44,45,5\n2023,2023-11-12,45,46,7\n",
        Some("[columns]\nD = \"ignore\"\nC = \"ignore\"\nB = \"week_end\""),
        &["5  2023-10-30 2023-11-05", "7  2023-11-06 2023-11-12"],
    );
}

#[test]
fn a_column_of_one_whole_breaks_nothing_down() {
    expect(
        "Date,Crossing,Age,Sex,Arrivals\n2023-11-01,Torkham,Total age,Total,5\n2023-11-02,Torkham,Total age,Total,7\n",
        &["5 Torkham 2023-11-01 2023-11-01", "7 Torkham 2023-11-02 2023-11-02"],
    );
    expect(
        "Date,Crossing,Type,Arrivals\n2023-11-01,Torkham,All types,5\n2023-11-02,Torkham,All types,7\n",
        &["5 Torkham 2023-11-01 2023-11-01", "7 Torkham 2023-11-02 2023-11-02"],
    );
    // A class that is not the whole is one.
    expect(
        "Date,Crossing,Sex,Arrivals\n2023-11-01,Torkham,Men,5\n2023-11-02,Torkham,Men,7\n",
        &["5 men Torkham 2023-11-01 2023-11-01", "7 men Torkham 2023-11-02 2023-11-02"],
    );
}

#[test]
fn hints_say_what_helps() {
    let told = |text: &str| said(&reading("t.csv", text, None));
    assert!(told("Fiscal Year,Arrivals\nFY2023,5\nFY2024,7\n").contains("fiscal_start = 10"));
    assert!(
        told("Date,Iran,Iraq\n2023-11-01,5,6\n2023-11-02,7,8\n").contains("ISO3")
            || !told("Date,Iran,Iraq\n2023-11-01,5,6\n2023-11-02,7,8\n")
                .contains("a country as its name")
    );
    let refugees = told("Date,Camp,Refugees\n2023-11-01,Dadaab,5\n2023-11-02,Dadaab,7\n");
    assert!(refugees.contains("C = { kind = \"refugees\" }"), "{refugees}");
    let total =
        told("Date,Crossing,Cumulative arrivals\n2023-11-01,Torkham,5\n2023-11-02,Torkham,7\n");
    assert!(total.contains("C = { cumulative = true, since"), "{total}");
}

#[test]
fn spanish_heads_are_read() {
    expect(
        "Año,Mes,Paso fronterizo,Entradas,Salidas\n2023,Enero,Paracachi,5,6\n2023,Febrero,Paracachi,7,8\n",
        &[
            "5 Paracachi 2023-01-01 2023-01-31",
            "6 Paracachi 2023-01-01 2023-01-31",
            "7 Paracachi 2023-02-01 2023-02-28",
            "8 Paracachi 2023-02-01 2023-02-28",
        ],
    );
    expect(
        "Fecha,Puesto fronterizo,Nacionalidad,Hombres,Mujeres,Niños y niñas,Ingresos\n\
         2023-11-01,Rumichaca,Venezuela,5,6,3,14\n",
        &[
            "5 men Rumichaca 2023-11-01 2023-11-01",
            "6 women Rumichaca 2023-11-01 2023-11-01",
            "3 children Rumichaca 2023-11-01 2023-11-01",
            "14 Rumichaca 2023-11-01 2023-11-01",
        ],
    );
    expect_said(
        "Fecha,País,Entradas\n2023-11-01,Chile,5\n2023-11-01,Cuba,6\n",
        "where people come from",
    );
}

#[test]
fn rows_with_hidden_values_are_no_head() {
    expect(
        "Citizenship,Month,Arrivals\nAlgeria,Jan 2023,*\nAngola,Jan 2023,*\nBenin,Jan 2023,7\n",
        &["7  2023-01-01 2023-01-31"],
    );
    expect(
        "Citizenship,Month,Arrivals\nAlgeria,Jan 2023,\nAngola,Jan 2023,\nBenin,Jan 2023,7\n",
        &["7  2023-01-01 2023-01-31"],
    );
}

#[test]
fn a_name_of_two_countries_is_told_by_its_code_or_by_the_other_name() {
    // The code beside it tells.
    for head in ["Country of Origin ISO", "coo_iso"] {
        expect(
            &format!(
                "Year,Country of Origin,{head},Arrivals\n2021,Congo,COG,90\n2021,Kenya,KEN,70\n\
                 2022,Chad,TCD,50\n2022,Dem. Rep. of the Congo,COD,800\n"
            ),
            &[
                "90 COG 2021-01-01 2021-12-31",
                "70 KEN 2021-01-01 2021-12-31",
                "50 TCD 2022-01-01 2022-12-31",
                "800 COD 2022-01-01 2022-12-31",
            ],
        );
    }
    expect(
        "Origin,Iso2,Month,Arrivals\nCongo,CD,2023-01,90\nUganda,UG,2023-01,70\nRwanda,RW,2023-01,7\n",
        &[
            "90 COD 2023-01-01 2023-01-31",
            "70 UGA 2023-01-01 2023-01-31",
            "7 RWA 2023-01-01 2023-01-31",
        ],
    );
    // Another name of the column does; also where they never meet in one year.
    expect(
        "Origin,Year,Arrivals\nCongo,2021,90\nDem. Rep. of the Congo,2021,800\nCongo,2022,95\nChad,2022,5\n",
        &[
            "90 COG 2021-01-01 2021-12-31",
            "800 COD 2021-01-01 2021-12-31",
            "95 COG 2022-01-01 2022-12-31",
            "5 TCD 2022-01-01 2022-12-31",
        ],
    );
    expect(
        "Origin,Year,Arrivals\nCongo,2021,90\nCongo-Brazzaville,2022,9\n",
        &["90 COD 2021-01-01 2021-12-31", "9 COG 2022-01-01 2022-12-31"],
    );
    // Nothing does.
    let found =
        reading("t.csv", "Origin,Year,Arrivals\nCongo,2021,90\nChad,2021,9\nKenya,2021,8\n", None);
    assert_eq!(found.statements.len(), 2, "{}", said(&found));
    assert!(said(&found).contains("`Congo` is what two countries are called"), "{}", said(&found));
}

#[test]
fn of_two_names_for_one_country_no_remainder_is_read() {
    let text = "Country of asylum,Origin,Year,Arrivals\nUSA (EOIR),Mali,2001,20\nUSA (INS/DHS),Mali,2001,30\n\
                USA (EOIR),Mali,2002,21\nCanada,Mali,2001,9\nCanada,Mali,2002,8\n";
    let found = expect(text, &["9 MLI 2001-01-01 2001-12-31", "8 MLI 2002-01-01 2002-12-31"]);
    assert!(said(&found).contains("all 3 numbers under them left out"), "{}", said(&found));
    let crossings = "Date,Crossing,Arrivals\n2023-11-01,Torkham,20\n2023-11-01,Torkham border,30\n\
                     2023-11-02,Torkham border,21\n2023-11-02,Ghulam Khan,9\n";
    let found = reading("t.csv", crossings, None);
    let left: Vec<String> = super::kit::claims(&found);
    assert!(left.iter().all(|claim| !claim.contains("Torkham")) || left.len() == 4, "{left:?}");
}

#[test]
fn who_moves_within_a_region_is_counted_there() {
    expect(
        "Month,From region,To region,Newly displaced\n2023-01,Bay,Bay,300\n2023-01,Bay,Gedo,40\n\
         2023-01,Gedo,Gedo,70\n2023-02,Gedo,Gedo,10\n",
        &[
            "300 Bay 2023-01-01 2023-01-31",
            "40 Bay 2023-01-01 2023-01-31",
            "70 Gedo 2023-01-01 2023-01-31",
            "10 Gedo 2023-02-01 2023-02-28",
        ],
    );
    let found = expect(
        "Date,Country of origin,Country of destination,Displacements\n2023-11-01,Sudan,Sudan,500\n",
        &["500 SDN 2023-11-01 2023-11-01"],
    );
    let claim::Statement::Claim(claim) = &found.statements[0] else { panic!() };
    assert_eq!((claim.at.as_deref(), &claim.from, &claim.to), (Some("SDN"), &None, &None));
}

#[test]
fn of_households_and_people_in_the_heads_the_lowest_tells() {
    use claim::Unit::{Households, People};
    for (group, low, unit) in [
        ("IDP shelter (HH & IND)", "In rented homes (IND)", People),
        ("IDP shelter (HH & IND)", "In rented homes (HH)", Households),
        ("IDPs, households and individuals", "With hosts, individuals", People),
        ("IDPs (households)", "In camps (persons)", People),
    ] {
        let text = format!(
            "Round,,\"{group}\",\n,Date,\"{low}\",Remarks\nR1,2021-11-30,40,x\nR1,2021-12-31,50,y\n"
        );
        let found = reading("t.csv", &text, None);
        for statement in &found.statements {
            let claim::Statement::Claim(claim) = statement else { panic!() };
            assert_eq!(claim.unit, unit, "{group} / {low}");
        }
    }
    let one = |label: &str| {
        let text = format!("Date,Crossing,{label}\n2023-11-01,Torkham,40\n2023-11-02,Torkham,50\n");
        let found = reading("t.csv", &text, None);
        let claim::Statement::Claim(claim) = &found.statements[0] else { panic!() };
        claim.unit
    };
    assert_eq!(one("Returns (HH) / Returned individuals"), People);
    assert_eq!(one("Returns (individuals) / Returned HH"), Households);
}

#[test]
fn numbers_of_things_that_hold_people_are_no_people() {
    for head in [
        "Number of schools used as shelter for IDPs",
        "Number os schools used as shelter for IDP or others?",
        "Number of sites hosting displaced people",
        "No. of villages with returnees",
        "Nombre de villages avec des retournés",
    ] {
        let text = format!(
            "Date,District,Round,\"{head}\"\n2023-11-01,Kunduz,3,12\n2023-11-01,Balkh,3,7\n"
        );
        expect_said(&text, "not known that these are people");
    }
    for head in
        ["Number of new arrivals", "Number of Syrians arriving", "Number of workers returned"]
    {
        let text = format!("Date,Crossing,{head}\n2023-11-01,Torkham,12\n2023-11-02,Torkham,7\n");
        assert_eq!(reading("t.csv", &text, None).statements.len(), 2, "{head}");
    }
}

#[test]
fn a_population_type_says_who_is_there() {
    expect(
        "Country,Country of Origin,Population type,Date,Individuals\nBenin,Togo,Refugees,2024-05-31,4716\n\
         Benin,Togo,Asylum-Seekers,2024-05-31,210\nGhana,Togo,Refugees,2024-05-31,90\n",
        &["4716 there BEN  2024-05-31", "210 there BEN  2024-05-31", "90 there GHA  2024-05-31"],
    );
    expect(
        "Year,Country of asylum,Origin,Population type,Value\n2015,Spain,Mali,Refugees (incl. refugee-like situations),40\n\
         2015,Spain,Mali,Stateless persons,3\n2016,Spain,Mali,Internally displaced persons,2\n",
        &["40 there MLI  2015-12-31", "3 there MLI  2015-12-31", "2 there MLI  2016-12-31"],
    );
    let unknown = "Country,Country of Origin,Population type,Date,Individuals\nBenin,Togo,Refugees,2024-05-31,4716\n\
                   Benin,Togo,Refugees,2024-06-30,4700\nBenin,Togo,Zqx,2024-05-31,210\n";
    let found = reading("t.csv", unknown, None);
    assert_eq!(found.statements.len(), 2, "{}", said(&found));
    assert!(said(&found).contains("`Zqx` is not known"), "{}", said(&found));
}

#[test]
fn people_in_need_beside_refugees_are_asked_with_them() {
    for head in
        ["Other people in need of international protection", "People in refugee-like situations"]
    {
        expect_said(
            &format!(
                "Year,Origin,Host country,Refugees,Asylum seekers,{head}\n2021,Togo,Benin,40,3,7\n2021,Togo,Ghana,4,3,2\n"
            ),
            "people who came, or people who are there",
        );
    }
}

#[test]
fn ages_that_go_on_upwards_are_known_in_words() {
    for (old, sum) in [("60 Years and Above", 16), ("60 years and older", 16)] {
        let text = format!(
            "Date,Crossing,Age Group,Arrivals\n2023-11-01,Torkham,0 to 17 Years,5\n\
             2023-11-01,Torkham,18 to 59 Years,9\n2023-11-01,Torkham,{old},2\n2023-11-01,Torkham,Total,{sum}\n"
        );
        let found = reading("t.csv", &text, None);
        assert!(!said(&found).contains("no group that is known"), "{}", said(&found));
    }
}

#[test]
fn yes_and_no_are_no_places() {
    for (head, yes) in
        [("Reasons for leaving the place of origin", "Yes"), ("Place of origin safe?", "oui")]
    {
        let text = format!(
            "Date,District,\"{head}\",IDPs present\n2023-11-01,Kunduz,{yes},12\n2023-11-01,Balkh,No,7\n2023-11-01,Ghor,No,9\n"
        );
        let found = expect(
            &text,
            &[
                "12 there Kunduz  2023-11-01",
                "7 there Balkh  2023-11-01",
                "9 there Ghor  2023-11-01",
            ],
        );
        for statement in &found.statements {
            let claim::Statement::Claim(claim) = statement else { panic!() };
            assert_eq!(claim.from, None, "{head}");
        }
    }
}

#[test]
fn a_code_beside_its_name_asks_nothing() {
    expect(
        "Country,ISO3,Country of Origin,Date,Arrivals\nBenin,BEN,Togo,2024-05-31,4716\nGhana,GHA,Togo,2024-05-30,90\n",
        &["4716 BEN 2024-05-31 2024-05-31", "90 GHA 2024-05-30 2024-05-30"],
    );
    expect_said(
        "ISO3,Date,Arrivals\nBEN,2024-05-31,4716\nGHA,2024-05-30,90\n",
        "where people come from, go to, or are citizens of",
    );
}

#[test]
fn two_places_of_one_name_leave_the_others_standing() {
    let found = expect(
        "Date,District,Village,Village_code,IDPs present\n2023-11-01,Kunduz,Bagh,V-001,12\n2023-11-01,Kunduz,Bagh,V-002,7\n\
         2023-11-01,Kunduz,Sar,V-003,9\n2023-11-01,Balkh,Pul,V-004,5\n",
        &["9 there Sar  2023-11-01", "5 there Pul  2023-11-01"],
    );
    assert!(said(&found).contains("one name for several things"), "{}", said(&found));
}

#[test]
fn males_and_females_of_whom_some_are_children_are_no_men_and_women() {
    expect(
        "Date,Crossing,Arrivals,Male,Female,Minors\n2023-11-01,Torkham,100,60,40,30\n2023-11-02,Torkham,50,20,30,9\n",
        &[
            "100 Torkham 2023-11-01 2023-11-01",
            "50 Torkham 2023-11-02 2023-11-02",
            "30 children Torkham 2023-11-01 2023-11-01",
            "9 children Torkham 2023-11-02 2023-11-02",
        ],
    );
    expect(
        "Month,Returns,Males,Females,of whom children\n2023-01,10,6,4,3\n2023-02,8,5,3,0\n",
        &[
            "10  2023-01-01 2023-01-31",
            "8  2023-02-01 2023-02-28",
            "3 children  2023-01-01 2023-01-31",
            "0 children  2023-02-01 2023-02-28",
        ],
    );
    // Beside children who are a part of their own they are.
    expect(
        "Date,Crossing,Arrivals,Male,Female,Minors\n2023-11-01,Torkham,100,60,10,30\n",
        &[
            "100 Torkham 2023-11-01 2023-11-01",
            "60 men Torkham 2023-11-01 2023-11-01",
            "10 women Torkham 2023-11-01 2023-11-01",
            "30 children Torkham 2023-11-01 2023-11-01",
        ],
    );
}

#[test]
fn a_stock_without_a_day_says_whose_day_it_takes() {
    for text in [
        "District,IDPs present\nKunduz,12\nBalkh,7\n",
        "Country of asylum,Origin,Population type,Value\nSpain,Mali,Refugees,12\nSpain,Chad,Refugees,7\n",
    ] {
        let found = reading("t.csv", text, None);
        assert_eq!(found.statements.len(), 2, "{}", said(&found));
        assert!(said(&found).contains("taken to be of the day of publication"), "{}", said(&found));
    }
}
