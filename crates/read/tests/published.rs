//! Tables as offices publish them: each test is a kind of fault that was seen on public files, shown
//! by inputs of our own. What is read is right, and what is not read is said.

use claim::Statement;
use places::Gazetteer;
use read::Options;

use super::kit::{claims, expect, expect_by, expect_said, reading, said};

#[test]
fn months_dated_on_their_first_or_last_day_are_months() {
    let monthfirst = "date,crossing,returns\n2023-01-01,Torkham,9880\n2023-02-01,Torkham,4980\n\
                      2023-03-01,Torkham,4400\n";
    let wanted = [
        "9880 Torkham 2023-01-01 2023-01-31",
        "4980 Torkham 2023-02-01 2023-02-28",
        "4400 Torkham 2023-03-01 2023-03-31",
    ];
    let reading = expect(monthfirst, &wanted);
    assert!(said(&reading).contains("days that stand for their months"), "{}", said(&reading));
    expect_by(monthfirst, Some("[columns]\nA = \"month\""), &wanted);
    // A map that says day is obeyed as well.
    expect_by(
        monthfirst,
        Some("[columns]\nA = \"date\""),
        &[
            "9880 Torkham 2023-01-01 2023-01-01",
            "4980 Torkham 2023-02-01 2023-02-01",
            "4400 Torkham 2023-03-01 2023-03-01",
        ],
    );
    expect(
        "Period,Crossing,Arrivals\n31/01/2023,Torkham,10\n28/02/2023,Torkham,20\n31/03/2023,Torkham,30\n",
        &[
            "10 Torkham 2023-01-01 2023-01-31",
            "20 Torkham 2023-02-01 2023-02-28",
            "30 Torkham 2023-03-01 2023-03-31",
        ],
    );
    // As American portals write the first of a month.
    expect(
        "Date,Crossing,Arrivals\n12/01/2018 12:00:00 AM,Torkham,10\n01/01/2019 12:00:00 AM,Torkham,20\n\
         02/01/2019 12:00:00 AM,Torkham,30\n03/01/2019 12:00:00 AM,Torkham,40\n",
        &[
            "10 Torkham 2018-12-01 2018-12-31",
            "20 Torkham 2019-01-01 2019-01-31",
            "30 Torkham 2019-02-01 2019-02-28",
            "40 Torkham 2019-03-01 2019-03-31",
        ],
    );
    // In the heads of columns.
    expect(
        "Crossing,2025-01-01,2025-02-01\nTorkham,17000,18000\n",
        &["17000 Torkham 2025-01-01 2025-01-31", "18000 Torkham 2025-02-01 2025-02-28"],
    );
    // Who is there is counted on a day.
    expect(
        "Date,Camp,Registered\n2023-01-01,Dadaab,300\n2023-02-01,Dadaab,400\n",
        &["300 there Dadaab  2023-01-01", "400 there Dadaab  2023-02-01"],
    );
}

#[test]
fn dates_of_weeks_quarters_and_years_are_asked() {
    let weeks = "Date,Crossing,Arrivals\n2023-11-05,Torkham,10\n2023-11-12,Torkham,20\n\
                 2023-11-19,Torkham,30\n2023-11-26,Torkham,40\n";
    expect_said(
        weeks,
        "one date in each week: of that day, or of the week that begins or ends then",
    );
    expect_by(
        weeks,
        Some("[columns]\nA = \"week_end\""),
        &[
            "10 Torkham 2023-10-30 2023-11-05",
            "20 Torkham 2023-11-06 2023-11-12",
            "30 Torkham 2023-11-13 2023-11-19",
            "40 Torkham 2023-11-20 2023-11-26",
        ],
    );
    expect_said(
        "Date,Crossing,Arrivals\n2023-01-01,Torkham,10\n2023-04-01,Torkham,20\n2023-07-01,Torkham,30\n",
        "the first or last days of quarters",
    );
    expect_said(
        "Date,Crossing,Arrivals\n2021-12-31,Torkham,10\n2022-12-31,Torkham,20\n2023-12-31,Torkham,30\n",
        "the first or last days of years",
    );
    expect(
        "Week starting,Crossing,Arrivals\n2023-11-06,Torkham,10\n2023-11-13,Torkham,20\n",
        &["10 Torkham 2023-11-06 2023-11-12", "20 Torkham 2023-11-13 2023-11-19"],
    );
    expect(
        "Period,Crossing,Arrivals\n2017M06,Torkham,10\n2017M07,Torkham,20\n",
        &["10 Torkham 2017-06-01 2017-06-30", "20 Torkham 2017-07-01 2017-07-31"],
    );
}

