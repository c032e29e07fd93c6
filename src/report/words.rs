//! Words that several formats share: places, severities; names for programs.

use crate::audit::{Severity, Verdict};
use crate::document::{Document, Span};
use crate::explain::native_words;

/// Native place or line, for a reader; in a document set behind the name of the file.
#[must_use]
pub fn place_words(document: &Document, span: Span) -> String {
    let place = match document.locator.place(span) {
        Some(place) => native_words(place).into_owned(),
        None => format!("第 {} 行", document.locator.position(&document.text, span.start).line),
    };
    document.file(span).map_or(place.clone(), |file| format!("{} {place}", file.name))
}

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

/// Name of a severity in JSON and on the command line.
#[must_use]
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Name of a verdict in JSON.
#[must_use]
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Rounding => "rounding",
        Verdict::Violation => "violation",
        Verdict::Unchecked => "unchecked",
    }
}
