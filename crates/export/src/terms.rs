//! What goes with every row wherever it is taken: the licence, what is counted, and from
//! how many people on.

use crate::{Border, Export};

/// Numbers of people below this are left out unless [`Terms`] say otherwise: ten, as in most
/// offices that publish tables of people, and as the brief does.
pub const SUPPRESS_BELOW: u32 = 10;

/// Printed where nobody gave a licence.
const NO_LICENCE: &str = "not stated";

/// On what terms an export leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The licence of the file as a whole, best by its SPDX name (`CC-BY-4.0`); the words of others
    /// in quotes stay theirs.
    pub licence: Option<String>,
    /// Numbers from 1 to below this are left out; 0 and 1 leave nothing out.
    pub suppress_below: u32,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { licence: None, suppress_below: SUPPRESS_BELOW }
    }
}

impl Terms {
    /// The licence as printed.
    pub(crate) fn licence(&self) -> &str {
        self.licence.as_deref().unwrap_or(NO_LICENCE)
    }

    /// Title and address of a licence that open data uses.
    pub(crate) fn known_licence(&self) -> Option<(&'static str, &'static str)> {
        const KNOWN: [(&str, &str, &str); 7] = [
            (
                "CC-BY-4.0",
                "Creative Commons Attribution 4.0",
                "https://creativecommons.org/licenses/by/4.0/",
            ),
            (
                "CC-BY-SA-4.0",
                "Creative Commons Attribution-ShareAlike 4.0",
                "https://creativecommons.org/licenses/by-sa/4.0/",
            ),
            (
                "CC-BY-3.0-IGO",
                "Creative Commons Attribution 3.0 IGO",
                "https://creativecommons.org/licenses/by/3.0/igo/",
            ),
            ("CC0-1.0", "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
            (
                "ODbL-1.0",
                "Open Database License 1.0",
                "https://opendatacommons.org/licenses/odbl/1-0/",
            ),
            (
                "ODC-By-1.0",
                "Open Data Commons Attribution License 1.0",
                "https://opendatacommons.org/licenses/by/1-0/",
            ),
            (
                "PDDL-1.0",
                "Open Data Commons Public Domain Dedication and License 1.0",
                "https://opendatacommons.org/licenses/pddl/1-0/",
            ),
        ];
        let given = self.licence.as_deref()?;
        KNOWN
            .iter()
            .find(|(name, ..)| name.eq_ignore_ascii_case(given))
            .map(|(_, title, address)| (*title, *address))
    }
}

impl Border {
    /// What a row of flows counts.
    pub(crate) fn definition(&self) -> String {
        format!(
            "crossings of people from {} to {}; estimate; not refugees, nor unique persons",
            self.from_name, self.to_name
        )
    }
}

/// The definitions that go with a file, a paragraph each.
pub(crate) fn definitions(export: &Export) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(route) = &export.route {
        all.push((
            "What is counted",
            format!(
                "People who crossed from {} to {} by a crossing on the given days, of every age and status. \
                 Somebody who crosses twice counts twice. A crossing does not say that a person is a refugee, \
                 or went of their own will.",
                route.from_name, route.to_name
            ),
        ));
        all.push((
            "Interval",
            "p50 is the median of the estimate; it lies between p05 and p95 with 90 % probability, and between \
             p25 and p75 with 50 %, given the claims and the model. Medians of parts do not add up to the \
             median of the whole."
                .to_owned(),
        ));
        all.push((
            "Observation status",
            "obs_status says how well the days were reported, not how the number was made (all of them are \
             estimates): observed, every day has a count of its own or of at most three days; estimated, some \
             days are covered by longer totals only, or not at all; not_observed, nobody gave a number that \
             covers any of the days; suppressed and withheld, the row has no numbers, because one of them is of too \
             few people, or could be had from them by subtraction. Not observed is not zero."
                .to_owned(),
        ));
    }
    all.push((
        "Evidence",
        "evidence lists the ids of the claims that the number rests on directly; each is a row of claims, \
         with its exact words and the document they are in."
            .to_owned(),
    ));
    all.push((
        "Small cells",
        match export.terms.suppress_below {
            0 | 1 => "Nothing is left out for being small.".to_owned(),
            below => format!(
                "A row with a number of people from 1 to {} has no numbers at all: empty, with suppressed saying \
                 true; claims of so few people are not in the file. What is confidential is not in it either.",
                below - 1
            ),
        },
    ));
    all.push((
        "Licence",
        match &export.terms.licence {
            Some(licence) => format!("{licence}. Quoted words remain their authors'."),
            None => {
                "No licence was stated: ask who made this file before you publish it.".to_owned()
            }
        },
    ));
    all
}

/// Name and version of what wrote the file.
pub(crate) const WRITER: &str = concat!("crossings ", env!("CARGO_PKG_VERSION"));
