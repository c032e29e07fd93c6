//! One rule at all places that it speaks of.

use super::kind::{on_scope, runs};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::compare::PlaceOutcome;
use crate::check::judge::progress::RuleRun;
use gouji_audit::audit::{CheckedAt, Why};
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Claim, Rule, RuleKind};
use gouji_values::label::unit_name;

pub(in crate::check) fn run_rule(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    run: &mut RuleRun<'_>,
) {
    let recognition = evaluator.world.page.recognition;
    evaluator.asks_blanks = evaluator.world.ruleset.is_of_author(rule);
    if let Some(kind) = recognition
        .facts
        .kind
        .as_ref()
        .filter(|kind| !rule.documents.is_empty() && !rule.documents.contains(kind))
    {
        let known = evaluator.world.ruleset.vocabulary.kinds.get(kind.as_str());
        let kind = known.and_then(|known| known.name.as_deref()).unwrap_or(kind).into();
        run.take(PlaceOutcome::NotApplicable(Why::OtherKind { kind }));
        return;
    }
    if !rule.agency.is_empty() {
        let words = &evaluator.world.ruleset.vocabulary;
        let bare = |text: &str| unit_name(text, words).1;
        let own = recognition.facts.agency.as_deref().map(bare);
        if !rule.agency.iter().any(|agency| own.as_ref() == Some(&bare(agency))) {
            run.take(PlaceOutcome::NotApplicable(match recognition.facts.agency.as_deref() {
                Some(agency) => Why::OtherAgency { agency: agency.into() },
                None => Why::AgencyUnknown,
            }));
            return;
        }
    }
    let only = run.only;
    let in_scope = |part: Option<usize>| {
        rule.scope.is_empty()
            || part
                .and_then(|part| recognition.parts.get(part))
                .is_some_and(|part| rule.scope.contains(&part.part))
    };
    match &rule.owner {
        Owner::Form(form, side) => {
            for (index, _) in recognition.forms.iter().enumerate().filter(|(index, filled)| {
                filled.form == *form
                    && in_scope(filled.part)
                    && only.is_none_or(|only| only == *index)
            }) {
                runs(rule).on_form(evaluator, rule, index, *side, run);
            }
        }
        Owner::EveryForm => {
            // what no form of the rules is, only the table itself speaks of
            let is_of_table = rule.kind == RuleKind::Structure;
            for (index, _) in recognition.forms.iter().enumerate().filter(|(index, filled)| {
                in_scope(filled.part)
                    && only.is_none_or(|only| only == *index)
                    && (is_of_table || filled.own.is_none())
            }) {
                runs(rule).on_form(evaluator, rule, index, None, run);
            }
        }
        Owner::Claim(claim)
            if recognition.words_left_out
                && let Some(Claim { printed: Some(_), .. }) =
                    evaluator.world.ruleset.claims.get(*claim) =>
        {
            run.take(PlaceOutcome::NotApplicable(Why::WordsNotLookedFor));
        }
        Owner::Claim(claim) => {
            let statements = recognition.statements.iter().enumerate();
            let found: Vec<usize> = statements
                .filter(|(_, s)| s.claim == *claim && in_scope(s.part) && !s.in_contents)
                .map(|(index, _)| index)
                .collect();
            if found.is_empty()
                && evaluator.world.ruleset.is_of_author(rule)
                && let Some(claim) = evaluator.world.ruleset.claims.get(*claim)
            {
                let claim = claim.id.as_str().into();
                run.take(PlaceOutcome::NotApplicable(Why::ClaimAbsent { claim }));
            }
            runs(rule).on_claim(evaluator, rule, *claim, &found, run);
        }
        Owner::Part(parts) => {
            for (index, part) in
                recognition.parts.iter().enumerate().filter(|(_, part)| parts.contains(&part.part))
            {
                let id = evaluator
                    .world
                    .ruleset
                    .parts
                    .get(part.part)
                    .map_or("", |part| part.id.as_str());
                let at = CheckedAt::Scope(evaluator.world.scope_key(Some(index), id).into());
                evaluator
                    .within(Scope::Part(index), |evaluator| on_scope(evaluator, rule, &at, run));
            }
        }
        Owner::Document => on_scope(evaluator, rule, &CheckedAt::Scope("".into()), run),
    }
}
