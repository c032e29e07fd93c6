//! Ruling lines to frames: which lines belong together, where their columns and rows stand, which
//! fields are one cell.

use super::area::{Area, Length, POINT, RulingLine};

/// Lines so near are one: double edges, and ends that do not quite meet.
const NEAR: Length = 3 * POINT;
/// A level line that goes on so far beyond the last upright one leaves the table open at this side.
const OPEN: Length = 8 * POINT;
/// Fields of one frame.
const FIELDS: usize = 200_000;
/// Pieces of lines on one page that are looked at.
const PIECES: usize = 20_000;

/// A table's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Edges of the columns, from the left.
    pub xs: Vec<Length>,
    /// Edges of the rows, from the top.
    pub ys: Vec<Length>,
    /// Cells in reading order.
    pub fields: Vec<FrameCell>,
    /// The upright lines are not drawn: text may run over them.
    pub open: bool,
}

/// A cell of a frame: its first row and column, and how many it extends over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameCell {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

impl Frame {
    /// From its first to its last edge.
    pub(super) fn area(&self) -> Area {
        let end = |edges: &[Length]| {
            (edges.first().copied().unwrap_or(0), edges.last().copied().unwrap_or(0))
        };
        let ((left, right), (top, bottom)) = (end(&self.xs), end(&self.ys));
        Area { left, top, right, bottom }
    }

    /// The box of a cell.
    pub(super) fn field_area(&self, field: &FrameCell) -> Area {
        let edge = |edges: &[Length], at: usize| edges.get(at).copied().unwrap_or(0);
        Area {
            left: edge(&self.xs, field.column),
            right: edge(&self.xs, field.column + field.columns),
            top: edge(&self.ys, field.row),
            bottom: edge(&self.ys, field.row + field.rows),
        }
    }
}

/// The frames of a page, from the top; a lone box is none.
pub(super) fn frames(rules: &[RulingLine]) -> Vec<Frame> {
    if rules.len() > PIECES {
        return Vec::new();
    }
    let (level, upright) = (joined(rules, true), joined(rules, false));
    let mut out: Vec<Frame> = groups(&level, &upright)
        .iter()
        .filter_map(|(level, upright)| frame(level, upright))
        .collect();
    out.sort_by_key(|frame| (frame.area().top, frame.area().left));
    // boxes of single cells inside a cell of another table are decoration
    let areas: Vec<Area> = out.iter().map(Frame::area).collect();
    out.retain(|frame| {
        let own = frame.area();
        let around = |other: &Area| {
            *other != own
                && other.left <= own.left
                && other.right >= own.right
                && other.top <= own.top
                && other.bottom >= own.bottom
        };
        frame.fields.len() > 1 && !(frame.fields.len() < 4 && areas.iter().any(around))
    });
    out
}

/// Lines of one direction: pieces on one height joined where they touch.
pub(super) fn joined(rules: &[RulingLine], level: bool) -> Vec<RulingLine> {
    let mut pieces: Vec<RulingLine> =
        rules.iter().filter(|rule| rule.level == level).copied().collect();
    pieces.sort_by_key(|rule| (rule.at, rule.from));
    let mut out: Vec<RulingLine> = Vec::new();
    let mut from = 0;
    while let Some(first) = pieces.get(from) {
        // heights that follow one another closely are one line, drawn twice or not quite straight
        let mut to = from + 1;
        while pieces.get(to).is_some_and(|piece| piece.at - first.at <= NEAR) {
            to += 1;
        }
        let line = pieces.get_mut(from..to).unwrap_or(&mut []);
        line.sort_by_key(|rule| rule.from);
        let mut open: Option<RulingLine> = None;
        for piece in line.iter() {
            match &mut open {
                Some(rule) if piece.from - rule.to <= NEAR => rule.to = rule.to.max(piece.to),
                _ => {
                    out.extend(open.replace(*piece));
                }
            }
        }
        out.extend(open);
        from = to;
    }
    out
}

