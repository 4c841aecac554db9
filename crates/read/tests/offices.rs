//! More of what offices publish: workbooks of cases and applications, breakdowns that a ready map knows,
//! times of day, solar Hijri months. Each test has inputs of our own of one kind.

use super::kit::{claims, expect, expect_by, expect_said, reading, said};

#[test]
fn cases_and_applications_are_no_people_who_moved() {
    // A title that speaks of what an office works through holds for all columns.
    for text in [
        "Asylum work in progress\n\nQuarter,Total Work In Progress,Gender: Male,Gender: Female\n2022 Q1,900,600,300\n2022 Q2,950,610,340\n",
        "Change of Conditions Application by Gender\n\nQuarter,Male,Female\n2022 Q1,60,30\n2022 Q2,61,34\n",
        "Status of the cohort of old cases\n\nQuarter,Entered of which: - Asylum\n2022 Q1,60\n2022 Q2,61\n",
        "Appeals determined at the tribunal\n\nNationality,2022 Q1,2022 Q2\nAfghan,60,70\nIraqi,61,71\n",
    ] {
        expect(text, &[]);
    }
    // What was not done, or is still to come.
    expect(
        "Month,Arrivals,Released without deportation,Subject to removal\n2023-01,50,7,9\n2023-02,60,8,9\n",
        &["50  2023-01-01 2023-01-31", "60  2023-02-01 2023-02-28"],
    );
    // How long it took is no age, an upper tribunal no bound.
    expect(
        "Month,Arrivals,6-12 months,12 months+,Upper Tier (%)\n2023-01,50,7,9,0.8\n2023-02,60,8,9,0.7\n",
        &["50  2023-01-01 2023-01-31", "60  2023-02-01 2023-02-28"],
    );
}

#[test]
fn nationalities_alone_do_not_say_that_people_moved() {
    expect_said(
        "Region,Nationality,2022 Q1,2022 Q2\nAfrica North,Algeria,339,340\nAsia Central,Afghanistan,90,70\n",
        "it is not known that these are people",
    );
    // Where a nationality lies is not where its people were counted.
    expect(
        "Month,Nationality,Region,Arrivals\n2023-01,Algeria,Africa North,339\n2023-01,Afghanistan,Asia Central,90\n\
         2023-02,Algeria,Africa North,340\n",
        &["339  2023-01-01 2023-01-31", "90  2023-01-01 2023-01-31", "340  2023-02-01 2023-02-28"],
    );
}

#[test]
fn a_quarter_beside_a_date_tells_what_the_date_stands_for() {
    expect(
        "Date,Year,Quarter,Returns\n2023-03-31,2023,1,66\n2023-06-30,2023,2,70\n",
        &["66  2023-01-01 2023-03-31", "70  2023-04-01 2023-06-30"],
    );
    expect(
        "Quarter ending,Crossing,Returns\n2023-03-31,Torkham,66\n2023-06-30,Torkham,70\n",
        &["66 Torkham 2023-01-01 2023-03-31", "70 Torkham 2023-04-01 2023-06-30"],
    );
    expect(
        "Month End,Crossing,Returns\n31/03/2023,Torkham,66\n30/06/2023,Torkham,70\n",
        &["66 Torkham 2023-03-01 2023-03-31", "70 Torkham 2023-06-01 2023-06-30"],
    );
}

#[test]
fn the_same_days_in_other_words_are_no_second_column_of_days() {
    expect(
        "full_date,date_label,n_year,arrivals\n2023-11-13,13 Nov 2023,2023,17\n2023-11-14,14 Nov 2023,2023,18\n",
        &["17  2023-11-13 2023-11-13", "18  2023-11-14 2023-11-14"],
    );
    expect(
        "n_year,migrants_arrived,boats_arrived\n2021,280,10\n2022,450,11\n",
        &["280  2021-01-01 2021-12-31", "450  2022-01-01 2022-12-31"],
    );
    expect(
        "n_year,n_week,migrants_arrived\n2021,5,280\n2022,6,450\n",
        &["280  2021-02-01 2021-02-07", "450  2022-02-07 2022-02-13"],
    );
    expect_said(
        "Date,Date of entry,Arrivals\n2023-11-13,2023-11-10,17\n2023-11-14,2023-11-14,18\n",
        "one of two columns of days",
    );
}

