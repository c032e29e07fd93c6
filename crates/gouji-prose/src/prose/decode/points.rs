//! By how many percentage points a ratio has changed: 比重为29.98%，上年34.51%，回落4.53个百分点.

use super::frame::Frame;
use super::growth;
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// What the ratios that are compared are called.
const RATIOS: &[Class] = &[Class::Share, Class::ShareNoun, Class::Complete, Class::That];

/// What a ratio is held against.
const BESIDE: &[Class] = &[Class::Above, Class::Below];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        let found = beside(view, at).or_else(|| of_named(view, at));
        let found = found.or_else(|| in_bracket(view, at)).or_else(|| of_target(view, at));
        out.extend(found.or_else(|| against_next(view, at)).or_else(|| frame(view, at)));
    }
}

fn is_ratio(view: &View<'_, '_>, at: usize) -> bool {
    view.is_plain(at)
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
}

/// What a ratio is held against directly before the difference: 压减比例17.0%，高于10.0%的统一要求7.0个百分点; 33.0%，高于规定比例
/// 30%，多3.0个百分点.
fn beside(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let mut before = view.before(at);
    let (base, held) = before.next()?;
    // 由41.3%提高到52.8%，提升11.5个百分点，但仍低于全市56.2%的平均水平，差3.4个百分点
    let is_step = |other: &Spot| matches!(other.role, Role::Points(_));
    let (value, own) = before.find(|(_, other)| !is_step(other))?;
    let steps = view.before(base).take_while(|(_, other)| is_step(other)).count();
    let sign =
        i8::from(held.words.contains(&Class::Above)) - i8::from(held.words.contains(&Class::Below));
    // 高于规定比例30%，多3.0个百分点; 压减比例…高于…压减比例: the way of the noun is that of both
    let agrees = match (spot.role, own.role) {
        (Role::Beside(way), _) => way == 0 || way.signum() == sign,
        (Role::Points(way), Role::Rate(of)) if held.clause == spot.clause => way == of,
        (Role::Points(way), _) => way == 0 || way.signum() == sign,
        _ => false,
    };
    let is_next =
        held.clause == spot.clause || held.clause + 1 == spot.clause && is_nameless(view, spot);
    let is_told = sign != 0
        && agrees
        && is_next
        && view.is_plain(at)
        && is_ratio(view, base)
        && is_ratio(view, value)
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Points)
        && own.segment == held.segment
        && own.clause + 1 + steps == held.clause
        && !view.has_scope(at)
        && view.says_only(
            value,
            at,
            &[RATIOS, BESIDE, &[Class::Up, Class::Down, Class::Average]].concat(),
        );
    let parts = [
        (Slot::Value, view.number(value), 1),
        (Slot::Base, view.number(base), 1),
        (Slot::Change, spot.figure, sign),
    ];
    is_told.then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

