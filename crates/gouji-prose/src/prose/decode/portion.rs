//! What a share comes to, and shares by number or by amount: 共需80万元，省级按40%的比例承担32万元; 个数占18.75%.

use super::frame::Frame;
use super::ratio::ends_split;
use super::share::is_rate;
use super::told_lists::ToldList;
use super::told_lists::ToldLists;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot, holds};
use crate::prose::same::common;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    of_fact(view, at)
        .or_else(|| by_measure(view, at))
        .or_else(|| applied(view, at))
        .or_else(|| of_total_before(view, at))
}

/// What a share that was set comes to of a fact behind it that bears the name of its whole: 质量保证金为审定价的5%。审定价80万元，据此扣留
/// 质量保证金4万元.
fn applied(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 3;
    const NOUN: usize = 2;
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let tokens = view.passage.tokens;
    let lead = view.lead(at);
    let mut of_words = tokens.words_of("of");
    let set = of_words.find_map(|word| lead.strip_suffix(word)).unwrap_or(&lead);
    let mut behind = view
        .after(at)
        .filter(|(place, _)| view.figure(*place).is_some_and(|figure| figure.kind == Kind::Money));
    let ((whole, of), (part, own)) = (behind.next()?, behind.next()?);
    let mut ends = tokens.words_of("neutral");
    let bare = ends.find_map(|end| set.strip_suffix(end)).unwrap_or(set);
    let raw = view.own_words(of);
    let name = tail(&raw, SHORT)?;
    let is_named = bare.ends_with(name) || set.ends_with(name);
    // what it comes to bears the name before the whole: 县级配套比例为…, 县级应配套
    let head = tail(&view.own_words(own), NOUN)?.to_owned();
    let is_of_part = lead.contains(&head);
    let is_told = is_named
        && is_of_part
        && view.is_fact(whole)
        && view.is_fact(part)
        && of.sentence <= spot.sentence + 1
        && own.sentence == of.sentence
        && own.clause == of.clause + 1
        && !of.when.is_last
        && !own.when.is_last;
    let parts =
        [(Slot::Part, own.figure, 1), (Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure).weak())
}

/// The last characters of a text, where it has more than so many.
fn tail(text: &str, count: usize) -> Option<&str> {
    let from = text.char_indices().rev().nth(count - 1).map(|(at, _)| at)?;
    text.get(from..)
}

/// The amount that a share of the fact before it comes to: 共需80万元，省级按40%的比例承担32万元; 补助60%即48万元.
fn of_fact(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// What a rate came to may be the whole of another rate so many clauses behind it.
    const CHAIN: usize = 2;
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let (part, own) = view.after(at).next()?;
    let says = |from: usize, to: usize| {
        let text = view.text_between(from, to);
        let tokens = view.passage.tokens;
        // 按10%分别计提甲、乙各30万元
        let mut each = tokens.words_of("respectively");
        let text = each.find_map(|word| text.strip_prefix(word)).unwrap_or(&text);
        let mut words = tokens.words_of("portions");
        match text.strip_prefix(',') {
            // 完成率95%，即完成数380万元与预算数400万元之比
            Some(behind) => words.any(|word| behind == word),
            None => words.any(|word| text.starts_with(word)),
        }
    };
    // 占62.5%，计1,200万元
    let is_portion = own.clause <= spot.clause + 1 && says(at, part);
    // 中央负担50%即70万元，省级负担30%即42万元: what another portion came to is none of the wholes
    let is_other = |place: usize| {
        view.before(place).next().is_some_and(|(rate, _)| is_rate(view, rate) && says(rate, place))
    };
    let is_money = |at: usize| {
        view.figure(at).is_some_and(|figure| figure.kind == Kind::Money && figure.is_figure())
    };
    let amounts = || {
        let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
        near.filter(|(place, other)| is_money(*place) && other.role != Role::Per)
    };
    let mut before = amounts().filter(|(place, _)| !is_other(*place));
    let (whole, of) = before.next().filter(|_| is_portion && is_money(part))?;
    // 合同总价80万元，按约定支付：签约后付30%，即24万元；验收付70%，即56万元: of the only amount that is no portion
    let is_only = before.next().is_none();
    let is_near = of.clause + 1 >= spot.clause && of.segment == spot.segment;
    // 按中央60%、省25%、县15%的比例分担，即中央60万元: each rate has its own
    let is_part = view.is_plain(part) && !ends_split(view, at) && !own.when.is_last;
    let is_told = is_part
        && view.is_fact(whole)
        && (is_near || is_only && own.clause <= spot.clause + 1)
        && !of.when.is_last
        && (of.is_sum || is_only);
    // 工资总额80万元，按2%计提1.6万元；按85%的收缴率入库1.36万元: of what the rate before came to
    let chained = amounts().next().filter(|(place, own)| {
        is_part && is_other(*place) && view.is_fact(*place) && own.clause + CHAIN >= spot.clause
    });
    let reading = |whole: &Spot| {
        let parts = [(Slot::Part, own.figure, 1), (Slot::Whole, whole.figure, 1)];
        Reading::of(parts.into_iter().chain([(Slot::Share, spot.figure, 1)]))
    };
    let chained = chained.map(|(_, whole)| reading(whole));
    let mut readings = is_told.then(|| reading(of)).into_iter().chain(chained);
    let first = readings.next()?;
    let others = readings.collect();
    Some(Frame { others, ..Frame::new(Relation::Share, first, spot.figure) }.weak())
}

