//! What an author's rule tells only as it was read: were what is printed meant otherwise, it would not be told.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::other_reading::OtherReading;
use gouji_audit::audit::{Check, CheckRelation, Verdict, Why};
use gouji_rules::formula::Node;
use gouji_rules::ruleset::Rule;

/// The ways to read what is printed otherwise.
const READINGS: [OtherReading; 4] = [
    OtherReading::NearWords,
    OtherReading::LowEnd,
    OtherReading::HighEnd,
    OtherReading::BlankThere,
];

/// Leaves a check of the author's own rule open whose violation another reading would take away. `again` is what it
/// comes to with that reading.
pub(super) fn leave_open(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    check: &mut Check,
    mut again: impl FnMut(&mut Evaluator<'_>) -> Option<Verdict>,
) {
    if !evaluator.world.ruleset.is_of_author(rule) {
        return;
    }
    let is_told = check.verdict == Verdict::Violation;
    // what is nearly the words that must not stand there may be these
    let may_fail = check.verdict == Verdict::Holds && check.relation == CheckRelation::NotEqual;
    if may_fail {
        let (verdict, met) = evaluator.otherwise(OtherReading::NearWords, &mut again);
        if let (Some(Verdict::Violation), Some(why)) = (verdict, met) {
            check.leave_open(why);
        }
    }
    if !is_told {
        return;
    }
    let condition = rule.when.as_ref().and_then(|(_, own)| Option::as_ref(own));
    for reading in READINGS {
        let why = condition.and_then(|condition| not_under(evaluator, reading, condition));
        // a blank that is something is none the less not filled in
        let why = why.or_else(|| {
            let (verdict, met) = (reading != OtherReading::BlankThere)
                .then(|| evaluator.otherwise(reading, &mut again))?;
            met.filter(|_| matches!(verdict, Some(Verdict::Holds | Verdict::Rounding)))
        });
        if let Some(why) = why {
            check.leave_open(why);
            return;
        }
    }
}

/// Why a condition may not hold, read otherwise.
fn not_under(
    evaluator: &mut Evaluator<'_>,
    reading: OtherReading,
    condition: &Node,
) -> Option<Why> {
    let was = std::mem::replace(&mut evaluator.is_condition, true);
    let (truth, met) =
        evaluator.otherwise(reading, |evaluator| evaluator.aside(|this| this.truth(condition)));
    evaluator.is_condition = was;
    met.filter(|_| truth == Ok(false))
}
