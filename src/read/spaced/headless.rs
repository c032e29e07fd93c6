//! Heads that stand beside their figures: a column over which only a head stands, and one beside it
//! without a head, are one.
//!
//! Figures stand at the right of their column and heads in its middle; a program that keeps columns
//! by blanks moves one from over the other.

use super::columns::{Column, Content};
use super::head::Header;
use std::ops::Range;

/// Gives heads without rows to the rows without a head beside them, where there are as many of one
/// as of the other.
pub(super) fn give(header: &mut Header<'_>, columns: &mut Vec<Column>) {
    let is_headed = |at: usize| {
        header.heads.iter().any(|head| head.columns.len() == 1 && head.columns.contains(&at))
    };
    let open: Vec<Open> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| match (column.content == Content::Nothing, is_headed(at)) {
            (true, true) => Open::Rows,
            (false, false) => Open::Head,
            _ => Open::No,
        })
        .collect();
    // the column that each becomes a part of
    let mut into: Vec<usize> = (0..columns.len()).collect();
    for run in runs(&open) {
        let of = |kind: Open| -> Vec<usize> {
            run.clone().filter(|at| open.get(*at) == Some(&kind)).collect()
        };
        let (heads, rows) = (of(Open::Rows), of(Open::Head));
        if heads.len() == rows.len() {
            for (head, own) in heads.into_iter().zip(rows) {
                into.splice(head..=head, [own]);
            }
        }
    }
    let is_kept = |at: &usize| into.get(*at) == Some(at);
    let place = |at: usize| {
        let own = into.get(at).copied().unwrap_or(at);
        (0..own).filter(is_kept).count()
    };
    for head in &mut header.heads {
        let places = head.columns.clone().map(place);
        let (first, last) =
            places.fold((usize::MAX, 0), |(first, last), at| (at.min(first), at.max(last)));
        if first <= last {
            head.columns = first..last + 1;
        }
    }
    let mut at = 0;
    columns.retain(|_| {
        at += 1;
        is_kept(&(at - 1))
    });
}

/// What a column lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    No,
    Head,
    Rows,
}

/// The stretches of columns that lack something.
fn runs(open: &[Open]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, _) in open.iter().enumerate().filter(|(_, open)| **open != Open::No) {
        match out.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end = at + 1,
            None => out.push(at..at + 1),
        }
    }
    out
}
