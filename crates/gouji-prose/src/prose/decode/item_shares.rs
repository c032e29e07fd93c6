//! The shares of the items of a list, each beside its item: 支出80万元，其中：甲50万元，占62.5%；乙30万元，占37.5%.

use super::frame::Frame;
use super::share::{TOLD, is_rate};
use super::sum::sum;
use super::view::View;
use crate::prose::list::{is_all_of_whole, leaves_rest};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Quantity;
use crate::prose::reading::{Filling, Reading, Relation, Slot, holds};
use crate::prose::share::may_be_of_one_whole;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Shares of the items of a list of what stands at its head, where each item has one:
/// 支出80万元，其中：甲50万元，占62.5%；乙30万元，占37.5%.
pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    out.extend(view.places().filter_map(|at| of_named(view, at)));
    let mut at = 0;
    while at < view.places().end {
        let pairs = pairs_from(view, at);
        let pairs = if pairs.is_empty() { turned_pairs(view, at) } else { pairs };
        let Some(last) = pairs.last().map(|(part, share)| *part.max(share)) else {
            at += 1;
            continue;
        };
        let Some((head, is_said)) = head_of(view, &pairs) else {
            proportions(view, &pairs, out);
            at = last + 1;
            continue;
        };
        out.extend(pairs.iter().map(|(part, share)| {
            let frame = Frame::new(
                Relation::Share,
                Reading::of([
                    (Slot::Part, view.number(*part), 1),
                    (Slot::Whole, view.number(head), 1),
                    (Slot::Share, view.number(*share), 1),
                ]),
                view.number(*share),
            );
            if is_said { frame } else { frame.weak() }
        }));
        out.extend(hundred(view, &pairs, head).map(|own| if is_said { own } else { own.weak() }));
        at = last + 1;
    }
}

/// The shares of items that come to the amount at their head: they come to 100 %. Of nothing all shares are none.
fn hundred(view: &View<'_, '_>, pairs: &[(usize, usize)], head: usize) -> Option<Frame> {
    let parts: Vec<usize> = pairs.iter().map(|(part, _)| *part).collect();
    let figures = &view.passage.tokens.figures;
    let comes_out =
        || holds(Relation::Sum, &sum(view, head, &parts).reading, figures) == Some(true);
    let is_all = view.figure(head).is_some_and(|whole| !whole.value.is_zero()) && comes_out();
    let shares: Vec<(usize, i8)> =
        pairs.iter().map(|(_, share)| (view.number(*share), 1)).collect();
    let (last, _) = *shares.last().filter(|_| is_all)?;
    let mut reading = Reading::default().with_items(&shares);
    reading.parts.push((Slot::Total, Filling::Number(last, Decimal::ONE_HUNDRED)));
    Some(Frame::new(Relation::Shares, reading, last))
}

