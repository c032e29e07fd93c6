//! How many findings are open, by severity.

use super::entry::entries;
use gouji_audit::audit::{DocumentAudit, Severity};
use serde::{Deserialize, Serialize};

/// Open findings by severity: errors, warnings, hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenFindings {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
}

impl OpenFindings {
    /// Of a document; what is waived is not open.
    #[must_use]
    pub fn of(document: &DocumentAudit) -> Self {
        let mut out = Self::default();
        open(document).for_each(|(_, severity)| out.count(severity));
        out
    }

    /// Of a severity.
    #[must_use]
    pub fn at(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Info => self.hints,
        }
    }

    /// All of them.
    #[must_use]
    pub fn sum(&self) -> usize {
        self.errors + self.warnings + self.hints
    }

    /// OpenFindings one more.
    pub(super) fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.hints += 1,
        }
    }

    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.hints += other.hints;
    }
}

/// The open findings of a document by rule and severity.
pub(super) fn open(document: &DocumentAudit) -> impl Iterator<Item = (&str, Severity)> {
    entries(document)
        .into_iter()
        .filter(|entry| entry.finding.waiver.is_none())
        .map(|entry| (entry.check.rule.as_str(), entry.severity))
}
