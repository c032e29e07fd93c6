//! An editor on the other end of a connection, with a folder on disk.

use gouji_lsp::host::Host;
use gouji_lsp::lines::{path_of, position, uri_of};
use gouji_lsp::serve::serve;
use gouji_rules::ruleset::{RuleFile, Rulebook};
use gouji_values::error::RuleMistake;
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread::JoinHandle;
use std::time::Duration;

/// The rules that the program brings along here.
const NATIONAL: &[(&str, &str)] = &[
    ("national/ruleset.toml", "name = \"national\"\ntitle = \"全国\"\n"),
    (
        "national/forms.toml",
        "[[form]]\nid = \"支出表\"\ntitle = \"支出决算表\"\ncolumns = [\n  { name = \"科目名称\", kind = \"label\" },\n  { name = \"合计\", kind = \"amount\", header = [\"本年支出合计\"] },\n  { name = \"基本支出\", kind = \"amount\" },\n  { name = \"项目支出\", kind = \"amount\" },\n]\nrows = [{ name = \"总计行\", label = [\"合计\"], total = true }]\n\n[param]\n\"差额\" = \"1万元\"\n",
    ),
    (
        "national/rules.toml",
        "[[rule]]\nid = \"支出-合计\"\nname = \"每行相加\"\nform = \"支出表\"\nexpect = \"合计 == 基本支出 + 项目支出\"\n\n[[claim]]\nid = \"说合计\"\ntext = \"支出合计{数:amount}\"\nexpect = \"数 == 支出表.总计行.合计\"\n",
    ),
];

/// The words that the national rules read documents by.
fn words() -> Vec<RuleFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/national/vocabulary");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        RuleFile::new(format!("national/vocabulary/{name}"), text)
    });
    files.collect()
}

struct Disk {
    shown: PathBuf,
}

impl Host for Disk {
    fn folder_of(&self, file: &Path) -> Option<PathBuf> {
        let is_one = |folder: &&Path| folder.join("ruleset.toml").is_file();
        file.ancestors().skip(1).find(is_one).map(Path::to_path_buf)
    }

    fn files(&self, folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleMistake>> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<(String, String)> = entries
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        files.sort();
        Ok(files)
    }

    fn beside(&self, _: &Path, _: &str) -> Option<PathBuf> {
        None
    }

    fn shown(&self, name: &str, text: &str) -> Option<PathBuf> {
        let path = self.shown.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        Some(path)
    }
}

/// An editor with one ruleset open.
pub(crate) struct Editor {
    pub folder: tempfile::TempDir,
    connection: Option<Connection>,
    server: Option<JoinHandle<Result<(), String>>>,
    last: i32,
    /// The mistakes of each file as they were last told.
    mistakes: BTreeMap<PathBuf, Vec<Value>>,
    /// What was shown to the user.
    pub shown: Vec<String>,
}

impl Editor {
    /// Files of a ruleset on top of the national one, none of them open.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let about = "name = \"own\"\ntitle = \"本局\"\nextends = \"national\"\n";
        std::fs::create_dir(folder.path().join("own")).unwrap();
        std::fs::write(folder.path().join("own/ruleset.toml"), about).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join("own").join(name), text).unwrap();
        }
        let (server, client) = Connection::memory();
        let shown = folder.path().join("shown");
        let server = std::thread::spawn(move || {
            let files = NATIONAL.iter().map(|(path, text)| RuleFile::new(*path, *text));
            let files = files.chain(words());
            serve(&server, &Disk { shown }, Rulebook::of_files(files).unwrap())
        });
        let mut editor = Self {
            folder,
            connection: Some(client),
            server: Some(server),
            last: 0,
            mistakes: BTreeMap::new(),
            shown: Vec::new(),
        };
        let about = editor.request("initialize", json!({ "capabilities": {} }));
        assert_eq!(about["serverInfo"]["name"], "gouji");
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("own").join(name)
    }

    pub(crate) fn uri(&self, name: &str) -> Value {
        json!(uri_of(&self.path(name)).unwrap())
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().unwrap()
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        let own = Notification::new(method.to_owned(), params);
        self.connection().sender.send(Message::Notification(own)).unwrap();
    }

    /// The answer to a request, or what it was refused with.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let own = Request::new(self.last.into(), method.to_owned(), params);
        self.connection().sender.send(Message::Request(own)).unwrap();
        loop {
            match self.next() {
                Message::Response(response) => {
                    assert_eq!(response.id, self.last.into());
                    return response.response_result.map_err(|error| error.message);
                }
                other => self.heard(other),
            }
        }
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).unwrap()
    }

    fn next(&self) -> Message {
        self.connection().receiver.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    fn heard(&mut self, message: Message) {
        let Message::Notification(own) = message else { panic!("{message:?}") };
        match own.method.as_str() {
            "textDocument/publishDiagnostics" => {
                let uri = lsp_types::Uri::from_str(own.params["uri"].as_str().unwrap()).unwrap();
                let list = own.params["diagnostics"].as_array().unwrap().clone();
                self.mistakes.insert(path_of(&uri).unwrap(), list);
            }
            "window/showMessage" => {
                self.shown.push(own.params["message"].as_str().unwrap().to_owned());
            }
            other => panic!("{other}"),
        }
    }

    /// Opens a file with a text.
    pub(crate) fn open(&mut self, name: &str, text: &str) {
        let document =
            json!({ "uri": self.uri(name), "languageId": "toml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Types until a file has a text.
    pub(crate) fn change(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": 2 });
        let changes = json!([{ "text": text }]);
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", params);
    }

    /// The mistakes of a file, told anew: what, and the text at its place.
    pub(crate) fn mistakes(&mut self, name: &str, text: &str) -> Vec<(String, String)> {
        self.mistakes.clear();
        let path = self.path(name);
        while !self.mistakes.contains_key(&path) {
            let next = self.next();
            self.heard(next);
        }
        let place = |own: &Value, end: &str| {
            let at = serde_json::from_value(own["range"][end].clone()).unwrap();
            gouji_lsp::lines::offset(text, at)
        };
        let shown = |own: &Value| {
            let span = place(own, "start")..place(own, "end");
            (own["message"].as_str().unwrap().to_owned(), text[span].to_owned())
        };
        self.mistakes[&path].iter().map(shown).collect()
    }

    /// What to ask about the place of `¦` in a text, which the file is then open with.
    pub(crate) fn at(&mut self, name: &str, text: &str) -> Value {
        let offset = text.find('¦').unwrap();
        let text = text.replace('¦', "");
        self.open(name, &text);
        json!({ "textDocument": { "uri": self.uri(name) }, "position": position(&text, offset) })
    }

    /// The labels of what may be written at `¦`, and what each writes.
    pub(crate) fn offers(&mut self, text: &str) -> Vec<(String, String)> {
        let place = self.at("a.toml", text);
        let found = self.request("textDocument/completion", place);
        let word = |own: &Value| own.as_str().unwrap().to_owned();
        let items = found["items"].as_array().unwrap().iter();
        items.map(|own| (word(&own["label"]), word(&own["textEdit"]["newText"]))).collect()
    }

    /// What is shown over `¦`.
    pub(crate) fn hover(&mut self, text: &str) -> String {
        let place = self.at("a.toml", text);
        let found = self.request("textDocument/hover", place);
        found["contents"]["value"].as_str().unwrap_or("").to_owned()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        let ended = self.server.take().unwrap().join().unwrap();
        self.connection.take();
        assert_eq!(ended, Ok(()));
    }
}
