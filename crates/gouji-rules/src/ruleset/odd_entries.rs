//! Columns that no table can tell apart, and words of roles that no sentence has: told by
//! `gouji rules check`.

use super::odd_texts::texts;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use std::ops::Range;

/// Columns of a form that must be there and are known by the same heads: where one is printed it is
/// neither.
pub(super) fn same_heads(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for form in super::tables::tables(root, "form") {
        // sides print the same heads twice
        if form.get("sides").is_some() {
            continue;
        }
        let mut known: Vec<Column<'_>> = Vec::new();
        let columns = super::tables::tables(form, "columns");
        for own in columns.iter().copied().filter_map(Column::of) {
            let same =
                known.iter().find(|other| other.kind == own.kind && other.heads == own.heads);
            if let Some(other) = same {
                told(source, (other, &own), in_cases(root, &columns, [other, &own]), out);
            }
            known.push(own);
        }
    }
}

/// Tells of two such columns at the one whose head is another in a case, else at the later one.
fn told(
    source: &RuleSource,
    (other, own): (&Column<'_>, &Column<'_>),
    printed: Option<(usize, String)>,
    out: &mut Mistakes,
) {
    let line = |column: &Column<'_>| {
        source.text.get(..column.place.start).map_or(1, |before| before.matches('\n').count() + 1)
    };
    let heads = own.heads.join("”“");
    let message = format!(
        "列 {} 与 {} 都按“{heads}”认（第 {}、{} 行）：表里只印一栏的，分不清是哪一列，都不核对",
        other.name,
        own.name,
        line(other),
        line(own)
    );
    let (place, help) = match printed {
        Some((at, head)) => {
            let wrong = if at == 0 { other } else { own };
            let help = format!(
                "用例的表里还有一栏“{head}”，没有列认它：{} 写成 header = [\"{head}\"]",
                wrong.name
            );
            (wrong.place.clone(), help)
        }
        None if let Some((wrong, right)) = copied(other, own) => (
            wrong.place.clone(),
            format!(
                "“{heads}”是列 {} 的：{} 写自己那一栏印的字，印的就是名称的写成 header = [\"{}\"]",
                right.name, wrong.name, wrong.name
            ),
        ),
        None => (
            own.place.clone(),
            format!(
                "两列各写自己那一栏印的字，照表头抄全：{} 或 {} 里有一个要换成另一栏的，如 header = [\"另一栏印的字\"]",
                other.name, own.name
            ),
        ),
    };
    out.warn(source, place, MistakeCode::WithoutEffect, message, Some(help));
}

/// The one of two columns that has the head which the other one is named after, and that other one.
fn copied<'c, 't>(
    one: &'c Column<'t>,
    other: &'c Column<'t>,
) -> Option<(&'c Column<'t>, &'c Column<'t>)> {
    let is_named_after = |column: &Column<'_>| column.heads == [column.name];
    match (is_named_after(one), is_named_after(other)) {
        (true, false) => Some((other, one)),
        (false, true) => Some((one, other)),
        _ => None,
    }
}

/// The head that a case prints and no column has, and which of two columns it is: the one that
/// bears its name, or part of it.
fn in_cases(
    root: TreeTable<'_>,
    columns: &[TreeTable<'_>],
    two: [&Column<'_>; 2],
) -> Option<(usize, String)> {
    let mut heads: Vec<&str> = Vec::new();
    for column in columns {
        heads.extend(column.get("name").and_then(|name| name.text()));
        let own = column.get("header").map(texts).unwrap_or_default();
        heads.extend(own.into_iter().map(|(text, _)| text));
    }
    // the name of a column with a head of its own is no head
    heads.retain(|head| two.iter().all(|own| own.name != *head));
    let cases = super::tables::tables(root, "rule")
        .into_iter()
        .flat_map(|rule| super::tables::tables(rule, "case"))
        .filter_map(|case| case.get("given")?.text());
    let lines = cases.flat_map(str::lines).map(|line| {
        line.split(['|', ',', '\t']).map(str::trim).filter(|cell| !cell.is_empty()).collect()
    });
    for cells in lines {
        let cells: Vec<&str> = cells;
        let known = cells.iter().filter(|cell| heads.contains(cell)).count();
        if known < 2 {
            continue;
        }
        let mut found = cells.iter().filter(|cell| !heads.contains(cell)).filter_map(|cell| {
            let is_of = |own: &&Column<'_>| cell.contains(own.name) || own.name.contains(*cell);
            let at = two.iter().position(is_of)?;
            Some((at, (*cell).to_owned()))
        });
        if let (Some(one), None) = (found.next(), found.next()) {
            return Some(one);
        }
    }
    None
}

/// A column that must be there.
struct Column<'t> {
    name: &'t str,
    kind: &'t str,
    heads: Vec<&'t str>,
    place: Range<usize>,
}

impl<'t> Column<'t> {
    fn of(table: TreeTable<'t>) -> Option<Self> {
        let is_optional = table.get("optional").is_some();
        let name = table.get("name")?;
        let kind = table.get("kind")?.text()?;
        let (heads, place) = match table.get("header") {
            Some(value) => (texts(value).into_iter().map(|(text, _)| text).collect(), value.span()),
            None => (vec![name.text()?], name.span()),
        };
        (!is_optional).then_some(Self { name: name.text()?, kind, heads, place })
    }
}

/// Words before a figure that hold a figure themselves.
pub(super) fn numbers_in_roles(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for role in super::tables::tables(root, "role") {
        for key in ["before", "after"] {
            let Some(value) = role.get(key) else { continue };
            for (text, span) in texts(value) {
                let bare = text.trim_end_matches(['：', ':', '为']);
                let words: String = match bare.find(|c: char| c.is_ascii_digit()) {
                    Some(at) => bare.get(..at).unwrap_or("").trim().to_owned(),
                    None => continue,
                };
                if words.is_empty() {
                    continue;
                }
                out.warn(
                    source,
                    span,
                    MistakeCode::WithoutEffect,
                    format!("{key} 里写了数：文件里的数不同，这个角色多半找不到"),
                    Some(format!("只写数旁边的字：{key} = [\"{words}\"]")),
                );
            }
        }
    }
}
