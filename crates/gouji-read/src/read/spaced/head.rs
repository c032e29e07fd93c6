//! The lines above the rows of a zone: which head stands over which columns.

use super::Row;
use super::chunk::{Chunk, Measure, parts};
use super::columns::{Column, Content, sides};
use super::headless::{over_others, to_headless};
use super::spelled;
use crate::read::line::{is_ideograph, width};
use std::ops::Range;

/// A cell of a header.
#[derive(Clone, Debug)]
pub(super) struct Head<'a> {
    /// First step, and how many it reaches over.
    pub step: usize,
    pub steps: usize,
    pub columns: Range<usize>,
    pub chunks: Vec<Chunk<'a>>,
}

/// A header with the columns below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Header<'a> {
    pub heads: Vec<Head<'a>>,
    pub steps: usize,
    /// Two heads side by side stand over one column of names.
    pub is_doubtful: bool,
}

/// A text of a header: its line and place.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    pub(super) line: usize,
    pub(super) chunk: Chunk<'a>,
}

/// Columns of characters to where they stand on the page: a full-width character counts as one and
/// is as wide as two digits, so that words push what is right of them together.
struct Ruler(Vec<(usize, usize)>);

impl Ruler {
    fn new(columns: &[Column], measure: Measure) -> Self {
        let words = columns.iter().filter(|column| {
            measure == Measure::Characters
                && matches!(column.content, Content::Names | Content::Nothing)
        });
        Self(words.map(|column| (column.from, column.to)).collect())
    }

    fn place(&self, at: usize) -> usize {
        let wide = self.0.iter().map(|(from, to)| at.min(*to).saturating_sub(*from));
        at + wide.sum::<usize>()
    }

    /// Twice the middle of a text.
    fn middle(&self, chunk: &Chunk<'_>) -> usize {
        2 * self.place(chunk.from) + width(chunk.text)
    }
}

/// A head over several columns.
struct Group<'a> {
    line: usize,
    columns: Range<usize>,
    chunks: Vec<Chunk<'a>>,
}

/// Texts that a header may have.
const MOST: usize = 400;

/// Reads a header and adds the columns that only heads stand over.
pub(super) fn header<'a>(
    lines: &[Row<'a>],
    columns: &mut Vec<Column>,
    measure: Measure,
) -> Header<'a> {
    let mut texts: Vec<Text<'a>> = Vec::new();
    for (line, row) in lines.iter().enumerate() {
        let chunks = row.chunks.iter().flat_map(|chunk| apart(chunk, columns));
        texts.extend(chunks.map(|chunk| Text { line, chunk }));
    }
    if texts.is_empty() || texts.len() > MOST {
        return Header::default();
    }
    spelled::join(&mut texts, lines, columns);
    let owners = owners(&mut texts, columns, measure);
    let mut stacks: Vec<Vec<Text<'a>>> = vec![Vec::new(); columns.len()];
    for (text, owner) in texts.iter().zip(&owners) {
        if let Some(stack) = owner.and_then(|at| stacks.get_mut(at)) {
            stack.push(text.clone());
        }
    }
    let sides = sides(columns);
    let ruler = Ruler::new(columns, measure);
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    let seen = Seen {
        texts: &texts,
        owners: &owners,
        stacks: &stacks,
        columns,
        sides: &sides,
        ruler: &ruler,
    };
    for line in 0..lines.len() {
        let mut open: Vec<(&Text<'a>, Option<usize>)> = texts
            .iter()
            .zip(&owners)
            .filter(|(text, _)| text.line == line)
            .map(|(text, owner)| (text, *owner))
            .collect();
        // what stands nearest to the middle of its columns comes first
        let mut ranges: Vec<Range<usize>> = Vec::new();
        while let Some((at, (_, reach))) = open
            .iter()
            .map(|(text, owner)| seen.reach(text, *owner, &ranges))
            .enumerate()
            .filter_map(|(at, reach)| Some((at, reach?)))
            .min_by_key(|(_, (score, _))| *score)
        {
            let (text, _) = open.remove(at);
            ranges.push(reach.clone());
            taken.push(text.chunk.start);
            groups.push(Group { line, columns: reach, chunks: vec![text.chunk] });
        }
        for (text, _) in open.into_iter().filter(|(_, owner)| owner.is_none()) {
            let over = over(columns, &text.chunk);
            let first = over.first().copied().unwrap_or(0);
            let own = first..over.last().copied().unwrap_or(first) + 1;
            groups.push(Group { line, columns: own, chunks: vec![text.chunk] });
        }
    }
    for stack in &mut stacks {
        stack.retain(|text| !taken.contains(&text.chunk.start));
    }
    let is_beside = |stack: &Vec<Text<'_>>| {
        stack.iter().any(|one| stack.iter().any(|other| one.chunk.to <= other.chunk.from))
    };
    let is_doubtful = columns
        .iter()
        .zip(&stacks)
        .any(|(column, stack)| column.content == Content::Names && is_beside(stack));
    Header { is_doubtful, ..steps(groups, stacks) }
}

