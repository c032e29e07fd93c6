//! Heads that stand beside their figures: a column over which only a head stands, and one without a
//! head, are one.
//!
//! Figures stand at the right of their column and heads in its middle; a program that keeps columns
//! by blanks moves one from over the other.

use super::columns::{Column, Content};
use super::head::Header;
use std::ops::Range;

/// Gives heads without rows to rows without a head: in their order where a table has as many heads
/// as columns with rows, else where that is so of columns side by side. Whether there was one.
pub(super) fn give(header: &mut Header<'_>, columns: &mut Vec<Column>) -> bool {
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
    // the column that each head goes to
    let mut into: Vec<usize> = (0..columns.len()).collect();
    let mut move_all = |heads: Vec<usize>, rows: Vec<usize>| {
        let is_one_each = heads.len() == rows.len() && heads != rows;
        if is_one_each {
            for (head, own) in heads.into_iter().zip(rows) {
                into.splice(head..=head, [own]);
            }
        }
        is_one_each
    };
    let all = |lacking: Open| -> Vec<usize> {
        (0..open.len()).filter(|at| open.get(*at) != Some(&lacking)).collect()
    };
    let has_both = open.contains(&Open::Rows) && open.contains(&Open::Head);
    if has_both && move_all(all(Open::Head), all(Open::Rows)) {
        header.is_doubtful |= runs(&open).into_iter().any(|run| !is_even(&open, run));
    } else {
        for run in runs(&open).into_iter().filter(|run| is_even(&open, run.clone())) {
            let of = |kind: Open| run.clone().filter(|at| open.get(*at) == Some(&kind)).collect();
            move_all(of(Open::Rows), of(Open::Head));
        }
    }
    // a column goes where its head went and nothing is left of it
    let is_taken = |at: usize| into.iter().enumerate().any(|(from, to)| *to == at && from != at);
    let is_gone =
        |at: usize| open.get(at) == Some(&Open::Rows) && into.get(at) != Some(&at) && !is_taken(at);
    let place = |at: usize| {
        let own = into.get(at).copied().unwrap_or(at);
        (0..own).filter(|at| !is_gone(*at)).count()
    };
    for head in &mut header.heads {
        let places = head.columns.clone().map(place);
        let (first, last) =
            places.fold((usize::MAX, 0), |(first, last), at| (at.min(first), at.max(last)));
        if first <= last {
            head.columns = first..last + 1;
        }
    }
    let mut at = 0..;
    columns.retain(|_| at.next().is_some_and(|at| !is_gone(at)));
    into.iter().enumerate().any(|(from, to)| from != *to)
}

/// What a column lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    No,
    Head,
    Rows,
}

/// Whether as many columns of a stretch lack their head as lack their rows.
fn is_even(open: &[Open], run: Range<usize>) -> bool {
    let count = |kind: Open| run.clone().filter(|at| open.get(*at) == Some(&kind)).count();
    count(Open::Head) == count(Open::Rows)
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
