//! `gouji rules fmt`: the layout of rule files, and that nothing but it changes.

use crate::command::run;
use gouji::{RuleFile, Rulebook};
use std::collections::BTreeMap;
use std::path::Path;

/// The TOML files and scripts below a folder by their path in it.
fn texts(folder: &Path, prefix: &str, out: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            texts(&path, &format!("{name}/"), out);
        } else if path.extension().is_some_and(|own| own == "toml" || own == "rhai") {
            out.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn written(folder: &Path, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// All that rulesets list of themselves.
fn listed(files: &BTreeMap<String, String>) -> Vec<String> {
    let files = files.iter().filter(|(name, _)| !name.contains("/cases/"));
    let files = files.map(|(name, text)| RuleFile::new(name.clone(), text.clone()));
    let rulebook = Rulebook::of_files(files).unwrap();
    let names: Vec<String> = rulebook.rulesets().map(|info| info.name.clone()).collect();
    assert!(!names.is_empty());
    let all = |name: &String| {
        let (ruleset, warnings) = rulebook.compile(name, &[], None).unwrap();
        let warnings: Vec<&str> = warnings.iter().map(|own| own.message.as_str()).collect();
        format!("{name} {:?} {warnings:?}", ruleset.listing())
    };
    names.iter().map(all).collect()
}

#[test]
fn the_layout_of_all_built_in_files_changes_nothing_else() {
    let mut before = BTreeMap::new();
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), "", &mut before);
    assert!(before.len() > 100, "{}", before.len());
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), &before);
    let (status, _, said) = run(folder.path(), &["rules", "fmt", "."]);
    assert_eq!((status, said.as_str()), (Some(0), ""));
    let mut after = BTreeMap::new();
    texts(folder.path(), "", &mut after);
    for (name, text) in before.iter().filter(|(name, _)| name.ends_with(".toml")) {
        let value = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert_eq!(value(text), value(&after[name]), "{name}");
        let remarks = |text: &str| text.matches('#').count();
        assert_eq!(remarks(text), remarks(&after[name]), "{name}");
    }
    assert_eq!(listed(&before), listed(&after));
    // what is laid out stays as it is
    let (status, out, _) = run(folder.path(), &["rules", "fmt", ".", "--check"]);
    assert_eq!(status, Some(0), "{out}");
    let mut again = BTreeMap::new();
    texts(folder.path(), "", &mut again);
    assert_eq!(after, again);
}

#[test]
fn the_files_of_clerks_keep_what_they_say() {
    let tasks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/clerk/tasks");
    if !tasks.is_dir() {
        println!("no shared tasks here: skipped");
        return;
    }
    let mut before = BTreeMap::new();
    texts(&tasks, "", &mut before);
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), &before);
    for name in before.keys().filter(|name| name.ends_with(".toml")) {
        let (status, _, said) = run(folder.path(), &["rules", "fmt", name]);
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        let Ok(value) = toml::from_str::<toml::Table>(&before[name]) else {
            assert_eq!((status, text.as_str()), (Some(2), before[name].as_str()), "{said}");
            continue;
        };
        assert_eq!(status, Some(0), "{name}: {said}");
        assert_eq!(toml::from_str::<toml::Table>(&text).unwrap(), value, "{name}");
        assert_eq!(run(folder.path(), &["rules", "fmt", "--check", name]).0, Some(0), "{name}");
    }
}

#[test]
fn check_lists_files_and_writes_none() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run(folder, &["rules", "new", "本局"]);
    assert_eq!(run(folder, &["rules", "fmt", "本局", "--check"]).0, Some(0), "the template");
    let path = folder.join("本局/rules.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("name   = ", "name =");
    std::fs::write(&path, &text).unwrap();
    let (status, out, _) = run(folder, &["rules", "fmt", "本局", "--check"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.starts_with("本局/rules.toml\n1 个文件"), "{out}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let (status, out, _) = run(folder, &["rules", "fmt", "本局/rules.toml"]);
    assert_eq!((status, out.contains("已改 1 个文件")), (Some(0), true), "{out}");
    assert_ne!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn what_is_no_toml_is_left_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("坏.toml");
    std::fs::write(&path, "a=1\nb = \n").unwrap();
    let (status, out, said) = run(folder.path(), &["rules", "fmt", "坏.toml"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(said.contains("坏.toml：不是正确的 TOML"), "{said}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a=1\nb = \n");
    let (status, _, said) = run(folder.path(), &["rules", "fmt", "没有"]);
    assert_eq!((status, said.as_str()), (Some(2), "没有这个文件或文件夹：没有\n"));
    // TOML files of another program
    std::fs::write(folder.path().join("Cargo.toml"), "a=1\n").unwrap();
    let (status, _, said) = run(folder.path(), &["rules", "fmt", "."]);
    assert_eq!((status, said.contains("没有 ruleset.toml")), (Some(2), true), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("Cargo.toml")).unwrap(), "a=1\n");
}
