//! `gouji rules upgrade`: rule files of an older language are rewritten where they have one
//! reading, remarks kept; what has several is shown, and nothing is written before all is known.

use super::rule_files::read_folder;
use super::{Status, output};
use gouji_report::report::terminal::mistakes;
use gouji_rules::ruleset::{RuleFile, rewritten};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeMap;
use std::path::Path;

/// The language that files are brought to.
const NEWEST: &str = "language = 2";
/// Each round mends one slip of each formula.
const ROUNDS: usize = 60;

/// Runs the command; `is_trial`: nothing is written.
pub(crate) fn run(folder: &Path, is_trial: bool) -> Status {
    match upgraded(folder) {
        Ok(found) => told(folder, &found, is_trial),
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            Status::Usage
        }
    }
}

/// What came of a folder.
struct Upgraded {
    /// Files by their path, as they were and as they are to be.
    files: BTreeMap<String, (String, String)>,
    /// What was rewritten: file, line, before, after.
    changes: Vec<(String, usize, String, String)>,
    /// What has several readings.
    left: Vec<RuleMistake>,
}

fn upgraded(folder: &Path) -> Result<Upgraded, Vec<RuleMistake>> {
    let read = read_folder(folder)?;
    let mut files: BTreeMap<String, (String, String)> =
        read.into_iter().map(|(path, text)| (path, (text.clone(), text))).collect();
    if !files.contains_key("ruleset.toml") {
        let message = "这个文件夹里没有 ruleset.toml".to_owned();
        let shown = folder.display().to_string();
        return Err(vec![RuleMistake::of_file(MistakeCode::RulesetWithoutParent, shown, message)]);
    }
    let shown = folder.display().to_string();
    let mut changes = Vec::new();
    for _ in 0..ROUNDS {
        let list = wrong(&shown, &files)?;
        let mut changed = false;
        for mistake in &list {
            let Some(path) = path_of(&shown, &mistake.file) else { continue };
            let Some((_, text)) = files.get_mut(path) else { continue };
            // places are those of the text that was read
            if *mistake.text != **text {
                continue;
            }
            let Some((to, line)) = rewritten(mistake) else { continue };
            let before = text.get(mistake.span.clone()).unwrap_or("").to_owned();
            changes.push((path.to_owned(), line, before, to.clone()));
            text.replace_range(mistake.span.clone(), &to);
            changed = true;
            break;
        }
        if !changed {
            return Ok(done(files, changes, list));
        }
    }
    let list = wrong(&shown, &files)?;
    Ok(done(files, changes, list))
}

fn done(
    mut files: BTreeMap<String, (String, String)>,
    changes: Vec<(String, usize, String, String)>,
    list: Vec<RuleMistake>,
) -> Upgraded {
    let is_left =
        |mistake: &RuleMistake| !mistake.is_warning || mistake.code == MistakeCode::ReadOtherwise;
    let left: Vec<RuleMistake> = list.into_iter().filter(is_left).collect();
    let is_clean = left.iter().all(|mistake| mistake.is_warning);
    if let Some((_, text)) = files.get_mut("ruleset.toml").filter(|_| is_clean) {
        *text = with_language(text);
    }
    Upgraded { files, changes, left }
}

/// The mistakes and remarks of the folder's own files.
fn wrong(
    shown: &str,
    files: &BTreeMap<String, (String, String)>,
) -> Result<Vec<RuleMistake>, Vec<RuleMistake>> {
    let mut rulebook = crate::embedded()?;
    let own = files.iter().map(|(path, (_, text))| RuleFile::new(path.clone(), text.clone()));
    let name = rulebook.add_folder(shown, own.collect())?;
    let mut out = match rulebook.compile(&name, &[], None) {
        Ok((ruleset, warnings)) => {
            let mut all = warnings;
            let listed = ruleset.listing();
            let ids =
                listed.iter().map(|rule| (rule.id.as_str(), rule.severity.is_some())).collect();
            all.extend(rulebook.without_effect(&name, &ids));
            all
        }
        Err(list) => list,
    };
    out.retain(|mistake| path_of(shown, &mistake.file).is_some());
    Ok(out)
}

/// A file of the folder by the name that messages give it.
fn path_of<'m>(shown: &str, file: &'m str) -> Option<&'m str> {
    let base = shown.trim_end_matches(['/', '\\']);
    file.strip_prefix(base).map(|rest| rest.trim_start_matches(['/', '\\']))
}

/// `ruleset.toml` with the version of the language, at its place or as a line of its own.
fn with_language(text: &str) -> String {
    let is_it = |line: &str| {
        line.trim_start()
            .strip_prefix("language")
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if text.lines().any(is_it) {
        let lines = text.split('\n').map(|line| {
            if is_it(line) {
                let remark = line.find('#').and_then(|at| line.get(at..));
                let tail = remark.map_or_else(String::new, |remark| format!("  {remark}"));
                let own = format!("{NEWEST}{tail}");
                if line.ends_with('\r') && !own.ends_with('\r') { format!("{own}\r") } else { own }
            } else {
                line.to_owned()
            }
        });
        return lines.collect::<Vec<_>>().join("\n");
    }
    // before the first table, to which a line behind it would belong
    let at =
        if text.starts_with('[') { 0 } else { text.find("\n[").map_or(text.len(), |at| at + 1) };
    let (before, behind) = text.split_at(at);
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    format!("{before}{gap}{NEWEST}{end}{behind}")
}

/// Writes what is known and says what was done.
fn told(folder: &Path, found: &Upgraded, is_trial: bool) -> Status {
    let mut out = String::new();
    for (path, line, before, after) in &found.changes {
        out.push_str(&format!("{path} 第 {line} 行：{before} → {after}\n"));
    }
    if !found.left.is_empty() {
        output::say(&mistakes(&found.left, &output::error_page()));
    }
    let open = found.left.iter().filter(|mistake| !mistake.is_warning).count();
    let changed: Vec<&str> = found
        .files
        .iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(path, _)| path.as_str())
        .collect();
    if !is_trial {
        for path in &changed {
            let Some((_, text)) = found.files.get(*path) else { continue };
            if let Err(error) = std::fs::write(folder.join(path), text) {
                output::say(&format!("没有写成 {path}：{}\n", output::reason(&error)));
                return Status::Failed;
            }
        }
    }
    let did = if is_trial { "将改写" } else { "已改写" };
    match (changed.is_empty(), open) {
        (true, 0) => out.push_str("已经是第 2 版，没有要改的\n"),
        (false, 0) => out.push_str(&format!("{did} {} 个文件，语言是第 2 版\n", changed.len())),
        _ => out.push_str(&format!(
            "{did} {} 个文件；还有 {open} 处有几种写法，改好以后再运行一次\n",
            changed.len()
        )),
    }
    if output::print(out.as_bytes()).is_err() {
        Status::Failed
    } else if open > 0 {
        Status::Usage
    } else {
        Status::Clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_a_line_of_its_own() {
        let plain = "name = \"甲\"  # 我们局\n";
        assert_eq!(with_language(plain), "name = \"甲\"  # 我们局\nlanguage = 2\n");
        assert_eq!(
            with_language("language = 1 # 旧\r\nname = \"甲\"\r\n"),
            "language = 2  # 旧\r\nname = \"甲\"\r\n"
        );
        assert_eq!(with_language("name = \"甲\"\n[x]\n"), "name = \"甲\"\nlanguage = 2\n[x]\n");
    }
}
