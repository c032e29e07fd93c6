//! A figure and the limit that the next clause holds it against: 支出203.6万元，控制在预算210万元以内; 车均2.4万元，未超过每辆2.8万元的标准;
//! 满意度86.2%，低于年初设定的90%目标值.

use super::frame::Frame;
use super::view::View;
use crate::prose::compare::is_last_of_several;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::sign::is_dash;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A longer name says of what the limit is: 规定.
const SHORT: usize = 2;
/// The noun of a limit stands so near behind it: 5%压减任务.
const NEAR: usize = 8;
/// Words that a limit is called by.
const LIMITS: [&str; 4] = ["aims", "targets", "norms", "levels_of"];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, frame);
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let own = view.figure(at)?;
    // 不足的3万元: so much is lacking
    let is_lacking =
        own.kind != Kind::Percent && spot.words.last() == Some(&Class::Of) && !has_noun(view, at);
    // 未超过年初核定的3.6万元
    let is_lacking = is_lacking && !is_value_of(spot) && !spot.when.is_plan();
    // 超过100%的按100%计: a rule, and no fact
    let behind = view.text_behind(at);
    let mut rules = view.passage.tokens.words_of("rule_behind");
    let is_rule = rules.any(|word| behind.starts_with(word));
    let slot = side(spot, own).filter(|_| !is_lacking && !is_rule)?;
    // 三项合计13万元，低于上年三项合计数14万元: how many they are
    let counts = |(place, other): &(usize, &Spot)| {
        other.clause == spot.clause && view.figure(*place).is_some_and(|own| own.is_spelled)
    };
    let is_counted = view.before(at).next().is_some_and(|own| counts(&own));
    // 低于全市人均2.34万元的平均水平，也低于上年的2.20万元: the limit before is no fact
    let is_other_limit = |(place, other): &(usize, &Spot)| {
        let holds = |class: &Class| matches!(class, Class::Above | Class::Below);
        other.words.iter().any(holds) && has_noun(view, *place)
    };
    let (value, fact) = view.before(at).find(|own| !counts(own) && !is_other_limit(own))?;
    let are_sums = is_counted && fact.is_sum && spot.is_sum;
    // 低于上年人均2.34万元的水平
    let is_level = view.is_followed_by(at, Class::Of)
        && view.passage.tokens.has_word("levels_of", &view.text_behind(at));
    // 决算76.4万元，低于年初预算的3.6万元结转下年: so far it is from it
    let is_apart = is_value_of(spot) && view.figure(value).is_some_and(|held| is_far(held, own));
    if is_apart {
        return None;
    }
    // 市财政局下达的5%; but 有效率97%，满足抽样误差不超过5%的要求: the limit of something else
    let mut verbs = view.passage.tokens.words_of("set_by");
    let is_own = spot.name.chars().count() <= SHORT
        || spot.when.is_plan()
        || verbs.any(|verb| spot.name.ends_with(verb))
        || view.names(&spot.name, value);
    let is_told = is_own
        && (are_sums || is_limit(view, at))
        && is_figure(view, at)
        && is_figure(view, value)
        && view.is_like(value, at)
        && is_told_of(view, (fact, are_sums || is_level), spot)
        && !(is_value_of(spot) && is_last_of_several(view.passage, (value, fact)))
        && !view.has_scope(at);
    let is_by_merit = is_by_merit(view, fact, spot);
    // 平均用时52秒，优于60秒: less of a time is better; 投诉办结率98%，优于95%: of what else either may be
    let slot = if is_by_merit { turned(slot) } else { slot };
    is_told.then(|| {
        let decimals = |at: usize| view.figure(at).map_or(0, |figure| figure.decimals);
        // 95.4%，低于目标值95%: a target is no rounded number
        let bound = if decimals(value) > decimals(at) {
            super::weighted::exact(view, at)
        } else {
            Filling::Figure(spot.figure, 1)
        };
        let reading = |slot: Slot| {
            let parts = vec![(Slot::Value, Filling::Figure(fact.figure, 1)), (slot, bound.clone())];
            Reading { parts, ..Reading::default() }
        };
        let others =
            if is_by_merit && !view.passage.tokens.has_word("durations", &view.own_words(fact)) {
                vec![reading(turned(slot))]
            } else {
                Vec::new()
            };
        let frame = Frame { others, ..Frame::new(Relation::Threshold, reading(slot), spot.figure) };
        // most wrong digits keep within it as well
        if spot.words.contains(&Class::Keep) { frame.bound() } else { frame }
    })
}

/// The other side of a limit.
fn turned(slot: Slot) -> Slot {
    if slot == Slot::Low { Slot::High } else { Slot::Low }
}

