//! What is to be said and where: a remark for each check of a finding. In: an audit. Out: words and
//! spans that every format writes in its own way.

mod of_finding;

use super::Subject;
use ecow::EcoString;
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Severity, Suspect, Verdict};
use gouji_report::report::entry::{entries, is_here, percent, place_at, values, with_unit};
use gouji_report::report::headline::Headline;
use gouji_report::report::part_names::PartNames;
use gouji_report::report::totals::CheckTotals;
use gouji_report::report::{unread, without_commands};
use gouji_values::document::Span;
use gouji_values::lang::Lang;
use of_finding::FindingRemarks;
use std::collections::BTreeMap;

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

    /// As people say it: parts by their names, nothing that only a user of the program can do.
    fn in_words(mut self, names: &PartNames) -> Self {
        let said = |text: &str| without_commands(&names.words(None, text));
        self.message = said(&self.message);
        for (_, text) in &mut self.more {
            *text = said(text).into();
        }
        self
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
    let names = PartNames::of(audit);
    let all = entries.flat_map(|entry| FindingRemarks::of(subject, entry, most).all());
    all.map(|remark| remark.in_words(&names)).collect()
}

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
    let imprint = subject.options.imprint.map(|of_run| of_run.of(audit).words(Lang::Chinese));
    let who = [Some(who).filter(|who| !who.is_empty()), imprint];
    let who = who.into_iter().flatten().collect::<Vec<_>>().join("　");
    let lacks =
        unread::first(audit, Lang::Chinese).map(|words| format!("；{words}")).unwrap_or_default();
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
    use gouji_sample as sample;

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
                check.at = gouji_audit::audit::CheckedAt::Key(number.to_string().into());
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
