//! What the columns of documents print, told beside a mistake that comes of not knowing it: the rules
//! do not compile, so the documents are read with those that the program brings.

use super::documents;
use super::engine::{self, RulesetRequest};
use gouji_audit::audit::DocumentAudit;
use gouji_values::error::{MistakeSubject, RuleMistake};
use std::path::PathBuf;

/// Words of a column that are named, at most.
const MOST: usize = 8;

/// Adds to each mistake about a column of words what the documents print in it.
pub(super) fn add(mistakes: &mut [RuleMistake], on: &[PathBuf]) {
    let is_of_column = |mistake: &RuleMistake| matches!(mistake.about, MistakeSubject::Column(_));
    if on.is_empty() || !mistakes.iter().any(is_of_column) {
        return;
    }
    let Ok(engine) = engine::load(&RulesetRequest::default()) else { return };
    let audited = documents::audit(&engine, documents::find(on, None).converted(None));
    let read: Vec<&DocumentAudit> = audited.iter().flatten().collect();
    for mistake in mistakes {
        let MistakeSubject::Column(name) = &mistake.about else { continue };
        let heads = heads(&mistake.text, name);
        let printed: Vec<String> = heads.iter().flat_map(|head| words(&read, head)).collect();
        let asked = mistake.text.get(mistake.span.clone()).unwrap_or("");
        if let Some(help) = told(name, &printed, asked) {
            mistake.help = Some(help);
        }
    }
}

/// What to write, made of what a column prints.
fn told(name: &str, printed: &[String], asked: &str) -> Option<String> {
    const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let number = asked.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let numeral = number.and_then(|number| NUMERALS.get(number).copied());
    let is_asked = |text: &&String| {
        !asked.is_empty() && text.contains(asked) || numeral.is_some_and(|own| text.contains(own))
    };
    let first = printed.iter().find(is_asked).or_else(|| printed.first())?;
    let is_number =
        |text: &String| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    if printed.iter().all(is_number) {
        return Some(format!(
            "文件里“{name}”一栏印的都是数：在表样里把 {name} 的 kind 改成 \"count\""
        ));
    }
    let each: Vec<String> = printed.iter().take(MOST).map(|text| format!("“{text}”")).collect();
    Some(format!(
        "文件里“{name}”一栏印的是 {}：照印的字写，加引号，例如 {name} == '{first}'",
        each.concat()
    ))
}

/// What may be printed above a column: its name, and what its form says.
fn heads(text: &str, name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    let quoted = format!("\"{name}\"");
    for line in text.lines().filter(|line| line.contains(&quoted) && line.contains("name")) {
        let header = line.split_once("header").map_or("", |(_, header)| header);
        let header = header.split(['}', ']']).next().unwrap_or("");
        out.extend(header.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    out
}

/// The words below a head in the tables of documents, each once.
fn words(documents: &[&DocumentAudit], head: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for table in documents.iter().flat_map(|document| &document.document.tables) {
        let heads = table.rows.iter().take(3).flatten();
        for own in heads.filter(|cell| cell.text.text.trim() == head) {
            let below = table.rows.iter().flatten();
            let below = below.filter(|cell| cell.column == own.column && cell.row > own.row);
            for text in below.map(|cell| cell.text.text.trim().to_owned()) {
                if !text.is_empty() && !out.contains(&text) {
                    out.push(text);
                }
            }
        }
    }
    out
}
