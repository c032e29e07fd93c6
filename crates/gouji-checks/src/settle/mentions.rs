//! Which rules speak of a form.

use gouji_rules::formula::{Mention, Owner};
use gouji_rules::ruleset::Rule;

/// Whether a rule speaks of a form.
pub(super) fn mentions(rule: &Rule, form: usize) -> bool {
    if matches!(rule.owner, Owner::Form(owner, _) if owner == form) {
        return true;
    }
    let mut found = false;
    for expectation in rule.demand.formulas() {
        expectation.resolved.mentions(&mut |mention| {
            found |= matches!(mention, Mention::Form(_, own) if own == form)
        });
    }
    found
}
