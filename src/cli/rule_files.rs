//! Rule files on disk: a folder as a list of names and texts.

use super::{input, output};
use gouji_rules::formula::nearest;
use gouji_rules::ruleset::is_unseen;
use gouji_values::error::{COMMAND_LINE, MistakeCode, RuleMistake, Underlying};
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// No ruleset has so many files and folders: the folder is another one.
const ENTRIES: usize = 10_000;
/// Extensions of rule files and scripts.
const EXTENSIONS: &[&str] = &["toml", "rhai"];

/// What to do where the folder has no rules.
const FOLDER: &str = "请写 ruleset.toml 所在的文件夹；gouji rules new 建一个";

/// Whether the program brings a ruleset of this name.
pub(crate) fn is_built_in(name: &str) -> bool {
    crate::embedded_files(name).next().is_some()
}

/// The rule files, scripts and documents of cases in a folder: path (with `/`, from the folder on)
/// and text, sorted by path. Hidden files are left out. A folder or file that cannot be read is a
/// mistake.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleMistake>> {
    let mut files = Vec::new();
    let mut mistakes = Vec::new();
    if !folder.is_dir() {
        return Err(vec![missing(folder, &[])]);
    }
    // a folder below that is a ruleset of its own is not a part of this one
    let top = folder.to_path_buf();
    let is_own = move |entry: &ignore::DirEntry| {
        entry.path() == top || !entry.path().join("ruleset.toml").is_file()
    };
    let mut walk = WalkBuilder::new(folder);
    let mut seen = 0;
    for entry in walk
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_path(Path::cmp)
        .filter_entry(is_own)
        .build()
    {
        seen += 1;
        if seen > ENTRIES {
            let message =
                format!("这个文件夹里有 {ENTRIES} 个以上的文件和文件夹，不像是规则文件夹");
            return Err(vec![mistake(folder, message, Some(FOLDER.to_owned()))]);
        }
        let path = match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| !kind.is_dir()) => entry.into_path(),
            Ok(_) => continue,
            Err(error) => {
                let why = error.io_error().map_or_else(|| "链接成环".to_owned(), output::reason);
                let source = Some(Underlying::new(error));
                let found = mistake(folder, format!("规则文件夹读不出来：{why}"), None);
                mistakes.push(RuleMistake { source, ..found });
                continue;
            }
        };
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let name = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>();
        let is_base = extension == "txt" && name.first().is_some_and(|first| first == "cases");
        if !is_base && !EXTENSIONS.contains(&extension.as_str()) {
            hidden_name(&path, &extension);
            continue;
        }
        let bytes = input::read(&path, input::TEXT);
        if let Some(kind) = bytes.as_ref().ok().and_then(|bytes| other_format(bytes)) {
            let message = format!("这不是文本文件，是{kind}，只是名称改成了 .toml");
            let help = "在那个程序里打开，把内容复制到记事本，另存为 .toml（UTF-8）".to_owned();
            mistakes.push(mistake(&path, message, Some(help)));
            continue;
        }
        match bytes.map(|bytes| decoded(&bytes)) {
            Ok(Some((text, is_utf8))) => {
                if !is_utf8 {
                    output::say(&format!(
                        "提醒 规则文件 {} 不是 UTF-8 编码（记事本的 ANSI 就是 GBK，或者 Unicode），已照样读出；用记事本“另存为”，编码选 UTF-8\n",
                        path.display()
                    ));
                }
                files.push((as_read(&name.join("/")), text));
            }
            Ok(None) => {
                let help = "请在编辑器中另存为 UTF-8".to_owned();
                mistakes.push(mistake(
                    &path,
                    "规则文件的编码认不出来，既不是 UTF-8 也不是 GB18030".to_owned(),
                    Some(help),
                ));
            }
            Err(refusal) => {
                let found = mistake(&path, format!("规则文件读不出来：{refusal}"), None);
                mistakes.push(RuleMistake { source: Some(Underlying::new(refusal)), ..found });
            }
        }
    }
    if files.is_empty() && mistakes.is_empty() {
        let message = "这个文件夹里没有规则文件（.toml、.rhai）".to_owned();
        return Err(vec![mistake(folder, message, Some(FOLDER.to_owned()))]);
    }
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}

