//! The document as it was read: paragraphs, headings and tables, with a mark on every figure that
//! is known of.

use super::marks::{MarkState, Marks};
use super::out::{Out, escape, escape_char, push};
use super::outline::{heading_id, paper_id};
use gouji_audit::audit::DocumentAudit;
use gouji_values::document::{Block, Cell, Document, Layout, LogicalText, Paragraph, Span, Table};
use std::collections::BTreeMap;

/// A table whose head would be longer than this has none.
const HEAD: usize = 6;

/// A table of more columns is printed smaller.
const WIDE: u32 = 10;

/// More blank cells side by side are drawn as one: a sheet may have thousands of columns.
const GAP: usize = 32;

const LEGEND: &str = "<p class=\"legend\"><span class=\"f ok\">相符</span><span class=\"f said\">印证，不算核对</span><span class=\"f wrong error\">错误</span>\
<span class=\"f wrong warning\">警告</span><span class=\"f wrong info\">提示</span><span class=\"f open error\">与别处不一致，未定是哪个数</span><span class=\"f part\">参与了不符的核对</span>\
<span class=\"f unread\">没有核对</span>";

/// Where it was asked what would be told, were a figure another one.
const UNTOLD: &str = "<span class=\"f ok untold\">相符，但改动一位也不会被发现</span>";

const LEGEND_END: &str = "<span class=\"hint\">鼠标停在数字上（手机上点数字）可见与什么核对；点有底色的数字转到问题</span></p>\n";

/// The page of the document; which marks stand on it. A dry pen draws no marks and only tells
/// which.
pub(super) fn paper(
    out: &mut Out<'_>,
    document: &DocumentAudit,
    marks: &Marks<'_>,
    is_dry: bool,
) -> Vec<bool> {
    let source = &document.document;
    let mut pen =
        Pen { out, source, marks, shown: vec![false; marks.len()], is_dry, file: None, level: 0 };
    let id = paper_id(marks.key());
    push(pen.out, format_args!("<div class=\"paper\" id=\"{id}\">\n<h2>原文</h2>\n"));
    pen.out.push_str(LEGEND);
    if document.proved.is_some() {
        pen.out.push_str(UNTOLD);
    }
    pen.out.push_str(LEGEND_END);
    for (number, block) in source.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => pen.paragraph(paragraph, number),
            Block::Table(index) => {
                if let Some(table) = source.tables.get(*index) {
                    pen.table(table, *index);
                }
            }
        }
    }
    pen.strays();
    pen.out.push_str("</div>\n");
    pen.shown
}

/// The anchor of a table.
pub(super) fn table_id(key: &str, index: usize) -> String {
    format!("{key}t{index}")
}

struct Pen<'a, 'o> {
    out: &'a mut Out<'o>,
    source: &'a Document,
    marks: &'a Marks<'a>,
    shown: Vec<bool>,
    is_dry: bool,
    /// Of a document set the file that is being drawn.
    file: Option<Span>,
    /// Level of the heading above.
    level: u8,
}

