//! The real errors that the rules come from, as figures; the sentences are ours.

use audit::{Finding, Rule, Severity, audit};
use claim::{
    Claim, DaysFound, DocumentId, Event, EventKind, Found, Group, Kind, Measure, Population,
    Qualifier, Source, Unit,
};
use jiff::civil::{Date, date};

/// A count of people who returned by Torkham, told by the Home Department in one sheet.
fn told(value: f64, start: Option<Date>, end: Date) -> Claim {
    sheet("sheet", value, start, end)
}

fn sheet(name: &str, value: f64, start: Option<Date>, end: Date) -> Claim {
    let text = format!("{value} people returned");
    Claim {
        value: Some(value),
        kind: Kind::Return,
        via: vec!["Torkham".into()],
        from: Some("PAK".into()),
        to: Some("AFG".into()),
        start,
        end: Some(end),
        published: Some(end),
        source: Source { organisation: Some("Home Department".into()), ..Source::default() },
        ..Claim::new(DocumentId::of_bytes(name.as_bytes()), &text, 0..text.len())
    }
    .sealed()
}

fn day(value: f64, on: Date) -> Claim {
    told(value, Some(on), on)
}

const SINCE: Date = date(2023, 9, 17);

fn total(value: f64, by: Date) -> Claim {
    Claim { cumulative: true, start_stated: true, ..told(value, Some(SINCE), by) }.sealed()
}

fn part(whole: &Claim, value: f64, group: Group) -> Claim {
    Claim {
        value: Some(value),
        population: Population { group, ..Population::default() },
        part_of: Some(whole.id.clone()),
        ..whole.clone()
    }
    .sealed()
}

fn men_women_children(whole: &Claim, numbers: [f64; 3]) -> [Claim; 3] {
    let groups = [Group::Men, Group::Women, Group::Children];
    [0, 1, 2].map(|i| part(whole, numbers[i], groups[i]))
}

fn households(of: &Claim, value: f64) -> Claim {
    Claim { value: Some(value), unit: Unit::Households, part_of: Some(of.id.clone()), ..of.clone() }
        .sealed()
}

/// The one finding of a rule.
fn found(claims: &[Claim], rule: Rule) -> Finding {
    let findings = audit(claims, &[]);
    let mut of_rule: Vec<&Finding> = findings.iter().filter(|f| f.rule == rule).collect();
    assert_eq!(of_rule.len(), 1, "{rule}: {findings:#?}");
    of_rule.remove(0).clone()
}

#[test]
fn four_running_totals_printed_as_days_are_proved() {
    let printed = [
        day(128_629.0, date(2023, 11, 1)),
        day(147_973.0, date(2023, 11, 2)),
        day(160_638.0, date(2023, 11, 3)),
        day(167_774.0, date(2023, 11, 4)),
    ];
    // What the same office said elsewhere.
    let mut claims = vec![
        total(82_500.0, date(2023, 10, 30)),
        total(174_358.0, date(2023, 11, 5)),
        day(6_584.0, date(2023, 11, 5)),
    ];
    claims.extend(printed.clone());
    let findings = audit(&claims, &[]);
    let proved: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.rule == Rule::RunningTotalAsPeriod && f.severity == Severity::Proved)
        .collect();
    assert_eq!(proved.len(), 4, "{findings:#?}");
    for claim in &printed {
        assert!(proved.iter().any(|f| f.claims[0] == claim.id), "{}", claim.quote);
    }
    let last = proved.iter().find(|f| f.claims[0] == printed[3].id).unwrap();
    assert_eq!(last.proof.to_string(), "167,774 + 6,584 = 174,358");
    assert_eq!(last.proposal.as_deref(), Some("start=2023-09-17, cumulative=true"));
}

#[test]
fn a_day_between_the_totals_of_another_office_is_likely_one_of_them() {
    let since = |value: f64, by: Date| {
        Claim { cumulative: false, ..sheet("register", value, Some(date(2024, 9, 23)), by) }
            .sealed()
    };
    let totals = [since(172_604.0, date(2024, 10, 4)), since(190_442.0, date(2024, 10, 6))];
    let printed = |value: f64| {
        let mut claim = sheet("dispatch", value, Some(date(2024, 10, 5)), date(2024, 10, 5));
        claim.source.organisation = Some("Security source".into());
        claim.sealed()
    };
    let of = |value: f64| {
        let claims = [totals[0].clone(), totals[1].clone(), printed(value)];
        let findings = audit(&claims, &[]);
        findings.into_iter().find(|finding| finding.rule == Rule::RunningTotalAsPeriod)
    };
    let finding = of(185_000.0).unwrap();
    assert_eq!(finding.severity, Severity::Likely);
    assert_eq!(finding.proposal.as_deref(), Some("start=2024-09-23, cumulative=true"));
    // A busy day, and a number that lies beyond the totals.
    assert!(of(18_500.0).is_none());
    assert!(of(290_000.0).is_none());
}

