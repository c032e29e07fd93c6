//! How the documents were understood, for `gouji tables`: tables, forms, columns, the grid as read,
//! sentences.

use crate::explain::native_words;
use crate::report::Options;
use crate::report::paint::Paint;
use crate::report::width::{columns, cut, hang, left, one_line, right};
use crate::report::words::{place_words, unit_words};
use ecow::EcoString;
use gouji_audit::audit::{
    DocumentAudit, DocumentOutcome, UnderstoodForm, UnderstoodSentence, UnderstoodTable,
};
use gouji_values::document::{Document, Span};
use gouji_values::lang::Lang;
use serde_json::{Value, json};

/// A document for programs: its tables and the sentences that make a claim; with `facts` what was
/// read from each sentence in their place.
#[must_use]
pub fn object(outcome: &DocumentOutcome, facts: bool) -> Value {
    let given = match outcome {
        Ok(given) => given,
        Err(unreadable) => {
            return json!({"path": unreadable.path, "error": unreadable.message});
        }
    };
    let mut out = json!({
        "path": given.path,
        "error": null,
        "kind": given.kind,
        "reporting_level": given.reporting_level,
        "agency": given.agency,
        "year": given.year,
        "ruleset": given.ruleset,
        "layers": given.layers,
    });
    let Some(keys) = out.as_object_mut() else { return out };
    if facts {
        keys.insert("facts".to_owned(), super::facts::object(given));
        return out;
    }
    let tables = given.understanding.iter().map(|table| table_object(&given.document, table));
    keys.insert("tables".to_owned(), tables.collect());
    let sentences = given.sentences.iter().map(|sentence| {
        let captures = sentence.captures.iter();
        json!({
            "claim": sentence.claim,
            "line": line(&given.document, sentence.span),
            "start": sentence.span.start,
            "end": sentence.span.end,
            "captures": captures
                .map(|(name, text)| json!({"name": name, "text": text}))
                .collect::<Vec<_>>(),
        })
    });
    keys.insert("sentences".to_owned(), sentences.collect());
    out
}

fn line(source: &Document, span: Span) -> u32 {
    source.locator.position(&source.text, span.start).line
}

fn table_object(source: &Document, table: &UnderstoodTable) -> Value {
    let forms = table.forms.iter().map(|form| {
        let rows = form.rows.iter();
        json!({
            "form": form.form,
            "part": form.part,
            "by_title": form.by_title,
            "unit": form.unit,
            "columns": form.columns,
            "rows": rows
                .map(|(label, cells)| json!({"label": label, "cells": cells}))
                .collect::<Vec<_>>(),
        })
    });
    json!({
        "caption": table.caption,
        "line": line(source, table.span),
        "start": table.span.start,
        "end": table.span.end,
        "place": source.locator.place(table.span),
        "rows": table.size.0,
        "columns": table.size.1,
        "remarks": table.remarks,
        "forms": forms.collect::<Vec<_>>(),
    })
}

/// The widest column of labels, and of values, in a grid.
const LABEL: usize = 32;
const VALUE: usize = 16;
/// How many rows of a grid are shown without `all`.
const ROWS: usize = 12;

