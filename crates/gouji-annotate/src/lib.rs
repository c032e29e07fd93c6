//! Copies of audited files with a note at the place of each finding.

pub mod annotate;
