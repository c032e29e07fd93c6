//! Points for each: 每处扣0.6分, 3处, 共扣1.8分; 每低2个百分点扣0.25分.

use super::role_of;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::What;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// What points are taken for: so many of these.
struct Step {
    counter: String,
    size: Decimal,
    /// The figure that says it, if one does.
    figure: Option<usize>,
}

/// What a rule takes for each, times how often, is what was taken.
pub(super) fn taken(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    let mut rules = sentence.iter().copied().filter(|spot| {
        role_of(passage, spot) == Role::Deduct
            && passage.clause_has(spot, Class::Per)
            && spot.row.is_none()
    });
    let rule = rules.next()?;
    let mut taken = sentence.iter().copied().filter(|spot| {
        role_of(passage, spot) == Role::Deduct
            && !passage.clause_has(spot, Class::Per)
            && spot.figure > rule.figure
            && spot.stream == rule.stream
    });
    let (total, more) = (taken.next()?, taken.next());
    // 扣完为止: what is taken may be less
    let text = all.first().zip(all.last()).map(|(a, b)| passage.text_from(a, b));
    let is_capped = passage.tokens.has_word("capped", &text.unwrap_or_default());
    let is_one = rules.next().is_none() && more.is_none() && !is_capped;
    if total.row.is_some() || total.name.chars().count() > NAME {
        return None;
    }
    let step = step(passage, rule)?;
    let mut reading = Reading::of([(Slot::Total, total.figure, 1), (Slot::First, rule.figure, 1)]);
    reading.parts.push((Slot::Second, times(passage, all, &step)?));
    let reading = vec![(Relation::Product, reading)];
    if is_one { said(total, reading, Vec::new()) } else { said(total, Vec::new(), reading) }
}

/// A longer name before what was taken tells of something else.
const NAME: usize = 3;

/// What stands between 每 and the points.
fn step(passage: &Passage<'_>, rule: &Spot) -> Option<Step> {
    let tokens = passage.tokens;
    let own = tokens.at.get(rule.figure).copied()?;
    let per = (0..own).rev().find(|at| {
        tokens.tokens.get(*at).is_some_and(|token| token.what == What::Word(Class::Per))
    })?;
    let inner = tokens.tokens.get(per..own)?;
    let mut figures = inner.iter().filter_map(|token| match token.what {
        What::Figure(figure) => Some(figure),
        _ => None,
    });
    if let Some(at) = figures.next() {
        let figure = tokens.figures.get(at).filter(|figure| figure.is_figure())?;
        let is_step = matches!(figure.kind, Kind::Count | Kind::Points | Kind::Percent);
        let counter = figure.counter.clone();
        let step = Step { counter, size: figure.printed, figure: Some(at) };
        return (is_step && figures.next().is_none()).then_some(step);
    }
    // 每处, 每发现一处: the word of counting follows at once
    let (from, to) = (inner.first()?.from, inner.last()?.to);
    let text = tokens.text(from, to);
    let rest = tokens.words_of("per").filter_map(|word| text.strip_prefix(word));
    let rest = rest.min_by_key(|rest| std::cmp::Reverse(rest.len()))?;
    let counters = tokens.words_of("counters").filter(|word| rest.starts_with(word));
    let counter = counters.max_by_key(|word| word.len())?.to_owned();
    Some(Step { counter, size: Decimal::ONE, figure: None })
}

/// How often: the only figure that counts the same, or how far two rates are from each other.
fn times(passage: &Passage<'_>, all: &[Spot], step: &Step) -> Option<Filling> {
    let of_sentence = || all.iter().filter(|spot| Some(spot.figure) != step.figure);
    if step.counter.is_empty() {
        let mut rates = of_sentence().filter(|spot| {
            passage
                .figure(spot)
                .is_some_and(|figure| figure.kind == Kind::Percent && figure.is_figure())
        });
        let (a, b) = (rates.next()?, rates.next()?);
        let (first, second) = (passage.figure(a)?, passage.figure(b)?);
        let far = (first.value - second.value).abs().checked_div(step.size)?;
        let is_whole = far.fract().is_zero() && !far.is_zero();
        let span = first.span.start..second.span.end;
        return (rates.next().is_none() && is_whole).then_some(Filling::Counted(far, span));
    }
    let mut counts = of_sentence().filter(|spot| {
        passage.figure(spot).is_some_and(|figure| {
            figure.kind == Kind::Count && figure.counter == step.counter && figure.is_figure()
        })
    });
    let count = counts.next().filter(|_| counts.next().is_none())?;
    let figure = passage.figure(count)?;
    if step.size == Decimal::ONE {
        return Some(Filling::Figure(count.figure, 1));
    }
    let times = figure.value.checked_div(step.size).filter(|times| times.fract().is_zero())?;
    Some(Filling::Counted(times, figure.span.clone()))
}