/// Words that stand over several columns, one blank apart: each over its own.
fn apart<'a>(chunk: &Chunk<'a>, columns: &[Column]) -> Vec<Chunk<'a>> {
    // inside a chunk letters are as wide as they are drawn
    let parts = parts(chunk, Measure::Widths);
    let owners: Vec<Option<usize>> = parts.iter().map(|part| owner(columns, part)).collect();
    let is_one = owners.windows(2).all(|pair| pair.first() == pair.get(1));
    let is_told =
        owners.iter().all(Option::is_some) && parts.iter().all(|part| part.to - part.from > 1);
    // heads of some letters; what belongs together falls into one column again
    let is_long = |part: &Chunk<'_>| part.text.chars().filter(|c| is_ideograph(*c)).count() > 2;
    let is_word = |part: &Chunk<'_>| part.text.chars().filter(|c| is_ideograph(*c)).count() > 1;
    let is_free = columns.is_empty() && parts.iter().all(is_word);
    let is_split =
        parts.len() > 1 && (is_free || (!is_one && (is_told || parts.iter().all(is_long))));
    if is_split { parts } else { vec![*chunk] }
}

/// The columns that a chunk stands over.
fn over(columns: &[Column], chunk: &Chunk<'_>) -> Vec<usize> {
    let near = columns.partition_point(|column| column.to <= chunk.from);
    (near..columns.len())
        .take_while(|at| columns.get(*at).is_some_and(|column| column.from < chunk.to))
        .collect()
}

/// The column that a chunk stands over, be it with an end over another one.
pub(super) fn owner(columns: &[Column], chunk: &Chunk<'_>) -> Option<usize> {
    let shared =
        |at: &usize| columns.get(*at).map_or(0, |column| chunk.shared(column.from, column.to));
    let over = over(columns, chunk);
    let best = over.iter().max_by_key(|at| shared(at))?;
    let next = over.iter().filter(|at| *at != best).map(shared).max().unwrap_or(0);
    (shared(best) >= 3 * next.max(1) || over.len() == 1).then_some(*best)
}

