//! What was not checked, and why: nothing found is not the same as nothing looked at.

use super::draw;
use super::out::{Out, escape, push};
use super::page::SectionPage;
use crate::report::entry::{is_own, stated};
use crate::report::rule_end;
use crate::report::unread::{at, words};
use crate::report::width::{cut, one_line};
use crate::report::words::place_words;
use gouji_audit::audit::{Check, NotRead, RuleStatus, UncheckedFigure, Unread, Verdict};
use gouji_values::lang::Lang;
use std::collections::BTreeMap;

/// How many figures, and how many reasons, of one kind the page names.
const FIGURES: usize = 12;
const REASONS: usize = 3;

pub(super) fn all(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let document = page.document;
    let is_known = document.understanding.iter().all(|table| !table.forms.is_empty())
        && document.coverage.unchecked.is_empty()
        && document.coverage.unread.is_empty();
    let is_judged = document.checks.iter().all(|check| check.verdict != Verdict::Unchecked)
        && document
            .rules
            .iter()
            .all(|rule| !matches!(rule.status, RuleStatus::NotApplicable | RuleStatus::Failed));
    if is_known && is_judged && document.notices.is_empty() {
        return;
    }
    out.push_str("<h2>没有核对的内容</h2>\n<div class=\"coverage\">\n");
    unread(out, page);
    tables(out, page);
    figures(out, page);
    checks(out, page);
    rules(out, page);
    notices(out, page);
    out.push_str("</div>\n");
}

/// Things by what they have in common, in the order in which they come.
fn grouped<K: PartialEq, T>(list: impl Iterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut out: Vec<(K, Vec<T>)> = Vec::new();
    for (key, item) in list {
        match out.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(item),
            None => out.push((key, vec![item])),
        }
    }
    out
}

/// Numbers and pages that were not read, by their reason.
fn unread(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let coverage = &page.document.coverage;
    if coverage.unread.is_empty() {
        return;
    }
    push(out, format_args!("<h3>没有读的数字 {} 个</h3>\n<ul>\n", coverage.unread_figures()));
    for (why, group) in grouped(coverage.unread.iter().map(|unread| (unread.why, unread))) {
        let count: usize = group.iter().map(|unread| unread.count).sum();
        let (shown, rest) = group.split_at_checked(FIGURES).unwrap_or((&group, &[]));
        let one = |unread: &&Unread| match (&unread.name, why.is_page()) {
            (_, true) => escape(&words(unread, Lang::Chinese)),
            (Some(name), false) => {
                format!(
                    "{}　{}（{} 个）",
                    escape(&at(page.document, unread, Lang::Chinese)),
                    escape(&cut(&one_line(name), 60)),
                    unread.count
                )
            }
            (None, false) => {
                format!(
                    "{}（{} 个）",
                    escape(&at(page.document, unread, Lang::Chinese)),
                    unread.count
                )
            }
        };
        if why == NotRead::Table {
            push(
                out,
                format_args!(
                    "<li>{}（{count} 个）：见下面没有识别的表</li>\n",
                    escape(why.words(Lang::Chinese))
                ),
            );
            continue;
        }
        let list: Vec<String> = shown.iter().map(one).collect();
        let more =
            if rest.is_empty() { String::new() } else { format!("；另有 {} 处", rest.len()) };
        let sum = if why.is_page() { String::new() } else { format!("（{count} 个）") };
        push(
            out,
            format_args!(
                "<li>{}{sum}：{}{more}</li>\n",
                escape(why.words(Lang::Chinese)),
                list.join("；")
            ),
        );
    }
    out.push_str("</ul>\n");
}

fn tables(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let unknown: Vec<_> = page
        .document
        .understanding
        .iter()
        .enumerate()
        .filter(|(_, table)| table.forms.is_empty())
        .collect();
    if unknown.is_empty() {
        return;
    }
    push(out, format_args!("<h3>没有识别的表 {} 张</h3>\n<ul>\n", unknown.len()));
    let unread = page.document.coverage.unread.iter().filter(|unread| unread.why == NotRead::Table);
    let unread: BTreeMap<usize, &Unread> =
        unread.filter_map(|unread| Some((unread.table?, unread))).collect();
    for (index, table) in unknown {
        let lost = unread.get(&index);
        let caption = lost
            .and_then(|unread| unread.name.as_deref())
            .or(table.caption.as_deref())
            .unwrap_or("无标题");
        let caption = cut(&one_line(caption), 60);
        let place = place_words(&page.document.document, table.span);
        let id = draw::table_id(page.key, index);
        let count = lost.map_or(String::new(), |unread| format!("（{} 个数）", unread.count));
        push(
            out,
            format_args!(
                "<li><a href=\"#{id}\">{}</a>　{}{count}</li>\n",
                escape(&caption),
                escape(&place)
            ),
        );
    }
    out.push_str("</ul>\n");
}

