//! Rates of one of several plans, and of several things with a plan each.

use super::frame::Frame;
use super::share::{SHARES, is_rate};
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// Words of the difference from the plan, between what was done and its rate: 比年初预算增加4万元，为年初预算的105%.
const BESIDE: &[Class] =
    &[Class::Compare, Class::Above, Class::Below, Class::Over, Class::Up, Class::Down];

/// How much was done of one of several plans that stand between both, by the stage that the words name: 执行数180万元，年初预算
/// 250万元，调整预算200万元，年初预算执行率72%.
pub(super) fn over(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Complete && is_rate(view, at))?;
    let stage = spot.words.iter().rev().copied().find(|class| class.is_plan())?;
    let before: Vec<(usize, &Spot)> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment)
        .collect();
    let count = before.iter().take_while(|(_, other)| other.when.is_plan()).count();
    let (plans, rest) = before.split_at_checked(count).filter(|(plans, _)| plans.len() > 1)?;
    let mut own = plans.iter().filter(|(_, plan)| plan.when.stage == Some(stage));
    let ((whole, of), None) = (own.next()?, own.next()) else { return None };
    let (part, done) = rest.first()?;
    let is_told = stage != Class::Plan
        && view.is_fact(*part)
        && view.is_fact(*whole)
        && view.is_like(*part, *whole)
        && !done.when.is_last
        && !of.when.is_last
        && !done.goes_on
        && view.says_only(*part, at, SHARES);
    let parts = [
        (Slot::Part, view.number(*part), 1),
        (Slot::Whole, view.number(*whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Completion, Reading::of(parts), spot.figure))
}

/// What is told of the only plan of the sentence before, by the stage that the words name: how much of it was done,
/// or by how much it was exceeded: 年初预算80万元。决算84万元，超出年初预算4万元，为年初预算的105%.
pub(super) fn of_sentence_before(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let is_share = spot.role == Role::Complete && is_rate(view, at);
    let way = match spot.role {
        Role::Beside(way) if !is_share => way,
        _ if is_share => 0,
        _ => return None,
    };
    let stage = spot.words.iter().rev().copied().find(|class| class.is_plan());
    // 预算执行率: of whatever plan was told
    let stage = stage.or(is_share.then_some(Class::Plan))?;
    let is_amount = |(at, other): &(usize, &Spot)| {
        view.is_fact(*at) && !matches!(other.role, Role::Beside(_)) && !view.is_whole_of(*at)
    };
    let own = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut own = own.filter(is_amount);
    let ((part, done), None) = (own.next()?, own.next()) else { return None };
    let before = view.before(part).skip_while(|(_, other)| other.sentence == spot.sentence);
    let before = before.take_while(|(_, other)| other.sentence + 1 == spot.sentence);
    let (whole, of) = plan_of_parts(view, before.collect(), done)?;
    let is_stage = of.when.stage == Some(stage) || stage == Class::Plan && of.when.is_plan();
    let is_told = is_amount(&(whole, of))
        && is_stage
        && view.is_like(part, whole)
        && (is_share || view.is_like(at, whole))
        && done.when.stage == Some(Class::Done)
        && !done.when.is_last
        && !of.when.is_last
        && !of.goes_on
        && !view.has_scope(at)
        && !view.has_sign(whole, part, Sign::Edge)
        && view.says_only(part, at, &[SHARES, BESIDE].concat());
    let (done, plan) = (view.number(part), view.number(whole));
    let (relation, parts) = if is_share {
        let parts = [(Slot::Part, done, 1), (Slot::Whole, plan, 1), (Slot::Share, spot.figure, 1)];
        (Relation::Completion, parts)
    } else {
        let parts =
            [(Slot::Value, done, 1), (Slot::Base, plan, 1), (Slot::Change, spot.figure, way)];
        (Relation::Change, parts)
    };
    // 超过预算80万元: the plan itself once more
    let is_plan = view.figure(at).zip(view.figure(whole)).is_some_and(|(a, b)| a.value == b.value);
    (is_told && !is_plan).then(|| Frame::new(relation, Reading::of(parts), spot.figure))
}

