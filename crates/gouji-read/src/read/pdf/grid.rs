//! Ruled tables: the cells of a frame with their lines. In: a frame and the characters within. Out:
//! a [`PdfGrid`].

use super::area::{Area, Glyph, Length, POINT};
use super::bands::bands;
use super::cell::{
    FieldRow, GridCell, PADDING, PageDoubt, PdfGrid, extents, indent, is_figure, is_number,
};
use super::frame::{Frame, FrameCell};
use super::header::framed;
use super::item::PdfItem;
use super::merged;
use super::words::{PdfLine, lines, ordered};
use gouji_values::number::is_digit;

/// The table of a frame.
pub(super) fn grid(frame: &Frame, glyphs: &[Glyph]) -> PdfGrid {
    let mut rows = field_rows(frame, glyphs);
    let count = rows.len();
    rows = framed::with_numbers_apart(rows);
    if frame.open || rows.len() > count {
        rows = framed::with_steps(frame, rows);
    }
    let steps = rows.len() - count;
    let mut parts: Vec<FieldRow> = Vec::with_capacity(rows.len());
    let mut bodies = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        // a cell from above would have to grow with the parted row
        let covered = frame.fields.iter().any(|field| {
            field.rows > 1 && field.row + steps <= at && at < field.row + steps + field.rows
        });
        if covered || !(holds_rows(&row) || (frame.open && has_rows_of_figures(&row))) {
            parts.push(row);
        } else {
            let from = parts.len();
            parts.extend(parted(frame, row));
            bodies.push(from..parts.len());
        }
    }
    if frame.open {
        framed::with_spans(frame, &mut parts);
        framed::with_headers_aside(&mut parts);
    }
    let mut rows: Vec<Vec<GridCell>> = parts
        .iter()
        .map(|row| row.iter().map(|(field, lines)| cell(frame, field, lines)).collect())
        .collect();
    let mut doubt = if frame.open { fused(&parts) } else { PageDoubt::None };
    for body in bodies.into_iter().filter(|body| body.len() > 1) {
        doubt = doubt.max(rows.get_mut(body).map_or(PageDoubt::None, merged::with_labels));
    }
    PdfGrid { area: frame.area(), extents: extents(&frame.xs), rows, doubt, ..PdfGrid::default() }
}

/// The rows of a table that has no lines below its header, by the columns of the header.
pub(super) fn body(
    header: &PdfGrid,
    area: Area,
    glyphs: &[Glyph],
) -> (Vec<Vec<GridCell>>, PageDoubt) {
    let mut xs: Vec<Length> = header.extents.iter().map(|(left, _)| *left).collect();
    xs.extend(header.extents.last().map(|(_, right)| *right));
    let fields = (0..header.extents.len())
        .map(|column| FrameCell { row: 0, column, rows: 1, columns: 1 })
        .collect();
    let frame = Frame { xs, ys: vec![area.top, area.bottom], fields, open: true };
    let rows: Vec<FieldRow> =
        field_rows(&frame, glyphs).into_iter().flat_map(|row| parted(&frame, row)).collect();
    let doubt = fused(&rows);
    let mut rows: Vec<Vec<GridCell>> = rows
        .iter()
        .map(|row| row.iter().map(|(field, lines)| cell(&frame, field, lines)).collect())
        .collect();
    let doubt = doubt.max(merged::with_labels(&mut rows));
    (rows, doubt)
}

/// Whether columns that nobody drew run into one another: a figure stands in one cell with what is
/// beside it.
fn fused(rows: &[FieldRow]) -> PageDoubt {
    let holds_two = |line: &PdfLine| {
        line.pieces.len() > 1 && line.pieces.iter().any(|piece| is_figure(&piece.text))
    };
    let is_fused = |(field, lines): &(FrameCell, Vec<PdfLine>)| {
        field.columns == 1 && lines.iter().any(holds_two)
    };
    if rows.iter().flatten().any(is_fused) { PageDoubt::Unsure } else { PageDoubt::None }
}

