//! What a fact is in its sentence: an item of a list, of the year before, the only one.

use super::view::View;
use crate::prose::place::Role;
use crate::prose::quantity::Quantity;
use crate::prose::words::Class;

/// Whether a fact of its kind in its sentence is of a later year.
pub(super) fn is_older(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return true };
    let mut others = view.passage.in_sentence(spot).filter(|(other, _)| view.is_like(*other, at));
    others.any(|(_, other)| other.when.year.zip(spot.when.year).is_some_and(|(a, b)| a > b))
}

/// Whether a fact tells more of the one before it, which is of the year before: 上年购置1辆，支出18万元.
pub(super) fn tells_more_of_last(view: &View<'_, '_>, at: usize) -> bool {
    let Some((spot, (_, before))) = view.spot(at).zip(view.before(at).next()) else { return false };
    before.when.is_last
        && before.role == Role::Value
        && before.segment == spot.segment
        && before.clause + 1 == spot.clause
        && spot.when.year.is_none()
        && !spot.words.contains(&Class::This)
}

/// Whether a fact is one of several items, or the first of a list: then the list may be meant.
pub(super) fn is_item(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return true };
    if spot.goes_on
        || spot.words.iter().any(|class| {
            matches!(
                class,
                Class::OfWhich | Class::Whole | Class::Average | Class::Per | Class::Cumulated
            )
        })
    {
        return true;
    }
    let Some((before, other)) = view.before(at).find(|(before, _)| view.is_fact(*before)) else {
        return false;
    };
    let is_told = view
        .before(at)
        .take_while(|(place, _)| *place > before)
        .any(|(_, spot)| matches!(spot.role, Role::Change(_) | Role::Rate(_)));
    let opens = view.words(before, at).iter().any(|class| {
        matches!(class, Class::OfWhich | Class::Whole | Class::Open | Class::Respectively)
    });
    // what it is compared with, or its own plan, stands before it
    let is_before = other.when.is_last
        || other.when.year.zip(spot.when.year).is_some_and(|(a, b)| a < b)
        || other.when.is_plan() && !spot.when.is_plan();
    let is_beside =
        other.sentence == spot.sentence && view.is_like(before, at) && !is_told && !is_before;
    other.segment == spot.segment && other.sentence == spot.sentence && opens || is_beside
}

/// Whether a fact opens the list of a whole whose own change is told in the sentence before: 用车80万元，比上年增加5万元。其中，购置
/// 50万元，比上年增加3万元.
pub(super) fn is_of_told_whole(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return false };
    let mut before = view.before(at);
    let (Some((change, told)), None) =
        (before.next(), view.passage.in_sentence(spot).next().filter(|(first, _)| *first < at))
    else {
        return false;
    };
    view.first_word_of_sentence(at) == Some(Class::OfWhich)
        && told.sentence + 1 == spot.sentence
        && matches!(told.role, Role::Change(_) | Role::Rate(_))
        && view.is_plain(change)
}

/// The head of the list whose last item a fact is: 收入80万元，其中：拨款80万元，比上年增加5万元，增长6.67%.
pub(super) fn list_head(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let item = view.spot(at)?;
    let mut last = at;
    for (place, other) in view.before(at) {
        let is_near = other.sentence == item.sentence && other.segment == item.segment;
        if !is_near || !view.is_fact(place) || !view.is_like(place, at) || other.when.is_last {
            return None;
        }
        let words = view.words(place, last);
        if words.iter().any(|class| matches!(class, Class::Average | Class::Per | Class::Cumulated))
        {
            return None;
        }
        if words.iter().any(|class| matches!(class, Class::OfWhich | Class::Whole)) {
            return (!other.goes_on).then_some(place);
        }
        last = place;
    }
    None
}

/// Whether a fact is the only one of its kind in its sentence, outside brackets and but for what was planned.
pub(super) fn is_only_of_sentence(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return false };
    let others = view.passage.in_sentence(spot);
    others
        .filter(|(other, one)| {
            *other != at && one.stream == spot.stream && view.is_like(*other, at)
        })
        .filter(|(_, one)| spot.when.is_plan() || !one.when.is_plan())
        .all(|(_, one)| !matches!(one.role, Role::Value | Role::To(_) | Role::Left))
}

/// What is counted; of several numbers side by side the first one bears the name: 国内接待64批次、520人次.
pub(super) fn name_of_count<'a>(view: &View<'_, 'a>, count: usize) -> &'a str {
    let raw = |at: usize| view.spot(at).map_or("", |spot| spot.raw.as_str());
    let is_second = view.spot(count).is_some_and(|spot| spot.goes_on && spot.raw.is_empty());
    let before = view.before(count).next().filter(|_| is_second);
    before.map_or_else(|| raw(count), |(before, _)| raw(before))
}

/// What stands behind the word of one of what some number counts: 批次成本 of 单批次成本.
pub(super) fn single(view: &View<'_, '_>, text: &str) -> Option<String> {
    let tokens = view.passage.tokens;
    let head = tokens.words_of("single").find_map(|word| text.strip_prefix(word))?;
    let counts = |own: &Quantity| !own.counter.is_empty() && head.starts_with(&own.counter);
    tokens.figures.iter().any(counts).then(|| head.to_owned())
}
