//! What is wrong with what the engine was asked for.

use gouji_rules::ruleset::Rulebook;
use gouji_values::error::{COMMAND_LINE, MistakeCode, RuleMistake};
use gouji_values::vocabulary::Vocabulary;
use std::path::Path;

/// That there is no such kind of document.
pub(super) fn unknown_kind(kind: &str, words: &Vocabulary) -> RuleMistake {
    let names = words.kinds.keys().map(|id| format!("{id} {}", words.kind_name(id)));
    let known: Vec<String> = names.collect();
    RuleMistake {
        text: kind.into(),
        span: 0..kind.len(),
        help: Some(format!("可以是 {}", known.join("、"))),
        ..RuleMistake::of_file(
            MistakeCode::DocumentKindUnknown,
            COMMAND_LINE.to_owned(),
            format!("没有文件种类 {kind}"),
        )
    }
}

/// That there is no such profile.
pub(super) fn unknown_profile(profile: &str, rulebook: &Rulebook) -> Option<RuleMistake> {
    let known = rulebook.profiles();
    if known.iter().any(|own| own.name == profile) {
        return None;
    }
    let names: Vec<String> =
        known.into_iter().map(|own| format!("{}（{}）", own.name, own.title)).collect();
    Some(RuleMistake {
        text: profile.into(),
        span: 0..profile.len(),
        help: Some(format!("可以是 {}", names.join("、"))),
        ..RuleMistake::of_file(
            MistakeCode::ValueUnknown,
            COMMAND_LINE.to_owned(),
            format!("没有尺度 {profile}"),
        )
    })
}

/// The ruleset of the program whose name stands where there is no folder.
pub(super) fn built_in(folder: &Path, rulebook: &Rulebook) -> Result<String, Vec<RuleMistake>> {
    let names = || rulebook.rulesets().map(|info| info.name.as_str());
    let written = folder.display().to_string();
    if names().any(|name| name == written) {
        return Ok(written);
    }
    Err(vec![super::rule_files::missing(folder, &names().collect::<Vec<_>>())])
}

/// Of a ruleset that there is not, and that is named in the command, the folders that may be meant.
pub(super) fn with_folders(mut list: Vec<RuleMistake>, name: Option<&str>) -> Vec<RuleMistake> {
    let is_asked =
        |own: &RuleMistake| own.code == MistakeCode::RulesetUnknown && own.file == COMMAND_LINE;
    if let (Some(name), Some(mistake)) = (name, list.iter_mut().find(|own| is_asked(own)))
        && !mistake.help.as_deref().is_some_and(|help| help.starts_with("是不是"))
        && let Some(near) = super::rule_files::near_folder(Path::new(name), &[])
    {
        mistake.help = Some(near);
    }
    list
}

/// A folder that is to be a ruleset of its own and has neither a parent nor words to read documents
/// by.
pub(super) fn without_parent(folder: &Path) -> Option<RuleMistake> {
    let is_missing = folder.is_dir()
        && !folder.join("ruleset.toml").is_file()
        && !folder.join("vocabulary.toml").is_file()
        && !folder.join("vocabulary").is_dir();
    is_missing.then(|| RuleMistake {
        help: Some(
            "新建 ruleset.toml，写一行 extends = \"national\"；或者用 --rules 把它加在别的规则集上"
                .to_owned(),
        ),
        ..RuleMistake::of_file(
            MistakeCode::RulesetWithoutParent,
            folder.display().to_string(),
            "这个文件夹里没有 ruleset.toml，不知道它的上级规则集".to_owned(),
        )
    })
}
