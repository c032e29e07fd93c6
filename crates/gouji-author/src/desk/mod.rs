//! The desk of somebody who writes rules: what the page and the server ask while rules are written, answered alike.
//!
//! In: a question as JSON, documents by path and bytes, the rules that the program brings. Out: an answer as JSON. Each
//! question is answered from the rules and documents that come with it; nothing is kept. Deliberately absent: a second
//! way to draft, to make cases or to audit; what the rest of the library does is asked of it.

mod books;
mod effect;
mod ended;
mod formula;
mod rules;
mod shown;
mod tried;
mod usual;

use crate::cases::{CaseAsked, make};
use crate::draft::{TableSketch, sketch};
pub use books::{Book, DeskBooks, DeskFile};
use books::{audited, beside, line_of, told};
use gouji_engine::engine::Engine;
use gouji_values::error::RuleMistake;
pub use rules::{DeskFolder, DeskRules};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
pub use usual::{SlotValue, UsualRule, UsualSlot};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
enum Question {
    /// Mistakes and doubtful places of rule files, what rules there are, how their cases go.
    Rules { rules: DeskRules, cases: bool },
    /// The first document with all that was recognised in it, and how each own rule ended.
    Look { rules: DeskRules },
    /// Names that are proposed for a table of the first document.
    Names { rules: DeskRules, table: usize },
    /// The form that comes of names.
    Form { sketch: TableSketch },
    /// What stands in a formula on a form, or on the whole document.
    Formula { rules: DeskRules, form: Option<String>, text: String, condition: bool },
    /// Cases of a rule, made of the first document.
    Case { rules: DeskRules, id: String, line: Option<u32> },
    /// The findings that other rules add to the first so many documents, or to all, and those that they take away.
    Effect { before: DeskRules, after: DeskRules, first: Option<usize> },
    /// What stands in files of usual rules.
    Usual { files: Vec<String> },
    /// A usual rule with values in its slots.
    Filled { file: String, values: BTreeMap<String, SlotValue> },
}

/// Why there is no answer.
enum Refused {
    /// Rule files are wrong.
    Rules(Vec<RuleMistake>),
    /// Anything else, in words.
    Other(String),
}

impl From<Vec<RuleMistake>> for Refused {
    fn from(mistakes: Vec<RuleMistake>) -> Self {
        Self::Rules(mistakes)
    }
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// Answers a question. Mistakes of rule files are `mistakes` of the answer, what cannot be done is `refused` in it.
///
/// # Errors
/// That it is no question.
pub fn answer(books: DeskBooks, question: &str, files: &[DeskFile<'_>]) -> Result<Value, String> {
    let question: Question = serde_json::from_str(question).map_err(|error| error.to_string())?;
    Ok(answered(books, question, files).unwrap_or_else(|refused| match refused {
        Refused::Rules(mistakes) => json!({"mistakes": told(&mistakes)}),
        Refused::Other(why) => json!({"refused": why}),
    }))
}

fn answered(
    books: DeskBooks,
    question: Question,
    files: &[DeskFile<'_>],
) -> Result<Value, Refused> {
    let first =
        || files.first().copied().ok_or_else(|| Refused::Other("先放入一份文件".to_owned()));
    match question {
        Question::Rules { rules, cases } => Ok(tried::tried(books, &rules, cases)?),
        Question::Look { rules } => {
            first()?;
            let (engine, own) = rules.engine_and_own(books)?;
            look(&engine, &own, files)
        }
        Question::Names { rules, table } => {
            let (path, bytes) = first()?;
            let prepared =
                rules.engine(books)?.prepare(path, bytes).map_err(|error| error.message)?;
            let shared = prepared.shared();
            Ok(json!(sketch(&shared.document, table, &shared.ruleset)?))
        }
        Question::Form { sketch } => Ok(json!({"text": sketch.text()?})),
        Question::Formula { rules, form, text, condition } => {
            let engine = rules.engine(books)?;
            let ruleset = match files.first() {
                Some((path, bytes)) => {
                    let prepared = engine.prepare(path, bytes).map_err(|error| error.message)?;
                    prepared.shared().ruleset.clone()
                }
                None => engine.ruleset()?,
            };
            Ok(formula::formula(&ruleset, (form.as_deref(), condition), &text))
        }
        Question::Case { rules, id, line } => {
            let asked = CaseAsked { document: first()?, line, id: &id };
            let made = make(&rules.engine(books)?, asked)?;
            Ok(json!({"text": made.text, "told": made.told}))
        }
        Question::Effect { before, after, first } => {
            let engine = |rules| DeskRules { brief: true, ..rules }.engine(books);
            let engines = (&engine(before)?, &engine(after)?);
            Ok(effect::effect(engines, files, first.unwrap_or(files.len())))
        }
        Question::Usual { files } => {
            let all: Result<Vec<UsualRule>, String> =
                files.iter().map(|file| UsualRule::read(file)).collect();
            Ok(json!(all?))
        }
        Question::Filled { file, values } => {
            Ok(json!({"text": UsualRule::read(&file)?.filled(&values)?}))
        }
    }
}

/// A document with what was recognised in it.
fn look(engine: &Engine, own: &[String], files: &[DeskFile<'_>]) -> Result<Value, Refused> {
    let beside = beside(engine, files);
    let (audit, ruleset) = audited(engine, files, 0, &beside)?;
    Ok(json!({
        "path": audit.path,
        "kind": audit.kind_name,
        "agency": audit.agency,
        "year": audit.year,
        "ruleset": audit.ruleset,
        "layers": audit.layers,
        "mistakes": told(&audit.mistakes),
        "blocks": shown::blocks(&audit),
        "tables": shown::tables(&audit),
        "forms": shown::forms(&audit, &ruleset, engine.rulebook(), own),
        "rules": ended::rules(&audit, &ruleset, engine.rulebook()),
        "findings": effect::findings(&audit),
    }))
}
