//! `gouji rules fmt`: the layout of rule files is set.

use super::{Status, engine, input, output, rule_files};
use gouji_author::layout::laid_out;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// Sets the layout of a file or of the rule files of a folder; `is_check`: only lists those whose layout is
/// another one.
pub(crate) fn run(path: &Path, is_check: bool) -> Status {
    let files = match files(path) {
        Ok(files) => files,
        Err(why) => {
            output::say(&why);
            return Status::Usage;
        }
    };
    let (mut told, mut others, mut left, mut is_unwritten) = (String::new(), 0, 0, false);
    for file in &files {
        let shown = file.display();
        let (before, after) = match read(file) {
            Ok(texts) => texts,
            Err(why) => {
                output::say(&format!("{shown}：{why}，没有改动\n"));
                left += 1;
                continue;
            }
        };
        if before == after {
            continue;
        }
        if !is_check && let Err(why) = output::write_file(file, after.as_bytes()) {
            output::say(&format!("{why}\n"));
            is_unwritten = true;
            continue;
        }
        others += 1;
        told.push_str(&format!("{shown}\n"));
    }
    match (others, files.len() - left) {
        (0, read) if read == 0 || is_unwritten => {}
        (0, read) => told.push_str(&format!("{read} 个文件，版式都不用改\n")),
        _ if is_check => told
            .push_str(&format!("{others} 个文件的版式要改，gouji rules fmt 去掉 --check 就改\n")),
        _ => told.push_str(&format!("已改 {others} 个文件的版式，内容没有变\n")),
    }
    if output::print(told.as_bytes()).is_err() || is_unwritten {
        Status::Failed
    } else if left > 0 {
        Status::Usage
    } else if is_check && others > 0 {
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
        // TOML files of other programs are not ours to lay out
        if !folder.join("ruleset.toml").is_file() {
            return Err(format!(
                "{} 不是规则文件夹：没有 ruleset.toml。请写 ruleset.toml 所在的文件夹，或者一个文件\n",
                path.display()
            ));
        }
        let entries = WalkBuilder::new(folder).standard_filters(false).hidden(true).build();
        let is_toml = |path: &PathBuf| {
            path.is_file() && path.extension().is_some_and(|own| own.eq_ignore_ascii_case("toml"))
        };
        files.extend(entries.flatten().map(ignore::DirEntry::into_path).filter(is_toml));
    }
    files.sort();
    files.dedup();
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