/// The column of each text; none where it stands over several. Adds columns over which only heads
/// stand.
fn owners<'a>(
    texts: &mut Vec<Text<'a>>,
    columns: &mut Vec<Column>,
    measure: Measure,
) -> Vec<Option<usize>> {
    let mut groups: Vec<usize> = over_others(texts, columns);
    let has_rows = !columns.is_empty();
    loop {
        let own = |text: &Text<'_>| {
            owner(columns, &text.chunk).filter(|_| !groups.contains(&text.chunk.start))
        };
        let mut owners: Vec<Option<usize>> = texts.iter().map(own).collect();
        let is_free = |at: usize| {
            texts.get(at).is_some_and(|text: &Text<'_>| {
                over(columns, &text.chunk).is_empty() && !groups.contains(&text.chunk.start)
            })
        };
        let mut free: Vec<usize> = (0..texts.len()).filter(|at| is_free(*at)).collect();
        // what stands right under or over a head of a column goes with it
        loop {
            let known = free.len();
            free.retain(|at| {
                let Some(own) = texts.get(*at) else { return false };
                let near = (0..texts.len()).find_map(|other| {
                    let text = texts.get(other)?;
                    let is_stacked = text.line != own.line
                        && text.chunk.shared(own.chunk.from, own.chunk.to) > 0;
                    owners.get(other).copied().flatten().filter(|_| is_stacked)
                });
                let beside = |column: usize| {
                    (0..texts.len()).any(|other| {
                        other != *at
                            && owners.get(other).copied().flatten() == Some(column)
                            && texts.get(other).is_some_and(|text| text.line == own.line)
                    })
                };
                let near = near.or_else(|| touching(columns, &own.chunk)).filter(|at| !beside(*at));
                if let Some(owner) = owners.get_mut(*at) {
                    *owner = near;
                }
                near.is_none()
            });
            if free.len() == known {
                break;
            }
        }
        // where there are no rows the lowest heads are those of single columns
        let lowest = free.iter().copied().max_by_key(|at| texts.get(*at).map(|text| text.line));
        let next = if has_rows { free.first().copied() } else { lowest };
        let Some(first) = next.and_then(|at| texts.get(at)).cloned() else {
            to_headless(texts, &mut owners, columns);
            force(texts, &mut owners, columns, measure);
            return owners;
        };
        // of the columns beside it one may have no head
        let behind = columns.partition_point(|column| column.from < first.chunk.from);
        // heads on its line or below it
        let has_head = |at: usize| {
            let mut own = texts.iter().zip(&owners).filter(|(_, owner)| **owner == Some(at));
            own.any(|(text, _)| text.line >= first.line)
        };
        let has_upper = |at: usize| owners.contains(&Some(at));
        // between heads that all stand below it, it is a head over them
        let first_line = |at: usize| {
            let own = texts.iter().zip(&owners).filter(|(_, owner)| **owner == Some(at));
            own.map(|(text, _)| text.line).min()
        };
        let is_alone = !texts.iter().any(|text| {
            text.line > first.line && text.chunk.shared(first.chunk.from, first.chunk.to) > 0
        });
        let is_between = [behind.checked_sub(1), Some(behind)]
            .into_iter()
            .all(|at| at.and_then(first_line).is_some_and(|line| line > first.line));
        if is_alone && is_between {
            groups.push(first.chunk.start);
            continue;
        }
        let beside = || [behind.checked_sub(1), Some(behind)].into_iter().flatten();
        let gap = |at: usize| {
            columns.get(at).map(|column| {
                column.from.saturating_sub(first.chunk.to)
                    + first.chunk.from.saturating_sub(column.to)
            })
        };
        let lacking = beside()
            .filter(|at| !has_upper(*at) && gap(*at).is_some_and(|gap| gap <= 8))
            .min_by_key(|at| gap(*at))
            .or_else(|| beside().find(|at| !has_head(*at) && gap(*at).is_some_and(|gap| gap <= 4)));
        match lacking.and_then(|at| columns.get_mut(at)) {
            Some(column) => {
                column.from = column.from.min(first.chunk.from);
                column.to = column.to.max(first.chunk.to);
            }
            None => {
                let (from, to) = (first.chunk.from, first.chunk.to);
                columns.insert(behind, Column { from, to, content: Content::Nothing });
            }
        }
    }
}

/// The column whose edge a chunk touches.
fn touching(columns: &[Column], chunk: &Chunk<'_>) -> Option<usize> {
    columns.iter().position(|column| {
        column.content != Content::Nothing
            && (column.to == chunk.from || column.from == chunk.to)
            && chunk.to - chunk.from <= column.to - column.from + 2
    })
}

