//! One amount printed in two units: 8,426.50元（0.84万元）, 26,418.3千元，换算为2,641.83万元.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Reading, Relation, Said, Slot};
use super::token::{Sign, What};

/// Reads amounts that are said again in another unit.
pub(crate) fn conversions(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        let other = in_bracket(passage, spot).or_else(|| in_words(passage, at, spot));
        if let Some(other) = other
            && in_two_units(passage, spot, other)
        {
            let reading =
                Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, other.figure, 1)]);
            out.extend(said(spot, vec![(Relation::Same, reading)], Vec::new()));
        }
    }
}

fn in_two_units(passage: &Passage<'_>, spot: &Spot, other: &Spot) -> bool {
    let is_plain = |spot: &Spot| passage.is_figure(spot) && spot.row.is_none();
    let figures = passage.figure(spot).zip(passage.figure(other));
    is_plain(spot)
        && is_plain(other)
        && figures.is_some_and(|(a, b)| {
            a.kind == Kind::Money
                && b.kind == Kind::Money
                && !a.is_per
                && !b.is_per
                && a.unit != b.unit
        })
}

/// The amount directly before one that a word says is the same: 0.5亿元，折5,000万元.
fn in_words<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Option<&'b Spot> {
    let (_, other) = passage.before(at).next()?;
    let (a, b) = (passage.figure(other)?, passage.figure(spot)?);
    let between = passage.tokens.text(a.chars.end, b.chars.start);
    let word = between.trim_start_matches([',', '(']);
    let is_one = other.role == Role::Value && other.clause <= spot.clause;
    (is_one && passage.tokens.is_word("converts", word)).then_some(other)
}

/// The amount that a bracket with nothing but another stands directly behind.
fn in_bracket<'b>(passage: &Passage<'b>, spot: &Spot) -> Option<&'b Spot> {
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    let what = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| token.what);
    let is_alone = what(at.checked_sub(1)) == Some(What::Sign(Sign::Open))
        && what(Some(at + 1)) == Some(What::Sign(Sign::Close));
    let Some(What::Figure(figure)) = what(at.checked_sub(2)).filter(|_| is_alone) else {
        return None;
    };
    passage.spot_of(figure)
}
