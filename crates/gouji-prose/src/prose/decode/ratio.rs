//! Amounts that are to each other as a printed ratio: 中央50万元、省30万元、市20万元，分担比例为5:3:2; 按50%、30%、20%分担.

use super::frame::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Slot, holds};
use crate::prose::same::common;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let mut ratios: Vec<Vec<usize>> = Vec::new();
    let mut at = 0;
    while at < view.places().end {
        let weights = ratio_from(view, at);
        at += weights.len().max(1);
        ratios.extend((weights.len() > 1).then_some(weights));
    }
    // 与社会资本之比为1:3.6，较上年1:3.15提高: another time
    // 之比为1:3.2，优于1:4的目标值: what it is held against
    let is_last = |weights: &Vec<usize>| {
        let spot = weights.first().and_then(|first| view.spot(*first));
        let behind = weights.last().map_or_else(String::new, |last| view.text_behind(*last));
        let own = behind.split(',').next().unwrap_or_default();
        let is_aim =
            ["aims", "targets", "norms"].iter().any(|list| view.passage.tokens.has_word(list, own));
        is_aim || spot.is_some_and(|spot| spot.when.is_last || spot.words.contains(&Class::Last))
    };
    ratios.retain(|weights| !is_last(weights));
    let sentence = |weights: &[usize]| view.spot(*weights.first()?).map(|spot| spot.sentence);
    for weights in &ratios {
        let named = bearers(view, weights);
        let shares = named.as_deref().map(|named| parts_of_all(view, weights, named));
        let is_named = shares.as_ref().is_some_and(|own| !own.is_empty());
        out.extend(shares.into_iter().flatten());
        if is_named {
            continue;
        }
        // 一般按5:5，山区按7:3: which of them is meant is open
        let own = ratios.iter().filter(|other| sentence(other) == sentence(weights));
        let is_only = own.count() == 1;
        let Some(parts) = parts(view, weights).filter(|_| is_only) else { continue };
        // 由市、区按4:6分担，区级60万元、市级40万元: by name, whatever their order
        let parts = match &named {
            Some(named) => in_order(view, &parts, named),
            None => Some(parts),
        };
        let Some(parts) = parts else { continue };
        let numbers = |(part, weight): (&usize, &usize)| (view.number(*part), view.number(*weight));
        let pairs: Vec<(usize, usize)> = parts.iter().zip(weights).map(numbers).collect();
        let exact = exact(view, &pairs);
        let Some(first) = exact.or(pairs.first().copied()) else { continue };
        // what is exact is so to the last digit: 5:3 is 5.00:3.00
        let decimals = if exact.is_some() { EXACT } else { 0 };
        let reading = |other| alike(view, Reading::proportion(first, other), decimals);
        let others = pairs.iter().filter(|other| **other != first);
        let readings = others.map(|other| (reading(*other), other.0));
        let meant = readings.filter(|(reading, _)| exact.is_some() || is_meant(view, reading));
        out.extend(
            meant.map(|(reading, anchor)| Frame::new(Relation::Proportion, reading, anchor)),
        );
    }
    let mut at = 0;
    while at < view.places().end {
        let rates = rates_from(view, at);
        at += rates.len().max(1);
        out.extend(split(view, &rates));
    }
}

/// The one of three and more amounts that is to another exactly as the ratio says: it is meant to the last digit.
fn exact(view: &View<'_, '_>, pairs: &[(usize, usize)]) -> Option<(usize, usize)> {
    /// An amount of fewer digits is so by chance.
    const LEAST: usize = 3;
    let figures = &view.passage.tokens.figures;
    let is_long = |at: usize| figures.get(at).is_some_and(|own| own.telling_digits() >= LEAST);
    let fits = |one: (usize, usize), other: (usize, usize)| {
        let reading = alike(view, Reading::proportion(one, other), EXACT);
        one != other && holds(Relation::Proportion, &reading, figures) == Some(true)
    };
    let mut own = pairs.iter().copied().filter(|one| pairs.len() > 2 && is_long(one.0));
    own.find(|one| pairs.iter().any(|other| fits(*one, *other)))
}

