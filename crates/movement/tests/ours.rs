//! What our rules do and the peer's do not, and forecasts.

use movement::outcome::Outcome;
use movement::{Quirks, output, run};

use crate::folder::Small;

#[test]
fn people_go_home_when_counts_fall() {
    let small = Small::sound().with("source_data/c.csv", "2020-01-01,400\n2020-01-05,200\n");
    let ours = run(&small.course(Quirks::NONE), 1, 1, &|| ()).members.remove(0);
    assert_eq!(ours.home, [0, 50, 100, 150, 200]);
    assert_eq!(ours.everybody, [400, 350, 300, 250, 200]);
    let peer = run(&small.course(Quirks::FLEE), 1, 1, &|| ()).members.remove(0);
    assert_eq!(peer.everybody, [400; 5], "a debt");
}

/// Days after the last counted day are never looked at, camp by camp.
#[test]
fn a_forecast_knows_nothing_of_camps_after_its_day() {
    let two = |c: &str, d: &str| {
        Small::sound()
            .with(
                "input_csv/locations.csv",
                "A,a,Home,1,2,conflict,,9000\nC,c,Abroad,2,3,camp,,500\nD,d,Abroad,2,4,camp,,900\n",
            )
            .with("input_csv/routes.csv", "A,C,100,0\nA,D,100,0\n")
            .with("input_csv/conflicts.csv", "#Day,A\n0,1\n1,1\n2,1\n3,1\n4,1\n")
            .with("source_data/data_layout.csv", "total,all.csv\nC,c.csv\nD,d.csv\n")
            .with(
                "source_data/c.csv",
                &format!("2020-01-01,100\n2020-01-02,110\n2020-01-03,120\n{c}"),
            )
            .with("source_data/d.csv", &format!("2020-01-01,10\n2020-01-02,20\n2020-01-03,30\n{d}"))
            .course(Quirks::NONE)
    };
    let forecast = |course| Outcome::of_forecast(&course, 2, 20, 1, &|| ());
    let one = forecast(two("2020-01-04,170\n2020-01-05,170\n", "2020-01-04,30\n2020-01-05,80\n"));
    let other =
        forecast(two("2020-01-04,120\n2020-01-05,120\n", "2020-01-04,80\n2020-01-05,130\n"));
    let mean = |outcome: &Outcome| {
        outcome.rows.iter().map(|row| (row.mean, row.p10, row.p90)).collect::<Vec<_>>()
    };
    assert_eq!(mean(&one), mean(&other));
    assert_eq!(one.rows.len(), 4);
    assert!((one.rows[2].mean + one.rows[3].mean - 250.0).abs() < 1e-6, "the whole is given");
    assert!(one.rows.iter().all(|row| row.p10 <= row.p50 && row.p50 <= row.p90));
}

#[test]
fn an_outcome_is_csv_json_and_weekly_geojson() {
    let course = Small::sound().course(Quirks::NONE);
    let outcome = Outcome::of_simulation(&course, &run(&course, 3, 1, &|| ()), "crossings", 1);
    let csv = output::csv(&outcome);
    assert!(
        csv.starts_with("day,date,camp,counted,mean,p10,p50,p90\n0,2020-01-01,C,100,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 6);
    assert_eq!(output::json(&outcome)["rows"].as_array().unwrap().len(), 5);
    let map = output::geojson(&outcome);
    assert_eq!(map["features"].as_array().unwrap().len(), 1, "the last day ends a week");
    assert_eq!(
        map["features"][0]["geometry"]["coordinates"],
        serde_json::json!([3.0, 2.0]),
        "longitude first"
    );
}
