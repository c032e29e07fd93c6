//! What a kind of rule needs, to be read and compiled: the traits and values that the files of
//! `kind/` share.

use super::compiler::Compiler;
use super::head::ItemHead;
use super::keys::RuleKey;
use super::kind::RuleKind;
use super::schema::Demand;
use super::walk::{Mistakes, RuleText, TableWalk};
use super::whole::Ruleset;
use crate::formula::Owner;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

/// A kind of rule: its keys and how they are read.
pub(super) struct KindOfRule {
    /// Its name to an author: the key that it is known by.
    pub(super) name: &'static str,
    /// What tells it to the checks.
    pub(super) of: RuleKind,
    /// Its keys.
    pub(super) keys: &'static [RuleKey],
    /// A table that one of its keys holds, with its keys.
    pub(super) inner: Option<(&'static str, &'static [RuleKey])>,
    /// The items of rule files in which it may stand.
    pub(super) items: &'static [&'static str],
    /// A child that says it replaces whatever else the parent demands, and the other way round.
    pub(super) replaces: bool,
    /// Reads its keys.
    pub(super) read: fn(&mut TableWalk<'_>, &mut Mistakes) -> Option<Arc<dyn RawDemand>>,
}

/// What a rule file says of a demand.
pub(super) trait RawDemand: Debug + Send + Sync {
    /// Whether it demands something: `restated = false` does not.
    fn is_meant(&self) -> bool {
        true
    }

    /// Its formulas as they are written.
    fn written(&self) -> &[RuleText] {
        &[]
    }

    /// The texts in which it names other items: formulas, a script, ids.
    fn texts(&self) -> &[RuleText] {
        self.written()
    }

    /// The name of the file that holds its script.
    fn file(&self) -> Option<&str> {
        None
    }

    /// The demand with its names resolved; what is wrong is told at its place.
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>>;
}

impl Compiling<'_, '_> {
    /// The line that says on which form a rule stands: the form that was read last is the author's.
    pub(super) fn form_help(&self) -> String {
        match self.ruleset.forms.last() {
            Some(form) => format!("加一行 form = \"表样的 id\"，如 form = \"{}\"", form.id),
            None => "加一行 form = \"表样的 id\"".to_owned(),
        }
    }
}

/// A demand as written, with its kind.
#[derive(Clone)]
pub(super) struct WrittenDemand {
    pub(super) kind: &'static KindOfRule,
    pub(super) raw: Arc<dyn RawDemand>,
}

impl Debug for WrittenDemand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple(self.kind.name).field(&self.raw).finish()
    }
}

/// What a demand is compiled with.
pub(super) struct Compiling<'a, 'c> {
    pub(super) compiler: &'a mut Compiler<'c>,
    /// Of the rule.
    pub(super) head: &'a ItemHead,
    pub(super) owner: &'a Owner,
    /// What the rule says is checked once each.
    pub(super) each: Option<&'a str>,
    pub(super) ruleset: &'a Ruleset,
    /// Indices of the files that hold scripts.
    pub(super) scripts: &'a BTreeMap<String, usize>,
}