/// The rates that begin at a place and come to 100%: 按50%、30%、20%.
fn rates_from(view: &View<'_, '_>, at: usize) -> Vec<usize> {
    let sentence = view.spot(at).map(|spot| spot.sentence);
    let is_rate = |at: &usize| {
        let own = view.figure(*at).filter(|own| own.kind == Kind::Percent && !own.is_times);
        own.is_some_and(Quantity::is_figure) && view.spot(*at).map(|spot| spot.sentence) == sentence
    };
    let rates: Vec<usize> = (at..view.places().end).take_while(is_rate).collect();
    let all: Decimal = rates.iter().filter_map(|at| view.figure(*at)).map(|own| own.printed).sum();
    if all == Decimal::ONE_HUNDRED { rates } else { Vec::new() }
}

/// What those that share an amount bear of it, as the rates before say: 合计80万元，按中央50%、省30%、县20%的比例分担，即中央40万元、省24万元、县
/// 16万元. Where no other amount is as its rate says, one that is not tells nothing.
fn split(view: &View<'_, '_>, rates: &[usize]) -> Vec<Frame> {
    let (Some(first), Some(last)) = (rates.first(), rates.last()) else { return Vec::new() };
    let Some(spot) = view.spot(*first) else { return Vec::new() };
    let is_money = |(at, other): &(usize, &Spot)| {
        let figure = view.figure(*at).filter(|figure| figure.kind == Kind::Money);
        other.role != Role::Per && figure.is_some_and(Quantity::is_figure)
    };
    let behind = view.after(*last).take_while(|(_, other)| other.sentence == spot.sentence);
    let parts: Vec<(usize, &Spot)> = behind.filter(is_money).take(rates.len()).collect();
    let mut before = view.before(*first).filter(is_money);
    let (Some((next, _)), Some((all, whole))) = (parts.first(), before.next()) else {
        return Vec::new();
    };
    let tokens = view.passage.tokens;
    let is_ratio = tokens.has_word("ratio_words", &view.lead(*first))
        || tokens.has_word("ratio_words", &view.text_between(*last, *next));
    let name = |at: usize| view.spot(at).map_or("", |spot| spot.name.as_str());
    let is_named = |(rate, (part, _)): (&usize, &(usize, &Spot))| {
        let (rate, part) = (name(*rate), name(*part));
        rate.is_empty() || part.is_empty() || common(rate, part) > 0
    };
    let is_near = whole.sentence == spot.sentence && whole.clause + 1 >= spot.clause
        || whole.sentence + 1 >= spot.sentence && before.next().is_none();
    let is_told = is_ratio
        && is_near
        && parts.len() == rates.len()
        && view.is_fact(all)
        && parts.iter().all(|(_, part)| part.role == Role::Value && !part.is_sum)
        && rates.iter().zip(&parts).all(is_named);
    if !is_told {
        return Vec::new();
    }
    let frames = |decimals: u32| -> Vec<Frame> {
        let pairs = rates.iter().zip(&parts);
        let each = pairs.filter_map(|(rate, (_, part))| {
            let mut reading =
                Reading::of([(Slot::Part, part.figure, 1), (Slot::Whole, whole.figure, 1)]);
            let own = view.figure(*rate)?;
            let mut value = own.printed;
            value.rescale(own.decimals.max(decimals));
            let (like, range) = (view.number(*rate), own.span.clone());
            reading.parts.push((Slot::Share, Filling::Worked { value, like, range }));
            Some(Frame::new(Relation::Share, reading, part.figure))
        });
        each.collect()
    };
    let broken = |frames: &[Frame]| {
        let holds =
            |frame: &Frame| holds(Relation::Share, &frame.reading, &tokens.figures) == Some(true);
        frames.iter().filter(|frame| !holds(frame)).count()
    };
    // what others of its kind are to the last digit one is, too
    let exact = frames(EXACT);
    if exact.len() > 2 && broken(&exact) < 2 {
        return exact;
    }
    frames(0).into_iter().map(Frame::weak).collect()
}

/// Whether a rate is the last of several that come to 100%.
pub(super) fn ends_split(view: &View<'_, '_>, last: usize) -> bool {
    let is_rate = |at: &usize| view.figure(*at).is_some_and(|own| own.kind == Kind::Percent);
    let first = (0..=last).rev().take_while(is_rate).last();
    let rates = first.map(|first| rates_from(view, first)).unwrap_or_default();
    rates.len() > 1 && rates.last() == Some(&last)
}

