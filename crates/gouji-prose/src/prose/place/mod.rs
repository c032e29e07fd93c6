//! Where each figure of a passage stands: sentence, group of clauses, clause, bracket; and what
//! part it plays there.

mod ends;
mod role;
mod row;
mod spot;
mod words_before;

use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;
use row::rows;
pub(super) use spot::compared;
use spot::spots;

/// The part that a figure plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A fact of its own.
    Value,
    /// A change, by this direction; 0: not said.
    Change(i8),
    /// How much was put on or taken off between two figures.
    Adjust(i8),
    /// A rate of change.
    Rate(i8),
    /// A change of percentage points.
    Points(i8),
    /// What a fact is compared with.
    Base,
    /// What a fact is said to be above or below, or by how much.
    Beside(i8),
    /// The beginning of a from–to.
    From,
    /// Its end.
    To(i8),
    /// A share.
    Share,
    /// The whole that a share names.
    WholeOf,
    /// A ratio of what was done to what was planned.
    Complete,
    /// The plan that a ratio names.
    PlanOf,
    /// A rate with a name of its own: 审减率.
    Named,
    /// An amount for each.
    Per,
    /// What is left between two figures.
    Left,
    /// Points that can be had, were taken, were got.
    Weight,
    /// Points taken away.
    Deduct,
    /// Points that were got.
    Got,
}

/// Which time or stage a fact is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The period before.
    pub is_last: bool,
    /// A year that is named.
    pub year: Option<i32>,
    /// At the beginning, at the end.
    pub edge: Option<Class>,
    /// The stage: one of the plan classes, or done.
    pub stage: Option<Class>,
}

impl When {
    /// Whether it is of a budget or plan, of whatever stage.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.stage.is_some_and(Class::is_plan)
    }

    /// Whether words name a year for both times, and another one for each.
    #[must_use]
    pub fn is_of_other_year(&self, other: Self) -> bool {
        self.year.zip(other.year).is_some_and(|(own, other)| own != other)
    }
}

/// A figure in its place.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its number in [`Tokens::figures`].
    pub figure: usize,
    /// Its part.
    pub role: Role,
    /// Time and stage.
    pub when: When,
    /// Number of its stream: 0 outside brackets.
    pub stream: usize,
    /// Number of its sentence.
    pub sentence: usize,
    /// Number of its group of clauses, parted by semicolons.
    pub segment: usize,
    /// Number of its clause.
    pub clause: usize,
    /// What stands between it and the figure or clause mark before it.
    pub pre: std::ops::Range<usize>,
    /// Words of roles there, in order.
    pub words: Vec<Class>,
    /// What it is of, without words of roles.
    pub name: String,
    /// The same with all words.
    pub raw: String,
    /// What a share or ratio is of.
    pub of: String,
    /// The time or stage that it is compared with, where the clauses before say so.
    pub against: Option<When>,
    /// A total stands directly before it: 合计, 共.
    pub is_sum: bool,
    /// A mark of items stands between it and the figure before it, and hardly anything else.
    pub goes_on: bool,
    /// The sign before its clause or item.
    pub opened: Option<Sign>,
    /// Several figures side by side: number of the group, which of them, how many.
    pub row: Option<(usize, usize, usize)>,
}

/// A bracket, or all outside of brackets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    /// Tokens, by number.
    pub tokens: Vec<usize>,
    /// The figure directly before the bracket.
    pub anchor: Option<usize>,
}

/// A passage laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Brackets.
    pub streams: Vec<Stream>,
    /// Figures in reading order.
    pub spots: Vec<Spot>,
}

impl Layout {
    /// The number of the place of a figure; places stand in the order of their figures.
    #[must_use]
    pub(crate) fn place_of(&self, figure: usize) -> Option<usize> {
        let at = self.spots.partition_point(|spot| spot.figure < figure);
        self.spots.get(at).filter(|spot| spot.figure == figure).map(|_| at)
    }

    /// The place of a figure.
    #[must_use]
    pub(crate) fn spot_of(&self, figure: usize) -> Option<&Spot> {
        self.spots.get(self.place_of(figure)?)
    }
}

/// Lays a passage out.
#[must_use]
pub(crate) fn layout(tokens: &Tokens) -> Layout {
    let streams = streams(tokens);
    let mut out = Layout { streams, spots: Vec::new() };
    // sentence and group of clauses of each figure that has its place
    let mut places = vec![None; tokens.figures.len()];
    for stream in 0..out.streams.len() {
        let from = out.spots.len();
        spots(tokens, stream, &mut out, &places);
        for spot in out.spots.get(from..).unwrap_or(&[]) {
            if let Some(place) = places.get_mut(spot.figure) {
                *place = Some((spot.sentence, spot.segment));
            }
        }
    }
    out.spots.sort_by_key(|spot| spot.figure);
    rows(tokens, &mut out.spots);
    out
}