#[test]
fn the_deepest_place_names_a_number_of_people_who_are_there() {
    expect(
        "Oblast,Raion,Municipality,Displacement,Date of Interview\n\
         Zakarpatska,Berehivskyi,Batiovo,2500,2022-04-13\nZakarpatska,Berehivskyi,Vylok,1500,2022-04-14\n",
        &["2500 Batiovo 2022-04-13 2022-04-13", "1500 Vylok 2022-04-14 2022-04-14"],
    );
    expect(
        "year,origin,dest_state,dest_city,arrivals\n2005,Afghanistan,Alabama,Mobile,5\n2005,Afghanistan,Alabama,Auburn,7\n",
        &["5 AFG 2005-01-01 2005-12-31", "7 AFG 2005-01-01 2005-12-31"],
    );
}

#[test]
fn refugees_by_day_or_to_date_came() {
    expect(
        "data_date,daily_refugees,cumulative_refugees\n2022-03-13,500,1500\n2022-03-14,600,2100\n",
        &[
            "500  2022-03-13 2022-03-13",
            "600  2022-03-14 2022-03-14",
            "1500 to date   2022-03-13",
            "2100 to date   2022-03-14",
        ],
    );
    expect_said(
        "data_date,refugees\n2022-03-13,500\n2022-03-14,600\n",
        "people who came, or people who are there",
    );
}

#[test]
fn ready_maps_add_up_what_is_parts_of_one_number() {
    let dtm = expect(
        "admin0Name,admin1Name,numPresentIdpInd,reportingDate,roundNumber,displacementReason\n\
         Haiti,Ouest,900,2023-05-31,3,Conflict\nHaiti,Ouest,100,2023-05-31,3,Natural disaster\n\
         Haiti,Nord,50,2023-05-31,3,Conflict\n",
        &["1000 there Ouest  2023-05-31", "50 there Nord  2023-05-31"],
    );
    assert!(said(&dtm).contains("2 numbers are parts, and were added up to 1"), "{}", said(&dtm));
    assert!(
        said(&dtm).contains("all of them read") || said(&dtm).contains("3 read"),
        "{}",
        said(&dtm)
    );
    // A user's map may say it as well; a row that is there twice is no part.
    expect_by(
        "Date,Crossing,Reason,Arrivals\n2023-11-01,Torkham,Conflict,600\n2023-11-01,Torkham,Drought,600\n\
         2023-11-01,Torkham,Drought,600\n",
        Some("adds_up = [\"Reason\"]"),
        &["1200 Torkham 2023-11-01 2023-11-01"],
    );
    // Other columns are still not added over.
    expect_by(
        "Date,Crossing,Reason,Lane,Arrivals\n2023-11-01,Torkham,Conflict,1,600\n2023-11-01,Torkham,Drought,2,500\n",
        Some("adds_up = [\"Reason\"]"),
        &[],
    );
}

#[test]
fn a_breakdown_with_its_total_is_read_by_its_total() {
    expect(
        "Date,Crossing,Reason,Arrivals\n2023-11-01,Torkham,Conflict,600\n2023-11-01,Torkham,Drought,500\n\
         2023-11-01,Torkham,Total,1100\n2023-11-02,Torkham,Conflict,10\n2023-11-02,Torkham,Drought,20\n\
         2023-11-02,Torkham,Total,30\n",
        &["1100 Torkham 2023-11-01 2023-11-01", "30 Torkham 2023-11-02 2023-11-02"],
    );
    // The parts are not all there: asked.
    expect(
        "Date,Crossing,Lane,Arrivals\n2023-11-01,Torkham,A,600\n2023-11-01,Torkham,B,500\n\
         2023-11-01,Torkham,All,1400\n2023-11-02,Torkham,A,10\n2023-11-02,Torkham,B,20\n",
        &["1400 Torkham 2023-11-01 2023-11-01"],
    );
}

