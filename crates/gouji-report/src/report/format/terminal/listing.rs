//! With `--all`: rounding differences, what agrees, what agrees without proof, what could not be
//! checked, rules that did not apply.

use super::finding::place;
use super::page::{TerminalPage, size};
use super::place_words_in;
use crate::report::entry::with_unit;
use crate::report::rule_end;
use crate::report::width::{columns, left, one_line};
use gouji_audit::audit::{Check, DocumentAudit, RuleOutcome, RuleStatus, Verdict, Why};
use gouji_audit::say::WORKED_OUT;
use gouji_values::lang::{Lang, counted, tell};

/// More rounding differences of one rule than that are one line.
const MANY: usize = 5;

/// The largest of many differences.
fn most(checks: &[&Check], lang: Lang) -> String {
    let largest = checks
        .iter()
        .map(|check| (size(check.difference.as_deref()), check))
        .max_by_key(|(size, _)| *size);
    match largest {
        Some((_, check)) if checks.len() > MANY => {
            let difference = check.difference.as_deref().unwrap_or("").trim_start_matches('-');
            let difference = with_unit(difference, check.unit.as_deref());
            tell!(lang, "，最多相差 {difference}", ", off by {difference} at most")
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
    title(page, out, page.lang().of("自己的规则", "Your own rules"));
    let wide = ends.iter().map(|end| columns(&end.rule.id)).max().unwrap_or(0).min(28);
    for end in ends {
        let mark = if end.has_checked() || end.has_looked() { "-" } else { "?" };
        let head = format!("  {mark} {}  ", left(&end.rule.id, wide));
        page.hang(out, &head, columns(&head), &end.words(page.lang()));
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

/// A rule, and how many checks of it follow.
fn head_of(page: &TerminalPage<'_>, mark: &str, rule: &str, checks: &[&Check]) -> String {
    let count = checks.len();
    let count = match page.lang() {
        Lang::Chinese => format!("{count} 项"),
        Lang::English => counted(count, "check"),
    };
    format!("  {mark} {rule} · {count}")
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
    let lang = page.lang();
    title(
        page,
        out,
        lang.of(
            "尾差（四舍五入可以解释，不算错误）",
            "Rounding (explains the difference; no error)",
        ),
    );
    for (rule, checks) in rules {
        let most = most(&checks, lang);
        out.push_str(&format!("{}{most}\n", head_of(page, &page.paint.dim("≈"), rule, &checks)));
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
    title(page, out, page.lang().of("相符", "In agreement"));
    for (rule, checks) in rules {
        out.push_str(&format!("{}\n", head_of(page, &page.paint.green("✓"), rule, &checks)));
        for check in checks {
            let stated = check.stated_figure();
            let at = stated.map_or(String::new(), |figure| {
                place_words_in(document.source(figure.document()).1, figure.span(), page.lang())
            });
            let mut text =
                stated.map_or_else(String::new, |figure| figure.called_in(page.lang()).to_string());
            let worked = check.worked_out();
            if let (Some(figure), Some(worked)) = (stated, worked) {
                let printed = one_line(&figure.printed().text);
                let (lang, name) = (page.lang(), WORKED_OUT.of(page.lang()));
                text.push_str(&tell!(
                    lang,
                    " {printed}，{name} {worked}",
                    " {printed}, {name} {worked}"
                ));
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
fn why(check: &Check, lang: Lang) -> String {
    check.reason.as_deref().map_or_else(|| check.message_in(lang), |why| why.words(lang))
}

/// Checks that decide nothing, each with its reason.
fn reasons(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit, verdict: Verdict) {
    let rules = by_rule(document, verdict);
    if rules.is_empty() {
        return;
    }
    let lang = page.lang();
    let mark = if verdict == Verdict::Corroborated {
        title(
            page,
            out,
            lang.of(
                "印证（没有矛盾，但印错了不一定看得出来，不算核对）",
                "Corroborated (a misprint might not show; not checked)",
            ),
        );
        page.paint.dim("○")
    } else {
        title(page, out, lang.of("未能核对", "Not checked"));
        page.paint.yellow("?")
    };
    for (rule, checks) in rules {
        out.push_str(&format!("{}\n", head_of(page, &mark, rule, &checks)));
        for check in checks {
            let stated = check.stated_figure();
            let at = stated.map_or(String::new(), |figure| {
                place_words_in(document.source(figure.document()).1, figure.span(), page.lang())
            });
            let label = stated.map_or(String::new(), |figure| {
                format!("{}{}", figure.called_in(lang), lang.colon())
            });
            let head = format!("      {} ", left(&at, 9));
            page.hang(
                out,
                &head,
                columns(&head),
                &format!("{label}{}", one_line(&why(check, lang))),
            );
        }
    }
    out.push('\n');
}

fn rules(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let lang = page.lang();
    let has_own = document.rules.iter().any(|rule| rule.is_own);
    for (status, heading) in [
        (RuleStatus::Failed, lang.of("没有运行完的规则", "Rules that did not finish")),
        (RuleStatus::Undecided, lang.of("未能判断的规则", "Rules that decided nothing")),
        (RuleStatus::NotApplicable, lang.of("不适用的规则", "Rules that do not apply")),
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
            let count = idle.len();
            let idle = tell!(
                lang,
                "内置规则中不适用的 {count} 条",
                "{count} of the built-in rules do not apply"
            );
            out.push_str(&format!("{idle}\n\n"));
        }
        if rules.is_empty() {
            continue;
        }
        title(page, out, heading);
        let wide = rules.iter().map(|rule| columns(&rule.id)).max().unwrap_or(0).min(28);
        for rule in rules {
            let head = format!("  - {}  ", left(&rule.id, wide));
            page.hang(out, &head, columns(&head), &rule.words_in(lang).unwrap_or_default());
        }
        out.push('\n');
    }
}

fn figures(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let unchecked = &document.coverage.unchecked;
    if unchecked.is_empty() {
        return;
    }
    let lang = page.lang();
    title(page, out, lang.of("没有核对的数字", "Figures not checked"));
    // Neighbours with the same reason stand together.
    for group in unchecked.chunk_by(|a, b| a.why == b.why) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let from = place_words_in(&document.document, first.span, lang);
        let to = place_words_in(&document.document, last.span, lang);
        let at = if from == to { from } else { tell!(lang, "{from}至{to}", "{from} to {to}") };
        let mut texts = group
            .iter()
            .take(8)
            .map(|figure| one_line(&figure.text))
            .collect::<Vec<_>>()
            .join(lang.comma());
        let count = group.len();
        if count > 8 {
            texts.push_str(&tell!(lang, " 等 {count} 个", " and more, {count} in all"));
        }
        let why = lang.bracketed(&first.why.words(lang));
        page.hang(out, "  - ", 4, &format!("{at}{}{texts}{why}", lang.colon()));
    }
    out.push('\n');
}
