//! What is seen: the recognised document, where each figure stands, and what it is called. Read-only.

pub(in crate::check) mod cell_runs;
pub(in crate::check) mod keys;
mod label;
pub(in crate::check) mod letters;
mod numbers;
pub(in crate::check) mod place;
pub(in crate::check) mod reprint;
pub(in crate::check) mod shared;
pub(in crate::check) mod standing;
pub(in crate::check) mod tabular;
pub(in crate::check) mod tree;
pub(in crate::check) mod world;
