//! Ready maps: what the columns of tables are that many people have, by the heads by which they are
//! known. The maps are data, `data/maps/*.toml`; the README there tells what they may say.

use std::sync::LazyLock;

use super::map::{Known, Map};
use super::words::folded;

const FILES: [(&str, &str); 31] = [
    ("eurostat-asylum", include_str!("../data/maps/eurostat-asylum.toml")),
    ("eurostat-asylum-older", include_str!("../data/maps/eurostat-asylum-older.toml")),
    ("eurostat-asylum-wide", include_str!("../data/maps/eurostat-asylum-wide.toml")),
    ("eurostat-migration-older", include_str!("../data/maps/eurostat-migration-older.toml")),
    ("frontex-detections", include_str!("../data/maps/frontex-detections.toml")),
    ("hdx-hapi-idps", include_str!("../data/maps/hdx-hapi-idps.toml")),
    ("hdx-hapi-refugees", include_str!("../data/maps/hdx-hapi-refugees.toml")),
    ("hdx-unhcr-applications", include_str!("../data/maps/hdx-unhcr-applications.toml")),
    ("hdx-unhcr-population", include_str!("../data/maps/hdx-unhcr-population.toml")),
    ("hdx-unhcr-population-names", include_str!("../data/maps/hdx-unhcr-population-names.toml")),
    ("idmc-gidd", include_str!("../data/maps/idmc-gidd.toml")),
    ("idmc-gidd-disasters", include_str!("../data/maps/idmc-gidd-disasters.toml")),
    ("idmc-idu", include_str!("../data/maps/idmc-idu.toml")),
    ("iom-dtm-rounds", include_str!("../data/maps/iom-dtm-rounds.toml")),
    ("italy-interior", include_str!("../data/maps/italy-interior.toml")),
    ("italy-landings-by-day", include_str!("../data/maps/italy-landings-by-day.toml")),
    ("italy-nationalities", include_str!("../data/maps/italy-nationalities.toml")),
    ("italy-reception", include_str!("../data/maps/italy-reception.toml")),
    ("poland-border-guard", include_str!("../data/maps/poland-border-guard.toml")),
    ("sdmx-csv", include_str!("../data/maps/sdmx-csv.toml")),
    ("uk-irregular-arrivals", include_str!("../data/maps/uk-irregular-arrivals.toml")),
    ("uk-returns", include_str!("../data/maps/uk-returns.toml")),
    ("uk-small-boats", include_str!("../data/maps/uk-small-boats.toml")),
    ("uk-small-boats-weekly", include_str!("../data/maps/uk-small-boats-weekly.toml")),
    ("unhcr-applications", include_str!("../data/maps/unhcr-applications.toml")),
    ("unhcr-odp", include_str!("../data/maps/unhcr-odp.toml")),
    ("unhcr-population", include_str!("../data/maps/unhcr-population.toml")),
    ("unhcr-population-api", include_str!("../data/maps/unhcr-population-api.toml")),
    ("unhcr-prmn", include_str!("../data/maps/unhcr-prmn.toml")),
    ("us-bts-border-crossings", include_str!("../data/maps/us-bts-border-crossings.toml")),
    ("us-cbp-encounters", include_str!("../data/maps/us-cbp-encounters.toml")),
];

/// A map that comes with the program.
#[derive(Debug)]
pub struct Ready {
    /// Its name.
    pub name: &'static str,
    /// The map as it is written.
    pub text: &'static str,
    pub(super) map: Map,
    pub(super) known: Known,
    /// Its heads, folded, and whether more may follow them.
    heads: Vec<(String, bool)>,
    without: Vec<String>,
}

impl Ready {
    /// What table it is for.
    pub fn about(&self) -> &str {
        &self.known.about
    }

    /// The columns by which the table is known.
    pub fn heads(&self) -> &[String] {
        &self.known.heads
    }

    fn fits(&self, labels: &[String]) -> bool {
        let has = |(head, open): &(String, bool)| {
            labels.iter().any(|label| if *open { label.starts_with(head) } else { label == head })
        };
        self.heads.iter().all(has) && !self.without.iter().any(|head| labels.contains(head))
    }
}

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| {
            let map =
                Map::parse(name, text).unwrap_or_else(|e| panic!("data/maps/{name}.toml: {e}"));
            let known =
                map.known.clone().unwrap_or_else(|| panic!("data/maps/{name}.toml: no `known`"));
            let heads = known
                .heads
                .iter()
                .map(|head| (folded(head.trim_end_matches('*')), head.ends_with('*')))
                .collect();
            let without = known.without.iter().map(|head| folded(head)).collect();
            Ready { name, text, map, known, heads, without }
        })
        .collect()
});

/// The ready maps, by name.
pub fn maps() -> &'static [Ready] {
    &READY
}

/// The ready map for a table with these columns: of several, the one with the most heads.
pub(super) fn known(labels: &[String]) -> Option<&'static Ready> {
    let labels: Vec<String> = labels.iter().map(|label| folded(label)).collect();
    READY.iter().filter(|ready| ready.fits(&labels)).max_by_key(|ready| ready.heads.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{Claim, Statement};
    use places::Gazetteer;

    /// "300 arrival Derby Line 2019-03-01 2019-03-31"
    fn told(claim: &Claim) -> String {
        let who = &claim.population.nationality;
        let place = claim.via.first().or(claim.at.as_ref()).or(claim.to.as_ref()).or(who.as_ref());
        format!(
            "{} {} {} {} {}",
            claim.value.unwrap_or(f64::NAN),
            claim.kind,
            place.map_or("", String::as_str),
            claim.start.map(|day| day.to_string()).unwrap_or_default(),
            claim.end.map(|day| day.to_string()).unwrap_or_default(),
        )
    }

    #[test]
    fn the_example_of_each_map_is_read_as_it_says() {
        for ready in maps() {
            if ready.known.question.is_some() {
                continue;
            }
            let text = ready.known.example.trim_start().to_owned();
            let opening =
                open::Options { date: "2026-10-01".parse().ok(), ..open::Options::default() };
            let mut opened = open::open("t.csv", text.into_bytes(), opening).unwrap();
            let (mut problems, mut notes) = (Vec::new(), Vec::new());
            let read = crate::read(
                &mut opened.document,
                &mut opened.sheets,
                Gazetteer::builtin(),
                crate::Options::default(),
                &mut problems,
                &mut notes,
            )
            .into_statements(&opened.document);
            let found: Vec<String> = read
                .iter()
                .map(|statement| match statement {
                    Statement::Claim(claim) => told(claim),
                    other => panic!("{other:?}"),
                })
                .collect();
            let said = format!("{}: {found:#?} {problems:#?} {notes:#?}", ready.name);
            assert!(ready.known.gives.iter().all(|claim| found.contains(claim)), "{said}");
            assert!(ready.known.partly || found.len() == ready.known.gives.len(), "{said}");
            let used = format!("by the ready map `{}`", ready.name);
            assert!(notes.iter().any(|note| note.message.contains(&used)), "{said}");
        }
    }
}
