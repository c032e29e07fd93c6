//! What is wrong with what the engine was asked for.

use gouji_values::error::{MistakeCode, RuleMistake};
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
            "命令行".to_owned(),
            format!("没有文件种类 {kind}"),
        )
    }
}

/// A folder that is to be a ruleset of its own and has neither a parent nor words to read documents
/// by.
pub(super) fn without_parent(folder: &Path) -> Option<RuleMistake> {
    let is_missing = folder.is_dir()
        && !folder.join("ruleset.toml").is_file()
        && !folder.join("vocabulary.toml").is_file();
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
