//! What a run comes to, counted document by document, so that a report over a folder need not keep
//! the documents.

use super::counts::{Counts, open};
use super::units::UnitList;
use super::unread;
use crate::audit::{DocumentOutcome, Severity, Summary, Verdict};
use std::collections::BTreeMap;

/// An agency of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// Documents.
    pub documents: usize,
    /// Open findings.
    pub counts: Counts,
}

/// A document of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyLine {
    /// Path as given.
    pub path: String,
    /// Agency.
    pub agency: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// Kind.
    pub kind: Option<String>,
    /// Open findings, or why it was not audited.
    pub found: Result<Counts, String>,
    /// Whether a figure at least was checked.
    pub is_judged: bool,
    /// What was not read, where it is much.
    pub lacks: Option<String>,
    /// Figures seen, and those of them that were checked.
    pub figures: (usize, usize),
    /// Rules that did not run to their end.
    pub failed: usize,
}

/// Counts over a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents, checks and findings.
    pub summary: Summary,
    /// The heaviest severity among all open findings.
    pub worst: Option<Severity>,
    /// Documents of which no figure was checked, unreadable ones among them.
    pub not_judged: usize,
    /// The documents in their order.
    pub documents: Vec<TallyLine>,
    /// Agencies by name.
    pub agencies: BTreeMap<String, Agency>,
    /// Open findings by rule.
    pub rules: BTreeMap<String, Counts>,
    /// Documents that a run did not come to before it was broken off.
    pub left: usize,
    /// How the units stand that were expected, where a list of them was given.
    pub units: Option<UnitList>,
}

impl Tally {
    /// Of one document.
    #[must_use]
    pub fn of(outcome: &DocumentOutcome) -> Self {
        let mut out = Self::default();
        out.summary.documents = 1;
        let document = match outcome {
            Ok(document) => document,
            Err(unreadable) => {
                out.summary.unreadable = 1;
                out.not_judged = 1;
                out.documents.push(TallyLine {
                    path: unreadable.path.clone(),
                    agency: None,
                    year: None,
                    kind: None,
                    found: Err(unreadable.message.clone()),
                    is_judged: false,
                    lacks: None,
                    figures: (0, 0),
                    failed: 0,
                });
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
        let is_judged = unread::is_judged(document);
        out.not_judged = usize::from(!is_judged);
        out.worst = open(document).map(|(_, severity)| severity).max();
        let counts = Counts::of(document);
        out.documents.push(TallyLine {
            path: document.path.clone(),
            agency: document.agency.clone(),
            year: document.year,
            kind: document.kind_name.clone(),
            found: Ok(counts),
            is_judged,
            lacks: unread::first(document),
            figures: (document.coverage.figures, document.coverage.checked),
            failed: document.failed().count(),
        });
        if let Some(agency) = &document.agency {
            out.agencies.insert(agency.clone(), Agency { documents: 1, counts });
        }
        for (rule, severity) in open(document) {
            out.rules.entry(rule.to_owned()).or_default().count(severity);
        }
        out
    }

    /// Whether some rule did not run to its end in some document: a part of the audit was not made.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.documents.iter().any(|line| line.failed > 0)
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
            self.rules.entry(rule).or_default().add(more);
        }
    }
}