/// That a folder of rules is not there; `names` are those that may stand in its place.
pub(crate) fn missing(folder: &Path, names: &[&str]) -> RuleMistake {
    let written = folder.display().to_string();
    let is_file = folder.is_file();
    let help = if is_file {
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
        format!("写它所在的文件夹：{}", above.unwrap_or(Path::new(".")).display())
    } else if names.is_empty() && is_built_in(&written) {
        format!("{written} 是内置的规则集，写 -r {written}；--rules 后面写文件夹")
    } else {
        near_folder(folder, names).unwrap_or_else(|| {
            "请检查路径；规则文件夹是 ruleset.toml 所在的文件夹，gouji rules new 建一个".to_owned()
        })
    };
    let message = if is_file {
        "这是一个文件，不是规则文件夹"
    } else {
        "没有这个规则文件夹"
    };
    let found = mistake(Path::new(COMMAND_LINE), message.to_owned(), Some(help));
    RuleMistake { span: 0..written.len(), text: written.into(), ..found }
}

/// The folders of rules beside one that is not there, and the names in its place, that are near.
pub(crate) fn near_folder(folder: &Path, names: &[&str]) -> Option<String> {
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    let entries = std::fs::read_dir(above.unwrap_or(Path::new("."))).ok()?;
    let is_ruleset = |path: &PathBuf| path.join("ruleset.toml").is_file();
    let beside: Vec<String> = entries
        .take(ENTRIES)
        .flatten()
        .map(|entry| entry.path())
        .filter(is_ruleset)
        .filter_map(|path| {
            let name = path.file_name()?;
            let shown = above.map_or_else(|| PathBuf::from(name), |above| above.join(name));
            Some(shown.display().to_string())
        })
        .collect();
    let known = beside.iter().map(String::as_str).chain(names.iter().copied());
    nearest(&folder.display().to_string(), known)
}

/// The only folder of rules in a folder.
pub(crate) fn only_folder(above: &Path) -> Option<String> {
    let entries = std::fs::read_dir(above).ok()?.take(ENTRIES).flatten();
    let mut found =
        entries.map(|entry| entry.path()).filter(|own| own.join("ruleset.toml").is_file());
    let only = found.next().filter(|_| found.next().is_none())?;
    Some(only.file_name()?.to_str()?.to_owned())
}

/// What a file is that is no text, by its first bytes.
pub(crate) fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 7] = [
        (b"\x89PNG", "图片（PNG）"),
        (b"\xFF\xD8\xFF", "图片（JPG）"),
        (b"GIF8", "图片（GIF）"),
        (b"PK\x03\x04", " Word、Excel 或压缩文件"),
        (b"\xD0\xCF\x11\xE0", "旧版 Word 或 Excel 文件"),
        (b"%PDF", " PDF 文件"),
        (b"{\\rtf", " RTF 文件（写字板存的）"),
    ];
    kinds.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

/// A path as rule files are found by it: Windows takes RULES.TOML and rules.toml for one.
fn as_read(path: &str) -> String {
    const OWN: &[&str] = &["ruleset.toml", "vocabulary.toml", "waivers.toml"];
    let lower = path.to_ascii_lowercase();
    if OWN.contains(&lower.as_str()) {
        return lower;
    }
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}", extension.to_ascii_lowercase()),
        None => path.to_owned(),
    }
}

