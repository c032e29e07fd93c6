//! By how much one named fact is more than another: 甲比乙多5万元; 前者比后者高0.5万元; 最高与最低相差17.7个百分点.

use super::frame::{Frame, Strength};
use super::share::is_rate;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::slip::slips_of;
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// The facts may stand so many sentences before.
const FAR: usize = 2;
/// A shorter name is that of many things.
const SHORT: usize = 2;
/// Fewer figures are no row.
const ROW: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<Frame> = view
        .places()
        .filter_map(|at| {
            let found = named(view, at).or_else(|| extremes(view, at));
            let found = found.or_else(|| of_row_behind(view, at));
            found.or_else(|| ends_told(view, at)).or_else(|| share(view, at))
        })
        .collect();
    let next: Vec<Frame> = view.places().filter_map(|at| again(view, at, out)).collect();
    for frame in found.into_iter().chain(next) {
        match out.iter_mut().find(|own| own.anchor == frame.anchor) {
            // what was less sure
            Some(own)
                if frame.strength == Strength::Sure
                    && own.relation == frame.relation
                    && own.reading == frame.reading =>
            {
                *own = frame;
            }
            Some(_) => {}
            None => out.push(frame),
        }
    }
}

/// How far the fact of the difference before is from one thing more, in a clause that begins with what it is held against:
/// 比年度目标91.0%高出2.4个百分点，比上届的92.7%高出0.7个百分点; 与2022年预算数（61万元）相比减少3万元.
fn again(view: &View<'_, '_>, at: usize, told: &[Frame]) -> Option<Frame> {
    let way = |spot: &Spot| match spot.role {
        Role::Points(way) | Role::Beside(way) | Role::Change(way) if way != 0 => Some(way.signum()),
        _ => None,
    };
    let spot = view.spot(at).filter(|_| is_difference(view, at))?;
    let own = view.figure(at)?;
    let passage = view.passage;
    let mut before = passage.before(at).filter(|(place, other)| {
        let is_kind = view.figure(*place).is_some_and(|figure| match own.kind {
            Kind::Points => matches!(figure.kind, Kind::Percent | Kind::Points),
            kind => figure.kind == kind,
        });
        is_kind && other.sentence == spot.sentence
    });
    let sign = way(spot)?;
    let ((base, of), (_, last)) = (before.next()?, before.next()?);
    way(last)?;
    let tokens = passage.tokens;
    let is_mark = |sign| matches!(sign, Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge);
    let first = passage.last_sign(view.token(base), is_mark)? + 1;
    let ends = tokens.tokens.get(first).zip(tokens.tokens.get(view.token(base)))?;
    let lead = tokens.text(ends.0.from, ends.1.from);
    // 但比去年同期的84.9%提高3.5个百分点
    let mut turns = tokens.words_of("but");
    let lead = turns.find_map(|word| lead.strip_prefix(word)).unwrap_or(&lead);
    let mut compares = ["compare", "with"].into_iter().flat_map(|list| tokens.words_of(list));
    let is_told = compares.any(|word| lead.starts_with(word))
        && view.is_plain(base)
        && way(of).is_none()
        && of.figure + 1 == spot.figure
        && passage.last_sign(view.token(at), is_mark).is_some_and(|sign| sign < first);
    let frame = told.iter().find(|frame| {
        // several readings leave open what it is of
        is_told
            && frame.others.is_empty()
            && frame.anchor == last.figure
            && matches!(frame.relation, Relation::Change | Relation::Points)
    })?;
    let value = |(slot, filling): &(Slot, Filling)| match filling {
        Filling::Figure(figure, _) if *slot == Slot::Value => Some(*figure),
        _ => None,
    };
    let value = frame.reading.parts.iter().find_map(value)?;
    let parts =
        [(Slot::Value, value, 1), (Slot::Base, of.figure, 1), (Slot::Change, spot.figure, sign)];
    let next = Frame::new(frame.relation, Reading::of(parts), spot.figure);
    (value != of.figure).then_some(Frame { strength: frame.strength, ..next })
}

