//! Joins the physical lines of prose to paragraphs.
//!
//! Judged by width (a line as long as full lines are), punctuation at the end and numbering of the
//! next line. Where the document has one paragraph per line, only a sentence that a page break cut
//! is joined.

use super::heading;
use super::line::{
    Line, ends_sentence, has_sentence_mark, is_ideograph, is_wide, push_clean, tokens,
};
use super::page::Page;
use gouji_values::document::{LogicalText, Paragraph};
use gouji_values::number::{UnitId, is_digit};
use std::collections::BTreeMap;

/// What the pieces are that are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A full line of prose: digits at both sides are one number.
    Prose,
    /// Lines of a cell: digits at both sides are two numbers.
    Cell,
}

/// Puts between two pieces what belongs there: nothing, a blank, or a line end where a new
/// paragraph starts in a cell.
pub(super) fn glue(text: &mut LogicalText, next: &str, broken: Broken, starts_paragraph: bool) {
    let (Some(last), Some(first)) = (text.text.chars().next_back(), next.chars().next()) else {
        return;
    };
    let number = broken == Broken::Prose && is_digit(last) && is_digit(first);
    let whole = number || is_wide(last) || is_wide(first) || ends_in_number_part(&text.text, next);
    if starts_paragraph {
        text.push_mark('\n');
    } else if !whole {
        text.push_mark(' ');
    }
}

/// `353.` before `15`, `12` before `.5` or `%`.
pub(super) fn ends_in_number_part(text: &str, next: &str) -> bool {
    let mut back = text.chars().rev();
    let last = back.next();
    let first = next.chars().next();
    (matches!(last, Some('.' | ','))
        && back.next().is_some_and(is_digit)
        && first.is_some_and(is_digit))
        || (last.is_some_and(is_digit) && matches!(first, Some('.' | ',' | '%' | '％')))
}

/// How lines are broken in this document.
pub(super) struct Flow {
    /// The width of a full line, where lines are broken at a width.
    full: Option<usize>,
}

impl Flow {
    /// Measures the lines outside tables.
    pub(super) fn measure<'a>(lines: impl Iterator<Item = &'a Line<'a>>) -> Self {
        // width → (lines, lines that end in the middle of a sentence)
        let mut widths: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut all = 0;
        for line in lines {
            let width = line.width();
            if width >= 20 {
                let entry = widths.entry(width.min(400)).or_default();
                entry.0 += 1;
                entry.1 += usize::from(!ends_sentence(line.text));
                all += 1;
            }
        }
        let usual = widths
            .iter()
            .filter(|(width, _)| (30..160).contains(*width))
            .max_by_key(|(_, count)| count.0)
            .map(|(width, _)| *width);
        let full = usual.filter(|usual| {
            let (near, open) = widths
                .range(usual - 4..=usual + 6)
                .fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1));
            let over: usize = widths.range(usual + 12..).map(|(_, count)| count.0).sum();
            near >= 6 && near * 3 >= all && open * 3 >= near && over * 5 <= near
        });
        Self { full }
    }

    /// Whether `next` goes on with the paragraph whose last line is `line`.
    fn goes_on(
        &self,
        page: &Page<'_>,
        line: &Line<'_>,
        next: &Line<'_>,
        is_first: bool,
        is_apart: bool,
        known: Option<bool>,
    ) -> bool {
        let (text, following) = (line.text, next.text);
        let width = line.width();
        if is_torn_amount(page, text, following) && width >= self.full.map_or(20, |full| full - 8) {
            return true;
        }
        if known == Some(false) {
            return false;
        }
        if ends_in_number_part(text, following) && width >= self.full.map_or(20, |full| full - 8) {
            return true;
        }
        if page.ordinal(following).is_some()
            || is_listed(following)
            || is_nested_number(following)
            || page.is_note(following)
        {
            return false;
        }
        if known == Some(true) || is_torn_caption(page, text, following) {
            return true;
        }
        // the title of a form stands alone, be it as wide as full lines are
        if is_first && page.is_form_title(text) && !has_sentence_mark(text) {
            return false;
        }
        let ends = ends_sentence(text);
        match self.full {
            // by width before punctuation: a sentence that ends where the line is full mostly ends
            // inside a paragraph
            Some(full) if ends => {
                let is_full = (full - 2..=full + 8).contains(&width) && !page.is_note(text);
                is_full
                    && !is_label(following)
                    && (has_sentence_mark(following)
                        || following.ends_with(['：', '、'])
                        || next.width() + 4 >= full)
            }
            Some(full) => {
                let plain = is_first
                    && page.ordinal(text).is_some()
                    && !text.chars().any(|c| matches!(c, '，' | '。' | '；' | '：' | '、'));
                width + if plain { 3 } else { 4 } >= full
            }
            None if ends => false,
            None => {
                let body =
                    page.ordinal(text).and_then(|ordinal| text.get(ordinal.len..)).unwrap_or(text);
                width >= 48
                    && (is_apart || page.ordinal(text).is_none())
                    && !opens_with_label(following)
                    && (has_sentence_mark(body) || body.contains('、'))
                    && (has_sentence_mark(following) || ends_sentence(following))
            }
        }
    }
}