/// Lines that meet, directly or over others.
fn groups(level: &[RulingLine], upright: &[RulingLine]) -> Vec<(Vec<RulingLine>, Vec<RulingLine>)> {
    // a group for each upright line; a level line makes one of all that it meets
    let mut group: Vec<usize> = (0..upright.len()).collect();
    let mut met: Vec<Option<usize>> = vec![None; level.len()];
    for (rule, first) in level.iter().zip(&mut met) {
        for (index, other) in upright.iter().enumerate() {
            let meets = rule.from - NEAR <= other.at
                && other.at <= rule.to + NEAR
                && other.from - NEAR <= rule.at
                && rule.at <= other.to + NEAR;
            if !meets {
                continue;
            }
            let Some(own) = group.get(index).copied() else { continue };
            match *first {
                None => *first = Some(index),
                Some(known) => {
                    let known = group.get(known).copied().unwrap_or(own);
                    if known != own {
                        group
                            .iter_mut()
                            .filter(|group| **group == own)
                            .for_each(|group| *group = known);
                    }
                }
            }
        }
    }
    let mut ids = group.clone();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let is = |index: usize| group.get(index) == Some(&id);
            let lines = level
                .iter()
                .zip(&met)
                .filter(|(_, met)| met.is_some_and(is))
                .map(|(rule, _)| *rule)
                .collect();
            let columns = upright
                .iter()
                .enumerate()
                .filter(|(index, _)| is(*index))
                .map(|(_, rule)| *rule)
                .collect();
            (lines, columns)
        })
        .collect()
}

/// Distinct places, near ones as one, and the ends of the crossing lines where they go on far
/// beyond.
fn edges(lines: &[RulingLine], crossing: &[RulingLine]) -> Vec<Length> {
    let mut out: Vec<Length> = Vec::new();
    let mut places: Vec<Length> = lines.iter().map(|rule| rule.at).collect();
    places.sort_unstable();
    for place in places {
        if out.last().is_none_or(|last| place - last > NEAR) {
            out.push(place);
        }
    }
    let (Some(first), Some(last)) = (out.first().copied(), out.last().copied()) else { return out };
    let begin = crossing.iter().map(|rule| rule.from).min().unwrap_or(first);
    let end = crossing.iter().map(|rule| rule.to).max().unwrap_or(last);
    // one line that sticks out is an underline; where several do, the table has no edge here
    let beyond =
        |test: &dyn Fn(&RulingLine) -> bool| crossing.iter().filter(|rule| test(rule)).count() >= 2;
    if first - begin > OPEN && beyond(&|rule| first - rule.from > OPEN) {
        out.insert(0, begin);
    }
    if end - last > OPEN && beyond(&|rule| rule.to - last > OPEN) {
        out.push(end);
    }
    out
}

fn frame(level: &[RulingLine], upright: &[RulingLine]) -> Option<Frame> {
    let (xs, ys) = (edges(upright, level), edges(level, upright));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns * rows > FIELDS {
        return None;
    }
    // walls.0: left of a field; walls.1: above a field
    let walls = (walls(&xs, &ys, upright), walls(&ys, &xs, level));
    let left = |row: usize, column: usize| {
        walls.0.get(column).and_then(|wall| wall.get(row)).copied().unwrap_or(true)
    };
    let above = |row: usize, column: usize| {
        walls.1.get(row).and_then(|wall| wall.get(column)).copied().unwrap_or(true)
    };
    let mut taken = vec![false; columns * rows];
    let mut fields = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if taken.get(row * columns + column).copied().unwrap_or(true) {
                continue;
            }
            let is_free =
                |column: usize| !taken.get(row * columns + column).copied().unwrap_or(true);
            let mut across = 1;
            while column + across < columns
                && is_free(column + across)
                && !left(row, column + across)
            {
                across += 1;
            }
            let mut down = 1;
            while row + down < rows
                && (column..column + across).all(|at| !above(row + down, at))
                && (column + 1..column + across).all(|at| !left(row + down, at))
            {
                down += 1;
            }
            for taken_row in row..row + down {
                for taken_column in column..column + across {
                    if let Some(taken) = taken.get_mut(taken_row * columns + taken_column) {
                        *taken = true;
                    }
                }
            }
            fields.push(FrameCell { row, column, rows: down, columns: across });
        }
    }
    Some(Frame { xs, ys, fields, open: false })
}

/// For each edge the stretches between crossing edges where a line is drawn along most of it.
fn walls(edges: &[Length], crossing: &[Length], lines: &[RulingLine]) -> Vec<Vec<bool>> {
    edges
        .iter()
        .map(|edge| {
            let along: Vec<&RulingLine> =
                lines.iter().filter(|rule| (rule.at - edge).abs() <= NEAR).collect();
            crossing
                .windows(2)
                .map(|ends| {
                    let [from, to] = ends else { return true };
                    let drawn: Length = along
                        .iter()
                        .map(|rule| (rule.to.min(*to) - rule.from.max(*from)).max(0))
                        .sum();
                    drawn * 10 >= (to - from) * 6
                })
                .collect()
        })
        .collect()
}
