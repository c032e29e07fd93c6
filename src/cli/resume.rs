//! `--resume`: what a run has done is recorded beside its output, so that a run that was killed goes
//! on where it stopped.
//!
//! The record is a file to which one entry a document is appended: a line of JSON with the path, the
//! key, the totals, and the length and digest of the report, behind it the report itself (in a folder
//! it has a file of its own). The first line holds the digest of what the run is: rules, options,
//! version. The key of a document is the digest of its files and of those that stand beside it. An
//! entry that is torn, or whose report does not have its digest, counts as not done.

use super::args::CheckArgs;
use super::documents::{Documents, GivenDocument};
use super::{output, place};
use gouji_audit::audit::{DocumentOutcome, GivenFile};
use gouji_report::report::totals::RunTotals;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How many entries may be lost when the power goes.
const SYNC: usize = 32;

#[derive(Serialize, Deserialize)]
struct WorkLine {
    gouji_run: u32,
    /// Digest of rules, options and version.
    work: String,
    /// The day of the audit.
    date: String,
}

#[derive(Serialize, Deserialize)]
struct EntryLine {
    path: String,
    key: String,
    /// The length of the report behind this line; 0 where reports have files of their own.
    bytes: u64,
    sha256: String,
    totals: RunTotals,
}

/// An entry without its report: path, key and totals of the document.
pub(crate) type EntryParts = (String, String, RunTotals);

/// An entry that an earlier run wrote.
struct KeptEntry {
    line: EntryLine,
    /// Where its report begins.
    at: u64,
}

/// The record of a run.
pub(crate) struct RunRecord {
    path: PathBuf,
    file: File,
    kept: BTreeMap<String, KeptEntry>,
    /// Reports that have files of their own, in the order of the documents.
    files: Vec<PathBuf>,
    added: usize,
    is_broken: bool,
}

/// What is taken over of a document.
pub(crate) struct Kept {
    /// What it came to.
    pub totals: RunTotals,
    /// Its report; `None` where that has a file of its own.
    pub report: Option<Vec<u8>>,
}

/// Where the record of an output stands.
fn record_path(target: &Path) -> PathBuf {
    const NAME: &str = ".gouji-run";
    if place::is_folder(target) {
        return target.join(NAME);
    }
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(NAME);
    target.with_file_name(name)
}

/// A run that goes on has the day on which it began, unless one is given.
pub(crate) fn go_on(args: &mut CheckArgs) {
    let Some(target) = args.output.as_deref().filter(|_| args.resume && args.date.is_none()) else {
        return;
    };
    let Ok(file) = File::open(record_path(target)) else { return };
    let mut first = String::new();
    if BufReader::new(file).read_line(&mut first).is_ok()
        && let Ok(line) = serde_json::from_str::<WorkLine>(&first)
    {
        args.date = Some(line.date);
    }
}

