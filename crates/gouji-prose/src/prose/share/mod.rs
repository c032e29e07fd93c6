//! Shares and completion: which part of which whole.

mod bound;
mod item;
mod named;
mod neighbours;
mod plan;
mod planned;
mod portion;
mod possible;
mod whole;

pub(in crate::prose) use bound::bound_beside;
pub(super) use named::{among, by_stem, defined, explained, of_rows};
use neighbours::is_of_another_year;
pub(crate) use neighbours::like_neighbours;
pub(crate) use portion::{may_be_of_one_whole, of_one_another};

use crate::prose::compare::{holds_surely, said};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind, Quantity};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot, around};
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;
use bound::{bound_of, is_of_other_stage};
use gouji_values::number::Decimal;
use item::of_item;
use planned::follows_plan;
use whole::{part_of, whole_of};

type Found = Vec<(Relation, Reading)>;

/// Reads all shares of a passage.
pub(crate) fn shares(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        let Some(figure) = passage.figure(spot) else { continue };
        // 是上年的2倍: of the figure directly before
        if figure.is_range || figure.is_times && spot.role != Role::Share {
            continue;
        }
        match spot.role {
            Role::Share => out.extend(share(passage, at, spot, Relation::Share)),
            Role::Complete => out.extend(share(passage, at, spot, Relation::Completion)),
            Role::Value | Role::Beside(_) if figure.is_tenth => {
                out.extend(share(passage, at, spot, Relation::Share))
            }
            // 有效问卷612份，满意561份，满意率超过90%
            _ if figure.kind == Kind::Percent && is_limit(bound_of(spot, figure)) => {
                let part = part_of(passage, at, spot, None);
                let pairs = by_words(passage, at, spot, part).into_iter().flatten();
                let found = pairs.filter_map(|(part, whole)| {
                    reading(passage, spot, part, whole, Relation::Share)
                });
                out.extend(said(spot, found.collect(), Vec::new()));
            }
            _ => {}
        }
    }
}

fn is_amount(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| {
        matches!(figure.kind, Kind::Money | Kind::Count | Kind::Score)
            && figure.is_figure()
            && !figure.is_spelled
    })
}

fn is_fact(spot: &Spot) -> bool {
    matches!(
        spot.role,
        Role::Value
            | Role::To(_)
            | Role::WholeOf
            | Role::PlanOf
            | Role::Base
            | Role::Beside(_)
            | Role::Got
            | Role::Weight
            | Role::From
    )
}

/// What was done, directly behind its plan.
fn done_behind(passage: &Passage<'_>, plan: usize) -> Option<usize> {
    let own = passage.spots().get(plan)?;
    let (next, done) = passage.after(plan).next()?;
    let like = passage.figure(own)?.is_like(passage.figure(done)?);
    (own.when.is_plan()
        && done.when.stage == Some(Class::Done)
        && done.role == Role::Value
        && done.sentence == own.sentence
        && done.row.is_none()
        && like)
        .then_some(next)
}

/// Whether an amount is itself told to be a share of what a share is of: then it is not the whole.
/// 基本支出80万元，占本年支出的80%；项目支出20万元，占本年支出的20%.
fn is_part_of_same(passage: &Passage<'_>, whole: usize, spot: &Spot) -> bool {
    let own = passage.spots().get(whole);
    own.zip(passage.after(whole).next()).is_some_and(|(own, (_, next))| {
        next.figure != spot.figure
            && next.role == Role::Share
            && next.sentence == own.sentence
            && !spot.of.is_empty()
            && next.of == spot.of
    })
}

/// Whether a rate tells what people think of a fact that it names: the fact is no part of something in it: 助浴1,870人次，助浴服务
/// 满意率98.2%.
pub(in crate::prose) fn is_thought_of(tokens: &Tokens, rate: &Spot, fact: &Spot) -> bool {
    const WORD: usize = 2;
    let rest = rate.name.strip_prefix(fact.name.as_str()).filter(|rest| !rest.is_empty());
    let is_degree = tokens.words_of("degrees").any(|word| rate.raw.ends_with(word));
    fact.name.chars().count() >= WORD && rest.is_some() && is_degree
}

/// Whether a rate is that of all together, or of the time that has gone by.
fn is_no_part(passage: &Passage<'_>, at: usize, spot: &Spot, relation: Relation) -> bool {
    // 比重之和大于100%
    let is_all = relation == Relation::Share
        && spot.words.contains(&Class::Sum)
        && passage.figure(spot).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED);
    // 低于时间进度（50%）
    is_all
        || relation == Relation::Completion
            && passage.tokens.has_word("schedule", &whole::words_before(passage, at, spot))
}

