//! Names by content: the same input always gets the same id.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use compact_str::CompactString;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The digits of hexadecimal numbers.
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Lower-case hexadecimal of the first `length` digits of a SHA-256 sum.
fn hex(bytes: &[u8], length: usize) -> String {
    let sum = Sha256::digest(bytes);
    let digits = sum.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.take(length).map(|digit| char::from(HEX[usize::from(digit)])).collect()
}

/// Says why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: expected {1} hexadecimal digits in lower case")]
pub struct IdError(String, usize);

fn checked(text: &str, length: usize) -> Result<String, IdError> {
    let hexadecimal = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    if text.len() == length && text.chars().all(hexadecimal) {
        Ok(text.to_owned())
    } else {
        Err(IdError(text.to_owned(), length))
    }
}

/// The address of a document: SHA-256 of its bytes as they were read, 64
/// hexadecimal digits.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct DocumentId(
    #[serde(with = "shared")]
    #[schemars(with = "String", regex(pattern = r"^[0-9a-f]{64}$"))]
    Arc<str>,
);

impl DocumentId {
    /// Hashes the bytes of a document as they were read.
    pub fn of_bytes(bytes: &[u8]) -> DocumentId {
        DocumentId(hex(bytes, 64).into())
    }

    /// Returns the hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stands where the document is told by other means: what a store writes for the claims of
    /// one document.
    pub fn unnamed() -> DocumentId {
        DocumentId("".into())
    }

    /// Whether it stands for a document that is told by other means.
    pub fn is_unnamed(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the first eight digits, enough for a person to tell documents apart.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

/// One text, held by every claim of a document.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        Ok(String::deserialize(deserializer)?.into())
    }
}

impl FromStr for DocumentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<DocumentId, IdError> {
        checked(text, 64).map(|text| DocumentId(text.into()))
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a claim, event or position: the first 16 hexadecimal digits of
/// the SHA-256 of its document, span and fields.
///
/// 64 bits keep the chance of two statements sharing a name below one in a
/// million for ledgers of up to about six million statements.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Id(#[schemars(with = "String", regex(pattern = r"^([0-9a-f]{16})?$"))] CompactString);

impl Id {
    /// Hashes the JSON of a statement's fields.
    pub(crate) fn of_json(fields: &[u8]) -> Id {
        let sum = Sha256::digest(fields);
        let first = sum.iter().take(8).fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte));
        Id::of_bits(first)
    }

    /// The id of a statement that has not been sealed yet.
    pub(crate) fn unsealed() -> Id {
        Id(CompactString::default())
    }

    /// The id of these 64 bits: the other way round than [`Id::bits`].
    pub fn of_bits(bits: u64) -> Id {
        let mut digits = [0; 16];
        for (at, digit) in digits.iter_mut().enumerate() {
            *digit = HEX[(bits >> (60 - 4 * at) & 15) as usize];
        }
        Id(CompactString::from_utf8_lossy(&digits))
    }

    /// The 64 bits of the id, in the order of its digits; `None` before the statement is sealed. Where millions of ids
    /// are held they take a third of the room.
    pub fn bits(&self) -> Option<u64> {
        u64::from_str_radix(&self.0, 16).ok()
    }

    /// Returns the hexadecimal digits; empty before the statement is sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Id, IdError> {
        checked(text, 16).map(|text| Id(text.into()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_addressed_by_its_bytes() {
        // Known SHA-256 of the empty input.
        assert_eq!(
            DocumentId::of_bytes(b"").as_str(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_ne!(DocumentId::of_bytes(b"a"), DocumentId::of_bytes(b"a "));
    }

    #[test]
    fn an_id_is_the_same_from_its_bits() {
        for text in ["0123456789abcdef", "0000000000000000", "ffffffffffffffff"] {
            let id: Id = text.parse().unwrap();
            assert_eq!(id.bits().map(Id::of_bits), Some(id));
        }
        assert_eq!(Id::unsealed().bits(), None);
    }

    #[test]
    fn an_id_is_only_hexadecimal_of_the_right_length() {
        assert!("0123456789abcdef".parse::<Id>().is_ok());
        for wrong in ["", "0123", "0123456789ABCDEF", "0123456789abcdeg"] {
            let error = wrong.parse::<Id>().unwrap_err().to_string();
            assert!(error.contains("16 hexadecimal digits"), "{error}");
        }
    }
}
