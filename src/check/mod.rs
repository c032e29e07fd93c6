//! Rules against what was recognised: checks with verdicts, and for each rule what became of it.
//!
//! In: a [`World`] (ruleset, recognised document, perhaps last year's). Out: [`Checked`].
//! Deliberately absent: reading of text (checks see typed rows, claims and figures), wording and
//! severity (the rule has both).

mod absent;
mod arithmetic;
mod around;
mod blank_form;
mod checked;
mod compare;
mod condition;
mod evaluate;
mod function;
mod held;
mod keys;
mod known;
mod laid;
mod list;
mod no_base;
mod numbered;
mod on_claim;
mod on_form;
mod place;
mod prose;
mod reach;
mod reading;
mod restated;
mod script;
mod series;
mod strange;
mod tree;
mod value;
mod visible;
mod worked;
mod world;

pub use crate::say::difference_words;
pub use around::Around;
pub use checked::{Checked, Sources, check, check_rules, check_whole};
pub use evaluate::Evaluator;
pub use keys::said;
pub use place::Scope;
pub use tree::tree_parents;
pub use value::{Evaluated, Missing, NoBase, Value};
pub use world::{Page, Place, Shared, World};

use crate::audit::{At, Check, Nature, RuleOutcome, RuleStatus, Verdict, Why};
use crate::error::RuleMistake;
use crate::formula::Owner;
use crate::hash::QuickSet;
use crate::number::Decimal;
use crate::ruleset::{Expectation, Rule, RuleKind};
use crate::script::{Allowance, WHOLE};
use compare::{Identity, Outcome};
use condition::applies;
use held::Sums;
use on_claim::on_claim;
use on_form::on_form;
use rayon::prelude::*;
use std::sync::Arc;

/// The checks of some rules, by their index, without words: how recognition asks which reading of a
/// form agrees better.
#[must_use]
pub fn agreement(world: World<'_>, rules: &[usize]) -> Vec<Check> {
    checks_of(world, rules, None, None)
}

/// The same on one filled form only; of what a rule says of each row, column or sentence only the
/// checks with the `wanted` keys, where there are any.
#[must_use]
pub fn agreement_on(
    world: World<'_>,
    rules: &[usize],
    form: usize,
    wanted: Option<&QuickSet<&str>>,
) -> Vec<Check> {
    checks_of(world, rules, Some(form), wanted)
}

fn checks_of(
    world: World<'_>,
    rules: &[usize],
    only: Option<usize>,
    wanted: Option<&QuickSet<&str>>,
) -> Vec<Check> {
    /// So many rules at least are worth a thread.
    const WORTH: usize = 8;
    let each = rules.len().div_ceil(rayon::current_num_threads()).max(WORTH);
    let pieces = rules.par_chunks(each).map(|rules| {
        let mut evaluator = Evaluator::new(world);
        evaluator.brief = true;
        let mut run = Run { only, wanted, ..Run::default() };
        for rule in rules.iter().filter_map(|index| world.ruleset.rules.get(*index)) {
            run_rule(&mut evaluator, rule, &mut run);
        }
        run.checks
    });
    pieces.flatten_iter().collect()
}

/// The verdicts of some rules, by their index, if other numbers stood at some places (in their
/// printed units): for each check its key and what would come of it. Of what a rule says of each
/// row, column or sentence only the checks that are `wanted` are made.
#[must_use]
pub fn suppose(
    shared: &Arc<Shared>,
    rules: &[usize],
    numbers: &[(Place, Decimal)],
    wanted: &QuickSet<&str>,
) -> Vec<(String, Verdict)> {
    let world = shared.world();
    let mut evaluator = Evaluator::new(world);
    evaluator.shared = Some(Arc::clone(shared));
    evaluator.brief = true;
    evaluator.overrides = numbers.iter().copied().collect();
    /// Scripts that are much work are not asked at all.
    const SCRIPTS: usize = 50;
    let mut run = Run { wanted: Some(wanted), ..Run::default() };
    for rule in rules.iter().filter_map(|index| world.ruleset.rules.get(*index)) {
        run.left = Some(WHOLE.shared_by(SCRIPTS));
        run_rule(&mut evaluator, rule, &mut run);
    }
    run.checks
        .into_iter()
        .map(|check| (world.key(&check.rule, check.number, &check.at), check.verdict))
        .collect()
}

