//! What a run comes to, counted document by document, so that a report over a folder need not keep
//! the documents.

use super::entry::entries;
use super::imprint::{Imprint, JudgedBy};
use super::open_findings::{OpenFindings, open};
use super::place_kind::PlaceKind;
use super::units::UnitList;
use super::unread;
use gouji_audit::audit::{DocumentAudit, DocumentOutcome, Severity, Verdict};
use gouji_values::lang::{Lang, tell};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many documents, checks by verdict, and findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckTotals {
    /// Documents given.
    pub documents: usize,
    /// Documents that could not be audited.
    pub unreadable: usize,
    /// Checks by verdict.
    pub checks: usize,
    /// Verdict `holds`.
    pub holds: usize,
    /// Verdict `rounding`.
    pub rounding: usize,
    /// Verdict `corroborated`.
    #[serde(default)]
    pub corroborated: usize,
    /// Verdict `violation`.
    pub violations: usize,
    /// Verdict `unchecked`.
    pub unchecked: usize,
    /// Findings.
    pub findings: usize,
}

impl CheckTotals {
    /// Of a document that was audited.
    #[must_use]
    pub fn of(document: &DocumentAudit) -> Self {
        let mut out = Self {
            documents: 1,
            checks: document.checks.len(),
            findings: document.findings.len(),
            ..Self::default()
        };
        for check in &document.checks {
            match check.verdict {
                Verdict::Holds => out.holds += 1,
                Verdict::Rounding => out.rounding += 1,
                Verdict::Corroborated => out.corroborated += 1,
                Verdict::Violation => out.violations += 1,
                Verdict::Unchecked => out.unchecked += 1,
            }
        }
        out
    }

    /// How many checks there are of each verdict: `9 项：相符 1，尾差 1，…`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let Self { checks, holds, rounding, corroborated, violations, unchecked, .. } = self;
        tell!(
            lang,
            "{checks} 项：相符 {holds}，尾差 {rounding}，印证 {corroborated}，不符 {violations}，未能核对 {unchecked}",
            "{checks}: agree {holds}, rounding {rounding}, corroborated {corroborated}, disagree {violations}, not checked {unchecked}"
        )
    }

    fn add(&mut self, more: Self) {
        self.documents += more.documents;
        self.unreadable += more.unreadable;
        self.checks += more.checks;
        self.holds += more.holds;
        self.rounding += more.rounding;
        self.corroborated += more.corroborated;
        self.violations += more.violations;
        self.unchecked += more.unchecked;
        self.findings += more.findings;
    }
}

/// What the documents of an agency come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyTotals {
    /// Documents.
    pub documents: usize,
    /// Those of them that were read and checked as a whole.
    #[serde(default)]
    pub judged: usize,
    /// Open findings.
    pub counts: OpenFindings,
    /// The same by what they are between.
    pub kinds: BTreeMap<PlaceKind, usize>,
}

/// What a remediation ledger says of the findings of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerNews {
    /// Open findings that it did not hold.
    pub fresh: usize,
    /// Open findings that it held.
    pub open: usize,
    /// Findings that it held and that agree now.
    pub mended: usize,
}

impl LedgerNews {
    fn of(document: &DocumentAudit) -> Option<Self> {
        let follow_up = document.follow_up.as_ref()?;
        let open = document.findings.iter().enumerate();
        let open = open.filter(|(_, finding)| finding.waiver.is_none());
        let (fresh, open): (Vec<_>, Vec<_>) =
            open.partition(|(at, _)| follow_up.fresh.contains(at));
        Some(Self { fresh: fresh.len(), open: open.len(), mended: follow_up.resolved.len() })
    }

    /// Adds those of another document.
    pub fn add(&mut self, other: Self) {
        self.fresh += other.fresh;
        self.open += other.open;
        self.mended += other.mended;
    }
}

/// What a document of a run comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentTotals {
    /// Path as given.
    pub path: String,
    /// Agency.
    pub agency: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// Kind.
    pub kind: Option<String>,
    /// The layers of rules that it was judged by.
    #[serde(default)]
    pub layers: Vec<String>,
    /// Their digest and packs.
    #[serde(default)]
    pub judged_by: JudgedBy,
    /// Open findings, or why it was not audited.
    pub found: Result<OpenFindings, String>,
    /// Whether a figure at least was checked.
    pub is_judged: bool,
    /// Figures that are corroborated alone.
    #[serde(default)]
    pub corroborated: usize,
    /// What was not read, where it is much.
    pub lacks: Option<String>,
    /// Why checks could not be decided.
    #[serde(default)]
    pub open: Vec<String>,
    /// Figures seen, and those of them that were checked.
    pub figures: (usize, usize),
    /// There are pages or pictures whose figures nobody could count.
    #[serde(default)]
    pub is_cut: bool,
    /// Rules that did not run to their end.
    pub failed: usize,
    /// Rules of the user's own of which not one check could be decided.
    #[serde(default)]
    pub undecided: usize,
    /// Rules that open findings are known by.
    pub rules: Vec<String>,
    /// With a remediation ledger what that says.
    pub news: Option<LedgerNews>,
}

/// OpenFindings over a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunTotals {
    /// Documents, checks and findings.
    pub summary: CheckTotals,
    /// The heaviest severity among all open findings.
    pub worst: Option<Severity>,
    /// Documents of which no figure was checked, unreadable ones among them.
    pub not_judged: usize,
    /// The documents in their order.
    pub documents: Vec<DocumentTotals>,
    /// Agencies by name.
    pub agencies: BTreeMap<String, AgencyTotals>,
    /// Open findings by rule.
    pub rules: BTreeMap<String, OpenFindings>,
    /// Documents that a run did not come to before it was broken off.
    pub left: usize,
    /// How the units stand that were expected, where a list of them was given.
    #[serde(skip)]
    pub units: Option<UnitList>,
}

