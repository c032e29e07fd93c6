//! Workbooks of Excel 5 to 2003 (`xls`): values, number formats and formulas from their records.

use super::date::Clock;
use super::grid::{MergedArea, SheetCell, SheetGrid, Stored};
use super::number_format::general;
use super::pictures::DrawnRecords;
use super::styles::CellStyles;
use super::xls_container::{Container, SIGNATURE, u16_at, u32_at};
use super::xls_records::{Record, error, float_at, formula, packed, records};
use super::xls_text::{Writing, code_page, shared};
use super::{Book, damaged, from_float, holds_no_cells, is_encrypted, too_many_cells};
use crate::read::{Reader, Source};
use encoding_rs::WINDOWS_1252;
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// Excel before 2007.
pub(in crate::read) const XLS: Reader = Reader { extensions: &["xls"], is, read };

/// Extensions of workbooks: an encrypted container does not say itself what it holds.
const WORKBOOKS: &[&str] = &["xls", "xlsx", "xlsm", "xlsb"];

fn is(source: &Source<'_>) -> bool {
    if !source.bytes.starts_with(SIGNATURE) {
        return is_ancient(source.bytes);
    }
    // WPS writes `et` in containers of this kind, too, but not always in these records
    !source.is_named(&["et", "ett"])
        && Container::open(source.bytes).map_or_else(
            || source.is_named(WORKBOOKS),
            |container| {
                holds_workbook(&container)
                    || (container.has("EncryptedPackage") && source.is_named(WORKBOOKS))
            },
        )
}

fn holds_workbook(container: &Container<'_>) -> bool {
    container.has("Workbook") || container.has("Book")
}

/// Excel 2 to 4 wrote records without a container.
fn is_ancient(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04, 4 | 6 | 8, 0, ..])
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    fill(source, Book::new(source))?.finish("xls", "UTF-8")
}

/// Adds the sheets to a workbook.
pub(super) fn fill<'s>(source: &'s Source<'s>, mut book: Book<'s>) -> Result<Book<'s>, ReadError> {
    if !source.bytes.starts_with(SIGNATURE) {
        return Err(ReadError::Unsupported {
            found: "Excel 4.0 或更早的工作簿".to_owned(),
            help: "请用 LibreOffice 打开，另存为 xlsx 后再审核".to_owned(),
        });
    }
    let broken = || damaged("工作簿的内容不完整，可能没有下载完或没有保存完");
    let container = Container::open(source.bytes).ok_or_else(broken)?;
    if container.has("EncryptedPackage") && !holds_workbook(&container) {
        return Err(is_encrypted());
    }
    let stream =
        container.stream("Workbook").or_else(|| container.stream("Book")).ok_or_else(broken)?;
    let globals = Globals::read(&stream).ok_or_else(broken)??;
    let mut has_cells = false;
    for sheet in &globals.sheets {
        let grid =
            SheetGrid { name: sheet.name.clone(), hidden: sheet.hidden, ..SheetGrid::default() };
        let mut reading = Reading {
            globals: &globals,
            grid,
            source,
            waiting: None,
            blanks: Vec::new(),
            drawn: DrawnRecords::default(),
        };
        reading.run(&stream, sheet.place)?;
        reading.compute();
        reading.grid.pictures = reading.drawn.found;
        has_cells |= !reading.grid.cells.is_empty();
        book.add(reading.grid)?;
    }
    if has_cells { Ok(book) } else { Err(holds_no_cells()) }
}

/// What holds for the whole workbook.
struct Globals {
    writing: Writing,
    clock: Clock,
    styles: CellStyles,
    strings: Vec<String>,
    sheets: Vec<Entry>,
}

struct Entry {
    name: String,
    hidden: bool,
    place: usize,
}

