//! What the figures before a total come to: 甲50万元、乙30万元，合计80万元.

use super::apart::{
    adds_states, ends_with_sum, is_base_of_sum, is_between_scores, is_each_of_before,
    is_label_of_sum, is_of_other_things, items_of_sentence_before, lacks_unit,
};
use super::fact::list_head;
use super::frame::Frame;
use super::items::{is_full_of_next, is_gloss, is_joined, is_next_item};
use super::sum::{is_fact, is_item, sum};
use super::view::View;
use super::whole::{is_numbered, is_whole};
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot, holds};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A total behind all figures of its kind in its sentence.
pub(super) fn above(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let is_cumulated = spot.words.contains(&Class::Cumulated);
    let number = number_told(view, total);
    let is_held_against = number.is_some() && is_base_of_sum(view, total);
    let is_fact = is_fact(view, total)
        || is_cumulated && is_step(view, total, spot)
        || is_held_against && view.is_plain(total);
    if !is_fact || spot.goes_on {
        return None;
    }
    // 以上三项共80万元
    let is_pointed =
        spot.words.contains(&Class::Sum) && view.passage.tokens.has_word("pointer", &spot.raw);
    // 产出得28分、效益得27分，总得分55分
    let is_score = spot.role == Role::Got
        && spot.words.iter().any(|class| matches!(class, Class::ScoreTotal | Class::Sum))
        && !view
            .passage
            .tokens
            .has_word("weighed", &view.passage.tokens.text(0, view.passage.tokens.chars.len()));
    // 两类学校合计新增学位80个
    let makes_up = number.is_some() && spot.words.contains(&Class::Whole);
    // 三项合计：80万元
    let is_labelled =
        view.before(total).next().is_some_and(|(at, _)| is_label_of_sum(view, at, total));
    let is_counted =
        number.is_some() && (spot.words.contains(&Class::Sum) || is_labelled) || makes_up;
    let is_led = is_led(view, total) || is_available(view, total);
    let is_told = spot.is_sum
        || is_counted
        || is_pointed
        || is_score
        || is_cumulated
        || is_led
        || is_held_against;
    // 总投入80万元
    let is_called = !is_told
        && view.passage.tokens.words_of("whole_first").any(|word| spot.raw.starts_with(word));
    // 决策得18分，过程得27分，产出得48分。自评得分93分
    let is_overall = !is_told && is_overall_score(view, total);
    let is_called = is_called || is_overall;
    if !(is_told || is_called) || view.has_scope(total) {
        return None;
    }
    let Listed { items, is_enclosed, is_row } = listed(view, total, number)?;
    let is_list = is_row
        || items.windows(2).all(|pair| {
            matches!(pair, [a, b] if view.spot(*a).zip(view.spot(*b)).is_some_and(|(one, other)| {
                one.sentence != other.sentence
                    || goes_on(view, *b)
                    || is_next_item(view, *a, *b) && is_joined(view, one, (*b, other))
                    || number == Some(items.len()) && one.segment != other.segment
            }))
        });
    let ends = items.last().is_some_and(|last| {
        ends_with_sum(view, (*last, total), [makes_up, is_held_against, is_cumulated])
    });
    // 收入80万元，加上转入5万元，收入合计85万元
    let name = view.bare(&spot.name);
    let told = each_told(view, &items);
    if number.is_some_and(|number| number != told.len()) && spot.is_sum {
        return None;
    }
    let is_ordered = is_cumulated && are_in_order(view, &items);
    // 下达80万元，另有结转5万元，合计转移支付85万元
    let is_besides = items.iter().skip(1).any(|at| goes_on(view, *at));
    let is_named = is_pointed
        || is_besides
        || is_called
        || is_led
        || is_ordered
        || number == Some(told.len())
        || name.is_empty()
        // 上年结转20万元，当年下达60万元，可用资金共80万元
        || view.passage.tokens.is_word("available", name)
        // 一季度、二季度、三季度分别支出…，前三季度累计80万元
        || is_row && view.passage.tokens.words_of("periods").any(|own| names_period(own, name))
        || items
            .first()
            .is_some_and(|first| view.names(name, *first) || ends_as(view, name, *first));
    // 2022年50万元，2023年30万元，累计80万元: there may be years before them
    let is_open = is_cumulated && number.is_none() && !is_ordered || is_enclosed;
    let is_cumulated = !is_cumulated
        || are_of_range(view, &items, number)
        || is_ordered
        || is_row
        || items.iter().all(|at| is_numbered(view, *at)) && is_whole(view, &items);
    if is_called && !(is_all_listed(view, &items) || is_overall && items.len() > 2) {
        return None;
    }
    if adds_states(view, total, &items) || is_between_scores(view, total, &told) {
        return None;
    }
    let frame = sum(view, total, &told);
    (is_named && is_cumulated && items.len() > 1 && is_list && ends)
        .then(|| if is_open || is_led || is_called || is_besides { frame.weak() } else { frame })
}

