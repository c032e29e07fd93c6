//! The HTML report: one page without network, with the document as it was read and the findings
//! beside it.
//!
//! Without its script the page reads as plain text: findings first, then what was not checked, then
//! the document. Every text passes [`escape`] on its way into the page, and the script holds
//! nothing of a document.

mod agreed;
mod chart;
mod coverage;
mod draw;
mod finding;
mod frame;
mod index;
mod map;
mod marks;
mod out;
mod outline;
mod page;

pub(in crate::report) use frame::{begin, close};
pub(in crate::report) use out::{Out, escape, push};

use super::{Options, Report};
use crate::report::entry::{apart, broken, corroborated};
use crate::report::open_findings::OpenFindings;
use crate::report::rule_end;
use crate::report::totals::{CheckTotals, RunTotals};
use crate::report::unread;
use crate::report::words::{recognised, rules_words, severity_name, severity_word};
use frame::key;
use gouji_audit::audit::{DocumentAudit, DocumentOutcome, GivenFile, Severity, Unreadable};
use gouji_values::lang::Lang;
use marks::Marks;
use outline::Outline;
use page::SectionPage;
use std::io::{self, Write};

/// For people, as a web page that needs nothing else.
pub(super) struct Html;

impl Report for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn media(&self) -> &'static str {
        "text/html; charset=utf-8"
    }

    fn title(&self) -> &'static str {
        "网页：原文与问题对照，可打印"
    }

    fn begin(&self, _: &Options) -> Vec<u8> {
        begin().into_bytes()
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut out = Out::new(out);
        section(&mut out, outcome.as_ref(), options);
        out.end()
    }

    fn end(&self, totals: &RunTotals, _: &Options) -> Vec<u8> {
        index::end(totals)
    }

    fn index(&self, totals: &RunTotals, files: &[String], options: &Options) -> Option<Vec<u8>> {
        Some(index::index(totals, files, &options.imprint))
    }
}

/// A page for one document, written as it is made.
pub(in crate::report) fn page(
    document: &DocumentAudit,
    options: &Options,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut out = Out::new(to);
    out.push_str(&begin());
    section(&mut out, Ok(document), options);
    close(&mut out);
    out.end()
}

fn section(out: &mut Out<'_>, outcome: Result<&DocumentAudit, &Unreadable>, options: &Options) {
    match outcome {
        Ok(document) => audited(out, document, options),
        Err(unreadable) => push(
            out,
            format_args!(
                "<section class=\"report\" id=\"{}\">\n<header>\n<h1>{}</h1>\n<p class=\"verdict bad\">未能审核：{}</p>\n</header>\n</section>\n",
                key(&unreadable.path),
                escape(&unreadable.path),
                escape(&unreadable.message)
            ),
        ),
    }
}

fn audited(out: &mut Out<'_>, document: &DocumentAudit, options: &Options) {
    let key = key(&document.path);
    let marks = Marks::new(document, &key);
    // what leads to a figure stands before it: which are shown is known once all are drawn
    let shown = draw::paper(&mut Out::new(&mut io::sink()), document, &marks, true);
    let page = SectionPage { document, key: &key, marks: &marks, shown: &shown };
    let outline = Outline::new(document, &marks);
    push(
        out,
        format_args!(
            "<section class=\"report\" id=\"{key}\">\n<p class=\"skip\"><a href=\"#{key}side\">跳到问题</a></p>\n"
        ),
    );
    head(out, document, options);
    finding::first(out, &page);
    map::draw(out, document, &outline, &key);
    out.push_str("<div class=\"columns\">\n");
    outline.draw(out);
    push(
        out,
        format_args!(
            "<aside class=\"side\" id=\"{key}side\" aria-label=\"问题\" tabindex=\"0\">\n"
        ),
    );
    finding::all(out, &page);
    coverage::all(out, &page);
    agreed::all(out, &page);
    out.push_str("</aside>\n");
    draw::paper(out, document, &marks, false);
    out.push_str("</div>\n</section>\n");
}

