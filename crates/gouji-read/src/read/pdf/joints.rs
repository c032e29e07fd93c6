//! Tables with level lines only, whose lines are drawn cell by cell: where the pieces of a line
//! meet a column ends. In: the ruling lines and the lines of text of a page. Out: the same level
//! lines with the upright ones that nobody drew.

use super::area::{Length, POINT, RulingLine};
use super::caption::{is_caption, is_prose};
use super::labels::Labels;
use super::words::{PdfLine, PdfPiece};
use crate::read::page::Page;

/// Ends of pieces so near are one.
const NEAR: Length = 3 * POINT / 2;

/// What is drawn on one height.
#[derive(Clone, Debug)]
struct Level {
    at: Length,
    /// Ends of its pieces, from the left.
    edges: Vec<Length>,
    pieces: Vec<RulingLine>,
}

impl Level {
    /// Whether pieces meet: a line that is interrupted where cells reach over two rows tells only
    /// of these.
    fn has_joints(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| self.pieces.iter().any(|next| (next.from - piece.to).abs() <= NEAR))
    }
}

/// The lines of each table that has no upright lines within, with those that its joints stand for.
pub(super) fn tables(
    rules: &[RulingLine],
    lines: impl FnOnce() -> Vec<PdfLine>,
    words: &Page<'_>,
) -> Vec<Vec<RulingLine>> {
    let upright: Vec<&RulingLine> = rules.iter().filter(|rule| !rule.level).collect();
    let levels: Vec<Level> =
        levels(rules).into_iter().filter(|level| !is_crossed(level, &upright)).collect();
    let mut out = Vec::new();
    if !levels.iter().any(Level::has_joints) {
        return out;
    }
    let lines = lines();
    let mut rest = levels.as_slice();
    let mut ceiling = Length::MIN;
    while let Some((first, behind)) = rest.split_first() {
        let mut edges = first.edges.clone();
        let mut count = 1;
        for (above, level) in rest.iter().zip(behind) {
            if !(is_within(&level.edges, &edges) || is_within(&edges, &level.edges))
                || is_gap(&lines, (above.at, level.at), &edges, words)
            {
                break;
            }
            if level.edges.len() > edges.len() {
                edges.clone_from(&level.edges);
            }
            count += 1;
        }
        let (own, behind) = rest.split_at(count);
        // the line at an end may be one of another table, too
        let drawn = || own.iter().filter(|level| level.edges.len() > 2);
        let few = drawn().count() < 2;
        let is_own = |edge: &Length| {
            few || drawn().filter(|level| is_within(&[*edge], &level.edges)).count() > 1
        };
        edges.retain(is_own);
        let floor = behind.first().map_or(Length::MAX, |level| level.at);
        let free: Vec<PdfLine> = lines
            .iter()
            .filter(|line| ceiling < line.area.centre() && line.area.centre() < floor)
            .cloned()
            .collect();
        out.extend(table(own, &edges, &free, words));
        ceiling = own.last().map_or(ceiling, |level| level.at);
        rest = behind;
    }
    out
}

/// Pieces of level lines by their heights.
fn levels(rules: &[RulingLine]) -> Vec<Level> {
    let mut pieces: Vec<RulingLine> = rules.iter().filter(|rule| rule.level).copied().collect();
    pieces.sort_by_key(|rule| (rule.at, rule.from));
    let mut out: Vec<Level> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(level) if piece.at - level.at <= NEAR => level.pieces.push(piece),
            _ => out.push(Level { at: piece.at, edges: Vec::new(), pieces: vec![piece] }),
        }
    }
    for level in &mut out {
        level.edges = level.pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect();
        level.edges.sort_unstable();
        level.edges.dedup_by(|next, before| *next - *before <= NEAR);
    }
    out
}

/// Whether an upright line meets a level one between its ends.
fn is_crossed(level: &Level, upright: &[&RulingLine]) -> bool {
    let (Some(left), Some(right)) = (level.edges.first(), level.edges.last()) else { return true };
    upright.iter().any(|rule| {
        rule.from - 2 * NEAR <= level.at
            && level.at <= rule.to + 2 * NEAR
            && left + 2 * NEAR < rule.at
            && rule.at + 2 * NEAR < *right
    })
}

/// Whether all edges are among others.
fn is_within(edges: &[Length], others: &[Length]) -> bool {
    edges.iter().all(|edge| others.iter().any(|other| (edge - other).abs() <= NEAR))
}