/// What a rule came to so far.
#[derive(Default)]
struct Run<'a> {
    checks: Vec<Check>,
    /// It looked at something: a form, sentence or part that it stands on is there.
    looked: bool,
    skipped: usize,
    not_applicable: Vec<Why>,
    /// What went wrong in its script: it did not run to its end.
    mistakes: Vec<RuleMistake>,
    /// What its script may still do here; nothing is said before it runs.
    left: Option<Allowance>,
    /// How much work its script was.
    used: u64,
    /// Of rules on forms only those of this filled form.
    only: Option<usize>,
    /// Only the checks with these keys.
    wanted: Option<&'a QuickSet<&'a str>>,
    /// Sums that come out as printed.
    sums: Sums,
}

impl Run<'_> {
    /// Whether a check of an expectation, by its number and place, is asked for.
    fn wants(
        &self,
        world: &World<'_>,
        rule: &Rule,
        number: usize,
        expectation: &Expectation,
        at: &At,
    ) -> bool {
        // a series gives checks of other keys
        let is_one = expectation.resolved.computed.is_some();
        self.wanted.is_none_or(|wanted| {
            !is_one || wanted.contains(world.key(&rule.id, number_of(number), at).as_str())
        })
    }

    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Check(check) | Outcome::Unfound(check) => self.checks.push(check),
            Outcome::NotApplicable(why) => {
                if !self.not_applicable.contains(&why) && self.not_applicable.len() < 3 {
                    self.not_applicable.push(why);
                }
            }
            Outcome::Nothing => self.looked = true,
        }
    }

    /// Takes over what the same rule came to on a further form.
    fn append(&mut self, more: Self) {
        self.checks.extend(more.checks);
        self.looked |= more.looked;
        self.skipped += more.skipped;
        for why in more.not_applicable {
            self.take(Outcome::NotApplicable(why));
        }
        self.mistakes.extend(more.mistakes);
        self.used += more.used;
        self.sums.has_any |= more.sums.has_any;
    }

    fn outcome(&self, rule: &Rule) -> RuleOutcome {
        let decided = self.checks.iter().any(|check| check.verdict != Verdict::Unchecked);
        let status = if !self.mistakes.is_empty() {
            RuleStatus::Failed
        } else if decided || (self.checks.is_empty() && (self.looked || self.skipped > 0)) {
            RuleStatus::Done
        } else if self.checks.is_empty() {
            RuleStatus::NotApplicable
        } else {
            RuleStatus::Undecided
        };
        let first = self.checks.first();
        let why = match status {
            RuleStatus::Done => Vec::new(),
            RuleStatus::NotApplicable if self.not_applicable.is_empty() => vec![Why::NothingOfRule],
            RuleStatus::NotApplicable => self.not_applicable.clone(),
            RuleStatus::Failed => self
                .mistakes
                .iter()
                .take(1)
                .map(|mistake| Why::ScriptFailed { what: mistake.message.as_str().into() })
                .collect(),
            RuleStatus::Undecided => {
                first.and_then(|check| check.reason.as_deref().cloned()).into_iter().collect()
            }
        };
        let label = first
            .filter(|_| status == RuleStatus::Undecided)
            .and_then(|check| check.own().cloned());
        RuleOutcome { id: rule.id.clone(), status, checks: self.checks.len(), why, label }
    }
}

