//! Lists the rule files so that they are embedded in the binary.

use gouji_tree::{RuleTree, TreeNode};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    println!("cargo:rerun-if-changed=rules");
    // the first thread of a Windows program has 1 MiB, elsewhere it has 8
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        let is_gnu = env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|env| env == "gnu");
        println!(
            "cargo:rustc-link-arg-bins={}",
            if is_gnu { "-Wl,--stack,8388608" } else { "/STACK:8388608" }
        );
    }
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut rules = String::from(
        "/// Paths below `rules/` and texts, with their trees and digests.\n\
         static EMBEDDED: &[(&str, &str, Grown, [u8; 32])] = &[\n",
    );
    let mut cases = String::from(
        "/// The files with cases, which an audit has no use for.\n\
         static EMBEDDED_CASES: &[(&str, &str)] = &[\n",
    );
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let here = file.to_string_lossy();
        if name.contains("/cases/") {
            let _ = writeln!(cases, "    ({name:?}, include_str!({here:?})),");
            continue;
        }
        let text = fs::read_to_string(&file)?;
        let digest: [u8; 32] = Sha256::digest(&text).into();
        let is_toml = name.ends_with(".toml");
        let (nodes, extra) = if is_toml { grow(&name, &text)? } else { Default::default() };
        let tree = format!("Grown {{ nodes: &[{nodes}], extra: {extra:?} }}");
        let _ = writeln!(rules, "    ({name:?}, include_str!({here:?}), {tree}, {digest:?}),");
    }
    let out = format!("{rules}];\n\n{cases}];\n");
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(folder.join("page.rs"), page()?)?;
    fs::write(folder.join("embedded.rs"), out)
}

/// The page that `gouji serve` shows, where `GOUJI_PAGE` names the file when the program is built.
fn page() -> io::Result<String> {
    println!("cargo:rerun-if-env-changed=GOUJI_PAGE");
    let named = env::var_os("GOUJI_PAGE").filter(|path| !path.is_empty());
    let value = match named {
        None => "None".to_owned(),
        Some(path) => {
            let path = fs::canonicalize(path)?;
            println!("cargo:rerun-if-changed={}", path.display());
            format!("Some(include_bytes!({:?}))", path.to_string_lossy())
        }
    };
    Ok(format!(
        "/// The page that was built into the program.\n\
         const EMBEDDED_PAGE: Option<&[u8]> = {value};\n"
    ))
}

/// The nodes of a rule file as Rust source, and the texts that it writes with escapes.
fn grow(name: &str, text: &str) -> io::Result<(String, String)> {
    let (tree, mistakes) = RuleTree::parse(text);
    if let Some(mistake) = mistakes.first() {
        return Err(io::Error::other(format!("rules/{name} is no TOML: {mistake}")));
    }
    let (grown, extra) = tree.grown();
    let mut nodes = String::new();
    for TreeNode(kind, numbers) in grown {
        let _ = write!(nodes, "TreeNode(NodeKind::{kind:?},{numbers:?}),");
    }
    Ok((nodes, extra.to_owned()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "rhai" || e == "txt") {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
