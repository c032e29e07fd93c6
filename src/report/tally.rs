//! What a run comes to, counted document by document, so that a report over a folder need not keep the documents.

use crate::audit::{DocumentAudit, Outcome, Severity, Summary, Verdict};
use std::collections::BTreeMap;

/// Open findings by severity: errors, warnings, hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
}

impl Counts {
    /// Of a document; what is waived is not open.
    #[must_use]
    pub fn of(document: &DocumentAudit) -> Self {
        let mut out = Self::default();
        for severity in open(document) {
            match severity {
                Severity::Error => out.errors += 1,
                Severity::Warning => out.warnings += 1,
                Severity::Info => out.hints += 1,
            }
        }
        out
    }

    /// All of them.
    #[must_use]
    pub fn sum(&self) -> usize {
        self.errors + self.warnings + self.hints
    }

    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.hints += other.hints;
    }
}

/// The severities of the open findings of a document.
fn open(document: &DocumentAudit) -> impl Iterator<Item = Severity> + '_ {
    let findings = document.findings.iter().filter(|finding| finding.waiver.is_none());
    findings.filter_map(|finding| finding.checks.iter().filter_map(|i| document.checks.get(*i)).map(|check| check.severity).max())
}

/// An agency of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// Documents.
    pub documents: usize,
    /// Open findings.
    pub counts: Counts,
}

/// Counts over a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents, checks and findings.
    pub summary: Summary,
    /// The heaviest severity among all open findings.
    pub worst: Option<Severity>,
    /// Documents of which nothing could be checked, unreadable ones among them.
    pub not_judged: usize,
    /// Each document with its open findings; `None`: not audited.
    pub documents: Vec<(String, Option<Counts>)>,
    /// Agencies by name.
    pub agencies: BTreeMap<String, Agency>,
    /// Open findings by rule.
    pub rules: BTreeMap<String, usize>,
}

impl Tally {
    /// Of one document.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let mut out = Self::default();
        out.summary.documents = 1;
        let document = match outcome {
            Ok(document) => document,
            Err(unreadable) => {
                out.summary.unreadable = 1;
                out.not_judged = 1;
                out.documents.push((unreadable.path.clone(), None));
                return out;
            }
        };
        out.summary.checks = document.checks.len();
        out.summary.findings = document.findings.len();
        for check in &document.checks {
            match check.verdict {
                Verdict::Holds => out.summary.holds += 1,
                Verdict::Rounding => out.summary.rounding += 1,
                Verdict::Violation => out.summary.violations += 1,
                Verdict::Unchecked => out.summary.unchecked += 1,
            }
        }
        out.not_judged = usize::from(document.checks.iter().all(|check| check.verdict == Verdict::Unchecked));
        out.worst = open(document).max();
        let counts = Counts::of(document);
        out.documents.push((document.path.clone(), Some(counts)));
        if let Some(agency) = &document.agency {
            out.agencies.insert(agency.clone(), Agency { documents: 1, counts });
        }
        for finding in document.findings.iter().filter(|finding| finding.waiver.is_none()) {
            if let Some(check) = finding.checks.first().and_then(|i| document.checks.get(*i)) {
                *out.rules.entry(check.rule.clone()).or_default() += 1;
            }
        }
        out
    }

    /// Adds the documents that come behind.
    pub fn add(&mut self, other: Self) {
        let (sum, more) = (&mut self.summary, other.summary);
        sum.documents += more.documents;
        sum.unreadable += more.unreadable;
        sum.checks += more.checks;
        sum.holds += more.holds;
        sum.rounding += more.rounding;
        sum.violations += more.violations;
        sum.unchecked += more.unchecked;
        sum.findings += more.findings;
        self.worst = self.worst.max(other.worst);
        self.not_judged += other.not_judged;
        self.documents.extend(other.documents);
        for (name, more) in other.agencies {
            let agency = self.agencies.entry(name).or_default();
            agency.documents += more.documents;
            agency.counts.add(more.counts);
        }
        for (rule, more) in other.rules {
            *self.rules.entry(rule).or_default() += more;
        }
    }
}
