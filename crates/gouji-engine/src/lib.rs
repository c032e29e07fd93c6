//! The road of an audit in one function: bytes, document, recognition, checks, findings.

pub mod engine;
