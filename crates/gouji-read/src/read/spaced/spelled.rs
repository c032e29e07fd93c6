//! Heads whose two letters are spread over their column: `收   入` is one word.
//!
//! Two letters side by side may as well be two heads (`类 款` over two columns of codes), or the rest
//! of two heads that were wrapped.

use super::Row;
use super::chunk::Chunk;
use super::columns::Column;
use super::head::{Text, owner};
use crate::read::line::is_ideograph;

/// Columns of characters between the letters of a word.
const WIDEST: usize = 16;

/// Makes one text of each two letters that are one word.
pub(super) fn join<'a>(texts: &mut Vec<Text<'a>>, lines: &[Row<'a>], columns: &[Column]) {
    let mut at = 0;
    while at + 1 < texts.len() {
        let joined = texts.get(at).zip(texts.get(at + 1)).and_then(|(first, second)| {
            let row = lines.get(first.line)?;
            is_word(texts, at, columns).then(|| Text {
                line: first.line,
                chunk: Chunk {
                    text: row.between(&first.chunk, &second.chunk),
                    to: second.chunk.to,
                    ..first.chunk
                },
            })
        });
        if let Some(joined) = joined {
            texts.splice(at..at + 2, [joined]);
        }
        at += 1;
    }
}

/// Whether a text and the next are the letters of one word.
fn is_word(texts: &[Text<'_>], at: usize, columns: &[Column]) -> bool {
    let (Some(first), Some(second)) = (texts.get(at), texts.get(at + 1)) else { return false };
    let is_letter = |text: &Text<'_>| {
        let mut letters = text.chunk.text.chars();
        letters.next().is_some_and(is_ideograph) && letters.next().is_none()
    };
    if first.line != second.line || !is_letter(first) || !is_letter(second) {
        return false;
    }
    let gap = |one: &Text<'_>, other: &Text<'_>| other.chunk.from.saturating_sub(one.chunk.to);
    let inner = gap(first, second);
    // nearer to each other than to what stands beside them
    let beside = |other: Option<&Text<'_>>, is_before: bool| {
        other.filter(|other| other.line == first.line).is_none_or(|other| {
            inner < if is_before { gap(other, first) } else { gap(second, other) }
        })
    };
    let before = at.checked_sub(1).and_then(|at| texts.get(at));
    if inner > WIDEST || !beside(before, true) || !beside(texts.get(at + 2), false) {
        return false;
    }
    // the end of a head that goes on in the next line stands below that head
    let above = |own: &Text<'_>| {
        let upper = texts.iter().filter(|text| text.line + 1 == own.line);
        let mut upper = upper.filter(|text| {
            text.chunk.shared(own.chunk.from.saturating_sub(2), own.chunk.to + 2) > 0
        });
        upper.next().map(|text| text.chunk.start)
    };
    if let (Some(one), Some(other)) = (above(first), above(second))
        && one != other
    {
        return false;
    }
    match (owner(columns, &first.chunk), owner(columns, &second.chunk)) {
        _ if columns.is_empty() => false,
        // two columns have one head together where each has another one below it
        (Some(one), Some(other)) if one != other => [one, other].into_iter().all(|column| {
            texts
                .iter()
                .any(|text| text.line > first.line && owner(columns, &text.chunk) == Some(column))
        }),
        _ => true,
    }
}
