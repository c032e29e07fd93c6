//! How a run ended.

use std::process::ExitCode;

/// How a run ended; the numbers are a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above the level asked for.
    Clean,
    /// There are findings.
    Findings,
    /// Arguments or rule files are wrong.
    Usage,
    /// A document could not be read, nothing could be audited, or the output could not be written.
    Failed,
    /// Broken off with Ctrl-C.
    BrokenOff,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Usage => 2,
            Status::Failed => 3,
            Status::BrokenOff => 130,
        })
    }
}