/// On which side of a limit words say that a figure lies.
fn side(spot: &Spot, own: &Quantity) -> Option<Slot> {
    let has = |class: Class| spot.words.contains(&class);
    let is_way =
        |class: &&Class| matches!(class, Class::Above | Class::Below | Class::Over | Class::Under);
    let way = match (spot.role, spot.words.iter().rev().find(is_way)) {
        (Role::Beside(way), _) => way,
        (_, Some(Class::Above | Class::Over)) => 1,
        (_, Some(_)) => -1,
        (_, None) if has(Class::Keep) && own.bound == Bound::AtMost => -1,
        // 未达到98%以上, 达到90%的目标
        (_, None) if has(Class::Reach) && matches!(own.bound, Bound::Exact | Bound::AtLeast) => 1,
        _ => return None,
    };
    let is_above = (way > 0) != has(Class::Not);
    Some(if is_above { Slot::Low } else { Slot::High })
}

/// Whether a figure may be held against a limit, or be one: 变动率为-3.4%，低于-3.0%的目标值 is printed with a sign of its own.
fn is_figure(view: &View<'_, '_>, at: usize) -> bool {
    view.spot(at).is_some_and(|spot| spot.row.is_none() && !spot.raw.ends_with(is_dash))
        && view
            .figure(at)
            .is_some_and(|own| !own.is_spelled && !own.is_range && !own.is_tenth && !own.is_times)
}

/// Whether the clause before a limit tells the fact that is held against it.
fn is_told_of(view: &View<'_, '_>, (fact, are_kept): (&Spot, bool), spot: &Spot) -> bool {
    let tokens = view.passage.tokens;
    // 压减比例17%，低于要求的10%: the noun tells how much, whichever way
    let mut nouns = ["share_noun", "rate_ends"].into_iter().flat_map(|list| tokens.words_of(list));
    let is_fact = match fact.role {
        Role::Share
        | Role::Complete
        | Role::Value
        | Role::Named
        | Role::Per
        | Role::To(_)
        | Role::Rate(1) => true,
        Role::Rate(-1) => nouns.any(|noun| fact.raw.ends_with(noun)),
        _ => false,
    };
    let is_kept = are_kept || spot.words.contains(&Class::Keep) || is_value_of(spot);
    is_fact
        && fact.sentence == spot.sentence
        && fact.segment == spot.segment
        && (fact.clause + 1 == spot.clause
            // 培训费3.18万元，主要用于轮训，未超过年初核定的3.60万元
            || fact.clause + 2 == spot.clause && is_value_of(spot) && spot.when.is_plan())
        && (is_kept || !spot.when.is_last)
        && !fact.when.is_last
}

/// Whether a figure is told to be better than its limit, where less may be better: 败诉率0.3%，优于0.5%的目标.
fn is_by_merit(view: &View<'_, '_>, fact: &Spot, spot: &Spot) -> bool {
    let tokens = view.passage.tokens;
    tokens.has_word("by_merit", &view.own_words(spot))
        && tokens.has_word("less_is_better", &view.own_words(fact))
}

/// Whether words say that a figure is a limit, and not how far another one is from it: 超过预算10万元.
fn is_limit(view: &View<'_, '_>, at: usize) -> bool {
    let Some((spot, own)) = view.spot(at).zip(view.figure(at)) else { return false };
    let tokens = view.passage.tokens;
    let is_called =
        |lists: &[&str], text: &str| lists.iter().any(|list| tokens.has_word(list, text));
    let is_percent = own.kind == Kind::Percent;
    let lead = view.lead(at);
    let is_end = || {
        let next = tokens.tokens.get(view.token(at) + 1).map(|token| token.what);
        matches!(next, Some(What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop)))
    };
    // 低于规定比例30%，…; 低于目标值28万元/公顷
    let is_rule = || {
        is_percent && is_called(&["planned_terms", "aims"], &lead)
            || spot.role == Role::Per && is_called(&["targets"], &lead)
    };
    has_noun(view, at)
        || spot.words.contains(&Class::Keep)
        || !is_percent && is_value_of(spot) && is_end()
        || is_percent && view.is_followed_by(at, Class::Of)
        || is_end() && is_rule()
}

/// Whether a figure is what something else comes to, and not how far it is from it: 低于上年预算的41.5万元.
fn is_value_of(spot: &Spot) -> bool {
    matches!(spot.role, Role::Beside(_)) && spot.words.last() == Some(&Class::Of)
}

/// Whether the noun of a limit stands behind a figure: 5%压减任务.
fn has_noun(view: &View<'_, '_>, at: usize) -> bool {
    let behind = view.text_behind(at);
    let clause = behind.split(',').next().unwrap_or("");
    clause.chars().count() <= NEAR
        && LIMITS.iter().any(|list| view.passage.tokens.has_word(list, clause))
}

/// Whether one of two amounts is more than ten times the other: no limit is so far off.
fn is_far(a: &Quantity, b: &Quantity) -> bool {
    let is_less = |a: &Quantity, b: &Quantity| {
        a.value.checked_mul(Decimal::TEN).is_some_and(|tenfold| tenfold < b.value)
    };
    is_less(a, b) || is_less(b, a)
}
