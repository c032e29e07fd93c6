//! The layers of a ruleset: its parents and those on top.

use super::Rulebook;
use super::folder::RuleFolder;
use super::info::extends_place;
use super::walk::{Mistakes, RuleSource};
use crate::formula::nearest;
use gouji_values::error::{COMMAND_LINE, MistakeCode};

impl Rulebook {
    /// The name of the ruleset whose agency words fit the text best, if any does: of those that are
    /// for the year the one with the longest word, else of all.
    #[must_use]
    pub fn detect(&self, texts: &[&str], year: Option<i32>) -> Option<&str> {
        let fitting = |text: &str| {
            let folders = self.folders.values().filter(|folder| !folder.info.beside);
            let words = folders
                .flat_map(|folder| folder.info.agency.iter().map(move |word| (word, &folder.info)));
            words
                .filter(|(word, _)| text.contains(word.as_str()))
                .max_by_key(|(word, info)| (info.covers(year), word.chars().count()))
                .map(|(_, info)| info.name.as_str())
        };
        texts.iter().find_map(|text| fitting(text))
    }

    /// The folders from the root down to `name`, then the extra ones.
    pub(super) fn chain(
        &self,
        name: &str,
        extra: &[String],
        mistakes: &mut Mistakes,
    ) -> Vec<&RuleFolder> {
        let mut chain = Vec::new();
        let extra = extra.iter().map(String::as_str).filter(|extra| !self.is_setting(extra));
        for leaf in std::iter::once(name).chain(extra) {
            let mut own: Vec<&RuleFolder> = Vec::new();
            let mut next = Some(leaf.to_owned());
            while let Some(current) = next.take() {
                let Some(folder) = self.folders.get(&current) else {
                    let is_meant = |folder: &&RuleFolder| {
                        folder.info.title.contains(&current) || current.contains(&folder.info.title)
                    };
                    let meant = self.folders.values().find(is_meant).map(|folder| {
                        let key = if own.is_empty() { "" } else { "extends = " };
                        format!("写成 {key}\"{}\"（{}）", folder.info.name, folder.info.title)
                    });
                    let all: Vec<String> = self
                        .folders
                        .values()
                        .map(|folder| format!("{} {}", folder.info.name, folder.info.title))
                        .collect();
                    let near = || nearest(&current, self.folders.keys().map(String::as_str));
                    let help = self
                        .several(&current)
                        .or(meant)
                        .or_else(near)
                        .unwrap_or_else(|| format!("可用的有：{}", all.join("，")));
                    let (source, span) = own.last().map_or_else(
                        || (RuleSource::of(COMMAND_LINE, current.clone()), 0..current.len()),
                        |child| extends_place(child),
                    );
                    mistakes.add(
                        &source,
                        span,
                        MistakeCode::RulesetUnknown,
                        format!("没有规则集 {current}"),
                        Some(help),
                    );
                    break;
                };
                if own.iter().any(|known| known.info.name == folder.info.name) {
                    let (source, span) = own
                        .last()
                        .map_or_else(|| extends_place(folder), |child| extends_place(child));
                    mistakes.add(
                        &source,
                        span,
                        MistakeCode::RulesetCircle,
                        "extends 绕成了一个圈",
                        Some(
                            "上级规则集不能又以下级为上级；例如 extends = \"national\"".to_owned(),
                        ),
                    );
                    break;
                }
                own.push(folder);
                next.clone_from(&folder.info.extends);
            }
            for folder in own.into_iter().rev() {
                if !chain.iter().any(|known: &&RuleFolder| known.info.name == folder.info.name) {
                    chain.push(folder);
                }
            }
        }
        chain
    }
}
