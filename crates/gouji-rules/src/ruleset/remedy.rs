//! Advice that was tried: the edit that it asks for is made, the rules are loaded again, and only
//! what then loads is offered. What is no longer wrong then was a consequence and is not told.

use super::folder::{RuleFile, shown};
use super::mistakes::Remedy;
use super::rulebook::Rulebook;
use gouji_values::error::{MistakeCode, MistakeSubject, RuleMistake};
use std::collections::BTreeSet;
use std::ops::Range;

/// Edits that are tried for a load, at most: each is a load of its own.
const MOST: usize = 10;

/// What makes a mistake the same before and after an edit, which moves places.
type SameMistake = (String, MistakeCode, String);

fn same(mistake: &RuleMistake) -> SameMistake {
    (mistake.file.clone(), mistake.code, mistake.message.clone())
}

impl Rulebook {
    /// The mistakes with the advice of those remedies that load, and without their consequences.
    /// `load` loads a rulebook and gives the mistakes that are left.
    pub(super) fn tried(
        &self,
        mut errors: Vec<RuleMistake>,
        remedies: Vec<Remedy>,
        load: impl Fn(&Self) -> Vec<RuleMistake>,
    ) -> Vec<RuleMistake> {
        let mut tries = 0;
        let mut mended: BTreeSet<SameMistake> = BTreeSet::new();
        for remedy in remedies {
            let is_it = |own: &&RuleMistake| {
                own.file == remedy.file
                    && own.span == remedy.at
                    && remedy.code.is_none_or(|code| code == own.code)
            };
            let Some(own) = errors.iter().find(is_it).map(same) else { continue };
            if tries >= MOST || mended.contains(&own) {
                continue;
            }
            let Some(edited) = self.edited(&remedy.file, &remedy.span, &remedy.text) else {
                continue;
            };
            tries += 1;
            let left: BTreeSet<SameMistake> = load(&edited).iter().map(same).collect();
            let gone: Vec<SameMistake> =
                errors.iter().map(same).filter(|known| !left.contains(known)).collect();
            let is_known = |own: &SameMistake| errors.iter().any(|known| same(known) == *own);
            let is_more = gone.iter().any(|known| *known != own);
            if !gone.contains(&own)
                || !left.iter().all(is_known)
                || remedy.gives_what_lacks && !is_more
            {
                continue;
            }
            errors.retain(|known| same(known) == own || !gone.contains(&same(known)));
            for known in errors.iter_mut().filter(|known| same(known) == own) {
                known.help = Some(remedy.help.clone());
            }
            mended.insert(own);
        }
        errors
    }

    /// Of several rulesets in the place of one the one that goes on from the others.
    pub(super) fn several(&self, written: &str) -> Option<String> {
        let parts: Vec<&str> = written
            .split(['、', '，', ',', ';', '；', '+', '|', ' ', '/'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let all: Vec<&str> = parts
            .iter()
            .filter_map(|part| {
                let is_it = |folder: &&super::folder::RuleFolder| {
                    folder.info.name == *part || folder.info.title == *part
                };
                self.folders.values().find(is_it).map(|folder| folder.info.name.as_str())
            })
            .collect();
        if parts.len() < 2 || all.len() < parts.len() {
            return None;
        }
        let above = |name: &str| {
            let mut out = Vec::new();
            let mut next = self.folders.get(name);
            while let Some(folder) = next.filter(|folder| !out.contains(&folder.info.name.as_str()))
            {
                out.push(folder.info.name.as_str());
                next = folder.info.extends.as_ref().and_then(|parent| self.folders.get(parent));
            }
            out
        };
        let has_all = |name: &&&str| {
            let own = above(name);
            all.iter().all(|other| own.contains(other))
        };
        Some(match all.iter().find(has_all) {
            Some(last) => {
                let others: Vec<&str> = all.iter().copied().filter(|own| own != last).collect();
                format!(
                    "只能写一个，{last} 已经继承 {}：写成 extends = \"{last}\"",
                    others.join("、")
                )
            }
            None => format!(
                "只能写一个上级，这里几个互不继承：写成 extends = \"{}\"，另一套的规则照抄过来",
                all.last().unwrap_or(&"national")
            ),
        })
    }

    /// Mistakes of a `ruleset.toml` in which several parents stand in a list, with the one that goes on
    /// from the others.
    pub(super) fn one_parent(&self, mut mistakes: Vec<RuleMistake>) -> Vec<RuleMistake> {
        let is_it = |own: &&mut RuleMistake| {
            own.code == MistakeCode::ValueKind && own.message.starts_with("extends")
        };
        for own in mistakes.iter_mut().filter(is_it) {
            let written = own.text.get(own.span.clone()).unwrap_or("");
            let Some(inner) = written.strip_prefix('[').and_then(|text| text.strip_suffix(']'))
            else {
                continue;
            };
            let names: Vec<&str> =
                inner.split(',').map(|name| name.trim().trim_matches(['"', '\''])).collect();
            if let Some(help) = self.several(&names.join("、")) {
                own.help = Some(help);
            }
        }
        mistakes
    }

    /// The same rulebook with another text at a place of a file on disk.
    #[must_use]
    pub fn edited(&self, file: &str, span: &Range<usize>, text: &str) -> Option<Self> {
        let mut out = self.clone();
        let folder = out.folders.values().find(|folder| {
            folder.is_on_disk
                && folder.files.iter().any(|own| shown(&folder.shown, &own.path) == file)
        })?;
        let (name, named) = (folder.info.name.clone(), folder.shown.clone());
        let files = folder.files.iter().map(|own| {
            if shown(&named, &own.path) != file {
                return Some(own.clone());
            }
            let (before, behind) = (own.text.get(..span.start)?, own.text.get(span.end..)?);
            Some(RuleFile::new(own.path.clone(), format!("{before}{text}{behind}")))
        });
        let files: Vec<RuleFile> = files.collect::<Option<_>>()?;
        (out.add_folder(&named, files).ok()? == name).then_some(out)
    }
}

/// Names that nothing bears, for columns and rows of which two bear the same: the second may be the
/// one that is missing.
pub(super) fn given_names(errors: &[RuleMistake]) -> Vec<Remedy> {
    let unknown = || {
        errors.iter().filter(|own| matches!(own.code, MistakeCode::Formula | MistakeCode::Script))
    };
    let twice = errors.iter().filter(|own| own.code == MistakeCode::NameTwice);
    let pairs = twice.flat_map(|own| unknown().map(move |other| (own, other)));
    let each = pairs.filter_map(|(own, other)| {
        let MistakeSubject::Name(name) = &other.about else { return None };
        let written = own.text.get(own.span.clone())?;
        let quote = if written.starts_with('\'') { '\'' } else { '"' };
        (own.file == other.file).then_some((own, name, quote))
    });
    each.map(|(own, name, quote)| Remedy {
        file: own.file.clone(),
        at: own.span.clone(),
        code: Some(own.code),
        span: own.span.clone(),
        text: format!("{quote}{name}{quote}"),
        help: format!("这里改名，写成 name = \"{name}\"：公式里有这个名称，表样里还没有"),
        gives_what_lacks: true,
    })
    .collect()
}
