//! Packs of rules that are installed: for the user, or for everybody on the machine.

use super::engine;
use gouji_rules::ruleset::Rulebook;
use gouji_values::error::RuleMistake;
use std::path::PathBuf;

/// Where packs of the user stand; set by an environment variable, or where the system keeps such
/// files.
#[must_use]
pub(crate) fn own_place() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(place) = set("GOUJI_RULES_HOME") {
        return Some(place.into());
    }
    let base = if cfg!(windows) {
        set("APPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| PathBuf::from(home).join("Library/Application Support"))
    } else {
        let home = || set("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        set("XDG_DATA_HOME").map(PathBuf::from).or_else(home)
    };
    Some(base?.join("gouji").join("rules"))
}

/// Where packs for everybody stand.
#[must_use]
pub(crate) fn system_place() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(place) = set("GOUJI_RULES_SYSTEM") {
        return Some(place.into());
    }
    let base = if cfg!(windows) {
        PathBuf::from(set("PROGRAMDATA")?)
    } else if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support")
    } else {
        PathBuf::from("/usr/local/share")
    };
    Some(base.join("gouji").join("rules"))
}

/// The folders of installed packs, those of the user last: they win.
#[must_use]
pub(crate) fn folders() -> Vec<PathBuf> {
    let places = [system_place(), own_place()].into_iter().flatten();
    places
        .flat_map(|place| {
            let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
            let is_pack = |path: &PathBuf| {
                path.join("ruleset.toml").is_file() && path.join("pack.toml").is_file()
            };
            let mut found: Vec<PathBuf> =
                entries.map(|entry| entry.path()).filter(is_pack).collect();
            // what is being installed has a name with a dot
            found.retain(|path| {
                !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
            });
            found.sort();
            found
        })
        .collect()
}

/// The rulesets of the program, and those that are installed.
///
/// # Errors
/// Mistakes in them.
pub(crate) fn rulebook(with_cases: bool) -> Result<Rulebook, Vec<RuleMistake>> {
    rulebook_without(with_cases, &[])
}

/// The same without installed ones of these names.
///
/// # Errors
/// Mistakes in them.
pub(crate) fn rulebook_without(
    with_cases: bool,
    names: &[String],
) -> Result<Rulebook, Vec<RuleMistake>> {
    let mut rulebook = if with_cases { crate::embedded()? } else { crate::embedded_lean()? };
    let mut mistakes = Vec::new();
    let mut wanted = folders();
    // a pack stands in a folder of its name
    wanted.retain(|folder| {
        !folder.file_name().is_some_and(|own| names.iter().any(|name| own == name.as_str()))
    });
    engine::add_folders(&wanted, &mut rulebook, &mut mistakes);
    if mistakes.is_empty() { Ok(rulebook) } else { Err(mistakes) }
}