#[test]
fn a_misprint_is_put_right_by_two_sums_and_only_by_two() {
    let printed = total(200_975.0, date(2023, 11, 11));
    let parts = men_women_children(&printed, [57_285.0, 44_460.0, 101_230.0]);
    let after = [total(206_018.0, date(2023, 11, 12)), day(3_043.0, date(2023, 11, 12))];
    let mut claims = vec![printed.clone()];
    claims.extend(parts.clone());
    // One sum alone contradicts, and proposes nothing.
    let alone = found(&claims, Rule::PartsTotal);
    assert_eq!(alone.proposal, None);
    claims.extend(after);
    let finding = found(&claims, Rule::Misprint);
    assert_eq!(finding.claims[0], printed.id);
    assert_eq!(finding.proposal.as_deref(), Some("value=202975"));
    assert_eq!(
        finding.proof.to_string(),
        "57,285 + 44,460 + 101,230 = 202,975 and 206,018 \u{2212} 3,043 = 202,975, not 200,975"
    );
    // One wrong digit is one finding.
    assert_eq!(audit(&claims, &[]).len(), 1);
}

#[test]
fn a_part_with_a_digit_missing_is_the_one_that_is_wrong() {
    let whole = total(202_975.0, date(2023, 11, 11));
    let parts = men_women_children(&whole, [57_285.0, 44_460.0, 11_230.0]);
    let mut claims =
        vec![whole, total(206_018.0, date(2023, 11, 12)), day(3_043.0, date(2023, 11, 12))];
    claims.extend(parts.clone());
    let finding = found(&claims, Rule::Misprint);
    assert_eq!(finding.claims[0], parts[2].id);
    assert_eq!(finding.proposal.as_deref(), Some("value=101230"));
}

#[test]
fn a_total_that_goes_on_from_its_parts_changed_its_definition() {
    let first = total(190_418.0, date(2023, 11, 7));
    let parts = men_women_children(&first, [53_327.0, 40_976.0, 94_956.0]);
    let mut claims =
        vec![first.clone(), total(193_378.0, date(2023, 11, 8)), day(4_119.0, date(2023, 11, 8))];
    claims.extend(parts);
    let finding = found(&claims, Rule::DefinitionChange);
    assert_eq!(finding.claims[0], first.id);
    assert_eq!(
        finding.proof.to_string(),
        "189,259 + 4,119 = 193,378, and the parts of 190,418 come to 189,259"
    );
}

#[test]
fn deportees_beside_men_women_and_children_are_no_error() {
    let whole = day(4_119.0, date(2023, 11, 8));
    let parts = men_women_children(&whole, [1_236.0, 1_184.0, 1_650.0]);
    let deported = Claim { value: Some(49.0), kind: Kind::Deportation, ..whole.clone() }.sealed();
    let mut claims = vec![whole, deported];
    claims.extend(parts);
    assert_eq!(audit(&claims, &[]), []);
}

#[test]
fn a_window_that_only_the_whole_total_fits_is_proved_wrong() {
    // "31 October to 7 November", and the total since 17 September.
    let claims = [
        total(82_500.0, date(2023, 10, 30)),
        total(174_358.0, date(2023, 11, 5)),
        total(193_378.0, date(2023, 11, 8)),
        told(190_418.0, Some(date(2023, 10, 31)), date(2023, 11, 7)),
    ];
    let finding = found(&claims, Rule::RunningTotalAsPeriod);
    assert_eq!(finding.severity, Severity::Proved);
    assert_eq!(finding.claims[0], claims[3].id);
    // "In the last two weeks" could be so, and is worth a look.
    let mut claims = [
        total(82_500.0, date(2023, 10, 30)),
        total(128_629.0, date(2023, 11, 1)),
        told(104_000.0, Some(date(2023, 10, 18)), date(2023, 11, 1)),
    ];
    claims[2].found.days = Some(DaysFound::CountedBack);
    let finding = found(&claims, Rule::LooseWindow);
    assert_eq!(finding.severity, Severity::WorthALook);
    assert_eq!(finding.claims[0], claims[2].id);
}

