//! Violations in tables whose columns were told apart by where their texts stand, or whose form was
//! told by what is left of its title and heads.

use super::broken::BrokenCheck;
use super::doubted::{DoubtedArea, rests_in_part, spans_in};
use super::told::{is_doubtful, is_surely_told, may_be_damage};
use super::untold::Alike;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, Verdict, Why};
use gouji_forms::form::FilledForm;
use gouji_rules::formula::Mention;
use gouji_values::document::Span;
use gouji_values::hash::QuickSet;
use gouji_values::paper::Paper;

/// Of a table that may have been read wrong a violation counts only where nearly all else comes out,
/// and one of a few figures breaks several checks, or one check by what no misreading explains: else
/// more likely the columns, or the form, were told wrong.
pub(in crate::check) fn misread(world: World<'_>, checks: &mut [Check]) {
    let violations: Vec<usize> = (0..checks.len())
        .filter(|at| checks.get(*at).is_some_and(|check| check.verdict == Verdict::Violation))
        .collect();
    if !violations.is_empty() {
        likely(world, checks);
    }
    let mut areas = world.doubtful_areas().peekable();
    if areas.peek().is_none() {
        return;
    }
    let known = agreed(world, checks);
    let resting = RestingChecks::of(checks);
    let mut untold = Vec::new();
    let text = world.page.document.text.as_str();
    for (area, doubt, why) in areas {
        let broken = violations.iter().filter_map(|at| {
            let check =
                checks.get(*at).filter(|check| !is_surely_told(world, (area, &why), check))?;
            BrokenCheck::of(text, *at, check, spans_in(area, check))
        });
        let broken: Vec<BrokenCheck> = broken.filter(|broken| !broken.spans.is_empty()).collect();
        let own = resting.on(area);
        let is_decided =
            |at: &&usize| checks.get(**at).is_some_and(|check| check.verdict.is_decided());
        let decided = own.iter().filter(is_decided).count();
        let doubted = DoubtedArea { world, area, doubt, decided };
        let alike = if why == Why::FormUnsure { Alike::Form } else { Alike::Table };
        untold.extend(super::untold::untold(&doubted, (checks, &own), &broken, &known, alike));
        for BrokenCheck { at, .. } in doubted.silenced(broken, &|figure| known.contains(&figure)) {
            let Some(check) = checks.get_mut(at) else { continue };
            check.leave_open(why.clone());
        }
    }
    super::untold::corroborate(checks, &untold);
}

/// Leaves open what does not hold and rests on a form that was told by likeness.
pub(in crate::check) fn likely(world: World<'_>, checks: &mut [Check]) {
    for check in checks.iter_mut().filter(|check| check.verdict == Verdict::Violation) {
        if rests_on_likeness(world, check) || may_be_damage(world, check) {
            check.leave_open(Why::FormUnsure);
        }
    }
}

/// The figures with which a comparison comes out; of rates most come out with several figures.
pub(in crate::check) fn agreed(world: World<'_>, checks: &[Check]) -> QuickSet<Span> {
    let units = world.ruleset.vocabulary.units.iter().map(|(_, unit)| unit);
    let rates: Vec<&str> = units.filter(|unit| unit.ratio).map(|unit| unit.name.as_str()).collect();
    let is_rate = |check: &Check| check.unit.as_deref().is_some_and(|unit| rates.contains(&unit));
    let is_equal = |check: &&Check| {
        check.verdict == Verdict::Holds
            && check.relation == CheckRelation::Equal
            && check.size() > 1
            && !is_rate(check)
    };
    let places = checks.iter().filter(is_equal).flat_map(Check::places);
    places.filter(|(_, document)| document.is_none()).map(|(span, _)| span).collect()
}

/// Which checks rest on which places of the document, in the order of the places: each area is asked for its own, and
/// most checks rest on others.
struct RestingChecks(Vec<(Span, usize)>);

impl RestingChecks {
    fn of(checks: &[Check]) -> Self {
        let places = checks.iter().enumerate().flat_map(|(at, check)| {
            let own = check.places().filter(|(_, document)| document.is_none());
            own.map(move |(span, _)| (span, at))
        });
        let mut places: Vec<(Span, usize)> = places.collect();
        places.sort_unstable_by_key(|(span, _)| span.start);
        Self(places)
    }

    /// Those that rest on an area, in their order.
    fn on(&self, area: Span) -> Vec<usize> {
        let first = self.0.partition_point(|(span, _)| span.start < area.start);
        let behind = self.0.iter().skip(first).take_while(|(span, _)| span.start <= area.end);
        let mut own: Vec<usize> =
            behind.filter(|(span, _)| area.covers(*span)).map(|(_, at)| *at).collect();
        own.sort_unstable();
        own.dedup();
        own
    }
}

/// How many checks in an area came to something.
pub(in crate::check) fn decided_in(area: Span, checks: &[Check]) -> usize {
    let decided = checks.iter().filter(|check| check.verdict.is_decided());
    decided.filter(|check| !spans_in(area, check).is_empty()).count()
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
        let mut likely = page.recognition.forms.iter().filter(|filled| is_doubtful(filled));
        world.has(paper) && likely.any(|filled| filled.form == form && !holds(filled))
    };
    let is_unseen = |(paper, form): (Paper, usize)| {
        let is_found = |filled: &FilledForm| filled.form == form && !is_doubtful(filled);
        let found = || rests_in_part(world, check, is_found);
        !(paper.is_own() && found()) && is_unseen((paper, form))
    };
    if named(world, check).into_iter().any(is_unseen) {
        return true;
    }
    let CheckedAt::Sentence(statement, ..) = check.at else { return false };
    let said = usize::try_from(statement).ok().and_then(|at| recognition.statements.get(at));
    let Some(said) = said else { return false };
    let is_under =
        world.ruleset.claims.get(said.claim).is_some_and(|claim| !claim.under.is_empty());
    let mut likely = recognition.forms.iter().filter(|filled| is_doubtful(filled));
    is_under && likely.any(|filled| filled.block < said.block && said.block <= filled.block + NEAR)
}

/// The forms that the formula or the script of a check names, and of which document.
fn named(world: World<'_>, check: &Check) -> Vec<(Paper, usize)> {
    if let Some(detail) = check.detail.as_deref().filter(|detail| !detail.forms.is_empty()) {
        return detail.forms.to_vec();
    }
    let rule = world.ruleset.rule(&check.rule);
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
