//! Several facts, each from one amount to another, and what is told of all of them: 甲由6万元压减至5万元，乙由4万元降至3万元，压减比例分别为
//! 16.7%、25%，合计由10万元降至8万元; 甲、乙分别由6万元、4万元压减至5万元、3万元，合计压减2万元，压减20%.

use super::costs::is_sum;
use super::edges::comes_first;
use super::frame::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Where something began and where it ended, by their places.
type Move = (usize, usize);

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let mut at = 0;
    while at < view.places().end {
        out.extend(of_two_rows(view, at).into_iter().flatten());
        let moves = of_rows(view, at).unwrap_or_else(|| one_by_one(view, at));
        at = match moves.last() {
            Some((_, last)) if moves.len() > 1 => {
                told_of(view, &moves, out);
                last + 1
            }
            Some((from, to)) => {
                out.extend(net(view, (*from, *to)));
                at + 1
            }
            _ => at + 1,
        };
    }
}

/// By how much one fact has changed in the end, told behind what came and what went: 由96人增加到103人，新招11人，退休4人，净增7人.
fn net(view: &View<'_, '_>, (from, to): Move) -> Option<Frame> {
    /// It stands so many figures behind.
    const FAR: usize = 6;
    let end = view.spot(to)?;
    let mut behind =
        view.after(to).take(FAR).take_while(|(_, other)| other.sentence == end.sentence);
    let is_net = |at: usize, own: &Spot| {
        let words = view.own_words(own);
        let mut nets = view.passage.tokens.words_of("net");
        own.role != Role::Change(0) && nets.any(|net| words.starts_with(net)) && view.is_plain(at)
    };
    let (change, own) = behind.find(|(at, own)| is_net(*at, own))?;
    let Role::Change(sign @ (1 | -1)) = own.role else { return None };
    let parts = [
        (Slot::Value, view.number(to), 1),
        (Slot::Base, view.number(from), 1),
        (Slot::Change, own.figure, sign),
    ];
    let is_told = own.segment == end.segment && view.is_like(change, to) && !view.has_scope(change);
    is_told.then(|| Frame::new(Relation::Change, Reading::of(parts), own.figure))
}

/// The moves from a place on, each told by itself: 甲由6万元压减至5万元，乙由4万元降至3万元.
fn one_by_one(view: &View<'_, '_>, at: usize) -> Vec<Move> {
    let mut out: Vec<Move> = Vec::new();
    let mut from = at;
    while let Some(spot) = view.spot(from).filter(|spot| spot.role == Role::From) {
        let next = view.after(from).next().filter(|(to, end)| {
            matches!(end.role, Role::To(_))
                && end.segment == spot.segment
                && view.is_plain(*to)
                && view.is_like(*to, from)
        });
        let is_next = out.last().is_none_or(|(_, last)| {
            view.is_like(*last, from)
                && view.spot(*last).is_some_and(|last| spot.clause == last.clause + 1)
        });
        let is_own = is_next && view.is_plain(from) && !is_sum(view, from) && !view.has_scope(from);
        let Some((to, _)) = next.filter(|_| is_own) else { break };
        out.push((from, to));
        out.extend(further(view, to));
        let Some((behind, _)) = view.after(to).next().filter(|_| !is_chain(&out)) else { break };
        from = behind;
    }
    out
}

/// The moves that go on from where one ended: 由6万元增至8万元，再增至9万元.
fn further(view: &View<'_, '_>, mut from: usize) -> Vec<Move> {
    let mut out: Vec<Move> = Vec::new();
    while let (Some(own), Some((to, end))) = (view.spot(from), view.after(from).next()) {
        // 再增至2025年的9万元: the year parts the verb from the amount
        let is_end = matches!(end.role, Role::To(_))
            || end.role == Role::Value
                && view
                    .words(from, to)
                    .iter()
                    .any(|class| matches!(class, Class::To | Class::ToUp | Class::ToDown));
        let goes_on = is_end
            && end.clause == own.clause + 1
            && end.segment == own.segment
            && view.is_plain(to)
            && view.is_like(to, from)
            && view.passage.tokens.words_of("goes_further").any(|word| end.raw.starts_with(word));
        if !goes_on {
            break;
        }
        out.push((from, to));
        from = to;
    }
    out
}

/// Whether the second move begins where the first one ended.
fn is_chain(moves: &[Move]) -> bool {
    matches!(moves, [(_, end), (from, _), ..] if end == from)
}

/// The moves of two rows: 分别由6万元、4万元压减至5万元、3万元.
fn of_rows(view: &View<'_, '_>, at: usize) -> Option<Vec<Move>> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::From && !view.has_scope(at))?;
    let from = view.row_from(at)?;
    let (first, end) = view.after(from.end - 1).next()?;
    let to = view.row_from(first).filter(|to| to.len() == from.len())?;
    let is_told =
        matches!(end.role, Role::To(_)) && end.segment == spot.segment && view.is_like(first, at);
    is_told.then(|| from.zip(to).collect())
}

