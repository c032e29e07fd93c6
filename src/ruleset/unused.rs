//! What rule files define and nothing asks for.

use super::folder::is_vocabulary;
use super::rulebook::Rulebook;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, parse};
use crate::error::{MistakeCode, RuleMistake};
use std::collections::BTreeSet;

impl Rulebook {
    /// The fragments of a ruleset that no pattern of any ruleset asks for.
    #[must_use]
    pub fn unused_fragments(&self, name: &str) -> Vec<RuleMistake> {
        let mut out = Mistakes::default();
        let Some(folder) = self.folders.get(name) else { return Vec::new() };
        let Some(file) = folder.files.iter().find(|file| is_vocabulary(file)) else {
            return Vec::new();
        };
        let texts = self.folders.values().flat_map(|folder| &folder.files).map(|file| &file.text);
        let asked: BTreeSet<&str> = texts
            .flat_map(|text| text.split('{').skip(1))
            .filter_map(|behind| Some(behind.split_once('}')?.0.trim()))
            .collect();
        let source = folder.source(file);
        let tree = parse(&source, &mut Mistakes::default());
        let Some(TreeView::Table(fragments)) = tree.root().get("fragments").map(TreeValue::view)
        else {
            return Vec::new();
        };
        for (fragment, span, _) in fragments.iter().filter(|(name, ..)| !asked.contains(name)) {
            out.warn(
                &source,
                span,
                MistakeCode::FragmentUnused,
                format!("没有句式用到片段 {fragment}"),
                Some("删去它，或者在句式里写 {片段的名字}".to_owned()),
            );
        }
        out.sorted()
    }
}

/// Whether a rule file reads a parameter.
pub(super) fn is_read(name: &str, text: &str) -> bool {
    text.match_indices("param").any(|(at, word)| {
        let behind = text.get(at + word.len()..).unwrap_or("").trim_start();
        let named =
            behind.strip_prefix('.').map(str::trim_start).and_then(|rest| rest.strip_prefix(name));
        let keyed = behind
            .strip_prefix('[')
            .map(|rest| rest.trim_start_matches(['"', '\'', '\\', ' ']))
            .and_then(|rest| rest.strip_prefix(name));
        named.or(keyed).is_some_and(ends_name)
    }) || ["lookup(", "steps("].iter().any(|function| {
        // a table is named by itself there
        text.match_indices(function).any(|(at, word)| {
            let behind = text.get(at + word.len()..).unwrap_or("").trim_start();
            behind.strip_prefix(name).is_some_and(ends_name)
        })
    })
}

/// Whether a name ends before this.
fn ends_name(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}
