//! With `--all`: rounding differences, what agrees, what agrees without proof, what could not be
//! checked, rules that did not apply.

use super::finding::place;
use super::page::{TerminalPage, size};
use super::place_words;
use crate::report::entry::{verdict_word, with_unit};
use crate::report::rule_end;
use crate::report::width::{columns, left, one_line};
use gouji_audit::audit::{Check, DocumentAudit, RuleOutcome, RuleStatus, Verdict, Why};
use gouji_audit::say::WORKED_OUT;

/// More rounding differences of one rule than that are one line.
const MANY: usize = 5;

/// The largest of many differences.
fn most(checks: &[&Check]) -> String {
    let largest = checks
        .iter()
        .map(|check| (size(check.difference.as_deref()), check))
        .max_by_key(|(size, _)| *size);
    match largest {
        Some((_, check)) if checks.len() > MANY => {
            let difference = check.difference.as_deref().unwrap_or("").trim_start_matches('-');
            format!("，最多相差 {}", with_unit(difference, check.unit.as_deref()))
        }
        _ => String::new(),
    }
}

/// All lists, each only where there is something in it.
pub(super) fn all(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    own(page, out, document);
    rounding(page, out, document);
    holds(page, out, document);
    reasons(page, out, document, Verdict::Corroborated);
    reasons(page, out, document, Verdict::Unchecked);
    rules(page, out, document);
    figures(page, out, document);
}

/// How the user's own rules ended.
fn own(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let ends = rule_end::own(document);
    if ends.is_empty() {
        return;
    }
    title(page, out, "自己的规则");
    let wide = ends.iter().map(|end| columns(&end.rule.id)).max().unwrap_or(0).min(28);
    for end in ends {
        let mark = if end.has_checked() || end.has_looked() { "-" } else { "?" };
        let head = format!("  {mark} {}  ", left(&end.rule.id, wide));
        page.hang(out, &head, columns(&head), &end.words());
    }
    out.push('\n');
}

/// Checks of one verdict by rule, rules in order of their first check.
fn by_rule(document: &DocumentAudit, verdict: Verdict) -> Vec<(&str, Vec<&Check>)> {
    let mut index = std::collections::BTreeMap::new();
    let mut out: Vec<(&str, Vec<&Check>)> = Vec::new();
    for check in document.checks.iter().filter(|check| check.verdict == verdict) {
        let at = *index.entry(check.rule.as_str()).or_insert_with(|| {
            out.push((check.rule.as_str(), Vec::new()));
            out.len() - 1
        });
        out.get_mut(at).into_iter().for_each(|(_, checks)| checks.push(check));
    }
    out
}

fn title(page: &TerminalPage<'_>, out: &mut String, text: &str) {
    out.push_str(&page.paint.bold(text));
    out.push('\n');
}

fn rounding(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let rules = by_rule(document, Verdict::Rounding);
    if rules.is_empty() {
        return;
    }
    title(page, out, "尾差（四舍五入可以解释，不算错误）");
    for (rule, checks) in rules {
        out.push_str(&format!(
            "  {} {rule} · {} 项{}\n",
            page.paint.dim("≈"),
            checks.len(),
            most(&checks)
        ));
        for check in checks.iter().filter(|_| checks.len() <= MANY) {
            place(page, out, document, check);
        }
    }
    out.push('\n');
}

fn holds(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let rules = by_rule(document, Verdict::Holds);
    if rules.is_empty() {
        return;
    }
    title(page, out, "相符");
    for (rule, checks) in rules {
        out.push_str(&format!("  {} {rule} · {} 项\n", page.paint.green("✓"), checks.len()));
        for check in checks {
            let stated = check.stated_figure();
            let at = stated.map_or(String::new(), |figure| {
                place_words(document.source(figure.document()).1, figure.span())
            });
            let mut text = stated.map_or_else(String::new, |figure| figure.called().to_string());
            let worked = check.worked_out();
            if let (Some(figure), Some(worked)) = (stated, worked) {
                let printed = one_line(&figure.printed().text);
                text.push_str(&format!(" {printed}，{WORKED_OUT} {worked}"));
            } else if let Some(printed) =
                stated.and_then(|figure| with_sign(&figure.printed().text))
            {
                text.push_str(&format!(" {printed}"));
            } else if let Some(value) = &check.stated {
                text.push_str(&format!(" {}", with_unit(value, check.unit.as_deref())));
            } else if let Some(figure) = stated {
                text.push_str(&format!(" {}", one_line(&figure.printed().text)));
            }
            let head = format!("      {} ", left(&at, 9));
            page.hang(out, &head, columns(&head), &text);
        }
    }
    out.push('\n');
}

