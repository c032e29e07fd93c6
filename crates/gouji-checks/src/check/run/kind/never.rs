//! Rules on words that must not be there.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use crate::check::run::walk::PlaceWalk;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{
    Check, CheckDetail, CheckRelation, CheckedAt, Cite, Fault, FigureRole, MessagePiece, Nature,
    Verdict,
};
use gouji_rules::ruleset::{Message, Rule};

/// `never`
pub(super) struct RunsNever;

impl Runs for RunsNever {
    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        _: usize,
        found: &[usize],
        run: &mut RuleRun<'_>,
    ) {
        run.looked = true;
        PlaceWalk::new(rule).of_claim(evaluator, None, found, run, |evaluator, place, run| {
            if let CheckedAt::Sentence(statement, ..) = place.at {
                never(evaluator, rule, statement as usize, run);
            }
        });
    }
}

/// A sentence that must not be there.
fn never(evaluator: &mut Evaluator<'_>, rule: &Rule, statement: usize, run: &mut RuleRun<'_>) {
    let place = FigurePlace::Sentence { statement };
    let printed = evaluator.world.printed(place).text;
    let key = format!("{}|0||{printed}", rule.id);
    let cite = Cite::new(FigureRole::Stated, evaluator.world.span(place), place.spot());
    run.checks.push(unwanted(evaluator, rule, (key, &printed), cite));
}

/// That words are there which must not be, told as the rule says; `key` names them in ledgers.
pub(super) fn unwanted(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    (key, printed): (String, &str),
    cite: Cite,
) -> Check {
    let words = rule.message.as_ref().map(|pieces| {
        let piece = |piece: &Message| match piece {
            Message::Text(text) => Some(MessagePiece::Text(text.as_str().into())),
            Message::ShouldBe(text) => Some(MessagePiece::ShouldBe(text.as_str().into())),
            Message::Stated => Some(MessagePiece::Stated),
            Message::Computed | Message::Difference | Message::Node(_) => None,
        };
        pieces.iter().filter_map(piece).collect()
    });
    Check {
        rule: rule.id.clone(),
        also: Vec::new(),
        severity: rule.severity,
        verdict: Verdict::Violation,
        relation: CheckRelation::NotEqual,
        nature: Nature::Never,
        sides: None,
        reason: None,
        number: 0,
        at: CheckedAt::Key(key.into()),
        expression: "never".into(),
        stated: Some(printed.into()),
        computed: None,
        difference: None,
        unit: None,
        cites: Box::from([cite]),
        about: evaluator.about(rule),
        detail: Some(Box::new(CheckDetail { words, ..CheckDetail::of(Fault::Unwanted) })),
    }
}
