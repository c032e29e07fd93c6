//! The report for people: findings with their lines of the document, then what was checked and what
//! was not.
//!
//! Goes in: an audit. Comes out: text of a given width, with colours only if asked for. Findings
//! stand in their order and under their numbers; further findings of one rule are shown in short.

mod closing;
mod excerpt;
mod figures;
mod finding;
mod kept;
mod listing;
mod mistake;
mod overview;
mod page;
mod window;

pub use mistake::{listed, mistakes};

use super::{Options, Report};
use crate::report::rule_end;
use crate::report::totals::RunTotals;
use crate::report::width::columns;
use crate::report::words::{place_words_in, rules_words};
use gouji_audit::audit::{DocumentAudit, DocumentOutcome};
use gouji_values::lang::tell;
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

    fn is_in_english(&self) -> bool {
        true
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
                } else if let Some(words) = rule_end::idle(document, options.lang) {
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
            let word = options.lang.of("未能审核", "not audited");
            let head = format!("  {}  ", page.paint.red(word));
            page.hang(&mut out, &head, 4 + columns(word), &unreadable.words(options.lang));
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
    out.push_str(&totals.rest(options.width, options.lang));
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
    let lang = page.lang();
    words.extend(document.year.map(|year| tell!(lang, "{year} 年", "{year}")));
    words.extend(document.kind_name.clone());
    let rules = rules_words(document);
    words.push(tell!(lang, "规则 {rules}", "rules {rules}"));
    page.hang(out, "  ", 2, &words.join(" · "));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_audit::audit::Audit;
    use gouji_sample as sample;
    use gouji_values::lang::Lang;

    fn render(audit: &Audit, options: &Options) -> String {
        String::from_utf8(Format::TEXT.render(audit, options)).unwrap()
    }

    #[test]
    fn findings_and_what_was_checked() {
        insta::assert_snapshot!(render(&sample::run(), &Options::default()));
    }

    #[test]
    fn everything_in_english() {
        let options = Options { lang: Lang::English, all: true, ..Options::default() };
        insta::assert_snapshot!(render(&sample::run(), &options));
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
        for (width, lang) in
            [60, 80, 100, 140].into_iter().flat_map(|width| Lang::ALL.map(|lang| (width, lang)))
        {
            for line in render(
                &sample::run(),
                &Options { lang, all: true, color: false, width, ..Options::default() },
            )
            .lines()
            {
                assert!(columns(line) <= width, "{width}: {line}");
                assert_eq!(line.trim_end(), line);
            }
        }
    }
}