fn share(passage: &Passage<'_>, at: usize, spot: &Spot, relation: Relation) -> Option<Said> {
    if is_no_part(passage, at, spot, relation) {
        return None;
    }
    let whole = whole_of(passage, at, spot, relation)
        .filter(|whole| !is_part_of_same(passage, *whole, spot));
    let part = part_of(passage, at, spot, whole);
    if part.is_some_and(|part| is_of_another_year(passage, part, spot)) {
        return None;
    }
    let reading = |part: usize, whole: usize| reading(passage, spot, part, whole, relation);
    let mut sure: Found = Vec::new();
    // 整个项目的到位率: of all parts, not of the one before it
    let is_of_all = passage.tokens.has_word("all_of_it", &spot.raw)
        && part.and_then(|at| passage.spots().get(at)).is_some_and(|part| {
            !part.name.is_empty() && !passage.tokens.has_word("all_of_it", &part.raw)
        });
    if let Some(pairs) = by_words(passage, at, spot, part).filter(|_| !is_of_all) {
        sure.extend(pairs.into_iter().filter_map(|(part, whole)| reading(part, whole)));
        return said(spot, sure, Vec::new());
    }
    if let Some((part, whole)) = of_item(passage, at, spot).filter(|_| relation == Relation::Share)
    {
        return said(spot, reading(part, whole).into_iter().collect(), Vec::new());
    }
    let names_stage = |whole: usize| {
        let stage = passage.spots().get(whole).and_then(|whole| whole.when.stage);
        matches!(stage, Some(Class::PlanFirst | Class::PlanFinal))
            && spot.words.iter().rev().copied().find(|class| class.is_plan()) == stage
    };
    let is_next = relation == Relation::Share
        || whole.is_some_and(names_stage)
        || part.zip(whole).is_some_and(|(part, whole)| follows_plan(passage, part, whole));
    if let (Some(part), Some(whole)) = (part, whole)
        && is_next
        && part != whole
        && is_alike(passage, part, whole)
    {
        sure.extend(reading(part, whole));
        // 支出预算45万元，决算46万元。甲40万元，占支出的87%: of either
        let done = done_behind(passage, whole).filter(|_| relation == Relation::Share);
        sure.extend(done.and_then(|done| reading(part, done)));
    } else if let Some((first, second)) = two_alone(passage, at, spot) {
        // which of them is the whole is open where no word says so
        sure.extend(reading(second, first));
        if relation == Relation::Completion {
            sure.extend(reading(first, second));
        }
    }
    let names_plan = whole.and_then(|whole| passage.spots().get(whole));
    if sure.is_empty()
        && (relation == Relation::Completion
            || names_plan.is_some_and(|plan| plan.role == Role::PlanOf))
    {
        let pair = plan::over_changes(passage, at, spot);
        sure.extend(pair.and_then(|(part, whole)| reading(part, whole)));
    }
    if sure.is_empty() && spot.of.is_empty() {
        let rows = of_rows(passage, at, spot).into_iter();
        sure.extend(rows.filter_map(|(part, whole)| reading(part, whole)));
    }
    if sure.is_empty() && relation == Relation::Completion {
        let pairs = plan::pairs(passage, at, spot, part);
        sure.extend(pairs.into_iter().filter_map(|(part, whole)| reading(part, whole)));
        if sure.is_empty() {
            sure.extend(plan::by_change(passage, at, spot));
        }
        if sure.is_empty() {
            let pair = plan::of_stage_before(passage, spot, part);
            sure.extend(pair.and_then(|(part, whole)| reading(part, whole)));
        }
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    // 累计占总投资的87%: of several amounts together; 在甲部分中，乙3万元，占70%: of what is named there
    let is_of_change = whole
        .and_then(|at| passage.spots().get(at))
        .is_some_and(|whole| matches!(whole.role, Role::Change(_)));
    let is_named_before = relation == Relation::Share
        && spot.of.is_empty()
        && !is_of_change
        && part.is_some_and(|part| whole::opens_among(passage, part));
    if spot.words.contains(&Class::Cumulated) || is_named_before || is_of_all {
        sure.clear();
    }
    // more than was planned is often said to be all of it
    if relation == Relation::Completion && is_capped(passage, spot, part, whole) {
        return None;
    }
    let is_vague = passage.figure(spot).is_some_and(|figure| figure.is_tenth);
    if is_vague && sure.is_empty() {
        return None;
    }
    let possible = possible::possible(passage, (at, spot), relation, (part, whole), &sure);
    said(spot, sure, possible)
}

/// The parts and wholes that the words of a rate name, where they leave no other: none where they name none.
fn by_words(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    part: Option<usize>,
) -> Option<Vec<(usize, usize)>> {
    if passage.figure(spot).is_none_or(|figure| figure.is_tenth) {
        return None;
    }
    if let Some(pair) = defined(passage, at, spot) {
        return Some(vec![pair]);
    }
    let explained = explained(passage, at, spot);
    if !explained.is_empty() {
        return Some(explained);
    }
    let is_near = |part: &usize| {
        passage.spots().get(*part).is_some_and(|part| part.clause + 1 >= spot.clause)
    };
    // 在有效问卷中，满意190份，占95%
    if spot.of.chars().count() < 2
        && spot.row.is_none()
        && let Some(part) = part.filter(is_near)
        && let Some(whole) = among(passage, part)
        && is_alike(passage, part, whole)
    {
        return Some(vec![(part, whole)]);
    }
    if spot.of.is_empty()
        && let Some((part, wholes)) = by_stem(passage, at, spot)
        && (spot.role != Role::Complete
            || !passage
                .spots()
                .iter()
                .any(|other| other.sentence == spot.sentence && other.when.is_plan()))
    {
        return Some(wholes.into_iter().map(|whole| (part, whole)).collect());
    }
    None
}

/// Whether a clause that says a share and names nothing speaks of the amount in the clause before.
fn is_subject(part: &Spot, spot: &Spot) -> bool {
    part.sentence == spot.sentence
        && part.stream == spot.stream
        && part.clause + 1 == spot.clause
        && part.role == Role::Value
        && spot.name.is_empty()
        && part.row.is_none()
        && spot.row.is_none()
        && !spot.is_sum
}

/// Whether all of a plan is said to be done where more than it was done.
fn is_capped(
    passage: &Passage<'_>,
    spot: &Spot,
    part: Option<usize>,
    whole: Option<usize>,
) -> bool {
    let value = |at: Option<usize>| {
        at.and_then(|at| passage.spots().get(at))
            .and_then(|spot| passage.figure(spot))
            .filter(|figure| figure.kind == Kind::Count)
            .map(|figure| figure.value)
    };
    // 投诉控制目标10起，实际6起，完成率100%
    let is_kept = whole.and_then(|at| passage.spots().get(at)).is_some_and(|whole| {
        passage.tokens.has_word("kept", &whole.raw)
            || passage.figure(whole).is_some_and(|figure| figure.bound == Bound::AtMost)
    });
    passage.figure(spot).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED)
        && value(part).zip(value(whole)).is_some_and(|(part, whole)| part > whole || is_kept)
}

