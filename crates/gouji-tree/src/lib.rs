//! TOML files as flat lists of nodes. A build script can write them out as Rust source, so that a
//! program need not parse its own rule files each time it starts; it stands on nothing but `toml`.

mod tree;
mod tree_serde;

pub use tree::{Grown, NodeKind, RuleTree, TreeNode, TreeTable, TreeValue, TreeView, key_bit};
