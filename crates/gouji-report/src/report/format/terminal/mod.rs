//! The report for people: findings with their lines of the document, then what was checked and what
//! was not.
//!
//! Goes in: an audit. Comes out: text of a given width, with colours only if asked for. Findings
//! stand in their order and under their numbers; further findings of one rule are shown in short.

mod closing;
mod excerpt;
mod figures;
mod finding;
mod listing;
mod mistake;
mod overview;
mod page;
mod window;

pub use mistake::{listed, mistakes};

use super::{Options, Report};
use crate::report::rule_end;
use crate::report::totals::RunTotals;
use crate::report::words::{place_words, rules_words};
use gouji_audit::audit::{DocumentAudit, DocumentOutcome};
use page::TerminalPage;
use std::io::{self, Write};

/// For people, on a terminal.
pub(super) struct TerminalReport;

impl Report for TerminalReport {
    fn name(&self) -> &'static str {
        "text"
    }

    fn title(&self) -> &'static str {
        "供人阅读"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(document(outcome, options).as_bytes())
    }

    fn between(&self) -> &'static [u8] {
        b"\n"
    }

    fn end(&self, totals: &RunTotals, options: &Options) -> Vec<u8> {
        end(totals, options).into_bytes()
    }

    fn is_for_the_screen(&self) -> bool {
        true
    }
}

/// The report of one document.
fn document(outcome: &DocumentOutcome, options: &Options) -> String {
    let page = TerminalPage::new(options);
    let mut out = String::new();
    match outcome {
        Ok(document) => {
            heading(&page, &mut out, document);
            closing::unread(&page, &mut out, document);
            if options.brief {
                overview::list(&page, &mut out, document, true);
                if document.findings.iter().all(|finding| finding.waiver.is_some()) {
                    closing::document(&page, &mut out, document);
                } else if let Some(words) = rule_end::idle(document) {
                    page.hang(&mut out, "! ", 2, &words);
                }
                return out;
            }
            finding::all(&page, &mut out, document);
            overview::list(&page, &mut out, document, false);
            if options.all {
                listing::all(&page, &mut out, document);
            }
            closing::document(&page, &mut out, document);
        }
        Err(unreadable) => {
            out.push_str(&page.paint.bold(&unreadable.path));
            out.push('\n');
            let word = page.paint.red("未能审核");
            page.hang(&mut out, &format!("  {word}  "), 12, &unreadable.message);
        }
    }
    out
}

/// How many open findings each rule gave, for those who look at the screen while the report goes to
/// files.
#[must_use]
pub fn statistics(totals: &RunTotals, options: &Options) -> String {
    let mut out = String::new();
    closing::statistics(&TerminalPage::new(options), &mut out, totals);
    out
}

/// What stands behind the reports of several documents.
fn end(totals: &RunTotals, options: &Options) -> String {
    let mut out = String::new();
    if totals.summary.documents > 1 {
        out.push('\n');
        closing::run(&TerminalPage::new(options), &mut out, totals);
    }
    out.push_str(&totals.rest(options.width));
    if options.statistics {
        closing::statistics(&TerminalPage::new(options), &mut out, totals);
    }
    if !options.brief {
        closing::imprint(&TerminalPage::new(options), &mut out, totals);
    }
    out
}

fn heading(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    out.push_str(&page.paint.bold(&document.path));
    out.push('\n');
    let mut words = Vec::new();
    words.extend(document.agency.clone());
    words.extend(document.year.map(|year| format!("{year} 年")));
    words.extend(document.kind_name.clone());
    words.push(format!("规则 {}", rules_words(document)));
    page.hang(out, "  ", 2, &words.join(" · "));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_audit::audit::Audit;
    use gouji_sample as sample;

    fn render(audit: &Audit, options: &Options) -> String {
        String::from_utf8(Format::TEXT.render(audit, options)).unwrap()
    }

    #[test]
    fn findings_and_what_was_checked() {
        insta::assert_snapshot!(render(&sample::run(), &Options::default()));
    }

    #[test]
    fn everything() {
        insta::assert_snapshot!(render(
            &sample::run(),
            &Options { all: true, ..Options::default() }
        ));
    }

    #[test]
    fn nothing_found() {
        let mut document = sample::document();
        document.findings.clear();
        document.checks.retain(|check| check.verdict == gouji_audit::audit::Verdict::Holds);
        document.notices.clear();
        let audit = Audit { documents: vec![Ok(document)], ruleset_digest: String::new() };
        insta::assert_snapshot!(render(&audit, &Options::default()));
    }

    #[test]
    fn colour_only_if_asked_for() {
        assert!(
            !render(&sample::run(), &Options { all: true, ..Options::default() })
                .contains('\u{1b}')
        );
        assert!(
            render(&sample::run(), &Options { color: true, ..Options::default() })
                .contains('\u{1b}')
        );
    }

    #[test]
    fn lines_stay_within_the_width_and_carry_no_trailing_blanks() {
        for width in [60, 80, 100, 140] {
            for line in render(
                &sample::run(),
                &Options { all: true, color: false, width, ..Options::default() },
            )
            .lines()
            {
                assert!(crate::report::width::columns(line) <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line);
            }
        }
    }
}
