//! The map: which crossings it shows, and what it leaves out.

use std::collections::BTreeMap;

use places::{Outlines, PlaceKind};
use reconcile::ELSEWHERE;

use super::Desk;
use crate::content::{Block, Section, Text, Trail};
use crate::language::{say, words};
use crate::map::{Map, Spot, Town};
use crate::wording;

/// Most crossings drawn; further ones are in the table.
const SPOTS: usize = 40;
/// Part of the whole flow that must be on the map for it to be one of the flow.
const SHOWN: f64 = 0.02;

pub(super) fn section(desk: &Desk) -> Section {
    let blocks = map(desk).map(|map| vec![Block::PageOnly(vec![Block::Map(map)])]);
    Section::new("map", words!(desk.language, "heading-map"), blocks.unwrap_or_default())
}

fn map(desk: &Desk) -> Option<Map> {
    let language = desk.language;
    let (mut spots, mut away) = (Vec::new(), Vec::new());
    let mut further = 0;
    for via in desk.crossings() {
        let Some((quantiles, trail)) = desk.counted(via, desk.focus) else { continue };
        let rounded = language.rounded(&quantiles);
        let place = desk.gazetteer.crossing(via);
        match place.and_then(|place| place.position) {
            Some(_) if spots.len() == SPOTS => further += 1,
            Some((lat, lon)) => spots.push(Spot {
                name: via.to_owned(),
                lon,
                lat,
                flow: [quantiles.p05, quantiles.p50, quantiles.p95],
                range: rounded.range,
                mid: rounded.mid,
                trail,
                toward: toward(desk, lon, lat),
            }),
            None => away.push((via, rounded.with_range, trail)),
        }
    }
    let flow = |spot: &Spot| spot.flow[1];
    let drawn: f64 = spots.iter().map(flow).sum();
    let lead = super::lead::estimate(desk, &desk.lead, desk.focus);
    let all = lead.map_or(0.0, |(q, _)| q.p50);
    if spots.is_empty() || drawn < SHOWN * all {
        return None;
    }
    if super::lead::has_elsewhere(desk)
        && let Some((quantiles, trail)) = desk.estimate(ELSEWHERE, desk.focus)
        && quantiles.p50 > 0.01 * all
    {
        away.push((ELSEWHERE, language.rounded(&quantiles).with_range, trail));
    }
    let mut map = Map {
        title: words!(
            language,
            "map",
            flow = wording::capital(&desk.flow),
            days = language.days(desk.focus),
        ),
        describe: describe(desk, &spots),
        caption: Text::new(),
        route: [desk.picture.route.from.clone(), desk.picture.route.to.clone()],
        towns: towns(desk, &spots),
        spots,
        names: names(desk),
    };
    map.caption = caption(desk, &map, away, further);
    Some(map)
}

fn caption(desk: &Desk, map: &Map, away: Vec<(&str, String, Trail)>, further: usize) -> Text {
    let language = desk.language;
    let named = |name: String, figure: String, trail: Trail| {
        let estimate = Text::new().number(figure, trail);
        say!(language, "map-crossing", crossing = name, estimate = estimate)
    };
    let days = wording::capital(&language.days(desk.focus));
    let mut sentences = vec![say!(language, "map-caption", days = days)];
    if !away.is_empty() {
        let away = away
            .into_iter()
            .map(|(via, figure, trail)| named(language.crossing(via), figure, trail));
        let crossings = language.series("list-semicolon", away.collect());
        sentences.push(say!(language, "map-not-drawn", crossings = crossings));
    }
    let unnamed = map.unnamed();
    if !unnamed.is_empty() {
        let unnamed = unnamed
            .into_iter()
            .map(|spot| named(spot.name.clone(), spot.mid.clone(), spot.trail.clone()));
        let crossings = language.series("list-semicolon", unnamed.collect());
        sentences.push(say!(language, "map-unnamed", crossings = crossings));
    }
    if further > 0 {
        let count = desk.counting(further, "count:left-out:map");
        let crossings = say!(language, "count-crossings", count = count);
        sentences.push(say!(language, "map-further", crossings = crossings));
    }
    sentences.push(say!(language, "map-boundaries"));
    language.series("sentences", sentences)
}

/// Degrees around a crossing that are looked at for its countries, from near to far.
const RINGS: [f64; 6] = [0.03, 0.06, 0.12, 0.25, 0.5, 1.0];

/// The way from the country left into the one entered: where the land around lies.
fn toward(desk: &Desk, lon: f64, lat: f64) -> Option<[f64; 2]> {
    let outlines = Outlines::builtin();
    let route = &desk.picture.route;
    let stretch = lat.to_radians().cos().max(0.1);
    let (mut east, mut north) = (0.0, 0.0);
    for ring in RINGS {
        for step in 0..16 {
            let (sin, cos) = (f64::from(step) / 16.0 * std::f64::consts::TAU).sin_cos();
            let (x, y) = (lon + ring * cos / stretch, lat + ring * sin);
            let into = i32::from(outlines.holds(&route.to, x, y))
                - i32::from(outlines.holds(&route.from, x, y));
            east += f64::from(into) * cos;
            north += f64::from(into) * sin;
        }
    }
    let length = east.hypot(north);
    // Less than the half of one ring does not tell.
    (length > 5.0).then(|| [east / length, north / length])
}

/// A town this near (degrees) to a crossing is on the way to it.
const ON_THE_WAY: f64 = 1.3;
/// A degree from the nearest crossing counts as much as so many places in the gazetteer's list, which has the towns
/// people know before others.
const FARTHER: f64 = 2.5;

/// Both capitals, then the towns of the two countries that people know and that lie near the crossings drawn, then
/// other capitals.
fn towns(desk: &Desk, spots: &[Spot]) -> Vec<Town> {
    let route = [&desk.picture.route.from, &desk.picture.route.to];
    let mut ranked: Vec<(usize, f64, Town)> = Vec::new();
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for place in desk.gazetteer.places() {
        let (PlaceKind::City, Some((lat, lon)), Some(country)) =
            (place.kind, place.position, &place.country)
        else {
            continue;
        };
        let at = listed.entry(country).or_default();
        *at += 1;
        let ours = route.contains(&country);
        let capital = desk.gazetteer.capital_of(place.id).is_some();
        let rank = match (ours, capital) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => continue,
        };
        let stretch = lat.to_radians().cos().max(0.1);
        let far = |spot: &Spot| ((spot.lon - lon) * stretch).hypot(spot.lat - lat);
        let far = spots.iter().map(far).fold(f64::INFINITY, f64::min);
        let near = ours && !capital && far < ON_THE_WAY;
        let town = Town { name: place.name.clone(), lon, lat, near };
        ranked.push((rank, *at as f64 + FARTHER * far, town));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    // A crossing of that name says it already.
    let crossing = |town: &Town| desk.crossings().any(|via| via == town.name);
    ranked.into_iter().map(|(.., town)| town).filter(|town| !crossing(town)).collect()
}

fn names(desk: &Desk) -> BTreeMap<String, String> {
    let places = desk.gazetteer.places();
    places
        .filter(|place| place.kind == PlaceKind::Country)
        .filter_map(|place| Some((place.country.clone()?, place.name.clone())))
        .collect()
}

/// The map in words.
fn describe(desk: &Desk, spots: &[Spot]) -> String {
    let language = desk.language;
    let named: Vec<String> = spots
        .iter()
        .take(6)
        .map(|spot| words!(language, "map-crossing", crossing = &spot.name, estimate = &spot.mid))
        .collect();
    words!(language, "map-in-words", route = desk.route(), crossings = language.list(&named))
}
