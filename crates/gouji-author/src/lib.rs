//! For authors of rules: cases that try them, drafts made of documents, formulas of other programs, the desk.

pub mod cases;
pub mod desk;
pub mod draft;
pub mod import;
pub mod layout;
