//! What is known of each printed figure: which checks rest on it and what came of them.

use super::escape;
use crate::audit::{Check, CheckFigure, DocumentAudit, Role, Severity, Verdict};
use crate::document::Span;
use crate::report::entry::{Entry, entries, is_own, message, stated, with_unit};
use crate::report::json;
use crate::report::width::{cut, one_line};
use std::collections::BTreeMap;

/// So many checks are told of one figure, and so many figures of one check.
const NOTES: usize = 8;
const FIGURES: usize = 4;

/// How a figure is shown; the weightiest of its checks decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// No check rests on it.
    #[default]
    Unchecked,
    /// Everything that rests on it agrees.
    Agrees,
    /// A finding about it is waived.
    Waived,
    /// It went into a computation that does not agree; it need not be wrong.
    Involved,
    /// It does not agree.
    Wrong(Severity),
}

/// A figure of the document.
#[derive(Debug, Default)]
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    pub(super) state: State,
    /// At least one check agrees.
    agrees: bool,
    /// The checks that rest on it, the weightiest first, with its part in each.
    checks: Vec<(&'a Check, &'a CheckFigure)>,
    /// Why no check rests on it.
    why: Option<&'a str>,
    /// The finding about it.
    finding: Option<usize>,
}

/// All of them, by place.
pub(super) struct Marks<'a> {
    list: Vec<Mark<'a>>,
    key: String,
}

/// A finding points at a figure.
fn point(marks: &mut BTreeMap<Span, Mark<'_>>, span: Span, number: usize, entry: &Entry<'_>, state: State) {
    let mark = marks.entry(span).or_default();
    mark.finding.get_or_insert(number);
    if entry.finding.waiver.is_none() {
        mark.state = mark.state.max(state);
    }
}

impl<'a> Marks<'a> {
    pub(super) fn new(document: &'a DocumentAudit, key: &str) -> Self {
        let mut by_span: BTreeMap<Span, Mark<'a>> = BTreeMap::new();
        for check in &document.checks {
            let leads = stated(check).map(std::ptr::from_ref);
            for figure in check.figures.iter().filter(|figure| is_own(document, figure)) {
                let mark = by_span.entry(figure.span()).or_default();
                let is_lead = leads == Some(std::ptr::from_ref(figure));
                mark.checks.push((check, figure));
                mark.agrees |= matches!(check.verdict, Verdict::Holds | Verdict::Rounding);
                let state = match check.verdict {
                    Verdict::Holds | Verdict::Rounding => State::Agrees,
                    Verdict::Unchecked => State::Unchecked,
                    // until its finding says that it is not waived
                    Verdict::Violation if is_lead => State::Waived,
                    Verdict::Violation => State::Involved,
                };
                mark.state = mark.state.max(state);
            }
        }
        for (number, entry) in entries(document).iter().enumerate() {
            let suspects = entry.finding.cause.iter().flat_map(|cause| &cause.suspects);
            let suspects: Vec<Span> =
                suspects.map(|suspect| &suspect.printed).filter(|printed| printed.document.is_none()).map(|printed| printed.span).collect();
            let checks = entry.finding.checks.iter().filter_map(|at| document.checks.get(*at));
            let said = checks.filter_map(stated).filter(|figure| is_own(document, figure)).map(|figure| figure.span());
            for (at, span) in said.enumerate() {
                // what leads the finding is wrong, unless the guilty figure is known
                let is_wrong = at == 0 && suspects.is_empty();
                point(&mut by_span, span, number, entry, if is_wrong { State::Wrong(entry.severity) } else { State::Involved });
            }
            for span in suspects {
                point(&mut by_span, span, number, entry, State::Wrong(entry.severity));
            }
        }
        for figure in document.coverage.unchecked.iter().filter(|figure| figure.counts) {
            by_span.entry(figure.span).or_default().why = Some(&figure.why);
        }
        let mut list: Vec<Mark<'a>> = by_span.into_iter().map(|(span, mark)| Mark { span, ..mark }).collect();
        for mark in &mut list {
            mark.checks.sort_by_key(|(check, _)| std::cmp::Reverse(check.verdict));
        }
        // of two that begin together the longer one holds the other
        list.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        Self { list, key: key.to_owned() }
    }

