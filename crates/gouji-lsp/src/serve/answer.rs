//! What an editor asks for, answered: each request has a method of its own.

use super::Server;
use crate::complete::{Offer, complete};
use crate::define::{definitions, target};
use crate::hover::hover;
use crate::index::index;
use crate::lens::{RUN, lenses};
use crate::lines::{offset, path_of, range, uri_of};
use crate::names::RULES;
use crate::pieces::{Piece, at};
use crate::rename::rename;
use crate::say;
use gouji_author::layout::laid_out;
use gouji_rules::ruleset::{Rulebook, Ruleset};
use lsp_server::{ErrorCode, Notification, Request, Response};
use lsp_types::{
    CompletionItem, CompletionTextEdit, DocumentChanges, HoverContents, Location, MarkupContent,
    MarkupKind, OneOf, OptionalVersionedTextDocumentIdentifier, Position, PrepareRenameResponse,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A place of a file that was asked about.
struct Asked {
    text: String,
    offset: usize,
    piece: Piece,
    root: PathBuf,
    ruleset: Arc<Ruleset>,
}

/// The place that a request names.
fn place(params: &Value) -> Option<(Uri, Position)> {
    let uri = serde_json::from_value(params["textDocument"]["uri"].clone()).ok()?;
    Some((uri, serde_json::from_value(params["position"].clone()).unwrap_or_default()))
}

fn markdown(words: String) -> HoverContents {
    HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: words })
}