/// Words one blank apart stand over columns side by side where those have no other head.
fn force<'a>(
    texts: &mut Vec<Text<'a>>,
    owners: &mut Vec<Option<usize>>,
    columns: &[Column],
    measure: Measure,
) {
    let mut at = 0;
    while let Some(text) = texts.get(at).cloned() {
        let parts = parts(&text.chunk, measure);
        let first = over(columns, &text.chunk).first().copied();
        let is_free = |column: usize| {
            column < columns.len()
                && !texts.iter().enumerate().any(|(other, text)| {
                    other != at
                        && (owners.get(other).copied().flatten() == Some(column)
                            || over(columns, &text.chunk).contains(&column))
                })
        };
        let fits = parts.len() > 1 && parts.iter().all(|part| part.to - part.from > 1);
        if let Some(first) = first.filter(|_| fits)
            && (first + 1..first + parts.len()).all(is_free)
        {
            let count = parts.len();
            let line = text.line;
            texts.splice(at..=at, parts.into_iter().map(|chunk| Text { line, chunk }));
            owners.splice(at..=at, (first..first + count).map(Some));
            at += count;
        } else {
            at += 1;
        }
    }
}

/// The texts of a header with what is known of them.
struct Seen<'s, 'a> {
    texts: &'s [Text<'a>],
    owners: &'s [Option<usize>],
    stacks: &'s [Vec<Text<'a>>],
    columns: &'s [Column],
    sides: &'s [Range<usize>],
    ruler: &'s Ruler,
}

