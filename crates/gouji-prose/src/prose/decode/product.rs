//! An amount for each of a number of things: 60人，每人每月0.45万元，12个月，共324万元.

use super::view::View;
use super::{Frame, ToldLists, Untaught};
use crate::prose::place::{Role, Spot};
use crate::prose::product::{are_alike, factors, is_explained, is_norm};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A name in common has so many characters.
const TELLING: usize = 2;
/// The factors of a product besides the amount for each.
const SLOTS: [Slot; 3] = [Slot::Second, Slot::Third, Slot::Fourth];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let is_added = |at: &usize| {
        let sums = out.iter().filter(|frame| frame.relation == Relation::Products);
        sums.flat_map(|frame| frame.reading.figures()).any(|own| own == view.number(*at))
    };
    let open = view.places().filter(|at| !is_added(at));
    let found: Vec<Frame> = open.filter_map(|at| frame(view, at, &lists)).collect();
    out.extend(found);
}

/// An amount for each, where its group of clauses holds one number of each thing that it is for each of, no other
/// number and no other amount than what they come to.
fn frame(view: &View<'_, '_>, at: usize, lists: &ToldLists) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_each = spot.role == Role::Per
        && view.figure(at).is_some_and(|figure| {
            figure.kind == Kind::Money && figure.is_figure() && !figure.is_spelled
        });
    if !is_each || spot.row.is_some() || view.has_scope(at) || is_norm(view.passage, spot) {
        return None;
    }
    let near = near(view, at, lists)?;
    let is_kind =
        |place: usize, kind: Kind| view.figure(place).is_some_and(|figure| figure.kind == kind);
    let is_fact = |place: usize, other: &Spot| {
        view.is_plain(place)
            && matches!(other.role, Role::Value | Role::To(_))
            && other.when.is_last == spot.when.is_last
    };
    let is_rate = |other: &Spot| matches!(other.role, Role::Share | Role::Rate(_) | Role::Complete);
    let (mut counts, mut totals): (Vec<&Spot>, Vec<&Spot>) = (Vec::new(), Vec::new());
    for (place, other) in &near {
        match other.role {
            _ if is_kind(*place, Kind::Count) && is_fact(*place, other) => counts.push(other),
            // 8期，每期120人
            Role::Per if is_kind(*place, Kind::Count) && view.passage.is_figure(other) => {
                counts.push(other);
            }
            _ if is_kind(*place, Kind::Money) && is_fact(*place, other) => totals.push(other),
            _ if is_rate(other) => {}
            _ => return None,
        }
    }
    let [total] = totals.as_slice() else { return None };
    // 需80万元，市、区两级配套: a number in words behind what it comes to
    let is_behind = |count: &&Spot| {
        let is_spelled = view.passage.figure(count).is_some_and(|figure| figure.is_spelled);
        is_spelled && count.figure > total.figure
    };
    counts.retain(|count| !is_behind(count));
    // men and women are no factors of each other
    let is_twice = counts.iter().enumerate().any(|(nth, one)| {
        counts
            .iter()
            .skip(nth + 1)
            .any(|other| are_alike(view.passage, one, other) || shares_counter(view, one, other))
    });
    let own = near.iter().filter(|(_, other)| !is_rate(other)).map(|(place, _)| *place);
    let own = own.chain([at]);
    let (first, last) = (own.clone().min()?, own.max()?);
    let is_plain = !view.words(first, last).iter().any(|class| {
        matches!(
            class,
            Class::Scope | Class::Open | Class::OfWhich | Class::Not | Class::Whole | Class::Rest
        )
    });
    if is_twice
        || !is_named(view, spot, total, &near)
        || !is_plain
        || total.words.contains(&Class::OfWhich)
        || is_explained(view.passage, total)
    {
        return None;
    }
    let found = factors(view.passage, spot, &counts, None);
    let factors = match (found, counts.as_slice()) {
        (Some(found), _)
            if !found.lacks_months
                && found.all.len() == counts.len()
                && found.all.len() <= SLOTS.len() =>
        {
            found.all
        }
        // 空调65台，单价0.32万元
        (None, [only]) if is_price(view, spot, only) => vec![Filling::Figure(only.figure, 1)],
        _ => return None,
    };
    let mut parts = vec![
        (Slot::Total, Filling::Figure(total.figure, 1)),
        (Slot::First, Filling::Figure(spot.figure, 1)),
    ];
    parts.extend(SLOTS.into_iter().zip(factors));
    let reading = Reading { parts, ..Reading::default() };
    let frame = Frame::new(Relation::Product, reading, spot.figure);
    let is_sure = || {
        let place = |own: &Spot| view.places().find(|at| view.number(*at) == own.figure);
        let count =
            if counts.len() == 1 { counts.first().and_then(|only| place(only)) } else { None };
        count
            .zip(place(total))
            .is_some_and(|(count, total)| is_complete(view, at, &[(count, Decimal::ONE)], &[total]))
    };
    Some(if is_worked_out(view, spot, total) || is_sure() { frame } else { frame.weak() })
}

