//! Other readings of a figure that come out to the last digit.
//!
//! A reading fails, and no slip of the pen explains it; but another figure in the place of one of it comes out: 中央50万元、
//! 市级20万元、区级10万元；市级部分比上年的15万元多5万元. Then the sentence was read wrongly more often than it was written
//! wrongly, and nobody is accused.

use super::place::Layout;
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, PAIRS, Reading, Relation, Slot, holds};
use super::slip::is_slip;
use super::token::Tokens;
use super::{Outcome, Told};

/// Figures before and behind one that are tried with it.
const NEAR: usize = 8;
/// The longest list that is tried.
const LIST: usize = 6;
/// The longest list of which some are taken off.
const SIGNED: usize = 4;

/// Leaves open what fails where another reading comes out.
pub(super) fn take_back(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let moves: Vec<Vec<usize>> = told.iter().filter_map(moved).collect();
    for one in told.iter_mut() {
        if !matches!(one.outcome, Outcome::Fails | Outcome::Slipped) {
            continue;
        }
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        let mut figures = tokens.figures.clone();
        let mut readings = one.said.readings.iter();
        let is_one_slip =
            readings.any(|(relation, reading)| is_slip(*relation, reading, &mut figures));
        if !is_one_slip && has_rival((tokens, layout), *relation, reading, &moves) {
            one.outcome = Outcome::Open;
        }
    }
}

/// The figures of a change: what there was, what there is, and by how much it has changed.
fn moved(one: &Told) -> Option<Vec<usize>> {
    let (relation, reading) = one.said.readings.get(one.chosen)?;
    let is_move = matches!(
        relation,
        Relation::Change | Relation::Growth | Relation::GrowthOf | Relation::GrowthBack
    );
    is_move.then(|| reading.figures())
}

/// The figure that the others lead to.
fn outcome(relation: Relation, reading: &Reading) -> Option<usize> {
    let slot = match relation {
        _ if is_share(relation) => Slot::Share,
        Relation::Growth | Relation::GrowthOf | Relation::GrowthBack => Slot::Rate,
        Relation::Change | Relation::Points | Relation::Left | Relation::Score => Slot::Change,
        Relation::Sum | Relation::Balance | Relation::Weighted => Slot::Total,
        _ => return None,
    };
    reading.parts.iter().find(|(own, _)| *own == slot).and_then(|(_, filling)| match filling {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
    })
}

fn is_share(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Share
            | Relation::Completion
            | Relation::CompletionBack
            | Relation::ShareOfSum
            | Relation::ShareOfItems
    )
}

/// Whether another reading of the figure that the others lead to comes out.
fn has_rival(
    (tokens, layout): (&Tokens, &Layout),
    relation: Relation,
    reading: &Reading,
    moves: &[Vec<usize>],
) -> bool {
    let Some(at) = outcome(relation, reading) else { return false };
    let is_rate = tokens.figures.get(at).is_some_and(|own| own.kind == Kind::Percent);
    let place = layout.spots.iter().position(|spot| spot.figure == at);
    let from = place.map_or(0, |place| place.saturating_sub(NEAR));
    let near = layout.spots.iter().skip(from).take(2 * NEAR + 1).map(|spot| spot.figure);
    let near: Vec<usize> = near
        .filter(|figure| *figure != at)
        .filter(|figure| tokens.figures.get(*figure).is_some_and(Quantity::is_figure))
        .collect();
    let failed = reading.figures();
    let shares = |own: &&Vec<usize>| own.iter().filter(|at| failed.contains(at)).count() > 1;
    let moves = if is_share(relation) { &[] } else { moves };
    let one_move = moves.iter().filter(shares).flatten().copied().collect();
    let search = Search { tokens, failed, one_move };
    match relation {
        Relation::Sum | Relation::Balance => search.lists(at, &near),
        Relation::Weighted => search.weights(&near),
        _ if is_rate && is_share(relation) => {
            let of = place.and_then(|place| layout.spots.get(place)).map_or("", |spot| &spot.of);
            let wholes = Wholes { layout, of };
            search.pairs(&near, |two| wholes.may_be(two.1) && search.shares(two, at))
        }
        _ if is_rate => search.pairs(&near, |two| search.grows(two, at)),
        _ => search.differences(at, &near),
    }
}

/// The wholes that a share may be of.
struct Wholes<'t> {
    layout: &'t Layout,
    /// What the words say that it is of; nothing where they do not.
    of: &'t str,
}

impl Wholes<'_> {
    /// Whether words do not say that it is of something else: 占中小企业合同的64%.
    fn may_be(&self, figure: usize) -> bool {
        let name = self.layout.spots.iter().find(|spot| spot.figure == figure);
        let name = name.map_or("", |spot| spot.name.as_str());
        self.of.is_empty() || name.is_empty() || name.contains(self.of) || self.of.contains(name)
    }
}

