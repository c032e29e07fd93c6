//! Tables in the making: grid columns, merged cells, tables inside cells, tables that a page break
//! parted.

use super::known::KnownShapes;
use super::story::{StoryItem, StoryLine};
use super::xml::{StartTag, Visit, Xml};
use crate::read::assembly::Piece;
use gouji_values::error::ReadError;
use gouji_values::number::is_digit;
use std::collections::BTreeMap;

/// Columns of a table; Word itself has 63.
const COLUMNS: usize = 1024;
/// Edges of cells that are nearer than this (in twentieths of a point, about 1.5 mm) are one edge
/// drawn by hand.
const NEAR: u32 = 85;
/// Rows that a header may have.
const HEADER: usize = 6;

/// How a cell goes on with the one above or before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Merge {
    /// It stands alone.
    #[default]
    No,
    /// The first of several.
    First,
    /// It goes on with the one before.
    Goes,
}

impl Merge {
    fn new(element: &StartTag<'_>) -> Self {
        if element.value().as_deref() == Some("restart") { Self::First } else { Self::Goes }
    }
}

/// What `tcPr` says.
#[derive(Clone, Debug, Default)]
pub(super) struct CellShape {
    columns: usize,
    down: Merge,
    right: Merge,
    is_removed: bool,
}

/// A table as it is read.
#[derive(Debug, Default)]
pub(super) struct WordGrid {
    /// `表3`, or the cell that it stands in and `内表1`.
    pub name: String,
    /// Cells by row.
    pub rows: Vec<Vec<Piece>>,
    /// Widths of the grid columns, 0 where they are not known.
    widths: Vec<u32>,
    /// It stands in a cell of another one.
    pub is_inside: bool,
    /// Its first row is the first of a page.
    pub starts_page: bool,
    /// Row and index of the cell that goes on downwards, by grid column.
    open: BTreeMap<usize, (usize, usize)>,
    /// What stands in cells that hold tables, by row and index of the cell.
    held: BTreeMap<(usize, usize), Vec<StoryItem>>,
    /// Columns, once it is finished.
    width: usize,
    row: Vec<Piece>,
    row_is_removed: bool,
    column: usize,
    /// Cells of the row so far, goings-on included.
    ordinal: usize,
    /// Rows so far, those left out included.
    row_ordinal: usize,
    /// Tables inside the cell.
    pub inside: usize,
    shape: CellShape,
}

impl WordGrid {
    /// A table that begins.
    pub(super) fn new(name: String, is_inside: bool) -> Self {
        Self { name, is_inside, ..Self::default() }
    }

    /// The place of the cell that is being read.
    pub(super) fn place(&self) -> String {
        format!("{} 第{}行第{}列", self.name, self.row_ordinal, self.ordinal)
    }

    /// Whether the first row is being read.
    pub(super) fn is_at_start(&self) -> bool {
        self.rows.is_empty() && self.row.is_empty()
    }

    /// `tblGrid`.
    pub(super) fn columns(
        &mut self,
        xml: &mut Xml<'_>,
        element: &StartTag<'_>,
    ) -> Result<(), ReadError> {
        let widths = &mut self.widths;
        widths.clear();
        xml.inside(element, |inner| {
            match inner.name() {
                "gridCol" if widths.len() < COLUMNS => widths.push(
                    inner.attribute("w").and_then(|width| width.parse().ok()).unwrap_or(u32::MAX),
                ),
                "tblGridChange" => return Visit::Over,
                _ => {}
            }
            Visit::Into
        })
    }

    /// A row begins.
    pub(super) fn begin_row(&mut self) {
        self.row.clear();
        (self.column, self.ordinal, self.row_is_removed) = (0, 0, false);
        self.row_ordinal += 1;
    }

