//! Forms and proposals as the text of a rule file.

use super::grid::{DraftGrid, one_line};
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
    let rows: String = named
        .iter()
        .map(|(name, label)| {
            let row = sheet.grid.rows.iter().find(|row| row.name.as_ref() == Some(name));
            let code = row.and_then(|row| row.code.as_deref());
            row_line(name, code, label, row.is_some_and(|row| row.is_total))
        })
        .collect();
    out.push_str(&rows_of(&rows));
    out
}

/// Id, title, sides and columns of a form.
fn head(out: &mut String, sheet: &DraftForm) {
    let grid = &sheet.grid;
    out.push_str(&beginning(&sheet.id, grid.title.as_deref(), &grid.sides));
    for column in &grid.columns {
        let side = match column.places.as_slice() {
            [(side, _)] => grid.sides.get(*side).map(String::as_str),
            _ => None,
        };
        out.push_str(&column_line(&column.name, column.kind.name(), &column.headers, side));
    }
    out.push_str("]\n");
}

/// Id, title and sides of a form, and the beginning of its columns.
pub(super) fn beginning(id: &str, title: Option<&str>, sides: &[String]) -> String {
    let mut out = format!("\n[[form]]\nid      = {}\n", quoted(id));
    if let Some(title) = title {
        out.push_str(&format!("title   = [{}]\n", quoted(&literal(title))));
    }
    if !sides.is_empty() {
        let sides: Vec<String> = sides.iter().map(|side| quoted(side)).collect();
        out.push_str(&format!("sides   = [{}]\n", sides.join(", ")));
    }
    out.push_str("columns = [\n");
    out
}

/// A column of a form.
pub(super) fn column_line(
    name: &str,
    kind: &str,
    headers: &[String],
    side: Option<&str>,
) -> String {
    let side = side.map_or(String::new(), |side| format!(", side = {}", quoted(side)));
    let headers: Vec<String> = headers.iter().map(|header| quoted(&literal(header))).collect();
    format!(
        "  {{ name = {}, kind = \"{kind}\", header = [{}]{side} }},\n",
        quoted(name),
        headers.join(", ")
    )
}

/// A row of a form.
pub(super) fn row_line(name: &str, code: Option<&str>, label: &str, is_total: bool) -> String {
    let code = code.map_or(String::new(), |code| format!(", code = {}", quoted(code)));
    let total = if is_total { ", total = true" } else { "" };
    format!(
        "  {{ name = {}{code}, label = [{}]{total} }},\n",
        quoted(name),
        quoted(&literal(label))
    )
}

/// The rows of a form; nothing where there are none.
pub(super) fn rows_of(lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("rows = [\n{lines}]\n") }
}

fn form(out: &mut String, index: usize, sheet: &DraftForm, proposals: &[Proposal]) {
    if !sheet.grid.from.is_empty() {
        out.push_str(&format!("\n# 出自 {}", one_line(&sheet.grid.from)));
    }
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
        rows.push_str(&row_line(name, found.code.as_deref(), &found.label, found.is_total));
    }
    out.push_str(&rows_of(&rows));
}

/// Signs of the pattern language stand for themselves only in their full width.
pub(crate) fn literal(text: &str) -> String {
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
