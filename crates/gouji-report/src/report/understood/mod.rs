//! What `gouji tables` shows: how the tables, their cells and the sentences of a document were
//! understood.

pub mod facts;
pub mod grids;
pub mod picture;
pub mod proof;
pub mod stages;
pub mod tables;
