//! What so many facts come to that a word points back to, whatever sentences they stand in: 甲50万元，用于…。乙30万元，用于…。
//! 以上两项构成支出80万元.

use super::frame::Frame;
use super::share::is_rate;
use super::sum::{is_fact, sum};
use super::told_lists::{ToldList, ToldLists};
use super::untaught::Untaught;
use super::view::{View, is_plain};
use super::weighted::exact;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let known = |at: usize| out.iter().any(|frame| frame.anchor == view.number(at));
    let open: Vec<usize> = view.places().filter(|at| !known(*at)).collect();
    out.extend(open.into_iter().filter_map(|at| counted(view, at, &lists)));
    let found: Vec<Frame> = view.places().filter_map(|at| frame(view, at, out)).collect();
    out.extend(found);
    out.extend(view.places().filter_map(|at| share(view, at)));
    out.extend(view.places().filter_map(|at| shares(view, at)));
}

/// What the list of the sentence before comes to, where a number says how many items it has: 甲50万元，乙30万元。两馆合计80万元.
fn counted(view: &View<'_, '_>, total: usize, lists: &ToldLists) -> Option<Frame> {
    let spot = view.spot(total).filter(|spot| spot.is_sum && is_fact(view, total))?;
    let (number, own) = view.before(total).next()?;
    let count = view.figure(number).filter(|figure| figure.is_spelled)?.value;
    let is_before = |list: &&ToldList| {
        let first = list.items.first().and_then(|item| view.passage.spot_of(*item));
        first.is_some_and(|item| item.sentence + 1 == spot.sentence)
            && count == (list.items.len() as u64).into()
    };
    let mut found = lists.0.iter().filter(is_before);
    let place = |figure: &usize| view.places().find(|at| view.number(*at) == *figure);
    let items: Vec<usize> = match (found.next(), found.next()) {
        (Some(list), None) => list.items.iter().filter_map(place).collect(),
        (None, None) => facts_before(view, total),
        _ => return None,
    };
    let is_told = own.clause == spot.clause
        && count == (items.len() as u64).into()
        && items.iter().all(|item| view.is_like(*item, total))
        && !view.has_scope(total);
    is_told.then(|| sum(view, total, &items).weak())
}

/// The facts of a kind in the sentence before a total, where all of its figures of that kind are such: 甲50万元，按…测算；乙30万元，….
fn facts_before(view: &View<'_, '_>, total: usize) -> Vec<usize> {
    let Some(last) = view.spot(total).and_then(|spot| spot.sentence.checked_sub(1)) else {
        return Vec::new();
    };
    let near = view.before(total).skip_while(|(_, other)| other.sentence > last);
    let own = near.take_while(|(_, other)| other.sentence == last);
    let own = own.filter(|(at, other)| {
        view.is_like(*at, total) && other.role != Role::Per && !view.is_whole_of(*at)
    });
    let mut own: Vec<(usize, &Spot)> = own.collect();
    own.reverse();
    let is_item = |(at, other): &(usize, &Spot)| {
        is_fact(view, *at)
            && !other.is_sum
            && !other.when.is_last
            && !other.words.contains(&Class::OfWhich)
    };
    if own.iter().all(is_item) { own.into_iter().map(|(at, _)| at).collect() } else { Vec::new() }
}

/// What as many shares before it as a number says come to: 甲占44%，乙占36%，丙占20%，三类合计为100%.
fn shares(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let lead = view.lead(at);
    // 三者合计100%
    let mut words = view.passage.tokens.words_of("all_of").filter_map(|own| own.split_once('='));
    let all = words.find_map(|(word, count)| lead.starts_with(word).then(|| count.parse().ok())?);
    let before = view.before(at).next().filter(|(number, counted)| {
        counted.clause == spot.clause
            && view.figure(*number).is_some_and(|figure| figure.is_spelled)
    });
    let spelled = || usize::try_from(view.figure(before?.0)?.value).ok();
    let count: usize = all.or_else(spelled).filter(|count| *count > 1)?;
    let number = before.filter(|_| all.is_none()).map_or(at, |(number, _)| number);
    let is_sum = spot.is_sum || spot.words.contains(&Class::Sum);
    let near = view.before(number).take_while(|(_, other)| other.sentence == spot.sentence);
    let own: Vec<(usize, &Spot)> = near.filter(|(place, _)| is_rate(view, *place)).collect();
    let is_item = |(_, item): &(usize, &Spot)| {
        matches!(item.role, Role::Share | Role::Value | Role::Complete)
            && !item.when.is_last
            && !item.is_sum
            && !item.raw.is_empty()
    };
    let is_told = is_rate(view, at) && is_sum && own.len() == count && own.iter().all(is_item);
    let items: Vec<(usize, i8)> = own.iter().rev().map(|(_, item)| (item.figure, 1)).collect();
    // all of it is no rounded number
    let is_all = view.figure(at).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED);
    let total = if is_all { exact(view, at) } else { Filling::Figure(spot.figure, 1) };
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, total));
    is_told.then(|| Frame::new(Relation::Shares, reading, spot.figure).weak())
}

