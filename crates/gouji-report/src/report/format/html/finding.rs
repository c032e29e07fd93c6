//! The findings beside the document, and what filters them.

use super::out::{Out, escape, push};
use super::page::SectionPage;
use crate::explain::formula;
use crate::report::entry::place_at;
use crate::report::entry::{
    FindingEntry, entries, form_at, further, has_formula, is_here, is_repeated, place_of, stated,
};
use crate::report::headline::{Certainty, Headline, broken, identity};
use crate::report::unread;
use crate::report::width::{columns, one_line};
use crate::report::words::{severity_name, severity_word};
use gouji_audit::audit::{Check, CheckFigure, FigureRole, PrintedFigure};
use gouji_values::document::Span;
use gouji_values::lang::Lang;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many figures of a finding are shown; the others are folded away.
const FIGURES: usize = 6;
/// The word for what stands in no table.
const PROSE: &str = "文字说明";

/// All findings, the heaviest first.
pub(super) fn all(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let list = entries(page.document);
    push(out, format_args!("<h2>问题 <span class=\"count\">{}</span></h2>\n", list.len()));
    if list.is_empty() {
        let lacks = unread::rest(page.document, Lang::Chinese).is_some();
        out.push_str(match (unread::is_judged(page.document), lacks) {
            (false, _) if unread::is_corroborated(page.document) => "<p>只有印证，没有核对。</p>\n",
            (false, _) => "<p>一个数字也没有核对。</p>\n",
            (true, true) => "<p>核对过的没有发现问题。</p>\n",
            (true, false) => "<p>没有发现问题。</p>\n",
        });
        resolved(out, page);
        return;
    }
    filters(out, page, &list);
    out.push_str("<ol class=\"findings\">\n");
    for (number, entry) in list.iter().enumerate() {
        finding(out, page, number, entry);
    }
    out.push_str("</ol>\n");
    resolved(out, page);
}

/// The heaviest finding in a line, for whoever reads no further.
pub(super) fn first(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let list = entries(page.document);
    let Some((at, entry)) =
        list.iter().enumerate().find(|(_, entry)| entry.finding.waiver.is_none())
    else {
        return;
    };
    let headline = entry.headline(page.document);
    push(
        out,
        format_args!(
            "<p class=\"first {}\"><b class=\"chip {}\">{}. {}</b> {} ",
            severity_name(entry.severity),
            severity_name(entry.severity),
            entry.number,
            severity_word(entry.severity),
            escape(&one_line(&headline.text))
        ),
    );
    if let Some(spot) = headline.lead() {
        let place = headline.place(page.document);
        let at = linked(page, spot.printed.span, spot.printed.document, &place);
        push(out, format_args!("<span class=\"place\">{at}</span>"));
    }
    push(out, format_args!(" <a href=\"#{}f{at}\">详细</a></p>\n", page.key));
}

/// What the remediation ledger held and agrees now.
fn resolved(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let mended =
        page.document.follow_up.as_ref().map_or(&[] as &[_], |follow_up| &follow_up.resolved);
    if mended.is_empty() {
        return;
    }
    push(
        out,
        format_args!(
            "<h2>已整改 <span class=\"count\">{}</span></h2>\n<ul class=\"coverage\">\n",
            mended.len()
        ),
    );
    for finding in mended {
        let (rule, message) = (escape(&finding.rule), escape(&one_line(&finding.message)));
        push(out, format_args!("<li><span class=\"rule\">{rule}</span>　{message}</li>\n"));
    }
    out.push_str("</ul>\n");
}

fn form<'a>(page: &SectionPage<'a>, entry: &FindingEntry<'_>) -> &'a str {
    let headline = entry.headline(page.document);
    let form = headline.lead().and_then(|spot| form_at(page.document, &spot.printed));
    form.unwrap_or(PROSE)
}

