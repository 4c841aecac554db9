//! Where a table begins in a sheet: titles, the rows of the head, the row of tags, and the rows
//! under it, up to a blank row and another head.

use std::ops::Range;

use places::Gazetteer;

use super::grid::Grid;
use super::hxl;
use super::sense::{LEVEL, Sense};
use super::words::{Field, Flag};
use calendar::days::{self, Year};
use calendar::numbers::{self, amount};

/// The head stands within so many rows that are not blank.
const LOOKED_AT: usize = 60;

/// A head of more rows is none.
const HEAD_ROWS: usize = 5;

/// One table of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Rows above the head.
    pub titles: Vec<usize>,
    pub head: Vec<usize>,
    /// The row of HXL tags.
    pub tags: Option<usize>,
    pub body: Range<usize>,
    /// How many columns there are.
    pub width: usize,
    /// The name of each column, its rows joined.
    pub labels: Vec<String>,
}

/// What the cells of a row are.
#[derive(Debug, Default, Clone, Copy)]
struct Row {
    filled: usize,
    /// Plain numbers, years apart.
    numbers: usize,
    years: usize,
    first: usize,
    ordinal: bool,
}

fn survey(grid: &Grid<'_>, row: usize) -> Row {
    let mut survey = Row::default();
    let mut plain: Vec<u32> = Vec::new();
    let mut before = String::new();
    for column in 0..grid.width(row) {
        let cell = grid.told(row, column);
        if cell.is_empty() || grid.is_covered(row, column) && before == *cell {
            continue;
        }
        before = cell.to_string();
        if survey.filled == 0 {
            survey.first = column;
        }
        survey.filled += 1;
        if numbers::is_missing(&cell) || !cell.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if days::whole_year(&cell).is_some() {
            survey.years += 1;
        }
        if days::readings(&cell, Some(Year::of(2000))).is_err()
            && !matches!(amount(&cell, None), Err(numbers::Why::NotANumber))
        {
            survey.numbers += 1;
            plain.extend(cell.parse::<u32>().ok());
        }
    }
    let consecutive = plain.len() >= 3 && plain.windows(2).all(|pair| pair[1] == pair[0] + 1);
    // Years, or the days of a month, as names of columns.
    let days = plain.first() == Some(&1) && plain.len() >= 5 && plain.len() <= 31;
    survey.ordinal =
        consecutive && plain.len() == survey.numbers && (days || survey.years == plain.len());
    if survey.ordinal || survey.years == survey.numbers && survey.years >= 2 && rising(&plain) {
        survey.ordinal = true;
        survey.numbers = 0;
    }
    survey
}

fn rising(numbers: &[u32]) -> bool {
    numbers.len() >= 2 && numbers.windows(2).all(|pair| pair[1] > pair[0])
}

