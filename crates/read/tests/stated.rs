//! What a title, the name of a column or the column beside it says of the numbers: of which days they are, in what they
//! are counted, and that they are no counts. Each test has inputs of our own of one kind.

use super::kit::{claims, expect, expect_by, expect_said, reading, said};

#[test]
fn days_that_run_back_from_those_of_the_row() {
    expect(
        "Month,Arrivals in the last 12 months\n2023-01,45000\n2023-02,45300\n2023-03,44800\n",
        &[
            "45000  2022-02-01 2023-01-31",
            "45300  2022-03-01 2023-02-28",
            "44800  2022-04-01 2023-03-31",
        ],
    );
    expect(
        "Date,Crossing,Entries past week\n2023-11-07,Torkham,7000\n2023-11-08,Torkham,6900\n",
        &["7000 Torkham 2023-11-01 2023-11-07", "6900 Torkham 2023-11-02 2023-11-08"],
    );
    expect_said(
        "Arrivals in the last 7 days,\nDate,Arrivals\n2023-11-07,7000\n2023-11-08,7100\n2023-11-09,6900\n",
        "the title speaks of the last days",
    );
    expect_said("Month,Arrivals last month\n2023-01,450\n2023-02,430\n", "in the calendar");
}

#[test]
fn days_that_end_years_and_fortnights() {
    expect(
        "Year ending,Arrivals\nMarch 2022,28000\nMarch 2023,45000\n",
        &["28000  2021-04-01 2022-03-31", "45000  2022-04-01 2023-03-31"],
    );
    let text = "Year ending,Arrivals\n2023-03-31,28000\n2023-06-30,29000\n2023-09-30,27000\n";
    let wanted = [
        "28000  2022-04-01 2023-03-31",
        "29000  2022-07-01 2023-06-30",
        "27000  2022-10-01 2023-09-30",
    ];
    expect(text, &wanted);
    expect_by(text, Some("[columns]\nA = \"date\"\n"), &wanted);
    expect(
        "Fortnight ending,Arrivals\n15/11/2023,4100\n30/11/2023,4700\n15/12/2023,3900\n",
        &[
            "4100  2023-11-01 2023-11-15",
            "4700  2023-11-16 2023-11-30",
            "3900  2023-12-01 2023-12-15",
        ],
    );
    expect(
        "Fortnight ending,Returns\n2023-11-05,4100\n2023-11-19,4700\n",
        &["4100  2023-10-23 2023-11-05", "4700  2023-11-06 2023-11-19"],
    );
}

#[test]
fn a_week_beside_a_month_is_of_its_year() {
    expect(
        "Month End,Week,Crossing,Arrivals\n31/01/2016,2,Torkham,900\n31/01/2016,4,Torkham,870\n29/02/2016,6,Torkham,910\n",
        &[
            "900 Torkham 2016-01-11 2016-01-17",
            "870 Torkham 2016-01-25 2016-01-31",
            "910 Torkham 2016-02-08 2016-02-14",
        ],
    );
    expect(
        "Month,Week,Arrivals\nDec 2021,51,900\nJan 2022,52,870\n",
        &["900  2021-12-20 2021-12-26", "870  2021-12-27 2022-01-02"],
    );
    let text = "Month,Week,Arrivals\nNov 2023,1,900\nNov 2023,2,870\nDec 2023,1,700\n";
    expect_said(text, "weeks of the month");
    expect_by(
        text,
        Some("aggregate = true\n[columns]\nB = \"ignore\"\n"),
        &["1770  2023-11-01 2023-11-30", "700  2023-12-01 2023-12-31"],
    );
}

#[test]
fn months_in_digits_and_days_that_are_counted() {
    expect(
        "period,arrivals\n202310,4100\n202311,4700\n",
        &["4100  2023-10-01 2023-10-31", "4700  2023-11-01 2023-11-30"],
    );
    let text = "Start,Days,Arrivals\n2023-11-01,7,4100\n2023-11-08,6,4700\n";
    let wanted = ["4100  2023-11-01 2023-11-07", "4700  2023-11-08 2023-11-13"];
    expect(text, &wanted);
    expect_by(text, Some("[columns]\nA = \"date\"\n"), &wanted);
}

