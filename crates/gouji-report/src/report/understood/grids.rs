//! The tables of a run as they were read, drawn as a web page, for `gouji tables --format html`.
//!
//! Each table stands with its own cells; above its columns and beside its rows stands what they
//! were read as, and each cell is coloured by what was read from it, so that what was misread is
//! seen at a glance. The page needs nothing else.

use super::tables::lines;
use crate::report::format::html::{Out, escape, push};
use crate::report::words::{place_words, unit_words};
use gouji_audit::audit::{
    CellContent, DocumentAudit, DocumentOutcome, ReadingDoubt, UnderstoodCell, UnderstoodForm,
    UnderstoodTable,
};
use gouji_values::document::{Cell, Table};
use std::collections::BTreeMap;
use std::io::{self, Write};

const STYLE: &str = "body{font:14px/1.5 sans-serif;margin:2em;color:#222}h1{font-size:1.3em}h2{font-size:1.1em;margin-top:2em}\
table{border-collapse:collapse;margin:.5em 0}td,th{border:1px solid #bbb;padding:2px 6px;vertical-align:top;white-space:pre-line}\
th{background:#eef;font-weight:normal;color:#446;font-size:.85em}.number{background:#dff3df;text-align:right}.text{background:#fff}\
.blank{background:#f6f6f6}.bad{background:#f9c6c6}.doubt{background:#fdeab8}.unread{background:#fff;color:#999}\
p{margin:.2em 0}.remark{color:#a40}.legend span{border:1px solid #bbb;padding:0 .5em;margin-right:.5em}";

const LEGEND: &str = "<p class=\"legend\">格子的颜色：<span class=\"number\">读作数字</span><span class=\"text\">读作文字</span>\
<span class=\"blank\">空白</span><span class=\"doubt\">修复或推定，请核对</span><span class=\"bad\">读不出数字</span>\
<span class=\"unread\">没有读（表头、没有识别的行和列）</span>鼠标停在格子上，可见读成了哪张表的哪一行、哪一列。</p>\n";

/// What stands before the documents.
#[must_use]
pub fn begin() -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>表格是怎样读的</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{LEGEND}"
    )
}

/// What stands behind the documents.
#[must_use]
pub fn end() -> &'static str {
    "</body>\n</html>\n"
}

/// One document, written as it is made: its page may be longer than it many times.
///
/// # Errors
/// Those of `to`.
pub fn write(outcome: &DocumentOutcome, to: &mut dyn Write) -> io::Result<()> {
    let mut out = Out::new(to);
    match outcome {
        Ok(given) => document(&mut out, given),
        Err(unreadable) => {
            push(&mut out, format_args!("<h1>{}</h1>\n", escape(&unreadable.path)));
            push(
                &mut out,
                format_args!("<p class=\"remark\">未能读取：{}</p>\n", escape(&unreadable.message)),
            );
        }
    }
    out.end()
}

fn document(out: &mut Out<'_>, given: &DocumentAudit) {
    push(out, format_args!("<h1>{}</h1>\n", escape(&given.path)));
    let facts: Vec<String> = [given.agency.clone(), given.year.map(|year| format!("{year} 年"))]
        .into_iter()
        .flatten()
        .chain(given.kind_name.clone())
        .chain([
            format!("格式 {}", given.document.format),
            format!("规则 {}", given.layers.join(" → ")),
        ])
        .collect();
    push(out, format_args!("<p>{}</p>\n", escape(&facts.join(" · "))));
    for notice in &given.notices {
        let at = notice
            .span
            .map_or(String::new(), |span| format!("{}：", place_words(&given.document, span)));
        push(
            out,
            format_args!(
                "<p class=\"remark\">{}</p>\n",
                escape(&format!("{at}{}", notice.message))
            ),
        );
    }
    for (number, understood) in given.understanding.iter().enumerate() {
        head(out, given, number, understood);
        // tables are understood in the order of the document
        if let Some(table) = given.document.tables.get(number) {
            grid(out, table, understood);
        }
    }
}

fn head(out: &mut Out<'_>, given: &DocumentAudit, number: usize, table: &UnderstoodTable) {
    let caption = table.caption.as_deref().unwrap_or("无标题");
    push(
        out,
        format_args!(
            "<h2>{}. {}</h2>\n<p>{}",
            number + 1,
            escape(caption),
            escape(&lines(&given.document, table.span))
        ),
    );
    if table.forms.is_empty() {
        out.push_str("：<b>没有识别</b>，其中的数字不核对");
    }
    out.push_str("</p>\n");
    for form in &table.forms {
        let mut words = vec![if form.by_title { "按标题和栏目" } else { "按栏目" }.to_owned()];
        words.extend(form.part.as_ref().map(|part| format!("部分 {part}")));
        words.push(unit_words(form));
        push(
            out,
            format_args!("<p>表样 <b>{}</b>（{}）", escape(&form.form), escape(&words.join("，"))),
        );
        push(out, format_args!("，栏目：{}</p>\n", escape(&form.columns.join("、"))));
    }
    for remark in &table.remarks {
        push(out, format_args!("<p class=\"remark\">{}</p>\n", escape(remark)));
    }
}

/// What was read from the cells of a table, in the order of their places.
struct Read<'a> {
    cells: Vec<(&'a UnderstoodForm, &'a UnderstoodCell)>,
}

impl<'a> Read<'a> {
    fn new(table: &'a UnderstoodTable) -> Self {
        let mut cells = Vec::with_capacity(table.forms.iter().map(|form| form.cells.len()).sum());
        cells.extend(
            table.forms.iter().flat_map(|form| form.cells.iter().map(move |cell| (form, cell))),
        );
        // of two readings of one place the later one counts
        cells.sort_by_key(|(_, cell)| cell.span);
        Self { cells }
    }

