//! The physical lines of the canonical text, and the characters that never matter at their ends.

use gouji_values::document::{LogicalText, Span};
use gouji_values::number::fold;

/// A physical line without its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The line as it stands.
    pub raw: &'a str,
    /// Where `raw` starts.
    pub raw_start: usize,
    /// Without blanks at both ends.
    pub text: &'a str,
    /// Where `text` starts.
    pub start: usize,
}

impl<'a> Line<'a> {
    /// The line `raw` that starts at a byte of the canonical text.
    pub(super) fn new(raw: &'a str, raw_start: usize) -> Self {
        let (text, start) = trim(raw, raw_start);
        Self { raw, raw_start, text, start }
    }

    /// Nothing but blanks; a bare tab is an empty cell and not blank.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty() && !self.has_tab()
    }

    /// Whether a tab stands anywhere.
    pub(super) fn has_tab(&self) -> bool {
        self.raw.contains('\t')
    }

    /// The tokens between blanks, each with its start.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (&'a str, usize)> {
        tokens(self.text, self.start)
    }

    /// Width in columns, two for a full-width character, blanks left out.
    pub(super) fn width(&self) -> usize {
        width(self.text)
    }
}

/// Columns that a text takes: two for a full-width character, blanks left out.
pub(super) fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_blank_char(*c)).map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The lines of the text: any kind of line end, also a form feed, ends one.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            '\r' => chars.peek().is_none_or(|(_, next)| *next != '\n'),
            _ => false,
        };
        if ends {
            let raw = text.get(start..at).unwrap_or("");
            out.push(Line::new(raw.strip_suffix('\r').unwrap_or(raw), start));
            start = at + c.len_utf8();
        }
    }
    if start < text.len() {
        out.push(Line::new(text.get(start..).unwrap_or(""), start));
    }
    out
}

/// Whether the character never counts at the edge of a text: blanks, control characters, marks
/// without width.
pub(super) fn is_blank_char(c: char) -> bool {
    !is_ideograph(c) && (c.is_whitespace() || is_never_shown(c))
}

/// Control characters and marks without width.
fn is_never_shown(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
}

/// The text without blanks at its ends, and where it then starts.
pub(super) fn trim(text: &str, start: usize) -> (&str, usize) {
    let from = text.trim_start_matches(is_blank_char);
    (from.trim_end_matches(is_blank_char), start + text.len() - from.len())
}

/// The tokens between blanks, each with its start.
pub(super) fn tokens(text: &str, start: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    let mut at = start;
    std::iter::from_fn(move || {
        let trimmed = rest.trim_start_matches(is_blank_char);
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            return None;
        }
        let len = trimmed.find(is_blank_char).unwrap_or(trimmed.len());
        let found = (trimmed.get(..len).unwrap_or(""), at);
        rest = trimmed.get(len..).unwrap_or("");
        at += len;
        Some(found)
    })
}

/// Appends a piece of the canonical text, leaving out control characters and marks without width.
pub(super) fn push_clean(into: &mut LogicalText, text: &str, start: usize) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if !is_ideograph(c) && c != '\t' && is_never_shown(c) {
            push_piece(into, text.get(from..at).unwrap_or(""), start + from);
            from = at + c.len_utf8();
        }
    }
    push_piece(into, text.get(from..).unwrap_or(""), start + from);
}

fn push_piece(into: &mut LogicalText, text: &str, start: usize) {
    if !text.is_empty() {
        into.push(text, u32::try_from(start).unwrap_or(u32::MAX));
    }
}

/// A cell's or paragraph's text from a slice of the canonical text, and its span.
pub(super) fn logical(text: &str, start: usize) -> (LogicalText, Span) {
    let (text, start) = trim(text, start);
    let span = Span::new(start, start + text.len());
    if text.is_empty() {
        return (LogicalText::whole("", span), span);
    }
    let mut out = LogicalText::default();
    push_clean(&mut out, text, start);
    (out, span)
}

/// Whether the character is set without blanks around it: ideographs and full-width signs.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
        || matches!(c, '\u{2014}' | '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{2460}'..='\u{249B}' | '\u{FFFD}')
}

/// Whether the character is an ideograph.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether the text holds a mark that ends or divides a sentence.
pub(super) fn has_sentence_mark(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '，' | '。' | '；' | '！' | '？'))
}

/// Whether the text ends as a sentence or one of its parts ends; closing brackets and quotes do not
/// hide it.
pub(super) fn ends_sentence(text: &str) -> bool {
    let shown = text.trim_end_matches(|c: char| {
        matches!(fold(c), '”' | '’' | '"' | '\'' | '」' | '』' | '》') || is_blank_char(c)
    });
    matches!(shown.chars().next_back().map(fold), Some('。' | ';' | ':' | '!' | '?'))
}
