//! What was read from the sentences of a run, for `gouji tables --facts`: as text, as a web page
//! with each figure marked, and as an object for programs.

use super::tables::head;
use crate::explain::{figure_words, sentence, ties};
use crate::report::Options;
use crate::report::format::html::{Out, escape, push};
use crate::report::paint::Paint;
use crate::report::width::{columns, hang, left, one_line};
use crate::report::words::{place_words, verdict_name};
use gouji_audit::audit::{
    Check, DocumentAudit, DocumentOutcome, FigureRead, NoCheck, ReadingRead, RelationRead,
    SentenceRead, Verdict,
};
use gouji_audit::say::{
    apart_name, bound_name, class_name, kind_name, outcome_name, relation_name, role_name,
};
use gouji_values::document::Span;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The facts of a document of a run, as text.
#[must_use]
pub fn render(outcome: &DocumentOutcome, options: &Options) -> String {
    let paint = Paint { on: options.color };
    let mut out = String::new();
    match outcome {
        Ok(given) => {
            head(&mut out, given, options, paint);
            let title = format!("读出的句子 {} 句", given.facts.len());
            out.push_str(&format!("\n{}\n", paint.bold(title)));
            for read in &given.facts {
                out.push('\n');
                one(&mut out, given, read, options, paint);
            }
        }
        Err(unreadable) => {
            out.push_str(&format!("{}\n", paint.bold(&unreadable.path)));
            let head = format!("  {}  ", paint.red("未能读取"));
            hang(&mut out, &head, 12, &unreadable.message, options.width);
        }
    }
    out
}

fn one(
    out: &mut String,
    given: &DocumentAudit,
    read: &SentenceRead,
    options: &Options,
    paint: Paint,
) {
    let place = place_words(&given.document, read.span);
    let text = one_line(given.document.slice(read.span));
    hang(out, &format!("  {}  ", paint.bold(place)), 4, &text, options.width);
    for (word, text) in sentence(given, read, options.all) {
        let head = format!("    {}  ", left(word, 4));
        let wide = columns(&head);
        let head = if word.is_empty() { head } else { head.replace(word, &paint.dim(word)) };
        hang(out, &head, wide, &text, options.width);
    }
}

const STYLE: &str = "body{font:14px/1.7 sans-serif;margin:2em;color:#222;max-width:60em}h1{font-size:1.3em}\
.s{margin:1.2em 0 .2em}.at{color:#888;font-size:.85em}b{font-weight:normal;border-bottom:2px solid}\
b.ok{background:#dff3df}b.wrong{background:#f9c6c6}b.said{border-bottom:2px dotted #888}b.open{background:#f1f1f1}\
table{border-collapse:collapse;font-size:.9em;margin-left:1em}td{padding:1px 8px;vertical-align:top}td:first-child{color:#888;white-space:nowrap}\
p{margin:.2em 0}.remark{color:#a40}";

const LEGEND: &str = "<p>数的底色：<b class=\"ok\">已核对</b> <b class=\"wrong\">与别处不符</b> <b class=\"said\">印证，不算核对</b> \
<b class=\"open\">没有核对</b>。鼠标停在数上，可见读成了什么、与什么核对。</p>\n";

/// What stands before the documents of the page.
#[must_use]
pub fn begin() -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>句子是怎样读的</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{LEGEND}"
    )
}

/// One document of the page, written as it is made.
///
/// # Errors
/// Those of `to`.
pub fn write(outcome: &DocumentOutcome, to: &mut dyn Write) -> io::Result<()> {
    let mut out = Out::new(to);
    match outcome {
        Ok(given) => {
            push(&mut out, format_args!("<h1>{}</h1>\n", escape(&given.path)));
            given.facts.iter().for_each(|read| drawn(&mut out, given, read));
        }
        Err(unreadable) => {
            push(&mut out, format_args!("<h1>{}</h1>\n", escape(&unreadable.path)));
            let why = escape(&unreadable.message);
            push(&mut out, format_args!("<p class=\"remark\">未能读取：{why}</p>\n"));
        }
    }
    out.end()
}

fn drawn(out: &mut Out<'_>, given: &DocumentAudit, read: &SentenceRead) {
    let place = place_words(&given.document, read.span);
    push(out, format_args!("<p class=\"s\"><span class=\"at\">{}</span> ", escape(&place)));
    let text = |from: u32, to: u32| {
        let slice = given.document.slice(Span { start: from, end: to.max(from) });
        escape(&one_line(slice)).to_string()
    };
    let mut from = read.span.start;
    for figure in read.figures.iter() {
        if figure.span.start < from || figure.span.end > read.span.end {
            continue;
        }
        out.push_str(&text(from, figure.span.start));
        let title: Vec<String> =
            [figure_words(figure)].into_iter().chain(ties(given, figure)).collect();
        push(
            out,
            format_args!(
                "<b class=\"{}\" title=\"{}\">{}</b>",
                state(given, figure),
                escape(&title.join("\n")),
                text(figure.span.start, figure.span.end)
            ),
        );
        from = figure.span.end;
    }
    out.push_str(&text(from, read.span.end));
    out.push_str("</p>\n<table>\n");
    for (word, text) in sentence(given, read, true) {
        push(out, format_args!("<tr><td>{word}</td><td>{}</td></tr>\n", escape(&text)));
    }
    out.push_str("</table>\n");
}

