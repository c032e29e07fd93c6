//! Scores: the grade that a printed scale gives, the points that a rate earns, the plain mean of several.

use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::list::List;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot, holds};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let bands = bands(view);
    let lists = ToldLists::of(out, untaught);
    for at in view.places() {
        out.extend(graded(view, at, &bands, &lists));
        out.extend(by_rate(view, at));
        out.extend(mean(view, at));
        out.extend(of_row(view, at));
    }
}

/// What was got in all before a row of what was got of each part of a known whole: 自评得93.5分，决策、过程、产出、效益四类指标分别得18分、
/// 19.5分、32分、24分.
fn of_row(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let is_got = |at: usize| {
        view.spot(at).is_some_and(|spot| spot.role == Role::Got)
            && view.figure(at).is_some_and(|figure| figure.is_figure() && !figure.is_spelled)
    };
    let is_total = is_got(total) && view.is_plain(total) && !view.has_scope(total);
    let (first, start) = view.after(total).find(|(at, _)| is_got(*at)).filter(|_| is_total)?;
    let items = view.row_from(first)?;
    let is_next = start.segment == spot.segment && start.clause == spot.clause + 1;
    let lead = view.text_between(total, first);
    let names: Vec<&str> = lead.split('\u{3001}').collect();
    let has_more =
        view.after(items.end - 1).any(|(at, own)| own.sentence == spot.sentence && is_got(at));
    let is_told = is_next
        && items.clone().all(is_got)
        && !has_more
        && view.passage.tokens.lists.are_whole(&names);
    let items: Vec<(usize, i8)> = items.map(|at| (view.number(at), 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Sum, reading, spot.figure).weak())
}

/// What scores a grade stands for: from the one figure to the other.
struct Band {
    grade: String,
    low: Option<usize>,
    high: Option<usize>,
    /// The places of its first and last figure.
    first: usize,
    last: usize,
}

/// What is printed between two figures, or between one and the end.
pub(super) fn between(view: &View<'_, '_>, from: Option<usize>, to: Option<usize>) -> String {
    let tokens = view.passage.tokens;
    let token = |at: usize| tokens.tokens.get(view.token(at));
    let start = from.and_then(token).map_or(0, |token| token.to);
    let end = to.and_then(token).map_or(tokens.chars.len(), |token| token.from);
    tokens.text(start, end)
}

/// The grade that a text names first behind a word that gives one, with nothing but brackets and marks between.
fn grade_in(view: &View<'_, '_>, text: &str) -> Option<String> {
    let tokens = view.passage.tokens;
    let (at, word) = tokens
        .words_of("gives_grade")
        .filter_map(|word| Some((text.find(word)?, word)))
        .min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))?;
    let behind = text.get(at + word.len()..)?;
    let grades = tokens.words_of("grades").filter(|grade| behind.starts_with(*grade));
    let grade = grades.max_by_key(|grade| grade.len())?;
    // 为中央: a word of its own
    let rest = behind.strip_prefix(grade)?;
    let is_end = rest.chars().next().is_none_or(|c| !c.is_alphabetic())
        || tokens.words_of("grade_ends").any(|word| rest.starts_with(word));
    is_end.then(|| grade.to_owned())
}

/// The scale that a passage prints: 90分以上为优，80分至90分为良，80分以下为中.
fn bands(view: &View<'_, '_>) -> Vec<Band> {
    let mut out: Vec<Band> = Vec::new();
    let tokens = view.passage.tokens;
    let is_score = |at: usize| {
        view.figure(at).is_some_and(|figure| {
            matches!(figure.kind, Kind::Score | Kind::Bare) && !figure.is_spelled
        })
    };
    for at in view.places().filter(|at| is_score(*at)) {
        let next = Some(at + 1).filter(|next| view.spot(*next).is_some());
        let behind = between(view, Some(at), next);
        let clause = behind.split([',', ';', '\u{3002}', '\u{3001}']).next().unwrap_or("");
        let Some(grade) = grade_in(view, clause) else { continue };
        let before = between(view, at.checked_sub(1), Some(at));
        let own = before.rsplit([';', '\u{3002}', '\u{3001}']).next().unwrap_or("");
        let says = |list: &str| tokens.has_word(list, clause) || tokens.has_word(list, own);
        let is_from = at.checked_sub(1).is_some_and(is_score)
            && !own.contains(',')
            && own.len() == before.len()
            && tokens.has_word("band_between", own);
        let number = Some(view.number(at));
        let band = if is_from {
            let low = at.checked_sub(1).map(|low| view.number(low));
            Band { grade, low, high: number, first: at - 1, last: at }
        } else if says("band_from") {
            Band { grade, low: number, high: None, first: at, last: at }
        } else if says("band_to") {
            Band { grade, low: None, high: number, first: at, last: at }
        } else {
            continue;
        };
        out.push(band);
    }
    out
}

