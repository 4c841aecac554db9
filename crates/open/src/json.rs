//! JSON as tables: an array of records, records nested under one key, the properties of a GeoJSON file,
//! JSON Lines, columns side by side. Each record becomes a line of CSV, its keys the names of the
//! columns; what is none of these is refused by name, and never read as prose.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::sheets::push_quoted;

/// Objects within objects.
const DEPTH: usize = 64;

/// Records are looked for so many keys deep.
const LOOKED_AT: usize = 5;

/// The most columns that records may have together.
const COLUMNS: usize = 2_000;

/// Records as lines of CSV.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub text: String,
    /// What one should know of how they were read.
    pub notes: Vec<String>,
}

/// A value of JSON, keys in the order in which they are written, numbers as text.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Nothing,
    /// A number, or whether something is so.
    Plain(String),
    Text(String),
    List(Vec<Value>),
    Record(Vec<(String, Value)>),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut record = Vec::new();
        while let Some(entry) = map.next_entry()? {
            record.push(entry);
        }
        Ok(Value::Record(record))
    }
}

impl Value {
    fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Record(entries) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn is_scalar(&self) -> bool {
        matches!(self, Value::Nothing | Value::Plain(_) | Value::Text(_))
    }

    /// Whether it is a list of records.
    fn is_records(&self) -> bool {
        matches!(self, Value::List(list)
            if !list.is_empty() && list.iter().all(|value| matches!(value, Value::Record(_))))
    }
}

/// Whether a text opens like JSON: an object or an array with something of JSON in it.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let Some(rest) = text.strip_prefix('{').or_else(|| text.strip_prefix('[')) else {
        return false;
    };
    let next = rest.trim_start().chars().next();
    match text.starts_with('{') {
        true => matches!(next, Some('"' | '}')),
        // "[1] Source" opens a note; a list goes on with a record, a list, a text or numbers and commas.
        false => match next {
            Some('{' | '[' | '"') => true,
            Some(c) if c.is_ascii_digit() || c == '-' => rest
                .trim_start()
                .trim_start_matches(|c: char| c.is_ascii_digit() || ".-eE".contains(c))
                .trim_start()
                .starts_with(','),
            _ => false,
        },
    }
}

/// Reads JSON, or JSON Lines, as records.
///
/// # Errors
/// What it is when it holds no records, and what to do.
pub(super) fn records(text: &str) -> Result<Records, (String, String)> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(value) => of_value(value),
        Err(error) => match lines(text) {
            Some(records) => match features(&records) {
                Some(records) => table(&records, GEOJSON),
                None => table(&records, ""),
            },
            None => Err((
                format!(
                    "JSON that breaks off or is damaged at line {}, column {}",
                    error.line(),
                    error.column()
                ),
                "check that it was saved or downloaded whole".to_owned(),
            )),
        },
    }
}

/// What is said of the table that is made of features.
const GEOJSON: &str = "the properties of GeoJSON";

/// What the features of GeoJSON say, without where they lie.
fn properties(features: &[Value]) -> Vec<Value> {
    let told = features.iter().filter_map(|feature| feature.get("properties"));
    told.filter(|properties| matches!(properties, Value::Record(_))).cloned().collect()
}

/// The properties of features that stand in a list, or each in a line, without a collection around them.
fn features(records: &[Value]) -> Option<Vec<Value>> {
    let is_feature = |record: &Value| {
        record.get("type").and_then(Value::text) == Some("Feature")
            && record.get("properties").is_some()
    };
    (!records.is_empty() && records.iter().all(is_feature)).then(|| properties(records))
}

/// A record a line.
fn lines(text: &str) -> Option<Vec<Value>> {
    let mut records = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let record: Value = serde_json::from_str(line).ok()?;
        if !matches!(record, Value::Record(_)) {
            return None;
        }
        records.push(record);
    }
    (records.len() > 1).then_some(records)
}

fn of_value(value: Value) -> Result<Records, (String, String)> {
    if let Some(refusal) = known_otherwise(&value) {
        return Err(refusal);
    }
    if let Some(Value::List(features)) = value.get("features")
        && value.get("type").and_then(Value::text) == Some("FeatureCollection")
    {
        return table(&properties(features), GEOJSON);
    }
    if let Value::List(records) = &value
        && let Some(records) = features(records)
    {
        return table(&records, GEOJSON);
    }
    if let Some(rows) = of_rows(&value) {
        return rows;
    }
    let mut found: Vec<(String, &Value)> = Vec::new();
    lists(&value, "", 0, &mut found);
    let least = found.iter().map(|(path, _)| path.matches('.').count()).min();
    found.retain(|(path, _)| Some(path.matches('.').count()) == least);
    match &found[..] {
        [] => of_columns(&value).unwrap_or_else(|| {
            Err((
                "JSON that holds no list of records".to_owned(),
                "save the table in it as .csv, or its records as a list of objects".to_owned(),
            ))
        }),
        [(path, Value::List(records))] => {
            let said =
                if path.is_empty() { String::new() } else { format!("the records under `{path}`") };
            table(records, &said)
        }
        several => {
            let names: Vec<String> =
                several.iter().take(6).map(|(path, _)| format!("`{path}`")).collect();
            Err((
                format!("JSON with several lists of records: {}", names.join(", ")),
                "save the one that counts people as a file of its own".to_owned(),
            ))
        }
    }
}