fn figures(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let (list, others): (Vec<_>, Vec<_>) =
        page.document.coverage.unchecked.iter().partition(|figure| figure.counts());
    let (corroborated, list): (Vec<_>, Vec<_>) =
        list.into_iter().partition(|figure| figure.why.is_corroborated());
    if !corroborated.is_empty() {
        push(out, format_args!("<h3>只有印证的数字 {} 个</h3>\n", corroborated.len()));
        reasons(out, page, corroborated);
    }
    if !list.is_empty() {
        push(out, format_args!("<h3>没有核对的数字 {} 个</h3>\n", list.len()));
        reasons(out, page, list);
    }
    if !others.is_empty() {
        push(
            out,
            format_args!(
                "<details><summary>日期、编号等，不需要核对的 {} 个</summary>\n",
                others.len()
            ),
        );
        reasons(out, page, others);
        out.push_str("</details>\n");
    }
}

fn reasons(out: &mut Out<'_>, page: &SectionPage<'_>, list: Vec<&UncheckedFigure>) {
    out.push_str("<ul>\n");
    for (why, group) in grouped(list.into_iter().map(|figure| (&figure.why, figure))) {
        let links = |figures: &[&UncheckedFigure]| {
            let linked = figures
                .iter()
                .map(|figure| page.link(figure.span, &cut(&one_line(&figure.text), 30)));
            linked.collect::<Vec<_>>().join("、")
        };
        let (first, rest) = group.split_at_checked(FIGURES).unwrap_or((&group, &[]));
        push(
            out,
            format_args!(
                "<li>{}（{} 个）：{}",
                escape(&why.to_string()),
                group.len(),
                links(first)
            ),
        );
        if !rest.is_empty() {
            push(
                out,
                format_args!(
                    "<details><summary>另有 {} 个</summary>{}</details>",
                    rest.len(),
                    links(rest)
                ),
            );
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn checks(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let list: Vec<&Check> =
        page.document.checks.iter().filter(|check| check.verdict == Verdict::Unchecked).collect();
    if list.is_empty() {
        return;
    }
    push(out, format_args!("<h3>未能核对 {} 项</h3>\n<ul>\n", list.len()));
    for (rule, group) in grouped(list.into_iter().map(|check| (check.rule.as_str(), check))) {
        push(
            out,
            format_args!("<li><span class=\"rule\">{}</span>（{} 项）", escape(rule), group.len()),
        );
        let reasons = grouped(group.into_iter().map(|check| (check.message(), check)));
        let more = reasons.len().saturating_sub(REASONS);
        for (why, group) in reasons.into_iter().take(REASONS) {
            let figure = group
                .first()
                .and_then(|check| stated(check))
                .filter(|figure| is_own(page.document, figure));
            let why = if why.is_empty() { "没有说明" } else { &why };
            let text = figure.map_or_else(
                || escape(&one_line(why)),
                |figure| page.link(figure.span(), &one_line(why)),
            );
            push(out, format_args!("<br>{text}"));
        }
        if more > 0 {
            push(out, format_args!("<br>另有 {more} 种原因"));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn rules(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let failed: Vec<_> = page.document.failed().collect();
    if !failed.is_empty() {
        push(out, format_args!("<h3>没有运行完的规则 {} 条</h3>\n<ul>\n", failed.len()));
        for rule in failed {
            push(
                out,
                format_args!(
                    "<li>{}</li>\n",
                    escape(&rule.words().unwrap_or_else(|| rule.id.to_string()))
                ),
            );
        }
        out.push_str("</ul>\n");
    }
    let own = rule_end::own(page.document);
    if !own.is_empty() {
        push(out, format_args!("<h3>自己的规则 {} 条</h3>\n<ul>\n", own.len()));
        for end in own {
            let (id, words) = (escape(&end.rule.id), escape(&end.words(Lang::Chinese)));
            push(out, format_args!("<li>{id}：{words}</li>\n"));
        }
        out.push_str("</ul>\n");
    }
    let list: Vec<_> = page
        .document
        .rules
        .iter()
        .filter(|rule| rule.status == RuleStatus::NotApplicable && !rule.is_own)
        .collect();
    if list.is_empty() {
        return;
    }
    push(
        out,
        format_args!(
            "<details class=\"rules\"><summary>不适用的规则 {} 条</summary>\n<ul>\n",
            list.len()
        ),
    );
    for (_, group) in grouped(list.into_iter().map(|rule| (&rule.why, rule))) {
        let why =
            group.first().and_then(|rule| rule.words()).unwrap_or_else(|| "没有说明".to_owned());
        let ids: Vec<&str> = group.iter().map(|rule| rule.id.as_str()).collect();
        push(out, format_args!("<li>{}：{}</li>\n", escape(&why), escape(&ids.join("、"))));
    }
    out.push_str("</ul>\n</details>\n");
}

fn notices(out: &mut Out<'_>, page: &SectionPage<'_>) {
    if page.document.notices.is_empty() {
        return;
    }
    out.push_str("<h3>注意</h3>\n<ul>\n");
    for notice in &page.document.notices {
        let at = notice.span.map_or(String::new(), |span| {
            format!("{}：", place_words(&page.document.document, span))
        });
        push(
            out,
            format_args!("<li>{}</li>\n", escape(&one_line(&format!("{at}{}", notice.message)))),
        );
    }
    out.push_str("</ul>\n");
}
