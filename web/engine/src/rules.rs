//! Rules for those who write them: which rulesets there are, what stands in them, what the desk asks.

use crate::{BOOKS, refused};
use gouji::desk::{DeskFile, answer};
use js_sys::{Array, Uint8Array};
use serde_json::{Value, json};
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

/// Answers what the desk of rules asks, about documents: arrays of a path and bytes.
#[wasm_bindgen]
pub fn ask(question: &str, files: &Array) -> Result<String, JsValue> {
    let files: Vec<(String, Vec<u8>)> = files
        .iter()
        .filter_map(|file| {
            let file = Array::from(&file);
            Some((file.get(0).as_string()?, Uint8Array::new(&file.get(1)).to_vec()))
        })
        .collect();
    let files: Vec<DeskFile<'_>> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let answer = answer(BOOKS, question, &files).map_err(|why| JsValue::from_str(&why))?;
    Ok(answer.to_string())
}
