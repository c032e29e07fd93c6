//! `--files-from`: paths from a list or from standard input, one a line or parted by NUL.

use super::args::GivenArgs;
use super::input::{self, FileRefusal};
use super::{Status, output};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longer lists are not read: a million long paths.
const LONGEST: u64 = 1 << 30;

/// Adds the paths of the list, behind those that were typed in.
pub(crate) fn add(given: &mut GivenArgs) -> Result<(), Status> {
    let Some(list) = given.files_from.take() else { return Ok(()) };
    let name = if is_standard_input(&list) {
        "标准输入".to_owned()
    } else {
        list.display().to_string()
    };
    let refused = |why: String| {
        output::say(&format!("名单 {name} {why}\n"));
        Status::Usage
    };
    let bytes = read(&list).map_err(|refusal| refused(format!("读不出来：{}", refusal.words())))?;
    if let Some(kind) = super::rule_files::other_format(&bytes) {
        return Err(refused(format!(
            "是{kind}，不是名单：名单是文本，每行一个路径；要审核它，请直接写它的路径"
        )));
    }
    let paths =
        paths(&bytes).ok_or_else(|| refused("的编码认不出来；请另存为 UTF-8".to_owned()))?;
    if paths.is_empty() {
        return Err(refused("里没有路径；每行应是一个文件或文件夹".to_owned()));
    }
    given.paths.extend(paths);
    Ok(())
}

fn is_standard_input(list: &Path) -> bool {
    list.as_os_str() == "-"
}

fn read(list: &Path) -> Result<Vec<u8>, FileRefusal> {
    // a list may come through a pipe of the shell: <(find …)
    if !is_standard_input(list) && std::fs::metadata(list).is_ok_and(|found| found.is_file()) {
        return input::read(list, LONGEST);
    }
    let mut out = Vec::new();
    let whole = if is_standard_input(list) {
        std::io::stdin().lock().take(LONGEST + 1).read_to_end(&mut out)
    } else if list.is_dir() {
        return Err(FileRefusal::Kind("文件夹"));
    } else {
        std::fs::File::open(list).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut out))
    };
    match whole {
        Ok(_) if out.len() as u64 > LONGEST => Err(FileRefusal::TooLarge(LONGEST)),
        Ok(_) => Ok(out),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(FileRefusal::Missing),
        Err(error) => Err(FileRefusal::System {
            why: output::reason(&error),
            source: gouji_values::error::Underlying::new(error),
        }),
    }
}

/// The paths of a list; `None` where its text cannot be read. A path never holds NUL, so one NUL
/// tells how the list is parted.
fn paths(bytes: &[u8]) -> Option<Vec<PathBuf>> {
    if cfg!(windows) && !bytes.contains(&0) {
        let (text, _) = super::rule_files::decoded(bytes)?;
        return Some(parted(text.as_bytes(), b'\n').filter_map(path).collect());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mark = if bytes.contains(&0) { 0 } else { b'\n' };
    parted(bytes, mark).map(path).collect()
}

fn parted(bytes: &[u8], mark: u8) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(move |byte| *byte == mark)
        .map(move |line| if mark == 0 { line } else { line.strip_suffix(b"\r").unwrap_or(line) })
        .filter(|line| !line.iter().all(u8::is_ascii_whitespace))
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    Some(PathBuf::from(std::str::from_utf8(bytes).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_or_what_nul_parts() {
        let of = |text: &str| {
            let paths = paths(text.as_bytes()).unwrap().into_iter();
            paths.map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of("\u{feff}甲 局.txt\r\n\r\n乙.docx"), ["甲 局.txt", "乙.docx"]);
        assert_eq!(of("甲\n局.txt\0乙.docx\0"), ["甲\n局.txt", "乙.docx"]);
        assert!(of("\n \n").is_empty());
    }
}
