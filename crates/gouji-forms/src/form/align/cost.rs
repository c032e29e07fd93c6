//! What it costs to put a token into a slot, to join it to the one before, and to leave a slot empty.

use super::{Hints, SlotAt};
use crate::form::token::{FigureToken, TokenClass};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::number::{Comparison, Number};

/// Tenths that it costs to leave a slot empty.
pub(super) fn skip(slots: &[SlotAt], slot: usize, at: &SlotAt, is_total: bool) -> u32 {
    match at.kind {
        ColumnKind::Code => 15,
        // a line number is printed on every row that has anything
        ColumnKind::Line => 60,
        ColumnKind::Ordinal
        | ColumnKind::Text
        | ColumnKind::Grade
        | ColumnKind::Date
        | ColumnKind::Year => {
            if is_total {
                0
            } else {
                10
            }
        }
        ColumnKind::Amount | ColumnKind::Count | ColumnKind::Score => 40,
        ColumnKind::Percent => {
            if is_total {
                1
            } else {
                40
            }
        }
        ColumnKind::Label => 50,
        // a row that begins one group begins one of the lower level more often
        ColumnKind::Group
            if slots
                .get(slot + 1)
                .is_some_and(|next| next.kind == ColumnKind::Group && next.group == at.group) =>
        {
            3
        }
        ColumnKind::Group => 4,
        ColumnKind::Target => {
            if is_total {
                0
            } else {
                30
            }
        }
    }
}

/// What it costs that a text goes on with the one before it, in a slot of words or of targets.
pub(super) fn join(before: &FigureToken, next: &FigureToken, is_target: bool) -> Option<u32> {
    if next.edge || before.class != TokenClass::Text || next.class != TokenClass::Text {
        return None;
    }
    let over_lines = before.last && next.first;
    Some(match is_target {
        true if over_lines => 25,
        _ if !over_lines => 50,
        _ if before.unclosed => 0,
        _ if before.length() < 2 || before.length() < next.length() => 40,
        _ if next.last => 0,
        _ => 12,
    })
}

/// Tenths that it costs to put a token into a slot; `None` where its type does not fit.
pub(super) fn fit(
    token: &FigureToken,
    at: &SlotAt,
    slots: &[SlotAt],
    hints: &Hints<'_>,
    has_code: bool,
) -> Option<u32> {
    let plain = |number: &Number| number.comparison.is_none();
    match (at.kind, &token.class) {
        // the lower levels of a code stand in columns of their own: `201 06 01`
        (ColumnKind::Code, TokenClass::Number(_)) => {
            let is_lower = slots
                .iter()
                .take_while(|slot| *slot != at)
                .any(|slot| slot.kind == ColumnKind::Code && slot.group == at.group);
            (token.is_code() || (is_lower && token.is_level())).then_some(0)
        }
        (ColumnKind::Line, TokenClass::Number(_)) => {
            let line = token.integer().filter(|line| *line < 1000)?;
            Some(match hints.expected_line.get(at.group).copied().flatten() {
                Some(expected) if expected == line => 0,
                // rows between may have been lost
                Some(expected) if (expected..expected + 20).contains(&line) => 8,
                Some(_) => 25,
                None => 5,
            })
        }
        (ColumnKind::Ordinal, TokenClass::Number(_)) => {
            token.integer().filter(|n| *n < 10_000).map(|_| 5)
        }
        (
            ColumnKind::Amount | ColumnKind::Count | ColumnKind::Score,
            TokenClass::Number(number),
        ) => {
            let numbered =
                slots.iter().any(|slot| slot.kind == ColumnKind::Line && slot.group == at.group);
            let first = numbered && hints.expected_line.get(at.group) == Some(&None);
            let expected = token.integer().is_some_and(|line| {
                hints.expected_line.contains(&Some(line)) || (first && (1..1000).contains(&line))
            });
            let looks_like_code = token.is_code() && has_code;
            let odd = at.kind == ColumnKind::Amount && (expected || looks_like_code);
            (plain(number) && !token.ratio).then_some(if odd { 45 } else { 0 })
        }
        (ColumnKind::Percent, TokenClass::Number(number)) => {
            plain(number).then_some(if token.ratio { 0 } else { 5 })
        }
        (
            ColumnKind::Amount | ColumnKind::Count | ColumnKind::Score | ColumnKind::Percent,
            TokenClass::Mark,
        ) => Some(0),
        (ColumnKind::Target, TokenClass::Number(number)) => (!hints.is_total)
            .then_some(if number.comparison == Some(Comparison::Equal) { 3 } else { 2 }),
        (ColumnKind::Target, TokenClass::Text) => {
            (!hints.is_total && token.length() <= 16).then_some(6)
        }
        (ColumnKind::Target, TokenClass::Mark) => Some(2),
        (ColumnKind::Label, TokenClass::Text) => token.lettered.then_some(0),
        (ColumnKind::Group, TokenClass::Text) => token.lettered.then_some(2),
        (ColumnKind::Text | ColumnKind::Date, TokenClass::Text) => Some(1),
        (ColumnKind::Text | ColumnKind::Date, TokenClass::Number(_)) => Some(15),
        (ColumnKind::Text | ColumnKind::Date | ColumnKind::Grade, TokenClass::Mark) => Some(2),
        (ColumnKind::Grade, TokenClass::Text) => (token.length() <= 6).then_some(3),
        (ColumnKind::Year, TokenClass::Number(_)) => {
            token.integer().filter(|year| (1990..2100).contains(year)).map(|_| 3)
        }
        _ => None,
    }
}

/// Whether the line of `before` looks full, so that `next` goes on with its text. A cell that
/// shares its line with others is more often whole.
pub(super) fn wraps(before: &FigureToken, next: &FigureToken) -> bool {
    let texts = !next.edge && before.class == TokenClass::Text && next.class == TokenClass::Text;
    texts
        && before.last
        && next.first
        && next.last
        && ((before.length() >= 2 && before.length() >= next.length()) || before.unclosed)
}
