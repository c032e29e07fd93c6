//! JSON Lines: each document is a line of its own, the same object as in `documents` of the JSON
//! report, behind `tool`.

use super::{DocumentJson, ToolJson, value};
use crate::report::format::{Options, Report};
use crate::report::totals::RunTotals;
use gouji_audit::audit::DocumentOutcome;
use serde::Serialize;
use std::io::{self, Write};

/// A document on a line of its own, with what it was audited by.
#[derive(Serialize)]
struct LineJson<'a> {
    tool: ToolJson<'a>,
    #[serde(flatten)]
    document: DocumentJson<'a>,
}

/// For programs that read line by line.
pub(in crate::report::format) struct JsonLines;

impl Report for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn media(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn title(&self) -> &'static str {
        "供程序读取，每行一份文件"
    }

    /// It has both languages in any case.
    fn is_in_english(&self) -> bool {
        true
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let of_run = &options.imprint;
        let imprint =
            outcome.as_ref().map_or_else(|_| of_run.clone(), |document| of_run.of(document));
        let tool = ToolJson {
            version: env!("CARGO_PKG_VERSION"),
            ruleset_digest: &imprint.ruleset_digest,
        };
        let line = LineJson { tool, document: value(outcome, options) };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")
    }

    /// The units that were expected, where a list of them was given, and what is left.
    fn end(&self, totals: &RunTotals, _: &Options) -> Vec<u8> {
        let mut line = serde_json::Map::new();
        if let Some(units) = &totals.units {
            line.insert("expected".to_owned(), units.json());
        }
        if totals.left > 0 {
            line.insert("left".to_owned(), totals.left.into());
        }
        let line = (!line.is_empty()).then(|| serde_json::Value::Object(line).to_string() + "\n");
        line.unwrap_or_default().into_bytes()
    }
}