/// What share several items are of a whole, which the words of the rate name: 很满意178份、满意84份、不满意6份。很满意与满意合计占有效问卷的91%;
/// 综合满意率（很满意与满意之和）为91%.
fn of_named(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The items may stand so many sentences before.
    const FAR: usize = 1;
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    // 优良率90%（按金额计算）
    let behind = view.passage.tokens.tokens.get(view.token(at) + 1);
    let is_explained = behind.is_some_and(|token| token.what == What::Sign(Sign::Open));
    if !matches!(spot.role, Role::Share | Role::Named | Role::Complete | Role::Value)
        || is_explained
    {
        return None;
    }
    let near = view.before(at).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let near: Vec<(usize, &Spot)> = near.filter(|(place, _)| view.is_fact(*place)).collect();
    let (last, end) = near.first().copied()?;
    // 人员经费占42%，材料费与药品费合计占44%: what stands before another share is of that
    let mut printed = view.before(at);
    let printed = printed.find(|(place, _)| view.figure(*place).is_some_and(|own| !own.is_spelled));
    let text = view.text_between(printed.map_or(last, |(place, _)| place), at);
    let items: Vec<(usize, &Spot)> = near
        .iter()
        .copied()
        .take_while(|(place, other)| view.is_like(*place, last) && other.sentence == end.sentence)
        .take_while(|(_, other)| !other.name.is_empty() && !other.is_sum)
        .collect();
    // 有效问卷240份，其中很满意140份、满意80份: the whole is none of them
    let opens = |pair: &[(usize, &Spot)]| matches!(pair, [(near, _), (far, _)] if view.words(*far, *near).contains(&Class::OfWhich));
    let length = items.windows(2).position(opens).map_or(items.len(), |last| last + 1);
    let items: Vec<(usize, &Spot)> = items.into_iter().take(length).collect();
    // the longest names first: 满意 stands in 很满意
    let mut names: Vec<&(usize, &Spot)> = items.iter().collect();
    names.sort_by_key(|(_, item)| std::cmp::Reverse(item.raw.chars().count()));
    let mut rest = text.clone();
    let mut own: Vec<(usize, &Spot)> = Vec::new();
    for (place, item) in names {
        let name = view.bare(&item.raw);
        // 其中表示非常满意178份: a verb stands before the first name
        let is_first = items.last().is_some_and(|(first, _)| first == place);
        let from = name.char_indices().nth(SHORT).map_or(0, |(from, _)| from);
        let short = name.get(from..).filter(|_| is_first && !rest.contains(name)).unwrap_or(name);
        let name = short;
        if name.chars().count() >= SHORT && rest.contains(name) {
            rest = rest.replacen(name, "|", 1);
            own.push((*place, item));
        }
    }
    let joins = view.passage.tokens.words_of("joints");
    let is_joined = joins.into_iter().any(|joint| rest.contains(&format!("|{joint}|")));
    // 优19个、良6个、中2个，优良率92.6%: the name of the rate is made of the grades
    let graded = graded(view, spot, &items);
    let is_joined = is_joined || !graded.is_empty();
    let is_graded = !graded.is_empty();
    if is_graded {
        own = graded;
    }
    // 满意度（含基本满意）: all from the first on
    let taken = taken_in(view, &items, &text);
    let is_joined = is_joined || !taken.is_empty();
    if !taken.is_empty() {
        own = taken;
    }
    own.sort_by_key(|(place, _)| *place);
    let first = if is_graded { own.first()?.0 } else { items.last()?.0 };
    let is_part = |place: usize| place >= first && items.iter().any(|(item, _)| *item == place);
    let before = || {
        view.before(first).filter(|(place, other)| {
            view.is_fact(*place)
                && view.is_like(*place, first)
                && other.sentence + FAR >= end.sentence
        })
    };
    let is_whole = |place: usize, other: &Spot| {
        !is_part(place) && (view.is_called(&spot.of, other) || view.names(&spot.of, place))
    };
    let whole = if spot.of.is_empty() {
        before().next()
    } else {
        before().find(|(place, other)| is_whole(*place, other))
    };
    let (whole, of) = whole?;
    let figures: Vec<(usize, i8)> = own.iter().map(|(_, item)| (item.figure, 1)).collect();
    let reading = Reading::of([(Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)]);
    let is_told = is_joined
        && own.len() > 1
        && own.len() < items.len()
        && !is_part(whole)
        && !of.when.is_last
        && !end.when.is_last;
    is_told.then(|| Frame::new(Relation::ShareOfItems, reading.with_items(&figures), spot.figure))
}

