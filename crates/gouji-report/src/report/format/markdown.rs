//! The summary in Markdown: what was found and what was not checked, to paste into a ticket, a mail
//! or a wiki.

use super::{Options, Report};
use crate::report::entry::{
    FindingEntry, PLACES, broken, corroborated, elsewhere, entries, form_at,
};
use crate::report::headline::{self, identity_in};
use crate::report::imprint::Imprint;
use crate::report::open_findings::OpenFindings;
use crate::report::rule_end;
use crate::report::totals::{CheckTotals, RunTotals};
use crate::report::units::UnitList;
use crate::report::unread;
use crate::report::width::one_line;
use crate::report::words::{place_words_in, recognised, severity_words};
use gouji_audit::audit::{Check, DocumentAudit, DocumentOutcome, Severity};
use gouji_values::lang::{Lang, tell};
use std::fmt::Write as _;
use std::io;

/// For mails, tickets and wikis.
pub(super) struct Markdown;

impl Report for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn media(&self) -> &'static str {
        "text/markdown; charset=utf-8"
    }

    fn title(&self) -> &'static str {
        "摘要，可贴入邮件和工单"
    }

    fn is_in_english(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn begin(&self, options: &Options) -> Vec<u8> {
        // each document says by which rules it was judged
        let of_run = Imprint { date: options.imprint.date.clone(), ..Imprint::default() };
        let (lang, words) = (options.lang, escape(&of_run.words(options.lang)));
        tell!(lang, "# 勾稽审核结果\n\n{words}\n\n", "# Audit by gouji\n\n{words}\n\n").into_bytes()
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        out.write_all(document(outcome, options).as_bytes())
    }

    fn between(&self) -> &'static [u8] {
        b"\n"
    }

    fn end(&self, totals: &RunTotals, options: &Options) -> Vec<u8> {
        end(totals, options).into_bytes()
    }
}

/// The section of a document.
fn document(outcome: &DocumentOutcome, options: &Options) -> String {
    match outcome {
        Ok(document) => audited(document, options),
        Err(unreadable) => {
            let (lang, path) = (options.lang, escape(&unreadable.path));
            let why = escape(&unreadable.words(lang));
            tell!(lang, "## {path}\n\n未能审核：{why}\n", "## {path}\n\nnot audited: {why}\n")
        }
    }
}

/// What stands behind several documents.
fn end(totals: &RunTotals, options: &Options) -> String {
    let sum = &totals.summary;
    let lang = options.lang;
    let left = totals.left_words(lang).map_or(String::new(), |words| format!("\n**{words}**\n"));
    let units = totals.units.as_ref().map(|list| units(list, lang));
    let rest = [left, units.unwrap_or_default()].concat();
    if sum.documents < 2 {
        let rules = if options.statistics { by_rule(totals, lang) } else { String::new() };
        return [rules, rest].concat();
    }
    let CheckTotals { documents, unreadable, findings, .. } = sum;
    let mut out = tell!(
        lang,
        "\n## 汇总\n\n共 {documents} 份文件，未能审核 {unreadable} 份，问题 {findings} 处。\n\n",
        "\n## Summary\n\n{documents} documents, {unreadable} not audited, {findings} findings.\n\n"
    );
    let heads = lang.of(
        "| 文件 | 单位 | 错误 | 警告 | 提示 |",
        "| document | unit | errors | warnings | hints |",
    );
    out.push_str(&format!("{heads}\n|---|---|--:|--:|--:|\n"));
    for line in &totals.documents {
        let agency = escape(line.agency.as_deref().unwrap_or(""));
        let counts = match &line.found {
            Ok(counts) if !line.is_judged => {
                let is_corroborated = line.corroborated > 0;
                let words = match counts.sum() {
                    0 => unread::shortly(is_corroborated),
                    _ => unread::beside(is_corroborated),
                };
                format!("{} {}", cells(counts), words.of(lang))
            }
            Ok(counts) if line.lacks.is_some() => {
                format!("{} {}", cells(counts), lang.of("没有读全", "not wholly read"))
            }
            Ok(counts) => cells(counts),
            Err(_) => format!("{} | |", lang.of("未能审核", "not audited")),
        };
        put(&mut out, format_args!("| {} | {agency} | {counts} |\n", escape(&line.path)));
    }
    out.push_str(&by_rule(totals, lang));
    out.push_str(&rest);
    out
}

/// How many findings each rule gave.
fn by_rule(totals: &RunTotals, lang: Lang) -> String {
    if totals.rules.is_empty() {
        return String::new();
    }
    let heads = lang.of("| 规则 | 错误 | 警告 | 提示 |", "| rule | errors | warnings | hints |");
    let mut out = format!("\n{heads}\n|---|--:|--:|--:|\n");
    for (rule, counts) in &totals.rules {
        put(&mut out, format_args!("| {} | {} |\n", escape(rule), cells(counts)));
    }
    out
}

