//! The one integration binary; a file per concern.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on is to fail")]

mod layers;
mod claims;
mod cli;
mod draft;
mod folder;
mod forms;
mod generality;
mod generator;
mod guide;
mod local;
mod performance;
mod mistakes;
mod rough;
mod rules;
mod scripts;
