//! How the items of a list have changed, and its total: 支出80万元，比上年减少5万元。其中：购置费50万元，比上年减少5万元；运行费30万元，
//! 与上年持平.
//!
//! What was there before may be there no more, and then stands in no list. So the changes add up for certain only where
//! the items are known to be all of something.

use super::frame::Frame;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::list::{is_all_of_change, is_all_of_whole};
use crate::prose::place::{Role, Spot, When};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// How an amount has changed.
enum Moved {
    /// By a figure, which way, against which time if that is said.
    By(usize, i8, Option<When>),
    /// Not at all.
    Not,
}

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let told = out.iter().map(|frame| (frame.relation, &frame.reading));
    // what comes to its head leaves nothing out
    let open = untaught.iter().filter(|list| list.is_held);
    let open = open.map(|list| (list.relation, &list.reading));
    let sums = told.chain(open).filter(|(relation, _)| *relation == Relation::Sum);
    let found: Vec<Frame> = sums.filter_map(|(_, sum)| of_list(view, sum)).collect();
    out.extend(found);
    out.extend(view.places().filter_map(|at| net(view, at)));
}

/// A net change, and what came and what went behind it: 净增21家（新登记34家，注销13家）.
fn net(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let Role::Change(sign @ (1 | -1)) = spot.role else { return None };
    let is_net = view.passage.tokens.has_word("net", &view.own_words(spot)) && view.is_plain(at);
    let behind = view.places().filter(|place| is_net && *place > at);
    let behind = behind.filter_map(|place| Some((place, view.spot(place)?)));
    let near: Vec<(usize, &Spot)> =
        behind.take_while(|(_, other)| other.sentence == spot.sentence).collect();
    let (first, _) = *near.first()?;
    // …，其中新开户51家、注销18家，征缴率98%: something else
    let is_other = |(place, _): &(usize, &Spot)| !view.is_like(*place, at);
    let count = near.iter().take_while(|own| !is_other(own)).count();
    let (near, rest) = near.split_at(count);
    if !rest.iter().all(is_other) {
        return None;
    }
    let opens =
        view.is_followed_by_sign(at, Sign::Open) || view.words(at, first).contains(&Class::OfWhich);
    let way = |(place, own): &(usize, &Spot)| {
        let way = super::flow::way(view, *place, own)?;
        let is_item = view.is_like(*place, at) && !own.when.is_last && !own.is_sum;
        is_item.then(|| (view.number(*place), way))
    };
    let items: Option<Vec<(usize, i8)>> = near.iter().map(way).collect();
    let items = items?;
    let is_both = [1, -1].iter().all(|way| items.iter().any(|(_, own)| own == way));
    let reading = Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items);
    (opens && is_both && !view.has_scope(at))
        .then(|| Frame::new(Relation::Balance, reading, spot.figure))
}

/// The changes of the items of a list of which none is left out.
fn of_list(view: &View<'_, '_>, sum: &Reading) -> Option<Frame> {
    let place = |filling: &Filling| match filling {
        Filling::Figure(figure, 1) => {
            view.places().find(|at| view.spot(*at).is_some_and(|spot| spot.figure == *figure))
        }
        _ => None,
    };
    let (_, total) = sum.parts.iter().find(|(slot, _)| *slot == Slot::Total)?;
    let total = place(total)?;
    let items: Option<Vec<usize>> =
        sum.items.iter().flatten().map(|(_, item)| place(item)).collect();
    let items = items?;
    let is_money = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Money);
    let names: Vec<&str> =
        items.iter().filter_map(|at| view.spot(*at)).map(|spot| spot.name.as_str()).collect();
    let is_all = is_all_of_whole(view.passage, &names)
        || is_all_of_change(view.passage, &names)
        || items.last().is_some_and(|last| lacks_others(view, *last));
    if !is_money(total) {
        return None;
    }
    let own = moved(view, total).or_else(|| told_behind(view, total, *items.last()?));
    let Moved::By(change, sign, Some(against)) = own? else { return None };
    let mut changes: Vec<(usize, i8)> = Vec::new();
    for item in &items {
        match moved(view, *item)? {
            Moved::By(own, sign, of) if of.is_none_or(|of| is_one(of, against)) => {
                changes.push((view.number(own), sign));
            }
            Moved::By(..) => return None,
            Moved::Not => {}
        }
    }
    if changes.is_empty() {
        return None;
    }
    let number = view.number(change);
    if is_all {
        let reading = Reading::of([(Slot::Total, number, sign)]).with_items(&changes);
        return Some(Frame::new(Relation::Sum, reading, number));
    }
    // what is there no more has gone down: a total goes down by what its items do or by more, and up by that or by less
    let own: Vec<(usize, i8)> = changes.into_iter().map(|(own, way)| (own, way * sign)).collect();
    let reading = Reading::of([(Slot::Total, number, 1)]).with_items(&own);
    let relation = if sign > 0 { Relation::UpTo } else { Relation::Within };
    Some(Frame::new(relation, reading, number).one_sided())
}

