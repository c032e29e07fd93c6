//! Where it is written that an author's rule is not for a document: the file, the line and what to type stand
//! beside the reason, since the rule may be left out by intent or by a slip.

use super::run::Plan;
use gouji_audit::audit::{DocumentAudit, Why};
use std::sync::Arc;

/// A line of a rule file: a key and its value.
struct Line {
    file: String,
    number: usize,
    key: String,
    value: String,
}

/// Adds the lines to the reasons of a document's rules.
pub(super) fn say_where(plan: &Plan, index: usize, document: &mut DocumentAudit) {
    let is_left = |why: &Why| matches!(why, Why::OtherKind { .. } | Why::OtherYears { .. });
    if !document.rules.iter().any(|rule| rule.why.iter().any(is_left)) {
        return;
    }
    let Some(engine) = plan.engine(index) else { return };
    let Ok(ruleset) = engine.ruleset() else { return };
    let files: Vec<(String, Arc<str>)> =
        ruleset.author_layers.iter().flat_map(|layer| engine.rule_texts(layer)).collect();
    let (kind, year) = (document.kind.clone(), document.year);
    for rule in document.rules.iter_mut().filter(|rule| rule.is_own) {
        for why in &mut rule.why {
            match why {
                Why::OtherKind { kind: told } => {
                    let line = line_of(&files, &rule.id, |key, _| key == "documents");
                    if let Some((line, kind)) = line.zip(kind.as_deref()) {
                        let meant = format!("documents = [\"{kind}\"]");
                        *told = format!("{told}；{}", line.words(&meant)).into();
                    }
                }
                Why::OtherYears { year: told, .. } => {
                    let Some(year) = year else { continue };
                    let year = i64::from(year);
                    let is_it = |key: &str, value: &toml_edit::Item| match (key, value.as_integer())
                    {
                        ("from", Some(from)) => from > year,
                        ("until", Some(until)) => until < year,
                        ("years", _) => true,
                        _ => false,
                    };
                    if let Some(line) = line_of(&files, &rule.id, is_it) {
                        let meant = match line.key.as_str() {
                            "years" => format!("years = \"{year}..\""),
                            key => format!("{key} = {year}"),
                        };
                        *told = format!("{told}；{}", line.words(&meant)).into();
                    }
                }
                _ => {}
            }
        }
    }
}

impl Line {
    fn words(&self, meant: &str) -> String {
        let Self { file, number, key, value } = self;
        format!("{file}:{number} 写的是 {key} = {value}，要用于这份文件的，写 {meant}")
    }
}

/// The first key of an item that is the cause, by the item's id.
fn line_of(
    files: &[(String, Arc<str>)],
    id: &str,
    is_it: impl Fn(&str, &toml_edit::Item) -> bool,
) -> Option<Line> {
    files.iter().find_map(|(file, text)| {
        let document = toml_edit::Document::parse(&**text).ok()?;
        let lists = document.iter().filter_map(|(_, item)| item.as_array_of_tables());
        let has_id =
            |item: &&toml_edit::Table| item.get("id").and_then(|own| own.as_str()) == Some(id);
        let item = lists.flatten().find(has_id)?;
        let (key, value) = item.iter().find(|(key, value)| is_it(key, value))?;
        let start = item.key(key)?.span()?.start;
        let value = text.get(value.span()?)?.trim().to_owned();
        let number = text.get(..start)?.matches('\n').count() + 1;
        Some(Line { file: file.clone(), number, key: key.to_owned(), value })
    })
}
