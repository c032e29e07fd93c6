//! `--convert`: documents of formats that are not read are written anew by an office program, into
//! a folder that lasts as long as the run. The documents themselves stay as they are.

use super::{input, progress};
use gouji_read::read::ConversionTarget;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What `--convert` says where nothing is to be converted.
pub(crate) const NONE: &str = "none";

/// How many files LibreOffice is given at a time: it starts in 3 to 5 s, and does a file in 0.3 s.
const MAX_FILES_AT_A_TIME: usize = 32;

/// How long a program may take to start.
const START: Duration = Duration::from_secs(60);

/// How long a program may work on each file.
const EACH: Duration = Duration::from_secs(30);

/// How often a running program is looked after.
const PAUSE: Duration = Duration::from_millis(20);

/// A document as an office program wrote it anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Converted {
    /// The document as it was given.
    pub of: PathBuf,
    /// The new file, or why there is none.
    pub file: Result<PathBuf, String>,
    /// What it was made with.
    pub by: String,
    /// What it was made to be.
    pub target: ConversionTarget,
}

/// Documents of a run that were converted. The new files last as long as this value.
#[derive(Debug, Default)]
pub(crate) struct Conversions {
    /// Its files are taken away with it.
    _folder: Option<tempfile::TempDir>,
    list: BTreeMap<PathBuf, Converted>,
}

impl Conversions {
    /// Converts those of the files that need it; `asked`: the program of `--convert`.
    pub(crate) fn make<'p>(paths: impl Iterator<Item = &'p PathBuf>, asked: Option<&str>) -> Self {
        if asked == Some(NONE) {
            return Self::default();
        }
        let wanted: BTreeMap<&PathBuf, ConversionTarget> =
            paths.filter_map(|path| Some((path, target(path)?))).collect();
        if wanted.is_empty() {
            return Self::default();
        }
        let Some(program) = Program::find(asked) else { return Self::default() };
        let folder = match tempfile::Builder::new().prefix("gouji-").tempdir() {
            Ok(folder) => folder,
            Err(error) => {
                let why = format!("建不了临时文件夹：{error}");
                return Self { _folder: None, list: program.failed(&wanted, &why) };
            }
        };
        let list = program.convert(&wanted, folder.path());
        Self { _folder: Some(folder), list }
    }

    /// What became of a document.
    #[must_use]
    pub(crate) fn of(&self, path: &Path) -> Option<&Converted> {
        self.list.get(path)
    }
}

/// What an office program would make of a document that is not read as it is.
fn target(path: &Path) -> Option<ConversionTarget> {
    let extension = path.extension()?.to_string_lossy();
    if !gouji_read::read::is_unread_extension(&extension) {
        return None;
    }
    let bytes = input::read(path, input::DOCUMENT).ok()?;
    gouji_read::read::target(&path.to_string_lossy(), &bytes)
}

/// A program that converts documents.
enum Program {
    /// LibreOffice, which takes many files at once.
    LibreOffice(PathBuf),
    /// One that is called with a document and the file that it is to write.
    Own(PathBuf),
}

impl Program {
    /// The one that was asked for, else LibreOffice where it is installed.
    fn find(asked: Option<&str>) -> Option<Self> {
        let Some(asked) = asked.map(PathBuf::from) else {
            return installed().map(Self::LibreOffice);
        };
        let stem = asked.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
        let is_libre_office = stem.is_some_and(|stem| OFFICE.contains(&stem.as_str()));
        Some(if is_libre_office { Self::LibreOffice(asked) } else { Self::Own(asked) })
    }

    /// Its name for people.
    fn name(&self) -> String {
        match self {
            Self::LibreOffice(_) => "LibreOffice".to_owned(),
            Self::Own(path) => path.display().to_string(),
        }
    }

    fn converted(
        &self,
        of: &Path,
        target: ConversionTarget,
        file: Result<PathBuf, String>,
    ) -> Converted {
        Converted { of: of.to_owned(), file, by: self.name(), target }
    }

    fn failed(
        &self,
        wanted: &BTreeMap<&PathBuf, ConversionTarget>,
        why: &str,
    ) -> BTreeMap<PathBuf, Converted> {
        let failed = |(path, target): (&&PathBuf, &ConversionTarget)| {
            ((*path).clone(), self.converted(path, *target, Err(why.to_owned())))
        };
        wanted.iter().map(failed).collect()
    }

