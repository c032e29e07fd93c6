//! Where a report goes, piece by piece: the screen, a file, or a file for each document in a
//! folder.

#[cfg(feature = "columns")]
use super::column_folder::ColumnFolder;
use super::config::RunOptions;
use super::output::{self, FileNames, NewFile};
use super::place;
use super::told::WrittenReports;
use gouji_audit::audit::DocumentOutcome;
use gouji_report::report::totals::RunTotals;
use gouji_report::report::{Format, Options};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

enum Target<'a> {
    Screen,
    File(NewFile),
    Folder(Folder<'a>),
    #[cfg(feature = "columns")]
    Columns(Box<ColumnFolder>),
}

/// A folder of reports.
struct Folder<'a> {
    path: &'a Path,
    names: FileNames,
    /// The reports, in the order of the documents.
    files: Vec<String>,
    /// Reports that could not be written.
    failed: usize,
    /// The page that leads to them; its name is kept free.
    index: PathBuf,
}

impl<'a> Folder<'a> {
    fn new(path: &'a Path, extension: &str) -> Self {
        let mut names = FileNames::default();
        let index = names.next(path, "index", extension);
        Self { path, names, files: Vec::new(), failed: 0, index }
    }

    /// The files for the reports on these documents, in their order; the first file is the page that
    /// has links to all of them.
    fn targets(path: &Path, extension: &str, documents: &[String]) -> Vec<PathBuf> {
        let mut names = FileNames::default();
        let index = names.next(path, "index", extension);
        std::iter::once(index)
            .chain(documents.iter().map(|document| names.next(path, document, extension)))
            .collect()
    }

    /// Writes the page with links to the reports, if the format has one. Gives whether that failed
    /// (the reason is then on standard error), and the page.
    fn end(&self, format: Format, totals: &RunTotals, page: &Options) -> (bool, Option<PathBuf>) {
        match format.index(totals, &self.files, page) {
            Some(page) => (said(output::write_file(&self.index, &page)), Some(self.index.clone())),
            None => (false, None),
        }
    }
}

/// A report that is being written.
pub(crate) struct ReportWriter<'a> {
    target: Target<'a>,
    format: Format,
    first: bool,
    /// Something could not be written, and that was said.
    failed: bool,
}

impl<'a> ReportWriter<'a> {
    /// Begins a report on these documents. A folder that is not there is made; files that somebody
    /// has open, or that are write-protected, are not replaced: that is said before anything is
    /// audited.
    pub(crate) fn new(
        options: &'a RunOptions,
        page: &Options,
        documents: &[String],
    ) -> Result<Self, String> {
        let extension = options.format.extension();
        let target = match &options.output {
            #[cfg(feature = "columns")]
            output if options.format == Format::PARQUET => {
                let path = output.as_deref().unwrap_or(Path::new("."));
                place::make(path, true)?;
                let date = page.imprint.date.as_deref().unwrap_or_default();
                Target::Columns(Box::new(ColumnFolder::begin(path, date)?))
            }
            None => Target::Screen,
            Some(path) if place::is_folder(path) => {
                place::free(
                    Folder::targets(path, extension, documents).iter().map(PathBuf::as_path),
                )?;
                place::make(path, true)?;
                Target::Folder(Folder::new(path, extension))
            }
            Some(path) => {
                place::free([path.as_path()])?;
                place::make(path, false)?;
                Target::File(NewFile::create(path)?)
            }
        };
        let mut out = Self { target, format: options.format, first: true, failed: false };
        out.write(&options.format.begin(page));
        Ok(out)
    }