/// The cells of each row of a frame with their lines.
fn field_rows(frame: &Frame, glyphs: &[Glyph]) -> Vec<FieldRow> {
    let mut held: Vec<Vec<Glyph>> = vec![Vec::new(); frame.fields.len()];
    let owners = owners(frame);
    let width = frame.xs.len().saturating_sub(1);
    let at = |edges: &[Length], place: Length| {
        edges
            .partition_point(|edge| *edge <= place)
            .saturating_sub(1)
            .min(edges.len().saturating_sub(2))
    };
    let whole = if frame.open {
        with_whole_words(glyphs, &frame.xs)
    } else {
        with_whole_numbers(glyphs, &frame.xs)
    };
    for glyph in whole {
        let (row, column) = (at(&frame.ys, glyph.1.centre()), at(&frame.xs, glyph.1.middle()));
        let Some(owner) = owners.get(row * width + column) else { continue };
        // letters higher than their cell are a watermark behind the table
        let height = frame.fields.get(*owner).map_or(0, |field| frame.field_area(field).height());
        if let Some(held) = held.get_mut(*owner).filter(|_| glyph.0.area.height() <= height + POINT)
        {
            held.push(glyph.0);
        }
    }
    let mut rows: Vec<FieldRow> = vec![Vec::new(); frame.ys.len().saturating_sub(1)];
    for (field, glyphs) in frame.fields.iter().zip(&held) {
        if let Some(row) = rows.get_mut(field.row) {
            row.push((*field, with_broken_figures(lines(glyphs), frame.field_area(field))));
        }
    }
    rows
}

/// Joins a figure that was broken where its cell ends: `78896328.8` above `3`. No other digit would
/// have fitted behind the upper line, and both lines together are one figure.
fn with_broken_figures(lines: Vec<PdfLine>, cell: Area) -> Vec<PdfLine> {
    let mut out: Vec<PdfLine> = Vec::with_capacity(lines.len());
    for line in lines {
        match (out.last_mut().map(|last| last.pieces.as_mut_slice()), line.pieces.as_slice()) {
            (Some([upper]), [lower])
                if goes_on(&upper.text, &lower.text) && is_full(upper.area, &upper.text, cell) =>
            {
                upper.text.push_str(&lower.text);
                upper.area = upper.area.to(lower.area);
                let area = upper.area;
                out.iter_mut().last().into_iter().for_each(|last| last.area = area);
            }
            _ => out.push(line),
        }
    }
    out
}

/// Whether no further character would have fitted behind a line.
fn is_full(line: Area, text: &str, cell: Area) -> bool {
    let characters = Length::try_from(text.chars().count().max(1)).unwrap_or(Length::MAX);
    cell.width() - line.width() < PADDING + line.width() / characters
}

/// Whether two lines are one figure, and not two: one decimal point at most, and where the first
/// has it, the rest of its decimals behind it.
pub(super) fn goes_on(upper: &str, lower: &str) -> bool {
    let is_part = |text: &str| text.chars().all(|c| is_digit(c) || matches!(c, '.' | ',' | '-'));
    let lower_digits = lower.trim_end_matches(['%', '％']);
    let decimals = |text: &str| text.rsplit_once('.').map(|(_, decimals)| decimals.chars().count());
    is_part(upper)
        && is_part(lower_digits)
        && upper.chars().filter(|c| is_digit(*c)).count() >= 3
        && !lower.starts_with('-')
        && match (decimals(upper), decimals(lower_digits)) {
            (Some(before), None) => {
                before <= 1 && lower_digits.chars().count() <= 2 && !lower_digits.contains(',')
            }
            // whole numbers below one another are two, be they as wide as their cell
            (None, Some(_)) => {
                upper.contains(',') || lower.starts_with('.') || upper.chars().count() > 4
            }
            (None, None) => upper.ends_with(',') || lower.starts_with(','),
            (Some(_), Some(_)) => false,
        }
}