/// What a row of this year and one of the year before come to: 2025年分别为6万元、4万元，2024年分别为7万元、5万元，两项合计由12万元降至10万元.
fn of_two_rows(view: &View<'_, '_>, at: usize) -> Option<[Frame; 2]> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::From && is_sum(view, at))?;
    let (end, to) = view.after(at).next()?;
    let is_total = matches!(to.role, Role::To(_))
        && view.is_plain(at)
        && view.is_plain(end)
        && view.is_like(at, end)
        && to.segment == spot.segment
        && !view.has_scope(at);
    let row_before = |place: usize| {
        let mut near = view.before(place).take_while(|(_, own)| own.sentence == spot.sentence);
        let (last, _) = near.find(|(other, _)| view.is_like(*other, at))?;
        view.row_up_to(last)
    };
    let second = row_before(at).filter(|_| is_total)?;
    let first = row_before(second.start).filter(|row| row.len() == second.len())?;
    let when = |row: &std::ops::Range<usize>| view.spot(row.start).map(|spot| spot.when);
    let (a, b) = (when(&first)?, when(&second)?);
    let (old, new) = if comes_first(a, b)? { (first, second) } else { (second, first) };
    let all = |total: usize, row: std::ops::Range<usize>| {
        sum(view, total, &row.collect::<Vec<usize>>()).weak()
    };
    Some([all(at, old), all(end, new)])
}

/// What the sentence tells next of all of them: the rate of each, what they came from and came to, and by how much.
fn told_of(view: &View<'_, '_>, moves: &[Move], out: &mut Vec<Frame>) {
    let last = moves.last().and_then(|(_, to)| Some((*to, view.spot(*to)?)));
    let Some((to, last)) = last else { return };
    let is_spelled = |at: usize| view.figure(at).is_some_and(|own| own.is_spelled);
    let mut behind = view
        .after(to)
        .take_while(|(_, other)| other.sentence == last.sentence)
        .filter(|(at, _)| !is_spelled(*at))
        .peekable();
    let rates = behind.peek().and_then(|(at, _)| rates(view, moves, *at));
    if let Some(rates) = rates {
        behind.nth(rates.len() - 1);
        out.extend(rates);
    }
    let Some((at, total)) = behind.next().filter(|(at, _)| {
        is_sum(view, *at) && view.is_plain(*at) && view.is_like(*at, to) && !view.has_scope(*at)
    }) else {
        return;
    };
    let places = |own: fn(&Move) -> usize| moves.iter().map(own).collect::<Vec<usize>>();
    let next = behind.next();
    match (total.role, next) {
        (Role::From, Some((end, own))) if matches!(own.role, Role::To(_)) && !is_chain(moves) => {
            out.push(sum(view, at, &places(|own| own.0)).weak());
            out.push(sum(view, end, &places(|own| own.1)).weak());
        }
        (Role::Change(sign @ (1 | -1)), next) => {
            let items = moves
                .iter()
                .flat_map(|(from, to)| [(view.number(*to), sign), (view.number(*from), -sign)]);
            let items: Vec<(usize, i8)> = items.collect();
            let reading = Reading::of([(Slot::Total, total.figure, 1)]).with_items(&items);
            out.push(Frame::new(Relation::Balance, reading, total.figure).weak());
            out.extend(next.and_then(|(rate, _)| rate_of_all(view, moves, at, rate)));
        }
        _ => {}
    }
}

/// The rate of each of several moves, in their order.
fn rates(view: &View<'_, '_>, moves: &[Move], at: usize) -> Option<Vec<Frame>> {
    let row = view.row_from(at).filter(|row| row.len() == moves.len())?;
    // …，再减至2700人，分别比2020年减少5%和10%: each from the first
    let last = moves.last()?.1;
    if is_chain(moves) && view.words(last, at).contains(&Class::Compare) {
        return None;
    }
    let each = row.zip(moves).map(|(rate, (from, to))| {
        let sign = match (view.spot(rate)?.role, view.spot(*to)?.role) {
            (Role::Rate(sign @ (1 | -1)), _) => sign,
            // 由6万元增至8万元，增幅依次为…: the noun goes the way of the verb
            (Role::Value | Role::Named, Role::To(sign @ (1 | -1))) if is_rate_of(view, at) => sign,
            (Role::Value | Role::Named, Role::Value) if is_rate_of(view, at) => 1,
            _ => return None,
        };
        let parts = [
            (Slot::Value, view.number(*to), 1),
            (Slot::Base, view.number(*from), 1),
            (Slot::Rate, view.number(rate), sign),
        ];
        Some(Frame::new(Relation::GrowthOf, Reading::of(parts), view.number(rate)))
    });
    each.collect()
}

/// Whether a row of rates begins with a noun that says that they are rates of change: 增幅依次为.
fn is_rate_of(view: &View<'_, '_>, at: usize) -> bool {
    let is_percent = view.figure(at).is_some_and(|own| own.kind == Kind::Percent && !own.is_times);
    let mut nouns = view.passage.tokens.words_of("rate_head");
    is_percent && nouns.any(|noun| view.lead(at).contains(noun))
}

/// The rate that the change of all of them is of what they came from.
fn rate_of_all(view: &View<'_, '_>, moves: &[Move], total: usize, rate: usize) -> Option<Frame> {
    let (change, spot) = view.spot(total).zip(view.spot(rate))?;
    let Role::Rate(sign @ (1 | -1)) = spot.role else { return None };
    let is_told = Role::Change(sign) == change.role
        && spot.row.is_none()
        && spot.name.is_empty()
        && spot.clause <= change.clause + 1;
    let from = |own: &Move| view.figure(own.0);
    let all: Decimal = moves.iter().filter_map(from).map(|own| own.value).sum();
    let (like, (first, last)) =
        (view.number(moves.first()?.0), (from(moves.first()?)?, from(moves.last()?)?));
    // in the unit of the first
    let value = (all * first.printed).checked_div(first.value)?;
    let mut reading =
        Reading::of([(Slot::Change, change.figure, sign), (Slot::Rate, spot.figure, sign)]);
    let range = first.span.start..last.span.end;
    reading.parts.push((Slot::Base, Filling::Worked { value, like, range }));
    is_told.then(|| Frame::new(Relation::Growth, reading, spot.figure).weak())
}
