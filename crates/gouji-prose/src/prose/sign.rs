//! Signs and numberings of a passage.

use super::token::Sign;
use super::words::Char;

/// The sign that a character is.
pub(super) fn sign_of(c: char) -> Option<Sign> {
    Some(match c {
        '\u{3001}' => Sign::Item,
        ',' => Sign::Comma,
        ';' => Sign::Semicolon,
        ':' => Sign::Colon,
        '\u{3002}' | '!' | '?' => Sign::Stop,
        '(' | '[' | '\u{3010}' | '\u{3014}' => Sign::Open,
        ')' | ']' | '\u{3011}' | '\u{3015}' => Sign::Close,
        '\u{1E}' | '\u{1F}' => Sign::Edge,
        _ => return None,
    })
}

/// Whether a character stands between the ends of a range: 2021—2023年, 0-6岁.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2014}' | '~' | '\u{2013}' | '\u{FF5E}' | '\u{2212}')
}

/// The same, 至 among them.
pub(super) fn joins_range(c: char) -> bool {
    is_dash(c) || c == '\u{81F3}'
}

/// The length of the number of an item: 4.其他收入, （4）其他收入, 4、其他收入.
pub(super) fn numbering(rest: &[Char]) -> usize {
    const MAX_DIGITS: usize = 2;
    let is_open = rest.first().is_some_and(|first| sign_of(first.c) == Some(Sign::Open));
    let from = usize::from(is_open);
    let behind = rest.get(from..).unwrap_or(&[]);
    let digits = behind.iter().take_while(|one| one.c.is_ascii_digit()).count();
    let at = |nth: usize| behind.get(nth).map(|one| one.c);
    let ends = at(digits).is_some_and(|c| {
        if is_open { sign_of(c) == Some(Sign::Close) } else { matches!(c, '.' | '\u{3001}') }
    });
    let is_number = (1..=MAX_DIGITS).contains(&digits)
        && ends
        && at(digits + 1).is_some_and(|c| !c.is_ascii_digit());
    if is_number { from + digits + 1 } else { 0 }
}
