//! What would be told, were a figure another one, for `gouji prove`: the share of what would be told,
//! and the figures whose change nothing would tell, by table and section.

use super::tables::head;
use crate::report::Options;
use crate::report::paint::Paint;
use crate::report::width::{hang, one_line};
use crate::report::words::place_words;
use gouji_audit::audit::{
    DocumentAudit, DocumentOutcome, Proved, ProvedCount, ProvedFigure, ProvedKind,
};
use gouji_values::document::Block;
use serde_json::{Value, json};

/// How many figures of a table or section are listed without `all`.
const SHOWN: usize = 8;
/// How many rules of a figure are named.
const RULES: usize = 4;

/// The three kinds with their words and keys.
const KINDS: [(ProvedKind, &str, &str); 3] = [
    (ProvedKind::Prose, "正文的金额和比率", "prose"),
    (ProvedKind::Count, "正文的其他数", "counts"),
    (ProvedKind::Table, "表格", "tables"),
];

/// A document of a run.
#[must_use]
pub fn render(outcome: &DocumentOutcome, options: &Options) -> String {
    let paint = Paint { on: options.color };
    let mut out = String::new();
    match outcome {
        Ok(given) => {
            head(&mut out, given, options, paint);
            let none = Proved::default();
            let proved = given.proved.as_ref().unwrap_or(&none);
            out.push_str(&format!("\n{}\n", paint.bold("改动一位数字，会不会被发现")));
            for (kind, words, _) in KINDS {
                let count = proved.count(Some(kind));
                hang(&mut out, &format!("  {words}  "), 6, &counted(&count), options.width);
            }
            untold(&mut out, given, proved, options, paint);
        }
        Err(unreadable) => {
            out.push_str(&format!("{}\n", paint.bold(&unreadable.path)));
            let mark = format!("  {}  ", paint.red("未能读取"));
            hang(&mut out, &mark, 12, &unreadable.message, options.width);
        }
    }
    out
}

/// Share and counts of a kind.
fn counted(count: &ProvedCount) -> String {
    let ProvedCount { figures, loud, hinted, checked, checked_told, already } = *count;
    if figures == 0 {
        return "没有".to_owned();
    }
    let by_hint =
        if hinted > 0 { format!("，另有 {hinted} 个只会提示") } else { String::new() };
    let named = if already > 0 {
        format!("；已在问题里的 {already} 个不计")
    } else {
        String::new()
    };
    format!(
        "{} 个数，改了会报的 {loud} 个（{}）{by_hint}；计入已核对的 {checked} 个，其中改了会发现的 {checked_told} 个（{}）{named}",
        figures,
        percent(loud, figures),
        percent(checked_told, checked),
    )
}

/// A share in percent with one decimal.
fn percent(part: usize, whole: usize) -> String {
    match (part * 1000 + whole / 2).checked_div(whole) {
        Some(share) => format!("{}.{}%", share / 10, share % 10),
        None => "—".to_owned(),
    }
}

/// The figures that nothing would tell of, under the tables and sections that they stand in.
fn untold(
    out: &mut String,
    given: &DocumentAudit,
    proved: &Proved,
    options: &Options,
    paint: Paint,
) {
    let mut groups: Vec<(String, Vec<&ProvedFigure>)> = Vec::new();
    for figure in proved.untold() {
        let name = section(given, figure);
        match groups.last_mut().filter(|(known, _)| *known == name) {
            Some((_, own)) => own.push(figure),
            None => groups.push((name, vec![figure])),
        }
    }
    if groups.is_empty() {
        out.push_str("\n每个数改动一位都会被发现\n");
        return;
    }
    let count: usize = groups.iter().map(|(_, own)| own.len()).sum();
    out.push_str(&format!("\n{}\n", paint.bold(format!("改了不会被发现的数 {count} 个"))));
    for (name, own) in groups {
        hang(out, "  ", 2, &format!("{name}（{} 个）", own.len()), options.width);
        let most = if options.all { own.len() } else { SHOWN };
        for figure in own.iter().take(most) {
            let at = place_words(&given.document, figure.span);
            let words = format!("{at} {}：{}", one_line(&figure.text), resting(given, figure));
            hang(out, "    - ", 6, &words, options.width);
        }
        if own.len() > most {
            let more = format!("    另有 {} 个（--all 全部列出）\n", own.len() - most);
            out.push_str(&paint.dim(more).to_string());
        }
    }
}

