//! Rules for those who write them: which rulesets there are, what stands in them, their cases.

use crate::asked::Asked;
use crate::{misasked, refused, told};
use gouji::cases::run_layer;
use gouji::{RuleMistake, Severity};
use serde_json::{Value, json};
use std::sync::Arc;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The built-in rulesets: name, title, parent, and whether a document can ask for it.
#[wasm_bindgen]
pub fn rulesets() -> Result<String, JsValue> {
    let rulebook = gouji::embedded_lean().map_err(|mistakes| refused(&mistakes))?;
    let list: Vec<Value> = rulebook
        .rulesets()
        .map(|info| {
            json!({
                "name": info.name,
                "title": info.title,
                "extends": info.extends,
                "beside": info.beside,
                "years": info.years,
            })
        })
        .collect();
    Ok(Value::from(list).to_string())
}

/// The files of a built-in ruleset, by path and text.
#[wasm_bindgen(js_name = rulesetFiles)]
#[must_use]
pub fn ruleset_files(name: &str) -> String {
    json!(gouji::embedded_files(name).collect::<Vec<_>>()).to_string()
}

/// Tries rule files: their mistakes and doubtful places, what rules there are, and where that is
/// wanted how their cases went.
#[wasm_bindgen(js_name = tryRules)]
pub fn try_rules(asked: &str, with_cases: bool) -> Result<String, JsValue> {
    let asked: Asked = serde_json::from_str(asked).map_err(|error| misasked(&error))?;
    Ok(tried(&asked, with_cases)
        .unwrap_or_else(|mistakes| json!({"mistakes": told(&mistakes)}))
        .to_string())
}

fn tried(asked: &Asked, with_cases: bool) -> Result<Value, Vec<RuleMistake>> {
    let mut rulebook = if with_cases { gouji::embedded()? } else { gouji::embedded_lean()? };
    let names = asked.add(&mut rulebook)?;
    let (mut mistakes, mut rules, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    for name in &names {
        let compiled = rulebook.compile(name, &[], asked.year);
        let (ruleset, warnings) = match compiled {
            Ok(made) => made,
            Err(more) => {
                mistakes.extend(more);
                continue;
            }
        };
        mistakes.extend(warnings);
        for rule in ruleset.listing().into_iter().filter(|rule| rule.layer == *name) {
            rules.push(json!({
                "id": rule.id,
                "kind": rule.kind,
                "name": rule.name,
                "severity": rule.severity.map(|severity| match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                }),
                "basis": rule.basis,
            }));
        }
        if !with_cases {
            continue;
        }
        let run = run_layer(&rulebook, name)?;
        for outcome in &run.outcomes {
            let text = rulebook.text(&outcome.origin.file).unwrap_or_else(|| Arc::from(""));
            let mistake = outcome.mistake(Arc::clone(&text));
            let line =
                text.get(..outcome.span.start).map_or(1, |before| before.matches('\n').count() + 1);
            cases.push(json!({
                "rule": outcome.rule,
                "number": outcome.number,
                "file": outcome.origin.file,
                "line": line,
                "expect": outcome.expect,
                "mistake": mistake.as_ref().map(gouji::report::mistake_json),
            }));
        }
    }
    // each by itself may be right, and all of them not go together
    if mistakes.iter().all(|mistake| mistake.is_warning)
        && (names.len() > 1 || asked.ruleset.is_some())
        && let Err(more) = asked.engine()
    {
        mistakes.extend(more);
    }
    mistakes.dedup();
    Ok(json!({"mistakes": told(&mistakes), "rules": rules, "cases": cases}))
}
