//! Reads `[param]`: numbers, texts, and tables of numbers, which may be pasted from a spreadsheet.

use super::kind;
use super::own_values::kind_of;
use super::raw::{Items, RawNumber, RawParam, RawParamValue};
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource, RuleText};
use gouji_values::error::{MistakeCode, MistakeSubject};

/// Reads the parameters of a file.
pub(super) fn params(
    file: usize,
    source: &RuleSource,
    table: TreeTable<'_>,
    items: &mut Items,
    mistakes: &mut Mistakes,
) {
    let is_key = |name: &str| source.grown.is_none() && is_rule_key(name);
    let mut keys = table.iter().filter(|(name, ..)| is_key(name));
    // one line too high makes parameters of all keys below it
    if let Some((_, span, _)) = keys.next() {
        let names: Vec<&str> =
            table.iter().map(|(name, ..)| name).filter(|name| is_key(name)).collect();
        let names_told = names.join("、");
        mistakes.add(
            source,
            span,
            MistakeCode::KeyUnknown,
            format!("[param] 一行以下都是参数，{names_told} 不是参数，是规则的键"),
            Some(format!(
                "把 {names_told} 移到 [param] 前面、规则里面，或把 [param] 一段移到规则前面"
            )),
        );
        if names.iter().any(|name| kind::is_demand(name)) {
            mistakes.about(MistakeSubject::Demand);
        }
    }
    for (name, span, value) in table.iter() {
        if is_key(name) {
            continue;
        }
        match param_value(file, value, true) {
            Some(found) => items.params.push(RawParam {
                name: name.to_owned(),
                file,
                span,
                value: keys_once(source, name, found, mistakes),
                value_span: value.span(),
            }),
            None => {
                mistakes.add(
                    source,
                    value.span(),
                    MistakeCode::ParameterKind,
                    format!("参数 {name} 应当是数、文字或一张表，这里写的是{}", kind_of(value)),
                    Some(param_help(source, name, value)),
                );
                // where it is used it is not known
                mistakes.about(MistakeSubject::Name(name.to_owned()));
            }
        }
    }
}

/// What to write where a parameter is no number, text or table of them.
fn param_help(source: &RuleSource, name: &str, value: TreeValue<'_>) -> String {
    if let Some(pairs) = pairs(source, value) {
        let all: Vec<String> =
            pairs.iter().map(|(key, value)| format!("\"{key}\" = {value}")).collect();
        return format!("写成 \"{name}\" = {{ {} }}", all.join(", "));
    }
    match value.view() {
        TreeView::List(_) => format!(
            "按名称分的写成一张表：\"{name}\" = {{ \"名称一\" = \"500元\", \"名称二\" = \"380元\" }}；只有一个数的写 \"{name}\" = \"500元\""
        ),
        TreeView::Table(_) => format!(
            "表里每一项是一个名称和一个数：\"{name}\" = {{ \"名称一\" = \"500元\", \"名称二\" = \"380元\" }}"
        ),
        _ => format!("写成 \"{name}\" = \"500元\"、\"90%\" 这样的数，数换成自己的"),
    }
}

/// Names with their values where they are written as a list: of pairs, of tables with two entries
/// each, or of tables with one.
fn pairs(source: &RuleSource, value: TreeValue<'_>) -> Option<Vec<(String, String)>> {
    let TreeView::List(list) = value.view() else { return None };
    let written = |value: TreeValue<'_>| {
        let text = source.text.get(value.span())?.trim();
        (!text.starts_with(['[', '{'])).then(|| text.to_owned())
    };
    let pair = |item: TreeValue<'_>| match item.view() {
        TreeView::List(inner) => {
            let both: Vec<TreeValue<'_>> = inner.items().collect();
            let [key, value] = both.as_slice() else { return None };
            Some((key.text()?.to_owned(), written(*value)?))
        }
        TreeView::Table(table) => {
            let own: Vec<(&str, TreeValue<'_>)> =
                table.iter().map(|(key, _, value)| (key, value)).collect();
            match own.as_slice() {
                [(key, value)] => Some(((*key).to_owned(), written(*value)?)),
                [(_, key), (_, value)] => Some((key.text()?.to_owned(), written(*value)?)),
                _ => None,
            }
        }
        _ => None,
    };
    list.items().map(pair).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