/// The only two amounts of a sentence until here, where a ratio of no name follows in a clause of
/// its own.
fn two_alone(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<(usize, usize)> {
    // 为预算的80%
    let is_of_plan = spot.role == Role::Complete
        && spot.words.iter().all(|class| {
            matches!(
                class,
                Class::Plan
                    | Class::PlanFirst
                    | Class::PlanFinal
                    | Class::Of
                    | Class::Filler
                    | Class::Complete
            )
        });
    let is_free = spot.name.is_empty() && (spot.of.is_empty() || is_of_plan);
    let is_ratio = spot.role == Role::Complete && is_free
        || passage.figure(spot).is_some_and(|figure| figure.is_tenth) && spot.name.is_empty();
    // 仅甲一项就支出6万元: a number of words counts what is named
    let is_number = |spot: &Spot| passage.figure(spot).is_some_and(|figure| figure.is_spelled);
    // 甲15口，完成15口；乙8公里，实际完成7公里，完成率88%
    let is_own_group = spot.role == Role::Complete;
    let mut before = passage
        .before(at)
        .take_while(|(_, other)| {
            other.sentence == spot.sentence && (!is_own_group || other.segment == spot.segment)
        })
        .filter(|(_, other)| !is_number(other));
    let (second, b) = before.next()?;
    let (first, a) = before.next()?;
    let fits = |other: &Spot| {
        is_amount(passage, other)
            && matches!(other.role, Role::Value | Role::To(_))
            && other.row.is_none()
            && other.stream == spot.stream
            && !other.when.is_last
            && other.when.edge.is_none()
    };
    let is_plain = passage.words_of_sentence(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Open | Class::Compare | Class::Last | Class::Per)
    });
    // 在800万元的总支出中，…，比例为
    let is_within = spot.role == Role::Share && is_free && a.words.contains(&Class::On);
    // 完成率 with a name of what is counted before
    let is_tied = spot.role == Role::Complete
        && spot.of.is_empty()
        && is_said_before(passage, spot, &spot.name)
        && (passage.figure(b).is_some_and(|figure| figure.kind == Kind::Count)
            || b.when.stage == Some(Class::Done));
    ((is_ratio || is_within || is_tied)
        && is_plain
        && before.next().is_none()
        && fits(a)
        && fits(b)
        && is_alike(passage, first, second)
        && b.clause == a.clause + 1
        && spot.clause == b.clause + 1
        && spot.row.is_none())
    .then_some((first, second))
}

