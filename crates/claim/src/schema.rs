//! The published contract of `claims.jsonl`.

use crate::Statement;

/// Returns the JSON Schema (draft 2020-12) of one line of `claims.jsonl`.
/// `docs/statement.schema.json` is this, checked by a test.
pub fn statement_schema() -> serde_json::Value {
    schemars::schema_for!(Statement).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/statement.schema.json");
        let now = format!("{:#}\n", statement_schema());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            published == now,
            "docs/statement.schema.json is not what the types say; \
             run UPDATE_SCHEMA=1 cargo test -p crossings-claim and commit it"
        );
    }
}
