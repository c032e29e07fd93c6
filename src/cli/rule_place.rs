//! Places in rule files of which `rules check` says something.

use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

/// The mistake at a place of a rule file.
pub(super) fn at(
    (file, text, span): (&str, Arc<str>, Range<usize>),
    code: MistakeCode,
    message: String,
    help: String,
) -> RuleMistake {
    RuleMistake {
        text,
        span,
        help: Some(help),
        is_warning: true,
        ..RuleMistake::of_file(code, file.to_owned(), message)
    }
}

/// Where a piece of a text stands, from a byte on.
pub(super) fn behind(text: &str, from: usize, piece: &str) -> Option<Range<usize>> {
    let at = from + text.get(from..)?.find(piece)?;
    Some(at..at + piece.len())
}

/// The name that a form gives the column of a head.
pub(super) fn column_name(text: &str, head: &str) -> Option<String> {
    let quoted = format!("\"{head}\"");
    let line = text.lines().find(|line| line.contains("name") && line.contains(&quoted))?;
    let name = line.split("name").nth(1)?.split('"').nth(1)?;
    Some(name.to_owned())
}
