//! The end of a report: what was checked, what was not, and over several documents who is to look
//! where.

use super::{TerminalPage, place_words};
use crate::report::Imprint;
use crate::report::entry::{apart, broken, corroborated};
use crate::report::open_findings::OpenFindings;
use crate::report::rule_end;
use crate::report::totals::{CheckTotals, RunTotals};
use crate::report::unread;
use crate::report::width::{columns, cut, left, right};
use crate::report::words::recognised;
use gouji_audit::audit::{DocumentAudit, RuleStatus, Severity};
use gouji_values::document::Span;
use std::collections::BTreeMap;

/// How many remarks are shown without `all`.
const NOTICES: usize = 5;
/// How many places of a remark are named.
const PLACES: usize = 3;
/// How many of the user's rules are named by which nothing was checked.
const OWN: usize = 4;
/// Over more documents than these agencies and all rules are told.
const MANY: usize = 3;

/// What was not read, where it is much: it stands before everything else.
pub(super) fn unread(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    if let Some(words) = unread::first(document) {
        let from = out.len();
        page.hang(out, "! ", 2, &words);
        let painted: Vec<String> =
            out.split_off(from).lines().map(|line| page.paint.red(line)).collect();
        out.push_str(&painted.join("\n"));
        out.push_str("\n\n");
    }
}