/// Whether items are those of years, one after the other or as many as are told.
fn are_of_range(view: &View<'_, '_>, items: &[usize], number: Option<usize>) -> bool {
    let year = |at: &usize| view.spot(*at).and_then(|item| item.when.year);
    let is_range = |pair: &[usize]| matches!(pair, [a, b] if year(a).is_some_and(|own| year(b) == Some(own + 1)));
    (number.is_some() || items.windows(2).all(is_range))
        && items.iter().all(|at| year(at).is_some())
}

/// Whether a figure behind another one of its sentence is all that may be used: 上年结转20万元，新增60万元，可用资金80万元.
fn is_available(view: &View<'_, '_>, at: usize) -> bool {
    view.spot(at).is_some_and(|spot| {
        view.passage.tokens.is_word("available", &spot.raw)
            && view.before(at).next().is_some_and(|(before, other)| {
                view.is_like(before, at)
                    && other.clause + 1 == spot.clause
                    && other.segment == spot.segment
            })
    })
}

/// Whether points are those of the whole by the words before them: 自评得分93分.
fn is_overall_score(view: &View<'_, '_>, at: usize) -> bool {
    let lead = view.lead(at);
    view.spot(at).is_some_and(|spot| spot.role == Role::Got)
        && view.passage.tokens.words_of("overall_scores").any(|word| lead.ends_with(word))
}

/// The items, as often as each is told for: 甲和乙各30万元 is two.
fn each_told(view: &View<'_, '_>, items: &[usize]) -> Vec<usize> {
    items.iter().flat_map(|at| std::iter::repeat_n(*at, names_of_each(view, *at))).collect()
}

/// How many names a figure is told for: 2 of 甲和乙各30万元.
fn names_of_each(view: &View<'_, '_>, at: usize) -> usize {
    let is_each = view.spot(at).is_some_and(|spot| spot.words.contains(&Class::Each));
    let tokens = view.passage.tokens;
    let lead = if is_each { view.lead(at) } else { String::new() };
    let Some(names) = tokens.words_of("each").find_map(|word| lead.strip_suffix(word)) else {
        return 1;
    };
    view.joined(names).into_iter().filter(|name| !name.is_empty()).count().max(1)
}

/// The items before a total.
struct Listed {
    items: Vec<usize>,
    /// Their whole stands before them as well.
    is_enclosed: bool,
    /// They are a row directly before it.
    is_row: bool,
}

/// The items that a total may be of; `None` where they are those of another one.
fn listed(view: &View<'_, '_>, total: usize, number: Option<usize>) -> Option<Listed> {
    let spot = view.spot(total)?;
    // 收入合计80万元，其中甲50万元、乙30万元；财政拨款收支总计60万元: another one
    let is_of_another = |items: &[usize]| {
        let ends = items.first().zip(items.last());
        ends.is_some_and(|(first, last)| {
            view.spot(*last).is_some_and(|last| last.segment != spot.segment)
                && list_head(view, *first).is_some_and(|head| !items.contains(&head))
        })
    };
    let row = row_before(view, total);
    let is_row = row.is_some();
    let (mut items, is_enclosed) =
        row.map(|row| (row, false)).or_else(|| items_before(view, total, number))?;
    // 供热1,864万元；管网732万元；低保159万元。三项合计2,755万元: those of the sentence before, as many as are told
    if let (true, Some(number)) = (items.is_empty(), number) {
        items = items_of_sentence_before(view, total, number)?;
    }
    if !view.bare(&spot.name).is_empty() && is_of_another(&items) {
        return None;
    }
    // 收入60万元，其中税收50万元、非税10万元，加上补助5万元，合计65万元: parts are told besides
    if let Some(more) = items.iter().skip(1).position(|at| goes_on(view, *at)) {
        let parts = items.get(1..=more).unwrap_or(&[]);
        let is_told = parts.first().is_none_or(|part| {
            items.first().is_some_and(|first| view.words(*first, *part).contains(&Class::OfWhich))
        });
        if !is_told {
            return None;
        }
        items.drain(1..=more);
    }
    if let Some(first) = items.first().copied().filter(|first| goes_on(view, *first)) {
        items.insert(0, first_of_sentence_before(view, first)?);
    }
    Some(Listed { items, is_enclosed, is_row })
}

