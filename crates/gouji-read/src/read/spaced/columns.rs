//! The columns of a zone: what runs down it between gutters.

use super::Row;
use super::chunk::{Chunk, Kind};

/// Columns of characters that are looked at.
const WIDEST: usize = 1200;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Names of rows.
    Names,
    /// Codes or numbers of rows.
    Codes,
    /// Figures.
    Figures,
    /// Nothing; only a head stands over it.
    Nothing,
}

/// A column of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub from: usize,
    pub to: usize,
    pub content: Content,
}

impl Column {
    pub(super) fn is_name(self) -> bool {
        matches!(self.content, Content::Names | Content::Codes)
    }
}

/// The columns of the rows of a zone, from left to right. Where the rows go on with others, a total
/// makes no column of its own, be there few of them.
pub(super) fn columns(
    rows: &[&Row<'_>],
    is_total: &dyn Fn(&Chunk<'_>) -> bool,
    goes_on: bool,
) -> Vec<Column> {
    let few = rows.len() / 30;
    let cover = |wanted: &dyn Fn(&Chunk<'_>) -> bool, few: usize| {
        let mut cover: Vec<usize> = Vec::new();
        let chunks = rows.iter().flat_map(|row| &row.chunks);
        for chunk in chunks.filter(|chunk| chunk.to <= WIDEST && wanted(chunk)) {
            if cover.len() < chunk.to {
                cover.resize(chunk.to, 0);
            }
            cover.iter_mut().take(chunk.to).skip(chunk.from).for_each(|count| *count += 1);
        }
        runs(&cover, few)
    };
    // a total may stand astride codes and names
    let is_word = |chunk: &&Chunk<'_>| !chunk.is_figure();
    let mut words = rows.iter().flat_map(|row| &row.chunks).filter(is_word);
    let is_few = rows.len() <= 3 && !(goes_on && words.any(|chunk| !is_total(chunk)));
    let is_plain = |chunk: &Chunk<'_>| is_few || !is_total(chunk);
    let words = cover(&|chunk| !chunk.is_figure() && is_plain(chunk), few);
    let figures = cover(&|chunk| chunk.is_figure(), 0);
    let mut out = apart(words, figures, &|figures, words| is_behind(rows, figures, words));
    tell(&mut out, rows);
    with_levels(&mut out, rows);
    out
}

/// Codes that stand further in by their level are one column: those of one line, and longer ones
/// below begin as shorter ones do.
fn with_levels(columns: &mut Vec<Column>, rows: &[&Row<'_>]) {
    let mut first = 0;
    while first + 1 < columns.len() {
        if !is_one_level(columns, first, rows) {
            first += 1;
            continue;
        }
        let next = columns.remove(first + 1);
        if let Some(own) = columns.get_mut(first) {
            own.to = next.to;
        }
    }
}

fn is_one_level(columns: &[Column], first: usize, rows: &[&Row<'_>]) -> bool {
    let codes = |place: usize| -> Vec<&str> {
        rows.iter()
            .flat_map(|row| &row.chunks)
            .filter(|chunk| chunk.kind == Kind::Digits && at(columns, chunk) == Some(place))
            .map(|chunk| chunk.text)
            .collect()
    };
    let is_beside = |row: &&Row<'_>| {
        let has = |place| row.chunks.iter().any(|chunk| at(columns, chunk) == Some(place));
        has(first) && has(first + 1)
    };
    let are_codes = columns
        .get(first..first + 2)
        .is_some_and(|pair| pair.iter().all(|column| column.content == Content::Codes));
    are_codes && !rows.iter().any(is_beside) && {
        let (upper, lower) = (codes(first), codes(first + 1));
        lower.iter().any(|long| upper.iter().any(|short| long.starts_with(short)))
    }
}

/// The stretches that more than a few take.
fn runs(cover: &[usize], few: usize) -> Vec<(usize, usize)> {
    let (mut out, mut open) = (Vec::new(), None);
    for (at, count) in cover.iter().chain(std::iter::once(&0)).enumerate() {
        match (open, *count > few) {
            (None, true) => open = Some(at),
            (Some(from), false) => {
                out.push((from, at));
                open = None;
            }
            _ => {}
        }
    }
    out
}

/// A stretch of columns of characters, and whether words take it.
type Run = (usize, usize, bool);

/// Words and figures to columns: what overlaps is one, but where only edges do, since figures push
/// the words behind them aside on lines of their own, or where lines have both side by side.
fn apart(
    words: Vec<(usize, usize)>,
    figures: Vec<(usize, usize)>,
    is_behind: &dyn Fn((usize, usize), (usize, usize)) -> bool,
) -> Vec<Column> {
    let told = |runs: Vec<(usize, usize)>, is_words: bool| {
        runs.into_iter().map(move |(from, to)| (from, to, is_words))
    };
    let mut all: Vec<Run> = told(words, true).chain(told(figures, false)).collect();
    all.sort_unstable();
    let mut out: Vec<Run> = Vec::new();
    for (from, to, is_words) in all {
        match out.last_mut() {
            Some(last) if last.1 > from => {
                let shared = last.1.min(to) - from;
                let narrow = (last.1 - last.0).min(to - from);
                let is_edge = shared <= 3 && shared * 3 <= narrow;
                let is_beside = || is_words && !last.2 && is_behind((last.0, last.1), (from, to));
                if to > last.1 && (is_edge || is_beside()) {
                    let edge = last.1;
                    out.push((edge, to, is_words));
                } else {
                    last.1 = last.1.max(to);
                    last.2 |= is_words;
                }
            }
            _ => out.push((from, to, is_words)),
        }
    }
    out.into_iter().map(|(from, to, _)| Column { from, to, content: Content::Names }).collect()
}

/// Whether words stand behind figures where lines have both, and reach further right than these
/// where a line has no figure.
fn is_behind(rows: &[&Row<'_>], figures: (usize, usize), words: (usize, usize)) -> bool {
    /// Lines that have both.
    const FEWEST: usize = 2;
    let is_in = |chunk: &Chunk<'_>, run: (usize, usize)| run.0 <= chunk.from && chunk.to <= run.1;
    let own = |chunk: &&Chunk<'_>| !chunk.is_figure() && is_in(chunk, words);
    let is_beyond =
        |chunk: &Chunk<'_>| 2 * chunk.shared(figures.0, figures.1) < chunk.to - chunk.from;
    let is_both = |row: &&&Row<'_>| {
        let mut chunks = row.chunks.iter();
        let is_figure = |chunk: &Chunk<'_>| chunk.is_figure() && is_in(chunk, figures);
        chunks.any(is_figure) && chunks.any(|chunk| own(&chunk))
    };
    rows.iter().flat_map(|row| &row.chunks).filter(own).all(is_beyond)
        && rows.iter().filter(is_both).count() >= FEWEST
}

/// The column that a chunk shares most characters with, else the nearest.
pub(super) fn at(columns: &[Column], chunk: &Chunk<'_>) -> Option<usize> {
    let shared = |column: &Column| chunk.shared(column.from, column.to);
    let near = columns.partition_point(|column| column.to <= chunk.from);
    let over = (near..columns.len())
        .take_while(|at| columns.get(*at).is_some_and(|column| column.from < chunk.to))
        .max_by_key(|at| (columns.get(*at).map_or(0, shared), std::cmp::Reverse(*at)));
    let gap = |at: &usize| {
        columns.get(*at).map(|column| {
            column.from.saturating_sub(chunk.to) + chunk.from.saturating_sub(column.to)
        })
    };
    over.or_else(|| {
        let beside = [near.checked_sub(1), Some(near)].into_iter().flatten();
        beside.filter(|at| *at < columns.len()).min_by_key(gap)
    })
}

/// Says of each column what stands in it.
fn tell(columns: &mut [Column], rows: &[&Row<'_>]) {
    // words, digits, other figures
    let mut counts = vec![(0_usize, 0_usize, 0_usize); columns.len()];
    let mut codes = vec![(usize::MAX, 0_usize); columns.len()];
    for row in rows {
        for chunk in &row.chunks {
            let Some(at) = at(columns, chunk) else { continue };
            let Some(count) = counts.get_mut(at) else { continue };
            match chunk.kind {
                Kind::Words => count.0 += 1,
                Kind::Digits => count.1 += 1,
                _ => count.2 += 1,
            }
            if let Some(code) = codes.get_mut(at).filter(|_| chunk.kind == Kind::Digits) {
                *code = (code.0.min(chunk.text.len()), code.1.max(chunk.text.len()));
            }
        }
    }
    let mut is_left = true;
    for at in 0..columns.len() {
        let (words, digits, others) = counts.get(at).copied().unwrap_or_default();
        let (shortest, longest) = codes.get(at).copied().unwrap_or_default();
        let looks = (shortest == longest && shortest > 1) || shortest >= 3 && longest % 2 == 1;
        let behind = counts.get(at + 1..).unwrap_or(&[]);
        // words stand further right before any amount does
        let before_words = behind
            .iter()
            .find(|(words, digits, others)| words * 2 > digits + others || *others > 0)
            .is_some_and(|(words, digits, others)| words * 2 > digits + others);
        let content = if words > digits + others {
            Content::Names
        } else if others == 0 && digits > 0 && before_words && (is_left || looks) {
            Content::Codes
        } else {
            Content::Figures
        };
        is_left &= content != Content::Figures;
        if let Some(column) = columns.get_mut(at) {
            column.content = content;
        }
    }
}

/// The stretches of columns that are sides of their own: names, then figures, then names again with
/// figures behind them.
pub(super) fn sides(columns: &[Column]) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    for (at, pair) in columns.windows(2).enumerate() {
        let [before, own] = pair else { continue };
        let begins = !before.is_name() && own.is_name();
        let rest = columns.get(at + 1..).unwrap_or(&[]);
        if begins && rest.iter().any(|column| column.content == Content::Figures) {
            starts.push(at + 1);
        }
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(columns.len()));
    starts.iter().copied().zip(ends.collect::<Vec<_>>()).map(|(from, to)| from..to).collect()
}
