//! The cells of the ledger, each with its format.

use super::write::{LONGEST, LedgerColumn, bordered};
use super::{Kept, LedgerRow};
use gouji_audit::say::difference_words;
use gouji_values::lang::Lang;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Formats of cells, each made once.
pub(super) struct LedgerCells {
    pub(super) text: Format,
    pub(super) middle: Format,
    pub(super) day: Format,
    pub(super) numbers: BTreeMap<String, Format>,
}

impl Default for LedgerCells {
    fn default() -> Self {
        Self {
            text: bordered(),
            middle: bordered().set_align(FormatAlign::Center),
            day: bordered().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            numbers: BTreeMap::new(),
        }
    }
}

impl LedgerCells {
    pub(super) fn write(
        &mut self,
        sheet: &mut Worksheet,
        line: u32,
        at: u16,
        row: &LedgerRow,
        column: LedgerColumn,
    ) -> Result<(), XlsxError> {
        let shown = &row.shown;
        let unit = shown.unit.as_deref();
        match column {
            LedgerColumn::Number => match row.number.trim().parse::<u32>() {
                Ok(number) => {
                    sheet.write_number_with_format(line, at, number, &self.middle).map(|_| ())
                }
                Err(_) => self.text(sheet, line, at, &row.number),
            },
            LedgerColumn::Reviewer => self.text(sheet, line, at, &row.reviewer),
            LedgerColumn::Found => self.day(sheet, line, at, &row.found),
            LedgerColumn::Mended => self.day(sheet, line, at, &row.mended),
            LedgerColumn::Layers => self.text(sheet, line, at, &row.layers),
            LedgerColumn::Agency => self.text(sheet, line, at, &row.agency),
            LedgerColumn::Year => match row.year {
                Some(year) => {
                    sheet.write_number_with_format(line, at, year, &self.middle).map(|_| ())
                }
                None => self.text(sheet, line, at, ""),
            },
            LedgerColumn::Form => self.text(sheet, line, at, &row.form),
            LedgerColumn::Place => self.text(sheet, line, at, &row.place),
            LedgerColumn::Problem => self.text(sheet, line, at, &row.problem),
            LedgerColumn::Stated => self.number(sheet, line, at, shown.stated.as_deref(), unit, ""),
            LedgerColumn::Meant => self.number(sheet, line, at, shown.meant.as_deref(), unit, ""),
            LedgerColumn::Other => {
                let (sign, value) = shown.other.as_deref().map_or(("", None), parted);
                self.number(sheet, line, at, value, unit, sign)
            }
            LedgerColumn::Difference => {
                // between percentages lie points
                let words = difference_words("", unit, Lang::Chinese);
                let unit = Some(words.as_str()).filter(|words| !words.is_empty());
                self.number(sheet, line, at, shown.difference.as_deref(), unit, "")
            }
            LedgerColumn::Basis => self.text(sheet, line, at, &row.basis),
            LedgerColumn::Severity => self.middle(sheet, line, at, &row.severity),
            LedgerColumn::LineStatus => self.middle(sheet, line, at, &row.status),
            LedgerColumn::Note => self.text(sheet, line, at, &row.note),
            LedgerColumn::Owner => self.text(sheet, line, at, &row.owner),
            LedgerColumn::Due => self.day(sheet, line, at, &row.due),
            LedgerColumn::Rule => self.text(sheet, line, at, &row.rule),
            LedgerColumn::Key => self.text(sheet, line, at, &row.key),
            LedgerColumn::Values if row.key.is_empty() => self.text(sheet, line, at, ""),
            LedgerColumn::Values => {
                let kept = Kept { values: row.values.clone(), shown: Some(shown.clone()) };
                self.text(sheet, line, at, &serde_json::to_string(&kept).unwrap_or_default())
            }
        }
    }

    /// A text.
    pub(super) fn text(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        at: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        put(sheet, (line, at), text, &self.text)
    }

    /// A short text, in the middle.
    pub(super) fn middle(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        at: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        put(sheet, (line, at), text, &self.middle)
    }

    /// A day as a day, so that it can be sorted; anything else as it was written.
    pub(super) fn day(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        at: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        let is_day = text.len() == 10
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        match ExcelDateTime::parse_from_str(text) {
            Ok(day) if is_day => {
                sheet.write_datetime_with_format(line, at, &day, &self.day).map(|_| ())
            }
            _ => self.text(sheet, line, at, text),
        }
    }

    /// A number that can be added up, shown with its decimals, unit and relation; what a workbook
    /// cannot hold exactly, and words, as text.
    pub(super) fn number(
        &mut self,
        sheet: &mut Worksheet,
        line: u32,
        at: u16,
        value: Option<&str>,
        unit: Option<&str>,
        sign: &str,
    ) -> Result<(), XlsxError> {
        /// How many digits a workbook keeps.
        const DIGITS: usize = 15;
        let Some(value) = value else { return self.text(sheet, line, at, "") };
        let unit = unit.unwrap_or("").replace(['"', '\\'], "");
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let is_plain = (1..=DIGITS).contains(&digits)
            && value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        match value.parse::<f64>() {
            Ok(number) if is_plain => {
                let decimals = value.split_once('.').map_or(0, |(_, behind)| behind.len());
                // a bare whole number may be a year
                let whole = if decimals > 0 || !unit.is_empty() { "#,##0" } else { "0" };
                let figures = if decimals > 0 {
                    format!("{whole}.{}", "0".repeat(decimals))
                } else {
                    whole.to_owned()
                };
                let quoted = |text: &str| {
                    if text.is_empty() { String::new() } else { format!("\"{text}\"") }
                };
                let shape = format!("{}{figures}{}", quoted(sign), quoted(&unit));
                let format = self.numbers.entry(shape.clone()).or_insert_with(|| {
                    bordered().set_num_format(shape).set_align(FormatAlign::Right).set_indent(1)
                });
                sheet.write_number_with_format(line, at, number, format).map(|_| ())
            }
            _ => self.text(sheet, line, at, &format!("{sign}{value}{unit}")),
        }
    }
}

/// A text, as much of it as a cell holds, in a format.
fn put(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let text: String = text.chars().take(LONGEST).collect();
    sheet.write_string_with_format(line, at, text, format).map(|_| ())
}

/// The sign of a relation that is no equality, and the value behind it.
pub(super) fn parted(other: &str) -> (&str, Option<&str>) {
    let is_sign = |sign: &str| ["≤", "≥", "<", ">", "≠"].contains(&sign);
    match other.split_once(' ') {
        Some((sign, value)) if is_sign(sign) => {
            (other.get(..=sign.len()).unwrap_or(""), Some(value))
        }
        _ => ("", Some(other)),
    }
}
