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
        for own in super::tables::tables(form, "columns").into_iter().filter_map(Column::of) {
            let same =
                known.iter().find(|other| other.kind == own.kind && other.heads == own.heads);
            if let Some(other) = same {
                out.warn(
                    source,
                    own.place.clone(),
                    MistakeCode::WithoutEffect,
                    format!(
                        "列 {} 与 {} 都按“{}”认：表里只印一栏的，分不清是哪一列，都不核对",
                        other.name,
                        own.name,
                        own.heads.join("”“")
                    ),
                    Some(format!(
                        "两列各写自己那一栏印的字；{0} 那一栏印的就是列名的，写成 header = [\"{0}\"]",
                        other.name
                    )),
                );
            }
            known.push(own);
        }
    }
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
