//! Which fact a rate is of that names no whole: the only other one of its sentence, or what the stage before left.

use super::share::is_rate;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::same::begins_as_ends;
use crate::prose::words::Class;

/// The last characters of a name that tell what is counted: 有效问卷 of 收回有效问卷.
const TELLING: usize = 3;

/// The only other fact of the sentence that a part may be of.
pub(super) fn only(view: &View<'_, '_>, at: usize, part: usize) -> Option<usize> {
    let (spot, own) = view.spot(at).zip(view.spot(part))?;
    let told = view.before(part).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut others = told.filter(|(place, _)| view.is_like(*place, part));
    let (whole, found) = others.next()?;
    let is_apart =
        |(_, other): (usize, &Spot)| found.segment == own.segment && other.segment != own.segment;
    let is_only = others.next().is_none_or(is_apart);
    // 甲村应缴400户，收缴率95%；乙村应缴100户，收缴率80%: the whole of another rate
    let is_of_rate = |(place, other): (usize, &Spot)| {
        is_rate(view, place) && matches!(other.role, Role::Named | Role::Complete)
    };
    let mut between = view.before(part).take_while(|(place, _)| *place > whole);
    let is_beside = found.segment != own.segment;
    // 甲支出40万元；乙支出8万元，占16%: what stands beside is an item as well
    let is_item = spot.role == Role::Share
        && spot.name.is_empty()
        && !view.words(whole, part).contains(&Class::OfWhich);
    (is_only && !(is_beside && (is_item || between.any(is_of_rate)))).then_some(whole)
}

/// The number that the stage before left: 发放500份，收回462份，有效回收率92.4%；其中满意438份，满意率94.8%. What the words of the part
/// begin with says which one it is: 合法112个、违法58个、其他16个。违法的已整改55个，整改率94.83%.
pub(super) fn stage_before(view: &View<'_, '_>, at: usize, part: usize) -> Option<usize> {
    /// The stage may stand in the sentence before.
    const NEAR: usize = 1;
    let (spot, own) = view.spot(at).zip(view.spot(part))?;
    let is_count = view.figure(part).is_some_and(|figure| figure.kind == Kind::Count);
    if !is_count || spot.name.is_empty() {
        return None;
    }
    let tokens = view.passage.tokens;
    // 剔除38份: no stage
    let is_taken_off =
        |other: &Spot| tokens.words_of("takes_off").any(|word| other.raw.starts_with(word));
    let stages: Vec<(usize, &Spot)> = view
        .before(part)
        .take_while(|(_, other)| other.sentence + NEAR >= own.sentence)
        .filter(|(place, other)| {
            view.is_like(*place, part)
                && view.is_fact(*place)
                && !other.when.is_last
                && !is_taken_off(other)
        })
        .collect();
    let named = stages.iter().find(|(_, other)| begins_as_ends(&own.raw, &other.raw, TELLING));
    if let Some((named, _)) = named {
        return Some(*named);
    }
    let (nearest, stage) = *stages.first()?;
    // 甲村收缴率95%；乙村80户，综合收缴率80%: another rate of the same name
    let is_same = |(place, other): (usize, &Spot)| {
        is_rate(view, place)
            && !other.name.is_empty()
            && spot.name.ends_with(&other.name)
            && other.sentence + NEAR >= own.sentence
    };
    let is_one_of_several = own.goes_on || stage.goes_on || stage.row.is_some();
    (!is_one_of_several && !view.before(at).any(is_same)).then_some(nearest)
}

/// The budget as adjusted, and the first one, where no others stand before what was paid of them: 年初安排54万元，现预算49.5万元，已支付42.1
/// 万元，支付进度85.1%.
pub(super) fn adjusted(view: &View<'_, '_>, part: usize) -> Option<(usize, usize)> {
    let own = view.spot(part)?;
    let near = view.before(part).take_while(|(_, other)| other.sentence == own.sentence);
    let mut plans = near.filter(|(place, _)| view.is_like(*place, part) && view.is_fact(*place));
    let ((last, new), (first, old), None) = (plans.next()?, plans.next()?, plans.next()) else {
        return None;
    };
    let is_told = old.when.stage == Some(Class::PlanFirst)
        && new.when.stage == Some(Class::PlanFinal)
        && !old.when.is_last
        && !new.when.is_last
        && view.is_plain(last)
        && view.is_plain(first);
    is_told.then_some((last, first))
}
