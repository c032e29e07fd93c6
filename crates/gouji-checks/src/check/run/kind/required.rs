//! Rules on what a document must have.

use super::missing_place::{beside, part_lacking};
use super::{Runs, told};
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::progress::RuleRun;
use gouji_audit::audit::{CheckRelation, CheckedAt, Nature, Why};
use gouji_audit::say::{MissingThing, missing, quoted};
use gouji_rules::ruleset::{Message, RequiredThing, Rule};

/// `required`
pub(super) struct RunsRequired;

impl Runs for RunsRequired {
    fn here(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        at: &CheckedAt,
        run: &mut RuleRun<'_>,
    ) {
        run.looked = true;
        for (number, (name, thing)) in rule.demand.required().iter().enumerate() {
            let identity = Identity {
                rule,
                number,
                at: at.clone(),
                nature: Nature::Reported,
                expression: name.as_str().into(),
            };
            match found(evaluator, *thing) {
                // of a document of which nobody knows what it is nobody knows what it must have
                Found::Missing
                    if evaluator.world.page.recognition.facts.kind.is_none()
                        && evaluator.world.ruleset.is_of_author(rule) =>
                {
                    let why = Why::KindUnknown;
                    let check =
                        evaluator.undecided(&identity, CheckRelation::NotEqual, why, Vec::new());
                    run.take(PlaceOutcome::Check(check));
                }
                Found::Here => run.take(told(evaluator, &identity, None)),
                Found::Missing => {
                    let beside = beside(evaluator, *thing);
                    let next_to = beside.as_ref().and_then(|beside| beside.next_to.as_ref());
                    let next_to = next_to.map(|next| (next.title.as_str(), next.is_behind));
                    let what = match thing {
                        RequiredThing::Claim(_) => MissingThing::Claim(name),
                        RequiredThing::Form(_) => MissingThing::Form(name),
                        RequiredThing::Column(..) => MissingThing::Column(name),
                    };
                    let part = part_lacking(evaluator, *thing);
                    let words =
                        missing(own_words(rule, &quoted(name)), what, (part.as_ref(), next_to));
                    let places = beside.into_iter().map(|beside| beside.place).collect();
                    run.take(told(evaluator, &identity, Some((words, places))));
                }
                // it may be the table that was not understood
                Found::Unknown => {
                    let why = Why::FormAbsent { form: name.as_str().into() };
                    let check =
                        evaluator.undecided(&identity, CheckRelation::NotEqual, why, Vec::new());
                    run.take(PlaceOutcome::Check(check));
                }
            }
        }
    }
}

/// Whether the rule's own words name what is missing.
pub(super) fn names_missing(rule: &Rule) -> bool {
    rule.message.iter().flatten().any(|piece| matches!(piece, Message::Stated))
}

enum Found {
    Here,
    Missing,
    Unknown,
}

fn found(evaluator: &Evaluator<'_>, thing: RequiredThing) -> Found {
    let recognition = evaluator.world.page.recognition;
    let is_here = match thing {
        RequiredThing::Claim(claim) => {
            recognition.statements.iter().any(|said| said.claim == claim && !said.in_contents)
        }
        RequiredThing::Form(form) => recognition.forms.iter().any(|filled| filled.form == form),
        RequiredThing::Column(form, column) => {
            let mut own = recognition.forms.iter().filter(|filled| filled.form == form).peekable();
            if own.peek().is_none() {
                return Found::Unknown;
            }
            own.all(|filled| {
                let mut sides = filled.sides.iter();
                sides.any(|side| side.columns.get(column).is_some_and(Option::is_some))
            })
        }
    };
    match thing {
        _ if is_here => Found::Here,
        RequiredThing::Form(_) if evaluator.world.may_lack_forms() => Found::Unknown,
        _ => Found::Missing,
    }
}

/// The rule's own words on what is missing, where they name nothing else: `{stated}` is what is missing.
pub(super) fn own_words(rule: &Rule, missing: &str) -> Option<String> {
    let pieces = rule.message.as_ref()?.iter();
    let words = pieces.map(|piece| match piece {
        Message::Text(text) | Message::ShouldBe(text) => Some(text.as_str()),
        Message::Stated => Some(missing),
        _ => None,
    });
    words.collect::<Option<Vec<_>>>().map(|words| words.concat())
}
