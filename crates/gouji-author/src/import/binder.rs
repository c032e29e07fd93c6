//! What finds the forms that a formula names.

use gouji_rules::ruleset::Ruleset;
use std::collections::BTreeMap;

/// Finds forms and writes paths.
pub(super) struct Binder<'a> {
    pub(super) ruleset: &'a Ruleset,
    /// What the file says a form is called.
    pub(super) aliases: BTreeMap<String, String>,
}
