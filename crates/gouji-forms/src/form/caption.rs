//! The lines above a table: title, form number, year, agency, unit.

use super::agency::agency_name;
use ecow::EcoString;
use gouji_rules::pattern::{Captured, CapturedValue, Context, Match, Pattern, PatternPassage};
use gouji_values::document::{Block, Document, Paragraph, Span, Table};
use gouji_values::label::{UnitLine, label_key, unit_line};
use gouji_values::number::UnitId;

/// What the lines above a table say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// Lines that may be the title, nearest first: `(text for comparison, as printed, place)`.
    pub lines: Vec<(String, String, Span)>,
    /// The line that a form's title fitted.
    pub title: Option<(String, Span)>,
    /// Number of the form as printed: `公开01`.
    pub number: Option<(String, Span)>,
    /// Year.
    pub year: Option<(i32, Span)>,
    /// Agency.
    pub agency: Option<(String, Span)>,
    /// Unit.
    pub unit: Option<(UnitId, Span)>,
    /// What stands behind 单位： where it names money and cannot be read.
    pub unread_unit: Option<EcoString>,
    /// Lines that are numbered and no title of a form: what follows them is a section.
    pub sections: Vec<Span>,
}

impl Caption {
    /// The caption of a table whose header stands here: a year in the header is that of a column.
    #[must_use]
    pub(super) fn over(&self, header: Span) -> Self {
        let year = self.year.filter(|(_, span)| !header.covers(*span));
        Self { year, ..self.clone() }
    }

    /// The line that may be the title of a table without a form: not one of its unit, its number,
    /// its agency, a year alone, the heading of a section, or one that leads on to the table.
    #[must_use]
    pub fn heading(&self) -> Option<&str> {
        let details = [
            self.unit.map(|(_, span)| span),
            self.number.as_ref().map(|(_, span)| *span),
            self.agency.as_ref().map(|(_, span)| *span),
        ];
        let is_year = |printed: &str| printed.chars().filter(|c| !c.is_ascii_digit()).count() <= 2;
        // words that lead to what follows are half a sentence: 有关数据如下：
        let leads_on = |printed: &str| printed.trim_end().ends_with(['：', ':']);
        let is_title = |printed: &str, span: &Span| {
            !is_year(printed)
                && !leads_on(printed)
                && !self.sections.contains(span)
                && !details.iter().flatten().any(|detail| span.covers(*detail))
        };
        let line = self.lines.iter().find(|(_, printed, span)| is_title(printed, span));
        line.map(|(_, printed, _)| printed.as_str())
    }
}

/// Lines of a caption are short; longer ones are sentences.
const LONGEST: usize = 60;
/// Lines above a table that may belong to its caption.
const LINES: usize = 8;

/// Patterns of captions, compiled once.
#[derive(Clone, Debug, Default)]
pub(super) struct CaptionPatterns {
    pub(super) agency: Vec<Pattern>,
    /// A text and the year behind it.
    pub(super) before_year: Vec<Pattern>,
    pub(super) year: Vec<Pattern>,
    pub(super) title_agency: Vec<Pattern>,
    pub(super) title_year: Vec<Pattern>,
    pub(super) title_last_year: Vec<Pattern>,
    pub(super) number: Vec<Pattern>,
    /// What tells the kind of a document wherever it stands.
    pub(super) kinds: Vec<Telling>,
    /// What tells it in a title.
    pub(super) title_kinds: Vec<Telling>,
    /// What tells whose accounts a document shows, in a title.
    pub(super) reporting_levels: Vec<Telling>,
}

/// A pattern that tells something by standing there.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    /// What it tells.
    pub(super) told: String,
    pub(super) pattern: Pattern,
}

impl CaptionPatterns {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let compile = |sources: &[String]| {
            sources
                .iter()
                .filter_map(|source| Pattern::parse(source, context.vocabulary).ok())
                .collect()
        };
        let telling = |told: &str, sources: &[String]| -> Vec<Telling> {
            let patterns: Vec<Pattern> = compile(sources);
            patterns.into_iter().map(|pattern| Telling { told: told.to_owned(), pattern }).collect()
        };
        let words = context.vocabulary;
        Self {
            kinds: words.kinds.iter().flat_map(|(id, kind)| telling(id, &kind.words)).collect(),
            title_kinds: words
                .kinds
                .iter()
                .flat_map(|(id, kind)| telling(id, &kind.titles))
                .collect(),
            reporting_levels: words
                .reporting_levels
                .iter()
                .flat_map(|(level, patterns)| telling(level, patterns))
                .collect(),
            agency: compile(&context.vocabulary.agency),
            before_year: compile(&[format!(
                "{{name:text}}{{:year}}({})",
                words.year_units.join("|")
            )]),
            year: compile(&context.vocabulary.year),
            title_agency: compile(&context.vocabulary.title_agency),
            title_year: compile(&context.vocabulary.title_year),
            title_last_year: compile(&context.vocabulary.title_last_year),
            number: compile(&context.vocabulary.form_number),
        }
    }
}

