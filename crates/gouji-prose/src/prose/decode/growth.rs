//! How much a fact has changed, and by what rate: 支出80万元，比上年增加5万元，增长6.67%.

use super::fact::{
    behind_last, is_item, is_of_told_whole, is_older, is_only_of_sentence, list_head,
    tells_more_of_last,
};
use super::frame::Frame;
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot, When};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// What is told of a fact between it and its comparison: what it is for.
const GLOSSES: &[Class] =
    &[Class::Above, Class::Below, Class::Open, Class::Spent, Class::And, Class::Entire];

/// What is told of other comparisons of the same fact between it and this one.
const BESIDES: &[Class] = &[Class::Complete, Class::Share, Class::ShareNoun];

/// Words that turn to something else, wherever they stand.
const TURNS: &[Class] = &[
    Class::OfWhich,
    Class::Scope,
    Class::Per,
    Class::Average,
    Class::Cumulated,
    Class::Respectively,
    Class::Former,
    Class::Rest,
    Class::Pointer,
    Class::Not,
];

/// Between a change and its rate stands hardly a word.
const NEAR: usize = 3;

/// A change and its rate, or one of them.
pub(super) struct Group {
    pub(super) change: Option<usize>,
    pub(super) rate: Option<usize>,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) sign: i8,
}

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        if let Some(group) = Group::at(view, at, direction) {
            group.frames(view, out);
        }
    }
}

/// Tells of a figure whether it is a rate, and the direction of the change that it tells.
pub(super) type Direction = fn(&View<'_, '_>, usize) -> Option<(bool, i8)>;

/// The direction of a change or rate that is printed as an amount or per cent.
pub(super) fn direction(view: &View<'_, '_>, at: usize) -> Option<(bool, i8)> {
    let kind = view.figure(at).filter(|figure| !figure.is_times)?.kind;
    // 未达到目标增幅10%: no fact
    if !view.is_plain(at) || is_target(view.spot(at)?) {
        return None;
    }
    match view.spot(at)?.role {
        Role::Change(sign) if sign != 0 && matches!(kind, Kind::Money | Kind::Count) => {
            Some((false, sign))
        }
        Role::Rate(sign) if sign != 0 && kind == Kind::Percent => Some((true, sign)),
        _ => None,
    }
}

/// Whether words say that a change is one that is aimed at.
pub(in crate::prose) fn is_target(spot: &Spot) -> bool {
    let compares = |class: &Class| {
        matches!(class, Class::Compare | Class::With | Class::Against | Class::YearOnYear)
    };
    spot.words.contains(&Class::PlanAny) && !spot.words.iter().any(compares)
}

/// Whether two figures are a change and its rate, in whatever order.
fn is_pair(view: &View<'_, '_>, a: usize, b: usize, direction: Direction) -> bool {
    let (Some(one), Some(other)) = (view.spot(a), view.spot(b)) else { return false };
    let ways = direction(view, a).zip(direction(view, b));
    ways.is_some_and(|((is_rate, sign), (is_other_rate, other))| {
        is_rate != is_other_rate && sign == other
    }) && one.stream == other.stream
        && one.segment == other.segment
        && other.clause <= one.clause + 1
        && other.name.is_empty()
        && view.passage.name_length_between(one, other) <= NEAR
        && view.words(a, b).iter().all(|class| {
            matches!(
                class,
                Class::Up
                    | Class::Down
                    | Class::AdjustUp
                    | Class::AdjustDown
                    | Class::Filler
                    | Class::Of
                    | Class::RateNoun
                    | Class::Reach
            )
        })
}

impl Group {
    pub(super) fn at(view: &View<'_, '_>, at: usize, direction: Direction) -> Option<Self> {
        let (is_rate, sign) = direction(view, at)?;
        if at.checked_sub(1).is_some_and(|before| is_pair(view, before, at, direction)) {
            return None;
        }
        let other = Some(at + 1).filter(|next| is_pair(view, at, *next, direction));
        let (change, rate) = if is_rate { (other, Some(at)) } else { (Some(at), other) };
        Some(Self { change, rate, first: at, last: other.unwrap_or(at), sign })
    }