/// What is printed, where it is no number alone: `>95%` is not 95%.
fn with_sign(printed: &str) -> Option<String> {
    let printed = one_line(printed);
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '≤' | '≥' | '＜' | '＞' | '≦' | '≧');
    printed.starts_with(is_sign).then_some(printed)
}

/// The reason alone, under a title that says what it is the reason of.
fn why(check: &Check) -> String {
    check.reason.as_deref().map_or_else(|| check.message(), ToString::to_string)
}

/// Checks that decide nothing, each with its reason.
fn reasons(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit, verdict: Verdict) {
    let rules = by_rule(document, verdict);
    if rules.is_empty() {
        return;
    }
    let mark = if verdict == Verdict::Corroborated {
        title(page, out, "印证（没有矛盾，但印错了不一定看得出来，不算核对）");
        page.paint.dim("○")
    } else {
        title(page, out, verdict_word(verdict));
        page.paint.yellow("?")
    };
    for (rule, checks) in rules {
        out.push_str(&format!("  {mark} {rule} · {} 项\n", checks.len()));
        for check in checks {
            let stated = check.stated_figure();
            let at = stated.map_or(String::new(), |figure| {
                place_words(document.source(figure.document()).1, figure.span())
            });
            let label = stated.map_or(String::new(), |figure| format!("{}：", figure.called()));
            let head = format!("      {} ", left(&at, 9));
            page.hang(out, &head, columns(&head), &format!("{label}{}", one_line(&why(check))));
        }
    }
    out.push('\n');
}

fn rules(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let has_own = document.rules.iter().any(|rule| rule.is_own);
    for (status, heading) in [
        (RuleStatus::Failed, "没有运行完的规则"),
        (RuleStatus::Undecided, "未能判断的规则"),
        (RuleStatus::NotApplicable, "不适用的规则"),
    ] {
        // the user's own stand above, and those of the program are many
        let rules: Vec<_> =
            document.rules.iter().filter(|rule| rule.status == status && !rule.is_own).collect();
        if rules.is_empty() {
            continue;
        }
        // of what the document does not have the number is enough
        let is_idle = |rule: &&RuleOutcome| {
            status == RuleStatus::NotApplicable
                && (has_own
                    || rule
                        .why
                        .iter()
                        .all(|why| matches!(why, Why::NothingOfRule | Why::OtherKind { .. })))
        };
        let (idle, rules): (Vec<&RuleOutcome>, Vec<&RuleOutcome>) =
            rules.into_iter().partition(is_idle);
        if !idle.is_empty() {
            out.push_str(&format!("内置规则中不适用的 {} 条\n\n", idle.len()));
        }
        if rules.is_empty() {
            continue;
        }
        title(page, out, heading);
        let wide = rules.iter().map(|rule| columns(&rule.id)).max().unwrap_or(0).min(28);
        for rule in rules {
            let head = format!("  - {}  ", left(&rule.id, wide));
            page.hang(out, &head, columns(&head), &rule.words().unwrap_or_default());
        }
        out.push('\n');
    }
}

fn figures(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let unchecked = &document.coverage.unchecked;
    if unchecked.is_empty() {
        return;
    }
    title(page, out, "没有核对的数字");
    // Neighbours with the same reason stand together.
    for group in unchecked.chunk_by(|a, b| a.why == b.why) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let from = place_words(&document.document, first.span);
        let to = place_words(&document.document, last.span);
        let at = if from == to { from } else { format!("{from}至{to}") };
        let mut texts = group
            .iter()
            .take(8)
            .map(|figure| one_line(&figure.text))
            .collect::<Vec<_>>()
            .join("、");
        if group.len() > 8 {
            texts.push_str(&format!(" 等 {} 个", group.len()));
        }
        page.hang(out, "  - ", 4, &format!("{at}：{texts}（{}）", first.why));
    }
    out.push('\n');
}
