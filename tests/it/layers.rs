//! Members and modules depend one way. That no member uses one above it the compiler holds; here stand
//! the order of the modules inside each member, and what holds for all sources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules of each member in the order in which one rests on the other. In the top package
/// `fuzz` and `cli` may use what is embedded.
const ORDER: &[(&str, &[&str])] = &[
    (
        "crates/gouji-values",
        &[
            "lang",
            "code",
            "hash",
            "paper",
            "kind",
            "number",
            "vocabulary",
            "label",
            "document",
            "error",
        ],
    ),
    ("crates/gouji-prose", &["prose"]),
    ("crates/gouji-audit", &["audit", "say"]),
    ("crates/gouji-tree", &["tree", "tree_serde"]),
    ("crates/gouji-rules", &["pattern", "formula", "script", "ruleset"]),
    ("crates/gouji-read", &["read"]),
    ("crates/gouji-forms", &["form"]),
    ("crates/gouji-checks", &["check", "settle", "coverage", "locate"]),
    ("crates/gouji-engine", &["engine"]),
    ("crates/gouji-report", &["explain", "versions", "report"]),
    ("crates/gouji-annotate", &["annotate"]),
    ("crates/gouji-papers", &["opinion", "ledger"]),
    ("crates/gouji-author", &["cases", "draft", "import", "layout", "desk"]),
    (
        "crates/gouji-lsp",
        &[
            "lines", "pieces", "say", "schema", "index", "names", "host", "folder", "complete",
            "hover", "define", "rename", "lens", "serve",
        ],
    ),
    ("crates/gouji-sample", &[]),
    (".", &["embedded", "fuzz", "cli"]),
];

/// The rooms of `check`, in the order in which one rests on the other.
const CHECK: &[&str] = &["seen", "evaluate", "judge", "script", "run"];

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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of sources: that of the top package, and those of its members.
fn source_folders() -> Vec<PathBuf> {
    let mut folders = vec![root().join("src")];
    let members = std::fs::read_dir(root().join("crates")).unwrap();
    folders.extend(members.map(|member| member.unwrap().path().join("src")));
    folders.sort();
    folders
}

/// Every source file, each with its path from the `src` that it stands in.
pub fn all_sources() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for folder in source_folders() {
        let mut files = Vec::new();
        sources(&folder, &mut files);
        out.extend(files.into_iter().map(|file| {
            let inner = file.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
            (file, inner)
        }));
    }
    assert!(out.len() >= 500, "only {} files were met", out.len());
    out
}

