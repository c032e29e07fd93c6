//! The ten tasks of `rules/README.md`: each rule file there is loaded as a local ruleset, its cases
//! are run, and the little document behind it gives what the guide says, which the built-in rules
//! alone do not.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::cases::run_layer;
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use std::path::Path;

/// A rule file may be so long.
const LINES: usize = 25;

/// A task: its heading, rule file, document, and what comes of it.
#[derive(Debug, Default)]
struct Task {
    title: String,
    toml: String,
    text: Option<String>,
    /// Whether the rule of this id reports.
    results: Vec<(bool, String)>,
}

fn tasks() -> Vec<Task> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let start = text.find("## 十件常见的事").unwrap();
    let section = text[start + 3..].split("\n## ").next().unwrap();
    let mut out = Vec::new();
    for part in section.split("\n### ").skip(1) {
        let mut task = Task { title: part.lines().next().unwrap().to_owned(), ..Task::default() };
        for (i, piece) in part.split("```").enumerate() {
            if i % 2 == 1 {
                let (kind, body) = piece.split_once('\n').unwrap();
                match kind {
                    "toml" => task.toml.push_str(body),
                    "text" => task.text = Some(body.to_owned()),
                    other => panic!("{}: {other}", task.title),
                }
                continue;
            }
            for line in piece.lines().filter_map(|line| line.strip_prefix("结果：")) {
                let id = line.split('`').nth(1).unwrap().to_owned();
                task.results.push((!line.starts_with("不报告"), id));
            }
        }
        out.push(task);
    }
    out
}

fn reports(audit: &DocumentAudit, id: &str) -> bool {
    audit.checks.iter().any(|check| check.rule == id && check.verdict == Verdict::Violation)
}

#[test]
fn every_task_of_the_guide_works_as_written() {
    let tasks = tasks();
    assert_eq!(tasks.len(), 10);
    let mut wrong = String::new();
    for task in tasks {
        let lines = task.toml.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines <= LINES, "{}: {lines} lines", task.title);
        let mut rulebook = engines::rulebook();
        let file = |path: &str, text: &str| RuleFile::new(path, text);
        let files = vec![
            file("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
            file("rules.toml", &task.toml),
        ];
        let name = rulebook.add_folder("本地", files).unwrap();
        let run = run_layer(&rulebook, &name)
            .unwrap_or_else(|mistakes| panic!("{}: {mistakes:#?}", task.title));
        for outcome in run.failed() {
            wrong.push_str(&format!("{}: {:?}\n", task.title, outcome.problem));
        }
        assert!(
            !task.results.is_empty() || !run.outcomes.is_empty(),
            "{} shows nothing",
            task.title
        );
        let Some(text) = &task.text else { continue };
        let audit = |ruleset: &str| {
            let request = Request { ruleset: Some(ruleset.to_owned()), ..Request::default() };
            Engine::new(rulebook.clone(), request)
                .unwrap()
                .audit("文件.txt", text.as_bytes())
                .unwrap()
        };
        let (local, national) = (audit(&name), audit("national"));
        for (expected, id) in &task.results {
            if reports(&local, id) != *expected || reports(&national, id) == *expected {
                let checks: Vec<_> = local
                    .checks
                    .iter()
                    .map(|check| format!("{} {:?} {}", check.rule, check.verdict, check.message()))
                    .collect();
                wrong.push_str(&format!(
                    "{}: {id}, here {}, without {}\n{checks:#?}\n{:#?}\n",
                    task.title,
                    reports(&local, id),
                    reports(&national, id),
                    local.mistakes
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