/// How far a ratio is from its target, the only one that is told before: 指标值≥85%。康复率88.9%，超出指标值3.9个百分点.
fn of_target(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The target may stand so many sentences before.
    const FAR: usize = 2;
    let spot = view.spot(at).filter(|_| view.is_plain(at) && !view.has_scope(at))?;
    let (Role::Points(sign @ (1 | -1)) | Role::Beside(sign @ (1 | -1))) = spot.role else {
        return None;
    };
    let tokens = view.passage.tokens;
    let is_points = view.figure(at).is_some_and(|own| own.kind == Kind::Points);
    let names_target = is_points
        && ["targets", "aims"].iter().any(|list| tokens.has_word(list, &view.own_words(spot)));
    let near = view.before(at).filter(|_| names_target);
    let near = near.take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let near: Vec<(usize, &Spot)> = near
        .filter(|(place, _)| view.figure(*place).is_some_and(|own| own.kind == Kind::Percent))
        .collect();
    let is_target = |(place, other): &&(usize, &Spot)| {
        let is_bound = view.figure(*place).is_some_and(|own| own.bound == Bound::AtLeast);
        is_bound && other.when.is_plan()
    };
    let (value, own) = near.first()?;
    let mut targets = near.iter().filter(is_target);
    let (_, target) = targets.next()?;
    let is_told = targets.next().is_none()
        && near.len() == 2
        && is_ratio(view, *value)
        && own.sentence == spot.sentence
        && own.segment == spot.segment
        && own.clause + 1 == spot.clause;
    let parts = [
        (Slot::Value, own.figure, 1),
        (Slot::Base, target.figure, 1),
        (Slot::Change, spot.figure, sign),
    ];
    is_told.then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

/// One ratio that is held against several in turn: 78.6%，比目标值75.0%高3.6个百分点，比2023年的71.9%提高6.7个百分点.
fn against_next(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at) && !view.has_scope(at))?;
    let Role::Points(sign @ (1 | -1)) = spot.role else { return None };
    let is_base = |place: usize, other: &Spot| other.role == Role::Base && is_ratio(view, place);
    let (base, of) = view.before(at).next()?;
    let mut before = view.before(base).take_while(|(_, other)| other.segment == spot.segment);
    let (mut told, mut next) = (0, before.next()?);
    while matches!(next.1.role, Role::Points(_)) {
        before.next().filter(|(place, other)| is_base(*place, other))?;
        (told, next) = (told + 1, before.next()?);
    }
    let (value, own) = next;
    // 其中甲区比上年的93.0%提高1.0个百分点: of something else
    let lead = view.lead(base);
    let begins = view.passage.tokens.words_of("compare").any(|word| lead.starts_with(word));
    let is_first = told > 0
        && begins
        && is_base(base, of)
        && of.clause == spot.clause
        && is_ratio(view, value)
        && !own.when.is_last
        && matches!(own.role, Role::Value | Role::Complete | Role::Share | Role::Named);
    let parts = [
        (Slot::Value, own.figure, 1),
        (Slot::Base, of.figure, 1),
        (Slot::Change, spot.figure, sign),
    ];
    is_first.then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

/// Whether a difference bears no name but that of what is lacking: 差3.4个百分点.
fn is_nameless(view: &View<'_, '_>, spot: &Spot) -> bool {
    spot.name.is_empty() || view.passage.tokens.is_word("lacks", &spot.name)
}