/// The checks that rest on a figure, in words.
fn resting(given: &DocumentAudit, figure: &ProvedFigure) -> String {
    let rules = rules(given, figure);
    let changes = &figure.changes;
    let (told, hidden) =
        ((changes.loud | changes.hinted).count_ones(), changes.hidden.count_ones());
    let all = told + hidden + changes.silent.count_ones();
    if rules.is_empty() {
        return "没有计入核对的检查".to_owned();
    }
    let more = if rules.len() > RULES { " 等" } else { "" };
    let named = rules.iter().take(RULES).copied().collect::<Vec<_>>().join("、");
    let how = match (told, hidden) {
        (0, 0) => "改了都不会报".to_owned(),
        (_, 0) => format!("{all} 种改法中 {told} 种会报"),
        _ => format!("{all} 种改法中 {told} 种会报，{hidden} 种被四舍五入掩盖"),
    };
    format!("{named}{more}（{how}）")
}

/// The rules of the checks that rest on a figure, each once.
fn rules<'a>(given: &'a DocumentAudit, figure: &ProvedFigure) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for check in figure.checks.iter().filter_map(|at| given.checks.get(*at as usize)) {
        if !out.contains(&check.rule.as_str()) {
            out.push(&check.rule);
        }
    }
    out
}

/// The caption of the table, or the nearest heading above.
fn section(given: &DocumentAudit, figure: &ProvedFigure) -> String {
    let source = &given.document;
    if figure.kind == ProvedKind::Table {
        let mut tables = given.understanding.iter();
        let table = tables.find(|table| table.span.covers(figure.span));
        let name = table.and_then(|table| table.caption.as_deref());
        return name.map_or_else(|| "没有标题的表".to_owned(), one_line);
    }
    let heading = source.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.heading.is_some() && !paragraph.in_contents => {
            Some(paragraph)
        }
        _ => None,
    });
    let above = heading.take_while(|paragraph| paragraph.text.span().start <= figure.span.start);
    above.last().map_or_else(|| "正文".to_owned(), |paragraph| one_line(paragraph.text.text.trim()))
}

/// What was proved of a document, for programs.
#[must_use]
pub fn value(given: &DocumentAudit, proved: &Proved) -> Value {
    let counts = KINDS.iter().map(|(kind, _, key)| {
        let count = proved.count(Some(*kind));
        let value = json!({
            "figures": count.figures,
            "told": count.loud,
            "hinted": count.hinted,
            "checked": count.checked,
            "checked_told": count.checked_told,
            "found": count.already,
        });
        ((*key).to_owned(), value)
    });
    let mut out: serde_json::Map<String, Value> = counts.collect();
    let untold = proved.untold().map(|figure| {
        let position = given.document.locator.position(&given.document.text, figure.span.start);
        let changes = &figure.changes;
        json!({
            "text": figure.text,
            "in": key(figure.kind),
            "section": section(given, figure),
            "start": figure.span.start,
            "end": figure.span.end,
            "line": position.line,
            "column": position.column,
            "place": given.document.locator.place(figure.span),
            "told": (changes.loud | changes.hinted).count_ones(),
            "hidden": changes.hidden.count_ones(),
            "untold": changes.silent.count_ones(),
            "rules": rules(given, figure),
        })
    });
    out.insert("untold".to_owned(), untold.collect());
    Value::Object(out)
}

/// All figures.
fn figures(given: &DocumentAudit, proved: &Proved) -> Value {
    let figure = |figure: &ProvedFigure| {
        json!({
            "text": figure.text,
            "in": key(figure.kind),
            "start": figure.span.start,
            "end": figure.span.end,
            "told_if_changed": figure.told.id(),
            "changes": figure.changes.letters(),
            "rules": rules(given, figure),
        })
    };
    proved.figures.iter().map(figure).collect()
}

fn key(kind: ProvedKind) -> &'static str {
    KINDS.iter().find(|(own, ..)| *own == kind).map_or("", |(.., key)| key)
}

/// A document for programs; with `all` each of its figures.
#[must_use]
pub fn object(outcome: &DocumentOutcome, all: bool) -> Value {
    match outcome {
        Ok(given) => {
            let proved = given.proved.as_ref().map(|proved| {
                let mut value = value(given, proved);
                if all && let Some(keys) = value.as_object_mut() {
                    keys.insert("figures".to_owned(), figures(given, proved));
                }
                value
            });
            json!({
                "path": given.path,
                "error": null,
                "kind": given.kind,
                "agency": given.agency,
                "year": given.year,
                "ruleset": given.ruleset,
                "proved": proved,
            })
        }
        Err(unreadable) => json!({"path": unreadable.path, "error": unreadable.message}),
    }
}