#[test]
fn totals_fall_and_days_do_not_explain() {
    let claims = [
        total(688_111.0, date(2018, 1, 20)),
        total(655_503.0, date(2018, 1, 10)),
        total(671_204.0, date(2018, 2, 1)),
        total(689_912.0, date(2018, 2, 10)),
    ];
    let finding = found(&claims, Rule::TotalFalls);
    assert!(
        finding.proof.to_string().starts_with("688,111 by 20 January 2018 > 671,204"),
        "{}",
        finding.proof
    );
    let claims = [
        total(214_194.0, date(2023, 11, 15)),
        total(216_083.0, date(2023, 11, 16)),
        day(1_672.0, date(2023, 11, 16)),
    ];
    let finding = found(&claims, Rule::TotalDifference);
    assert_eq!(finding.proof.to_string(), "214,194 + 1,672 = 215,866, not 216,083");
}

#[test]
fn households_that_cannot_be() {
    let people = day(11_553.0, date(2023, 10, 30));
    let finding = found(&[people.clone(), households(&people, 487.0)], Rule::HouseholdSize);
    assert_eq!(finding.proof.to_string(), "11,553 / 487 = 23.7");
    assert_eq!(finding.severity, Severity::Likely);
    let finding = found(&[people.clone(), households(&people, 12_001.0)], Rule::HouseholdSize);
    assert_eq!(finding.severity, Severity::Proved);
    // Exactly eight to a family.
    let people = day(18_816.0, date(2024, 4, 1));
    let finding = found(&[people.clone(), households(&people, 2_352.0)], Rule::HouseholdConstant);
    assert_eq!(finding.proof.to_string(), "2,352 \u{d7} 8 = 18,816");
    // "678 men … 678 families"
    let whole = day(2_710.0, date(2023, 11, 11));
    let mut claims = vec![whole.clone(), households(&whole, 678.0)];
    claims.extend(men_women_children(&whole, [678.0, 642.0, 1_390.0]));
    found(&claims, Rule::HouseholdsForPeople);
}

#[test]
fn numbers_of_another_size() {
    let mut claims: Vec<Claim> = (1..=6)
        .map(|d| total(200_000.0 + 1_013.0 * f64::from(d), date(2023, 11, d as i8)))
        .collect();
    claims.push(sheet("other", 200_200_975.0, Some(SINCE), date(2023, 11, 3)));
    let odd = claims.pop().unwrap();
    claims.push(Claim { cumulative: true, ..odd }.sealed());
    let finding = found(&claims, Rule::ScaleSlip);
    assert_eq!(finding.proposal.as_deref(), Some("value=200975"));
    assert_eq!(finding.claims[0], claims[6].id);
    let everybody = day(2_984_000_000_000.0, date(2022, 4, 26));
    let finding = found(&[everybody], Rule::ScaleSlip);
    assert_eq!(finding.severity, Severity::Proved);
    let share = Claim { measure: Measure::Share, ..day(112.0, date(2022, 4, 26)) }.sealed();
    found(&[share], Rule::ShareOverHundred);
}

#[test]
fn one_source_two_figures_and_yesterdays_news() {
    let day = date(2023, 11, 11);
    // Of tables: rows say what they are of.
    let row =
        |name, value| Claim { found: Found::in_row(true), ..sheet(name, value, Some(day), day) };
    let (first, second) = (row("a", 2_857.0), row("b", 2_957.0));
    let finding = found(&[first.clone(), second.clone()], Rule::TwoFigures);
    assert_eq!(finding.severity, Severity::Likely);
    let inside = Claim { document: first.document.clone(), ..second }.sealed();
    assert_eq!(found(&[first, inside], Rule::TwoFigures).severity, Severity::Proved);
    let again = [
        sheet("a", 4_213.0, Some(date(2023, 11, 11)), date(2023, 11, 11)),
        sheet("b", 4_213.0, Some(date(2023, 11, 12)), date(2023, 11, 12)),
    ];
    assert_eq!(found(&again, Rule::StaleFigure).claims[0], again[1].id);
}

