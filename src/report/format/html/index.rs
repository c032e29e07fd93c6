//! Over several documents: a table that can be sorted, and what each agency, each rule and each
//! severity came to.

use super::frame::{begin, close, key};
use super::out::{Out, escape, push};
use crate::report::Imprint;
use crate::report::entry::percent;
use crate::report::open_findings::OpenFindings;
use crate::report::totals::{DocumentTotals, RunTotals};
use crate::report::units::UnitNews;
use crate::report::uri;
use std::cmp::Reverse;

/// What closes the page of a run: behind several documents their summary, which the script moves to
/// the front.
pub(super) fn end(totals: &RunTotals) -> Vec<u8> {
    made(|out| {
        if totals.summary.documents > 1 {
            summary(out, totals, |_, line| format!("#{}", key(&line.path)));
        } else if totals.units.is_some() || totals.left > 0 {
            out.push_str("<section class=\"summary\" id=\"summary\">\n");
            left(out, totals);
            units(out, totals);
            out.push_str("</section>\n");
        }
        close(out);
    })
}

/// The page that leads to those of a folder, named in the order of the documents.
pub(super) fn index(totals: &RunTotals, files: &[String], imprint: &Imprint) -> Vec<u8> {
    made(|out| {
        out.push_str(&begin());
        summary(out, totals, |number, _| {
            files.get(number).map(|file| uri::of_name(file)).unwrap_or_default()
        });
        push(out, format_args!("<p class=\"facts imprint\">{}</p>\n", escape(&imprint.words())));
        close(out);
    })
}