fn head(out: &mut Out<'_>, document: &DocumentAudit, options: &Options) {
    let title = title(document.agency.as_deref(), document.year, document.kind_name.as_deref());
    push(
        out,
        format_args!("<header>\n<h1>{}</h1>\n", escape(title.as_deref().unwrap_or(&document.path))),
    );
    if let Some(words) = unread::first(document, Lang::Chinese) {
        push(out, format_args!("<p class=\"verdict bad lacking\">{}</p>\n", escape(&words)));
    }
    let layers = rules_words(document);
    push(
        out,
        format_args!(
            "<p class=\"facts\">文件 {}　规则 {}</p>\n",
            escape(&document.path),
            escape(&layers)
        ),
    );
    let found = OpenFindings::of(document);
    match (
        found.sum(),
        unread::unjudged(document).map(|words| words.of(Lang::Chinese)),
        unread::rest(document, Lang::Chinese),
    ) {
        (_, Some(words), _) => push(out, format_args!("<p class=\"verdict bad\">{words}</p>\n")),
        (0, None, None) => out.push_str("<p class=\"verdict good\">没有发现问题</p>\n"),
        (0, None, Some(rest)) => {
            let class = if unread::is_lacking(document) { "" } else { " good" };
            push(
                out,
                format_args!(
                    "<p class=\"verdict{class}\">核对过的没有发现问题；{}</p>\n",
                    escape(&rest)
                ),
            );
        }
        _ => {}
    }
    if found.sum() > 0 {
        let broken =
            broken(document).map_or(String::new(), |checks| format!("，引起 {checks} 条勾稽不平"));
        push(out, format_args!("<p class=\"verdict\">发现问题 {} 处{broken} ", found.sum()));
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let n = found.at(severity);
            if n > 0 {
                let (name, word) = (severity_name(severity), severity_word(severity));
                push(out, format_args!(" <span class=\"chip {name}\">{word} {n}</span>"));
            }
        }
        out.push_str("</p>\n");
    }
    let coverage = &document.coverage;
    let mut facts = vec![format!("核对 {}", CheckTotals::of(document).words(Lang::Chinese))];
    facts.extend(rule_end::idle(document, Lang::Chinese));
    if coverage.figures > 0 {
        let share = unread::share(document, Lang::Chinese);
        let lost = coverage.unread_figures();
        let lost = if lost > 0 { format!("，没有读 {lost}") } else { String::new() };
        facts.push(format!(
            "数字 {} 个，已核对 {}（{share}）{}{lost}{}",
            coverage.figures,
            coverage.checked,
            corroborated(coverage.corroborated, Lang::Chinese),
            apart(coverage, Lang::Chinese)
        ));
    }
    if coverage.tables > 0 {
        facts.push(format!(
            "表格 {} 张，识别 {}",
            coverage.tables,
            recognised(document, Lang::Chinese)
        ));
    }
    push(out, format_args!("<p class=\"facts\">{}</p>\n", facts.join("；")));
    imprint(out, document, options);
    out.push_str("</header>\n");
}

/// The day, the program, the rules and the file: by them the page can be relied on later.
fn imprint(out: &mut Out<'_>, document: &DocumentAudit, options: &Options) {
    let is_set = document.files.len() > 1;
    let name = |file: &GivenFile| if is_set { format!("{} ", file.name) } else { String::new() };
    let files =
        document.files.iter().map(|file| format!("文件 {}SHA-256 {}", name(file), file.sha256));
    let imprint = options.imprint.of(document).words(Lang::Chinese);
    let words: Vec<String> = std::iter::once(imprint).chain(files).collect();
    push(out, format_args!("<p class=\"facts imprint\">{}</p>\n", escape(&words.join("；"))));
}

/// Agency, year and kind as a title.
fn title(agency: Option<&str>, year: Option<i32>, kind: Option<&str>) -> Option<String> {
    let agency = agency?;
    let year = year.map(|year| format!(" {year} 年度")).unwrap_or_default();
    Some(format!("{agency}{year}{}", kind.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_audit::audit::{FollowUp, MendedFinding};
    use gouji_sample as sample;

    #[test]
    fn a_ledger_tells_what_is_new_explained_and_mended() {
        let mut given = sample::document();
        let mended = MendedFinding {
            id: "r".to_owned(),
            rule: "收入-行合计".to_owned(),
            message: "合计<少>了".to_owned(),
        };
        given.follow_up = Some(FollowUp { fresh: vec![1], resolved: vec![mended] });
        given.findings[0].waiver = Some("系统口径\"不同\"".to_owned());
        let made = Format::HTML.document(&Ok(given), &Options::default());
        let page = String::from_utf8(made).unwrap();
        assert_eq!(page.matches("<span class=\"new\">新增</span>").count(), 1);
        assert!(page.contains("<dt>说明</dt><dd>系统口径&quot;不同&quot;</dd>"));
        assert!(page.contains("<span class=\"rule\">收入-行合计</span>　合计&lt;少&gt;了"));
        // what is explained is not shown as wrong
        let figure =
            page.split("<a class=\"f ").skip(1).find(|piece| piece.contains("f0\"")).unwrap();
        assert!(figure.starts_with("waived"), "{figure}");
        assert!(page.contains("发现问题 5 处"));
    }
}