#[test]
fn titles_and_heads_of_no_counts() {
    for (text, words) in [
        (
            "Average daily arrivals by crossing,,\nMonth,Torkham,Chaman\n2023-10,900,210\n2023-11,1700,400\n",
            "averages",
        ),
        (
            "Arrivals by crossing (% of total),,\nMonth,Torkham,Chaman\n2023-10,60,40\n2023-11,55,45\n",
            "shares",
        ),
        (
            "Change in arrivals on the previous month,,\nMonth,Torkham,Chaman\n2023-10,60,40\n2023-11,55,45\n",
            "a change on before",
        ),
        (
            "Forecast of arrivals,,\nMonth,Torkham,Chaman\n2023-10,600,40\n2023-11,550,45\n",
            "expected",
        ),
        ("Month,Arrivals per week\n2023-10,900\n2023-11,870\n", "a rate"),
        ("Year,Refugees present (m)\n2021,27\n2022,35\n", "thousands or millions"),
    ] {
        expect_said(text, words);
        assert!(claims(&reading("t.csv", text, None)).is_empty(), "{text}");
    }
    expect(
        "Arrivals (in hundreds),\nMonth,Arrivals\n2023-10,60\n2023-11,55\n",
        &["6000  2023-10-01 2023-10-31", "5500  2023-11-01 2023-11-30"],
    );
    expect(
        "Date,Arrivals per day\n2023-11-01,90\n2023-11-02,87\n",
        &["90  2023-11-01 2023-11-01", "87  2023-11-02 2023-11-02"],
    );
}

#[test]
fn a_column_of_units_is_used() {
    let read = reading(
        "t.csv",
        "Month,Unit,Returns\n2023-10,Persons,4100\n2023-10,Households,700\n2023-11,Persons,4700\n",
        Some("aggregate = true\n"),
    );
    let told = claims(&read);
    assert_eq!(told.len(), 3, "{told:?}\n{}", said(&read));
    expect(
        "Month,Indicator,Unit,Value\n2023-10,Arrivals,Thousands,41\n2023-11,Arrivals,Thousands,47\n",
        &["41000  2023-10-01 2023-10-31", "47000  2023-11-01 2023-11-30"],
    );
    expect(
        "Month,Indicator,Unit,Value\n2023-10,Arrivals,Percent,41\n2023-11,Arrivals,Percent,47\n",
        &[],
    );
}

#[test]
fn what_numbers_rows_or_names_a_scheme_is_no_count() {
    for head in ["#", "No."] {
        expect(
            &format!(
                "{head},Date,Arrivals\n1,2023-11-01,900\n2,2023-11-02,870\n3,2023-11-03,880\n"
            ),
            &[
                "900  2023-11-01 2023-11-01",
                "870  2023-11-02 2023-11-02",
                "880  2023-11-03 2023-11-03",
            ],
        );
    }
    let read =
        reading("t.csv", "Date,Arrivals: Family reunion\n2023-11-01,1200\n2023-11-02,900\n", None);
    let people = read.statements.iter().all(|statement| {
        matches!(statement, claim::Statement::Claim(claim) if claim.unit == claim::Unit::People)
    });
    assert!(people && read.statements.len() == 2, "{}", said(&read));
}

#[test]
fn years_of_something_else_are_asked() {
    expect_said("Arrival year,Refugees present\n2020,4200\n2021,3100\n", "years of something else");
    expect_said(
        "Province,Year of displacement,IDPs present\nHerat,2019,4200\nGhor,2020,3100\n",
        "years of something else",
    );
    expect(
        "Year,Report date,Crossing,Arrivals\n2021,2022-03-01,Torkham,90000\n2022,2023-03-01,Torkham,87000\n",
        &["90000 Torkham 2021-01-01 2021-12-31", "87000 Torkham 2022-01-01 2022-12-31"],
    );
}

