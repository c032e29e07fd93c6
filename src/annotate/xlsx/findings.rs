//! The sheet with the findings: a line for each with a link to its cell, and, in a hidden column,
//! by what the sheet is known again and how the tinted cells looked before.

use super::cells::SheetAt;
use super::notes::string;
use super::styles::{CellLook, Styles};
use crate::annotate::Subject;
use crate::annotate::remark::{Remark, RemarkTone, clean};
use crate::annotate::xml::escaped;
use crate::audit::Verdict;
use crate::read::{FINDINGS_MARK, address};
use crate::report::entry::{count, percent};
use crate::report::unread;
use std::collections::BTreeMap;

/// Its name; another one where there is a sheet of this name that is not ours.
pub(super) const NAME: &str = "勾稽审核结果";

/// Titles of its columns with their widths; the first one is hidden.
const COLUMNS: [(&str, u32); 11] = [
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
    ("因此不平、依据和提示", 46),
];
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
}

/// The XML of the sheet.
pub(super) fn sheet(
    subject: &Subject<'_>,
    remarks: &[Remark],
    links: &[Option<String>],
    looks: &Looks,
    styles: &mut Styles,
) -> String {
    let mut marks = std::iter::once(FINDINGS_MARK.to_owned()).chain(marks(looks));
    let mut out = Written::default();
    // of very many findings a line is made when it is written
    let mut line = |cells: Vec<Text>| out.line(marks.next(), cells);
    let plain = |text: String, look: usize| Text { text, look, link: None };
    let (title, head, words, link) = (
        styles.own(CellLook::Title),
        styles.own(CellLook::Head),
        styles.own(CellLook::Words),
        styles.own(CellLook::Link),
    );
    line(vec![plain("勾稽审核结果".to_owned(), title)]);
    for text in summary(subject, remarks) {
        line(vec![plain(text, 0)]);
    }
    line(COLUMNS.iter().skip(1).map(|(name, _)| plain((*name).to_owned(), head)).collect());
    for (remark, cell) in remarks.iter().zip(links) {
        let value = |wanted: &str| {
            let found = remark.values.iter().find(|(name, _)| *name == wanted);
            found.map_or_else(String::new, |(_, value)| value.clone())
        };
        // of a relation that is no equality the words stand before the other side
        let named = ["列示", "应为", "对照", "相差"];
        let relation = remark.values.iter().find(|(name, _)| !named.contains(name));
        let other =
            relation.map_or_else(|| value("对照"), |(name, value)| format!("{name} {value}"));
        let mut more: Vec<String> =
            remark.more.iter().map(|(name, text)| format!("{name}：{text}")).collect();
        more.push(remark.closing());
        let tone = styles.own(CellLook::Tinted(remark.tone));
        line(vec![
            plain(remark.number.to_string(), words),
            plain(remark.weight.clone(), tone),
            Text {
                text: remark.place.clone(),
                look: if cell.is_some() { link } else { words },
                link: cell.clone(),
            },
            plain(remark.name.clone(), words),
            plain(remark.message.clone(), words),
            plain(value("列示"), words),
            plain(value("应为"), words),
            plain(other, words),
            plain(value("相差"), words),
            plain(more.join("\n"), words),
        ]);
    }
    for mark in marks {
        out.line(Some(mark), Vec::new());
    }
    out.finish()
}

/// What stands above the findings.
fn summary(subject: &Subject<'_>, remarks: &[Remark]) -> Vec<String> {
    let audit = subject.audit;
    let (figures, checked) = (audit.coverage.figures, audit.coverage.checked);
    let (agree, unchecked) = (
        count(audit, Verdict::Holds) + count(audit, Verdict::Rounding),
        count(audit, Verdict::Unchecked),
    );
    let who = [audit.agency.clone(), audit.year.map(|year| format!("{year} 年度"))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("　");
    let found = match remarks
        .iter()
        .map(|remark| remark.number)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
    {
        0 if !unread::is_judged(audit) => "一个数字也没有核对".to_owned(),
        0 => "没有发现不符".to_owned(),
        some => format!("发现 {some} 处问题"),
    };
    let imprint = subject.options.imprint.map(crate::report::Imprint::words);
    let who = [Some(who).filter(|who| !who.is_empty()), imprint];
    let who = who.into_iter().flatten().collect::<Vec<_>>().join("　");
    let lacks = unread::first(audit).map(|words| format!("；{words}")).unwrap_or_default();
    let lacks = clean(&lacks);
    vec![
        clean(&who),
        format!(
            "{found}；{agree} 项核对相符，{unchecked} 项未能核对；全部 {figures} 个数中核对了 {checked} 个（{}）{lacks}",
            percent(checked, figures)
        ),
        "点击“位置”跳到单元格；单元格上的批注写明问题。本表、批注和底色由审核程序加上，再次审核时会自动更新，不影响原有内容。".to_owned(),
    ]
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
        let mark = mark.map(|text| (0, Text { text, look: 0, link: None }));
        self.data.push_str(&format!("<row r=\"{}\"{height}>", row + 1));
        for (column, cell) in mark.into_iter().chain((1..).zip(cells)) {
            let at = address::address(row, column);
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

    /// The sheet.
    fn finish(self) -> String {
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
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"><pane ySplit=\"{}\" topLeftCell=\"B{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"18\"/><cols>{columns}</cols><sheetData>{data}</sheetData>{links}<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
            HEAD + 1,
            HEAD + 2,
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

/// The tone of a cell that has several remarks: the weightiest.
pub(super) fn tone(remarks: &[&Remark]) -> RemarkTone {
    remarks.iter().map(|remark| remark.tone).max().unwrap_or(RemarkTone::Agrees)
}