/// For each place of the frame the cell that covers it.
fn owners(frame: &Frame) -> Vec<usize> {
    let (width, height) = (frame.xs.len().saturating_sub(1), frame.ys.len().saturating_sub(1));
    let mut out = vec![0; width * height];
    for (index, field) in frame.fields.iter().enumerate() {
        for row in field.row..field.row + field.rows {
            for column in field.column..field.column + field.columns {
                if let Some(owner) = out.get_mut(row * width + column) {
                    *owner = index;
                }
            }
        }
    }
    out
}

/// Each character with the box that says where it belongs: a number that runs over an edge stands
/// where most of it does.
fn with_whole_numbers(glyphs: &[Glyph], xs: &[Length]) -> Vec<(Glyph, Area)> {
    let is_part =
        |glyph: &Glyph| is_digit(glyph.char) || matches!(glyph.char, '.' | ',' | '-' | '%');
    let mut out: Vec<(Glyph, Area)> = Vec::with_capacity(glyphs.len());
    let mut from = 0;
    while let Some(first) = glyphs.get(from) {
        let mut to = from + 1;
        if is_part(first) && first.turn == 0 {
            let goes_on = |before: &Glyph, next: &Glyph| {
                is_part(next)
                    && next.turn == 0
                    && !next.blank
                    && before.area.bottom == next.area.bottom
                    && (next.area.left - before.area.right).abs() * 8 <= next.size()
            };
            while glyphs
                .get(to)
                .is_some_and(|next| glyphs.get(to - 1).is_some_and(|before| goes_on(before, next)))
            {
                to += 1;
            }
        }
        let mut run = glyphs.get(from..to).unwrap_or(&[]);
        while !run.is_empty() {
            let (number, rest) = first_number(run);
            let whole = Area::over(number.iter().map(|glyph| glyph.area));
            let crosses =
                number.len() > 1 && xs.iter().any(|x| whole.left < *x && *x < whole.right);
            out.extend(
                number.iter().map(|glyph| (*glyph, if crosses { whole } else { glyph.area })),
            );
            run = rest;
        }
        from = to;
    }
    out
}

/// The first number of characters that touch, and the rest: a number has one point, so that two of
/// them are parted where the gap is widest behind the decimals of the first.
fn first_number(run: &[Glyph]) -> (&[Glyph], &[Glyph]) {
    let mut points = (0..run.len()).filter(|at| run.get(*at).is_some_and(|one| one.char == '.'));
    let (Some(first), Some(second)) = (points.next(), points.next()) else { return (run, &[]) };
    let gap = |at: &usize| match run.get(at - 1..at + 1) {
        Some([before, next]) => next.area.left - before.area.right,
        _ => 0,
    };
    // digits stand on both sides
    let widest = (first + 2..second).rev().max_by_key(gap);
    widest.and_then(|at| run.split_at_checked(at)).unwrap_or((run, &[]))
}

/// Each character with the box that says where it belongs where no upright lines are drawn: words
/// that run over an edge stand where they begin, numbers where most of them stands.
fn with_whole_words(glyphs: &[Glyph], xs: &[Length]) -> Vec<(Glyph, Area)> {
    if glyphs.iter().any(|glyph| glyph.turn != 0) {
        return with_whole_numbers(glyphs, xs);
    }
    let mut out: Vec<(Glyph, Area)> = Vec::with_capacity(glyphs.len());
    let ordered = ordered(glyphs);
    let goes_on = |before: &Glyph, next: &Glyph| {
        let gap = next.area.left - before.area.right;
        let is_parted =
            xs.iter().any(|x| before.area.right - POINT <= *x && *x <= next.area.left + POINT);
        (before.area.centre() - next.area.centre()).abs() * 3 <= next.size()
            && next.area.left >= before.area.left
            && if is_parted { gap * 6 <= next.size() } else { gap * 2 <= next.size() }
    };
    for run in ordered.chunk_by(goes_on) {
        let whole = Area::over(run.iter().map(|glyph| glyph.area));
        let crosses = run.len() > 1 && xs.iter().any(|x| whole.left < *x && *x < whole.right);
        let is_number = run
            .iter()
            .all(|glyph| is_digit(glyph.char) || matches!(glyph.char, '.' | ',' | '-' | '%'));
        let start = run.first().map(|glyph| glyph.area).unwrap_or_default();
        let place = |glyph: &Glyph| match crosses {
            true if is_number => whole,
            true => Area { left: start.left, right: start.right, ..glyph.area },
            false => glyph.area,
        };
        out.extend(run.iter().map(|glyph| (*glyph, place(glyph))));
    }
    out
}

