//! What was reached of a target: 目标值420元，实际值386元，偏差率-8.10%; 目标值90%，实际92.6%，达到目标值.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(deviation(view, at));
        out.extend(reached(view, at));
        out.extend(kept(view, at).or_else(|| of_stages(view, at)));
        out.extend(completion(view, at));
        out.extend(beyond(view, at));
    }
}

/// Whether what was spent kept to what was planned, as the words behind it say: 预算18万元，支出16万元，未超过预算.
fn kept(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let may_keep = view.is_fact(at) && !spot.when.is_plan() && !spot.when.is_last && !spot.goes_on;
    if !may_keep || !view.is_said_behind(at, "within_plan") {
        return None;
    }
    let own = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut own = own.filter(|(place, _)| view.is_like(*place, at));
    let (plan, before) = own.next()?;
    let is_told = own.next().is_none()
        && view.is_fact(plan)
        && before.when.is_plan()
        && !before.when.is_last
        && !view.has_scope(at);
    let parts = [(Slot::Value, spot.figure, 1), (Slot::High, before.figure, 1)];
    is_told.then(|| Frame::new(Relation::Threshold, Reading::of(parts), spot.figure).bound())
}

/// Which of what was planned and what was done is the greater one, as a clause behind both says by their names: 支出决算4.87万元，年初预算6.00万元，
/// 决算数未超过预算数.
fn of_stages(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|own| view.is_fact(at) && !own.when.is_last && !own.goes_on)?;
    let own = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut own = own.filter(|(place, _)| view.is_like(*place, at));
    let ((other, before), None) = (own.next()?, own.next()) else { return None };
    let is_told = view.is_fact(other)
        && !before.when.is_last
        && before.when.is_plan() != spot.when.is_plan()
        && before.segment == spot.segment
        && !view.has_scope(at);
    if !is_told {
        return None;
    }
    let clauses = view.clauses_said_behind(at);
    let (is_plan, slot) = clauses.iter().find_map(|clause| compared_stages(view, clause))?;
    let (value, bound) = if spot.when.is_plan() == is_plan { (at, other) } else { (other, at) };
    let parts = [(Slot::Value, view.number(value), 1), (slot, view.number(bound), 1)];
    Some(Frame::new(Relation::Threshold, Reading::of(parts), view.number(value)))
}

/// Whether a clause compares what was planned with what was done, and on which side of it the first lies: 决算数未超过预算数.
fn compared_stages(view: &View<'_, '_>, clause: &str) -> Option<(bool, Slot)> {
    let tokens = view.passage.tokens;
    let is_any = |lists: &[&str], text: &str| lists.iter().any(|list| tokens.is_word(list, text));
    let is_plan = |text: &str| {
        let is_plan = is_any(&["plan", "plan_first", "plan_final"], text);
        (is_plan || is_any(&["done"], text)).then_some(is_plan)
    };
    let sides = [("not_over", Slot::High), ("below", Slot::High), ("above", Slot::Low)];
    let words = sides.into_iter().flat_map(|(list, slot)| {
        tokens.words_of(list).filter_map(move |word| Some((word, slot, clause.split_once(word)?)))
    });
    // 未超过 has 超过 in it
    let (_, slot, (one, other)) = words.max_by_key(|(word, ..)| word.len())?;
    let (one, other) = (is_plan(one)?, is_plan(other)?);
    (one != other).then_some((one, slot))
}

/// Whether a figure is a target.
fn is_target(view: &View<'_, '_>, at: usize) -> bool {
    view.spot(at).is_some_and(|spot| {
        spot.when.is_plan() || view.passage.tokens.has_word("targets", &spot.raw)
    })
}

/// Whether of two figures of one kind the second is a target, and the first what was reached.
fn are_pair(view: &View<'_, '_>, done: usize, target: usize) -> bool {
    is_target(view, target) && !is_target(view, done) && view.is_like(done, target)
}

