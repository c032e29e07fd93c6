//! What a fact is in its sentence: an item of a list, of the year before, the only one.

use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::product::is_no_total;
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::Filling;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Whether a fact of its kind in its sentence is of a later year.
pub(super) fn is_older(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return true };
    let mut others = view.passage.in_sentence(spot).filter(|(other, _)| view.is_like(*other, at));
    others.any(|(_, other)| other.when.year.zip(spot.when.year).is_some_and(|(a, b)| a > b))
}

/// The last two facts before a change, where the second is that of the year before: 收入80万元已入库；上年入库75万元，同比增长6.67%;
/// 收入80万元，2022年为75万元，同比增长6.67%. Between them, the head of the list that the first is the first item of: it may be meant.
pub(super) fn behind_last(
    view: &View<'_, '_>,
    first: usize,
    change: Option<usize>,
) -> Option<(usize, Option<usize>, usize)> {
    /// A longer name may be that of something else.
    const SHORT: usize = 2;
    let spot = view.spot(first)?;
    let own = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut own = own.filter(|(at, _)| view.figure(*at).is_some_and(|own| !own.is_spelled));
    let (base, of) = own.next()?;
    // 支出8万元，接待9批次；上年支出10万元，同比下降20%: numbers of what was done for it
    let kind = |at: usize| view.figure(at).map(|own| own.kind);
    let is_counted = kind(base) != Some(Kind::Count);
    let mut own = own.filter(|(at, _)| !(is_counted && kind(*at) == Some(Kind::Count)));
    let (value, fact) = own.next()?;
    // another list or its head may stand before them
    let is_only = own.next().is_none();
    let years = fact.when.year.zip(of.when.year);
    // 2024年为0万元，而2023年基金支出640万元，同比减少640万元: both years are said, and nothing else
    let are_years = is_only && years.is_some_and(|(own, of)| own == of + 1);
    let is_beside = is_only || of.segment == fact.segment && of.clause == fact.clause + 1;
    let is_first_year = |year: i32| {
        let mut before = view.before(base).filter_map(|(_, other)| other.when.year);
        before.all(|other| other > year)
    };
    let is_of_last = of.when.is_last
        || match (fact.when.year, of.when.year) {
            (Some(own), Some(of)) => own == of + 1,
            // 2022年为75万元; but 2022年投资75万元，同比增长5% may tell of that year
            (None, Some(year)) => {
                // 2022年度为: the rest of the year's word is no name
                let is_nameless =
                    of.name.is_empty() || view.passage.tokens.is_word("unit_years", &of.name);
                is_nameless && of.words.as_slice() == [Class::Filler] && is_first_year(year)
            }
            _ => false,
        };
    let is_told = is_of_last
        && is_beside
        && of.role == Role::Value
        && of.segment == spot.segment
        && of.clause + 1 == spot.clause
        && !fact.when.is_last
        && fact.role == Role::Value
        && view.is_fact(base)
        && view.is_fact(value)
        && view.is_like(base, value)
        && change.is_none_or(|change| view.is_like(change, value))
        && (of.name.chars().count() <= SHORT
            || view.names(&of.name, value)
            || are_years
            || view.passage.tokens.has_word("this_item", &view.own_words(of)))
        && spot.words.contains(&Class::YearOnYear)
        && !view.has_scope(first);
    let head = list_head(view, value).filter(|_| !is_only);
    is_told.then_some((value, head, base))
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

/// Several numbers of one thing side by side, taken together: 行政216人、参公74人，人均2.7万元.
pub(super) fn together(
    view: &View<'_, '_>,
    counts: &[(usize, Decimal)],
) -> Option<(Filling, Decimal)> {
    let (first, last) = (counts.first()?, counts.last()?);
    let figures: Option<Vec<&Quantity>> = counts.iter().map(|(at, _)| view.figure(*at)).collect();
    let figures = figures?;
    let counter = &figures.first()?.counter;
    let sentence = |at: usize| view.spot(at).map(|spot| spot.sentence);
    let are_alike = counts.len() > 1
        && figures.iter().all(|figure| figure.counter == *counter)
        && counts.iter().all(|(at, scale)| {
            *scale == first.1
                && view.is_plain(*at)
                && sentence(*at) == sentence(first.0)
                && view.spot(*at).is_some_and(|spot| !spot.is_sum && !spot.name.is_empty())
        });
    let sum: Decimal = figures.iter().map(|figure| figure.value).sum();
    let (a, b) = (view.figure(first.0)?, view.figure(last.0)?);
    let span = a.span.start.min(b.span.start)..a.span.end.max(b.span.end);
    are_alike.then_some((Filling::Counted(sum, span), first.1))
}

/// Whether a total is exact, and all that is counted was paid for, and in whole: not 约需80万元，…，即82万元; 8台，每台年租金1.5万元，其中2台仅租用半年; 6,300米，超铺的300米不计价.
pub(super) fn is_of_all(
    view: &View<'_, '_>,
    each: usize,
    total: usize,
    counts: &[(usize, Decimal)],
) -> bool {
    let has = |list: &str, text: &str| view.passage.tokens.has_word(list, text);
    let spots = view.spot(total).zip(view.spot(each));
    let is_about = |own: &Spot| own.words.contains(&Class::About);
    !view.spot(total).is_some_and(is_about)
        && !has("half_year", &view.text_between(each, total))
        && !counts.iter().any(|(count, _)| has("not_paid", &view.text_behind(*count)))
        && !spots.is_some_and(|(total, each)| is_no_total(view.passage, total, each))
}