/// Finds the next table of a sheet, from row `from` on.
pub(super) fn find(
    grid: &Grid<'_>,
    from: usize,
    told: Option<&[usize]>,
    gazetteer: &Gazetteer,
) -> Option<Layout> {
    let rows: Vec<usize> =
        (from..grid.rows()).filter(|row| !grid.is_blank(*row)).take(LOOKED_AT).collect();
    if let Some(head) = told {
        let head: Vec<usize> = head.iter().copied().filter(|row| *row < grid.rows()).collect();
        let last = *head.last()?;
        let titles = rows.iter().copied().filter(|row| *row < head[0]).collect();
        let tags = (last + 1 < grid.rows() && hxl::is_tags(grid, last + 1)).then_some(last + 1);
        let body = tags.unwrap_or(last) + 1..grid.rows();
        return Some(layout(grid, titles, head, tags, body));
    }
    // A row of tags decides where the head is.
    if let Some(tags) = rows.iter().copied().take(25).find(|row| hxl::is_tags(grid, *row)) {
        let mut head: Vec<usize> = Vec::new();
        for row in rows.iter().copied().filter(|row| *row < tags).rev() {
            let row_survey = survey(grid, row);
            let next = head.first().copied().unwrap_or(tags);
            if row_survey.filled < 2 || next - row > 1 || head.len() == HEAD_ROWS {
                break;
            }
            head.insert(0, row);
        }
        let first = head.first().copied().unwrap_or(tags);
        let titles = rows.iter().copied().filter(|row| *row < first).collect();
        let end = end_of(grid, tags + 1, gazetteer);
        return Some(layout(grid, titles, head, Some(tags), tags + 1..end));
    }
    let body = rows.iter().position(|row| {
        let row = survey(grid, *row);
        row.numbers > 0 && row.filled >= 2
    })?;
    // Up from the first row of numbers: rows of names.
    let mut head: Vec<usize> = Vec::new();
    let mut skipped = Vec::new();
    for at in (0..body).rev() {
        let row = rows[at];
        let shape = survey(grid, row);
        if head.is_empty() && shape.filled == 1 && at > 0 && skipped.len() < 3 {
            // A subhead between the head and the first numbers, if a head is above it.
            let above = survey(grid, rows[at - 1]);
            if above.filled >= 2 || skipped.len() < 2 && at > 1 {
                skipped.push(row);
                continue;
            }
        }
        let below = head.first().copied();
        let left = below.map(|below| survey(grid, below).first);
        let names = shape.filled >= 2 && !is_meta(grid, row, gazetteer)
            || shape.filled == 1 && left.is_some_and(|left| shape.first > left);
        let near = below.is_none_or(|below| below - row == 1);
        if !names || !near || head.len() == HEAD_ROWS {
            break;
        }
        head.insert(0, row);
    }
    if head.is_empty() {
        return None;
    }
    // Rows that are data without a number ("closed", "–") belong to the body.
    let labels = labels(grid, &head[..1], grid_width(grid, &head));
    while head.len() > 1 {
        let last = head[head.len() - 1];
        let is_data = (0..3).any(|column| {
            let cell = grid.cell(last, column);
            let above = Sense::of(labels.get(column).map_or("", String::as_str), None, gazetteer);
            let day = [Field::Day, Field::Start, Field::Month, Field::Week];
            !cell.is_empty()
                && (day.iter().any(|field| above.is_field(*field))
                    && days::readings(&cell, Some(Year::of(2000))).is_ok()
                    || above.is_field(Field::Via) && gazetteer.crossing(&cell).is_some())
        });
        if !is_data && !is_row_of_missing(grid, last, rows[body], head[0]) {
            break;
        }
        head.pop();
    }
    let first = head[0];
    let start = head[head.len() - 1] + 1;
    let titles = rows.iter().copied().filter(|row| *row < first).collect();
    let end = end_of(grid, start, gazetteer);
    Some(layout(grid, titles, head, None, start..end))
}

/// Whether a row under the names has a sign for none, or nothing, wherever the first row of numbers has one: a row of
/// data whose values are hidden or missing.
fn is_row_of_missing(grid: &Grid<'_>, row: usize, first: usize, names: usize) -> bool {
    let is_number = |column: &usize| {
        let cell = grid.cell(first, *column);
        amount(&cell, None).is_ok() && days::whole_year(&cell).is_none()
    };
    let numbers: Vec<usize> = (0..grid.width(first)).filter(is_number).collect();
    let named = |column: &usize| !grid.told(names, *column).is_empty();
    let missing = |column: &usize| {
        let cell = grid.told(row, *column);
        cell.is_empty() || numbers::is_missing(&cell)
    };
    let signs = numbers.iter().filter(|column| !grid.cell(row, **column).is_empty()).count();
    let filled = (0..grid.width(row)).filter(|c| !grid.cell(row, *c).is_empty()).count();
    let alike = filled + numbers.len() - signs
        == (0..grid.width(first)).filter(|c| !grid.cell(first, *c).is_empty()).count();
    !numbers.is_empty()
        && numbers.iter().all(named)
        && numbers.iter().all(missing)
        && (signs > 0 || alike)
}

fn grid_width(grid: &Grid<'_>, rows: &[usize]) -> usize {
    rows.iter().map(|row| grid.width(*row)).max().unwrap_or_default()
}

