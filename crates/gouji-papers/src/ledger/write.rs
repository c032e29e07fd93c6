//! The ledger → a workbook to fill in: lists, filters, a fixed header, a page to print.
//!
//! Texts are always written as texts: what begins with `=` in a document is no formula here.

use super::cells::LedgerCells;
use super::{Beside, Delivery, Ledger, LedgerPlace, LineStatus, Roster, overview};
use gouji_report::report::width::columns;
use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation,
    DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

/// A column of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LedgerColumn {
    Number,
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
    Reviewer,
    Found,
    Mended,
    Layers,
    Rule,
    Key,
    Values,
}

/// The columns in their order.
pub(super) const COLUMNS: [LedgerColumn; 23] = [
    LedgerColumn::Number,
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
    LedgerColumn::Reviewer,
    LedgerColumn::Found,
    LedgerColumn::Mended,
    LedgerColumn::Layers,
    LedgerColumn::Rule,
    LedgerColumn::Key,
    LedgerColumn::Values,
];

impl LedgerColumn {
    /// Its title, by which it is found again.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Number => "序号",
            Self::Reviewer => "复核人",
            Self::Found => "发现日期",
            Self::Mended => "整改日期",
            Self::Layers => "规则集",
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
            Self::Agency => Some(14),
            Self::Place => Some(18),
            Self::Year | Self::Severity => Some(6),
            Self::Form | Self::Stated | Self::Meant | Self::Other | Self::Difference => Some(12),
            Self::Problem => Some(44),
            Self::Basis => Some(18),
            Self::Layers => Some(10),
            Self::Number => Some(5),
            Self::LineStatus | Self::Owner | Self::Reviewer => Some(8),
            Self::Note => Some(20),
            Self::Due | Self::Found | Self::Mended => Some(11),
            Self::Rule | Self::Key | Self::Values => None,
        }
    }

    /// Whether the unit fills it in.
    fn is_for_unit(self) -> bool {
        matches!(self, Self::LineStatus | Self::Note | Self::Owner | Self::Due | Self::Reviewer)
    }
}

/// The name of the sheet, unless the unit gave it another one.
const NAME: &str = "整改台账";
const FONT: &str = "宋体";
const SIZE: u16 = 10;
/// What the unit fills in, and what stands fast.
const OPEN_HEAD: Color = Color::RGB(0xFFF2CC);
pub(super) const HEAD: Color = Color::RGB(0xDDE6EF);
/// Lines that may be added by hand have the list of states, too.
const SPARE: u32 = 500;
/// Columns of the unit's own are so wide.
const OWN_WIDTH: u16 = 16;
/// A cell holds no more characters.
pub(super) const LONGEST: usize = 32_000;
/// Lines that are too many to be all kept as cells.
const MANY: usize = 20_000;
const A4: u8 = 9;
const A3: u8 = 8;

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(SIZE).set_align(FormatAlign::Top)
}

pub(super) fn bordered() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBFBFBF)).set_text_wrap()
}

pub(super) fn head(color: Color) -> Format {
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
    let beside = ledger.beside.take();
    let packs = ledger.packs.join("；");
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
        let own = ledger.sheet.take().unwrap_or_else(|| NAME.to_owned());
        // the unit may have named its sheet as we name one of the others
        let free = |name: &str| {
            if own.eq_ignore_ascii_case(name) { format!("{name}2") } else { name.to_owned() }
        };
        let by_unit = ledger.by_unit();
        lines(sheet.set_name(&own)?, ledger)?;
        if !by_unit.is_empty() {
            overview::summary(book.add_worksheet().set_name(free(overview::SUMMARY))?, &by_unit)?;
        }
        if let Some((roster, deliveries)) = units {
            overview::units(
                book.add_worksheet().set_name(free(overview::UNITS))?,
                roster,
                deliveries,
            )?;
        }
        if !lacking.is_empty() {
            overview::lacking(book.add_worksheet().set_name(free(overview::LACKING))?, &lacking)?;
        }
        guide(book.add_worksheet().set_name(free(overview::GUIDE))?, &packs)?;
        book.save_to_buffer()
    };
    let made = write().map_err(|error| match error {
        XlsxError::RowColumnLimitError => "问题太多，一张工作表放不下；请分几批审核".to_owned(),
        other => format!("工作簿写不出来：{other}"),
    })?;
    match beside {
        Some(beside) => joined(&beside, &made),
        None => Ok(made),
    }
}

/// The user's workbook with our sheets as they are now.
fn joined(beside: &Beside, made: &[u8]) -> Result<Vec<u8>, String> {
    #[cfg(feature = "formats")]
    let why = match gouji_annotate::annotate::joined(&beside.bytes, made, &beside.own) {
        Ok(bytes) => return Ok(bytes),
        Err(refusal) => refusal.to_string(),
    };
    #[cfg(not(feature = "formats"))]
    let why = format!("这个程序没有编入办公文件格式（formats），{} 字节写不进去", made.len());
    let names = beside.others.join("、");
    Err(format!("里面另有工作表“{names}”，保留不了（{why}）；请把它们移到别的文件后再审核"))
}

/// A column as it is written.
#[derive(Clone, Copy)]
enum Slot {
    Known(LedgerColumn),
    /// One of the unit's own, by its index.
    Own(usize),
}

impl Slot {
    fn width(self) -> Option<u16> {
        match self {
            Self::Known(column) => column.width(),
            Self::Own(_) => Some(OWN_WIDTH),
        }
    }
}

