//! Rulesets that are used beside each other: what they may not both say.

use super::folder::RuleFolder;
use super::raw::{Items, RawParam};
use super::rulebook::Rulebook;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;

impl Rulebook {
    /// That rulesets beside each other give a parameter one value: the last one would count for all.
    pub(super) fn parameters_apart(
        &self,
        chain: &[&RuleFolder],
        extra: &[String],
        layers: &[Items],
        sources: &[RuleSource],
        mistakes: &mut Mistakes,
    ) {
        let is_below = |own: &RuleFolder, parent: &str| {
            let mut next = own.info.extends.as_deref();
            // a circle is told elsewhere
            for _ in 0..chain.len() {
                match next {
                    Some(name) if name == parent => return true,
                    Some(name) => {
                        next = self.folders.get(name).and_then(|own| own.info.extends.as_deref());
                    }
                    None => return false,
                }
            }
            false
        };
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
                        Some(format!("改名，例如 {}_{}", param.name, folder.info.name)),
                    );
                }
            }
        }
    }
}