/// Forms of JSON that hold figures another way, by name.
fn known_otherwise(value: &Value) -> Option<(String, String)> {
    const AS_CSV: &str = "download the same data as CSV";
    let refused = |name: &str| Some((format!("{name}, which is not read"), AS_CSV.to_owned()));
    let class = value.get("class").and_then(Value::text);
    if value.get("version").is_some()
        && matches!(class, Some("dataset" | "collection" | "dimension"))
    {
        return refused("JSON-stat");
    }
    let data = value.get("data").unwrap_or(value);
    if data.get("dataSets").is_some()
        && (data.get("structure").is_some()
            || data.get("structures").is_some()
            || value.get("meta").is_some())
    {
        return refused("SDMX-JSON");
    }
    let kind = value.get("type").and_then(Value::text);
    if kind == Some("Topology") {
        return refused("TopoJSON, a map without a table");
    }
    if value.get("meta").and_then(|meta| meta.get("view")).is_some() {
        return refused("a Socrata answer of rows without names");
    }
    if value.get("nbformat").is_some() {
        return Some(("a notebook".to_owned(), "save its table as .csv".to_owned()));
    }
    None
}

/// Lists of records, each with the keys that lead to it.
fn lists<'v>(value: &'v Value, path: &str, depth: usize, found: &mut Vec<(String, &'v Value)>) {
    if value.is_records() {
        found.push((path.to_owned(), value));
        return;
    }
    if let Value::Record(entries) = value
        && depth < LOOKED_AT
    {
        for (key, inner) in entries {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            lists(inner, &path, depth + 1, found);
        }
    }
}

