//! Frames of the relations that rule files declare: each role is taken by one figure within the reach of the relation,
//! and no word between them is left unexplained.
//!
//! What is nearly such a frame is told to be open, with the reason: two figures could fill a slot, a word stands
//! between that no role explains, a figure is not meant exactly, the figures are of two times.

use super::super::declared::{DeclaredRelation, REACHES, RoleFit, RoleReach};
use super::super::reading::{Reading, Relation, Said, Slot};
use super::super::words::Class;
use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::{View, is_plain};
use crate::prose::outcome::{FrameDoubt, Outcome, Told};
use crate::prose::place::{Role, Spot, When};
use crate::prose::token::{Sign, Token, What};
use std::collections::BTreeMap;

/// Readings of a relation that is open, at most.
const MOST: usize = 8;

/// Finds them; what is open for a reason goes to `open`.
pub(super) fn frames(
    view: &View<'_, '_>,
    out: &mut Vec<Frame>,
    untaught: &[Untaught],
    open: &mut Vec<Told>,
) {
    let declared = &view.passage.tokens.lists.declared;
    let near = declared.near(view.passage.tokens);
    if near.is_empty() {
        return;
    }
    let fits: Vec<Option<RoleFit<'_>>> = view
        .places()
        .map(|at| declared.row_of(view.passage.tokens, view.number(at), None))
        .collect();
    let lists = ToldLists::of(out, untaught);
    for relation in near {
        for places in groups(view, relation, &fits) {
            let found = Found { view, relation, fits: &fits, lists: &lists };
            match found.frame(&places) {
                Ok(frame) => {
                    // a rule's own words come before what the program makes of the same figures
                    let own = super::subject::figures(&frame.reading);
                    out.retain(|other| {
                        matches!(other.relation, Relation::Declared(_))
                            || super::subject::figures(&other.reading) != own
                    });
                    out.push(frame);
                }
                Err(doubt) => open.push(found.told(&places, doubt)),
            }
        }
    }
}

