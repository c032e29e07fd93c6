//! Workbooks of Excel 2007 and later (`xlsx`, `xlsm`): each sheet is read once, values, formulas
//! and styles together.

mod strings;
mod workbook;

use super::address;
use super::date::Clock;
use super::formula::CellFormula;
use super::grid::{MergedArea, SheetCell, SheetGrid, Stored};
use super::package::{SheetPackage, attribute, is_set, push_text, reader};
use super::pictures::in_drawing;
use super::styles::CellStyles;
use super::{Book, damaged, decimal, holds_no_cells};
use crate::read::{Reader, Source};
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use quick_xml::events::{BytesStart, Event};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use strings::{shared_strings, unescaped};
use workbook::{SheetEntry, Workbook, relations, sheets};

/// Excel since 2007.
pub(in crate::read) const XLSX: Reader = Reader { extensions: &["xlsx", "xlsm"], is, read };

fn is(source: &Source<'_>) -> bool {
    source.bytes.starts_with(b"PK")
        && SheetPackage::open(source).map_or_else(
            |_| source.is_named(&["xlsx", "xlsm"]),
            |package| workbook_of(&package).is_some() && !package.has("xl/workbook.bin"),
        )
}

/// The name of the workbook's part.
fn workbook_of(package: &SheetPackage<'_>) -> Option<String> {
    package
        .names()
        .find(|name| {
            name.split('/').count() <= 2 && name.rsplit('/').next() == Some("workbook.xml")
        })
        .map(str::to_owned)
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let mut package = SheetPackage::open(source)?;
    let workbook = workbook_of(&package).ok_or_else(|| damaged("文件里没有工作簿的内容"))?;
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let name = workbook.rsplit('/').next().unwrap_or("");
    let relations = relations(
        &package.xml(&format!("{folder}/_rels/{name}.rels"))?.unwrap_or_default(),
        &folder,
    );
    let of_kind = |kind: &str| {
        relations
            .values()
            .find(|relation| relation.kind == kind)
            .map(|relation| relation.target.clone())
    };
    let (sheets, about) = sheets(&package.xml(&workbook)?.unwrap_or_default());

    let part = of_kind("sharedStrings").unwrap_or_else(|| format!("{folder}/sharedStrings.xml"));
    let strings = shared_strings(&package.xml(&part)?.unwrap_or_default(), source.limits.cells)
        .ok_or_else(|| super::too_many_cells(source))?;
    let part = of_kind("styles").unwrap_or_else(|| format!("{folder}/styles.xml"));
    let styles = CellStyles::read(&package.xml(&part)?.unwrap_or_default());

    let mut book = Book::new(source);
    let mut has_cells = false;
    let is_worksheet = |sheet: &SheetEntry| {
        relations.get(&sheet.relation).is_none_or(|relation| relation.kind == "worksheet")
    };
    let mut sheets = sheets.into_iter().filter(is_worksheet).peekable();
    // while some sheets are added the next ones are read
    let mut waiting: Vec<Result<SheetGrid<'_>, ReadError>> = Vec::new();
    while sheets.peek().is_some() || !waiting.is_empty() {
        let unpacked: Vec<(SheetEntry, usize, Result<String, ReadError>)> = sheets
            .by_ref()
            .take(AT_ONCE)
            .map(|sheet| {
                let xml = relations
                    .get(&sheet.relation)
                    .map_or(Ok(None), |relation| package.xml(&relation.target));
                let xml = xml.and_then(|xml| {
                    xml.ok_or_else(|| damaged(format!("工作表“{}”不在文件里", sheet.name)))
                });
                let part = relations.get(&sheet.relation).map(|own| own.target.as_str());
                let drawn = part.map_or(Ok(0), |part| pictures_of(&mut package, part));
                (sheet, drawn.as_ref().copied().unwrap_or(0), drawn.and(xml))
            })
            .collect();
        let read = || {
            let grid = |(sheet, pictures, xml): (SheetEntry, usize, Result<String, ReadError>)| {
                let (name, hidden) = (sheet.name, sheet.hidden);
                let grid = SheetGrid { name, hidden, pictures, ..SheetGrid::default() };
                let mut reading = Reading::new(&strings, &styles, about, grid, source);
                reading.run(&xml?)?;
                reading.compute();
                Ok(reading.grid)
            };
            unpacked.into_par_iter().map(grid).collect::<Vec<_>>()
        };
        let add = || {
            std::mem::take(&mut waiting).into_iter().try_for_each(|grid| {
                let grid = grid?;
                has_cells |= !grid.cells.is_empty();
                book.add(grid)
            })
        };
        let (added, read) = rayon::join(add, read);
        added?;
        waiting = read;
    }
    if has_cells { book.finish("xlsx", "UTF-8") } else { Err(holds_no_cells()) }
}