/// Whether an entry like 前三季度=9 is of a period.
fn names_period(entry: &str, name: &str) -> bool {
    entry.split_once('=').is_some_and(|(period, _)| period == name)
}

/// The figures of the row that ends directly before a total: 分别为50万元、30万元，合计80万元.
fn row_before(view: &View<'_, '_>, total: usize) -> Option<Vec<usize>> {
    let spot = view.spot(total)?;
    let (last, end) = view.before(total).find(|(at, _)| !is_spelled(view, *at))?;
    let is_next = end.sentence == spot.sentence
        && end.clause + 1 == spot.clause
        && end.segment == spot.segment
        && end.role == Role::Value
        && !end.when.is_last
        && view.is_like(last, total);
    if end.row.is_none() {
        return run_before(view, last, is_next);
    }
    let row = view.row_up_to(last)?;
    (is_next && row.len() > 1).then(|| row.collect())
}

/// The figures without names of their own that end with one, parted by marks of items: 依次为50万元、30万元.
fn run_before(view: &View<'_, '_>, last: usize, is_next: bool) -> Option<Vec<usize>> {
    let end = view.spot(last).filter(|_| is_next)?;
    let is_own = |(at, other): &(usize, &Spot)| {
        other.clause == end.clause && other.name.is_empty() && view.is_like(*at, last)
    };
    let before = view.before(last).take_while(is_own).map(|(at, _)| at);
    let mut run: Vec<usize> = std::iter::once(last).chain(before).collect();
    run.reverse();
    let is_run = run.iter().skip(1).all(|at| view.spot(*at).is_some_and(|own| own.goes_on));
    let opens = view.spot(*run.first()?)?.words.contains(&Class::Respectively);
    (is_run && opens && run.len() > 1).then_some(run)
}

/// That a number before a total counts the figures of the row that come to it: 依次为50万元、30万元，这两项共计80万元.
pub(super) fn counted(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let row = row_before(view, total)?;
    let (number, _) = view.before(total).next()?;
    number_told(view, total)?;
    let frame = sum(view, total, &row);
    let comes_out = holds(frame.relation, &frame.reading, &view.passage.tokens.figures)?;
    let count = Decimal::from(u32::try_from(row.len()).ok()?);
    let span = |at: usize| view.figure(at).map(|figure| figure.span.clone());
    let range = span(*row.first()?)?.start..span(*row.last()?)?.end;
    let mut reading = Reading::of([(Slot::Value, view.number(number), 1)]);
    reading.parts.push((Slot::Base, Filling::Counted(count, range)));
    comes_out.then(|| Frame::new(Relation::Count, reading, view.number(number)))
}

fn is_spelled(view: &View<'_, '_>, at: usize) -> bool {
    view.figure(at).is_some_and(|figure| figure.is_spelled)
}

/// How many items a total is told to be of: 三项合计80万元.
fn number_told(view: &View<'_, '_>, total: usize) -> Option<usize> {
    let spot = view.spot(total)?;
    // 这三项合计80万元
    let points = |raw: &str| {
        let mut lists = ["pointer", "that"].iter();
        raw.is_empty() || lists.any(|list| view.passage.tokens.is_word(list, raw))
    };
    let (at, _) = view.before(total).next().filter(|(at, other)| {
        (other.clause == spot.clause || is_label_of_sum(view, *at, total))
            && points(&other.raw)
            && view.figure(*at).is_some_and(|figure| figure.is_spelled)
    })?;
    let number = usize::try_from(view.figure(at)?.value).ok()?;
    (number > 1).then_some(number)
}