/// The columns as the unit has put them; what its sheet lacks stands behind what it follows here.
fn slots(ledger: &Ledger) -> Vec<Slot> {
    let find = |place: &LedgerPlace| match place {
        LedgerPlace::Known(title) => {
            COLUMNS.into_iter().find(|column| column.title() == *title).map(Slot::Known)
        }
        LedgerPlace::Own(at) => Some(Slot::Own(*at)),
    };
    let mut out: Vec<Slot> = ledger.order.iter().filter_map(find).collect();
    let mut before = None;
    for column in COLUMNS {
        let place = |out: &[Slot], wanted: LedgerColumn| {
            out.iter().position(|slot| matches!(slot, Slot::Known(known) if *known == wanted))
        };
        if place(&out, column).is_none() {
            let at = before.and_then(|before| place(&out, before)).map_or(0, |at| at + 1);
            out.insert(at, Slot::Known(column));
        }
        before = Some(column);
    }
    for at in 0..ledger.columns.len() {
        if !out.iter().any(|slot| matches!(slot, Slot::Own(known) if *known == at)) {
            out.push(Slot::Own(at));
        }
    }
    out
}

fn lines(sheet: &mut Worksheet, ledger: Ledger) -> Result<(), XlsxError> {
    let slots = slots(&ledger);
    let Ledger { rows, columns, .. } = ledger;
    for (slot, at) in slots.iter().zip(0_u16..) {
        let (title, color) = match slot {
            Slot::Known(column) => {
                (column.title(), if column.is_for_unit() { OPEN_HEAD } else { HEAD })
            }
            Slot::Own(own) => (columns.get(*own).map_or("", String::as_str), OPEN_HEAD),
        };
        sheet.write_string_with_format(0, at, title, &head(color))?;
        match slot.width() {
            Some(width) => sheet.set_column_width(at, width)?,
            None => sheet.set_column_hidden(at)?,
        };
    }
    sheet.set_row_height(0, 30)?;
    let mut cells = LedgerCells::default();
    let mut line = 0;
    for row in rows {
        line += 1;
        let own = |at: usize| row.own.get(at).map_or("", String::as_str);
        for (slot, at) in slots.iter().zip(0_u16..) {
            match slot {
                Slot::Known(column) => cells.write(sheet, line, at, &row, *column)?,
                Slot::Own(own_at) => cells.text(sheet, line, at, own(*own_at))?,
            }
        }
        let texts = [
            (&row.agency, LedgerColumn::Agency),
            (&row.form, LedgerColumn::Form),
            (&row.place, LedgerColumn::Place),
            (&row.problem, LedgerColumn::Problem),
            (&row.basis, LedgerColumn::Basis),
            (&row.note, LedgerColumn::Note),
            (&row.owner, LedgerColumn::Owner),
            (&row.layers, LedgerColumn::Layers),
        ];
        let texts =
            texts.into_iter().filter_map(|(text, column)| Some((text.as_str(), column.width()?)));
        height(sheet, line, texts.chain(row.own.iter().map(|text| (text.as_str(), OWN_WIDTH))))?;
    }
    let place = |wanted: LedgerColumn| {
        let at = |slot: &Slot| matches!(slot, Slot::Known(column) if *column == wanted);
        slots.iter().zip(0_u16..).find(|(slot, _)| at(slot)).map_or(0, |(_, at)| at)
    };
    let last = u16::try_from(slots.len()).unwrap_or(u16::MAX).saturating_sub(1);
    states(sheet, place(LedgerColumn::LineStatus), line + SPARE)?;
    sheet.autofilter(0, 0, line.max(1), last)?;
    page(sheet, NAME)?;
    // so many columns are too small to read on A4
    sheet.set_paper_size(A3);
    // the unit stays in sight, where it stands in front
    let agency = place(LedgerColumn::Agency);
    sheet.set_freeze_panes(1, if agency < 3 { agency + 1 } else { 1 })?;
    Ok(())
}

/// High enough for its longest text: not every program does that by itself.
pub(super) fn height<'a>(
    sheet: &mut Worksheet,
    line: u32,
    texts: impl Iterator<Item = (&'a str, u16)>,
) -> Result<(), XlsxError> {
    /// Points of a line of text; a row is no higher than so many.
    const LINE: u16 = 14;
    const LINES: usize = 30;
    // a wide character may leave a line with room for half of one
    let lines = |(text, width): (&str, u16)| {
        text.lines().map(|part| columns(part).div_ceil(usize::from(width) - 1).max(1)).sum()
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
pub(super) fn page(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&C&14{title}")).set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// How the ledger is filled in.
fn guide(sheet: &mut Worksheet, packs: &str) -> Result<(), XlsxError> {
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
            "单位填写黄色标题的几列：状态、说明、责任人、期限；复核人由单位或主管部门填写。也可以增加自己的列、在下面增加自己的行、调换列的次序、改工作表的名称、增加自己的工作表，重新审核后都保留。序号、发现日期和整改日期由程序填写，填上后不变。",
        ),
        (
            "再次审核",
            "gouji check 文件或文件夹 --ledger 本文件：读入已填写的内容，再写回本文件；请先在 Excel 中关闭本文件。",
        ),
        ("不要删", "不要删除标题行和隐藏的“规则、编号、核对值”三列：程序用它们认出同一个问题。"),
    ];
    let packs = Some(("规则包", packs)).filter(|(_, words)| !words.is_empty());
    for (name, text) in hints.into_iter().chain(packs) {
        line += 1;
        cells.middle(sheet, line, 0, name)?;
        cells.text(sheet, line, 1, text)?;
        height(sheet, line, std::iter::once((text, 90)))?;
    }
    page(sheet, overview::GUIDE)
}
