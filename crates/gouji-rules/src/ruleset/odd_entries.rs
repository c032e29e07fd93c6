//! Columns that no table can tell apart, and words of roles that no sentence has: told by
//! `gouji rules check`.

use super::odd_texts::texts;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use std::ops::Range;

/// Columns of a form that are known by the same head: one that is printed once is neither.
pub(super) fn same_heads(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for form in super::idle::tables(root, "form") {
        // sides print the same heads twice
        if form.get("sides").is_some() {
            continue;
        }
        let mut known: Vec<(String, String)> = Vec::new();
        for column in super::idle::tables(form, "columns") {
            let Some((name, place)) =
                column.get("name").and_then(|own| Some((own.text()?, own.span())))
            else {
                continue;
            };
            let heads: Vec<(String, Range<usize>)> = match column.get("header") {
                Some(value) => {
                    texts(value).into_iter().map(|(text, span)| (text.to_owned(), span)).collect()
                }
                None => vec![(name.to_owned(), place)],
            };
            for (head, span) in heads {
                match known.iter().find(|(own, other)| *own == head && *other != name) {
                    Some((_, other)) => out.warn(
                        source,
                        span,
                        MistakeCode::WithoutEffect,
                        format!("列 {other} 与 {name} 都按“{head}”认：分不清哪一栏是哪一列，都不核对"),
                        Some(format!(
                            "两列各写自己那一栏印的字；{name} 那一栏印的就是列名的，写成 header = [\"{name}\"]"
                        )),
                    ),
                    None => known.push((head, name.to_owned())),
                }
            }
        }
    }
}

/// Words before a figure that hold a figure themselves.
pub(super) fn numbers_in_roles(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for role in super::idle::tables(root, "role") {
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