/// Whether a verb stands between the word of a sum and the figure: 新收48件，旧存3件，共受理51件.
fn is_led(view: &View<'_, '_>, total: usize) -> bool {
    let lead = view.lead(total);
    let mut sums = view.passage.tokens.words_of("sum");
    let is_next = |spot: &Spot| {
        view.before(total).next().is_some_and(|(at, other)| {
            view.is_like(at, total)
                && other.clause + 1 == spot.clause
                && other.segment == spot.segment
        })
    };
    sums.any(|word| lead.starts_with(word))
        && view.spot(total).is_some_and(|spot| {
            !spot.is_sum && spot.words.first() == Some(&Class::Sum) && is_next(spot)
        })
}

/// Whether a figure is by how much something has changed as it did all together: 2022年新增50个，2023年新增30个，两年累计新增80个.
fn is_step(view: &View<'_, '_>, at: usize, total: &Spot) -> bool {
    view.spot(at).is_some_and(|own| {
        matches!(own.role, Role::Change(1 | -1)) && own.role == total.role && view.is_plain(at)
    })
}

/// The items before a total in its sentence, in order; and whether their whole stands before them as well, so that the
/// list is closed on both sides. `number`: so many are told.
fn items_before(
    view: &View<'_, '_>,
    total: usize,
    number: Option<usize>,
) -> Option<(Vec<usize>, bool)> {
    let spot = view.spot(total)?;
    let name_is_open = view.bare(&spot.name).is_empty() && spot.is_sum;
    let mut items: Vec<usize> = Vec::new();
    // 支出80万元，其中甲50万元、乙30万元，合计80万元: the list stands between both
    let mut is_enclosed = false;
    let mut has_moves = false;
    let mut head_at: Option<usize> = None;
    for (at, other) in view.before(total).take_while(|(_, other)| other.sentence == spot.sentence) {
        // 甲70.00万，乙80.00万元，合计150.00万: an item or the total lacks its unit
        if lacks_unit(view, at, total) {
            return None;
        }
        // 站亭更新36万元，3条线路各12万元，合计44万元: what each of those before has
        if is_each_of_before(view, at, other) {
            continue;
        }
        // 每吨100元，需185万元；每吨80元，需48万元；两项合计233万元: what each of them comes to is added
        let is_price = number.is_some() && other.role == Role::Per;
        if head_at.is_some_and(|head| at >= head) || is_full_of_next(view, at) || is_price {
            continue;
        }
        // 工资80万元，包括：甲50万元、乙30万元；补助20万元，两项合计100万元: the head of the list
        let is_next_group = items
            .last()
            .and_then(|last| view.spot(*last))
            .is_some_and(|last| last.segment != other.segment);
        if is_next_group
            && view.is_like(at, total)
            && let Some(head) = list_head(view, at)
        {
            items.push(head);
            head_at = Some(head);
            continue;
        }
        if number == Some(each_told(view, &items).len())
            || items.len() > 1 && begins_order(view, &items)
        {
            break;
        }
        let opens = |first: &usize| view.words(at, *first).contains(&Class::OfWhich);
        // 支出45亿元，其中民生36亿元，另有上解5亿元，合计50亿元: the part is no item
        let has_besides = items.iter().any(|item| goes_on(view, *item));
        let is_open = items.len() > 1 && name_is_open && !has_besides;
        if is_open && view.is_fact(at) && items.last().is_some_and(opens) {
            is_enclosed = true;
            break;
        }
        let is_step =
            is_step(view, at, spot) && view.is_like(at, total) && other.when.year.is_some();
        // 支持提质提升30万元: an item, where the list is closed
        if !is_step && is_change_named(view, at, other) && view.is_like(at, total) {
            has_moves = true;
            items.push(at);
            continue;
        }
        // 收入80万元，…，收入总量100万元；支出70万元，…，支出总量90万元: another group of clauses with a total of its own
        if other.is_sum && other.segment != spot.segment && items.len() > 1 {
            break;
        }
        // 一季度4亿元、7亿元和5亿元，累计16亿元
        let is_joined =
            other.goes_on && view.is_fact(at) && view.is_like(at, total) && !other.is_sum;
        // 预算执行率得9.4分
        let is_of_rate = other.role == Role::Got
            && other.words.contains(&Class::Complete)
            && super::sum::is_fact(view, at);
        if is_item(view, at, total) || is_joined || is_of_rate || is_step {
            items.push(at);
        } else if view.is_like(at, total) && !is_gloss(view, at, other, total)
            || is_of_other_things(view, at, other, items.last().copied())
        {
            return None;
        }
    }
    items.reverse();
    if has_moves && !is_enclosed && !begin_alike(view, &items) {
        return None;
    }
    Some((items, is_enclosed))
}