/// "Source:" and its value, beside each other above the table.
fn is_meta(grid: &Grid<'_>, row: usize, gazetteer: &Gazetteer) -> bool {
    let filled: Vec<String> = (0..grid.width(row))
        .map(|column| grid.cell(row, column).into_owned())
        .filter(|cell| !cell.is_empty())
        .collect();
    let [name, value] = &filled[..] else { return false };
    if name.ends_with(':') {
        return true;
    }
    let sense = Sense::of(name, None, gazetteer);
    let meta = [Field::Published, Field::Source, Field::Publisher, Field::Organisation];
    meta.iter().any(|field| sense.is_field(*field))
        && !Sense::of(value, None, gazetteer).says_something()
        || sense.is_field(Field::Published) && days::readings(value, None).is_ok()
}

/// Whether a row is a title of its own above the same head again: blocks that are stacked without a blank row between.
fn opens_block(grid: &Grid<'_>, row: usize, start: usize) -> bool {
    let filled = |row: usize| {
        let cells = (0..grid.width(row)).filter(|column| !grid.cell(row, *column).is_empty());
        cells.count()
    };
    let cells = |row: usize| -> Vec<String> {
        (0..grid.width(row)).map(|column| grid.cell(row, column).into_owned()).collect()
    };
    let heads = (start.saturating_sub(2)..start).filter(|head| filled(*head) >= 2);
    filled(row) == 1
        && row + 1 < grid.rows()
        && heads.into_iter().any(|head| cells(head) == cells(row + 1))
}

/// Where the body ends: at the end, at a blank row with another head behind it, or at a title above the same head again.
fn end_of(grid: &Grid<'_>, start: usize, gazetteer: &Gazetteer) -> usize {
    let mut blank = false;
    for row in start..grid.rows() {
        if grid.is_blank(row) {
            blank = true;
            continue;
        }
        if row > start && opens_block(grid, row, start) {
            return row;
        }
        if !std::mem::take(&mut blank) {
            continue;
        }
        // Another head: within three rows a row of names that says something, no number, and
        // numbers under it.
        for next in row..(row + 4).min(grid.rows()) {
            let shape = survey(grid, next);
            if shape.numbers > 0 || grid.is_blank(next) && next > row {
                break;
            }
            if shape.filled >= 2 && says_columns(grid, next, gazetteer) {
                let under = (next + 1..(next + 5).min(grid.rows()))
                    .any(|under| survey(grid, under).numbers > 0);
                if under {
                    return row;
                }
            }
        }
    }
    grid.rows()
}

fn says_columns(grid: &Grid<'_>, row: usize, gazetteer: &Gazetteer) -> bool {
    let senses: Vec<Sense> = (0..grid.width(row))
        .map(|column| grid.told(row, column))
        .filter(|cell| !cell.is_empty())
        .map(|cell| Sense::of(&cell, Some(Year::of(2000)), gazetteer))
        .collect();
    let named = |sense: &&Sense| {
        !sense.fields.is_empty() || sense.has(Flag::Count) || sense.has(Flag::Number)
    };
    let said = senses.iter().filter(|sense| sense.says_something()).count();
    senses.iter().any(|sense| named(&sense)) && 2 * said >= senses.len()
}

fn layout(
    grid: &Grid<'_>,
    titles: Vec<usize>,
    head: Vec<usize>,
    tags: Option<usize>,
    body: Range<usize>,
) -> Layout {
    let rows: Vec<usize> = head.iter().copied().chain(tags).chain(body.clone().take(50)).collect();
    let width = grid_width(grid, &rows).min(2_000);
    let labels = labels(grid, &head, width);
    Layout { titles, head, tags, body, width, labels }
}

/// The names of the columns: the rows of the head joined, each cell once. A blank cell of an upper
/// row belongs to the name on its left, as merged cells do.
fn labels(grid: &Grid<'_>, head: &[usize], width: usize) -> Vec<String> {
    let mut names: Vec<Vec<String>> = vec![Vec::new(); width];
    let last = head.len().saturating_sub(1);
    let bottom: Vec<String> = (0..width)
        .map(|column| head.last().map_or(String::new(), |row| grid.told(*row, column).into_owned()))
        .collect();
    for (level, row) in head.iter().enumerate() {
        let merged = grid.has_merges() && (0..width).any(|column| grid.is_covered(*row, column));
        let mut spread = String::new();
        let mut from = 0;
        let mut first: Option<Vec<String>> = None;
        for column in 0..width {
            let cell = grid.told(*row, column);
            let cell = one_space(&cell);
            if !cell.is_empty() {
                if !spread.is_empty() && first.is_none() {
                    first = Some(bottom[from..column].to_vec());
                }
                spread = cell.clone();
                from = column;
                push(&mut names[column], cell);
                continue;
            }
            let under = &bottom[column];
            if level == last || merged || spread.is_empty() || under.is_empty() {
                continue;
            }
            // "… | Total" behind the last group is of the table, unless each group has one.
            let strange = first.as_ref().is_some_and(|first| !first.contains(under))
                && super::words::Words::all()
                    .opens(under, super::words::Meaning::Flag(Flag::Total));
            if !strange {
                push(&mut names[column], spread.clone());
            }
        }
    }
    names.into_iter().map(|parts| parts.join(LEVEL)).collect()
}

