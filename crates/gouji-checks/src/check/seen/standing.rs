//! Where forms and statements stand: in which part.

use gouji_forms::form::Recognition;
use gouji_values::hash::QuickMap;
use std::sync::OnceLock;

/// Things by their kind, each with the part that it stands in.
type ByKind = QuickMap<usize, Vec<(usize, Option<usize>)>>;

/// The filled forms of each schema and the statements of each claim, with the part that each stands
/// in, once somebody asks.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Standing {
    forms: OnceLock<ByKind>,
    statements: OnceLock<ByKind>,
}

impl Standing {
    /// The filled forms of a schema.
    pub(in crate::check) fn forms(
        &self,
        recognition: &Recognition,
        schema: usize,
    ) -> &[(usize, Option<usize>)] {
        let known = self.forms.get_or_init(|| {
            let mut out = ByKind::default();
            for (index, filled) in recognition.forms.iter().enumerate() {
                out.entry(filled.form).or_default().push((index, filled.part));
            }
            out
        });
        known.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The statements of a claim.
    pub(in crate::check) fn statements(
        &self,
        recognition: &Recognition,
        claim: usize,
    ) -> &[(usize, Option<usize>)] {
        let known = self.statements.get_or_init(|| {
            let mut out = ByKind::default();
            let found = recognition.statements.iter().enumerate();
            for (index, found) in found.filter(|(_, found)| !found.in_contents) {
                out.entry(found.claim).or_default().push((index, found.part));
            }
            out
        });
        known.get(&claim).map_or(&[], Vec::as_slice)
    }
}