/// A score beside a scale, and the grade that it is given.
fn graded(view: &View<'_, '_>, at: usize, bands: &[Band], lists: &ToldLists) -> Option<Frame> {
    let spot = view.spot(at)?;
    let (first, last) = (bands.first()?.first, bands.last()?.last);
    let is_item = |list: &List| list.head.is_some() && list.items.contains(&at);
    let is_part = lists.0.iter().any(|list| list.items.contains(&spot.figure))
        || view.passage.lists().iter().any(is_item);
    // 决策得18分、过程得27分，合计45分: what was got of all
    let list = lists.0.iter().find(|list| list.total == spot.figure);
    let is_got = |at: usize| view.spot(at).is_some_and(|own| own.role == Role::Got);
    let place = |figure: &usize| view.places().find(|place| view.number(*place) == *figure);
    let is_sum_of_got = || {
        let items = list.map_or(&[][..], |list| &list.items);
        // 投入18分，过程19分，产出36分，合计73分: less than all that could be had
        let is_part_of_all = || view.figure(at).is_some_and(|own| own.value < Decimal::ONE_HUNDRED);
        spot.is_sum
            && !items.is_empty()
            && (items.iter().filter_map(place).all(is_got) || is_part_of_all())
    };
    let is_score = spot.role == Role::Got || spot.role == Role::Value && is_sum_of_got();
    if bands.len() < 2 || !is_score || !view.is_plain(at) || is_part {
        return None;
    }
    let next = |at: usize| Some(at + 1).filter(|next| view.spot(*next).is_some());
    // 得分86分，其中过程18分，产出28分，等级为良: behind its parts
    let end = list.and_then(|list| place(list.items.last()?));
    let below =
        || view.passage.lists().iter().find(|list| list.head == Some(at))?.items.last().copied();
    let end = end.or_else(below).unwrap_or(at);
    let behind = grade_in(view, &between(view, Some(end), next(end)));
    let grade = if let Some(grade) = behind.filter(|_| at > last || at < first) {
        grade
    } else if at > last {
        return None;
    } else {
        // 得分76.5分，按照90分以上为优、…的标准，等级为中: the only score before the scale
        let is_item =
            |place: usize| list.is_some_and(|list| list.items.contains(&view.number(place)));
        let is_other = |place: usize| place != at && is_got(place) && !is_item(place);
        let is_only = !(0..first).any(is_other);
        let behind = between(view, Some(last), next(last));
        grade_in(view, behind.split_once(',').filter(|_| is_only)?.1)?
    };
    let mut own = bands.iter().filter(|band| band.grade == grade);
    let (Some(band), None) = (own.next(), own.next()) else { return None };
    let mut parts = vec![(Slot::Value, Filling::Figure(spot.figure, 1))];
    parts.extend(band.low.map(|low| (Slot::Low, Filling::Figure(low, 1))));
    parts.extend(band.high.map(|high| (Slot::High, Filling::Figure(high, 1))));
    Some(Frame::new(Relation::Threshold, Reading { parts, ..Reading::default() }, spot.figure))
}

