//! The expectations of a rule at one place.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::progress::RuleRun;
use crate::check::run::blank_addends::blank_addend;
use crate::check::run::condition::{Before, applies};
use crate::check::run::doubted;
use crate::check::run::names_of_totals::is_total_by_name;
use crate::check::run::open_ways::might_have_held;
use crate::check::seen::keys::number_of;
use ecow::EcoString;
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, Nature, Verdict, Why};
use gouji_rules::formula::{FormPath, Function, ListNode, Node, Owner, Resolved, RowSelector};
use gouji_rules::ruleset::{Expectation, Rule};

/// One expectation.
pub(in crate::check) fn one(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    number: usize,
    expectation: &Expectation,
    at: &CheckedAt,
    run: &mut RuleRun<'_>,
) {
    let nature =
        if expectation.resolved.computed.is_some() { Nature::Formula } else { Nature::Series };
    let identity =
        Identity { rule, number, at: at.clone(), nature, expression: expectation.source.clone() };
    if expectation.resolved.computed.is_none() {
        let rows = row_condition(rule, expectation);
        run.looked |= evaluator.series(&identity, &expectation.resolved.stated, rows, |outcome| {
            run.take(outcome);
        });
        return;
    }
    let mut outcome = evaluator.expectation(&identity, &expectation.resolved);
    leave_doubted_open(evaluator, rule, &identity, &expectation.resolved, &mut outcome);
    if let PlaceOutcome::NotApplicable(why) = &outcome
        && rule.demand.formulas().len() > 1
        && is_of_row(why)
    {
        run.lose(number_of(number), why.clone());
    }
    if let PlaceOutcome::NotApplicable(why @ Why::NoRowNamed { .. }) = &outcome
        && evaluator.world.ruleset.is_of_author(rule)
        && may_be_renamed(evaluator, &expectation.resolved)
    {
        run.lose_row(why.clone());
    }
    run.take(outcome);
}

/// Whether a table in which rows are looked up by names has one that the table of this row has not: a row that is not
/// found there may bear another name.
fn may_be_renamed(evaluator: &Evaluator<'_>, resolved: &Resolved) -> bool {
    let world = &evaluator.world;
    let Ok(Scope::Form { paper, form, .. }) = evaluator.form_scope() else { return false };
    let Some(own) = world.filled(paper, form) else { return false };
    let known = |key: &str| own.sides.iter().flat_map(|side| &side.rows).any(|row| row.key == key);
    let mut paths = Vec::new();
    looked_up(&resolved.stated, &mut paths);
    resolved.computed.iter().for_each(|node| looked_up(node, &mut paths));
    paths.iter().filter(|path| world.has(path.at.paper)).any(|path| {
        let forms = &world.page_of(path.at.paper).recognition.forms;
        let rows = forms.iter().filter(|filled| filled.form == path.form);
        let mut rows = rows.flat_map(|filled| &filled.sides).flat_map(|side| &side.rows);
        rows.any(|row| !row.total && !row.key.is_empty() && !known(&row.key))
    })
}

/// The paths of a formula whose rows are looked up by names.
fn looked_up<'n>(node: &'n Node, out: &mut Vec<&'n FormPath>) {
    match node {
        Node::Form(path) if matches!(path.row, RowSelector::Key(_) | RowSelector::Path(_)) => {
            out.push(path);
        }
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => {
            looked_up(a, out);
            looked_up(b, out);
        }
        Node::Negate(inner) | Node::Not(inner) => looked_up(inner, out),
        Node::Call(_, arguments) => arguments.iter().for_each(|own| looked_up(own, out)),
        _ => {}
    }
}

/// Whether a table does not have the row that was asked for.
fn is_of_row(why: &Why) -> bool {
    matches!(
        why,
        Why::TableLacksRow { .. }
            | Why::NoRowPrinted { .. }
            | Why::NoRowAfter { .. }
            | Why::RowOnOtherSide { .. }
    )
}

