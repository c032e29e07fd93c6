//! Dots and brackets: from forms, claims, rows and parts to figures.

use super::session::{Session, kind_of, text_of};
use super::value::{ScriptItem, ScriptPath};
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::evaluate::value::Value;
use gouji_audit::audit::Why;
use gouji_rules::formula::{
    ClaimPath, ColumnSelector, DocField, FormPath, Function, ListNode, Node, PartReference,
    Reference, RowSelector, TableField, suggest,
};
use gouji_rules::ruleset::ParamValue;
use gouji_rules::script::{Fault, Global};
use gouji_values::kind::Kind;
use gouji_values::paper::Paper;
use rhai::Dynamic;
use std::sync::Arc;

impl Session {
    /// The value of a global name.
    pub(super) fn global(&self, name: &str, global: Global) -> Dynamic {
        let path = match global {
            Global::Form(form) => ScriptPath::Form(form_path(form, PartReference::default()), None),
            Global::Claim(claim) => {
                ScriptPath::Claim(claim_path(claim, PartReference::default()), None)
            }
            Global::Part(part) => ScriptPath::Part(PartReference {
                part: Some((part, None)),
                ..PartReference::default()
            }),
            Global::Scale(scale) => ScriptPath::Scale(scale),
            Global::Param => ScriptPath::Param,
            Global::Doc => ScriptPath::Doc,
            Global::Table => ScriptPath::Table,
            Global::LastYear => ScriptPath::LastYear,
            Global::PartCapture => {
                return Dynamic::from(self.read(None, &Node::PartCapture(name.to_owned())));
            }
        };
        Dynamic::from(path)
    }

    /// `path.name`
    pub(super) fn member(&self, path: &ScriptPath, name: &str) -> Result<Dynamic, Fault> {
        let names = &self.shared.ruleset.names;
        match path {
            ScriptPath::Form(found, scope) => self.in_form(found, *scope, name),
            ScriptPath::Claim(found, scope) => self.in_claim(found, *scope, name),
            ScriptPath::Row(scope) => self.in_row(*scope, name),
            ScriptPath::Part(at) => self.in_part(at, name),
            ScriptPath::LastYear => match self.absolute(
                name,
                &PartReference { paper: Paper::LAST_YEAR, ..PartReference::default() },
            ) {
                Some(path) => Ok(Dynamic::from(path)),
                None => Err(none("上年", name, names.forms.iter().map(|form| form.id.as_str()))),
            },
            ScriptPath::Param => match names.params.iter().position(|(known, ..)| known == name) {
                Some(param)
                    if matches!(
                        self.shared.ruleset.params.get(param).map(|param| &param.value),
                        Some(ParamValue::Table(_))
                    ) =>
                {
                    Ok(Dynamic::from(ScriptPath::ParamTable(param)))
                }
                Some(param) => Ok(Dynamic::from(self.read(None, &Node::Param(param, None)))),
                None => {
                    Err(none("param", name, names.params.iter().map(|(name, ..)| name.as_str())))
                }
            },
            ScriptPath::ParamTable(param) => Ok(Dynamic::from(
                self.read(None, &Node::Param(*param, Some(Box::new(Node::Text(name.to_owned()))))),
            )),
            ScriptPath::Doc => {
                let field = match name {
                    "year" => DocField::Year,
                    "agency" => DocField::Agency,
                    "kind" => DocField::Kind,
                    _ => return Err(none("doc", name, ["year", "agency", "kind"])),
                };
                Ok(Dynamic::from(self.read(None, &Node::Doc(field))))
            }
            ScriptPath::Table => {
                let field = match name {
                    "title" => TableField::Title,
                    "number" => TableField::Number,
                    "year" => TableField::Year,
                    "unit" => TableField::Unit,
                    "agency" => TableField::Agency,
                    _ => {
                        return Err(none(
                            "table",
                            name,
                            ["title", "number", "year", "unit", "agency"],
                        ));
                    }
                };
                Ok(Dynamic::from(self.read(None, &Node::Table(field))))
            }
            ScriptPath::Grade(scale, grade) => match name {
                "from" => Ok(Dynamic::from(
                    self.read(None, &Node::ScaleFrom(*scale, Box::new(Node::Text(grade.clone())))),
                )),
                _ => Err(none("等级", name, ["from"])),
            },
            ScriptPath::Scale(_) | ScriptPath::Like(_) | ScriptPath::Numbered(..) => {
                Err(none(path.kind(), name, []))
            }
        }
    }

