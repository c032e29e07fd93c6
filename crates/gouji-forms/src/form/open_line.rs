//! Lines whose figures could stand in several columns, and in which.

use super::align::{Assignment, SlotAt};
use super::token::{FigureToken, TokenClass};
use gouji_values::document::{LogicalText, Span};

/// A line whose figures could stand in several columns.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLine {
    /// Row of each side or repetition that the line has.
    pub rows: Vec<Option<usize>>,
    /// All repetitions fold into the one side.
    pub folds: bool,
    /// Its figures in reading order.
    pub figures: Vec<(LogicalText, Span)>,
    /// For each way the side (or repetition) and column of each figure.
    pub ways: Vec<Vec<(usize, usize)>>,
}

impl OpenLine {
    /// Side and row of a group.
    #[must_use]
    pub fn place(&self, group: usize) -> Option<(usize, usize)> {
        let row = self.rows.get(group).copied().flatten()?;
        Some((if self.folds { 0 } else { group }, row))
    }
}

/// The figures of a line and the ways in which they may stand.
pub(super) fn ways(
    tokens: &[FigureToken],
    best: &[Assignment],
    slots: &[SlotAt],
) -> (Vec<(LogicalText, Span)>, Vec<Vec<(usize, usize)>>) {
    let places = |assignment: &Assignment| -> Vec<(usize, (usize, usize))> {
        tokens
            .iter()
            .zip(assignment)
            .enumerate()
            .filter_map(|(i, (token, slot))| {
                let at = slot.and_then(|slot| slots.get(slot)).filter(|at| {
                    at.kind.is_numeric() && matches!(token.class, TokenClass::Number(_))
                })?;
                Some((i, (at.group, at.column)))
            })
            .collect()
    };
    let Some(first) = best.first().map(places) else {
        return (Vec::new(), Vec::new());
    };
    let figures = first
        .iter()
        .filter_map(|(i, _)| tokens.get(*i))
        .map(|token| (token.text.clone(), token.span))
        .collect();
    let mut out: Vec<Vec<(usize, usize)>> = Vec::new();
    for assignment in best {
        let way = places(assignment);
        let same = way.iter().map(|(i, _)| i).eq(first.iter().map(|(i, _)| i));
        let way: Vec<(usize, usize)> = way.into_iter().map(|(_, place)| place).collect();
        if same && !out.contains(&way) {
            out.push(way);
        }
    }
    (figures, out)
}
