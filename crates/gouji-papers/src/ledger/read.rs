//! A workbook as the unit gives it back → the ledger.
//!
//! Columns are found by their titles, so that they may be moved, and others may be added.

use super::overview::SHEETS;
use super::write::{COLUMNS, LedgerColumn};
use super::{Beside, Kept, Ledger, LedgerPlace, LedgerRow, ShownFigures};
use calamine::{Data, Reader, Xlsx};
use gouji_report::report::agency_words;
use std::io::Cursor;
use std::sync::Arc;

/// In how many rows the titles are looked for.
const HEAD: usize = 20;

/// Reads the ledger.
///
/// # Errors
/// Why it is none, in Chinese.
pub fn read(bytes: &[u8]) -> Result<Ledger, String> {
    // a parser that is brought down by a damaged file must not take the run with it
    let sheets = std::panic::catch_unwind(|| {
        let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
        Some((book.worksheets(), book.sheet_names()))
    });
    let Ok(Some((sheets, names))) = sheets else {
        return Err("不是 xlsx 工作簿，或者已经损坏".to_owned());
    };
    let read = |(name, range): &(String, calamine::Range<Data>)| {
        let ledger = table(&range.rows().collect::<Vec<_>>())?;
        Some(Ledger { sheet: Some(name.clone()), ..ledger })
    };
    let mut ledger = sheets
        .iter()
        .find_map(read)
        .ok_or_else(|| "里面没有整改台账的表（要有“状态”“说明”和隐藏的“编号”几列）".to_owned())?;
    let own: Vec<(String, [String; 2])> =
        sheets.iter().filter_map(|(name, range)| own(name, range, &ledger)).collect();
    let others: Vec<String> =
        names.into_iter().filter(|name| !own.iter().any(|(own, _)| own == name)).collect();
    if !others.is_empty() {
        ledger.beside = Some(Arc::new(Beside { bytes: bytes.to_vec(), own, others }));
    }
    Ok(ledger)
}

/// A sheet of ours, by its name and what its first two cells say.
fn own(
    name: &str,
    range: &calamine::Range<Data>,
    ledger: &Ledger,
) -> Option<(String, [String; 2])> {
    let cell = |at: u32| range.get_value((0, at)).map(text).unwrap_or_default();
    let head = [cell(0), cell(1)];
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_ours = |(known, words): &(&str, [&str; 2])| *known == stem && head == *words;
    let is_lines = ledger.sheet.as_deref() == Some(name);
    (is_lines || SHEETS.iter().any(is_ours)).then(|| (name.to_owned(), head))
}

/// The ledger on a sheet, if there is one.
fn table(rows: &[&[Data]]) -> Option<Ledger> {
    let needed = [LedgerColumn::LineStatus, LedgerColumn::Note, LedgerColumn::Key];
    let head = rows.iter().take(HEAD).position(|row| {
        let titles: Vec<String> = row.iter().map(text).collect();
        needed.iter().all(|column| titles.iter().any(|title| title.trim() == column.title()))
    })?;
    let titles: Vec<String> =
        rows.get(head)?.iter().map(|cell| text(cell).trim().to_owned()).collect();
    let place = |column: LedgerColumn| titles.iter().position(|title| title == column.title());
    let places: Vec<(LedgerColumn, usize)> =
        COLUMNS.iter().filter_map(|column| Some((*column, place(*column)?))).collect();
    let is_own = |at: &usize| {
        let used = rows
            .iter()
            .skip(head)
            .any(|row| row.get(*at).is_some_and(|cell| !text(cell).trim().is_empty()));
        used && !places.iter().any(|(_, known)| known == at)
    };
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let own: Vec<usize> = (0..width).filter(is_own).collect();
    let lines = rows
        .iter()
        .skip(head + 1)
        .filter(|row| row.iter().any(|cell| !text(cell).trim().is_empty()));
    let lines = lines.map(|cells| {
        let cell = |at: usize| cells.get(at).map(text).unwrap_or_default();
        let mut row =
            LedgerRow { own: own.iter().map(|at| cell(*at)).collect(), ..LedgerRow::default() };
        let mut shown = ShownFigures::default();
        for (column, at) in &places {
            fill(&mut row, &mut shown, *column, cell(*at));
        }
        if row.key.is_empty() {
            row.shown = shown;
        }
        // earlier versions wrote square brackets
        if !row.key.is_empty() {
            row.agency = agency_words(&row.agency);
        }
        row
    });
    let order = (0..width).filter_map(|at| {
        let known = places.iter().find(|(_, known)| *known == at);
        let known = known.map(|(column, _)| LedgerPlace::Known(column.title()));
        known.or_else(|| own.iter().position(|own| *own == at).map(LedgerPlace::Own))
    });
    let columns = own.iter().map(|at| titles.get(*at).cloned().unwrap_or_default()).collect();
    Some(Ledger { order: order.collect(), ..Ledger::new(lines.collect(), columns) })
}

fn fill(row: &mut LedgerRow, shown: &mut ShownFigures, column: LedgerColumn, cell: String) {
    let some = |cell: String| Some(cell).filter(|cell| !cell.is_empty());
    match column {
        LedgerColumn::Agency => row.agency = cell,
        LedgerColumn::Year => row.year = cell.trim().parse().ok(),
        LedgerColumn::Form => row.form = cell,
        LedgerColumn::Place => row.place = cell,
        LedgerColumn::Problem => row.problem = cell,
        LedgerColumn::Meant => shown.meant = some(cell),
        LedgerColumn::Stated => shown.stated = some(cell),
        LedgerColumn::Other => shown.other = some(cell),
        LedgerColumn::Difference => shown.difference = some(cell),
        LedgerColumn::Basis => row.basis = cell,
        LedgerColumn::Severity => row.severity = cell,
        LedgerColumn::LineStatus => row.status = cell,
        LedgerColumn::Note => row.note = cell,
        LedgerColumn::Owner => row.owner = cell,
        LedgerColumn::Due => row.due = cell,
        LedgerColumn::Number => row.number = cell,
        LedgerColumn::Reviewer => row.reviewer = cell,
        LedgerColumn::Found => row.found = cell,
        LedgerColumn::Mended => row.mended = cell,
        LedgerColumn::Layers => row.layers = cell,
        LedgerColumn::Rule => row.rule = cell,
        LedgerColumn::Key => row.key = cell.trim().to_owned(),
        LedgerColumn::Values => {
            let kept: Kept = serde_json::from_str(&cell).unwrap_or_default();
            row.shown = kept.shown.unwrap_or_else(|| ShownFigures::of(&kept.values));
            row.values = kept.values;
        }
    }
}

/// What a cell says. A day is written with its figures, as it is sorted.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute) == (0, 0) { day } else { format!("{day} {hour:02}:{minute:02}") }
        }
        other => other.to_string(),
    }
}
