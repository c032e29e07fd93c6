//! What every part of the report on a terminal needs.

use crate::report::format::Options;
use crate::report::paint::Paint;
use crate::report::width::{columns, hang};
use crate::report::words::severity_words;
use gouji_audit::audit::Severity;
use gouji_values::lang::Lang;
use rust_decimal::Decimal;
use std::str::FromStr;

/// What every part of the report needs.
#[derive(Clone, Copy)]
pub(crate) struct TerminalPage<'a> {
    pub(super) options: &'a Options,
    pub(super) paint: Paint,
}

impl<'a> TerminalPage<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self { options, paint: Paint { on: options.color } }
    }

    /// The language of its words.
    pub(super) fn lang(&self) -> Lang {
        self.options.lang
    }

    /// The severity word in its colour.
    pub(super) fn severity(&self, severity: Severity) -> String {
        let word = severity_words(severity).of(self.lang());
        match severity {
            Severity::Error => self.paint.red(word),
            Severity::Warning => self.paint.yellow(word),
            Severity::Info => self.paint.cyan(word),
        }
    }

    /// A text behind its name, which stands in a column of a width.
    pub(super) fn line(
        &self,
        out: &mut String,
        before: &str,
        (name, wide): (&str, usize),
        text: &str,
    ) {
        let wide = wide.max(columns(name));
        let blanks = " ".repeat(wide - columns(name));
        let head = format!("{before}{}{blanks}  ", self.paint.dim(name));
        self.hang(out, &head, columns(before) + wide + 2, text);
    }

    /// A paragraph behind `head`, further lines set in by `indent` columns.
    pub(super) fn hang(&self, out: &mut String, head: &str, indent: usize, text: &str) {
        hang(out, head, indent, text, self.options.width);
    }
}

/// Size of a printed number, for ordering only; nothing printed counts as zero.
pub(super) fn size(number: Option<&str>) -> Decimal {
    number
        .and_then(|text| Decimal::from_str(text).ok())
        .map(|value| value.abs())
        .unwrap_or_default()
}