    fn frames(&self, view: &View<'_, '_>, out: &mut Vec<Frame>) {
        if let Some((value, base)) = self.beside_base(view).or_else(|| self.behind_base(view)) {
            self.say(view, &[Some(value)], Some(base), out);
            return;
        }
        // 环比: the base is of the month before, not of the year before
        let is_yearly = !self.is_monthly(view);
        let last = behind_last(view, self.first, self.change).filter(|_| is_yearly);
        if let Some((value, whole, base)) = last {
            self.say(view, &[Some(value), whole], Some(base), out);
            return;
        }
        let Some((value, whole)) = self.value(view) else { return };
        let compares = |class: &Class| {
            matches!(
                class,
                Class::Compare
                    | Class::With
                    | Class::YearOnYear
                    | Class::Against
                    | Class::Above
                    | Class::Below
                    | Class::From
            )
        };
        let is_compared = view.words(value, self.first).iter().any(compares);
        let is_next = self.change.is_some() && self.rate.is_some() && self.follows(view, value);
        let against = self.against(view).filter(|_| is_compared);
        let Some(against) = against.or(is_next.then(When::default)) else { return };
        if view.has_scope(self.first) || !self.explains(view, value) {
            return;
        }
        let Ok(old) = self.base(view, value, against) else { return };
        self.say(view, &[Some(value), whole], old.filter(|_| is_yearly), out);
    }

    /// Whether words say that it is compared with the month before.
    fn is_monthly(&self, view: &View<'_, '_>) -> bool {
        let says = |spot: &Spot| view.passage.tokens.has_word("month_on_month", &spot.raw);
        [self.first, self.last].into_iter().filter_map(|at| view.spot(at)).any(says)
    }

    /// Says how the new fact, the first that is known of `new`, has changed from the old one.
    pub(super) fn say(
        &self,
        view: &View<'_, '_>,
        new: &[Option<usize>],
        old: Option<usize>,
        out: &mut Vec<Frame>,
    ) {
        let old = old.map(|at| (Slot::Base, view.number(at), 1));
        let change = self.change.map(|at| (Slot::Change, view.number(at), self.sign));
        let rate = self.rate.map(|at| (Slot::Rate, view.number(at), self.sign));
        let new = new.iter().flatten();
        let new: Vec<_> = new.map(|at| (Slot::Value, view.number(*at), 1)).collect();
        let mut say = |relation: Relation, anchor: usize, told: &[(Slot, usize, i8)]| {
            let mut readings = new.iter().map(|new| {
                let mut reading = Reading::of([*new]);
                let told = told.iter().map(|(slot, at, sign)| (*slot, Filling::Figure(*at, *sign)));
                reading.parts.extend(told);
                reading
            });
            out.extend(readings.next().map(|reading| {
                let others = readings.collect();
                Frame { others, ..Frame::new(relation, reading, anchor) }
            }));
        };
        match (old, change, rate) {
            (Some(old), change, rate) => {
                if let Some(change) = change {
                    say(Relation::Change, change.1, &[old, change]);
                }
                if let Some(rate) = rate {
                    say(Relation::GrowthOf, rate.1, &[old, rate]);
                }
            }
            (None, Some(change), Some(rate)) => {
                say(Relation::GrowthBack, rate.1, &[change, rate]);
            }
            (None, ..) => {}
        }
    }

    /// Whether another fact of their kind stands before it in its sentence that may be meant.
    fn has_third(&self, view: &View<'_, '_>, value: usize, base: usize) -> bool {
        let sentence = view.spot(self.first).map(|spot| spot.sentence);
        view.before(self.first).take_while(|(_, other)| Some(other.sentence) == sentence).any(
            |(at, other)| {
                at != value
                    && at != base
                    && matches!(other.role, Role::Value | Role::To(_))
                    && view.is_like(at, value)
                    && other.when.year.is_none()
                    && view.names(&other.name, value)
            },
        )
    }