/// The items from the first to the one that a bracket behind the name of a degree says to be taken in.
fn taken_in<'a>(
    view: &View<'_, '_>,
    items: &[(usize, &'a Spot)],
    text: &str,
) -> Vec<(usize, &'a Spot)> {
    let tokens = view.passage.tokens;
    // most texts have no bracket
    if !text.contains('(') {
        return Vec::new();
    }
    let inner = tokens
        .words_of("degrees")
        .find_map(|word| text.split_once(&format!("{word}("))?.1.split_once(')'));
    let name = inner.and_then(|(inner, _)| {
        tokens.words_of("takes_in").find_map(|word| inner.strip_prefix(word))
    });
    // the nearest stands first
    let last = items.iter().position(|(_, item)| name.is_some_and(|name| item.raw.ends_with(name)));
    last.and_then(|last| items.get(last..)).unwrap_or(&[]).to_vec()
}

/// The items whose grades make up the name of a rate.
fn graded<'a>(
    view: &View<'_, '_>,
    rate: &Spot,
    items: &[(usize, &'a Spot)],
) -> Vec<(usize, &'a Spot)> {
    let tokens = view.passage.tokens;
    // 优良项目占90%
    let mut things = tokens.words_of("ranked_things");
    let name = things.find_map(|word| rate.name.strip_suffix(word)).unwrap_or(&rate.name);
    let grades: Vec<String> = name.chars().map(String::from).collect();
    let of = |grade: &String| {
        let mut own = items.iter().filter(|(_, item)| item.name.ends_with(grade.as_str()));
        own.next().filter(|_| own.next().is_none()).copied()
    };
    let is_told = grades.len() > 1 && grades.iter().all(|grade| tokens.is_word("grades", grade));
    let own: Option<Vec<(usize, &Spot)>> = grades.iter().map(of).collect();
    own.filter(|_| is_told).unwrap_or_default()
}

/// Items from a place on, each with its share; how each has changed may be told between.
fn pairs_from(view: &View<'_, '_>, at: usize) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let is_told = |place: &usize| {
        view.spot(*place)
            .is_some_and(|spot| !matches!(spot.role, Role::Rate(_) | Role::Change(_) | Role::Base))
    };
    let mut places =
        std::iter::once(at).chain(view.after(at).map(|(place, _)| place)).filter(is_told);
    while let Some((part, share)) = places.next().zip(places.next()) {
        let is_pair = view.spot(part).zip(view.spot(share)).is_some_and(|(one, other)| {
            other.role == Role::Share
                && out
                    .first()
                    .and_then(|first| view.spot(first.1))
                    .is_none_or(|first| first.of == other.of)
                && !one.name.is_empty()
                && one.sentence == other.sentence
                && one.segment == other.segment
                && other.clause <= one.clause + 1
                && out
                    .first()
                    .and_then(|first| view.spot(first.0))
                    .is_none_or(|first| first.sentence == one.sentence)
        });
        let is_item = view.is_fact(part)
            && !is_whole_named_first(view, part, share)
            && !out.last().is_some_and(|last| view.is_among(last.0, part))
            && is_rate(view, share)
            && view.says_only(part, share, TOLD)
            && out.first().is_none_or(|first| view.is_like(first.0, part))
            && out.last().is_none_or(|last| {
                let clause = |at: usize| view.spot(at).map_or(0, |spot| spot.clause);
                view.says_only(last.1, part, TOLD) && clause(part) <= clause(last.1) + 1
            });
        if !is_pair || !is_item {
            break;
        }
        out.push((part, share));
    }
    out
}

/// Items whose shares stand before their amounts: 中央投资占60%，1,920万元；省级补助占25%，800万元.
fn turned_pairs(view: &View<'_, '_>, at: usize) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut places = std::iter::once(at).chain(view.after(at).map(|(place, _)| place));
    while let Some((share, part)) = places.next().zip(places.next()) {
        let is_pair = view.spot(share).zip(view.spot(part)).is_some_and(|(one, other)| {
            one.role == Role::Share
                && !one.name.is_empty()
                && one.of.is_empty()
                // 占60%，对应资金1,920万元；占25%，对应资金800万元: what all amounts are called names none of them
                && (other.name.is_empty()
                    || out.first().is_none_or(|first| {
                        view.spot(first.0).is_some_and(|first| first.name == other.name)
                    }))
                && other.clause == one.clause + 1
                && other.segment == one.segment
                && out
                    .first()
                    .and_then(|first| view.spot(first.0))
                    .is_none_or(|first| first.sentence == other.sentence)
        });
        let is_item = is_rate(view, share)
            && view.is_fact(part)
            && view.says_only(share, part, &[Class::Name, Class::Filler])
            && out.first().is_none_or(|first| view.is_like(first.0, part));
        if !is_pair || !is_item {
            break;
        }
        out.push((part, share));
    }
    if out.len() > 1 { out } else { Vec::new() }
}

