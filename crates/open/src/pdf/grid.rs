//! Tables told from places: rows of pieces that stand under one another. Where a figure stands
//! under no column, or under two, none of the table is certain.

use super::lines::{Line, Parted, Segment};

/// What lines turned out to be, from the top.
#[derive(Debug)]
pub(super) enum Part {
    Line(Line),
    Table { rows: Vec<Vec<String>>, certain: bool, y0: f64, y1: f64 },
}

/// Rows of a table stand no further apart than this, in sizes of the font.
const ROW: f64 = 3.3;
/// Cells are on average no longer than this, in letters.
const CELL: usize = 40;

/// Finds the tables among lines.
pub(super) fn parts(lines: Vec<Line>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = region(&lines, at);
        let rows = &lines[at..end];
        match table(rows) {
            Some((cells, certain)) => {
                parts.push(Part::Table {
                    rows: cells,
                    certain,
                    y0: rows[0].y - rows[0].size,
                    y1: rows[rows.len() - 1].y,
                });
                at = end;
            }
            None => {
                parts.push(Part::Line(lines[at].clone()));
                at += 1;
            }
        }
    }
    parts
}

/// Where the rows that begin at `start` end.
fn region(lines: &[Line], start: usize) -> usize {
    if lines[start].segments.len() < 2 {
        return start + 1;
    }
    let mut end = start + 1;
    let mut last_full = end;
    let mut singles = 0;
    let (mut x0, mut x1) = extent(&lines[start]);
    while end < lines.len() {
        let (before, line) = (&lines[end - 1], &lines[end]);
        if line.y - before.y > ROW * line.size.max(before.size) {
            break;
        }
        let (from, to) = extent(line);
        if line.segments.len() >= 2 {
            singles = 0;
            (x0, x1) = (x0.min(from), x1.max(to));
            end += 1;
            last_full = end;
            continue;
        }
        let text = line.segments[0].text.trim();
        let inside = from > x0 - line.size && to < x1 + line.size;
        let short = text.chars().count() <= CELL && !text.ends_with(['.', ':']);
        if !(inside && short && singles < 2) {
            break;
        }
        // Closer than rows stand: the rest of a cell, also of the last row.
        let tight = line.y - before.y <= TIGHT * line.size.max(before.size);
        singles += 1;
        end += 1;
        if tight && last_full == end - 1 && loose(&lines[start..last_full]) {
            last_full = end;
        }
    }
    last_full
}

/// Lines of one cell stand no further apart than this, in sizes of the font.
const TIGHT: f64 = 1.4;

/// Whether the rows of a table stand further apart than lines of a cell do.
fn loose(rows: &[Line]) -> bool {
    rows.windows(2).any(|pair| pair[1].y - pair[0].y > TIGHT * pair[1].size)
}

fn extent(line: &Line) -> (f64, f64) {
    let x0 = line.segments.iter().map(|s| s.x0).fold(f64::MAX, f64::min);
    let x1 = line.segments.iter().map(|s| s.x1).fold(f64::MIN, f64::max);
    (x0, x1)
}

/// Whether a cell holds a figure.
pub(super) fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && text.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

/// The cells of rows that are a table, and whether they are certain.
fn table(rows: &[Line]) -> Option<(Vec<Vec<String>>, bool)> {
    let full = || rows.iter().filter(|row| row.segments.len() >= 2);
    let cells = || full().flat_map(|row| &row.segments);
    let count = cells().count();
    let figures = cells().filter(|cell| is_figure(&cell.text)).count();
    let letters: usize = cells().map(|cell| cell.text.chars().count()).sum();
    if full().count() < 2 || figures < 2 || letters > CELL * count {
        return None;
    }
    // Prose in which figures are printed bold is not a table.
    let wordy = full().filter(|row| {
        row.segments
            .iter()
            .map(|s| s.text.split(' ').filter(|w| w.len() > 1).count())
            .sum::<usize>()
            >= 9
            && row.segments.iter().skip(1).all(|s| s.parted == Parted::Perhaps)
    });
    if wordy.count() * 2 >= full().count() {
        return None;
    }
    let columns = columns(rows);
    let certain = columns.as_ref().and_then(|columns| assign(rows, columns));
    match certain {
        Some(cells) => Some((cells, true)),
        None => {
            let plain =
                rows.iter().map(|row| row.segments.iter().map(|s| s.text.clone()).collect());
            Some((plain.collect(), false))
        }
    }
}

/// The columns: where the pieces of those rows stand that have as many as most.
fn columns(rows: &[Line]) -> Option<Vec<(f64, f64)>> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows.iter().filter(|row| row.segments.len() >= 2) {
        match counts.iter_mut().find(|(count, _)| *count == row.segments.len()) {
            Some((_, seen)) => *seen += 1,
            None => counts.push((row.segments.len(), 1)),
        }
    }
    let (usual, _) = counts.into_iter().max_by_key(|(count, seen)| (*seen, *count))?;
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for row in rows.iter().filter(|row| row.segments.len() == usual) {
        for (index, cell) in row.segments.iter().enumerate() {
            match columns.get_mut(index) {
                Some(column) => *column = (column.0.min(cell.x0), column.1.max(cell.x1)),
                None => columns.push((cell.x0, cell.x1)),
            }
        }
    }
    columns.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 0.5).then_some(columns)
}

