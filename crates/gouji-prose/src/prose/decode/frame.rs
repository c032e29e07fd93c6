//! How strong the words of a frame are, and whether it holds.

use super::view::View;
use crate::prose::mistaken::{mistaken, tells_each};
use crate::prose::passage::Passage;
use crate::prose::quantity::Quantity;
use crate::prose::reading::{Filling, Reading, Relation, Said, holds};
use crate::prose::slip::{is_one_slip, is_slip, is_telling};

/// A relation all of whose slots the words fill.
pub(in crate::prose) struct Frame {
    pub(super) relation: Relation,
    pub(super) reading: Reading,
    /// What the words allow as well: it fails only where each of them fails.
    pub(super) others: Vec<Reading>,
    /// The figure that it is said by.
    pub(super) anchor: usize,
    pub(super) strength: Strength,
}

/// How strong the words of a frame are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// They tell any error.
    Sure,
    /// Not strong enough to tell gross errors: it fails only where one slip of the pen explains it.
    Weak,
    /// They tell any error, but most wrong figures keep to the bound: it is proven only where most do not.
    Bound,
    /// They tell any error to one side: what holds is only borne out.
    Side,
    /// They leave open whether all is told: it fails only where one slip explains it that chance hardly does, and holds
    /// only where such a slip of each of its figures would be told.
    Open,
}

impl Frame {
    /// A frame whose words leave one reading.
    pub(super) fn new(relation: Relation, reading: Reading, anchor: usize) -> Self {
        Self { relation, reading, others: Vec::new(), anchor, strength: Strength::Sure }
    }

    /// The same, told as wrong only where one slip explains it.
    pub(super) fn weak(self) -> Self {
        Self { strength: Strength::Weak, ..self }
    }

    /// The same with one more reading for each: that some items go the other way.
    pub(super) fn either_way(mut self, goes: impl Fn(usize) -> bool) -> Self {
        let turned = |reading: &Reading| {
            let mut out = reading.clone();
            for (_, filling) in out.items.iter_mut().flatten() {
                if let Filling::Figure(figure, sign) = filling
                    && goes(*figure)
                {
                    *sign = -*sign;
                }
            }
            out
        };
        let turned: Vec<Reading> = self.readings().map(turned).collect();
        self.others.extend(turned);
        self
    }

    /// The same of a bound that is only said in words.
    pub(super) fn bound(self) -> Self {
        Self { strength: Strength::Bound, ..self }
    }

    /// The same of a sum that may be exceeded to one side.
    pub(super) fn one_sided(self) -> Self {
        Self { strength: Strength::Side, ..self }
    }

    /// The same, open or weak where it is.
    pub(super) fn open_or_weak(self, is_open: bool, is_weak: bool) -> Self {
        match (is_open, is_weak) {
            (true, _) => self.open(),
            (false, true) => self.weak(),
            (false, false) => self,
        }
    }

    /// The same of words that leave open whether all is told.
    pub(super) fn open(self) -> Self {
        Self { strength: Strength::Open, ..self }
    }

    /// Whether it holds, or may be told to fail.
    pub(super) fn may_be_told(&self, passage: &Passage<'_>) -> bool {
        let is_slip = |reading: &Reading| is_one_slip(self.relation, reading, passage);
        let is_held = || self.holds(&passage.tokens.figures).is_some_and(|(is_held, _)| is_held);
        let said = || Said {
            sure: 0,
            readings: vec![(self.relation, self.reading.clone())],
            anchor: self.anchor,
        };
        match self.strength {
            Strength::Sure | Strength::Bound | Strength::Side => true,
            Strength::Weak => is_held() || self.readings().any(is_slip),
            Strength::Open if is_held() => each_slip_tells(passage, &said()),
            Strength::Open => is_slip(&self.reading) && is_telling(&said(), passage, None),
        }
    }

    pub(super) fn readings(&self) -> impl Iterator<Item = &Reading> {
        std::iter::once(&self.reading).chain(&self.others)
    }

    /// Whether one of its readings holds, and the number of the first that does; `None` where nothing can be worked out.
    pub(super) fn holds(&self, figures: &[Quantity]) -> Option<(bool, usize)> {
        let mut each = self
            .readings()
            .enumerate()
            .filter_map(|(nth, reading)| Some((holds(self.relation, reading, figures)?, nth)));
        let first = each.next()?;
        if first.0 { Some(first) } else { each.find(|(is_held, _)| *is_held).or(Some((false, 0))) }
    }

    /// The only one of several readings that one slip explains.
    pub(super) fn slipped(&self, figures: &mut [Quantity]) -> Option<usize> {
        if self.others.is_empty() {
            return None;
        }
        let mut is_slip = |reading: &Reading| is_slip(self.relation, reading, figures);
        let mut found = self.readings().enumerate().filter(|(_, reading)| is_slip(reading));
        let (nth, _) = found.next()?;
        found.next().is_none().then_some(nth)
    }

    /// Whether a frame fails with figures of which one was changed.
    pub(in crate::prose) fn is_broken(&self, changed: usize, figures: &[Quantity]) -> bool {
        self.readings().any(|reading| reading.figures().contains(&changed))
            && self.holds(figures).is_some_and(|(is_held, _)| !is_held)
    }

    /// Whether a frame that holds would fail, were one of its figures another one: its figures are chosen by words, so
    /// each change that rounding does not hide is told. The figures are put back as they are.
    pub(super) fn would_fail(&self, changed: &mut [Quantity]) -> bool {
        if self.strength == Strength::Side {
            return false;
        }
        let (mut told, mut all) = (0_usize, 0_usize);
        for at in self.readings().flat_map(Reading::figures) {
            let Some(printed) = changed.get(at).cloned() else { continue };
            for other in mistaken(&printed) {
                if let Some(figure) = changed.get_mut(at) {
                    *figure = other;
                }
                all += 1;
                told += usize::from(self.is_broken(at, changed));
                if self.strength != Strength::Bound && told > 0 {
                    break;
                }
            }
            if let Some(figure) = changed.get_mut(at) {
                *figure = printed;
            }
            if self.strength != Strength::Bound && told > 0 {
                return true;
            }
        }
        told * 2 > all
    }
}

/// Whether a slip of each figure of what comes out would be told, and not be taken for chance.
pub(super) fn each_slip_tells(passage: &Passage<'_>, said: &Said) -> bool {
    let Some((relation, reading)) = said.readings.first() else { return false };
    let mut changed = passage.tokens.clone();
    tells_each(
        &mut changed,
        |changed| &mut changed.figures,
        (*relation, reading),
        |changed, at| {
            is_telling(said, &Passage::with_lists(changed, passage.layout, Vec::new()), Some(at))
        },
    )
}

/// Adds what is told by figures that no frame is told by yet.
pub(super) fn of_untold(
    view: &View<'_, '_>,
    out: &mut Vec<Frame>,
    frame: fn(&View<'_, '_>, usize) -> Option<Frame>,
) {
    let is_told = |at: &usize| out.iter().any(|own| own.anchor == view.number(*at));
    let open: Vec<usize> = view.places().filter(|at| !is_told(at)).collect();
    out.extend(open.into_iter().filter_map(|at| frame(view, at)));
}