    /// Whether each document has a report of its own.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.target, Target::Folder(..))
    }

    /// Writes the report of a document: of a folder the whole of it, else its piece. Whether that
    /// was done.
    pub(crate) fn document(&mut self, path: &str, report: &[u8]) -> bool {
        if let Target::Folder(folder) = &mut self.target {
            let file = folder.names.next(folder.path, path, self.format.extension());
            let is_failed = said(output::write_file(&file, report));
            folder.failed += usize::from(is_failed);
            self.failed |= is_failed;
            folder.files.push(
                file.file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            );
            return !is_failed;
        }
        #[cfg(feature = "columns")]
        if let Target::Columns(folder) = &mut self.target {
            let is_failed = said(folder.add(report));
            self.failed |= is_failed;
            return !is_failed;
        }
        if !self.first {
            self.write(self.format.between());
        }
        self.first = false;
        self.write(report);
        !self.failed
    }

    /// The file that holds the report of each of these documents, where each has one of its own.
    pub(crate) fn files(&self, documents: &[String]) -> Vec<PathBuf> {
        match &self.target {
            Target::Folder(folder) => {
                Folder::targets(folder.path, self.format.extension(), documents).split_off(1)
            }
            _ => Vec::new(),
        }
    }

    /// Counts the report of a document that stands in its folder from before.
    pub(crate) fn kept(&mut self, path: &str) {
        if let Target::Folder(folder) = &mut self.target {
            let file = folder.names.next(folder.path, path, self.format.extension());
            folder.files.extend(file.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }

    /// Writes the piece of a document into a report that is no folder, as it is made.
    pub(crate) fn outcome(&mut self, outcome: &DocumentOutcome, page: &Options) {
        const AT_ONCE: usize = 1 << 16;
        #[cfg(feature = "columns")]
        if let Target::Columns(_) = self.target {
            self.document("", &self.format.document(outcome, page));
            return;
        }
        if !self.first {
            self.write(self.format.between());
        }
        self.first = false;
        let format = self.format;
        let mut out = BufWriter::with_capacity(AT_ONCE, Sink(self));
        // what failed was said
        let _ = format.write(outcome, page, &mut out).and_then(|()| out.flush());
    }

    /// Ends the report. Gives whether all was written, and for files where that is.
    pub(crate) fn end(
        mut self,
        totals: &RunTotals,
        page: &Options,
    ) -> (Result<(), ()>, Option<WrittenReports>) {
        let end = self.format.end(totals, page);
        self.write(&end);
        let written = match self.target {
            Target::Screen => None,
            Target::File(file) => {
                let path = file.path().to_owned();
                self.failed = self.failed || said(file.finish());
                (!self.failed).then_some(WrittenReports::File(path))
            }
            Target::Folder(folder) => {
                let (is_failed, index) = folder.end(self.format, totals, page);
                self.failed |= is_failed;
                let (path, reports) = (folder.path.to_owned(), folder.files.len() - folder.failed);
                Some(WrittenReports::Folder {
                    path,
                    reports,
                    failed: folder.failed,
                    index: index.filter(|_| !is_failed),
                })
            }
            #[cfg(feature = "columns")]
            Target::Columns(folder) => {
                let (path, reports) = (folder.path().to_owned(), folder.documents());
                self.failed = self.failed || said(folder.end());
                let index = None;
                (!self.failed).then_some(WrittenReports::Folder { path, reports, failed: 0, index })
            }
        };
        (if self.failed { Err(()) } else { Ok(()) }, written)
    }

    /// Ends what is on the screen, and leads to the reports that a folder has so far; a file is
    /// taken away.
    pub(crate) fn break_off(mut self, totals: &RunTotals, page: &Options) {
        match &self.target {
            Target::Screen => {
                let end = self.format.end(totals, page);
                self.write(&end);
            }
            Target::Folder(folder) => {
                folder.end(self.format, totals, page);
            }
            Target::File(_) => {}
            #[cfg(feature = "columns")]
            Target::Columns(_) => {}
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.failed || bytes.is_empty() {
            return;
        }
        self.failed = match &mut self.target {
            Target::Screen => output::print(bytes).is_err(),
            Target::File(file) => said(file.write(bytes)),
            Target::Folder(..) => false,
            #[cfg(feature = "columns")]
            Target::Columns(..) => false,
        };
    }
}

/// A report as what can be written to.
struct Sink<'w, 'a>(&'w mut ReportWriter<'a>);

impl Write for Sink<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        if self.0.failed { Err(io::ErrorKind::Other.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Tells on standard error why something failed. Gives whether it failed.
fn said(result: Result<(), String>) -> bool {
    match result {
        Ok(()) => false,
        Err(why) => {
            output::say(&format!("{why}\n"));
            true
        }
    }
}
