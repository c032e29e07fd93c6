//! Aligns the tokens of a row to typed columns where blank cells are gone and labels are wrapped.
//!
//! In: tokens in reading order and the columns that they may stand in. Out: the cheapest
//! assignments that keep the order. A token goes where its type fits; a column may be skipped (its
//! cell was blank); a wrapped text is joined. All cheapest assignments that place the figures
//! differently are given, so that nothing is guessed silently.

mod cost;

use super::token::{FigureToken, TokenClass};
use cost::{fit, join, skip, wraps};
use gouji_rules::ruleset::ColumnKind;

/// A place in a row: column of the form, and side or repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SlotAt {
    pub(super) group: usize,
    pub(super) column: usize,
    pub(super) kind: ColumnKind,
}

/// Where each token went: index of its slot, or `None` for a token that fits nowhere.
pub(super) type Assignment = Vec<Option<usize>>;

/// The cheapest assignments of a row.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    pub(super) cost: u32,
    /// Each places the figures differently; one if the row is certain.
    pub(super) best: Vec<Assignment>,
    /// Tokens that fit nowhere.
    pub(super) stray: usize,
}

/// At most so many assignments are told apart.
const MOST: usize = 600;
/// Steps of the walk over the cheapest assignments: where words alone fit in many ways there are
/// more than matter.
const STEPS: usize = 60_000;
/// A token that fits nowhere.
const STRAY: u32 = 70;
/// A mark for nothing that is left out.
const MARK: u32 = 20;
/// A line number with nothing behind it.
const BARE_LINE: u32 = 10;
/// Costs are compared exactly; these are tenths.
const NO: u32 = u32::MAX / 4;

/// What is known of a row before it is aligned.
pub(super) struct Hints<'a> {
    /// The line number expected next, by side; `None` before the first.
    pub(super) expected_line: &'a [Option<u32>],
    /// It is a total row: no targets, rates or remarks.
    pub(super) is_total: bool,
    /// Repetitions fold into one list: an empty one costs nothing.
    pub(super) folds: bool,
}

/// The places of a row, with what is the same for all rows.
pub(super) struct Slots<'a> {
    at: &'a [SlotAt],
    /// Of each slot, and of the end behind all slots; in an ordinary row, and in a total row.
    facts: [Vec<SlotFacts>; 2],
    has_code: bool,
}

impl<'a> Slots<'a> {
    pub(super) fn new(at: &'a [SlotAt]) -> Self {
        let facts = [false, true]
            .map(|is_total| (0..=at.len()).map(|slot| SlotFacts::of(at, slot, is_total)).collect());
        Self { at, facts, has_code: at.iter().any(|slot| slot.kind == ColumnKind::Code) }
    }
}

/// Finds the cheapest assignments.
pub(super) fn align(tokens: &[FigureToken], known: &Slots<'_>, hints: &Hints<'_>) -> Alignment {
    let (slots, has_code) = (known.at, known.has_code);
    let [ordinary, total] = &known.facts;
    let mut search = Search {
        tokens,
        slots,
        facts: if hints.is_total { total } else { ordinary },
        hints,
        width: slots.len() + 1,
        fits: Vec::with_capacity(tokens.len() * slots.len()),
        strays: tokens
            .iter()
            .map(|token| if token.class == TokenClass::Mark { MARK } else { STRAY })
            .collect(),
        joins: Vec::with_capacity(tokens.len()),
        costs: Vec::new(),
    };
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        // a wrapped text that is not joined although it fills its line
        let torn = if before.is_some_and(|before| wraps(before, token)) { 8 } else { 0 };
        // neighbours of one kind and group are alike, but for the levels of a code
        let mut known: Option<(&SlotAt, u32)> = None;
        search.fits.extend(slots.iter().map(|at| match known {
            Some((alike, cost))
                if alike.kind == at.kind
                    && alike.group == at.group
                    && at.kind != ColumnKind::Code =>
            {
                cost
            }
            _ => {
                let cost = fit(token, at, slots, hints, has_code).map_or(NO, |cost| cost + torn);
                known = Some((at, cost));
                cost
            }
        }));
        let join = |is_target: bool| {
            before.and_then(|before| join(before, token, is_target)).unwrap_or(NO)
        };
        search.joins.push([join(false), join(true)]);
    }
    search.work_out();
    let cost = search.cheapest(0, 0, false);
    let mut best: Vec<Assignment> = Vec::new();
    let mut walk = Walk { path: Vec::new(), left: STEPS };
    search.collect(0, 0, false, cost, &mut walk, &mut best);
    // what could not be told to the end is not told at all
    if walk.left == 0 && best.len() < 2 {
        best.clear();
    }
    let stray = best.first().map_or(tokens.len(), |first| {
        first
            .iter()
            .zip(tokens)
            .filter(|(slot, token)| slot.is_none() && token.class != TokenClass::Mark)
            .count()
    });
    Alignment { cost, best, stray }
}