/// A target and what was reached: the only two figures before a place in its group of clauses.
fn pair(view: &View<'_, '_>, before: usize) -> Option<(usize, usize)> {
    let spot = view.spot(before)?;
    let is_near = |other: &Spot| other.segment == spot.segment && other.sentence == spot.sentence;
    // 1—6月: no figures of their own
    let is_own = |at: &usize| view.figure(*at).is_none_or(|own| !own.is_range);
    let own = view.before(before).take_while(|(_, other)| is_near(other)).map(|(at, _)| at);
    let own: Vec<usize> = own.filter(is_own).collect();
    let [near, far] = own.as_slice() else { return None };
    let (done, target) = if are_pair(view, *far, *near) { (far, near) } else { (near, far) };
    let is_value = |at: usize| {
        view.spot(at).is_some_and(|spot| spot.row.is_none() && !spot.when.is_last)
            && view.figure(at).is_some_and(|figure| !figure.is_spelled && !figure.is_times)
    };
    let is_told = are_pair(view, *done, *target) && is_value(*done) && is_value(*target);
    is_told.then_some((*done, *target))
}

/// By what rate what was reached is off its target; without a sign, how far in whichever direction.
fn deviation(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let figure = view.figure(at)?;
    let tokens = view.passage.tokens;
    let is_rate = figure.kind == Kind::Percent && !figure.is_times && spot.row.is_none();
    if !is_rate || !tokens.has_word("deviations", &spot.raw) || view.has_scope(at) {
        return None;
    }
    let (done, target) = pair(view, at)?;
    let reading = |sign: i8| {
        Reading::of([
            (Slot::Value, view.number(done), 1),
            (Slot::Base, view.number(target), 1),
            (Slot::Rate, spot.figure, sign),
        ])
    };
    let others = if figure.value.is_sign_negative() { Vec::new() } else { vec![reading(-1)] };
    Some(Frame { others, ..Frame::new(Relation::GrowthOf, reading(1), spot.figure) })
}

/// By how much what was reached is better or worse than its target, or more or less: 目标为不高于3.0%，实际1.2%，优于目标1.8个百分点;
/// 目标值85%，抽查结果88.6%，高出目标3.6个百分点; 完成3.47亿元，按序时应完成3.60亿元，欠进度0.13亿元.
fn beyond(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let (spot, figure) = (view.spot(at)?, view.figure(at)?);
    let words = view.own_words(spot);
    let has_word = |list: &str| view.passage.tokens.has_word(list, &words);
    let is_merit = has_word("by_merit");
    // 高出全市目标2个百分点: that of somebody else; 大于预算数的主要原因是追加20万元: no distance
    let names_target = !["bodies", "because", "reason", "mainly"].into_iter().any(has_word)
        && !matches!(spot.role, Role::Adjust(_))
        && (["targets", "aims", "schedule", "dues"].into_iter().any(has_word)
            || spot.words.iter().any(|class| class.is_plan()));
    let is_free = spot.row.is_none() && !figure.is_spelled && !view.has_scope(at);
    let verb = verb_of_distance(view, at);
    if !(is_merit || names_target || verb != 0) || !is_free || spot.when.is_last {
        return None;
    }
    let (done, target) = pair(view, at)?;
    if verb != 0 {
        let parts = [
            (Slot::Value, view.number(done), 1),
            (Slot::Base, view.number(target), 1),
            (Slot::Change, spot.figure, verb),
        ];
        let is_told = view.is_like(at, target);
        return is_told.then(|| Frame::new(Relation::Change, Reading::of(parts), spot.figure));
    }
    let has = |class: Class| spot.words.contains(&class);
    let is_more = has(Class::Above) || !is_merit && has_word("exceeds");
    let is_less = has(Class::Below) || !is_merit && has_word("lacks");
    let way = i8::from(is_more) - i8::from(is_less);
    let sign = if is_better_below(view, at, target) { -way } else { way };
    let relation = match figure.kind {
        Kind::Points if view.figure(target)?.kind == Kind::Percent => Relation::Points,
        _ if view.is_like(at, target) => Relation::Change,
        _ => return None,
    };
    let parts = [
        (Slot::Value, view.number(done), 1),
        (Slot::Base, view.number(target), 1),
        (Slot::Change, spot.figure, sign),
    ];
    // 未超出目标5个百分点
    let is_told = sign != 0 && !has(Class::Not) && !has(Class::Average);
    is_told.then(|| Frame::new(relation, Reading::of(parts), spot.figure))
}