impl Globals {
    /// `None` where the records end before they should.
    fn read(stream: &[u8]) -> Option<Result<Self, ReadError>> {
        let mut writing = Writing { is_wide: true, page: WINDOWS_1252 };
        let mut clock = Clock::From1900;
        let (mut codes, mut ids) = (BTreeMap::new(), Vec::new());
        let (mut raw_sheets, mut texts): (Vec<&[u8]>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        let (mut before, mut ended) = (0, false);
        for (kind, data) in records(stream, 0) {
            match kind {
                0x0809 => writing.is_wide = u16_at(data, 0)? != 0x0500,
                0x002F => return Some(Err(is_encrypted())),
                0x0042 => writing.page = code_page(u16_at(data, 0)?),
                0x0022 if u16_at(data, 0)? == 1 => clock = Clock::From1904,
                0x041E => {
                    let code = writing.text(data.get(2..)?, !writing.is_wide)?;
                    codes.insert(u32::from(u16_at(data, 0)?), code);
                }
                0x00E0 => ids.push(u32::from(u16_at(data, 2)?)),
                0x0085 => raw_sheets.push(data),
                0x00FC => texts.push(data),
                0x003C if before == 0x00FC => texts.push(data),
                0x000A => {
                    ended = true;
                    break;
                }
                _ => {}
            }
            before = if kind == 0x003C { before } else { kind };
        }
        // the code page may be named behind the sheets
        let sheet = |data: &&[u8]| {
            let is_sheet = *data.get(5)? == 0;
            let name = writing.text(data.get(6..)?, true)?.replace('\0', "");
            Some((
                is_sheet,
                Entry { name, hidden: data.get(4)? & 3 != 0, place: u32_at(data, 0)? as usize },
            ))
        };
        let sheets: Option<Vec<(bool, Entry)>> = raw_sheets.iter().map(sheet).collect();
        let sheets =
            sheets?.into_iter().filter(|(is_sheet, _)| *is_sheet).map(|(_, entry)| entry).collect();
        ended.then(|| {
            Ok(Self {
                writing,
                clock,
                styles: CellStyles::new(&codes, ids),
                strings: shared(&texts),
                sheets,
            })
        })
    }
}

struct Reading<'a, 's> {
    globals: &'a Globals,
    grid: SheetGrid<'a>,
    source: &'a Source<'s>,
    /// A formula whose text comes in the next record: row, column, style.
    waiting: Option<(u16, u16, u16)>,
    /// Formulas whose stored result is no text at all: row, column, style, what is known of the
    /// formula.
    blanks: Vec<(u16, u16, u16, Option<super::formula::CellFormula>)>,
    drawn: DrawnRecords,
}

impl Reading<'_, '_> {
    fn run(&mut self, stream: &[u8], from: usize) -> Result<(), ReadError> {
        // charts and others that stand inside a sheet have a beginning and an end of their own
        let mut depth = 0_usize;
        for record in records(stream, from) {
            match record.0 {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => return Ok(()),
                0x000A => depth -= 1,
                _ if depth == 1 => {
                    // a record that is shorter than it should be holds nothing that could be read
                    self.record(record);
                    if self.grid.cells.len() > self.source.limits.cells {
                        return Err(too_many_cells(self.source));
                    }
                }
                _ => {}
            }
        }
        Err(damaged(format!("工作表“{}”的内容不完整", self.grid.name)))
    }

    fn record(&mut self, (kind, data): Record<'_>) -> Option<()> {
        let at = |at: usize| u16_at(data, at);
        match kind {
            0x0203 => self.number((at(0)?, at(2)?, at(4)?), from_float(float_at(data, 6)?), None),
            0x027E => self.number((at(0)?, at(2)?, at(4)?), number(packed(data, 6)?), None),
            0x00BD => self.numbers(data)?,
            0x00FD => {
                let text = self.globals.strings.get(u32_at(data, 6)? as usize)?;
                let shown = self.globals.styles.format(at(4)?.into()).text(text.as_str().into());
                self.push(at(0)?, at(2)?, shown, Stored::Text, None, true);
            }
            0x0204 | 0x00D6 => {
                let text = self.globals.writing.text(data.get(6..)?, false)?;
                self.text((at(0)?, at(2)?, at(4)?), text);
            }
            0x0207 => {
                let text = self.globals.writing.text(data, false)?;
                let cell = self.waiting.take()?;
                self.text(cell, text);
            }
            0x0205 => self.flag(at(0)?, at(2)?, *data.get(6)?, *data.get(7)? == 1),
            0x0006 => self.formula(data)?,
            0x00E5 => self.merges(data)?,
            0x00EC => self.drawn.drawing(data),
            0x005D => self.drawn.object(data),
            0x0208 if at(12)? & 0x20 != 0 => {
                self.grid.hidden_rows.push((at(0)?.into(), at(0)?.into()))
            }
            0x007D if at(8)? & 1 != 0 => {
                self.grid.hidden_columns.push((at(0)?.into(), at(2)?.into()))
            }
            _ => {}
        }
        Some(())
    }

    /// The numbers of a row that stand side by side.
    fn numbers(&mut self, data: &[u8]) -> Option<()> {
        let at = |at: usize| u16_at(data, at);
        let (row, first) = (at(0)?, at(2)?);
        for (column, one) in (first..).zip(data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6))
        {
            self.number((row, column, u16_at(one, 0)?), number(packed(one, 2)?), None);
        }
        Some(())
    }

