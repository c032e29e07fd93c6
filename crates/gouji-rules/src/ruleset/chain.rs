//! The layers of a ruleset: its parents and those on top.

use super::Rulebook;
use super::folder::RuleFolder;
use super::info::extends_place;
use super::walk::{Mistakes, RuleSource};
use crate::formula::nearest;
use gouji_values::error::{COMMAND_LINE, MistakeCode};

/// A ruleset that is found from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected<'a> {
    /// Its name.
    pub name: &'a str,
    /// Names of others that were found, too, each with the word.
    pub others: Vec<(&'a str, &'a str)>,
}

impl Rulebook {
    /// The ruleset whose agency words stand in the first text that has some: the one for the year,
    /// of several there that with the longest word. With the others for that year, each with its
    /// word; what it stands on itself is none of them.
    #[must_use]
    pub fn detect(&self, texts: &[&str], year: Option<i32>) -> Option<Detected<'_>> {
        let fitting = |text: &str| -> Option<Detected<'_>> {
            let folders = self.folders.values().filter(|folder| !folder.info.beside);
            let words = folders.flat_map(|folder| {
                folder.info.agency.iter().map(move |word| (word.as_str(), folder))
            });
            let found: Vec<_> = words.filter(|(word, _)| text.contains(word)).collect();
            let (_, own) = found
                .iter()
                .max_by_key(|(word, folder)| (folder.info.covers(year), word.chars().count()))?;
            let mut others: Vec<(&str, &str)> = Vec::new();
            for (word, other) in &found {
                let name = other.info.name.as_str();
                if name != own.info.name
                    && other.info.covers(year)
                    && !self.is_below(own, name, self.folders.len())
                    && !others.iter().any(|(known, _)| *known == name)
                {
                    others.push((name, word));
                }
            }
            Some(Detected { name: &own.info.name, others })
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
                    let is_itself =
                        own.last().is_some_and(|last| last.info.name == folder.info.name);
                    let (message, help) = if is_itself {
                        (
                            "extends 写了自己的名称",
                            "不能以自己为上级：写上级规则集的名称，例如 extends = \"national\"",
                        )
                    } else {
                        (
                            "extends 绕成了一个圈",
                            "上级规则集不能又以下级为上级；例如 extends = \"national\"",
                        )
                    };
                    let code = MistakeCode::RulesetCircle;
                    mistakes.add(&source, span, code, message, Some(help.to_owned()));
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