/// Whether a fact is the whole of the share behind it: 在收入预算80万元中占25%.
fn is_whole_named_first(view: &View<'_, '_>, at: usize, share: usize) -> bool {
    let tokens = view.passage.tokens;
    let token = |at: usize| tokens.tokens.get(view.token(at));
    let between = token(at).zip(token(share)).map(|(a, b)| tokens.text(a.to, b.from));
    between.is_some_and(|text| tokens.words_of("among").any(|word| text.starts_with(word)))
}

/// Parts with shares of one whole that is not printed are to each other as their shares: each is held against the one
/// with most digits.
fn proportions(view: &View<'_, '_>, pairs: &[(usize, usize)], out: &mut Vec<Frame>) {
    let digits = |at: usize| {
        let figure = view.figure(at);
        figure.map_or(0, |figure| figure.printed.mantissa().unsigned_abs())
    };
    // the whole is known
    let is_told = |share: usize| out.iter().any(|frame| frame.anchor == view.number(share));
    if pairs.iter().any(|(_, share)| is_told(*share)) {
        return;
    }
    let Some(&(part, share)) =
        pairs.iter().max_by_key(|(_, share)| (digits(*share), std::cmp::Reverse(*share)))
    else {
        return;
    };
    let shares = pairs.iter().filter_map(|(_, share)| view.spot(*share));
    let is_told = pairs.len() > 1 && digits(share) > 0 && may_be_of_one_whole(view.passage, shares);
    let adjusted = adjusted(view, pairs);
    for (other, own) in pairs.iter().filter(|(_, own)| is_told && *own != share) {
        let reading = Reading::proportion(
            (view.number(part), view.number(share)),
            (view.number(*other), view.number(*own)),
        );
        if !adjusted.is_some_and(|adjusted| is_adjusted(view, &reading, adjusted)) {
            out.push(Frame::new(Relation::Proportion, reading, view.number(*own)));
        }
    }
}

/// The greatest of shares that come to exactly 100 %: it may be what they are made to come to it with.
fn adjusted(view: &View<'_, '_>, pairs: &[(usize, usize)]) -> Option<usize> {
    /// Two shares come to 100 % when both are rounded.
    const FEW: usize = 2;
    let value = |share: usize| view.figure(share).map_or(Decimal::ZERO, |figure| figure.value);
    let all: Decimal = pairs.iter().map(|(_, share)| value(*share)).sum();
    let greatest = pairs.iter().map(|(_, share)| *share).max_by_key(|share| value(*share));
    greatest.filter(|_| pairs.len() > FEW && all == Decimal::ONE_HUNDRED)
}

/// Whether a reading holds only where a share was moved by its last digit.
fn is_adjusted(view: &View<'_, '_>, reading: &Reading, share: usize) -> bool {
    let figures = &view.passage.tokens.figures;
    let holds = |figures: &[Quantity]| holds(Relation::Proportion, reading, figures);
    if holds(figures) != Some(false) {
        return false;
    }
    let mut moved = figures.clone();
    if let Some(own) = moved.get_mut(view.number(share)) {
        own.half = own.half.saturating_add(own.half).saturating_add(own.half);
    }
    holds(&moved) == Some(true)
}