/// The facts before a difference that it may be one of.
fn facts<'a>(view: &View<'_, 'a>, at: usize) -> Vec<(usize, &'a Spot)> {
    let (Some(spot), Some(own)) = (view.spot(at), view.figure(at)) else { return Vec::new() };
    let is_kind = |place: usize| {
        view.figure(place).is_some_and(|figure| match own.kind {
            Kind::Points => figure.kind == Kind::Percent && !figure.is_times,
            _ => figure.is_like(own),
        })
    };
    view.before(at)
        .take_while(|(_, other)| other.sentence + FAR >= spot.sentence)
        .filter(|(place, other)| {
            is_kind(*place)
                && view.is_plain(*place)
                && !matches!(
                    other.role,
                    Role::Change(_) | Role::Rate(_) | Role::Points(_) | Role::Adjust(_)
                )
        })
        .collect()
}

fn is_difference(view: &View<'_, '_>, at: usize) -> bool {
    let kind = view.figure(at).map(|figure| figure.kind);
    view.is_plain(at)
        && matches!(kind, Some(Kind::Money | Kind::Count | Kind::Points | Kind::Score))
        && !view.has_scope(at)
}

/// The relation and reading of a difference.
pub(super) fn difference(
    view: &View<'_, '_>,
    (value, base): (usize, usize),
    (by, sign): (usize, i8),
) -> Frame {
    let is_points = view.figure(by).is_some_and(|figure| figure.kind == Kind::Points);
    let relation = match sign {
        0 => Relation::Left,
        _ if is_points => Relation::Points,
        _ => Relation::Change,
    };
    let parts = [
        (Slot::Value, view.number(value), 1),
        (Slot::Base, view.number(base), 1),
        (Slot::Change, view.number(by), if sign < 0 { -1 } else { 1 }),
    ];
    Frame::new(relation, Reading::of(parts), view.number(by))
}

/// How much more or less a named fact is than another named one.
fn named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let sign = match spot.role {
        Role::Change(sign @ (1 | -1))
        | Role::Adjust(sign @ (1 | -1))
        | Role::Beside(sign @ (1 | -1))
        | Role::Points(sign @ (1 | -1)) => sign,
        // 较预算节约66万元
        Role::Left => -1,
        _ => return None,
    };
    let is_other =
        |class: &Class| matches!(class, Class::Last | Class::YearOnYear | Class::Average);
    if !is_difference(view, at) || spot.words.iter().any(is_other) {
        return None;
    }
    let words = view.own_words(spot);
    let tokens = view.passage.tokens;
    let lists = ["compare", "above", "below"];
    let compares = lists.iter().flat_map(|list| tokens.words_of(list));
    let (from, word) = compares
        .filter_map(|word| Some((words.find(word)?, word)))
        .min_by_key(|(from, word)| (*from, std::cmp::Reverse(word.len())))?;
    let (one, other) = (words.get(..from)?, words.get(from + word.len()..)?);
    let other = without_way(view, other);
    let facts = facts(view, at);
    let (value, base) = if spot.words.contains(&Class::Former) {
        let [second, first, ..] = facts.as_slice() else { return None };
        let formers: Vec<&str> = tokens.words_of("former").collect();
        let [former, latter] = formers.as_slice() else { return None };
        match (one == *former && other == *latter, one == *latter && other == *former) {
            (true, false) => (first.0, second.0),
            (false, true) => (second.0, first.0),
            _ => return None,
        }
    } else if one.is_empty() {
        // 结算审定80万元，较中标价核减5万元: the fact directly before
        let (value, fact) = facts.first()?;
        let is_next = fact.segment == spot.segment && fact.clause + 1 == spot.clause;
        let base = fact_called(view, facts.get(1..)?, other)?;
        (Some(*value).filter(|_| is_next && fact.role == Role::Value)?, base)
    } else {
        (fact_called(view, &facts, one)?, fact_called(view, &facts, other)?)
    };
    // 2023年收入80万元，支出85万元: the year of the first holds for the second
    let are_of_one_year = view.spot(value).zip(view.spot(base)).is_some_and(|(a, b)| {
        let years = a.when.year.zip(b.when.year);
        a.when.is_last == b.when.is_last
            && (a.when.year == b.when.year || years.is_none() && a.sentence == b.sentence)
    });
    (value != base && are_of_one_year).then(|| difference(view, (value, base), (at, sign)).weak())
}

