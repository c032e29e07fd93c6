//! Scores or rates, each with a weight, and what they come to: 甲92分（权重50%）、乙85.8分（权重50%），综合得分88.9分; 按自评60%、
//! 复评40%折算，自评96分、复评92分，综合得分94.4分.

use super::frame::Frame;
use super::heads::head_before_colon;
use super::ratio::ratio_from;
use super::score::{between, is_value};
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Slot, holds};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    for at in view.places() {
        let found = paired(view, at).or_else(|| by_size(view, at, &lists));
        let found = found.or_else(|| by_ratio(view, at));
        if let Some(frame) = found.or_else(|| by_rates(view, at)) {
            out.push(frame);
        } else if is_total(view, at) {
            let pairs = bracketed(view, at).or_else(|| in_brackets(view, at));
            let pairs = pairs.or_else(|| before(view, at));
            out.extend(pairs.and_then(|pairs| told(view, at, &pairs)));
        }
        out.extend(all_weights(view, at));
    }
    let is_weighed =
        |frame: &Frame| matches!(frame.relation, Relation::Weighted | Relation::WeightedBy);
    let weighed: Vec<usize> =
        out.iter().filter(|frame| is_weighed(frame)).map(|frame| frame.anchor).collect();
    out.retain(|frame| frame.relation != Relation::Sum || !weighed.contains(&frame.anchor));
}

fn kind(view: &View<'_, '_>, at: usize) -> Option<Kind> {
    let figure = view.figure(at).filter(|figure| !figure.is_times)?;
    // 权重分别为20%、30%和50%
    let is_row = figure.kind == Kind::Percent
        && view.spot(at).is_some_and(|spot| {
            view.passage.is_figure(spot) && spot.row.is_some_and(|row| row.2 > 1)
        });
    (view.is_plain(at) || is_row).then_some(figure.kind)
}

/// Whether a score or rate may be what several come to.
fn is_total(view: &View<'_, '_>, at: usize) -> bool {
    matches!(kind(view, at), Some(Kind::Score | Kind::Percent))
        && view.spot(at).is_some_and(|spot| {
            matches!(spot.role, Role::Got | Role::Value)
                && (view.passage.tokens.has_word("weighed_totals", &view.lead(at))
                    || spot.words.contains(&Class::ScoreTotal))
        })
        && !is_scoped(view, at)
}

/// Whether a scope of its own is told, other than that it is weighed.
fn is_scoped(view: &View<'_, '_>, at: usize) -> bool {
    let is_weighed = || {
        // 甲（98.0%，权重60%）加权得出，综合为96.8%: the clause before says so
        let words = between(view, at.checked_sub(1), Some(at));
        view.passage.tokens.has_word("weighted_means", &words)
    };
    view.has_scope(at) && !is_weighed()
}

/// The weight in the bracket directly behind a figure.
fn weight_of(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let own = view.spot(at)?;
    let (weight, spot) = view.passage.after(at).next()?;
    let is_weight = spot.stream != own.stream
        && view.passage.anchor(spot.stream) == Some(at)
        && spot.words.contains(&Class::Weight)
        && view.figure(weight).is_some_and(|figure| figure.kind == Kind::Percent);
    is_weight.then_some(weight)
}

/// What as many weights as scores say: what the scores come to where the weights are all of it, and else that they are not,
/// where another number in the place of one weight makes both come out. A part of a list is neither.
fn told(view: &View<'_, '_>, total: usize, pairs: &[(usize, usize)]) -> Option<Frame> {
    let value = |at: usize| view.figure(at).map(|figure| figure.value);
    let weights: Option<Vec<Decimal>> = pairs.iter().map(|(_, weight)| value(*weight)).collect();
    let weights = weights.filter(|own| own.len() > 1 && own.len() <= PAIRS.len())?;
    let all: Decimal = weights.iter().copied().sum();
    let weighed = frame(view, total, pairs).weak();
    if all == Decimal::ONE_HUNDRED {
        return Some(weighed);
    }
    let figures = &view.passage.tokens.figures;
    let mends = |(_, by): &(Slot, Slot)| {
        let mut reading = weighed.reading.clone();
        let part = reading.parts.iter_mut().find(|(slot, _)| slot == by);
        let Some((_, Filling::Number(_, value))) = part else { return false };
        *value = Decimal::ONE_HUNDRED - (all - *value);
        *value > Decimal::ZERO && holds(Relation::Weighted, &reading, figures) == Some(true)
    };
    let items: Vec<(usize, i8)> =
        pairs.iter().map(|(_, weight)| (view.number(*weight), 1)).collect();
    let (last, _) = *items.last()?;
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, Filling::Number(last, Decimal::ONE_HUNDRED)));
    PAIRS.iter().any(mends).then(|| Frame::new(Relation::Shares, reading, last))
}

