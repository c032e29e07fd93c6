//! A formula while it is written: what stands in it, how often it runs, what is wrong with it and what may be meant.

use crate::import::translated;
use gouji_rules::formula::{
    FormulaMistake, Iteration, Names, Owner, parts, resolve_condition, resolve_expectation,
};
use gouji_rules::ruleset::Ruleset;
use serde_json::{Value, json};

/// What a formula on a form says, or on the document where none is named; a condition, or what must hold.
pub(super) fn formula(
    ruleset: &Ruleset,
    (form, is_condition): (Option<&str>, bool),
    text: &str,
) -> Value {
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
    match runs {
        Ok(runs) => json!({"parts": told, "runs": runs.map(often), "mistake": null}),
        Err(FormulaMistake { span, message, help, .. }) => {
            let on_form = form.filter(|_| !is_condition);
            let meant = on_form.and_then(|form| meant(ruleset, &owner, form, text));
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
    }
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
fn meant(ruleset: &Ruleset, owner: &Owner, form: &str, text: &str) -> Option<String> {
    let imported = translated(ruleset, &format!("《{form}》{text}"));
    let [only] = imported.became.as_slice() else { return None };
    let [rule] = only.rule.as_slice() else { return None };
    let mut constants = parts(rule, &ruleset.names, owner);
    constants.retain(|part| part.is_constant);
    let is_written =
        constants.into_iter().filter_map(|part| rule.get(part.span)).all(|own| text.contains(own));
    (rule != text && is_written).then(|| rule.clone())
}
