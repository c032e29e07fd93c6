//! What several numbers come to, each with its own price: 80万元，按县道20公里每公里2.5万元、乡道30公里每公里1万元测算; 电脑10台、单价0.6万元，
//! 打印机5台、单价0.2万元，共7万元.

use super::each::Each;
use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A number and the price of each of what it counts, by their places.
type Pair = (usize, usize);

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let mut at = 0;
    while at < view.places().end {
        let pairs = pairs_of_row(view, at).unwrap_or_else(|| pairs_from(view, at));
        let pairs = if pairs.is_empty() { pairs_by_name(view, at) } else { pairs };
        let Some((_, last)) = pairs.last().copied() else {
            at += 1;
            continue;
        };
        let each = row_of_amounts(view, &pairs);
        if each.is_empty() {
            out.extend(frame(view, &pairs, &lists));
        }
        out.extend(each);
        at = pairs.iter().map(|(_, price)| *price).max().unwrap_or(last).max(at) + 1;
    }
}

/// Whether words say that an amount is needed for all: 全部兑现需296万元.
fn is_all_needed(view: &View<'_, '_>, at: usize) -> bool {
    let lead = view.lead(at);
    let begins = |list: &str| view.passage.tokens.words_of(list).any(|word| lead.starts_with(word));
    let says = |list: &str| view.passage.tokens.words_of(list).any(|word| lead.ends_with(word));
    begins("all_of_it") && says("needs") || begins("needs")
}

/// Whether an amount stands beside the number of all, and bears no name but that of money: 合计1,950人，资金285万元.
fn is_beside_sum(view: &View<'_, '_>, at: usize) -> bool {
    let Some((spot, (number, own))) = view.spot(at).zip(view.before(at).next()) else {
        return false;
    };
    let is_nameless =
        spot.name.is_empty() || view.passage.tokens.is_word("money_nouns", &spot.name);
    view.figure(number).is_some_and(|figure| figure.kind == Kind::Count)
        && is_sum(view, number)
        && own.sentence == spot.sentence
        && own.clause + 1 == spot.clause
        && is_nameless
}

/// So few characters stand before the word of what is needed: 测得需.
const NEAR: usize = 4;

/// Numbers from a place on, each with its price directly behind it; of one there is nothing to add.
fn pairs_from(view: &View<'_, '_>, at: usize) -> Vec<Pair> {
    let Some(start) = view.spot(at) else { return Vec::new() };
    let mut out: Vec<Pair> = Vec::new();
    let mut places = std::iter::once((at, start))
        .chain(view.after(at))
        .take_while(|(_, spot)| spot.sentence == start.sentence)
        // 小（1）型水库27座, 一类站2个: part of a name
        .filter(|(place, _)| {
            view.figure(*place).is_some_and(|own| own.kind != Kind::Bare && !own.is_spelled)
                && !is_size(view, *place)
        });
    while let Some(((count, counted), (price, each))) = places.next().zip(places.next()) {
        let is_next = out.last().is_none_or(|(_, last)| {
            let is_near = view.spot(*last).is_some_and(|last| counted.clause <= last.clause + 1);
            is_near && view.is_like(*last, price) && !opens_part(view, *last, count)
        });
        if !is_next || !is_pair(view, (count, counted), (price, each)) {
            break;
        }
        out.push((count, price));
    }
    if out.len() > 1 && out.len() < PAIRS.len() { out } else { Vec::new() }
}

