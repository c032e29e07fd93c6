//! What pages of one table have in common: their heads, and the order of their columns.

use super::chunk::Chunk;
use super::columns::{Column, Content};
use super::head::Header;

/// How many of ten heads of two pages are the same where the table goes on.
const ALIKE: usize = 8;

/// Whether two headers say the same.
pub(super) fn is_alike(one: &Header<'_>, other: &Header<'_>) -> bool {
    let texts = |header: &Header<'_>| -> Vec<String> {
        let text = |chunks: &[Chunk<'_>]| -> String {
            chunks
                .iter()
                .flat_map(|chunk| chunk.text.chars())
                .filter(|c| !c.is_whitespace())
                .collect()
        };
        let mut texts: Vec<String> = header.heads.iter().map(|head| text(&head.chunks)).collect();
        texts.sort_unstable();
        texts
    };
    let (one, other) = (texts(one), texts(other));
    let same = one.iter().filter(|text| other.binary_search(text).is_ok()).count();
    !one.is_empty() && same * 10 >= one.len().max(other.len()) * ALIKE
}

/// Whether the same may stand in two columns.
fn is_like(one: &Column, other: &Column) -> bool {
    one.is_name() == other.is_name() || one.content == Content::Nothing
}

/// Which columns of a table those of the next page are: by order, else by the gaps between them.
pub(super) fn order(known: &[Column], next: &[Column]) -> Option<Vec<usize>> {
    if known.len() == next.len() && known.iter().zip(next).all(|(one, other)| is_like(one, other)) {
        return Some((0..next.len()).collect());
    }
    if next.len() > known.len() {
        return None;
    }
    let gap = |columns: &[Column], from: Option<usize>, to: usize| {
        let end = from.and_then(|from| columns.get(from)).map_or(0, |column| column.to);
        columns.get(to).map_or(0, |column| column.from.saturating_sub(end))
    };
    // the cheapest and the second way to give each known column to the last of the next ones
    let mut ways: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    for (at, column) in next.iter().enumerate() {
        let mut longer: Vec<(usize, Vec<usize>)> = Vec::new();
        for (cost, way) in &ways {
            let last = way.last().copied();
            for place in last.map_or(0, |last| last + 1)..known.len() {
                let Some(own) = known.get(place).filter(|own| is_like(own, column)) else {
                    continue;
                };
                // names are never left out
                let skipped = known.get(last.map_or(0, |last| last + 1)..place).unwrap_or(&[]);
                if skipped.iter().any(|column| column.content == Content::Names) {
                    break;
                }
                let blank = usize::from(own.content == Content::Nothing);
                let own = gap(known, last, place).abs_diff(gap(next, at.checked_sub(1), at));
                let way = way.iter().copied().chain(std::iter::once(place)).collect();
                longer.push((cost + own + blank, way));
            }
        }
        longer.sort();
        longer.truncate(40);
        ways = longer;
    }
    clear(&ways, 3)
}

/// The cheapest of some ways, if it is so much cheaper than the next.
fn clear(ways: &[(usize, Vec<usize>)], by: usize) -> Option<Vec<usize>> {
    let (best, way) = ways.first()?;
    let is_clear = ways.get(1).is_none_or(|(second, _)| best + by <= *second);
    is_clear.then(|| way.clone())
}

/// A page of a table: its columns, and twice the middle of the head over each, where there is one.
pub(super) struct PlacedHeads<'c> {
    pub columns: &'c [Column],
    pub heads: Vec<Option<usize>>,
}

/// Which columns of a table those of the next page are, where the same heads stand over both: by how
/// far they are from them.
pub(super) fn order_by_heads(
    known: &PlacedHeads<'_>,
    next: &PlacedHeads<'_>,
) -> Option<Vec<usize>> {
    /// Twice the columns of characters that a page may move a column from below its head.
    const FARTHEST: usize = 16;
    // left edge, right edge and middle, each twice
    let edges = |column: &Column| [2 * column.from, 2 * column.to, column.from + column.to];
    let cost = |place: usize, at: usize| {
        let (own, other) = (known.columns.get(place)?, next.columns.get(at)?);
        let head = |page: &PlacedHeads<'_>| page.heads.get(place).copied().flatten();
        let (before, now) = (head(known)?, head(next)?);
        let offs = edges(own).into_iter().zip(edges(other));
        let off = offs.map(|(own, other)| (own + now).abs_diff(other + before)).min()?;
        (is_like(own, other) && off <= FARTHEST).then_some(off)
    };
    let mut ways: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    for at in 0..next.columns.len() {
        let mut longer: Vec<(usize, Vec<usize>)> = Vec::new();
        for (known_cost, way) in &ways {
            for place in way.last().map_or(0, |last| last + 1)..known.columns.len() {
                let Some(own) = cost(place, at) else { continue };
                let way = way.iter().copied().chain(std::iter::once(place)).collect();
                longer.push((known_cost + own, way));
            }
        }
        longer.sort();
        longer.truncate(40);
        ways = longer;
    }
    clear(&ways, 4).filter(|way| !way.is_empty())
}
