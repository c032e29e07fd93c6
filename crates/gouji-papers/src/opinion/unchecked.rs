//! What was not checked, and why: the other half of a verdict.

use gouji_audit::audit::{DocumentAudit, RuleOutcome, RuleStatus};
use gouji_report::report::{place_words, unread};
use gouji_values::document::Notice;
use std::collections::BTreeMap;

/// The heading.
pub(super) const TITLE: &str = "没有核对的内容和原因";

/// The heading of what was strange.
pub(super) const NOTICES: &str = "注意事项";
/// How many notices the paper tells.
const TOLD: usize = 12;

/// How many rules the paper names.
const NAMED: usize = 8;

/// A line for each reason.
pub(super) fn lines(document: &DocumentAudit) -> Vec<String> {
    let mut out: Vec<String> =
        unread::reasons(document).into_iter().map(|reason| format!("没有读：{reason}")).collect();
    let mut figures: BTreeMap<String, usize> = BTreeMap::new();
    for figure in document.coverage.unchecked.iter().filter(|figure| figure.counts()) {
        *figures.entry(figure.why.to_string()).or_default() += 1;
    }
    let figures = figures.into_iter().map(|(why, n)| format!("读出而没有核对的数 {n} 个：{why}"));
    out.extend(figures);
    out.extend(rules(document, RuleStatus::Failed, "没有运行完的规则"));
    out.extend(rules(document, RuleStatus::Undecided, "未能判断的规则"));
    if document.left_out > 0 {
        out.push(format!("按代码没有列出的问题 {} 处", document.left_out));
    }
    if let Some(words) = unread::unjudged(document).filter(|_| out.is_empty()) {
        out.push(format!("{words}。"));
    }
    if out.is_empty() {
        out.push("文件中的数字都核对了。".to_owned());
    }
    out
}

/// What was strange in the document, or in how it was read.
pub(super) fn notices(document: &DocumentAudit) -> Vec<String> {
    let all = &document.notices;
    let words = |notice: &Notice| {
        let place = notice.span.map(|span| place_words(&document.document, span));
        let place = place.map(|place| format!("{place}：")).unwrap_or_default();
        format!("{place}{}", notice.message)
    };
    let mut out: Vec<String> = all.iter().take(TOLD).map(words).collect();
    if all.len() > TOLD {
        out.push(format!("另有 {} 条", all.len() - TOLD));
    }
    out
}

/// The rules of a state, each with its reason.
fn rules(document: &DocumentAudit, status: RuleStatus, words: &str) -> Option<String> {
    let own: Vec<&RuleOutcome> =
        document.rules.iter().filter(|rule| rule.status == status).collect();
    let named: Vec<String> = own
        .iter()
        .take(NAMED)
        .map(|rule| match rule.words() {
            Some(why) => format!("{}（{why}）", rule.id),
            None => rule.id.to_string(),
        })
        .collect();
    let more = if own.len() > NAMED { " 等" } else { "" };
    (!own.is_empty()).then(|| format!("{words} {} 条：{}{more}", own.len(), named.join("；")))
}