/// A list of lists, the first of which are the names.
fn of_rows(value: &Value) -> Option<Result<Records, (String, String)>> {
    let Value::List(rows) = value else { return None };
    let rows: Vec<&Vec<Value>> = rows
        .iter()
        .map(|row| match row {
            Value::List(cells) if cells.iter().all(Value::is_scalar) => Some(cells),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let (names, body) = rows.split_first()?;
    let named = names.len() >= 2 && names.iter().all(|name| name.text().is_some());
    if !named || body.is_empty() || body.iter().any(|row| row.len() != names.len()) {
        return None;
    }
    let mut records = Records::default();
    for row in &rows {
        write(&mut records.text, row.iter());
    }
    Some(Ok(records))
}

/// Lists of equal length under the names of columns.
fn of_columns(value: &Value) -> Option<Result<Records, (String, String)>> {
    let Value::Record(entries) = value else { return None };
    let columns: Vec<(&String, &Vec<Value>)> = entries
        .iter()
        .filter_map(|(name, value)| match value {
            Value::List(cells) if cells.iter().all(Value::is_scalar) => Some((name, cells)),
            _ => None,
        })
        .collect();
    let rows = columns.first()?.1.len();
    if columns.len() < 2 || rows < 2 || columns.iter().any(|(_, cells)| cells.len() != rows) {
        return None;
    }
    let mut records = Records::default();
    let names: Vec<Value> = columns.iter().map(|(name, _)| Value::Text((*name).clone())).collect();
    write(&mut records.text, names.iter());
    for row in 0..rows {
        write(&mut records.text, columns.iter().map(|(_, cells)| &cells[row]));
    }
    Some(Ok(records))
}

/// Records as lines, the keys of all of them above.
fn table(records: &[Value], said: &str) -> Result<Records, (String, String)> {
    let mut names: Vec<String> = Vec::new();
    let mut at: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut lists: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<Value>> = Vec::with_capacity(records.len());
    for record in records {
        let mut cells: Vec<(String, Value)> = Vec::new();
        flatten(record, "", 0, &mut cells, &mut lists);
        let mut row = vec![Value::Nothing; names.len()];
        for (name, value) in cells {
            let column = *at.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
            if column >= row.len() {
                row.resize(column + 1, Value::Nothing);
            }
            row[column] = value;
        }
        if names.len() > COLUMNS {
            return Err((
                "JSON whose records have no fields in common".to_owned(),
                "save the table in it as .csv".to_owned(),
            ));
        }
        rows.push(row);
    }
    if names.is_empty() || rows.is_empty() {
        return Err((
            "JSON without a record in it".to_owned(),
            "check that it was saved or downloaded whole".to_owned(),
        ));
    }
    let mut made = Records::default();
    let heads: Vec<Value> = names.into_iter().map(Value::Text).collect();
    write(&mut made.text, heads.iter());
    for mut row in rows {
        row.resize(heads.len(), Value::Nothing);
        write(&mut made.text, row.iter());
    }
    if !said.is_empty() {
        made.notes.push(format!("read as a table: {said}"));
    }
    if !lists.is_empty() {
        let shown: Vec<String> = lists.iter().take(5).map(|name| format!("`{name}`")).collect();
        let more = if lists.len() > 5 { " …" } else { "" };
        made.notes.push(format!("lists within records are not read: {}{more}", shown.join(", ")));
    }
    Ok(made)
}

/// The fields of a record, those of records in it under both names.
fn flatten(
    record: &Value,
    path: &str,
    depth: usize,
    cells: &mut Vec<(String, Value)>,
    lists: &mut Vec<String>,
) {
    let Value::Record(entries) = record else { return };
    for (key, value) in entries {
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            // A list of plain values is one cell, as claim tables have them.
            Value::List(list) if list.iter().all(Value::is_scalar) => {
                cells.push((name, Value::Text(joined(list))));
            }
            Value::Record(_) if depth < DEPTH => flatten(value, &name, depth + 1, cells, lists),
            Value::Record(_) | Value::List(_) => {
                if !lists.contains(&name) {
                    lists.push(name);
                }
            }
            _ => cells.push((name, value.clone())),
        }
    }
}

fn joined(list: &[Value]) -> String {
    let texts: Vec<&str> = list
        .iter()
        .filter_map(|value| match value {
            Value::Text(text) | Value::Plain(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join(";")
}

fn write<'v>(text: &mut String, cells: impl Iterator<Item = &'v Value>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        match cell {
            Value::Text(cell) => push_quoted(text, &super::sheets::one_line(cell)),
            Value::Plain(cell) => text.push_str(cell),
            Value::Nothing | Value::List(_) | Value::Record(_) => {}
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> String {
        records(text).unwrap().text
    }

    fn refusal(text: &str) -> String {
        records(text).unwrap_err().0
    }

    #[test]
    fn records_become_lines_in_the_order_of_their_keys() {
        let list = r#"[{"z":1,"a":"x, y"},{"a":"\"q\"","b":{"c":2.5}},{"z":null,"b":{"c":true}}]"#;
        assert_eq!(csv(list), "z,a,b.c\n1,\"x, y\",\n,\"\"\"q\"\"\",2.5\n,,true\n");
        let nested = r#"{"count":2,"results":{"items":[{"a":1},{"a":2}]}}"#;
        assert_eq!(csv(nested), "a\n1\n2\n");
        assert_eq!(csv("{\"a\":1}\n{\"a\":2}\n"), "a\n1\n2\n");
        assert_eq!(csv(r#"[["a","b"],["x",1],["y",2]]"#), "a,b\nx,1\ny,2\n");
        assert_eq!(csv(r#"{"a":["x","y"],"b":[1,2]}"#), "a,b\nx,1\ny,2\n");
    }

    #[test]
    fn of_geojson_the_properties_are_read_and_never_a_coordinate() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[36.1,32.2]},"properties":{"n":"A","r":5}},
            {"type":"Feature","geometry":null,"properties":{"n":"B","r":6}}]}"#;
        assert_eq!(csv(text), "n,r\nA,5\nB,6\n");
        let lines = text.split("\"features\":[").last().unwrap().trim_end_matches("]}");
        assert_eq!(csv(&lines.replace("}},", "}}")), "n,r\nA,5\nB,6\n", "a feature a line");
        assert_eq!(csv(&format!("[{lines}]")), "n,r\nA,5\nB,6\n", "a list of features");
    }

    #[test]
    fn lists_within_records_are_said() {
        let made = records(r#"[{"a":1,"b":[{"x":1}],"c":["x","y"]},{"a":2,"b":[]}]"#).unwrap();
        assert_eq!(made.text, "a,c,b\n1,\"x;y\",\n2,,\n");
        assert_eq!(made.notes, ["lists within records are not read: `b`"]);
    }

    #[test]
    fn what_holds_no_records_is_refused_by_name() {
        for (text, expected) in [
            (r#"{"version":"2.0","class":"dataset","value":[1]}"#, "JSON-stat, which is not read"),
            (
                r#"{"meta":{},"data":{"dataSets":[{}],"structure":{}}}"#,
                "SDMX-JSON, which is not read",
            ),
            (
                r#"{"type":"Topology","objects":{}}"#,
                "TopoJSON, a map without a table, which is not read",
            ),
            (r#"{"a":{"b":"text"}}"#, "JSON that holds no list of records"),
            (r#"{"a":[{"x":1}],"b":[{"x":2}]}"#, "JSON with several lists of records: `a`, `b`"),
            (r#"[{"a":1},"#, "JSON that breaks off or is damaged at line 1, column 9"),
        ] {
            assert_eq!(refusal(text), expected);
        }
    }

    #[test]
    fn notes_in_brackets_are_no_json() {
        for text in ["[1] Source: IOM", "[Table 1]", "{curly} words", "Text"] {
            assert!(!is_json(text), "{text}");
        }
        for text in ["[{\"a\":1}]", " {\n\"a\": 1}", "[[1]]", "[1, 2]"] {
            assert!(is_json(text), "{text}");
        }
    }
}