/// What share the facts before it, as many as a number says, are of a whole that is named: 办公费58万元、水电费48万元，两项占机关运行经费
/// 的33%.
fn share(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The whole may stand so many sentences before.
    const FAR: usize = 1;
    let spot = view.spot(at)?;
    // 四家合计占部门支出80万元的61%: the whole stands between
    let is_printed =
        |(place, other): &(usize, &Spot)| other.role == Role::WholeOf || view.is_whole_of(*place);
    let mut before = view.before(at);
    let next = before.next()?;
    let printed = Some(next.0).filter(|_| is_printed(&next));
    let (number, counted) = if printed.is_some() { before.next()? } else { next };
    // 分别安排80万元和40万元，累计占总投资的60%: all of the row
    let row = counted.row.filter(|row| {
        row.1 + 1 == row.2
            && counted.clause + 1 == spot.clause
            && spot.words.contains(&Class::Cumulated)
    });
    let spelled = view.figure(number).filter(|figure| figure.is_spelled);
    let count = match row {
        Some((_, _, length)) => length,
        None => usize::try_from(spelled?.value).ok().filter(|count| *count > 1)?,
    };
    let is_share = spot.role == Role::Share
        && (row.is_some() || counted.clause == spot.clause)
        && is_rate(view, at)
        && !spot.when.is_last;
    if !is_share {
        return None;
    }
    let is_of_row = |other: &Spot| {
        row.is_some()
            && other.row.map(|own| own.0) == row.map(|own| own.0)
            && view.passage.is_figure(other)
    };
    let from = if row.is_some() { at } else { number };
    let near = view
        .before(from)
        .take_while(|(_, other)| other.sentence + FAR >= spot.sentence)
        .filter(|(place, other)| view.is_fact(*place) || is_of_row(other));
    let mut near = near.peekable();
    let first = near.peek()?.0;
    let near: Vec<(usize, &Spot)> = near.filter(|(place, _)| view.is_like(*place, first)).collect();
    let items = near.get(..count)?;
    let of_items = items.iter().all(|(_, item)| {
        (!item.name.is_empty() || row.is_some() || printed.is_some())
            && !item.is_sum
            && !item.when.is_last
            && item.sentence == spot.sentence
    });
    let is_whole = |(place, other): &&(usize, &Spot)| {
        !other.when.is_last
            && if spot.of.is_empty() {
                let mut words = view.passage.tokens.words_of("whole_first");
                other.is_sum || words.any(|word| other.raw.contains(word))
            } else {
                view.is_called(&spot.of, other) || view.names(&spot.of, *place)
            }
    };
    let mut wholes = near.get(count..)?.iter().filter(is_whole).map(|(place, _)| *place);
    let whole = printed.or_else(|| wholes.next())?;
    let items: Vec<(usize, i8)> = items.iter().rev().map(|(_, item)| (item.figure, 1)).collect();
    let reading =
        Reading::of([(Slot::Whole, view.number(whole), 1), (Slot::Share, spot.figure, 1)]);
    (of_items && (printed.is_some() || wholes.next().is_none()))
        .then(|| Frame::new(Relation::ShareOfItems, reading.with_items(&items), spot.figure).weak())
}

fn frame(view: &View<'_, '_>, total: usize, told: &[Frame]) -> Option<Frame> {
    let spot = view.spot(total)?;
    let (number, pointed) = view.before(total).next()?;
    let count =
        view.figure(number).filter(|figure| figure.is_spelled && figure.value >= Decimal::TWO)?;
    let count = usize::try_from(count.value).ok()?;
    let is_pointer = view.passage.tokens.has_word("pointer", &view.lead(number));
    let says = view.words(number, total);
    let is_whole =
        says.iter().any(|class| matches!(class, Class::Whole | Class::Sum | Class::ScoreTotal));
    let says_only = says.iter().all(|class| {
        is_plain(*class)
            || matches!(class, Class::Whole | Class::Sum | Class::And | Class::ScoreTotal)
    });
    let is_known = told.iter().any(|frame| frame.anchor == spot.figure);
    if !(is_pointer
        && is_whole
        && says_only
        && pointed.clause == spot.clause
        && is_fact(view, total))
        || is_known
        || view.has_scope(total)
    {
        return None;
    }
    let items = view.before(number).filter(|(at, other)| {
        view.is_like(*at, total) && other.role == spot.role && view.is_plain(*at)
    });
    let mut items: Vec<usize> = items.map(|(at, _)| at).take(count).collect();
    items.reverse();
    let is_item = |at: &usize| {
        view.spot(*at).is_some_and(|item| {
            !item.name.is_empty()
                && !item.is_sum
                && !item.when.is_last
                && item.sentence + count >= spot.sentence
        })
    };
    (items.len() == count && items.iter().all(is_item)).then(|| sum(view, total, &items))
}
