//! `gouji rules new` and `gouji rules export`: rule folders to begin with.

use super::{Status, output};
use gouji_rules::ruleset::json_schema;
use std::path::Path;

const FILES: &[(&str, &str)] = &[
    ("ruleset.toml", include_str!("template/ruleset.toml")),
    ("rules.toml", include_str!("template/rules.toml")),
    ("README.md", include_str!("template/README.md")),
];

/// Starts a local ruleset in a folder; a folder that holds anything is refused.
pub(crate) fn new(folder: &Path, parent: &str, title: Option<&str>) -> Status {
    let refuse = |why: String| {
        output::say(&why);
        Status::Usage
    };
    let Some(name) = folder.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return refuse("命令有误：请写新文件夹的名称，例如 gouji rules new 本局规则\n".to_owned());
    };
    let title = title.unwrap_or(&name);
    if [name.as_str(), title].iter().any(|text| text.contains(['"', '\\', '\n', '{', '}'])) {
        return refuse(format!("命令有误：名称 {name} 里不能有引号、反斜线和花括号\n"));
    }
    let known = match names() {
        Ok(known) => known,
        Err(status) => return status,
    };
    if known.contains(&name) {
        return refuse(format!(
            "命令有误：{name} 是内置规则集的名称；请换一个，例如 {name}-local\n"
        ));
    }
    if !known.iter().any(|known| known == parent) {
        return refuse(format!("命令有误：没有规则集 {parent}；上级可以是 {}\n", known.join("、")));
    }
    if folder.is_file()
        || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
    {
        return refuse(format!(
            "{} 已经存在而且不是空的，没有改动它；请换一个名称\n",
            folder.display()
        ));
    }
    let path = folder.display().to_string();
    let filled = |text: &str| {
        let text =
            text.replace("@NAME@", &name).replace("@TITLE@", title).replace("@PARENT@", parent);
        text.replace("@PATH@", &path.replace('\\', "/"))
    };
    let files = FILES.iter().map(|(file, text)| ((*file).to_owned(), filled(text)));
    let files = files.chain(std::iter::once(("schema.json".to_owned(), json_schema())));
    match write(folder, files) {
        Ok(_) => said(&format!(
            "已建立规则集 {name}（上级 {parent}）：{path}\n  先看 {}，再改 rules.toml\n  检查：gouji rules check {path}\n  用例：gouji rules test {path}\n  审核：gouji check 文件 -r {path}\n",
            folder.join("README.md").display()
        )),
        Err(why) => {
            output::say(&why);
            Status::Failed
        }
    }
}

/// Writes a built-in ruleset into a folder; files that are there stay unless `force`.
pub(crate) fn export(name: &str, folder: &Path, force: bool) -> Status {
    let known = match names() {
        Ok(known) => known,
        Err(status) => return status,
    };
    if !known.iter().any(|known| known == name) {
        output::say(&format!("命令有误：没有内置规则集 {name}；可以是 {}\n", known.join("、")));
        return Status::Usage;
    }
    let files: Vec<(&str, &str)> = crate::embedded_files(name).collect();
    let there: Vec<&str> =
        files.iter().map(|(path, _)| *path).filter(|path| folder.join(path).exists()).collect();
    if folder.is_file() || (!there.is_empty() && !force) {
        let more = if there.len() > 3 { " 等" } else { "" };
        let shown: Vec<&str> = there.iter().copied().take(3).collect();
        let why = if folder.is_file() {
            format!("{} 是一个文件，不是文件夹", folder.display())
        } else {
            format!(
                "{} 里已经有 {}{more}，没有改动；要覆盖请加 --force",
                folder.display(),
                shown.join("、")
            )
        };
        output::say(&format!("{why}\n"));
        return Status::Usage;
    }
    match write(folder, files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))) {
        Ok(count) => {
            let path = folder.display();
            said(&format!(
                "已写出规则集 {name}：{path}，{count} 个文件\n  改好以后：gouji check 文件 -r {path}\n"
            ))
        }
        Err(why) => {
            output::say(&why);
            Status::Failed
        }
    }
}

/// The names of the rulesets that may be extended.
pub(crate) fn names() -> Result<Vec<String>, Status> {
    match super::installed::rulebook(false) {
        Ok(rulebook) => Ok(rulebook.rulesets().map(|info| info.name.clone()).collect()),
        Err(list) => {
            output::say(&gouji_report::report::terminal::mistakes(&list, &output::error_page()));
            Err(Status::Usage)
        }
    }
}

/// Writes files below a folder.
pub(crate) fn write(
    folder: &Path,
    files: impl Iterator<Item = (String, String)>,
) -> Result<usize, String> {
    let mut count = 0;
    for (name, text) in files {
        let path = folder.join(&name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| {
                format!("文件夹 {} 建不了：{}\n", parent.display(), output::reason(&error))
            })?;
        }
        output::write_file(&path, text.as_bytes()).map_err(|why| format!("{why}\n"))?;
        count += 1;
    }
    Ok(count)
}

fn said(text: &str) -> Status {
    output::print(text.as_bytes()).map_or(Status::Failed, |()| Status::Clean)
}
