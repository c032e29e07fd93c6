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

impl Status {
    /// The number that the process ends with.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Failed => 3,
            Self::BrokenOff => 130,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.number())
    }
}
