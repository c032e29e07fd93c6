//! Parameters that are rates and more than the whole: 1.5 is one and a half times as much, not 1.5%.
//! Told by `gouji rules check`: whatever is held against it agrees.

use super::folder::RuleFolder;
use super::raw::{Items, RawParam, RawParamValue};
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::{MistakeCode, MistakeSubject};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// Tells of such parameters of a file, single ones and tables.
pub(super) fn bare_rates(
    words: &Vocabulary,
    folder: &RuleFolder,
    source: &RuleSource,
    items: &Items,
    out: &mut Mistakes,
) {
    for param in &items.params {
        let RawParam { name, value, value_span, .. } = param;
        if !is_rate_name(words, name) && !is_of_steps(folder, name) {
            continue;
        }
        let Some((key, number)) = more_than_whole(value) else { continue };
        let (of, meant) = match key {
            Some(key) => (format!("参数表 {name} 里 {key} 的 {number}"), with_percent(name, value)),
            None => (format!("参数 {name}"), format!("\"{number}%\"")),
        };
        out.warn(
            source,
            value_span.clone(),
            MistakeCode::WithoutEffect,
            format!("{of} 是 {number} 倍，不是 {number}%"),
            Some(match key {
                Some(_) => format!("百分数写上百分号，写成 {meant}"),
                None => format!("百分数写成 {meant}"),
            }),
        );
        out.about(MistakeSubject::Parameter(name.clone()));
    }
}

/// Whether a name says that it is a rate.
pub(super) fn is_rate_name(words: &Vocabulary, name: &str) -> bool {
    let ends = ["rate_ends", "joined_ends"].iter().filter_map(|class| words.prose.get(*class));
    ends.flatten().any(|end| name.ends_with(end.as_str()))
}

/// Whether `steps` multiplies with it.
fn is_of_steps(folder: &RuleFolder, name: &str) -> bool {
    let calls = [format!("steps({name}"), format!("steps(param.{name}")];
    folder.files.iter().any(|file| calls.iter().any(|call| file.text.contains(call.as_str())))
}

/// The first number without a unit that is more than the whole, with its key in a table.
fn more_than_whole(value: &RawParamValue) -> Option<(Option<&str>, &str)> {
    let of = |value: &RawParamValue| match value {
        RawParamValue::Number(number) => number.text.parse::<Decimal>().ok(),
        RawParamValue::Text(text) => text.value.trim().parse::<Decimal>().ok(),
        RawParamValue::Table(_) => None,
    };
    let is_more = |value: &RawParamValue| of(value).is_some_and(|number| number > Decimal::ONE);
    match value {
        RawParamValue::Table(entries) => {
            let (key, _, value) = entries.iter().find(|(.., value)| is_more(value))?;
            Some((Some(key.as_str()), text_of(value)?))
        }
        RawParamValue::Number(_) | RawParamValue::Text(_) if is_more(value) => {
            Some((None, text_of(value)?))
        }
        _ => None,
    }
}

fn text_of(value: &RawParamValue) -> Option<&str> {
    match value {
        RawParamValue::Number(number) => Some(number.text.trim()),
        RawParamValue::Text(text) => Some(text.value.trim()),
        RawParamValue::Table(_) => None,
    }
}

/// A table as it can be typed, each number a percentage.
fn with_percent(name: &str, value: &RawParamValue) -> String {
    let RawParamValue::Table(entries) = value else { return String::new() };
    let all: Vec<String> = entries
        .iter()
        .filter_map(|(key, _, value)| {
            let text = text_of(value)?;
            let is_bare = text.parse::<Decimal>().is_ok();
            Some(format!("\"{key}\" = \"{text}{}\"", if is_bare { "%" } else { "" }))
        })
        .collect();
    format!("\"{name}\" = {{ {} }}", all.join(", "))
}