/// The understanding of a document of a run; a blank line stands between two.
#[must_use]
pub fn render(outcome: &DocumentOutcome, options: &Options) -> String {
    let paint = Paint { on: options.color };
    let mut out = String::new();
    match outcome {
        Ok(given) => document(&mut out, given, options, paint),
        Err(unreadable) => {
            out.push_str(&format!("{}\n", paint.bold(&unreadable.path)));
            hang(
                &mut out,
                &format!("  {}  ", paint.red("未能读取")),
                12,
                &unreadable.message,
                options.width,
            );
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// What a document is, and the rules that it was read by.
pub fn head(out: &mut String, given: &DocumentAudit, options: &Options, paint: Paint) {
    out.push_str(&format!("{}\n", paint.bold(&given.path)));
    let source = &given.document;
    let unknown = || "未认出".to_owned();
    let facts = [
        ("格式", format!("{}，{}，{} 行", source.format, source.encoding, source.locator.lines())),
        ("种类", given.kind_name.clone().unwrap_or_else(unknown)),
        ("单位", given.agency.clone().unwrap_or_else(unknown)),
        ("年度", given.year.map_or_else(unknown, |year| year.to_string())),
        (
            "规则",
            if given.layers.is_empty() {
                given.ruleset.clone()
            } else {
                given.layers.join(" → ")
            },
        ),
    ];
    for (name, text) in facts {
        hang(out, &format!("  {}  ", paint.dim(name)), 8, &text, options.width);
    }
}

fn document(out: &mut String, given: &DocumentAudit, options: &Options, paint: Paint) {
    head(out, given, options, paint);
    let source = &given.document;
    let (known, rest): (Vec<_>, Vec<_>) =
        given.understanding.iter().partition(|table| !table.forms.is_empty());
    out.push_str(&format!("\n{}\n", paint.bold(format!("识别的表 {} 张", known.len()))));
    for table in known {
        out.push('\n');
        understood(out, source, table, options, paint);
    }
    if !rest.is_empty() {
        out.push_str(&format!(
            "\n{}\n",
            paint.bold(format!("没有识别的表 {} 张（其中的数字不核对）", rest.len()))
        ));
        for table in rest {
            hang(out, "  - ", 4, &table_words(source, table), options.width);
            remarks(out, table, options, paint);
        }
    }
    sentences(out, source, &given.sentences, options, paint);
    if !given.notices.is_empty() {
        out.push_str(&format!("\n{}\n", paint.bold("注意")));
        for notice in &given.notices {
            let at = notice
                .span
                .map_or(String::new(), |span| format!("{}：", place_words(source, span)));
            hang(out, "  - ", 4, &format!("{at}{}", notice.message), options.width);
        }
    }
}

fn table_words(source: &Document, table: &UnderstoodTable) -> String {
    let caption = table.caption.as_deref().map_or("无标题".to_owned(), one_line);
    format!("{} {caption}（{} 行 × {} 列）", lines(source, table.span), table.size.0, table.size.1)
}

/// Native place or lines of a table.
pub fn lines(source: &Document, span: Span) -> String {
    let file = source.file(span).map_or(String::new(), |file| format!("{} ", file.name));
    if let Some(place) = source.locator.place(span) {
        return format!("{file}{}", native_words(place, Lang::Chinese));
    }
    let first = source.locator.position(&source.text, span.start).line;
    let last =
        source.locator.position(&source.text, span.end.saturating_sub(1).max(span.start)).line;
    if first == last {
        format!("{file}第 {first} 行")
    } else {
        format!("{file}第 {first}–{last} 行")
    }
}

fn understood(
    out: &mut String,
    source: &Document,
    table: &UnderstoodTable,
    options: &Options,
    paint: Paint,
) {
    hang(out, "  ", 2, &table_words(source, table), options.width);
    for form in &table.forms {
        // the same table once more, as what follows from itself: only what is new is told
        let mut others = table.forms.iter().filter(|other| !other.is_own).peekable();
        if form.is_own && others.peek().is_some() {
            let known: Vec<&String> = others.flat_map(|other| &other.columns).collect();
            let more = form.columns.iter().filter(|column| !known.contains(column));
            let more: Vec<&str> = more.map(String::as_str).collect();
            if !more.is_empty() {
                let head = format!("    {}  ", paint.dim("另有栏目"));
                let words = format!("{}（表样里没有，只按表格本身核对）", more.join("、"));
                hang(out, &head, 14, &words, options.width);
            }
            continue;
        }
        let mut words = vec![if form.by_title { "按标题和栏目" } else { "按栏目" }.to_owned()];
        words.extend(form.part.as_ref().map(|part| format!("部分 {part}")));
        words.push(unit_words(form));
        words.push(if form.empty {
            "空表".to_owned()
        } else {
            format!("{} 行", form.rows.len())
        });
        hang(
            out,
            &format!("    表样 {}  ", paint.bold(&form.form)),
            10,
            &words.join("，"),
            options.width,
        );
        hang(
            out,
            &format!("    {}  ", paint.dim("栏目")),
            10,
            &form.columns.join("、"),
            options.width,
        );
        grid(out, form, options, paint);
    }
    remarks(out, table, options, paint);
}

fn remarks(out: &mut String, table: &UnderstoodTable, options: &Options, paint: Paint) {
    for remark in &table.remarks {
        hang(out, &format!("    {}  ", paint.yellow("未懂")), 10, remark, options.width);
    }
}

/// The grid in bands of as many columns as fit side by side.
fn grid(out: &mut String, form: &UnderstoodForm, options: &Options, paint: Paint) {
    if form.rows.is_empty() {
        return;
    }
    let shown = if options.all { form.rows.len() } else { form.rows.len().min(ROWS) };
    // a table may be as long as the document: a row is put into words when it is written
    let rows = || form.rows.iter().take(shown);
    let label_of = |label: &str| cut(&one_line(label), LABEL);
    let value_of = |cell: &Option<EcoString>| {
        cell.as_deref().map_or(String::new(), |text| cut(&one_line(text), VALUE))
    };
    let headers: Vec<String> =
        form.columns.iter().map(|name| cut(&one_line(name), VALUE)).collect();
    let label = rows().map(|(label, _)| columns(&label_of(label))).max().unwrap_or(0);
    let mut widths: Vec<usize> = headers.iter().map(|name| columns(name)).collect();
    for (_, cells) in rows() {
        widths.resize(widths.len().max(cells.len()), 0);
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = columns(&value_of(cell)).max(*width);
        }
    }
    let count = widths.len();
    let width_of = |i: usize| widths.get(i).copied().unwrap_or(0);
    let mut from = 0;
    while from < count {
        let mut to = from;
        let mut used = 6 + label;
        while to < count && (to == from || used + 2 + width_of(to) <= options.width) {
            used += 2 + width_of(to);
            to += 1;
        }
        let line = |label_text: &str, cell: &dyn Fn(usize) -> String| {
            let mut line = format!("      {}", left(label_text, label));
            for i in from..to {
                line.push_str("  ");
                line.push_str(&right(&cell(i), width_of(i)));
            }
            line.truncate(line.trim_end().len());
            line
        };
        out.push_str(&format!(
            "{}\n",
            paint.dim(line("", &|i| headers.get(i).cloned().unwrap_or_default()))
        ));
        for (label, cells) in rows() {
            out.push_str(&format!(
                "{}\n",
                line(&label_of(label), &|i| cells.get(i).map_or_else(String::new, value_of))
            ));
        }
        from = to;
    }
    if form.rows.len() > shown {
        out.push_str(&format!("      … 另有 {} 行（--all 列出）\n", form.rows.len() - shown));
    }
}

fn sentences(
    out: &mut String,
    source: &Document,
    list: &[UnderstoodSentence],
    options: &Options,
    paint: Paint,
) {
    if list.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n", paint.bold(format!("读出的语句 {} 处", list.len()))));
    for sentence in list {
        let text = one_line(source.slice(sentence.span));
        let text = if options.all { text } else { cut(&text, options.width.saturating_sub(6) * 2) };
        hang(
            out,
            &format!("  {} {}  ", place_words(source, sentence.span), paint.bold(&sentence.claim)),
            4,
            &text,
            options.width,
        );
        let captures: Vec<String> = sentence
            .captures
            .iter()
            .map(|(name, text)| format!("{name}={}", one_line(text)))
            .collect();
        hang(out, "    ", 4, &captures.join("  "), options.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;

    #[test]
    fn tables_and_sentences() {
        let run: Vec<String> = sample::run()
            .documents
            .iter()
            .map(|outcome| render(outcome, &Options::default()))
            .collect();
        insta::assert_snapshot!(run.join("\n"));
    }

    #[test]
    fn many_columns_stand_in_bands() {
        let mut document = sample::document();
        for form in document.understanding.iter_mut().flat_map(|table| &mut table.forms) {
            form.columns = (0..12).map(|i| format!("预算数.栏目{i}")).collect();
            form.rows = vec![(
                "合计".into(),
                (0..12).map(|i| (i % 3 > 0).then(|| format!("{i}.00").into())).collect(),
            )];
        }
        let text = render(&Ok(document), &Options::default());
        assert!(text.lines().all(|line| columns(line) <= 100), "{text}");
    }
}
