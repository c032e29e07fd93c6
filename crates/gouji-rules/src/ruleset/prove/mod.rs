//! Rules that contradict each other, follow from others, or say nothing: what can be proved of their
//! formulas, and nothing else (`gouji rules check --prove`).
//!
//! In: a compiled ruleset. Out: [`RuleProof`]s of the rules of its own layer. Formulas that run at one place as often are
//! held against each other as exact linear forms, one rule's conditions beside its formula; what is not linear
//! is one unknown. Nothing is supposed of the sign of a figure. What was not decided is counted.

mod found;
mod model;
mod refute;
mod stated;
mod sum;

use super::schema::Origin;
use super::whole::Ruleset;
use found::Search;
use gouji_audit::audit::Severity;
use std::collections::BTreeSet;

/// What was proved of rules, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleProofKind {
    /// No figures meet all of them.
    Contradiction,
    /// All of them can be met only where a term is 0.
    OnlyZero,
    /// Its condition is never met.
    NeverAsked,
    /// It is broken wherever it is asked.
    AlwaysBroken,
    /// It holds wherever it is asked.
    NeverBroken,
    /// The first is not broken where the others hold.
    Follows,
}

impl RuleProofKind {
    /// As programs read it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::OnlyZero => "only-zero",
            Self::NeverAsked => "never-asked",
            Self::AlwaysBroken => "always-broken",
            Self::NeverBroken => "never-broken",
            Self::Follows => "follows",
        }
    }
}

/// A formula that a proof is about.
#[derive(Clone, Debug)]
pub struct ProvedFormula {
    /// The id of its rule.
    pub rule: String,
    /// Where the rule was written.
    pub origin: Origin,
    /// The formula as written; of several ways all of them.
    pub formulas: Vec<String>,
    /// The condition of the rule.
    pub when: Option<String>,
    /// The severity of the rule.
    pub severity: Severity,
    /// Whether it holds of the example; `None` without one.
    pub holds: Option<bool>,
    /// How many times it went into the sum that shows it, where that is one sum.
    pub times: Option<String>,
}

/// What was proved of some rules, with small figures that show it.
#[derive(Clone, Debug)]
pub struct RuleProof {
    /// What.
    pub kind: RuleProofKind,
    /// Of which formulas, in order of the files; of one that follows that one first.
    pub formulas: Vec<ProvedFormula>,
    /// A condition has a part in it, too.
    pub by_condition: bool,
    /// What is left of the sum when all terms are gone, and cannot be: `10万元 <= 0`.
    pub left: Option<String>,
    /// Figures, each with its name; of [`RuleProofKind::OnlyZero`] the term that must be 0.
    pub example: Vec<(String, String)>,
    /// What the others need and the one that follows does not: where it lacks, they do not tell.
    pub also_needs: Vec<String>,
}

/// All that was proved of a layer.
#[derive(Clone, Debug, Default)]
pub struct RuleProofs {
    /// The worst first, then in order of the files.
    pub found: Vec<RuleProof>,
    /// How many rules were looked at.
    pub judged: usize,
    /// How many were not, as a whole or in part: what they demand is no comparison of sums, or takes too long.
    pub open: usize,
}

impl Ruleset {
    /// What can be proved of the rules of a layer, each held against all others, too.
    #[must_use]
    pub fn proofs(&self, layer: &str) -> RuleProofs {
        let (places, unread) = stated::places(self);
        let mut out = RuleProofs::default();
        let mut open: BTreeSet<&str> = unread;
        for place in &places {
            let mut search = Search::new(self, layer, place);
            search.run();
            out.found.append(&mut search.found);
            open.extend(search.undecided);
        }
        let own = self.rules.iter().filter(|rule| rule.origin.layer == layer);
        let ids: BTreeSet<&str> = own.map(|rule| rule.id.as_str()).collect();
        out.open = ids.intersection(&open).count();
        out.judged = ids.len() - out.open;
        out.found.sort_by_key(|proof| {
            let first = proof.formulas.first().map(|own| &own.origin);
            (proof.kind, first.map(|own| (own.file.clone(), own.span.start)))
        });
        out
    }
}