    /// Whether it follows a fact directly: 80万元，增加5万元，增长6.67%.
    fn follows(&self, view: &View<'_, '_>, value: usize) -> bool {
        let is_next = |a: &Spot, b: &Spot| b.clause == a.clause + 1 && b.segment == a.segment;
        let sentence = view.spot(value).map(|spot| spot.sentence);
        let is_first = view
            .before(value)
            .take_while(|(_, other)| Some(other.sentence) == sentence)
            .all(|(at, _)| !view.is_like(at, value));
        is_first
            && view.spot(value).zip(view.spot(self.first)).is_some_and(|(a, b)| is_next(a, b))
            && view
                .words(value, self.first)
                .iter()
                .all(|class| matches!(class, Class::Up | Class::Down | Class::Filler))
    }

    /// What it is compared with, where words say so.
    fn against(&self, view: &View<'_, '_>) -> Option<When> {
        let told = |at: usize| view.spot(at).and_then(|spot| spot.against);
        told(self.first).or_else(|| told(self.last))
    }

    /// The fact that has changed: the one before it in its sentence, or the only one of the sentence before. Where that
    /// is the last item of a list, its whole may be meant as well.
    fn value(&self, view: &View<'_, '_>) -> Option<(usize, Option<usize>)> {
        let own = view.spot(self.first)?;
        let name = self
            .change
            .or(self.rate)
            .and_then(|at| view.spot(at))
            .map_or("", |spot| spot.name.as_str());
        // 在职人员比上年的90人增加8人
        let base = view.before(self.first).next().map(|(_, base)| base);
        let base = base.filter(|base| base.role == Role::Base && base.clause == own.clause);
        let of = base.filter(|_| name.is_empty()).map_or(name, |base| base.name.as_str());
        if let Some(value) = self.fact_named(view, of) {
            return Some((value, None));
        }
        let (value, fact) = self.fact_before(view)?;
        // 甲12万元、乙8万元，两项之和与上年的28万元相比: of both
        let says_sum = |spot: &Spot| spot.words.contains(&Class::Sum);
        if !fact.is_sum && !says_sum(fact) && (says_sum(own) || base.is_some_and(says_sum)) {
            return None;
        }
        let is_named = view.names(name, value);
        let is_near = fact.sentence == own.sentence
            || fact.sentence + 1 == own.sentence
                && self.opens_sentence(view, value)
                && is_only_of_sentence(view, value);
        // 与上年相比，2022年为80万元，减少5万元: it may be what is compared with
        let may_be_base = fact.name.is_empty()
            && fact.when.year.is_some()
            && fact.against.is_some_and(|against| against.is_last);
        let is_plain = !fact.when.is_last
            && !may_be_base
            && !is_older(view, value)
            && !tells_more_of_last(view, value)
            && self.is_of_year(view, fact);
        if !is_named || !is_near || !is_plain {
            return None;
        }
        if is_item(view, value) && !is_of_told_whole(view, value) {
            let whole = list_head(view, value).filter(|_| fact.sentence == own.sentence)?;
            return Some((value, Some(whole)));
        }
        Some((value, None))
    }

    /// Whether the comparison names no other year than that of the fact as its own.
    fn is_of_year(&self, view: &View<'_, '_>, fact: &Spot) -> bool {
        let own = view.spot(self.first);
        let year = own.and_then(|own| own.when.year);
        let other = own.and_then(|own| own.against).and_then(|against| against.year);
        year.is_none() || year == other || year == fact.when.year
    }

