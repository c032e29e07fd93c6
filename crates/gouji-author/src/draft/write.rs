//! Forms and proposals as the text of a rule file.

use super::grid::DraftGrid;
use super::proposal::{DraftForm, Proposal};
use gouji_audit::audit::ProposedHead;
use std::collections::{BTreeMap, BTreeSet};

/// The rule file: each form with its rules, then the rules between forms.
pub(super) fn file(sheets: &[DraftForm], proposals: &[Proposal], cases: &[String]) -> String {
    let mut out = String::from(
        "# 由 gouji rules draft 从文件中归纳，供修改：表样的名字、栏目的写法、规则的名称和依据请逐条核对。\n# 写着 proposed = true 的只作提示；认可的用 gouji rules accept 文件夹 编号… 去掉这一行。\n",
    );
    let rule = |out: &mut String, proposal: &Proposal, cases: &str| {
        let form = proposal.form.and_then(|form| sheets.get(form)).map_or(String::new(), |sheet| {
            let side = proposal.side.as_ref().map_or(String::new(), |side| format!(".{side}"));
            format!("form   = {}\n", quoted(&format!("{}{side}", sheet.id)))
        });
        out.push_str(&format!(
            "\n[[rule]]\nid     = {}\nname   = {}\n{form}{}\nproposed = true\n{cases}",
            quoted(&proposal.id),
            quoted(&proposal.name),
            proposal.demand
        ));
    };
    for (index, sheet) in sheets.iter().enumerate() {
        form(&mut out, index, sheet, proposals);
        for (proposal, cases) in
            proposals.iter().zip(cases).filter(|(proposal, _)| proposal.form == Some(index))
        {
            rule(&mut out, proposal, cases);
        }
    }
    for (proposal, cases) in
        proposals.iter().zip(cases).filter(|(proposal, _)| proposal.form.is_none())
    {
        rule(&mut out, proposal, cases);
    }
    out
}

/// Heads for columns of forms that are known: a form stands once in a rule file, and so does each of
/// its columns.
pub(super) fn amendments(heads: &[ProposedHead]) -> String {
    let mut forms: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for ProposedHead { form, column, head } in heads {
        forms.entry(form).or_default().entry(column).or_default().push(head);
    }
    let mut out = String::new();
    for (form, columns) in forms {
        out.push_str(&format!(
            "\n# 文件中印成别的字的栏目；不是同一栏的，删去那一行\n[[form]]\nid      = {}\nreason  = \"本地的写法\"\ncolumns = [\n",
            quoted(form)
        ));
        for (column, heads) in columns {
            let printed: Vec<String> =
                heads.iter().map(|head| format!("“{}”", head.replace('\n', " "))).collect();
            let texts: Vec<String> = heads.iter().map(|head| quoted(&literal(head))).collect();
            out.push_str(&format!(
                "  {{ name = {}, header = [{}] }}, # {}看来是“{column}”\n",
                quoted(column),
                texts.join(", "),
                printed.join("")
            ));
        }
        out.push_str("]\n");
    }
    out
}

/// Title, sides, heads: what tells a table from others, whatever its columns hold.
pub(super) fn heads_of(grid: &DraftGrid) -> String {
    let heads: Vec<String> = grid.columns.iter().map(|column| column.headers.join(" ")).collect();
    format!("{}\n{}", grid.sides.join(" "), heads.join("\n"))
}

/// A form that names these rows beside its totals: names with labels.
pub(super) fn form_text(sheet: &DraftForm, named: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    head(&mut out, sheet);
    let mut rows = String::new();
    for (name, label) in named {
        let row = sheet.grid.rows.iter().find(|row| row.name.as_ref() == Some(name));
        let code = row.and_then(|row| row.code.as_ref());
        let code = code.map_or(String::new(), |code| format!(", code = {}", quoted(code)));
        let total = if row.is_some_and(|row| row.is_total) { ", total = true" } else { "" };
        rows.push_str(&format!(
            "  {{ name = {}{code}, label = [{}]{total} }},\n",
            quoted(name),
            quoted(&literal(label))
        ));
    }
    if !rows.is_empty() {
        out.push_str(&format!("rows = [\n{rows}]\n"));
    }
    out
}

/// Id, title, sides and columns of a form.
fn head(out: &mut String, sheet: &DraftForm) {
    out.push_str(&format!("\n[[form]]\nid      = {}\n", quoted(&sheet.id)));
    if let Some(title) = &sheet.grid.title {
        out.push_str(&format!("title   = [{}]\n", quoted(&literal(title))));
    }
    if !sheet.grid.sides.is_empty() {
        let sides: Vec<String> = sheet.grid.sides.iter().map(|side| quoted(side)).collect();
        out.push_str(&format!("sides   = [{}]\n", sides.join(", ")));
    }
    out.push_str("columns = [\n");
    for column in &sheet.grid.columns {
        let side = match column.places.as_slice() {
            [(side, _)] => sheet
                .grid
                .sides
                .get(*side)
                .map_or(String::new(), |side| format!(", side = {}", quoted(side))),
            _ => String::new(),
        };
        let kind = column.kind.name();
        let headers: Vec<String> =
            column.headers.iter().map(|header| quoted(&literal(header))).collect();
        out.push_str(&format!(
            "  {{ name = {}, kind = \"{kind}\", header = [{}]{side} }},\n",
            quoted(&column.name),
            headers.join(", ")
        ));
    }
    out.push_str("]\n");
}

fn form(out: &mut String, index: usize, sheet: &DraftForm, proposals: &[Proposal]) {
    head(out, sheet);
    // totals are named for what sums over the rows leave out
    let is_wanted = |row: usize, total: bool| {
        total || proposals.iter().any(|proposal| proposal.rows.contains(&(index, row)))
    };
    let mut named = BTreeSet::new();
    let mut rows = String::new();
    for (_, found) in
        sheet.grid.rows.iter().enumerate().filter(|(row, found)| is_wanted(*row, found.is_total))
    {
        let Some(name) = found.name.as_ref().filter(|name| named.insert(*name)) else { continue };
        let code =
            found.code.as_ref().map_or(String::new(), |code| format!(", code = {}", quoted(code)));
        let total = if found.is_total { ", total = true" } else { "" };
        rows.push_str(&format!(
            "  {{ name = {}{code}, label = [{}]{total} }},\n",
            quoted(name),
            quoted(&literal(&found.label))
        ));
    }
    if !rows.is_empty() {
        out.push_str(&format!("rows = [\n{rows}]\n"));
    }
}

/// Signs of the pattern language stand for themselves only in their full width.
pub(super) fn literal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '?' => '？',
            '|' => '｜',
            '+' => '＋',
            '{' | '}' | '…' => ' ',
            other => other,
        })
        .collect()
}

pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
