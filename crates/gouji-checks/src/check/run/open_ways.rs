//! Of several ways to come to a figure those that could not be tried: whether one of them might have
//! come to what is stated.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Value;
use crate::check::judge::compare::is_single;
use crate::check::seen::place::FigurePlace;
use crate::check::seen::tabular::{may_be, tabular_numbers};
use gouji_audit::audit::CheckRelation;
use gouji_forms::form::FilledForm;
use gouji_rules::formula::{Node, Resolved};
use gouji_values::document::Span;
use gouji_values::number::{Decimal, Figure};

/// Whether a way that could not be tried might have held. Where a single figure has to be the one that
/// is stated, this is printed once more: in a cell, or in a line that no table was made of.
pub(super) fn might_have_held(evaluator: &mut Evaluator<'_>, way: &Resolved) -> bool {
    let is_tie = way.relation == CheckRelation::Equal
        && is_single(&way.stated)
        && way.computed.as_ref().is_some_and(is_single);
    if !is_tie || !evaluator.world.page.document.unread.is_empty() {
        return true;
    }
    let stated = evaluator.aside(|evaluator| evaluator.node(&way.stated));
    let Ok(Value::Number(figure)) = stated else { return true };
    let form = match &way.computed {
        Some(Node::Form(path)) => Some(path.form),
        _ => None,
    };
    is_printed_again(evaluator, &figure, form)
}

/// Whether a figure is printed once more, in a line that no table was made of or in a table that may
/// be, or is, this form.
fn is_printed_again(evaluator: &Evaluator<'_>, figure: &Figure, form: Option<usize>) -> bool {
    let Some(last) = figure.ulp else { return true };
    let units = &evaluator.world.ruleset.vocabulary.units;
    let mut times: Vec<Decimal> = if figure.unit.is_none() || evaluator.is_money(figure.unit) {
        units.iter().filter(|(_, unit)| unit.money).map(|(_, unit)| unit.times).collect()
    } else {
        vec![figure.unit.map_or(Decimal::ONE, |unit| units.get(unit).times)]
    };
    times.sort_unstable();
    times.dedup();
    let size = figure.value.abs();
    let read = evaluator.arena.printed(figure.expression).into_iter();
    let own: Vec<FigurePlace> =
        read.filter_map(|at| evaluator.printed.get(at as usize).copied()).collect();
    let world = evaluator.world;
    let supposed: Vec<_> = evaluator.overrides.iter().collect();
    let numbers = evaluator.shared.as_ref().map_or(&evaluator.tabular, |shared| &shared.tabular);
    let numbers = numbers.get_or_init(|| tabular_numbers(world));
    // what is taken to be another figure is printed no more
    let gone: Vec<_> = own
        .iter()
        .chain(supposed.iter().map(|(place, _)| *place))
        .map(|place| world.span(*place))
        .filter(|(_, document)| document.is_none())
        .map(|(span, _)| span)
        .collect();
    let is_other = |filled: &&FilledForm| {
        filled.own.is_none() && !filled.is_likely && form.is_some_and(|form| filled.form != form)
    };
    let others: Vec<Span> =
        world.page.recognition.forms.iter().filter(is_other).map(|filled| filled.span).collect();
    let may_be_in = |may_be: &dyn Fn(Decimal) -> bool| times.iter().any(|times| may_be(*times));
    supposed.iter().any(|(place, value)| {
        let (span, _) = world.span(**place);
        let is_own = own.contains(place) || others.iter().any(|other| other.covers(span));
        !is_own && may_be_in(&|times| may_be((value.abs(), value.scale()), size, last, times))
    }) || numbers.iter().any(|number| {
        may_be_in(&|times| number.may_be(size, last, times))
            && !gone.iter().chain(&others).any(|span| number.is_in(*span))
    })
}
