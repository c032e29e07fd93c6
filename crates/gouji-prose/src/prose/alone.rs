//! Figures that one slip makes part of what is said, and that nothing else explains.
//!
//! The words claim a sum or a product, leave open which figures it is of, and no reading comes out: 小学26,450人，每人720元，需
//! 1,904.40万元；初中13,820人，每人940元，需1,229.08万元. Where one wrong digit of a long figure lets one come out, and the figure
//! comes out with no others of the passage whatever they are, that digit is wrong: a right figure is seldom alone.

use super::candidates::Candidates;
use super::outcome::{Outcome, Told};
use super::place::Layout;
use super::quantity::Kind;
use super::reading::{Reading, Relation, holds};
use super::slip::mistaken_figures;
use super::token::Tokens;

/// A shorter figure comes out by chance.
const LEAST: usize = 4;
/// One figure stands at most this many clauses behind the other.
const APART: usize = 2;
/// A longer passage is not looked at.
const MOST: usize = 40;

/// Tells of what is open that one slip explains it.
pub(super) fn tell(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let is_claim = |one: &Told| {
        let claims = |(relation, _): &(Relation, Reading)| {
            matches!(relation, Relation::Sum | Relation::Product)
        };
        one.outcome == Outcome::Open && one.said.readings.first().is_some_and(claims)
    };
    if tokens.figures.len() > MOST || !told.iter().any(is_claim) {
        return;
    }
    let mut explained: Vec<usize> = Vec::new();
    for one in told.iter().filter(|one| one.outcome.agrees()) {
        let own = one.said.readings.get(one.chosen).map(|(_, reading)| reading.figures());
        explained.extend(own.into_iter().flatten());
    }
    let mut figures = tokens.figures.clone();
    for one in told.iter_mut().filter(|one| is_claim(one)) {
        // of a list all of it: parts of it meet many totals
        let longest = one.said.readings.iter().map(|(_, own)| own.items.len()).max();
        let chosen = one.said.readings.iter().position(|(relation, reading)| {
            if Some(reading.items.len()) != longest || !is_together(tokens, layout, reading) {
                return false;
            }
            let mut slips = mistaken_figures(*relation, reading, &mut figures).into_iter();
            slips.any(|at| {
                figures.get(at).is_some_and(|figure| figure.telling_digits() >= LEAST)
                    && !explained.contains(&at)
                    && !comes_out(tokens, layout, at)
            })
        });
        if let Some(chosen) = chosen {
            (one.chosen, one.outcome) = (chosen, Outcome::Slipped);
        }
    }
}

/// Whether the figures of a reading are printed as numbers and stand in clauses beside each other.
fn is_together(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let own = reading.figures();
    let is_number = |at: &usize| tokens.figures.get(*at).is_some_and(|figure| !figure.is_spelled);
    let spots = layout.spots.iter().filter(|spot| own.contains(&spot.figure));
    let mut clauses: Vec<usize> = spots.map(|spot| spot.clause).collect();
    clauses.sort_unstable();
    own.iter().all(is_number)
        && clauses.windows(2).all(|pair| matches!(pair, [a, b] if *b <= *a + APART))
}

/// Whether a figure comes out with others of its passage, whatever they are.
pub(super) fn comes_out(tokens: &Tokens, layout: &Layout, own: usize) -> bool {
    let near = Candidates::around(tokens, layout, own);
    let ask = |relation: Relation, reading: &Reading| {
        reading.figures().contains(&own) && holds(relation, reading, &tokens.figures) == Some(true)
    };
    let is_total = |at: usize| near.differences(at, &ask) || near.lists(at, &ask);
    let is_rate = |at: usize| near.shares(at, &ask) || near.growths(at, &ask);
    near.like(own).into_iter().any(is_total)
        || near.of_kind(Kind::Percent).any(is_rate)
        || near.is_in_product(own)
}

/// Whether something of its passage has grown by a rate, or two figures of it differ by an amount of several digits: others than
/// those that a reading is of.
pub(super) fn changes_by(tokens: &Tokens, layout: &Layout, own: usize, read: &Reading) -> bool {
    /// A shorter amount is a difference by chance.
    const LONG: usize = 3;
    let known = read.figures();
    let ask = |relation: Relation, reading: &Reading| {
        reading.figures().iter().any(|figure| !known.contains(figure))
            && holds(relation, reading, &tokens.figures) == Some(true)
    };
    let near = Candidates::around(tokens, layout, own);
    let is_long = tokens.figures.get(own).is_some_and(|own| own.telling_digits() >= LONG);
    match near.kind(own) {
        Some(Kind::Percent) => near.growths(own, &ask),
        Some(Kind::Money) => is_long && near.differences(own, &ask),
        _ => false,
    }
}
