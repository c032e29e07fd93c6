//! The loop: messages of an editor in, answers out. What is asked for while further changes wait is
//! answered first; mistakes are told when nothing waits. `answer` has what is answered.

mod answer;

use crate::folder::{Folder, OpenTexts};
use crate::host::Host;
use crate::lens::RUN;
use crate::lines::{path_of, range, uri_of};
use crate::say;
use crate::schema::Schema;
use gouji_rules::ruleset::Rulebook;
use gouji_values::code::Code;
use gouji_values::error::RuleMistake;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeLensOptions, CompletionOptions, Diagnostic, DiagnosticSeverity, ExecuteCommandOptions,
    NumberOrString, OneOf, PublishDiagnosticsParams, RenameOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

/// What the server keeps.
struct Server<'h> {
    host: &'h dyn Host,
    /// The rules of the program.
    base: Rulebook,
    schema: Schema,
    open: OpenTexts,
    folders: BTreeMap<PathBuf, Folder>,
    /// Files that were opened or saved: their cases are to be run.
    tried: Vec<PathBuf>,
}

/// Serves an editor until it says goodbye.
///
/// # Errors
/// What went wrong with the connection.
pub fn serve(connection: &Connection, host: &dyn Host, base: Rulebook) -> Result<(), String> {
    let (id, _) = connection.initialize_start().map_err(|error| error.to_string())?;
    let about = json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "gouji", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, about).map_err(|error| error.to_string())?;
    let mut server = Server {
        host,
        base: base.keeping(),
        schema: Schema::default(),
        open: OpenTexts::new(),
        folders: BTreeMap::new(),
        tried: Vec::new(),
    };
    let mut waiting: VecDeque<Message> = VecDeque::new();
    let mut is_ending = false;
    while let Some(message) = next(connection, &mut waiting) {
        match message {
            Message::Request(request) if request.method == "shutdown" => {
                is_ending = true;
                send(connection, Message::Response(Response::new_ok(request.id, Value::Null)))?;
            }
            Message::Request(request) if is_cancelled(&request, &waiting) => {
                let code = ErrorCode::RequestCanceled as i32;
                let response = Response::new_err(request.id, code, request.method);
                send(connection, Message::Response(response))?;
            }
            Message::Request(request) => {
                let (response, more) = server.answer(request);
                send(connection, Message::Response(response))?;
                more.into_iter()
                    .try_for_each(|own| send(connection, Message::Notification(own)))?;
            }
            Message::Notification(own) if own.method == "exit" => break,
            Message::Notification(own) => server.notice(&own),
            Message::Response(_) => {}
        }
        if waiting.is_empty() && connection.receiver.is_empty() && !is_ending {
            for told in server.told() {
                send(connection, Message::Notification(told))?;
            }
        }
    }
    Ok(())
}

/// The next message; those behind it stand in `waiting`.
fn next(connection: &Connection, waiting: &mut VecDeque<Message>) -> Option<Message> {
    if waiting.is_empty() {
        waiting.push_back(connection.receiver.recv().ok()?);
    }
    waiting.extend(connection.receiver.try_iter());
    waiting.pop_front()
}

/// Whether nobody waits for an answer any more: somebody typed on.
fn is_cancelled(request: &Request, waiting: &VecDeque<Message>) -> bool {
    let id = json!(request.id);
    waiting.iter().any(|message| match message {
        Message::Notification(own) => own.method == "$/cancelRequest" && own.params["id"] == id,
        _ => false,
    })
}

fn send(connection: &Connection, message: Message) -> Result<(), String> {
    connection.sender.send(message).map_err(|error| error.to_string())
}

fn capabilities() -> ServerCapabilities {
    let triggers = [".", "\"", "{", "[", "=", " "].map(str::to_owned).to_vec();
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(lsp_types::TextDocumentSyncSaveOptions::Supported(true)),
            ..Default::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers),
            ..Default::default()
        }),
        hover_provider: Some(lsp_types::HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: Some(OneOf::Left(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![RUN.to_owned()],
            work_done_progress_options: Default::default(),
        }),
        ..Default::default()
    }
}

