//! Spreadsheets: workbooks of several programs and separated values, all by way of the same grid.
//!
//! Each reader hands its sheets over as a [`grid::SheetGrid`]; what is a caption, a table, a note is
//! found here, once for all. In the canonical text stands what the program shows; what it stores is
//! kept beside it ([`Document::stored`]).

pub mod address;
mod cut;
mod date;
mod format_code;
mod formula;
mod grid;
mod marks;
mod number_format;
mod oddity;
mod ods;
pub(in crate::read) mod package;
mod pictures;
mod plain;
mod plain_sheet;
mod separated;
mod styles;
mod unsaved;
mod xls;
mod xls_container;
mod xls_records;
mod xls_text;
mod xlsb;
mod xlsx;

pub(super) use self::ods::ODS;
pub use self::plain::plain_sheets;
pub use self::plain_sheet::PlainSheet;
pub(super) use self::separated::SEPARATED;
pub(super) use self::xls::XLS;
pub(super) use self::xls_container::has_stream;
pub(super) use self::xlsb::XLSB;
pub(super) use self::xlsx::XLSX;

use self::cut::SheetPart;
use self::grid::{FilledCell, SheetGrid, SheetRow, Stored};
use super::Source;
use super::assembly::{Assembly, Piece, Prose};
use super::page::Page;
use gouji_values::document::{Document, Layout, NoticeCode, Span};
use gouji_values::error::ReadError;
use gouji_values::label::label_key;
use gouji_values::lang::bilingual;
use gouji_values::number::Decimal;
use std::str::FromStr;

/// What stands in the first cell of the sheet with the findings of an annotated copy: such a sheet
/// is ours, not the document's.
pub const FINDINGS_MARK: &str = "gouji.findings.1";

/// A workbook in the making.
struct Book<'s> {
    source: &'s Source<'s>,
    page: Page<'s>,
    assembly: Assembly<'s>,
    /// Cells that may still be taken in, blank ones within tables included.
    budget: usize,
    /// The sheets as they are, where they are wanted and no document is.
    kept: Option<Vec<PlainSheet>>,
}

impl<'s> Book<'s> {
    fn new(source: &'s Source<'s>) -> Self {
        let page = Page::new("", source.vocabulary);
        Self {
            source,
            page,
            assembly: Assembly::new(source.vocabulary),
            budget: source.limits.cells,
            kept: None,
        }
    }

    /// Adds a sheet.
    fn add(&mut self, mut grid: SheetGrid<'_>) -> Result<(), ReadError> {
        // many cells may refer to one long text: what follows looks at each
        let text =
            grid.cells.iter().fold(0_usize, |sum, cell| sum.saturating_add(cell.shown.len()));
        self.source.limits.admit_size(self.assembly.len().saturating_add(text))?;
        grid.settle();
        if let Some(kept) = &mut self.kept {
            self.budget = self
                .budget
                .checked_sub(grid.cells.len())
                .ok_or_else(|| too_many_cells(self.source))?;
            kept.push(PlainSheet::of(grid));
            return Ok(());
        }
        if grid.at(0, 0).is_some_and(|cell| cell.shown.trim() == FINDINGS_MARK) {
            let name = &grid.name;
            let message = bilingual!(
                "工作表“{name}”是以前审核时加上的结果，没有审核",
                "sheet “{name}” holds the results of an earlier audit and was not audited"
            );
            self.assembly.notice(NoticeCode::OwnSheet, message, None);
            return Ok(());
        }
        if let Some((code, message)) = pictures::notice(&grid.name, grid.pictures) {
            self.assembly.notice(code, message, None);
        }
        if let Some(example) = marks::leave_out(&mut grid) {
            let name = &grid.name;
            let message = bilingual!(
                "工作表“{name}”隐藏的行或列里有程序自己的标记（{example} 等），没有审核",
                "hidden rows or columns of sheet “{name}” hold marks of a program ({example} and others), which were not audited"
            );
            self.assembly.notice(NoticeCode::HiddenContent, message, None);
        }
        let parts = cut::cut(&grid, &self.page);
        let oddities = oddity::find(&grid, self.source.vocabulary);
        let mut places = vec![None; grid.cells.len()];
        if !grid.name.is_empty()
            && !parts.iter().any(|part| self.is_title(part, &grid))
            && !self.is_said(&parts, &grid)
            && parts.iter().any(|part| matches!(part, SheetPart::Table(_)))
        {
            // a form may have its title on the tab of the sheet only
            self.assembly.prose(&grid.name, &grid.name);
        }
        for part in parts {
            match part {
                SheetPart::Prose(cell) => self.prose(&grid, cell, &mut places)?,
                SheetPart::Table(lines) => self.table(&mut grid, &lines, &mut places)?,
            }
        }
        for (cell, place) in grid.cells.iter().zip(&places) {
            if let (Stored::Number(value), Some(span)) = (cell.stored, place) {
                self.assembly.store(*span, value);
            }
        }
        for (code, message, at) in oddities {
            let span = at.and_then(|at| places.get(at).copied().flatten());
            self.assembly.notice(code, message, span);
        }
        Ok(())
    }

