//! Modules depend one way: each uses only those before it in this list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ORDER: &[&str] = &[
    "code",
    "hash",
    "paper",
    "kind",
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
    "versions",
    "report",
    "annotate",
    "opinion",
    "ledger",
    "cli",
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

/// Each source file below a folder of `src`, its name, and its lines of code without tests.
fn code_of(folder: &str) -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root.join(folder), &mut files);
    let code = files.into_iter().map(|file| {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        (name, lines.map(str::to_owned).collect())
    });
    code.filter(|(name, _)| !name.contains("tests") && !name.contains("sample")).collect()
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

#[test]
fn no_source_file_has_more_than_500_lines() {
    const MOST: usize = 500;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > MOST, "only {} files were met", files.len());
    let is_long = |file: &PathBuf| {
        std::fs::read_to_string(file).is_ok_and(|text| text.lines().count() > MOST)
    };
    let names = files
        .iter()
        .filter(|file| is_long(file))
        .map(|file| file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
    let mut long: Vec<String> = names.filter(|name| !name.contains("tests")).collect();
    long.sort();
    assert_eq!(long, [""; 0]);
}
