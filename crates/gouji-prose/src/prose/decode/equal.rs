//! Facts of which the words behind them say that they are one: 发放3,864,500元，列支386.45万元，两者一致; 支出总计80万元，与收入总计相等.

use super::Frame;
use super::same::same;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        if view.is_fact(at) {
            out.extend(equal(view, at));
        }
    }
}

/// What a clause says a fact to be equal to.
enum Equal {
    /// The one before it.
    Both,
    /// The one of this name.
    Named(String),
    /// That of the year before.
    Last,
}

fn equal(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let text = view.text_behind(at);
    // what follows the next mark is another matter: of a change in between the clause speaks, too
    let next = view.after(at).next().filter(|(_, next)| next.sentence == spot.sentence);
    let mut clauses: Vec<&str> = text.split(',').collect();
    if next.is_some_and(|(_, next)| next.segment == spot.segment) {
        clauses.pop();
    }
    let told = clauses.iter().find_map(|clause| told(view, clause))?;
    let near: Vec<(usize, &Spot)> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_fact(*place) && view.is_like(*place, at))
        .collect();
    let is_free = |spot: &Spot| spot.row.is_none() && spot.role == Role::Value;
    let (base, other) = match &told {
        Equal::Both => near.first().copied().filter(|(_, other)| {
            other.clause < spot.clause && other.clause + 1 >= spot.clause && !spot.goes_on
        })?,
        Equal::Named(name) => {
            let is_other = !view.is_called(name, spot);
            let mut named =
                near.iter().copied().filter(|(_, other)| is_other && view.is_called(name, other));
            let found = named.next()?;
            named.next().is_none().then_some(found)?
        }
        Equal::Last => near.first().copied().filter(|(_, other)| is_year_after(other, spot))?,
    };
    let is_told = is_free(spot)
        && is_free(other)
        && !view.has_scope(at)
        && !view.words(base, at).iter().any(|class| matches!(class, Class::OfWhich | Class::Rest));
    is_told.then(|| same(view, at, base))
}

/// Whether one fact is of the year after that of another, and of the same stage: 2025年预算18万元，2024年预算18万元.
fn is_year_after(one: &Spot, other: &Spot) -> bool {
    let years = one.when.year.zip(other.when.year);
    years.is_some_and(|(one, other)| one == other + 1) && one.when.stage == other.when.stage
}

/// What a clause says, where it says nothing but that something is equal.
fn told(view: &View<'_, '_>, clause: &str) -> Option<Equal> {
    let tokens = view.passage.tokens;
    let words = ["agrees", "same"].into_iter().flat_map(|list| tokens.words_of(list));
    let rests = words.filter_map(|word| clause.strip_suffix(word));
    let rest = rests.min_by_key(|rest| rest.len())?;
    let rest = tokens.words_of("exactly").find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    if tokens.is_word("two", rest) {
        return Some(Equal::Both);
    }
    let name = tokens.words_of("with").find_map(|with| rest.strip_prefix(with))?;
    if tokens.is_word("last", name) {
        return Some(Equal::Last);
    }
    (!name.is_empty()).then(|| Equal::Named(name.to_owned()))
}
