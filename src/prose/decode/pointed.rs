//! What so many facts come to that a word points back to, whatever sentences they stand in: 甲50万元，用于…。乙30万元，用于…。
//! 以上两项构成支出80万元.

use super::Frame;
use super::sum::{is_fact, sum};
use super::view::{View, is_plain};
use crate::number::Decimal;
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<Frame> = view.places().filter_map(|at| frame(view, at, out)).collect();
    out.extend(found);
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