/// The other figures of the group of clauses of an amount for each, those of its lists apart; of its clause, where that has all
/// of it.
fn near<'a>(view: &View<'_, 'a>, at: usize, lists: &ToldLists) -> Option<Vec<(usize, &'a Spot)>> {
    let spot = view.spot(at)?;
    let mut near: Vec<(usize, &Spot)> = view
        .passage
        .in_sentence(spot)
        .filter(|(place, other)| {
            *place != at
                && other.segment == spot.segment
                && other.stream == spot.stream
                // 需298万元，其中拨款250万元: what it is made of
                && !lists.holds(other.figure, spot.figure)
                // 80至89周岁1,246人: part of a name
                && !view.is_aside(*place)
        })
        .collect();
    // 按64人、每人1.35万元核定86.4万元，按8辆、每辆2.4万元核定19.2万元: a clause that has all of it
    let of_kind = |kind: Kind| {
        near.iter().any(|(place, other)| {
            other.clause == spot.clause
                && matches!(other.role, Role::Value | Role::To(_))
                && view.figure(*place).is_some_and(|figure| figure.kind == kind)
        })
    };
    let is_in_clause = of_kind(Kind::Count) && of_kind(Kind::Money);
    near.retain(|(_, other)| !is_in_clause || other.clause == spot.clause);
    Some(near)
}

/// Whether the words of an amount for each and of a total say that they belong together: 人均可支配收入3.2万元 is of no other amount.
fn is_named(view: &View<'_, '_>, each: &Spot, total: &Spot, near: &[(usize, &Spot)]) -> bool {
    // 每月: a measure, no name
    let is_measure = view.passage.tokens.lists.measures.contains_key(&each.name);
    let is_behind = total.figure > each.figure;
    // 一等每生每年3,000元，资助210人，计63万元: what it comes to has no name of its own
    let is_outcome = is_behind
        && total.name.is_empty()
        && near.iter().all(|(_, other)| other.figure <= total.figure);
    each.name.is_empty()
        || is_measure
        || is_outcome
        || is_worked_out(view, each, total)
        || common(&each.name, &total.raw) > 1
}

/// Whether words say that a total behind is worked out: 每户每月补贴480元，按12个月测算，需资金80万元.
fn is_worked_out(view: &View<'_, '_>, each: &Spot, total: &Spot) -> bool {
    let between = view.passage.text_from(each, total);
    total.figure > each.figure && view.passage.tokens.has_word("worked_out", &between)
}

/// Whether the word that counts one number holds that of the other: 620人次, 8次.
fn shares_counter(view: &View<'_, '_>, a: &Spot, b: &Spot) -> bool {
    let counter =
        |spot: &Spot| view.passage.figure(spot).map_or("", |figure| figure.counter.as_str());
    counter(a).contains(counter(b)) || counter(b).contains(counter(a))
}

/// Whether an amount is the price of one of the things that are counted directly before or behind it: no word says
/// otherwise what it is for each of.
fn is_price(view: &View<'_, '_>, each: &Spot, count: &Spot) -> bool {
    each.words == [Class::Per]
        && each.name.is_empty()
        && each.clause.abs_diff(count.clause) <= 1
        && view.passage.figure(each).is_some_and(|figure| !figure.is_per)
}

