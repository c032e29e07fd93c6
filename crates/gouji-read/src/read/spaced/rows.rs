//! Lines to the rows of one side of a zone: words that were wrapped, figures and codes that stand on
//! half a line of their own.
//!
//! The rows are those that cost least: no column has two figures or two codes in a row, what is
//! wrapped fills its line, figures stand with words. Whether half lines stand above their words or
//! below is the same for all rows of a side; where both may be, the reading is in doubt.

use super::Row;
use super::chunk::{Chunk, Kind};
use super::columns::{Column, Content, at};
use std::ops::Range;

/// Lines that a row may have.
const TALLEST: usize = 9;
/// Columns of a side that are told apart.
const MOST: usize = 120;

/// What a line holds on one side.
#[derive(Clone, Debug, Default)]
struct LineSide {
    figures: u128,
    codes: u128,
    /// Columns with the decimals of a number above.
    tails: u128,
    /// Columns with words, each with their length; 0 where they end for good.
    words: Vec<(usize, usize)>,
    /// It opens a row: an ordinal, or a total.
    opens: bool,
    is_total: bool,
    gap: usize,
}

impl LineSide {
    fn is_blank(&self) -> bool {
        self.figures | self.codes | self.tails == 0 && self.words.is_empty()
    }

    fn is_half(&self) -> bool {
        self.figures | self.tails != 0 && self.codes == 0 && self.words.is_empty()
    }
}

/// Where half lines of figures stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Above,
    Below,
}

/// The rows of a side, each a stretch of lines, and whether they could be others as well.
pub(super) struct Rows {
    pub rows: Vec<Range<usize>>,
    pub is_doubtful: bool,
}

/// What is asked of words.
pub(super) struct Words<'a> {
    pub is_total: &'a dyn Fn(&str) -> bool,
    pub opens: &'a dyn Fn(&str) -> bool,
}

