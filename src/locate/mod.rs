//! Which figure is wrong: checks of a document → causes.
//!
//! Goes in: the checks with their verdicts and what their sides are made of. Comes out: findings, one for each cause, with
//! the figure that is probably wrong, what was probably meant and what probably happened. Deliberately absent: verdicts
//! (they stay as `check` made them) and words of single checks (their rules have them).

mod across;
mod block;
mod cause;
mod component;
mod explain;
mod neighbour;
mod posterior;
pub mod repair;
mod resting;
mod rounding;
pub mod slip;
mod solve;
mod system;
mod words;

pub use cause::{findings, order};
pub use component::clusters;
pub use rounding::remarks;
