//! An amount for each of a number of things: 60人，每人每月0.45万元，12个月，共324万元.

use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::product::{are_alike, factors, is_explained, is_no_total, is_norm};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::words::Class;

/// The factors of a product besides the amount for each.
const SLOTS: [Slot; 3] = [Slot::Second, Slot::Third, Slot::Fourth];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let mut lists = ToldLists::of(out, untaught);
    // 每吨100元，需185万元；每吨80元，需48万元；两项合计233万元: what each comes to is no part of what was needed before
    lists.0.retain(|list| list.items.iter().all(|item| list.total < *item));
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
        || is_no_total(view.passage, total, spot)
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
    Some(if is_worked_out(view, spot, total) { frame } else { frame.weak() })
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
