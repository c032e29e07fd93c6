//! The ledger → a workbook to fill in: lists, filters, a fixed header, a page to print.
//!
//! Texts are always written as texts: what begins with `=` in a document is no formula here.

use super::cells::LedgerCells;
use super::{Delivery, Lacking, Ledger, LineStatus, Roster};
use crate::report::width::{columns, one_line};
use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation,
    DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

/// A column of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LedgerColumn {
    Agency,
    Year,
    Form,
    Place,
    Problem,
    Stated,
    Meant,
    Other,
    Difference,
    Basis,
    Severity,
    LineStatus,
    Note,
    Owner,
    Due,
    Rule,
    Key,
    Values,
}

/// The columns in their order.
pub(super) const COLUMNS: [LedgerColumn; 18] = [
    LedgerColumn::Agency,
    LedgerColumn::Year,
    LedgerColumn::Form,
    LedgerColumn::Place,
    LedgerColumn::Problem,
    LedgerColumn::Stated,
    LedgerColumn::Meant,
    LedgerColumn::Other,
    LedgerColumn::Difference,
    LedgerColumn::Basis,
    LedgerColumn::Severity,
    LedgerColumn::LineStatus,
    LedgerColumn::Note,
    LedgerColumn::Owner,
    LedgerColumn::Due,
    LedgerColumn::Rule,
    LedgerColumn::Key,
    LedgerColumn::Values,
];

impl LedgerColumn {
    /// Its title, by which it is found again.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Agency => "单位",
            Self::Year => "年度",
            Self::Form => "表",
            Self::Place => "位置",
            Self::Problem => "问题",
            Self::Stated => "列示",
            Self::Meant => "应为",
            Self::Other => "对照",
            Self::Difference => "差额",
            Self::Basis => "依据",
            Self::Severity => "严重程度",
            Self::LineStatus => "状态",
            Self::Note => "说明",
            Self::Owner => "责任人",
            Self::Due => "期限",
            Self::Rule => "规则",
            Self::Key => "编号",
            Self::Values => "核对值",
        }
    }

    /// Its width in characters; `None`: hidden.
    fn width(self) -> Option<u16> {
        match self {
            Self::Agency | Self::Place => Some(14),
            Self::Year | Self::Severity => Some(6),
            Self::Form | Self::Stated | Self::Meant | Self::Other | Self::Difference => Some(12),
            Self::Problem => Some(32),
            Self::Basis => Some(16),
            Self::LineStatus | Self::Owner => Some(8),
            Self::Note => Some(20),
            Self::Due => Some(11),
            Self::Rule | Self::Key | Self::Values => None,
        }
    }

    /// Whether the unit fills it in.
    fn is_for_unit(self) -> bool {
        matches!(self, Self::LineStatus | Self::Note | Self::Owner | Self::Due)
    }
}

const FONT: &str = "宋体";
const SIZE: u16 = 10;
/// What the unit fills in, and what stands fast.
const OPEN_HEAD: Color = Color::RGB(0xFFF2CC);
const HEAD: Color = Color::RGB(0xDDE6EF);
/// Lines that may be added by hand have the list of states, too.
const SPARE: u32 = 500;
/// Columns of the unit's own are so wide.
const OWN_WIDTH: u16 = 16;
/// A cell holds no more characters.
pub(super) const LONGEST: usize = 32_000;
/// Lines that are too many to be all kept as cells.
const MANY: usize = 20_000;
const A4: u8 = 9;

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(SIZE).set_align(FormatAlign::Top)
}

pub(super) fn bordered() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBFBFBF)).set_text_wrap()
}

fn head(color: Color) -> Format {
    bordered()
        .set_bold()
        .set_background_color(color)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// The ledger as an xlsx file, with the state of each unit of a list where one is given. Its lines
/// go as they are written: there may be very many.
///
/// # Errors
/// What the format does not hold, in Chinese.
pub fn workbook(
    mut ledger: Ledger,
    units: Option<(&Roster, &[Delivery])>,
) -> Result<Vec<u8>, String> {
    let lacking = std::mem::take(&mut ledger.lacking);
    let write = move || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // the same ledger gives the same bytes, whenever it is written
        let properties = DocProperties::new()
            .set_title("整改台账")
            .set_author("gouji")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        book.set_properties(&properties);
        // cells of a sheet take some hundred bytes each; of many lines each is written to a file of
        // the system as it is done
        let sheet = if ledger.rows.len() > MANY {
            book.add_worksheet_with_constant_memory()?
        } else {
            book.add_worksheet()
        };
        lines(sheet.set_name("整改台账")?, ledger)?;
        if let Some((roster, deliveries)) = units {
            self::units(book.add_worksheet().set_name("单位情况")?, roster, deliveries)?;
        }
        if !lacking.is_empty() {
            self::lacking(book.add_worksheet().set_name("没有读全")?, &lacking)?;
        }
        guide(book.add_worksheet().set_name("填写说明")?)?;
        book.save_to_buffer()
    };
    write().map_err(|error| match error {
        XlsxError::RowColumnLimitError => "问题太多，一张工作表放不下；请分几批审核".to_owned(),
        other => format!("工作簿写不出来：{other}"),
    })
}