/// What was checked in one document.
pub(super) fn document(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let found = OpenFindings::of(document);
    let waived = document.findings.iter().filter(|finding| finding.waiver.is_some()).count();
    let unjudged = unread::unjudged(document);
    if let Some(words) = unjudged {
        let words = format!("✗ {words}（用 gouji tables 可看文件是怎样读出来的）");
        out.push_str(&page.paint.red(words));
        out.push('\n');
    }
    if found.sum() == 0 && unjudged.is_none() {
        match unread::rest(document) {
            None => out.push_str(&page.paint.green("✓ 没有发现问题")),
            Some(rest) if unread::is_lacking(document) => {
                out.push_str(&page.paint.yellow(format!("! 核对过的没有发现问题，但 {rest}")))
            }
            Some(rest) => {
                out.push_str(&page.paint.green(format!("✓ 核对过的没有发现问题；{rest}")))
            }
        }
        out.push('\n');
    } else if found.sum() > 0 {
        let parts = [
            (Severity::Error, found.errors),
            (Severity::Warning, found.warnings),
            (Severity::Info, found.hints),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{} {count}", page.severity(*severity)))
            .collect();
        let fresh = document.follow_up.as_ref().map_or(0, |follow_up| follow_up.fresh.len());
        let fresh = if fresh > 0 { format!("（新增 {fresh}）") } else { String::new() };
        let broken =
            broken(document).map_or(String::new(), |checks| format!("；引起 {checks} 条勾稽不平"));
        out.push_str(&format!(
            "{} {} 处：{}{fresh}{broken}\n",
            page.paint.bold("发现问题"),
            found.sum(),
            parts.join("，")
        ));
    }
    let resolved = document.follow_up.as_ref().map_or(0, |follow_up| follow_up.resolved.len());
    for (count, word) in [(waived, "已说明"), (resolved, "已整改")] {
        if count > 0 {
            out.push_str(&format!("  {word}  {count} 处\n"));
        }
    }
    checked(page, out, document);
    notices(page, out, document);
}

fn checked(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let status = |status| document.rules.iter().filter(|rule| rule.status == status).count();
    let coverage = &document.coverage;
    let tail = |n: usize, text: &str| {
        if n > 0 && !page.options.all { text.to_owned() } else { String::new() }
    };
    let sum = CheckTotals::of(document);
    let told = tail(sum.rounding + sum.corroborated + sum.unchecked, "（--all 列出）");
    let mut lines = vec![("核对", format!("{}{told}", sum.words()))];
    let open = unread::left_open(document);
    if !open.is_empty() && !page.options.all {
        lines.push(("未能", open.join("；")));
    }
    if !document.rules.is_empty() {
        let line = format!(
            "{} 条：已执行 {}，不适用 {}，未能判断 {}{}",
            document.rules.len(),
            status(RuleStatus::Done),
            status(RuleStatus::NotApplicable),
            status(RuleStatus::Undecided),
            if status(RuleStatus::Failed) > 0 {
                format!("，没有运行完 {}", status(RuleStatus::Failed))
            } else {
                String::new()
            }
        );
        lines.push(("规则", line));
    }
    if let Some(own) = rule_end::shortly(document, OWN) {
        lines.push(("自编", own));
    }
    if coverage.figures > 0 {
        let share = unread::share(document);
        let lost = coverage.unread_figures();
        let rest = coverage.figures.saturating_sub(coverage.checked + coverage.corroborated + lost);
        let lost = if lost > 0 { format!("，没有读 {lost}") } else { String::new() };
        lines.push((
            "数字",
            format!(
                "{} 个：已核对 {}（{share}）{}，未核对 {rest}{lost}{}",
                coverage.figures,
                coverage.checked,
                corroborated(coverage.corroborated),
                apart(coverage)
            ),
        ));
    }
    let reasons = unread::reasons(document);
    if !reasons.is_empty() {
        lines.push(("没读", reasons.join("；")));
    }
    if coverage.tables > 0 {
        let mut line = format!("{} 张：识别 {}", coverage.tables, recognised(document));
        let unknown: Vec<String> = document
            .understanding
            .iter()
            .filter(|table| table.forms.is_empty())
            .map(|table| {
                let at = place_words(&document.document, table.span);
                table
                    .caption
                    .as_ref()
                    .map_or(at.clone(), |caption| format!("{at}“{}”", cut(caption, 40)))
            })
            .collect();
        let missing = coverage.tables.saturating_sub(coverage.recognised);
        if missing > 0 {
            line.push_str(&format!("，未识别 {missing}"));
            // the line above names those that hold numbers
            if !unknown.is_empty() && (page.options.all || reasons.is_empty()) {
                let shown = if page.options.all { unknown.len() } else { 3 };
                let more = if unknown.len() > shown { " 等" } else { "" };
                line.push_str(&format!(
                    "（{}{more}）",
                    unknown.iter().take(shown).cloned().collect::<Vec<_>>().join("、")
                ));
            }
        }
        lines.push(("表格", line));
    }
    for file in document.files.iter().filter(|file| !file.sha256.is_empty()) {
        let name = if document.files.len() > 1 { format!("{} ", file.name) } else { String::new() };
        lines.push(("文件", format!("{name}SHA-256 {}", page.digest(&file.sha256))));
    }
    for (name, text) in lines {
        page.hang(out, &format!("  {}  ", page.paint.dim(name)), 8, &text);
    }
}

fn notices(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let all = notices_by_message(document);
    let shown = if page.options.all { all.len() } else { NOTICES };
    for (message, spans) in all.iter().take(shown) {
        let most = if page.options.all { usize::MAX } else { PLACES };
        let places = spans.iter().take(most).map(|span| place_words(&document.document, *span));
        let places = places.collect::<Vec<_>>().join("、");
        let at = match spans.len() {
            0 => String::new(),
            count if count > most => format!("{places} 等 {count} 处："),
            _ => format!("{places}："),
        };
        page.hang(out, &format!("  {}  ", page.paint.dim("注意")), 8, &format!("{at}{message}"));
    }
    if all.len() > shown {
        out.push_str(&format!("        另有 {} 条注意事项（--all 列出）\n", all.len() - shown));
    }
}

/// What is said of the document, each once, with all places that it is said of.
fn notices_by_message(document: &DocumentAudit) -> Vec<(&str, Vec<Span>)> {
    let mut out: Vec<(&str, Vec<Span>)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in &document.notices {
        let at = *known.entry(&notice.message).or_insert(out.len());
        if at == out.len() {
            out.push((&notice.message, Vec::new()));
        }
        if let Some((_, spans)) = out.get_mut(at) {
            spans.extend(notice.span);
        }
    }
    out
}

/// How many open findings each rule gave, by severity.
pub(super) fn statistics(page: &TerminalPage<'_>, out: &mut String, totals: &RunTotals) {
    let rules = totals.ranked_rules();
    let title = format!("按规则统计（{} 条规则有问题）", rules.len());
    out.push_str(&format!("\n{}\n", page.paint.bold(title)));
    let most = page.options.width.saturating_sub(40).clamp(20, 60);
    let wide = rules.iter().map(|(rule, _)| columns(rule)).max().unwrap_or(0).clamp(4, most);
    let mut line = |name: &str, numbers: [String; 4]| {
        let numbers = numbers.map(|number| right(&number, 6)).concat();
        out.push_str(&format!("  {}{numbers}\n", left(&cut(name, wide), wide)));
    };
    let numbers = |found: &OpenFindings| {
        [found.errors, found.warnings, found.hints, found.sum()].map(|number| number.to_string())
    };
    line("规则", ["错误", "警告", "提示", "合计"].map(str::to_owned));
    let mut sum = OpenFindings::default();
    for (rule, found) in rules {
        line(rule, numbers(found));
        sum.add(*found);
    }
    line("合计", numbers(&sum));
}

impl TerminalPage<'_> {
    /// Enough of a digest to know it again; the other formats have all of it.
    fn digest(&self, whole: &str) -> String {
        const SHOWN: usize = 16;
        match whole.get(..SHOWN) {
            Some(beginning) if whole.len() > 2 * SHOWN => format!("{beginning}…"),
            _ => whole.to_owned(),
        }
    }

    fn imprint(&self, totals: &RunTotals) -> String {
        let own = totals.imprint(&self.options.imprint);
        let digests = own.ruleset_digest.split('+').map(|digest| self.digest(digest));
        let ruleset_digest = digests.collect::<Vec<_>>().join("+");
        Imprint { ruleset_digest, ..own }.words()
    }
}