    /// A capture of a claim.
    fn in_claim(
        &self,
        found: &ClaimPath,
        scope: Option<Scope>,
        name: &str,
    ) -> Result<Dynamic, Fault> {
        let names = &self.shared.ruleset.names;
        let Some(claim) = names.claims.get(found.claim) else {
            return Err(none("声明", name, []));
        };
        let Some(capture) = claim.captures.iter().position(|(known, ..)| known == name) else {
            return Err(none(
                &format!("声明 {}", claim.id),
                name,
                claim.captures.iter().map(|(name, ..)| name.as_str()),
            ));
        };
        let full = ClaimPath { capture: Some(capture), ..found.clone() };
        let mut item = self.read(scope, &Node::Claim(Box::new(full.clone())));
        item.list = Some(Arc::new((ListNode::Claim(full), scope)));
        Ok(Dynamic::from(item))
    }

    /// What a part of a document holds: a form or claim in it, or a capture of its own.
    fn in_part(&self, at: &PartReference, name: &str) -> Result<Dynamic, Fault> {
        let names = &self.shared.ruleset.names;
        match self.absolute(name, at) {
            Some(path) => Ok(Dynamic::from(path)),
            None => {
                let kind = at.part.as_ref().map_or(0, |(kind, _)| *kind);
                let known = names
                    .parts
                    .get(kind)
                    .map(|(_, captures)| captures.as_slice())
                    .unwrap_or_default();
                if !known.iter().any(|capture| capture == name) {
                    return Err(none("这种部分", name, known.iter().map(String::as_str)));
                }
                let part = self.with(None, |evaluator| evaluator.parts_of(at));
                Ok(Dynamic::from(match part.as_deref() {
                    Ok([part]) => {
                        self.read(Some(Scope::Part(*part)), &Node::PartCapture(name.to_owned()))
                    }
                    Ok(_) => ScriptItem::missing(Missing::Unchecked(Why::SeveralParts {
                        name: name.into(),
                    })),
                    Err(why) => ScriptItem::missing(why.clone()),
                }))
            }
        }
    }

    /// `path[key]`
    pub(super) fn index(&self, path: &ScriptPath, key: &Dynamic) -> Result<Dynamic, Fault> {
        let text = self.key(key)?;
        let node = match key.read_lock::<ScriptPath>().as_deref() {
            Some(ScriptPath::Like(_)) => Node::Call(Function::Like, vec![Node::Text(text.clone())]),
            Some(ScriptPath::Numbered(function, value)) => Node::Call(
                *function,
                vec![Node::Number { value: *value, unit: None, kind: Kind::Number }],
            ),
            _ => Node::Text(text.clone()),
        };
        let out = match path {
            ScriptPath::Form(found, scope) if found.row == RowSelector::All => ScriptPath::Form(
                FormPath { row: RowSelector::Key(Box::new(node)), ..found.clone() },
                *scope,
            ),
            ScriptPath::Form(found, scope) => {
                return Ok(self.leaf(
                    FormPath { column: ColumnSelector::Key(Box::new(node)), ..found.clone() },
                    *scope,
                ));
            }
            ScriptPath::Claim(found, scope) if found.key.is_none() => {
                ScriptPath::Claim(ClaimPath { key: Some(Box::new(node)), ..found.clone() }, *scope)
            }
            ScriptPath::Part(PartReference { paper, part: Some((part, None)), only: None }) => {
                ScriptPath::Part(PartReference {
                    paper: *paper,
                    part: Some((*part, Some(Box::new(node)))),
                    only: None,
                })
            }
            ScriptPath::Row(Scope::Form { paper, form, side, row: Some(row), .. }) => {
                let (paper, form, side, row) = (*paper, *form, *side, *row);
                let at = crate::check::evaluate::lookup::CellAt { form, side, row };
                let item = self.with(None, |evaluator| {
                    let value = evaluator
                        .column_by_key(paper, at, &node)
                        .and_then(|column| evaluator.cell(paper, form, side, row, column));
                    ScriptItem {
                        value,
                        reads: evaluator.take_trace().into(),
                        single: true,
                        is_fact: false,
                        list: None,
                        path: None,
                    }
                });
                return Ok(Dynamic::from(item));
            }
            ScriptPath::ParamTable(_) => return self.member(path, &text),
            ScriptPath::Scale(scale) => ScriptPath::Grade(*scale, text),
            other => {
                return Err(Fault::Rule {
                    message: format!("{}后面不能用方括号", other.kind()),
                    help: None,
                });
            }
        };
        Ok(Dynamic::from(out))
    }