/// How much faster one of two facts has grown than the other, which the words before the difference name: 收入28万元，增长6.8%；支出24
/// 万元，增长9.5%，支出增幅高于收入增幅2.7个百分点.
fn of_named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The noun of a name.
    const NOUN: usize = 2;
    let spot = view.spot(at)?;
    let has = |class: Class| spot.words.contains(&class);
    let sign = i8::from(has(Class::Above)) - i8::from(has(Class::Below));
    let is_points = view.is_plain(at)
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Points)
        && sign != 0
        && !view.has_scope(at);
    let near =
        view.before(at).take_while(|(_, other)| is_points && other.sentence == spot.sentence);
    let rates =
        near.filter(|(place, other)| matches!(other.role, Role::Rate(_)) && is_ratio(view, *place));
    let rates: Vec<(usize, &Spot)> = rates.collect();
    let [(second, b), (first, a)] = rates.as_slice() else { return None };
    let lead = view.own_words(spot);
    let mut sides =
        ["above", "below"].into_iter().flat_map(|list| view.passage.tokens.words_of(list));
    let (own, other) = sides.find_map(|word| lead.split_once(word))?;
    // the noun of the fact that a rate is told of
    let noun = |rate: usize, spot: &Spot| {
        let mut before = view.before(rate).take_while(|(_, fact)| fact.segment == spot.segment);
        let (_, fact) = before.find(|(place, _)| view.is_fact(*place))?;
        let letters: Vec<char> = view.bare(&fact.raw).chars().collect();
        let from = letters.len().checked_sub(NOUN)?;
        letters.get(from..).map(|own| own.iter().collect::<String>())
    };
    let (one, two) = (noun(*first, a)?, noun(*second, b)?);
    let is_of = |mine: &str, yours: &str| own.contains(mine) && other.contains(yours);
    let (new, old) = match (is_of(&one, &two), is_of(&two, &one)) {
        (true, false) => (*first, *second),
        (false, true) => (*second, *first),
        _ => return None,
    };
    let way = |at: usize| match view.spot(at).map(|spot| spot.role) {
        Some(Role::Rate(way)) => way,
        _ => 0,
    };
    let parts = [
        (Slot::Value, view.number(new), way(new)),
        (Slot::Base, view.number(old), way(old)),
        (Slot::Change, spot.figure, sign),
    ];
    let is_told = one != two && way(new) == 1 && way(old) == 1;
    is_told.then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let sign = match spot.role {
        Role::Points(sign) => sign,
        // 年度目标75%，高于目标4.2个百分点
        Role::Beside(sign) if spot.words.iter().any(|class| class.is_plan()) => sign,
        _ => return None,
    };
    let is_ratio = |(place, _): &(usize, &Spot)| is_ratio(view, *place);
    let sentence = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut all: Vec<(usize, &Spot)> = sentence.filter(is_ratio).collect();
    // 甲占30.5%；2022年占28.2%。甲占比较上年提高2.3个百分点
    let is_apart = all.is_empty();
    if is_apart {
        let last = spot.sentence.checked_sub(1)?;
        let near = view.before(at).take_while(|(_, other)| other.sentence >= last);
        all = near.filter(is_ratio).collect();
    }
    // those of its own group of clauses, if it has two
    let is_own = |(_, other): &&(usize, &Spot)| other.segment == spot.segment;
    let own = all.iter().take_while(is_own).count();
    let ratios = all.get(..if own < 2 { all.len() } else { own })?;
    let [(second, b), (first, a)] = ratios else { return None };
    // 提高2.13个百分点，高于全省增幅1.8个百分点; 低于80%的序时进度5.3个百分点，比上年同期高2.05个百分点: the second difference is
    // one from something else
    let is_second = view
        .before(at)
        .take_while(|(place, _)| *place > *second)
        .any(|(_, other)| matches!(other.role, Role::Points(_) | Role::Beside(_)));
    if is_second {
        return None;
    }
    let (second, first) = (*second, *first);
    // 24.6%，2022年为26.9%，降了2.3个百分点: the way says which of them is the older one
    let told = is_older(view, at, first, second);
    let is_open = told.is_none() && is_of_another_year(view, at, (first, second));
    let is_first_old = told.or(is_open.then_some(false))?;
    let (new, old) = if is_first_old { (second, first) } else { (first, second) };
    // 落后时间进度（83.3%），落后幅度较上年收窄2.1个百分点: the schedule is not that of last year
    let is_due = |at: usize| {
        let due = |spot: &Spot| view.passage.tokens.has_word("schedule", &view.own_words(spot));
        view.spot(at).is_some_and(|spot| due(spot) && !spot.when.is_last)
    };
    if is_due(old) && spot.against.is_some_and(|against| against.is_last) {
        return None;
    }
    let sign = sign.signum() + if sign == 0 { lacks(view, at) } else { 0 };
    let is_fact = |spot: &Spot| !matches!(spot.role, Role::Rate(_) | Role::Change(_));
    // 占项目支出的62%；…，占当年项目支出的57%
    let (one, other) = (view.bare(&a.of), view.bare(&b.of));
    let is_one = one.ends_with(other) || other.ends_with(one);
    let is_told = view.is_plain(at)
        && sign != 0
        // 年均提高1.2个百分点
        && !spot.words.contains(&Class::Average)
        && is_one
        && is_fact(a)
        && is_fact(b)
        && (is_apart || view.says_only(first, at, &[COMPARES, RATIOS, BESIDE].concat()))
        && !view.has_scope(at);
    let mut reading = Reading::of([
        (Slot::Value, view.number(new), 1),
        (Slot::Base, view.number(old), 1),
        (Slot::Change, spot.figure, sign),
    ]);
    // 50.26%，快于50%的序时进度0.26个百分点: the difference tells that the target is exact
    let decimals = |at: usize| view.figure(at).map_or(0, |figure| figure.decimals);
    if decimals(old) == 0 && decimals(new) > 0 && decimals(at) > 0 {
        for (slot, filling) in &mut reading.parts {
            if *slot == Slot::Base {
                *filling = super::weighted::exact(view, old);
            }
        }
    }
    let mut frame = Frame::new(Relation::Points, reading, spot.figure);
    if is_open {
        let turned = [(Slot::Value, old), (Slot::Base, new), (Slot::Change, at)];
        let sign = |slot: Slot| if slot == Slot::Change { sign } else { 1 };
        let turned = turned.map(|(slot, at)| (slot, view.number(at), sign(slot)));
        frame.others.push(Reading::of(turned));
    }
    is_told.then(|| if is_apart { frame.weak() } else { frame })
}

