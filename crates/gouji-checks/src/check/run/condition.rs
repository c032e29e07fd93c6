//! The conditions of rules: whether a rule is to be checked at a place.

use super::never;
use super::walk::Numbered;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::blank::is_blank;
use crate::check::evaluate::value::Missing;
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::progress::RuleRun;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, CheckedAt, Nature, Why};
use gouji_rules::formula::{Binary, ColumnSelector, DocField, Node, RowSelector};
use gouji_rules::ruleset::Rule;
use gouji_values::lang::bilingual;

/// What a condition stands before: an expectation and its number, where the rule has any, and the
/// place.
#[derive(Clone, Copy)]
pub(in crate::check) struct Before<'c> {
    /// The expectation.
    pub(in crate::check) expectation: Option<Numbered<'c>>,
    /// What a check made here is known by.
    pub(in crate::check) at: &'c CheckedAt,
}

/// Whether the rule's condition is true here; anything missing makes it false. Of a rule of the
/// author's own layers what cannot be told is a check that is left open.
pub(in crate::check) fn applies(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    before: Before<'_>,
    run: &mut RuleRun<'_>,
) -> bool {
    applies_on(evaluator, rule, before, run, &mut None)
}

/// The same at one of the places of a form; `known` is what was found of a condition that looks at
/// none of them.
pub(in crate::check) fn applies_on(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    before: Before<'_>,
    run: &mut RuleRun<'_>,
    known: &mut Option<bool>,
) -> bool {
    let Some((_, condition)) = &rule.when else { return true };
    let Some(condition) = Option::as_ref(condition) else { return false };
    let mut is_told = true;
    let truth = known.unwrap_or_else(|| {
        let was = std::mem::replace(&mut evaluator.is_condition, true);
        let truth = evaluator.truth(condition);
        if let Err(Missing::Unchecked(
            why @ (Why::KindsApart { .. }
            | Why::KindsDiffer
            | Why::DateUnclear { .. }
            | Why::NoSuchDay { .. }),
        )) = &truth
        {
            run.open_condition.get_or_insert_with(|| why.clone());
        }
        let read = evaluator.take_trace();
        is_told = truth.is_ok();
        let truth = truth.unwrap_or_else(|missing| {
            if evaluator.world.ruleset.is_of_author(rule) {
                leave_open(evaluator, rule, before, (&missing, &read), run);
            }
            false
        });
        evaluator.is_condition = was;
        if let Some(works) = &mut evaluator.works {
            works.conditions.extend(read);
        }
        truth
    });
    if known.is_none() && is_fixed(condition) {
        *known = Some(truth);
    }
    if !truth {
        run.skipped += 1;
        if run.never.is_none() {
            run.never = of_others(evaluator, condition);
        }
        // what one row does not print, none may: that is looked at once
        if run.never.is_none() && run.skipped == 1 && evaluator.world.ruleset.is_of_author(rule) {
            run.never = never::of_values(evaluator, condition);
            if let Some(why) = never::of_order(evaluator, condition) {
                run.lose(u32::MAX, why.clone());
                run.never = Some(why);
            }
        }
        if run.never.is_none()
            && is_told
            && evaluator.world.ruleset.is_of_author(rule)
            && let Some(why) = evaluator.nearly_holds(condition)
        {
            let read = evaluator.take_trace();
            take_open(evaluator, rule, before, (why, &read), run);
        }
    }
    truth
}

