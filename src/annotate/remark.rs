//! What is to be said and where: a remark for each check of a finding. In: an audit. Out: words and
//! spans that every format writes in its own way.

use super::Subject;
use crate::audit::{Check, CheckRelation, DocumentAudit, Severity, Suspect, Verdict};
use crate::document::Span;
use crate::explain::formula;
use crate::report::entry::{
    FindingEntry, entries, further, has_formula, is_here, is_repeated, percent, place_at, values,
    with_unit,
};
use crate::report::headline::{Certainty, Headline, headline, identity, is_equality};
use crate::report::totals::CheckTotals;
use crate::report::{severity_word, unread};
use ecow::{EcoString, eco_format};
use std::collections::{BTreeMap, BTreeSet};

/// How many other places of a finding a note names.
const PLACES: usize = 6;
/// Characters of one line of a note.
const LONGEST: usize = 1000;
/// How many further checks of a finding a note lists.
const RELATED: usize = 30;
/// In a file with so many violated checks nobody reads them all, and notes would be most of the
/// copy: a few are listed.
const VERY_MANY: usize = 5_000;
const A_FEW: usize = 3;

/// How a place is tinted. The colours are odd ones, so that ours are known again among those of
/// other people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RemarkTone {
    /// Checked, and agrees.
    Agrees,
    /// A finding that was explained.
    Waived,
    /// It or another figure is wrong: nobody can tell.
    Open,
    Info,
    Warning,
    Error,
}

impl RemarkTone {
    pub(super) const ALL: [Self; 6] =
        [Self::Agrees, Self::Waived, Self::Open, Self::Info, Self::Warning, Self::Error];

    /// RRGGBB.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Agrees => "E1F2DA",
            Self::Waived => "E5E5E1",
            Self::Open => "ECE0F5",
            Self::Info => "DBEBF8",
            Self::Warning => "FFEA9B",
            Self::Error => "FFC6CD",
        }
    }

    /// The same of letters: dark enough to be read, RRGGBB.
    pub(super) fn ink(self) -> &'static str {
        match self {
            Self::Agrees => "2A7A3D",
            Self::Waived => "6A6A63",
            Self::Open => "7B3AA4",
            Self::Info => "1F5EA8",
            Self::Warning => "8A5F06",
            Self::Error => "BF1D2F",
        }
    }
}