fn push(parts: &mut Vec<String>, cell: String) {
    if parts.last() != Some(&cell) {
        parts.push(cell);
    }
}

/// One space for each run, line breaks included.
pub(super) fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use open::Sheet;

    fn found(text: &str) -> Layout {
        let sheet = Sheet { text: 0..text.len(), ..Sheet::default() };
        let grid = Grid::of(text, &sheet, true).unwrap();
        find(&grid, 0, None, Gazetteer::builtin()).unwrap()
    }

    #[test]
    fn titles_heads_and_bodies() {
        let layout = found(
            "Returns from Pakistan\nAs of:,12 Nov 2023\n\nDate,Torkham,,Chaman,\n,Men,Women,Men,Women\n\
             1 Nov 2023,5,6,7,8\n",
        );
        assert_eq!((layout.titles, layout.head, layout.body), (vec![0, 1], vec![3, 4], 5..6));
        assert_eq!(
            layout.labels,
            ["Date", "Torkham / Men", "Torkham / Women", "Chaman / Men", "Chaman / Women"]
        );
    }

    #[test]
    fn tags_decide() {
        let layout = found("Some words and more\nCount,Day\n#affected,#date\n5,2023-11-01\n");
        assert_eq!((layout.head, layout.tags, layout.body), (vec![1], Some(2), 3..4));
    }

    #[test]
    fn a_total_behind_the_groups_is_of_the_table() {
        let layout = found("Date,Torkham,,Chaman,,\n,In,Out,In,Out,Total\n2023-11-01,1,2,3,4,10\n");
        assert_eq!(layout.labels[5], "Total");
    }

    #[test]
    fn years_and_days_of_a_month_are_names() {
        assert_eq!(found("Crossing,2021,2022,2023\nTorkham,5,6,7\n").head, [0]);
        assert_eq!(found("Crossing,1,2,3,4,5\nTorkham,5,6,7,8,9\n").head, [0]);
    }

    #[test]
    fn a_row_without_a_number_is_a_row() {
        let layout =
            found("Date,Crossing,Arrivals\n2023-11-01,Torkham,closed\n2023-11-02,Torkham,7\n");
        assert_eq!((layout.head, layout.body), (vec![0], 1..3));
    }

    #[test]
    fn a_head_takes_no_row_whose_values_are_hidden() {
        for cell in ["*", "", "-", "n/a"] {
            let text = format!(
                "Citizenship,Month,Arrivals\nAlgeria,Jan 2023,{cell}\nAngola,Jan 2023,{cell}\nBenin,Jan 2023,7\n"
            );
            let layout = found(&text);
            assert_eq!((layout.head, layout.body), (vec![0], 1..4), "{cell}");
        }
        // Names over several rows stay names.
        let layout = found("Day,Torkham,,Chaman,\n,In,Out,In,Out\n2023-11-01,1,2,3,4\n");
        assert_eq!(layout.head, [0, 1]);
    }

    #[test]
    fn a_title_above_the_same_head_opens_another_block() {
        let text =
            "Greece,,\nMonth,Men,Women\nJan 2015,5,6\nOverall,,\nMonth,Men,Women\nJan 2015,9,9\n";
        let layout = found(text);
        assert_eq!((layout.titles, layout.body), (vec![0], 2..3));
    }

    #[test]
    fn a_second_table_begins_behind_a_blank_row() {
        let text = "Date,Arrivals\n2023-11-01,5\n\nDepartures\nDate,Departures\n2023-11-01,7\n";
        let layout = found(text);
        assert_eq!(layout.body, 1..3);
    }
}