/// What was reached, directly before, and its target alone in a bracket behind it: 推送126篇（目标120篇），完成率105%.
fn in_bracket(view: &View<'_, '_>, rate: usize) -> Option<(usize, usize)> {
    let spot = view.spot(rate)?;
    let (done, own) = view.before(rate).next().filter(|(done, _)| view.opens_bracket(*done))?;
    let mut inside = view.passage.near(own).filter(|(_, other)| {
        other.stream != own.stream && view.passage.anchor(other.stream) == Some(done)
    });
    let (target, of) = inside.next().filter(|_| inside.next().is_none())?;
    let is_next = own.segment == spot.segment
        && own.sentence == spot.sentence
        && spot.clause <= own.clause + 1
        && view.is_fact(done)
        && own.row.is_none()
        && of.row.is_none()
        && !of.when.is_last;
    (is_next && are_pair(view, done, target)).then_some((done, target))
}

/// Whether words say that so much more or less was done: 计划印发24期，实际出刊21期，少出3期.
fn verb_of_distance(view: &View<'_, '_>, at: usize) -> i8 {
    /// A longer name is that of something else.
    const SHORT: usize = 4;
    let is_plain = |spot: &&Spot| {
        matches!(spot.role, Role::Change(1 | -1) | Role::Value)
            && spot.against.is_none()
            && !spot.words.contains(&Class::Average)
    };
    let Some(spot) = view.spot(at).filter(is_plain) else { return 0 };
    let lead = view.lead(at);
    let begins = |list: &str| view.passage.tokens.words_of(list).any(|word| lead.starts_with(word));
    let way = i8::from(begins("more_by")) - i8::from(begins("less_by"));
    if way == 0 || lead.chars().count() > SHORT {
        return 0;
    }
    // 实际培训26人，多培训2人: the verb of what was done
    let is_verb = || {
        let rest = lead.char_indices().nth(1).and_then(|(from, _)| lead.get(from..));
        let done = view.before(at).next().map_or("", |(_, done)| done.raw.as_str());
        rest.is_some_and(|verb| !verb.is_empty() && done.contains(verb))
    };
    if spot.role != Role::Value || is_verb() { way } else { 0 }
}

/// How much of a target that is a bound, or stands in a bracket behind it, was reached: 目标值不低于3,500万元，实际4,126.85万元，完成率117.91%.
fn completion(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Complete && spot.of.is_empty())?;
    let figure = view.figure(at).filter(|own| own.kind == Kind::Percent && !own.is_times)?;
    let beside = in_bracket(view, at);
    let (done, target) = beside.or_else(|| pair(view, at))?;
    let is_bound = view.figure(target)?.bound == Bound::AtLeast || beside.is_some();
    let parts = [
        (Slot::Part, view.number(done), 1),
        (Slot::Whole, view.number(target), 1),
        (Slot::Share, spot.figure, 1),
    ];
    let is_told = is_bound && figure.is_figure() && spot.row.is_none() && !view.has_scope(at);
    is_told.then(|| Frame::new(Relation::Completion, Reading::of(parts), spot.figure).weak())
}

/// Whether a rate or number has reached its target, as the words behind it say.
fn reached(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let kind = view.figure(at)?.kind;
    let (target, before) = view.before(at).next()?;
    if !are_pair(view, at, target) || view.has_scope(at) {
        return None;
    }
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let from = view.token(at) + 1;
    let to = view.after(at).next().map_or(tokens.tokens.len(), |(next, _)| view.token(next));
    let own = tokens.tokens.get(from..to)?;
    let is_end = |what: What| {
        matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge))
    };
    let own: Vec<_> = own.iter().take_while(|token| !is_end(token.what)).collect();
    let text = own.first().zip(own.last()).map(|(a, b)| tokens.text(a.from, b.to))?;
    // 完成目标的95.11%: how much of it was done, and not that it was reached
    let mut of_words = tokens.words_of("of");
    if of_words.any(|word| text.ends_with(word)) {
        return None;
    }
    let (slot, is_held) = against_target(view, &text)?;
    if !is_held && !matches!(kind, Kind::Percent | Kind::Count) {
        return None;
    }
    // 目标值不超过8分钟，实际9.5分钟，达到目标: what keeps to it is less
    let is_upper = is_upper(view, target);
    let slot = match slot {
        Slot::Low if is_upper && !is_held => Slot::High,
        Slot::High if is_upper && !is_held => Slot::Low,
        own => own,
    };
    let is_free = |name: &str| !tokens.has_word("less_is_better", name);
    // 目标为满意度不低于90%。经调查，满意度86.7%，未达到目标: the target of the same by its name
    let is_named = || {
        const SHORT: usize = 2;
        spot.sentence == before.sentence + 1
            && crate::prose::same::common(&spot.name, &before.name) >= SHORT
            && super::fact::is_only_of_sentence(view, target)
    };
    let is_told = (view.is_plain(at) || is_held && spot.row.is_none())
        && (before.segment == spot.segment || is_named())
        && (matches!(spot.role, Role::Value | Role::Complete | Role::Named | Role::To(_))
            || is_held && spot.role == Role::Per)
        && (is_held
            || is_upper
            || is_free(&view.own_words(spot)) && is_free(&view.own_words(before)))
        && !spot.words.contains(&Class::Not);
    is_told.then(|| {
        let bound = bound_of(view, target, slot);
        let parts = vec![(Slot::Value, Filling::Figure(spot.figure, 1)), (slot, bound)];
        Frame::new(Relation::Threshold, Reading { parts, ..Reading::default() }, spot.figure)
    })
}

