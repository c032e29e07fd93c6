//! What stands around a total: what is no sum although words name one, and items that stand in the sentence before.

use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// Whether a change would be made of states: 2021年末86辆，2022年末79辆，累计减少7辆.
pub(super) fn adds_states(view: &View<'_, '_>, total: usize, items: &[usize]) -> bool {
    let is_change =
        |at: &usize| view.spot(*at).is_some_and(|item| matches!(item.role, Role::Change(_)));
    is_change(&total) && !items.iter().any(is_change)
}

/// Whether a score lies between those before it: it is their mean, however it is weighed, and no sum.
pub(super) fn is_between_scores(view: &View<'_, '_>, total: usize, items: &[usize]) -> bool {
    let score =
        |at: &usize| view.figure(*at).filter(|own| own.kind == Kind::Score).map(|own| own.value);
    let items = || items.iter().filter_map(score);
    let bounds = items().min().zip(items().max()).zip(score(&total));
    bounds.is_some_and(|((least, most), total)| (least..=most).contains(&total))
}

/// Whether an amount is what each of so many has of the amount in the clause before: 更新36万元，3条线路各12万元.
pub(super) fn is_each_of_before(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    let mut before = view.before(at);
    let Some(((number, counted), (whole, of))) = before.next().zip(before.next()) else {
        return false;
    };
    let counts = view.figure(number).filter(|own| own.kind == Kind::Count);
    let all =
        counts.zip(view.figure(at)).and_then(|(number, each)| number.value.checked_mul(each.value));
    spot.words.contains(&Class::Each)
        && counted.clause == spot.clause
        && of.clause + 1 == spot.clause
        && view.is_like(whole, at)
        && view.figure(whole).map(|own| own.value) == all
}

/// Whether a number with a name of its own stands among the items and counts something else: 来信20件、来访30批次、网上40件，共90件（批）次.
pub(super) fn is_of_other_things(
    view: &View<'_, '_>,
    at: usize,
    other: &Spot,
    next: Option<usize>,
) -> bool {
    let is_count = |at: usize| view.figure(at).is_some_and(|own| own.kind == Kind::Count);
    let joins = |spot: &Spot| spot.opened == Some(Sign::Item) && !spot.name.is_empty();
    next.and_then(|next| view.spot(next)).is_some_and(|next| {
        is_count(at)
            && joins(other)
            && joins(next)
            && next.clause == other.clause
            && view.is_fact(at)
    })
}

/// Whether one of two figures is an amount and the other a number of ten thousands without a unit.
pub(super) fn lacks_unit(view: &View<'_, '_>, a: usize, b: usize) -> bool {
    let Some((a, b)) = view.figure(a).zip(view.figure(b)) else { return false };
    let is_bare =
        |own: &Quantity| own.kind == Kind::Count && own.is_multiple && own.counter.is_empty();
    is_bare(a) && b.kind == Kind::Money || is_bare(b) && a.kind == Kind::Money
}

/// Whether nothing but the label of a sum stands between two figures: 三项合计：80万元.
pub(super) fn is_label_of_sum(view: &View<'_, '_>, number: usize, total: usize) -> bool {
    let text = view.text_between(number, total);
    let own = text.strip_suffix([':', '\u{FF1A}']).unwrap_or_default();
    view.passage.tokens.is_word("sum", own)
}

/// The figures of the kind of a total in the sentence before it, where they are as many as are told.
pub(super) fn items_of_sentence_before(
    view: &View<'_, '_>,
    total: usize,
    number: usize,
) -> Option<Vec<usize>> {
    let last = view.spot(total)?.sentence.checked_sub(1)?;
    let near = view.before(total).skip_while(|(_, own)| own.sentence > last);
    let near = near.take_while(|(_, own)| own.sentence == last);
    let near = near.filter(|(at, _)| view.is_like(*at, total)).map(|(at, _)| at);
    let mut items: Vec<usize> = near.collect();
    items.reverse();
    let is_all = items.len() == number && items.iter().all(|at| view.is_fact(*at));
    (is_all && !view.has_sign(*items.last()?, total, Sign::Edge)).then_some(items)
}

/// Whether a sum is told to be what a total is: 四项之和与支出合计80万元一致.
pub(super) fn is_base_of_sum(view: &View<'_, '_>, total: usize) -> bool {
    let lead = view.lead(total);
    let mut sums = view.passage.tokens.words_of("sum");
    view.spot(total).is_some_and(|spot| spot.role == Role::Base)
        && sums.any(|word| lead.starts_with(word))
}

/// Whether nothing is said between the last item and a total but what makes it one; of what makes up something, of what is held
/// against it, of what came together over time.
pub(super) fn ends_with_sum(
    view: &View<'_, '_>,
    (last, total): (usize, usize),
    [makes_up, is_held_against, is_cumulated]: [bool; 3],
) -> bool {
    let sums = [Class::Sum, Class::And, Class::Up, Class::Down, Class::OrMore, Class::ScoreTotal];
    let when = |is_so: bool, words: &'static [Class]| if is_so { words } else { &[] };
    let explained = [
        &sums[..],
        // 三项构成运行维护费80万元
        when(makes_up, &[Class::Whole]),
        when(is_held_against, &[Class::With, Class::Agrees]),
        // 三年累计完成80个
        when(is_cumulated, &[Class::Cumulated, Class::Complete]),
    ];
    view.says_only(last, total, &explained.concat())
}
