//! How many times as much a fact is as another one: 80万元，是上年决算数32万元的2.5倍.

use super::frame::Frame;
use super::share::SHARES;
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// How many times as much a fact is as the one directly before the number: 80万元，是上年决算数32万元的2.5倍.
pub(super) fn of_base(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_times = view.figure(at).is_some_and(|figure| figure.is_times && figure.is_figure());
    let (base, _) = view.before(at).next().filter(|(base, _)| view.is_whole_of(*base))?;
    let (value, own) = view.before(base).next()?;
    let is_told = is_times
        && matches!(spot.role, Role::Share | Role::Value)
        && spot.row.is_none()
        && view.is_fact(value)
        && view.is_like(value, base)
        && view.is_plain(base)
        && own.sentence == spot.sentence
        && own.segment == spot.segment
        && spot.clause <= own.clause + 1
        && !own.when.is_last
        && !view.has_scope(at)
        && view.says_only(value, at, &[COMPARES, SHARES].concat());
    let parts = [
        (Slot::Part, view.number(value), 1),
        (Slot::Whole, view.number(base), 1),
        (Slot::Share, spot.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

/// How many times as much a fact is as that of last year, which the sentence tells: 80万元，上年32万元，是上年的2.5倍.
pub(super) fn of_last(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_times =
        view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && figure.is_figure());
    let says_last = matches!(spot.words.as_slice(), [.., Class::Last, Class::Of])
        && spot.words.iter().rev().skip(2).all(|class| {
            matches!(class, Class::Filler | Class::Reach | Class::Equals | Class::Share)
        });
    let is_role = matches!(spot.role, Role::Value | Role::Share);
    if !is_times || !says_last || !is_role || spot.row.is_some() {
        return None;
    }
    // 由上年的40台增至140台
    let is_fact = |own: &Spot| matches!(own.role, Role::Value | Role::From | Role::To(_));
    let near = || {
        let own = view.before(at).filter(|(place, own)| view.is_plain(*place) && is_fact(own));
        own.take_while(|(_, own)| own.sentence == spot.sentence && own.segment == spot.segment)
    };
    let only = |is_last: bool| {
        let mut found = near().filter(|(_, own)| own.when.is_last == is_last);
        found.next().filter(|_| found.next().is_none())
    };
    let ((value, _), (last, _)) = (only(false)?, only(true)?);
    let parts = [
        (Slot::Part, view.number(value), 1),
        (Slot::Whole, view.number(last), 1),
        (Slot::Share, spot.figure, 1),
    ];
    let is_told = view.is_fact(value) && view.is_like(value, last) && !view.has_scope(at);
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

/// How many times as much the one of two facts is as the other, which the words before the number name: 线下参观34万人次，云上浏览108.8万人次，
/// 线上浏览量为线下参观量的3.2倍.
pub(super) fn of_named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let spot = view.spot(at)?;
    let lead = view.lead(at);
    let mut formers = view.passage.tokens.words_of("former").map(|word| lead.find(word));
    let formers = formers.next().flatten().zip(formers.next().flatten());
    // 前者相当于后者的93%
    let is_times = view.figure(at).is_some_and(|figure| {
        let is_rate = formers.is_some() && figure.kind == Kind::Percent;
        (figure.is_times || is_rate) && figure.is_figure()
    });
    if !is_times || spot.row.is_some() || view.has_scope(at) {
        return None;
    }
    if let Some(found) = of_two_named(view, at).filter(|_| formers.is_none()) {
        return Some(found);
    }
    let mut near = view.before(at).take_while(|(_, own)| own.sentence == spot.sentence);
    let ((later, one), (earlier, other)) = (near.next()?, near.next()?);
    // 金额分别为30万元、10万元，前者为后者的3倍
    let is_value = |at: usize, own: &Spot| {
        let is_fact = own.role == Role::Value || formers.is_some() && own.role == Role::Per;
        is_fact && view.figure(at).is_some_and(Quantity::is_figure)
    };
    let is_pair = (formers.is_some() || near.all(|(place, _)| !view.is_like(place, later)))
        && view.is_like(later, earlier)
        && is_value(later, one)
        && is_value(earlier, other)
        && one.segment == spot.segment
        && spot.clause == one.clause + 1;
    // where in the lead the end of a name stands
    let place_of = |own: &Spot| {
        let raw = view.bare(&own.raw);
        let from = raw.char_indices().rev().nth(SHORT - 1).map(|(from, _)| from)?;
        lead.find(raw.get(from..)?)
    };
    let (b, a) = match formers {
        Some(formers) => formers,
        None => (place_of(other)?, place_of(one)?),
    };
    let (part, whole) = if a < b { (later, earlier) } else { (earlier, later) };
    let parts = [
        (Slot::Part, view.number(part), 1),
        (Slot::Whole, view.number(whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    (is_pair && a != b).then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure).weak())
}

/// The same of two facts among several, in its sentence or the one before, whose whole names the words say:
/// 殡仪馆1,486万元、公墓管理所612万元、儿童福利院59万元。殡仪馆为公墓管理所的2.43倍.
fn of_two_named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let spot = view.spot(at).filter(|spot| !spot.when.is_last)?;
    let tokens = view.passage.tokens;
    let is_mark = |sign| matches!(sign, Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge);
    let from = view.passage.last_sign(view.token(at), is_mark).map_or(0, |mark| mark + 1);
    let ends = tokens.tokens.get(from).zip(tokens.tokens.get(view.token(at)))?;
    let lead = tokens.text(ends.0.from, ends.1.from);
    let named = |(place, own): (usize, &Spot)| {
        let name = view.bare(&own.name);
        let is_name =
            own.role == Role::Value && view.is_fact(place) && name.chars().count() >= SHORT;
        lead.find(name).filter(|_| is_name).map(|from| (from, place))
    };
    let near = view.before(at).take_while(|(_, own)| own.sentence + 1 >= spot.sentence);
    let mut found: Vec<(usize, usize)> = near.filter_map(named).collect();
    found.sort_unstable();
    let [(first, part), (second, whole)] = found.as_slice() else { return None };
    // 甲为乙的2.43倍: the second name ends the words
    let rest = lead.get(*second..)?;
    let is_end = view.spot(*whole).is_some_and(|own| {
        let behind = rest.strip_prefix(view.bare(&own.name)).unwrap_or(rest);
        tokens.is_word("of", behind)
    });
    let parts = [
        (Slot::Part, view.number(*part), 1),
        (Slot::Whole, view.number(*whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    let is_told = is_end && first < second && view.is_like(*part, *whole);
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}