/// Says of a file that was to be a rule file but for the ending that an editor gave it:
/// `rules.toml.txt`.
fn hidden_name(path: &Path, extension: &str) {
    let stem = path.file_stem().map(Path::new);
    let inner = stem.and_then(Path::extension).map(|inner| inner.to_string_lossy().to_lowercase());
    let has_inner = inner.is_some_and(|inner| EXTENSIONS.contains(&inner.as_str()));
    if !has_inner && holds_rules(path, extension) {
        let shown = if extension.is_empty() { "没有扩展名" } else { "扩展名不是 .toml" };
        output::say(&format!(
            "提醒 {} 不会当作规则文件读：写的像是规则，{shown}，请改名为 .toml\n",
            path.display()
        ));
    }
    if extension == "txt" && has_inner {
        let meant = path.with_extension("");
        let name = |path: &Path| {
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        output::say(&format!(
            "提醒 {} 不会当作规则文件读：文件名多了 .txt，请改成 {}（在资源管理器里先显示文件扩展名）\n",
            path.display(),
            name(&meant)
        ));
    }
}

/// Says of rule files in a folder that no ruleset reads them: the rulesets lie in folders below it.
pub(crate) fn left_beside(folder: &Path, rulesets: &[PathBuf]) {
    let below = rulesets.to_vec();
    let is_left = move |entry: &ignore::DirEntry| !below.iter().any(|own| entry.path() == own);
    let mut walk = WalkBuilder::new(folder);
    let entries = walk
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_path(Path::cmp)
        .filter_entry(is_left)
        .build();
    let files = entries.flatten().map(ignore::DirEntry::into_path).filter(|path| {
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
            && (holds_rules(path, "toml") || is_of_ruleset(path))
    });
    for path in files {
        let (folder, first) = (folder.display(), rulesets.first());
        let own = first.map_or_else(String::new, |first| first.display().to_string());
        output::say(&format!(
            "提醒 {} 没有读：ruleset.toml 在下一层的 {own} 里，只读那里的文件。把这个文件移到 {own}，或者把 ruleset.toml 移到 {folder}\n",
            path.display()
        ));
    }
}

/// Whether a file is one that a ruleset has beside its rules.
fn is_of_ruleset(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    name.is_some_and(|name| ["vocabulary.toml", "waivers.toml"].contains(&name.as_str()))
}

/// Whether a file of another ending begins as a rule file does. Guides show rules, and are none.
fn holds_rules(path: &Path, extension: &str) -> bool {
    if matches!(extension, "md" | "rs" | "py" | "html") {
        return false;
    }
    let Ok(bytes) = input::read(path, 1 << 20) else { return false };
    let Some((text, _)) = decoded(&bytes) else { return false };
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let heads = [
        "[[rule]]",
        "[[form]]",
        "[[claim]]",
        "[[wording]]",
        "[[measure]]",
        "[[relation]]",
        "[[role]]",
        "[[part]]",
        "[[scale]]",
        "[param]",
    ];
    first.is_some_and(|line| heads.contains(&line))
}

/// The text, without what no editor shows, as pages and messages leave it behind, and whether it was UTF-8.
pub(crate) fn decoded(bytes: &[u8]) -> Option<(String, bool)> {
    let (mut text, is_utf8) = whole_text(bytes)?;
    if text.contains(is_unseen) {
        text.retain(|c| !is_unseen(c));
    }
    Some((text, is_utf8))
}

/// The text, without a byte order mark, and whether it was UTF-8.
fn whole_text(bytes: &[u8]) -> Option<(String, bool)> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        return (!broken).then(|| (text.into_owned(), encoding == encoding_rs::UTF_8));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), true));
    }
    let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!broken).then(|| (text.into_owned(), false))
}

fn mistake(path: &Path, message: String, help: Option<String>) -> RuleMistake {
    RuleMistake {
        help,
        ..RuleMistake::of_file(MistakeCode::FileUnreadable, path.display().to_string(), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_and_sorted_and_bad_encoding_is_a_mistake() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("forms")).unwrap();
        for name in ["ruleset.toml", "forms/a.toml", "说明.md", ".x.toml"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let names: Vec<String> =
            read_folder(folder.path()).unwrap().into_iter().map(|file| file.0).collect();
        assert_eq!(names, ["forms/a.toml", "ruleset.toml"]);
        // a byte order mark of Notepad, and GB18030
        std::fs::write(folder.path().join("b.toml"), [0xEF, 0xBB, 0xBF, b'x']).unwrap();
        std::fs::write(folder.path().join("c.toml"), [0xC4, 0xE3]).unwrap();
        std::fs::write(folder.path().join("d.toml"), [0xFF, 0xFE, 0x60, 0x4F]).unwrap();
        let texts: Vec<String> =
            read_folder(folder.path()).unwrap().into_iter().map(|file| file.1).collect();
        assert_eq!(texts, ["x", "你", "你", "x", "x"]);
        std::fs::write(folder.path().join("b.toml"), [0xC4, 0xFF, 0xFF]).unwrap();
        assert!(read_folder(folder.path()).unwrap_err()[0].message.contains("UTF-8"));
        assert!(read_folder(&folder.path().join("没有")).is_err());
    }
}
