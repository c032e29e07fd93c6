//! New results of cases that fail, as edits of their files (`rules test -U`).

use super::{CaseOutcome, CaseProblem};
use gouji_values::number::Decimal;
use std::ops::Range;
use std::str::FromStr;

/// An edit of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEdit {
    /// The file, as messages call it.
    pub file: String,
    /// What is replaced.
    pub span: Range<usize>,
    /// What stands there then, as TOML.
    pub text: String,
}

impl CaseOutcome {
    /// What would make a failing case expect what it gives; `None` where its document is to be mended.
    #[must_use]
    pub fn renewed(&self) -> Option<CaseEdit> {
        let verdict = |found: &str| found.split('（').next().unwrap_or(found).to_owned();
        let text = match self.problem.as_ref()? {
            CaseProblem::Missing { found } | CaseProblem::Verdict { found } => verdict(found),
            CaseProblem::Noisy { .. } => "violation".to_owned(),
            CaseProblem::Misplaced { found } => found.first()?.clone(),
            CaseProblem::Difference { found } => {
                found.first().filter(|text| Decimal::from_str(text).is_ok())?.clone()
            }
            CaseProblem::Astray(_) | CaseProblem::Unreadable(_) => return None,
        };
        // a table that was not recognised is no result
        if self.lacking.is_some() {
            return None;
        }
        let text = toml::Value::String(text).to_string();
        Some(CaseEdit { file: self.origin.file.to_string(), span: self.span.clone(), text })
    }
}
