//! The mean of as many facts as a number says: 患者94%、职工92%、居民95%，三项平均93.67%; of months, and of the rest.

use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::product::{
    are_side_by_side, by_dimension, goes_with, is_bare_average, is_norm, is_rounded, is_timed,
    numbers, totals,
};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, Token, Tokens, What};
use crate::prose::words::Class;
use gouji_values::number::{Decimal, month_days};
use std::ops::Range;

/// Of a year.
const MONTHS_OF_YEAR: u32 = 12;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let found = |at| {
        mean(view, at)
            .or_else(|| trimmed(view, at))
            .or_else(|| monthly(view, at, &lists))
            .or_else(|| of_change(view, at))
            .or_else(|| of_rest(view, at))
            .or_else(|| of_row(view, at))
            .or_else(|| of_groups(view, at))
            .or_else(|| of_counted(view, at))
            .or_else(|| of_bearers(view, at))
    };
    let found: Vec<Frame> = view.places().filter_map(found).collect();
    out.extend(found);
}

/// The mean of a row of scores without the greatest and the least: 分别为86分、90分、84分和87分，去掉一个最高分和一个最低分，平均86.5分.
fn trimmed(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The greatest, the least, and two others.
    const LEAST: usize = 4;
    let spot = view.spot(at)?;
    if spot.row.is_some() || !spot.words.contains(&Class::Average) {
        return None;
    }
    let (last, _) = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .find(|(place, _)| view.is_like(*place, at))?;
    let row = view.row_up_to(last)?;
    let text = view.text_between(last, at);
    let takes_off = view.passage.tokens.words_of("trims").any(|word| text.contains(word));
    let is_told = takes_off && row.len() >= LEAST;
    let mut items: Vec<(Decimal, usize)> =
        row.filter_map(|place| Some((view.figure(place)?.value, view.number(place)))).collect();
    items.sort_by_key(|item| item.0);
    let inner = items.get(1..items.len().checked_sub(1)?)?;
    let inner: Vec<(usize, i8)> = inner.iter().map(|(_, figure)| (*figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&inner);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// The mean of each of a row of years, or of the months that its sentence names, perhaps behind what it comes to:
/// 三年分别为80万元、90万元、100万元，累计270万元，平均每年90万元; 1至3月分别为8万元、9万元、10万元，月均9万元.
fn of_row(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A mean of two may be one of others.
    const LEAST: usize = 3;
    let spot = view.spot(at)?;
    let says = |list: &str| view.passage.tokens.has_word(list, &view.own_words(spot));
    let is_monthly = says("monthly");
    let is_mean = spot.role == Role::Per
        && spot.row.is_none()
        && view.figure(at).is_some_and(|own| own.is_figure() && !own.is_spelled)
        && (says("a_year") || is_monthly)
        && !view.has_scope(at);
    let near = view.before(at).filter(|_| is_mean);
    let mut near = near
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, at));
    let (mut last, mut own) = near.next()?;
    if own.row.is_none() && (own.is_sum || own.words.contains(&Class::Cumulated)) {
        (last, own) = near.next()?;
    }
    let row = view.row_up_to(last)?;
    let is_told = row.len() >= LEAST
        && own.role == Role::Value
        && own.clause + 2 >= spot.clause
        && (!is_monthly || months_before(view, row.start) == Some(row.len()));
    let items: Vec<(usize, i8)> = row.map(|at| (view.number(at), 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// The mean of groups of which one is told by what each of so many has: 3个均为100%，2个分别为96%和98%，平均98.8%.
fn of_groups(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// More of them are seldom told one by one.
    const MOST: usize = 50;
    let spot = view.spot(at)?;
    let is_mean = spot.row.is_none()
        && spot.words.contains(&Class::Average)
        && !spot.words.contains(&Class::Compare)
        && view.is_plain(at)
        && view.bare(&spot.name).is_empty()
        && !view.has_scope(at);
    let near = view.before(at).filter(|_| is_mean);
    let near = near.take_while(|(_, other)| other.sentence == spot.sentence);
    let alike: Vec<(usize, &Spot)> = near.filter(|(place, _)| view.is_like(*place, at)).collect();
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut has_each = false;
    for (place, other) in alike.iter().rev() {
        if !view.passage.is_figure(other) || other.when.is_last || other.when.is_plan() {
            return None;
        }
        let says = |class: &Class| matches!(class, Class::Average | Class::Each);
        let each = other.row.is_none() && other.words.iter().any(says);
        let number = if each {
            let (counted, number) = view.before(*place).next()?;
            let number = count(view, counted).filter(|_| number.clause == other.clause)?;
            usize::try_from(number.trunc().mantissa()).ok()?
        } else {
            other.row.map(|_| 1)?
        };
        has_each |= each;
        items.extend(std::iter::repeat_n((other.figure, 1), number.min(MOST + 1)));
    }
    let is_told = has_each && alike.iter().any(|(_, other)| other.row.is_some());
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    (is_told && items.len() <= MOST).then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// The yearly part of the change directly before it, whose years its clause tells: 三年累计提高3.6个百分点，年均提高1.2个百分点.
fn of_change(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| is_change(spot) && view.is_plain(at))?;
    let tokens = view.passage.tokens;
    let is_mean = spot.words.contains(&Class::Average)
        && tokens.has_word("a_year", &view.own_words(spot))
        && !view.has_scope(at);
    let (total, own) = view.before(at).next().filter(|_| is_mean)?;
    let (number, counted) = view.before(total).next()?;
    let years = view.figure(number).filter(|figure| tokens.is_word("year", &figure.counter))?;
    let is_total = view.is_plain(total)
        && view.is_like(total, at)
        && own.role == spot.role
        && own.segment == spot.segment
        && own.clause + 1 == spot.clause
        && counted.clause == own.clause
        && years.is_figure();
    let parts = [
        (Slot::Total, own.figure, 1),
        (Slot::First, spot.figure, 1),
        (Slot::Second, counted.figure, 1),
    ];
    is_total.then(|| Frame::new(Relation::Product, Reading::of(parts), spot.figure))
}

/// What each of a number of things comes to, of the only amount: 接待费3万元，比上年减少0.5万元。接待20批次、150人次，人均200元.
fn of_counted(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Per && view.is_plain(at))?;
    let (reading, is_open) = of_bare_average(view.passage, spot)?;
    let frame = Frame::new(Relation::Product, reading, spot.figure);
    Some(if is_open { frame.open() } else { frame })
}

/// How many of one thing there are for each of another, both told by name: 在院儿童84名，护理员28名，每名护理员照料3名儿童.
fn of_bearers(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    const NOUN: usize = 2;
    let spot = view.spot(at).filter(|spot| spot.role == Role::Per && view.is_plain(at))?;
    let tokens = view.passage.tokens;
    let own = view.figure(at).filter(|own| own.kind == Kind::Count && own.is_figure())?;
    let text = view.own_words(spot);
    let head = tokens.words_of("each_of").find_map(|word| Some(text.rsplit_once(word)?.1))?;
    let noun: String = view.text_behind(at).chars().take_while(|c| c.is_alphabetic()).collect();
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let near: Vec<(usize, &Spot)> = near.filter(|(place, _)| view.is_fact(*place)).collect();
    let only = |is_own: &dyn Fn(&Spot, &str) -> bool| {
        let mut found = near.iter().filter(|(place, other)| {
            view.figure(*place)
                .is_some_and(|own| own.kind == Kind::Count && is_own(other, &own.counter))
        });
        found.next().filter(|_| found.next().is_none())
    };
    let bears = |name: &str, word: &str| crate::prose::same::begins_as_ends(word, name, NOUN);
    let rest = tokens.words_of("counters").find_map(|counter| head.strip_prefix(counter))?;
    let (_, count) = only(&|other, _| bears(&other.name, rest))?;
    let (_, total) = only(&|other, counter| counter == own.counter && bears(&other.name, &noun))?;
    let parts = [
        (Slot::Total, total.figure, 1),
        (Slot::First, spot.figure, 1),
        (Slot::Second, count.figure, 1),
    ];
    let is_told = total.figure != count.figure && spot.row.is_none() && !view.has_scope(at);
    is_told.then(|| Frame::new(Relation::Product, Reading::of(parts), spot.figure))
}

/// The product of a bare average, 人均1.2万元, where its sentence, or the one before it, has one amount that it may be a part of,
/// and its own sentence one number of what it is for each of. And whether something else may be part of an amount that the
/// sentence before tells: 支出5万元。培训120人次，人均400元; not where the mean was worked out to the last digit, 人均416.67元.
fn of_bare_average(passage: &Passage<'_>, spot: &Spot) -> Option<(Reading, bool)> {
    let is_told = is_bare_average(passage, spot)
        && !passage.is_parted(spot)
        && !is_norm(passage, spot)
        && !is_timed(passage, spot);
    if !is_told {
        return None;
    }
    let sentence: Vec<(usize, &Spot)> =
        passage.in_sentence(spot).filter(|(_, other)| other.figure != spot.figure).collect();
    let (totals, is_before) = totals(passage, spot, &sentence);
    let counts = numbers(passage, spot, &sentence, false);
    // 年末96人，全年平均90人: one of them is a mean itself
    let is_mean = |(_, other): &(usize, &Spot)| {
        other.words.contains(&Class::Average)
            && passage.figure(other).is_some_and(|own| own.kind == Kind::Count)
    };
    let [total] = totals.as_slice() else { return None };
    let own: Vec<&Spot> =
        counts.iter().copied().filter(|count| goes_with(passage, spot, count)).collect();
    let (relation, reading) = by_dimension(passage, spot, (&own, &[*total]), None, is_before)?;
    let is_own = |figure: &usize| {
        *figure == total.figure
            || passage.spot_of(*figure).is_some_and(|own| own.sentence == spot.sentence)
    };
    let is_known = total.figure < spot.figure
        && are_side_by_side(passage, &counts)
        && !sentence.iter().any(is_mean)
        && reading.figures().iter().all(is_own)
        && !is_rounded(passage, spot, &[(relation, reading.clone())]);
    let is_worked_out = passage.figure(spot).is_some_and(|own| own.decimals > 0);
    (is_known && relation == Relation::Product).then_some((reading, is_before && !is_worked_out))
}

/// Whether a figure tells by how much something has changed.
fn is_change(spot: &Spot) -> bool {
    matches!(spot.role, Role::Change(_) | Role::Points(_))
}

/// The monthly or daily part of the fact directly before it, whose months its clause tells: 1—11月累计支出110万元，月均10万元; behind
/// the last item of a list, of its total: 前三季度90万元，其中一季度20万元、二季度30万元、三季度40万元，月均10万元.
fn monthly(view: &View<'_, '_>, at: usize, lists: &ToldLists) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let says = |list: &str| tokens.has_word(list, &view.own_words(spot));
    let is_daily = says("daily");
    let is_mean = spot.words.contains(&Class::Average)
        && (is_daily || says("monthly"))
        && view.is_plain(at)
        && !view.has_scope(at);
    let (nearest, last) = view.before(at).next().filter(|_| is_mean)?;
    let list = lists.0.iter().find(|list| list.items.last() == Some(&view.number(nearest)));
    let head = list
        .and_then(|list| view.before(nearest).find(|(place, _)| view.number(*place) == list.total));
    let (total, own) = head.unwrap_or((nearest, last));
    let is_total = view.is_fact(total)
        && view.is_like(total, at)
        && own.segment == spot.segment
        && last.clause + 1 == spot.clause
        && own.when.is_last == spot.when.is_last
        && !view.has_own_months(at, own)
        && view.says_only(nearest, at, &[Class::Average]);
    let told = if is_daily { None } else { months(view, own) };
    let ((number, range), is_told) = match told.filter(|_| is_total) {
        Some(told) => (told, true),
        None => (of_year(view, own, is_daily).filter(|_| is_total)?, false),
    };
    let mut reading = Reading::of([(Slot::Total, own.figure, 1), (Slot::First, spot.figure, 1)]);
    reading.parts.push((Slot::Second, Filling::Counted(Decimal::from(number), range)));
    let frame = Frame::new(Relation::Product, reading, spot.figure);
    Some(if is_told { frame } else { frame.weak() })
}

/// The days or months of the year that the clause of a fact names before it, and no part of it: 2023年接待7,128人次.
fn of_year(view: &View<'_, '_>, spot: &Spot, is_daily: bool) -> Option<(u32, Range<usize>)> {
    let tokens = view.passage.tokens;
    let end = tokens.at.get(spot.figure).copied()?;
    let own = sentence_before(tokens, end)?;
    let is_part = |token: &Token| {
        matches!(
            token.what,
            What::Month(_) | What::Day(_) | What::Word(Class::Begins | Class::From)
        )
    };
    let mut years = own.iter().filter_map(|token| match token.what {
        What::Year(year) => Some((year, tokens.bytes(token.from, token.to))),
        _ => None,
    });
    let (year, range) = years.next().filter(|_| years.next().is_none())?;
    let is_whole =
        !own.iter().any(is_part) && spot.when.edge.is_none() && spot.when.year == Some(year);
    let days = || (1..=MONTHS_OF_YEAR).map(|month| month_days(year, month)).sum();
    is_whole.then(|| (if is_daily { days() } else { MONTHS_OF_YEAR }, range))
}

/// The months that the clause of a fact tells before it: 1—11月, 1月至11月, 上半年; `None` where it tells several.
fn months(view: &View<'_, '_>, spot: &Spot) -> Option<(u32, Range<usize>)> {
    let tokens = view.passage.tokens;
    let end = tokens.at.get(spot.figure).copied()?;
    let list = tokens.tokens.get(..end)?;
    let is_mark = |what: What| matches!(what, What::Sign(_));
    let from = list.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
    let own = list.get(from..)?;
    // 自4月起外包，全年支出…: not all months
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let start = list.iter().rposition(|token| is_stop(token.what)).map_or(0, |mark| mark + 1);
    let before = list.get(start..from)?;
    if before.iter().any(|token| token.what == What::Word(Class::Begins)) {
        return None;
    }
    let is_dated = before.iter().any(|token| matches!(token.what, What::Month(_)));
    let ranges = ranges_of(tokens, own);
    if let Some((first, last, range)) = ranges.first().filter(|_| ranges.len() == 1 && !is_dated) {
        return Some((last.checked_sub(*first)? + 1, range.clone()));
    }
    let text = tokens.text(own.first()?.from, own.last()?.to);
    let dated = own.iter().any(|token| matches!(token.what, What::Month(_)));
    let word = |word: &[char]| word.iter().collect::<String>();
    let words = tokens.lists.months.iter().filter(|(own, _)| text.contains(&word(own)));
    let words: Vec<&(Vec<char>, u32)> = words.collect();
    // 三季度 is part of 前三季度
    let is_part = |own: &[char]| {
        words.iter().any(|(other, _)| other.len() > own.len() && word(other).contains(&word(own)))
    };
    let mut words = words.iter().filter(|(own, _)| !is_part(own));
    let (name, count) = words.next().filter(|_| !dated && ranges.is_empty())?;
    // 10月、11月、12月分别支付…，四季度共支付: the months of the quarter; 1—11月…，12月…，全年: from the first to the last
    let told = |token: &Token| matches!(token.what, What::Month(MONTHS_OF_YEAR));
    let starts = ranges_of(tokens, before).iter().any(|range| range.0 == 1);
    if is_dated && *count >= MONTHS_OF_YEAR && !(starts && before.iter().any(told)) {
        return None;
    }
    let at = text.split(&word(name)).next()?.chars().count() + own.first()?.from;
    words.next().is_none().then(|| (*count, tokens.bytes(at, at + name.len())))
}

/// The sentence before a token, without it.
fn sentence_before(tokens: &Tokens, end: usize) -> Option<&[Token]> {
    let list = tokens.tokens.get(..end)?;
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let from = list.iter().rposition(|token| is_stop(token.what)).map_or(0, |mark| mark + 1);
    list.get(from..)
}

/// How many months the only range in the sentence of a figure names before it: 1月至5月，支出分别为….
fn months_before(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let tokens = view.passage.tokens;
    match ranges_of(tokens, sentence_before(tokens, view.token(at))?).as_slice() {
        [(first, last, _)] => usize::try_from(last - first + 1).ok(),
        _ => None,
    }
}

/// The first and the last month of each range in some tokens, and its bytes: 1—11月.
fn ranges_of(tokens: &Tokens, list: &[Token]) -> Vec<(u32, u32, Range<usize>)> {
    let month = |token: &Token| match token.what {
        What::Month(month) => Some(month),
        What::Figure(at) => u32::try_from(tokens.figures.get(at)?.printed.trunc().mantissa()).ok(),
        _ => None,
    };
    let is_joint =
        |token: &Token| tokens.is_word("band_between", &tokens.text(token.from, token.to));
    let ranges = list.windows(3).filter_map(|three| match three {
        [a, joint, b] if is_joint(joint) && matches!(b.what, What::Month(_)) => {
            let (first, last) = (month(a)?, month(b)?);
            (first <= last).then(|| (first, last, tokens.bytes(a.from, b.to)))
        }
        _ => None,
    });
    ranges.collect()
}

/// What each of the rest comes to: 资金300万元，其中重点项目14个、资金200万元；其余50个项目平均每个2万元.
fn of_rest(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let (number, rest) = view.before(at).next()?;
    let is_each = spot.words.contains(&Class::Average)
        && rest.clause == spot.clause
        && rest.words.contains(&Class::Rest)
        && view.is_plain(number)
        && view.figure(number).is_some_and(|figure| figure.kind == Kind::Count)
        && view.figure(at).is_some_and(|figure| {
            matches!(figure.kind, Kind::Money | Kind::Count) && figure.is_figure()
        })
        && spot.row.is_none()
        && !view.has_scope(at);
    if !is_each {
        return None;
    }
    // 全年12,000人次。其中4个中心馆5,000人次；其余8个分馆馆均875人次
    let near = view.before(number).take_while(|(_, other)| other.sentence + 1 >= rest.sentence);
    let amounts: Vec<(usize, &Spot)> = near
        .filter(|(place, other)| {
            view.is_like(*place, at)
                && !names_bound(view, *place)
                && !other.words.contains(&Class::Average)
        })
        .collect();
    let [(part, own), (whole, _)] = amounts.as_slice() else { return None };
    let is_told = view.is_fact(*part)
        && view.is_fact(*whole)
        && !own.when.is_last
        && view.words(*whole, *part).contains(&Class::OfWhich);
    let one = Filling::Counted(Decimal::ONE, view.figure(*part)?.span.clone());
    let mut reading = Reading::of([
        (Slot::Total, view.number(*whole), 1),
        (Slot::ItemOne, view.number(*part), 1),
        (Slot::ItemTwo, spot.figure, 1),
        (Slot::WeightTwo, rest.figure, 1),
    ]);
    reading.parts.push((Slot::WeightOne, one));
    is_told.then(|| Frame::new(Relation::Products, reading, spot.figure))
}

/// Whether an amount is a bound in a name: 500万元以上的重点项目.
fn names_bound(view: &View<'_, '_>, at: usize) -> bool {
    view.figure(at).is_some_and(|figure| !figure.is_figure())
        || [Class::OrMore, Class::OrLess].into_iter().any(|class| view.is_followed_by(at, class))
}

/// The mean of as many facts as a number says, all of those of its kind in its sentence or in the one before it:
/// 患者94%、职工92%、居民95%，三项平均93.67%; 共4个。得分依次为：甲92分、…。平均89分.
fn mean(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.words.contains(&Class::Average))?;
    // 比三年平均数高出47.07万元: what is compared with the mean
    if matches!(spot.role, Role::Change(_)) || spot.words.contains(&Class::Compare) {
        return None;
    }
    // 均达到90%的目标: each of them
    let words = view.own_words(spot);
    let mut means = view.passage.tokens.words_of("average");
    let is_each = !means.any(|word| word.chars().count() > 1 && words.contains(word));
    if is_each && spot.words.contains(&Class::Reach) {
        return None;
    }
    let number = view.before(at).next().filter(|(place, other)| {
        other.clause == spot.clause && count(view, *place).is_some() && !view.is_like(*place, at)
    });
    let number = number.map(|(place, _)| place);
    let of_sentence = |sentence: usize| -> Vec<(usize, &Spot)> {
        let near = view.before(number.unwrap_or(at)).skip_while(|(_, own)| own.sentence > sentence);
        let own = near.take_while(|(_, own)| own.sentence == sentence);
        own.filter(|(place, _)| view.is_like(*place, at)).collect()
    };
    let mut alike = of_sentence(spot.sentence);
    if alike.is_empty() {
        alike = of_sentence(spot.sentence.checked_sub(1)?);
    }
    let (first, start) = alike.last().copied()?;
    // 五个乡镇得分：甲93分、…: the number stands before the list
    let before = || {
        let mut near = view.before(first).take_while(|(_, own)| own.sentence + 1 >= start.sentence);
        let (place, _) = near.next()?;
        count(view, place).filter(|count| *count > Decimal::TWO)
    };
    let count = number.and_then(|place| count(view, place)).or_else(before)?;
    let is_own = |(place, other): &(usize, &Spot)| {
        view.passage.is_figure(other)
            && view.is_plain(*place)
            && !other.name.is_empty()
            && !other.when.is_last
            && matches!(other.role, Role::Value | Role::Got | Role::Named | Role::Complete)
    };
    let is_weighed = view.passage.tokens.has_word("weighted_means", &view.text_behind(at));
    // 均高于85%的平均目标: a bound of each of them
    let is_bound = matches!(spot.role, Role::Beside(_))
        || spot.words.iter().any(|class| matches!(class, Class::Above | Class::Below));
    // 5家医院平均88分: what is counted
    let is_counted =
        number.is_some_and(|place| view.text_between(place, at).starts_with(&spot.name));
    let is_told = (is_counted || view.bare(&spot.name).is_empty())
        && spot.row.is_none()
        && view.passage.is_figure(spot)
        && !view.has_scope(at)
        && !is_weighed
        && !is_bound
        && count >= Decimal::TWO
        && count == (alike.len() as u64).into()
        && alike.iter().all(is_own);
    let items: Vec<(usize, i8)> = alike.iter().rev().map(|(_, other)| (other.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// How many things a figure counts, in words or in digits.
fn count(view: &View<'_, '_>, at: usize) -> Option<Decimal> {
    let own = view.figure(at)?;
    let is_count = own.is_spelled || own.kind == Kind::Count && view.is_plain(at);
    is_count.then_some(own.value)
}