/// What a share of the total of the sentence before comes to: 预算80万元，其中货物50万元、服务30万元。按照预算总额的40%预留，计32万元.
fn of_total_before(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    const NOUN: usize = 2;
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let tokens = view.passage.tokens;
    let (part, own) = view.after(at).next()?;
    let text = view.text_between(at, part);
    let is_portion = text
        .rsplit_once(',')
        .is_some_and(|(_, last)| tokens.words_of("portions").any(|word| word == last));
    let money = |place: usize| view.figure(place).is_some_and(|own| own.kind == Kind::Money);
    let near = view.before(at).filter(|(place, _)| money(*place));
    let before: Vec<(usize, &Spot)> =
        near.take_while(|(_, other)| other.sentence + 1 >= spot.sentence).collect();
    let (whole, of) = before.last().copied()?;
    let lead = view.lead(at);
    // the items of the list of that sentence are no totals
    let is_listed = || {
        let next = before.iter().rev().nth(1).map(|(next, _)| *next);
        next.is_none_or(|next| view.words(whole, next).contains(&Class::OfWhich))
    };
    let is_told = is_portion
        && money(part)
        && view.is_plain(part)
        && view.is_fact(whole)
        && before.iter().all(|(_, other)| other.sentence + 1 == spot.sentence)
        && own.clause == spot.clause + 1
        && !of.when.is_last
        && tokens.has_word("whole_ends", &lead)
        && common(&view.own_words(of), &lead) >= NOUN
        && is_listed();
    let parts =
        [(Slot::Part, own.figure, 1), (Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure).weak())
}

