//! What is left when something is taken off, behind a row of parts, or between two prices: 收回817份，剔除28份后有效问卷789份.

use super::frame::Frame;
use super::left::{TOLD, is_still};
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        let found = taken_off(view, at).or_else(|| rest_of_row(view, at));
        out.extend(found.or_else(|| gap(view, at)).or_else(|| left_before(view, at)));
    }
}

/// A number of things, how many were taken off, and how many then were left: 收回817份；剔除填写不完整的28份后有效问卷789份.
fn taken_off(view: &View<'_, '_>, left: usize) -> Option<Frame> {
    let spot = view.spot(left)?;
    let tokens = view.passage.tokens;
    let is_number = |at: usize| {
        let kind = view.figure(at).map(|figure| figure.kind);
        view.is_fact(at) && matches!(kind, Some(Kind::Count | Kind::Money))
    };
    let mut before = view
        .before(left)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, left));
    let ((taken, gone), (whole, of)) = (before.next()?, before.next()?);
    let begins = |list: &str, text: &str| tokens.words_of(list).any(|word| text.starts_with(word));
    // 扣除教材成本26.5万元后，可统筹的资金为183.5万元
    let is_behind = || {
        let behind = view.text_behind(taken);
        let mut words = tokens.words_of("afterwards");
        gone.clause + 1 == spot.clause
            && words.any(|word| behind.strip_prefix(word).is_some_and(|rest| rest.starts_with(',')))
    };
    // 扣除上年结转188万元，当年可安排财力5,444万元
    let is_available = || {
        gone.clause + 1 == spot.clause
            && tokens.has_word("available", &view.own_words(spot))
            && spot.segment == gone.segment
    };
    let is_taken = begins("takes_off", &gone.raw)
        && (gone.clause == spot.clause && begins("afterwards", &spot.raw)
            || is_behind()
            || is_available());
    let is_told = is_taken
        && [left, taken, whole].into_iter().all(is_number)
        && !of.when.is_last
        && of.clause + 3 >= gone.clause;
    let parts =
        [(Slot::Value, of.figure, 1), (Slot::Base, gone.figure, 1), (Slot::Change, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Left, Reading::of(parts), spot.figure).weak())
}

/// How far the two facts directly before are apart: 成本每立方米2.35元，水价1.90元，差额0.45元.
fn gap(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let begins =
        |list: &str| view.passage.tokens.words_of(list).any(|word| spot.raw.starts_with(word));
    // 实际用时260天，合同工期300天，提前40天
    let is_time = begins("early") || begins("late");
    let is_gap = is_time || begins("apart_by");
    let near = view.before(at).filter(|_| is_gap && !spot.when.is_last);
    let mut near = near.take_while(|(_, other)| other.sentence == spot.sentence);
    let ((near, b), (far, a)) = (near.next()?, near.next()?);
    let is_side = |place: usize, own: &Spot| {
        view.is_plain(place)
            && view.is_like(place, at)
            && matches!(own.role, Role::Value | Role::Per)
            && !own.is_sum
            && own.segment == spot.segment
    };
    // 甲用时260天，乙用时300天，提前20天: none of them is a term
    let is_term = |own: &Spot| view.passage.tokens.has_word("planned_terms", &view.own_words(own));
    let is_told = is_side(near, b)
        && (!is_time || is_term(a) != is_term(b))
        && is_side(far, a)
        && b.clause + 1 == spot.clause
        && a.clause < b.clause
        && (is_time || a.role == Role::Per || b.role == Role::Per)
        && !view.has_scope(at);
    let reading = |whole: usize, part: usize| {
        Reading::of([
            (Slot::Value, whole, 1),
            (Slot::Base, part, 1),
            (Slot::Change, spot.figure, 1),
        ])
    };
    is_told.then(|| {
        let others = vec![reading(b.figure, a.figure)];
        Frame { others, ..Frame::new(Relation::Left, reading(a.figure, b.figure), spot.figure) }
            .weak()
    })
}

/// What is left of the only fact before a row of its parts: 总投资80万元，前两年分别完成30万元和40万元，余下10万元.
fn rest_of_row(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let is_left = spot.role == Role::Left
        || spot.role == Role::Value && (spot.words.contains(&Class::Rest) || is_still(view, spot));
    let near = view.before(at).filter(|_| is_left);
    let near = near.take_while(|(_, other)| other.sentence == spot.sentence);
    let mut near = near.filter(|(place, _)| view.is_like(*place, at));
    let (last, end) = near.next()?;
    // 已落实甲1.2亿元、乙0.4亿元、丙0.4亿元，尚缺0.8亿元
    let run = || {
        let before = view.before(last).take_while(|(place, own)| {
            own.sentence == end.sentence && view.is_like(*place, last) && own.clause == end.clause
        });
        let first = before.last().map(|(place, _)| place)?;
        let is_run =
            (first + 1..=last).all(|place| view.spot(place).is_some_and(|own| own.goes_on));
        // 收入42.3亿元、支出40.9亿元，结余1.4亿元
        let is_flow = (first..=last)
            .filter_map(|place| view.spot(place))
            .any(|own| own.words.iter().any(|class| matches!(class, Class::Income | Class::Outgo)));
        (is_run && end.goes_on && !is_flow).then_some(first..last + 1)
    };
    let row = view.row_up_to(last).or_else(run)?;
    let mut near = near.filter(|(place, _)| *place < row.start);
    let (whole, of) = near.next().filter(|_| near.next().is_none())?;
    let is_told = view.is_fact(whole)
        && !of.when.is_last
        && matches!(end.role, Role::Value)
        && spot.clause <= end.clause + 2
        && !view.has_scope(at)
        && view.says_only(last, at, TOLD);
    let parts: Vec<usize> = row.chain([at]).collect();
    is_told.then(|| sum(view, whole, &parts).weak())
}

/// What is left, of a plan, and behind them what was done: 尚有4万元未支出，占年度预算16万元的25%，已支出12万元.
fn left_before(view: &View<'_, '_>, done: usize) -> Option<Frame> {
    let spot = view.spot(done).filter(|_| view.is_fact(done))?;
    let tokens = view.passage.tokens;
    let is_done = tokens.words_of("already").any(|word| view.lead(done).starts_with(word));
    let near = view.before(done).take_while(|(_, other)| other.sentence == spot.sentence);
    let own: Vec<(usize, &Spot)> = near.filter(|(at, _)| view.is_like(*at, done)).collect();
    let [(whole, plan), (left, rest)] = own.as_slice() else { return None };
    let is_left = rest.role == Role::Left
        || rest.role == Role::Value && rest.words.contains(&Class::Left)
        || is_still(view, rest);
    let is_told = is_done
        && is_left
        && (view.is_whole_of(*whole) || plan.role == Role::PlanOf)
        && view.is_plain(*left)
        && plan.segment == spot.segment
        && spot.clause <= plan.clause + 2
        && rest.clause + 1 >= plan.clause
        && !view.has_scope(done);
    let parts = [
        (Slot::Value, view.number(*whole), 1),
        (Slot::Base, spot.figure, 1),
        (Slot::Change, view.number(*left), 1),
    ];
    is_told.then(|| Frame::new(Relation::Left, Reading::of(parts), spot.figure))
}
