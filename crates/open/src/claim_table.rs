//! How tables and lines of our own vocabulary are told by their beginning: the fields of a claim as
//! columns, or statements as JSON Lines.

use claim::Statement;

/// The columns that are read, each with the other names it may have. Anything
/// else in a table is left alone.
pub const COLUMNS: [(&str, &[&str]); 33] = [
    ("published", &["reported"]),
    ("publisher", &[]),
    ("value", &[]),
    ("low", &[]),
    ("high", &[]),
    ("qualifier", &[]),
    ("unit", &[]),
    ("factor", &[]),
    ("measure", &[]),
    ("per", &[]),
    ("kind", &[]),
    ("concept", &[]),
    ("population", &["who", "population_text"]),
    ("nationality", &["population_nationality"]),
    ("status", &["population_status"]),
    ("group", &["population_group"]),
    ("includes", &["population_includes"]),
    ("excludes", &["population_excludes"]),
    ("via", &["crossing"]),
    ("from", &[]),
    ("to", &[]),
    ("at", &[]),
    ("start", &[]),
    ("end", &[]),
    ("as_of", &[]),
    ("cumulative", &[]),
    ("start_stated", &[]),
    ("partial", &[]),
    ("source", &["source_name"]),
    ("organisation", &["organization", "source_organisation"]),
    ("role", &["source_role"]),
    ("source_kind", &[]),
    ("stance", &[]),
];

/// Whether `text` opens with the header of a claim table.
pub fn is_table(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let known = line
        .split(delimiter(line) as char)
        .filter_map(|cell| column(cell.trim().trim_matches('"')))
        .collect::<Vec<_>>();
    known.len() >= 2 && known.iter().any(|name| matches!(*name, "value" | "low" | "high"))
}

/// Whether `text` begins like JSON Lines of statements.
pub fn is_lines(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    line.starts_with('{') && serde_json::from_str::<Statement>(line).is_ok()
}

/// Whether `text` begins with a line that is meant as a statement, right or wrong.
pub fn may_be_lines(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let kinds = ["claim", "event", "position"];
    let says = |kind: &&str| {
        line.contains(&format!("\"type\":\"{kind}\""))
            || line.contains(&format!("\"type\": \"{kind}\""))
    };
    line.starts_with('{') && (is_lines(line) || kinds.iter().any(says))
}

/// The delimiter that gives the header the most columns that are known.
pub fn delimiter(header: &str) -> u8 {
    let known = |delimiter: &u8| {
        let cells = header.split(*delimiter as char);
        cells.filter(|cell| column(cell.trim().trim_matches('"')).is_some()).count()
    };
    // The first of equals wins, so the order is that of preference.
    let mut best = (b',', known(&b','));
    for delimiter in [b';', b'\t'] {
        let count = known(&delimiter);
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

/// The field that a column of this name holds.
pub fn column(name: &str) -> Option<&'static str> {
    let name = folded(name);
    COLUMNS
        .iter()
        .find(|(field, others)| *field == name || others.contains(&name.as_str()))
        .map(|(field, _)| *field)
}

/// Lower case, with one underscore for each run of spaces, dots and hyphens.
pub fn folded(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> =
        lower.split([' ', '-', '.', '_', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    words.join("_")
}
