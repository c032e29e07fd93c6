//! A table that may have been read wrong: whether what does not hold in it is told.

use super::broken::{BrokenCheck, unexplained};
use super::caught::{caught, is_torn};
use super::said::SaidFigure;
use super::structure::is_slip_of_digit;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckedAt};
use gouji_forms::form::FilledForm;
use gouji_values::document::{Span, TableDoubt};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

/// Checks that came to something, from which on a single one that does not hold is told.
pub(super) const PLENTY: usize = 20;

/// The figures of a check that stand in an area.
pub(in crate::check) fn spans_in(area: Span, check: &Check) -> Vec<Span> {
    let own = check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span);
    own.filter(|span| area.covers(*span)).collect()
}

/// A table that may have been read wrong.
#[derive(Clone, Copy)]
pub(in crate::check) struct DoubtedArea<'w> {
    pub(in crate::check) world: World<'w>,
    pub(in crate::check) area: Span,
    pub(in crate::check) doubt: TableDoubt,
    /// How many checks on its figures were decided.
    pub(in crate::check) decided: usize,
}

impl DoubtedArea<'_> {
    /// Whether checks that do not hold, off by so much each, are few enough for the table to be read
    /// right: very few where one is off by a figure that may stand in a wrong cell.
    fn is_read_right(&self, broken: &[BrokenCheck]) -> bool {
        let count = broken.len();
        match self.doubt {
            TableDoubt::Placed => count * 5 < self.decided,
            TableDoubt::Several => {
                let is_measured = broken.iter().all(|one| one.by.is_some());
                let least = if is_measured { 5 } else { 12 };
                count * least < self.decided && !broken.iter().any(|one| self.is_moved(one))
            }
            TableDoubt::Whole => false,
        }
    }

    /// Whether a check is off by a figure of its rows, or of one beside them: it may lack it, or have
    /// one too many.
    fn is_moved(&self, one: &BrokenCheck) -> bool {
        one.by.is_some_and(|by| self.world.prints_beside(self.area, &one.spans, by))
    }

    /// Whether one check that breaks alone is off by what no misreading explains: by one digit, and
    /// by no figure beside it, which might stand in a wrong cell; among a few checks by a round
    /// amount in a table of amounts that are not round.
    fn is_slip(&self, one: &BrokenCheck) -> bool {
        let Some(by) = one.by else { return false };
        let text = self.world.page.document.text.as_str();
        is_slip_of_digit(by, 0)
            && !self.is_moved(one)
            && !is_torn(text, &one.spans, by)
            && (self.decided >= PLENTY || self.is_round_alone(one, by))
    }

    /// Whether a difference is so round that hardly a figure of the table is: one that is
    /// lacking, or stands in a wrong cell, is not.
    fn is_round_alone(&self, one: &BrokenCheck, by: Decimal) -> bool {
        /// Units of the last decimal.
        const LEAST: i64 = 1_000;
        let mut unit = Decimal::new(1, by.scale());
        let is_large = by >= unit * Decimal::from(LEAST);
        while (by % (unit * Decimal::TEN)).is_zero() && unit < by {
            unit *= Decimal::TEN;
        }
        let (round, all) = self.world.multiples(self.area, unit);
        is_large && one.spans.len() > 1 && all > 2 && round * 10 <= all
    }

    /// Of the checks that do not hold those that are not told; `agrees` tells with which figures
    /// something comes out.
    pub(in crate::check) fn silenced(
        &self,
        mut broken: Vec<BrokenCheck>,
        agrees: &dyn Fn(Span) -> bool,
    ) -> Vec<BrokenCheck> {
        // one comparison that two rules make is one
        let mut each: Vec<BrokenCheck> = Vec::new();
        for one in &broken {
            if !each.iter().any(|known| known.is_same(one)) {
                each.push(one.clone());
            }
        }
        let text = self.world.page.document.text.as_str();
        let caught = caught(text, &each, agrees);
        let others: Vec<BrokenCheck> =
            each.iter().filter(|one| !caught.contains(&one.at)).cloned().collect();
        let mut silent = self.doubted(each);
        // beside what is known to be wrong nothing else may be
        let is_left = |one: &BrokenCheck| {
            !(caught.contains(&one.at)
                || others.len() == 1 && self.is_slip(one)
                || self.is_said_otherwise((&one.spans, one.said.as_ref()), one.by, agrees))
        };
        silent.retain(is_left);
        broken.retain(|one| silent.iter().any(|known| known.is_same(one)));
        broken
    }

    /// Of the checks that do not hold those that rows or columns that were read wrong may explain.
    fn doubted(&self, broken: Vec<BrokenCheck>) -> Vec<BrokenCheck> {
        /// At most this many figures are supposed to be wrong.
        const FEW: usize = 2;
        if !self.is_read_right(&broken) {
            return broken;
        }
        let mut alone = unexplained(FEW, broken.clone());
        match alone.as_slice() {
            [] => alone,
            [one] => {
                if self.is_slip(one) {
                    alone.clear();
                }
                alone
            }
            _ => broken,
        }
    }
}

/// Whether a check of a sentence rests on such a form of the part in which the sentence stands: other
/// parts have tables of their own.
pub(super) fn rests_in_part(
    world: World<'_>,
    check: &Check,
    is_it: impl Fn(&FilledForm) -> bool,
) -> bool {
    let CheckedAt::Sentence(statement, ..) = check.at else { return false };
    let said = world.statement(Paper::OWN, statement as usize);
    let Some(part) = said.and_then(|said| said.part) else { return false };
    let own = world.page.recognition.forms.iter().filter(|filled| filled.part == Some(part));
    let rests = |filled: &FilledForm| {
        check.places().any(|(span, other)| other.is_none() && filled.span.covers(span))
    };
    own.filter(|filled| is_it(filled)).any(rests)
}

impl DoubtedArea<'_> {
    /// Whether a figure of the area, with which other comparisons come out, is said elsewhere with one
    /// other digit, and what is said there stands nowhere in the area: it was not read in a wrong cell.
    fn is_said_otherwise(
        &self,
        (inside, said): (&[Span], Option<&SaidFigure>),
        by: Option<Decimal>,
        agrees: &dyn Fn(Span) -> bool,
    ) -> bool {
        let (Some(said), Some(by), [inside]) = (said, by, inside) else { return false };
        agrees(*inside)
            && !agrees(said.span)
            && said.is_slip(by)
            && !self.world.prints_digits(self.area, said.size)
    }
}