impl Seen<'_, '_> {
    /// The columns that a text names together: they have heads below it and none beside or above
    /// it, and those heads stand on one height without it rather than with it.
    fn reach(
        &self,
        text: &Text<'_>,
        owner: Option<usize>,
        taken: &[Range<usize>],
    ) -> Option<(usize, Range<usize>)> {
        let over = over(self.columns, &text.chunk);
        let (first, last) = match (owner, over.first(), over.last()) {
            (Some(owner), ..) => (owner, owner),
            (None, Some(first), Some(last)) => (*first, *last),
            _ => {
                let at = self.columns.partition_point(|column| column.from < text.chunk.from);
                (at.checked_sub(1)?, at.checked_sub(1)?)
            }
        };
        let is_free = |column: usize| {
            let is_over = |(other, owner): (&Text<'_>, &Option<usize>)| {
                other.line <= text.line
                    && other.chunk.start != text.chunk.start
                    && match owner {
                        Some(owner) => *owner == column,
                        None => self
                            .columns
                            .get(column)
                            .is_some_and(|own| other.chunk.shared(own.from, own.to) > 0),
                    }
            };
            !self.texts.iter().zip(self.owners).any(is_over)
        };
        let heads =
            |column: usize| self.stacks.get(column).map_or(&[] as &[Text<'_>], Vec::as_slice);
        let below = |column: usize| heads(column).iter().any(|head| head.line > text.line);
        if owner.is_some_and(|owner| !below(owner) || Self::goes_on(text, heads(owner))) {
            return None;
        }
        // twice the height of the middle
        let height = |column: usize, with: bool| {
            let own = || {
                heads(column)
                    .iter()
                    .filter(move |head| with || head.chunk.start != text.chunk.start)
                    .map(|head| head.line)
            };
            Some(own().min()? + own().max()?)
        };
        let is_level = |column: usize| {
            let Some(owner) = owner else { return true };
            let (Some(other), Some(with), Some(without)) =
                (height(column, true), height(owner, true), height(owner, false))
            else {
                return false;
            };
            without.abs_diff(other) < with.abs_diff(other)
        };
        let side = self.sides.iter().find(|side| side.contains(&first))?;
        let fits = |column: &usize| {
            side.contains(column)
                && !taken.iter().any(|taken| taken.contains(column))
                && is_free(*column)
                && below(*column)
                && is_level(*column)
        };
        let from = (0..first).rev().take_while(fits).last().unwrap_or(first);
        let to = (last + 1..self.columns.len()).take_while(fits).last().unwrap_or(last);
        let place = |at: usize| self.ruler.place(at);
        let edge =
            |column: usize| self.columns.get(column).map(|own| (place(own.from), place(own.to)));
        let mut best: Option<(usize, usize, usize)> = None;
        for left in from..=first {
            for right in last.max(left + 1)..=to {
                let (Some((start, _)), Some((_, end))) = (edge(left), edge(right)) else {
                    continue;
                };
                let off = self.ruler.middle(&text.chunk).abs_diff(start + end);
                let is_whole = (left..right + 1) == *side;
                let off = if is_whole { off / 2 } else { off };
                let score = off.saturating_sub(3 * (right - left));
                if off <= (end - start) / 2 + 3 && best.is_none_or(|(.., known)| score < known) {
                    best = Some((left, right, score));
                }
            }
        }
        best.map(|(left, right, score)| (score, left..right + 1))
    }
}

impl Seen<'_, '_> {
    /// Whether what stands right below a head begins as no word does: it is the rest of it.
    fn goes_on(text: &Text<'_>, heads: &[Text<'_>]) -> bool {
        let next = heads.iter().filter(|head| head.line > text.line).min_by_key(|head| head.line);
        next.is_some_and(|next| {
            next.chunk.text.starts_with(['、', '）', ')', '，', '」', '”', '》'])
        })
    }
}

/// Levels that a header may have.
const LEVELS: usize = 4;

/// Groups and stacks to the steps of a header: each text of a column is a step, the last one
/// reaching down.
fn steps<'a>(mut groups: Vec<Group<'a>>, stacks: Vec<Vec<Text<'a>>>) -> Header<'a> {
    // wider heads stand above narrower ones on their line
    groups.sort_by_key(|group| (group.line, std::cmp::Reverse(group.columns.len())));
    let mut joined: Vec<Group<'a>> = Vec::new();
    for group in groups {
        match joined.iter_mut().rev().find(|known| known.columns == group.columns) {
            Some(known) => known.chunks.extend(group.chunks),
            None => joined.push(group),
        }
    }
    let mut depth = vec![0_usize; stacks.len()];
    let mut heads: Vec<Head<'a>> = Vec::new();
    for group in joined {
        let step = depth.get(group.columns.clone()).into_iter().flatten().max().copied();
        let step = step.unwrap_or(0);
        if step + 1 >= LEVELS {
            continue;
        }
        for own in depth.get_mut(group.columns.clone()).into_iter().flatten() {
            *own = step + 1;
        }
        heads.push(Head { step, steps: 1, columns: group.columns, chunks: group.chunks });
    }
    let steps = stacks
        .iter()
        .zip(&depth)
        .map(|(stack, depth)| (stack.len() + depth).min(LEVELS))
        .max()
        .unwrap_or(1)
        .max(1);
    for (at, stack) in stacks.into_iter().enumerate() {
        let first = depth.get(at).copied().unwrap_or(0);
        let room = steps.saturating_sub(first).max(1);
        let count = stack.len().min(room);
        for (number, text) in stack.into_iter().enumerate() {
            let step = first + number;
            if number < count {
                let reach = if number + 1 == count { steps.saturating_sub(step).max(1) } else { 1 };
                let (columns, chunks) = (at..at + 1, vec![text.chunk]);
                heads.push(Head { step, steps: reach, columns, chunks });
            } else if let Some(last) = heads.last_mut() {
                last.chunks.push(text.chunk);
            }
        }
    }
    heads.sort_by_key(|head| (head.step, head.columns.start));
    Header { heads, steps, is_doubtful: false }
}
