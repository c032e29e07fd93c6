//! The figures of a check in the document: which of them are shown, and with what words beside
//! them.

use super::excerpt::{self, ExcerptMark, ExcerptOrigin, MarkTone};
use super::page::{TerminalPage, size};
use crate::explain::native_words;
use crate::report::headline::{Headline, HeadlineSpot, like};
use gouji_audit::audit::{
    Check, CheckFigure, DocumentAudit, FigureRole, PrintedFigure, ReadingDoubt, Severity,
};
use gouji_values::document::{Document, Span};
use gouji_values::lang::{Lang, tell};
use std::cmp::Reverse;
use std::sync::Arc;

/// How many lines of the document are shown for one finding.
const LINES: usize = 6;
/// How many figures are marked where they stand side by side.
const FIGURES: usize = 8;

/// The part that a figure plays in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// It is probably wrong; what was meant.
    Suspect(String),
    /// What the check is about.
    Stated,
    /// What it is compared with or worked out from.
    Operand,
}

/// A figure in a frame.
#[derive(Clone)]
struct Shown<'a> {
    label: Arc<str>,
    printed: Arc<PrintedFigure>,
    part: &'a Part,
}

/// The lines of the document with the figures of a check, one frame for each file involved.
/// Suspects lead; of an equality without suspects neither side does.
pub(super) fn frames(
    page: &TerminalPage<'_>,
    out: &mut String,
    document: &DocumentAudit,
    check: &Check,
    headline: &Headline,
) {
    let lang = page.lang();
    let tone = match check.severity {
        Severity::Error => MarkTone::Error,
        Severity::Warning => MarkTone::Warning,
        Severity::Info => MarkTone::Hint,
    };
    let suspects: Vec<(&HeadlineSpot, Part)> = if headline.certainty.is_some() {
        let meant = |spot: &HeadlineSpot| {
            let meant = spot.meant.as_ref().map(|value| like(value, &spot.printed));
            match meant {
                None => lang.of("可能有误", "may be wrong").to_owned(),
                Some(meant) => tell!(lang, "应为 {meant}", "should be {meant}"),
            }
        };
        headline.spots.iter().map(|spot| (spot, Part::Suspect(meant(spot)))).collect()
    } else {
        Vec::new()
    };
    let (chosen, left_out) = choose(document, check, (&suspects, &headline.doubtful), lang);
    let words = FrameWords::new(&chosen, check, lang);
    let file_of = |figure: &Shown<'_>| {
        let (path, source) = document.source(figure.printed.document);
        let whole = (path, 0..source.text.len());
        (
            figure.printed.document,
            source
                .file(figure.printed.span)
                .map_or(whole, |file| (file.name.as_str(), file.span.range())),
        )
    };
    let mut files = Vec::new();
    for figure in &chosen {
        if !files.contains(&file_of(figure)) {
            files.push(file_of(figure));
        }
    }
    let leads = |figure: &Shown<'_>| match (figure.part, headline.lead()) {
        (_, None) => false,
        (_, Some(spot)) => {
            (figure.printed.span, figure.printed.document)
                == (spot.printed.span, spot.printed.document)
        }
    };
    for file in files {
        let (other, (name, range)) = file.clone();
        let source = document.source(other).1;
        let text = source.text.get(range.clone()).unwrap_or("");
        let mut own: Vec<&Shown<'_>> =
            chosen.iter().filter(|figure| file_of(figure) == file).collect();
        // the frame is named after what leads
        own.sort_by_key(|figure| !leads(figure));
        let marks: Vec<ExcerptMark> = own
            .into_iter()
            .map(|figure| {
                let within = trimmed(&source.text, &figure.printed);
                ExcerptMark {
                    range: within.start.saturating_sub(range.start)
                        ..within.end.saturating_sub(range.start),
                    words: words.of(figure, source),
                    primary: match figure.part {
                        Part::Suspect(_) => true,
                        Part::Stated => suspects.is_empty(),
                        Part::Operand => !headline.is_sure,
                    },
                }
            })
            .collect();
        let origin = ExcerptOrigin { name, text };
        out.push_str(&excerpt::draw(origin, &marks, tone, page.options.color, page.options.width));
    }
    if left_out > 0 {
        let rest = tell!(
            lang,
            "另有 {left_out} 个数未在此列出（用 --format json 可见全部）",
            "{left_out} more figures are not shown here (--format json has all)"
        );
        out.push_str(&format!("    {rest}\n"));
    }
}

/// The place of a figure without the blanks round it.
fn trimmed(text: &str, printed: &PrintedFigure) -> std::ops::Range<usize> {
    let range = printed.span.range();
    let slice = text.get(range.clone()).unwrap_or("");
    let (from, kept) = (slice.len() - slice.trim_start().len(), slice.trim().len());
    if kept == 0 { range.start..range.start } else { range.start + from..range.start + from + kept }
}