    /// `trPr`: gives whether the row is hidden, and whether it was added or removed by a tracked
    /// change.
    pub(super) fn row_shape(
        &mut self,
        xml: &mut Xml<'_>,
        element: &StartTag<'_>,
    ) -> Result<(bool, bool), ReadError> {
        let (mut before, mut hidden, mut removed, mut added) = (0, false, false, false);
        xml.inside(element, |inner| {
            match inner.name() {
                "gridBefore" => before = inner.number().unwrap_or(0),
                "hidden" => hidden = inner.is_on(),
                "del" => removed = true,
                "ins" => added = true,
                "trPrChange" => return Visit::Over,
                _ => {}
            }
            Visit::Into
        })?;
        self.column = before.min(COLUMNS);
        self.row_is_removed = hidden || removed;
        Ok((hidden, removed || added))
    }

    /// Columns before the next cell.
    pub(super) fn offset(&self) -> usize {
        self.column
    }

    /// A cell begins.
    pub(super) fn begin_cell(&mut self) {
        self.shape = CellShape::default();
        self.ordinal += 1;
        self.inside = 0;
    }

    /// `tcPr`.
    pub(super) fn cell_shape<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        element: &StartTag<'a>,
        known: &mut KnownShapes<CellShape>,
    ) -> Result<(), ReadError> {
        self.shape = known.read(xml, element, |xml| {
            let mut shape = CellShape::default();
            xml.inside(element, |inner| {
                match inner.name() {
                    "gridSpan" => shape.columns = inner.number().unwrap_or(1).clamp(1, COLUMNS),
                    "vMerge" => shape.down = Merge::new(inner),
                    "hMerge" => shape.right = Merge::new(inner),
                    "cellDel" => shape.is_removed = true,
                    "tcPrChange" => return Visit::Over,
                    _ => {}
                }
                Visit::Into
            })?;
            Ok(shape)
        })?;
        Ok(())
    }

    /// A cell ends, with what stands in it; gives the columns that it takes.
    pub(super) fn end_cell(&mut self, items: Vec<StoryItem>) -> usize {
        let shape = std::mem::take(&mut self.shape);
        let (at, columns) = (self.column, shape.columns.max(1));
        self.column += columns;
        if self.column > COLUMNS || self.row_is_removed {
            return columns;
        }
        let row = self.rows.len();
        if shape.right == Merge::Goes
            && let Some(before) = self.row.last_mut()
        {
            before.columns += columns;
            return columns;
        }
        if shape.down == Merge::Goes
            && let Some(above) =
                self.open.get(&at).and_then(|(row, index)| self.rows.get_mut(*row)?.get_mut(*index))
            && above.columns == columns
        {
            above.rows = row + 1 - self.open.get(&at).map_or(row, |(row, _)| *row);
            return columns;
        }
        let next: Vec<usize> =
            self.open.range(at..at + columns).map(|(column, _)| *column).collect();
        for column in next {
            self.open.remove(&column);
        }
        if shape.down != Merge::No {
            self.open.insert(at, (row, self.row.len()));
        }
        let mut text = String::new();
        let lines = items.iter().filter_map(StoryItem::line).filter(|_| !shape.is_removed);
        for (index, line) in lines.enumerate() {
            text.extend((index > 0).then_some('\n'));
            text.push_str(&line.text);
        }
        let place = self.place();
        if !shape.is_removed && items.iter().any(|item| matches!(item, StoryItem::Table(_))) {
            self.held.insert((row, self.row.len()), items);
        }
        self.row.push(Piece { text, column: at, rows: 1, columns, place, indent: 0 });
        columns
    }

    /// A row ends.
    pub(super) fn end_row(&mut self) {
        if !self.row_is_removed {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The table ends: what it is in the reading order of the text around it. Tables inside follow
    /// it; where it only lays out what stands in it, that stands alone.
    pub(super) fn finish(mut self) -> Vec<StoryItem> {
        let mut held = std::mem::take(&mut self.held);
        if held.is_empty() {
            self.settle_columns();
            return vec![StoryItem::Table(Box::new(self))];
        }
        let filled = |row: usize, cells: &[Piece]| {
            let speaks = |(index, cell): &(usize, &Piece)| {
                !cell.text.trim().is_empty() && !held.contains_key(&(row, *index))
            };
            cells.iter().enumerate().filter(speaks).count()
        };
        let only_lays_out = self.rows.iter().enumerate().all(|(row, cells)| filled(row, cells) < 2);
        if !only_lays_out {
            self.settle_columns();
            let inner =
                held.into_values().flatten().filter(|item| matches!(item, StoryItem::Table(_)));
            return std::iter::once(StoryItem::Table(Box::new(self))).chain(inner).collect();
        }
        let mut out = Vec::new();
        for (row, cells) in self.rows.into_iter().enumerate() {
            for (index, cell) in cells.into_iter().enumerate() {
                if let Some(items) = held.remove(&(row, index)) {
                    out.extend(items.into_iter().map(|item| item.at(&cell.place)));
                } else {
                    let line = |text: &str| {
                        StoryItem::Line(StoryLine {
                            text: text.to_owned(),
                            place: cell.place.clone(),
                            is_contents: false,
                        })
                    };
                    out.extend(cell.text.lines().map(line));
                }
                out.push(StoryItem::Blank);
            }
        }
        out
    }

    /// Columns where cells begin; edges that only a hand drew apart are one.
    fn settle_columns(&mut self) {
        let near = |edge: usize| {
            edge.checked_sub(1)
                .and_then(|column| self.widths.get(column))
                .is_some_and(|width| *width < NEAR)
        };
        // the edge that each edge stands for
        let mut edges: Vec<usize> = Vec::with_capacity(COLUMNS + 1);
        let has_widths = self.widths.iter().any(|width| *width >= NEAR);
        for edge in 0..=COLUMNS {
            let is_same = has_widths && near(edge);
            edges.push(if is_same { edges.last().copied().unwrap_or(0) } else { edge });
        }
        let edge = |at: usize| edges.get(at).copied().unwrap_or(at);
        let cells = || self.rows.iter().flatten();
        let keeps_all = cells().all(|cell| edge(cell.column) < edge(cell.column + cell.columns));
        let edge = |at: usize| if keeps_all { edge(at) } else { at };
        let mut starts: Vec<usize> = cells().map(|cell| edge(cell.column)).collect();
        starts.sort_unstable();
        starts.dedup();
        let column = |at: usize| starts.partition_point(|start| *start < edge(at));
        for cell in self.rows.iter_mut().flatten() {
            let (from, to) = (column(cell.column), column(cell.column + cell.columns));
            (cell.column, cell.columns) = (from, to.saturating_sub(from).max(1));
            self.width = self.width.max(from + cell.columns);
        }
    }

    /// Takes up the rows of a table behind a page break that goes on with this one, its repeated
    /// header left out; gives it back where it is a table of its own.
    pub(super) fn take_up(&mut self, mut next: Self) -> Option<Self> {
        if self.is_inside || next.is_inside || self.width != next.width {
            return Some(next);
        }
        let repeated = self.repeated(&next);
        let goes_on = || {
            self.widths == next.widths
                && next
                    .rows
                    .first()
                    .is_some_and(|row| filled(row) >= 2 && row.iter().any(holds_digit))
        };
        if repeated == 0 && !goes_on() {
            return Some(next);
        }
        self.rows.extend(next.rows.drain(repeated..));
        None
    }

    /// Rows at the start of `next` that print the header of this table again.
    fn repeated(&self, next: &Self) -> usize {
        let same = |a: &[Piece], b: &[Piece]| {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| {
                    a.text == b.text && (a.column, a.columns) == (b.column, b.columns)
                })
        };
        // a caption above the header may stand on the first page only
        let from = |first: usize| {
            let (own, other) = (self.rows.iter().skip(first), next.rows.iter());
            own.zip(other).take(HEADER).take_while(|(a, b)| same(a, b)).count()
        };
        let count = (0..HEADER).map(from).find(|count| *count > 0).unwrap_or(0);
        let is_header = next.rows.iter().take(count).any(|row| filled(row) >= 2);
        if is_header { count } else { 0 }
    }
}

fn filled(row: &[Piece]) -> usize {
    row.iter().filter(|cell| !cell.text.trim().is_empty()).count()
}

fn holds_digit(cell: &Piece) -> bool {
    cell.text.chars().any(is_digit)
}
