//! Where something stands, for programs: in words, as an address of the file, and in fields.

use crate::report::entry::{is_here, table_at};
use crate::report::words::{NativePlace, native_place};
use gouji_audit::audit::{DocumentAudit, FigureCell, PrintedFigure};
use gouji_values::document::{Document, Span};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize, Default)]
pub(super) struct JsonPlace<'a> {
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    pub(super) place: Option<&'a str>,
    /// Of a document set or of last year's document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<Cow<'a, str>>,
    /// The same in fields, as far as each is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<PlaceFields<'a>>,
}

/// A place in fields; those that the file does not have are left out.
#[derive(Serialize, Default)]
pub(super) struct PlaceFields<'a> {
    /// Id of the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Cow<'a, str>>,
    /// The row as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    /// The column as the form calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    /// From 1, in its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// Of a worksheet, or of a table of a text: its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<&'a str>,
    /// From 1, where the file has lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// Of the canonical text, from 0.
    byte: u32,
}

/// Where a figure stands that a check cites, with the names of its cell.
pub(super) fn place_in<'a>(
    given: &'a DocumentAudit,
    printed: &PrintedFigure,
    cell: Option<FigureCell>,
) -> JsonPlace<'a> {
    place_at(given, printed.span, printed.document, cell)
}

pub(super) fn place_at(
    given: &DocumentAudit,
    span: Span,
    other: Option<usize>,
    cell: Option<FigureCell>,
) -> JsonPlace<'_> {
    let (path, source) = given.source(other);
    let mut out = place(source, span);
    if path != given.path {
        out.file =
            Some(out.file.map_or(Cow::Borrowed(path), |file| Cow::Owned(format!("{path}/{file}"))));
    }
    if let Some(at) = &mut out.at {
        match cell {
            Some(cell) => {
                at.form = Some(Cow::Owned(cell.form));
                (at.row, at.column) = (Some(cell.row), Some(cell.column));
            }
            None if is_here(given, other) => at.form = form(given, span),
            None => {}
        }
    }
    out
}

/// The form whose table a place of the document stands in.
fn form(given: &DocumentAudit, span: Span) -> Option<Cow<'_, str>> {
    let form = table_at(given, span, None)?.forms.first()?;
    Some(Cow::Borrowed(form.form.as_str()))
}

/// The place of something that is no figure of a check.
pub(super) fn place_of(given: &DocumentAudit, span: Span) -> JsonPlace<'_> {
    place_at(given, span, None, None)
}

fn place(source: &Document, span: Span) -> JsonPlace<'_> {
    let position = source.locator.position(&source.text, span.start);
    let file = source.file(span).map(|file| Cow::Borrowed(file.name.as_str()));
    let mut at = PlaceFields { byte: span.start, ..PlaceFields::default() };
    match native_place(source, span) {
        NativePlace::Line(line) => {
            (at.line, at.page) = (Some(line), source.locator.page(span.start));
        }
        NativePlace::Page(page) => at.page = Some(page),
        NativePlace::Cell(cell) => at.cell = Some(cell),
        NativePlace::Words => {}
    }
    JsonPlace {
        line: Some(position.line),
        column: Some(position.column),
        place: source.locator.place(span),
        file,
        at: Some(at),
    }
}
