//! A line for each finding, as compilers write them: for editors, `grep` and logs.
//!
//! `path:place: severity[rule] what`; the place is line and column where the file has lines, else
//! cell, page or paragraph. What could not be audited, and what was not read where that is much,
//! are lines of their own: no line is no clean bill.

use super::{Options, Report};
use crate::report::entry::{FindingEntry, elsewhere, entries};
use crate::report::rule_end;
use crate::report::totals::RunTotals;
use crate::report::units::UnitNews;
use crate::report::unread;
use crate::report::width::one_line;
use crate::report::words::{NativePlace, native_place, place_words, severity_name};
use gouji_audit::audit::{DocumentAudit, DocumentOutcome, PrintedFigure};
use gouji_values::code::Code;
use gouji_values::lang::Lang;
use std::io::{self, Write};

/// For editors and logs.
pub(super) struct Concise;

impl Report for Concise {
    fn name(&self) -> &'static str {
        "concise"
    }

    fn title(&self) -> &'static str {
        "每行一处问题：文件:位置: 级别[规则] 问题"
    }

    fn extension(&self) -> &'static str {
        "log"
    }

    fn write(&self, outcome: &DocumentOutcome, _: &Options, out: &mut dyn Write) -> io::Result<()> {
        match outcome {
            Ok(document) => audited(document, out),
            Err(unreadable) => {
                line(out, &unreadable.path, "error", unreadable.code.id(), &unreadable.message)
            }
        }
    }

    fn end(&self, totals: &RunTotals, _: &Options) -> Vec<u8> {
        let mut out = Vec::new();
        // Writing into memory does not fail.
        let _ = rest(totals, &mut out);
        out
    }
}

fn audited(document: &DocumentAudit, out: &mut dyn Write) -> io::Result<()> {
    if let Some(words) = unread::unjudged(document) {
        let words = words.of(Lang::Chinese);
        line(out, &document.path, "error", "nothing-checked", words)?;
    }
    if let Some(words) = unread::first(document, Lang::Chinese) {
        line(out, &document.path, "warning", "not-read", &words)?;
    }
    if let Some(words) = rule_end::idle(document, Lang::Chinese) {
        line(out, &document.path, "info", "rules-idle", &words)?;
    }
    for entry in entries(document).iter().filter(|entry| entry.finding.waiver.is_none()) {
        finding(document, entry, out)?;
    }
    Ok(())
}

fn finding(
    document: &DocumentAudit,
    entry: &FindingEntry<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let headline = entry.headline(document);
    let at = headline
        .lead()
        .map_or_else(|| document.path.clone(), |spot| place(document, &spot.printed));
    let mut text = headline.text.clone();
    if !headline.says_values {
        for (name, value) in headline.values() {
            text.push_str(&format!("；{name} {value}"));
        }
    }
    for words in headline.doubts() {
        text.push_str(&format!("；{words}"));
    }
    if let Some(words) = elsewhere(document, entry.finding, usize::MAX, Lang::Chinese) {
        text.push_str(&format!("；{words}"));
    }
    line(out, &at, severity_name(entry.severity), &entry.check.rule, &text)
}

/// `文件:6:5`, `文件:表05!C7`.
fn place(document: &DocumentAudit, printed: &PrintedFigure) -> String {
    let (path, source) = document.source(printed.document);
    let span = printed.span;
    match native_place(source, span) {
        NativePlace::Line(_) => {
            let at = source.locator.position(&source.text, span.start);
            let file = source.file(span).map_or(path, |file| file.name.as_str());
            format!("{file}:{}:{}", at.line, at.column)
        }
        _ => format!("{path}:{}", place_words(source, span)),
    }
}

fn line(out: &mut dyn Write, at: &str, severity: &str, rule: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{}: {severity}[{rule}] {}", one_line(at), one_line(text))
}

/// What a run that was broken off did not come to, and the units that were expected.
fn rest(totals: &RunTotals, out: &mut dyn Write) -> io::Result<()> {
    if let Some(words) = totals.left_words(Lang::Chinese) {
        line(out, "gouji", "error", "broken-off", &words)?;
    }
    let Some(units) = &totals.units else { return Ok(()) };
    for unit in &units.units {
        let severity = match unit.state {
            UnitNews::Missing | UnitNews::NotJudged => "error",
            UnitNews::Findings | UnitNews::Partly => "warning",
            UnitNews::Clean => "info",
        };
        let words = unit.words();
        let words = if words.is_empty() { words } else { format!("：{words}") };
        line(out, &unit.name, severity, "expected", &format!("{}{words}", unit.state.word()))?;
    }
    for path in &units.others {
        line(out, path, "info", "expected", "不在名单")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_sample as sample;
    use gouji_values::document::Span;

    #[test]
    fn a_line_for_each_finding() {
        insta::assert_snapshot!(
            String::from_utf8(Format::CONCISE.render(&sample::run(), &Options::default())).unwrap()
        );
    }

    #[test]
    fn a_native_place_stands_in_place_of_the_line() {
        let mut document = sample::document();
        let mut source = (*document.document).clone();
        source.locator.add_places([(Span::new(0, source.text.len()), "表05!C7".to_owned())]);
        document.document = source.into();
        let text = Format::CONCISE.document(&Ok(document), &Options::default());
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.starts_with("docs/示例 决算.txt:表05!C7: error[支出-行合计] 合计："),
            "{text}"
        );
    }

    #[test]
    fn what_was_not_checked_is_a_line() {
        let mut document = sample::document();
        document.findings.clear();
        document.checks.clear();
        let text = Format::CONCISE.document(&Ok(document), &Options::default());
        let text = String::from_utf8(text).unwrap();
        assert_eq!(
            text,
            format!(
                "docs/示例 决算.txt: error[nothing-checked] {}\n",
                unread::NOTHING.of(Lang::Chinese)
            )
        );
    }
}