/// How much more the first of two is than the second, which a row behind tells: 甲比乙多12万元，二者分别为52万元和40万元.
fn of_row_behind(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_difference(view, at))?;
    let sign = match spot.role {
        Role::Change(sign @ (1 | -1))
        | Role::Beside(sign @ (1 | -1))
        | Role::Points(sign @ (1 | -1)) => sign,
        _ => return None,
    };
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let one = tokens.words_of("compare").find_map(|word| Some(words.split_once(word)?.0))?;
    let is_ratio = view.figure(at).is_some_and(|own| own.kind == Kind::Points);
    let mut behind = view.after(at).filter(|(place, _)| {
        let own = view.figure(*place);
        own.is_some_and(|own| !own.is_spelled && (!is_ratio || own.kind == Kind::Percent))
    });
    let (first, own) = behind.next().filter(|(_, own)| own.sentence == spot.sentence)?;
    let row = view.row_from(first).filter(|row| row.len() == 2)?;
    let lead = view.lead(first);
    let is_told = one.chars().count() >= SHORT
        && tokens.words_of("refers_back").any(|word| lead.starts_with(word))
        && own.clause == spot.clause + 1
        && !own.when.is_last
        && (is_ratio || view.is_like(first, at));
    is_told.then(|| difference(view, (row.start, row.start + 1), (at, sign)))
}

/// The only fact that some words name; words may stand before the name: 资助额最多的义务教育.
fn fact_called(view: &View<'_, '_>, facts: &[(usize, &Spot)], words: &str) -> Option<usize> {
    let length = |name: &str| name.chars().count();
    // 收回问卷 is what was told as 收回480份
    let mut ends = view.passage.tokens.words_of("neutral");
    let bare = ends.find_map(|end| words.strip_suffix(end)).filter(|bare| length(bare) >= SHORT);
    let bears = |(_, fact): &&(usize, &Spot)| {
        let name = view.bare(&fact.name);
        length(name) >= SHORT && words.ends_with(name)
            || view.is_called(words, fact)
            || bare.is_some_and(|bare| fact.raw == bare)
    };
    let mut found = facts.iter().filter(bears);
    let (at, _) = found.next()?;
    found.next().is_none().then_some(*at)
}

/// Words without those at their end that say which way something differs.
fn without_way<'w>(view: &View<'_, '_>, words: &'w str) -> &'w str {
    let tokens = view.passage.tokens;
    let lists = [
        "up",
        "down",
        "adjust_up",
        "adjust_down",
        "above",
        "below",
        "up_verbs",
        "left",
        "plan_in",
        "plan_out",
    ];
    let ways = lists.iter().flat_map(|list| tokens.words_of(list));
    let longest = ways.filter(|word| words.ends_with(*word)).max_by_key(|word| word.len());
    longest.and_then(|word| words.strip_suffix(word)).unwrap_or(words)
}

