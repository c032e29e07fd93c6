//! Where in a script the engine stopped.

use rhai::Position;
use std::ops::Range;

/// The byte range at a position: from there to the end of the word, text or operator.
#[must_use]
pub fn place(source: &str, position: Position) -> Range<usize> {
    let Some(start) = offset(source, position) else {
        // the end of the script, or no place at all: the last character
        let end = source.trim_end().len();
        return source
            .get(..end)
            .and_then(|text| text.char_indices().last())
            .map_or(0..0, |(at, _)| at..end);
    };
    let rest = source.get(start..).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let run = |text: &str, fits: &dyn Fn(char) -> bool| {
        text.find(|c: char| !fits(c)).unwrap_or(text.len())
    };
    let length = match rest.chars().next() {
        None => return place(source, Position::NONE),
        Some('.') => 1 + run(rest.get(1..).unwrap_or(""), &is_word),
        Some(c) if is_word(c) => run(rest, &is_word),
        Some(quote @ ('"' | '`' | '\'')) => rest
            .get(1..)
            .and_then(|text| text.find(quote))
            .map_or(rest.lines().next().unwrap_or("").len(), |at| at + 2),
        Some(c) if "=!<>&|+-*/%".contains(c) => run(rest, &|c| "=!<>&|+-*/%".contains(c)),
        Some(c) => c.len_utf8(),
    };
    start..start + length
}

/// The byte offset of a position: line and character from 1.
fn offset(source: &str, position: Position) -> Option<usize> {
    let line = position.line()?;
    let column = position.position().unwrap_or(1);
    let start = if line <= 1 { 0 } else { source.match_indices('\n').nth(line - 2)?.0 + 1 };
    let text = source.get(start..)?;
    let own = text.get(..text.find('\n').unwrap_or(text.len()))?;
    Some(start + own.char_indices().nth(column.checked_sub(1)?).map_or(own.len(), |(at, _)| at))
}