/// Lists to choose from; a script shows and serves them.
fn filters(out: &mut Out<'_>, page: &SectionPage<'_>, list: &[FindingEntry<'_>]) {
    let severities =
        list.iter().map(|entry| (severity_name(entry.severity), severity_word(entry.severity)));
    let forms = list.iter().map(|entry| (form(page, entry), form(page, entry)));
    let rules = list.iter().map(|entry| (entry.check.rule.as_str(), entry.check.rule.as_str()));
    out.push_str("<form class=\"filter\">\n");
    choice(out, "severity", "全部级别", severities);
    choice(out, "form", "全部表", forms);
    choice(out, "rule", "全部规则", rules);
    out.push_str(
        "<select name=\"order\" aria-label=\"次序\"><option value=\"\">按轻重</option><option value=\"at\">按位置</option>\
         <option value=\"gap\">按差额</option></select>\n\
         <input type=\"search\" name=\"words\" placeholder=\"查找文字或数字\" aria-label=\"查找\">\n\
         <p class=\"walk\"><button type=\"button\" name=\"back\" title=\"快捷键 p\">上一处</button>\
         <span class=\"at\" role=\"status\"></span>\
         <button type=\"button\" name=\"on\" title=\"快捷键 n\">下一处</button>\
         <button type=\"button\" name=\"save\" title=\"把勾选为已处理的问题存成文件，用 gouji check --ledger 台账.xlsx --done 文件 记入台账\">保存处理记录</button></p>\n\
         <label><input type=\"checkbox\" name=\"ticks\" checked> 标出相符的数字</label>\n\
         <label><input type=\"checkbox\" name=\"brief\"> 打印时只印问题</label>\n</form>\n",
    );
}

/// A list of values with how often each comes, in the order in which they come.
fn choice<'a>(
    out: &mut Out<'_>,
    name: &str,
    all: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (value, word) in values {
        let n = counts.entry(value).or_default();
        if *n == 0 {
            order.push((value, word));
        }
        *n += 1;
    }
    push(
        out,
        format_args!(
            "<select name=\"{name}\" aria-label=\"{all}\"><option value=\"\">{all}</option>"
        ),
    );
    for (value, word) in order {
        let n = counts.get(value).copied().unwrap_or(0);
        push(
            out,
            format_args!("<option value=\"{}\">{}（{n}）</option>", escape(value), escape(word)),
        );
    }
    out.push_str("</select>\n");
}

fn finding(out: &mut Out<'_>, page: &SectionPage<'_>, number: usize, entry: &FindingEntry<'_>) {
    let FindingEntry { finding, severity, is_new, .. } = entry;
    let check = entry.check;
    let headline = entry.headline(page.document);
    let (class, word) = match &finding.waiver {
        Some(_) => ("waived", "已说明"),
        None => (severity_name(*severity), severity_word(*severity)),
    };
    push(
        out,
        format_args!(
            "<li class=\"finding {class}\" id=\"{}f{number}\" data-severity=\"{}\" data-form=\"{}\" data-rule=\"{}\" data-id=\"{}\" data-at=\"{}\" data-gap=\"{}\">\n",
            page.key,
            severity_name(*severity),
            escape(form(page, entry)),
            escape(&check.rule),
            escape(&finding.id),
            headline.lead().map_or(u32::MAX, |spot| spot.printed.span.start),
            escape(check.difference.as_deref().unwrap_or(""))
        ),
    );
    push(
        out,
        format_args!("<p class=\"head\"><b class=\"chip {class}\">{}. {word}</b> ", entry.number),
    );
    match check.name() {
        Some(name) => push(
            out,
            format_args!(
                "<span class=\"rule\">{}</span> <small>{}</small>",
                escape(&one_line(name)),
                escape(&check.rule)
            ),
        ),
        None => push(out, format_args!("<span class=\"rule\">{}</span>", escape(&check.rule))),
    }
    if *is_new == Some(true) {
        out.push_str(" <span class=\"new\">新增</span>");
    }
    if let Some(spot) = headline.lead() {
        let (span, other) = (spot.printed.span, spot.printed.document);
        push(
            out,
            format_args!(
                " <span class=\"place\">{}</span>",
                linked(page, span, other, &headline.place(page.document))
            ),
        );
    }
    push(
        out,
        format_args!("</p>\n<p class=\"message\">{}</p>\n", escape(&one_line(&headline.text))),
    );
    // the sentence often says them itself
    let values = headline.values();
    if !values.is_empty() && !headline.says_values {
        out.push_str("<p class=\"values\">");
        for (name, value) in values {
            push(out, format_args!("<span><i>{name}</i> <b>{}</b></span> ", escape(&value)));
        }
        out.push_str("</p>\n");
    }
    figures(out, page, check, &headline);
    out.push_str("<dl>\n");
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            push(out, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escape(&one_line(text))));
        }
    };
    let (words, others) = broken(page.document, finding);
    let words = words.of(Lang::Chinese);
    for (at, other) in others.enumerate() {
        line(if at == 0 { words } else { "" }, &format!("{}（{}）", identity(other), other.rule));
    }
    line("可疑", headline.doubt.as_deref().unwrap_or(""));
    if let Some(certainty) = &headline.certainty {
        line(Certainty::NAME.of(Lang::Chinese), &certainty.words(Lang::Chinese));
    }
    let tells_arithmetic = headline.certainty.is_none() && !headline.says_arithmetic;
    if let Some(arithmetic) = check.arithmetic().filter(|_| tells_arithmetic) {
        line("算式", &arithmetic);
    }
    if has_formula(check) {
        line("关系", &formula(&check.expression));
    }
    line("同见", &check.also.join("、"));
    line("依据", check.basis().unwrap_or(""));
    line("建议", check.hint().as_deref().unwrap_or(""));
    line("说明", finding.waiver.as_deref().unwrap_or(""));
    if is_repeated(page.document, finding) {
        out.push_str("</dl>\n");
        repeated(out, page, &further(page.document, finding));
    } else {
        out.push_str("</dl>\n");
    }
    out.push_str("<p class=\"done\"><label><input type=\"checkbox\"> 已处理</label></p>\n</li>\n");
}

