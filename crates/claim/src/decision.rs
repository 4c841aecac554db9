//! What an analyst said of a claim. It never overwrites: the claim stays as it was read, and
//! a decision is taken back by another decision.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::vocabulary::words;
use crate::{Claim, DaysFound, Id, SourceFound};

words! {
    /// What was decided.
    Verdict {
        /// The claim is right as it was read.
        Accept,
        /// The claim is not to be used.
        Reject,
        /// Some of its fields are wrong; `set` says what they are.
        Correct,
        /// It says what another claim says; `into` names that one.
        Merge,
        /// It says several things; `parts` are they.
        Split,
        /// Somebody should look at it again.
        #[default]
        Flag,
        /// The claim, or the whole document, must leave in no export, brief or public page.
        Confidential,
        /// An earlier decision is taken back.
        Undo,
    }
}

/// Fields and their new values, as typed: `{"value": "202975"}`.
pub type Changes = BTreeMap<String, String>;

/// What somebody decided of a claim, a document or an earlier decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Hash of everything else.
    pub id: Id,
    /// When it was taken.
    pub recorded: Timestamp,
    /// Who took it, as they signed.
    pub by: String,
    /// Why.
    pub why: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Of what: a claim's id, a document's id (`confidential`), a decision's id (`undo`).
    pub subject: String,
    /// `correct`: the fields set.
    #[serde(default, skip_serializing_if = "Changes::is_empty")]
    pub set: Changes,
    /// `merge`: the claim that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Id>,
    /// `split`: what sets each part apart from the claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Changes>,
    /// How many decisions about the same thing whoever took this one had seen, where that is known: one that
    /// came between was taken by somebody who did not know of the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

impl Decision {
    /// Makes a decision without fields, target or parts; add them, then seal it.
    pub fn new(
        verdict: Verdict,
        subject: impl Into<String>,
        by: impl Into<String>,
        why: impl Into<String>,
        recorded: Timestamp,
    ) -> Decision {
        Decision {
            id: Id::unsealed(),
            recorded,
            by: by.into(),
            why: why.into(),
            verdict,
            subject: subject.into(),
            set: Changes::new(),
            into: None,
            parts: Vec::new(),
            version: None,
        }
    }

    /// Computes the id from the fields; call it when they are final.
    pub fn sealed(mut self) -> Decision {
        self.id = Id::unsealed();
        self.id = crate::statement::seal(&self);
        self
    }
}

/// Why a claim cannot be corrected so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// The claim has no such field.
    #[error("a claim has no field `{field}`; it has {known}")]
    NoSuchField {
        /// As given.
        field: String,
        /// Those that can be set.
        known: String,
    },
    /// The field is the claim's identity or evidence.
    #[error("`{field}` says where the claim was read and stays as it is")]
    Fixed {
        /// As given.
        field: String,
    },
    /// The field does not take this value.
    #[error("`{field}` cannot be `{value}`: {detail}")]
    BadValue {
        /// The field.
        field: String,
        /// The value as given.
        value: String,
        /// What it takes.
        detail: String,
    },
}

/// What makes a claim this claim: never corrected.
const FIXED: [&str; 8] =
    ["id", "document", "quote", "span", "found", "rules", "published", "publisher"];

impl Claim {
    /// The claim with fields set as typed: numbers, ISO days, `true` and `false`, words of the
    /// contract, lists with `;`, nothing for `null`; `population.group` and `source.name` for
    /// fields within fields. Its id and evidence stay.
    ///
    /// # Errors
    /// When there is no such field, when it is fixed, or when it does not take the value.
    pub fn corrected(&self, changes: &Changes) -> Result<Claim, CorrectionError> {
        let mut json = serde_json::to_value(self).expect("a claim is plain data");
        for (field, typed) in changes {
            let (outer, inner) = match field.split_once('.') {
                Some((outer, inner)) => (outer, Some(inner)),
                None => (field.as_str(), None),
            };
            if FIXED.contains(&outer) {
                return Err(CorrectionError::Fixed { field: field.clone() });
            }
            let slot = match inner {
                None => json.get_mut(outer),
                Some(inner) => json.get_mut(outer).and_then(|object| object.get_mut(inner)),
            };
            let Some(slot) = slot.filter(|slot| !slot.is_object()) else {
                return Err(CorrectionError::NoSuchField {
                    field: field.clone(),
                    known: fields(self).join(", "),
                });
            };
            *slot = typed_value(field, typed, slot)?;
            if let Err(error) = serde_json::from_value::<Claim>(json.clone()) {
                return Err(CorrectionError::BadValue {
                    field: field.clone(),
                    value: typed.clone(),
                    detail: error.to_string(),
                });
            }
        }
        // A bound that was the number itself moves with it.
        if changes.contains_key("value") {
            for bound in ["low", "high"] {
                let was = match bound {
                    "low" => self.low,
                    _ => self.high,
                };
                if was.is_some() && was == self.value && !changes.contains_key(bound) {
                    json[bound] = json["value"].clone();
                }
            }
        }
        let mut corrected: Claim =
            serde_json::from_value(json).map_err(|error| CorrectionError::BadValue {
                field: String::new(),
                value: String::new(),
                detail: error.to_string(),
            })?;
        if let (Some(start), Some(end)) = (corrected.start, corrected.end)
            && start > end
        {
            let field = if changes.contains_key("end") { "end" } else { "start" };
            return Err(CorrectionError::BadValue {
                field: field.into(),
                value: changes.get(field).cloned().unwrap_or_default(),
                detail: format!("the window would start on {start} and end on {end}"),
            });
        }
        // What an analyst sets is stated, by the analyst.
        if changes.keys().any(|field| field.starts_with("source.")) {
            corrected.found.source = Some(SourceFound::Stated);
        }
        if changes.keys().any(|field| field == "start" || field == "end") {
            corrected.found.days = Some(DaysFound::Stated);
            corrected.found.end_assumed = false;
        }
        Ok(corrected)
    }
}

