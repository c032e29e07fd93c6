//! A row of as many parts as names behind what they come to, without a word that opens a list: 参保218万人，职工、居民分别为62万人和156万人;
//! 总投资36万元，2023年、2024年分别安排10万元、26万元; 满分100分，四类指标分值分别为15分、20分、35分、30分. And the points of all parts before
//! the points that can be had: 决策（15分）、过程（25分）、产出（35分）、效益（25分），满分100分.

use super::frame::Frame;
use super::sum::{is_fact as may_be_added, sum};
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |total: usize| {
        out.iter().any(|frame| {
            frame.relation == Relation::Sum && frame.reading.figures().first() == Some(&total)
        })
    };
    let found = |at| {
        let found = frame(view, at).or_else(|| full(view, at)).or_else(|| hundred(view, at));
        found.or_else(|| second(view, at))
    };
    let found = view.places().filter_map(found);
    let found: Vec<Frame> = found.filter(|frame| !is_told(frame.anchor)).collect();
    out.extend(found);
}

/// A total that stands behind another one without words of its own, of the row of its kind: 分别为12个、8个，投资分别为9.6万元、6.4万元，
/// 共计20个、16.0万元.
fn second(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total).filter(|spot| spot.goes_on && spot.raw.is_empty())?;
    let (first, head) = view.before(total).next()?;
    let says_sum = |class: &Class| matches!(class, Class::Sum | Class::Total | Class::Cumulated);
    let is_behind = head.clause == spot.clause
        && !head.goes_on
        && (head.is_sum || head.words.iter().any(says_sum))
        && may_be_added(view, first)
        && may_be_added(view, total)
        && !view.is_like(first, total)
        && !view.has_scope(first);
    if !is_behind {
        return None;
    }
    let sentence =
        |from: usize| view.before(from).take_while(|(_, other)| other.sentence == spot.sentence);
    let row_of = |at: usize| {
        let (last, _) = sentence(first).find(|(place, _)| view.is_like(*place, at))?;
        view.row_up_to(last).filter(|row| row.len() > 1)
    };
    let (items, beside) = (row_of(total)?, row_of(first)?);
    let has_more = sentence(items.start)
        .any(|(place, _)| view.is_like(place, total) && may_be_added(view, place));
    let items: Vec<usize> = items.collect();
    (items.len() == beside.len() && !has_more).then(|| sum(view, total, &items))
}

fn frame(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let row: Vec<usize> = view.row_from(first)?.collect();
    let spot = view.spot(first)?;
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut heads = near.filter(|(at, _)| view.is_like(*at, first));
    let (head, of) = heads.next().filter(|_| heads.next().is_none())?;
    let is_part = |at: &usize| {
        view.spot(*at)
            .is_some_and(|part| part.role == spot.role && part.when.is_last == of.when.is_last)
            && view.figure(*at).is_some_and(|own| own.is_figure() && !own.is_spelled)
    };
    let names = names_of(view, first);
    let apart = |class: &Class| {
        matches!(
            class,
            Class::Compare
                | Class::Last
                | Class::Per
                | Class::Average
                | Class::Open
                | Class::OfWhich
                | Class::Not
                | Class::Scope
                | Class::Rest
        )
    };
    // 收入80万元，支出分别为; but 支付80万元，四个季度分别支付
    let is_other =
        |class: &Class| matches!(class, Class::Income | Class::Outgo) && !of.words.contains(class);
    let is_told = may_head(view, head, of, spot)
        && row.len() == names
        && row.iter().all(is_part)
        && !view.words(head, first).iter().any(|class| apart(class) || is_other(class))
        && of.when.stage.zip(spot.when.stage).is_none_or(|(one, other)| one == other)
        && of.segment == spot.segment
        // 省、市、县三级分别安排: the scopes are the names
        && (number_of(view, first).is_some() || !view.has_scope(first));
    let frame = sum(view, head, &row);
    is_told.then(|| if is_all(of) || are_all(view, first) { frame.weak() } else { frame.open() })
}

/// A row of the shares of all that makes up a whole: 一至四季度用款比例依次为15%、30%、30%、25%.
fn hundred(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let row = view.row_from(first)?;
    let spot = view.spot(first)?;
    let is_share = |at: usize| {
        view.figure(at).is_some_and(|own| own.kind == Kind::Percent && own.is_figure())
            && view.spot(at).is_some_and(|own| own.role == spot.role)
    };
    let lead = view.lead(first);
    let is_told = row.clone().all(is_share)
        && row.len() == names_of(view, first)
        && are_all(view, first)
        && view.passage.tokens.has_word("share_noun", &lead)
        && !view.has_scope(first);
    let items: Vec<(usize, i8)> = row.map(|at| (view.number(at), 1)).collect();
    let last = items.last()?.0;
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, Filling::Number(last, Decimal::ONE_HUNDRED)));
    is_told.then(|| Frame::new(Relation::Shares, reading, last).weak())
}