#[test]
fn times_of_day_are_kept() {
    let hours = |text: &str| -> Vec<String> {
        let reading = reading("t.csv", text, None);
        let told = claims(&reading);
        let times = reading.statements.iter().map(|statement| match statement {
            claim::Statement::Claim(claim) => claim.as_of.map(|time| time.to_string()),
            _ => None,
        });
        told.iter()
            .zip(times)
            .map(|(claim, time)| format!("{claim} {}", time.unwrap_or_default()))
            .collect()
    };
    let stamped =
        "Date,Crossing,Arrivals\n2023-11-03T10:00,Torkham,4000\n2023-11-03T18:30,Torkham,6500\n";
    assert_eq!(
        hours(stamped),
        [
            "4000 Torkham 2023-11-03 2023-11-03 10:00:00",
            "6500 Torkham 2023-11-03 2023-11-03 18:30:00"
        ]
    );
    let named = "Date,Crossing,Arrivals\n3 Nov 10:00,Torkham,4000\n3 Nov 14:00,Torkham,6500\n";
    assert_eq!(hours(named).len(), 2, "{}", said(&reading("t.csv", named, None)));
    let column = "Date,Time,Crossing,Arrivals\n2023-11-03,10:00,Torkham,4000\n2023-11-03,14:00,Torkham,6500\n\
                  2023-11-04,10:00,Torkham,100\n";
    assert_eq!(hours(column)[2], "100 Torkham 2023-11-04 2023-11-04 10:00:00");
    // One time behind all days is that of a program.
    let program = "Date,Crossing,Arrivals\n2023-11-03T11:00:00Z,Torkham,4000\n2023-11-04T11:00:00Z,Torkham,6500\n";
    assert_eq!(hours(program)[0], "4000 Torkham 2023-11-03 2023-11-03 ");
    // Counts that fall while the day goes on are counts of hours.
    expect_said(
        "Date,Time,Crossing,Arrivals\n2023-11-03,10:00,Torkham,400\n2023-11-03,11:00,Torkham,300\n",
        "fall in the course of their day",
    );
    // The claim table.
    let table = "published,value,via,end,kind\n2023-11-03T10:00,4000,Torkham,2023-11-03,return\n";
    assert!(hours(table)[0].ends_with("10:00:00"), "{:?}", hours(table));
}

#[test]
fn solar_hijri_days_are_read_and_lunar_ones_asked() {
    expect(
        "Month,Crossing,Returns\nMizan 1402,Torkham,50\nAqrab 1402,Torkham,70\n",
        &["50 Torkham 2023-09-23 2023-10-22", "70 Torkham 2023-10-23 2023-11-21"],
    );
    expect(
        "Date (solar Hijri),Crossing,Returns\n1402-08-12,Torkham,50\n1402-08-13,Torkham,70\n",
        &["50 Torkham 2023-11-03 2023-11-03", "70 Torkham 2023-11-04 2023-11-04"],
    );
    expect_said(
        "Date,Crossing,Returns\n1402-08-12,Torkham,50\n1402-08-13,Torkham,70\n",
        "a day of a Hijri calendar",
    );
    expect_said(
        "Month,Crossing,Returns\nRajab 1445,Torkham,50\nShaban 1445,Torkham,70\n",
        "a day of a Hijri calendar",
    );
}

#[test]
fn running_totals_that_begin_anew_each_year_say_so() {
    let anew = expect(
        "Month,Crossing,Cumulative arrivals\n2022-11,Torkham,900\n2022-12,Torkham,950\n2023-01,Torkham,40\n2023-02,Torkham,90\n",
        &[
            "900 to date Torkham 2022-01-01 2022-11-30",
            "950 to date Torkham 2022-01-01 2022-12-31",
            "40 to date Torkham 2023-01-01 2023-01-31",
            "90 to date Torkham 2023-01-01 2023-02-28",
        ],
    );
    assert!(said(&anew).contains("fall at each turn of a year"), "{}", said(&anew));
    // One that goes on does not.
    expect(
        "Month,Crossing,Cumulative arrivals\n2022-12,Torkham,950\n2023-01,Torkham,990\n",
        &["950 to date Torkham  2022-12-31", "990 to date Torkham  2023-01-31"],
    );
}

#[test]
fn a_blank_nationality_is_not_everybody() {
    let reading = expect(
        "Date,Nationality,Arrivals\n2023-11-01,Afghan,50\n2023-11-01,Iraqi,60\n2023-11-01,,7\n2023-11-02,Total,90\n",
        &["50  2023-11-01 2023-11-01", "60  2023-11-01 2023-11-01", "90  2023-11-02 2023-11-02"],
    );
    assert!(said(&reading).contains("of whom is not told"), "{}", said(&reading));
}

#[test]
fn totals_in_other_languages_are_no_places() {
    for total in ["Totale complessivo", "Insgesamt", "Total general"] {
        let text = format!(
            "Region,Date,Arrivals\nPunjab,2023-11-01,60\nSindh,2023-11-01,40\n{total},2023-11-01,100\n"
        );
        let found = claims(&reading("t.csv", &text, None));
        assert!(!found.iter().any(|claim| claim.contains(total)), "{found:?}");
        assert!(found.len() >= 2, "{found:?}");
    }
}

#[test]
fn a_table_of_a_caseload_is_one_whatever_one_of_its_columns_says() {
    expect(
        "Records identified\n\nQuarter,All People in Live Cohort,All People Entered Cohort,of which:- Removed\n2022 Q1,900,60,30\n2022 Q2,950,61,34\n",
        &[],
    );
    expect(
        "Family Returns\n\nQuarter,Total Entering Process,Not Family with Children\n2022 Q1,60,30\n2022 Q2,61,34\n",
        &[],
    );
}
