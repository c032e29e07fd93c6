//! The remarks on one finding.

use super::{Remark, clean, meant, opposite, place, span, tone};
use crate::annotate::Subject;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{Check, Suspect};
use gouji_audit::say::is_code;
use gouji_report::explain::formula;
use gouji_report::report::entry::{FindingEntry, further, has_formula, is_repeated, values};
use gouji_report::report::headline::{Certainty, Headline, headline, identity, is_equality};
use gouji_report::report::severity_word;
use gouji_values::document::Span;
use gouji_values::lang::Lang;
use std::collections::BTreeSet;

/// How many other places of a finding a note names.
const PLACES: usize = 6;
/// What stands before the identities of a finding.
const BROKEN: &str = "因此不平";
const ALSO: &str = "同一原因还影响";

/// A place that a finding is told at, its check, and the guilty figure there.
type RemarkPlace<'f> = (Option<Span>, &'f Check, Option<&'f Suspect>);

/// What the remarks on one finding are made of.
pub(super) struct FindingRemarks<'f> {
    subject: &'f Subject<'f>,
    entry: FindingEntry<'f>,
    headline: Headline,
    checks: Vec<&'f Check>,
    is_repeated: bool,
    /// Other places of the same problem.
    far: usize,
    /// How many further checks a note lists.
    most: usize,
    places: Vec<RemarkPlace<'f>>,
    /// Its checks by their keys, in words.
    related: Vec<(String, EcoString)>,
    /// What breaks elsewhere and has a note of its own there.
    apart: Vec<(Option<Span>, &'f Check)>,
}

