//! What an editor asks of rule files, by the Language Server Protocol: mistakes as they are typed,
//! completion, what stands under the cursor in words, definitions, names changed everywhere, cases
//! that run at a click, the layout.
//!
//! In: the messages of an editor and a [`Host`](host::Host) that knows the disk. Out: the answers.
//! A file is read again only when its text has changed.

pub mod complete;
pub mod define;
pub mod folder;
pub mod host;
pub mod hover;
pub mod index;
pub mod lens;
pub mod lines;
pub mod names;
pub mod pieces;
pub mod rename;
pub mod say;
pub mod schema;
pub mod serve;
