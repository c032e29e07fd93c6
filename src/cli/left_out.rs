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
                    let is_it = |key: &str, value: &str| match (key, value.parse::<i32>()) {
                        ("from", Ok(from)) => from > year,
                        ("until", Ok(until)) => until < year,
                        ("years", _) => true,
                        _ => false,
                    };
                    if let Some(line) = line_of(&files, &rule.id, is_it) {
                        let meant = match line.key.as_str() {
                            "years" => format!("years = \"{year}..\""),
                            _ => format!("from = {year}"),
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

/// The key and the value of a line.
fn pair(line: &str) -> Option<(String, String)> {
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or("").trim();
    Some((key.trim().to_owned(), value.to_owned()))
}

fn is_head(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// The first line of an item with such a key.
fn line_of(
    files: &[(String, Arc<str>)],
    id: &str,
    is_it: impl Fn(&str, &str) -> bool,
) -> Option<Line> {
    files.iter().find_map(|(file, text)| {
        let lines: Vec<&str> = text.lines().collect();
        let is_id = |line: &&str| {
            let own = pair(line);
            own.is_some_and(|(key, value)| key == "id" && value.trim_matches(['"', '\'']) == id)
        };
        let own = lines.iter().position(is_id)?;
        let first = lines.get(..own)?.iter().rposition(|line| is_head(line)).map_or(0, |at| at + 1);
        let item = lines.iter().enumerate().skip(first).take_while(|(_, line)| !is_head(line));
        item.into_iter().find_map(|(at, line)| {
            let (key, value) = pair(line)?;
            let is_whole = !value.starts_with('[') || value.ends_with(']');
            (is_whole && is_it(&key, &value)).then(|| Line {
                file: file.clone(),
                number: at + 1,
                key,
                value,
            })
        })
    })
}
