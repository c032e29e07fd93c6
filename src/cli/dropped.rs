//! Documents dropped on the program, and the program opened by a double click: the report is
//! written beside the document and opened, and the window waits where there is something to read in
//! it, since it closes with the program.
//!
//! Only Windows starts a program so. What is typed in a console or run by another program never
//! comes here.

use super::args::Command;
use super::typed;
use super::{Status, check, output};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What was dropped: every argument is a file or folder as Explorer names it. `None` where
/// something was typed; an empty list: the program itself was opened.
pub(crate) fn paths(args: &[OsString]) -> Option<Vec<PathBuf>> {
    let paths: Vec<PathBuf> = args.iter().skip(1).map(PathBuf::from).collect();
    let is_dropped = paths.iter().all(|path| path.is_absolute() && path.exists());
    (is_dropped && window::is_our_own()).then_some(paths)
}

/// Audits what was dropped and opens the report.
pub(crate) fn run(paths: &[PathBuf]) -> Status {
    let Some(first) = paths.first() else {
        output::say(
            "用法：把要审核的文件（Word、Excel、PDF、网页、文本）或文件夹拖到 gouji 的图标上，结果会在浏览器中打开。\n",
        );
        output::say("多份文件可以一起拖上去。更多用法请在命令行中运行 gouji --help\n");
        window::wait();
        return Status::Usage;
    };
    let (report, is_beside) = place(first, &std::env::temp_dir());
    if !is_beside {
        output::say(&format!(
            "文件所在的文件夹不能写入，结果存到临时文件夹：{}\n",
            report.display()
        ));
    }
    output::say("正在审核，请稍候……\n");
    let (status, is_written) = audit(paths, &report);
    let is_shown = is_written && show(&report);
    if !is_shown || !is_beside {
        window::wait();
    }
    status
}

/// Writes the report; whether it was written.
fn audit(paths: &[PathBuf], report: &Path) -> (Status, bool) {
    let before = written(report);
    let words = ["gouji", "check", "--format", "html", "--output"].map(OsString::from);
    // behind `--` no name of a file is taken for an option
    let paths = std::iter::once("--".into()).chain(paths.iter().map(OsString::from));
    let status = match typed::parse(
        &words.into_iter().chain([report.into()]).chain(paths).collect::<Vec<_>>(),
    ) {
        Ok(Command::Check(args)) => check::run(&args),
        _ => Status::Usage,
    };
    let after = written(report);
    (status, after.is_some() && after != before)
}

/// Opens the report; where that fails says where it is.
fn show(report: &Path) -> bool {
    output::say(&format!("结果：{}\n", report.display()));
    match window::open(report) {
        Ok(()) => true,
        Err(why) => {
            output::say(&format!(
                "浏览器没有打开（{why}）；请在上面的位置找到结果文件，双击打开\n"
            ));
            false
        }
    }
}

/// Where the report goes, and whether that is beside the document: in a folder that cannot be
/// written to it is not.
fn place(document: &Path, temporary: &Path) -> (PathBuf, bool) {
    let mut name = document.file_name().unwrap_or("勾稽".as_ref()).to_os_string();
    // the whole name: `决算.docx` and `决算.pdf` lie side by side
    name.push(".gouji.html");
    let beside = document.with_file_name(&name);
    // a file that is begun and not finished leaves nothing behind
    match output::NewFile::create(&beside) {
        Ok(_) => (beside, true),
        Err(_) => (temporary.join(name), false),
    }
}

fn written(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|found| found.modified()).ok()
}

#[cfg(windows)]
mod window {
    use crate::cli::output;
    use std::io::IsTerminal;
    use std::path::Path;
    use winapi_util::HandleRef;
    use winapi_util::console::screen_buffer_info;

    /// Whether the window was made for this program and goes with it: nothing has been written in
    /// it yet, not even a prompt.
    pub fn is_our_own() -> bool {
        let is_untouched = || {
            screen_buffer_info(HandleRef::stdout())
                .is_ok_and(|screen| screen.cursor_position() == (0, 0))
        };
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && is_untouched()
    }

    /// Keeps the window until a key is pressed.
    pub fn wait() {
        output::say("\n按回车键关闭窗口\n");
        let _ = std::io::stdin().read_line(&mut String::new());
    }

    /// Opens a file with the program for it.
    pub fn open(path: &Path) -> Result<(), String> {
        opener::open(path).map_err(|error| error.to_string())
    }
}

#[cfg(not(windows))]
mod window {
    use std::path::Path;

    pub(crate) fn is_our_own() -> bool {
        false
    }

    pub(crate) fn wait() {}

    pub(crate) fn open(_: &Path) -> Result<(), String> {
        Err("这个系统不会打开".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = include_str!("../../fixtures/self-evaluation-planted/document.txt");

    #[test]
    fn the_report_lies_beside_the_document() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("某局 2023年度决算.txt");
        std::fs::write(&document, SHEET).unwrap();
        let (report, is_beside) = place(&document, Path::new("/elsewhere"));
        assert!(is_beside);
        assert_eq!(report, folder.path().join("某局 2023年度决算.txt.gouji.html"));
        assert!(matches!(
            audit(std::slice::from_ref(&document), &report),
            (Status::Findings, true)
        ));
        assert!(std::fs::read_to_string(&report).unwrap().contains("<html"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_gives_way_to_the_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("没有/决算.txt");
        assert_eq!(place(&gone, folder.path()), (folder.path().join("决算.txt.gouji.html"), false));
    }

    #[test]
    fn the_report_of_an_earlier_run_is_not_taken_for_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("决算.txt.gouji.html");
        std::fs::write(&report, "old").unwrap();
        // what is to be read is what is to be written: refused
        assert!(matches!(audit(std::slice::from_ref(&report), &report), (Status::Usage, false)));
    }
}
