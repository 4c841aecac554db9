//! A table as Apache Parquet, typed column by column; what goes with the whole file, and the
//! meaning of each column, is in its key-value metadata.

use std::sync::Arc;

use ::parquet::basic::{
    Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel,
};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use jiff::civil::Date;

use crate::Export;
use crate::error::ExportError;
use crate::table::{Cell, Kind, Table};
use crate::terms::{WRITER, definitions};

pub(crate) fn write(export: &Export, table: &Table) -> Result<Vec<u8>, ExportError> {
    let fields = table
        .columns
        .iter()
        .map(|column| field(column.name, column.kind))
        .collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(WRITER.to_owned())
        .set_key_value_metadata(Some(metadata(export, table)))
        .build();
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    let mut rows = file.next_row_group()?;
    let mut at = 0;
    while let Some(mut column) = rows.next_column()? {
        let cells: Vec<&Cell> = table.rows.iter().map(|row| &row[at]).collect();
        put(&mut column, table.columns[at].kind, &cells)?;
        column.close()?;
        at += 1;
    }
    rows.close()?;
    file.close()?;
    Ok(bytes)
}

/// What goes with the file: the same paragraphs as in a readme, and the dictionary as JSON.
fn metadata(export: &Export, table: &Table) -> Vec<KeyValue> {
    let pair = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let mut pairs = vec![
        pair("title", export.title()),
        pair("about", table.about.clone()),
        pair("licence", export.terms.licence().to_owned()),
    ];
    if let Some(day) = export.as_known_on {
        pairs.push(pair("as_known_on", day.to_string()));
    }
    for (name, text) in definitions(export) {
        pairs.push(pair(&name.to_lowercase().replace(' ', "_"), text));
    }
    let columns: serde_json::Map<String, serde_json::Value> = table
        .columns
        .iter()
        .map(|column| {
            let entry = serde_json::json!({ "about": column.about, "hxl": column.hxl });
            (column.name.to_owned(), entry)
        })
        .collect();
    pairs.push(pair("columns", serde_json::Value::Object(columns).to_string()));
    pairs
}

fn field(name: &str, kind: Kind) -> Result<TypePtr, ExportError> {
    let leaf = |name: &str, physical, logical: Option<LogicalType>, repetition| {
        Type::primitive_type_builder(name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()
            .map(Arc::new)
    };
    let optional = Repetition::OPTIONAL;
    Ok(match kind {
        Kind::Text => leaf(name, Physical::BYTE_ARRAY, Some(LogicalType::String), optional)?,
        Kind::Whole => leaf(name, Physical::INT64, None, optional)?,
        Kind::Number => leaf(name, Physical::DOUBLE, None, optional)?,
        Kind::Day => leaf(name, Physical::INT32, Some(LogicalType::Date), optional)?,
        Kind::Hour => {
            let time = LogicalType::time(false, TimeUnit::MILLIS);
            leaf(name, Physical::INT32, Some(time), optional)?
        }
        Kind::Truth => leaf(name, Physical::BOOLEAN, None, optional)?,
        Kind::List => {
            let element = leaf(
                "element",
                Physical::BYTE_ARRAY,
                Some(LogicalType::String),
                Repetition::REQUIRED,
            )?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![element])
                .build()?;
            let column = Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .with_fields(vec![Arc::new(list)])
                .build()?;
            Arc::new(column)
        }
    })
}

/// Days since 1 January 1970, as Parquet counts them.
fn days(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

fn put(
    column: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: &[&Cell],
) -> Result<(), ExportError> {
    let bytes = |text: &str| ByteArray::from(text.as_bytes().to_vec());
    // One level: 1 for a value, 0 for none.
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(**cell != Cell::Empty)).collect();
    macro_rules! leaf {
        ($type:ty, $pattern:pat => $value:expr) => {{
            let values: Vec<_> = cells
                .iter()
                .filter_map(|cell| match cell {
                    $pattern => Some($value),
                    _ => None,
                })
                .collect();
            column.typed::<$type>().write_batch(&values, Some(&levels), None)?;
        }};
    }
    match kind {
        Kind::Text => leaf!(ByteArrayType, Cell::Text(text) => bytes(text)),
        Kind::Whole => leaf!(Int64Type, Cell::Whole(number) => *number),
        Kind::Number => leaf!(DoubleType, Cell::Number(number) | Cell::Degrees(number) => *number),
        Kind::Day => leaf!(Int32Type, Cell::Day(day) => days(*day)),
        Kind::Hour => leaf!(Int32Type, Cell::Hour(hour) => {
            1000 * (3600 * i32::from(hour.hour()) + 60 * i32::from(hour.minute()) + i32::from(hour.second()))
        }),
        Kind::Truth => leaf!(BoolType, Cell::Truth(truth) => *truth),
        Kind::List => {
            let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
            for cell in cells {
                match cell {
                    Cell::List(parts) => {
                        for (index, part) in parts.iter().enumerate() {
                            values.push(bytes(part));
                            defined.push(1);
                            repeated.push(i16::from(index > 0));
                        }
                    }
                    // An empty list.
                    _ => {
                        defined.push(0);
                        repeated.push(0);
                    }
                }
            }
            column.typed::<ByteArrayType>().write_batch(
                &values,
                Some(&defined),
                Some(&repeated),
            )?;
        }
    }
    Ok(())
}