/// A search for readings that come out.
struct Search<'t> {
    tokens: &'t Tokens,
    /// The figures of the reading that fails.
    failed: Vec<usize>,
    /// The figures of the change that it is of: the words say which of them is which.
    one_move: Vec<usize>,
}

impl Search<'_> {
    fn figure(&self, at: usize) -> Option<&Quantity> {
        self.tokens.figures.get(at)
    }

    fn is_like(&self, a: usize, b: usize) -> bool {
        self.figure(a).zip(self.figure(b)).is_some_and(|(a, b)| a.is_like(b))
    }

    fn is_rate(&self, at: usize) -> bool {
        self.figure(at).is_some_and(|one| one.kind == Kind::Percent)
    }

    /// Whether a reading comes out that takes another figure in the place of one of the reading that fails.
    fn holds(&self, relation: Relation, reading: &Reading) -> bool {
        let own = reading.figures();
        // what shares nothing with it but its outcome says something else of that, and one of the same figures is
        // contradicted by the words
        let shared = own.iter().filter(|at| self.failed.contains(at)).count();
        shared > 1
            && !(shared == own.len() && shared == self.failed.len())
            && !own.iter().all(|at| self.one_move.contains(at))
            && holds(relation, reading, &self.tokens.figures) == Some(true)
    }

    /// Two amounts of one kind, in either order.
    fn pairs(&self, near: &[usize], lead: impl Fn((usize, usize)) -> bool) -> bool {
        near.iter().any(|a| {
            near.iter()
                .any(|b| a != b && self.is_like(*a, *b) && !self.is_rate(*a) && lead((*a, *b)))
        })
    }

    fn shares(&self, (part, whole): (usize, usize), rate: usize) -> bool {
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, rate, 1)];
        self.holds(Relation::Share, &Reading::of(parts))
    }

    fn grows(&self, (one, other): (usize, usize), rate: usize) -> bool {
        [1, -1].into_iter().any(|sign| {
            let of = [(Slot::Value, one, 1), (Slot::Base, other, 1), (Slot::Rate, rate, sign)];
            let back =
                [(Slot::Value, other, 1), (Slot::Change, one, sign), (Slot::Rate, rate, sign)];
            self.holds(Relation::GrowthOf, &Reading::of(of))
                || self.holds(Relation::GrowthBack, &Reading::of(back))
        })
    }

    /// What one amount is more than another.
    fn differences(&self, change: usize, near: &[usize]) -> bool {
        let is_points = self.figure(change).is_some_and(|one| one.kind == Kind::Points);
        near.iter().enumerate().any(|(nth, a)| {
            near.iter().skip(nth + 1).any(|b| {
                let is_of = if is_points { self.is_rate(*a) } else { self.is_like(*a, change) };
                let parts = [(Slot::Value, *a, 1), (Slot::Base, *b, 1), (Slot::Change, change, 1)];
                is_of && self.is_like(*a, *b) && self.holds(Relation::Left, &Reading::of(parts))
            })
        })
    }

    /// What some amounts, one behind the other, come to; of a few some are taken off.
    fn lists(&self, total: usize, near: &[usize]) -> bool {
        let like: Vec<usize> = near.iter().copied().filter(|at| self.is_like(*at, total)).collect();
        (2..=LIST).any(|length| {
            let signs = if length > SIGNED { 1 } else { 1_u32 << length };
            like.windows(length).any(|items| {
                (0..signs).any(|signs| {
                    let sign = |nth: usize| if signs >> nth & 1 == 1 { -1 } else { 1 };
                    let items = items.iter().enumerate().map(|(nth, at)| (*at, sign(nth)));
                    let items: Vec<(usize, i8)> = items.collect();
                    let reading = Reading::of([(Slot::Total, total, 1)]).with_items(&items);
                    self.holds(Relation::Balance, &reading)
                })
            })
        })
    }

    /// Points times weights that come to other points.
    fn weights(&self, near: &[usize]) -> bool {
        let mut all: Vec<usize> = near.iter().chain(&self.failed).copied().collect();
        all.sort_unstable();
        all.dedup();
        let pairs: Vec<(usize, usize)> = all
            .windows(2)
            .filter_map(|pair| match pair {
                [item, weight] if !self.is_rate(*item) && self.is_rate(*weight) => {
                    Some((*item, *weight))
                }
                _ => None,
            })
            .collect();
        let is_item = |at: &usize| pairs.iter().any(|(item, _)| item == at);
        let mut totals = all.iter().filter(|at| !self.is_rate(**at) && !is_item(at));
        (2..=PAIRS.len()).contains(&pairs.len())
            && totals.any(|total| {
                let own = PAIRS.iter().zip(&pairs);
                let parts =
                    own.flat_map(|((item, weight), (a, b))| [(*item, *a, 1), (*weight, *b, 1)]);
                let reading = Reading::of(parts.chain([(Slot::Total, *total, 1)]));
                self.holds(Relation::Weighted, &reading)
            })
    }
}
