//! What a run came to, for programs.

use crate::report::open_findings::OpenFindings;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct SummaryJson<'a> {
    pub(super) documents: usize,
    pub(super) unreadable: usize,
    pub(super) checks: usize,
    pub(super) holds: usize,
    pub(super) rounding: usize,
    pub(super) corroborated: usize,
    pub(super) violations: usize,
    pub(super) unchecked: usize,
    pub(super) findings: usize,
    /// Documents that a run which was broken off did not come to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<usize>,
    /// How many open findings each rule gave, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rules: Option<Vec<RuleCounts<'a>>>,
}

#[derive(Serialize)]
pub(super) struct RuleCounts<'a> {
    rule: &'a str,
    errors: usize,
    warnings: usize,
    hints: usize,
}

impl<'a> RuleCounts<'a> {
    pub(super) fn of((rule, found): (&'a str, &OpenFindings)) -> Self {
        Self { rule, errors: found.errors, warnings: found.warnings, hints: found.hints }
    }
}