/// Scores in a row, weighed by as many amounts or numbers in the row or list before them: 资金分别为1,200万元、800万元，得分依次为91分、
/// 86分，以资金为权重加权，综合得分89分.
fn by_size(view: &View<'_, '_>, total: usize, lists: &ToldLists) -> Option<Frame> {
    let spot = view
        .spot(total)
        .filter(|_| matches!(kind(view, total), Some(Kind::Score | Kind::Percent)))?;
    let sentence = || view.before(total).take_while(|(_, other)| other.sentence == spot.sentence);
    let (last, own) = sentence().find(|(at, _)| view.is_like(*at, total))?;
    let (_, nth, length) = own.row.filter(|(_, nth, length)| nth + 1 == *length)?;
    let first = last.checked_sub(nth)?;
    let text = format!("{}{}", view.lead_of_sentence(first), view.text_between(first, total));
    if !view.passage.tokens.has_word("weighted_means", &text) {
        return None;
    }
    let row = |end: usize| -> Option<Vec<usize>> {
        let own: Vec<usize> = (end.checked_sub(length)?..end).collect();
        let is_nth = |(nth, at): (usize, &usize)| {
            view.spot(*at).is_some_and(|spot| {
                spot.row.is_some_and(|row| row.1 == nth && row.2 == length)
                    && view.passage.is_figure(spot)
            })
        };
        own.iter().enumerate().all(is_nth).then_some(own)
    };
    let scores = row(last + 1)?;
    let of_list = || {
        let near = lists.0.iter().filter(|list| list.items.len() == length);
        let mut near = near.filter(|list| {
            let item = list.items.last().and_then(|item| view.passage.spot_of(*item));
            item.is_some_and(|item| item.figure < own.figure && item.sentence + 1 >= spot.sentence)
        });
        let place = |figure: &usize| view.places().find(|at| view.number(*at) == *figure);
        let list = near.next().filter(|_| near.next().is_none())?;
        list.items.iter().map(place).collect::<Option<Vec<usize>>>()
    };
    let weights = row(first).or_else(of_list)?;
    let is_size = |at: &usize| {
        view.figure(*at).is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count))
    };
    let parts = scores.iter().zip(&weights).zip(PAIRS).flat_map(|((score, weight), (item, by))| {
        [(*item, view.number(*score), 1), (*by, view.number(*weight), 1)]
    });
    let total = [(Slot::Total, spot.figure, 1)];
    (length > 1 && length <= PAIRS.len() && weights.iter().all(is_size)).then(|| {
        Frame::new(Relation::WeightedBy, Reading::of(total.into_iter().chain(parts)), spot.figure)
    })
}

/// Scores that are weighed by a printed ratio: 按6:4的比例合成，前者92分，后者88分，综合得分90.4分.
fn by_ratio(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total).filter(|_| is_total(view, total))?;
    let near = || view.before(total).take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
    let ratios = near().map(|(at, _)| ratio_from(view, at)).filter(|own| own.len() > 1);
    // the longest of those that end at one place stands last
    let weights = ratios.last()?;
    let (first, last) = (*weights.first()?, *weights.last()?);
    let sentence = view.spot(first)?.sentence;
    let own = near().filter(|(at, other)| {
        (other.sentence == spot.sentence || other.sentence == sentence)
            && !(first..=last).contains(at)
            && kind(view, *at) == kind(view, total)
    });
    let mut items: Vec<(usize, &Spot)> = own.collect();
    items.reverse();
    let is_item = |spot: &Spot| matches!(spot.role, Role::Got | Role::Value) && !spot.is_sum;
    // 由市、县按6:4分担: a ratio of amounts
    let is_money = |at: usize| view.figure(at).is_some_and(|own| own.kind == Kind::Money);
    if near().any(|(at, _)| is_money(at)) {
        return None;
    }
    let words = format!("{}{}", view.lead(first), view.text_between(last, total));
    let tokens = view.passage.tokens;
    let mut weighs = tokens
        .words_of("weighted_means")
        .chain(tokens.words_of("weighs_as").filter(|word| word.chars().count() > 1));
    let is_told = weighs.any(|word| words.contains(word))
        && items.len() == weights.len()
        && weights.len() <= PAIRS.len()
        && items.iter().all(|(_, spot)| is_item(spot));
    let parts =
        items.iter().zip(&weights).zip(PAIRS).flat_map(|(((item, _), weight), (of, by))| {
            [(*of, Filling::Figure(view.number(*item), 1)), (*by, points_of(view, *weight, total))]
        });
    let all = [(Slot::Total, Filling::Figure(spot.figure, 1))].into_iter().chain(parts);
    let reading = Reading { parts: all.collect(), ..Reading::default() };
    is_told.then(|| Frame::new(Relation::WeightedBy, reading, spot.figure))
}

