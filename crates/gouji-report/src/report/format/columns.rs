//! Columns: the piece of a document is its record batches, one Arrow stream behind the other in the
//! order of [`TABLES`](crate::report::columns::TABLES), all of them in one Snappy frame: 5,000 pieces lie on
//! the disk until the run is whole, 200 KB each without it.

use super::{Options, Report};
use crate::report::columns::Columns;
use arrow_ipc::writer::StreamWriter;
use gouji_audit::audit::DocumentOutcome;
use std::io::{self, Write};

/// For statistics over many documents.
#[derive(Debug)]
pub(super) struct Parquet;

impl Report for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn title(&self) -> &'static str {
        "供统计，按列存放"
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut columns = Columns::new(&options.imprint.ruleset_digest);
        columns.add(outcome).map_err(io::Error::other)?;
        let mut frame = snap::write::FrameEncoder::new(out);
        for batch in columns.end().map_err(io::Error::other)? {
            let mut stream =
                StreamWriter::try_new(&mut frame, &batch.schema()).map_err(io::Error::other)?;
            stream.write(&batch).and_then(|()| stream.finish()).map_err(io::Error::other)?;
        }
        frame.flush()
    }
}