/// The units that were expected.
fn units(units: &UnitList, lang: Lang) -> String {
    let head = units.head(lang);
    let mut out = tell!(
        lang,
        "\n## 单位名单\n\n{head}\n\n| 单位 | 情况 | 说明 | 文件 |\n|---|---|---|---|\n",
        "\n## List of units\n\n{head}\n\n| unit | state | remarks | documents |\n|---|---|---|---|\n"
    );
    for unit in &units.units {
        let (state, words) = (unit.state.word_in(lang), unit.words_in(lang));
        let cells = [&unit.name, state, &words, &unit.paths()].map(escape);
        put(&mut out, format_args!("| {} |\n", cells.join(" | ")));
    }
    for path in &units.others {
        let state = lang.of("不在名单", "not on the list");
        put(&mut out, format_args!("| | {state} | | {} |\n", escape(path)));
    }
    out
}

fn cells(counts: &OpenFindings) -> String {
    format!("{} | {} | {}", counts.errors, counts.warnings, counts.hints)
}

fn audited(document: &DocumentAudit, options: &Options) -> String {
    let mut out = format!("## {}\n\n", escape(&document.path));
    let lang = options.lang;
    let year = document.year.map(|year| tell!(lang, "{year} 年", "{year}"));
    let facts = document.agency.clone().into_iter().chain(year);
    let facts: Vec<String> = facts.chain(document.kind_name.clone()).collect();
    if !facts.is_empty() {
        put(&mut out, format_args!("{}\n\n", escape(&facts.join(" · "))));
    }
    let counts = OpenFindings::of(document);
    if let Some(words) = unread::first(document, lang) {
        put(&mut out, format_args!("**{}**\n\n", escape(&words)));
    }
    let unjudged = unread::unjudged(document);
    if let Some(words) = unjudged {
        put(&mut out, format_args!("**{}**\n", words.of(lang)));
    }
    let found = match (counts.sum(), unjudged.is_none()) {
        (0, false) => String::new(),
        (0, true) => match unread::rest(document, lang) {
            None => lang.of("没有发现问题", "nothing found").to_owned(),
            Some(rest) => tell!(
                lang,
                "核对过的没有发现问题；{rest}",
                "nothing found in what was checked; {rest}"
            ),
        },
        (sum, _) => {
            let broken = broken(document).map_or(String::new(), |checks| {
                tell!(lang, "；引起 {checks} 条勾稽不平", "; {checks} checks fail for them")
            });
            let OpenFindings { errors, warnings, hints, .. } = counts;
            tell!(
                lang,
                "**发现问题 {sum} 处**：错误 {errors}，警告 {warnings}，提示 {hints}{broken}",
                "**findings {sum}**: errors {errors}, warnings {warnings}, hints {hints}{broken}"
            )
        }
    };
    if !found.is_empty() {
        put(&mut out, format_args!("{found}\n"));
    }
    let (waived, open): (Vec<_>, Vec<_>) =
        entries(document).into_iter().partition(|entry| entry.finding.waiver.is_some());
    if !open.is_empty() {
        let heads = lang.of(
            "| 级别 | 序号 | 规则 | 表 | 位置 | 问题 |",
            "| severity | no. | rule | table | place | finding |",
        );
        put(&mut out, format_args!("\n{heads}\n|---|--:|---|---|---|---|\n"));
        open.iter().for_each(|entry| finding(&mut out, document, entry, lang));
    }
    for entry in waived {
        let why = escape(entry.finding.waiver.as_deref().unwrap_or(""));
        let (number, rule) = (entry.number, escape(&entry.check.rule));
        let text = escape(&entry.headline_in(document, lang).text);
        out.push_str(&tell!(
            lang,
            "\n- 已说明：{number}. {rule}，{text}（{why}）",
            "\n- explained: {number}. {rule}, {text} ({why})"
        ));
    }
    out.push('\n');
    checked(&mut out, document, options);
    out
}