/// Reads the caption of a table: the short lines before it, back to the table, sentence or note
/// before.
pub(super) fn caption(
    document: &Document,
    table: &Table,
    patterns: &CaptionPatterns,
    context: &Context<'_>,
) -> Caption {
    let mut out = Caption::default();
    let before = document.blocks.get(..table.block).unwrap_or(&[]);
    let file = document.file(table.span);
    for block in before.iter().rev().take(LINES) {
        let Block::Paragraph(paragraph) = block else { break };
        if document.file(paragraph.text.span()) != file {
            break;
        }
        let text = paragraph.text.text.trim();
        let folded = context.vocabulary.folded(text);
        let is_note = context.vocabulary.note.iter().any(|word| {
            folded
                .strip_prefix(word.as_str())
                .is_some_and(|rest| rest.starts_with([':', '\u{FF1A}']))
        });
        if paragraph.in_contents
            || is_note
            || text.chars().filter(|c| !c.is_whitespace()).count() > LONGEST
            || text.ends_with(['\u{3002}', '\u{FF1B}'])
        {
            break;
        }
        read_line(&mut out, paragraph, patterns, context);
    }
    // the first rows of a table may hold its caption in one merged cell each
    for row in table.rows.iter().take(4) {
        let mut filled = row.iter().filter(|cell| !cell.text.text.trim().is_empty());
        let (Some(cell), rest) = (filled.next(), filled.count()) else {
            continue;
        };
        let short = cell.text.text.chars().count() <= LONGEST;
        if rest == 0 && short {
            let paragraph = Paragraph {
                text: cell.text.clone(),
                heading: None,
                ordinal: None,
                in_contents: false,
                is_row: false,
            };
            read_line(&mut out, &paragraph, patterns, context);
        } else if rest <= 3 && row.len() as u32 >= table.width().min(3) {
            for cell in row.iter().filter(|cell| !cell.text.text.trim().is_empty()) {
                read_details(
                    &mut out,
                    &Paragraph {
                        text: cell.text.clone(),
                        heading: None,
                        ordinal: None,
                        in_contents: false,
                        is_row: false,
                    },
                    patterns,
                    context,
                );
            }
        }
    }
    out
}

fn read_line(
    out: &mut Caption,
    paragraph: &Paragraph,
    patterns: &CaptionPatterns,
    context: &Context<'_>,
) {
    read_details(out, paragraph, patterns, context);
    let text = paragraph.text.text.trim();
    let key = label_key(text, context.vocabulary);
    if !key.is_empty() && !is_number(&key, patterns, context) {
        let words = context.vocabulary;
        let is_title = words.form_title.iter().any(|word| key.ends_with(word.as_str()));
        if paragraph.heading.is_some() && words.ordinal(text).is_some() && !is_title {
            out.sections.push(paragraph.text.span());
        }
        out.lines.push((key, text.to_owned(), paragraph.text.span()));
    }
}

/// Whether a line is the number of a form and nothing else: it is no title, though it may end as
/// titles do.
fn is_number(key: &str, patterns: &CaptionPatterns, context: &Context<'_>) -> bool {
    let words = context.vocabulary;
    let ends = words.form_title.iter().filter_map(|word| key.strip_suffix(word.as_str()));
    std::iter::once(key).chain(ends).any(|text| {
        patterns.number.iter().any(|number| number.matches_whole(text, context).is_some())
    })
}

fn text_of(paragraph: &Paragraph) -> &str {
    paragraph.text.text.trim_start()
}

/// A name without the bars of the table that its line is drawn with: 部门名称：某县教育局 | | 单位：万元.
pub(super) fn without_bars(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '\u{FF5C}'))
}

fn read_details(
    out: &mut Caption,
    paragraph: &Paragraph,
    patterns: &CaptionPatterns,
    context: &Context<'_>,
) {
    let passage = PatternPassage::new(paragraph.text.clone(), context.vocabulary);
    if out.unit.is_none() {
        match unit_line(&paragraph.text.text, context.vocabulary) {
            Some(UnitLine::Read(unit, range)) => {
                out.unit = Some((unit, paragraph.text.span_of(range)));
                out.unread_unit = None;
            }
            Some(UnitLine::Unread(range)) => {
                out.unread_unit = paragraph.text.text.get(range).map(Into::into);
            }
            None => {}
        }
    }
    if out.year.is_none() {
        out.year = find(&patterns.year, &passage, context, |value, _| match value {
            CapturedValue::Year(year) => Some(*year),
            _ => None,
        });
    }
    // a remark in brackets (`（详见附件1…）`) names a document, not whose table this is
    if out.agency.is_none() && !text_of(paragraph).starts_with(['(', '\u{FF08}']) {
        out.agency = find_where(&patterns.agency, &passage, context, |_, found, (text, behind)| {
            let name = agency_name(text, behind, context.vocabulary)?;
            matches!(found.value, CapturedValue::Text(_)).then(|| name.to_owned())
        });
    }
    if out.number.is_none() {
        let matches = patterns.number.iter().find_map(|number| {
            number.find_all(&passage, context).into_iter().next().map(|found| found.range)
        });
        out.number = matches.map(|range| {
            let text = passage.text.text.get(range.clone()).unwrap_or("");
            (text.trim().to_owned(), passage.text.span_of(range))
        });
    }
}

/// The first value that a pattern captures, with its place.
pub(super) fn find<T>(
    patterns: &[Pattern],
    passage: &PatternPassage,
    context: &Context<'_>,
    read: impl Fn(&CapturedValue, &str) -> Option<T>,
) -> Option<(T, Span)> {
    find_where(patterns, passage, context, |_, captured, (text, _)| read(&captured.value, text))
}

/// The first value that a pattern captures, with its place; read of the match, its text and what
/// stands behind it.
pub(super) fn find_where<T>(
    patterns: &[Pattern],
    passage: &PatternPassage,
    context: &Context<'_>,
    read: impl Fn(&Match, &Captured, (&str, &str)) -> Option<T>,
) -> Option<(T, Span)> {
    for pattern in patterns {
        for found in pattern.find_all(passage, context) {
            for captured in found.captures.iter().flatten() {
                let whole = &passage.text.text;
                let text = whole.get(captured.range.clone()).unwrap_or("");
                let behind = whole.get(captured.range.end..).unwrap_or("");
                if let Some(value) = read(&found, captured, (text, behind)) {
                    return Some((value, passage.text.span_of(captured.range.clone())));
                }
            }
        }
    }
    None
}
