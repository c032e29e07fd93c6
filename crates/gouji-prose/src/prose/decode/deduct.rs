//! Points that are taken off, and what they leave: 满分100分，共扣7.5分，其中甲扣2分、乙扣5.5分，得92.5分; 甲20分，得18分；乙20分，扣3.5分.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Fewer rows are no sheet.
const LEAST: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_sheet = |spot: &Spot| matches!(spot.role, Role::Deduct | Role::Got);
    if !view.passage.spots().iter().any(is_sheet) {
        return;
    }
    let taken = view.places().filter(|at| is_all_taken(view, *at));
    let found: Vec<Frame> =
        taken.flat_map(|at| [list(view, at), left(view, at)]).flatten().collect();
    out.extend(found);
    out.extend(view.places().filter_map(|at| parts(view, at)));
    out.extend(view.places().filter_map(|at| left_of_all(view, at)));
    let mut sentences: Vec<usize> = view.passage.spots().iter().map(|spot| spot.sentence).collect();
    sentences.dedup();
    out.extend(sentences.into_iter().filter_map(|sentence| sheet(view, sentence)));
}

fn is_points(view: &View<'_, '_>, at: usize) -> bool {
    view.is_plain(at) && view.figure(at).is_some_and(|figure| figure.kind == Kind::Score)
}

fn has_role(view: &View<'_, '_>, at: usize, role: Role) -> bool {
    is_points(view, at) && view.spot(at).is_some_and(|spot| spot.role == role)
}

/// Whether points are all that is taken off: 共扣7.5分.
fn is_all_taken(view: &View<'_, '_>, at: usize) -> bool {
    let is_sum = |spot: &Spot| {
        let is_word = |class: &Class| matches!(class, Class::Sum | Class::Cumulated | Class::Total);
        spot.is_sum || spot.words.iter().any(is_word)
    };
    has_role(view, at, Role::Deduct) && view.spot(at).is_some_and(is_sum) && !view.has_scope(at)
}

/// The points of the sentence of some and of those beside it.
fn near<'a>(view: &View<'_, 'a>, at: usize) -> Vec<(usize, &'a Spot)> {
    let Some(spot) = view.spot(at) else { return Vec::new() };
    let own = view.passage.near(spot).filter(|(place, _)| *place != at && is_points(view, *place));
    own.collect()
}

/// All that is taken off, and what it is made of.
fn list(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let near = near(view, total);
    let others = near.iter().filter(|(_, other)| other.role == Role::Deduct);
    let mut items: Vec<usize> = others.map(|(at, _)| *at).collect();
    if items.is_empty() {
        items = labelled(view, total)?;
    }
    let is_item = |at: &usize| !is_all_taken(view, *at) && !view.has_scope(*at);
    // one rule for each of several is no list: 每缺一项扣1分
    let is_rule =
        |at: &usize| view.spot(*at).is_some_and(|item| view.passage.clause_has(item, Class::Per));
    // 主要是甲扣2分、乙扣1分等: there may be more
    let (first, last) = (*items.iter().min()?, *items.iter().max()?);
    let words = view.words(first.min(total), last.max(total));
    let is_open = words.iter().any(|class| matches!(class, Class::Open | Class::Most))
        || view.is_followed_by(last, Class::Open);
    let is_list =
        !is_open && items.len() > 1 && items.iter().all(is_item) && !items.iter().any(is_rule);
    let all = each_as_often(view, items.into_iter())?;
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&all);
    is_list.then(|| Frame::new(Relation::Sum, reading, spot.figure).weak())
}

/// What is taken off one part, and what that is made of, in its group of clauses: 40分得36.5分，扣3.5分，其中甲扣0.5分、乙扣2分、丙扣1分.
fn parts(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total).filter(|_| has_role(view, total, Role::Deduct))?;
    let behind = view.after(total).take_while(|(_, other)| other.segment == spot.segment);
    let items: Vec<(usize, &Spot)> = behind.filter(|(at, _)| is_points(view, *at)).collect();
    let (first, opens) = items.first()?;
    let is_told = items.len() > 1
        && !view.has_scope(total)
        && view.words(total, *first).contains(&Class::OfWhich)
        && opens.sentence == spot.sentence
        && items.iter().all(|(at, own)| {
            own.role == Role::Deduct
                && !view.passage.clause_has(own, Class::Per)
                && !is_all_taken(view, *at)
        })
        && !is_open(view, total, items.last()?.0)
        && !view.is_followed_by(items.last()?.0, Class::Open);
    let items = each_as_often(view, items.into_iter().map(|(at, _)| at))?;
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Sum, reading, spot.figure).weak())
}