impl Server<'_> {
    /// Takes over what an editor tells.
    fn notice(&mut self, notification: &Notification) {
        let params = &notification.params;
        let document = &params["textDocument"];
        let uri: Option<Uri> = serde_json::from_value(document["uri"].clone()).ok();
        let path = uri.as_ref().and_then(path_of);
        match (notification.method.as_str(), path) {
            ("textDocument/didOpen", Some(path)) => {
                let text = document["text"].as_str().unwrap_or("").to_owned();
                self.open.insert(path.clone(), text);
                self.try_out(path);
            }
            ("textDocument/didChange", Some(path)) => {
                let last = params["contentChanges"].as_array().and_then(|all| all.last());
                if let Some(text) = last.and_then(|change| change["text"].as_str()) {
                    self.open.insert(path.clone(), text.to_owned());
                }
                if let Some(folder) = self.root(&path).and_then(|root| self.folders.get_mut(&root))
                {
                    folder.is_stale = true;
                }
            }
            ("textDocument/didSave", Some(path)) => self.try_out(path),
            ("textDocument/didClose", Some(path)) => {
                self.open.remove(&path);
                self.read_around(&path);
            }
            ("workspace/didChangeWatchedFiles", _) => {
                let roots: Vec<PathBuf> = self.folders.keys().cloned().collect();
                roots.iter().for_each(|root| self.read(root));
            }
            _ => {}
        }
    }

    fn root(&self, path: &Path) -> Option<PathBuf> {
        self.host.folder_of(path)
    }

    fn try_out(&mut self, path: PathBuf) {
        self.read_around(&path);
        self.tried.push(path);
    }

    fn read_around(&mut self, path: &Path) {
        if let Some(root) = self.root(path) {
            self.read(&root);
        }
    }

    fn read(&mut self, root: &Path) {
        let folder = self
            .folders
            .entry(root.to_path_buf())
            .or_insert_with(|| Folder::new(root.to_path_buf()));
        folder.read(&self.base, self.host);
    }

    /// What editors are to be told of mistakes, where texts have changed.
    fn told(&mut self) -> Vec<Notification> {
        let mut out = Vec::new();
        let tried = std::mem::take(&mut self.tried);
        for (root, folder) in &mut self.folders {
            let is_tried = tried.iter().any(|path| path.starts_with(root));
            if folder.is_stale || is_tried {
                folder.refresh(&self.base, &self.open, &tried);
            }
            if !std::mem::take(&mut folder.is_untold) {
                continue;
            }
            let mut by: BTreeMap<PathBuf, Vec<Diagnostic>> =
                folder.told.drain(..).map(|path| (path, Vec::new())).collect();
            by.extend(
                self.open
                    .keys()
                    .filter(|path| path.starts_with(root))
                    .map(|path| (path.clone(), Vec::new())),
            );
            for mistake in &folder.mistakes {
                let (path, diagnostic) = told(mistake, folder);
                by.entry(path).or_default().push(diagnostic);
            }
            for (path, diagnostics) in by {
                let Some(uri) = uri_of(&path) else { continue };
                if !diagnostics.is_empty() {
                    folder.told.push(path);
                }
                let params = PublishDiagnosticsParams { uri, diagnostics, version: None };
                out.push(Notification::new("textDocument/publishDiagnostics".to_owned(), params));
            }
        }
        out
    }
}

/// A mistake at its place; one of a file that is not on disk stands in `ruleset.toml`.
fn told(mistake: &RuleMistake, folder: &Folder) -> (PathBuf, Diagnostic) {
    let words = say::advised(&mistake.message, mistake.help.as_deref());
    let (path, place, words) = match folder.path(&mistake.file) {
        Some(path) => (path, range(&mistake.text, &mistake.span), words),
        None => {
            let words = say::elsewhere(&mistake.file, &words);
            (folder.root.join("ruleset.toml"), lsp_types::Range::default(), words)
        }
    };
    let severity =
        if mistake.is_warning { DiagnosticSeverity::WARNING } else { DiagnosticSeverity::ERROR };
    let diagnostic = Diagnostic {
        range: place,
        severity: Some(severity),
        code: Some(NumberOrString::String(mistake.code.id().to_owned())),
        source: Some("gouji".to_owned()),
        message: words,
        ..Default::default()
    };
    (path, diagnostic)
}