#[test]
fn zeros_of_all_parts_of_a_total_are_not_known() {
    expect(
        "Date,Crossing,Arrivals,Women,Men,Children\n2023-11-01,Torkham,12000,0,0,0\n2023-11-02,Torkham,0,0,0,0\n",
        &[
            "12000 Torkham 2023-11-01 2023-11-01",
            "0 Torkham 2023-11-02 2023-11-02",
            "0 women Torkham 2023-11-02 2023-11-02",
            "0 men Torkham 2023-11-02 2023-11-02",
            "0 children Torkham 2023-11-02 2023-11-02",
        ],
    );
    // Nobody was a woman or a man: all were children.
    expect(
        "Date,Arrivals,Women,Men,Children\n2023-11-01,12,0,0,12\n2023-11-02,13,5,4,4\n",
        &[
            "12  2023-11-01 2023-11-01",
            "0 women  2023-11-01 2023-11-01",
            "0 men  2023-11-01 2023-11-01",
            "12 children  2023-11-01 2023-11-01",
            "13  2023-11-02 2023-11-02",
            "5 women  2023-11-02 2023-11-02",
            "4 men  2023-11-02 2023-11-02",
            "4 children  2023-11-02 2023-11-02",
        ],
    );
}

#[test]
fn two_counts_of_the_same_are_not_added_up() {
    let map = Some("aggregate = true\n");
    for (head, one, other) in [("Assessment", "BA", "SA"), ("Version", "provisional", "final")] {
        let text = format!(
            "Date,Province,{head},IDPs present\n2023-03-31,Herat,{one},4200\n2023-03-31,Herat,{other},3900\n"
        );
        let read = reading("t.csv", &text, map);
        assert!(claims(&read).is_empty() && said(&read).contains("[only]"), "{}", said(&read));
        let only = format!("aggregate = true\n[only]\nC = [\"{other}\"]\n");
        assert_eq!(claims(&reading("t.csv", &text, Some(&only))).len(), 1);
    }
}

#[test]
fn a_running_total_under_another_name_is_asked() {
    let text = "Returns since 15 September 2023,\nDate,Returns\n2023-11-01,170000\n2023-11-08,212000\n2023-11-15,259000\n";
    expect_said(text, "a running total?");
    let mut weeks = "Week ending,Arrivals\n".to_owned();
    for (day, value) in
        ["04-03", "04-10", "04-17", "04-24", "05-01", "05-08", "05-15"].iter().zip(1..)
    {
        weeks.push_str(&format!("2023-{day},{}\n", 1000 * value));
    }
    expect_said(&weeks, "a running total?");
    let read = reading("t.csv", &weeks, Some("[columns]\nB = { kind = \"arrival\" }\n"));
    assert_eq!(claims(&read).len(), 7, "{}", said(&read));
}

#[test]
fn digits_of_other_scripts_and_pointers() {
    expect(
        "Date,Crossing,Arrivals\n2023-11-01,Islam Qala,۱۲٬۳۴۵\n2023-11-02,Islam Qala,۹٬۸۷۰\n",
        &["12345 Islam Qala 2023-11-01 2023-11-01", "9870 Islam Qala 2023-11-02 2023-11-02"],
    );
    expect(
        "Date,Arrivals\n2023-11-01,١٢٣٤٥\n2023-11-02,٩٨٧٠\n",
        &["12345  2023-11-01 2023-11-01", "9870  2023-11-02 2023-11-02"],
    );
}

#[test]
fn a_map_that_names_no_column_keeps_the_ready_map() {
    let text = "Month End,Current (Arrival) Region,Previous (Departure) Region,Reason,Number of Individuals,week\n\
                31/01/2016,Bari,Sool,Drought,5,2\n31/01/2016,Bari,Sool,Drought,30,4\n29/02/2016,Bari,Sool,Drought,12,5\n";
    expect_by(
        text,
        Some("aggregate = true\n"),
        &["35 Sool 2016-01-01 2016-01-31", "12 Sool 2016-02-01 2016-02-29"],
    );
}