/// Those that share an amount, as the words before their ratio name them, as many as it has numbers: 由市、区两级按4:6分担.
fn bearers(view: &View<'_, '_>, weights: &[usize]) -> Option<Vec<String>> {
    let first = *weights.first()?;
    let tokens = view.passage.tokens;
    let lead = view.lead(first);
    // 市、区两级按, 市、区按
    let levels = first.checked_sub(1).filter(|at| {
        let clause = |at: usize| view.spot(at).map(|spot| spot.clause);
        view.figure(*at).is_some_and(|own| own.is_spelled) && clause(*at) == clause(first)
    });
    let is_ratio = tokens.has_word("ratio_words", &lead);
    let lead = levels.filter(|_| is_ratio).map_or(lead, |at| view.lead(at));
    let mut names = view.joined(&lead);
    // 由市、县按7:3分担, 按市、县7:3分担
    let mut words = tokens.words_of("ratio_words");
    if let Some(own) = words.find_map(|word| names.last()?.strip_suffix(word)) {
        *names.last_mut()? = own;
    } else if words_behind(view, weights) {
        // 由省、市、县5:3:2分担
    } else if levels.is_none() {
        let mut words = tokens.words_of("ratio_words");
        *names.first_mut()? = words.find_map(|word| Some(names.first()?.rsplit_once(word)?.1))?;
    }
    let is_told = names.len() == weights.len() && names.iter().all(|name| !name.is_empty());
    is_told.then(|| names.into_iter().map(str::to_owned).collect())
}

/// Which of those that share an amount a name is of; `None` where it may be several.
fn bearer(names: &[String], own: &str) -> Option<usize> {
    // 由中央、省、市: words stand before the first name
    let bears = |(nth, name): &(usize, &String)| {
        own.starts_with(name.as_str())
            // 现有一线保洁员: words stand before the name
            || name.chars().count() > 1 && own.ends_with(name.as_str())
            || *nth == 0 && name.char_indices().any(|(at, _)| {
                name.get(at..).is_some_and(|rest| own.starts_with(rest))
            })
    };
    let mut found = names.iter().enumerate().filter(bears);
    let (nth, _) = found.next()?;
    found.next().is_none().then_some(nth)
}

/// Amounts in the order in which their bearers are named; `None` where the names say of another order, but not which.
fn in_order(view: &View<'_, '_>, parts: &[usize], names: &[String]) -> Option<Vec<usize>> {
    // 门诊与住院人次之比: the word of counting is no part of the name
    let counter = parts.first().and_then(|at| view.figure(*at)).map_or("", |own| &own.counter);
    let bare = |name: &String| name.strip_suffix(counter).unwrap_or(name).to_owned();
    let names: Vec<String> = names.iter().map(bare).collect();
    let own = |at: &usize| bearer(&names, view.spot(*at).map_or("", |spot| spot.name.as_str()));
    let mut order: Vec<Option<usize>> = parts.iter().map(own).collect();
    if order.iter().all(Option::is_none) {
        return Some(parts.to_vec());
    }
    // of two the one that no name is of is the other, where there is no third
    let is_like = |at: usize| parts.first().is_some_and(|first| view.is_like(at, *first));
    let sentence = parts
        .first()
        .and_then(|first| view.spot(*first))
        .map(|spot| view.passage.in_sentence(spot));
    let alike = sentence.into_iter().flatten().filter(|(at, _)| is_like(*at)).count();
    let is_long = names.iter().all(|name| name.chars().count() > 1);
    if alike > 2 || !is_long {
        // the names have to tell
    } else if let [Some(one), None] = order.as_slice() {
        order = vec![Some(*one), Some(1 - one.min(&1))];
    } else if let [None, Some(other)] = order.as_slice() {
        order = vec![Some(1 - other.min(&1)), Some(*other)];
    }
    let place = |nth: usize| order.iter().position(|own| *own == Some(nth));
    (0..names.len()).map(|nth| parts.get(place(nth)?).copied()).collect()
}

