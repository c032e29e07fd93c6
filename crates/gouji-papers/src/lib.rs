//! What is signed and followed up: the opinion, and the remediation ledger.

pub mod ledger;
pub mod opinion;