/// Full points in a row, and in the next one what rate of each was got: 分值分别为20分、80分，得分率依次为90%、95%，总得分94分.
fn by_rates(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total).filter(|_| kind(view, total) == Some(Kind::Score))?;
    let is_total = matches!(spot.role, Role::Got | Role::Value)
        && (spot.is_sum || spot.words.contains(&Class::ScoreTotal));
    if !is_total {
        return None;
    }
    let row_of = |before: usize, kind: Kind| {
        // 实际得分14分、22.5分: what was got is no full mark
        let near = view.before(before).take_while(|(_, other)| other.sentence == spot.sentence);
        let mut own = near.filter(|(place, other)| {
            !(kind == Kind::Score && other.role == Role::Got)
                && view.figure(*place).is_some_and(|figure| figure.kind == kind && !figure.is_times)
        });
        let (last, _) = own.next()?;
        view.row_up_to(last).filter(|row| (2..=PAIRS.len()).contains(&row.len()))
    };
    let rates = row_of(total, Kind::Percent)?;
    // 权重分别为20%、80%
    let points = row_of(rates.start, Kind::Score).or_else(|| row_of(rates.start, Kind::Percent))?;
    let is_of_points = view.lead(rates.start);
    let names_rate = view.passage.tokens.has_word("got_rates", &is_of_points);
    let is_got = |at: usize| view.spot(at).is_some_and(|own| own.role == Role::Got);
    let is_full = view.spot(points.start).is_some_and(|own| own.segment == spot.segment)
        && (points.end..rates.start).all(is_got);
    let is_next = view
        .spot(rates.start)
        .is_some_and(|own| own.clause + 1 == spot.clause && own.segment == spot.segment);
    let is_told =
        names_rate && is_full && is_next && points.len() == rates.len() && !view.has_scope(total);
    let mut parts = vec![(Slot::Total, Filling::Figure(spot.figure, 1))];
    for ((point, rate), (item, by)) in points.zip(rates).zip(PAIRS) {
        let of = view.figure(point)?;
        let full = match of.kind {
            Kind::Percent => points_of(view, point, total),
            _ => Filling::Figure(view.number(point), 1),
        };
        parts.push((*item, full));
        parts.push((*by, Filling::Figure(view.number(rate), 1)));
    }
    let reading = Reading { parts, ..Reading::default() };
    is_told.then(|| Frame::new(Relation::Weighted, reading, spot.figure))
}

/// A weight as it is printed: weights are set, not rounded.
pub(super) fn exact(view: &View<'_, '_>, at: usize) -> Filling {
    let value = view.figure(at).map_or(Decimal::ZERO, |figure| figure.value);
    Filling::Number(view.number(at), value)
}

fn frame(view: &View<'_, '_>, total: usize, pairs: &[(usize, usize)]) -> Frame {
    let mut parts = vec![(Slot::Total, Filling::Figure(view.number(total), 1))];
    let is = |at: usize, wanted: Kind| view.figure(at).is_some_and(|own| own.kind == wanted);
    for ((value, weight), (item, by)) in pairs.iter().zip(PAIRS) {
        // 得分率95%，权重40%: of points
        let is_rate = is(*value, Kind::Percent) && is(total, Kind::Score);
        let (one, other) = if is_rate && is(*weight, Kind::Percent) {
            (points_of(view, *weight, total), Filling::Figure(view.number(*value), 1))
        } else {
            (Filling::Figure(view.number(*value), 1), exact(view, *weight))
        };
        parts.extend([(*item, one), (*by, other)]);
    }
    let reading = Reading { parts, ..Reading::default() };
    Frame::new(Relation::Weighted, reading, view.number(total))
}

/// A weight as the points that can be had: 20% are 20 of 100.
fn points_of(view: &View<'_, '_>, weight: usize, total: usize) -> Filling {
    let own = view.figure(weight);
    let (value, range) = own.map_or((Decimal::ZERO, 0..0), |own| (own.value, own.span.clone()));
    Filling::Worked { value, like: view.number(total), range }
}

