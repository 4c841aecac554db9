//! An Excel workbook: a sheet that explains every column, and a sheet for each table with typed
//! days and numbers, its header frozen.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use crate::error::ExportError;
use crate::hxl::is_active;
use crate::table::{Cell, Kind, Table};
use crate::terms::{WRITER, definitions};
use crate::{Export, Part};

/// Rows of a sheet, the header included.
const ROWS: usize = 1_048_576;

/// The most characters that a cell holds.
const CELL: usize = 32_767;

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    // The file's own clock stands still: the day as of which it says what it says.
    let made = export.as_known_on.filter(|day| day.year() >= 1980);
    let made = match made {
        Some(day) => {
            ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?
        }
        None => ExcelDateTime::from_ymd(1980, 1, 1)?,
    };
    let properties = DocProperties::new()
        .set_title(export.title())
        .set_author(WRITER)
        .set_comment(format!("Licence: {}", export.terms.licence()))
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    readme(export, workbook.add_worksheet())?;
    for part in Part::ALL {
        let table = export.table(part);
        if !table.rows.is_empty() {
            sheet(table, workbook.add_worksheet())?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn heading() -> Format {
    Format::new().set_bold().set_border_bottom(FormatBorder::Thin)
}

fn readme(export: &Export, sheet: &mut Worksheet) -> Result<(), ExportError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    sheet.set_name("readme")?;
    for (column, width) in [(0, 22), (1, 20), (2, 12), (3, 28), (4, 90)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(
        0,
        0,
        export.title(),
        &Format::new().set_bold().set_font_size(14),
    )?;
    let mut row = 2;
    let mut line = |sheet: &mut Worksheet, name: &str, text: &str| -> Result<(), ExportError> {
        sheet.write_string_with_format(row, 0, name, &top)?;
        sheet.merge_range(row, 1, row, 4, &inert(text), &wrapped)?;
        // Merged cells do not grow by themselves: some 140 characters are a line.
        sheet.set_row_height(row, 15.0 * (1 + text.chars().count() / 140) as f64)?;
        row += 1;
        Ok(())
    };
    line(sheet, "Written by", WRITER)?;
    for (name, text) in definitions(export) {
        line(sheet, name, &text)?;
    }
    row += 1;
    for (column, name) in ["Sheet", "Column", "Type", "HXL tag", "Meaning"].into_iter().enumerate()
    {
        sheet.write_string_with_format(row, column as u16, name, &heading())?;
    }
    for part in Part::ALL {
        let table = export.table(part);
        if table.rows.is_empty() {
            continue;
        }
        row += 1;
        sheet.write_string_with_format(row, 0, table.name, &top)?;
        sheet.write_string_with_format(row, 4, &table.about, &wrapped)?;
        for column in &table.columns {
            row += 1;
            let cells = [table.name, column.name, column.kind.name(), column.hxl];
            for (at, text) in cells.into_iter().enumerate() {
                sheet.write_string_with_format(row, at as u16, text, &top)?;
            }
            sheet.write_string_with_format(row, 4, column.about, &wrapped)?;
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// No text of ours begins so, but a country's name comes from a user's file.
fn inert(text: &str) -> String {
    crate::hxl::inert(text.to_owned())
}

fn sheet(table: &Table, sheet: &mut Worksheet) -> Result<(), ExportError> {
    if table.rows.len() >= ROWS {
        return Err(ExportError::TooManyRows { sheet: table.name, rows: table.rows.len() });
    }
    sheet.set_name(table.name)?.set_freeze_panes(1, 0)?;
    let formats = Formats::new();
    for (at, column) in table.columns.iter().enumerate() {
        let at = at as u16;
        sheet.write_string_with_format(0, at, column.name, &heading())?;
        let width = match column.kind {
            Kind::Day => 11.0,
            Kind::Text if column.name == "quote" => 60.0,
            _ => (column.name.len() as f64 + 2.0).max(10.0),
        };
        sheet.set_column_width(at, width)?;
    }
    for (index, row) in table.rows.iter().enumerate() {
        for (at, cell) in row.iter().enumerate() {
            put(sheet, index as u32 + 1, at as u16, cell, &formats)?;
        }
    }
    let last = table.columns.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, table.rows.len() as u32, last)?;
    Ok(())
}

struct Formats {
    whole: Format,
    number: Format,
    day: Format,
    hour: Format,
    /// A text that begins like a formula stays a text when it is edited.
    quoted: Format,
}

impl Formats {
    fn new() -> Formats {
        Formats {
            whole: Format::new().set_num_format("#,##0"),
            number: Format::new().set_num_format("#,##0.###"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            hour: Format::new().set_num_format("hh:mm"),
            quoted: Format::new().set_quote_prefix(),
        }
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), ExportError> {
    match cell {
        Cell::Empty => {}
        Cell::Whole(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.whole)?;
        }
        Cell::Number(number) if number.fract() == 0.0 => {
            sheet.write_number_with_format(row, column, *number, &formats.whole)?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &formats.number)?;
        }
        Cell::Degrees(degrees) => {
            sheet.write_number(row, column, *degrees)?;
        }
        Cell::Truth(truth) => {
            sheet.write_boolean(row, column, *truth)?;
        }
        Cell::Day(day) => match excel_day(*day) {
            Some(moment) => {
                sheet.write_datetime_with_format(row, column, &moment, &formats.day)?;
            }
            None => {
                sheet.write_string(row, column, day.to_string())?;
            }
        },
        Cell::Hour(hour) => {
            let moment = ExcelDateTime::from_hms(hour.hour() as u16, hour.minute() as u8, 0)?;
            sheet.write_datetime_with_format(row, column, &moment, &formats.hour)?;
        }
        Cell::Text(_) | Cell::List(_) => {
            let text = fitting(cell);
            // Texts are written as texts, never looked at for a leading `=`.
            match is_active(&text) {
                true => sheet.write_string_with_format(row, column, &text, &formats.quoted)?,
                false => sheet.write_string(row, column, &text)?,
            };
        }
    }
    Ok(())
}

/// A day as Excel counts them; before 1 March 1900 it counts them otherwise than others do.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let counted = day >= Date::constant(1900, 3, 1);
    counted
        .then(|| {
            ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8).ok()
        })
        .flatten()
}

/// The text, cut where it would not fit into a cell; a list is cut between its parts.
fn fitting(cell: &Cell) -> String {
    let text = cell.text();
    // Excel counts UTF-16 units.
    if text.encode_utf16().count() <= CELL {
        return text;
    }
    match cell {
        Cell::List(parts) => {
            let room = CELL - 40;
            let mut kept = String::new();
            let mut units = 0;
            for (count, part) in parts.iter().enumerate() {
                units += part.encode_utf16().count() + 1;
                if units > room {
                    return format!("{kept}… and {} more", parts.len() - count);
                }
                kept += part;
                kept.push(';');
            }
            kept
        }
        _ => {
            let mut units = 0;
            let kept = text.chars().take_while(|c| {
                units += c.len_utf16();
                units < CELL
            });
            kept.collect::<String>() + "…"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_into_a_cell_is_cut_and_says_so() {
        let list = Cell::List(vec!["0123456789abcdef".into(); 3000]);
        let text = fitting(&list);
        assert!(text.chars().count() <= CELL);
        assert!(text.ends_with("… and 1075 more"), "{}", &text[text.len() - 40..]);
        let long = Cell::Text("x".repeat(CELL + 1));
        assert_eq!(fitting(&long).chars().count(), CELL);
    }
}