/// Large pictures that lie on a sheet.
fn pictures_of(package: &mut SheetPackage<'_>, part: &str) -> Result<usize, ReadError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(xml) = package.xml(&format!("{folder}/_rels/{name}.rels"))? else { return Ok(0) };
    let drawings = relations(&xml, folder).into_values().filter(|own| own.kind == "drawing");
    drawings.into_iter().try_fold(0, |sum, drawing| {
        Ok(sum + package.xml(&drawing.target)?.map_or(0, |xml| in_drawing(&xml)))
    })
}

/// How many sheets are unpacked and read at once.
const AT_ONCE: usize = 4;

/// A sheet while it is read.
struct Reading<'a, 's> {
    strings: &'a [String],
    styles: &'a CellStyles,
    clock: Clock,
    grid: SheetGrid<'a>,
    source: &'a Source<'s>,
    row: u32,
    column: u32,
    /// Bytes of what its cells show, so far.
    text: usize,
    /// Formulas that other cells share, by number, with the cell that they stand in.
    shared: BTreeMap<u32, (CellFormula, u32, u32)>,
    /// The program that opens the file is to work out all formulas first.
    recalculates: bool,
    /// Cells with a formula but no stored result, with their style.
    unsaved: BTreeMap<(u32, u32), usize>,
}

/// What a `c` element says.
#[derive(Default)]
struct Raw {
    style: usize,
    kind: Kind,
    value: String,
    /// It holds a formula, whatever that does.
    is_formula: bool,
    formula: Option<CellFormula>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
}

impl<'a, 's> Reading<'a, 's> {
    fn new(
        strings: &'a [String],
        styles: &'a CellStyles,
        workbook: Workbook,
        grid: SheetGrid<'a>,
        source: &'a Source<'s>,
    ) -> Self {
        let Workbook { clock, recalculates } = workbook;
        let (shared, unsaved) = (BTreeMap::new(), BTreeMap::new());
        Self {
            strings,
            styles,
            clock,
            grid,
            source,
            row: 0,
            column: 0,
            text: 0,
            shared,
            recalculates,
            unsaved,
        }
    }

    /// Whether a formula's stored value is none: it is missing, or a zero that is only kept until
    /// the formula is worked out.
    fn is_unsaved(&self, value: &str) -> bool {
        let value = value.trim();
        value.is_empty() || (self.recalculates && value == "0")
    }

    /// Works out formulas without a stored result, as far as that can be done.
    fn compute(&mut self) {
        let (styles, clock, unsaved) = (self.styles, self.clock, &self.unsaved);
        super::unsaved::compute(&mut self.grid, |row, column, value| {
            let format = styles.format(*unsaved.get(&(row, column))?);
            (!format.is_date()).then(|| format.number(value, clock))
        });
    }

