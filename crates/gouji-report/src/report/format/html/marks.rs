//! What is known of each printed figure: which checks rest on it and what came of them.

use super::out::{Out, escape, push};
use crate::report::entry::{self, entries, stated, with_unit};
use crate::report::headline::{accused, identity};
use crate::report::width::{cut, one_line};
use crate::report::words::severity_name;
use gouji_audit::audit::{
    Check, CheckFigure, Detection, DocumentAudit, FigureRole, NoCheck, Severity, Verdict,
};
use gouji_values::document::Span;
use std::cmp::Reverse;

/// How many checks a note tells of one figure, and how many figures of one check.
const NOTES: usize = 8;
const FIGURES: usize = 4;

/// How a figure is shown; the weightiest of its checks decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkState {
    /// No check rests on it.
    #[default]
    Unchecked,
    /// It agrees with others, but a wrong one would not have been told.
    Corroborated,
    /// Everything that rests on it agrees.
    Agrees,
    /// A finding about it is waived.
    Waived,
    /// It went into a computation that does not agree; it need not be wrong.
    Involved,
    /// It and another one do not agree, and nobody can tell which of them is wrong.
    Open(Severity),
    /// It is wrong, as far as can be told.
    Wrong(Severity),
}

/// A figure of the document.
#[derive(Debug, Default)]
pub(super) struct MarkedFigure<'a> {
    pub(super) span: Span,
    pub(super) state: MarkState,
    /// At least one check agrees.
    agrees: bool,
    /// The checks that rest on it: a stretch of [`Marks::uses`].
    uses: (u32, u32),
    /// Why no check rests on it.
    why: Option<&'a NoCheck>,
    /// The finding about it.
    finding: Option<u32>,
    /// Everything agrees, and nothing would tell, were it another one.
    untold: bool,
}

/// That a check rests on a figure.
#[derive(Clone, Copy, Debug)]
struct Use {
    span: Span,
    check: u32,
    /// Which of its figures it is.
    figure: u32,
}

/// All of them, by place.
pub(super) struct Marks<'a> {
    document: &'a DocumentAudit,
    list: Vec<MarkedFigure<'a>>,
    /// By figure, of each the weightiest checks first.
    uses: Vec<Use>,
    key: String,
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The mark of a place, made if there is none; the last ones are not yet in order.
fn mark<'m, 'a>(
    list: &'m mut Vec<MarkedFigure<'a>>,
    ordered: usize,
    span: Span,
) -> Option<&'m mut MarkedFigure<'a>> {
    let at = list.get(..ordered)?.binary_search_by_key(&order(span), |mark| order(mark.span));
    let at = at.ok().or_else(|| {
        Some(ordered + list.get(ordered..)?.iter().position(|mark| mark.span == span)?)
    });
    let at = at.unwrap_or_else(|| {
        list.push(MarkedFigure { span, ..MarkedFigure::default() });
        list.len() - 1
    });
    list.get_mut(at)
}

/// Of two that begin together the longer one holds the other.
fn order(span: Span) -> (u32, Reverse<u32>) {
    (span.start, Reverse(span.end))
}

