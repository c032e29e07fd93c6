//! What would be told, were a figure another one.

use super::Engine;
use gouji_audit::audit::DocumentOutcome;

/// Audits a document and says of each of its figures whether anything would tell, were another digit
/// printed in it: in [`DocumentAudit::proved`](gouji_audit::audit::DocumentAudit::proved).
///
/// # Errors
/// Why the document could not be read, or the first mistake of the ruleset that it needs.
pub fn prove(engine: &Engine, path: &str, bytes: &[u8]) -> DocumentOutcome {
    engine.prepare(path, bytes).map(|prepared| engine.judged(prepared, &[], true))
}
