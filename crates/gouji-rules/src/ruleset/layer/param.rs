//! Parameters of layers: a child gives a parent's another value, of the same kind.

use super::super::copies::copy_help;
use super::super::name_in_text::is_read;
use super::super::raw::{RawParam, RawParamValue};
use super::super::walk::{Mistakes, RuleSource};
use crate::formula::{is_identifier, nearest};
use gouji_values::error::{MistakeCode, RuleMistake};

pub(super) fn merge_param(
    known: &mut Vec<RawParam>,
    param: RawParam,
    depth: usize,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    let layer = |param: &RawParam| sources.get(param.file).map(|source| &source.layer);
    if let Some(source) = sources.get(param.file)
        && let Some(twin) =
            known.iter().find(|own| own.name == param.name && layer(own) == layer(&param))
        && let Some(other) = sources.get(twin.file)
    {
        told_twice((twin, other), (&param, source), mistakes);
        return;
    }
    change_param(known, param, depth, sources, mistakes);
}

/// Gives a parameter another value, of the same kind; a setting may do so with one of its own layer.
pub(in super::super) fn change_param(
    known: &mut Vec<RawParam>,
    param: RawParam,
    depth: usize,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) {
    if depth > 0
        && is_identifier(&param.name)
        && !known.iter().any(|other| other.name == param.name)
        && !sources.iter().any(|source| is_read(&param.name, &source.text))
    {
        let is_idle = |other: &&RawParam| !sources.iter().any(|s| is_read(&other.name, &s.text));
        let meant = known.iter().map(|other| other.name.as_str());
        // what is read already lacks no value, but may be what another value was meant for
        let is_open = |near: &str| {
            known.iter().filter(|other| near.contains(&other.name)).any(|other| is_idle(&other))
        };
        let unused = format!("在公式里写 param.{}，或者删去这一行", param.name);
        if let Some(source) = sources.get(param.file) {
            let help = match nearest(&param.name, meant) {
                Some(near) if is_open(&near) => near,
                Some(near) => format!("{unused}；写错了名称的，{near}"),
                None => unused,
            };
            mistakes.warn(
                source,
                param.span.clone(),
                MistakeCode::ParameterUnused,
                format!("没有规则用到参数 {}，这个值不起作用", param.name),
                Some(help),
            );
        }
    }
    match known.iter_mut().find(|other| other.name == param.name) {
        Some(parent) => {
            if let (Some(own), Some(source)) =
                (lost_unit(&parent.value, &param.value), sources.get(param.file))
            {
                let message = format!("参数 {} 在上级带单位，这里的数没有", param.name);
                mistakes.add(
                    source,
                    param.value_span.clone(),
                    MistakeCode::ParameterUnitLost,
                    message,
                    Some(format!("写成 {own}")),
                );
            }
            let (before, now) = (param_kind(&parent.value), param_kind(&param.value));
            if before != now
                && let Some(source) = sources.get(param.file)
            {
                let message = format!("参数 {} 在上级是{before}，这里写的是{now}", param.name);
                mistakes.add(
                    source,
                    param.value_span.clone(),
                    MistakeCode::ParameterKindChanged,
                    message,
                    Some("参数可以改值，不能改种类；要另一种，请换一个名称".to_owned()),
                );
            }
            *parent = param;
        }
        None => known.push(param),
    }
}

/// That a parameter stands twice in a ruleset: nobody knows which value counts.
fn told_twice(
    (twin, other): (&RawParam, &RuleSource),
    (param, source): (&RawParam, &RuleSource),
    mistakes: &mut Mistakes,
) {
    let name = &param.name;
    let copied = copy_help(source, other);
    // of a copy the file is told once
    let is_told = |told: &RuleMistake| told.help == copied;
    if copied.is_some() && mistakes.found.iter().any(is_told) {
        return;
    }
    let line = other.text.get(..twin.span.start).map_or(1, |own| own.matches('\n').count() + 1);
    let value = other.text.get(twin.value_span.clone()).unwrap_or("");
    mistakes.add(
        source,
        param.span.clone(),
        MistakeCode::NameTwice,
        format!("参数 {name} 写了两次，另一处在 {} 第 {line} 行，那里是 {value}", other.name),
        copied.or_else(|| {
            Some(
                "一个参数只有一个值：留下要用的一处，删去另一处；是两个标准的，换一个名称"
                    .to_owned(),
            )
        }),
    );
}

/// A number without the unit that the parent's has, with it.
fn lost_unit(parent: &RawParamValue, own: &RawParamValue) -> Option<String> {
    let (RawParamValue::Text(parent), RawParamValue::Number(number)) = (parent, own) else {
        return None;
    };
    let unit = parent.value.trim_start_matches(|c: char| {
        gouji_values::number::is_digit(c) || matches!(c, '.' | ',' | '-' | ' ')
    });
    let has_number = unit.len() < parent.value.len();
    (has_number && !unit.is_empty()).then(|| format!("\"{}{unit}\"", number.text))
}

/// A text with a figure in it is a number with a unit.
fn param_kind(value: &RawParamValue) -> &'static str {
    match value {
        RawParamValue::Number(_) => "数",
        RawParamValue::Text(text) if text.value.chars().any(gouji_values::number::is_digit) => "数",
        RawParamValue::Text(_) => "文字",
        RawParamValue::Table(_) => "一张表",
    }
}
