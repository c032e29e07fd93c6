//! A document as the desk shows it: its blocks in reading order, its tables cell by cell, the forms that there are.

use super::line_of;
use gouji_audit::audit::{DocumentAudit, UnderstoodTable};
use gouji_rules::formula::FormNames;
use gouji_rules::ruleset::{Form, Rulebook, Ruleset};
use gouji_values::document::{Block, Layout, Table};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The blocks of a document: texts, and the indices of its tables.
pub(super) fn blocks(audit: &DocumentAudit) -> Vec<Value> {
    let document = &audit.document;
    let block = |block: &Block| match block {
        Block::Table(table) => json!({"table": table}),
        Block::Paragraph(own) => {
            let span = own.text.span();
            json!({
                "text": own.text.text,
                "start": span.start,
                "end": span.end,
                "line": document.locator.position(&document.text, span.start).line,
                "heading": own.heading,
            })
        }
    };
    document.blocks.iter().map(block).collect()
}

/// The tables of a document, in their order.
pub(super) fn tables(audit: &DocumentAudit) -> Vec<Value> {
    audit.document.tables.iter().map(|own| table(audit, own)).collect()
}

/// What was recognised in a table.
fn understood<'a>(
    audit: &'a DocumentAudit,
    table: &Table,
) -> impl Iterator<Item = &'a UnderstoodTable> {
    let span = table.span;
    audit.understanding.iter().filter(move |own| own.span == span)
}

/// The forms that tables were recognised as, each with its tables by index.
fn found(audit: &DocumentAudit) -> BTreeMap<&str, BTreeSet<usize>> {
    let mut out: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (at, table) in audit.document.tables.iter().enumerate() {
        for form in understood(audit, table).flat_map(|own| &own.forms).filter(|own| !own.is_own) {
            out.entry(&form.form).or_default().insert(at);
        }
    }
    out
}

fn table(audit: &DocumentAudit, table: &Table) -> Value {
    let document = &audit.document;
    let all: Vec<&UnderstoodTable> = understood(audit, table).collect();
    let forms = || all.iter().flat_map(|own| &own.forms).filter(|form| !form.is_own);
    // which column of a form stands in which column of the table
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    for form in forms() {
        let columns: BTreeMap<u32, usize> =
            form.cells.iter().map(|cell| (cell.span.start, cell.column)).collect();
        for cell in table.rows.iter().flatten() {
            let name = columns.get(&cell.span.start).and_then(|at| form.columns.get(*at));
            if let Some(name) = name {
                names.entry(cell.column).or_insert(name);
            }
        }
    }
    let cells = table.rows.iter().flatten().map(|cell| {
        json!({
            "text": cell.text.text,
            "start": cell.span.start,
            "end": cell.span.end,
            "row": cell.row,
            "column": cell.column,
            "rows": cell.rows,
            "columns": cell.columns,
        })
    });
    json!({
        "line": document.locator.position(&document.text, table.span.start).line,
        "caption": all.iter().find_map(|own| own.caption.as_deref()),
        "certain": table.layout != Layout::Stream,
        "rows": table.rows.len(),
        "width": table.width(),
        "forms": forms().map(|form| form.form.as_str()).collect::<BTreeSet<_>>(),
        "unit": forms().find_map(|form| form.unit.as_deref()),
        "remarks": all.iter().flat_map(|own| &own.remarks).collect::<Vec<_>>(),
        "names": names,
        "cells": cells.collect::<Vec<_>>(),
    })
}

/// The user's own forms, and those that were recognised in the document, with the names that formulas may use.
pub(super) fn forms(
    audit: &DocumentAudit,
    ruleset: &Ruleset,
    rulebook: &Rulebook,
    own: &[String],
) -> Vec<Value> {
    let found = found(audit);
    let told = |(form, names): (&Form, &FormNames)| {
        let is_own = own.contains(&form.origin.layer.to_string());
        let tables = found.get(form.id.as_str());
        if !is_own && tables.is_none() {
            return None;
        }
        let columns = names.columns.iter().enumerate().map(|(at, (name, kind))| {
            json!({"name": name, "kind": kind.name(), "header": names.heads.get(at)})
        });
        let text = rulebook.text(&form.origin.file);
        Some(json!({
            "id": form.id,
            "own": is_own,
            "file": form.origin.file,
            "line": text.map(|text| line_of(&text, form.origin.span.start)),
            "title": names.titles.first(),
            "unit": names.unit,
            "sides": names.sides,
            "columns": columns.collect::<Vec<_>>(),
            "rows": names.rows,
            "tables": tables,
        }))
    };
    ruleset.forms.iter().zip(&ruleset.names.forms).filter_map(told).collect()
}
