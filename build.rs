//! Lists the rule files so that they are embedded in the binary.

#[path = "src/ruleset/tree.rs"]
#[allow(dead_code, reason = "the library reads trees, here they are only grown")]
mod tree;

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=src/ruleset/tree.rs");
    // the first thread of a Windows program has 1 MiB, elsewhere it has 8
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        let is_gnu = env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|env| env == "gnu");
        println!("cargo:rustc-link-arg-bins={}", if is_gnu { "-Wl,--stack,8388608" } else { "/STACK:8388608" });
    }
    // a program at a fixed place starts without mending thousands of addresses first
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut whole = String::from("/// Paths below `rules/` and texts.\nstatic EMBEDDED: &[(&str, &str)] = &[\n");
    let mut lean = String::from(
        "/// The same without the cases of rules, which an audit has no use for, with their trees and the digests of whole texts.\n\
         static EMBEDDED_LEAN: &[(&str, &str, Grown, [u8; 32])] = &[\n",
    );
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file)?;
        let _ = writeln!(whole, "    ({name:?}, include_str!({:?})),", file.to_string_lossy());
        let digest: [u8; 32] = Sha256::digest(&text).into();
        let text = without_cases(&text);
        let is_toml = name.ends_with(".toml");
        let (nodes, extra) = if is_toml { grow(&name, &text)? } else { Default::default() };
        let _ = writeln!(lean, "    ({name:?}, {text:?}, Grown {{ nodes: &[{nodes}], extra: {extra:?} }}, {digest:?}),");
    }
    let out = format!("{whole}];\n\n{lean}];\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs"), out)
}

/// The nodes of a rule file as Rust source, and the texts that it writes with escapes.
fn grow(name: &str, text: &str) -> io::Result<(String, String)> {
    let (tree, mistakes) = tree::Tree::parse(text);
    if let Some(mistake) = mistakes.first() {
        return Err(io::Error::other(format!("rules/{name} is no TOML: {mistake}")));
    }
    let (grown, extra) = tree.grown();
    let mut nodes = String::new();
    for tree::Node(kind, numbers) in grown {
        let _ = write!(nodes, "Node(Kind::{kind:?},{numbers:?}),");
    }
    Ok((nodes, extra.to_owned()))
}

/// Leaves out each `[[rule.case]]` and `[[claim.case]]` up to the next table; their texts may hold lines that look like one.
fn without_cases(text: &str) -> String {
    let mut out = String::new();
    let (mut in_case, mut in_text) = (false, false);
    for line in text.split_inclusive('\n') {
        if !in_text && line.starts_with('[') {
            in_case = line.contains(".case]]");
        }
        if line.matches("\"\"\"").count() % 2 == 1 {
            in_text = !in_text;
        }
        if !in_case {
            out.push_str(line);
        }
    }
    out
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "rhai") {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
