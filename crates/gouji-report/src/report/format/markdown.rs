//! The summary in Markdown: what was found and what was not checked, to paste into a ticket, a mail
//! or a wiki.

use super::{Options, Report};
use crate::report::entry::{
    FindingEntry, PLACES, broken, corroborated, elsewhere, entries, form_at,
};
use crate::report::headline::{self, identity};
use crate::report::imprint::Imprint;
use crate::report::open_findings::OpenFindings;
use crate::report::rule_end;
use crate::report::totals::{CheckTotals, RunTotals};
use crate::report::units::UnitList;
use crate::report::unread;
use crate::report::width::one_line;
use crate::report::words::{place_words, recognised, severity_word};
use gouji_audit::audit::{Check, DocumentAudit, DocumentOutcome, Severity};
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

    fn extension(&self) -> &'static str {
        "md"
    }

    fn begin(&self, options: &Options) -> Vec<u8> {
        // each document says by which rules it was judged
        let of_run = Imprint { date: options.imprint.date.clone(), ..Imprint::default() };
        format!("# 勾稽审核结果\n\n{}\n\n", escape(&of_run.words())).into_bytes()
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
        Err(unreadable) => format!(
            "## {}\n\n未能审核：{}\n",
            escape(&unreadable.path),
            escape(&unreadable.message)
        ),
    }
}

/// What stands behind several documents.
fn end(totals: &RunTotals, options: &Options) -> String {
    let sum = &totals.summary;
    let left = totals.left_words().map_or(String::new(), |words| format!("\n**{words}**\n"));
    let rest = [left, totals.units.as_ref().map(units).unwrap_or_default()].concat();
    if sum.documents < 2 {
        let rules = if options.statistics { by_rule(totals) } else { String::new() };
        return [rules, rest].concat();
    }
    let mut out = format!(
        "\n## 汇总\n\n共 {} 份文件，未能审核 {} 份，问题 {} 处。\n\n",
        sum.documents, sum.unreadable, sum.findings
    );
    out.push_str("| 文件 | 单位 | 错误 | 警告 | 提示 |\n|---|---|--:|--:|--:|\n");
    for line in &totals.documents {
        let agency = escape(line.agency.as_deref().unwrap_or(""));
        let counts = match &line.found {
            Ok(counts) if !line.is_judged => {
                let is_corroborated = line.corroborated > 0;
                let words = match counts.sum() {
                    0 => unread::shortly(is_corroborated),
                    _ => unread::beside(is_corroborated),
                };
                format!("{} {words}", cells(counts))
            }
            Ok(counts) if line.lacks.is_some() => format!("{} 没有读全", cells(counts)),
            Ok(counts) => cells(counts),
            Err(_) => "未能审核 | |".to_owned(),
        };
        put(&mut out, format_args!("| {} | {agency} | {counts} |\n", escape(&line.path)));
    }
    out.push_str(&by_rule(totals));
    out.push_str(&rest);
    out
}

/// How many findings each rule gave.
fn by_rule(totals: &RunTotals) -> String {
    if totals.rules.is_empty() {
        return String::new();
    }
    let mut out = "\n| 规则 | 错误 | 警告 | 提示 |\n|---|--:|--:|--:|\n".to_owned();
    for (rule, counts) in &totals.rules {
        put(&mut out, format_args!("| {} | {} |\n", escape(rule), cells(counts)));
    }
    out
}

/// The units that were expected.
fn units(units: &UnitList) -> String {
    let mut out = format!(
        "\n## 单位名单\n\n{}\n\n| 单位 | 情况 | 说明 | 文件 |\n|---|---|---|---|\n",
        units.head()
    );
    for unit in &units.units {
        let cells = [&unit.name, unit.state.word(), &unit.words(), &unit.paths()].map(escape);
        put(&mut out, format_args!("| {} |\n", cells.join(" | ")));
    }
    for path in &units.others {
        put(&mut out, format_args!("| | 不在名单 | | {} |\n", escape(path)));
    }
    out
}

fn cells(counts: &OpenFindings) -> String {
    format!("{} | {} | {}", counts.errors, counts.warnings, counts.hints)
}

