//! Findings in the JSON report: what is probably wrong, and which checks say so.

use super::place::{JsonPlace, place_in};
use crate::report::entry::is_repeated;
use crate::report::headline::{Headline, broken, headline, headline_in, identity};
use crate::report::words::severity_name;
use gouji_audit::audit::{
    Cause, Confidence, DocumentAudit, FigureCell, Finding, PrintedFigure, Severity, Suspect,
};
use gouji_values::lang::Lang;
use serde::{Serialize, Serializer};

/// The findings with the indices of their checks in the printed list.
#[derive(Default)]
pub(super) struct Findings<'a>(pub(super) Option<(&'a DocumentAudit, Vec<Option<usize>>)>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.iter().flat_map(|(given, printed)| {
            (0..given.findings.len()).map(move |at| (*given, printed, at))
        });
        serializer
            .collect_seq(findings.filter_map(|(given, printed, at)| finding(given, printed, at)))
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: &'a str,
    /// Its number in every output, from 1.
    number: usize,
    severity: &'static str,
    /// What it says first.
    headline: String,
    /// The same in English.
    message_en: String,
    /// The figure that leads, as in every output; null where nothing is printed that it could be
    /// about.
    lead: Option<LeadJson<'a>>,
    /// What the headline does not say itself: the identities that do not come out.
    broken: Vec<String>,
    checks: Vec<usize>,
    /// One slip at several places: the checks are these places, none is the consequence of
    /// another.
    repeated: bool,
    suspects: Vec<String>,
    /// What is probably wrong, as values; null where nothing is known beyond the checks.
    cause: Option<CauseJson<'a>>,
    /// Of checks that are told together what does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    misfit: Option<&'static str>,
    waiver: Option<&'a str>,
    /// With a remediation ledger: `new`, `open` or `explained`.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
}

#[derive(Serialize)]
struct LeadJson<'a> {
    /// Suspects, or what a rule asks something of; false where either side may be wrong.
    accused: bool,
    label: String,
    text: String,
    /// What is printed, as a number where it is one.
    printed: Option<String>,
    /// What was probably meant; null where nobody is suspected.
    meant: Option<String>,
    /// The other side of the relation, where nobody is suspected.
    other: Option<String>,
    difference: Option<String>,
    unit: Option<String>,
    start: u32,
    end: u32,
    #[serde(flatten)]
    at: JsonPlace<'a>,
    /// How many further places the finding has.
    #[serde(skip_serializing_if = "is_zero")]
    further: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize)]
struct CauseJson<'a> {
    /// `high`, `medium` or `low`.
    confidence: &'static str,
    /// How many other explanations are as likely.
    ties: usize,
    /// It may be our reading, not the number.
    reading: bool,
    /// Wrong together.
    suspects: Vec<SuspectJson<'a>>,
    /// Any of these may be the wrong one instead.
    others: Vec<SuspectJson<'a>>,
}

#[derive(Serialize)]
struct SuspectJson<'a> {
    label: &'a str,
    text: &'a str,
    value: Option<&'a str>,
    suggested: Option<&'a str>,
    slip: Option<&'static str>,
    unit: Option<&'a str>,
    start: u32,
    end: u32,
    #[serde(flatten)]
    at: JsonPlace<'a>,
}

fn finding<'a>(
    given: &'a DocumentAudit,
    printed: &[Option<usize>],
    index: usize,
) -> Option<FindingJson<'a>> {
    let finding = given.findings.get(index)?;
    let message_en = headline_in(given, finding, Lang::English).text;
    let headline = headline(given, finding);
    let severity = finding
        .checks
        .iter()
        .filter_map(|at| given.checks.get(*at))
        .map(|check| check.severity)
        .max();
    Some(FindingJson {
        id: &finding.id,
        number: index + 1,
        severity: severity_name(severity.unwrap_or(Severity::Info)),
        lead: lead(given, finding, &headline),
        headline: headline.text,
        message_en,
        broken: broken(given, finding).1.map(|check| identity(check).to_owned()).collect(),
        checks: finding.checks.iter().filter_map(|i| printed.get(*i).copied().flatten()).collect(),
        repeated: is_repeated(given, finding),
        suspects: finding.suspects(),
        cause: finding.cause.as_ref().map(|cause| self::cause(given, finding, cause)),
        misfit: finding.misfit.as_ref().map(|misfit| misfit.cause.id()),
        waiver: finding.waiver.as_deref(),
        state: given.follow_up.as_ref().map(|follow_up| match &finding.waiver {
            Some(_) => "explained",
            None if follow_up.fresh.contains(&index) => "new",
            None => "open",
        }),
    })
}

/// The cell of a figure that a finding is about, as the checks of the finding tell.
fn cell(given: &DocumentAudit, finding: &Finding, printed: &PrintedFigure) -> Option<FigureCell> {
    let place = (printed.span, printed.document);
    let checks = finding.checks.iter().filter_map(|at| given.checks.get(*at));
    let mut figures = checks.flat_map(|check| check.figures());
    figures.find(|figure| (figure.span(), figure.document()) == place)?.cell()
}

fn lead<'a>(
    given: &'a DocumentAudit,
    finding: &Finding,
    headline: &Headline,
) -> Option<LeadJson<'a>> {
    let spot = headline.lead()?;
    let printed = &spot.printed;
    Some(LeadJson {
        accused: headline.is_sure,
        label: headline.item(),
        text: printed.text.clone(),
        printed: headline.stated.clone(),
        meant: headline.meant.clone(),
        other: headline.other.clone(),
        difference: headline.difference.clone(),
        unit: headline.unit.clone(),
        start: printed.span.start,
        end: printed.span.end,
        at: place_in(given, printed, cell(given, finding, printed)),
        further: headline.spots.len() - 1 + headline.further.len(),
    })
}

fn cause<'a>(given: &'a DocumentAudit, finding: &Finding, cause: &'a Cause) -> CauseJson<'a> {
    let suspect = |suspect: &'a Suspect| {
        let printed = &suspect.printed;
        SuspectJson {
            label: &suspect.label,
            text: &printed.text,
            value: printed.value.as_deref(),
            suggested: suspect.suggested.as_deref(),
            slip: suspect.slip.as_ref().map(|told| told.slip.id()),
            unit: printed.unit.as_deref(),
            start: printed.span.start,
            end: printed.span.end,
            at: place_in(given, printed, cell(given, finding, printed)),
        }
    };
    CauseJson {
        confidence: match cause.confidence {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        },
        ties: cause.ties,
        reading: cause.is_reading,
        suspects: cause.suspects.iter().map(suspect).collect(),
        others: cause.others.iter().map(suspect).collect(),
    }
}