/// A page that is short.
fn made(write: impl FnOnce(&mut Out<'_>)) -> Vec<u8> {
    let mut made = Vec::new();
    let mut out = Out::new(&mut made);
    write(&mut out);
    // Writing into memory does not fail.
    let _ = out.end();
    made
}

fn summary(
    out: &mut Out<'_>,
    totals: &RunTotals,
    address: impl Fn(usize, &DocumentTotals) -> String,
) {
    let sum = &totals.summary;
    out.push_str("<section class=\"summary\" id=\"summary\">\n<header>\n<h1>勾稽审核汇总</h1>\n");
    let mut all = OpenFindings::default();
    for line in &totals.documents {
        if let Ok(found) = &line.found {
            all = OpenFindings {
                errors: all.errors + found.errors,
                warnings: all.warnings + found.warnings,
                hints: all.hints + found.hints,
            };
        }
    }
    push(
        out,
        format_args!(
            "<p class=\"verdict\">文件 {} 份，问题 {} 处 <span class=\"chip error\">错误 {}</span> \
             <span class=\"chip warning\">警告 {}</span> <span class=\"chip info\">提示 {}</span></p>\n",
            sum.documents,
            all.sum(),
            all.errors,
            all.warnings,
            all.hints
        ),
    );
    push(
        out,
        format_args!(
            "<p class=\"facts\">核对 {} 项：相符 {}，尾差 {}，不符 {}，未能核对 {}；未能审核的文件 {} 份</p>\n",
            sum.checks, sum.holds, sum.rounding, sum.violations, sum.unchecked, sum.unreadable
        ),
    );
    left(out, totals);
    out.push_str("</header>\n");
    units(out, totals);
    documents(out, totals, address);
    agencies(out, totals);
    rules(out, totals);
    out.push_str("</section>\n");
}

/// That the run was broken off.
fn left(out: &mut Out<'_>, totals: &RunTotals) {
    if let Some(words) = totals.left_words() {
        push(out, format_args!("<p class=\"facts\">{words}，不在下面</p>\n"));
    }
}

/// Opens a table that can be sorted by its headers; those from `numbers` on are numbers.
fn open(out: &mut Out<'_>, headers: &[&str], numbers: usize) {
    out.push_str("<div class=\"table\"><table class=\"sortable\">\n<thead><tr>");
    for (i, name) in headers.iter().enumerate() {
        push(
            out,
            format_args!("<th{}>{name}</th>", if i >= numbers { " class=\"n\"" } else { "" }),
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn counts(out: &mut Out<'_>, found: &OpenFindings) {
    for (class, n) in [("error", found.errors), ("warning", found.warnings), ("info", found.hints)]
    {
        push(out, format_args!("<td class=\"n {}\">{n}</td>", if n > 0 { class } else { "none" }));
    }
}

fn documents(
    out: &mut Out<'_>,
    totals: &RunTotals,
    address: impl Fn(usize, &DocumentTotals) -> String,
) {
    out.push_str("<h2>文件</h2>\n");
    open(out, &["文件", "单位", "年度", "种类", "结果", "错误", "警告", "提示", "已核对数字"], 5);
    for (number, line) in totals.documents.iter().enumerate() {
        let (figures, checked) = line.figures;
        push(
            out,
            format_args!(
                "<tr><td><a href=\"{}\">{}</a></td>",
                escape(&address(number, line)),
                escape(&line.path)
            ),
        );
        push(
            out,
            format_args!(
                "<td>{}</td><td>{}</td><td class=\"word\">{}</td>",
                escape(line.agency.as_deref().unwrap_or("")),
                line.year.map(|year| year.to_string()).unwrap_or_default(),
                escape(line.kind.as_deref().unwrap_or(""))
            ),
        );
        match &line.found {
            Ok(found) => {
                let result = match (found.sum(), line.is_judged) {
                    _ if line.failed > 0 => "有规则没有运行完",
                    (0, false) => "没有可以核对的内容",
                    (0, true) if line.lacks.is_some() => "没有读全",
                    (0, true) => "没有发现问题",
                    (_, false) => "有问题，没有核对数字",
                    _ => "有问题",
                };
                let is_bad = !line.is_judged || line.lacks.is_some();
                let lacks = line.lacks.as_ref().map_or(String::new(), |lacks| {
                    format!("<br><span class=\"unread\">{}</span>", escape(lacks))
                });
                push(
                    out,
                    format_args!(
                        "<td class=\"{}\">{result}{lacks}</td>",
                        if is_bad { "unread" } else { "word" }
                    ),
                );
                counts(out, found);
                push(
                    out,
                    format_args!(
                        "<td class=\"n\">{checked} / {figures}（{}）</td>",
                        percent(checked, figures)
                    ),
                );
            }
            Err(why) => push(
                out,
                format_args!("<td colspan=\"5\" class=\"unread\">未能审核：{}</td>", escape(why)),
            ),
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// The units that were expected, those without a document first.
fn units(out: &mut Out<'_>, totals: &RunTotals) {
    let Some(units) = &totals.units else { return };
    push(
        out,
        format_args!("<h2>单位名单</h2>\n<p class=\"facts\">{}</p>\n", escape(&units.head())),
    );
    open(out, &["单位", "情况", "说明", "文件", "错误", "警告", "提示"], 4);
    let mut list: Vec<_> = units.units.iter().collect();
    list.sort_by_key(|unit| (unit.state, weight(&unit.counts)));
    for unit in list {
        let class =
            if matches!(unit.state, UnitNews::Missing | UnitNews::NotJudged | UnitNews::Partly) {
                "word unread"
            } else {
                "word"
            };
        // counts stand in columns of their own
        let words = if matches!(unit.state, UnitNews::Missing | UnitNews::NotJudged) {
            unit.words()
        } else {
            unit.lacks.join("；")
        };
        let (name, state) = (escape(&unit.name), unit.state.word());
        push(
            out,
            format_args!(
                "<tr><td>{name}</td><td class=\"{class}\">{state}</td><td>{}</td>",
                escape(&words)
            ),
        );
        push(out, format_args!("<td>{}</td>", escape(&unit.paths())));
        counts(out, &unit.counts);
        out.push_str("</tr>\n");
    }
    for path in &units.others {
        push(
            out,
            format_args!(
                "<tr><td></td><td class=\"word\">不在名单</td><td></td><td>{}</td><td></td><td></td><td></td></tr>\n",
                escape(path)
            ),
        );
    }
    out.push_str("</tbody></table></div>\n");
}

fn weight(found: &OpenFindings) -> Reverse<(usize, usize, usize)> {
    Reverse((found.errors, found.warnings, found.hints))
}

fn agencies(out: &mut Out<'_>, totals: &RunTotals) {
    if totals.agencies.is_empty() {
        return;
    }
    out.push_str("<h2>按单位</h2>\n<div class=\"narrow\">\n");
    open(out, &["单位", "文件", "错误", "警告", "提示", "合计"], 1);
    let mut list: Vec<_> = totals.agencies.iter().collect();
    list.sort_by_key(|(_, agency)| weight(&agency.counts));
    for (name, agency) in list {
        push(
            out,
            format_args!("<tr><td>{}</td><td class=\"n\">{}</td>", escape(name), agency.documents),
        );
        counts(out, &agency.counts);
        push(out, format_args!("<td class=\"n\">{}</td></tr>\n", agency.counts.sum()));
    }
    out.push_str("</tbody></table></div>\n</div>\n");
}

fn rules(out: &mut Out<'_>, totals: &RunTotals) {
    if totals.rules.is_empty() {
        return;
    }
    out.push_str("<h2>按规则</h2>\n<div class=\"narrow\">\n");
    open(out, &["规则", "错误", "警告", "提示", "合计"], 1);
    let mut list: Vec<_> = totals.rules.iter().collect();
    list.sort_by_key(|(_, found)| weight(found));
    for (rule, found) in list {
        push(out, format_args!("<tr><td>{}</td>", escape(rule)));
        counts(out, found);
        push(out, format_args!("<td class=\"n\">{}</td></tr>\n", found.sum()));
    }
    out.push_str("</tbody></table></div>\n</div>\n");
}
