//! A slip in a file that is no TOML, as its author sees it.

use std::ops::Range;

/// What is wrong: where, what, what to do.
pub(super) struct SyntaxSlip {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl SyntaxSlip {
    pub(super) fn new(span: Range<usize>, message: &str, help: impl Into<String>) -> Self {
        Self { span, message: message.to_owned(), help: Some(help.into()) }
    }
}

/// The line of a place.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |to| at + to);
    start..end
}
