//! What was done and what was planned, compared by words alone.

use super::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Clauses without a figure that say which of two stages is the greater: 决算数大于年初预算数, 决算数较预算数减少.
pub(super) fn directions(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let tokens = &passage.tokens.tokens;
    let ends = |what: What| {
        matches!(
            what,
            What::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon | Sign::Stop | Sign::Edge)
        )
    };
    let mut from = 0;
    for clause in tokens.split_inclusive(|token| ends(token.what)) {
        let start = from;
        from += clause.len();
        if let Some((stage, is_more)) = comparison(clause.iter().map(|token| token.what)) {
            out.extend(direction(passage, start, stage, is_more));
        }
    }
}

/// The stage that what was done is compared with, and whether it is said to be more.
fn comparison(clause: impl Iterator<Item = What>) -> Option<(Class, bool)> {
    // 决算数大于预算数的主要原因
    let is_reason =
        |rest: &[Class]| matches!(rest.first(), None | Some(Class::Reason | Class::Open));
    let mut words = Vec::new();
    for what in clause {
        match what {
            What::Figure(_) | What::Year(_) | What::Month(_) | What::Day(_) => return None,
            What::Word(Class::Filler | Class::Of | Class::Name) | What::Text | What::Sign(_) => {}
            What::Word(class) => words.push(class),
        }
        // what the reason is may have figures
        if words.last() == Some(&Class::Reason) {
            break;
        }
    }
    match words.as_slice() {
        [Class::Done, by @ (Class::Above | Class::Below), plan, rest @ ..]
            if plan.is_plan() && is_reason(rest) =>
        {
            Some((*plan, *by == Class::Above))
        }
        [Class::Done, Class::Compare, plan, by @ (Class::Up | Class::Down), rest @ ..]
            if plan.is_plan() && is_reason(rest) =>
        {
            Some((*plan, *by == Class::Up))
        }
        _ => None,
    }
}

/// What the clause that begins at a token says of the figures before it.
fn direction(passage: &Passage<'_>, start: usize, stage: Class, is_more: bool) -> Option<Said> {
    let token_of = |spot: &Spot| passage.tokens.at.get(spot.figure).copied().unwrap_or(usize::MAX);
    let end = passage.spots().partition_point(|spot| token_of(spot) < start);
    let last = passage.spots().get(end.checked_sub(1)?)?;
    // the sentence at hand, or the one before where no figure stands in it; of several groups of clauses the last one
    let sentence = passage.before(end).take_while(|(_, other)| other.sentence == last.sentence);
    let sentence: Vec<&Spot> = sentence.map(|(_, other)| other).collect();
    let own: Vec<&Spot> =
        sentence.iter().copied().filter(|spot| spot.segment == last.segment).collect();
    let between = passage.tokens.tokens.get(token_of(last)..start)?;
    let stops = between.iter().filter(|token| token.what == What::Sign(Sign::Stop)).count();
    let own = if own.len() > 1 && stops == 0 { own } else { sentence };
    let is_near = stops <= 1
        && !between.iter().any(|token| {
            matches!(
                token.what,
                What::Sign(Sign::Edge | Sign::Semicolon)
                    | What::Word(Class::OfWhich | Class::Scope | Class::Last)
            )
        });
    let is_plain = own.iter().all(|spot| spot.stream == last.stream && spot.row.is_none());
    if !is_near || !is_plain || !own.iter().all(|spot| passage.is_figure(spot)) {
        return None;
    }
    let is_value = |spot: &&&Spot| spot.role == Role::Value && !spot.when.is_last;
    let is_plan = |of: Option<Class>| match stage {
        Class::Plan => of.is_some_and(Class::is_plan),
        stage => matches!(of, Some(of) if of == stage || of == Class::Plan),
    };
    let mut done = own.iter().filter(is_value).filter(|spot| {
        !is_plan(spot.when.stage) && matches!(spot.when.stage, Some(Class::Done) | None)
    });
    let (done, None) = (done.next()?, done.next()) else { return None };
    let slot = if is_more { Slot::Low } else { Slot::High };
    let like = |spot: &Spot| {
        passage.figure(spot).zip(passage.figure(done)).is_some_and(|(a, b)| a.is_like(b))
    };
    let plans = own.iter().filter(is_value).filter(|spot| is_plan(spot.when.stage) && like(spot));
    let readings: Vec<(Relation, Reading)> = plans
        .map(|plan| {
            let parts = [(Slot::Value, done.figure, 1), (slot, plan.figure, 1)];
            (Relation::Threshold, Reading::of(parts))
        })
        .collect();
    if !readings.is_empty() {
        return said(done, readings, Vec::new());
    }
    // 完成预算90%，决算数大于预算数
    let rates: Vec<&&Spot> = own
        .iter()
        .filter(|spot| {
            let plan = spot.words.iter().rev().find(|class| is_plan(Some(**class)));
            spot.role == Role::Complete
                && (plan == Some(&stage) || stage == Class::Plan || plan == Some(&Class::Plan))
        })
        .collect();
    let first = *rates.first()?;
    let readings = rates.iter().map(|rate| {
        let mut reading = Reading::of([(Slot::Value, rate.figure, 1)]);
        reading.parts.push((slot, Filling::Number(rate.figure, Decimal::ONE_HUNDRED)));
        (Relation::Threshold, reading)
    });
    said(first, readings.collect(), Vec::new())
}