impl DocumentTotals {
    /// What to say shortly of a document of which nothing was checked; `None` of all others.
    #[must_use]
    pub fn unjudged(&self, lang: Lang) -> Option<&'static str> {
        (!self.is_judged).then_some(unread::shortly(self.corroborated > 0).of(lang))
    }
}

impl RunTotals {
    /// The layers of rules that documents were judged by, and of how many each, in the order in which they come first.
    #[must_use]
    pub fn judged_by(&self) -> Vec<(String, usize)> {
        let mut out: Vec<(String, usize)> = Vec::new();
        for line in self.documents.iter().filter(|line| !line.layers.is_empty()) {
            let words = line.layers.join(" → ");
            match out.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => out.push((words, 1)),
            }
        }
        out
    }

    /// What a paper on all documents carries.
    #[must_use]
    pub fn imprint(&self, of_run: &Imprint) -> Imprint {
        of_run.of_all(self.documents.iter().map(|line| &line.judged_by))
    }

    /// Of one document.
    #[must_use]
    pub fn of(outcome: &DocumentOutcome) -> Self {
        let mut out = Self::default();
        let document = match outcome {
            Ok(document) => document,
            Err(unreadable) => {
                out.summary.documents = 1;
                out.summary.unreadable = 1;
                out.not_judged = 1;
                out.documents.push(DocumentTotals {
                    path: unreadable.path.clone(),
                    agency: None,
                    year: None,
                    kind: None,
                    layers: Vec::new(),
                    judged_by: JudgedBy::default(),
                    found: Err(unreadable.message.clone()),
                    is_judged: false,
                    corroborated: 0,
                    lacks: None,
                    open: Vec::new(),
                    figures: (0, 0),
                    is_cut: false,
                    failed: 0,
                    undecided: 0,
                    rules: Vec::new(),
                    news: None,
                });
                return out;
            }
        };
        out.summary = CheckTotals::of(document);
        let is_judged = unread::is_judged(document);
        out.not_judged = usize::from(!is_judged);
        out.worst = open(document).map(|(_, severity)| severity).max();
        let counts = OpenFindings::of(document);
        out.documents.push(DocumentTotals {
            path: document.path.clone(),
            agency: document.agency.clone(),
            year: document.year,
            kind: document.kind_name.clone(),
            layers: document.layers.clone(),
            judged_by: JudgedBy::of(document),
            found: Ok(counts),
            is_judged,
            corroborated: document.coverage.corroborated,
            lacks: unread::first(document, Lang::Chinese),
            open: unread::left_open(document, Lang::Chinese),
            figures: (document.coverage.figures, document.coverage.checked),
            is_cut: unread::uncounted(document, Lang::Chinese).is_some(),
            failed: document.failed().count(),
            undecided: document.undecided_own().count(),
            rules: open(document)
                .map(|(rule, _)| rule.to_owned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            news: LedgerNews::of(document),
        });
        if let Some(agency) = &document.agency {
            let mut kinds = BTreeMap::new();
            for entry in entries(document).iter().filter(|entry| entry.finding.waiver.is_none()) {
                *kinds.entry(PlaceKind::of(document, entry.check)).or_default() += 1;
            }
            let judged = usize::from(is_judged && unread::first(document, Lang::Chinese).is_none());
            out.agencies
                .insert(agency.clone(), AgencyTotals { documents: 1, judged, counts, kinds });
        }
        for (rule, severity) in open(document) {
            out.rules.entry(rule.to_owned()).or_default().count(severity);
        }
        out
    }

    /// Whether some rule did not run to its end in some document, or one of the user's own came to
    /// nothing: a part of the audit was not made.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.documents.iter().any(|line| line.failed + line.undecided > 0)
    }

    /// That documents are left of a run that was broken off, in words.
    #[must_use]
    pub fn left_words(&self, lang: Lang) -> Option<String> {
        let left = self.left;
        (left > 0).then(|| {
            tell!(
                lang,
                "审核中断：还有 {left} 份文件没有审核",
                "the run was broken off: {left} documents were not audited"
            )
        })
    }

    /// What no report may leave out behind its documents, as lines of a given width: how many are
    /// left, and how the units stand that were expected.
    #[must_use]
    pub fn rest(&self, width: usize, lang: Lang) -> String {
        let left = self.left_words(lang).map_or(String::new(), |words| format!("\n{words}\n"));
        let units = self.units.as_ref();
        let units = units.map_or(String::new(), |units| format!("\n{}", units.text(width, lang)));
        [left, units].concat()
    }

    /// The rules with open findings, those with most first.
    #[must_use]
    pub fn ranked_rules(&self) -> Vec<(&str, &OpenFindings)> {
        let mut rules: Vec<_> =
            self.rules.iter().map(|(rule, found)| (rule.as_str(), found)).collect();
        rules.sort_by_key(|(_, found)| std::cmp::Reverse(found.sum()));
        rules
    }

    /// Adds the documents that come behind.
    pub fn add(&mut self, other: Self) {
        self.summary.add(other.summary);
        self.worst = self.worst.max(other.worst);
        self.not_judged += other.not_judged;
        self.documents.extend(other.documents);
        for (name, more) in other.agencies {
            let agency = self.agencies.entry(name).or_default();
            agency.documents += more.documents;
            agency.judged += more.judged;
            agency.counts.add(more.counts);
            for (kind, count) in more.kinds {
                *agency.kinds.entry(kind).or_default() += count;
            }
        }
        for (rule, more) in other.rules {
            self.rules.entry(rule).or_default().add(more);
        }
    }
}