    /// What was read from a cell: at its very place, else from a part of it.
    fn of(&self, cell: &Cell) -> Option<(&'a UnderstoodForm, &'a UnderstoodCell)> {
        let next = self.cells.partition_point(|(_, read)| read.span <= cell.span);
        let at = |index: usize| self.cells.get(index).copied();
        let own = next.checked_sub(1).and_then(at).filter(|(_, read)| read.span == cell.span);
        let is_within =
            |read: &UnderstoodCell| !cell.span.range().is_empty() && cell.span.covers(read.span);
        own.or_else(|| at(next).filter(|(_, read)| is_within(read)))
    }
}

fn grid(out: &mut Out<'_>, table: &Table, understood: &UnderstoodTable) {
    let read = Read::new(understood);
    // what each column was read as
    let mut columns: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for cell in table.rows.iter().flatten() {
        if let Some((form, found)) = read.of(cell)
            && let Some(name) = form.columns.get(found.column)
        {
            let names = columns.entry(cell.column).or_default();
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    out.push_str("<table>\n");
    if !columns.is_empty() {
        out.push_str("<tr><th>读作</th>");
        for column in 0..table.width() {
            let names = columns.get(&column).map_or(String::new(), |names| names.join("、"));
            push(out, format_args!("<th>{}</th>", escape(&names)));
        }
        out.push_str("</tr>\n");
    }
    // behind the last row that a cell reaches down to, by column
    let mut covered: BTreeMap<u32, u32> = BTreeMap::new();
    for row in &table.rows {
        out.push_str("<tr>");
        if !columns.is_empty() {
            let mut names: Vec<&str> = row
                .iter()
                .filter_map(|cell| read.of(cell))
                .map(|(_, cell)| cell.row.as_str())
                .collect();
            names.dedup();
            push(out, format_args!("<th>{}</th>", escape(&names.join("、"))));
        }
        let mut behind = 0;
        for cell in row {
            // a stretch that no cell covers
            for column in behind..cell.column {
                let is_free = covered.get(&column).is_none_or(|end| *end <= cell.row);
                out.push_str(if is_free { "<td class=\"unread\"></td>" } else { "" });
            }
            behind = cell.column.saturating_add(cell.columns);
            if cell.rows > 1 {
                covered.extend(
                    (cell.column..behind)
                        .map(|column| (column, cell.row.saturating_add(cell.rows))),
                );
            }
            drawn(out, cell, read.of(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn drawn(out: &mut Out<'_>, cell: &Cell, read: Option<(&UnderstoodForm, &UnderstoodCell)>) {
    let (class, meant) = match read {
        None => ("unread", String::new()),
        Some((form, read)) => {
            let column = form.columns.get(read.column).map_or("", String::as_str);
            let doubt = match (&read.content, &read.reading) {
                (CellContent::Unreadable(why), _) => format!("：读不出数字，{why}"),
                (_, ReadingDoubt::Repaired(how)) => format!("：{how}"),
                (_, ReadingDoubt::Aligned(rule)) => format!("：由“{rule}”定列"),
                (_, ReadingDoubt::Joined) => "：跨行拼接".to_owned(),
                (_, ReadingDoubt::Plain) => String::new(),
            };
            let class = match (&read.content, &read.reading) {
                (CellContent::Unreadable(_), _) => "bad",
                (_, ReadingDoubt::Repaired(_) | ReadingDoubt::Aligned(_)) => "doubt",
                (CellContent::Number, _) => "number",
                (CellContent::Text, _) => "text",
                (CellContent::Blank, _) => "blank",
            };
            (class, format!("{} · {} · {column}{doubt}", form.form, read.row))
        }
    };
    push(out, format_args!("<td class=\"{class}\""));
    for (name, extent) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
        if extent > 1 {
            push(out, format_args!(" {name}=\"{extent}\""));
        }
    }
    if !meant.is_empty() {
        push(out, format_args!(" title=\"{}\"", escape(&meant)));
    }
    push(out, format_args!(">{}</td>", escape(cell.text.text.trim())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_engine::engine::{Engine, Request};
    use gouji_rules::ruleset::Rulebook;

    fn page(text: &str) -> String {
        let engine =
            Engine::new(Rulebook::of_files(gouji_sample::rules()).unwrap(), Request::default())
                .unwrap();
        let mut out = Vec::new();
        write(&engine.audit("<决算>.txt", text.as_bytes()), &mut out).unwrap();
        [begin(), String::from_utf8(out).unwrap(), end().to_owned()].concat()
    }

    #[test]
    fn each_cell_says_what_was_read_from_it() {
        let page = page(
            "支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出 | 备<注>\n\
             | 合计 | 353.15 | 274.27 | 7x.89 | | | | <script>\n\n甲 | 乙\n丙 | 1.00\n",
        );
        for part in [
            "<h1>&lt;决算&gt;.txt</h1>",
            "表样 <b>支出决算表</b>",
            "<th>本年支出合计</th>",
            "<th>合计</th>",
            "<td class=\"number\" title=\"支出决算表 · 合计 · 本年支出合计\">353.15</td>",
            "<td class=\"bad\" title=\"支出决算表 · 合计 · 项目支出：读不出数字",
            "<td class=\"blank\" title=\"支出决算表 · 合计 · 上缴上级支出\"></td>",
            "<td class=\"unread\">备&lt;注&gt;</td>",
            "<b>没有识别</b>",
            "<td class=\"unread\">1.00</td>",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert!(!page.contains("<script>") && !page.contains("http"));
        assert_eq!(page.matches("<tr>").count(), page.matches("</tr>").count());
    }

    #[test]
    fn what_could_not_be_read_is_said() {
        assert!(page("").contains("未能读取"));
    }
}
