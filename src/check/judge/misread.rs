//! Violations in tables whose columns were told apart by where their texts stand, or whose form was
//! told by what is left of its title and heads.

use super::broken::{BrokenCheck, unexplained};
use crate::audit::{Check, CheckedAt, Verdict, Why};
use crate::check::seen::world::World;
use crate::document::Span;
use crate::form::FilledForm;
use crate::formula::Mention;
use crate::paper::Paper;

/// Of a table that may have been read wrong a violation counts only where one of a few figures breaks
/// several checks: else more likely the columns, or the form, were told wrong.
pub(in crate::check) fn misread(world: World<'_>, checks: &mut [Check]) {
    let violations: Vec<usize> = (0..checks.len())
        .filter(|at| checks.get(*at).is_some_and(|check| check.verdict == Verdict::Violation))
        .collect();
    if violations.is_empty() {
        return;
    }
    likely(world, checks);
    for (area, is_unsure) in world.doubtful_areas() {
        let broken = violations.iter().filter_map(|at| {
            let check = checks.get(*at)?;
            BrokenCheck::of(*at, check, spans_in(area, check))
        });
        let broken: Vec<BrokenCheck> = broken.filter(|broken| !broken.spans.is_empty()).collect();
        if broken.is_empty() {
            continue;
        }
        let all = decided_in(area, checks);
        for BrokenCheck { at, .. } in silenced(is_unsure, all, broken) {
            let Some(check) = checks.get_mut(at) else { continue };
            check.leave_open(Why::ColumnsUnsure);
        }
    }
}

/// Leaves open what does not hold and rests on a form that was told by likeness.
pub(in crate::check) fn likely(world: World<'_>, checks: &mut [Check]) {
    for check in checks.iter_mut().filter(|check| check.verdict == Verdict::Violation) {
        if rests_on_likeness(world, check) {
            check.leave_open(Why::ColumnsUnsure);
        }
    }
}

/// The figures of a check that stand in an area.
pub(in crate::check) fn spans_in(area: Span, check: &Check) -> Vec<Span> {
    let own = check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span);
    own.filter(|span| area.covers(*span)).collect()
}

/// How many checks in an area came to something.
pub(in crate::check) fn decided_in(area: Span, checks: &[Check]) -> usize {
    let decided = checks.iter().filter(|check| check.verdict.is_decided());
    decided.filter(|check| !spans_in(area, check).is_empty()).count()
}

/// Of so many checks one may be wrong where the table was read right.
pub(in crate::check) const ONE_OF: usize = 5;

/// Of the checks that do not hold in an area, among so many, those that are not told.
pub(in crate::check) fn silenced(
    is_unsure: bool,
    all: usize,
    broken: Vec<BrokenCheck>,
) -> Vec<BrokenCheck> {
    /// So many figures may be wrong.
    const FEW: usize = 2;
    let alone = unexplained(FEW, broken.clone());
    let is_sound = !is_unsure && alone.len() <= 1 && broken.len() * ONE_OF < all;
    if is_sound { alone } else { broken }
}

/// Whether a check asks for a form that was told by likeness and names no figure of it: a count of
/// its rows, or that none is there; or rests on a sentence right behind such a form, whose heading
/// may be gone.
fn rests_on_likeness(world: World<'_>, check: &Check) -> bool {
    /// Blocks between a form and what is said of it.
    const NEAR: usize = 3;
    let recognition = world.page.recognition;
    let is_unseen = |(paper, form): (Paper, usize)| {
        let page = world.page_of(paper);
        let other = page.index.filter(|_| !paper.is_own());
        let holds = |filled: &FilledForm| {
            check.places().any(|(span, document)| document == other && filled.span.covers(span))
        };
        let mut likely = page.recognition.forms.iter().filter(|filled| filled.is_likely);
        world.has(paper) && likely.any(|filled| filled.form == form && !holds(filled))
    };
    if named(world, check).into_iter().any(is_unseen) {
        return true;
    }
    let CheckedAt::Sentence(statement, ..) = check.at else { return false };
    let said = usize::try_from(statement).ok().and_then(|at| recognition.statements.get(at));
    let Some(said) = said else { return false };
    let is_under =
        world.ruleset.claims.get(said.claim).is_some_and(|claim| !claim.under.is_empty());
    let mut likely = recognition.forms.iter().filter(|filled| filled.is_likely);
    is_under && likely.any(|filled| filled.block < said.block && said.block <= filled.block + NEAR)
}

/// The forms that the formula or the script of a check names, and of which document.
fn named(world: World<'_>, check: &Check) -> Vec<(Paper, usize)> {
    if let Some(detail) = check.detail.as_deref().filter(|detail| !detail.forms.is_empty()) {
        return detail.forms.to_vec();
    }
    let rule = world.ruleset.rules.iter().find(|rule| rule.id == check.rule);
    let Some(demand) = rule.map(|rule| &rule.demand) else { return Vec::new() };
    let is_meant = |at: usize| demand.is_choice() || usize::try_from(check.number) == Ok(at);
    let mut out = Vec::new();
    for (at, expectation) in demand.formulas().iter().enumerate() {
        if is_meant(at) {
            expectation.resolved.mentions(&mut |mention| {
                if let Mention::Form(paper, form) = mention {
                    out.push((paper, form));
                }
            });
        }
    }
    out
}
