//! `gouji lsp` as an editor starts it: a child process, messages on its standard input and output.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on is to fail")]

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Editor {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: i32,
    /// Mistakes as they were told.
    told: Vec<Value>,
}

impl Editor {
    fn start() -> Self {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin!("gouji"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = process.stdin.take().unwrap();
        let from = BufReader::new(process.stdout.take().unwrap());
        let mut editor = Self { process, to, from, last: 0, told: Vec::new() };
        editor.ask("initialize", json!({ "capabilities": {} }));
        editor.tell("initialized", json!({}));
        editor
    }

    fn tell(&mut self, method: &str, params: Value) {
        Message::Notification(Notification::new(method.to_owned(), params))
            .write(&mut self.to)
            .unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let request = Request::new(self.last.into(), method.to_owned(), params);
        Message::Request(request).write(&mut self.to).unwrap();
        self.to.flush().unwrap();
        loop {
            match Message::read(&mut self.from).unwrap().unwrap() {
                Message::Response(response) => return response.response_result.unwrap(),
                Message::Notification(own) => self.told.push(own.params),
                other => panic!("{other:?}"),
            }
        }
    }
}

/// The address of a file.
fn uri(path: &Path) -> Value {
    json!(gouji_lsp::lines::uri_of(path).unwrap())
}

#[test]
fn an_editor_asks_about_the_built_in_rules() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(assert_cmd::cargo::cargo_bin!("gouji"))
        .args(["rules", "new", "本局"])
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(run.success());
    let file = folder.path().join("本局/rules.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut editor = Editor::start();
    let document = json!({ "uri": uri(&file), "languageId": "toml", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    // a form of the national rules, in a file that is not saved
    let wrong = format!(
        "{text}\n[[rule]]\nid = \"本局-支出\"\nform = \"支出决算表\"\nexpect = \"本年支出合计 == 基本支岀\"\n"
    );
    let changes = json!([{ "text": wrong }]);
    let version = json!({ "uri": uri(&file), "version": 2 });
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": version, "contentChanges": changes }),
    );
    let line = wrong.lines().position(|line| line.starts_with("form = ")).unwrap();
    let place = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": line, "character": 9 } });
    let found = editor.ask("textDocument/definition", place.clone());
    let target = found[0]["uri"].as_str().unwrap().to_owned();
    let path = gouji_lsp::lines::path_of(&target.parse().unwrap()).unwrap();
    assert!(path.parent().unwrap().ends_with("national/forms"), "{}", path.display());
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
    let row = usize::try_from(found[0]["range"]["start"]["line"].as_u64().unwrap()).unwrap();
    let shown = std::fs::read_to_string(&path).unwrap();
    assert!(shown.lines().nth(row).unwrap().contains("支出决算表"));
    let hover = editor.ask("textDocument/hover", place);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("基本支出"), "{hover}");
    let told = serde_json::to_string(&editor.told).unwrap();
    assert!(told.contains("基本支出"), "{told}");
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    editor.tell("exit", Value::Null);
    assert!(editor.process.wait().unwrap().success());
}

/// Copies the files of a folder.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let path = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &path);
        } else {
            std::fs::copy(entry.path(), &path).unwrap();
        }
    }
}

#[test]
fn a_change_in_the_largest_file_of_the_national_rules_reads_no_other_one() {
    let folder = tempfile::tempdir().unwrap();
    let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/national");
    copied(&national, &folder.path().join("national"));
    std::fs::remove_dir_all(folder.path().join("national/cases")).unwrap();
    let file = folder.path().join("national/forms/budget.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut editor = Editor::start();
    let change = |editor: &mut Editor, text: &str| {
        let document = json!({ "uri": uri(&file), "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        editor.tell("textDocument/didChange", params);
        let place = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": 0, "character": 0 } });
        editor.ask("textDocument/hover", place);
        editor.ask("gouji/filesRead", Value::Null).as_u64().unwrap()
    };
    let first = change(&mut editor, &text);
    assert!(first > 30, "{first}");
    let second = change(&mut editor, &format!("{text}\n# 一句\n"));
    assert_eq!(second - first, 1);
}
