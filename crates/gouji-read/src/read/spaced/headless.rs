//! Heads that stand beside their figures: a column over which only a head stands, and one without a
//! head, are one.
//!
//! Figures stand at the right of their column and heads in its middle; a program that keeps columns
//! by blanks moves one from over the other.

use super::columns::{Column, Content};
use super::head::{Header, Text};
use std::ops::Range;

/// Twice as far from the middle of others a head may stand that is over all of them.
const ASIDE: usize = 6;

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

/// A second head at the right edge of a column of names is the one of the figures beside it, where
/// those have none.
pub(super) fn to_headless(texts: &[Text<'_>], owners: &mut [Option<usize>], columns: &[Column]) {
    for at in 0..texts.len() {
        let (Some(text), Some(own)) = (texts.get(at), owners.get(at).copied().flatten()) else {
            continue;
        };
        let next = columns.get(own + 1).filter(|next| next.content == Content::Figures);
        let is_lacking = next.is_some() && !owners.contains(&Some(own + 1));
        let is_edge = columns.get(own).is_some_and(|column| {
            column.content == Content::Names && text.chunk.to + 3 >= column.to
        });
        let has_other = texts.iter().zip(owners.iter()).any(|(other, owner)| {
            *owner == Some(own)
                && other.chunk.start != text.chunk.start
                && other.chunk.to <= text.chunk.from
        });
        if is_lacking
            && is_edge
            && has_other
            && let Some(owner) = owners.get_mut(at)
        {
            *owner = Some(own + 1);
        }
    }
}

/// Texts that stand in the middle over heads none of which stands over a column: they are over all of
/// these, and over no column of their own. Where they begin.
pub(super) fn over_others(texts: &[Text<'_>], columns: &[Column]) -> Vec<usize> {
    let shares = |a: &Text<'_>, b: &Text<'_>| a.chunk.shared(b.chunk.from, b.chunk.to) > 0;
    let has_column = |text: &Text<'_>| {
        columns.iter().any(|column| text.chunk.shared(column.from, column.to) > 0)
    };
    let is_over = |own: &&Text<'_>| {
        let below = texts.iter().filter(|text| text.line > own.line && shares(text, own));
        let Some(line) = below.map(|text| text.line).min() else { return false };
        let mut heads: Vec<&Text<'_>> = texts.iter().filter(|text| text.line == line).collect();
        heads.sort_by_key(|head| head.chunk.from);
        let Some(first) = heads.iter().position(|head| shares(head, own)) else { return false };
        let last = heads.iter().rposition(|head| shares(head, own)).unwrap_or(first);
        let Some(run) = first.checked_sub(1).and_then(|first| heads.get(first..last + 2)) else {
            return false;
        };
        let has_other = |head: &Text<'_>| {
            let beside = own.line..line;
            let mut upper =
                texts.iter().filter(|text| beside.contains(&text.line) && shares(text, head));
            upper.any(|text| text.chunk.start != own.chunk.start)
        };
        let (Some(left), Some(right)) = (run.first(), run.last()) else { return false };
        let off = (left.chunk.from + right.chunk.to).abs_diff(own.chunk.from + own.chunk.to);
        off <= ASIDE && !run.iter().any(|head| has_column(head) || has_other(head))
    };
    texts.iter().filter(is_over).map(|text| text.chunk.start).collect()
}