/// Whether the second of two ratios has a year, and hardly a name, of its own, and the first one none: …为84.4%，2022年为86.9%.
fn is_of_another_year(view: &View<'_, '_>, at: usize, (first, second): (usize, usize)) -> bool {
    let (Some(a), Some(b)) = (view.spot(first), view.spot(second)) else { return false };
    let against = view.spot(at).and_then(|spot| spot.against);
    let tokens = view.passage.tokens;
    let is_nameless = b.name.is_empty()
        || tokens.words_of("this_one").any(|word| view.own_words(b).contains(word));
    a.when.year.is_none()
        && b.when.year.is_some()
        && against.is_none_or(|against| against.year == b.when.year)
        && is_nameless
        && b.clause <= a.clause + 1
}

/// Whether the words before a difference begin with one that says that the fact lacks so much, or is ahead by it: 差2个百分点,
/// 落后时间进度（75%）3.2个百分点, 领先3个百分点.
fn lacks(view: &View<'_, '_>, at: usize) -> i8 {
    let words = view.spot(at).map_or_else(String::new, |spot| view.own_words(spot));
    let words = if words.is_empty() { words_before_bracket(view, at) } else { words };
    let begins =
        |list: &str| view.passage.tokens.words_of(list).any(|word| words.starts_with(word));
    i8::from(begins("leads")) - i8::from(begins("lacks"))
}

/// What is printed before the bracket that ends directly before a figure: 落后时间进度 of 落后时间进度（75%）3.2个百分点.
fn words_before_bracket(view: &View<'_, '_>, at: usize) -> String {
    let tokens = view.passage.tokens;
    let what = |at: usize| tokens.tokens.get(at).map(|token| token.what);
    let closes = |at: &usize| what(*at) == Some(What::Sign(Sign::Close));
    let Some(close) = view.token(at).checked_sub(1).filter(closes) else {
        return String::new();
    };
    let is_mark = |at: &usize| matches!(what(*at), Some(What::Figure(_) | What::Sign(_)));
    let open = (0..close).rev().find(|at| what(*at) == Some(What::Sign(Sign::Open)));
    let Some(open) = open else { return String::new() };
    let from = (0..open).rev().find(is_mark).map_or(0, |mark| mark + 1);
    tokens.texts(tokens.tokens.get(from..open).unwrap_or(&[]).iter())
}