impl RunRecord {
    /// Opens the record of an output, or begins it; what it holds counts if it was made by the same
    /// rules and options. `files`: of a folder the report of each document.
    pub(crate) fn open(
        target: &Path,
        work: &[String],
        date: &str,
        files: Vec<PathBuf>,
    ) -> Result<Self, String> {
        let path = record_path(target);
        let fail = |error: std::io::Error| {
            format!("进度记录 {} 写不了：{}", path.display(), output::reason(&error))
        };
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(fail)?;
        if matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)) {
            return Err(format!("另一个 gouji 正在写这份结果（{}）", path.display()));
        }
        let work = digest([date].into_iter().chain(work.iter().map(String::as_str)));
        let (same, kept, end) = entries(&mut file, &work).map_err(fail)?;
        if !same {
            if end > 0 {
                output::say("上次的进度是按别的规则、选项或版本记的，从头审核\n");
            }
            file.set_len(0).map_err(fail)?;
            file.seek(SeekFrom::Start(0)).map_err(fail)?;
            let line = WorkLine { gouji_run: 1, work, date: date.to_owned() };
            let line = serde_json::to_string(&line).unwrap_or_default() + "\n";
            file.write_all(line.as_bytes()).map_err(fail)?;
        } else {
            // what was torn is written anew
            tidy(target);
            file.set_len(end).map_err(fail)?;
            file.seek(SeekFrom::Start(end)).map_err(fail)?;
        }
        Ok(Self { path, file, kept, files, added: 0, is_broken: false })
    }

    /// How many documents are recorded.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// What is recorded of a document whose files, and those of the documents beside it, did not
    /// change since.
    pub(crate) fn kept(
        &self,
        index: usize,
        documents: &Documents,
        beside: &[(String, usize)],
    ) -> Option<Kept> {
        let given = documents.list.get(index)?.as_ref().ok()?;
        let entry = self.kept.get(&given.name())?;
        if key(&digests(given)?, documents, beside)? != entry.line.key {
            return None;
        }
        let totals = entry.line.totals.clone();
        if let Some(file) = self.files.get(index) {
            let report = std::fs::read(file).ok()?;
            return (hex(&report) == entry.line.sha256).then_some(Kept { totals, report: None });
        }
        let mut file = File::open(&self.path).ok()?;
        file.seek(SeekFrom::Start(entry.at)).ok()?;
        let mut report = vec![0; usize::try_from(entry.line.bytes).ok()?];
        file.read_exact(&mut report).ok()?;
        (hex(&report) == entry.line.sha256).then_some(Kept { totals, report: Some(report) })
    }

    /// The entry of a document that was audited, to be added when its report was written. One that
    /// could not be read, or with which a script went wrong, is tried again.
    pub(crate) fn entry(
        outcome: &DocumentOutcome,
        documents: &Documents,
        beside: &[(String, usize)],
        totals: &RunTotals,
    ) -> Option<EntryParts> {
        let document = outcome.as_ref().ok().filter(|document| document.mistakes.is_empty())?;
        let key = key(&document.files, documents, beside)?;
        Some((document.path.clone(), key, totals.clone()))
    }

    /// Adds an entry with the report that was written.
    pub(crate) fn add(&mut self, (path, key, totals): EntryParts, report: &[u8]) {
        if self.is_broken {
            return;
        }
        let is_inside = self.files.is_empty();
        let bytes = if is_inside { report.len() as u64 } else { 0 };
        let line = EntryLine { path, key, bytes, sha256: hex(report), totals };
        let mut out = serde_json::to_vec(&line).unwrap_or_default();
        out.push(b'\n');
        if is_inside {
            out.extend_from_slice(report);
        }
        out.push(b'\n');
        self.added += 1;
        let written = self.file.write_all(&out).and_then(|()| {
            if self.added.is_multiple_of(SYNC) { self.file.sync_data() } else { Ok(()) }
        });
        if let Err(error) = written {
            self.is_broken = true;
            output::say(&format!(
                "进度没有记下：{}；审核照常进行，中断后要从头开始\n",
                output::reason(&error)
            ));
        }
    }

    /// The output is whole: nothing is left to go on with.
    pub(crate) fn end(self) {
        drop(self.file);
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Takes away what a run that was killed had begun to write: `.NAME.PROCESS.part`.
fn tidy(target: &Path) {
    let is_folder = place::is_folder(target);
    let folder = if is_folder { Some(target) } else { target.parent() };
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let begin = match target.file_name() {
        Some(name) if !is_folder => format!(".{}.", name.to_string_lossy()),
        _ => ".".to_owned(),
    };
    let own = std::process::id().to_string();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name
            .strip_suffix(".part")
            .filter(|name| name.starts_with(&begin))
            .and_then(|name| name.rsplit('.').next());
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if process.is_some_and(|process| is_number(process) && process != own) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

type Entries = (bool, BTreeMap<String, KeptEntry>, u64);

/// The entries of a record, whether it was made by the same rules and options, and where the last
/// whole entry ends.
fn entries(file: &mut File, work: &str) -> std::io::Result<Entries> {
    let size = file.metadata()?.len();
    let mut kept = BTreeMap::new();
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut end = reader.read_until(b'\n', &mut line)? as u64;
    let is_same = serde_json::from_slice::<WorkLine>(&line)
        .is_ok_and(|line| line.gouji_run == 1 && line.work == work);
    if !is_same {
        return Ok((false, kept, end));
    }
    loop {
        line.clear();
        let head = reader.read_until(b'\n', &mut line)? as u64;
        let Ok(entry) = serde_json::from_slice::<EntryLine>(&line) else { break };
        let at = end + head;
        let behind = at.saturating_add(entry.bytes).saturating_add(1);
        let Ok(step) = i64::try_from(entry.bytes) else { break };
        if behind > size {
            break;
        }
        reader.seek_relative(step)?;
        let mut mark = [0];
        reader.read_exact(&mut mark)?;
        if mark != [b'\n'] {
            break;
        }
        kept.insert(entry.path.clone(), KeptEntry { line: entry, at });
        end = behind;
    }
    Ok((true, kept, end))
}

/// The key of a document: the digest of its files and of those of the documents beside it.
fn key(own: &[GivenFile], documents: &Documents, beside: &[(String, usize)]) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |files: &[GivenFile]| {
        parts.extend(files.iter().flat_map(|file| [file.name.clone(), file.sha256.clone()]));
    };
    add(own);
    for (name, index) in beside {
        let other = documents.list.get(*index)?.as_ref().ok()?;
        add(&digests(other)?);
        add(&[GivenFile { name: name.clone(), sha256: index.to_string() }]);
    }
    Some(digest(parts.iter().map(String::as_str)))
}

/// The files of a document as they are now.
fn digests(given: &GivenDocument) -> Option<Vec<GivenFile>> {
    let read = |path: &PathBuf| {
        let bytes = super::input::read(path, super::input::DOCUMENT).ok()?;
        Some(GivenFile::of(&path.display().to_string(), &bytes))
    };
    given.paths().map(read).collect()
}

/// The digest of texts in their order.
fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = Sha256::new();
    for part in parts {
        out.update((part.len() as u64).to_le_bytes());
        out.update(part.as_bytes());
    }
    out.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