/// Puts each piece under its column; `None` when that is not certain for a figure.
fn assign(rows: &[Line], columns: &[(f64, f64)]) -> Option<Vec<Vec<String>>> {
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut places: Vec<f64> = Vec::new();
    // Pieces alone on their line: the rest of the cell above, or the beginning of that below.
    let mut begun: Option<(usize, String)> = None;
    for (index, row) in rows.iter().enumerate() {
        let mut cells = vec![String::new(); columns.len()];
        for segment in &row.segments {
            let column = column_of(segment, columns, row.size)?;
            let cell = &mut cells[column];
            if !cell.is_empty() {
                if is_figure(&segment.text) || is_figure(cell) {
                    return None;
                }
                cell.push(' ');
            }
            cell.push_str(segment.text.trim());
        }
        if let [segment] = &row.segments[..]
            && !is_figure(&segment.text)
        {
            let column = column_of(segment, columns, row.size)?;
            let above = places.last().map(|y| row.y - y);
            let below = rows.get(index + 1).map(|next| next.y - row.y);
            match (above, below) {
                (Some(above), below) if below.is_none_or(|below| above < 0.8 * below) => {
                    let cell = &mut table.last_mut()?[column];
                    cell.push(' ');
                    cell.push_str(segment.text.trim());
                    continue;
                }
                (above, Some(below)) if above.is_none_or(|above| below < 0.8 * above) => {
                    begun = Some((column, segment.text.trim().to_owned()));
                    continue;
                }
                // A heading over the rows that follow.
                _ if column == 0 => {}
                _ => return None,
            }
        }
        if let Some((column, text)) = begun.take() {
            cells[column] = format!("{text} {}", cells[column]).trim().to_owned();
        }
        table.push(cells);
        places.push(row.y);
    }
    Some(table)
}

/// The column that a piece stands under.
fn column_of(segment: &Segment, columns: &[(f64, f64)], size: f64) -> Option<usize> {
    let overlap = |column: &(f64, f64)| segment.x1.min(column.1) - segment.x0.max(column.0);
    let under: Vec<usize> =
        (0..columns.len()).filter(|index| overlap(&columns[*index]) > 0.1 * size).collect();
    match under[..] {
        [one] => Some(one),
        [] => {
            let mut near: Vec<(f64, usize)> = columns
                .iter()
                .enumerate()
                .map(|(index, column)| (-overlap(column), index))
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            let nearest = near.first()?;
            let second = near.get(1).map_or(f64::MAX, |other| other.0);
            (nearest.0 < 2.0 * size && second > 2.0 * nearest.0.max(0.5 * size))
                .then_some(nearest.1)
        }
        // A heading over several columns stands at the first.
        [first, ..] => (!is_figure(&segment.text)).then_some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f64, cells: &[(&str, f64)]) -> Line {
        let segments = cells
            .iter()
            .enumerate()
            .map(|(index, (text, x0))| Segment {
                text: (*text).to_owned(),
                x0: *x0,
                x1: x0 + 5.0 * text.len() as f64,
                y,
                size: 10.0,
                parted: if index == 0 { Parted::First } else { Parted::Wide },
            })
            .collect();
        Line { segments, y, size: 10.0 }
    }

    fn only(lines: Vec<Line>) -> (Vec<Vec<String>>, bool) {
        match parts(lines).pop() {
            Some(Part::Table { rows, certain, .. }) => (rows, certain),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn cells_stand_under_their_columns() {
        let (rows, certain) = only(vec![
            line(0.0, &[("Crossing", 0.0), ("People", 80.0), ("Families", 140.0)]),
            line(20.0, &[("Torkham", 0.0), ("104,000", 80.0), ("17,330", 140.0)]),
            line(40.0, &[("Spin", 0.0), ("36,322", 80.0), ("6,054", 145.0)]),
            line(50.0, &[("Boldak", 0.0)]),
            line(70.0, &[("Ghulam Khan", 0.0), ("12", 150.0)]),
        ]);
        assert!(certain);
        assert_eq!(rows[1], ["Torkham", "104,000", "17,330"]);
        assert_eq!(rows[2], ["Spin Boldak", "36,322", "6,054"], "{rows:?}");
        assert_eq!(rows[3], ["Ghulam Khan", "", "12"]);
    }

    #[test]
    fn a_figure_between_columns_is_not_certain() {
        let (_, certain) = only(vec![
            line(0.0, &[("Torkham", 0.0), ("104,000", 80.0), ("17,330", 140.0)]),
            line(20.0, &[("Chaman", 0.0), ("36,322", 80.0), ("6,054", 140.0)]),
            line(40.0, &[("Total", 0.0), ("140,322", 110.0)]),
        ]);
        assert!(!certain);
    }
}