/// A ratio and how far it is from the one in the bracket directly behind it: 46.2%（上年为38.7%），提高7.5个百分点.
fn in_bracket(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|own| own.name.is_empty() && view.is_plain(at))?;
    let Role::Points(sign @ (1 | -1)) = spot.role else { return None };
    let (value, fact) = view.before(at).next()?;
    // 95.7%，比上一期回落1.2个百分点（上一期96.9%）
    let base = view.only_in_bracket(value).or_else(|| view.only_in_bracket(at))?;
    let old = view.spot(base)?;
    let is_of = match spot.against {
        Some(told) => growth::meets(old, told, fact.when.year),
        None => {
            let is_before = |year: i32| fact.when.year.is_none_or(|own| own == year + 1);
            old.when.is_last || old.when.year.is_some_and(is_before)
        }
    };
    let is_told = is_of
        && is_ratio(view, value)
        && is_ratio(view, base)
        && matches!(old.role, Role::Value | Role::Base)
        && !matches!(fact.role, Role::Rate(_) | Role::Change(_))
        && !fact.when.is_last
        && fact.segment == spot.segment
        && spot.clause <= fact.clause + 1
        && view.says_only(value, at, COMPARES)
        && !view.has_scope(at);
    let parts = [
        (Slot::Value, view.number(value), 1),
        (Slot::Base, view.number(base), 1),
        (Slot::Change, spot.figure, sign),
    ];
    is_told.then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

/// Whether the first of two ratios is the older one, or the one that was planned; `None` where nothing says so.
fn is_older(view: &View<'_, '_>, at: usize, first: usize, second: usize) -> Option<bool> {
    let (a, b) = (view.spot(first)?, view.spot(second)?);
    // 上年造林支出80万元，占项目支出的57%
    let is_of_last = |spot: &Spot| {
        let mut own = view
            .passage
            .in_sentence(spot)
            .filter(|(_, other)| other.segment == spot.segment && other.figure < spot.figure);
        spot.role == Role::Share && own.next().is_some_and(|(_, first)| first.when.is_last)
    };
    // 支出进度61.2%，序时进度66.7%，落后5.5个百分点: what is due by now
    let is_due = |spot: &Spot| view.passage.tokens.has_word("schedule", &view.own_words(spot));
    if is_due(a) != is_due(b) {
        return Some(is_due(a));
    }
    let is_base = |spot: &Spot| {
        spot.when.is_last || matches!(spot.role, Role::Base | Role::From) || is_of_last(spot)
    };
    match (is_base(a), is_base(b)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ if (a.when.edge, b.when.edge) == (Some(Class::Start), Some(Class::End)) => Some(true),
        _ => match (year_of(view, first), year_of(view, second)) {
            (Some(one), Some(other)) => (one != other).then_some(one < other),
            _ => {
                let is_done = |spot: &Spot| spot.when.stage == Some(Class::Done);
                // 96.8%，高于目标值90%，较上年提高1.9个百分点: the target is not that of last year
                let is_of_last =
                    view.spot(at).and_then(|own| own.against).is_some_and(|of| of.is_last);
                if is_of_last && a.when.is_plan() != b.when.is_plan() {
                    return None;
                }
                // 79.2%，年度目标75%，高于目标4.2个百分点
                let is_against = view.spot(at).is_some_and(|own| {
                    own.words.iter().any(|class| class.is_plan())
                        || own.against.is_some_and(|against| against.stage.is_some())
                });
                let is_done = |spot: &Spot| is_done(spot) || is_against && !spot.when.is_plan();
                match (a.when.is_plan() && is_done(b), b.when.is_plan() && is_done(a)) {
                    (true, false) => Some(true),
                    (false, true) => Some(false),
                    _ => None,
                }
            }
        },
    }
}

/// The year of a ratio, or of what it is told of in its group of clauses.
fn year_of(view: &View<'_, '_>, at: usize) -> Option<i32> {
    let spot = view.spot(at)?;
    let own = std::iter::once((at, spot)).chain(view.before(at));
    own.take_while(|(_, other)| other.segment == spot.segment)
        .find_map(|(_, other)| other.when.year)
}
