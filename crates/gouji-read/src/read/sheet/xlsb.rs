//! Binary workbooks (`xlsb`), read by calamine. It gives no number formats: a figure shows the
//! decimals that it has, and the most precise one of a column speaks for the column.

use super::date::Clock;
use super::grid::{SheetCell, SheetGrid, Stored};
use super::number_format::{NumberFormat, general};
use super::package::SheetPackage;
use super::{Book, damaged, from_float, holds_no_cells, is_encrypted, too_many_cells};
use crate::read::{Reader as Format_, Source};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use gouji_values::document::{Document, NoticeCode};
use gouji_values::error::ReadError;
use gouji_values::lang::bilingual;
use std::io::Cursor;

/// Excel's binary packages.
pub(in crate::read) const XLSB: Format_ = Format_ { extensions: &["xlsb"], is, read };

fn is(source: &Source<'_>) -> bool {
    source.bytes.starts_with(b"PK")
        && SheetPackage::open(source)
            .map_or_else(|_| source.is_named(&["xlsb"]), |package| package.has("xl/workbook.bin"))
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    // the parser takes in whatever comes out of the package: see first that it is not too much
    let mut package = SheetPackage::open(source)?;
    let names: Vec<String> = package
        .names()
        .filter(|name| name.ends_with(".bin") || name.ends_with(".rels"))
        .map(str::to_owned)
        .collect();
    for name in names {
        package.read(&name)?;
    }
    let pictures = super::pictures::in_package(&mut package)?;
    let broken = |error: XlsbError| match error {
        XlsbError::Password => is_encrypted(),
        _ => damaged("工作簿的内容不完整"),
    };
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(source.bytes)).map_err(broken)?;
    let clock = if workbook.has_1904_epoch() { Clock::From1904 } else { Clock::From1900 };
    let date = NumberFormat::new("yyyy/m/d");
    let mut book = Book::new(source);
    let (mut has_cells, mut text) = (false, 0_usize);
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = SheetGrid {
            hidden: sheet.visible != SheetVisible::Visible,
            name: sheet.name,
            ..SheetGrid::default()
        };
        let mut cells = workbook.worksheet_cells_reader(&grid.name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let number =
                |value: f64| from_float(value).map(|value| (general(value), Stored::Number(value)));
            let (shown, stored) = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(text) => (text.clone(), Stored::Text),
                DataRef::SharedString(text) => ((*text).to_owned(), Stored::Text),
                DataRef::Int(value) => (value.to_string(), Stored::Number((*value).into())),
                DataRef::Float(value) => {
                    number(*value).unwrap_or_else(|| (value.to_string(), Stored::Text))
                }
                DataRef::Bool(value) => (value.to_string().to_uppercase(), Stored::Text),
                DataRef::Error(error) => (error.to_string(), Stored::Error),
                DataRef::DateTime(value) => (
                    from_float(value.as_f64())
                        .map_or_else(String::new, |value| date.number(value, clock)),
                    Stored::Text,
                ),
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    (text.clone(), Stored::Text)
                }
            };
            text = text.saturating_add(shown.len());
            source.limits.admit_size(text)?;
            if grid.cells.len() >= source.limits.cells {
                return Err(too_many_cells(source));
            }
            grid.cells.push(SheetCell {
                row,
                column,
                shown: shown.into(),
                stored,
                formula: None,
                is_faithful: true,
            });
        }
        has_cells |= !grid.cells.is_empty();
        book.add(grid)?;
    }
    if !has_cells {
        return Err(holds_no_cells());
    }
    // which sheet they lie on is not told
    if let Some((code, message)) = super::pictures::notice("", pictures) {
        book.assembly.notice(code, message, None);
    }
    let message = bilingual!(
        "xlsb 文件的数字格式和隐藏的行列没有读取：小数位数按存储的数计；需要按显示的数审核时，请另存为 xlsx",
        "number formats and hidden rows and columns of xlsb files are not read: decimals are those of the stored numbers; to audit what is shown please save as xlsx"
    );
    book.assembly.notice(NoticeCode::FormatsUnread, message, None);
    book.finish("xlsb", "UTF-8")
}
