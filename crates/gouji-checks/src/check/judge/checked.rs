//! What all rules of a document came to.

use crate::check::judge::around::Around;
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::{Check, RuleOutcome};
use gouji_values::error::RuleMistake;
use gouji_values::number::{Arena, Figure};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All checks of a document, and what became of each rule.
#[derive(Debug, Default)]
pub struct Checked {
    /// Checks in order of their stated figure's place; an identity that two rules state stands
    /// once.
    pub checks: Vec<Check>,
    /// The duty ledger.
    pub rules: Vec<RuleOutcome>,
    /// Scripts that went wrong while they ran.
    pub mistakes: Vec<RuleMistake>,
    /// Rules whose scripts are too much work to be asked again and again what would come of other
    /// figures.
    pub costly: BTreeSet<EcoString>,
    /// What the sides of the checks are made of.
    pub sources: Sources,
    /// Something does not hold, and the tables are too large to say of all checks what they are
    /// made of: no cause can be told.
    pub is_cut_short: bool,
    /// In a large document the figures among which a cause is looked for; nothing is said of what
    /// other checks are made of.
    pub around: Option<Arc<Around>>,
    /// Sums that rounding could explain, but hardly by chance, by the index of their check: by how
    /// many units of the last place such a sum may well be off.
    pub improbable: BTreeMap<usize, u128>,
}

/// The printed figures that an evaluation read, and the expressions over them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Expressions.
    pub arena: Arena,
    /// Where each printed figure stands.
    pub places: Vec<FigurePlace>,
    /// Its value and interval, in base units.
    pub figures: Vec<Option<Figure>>,
}