/// Prices that begin at a place, each with the number of what bears its name, told before them or behind them:
/// 甲型5座、乙型22座。甲型每座8万元，乙型每座3万元; 低保户每户900元、特困户每户1,400元，…低保户3,260户，特困户410户.
fn pairs_by_name(view: &View<'_, '_>, at: usize) -> Vec<Pair> {
    /// The numbers stand so many sentences off.
    const FAR: usize = 1;
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let Some(start) = view.spot(at) else { return Vec::new() };
    // 管养经费甲型每座8万元: what stands before the word of each
    let name = |spot: &Spot| {
        let words = view.own_words(spot);
        let mut each = view.passage.tokens.words_of("each_of");
        let own = each.find_map(|word| Some(words.split_once(word)?.0))?;
        (own.chars().count() >= SHORT).then(|| own.to_owned())
    };
    let is_price = |(place, spot): &(usize, &Spot)| {
        spot.role == Role::Per
            && spot.sentence == start.sentence
            && view.is_plain(*place)
            && view.figure(*place).is_some_and(|own| own.kind == Kind::Money)
            && name(spot).is_some()
    };
    let own = std::iter::once((at, start)).chain(view.after(at));
    let prices: Vec<(usize, &Spot)> = own.take_while(is_price).take(PAIRS.len()).collect();
    let is_first = view.before(at).next().is_none_or(|own| !is_price(&own));
    let number = |(price, spot): &(usize, &Spot)| {
        let (each, name) = (Each::of(view, spot)?, name(spot)?);
        let counts = |(place, other): &(usize, &Spot)| {
            view.is_fact(*place)
                && !other.when.is_last
                && other.name.chars().count() >= SHORT
                && name.ends_with(view.bare(&other.name))
                && each.of_count(view, *place) == Some(Decimal::ONE)
        };
        let near = |own: &(usize, &Spot)| own.1.sentence.abs_diff(start.sentence) <= FAR;
        let before = view.before(at).take_while(near);
        let mut found = before.chain(view.after(at).take_while(near)).filter(counts);
        found.next().filter(|_| found.next().is_none()).map(|(place, _)| (place, *price))
    };
    let pairs: Option<Vec<Pair>> = prices.iter().map(number).collect();
    pairs
        .filter(|pairs| is_first && pairs.len() > 1 && pairs.len() < PAIRS.len())
        .unwrap_or_default()
}

/// Whether a number is part of the name of what the next one counts: 12平方米棉帐篷200顶.
fn is_size(view: &View<'_, '_>, at: usize) -> bool {
    let is_count = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    let next = view.after(at).next().filter(|(next, _)| is_count(at) && is_count(*next));
    next.is_some_and(|(next, spot)| {
        let text = view.text_between(at, next);
        let is_name = !text.is_empty() && text.chars().all(char::is_alphabetic);
        is_name && view.spot(at).is_some_and(|own| own.clause == spot.clause)
    })
}

/// Numbers from a place on, and a row of as many prices behind them: 泵车2台、水泵8台，单价依次为85万元、1.2万元.
fn pairs_of_row(view: &View<'_, '_>, at: usize) -> Option<Vec<Pair>> {
    let start = view.spot(at)?;
    let is_number = |(place, spot): &(usize, &Spot)| {
        view.figure(*place).is_some_and(|figure| figure.kind == Kind::Count)
            && is_number_of(view, *place, spot)
            && !spot.when.is_last
            && spot.sentence == start.sentence
    };
    let own = std::iter::once((at, start)).chain(view.after(at));
    let numbers = own.take_while(is_number).map(|(place, _)| place).take(PAIRS.len());
    let numbers: Vec<usize> = numbers.collect();
    let last = *numbers.last()?;
    let (first, price) = view.after(last).next()?;
    let (_, nth, length) = price.row?;
    let is_price = |place: usize| {
        view.spot(place).is_some_and(|spot| matches!(spot.role, Role::Per | Role::Value))
            && view.is_like(place, first)
            && view.figure(place).is_some_and(|figure| figure.is_figure() && !figure.is_spelled)
    };
    let is_row = nth == 0
        && length == numbers.len()
        && length > 1
        && length < PAIRS.len()
        && view.figure(first).is_some_and(|figure| figure.kind == Kind::Money)
        && price.words.contains(&Class::Per)
        && price.clause == view.spot(last)?.clause + 1
        && (first..first + length).all(is_price)
        && numbers.windows(2).all(|pair| matches!(pair, [a, b] if !opens_part(view, *a, *b)));
    is_row.then(|| numbers.into_iter().zip(first..).collect())
}

/// Whether a number counts what has a price: 泵车2台, or stands in a row behind the names: 分别为5期、3期.
fn is_number_of(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    let is_of_row =
        || spot.row.is_some() && spot.role == Role::Value && view.passage.is_figure(spot);
    view.is_fact(at) && !spot.name.is_empty() || is_of_row()
}