impl Server<'_> {
    /// Answers a request; what is to be told beside the answer comes with it.
    pub(super) fn answer(&mut self, request: Request) -> (Response, Vec<Notification>) {
        let params = &request.params;
        let mut more = Vec::new();
        let result = match request.method.as_str() {
            "textDocument/completion" => Ok(self.complete(params)),
            "textDocument/hover" => Ok(self.hover(params)),
            "textDocument/definition" => Ok(self.define(params)),
            "textDocument/prepareRename" => Ok(self.may_rename(params)),
            "textDocument/rename" => self.rename(params),
            "textDocument/codeLens" => Ok(self.lenses(params)),
            "textDocument/formatting" => Ok(self.format(params)),
            "workspace/executeCommand" if params["command"] == RUN => {
                let ran = self.run(&params["arguments"]);
                if let Some(words) = ran.as_ref().and_then(|ran| ran["message"].as_str()) {
                    let kind =
                        if ran.as_ref().is_some_and(|ran| ran["failed"] == 0) { 3 } else { 2 };
                    let params = json!({ "type": kind, "message": words });
                    more.push(Notification::new("window/showMessage".to_owned(), params));
                }
                Ok(ran.unwrap_or_default())
            }
            // nothing to tell but how it ran
            "gouji/filesRead" => Ok(json!(self.base.files_read())),
            _ => Err((ErrorCode::MethodNotFound as i32, request.method.clone())),
        };
        let response = match result {
            Ok(value) => Response::new_ok(request.id, value),
            Err((code, message)) => Response::new_err(request.id, code, message),
        };
        (response, more)
    }

    /// The text of a file of a ruleset; of others an editor has other servers.
    fn text(&self, path: &Path) -> Option<String> {
        let root = self.root(path)?;
        if let Some(text) = self.open.get(path) {
            return Some(text.clone());
        }
        let folder = self.folders.get(&root)?;
        folder.texts(&self.open).into_iter().find(|(own, _)| own == path).map(|(_, text)| text)
    }

    /// The folder of a file as it is now.
    fn fresh(&mut self, path: &Path) -> Option<PathBuf> {
        let root = self.root(path)?;
        if !self.folders.contains_key(&root) {
            self.read(&root);
        }
        let folder = self.folders.get_mut(&root)?;
        if folder.is_stale {
            folder.refresh(&self.base, &self.open, &[]);
        }
        Some(root)
    }

    fn asked(&mut self, params: &Value) -> Option<Asked> {
        let (uri, position) = place(params)?;
        let path = path_of(&uri)?;
        let root = self.fresh(&path)?;
        let text = self.text(&path)?;
        let offset = offset(&text, position);
        let piece = at(&text, offset);
        let folder = self.folders.get_mut(&root)?;
        let ruleset = folder.ruleset(&self.base, &self.open)?;
        Some(Asked { text, offset, piece, root, ruleset })
    }

    fn complete(&mut self, params: &Value) -> Value {
        let Some(asked) = self.asked(params) else { return Value::Null };
        let Some(folder) = self.folders.get(&asked.root) else { return Value::Null };
        let rules = (&folder.book, asked.ruleset.as_ref());
        let found = complete(&asked.text, asked.offset, &asked.piece, &self.schema, rules);
        let place = range(&asked.text, &found.span);
        let items = found.list.into_iter().enumerate().map(|(at, own)| entry(own, place, at));
        json!({ "isIncomplete": false, "items": items.collect::<Vec<_>>() })
    }

    fn hover(&mut self, params: &Value) -> Value {
        let Some(asked) = self.asked(params) else { return Value::Null };
        let Some(folder) = self.folders.get(&asked.root) else { return Value::Null };
        let rules = (&folder.book, asked.ruleset.as_ref());
        match hover(&asked.text, asked.offset, &asked.piece, &self.schema, rules) {
            Some((words, span)) => json!(lsp_types::Hover {
                contents: markdown(words),
                range: Some(range(&asked.text, &span)),
            }),
            None => Value::Null,
        }
    }

    fn define(&mut self, params: &Value) -> Value {
        let Some(asked) = self.asked(params) else { return Value::Null };
        let found = target(&asked.text, asked.offset, &asked.piece, &asked.ruleset);
        let Some((target, _)) = found else { return Value::Null };
        let Some(folder) = self.folders.get(&asked.root) else { return Value::Null };
        let places = definitions(&target, &folder.book, &asked.ruleset).into_iter();
        let places = places.filter_map(|own| {
            let known = folder.path(&own.file);
            let path = known.or_else(|| self.host.shown(&own.file, &own.text))?;
            Some(Location::new(uri_of(&path)?, range(&own.text, &own.span)))
        });
        json!(places.collect::<Vec<_>>())
    }

    fn may_rename(&mut self, params: &Value) -> Value {
        let Some(asked) = self.asked(params) else { return Value::Null };
        match target(&asked.text, asked.offset, &asked.piece, &asked.ruleset) {
            Some((_, span)) => json!(PrepareRenameResponse::Range(range(&asked.text, &span))),
            None => Value::Null,
        }
    }

    fn rename(&mut self, params: &Value) -> Result<Value, (i32, String)> {
        let refused = |why: String| (ErrorCode::RequestFailed as i32, why);
        let nothing = || refused(say::NOTHING_TO_RENAME.to_owned());
        let asked = self.asked(params).ok_or_else(nothing)?;
        let (target, _) =
            target(&asked.text, asked.offset, &asked.piece, &asked.ruleset).ok_or_else(nothing)?;
        let folder = self.folders.get(&asked.root).ok_or_else(nothing)?;
        let new = params["newName"].as_str().unwrap_or("").trim();
        let rules = (&self.base, asked.ruleset.as_ref());
        let (texts, found) = rename(&target, new, folder, rules, &self.open).map_err(refused)?;
        let mut edits = Vec::new();
        for (at, spans) in found {
            let Some((path, text)) = texts.get(at) else { continue };
            let Some(uri) = uri_of(path) else { continue };
            let changed = |span| OneOf::Left(TextEdit::new(range(text, span), new.to_owned()));
            edits.push(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
                edits: spans.iter().map(changed).collect(),
            });
        }
        Ok(json!(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(edits)),
            ..Default::default()
        }))
    }

    fn lenses(&mut self, params: &Value) -> Value {
        let Some((uri, _)) = place(params) else { return Value::Null };
        let text = path_of(&uri).and_then(|path| self.text(&path));
        json!(text.map_or_else(Vec::new, |text| lenses(&uri, &text)))
    }

    fn format(&mut self, params: &Value) -> Value {
        let Some((uri, _)) = place(params) else { return Value::Null };
        let Some(text) = path_of(&uri).and_then(|path| self.text(&path)) else {
            return Value::Null;
        };
        match laid_out(&text) {
            Some(after) if after != text => {
                json!([TextEdit::new(range(&text, &(0..text.len())), after)])
            }
            _ => json!([]),
        }
    }

    /// Runs cases: those of a rule, or the one that begins at a byte of a file.
    fn run(&mut self, arguments: &Value) -> Option<Value> {
        let uri: Uri = serde_json::from_value(arguments[0].clone()).ok()?;
        let (path, id) = (path_of(&uri)?, arguments[1].as_str()?);
        let root = self.fresh(&path)?;
        let folder = self.folders.get(&root)?;
        let run = match folder.run_cases(id) {
            Ok(run) => run,
            Err(list) => {
                let words = say::not_loaded(list.first().map_or("", |first| &first.message));
                return Some(json!({ "run": 0, "failed": 1, "message": words }));
            }
        };
        let is_asked = |file: &str, start: usize| match arguments[2].as_u64() {
            None => true,
            Some(at) => {
                folder.path(file).is_some_and(|own| own == path)
                    && usize::try_from(at).is_ok_and(|at| is_in_case(&folder.book, file, at, start))
            }
        };
        let outcomes = run.outcomes.iter();
        let outcomes: Vec<_> =
            outcomes.filter(|own| is_asked(&own.origin.file, own.origin.span.start)).collect();
        let text = |file: &str| folder.book.text(file).unwrap_or_else(|| Arc::from(""));
        let failed: Vec<String> = outcomes
            .iter()
            .filter_map(|own| own.mistake(text(&own.origin.file)))
            .map(|mistake| say::advised(&mistake.message, mistake.help.as_deref()))
            .collect();
        let words = say::ran(id, outcomes.len(), &failed);
        Some(json!({ "run": outcomes.len(), "failed": failed.len(), "message": words }))
    }
}

/// Whether a byte stands in the case that begins at another one: no further case begins between.
fn is_in_case(book: &Rulebook, file: &str, case: usize, byte: usize) -> bool {
    let Some(text) = book.text(file) else { return false };
    let found = index(&text);
    let own = found.items.iter().filter(|item| RULES.contains(&item.kind.as_str()));
    let mut starts: Vec<usize> = own.flat_map(|item| item.cases.iter().copied()).collect();
    starts.extend(found.cases.iter().map(|(at, _)| *at));
    let last = starts.into_iter().filter(|start| *start <= byte).max();
    last == Some(case)
}

/// An entry of the list of an editor, in the order of the offers.
fn entry(own: Offer, place: lsp_types::Range, at: usize) -> CompletionItem {
    CompletionItem {
        // what is filtered by stands in the place of what is typed: quotes, too
        filter_text: own.text.starts_with('"').then(|| format!("\"{}", own.label)),
        label: own.label,
        detail: Some(own.detail).filter(|detail| !detail.is_empty()),
        kind: Some(own.kind),
        sort_text: Some(format!("{at:05}")),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(place, own.text))),
        ..Default::default()
    }
}