/// The figures that are shown: all of them where they stand on few lines, else the suspects, the
/// stated one and the largest. Gives them in document order, and how many were left out.
fn choose<'a>(
    document: &DocumentAudit,
    check: &'a Check,
    (suspects, doubtful): (&'a [(&'a HeadlineSpot, Part)], &[(Span, Option<usize>)]),
    lang: Lang,
) -> (Vec<Shown<'a>>, usize) {
    let line = |figure: &Shown<'_>| {
        let (_, source) = document.source(figure.printed.document);
        let file = source.file(figure.printed.span).map(|file| file.span);
        (
            figure.printed.document,
            file,
            source.locator.position(&source.text, figure.printed.span.start).line,
        )
    };
    // of a long list only what is printed: blank cells add nothing
    let is_short = check.figures().len() <= 3;
    let is_shown = |figure: &CheckFigure<'_>| {
        is_short || figure.role == FigureRole::Stated || !figure.printed().text.trim().is_empty()
    };
    let is_suspect = |figure: &CheckFigure<'_>| {
        suspects.iter().any(|(spot, _)| {
            (spot.printed.span, spot.printed.document) == (figure.span(), figure.document())
        })
    };
    let mut order: Vec<Shown<'_>> = suspects
        .iter()
        .map(|(spot, part)| Shown {
            label: Arc::clone(&spot.label),
            printed: Arc::clone(&spot.printed),
            part,
        })
        .collect();
    order.extend(check.figures().filter(is_shown).filter(|figure| !is_suspect(figure)).map(
        |figure| Shown {
            label: figure.said_in(lang),
            printed: figure.printed(),
            part: if figure.role == FigureRole::Stated { &Part::Stated } else { &Part::Operand },
        },
    ));
    let printed = order.len();
    order.sort_by_key(|figure| {
        let doubted = doubtful.contains(&(figure.printed.span, figure.printed.document));
        (
            matches!(figure.part, Part::Operand),
            *figure.part == Part::Stated,
            !doubted,
            Reverse(size(figure.printed.value.as_deref())),
        )
    });
    let mut lines = Vec::new();
    let mut chosen = Vec::new();
    for figure in order {
        let at = line(&figure);
        if chosen.len() == FIGURES {
            break;
        }
        if !lines.contains(&at) {
            if lines.len() == LINES {
                continue;
            }
            lines.push(at);
        }
        chosen.push(figure);
    }
    let left_out = printed - chosen.len();
    chosen.sort_by_key(|figure| (figure.printed.document, figure.printed.span));
    (chosen, left_out)
}

/// Words beside figures: what all labels of the check share is said once, by the stated one.
struct FrameWords {
    lang: Lang,
    before: usize,
    behind: usize,
    operand: &'static str,
    /// Somebody is suspected: what the check states is no more than another figure.
    has_suspects: bool,
    /// The check is about words: nothing is stated that could be compared.
    is_text: bool,
}

impl FrameWords {
    fn new(figures: &[Shown<'_>], check: &Check, lang: Lang) -> Self {
        let labels: Vec<Vec<&str>> =
            figures.iter().map(|figure| figure.label.split(' ').collect()).collect();
        let shortest = labels.iter().map(Vec::len).min().unwrap_or(0);
        let same = |pick: &dyn Fn(&[&str]) -> Option<String>| {
            let first = labels.first().and_then(|label| pick(label));
            labels.iter().all(|label| pick(label) == first)
        };
        let before = (0..shortest)
            .take_while(|i| same(&|label| label.get(*i).map(|s| (*s).to_owned())))
            .count();
        // A common end says nothing where the forms differ.
        let behind = (1..=if before > 0 { shortest - before } else { 0 })
            .take_while(|i| {
                same(&|label| {
                    label
                        .len()
                        .checked_sub(*i)
                        .and_then(|at| label.get(at))
                        .map(|s| (*s).to_owned())
                })
            })
            .count();
        let operands = check.figures().filter(|figure| figure.role == FigureRole::Operand).count();
        Self {
            lang,
            before,
            behind,
            operand: if operands == 1 {
                lang.of("对照", "against")
            } else {
                lang.of("取数", "from")
            },
            has_suspects: figures.iter().any(|figure| matches!(figure.part, Part::Suspect(_))),
            is_text: check.stated.is_none() && check.figures().len() == 1,
        }
    }

    /// From long to short.
    fn of(&self, figure: &Shown<'_>, source: &Document) -> Vec<String> {
        let parts: Vec<&str> = figure.label.split(' ').collect();
        let short = parts
            .get(self.before..parts.len().saturating_sub(self.behind))
            .unwrap_or_default()
            .join(" ");
        let short = if short.is_empty() { figure.label.to_string() } else { short };
        let lang = self.lang;
        let mut note = String::new();
        if let Some(place) = source.locator.place(figure.printed.span) {
            note.push_str(&lang.bracketed(&native_words(place, lang)));
        }
        let reading = match &figure.printed.reading {
            ReadingDoubt::Plain => None,
            ReadingDoubt::Joined => Some(tell!(lang, "跨行拼接", "joined over lines")),
            ReadingDoubt::Repaired(how) => Some(how.of(lang).to_owned()),
            ReadingDoubt::Aligned(rule) => {
                Some(tell!(lang, "由该式定列：{rule}", "column set by {rule}"))
            }
        };
        note.extend(reading.map(|words| lang.bracketed(&words)));
        if figure.printed.text.trim().is_empty() {
            note.push_str(&lang.bracketed(lang.of("空白", "blank")));
        }
        let (colon, stated) = (lang.colon(), lang.of("列示", "stated"));
        match figure.part {
            Part::Suspect(meant) => vec![
                format!("{meant}{colon}{}{note}", figure.label),
                format!("{meant}{colon}{short}"),
                meant.clone(),
            ],
            Part::Stated if self.is_text => vec![tell!(lang, "此处{note}", "here{note}")],
            Part::Stated if !self.has_suspects => {
                vec![
                    format!("{stated} {}{note}", figure.label),
                    format!("{stated} {short}{note}"),
                    format!("{stated} {short}"),
                    stated.to_owned(),
                ]
            }
            Part::Stated | Part::Operand => {
                vec![format!("{} {short}{note}", self.operand), format!("{short}{note}"), short]
            }
        }
    }
}