/// The places that each slot of a relation may be filled from, for each stretch of text that it reaches and in which
/// each has one.
fn groups(
    view: &View<'_, '_>,
    relation: &DeclaredRelation,
    fits: &[Option<RoleFit<'_>>],
) -> Vec<Vec<Vec<usize>>> {
    // the narrowest stretch that fills all slots: 债券甲本金…，利率…，利息…；债券乙本金…，利率…，利息…
    let reaches = REACHES.iter().map(|(reach, _)| *reach);
    let mut within = reaches.take_while(|reach| *reach != relation.reach).collect::<Vec<_>>();
    within.push(relation.reach);
    let found = within.into_iter().map(|reach| groups_of(view, relation, fits, reach));
    found.into_iter().find(|groups| !groups.is_empty()).unwrap_or_default()
}

/// The same for the stretches of one width.
fn groups_of(
    view: &View<'_, '_>,
    relation: &DeclaredRelation,
    fits: &[Option<RoleFit<'_>>],
    reach: RoleReach,
) -> Vec<Vec<Vec<usize>>> {
    let stretch = |spot: &Spot| match reach {
        RoleReach::Clause => [spot.sentence, spot.segment, spot.clause, spot.stream],
        RoleReach::Segment => [spot.sentence, spot.segment, 0, 0],
        RoleReach::Sentence => [spot.sentence, 0, 0, 0],
        RoleReach::Passage => [0; 4],
    };
    let mut out: BTreeMap<[usize; 4], Vec<Vec<usize>>> = BTreeMap::new();
    for at in view.places() {
        let role = fits.get(at).and_then(Option::as_ref).map(|fit| fit.row.role.as_str());
        let slot = relation.roles.iter().position(|own| Some(own.as_str()) == role);
        let (Some(slot), Some(spot)) = (slot, view.spot(at)) else { continue };
        let slots =
            out.entry(stretch(spot)).or_insert_with(|| vec![Vec::new(); relation.roles.len()]);
        slots.get_mut(slot).into_iter().for_each(|own| own.push(at));
    }
    let is_filled = |slots: &Vec<Vec<usize>>| slots.iter().all(|slot| !slot.is_empty());
    out.into_values().filter(is_filled).flat_map(|slots| by_time(view, slots)).collect()
}

/// The same for each time, where the words tell several and each slot has one figure of each time that it has figures of.
fn by_time(view: &View<'_, '_>, slots: Vec<Vec<usize>>) -> Vec<Vec<Vec<usize>>> {
    let mut all: Vec<usize> = slots.iter().flatten().copied().collect();
    all.sort_unstable();
    // what names no time is of that of the figure before it
    let mut last = When::default();
    let mut times: Vec<((bool, Option<Class>, Option<i32>), Vec<usize>)> = Vec::new();
    for at in all {
        let when = view.spot(at).map(|spot| spot.when).unwrap_or_default();
        if when.is_last || when.edge.is_some() || when.year.is_some() {
            last = when;
        }
        let time = (last.is_last, last.edge, last.year);
        match times.iter_mut().find(|(known, _)| *known == time) {
            Some((_, own)) => own.push(at),
            None => times.push((time, vec![at])),
        }
    }
    let of = |own: &Vec<usize>| -> Vec<Vec<usize>> {
        let kept = |slot: &Vec<usize>| slot.iter().copied().filter(|at| own.contains(at)).collect();
        slots.iter().map(kept).collect()
    };
    let parted: Vec<Vec<Vec<usize>>> = times.iter().map(|(_, own)| of(own)).collect();
    let is_told = |own: &Vec<Vec<usize>>| own.iter().all(|slot| slot.len() == 1);
    if parted.iter().all(is_told) { parted } else { vec![slots] }
}

/// A relation whose slots are looked at.
struct Found<'v> {
    view: &'v View<'v, 'v>,
    relation: &'v DeclaredRelation,
    fits: &'v [Option<RoleFit<'v>>],
    lists: &'v ToldLists,
}

