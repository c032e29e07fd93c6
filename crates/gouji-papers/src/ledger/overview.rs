//! The sheets beside the lines: how many of each unit stand where, which units have handed in, what
//! was not read.

use super::cells::LedgerCells;
use super::write::{HEAD, head, height, page};
use super::{Delivery, Lacking, LineStatus, Roster};
use gouji_report::report::agency_words;
use gouji_report::report::width::one_line;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

/// The sheets beside that with the lines: name, and what their first two cells say.
pub(super) const SHEETS: [(&str, [&str; 2]); 4] = [
    (SUMMARY, ["单位", "问题"]),
    (UNITS, ["单位", "情况"]),
    (LACKING, ["单位", "文件"]),
    (GUIDE, ["状态", "意思"]),
];
pub(super) const SUMMARY: &str = "单位汇总";
pub(super) const UNITS: &str = "单位情况";
pub(super) const LACKING: &str = "没有读全";
pub(super) const GUIDE: &str = "填写说明";

/// How many lines of each state each unit has.
pub(super) fn summary(
    sheet: &mut Worksheet,
    units: &[(String, usize, BTreeMap<LineStatus, usize>)],
) -> Result<(), XlsxError> {
    let titles = ["单位", "问题"].into_iter().chain(LineStatus::ALL.iter().map(|one| one.word()));
    let mut last = 0;
    for (title, at) in titles.zip(0_u16..) {
        sheet.write_string_with_format(0, at, title, &head(HEAD))?;
        sheet.set_column_width(at, if at == 0 { 32 } else { 10 })?;
        last = at;
    }
    let mut total = (String::from("合计"), 0, BTreeMap::new());
    for (_, lines, counts) in units {
        total.1 += lines;
        for (status, count) in counts {
            *total.2.entry(*status).or_insert(0) += count;
        }
    }
    let cells = LedgerCells::default();
    let mut line = 0;
    for (name, lines, counts) in units.iter().chain((units.len() > 1).then_some(&total)) {
        line += 1;
        cells.text(sheet, line, 0, name)?;
        let counts = LineStatus::ALL.iter().map(|status| counts.get(status).copied().unwrap_or(0));
        for (count, at) in std::iter::once(*lines).chain(counts).zip(1_u16..) {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            sheet.write_number_with_format(line, at, count, &cells.middle)?;
        }
        height(sheet, line, std::iter::once((name.as_str(), 32)))?;
    }
    sheet.autofilter(0, 0, u32::try_from(units.len()).unwrap_or(1).max(1), last)?;
    page(sheet, SUMMARY)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

pub(super) fn units(
    sheet: &mut Worksheet,
    roster: &Roster,
    deliveries: &[Delivery],
) -> Result<(), XlsxError> {
    let (states, others) = roster.account(deliveries);
    let titles = ["单位", "情况", "错误", "警告", "提示", "文件"];
    let widths = [28_u16, 12, 8, 8, 8, 50];
    let blank = |title: &String| if title.is_empty() { "备注".to_owned() } else { title.clone() };
    let all =
        titles.iter().map(|title| (*title).to_owned()).chain(roster.columns.iter().map(blank));
    let mut last = 0;
    for (title, at) in all.zip(0_u16..) {
        sheet.write_string_with_format(0, at, title, &head(HEAD))?;
        sheet.set_column_width(at, widths.get(usize::from(at)).copied().unwrap_or(16))?;
        last = at;
    }
    let mut cells = LedgerCells::default();
    let mut line = 0;
    let path = |at: &usize| {
        let delivery = deliveries.get(*at)?;
        let why = delivery.result.as_ref().err().or(delivery.lacks.as_ref());
        let why = why.map(|why| format!("（{}）", one_line(why))).unwrap_or_default();
        Some(format!("{}{why}", delivery.path))
    };
    for (unit, found) in roster.units.iter().zip(&states) {
        line += 1;
        cells.text(sheet, line, 0, &unit.name)?;
        cells.middle(sheet, line, 1, found.state.word())?;
        for (count, at) in
            [found.counts.errors, found.counts.warnings, found.counts.hints].iter().zip(2..)
        {
            cells.number(
                sheet,
                line,
                at,
                (!found.documents.is_empty()).then(|| count.to_string()).as_deref(),
                None,
                "",
            )?;
        }
        let paths = found.documents.iter().filter_map(path).collect::<Vec<_>>().join("\n");
        cells.text(sheet, line, 5, &paths)?;
        for (text, at) in unit.more.iter().zip(6..) {
            cells.text(sheet, line, at, text)?;
        }
        height(sheet, line, [(paths.as_str(), 50), (unit.name.as_str(), 28)].into_iter())?;
    }
    for at in &others {
        line += 1;
        let agency =
            deliveries.get(*at).and_then(|delivery| delivery.agency.clone()).unwrap_or_default();
        cells.text(sheet, line, 0, &agency_words(&agency))?;
        cells.middle(sheet, line, 1, "不在名单")?;
        for blank in 2..=last {
            cells.text(sheet, line, blank, "")?;
        }
        let path = path(at).unwrap_or_default();
        cells.text(sheet, line, 5, &path)?;
        height(sheet, line, std::iter::once((path.as_str(), 50)))?;
    }
    sheet.autofilter(0, 0, line.max(1), last)?;
    page(sheet, UNITS)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The documents of the run of which much was not read: without findings they are not in order for
/// that.
pub(super) fn lacking(sheet: &mut Worksheet, list: &[Lacking]) -> Result<(), XlsxError> {
    const WIDTHS: [u16; 3] = [28, 40, 90];
    for ((title, width), at) in ["单位", "文件", "没有核对的内容"].into_iter().zip(WIDTHS).zip(0..)
    {
        sheet.write_string_with_format(0, at, title, &head(HEAD))?;
        sheet.set_column_width(at, width)?;
    }
    let cells = LedgerCells::default();
    let mut line = 0;
    for one in list {
        line += 1;
        let texts = [one.agency.as_str(), one.path.as_str(), one.words.as_str()];
        for (text, at) in texts.into_iter().zip(0..) {
            cells.text(sheet, line, at, text)?;
        }
        height(sheet, line, texts.into_iter().zip(WIDTHS))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    page(sheet, LACKING)
}