/// Brackets with figures are streams of their own; a bracket around one figure behind words is no
/// bracket.
fn streams(tokens: &Tokens) -> Vec<Stream> {
    const DEEPEST: usize = 8;
    let mut out = vec![Stream::default()];
    let mut open: Vec<usize> = vec![0];
    let mut transparent: Vec<bool> = Vec::new();
    let mut has_figure: Vec<bool> = Vec::new();
    let list = &tokens.tokens;
    for (at, token) in list.iter().enumerate() {
        let current = open.last().copied().unwrap_or(0);
        match token.what {
            What::Sign(Sign::Open) => {
                let close = closing(tokens, at);
                let inner = list.get(at + 1..close).unwrap_or(&[]);
                let figures =
                    inner.iter().filter(|token| matches!(token.what, What::Figure(_))).count();
                has_figure.push(figures > 0);
                let anchor = anchor_of(tokens, at);
                let is_apposition = figures == 1
                    && anchor.is_none()
                    && inner.iter().all(|token| {
                        matches!(
                            token.what,
                            What::Figure(_)
                                | What::Word(
                                    Class::Filler | Class::Plan | Class::Weight | Class::Factor
                                )
                        )
                    });
                // 增加5万元（12.5%）
                let is_rate = figures == 1
                    && anchor.is_some_and(|anchor| is_change(tokens, at, anchor))
                    && inner.iter().all(|token| match token.what {
                        What::Figure(figure) => is_percent(tokens, figure),
                        What::Word(class) => class.is_way(),
                        _ => false,
                    });
                let is_apposition = is_apposition || is_rate;
                if figures == 0 || is_apposition || open.len() > DEEPEST || close >= list.len() {
                    transparent.push(true);
                    if (figures == 0 || close >= list.len())
                        && let Some(stream) = out.get_mut(current)
                    {
                        stream.tokens.push(at);
                    }
                    continue;
                }
                transparent.push(false);
                out.push(Stream { tokens: Vec::new(), anchor });
                open.push(out.len() - 1);
            }
            What::Sign(Sign::Close) => {
                has_figure.pop();
                if transparent.pop() == Some(false) {
                    open.pop();
                }
            }
            What::Sign(Sign::Edge) => {
                open.truncate(1);
                transparent.clear();
                has_figure.clear();
                if let Some(stream) = out.first_mut() {
                    stream.tokens.push(at);
                }
            }
            // of a bracket without figures the words tell nothing of those outside
            What::Word(_)
                if transparent.last() == Some(&true)
                    && !has_figure.last().copied().unwrap_or(false) => {}
            _ => {
                if let Some(stream) = out.get_mut(current) {
                    stream.tokens.push(at);
                }
            }
        }
    }
    out
}

/// The figure that a bracket stands behind: directly, or behind what is counted: 14个子项（….
fn anchor_of(tokens: &Tokens, bracket: usize) -> Option<usize> {
    /// A longer text is no longer what is counted.
    const LONGEST: usize = 8;
    let token = |back: usize| bracket.checked_sub(back).and_then(|at| tokens.tokens.get(at));
    match token(1)?.what {
        What::Figure(figure) => Some(figure),
        What::Text if token(1)?.to - token(1)?.from <= LONGEST => match token(2)?.what {
            What::Figure(figure) => Some(figure).filter(|figure| {
                tokens.figures.get(*figure).is_some_and(|figure| figure.kind == Kind::Count)
            }),
            _ => None,
        },
        _ => None,
    }
}

/// Where the bracket ends that opens at a token, if it says what another number than this one counts.
pub(super) fn end_of_counted(tokens: &Tokens, open: usize, spot: &Spot) -> Option<usize> {
    let figure = anchor_of(tokens, open).filter(|figure| *figure != spot.figure)?;
    let is_count = tokens.figures.get(figure).is_some_and(|own| own.kind == Kind::Count);
    is_count.then(|| closing(tokens, open))
}

fn is_percent(tokens: &Tokens, figure: usize) -> bool {
    tokens.figures.get(figure).is_some_and(|figure| figure.kind == Kind::Percent)
}

/// Whether the figure before a bracket is an amount by which something grows or falls.
fn is_change(tokens: &Tokens, bracket: usize, figure: usize) -> bool {
    let is_amount = tokens
        .figures
        .get(figure)
        .is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count));
    let word = bracket
        .checked_sub(2)
        .and_then(|last| role::last_word(tokens, last))
        .is_some_and(|class| class.is_way());
    is_amount && word
}

/// The bracket that closes one, or the end of the paragraph.
fn closing(tokens: &Tokens, open: usize) -> usize {
    const FAR: usize = 400;
    let mut depth = 0_usize;
    for (at, token) in tokens.tokens.iter().enumerate().skip(open).take(FAR) {
        match token.what {
            What::Sign(Sign::Open) => depth += 1,
            What::Sign(Sign::Close) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            What::Sign(Sign::Edge) => break,
            _ => {}
        }
    }
    tokens.tokens.len()
}