/// Points that are the full ones times a rate, where words say so: 分值10分，按执行率计分，执行率86.5%，得8.65分.
fn by_rate(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_sum = spot.is_sum || spot.words.contains(&Class::Sum);
    // 按执行率计8.65分
    let is_by_ratio = spot.role == Role::Value
        && spot.words.contains(&Class::ByRatio)
        && view.figure(at).is_some_and(|figure| figure.kind == Kind::Score);
    if !(spot.role == Role::Got || is_by_ratio) || !view.is_plain(at) || is_sum {
        return None;
    }
    // 甲10分，…，得8.65分；乙5分，得5分: each has its own
    let weights =
        || view.places().filter_map(|at| view.spot(at)).filter(|o| o.role == Role::Weight);
    let is_own = |other: &Spot| (other.sentence, other.segment) == (spot.sentence, spot.segment);
    // 权重10分，…，得8.75分；产出指标得47分: the others are of another group of clauses
    let mut gots = view.places().filter_map(|at| view.spot(at)).filter(|o| o.role == Role::Got);
    let has_others = weights().count() > 1 || gots.any(|other| !is_own(other));
    let is_apart = has_others && weights().any(is_own);
    let of_role = |role: Role| {
        view.places().filter(move |place| {
            view.spot(*place)
                .is_some_and(|other| other.role == role && (is_own(other) || !is_apart))
        })
    };
    let (mut weights, mut gots) = (of_role(Role::Weight), of_role(Role::Got));
    let (Some(weight), None) = (weights.next(), weights.next()) else { return None };
    if gots.any(|other| other != at) {
        return None;
    }
    let (rate, told) = view.before(at).find(|(place, _)| {
        view.figure(*place).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    })?;
    let is_rate = matches!(told.role, Role::Complete)
        || told.role == Role::Named && told.words.contains(&Class::RateNoun);
    // 权重10分，…，按比例得8.75分；权重50分，…，得47分: the words are of one of them
    let next = view.after(at).next().map(|(next, _)| next);
    let (from, to) = if is_apart { (Some(weight), next) } else { (None, None) };
    let says_so = || view.passage.tokens.has_word("score_by_rate", &between(view, from, to));
    let is_told = weight < at
        && (is_own(told) || !is_apart)
        && is_rate
        && view.is_plain(rate)
        && view.is_plain(weight)
        && (is_by_ratio || says_so());
    let reading = Reading::of([
        (Slot::Part, spot.figure, 1),
        (Slot::Whole, view.number(weight), 1),
        (Slot::Share, view.number(rate), 1),
    ]);
    (is_told && !is_rounded(view, &reading, spot.figure))
        .then(|| Frame::new(Relation::Share, reading, spot.figure))
}

/// Whether points, which are exact as they are printed, come out only as rounded ones.
fn is_rounded(view: &View<'_, '_>, reading: &Reading, points: usize) -> bool {
    let mut figures = view.passage.tokens.figures.clone();
    if holds(Relation::Share, reading, &figures) == Some(true) {
        return false;
    }
    if let Some(figure) = figures.get_mut(points) {
        figure.half = figure.half.max(Decimal::new(5, figure.decimals + 1));
    }
    holds(Relation::Share, reading, &figures) == Some(true)
}

/// The plain mean of the rates or scores before it, where words say that it is one: 教师93.6%，学生96.4%，简单平均95.0%.
fn mean(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let kind = view.figure(at)?.kind;
    if !matches!(kind, Kind::Percent | Kind::Score) || !is_value(view, at, kind) {
        return None;
    }
    let says = |list: &str, text: &str| view.passage.tokens.has_word(list, text);
    let before: Vec<usize> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .map(|(place, _)| place)
        .collect();
    let is_last = view
        .after(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        // 高于90%的目标: no item
        .all(|(place, other)| {
            view.figure(place).is_none_or(|figure| figure.kind != kind)
                || matches!(other.role, Role::Base | Role::Beside(_))
                || other.words.iter().any(|class| matches!(class, Class::Above | Class::Below))
        });
    let first = before.last().copied()?;
    let text = between(view, first.checked_sub(1), Some(at));
    let is_mean = spot.words.contains(&Class::Average) || says("overall", &spot.raw);
    if !is_last || !is_mean || !says("plain_mean", &text) {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    for place in before.into_iter().rev() {
        let is_kind = view.figure(place).is_some_and(|figure| figure.kind == kind);
        // 分别为93.6%、90.3%和95.1%
        let is_of_row = view
            .spot(place)
            .is_some_and(|own| own.row.is_some() && matches!(own.role, Role::Value | Role::Got));
        if is_kind && !(is_of_row || is_value(view, place, kind)) {
            return None;
        }
        if is_kind {
            items.push((view.number(place), 1));
        }
    }
    (items.len() > 1).then(|| {
        let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
        Frame::new(Relation::Mean, reading, spot.figure)
    })
}

/// Whether a figure is a rate or score that stands for itself.
pub(super) fn is_value(view: &View<'_, '_>, at: usize, kind: Kind) -> bool {
    view.is_plain(at)
        && view.figure(at).is_some_and(|figure| figure.kind == kind && !figure.is_times)
        && view.spot(at).is_some_and(|spot| matches!(spot.role, Role::Value | Role::Got))
}
