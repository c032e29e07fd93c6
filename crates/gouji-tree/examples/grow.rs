//! A TOML file as nodes, which a build script may write out as Rust source.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_tree::{RuleTree, TreeView};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (tree, mistakes) = RuleTree::parse("[form]\nid = \"收入表\"\nrows = 3\n");
    assert!(mistakes.is_empty());
    let form = tree.root().get("form").and_then(|value| value.table()).ok_or("no table")?;
    assert!(matches!(form.get("id").map(|id| id.view()), Some(TreeView::Text("收入表"))));
    for node in tree.grown().0 {
        println!("{node:?}");
    }
    Ok(())
}
