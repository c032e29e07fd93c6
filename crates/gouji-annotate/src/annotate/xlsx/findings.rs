//! The sheet with the findings: a line for each with a link to its cell, and, in a hidden column,
//! by what the sheet is known again and what the marked cells looked like and held before.

use super::cells::SheetAt;
use super::notes::string;
use super::styles::{CellLook, Styles};
use super::texts::{self, TextsBefore};
use crate::annotate::Subject;
use crate::annotate::remark::{Remark, clean, summary};
use crate::annotate::xml::escaped;
use gouji_read::read::{FINDINGS_MARK, address};
use std::collections::BTreeMap;

/// Its name; another one where there is a sheet of this name that is not ours.
pub(super) const NAME: &str = "勾稽审核结果";

/// Titles of its columns with their widths; the first one is hidden.
const COLUMNS: [(&str, u32); 12] = [
    ("", 2),
    ("序号", 6),
    ("级别", 9),
    ("位置", 18),
    ("规则", 18),
    ("问题", 46),
    ("列示", 14),
    ("应为", 14),
    ("对照", 14),
    ("相差", 14),
    ("单位", 8),
    ("因此不平、依据和提示", 46),
];
/// Index of its last column.
const LAST: u32 = 11;
/// Characters that a cell may hold, with some to spare.
const CELL: usize = 30_000;

/// How a cell looked before it was tinted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Before {
    pub style: usize,
    /// Its fill, as the style sheet wrote it.
    pub fill: String,
}

/// By name of the sheet and cell.
pub(super) type Looks = BTreeMap<(String, SheetAt), Before>;

/// A cell with its text and look, and the cell that it links to.
struct Text {
    text: String,
    look: usize,
    link: Option<String>,
    /// It is the number of these digits.
    is_number: bool,
}

/// A value of a remark: digits that can be added up, and the unit behind them.
struct Value<'a> {
    digits: &'a str,
    unit: &'a str,
}

impl<'a> Value<'a> {
    /// `None` where a workbook does not hold it exactly, or where it is no number.
    fn parse(words: &'a str) -> Option<Self> {
        /// How many digits a workbook keeps.
        const DIGITS: usize = 15;
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
        let end = words.find(|c: char| !is_part(c)).unwrap_or(words.len());
        let (digits, unit) = words.split_at_checked(end)?;
        let is_exact = digits.bytes().filter(u8::is_ascii_digit).count() <= DIGITS
            && digits.parse::<f64>().is_ok();
        is_exact.then_some(Self { digits, unit })
    }

    /// How it is shown: with the decimals that it has, behind these words.
    fn format(&self, before: &str) -> String {
        let decimals = self.digits.split_once('.').map_or(0, |(_, behind)| behind.len());
        // a bare whole number may be a year
        let whole = if decimals > 0 || !self.unit.is_empty() { "#,##0" } else { "0" };
        let point = if decimals > 0 { "." } else { "" };
        let before = before.replace(['"', '\\'], "");
        let before = if before.is_empty() { before } else { format!("\"{before} \"") };
        format!("{before}{whole}{point}{}", "0".repeat(decimals))
    }
}