fn is_pair(
    view: &View<'_, '_>,
    (count, counted): (usize, &Spot),
    (price, each): (usize, &Spot),
) -> bool {
    let kind = |at: usize| view.figure(at).map(|figure| figure.kind);
    // 技师45人×5,000元
    let is_times = matches!(view.text_between(count, price).as_str(), "\u{D7}" | "*");
    let is_price = kind(price) == Some(Kind::Money)
        && (each.role == Role::Per || is_times)
        && each.row.is_none()
        && view.figure(price).is_some_and(|figure| figure.is_figure() && !figure.is_spelled);
    let goes_with = || {
        Each::of(view, each).is_some_and(|own| {
            own.of_count(view, count) == Some(Decimal::ONE)
                || !own.has_heads() && each.words == [Class::Per] && each.name.is_empty()
        })
    };
    kind(count) == Some(Kind::Count)
        && is_price
        && view.is_fact(count)
        && !counted.when.is_last
        && each.clause <= counted.clause + 1
        && each.segment == counted.segment
        && (is_times || goes_with())
}

/// What each of several numbers comes to at its price, in a row behind them: …，预算依次为0.92万元、1.96万元.
fn row_of_amounts(view: &View<'_, '_>, pairs: &[Pair]) -> Vec<Frame> {
    let Some(((first, _), (_, last))) = pairs.first().copied().zip(pairs.last().copied()) else {
        return Vec::new();
    };
    let sentence = view.spot(first).map(|spot| spot.sentence);
    // 三类设备预算: how many they are
    let mut behind = view.after(last).filter(|(at, _)| view.is_like(*at, last));
    let is_amount = |at: usize, other: &Spot| {
        other.role == Role::Value
            && view.figure(at).is_some_and(|figure| figure.is_figure() && !figure.is_spelled)
    };
    let next = behind.next().filter(|(at, other)| {
        is_amount(*at, other)
            && !other.when.is_last
            && sentence.is_some_and(|own| other.sentence <= own + 1)
    });
    let Some((start, spot)) = next else { return Vec::new() };
    let joined = view.after(start).take_while(|(at, other)| {
        (other.goes_on || other.row.is_some_and(|row| row.1 > 0))
            && other.clause == spot.clause
            && view.is_like(*at, start)
            && is_amount(*at, other)
    });
    let row: Vec<usize> = std::iter::once(start).chain(joined.map(|(at, _)| at)).collect();
    // 省、市分别承担1万元和0.8万元: of others
    let lead = view.lead(start);
    let names_others = view.passage.tokens.words_of("joints").any(|joint| lead.contains(joint));
    let is_told = row.len() == pairs.len()
        && !view.has_scope(start)
        && !spot.is_sum
        && !names_others
        && !pairs.iter().any(|(_, price)| is_monthly(view, *price));
    let each = pairs.iter().zip(row).filter(|_| is_told).map(|((count, price), amount)| {
        let parts = [
            (Slot::Total, view.number(amount), 1),
            (Slot::First, view.number(*price), 1),
            (Slot::Second, view.number(*count), 1),
        ];
        Frame::new(Relation::Product, Reading::of(parts), view.number(*price)).weak()
    });
    each.collect()
}

/// Whether words between two figures say that parts of the first follow, or something else than the next item.
fn opens_part(view: &View<'_, '_>, from: usize, to: usize) -> bool {
    view.words(from, to).iter().any(|class| {
        matches!(class, Class::OfWhich | Class::Whole | Class::Scope | Class::Not | Class::Rest)
    })
}