impl Found<'_> {
    /// The frame of one figure for each slot, or why there is none.
    fn frame(&self, slots: &[Vec<usize>]) -> Result<Frame, FrameDoubt> {
        let decided: Vec<usize> = slots.iter().filter_map(|slot| self.whole(slot)).collect();
        let mut places = Vec::with_capacity(slots.len());
        for (nth, slot) in (0_u8..).zip(slots) {
            let is_only = decided.len() > 1 && decided.len() + 1 == slots.len();
            let decided = if is_only { decided.as_slice() } else { &[] };
            let place = self.whole(slot).or_else(|| self.beside(slot, decided));
            let place = place.or_else(|| self.namesake(slot, decided));
            places.push(place.ok_or(FrameDoubt::Several(nth))?);
        }
        self.is_complete(&places)?;
        let reading = self.reading(&places);
        let anchor = self.anchor(&places);
        let frame = Frame::new(Relation::Declared(self.relation.claim), reading, anchor);
        let frame = if self.relation.equation.is_bound() { frame.bound() } else { frame };
        Ok(if self.has_others(&places) { frame.weak() } else { frame })
    }

    fn reading(&self, places: &[usize]) -> Reading {
        let slots = (0_u8..).zip(places);
        let parts = slots.map(|(slot, at)| (Slot::Own(slot), self.view.number(*at), 1));
        let equation = Some(self.relation.equation.clone());
        Reading { equation, ..Reading::of(parts) }
    }

    fn anchor(&self, places: &[usize]) -> usize {
        let told = self.relation.equation.told_slot().map_or(0, usize::from);
        places.get(told).or(places.first()).map_or(0, |at| self.view.number(*at))
    }

    /// What is open: all that it may mean, as far as that is not too much.
    fn told(&self, slots: &[Vec<usize>], doubt: FrameDoubt) -> Told {
        let mut each: Vec<Vec<usize>> = vec![Vec::new()];
        for slot in slots {
            each = each
                .into_iter()
                .flat_map(|own| slot.iter().map(move |at| [own.as_slice(), &[*at]].concat()))
                .take(MOST)
                .collect();
        }
        let anchor = each.first().map_or(0, |places| self.anchor(places));
        let relation = Relation::Declared(self.relation.claim);
        let readings = each.iter().map(|places| (relation, self.reading(places))).collect();
        let said = Said { readings, sure: 0, anchor };
        Told { said, chosen: 0, outcome: Outcome::Doubtful(doubt), is_proven: false }
    }

    /// Whether figures are printed exactly, of one time, and nothing between them says more than the roles explain.
    fn is_complete(&self, places: &[usize]) -> Result<(), FrameDoubt> {
        for at in places {
            let is_exact = self
                .view
                .spot(*at)
                .is_some_and(|spot| spot.row.is_none() && self.view.passage.is_figure(spot))
                && self.view.figure(*at).is_some_and(|figure| !figure.is_spelled);
            if !is_exact {
                let span = self.view.figure(*at).map(|figure| figure.span.clone());
                return Err(FrameDoubt::inexact(&span.unwrap_or_default()));
            }
        }
        let spots: Vec<&Spot> = places.iter().filter_map(|at| self.view.spot(*at)).collect();
        let stream = spots.first().map(|spot| spot.stream);
        if spots.iter().any(|spot| Some(spot.stream) != stream) {
            return Err(FrameDoubt::Apart);
        }
        self.is_of_one_time(places)?;
        if let Some(word) = self.unexplained(places) {
            return Err(FrameDoubt::word(&word));
        }
        match places.iter().find(|at| self.view.has_scope(**at)) {
            Some(_) => Err(FrameDoubt::Apart),
            None => Ok(()),
        }
    }

    /// Whether figures are of one year and stage, but for those whose role names its own.
    fn is_of_one_time(&self, places: &[usize]) -> Result<(), FrameDoubt> {
        let is_time = |class: &Class| {
            class.is_plan() || matches!(class, Class::PlanAny | Class::Done | Class::Last)
        };
        let tells = |at: usize| self.words_of(at).iter().any(is_time);
        let mut open: Vec<usize> = places.iter().copied().filter(|at| !tells(*at)).collect();
        open.sort_unstable();
        let times: Vec<When> =
            open.iter().filter_map(|at| self.view.spot(*at)).map(|spot| spot.when).collect();
        let first = times.first().copied().unwrap_or_default();
        // what names no time is of that of the first; what names one that the first does not is of another
        let is_one_time = times.iter().all(|when| {
            when.is_last == first.is_last
                && when.is_plan() == first.is_plan()
                && (when.year.is_none() || when.year == first.year)
                && (when.edge.is_none() || when.edge == first.edge)
        });
        if is_one_time { Ok(()) } else { Err(FrameDoubt::Times) }
    }

    /// Whether the words of a row explain a token.
    fn is_explained(&self, token: usize) -> bool {
        let Some(own) = self.view.passage.tokens.tokens.get(token) else { return false };
        let fits = self.fits.iter().flatten().flat_map(|fit| &fit.words);
        fits.into_iter().any(|words| words.start < own.to && own.from < words.end)
    }

    /// The classes of the words that the row of a place explains.
    fn words_of(&self, at: usize) -> Vec<Class> {
        let tokens = &self.view.passage.tokens.tokens;
        let words = self.fits.get(at).and_then(Option::as_ref).map_or(&[][..], |fit| &fit.words);
        let is_own =
            |from: usize, to: usize| words.iter().any(|own| own.start < to && from < own.end);
        let own = tokens.iter().filter(|token| is_own(token.from, token.to));
        own.filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
        .collect()
    }

    /// The first word from the beginning of the clause of one figure to another one that neither a role explains nor is
    /// without meaning for how figures belong together.
    fn unexplained(&self, places: &[usize]) -> Option<std::ops::Range<usize>> {
        let (first, last) = (*places.iter().min()?, *places.iter().max()?);
        let tokens = self.view.passage.tokens;
        let spot = self.view.spot(first)?;
        let stream = self.view.passage.layout.streams.get(spot.stream)?;
        let from = *stream.tokens.get(spot.pre.start).unwrap_or(&self.view.token(first));
        let to = self.view.token(last);
        let mut own = stream.tokens.iter().filter(|token| (from..=to).contains(*token));
        let found = own.find(|token| {
            let what = tokens.tokens.get(**token).map(|token| token.what);
            matches!(what, Some(What::Word(class)) if !is_plain(class))
                && !self.is_explained(**token)
                && !self.is_of_item(**token, places)
                && !self.is_of_comparison(**token, places)
                && !self.is_of_day(**token)
                && !self.is_noun_of_role(**token)
        })?;
        let token = tokens.tokens.get(*found)?;
        Some(tokens.bytes(token.from, token.to))
    }

    /// Whether a word stands before an item of a list that is told between the figures and ends before the next of them:
    /// 原值80万元，其中房屋50万元、设备30万元；折旧20万元.
    fn is_of_item(&self, token: usize, places: &[usize]) -> bool {
        let next = self.place_behind(token);
        next.is_some_and(|next| self.is_item(next, places))
    }

    /// Whether a word stands before a figure that only tells what another one is compared with, or by how much it has changed:
    /// 原值80万元，比上年的70万元增加10万元，折旧20万元.
    fn is_of_comparison(&self, token: usize, places: &[usize]) -> bool {
        let next = self.place_behind(token);
        next.is_some_and(|next| !places.contains(&next) && self.is_compared(next))
    }

    /// Whether a word directly behind a figure is part of what its role is called: 比合同约定的8个月工期提前2个月.
    fn is_noun_of_role(&self, token: usize) -> bool {
        let tokens = self.view.passage.tokens;
        let Some(own) = tokens.tokens.get(token) else { return false };
        let word = tokens.text(own.from, own.to);
        let before = self.view.places().rfind(|at| self.view.token(*at) + 1 == token);
        let fit = before.and_then(|at| self.fits.get(at)?.as_ref());
        fit.is_some_and(|fit| fit.row.role.contains(&word))
    }

    /// Whether a word stands in a clause that tells a day and no figure: 合同工期240天，3月11日开工，11月20日竣工，实际工期255天.
    fn is_of_day(&self, token: usize) -> bool {
        let tokens = &self.view.passage.tokens.tokens;
        let is_mark = |token: &&Token| matches!(token.what, What::Sign(_));
        let before = tokens.get(..token).unwrap_or(&[]).iter().rev();
        let behind = tokens.get(token..).unwrap_or(&[]).iter();
        let mut clause = before
            .take_while(|token| !is_mark(token))
            .chain(behind.take_while(|token| !is_mark(token)));
        let mut has_day = false;
        let has_figure = clause.any(|token| {
            has_day |= matches!(token.what, What::Day(_));
            matches!(token.what, What::Figure(_))
        });
        has_day && !has_figure
    }

    /// The first figure behind a word.
    fn place_behind(&self, token: usize) -> Option<usize> {
        self.view.places().find(|at| self.view.token(*at) > token)
    }

    fn is_compared(&self, at: usize) -> bool {
        self.view.spot(at).is_some_and(|spot| {
            matches!(spot.role, Role::Base | Role::Change(1 | -1) | Role::Rate(1 | -1))
                && spot.name.is_empty()
        })
    }

    /// Whether a figure is an item of a list that ends before the next of some figures.
    fn is_item(&self, at: usize, places: &[usize]) -> bool {
        let number = self.view.number(at);
        let is_listed = self.lists.0.iter().any(|list| list.items.contains(&number));
        let ends = |next: &usize| {
            [Sign::Semicolon, Sign::Stop]
                .into_iter()
                .any(|sign| self.view.has_sign(at, *next, sign))
        };
        let next = places.iter().filter(|next| **next > at).min();
        !places.contains(&at) && is_listed && next.is_none_or(ends)
    }

    /// The figure of a slot that is the whole of which all others that could fill it are parts.
    fn whole(&self, slot: &[usize]) -> Option<usize> {
        let is_part = |part: &usize, whole: &usize| {
            let (part, whole) = (self.view.number(*part), self.view.number(*whole));
            self.lists.0.iter().any(|list| list.total == whole && list.items.contains(&part))
        };
        let is_whole =
            |whole: &&usize| slot.iter().all(|part| part == *whole || is_part(part, whole));
        slot.iter().find(is_whole).copied().or_else(|| self.outside(slot))
    }

    /// The only figure that could fill a slot and that no word opens as a part: 原值80万元，折旧30万元，净值50万元，其中设备原值20万元.
    fn outside(&self, slot: &[usize]) -> Option<usize> {
        let is_part = |at: &usize| {
            let opens = |spot: &Spot| spot.words.first() == Some(&Class::OfWhich);
            self.view.spot(*at).is_some_and(opens)
        };
        let mut own = slot.iter().copied().filter(|at| !is_part(at));
        own.next().filter(|_| own.next().is_none())
    }

    /// The only figure that could fill a slot in the one group of clauses that those of the other slots stand in:
    /// 资产96亿元，负债41亿元，净资产55亿元；其中流动负债28亿元.
    fn beside(&self, slot: &[usize], decided: &[usize]) -> Option<usize> {
        let group = |at: usize| self.view.spot(at).map(|spot| (spot.sentence, spot.segment));
        let own = group(*decided.first()?);
        let mut near = slot.iter().copied().filter(|at| group(*at) == own);
        let only = near.next().filter(|_| near.next().is_none())?;
        decided.iter().all(|at| group(*at) == own).then_some(only)
    }

    /// The only figure that could fill a slot whose name begins as that of another slot does:
    /// 固定资产净值50万元，无形资产净值8万元。固定资产原值80万元，累计折旧30万元.
    fn namesake(&self, slot: &[usize], decided: &[usize]) -> Option<usize> {
        /// A shorter beginning is that of many things.
        const SHORT: usize = 3;
        let raw = |at: usize| self.view.spot(at).map_or("", |spot| spot.raw.as_str());
        let starts = |one: &str, other: &str| {
            one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() >= SHORT
        };
        let mut own = slot
            .iter()
            .copied()
            .filter(|at| decided.iter().any(|other| starts(raw(*at), raw(*other))));
        own.next().filter(|_| own.next().is_none())
    }

    /// Whether a figure like one of these stands in their sentence that no role takes: then what they come to may lack
    /// it, and only a slip of the pen is told.
    fn has_others(&self, places: &[usize]) -> bool {
        let Some((first, last)) = places.iter().min().zip(places.iter().max()) else {
            return false;
        };
        // 资产96亿元，负债41亿元，净资产55亿元；其中流动负债28亿元: what stands behind a semicolon is something else
        let sentence = |at: usize| self.view.spot(at).map(|spot| (spot.sentence, spot.segment));
        let is_near = |at: usize| {
            (*first..=*last).contains(&at)
                || sentence(at) == sentence(*first)
                || sentence(at) == sentence(*last)
        };
        let mut others = self.view.places().filter(|at| {
            !places.contains(at)
                && is_near(*at)
                && self.fits.get(*at).is_some_and(Option::is_none)
                && !self.is_item(*at, places)
                && !self.is_compared(*at)
        });
        others.any(|at| places.iter().any(|own| self.view.is_like(*own, at)))
    }
}
