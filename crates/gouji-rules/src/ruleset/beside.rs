//! Rulesets that are used beside each other: what they may not both say.

use super::folder::RuleFolder;
use super::raw::{Items, RawParam};
use super::rulebook::Rulebook;
use super::tree::TreeValue;
use super::walk::{Mistakes, RuleSource, parse};
use crate::formula::as_identifier;
use gouji_values::error::MistakeCode;

/// Tables of a vocabulary whose values go by names of the author.
const NAMED: &[(&str, &str)] =
    &[("fragments", "片段"), ("papers", "文件的名称"), ("units", "单位")];

impl Rulebook {
    /// Whether one ruleset stands on another.
    pub(super) fn is_below(&self, own: &RuleFolder, parent: &str, most: usize) -> bool {
        let mut next = own.info.extends.as_deref();
        // a circle is told elsewhere
        for _ in 0..most {
            match next {
                Some(name) if name == parent => return true,
                Some(name) => {
                    next = self.folders.get(name).and_then(|own| own.info.extends.as_deref());
                }
                None => return false,
            }
        }
        false
    }

    /// That rulesets beside each other mean the same by a name of their vocabularies: the last one
    /// would count for all.
    pub(super) fn words_apart(
        &self,
        chain: &[&RuleFolder],
        extra: &[String],
        mistakes: &mut Mistakes,
    ) {
        let own = chain.iter().copied().filter(|folder| extra.contains(&folder.info.name));
        let mut known: Vec<(&RuleFolder, &str, String, String)> = Vec::new();
        for (folder, file) in own.flat_map(|own| own.vocabulary().map(move |file| (own, file))) {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            for (section, what) in NAMED {
                let Some(table) = tree.root().get(section).and_then(TreeValue::table) else {
                    continue;
                };
                for (name, span, value) in table.iter() {
                    let written = source.text.get(value.span()).unwrap_or("").to_owned();
                    let is_other =
                        |(other, own, known, text): &&(&RuleFolder, &str, String, String)| {
                            own == section
                                && known == name
                                && *text != written
                                && !self.is_below(folder, &other.info.name, chain.len())
                                && !self.is_below(other, &folder.info.name, chain.len())
                        };
                    if let Some((other, ..)) = known.iter().find(is_other) {
                        mistakes.add(
                            &source,
                            span,
                            MistakeCode::NameTwice,
                            format!(
                                "{what} {name} 在 {} 里是另一个，一起用时只有一个起作用",
                                other.info.name
                            ),
                            Some(format!(
                                "改名，例如 \"{}\"，用它的地方也改",
                                as_identifier(&format!("{name}_{}", folder.info.name))
                            )),
                        );
                    }
                    known.push((folder, section, name.to_owned(), written));
                }
            }
        }
    }

    /// That rulesets beside each other give a parameter one value: the last one would count for all.
    pub(super) fn parameters_apart(
        &self,
        chain: &[&RuleFolder],
        extra: &[String],
        layers: &[Items],
        sources: &[RuleSource],
        mistakes: &mut Mistakes,
    ) {
        let is_below = |own: &RuleFolder, parent: &str| self.is_below(own, parent, chain.len());
        let own: Vec<(&RuleFolder, &Items)> = chain
            .iter()
            .copied()
            .zip(layers)
            .filter(|(folder, _)| extra.contains(&folder.info.name))
            .collect();
        let text = |param: &RawParam| sources.get(param.file)?.text.get(param.value_span.clone());
        for (at, (folder, items)) in own.iter().enumerate() {
            for param in &items.params {
                let others = own.iter().take(at).filter(|(other, _)| {
                    !is_below(folder, &other.info.name) && !is_below(other, &folder.info.name)
                });
                let before = others.flat_map(|(other, items)| {
                    items.params.iter().map(move |param| (other, param))
                });
                let clash = before
                    .filter(|(_, known)| known.name == param.name && text(known) != text(param))
                    .map(|(other, _)| other.info.name.as_str())
                    .next();
                if let (Some(other), Some(source)) = (clash, sources.get(param.file)) {
                    mistakes.add(
                        source,
                        param.span.clone(),
                        MistakeCode::NameTwice,
                        format!(
                            "参数 {} 在 {other} 里是另一个值，一起用时只有一个起作用",
                            param.name
                        ),
                        Some(format!(
                            "改名，例如 {}",
                            as_identifier(&format!("{}_{}", param.name, folder.info.name))
                        )),
                    );
                }
            }
        }
    }
}