/// The points behind a label of what is taken off: 扣分分布：决策1.5分、过程4.1分.
fn labelled(view: &View<'_, '_>, total: usize) -> Option<Vec<usize>> {
    let spot = view.spot(total)?;
    let next = |(_, other): &(usize, &Spot)| other.sentence == spot.sentence + 1;
    let own: Vec<usize> = view.after(total).filter(next).map(|(at, _)| at).collect();
    let first = *own.first()?;
    let is_value = |at: &usize| {
        is_points(view, *at) && view.spot(*at).is_some_and(|item| item.role == Role::Value)
    };
    let (before, _) = view.before(first).next()?;
    let is_label = view.has_sign(before, first, Sign::Colon)
        && view.words(before, first).contains(&Class::Deduct);
    (is_label && own.iter().all(is_value)).then_some(own)
}

/// What is left of the full points when all that is taken off is taken.
fn left(view: &View<'_, '_>, taken: usize) -> Option<Frame> {
    let near = near(view, taken);
    let stream = view.spot(taken)?.stream;
    // 共扣7分，其中满意度扣3.3分（满分10分，得6.7分）: a bracket tells more of one item
    let only = |role: Role| {
        let own = near.iter().filter(|(_, other)| other.stream == stream);
        let mut own = own.filter(|(_, other)| other.role == role);
        let (at, _) = own.next()?;
        own.next().is_none().then_some(*at)
    };
    let (full, got) = (only(Role::Weight)?, only(Role::Got)?);
    let is_one = near.iter().all(|(at, _)| !is_all_taken(view, *at));
    // 两项指标合计扣2分，预算执行扣1分: what comes behind, and is no part of it, is taken, too
    let more = near.iter().find(|(at, other)| *at > taken && other.role == Role::Deduct);
    let is_more = more.is_some_and(|(at, other)| {
        other.stream == stream
            && view.spot(taken).is_some_and(|own| own.segment == other.segment)
            && !view.words(taken, *at).contains(&Class::OfWhich)
            && list(view, taken).is_none()
    });
    let is_one = is_one && !is_more;
    let items = [(view.number(full), 1), (view.number(taken), -1)];
    let reading = Reading::of([(Slot::Total, view.number(got), 1)]).with_items(&items);
    is_one.then(|| Frame::new(Relation::Balance, reading, view.number(got)).weak())
}

/// What is left of the full points when each of several is taken off, and no total of them is told: 满分100分，甲扣1.5分；乙扣2分。得
/// 96.5分.
fn left_of_all(view: &View<'_, '_>, got: usize) -> Option<Frame> {
    let spot = view.spot(got).filter(|_| has_role(view, got, Role::Got))?;
    let mut near = near(view, got);
    if !near.iter().any(|(_, other)| other.role == Role::Weight) {
        // 满分100分。扣分事项：…。得96.5分: two sentences before
        let first = near.first()?.1.sentence;
        let spots = view.passage.spots().iter().enumerate();
        let before = spots.filter(|(at, spot)| spot.sentence + 1 == first && is_points(view, *at));
        near.splice(0..0, before);
    }
    let mut full = near.iter().filter(|(_, other)| other.role == Role::Weight);
    let weight = match (full.next(), full.next()) {
        (Some((weight, _)), None) => *weight,
        // 过程指标共25分，得22分
        (None, None) => full_before(view, got)?,
        _ => return None,
    };
    let others = near.iter().filter(|(at, _)| *at != weight);
    let taken: Vec<usize> = others.clone().map(|(at, _)| *at).collect();
    let is_rule =
        |at: &usize| view.spot(*at).is_some_and(|item| view.passage.clause_has(item, Class::Per));
    let first = near.first()?.0;
    let last = near.last()?.0.max(got);
    let is_told = taken.len() > 1
        && others.into_iter().all(|(_, other)| other.role == Role::Deduct)
        && !taken.iter().any(|at| is_all_taken(view, *at) || is_rule(at))
        && !is_open(view, first, last)
        && !view.has_scope(got);
    let mut items = vec![(view.number(weight), 1)];
    for at in &taken {
        items.extend(std::iter::repeat_n((view.number(*at), -1), times(view, *at)?));
    }
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Balance, reading, spot.figure).weak())
}