/// The XML of the sheet.
pub(super) fn sheet(
    subject: &Subject<'_>,
    remarks: &[Remark],
    links: &[Option<String>],
    (looks, texts): (&Looks, &TextsBefore),
    styles: &mut Styles,
) -> String {
    let marks = marks(looks).into_iter().chain(texts::kept(texts));
    let mut marks = std::iter::once(FINDINGS_MARK.to_owned()).chain(marks);
    let mut out = Written::default();
    // of very many findings a line is made when it is written
    let mut line = |cells: Vec<Text>| out.line(marks.next(), cells);
    let plain = |text: String, look: usize| Text { text, look, link: None, is_number: false };
    let (title, head, words, link, count) = (
        styles.own(CellLook::Title),
        styles.own(CellLook::Head),
        styles.own(CellLook::Words),
        styles.own(CellLook::Link),
        styles.number("0"),
    );
    line(vec![plain("勾稽审核结果".to_owned(), title)]);
    for text in summary(subject, remarks).into_iter().chain([guide(subject)]) {
        line(vec![plain(text, 0)]);
    }
    line(COLUMNS.iter().skip(1).map(|(name, _)| plain((*name).to_owned(), head)).collect());
    for (remark, cell) in remarks.iter().zip(links) {
        let unit = remark.figures.iter().find_map(|(_, words)| Some(Value::parse(words)?.unit));
        // the words stand before the value; a number of another unit is told with that
        let mut figure = |before: &str, said: &str| match Value::parse(said) {
            Some(value) if Some(value.unit) == unit => {
                let look = styles.number(&value.format(before));
                Text { text: value.digits.to_owned(), look, link: None, is_number: true }
            }
            _ if before.is_empty() => plain(said.to_owned(), words),
            _ => plain(format!("{before} {said}"), words),
        };
        let mut value = |wanted: &str| {
            let found = remark.figures.iter().find(|(name, _)| *name == wanted);
            figure("", found.map_or("", |(_, words)| words))
        };
        let (stated, meant, difference) = (value("列示"), value("应为"), value("相差"));
        // of a relation that is no equality the words stand before the other side
        let named = ["列示", "应为", "对照", "相差"];
        let relation = remark.figures.iter().find(|(name, _)| !named.contains(name));
        let other = match relation {
            Some((name, words)) => figure(name, words),
            None => value("对照"),
        };
        let mut more: Vec<String> =
            remark.more.iter().map(|(name, text)| format!("{name}：{text}")).collect();
        more.push(remark.closing());
        let tone = styles.own(CellLook::Tinted(remark.tone));
        line(vec![
            Text { is_number: true, ..plain(remark.number.to_string(), count) },
            plain(remark.weight.clone(), tone),
            Text {
                text: remark.place.clone(),
                look: if cell.is_some() { link } else { words },
                link: cell.clone(),
                is_number: false,
            },
            plain(remark.name.clone(), words),
            plain(remark.message.clone(), words),
            stated,
            meant,
            other,
            difference,
            plain(unit.unwrap_or("").to_owned(), words),
            plain(more.join("\n"), words),
        ]);
    }
    let last = out.rows;
    for mark in marks {
        out.line(Some(mark), Vec::new());
    }
    out.finish(last)
}

/// What the reader of the sheet is to know.
fn guide(subject: &Subject<'_>) -> String {
    match subject.anew {
            None => "点击“位置”跳到单元格；单元格上的批注写明问题。本表、批注、底色和字色由审核程序加上，再次审核时会自动更新，不影响原有内容。".to_owned(),
            Some(format) => format!("点击“位置”跳到单元格；单元格上的批注写明问题。原文件是 .{format}，本文件由审核程序按其内容另写成 .xlsx：公式、图形和格式没有带来，更正请在原文件上进行。"),
        }
}

/// Index of the row with the titles of the columns.
const HEAD: u32 = 4;

/// Rows as they are written.
#[derive(Default)]
struct Written {
    rows: u32,
    data: String,
    links: String,
}

impl Written {
    /// A row: what its hidden first cell keeps, and the cells behind that.
    fn line(&mut self, mark: Option<String>, cells: Vec<Text>) {
        let row = self.rows;
        self.rows += 1;
        let height = match row {
            0 => " ht=\"28\" customHeight=\"1\"".to_owned(),
            row if row > HEAD => height(&cells),
            // a hidden text would stretch the row
            _ => " ht=\"18\" customHeight=\"1\"".to_owned(),
        };
        let mark = mark.map(|text| (0, Text { text, look: 0, link: None, is_number: false }));
        self.data.push_str(&format!("<row r=\"{}\"{height}>", row + 1));
        for (column, cell) in mark.into_iter().chain((1..).zip(cells)) {
            let at = address::address(row, column);
            if cell.is_number {
                let (look, digits) = (cell.look, &cell.text);
                self.data.push_str(&format!("<c r=\"{at}\" s=\"{look}\"><v>{digits}</v></c>"));
                continue;
            }
            self.data.push_str(&format!(
                "<c r=\"{at}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                cell.look,
                string(&cell.text)
            ));
            if let Some(link) = &cell.link {
                let (link, shown) = (escaped(link), escaped(&cell.text));
                self.links.push_str(&format!(
                    "<hyperlink ref=\"{at}\" location=\"{link}\" display=\"{shown}\"/>"
                ));
            }
        }
        self.data.push_str("</row>");
    }