    fn is_title(&self, part: &SheetPart, grid: &SheetGrid<'_>) -> bool {
        matches!(part, SheetPart::Prose(cell) if grid.cells.get(*cell).is_some_and(|cell| self.page.is_form_title(cell.shown.trim())))
    }

    /// Whether the sheet says itself what stands on its tab: a heading is one, not two. A tab is
    /// numbered in the order of the sheets, which is not that of headings.
    fn is_said(&self, parts: &[SheetPart], grid: &SheetGrid<'_>) -> bool {
        let words = self.source.vocabulary;
        let key = label_key(&grid.name, words);
        let is_numbered =
            self.page.ordinal(&grid.name).is_some() && !self.page.is_form_title(&grid.name);
        let text = |cell: usize| grid.cells.get(cell).map_or("", |cell| cell.shown.trim());
        let says = |cell: usize| label_key(text(cell), words) == key;
        parts.iter().any(|part| match part {
            SheetPart::Prose(cell) => is_numbered || says(*cell),
            SheetPart::Table(lines) => {
                lines.first().is_some_and(|line| line.laid.iter().any(|laid| says(laid.cell)))
            }
        })
    }

    fn prose(
        &mut self,
        grid: &SheetGrid<'_>,
        index: usize,
        places: &mut [Option<Span>],
    ) -> Result<(), ReadError> {
        let Some(cell) = grid.cells.get(index) else { return Ok(()) };
        self.spend(1, cell.shown.len())?;
        let place = place(grid, cell.row, cell.column);
        for line in cell.shown.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let span = self.assembly.prose(line, &place);
            if let Some(known) = places.get_mut(index) {
                *known = known.or(Some(span));
            }
        }
        Ok(())
    }

    /// Rows and columns without a filled cell are left out, so that a table is as large as what it
    /// holds. The texts are taken out of the grid.
    fn table(
        &mut self,
        grid: &mut SheetGrid<'_>,
        lines: &[SheetRow],
        places: &mut [Option<Span>],
    ) -> Result<(), ReadError> {
        let mut columns: Vec<u32> =
            lines.iter().flat_map(|line| &line.laid).map(|laid| laid.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let texts =
            lines.iter().flat_map(|line| &line.laid).filter_map(|laid| grid.cells.get(laid.cell));
        let is_filled = |laid: &FilledCell| {
            grid.cells.get(laid.cell).is_some_and(|cell| !cell.shown.trim().is_empty())
        };
        let any_filled = lines.iter().flat_map(|line| &line.laid).any(is_filled);
        self.spend(
            lines.len().saturating_mul(columns.len()),
            texts.map(|cell| cell.shown.len()).sum(),
        )?;
        if !any_filled {
            return Ok(());
        }
        // for each column the row behind the merged cell that reaches down into it
        let mut covered: Vec<u32> = vec![0; columns.len()];
        // which cell of the sheet each cell of the table is; rows are made one by one
        let mut owners: Vec<Option<usize>> =
            Vec::with_capacity(lines.len().saturating_mul(columns.len()));
        let rows = lines.iter().enumerate().map(|(number, line)| {
            let mut pieces = Vec::with_capacity(columns.len());
            let mut laid = line.laid.iter().peekable();
            for (index, column) in columns.iter().enumerate() {
                if let Some(laid) = laid.next_if(|laid| laid.column == *column) {
                    let piece =
                        piece(grid, laid, index, &columns, lines.get(number..).unwrap_or(&[]));
                    for reach in covered.iter_mut().skip(index).take(piece.columns) {
                        *reach = laid.row + laid.rows;
                    }
                    pieces.push(piece);
                    owners.push(Some(laid.cell));
                } else if covered.get(index).is_none_or(|reach| *reach <= line.row) {
                    pieces.push(Piece {
                        column: index,
                        place: place(grid, line.row, *column),
                        ..Piece::default()
                    });
                    owners.push(None);
                }
            }
            pieces
        });
        let cells = self.assembly.table_by_row(Layout::Grid, rows);
        for (cell, owner) in cells.iter().flatten().zip(owners) {
            if let Some(known) = owner.and_then(|owner| places.get_mut(owner)) {
                *known = Some(cell.span);
            }
        }
        Ok(())
    }

    /// Takes from the budget of cells; many cells may refer to one long text, so the text is
    /// measured, too.
    fn spend(&mut self, cells: usize, text: usize) -> Result<(), ReadError> {
        self.budget = self.budget.checked_sub(cells).ok_or_else(|| too_many_cells(self.source))?;
        self.source.limits.admit_size(self.assembly.len().saturating_add(text))
    }

    fn finish(self, format: &'static str, encoding: &str) -> Result<Document, ReadError> {
        if self.assembly.is_empty() {
            return Err(ReadError::Empty);
        }
        self.assembly.finish(format, encoding, Prose::Paragraphs, self.source.limits)
    }
}

