//! What agrees, by rule: how many of its checks do, and where; apart from it what agrees without
//! proof, and why it proves nothing.

use super::out::{Out, escape, push};
use super::page::SectionPage;
use crate::report::entry::{is_own, stated};
use crate::report::width::{cut, one_line};
use gouji_audit::audit::{Check, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// To how many places of a rule the page has links.
const PLACES: usize = 4;

/// The checks of a rule.
#[derive(Default)]
struct RuleChecks<'a> {
    /// Those that are listed.
    listed: Vec<&'a Check>,
    all: usize,
}

/// All rules of which a check agrees, folded away: those that hold, then those that prove nothing.
pub(super) fn all(out: &mut Out<'_>, page: &SectionPage<'_>) {
    let held = rules(page, Verdict::is_checked);
    list(out, page, &held, "相符的核对");
    let corroborated = rules(page, |verdict| verdict == Verdict::Corroborated);
    list(out, page, &corroborated, "印证，不算核对");
}

/// The rules of which some checks came out so.
fn rules<'a>(
    page: &SectionPage<'a>,
    is_listed: impl Fn(Verdict) -> bool,
) -> BTreeMap<&'a str, RuleChecks<'a>> {
    let mut rules: BTreeMap<&str, RuleChecks<'_>> = BTreeMap::new();
    for check in &page.document.checks {
        let rule = rules.entry(check.rule.as_str()).or_default();
        rule.all += 1;
        rule.listed.extend(Some(check).filter(|check| is_listed(check.verdict)));
    }
    rules.retain(|_, rule| !rule.listed.is_empty());
    rules
}

fn list(
    out: &mut Out<'_>,
    page: &SectionPage<'_>,
    rules: &BTreeMap<&str, RuleChecks<'_>>,
    head: &str,
) {
    if rules.is_empty() {
        return;
    }
    let count: usize = rules.values().map(|rule| rule.listed.len()).sum();
    push(
        out,
        format_args!(
            "<details class=\"agreed\"><summary>{head} {count} 项，{} 条规则</summary>\n<ul>\n",
            rules.len()
        ),
    );
    for (id, rule) in rules {
        let count = rule.listed.len();
        let name = rule.listed.first().and_then(|check| check.name()).map(one_line);
        let title = name.map_or_else(
            || escape(id),
            |name| format!("{} <small>{}</small>", escape(&name), escape(id)),
        );
        push(out, format_args!("<li><b>{count} / {}</b> {title}", rule.all));
        let mut places = rule
            .listed
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
            if count > PLACES {
                out.push_str(" 等");
            }
        }
        // of what holds nothing is said
        let said: BTreeSet<String> = rule.listed.iter().map(|check| check.message()).collect();
        for why in said.iter().filter(|why| !why.is_empty()) {
            push(out, format_args!("<br><small>{}</small>", escape(&one_line(why))));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</details>\n");
}
