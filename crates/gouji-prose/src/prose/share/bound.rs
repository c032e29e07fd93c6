//! What the words of a rate say besides: that it is a bound, and of which stage its whole is.

use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Quantity};
use crate::prose::token::Tokens;
use crate::prose::words::Class;

/// What a rate is told to be to the number that is printed, by the words before it: 超过总支出的一半, 占比未超过2%.
pub(super) fn bound_of(spot: &Spot, own: &Quantity) -> Bound {
    let is_limit = |class: &Class| matches!(class, Class::Above | Class::Below);
    let is_denied = spot.words.contains(&Class::Not);
    let last = spot.words.iter().rev().copied().find(|class| *class != Class::Filler);
    let way = match spot.role {
        Role::Beside(way) => way,
        _ => match last.filter(is_limit) {
            Some(Class::Above) => 1,
            Some(_) => -1,
            None => 0,
        },
    };
    match (way, own.bound, is_denied) {
        (0, bound, _) => bound,
        (1.., Bound::Exact, false) => Bound::Over,
        (1.., Bound::Exact, true) => Bound::AtMost,
        (_, Bound::Exact, false) => Bound::Under,
        (_, Bound::Exact, true) => Bound::AtLeast,
        (_, bound, _) => bound,
    }
}

/// The bound of a share, which words before its whole may say: 超过采购总额80万元的70%.
pub(in crate::prose) fn bound_beside(
    tokens: &Tokens,
    spot: &Spot,
    whole: Option<&Spot>,
    own: &Quantity,
) -> Bound {
    let is_named = |whole: &&Spot| {
        whole.figure + 1 == spot.figure
            && whole.clause == spot.clause
            && (matches!(whole.role, Role::WholeOf | Role::PlanOf | Role::Beside(_))
                || whole.role == Role::Value && spot.words.first() == Some(&Class::Of))
    };
    match (bound_of(spot, own), whole.filter(is_named)) {
        // 不足支出9.86万元的两成: before a name the word is none of those of a number
        (Bound::Exact, Some(whole))
            if tokens.words_of("under").any(|word| whole.raw.starts_with(word)) =>
        {
            Bound::Under
        }
        (Bound::Exact, Some(whole)) => bound_of(whole, own),
        (bound, _) => bound,
    }
}

/// Whether a rate names a budget of another stage than the whole is of, or what was planned is a part of what was done: 年初预算80
/// 万元，完成调整预算的95%.
pub(super) fn is_of_other_stage(rate: &Spot, part: &Spot, whole: &Spot) -> bool {
    let is_stage = |class: &Class| matches!(class, Class::PlanFirst | Class::PlanFinal);
    let own = rate.words.iter().rev().find(|class| class.is_plan()).filter(|own| is_stage(own));
    let is_other = |of: Class| own.is_some_and(|own| *own != of);
    let is_turned = part.when.is_plan() && whole.when.stage == Some(Class::Done);
    // 支出84万元，年初预算80万元，完成调整预算的95%: no budget of that stage is told
    let names_other = || part.when.stage.filter(is_stage).is_some_and(is_other);
    let is_turned = is_turned || names_other() && !whole.when.is_plan();
    rate.role == Role::Complete && own.is_some() && is_turned
        || whole.when.stage.filter(is_stage).is_some_and(is_other)
}