/// Whether what is printed and what comes out are days less than nothing between two days.
fn is_backwards(check: &Check, resolved: &Resolved) -> bool {
    let is_less =
        |side: &Option<EcoString>| side.as_deref().is_some_and(|own| own.starts_with('-'));
    check.relation == CheckRelation::Equal
        && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
        && is_less(&check.stated)
        && is_less(&check.computed)
        && [Some(&resolved.stated), resolved.computed.as_ref()]
            .into_iter()
            .flatten()
            .any(counts_days)
}

/// Whether a formula counts the days between two days.
fn counts_days(node: &Node) -> bool {
    match node {
        Node::Call(Function::Days, _) => true,
        Node::Binary(_, a, b) => counts_days(a) || counts_days(b),
        Node::Negate(inner) => counts_days(inner),
        _ => false,
    }
}

/// Leaves open what an author's rule tells only as it was read.
fn leave_doubted_open(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    identity: &Identity<'_>,
    resolved: &Resolved,
    outcome: &mut PlaceOutcome,
) {
    let PlaceOutcome::Check(check) = outcome else { return };
    if is_backwards(check, resolved) && evaluator.world.ruleset.is_of_author(rule) {
        check.leave_open(Why::DaysBackwards);
        return;
    }
    if check.verdict == Verdict::Violation && evaluator.world.ruleset.is_of_author(rule) {
        if is_total_by_name(evaluator, resolved) {
            *outcome = PlaceOutcome::Nothing;
            return;
        }
        if let Some(why) = blank_addend(evaluator, check.relation, resolved) {
            check.leave_open(why);
            return;
        }
    }
    doubted::leave_open(evaluator, rule, check, |evaluator| {
        match evaluator.expectation(identity, resolved) {
            PlaceOutcome::Check(again) => Some(again.verdict),
            _ => None,
        }
    });
}

/// The condition of a rule, where it is for each row of a list of the rule's own form: what stands
/// twice or out of order is looked for among the rows that it lets in.
pub(in crate::check) fn row_condition<'r>(
    rule: &'r Rule,
    expectation: &Expectation,
) -> Option<&'r Node> {
    let Node::Aggregate(_, list, _) = &expectation.resolved.stated else { return None };
    let is_own = expectation.resolved.computed.is_none()
        && matches!(rule.owner, Owner::Form(..))
        && matches!(**list, ListNode::Own(_));
    let (_, condition) = rule.when.as_ref().filter(|_| is_own)?;
    Option::as_ref(condition)
}

