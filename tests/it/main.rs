//! The one integration binary; a file per concern.

mod cli;
