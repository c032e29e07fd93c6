//! What the server answers, request by request.

use super::answer::{self, Answer};
use super::asked::{self, Asked};
use super::body::{self, Charge};
use super::desk::Desk;
use super::engines::{self, Engines};
use super::gate::Gate;
use super::keep::Keeper;
use super::routes::{self, Known, Route, Target};
use super::{audit, multipart};
use gouji_author::desk::{self, DeskBooks, DeskFile};
use gouji_report::report::{Format, severity_word};
use gouji_values::error::Refusal;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Incoming};
use hyper::{Request, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Files of one request.
const FILES: usize = 200;
/// What a form needs beside its files.
const FORM: usize = 1 << 20;

/// Where the desk of rules takes the rules from that the program brings.
const BOOKS: DeskBooks = DeskBooks { lean: crate::embedded_lean, full: crate::embedded };

/// All that requests share.
pub(crate) struct Office {
    /// Who may ask.
    pub gate: Gate,
    /// Where audits are taken in.
    pub desk: Desk,
    /// The rules.
    pub engines: Arc<Engines>,
    /// The OpenAPI file.
    pub openapi: Bytes,
    /// What there is to choose from.
    pub rulesets: Bytes,
    /// What is shown at `/`, where it is not the page for files.
    pub page: Option<Bytes>,
    /// Where audits are kept.
    pub keeper: Option<Arc<Keeper>>,
    /// Bytes of a body.
    pub max_body: usize,
    /// How long it may take to come.
    pub read: Duration,
}

impl Office {
    /// Answers a request; what it holds is charged.
    pub(crate) async fn answer(&self, request: Request<Incoming>, charge: Arc<Charge>) -> Answer {
        let (head, mut body) = request.into_parts();
        let is_waiting = head.headers.contains_key(header::EXPECT);
        let request = Request::from_parts(head, ());
        let (route, id) = match self.admit(&request) {
            Ok(found) => found,
            Err(refusal) => {
                // who waits to be asked for the body sends none
                if !is_waiting {
                    body::pass(body).await;
                }
                return answer::refusal(&refusal);
            }
        };
        let answered = match route.target {
            Target::Page => Ok(self.page()),
            Target::Script => {
                Ok(text("text/javascript; charset=utf-8", include_str!("page/page.js")))
            }
            Target::Style => Ok(text("text/css; charset=utf-8", include_str!("page/page.css"))),
            Target::OpenApi => Ok(answer::written(self.openapi.clone())),
            Target::Health => Ok(self.health()),
            Target::Rulesets => Ok(answer::written(self.rulesets.clone())),
            Target::Ruleset => self.ruleset(id.unwrap_or_default()).await,
            Target::Audit | Target::Author => match self.refused_at_once(route, &request, &body) {
                Some(refusal) => {
                    if !is_waiting {
                        body::pass(&mut body).await;
                    }
                    Err(refusal)
                }
                None if route.target == Target::Audit => self.audit(&request, body, &charge).await,
                None => self.author(&request, body, &charge).await,
            },
        };
        answered.unwrap_or_else(|refusal| answer::refusal(&refusal))
    }

    /// Who asks, and for what.
    fn admit<'a>(
        &self,
        request: &'a Request<()>,
    ) -> Result<(&'static Route, Option<&'a str>), Refusal> {
        let (uri, headers) = (request.uri(), request.headers());
        let found = routes::find(request.method(), uri.path());
        let target = found.as_ref().ok().map(|(route, _)| *route);
        let is_page = target.is_some_and(|route| route.target == Target::Page);
        let is_open = target.is_some_and(|route| route.is_open);
        let authority = uri.authority().map(|authority| authority.as_str());
        self.gate.admit(authority, headers, is_page, is_open)?;
        let (route, id) = found?;
        if route.target != Target::Audit && !is_page {
            let pairs = asked::query(uri.query().unwrap_or(""))?;
            if let Some((name, _)) = pairs.first() {
                return Err(asked::unknown(name, std::iter::empty()));
            }
        }
        Ok((route, id))
    }

    /// What needs no body to be refused.
    fn refused_at_once(
        &self,
        route: &Route,
        request: &Request<()>,
        body: &Incoming,
    ) -> Option<Refusal> {
        let encoding = request.headers().get(header::CONTENT_ENCODING);
        if encoding.is_some_and(|encoding| encoding.as_bytes() != b"identity") {
            return Some(Refusal::BodyEncoded);
        }
        if body.size_hint().lower() > u64::try_from(self.max_body + FORM).unwrap_or(u64::MAX) {
            return Some(Refusal::BodyTooLarge { limit: format!("{} MB", self.max_body >> 20) });
        }
        let query = request.uri().query().unwrap_or("");
        if route.target == Target::Audit
            && let Err(refusal) = asked::query(query).and_then(|pairs| Asked::of(&pairs))
        {
            return Some(refusal);
        }
        self.desk.is_full().then(|| self.desk.busy())
    }

    async fn audit(
        &self,
        request: &Request<()>,
        body: Incoming,
        charge: &Charge,
    ) -> Result<Answer, Refusal> {
        let mut pairs = asked::query(request.uri().query().unwrap_or(""))?;
        let (bytes, boundary) = self.received(request, body, charge).await?;
        let (asked, files) = match boundary {
            Some(boundary) => {
                let files = some(form(&bytes, &boundary, &mut pairs)?)?;
                (Asked::of(&pairs)?, files)
            }
            None => {
                let asked = Asked::of(&pairs)?;
                let name = asked.name.clone().unwrap_or_else(|| asked::UNNAMED.to_owned());
                if bytes.is_empty() {
                    return Err(Refusal::FileMissing);
                }
                (asked, vec![(name, bytes)])
            }
        };
        let place = self.desk.place()?;
        let (engines, keeper) = (Arc::clone(&self.engines), self.keeper.clone());
        let shape = asked.shape;
        let name = files.first().map_or_else(String::new, |(name, _)| name.clone());
        let made = self
            .desk
            .work(place, move || {
                let made = audit::audit(&engines, &asked, files)?;
                if let Some(keeper) = keeper {
                    keeper.keep(&asked, &made)?;
                }
                Ok((made.bytes, made.status))
            })
            .await;
        let (bytes, status) = made?;
        charge.take(bytes.len());
        Ok(answer::report(shape.media(), &name, shape.extension(), bytes, status))
    }

    /// Answers what the desk of rules asks.
    async fn author(
        &self,
        request: &Request<()>,
        body: Incoming,
        charge: &Charge,
    ) -> Result<Answer, Refusal> {
        let (bytes, boundary) = self.received(request, body, charge).await?;
        let broken = |why: &str| Refusal::BodyBroken { why: why.to_owned() };
        let boundary = boundary.ok_or_else(|| broken("要用表单发送：question 是问题"))?;
        let mut pairs = Vec::new();
        let files = form(&bytes, &boundary, &mut pairs)?;
        let question = match pairs.as_slice() {
            [(name, question)] if name == "question" => question.clone(),
            _ => return Err(broken("表单里除了文件，只有一项 question")),
        };
        let place = self.desk.place()?;
        let made = self.desk.work(place, move || {
            let files: Vec<DeskFile<'_>> =
                files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            let made = desk::answer(BOOKS, &question, &files);
            made.map(|made| answer::lines(&made))
                .map_err(|why| Refusal::ParameterUnusable { name: "question".to_owned(), why })
        });
        let written = made.await?;
        charge.take(written.len());
        Ok(answer::written(written))
    }

    /// The body of a request with files, and the mark between the parts of a form.
    async fn received(
        &self,
        request: &Request<()>,
        body: Incoming,
        charge: &Charge,
    ) -> Result<(Vec<u8>, Option<String>), Refusal> {
        let media = request.headers().get(header::CONTENT_TYPE);
        let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
        let boundary = multipart::boundary(media).transpose()?;
        let limit = self.max_body + if boundary.is_some() { FORM } else { 0 };
        // who is still sending is not waited for
        let bytes = tokio::select! {
            biased;
            () = self.desk.stopped() => return Err(Refusal::Stopping),
            bytes = body::whole(body.boxed(), charge, limit, self.read) => bytes?,
        };
        if boundary.is_some() {
            // the files are copied out of it
            charge.take(bytes.len());
        }
        Ok((bytes, boundary))
    }

    fn page(&self) -> Answer {
        const MEDIA: &str = "text/html; charset=utf-8";
        match &self.page {
            Some(page) => answer::of(MEDIA, answer::WHOLE_PAGE, page.clone()),
            None => text(MEDIA, include_str!("page/page.html")),
        }
    }

    fn health(&self) -> Answer {
        let (running, waiting) = self.desk.state();
        answer::json(&json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            "running": running,
            "waiting": waiting,
        }))
    }

    /// The rules of a ruleset; compiling them takes a place like an audit.
    async fn ruleset(&self, id: &str) -> Result<Answer, Refusal> {
        let name = asked::decoded(id, false).unwrap_or_else(|| id.to_owned());
        let plain = &self.engines.plain;
        let Some(info) = plain.rulesets().find(|info| info.name == name).cloned() else {
            let name = name.chars().take(100).collect();
            return Err(Refusal::RulesetMissing { name });
        };
        let engines = Arc::clone(&self.engines);
        let place = self.desk.place()?;
        let list = self
            .desk
            .work(place, move || {
                let choice = asked::RulesChoice {
                    ruleset: Some(info.name.clone()),
                    date: crate::cli::day::today(),
                    ..asked::RulesChoice::default()
                };
                let ruleset = engines
                    .of(&choice)?
                    .ruleset()
                    .map_err(|mistakes| engines::broken(&mistakes))?;
                let rules = ruleset.listing().into_iter().map(|rule| {
                    json!({
                        "id": rule.id,
                        "kind": rule.kind,
                        "name": rule.name,
                        "layer": rule.layer,
                        "severity": rule.severity.map(severity_word),
                        "basis": rule.basis,
                    })
                });
                Ok(json!({
                    "id": info.name,
                    "title": info.title,
                    "layers": ruleset.layers,
                    "rules": rules.collect::<Vec<Value>>(),
                }))
            })
            .await?;
        Ok(answer::json(&list))
    }
}

