//! Rules that are scripts: the same names, functions and figures as formulas, in Rhai.
//!
//! In: a compiled [`gouji_rules::script::ScriptProgram`] and an evaluator. Out: outcomes as of any other rule,
//! and the run-time mistake if there was one. Every figure goes through the [`Evaluator`], so
//! intervals, units and sources are those of formulas.

mod call;
mod closure;
mod collections;
mod condition;
mod expectation;
mod functions;
mod kinds;
mod lists;
mod operators;
mod path;
mod placed;
mod rows;
mod session;
mod value;
mod values;
mod words;

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::compare::PlaceOutcome;
use crate::check::judge::progress::RuleRun;
use crate::check::judge::severity::{Doubt, lower};
use gouji_audit::audit::{CheckedAt, Hint, Nature, Verdict, Why};
use gouji_rules::ruleset::{Rule, Script};
use gouji_rules::script::{
    Complaint, END, Global, ScriptProgram, WHOLE, charge_for, closed, complaint, globals,
    with_captured, within,
};
use gouji_values::error::{MistakeCode, RuleMistake, Underlying};
use rhai::{CallFnOptions, Dynamic, EvalAltResult, Position};
use session::{RunState, Session, Sizes};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Runs a script in the current scope; `key` is the identity of the place.
pub(super) fn run(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    script: &Script,
    key: &str,
    run: &mut RuleRun,
) {
    let Some(shared) = evaluator.shared.clone() else { return };
    let Some(program) = Option::as_ref(&script.program) else { return };
    let Some(index) = shared
        .ruleset
        .rules
        .iter()
        .position(|known| known.id == rule.id && known.origin == rule.origin)
    else {
        return;
    };
    let sentence = match evaluator.scope(0) {
        scope @ Scope::Claim { .. } => Some(scope),
        _ => None,
    };
    let engine =
        shared.ruleset.script_engine.get_or_init(|| functions::engine(&shared.ruleset.names));
    let allowance = run.left.unwrap_or(WHOLE);
    let once = |memory| {
        let session = Arc::new(Session {
            shared: Arc::clone(&shared),
            rule: index,
            key: key.to_owned(),
            source: Arc::clone(&script.source),
            turns: Arc::clone(&program.turns),
            sizes: Sizes::of(&shared),
            state: Mutex::new(RunState { memory, ..RunState::default() }),
        });
        let begun = || {
            let mut scope = rhai::Scope::new();
            let _ = charge_for(shared.recognition.forms.len(), 16);
            give_globals(&mut scope, &session, rule, sentence);
            let _ = charge_for(scope.len(), 16);
            let options = CallFnOptions::new()
                .eval_ast(true)
                .in_all_namespaces(true)
                .with_tag(Arc::clone(&session));
            let call = || {
                engine.call_fn_with_options::<Dynamic>(options, &mut scope, &program.ast, END, ())
            };
            with_captured(&program.captured, call)
        };
        let (result, left) = within(allowance, begun);
        let state = std::mem::take(&mut *session.state());
        (result, state, left)
    };
    let (result, mut state, left) = once(evaluator.take_memory());
    run.left = Some(left);
    run.used += allowance.used(left).work;
    if state.outcomes.iter().any(is_broken) {
        let mut memory = state.memory.clone();
        memory.own_decimals = true;
        let (_, again, _) = once(memory);
        doubt_few_decimals(&mut state.outcomes, &again.outcomes);
    }
    evaluator.put_memory(state.memory);
    // one that expects something and came to no expectation looked at nothing
    let is_idle = result.is_ok() && state.outcomes.is_empty();
    if is_idle {
        run.never = Some(idle(program, &script.source, &state.asked));
    }
    if is_idle && (program.expects || program.is_silent) {
        run.skipped += 1;
    } else {
        run.looked = true;
    }
    if state.outcomes.iter().all(|outcome| matches!(outcome, PlaceOutcome::NotApplicable(_))) {
        run.open_condition = state.lacking;
    }
    let has_checks = state.outcomes.iter().any(|outcome| matches!(outcome, PlaceOutcome::Check(_)));
    for outcome in state.outcomes {
        run.take(outcome);
    }
    let Err(error) = result else { return };
    let Some(why) = why_stopped(rule, script, *error, run) else { return };
    let identity = crate::check::judge::compare::Identity {
        rule,
        number: 0,
        at: CheckedAt::Key(format!("{}||{key}", rule.id).into()),
        nature: Nature::Broken,
        expression: "script".into(),
    };
    if has_checks && matches!(why, Why::ScriptEnded { .. }) {
        run.stopped = Some(why.clone());
    }
    let outcome = evaluator.unread(&identity, why);
    run.take(outcome);
}