/// What was checked, by which rules, and what was not.
fn checked(out: &mut String, document: &DocumentAudit, options: &Options) {
    let (lang, coverage) = (options.lang, &document.coverage);
    let mut lines = Vec::new();
    let sum = CheckTotals::of(document).words(lang);
    lines.push(tell!(lang, "核对 {sum}", "checks {sum}"));
    lines.extend(rule_end::idle(document, lang).map(|words| escape(&words)));
    let (all, checked, share) = (coverage.figures, coverage.checked, unread::share(document, lang));
    let agreed = corroborated(coverage.corroborated, lang);
    lines.push(tell!(
        lang,
        "数字 {all} 个：已核对 {checked}（{share}）{agreed}",
        "figures {all}: checked {checked} ({share}){agreed}"
    ));
    let (all, known) = (coverage.tables, recognised(document, lang));
    lines.push(tell!(lang, "表格 {all} 张：识别 {known}", "tables {all}: recognised {known}"));
    let colon = lang.colon();
    for (name, words) in options.imprint.of(document).rules(lang) {
        lines.push(format!("{name}{colon}{}", escape(&words)));
    }
    for file in &document.files {
        let name = if document.files.len() > 1 { escape(&file.name) + " " } else { String::new() };
        let digest = &file.sha256;
        lines.push(tell!(lang, "文件 {name}SHA-256：{digest}", "file {name}SHA-256: {digest}"));
    }
    for reason in unread::reasons(document, lang) {
        lines.push(format!("{}{colon}{}", lang.of("没有读", "not read"), escape(&reason)));
    }
    let place = |span| place_words_in(&document.document, span, lang);
    for notice in &document.notices {
        let at = notice.span.map_or(String::new(), |span| format!("{}{colon}", place(span)));
        let words = escape(&format!("{at}{}", notice.message.of(lang)));
        lines.push(format!("{}{colon}{words}", lang.of("注意", "notice")));
    }
    for figure in coverage.unchecked.iter().filter(|_| options.all) {
        let word = match figure.why.is_corroborated() {
            true => lang.of("印证", "corroborated"),
            false => lang.of("未核对", "not checked"),
        };
        let why = lang.bracketed(&figure.why.words(lang));
        let words = format!("{} {}{why}", place(figure.span), figure.text);
        lines.push(format!("{word}{colon}{}", escape(&words)));
    }
    lines.iter().for_each(|line| put(out, format_args!("- {line}\n")));
}

/// How many broken identities of a finding the summary names.
const BROKEN: usize = 6;

fn finding(out: &mut String, document: &DocumentAudit, entry: &FindingEntry<'_>, lang: Lang) {
    let (headline, next) = (entry.headline_in(document, lang), lang.semicolon());
    let word = severity_words(entry.severity).of(lang);
    let word = match entry.severity {
        Severity::Error => format!("**{word}**"),
        _ => word.to_owned(),
    };
    let form = headline.lead().and_then(|spot| form_at(document, &spot.printed));
    let mut text = format!("**{}**", escape(&headline.text));
    if !headline.says_values {
        for (name, value) in headline.values() {
            put(&mut text, format_args!("{next}{name} {}", escape(&value)));
        }
    }
    for words in headline.doubts() {
        put(&mut text, format_args!("{next}{}", escape(&words)));
    }
    if let Some(words) = elsewhere(document, entry.finding, PLACES, lang) {
        put(&mut text, format_args!("{next}{}", escape(&words)));
    }
    let (words, others) = headline::broken(document, entry.finding);
    let others: Vec<&Check> = others.collect();
    for (at, check) in others.iter().take(BROKEN).enumerate() {
        let before = match at {
            0 => format!("<br>{}{}", words.of(lang), lang.colon()),
            _ => next.to_owned(),
        };
        put(&mut text, format_args!("{before}{}", escape(&identity_in(check, lang))));
    }
    if others.len() > BROKEN {
        let rest = others.len() - BROKEN;
        text.push_str(&tell!(lang, "；另有 {rest} 项", "; {rest} more"));
    }
    let check = entry.check;
    let rule = check.name().map_or_else(
        || escape(&check.rule),
        |name| format!("{}{}", escape(name), lang.bracketed(&escape(&check.rule))),
    );
    let place = headline.place(document);
    put(
        out,
        format_args!(
            "| {word} | {} | {rule} | {} | {} | {text} |\n",
            entry.number,
            escape(form.unwrap_or("")),
            escape(&place)
        ),
    );
}

/// Writing into memory does not fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// Text as it is: nothing of it is a sign of Markdown, HTML or a table.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_sample as sample;

    #[test]
    fn a_summary() {
        insta::assert_snapshot!(
            String::from_utf8(Format::MARKDOWN.render(&sample::run(), &Options::default()))
                .unwrap()
        );
    }

    #[test]
    fn a_summary_in_english() {
        let options = Options { lang: Lang::English, ..Options::default() };
        insta::assert_snapshot!(
            String::from_utf8(Format::MARKDOWN.render(&sample::run(), &options)).unwrap()
        );
    }

    #[test]
    fn nothing_of_a_document_is_markup() {
        assert_eq!(escape("<script>|*a*\n[b](c)"), "&lt;script&gt;\\|\\*a\\* \\[b\\](c)");
    }
}