fn lines(sheet: &mut Worksheet, ledger: Ledger) -> Result<(), XlsxError> {
    let Ledger { rows, columns, .. } = ledger;
    let mut at = 0;
    for column in COLUMNS {
        let color = if column.is_for_unit() { OPEN_HEAD } else { HEAD };
        sheet.write_string_with_format(0, at, column.title(), &head(color))?;
        match column.width() {
            Some(width) => sheet.set_column_width(at, width)?,
            None => sheet.set_column_hidden(at)?,
        };
        at += 1;
    }
    let own = at;
    for title in &columns {
        sheet.write_string_with_format(0, at, title, &head(OPEN_HEAD))?;
        sheet.set_column_width(at, OWN_WIDTH)?;
        at += 1;
    }
    sheet.set_row_height(0, 30)?;
    let mut cells = LedgerCells::default();
    let mut line = 0;
    for row in rows {
        line += 1;
        for (column, at) in COLUMNS.into_iter().zip(0..) {
            cells.write(sheet, line, at, &row, column)?;
        }
        for (text, at) in row.own.iter().zip(own..) {
            cells.text(sheet, line, at, text)?;
        }
        let texts = [
            (&row.agency, LedgerColumn::Agency),
            (&row.form, LedgerColumn::Form),
            (&row.place, LedgerColumn::Place),
            (&row.problem, LedgerColumn::Problem),
            (&row.basis, LedgerColumn::Basis),
            (&row.note, LedgerColumn::Note),
            (&row.owner, LedgerColumn::Owner),
        ];
        let texts =
            texts.into_iter().filter_map(|(text, column)| Some((text.as_str(), column.width()?)));
        height(sheet, line, texts.chain(row.own.iter().map(|text| (text.as_str(), OWN_WIDTH))))?;
    }
    let status = COLUMNS
        .into_iter()
        .zip(0_u16..)
        .find(|(column, _)| *column == LedgerColumn::LineStatus)
        .map_or(0, |(_, at)| at);
    states(sheet, status, line + SPARE)?;
    sheet.autofilter(0, 0, line.max(1), at.saturating_sub(1))?;
    page(sheet, "整改台账")?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// High enough for its longest text: not every program does that by itself.
fn height<'a>(
    sheet: &mut Worksheet,
    line: u32,
    texts: impl Iterator<Item = (&'a str, u16)>,
) -> Result<(), XlsxError> {
    /// Points of a line of text; a row is no higher than so many.
    const LINE: u16 = 14;
    const LINES: usize = 30;
    // a word may leave a line with room for two characters
    let lines = |(text, width): (&str, u16)| {
        text.lines().map(|part| columns(part).div_ceil(usize::from(width) - 2).max(1)).sum()
    };
    let most: usize = texts.map(lines).max().unwrap_or(1).clamp(1, LINES);
    sheet.set_row_height(line, u16::try_from(most).unwrap_or(1) * LINE + 3)?;
    Ok(())
}

/// The list of states, and their colours.
fn states(sheet: &mut Worksheet, at: u16, last: u32) -> Result<(), XlsxError> {
    let words: Vec<&str> = LineStatus::ALL.iter().map(|status| status.word()).collect();
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_title("状态")?
        .set_error_message(format!("请从列表中选择：{}", words.join("、")))?
        .set_error_style(DataValidationErrorStyle::Stop);
    sheet.add_data_validation(1, at, last, at, &list)?;
    let colors = [
        (LineStatus::New, 0xFCE4D6),
        (LineStatus::Review, 0xFFF2CC),
        (LineStatus::Explained, 0xDDEBF7),
        (LineStatus::Mended, 0xE2EFDA),
    ];
    for (status, color) in colors {
        let format = Format::new().set_background_color(Color::RGB(color));
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::Contains(status.word().to_owned()))
            .set_format(format);
        sheet.add_conditional_format(1, at, last, at, &rule)?;
    }
    Ok(())
}

/// A4 across, all columns on one page, the header on each.
fn page(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&C&14{title}")).set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn units(sheet: &mut Worksheet, roster: &Roster, deliveries: &[Delivery]) -> Result<(), XlsxError> {
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
        cells.text(sheet, line, 0, &agency)?;
        cells.middle(sheet, line, 1, "不在名单")?;
        for blank in 2..=last {
            cells.text(sheet, line, blank, "")?;
        }
        let path = path(at).unwrap_or_default();
        cells.text(sheet, line, 5, &path)?;
        height(sheet, line, std::iter::once((path.as_str(), 50)))?;
    }
    sheet.autofilter(0, 0, line.max(1), last)?;
    page(sheet, "单位情况")?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The documents of the run of which much was not read: without findings they are not in order for
/// that.
fn lacking(sheet: &mut Worksheet, list: &[Lacking]) -> Result<(), XlsxError> {
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
    page(sheet, "没有读全")
}

/// How the ledger is filled in.
fn guide(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 12)?.set_column_width(1, 90)?;
    let cells = LedgerCells::default();
    for (title, at) in ["状态", "意思"].into_iter().zip(0..) {
        sheet.write_string_with_format(0, at, title, &head(HEAD))?;
    }
    let mut line = 0;
    for status in LineStatus::ALL {
        line += 1;
        cells.middle(sheet, line, 0, status.word())?;
        cells.text(sheet, line, 1, status.meaning())?;
    }
    let hints = [
        (
            "填写",
            "单位填写黄色标题的几列：状态、说明、责任人、期限。也可以在右边增加自己的列、在下面增加自己的行，重新审核后都保留。",
        ),
        (
            "再次审核",
            "gouji check 文件或文件夹 --ledger 本文件：读入已填写的内容，再写回本文件；请先在 Excel 中关闭本文件。",
        ),
        ("不要删", "不要删除标题行和隐藏的“规则、编号、核对值”三列：程序用它们认出同一个问题。"),
    ];
    for (name, text) in hints {
        line += 1;
        cells.middle(sheet, line, 0, name)?;
        cells.text(sheet, line, 1, text)?;
        height(sheet, line, std::iter::once((text, 90)))?;
    }
    page(sheet, "填写说明")
}