/// A walk over the cheapest assignments.
struct Walk {
    path: Assignment,
    /// Steps that may still be taken.
    left: usize,
}

struct Search<'a> {
    tokens: &'a [FigureToken],
    slots: &'a [SlotAt],
    hints: &'a Hints<'a>,
    width: usize,
    /// What it costs to put each token into each slot; [`NO`] where its type does not fit.
    fits: Vec<u32>,
    /// What it costs to leave each token out.
    strays: Vec<u32>,
    /// What it costs to join each token to the one before it, in a slot of words and in one of
    /// targets.
    joins: Vec<[u32; 2]>,
    facts: &'a [SlotFacts],
    /// What the rest costs from each state on, by token and slot: where the token before may not
    /// be joined, and where it may.
    costs: Vec<[u32; 2]>,
}

/// What is the same for a slot whatever the tokens.
#[derive(Clone, Copy)]
struct SlotFacts {
    /// Cost of leaving it empty.
    skip: u32,
    /// It is the first of its side or repetition.
    begins: bool,
    /// Slots of its side or repetition from it on.
    rest: usize,
    /// Where among these the line number stands.
    line: Option<usize>,
    /// The slot before it holds the line number of the same side.
    after_line: bool,
    /// The slot before it holds texts that may be wrapped: which of [`Search::joins`].
    wraps: Option<usize>,
}

impl SlotFacts {
    /// Of a slot, or of the end behind all slots.
    fn of(slots: &[SlotAt], slot: usize, is_total: bool) -> Self {
        let own = slots.get(slot..).unwrap_or(&[]);
        let group = own.first().map(|at| at.group);
        let rest = own.iter().take_while(|next| Some(next.group) == group).count();
        let before = slot.checked_sub(1).and_then(|before| slots.get(before));
        Self {
            skip: own.first().map_or(0, |at| skip(slots, slot, at, is_total)),
            begins: before.is_none_or(|before| Some(before.group) != group),
            rest,
            line: own
                .iter()
                .take(rest)
                .position(|next| next.kind == ColumnKind::Line)
                .filter(|offset| *offset > 0),
            after_line: before.is_some_and(|before| {
                before.kind == ColumnKind::Line && Some(before.group) == group
            }),
            wraps: before.and_then(|before| match before.kind {
                ColumnKind::Label | ColumnKind::Group | ColumnKind::Text | ColumnKind::Grade => {
                    Some(0)
                }
                ColumnKind::Target => Some(1),
                _ => None,
            }),
        }
    }
}

/// A step from one state to the next.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    /// Tokens taken: 0 or 1.
    takes: usize,
    slot: usize,
    joinable: bool,
    placed: Option<Option<usize>>,
}

