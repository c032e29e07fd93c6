//! The rulesets of a folder: each compiled, their cases run.

use super::engine::{LoadedRules, add_folders, folders_of_rulesets};
use super::engine_mistakes::{built_in, without_parent};
use super::{day, installed};
use gouji_author::cases::CasesRun;
use gouji_rules::ruleset::Rulebook;
use gouji_values::error::{COMMAND_LINE, RuleMistake};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A rulebook, and of its rulesets those that a folder holds; without a folder the embedded ones.
fn rulesets_in(folder: Option<&Path>) -> Result<(Rulebook, Vec<String>), Vec<RuleMistake>> {
    let mut rulebook = installed::rulebook(true)?;
    let Some(folder) = folder else {
        let names = rulebook.rulesets().map(|info| info.name.clone()).collect();
        return Ok((rulebook, names));
    };
    if !folder.is_dir() {
        return built_in(folder, &rulebook).map(|name| (rulebook, vec![name]));
    }
    let folders = folders_of_rulesets(folder);
    let mut mistakes: Vec<RuleMistake> =
        folders.iter().filter_map(|folder| without_parent(folder)).collect();
    let names = add_folders(&folders, &mut rulebook, &mut mistakes);
    if mistakes.is_empty() { Ok((rulebook, names)) } else { Err(mistakes) }
}

/// The rulesets in a folder, each compiled.
pub(crate) fn check_folder(
    folder: &Path,
    on_top: &[PathBuf],
) -> Result<Vec<LoadedRules>, Vec<RuleMistake>> {
    let (mut rulebook, names) = rulesets_in(Some(folder))?;
    let mut mistakes: Vec<RuleMistake> = Vec::new();
    let on_top: Vec<PathBuf> =
        on_top.iter().flat_map(|folder| folders_of_rulesets(folder)).collect();
    let extra = add_folders(&on_top, &mut rulebook, &mut mistakes);
    let mut out = Vec::new();
    for name in names {
        let asked_for = name.clone();
        let asked = gouji_engine::engine::Request {
            ruleset: Some(name),
            extra: extra.clone(),
            year: None,
            kind: None,
            today: Some(day::today()),
            brief: true,
            ..Default::default()
        };
        match gouji_engine::engine::Engine::new(rulebook.clone(), asked)
            .and_then(|inner| Ok((inner.ruleset()?, inner)))
        {
            Ok((_, inner)) => {
                mistakes.extend(of_profiles(&rulebook, &asked_for, &extra));
                out.push(LoadedRules::of(inner, extra.clone()));
            }
            Err(more) => mistakes.extend(
                more.into_iter().filter(|mistake| !mistakes.contains(mistake)).collect::<Vec<_>>(),
            ),
        }
    }
    if mistakes.is_empty() { Ok(out) } else { Err(mistakes) }
}

/// What is wrong with the rules under one of the profiles of their folders, whoever asks for it.
fn of_profiles(rulebook: &Rulebook, name: &str, extra: &[String]) -> Vec<RuleMistake> {
    let mut out: Vec<RuleMistake> = Vec::new();
    for profile in rulebook.profiles() {
        let mut with = rulebook.clone();
        let setting = with.add_profile(&profile.name);
        let layers: Vec<String> = extra.iter().cloned().chain([setting]).collect();
        if let Err(list) = with.compile(name, &layers, None) {
            let told = |own: &RuleMistake| own.file != COMMAND_LINE && !out.contains(own);
            let list: Vec<RuleMistake> = list.into_iter().filter(told).collect();
            out.extend(list);
        }
    }
    out
}

/// The cases of one ruleset, run.
#[derive(Debug)]
pub(crate) struct Tested {
    /// Name of the ruleset.
    pub name: String,
    /// Outcomes.
    pub run: CasesRun,
    /// The cases that failed, as mistakes of their files.
    pub failed: Vec<RuleMistake>,
}

/// Runs the cases of all rulesets in a folder, or of the embedded ones, for the rules of some ids; none means all.
pub(crate) fn test_some(
    folder: Option<&Path>,
    only: &[String],
) -> Result<Vec<Tested>, Vec<RuleMistake>> {
    let (rulebook, names) = rulesets_in(folder)?;
    let mut mistakes: Vec<RuleMistake> = Vec::new();
    let mut out = Vec::new();
    for name in names {
        let chosen = |id: &str| only.is_empty() || only.iter().any(|only| only == id);
        match gouji_author::cases::run_layer_of(&rulebook, &name, chosen) {
            Ok(run) => {
                let run = run.tried(&rulebook, &name);
                let failed =
                    run.mistakes(|file| rulebook.text(file).unwrap_or_else(|| Arc::from("")));
                out.push(Tested { name, run, failed });
            }
            Err(more) => mistakes.extend(
                more.into_iter().filter(|mistake| !mistakes.contains(mistake)).collect::<Vec<_>>(),
            ),
        }
    }
    if mistakes.is_empty() { Ok(out) } else { Err(mistakes) }
}
