//! Short texts that were misread, each with what is to be read of it.

use std::path::Path;

use anyhow::{Context, Result};
use claim::{Claim, Statement};
use places::Gazetteer;

use crate::sets;

/// How many of the cases in a file are read right, of how many, and what is wrong with the others.
///
/// # Errors
/// When the file cannot be read or a line is no case.
pub fn score(file: &Path) -> Result<(usize, usize, Vec<String>)> {
    let mut wrong = Vec::new();
    let cases = sets::lines(file)?;
    for (number, case) in (1..).zip(&cases) {
        if let Some(told) = fault(case).with_context(|| format!("case {number}"))? {
            wrong.push(format!("case {number}: {told}"));
        }
    }
    Ok((cases.len() - wrong.len(), cases.len(), wrong))
}

/// What is wrong with a case; `None` where all that is expected was read.
fn fault(case: &serde_json::Value) -> Result<Option<String>> {
    let text = case["text"].as_str().context("no text")?;
    let date = case["date"].as_str().context("no date")?.parse()?;
    let options = read::Options { date: Some(date), ..read::Options::default() };
    let reading = read::read("case.txt", text.into(), options, Gazetteer::builtin())
        .map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let claims: Vec<&Claim> = reading
        .statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Claim(claim) => Some(claim),
            _ => None,
        })
        .collect();
    for wanted in case["expect"].as_array().context("nothing expected")? {
        let of = |value: &serde_json::Value| {
            claims.iter().find(|claim| claim.value.is_some() && claim.value == value.as_f64())
        };
        if let Some(claim) = of(&wanted["no_claim"]) {
            return Ok(Some(format!("{:?} is no claim", claim.quote)));
        }
        if wanted["no_claim"].is_number() {
            continue;
        }
        let Some(claim) = of(&wanted["value"]) else {
            return Ok(Some(format!("{} was not read", wanted["value"])));
        };
        let read = serde_json::to_value(claim)?;
        for (field, value) in wanted.as_object().context("no object")? {
            let right = match field.as_str() {
                "source" => {
                    let label =
                        [&claim.source.name, &claim.source.role, &claim.source.organisation];
                    let speaker = value.as_str().unwrap_or_default();
                    label.into_iter().flatten().any(|label| label.contains(speaker))
                }
                field => &read[field] == value || field == "value",
            };
            if !right {
                let is = if field == "source" { &read["source"]["name"] } else { &read[field] };
                return Ok(Some(format!("{:?}: {field} {is}, not {value}", claim.quote)));
            }
        }
    }
    Ok(None)
}