/// Of several expectations the first that holds, else the first.
pub(in crate::check) fn any(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    all: &[Expectation],
    at: &CheckedAt,
    run: &mut RuleRun<'_>,
) {
    let mut shown: Option<PlaceOutcome> = None;
    let mut open: Vec<&Resolved> = Vec::new();
    let mut unsaid: Option<PlaceOutcome> = None;
    let mut ways = 0;
    let mut words: Vec<EcoString> = Vec::new();
    for expectation in all {
        let identity = Identity {
            rule,
            number: 0,
            at: at.clone(),
            nature: Nature::Formula,
            expression: expectation.source.clone(),
        };
        let outcome = evaluator.expectation(&identity, &expectation.resolved);
        match &outcome {
            PlaceOutcome::Check(check)
                if matches!(check.verdict, Verdict::Holds | Verdict::Rounding) =>
            {
                run.take(outcome);
                return;
            }
            // where what is stated is something, a way that comes to nothing does not hold
            PlaceOutcome::Check(check)
                if check.verdict == Verdict::Unchecked
                    && !matches!(
                        check.reason.as_deref(),
                        Some(Why::AddendsBlank | Why::NoAddend | Why::NoAddendOfWord { .. })
                    ) =>
            {
                open.push(&expectation.resolved);
            }
            // what words or nothing say of a target is not known: it may be met
            PlaceOutcome::NotApplicable(_) | PlaceOutcome::Nothing
                if expectation.resolved.relation == CheckRelation::Meets =>
            {
                unsaid = Some(outcome);
                continue;
            }
            // what it speaks of may stand in a table that was not understood
            PlaceOutcome::NotApplicable(_) | PlaceOutcome::Unfound(_)
                if evaluator.world.may_lack_forms() =>
            {
                open.push(&expectation.resolved);
            }
            _ => {}
        }
        ways += usize::from(matches!(outcome, PlaceOutcome::Check(_)));
        // of the ways that were tried a comparison tells more than one that came to nothing, this
        // more than a name that was not found, and that more than nothing
        let rank = |outcome: &PlaceOutcome| match outcome {
            PlaceOutcome::Check(check) if check.verdict == Verdict::Violation => 3,
            PlaceOutcome::Check(_) => 2,
            PlaceOutcome::Unfound(_) => 1,
            _ => 0,
        };
        let first_check = rank(&outcome) > shown.as_ref().map_or(0, rank);
        if let PlaceOutcome::Check(check) = &outcome
            && check.verdict == Verdict::Violation
        {
            words.extend(check.computed.clone().filter(|_| check.sides.is_none()));
        }
        if shown.is_none() || first_check {
            shown = Some(outcome);
        }
    }
    let is_broken =
        matches!(&shown, Some(PlaceOutcome::Check(check)) if check.verdict == Verdict::Violation);
    if is_broken || shown.is_none() {
        shown = unsaid.or(shown);
    }
    if let Some(PlaceOutcome::Check(check)) = &mut shown {
        name_all_words(check, &words, all);
    }
    // one way that could not be tried might have held
    if let Some(PlaceOutcome::Check(check)) = &mut shown
        && check.verdict == Verdict::Violation
        && open.into_iter().any(|way| might_have_held(evaluator, way))
    {
        check.leave_open(Why::OneWayOpen);
    }
    if let Some(PlaceOutcome::Check(check)) = &mut shown {
        doubted::leave_open(evaluator, rule, check, |evaluator| {
            let verdicts = all.iter().filter_map(|own| {
                let expression = own.source.clone();
                let nature = Nature::Formula;
                let identity = Identity { rule, number: 0, at: at.clone(), nature, expression };
                match evaluator.expectation(&identity, &own.resolved) {
                    PlaceOutcome::Check(again) => Some(again.verdict),
                    _ => None,
                }
            });
            let is_held = |one: &Verdict| matches!(one, Verdict::Holds | Verdict::Rounding);
            verdicts.fold(None, |best, one| best.filter(is_held).or(Some(one)))
        });
    }
    if let (1, Some(PlaceOutcome::Check(check))) = (ways, &mut shown)
        && let Some(detail) = &mut check.detail
    {
        detail.is_only_way = true;
    }
    if let Some(outcome) = shown {
        run.take(outcome);
    }
}

/// Names all words that a text may be, where a rule lists them and it is none.
fn name_all_words(check: &mut Check, words: &[EcoString], all: &[Expectation]) {
    if check.verdict == Verdict::Violation && words.len() > 1 && words.len() == all.len() {
        check.computed = Some(words.join("／").into());
        let sources: Vec<&str> = all.iter().map(|own| own.source.as_str()).collect();
        check.expression = sources.join(" || ").into();
    }
}

/// One expectation of a rule, or what one of several comes to, at the place that the evaluator
/// stands at, if the rule applies there.
pub(in crate::check) fn again_here(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    number: usize,
    at: &CheckedAt,
    run: &mut RuleRun<'_>,
) {
    let formulas = rule.demand.formulas();
    let is_of_rows = formulas.get(number).is_some_and(|own| row_condition(rule, own).is_some());
    let before = Before { expectation: formulas.get(number).map(|own| (number, own)), at };
    if !is_of_rows && !applies(evaluator, rule, before, run) {
        return;
    }
    if rule.demand.is_choice() {
        any(evaluator, rule, formulas, at, run);
    } else if let Some(expectation) = formulas.get(number) {
        one(evaluator, rule, number, expectation, at, run);
    }
}
