//! The pages of a document drawn as they were read at a stage, for `gouji tables --stage … --format
//! svg`: the texts where they stand, over them the cells, the tables, or what each cell was read as.

use super::stages::{OnPage, Stage, content_class, layout_words, on_page, pieces, read_from};
use crate::report::format::html::{Out, escape, push};
use gouji_audit::audit::{DocumentAudit, DocumentOutcome};
use gouji_values::document::Span;
use std::collections::BTreeMap;
use std::io::{self, Write};

const STYLE: &str = "text{font:7px sans-serif;fill:#333}.page{fill:#fff;stroke:#999}.piece{fill:none;stroke:#ccc;stroke-width:.5}\
.cell{fill:none;stroke:#36c;stroke-width:.6}.table{fill:none;stroke:#c30;stroke-width:1.5}.name{fill:#c30;font-size:8px}\
.number{fill:#dff3df}.text{fill:#eef}.blank{fill:#f3f3f3}.bad{fill:#f9c6c6}.unread{fill:#fff}";
/// Blank space around a page.
const EDGE: u32 = 20;

/// A rectangle over a page, with what it says of itself.
struct Mark {
    page: u32,
    at: (u32, u32),
    size: (u32, u32),
    class: &'static str,
    title: String,
    /// Written above it.
    name: Option<String>,
}

impl Mark {
    fn over(piece: &OnPage<'_>, class: &'static str, title: String) -> Self {
        Self { page: piece.page, at: piece.at, size: piece.size, class, title, name: None }
    }
}

/// One document at a stage, as a picture with its pages below each other.
///
/// # Errors
/// Those of `to`.
pub fn write(outcome: &DocumentOutcome, stage: Stage, to: &mut dyn Write) -> io::Result<()> {
    let mut out = Out::new(to);
    match outcome {
        Ok(given) => document(&mut out, given, stage),
        Err(unreadable) => {
            out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"40\">");
            push(
                &mut out,
                format_args!(
                    "<text x=\"10\" y=\"25\">{}</text></svg>\n",
                    escape(&unreadable.message)
                ),
            );
        }
    }
    out.end()
}

fn document(out: &mut Out<'_>, given: &DocumentAudit, stage: Stage) {
    let pieces = pieces(&given.document);
    let marks = match stage {
        Stage::Pages => {
            pieces.iter().map(|piece| Mark::over(piece, "piece", String::new())).collect()
        }
        Stage::Cells | Stage::Forms => cells(given, stage),
        Stage::Tables => tables(given),
    };
    // how far each page reaches
    let mut pages: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let ends = pieces.iter().map(|piece| (piece.page, piece.at, piece.size));
    for (page, at, size) in ends.chain(marks.iter().map(|mark| (mark.page, mark.at, mark.size))) {
        let known = pages.entry(page).or_default();
        known.0 = known.0.max(at.0.saturating_add(size.0).saturating_add(EDGE));
        known.1 = known.1.max(at.1.saturating_add(size.1).saturating_add(EDGE));
    }
    let width = pages.values().map(|size| size.0).max().unwrap_or(EDGE);
    let height =
        pages.values().map(|size| size.1.saturating_add(EDGE)).fold(0, u32::saturating_add);
    push(
        out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><style>{STYLE}</style>\n"
        ),
    );
    let mut top = 0_u32;
    for (page, (wide, high)) in pages {
        push(out, format_args!("<g transform=\"translate(0 {top})\"><title>第 {page} 页</title>"));
        push(out, format_args!("<rect class=\"page\" width=\"{wide}\" height=\"{high}\"/>\n"));
        marks.iter().filter(|mark| mark.page == page).for_each(|mark| draw(out, mark));
        for piece in pieces.iter().filter(|piece| piece.page == page) {
            let (x, y) = (piece.at.0, piece.at.1.saturating_add(piece.size.1));
            push(out, format_args!("<text x=\"{x}\" y=\"{y}\">{}</text>\n", escape(piece.text)));
        }
        out.push_str("</g>\n");
        top = top.saturating_add(high).saturating_add(EDGE);
    }
    out.push_str("</svg>\n");
}

fn draw(out: &mut Out<'_>, mark: &Mark) {
    let ((x, y), (width, height)) = (mark.at, mark.size);
    push(
        out,
        format_args!(
            "<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{}</title></rect>\n",
            mark.class,
            escape(&mark.title)
        ),
    );
    if let Some(name) = &mark.name {
        let above = y.saturating_sub(2);
        push(
            out,
            format_args!("<text class=\"name\" x=\"{x}\" y=\"{above}\">{}</text>\n", escape(name)),
        );
    }
}

/// The cells of all tables: where they stand, and, of forms, what was read from them.
fn cells(given: &DocumentAudit, stage: Stage) -> Vec<Mark> {
    let mut out = Vec::new();
    for (number, table) in given.document.tables.iter().enumerate() {
        let understood = given.understanding.get(number);
        for cell in table.rows.iter().flatten().filter(|cell| cell.span.end > cell.span.start) {
            let piece = on_page(&given.document, cell.span);
            let read = understood.and_then(|understood| read_from(understood, cell));
            let (class, title) = match (stage, read) {
                (Stage::Forms, Some((form, read))) => {
                    let column = form.columns.get(read.column).map_or("", String::as_str);
                    let title = format!("{} · {} · {column}", form.form, read.row);
                    (content_class(&read.content), title)
                }
                (Stage::Forms, None) => ("unread", "没有读".to_owned()),
                _ => (
                    "cell",
                    format!("表 {} 行 {} 列 {}", number + 1, cell.row + 1, cell.column + 1),
                ),
            };
            out.push(Mark::over(&piece, class, title));
        }
    }
    out
}

/// The tables: on each page what their cells take up.
fn tables(given: &DocumentAudit) -> Vec<Mark> {
    let mut out = Vec::new();
    for (number, table) in given.document.tables.iter().enumerate() {
        // on each page the first and the last place
        let mut areas: BTreeMap<u32, ((u32, u32), (u32, u32))> = BTreeMap::new();
        let cells = table.rows.iter().flatten();
        let spans: Vec<Span> =
            cells.map(|cell| cell.span).filter(|span| span.end > span.start).collect();
        for piece in spans.into_iter().map(|span| on_page(&given.document, span)) {
            let (at, size) = (piece.at, piece.size);
            let end = (at.0.saturating_add(size.0), at.1.saturating_add(size.1));
            let (from, to) = areas.entry(piece.page).or_insert((at, end));
            *from = (from.0.min(at.0), from.1.min(at.1));
            *to = (to.0.max(end.0), to.1.max(end.1));
        }
        let forms = given.understanding.get(number).map_or(&[][..], |table| &table.forms);
        let forms: Vec<&str> = forms.iter().map(|form| form.form.as_str()).collect();
        let words = layout_words(&given.document, table);
        for (page, (from, to)) in areas {
            let size = (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1));
            let name = Some(format!("表 {} {}", number + 1, forms.join("、")));
            let title = format!("{} 行 × {} 列，{words}", table.rows.len(), table.width());
            out.push(Mark { page, at: from, size, class: "table", title, name });
        }
    }
    out
}
