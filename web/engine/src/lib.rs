//! The engine of the page: audits documents in a worker of the browser, through the library's public
//! face. What it makes is what the program makes of the same paths, rules and day.
//!
//! What goes in and comes out are JSON texts and bytes. A panic ends the whole engine: the page then
//! starts another one and goes on with the next document.

mod auditor;
mod rules;

use gouji::RuleMistake;
use gouji::desk::DeskBooks;
use gouji::report::mistake_json;
use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn complain(text: &str);
}

/// Has a panic say where it was, before it ends the engine.
#[wasm_bindgen(start)]
pub fn begin() {
    std::panic::set_hook(Box::new(|panic| complain(&panic.to_string())));
}

/// The program with its version.
#[wasm_bindgen]
#[must_use]
pub fn program() -> String {
    gouji::report::PROGRAM.to_owned()
}

/// Where the rules are that the program brings.
const BOOKS: DeskBooks = DeskBooks { lean: gouji::embedded_lean, full: gouji::embedded };

/// Mistakes in rule files as the page takes them.
fn refused(mistakes: &[RuleMistake]) -> JsValue {
    JsValue::from_str(&told(mistakes).to_string())
}

fn told(mistakes: &[RuleMistake]) -> Value {
    mistakes.iter().map(mistake_json).collect()
}

/// What the page got wrong itself.
fn misasked(error: &serde_json::Error) -> JsValue {
    JsValue::from_str(&error.to_string())
}

/// Whether a file of this name is a document.
#[wasm_bindgen(js_name = isDocument)]
#[must_use]
pub fn is_document(name: &str) -> bool {
    gouji::is_document_name(name)
}