    /// Converts files into a folder of its own.
    fn convert(
        &self,
        wanted: &BTreeMap<&PathBuf, ConversionTarget>,
        folder: &Path,
    ) -> BTreeMap<PathBuf, Converted> {
        let jobs: Vec<Job<'_>> = wanted
            .iter()
            .enumerate()
            .map(|(number, (of, target))| Job::new(of, *target, number, folder))
            .collect();
        let mut why = String::new();
        for target in [ConversionTarget::Docx, ConversionTarget::Xlsx] {
            let own: Vec<&Job<'_>> = jobs.iter().filter(|job| job.target == target).collect();
            for chunk in own.chunks(self.files_at_a_time()) {
                if let Err(error) = self.run(chunk, folder) {
                    why = error;
                }
                // one that stops the program must not take the others with it
                for job in chunk.iter().filter(|job| chunk.len() > 1 && !job.is_done()) {
                    if let Err(error) = self.run(&[*job], folder) {
                        why = error;
                    }
                }
            }
        }
        let outcome = |job: &Job<'_>| {
            let file = if job.is_done() { Ok(job.output.clone()) } else { Err(why.clone()) };
            (job.of.clone(), self.converted(job.of, job.target, file))
        };
        jobs.iter().map(outcome).collect()
    }

    fn files_at_a_time(&self) -> usize {
        match self {
            Self::LibreOffice(_) => MAX_FILES_AT_A_TIME,
            Self::Own(_) => 1,
        }
    }

    /// Runs the program on some files.
    fn run(&self, jobs: &[&Job<'_>], folder: &Path) -> Result<(), String> {
        let Some(first) = jobs.first() else { return Ok(()) };
        for job in jobs {
            std::fs::create_dir_all(&job.folder)
                .and_then(|()| std::fs::copy(job.of, &job.input))
                .map_err(|error| error.to_string())?;
        }
        let mut command = match self {
            Self::LibreOffice(path) => {
                let mut command = Command::new(path);
                // a profile of its own: one that is open on the desktop would take the files over
                let profile = format!("-env:UserInstallation={}", url(&folder.join("profile")));
                command.args(["--headless", "--norestore", "--nolockcheck"]).arg(profile);
                command.args(["--convert-to", first.target.extension(), "--outdir"]);
                command.arg(folder.join("out")).args(jobs.iter().map(|job| &job.input));
                command
            }
            Self::Own(path) => {
                let mut command = Command::new(path);
                command.arg(&first.input).arg(&first.output);
                command
            }
        };
        std::fs::create_dir_all(folder.join("out")).map_err(|error| error.to_string())?;
        let files = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
        finish(&mut command, START + EACH * files)
    }
}

/// A document that is to be converted. It is copied under a plain name: the program sees neither
/// the folder nor the name of the document.
struct Job<'p> {
    of: &'p PathBuf,
    target: ConversionTarget,
    folder: PathBuf,
    input: PathBuf,
    output: PathBuf,
}

impl<'p> Job<'p> {
    fn new(of: &'p PathBuf, target: ConversionTarget, number: usize, folder: &Path) -> Self {
        let extension = of.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let (from, to) = (folder.join("in"), folder.join("out"));
        Self {
            of,
            target,
            input: from.join(format!("{number}.{extension}")),
            output: to.join(format!("{number}.{}", target.extension())),
            folder: from,
        }
    }

    fn is_done(&self) -> bool {
        std::fs::metadata(&self.output).is_ok_and(|found| found.len() > 0)
    }
}

/// Waits for a program, and ends it where it takes too long or the run is broken off.
pub(crate) fn finish(command: &mut Command, limit: Duration) -> Result<(), String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("程序运行不了：{error}"))?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("程序报告失败（{status}）")),
            Ok(None) if started.elapsed() < limit && !progress::is_broken_off() => {
                std::thread::sleep(PAUSE);
            }
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{} 秒内没有完成", limit.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// What LibreOffice is called.
const OFFICE: &[&str] = &["soffice", "libreoffice"];

/// Where LibreOffice is installed outside of `PATH`.
const USUAL: &[&str] = &[
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
];

/// LibreOffice, where it is installed.
fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).flat_map(|folder| {
        OFFICE
            .iter()
            .map(move |name| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
    });
    on_path.chain(USUAL.iter().map(PathBuf::from)).find(|path| path.is_file())
}

/// A path as a URL.
pub(crate) fn url(path: &Path) -> String {
    let mut out = "file://".to_owned();
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        out.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/:-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
