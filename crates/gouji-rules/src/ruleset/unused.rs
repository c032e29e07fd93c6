//! What rule files define and nothing asks for.

use super::folder::is_rules;
use super::name_in_text::stands;
use super::rulebook::Rulebook;
use super::tree::TreeValue;
use super::walk::{Mistakes, parse};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;

impl Rulebook {
    /// The fragments of a ruleset that no pattern of any ruleset asks for.
    #[must_use]
    pub fn unused_fragments(&self, name: &str) -> Vec<RuleMistake> {
        let mut out = Mistakes::default();
        let Some(folder) = self.folders.get(name) else { return Vec::new() };
        let texts = self.folders.values().flat_map(|folder| &folder.files).map(|file| &file.text);
        let asked: BTreeSet<&str> = texts
            .flat_map(|text| text.split('{').skip(1))
            .filter_map(|behind| Some(behind.split_once('}')?.0.trim()))
            .collect();
        for file in folder.vocabulary() {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            let fragments = tree.root().get("fragments").and_then(TreeValue::table);
            let all = fragments.into_iter().flat_map(|fragments| fragments.iter());
            for (fragment, span, _) in all.filter(|(name, ..)| !asked.contains(name)) {
                out.warn(
                    &source,
                    span,
                    MistakeCode::FragmentUnused,
                    format!("没有句式用到片段 {fragment}"),
                    Some("删去它，或者在句式里写 {片段的名字}".to_owned()),
                );
            }
        }
        out.sorted()
    }
}

/// Kinds of item that do nothing where nothing names them, the keys with which one does something all
/// the same, and what it is called.
const NAMED_ALONE: [(&str, &[&str], &str); 2] = [
    ("scale", &[], "等级标准"),
    (
        "measure",
        &["cells", "expect", "any", "required", "never", "restated", "script", "script_file"],
        "名目",
    ),
];

impl Rulebook {
    /// The scales of a ruleset that no formula asks for, and the measures without cells that nothing asks for.
    #[must_use]
    pub(super) fn unused_items(&self, name: &str) -> Vec<RuleMistake> {
        let mut out = Mistakes::default();
        let Some(folder) = self.folders.get(name) else { return Vec::new() };
        let texts =
            || self.folders.values().flat_map(|folder| &folder.files).map(|file| &file.text);
        // most files hold none, and are not read
        let holds = |text: &str| NAMED_ALONE.iter().any(|(kind, ..)| text.contains(kind));
        for file in folder.files.iter().filter(|file| is_rules(file) && holds(&file.text)) {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            for (kind, active, word) in NAMED_ALONE {
                let items = tree.root().get(kind).into_iter().flat_map(TreeValue::items);
                for item in items.filter_map(TreeValue::table) {
                    let Some(id) = item.get("id") else { continue };
                    let Some(own) = id.text() else { continue };
                    // one of a layer above is amended, or takes the place of another one
                    let acts = ["reason", "off", "replaces"].iter().chain(active);
                    if acts.into_iter().any(|key| item.get(key).is_some())
                        || texts().any(|text| is_named(own, text))
                    {
                        continue;
                    }
                    out.warn(
                        &source,
                        id.span(),
                        MistakeCode::WithoutEffect,
                        format!("没有规则用到{word} {own}，它不起作用"),
                        Some("在公式里用它，或者删去这一条".to_owned()),
                    );
                }
            }
        }
        out.sorted()
    }
}

/// Whether a file names an item somewhere else than where it gets its id.
fn is_named(id: &str, text: &str) -> bool {
    let is_id = |before: &str| {
        let behind = before.trim_start().strip_prefix("id");
        behind.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    stands(id, text, |before, _| is_id(before))
}
