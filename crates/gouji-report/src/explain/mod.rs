//! What a rule says, in words, and what rests on a figure of a document.
//!
//! In: a compiled ruleset and an id, or an audited document and a place. Out: [`ExplainedLine`]s.
//! Deliberately absent: the width of a page, colours, files.

mod fact;
mod item;
mod place;
mod roles;
mod words;

pub use fact::{figure_words, sentence, ties};
pub use item::item;
pub use place::{AskedPlace, native_words, place};
pub use words::{formula, param_value};

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
