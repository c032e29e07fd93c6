//! `gouji rules fmt`: the layout of rule files is set.

use super::{Status, engine, input, output, rule_files};
use gouji_author::layout::laid_out;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// Sets the layout of a file or of the rule files of a folder; `is_check`: only lists those whose layout is
/// another one.
pub fn run(path: &Path, is_check: bool) -> Status {
    let files = match files(path) {
        Ok(files) => files,
        Err(why) => {
            output::say(&why);
            return Status::Usage;
        }
    };
    let (mut told, mut is_other, mut is_wrong) = (String::new(), 0, false);
    for file in &files {
        let shown = file.display();
        let (before, after) = match read(file) {
            Ok(texts) => texts,
            Err(why) => {
                output::say(&format!("{shown}：{why}，没有改动\n"));
                is_wrong = true;
                continue;
            }
        };
        if before == after {
            continue;
        }
        is_other += 1;
        told.push_str(&format!("{shown}\n"));
        if !is_check && let Err(why) = output::write_file(file, after.as_bytes()) {
            output::say(&format!("{why}\n"));
            return Status::Failed;
        }
    }
    told.push_str(&match (is_other, is_check) {
        (0, _) => format!("{} 个文件，版式都不用改\n", files.len()),
        (_, true) => format!("{is_other} 个文件的版式要改，gouji rules fmt 去掉 --check 就改\n"),
        (_, false) => format!("已改 {is_other} 个文件的版式，内容没有变\n"),
    });
    if output::print(told.as_bytes()).is_err() {
        Status::Failed
    } else if is_wrong {
        Status::Usage
    } else if is_check && is_other > 0 {
        Status::Findings
    } else {
        Status::Clean
    }
}

/// The file itself, or the TOML files of the rulesets in a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Err(format!("没有这个文件或文件夹：{}\n", path.display()));
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in engine::folders_of_rulesets(path) {
        let entries = WalkBuilder::new(folder).standard_filters(false).hidden(true).build();
        let is_toml = |path: &PathBuf| {
            path.is_file() && path.extension().is_some_and(|own| own.eq_ignore_ascii_case("toml"))
        };
        files.extend(entries.flatten().map(ignore::DirEntry::into_path).filter(is_toml));
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        return Err(format!("{} 里没有规则文件（.toml）\n", path.display()));
    }
    Ok(files)
}

/// A file as it is and as it shall be.
fn read(file: &Path) -> Result<(String, String), String> {
    let bytes = input::read(file, input::TEXT).map_err(|why| why.to_string())?;
    match rule_files::decoded(&bytes) {
        Some((text, true)) => match laid_out(&text) {
            Some(after) => Ok((text, after)),
            None => Err("不是正确的 TOML（gouji rules check 说明错在哪里）".to_owned()),
        },
        _ => Err("不是 UTF-8 编码，请先在编辑器中另存为 UTF-8".to_owned()),
    }
}
