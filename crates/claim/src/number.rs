//! How quantities are written in JSON: whole numbers without a decimal point,
//! so that `140000` does not leave as `140000.0`.

use serde::{Deserialize, Deserializer, Serializer};

/// Largest magnitude below which every whole number is exact in an `f64`.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) fn serialize<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        None => to.serialize_none(),
        Some(number) if number.fract() == 0.0 && number.abs() < EXACT => {
            to.serialize_some(&(*number as i64))
        }
        Some(number) => to.serialize_some(number),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    Option::<f64>::deserialize(from)
}