/// A target that a figure is held against: of ≤2%，实际1.5%，未达标 the bound itself, and not all that keeps to it.
fn bound_of(view: &View<'_, '_>, target: usize, slot: Slot) -> Filling {
    let like = view.number(target);
    let is_turned = |bound: Bound| {
        matches!((bound, slot), (Bound::AtMost, Slot::Low) | (Bound::AtLeast, Slot::High))
    };
    match view.figure(target).filter(|own| is_turned(own.bound)) {
        Some(own) if own.kind == Kind::Percent => super::weighted::exact(view, target),
        Some(own) => Filling::Worked { value: own.printed, like, range: own.span.clone() },
        None => Filling::Figure(like, 1),
    }
}

/// Whether a figure is told to be better than a target that is the most that may be, or of what is the better the less there is.
fn is_better_below(view: &View<'_, '_>, at: usize, target: usize) -> bool {
    let tokens = view.passage.tokens;
    let words = |at: usize| view.spot(at).map_or_else(String::new, |spot| view.own_words(spot));
    tokens.has_word("by_merit", &words(at))
        && (is_upper(view, target) || tokens.has_word("less_is_better", &words(target)))
}

/// Whether a target is the most that may be: ≤8分钟, 不超过8分钟.
fn is_upper(view: &View<'_, '_>, target: usize) -> bool {
    let has = |class: Class| view.spot(target).is_some_and(|spot| spot.words.contains(&class));
    view.figure(target).is_some_and(|own| own.bound == Bound::AtMost)
        || has(Class::AtMost)
        || has(Class::Not) && (has(Class::Over) || has(Class::Above))
        || has(Class::Keep)
}

/// On which side of its target words say that a figure lies, and whether they hold the two against each other rather than
/// say that it was reached: 高于指标值, and not 未达到年度目标值.
fn against_target(view: &View<'_, '_>, text: &str) -> Option<(Slot, bool)> {
    let tokens = view.passage.tokens;
    let is_target = |rest: &str| {
        let mut fillers = tokens.words_of("target_times");
        let bare = fillers.find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let mut nouns = ["targets", "aims"].into_iter().flat_map(|list| tokens.words_of(list));
        nouns.any(|noun| bare.starts_with(noun))
    };
    // 未超过目标: the other way round, or no more than it
    let is_said = |word: &str| {
        let mut found = text.match_indices(word);
        found.any(|(at, _)| {
            let (before, rest) = text.split_at(at);
            !view.ends_denied(before) && rest.strip_prefix(word).is_some_and(is_target)
        })
    };
    // 优于目标: the other way round where less is better
    let is_plain = |word: &&str| !tokens.is_word("by_merit", word);
    let says = |list: &str| tokens.words_of(list).filter(is_plain).any(is_said);
    // 已达标, but 未全部达标: the word speaks of the target itself
    let is_met = |is_denied: bool| {
        let mut words = tokens.words_of("met").flat_map(|word| text.match_indices(word));
        words.any(|(at, _)| view.ends_denied(text.split_at(at).0) == is_denied)
    };
    if says("misses") || tokens.has_word("unmet", text) || is_met(true) {
        Some((Slot::High, false))
    } else if says("below") {
        Some((Slot::High, true))
    } else if says("above") {
        Some((Slot::Low, true))
    } else {
        (says("reaches") || is_met(false)).then_some((Slot::Low, false))
    }
}
