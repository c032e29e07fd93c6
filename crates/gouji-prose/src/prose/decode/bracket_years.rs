//! What the items of a list were the year before, in brackets behind them, comes to what the whole was: 26.5万元（上年26.4万元），其中甲24.0万元（上年
//! 23.0万元），乙2.5万元（上年3.4万元）.

use super::frame::Frame;
use super::sum::sum;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::holds;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let place = |figure: usize| view.passage.layout.place_of(figure);
    let found = lists.0.iter().filter_map(|list| {
        let items: Option<Vec<usize>> = list.items.iter().map(|item| place(*item)).collect();
        frame(view, place(list.total)?, &items?)
    });
    out.extend(found.collect::<Vec<Frame>>());
}

fn frame(view: &View<'_, '_>, total: usize, items: &[usize]) -> Option<Frame> {
    let head = view.spot(total)?;
    let is_last = |place: usize, other: &Spot| {
        let is_before = |year: i32| head.when.year.is_none_or(|own| own == year + 1);
        view.is_plain(place)
            && view.is_like(place, total)
            && matches!(other.role, Role::Value | Role::Base)
            && (other.when.is_last || other.when.year.is_some_and(is_before))
    };
    let in_bracket = |at: usize| {
        let inner = view.only_in_bracket(at)?;
        view.spot(inner).filter(|own| is_last(inner, own)).map(|_| inner)
    };
    // 26.5万元，与上年的26.5万元持平
    let compared = || {
        let (next, base) = view.after(total).next()?;
        let is_own = base.sentence == head.sentence && base.clause <= head.clause + 1;
        (is_own && base.role == Role::Base && is_last(next, base)).then_some(next)
    };
    // 其余为出国费: the items come to the whole
    let own = sum(view, total, items);
    holds(own.relation, &own.reading, &view.passage.tokens.figures).filter(|is_held| *is_held)?;
    let base = in_bracket(total).or_else(compared)?;
    let parts: Option<Vec<usize>> = items.iter().map(|at| in_bracket(*at)).collect();
    let parts = parts.filter(|parts| parts.len() > 1 && !parts.contains(&base))?;
    Some(sum(view, base, &parts).weak())
}
