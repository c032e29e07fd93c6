//! Standard output, standard error and files written whole or not at all.

use gouji_report::report::Options;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Results. A reader that went away (a closed pipe) is no trouble; other failures are said.
pub(crate) fn print(bytes: &[u8]) -> Result<(), ()> {
    let mut out = std::io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// The same, printed as it is made.
pub(crate) fn print_made(
    make: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), ()> {
    const AT_ONCE: usize = 1 << 16;
    let mut out = BufWriter::with_capacity(AT_ONCE, std::io::stdout().lock());
    printed(make(&mut out).and_then(|()| out.flush()))
}

fn printed(result: std::io::Result<()>) -> Result<(), ()> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            say(&format!("结果写不到标准输出：{}\n", reason(&error)));
            Err(())
        }
    }
}

/// Progress and trouble, on standard error; nothing can be done where that fails.
pub(crate) fn say(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Why the system refused, in Chinese where that is common.
#[must_use]
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        // 32 and 33 of Windows: another program holds the file, as Excel does
        _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => {
            "文件正在 Excel、WPS 等程序中打开，请先关闭".to_owned()
        }
        ErrorKind::PermissionDenied if cfg!(windows) => {
            "没有权限，或者文件正在别的程序中打开".to_owned()
        }
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::IsADirectory => "这是文件夹".to_owned(),
        ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "磁盘只读".to_owned(),
        ErrorKind::OutOfMemory => "内存不足".to_owned(),
        _ => error.to_string(),
    }
}

/// Page for a report that goes to a file, or to standard output.
#[must_use]
pub(crate) fn page(all: bool, to_file: bool) -> Options {
    let is_terminal = !to_file && std::io::stdout().is_terminal();
    Options {
        all,
        brief: false,
        color: is_terminal && color_wanted(),
        width: if is_terminal { terminal_columns() } else { 100 },
        ..Options::default()
    }
}

/// Page for what goes to standard error.
#[must_use]
pub(crate) fn error_page() -> Options {
    let is_terminal = std::io::stderr().is_terminal();
    Options {
        all: false,
        brief: false,
        color: is_terminal && color_wanted(),
        width: if is_terminal { terminal_columns() } else { 100 },
        ..Options::default()
    }
}

fn color_wanted() -> bool {
    takes_escapes()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether a terminal takes escape sequences: the console of Windows does once it is told to, that
/// of Windows 7 never.
#[must_use]
pub(crate) fn takes_escapes() -> bool {
    #[cfg(windows)]
    {
        use winapi_util::console::Console;
        let switched_on = |console: std::io::Result<Console>| {
            console.is_ok_and(|mut own| own.set_virtual_terminal_processing(true).is_ok())
        };
        switched_on(Console::stderr()) || switched_on(Console::stdout())
    }
    #[cfg(not(windows))]
    true
}

fn terminal_columns() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(50, 200))
}

/// A file that is written beside its place and moved there when it is whole, so that it is never
/// seen half written. Dropped before that, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct NewFile {
    shown: PathBuf,
    target: PathBuf,
    /// Where it is written; `None` for devices such as /dev/null, which are written to and not
    /// replaced.
    part: Option<PathBuf>,
    file: BufWriter<File>,
}

impl NewFile {
    /// Begins a file.
    pub(crate) fn create(path: &Path) -> Result<Self, String> {
        let fail =
            |error: &std::io::Error| format!("结果写不到 {}：{}", path.display(), reason(error));
        let shown = path.to_owned();
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let file = File::options().write(true).open(path).map_err(|error| fail(&error))?;
            return Ok(Self {
                shown,
                target: path.to_owned(),
                part: None,
                file: BufWriter::new(file),
            });
        }
        // What a link points to is replaced, not the link.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let part = folder.join(name);
        let file = File::create(&part).map_err(|error| fail(&error))?;
        Ok(Self { shown, target, part: Some(part), file: BufWriter::new(file) })
    }

    /// Where it will stand.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.shown
    }

    /// Writes on.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.file.write_all(bytes).map_err(|error| self.fail(&error))
    }

    /// Moves the file to its place.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        self.file.flush().map_err(|error| self.fail(&error))?;
        if let Some(part) = &self.part {
            self.file
                .get_ref()
                .sync_all()
                .and_then(|()| std::fs::rename(part, &self.target))
                .map_err(|error| self.fail(&error))?;
            self.part = None;
        }
        Ok(())
    }

    fn fail(&self, error: &std::io::Error) -> String {
        format!("结果写不到 {}：{}", self.shown.display(), reason(error))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = std::fs::remove_file(part);
        }
    }
}

/// Writes a file whole or not at all.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut file = NewFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

/// The same, written as it is made.
pub(crate) fn write_made(
    path: &Path,
    make: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), String> {
    let mut file = NewFile::create(path)?;
    make(&mut file.file).map_err(|error| file.fail(&error))?;
    file.finish()
}

/// Names of report files in a folder: the document's name with `.gouji.` before the extension,
/// numbered where two documents have the same name.
#[derive(Debug, Default)]
pub(crate) struct FileNames {
    taken: std::collections::BTreeSet<PathBuf>,
}

impl FileNames {
    /// The file for the report of a document.
    pub(crate) fn next(&mut self, folder: &Path, document: &str, extension: &str) -> PathBuf {
        let stem =
            Path::new(document).file_stem().map_or_else(|| OsString::from("gouji"), OsString::from);
        let mut number = 1;
        loop {
            let mut name = stem.clone();
            if number > 1 {
                name.push(format!("-{number}"));
            }
            name.push(format!(".gouji.{extension}"));
            let path = folder.join(name);
            if self.taken.insert(path.clone()) {
                return path;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("审核 结果.json");
        write_file(&path, b"1").unwrap();
        write_file(&path, b"22").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"22");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(
            write_file(&folder.path().join("没有/结果.json"), b"1")
                .unwrap_err()
                .contains("没有这个文件或文件夹")
        );
        assert!(write_file(folder.path(), b"1").is_err());
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.json");
        write_file(&path, b"old").unwrap();
        let mut file = NewFile::create(&path).unwrap();
        file.write(b"half").unwrap();
        drop(file);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn reports_of_documents_with_one_name_do_not_meet() {
        let mut names = FileNames::default();
        let folder = Path::new("out");
        assert_eq!(names.next(folder, "a/决算.txt", "json"), Path::new("out/决算.gouji.json"));
        assert_eq!(names.next(folder, "b/决算.txt", "json"), Path::new("out/决算-2.gouji.json"));
    }
}