impl<'a> Marks<'a> {
    pub(super) fn new(document: &'a DocumentAudit, key: &str) -> Self {
        let is_own =
            |at: Option<usize>| std::ptr::eq(document.source(at).1, &raw const *document.document);
        let mut uses: Vec<Use> = Vec::with_capacity(document.checks.iter().map(Check::size).sum());
        for (check, given) in document.checks.iter().enumerate() {
            let places = given.places().enumerate().filter(|(_, (_, at))| is_own(*at));
            uses.extend(places.map(|(figure, (span, _))| Use {
                span,
                check: number(check),
                figure: number(figure),
            }));
        }
        let given = |one: &Use| document.checks.get(one.check as usize);
        let weight = |one: &Use| Reverse(given(one).map(|check| check.verdict));
        uses.sort_unstable_by_key(|one| (order(one.span), weight(one), one.check, one.figure));
        let mut list: Vec<MarkedFigure<'a>> =
            Vec::with_capacity(uses.chunk_by(|a, b| a.span == b.span).count());
        let mut behind = 0;
        for uses in uses.chunk_by(|a, b| a.span == b.span) {
            let from = behind;
            behind += uses.len();
            let mut mark =
                MarkedFigure { uses: (number(from), number(behind)), ..MarkedFigure::default() };
            for one in uses {
                let (Some(check), span) = (given(one), one.span) else { continue };
                mark.span = span;
                mark.agrees |= check.verdict.is_checked();
                let state = match check.verdict {
                    Verdict::Holds | Verdict::Rounding => MarkState::Agrees,
                    Verdict::Corroborated => MarkState::Corroborated,
                    Verdict::Unchecked => MarkState::Unchecked,
                    // until its finding says that it is not waived
                    Verdict::Violation if check.lead_index() == one.figure as usize => {
                        MarkState::Waived
                    }
                    Verdict::Violation => MarkState::Involved,
                };
                mark.state = mark.state.max(state);
            }
            list.push(mark);
        }
        let mut others: Vec<MarkedFigure<'a>> = Vec::new();
        for figure in document.coverage.unchecked.iter().filter(|figure| figure.counts()) {
            let (span, why) = (figure.span, Some(&figure.why));
            let known = list.binary_search_by_key(&order(span), |mark| order(mark.span)).ok();
            match known.and_then(|at| list.get_mut(at)) {
                Some(mark) => mark.why = why,
                None => others.push(MarkedFigure { span, why, ..MarkedFigure::default() }),
            }
        }
        list.append(&mut others);
        list.sort_by_key(|mark| order(mark.span));
        list.dedup_by(|next, mark| {
            let is_same = next.span == mark.span;
            if is_same {
                mark.why = next.why;
            }
            is_same
        });
        let ordered = list.len();
        // a finding points at a figure
        let mut point =
            |span: Span, number: usize, entry: &entry::FindingEntry<'_>, state: MarkState| {
                let Some(mark) = mark(&mut list, ordered, span) else { return };
                mark.finding.get_or_insert(self::number(number));
                if entry.finding.waiver.is_none() {
                    mark.state = mark.state.max(state);
                }
            };
        for (number, entry) in entries(document).iter().enumerate() {
            let accused = accused(document, entry.finding);
            let checks = entry.finding.checks.iter().filter_map(|at| document.checks.get(*at));
            let said = checks
                .filter_map(|check| check.places().nth(check.lead_index()))
                .filter(|(_, at)| is_own(*at));
            for (span, _) in said {
                point(span, number, entry, MarkState::Involved);
            }
            let state = if accused.is_sure {
                MarkState::Wrong(entry.severity)
            } else {
                MarkState::Open(entry.severity)
            };
            for (span, _) in accused.places.into_iter().filter(|(_, at)| is_own(*at)) {
                point(span, number, entry, state);
            }
        }
        list.sort_by_key(|mark| order(mark.span));
        if let Some(proved) = &document.proved {
            let untold = |mark: &MarkedFigure<'_>| {
                let figure = proved.at(mark.span.start);
                figure.is_some_and(|figure| figure.told == Detection::Never)
            };
            for mark in list.iter_mut().filter(|mark| mark.state == MarkState::Agrees) {
                mark.untold = untold(mark);
            }
        }
        Self { document, list, uses, key: key.to_owned() }
    }

    /// What its anchors begin with.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&MarkedFigure<'a>> {
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

    /// Opens the tag of a mark.
    pub(super) fn open(&self, out: &mut Out<'_>, index: usize, name: &str, first: bool) {
        let Some(mark) = self.get(index) else { return };
        push(out, format_args!("<{name} class=\"f {}\"", mark.class()));
        if first {
            push(out, format_args!(" id=\"{}\"", self.id(index)));
        }
        if let Some(number) = mark.finding.filter(|_| name == "a") {
            push(out, format_args!(" href=\"#{}f{number}\"", self.key));
        }
        push(out, format_args!(" title=\"{}\">", escape(&self.title(mark))));
    }

    /// What the checks of a figure say, a line each.
    fn title(&self, mark: &MarkedFigure<'_>) -> String {
        let uses = self.uses.get(mark.uses.0 as usize..mark.uses.1 as usize).unwrap_or(&[]);
        let mut lines: Vec<String> =
            uses.iter().take(NOTES).filter_map(|one| self.note(one)).collect();
        if let (Some(why), true) = (mark.why, lines.is_empty()) {
            lines.push(format!("未核对：{why}"));
        }
        if mark.untold {
            lines.push("改动一位数字，没有哪项核对会发现".to_owned());
        }
        if uses.len() > NOTES {
            lines.push(format!("另有 {} 项核对", uses.len() - NOTES));
        }
        lines.join("\n")
    }

    fn note(&self, one: &Use) -> Option<String> {
        let check = self.document.checks.get(one.check as usize)?;
        note(check, one.figure as usize)
    }
}

