//! Where results go: which path is a folder, folders that are made, and files that must not be
//! replaced now.

use super::output::{self, NewFile};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// How many of the files that stand in the way are named.
const NAMED: usize = 5;

/// Whether a path for results means a folder: one that is there, one that ends with a separator, or
/// one without an extension that is not there yet. `2024.5` has none: an extension has a letter and
/// no Chinese character.
#[must_use]
pub(crate) fn is_folder(path: &Path) -> bool {
    if path.is_dir() {
        return true;
    }
    let is_extension = |extension: &OsStr| {
        let text = extension.to_string_lossy();
        text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    ends_with_separator(path) || (!path.extension().is_some_and(is_extension) && !path.exists())
}

fn ends_with_separator(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// Makes the folder that results go into: the path itself, or the one that the file is to stand in.
pub(crate) fn make(path: &Path, is_folder: bool) -> Result<(), String> {
    let folder = if is_folder {
        Some(path)
    } else {
        path.parent().filter(|parent| !parent.as_os_str().is_empty())
    };
    let Some(folder) = folder.filter(|folder| !folder.is_dir()) else { return Ok(()) };
    let in_the_way = folder.ancestors().find(|above| above.is_file());
    std::fs::create_dir_all(folder).map_err(|error| match in_the_way {
        Some(file) => format!(
            "结果写不到 {}：{} 是文件，不是文件夹；请换一个名字",
            path.display(),
            file.display()
        ),
        None => {
            let why = output::reason(&error);
            format!("文件夹 {} 建不了：{why}；请换一个文件夹", folder.display())
        }
    })
}

/// Why files that are there must not be replaced now: somebody has them open, or they are
/// write-protected.
pub(crate) fn free<'a>(files: impl IntoIterator<Item = &'a Path>) -> Result<(), String> {
    let held: Vec<String> = files
        .into_iter()
        .filter_map(|file| Some(format!("{} {}", file.display(), held(file)?)))
        .collect();
    if held.is_empty() {
        return Ok(());
    }
    let more = if held.len() > NAMED {
        format!("\n  ……共 {} 个", held.len())
    } else {
        String::new()
    };
    let shown: Vec<&str> = held.iter().take(NAMED).map(String::as_str).collect();
    Err(format!("没有审核，原有的文件没有改动：\n  {}{more}", shown.join("\n  ")))
}

/// What keeps a file from being replaced, and what to do.
fn held(file: &Path) -> Option<String> {
    let found = std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file)?;
    if let Some(mark) = marks(file).into_iter().find(|mark| std::fs::symlink_metadata(mark).is_ok())
    {
        let name =
            mark.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Some(format!(
            "正在 Excel、WPS 或 LibreOffice 中打开（旁边有 {name}）；请先保存并关闭。确实没有人打开的，请删除 {name} 再试"
        ));
    }
    if found.permissions().readonly() {
        return Some("是只读文件；请去掉只读属性，或者换一个名字".to_owned());
    }
    // opening alone changes nothing
    let error = std::fs::File::options().write(true).open(file).err()?;
    Some(format!("不能改写：{}", output::reason(&error)))
}

/// The files that office programs put beside a file while they have it open.
fn marks(file: &Path) -> Vec<PathBuf> {
    // what a link points to is replaced, and that is what a program has open
    let real = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut out = Vec::new();
    for path in [file, real.as_path()] {
        let Some(name) = path.file_name().map(OsStr::to_string_lossy) else { continue };
        let mut names = vec![format!("~${name}"), format!(".~lock.{name}#"), format!(".~{name}")];
        // Word writes its mark over the beginning of a longer name
        let is_text = path
            .extension()
            .is_some_and(|extension| extension.to_string_lossy().to_lowercase().starts_with("doc"));
        let stem = path.file_stem().map_or(0, |stem| stem.to_string_lossy().chars().count());
        let cut = if is_text { stem.saturating_sub(6).min(2) } else { 0 };
        names.push(format!("~${}", name.chars().skip(cut).collect::<String>()));
        out.extend(names.into_iter().map(|name| path.with_file_name(OsString::from(name))));
    }
    out
}

/// Whether results can be written here, before anything is done for them. Nothing stays of it.
pub(crate) fn reachable(path: &Path) -> Result<(), String> {
    let is_folder = is_folder(path);
    if !is_folder && path.exists() {
        return try_out(path);
    }
    let start = if is_folder { Some(path) } else { path.parent() };
    let nearest = start.into_iter().flat_map(Path::ancestors).find(|above| above.exists());
    match nearest {
        Some(folder) if folder.is_dir() => try_out(&folder.join("gouji")),
        // a file is in the way: that is said
        Some(_) => make(path, is_folder),
        None => try_out(Path::new("gouji")),
    }
    .map_err(|why| format!("没有审核：{why}"))
}

/// Whether a file can be written here: it is begun and taken away again.
pub(crate) fn try_out(file: &Path) -> Result<(), String> {
    NewFile::create(file).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_told_from_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join("旧结果"), "x").unwrap();
        std::fs::create_dir(root.join("a.b")).unwrap();
        for (name, wanted) in [
            ("结果", true),
            ("结果/", true),
            ("结果.d/", true),
            ("审核结果2024.5", true),
            ("审核.结果", true),
            ("a.b", true),
            ("旧结果", false),
            ("结果.html", false),
            ("结果.7z", false),
            ("没有/结果.csv", false),
        ] {
            assert_eq!(is_folder(&root.join(name)), wanted, "{name}");
        }
        assert!(!is_folder(Path::new("/dev/null")) || cfg!(windows));
    }

    #[test]
    fn a_file_that_somebody_has_open_is_not_free() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("二〇二三年度结果.docx");
        assert_eq!(held(&file), None);
        std::fs::write(&file, "x").unwrap();
        assert_eq!(held(&file), None);
        for mark in [
            "~$二〇二三年度结果.docx",
            "~$二三年度结果.docx",
            ".~lock.二〇二三年度结果.docx#",
            ".~二〇二三年度结果.docx",
        ] {
            let mark = folder.path().join(mark);
            std::fs::write(&mark, "").unwrap();
            assert!(held(&file).unwrap().contains("打开"), "{}", mark.display());
            std::fs::remove_file(mark).unwrap();
        }
        let mut permissions = std::fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&file, permissions).unwrap();
        assert!(free([file.as_path()]).unwrap_err().contains("只读"));
    }
}
