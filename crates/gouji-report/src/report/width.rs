//! Text in columns of a terminal: Chinese and full-width characters take two.
//!
//! Measuring, padding, cutting and wrapping; nothing here knows what a report is.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Columns that a character takes; control characters take none.
#[must_use]
pub fn char_columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The text with line breaks and tabs as single blanks, outer blanks taken off: fit for one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Cut to at most `width` columns; what was cut off shows as `…`.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = used + char_columns(c);
        if next + 1 > width {
            break;
        }
        out.push(c);
        used = next;
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// Filled with blanks on the right up to `width` columns.
#[must_use]
pub fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Filled with blanks on the left up to `width` columns.
#[must_use]
pub fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Columns that a text with colour sequences takes.
#[must_use]
pub fn visible_columns(text: &str) -> usize {
    let mut hidden = false;
    let mut used = 0;
    for c in text.chars() {
        match (hidden, c) {
            (_, '\u{1b}') => hidden = true,
            (true, 'm') => hidden = false,
            (true, _) => {}
            (false, c) => used += char_columns(c),
        }
    }
    used
}

/// Writes `head` and behind it `text`, wrapped to `width` columns, further lines set in by `indent`
/// columns.
pub fn hang(out: &mut String, head: &str, indent: usize, text: &str, width: usize) {
    let used = visible_columns(head);
    let lines = wrap_from(text, used, indent, width);
    if lines.is_empty() {
        out.push_str(head.trim_end());
        out.push('\n');
    }
    for (i, line) in lines.iter().enumerate() {
        if i == 0 {
            out.push_str(if line.is_empty() { head.trim_end() } else { head });
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// Breaks a text into lines of at most `width` columns: between Chinese characters anywhere, but
/// never before closing punctuation or after opening brackets, and never inside a number or Latin
/// word that fits into a line. `first` columns of the first line and `indent` columns of the others
/// are taken.
fn wrap_from(text: &str, first: usize, indent: usize, width: usize) -> Vec<String> {
    let width = width.max(indent + 8);
    let mut lines = Vec::new();
    let mut start = first;
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = start;
        for piece in pieces(paragraph) {
            let size = columns(piece);
            if used + columns(piece.trim_end()) > width && used > indent {
                lines.push(line.trim_end().to_owned());
                line.clear();
                used = indent;
            }
            if indent + columns(piece.trim_end()) > width {
                for c in piece.chars() {
                    if used + char_columns(c) > width {
                        lines.push(std::mem::take(&mut line));
                        used = indent;
                    }
                    line.push(c);
                    used += char_columns(c);
                }
                continue;
            }
            line.push_str(piece);
            used += size;
        }
        lines.push(line.trim_end().to_owned());
        start = indent;
    }
    lines
}

/// What must stay together: a Latin word or number with the blanks behind it, a Chinese character
/// with its punctuation.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(before) = before
            && may_break(before, c)
        {
            out.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    out.extend(text.get(start..));
    out
}

fn may_break(before: char, next: char) -> bool {
    const CLOSING: &str = "，。；：！？、）》」』】〕”’%％,.;:!?)]}…·";
    const OPENING: &str = "（《「『【〔“‘([{";
    if next.is_whitespace() || CLOSING.contains(next) || OPENING.contains(before) {
        return false;
    }
    before.is_whitespace() || char_columns(before) == 2 || OPENING.contains(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_and_fills() {
        assert_eq!(columns("合计 1.0"), 8);
        assert_eq!(left("合计", 6), "合计  ");
        assert_eq!(right("合计", 6), "  合计");
        assert_eq!(cut("一般公共预算", 7), "一般公…");
        assert_eq!(cut("一般公共预算", 12), "一般公共预算");
        assert_eq!(one_line(" 353.\n15\t万元 "), "353. 15 万元");
    }

    #[test]
    fn wraps_between_characters_but_not_inside_numbers() {
        assert_eq!(
            wrap_from("支出决算表合计，1,234.50万元。", 0, 0, 16),
            ["支出决算表合计，", "1,234.50万元。"]
        );
        assert_eq!(wrap_from("一二三四五六，七", 0, 0, 12), ["一二三四五", "六，七"]);
        assert_eq!(wrap_from("", 0, 0, 12), Vec::<String>::new());
        let mut out = String::new();
        hang(&mut out, "\u{1b}[1m依据\u{1b}[0m  ", 6, "支出决算表各栏应当相加", 16);
        assert_eq!(out, "\u{1b}[1m依据\u{1b}[0m  支出决算表\n      各栏应当相\n      加\n");
        assert_eq!(wrap_from("aaaaaaaaaaaaaaaaaaaa", 0, 0, 8), ["aaaaaaaa", "aaaaaaaa", "aaaa"]);
    }
}