/// Whether the words leave nothing else that a mean could be of: its sentence tells the total, then the number by a word of
/// counting that is its own, then it, and nothing else of their kinds stands between: 接待费3万元，接待20批次、200人次，人均150元.
pub(super) fn is_complete(
    view: &View<'_, '_>,
    at: usize,
    counts: &[(usize, Decimal)],
    totals: &[usize],
) -> bool {
    let (Some(spot), [(count, scale)], [total]) = (view.spot(at), counts, totals) else {
        return false;
    };
    let Some((number, of)) = view.spot(*count).zip(view.spot(*total)) else { return false };
    let mut between = view.before(at).take_while(|(place, _)| place > total);
    let is_other = |(place, _): (usize, &Spot)| {
        place != *count && (view.is_like(place, at) || view.is_like(place, *count))
    };
    *scale == Decimal::ONE
        && total < count
        && *count < at
        && of.sentence == spot.sentence
        && of.segment == spot.segment
        && number.clause + 1 >= spot.clause
        && spot.words.contains(&Class::Average)
        && matches!(of.role, Role::Value)
        && !of.words.contains(&Class::Average)
        && (spot.name.is_empty() || common(&spot.name, &of.raw) >= TELLING)
        && view.says_only(*total, at, &[Class::Average, Class::Sum, Class::Open, Class::Entire])
        && !between.any(is_other)
}

/// Whether a mean is of one item of a list alone: it bears the name of it, or stands with a number in the group of clauses of
/// that item, and other items in their own behind it: 其中：国内接待费3万元，接待200人次，人均150元；外宾接待费1万元.
fn is_of_item(view: &View<'_, '_>, at: usize, item: usize) -> bool {
    /// A shorter name may be that of all of them.
    const LONG: usize = 4;
    let Some((spot, own)) = view.spot(at).zip(view.spot(item)) else { return false };
    let is_money = view.figure(item).is_some_and(|figure| figure.kind == Kind::Money);
    let is_named = own.name.chars().count() >= LONG && view.own_words(spot).contains(&own.name);
    let alike = |place: usize, other: &Spot| {
        place != at && place != item && view.is_like(place, item) && other.sentence == own.sentence
    };
    let counts = |place: usize| view.figure(place).is_some_and(|own| own.kind == Kind::Count);
    let is_apart = || {
        let mut near = view.before(at).chain(view.after(at));
        own.segment == spot.segment
            && own.sentence == spot.sentence
            && view
                .before(at)
                .take_while(|(place, _)| *place > item)
                .any(|(place, _)| counts(place))
            && near.all(|(place, other)| !alike(place, other) || other.segment != own.segment)
            && view
                .after(at)
                .any(|(place, other)| alike(place, other) && other.segment > own.segment)
    };
    is_money && (is_named || is_apart())
}

/// Whether the fact at a place is an item of a list before a mean, which is of all of them: 甲4辆、乙2辆，共需90万元，平均每辆15万元.
pub(super) fn is_part_of_all(
    view: &View<'_, '_>,
    at: usize,
    place: usize,
    lists: &ToldLists,
) -> bool {
    let Some((spot, fact)) = view.spot(at).zip(view.spot(place)) else { return false };
    if is_of_item(view, at, place) {
        return false;
    }
    let means = || view.passage.tokens.has_word("unit_means", &view.own_words(spot));
    // 141批次，其中局机关57批次、所属学校84批次，平均每批次0.13万元
    let is_below = || {
        let mut heads = view
            .before(place)
            .filter(|(head, other)| other.sentence == fact.sentence && view.is_like(*head, place));
        heads.any(|(head, _)| view.words(head, place).contains(&Class::OfWhich))
    };
    fact.sentence == spot.sentence
        && (spot.words.contains(&Class::Average) || means())
        && (lists.holds(fact.figure, spot.figure) || view.is_listed(place, at) || is_below())
}

/// Whether an amount is what so much for each comes to, though its name says that it is for each: by a word of totals, or as it
/// has a name and a greater unit and the amount for each has no name: 公用经费定额共129.6万元，人均1.8万元;
/// 下达生均公用经费378万元，生均700元.
pub(super) fn is_fund(view: &View<'_, '_>, at: usize, total: usize) -> bool {
    let Some((spot, other)) = view.spot(at).zip(view.spot(total)) else { return false };
    let unit = |at: usize| view.figure(at).and_then(|own| own.value.checked_div(own.printed));
    let is_greater = || unit(total).zip(unit(at)).is_some_and(|(total, each)| total > each);
    let is_named = other.name.chars().count() >= TELLING && spot.name.is_empty();
    other.role == Role::Per && view.is_plain(total) && (other.is_sum || is_named && is_greater())
}
