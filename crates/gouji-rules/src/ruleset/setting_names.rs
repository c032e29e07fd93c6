//! Rules and parameters that advice on settings names: those of the folder in which the setting stands.

use super::folder::{RuleFolder, is_rules};
use super::tree::{TreeValue, TreeView};
use gouji_values::error::RuleMistake;

/// What stands in advice for a rule and a parameter, where those of the folder are not known.
const SOME_RULE: &str = "规则编号";
pub(super) const SOME_PARAM: &str = "参数名称";

/// The table of severities that a level alone, or a list of rules, was to be.
pub(super) fn severities_meant(value: TreeValue<'_>) -> String {
    let named = |word: &str| super::other_words::meant("severity", word);
    let level = value.text().and_then(named).unwrap_or("warning");
    let rules: Vec<&str> = match value.view() {
        TreeView::List(items) => items.items().filter_map(TreeValue::text).collect(),
        _ => value.text().into_iter().filter(|word| named(word).is_none()).collect(),
    };
    let rules = if rules.is_empty() { vec![SOME_RULE] } else { rules };
    let each: Vec<String> = rules.iter().map(|rule| format!("\"{rule}\" = \"{level}\"")).collect();
    format!("severity = {{ {} }}", each.join(", "))
}

/// Names what a folder has in advice that needs a rule or parameter.
pub(super) fn name_own(mistake: &mut RuleMistake, folder: &RuleFolder) {
    let Some(help) = mistake.help.as_mut() else { return };
    let first = |head: &str, of: &dyn Fn(&str) -> Option<String>| {
        let files = folder.files.iter().filter(|file| is_rules(file));
        let mut behind = files.filter_map(|file| {
            let at = file.text.find(&format!("{head}\n"))?;
            file.text.get(at + head.len() + 1..)
        });
        behind.find_map(|text| of(text.lines().next()?))
    };
    let value = |line: &str| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "id").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    };
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        Some(key.trim().trim_matches(['"', '\'']).to_owned())
    };
    let names = [(SOME_RULE, first("[[rule]]", &value)), (SOME_PARAM, first("[param]", &key))];
    for (placeholder, own) in names {
        if let Some(own) = own {
            *help = help.replace(placeholder, &own);
        }
    }
}
