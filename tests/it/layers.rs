//! Modules depend one way: each uses only those before it in this list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ORDER: &[&str] = &[
    "code",
    "hash",
    "number",
    "prose",
    "vocabulary",
    "label",
    "document",
    "error",
    "audit",
    "say",
    "pattern",
    "formula",
    "script",
    "ruleset",
    "read",
    "form",
    "check",
    "settle",
    "coverage",
    "locate",
    "engine",
    "fuzz",
    "cases",
    "explain",
    "draft",
    "import",
    "report",
    "annotate",
    "ledger",
    "cli",
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn modules_depend_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let inner = file.strip_prefix(&root).unwrap();
        let module = inner
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let name = inner.to_string_lossy().replace('\\', "/");
        let Some(own) = ORDER.iter().position(|known| *known == module) else {
            wrong.entry(name).or_default().push(format!("the module {module} is not in the list"));
            continue;
        };
        if name.contains("tests") || name.contains("sample") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if let Some(other) = ORDER.iter().position(|known| *known == used)
                    && other > own
                {
                    wrong.entry(name.clone()).or_default().push(format!("uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