impl Pen<'_, '_> {
    /// Names the file of a document set where a new one begins.
    fn enter(&mut self, span: Span) {
        if let Some(file) = self.source.file(span)
            && self.file != Some(file.span)
        {
            self.file = Some(file.span);
            push(self.out, format_args!("<h3 class=\"file\">{}</h3>\n", escape(&file.name)));
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, block: usize) {
        self.enter(paragraph.text.span());
        let (open, close) = match paragraph.heading {
            _ if paragraph.in_contents => {
                ("<p class=\"contents\">".to_owned(), "</p>\n".to_owned())
            }
            Some(level) => {
                // no level is left out on the way down
                let level = level.min(2).min(self.level);
                self.level = level + 1;
                let (level, id) = (level + 3, heading_id(self.marks.key(), block));
                (format!("<h{level} id=\"{id}\">"), format!("</h{level}>\n"))
            }
            None => ("<p>".to_owned(), "</p>\n".to_owned()),
        };
        self.out.push_str(&open);
        self.text(&paragraph.text);
        self.out.push_str(&close);
    }

    /// Text with the marks that begin in it.
    fn text(&mut self, text: &LogicalText) {
        let marks = self.marks;
        let span = text.span();
        if !text.is_joined()
            && marks.get(marks.from(span.start)).is_none_or(|mark| mark.span.start >= span.end)
        {
            text.text.chars().for_each(|c| escape_char(self.out, c));
            return;
        }
        let mut open: Vec<(u32, &'static str)> = Vec::new();
        let (mut next, mut behind) = (0, None);
        for (at, c) in text.text.char_indices() {
            let place = text.canonical(at);
            if behind != Some(place) {
                next = marks.from(place);
            }
            behind = Some(place + u32::try_from(c.len_utf8()).unwrap_or(0));
            while let Some((_, name)) = open.pop_if(|(end, _)| *end <= place) {
                push(self.out, format_args!("</{name}>"));
            }
            while let Some(mark) = marks.get(next).filter(|mark| mark.span.start <= place) {
                if mark.span.end > place {
                    // what reaches out of the mark around it ends with that
                    let end = open.last().map_or(mark.span.end, |(end, _)| mark.span.end.min(*end));
                    let within_link = open.iter().any(|(_, name)| *name == "a");
                    let name = self.open(next, within_link);
                    open.push((end, name));
                }
                next += 1;
            }
            escape_char(self.out, c);
        }
        while let Some((_, name)) = open.pop() {
            push(self.out, format_args!("</{name}>"));
        }
    }

    fn open(&mut self, index: usize, within_link: bool) -> &'static str {
        let (Some(mark), Some(shown)) = (self.marks.get(index), self.shown.get_mut(index)) else {
            return "span";
        };
        let name = mark.tag(within_link);
        if !self.is_dry {
            self.marks.open(self.out, index, name, !*shown);
        }
        *shown = true;
        name
    }

    fn table(&mut self, table: &Table, index: usize) {
        self.enter(table.span);
        let id = table_id(self.marks.key(), index);
        if table.layout == Layout::Stream {
            push(self.out, format_args!("<div class=\"stream\" id=\"{id}\">\n"));
            self.out.push_str(
                "<p class=\"hint\">原文件没有保留空白单元格，各行只有先后次序，上下不对齐</p>\n",
            );
            for row in &table.rows {
                self.out.push_str("<p>");
                for cell in row {
                    self.out.push_str("<span class=\"cell\">");
                    self.text(&cell.text);
                    self.out.push_str("</span> ");
                }
                self.out.push_str("</p>\n");
            }
            self.out.push_str("</div>\n");
            return;
        }
        let wide = if table.width() > WIDE { " class=\"wide\"" } else { "" };
        push(
            self.out,
            format_args!("<div class=\"table\" tabindex=\"0\"><table id=\"{id}\"{wide}>\n"),
        );
        let head = self.head(table);
        let mut free = Free { width: table.width(), behind: BTreeMap::new() };
        for (number, row) in table.rows.iter().enumerate() {
            match number {
                0 if head > 0 => self.out.push_str("<thead>\n"),
                _ if number == head => {
                    self.out.push_str(if head > 0 { "</thead>\n<tbody>\n" } else { "<tbody>\n" })
                }
                _ => {}
            }
            self.row(
                row,
                u32::try_from(number).unwrap_or(u32::MAX),
                if number < head { "th" } else { "td" },
                &mut free,
            );
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    /// How many rows stand above the first figure that is known of; none where a merged cell
    /// reaches over that border.
    fn head(&self, table: &Table) -> usize {
        let is_known = |cell: &Cell| {
            self.marks
                .get(self.marks.from(cell.span.start))
                .is_some_and(|mark| cell.span.covers(mark.span))
        };
        let head = table.rows.iter().position(|row| row.iter().any(is_known)).unwrap_or(0);
        let ends =
            table.rows.iter().take(head).flatten().map(|cell| cell.row.saturating_add(cell.rows));
        if head > HEAD || ends.max().is_some_and(|end| end as usize > head) { 0 } else { head }
    }

    fn row(&mut self, row: &[Cell], number: u32, name: &str, free: &mut Free) {
        self.out.push_str("<tr>");
        let mut behind = 0;
        for cell in row {
            self.gap(free.between(behind, cell.column, number), name);
            self.cell(cell, name);
            behind = cell.column.saturating_add(cell.columns);
            if cell.rows > 1 {
                free.behind.extend(
                    (cell.column..behind.min(free.width))
                        .map(|column| (column, number.saturating_add(cell.rows))),
                );
            }
        }
        self.gap(free.between(behind, free.width, number), name);
        self.out.push_str("</tr>\n");
    }

    fn gap(&mut self, cells: usize, name: &str) {
        if cells > GAP {
            push(self.out, format_args!("<{name} colspan=\"{cells}\"></{name}>"));
            return;
        }
        for _ in 0..cells {
            push(self.out, format_args!("<{name}></{name}>"));
        }
    }

    fn cell(&mut self, cell: &Cell, name: &str) {
        let text = cell.text.text.trim();
        // a header of nothing is none
        let name = if text.is_empty() { "td" } else { name };
        push(self.out, format_args!("<{name}"));
        if name == "th" {
            self.out.push_str(if cell.columns > 1 {
                " scope=\"colgroup\""
            } else {
                " scope=\"col\""
            });
        }
        for (attribute, extent) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
            if extent > 1 {
                push(self.out, format_args!(" {attribute}=\"{extent}\""));
            }
        }
        let is_number = text.contains(|c: char| c.is_ascii_digit())
            && !text.contains(|c: char| c.is_alphabetic());
        self.out.push_str(match (is_number, text.is_empty()) {
            _ if name == "th" => ">",
            (true, _) => " class=\"n\">",
            (false, false) => " class=\"t\">",
            (false, true) => ">",
        });
        if text.is_empty() {
            self.blank(cell)
        } else {
            self.text(&cell.text)
        }
        push(self.out, format_args!("</{name}>"));
    }

    /// A blank cell says so where a finding is about it.
    fn blank(&mut self, cell: &Cell) {
        let mut index = self.marks.from(cell.span.start);
        while let Some(mark) = self.marks.get(index).filter(|mark| cell.span.covers(mark.span)) {
            if matches!(mark.state, MarkState::Wrong(_)) {
                let name = self.open(index, false);
                push(self.out, format_args!("空白</{name}>"));
                return;
            }
            index += 1;
        }
    }

    /// Lines that stand in no block and hold something that is wrong (the foot of a page, a text
    /// without blocks).
    fn strays(&mut self) {
        let mut drawn = None;
        for index in 0..self.marks.len() {
            let Some(mark) = self.marks.get(index).filter(|mark| mark.state > MarkState::Waived)
            else {
                continue;
            };
            let range = mark.span.range();
            if self.shown.get(index).copied().unwrap_or(true) || range.is_empty() {
                continue;
            }
            let text = &self.source.text;
            let start = text
                .get(..range.start)
                .and_then(|before| before.rfind('\n'))
                .map_or(0, |at| at + 1);
            let end = text
                .get(range.end..)
                .and_then(|rest| rest.find('\n'))
                .map_or(text.len(), |at| range.end + at);
            if drawn == Some(start) {
                continue;
            }
            if drawn.is_none() {
                self.out.push_str("<h3>页眉、页脚等处</h3>\n");
            }
            drawn = Some(start);
            let line =
                LogicalText::whole(text.get(start..end).unwrap_or(""), Span::new(start, end));
            self.out.push_str("<p>");
            self.text(&line);
            self.out.push_str("</p>\n");
        }
    }
}

/// Which columns a row may fill: those that no merged cell from above covers.
struct Free {
    width: u32,
    /// The row behind the last one that a cell reaches down to, by column.
    behind: BTreeMap<u32, u32>,
}

impl Free {
    fn between(&self, from: u32, to: u32, row: u32) -> usize {
        if self.behind.is_empty() {
            return to.saturating_sub(from) as usize;
        }
        (from..to).filter(|column| self.behind.get(column).is_none_or(|end| *end <= row)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;
    use gouji_values::document::Locator;

    fn page(document: &DocumentAudit, marks: &Marks<'_>) -> (String, Vec<bool>) {
        let mut made = Vec::new();
        let mut out = Out::new(&mut made);
        let shown = paper(&mut out, document, marks, false);
        out.end().unwrap();
        (String::from_utf8(made).unwrap(), shown)
    }

    /// A table drawn from cells `(text, row, column, rows, columns)`.
    fn drawn(cells: &[(&str, u32, u32, u32, u32)]) -> String {
        let mut text = String::new();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for (content, row, column, tall, wide) in cells {
            let start = text.len();
            text.push_str(content);
            let span = Span::new(start, text.len());
            text.push('\t');
            rows.resize_with(rows.len().max(*row as usize + 1), Vec::new);
            let cell = Cell {
                text: LogicalText::whole(content, span),
                span,
                row: *row,
                column: *column,
                rows: *tall,
                columns: *wide,
                indent: 0,
            };
            rows[*row as usize].push(cell);
        }
        let table = Table::new(rows, 0, Layout::Grid);
        let source = Document {
            locator: Locator::new(&text),
            text,
            blocks: vec![Block::Table(0)],
            tables: vec![table],
            ..Document::default()
        };
        let mut document = sample::document();
        document.document = source.into();
        document.checks.clear();
        document.findings.clear();
        document.coverage.unchecked.clear();
        let marks = Marks::new(&document, "d");
        page(&document, &marks).0.lines().filter(|line| line.starts_with("<tr>")).collect()
    }

    #[test]
    fn merged_cells_are_merged_and_gaps_are_filled() {
        let table = drawn(&[
            ("甲", 0, 0, 2, 1),
            ("乙", 0, 1, 1, 2),
            ("<丙>", 1, 2, 1, 1),
            ("丁", 2, 1, 1, 1),
        ]);
        assert_eq!(
            table,
            "<tr><td rowspan=\"2\" class=\"t\">甲</td><td colspan=\"2\" class=\"t\">乙</td></tr>\
             <tr><td></td><td class=\"t\">&lt;丙&gt;</td></tr>\
             <tr><td></td><td class=\"t\">丁</td><td></td></tr>"
        );
    }

    #[test]
    fn what_stands_in_no_block_is_shown_where_it_is_wrong() {
        let document = sample::document();
        let marks = Marks::new(&document, "d");
        let (page, shown) = page(&document, &marks);
        assert!(page.contains("页眉、页脚等处"));
        for (index, is_shown) in shown.iter().enumerate() {
            assert!(
                *is_shown || marks.get(index).is_some_and(|mark| mark.state <= MarkState::Waived),
                "{index}"
            );
        }
    }
}
