//! Values that every member of gouji speaks of: codes, kinds, numbers as printed, labels, the words
//! of a ruleset, documents as read, errors. No reading, no rules.

pub mod code;
pub mod document;
pub mod error;
pub mod hash;
pub mod kind;
pub mod label;
pub mod lang;
pub mod number;
pub mod paper;
pub mod vocabulary;
