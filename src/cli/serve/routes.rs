//! What can be asked for: the one list that both the server and its OpenAPI file are made of.

use super::answer;
use super::asked::{PARAMETERS, Parameter, Shape};
use gouji_values::code::Code;
use gouji_values::error::{Refusal, RefusalCode};
use hyper::{Method, StatusCode};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The page.
    Page,
    /// Its script.
    Script,
    /// Its looks.
    Style,
    /// An audit.
    Audit,
    /// What the desk of rules asks.
    Author,
    /// The rulesets.
    Rulesets,
    /// One ruleset.
    Ruleset,
    /// The description of all this.
    OpenApi,
    /// Whether the server is well.
    Health,
}

/// A path, with `{}` for what may stand in it.
pub(crate) struct Route {
    /// As it is written.
    pub path: &'static str,
    /// Where it leads to.
    pub target: Target,
    /// No token is asked for.
    pub is_open: bool,
    /// What it is for, in Chinese.
    pub about: &'static str,
}

const fn route(path: &'static str, target: Target, is_open: bool, about: &'static str) -> Route {
    Route { path, target, is_open, about }
}

/// All of them.
pub(crate) const ROUTES: &[Route] = &[
    route("/", Target::Page, true, "上传文件的网页"),
    route("/page.js", Target::Script, true, "网页的脚本"),
    route("/page.css", Target::Style, true, "网页的样式"),
    route(
        "/audit",
        Target::Audit,
        false,
        "审核上传的文件；结果与 gouji check 对同名文件输出的逐字节相同",
    ),
    route(
        "/desk",
        Target::Author,
        false,
        "写规则时问的：规则有没有错、在文件里的结果、表的名称、公式、用例、改动的影响",
    ),
    route("/rules", Target::Rulesets, false, "全部规则集、文件种类和结果格式"),
    route("/rules/{id}", Target::Ruleset, false, "一个规则集的规则、声明和表样"),
    route("/openapi.json", Target::OpenApi, true, "这份接口说明"),
    route("/health", Target::Health, true, "服务是否正常，正在审核和排队的份数"),
];

impl Route {
    /// Whether files are sent to it.
    pub(crate) fn takes_files(&self) -> bool {
        matches!(self.target, Target::Audit | Target::Author)
    }

    /// What is asked with.
    pub(crate) fn method(&self) -> Method {
        if self.takes_files() { Method::POST } else { Method::GET }
    }

    /// The methods that it takes, as a header names them.
    fn allowed(&self) -> String {
        if self.takes_files() { "POST".to_owned() } else { "GET, HEAD".to_owned() }
    }

    /// What stands in the place of `{id}`, where this is the path.
    fn matched<'a>(&self, path: &'a str) -> Option<Option<&'a str>> {
        match self.path.split_once('{') {
            None => (self.path == path).then_some(None),
            Some((before, _)) => {
                let rest = path.strip_prefix(before)?;
                (!rest.is_empty() && !rest.contains('/')).then_some(Some(rest))
            }
        }
    }
}

/// The route of a request, and what stands in its path.
pub(crate) fn find<'a>(
    method: &Method,
    path: &'a str,
) -> Result<(&'static Route, Option<&'a str>), Refusal> {
    let found = ROUTES.iter().find_map(|route| Some((route, route.matched(path)?)));
    let Some((route, id)) = found else {
        return Err(Refusal::PathUnknown { path: path.chars().take(100).collect() });
    };
    let is_head = *method == Method::HEAD && !route.takes_files();
    if *method != route.method() && !is_head {
        return Err(Refusal::MethodRefused { allowed: route.allowed() });
    }
    Ok((route, id))
}

/// What the OpenAPI file says of this server alone.
pub(crate) struct Known {
    /// A token is asked for.
    pub has_token: bool,
    /// The rulesets by name.
    pub rulesets: Vec<String>,
    /// The kinds of documents, by id and by name.
    pub kinds: Vec<String>,
}

impl Known {
    /// What may be written for a parameter.
    fn schema(&self, parameter: &Parameter) -> Value {
        let mut schema = (parameter.schema)();
        match parameter.name {
            "ruleset" => schema["enum"] = json!(self.rulesets),
            "kind" => schema["enum"] = json!(self.kinds),
            _ => {}
        }
        schema
    }
}