impl MarkedFigure<'_> {
    /// The name of its tag: a link where there is a finding and no link around it.
    pub(super) fn tag(&self, within_link: bool) -> &'static str {
        if self.finding.is_some() && !within_link { "a" } else { "span" }
    }

    fn class(&self) -> String {
        let state = match self.state {
            MarkState::Unchecked => "unread".to_owned(),
            MarkState::Corroborated => "said".to_owned(),
            MarkState::Agrees if self.untold => "ok untold".to_owned(),
            MarkState::Agrees => "ok".to_owned(),
            MarkState::Waived => "waived".to_owned(),
            MarkState::Involved => "part".to_owned(),
            MarkState::Open(severity) => format!("open {}", severity_name(severity)),
            MarkState::Wrong(severity) => format!("wrong {}", severity_name(severity)),
        };
        if self.agrees && self.state == MarkState::Involved { format!("{state} ok") } else { state }
    }
}

/// What a check says of one of its figures.
fn note(check: &Check, at: usize) -> Option<String> {
    let figure = check.figure(at)?;
    let (rule, unit) = (&check.rule, check.unit.as_deref());
    let named = |figure: CheckFigure<'_>| {
        cut(&one_line(&format!("{} {}", figure.called(), figure.printed().text)), 60)
    };
    let others = || {
        let others =
            check.figures().enumerate().filter(|(other, _)| *other != at).map(|(_, figure)| figure);
        let count = check.size() - 1;
        let more = if count > FIGURES { format!(" 等 {count} 个数") } else { String::new() };
        format!("{}{more}", others.take(FIGURES).map(named).collect::<Vec<_>>().join("、"))
    };
    let is_stated = figure.role == FigureRole::Stated;
    let lead = || stated(check).map(named).unwrap_or_default();
    Some(match check.verdict {
        Verdict::Holds if is_stated && check.size() > 1 => {
            format!("✓ {rule}：与 {} 相符", others())
        }
        Verdict::Holds if is_stated => format!("✓ {rule}：相符"),
        Verdict::Holds => format!("✓ {rule}：{} 与此相符", lead()),
        Verdict::Rounding => {
            let computed = check
                .computed
                .as_deref()
                .map(|value| format!("，算得 {}", with_unit(value, unit)))
                .unwrap_or_default();
            let whose = if is_stated { String::new() } else { format!("{}，", lead()) };
            format!("≈ {rule}：{whose}尾差{computed}，四舍五入可以解释")
        }
        Verdict::Corroborated => format!("○ {rule}：{}", one_line(&check.message())),
        Verdict::Unchecked => format!("? {rule}：{}", one_line(&check.message())),
        Verdict::Violation if is_stated => format!("✗ {rule}：{}", one_line(&identity(check))),
        Verdict::Violation => format!("✗ {rule}：用于核对 {}，不符", lead()),
    })
}