/// The names of the fields that can be set.
fn fields(claim: &Claim) -> Vec<String> {
    let Value::Object(object) = serde_json::to_value(claim).expect("a claim is plain data") else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for (name, value) in &object {
        match value {
            _ if FIXED.contains(&name.as_str()) => {}
            Value::Object(inner) => names.extend(inner.keys().map(|key| format!("{name}.{key}"))),
            _ => names.push(name.clone()),
        }
    }
    names
}

/// A value as typed, in the form that the field has.
fn typed_value(field: &str, typed: &str, slot: &Value) -> Result<Value, CorrectionError> {
    let typed = typed.trim();
    let bad = |detail: &str| CorrectionError::BadValue {
        field: field.to_owned(),
        value: typed.to_owned(),
        detail: detail.to_owned(),
    };
    if slot.is_array() {
        let items = typed.split(';').map(str::trim).filter(|item| !item.is_empty());
        return Ok(items.map(Value::from).collect());
    }
    if slot.is_boolean() {
        return match typed {
            "true" | "yes" => Ok(Value::Bool(true)),
            "false" | "no" => Ok(Value::Bool(false)),
            _ => Err(bad("give true or false")),
        };
    }
    if typed.is_empty() || typed == "null" {
        return Ok(Value::Null);
    }
    if matches!(field, "value" | "low" | "high" | "factor") {
        let number: f64 = typed
            .replace([',', ' ', '\u{a0}'], "")
            .parse()
            .map_err(|_| bad("give a number such as 202975"))?;
        if !number.is_finite() || number < 0.0 {
            return Err(bad("give a number that is not negative"));
        }
        // Whole numbers are written whole, as in the claim itself.
        return Ok(if number.fract() == 0.0 && number < 1e15 {
            Value::from(number as i64)
        } else {
            Value::from(number)
        });
    }
    Ok(Value::from(typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentId, Group, Qualifier};
    use jiff::civil::date;

    fn claim() -> Claim {
        Claim {
            value: Some(200_975.0),
            low: Some(200_975.0),
            qualifier: Qualifier::MoreThan,
            ..Claim::new(DocumentId::of_bytes(b"x"), "200,975 people", 0..7)
        }
        .sealed()
    }

    fn set(pairs: &[(&str, &str)]) -> Changes {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn fields_are_set_and_identity_stays() {
        let changes = set(&[
            ("value", "202,975"),
            ("via", "Torkham; Chaman"),
            ("end", "2023-11-11"),
            ("cumulative", "yes"),
            ("population.group", "children"),
            ("source.name", "Home Department"),
        ]);
        let corrected = claim().corrected(&changes).unwrap();
        assert_eq!((corrected.value, corrected.low), (Some(202_975.0), Some(202_975.0)));
        assert_eq!(corrected.via, ["Torkham", "Chaman"]);
        assert_eq!(corrected.end, Some(date(2023, 11, 11)));
        assert!(corrected.cumulative);
        assert_eq!(corrected.population.group, Group::Children);
        assert_eq!(corrected.source.name.as_deref(), Some("Home Department"));
        assert_eq!((&corrected.id, &corrected.quote), (&claim().id, &claim().quote));
    }

    #[test]
    fn what_cannot_be_set_is_said() {
        let says = |pairs| claim().corrected(&set(pairs)).unwrap_err().to_string();
        assert!(
            says(&[("amount", "5")]).starts_with("a claim has no field `amount`; it has as_of")
        );
        assert!(says(&[("quote", "x")]).contains("stays as it is"));
        assert!(says(&[("value", "many")]).contains("give a number"));
        assert!(says(&[("kind", "walk")]).contains("unknown variant `walk`"));
        assert!(says(&[("end", "1 Nov")]).starts_with("`end` cannot be `1 Nov`"));
        assert!(says(&[("cumulative", "perhaps")]).contains("true or false"));
    }

    #[test]
    fn a_decision_is_named_by_its_content() {
        let at = Timestamp::UNIX_EPOCH;
        let one = Decision::new(Verdict::Reject, claim().id.as_str(), "A. N.", "copy", at).sealed();
        let two =
            Decision::new(Verdict::Reject, claim().id.as_str(), "A. N.", "other", at).sealed();
        assert_ne!(one.id, two.id);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), one);
        assert!(!json.contains("parts"));
    }
}
