//! Rules against what was recognised: checks with verdicts, and for each rule what became of it.
//!
//! In: a [`World`] (ruleset, recognised document, perhaps last year's). Out: [`Checked`].
//!
//! In the order in which one rests on the other: `seen` (what stands where, and what it is
//! called), `evaluate` (what a formula comes to), `judge` (whether that is what is printed),
//! `script` (rules that are scripts), `run` (rules at the places that they speak of).
//!
//! Deliberately absent: reading of text (checks see typed rows, claims and figures), wording and
//! severity (the rule has both; `judge/severity.rs` lowers the latter).

mod evaluate;
mod judge;
mod prove;
mod run;
mod script;
mod seen;

pub use evaluate::value::Evaluated;
pub use gouji_audit::say::difference_words;
pub use judge::checked::{Checked, Sources};
pub use judge::progress::Wanted;
pub use judge::severity::{Doubt, lower};
pub use prove::prove;
pub use run::{agreement, agreement_on, check, check_rules, check_whole, suppose};
pub use seen::place::FigurePlace;
pub use seen::shared::{LargeFrom, Shared};
pub use seen::tree::tree_parents;
pub use seen::world::{Neighbour, SeenDocument, World, cell_span};
