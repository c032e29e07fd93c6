//! What each stage made of a document, for `gouji tables --stage`: the texts on its pages, the cells
//! of its tables, the tables, the forms. As text here, as a picture in [`super::picture`].

use super::tables::{self, lines};
use crate::report::Options;
use gouji_audit::audit::{
    CellContent, DocumentAudit, DocumentOutcome, UnderstoodCell, UnderstoodForm, UnderstoodTable,
};
use gouji_values::document::{Cell, Document, Layout, PagePlace, Span, Table, TableDoubt};
use std::fmt::Write;

/// A stage on the way from pages to forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The texts on the pages.
    Pages,
    /// The cells of the tables.
    Cells,
    /// The tables.
    Tables,
    /// The forms that they were read as.
    Forms,
}

/// A piece of text on a page.
pub struct OnPage<'a> {
    pub(super) page: u32,
    /// From the left and from the top.
    pub(super) at: (u32, u32),
    pub(super) size: (u32, u32),
    pub(super) text: &'a str,
}

/// Where a stretch of text stands: on its page, or, in a text without pages, at its line, each
/// character so many points wide.
pub fn on_page(document: &Document, span: Span) -> OnPage<'_> {
    /// Width of a character and height of a line of a text without pages.
    const CHARACTER: u32 = 7;
    const LINE: u32 = 14;
    let text = document.slice(span).trim();
    let drawn = document.locator.page_place(span).and_then(
        |PagePlace { page, left, top, width, height }| {
            let whole = |length: i32| u32::try_from(length).ok();
            Some(OnPage {
                page,
                at: (whole(left)?, whole(top)?),
                size: (whole(width)?, whole(height)?),
                text,
            })
        },
    );
    drawn.unwrap_or_else(|| {
        let position = document.locator.position(&document.text, span.start);
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        OnPage {
            page: 1,
            at: (
                position.column.saturating_sub(1).saturating_mul(CHARACTER),
                position.line.saturating_mul(LINE),
            ),
            size: (length.saturating_mul(CHARACTER), LINE - 2),
            text,
        }
    })
}

/// All texts of a document with their places.
pub fn pieces(document: &Document) -> Vec<OnPage<'_>> {
    let mut out: Vec<OnPage<'_>> =
        document.locator.places().map(|(span, _)| on_page(document, span)).collect();
    if out.is_empty() {
        let lines = 1..=u32::try_from(document.locator.lines()).unwrap_or(u32::MAX);
        let spans = lines.map(|line| document.locator.line(&document.text, line));
        out.extend(spans.map(|span| on_page(document, span)));
    }
    out.retain(|piece| !piece.text.is_empty());
    out
}

/// What was read from a cell, and as which form.
pub fn read_from<'a>(
    understood: &'a UnderstoodTable,
    cell: &Cell,
) -> Option<(&'a UnderstoodForm, &'a UnderstoodCell)> {
    let forms = understood.forms.iter();
    let mut all = forms.flat_map(|form| form.cells.iter().map(move |cell| (form, cell)));
    all.find(|(_, read)| read.span == cell.span)
}

/// How the columns of a table were told apart.
pub fn layout_words(document: &Document, table: &Table) -> &'static str {
    match (table.layout, document.doubt(table)) {
        (Layout::Stream, _) => "空格子没有了，只有先后",
        (_, None) => "有框线，或者原来就是格子",
        (_, Some(TableDoubt::Placed)) => "按位置分的栏",
        (_, Some(TableDoubt::Several)) => "按位置分的栏，行或栏有几种分法",
        (_, Some(TableDoubt::Whole)) => "按位置分的栏，数字可能不全或者连在一起",
    }
}

/// One document at a stage, as text.
#[must_use]
pub fn render(outcome: &DocumentOutcome, stage: Stage, options: &Options) -> String {
    let given = match (outcome, stage) {
        (Ok(given), Stage::Pages | Stage::Cells | Stage::Tables) => given,
        _ => return tables::render(outcome, options),
    };
    let mut out = format!("{}\n", given.path);
    match stage {
        Stage::Pages => pages(&mut out, &given.document),
        Stage::Cells => cells(&mut out, given),
        Stage::Tables | Stage::Forms => sizes(&mut out, given),
    }
    out
}

/// Each text with its page, its place from the left and the top, its width and height.
fn pages(out: &mut String, document: &Document) {
    let mut last = None;
    for piece in pieces(document) {
        if last != Some(piece.page) {
            let _ = writeln!(out, "\n第 {} 页（左、上、宽、高）", piece.page);
            last = Some(piece.page);
        }
        let ((x, y), (width, height)) = (piece.at, piece.size);
        let _ = writeln!(out, "  {x:>4} {y:>4} {width:>4} {height:>3}  {}", one_line(piece.text));
    }
}

/// Each cell with its row and column, how far it reaches, and its text.
fn cells(out: &mut String, given: &DocumentAudit) {
    for (number, table) in given.document.tables.iter().enumerate() {
        heading(out, given, number, table);
        for cell in table.rows.iter().flatten() {
            let reach = match (cell.rows, cell.columns) {
                (1, 1) => String::new(),
                (rows, columns) => format!(" 占 {rows} 行 {columns} 列"),
            };
            let _ = writeln!(
                out,
                "  行 {} 列 {}{reach}  {}",
                cell.row + 1,
                cell.column + 1,
                one_line(&cell.text.text)
            );
        }
    }
}

/// Each table: where it stands, how large it is, how its columns were told apart, what it is.
fn sizes(out: &mut String, given: &DocumentAudit) {
    for (number, table) in given.document.tables.iter().enumerate() {
        heading(out, given, number, table);
        let understood = given.understanding.get(number);
        let caption = understood.and_then(|table| table.caption.as_deref()).unwrap_or("没有标题");
        let _ = writeln!(out, "  标题  {}", one_line(caption));
        for form in understood.map_or(&[][..], |table| &table.forms) {
            let how = if form.by_title { "按标题和栏目" } else { "按栏目" };
            let _ = writeln!(out, "  表样  {}，{how}", form.form);
        }
        for remark in understood.map_or(&[][..], |table| &table.remarks) {
            let _ = writeln!(out, "  未懂  {remark}");
        }
    }
}

fn heading(out: &mut String, given: &DocumentAudit, number: usize, table: &Table) {
    let _ = writeln!(
        out,
        "\n表 {}  {}，{} 行 × {} 列，{}",
        number + 1,
        lines(&given.document, table.span),
        table.rows.len(),
        table.width(),
        layout_words(&given.document, table)
    );
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was read from a cell, in a word.
pub fn content_class(content: &CellContent) -> &'static str {
    match content {
        CellContent::Number => "number",
        CellContent::Text => "text",
        CellContent::Blank => "blank",
        CellContent::Unreadable(_) => "bad",
    }
}