/// A share by number or by amount of what the words behind 其中 pick out: 项目32个、资金80万元，其中重点6个、资金35万元，个数占18.75%.
fn by_measure(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Share && is_rate(view, at))?;
    let lead = view.lead(at);
    let measures = |list: &str| {
        let mut words = view.passage.tokens.words_of(list);
        words.any(|word| lead.strip_prefix(word).is_some_and(|rest| rest.chars().count() == 1))
    };
    let kind = match (measures("number_measures"), measures("amount_measures")) {
        (true, false) => Kind::Count,
        (false, true) => Kind::Money,
        _ => return None,
    };
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let facts = near.filter(|(place, _)| {
        view.is_fact(*place)
            && view.figure(*place).is_some_and(|figure| figure.kind == kind && figure.is_figure())
    });
    let facts: Vec<(usize, &Spot)> =
        facts.filter(|(place, _)| !view.is_followed_by(*place, Class::OrMore)).collect();
    let [(part, _), (whole, of)] = facts.as_slice() else { return None };
    let is_told = spot.of.is_empty()
        && view.is_like(*part, *whole)
        && !of.when.is_last
        && view.words(*whole, *part).contains(&Class::OfWhich)
        && !view.has_scope(at);
    let parts = [
        (Slot::Part, view.number(*part), 1),
        (Slot::Whole, view.number(*whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

/// The same share of all of a list, where it is told of its last item: 支出80万元，其中甲50万元、乙30万元，占总支出160万元的50%.
pub(super) fn of_all_listed(
    view: &View<'_, '_>,
    reading: &Reading,
    lists: &ToldLists,
) -> Option<Reading> {
    let figure = |slot: Slot| {
        let part = reading.parts.iter().find(|(own, _)| *own == slot);
        part.and_then(|(_, filling)| filling.figure())
    };
    let (part, whole, share) = (figure(Slot::Part)?, figure(Slot::Whole)?, figure(Slot::Share)?);
    let list = lists.0.iter().find(|list| list.items.last() == Some(&part))?;
    let clause = |figure: usize| view.passage.spot_of(figure).map(|spot| spot.clause);
    let is_behind = clause(share) > clause(part) && !list.items.contains(&whole);
    let parts = [(Slot::Part, list.total, 1), (Slot::Whole, whole, 1), (Slot::Share, share, 1)];
    (is_behind && list.total != whole).then(|| Reading::of(parts))
}

/// The row of amounts directly before a row of shares, and the only other amount of the sentence before it. That the
/// shares come to a hundred, or the amounts to that one, says that it is the whole:
/// 支出80万元，甲、乙分别支出50万元、30万元，占比分别为62.5%、37.5%.
pub(super) fn row_of_whole(view: &View<'_, '_>, at: usize, row: &[&Spot]) -> Option<ToldList> {
    let spot = view.spot(at)?;
    let (last, end) = view.before(at).next()?;
    let items = view.row_up_to(last).filter(|items| items.len() == row.len())?;
    let first = items.start;
    let is_next = end.sentence == spot.sentence
        && end.segment == spot.segment
        && end.clause + 1 == spot.clause
        && end.role == Role::Value;
    let mut before = view
        .before(first)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, first));
    let ((whole, of), None) = (before.next()?, before.next()) else { return None };
    let comes_to = |figures: &[usize], whole: Decimal, half: Decimal| {
        let own = || figures.iter().filter_map(|at| view.passage.tokens.figures.get(*at));
        let (sum, halves) = own()
            .fold((Decimal::ZERO, half), |(sum, halves), own| (sum + own.value, halves + own.half));
        (sum - whole).abs() <= halves
    };
    let items: Vec<usize> = items.map(|at| view.number(at)).collect();
    let shares: Vec<usize> = row.iter().map(|share| share.figure).collect();
    let total = view.figure(whole)?;
    let is_whole = comes_to(&shares, Decimal::ONE_HUNDRED, Decimal::ZERO)
        || comes_to(&items, total.value, total.half);
    let is_told = is_next && view.is_fact(whole) && !of.when.is_last && is_whole;
    is_told.then_some(ToldList { total: of.figure, items })
}

/// Whether words say that a figure is a share: 占60.6%; of 占比60.6% the names have to say that one is part of the other: 到位资金87.3亿元，制造业
/// 到位52.9亿元.
pub(super) fn says_share(view: &View<'_, '_>, spot: &Spot, (part, whole): (usize, usize)) -> bool {
    let is_of_whole = || {
        let names = view.spot(part).zip(view.spot(whole));
        let words = |own: &Spot| view.own_words(own);
        names.is_some_and(|(part, whole)| common(&words(part), &words(whole)) > 1)
    };
    spot.role == Role::Share
        && (spot.words.contains(&Class::Share)
            || spot.words.contains(&Class::ShareNoun) && is_of_whole())
}

/// Whether the name of rates in a row tells what all items of a list are, and all but one of them are what these are of its
/// whole: 共640件，对甲满意614件、对乙满意586件，满意率分别为95.94%和91.56%. Else each may be of a whole of its own.
pub(super) fn names_all(
    view: &View<'_, '_>,
    rate: &Spot,
    (list, row): (&ToldList, &[&Spot]),
) -> bool {
    let lead = view.own_words(rate);
    let mut ends = view.passage.tokens.words_of("rate_ends");
    let stem = ends.find_map(|end| Some(lead.rsplit_once(end)?.0)).unwrap_or("");
    let mut items = list.items.iter().filter_map(|item| view.passage.spot_of(*item));
    let is_share = |(part, share): &(&usize, &&Spot)| {
        let share = (Slot::Share, share.figure, 1);
        let reading = Reading::of([(Slot::Part, **part, 1), (Slot::Whole, list.total, 1), share]);
        holds(Relation::Share, &reading, &view.passage.tokens.figures) == Some(true)
    };
    let shares = list.items.iter().zip(row);
    stem.chars().count() > 1
        && items.all(|item| item.raw.contains(stem))
        && shares.filter(is_share).count() + 1 >= row.len()
        && row.len() > 2
}