#[test]
fn a_year_to_date_begins_in_january_and_no_running_total_in_its_own_month() {
    expect(
        "Month,Crossing,Year to date arrivals\n2023-01,Torkham,1180\n2023-02,Torkham,2953\n2023-03,Torkham,3793\n",
        &[
            "1180 to date Torkham 2023-01-01 2023-01-31",
            "2953 to date Torkham 2023-01-01 2023-02-28",
            "3793 to date Torkham 2023-01-01 2023-03-31",
        ],
    );
    expect(
        "Month,Crossing,Cumulative returns\n2023-01,Torkham,1180\n2023-02,Torkham,2953\n",
        &["1180 to date Torkham  2023-01-31", "2953 to date Torkham  2023-02-28"],
    );
    expect_by(
        "Month,2022,2023\nJanuary,100,200\nFebruary,150,260\n",
        Some("[constant]\nkind = \"arrival\"\ncumulative = true"),
        &[
            "100 to date   2022-01-31",
            "200 to date   2023-01-31",
            "150 to date   2022-02-28",
            "260 to date   2023-02-28",
        ],
    );
    expect(
        "From date,To date,Crossing,Cumulative returns\n2023-09-15,2023-11-04,Torkham,160638\n",
        &["160638 to date Torkham 2023-09-15 2023-11-04"],
    );
}

#[test]
fn boats_ratios_and_numbers_of_days_are_no_people() {
    expect(
        "week_ending,migrants_arrived,boats_arrived\n2026-07-26,881,13\n2026-08-02,0,0\n2026-08-09,716,10\n2026-08-16,0,0\n",
        &[
            "881 FRA 2026-07-20 2026-07-26",
            "0 FRA 2026-07-27 2026-08-02",
            "716 FRA 2026-08-03 2026-08-09",
            "0 FRA 2026-08-10 2026-08-16",
        ],
    );
    let boats = expect(
        "day,migrants_arrived,boats_arrived,migrants_per_boat\n2026-08-15,82,1,82\n2026-08-16,0,0,\n2026-08-17,250,3,83.3\n",
        &["82  2026-08-15 2026-08-15", "0  2026-08-16 2026-08-16", "250  2026-08-17 2026-08-17"],
    );
    assert!(
        said(&boats).contains("8 numbers: 3 read, 5 left out (3 vehicles; 2 so many to each"),
        "{}",
        said(&boats)
    );
    expect(
        "full_date,n_year,n_month,n_day,arrivals\n2023-11-01,2023,11,1,17000\n2023-11-02,2023,11,2,18000\n",
        &["17000  2023-11-01 2023-11-01", "18000  2023-11-02 2023-11-02"],
    );
    expect(
        "Trucks,2025-01-01,2025-02-01\nTorkham,1200,1300\nChaman,800,850\n,,\n\
         Pedestrians,2025-01-01,2025-02-01\nTorkham,17000,18000\nChaman,2000,2500\n",
        &[
            "17000 Torkham 2025-01-01 2025-01-31",
            "18000 Torkham 2025-02-01 2025-02-28",
            "2000 Chaman 2025-01-01 2025-01-31",
            "2500 Chaman 2025-02-01 2025-02-28",
        ],
    );
    expect(
        "Date,Crossing,Arrivals,Dinghies,Capacity,Net,Change on previous day\n2023-11-01,Torkham,900,4,5000,300,12\n",
        &["900 Torkham 2023-11-01 2023-11-01"],
    );
}

#[test]
fn columns_that_count_the_same_are_named_and_left_with_their_zeros() {
    let reading = expect(
        "date,crossing,arrive_resident,arrive_mainland\n2023-11-01,Torkham,0,0\n2023-11-02,Torkham,5,70\n",
        &[],
    );
    let said = said(&reading);
    assert!(
        said.contains("columns C `arrive_resident`, D `arrive_mainland` count the same"),
        "{said}"
    );
}