/// A filled cell; its extent is counted in the rows and columns that the table keeps.
fn piece(
    grid: &mut SheetGrid<'_>,
    laid: &FilledCell,
    index: usize,
    columns: &[u32],
    below: &[SheetRow],
) -> Piece {
    let text = grid
        .cells
        .get_mut(laid.cell)
        .map_or_else(String::new, |cell| std::mem::take(&mut cell.shown).into_owned());
    Piece {
        text,
        column: index,
        rows: if laid.rows == 1 {
            1
        } else {
            below.partition_point(|line| line.row < laid.row + laid.rows)
        },
        columns: columns
            .partition_point(|column| *column < laid.column + laid.columns)
            .saturating_sub(index),
        place: place(grid, laid.row, laid.column),
        indent: 0,
    }
}

/// `表02!C7`
fn place(grid: &SheetGrid<'_>, row: u32, column: u32) -> String {
    let mut out = String::with_capacity(grid.name.len() + 6);
    if !grid.name.is_empty() {
        out.push_str(&grid.name);
        out.push('!');
    }
    address::push(row, column, &mut out);
    out
}

fn too_many_cells(source: &Source<'_>) -> ReadError {
    ReadError::Limit {
        what: "表格的单元格数".to_owned(),
        limit: format!("{} 万个", source.limits.cells / 10_000),
        help: "请删去不审核的工作表，或者拆成几个文件".to_owned(),
    }
}

fn damaged(what: impl Into<String>) -> ReadError {
    ReadError::damaged(what, "请在 Excel 或 WPS 中打开，另存为新的 xlsx 后再审核")
}

fn is_encrypted() -> ReadError {
    ReadError::Unsupported {
        found: "设有打开密码的工作簿".to_owned(),
        help: "请在 Excel 或 WPS 中用密码打开，取消密码后另存，再审核".to_owned(),
    }
}

fn holds_no_cells() -> ReadError {
    ReadError::Unsupported {
        found: "没有单元格的工作簿（只有图表或空白工作表）".to_owned(),
        help: "请检查是否选对了文件".to_owned(),
    }
}

/// A stored number, written by the program with all digits of its arithmetic, as the shortest
/// number that it can mean.
fn decimal(text: &str) -> Option<Decimal> {
    // this many digits are exact either way
    if text.len() <= 15
        && let Ok(value) = Decimal::from_str_exact(text)
    {
        return Some(value);
    }
    from_float(text.trim().parse().ok()?)
}

fn from_float(value: f64) -> Option<Decimal> {
    let text = value.to_string();
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_str(&text)).ok()
}