#[test]
fn retold_as_something_else() {
    let on = date(2022, 4, 14);
    // By 07:00, and then as the day.
    let early = Claim { partial: true, ..sheet("guard", 6_000.0, Some(on), on) }.sealed();
    let late = sheet("paper", 6_000.0, Some(on), on);
    assert_eq!(found(&[early, late.clone()], Rule::PartialDay).claims[0], late.id);
    // A queue.
    let queue = Claim {
        measure: Measure::Stock,
        kind: Kind::Stranded,
        start: None,
        ..sheet("guard", 28_000.0, None, on)
    }
    .sealed();
    let crossed = sheet("paper", 28_000.0, Some(on), on);
    assert_eq!(found(&[queue, crossed.clone()], Rule::QueueAsCrossing).claims[0], crossed.id);
    // The other direction.
    let out = sheet("guard", 22_341.0, Some(on), on);
    let back = Claim {
        from: Some("AFG".into()),
        to: Some("PAK".into()),
        published: Some(date(2022, 4, 16)),
        ..sheet("paper", 22_341.0, Some(on), on)
    }
    .sealed();
    assert_eq!(found(&[out, back.clone()], Rule::DirectionSwapped).claims[0], back.id);
    // One crossing for the whole border.
    let route = Claim { via: vec![], ..sheet("guard", 30_096.0, Some(on), on) }.sealed();
    let gate = sheet("file", 30_096.0, Some(on), on);
    assert_eq!(found(&[route, gate.clone()], Rule::RouteAsCrossing).claims[0], gate.id);
}

#[test]
fn a_step_over_a_change_of_method_is_not_people() {
    let claims = [
        total(146_110.0, date(2017, 9, 5)),
        total(155_203.0, date(2017, 9, 6)),
        total(164_207.0, date(2017, 9, 7)),
        total(270_114.0, date(2017, 9, 8)),
    ];
    let text = "the rise is due to a wider assessment";
    let event = Event {
        kind: EventKind::MethodChange,
        start: Some(date(2017, 9, 8)),
        ..Event::new(DocumentId::of_bytes(b"x"), text, 0..text.len())
    }
    .sealed();
    let findings = audit(&claims, &[event]);
    let broken = findings.iter().find(|f| f.rule == Rule::MethodBreak).unwrap();
    assert_eq!(broken.claims[0], claims[3].id);
    assert_eq!(broken.proposal, None);
}

#[test]
fn a_change_of_method_that_is_told_of_excuses_a_difference() {
    let on = |d: i8| date(2023, 11, d);
    let claims = [total(167_774.0, on(3)), day(1_013.0, on(4)), total(168_011.0, on(4))];
    assert_eq!(found(&claims, Rule::TotalDifference).severity, Severity::Proved);
    let text = "the counting method was changed";
    let event = Event {
        kind: EventKind::MethodChange,
        start: Some(on(4)),
        ..Event::new(DocumentId::of_bytes(b"x"), text, 0..text.len())
    }
    .sealed();
    let findings = audit(&claims, &[event]);
    assert!(findings.iter().all(|f| f.rule != Rule::TotalDifference), "{findings:#?}");
}

#[test]
fn two_numbers_of_one_sentence_are_sooner_a_part_and_its_whole() {
    let on = date(2023, 11, 3);
    let said = |value: f64, at: usize| {
        let claim = day(value, on);
        let span = [at, at + 12];
        Claim { span, ..claim }.sealed()
    };
    let severity =
        |at: usize| found(&[said(3_817.0, 18), said(3_452.0, at)], Rule::TwoFigures).severity;
    assert_eq!(severity(86), Severity::WorthALook);
    assert_eq!(severity(900), Severity::Proved);
}

#[test]
fn a_headline_that_the_text_does_not_bear_out() {
    let on = date(2023, 11, 1);
    let head = Claim { start: None, span: [5, 20], ..told(140_000.0, None, on) }.sealed();
    let body = Claim { span: [300, 320], ..told(104_322.0, Some(SINCE), on) }.sealed();
    assert_eq!(found(&[head.clone(), body.clone()], Rule::HeadlineBody).claims[0], head.id);
    let about = Claim { value: Some(104_000.0), ..head }.sealed();
    assert_eq!(audit(&[about, body], &[]), []);
}

#[test]
fn crossings_against_the_route() {
    let end = date(2023, 11, 15);
    let at = |via: &str, value| Claim { via: vec![via.into()], ..total(value, end) }.sealed();
    let route = Claim {
        via: vec!["Torkham".into(), "Angoor Adda".into(), "Kharlachi".into()],
        ..total(217_825.0, end)
    }
    .sealed();
    let claims = [
        at("Torkham", 214_194.0),
        at("Angoor Adda", 3_212.0),
        at("Kharlachi", 410.0),
        route.clone(),
    ];
    let finding = found(&claims, Rule::RouteTotal);
    assert_eq!(finding.claims[0], route.id);
    assert!(finding.proof.to_string().ends_with("= 217,816, not 217,825"), "{}", finding.proof);
    let rounded = Claim { value: Some(218_000.0), qualifier: Qualifier::About, ..route }.sealed();
    assert_eq!(audit(&[claims[0].clone(), claims[1].clone(), claims[2].clone(), rounded], &[]), []);
}
