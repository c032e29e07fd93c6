//! What a rule says, in words, and what rests on a figure of a document.
//!
//! In: a compiled ruleset and an id, or an audited document and a place. Out: [`ExplainedLine`]s.
//! Deliberately absent: the width of a page, colours, files.
//!
//! ```
//! use gouji::explain::{AskedPlace, place};
//! use gouji::{Engine, Request, Rulebook};
//!
//! let rulebook = Rulebook::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
//! let engine = Engine::new(rulebook, Request::default()).map_err(|mistakes| format!("{mistakes:?}"))?;
//! let text = "支出决算表\n单位：万元\n\
//!             科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
//!             | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n";
//! let audit = engine.audit("决算.txt", text.as_bytes()).map_err(|unreadable| unreadable.message)?;
//! let lines = place(&audit, AskedPlace { line: 4, column: None });
//! assert!(!lines.is_empty());
//! # Ok::<(), String>(())
//! ```

mod fact;
mod item;
mod place;
mod roles;
mod words;

pub use fact::{figure_words, sentence, ties};
pub use item::item;
pub use place::{AskedPlace, native_words, place};
pub use words::formula;

/// A line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExplainedLine {
    /// A heading.
    Head(String),
    /// A word and what belongs to it.
    Item(&'static str, String),
    /// Text that is shown as it stands, set in.
    Block(String),
    /// Nothing.
    Gap,
}