    /// The sheet; its list ends with this row.
    fn finish(self, last: u32) -> String {
        let Self { data, links, .. } = self;
        let columns: String = (1..)
            .zip(COLUMNS)
            .map(|(number, (_, width))| {
                let hidden = if number == 1 { " hidden=\"1\"" } else { "" };
                format!("<col min=\"{number}\" max=\"{number}\" width=\"{width}\"{hidden} customWidth=\"1\"/>")
            })
            .collect();
        let links =
            if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"{}\" topLeftCell=\"B{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"18\"/><cols>{columns}</cols><sheetData>{data}</sheetData><autoFilter ref=\"{}:{}\"/>{links}<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
            HEAD + 1,
            HEAD + 2,
            address::address(HEAD, 1),
            address::address(last.saturating_sub(1), LAST),
        )
    }
}

/// Programs do not measure wrapped text of a file that they did not write: so many lines of 16
/// points.
fn height(cells: &[Text]) -> String {
    let lines = |((_, width), cell): (&(&str, u32), &Text)| {
        let width = (*width as usize).max(2);
        let columns =
            |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        cell.text.lines().map(|line| columns(line).div_ceil(width - 1).max(1)).sum::<usize>()
    };
    let most = COLUMNS.iter().skip(1).zip(cells).map(lines).max().unwrap_or(1).clamp(1, 25);
    format!(" ht=\"{}\" customHeight=\"1\"", most * 16 + 4)
}

/// The looks as texts of cells, each readable alone: fills by number, then for each sheet cells
/// with style and fill.
fn marks(looks: &Looks) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    let (mut fills, mut sheet): (Vec<&str>, Option<&str>) = (Vec::new(), None);
    for ((name, cell), before) in looks {
        if open.len() > CELL / 3 {
            out.push(std::mem::take(&mut open));
            (fills, sheet) = (Vec::new(), None);
        }
        let number = fills.iter().position(|fill| *fill == before.fill).unwrap_or_else(|| {
            fills.push(&before.fill);
            open.push_str(&format!("fill\t{}\n", before.fill.replace('\n', " ")));
            fills.len() - 1
        });
        if sheet != Some(name) {
            sheet = Some(name);
            open.push_str(&format!("sheet\t{}\n", clean(name)));
        }
        open.push_str(&format!(
            "{}\t{}\t{number}\n",
            address::address(cell.0, cell.1),
            before.style
        ));
    }
    out.extend((!open.is_empty()).then_some(open));
    out
}

/// The looks that an earlier run has kept.
pub(super) fn looks(first_column: &[String]) -> Looks {
    let mut out = Looks::new();
    for text in first_column.iter().filter(|text| text.starts_with("fill\t")) {
        let (mut fills, mut sheet) = (Vec::new(), String::new());
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>().as_slice() {
                ["fill", fill] => fills.push((*fill).to_owned()),
                ["sheet", name] => (*name).clone_into(&mut sheet),
                [cell, style, fill] => {
                    let fill = fill.parse::<usize>().ok().and_then(|number| fills.get(number));
                    if let (Some(cell), Ok(style), Some(fill)) =
                        (address::parse(cell), style.parse(), fill)
                    {
                        out.insert((sheet.clone(), cell), Before { style, fill: fill.clone() });
                    }
                }
                _ => {}
            }
        }
    }
    out
}
