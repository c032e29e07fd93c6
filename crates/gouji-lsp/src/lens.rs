//! The lenses above rules and cases that run them.

use crate::index::index;
use crate::lines::position;
use crate::names::RULES;
use crate::say;
use lsp_types::{CodeLens, Command, Range, Uri};
use serde_json::json;

/// The command of a lens: the file, the rule, and where its case begins.
pub const RUN: &str = "gouji.runCases";

/// The lenses of a file.
#[must_use]
pub fn lenses(uri: &Uri, text: &str) -> Vec<CodeLens> {
    let found = index(text);
    let lens = |title: String, id: &str, at: usize, case: Option<usize>| {
        let start = position(text, at);
        let arguments = Some(vec![json!(uri), json!(id), json!(case)]);
        CodeLens {
            range: Range::new(start, start),
            command: Some(Command { title, command: RUN.to_owned(), arguments }),
            data: None,
        }
    };
    let mut out = Vec::new();
    for item in found.items.iter().filter(|item| RULES.contains(&item.kind.as_str())) {
        let elsewhere = found.cases.iter().filter(|(_, rule)| *rule == item.id.name).count();
        let count = item.cases.len() + elsewhere;
        if count > 0 {
            out.push(lens(say::run_cases(count), &item.id.name, item.id.span.start, None));
        }
        let cases = item.cases.iter();
        out.extend(cases.map(|at| lens(say::RUN_CASE.to_owned(), &item.id.name, *at, Some(*at))));
    }
    let apart = found.cases.iter();
    out.extend(apart.map(|(at, rule)| lens(say::RUN_CASE.to_owned(), rule, *at, Some(*at))));
    out
}
