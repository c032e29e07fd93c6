//! The mean of as many facts as a number says: 患者94%、职工92%、居民95%，三项平均93.67%; of months, and of the rest.

use super::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::{Decimal, month_days};
use std::ops::Range;

/// Of a year.
const MONTHS_OF_YEAR: u32 = 12;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found = |at| {
        mean(view, at)
            .or_else(|| trimmed(view, at))
            .or_else(|| monthly(view, at))
            .or_else(|| of_change(view, at))
            .or_else(|| of_rest(view, at))
            .or_else(|| of_row(view, at))
    };
    out.extend(view.places().filter_map(found));
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

/// Whether a figure tells by how much something has changed.
fn is_change(spot: &Spot) -> bool {
    matches!(spot.role, Role::Change(_) | Role::Points(_))
}

/// The monthly or daily part of the fact directly before it, whose months its clause tells: 1—11月累计支出110万元，月均10万元.
fn monthly(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let says = |list: &str| tokens.has_word(list, &view.own_words(spot));
    let is_daily = says("daily");
    let is_mean = spot.words.contains(&Class::Average)
        && (is_daily || says("monthly"))
        && view.is_plain(at)
        && !view.has_scope(at);
    let (total, own) = view.before(at).next().filter(|_| is_mean)?;
    let is_total = view.is_fact(total)
        && view.is_like(total, at)
        && own.segment == spot.segment
        && own.clause + 1 == spot.clause
        && own.when.is_last == spot.when.is_last
        && view.says_only(total, at, &[Class::Average]);
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
    let list = tokens.tokens.get(..end)?;
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let from = list.iter().rposition(|token| is_stop(token.what)).map_or(0, |mark| mark + 1);
    let own = list.get(from..)?;
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
    let month = |token: &Token| match token.what {
        What::Month(month) => Some(month),
        What::Figure(at) => u32::try_from(tokens.figures.get(at)?.printed.trunc().mantissa()).ok(),
        _ => None,
    };
    let own = list.get(from..)?;
    // 自4月起外包，全年支出…: not all months
    let is_stop = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
    let start = list.iter().rposition(|token| is_stop(token.what)).map_or(0, |mark| mark + 1);
    let before = list.get(start..from)?;
    let begins = before.iter().any(|token| token.what == What::Word(Class::Begins));
    let is_dated = before.iter().any(|token| matches!(token.what, What::Month(_)));
    let is_joint =
        |token: &Token| tokens.is_word("band_between", &tokens.text(token.from, token.to));
    let ranges = own.windows(3).filter_map(|three| match three {
        [a, joint, b] if is_joint(joint) && matches!(b.what, What::Month(_)) => {
            let (first, last) = (month(a)?, month(b)?);
            Some((last.checked_sub(first)? + 1, tokens.bytes(a.from, b.to)))
        }
        _ => None,
    });
    let ranges: Vec<(u32, Range<usize>)> = ranges.collect();
    if begins {
        return None;
    }
    if let Some(only) = ranges.first().filter(|_| ranges.len() == 1 && !is_dated) {
        return Some(only.clone());
    }
    let text = tokens.text(own.first()?.from, own.last()?.to);
    let dated = own.iter().any(|token| matches!(token.what, What::Month(_)));
    let word = |word: &[char]| word.iter().collect::<String>();
    let mut words = tokens.lists.months.iter().filter(|(own, _)| text.contains(&word(own)));
    let (name, count) = words.next().filter(|_| !dated && ranges.is_empty())?;
    // 10月、11月、12月分别支付…，四季度共支付: the months of the quarter
    if is_dated && *count >= MONTHS_OF_YEAR {
        return None;
    }
    let at = text.split(&word(name)).next()?.chars().count() + own.first()?.from;
    words.next().is_none().then(|| (*count, tokens.bytes(at, at + name.len())))
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
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Money && figure.is_figure())
        && spot.row.is_none()
        && !view.has_scope(at);
    if !is_each {
        return None;
    }
    let near = view.before(number).take_while(|(_, other)| other.sentence == rest.sentence);
    let amounts: Vec<(usize, &Spot)> =
        near.filter(|(place, _)| view.is_like(*place, at) && !names_bound(view, *place)).collect();
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
    // 5家医院平均88分: what is counted
    let is_counted =
        number.is_some_and(|place| view.text_between(place, at).starts_with(&spot.name));
    let is_told = (is_counted || view.bare(&spot.name).is_empty())
        && spot.row.is_none()
        && view.passage.is_figure(spot)
        && !view.has_scope(at)
        && !is_weighed
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

