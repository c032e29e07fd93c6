//! What is to be checked, in order: rules, and of rules on forms each form by itself; and how much
//! work that is likely to be.

use crate::check::seen::shared::Shared;
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Rule, RuleKind};

/// The duties are cut into this many pieces, which the idle threads take one by one. A piece has an
/// evaluator of its own, which costs something, so there are few pieces.
pub(super) const PIECES: usize = 6;

/// A piece of less work, in cells, is not worth a thread's while.
pub(super) const SMALLEST: usize = 2_000;

/// A rule, or of a rule on forms what it says of one of them.
pub(super) struct Duty<'r> {
    pub(super) rule: &'r Rule,
    /// It is one of the rules of the ruleset.
    pub(super) is_of_ruleset: bool,
    pub(super) form: Option<usize>,
    /// The first of its rule.
    pub(super) begins: bool,
    /// How many duties its rule has.
    pub(super) of: usize,
    /// How much work those before it are likely to be, in cells.
    pub(super) before: usize,
}

/// What is to be done, in order, and how much work that is likely to be.
pub(super) fn duties<'r>(shared: &Shared, rules: &'r [Rule]) -> (Vec<Duty<'r>>, usize) {
    /// A rule on sentences or on the whole document.
    const USUAL: usize = 50;
    let mut out = Vec::with_capacity(rules.len());
    let mut work = 0;
    let sizes: Vec<usize> = shared
        .recognition
        .forms
        .iter()
        .map(|filled| filled.sides.iter().map(|side| side.rows.len() * side.columns.len()).sum())
        .collect();
    let is_of_ruleset = std::ptr::eq(rules, shared.ruleset.rules.as_slice());
    // what a form says comes before what its table alone says
    let of_table = |rule: &&Rule| rule.kind == RuleKind::Structure;
    let in_order = rules.iter().filter(|rule| !of_table(rule)).chain(rules.iter().filter(of_table));
    for rule in in_order {
        let first = out.len();
        for ((form, filled), size) in shared.recognition.forms.iter().enumerate().zip(&sizes) {
            let stands_on = match &rule.owner {
                Owner::Form(own, _) => *own == filled.form,
                Owner::EveryForm => true,
                _ => false,
            };
            if stands_on {
                out.push(Duty {
                    rule,
                    is_of_ruleset,
                    form: Some(form),
                    begins: out.len() == first,
                    of: 1,
                    before: work,
                });
                work += 1 + size;
            }
        }
        if out.len() == first {
            out.push(Duty { rule, is_of_ruleset, form: None, begins: true, of: 1, before: work });
            work +=
                if matches!(rule.owner, Owner::Form(..) | Owner::EveryForm) { 1 } else { USUAL };
        }
        let of = out.len() - first;
        out.iter_mut().skip(first).for_each(|duty| duty.of = of);
    }
    (out, work)
}
