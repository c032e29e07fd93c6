//! Two versions, for the screen.

use super::{VersionsReport, head, place, printed};
use crate::report::Options;
use crate::report::width::{hang, one_line};
use crate::report::words::severity_word;
use gouji_values::lang::Lang;

/// How many figures of rows that came or went are shown; the others are counted.
const MAX_ROWS: usize = 20;

/// As text of the width of the screen.
pub fn text(report: &VersionsReport<'_>, options: &Options) -> String {
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| {
        let head = if indent > 0 { "  " } else { "" };
        hang(&mut out, head, indent, text, options.width);
    };
    line(0, &format!("原稿  {}", head(report.old)));
    line(0, &format!("新稿  {}", head(report.new)));
    line(0, &report.summary());
    for list in report.lists().iter().filter(|list| !list.entries.is_empty()) {
        line(0, "");
        line(0, &format!("{} {} 处", list.title, list.entries.len()));
        for entry in &list.entries {
            let headline = entry.headline(list.document);
            let place = headline.place(list.document);
            let words = one_line(&headline.text);
            line(4, &format!("{} {place}：{words}", severity_word(entry.severity)));
        }
    }
    let figures = |unasked: bool| {
        let all = report.versions.changed.iter();
        all.filter(move |figure| figure.finding.is_none() == unasked)
    };
    for (title, unasked) in [("没有问题要求改、但改动了的数字", true), ("按问题改动的数字", false)]
    {
        let count = figures(unasked).count();
        if count == 0 {
            continue;
        }
        line(0, "");
        line(0, &format!("{title} {count} 个"));
        for figure in figures(unasked) {
            line(
                4,
                &format!(
                    "{}：{} → {}（原稿 {}，新稿 {}）",
                    one_line(&figure.new.name),
                    printed(&figure.old),
                    printed(&figure.new),
                    place(report.old, &figure.old),
                    place(report.new, &figure.new)
                ),
            );
        }
    }
    for (title, list, document) in [
        ("只有原稿有的数字", &report.versions.gone, report.old),
        ("只有新稿有的数字", &report.versions.added, report.new),
    ] {
        if list.is_empty() {
            continue;
        }
        line(0, "");
        line(0, &format!("{title} {} 个", list.len()));
        for figure in list.iter().take(MAX_ROWS) {
            let place = place(document, figure);
            line(4, &format!("{} {}（{place}）", one_line(&figure.name), printed(figure)));
        }
        if list.len() > MAX_ROWS {
            let rest = list.len() - MAX_ROWS;
            line(4, &format!("另有 {rest} 个（--format html 或 json 列出全部）"));
        }
    }
    let lacking = report.lacking();
    if !lacking.is_empty() {
        line(0, "");
        lacking.iter().for_each(|words| line(4, &format!("注意  {words}")));
    }
    line(0, "");
    line(0, &report.imprint.words(Lang::Chinese));
    out
}