/// What each of those that share an amount takes that is named behind their ratio: 合计80万元。由省、市按6:4分担，其中市级承担32万元.
fn parts_of_all(view: &View<'_, '_>, weights: &[usize], names: &[String]) -> Vec<Frame> {
    let (Some(first), Some(last)) = (weights.first(), weights.last()) else { return Vec::new() };
    let Some(spot) = view.spot(*first) else { return Vec::new() };
    let is_money = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Money);
    let behind = view.after(*last).take_while(|(_, other)| other.sentence == spot.sentence);
    let parts: Vec<(usize, &Spot)> = behind.filter(|(at, _)| is_money(*at)).collect();
    // 6,500人，按人均128元，需83.2万元: no whole of what is shared
    let mut before = view
        .before(*first)
        .take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
        .filter(|(at, other)| is_money(*at) && other.role != Role::Per);
    let Some((all, whole)) = before.next() else { return Vec::new() };
    let is_whole = whole.is_sum || whole.sentence == spot.sentence && before.next().is_none();
    let all_weights: Decimal =
        weights.iter().filter_map(|at| view.figure(*at)).map(|own| own.printed).sum();
    let is_told = is_whole && parts.len() <= weights.len() && view.is_fact(all);
    let share = |(part, own): &(usize, &Spot)| {
        let weight = *weights.get(bearer(names, &own.name)?)?;
        let span = view.figure(weight)?.span.clone();
        let mut reading =
            Reading::of([(Slot::ItemOne, own.figure, 1), (Slot::ItemTwo, whole.figure, 1)]);
        reading.parts.push((Slot::WeightOne, Filling::Figure(view.number(weight), 1)));
        reading.parts.push((Slot::WeightTwo, Filling::Counted(all_weights, span)));
        let is_part = view.is_plain(*part) && matches!(own.role, Role::Value | Role::Share);
        is_part.then(|| Frame::new(Relation::Proportion, reading, own.figure))
    };
    let shares: Option<Vec<Frame>> = parts.iter().map(share).collect();
    let mut shares = shares.filter(|_| is_told).unwrap_or_default();
    // what others are to the last digit one is, too
    let is_exact = |frame: &Frame| {
        let exact = alike(view, frame.reading.clone(), EXACT);
        holds(Relation::Proportion, &exact, &view.passage.tokens.figures) == Some(true)
    };
    if shares.len() > 1 && shares.iter().any(is_exact) {
        shares.iter_mut().for_each(|own| own.reading = alike(view, own.reading.clone(), EXACT));
    }
    // all of them bear all of it
    if shares.len() == weights.len() {
        let parts: Vec<usize> = parts.iter().map(|(at, _)| *at).collect();
        shares.push(sum(view, all, &parts).weak());
    }
    shares
}

/// The decimals of a number of a ratio that is exact.
const EXACT: u32 = 6;

/// A proportion whose whole numbers are as exact as the others of it, or have some decimals at least: 4.18:1 is 4.18:1.00.
fn alike(view: &View<'_, '_>, mut reading: Reading, least: u32) -> Reading {
    let figures = &view.passage.tokens.figures;
    let weight = |(slot, filling): &(Slot, Filling)| match (slot, filling) {
        (Slot::WeightOne | Slot::WeightTwo, Filling::Figure(weight, _)) => figures.get(*weight),
        _ => None,
    };
    let decimals = reading.parts.iter().filter_map(weight).map(|figure| figure.decimals).max();
    let decimals = decimals.unwrap_or(0).max(least);
    // 1:17: the one side is what the other is held against
    let is_one = |figure: &Quantity| figure.decimals == 0 && figure.printed == Decimal::ONE;
    let ones = reading.parts.iter().filter_map(weight).filter(|figure| is_one(figure)).count();
    for part in &mut reading.parts {
        let is_base = |figure: &Quantity| ones == 1 && is_one(figure);
        let whole =
            weight(part).filter(|figure| decimals > 0 && figure.decimals == 0 || is_base(figure));
        if let (Some(figure), Filling::Figure(like, _)) = (whole, &part.1) {
            let mut value = figure.printed;
            value.rescale(if is_base(figure) { EXACT } else { decimals });
            part.1 = Filling::Worked { value, like: *like, range: figure.span.clone() };
        }
    }
    reading
}

/// Whether a ratio of whole numbers is exact, or not even near: 6:4 is often said of 61 and 39.
fn is_meant(view: &View<'_, '_>, reading: &Reading) -> bool {
    let figures = &view.passage.tokens.figures;
    if holds(Relation::Proportion, reading, figures) == Some(true) {
        return true;
    }
    let mut loose = figures.clone();
    let weight = |(slot, filling): &(Slot, Filling)| match (slot, filling) {
        (Slot::WeightOne | Slot::WeightTwo, Filling::Figure(weight, _)) => Some(*weight),
        _ => None,
    };
    let weights: Vec<usize> = reading.parts.iter().filter_map(weight).collect();
    // 4.18:1 is told to the last digit
    let is_whole = |at: &usize| figures.get(*at).is_some_and(|figure| figure.decimals == 0);
    // 14:1 is so many to one
    let is_one = |at: &usize| figures.get(*at).is_some_and(|figure| figure.printed == Decimal::ONE);
    for at in weights.iter().filter(|at| weights.iter().all(is_whole) && !is_one(at)) {
        if let Some(figure) = loose.get_mut(*at) {
            figure.half = figure.half.max(Decimal::new(5, 1));
        }
    }
    holds(Relation::Proportion, reading, &loose) == Some(false)
}