impl<'f> FindingRemarks<'f> {
    pub(super) fn of(subject: &'f Subject<'f>, entry: FindingEntry<'f>, most: usize) -> Self {
        let audit = subject.audit;
        let checks: Vec<&Check> =
            entry.finding.checks.iter().filter_map(|index| audit.checks.get(*index)).collect();
        let headline = headline(audit, entry.finding);
        let suspects = entry.finding.cause.iter().flat_map(|cause| &cause.suspects);
        let guilty: Vec<&Suspect> =
            suspects.filter(|suspect| suspect.printed.document.is_none()).collect();
        let is_repeated = is_repeated(audit, entry.finding);
        let far = if is_repeated { further(audit, entry.finding).len() } else { 0 };
        let at = |span: Option<Span>| {
            guilty.iter().find(|suspect| Some(suspect.printed.span) == span).copied()
        };
        let own_places = || {
            checks
                .iter()
                .map(|check| (span(audit, check), *check))
                .map(|(span, check)| (span, check, at(span)))
                .collect()
        };
        let places: Vec<RemarkPlace<'_>> = match (guilty.as_slice(), checks.first()) {
            _ if is_repeated => own_places(),
            ([_, ..], Some(lead)) => guilty
                .iter()
                .map(|suspect| (Some(suspect.printed.span), *lead, Some(*suspect)))
                .collect(),
            _ => checks.iter().map(|check| (span(audit, check), *check, None)).collect(),
        };
        let related: Vec<(String, EcoString)> = checks
            .iter()
            .take(most + 1)
            .map(|check| (check.key().into_owned(), rule_and_identity(check).into()))
            .collect();
        let mut spans = BTreeSet::new();
        let apart: Vec<(Option<Span>, &Check)> = places
            .iter()
            .filter(|(span, _, suspect)| {
                suspect.is_none() && !is_repeated && is_ours(subject, *span) && spans.insert(*span)
            })
            .map(|(span, check, _)| (*span, *check))
            .collect();
        Self { subject, entry, headline, checks, is_repeated, far, most, places, related, apart }
    }

    /// A remark for each place of the file.
    pub(super) fn all(&self) -> Vec<Remark> {
        let mut out = Vec::new();
        let mut seen = BTreeSet::new();
        // where the note stands that lists what is broken: no other one does
        let mut listed: Option<String> = None;
        for (span, check, suspect) in &self.places {
            // several checks of one finding may be about one figure: it is told once
            if !seen.insert(*span) || !is_ours(self.subject, *span) {
                continue;
            }
            let is_lead = self.is_lead(check);
            let place = place(self.subject.audit, &self.headline, is_lead, *span);
            let told = listed.as_deref().filter(|_| !self.is_repeated);
            out.push(self.remark((*span, check, *suspect), &place, told));
            listed.get_or_insert(place);
        }
        out
    }

    fn is_lead(&self, check: &Check) -> bool {
        self.checks.first().is_some_and(|first| std::ptr::eq(*first, check))
    }

    /// The remark at a place; `told` is the place whose note lists what is broken.
    fn remark(
        &self,
        (span, check, suspect): RemarkPlace<'_>,
        place: &str,
        told: Option<&str>,
    ) -> Remark {
        let (entry, headline) = (&self.entry, &self.headline);
        let is_lead = self.is_lead(check);
        let waiver = entry.finding.waiver.as_deref();
        let word = severity_word(check.severity);
        let is_open = suspect.is_none() && is_equality(check);
        let cleaned = |values: Vec<(&'static str, String)>| -> Vec<(&'static str, String)> {
            values.into_iter().map(|(name, value)| (name, clean(&value))).collect()
        };
        let mut more = Vec::new();
        let certainty = suspect.and(headline.certainty);
        more.extend(certainty.map(|sure| {
            (Certainty::NAME.of(Lang::Chinese), clean(&sure.words(Lang::Chinese)).into())
        }));
        match told {
            Some(other) => more.extend(self.listed_elsewhere(suspect, other)),
            None => more.extend(self.broken_besides((span, check, suspect))),
        }
        more.extend(self.explained(check, suspect));
        Remark {
            number: entry.number,
            id: entry.finding.id.clone(),
            tone: tone(check.severity, waiver.is_some(), is_open),
            span,
            place: place.to_owned(),
            weight: if waiver.is_some() {
                format!("{word}（已说明）")
            } else {
                word.to_owned()
            },
            rule: clean(&check.rule),
            name: clean(check.name().unwrap_or(&check.rule)),
            message: if suspect.is_some() || is_lead {
                clean(&headline.text)
            } else {
                clean(&identity(check))
            },
            values: cleaned(suspect.map_or_else(|| opposite(check), meant)),
            says_values: (suspect.is_some() || is_lead) && headline.says_values,
            figures: cleaned(suspect.map_or_else(|| values(check), meant)),
            more,
        }
    }

    /// Where the note stands that lists what is broken.
    fn listed_elsewhere(
        &self,
        suspect: Option<&Suspect>,
        other: &str,
    ) -> Option<(&'static str, EcoString)> {
        let name = if suspect.is_some() { BROKEN } else { ALSO };
        let rest = self.checks.len() - usize::from(suspect.is_none()).min(self.checks.len());
        let number = self.entry.number;
        (rest > 0).then(|| (name, eco_format!("{rest} 项核对，见 {other} 处问题 {number} 的批注")))
    }

    /// What is broken for the same reason, as far as a note lists it.
    fn broken_besides(
        &self,
        (span, check, suspect): RemarkPlace<'_>,
    ) -> Vec<(&'static str, EcoString)> {
        let apart_keys: BTreeSet<_> = self.apart.iter().map(|(_, check)| check.key()).collect();
        let key = check.key();
        let own = self.related.iter().filter(|(other, _)| *other == key).count().max(1);
        let others = self.related.iter().filter(|(other, _)| *other != key);
        let others =
            others.filter(|(other, _)| !apart_keys.contains(other.as_str())).take(self.most);
        let others = others
            .filter(|_| !self.is_repeated)
            .map(|(_, words)| (if suspect.is_some() { BROKEN } else { ALSO }, words.clone()));
        let others: Vec<_> = others.collect();
        let elsewhere: Vec<String> = self
            .apart
            .iter()
            .filter(|(other, _)| *other != span)
            .map(|(span, _)| place(self.subject.audit, &self.headline, false, *span))
            .collect();
        let left = self.checks.len().saturating_sub(own + others.len() + elsewhere.len());
        let mut out = Vec::new();
        out.extend(suspect.map(|_| (BROKEN, rule_and_identity(check).into())));
        out.extend(others);
        if self.is_repeated {
            out.push(("同样的问题", eco_format!("另有 {} 处", self.far)));
        } else if left > 0 {
            out.push((ALSO, eco_format!("另有 {left} 项核对")));
        }
        if !elsewhere.is_empty() {
            let more_than = if elsewhere.len() > PLACES { " 等" } else { "" };
            let named: Vec<&str> = elsewhere.iter().take(PLACES).map(String::as_str).collect();
            let (count, named) = (elsewhere.len(), named.join("、"));
            out.push((ALSO, eco_format!("另有 {count} 处，各有批注：{named}{more_than}")));
        }
        out
    }

    /// Arithmetic, formula, doubts, and what the rule says of itself.
    fn explained(
        &self,
        check: &Check,
        suspect: Option<&Suspect>,
    ) -> Vec<(&'static str, EcoString)> {
        let mut out = Vec::new();
        let arithmetic =
            check.arithmetic().filter(|_| suspect.is_none() && !check.sides_have_arithmetic());
        out.extend(arithmetic.map(|arithmetic| ("算式", clean(&arithmetic).into())));
        let is_read = has_formula(check) && !is_code(&check.expression);
        out.extend(is_read.then(|| ("关系", clean(&formula(&check.expression)).into())));
        let doubt = self.headline.doubt.as_deref().filter(|_| suspect.is_none());
        out.extend(doubt.map(|words| ("可疑的数", clean(words).into())));
        out.extend(check.name().map(|_| ("规则", clean(&check.rule).into())));
        out.extend(check.hint().map(|hint| ("提示", clean(&hint).into())));
        out.extend(check.basis().map(|basis| ("依据", clean(basis).into())));
        let waiver = self.entry.finding.waiver.as_deref();
        out.extend(waiver.map(|waiver| ("说明", clean(waiver).into())));
        out
    }
}

/// Whether a place belongs to the file of a subject; what has no place belongs to the first file.
fn is_ours(subject: &Subject<'_>, span: Option<Span>) -> bool {
    span.map_or(subject.is_first, |span| subject.holds(span))
}

/// A check in words: its rule, and which figures do not agree.
fn rule_and_identity(check: &Check) -> String {
    format!("{}，{}", clean(&check.rule), clean(&identity(check)))
}
