//! A Parquet file as a table: its columns as lines of CSV. What it holds besides plain values (lists,
//! records, bytes) is left as a blank cell, and said.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::data_type::{ByteArray, Decimal};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::json::Records;
use super::limits;
use super::sheets::{one_line, push_quoted};

/// With what a Parquet file begins and ends.
pub(super) const MAGIC: &[u8] = b"PAR1";

const REMEDY: &str =
    "save it as CSV, for instance with DuckDB: COPY (FROM 'file.parquet') TO 'file.csv'";

/// Reads the rows of a Parquet file; `largest` is the most that they may be as text.
pub(super) fn records(bytes: &[u8], largest: usize) -> Result<Records, (String, String)> {
    // The crate stops the program on some damaged files, where others get an error.
    let read = catch_unwind(AssertUnwindSafe(|| rows(bytes, largest)));
    let damaged = || Err("a damaged Parquet file".to_owned());
    read.unwrap_or_else(|_| damaged()).map_err(|message| (message, REMEDY.to_owned()))
}

fn rows(bytes: &[u8], largest: usize) -> Result<Records, String> {
    let broken =
        |error: parquet::errors::ParquetError| format!("not a readable Parquet file: {error}");
    let file = SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).map_err(broken)?;
    let about = file.metadata().file_metadata();
    let names: Vec<&str> =
        about.schema_descr().root_schema().get_fields().iter().map(|field| field.name()).collect();
    let cells = usize::try_from(about.num_rows()).unwrap_or(usize::MAX).saturating_mul(names.len());
    if cells > limits::CELLS {
        return Err(format!("a Parquet file of {cells} cells: more than a table can have"));
    }
    // A page is unpacked whole before the first of its rows is seen: a few bytes may be one cell of a thousand million.
    let unpacked: i64 =
        file.metadata().row_groups().iter().map(|group| group.total_byte_size().max(0)).sum();
    if usize::try_from(unpacked).is_ok_and(|size| size > largest) {
        return Err(format!("a Parquet file of more than {} MiB unpacked", largest >> 20));
    }
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_quoted(&mut text, &one_line(&cell));
        }
        text.push('\n');
        text.len() <= largest
    };
    line(&mut names.iter().map(|name| (*name).to_owned()));
    let mut left: BTreeSet<String> = BTreeSet::new();
    for row in file.get_row_iter(None).map_err(broken)? {
        let row = row.map_err(broken)?;
        let within = line(&mut row.get_column_iter().map(|(name, field)| {
            told(field).unwrap_or_else(|| {
                left.insert(name.clone());
                String::new()
            })
        }));
        if !within {
            return Err(format!("a Parquet file of more than {} MiB as text", largest >> 20));
        }
    }
    let notes = left
        .iter()
        .map(|name| format!("column `{name}` holds lists, records or bytes, which are not read"));
    Ok(Records { notes: notes.collect(), text })
}

/// A value as text; none where it is no plain one.
fn told(field: &Field) -> Option<String> {
    Some(match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Float16(number) => plain(f64::from(f32::from(*number))),
        Field::Float(number) => plain(f64::from(*number)),
        Field::Double(number) => plain(*number),
        Field::Decimal(number) => decimal(number),
        // "2023-11-03 00:00:00 +00:00" is a day.
        Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            let moment = field.to_string();
            let bare = moment.trim_end_matches(" +00:00");
            let bare = bare.split_once('.').map_or(bare, |(bare, _)| bare);
            bare.strip_suffix(" 00:00:00").unwrap_or(bare).to_owned()
        }
        Field::Bytes(bytes) => of_bytes(bytes)?,
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return None,
        plain => plain.to_string(),
    })
}

/// Some programs write text as bytes.
fn of_bytes(bytes: &ByteArray) -> Option<String> {
    std::str::from_utf8(bytes.data()).ok().filter(|text| !text.contains('\0')).map(str::to_owned)
}

fn plain(number: f64) -> String {
    if number.is_finite() { super::workbook::one_reading(number) } else { String::new() }
}

/// "12.00" is twelve.
fn decimal(number: &Decimal) -> String {
    let text = Field::Decimal(number.clone()).to_string();
    match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn file(compression: parquet::basic::Compression) -> Vec<u8> {
        let schema = "message t { required int32 day (DATE); required binary crossing (STRING); optional int64 arrivals; required double share; required int64 at (TIMESTAMP(MILLIS,true)); }";
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut bytes = Vec::new();
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&[19664, 19665], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let names = ["Torkham, north".into(), "Chaman".into()];
        column.typed::<ByteArrayType>().write_batch(&names, None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[17_000], Some(&[1, 0]), None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&[0.125, 2.0], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let moments = [1_698_969_600_000, 1_699_092_000_000];
        column.typed::<Int64Type>().write_batch(&moments, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn rows_become_lines() {
        use parquet::basic::Compression;
        let wanted = "day,crossing,arrivals,share,at\n2023-11-03,\"Torkham, north\",17000,0.1250,2023-11-03\n2023-11-04,Chaman,,2,2023-11-04 10:00:00\n";
        for compression in
            [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())]
        {
            assert_eq!(records(&file(compression), 1 << 20).unwrap().text, wanted);
        }
        assert!(records(&file(Compression::SNAPPY), 20).unwrap_err().0.contains("MiB"));
    }

    #[test]
    fn one_cell_that_unpacks_to_more_than_a_table_may_is_refused_before_it_is_unpacked() {
        let schema =
            Arc::new(parse_message_type("message t { required binary a (STRING); }").unwrap());
        let properties = WriterProperties::builder()
            .set_compression(parquet::basic::Compression::ZSTD(Default::default()))
            .set_dictionary_enabled(true)
            .build();
        let mut bytes = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let cell = ByteArray::from(vec![b'x'; 4 << 20]);
        column.typed::<ByteArrayType>().write_batch(&[cell], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        assert!(bytes.len() < 4096, "{}", bytes.len());
        assert!(records(&bytes, 1 << 20).unwrap_err().0.contains("unpacked"));
    }

    #[test]
    fn damaged_files_are_refused() {
        let whole = file(parquet::basic::Compression::SNAPPY);
        for cut in (0..whole.len()).step_by(5) {
            let _ = records(&whole[..cut], 1 << 20);
            let mut bent = whole.clone();
            bent[cut] ^= 0x55;
            let _ = records(&bent, 1 << 20);
        }
    }
}