    /// The areas of merged cells.
    fn merges(&mut self, data: &[u8]) -> Option<()> {
        let count = u16_at(data, 0)?;
        for area in data.get(2..)?.chunks_exact(8).take(count.into()) {
            let edge = |at: usize| u16_at(area, at).map(u32::from);
            self.grid.merges.push(MergedArea {
                row: edge(0)?,
                last_row: edge(2)?,
                column: edge(4)?,
                last_column: edge(6)?,
            });
        }
        Some(())
    }

    fn formula(&mut self, data: &[u8]) -> Option<()> {
        let at = |at: usize| u16_at(data, at);
        let cell = (at(0)?, at(2)?, at(4)?);
        let tokens = || data.get(22..22 + usize::from(at(20)?));
        let formula = tokens().filter(|_| self.globals.writing.is_wide).and_then(formula);
        // a result that is no number says so in its last bytes
        match (at(12)?, *data.get(6)?) {
            (0xFFFF, 0) => self.waiting = Some(cell),
            (0xFFFF, 1) => self.flag(cell.0, cell.1, *data.get(8)?, false),
            (0xFFFF, 2) => self.flag(cell.0, cell.1, *data.get(8)?, true),
            (0xFFFF, _) => self.blanks.push((cell.0, cell.1, cell.2, formula)),
            _ => self.number(cell, from_float(float_at(data, 6)?), formula),
        }
        Some(())
    }

    /// Works out formulas without a stored result. No sum gives a text: where one seems to, the
    /// program that wrote the sheet worked out nothing, and left the results of all its
    /// formulas blank.
    fn compute(&mut self) {
        if self.blanks.iter().all(|(.., formula)| formula.is_none()) {
            return;
        }
        let blanks = std::mem::take(&mut self.blanks);
        let styles: BTreeMap<(u32, u32), u16> = blanks
            .iter()
            .map(|(row, column, style, _)| ((u32::from(*row), u32::from(*column)), *style))
            .collect();
        for (row, column, _, formula) in blanks {
            self.push(row, column, super::unsaved::MARK.into(), Stored::Unsaved, formula, true);
        }
        let Globals { styles: formats, clock, .. } = self.globals;
        super::unsaved::compute(&mut self.grid, |row, column, value| {
            let format = formats.format((*styles.get(&(row, column))?).into());
            (!format.is_date()).then(|| {
                if format.is_general() { general(value) } else { format.number(value, *clock) }
            })
        });
    }

    fn flag(&mut self, row: u16, column: u16, value: u8, is_error: bool) {
        if is_error {
            self.push(row, column, error(value).into(), Stored::Error, None, true);
        } else {
            self.push(
                row,
                column,
                (if value == 0 { "FALSE" } else { "TRUE" }).into(),
                Stored::Text,
                None,
                true,
            );
        }
    }

    fn text(&mut self, (row, column, style): (u16, u16, u16), text: String) {
        let shown = self.globals.styles.format(style.into()).text(text.into());
        self.push(row, column, shown.into_owned().into(), Stored::Text, None, true);
    }

    fn number(
        &mut self,
        (row, column, style): (u16, u16, u16),
        value: Option<Decimal>,
        formula: Option<super::formula::CellFormula>,
    ) {
        let Some(value) = value else { return };
        let format = self.globals.styles.format(style.into());
        let shown = if format.is_general() {
            general(value)
        } else {
            format.number(value, self.globals.clock)
        };
        let stored = if format.is_date() { Stored::Text } else { Stored::Number(value) };
        self.push(row, column, shown.into(), stored, formula, format.is_faithful());
    }
}

impl<'a> Reading<'a, '_> {
    fn push(
        &mut self,
        row: u16,
        column: u16,
        shown: std::borrow::Cow<'a, str>,
        stored: Stored,
        formula: Option<super::formula::CellFormula>,
        is_faithful: bool,
    ) {
        if !shown.is_empty() || matches!(stored, Stored::Number(_)) {
            let formula = formula.map(Box::new);
            self.grid.cells.push(SheetCell {
                row: row.into(),
                column: column.into(),
                shown,
                stored,
                formula,
                is_faithful,
            });
        }
    }
}

fn number((value, moved): (f64, u32)) -> Option<Decimal> {
    let mut value = from_float(value)?;
    let scale = value.scale() + moved;
    value.set_scale(scale).ok()?;
    Some(value)
}