#[test]
fn modules_depend_one_way() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, inner) in all_sources() {
        let module = inner.split('/').next().unwrap().trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let member = file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let own = ORDER.iter().find(|(folder, _)| member.starts_with(&format!("{folder}/src/")));
        let order = own.map_or_else(|| ORDER.last().unwrap().1, |(_, order)| *order);
        let Some(own) = order.iter().position(|known| *known == module) else {
            wrong
                .entry(member)
                .or_default()
                .push(format!("the module {module} is not in the list"));
            continue;
        };
        if inner.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if let Some(other) = order.iter().position(|known| *known == used)
                    && other > own
                {
                    wrong.entry(member.clone()).or_default().push(format!("uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The manifests of all members, the Python module among them.
fn manifests() -> Vec<(String, String)> {
    let mut folders = vec![root().to_path_buf(), root().join("python")];
    folders.extend(source_folders().iter().map(|folder| folder.parent().unwrap().to_path_buf()));
    let read = |folder: &PathBuf| {
        let path = folder.join("Cargo.toml");
        (path.display().to_string(), std::fs::read_to_string(path).unwrap())
    };
    folders.iter().map(read).collect()
}

#[test]
fn every_member_inherits_the_lints() {
    let manifests = manifests();
    assert!(manifests.len() > 10, "only {} members were met", manifests.len());
    let without: Vec<&String> = manifests
        .iter()
        .filter(|(_, text)| !text.contains("\n[lints]\nworkspace = true\n"))
        .map(|(path, _)| path)
        .collect();
    assert!(without.is_empty(), "{without:#?}");
}

#[test]
fn a_member_has_a_readme_of_ten_lines_and_an_example() {
    let mut wrong = Vec::new();
    for folder in source_folders().iter().filter_map(|folder| folder.parent()) {
        if folder == root() {
            continue;
        }
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        if !(5..=12).contains(&readme.lines().count()) {
            wrong.push(format!("{}: README of {} lines", folder.display(), readme.lines().count()));
        }
        let examples = std::fs::read_dir(folder.join("examples")).map_or(0, Iterator::count);
        if examples == 0 && !folder.ends_with("gouji-sample") {
            wrong.push(format!("{}: no example", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rules_are_compiled_without_readers_and_reports() {
    let path = root().join("crates/gouji-rules/Cargo.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, dependencies) = text.split_once("\n[dependencies]\n").unwrap();
    let own: Vec<&str> = dependencies
        .split("\n[")
        .next()
        .unwrap()
        .lines()
        .filter(|line| line.starts_with("gouji-"))
        .map(|line| line.split(['.', ' ']).next().unwrap())
        .collect();
    assert_eq!(own, ["gouji-audit", "gouji-prose", "gouji-tree", "gouji-values"]);
}

/// Each source file of a module, its name, and its lines of code without tests.
fn code_of(module: &str) -> Vec<(String, Vec<String>)> {
    let is_of =
        |name: &str| name == format!("{module}.rs") || name.starts_with(&format!("{module}/"));
    let files = all_sources().into_iter().filter(|(_, name)| is_of(name));
    let code = files.map(|(file, name)| {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        (name, lines.map(str::to_owned).collect())
    });
    let code: Vec<_> = code.filter(|(name, _): &(String, _)| !name.contains("tests")).collect();
    assert!(!code.is_empty(), "there is no module {module}");
    code
}

#[test]
fn what_sentences_are_read_by_stands_in_the_vocabulary() {
    let is_word = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let found: Vec<String> = code_of("prose")
        .into_iter()
        .flat_map(|(file, lines)| lines.into_iter().map(move |line| (file.clone(), line)))
        .filter(|(_, line)| line.split("//").next().unwrap().contains(is_word))
        .map(|(file, line)| format!("{file}: {line}"))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_rooms_of_check_rest_one_on_the_other() {
    let place = |name: &str| CHECK.iter().position(|room| *room == name);
    let mut wrong = Vec::new();
    for (name, lines) in code_of("check") {
        let Some(own) = name.split('/').nth(1).and_then(place) else { continue };
        for line in &lines {
            for used in line.split("crate::check::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if place(&used).is_some_and(|other| other > own) {
                    wrong.push(format!("{name} uses {used}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn severity_is_decided_in_one_file() {
    let files: Vec<String> = ["check", "locate", "settle", "engine", "coverage", "report"]
        .into_iter()
        .flat_map(code_of)
        .filter(|(_, lines)| {
            lines.iter().any(|line| line.contains("severity = ") && line.contains(".severity ="))
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(files, ["check/judge/severity.rs"]);
}

#[test]
fn no_code_decides_by_words_for_people() {
    // what makes words may look at them: `say`; what reads the words of a rule's author: `ruleset`
    let rooms = [
        "form", "check", "settle", "locate", "coverage", "engine", "explain", "report", "annotate",
    ];
    let words = ["message", "message()", "words", "words()", "why", "hint", "hint()", "doubt"];
    let looks = [".contains(", ".starts_with(", ".ends_with(", ".split_once(", " == \"", " != \""];
    let names = |line: &str| {
        words.iter().any(|word| {
            looks.iter().any(|look| {
                line.match_indices(&format!("{word}{look}")).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                })
            })
        }) || line.contains("headline.text.contains")
    };
    let found: Vec<String> = rooms
        .into_iter()
        .flat_map(code_of)
        .flat_map(|(file, lines)| lines.into_iter().map(move |line| format!("{file}: {line}")))
        .filter(|line| names(line))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Every Rust file of the repository by its path: sources, tests, benches, examples, the crates beside.
fn all_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["src", "crates", "tests", "benches", "examples", "fuzz", "python", "web"] {
        sources(&root().join(folder), &mut files);
    }
    let mut out: Vec<(String, String)> = files
        .into_iter()
        .map(|file| {
            let inner = file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            (inner, std::fs::read_to_string(&file).unwrap())
        })
        .filter(|(inner, _)| !inner.split('/').any(|part| part == "target"))
        .collect();
    out.sort();
    assert!(out.len() >= 700, "only {} files were met", out.len());
    out
}

#[test]
fn no_source_file_has_more_than_500_lines() {
    const MOST: usize = 500;
    let long: Vec<String> = all_files()
        .into_iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST)
        .map(|(file, lines)| format!("{file}: {lines}"))
        .collect();
    assert_eq!(long, [""; 0]);
}

/// The name of the function that begins in a line.
fn function_name(line: &str) -> Option<&str> {
    let (before, behind) = line.trim_start().split_once("fn ")?;
    let is_before = |word: &str| {
        matches!(word, "const" | "async" | "unsafe" | "extern") || word.starts_with("pub")
    };
    if !before.split_whitespace().all(is_before) {
        return None;
    }
    let end = behind.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    behind.get(..end).filter(|name| !name.is_empty() && behind[end..].starts_with(['(', '<']))
}

/// The functions of a file as `cargo fmt` lays it out, each with its lines from `fn` to its closing
/// brace.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = Vec::new();
    for (at, first) in lines.iter().enumerate() {
        let Some(name) = function_name(first) else { continue };
        let rest = &lines[at..];
        // a body begins where a line ends with a brace; one without a body, or in one line, is short
        let Some(body) = rest.iter().position(|line| line.ends_with(['{', ';', '}'])) else {
            continue;
        };
        if !rest[body].ends_with('{') {
            continue;
        }
        let is_end = |line: &&str| line.trim() == "}" && indent(line) == indent(first);
        let end = rest[body..].iter().position(is_end);
        out.push((name, end.map_or(rest.len(), |end| body + end + 1)));
    }
    out
}

#[test]
fn no_function_has_more_than_100_lines() {
    const MOST: usize = 100;
    let files = all_files();
    let mut met = 0;
    let mut long: Vec<String> = Vec::new();
    for (file, text) in &files {
        for (name, lines) in functions(text) {
            met += 1;
            if lines > MOST {
                long.push(format!("{file}: {name} {lines}"));
            }
        }
    }
    assert!(met >= 8_000, "only {met} functions were met");
    assert_eq!(long, [""; 0]);
}

/// The members that a manifest names among its dependencies, but for those of tests.
fn rests_on(manifest: &str) -> Vec<String> {
    let (_, dependencies) = manifest.split_once("\n[dependencies]\n").unwrap_or_default();
    let lines = dependencies.split("\n[").next().unwrap_or_default().lines();
    let names = lines.filter_map(|line| line.split(['.', ' ']).next());
    names.filter(|name| name.starts_with("gouji-")).map(str::to_owned).collect()
}

#[test]
fn the_drawing_of_the_members_is_that_of_the_manifests() {
    let mut below: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in manifests() {
        let folder = Path::new(&path).parent().unwrap();
        let is_drawn = folder == root() || folder.starts_with(root().join("crates"));
        if is_drawn && !folder.ends_with("gouji-sample") {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            below.insert(if folder == root() { "gouji".to_owned() } else { name }, rests_on(&text));
        }
    }
    let reaches = |from: &str, to: &str| {
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            for next in below.get(name).into_iter().flatten() {
                if next == to {
                    return true;
                }
                open.push(next);
            }
        }
        false
    };
    let mut drawing = String::from("```mermaid\nflowchart BT\n");
    for (name, rests) in &below {
        for other in rests.iter().filter(|other| !rests.iter().any(|via| reaches(via, other))) {
            drawing.push_str(&format!("    {name} --> {other}\n"));
        }
    }
    drawing.push_str("```\n");
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(map.contains(&drawing), "ARCHITECTURE.md should hold\n{drawing}");
}