#[test]
fn rows_told_apart_by_a_column_that_is_not_read_are_left_together() {
    for text in [
        "Date,Crossing,Age range code,Arrivals\n2023-11-01,Torkham,A1,600\n2023-11-01,Torkham,A2,600\n\
         2023-11-02,Torkham,A1,800\n2023-11-02,Torkham,A2,800\n",
        "Date,Crossing,Reason,Arrivals\n2023-11-01,Torkham,Conflict,600\n2023-11-01,Torkham,Drought,600\n\
         2023-11-02,Torkham,Conflict,500\n2023-11-02,Torkham,Drought,700\n",
        // One category only on the second day: a part, too.
        "Date,Crossing,Purpose,Arrivals\n2023-11-01,Torkham,Work,600\n2023-11-01,Torkham,Family,0\n\
         2023-11-02,Torkham,Work,500\n",
    ] {
        expect_said(text, "parts of something that nothing says; all");
    }
    // Equal throughout is a row that was copied.
    expect(
        "Date,Crossing,Reason,Arrivals\n2023-11-01,Torkham,Conflict,600\n2023-11-01,Torkham,Conflict,600\n",
        &["600 Torkham 2023-11-01 2023-11-01"],
    );
    expect_by(
        "Date,Crossing,Reason,Arrivals\n2023-11-01,Torkham,Conflict,600\n2023-11-01,Torkham,Drought,600\n\
         2023-11-02,Torkham,Conflict,500\n2023-11-02,Torkham,Drought,700\n",
        Some("aggregate = true"),
        &["1200 Torkham 2023-11-01 2023-11-01", "1200 Torkham 2023-11-02 2023-11-02"],
    );
}

#[test]
fn a_blank_place_is_filled_only_where_all_to_its_left_stays() {
    expect(
        "operation,admin0Name,admin1Name,admin2Name,numPresentIdpInd,reportingDate,roundNumber\n\
         #operation+name,#country+name,#adm1+name,#adm2+name,#affected+idps,#date+reported,#round+code\n\
         Chad Lac,Chad,Lac,Mamdi,120000,2023-03-31,18\nChad Lac,Chad,Lac,Wayi,15000,2023-03-31,18\n\
         Haiti,Haiti,,,1500000,2023-05-31,3\nHaiti,Haiti,Ouest,,900000,2023-05-31,3\n",
        &[
            "120000 there Mamdi  2023-03-31",
            "15000 there Wayi  2023-03-31",
            "1500000 there HTI  2023-05-31",
            "900000 there Ouest  2023-05-31",
        ],
    );
    expect(
        "Country,Province,Date,Returns\nAfghanistan,Nangarhar,2023-11-01,12000\n\
         Afghanistan,Kandahar,2023-11-01,3000\nPakistan,,2023-11-01,90000\n",
        &[
            "12000 Nangarhar 2023-11-01 2023-11-01",
            "3000 Kandahar 2023-11-01 2023-11-01",
            "90000 PAK 2023-11-01 2023-11-01",
        ],
    );
    // A country after its provinces is none of them.
    expect(
        "Country,Province,Date,Returns\nAfghanistan,Nangarhar,2023-11-01,12000\nAfghanistan,,2023-11-01,15000\n",
        &["12000 Nangarhar 2023-11-01 2023-11-01", "15000 AFG 2023-11-01 2023-11-01"],
    );
    // Merged cells, as they come out of a spreadsheet.
    expect(
        "Crossing,Date,Arrivals\nTorkham,2023-11-01,10\n,2023-11-02,20\nChaman,2023-11-01,30\n,2023-11-02,40\n",
        &[
            "10 Torkham 2023-11-01 2023-11-01",
            "20 Torkham 2023-11-02 2023-11-02",
            "30 Chaman 2023-11-01 2023-11-01",
            "40 Chaman 2023-11-02 2023-11-02",
        ],
    );
}

