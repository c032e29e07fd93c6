//! What rule files define and nothing asks for.

use super::folder::is_vocabulary;
use super::rulebook::Rulebook;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, parse};
use gouji_values::error::{MistakeCode, RuleMistake};
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

/// Whether a rule file reads a parameter: its name stands somewhere else than where it gets its
/// value.
pub(super) fn is_read(name: &str, text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.any(|line| {
        line.match_indices(name).any(|(at, word)| {
            let before = line.get(..at).unwrap_or("");
            let behind = line.get(at + word.len()..).unwrap_or("");
            let rest = behind.trim_start_matches(['"', '\'', ' ', '\t']);
            let is_key = before.trim().trim_matches(['"', '\'']).is_empty()
                && rest.starts_with('=')
                && !rest.starts_with("==");
            !is_key && !before.ends_with(is_word) && !behind.starts_with(is_word)
        })
    })
}