/// Something to be said at a place.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    /// Number of its finding, from 1.
    pub number: usize,
    /// Id of its finding.
    pub id: String,
    pub tone: RemarkTone,
    /// Where; `None` for the document as a whole.
    pub span: Option<Span>,
    /// Where, in words.
    pub place: String,
    /// `错误`, `警告（已说明）`.
    pub weight: String,
    /// The rule's id.
    pub rule: String,
    /// What the rule says of itself, else its id.
    pub name: String,
    /// What is wrong.
    pub message: String,
    /// `列示 353.15万元`, by their names.
    pub values: Vec<(&'static str, String)>,
    /// The message says them.
    pub says_values: bool,
    /// The same, also where the message says them.
    pub figures: Vec<(&'static str, String)>,
    /// Formula, basis and hint, by their names.
    pub more: Vec<(&'static str, EcoString)>,
}

impl Remark {
    /// The first line of its note.
    pub(super) fn title(&self) -> String {
        format!("【勾稽】{}. {} {}", self.number, self.weight, self.name)
    }

    /// The lines behind it. The last one is the number that the remediation ledger knows the
    /// finding by.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut out = vec![self.message.clone()];
        let values: Vec<String> =
            self.values.iter().map(|(name, value)| format!("{name} {value}")).collect();
        out.extend((!values.is_empty()).then(|| values.join("，")));
        out.extend(self.more.iter().map(|(name, text)| format!("{name}：{text}")));
        out.push(self.closing());
        out.retain(|line| !line.is_empty());
        out
    }

    /// The last line of its note.
    pub(super) fn closing(&self) -> String {
        format!("{CLOSING}{}）", self.id)
    }

    /// Has its note say where it belongs, as it does not stand there.
    pub(super) fn tell_place(&mut self) {
        self.more.insert(0, ("位置", self.place.as_str().into()));
    }

    /// All of its note.
    pub(super) fn text(&self) -> String {
        format!("{}\n{}", self.title(), self.lines().join("\n"))
    }
}

/// How the last line of a note begins.
pub(super) const CLOSING: &str = "（勾稽编号 ";
/// How a note begins.
pub(super) const OPENING: &str = "【勾稽】";

/// The remarks on a file, in the order of the findings: at the guilty figures where these are
/// known, else at what each check of the finding states.
pub(super) fn remarks(subject: &Subject<'_>) -> Vec<Remark> {
    let audit = subject.audit;
    let violated: usize = audit.findings.iter().map(|finding| finding.checks.len()).sum();
    let most = if violated > VERY_MANY { A_FEW } else { RELATED };
    let entries = entries(audit).into_iter();
    entries.flat_map(|entry| FindingRemarks::of(subject, entry, most).all()).collect()
}

/// A place that a finding is told at, its check, and the guilty figure there.
type RemarkPlace<'f> = (Option<Span>, &'f Check, Option<&'f Suspect>);

/// What the remarks on one finding are made of.
struct FindingRemarks<'f> {
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
    fn of(subject: &'f Subject<'f>, entry: FindingEntry<'f>, most: usize) -> Self {
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
    fn all(&self) -> Vec<Remark> {
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
        more.extend(certainty.map(|sure| (Certainty::NAME, clean(&sure.words()).into())));
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
        out.extend(has_formula(check).then(|| ("关系", clean(&formula(&check.expression)).into())));
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

/// What stands before the identities of a finding.
const BROKEN: &str = "因此不平";
const ALSO: &str = "同一原因还影响";

/// Both sides of a check and their difference; nothing where they say nothing.
fn opposite(check: &Check) -> Vec<(&'static str, String)> {
    let is_said = check.relation != CheckRelation::Equal && check.message_has_values();
    if is_said { Vec::new() } else { values(check) }
}

/// What a guilty figure prints, and what was probably meant.
fn meant(suspect: &Suspect) -> Vec<(&'static str, String)> {
    let unit = suspect.printed.unit.as_deref();
    let shown = suspect
        .printed
        .value
        .as_deref()
        .map_or_else(|| suspect.printed.text.clone(), |value| with_unit(value, unit));
    let mut out = vec![("列示", shown)];
    out.extend(suspect.suggested.as_deref().map(|value| ("应为", with_unit(value, unit))));
    out
}

fn tone(severity: Severity, is_waived: bool, is_open: bool) -> RemarkTone {
    match severity {
        _ if is_waived => RemarkTone::Waived,
        _ if is_open => RemarkTone::Open,
        Severity::Info => RemarkTone::Info,
        Severity::Warning => RemarkTone::Warning,
        Severity::Error => RemarkTone::Error,
    }
}

/// Where a remark stands, in words.
fn place(audit: &DocumentAudit, headline: &Headline, is_lead: bool, span: Option<Span>) -> String {
    let lead =
        headline.lead().filter(|_| is_lead).map(|spot| (spot.printed.span, spot.printed.document));
    let here = span.map(|span| (span, None)).or(lead);
    here.map_or_else(|| "全文".to_owned(), |(span, other)| clean(&place_at(audit, span, other)))
}

/// The figure that a check is about, or else one of this document that it rests on.
fn span(audit: &DocumentAudit, check: &Check) -> Option<Span> {
    let own = |(_, document): &(Span, Option<usize>)| {
        std::ptr::eq(audit.source(*document).1, &raw const *audit.document)
    };
    let lead = check.places().nth(check.lead_index()).filter(own);
    lead.or_else(|| check.places().find(own)).map(|(span, _)| span)
}

/// What stands above a list of the findings: who, and how it came out.
pub(super) fn summary(subject: &Subject<'_>, remarks: &[Remark]) -> Vec<String> {
    let audit = subject.audit;
    let (figures, checked) = (audit.coverage.figures, audit.coverage.checked);
    let sum = CheckTotals::of(audit);
    let (agree, unchecked) = (sum.holds + sum.rounding, sum.unchecked);
    let corroborated = match sum.corroborated {
        0 => String::new(),
        some => format!("{some} 项只有印证，"),
    };
    let who = [audit.agency.clone(), audit.year.map(|year| format!("{year} 年度"))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("　");
    let found = match remarks
        .iter()
        .map(|remark| remark.number)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
    {
        0 if !unread::is_judged(audit) && unread::is_corroborated(audit) => {
            "只有印证，没有核对".to_owned()
        }
        0 if !unread::is_judged(audit) => "一个数字也没有核对".to_owned(),
        0 => "没有发现不符".to_owned(),
        some => format!("发现 {some} 处问题"),
    };
    let imprint = subject.options.imprint.map(crate::report::Imprint::words);
    let who = [Some(who).filter(|who| !who.is_empty()), imprint];
    let who = who.into_iter().flatten().collect::<Vec<_>>().join("　");
    let lacks = unread::first(audit).map(|words| format!("；{words}")).unwrap_or_default();
    let lacks = clean(&lacks);
    vec![
        clean(&who),
        format!(
            "{found}；{agree} 项核对相符，{corroborated}{unchecked} 项未能核对；全部 {figures} 个数中核对了 {checked} 个（{}）{lacks}",
            percent(checked, figures)
        ),
    ]
}

/// The figures of a file that were checked, and with which all agrees that rests on them. What is
/// corroborated alone is none of them.
pub(super) fn ticks(subject: &Subject<'_>) -> Vec<Span> {
    let mut agrees: BTreeMap<Span, bool> = BTreeMap::new();
    for check in subject.audit.checks.iter().filter(|check| check.verdict.is_decided()) {
        for figure in check.figures().filter(|figure| {
            is_here(subject.audit, figure.document()) && figure.printed().value.is_some()
        }) {
            *agrees.entry(figure.span()).or_insert(true) &= check.verdict != Verdict::Violation;
        }
    }
    agrees
        .into_iter()
        .filter(|(span, agrees)| *agrees && subject.holds(*span))
        .map(|(span, _)| span)
        .collect()
}

/// Text of a document as it may stand in any file: without characters that XML forbids or that turn
/// the reading order.
pub(super) fn clean(text: &str) -> String {
    let is_bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let mut out: String =
        text.trim().chars().take(LONGEST).map(|c| if is_bad(c) { ' ' } else { c }).collect();
    if text.trim().chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::CopyOptions;
    use crate::report::sample;

    /// Each of many wrong rows would list all the others.
    #[test]
    fn a_note_lists_some_of_many_checks_and_counts_the_rest() {
        let related = |further: usize| {
            let mut audit = sample::document();
            let violation = audit
                .checks
                .iter()
                .find(|check| check.verdict == Verdict::Violation)
                .unwrap()
                .clone();
            audit.checks = vec![violation; further + 1];
            for (number, check) in audit.checks.iter_mut().enumerate() {
                check.at = crate::audit::CheckedAt::Key(number.to_string().into());
            }
            audit.findings.truncate(1);
            audit.findings[0].checks = (0..=further).collect();
            let subject = Subject {
                audit: &audit,
                part: None,
                is_first: true,
                bytes: &[],
                options: CopyOptions::default(),
                anew: None,
            };
            let more = remarks(&subject).remove(0).more;
            more.into_iter()
                .filter(|(name, _)| *name == "同一原因还影响")
                .map(|(_, words)| words)
                .collect::<Vec<_>>()
        };
        assert_eq!((related(0).len(), related(RELATED).len()), (0, RELATED));
        assert!(!related(RELATED).concat().contains("另有"));
        assert_eq!(
            (related(RELATED + 10).len(), related(RELATED + 10).pop().as_deref()),
            (RELATED + 1, Some("另有 10 项核对"))
        );
    }
}