impl Search<'_> {
    /// The steps from a state: `slot` is the next free slot; `joinable` says that the token before
    /// went to `slot - 1`.
    fn steps(&self, token: usize, slot: usize, joinable: bool, mut each: impl FnMut(Step)) {
        if let Some(stray) = self.strays.get(token).copied() {
            if slot < self.slots.len()
                && let Some(cost) = self
                    .fits
                    .get(token * self.slots.len() + slot)
                    .copied()
                    .filter(|cost| *cost < NO)
            {
                each(Step {
                    cost,
                    takes: 1,
                    slot: slot + 1,
                    joinable: true,
                    placed: Some(Some(slot)),
                });
            }
            if joinable && let Some(step) = self.joined(token, slot) {
                each(step);
            }
            each(Step { cost: stray, takes: 1, slot, joinable: false, placed: Some(None) });
        }
        let (Some(facts), Some(at)) = (self.facts.get(slot), self.slots.get(slot)) else { return };
        each(Step { cost: facts.skip, takes: 0, slot: slot + 1, joinable: false, placed: None });
        if facts.begins {
            each(Step {
                cost: self.empty_group(),
                takes: 0,
                slot: slot + facts.rest,
                joinable: false,
                placed: None,
            });
            if let Some(offset) = self.bare_line(token, facts, at) {
                each(Step {
                    cost: BARE_LINE,
                    takes: 0,
                    slot: slot + offset,
                    joinable: false,
                    placed: None,
                });
            }
        }
        if joinable && let Some(step) = self.past_line(slot) {
            each(step);
        }
    }

    /// The step that joins a token to the one before, which went to the slot before.
    fn joined(&self, token: usize, slot: usize) -> Option<Step> {
        let at = slot.checked_sub(1)?;
        let which = self.facts.get(slot)?.wraps?;
        let cost = self.joins.get(token)?.get(which).copied().filter(|cost| *cost < NO)?;
        Some(Step { cost, takes: 1, slot, joinable: true, placed: Some(Some(at)) })
    }

    /// Behind the line number nothing is printed.
    fn past_line(&self, slot: usize) -> Option<Step> {
        let facts = self.facts.get(slot).filter(|facts| facts.after_line && facts.rest > 0)?;
        Some(Step {
            cost: BARE_LINE,
            takes: 0,
            slot: slot + facts.rest,
            joinable: false,
            placed: None,
        })
    }

    /// Every step leads to a later token or slot: from the end backwards each state is worked out
    /// once. These are the steps of [`Search::steps`], put together for all slots of a token at
    /// once, since there are most of them.
    fn work_out(&mut self) {
        let (tokens, width) = (self.tokens.len(), self.width);
        let mut costs = vec![[0; 2]; (tokens + 1) * width];
        for token in (0..=tokens).rev() {
            let (here, behind) = costs.split_at_mut((token + 1) * width);
            let here = here.get_mut(token * width..).unwrap_or_default();
            let fits = self.fits.get(token * self.slots.len()..).unwrap_or(&[]);
            let joins = self.joins.get(token);
            let stray = self.strays.get(token);
            for (slot, facts) in self.facts.iter().enumerate().rev() {
                let (mut alone, mut joined) = (NO, NO);
                if let (Some(stray), Some([unjoined, open])) = (stray, behind.get(slot)) {
                    alone = stray.saturating_add(*unjoined);
                    if let Some(cost) = facts.wraps.and_then(|which| joins?.get(which)) {
                        joined = cost.saturating_add(*open);
                    }
                    if let (Some(cost), Some([_, open])) =
                        (fits.get(slot), behind.get(slot + 1).filter(|_| slot + 1 < width))
                    {
                        alone = alone.min(cost.saturating_add(*open));
                    }
                }
                let on = |cost: u32, by: usize| {
                    here.get(slot + by).map_or(NO, |[alone, _]| cost.saturating_add(*alone))
                };
                match self.slots.get(slot) {
                    Some(at) => {
                        alone = alone.min(on(facts.skip, 1));
                        if facts.begins {
                            alone = alone.min(on(self.empty_group(), facts.rest));
                            if let Some(offset) = self.bare_line(token, facts, at) {
                                alone = alone.min(on(BARE_LINE, offset));
                            }
                        }
                        if facts.after_line && facts.rest > 0 {
                            joined = joined.min(on(BARE_LINE, facts.rest));
                        }
                    }
                    None if token == tokens => alone = 0,
                    None => {}
                }
                if let Some(place) = here.get_mut(slot) {
                    *place = [alone.min(NO), alone.min(joined).min(NO)];
                }
            }
        }
        self.costs = costs;
    }

    fn cheapest(&self, token: usize, slot: usize, joinable: bool) -> u32 {
        self.costs
            .get(token * self.width + slot)
            .map_or(NO, |[alone, open]| if joinable { *open } else { *alone })
    }

    /// What it costs that nothing stands in a side or repetition.
    fn empty_group(&self) -> u32 {
        if self.hints.folds { 0 } else { 20 }
    }

    /// Where the line number stands of an empty side that prints it all the same.
    fn bare_line(&self, token: usize, facts: &SlotFacts, at: &SlotAt) -> Option<usize> {
        let line = self.tokens.get(token).and_then(FigureToken::integer)?;
        facts.line.filter(|_| self.hints.expected_line.get(at.group) == Some(&Some(line)))
    }

    fn collect(
        &self,
        token: usize,
        slot: usize,
        joinable: bool,
        budget: u32,
        walk: &mut Walk,
        best: &mut Vec<Assignment>,
    ) {
        if best.len() >= MOST || walk.left == 0 {
            return;
        }
        walk.left -= 1;
        if token == self.tokens.len() && slot == self.slots.len() {
            if !best.iter().any(|known| self.same_figures(known, &walk.path)) {
                best.push(walk.path.clone());
            }
            return;
        }
        self.steps(token, slot, joinable, |step| {
            if step.cost > budget {
                return;
            }
            let rest = self.cheapest(token + step.takes, step.slot, step.joinable);
            if step.cost.saturating_add(rest) == budget {
                walk.path.extend(step.placed);
                self.collect(token + step.takes, step.slot, step.joinable, rest, walk, best);
                if step.placed.is_some() {
                    walk.path.pop();
                }
            }
        });
    }

    /// Whether two assignments put every figure in the same column; in a folded list the repetition
    /// does not matter.
    fn same_figures(&self, a: &Assignment, b: &Assignment) -> bool {
        let place = |slot: &Option<usize>| {
            slot.and_then(|slot| self.slots.get(slot))
                .map(|at| (if self.hints.folds { 0 } else { at.group }, at.column))
        };
        self.tokens.iter().zip(a.iter().zip(b)).all(|(token, (a, b))| {
            !matches!(token.class, TokenClass::Number(_)) || place(a) == place(b)
        })
    }
}