    /// The only fact of the sentence before that bears the name of what has changed, where the sentence of the change opens
    /// with the comparison: 收入总计80万元，支出总计80万元。与上年相比，收入总计增加5万元.
    fn fact_named(&self, view: &View<'_, '_>, name: &str) -> Option<usize> {
        const SHORT: usize = 4;
        /// The fact may stand so many sentences before.
        const FAR: usize = 2;
        /// The same of a name that is all of the fact's.
        const EQUAL: usize = 2;
        let own = view.spot(self.first)?;
        let core = view.core(name);
        let is_long = |name: &str| name.chars().count() >= SHORT;
        // 收入预算80万元，其中：甲50万元，…。收入比上年减少5万元: the head of the list
        let heads = |at: usize, other: &Spot| {
            let mut before = view.before(at).take_while(|(_, one)| one.sentence == other.sentence);
            before.all(|(one, _)| !view.is_like(one, at)) && other.name.contains(name)
        };
        let bears = |at: usize, other: &Spot| {
            is_long(name) && other.name.ends_with(name)
                || name.chars().count() >= EQUAL
                    && (!core.is_empty()
                        && (view.core(&other.name) == core || view.core(&other.raw) == core)
                        || heads(at, other))
                || is_elided(view, (at, other), name)
        };
        // 决算75万元。…原因是厉行节约。经费比上年减少5万元: a sentence without figures stands between
        let last = view.before(self.first).find(|(_, other)| other.sentence < own.sentence);
        let last = last.map(|(_, other)| other.sentence);
        let last = last.filter(|last| last + FAR >= own.sentence)?;
        let named = view.before(self.first).take_while(|(_, other)| other.sentence >= last);
        let mut named = named.filter(|(at, other)| {
            view.is_fact(*at)
                && self.change.is_none_or(|change| view.is_like(change, *at))
                && bears(*at, other)
        });
        let (value, fact) = named.next()?;
        let is_one = named.next().is_none() && fact.sentence == last && !fact.goes_on;
        let is_plain = !fact.when.is_last
            && !view.has_sign(value, self.first, Sign::Edge)
            && !view
                .words(value, self.first)
                .iter()
                .any(|class| matches!(class, Class::Average | Class::Per | Class::Cumulated));
        // 年初预算80万元，支出决算75万元: what was done is compared
        let is_done = !fact.when.is_plan()
            || view
                .passage
                .in_sentence(fact)
                .filter(|(at, _)| view.is_like(*at, value) && !is_item(view, *at))
                .all(|(_, other)| other.when.is_plan());
        let value = if is_done { Some(value) } else { view.done_of(value) };
        value.filter(|_| is_one && is_plain)
    }

