//! Why a function of the rule language stops a script.

use gouji_audit::audit::Why;
use rhai::{EvalAltResult, Position};

/// Why a function of the rule language stops a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The script is wrong.
    Rule {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The document cannot be read there; the script is right.
    Unchecked(Why),
    /// What it speaks of is not in the document; the script is right.
    NotApplicable(Why),
    /// It did all that a script may do.
    Stopped(Limit),
}

impl Fault {
    /// The script is wrong.
    #[must_use]
    pub fn rule(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Rule { message: message.into(), help: Some(help.into()) }
    }
}

impl From<Fault> for Box<EvalAltResult> {
    fn from(fault: Fault) -> Self {
        Self::new(EvalAltResult::ErrorRuntime(rhai::Dynamic::from(fault), Position::NONE))
    }
}

/// Which allowance is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Work.
    Work,
    /// Checks.
    Checks,
    /// Words.
    Words,
}