/// The scores that bear their weights in brackets, each with its weight, in the sentence of the total or beside it.
fn bracketed(view: &View<'_, '_>, total: usize) -> Option<Vec<(usize, usize)>> {
    let spot = view.spot(total)?;
    let near =
        view.passage.near(spot).filter(|(at, other)| *at != total && other.stream == spot.stream);
    let pairs: Vec<(usize, usize)> =
        near.filter_map(|(at, _)| Some((at, weight_of(view, at)?))).collect();
    let is_like = pairs.iter().all(|(at, _)| kind(view, *at) == kind(view, total));
    (is_like && !pairs.is_empty()).then_some(pairs)
}

/// The rates or scores in brackets of their sentence, each with its weight: 甲（98.0%，权重60%）和乙（95.0%，权重40%）加权得出.
fn in_brackets(view: &View<'_, '_>, total: usize) -> Option<Vec<(usize, usize)>> {
    /// A longer name says of what: 综合, 加权综合得分.
    const LONGEST: usize = 6;
    let spot = view.spot(total)?;
    let near: Vec<(usize, &Spot)> = view
        .passage
        .near(spot)
        .filter(|(at, own)| {
            *at < total && own.sentence == spot.sentence && own.stream != spot.stream
        })
        .collect();
    let is_weight = |spot: &Spot| spot.words.contains(&Class::Weight);
    let pair = |own: &[(usize, &Spot)]| {
        let [one, other] = own else { return None };
        // 权重50%，得90分
        let ((value, of), (weight, by)) =
            if is_weight(one.1) { (*other, *one) } else { (*one, *other) };
        let is_pair = is_weight(by)
            && !is_weight(of)
            && kind(view, value) == kind(view, total)
            && kind(view, weight) == Some(Kind::Percent);
        is_pair.then_some((value, weight))
    };
    let groups = near.chunk_by(|(_, a), (_, b)| a.stream == b.stream);
    let pairs: Vec<(usize, usize)> = groups.map(pair).collect::<Option<_>>()?;
    // 群众满意度综合为98.0%: of one of them
    let is_of_all = spot.raw.chars().count() <= LONGEST;
    (is_of_all && pairs.len() > 1).then_some(pairs)
}

/// The weights of all that is weighed, which a sentence lists behind a word that says what they are: 一级指标权重为：甲10%，乙50%，丙40%.
fn all_weights(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    /// Two may be some of several.
    const LEAST: usize = 3;
    let spot = view.spot(first).filter(|_| kind(view, first) == Some(Kind::Percent))?;
    let tokens = view.passage.tokens;
    // 一级指标权重为: a number in words counts nothing
    let is_number = |at: usize| view.figure(at).is_some_and(|own| own.is_spelled);
    let is_first = view
        .before(first)
        .take_while(|(_, own)| own.sentence == spot.sentence)
        .all(|(at, _)| is_number(at));
    let head = if is_first { head_before_colon(view, first)? } else { return None };
    let head = head.as_str();
    let mut becomes = tokens.words_of("becomes").chain(tokens.words_of("respectively"));
    let head = becomes.find_map(|word| head.strip_suffix(word)).unwrap_or(head);
    let is_of_weights = tokens.words_of("weight").any(|word| head.ends_with(word));
    let own = std::iter::once((first, spot)).chain(view.after(first));
    let own: Vec<(usize, &Spot)> =
        own.take_while(|(_, own)| own.sentence == spot.sentence).collect();
    let is_weight = |(at, own): &(usize, &Spot)| {
        view.is_plain(*at)
            && kind(view, *at) == Some(Kind::Percent)
            && matches!(own.role, Role::Value | Role::Named | Role::Complete)
            && !own.raw.is_empty()
            && !own.is_sum
    };
    let (last, _) = *own.last()?;
    let is_told = is_of_weights
        && own.len() >= LEAST
        && own.iter().all(is_weight)
        && !view
            .words(first, last)
            .iter()
            .any(|class| matches!(class, Class::Open | Class::OfWhich))
        && !view.is_followed_by(last, Class::Open);
    let items: Vec<(usize, i8)> = own.iter().map(|(at, _)| (view.number(*at), 1)).collect();
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, Filling::Number(view.number(last), Decimal::ONE_HUNDRED)));
    is_told.then(|| Frame::new(Relation::Shares, reading, view.number(last)).weak())
}