/// The mean of each of a row, perhaps behind what it comes to, where its words say that it is a mean of rates, scores or
/// years; or of the only row of as many as a number directly before it says:
/// 三年分别为80万元、90万元、100万元，累计270万元，平均每年90万元; 三年支出分别为…，其中2023年增长5%，三年平均90万元.
fn of_row(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A mean of two may be one of others.
    const LEAST: usize = 3;
    let spot = view.spot(at).filter(|spot| is_mean(view, at, spot))?;
    let tokens = view.passage.tokens;
    let is_yearly = spot.role == Role::Per && tokens.has_word("a_year", &view.own_words(spot));
    let is_rated = spot.words.contains(&Class::Average)
        && view.figure(at).is_some_and(|own| matches!(own.kind, Kind::Percent | Kind::Score));
    let counted = counted_before(view, at).filter(|_| spot.words.contains(&Class::Average));
    if !is_yearly && !is_rated && counted.is_none() {
        return None;
    }
    let mut near = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, at));
    let (last, own) = match counted {
        Some(count) => near.find(|(_, other)| other.row.is_some_and(|row| row.2 == count))?,
        None => match near.next()? {
            (_, own)
                if own.row.is_none() && (own.is_sum || own.words.contains(&Class::Cumulated)) =>
            {
                near.next()?
            }
            next => next,
        },
    };
    let row = view.row_up_to(last)?;
    // 得分率分别为95%、90%，权重分别为40、60，平均92: another row stands between
    let mut between = view.before(at).take_while(|(place, _)| *place > last);
    let is_next = between.all(|(_, other)| other.row.is_none());
    let is_value = |at: usize| {
        view.spot(at).is_some_and(|own| {
            matches!(own.role, Role::Value | Role::Got | Role::Named | Role::Complete)
        })
    };
    let text = format!(
        "{}{}{}",
        view.lead_of_sentence(row.start),
        view.text_between(last, at),
        view.text_behind(at)
    );
    let is_weighed = tokens.has_word("weighted_means", &text);
    // 甲县98%、乙县97%、丙县96%，居前三位，全市平均92%: of more than is listed
    let far = if is_yearly { 2 } else { 1 };
    let is_own = !tokens.has_word("elsewhere", &view.own_words(spot))
        && row.len() >= LEAST
        && own.clause + far >= spot.clause;
    let is_told =
        is_next && !is_weighed && row.clone().all(is_value) && (counted.is_some() || is_own);
    let items: Vec<(usize, i8)> = row.map(|at| (view.number(at), 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// Whether a figure may be a mean: it stands alone, and no comparison or scope is told of it.
fn is_mean(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    let is_other = |class: &Class| matches!(class, Class::Compare | Class::Up | Class::Down);
    spot.row.is_none()
        && !matches!(spot.role, Role::Change(_) | Role::Points(_))
        && !spot.words.iter().any(is_other)
        && view.passage.is_figure(spot)
        && view.figure(at).is_some_and(|own| !own.is_spelled)
        && !view.has_scope(at)
}

/// How many figures a mean is of, as words in its clause say directly before it: 三年平均.
fn counted_before(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let spot = view.spot(at)?;
    let (place, number) = view.before(at).next()?;
    let figure = view.figure(place).filter(|figure| figure.is_spelled)?;
    let count = usize::try_from(figure.value.trunc().mantissa()).ok()?;
    (number.clause == spot.clause && figure.kind == Kind::Count && count > 1).then_some(count)
}

/// A mean lies between the least and the greatest: 单个补助额在35万元至50万元之间，平均40万元; 最低为86.5分，最高为94.2分，平均90.7分.
pub(super) fn between_ends(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |at: usize| out.iter().any(|frame| frame.anchor == view.number(at));
    let found = view.places().filter(|at| !is_told(*at)).filter_map(|at| ends(view, at));
    let found: Vec<Frame> = found.flatten().collect();
    out.extend(found);
}

fn ends(view: &View<'_, '_>, at: usize) -> Option<[Frame; 2]> {
    let spot = view.spot(at)?;
    let is_mean = spot.words.contains(&Class::Average)
        && view.is_plain(at)
        && matches!(spot.role, Role::Value | Role::Got | Role::Per)
        && !view.has_scope(at)
        && !spot.words.iter().any(|class| matches!(class, Class::Compare | Class::Last));
    let near = view.before(at).take_while(|(_, other)| is_mean && other.sentence == spot.sentence);
    let ends: Vec<(usize, &Spot)> =
        near.filter(|(place, _)| view.is_like(*place, at)).take(2).collect();
    let [(second, b), (first, a)] = ends.as_slice() else { return None };
    let tokens = view.passage.tokens;
    let says = |spot: &Spot, list: &str| tokens.has_word(list, &view.own_words(spot));
    let is_end = |one: &Spot, other: &Spot| says(one, "least") && says(other, "most");
    let between = view.text_between(*first, *second);
    let is_range = tokens.words_of("band_between").any(|word| between == word)
        && tokens.words_of("between").any(|word| view.text_behind(*second).starts_with(word));
    let (low, high) = if is_end(a, b) || is_range {
        (*first, *second)
    } else if is_end(b, a) {
        (*second, *first)
    } else {
        return None;
    };
    let is_next = b.segment == spot.segment && b.clause + 1 == spot.clause;
    let bound = |slot: Slot, end: usize| {
        let parts = [(Slot::Value, spot.figure, 1), (slot, view.number(end), 1)];
        Frame::new(Relation::Threshold, Reading::of(parts), spot.figure).bound()
    };
    is_next.then(|| [bound(Slot::Low, low), bound(Slot::High, high)])
}
