//! The user's browser, which prints a page into a PDF. The page is ours, has no script and fetches
//! nothing.

use super::convert::{finish, url};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What browsers that can print are called.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
];

/// Where they are installed outside of `PATH`.
const USUAL: &[&str] = &[
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// How long a browser may take for a page.
const LIMIT: Duration = Duration::from_secs(120);

/// A browser that prints pages.
#[derive(Debug)]
pub(crate) struct Browser(PathBuf);

impl Browser {
    /// The one that is installed.
    pub(crate) fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let on_path = std::env::split_paths(&path).flat_map(|folder| {
            NAMES
                .iter()
                .map(move |name| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        });
        let mut all = on_path.chain(USUAL.iter().map(PathBuf::from));
        all.find(|path| path.is_file()).map(Self)
    }

    /// A page as a PDF.
    pub(crate) fn print(&self, page: &str) -> Result<Vec<u8>, String> {
        let failed = |why: &str| {
            format!("浏览器没有把审核意见印成 PDF：{why}；请把文件名改成 .html，打开后打印")
        };
        let folder = tempfile::Builder::new()
            .prefix("gouji-")
            .tempdir()
            .map_err(|error| failed(&error.to_string()))?;
        let (input, output) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
        std::fs::write(&input, page).map_err(|error| failed(&error.to_string()))?;
        let mut why = String::new();
        // as root, and in containers, there is no sandbox to be had
        let ways: &[&[&str]] =
            if cfg!(target_os = "linux") { &[&[], &["--no-sandbox"]] } else { &[&[]] };
        for more in ways {
            match self.run(&input, &output, folder.path(), more) {
                Ok(()) => match std::fs::read(&output) {
                    Ok(bytes) if bytes.starts_with(b"%PDF") => return Ok(bytes),
                    _ => why = "没有写出文件".to_owned(),
                },
                Err(error) => why = error,
            }
        }
        Err(failed(&why))
    }

    fn run(&self, input: &Path, output: &Path, folder: &Path, more: &[&str]) -> Result<(), String> {
        let mut command = Command::new(&self.0);
        // a profile of its own: one that is open on the desktop would take the page over
        let profile = format!("--user-data-dir={}", folder.join("profile").display());
        command.args(["--headless", "--disable-gpu", "--no-first-run", "--disable-extensions"]);
        command.args(more).arg(profile);
        command.args(["--no-pdf-header-footer", "--print-to-pdf-no-header"]);
        command.arg(format!("--print-to-pdf={}", output.display())).arg(url(input));
        finish(&mut command, LIMIT)
    }
}
