//! Bytes to a document: text, Word, Excel, PDF, OFD, web pages, markdown, recognised text.

#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "what readers of files share"))]
pub mod read;