/// The OpenAPI file of a server.
pub(crate) fn openapi(engines: &Engines, has_token: bool) -> Bytes {
    let plain = &engines.plain;
    let words = plain.vocabulary();
    let names = |id: &String| [id.clone(), words.kind_name(id).to_owned()];
    let mut kinds: Vec<String> = words.kinds.keys().flat_map(names).collect();
    kinds.sort();
    kinds.dedup();
    answer::lines(&routes::openapi(&Known {
        has_token,
        rulesets: plain.rulesets().map(|info| info.name.clone()).collect(),
        kinds,
    }))
}

/// Rulesets, kinds of documents and formats.
pub(crate) fn rulesets(engines: &Engines) -> Bytes {
    let plain = &engines.plain;
    let words = plain.vocabulary();
    let rulesets = plain.rulesets().map(|info| {
        json!({
            "id": info.name,
            "title": info.title,
            "extends": info.extends,
            "years": info.years,
            "beside": info.beside,
        })
    });
    let kinds = words.kinds.keys().map(|id| json!({"id": id, "name": words.kind_name(id)}));
    let formats =
        Format::ALL.iter().map(|format| json!({"id": format.name(), "title": format.title()}));
    answer::lines(&json!({
        "rulesets": rulesets.collect::<Vec<Value>>(),
        "kinds": kinds.collect::<Vec<Value>>(),
        "formats": formats.collect::<Vec<Value>>(),
        "digest": plain.digest(),
    }))
}