fn audited(document: &DocumentAudit, options: &Options) -> String {
    let mut out = format!("## {}\n\n", escape(&document.path));
    let facts =
        document.agency.clone().into_iter().chain(document.year.map(|year| format!("{year} 年")));
    let facts: Vec<String> = facts.chain(document.kind_name.clone()).collect();
    if !facts.is_empty() {
        put(&mut out, format_args!("{}\n\n", escape(&facts.join(" · "))));
    }
    let counts = OpenFindings::of(document);
    if let Some(words) = unread::first(document) {
        put(&mut out, format_args!("**{}**\n\n", escape(&words)));
    }
    let unjudged = unread::unjudged(document);
    if let Some(words) = unjudged {
        put(&mut out, format_args!("**{words}**\n"));
    }
    let found = match (counts.sum(), unjudged.is_none()) {
        (0, false) => String::new(),
        (0, true) => unread::rest(document).map_or("没有发现问题".to_owned(), |rest| {
            format!("核对过的没有发现问题；{rest}")
        }),
        (sum, _) => {
            let broken = broken(document)
                .map_or(String::new(), |checks| format!("；引起 {checks} 条勾稽不平"));
            format!(
                "**发现问题 {sum} 处**：错误 {}，警告 {}，提示 {}{broken}",
                counts.errors, counts.warnings, counts.hints
            )
        }
    };
    if !found.is_empty() {
        put(&mut out, format_args!("{found}\n"));
    }
    let (waived, open): (Vec<_>, Vec<_>) =
        entries(document).into_iter().partition(|entry| entry.finding.waiver.is_some());
    if !open.is_empty() {
        out.push_str("\n| 级别 | 序号 | 规则 | 表 | 位置 | 问题 |\n|---|--:|---|---|---|---|\n");
        open.iter().for_each(|entry| finding(&mut out, document, entry));
    }
    for entry in waived {
        let why = entry.finding.waiver.as_deref().unwrap_or("");
        put(
            &mut out,
            format_args!(
                "\n- 已说明：{}. {}，{}（{}）",
                entry.number,
                escape(&entry.check.rule),
                escape(&entry.headline(document).text),
                escape(why)
            ),
        );
    }
    out.push('\n');
    put(&mut out, format_args!("- 核对 {}\n", CheckTotals::of(document).words()));
    if let Some(words) = rule_end::idle(document) {
        put(&mut out, format_args!("- {}\n", escape(&words)));
    }
    let coverage = &document.coverage;
    let share = unread::share(document);
    put(
        &mut out,
        format_args!(
            "- 数字 {} 个：已核对 {}（{share}）{}\n",
            coverage.figures,
            coverage.checked,
            corroborated(coverage.corroborated)
        ),
    );
    put(&mut out, format_args!("- 表格 {} 张：识别 {}\n", coverage.tables, recognised(document)));
    for (name, words) in options.imprint.of(document).rules() {
        put(&mut out, format_args!("- {name}：{}\n", escape(&words)));
    }
    for file in &document.files {
        let name = if document.files.len() > 1 { escape(&file.name) + " " } else { String::new() };
        put(&mut out, format_args!("- 文件 {name}SHA-256：{}\n", file.sha256));
    }
    for reason in unread::reasons(document) {
        put(&mut out, format_args!("- 没有读：{}\n", escape(&reason)));
    }
    for notice in &document.notices {
        let at = notice
            .span
            .map_or(String::new(), |span| format!("{}：", place_words(&document.document, span)));
        put(&mut out, format_args!("- 注意：{}\n", escape(&format!("{at}{}", notice.message))));
    }
    if options.all {
        for figure in &coverage.unchecked {
            let at = place_words(&document.document, figure.span);
            put(
                &mut out,
                format_args!(
                    "- {}：{}\n",
                    if figure.why.is_corroborated() { "印证" } else { "未核对" },
                    escape(&format!("{at} {}（{}）", figure.text, figure.why))
                ),
            );
        }
    }
    out
}

/// How many broken identities of a finding the summary names.
const BROKEN: usize = 6;

fn finding(out: &mut String, document: &DocumentAudit, entry: &FindingEntry<'_>) {
    let headline = entry.headline(document);
    let word = match entry.severity {
        Severity::Error => "**错误**",
        severity => severity_word(severity),
    };
    let form = headline.lead().and_then(|spot| form_at(document, &spot.printed));
    let mut text = format!("**{}**", escape(&headline.text));
    if !headline.says_values {
        for (name, value) in headline.values() {
            put(&mut text, format_args!("；{name} {}", escape(&value)));
        }
    }
    for words in headline.doubts() {
        put(&mut text, format_args!("；{}", escape(&words)));
    }
    if let Some(words) = elsewhere(document, entry.finding, PLACES) {
        put(&mut text, format_args!("；{}", escape(&words)));
    }
    let (words, others) = headline::broken(document, entry.finding);
    let others: Vec<&Check> = others.collect();
    for (at, check) in others.iter().take(BROKEN).enumerate() {
        let before = if at == 0 { format!("<br>{words}：") } else { "；".to_owned() };
        put(&mut text, format_args!("{before}{}", escape(&identity(check))));
    }
    if others.len() > BROKEN {
        put(&mut text, format_args!("；另有 {} 项", others.len() - BROKEN));
    }
    let check = entry.check;
    let rule = check.name().map_or_else(
        || escape(&check.rule),
        |name| format!("{}（{}）", escape(name), escape(&check.rule)),
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
    fn nothing_of_a_document_is_markup() {
        assert_eq!(escape("<script>|*a*\n[b](c)"), "&lt;script&gt;\\|\\*a\\* \\[b\\](c)");
    }
}