/// The numbers of a ratio that begins at a place: 5:3:2.
pub(super) fn ratio_from(view: &View<'_, '_>, at: usize) -> Vec<usize> {
    let is_number = |place: usize| {
        view.figure(place).is_some_and(|figure| matches!(figure.kind, Kind::Bare | Kind::Score))
    };
    let tokens = view.passage.tokens;
    let token = |place: usize| tokens.tokens.get(view.token(place));
    let mut out: Vec<usize> = Vec::new();
    let mut place = at;
    while is_number(place) {
        out.push(place);
        let between = token(place).zip(token(place + 1)).map(|(a, b)| tokens.text(a.to, b.from));
        if between.as_deref() != Some(":") {
            break;
        }
        place += 1;
    }
    out
}

/// The only amounts of the sentence of a ratio, as many as it has numbers, all before it or all behind it.
fn parts(view: &View<'_, '_>, weights: &[usize]) -> Option<Vec<usize>> {
    let (first, last) = (*weights.first()?, *weights.last()?);
    if !view.passage.tokens.has_word("ratio_words", &view.lead(first)) {
        return None;
    }
    let of_kind = |kind: Kind| -> Vec<usize> {
        // 上级补助525万元，县级配套225万元，合计750万元
        let is_sum = |at: usize| view.spot(at).is_some_and(|spot| spot.is_sum);
        let is_kind = |at: &usize| {
            view.figure(*at).is_some_and(|figure| figure.kind == kind && !figure.is_spelled)
                && !is_sum(*at)
        };
        let sentence = view.spot(first).map(|spot| view.passage.in_sentence(spot));
        sentence.into_iter().flatten().map(|(at, _)| at).filter(is_kind).collect()
    };
    // 医师132人、护士198人，医护比为1:1.5
    let mut amounts = of_kind(Kind::Money);
    if amounts.is_empty() {
        amounts = of_kind(Kind::Count);
    }
    let (before, after): (Vec<usize>, Vec<usize>) = amounts.into_iter().partition(|at| *at < first);
    // those of another group of clauses are other things
    let segment = view.spot(last)?.segment;
    let is_own = |at: &usize| view.spot(*at).is_some_and(|spot| spot.segment == segment);
    let count = weights.len();
    let after: Vec<usize> = after.into_iter().filter(|at| *at > last).collect();
    let near: Vec<usize> = after.iter().copied().filter(is_own).collect();
    let after = if before.len() >= count { near } else { after };
    // the whole may stand before its parts; behind the ratio 教师120人、学生1,440人，另有20人 has none
    let is_number = first_kind(view, &after) == Some(Kind::Count);
    let own = |list: Vec<usize>, most: usize| {
        let from = list.len().checked_sub(count).filter(|from| *from <= most)?;
        list.get(from..).map(<[usize]>::to_vec)
    };
    let found = match (before.len() >= count, after.len() >= count) {
        (true, false) => own(before, 1),
        (false, true) => own(after, usize::from(!is_number)),
        _ => None,
    };
    // 按5:3:2分担，分别为40万元、24万元和16万元: a row as long as the ratio
    let is_row = |parts: &[usize]| {
        let row = parts.first().and_then(|first| view.row_from(*first));
        row.is_some_and(|row| row.eq(parts.iter().copied()))
    };
    let is_part =
        |at: &usize| view.is_fact(*at) && view.spot(*at).is_some_and(|spot| !spot.when.is_last);
    found.filter(|parts| parts.iter().all(is_part) || is_row(parts))
}

/// The kind of the first of some figures.
fn first_kind(view: &View<'_, '_>, list: &[usize]) -> Option<Kind> {
    list.first().and_then(|at| view.figure(*at)).map(|own| own.kind)
}

/// Whether the words behind a ratio say that an amount is shared by it.
fn words_behind(view: &View<'_, '_>, weights: &[usize]) -> bool {
    let behind = weights.last().map_or_else(String::new, |last| view.text_behind(*last));
    view.passage.tokens.words_of("shares_by").any(|word| behind.starts_with(word))
}