/// How the total of a list has changed, told by its name behind what is said of the last item: …；乙30万元，减少2万元。三公经费合计比上年减少5万元.
fn told_behind(view: &View<'_, '_>, total: usize, last: usize) -> Option<Moved> {
    const NOUN: usize = 2;
    let (spot, end) = (view.spot(total)?, view.spot(last)?);
    let near = view.after(last).take_while(|(_, other)| other.sentence <= end.sentence + 1);
    let is_sum =
        |spot: &Spot| spot.words.iter().any(|class| matches!(class, Class::Sum | Class::Total));
    let mut own = near.filter(|(_, other)| {
        other.clause > end.clause && is_sum(other) || other.sentence == end.sentence + 1
    });
    let (change, by) = own.next()?;
    let Role::Change(sign @ (1 | -1)) = by.role else { return None };
    let is_told = view.is_plain(change)
        && view.is_like(change, total)
        && common(&view.own_words(by), &view.own_words(spot)) >= NOUN
        && is_sum(by)
        && !view.has_scope(change);
    is_told.then_some(Moved::By(change, sign, by.against))
}

/// Whether words behind the last item say that there is nothing else, and was not before: 出国费两年均未安排.
fn lacks_others(view: &View<'_, '_>, last: usize) -> bool {
    let tokens = view.passage.tokens;
    let behind = tokens.tokens.get(view.token(last)..).unwrap_or(&[]);
    let text = behind.first().zip(behind.last()).map(|(a, b)| tokens.text(a.from, b.to));
    text.is_some_and(|text| tokens.has_word("both_years", &text))
}

/// Whether two times are one; 比上年 and 比上年预算 are.
fn is_one(a: When, b: When) -> bool {
    let is_one_stage = a.stage == b.stage || a.stage.is_none() || b.stage.is_none();
    (a.is_last, a.year) == (b.is_last, b.year) && is_one_stage
}

/// How an amount has changed, as the clauses behind it say before the next amount.
fn moved(view: &View<'_, '_>, at: usize) -> Option<Moved> {
    let spot = view.spot(at)?;
    // 比上年预算90万元减少5万元
    let next = view.after(at).find(|(_, next)| next.role != Role::Base);
    let next = next.filter(|(_, next)| next.segment == spot.segment);
    if let Some((change, own)) = next
        && let Role::Change(sign) = own.role
        && view.is_plain(change)
        && view.is_like(change, at)
        && own.name.is_empty()
    {
        // 增加（减少）0万元
        let is_nothing = view.figure(change).is_some_and(|figure| figure.value.is_zero());
        return match sign {
            1 | -1 => Some(Moved::By(change, sign, own.against)),
            _ => is_nothing.then_some(Moved::Not),
        };
    }
    let tokens = &view.passage.tokens.tokens;
    let is_end = |what: What| {
        matches!(what, What::Figure(_) | What::Sign(Sign::Semicolon | Sign::Stop | Sign::Edge))
    };
    let mut own = tokens.get(view.token(at) + 1..)?.iter().take_while(|token| !is_end(token.what));
    own.any(|token| token.what == What::Word(Class::Same)).then_some(Moved::Not)
}
