//! Rule files, tried: their mistakes and doubtful places, what rules there are, how their cases go.

use super::{DeskBooks, DeskRules, line_of, told};
use crate::cases::run_layer;
use gouji_report::report::mistake_json;
use gouji_report::report::words::severity_name;
use gouji_rules::ruleset::Rulebook;
use gouji_values::error::RuleMistake;
use serde_json::{Value, json};
use std::sync::Arc;

/// Tries the user's own layers, with their cases where that is wanted.
pub(super) fn tried(
    books: DeskBooks,
    asked: &DeskRules,
    with_cases: bool,
) -> Result<Value, Vec<RuleMistake>> {
    let mut rulebook = if with_cases { (books.full)()? } else { (books.lean)()? };
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
                "severity": rule.severity.map(severity_name),
                "basis": rule.basis,
            }));
        }
        if with_cases {
            cases.extend(outcomes(&rulebook, name)?);
        }
    }
    // each by itself may be right, and all of them not go together
    if mistakes.iter().all(|mistake| mistake.is_warning)
        && (names.len() > 1 || asked.ruleset.is_some())
        && let Err(more) = asked.engine(books)
    {
        mistakes.extend(more);
    }
    mistakes.dedup();
    Ok(json!({"mistakes": told(&mistakes), "rules": rules, "cases": cases}))
}

/// How the cases of a layer go.
fn outcomes(rulebook: &Rulebook, name: &str) -> Result<Vec<Value>, Vec<RuleMistake>> {
    let run = run_layer(rulebook, name)?;
    let outcomes = run.outcomes.iter().map(|outcome| {
        let text = rulebook.text(&outcome.origin.file).unwrap_or_else(|| Arc::from(""));
        let line = line_of(&text, outcome.span.start);
        let mistake = outcome.mistake(text);
        json!({
            "rule": outcome.rule,
            "number": outcome.number,
            "file": outcome.origin.file,
            "line": line,
            "expect": outcome.expect,
            "mistake": mistake.as_ref().map(mistake_json),
        })
    });
    Ok(outcomes.collect())
}
