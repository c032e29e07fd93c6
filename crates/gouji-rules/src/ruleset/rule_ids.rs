//! The ids by which rules are called, and their names: who writes the name of a rule in the place
//! of its id is told the id, wherever rules are called.

use super::odd_texts::joined;
use super::raw::Items;
use super::walk::{Mistakes, RuleSource, RuleText};
use crate::formula::nearest;
use gouji_values::error::MistakeCode;
use std::collections::BTreeSet;

/// The id of the rule whose name is written, or nearly written, in its place; of several rules
/// with such names nobody knows which is meant.
#[must_use]
pub fn id_of_name<'a>(
    written: &str,
    rules: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<&'a str> {
    let written = written.trim();
    let length = written.chars().count();
    // of a few characters a quarter is none
    let most = length / 4;
    let near = rules.into_iter().filter_map(|(id, name)| {
        let is_long = name.chars().count().abs_diff(length) > most;
        let far = if is_long { most + 1 } else { strsim::osa_distance(name, written) };
        (far <= most).then_some((far, id))
    });
    let near: BTreeSet<(usize, &str)> = near.collect();
    let (least, id) = *near.first()?;
    let others = near.iter().filter(|(far, other)| *far == least && *other != id);
    (others.count() == 0 && !written.is_empty()).then_some(id)
}

/// What the rules of layers are called, whatever their years.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleIds {
    ids: BTreeSet<String>,
    /// Ids, each with a name.
    names: Vec<(String, String)>,
}

impl RuleIds {
    /// Those of the rules of these layers, and of those that they took the place of.
    pub(super) fn of(layers: &[Items]) -> Self {
        let mut out = Self::default();
        for rule in layers.iter().flat_map(|layer| &layer.rules) {
            let id = &rule.head.id.value;
            out.ids.insert(id.clone());
            out.ids.extend(rule.replaces.iter().flatten().map(|old| old.value.clone()));
            out.names.extend(rule.name.iter().map(|name| (id.clone(), name.value.clone())));
        }
        out
    }

    /// Whether a rule is called so.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// The id of the rule whose name stands where an id is asked for.
    pub(super) fn named(&self, written: &str) -> Option<&str> {
        id_of_name(written, self.names.iter().map(|(id, name)| (id.as_str(), name.as_str())))
    }

    /// What to write in the place of an id that no rule has.
    pub(super) fn meant(&self, written: &str) -> String {
        let several = joined(written);
        if several.len() > 1 && several.iter().all(|id| self.has(id)) {
            let quoted: Vec<String> = several.iter().map(|id| format!("\"{id}\"")).collect();
            return format!("几条规则各写一个，中间用逗号：{}", quoted.join(", "));
        }
        self.named(written)
            .map(|id| format!("“{written}”是规则的 name，写它的编号 id：\"{id}\""))
            .or_else(|| nearest(written, self.ids.iter().map(String::as_str)))
            .unwrap_or_else(|| "用 gouji rules list 查看已有的编号".to_owned())
    }

    /// Tells of an id that no rule has.
    pub(super) fn told(&self, source: &RuleSource, id: &RuleText, mistakes: &mut Mistakes) {
        // the rule may stand in a file that could not be read
        if self.has(&id.value) || mistakes.is_torn() {
            return;
        }
        let message = format!("没有编号为 {} 的规则", id.value);
        let help = Some(self.meant(&id.value));
        mistakes.add(source, id.span.clone(), MistakeCode::ParentUnknown, message, help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_its_id() {
        let rules =
            [("甲", "人均每天不超过标准"), ("乙", "合计等于各项之和"), ("丙", "合计等于各项之积")];
        let id = |written: &str| id_of_name(written, rules);
        assert_eq!(id("人均每天不超过标准"), Some("甲"));
        assert_eq!(id(" 人均每天不超标准"), Some("甲"));
        assert_eq!(id("合计等于各项之和"), Some("乙"));
        assert_eq!(id("合计等于各项之差"), None);
        assert_eq!(id("人均"), None);
        assert_eq!(id(""), None);
    }
}