/// The day of the audit, the program and its rules: by them the report can be relied on later.
pub(super) fn imprint(page: &TerminalPage<'_>, out: &mut String, totals: &RunTotals) {
    out.push('\n');
    page.hang(out, "", 0, &page.imprint(totals));
}

/// Over several documents: one line each, what each agency and each rule came to.
pub(super) fn run(page: &TerminalPage<'_>, out: &mut String, totals: &RunTotals) {
    let summary = &totals.summary;
    out.push_str(&page.paint.bold(format!("共 {} 份文件", summary.documents)));
    out.push('\n');
    let wide = page.options.width.saturating_sub(40).clamp(20, 60);
    for line in &totals.documents {
        let words = match (&line.found, line.unjudged(), line.lacks.is_some()) {
            (Err(_), ..) => page.paint.red("未能审核"),
            (Ok(found), Some(words), _) if found.sum() == 0 => page.paint.red(words),
            (Ok(found), Some(_), _) => {
                format!("{}  {}", counts(found), page.paint.red("没有核对数字"))
            }
            (Ok(found), None, true) => format!("{}  {}", counts(found), page.paint.red("没有读全")),
            (Ok(found), None, false) if found.sum() == 0 => page.paint.green(counts(found)),
            (Ok(found), None, false) => counts(found),
        };
        out.push_str(&format!("  {}  {words}\n", left(&tail_of(&line.path, wide), wide)));
    }
    if summary.documents > MANY {
        agencies(page, out, totals, wide);
    }
    let rules = totals.ranked_rules();
    // the statistics name them all
    if !rules.is_empty() && !page.options.statistics {
        let shown = if summary.documents > MANY { rules.len() } else { 8 };
        let named = rules.iter().take(shown);
        let words: Vec<String> =
            named.map(|(rule, found)| format!("{rule} {}", found.sum())).collect();
        let more = if rules.len() > shown { "等" } else { "" };
        page.hang(
            out,
            &format!("  {}  ", page.paint.dim("按规则")),
            10,
            &format!("{}{more}", words.join("，")),
        );
    }
    let judged_by = totals.judged_by();
    if judged_by.len() > 1 {
        let words: Vec<String> =
            judged_by.iter().map(|(layers, count)| format!("{layers} {count} 份")).collect();
        page.hang(out, &format!("  {}  ", page.paint.dim("规则集")), 10, &words.join("；"));
    }
    let line = format!(
        "{}；问题 {} 处；未能审核的文件 {} 份",
        summary.words(),
        summary.findings,
        summary.unreadable
    );
    page.hang(out, &format!("  {}    ", page.paint.dim("核对")), 10, &line);
}

/// The agencies with open findings, those with most errors first; of the others how many there are.
fn agencies(page: &TerminalPage<'_>, out: &mut String, totals: &RunTotals, wide: usize) {
    let mut open: Vec<_> =
        totals.agencies.iter().filter(|(_, agency)| agency.counts.sum() > 0).collect();
    open.sort_by_key(|(_, agency)| {
        std::cmp::Reverse((agency.counts.errors, agency.counts.warnings, agency.counts.hints))
    });
    out.push_str(&format!("  {}\n", page.paint.dim("按单位")));
    for (name, agency) in &open {
        let name = if agency.documents > 1 {
            format!("{name}（{} 份）", agency.documents)
        } else {
            (*name).clone()
        };
        out.push_str(&format!("  {}  {}\n", left(&cut(&name, wide), wide), counts(&agency.counts)));
    }
    // nothing found in what was not read or not checked says nothing
    let without: Vec<_> =
        totals.agencies.values().filter(|agency| agency.counts.sum() == 0).collect();
    let clean = without.iter().filter(|agency| agency.judged == agency.documents).count();
    if clean > 0 {
        out.push_str(&format!("  {}\n", page.paint.green(format!("没有问题的单位 {clean} 个"))));
    }
    let partly = without.len() - clean;
    if partly > 0 {
        out.push_str(&format!("  没有发现问题、但没有读全或没有核对的单位 {partly} 个\n"));
    }
}

fn counts(found: &OpenFindings) -> String {
    let number = |n: usize| right(&n.to_string(), 3);
    format!(
        "错误 {}  警告 {}  提示 {}",
        number(found.errors),
        number(found.warnings),
        number(found.hints)
    )
}

/// The end of a path, which tells more than its beginning.
fn tail_of(path: &str, width: usize) -> String {
    if columns(path) <= width {
        return path.to_owned();
    }
    let mut kept = Vec::new();
    let mut used = 1;
    for c in path.chars().rev() {
        used += crate::report::width::char_columns(c);
        if used > width {
            break;
        }
        kept.push(c);
    }
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_keep_their_end() {
        assert_eq!(tail_of("文件夹/决算.txt", 10), "…/决算.txt");
    }
}