fn cell(frame: &Frame, field: &FrameCell, lines: &[PdfLine]) -> GridCell {
    let text = lines.iter().map(PdfLine::plain).collect::<Vec<_>>().join("\n");
    let own = frame.field_area(field);
    // where a row was parted the lines know better than the frame how high the cell is
    let area = if lines.is_empty() {
        own
    } else {
        Area { left: own.left, right: own.right, ..Area::over(lines.iter().map(|line| line.area)) }
    };
    let indent = lines.first().map_or(0, |line| indent(line.area, own.left));
    GridCell { text, column: field.column, rows: field.rows, columns: field.columns, area, indent }
}

/// Whether a row of the frame holds several rows that are not ruled: numbers below one another in
/// one column, and on the same heights in another, or the numbers of the columns above something
/// else.
fn holds_rows(row: &FieldRow) -> bool {
    let numbers =
        |lines: &[PdfLine]| lines.len() >= 2 && lines.iter().all(|line| is_number(&line.plain()));
    let longest = row
        .iter()
        .map(|(_, lines)| lines)
        .filter(|lines| numbers(lines))
        .max_by_key(|lines| lines.len());
    let Some(longest) = longest else {
        return begins_with_column_numbers(row) || has_rows_of_figures(row);
    };
    if has_broken_code(row) {
        return false;
    }
    let near = |line: &PdfLine, other: &PdfLine| {
        (line.area.centre() - other.area.centre()).abs() * 3 <= line.area.height()
    };
    let level = |lines: &[PdfLine]| {
        lines.iter().filter(|line| longest.iter().any(|other| near(line, other))).count()
    };
    // one column may hold several figures of one row; in two side by side each height is a row
    row.iter().filter(|(_, lines)| numbers(lines) && level(lines) == lines.len()).count() >= 2
        || row
            .iter()
            .filter(|(_, lines)| lines.len() == longest.len() && level(lines) == lines.len())
            .count()
            >= 2
}

/// Whether the code of a row, and perhaps its name, is broken into lines while its figures stand on
/// one: `210` above `11` is 21011, where `210` above `21011` are two rows.
fn has_broken_code(row: &FieldRow) -> bool {
    let texts = |lines: &[PdfLine]| -> Vec<String> { lines.iter().map(PdfLine::plain).collect() };
    let is_broken = |lines: &[PdfLine]| {
        let all = texts(lines);
        let is_digits = |text: &String| text.chars().all(is_digit);
        let (Some(first), true) = (all.first(), all.len() > 1 && all.iter().all(is_digits)) else {
            return false;
        };
        // a whole code is as long as the one above it, or begins with it
        !all.iter()
            .skip(1)
            .any(|rest| rest.len() == first.len() || rest.starts_with(first.as_str()))
    };
    let mut figures = row.iter().filter(|(_, lines)| texts(lines).iter().any(|own| is_figure(own)));
    let has_figures = figures.clone().next().is_some();
    row.iter().any(|(_, lines)| is_broken(lines))
        && has_figures
        && figures.all(|(_, lines)| lines.len() == 1)
}

/// Whether figures with words beside them stand on two heights, in whichever columns.
fn has_rows_of_figures(row: &FieldRow) -> bool {
    if !row.iter().any(|(_, lines)| lines.len() >= 2) {
        return false;
    }
    let items = items(row);
    let bands = bands(&items, &[], &[]);
    let in_band = |band: usize| {
        items.iter().zip(&bands).filter(move |(_, own)| **own == band).map(|(item, _)| item)
    };
    let count = bands.iter().max().map_or(0, |last| last + 1);
    (0..count)
        .filter(|band| {
            in_band(*band).any(|item| item.is_figure) && in_band(*band).any(|item| !item.is_figure)
        })
        .count()
        >= 2
}

