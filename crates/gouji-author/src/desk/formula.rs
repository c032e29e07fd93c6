//! A formula while it is written: what stands in it, how often it runs, what is wrong with it and what may be meant.

use crate::import::import;
use gouji_engine::engine::Engine;
use gouji_rules::formula::{
    FormulaMistake, Iteration, Names, Owner, parts, resolve_condition, resolve_expectation,
};
use gouji_rules::ruleset::Ruleset;
use gouji_values::error::RuleMistake;
use serde_json::{Value, json};

/// What a formula on a form says, or on the document where none is named; a condition, or what must hold.
pub(super) fn formula(
    engine: &Engine,
    ruleset: &Ruleset,
    (form, is_condition): (Option<&str>, bool),
    text: &str,
) -> Result<Value, Vec<RuleMistake>> {
    let names = &ruleset.names;
    let owner = form.and_then(|form| owner(names, form)).unwrap_or(Owner::Document);
    let runs = if is_condition {
        resolve_condition(text, names, &owner).map(|_| None)
    } else {
        resolve_expectation(text, names, &owner, None).map(|found| Some(found.iteration))
    };
    let letters = |byte: usize| text.get(..byte).map_or(0, |before| before.encode_utf16().count());
    let parts = parts(text, names, &owner);
    let told = parts.iter().map(|part| {
        json!({
            "start": letters(part.span.start),
            "end": letters(part.span.end),
            "text": text.get(part.span.clone()),
            "kind": part.kind.name(),
            "bare": part.is_constant && part.kind.is_bare(),
            "value": part.value,
            "constant": part.is_constant,
        })
    });
    let told: Vec<Value> = told.collect();
    Ok(match runs {
        Ok(runs) => json!({"parts": told, "runs": runs.map(often), "mistake": null}),
        Err(FormulaMistake { span, message, help, .. }) => {
            let meant = match form.filter(|_| !is_condition) {
                Some(form) => meant(engine, (names, &owner), form, text)?,
                None => None,
            };
            json!({
                "parts": told,
                "runs": null,
                "mistake": {
                    "start": letters(span.start),
                    "end": letters(span.end),
                    "message": message,
                    "help": help,
                    "meant": meant,
                },
            })
        }
    })
}

/// A form by its id, or one side of it: `收支总表.收入`.
fn owner(names: &Names, form: &str) -> Option<Owner> {
    let (id, side) = form.split_once('.').map_or((form, None), |(id, side)| (id, Some(side)));
    let at = names.forms.iter().position(|own| own.id == id)?;
    let sides = &names.forms.get(at)?.sides;
    Some(Owner::Form(at, side.and_then(|side| sides.iter().position(|own| own == side))))
}

/// How often a formula runs, in words.
fn often(runs: Iteration) -> &'static str {
    match runs {
        Iteration::Once => "核对一次",
        Iteration::Row => "每行核对一次",
        Iteration::Column => "每个金额列核对一次",
        Iteration::Group(_) => "每组核对一次",
        Iteration::Item(_) => "列举的每一项核对一次",
    }
}

/// The formula that printed names and the signs of other programs stand for. A unit that nobody wrote is no part of it.
fn meant(
    engine: &Engine,
    (names, owner): (&Names, &Owner),
    form: &str,
    text: &str,
) -> Result<Option<String>, Vec<RuleMistake>> {
    let imported = import(engine, &format!("《{form}》{text}"))?;
    let only = imported.became.first().filter(|_| imported.became.len() == 1);
    let rule = only.and_then(|became| match became.rule.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    });
    let is_written = |rule: &String| {
        let constants = parts(rule, names, owner).into_iter().filter(|part| part.is_constant);
        constants.filter_map(|part| rule.get(part.span)).all(|own| text.contains(own))
    };
    Ok(rule.filter(|rule| rule != text && is_written(rule)))
}