/// The only amount of a sentence but for its parts, which are given from the last to the first: 全年预算80万元，其中拨款50万元、结转30万元.
fn plan_of_parts<'a>(
    view: &View<'_, '_>,
    mut amounts: Vec<(usize, &'a Spot)>,
    done: &Spot,
) -> Option<(usize, &'a Spot)> {
    let (whole, of) = amounts.pop()?;
    let Some((first, _)) = amounts.last() else { return Some((whole, of)) };
    // 其中设备60万元、培训40万元。培训实际支出36万元: of a part
    let is_of = |part: &Spot| common(&view.own_words(done), &part.raw) > 1;
    let is_part = |(at, other): &(usize, &Spot)| {
        !is_of(other)
            && view.is_fact(*at)
            && view.is_like(*at, whole)
            && other.segment == of.segment
            && !other.is_sum
    };
    let is_opened = view.words(whole, *first).contains(&Class::OfWhich);
    (is_opened && amounts.iter().all(is_part)).then_some((whole, of))
}

/// By which rate the only fact of this year has changed from one of two of the last, as the words call it:
/// 预算80万元，上年预算64万元，上年执行50万元；与上年预算相比增长25%，与上年执行数相比增长60%.
pub(super) fn from_one_of_two(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A shorter text calls both of them: 上年.
    const SHORT: usize = 3;
    let is_percent = |own: &Quantity| own.kind == Kind::Percent && !own.is_times;
    let spot = view.spot(at).filter(|_| view.figure(at).is_some_and(is_percent))?;
    let Role::Rate(sign @ (1 | -1)) = spot.role else { return None };
    let own = view.passage.in_sentence(spot).filter(|(place, other)| {
        *place < at && other.stream == spot.stream && view.is_fact(*place)
    });
    let (bases, values): (Vec<_>, Vec<_>) = own.partition(|(_, other)| other.when.is_last);
    let ([(value, new)], [one, other]) = (values.as_slice(), bases.as_slice()) else { return None };
    let words = view.own_words(spot);
    let is_called = |base: &&(usize, &Spot)| {
        let name = view.own_words(base.1);
        let mut verbs = view.passage.tokens.words_of("becomes");
        let name = verbs.find_map(|verb| name.strip_suffix(verb)).unwrap_or(&name);
        name.chars().count() >= SHORT && words.contains(name)
    };
    let mut called = [one, other].into_iter().filter(is_called);
    let ((base, of), None) = (called.next()?, called.next()) else { return None };
    let is_told = view.is_like(*value, *base)
        && view.is_like(one.0, other.0)
        && new.figure < of.figure
        && spot.name.is_empty()
        && spot.row.is_none()
        && !view.has_scope(at);
    let parts =
        [(Slot::Value, new.figure, 1), (Slot::Base, of.figure, 1), (Slot::Rate, spot.figure, sign)];
    is_told.then(|| Frame::new(Relation::GrowthOf, Reading::of(parts), spot.figure))
}

/// A rate that a sentence begins with, of what was done and planned last in the one before:
/// 年初预算80万元，追加5万元，全年预算85万元，全年执行84万元。预算执行率为98.82%.
pub(super) fn of_last_pair(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Complete && is_rate(view, at))?;
    let mut before = view.before(at);
    let ((done, own), (plan, of)) = (before.next()?, before.next()?);
    let mut stages = spot.words.iter().filter(|class| class.is_plan());
    let is_stage = |class: &Class| *class == Class::Plan || of.when.stage == Some(*class);
    let is_told = own.sentence + 1 == spot.sentence
        && of.sentence == own.sentence
        && of.clause + 1 == own.clause
        && of.segment == own.segment
        && view.is_fact(done)
        && view.is_fact(plan)
        && view.is_like(done, plan)
        && of.when.is_plan()
        && !own.when.is_plan()
        && !view.words(plan, done).contains(&Class::OfWhich)
        && !own.when.is_last
        && !of.when.is_last
        && !view.has_scope(at)
        && !view.has_sign(done, at, Sign::Edge)
        && stages.all(is_stage)
        && view.says_only(done, at, &[SHARES, BESIDE].concat());
    let parts =
        [(Slot::Part, own.figure, 1), (Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Completion, Reading::of(parts), spot.figure).weak())
}

