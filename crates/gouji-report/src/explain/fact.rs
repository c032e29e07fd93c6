//! What was read from a sentence, in words.

use super::place::verdict;
use ecow::EcoString;
use gouji_audit::audit::{
    ClaimRead, DocumentAudit, FigureRead, ListRead, NoCheck, ReadingRead, RelationRead,
    SentenceRead,
};
use gouji_audit::say::{
    apart_words, bound_words, outcome_words, relation_name, role_words, when_words,
};
use gouji_values::document::Span;
use gouji_values::lang::Lang;

/// How many other figures of a check are named beside one.
const NAMED: usize = 4;

/// What was read from a sentence: a word and what belongs to it, line by line. With `all` every
/// reading is told, not the chosen one alone.
#[must_use]
pub fn sentence(
    audit: &DocumentAudit,
    read: &SentenceRead,
    all: bool,
) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for figure in &read.figures {
        out.push(("数", figure_words(figure)));
        out.extend(ties(audit, figure).into_iter().map(|tie| ("", tie)));
    }
    out.extend(read.lists.iter().map(|list| ("列项", list_words(list))));
    for relation in &read.relations {
        out.push(("关系", relation_words(audit, relation)));
        let others = relation.readings.iter().enumerate().filter(|(at, _)| *at != relation.chosen);
        out.extend(others.filter(|_| all).map(|(_, reading)| ("", reading_words(reading))));
    }
    out.extend(read.claims.iter().map(|claim| ("语句", claim_words(audit, claim))));
    out
}

/// A figure with what it is of and the part that it plays.
#[must_use]
pub fn figure_words(figure: &FigureRead) -> String {
    let mut words = vec![role_words(figure.role, Lang::Chinese).to_owned()];
    words.extend(when_words(&figure.when, Lang::Chinese));
    words.extend(bound_words(figure.bound, Lang::Chinese).map(str::to_owned));
    if !figure.of.is_empty() {
        words.push(format!("属于“{}”", figure.of));
    }
    let subject = if figure.subject.is_empty() {
        "没有写名称".to_owned()
    } else {
        format!("“{}”", figure.subject)
    };
    format!("{}  {subject}，{}", figure.text, words.join("，"))
}

/// What a figure is tied to: each check with its other figures; or why it is tied to nothing.
#[must_use]
pub fn ties(audit: &DocumentAudit, figure: &FigureRead) -> Vec<String> {
    let mut out: Vec<String> = figure
        .checks
        .iter()
        .filter_map(|number| audit.checks.get(*number))
        .map(|check| {
            let is_own = |span: Span| span.start < figure.span.end && figure.span.start < span.end;
            let others: Vec<String> = check
                .figures()
                .filter(|other| other.document().is_some() || !is_own(other.span()))
                .map(|other| {
                    let printed = other.printed();
                    let text: String = printed.text.split_whitespace().collect();
                    format!("{} {text}", other.label())
                })
                .collect();
            let more = others.len().saturating_sub(NAMED);
            let more = if more > 0 { format!("，另 {more} 个数") } else { String::new() };
            let named: Vec<String> = others.into_iter().take(NAMED).collect();
            let with = if named.is_empty() {
                String::new()
            } else {
                format!("：{}{more}", named.join("，"))
            };
            format!("{} {}{with}", verdict(check.verdict), check.rule)
        })
        .collect();
    let apart = figure.apart.map(|apart| apart_words(apart, Lang::Chinese).to_owned());
    let why: Vec<String> =
        apart.into_iter().chain(figure.why.as_ref().map(NoCheck::to_string)).collect();
    if (figure.checks.is_empty() || figure.why.is_some()) && !why.is_empty() {
        let is_corroborated = figure.why.as_ref().is_some_and(NoCheck::is_corroborated);
        let word = if is_corroborated { "印证" } else { "未核对" };
        out.push(format!("{word}：{}", why.join("；")));
    }
    out
}

fn list_words(list: &ListRead) -> String {
    let items: Vec<&str> = list.items.iter().map(EcoString::as_str).collect();
    let whole = if list.is_whole { "按列全" } else { "不一定列全" };
    match &list.head {
        Some(head) => format!("{head} 之下 {}（{whole}）", items.join("、")),
        None => format!("{}（{whole}）", items.join("、")),
    }
}

fn parts(reading: &ReadingRead) -> String {
    let parts: Vec<String> =
        reading.parts.iter().map(|(name, text)| format!("{name}={text}")).collect();
    parts.join("  ")
}

fn relation_words(audit: &DocumentAudit, relation: &RelationRead) -> String {
    let chosen = relation.readings.get(relation.chosen);
    let name = match &relation.rule {
        Some((rule, name)) if name.is_empty() => rule.to_string(),
        Some((rule, name)) => format!("{rule}（{name}）"),
        None => chosen.map_or("", |reading| relation_name(reading.relation)).to_owned(),
    };
    let count = relation.readings.len();
    let choice = if count > 1 {
        format!("；{count} 种读法，取第 {} 种", relation.chosen + 1)
    } else {
        String::new()
    };
    let verdicts = verdicts(audit, &relation.checks);
    let told = if relation.is_told || relation.outcome == gouji_prose::prose::Outcome::Open {
        ""
    } else {
        "；没有交给规则核对"
    };
    format!(
        "{name}  {}  {}{choice}{told}{verdicts}",
        chosen.map_or_else(String::new, parts),
        outcome_words(relation.outcome, Lang::Chinese)
    )
}

fn reading_words(reading: &ReadingRead) -> String {
    let holds = match reading.holds {
        Some(true) => "成立",
        Some(false) => "不成立",
        None => "说不定",
    };
    let sure = if reading.is_sure { "" } else { "，句子不排除" };
    format!("另一读法 {}  {holds}{sure}", parts(reading))
}

fn claim_words(audit: &DocumentAudit, claim: &ClaimRead) -> String {
    let captures: Vec<String> =
        claim.sentence.captures.iter().map(|(name, text)| format!("{name}={text}")).collect();
    let verdicts = verdicts(audit, &claim.checks);
    format!("{}  {}{verdicts}", claim.sentence.claim, captures.join("  "))
}

fn verdicts(audit: &DocumentAudit, checks: &[usize]) -> String {
    let mut words: Vec<String> = checks
        .iter()
        .filter_map(|number| audit.checks.get(*number))
        .map(|check| format!("{} {}", check.rule, verdict(check.verdict)))
        .collect();
    words.dedup();
    if words.is_empty() { String::new() } else { format!("；核对 {}", words.join("、")) }
}