#[test]
fn records_in_json_are_a_table_and_nothing_else_is_read_of_it() {
    let idu = r#"[{"id":126716,"country":"India","figure":2300,"displacement_date":"2023-11-06T11:00:00.000Z","description":"India: 2,300 displacements, 06 November - 06 November."},
      {"id":123887,"country":"India","figure":9100,"displacement_date":"2023-10-09T11:00:00.000Z","description":"A total of 9,100 people were in relief camps in Assam."}]"#;
    let found = claims(&reading("idu.json", idu, None));
    assert_eq!(found, ["2300 IND 2023-11-06 2023-11-06", "9100 IND 2023-10-09 2023-10-09"]);
    let nested =
        r#"{"page":1,"results":[{"date":"2023-11-01","crossing":"Torkham","arrivals":900}]}"#;
    assert_eq!(claims(&reading("-", nested, None)), ["900 Torkham 2023-11-01 2023-11-01"]);
    let lines = "{\"date\":\"2023-11-01\",\"crossing\":\"Torkham\",\"arrivals\":900}\n\
                 {\"date\":\"2023-11-02\",\"crossing\":\"Torkham\",\"arrivals\":800}\n";
    assert_eq!(claims(&reading("t.jsonl", lines, None)).len(), 2);
    let geo = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[36.1,32.2]},
      "properties":{"country":"Jordan","refugees_registered":660000,"date":"2023-11-01"}}]}"#;
    assert_eq!(claims(&reading("t.geojson", geo, None)), ["660000 there JOR  2023-11-01"]);
    for (text, words) in [
        (r#"{"version":"2.0","class":"dataset","value":[1,2]}"#, "JSON-stat, which is not read"),
        (r#"{"meta":{},"data":{"dataSets":[{}],"structure":{}}}"#, "SDMX-JSON, which is not read"),
        (r#"{"title":"2,300 people were displaced"}"#, "JSON that holds no list of records"),
    ] {
        let options = Options::default();
        let refused = read::read("x.json", text.into(), options, Gazetteer::builtin()).unwrap_err();
        assert!(refused.message.contains(words), "{refused}");
    }
}

#[test]
fn fiscal_years_are_asked_or_told() {
    let fyn = "Fiscal Year,Month,Crossing,Arrivals\n2024,OCT,Torkham,18000\n2024,DEC,Torkham,21000\n2024,JAN,Torkham,17000\n";
    expect_said(fyn, "fiscal years, and nothing says in which month they begin");
    expect_by(
        fyn,
        Some("fiscal_start = 10"),
        &[
            "18000 Torkham 2023-10-01 2023-10-31",
            "21000 Torkham 2023-12-01 2023-12-31",
            "17000 Torkham 2024-01-01 2024-01-31",
        ],
    );
    expect_said("Year,Crossing,Arrivals\nFY2023,Torkham,10\nFY2024,Torkham,20\n", "fiscal years");
    expect_by(
        "Year,Crossing,Arrivals\n2022/23,Torkham,10\n2023/24,Torkham,20\n",
        Some("fiscal_start = 4"),
        &["10 Torkham 2022-04-01 2023-03-31", "20 Torkham 2023-04-01 2024-03-31"],
    );
}

#[test]
fn a_category_is_not_a_person() {
    expect(
        "Month,Route,Arrivals\n2023-01,Central Mediterranean Route,4900\n2023-01,Western Balkan Route,3100\n\
         2023-02,Central Mediterranean Route,5200\n2023-02,Western Balkan Route,5200\n",
        &[
            "4900 Central Mediterranean Route 2023-01-01 2023-01-31",
            "3100 Western Balkan Route 2023-01-01 2023-01-31",
            "5200 Central Mediterranean Route 2023-02-01 2023-02-28",
            "5200 Western Balkan Route 2023-02-01 2023-02-28",
        ],
    );
    // A map always wins.
    expect_by(
        "Month,Wali,Arrivals\n2023-01,Gate Alpha,4900\n2023-02,Gate Beta,3100\n",
        Some("[columns]\nB = \"via\""),
        &["4900 Gate Alpha 2023-01-01 2023-01-31", "3100 Gate Beta 2023-02-01 2023-02-28"],
    );
    let kept = reading(
        "t.csv",
        "Date,Phase,Arrivals\n2023-11-01,Under Development,5\n2023-11-02,Under Development,6\n\
         2023-11-03,Fully Open,7\n2023-11-04,Fully Open,8\n",
        None,
    );
    assert!(kept.document.text.contains("Under Development"), "{}", said(&kept));
}

#[test]
fn points_of_entry_are_crossings() {
    expect(
        "date,point_entry,arrivals\n2020-08-06,Entry_1,6356\n2020-08-06,Entry_2,900\n2020-08-07,Entry_1,5000\n2020-08-07,Entry_2,5000\n",
        &[
            "6356 Entry_1 2020-08-06 2020-08-06",
            "900 Entry_2 2020-08-06 2020-08-06",
            "5000 Entry_1 2020-08-07 2020-08-07",
            "5000 Entry_2 2020-08-07 2020-08-07",
        ],
    );
    expect(
        "date,Control point,arrivals\n2020-08-06,Kulata,10\n2020-08-07,Kulata,20\n",
        &["10 Kulata 2020-08-06 2020-08-06", "20 Kulata 2020-08-07 2020-08-07"],
    );
}

#[test]
fn girls_under_five_are_not_women() {
    expect(
        "Date,Crossing,Arrivals,Arrivals_female_0_4\n2023-11-01,Torkham,17000,1100\n2023-11-02,Torkham,18000,1250\n",
        &["17000 Torkham 2023-11-01 2023-11-01", "18000 Torkham 2023-11-02 2023-11-02"],
    );
    expect(
        "Date,Crossing,Arrivals F 0-4,Arrivals F 5-17,Arrivals F 18-59,Arrivals F 60+,Arrivals M 0-4,Arrivals M 5-17,Arrivals M 18-59,Arrivals M 60+\n\
         2023-11-01,Torkham,11,22,33,44,55,66,77,88\n",
        &[
            "154 children Torkham 2023-11-01 2023-11-01",
            "77 women Torkham 2023-11-01 2023-11-01",
            "165 men Torkham 2023-11-01 2023-11-01",
            "242 adults Torkham 2023-11-01 2023-11-01",
        ],
    );
}

#[test]
fn who_is_there_after_a_return_is_no_return_of_that_day() {
    expect(
        "Date,Province,IDPs,Returnees\n#date+occurred,#adm1+name,#affected+idps+ind,#affected+returnees+ind\n\
         2021-03-30,Bakool,2100,420\n2021-06-30,Bakool,2050,440\n",
        &[
            "2100 there Bakool  2021-03-30",
            "420 there Bakool  2021-03-30",
            "2050 there Bakool  2021-06-30",
            "440 there Bakool  2021-06-30",
        ],
    );
    expect_said(
        "Date,Province,IDPs,Returnees\n2021-03-30,Nangarhar,2100,420\n2021-06-30,Nangarhar,2050,440\n",
        "people who came, or people who are there",
    );
}

#[test]
fn a_running_total_under_the_name_of_a_count_is_worth_a_look() {
    let days = [12_000, 25_000, 37_400, 49_100, 60_800, 71_000, 80_900, 88_800, 96_200, 102_300];
    let rows: String = days
        .iter()
        .enumerate()
        .map(|(day, value)| format!("2023-11-{:02},Torkham,{value}\n", day + 1))
        .collect();
    let reading = reading("t.csv", &format!("Date,Crossing,Arrivals\n{rows}"), None);
    assert_eq!(reading.statements.len(), 10);
    assert!(said(&reading).contains("never fall"), "{}", said(&reading));
    let rows: String = [900, 950, 700, 980, 990, 1000, 1010, 1020, 1030, 1040]
        .iter()
        .enumerate()
        .map(|(day, value)| format!("2023-11-{:02},Torkham,{value}\n", day + 1))
        .collect();
    let reading = super::kit::reading("t.csv", &format!("Date,Crossing,Arrivals\n{rows}"), None);
    assert!(!said(&reading).contains("never fall"), "{}", said(&reading));
}

#[test]
fn a_country_among_crossings_is_their_total_or_asked() {
    let reading = expect(
        "Date,Location,Arrivals\n2023-11-01,Pakistan,19000\n2023-11-01,Torkham,17000\n2023-11-01,Chaman,2000\n",
        &[
            "19000 Torkham+Chaman 2023-11-01 2023-11-01",
            "17000 Torkham 2023-11-01 2023-11-01",
            "2000 Chaman 2023-11-01 2023-11-01",
        ],
    );
    let linked = reading.statements.iter().filter(|s| match s {
        Statement::Claim(claim) => claim.part_of.is_some(),
        _ => false,
    });
    assert_eq!(linked.count(), 2);
    let reading = expect(
        "Date,Location,Arrivals\n2023-11-01,Pakistan,25000\n2023-11-01,Torkham,17000\n2023-11-01,Chaman,2000\n",
        &["17000 Torkham 2023-11-01 2023-11-01", "2000 Chaman 2023-11-01 2023-11-01"],
    );
    assert!(said(&reading).contains("`Pakistan` stands among crossings"), "{}", said(&reading));
}

#[test]
fn nothing_is_lost_without_a_word() {
    let reading = reading(
        "t.csv",
        "Crossing,01/11/2023,02/11/2023,13/11/2023,Total\nTorkham,17000,18000,9000,44000\n\
         Chaman,2000,2500,2100,6600\nAngoor Adda,300,,0,300\nTotal,19300,20500,11100,50900\n",
        None,
    );
    let told = said(&reading);
    assert!(told.contains("3 totals of days that do not follow each other"), "{told}");
    assert!(told.contains("15 numbers: 11 read, 4 left out"), "{told}");
}

#[test]
fn a_title_settles_the_order_of_days() {
    expect(
        "\"Arrivals by crossing, 1-3 November 2023\"\nDate,Torkham,Chaman\n1/11/2023,10,20\n2/11/2023,30,40\n3/11/2023,50,60\n",
        &[
            "10 Torkham 2023-11-01 2023-11-01",
            "20 Chaman 2023-11-01 2023-11-01",
            "30 Torkham 2023-11-02 2023-11-02",
            "40 Chaman 2023-11-02 2023-11-02",
            "50 Torkham 2023-11-03 2023-11-03",
            "60 Chaman 2023-11-03 2023-11-03",
        ],
    );
}

#[test]
fn names_flags_and_footnotes_of_offices_are_known() {
    let reading = reading(
        "t.csv",
        "Date,Country of origin,Arrivals\n2023-11-01,Iran (Islamic Rep. of),1200 p\n\
         2023-11-01,Dem. Rep. of the Congo,\"18,000 (1)\"\n2023-11-01,Syrian Arab Rep.,:\n",
        None,
    );
    assert_eq!(
        claims(&reading),
        ["1200 IRN 2023-11-01 2023-11-01", "18000 COD 2023-11-01 2023-11-01"]
    );
}

#[test]
fn what_was_counted_may_stand_in_a_column() {
    let reading = expect(
        "year,month,crossingType,numberOfCrossings\n2023,Jan,Pedestrians,30\n2023,Jan,Buses,4\n\
         2023,Jan,Truck Containers Empty,1500\n2023,Jan,Bus Passengers,120\n",
        &["30  2023-01-01 2023-01-31", "120  2023-01-01 2023-01-31"],
    );
    let said = said(&reading);
    assert!(
        said.contains(
            "2 rows count no people, or it is not known: `Buses`, `Truck Containers Empty`"
        ),
        "{said}"
    );
    assert!(said.contains("4 numbers: 2 read, 2 left out"), "{said}");
    expect(
        "Date,Port,Mode,Northbound Crossings\n2023-11-01,Torkham,Pedestrians,300\n2023-11-01,Torkham,POVs,200\n\
         2023-11-02,Torkham,Pedestrians,310\n2023-11-02,Torkham,POVs,210\n",
        &["300 Torkham 2023-11-01 2023-11-01", "310 Torkham 2023-11-02 2023-11-02"],
    );
}

#[test]
fn changes_are_no_counts_and_their_zeros_neither() {
    expect_said(
        "month,Crossing,2021,2022,2023\nJan,Torkham,0,5,-39\nFeb,Torkham,0,0,12\n",
        "changes, since some are below nought",
    );
    expect(
        "Date,Crossing,Arrivals,Balance of movements\n2023-11-01,Torkham,90,-5\n2023-11-02,Torkham,80,0\n",
        &["90 Torkham 2023-11-01 2023-11-01", "80 Torkham 2023-11-02 2023-11-02"],
    );
}

#[test]
fn a_count_of_nobody_knows_what_is_asked() {
    for text in [
        "port,year,count\nHarbour,2021,300\nHarbour,2022,400\n",
        "month,record_count,total_spend\n2023-01,46961,1200\n2023-02,44304,1300\n",
        "Country,2019,2020\nItaly,1790000,1650000\nSpain,1240000,1120000\n",
    ] {
        expect_said(text, "it counts something, and it is not known that these are people");
    }
    expect(
        "Quarter,Total applications received,Number of trucks\n2023 Q1,300,5\n2023 Q2,400,6\n",
        &[],
    );
    expect(
        "Quarter,Men,Appeals F\n2023 Q1,300,5\n2023 Q2,400,6\n",
        &["300 men  2023-01-01 2023-03-31", "400 men  2023-04-01 2023-06-30"],
    );
}
