//! What would be told, were a figure another one.

use super::Engine;
use crate::audit::DocumentOutcome;

/// Audits a document and says of each of its figures whether anything would tell, were another digit
/// printed in it: in [`DocumentAudit::proved`](crate::DocumentAudit::proved).
///
/// ```
/// use gouji::audit::Told;
/// use gouji::{Engine, Request, Rulebook, prove};
///
/// let rulebook = Rulebook::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
/// let engine = Engine::new(rulebook, Request::default()).map_err(|mistakes| format!("{mistakes:?}"))?;
/// let text = "支出决算表\n单位：万元\n\
///             科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
///             | 合计 | 354.16 | 274.27 | 79.89 | 0 | 0 | 0\n";
/// let audit = prove(&engine, "决算.txt", text.as_bytes()).map_err(|unreadable| unreadable.message)?;
/// let proved = audit.proved.ok_or("nothing was asked")?;
/// assert_eq!(proved.figures.len(), 3);
/// assert!(proved.figures.iter().all(|figure| figure.told == Told::Loud));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// Why the document could not be read, or the first mistake of the ruleset that it needs.
pub fn prove(engine: &Engine, path: &str, bytes: &[u8]) -> DocumentOutcome {
    engine.prepare(path, bytes).map(|prepared| engine.judged(prepared, &[], true))
}
