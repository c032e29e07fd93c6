//! Texts of rule files that are read as they stand, and hardly meant so: patterns as other programs
//! write them, several agencies in one text.

use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use crate::error::MistakeCode;

/// Signs of regular expressions, and what a pattern of a rule file has instead.
const SIGNS: &[(&str, &str)] = &[
    (".*", "{:text}"),
    (".+", "{:text}"),
    ("\\d", "{数:amount}、{数:count} 这样的取值"),
    ("\\s", "空格不用写：有没有都认"),
    ("\\w", "{:text}"),
    ("[0-9]", "{数:amount}、{数:count} 这样的取值"),
    ("%s", "{:text}"),
    ("***", "{:text}"),
];

/// Tables whose patterns are read without regular expressions, and the keys that hold them.
const PATTERNS: &[(&str, &[&str])] = &[
    ("claim", &["text", "not_after"]),
    ("measure", &["words", "not_after"]),
    ("wording", &["printed"]),
];

/// What parts the names of several agencies in one text.
const BETWEEN: &[char] = &['、', '，', ',', ';', '；', '|'];

/// Patterns of claims, measures and wordings that hold signs of regular expressions.
pub(super) fn foreign_patterns(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for (kind, keys) in PATTERNS {
        for table in super::idle::tables(root, kind) {
            for value in keys.iter().filter_map(|key| table.get(key)) {
                for (text, span) in texts(value) {
                    let Some((sign, meant)) = SIGNS.iter().find(|(sign, _)| text.contains(sign))
                    else {
                        continue;
                    };
                    out.warn(
                        source,
                        span,
                        MistakeCode::WithoutEffect,
                        format!("句式不是正则表达式，{sign} 照字面找，不会找到"),
                        Some(format!("改用 {meant}")),
                    );
                }
            }
        }
    }
}

/// Agencies of items and waivers that are several names in one text: no document has such a name.
pub(super) fn joined_agencies(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for kind in ["rule", "claim", "measure", "wording", "relation", "waiver"] {
        for table in super::idle::tables(root, kind) {
            let Some(value) = table.get("agency") else { continue };
            for (text, span) in texts(value) {
                let names: Vec<&str> =
                    text.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()).collect();
                if names.len() < 2 {
                    continue;
                }
                let help = if kind == "waiver" {
                    "每个单位各写一条 [[waiver]]".to_owned()
                } else {
                    let quoted: Vec<String> =
                        names.iter().map(|name| format!("\"{name}\"")).collect();
                    format!("几个单位写成列表：agency = [{}]", quoted.join(", "))
                };
                out.warn(
                    source,
                    span,
                    MistakeCode::WithoutEffect,
                    format!("没有单位叫“{text}”，不会用在任何文件上"),
                    Some(help),
                );
            }
        }
    }
}

/// A text, or the texts of a list, each with its place.
fn texts(value: TreeValue<'_>) -> Vec<(&str, std::ops::Range<usize>)> {
    match value.view() {
        TreeView::Text(text) => vec![(text, value.span())],
        TreeView::List(list) => list
            .items()
            .filter_map(|item| match item.view() {
                TreeView::Text(text) => Some((text, item.span())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