/// The further places of a slip, each with what stands there; very many are counted.
fn repeated(out: &mut Out<'_>, page: &SectionPage<'_>, others: &[&Check]) {
    const MOST: usize = 200;
    push(
        out,
        format_args!(
            "<details><summary>同样的问题另有 {} 处</summary>\n<table class=\"figures\">\n",
            others.len()
        ),
    );
    for other in others.iter().take(MOST) {
        let check = *other;
        let Some(figure) = stated(check) else { continue };
        let place = place_of(page.document, &figure);
        let place = linked(page, figure.span(), figure.document(), &place);
        push(
            out,
            format_args!(
                "<tr><td>{place}</td><td>{}</td></tr>\n",
                escape(&one_line(&identity(check)))
            ),
        );
    }
    out.push_str("</table>\n");
    if others.len() > MOST {
        push(
            out,
            format_args!(
                "<p>其余 {} 处没有列出；用 --format json 可见全部</p>\n",
                others.len() - MOST
            ),
        );
    }
    out.push_str("</details>\n");
}

fn linked(page: &SectionPage<'_>, span: Span, other: Option<usize>, text: &str) -> String {
    if is_here(page.document, other) { page.link(span, text) } else { escape(text) }
}

/// A figure of a finding and its part in it.
struct Part {
    role: &'static str,
    label: Arc<str>,
    printed: Arc<PrintedFigure>,
}

/// The printed figures of a finding, suspects first, where there is more than the one that it is
/// about.
fn figures(out: &mut Out<'_>, page: &SectionPage<'_>, check: &Check, headline: &Headline) {
    let suspects = if headline.certainty.is_some() { headline.spots.as_slice() } else { &[] };
    let is_suspect = |figure: &CheckFigure<'_>| {
        suspects.iter().any(|spot| {
            (spot.printed.span, spot.printed.document) == (figure.span(), figure.document())
        })
    };
    let mut all: Vec<Part> = suspects
        .iter()
        .map(|spot| Part {
            role: "可疑",
            label: Arc::clone(&spot.label),
            printed: Arc::clone(&spot.printed),
        })
        .collect();
    all.extend(check.figures().filter(|figure| !is_suspect(figure)).map(|figure| Part {
        role: if figure.role == FigureRole::Stated && suspects.is_empty() {
            "列示"
        } else {
            "对照"
        },
        label: figure.said(),
        printed: figure.printed(),
    }));
    if all.len() < 2 {
        return;
    }
    let rows = |out: &mut Out<'_>, list: &[Part]| {
        out.push_str("<table class=\"figures\">\n");
        for Part { role, label, printed } in list {
            let text = one_line(&printed.text);
            let text = if text.is_empty() { "空白" } else { &text };
            let is_own = is_here(page.document, printed.document);
            let place = if is_own {
                String::new()
            } else {
                format!("（{}）", place_at(page.document, printed.span, printed.document))
            };
            push(
                out,
                format_args!(
                    "<tr><td>{role}</td><td>{}</td><td class=\"n{}\">{}</td></tr>\n",
                    escape(&one_line(&format!("{label}{place}"))),
                    if columns(text) > 18 { " long" } else { "" },
                    linked(page, printed.span, printed.document, text)
                ),
            );
        }
        out.push_str("</table>\n");
    };
    // blanks count as nothing: they stand behind what is printed
    let (printed, blank): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|figure| figure.role != "对照" || !figure.printed.text.trim().is_empty());
    let (shown, blanks) = (printed.len().min(FIGURES), blank.len());
    let list: Vec<Part> = printed.into_iter().chain(blank).collect();
    let (first, rest) = list.split_at_checked(shown).unwrap_or((&list, &[]));
    rows(out, first);
    if !rest.is_empty() {
        let words = if blanks == rest.len() { "空白" } else { "另有" };
        push(out, format_args!("<details><summary>{words} {} 个</summary>\n", rest.len()));
        rows(out, rest);
        out.push_str("</details>\n");
    }
}