/// The points that are taken off, each as often as it is: 甲扣2.5分，其余3个各扣1分.
fn each_as_often(
    view: &View<'_, '_>,
    items: impl Iterator<Item = usize>,
) -> Option<Vec<(usize, i8)>> {
    let mut all = Vec::new();
    for at in items {
        all.extend(std::iter::repeat_n((view.number(at), 1), times(view, at)?));
    }
    Some(all)
}

/// How often points are taken off: once, or for each of so many things: 两项指标未达标各扣2分.
fn times(view: &View<'_, '_>, at: usize) -> Option<usize> {
    /// More are seldom told so.
    const MOST: usize = 9;
    let spot = view.spot(at)?;
    if !spot.words.contains(&Class::Each) {
        return Some(1);
    }
    let (number, counted) = view.passage.before(at).next()?;
    let figure = view.figure(number).filter(|figure| figure.kind == Kind::Count)?;
    let count = usize::try_from(figure.value).ok()?;
    (counted.clause == spot.clause && (1..=MOST).contains(&count)).then_some(count)
}

/// Whether a word between two figures says that there is more; one with a noun behind it is part of a name: 日志等档案不完整.
fn is_open(view: &View<'_, '_>, first: usize, last: usize) -> bool {
    let tokens = &view.passage.tokens.tokens;
    let own = tokens.get(view.token(first)..view.token(last)).unwrap_or(&[]);
    own.windows(2).any(|pair| {
        matches!(pair, [word, next] if word.what == What::Word(Class::Open) && next.what != What::Text)
    })
}

/// The points directly before those that were got, which bear the name of what both are of.
fn full_before(view: &View<'_, '_>, got: usize) -> Option<usize> {
    let spot = view.spot(got)?;
    let (full, of) = view.before(got).next()?;
    let is_full = is_points(view, full)
        && of.role == Role::Value
        && !of.name.is_empty()
        && spot.name.is_empty()
        && of.segment == spot.segment
        && of.clause + 1 == spot.clause;
    is_full.then_some(full)
}

/// What a group of clauses tells of one part: how many points it has, and what was got of them or taken off.
fn row(view: &View<'_, '_>, group: &[(usize, &Spot)]) -> Option<Vec<(usize, i8)>> {
    let is_full = |role: Role| matches!(role, Role::Weight | Role::Value);
    let tokens = view.passage.tokens;
    let [(full, of), rest @ ..] = group else { return None };
    let own = (view.number(*full), 1);
    match rest {
        [(_, got)] if is_full(of.role) && got.role == Role::Got => Some(vec![(got.figure, 1)]),
        [(_, taken)] if is_full(of.role) && taken.role == Role::Deduct => {
            Some(vec![own, (taken.figure, -1)])
        }
        [] if is_full(of.role) && tokens.has_word("all_got", &view.text_behind(*full)) => {
            Some(vec![own])
        }
        _ => None,
    }
}

/// What the parts of a sheet come to: 数量15分全部得分；质量10分，扣1.5分；成本7分，得6分。产出共得29.5分.
fn sheet(view: &View<'_, '_>, sentence: usize) -> Option<Frame> {
    let of_sentence = |own: usize| -> Vec<(usize, &Spot)> {
        let spots = view.passage.spots().iter().enumerate();
        spots.filter(|(at, spot)| spot.sentence == own && is_points(view, *at)).collect()
    };
    let own = of_sentence(sentence);
    let rows = own.chunk_by(|(_, a), (_, b)| a.segment == b.segment);
    let rows: Vec<Vec<(usize, i8)>> = rows.map(|group| row(view, group)).collect::<Option<_>>()?;
    if rows.len() < LEAST {
        return None;
    }
    let total = |own: usize| {
        let of = of_sentence(own);
        let mut gots = of.iter().filter(|(_, spot)| spot.role == Role::Got);
        let (at, _) = gots.next()?;
        (gots.next().is_none() && !view.has_scope(*at)).then_some(*at)
    };
    let before = sentence.checked_sub(1).and_then(total);
    let total = match (before, total(sentence + 1)) {
        (Some(total), None) | (None, Some(total)) => total,
        _ => return None,
    };
    let items: Vec<(usize, i8)> = rows.into_iter().flatten().collect();
    let reading = Reading::of([(Slot::Total, view.number(total), 1)]).with_items(&items);
    Some(Frame::new(Relation::Balance, reading, view.number(total)).weak())
}
