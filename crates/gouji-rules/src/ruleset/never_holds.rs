//! Conditions that no document can meet: told by `gouji rules check`, since the rule would be in no
//! list of what was found.

use super::rule::kinds_help;
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource};
use crate::formula::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeCode;
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// Years of documents lie between these.
const YEARS: (i64, i64) = (1900, 2200);

/// A comparison of something named with something written.
struct Compared<'s> {
    name: String,
    relation: CheckRelation,
    written: Written<'s>,
}

enum Written<'s> {
    Text(&'s str),
    Number(Decimal, &'s str),
}

/// Tells the conditions of a file that never hold.
pub(super) fn never_holds(
    words: &Vocabulary,
    source: &RuleSource,
    root: TreeTable<'_>,
    out: &mut Mistakes,
) {
    let items = ["rule", "claim"].into_iter().filter_map(|key| root.get(key));
    for item in items.filter_map(|list| match list.view() {
        TreeView::List(list) => Some(list),
        _ => None,
    }) {
        let whens = item.items().filter_map(|item| item.table()?.get("when"));
        for when in whens {
            if let Some((message, help)) = why_never(when, words) {
                out.warn(source, when.span(), MistakeCode::WithoutEffect, message, help);
            }
        }
    }
}

/// Why a condition never holds, and what to write.
fn why_never(when: TreeValue<'_>, words: &Vocabulary) -> Option<(String, Option<String>)> {
    let TreeView::Text(text) = when.view() else { return None };
    let syntax = crate::formula::parse(text).ok()?;
    let mut all = Vec::new();
    conjuncts(&syntax, &mut all);
    for one in &all {
        match (one.name.as_str(), one.relation, &one.written) {
            ("doc.kind", CheckRelation::Equal, Written::Text(kind))
                if !words.kinds.contains_key(*kind) =>
            {
                let message = format!("没有文件种类 {kind}，这个条件永远不成立");
                return Some((message, Some(kinds_help(kind, words))));
            }
            ("doc.year", CheckRelation::Equal, Written::Number(year, _))
                if *year < Decimal::from(YEARS.0) || *year > Decimal::from(YEARS.1) =>
            {
                let help = "年度写四位数，例如 doc.year == 2024".to_owned();
                return Some((format!("没有 {year} 年，这个条件永远不成立"), Some(help)));
            }
            _ => {}
        }
    }
    let clash = all
        .iter()
        .enumerate()
        .find_map(|(at, one)| all.iter().skip(at + 1).find(|other| exclude(one, other)))?;
    let message = format!("{} 不能同时满足两边，这个条件永远不成立", clash.name);
    Some((message, Some("有一个成立就行的写 ||".to_owned())))
}

/// The comparisons that must all hold.
fn conjuncts<'s>(syntax: &'s Syntax, out: &mut Vec<Compared<'s>>) {
    match &syntax.kind {
        SyntaxKind::Binary(Binary::And, left, right) => {
            conjuncts(left, out);
            conjuncts(right, out);
        }
        SyntaxKind::Compare(relation, left, right) => {
            let of = |named: &Syntax, other: &'s Syntax, relation| {
                Some(Compared { name: path(named)?, relation, written: written(other)? })
            };
            out.extend(of(left, right, *relation).or_else(|| of(right, left, relation.mirrored())));
        }
        _ => {}
    }
}

/// A name with what is behind its points, as it is written.
fn path(syntax: &Syntax) -> Option<String> {
    match &syntax.kind {
        SyntaxKind::Name(name) => Some(name.clone()),
        SyntaxKind::Member(base, name, _) => Some(format!("{}.{name}", path(base)?)),
        _ => None,
    }
}

fn written(syntax: &Syntax) -> Option<Written<'_>> {
    match &syntax.kind {
        SyntaxKind::Text(text) => Some(Written::Text(text)),
        SyntaxKind::Number { value, unit } => Some(Written::Number(*value, unit)),
        _ => None,
    }
}

/// Whether two comparisons of one name leave nothing that meets both.
fn exclude(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    use CheckRelation::{AtLeast, AtMost, Equal, Greater, Less};
    if one.name != other.name {
        return false;
    }
    match (&one.written, &other.written) {
        (Written::Text(a), Written::Text(b)) => {
            one.relation == Equal && other.relation == Equal && a != b
        }
        (Written::Number(a, unit), Written::Number(b, own)) if unit == own => {
            let below = |relation| matches!(relation, Less | AtMost | Equal);
            let above = |relation| matches!(relation, Greater | AtLeast | Equal);
            let is_open = |relation| matches!(relation, Less | Greater);
            let apart = |low: &Decimal, lower, high: &Decimal, upper| {
                above(lower)
                    && below(upper)
                    && (low > high || low == high && (is_open(lower) || is_open(upper)))
            };
            apart(a, one.relation, b, other.relation) || apart(b, other.relation, a, one.relation)
        }
        _ => false,
    }
}
