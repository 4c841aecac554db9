//! The flows as SDMX-CSV 2.0: the median as the observation, the ends of the 90 % interval as
//! attributes, SDMX's own codes of observation and confidentiality status.

use std::collections::BTreeMap;

use crate::Export;
use crate::error::ExportError;
use crate::flows::{Flow, ObsStatus};
use crate::hxl::inert;

/// Agency, id and version of the dataflow.
const DATAFLOW: &str = "CROSSINGS:FLOWS(1.0)";

const COLUMNS: [&str; 17] = [
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "REF_AREA",
    "COUNTERPART_AREA",
    "CROSSING",
    "TIME_PERIOD",
    "OBS_VALUE",
    "LOWER_BOUND",
    "UPPER_BOUND",
    "OBS_STATUS",
    "CONF_STATUS",
    "UNIT_MEASURE",
    "TITLE",
    "EVIDENCE",
    "COMMENT_OBS",
];

/// The code of CL_OBS_STATUS 2.2.
fn status(flow: &Flow) -> &'static str {
    match flow.obs_status() {
        ObsStatus::Suppressed | ObsStatus::Withheld => "Q", // missing value; suppressed
        ObsStatus::Observed => "A",                         // normal
        ObsStatus::Estimated => "E",                        // estimated
        ObsStatus::NotObserved => "I",                      // imputed
    }
}

/// The code of CL_CONF_STATUS 1.3.
fn confidentiality(flow: &Flow) -> &'static str {
    match flow.obs_status() {
        ObsStatus::Suppressed => "A", // primary confidentiality due to small counts
        ObsStatus::Withheld => "D",   // secondary confidentiality set by the sender
        _ => "F",                     // free
    }
}

/// A day, or a run of days as a start and a duration (SDMX 3.0, time range), with the frequency's
/// code of CL_FREQ.
fn period(flow: &Flow) -> (&'static str, String) {
    match flow.days.days() {
        1 => ("D", flow.days.start().to_string()),
        7 => ("W", format!("{}/P7D", flow.days.start())),
        days => ("_O", format!("{}/P{days}D", flow.days.start())),
    }
}

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let Some(route) = &export.route else { return Err(ExportError::NoPicture) };
    let mut codes = Codes::default();
    let known = export.as_known_on.map(|day| format!("as known on {day}; ")).unwrap_or_default();
    let comment = format!("{}; {known}licence: {}", route.definition(), export.terms.licence());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for flow in &export.flows {
        let number = |name| flow.number(name).map(|n| n.to_string()).unwrap_or_default();
        let (frequency, period) = period(flow);
        let evidence: Vec<&str> = flow.evidence.iter().map(|id| id.as_str()).collect();
        out.write_record([
            "dataflow",
            DATAFLOW,
            "I",
            frequency,
            &route.from,
            &route.to,
            &codes.of(&flow.via),
            &period,
            &number("p50"),
            &number("p05"),
            &number("p95"),
            status(flow),
            confidentiality(flow),
            "PS",
            &inert(flow.via.clone()),
            &evidence.join(" "),
            &inert(comment.clone()),
        ])?;
    }
    Ok(out.into_inner().map_err(|error| error.into_error())?)
}

/// Codes for crossings: SDMX allows letters, digits and a few marks.
#[derive(Default)]
struct Codes(BTreeMap<String, String>);

impl Codes {
    fn of(&mut self, via: &str) -> String {
        if let Some(code) = self.0.get(via) {
            return code.clone();
        }
        let plain: String = via
            .to_uppercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        // Names in another script, or that differ in marks only, get a number behind.
        let taken = |code: &String| self.0.values().any(|known| known == code);
        let numbered = (2..).map(|n| format!("{plain}_{n}"));
        let code = std::iter::once(plain.clone()).chain(numbered).find(|code| !taken(code));
        let code = code.expect("numbers do not end");
        self.0.insert(via.to_owned(), code.clone());
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crossing_has_a_code_of_its_own() {
        let mut codes = Codes::default();
        let names = ["Angoor Adda", "Angoor-Adda", "чаман", "тахта", "Angoor Adda"];
        let codes = names.map(|name| codes.of(name));
        assert_eq!(codes, ["ANGOOR_ADDA", "ANGOOR_ADDA_2", "_____", "______2", "ANGOOR_ADDA"]);
    }
}