    /// A key in brackets as words.
    fn key(&self, key: &Dynamic) -> Result<String, Fault> {
        if let Some(text) = text_of(key) {
            return Ok(text);
        }
        if let Some(ScriptPath::Like(text)) = key.read_lock::<ScriptPath>().as_deref() {
            return Ok(text.clone());
        }
        if let Some(ScriptPath::Numbered(_, number)) = key.read_lock::<ScriptPath>().as_deref() {
            return Ok(number.to_string());
        }
        if let Ok(number) = key.as_int() {
            return Ok(number.to_string());
        }
        let found = key.read_lock::<ScriptItem>().map(|item| item.value.clone());
        match found {
            Some(Ok(Value::Text(text, _))) => Ok(text),
            Some(Ok(Value::Number(figure))) => Ok(figure.value.normalize().to_string()),
            Some(Ok(_)) => Err(Fault::Unchecked(Why::BracketBlank)),
            Some(Err(why)) => Err(Fault::Unchecked(why.reason())),
            None => Err(Fault::rule(
                format!("方括号里不能写{}", kind_of(key)),
                "写行名或编码，加引号：表样[\"行名\"]",
            )),
        }
    }

    fn absolute(&self, name: &str, at: &PartReference) -> Option<ScriptPath> {
        let names = &self.shared.ruleset.names;
        if let Some(form) = names.forms.iter().position(|form| form.id == name) {
            return Some(ScriptPath::Form(form_path(form, at.clone()), None));
        }
        if let Some(claim) = names.claims.iter().position(|claim| claim.id == name) {
            return Some(ScriptPath::Claim(claim_path(claim, at.clone()), None));
        }
        let part = names.parts.iter().position(|(id, _)| id == name)?;
        Some(ScriptPath::Part(PartReference {
            part: Some((part, None)),
            paper: at.paper,
            only: None,
        }))
    }

    fn in_form(&self, path: &FormPath, scope: Option<Scope>, name: &str) -> Result<Dynamic, Fault> {
        let names = &self.shared.ruleset.names;
        let Some(form) = names.forms.get(path.form) else {
            return Err(none("表样", name, []));
        };
        let own = |known: &String| known == name;
        if path.row == RowSelector::All {
            if let (None, Some(side)) = (path.side, form.sides.iter().position(own)) {
                return Ok(Dynamic::from(ScriptPath::Form(
                    FormPath { side: Some(side), ..path.clone() },
                    scope,
                )));
            }
            if let Some(row) = form.rows.iter().position(own) {
                return Ok(Dynamic::from(ScriptPath::Form(
                    FormPath { row: RowSelector::Named(row), ..path.clone() },
                    scope,
                )));
            }
        }
        if let Some(column) = form.columns.iter().map(|(name, _)| name).position(own) {
            return Ok(self
                .leaf(FormPath { column: ColumnSelector::Column(column), ..path.clone() }, scope));
        }
        if let Some(capture) = form.captures.iter().map(|(name, ..)| name).position(own) {
            return Ok(self.leaf(
                FormPath { column: ColumnSelector::Capture(capture), ..path.clone() },
                scope,
            ));
        }
        let known: Vec<&str> = form
            .sides
            .iter()
            .chain(&form.rows)
            .chain(form.columns.iter().map(|(name, _)| name))
            .map(String::as_str)
            .collect();
        Err(none(&format!("表样 {}", form.id), name, known))
    }

