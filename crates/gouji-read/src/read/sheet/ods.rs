//! OpenDocument spreadsheets: the file holds the text that is shown and the stored value side by
//! side.

use super::address;
use super::formula::CellFormula;
use super::grid::{MergedArea, SheetCell, SheetGrid, Stored};
use super::number_format::general;
use super::package::{SheetPackage, attribute, push_text, reader};
use super::pictures::Frames;
use super::{Book, damaged, decimal, holds_no_cells, is_encrypted, too_many_cells};
use crate::read::{Reader, Source};
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// LibreOffice Calc and others.
pub(in crate::read) const ODS: Reader = Reader { extensions: &["ods"], is, read };

fn is(source: &Source<'_>) -> bool {
    let is_sheet = |mut package: SheetPackage<'_>| {
        let kind = package
            .read("mimetype")
            .ok()
            .flatten()
            .map(|kind| String::from_utf8_lossy(&kind).into_owned());
        package.has("content.xml")
            && kind.map_or_else(
                || source.is_named(&["ods"]),
                |kind| kind.contains("opendocument.spreadsheet"),
            )
    };
    source.bytes.starts_with(b"PK")
        && SheetPackage::open(source).map_or_else(|_| source.is_named(&["ods"]), is_sheet)
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    fill(source, Book::new(source))?.finish("ods", "UTF-8")
}

/// Adds the sheets to a workbook.
pub(super) fn fill<'s>(source: &'s Source<'s>, book: Book<'s>) -> Result<Book<'s>, ReadError> {
    let mut package = SheetPackage::open(source)?;
    if package
        .xml("META-INF/manifest.xml")?
        .is_some_and(|manifest| manifest.contains("encryption-data"))
    {
        return Err(is_encrypted());
    }
    let xml = package.xml("content.xml")?.ok_or_else(|| damaged("文件里没有表格的内容"))?;
    let mut reading = Reading {
        source,
        book,
        hidden: BTreeSet::new(),
        style: String::new(),
        grid: None,
        row: Row::default(),
        cell: None,
        has_cells: false,
        text: 0,
        frames: Frames::default(),
    };
    reading.run(&xml)?;
    if reading.has_cells { Ok(reading.book) } else { Err(holds_no_cells()) }
}

/// Elements whose content is no content of a cell.
const OUTSIDE: &[&str] = &[
    "annotation",
    "shapes",
    "forms",
    "tracked-changes",
    "dde-links",
    "frame",
    "custom-shape",
    "ruby-text",
];

struct Reading<'s> {
    source: &'s Source<'s>,
    book: Book<'s>,
    /// Styles of tables that are not displayed.
    hidden: BTreeSet<String>,
    /// The style that is being read.
    style: String,
    grid: Option<Sheet>,
    row: Row,
    cell: Option<Open>,
    has_cells: bool,
    /// Bytes of text so far, what is repeated as often as it is.
    text: usize,
    frames: Frames,
}

/// The sheet that is being read: rows and columns so far.
struct Sheet {
    grid: SheetGrid<'static>,
    row: u32,
    columns: u32,
}

#[derive(Default)]
struct Row {
    repeated: u32,
    column: u32,
    /// Where its cells and merged areas begin.
    from: (usize, usize),
}

/// The cell that is being read.
struct Open {
    text: String,
    repeated: u32,
    rows: u32,
    columns: u32,
    stored: Option<Stored>,
    formula: Option<CellFormula>,
}