/// What becomes of a place where a condition has no value: what the document does not speak of does
/// not apply, what could not be told is left open, with the cells that the condition asked for.
fn leave_open(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    before: Before<'_>,
    (missing, read): (&Missing, &[u32]),
    run: &mut RuleRun<'_>,
) {
    let why = match missing {
        Missing::NotApplicable(Why::ValueBlank | Why::ConditionBlank) => {
            let Some(condition) = rule.when.as_ref().and_then(|(_, own)| Option::as_ref(own))
            else {
                return;
            };
            let found = evaluator.blank_that_decides(condition);
            evaluator.take_trace();
            found
        }
        Missing::Unchecked(why) | Missing::NoRow(why) => Some(why.clone()),
        Missing::NotApplicable(why @ Why::NameBlank) => Some(why.clone()),
        Missing::NotApplicable(why) => {
            run.take(PlaceOutcome::NotApplicable(why.clone()));
            None
        }
        // of nothing there is no share
        Missing::ZeroBase(base) => (!base.share.is_zero()).then(|| missing.reason()),
        Missing::NoCapture(_) => None,
    };
    let Some(why) = why.filter(|why| !is_blank(why) || !evaluator.is_row_without_words()) else {
        return;
    };
    let why = match (why, read.last()) {
        (Why::CellUnreadable { label, how }, Some(last)) if label.is_empty() => {
            let place = evaluator.printed.get(*last as usize).copied();
            let label = place.map(|place| evaluator.world.label(place)).unwrap_or_default();
            Why::CellUnreadable { label: label.into(), how }
        }
        // words where the form has numbers
        (Why::KindsDiffer, Some(last)) => evaluator.odd_words(*last).unwrap_or(Why::KindsDiffer),
        (why, _) => why,
    };
    take_open(evaluator, rule, before, (why, read), run);
}

/// Takes a check that is left open at a place.
fn take_open(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    before: Before<'_>,
    (why, read): (Why, &[u32]),
    run: &mut RuleRun<'_>,
) {
    let (number, expectation) = before.expectation.unzip();
    let nature = match expectation {
        Some(own) if own.resolved.computed.is_some() => Nature::Formula,
        Some(_) => Nature::Series,
        None => Nature::Expected,
    };
    let own = expectation.map(|own| own.source.clone());
    let identity = Identity {
        rule,
        number: number.unwrap_or(0),
        at: before.at.clone(),
        nature,
        expression: own.unwrap_or_default(),
    };
    let figures = evaluator.figures_of(read, &[]);
    let check = evaluator.undecided(&identity, CheckRelation::Equal, why, figures);
    run.take(PlaceOutcome::Check(check));
}

/// What the document is where a condition asks for another one.
fn of_others(evaluator: &mut Evaluator<'_>, condition: &Node) -> Option<Why> {
    let field = match condition {
        Node::Binary(Binary::And, a, b) => {
            return of_others(evaluator, a).or_else(|| of_others(evaluator, b));
        }
        Node::Compare(_, a, b) => match (a.as_ref(), b.as_ref()) {
            (Node::Doc(field), _) | (_, Node::Doc(field)) => *field,
            _ => return None,
        },
        _ => return None,
    };
    let was = std::mem::replace(&mut evaluator.is_condition, true);
    let is_true = evaluator.truth(condition).unwrap_or(false);
    evaluator.is_condition = was;
    evaluator.take_trace();
    if is_true {
        return None;
    }
    let facts = &evaluator.world.page.recognition.facts;
    let said = match field {
        DocField::Year => facts.year.map_or_else(
            || bilingual!("没有认出文件的年度", "the year of the document was not found"),
            |year| bilingual!("文件是 {year} 年", "the document is of {year}"),
        ),
        DocField::Agency => facts.agency.as_deref().map_or_else(
            || bilingual!("没有认出文件的单位", "the unit of the document was not found"),
            |agency| bilingual!("文件的单位是“{agency}”", "the unit of the document is “{agency}”"),
        ),
        DocField::Kind => facts.kind.as_deref().map_or_else(
            || bilingual!("没有认出文件的种类", "the kind of document was not recognised"),
            |kind| {
                let name = known_kind(evaluator, kind);
                bilingual!(
                    "文件的种类是 {kind}（{name}）",
                    "the document is of kind {kind} ({name})"
                )
            },
        ),
    };
    Some(Why::ConditionOfOthers { said })
}

/// What reports call a kind of document.
fn known_kind(evaluator: &Evaluator<'_>, kind: &str) -> EcoString {
    let known = evaluator.world.ruleset.vocabulary.kinds.get(kind);
    known.and_then(|known| known.name.as_deref()).unwrap_or(kind).into()
}

/// Whether a condition means the same in each row and column of a form: it compares named cells.
fn is_fixed(node: &Node) -> bool {
    match node {
        Node::Number { .. } | Node::Date(_) => true,
        Node::Form(path) => {
            path.at.part.is_none()
                && matches!(path.row, RowSelector::Named(_))
                && matches!(path.column, ColumnSelector::Column(_))
        }
        Node::Not(inner) | Node::Negate(inner) => is_fixed(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => is_fixed(a) && is_fixed(b),
        _ => false,
    }
}
