//! `--format parquet`: a folder with a folder for each table, to which each run adds one of its own:
//! `findings/run=2026-01-05/part-00000.parquet`.
//!
//! A run is written beside the tables and moved there when it is whole, its documents last: a run
//! counts where its documents stand. What a run that was killed left is taken away.

use super::output;
use arrow_ipc::reader::StreamReader;
use gouji_report::report::columns::TABLES;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};

/// How many documents one file of a table holds.
const DOCUMENTS: usize = 5_000;
/// How many rows of each table are in memory.
const ROWS: usize = 1 << 17;
/// Where a run is written before it is whole.
const STAGE: &str = ".gouji-columns";

/// The tables of a run, being written.
pub(super) struct ColumnFolder {
    path: PathBuf,
    run: String,
    part: Option<Vec<ArrowWriter<File>>>,
    parts: usize,
    documents: usize,
}

impl ColumnFolder {
    /// Begins a run of this day.
    pub(super) fn begin(path: &Path, date: &str) -> Result<Self, String> {
        let mut number = 1;
        let run = loop {
            let more = if number > 1 { format!("-{number}") } else { String::new() };
            let run = format!("run={date}{more}");
            if !path.join("documents").join(&run).exists() {
                break run;
            }
            number += 1;
        };
        let out = Self { path: path.to_owned(), run, part: None, parts: 0, documents: 0 };
        out.clear()?;
        Ok(out)
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Documents so far.
    pub(super) fn documents(&self) -> usize {
        self.documents
    }

    /// Adds a document, as its piece holds it.
    pub(super) fn add(&mut self, piece: &[u8]) -> Result<(), String> {
        if self.documents > 0 && self.documents.is_multiple_of(DOCUMENTS) {
            self.close()?;
        }
        if self.part.is_none() {
            self.part = Some(self.open()?);
        }
        let fail = |why: String| format!("结果写不到 {}：{why}", self.path.display());
        let mut rest = snap::read::FrameDecoder::new(piece);
        for table in self.part.iter_mut().flatten() {
            let stream =
                StreamReader::try_new(&mut rest, None).map_err(|error| fail(error.to_string()))?;
            for batch in stream {
                let batch = batch.map_err(|error| fail(error.to_string()))?;
                table.write(&batch).map_err(|error| fail(error.to_string()))?;
            }
        }
        self.documents += 1;
        Ok(())
    }

    /// Moves the run to its place.
    pub(super) fn end(mut self) -> Result<(), String> {
        if self.part.is_none() && self.parts == 0 {
            self.part = Some(self.open()?);
        }
        self.close()?;
        // documents are the first table
        for table in TABLES.iter().rev() {
            let (from, to) = (self.stage(table.name), self.path.join(table.name).join(&self.run));
            let fail = |error: std::io::Error| {
                format!("结果写不到 {}：{}", to.display(), output::reason(&error))
            };
            if to.exists() {
                std::fs::remove_dir_all(&to).map_err(fail)?;
            }
            std::fs::create_dir_all(self.path.join(table.name)).map_err(fail)?;
            std::fs::rename(from, &to).map_err(fail)?;
        }
        self.clear()
    }

    fn stage(&self, table: &str) -> PathBuf {
        self.path.join(STAGE).join(table)
    }

    fn clear(&self) -> Result<(), String> {
        let stage = self.path.join(STAGE);
        if !stage.exists() {
            return Ok(());
        }
        std::fs::remove_dir_all(&stage)
            .map_err(|error| format!("{} 删不了：{}", stage.display(), output::reason(&error)))
    }

    /// Begins the next file of each table.
    fn open(&self) -> Result<Vec<ArrowWriter<File>>, String> {
        let name = format!("part-{:05}.parquet", self.parts);
        let begin = |table: &gouji_report::report::columns::TableOf| {
            let folder = self.stage(table.name);
            let properties = WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_max_row_group_row_count(Some(ROWS))
                .build();
            let file = std::fs::create_dir_all(&folder)
                .and_then(|()| File::create(folder.join(&name)))
                .map_err(|error| output::reason(&error))?;
            ArrowWriter::try_new(file, table.schema(), Some(properties))
                .map_err(|error| error.to_string())
        };
        TABLES
            .iter()
            .map(begin)
            .collect::<Result<_, String>>()
            .map_err(|why| format!("结果写不到 {}：{why}", self.path.display()))
    }

    /// Ends the files of each table.
    fn close(&mut self) -> Result<(), String> {
        for table in self.part.take().into_iter().flatten() {
            let file = table.into_inner().map_err(|error| error.to_string());
            file.and_then(|file| file.sync_all().map_err(|error| output::reason(&error)))
                .map_err(|why| format!("结果写不到 {}：{why}", self.path.display()))?;
        }
        self.parts += 1;
        Ok(())
    }
}

impl Drop for ColumnFolder {
    fn drop(&mut self) {
        // what was broken off is no run
        self.part = None;
        let _ = self.clear();
    }
}
