//! Levels of rows: by numbering, by how far their names stand in, by both.

use crate::form::FormRow;
use gouji_rules::pattern::Context;

/// Names that stand in so much more are of another level, in hundredths of a letter.
const STEP: u32 = 30;
/// A table has no more levels.
const MOST: usize = 8;

/// For each row its level by how far its name stands in; none where all stand alike, or nearly each
/// stands otherwise, as centred names do.
pub(super) fn depths(
    rows: &[FormRow],
    indents: &[Option<u32>],
    context: &Context<'_>,
) -> Vec<Option<usize>> {
    let indents = under_of_which(rows, indents, context);
    let mut known: Vec<u32> = indents.iter().flatten().copied().collect();
    let named = known.len();
    known.sort_unstable();
    // the first place of each level
    let mut levels: Vec<u32> = Vec::new();
    let mut last = None;
    for indent in known {
        if last.is_none_or(|last: u32| indent > last + STEP) {
            levels.push(indent);
        }
        last = Some(indent);
    }
    if levels.len() < 2 || levels.len() > MOST || levels.len() * 2 > named {
        return vec![None; rows.len()];
    }
    let level = |indent: &u32| levels.partition_point(|first| first <= indent);
    let mut out: Vec<Option<usize>> =
        indents.iter().map(|indent| indent.as_ref().map(level)).collect();
    out.resize(rows.len(), None);
    out
}

/// What goes on below a name that 其中 opens stands under the name, not under the word: it is of
/// one level with it.
fn under_of_which(
    rows: &[FormRow],
    indents: &[Option<u32>],
    context: &Context<'_>,
) -> Vec<Option<u32>> {
    let words = context.vocabulary.prose.get("of_which").map_or(&[][..], Vec::as_slice);
    let opens = |row: &FormRow| words.iter().any(|word| row.key.starts_with(word.as_str()));
    let mut out = indents.to_vec();
    for (at, _) in rows.iter().enumerate().filter(|(_, row)| opens(row)) {
        let next = rows.get(at + 1).filter(|next| !opens(next));
        let below = next.and_then(|_| indents.get(at + 1).copied().flatten());
        if let Some(Some(own)) = out.get_mut(at)
            && let Some(below) = below.filter(|below| *below > *own)
        {
            *own = below;
        }
    }
    out
}

/// Rows without a number are of a level below the numbered row above them, by how far they stand in
/// there.
pub(super) fn both(
    numbering: &[Option<usize>],
    depths: &[Option<usize>],
) -> Vec<Option<(usize, usize)>> {
    let mut above = None;
    let mut out = Vec::with_capacity(numbering.len());
    for (at, level) in numbering.iter().enumerate() {
        if let Some(level) = level {
            above = Some(*level);
        }
        let depth = depths.get(at).copied().flatten().unwrap_or(0);
        out.push(match (level, above) {
            (Some(level), _) => Some((2 * level, 0)),
            (None, Some(above)) => Some((2 * above + 1, depth)),
            (None, None) => None,
        });
    }
    out
}

/// Each row with the rows of the next level below it, up to a total.
pub(super) fn nested<L: Ord + Copy>(
    levels: &[Option<L>],
    is_total: impl Fn(usize) -> bool,
) -> Vec<(usize, Vec<usize>)> {
    let level = |row: usize| levels.get(row).copied().flatten();
    let mut out = Vec::new();
    for row in 0..levels.len() {
        let Some(own) = level(row) else { continue };
        let goes_on =
            |other: &usize| !is_total(*other) && level(*other).is_none_or(|other| other > own);
        let inner: Vec<usize> = (row + 1..levels.len()).take_while(goes_on).collect();
        let next = inner.iter().filter_map(|row| level(*row)).min();
        let children: Vec<usize> =
            inner.into_iter().filter(|row| next.is_some() && level(*row) == next).collect();
        if !children.is_empty() {
            out.push((row, children));
        }
    }
    out
}
