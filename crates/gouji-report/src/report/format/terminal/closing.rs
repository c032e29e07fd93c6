//! The end of a report: what was checked, what was not, and over several documents who is to look
//! where.

use super::{TerminalPage, place_words_in};
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
use gouji_values::lang::{Lang, tell};
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
    if let Some(words) = unread::first(document, page.lang()) {
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
    let lang = page.lang();
    let found = OpenFindings::of(document);
    let waived = document.findings.iter().filter(|finding| finding.waiver.is_some()).count();
    let unjudged = unread::unjudged(document);
    if let Some(words) = unjudged {
        let words = words.of(lang);
        let words = tell!(
            lang,
            "✗ {words}（用 gouji tables 可看文件是怎样读出来的）",
            "✗ {words} (gouji tables shows how the document was read)"
        );
        out.push_str(&page.paint.red(words));
        out.push('\n');
    }
    if found.sum() == 0 && unjudged.is_none() {
        match unread::rest(document, lang) {
            None => out.push_str(&page.paint.green(lang.of("✓ 没有发现问题", "✓ nothing found"))),
            Some(rest) if unread::is_lacking(document) => out.push_str(&page.paint.yellow(tell!(
                lang,
                "! 核对过的没有发现问题，但 {rest}",
                "! nothing found in what was checked, but {rest}"
            ))),
            Some(rest) => out.push_str(&page.paint.green(tell!(
                lang,
                "✓ 核对过的没有发现问题；{rest}",
                "✓ nothing found in what was checked; {rest}"
            ))),
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
        let fresh = match fresh {
            0 => String::new(),
            fresh => tell!(lang, "（新增 {fresh}）", " (new {fresh})"),
        };
        let broken = broken(document).map_or(String::new(), |checks| {
            tell!(lang, "；引起 {checks} 条勾稽不平", "; {checks} checks fail for them")
        });
        let name = page.paint.bold(lang.of("发现问题", "findings"));
        let (sum, parts) = (found.sum(), parts.join(lang.of("，", ", ")));
        let line = tell!(
            lang,
            "{name} {sum} 处：{parts}{fresh}{broken}",
            "{name} {sum}: {parts}{fresh}{broken}"
        );
        out.push_str(&format!("{line}\n"));
    }
    let resolved = document.follow_up.as_ref().map_or(0, |follow_up| follow_up.resolved.len());
    let kept = [(waived, lang.of("已说明", "explained")), (resolved, lang.of("已整改", "mended"))];
    for (count, word) in kept.into_iter().filter(|(count, _)| *count > 0) {
        out.push_str(&tell!(lang, "  {word}  {count} 处\n", "  {word}  {count}\n"));
    }
    checked(page, out, document);
    notices(page, out, document);
}

/// How wide the names of lines over several documents are.
const RUN: usize = 6;
/// How wide the names of lines are, in each language.
const NAMES: (usize, usize) = (4, 9);

fn checked(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let lang = page.lang();
    let tail = |n: usize| match n > 0 && !page.options.all {
        true => lang.of("（--all 列出）", " (--all lists them)"),
        false => "",
    };
    let sum = CheckTotals::of(document);
    let told = tail(sum.rounding + sum.corroborated + sum.unchecked);
    let mut lines = vec![(lang.of("核对", "checks"), format!("{}{told}", sum.words(lang)))];
    let open = unread::left_open(document, lang);
    if !open.is_empty() && !page.options.all {
        lines.push((lang.of("未能", "open"), open.join(lang.semicolon())));
    }
    if !document.rules.is_empty() {
        lines.push((lang.of("规则", "rules"), rules(document, lang)));
    }
    if let Some(own) = rule_end::shortly(document, OWN, lang) {
        lines.push((lang.of("自编", "own rules"), own));
    }
    if document.coverage.figures > 0 {
        lines.push((lang.of("数字", "figures"), figures(document, lang)));
    }
    let reasons = unread::reasons(document, lang);
    if !reasons.is_empty() {
        lines.push((lang.of("没读", "not read"), reasons.join(lang.semicolon())));
    }
    if document.coverage.tables > 0 {
        let line = tables(page, document, reasons.is_empty());
        lines.push((lang.of("表格", "tables"), line));
    }
    for file in document.files.iter().filter(|file| !file.sha256.is_empty()) {
        let name = if document.files.len() > 1 { format!("{} ", file.name) } else { String::new() };
        let digest = page.digest(&file.sha256);
        lines.push((lang.of("文件", "file"), format!("{name}SHA-256 {digest}")));
    }
    for (name, text) in lines {
        page.line(out, "  ", (name, lang.of(NAMES.0, NAMES.1)), &text);
    }
}

/// How many rules came to what.
fn rules(document: &DocumentAudit, lang: Lang) -> String {
    let status = |status| document.rules.iter().filter(|rule| rule.status == status).count();
    let (done, idle) = (status(RuleStatus::Done), status(RuleStatus::NotApplicable));
    let (open, all) = (status(RuleStatus::Undecided), document.rules.len());
    let failed = match status(RuleStatus::Failed) {
        0 => String::new(),
        failed => tell!(lang, "，没有运行完 {failed}", ", not finished {failed}"),
    };
    tell!(
        lang,
        "{all} 条：已执行 {done}，不适用 {idle}，未能判断 {open}{failed}",
        "{all}: done {done}, not applicable {idle}, undecided {open}{failed}"
    )
}

/// How many figures came to what.
fn figures(document: &DocumentAudit, lang: Lang) -> String {
    let coverage = &document.coverage;
    let share = unread::share(document, lang);
    let lost = coverage.unread_figures();
    let (all, checked) = (coverage.figures, coverage.checked);
    let rest = all.saturating_sub(checked + coverage.corroborated + lost);
    let lost = match lost {
        0 => String::new(),
        lost => tell!(lang, "，没有读 {lost}", ", not read {lost}"),
    };
    let (agreed, apart) = (corroborated(coverage.corroborated, lang), apart(coverage, lang));
    tell!(
        lang,
        "{all} 个：已核对 {checked}（{share}）{agreed}，未核对 {rest}{lost}{apart}",
        "{all}: checked {checked} ({share}){agreed}, not checked {rest}{lost}{apart}"
    )
}

/// How many tables were recognised, and which were not, where no line above names those.
fn tables(page: &TerminalPage<'_>, document: &DocumentAudit, is_named: bool) -> String {
    let (lang, coverage) = (page.lang(), &document.coverage);
    let (all, known) = (coverage.tables, recognised(document, lang));
    let mut line = tell!(lang, "{all} 张：识别 {known}", "{all}: recognised {known}");
    let unknown: Vec<String> = document
        .understanding
        .iter()
        .filter(|table| table.forms.is_empty())
        .map(|table| {
            let at = place_words_in(&document.document, table.span, lang);
            let named = |caption: &String| {
                let caption = cut(caption, 40);
                tell!(lang, "{at}“{caption}”", "{at} “{caption}”")
            };
            table.caption.as_ref().map_or(at.clone(), named)
        })
        .collect();
    let missing = coverage.tables.saturating_sub(coverage.recognised);
    if missing > 0 {
        line.push_str(&tell!(lang, "，未识别 {missing}", ", not recognised {missing}"));
        if !unknown.is_empty() && (page.options.all || is_named) {
            let shown = if page.options.all { unknown.len() } else { 3 };
            let more = if unknown.len() > shown { lang.of(" 等", " and more") } else { "" };
            let names: Vec<String> = unknown.into_iter().take(shown).collect();
            line.push_str(&lang.bracketed(&format!("{}{more}", names.join(lang.comma()))));
        }
    }
    line
}

fn notices(page: &TerminalPage<'_>, out: &mut String, document: &DocumentAudit) {
    let lang = page.lang();
    let all = notices_by_message(document, lang);
    let shown = if page.options.all { all.len() } else { NOTICES };
    for (message, spans) in all.iter().take(shown) {
        let most = if page.options.all { usize::MAX } else { PLACES };
        let places = spans.iter().take(most);
        let places = places.map(|span| place_words_in(&document.document, *span, lang));
        let places = places.collect::<Vec<_>>().join(lang.comma());
        let at = match spans.len() {
            0 => String::new(),
            count if count > most => {
                tell!(lang, "{places} 等 {count} 处：", "{places} and more, {count} places: ")
            }
            _ => format!("{places}{}", lang.colon()),
        };
        let name = (lang.of("注意", "notice"), lang.of(NAMES.0, NAMES.1));
        page.line(out, "  ", name, &format!("{at}{message}"));
    }
    if all.len() > shown {
        let rest = all.len() - shown;
        out.push_str(&tell!(
            lang,
            "        另有 {rest} 条注意事项（--all 列出）\n",
            "             {rest} more notices (--all lists them)\n"
        ));
    }
}

/// What is said of the document, each once, with all places that it is said of.
fn notices_by_message(document: &DocumentAudit, lang: Lang) -> Vec<(&str, Vec<Span>)> {
    let mut out: Vec<(&str, Vec<Span>)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in &document.notices {
        let message = notice.message.of(lang);
        let at = *known.entry(message).or_insert(out.len());
        if at == out.len() {
            out.push((message, Vec::new()));
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
    let (lang, count) = (page.lang(), rules.len());
    let title =
        tell!(lang, "按规则统计（{count} 条规则有问题）", "By rule ({count} rules with findings)");
    out.push_str(&format!("\n{}\n", page.paint.bold(title)));
    let most = page.options.width.saturating_sub(40).clamp(20, 60);
    let wide = rules.iter().map(|(rule, _)| columns(rule)).max().unwrap_or(0).clamp(4, most);
    let mut line = |name: &str, numbers: [String; 4]| {
        let numbers = numbers.map(|number| right(&number, lang.of(6, 10))).concat();
        out.push_str(&format!("  {}{numbers}\n", left(&cut(name, wide), wide)));
    };
    let numbers = |found: &OpenFindings| {
        [found.errors, found.warnings, found.hints, found.sum()].map(|number| number.to_string())
    };
    let heads = lang.of(["错误", "警告", "提示", "合计"], ["errors", "warnings", "hints", "total"]);
    line(lang.of("规则", "rule"), heads.map(str::to_owned));
    let mut sum = OpenFindings::default();
    for (rule, found) in rules {
        line(rule, numbers(found));
        sum.add(*found);
    }
    line(lang.of("合计", "total"), numbers(&sum));
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
        Imprint { ruleset_digest, ..own }.words(self.lang())
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
    let (lang, count) = (page.lang(), summary.documents);
    out.push_str(&page.paint.bold(tell!(lang, "共 {count} 份文件", "{count} documents")));
    out.push('\n');
    let wide = page.options.width.saturating_sub(40).clamp(20, 60);
    for line in &totals.documents {
        let words = match (&line.found, line.unjudged(lang), line.lacks.is_some()) {
            (Err(_), ..) => page.paint.red(lang.of("未能审核", "not audited")),
            (Ok(found), Some(words), _) if found.sum() == 0 => page.paint.red(words),
            (Ok(found), Some(_), _) => {
                let none = lang.of("没有核对数字", "no figure checked");
                format!("{}  {}", counts(found, lang), page.paint.red(none))
            }
            (Ok(found), None, true) => {
                let lacks = lang.of("没有读全", "not wholly read");
                format!("{}  {}", counts(found, lang), page.paint.red(lacks))
            }
            (Ok(found), None, false) if found.sum() == 0 => page.paint.green(counts(found, lang)),
            (Ok(found), None, false) => counts(found, lang),
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
        let more = if rules.len() > shown { lang.of("等", " and more") } else { "" };
        let words = format!("{}{more}", words.join(lang.of("，", ", ")));
        page.line(out, "  ", (lang.of("按规则", "by rule"), RUN), &words);
    }
    let judged_by = totals.judged_by();
    if judged_by.len() > 1 {
        let words: Vec<String> = judged_by
            .iter()
            .map(|(layers, count)| tell!(lang, "{layers} {count} 份", "{layers} {count}"))
            .collect();
        let words = words.join(lang.semicolon());
        page.line(out, "  ", (lang.of("规则集", "ruleset"), RUN), &words);
    }
    let CheckTotals { findings, unreadable, .. } = summary;
    let words = summary.words(lang);
    let line = tell!(
        lang,
        "{words}；问题 {findings} 处；未能审核的文件 {unreadable} 份",
        "{words}; findings {findings}; documents not audited {unreadable}"
    );
    page.line(out, "  ", (lang.of("核对", "checks"), RUN), &line);
}

/// The agencies with open findings, those with most errors first; of the others how many there are.
fn agencies(page: &TerminalPage<'_>, out: &mut String, totals: &RunTotals, wide: usize) {
    let mut open: Vec<_> =
        totals.agencies.iter().filter(|(_, agency)| agency.counts.sum() > 0).collect();
    open.sort_by_key(|(_, agency)| {
        std::cmp::Reverse((agency.counts.errors, agency.counts.warnings, agency.counts.hints))
    });
    let lang = page.lang();
    out.push_str(&format!("  {}\n", page.paint.dim(lang.of("按单位", "by unit"))));
    for (name, agency) in &open {
        let name = match agency.documents {
            0 | 1 => (*name).clone(),
            count => tell!(lang, "{name}（{count} 份）", "{name} ({count})"),
        };
        out.push_str(&format!(
            "  {}  {}\n",
            left(&cut(&name, wide), wide),
            counts(&agency.counts, lang)
        ));
    }
    // nothing found in what was not read or not checked says nothing
    let without: Vec<_> =
        totals.agencies.values().filter(|agency| agency.counts.sum() == 0).collect();
    let clean = without.iter().filter(|agency| agency.judged == agency.documents).count();
    if clean > 0 {
        out.push_str(&format!(
            "  {}\n",
            page.paint.green(tell!(
                lang,
                "没有问题的单位 {clean} 个",
                "{clean} units without findings"
            ))
        ));
    }
    let partly = without.len() - clean;
    if partly > 0 {
        out.push_str(&tell!(
            lang,
            "  没有发现问题、但没有读全或没有核对的单位 {partly} 个\n",
            "  {partly} units without findings, but not wholly read or not checked\n"
        ));
    }
}

fn counts(found: &OpenFindings, lang: Lang) -> String {
    let number = |n: usize| right(&n.to_string(), 3);
    let [errors, warnings, hints] = [found.errors, found.warnings, found.hints].map(number);
    tell!(
        lang,
        "错误 {errors}  警告 {warnings}  提示 {hints}",
        "errors {errors}  warnings {warnings}  hints {hints}"
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