/// As many scores as weights stand before them, in their order, where words say that they are weighed.
fn before(view: &View<'_, '_>, total: usize) -> Option<Vec<(usize, usize)>> {
    /// The weights may stand so many sentences before.
    const FAR: usize = 1;
    let spot = view.spot(total)?;
    let near: Vec<(usize, &Spot)> = view
        .before(total)
        .take_while(|(_, other)| other.sentence + FAR >= spot.sentence)
        .filter(|(at, _)| matches!(kind(view, *at), Some(Kind::Score | Kind::Percent)))
        .collect();
    // 权重合计100%: none of them
    let is_all = |at: usize| {
        view.spot(at).is_some_and(|spot| spot.is_sum)
            && view.figure(at).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED)
    };
    let near: Vec<(usize, &Spot)> = near.into_iter().filter(|(at, _)| !is_all(*at)).collect();
    let is_weight = |at: usize| kind(view, at) == Some(Kind::Percent);
    let own = near.iter().take_while(|(at, other)| {
        kind(view, *at) == kind(view, total)
            && matches!(other.role, Role::Got | Role::Value)
            && (kind(view, total) == Some(Kind::Score) || other.sentence == spot.sentence)
    });
    let mut items: Vec<usize> = own.map(|(at, _)| *at).collect();
    let mut weights: Vec<usize> =
        near.iter().skip(items.len()).map(|(at, _)| *at).take_while(|at| is_weight(*at)).collect();
    // 自评94.5分，复核90分。按自评30%、复核70%折算: the scores stand before the weights
    if items.is_empty() && kind(view, total) == Some(Kind::Score) {
        let scores = near.iter().skip(weights.len()).map(|(at, _)| *at);
        items = scores.take_while(|at| kind(view, *at) == Some(Kind::Score)).collect();
    }
    items.reverse();
    weights.reverse();
    let text = view.lead_of_sentence(*weights.first()?);
    let first = *weights.first()?;
    let words = format!("{text}{}", view.text_between(first, total));
    let is_told = view.passage.tokens.has_word("weighted_means", &words)
        || view.passage.tokens.has_word("weighs_as", &words);
    let is_even = items.len() == weights.len();
    (is_told && is_even).then(|| items.into_iter().zip(weights).collect())
}

/// The mean of rates or scores with a weight each, behind each of them or in a row of their own: 受益群众92.5%，权重60%；基层95.0%，
/// 权重40%，加权后93.5%; 权重分别为60%、40%，对应92.5%、95.0%，加权综合93.5%.
fn paired(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let kind = view.figure(at)?.kind;
    if !matches!(kind, Kind::Percent | Kind::Score) || !view.is_plain(at) {
        return None;
    }
    // 甲92.0%，权重60%；乙87.0%，权重40%。加权后综合90.0%
    let (_, last) = view.before(at).next()?;
    let sentence = last.sentence;
    if sentence + 1 < spot.sentence {
        return None;
    }
    let mut own: Vec<(usize, &Spot)> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == sentence)
        .filter(|(place, _)| {
            view.figure(*place).is_some_and(|figure| {
                figure.kind == Kind::Percent && !figure.is_times || figure.kind == kind
            })
        })
        .collect();
    own.reverse();
    let near = view.before(at).take_while(|(_, other)| other.sentence == sentence);
    let first = near.last()?.0;
    let text = between(view, first.checked_sub(1), Some(at));
    if !view.passage.tokens.has_word("weighted_means", &text) || !own.len().is_multiple_of(2) {
        return None;
    }
    let is_weight = |spot: &Spot| spot.words.contains(&Class::Weight);
    let half = own.len() / 2;
    let pairs: Vec<(usize, usize)> = if own.iter().all(|(_, other)| other.row.is_some()) {
        let (one, other) = own.split_at(half);
        let is_row = |row: &[(usize, &Spot)]| {
            row.iter().enumerate().all(|(nth, (_, spot))| {
                spot.row.is_some_and(|(_, own, length)| own == nth && length == half)
            })
        };
        if !is_row(one) || !is_row(other) {
            return None;
        }
        let (values, weights) = match (is_weight(one.first()?.1), is_weight(other.first()?.1)) {
            (true, false) => (other, one),
            (false, true) => (one, other),
            _ => return None,
        };
        values.iter().zip(weights).map(|(value, weight)| (value.0, weight.0)).collect()
    } else {
        let pair = |pair: &[(usize, &Spot)]| match pair {
            [(value, of), (weight, by)] => {
                (!is_weight(of) && is_weight(by) && is_value(view, *value, kind))
                    .then_some((*value, *weight))
            }
            _ => None,
        };
        own.chunks(2).map(pair).collect::<Option<Vec<_>>>()?
    };
    (pairs.len() > 1 && pairs.len() <= PAIRS.len()).then(|| frame(view, at, &pairs))
}
