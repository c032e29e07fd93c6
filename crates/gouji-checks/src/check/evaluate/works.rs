//! Both sides of checks, kept so that they can be worked again with another figure.

use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, CheckedAt};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::Figure;

/// What a check is known by: its rule, the number of its expectation, its place.
pub(in crate::check) type WorkKey = (EcoString, u32, CheckedAt);

/// A check with both sides, in units that go together.
#[derive(Clone, Debug)]
pub(in crate::check) struct Work {
    pub(in crate::check) relation: CheckRelation,
    /// Each side is one figure.
    pub(in crate::check) tie: bool,
    pub(in crate::check) stated: Figure,
    pub(in crate::check) computed: Figure,
    /// One may be the other with its last digits cut off.
    pub(in crate::check) may_be_cut: bool,
    /// More than both sides decides what comes of it: the evaluator has to be asked.
    pub(in crate::check) is_open: bool,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Works {
    pub(in crate::check) list: QuickMap<WorkKey, Work>,
    /// The figures that conditions read.
    pub(in crate::check) conditions: QuickSet<u32>,
}
