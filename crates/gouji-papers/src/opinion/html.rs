//! The paper as a page: self-contained, without script, to be read and to be printed on A4.

use super::finding::{self, FindingRow};
use super::{Opinion, SIGNATURES, Section, Table, fact_rows, is_tall};
use gouji_report::report::markup::escaped;
use std::fmt::Write as _;

const STYLE: &str = include_str!("style.css");

/// Papers as a page, each beginning on a new sheet.
#[must_use]
pub fn html(opinions: &[Opinion]) -> String {
    let title = opinions.first().map_or_else(String::new, Opinion::name);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        escaped(&title),
        STYLE.replace("{name}", &in_style(&title))
    );
    opinions.iter().for_each(|opinion| paper(&mut out, opinion));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// A text within quotation marks of a style: nothing of it ends them, or the style.
fn in_style(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '>')).collect()
}

impl Opinion {
    /// Its title with what it is about.
    pub(super) fn name(&self) -> String {
        let unit = self.line.unit.as_str();
        if unit.is_empty() { self.title.clone() } else { format!("{unit}{}", self.title) }
    }
}

fn paper(out: &mut String, opinion: &Opinion) {
    put(out, format_args!("<article class=\"paper\">\n<h1>{}</h1>\n", escaped(&opinion.title)));
    facts(out, &opinion.facts);
    out.push_str("<h2>审核结论</h2>\n");
    for sentence in &opinion.verdict {
        put(out, format_args!("<p class=\"verdict\">{}</p>\n", lines(sentence)));
    }
    opinion.summary.iter().for_each(|one| table(out, one));
    out.push_str("<dl class=\"signatures\">\n");
    for name in SIGNATURES {
        put(out, format_args!("<div><dt>{name}：</dt><dd></dd></div>\n"));
    }
    out.push_str("</dl>\n");
    let class = match (opinion.is_across(), opinion.rows.is_empty()) {
        (true, _) => "annex across",
        (false, false) => "annex apart",
        (false, true) => "annex",
    };
    put(out, format_args!("<div class=\"{class}\">\n"));
    findings(out, &opinion.rows);
    for section in opinion.annex() {
        match section.as_ref() {
            Section::Table(one) => table(out, one),
            Section::List { title, lines: all } => {
                put(out, format_args!("<h2>{}</h2>\n<ul>\n", escaped(title)));
                out.extend(all.iter().map(|line| format!("<li>{}</li>\n", lines(line))));
                out.push_str("</ul>\n");
            }
        }
    }
    out.push_str("</div>\n");
    out.push_str("</article>\n");
}

/// Names and values side by side.
fn facts(out: &mut String, facts: &[(&'static str, String)]) {
    out.push_str("<table class=\"facts\" aria-label=\"审核的文件和依据\">\n<colgroup><col class=\"names\"><col><col class=\"names\"><col></colgroup>\n<tbody>\n");
    for row in fact_rows(facts) {
        out.push_str("<tr>");
        for (name, value) in &row {
            let span = if row.len() == 1 { " colspan=\"3\"" } else { "" };
            let class = if is_digest(value) { " class=\"digest\"" } else { "" };
            let value = lines(value);
            put(out, format_args!("<th scope=\"row\">{name}</th><td{span}{class}>{value}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// The findings by parts of the document.
fn findings(out: &mut String, rows: &[FindingRow]) {
    if rows.is_empty() {
        return;
    }
    put(out, format_args!("<h2>{}</h2>\n", finding::TITLE));
    for part in finding::parts(rows) {
        if !part.title.is_empty() {
            put(out, format_args!("<h3>{}</h3>\n", escaped(part.title)));
        }
        for row in part.rows {
            let head = lines(&row.head());
            put(out, format_args!("<div class=\"finding\">\n<p class=\"head\">{head}</p>\n<dl>\n"));
            for (name, text) in row.lines() {
                let text = lines(&text);
                put(out, format_args!("<div><dt>{name}</dt><dd>{text}</dd></div>\n"));
            }
            out.push_str("</dl>\n</div>\n");
        }
    }
}

fn table(out: &mut String, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    put(
        out,
        format_args!(
            "<h2>{0}</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table class=\"list\">\n<colgroup>",
            escaped(&table.title)
        ),
    );
    for (_, share) in &table.columns {
        put(out, format_args!("<col style=\"width:{share}%\">"));
    }
    out.push_str("</colgroup>\n<thead>\n<tr>");
    for (name, _) in &table.columns {
        put(out, format_args!("<th scope=\"col\">{name}</th>"));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str(if is_tall(row) { "<tr class=\"tall\">" } else { "<tr>" });
        for (cell, (name, _)) in row.iter().zip(&table.columns) {
            let class = match *name {
                name if is_narrow(name) => " class=\"number\"",
                _ if is_digest(cell) => " class=\"digest\"",
                _ => "",
            };
            put(out, format_args!("<td{class}>{}</td>", lines(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// Whether a column holds numbers of few digits, which stand in its middle.
pub(super) fn is_narrow(column: &str) -> bool {
    matches!(column, "序号" | "错误" | "警告" | "提示")
}

/// Whether a text is a digest: it is written small, and broken where the line ends.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() >= 64
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'\n' || byte == b'+')
}

/// Text with its lines.
fn lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("<br>")
}

/// Writing into memory does not fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
