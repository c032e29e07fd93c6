//! Workbooks of other formats (`xls`, `ods`): written anew as an xlsx file, which then gets its notes
//! as any does. In: the sheets as they were read. Out: a workbook with their names, cells, merged
//! areas and what is hidden.
//!
//! Deliberately absent: formulas, charts, colours and borders: the copy is for reading beside the
//! file, and says so.

use super::{Refusal, Subject, xlsx};
use gouji_read::read::{PlainSheet, plain_sheets};
use gouji_report::report::width::columns;
use gouji_values::number::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the copy.
pub(super) fn write(subject: &Subject<'_>, format: &'static str) -> Result<Vec<u8>, Refusal> {
    let sheets =
        plain_sheets(format, subject.bytes).map_err(|error| Refusal::strange(error.to_string()))?;
    let bytes = workbook(&sheets).map_err(|error| Refusal::strange(error.to_string()))?;
    xlsx::write(&Subject { bytes: &bytes, anew: Some(format), ..*subject })
}

fn workbook(sheets: &[PlainSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the same file gives the same bytes, whenever it is written
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for sheet in sheets {
        let out = book.add_worksheet();
        // a program that hides the only sheet does not open the file; ours stands before them
        out.set_name(&sheet.name)?.set_hidden(sheet.hidden);
        cells(out, sheet)?;
    }
    book.save_to_buffer()
}

/// A style of a cell: how its number is shown, whether it goes over several cells, and whether it is
/// one of a table.
type Look = (String, bool, bool);
/// A row with this many filled cells is one of a table.
const TABLE: usize = 3;

fn cells(out: &mut Worksheet, sheet: &PlainSheet) -> Result<(), XlsxError> {
    let mut looks: BTreeMap<Look, Format> = BTreeMap::new();
    let mut look = |code: &str, is_merged: bool, is_table: bool| {
        let make = || {
            let format = Format::new().set_font_name("宋体").set_font_size(11);
            let format = format.set_align(FormatAlign::VerticalCenter);
            let format = if is_merged {
                format.set_align(FormatAlign::Center).set_text_wrap()
            } else {
                format
            };
            let format = if is_table { format.set_border(FormatBorder::Thin) } else { format };
            if code.is_empty() { format } else { format.set_num_format(code) }
        };
        looks.entry((code.to_owned(), is_merged, is_table)).or_insert_with(make).clone()
    };
    // blank cells of a table have its lines, too
    let mut tables: BTreeMap<u32, (u16, u16)> = BTreeMap::new();
    for row in sheet.cells.chunk_by(|one, next| one.row == next.row) {
        let columns = || row.iter().filter_map(|cell| u16::try_from(cell.column).ok());
        if let (true, Some(first), Some(from), Some(to)) =
            (row.len() >= TABLE, row.first(), columns().min(), columns().max())
        {
            tables.insert(first.row, (from, to));
            for column in from..=to {
                out.write_blank(first.row, column, &look("", false, true))?;
            }
        }
    }
    let mut merged: BTreeSet<(u32, u32)> = BTreeSet::new();
    for [row, column, last_row, last_column] in &sheet.merges {
        let (Ok(first), Ok(last)) = (u16::try_from(*column), u16::try_from(*last_column)) else {
            continue;
        };
        // areas of a damaged file may lie over each other: the first one stays
        let look = look("", true, tables.contains_key(row));
        let made = out.merge_range(*row, first, *last_row, last, "", &look).is_ok();
        if made {
            merged.insert((*row, *column));
        }
    }
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for cell in &sheet.cells {
        let Ok(column) = u16::try_from(cell.column) else { continue };
        let is_merged = merged.contains(&(cell.row, cell.column));
        let is_table = tables.contains_key(&cell.row);
        if !is_merged {
            let wide = cell.shown.lines().map(columns).max().unwrap_or(0);
            let known = widths.entry(column).or_default();
            *known = (*known).max(wide);
        }
        match cell.number.and_then(|number| as_shown(&cell.shown, number)) {
            Some((number, code)) => {
                out.write_number_with_format(
                    cell.row,
                    column,
                    number,
                    &look(&code, is_merged, is_table),
                )?;
            }
            None if cell.shown.is_empty() => {}
            None => {
                let format = look("", is_merged, is_table);
                out.write_string_with_format(cell.row, column, &cell.shown, &format)?;
            }
        }
    }
    for (column, wide) in widths {
        /// Narrower ones show `###`, wider ones leave no room for others.
        const WIDTHS: std::ops::RangeInclusive<usize> = 8..=48;
        let wide = (wide + 2).clamp(*WIDTHS.start(), *WIDTHS.end());
        out.set_column_width(column, u16::try_from(wide).unwrap_or(8))?;
    }
    for row in sheet.hidden_rows.iter().flat_map(|(from, to)| *from..=*to).take(MOST) {
        out.set_row_hidden(row)?;
    }
    for column in sheet.hidden_columns.iter().flat_map(|(from, to)| *from..=*to).take(MOST) {
        if let Ok(column) = u16::try_from(column) {
            out.set_column_hidden(column)?;
        }
    }
    Ok(())
}

/// Rows or columns that are hidden one by one; more of them hide the rest of a sheet.
const MOST: usize = 10_000;

/// A number with the format that shows it as it was shown; `None` where none does.
fn as_shown(shown: &str, number: Decimal) -> Option<(f64, String)> {
    let text = shown.trim();
    let value: f64 = number.to_string().parse().ok()?;
    // how many digits a workbook keeps
    if number.to_string().bytes().filter(u8::is_ascii_digit).count() > 15 {
        return None;
    }
    if text.is_empty() {
        return Some((value, ";;;".to_owned()));
    }
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (figures, percent) = match bare.strip_suffix('%') {
        Some(figures) => (figures, "%"),
        None => (bare, ""),
    };
    let (whole, decimals) = match figures.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (figures, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = whole.replace(',', "");
    if !is_digits(&plain) || !decimals.is_none_or(is_digits) {
        return None;
    }
    // `007` is a code
    let is_code = plain.len() > 1 && plain.starts_with('0');
    let whole = match (whole.contains(','), is_code) {
        (true, _) => "#,##0".to_owned(),
        (false, true) => "0".repeat(plain.len()),
        (false, false) => "0".to_owned(),
    };
    let decimals = decimals.map(|text| format!(".{}", "0".repeat(text.len()))).unwrap_or_default();
    Some((value, format!("{whole}{decimals}{percent}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_it_was() {
        let check = |shown: &str, stored: &str, expected: Option<(f64, &str)>| {
            let made = as_shown(shown, Decimal::from_str_exact(stored).unwrap());
            assert_eq!(
                made.as_ref().map(|(value, code)| (*value, code.as_str())),
                expected,
                "{shown}"
            );
        };
        check("1,234.50", "1234.5", Some((1234.5, "#,##0.00")));
        check("12.35", "12.3456", Some((12.3456, "0.00")));
        check("-22.0%", "-0.22", Some((-0.22, "0.0%")));
        check("007", "7", Some((7.0, "000")));
        check("123", "123", Some((123.0, "0")));
        check("", "5", Some((5.0, ";;;")));
        // a day, an amount in words, digits that a workbook does not keep
        check("2023-12-31", "45291", None);
        check("5万元", "5", None);
        check("1234567890123456.5", "1234567890123456.5", None);
    }
}