/// By how much what was done falls short of the plan that its rate names, or exceeds it:
/// 决算80万元，完成预算100万元的80%，少支20万元.
pub(super) fn apart(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let way = match spot.role {
        Role::Change(way @ (1 | -1)) => way,
        Role::Left => -1,
        _ => return None,
    };
    let compares = |class: &Class| {
        matches!(
            class,
            Class::Compare | Class::With | Class::Last | Class::YearOnYear | Class::OfWhich
        )
    };
    let (rate, told) = view.before(at).next()?;
    let (plan, of) = view.before(rate).next()?;
    let (done, own) = view.before(plan).next()?;
    let is_told = is_rate(view, rate)
        && view.is_whole_of(plan)
        && of.when.is_plan()
        && told.clause + 1 == spot.clause
        && told.sentence == spot.sentence
        && own.sentence == spot.sentence
        && view.is_fact(done)
        && !own.when.is_plan()
        && !own.when.is_last
        && view.is_like(done, plan)
        && view.is_like(done, at)
        && spot.name.is_empty()
        && spot.against.is_none()
        && !spot.words.iter().any(compares)
        && !view.has_scope(at);
    let parts = [
        (Slot::Value, own.figure, 1),
        (Slot::Base, of.figure, 1),
        (Slot::Change, spot.figure, way),
    ];
    is_told.then(|| Frame::new(Relation::Change, Reading::of(parts), spot.figure).weak())
}

/// How much was done of each of as many plans as a row of rates has: 甲区计划25个、完工23个，乙区计划32个、完工31个，完工率分别为92%、
/// 96.88%.
pub(super) fn each(view: &View<'_, '_>, at: usize) -> Vec<Frame> {
    let Some(spot) = view.spot(at) else { return Vec::new() };
    let Some((_, 0, length)) = spot.row else { return Vec::new() };
    let before = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut before: Vec<(usize, &Spot)> = before.collect();
    before.reverse();
    let pairs: Vec<[(usize, &Spot); 2]> =
        before.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).collect();
    let is_pair = |[(plan, of), (done, own)]: &[(usize, &Spot); 2]| {
        of.when.is_plan()
            && !own.when.is_plan()
            && !own.when.is_last
            && of.clause == own.clause
            && view.is_fact(*plan)
            && view.is_fact(*done)
            && view.is_like(*plan, *done)
    };
    let is_percent = |at: usize| {
        view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    };
    let is_told = spot.role == Role::Complete
        && (at..at + length).all(is_percent)
        && before.len() == 2 * length
        && pairs.iter().all(is_pair)
        && !view.has_scope(at);
    let rates = pairs.iter().filter(|_| is_told).zip(at..);
    let frames = rates.map(|([(plan, _), (done, _)], rate)| {
        let rate = view.number(rate);
        let parts = [
            (Slot::Part, view.number(*done), 1),
            (Slot::Whole, view.number(*plan), 1),
            (Slot::Share, rate, 1),
        ];
        Frame::new(Relation::Completion, Reading::of(parts), rate)
    });
    frames.collect()
}

/// A rate behind which stands how it comes about: 执行率96.02%，即支出7,916.45万元除以预算8,245.00万元.
pub(super) fn worked_out(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let mut behind = view.after(at);
    let ((part, own), (whole, of)) = (behind.next()?, behind.next()?);
    let between = view.text_between(part, whole);
    let is_divided =
        view.passage.tokens.words_of("shared_by").any(|word| between.starts_with(word));
    let explains = || {
        let text = view.text_between(at, part);
        let mut words = view.passage.tokens.words_of("namely");
        words.any(|word| text.trim_start_matches([',', '(']).starts_with(word))
    };
    let is_told = is_divided
        && explains()
        && view.is_like(part, whole)
        && view.is_plain(part)
        && view.is_plain(whole)
        && own.clause == of.clause
        && own.clause <= spot.clause + 1;
    let parts =
        [(Slot::Part, own.figure, 1), (Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}