/// The lines of a row, each in its column.
fn items(row: &FieldRow) -> Vec<PdfItem> {
    let item = |column: usize, line: &PdfLine| PdfItem {
        column,
        area: line.area,
        is_figure: is_number(&line.plain()),
    };
    row.iter()
        .enumerate()
        .flat_map(|(column, (_, lines))| lines.iter().map(move |line| item(column, line)))
        .collect()
}

/// `1 2 3` on one height, and below the words beside them something else.
fn begins_with_column_numbers(row: &FieldRow) -> bool {
    let top = row
        .iter()
        .filter_map(|(_, lines)| lines.first())
        .map(|line| line.area.centre())
        .min()
        .unwrap_or(0);
    let ordinals: Vec<usize> = row
        .iter()
        .filter_map(|(_, lines)| lines.first())
        .filter(|line| (line.area.centre() - top).abs() * 3 <= line.area.height())
        .filter_map(|line| line.plain().parse().ok())
        .collect();
    ordinals.len() >= 3
        && ordinals.iter().zip(1..).all(|(ordinal, expected)| *ordinal == expected)
        && row.iter().any(|(_, lines)| lines.len() > 1)
}

/// The rows that a row of the frame holds.
fn parted(frame: &Frame, row: FieldRow) -> Vec<FieldRow> {
    let items = items(&row);
    let limits: Vec<Length> =
        row.iter().map(|(field, _)| frame.field_area(field).right - PADDING / 3).collect();
    let bands = bands(&items, &[], &limits);
    let count = bands.iter().max().map_or(0, |last| last + 1);
    let mut out: Vec<FieldRow> =
        (0..count).map(|_| row.iter().map(|(field, _)| (*field, Vec::new())).collect()).collect();
    let lines = row
        .into_iter()
        .enumerate()
        .flat_map(|(column, (_, lines))| lines.into_iter().map(move |line| (column, line)));
    for (band, (column, line)) in bands.into_iter().zip(lines) {
        if let Some((_, lines)) = out.get_mut(band).and_then(|row| row.get_mut(column)) {
            lines.push(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::words::PdfPiece;
    use super::*;

    /// Lines of 5 points a character, right-aligned in a cell of some width with 5 points at each
    /// side.
    fn check(texts: &[&str], width: i32, expected: &[&str]) {
        let right = width - 5;
        let line = |text: &str, top: i32| {
            let left = right - 5 * i32::try_from(text.len()).unwrap();
            let area = Area {
                left: left * POINT,
                right: right * POINT,
                top: top * POINT,
                bottom: (top + 10) * POINT,
            };
            PdfLine {
                pieces: vec![PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() }],
                area,
            }
        };
        let lines = texts.iter().zip(0..).map(|(text, at)| line(text, at * 12)).collect();
        let cell = Area { left: 0, right: width * POINT, top: 0, bottom: 40 * POINT };
        let found: Vec<String> =
            with_broken_figures(lines, cell).iter().map(PdfLine::plain).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_figure_broken_at_the_edge_of_its_cell_is_one() {
        check(&["78896328.8", "3"], 62, &["78896328.83"]);
        check(&["12,345,678", ".90"], 62, &["12,345,678.90"]);
        check(&["-1234567.", "89"], 58, &["-1234567.89"]);
        check(&["12345678", "9.01"], 52, &["123456789.01"]);
    }

    #[test]
    fn figures_below_one_another_are_two() {
        // room for more
        check(&["78896328.8", "3"], 90, &["78896328.8", "3"]);
        check(&["123.45", "6"], 42, &["123.45", "6"]);
        check(&["353.15", "100.00"], 42, &["353.15", "100.00"]);
        check(&["20101", "20102"], 36, &["20101", "20102"]);
        check(&["353.1", "-3"], 36, &["353.1", "-3"]);
    }
}