    /// What its anchors begin with.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Mark<'a>> {
        self.list.get(index)
    }

    /// The first mark that begins at this place or behind it.
    pub(super) fn from(&self, start: u32) -> usize {
        self.list.partition_point(|mark| mark.span.start < start)
    }

    /// The mark of a place.
    pub(super) fn at(&self, span: Span) -> Option<usize> {
        let from = self.from(span.start);
        let here = self.list.iter().skip(from).take_while(|mark| mark.span.start == span.start);
        here.enumerate().find(|(_, mark)| mark.span == span).map(|(i, _)| from + i)
    }

    /// The anchor of a mark.
    pub(super) fn id(&self, index: usize) -> String {
        format!("{}m{index}", self.key)
    }

    /// The opening tag of a mark and its name: a link where there is a finding and no link around it.
    pub(super) fn open(&self, index: usize, mark: &Mark<'_>, within_link: bool, first: bool) -> (String, &'static str) {
        let mut out = String::new();
        let name = if mark.finding.is_some() && !within_link { "a" } else { "span" };
        out.push_str(&format!("<{name} class=\"f {}\"", mark.class()));
        if first {
            out.push_str(&format!(" id=\"{}\"", self.id(index)));
        }
        if let Some(number) = mark.finding.filter(|_| name == "a") {
            out.push_str(&format!(" href=\"#{}f{number}\"", self.key));
        }
        out.push_str(&format!(" title=\"{}\">", escape(&mark.title())));
        (out, name)
    }
}

impl Mark<'_> {
    fn class(&self) -> String {
        let state = match self.state {
            State::Unchecked => "unread".to_owned(),
            State::Agrees => "ok".to_owned(),
            State::Waived => "waived".to_owned(),
            State::Involved => "part".to_owned(),
            State::Wrong(severity) => format!("wrong {}", json::severity(severity)),
        };
        if self.agrees && self.state == State::Involved { format!("{state} ok") } else { state }
    }

    /// What the checks say, a line each.
    fn title(&self) -> String {
        let mut lines: Vec<String> = self.checks.iter().take(NOTES).map(|(check, figure)| note(check, figure)).collect();
        if let (Some(why), true) = (self.why, lines.is_empty()) {
            lines.push(format!("未核对：{why}"));
        }
        if self.checks.len() > NOTES {
            lines.push(format!("另有 {} 项核对", self.checks.len() - NOTES));
        }
        lines.join("\n")
    }
}

/// What a check says of one of its figures.
fn note(check: &Check, figure: &CheckFigure) -> String {
    let (rule, unit) = (&check.rule, check.unit.as_deref());
    let named = |figure: &CheckFigure| cut(&one_line(&format!("{} {}", figure.label(), figure.printed().text)), 60);
    let others = || {
        let others: Vec<&CheckFigure> = check.figures.iter().filter(|other| !std::ptr::eq(*other, figure)).collect();
        let more = if others.len() > FIGURES { format!(" 等 {} 个数", others.len()) } else { String::new() };
        format!("{}{more}", others.iter().take(FIGURES).map(|figure| named(figure)).collect::<Vec<_>>().join("、"))
    };
    let is_stated = figure.role == Role::Stated;
    let lead = || stated(check).map(named).unwrap_or_default();
    match check.verdict {
        Verdict::Holds if is_stated && check.figures.len() > 1 => format!("✓ {rule}：与 {} 相符", others()),
        Verdict::Holds if is_stated => format!("✓ {rule}：相符"),
        Verdict::Holds => format!("✓ {rule}：{} 与此相符", lead()),
        Verdict::Rounding => {
            let computed = check.computed.as_deref().map(|value| format!("，算得 {}", with_unit(value, unit))).unwrap_or_default();
            let whose = if is_stated { String::new() } else { format!("{}，", lead()) };
            format!("≈ {rule}：{whose}尾差{computed}，四舍五入可以解释")
        }
        Verdict::Unchecked => format!("? {rule}：{}", one_line(&check.message)),
        Verdict::Violation if is_stated => format!("✗ {rule}：{}", one_line(message(check))),
        Verdict::Violation => format!("✗ {rule}：用于核对 {}，不符", lead()),
    }
}
