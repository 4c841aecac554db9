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