/// The amount of several numbers and prices: what stands behind them and is a total, or before them.
fn frame(view: &View<'_, '_>, pairs: &[Pair], lists: &ToldLists) -> Option<Frame> {
    let ((first, price), (_, last)) = (pairs.first().copied()?, pairs.last().copied()?);
    // numbers told by name may stand in the sentence before
    let spot = view.spot(price)?;
    let is_amount = |(at, other): &(usize, &Spot)| {
        other.sentence == spot.sentence && view.is_like(*at, price) && other.role != Role::Per
    };
    let is_total = |at: usize| view.is_fact(at) && !view.has_scope(at);
    let mut behind = view.after(last).filter(is_amount);
    let next = behind.next();
    // 另安排安装费26万元: one more item
    let starts = |other: &Spot| {
        let mut words = view.passage.tokens.words_of("besides");
        words.any(|word| other.raw.starts_with(word))
    };
    let more = next.filter(|(at, other)| starts(other) && is_total(*at)).map(|(at, _)| at);
    let next = if more.is_some() { behind.next() } else { next };
    // 需经费39.4万元
    let tokens = view.passage.tokens;
    let is_needed = |at: usize| {
        let lead = view.lead(at);
        let needs = tokens.words_of("needs").filter_map(|word| lead.find(word));
        needs.min().is_some_and(|from| {
            lead.get(..from).is_some_and(|before| before.chars().count() <= NEAR)
        }) && !tokens.has_word("besides", &view.text_between(last, at))
    };
    let sum = next.filter(|(at, _)| {
        (is_sum(view, *at) || is_needed(*at) || is_beside_sum(view, *at)) && is_total(*at)
    });
    let sum = sum.map(|(at, _)| at);
    let sum = sum.or_else(|| total_behind(view, last, pairs.len()));
    let (total, is_said) = match (sum, next) {
        (Some(total), _) => (total, true),
        (None, Some(_)) => return None,
        (None, None) => {
            // 安排80万元。其中：甲2辆，单价20万元；…
            let opens = |at: usize| view.words(at, first).contains(&Class::OfWhich);
            let head = view.before(first).take_while(|(at, other)| {
                other.sentence == spot.sentence || other.sentence + 1 == spot.sentence && opens(*at)
            });
            let mut heads = head.filter(|(at, other)| {
                view.is_like(*at, price) && !matches!(other.role, Role::Base | Role::Change(_))
            });
            let (head, _) = heads.next().filter(|(at, _)| is_total(*at))?;
            let is_listed = lists.0.iter().any(|list| list.total == view.number(head));
            (head, !is_listed && says_so(view, head, first, last))
        }
    };
    // 特困户410户，其中60户只补半年，需348万元: not each has all of it
    let end = pairs.iter().map(|(count, price)| *count.max(price)).max()?;
    if sum.is_none() && has_mean_of_other(view, pairs)
        || end < total && opens_part(view, end, total)
    {
        return None;
    }
    let mut reading = Reading::of([(Slot::Total, view.number(total), 1)]);
    if pairs.iter().any(|(_, price)| is_monthly(view, *price)) {
        reading.parts.push((Slot::Third, months(view, pairs, total)?));
    }
    let one = |at: usize| {
        Filling::Counted(Decimal::ONE, view.figure(at).map_or(0..0, |own| own.span.clone()))
    };
    let items =
        pairs.iter().map(|(count, price)| (*price, Filling::Figure(view.number(*count), 1)));
    let items = items.chain(more.map(|at| (at, one(at))));
    for ((item, weight), (at, times)) in PAIRS.iter().zip(items) {
        reading.parts.push((*item, Filling::Figure(view.number(at), 1)));
        reading.parts.push((*weight, times));
    }
    let frame = Frame::new(Relation::Products, reading, view.number(total));
    Some(if is_said { frame.weak() } else { frame.open() })
}

/// Whether an amount is for each of something and for each month: 每人每月1,500元.
fn is_monthly(view: &View<'_, '_>, price: usize) -> bool {
    let each = view.spot(price).and_then(|spot| Each::of(view, spot));
    each.is_some_and(|each| each.is_monthly)
}

/// How many months the prices of all pairs are paid for: 按12个月测算, 全年.
fn months(view: &View<'_, '_>, pairs: &[Pair], total: usize) -> Option<Filling> {
    const OF_YEAR: u32 = 12;
    let (_, last) = pairs.last()?;
    if !pairs.iter().all(|(_, price)| is_monthly(view, *price)) {
        return None;
    }
    let near = view.after(*last).take_while(|(at, _)| *at < total);
    if let Some((at, _)) = near.filter(|(at, _)| counts_months(view, *at)).last() {
        return Some(Filling::Figure(view.number(at), 1));
    }
    // 7月起提标: the price is not the same in all of them
    let between =
        view.passage.tokens.tokens.get(view.token(*last)..view.token(total)).unwrap_or(&[]);
    let is_dated = between.iter().any(|token| matches!(token.what, What::Month(_)));
    let text = view.text_between(*last, total);
    let is_year = view.passage.tokens.words_of("year_total").any(|word| text.contains(word));
    let range = view.figure(total).map_or(0..0, |own| own.span.clone());
    (is_year && !is_dated).then(|| Filling::Counted(Decimal::from(OF_YEAR), range))
}