/// The share of a named part in a named whole, both of them told before: 管理费41.6万元，总投资2,140万元。管理费占总投资的1.94%.
fn share(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_share = spot.role == Role::Share
        && is_rate(view, at)
        && !spot.when.is_last
        && spot.name.chars().count() >= SHORT
        && !spot.of.is_empty();
    if !is_share {
        return None;
    }
    let near = view.before(at).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let facts: Vec<(usize, &Spot)> =
        near.filter(|(place, other)| view.is_fact(*place) && !other.when.is_last).collect();
    let whole = fact_called(view, &facts, &spot.of)?;
    let bears = |(place, fact): &&(usize, &Spot)| {
        view.is_like(*place, whole) && *place != whole && fact.raw.contains(&spot.name)
    };
    let mut parts = facts.iter().filter(bears);
    let (part, fact) = parts.next()?;
    let slots = [
        (Slot::Part, view.number(*part), 1),
        (Slot::Whole, view.number(whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    let is_named = fact.raw.ends_with(&spot.name);
    let frame = Frame::new(Relation::Share, Reading::of(slots), spot.figure);
    parts.next().is_none().then(|| if is_named { frame } else { frame.weak() })
}

/// How far the greatest and the least of several facts are apart: 最快与最慢相差17.7个百分点, 首末相差8.4分.
fn extremes(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_difference(view, at))?;
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let says = |class: Class| spot.words.contains(&class);
    let is_told = tokens.has_word("apart_by", &words)
        && (says(Class::Most) && says(Class::Least) || tokens.has_word("first_and_last", &words));
    if !is_told {
        return None;
    }
    let is_mean = |other: &Spot| other.words.contains(&Class::Average);
    let own: Vec<usize> = facts(view, at)
        .into_iter()
        .filter(|(_, other)| other.sentence == spot.sentence && !is_mean(other))
        .map(|(place, _)| place)
        .collect();
    // 增长8.6%，其后依次为7.9%、…: another role, but one of them
    let is_kind = |place: usize| own.first().is_some_and(|first| view.is_like(place, *first));
    let sentence = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    if sentence.filter(|(place, other)| is_kind(*place) && !is_mean(other)).count() != own.len() {
        return None;
    }
    let mut figures: Vec<Quantity> =
        own.iter().filter_map(|place| view.figure(*place)).cloned().collect();
    let by = view.figure(at)?;
    let (most, least) = ends(&figures)?;
    // which of them are the ends a slip of any of them may turn: it is looked for in all of them
    let is_told = are_apart(&figures, by)
        || slips_of(by).iter().any(|by| are_apart(&figures, by))
        || (0..figures.len()).any(|nth| {
            let Some(printed) = figures.get(nth).cloned() else { return false };
            let mut is_apart = |other: Quantity| {
                figures.get_mut(nth).into_iter().for_each(|own| own.clone_from(&other));
                are_apart(&figures, by)
            };
            let is_slip = slips_of(&printed).into_iter().any(&mut is_apart);
            is_apart(printed);
            is_slip
        });
    let pair = (*own.get(most)?, *own.get(least)?);
    // 甲95分，乙88.5分，丙86分，最高分与最低分相差9分: a whole row of them, but not 全市最高与最低
    let printed = tokens.tokens.get(view.token(at)).map(|own| tokens.text(own.from, own.to));
    let is_plain = spot.name.chars().all(|c| printed.as_ref().is_some_and(|own| own.ends_with(c)));
    let is_row = own.len() >= ROW
        && is_plain
        && own.iter().all(|place| view.spot(*place).is_some_and(|own| !own.name.is_empty()));
    (pair.0 != pair.1 && (is_told || is_row)).then(|| difference(view, pair, (at, 0)))
}

/// How far what is told to be the most is from what is told to be the least: 最高者甲市96.8%，最低者乙市71.5%，相差25.3个百分点.
fn ends_told(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_difference(view, at))?;
    if !view.passage.tokens.has_word("apart_by", &view.own_words(spot)) {
        return None;
    }
    let facts = facts(view, at);
    let [(near, b), (far, a), ..] = facts.as_slice() else { return None };
    let says = |spot: &Spot, class: Class| spot.words.contains(&class);
    let (most, least) = if says(a, Class::Most) && says(b, Class::Least) {
        (*far, *near)
    } else if says(a, Class::Least) && says(b, Class::Most) {
        (*near, *far)
    } else {
        return None;
    };
    let is_next = b.clause + 1 == spot.clause && a.clause + 1 == b.clause && a.segment == b.segment;
    (is_next && view.is_like(most, least)).then(|| difference(view, (most, least), (at, 0)))
}

/// The numbers of the greatest and the least of some figures.
fn ends(figures: &[Quantity]) -> Option<(usize, usize)> {
    let value = |at: &usize| figures.get(*at).map(|figure| figure.value);
    Some(((0..figures.len()).max_by_key(value)?, (0..figures.len()).min_by_key(value)?))
}

/// Whether the greatest and the least of some figures are so far apart.
fn are_apart(figures: &[Quantity], by: &Quantity) -> bool {
    let ends = ends(figures).and_then(|(a, b)| figures.get(a).zip(figures.get(b)));
    ends.is_some_and(|(most, least)| {
        most.low() - least.high() <= by.high() && most.high() - least.low() >= by.low()
    })
}