/// Whether the words of all items begin with one verb: 支持创建示范120万元，支持提质提升800万元.
fn begin_alike(view: &View<'_, '_>, items: &[usize]) -> bool {
    /// Of a shorter list it may be chance.
    const MANY: usize = 3;
    let verb = |at: &usize| {
        let raw = view.spot(*at).map_or("", |spot| spot.raw.as_str());
        let end = raw.char_indices().nth(2).map(|(end, _)| end)?;
        raw.get(..end)
    };
    items.len() >= MANY
        && items
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if verb(a).is_some() && verb(a) == verb(b)))
}

/// Whether a change bears a name, and nothing says what it is compared with.
fn is_change_named(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    matches!(spot.role, Role::Change(1 | -1))
        && view.is_plain(at)
        && !spot.name.is_empty()
        && spot.against.is_none()
        && !spot.words.iter().any(|class| matches!(class, Class::Compare | Class::Last))
}

/// Whether the name of a total ends as that of an item does: 涉及项目 of 项目.
fn ends_as(view: &View<'_, '_>, name: &str, item: usize) -> bool {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    is_numbered(view, item)
        && view
            .spot(item)
            .is_some_and(|item| item.name.chars().count() >= SHORT && name.ends_with(&item.name))
}

/// Whether the last of some items is the first of those that are numbered: 预算80万元，第一批50万元，第二批30万元.
fn begins_order(view: &View<'_, '_>, items: &[usize]) -> bool {
    let first = items.last().and_then(|at| view.spot(*at));
    let mut ordinals = view.passage.tokens.words_of("ordinals");
    first.zip(ordinals.next()).is_some_and(|(item, word)| item.raw.starts_with(word))
}

/// Whether a colon opens a list of three items or more: 三级共同承担：中央50万元，省级20万元，县级10万元，总投入80万元.
fn is_all_listed(view: &View<'_, '_>, items: &[usize]) -> bool {
    const LEAST: usize = 3;
    let tokens = view.passage.tokens;
    let opens = || {
        let first = view.token(*items.first()?);
        let lead = tokens.tokens.get(..first)?.iter().rev();
        let own = lead.take_while(|token| !matches!(token.what, What::Figure(_)));
        let mut own =
            own.take_while(|token| !matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)));
        own.find(|token| token.what == What::Sign(Sign::Colon)).map(|_| ())
    };
    items.len() >= LEAST && opens().is_some()
}

/// Whether items are numbered from the first on: 第一批50万元，第二批30万元.
fn are_in_order(view: &View<'_, '_>, items: &[usize]) -> bool {
    let mut ordinals = view.passage.tokens.words_of("ordinals");
    items.len() > 1
        && items.iter().all(|at| {
            let ordinal = ordinals.next();
            view.spot(*at).zip(ordinal).is_some_and(|(item, ordinal)| item.raw.starts_with(ordinal))
        })
}

/// Whether an item goes on from the sentence before: 加上上级补助5万元.
fn goes_on(view: &View<'_, '_>, first: usize) -> bool {
    let tokens = view.passage.tokens;
    view.spot(first)
        .is_some_and(|spot| tokens.words_of("besides").any(|word| spot.raw.starts_with(word)))
}

/// The first figure of its kind in the sentence before, where it is a fact.
fn first_of_sentence_before(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let sentence = view.spot(at)?.sentence.checked_sub(1)?;
    let own = view
        .before(at)
        .filter(|(place, other)| other.sentence == sentence && view.is_like(*place, at));
    let (first, _) = own.last()?;
    (view.is_fact(first) && !view.has_sign(first, at, Sign::Edge)).then_some(first)
}