/// How a figure is coloured.
fn state(given: &DocumentAudit, figure: &FigureRead) -> &'static str {
    let verdicts = || checks(given, &figure.checks).map(|check| check.verdict);
    if verdicts().any(|verdict| verdict == Verdict::Violation) {
        "wrong"
    } else if verdicts().any(|verdict| verdict.is_decided()) {
        "ok"
    } else if verdicts().any(Verdict::agrees) {
        "said"
    } else {
        "open"
    }
}

fn checks<'a>(given: &'a DocumentAudit, numbers: &'a [usize]) -> impl Iterator<Item = &'a Check> {
    numbers.iter().filter_map(|number| given.checks.get(*number))
}

/// The facts of a document for programs.
#[must_use]
pub fn object(given: &DocumentAudit) -> Value {
    given.facts.iter().map(|read| sentence_object(given, read)).collect()
}

fn sentence_object(given: &DocumentAudit, read: &SentenceRead) -> Value {
    let source = &given.document;
    let at = source.locator.position(&source.text, read.span.start);
    let lists = read
        .lists
        .iter()
        .map(|list| json!({"head": list.head, "items": list.items, "whole": list.is_whole}));
    let claims = read.claims.iter().map(|claim| {
        json!({
            "claim": claim.sentence.claim,
            "captures": pairs(claim.sentence.captures.iter().map(|(name, text)| (&**name, &**text))),
            "checks": verdicts(given, &claim.checks),
        })
    });
    json!({
        "line": at.line,
        "column": at.column,
        "start": read.span.start,
        "end": read.span.end,
        "place": source.locator.place(read.span),
        "text": one_line(source.slice(read.span)),
        "figures": read.figures.iter().map(|figure| figure_object(given, figure)).collect::<Vec<_>>(),
        "lists": lists.collect::<Vec<_>>(),
        "relations": read.relations.iter().map(|one| relation_object(given, one)).collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    })
}

fn figure_object(given: &DocumentAudit, figure: &FigureRead) -> Value {
    let tied = checks(given, &figure.checks).map(|check| {
        let is_own = |span: Span| span.start < figure.span.end && figure.span.start < span.end;
        let others = check
            .figures()
            .filter(|other| other.document().is_some() || !is_own(other.span()))
            .map(|other| json!({"label": &*other.label(), "text": other.printed().text}));
        json!({
            "rule": check.rule,
            "verdict": verdict_name(check.verdict),
            "with": others.collect::<Vec<_>>(),
        })
    });
    json!({
        "text": figure.text,
        "start": figure.span.start,
        "end": figure.span.end,
        "subject": figure.subject,
        "of": figure.of,
        "role": role_name(figure.role),
        "kind": kind_name(figure.kind),
        "year": figure.when.year,
        "last": figure.when.is_last,
        "edge": figure.when.edge.map(class_name),
        "stage": figure.when.stage.map(class_name),
        "bound": bound_name(figure.bound),
        "apart": figure.apart.map(apart_name),
        "why": figure.why.as_ref().map(NoCheck::to_string),
        "checks": tied.collect::<Vec<_>>(),
    })
}

fn relation_object(given: &DocumentAudit, relation: &RelationRead) -> Value {
    let reading = |reading: &ReadingRead| {
        json!({
            "relation": relation_name(reading.relation),
            "parts": pairs(reading.parts.iter().map(|(name, text)| (&**name, &**text))),
            "sure": reading.is_sure,
            "holds": reading.holds,
        })
    };
    json!({
        "rule": relation.rule.as_ref().map(|(rule, _)| rule),
        "outcome": outcome_name(relation.outcome),
        "told": relation.is_told,
        "chosen": relation.chosen,
        "readings": relation.readings.iter().map(reading).collect::<Vec<_>>(),
        "checks": verdicts(given, &relation.checks),
    })
}

fn pairs<'a>(list: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Value> {
    list.map(|(name, text)| json!({"name": name, "text": text})).collect()
}

fn verdicts(given: &DocumentAudit, numbers: &[usize]) -> Vec<Value> {
    checks(given, numbers)
        .map(|check| json!({"rule": check.rule, "verdict": verdict_name(check.verdict)}))
        .collect()
}