    fn leaf(&self, path: FormPath, scope: Option<Scope>) -> Dynamic {
        let mut item = self.read(scope, &Node::Form(Box::new(path.clone())));
        item.list = Some(Arc::new((ListNode::Form(path.clone()), scope)));
        item.path = Some(Arc::new((path, scope)));
        Dynamic::from(item)
    }

    fn in_row(&self, scope: Scope, name: &str) -> Result<Dynamic, Fault> {
        let ruleset = &self.shared.ruleset;
        let world = self.shared.world();
        match scope {
            Scope::Form { paper, form, .. } => {
                let Some(names) = world
                    .filled(paper, form)
                    .and_then(|filled| ruleset.names.forms.get(filled.form))
                else {
                    return Err(none("行", name, []));
                };
                if name == "level" {
                    return Ok(Dynamic::from(self.read(Some(scope), &Node::Level(0))));
                }
                let reference = if let Some(column) =
                    names.columns.iter().position(|(known, _)| known == name)
                {
                    Reference::Column { depth: 0, column }
                } else if let Some(capture) =
                    names.captures.iter().position(|(known, ..)| known == name)
                {
                    Reference::CellCapture { depth: 0, capture }
                } else {
                    return Err(none(
                        &format!("表样 {} 的行", names.id),
                        name,
                        names.columns.iter().map(|(name, _)| name.as_str()),
                    ));
                };
                Ok(Dynamic::from(self.read(Some(scope), &Node::Read(reference))))
            }
            Scope::Claim { paper, statement, .. } => {
                let Some(names) = world
                    .statement(paper, statement)
                    .and_then(|found| ruleset.names.claims.get(found.claim))
                else {
                    return Err(none("句子", name, []));
                };
                let Some(capture) = names.captures.iter().position(|(known, ..)| known == name)
                else {
                    return Err(none(
                        &format!("声明 {}", names.id),
                        name,
                        names.captures.iter().map(|(name, ..)| name.as_str()),
                    ));
                };
                let reference = Reference::Capture { depth: 0, capture };
                let mut item = self.read(Some(scope), &Node::Read(reference));
                item.list = Some(Arc::new((ListNode::Own(reference), Some(scope))));
                Ok(Dynamic::from(item))
            }
            Scope::Part(part) => self.member(&ScriptPath::Part(self.part_reference(part)), name),
            Scope::Document => Err(none("文件", name, [])),
        }
    }

    pub(super) fn part_reference(&self, part: usize) -> PartReference {
        let kind = self.shared.recognition.parts.get(part).map_or(0, |found| found.part);
        PartReference { paper: Paper::OWN, part: Some((kind, None)), only: Some(part) }
    }

    /// A path where a figure is wanted: a form of one row, one column.
    pub(super) fn value_of(&self, path: &ScriptPath) -> Result<ScriptItem, Fault> {
        match path {
            ScriptPath::Form(found, scope) => {
                let mut item = self.read(*scope, &Node::Form(Box::new(found.clone())));
                item.list = Some(Arc::new((ListNode::Form(found.clone()), *scope)));
                item.path = Some(Arc::new((found.clone(), *scope)));
                Ok(item)
            }
            other => Err(Fault::rule(
                format!("这里要一个数，得到的是{}", other.kind()),
                "后面还要写列名或取值",
            )),
        }
    }
}

fn form_path(form: usize, at: PartReference) -> FormPath {
    FormPath { at, form, side: None, row: RowSelector::All, column: ColumnSelector::None }
}

fn claim_path(claim: usize, at: PartReference) -> ClaimPath {
    ClaimPath { at, claim, key: None, capture: None }
}

fn none<'n>(what: &str, name: &str, known: impl IntoIterator<Item = &'n str>) -> Fault {
    Fault::rule(format!("{what}没有 {name}"), suggest(name, known))
}
