//! What `gouji tables` shows: how the tables, their cells and the sentences of a document were
//! understood.

pub(crate) mod facts;
pub(crate) mod grids;
pub(crate) mod picture;
pub(crate) mod proof;
pub(crate) mod stages;
pub(crate) mod tables;