/// Takes lines together to rows.
pub(super) fn rows(
    lines: &[Row<'_>],
    columns: &[Column],
    side: &Range<usize>,
    words: &Words<'_>,
) -> Rows {
    let held: Vec<LineSide> = lines.iter().map(|line| held(line, columns, side, words)).collect();
    // lines that hold nothing on this side are no part of it
    let own: Vec<usize> =
        (0..held.len()).filter(|at| held.get(*at).is_some_and(|held| !held.is_blank())).collect();
    let mut gap = 0;
    let mut kept: Vec<LineSide> = Vec::new();
    for (at, held) in held.into_iter().enumerate() {
        gap += held.gap;
        if own.binary_search(&at).is_ok() {
            kept.push(LineSide { gap: std::mem::take(&mut gap), ..held });
        }
    }
    let usual = usual_gap(&kept);
    kept.iter_mut().for_each(|held| held.gap = held.gap.saturating_sub(usual));
    let widest = widest(&kept, columns.len());
    let names = columns.get(side.clone()).unwrap_or(&[]);
    let all = kept.iter().fold(0, |all, held| all | held.codes);
    let first_codes = all & all.wrapping_neg();
    let codes = kept.iter().filter(|held| held.codes & first_codes != 0).count();
    let figures = kept.iter().filter(|held| held.figures != 0).count();
    let costs = Costs {
        first_codes,
        is_dense: codes > 0 && figures * 5 >= codes * 4,
        held: &kept,
        widest: &widest,
        has_codes: names.iter().any(|column| column.content == Content::Codes),
        has_names: names.iter().any(|column| column.content == Content::Names),
    };
    let (above, cost_above) = costs.cut(Half::Above);
    let (below, cost_below) = costs.cut(Half::Below);
    let is_doubtful = above != below && cost_above.abs_diff(cost_below) <= 4;
    let cuts = if cost_below < cost_above { below } else { above };
    let is_doubtful = is_doubtful || costs.has_astray(&cuts);
    let rows = cuts
        .into_iter()
        .filter_map(|cut| Some(*own.get(cut.start)?..*own.get(cut.end.checked_sub(1)?)? + 1))
        .collect();
    Rows { rows, is_doubtful }
}

fn held(line: &Row<'_>, columns: &[Column], side: &Range<usize>, words: &Words<'_>) -> LineSide {
    let mut out = LineSide { gap: line.gap, ..LineSide::default() };
    let mut before: Option<(usize, &Chunk<'_>)> = None;
    for chunk in &line.chunks {
        let Some(at) = at(columns, chunk).filter(|at| side.contains(at)) else { continue };
        let bit = 1_u128.checked_shl(u32::try_from((at - side.start).min(MOST)).unwrap_or(0));
        let bit = bit.unwrap_or(0);
        let content = columns.get(at).map_or(Content::Nothing, |column| column.content);
        let is_code = chunk.kind == Kind::Digits
            && (content == Content::Codes
                || (content == Content::Names && matches!(chunk.text.len(), 3 | 5 | 7)));
        if chunk.kind == Kind::Tail {
            out.tails |= bit;
        } else if is_code {
            out.codes |= bit;
        } else if chunk.is_figure() && content == Content::Figures {
            out.figures |= bit;
        } else {
            let ends = chunk.text.ends_with(['）', ')', '。']);
            let length = chunk.text.chars().filter(|c| !c.is_whitespace()).count();
            let length = if ends { 0 } else { length };
            match out.words.last_mut().filter(|(last, _)| *last == at) {
                Some((_, known)) => *known += length,
                None => out.words.push((at, length)),
            }
            let text = match before.filter(|(last, _)| *last == at) {
                Some((_, before)) => format!("{}{}", before.text, chunk.text),
                None => chunk.text.to_owned(),
            };
            let is_total = (words.is_total)(&text);
            out.is_total |= is_total;
            out.opens |= is_total || (content == Content::Names && (words.opens)(&text));
            before = Some((at, chunk));
        }
    }
    out
}

/// Blank lines that stand between most lines.
fn usual_gap(held: &[LineSide]) -> usize {
    let mut gaps: Vec<usize> = held.iter().skip(1).map(|held| held.gap).collect();
    gaps.sort_unstable();
    // a tenth may stand closer: wrapped words
    gaps.get(gaps.len() / 10).copied().unwrap_or(0)
}

/// The longest words of each column.
fn widest(held: &[LineSide], columns: usize) -> Vec<usize> {
    let mut out = vec![0; columns];
    for (at, length) in held.iter().flat_map(|held| &held.words) {
        if let Some(most) = out.get_mut(*at) {
            *most = (*most).max(*length);
        }
    }
    out
}

struct Costs<'a> {
    held: &'a [LineSide],
    widest: &'a [usize],
    has_codes: bool,
    has_names: bool,
    /// Nearly every code has figures beside it.
    is_dense: bool,
    /// The first column of codes.
    first_codes: u128,
}

impl Costs<'_> {
    /// The cheapest rows, and what they cost.
    fn cut(&self, half: Half) -> (Vec<Range<usize>>, usize) {
        let count = self.held.len();
        // cost of all rows before a line, and where the last of them begins
        let mut best: Vec<(usize, usize)> = vec![(usize::MAX, 0); count + 1];
        if let Some(first) = best.first_mut() {
            first.0 = 0;
        }
        for end in 1..=count {
            let mut least = (usize::MAX, end - 1);
            for start in (end.saturating_sub(TALLEST)..end).rev() {
                let before = best.get(start).map_or(usize::MAX, |best| best.0);
                let Some(own) = self.row(start..end, half) else { continue };
                let cost = before.saturating_add(own);
                if cost < least.0 {
                    least = (cost, start);
                }
            }
            if let Some(best) = best.get_mut(end) {
                *best = least;
            }
        }
        let mut out = Vec::new();
        let mut end = count;
        while end > 0 {
            let start = best.get(end).map_or(0, |best| best.1).min(end - 1);
            out.push(start..end);
            end = start;
        }
        out.reverse();
        (out, best.last().map_or(0, |best| best.0))
    }

    /// What a row of these lines costs; `None` where they are no row.
    fn row(&self, lines: Range<usize>, half: Half) -> Option<usize> {
        let held = self.held.get(lines.clone())?;
        let (mut figures, mut codes) = (0_u128, 0_u128);
        let (mut opened, mut total, mut cost) = (false, false, 0);
        let mut words: Vec<(usize, usize)> = Vec::new();
        for (at, line) in held.iter().enumerate() {
            if figures & line.figures != 0 || codes & line.codes != 0 || (opened && line.opens) {
                return None;
            }
            if (total && line.codes != 0) || (line.is_total && codes != 0) {
                return None;
            }
            // the whole part stands above its decimals
            if line.tails & !figures != 0 {
                return None;
            }
            figures |= line.figures;
            codes |= line.codes;
            opened |= line.opens;
            total |= line.is_total;
            if at > 0 {
                cost += 2 * line.gap.min(4);
            }
            for (column, length) in &line.words {
                match words.iter_mut().find(|(known, _)| known == column) {
                    Some((_, last)) => {
                        if !self.is_full(*column, *last) {
                            cost += 5;
                        }
                        // figures stand beside the first line of wrapped words or between them
                        if line.figures != 0 && line.codes == 0 && figures == line.figures {
                            cost += 3;
                        }
                        // what opens a row stands at its top
                        if line.opens && line.codes == 0 {
                            cost += 6;
                        }
                        *last = *length;
                    }
                    None => words.push((*column, *length)),
                }
            }
        }
        let is_only_half = held.iter().all(LineSide::is_half);
        if !is_only_half && held.len() > 1 {
            let main = held.iter().position(|line| !line.is_half()).unwrap_or(0);
            let last = held.iter().rposition(|line| !line.is_half()).unwrap_or(0);
            let above = held.iter().take(main).count();
            let below = held.iter().skip(last + 1).count();
            cost += match half {
                Half::Above => 3 * below,
                Half::Below => 3 * above,
            };
        }
        if is_only_half && self.has_names {
            cost += 8;
        }
        if figures == 0 && codes == 0 && !opened {
            cost += 3;
        }
        if self.is_astray(figures, codes, total) {
            cost += 5;
        } else if codes == 0 && figures != 0 && self.has_codes && !total {
            cost += 2;
        }
        if codes != 0 && words.is_empty() && self.has_names {
            cost += 5;
        }
        // what goes on in the next line is cut off
        if let Some(next) = self.held.get(lines.end)
            && !next.opens
            && next.codes == 0
            && words.iter().any(|(column, length)| {
                self.is_full(*column, *length)
                    && next.words.iter().any(|(next, _)| next == column)
                    && next.figures == 0
            })
            && next.gap == 0
        {
            cost += 2;
        }
        Some(cost)
    }

    /// Figures without a code, or a code without figures, where rows have both.
    fn is_astray(&self, figures: u128, codes: u128, is_total: bool) -> bool {
        self.is_dense
            && self.has_codes
            && !is_total
            && (figures == 0) != (codes & self.first_codes == 0)
    }

    /// Whether rows lack what the others have.
    fn has_astray(&self, cuts: &[Range<usize>]) -> bool {
        let is_astray = |cut: &&Range<usize>| {
            let held = self.held.get((*cut).clone()).unwrap_or(&[]);
            let figures = held.iter().fold(0, |all, line| all | line.figures);
            let codes = held.iter().fold(0, |all, line| all | line.codes);
            self.is_astray(figures, codes, held.iter().any(|line| line.is_total))
        };
        cuts.iter().any(|cut| is_astray(&cut))
    }

    fn is_full(&self, column: usize, length: usize) -> bool {
        let most = self.widest.get(column).copied().unwrap_or(0);
        most >= 4 && length * 4 >= most * 3
    }
}

/// Whether a line counts the columns: `1 2 3`, `栏次 1 2 3`.
pub(super) fn counts_columns(row: &Row<'_>, column_number: &[String]) -> bool {
    let mut numbers = row.chunks.iter().filter(|chunk| chunk.kind == Kind::Digits);
    let others = row.chunks.iter().filter(|chunk| chunk.kind != Kind::Digits);
    let values: Option<Vec<u32>> = numbers.by_ref().map(|chunk| chunk.text.parse().ok()).collect();
    let is_rising = values.is_some_and(|values| {
        values.len() >= 3 && values.windows(2).all(|pair| matches!(pair, [a, b] if *b == *a + 1))
    });
    is_rising && others.clone().all(|chunk| column_number.iter().any(|word| word == chunk.text))
}