fn run_rule(evaluator: &mut Evaluator<'_>, rule: &Rule, run: &mut Run<'_>) {
    let recognition = evaluator.world.page.recognition;
    if let Some(kind) = recognition
        .facts
        .kind
        .as_ref()
        .filter(|kind| !rule.documents.is_empty() && !rule.documents.contains(kind))
    {
        run.take(Outcome::NotApplicable(Why::OtherKind { kind: kind.as_str().into() }));
        return;
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
                on_form(evaluator, rule, index, *side, run);
            }
        }
        Owner::EveryForm => {
            for (index, _) in recognition.forms.iter().enumerate().filter(|(index, filled)| {
                in_scope(filled.part) && only.is_none_or(|only| only == *index)
            }) {
                on_form(evaluator, rule, index, None, run);
            }
        }
        Owner::Claim(claim) => on_claim(evaluator, rule, *claim, &in_scope, run),
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
                let at = At::Scope(evaluator.world.scope_key(Some(index), id).into());
                evaluator
                    .within(Scope::Part(index), |evaluator| on_scope(evaluator, rule, &at, run));
            }
        }
        Owner::Document => on_scope(evaluator, rule, &At::Scope("".into()), run),
    }
}

fn number_of(expectation: usize) -> u32 {
    u32::try_from(expectation).unwrap_or(u32::MAX)
}

/// Each expectation of a rule with its key; for `any` the first that holds, else the first.
fn each_expectation(evaluator: &mut Evaluator<'_>, rule: &Rule, at: &At, run: &mut Run<'_>) {
    match &rule.kind {
        RuleKind::Expect(all) => {
            for (number, expectation) in all.iter().enumerate() {
                one(evaluator, rule, number, expectation, at, run);
            }
        }
        RuleKind::Any(all) => any(evaluator, rule, all, at, run),
        RuleKind::Script(script) => {
            let key = evaluator.world.place_key(at);
            script::run(evaluator, rule, script, &key, run);
        }
        RuleKind::Tree(_) | RuleKind::Restated | RuleKind::Never => {}
    }
}

fn one(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    number: usize,
    expectation: &Expectation,
    at: &At,
    run: &mut Run<'_>,
) {
    let nature =
        if expectation.resolved.computed.is_some() { Nature::Formula } else { Nature::Series };
    let identity =
        Identity { rule, number, at: at.clone(), nature, expression: expectation.source.clone() };
    if expectation.resolved.computed.is_none() {
        run.looked = true;
        evaluator.series(&identity, &expectation.resolved.stated, |outcome| run.take(outcome));
        return;
    }
    let outcome = evaluator.expectation(&identity, &expectation.resolved);
    run.take(outcome);
}

fn any(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    all: &[Expectation],
    at: &At,
    run: &mut Run<'_>,
) {
    let mut shown: Option<Outcome> = None;
    let mut undecided = false;
    for (number, expectation) in all.iter().enumerate() {
        let identity = Identity {
            rule,
            number: 0,
            at: at.clone(),
            nature: Nature::Formula,
            expression: expectation.source.clone(),
        };
        let outcome = evaluator.expectation(&identity, &expectation.resolved);
        match &outcome {
            Outcome::Check(check)
                if matches!(check.verdict, Verdict::Holds | Verdict::Rounding) =>
            {
                run.take(outcome);
                return;
            }
            Outcome::Check(check) if check.verdict == Verdict::Unchecked => undecided = true,
            // what it speaks of may stand in a table that was not understood
            Outcome::NotApplicable(_) | Outcome::Unfound(_) => {
                undecided |= evaluator.world.may_lack_forms()
            }
            _ => {}
        }
        // of the ways that were tried a comparison tells more than a name that was not found, and
        // that more than nothing
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Check(_) => 2,
            Outcome::Unfound(_) => 1,
            _ => 0,
        };
        let first_check = rank(&outcome) > shown.as_ref().map_or(0, rank);
        if number == 0 || first_check {
            shown = Some(outcome);
        }
    }
    // one way that could not be tried might have held
    if let (true, Some(Outcome::Check(check))) = (undecided, &mut shown)
        && check.verdict == Verdict::Violation
    {
        check.leave_open(Why::OneWayOpen);
    }
    if let Some(outcome) = shown {
        run.take(outcome);
    }
}

fn on_scope(evaluator: &mut Evaluator<'_>, rule: &Rule, at: &At, run: &mut Run<'_>) {
    if applies(evaluator, rule, run) {
        each_expectation(evaluator, rule, at, run);
    }
}
