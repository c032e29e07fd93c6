//! What was not checked, and why: the other half of a verdict.

use gouji_audit::audit::{DocumentAudit, RuleOutcome, RuleStatus};
use gouji_report::report::part_names::PartNames;
use gouji_report::report::{place_words, rule_end, unread, without_commands};
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::Lang;
use std::collections::BTreeMap;

/// The heading.
pub(super) const TITLE: &str = "没有核对的内容和原因";

/// The heading of what was strange.
pub(super) const NOTICES: &str = "注意事项";
/// How many notices the paper tells, and how many of one kind one by one.
const TOLD: usize = 12;
const ALIKE: usize = 2;

/// How many rules the paper names.
const NAMED: usize = 8;

/// A line for each reason.
pub(super) fn lines(document: &DocumentAudit) -> Vec<String> {
    let mut out: Vec<String> = unread::reasons(document, Lang::Chinese)
        .into_iter()
        .map(|reason| format!("没有读：{reason}"))
        .collect();
    let mut figures: BTreeMap<String, usize> = BTreeMap::new();
    for figure in document.coverage.unchecked.iter().filter(|figure| figure.counts()) {
        *figures.entry(figure.why.to_string()).or_default() += 1;
    }
    let figures = figures.into_iter().map(|(why, n)| format!("读出而没有核对的数 {n} 个：{why}"));
    out.extend(figures);
    out.extend(rules(document, RuleStatus::Failed, "没有运行完的规则"));
    out.extend(rules(document, RuleStatus::Undecided, "未能判断的规则"));
    out.extend(rule_end::idle(document, Lang::Chinese));
    if document.left_out > 0 {
        out.push(format!("按代码没有列出的问题 {} 处", document.left_out));
    }
    if let Some(words) =
        unread::unjudged(document).map(|words| words.of(Lang::Chinese)).filter(|_| out.is_empty())
    {
        out.push(format!("{words}。"));
    }
    if out.is_empty() {
        out.push("文件中的数字都核对了。".to_owned());
    }
    let names = PartNames::of(document);
    out.iter().map(|line| without_commands(&names.words(None, line))).collect()
}

/// What was strange in the document, or in how it was read. Of many of one kind the first, and where the
/// others stand.
pub(super) fn notices(document: &DocumentAudit) -> Vec<String> {
    let all = &document.notices;
    let names = PartNames::of(document);
    let place = |notice: &&Notice| Some(place_words(&document.document, notice.span?));
    let words = |notice: &Notice| {
        let place = place(&notice).map(|place| format!("{place}：")).unwrap_or_default();
        let message = names.words(None, &notice.message.to_string());
        format!("{place}{}", without_commands(&message))
    };
    let mut out: Vec<String> = Vec::new();
    let mut told: Vec<NoticeCode> = Vec::new();
    for notice in all {
        let same = || all.iter().filter(|other| other.code == notice.code);
        if same().count() <= ALIKE {
            out.push(words(notice));
        } else if !told.contains(&notice.code) {
            told.push(notice.code);
            // several may stand in one line
            let first = place(&notice);
            let mut others: Vec<String> = Vec::new();
            for other in same().skip(1).filter_map(|one| place(&one)) {
                if !others.contains(&other) && Some(&other) != first.as_ref() {
                    others.push(other);
                }
            }
            let count = same().count() - 1;
            let is_more = others.len() > TOLD;
            others.truncate(TOLD);
            let colon = if others.is_empty() { "" } else { "：" };
            let more = if is_more { " 等" } else { "" };
            let others = others.join("、");
            out.push(format!("{}。这样的另有 {count} 处{colon}{others}{more}", words(notice)));
        }
    }
    let count = out.len();
    if count > TOLD {
        out.truncate(TOLD);
        out.push(format!("另有 {} 条", count - TOLD));
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