fn param_value(file: usize, value: TreeValue<'_>, nested: bool) -> Option<RawParamValue> {
    match value.view() {
        TreeView::Integer(_) | TreeView::Float(_) => {
            RawNumber::of(value).map(RawParamValue::Number)
        }
        TreeView::Text(text) | TreeView::Datetime(text) => {
            let of = |text: &str| RuleText {
                value: text.to_owned(),
                file,
                span: value.span(),
                base: value.base(),
            };
            let entry = |(place, key, own): (usize, &str, &str)| {
                let span = match value.base() {
                    Some(base) => base + place..base + place + key.len(),
                    None => value.span(),
                };
                (key.to_owned(), span, RawParamValue::Text(of(own)))
            };
            Some(match pasted(text).filter(|_| nested) {
                Some(entries) => RawParamValue::Table(entries.into_iter().map(entry).collect()),
                None => RawParamValue::Text(of(text)),
            })
        }
        TreeView::Table(table) if nested => {
            let entries = table.iter().map(|(key, span, inner)| {
                Some((key.to_owned(), span, param_value(file, inner, false)?))
            });
            entries.collect::<Option<Vec<_>>>().map(RawParamValue::Table)
        }
        _ => None,
    }
}

/// Whether a word is a key of rules, forms or claims, and so no name of a parameter.
fn is_rule_key(name: &str) -> bool {
    let tables = ["[[rule]]", "[[form]]", "[[claim]]"];
    kind::is_demand(name)
        || tables.iter().any(|table| {
            super::keys::keys(table).iter().any(|key| key.name == name && !key.name.is_empty())
        })
}

/// A table of parameters; a name that stands twice in it is told at its second place.
fn keys_once(
    source: &RuleSource,
    name: &str,
    value: RawParamValue,
    mistakes: &mut Mistakes,
) -> RawParamValue {
    let RawParamValue::Table(entries) = &value else { return value };
    for (at, (key, span, _)) in entries.iter().enumerate() {
        if entries.iter().take(at).any(|(known, ..)| known == key) {
            mistakes.add(
                source,
                span.clone(),
                MistakeCode::NameTwice,
                format!("参数表 {name} 里 {key} 写了两次，不知道用哪一个"),
                Some("删去一行；是两种情况的，改成两个名称".to_owned()),
            );
        }
    }
    value
}

/// The rows of a table of parameters as a spreadsheet hands them over: a name and a number in each
/// line, parted by a tab, a bar or blanks, each with the place of the name. A first line without
/// digits is its head.
fn pasted(text: &str) -> Option<Vec<(usize, &str, &str)>> {
    let place = |part: &str| (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return None;
    }
    // a line that holds no number is told where it stands, and makes no text of all others
    let all: Vec<(&str, &str)> =
        lines.into_iter().map(|line| parted(line).unwrap_or((line, ""))).collect();
    let has_digits = |(_, own): &(&str, &str)| own.chars().any(gouji_values::number::is_digit);
    let is_head = |first: &(&str, &str)| !has_digits(first) && !first.1.is_empty();
    let begin = usize::from(all.first().is_some_and(is_head));
    let rows = all.get(begin..)?;
    let good = rows.iter().filter(|row| has_digits(row)).count();
    // below a head most lines that are parted are rows, whatever their numbers are
    let parted = rows.iter().filter(|(_, own)| !own.is_empty()).count();
    let is_table = good > 0 && (good * 2 > rows.len() || begin > 0 && parted * 2 > rows.len());
    is_table.then(|| rows.iter().map(|(key, own)| (place(key), *key, *own)).collect())
}

fn parted(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches('|').trim();
    let (key, own) = line
        .split_once('\t')
        .or_else(|| line.split_once(['|', '\u{FF5C}']))
        .or_else(|| line.rsplit_once(char::is_whitespace))?;
    let (key, own) = (key.trim(), own.trim());
    (!key.is_empty() && !own.is_empty()).then_some((key, own))
}
