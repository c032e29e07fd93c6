//! Two versions, as a web page.

use super::{VersionsReport, head, place, printed};
use crate::report::format::html::{Out, begin, close, escape, push};
use crate::report::width::one_line;
use crate::report::words::{severity_name, severity_word};
use crate::versions::{ChangedFigure, VersionFigure};
use gouji_values::lang::Lang;

/// As a page that needs nothing else.
pub fn page(report: &VersionsReport<'_>) -> Vec<u8> {
    let mut made = Vec::new();
    let mut out = Out::new(&mut made);
    out.push_str(&begin());
    write(&mut out, report);
    close(&mut out);
    // Writing into memory does not fail.
    let _ = out.end();
    made
}

fn write(out: &mut Out<'_>, report: &VersionsReport<'_>) {
    push(
        out,
        format_args!(
            "<section class=\"summary\">\n<header>\n<h1>两稿对照</h1>\n<p class=\"facts\">原稿 {}</p>\n\
             <p class=\"facts\">新稿 {}</p>\n<p class=\"verdict\">{}</p>\n<p class=\"facts\">{}</p>\n",
            escape(&head(report.old)),
            escape(&head(report.new)),
            escape(&report.summary()),
            escape(&report.imprint.words(Lang::Chinese))
        ),
    );
    for words in report.lacking() {
        push(out, format_args!("<p class=\"verdict bad lacking\">{}</p>\n", escape(&words)));
    }
    out.push_str("</header>\n");
    for list in report.lists().iter().filter(|list| !list.entries.is_empty()) {
        open(out, list.title, list.entries.len(), &["级别", "位置", "问题", "规则"]);
        for entry in &list.entries {
            let headline = entry.headline(list.document);
            push(
                out,
                format_args!(
                    "<tr><td class=\"word {}\">{}</td><td class=\"word\">{}</td><td>{}</td><td>{}</td></tr>\n",
                    severity_name(entry.severity),
                    severity_word(entry.severity),
                    escape(&headline.place(list.document)),
                    escape(&one_line(&headline.text)),
                    escape(&entry.check.rule)
                ),
            );
        }
        out.push_str("</tbody></table></div>\n");
    }
    let (asked, unasked): (Vec<_>, Vec<_>) =
        report.versions.changed.iter().partition(|figure| figure.finding.is_some());
    changed(out, report, "没有问题要求改、但改动了的数字", &unasked);
    changed(out, report, "按问题改动的数字", &asked);
    for (title, list, document) in [
        ("只有原稿有的数字", &report.versions.gone, report.old),
        ("只有新稿有的数字", &report.versions.added, report.new),
    ] {
        if list.is_empty() {
            continue;
        }
        open(out, title, list.len(), &["数字", "位置", "印的是"]);
        for figure in list {
            let at = escape(&place(document, figure));
            row(out, figure, &[format!("<td class=\"word\">{at}</td>"), cell(figure)]);
        }
        out.push_str("</tbody></table></div>\n");
    }
    out.push_str("</section>\n");
}

fn changed(out: &mut Out<'_>, report: &VersionsReport<'_>, title: &str, list: &[&ChangedFigure]) {
    if list.is_empty() {
        return;
    }
    open(out, title, list.len(), &["数字", "原稿", "新稿", "原稿位置", "新稿位置"]);
    for figure in list {
        let at = |words: String| format!("<td class=\"word\">{}</td>", escape(&words));
        let cells = [
            cell(&figure.old),
            cell(&figure.new),
            at(place(report.old, &figure.old)),
            at(place(report.new, &figure.new)),
        ];
        row(out, &figure.new, &cells);
    }
    out.push_str("</tbody></table></div>\n");
}

fn open(out: &mut Out<'_>, title: &str, count: usize, headers: &[&str]) {
    push(
        out,
        format_args!(
            "<h2>{title} <span class=\"count\">{count}</span></h2>\n<div class=\"table\" tabindex=\"0\"><table class=\"sortable\">\n<thead><tr>"
        ),
    );
    for name in headers {
        push(out, format_args!("<th scope=\"col\">{name}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn cell(figure: &VersionFigure) -> String {
    format!("<td class=\"n\">{}</td>", escape(printed(figure)))
}

fn row(out: &mut Out<'_>, figure: &VersionFigure, cells: &[String]) {
    let name = escape(&one_line(&figure.name));
    push(out, format_args!("<tr><td>{name}</td>{}</tr>\n", cells.concat()));
}
