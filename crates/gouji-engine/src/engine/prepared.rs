//! A document that was read and recognised, not yet judged.

use gouji_audit::audit::GivenFile;
use gouji_checks::check::Shared;
use gouji_checks::settle::recognised;
use gouji_forms::form::{Facts, Recognition};
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::Document;
use std::sync::Arc;

/// A document as read and recognised, before it is checked.
#[derive(Debug)]
pub struct Prepared {
    pub(super) path: String,
    pub(super) files: Vec<GivenFile>,
    pub(super) shared: Arc<Shared>,
}

impl Prepared {
    /// What was recognised, for those who look beyond what is checked.
    pub fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    /// Agency, year and kind.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.shared.recognition.facts
    }
}

/// What is recognised in a document of which the rules may say something.
pub(super) fn understood(document: &Document, ruleset: &Ruleset, facts: Facts) -> Recognition {
    let mut recognition = recognised(document, ruleset, facts);
    if !recognition.is_budget(ruleset) {
        // how a text is written is looked at in budget documents alone
        let is_relation =
            |claim: usize| ruleset.claims.get(claim).is_some_and(|claim| claim.is_of_prose());
        let keeps = recognition.speaks_of_budget;
        // what the author's own sentences say is theirs to ask of any document
        let is_own = |claim: usize| {
            let claim = ruleset.claims.get(claim);
            claim.is_some_and(|claim| claim.printed.is_none() && ruleset.is_authored(&claim.origin))
        };
        recognition
            .statements
            .retain(|found| keeps && is_relation(found.claim) || is_own(found.claim));
        recognition.words_left_out = true;
        // nor what its tables add up to
        recognition.forms.retain(|filled| keeps || filled.own.is_none());
    }
    recognition
}