fn is_broken(outcome: &PlaceOutcome) -> bool {
    matches!(outcome, PlaceOutcome::Check(check) if check.verdict == Verdict::Violation)
}

/// What fails at the column's decimals but holds `again`, with each number's own printed ones, cannot
/// be told for certain.
fn doubt_few_decimals(outcomes: &mut [PlaceOutcome], again: &[PlaceOutcome]) {
    if again.len() != outcomes.len() {
        return;
    }
    for (outcome, other) in outcomes.iter_mut().zip(again) {
        if let PlaceOutcome::Check(check) = outcome
            && check.verdict == Verdict::Violation
            && !is_broken(other)
        {
            lower(check, Doubt::FewDecimals);
            check.detail_mut().hint.get_or_insert(Hint::FewDecimals);
        }
    }
}

/// Why a script came to say nothing: the condition that was true nowhere, if one was.
fn idle(program: &ScriptProgram, source: &str, asked: &BTreeMap<Position, bool>) -> Why {
    if program.is_silent {
        return Why::ScriptSilent;
    }
    match (closed(&program.ast, source, asked), program.expects) {
        (Some(condition), true) => Why::ExpectBehind { condition: condition.into() },
        (Some(condition), false) => Why::ReportBehind { condition: condition.into() },
        (None, true) => Why::ExpectNever,
        (None, false) => Why::ReportNever,
    }
}

/// Why the rule is left open whose script ended with an error; none where it does not apply. A
/// mistake of the script is noted.
fn why_stopped(
    rule: &Rule,
    script: &Script,
    error: EvalAltResult,
    run: &mut RuleRun,
) -> Option<Why> {
    Some(match complaint(&script.source, &error) {
        Complaint::NotApplicable(why) => {
            run.looked = false;
            run.take(PlaceOutcome::NotApplicable(why));
            return None;
        }
        Complaint::Unchecked(why) => {
            let line = error.position().line().unwrap_or(1);
            Why::ScriptEnded { line, what: Box::new(why) }
        }
        Complaint::Rule(mistake) => {
            let line = script
                .source
                .get(..mistake.span.start)
                .map_or(1, |before| before.matches('\n').count() + 1);
            let why = Why::ScriptStopped { line, what: mistake.message.as_str().into() };
            let span = script.base.map_or_else(
                || rule.origin.span.clone(),
                |base| base + mistake.span.start..base + mistake.span.end,
            );
            run.mistakes.push(RuleMistake {
                text: Arc::clone(&script.text),
                span,
                help: mistake.help,
                source: Some(Underlying::new(error)),
                ..RuleMistake::of_file(
                    MistakeCode::ScriptFailed,
                    script.file.clone(),
                    format!("规则 {} 的脚本出错：{}", rule.id, mistake.message),
                )
            });
            why
        }
    })
}

/// Gives a script the names of forms, claims and the like.
fn give_globals(
    scope: &mut rhai::Scope<'_>,
    session: &Session,
    rule: &Rule,
    sentence: Option<Scope>,
) {
    for (name, global) in globals(&session.shared.ruleset.names) {
        // in a rule on a claim its name means this very sentence
        let own = match (global, sentence, &rule.owner) {
            (Global::Claim(claim), Some(sentence), gouji_rules::formula::Owner::Claim(owner))
                if claim == *owner =>
            {
                Some(functions::own_sentence(sentence))
            }
            _ => None,
        };
        scope.push_dynamic(name, own.unwrap_or_else(|| session.global(name, global)));
    }
}