/// How many parts the words before a row name: as many as they join, or as they say.
fn names_of(view: &View<'_, '_>, first: usize) -> usize {
    let lead = view.lead(first);
    let names = || view.joined(lead.trim_start_matches(',')).len();
    let numbered = || view.passage.tokens.numbered_names(&lead).map(|names| names.len());
    number_of(view, first).or_else(numbered).unwrap_or_else(names)
}

/// Whether the names of a row, told by the first and the last or by their number, are known to make up a whole: 一至四季度分别为.
fn are_all(view: &View<'_, '_>, first: usize) -> bool {
    let tokens = view.passage.tokens;
    let names = tokens.numbered_names(&clause_before(view, first)).unwrap_or_default();
    tokens.lists.are_whole(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is printed between the mark of a clause and a figure, numbers in words too.
fn clause_before(view: &View<'_, '_>, at: usize) -> String {
    let tokens = view.passage.tokens;
    let list = tokens.tokens.get(..view.token(at)).unwrap_or(&[]);
    let is_mark = |what: What| matches!(what, What::Sign(sign) if sign != Sign::Item);
    let from = list.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
    tokens.texts(list.get(from..).unwrap_or(&[]).iter())
}

/// The number in words of what a row is of: 决策、过程两类一级指标分值分别为.
fn number_of(view: &View<'_, '_>, first: usize) -> Option<usize> {
    let number = |at: usize| view.figure(at).filter(|own| own.is_spelled).map(|own| own.value);
    let clause = view.spot(first).map(|spot| spot.clause);
    let before = view.before(first).take_while(|(_, other)| Some(other.clause) == clause);
    let mut spelled = before.filter_map(|(at, _)| number(at));
    spelled.find_map(|own| usize::try_from(own).ok().filter(|own| *own > 1))
}

/// What can be had of all parts, directly behind the points of each of them.
fn full(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    /// The points of fewer parts may be some of them.
    const LEAST: usize = 3;
    let spot = view.spot(total)?;
    let is_full = |at: usize, other: &Spot| {
        other.role == Role::Weight
            && view.figure(at).is_some_and(|own| own.kind == Kind::Score && own.is_figure())
    };
    if !is_full(total, spot) || spot.row.is_some() || !view.bare(&spot.name).is_empty() {
        return None;
    }
    let near = view.before(total).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut items: Vec<(usize, &Spot)> = near.filter(|(at, _)| view.is_like(*at, total)).collect();
    items.reverse();
    let (first, head) = items.first().copied()?;
    let is_part = |(at, part): &(usize, &Spot)| {
        // 评分体系由投入15分、过程25分…构成: a word of what all of them are
        let opens = part.figure == head.figure && part.role == Role::Got;
        (is_full(*at, part) || part.role == Role::Value || opens)
            && part.stream == head.stream
            && part.clause == head.clause
            && part.segment == spot.segment
            && part.row.is_some() == head.row.is_some()
            && (part.row.is_some() || !part.name.is_empty())
            && view.figure(*at).is_some_and(|own| own.is_figure() && !own.is_spelled)
    };
    let is_told = items.len() >= LEAST
        && head.clause + 1 == spot.clause
        && items.iter().all(is_part)
        && !view.words(first, total).iter().any(|class| {
            matches!(
                class,
                Class::Open | Class::OfWhich | Class::Average | Class::Score | Class::Rest
            )
        });
    let items: Vec<usize> = items.into_iter().map(|(at, _)| at).collect();
    is_told.then(|| sum(view, total, &items))
}

/// Whether a figure may be what the parts of a row come to: a fact, or the points that can be had.
fn may_head(view: &View<'_, '_>, head: usize, of: &Spot, part: &Spot) -> bool {
    let is_score = view.figure(head).is_some_and(|own| own.kind == Kind::Score);
    let is_full = is_score && of.role == Role::Weight && part.role == Role::Weight;
    let is_plain = view.is_fact(head) && part.role == Role::Value;
    (is_full || is_plain)
        && view.is_plain(head)
        && !of.words.contains(&Class::OfWhich)
        && !of.goes_on
}

/// Whether words say that a figure is what others come to: 共计36万元, 满分100分; of 总投资 years to come may lack.
fn is_all(of: &Spot) -> bool {
    of.is_sum || of.role == Role::Weight || of.words.contains(&Class::Sum)
}