/// The head of a list of items with their shares, and whether words say that they are its items. Where none do, the list
/// fills the sentence behind that of its head: 支出80万元。甲50万元，占62.5%；乙30万元，占37.5%.
fn head_of(view: &View<'_, '_>, pairs: &[(usize, usize)]) -> Option<(usize, bool)> {
    let (first, _) = pairs.first()?;
    let spot = view.spot(*first)?;
    // 资金24万元（一期15万元，占62.5%；二期9万元，占37.5%）: what the bracket is behind
    let anchor = view.passage.anchor(spot.stream).filter(|place| view.is_fact(*place));
    let before = || view.before(*first).find(|(place, _)| view.is_fact(*place)).map(|own| own.0);
    let head = anchor.or_else(before)?;
    let of = view.spot(head)?;
    let words = view.words(head, *first);
    let opens = words.iter().any(|class| matches!(class, Class::OfWhich | Class::Whole))
        || anchor.is_some()
        || view.has_sign(head, *first, Sign::Colon)
        // 资金来源为中央投资占60%，1,920万元
        || pairs.first().and_then(|(_, share)| view.spot(*share)).is_some_and(|share| {
            let mut heads = view.passage.tokens.words_of("structure_heads");
            heads.any(|word| share.raw.starts_with(word))
        });
    let fills = || {
        let sentence = |at: usize| view.spot(at).map(|spot| spot.sentence);
        let last = pairs.last().map(|(part, share)| *part.max(share));
        let next = last.and_then(|last| view.after(last).next());
        of.sentence + 1 == spot.sentence
            && view.before(*first).next().is_some_and(|(place, _)| place == head)
            && next.is_none_or(|(place, _)| sentence(place) != Some(spot.sentence))
            && pairs
                .first()
                .and_then(|(_, share)| view.spot(*share))
                .is_some_and(|share| share.of.is_empty())
    };
    let is_between = |place: &usize| *place > head;
    let skips = view.before(*first).map(|(place, _)| place).take_while(is_between).any(|place| {
        view.is_like(place, head)
            && !matches!(view.spot(place).map(|spot| spot.role), Some(Role::Change(_) | Role::Base))
    });
    let is_near = of.sentence == spot.sentence
        || of.sentence + 1 == spot.sentence && !view.has_sign(head, *first, Sign::Edge);
    let is_first = view
        .before(head)
        .find(|(place, _)| view.is_fact(*place))
        .is_none_or(|(before, other)| other.sentence != of.sentence || !view.is_like(before, head));
    // 占支出总额的40%: the head is an expenditure
    let name = view.spot(pairs.first()?.1).map_or("", |share| view.bare(&share.of));
    let is_named = view.names(name, head);
    let is_list = pairs.len() > 1
        && is_named
        && (opens || fills())
        && !skips
        && is_near
        && is_first
        && view.is_like(head, *first)
        && !words.iter().any(|class| matches!(class, Class::Scope | Class::Not | Class::Per));
    is_list.then_some((head, opens))
}

/// Whether each item of a list has its share behind it, and these come to less than all.
pub(super) fn leave_out(view: &View<'_, '_>, items: &[usize]) -> bool {
    let share = |at: &usize| {
        let (place, own) = view.after(*at).next()?;
        let is_share = own.role == Role::Share && is_rate(view, place);
        view.figure(place).filter(|_| is_share).map(|figure| figure.value)
    };
    let all = items.iter().map(share).sum::<Option<Decimal>>();
    all.is_some_and(|all| all < Decimal::ONE_HUNDRED - Decimal::ONE)
}

/// The shares of all that makes up a whole: 项目支出占38.4%，…；基本支出占61.6%.
pub(super) fn complements(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_own = |at: &usize| {
        is_rate(view, *at)
            && view.spot(*at).is_some_and(|spot| {
                spot.role == Role::Share && !spot.name.is_empty() && !spot.when.is_last
            })
    };
    let shares: Vec<usize> = view.places().filter(is_own).collect();
    for pair in shares.windows(2) {
        let [first, second] = pair else { continue };
        let Some((a, b)) = view.spot(*first).zip(view.spot(*second)) else { continue };
        let is_one = a.sentence == b.sentence
            && a.stream == b.stream
            && (a.of == b.of || b.of.is_empty())
            && (a.when.year == b.when.year || b.when.year.is_none());
        // 经营支出占2%: a third part
        let of_sentence = view.passage.in_sentence(a);
        let is_all = of_sentence
            .filter(|(_, other)| {
                other.role == Role::Share && !other.name.is_empty() && !other.when.is_last
            })
            .count()
            == 2;
        // 人员经费占62%，公用经费占18%，其余为项目支出
        let is_left = leaves_rest(view.passage, *second);
        if !is_one || !is_all || is_left || !is_all_of_whole(view.passage, &[&a.name, &b.name]) {
            continue;
        }
        let mut reading = Reading::default().with_items(&[(a.figure, 1), (b.figure, 1)]);
        reading.parts.push((Slot::Total, Filling::Number(b.figure, Decimal::ONE_HUNDRED)));
        out.push(Frame::new(Relation::Shares, reading, b.figure).weak());
    }
}