    fn fact_before<'a>(&self, view: &View<'_, 'a>) -> Option<(usize, &'a Spot)> {
        let sentence = view.spot(self.first)?.sentence;
        // it stands in its sentence or in the one before
        for (at, spot) in
            view.before(self.first).take_while(|(_, own)| own.sentence + 1 >= sentence)
        {
            match spot.role {
                Role::Base
                | Role::From
                | Role::PlanOf
                | Role::WholeOf
                | Role::Complete
                | Role::Share
                | Role::Rate(_)
                | Role::Points(_)
                | Role::Change(_) => {}
                _ if view.is_whole_of(at) => {}
                // 购置费80万元，主要用于更新50辆公务用车，比上年增加5万元
                _ if view.is_aside(at) => {}
                // 接待费4万元，接待62批次518人次，比上年减少1万元: an amount is no change of a number
                Role::Value | Role::To(_)
                    if self.change.is_some_and(|change| !view.is_like(change, at)) => {}
                Role::Value | Role::To(_) => return view.is_fact(at).then_some((at, spot)),
                _ => return None,
            }
        }
        None
    }

    /// Whether its sentence begins with the comparison, in the paragraph of the fact.
    fn opens_sentence(&self, view: &View<'_, '_>, value: usize) -> bool {
        let words = view.passage.spots().get(self.first).map(|spot| &spot.words);
        let is_first = view.before(self.first).next().is_none_or(|(before, _)| {
            view.spot(before).map(|spot| spot.sentence)
                != view.spot(self.first).map(|spot| spot.sentence)
        });
        let compares =
            |class: &Class| matches!(class, Class::Compare | Class::With | Class::YearOnYear);
        is_first
            && (words.is_some_and(|words| words.iter().any(compares))
                || view.words(value, self.first).iter().any(compares))
            && !view.has_sign(value, self.first, Sign::Edge)
    }

    /// The figure before its sentence: the words behind it are those of the sentence and the rest of the one before.
    fn opening(&self, view: &View<'_, '_>) -> usize {
        view.before(self.first).next().map_or(self.first, |(at, _)| at)
    }

    /// Whether the words between the fact and the end of the group are those of a comparison.
    fn explains(&self, view: &View<'_, '_>, value: usize) -> bool {
        let mut explained = [COMPARES, GLOSSES].concat();
        let skips = view.before(self.first).take_while(|(at, _)| *at > value).next().is_some();
        if skips {
            explained.extend(BESIDES);
        }
        // 收、支总计各增加: one figure stands for both
        if is_only_of_sentence(view, value) {
            explained.push(Class::Each);
        }
        let is_named = view
            .spot(value)
            .zip(view.spot(self.first))
            .is_some_and(|(a, b)| a.sentence != b.sentence);
        let from = if is_named { self.opening(view) } else { value };
        let words = if is_named {
            view.words_of_opening(self.first)
        } else {
            view.words(value, self.first)
        };
        // what it is for is told in clauses without figures
        view.says_only_in_clause(from, self.first, &explained)
            && view.says_only(self.first, self.last, &explained)
            && !words.iter().any(|class| TURNS.contains(class))
    }

    /// The printed figure that it is compared with; an error where several may be meant.
    fn base(&self, view: &View<'_, '_>, value: usize, against: When) -> Result<Option<usize>, ()> {
        let bases = view.before(self.first).take_while(|(at, _)| *at > value);
        let mut bases = bases.filter(|(at, spot)| {
            matches!(spot.role, Role::Base | Role::From) && view.is_like(*at, value)
        });
        if let Some((base, _)) = bases.next() {
            let is_own = view
                .spot(base)
                .zip(view.spot(self.first))
                .is_some_and(|(base, first)| base.clause == first.clause);
            return if is_own && view.is_plain(base) { Ok(Some(base)) } else { Err(()) };
        }
        let Some(new) = view.spot(value) else { return Err(()) };
        // 年初预算1,100万元，较预算增收26.4万元: the only plan
        let is_plan = |other: &Spot| {
            against.stage == Some(Class::Plan)
                && !against.is_last
                && against.year.is_none()
                && other.when.is_plan()
                && !other.when.is_last
        };
        let meets = |other: &Spot| meets(other, against, new.when.year) || is_plan(other);
        if meets(new) {
            return Err(());
        }
        if let Some(base) = self.base_in_bracket(view, value, &meets) {
            return Ok(Some(base));
        }
        let around = view.passage.in_sentence(new);
        let mut found = around.filter(|(at, other)| {
            *at != value
                && other.stream == new.stream
                && (other.segment == new.segment || other.when.year.is_some())
                && view.is_like(*at, value)
                // 完成年初预算1,100万元的102.4%，较预算增收26.4万元
                && (matches!(other.role, Role::Value | Role::To(_)) || other.role == Role::PlanOf || view.is_whole_of(*at) && other.when.is_plan())
                && meets(other)
        });
        let Some((base, other)) = found.next() else { return Ok(None) };
        let is_named = view.names(&other.name, value) || view.names(&new.name, base);
        let is_one = found.next().is_none()
            && is_named
            && view.is_plain(base)
            && !self.has_third(view, value, base);
        if is_one { Ok(Some(base)) } else { Err(()) }
    }
}

/// Whether a fact bears a name that begins as that of a fact before it in its sentence, so that its beginning is left out:
/// 财政拨款收入总计80万元，支出总计80万元 tells of 财政拨款支出总计.
fn is_elided(view: &View<'_, '_>, (at, fact): (usize, &Spot), name: &str) -> bool {
    /// A shorter end, or beginning, is that of many names.
    const SHORT: usize = 4;
    let Some(scope) = name.strip_suffix(fact.name.as_str()) else { return false };
    let mut before = view.before(at).take_while(|(_, one)| one.sentence == fact.sentence);
    [scope, &fact.name].iter().all(|part| part.chars().count() >= SHORT)
        && before.any(|(at, one)| view.is_fact(at) && one.name.contains(scope))
}

/// Whether a fact is of the time or stage that something is compared with.
pub(super) fn meets(fact: &Spot, against: When, year: Option<i32>) -> bool {
    let when = fact.when;
    let same_stage = against.stage.is_none() || when.stage.is_none() || against.stage == when.stage;
    let same_time = if against.year.is_some() {
        when.year == against.year
    } else if against.is_last {
        when.is_last && when.year.is_none_or(|own| year == Some(own + 1))
            || when.year.is_some() && when.year.map(|own| own + 1) == year
    } else if against.edge.is_some() {
        when.edge == against.edge
    } else {
        against.stage.is_some() && when.stage == against.stage && !when.is_last
    };
    same_time && same_stage
}