/// Whether the words of a name stand in the sentence before a figure.
pub(super) fn is_said_before(passage: &Passage<'_>, spot: &Spot, name: &str) -> bool {
    let Some((_, first)) = passage.in_sentence(spot).next() else { return false };
    let tokens = passage.tokens;
    let at = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let is_end = |at: &usize| {
        tokens.tokens.get(*at).is_none_or(|token| {
            matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Colon))
        })
    };
    let from = (0..at(first)).rev().find(is_end).map_or(0, |at| at + 1);
    let to = (from..at(spot))
        .rev()
        .find(|at| {
            tokens
                .tokens
                .get(*at)
                .is_some_and(|token| matches!(token.what, What::Sign(_) | What::Figure(_)))
        })
        .unwrap_or(from);
    let char_of = |at: usize| tokens.tokens.get(at).map_or(0, |token| token.from);
    crate::prose::same::common(name, &tokens.text(char_of(from), char_of(to))) > 1
}

fn is_alike(passage: &Passage<'_>, a: usize, b: usize) -> bool {
    let figure = |at: usize| passage.spots().get(at).and_then(|spot| passage.figure(spot));
    match (figure(a), figure(b)) {
        (Some(a), Some(b)) => a.kind == b.kind,
        _ => false,
    }
}

/// The sides of what a share is told roughly, but those that no share of anything passes.
pub(in crate::prose) fn sides(
    figure: usize,
    (low, high): (Decimal, Decimal),
) -> impl Iterator<Item = (Slot, Filling)> {
    let least = (low > Decimal::ZERO).then_some((Slot::Least, low));
    let most = (high < Decimal::ONE_HUNDRED).then_some((Slot::Most, high));
    least.into_iter().chain(most).map(move |(slot, value)| (slot, Filling::Number(figure, value)))
}

/// Whether a bound is one to one side.
pub(in crate::prose) fn is_limit(bound: Bound) -> bool {
    matches!(bound, Bound::Over | Bound::Under | Bound::AtLeast | Bound::AtMost)
}

fn reading(
    passage: &Passage<'_>,
    spot: &Spot,
    part: usize,
    whole: usize,
    relation: Relation,
) -> Option<(Relation, Reading)> {
    let figure = |at: usize| passage.spots().get(at).map(|spot| spot.figure);
    let whole = what_it_became(passage, spot, whole);
    let of = passage.spots().get(part).zip(passage.spots().get(whole));
    if of.is_some_and(|(part, whole)| is_of_other_stage(spot, part, whole)) {
        return None;
    }
    let (part, whole) = (figure(part)?, figure(whole)?);
    let own = passage.figure(spot)?;
    let bound = bound_beside(passage.tokens, spot, of.map(|(_, whole)| whole), own);
    if own.is_figure() && bound == Bound::Exact {
        return Some((
            relation,
            Reading::of([
                (Slot::Part, part, 1),
                (Slot::Whole, whole, 1),
                (Slot::Share, spot.figure, 1),
            ]),
        ));
    }
    let (low, high) = if own.is_tenth {
        around(&Quantity { bound, ..own.clone() })
    } else {
        match bound {
            Bound::Over | Bound::AtLeast => (own.value, Decimal::ONE_THOUSAND),
            Bound::Under | Bound::AtMost => (Decimal::ZERO, own.value),
            _ => return None,
        }
    };
    let mut out = Reading::of([(Slot::Part, part, 1), (Slot::Whole, whole, 1)]);
    out.parts.extend(sides(spot.figure, (low, high)));
    Some((Relation::Vague, out))
}

/// The whole of a share of this year, what it became where it was told from what it was: 由80万元减为50万元，其中…占本年收入的六成.
fn what_it_became(passage: &Passage<'_>, share: &Spot, whole: usize) -> usize {
    let spots = passage.spots();
    let Some((from, to)) = spots.get(whole).zip(spots.get(whole + 1)) else { return whole };
    let is_move = from.role == Role::From
        && matches!(to.role, Role::To(_))
        && from.clause == to.clause
        && passage.figure(from).zip(passage.figure(to)).is_some_and(|(a, b)| a.is_like(b));
    let is_last = from.when.year.is_none() && share.words.contains(&Class::Last);
    if is_move && !is_last && share.words.contains(&Class::This) { whole + 1 } else { whole }
}

/// The figure of which a reading is a share.
pub(super) fn whole_in(reading: &Reading) -> usize {
    match filling(reading, Slot::Whole) {
        Filling::Figure(figure, _) => figure,
        _ => usize::MAX,
    }
}

fn filling(reading: &Reading, slot: Slot) -> Filling {
    reading
        .parts
        .iter()
        .find(|(own, _)| *own == slot)
        .map_or(Filling::Figure(usize::MAX, 1), |(_, filling)| filling.clone())
}