/// `公开02` before `表`, `单位：` before `元`.
fn is_torn_caption(page: &Page<'_>, text: &str, next: &str) -> bool {
    if text.chars().count() > 12 || next.chars().count() > 3 || tokens(next, 0).count() != 1 {
        return false;
    }
    let unit = page.names_unit(text)
        && text.ends_with(['：', ':'])
        && page.vocabulary.units.prefix_of(next).is_some();
    let number = page.ordinal(text).is_none()
        && text.chars().next_back().is_some_and(is_digit)
        && text.starts_with(is_ideograph);
    unit || (number && page.vocabulary.form_title.iter().any(|word| word == next))
}

/// `收入完成164.9` before `亿元`, in a sentence.
fn is_torn_amount(page: &Page<'_>, text: &str, next: &str) -> bool {
    let units = &page.vocabulary.units;
    let is_money = |unit: UnitId| units.get(unit).money;
    text.chars().next_back().is_some_and(is_digit)
        && has_sentence_mark(text)
        && units.prefix_of(next).is_some_and(|(unit, _)| is_money(unit))
}

/// `部门名称：某局`: a caption's line.
fn is_label(text: &str) -> bool {
    text.find(['：', ':']).is_some_and(|at| text.get(..at).unwrap_or("").chars().count() <= 8)
        && !has_sentence_mark(text)
}

/// `主要原因：…`: a few words and a colon open a paragraph of their own.
fn opens_with_label(text: &str) -> bool {
    let label = text.chars().take(13).take_while(|c| is_ideograph(*c)).count();
    (2..=12).contains(&label) && matches!(text.chars().nth(label), Some('：' | ':'))
}

/// A list mark before a blank.
pub(super) fn list_mark(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mark = chars.next().filter(|c| {
        matches!(c, '-' | '*' | '•' | '●' | '■' | '◆' | '·' | '○' | '➢' | '\u{F06C}' | '\u{F0D8}')
    })?;
    chars.next().filter(|c| c.is_whitespace())?;
    Some(mark.len_utf8())
}

/// Numbering of several levels: `1.1.`, `2.3、`.
fn is_nested_number(text: &str) -> bool {
    let number =
        text.chars().take(12).take_while(|c| is_digit(*c) || *c == '.').collect::<String>();
    let levels = number.split('.').filter(|level| !level.is_empty()).count();
    levels >= 2 && (number.ends_with('.') || text.chars().nth(number.chars().count()) == Some('、'))
}

fn is_listed(text: &str) -> bool {
    list_mark(text).is_some()
}

/// The paragraphs of a stretch of lines without tables; without a flow each line is one.
pub(super) fn paragraphs(
    page: &Page<'_>,
    flow: Option<&Flow>,
    from: usize,
    to: usize,
    out: &mut Vec<Paragraph>,
) {
    let mut open: Option<(Paragraph, &Line<'_>, usize, usize)> = None;
    for index in (from..to).filter(|i| !page.is_void(*i)) {
        let Some(line) = page.line(index).filter(|line| !line.text.is_empty()) else {
            continue;
        };
        let in_contents = page.is_contents(index);
        let is_row = page.rows.contains(&index);
        if let Some((paragraph, last, pieces, before)) = &mut open
            && !in_contents
            && !paragraph.in_contents
            && !(is_row || paragraph.is_row)
            && let Some(flow) = flow
            && flow.goes_on(
                page,
                last,
                line,
                *pieces == 1,
                index - *before > 1,
                page.follows.get(&index).copied(),
            )
        {
            glue(&mut paragraph.text, line.text, Broken::Prose, false);
            push_clean(&mut paragraph.text, line.text, line.start);
            (*last, *pieces, *before) = (line, *pieces + 1, index);
            continue;
        }
        out.extend(open.take().map(|(paragraph, ..)| paragraph));
        let mark = list_mark(line.text).unwrap_or(0);
        let (text, start) =
            super::line::trim(line.text.get(mark..).unwrap_or(""), line.start + mark);
        let mut logical = LogicalText::default();
        push_clean(&mut logical, text, start);
        open = Some((
            Paragraph { text: logical, heading: None, ordinal: None, in_contents, is_row },
            line,
            1,
            index,
        ));
    }
    out.extend(open.map(|(paragraph, ..)| paragraph));
    for paragraph in out.iter_mut() {
        if paragraph.ordinal.is_none() && paragraph.heading.is_none() && !paragraph.is_row {
            heading::mark(page, paragraph);
        }
    }
}