/// The OpenAPI file.
pub(crate) fn openapi(known: &Known) -> Value {
    let has_token = known.has_token;
    let mut paths = Map::new();
    for route in ROUTES {
        let mut operation = json!({
            "operationId": format!("{:?}", route.target).to_lowercase(),
            "summary": route.about,
            "responses": responses(route, has_token),
        });
        match route.target {
            Target::Audit => {
                operation["parameters"] = PARAMETERS
                    .iter()
                    .map(|own| {
                        let schema = known.schema(own);
                        json!({"name": own.name, "in": "query", "description": own.about, "schema": schema})
                    })
                    .collect();
                operation["requestBody"] = body(known);
            }
            Target::Author => operation["requestBody"] = desk_body(),
            Target::Ruleset => {
                operation["parameters"] = json!([{
                    "name": "id", "in": "path", "required": true,
                    "description": "规则集的名称，例如 national",
                    "schema": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
                }]);
            }
            _ => {}
        }
        if has_token && !route.is_open {
            operation["security"] = json!([{"token": []}]);
        }
        let method = route.method().as_str().to_lowercase();
        paths.insert(route.path.to_owned(), json!({ method: operation }));
    }
    let mut components = json!({"schemas": {"Refusal": {
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": {
                "type": "string",
                "enum": RefusalCode::ALL.iter().map(|code| code.id()).collect::<Vec<_>>(),
            },
            "message": {"type": "string"},
        },
    }}});
    if has_token {
        components["securitySchemes"] = json!({"token": {"type": "http", "scheme": "bearer"}});
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "gouji 勾稽",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "审核部门预算、决算公开和绩效文件中的数字",
        },
        "paths": paths,
        "components": components,
    })
}

/// What an audit is sent.
fn body(known: &Known) -> Value {
    let mut fields: Map<String, Value> =
        PARAMETERS.iter().map(|own| (own.name.to_owned(), known.schema(own))).collect();
    let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
    fields.insert("file".to_owned(), json!({"type": "array", "minItems": 1, "items": file}));
    json!({
        "required": true,
        "description": "一份文件本身，或者有一份或几份文件的表单；表单里不是文件的项当作参数，比网址里同名的优先",
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary", "minLength": 1}},
            "multipart/form-data": {"schema": {
                "type": "object",
                "required": ["file"],
                "properties": fields,
                "additionalProperties": false,
            }},
        },
    })
}

/// What the desk is sent.
fn desk_body() -> Value {
    let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
    json!({
        "required": true,
        "description": "表单：question 是问题（JSON，与网页里的相同），file 是它说到的文件，可以没有",
        "content": {"multipart/form-data": {"schema": {
            "type": "object",
            "required": ["question"],
            "properties": {
                "question": {"type": "string", "contentMediaType": "application/json", "minLength": 1},
                "file": {"type": "array", "items": file},
            },
            "additionalProperties": false,
        }}},
    })
}

/// What may be answered.
fn responses(route: &Route, has_token: bool) -> Value {
    let mut out = Map::new();
    let media: BTreeSet<&str> = match route.target {
        Target::Page => ["text/html; charset=utf-8"].into(),
        Target::Script => ["text/javascript; charset=utf-8"].into(),
        Target::Style => ["text/css; charset=utf-8"].into(),
        Target::Audit => Shape::all().into_iter().map(Shape::media).collect(),
        _ => ["application/json"].into(),
    };
    let content: Map<String, Value> =
        media.into_iter().map(|media| (media.to_owned(), json!({}))).collect();
    let mut done = json!({"description": route.about, "content": content});
    if route.target == Target::Audit {
        done["headers"] = json!({ answer::EXIT_STATUS: {
            "description": "命令行这样审核时的退出状态",
            "schema": {"type": "integer", "enum": [0, 1, 3]},
        }});
    }
    out.insert("200".to_owned(), done);
    let mut statuses = vec![400, 403, 405];
    match route.target {
        Target::Audit | Target::Author => statuses.extend([408, 413, 415, 429, 500, 503]),
        Target::Ruleset => statuses.extend([404, 500]),
        Target::Rulesets => {}
        _ => {}
    }
    if has_token && !route.is_open {
        statuses.push(401);
    }
    statuses.sort_unstable();
    for status in statuses {
        let codes = StatusCode::from_u16(status).map(answer::codes).unwrap_or_default();
        let refusal = json!({
            "description": codes.join("、"),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
        });
        out.insert(status.to_string(), refusal);
    }
    Value::Object(out)
}
