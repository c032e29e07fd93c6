//! What agrees, by rule: how many of its checks do, and where.

use super::out::{Out, escape, push};
use super::page::SectionPage;
use crate::audit::{Check, Verdict};
use crate::report::entry::{is_own, stated};
use crate::report::width::{cut, one_line};
use std::collections::BTreeMap;

/// So many places of a rule are led to.
const PLACES: usize = 4;

/// The checks of a rule.
#[derive(Default)]
struct RuleChecks<'a> {
    good: Vec<&'a Check>,
    bad: usize,
    open: usize,
}

/// All rules of which a check agrees, folded away.
pub(super) fn all(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let mut rules: BTreeMap<&str, RuleChecks<'_>> = BTreeMap::new();
    for check in &page.document.checks {
        let rule = rules.entry(check.rule.as_str()).or_default();
        match check.verdict {
            Verdict::Holds | Verdict::Rounding => rule.good.push(check),
            Verdict::Violation => rule.bad += 1,
            Verdict::Corroborated | Verdict::Unchecked => rule.open += 1,
        }
    }
    rules.retain(|_, rule| !rule.good.is_empty());
    if rules.is_empty() {
        return;
    }
    let count: usize = rules.values().map(|rule| rule.good.len()).sum();
    push(
        out,
        format_args!(
            "<details class=\"agreed\"><summary>相符的核对 {count} 项，{} 条规则</summary>\n<ul>\n",
            rules.len()
        ),
    );
    for (id, rule) in rules {
        let (good, sum) = (rule.good.len(), rule.good.len() + rule.bad + rule.open);
        let name = rule.good.first().and_then(|check| check.name()).map(one_line);
        let title = name.map_or_else(
            || escape(id),
            |name| format!("{} <small>{}</small>", escape(&name), escape(id)),
        );
        push(out, format_args!("<li><b>{good} / {sum}</b> {title}"));
        let mut places = rule
            .good
            .iter()
            .filter_map(|check| stated(check))
            .filter(|figure| is_own(page.document, figure))
            .filter_map(|figure| {
                page.linked(figure.span(), &cut(&one_line(&figure.printed().text), 20))
            })
            .take(PLACES)
            .peekable();
        if places.peek().is_some() {
            push(out, format_args!("：{}", places.collect::<Vec<_>>().join("、")));
            if good > PLACES {
                out.push_str(" 等");
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</details>\n");
}