/// Whether a figure says how many months: 12个月.
fn counts_months(view: &View<'_, '_>, at: usize) -> bool {
    let tokens = view.passage.tokens;
    view.figure(at).is_some_and(|own| {
        own.kind == Kind::Count && own.is_figure() && tokens.is_word("month_counters", &own.counter)
    })
}

/// Whether a price is a mean for each of something else than the first price is for: each of them is of all of the total:
/// 306万元，管网42.5公里，每公里7.2万元；农户1,530户，户均2,000元.
fn has_mean_of_other(view: &View<'_, '_>, pairs: &[Pair]) -> bool {
    let counter = |at: usize| view.figure(at).map(|own| own.counter.as_str());
    let is_mean =
        |at: usize| view.spot(at).is_some_and(|spot| spot.words.contains(&Class::Average));
    let Some((first, _)) = pairs.first() else { return false };
    pairs.iter().skip(1).any(|(count, price)| is_mean(*price) && counter(*count) != counter(*first))
}

/// The total that the next sentence begins with, of as many items as it says: …。三项合计补助80万元.
fn total_behind(view: &View<'_, '_>, last: usize, pairs: usize) -> Option<usize> {
    let spot = view.spot(last)?;
    // 值班1,200个工作日，每日300元: one more price, which is no pair
    let mut own = view.after(last).take_while(|(_, other)| other.sentence == spot.sentence);
    if own.any(|(at, _)| view.is_like(at, last)) {
        return None;
    }
    let mut behind = view.after(last).skip_while(|(_, other)| other.sentence == spot.sentence);
    let mut own = behind.by_ref().filter(|(at, _)| !counts_months(view, *at));
    let (number, next) = own.next().filter(|(_, other)| other.sentence == spot.sentence + 1)?;
    // …。全年共核定80万元; …。据此核定80万元
    let is_next = view.figure(number).is_some_and(|own| own.kind == Kind::Money)
        && (is_sum(view, number) || is_all_needed(view, number))
        && view.is_fact(number)
        && !next.when.is_last
        && !view.has_scope(number);
    if is_next {
        return Some(number);
    }
    let (total, own) = behind.next()?;
    // …。共50条，2,110万元
    let is_beside = view.figure(number).is_some_and(|own| own.kind == Kind::Count)
        && is_sum(view, number)
        && own.sentence == next.sentence
        && own.name.is_empty()
        && view.is_fact(total)
        && view.is_like(total, last);
    if is_beside {
        return Some(total);
    }
    let count = view.figure(number).filter(|figure| figure.is_spelled)?;
    let is_total = count.value == (pairs as u64).into()
        && own.sentence == spot.sentence + 1
        && is_sum(view, total)
        && view.is_fact(total)
        && view.is_like(total, last);
    is_total.then_some(total)
}

/// Whether words say that a figure is what several come to: 合计80万元, 合计补助80万元.
pub(super) fn is_sum(view: &View<'_, '_>, at: usize) -> bool {
    let lead = view.lead(at);
    let mut words =
        ["sum", "so_worked_out"].into_iter().flat_map(|list| view.passage.tokens.words_of(list));
    view.spot(at).is_some_and(|spot| spot.is_sum || spot.words.contains(&Class::Sum))
        || words.any(|word| lead.starts_with(word))
}

/// Whether words say that an amount is worked out of what follows: 按…测算, a colon; or several prices follow, up to the end
/// of the sentence.
fn says_so(view: &View<'_, '_>, head: usize, first: usize, last: usize) -> bool {
    let tokens = view.passage.tokens;
    let words = format!("{}{}", view.text_between(head, first), view.text_behind(last));
    let is_end = || view.is_followed_by_sign(last, Sign::Stop);
    view.has_sign(head, first, Sign::Colon) || tokens.has_word("worked_out", &words) || is_end()
}