/// Whether what stands between two level lines is the caption of a table below, a note of the one
/// above, or a paragraph.
fn is_gap(
    lines: &[PdfLine],
    (top, bottom): (Length, Length),
    edges: &[Length],
    words: &Page<'_>,
) -> bool {
    let second = edges.get(1).copied().unwrap_or(Length::MAX);
    let is_paragraph = |line: &PdfLine| matches!(line.pieces.as_slice(), [piece] if is_prose(&piece.text) && piece.area.left < second && second < piece.area.right);
    let mut within =
        lines.iter().filter(|line| top < line.area.centre() && line.area.centre() < bottom);
    within.any(|line| is_caption(line, words) || is_paragraph(line))
}

/// The lines of one table; none where no line is drawn cell by cell.
fn table(
    levels: &[Level],
    edges: &[Length],
    lines: &[PdfLine],
    words: &Page<'_>,
) -> Option<Vec<RulingLine>> {
    let (left, right) = (*edges.first()?, *edges.last()?);
    let (first, last) = (levels.first()?.at, levels.last()?.at);
    if edges.len() < 3 || !levels.iter().any(Level::has_joints) {
        return None;
    }
    let mut out: Vec<RulingLine> =
        levels.iter().flat_map(|level| level.pieces.iter().copied()).collect();
    let is_row = |line: &&PdfLine| {
        let columns = line
            .pieces
            .iter()
            .filter(|piece| (left..=right).contains(&piece.area.middle()))
            .count();
        columns >= 2
            && columns == line.pieces.len()
            && !line.pieces.iter().any(|piece| is_prose(&piece.text))
            && !is_caption(line, words)
    };
    // rows above the first line and below the last one, as where each row is underlined
    let (mut top, mut bottom) = (first, last);
    for line in lines.iter().rev().filter(|line| line.area.centre() < first).take_while(is_row) {
        if top - line.area.bottom > line.area.height() {
            break;
        }
        top = line.area.top;
    }
    let columns = |line: &PdfLine| -> usize {
        let column = |piece: &PdfPiece| {
            let words =
                std::iter::once(piece.area.left).chain(piece.gaps.iter().map(|blank| blank.right));
            words.map(|left| edges.partition_point(|edge| *edge <= left + NEAR)).collect::<Vec<_>>()
        };
        let mut found: Vec<usize> = line.pieces.iter().flat_map(column).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    };
    let mut reached = last;
    let mut labels = Labels::default();
    for line in lines.iter().filter(|line| line.area.centre() > last) {
        let is_inside = left - NEAR <= line.area.left && line.area.right <= right + NEAR;
        let is_words = !line.pieces.iter().any(|piece| is_prose(&piece.text));
        if line.area.top - reached > 3 * line.area.height() / 2
            || !is_inside
            || !is_words
            || is_caption(line, words)
        {
            break;
        }
        reached = line.area.bottom;
        bottom = if columns(line) >= 2 || labels.go_on(line) { line.area.bottom } else { bottom };
        labels.add(line);
    }
    for (end, was) in [(top, first), (bottom, last)] {
        out.extend((end != was).then_some(RulingLine {
            level: true,
            at: end,
            from: left,
            to: right,
        }));
    }
    (top < bottom).then(|| {
        out.extend(edges.iter().map(|at| RulingLine {
            level: false,
            at: *at,
            from: top,
            to: bottom,
        }));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::super::area::Area;
    use super::*;
    use gouji_values::vocabulary::Vocabulary;

    fn level(at: Length, from: Length, to: Length) -> RulingLine {
        RulingLine { level: true, at: at * POINT, from: from * POINT, to: to * POINT }
    }

    fn count(rules: &[RulingLine]) -> usize {
        let piece = |left: Length, top: Length| PdfPiece {
            text: "合计".to_owned(),
            area: Area {
                left: left * POINT,
                right: (left + 20) * POINT,
                top: top * POINT,
                bottom: (top + 10) * POINT,
            },
            ..PdfPiece::default()
        };
        let lines = || {
            [5, 25, 45]
                .iter()
                .map(|top| PdfLine::new(vec![piece(10, *top), piece(70, *top), piece(130, *top)]))
                .collect()
        };
        let vocabulary = Vocabulary::default();
        tables(rules, lines, &Page::new("", &vocabulary)).len()
    }

    #[test]
    fn lines_that_are_interrupted_tell_no_columns() {
        let around = [level(0, 0, 180), level(40, 0, 180), level(60, 0, 180)];
        // a cell in the middle of the header reaches over both of its rows
        assert_eq!(
            count(&[around.as_slice(), &[level(20, 0, 60), level(20, 120, 180)]].concat()),
            0
        );
        assert_eq!(
            count(
                &[around.as_slice(), &[level(20, 0, 60), level(20, 60, 120), level(20, 120, 180)]]
                    .concat()
            ),
            1
        );
    }
}
