//! A key that a table does not have: what to write instead, made of its own value. Keys that may be
//! meant are tried before they are told.

use super::file_names;
use super::keys::{KeyKind, RuleKey, keys};
use super::kind::is_demand;
use super::other_words;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, TableWalk};
use crate::formula::{Function, close, foreign_function};
use gouji_values::error::{MistakeCode, MistakeSubject};
use std::ops::Range;

/// Tells of one such key. `names`: the keys that the table may have.
pub(super) fn tell(
    walk: &TableWalk<'_>,
    (name, place, value): (&str, Range<usize>, TreeValue<'_>),
    names: &[&str],
    mistakes: &mut Mistakes,
) {
    let source = walk.source;
    let (mut help, meant) = other_words::key(walk.what, name, names);
    if let (Some(meant), TreeView::Boolean(truth)) = (meant, value.view())
        && other_words::is_opposite(name, meant)
    {
        help = Some(format!("写成 {meant} = {}", !truth));
    }
    let near = close(name, names.iter().copied());
    let known = meant.into_iter().chain(near.iter().copied());
    let (mut is_owner, mut is_demanded) = (false, false);
    for key in known {
        is_owner |= matches!(key, "form" | "claim");
        is_demanded |= is_demand(key);
    }
    let astray =
        || other_words::astray((walk.what, name), (&*source.text, place.start), value, names);
    let usable = || other_words::usable(walk.what, name, names.iter().copied());
    let elsewhere = file_names::elsewhere(walk.what, &source.name, name);
    let moved = elsewhere.or_else(|| parameter(walk, name, value));
    let told = match moved {
        Some(moved) => astray().or(Some(moved)),
        None => misspelled_head(walk, &near, &place, value).or_else(astray),
    };
    let help = match told.or(help) {
        Some(help) => help,
        None if !near.is_empty() && !other_words::is_elsewhere(walk.what, name) => {
            format!("是不是 {}？", near.join("、"))
        }
        None if walk.what == "case" => {
            format!("{}；规则自己的键要写在 [[rule.case]] 前面", usable())
        }
        None => beside_list(walk, name, value).unwrap_or_else(usable),
    };
    let message = format!("{} 里没有 {name} 这个键", walk.what);
    mistakes.add(source, place.clone(), MistakeCode::KeyUnknown, message, Some(help));
    if is_demanded {
        mistakes.about(MistakeSubject::Demand);
    } else if is_owner {
        mistakes.about(MistakeSubject::Owner);
    } else if file_names::is_misnamed(walk.what, &source.name, name) {
        mistakes.about(MistakeSubject::FileName);
    }
    let span = value.span();
    let Some(written) = source.text.get(span.clone()) else { return };
    if as_formula(walk, (name, &place, value), names, mistakes) {
        mistakes.about(MistakeSubject::Demand);
    }
    // the key that it lacks
    for key in lacking(walk, value) {
        mistakes.mended_by(
            place.clone(),
            key.name,
            format!("写成 {} = {}", key.name, written.trim()),
        );
        if let Some(last) = mistakes.remedies.last_mut() {
            last.gives_what_lacks = true;
        }
    }
}

/// A key of the rows of a form that stands at a column, or the other way round.
fn beside_list(walk: &TableWalk<'_>, name: &str, value: TreeValue<'_>) -> Option<String> {
    let (other, example) = match walk.what {
        "columns" => ("rows", "name = \"合计行\", label = [\"合计\"]"),
        "rows" => ("columns", "name = \"金额\", kind = \"amount\""),
        _ => return None,
    };
    if !keys(other).iter().any(|key| key.name == name) {
        return None;
    }
    let written = walk.source.text.get(value.span())?.trim();
    Some(format!(
        "{name} 是 {other} 的键，这里删去，写在 {other} 里，如 {{ {example}, {name} = {written} }}"
    ))
}

/// A number that formulas ask for as a parameter and that stands where none may: a rule, a form, the
/// top of a file.
fn parameter(walk: &TableWalk<'_>, name: &str, value: TreeValue<'_>) -> Option<String> {
    let text = &walk.source.text;
    let asked = ["param.", "lookup(", "steps("].iter().find(|before| {
        let behind = |(at, found): (usize, &str)| {
            let rest = text.get(at + found.len()..).unwrap_or("");
            !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        };
        text.match_indices(&format!("{before}{name}")).any(behind)
    })?;
    let written = text.get(value.span()).filter(|own| !own.contains('\n'));
    let line = format!("\"{name}\" = {}", written.unwrap_or("…"));
    let asked = format!("{asked}{name}{}", if asked.ends_with('(') { ", …)" } else { "" });
    // a table stands in a file once
    let section = text.lines().position(|line| {
        line.split('#').next().is_some_and(|own| own.replace(' ', "").trim() == "[param]")
    });
    let place = match section {
        Some(at) => format!("移到第 {} 行 [param] 的下面，写 {line}", at + 1),
        None => format!("移到文件开头，上面写一行 [param]，下面写 {line}"),
    };
    Some(format!("公式里用到 {asked}，{name} 是参数：这一行{place}"))
}

/// A head of a table with a slip of the hand in its name: `[default.rule]`.
fn misspelled_head(
    walk: &TableWalk<'_>,
    near: &[&str],
    place: &Range<usize>,
    value: TreeValue<'_>,
) -> Option<String> {
    let ([meant], TreeView::Table(_)) = (near, value.view()) else { return None };
    let text = &walk.source.text;
    let start = text.get(..place.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?.trim();
    let (before, behind) = (text.get(start..place.start)?, text.get(place.end..)?);
    let behind = behind.lines().next().unwrap_or("").trim_end();
    line.starts_with('[').then(|| format!("写成 {}{meant}{behind}", before.trim_start()))
}

/// A function of formulas in the place of a key: `unique = "发票号"`. Whether it is what the item is
/// to check.
fn as_formula(
    walk: &TableWalk<'_>,
    (name, place, value): (&str, &Range<usize>, TreeValue<'_>),
    names: &[&str],
    mistakes: &mut Mistakes,
) -> bool {
    let function = Function::find(name).or_else(|| foreign_function(name));
    let (Some(function), true) = (function, names.contains(&"expect")) else { return false };
    let texts: Vec<&str> = match value.view() {
        TreeView::Text(text) => vec![text],
        TreeView::List(items) => items.items().filter_map(TreeValue::text).collect(),
        _ => return false,
    };
    let whole = place.start..value.span().end;
    let called: Vec<String> =
        texts.iter().map(|text| format!("\"{}({text})\"", function.name())).collect();
    let line = match called.as_slice() {
        [one] => format!("expect = {one}"),
        several => format!("expect = [{}]", several.join(", ")),
    };
    if walk.table.get("expect").is_none() {
        let help = format!("{} 是公式里的函数：写成 {line}", function.name());
        mistakes.mended_by(whole, &line, help);
    }
    // what it comes to is compared with something
    if let (Some(last), [one]) = (mistakes.found.last_mut(), texts.as_slice()) {
        let name = function.name();
        last.help = Some(format!(
            "{name} 是公式里的函数，写在 expect 的比较里：expect = \"… == {name}({one})\"，… 是要核对的数"
        ));
    }
    walk.table.get("expect").is_none()
}

/// Keys that the table does not have yet and that take such a value.
fn lacking<'w>(
    walk: &'w TableWalk<'_>,
    value: TreeValue<'w>,
) -> impl Iterator<Item = &'static RuleKey> + use<'w> {
    let takes = move |kind: KeyKind| match value.view() {
        TreeView::Text(_) => matches!(kind, KeyKind::Text | KeyKind::Texts),
        TreeView::List(items) => {
            kind == KeyKind::Texts && items.items().all(|item| item.text().is_some())
        }
        _ => false,
    };
    let table = walk.table;
    keys(walk.what).iter().filter(move |key| takes(key.kind) && table.get(key.name).is_none())
}