/// A piece of the page for files.
fn text(media: &str, text: &'static str) -> Answer {
    answer::of(media, answer::PAGE, Bytes::from_static(text.as_bytes()))
}

/// The files of a form; what is none is a parameter.
fn form(
    body: &[u8],
    boundary: &str,
    pairs: &mut Vec<(String, String)>,
) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let (mut files, mut fields) = (Vec::new(), Vec::new());
    for part in multipart::parts(body, boundary)? {
        match part.file {
            // a form without a chosen file sends a blank one
            Some(name) if name.is_empty() && part.bytes.is_empty() => {}
            Some(name) => {
                let name = asked::file_name(&name)
                    .map_err(|why| Refusal::BodyBroken { why: why.to_owned() })?;
                files.push((name, part.bytes));
            }
            None => {
                let value = String::from_utf8(part.bytes).map_err(|_| Refusal::BodyBroken {
                    why: "表单的值不是 UTF-8".to_owned(),
                })?;
                fields.push((part.field, value));
            }
        }
    }
    // a form counts more than the address that it is sent to
    pairs.retain(|(name, _)| fields.iter().all(|(field, _)| field != name));
    pairs.extend(fields);
    if files.len() > FILES { Err(Refusal::FilesTooMany { limit: FILES }) } else { Ok(files) }
}

/// Files of which there must be one.
fn some(files: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    if files.is_empty() { Err(Refusal::FileMissing) } else { Ok(files) }
}
