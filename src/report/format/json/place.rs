//! Where something stands, for programs.

use crate::audit::{DocumentAudit, PrintedFigure};
use crate::document::{Document, Span};
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
}

pub(super) fn place_in<'a>(given: &'a DocumentAudit, printed: &PrintedFigure) -> JsonPlace<'a> {
    place_at(given, printed.span, printed.document)
}

pub(super) fn place_at(given: &DocumentAudit, span: Span, other: Option<usize>) -> JsonPlace<'_> {
    let (path, source) = given.source(other);
    let mut at = place(source, span);
    if path != given.path {
        at.file =
            Some(at.file.map_or(Cow::Borrowed(path), |file| Cow::Owned(format!("{path}/{file}"))));
    }
    at
}

pub(super) fn place(source: &Document, span: Span) -> JsonPlace<'_> {
    let position = source.locator.position(&source.text, span.start);
    let file = source.file(span).map(|file| Cow::Borrowed(file.name.as_str()));
    JsonPlace {
        line: Some(position.line),
        column: Some(position.column),
        place: source.locator.place(span),
        file,
    }
}
