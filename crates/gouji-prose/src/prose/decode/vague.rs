//! Shares that are told roughly: 占合同总额近三成, 占比不足40%.

use super::frame::Frame;
use super::share::whole_named;
use super::view::View;
use crate::prose::list::List;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind, Quantity};
use crate::prose::reading::{Reading, Relation, Slot, around};
use crate::prose::share::{bound_beside, is_limit, sides};
use crate::prose::token::Sign;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The tenths that a fact is told to be of a whole that is named: 未支付12万元，占合同总额近三成.
pub(super) fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    // 治理工程32万元，近四成: nothing else stands in its clause
    let is_alone = |spot: &Spot| {
        let is_tenth = view.figure(at).is_some_and(|figure| figure.is_tenth);
        let is_bound = |class: &Class| matches!(class, Class::Near | Class::Over | Class::Under);
        is_tenth
            && spot.role == Role::Value
            && spot.name.is_empty()
            && spot.words.iter().all(is_bound)
            && [Sign::Comma, Sign::Semicolon, Sign::Stop]
                .into_iter()
                .any(|sign| view.is_followed_by_sign(at, sign))
            && view.before(at).next().is_some_and(|(_, before)| before.clause + 1 == spot.clause)
    };
    let spot = view.spot(at).filter(|spot| spot.role == Role::Share || is_alone(spot))?;
    // 占比不足40%, 占比未超过2%
    let before = at.checked_sub(1).and_then(|before| view.spot(before));
    let tokens = view.passage.tokens;
    let bound = view.figure(at).map_or(Bound::Exact, |own| bound_beside(tokens, spot, before, own));
    let own = view.figure(at).filter(|figure| {
        !figure.is_range && (figure.is_tenth || figure.kind == Kind::Percent && is_limit(bound))
    })?;
    let own = &Quantity { bound, ..own.clone() };
    // 上级补助资金占比近四成: of the fact that bears its name
    // 年末结转12万元，结转资金占预算的比例超过30%
    let mut ends = view.passage.tokens.words_of("neutral");
    let stem = ends.find_map(|end| spot.name.strip_suffix(end)).unwrap_or("");
    let bears = |(_, other): &(usize, &Spot)| {
        spot.name.is_empty() || view.is_called(&spot.name, other) || view.is_called(stem, other)
    };
    // 不足支出9.86万元的两成: the whole stands directly before, and the word of the bound before that
    let is_before =
        view.figure(at).is_some_and(|own| bound_beside(tokens, spot, None, own) != bound);
    let is_of = |own: &&Spot| {
        is_before
            && own.role == Role::Value
            && own.clause == spot.clause
            && spot.words.first() == Some(&Class::Of)
    };
    let of = before.filter(is_of).and(at.checked_sub(1));
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let near = near.skip(usize::from(of.is_some()));
    let (part, fact) = near.take(if spot.name.is_empty() { 1 } else { usize::MAX }).find(bears)?;
    let whole = of
        .or_else(|| whole_named(view, at, part, Relation::Share))
        .or_else(|| {
            let is_head = |head: usize| spot.of.is_empty() || view.names(&spot.of, head);
            let holds = |list: &&List| list.items.contains(&part) && list.head.is_some_and(is_head);
            view.passage.lists().iter().find(holds)?.head
        })
        .or_else(|| called(view, part, &spot.of))
        .or_else(|| {
            only_other(view, part).filter(|_| spot.of.is_empty() && spot.name.is_empty())
        })?;
    let is_beside = fact.segment == spot.segment && spot.clause <= fact.clause + 1;
    let is_told = view.is_plain(part)
        && matches!(fact.role, Role::Value | Role::Left)
        && fact.sentence == spot.sentence
        && (is_beside || !spot.name.is_empty())
        && !fact.when.is_last
        && !fact.goes_on
        && part != whole
        && view.is_like(part, whole)
        && !view.has_scope(at);
    let (low, high) = around(own);
    let low = match own.bound {
        _ if own.is_tenth => low,
        Bound::Under | Bound::AtMost => Decimal::ZERO,
        _ => own.value,
    };
    // 超过七成: of 85% it is true as well
    let is_over = matches!(own.bound, Bound::Over | Bound::AtLeast);
    let high = if is_over { Decimal::ONE_HUNDRED } else { high };
    let mut reading =
        Reading::of([(Slot::Part, fact.figure, 1), (Slot::Whole, view.number(whole), 1)]);
    reading.parts.extend(sides(spot.figure, (low, high)));
    let frame = Frame::new(Relation::Vague, reading, spot.figure);
    // most other numbers keep to one side
    is_told.then(|| if is_limit(bound) { frame.bound() } else { frame })
}

/// The only other fact of the sentence before a part.
fn only_other(view: &View<'_, '_>, part: usize) -> Option<usize> {
    let sentence = view.spot(part)?.sentence;
    let near = view.before(part).take_while(|(_, other)| other.sentence == sentence);
    let mut facts = near.filter(|(place, _)| view.is_fact(*place) && view.is_like(*place, part));
    let (only, fact) = facts.next()?;
    (facts.next().is_none() && !fact.when.is_last).then_some(only)
}

/// The only other fact of the sentence, where words name it that leave something out: 项目预算 of 项目支出预算.
fn called(view: &View<'_, '_>, part: usize, of: &str) -> Option<usize> {
    only_other(view, part)
        .filter(|only| view.spot(*only).is_some_and(|fact| view.is_called(of, fact)))
}
