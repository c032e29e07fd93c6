//! Lists of rules and formulas as sheets: rows of a workbook or of separated values, and back.

use super::args::RulesetArgs;
use super::{Status, check, ending, engine, output, rule_files};
use gouji_author::import::RuleTable;
use std::path::Path;

/// The rows of a workbook or of separated values; `None` where a file is neither.
///
/// # Errors
/// Why it could not be read.
pub(crate) fn rows(file: &Path, bytes: &[u8]) -> Result<Option<Vec<Vec<String>>>, String> {
    match ending::of(file).as_deref() {
        Some("csv") => separated(bytes).map(Some),
        #[cfg(feature = "formats")]
        Some("xlsx" | "xlsm" | "xlsb" | "xls" | "ods" | "et") => sheet(bytes).map(Some),
        _ => Ok(None),
    }
}

fn separated(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let (text, _) =
        rule_files::decoded(bytes).ok_or("编码认不出来，请另存为 CSV（UTF-8）".to_owned())?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    // a blank line is no record: rows keep the lines of the file
    let mut out: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("不是 CSV：{error}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        while (out.len() as u64) + 1 < line {
            out.push(Vec::new());
        }
        out.push(record.iter().map(str::to_owned).collect());
    }
    Ok(out)
}

/// The rows of the first sheet that has any, from its first row on.
#[cfg(feature = "formats")]
fn sheet(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    use calamine::{Data, Reader};
    let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes))
        .map_err(|error| format!("打不开这个工作簿：{error}"))?;
    let names = book.sheet_names();
    for name in names {
        let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
        let Some((first, _)) = range.start() else { continue };
        let mut out: Vec<Vec<String>> = (0..first).map(|_| Vec::new()).collect();
        out.extend(range.rows().map(|row| {
            let text = |cell: &Data| match cell {
                Data::Empty => String::new(),
                other => other.to_string(),
            };
            row.iter().map(text).collect::<Vec<String>>()
        }));
        return Ok(out);
    }
    Err("里面没有内容".to_owned())
}

/// Writes a ruleset as a list.
pub(crate) fn export(name: &str, file: &Path, force: bool) -> Status {
    let refused = |why: String| {
        output::say(&format!("{why}\n"));
        Status::Usage
    };
    if file.exists() && !force {
        return refused(format!("{} 已经存在，没有改动；要覆盖请加 --force", file.display()));
    }
    let args = RulesetArgs { ruleset: Some(name.to_owned()), ..RulesetArgs::default() };
    let engine = match check::load(&args) {
        Ok(engine) => engine,
        Err(status) => return status,
    };
    let layer = engine.title().0;
    let list = match engine.table(&layer) {
        Ok(list) => list,
        Err(list) => {
            return refused(gouji_report::report::terminal::mistakes(&list, &output::error_page()));
        }
    };
    let made = match ending::of(file).as_deref() {
        Some("csv") => written(&list),
        #[cfg(feature = "workbook")]
        Some("xlsx") => workbook(&list),
        _ => return refused("命令有误：清单的文件名以 .xlsx 或 .csv 结尾".to_owned()),
    };
    let made = made.and_then(|bytes| output::write_file(file, &bytes));
    if let Err(why) = made {
        output::say(&format!("清单没有写出：{why}\n"));
        return Status::Failed;
    }
    let back = if engine::is_built_in(&layer) { layer.clone() } else { name.to_owned() };
    let mut out = format!(
        "已写出 {layer} 的规则清单：{}，{} 条\n  改好以后读回：gouji rules import {} -r {back} -o 改动.toml\n",
        file.display(),
        list.rows.len(),
        file.display()
    );
    if !list.others.is_empty() {
        out.push_str(&format!(
            "  不是公式、不在清单里的 {} 条（脚本、逐级相加、语句等）\n",
            list.others.len()
        ));
    }
    output::print(out.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}

/// Separated values as Excel opens them.
fn written(list: &RuleTable) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let rows = std::iter::once(&list.head).chain(list.rows.iter().map(|(_, cells)| cells));
    for row in rows {
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

#[cfg(feature = "workbook")]
fn workbook(list: &RuleTable) -> Result<Vec<u8>, String> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
    let write = || -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let mut book = Workbook::new();
        // the same list gives the same bytes, whenever it is written
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_author("gouji").set_creation_datetime(&day));
        let (head, text) = (
            Format::new().set_bold().set_text_wrap(),
            Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@"),
        );
        let sheet = book.add_worksheet();
        let widths = [24, 36, 16, 14, 24, 60, 8, 30, 30, 30, 20, 16];
        for (at, width) in (0u16..).zip(widths) {
            sheet.set_column_width(at, width)?;
        }
        for (at, title) in (0u16..).zip(&list.head) {
            sheet.write_string_with_format(0, at, title, &head)?;
        }
        for (line, (_, cells)) in (1u32..).zip(&list.rows) {
            for (at, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string_with_format(line, at, cell, &text)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        book.save_to_buffer()
    };
    write().map_err(|error| error.to_string())
}