impl Reading<'_> {
    fn run(&mut self, xml: &str) -> Result<(), ReadError> {
        let mut reader = reader(xml);
        // depth of elements that are outside of all cells, and whether a paragraph is open
        let (mut outside, mut in_paragraph, mut is_whole) = (0_usize, false, false);
        loop {
            let event =
                reader.read_event().map_err(|error| damaged("表格的内容不完整").because(error))?;
            match &event {
                Event::Start(element)
                    if outside > 0 || OUTSIDE.contains(&element.local_name().as_ref()) =>
                {
                    outside += 1;
                    self.frames.start(element);
                }
                Event::Empty(element) if outside > 0 => self.frames.start(element),
                Event::End(_) if outside > 0 => outside -= 1,
                Event::Eof if is_whole => return Ok(()),
                Event::Eof => return Err(damaged("表格的内容不完整")),
                _ if outside > 0 => {}
                Event::Start(element) => {
                    let name = element.local_name();
                    in_paragraph |= name.as_ref() == "p";
                    self.start(name.as_ref(), element);
                }
                Event::Empty(element) => {
                    let name = element.local_name();
                    self.start(name.as_ref(), element);
                    self.end(name.as_ref())?;
                }
                Event::End(element) => {
                    let name = element.local_name();
                    is_whole |= name.as_ref() == "document-content";
                    in_paragraph &= name.as_ref() != "p";
                    self.end(name.as_ref())?;
                }
                event if in_paragraph => {
                    if let Some(cell) = &mut self.cell {
                        push_text(event, &mut cell.text);
                    }
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let number = |name: &str| {
            attribute(element, name)
                .and_then(|number| number.parse::<u32>().ok())
                .unwrap_or(1)
                .max(1)
        };
        let is_hidden =
            || attribute(element, "visibility").is_some_and(|visibility| visibility != "visible");
        match name {
            "style" => self.style = attribute(element, "name").unwrap_or_default().into_owned(),
            "table-properties"
                if attribute(element, "display").is_some_and(|display| display == "false") =>
            {
                self.hidden.insert(self.style.clone());
            }
            "table" if self.grid.is_none() => {
                let hidden = attribute(element, "style-name")
                    .is_some_and(|style| self.hidden.contains(style.as_ref()));
                let name = attribute(element, "name").unwrap_or_default().into_owned();
                self.grid = Some(Sheet {
                    grid: SheetGrid { name, hidden, ..SheetGrid::default() },
                    row: 0,
                    columns: 0,
                });
            }
            "table-column" => {
                if let Some(sheet) = &mut self.grid {
                    let last = sheet.columns.saturating_add(number("number-columns-repeated") - 1);
                    if is_hidden() {
                        sheet.grid.hidden_columns.push((sheet.columns, last));
                    }
                    sheet.columns = last.saturating_add(1);
                }
            }
            "table-row" => {
                if let Some(sheet) = &mut self.grid {
                    let repeated = number("number-rows-repeated");
                    self.row = Row {
                        repeated,
                        column: 0,
                        from: (sheet.grid.cells.len(), sheet.grid.merges.len()),
                    };
                    if is_hidden() {
                        sheet
                            .grid
                            .hidden_rows
                            .push((sheet.row, sheet.row.saturating_add(repeated - 1)));
                    }
                }
            }
            "table-cell" | "covered-table-cell" if self.grid.is_some() => {
                // what lies under a merged cell is not shown
                let is_covered = name == "covered-table-cell";
                let value = attribute(element, "value")
                    .filter(|_| !is_covered)
                    .and_then(|value| decimal(&value))
                    .map(Stored::Number);
                let mut attributes = element.attributes();
                let is_error = attributes.with_checks(false).flatten().any(|found| {
                    found.key.as_ref().ends_with(":value-type") && found.value == "error"
                });
                let formula = attribute(element, "formula").filter(|_| !is_covered);
                let is_unsaved = formula.is_some() && attribute(element, "value-type").is_none();
                let formula = formula.and_then(|formula| CellFormula::parse(&formula));
                self.cell = Some(Open {
                    text: String::new(),
                    repeated: number("number-columns-repeated"),
                    rows: number("number-rows-spanned"),
                    columns: number("number-columns-spanned"),
                    stored: if is_error {
                        Some(Stored::Error)
                    } else {
                        value.or(is_unsaved.then_some(Stored::Unsaved))
                    },
                    formula,
                });
            }
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            "s" | "tab" | "line-break" => {
                if let Some(cell) = &mut self.cell {
                    let sign = if name == "line-break" { '\n' } else { ' ' };
                    cell.text.extend(std::iter::repeat_n(sign, number("c").min(80) as usize));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row(),
            "table" => match self.grid.take() {
                Some(mut sheet) => {
                    sheet.grid.pictures = self.frames.take();
                    super::unsaved::compute(&mut sheet.grid, |_, _, value| Some(general(value)));
                    self.has_cells |= !sheet.grid.cells.is_empty();
                    self.book.add(sheet.grid)
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let (Some(cell), Some(sheet)) = (self.cell.take(), &mut self.grid) else { return Ok(()) };
        let first = self.row.column;
        self.row.column = first.saturating_add(cell.repeated);
        let text = cell.text.trim();
        let shown = match cell.stored {
            Some(Stored::Number(value)) if text.is_empty() => general(value),
            Some(Stored::Unsaved) if text.is_empty() => super::unsaved::MARK.to_owned(),
            _ => text.to_owned(),
        };
        if shown.is_empty() {
            return Ok(());
        }
        if sheet.row > address::LAST.0 || self.row.column > address::LAST.1 + 1 {
            return Err(too_many_cells(self.source));
        }
        if cell.rows > 1 || cell.columns > 1 {
            let last = |at: u32, count: u32| at.saturating_add(count - 1);
            let (last_row, last_column) = (last(sheet.row, cell.rows), last(first, cell.columns));
            sheet.grid.merges.push(MergedArea {
                row: sheet.row,
                column: first,
                last_row,
                last_column,
            });
        }
        self.text = self.text.saturating_add(shown.len().saturating_mul(cell.repeated as usize));
        self.source.limits.admit_size(self.text)?;
        let stored = cell
            .stored
            .filter(|stored| *stored != Stored::Unsaved || text.is_empty())
            .unwrap_or(Stored::Text);
        for column in first..self.row.column {
            if sheet.grid.cells.len() >= self.source.limits.cells {
                return Err(too_many_cells(self.source));
            }
            let formula = cell.formula.clone().map(Box::new);
            sheet.grid.cells.push(SheetCell {
                row: sheet.row,
                column,
                shown: shown.clone().into(),
                stored,
                formula,
                is_faithful: false,
            });
        }
        Ok(())
    }

    /// A row that stands for several is written so often.
    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(sheet) = &mut self.grid else { return Ok(()) };
        let Row { repeated, from: (cells, _), .. } = self.row;
        let filled = sheet.grid.cells.get(cells..).unwrap_or(&[]).to_vec();
        if !filled.is_empty() && repeated > 1 {
            let more = filled.len().saturating_mul(repeated as usize - 1);
            if more > self.source.limits.cells.saturating_sub(sheet.grid.cells.len()) {
                return Err(too_many_cells(self.source));
            }
            let text: usize = filled.iter().map(|cell| cell.shown.len()).sum();
            self.text = self.text.saturating_add(text.saturating_mul(repeated as usize - 1));
            self.source.limits.admit_size(self.text)?;
            for by in 1..repeated {
                sheet.grid.cells.extend(
                    filled
                        .iter()
                        .cloned()
                        .map(|cell| SheetCell { row: cell.row.saturating_add(by), ..cell }),
                );
            }
        }
        sheet.row = sheet.row.saturating_add(repeated);
        Ok(())
    }
}