    fn run(&mut self, xml: &str) -> Result<(), ReadError> {
        let broken = |name: &str| damaged(format!("工作表“{name}”的内容不完整"));
        let mut reader = reader(xml);
        let mut raw = Raw::default();
        let (mut in_cell, mut in_value, mut in_aid, mut is_whole) = (false, false, false, false);
        let mut formula: Option<(String, Option<u32>)> = None;
        loop {
            match reader.read_event().map_err(|_| broken(&self.grid.name))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => self.start_row(&element),
                    "c" => {
                        in_cell = true;
                        raw = self.start_cell(&element);
                    }
                    "v" | "t" if in_cell => in_value = !in_aid,
                    "rPh" => in_aid = true,
                    "f" if in_cell => {
                        raw.is_formula = true;
                        formula = Some((String::new(), shared_number(&element)));
                    }
                    _ => self.note(&element),
                },
                Event::Empty(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.start_row(&element);
                        self.row = self.row.saturating_add(1);
                    }
                    "c" => {
                        self.start_cell(&element);
                        self.column = self.column.saturating_add(1);
                    }
                    "f" if in_cell => {
                        raw.is_formula = true;
                        raw.formula =
                            shared_number(&element).and_then(|number| self.copied(number));
                    }
                    _ => self.note(&element),
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "c" => {
                        in_cell = false;
                        self.end_cell(std::mem::take(&mut raw))?;
                    }
                    "v" | "t" => in_value = false,
                    "rPh" => in_aid = false,
                    "f" => {
                        raw.formula =
                            formula.take().and_then(|(text, number)| self.formula(&text, number))
                    }
                    "row" => self.row = self.row.saturating_add(1),
                    "worksheet" => is_whole = true,
                    _ => {}
                },
                Event::Eof if is_whole => return Ok(()),
                Event::Eof => return Err(broken(&self.grid.name)),
                event if in_value => push_text(&event, &mut raw.value),
                event => {
                    if let Some((text, _)) = &mut formula {
                        push_text(&event, text);
                    }
                }
            }
        }
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        if let Some(number) = attribute(element, "r").and_then(|number| number.parse::<u32>().ok())
        {
            self.row = number.saturating_sub(1);
        }
        self.column = 0;
        if is_set(element, "hidden") {
            self.grid.hidden_rows.push((self.row, self.row));
        }
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Raw {
        let mut raw = Raw::default();
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => {
                    if let Some((row, column)) = address::parse(&attribute.value) {
                        (self.row, self.column) = (row, column);
                    }
                }
                "s" => raw.style = attribute.value.parse().unwrap_or(0),
                "t" => {
                    raw.kind = match attribute.value.as_ref() {
                        "s" => Kind::Shared,
                        "str" | "inlineStr" | "d" => Kind::Text,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        raw
    }

    /// Merged areas and hidden columns.
    fn note(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "mergeCell" => {
                if let Some((first, last)) =
                    attribute(element, "ref").and_then(|area| address::parse_range(&area))
                {
                    self.grid.merges.push(MergedArea {
                        row: first.0,
                        column: first.1,
                        last_row: last.0,
                        last_column: last.1,
                    });
                }
            }
            "col" if is_set(element, "hidden") => {
                let number = |name: &str| {
                    attribute(element, name).and_then(|number| number.parse::<u32>().ok())
                };
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.grid
                        .hidden_columns
                        .push((first.saturating_sub(1), last.saturating_sub(1)));
                }
            }
            _ => {}
        }
    }

    fn formula(&mut self, text: &str, shared: Option<u32>) -> Option<CellFormula> {
        let Some(number) = shared else { return CellFormula::parse(text) };
        if text.trim().is_empty() {
            return self.copied(number);
        }
        let formula = CellFormula::parse(text)?;
        self.shared.insert(number, (formula.clone(), self.row, self.column));
        Some(formula)
    }

    fn copied(&self, number: u32) -> Option<CellFormula> {
        let (formula, row, column) = self.shared.get(&number)?;
        formula.moved(
            i64::from(self.row) - i64::from(*row),
            i64::from(self.column) - i64::from(*column),
        )
    }

    fn end_cell(&mut self, raw: Raw) -> Result<(), ReadError> {
        let format = self.styles.format(raw.style);
        let (shown, stored): (Cow<'a, str>, Stored) = match raw.kind {
            Kind::Shared => {
                let text = raw.value.trim().parse().ok().and_then(|at: usize| self.strings.get(at));
                (format.text(text.map_or("", String::as_str).into()), Stored::Text)
            }
            Kind::Text => (format.text(unescaped(raw.value).into()), Stored::Text),
            Kind::Bool => {
                ((if raw.value.trim() == "1" { "TRUE" } else { "FALSE" }).into(), Stored::Text)
            }
            Kind::Error => (raw.value.into(), Stored::Error),
            Kind::Number if raw.is_formula && self.is_unsaved(&raw.value) => {
                self.unsaved.insert((self.row, self.column), raw.style);
                (super::unsaved::MARK.into(), Stored::Unsaved)
            }
            Kind::Number => match decimal(&raw.value) {
                Some(value) if format.is_date() => {
                    (format.number(value, self.clock).into(), Stored::Text)
                }
                Some(value) => (format.number(value, self.clock).into(), Stored::Number(value)),
                None => (raw.value.into(), Stored::Text),
            },
        };
        if !shown.is_empty() || matches!(stored, Stored::Number(_)) {
            if self.grid.cells.len() >= self.source.limits.cells {
                return Err(super::too_many_cells(self.source));
            }
            self.text = self.text.saturating_add(shown.len());
            self.source.limits.admit_size(self.text)?;
            let is_faithful = format.is_faithful();
            let formula = raw.formula.map(Box::new);
            self.grid.cells.push(SheetCell {
                row: self.row,
                column: self.column,
                shown,
                stored,
                formula,
                is_faithful,
            });
        }
        self.column = self.column.saturating_add(1);
        Ok(())
    }
}

/// The number of a formula that several cells share.
fn shared_number(element: &BytesStart<'_>) -> Option<u32> {
    let is_shared = attribute(element, "t").is_some_and(|kind| kind == "shared");
    attribute(element, "si").filter(|_| is_shared).and_then(|number| number.parse().ok())
}
