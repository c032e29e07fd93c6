//! `gouji rules test` and `gouji rules case`: cases run, their results written anew, cases made of a document.

use super::args::RulesetArgs;
use super::documents::GivenDocument;
use super::rules::{printed, unknown};
use super::{Status, check, engine, explain, input, output, rule_files};
use gouji_author::cases::{CaseAsked, CaseRewrite};
use gouji_report::report::terminal::mistakes;
use gouji_report::report::width::hang;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// After so many rounds of new results what still fails is told.
const ROUNDS: usize = 4;

/// Runs the cases of a folder, or of the program.
pub(crate) fn test(folder: Option<&Path>, strict: bool, only: &[String], update: bool) -> Status {
    let mut tested = match engine::test_some(folder, only) {
        Ok(tested) => tested,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let known = tested.iter().flat_map(|own| &own.run.outcomes).map(|own| own.rule.as_str());
    let untested = tested.iter().flat_map(|own| &own.run.untested).map(|own| own.rule.as_str());
    let known: Vec<&str> = known.chain(untested).collect();
    if let Some(id) = only.iter().find(|id| !known.contains(&id.as_str())) {
        output::say(&format!("没有编号为“{id}”的规则，或者它在别的规则集里、没有用例\n"));
        return Status::Usage;
    }
    for _ in 0..ROUNDS {
        if !update || !renewed(&tested) {
            break;
        }
        match engine::test_some(folder, only) {
            Ok(again) => tested = again,
            Err(list) => {
                output::say(&mistakes(&list, &output::error_page()));
                return Status::Usage;
            }
        }
    }
    let failed: Vec<_> = tested.iter().flat_map(|tested| tested.failed.iter().cloned()).collect();
    if !failed.is_empty() {
        output::say(&mistakes(&failed, &output::error_page()));
    }
    let missing = untested_words(&tested, output::page(false, false).width);
    if printed(&format!("{missing}{}", counts(&tested, strict))) == Status::Failed {
        Status::Failed
    } else if !failed.is_empty() || (strict && !missing.is_empty()) {
        Status::Usage
    } else {
        Status::Clean
    }
}

/// Writes the results of cases that fail into their files; whether any was written.
fn renewed(tested: &[engine::Tested]) -> bool {
    let outcomes = tested.iter().flat_map(|own| own.run.failed());
    let mut by_file: BTreeMap<String, Vec<CaseRewrite>> = BTreeMap::new();
    for edit in outcomes.filter_map(gouji_author::cases::CaseOutcome::renewed) {
        by_file.entry(edit.file.clone()).or_default().push(edit);
    }
    let mut is_any = false;
    for (file, mut edits) in by_file {
        let path = PathBuf::from(&file);
        let Some((mut text, _)) =
            std::fs::read(&path).ok().and_then(|bytes| rule_files::decoded(&bytes))
        else {
            continue;
        };
        // places behind an edit move
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        let mut told = Vec::new();
        for edit in edits {
            let Some(before) = text.get(edit.span.clone()).map(str::to_owned) else { continue };
            let line = text.get(..edit.span.start).map_or(1, |text| text.matches('\n').count() + 1);
            told.push(format!("{file}:{line} {before} → {}\n", edit.text));
            text.replace_range(edit.span, &edit.text);
        }
        match output::write_file(&path, text.as_bytes()) {
            Ok(()) => {
                is_any = true;
                told.iter().rev().for_each(|line| output::say(line));
            }
            Err(why) => output::say(&format!("{why}\n")),
        }
    }
    is_any
}

/// The rules and claims that lack cases, by what they lack.
fn untested_words(tested: &[engine::Tested], width: usize) -> String {
    let mut out = String::new();
    for own in tested {
        let mut by: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
        for rule in &own.run.untested {
            by.entry(rule.lacks()).or_default().push(&rule.rule);
        }
        for (lacks, rules) in by {
            let head = format!("提醒 {} 有 {} 条{lacks}：", own.name, rules.len());
            hang(&mut out, &head, 5, &rules.join("、"), width);
        }
    }
    out
}

/// A line for each ruleset: rules, cases, failures, and where that counts as one what lacks cases.
fn counts(tested: &[engine::Tested], strict: bool) -> String {
    let mut out = String::new();
    for own in tested {
        let (cases, failed) = (own.run.outcomes.len(), own.failed.len());
        let untested = if strict { own.run.untested.len() } else { 0 };
        let mark = if failed + untested == 0 { "✓" } else { "✗" };
        let end = match (failed, cases) {
            (0, 0) => String::new(),
            (0, _) => "，全部通过".to_owned(),
            _ => format!("，{failed} 个没有通过"),
        };
        let end = match untested {
            0 => end,
            some => format!("{end}；{some} 条缺用例（见上面的提醒），--strict 时算没有通过"),
        };
        out.push_str(&format!(
            "{mark} {}：规则 {} 条，用例 {cases} 个{end}\n",
            own.name, own.run.rules
        ));
    }
    out
}

/// Makes cases of a rule from a document.
pub(crate) fn case(place: &str, id: &str, ruleset: &RulesetArgs, target: Option<&Path>) -> Status {
    let refused = |why: String| {
        output::say(&format!("{why}\n"));
        Status::Usage
    };
    let (path, line) = match explain::document_place(place) {
        Some((path, at)) if !Path::new(place).is_file() => (path, Some(at.line)),
        _ => (PathBuf::from(place), None),
    };
    let loaded = match GivenDocument::file(path.clone()).load() {
        Ok(loaded) => loaded,
        Err(unreadable) => return refused(format!("{}：{}", unreadable.path, unreadable.message)),
    };
    let engine = match check::load(ruleset) {
        Ok(engine) => engine,
        Err(status) => return status,
    };
    let files = loaded.files();
    let Some((name, bytes)) = files.first().copied() else { return Status::Failed };
    let made = match engine.cases_of(CaseAsked { document: (name, bytes), line, id }) {
        Ok(made) => made,
        Err(why) => {
            if !engine.rules().iter().any(|rule| rule.id == id) {
                output::say(&unknown(id, &engine.rules()));
                return Status::Usage;
            }
            return refused(why);
        }
    };
    for told in &made.told {
        output::say(&format!("用例 {told}\n"));
    }
    let Some(target) = target else { return printed(made.text.trim_start()) };
    let before = if target.exists() {
        let read = input::read(target, input::TEXT).ok();
        match read.and_then(|bytes| rule_files::decoded(&bytes)) {
            Some((text, _)) => text,
            None => return refused(format!("{} 读不出来，没有改动", target.display())),
        }
    } else {
        String::new()
    };
    let is_there = |case: &str| before.contains(case.trim());
    if made.text.split("\n[[case]]").skip(1).all(is_there) {
        return refused(format!("{} 里已经有这几个用例，没有改动", target.display()));
    }
    let text = match before.trim_end() {
        "" => made.text.trim_start().to_owned(),
        before => format!("{before}\n{}", made.text),
    };
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty())
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        return refused(format!("{} 建不了：{}", folder.display(), output::reason(&error)));
    }
    match output::write_file(target, text.as_bytes()) {
        Ok(()) => printed(&format!(
            "用例加在 {} 的末尾；里面有文件原来的单位名称和数，要公开的先改掉\n",
            target.display()
        )),
        Err(why) => {
            output::say(&format!("{why}\n"));
            Status::Failed
        }
    }
}
