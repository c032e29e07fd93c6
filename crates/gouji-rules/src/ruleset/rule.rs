//! Rules and the expectations of claims: owner, kind, names, message.

use super::compiler::Compiler;
use super::demand::Compiling;
use super::kind::{self, RuleKind, formulas::formula_mistake};
use super::message::{message, unfilled_hint};
use super::message_effect;
use super::odd_texts::joined;
use super::other_owner::body_of;
use super::other_words;
use super::raw::RawRule;
use super::schema::{Expectation, Later, Rule, RuleBody};
use super::setting::severity_named;
use super::walk::RuleText;
use super::whole::Ruleset;
use crate::formula::{
    Binary, Iteration, ListNode, Names, Node, Owner, RowSort, later, nearest, ready,
    resolve_condition, some_condition, suggest,
};
use ecow::EcoString;
use gouji_audit::audit::Severity;
use gouji_values::error::MistakeCode;
use gouji_values::hash::QuickMap;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn rules(
    compiler: &mut Compiler<'_>,
    items: &[Box<RawRule>],
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Vec<Rule> {
    let parts: Vec<String> = ruleset.parts.iter().map(|part| part.id.clone()).collect();
    // each rule asks for one of hundreds
    let claims = places_of(ruleset);
    let known = (parts.as_slice(), &claims);
    items.iter().filter_map(|raw| rule(compiler, raw, known, ruleset, scripts)).collect()
}

/// The places of the claims of a ruleset.
pub(super) fn places_of(ruleset: &Ruleset) -> Claims<'_> {
    let mut claims = Claims::default();
    for (at, claim) in ruleset.claims.iter().enumerate() {
        claims.entry(&claim.id).or_insert(at);
    }
    claims
}

/// The places of claims by their ids.
pub(super) type Claims<'a> = QuickMap<&'a str, usize>;

fn rule(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    (parts, claims): (&[String], &Claims<'_>),
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Option<Rule> {
    let scope = compiler.scope(raw.scope.as_ref(), parts);
    let owner = owner(compiler, raw, (ruleset, claims), &scope)?;
    let body = body_of(compiler, raw, &owner, ruleset, scripts)?;
    let kind = body.demand.kind();
    Some(front(compiler, raw, (owner, scope), kind, ready(body)))
}

/// A rule with what tells whether a document asks for it.
pub(super) fn front(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    (owner, scope): (Owner, Vec<usize>),
    kind: RuleKind,
    body: Later<RuleBody>,
) -> Rule {
    Rule {
        id: raw.head.id.value.as_str().into(),
        owner,
        kind,
        scope,
        documents: documents(compiler, raw.documents.as_deref()),
        agency: raw.agency.iter().flatten().map(|text| text.value.clone()).collect(),
        origin: compiler.origin(&raw.head),
        body,
    }
}

/// What a rule says.
pub(super) fn body(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    owner: &Owner,
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Option<RuleBody> {
    let names: &Arc<Names> = &ruleset.names;
    let each = raw.each.as_ref().map(|text| text.value.as_str());
    if let (Some(text), Owner::Form(form, _)) = (&raw.each, owner)
        && let Some((message, help)) = names.forms.get(*form).and_then(|form| {
            let known = form.group_names();
            let own = &text.value;
            let is_column = form.columns.iter().any(|(name, _)| name == own);
            let told = crate::formula::wrong_each(own, &known);
            told.map(|(message, help)| match is_column {
                true => {
                    let help = format!(
                        "同样的 {own} 排在一起、要按它分组核对的，表样里 {own} 写 kind = \"group\"；只加其中一类的，不写 each，写 sum(列, {own} == \"印的字\")"
                    );
                    (message, help)
                }
                false => (message, help),
            })
        })
    {
        compiler.at(text, MistakeCode::Formula, message, Some(help));
        return None;
    }
    let mut meant = raw.demands.iter().filter(|demand| demand.raw.is_meant());
    let demand = match (meant.next(), meant.next()) {
        (None, _) if raw.is_claim => return None,
        (None, _) => {
            compiler.at(
                &raw.head.id,
                MistakeCode::DemandMissing,
                format!("规则 {} 没有写要核对什么", raw.head.id.value),
                Some(format!("写 {} 之中的一个", kind::names(Some("[[rule]]")))),
            );
            return None;
        }
        (Some(one), Some(other)) => {
            let (one, other) = (one.kind.name, other.kind.name);
            let place = compiler.key_of(&raw.head, other);
            compiler.add(
                raw.head.file,
                place,
                MistakeCode::DemandsSeveral,
                format!("规则 {} 写了 {one}，又写了 {other}", raw.head.id.value),
                Some(format!("{one} 与 {other} 留一个；另一个单写一条规则")),
            );
            return None;
        }
        (Some(one), None) => {
            let head = &raw.head;
            one.raw.compile(&mut Compiling { compiler, head, owner, each, ruleset, scripts })?
        }
    };
    let when = raw
        .when
        .as_ref()
        .and_then(|text| Some((text.value.clone(), condition(compiler, text, names, owner)?)));
    let when = of_rows(compiler, raw, owner, when);
    // elsewhere it was told that they cannot be picked
    let is_form = matches!(owner, Owner::Form(..));
    if let (Some(text), false, true) = (&raw.rows, compiler.is_proved, is_form) {
        rows_without_effect(compiler, text, demand.formulas());
    }
    let severity = match severity(compiler, raw.severity.as_ref()) {
        _ if raw.is_proposed() => Severity::Info,
        severity => severity,
    };
    if !compiler.is_proved {
        compiler.accepted_proposal(raw);
    }
    if !matches!(owner, Owner::EveryForm) {
        compiler.case_paths(raw, ruleset);
    }
    let cases = compiler.cases(raw);
    let value = |text: &Option<RuleText>| text.as_ref().map(|text| text.value.clone());
    if let (Some(hint), false) = (&raw.hint, compiler.is_proved) {
        unfilled_hint(compiler, hint);
    }
    let message = raw.message.as_ref().map(|text| message(compiler, text, names, owner));
    if let (Some(text), false) = (&raw.message, compiler.is_proved) {
        message_effect::told(compiler, text, demand.formulas(), (names, owner));
    }
    Some(RuleBody {
        replaces: raw.replaces.iter().flatten().map(|old| old.value.as_str().into()).collect(),
        name: value(&raw.name).map(EcoString::from),
        when,
        says_rows: raw.rows.is_some(),
        demand,
        severity,
        message,
        basis: compiler.basis(raw.basis.as_ref(), &ruleset.sources),
        hint: raw.told_hint().map(EcoString::from),
        cases,
    })
}

fn known_severities() -> &'static str {
    "可用 error、warning、info"
}

/// How much a violation weighs: an error, where nothing else is said.
fn severity(compiler: &mut Compiler<'_>, written: Option<&RuleText>) -> Severity {
    let Some(text) = written else { return Severity::Error };
    severity_named(&text.value).unwrap_or_else(|| {
        let other = text.value.as_str();
        let known = || known_severities().to_owned();
        let near = || {
            let known = ["error", "warning", "info"];
            let meant = crate::formula::close(other, known).first().copied()?;
            Some(format!("写成 severity = \"{meant}\"；{}", known_severities()))
        };
        let help = other_words::value("severity", other).or_else(near).unwrap_or_else(known);
        let message = format!("severity 没有 {other}");
        compiler.at(text, MistakeCode::SeverityUnknown, message, Some(help));
        Severity::Error
    })
}

/// The kinds of documents, each with its name; those whose name has the written word first.
pub(super) fn kinds_help(written: &str, words: &Vocabulary) -> String {
    let name = |kind: &str| words.kinds.get(kind).and_then(|kind| kind.name.clone());
    let said = |kind: &String| match name(kind) {
        Some(name) => format!("{kind} {name}"),
        None => kind.clone(),
    };
    let is_meant = |kind: &&String| name(kind).is_some_and(|name| name.contains(written));
    let typed = |kind: &String| format!("\"{kind}\"（{}）", name(kind).unwrap_or_default());
    let several = joined(written);
    let each = several.iter().map(|own| {
        let mut kinds = words.kinds.keys();
        kinds.find(|kind| kind == own || name(kind).is_some_and(|name| name == *own))
    });
    if let Some(kinds) = each.collect::<Option<Vec<&String>>>().filter(|kinds| kinds.len() > 1) {
        let quoted: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
        return format!("几种文件写成列表：documents = [{}]", quoted.join(", "));
    }
    let meant: Vec<String> = words.kinds.keys().filter(is_meant).map(typed).collect();
    if meant.is_empty() {
        let all: Vec<String> = words.kinds.keys().map(said).collect();
        return nearest(written, words.kinds.keys().map(String::as_str))
            .unwrap_or_else(|| format!("可用的有：{}", all.join("，")));
    }
    format!("写成 {}", meant.join("，或 "))
}

/// The kinds of documents that a rule or a form is for.
pub(super) fn documents(compiler: &mut Compiler<'_>, texts: Option<&[RuleText]>) -> Vec<String> {
    let mut out = Vec::new();
    for text in texts.into_iter().flatten() {
        let known: Vec<&str> = compiler.words.kinds.keys().map(String::as_str).collect();
        if known.contains(&text.value.as_str()) {
            out.push(text.value.clone());
        } else {
            let help = match kinds_help(&text.value, compiler.words) {
                all if all.starts_with("可用的有") => {
                    format!("{all}；都不是的，删去这一行：有 form 的规则只看印了这张表的文件")
                }
                near => near,
            };
            compiler.at(
                text,
                MistakeCode::DocumentKindUnknown,
                format!("没有文件种类 {}", text.value),
                Some(help),
            );
        }
    }
    out
}

pub(super) fn owner(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    (ruleset, claims): (&Ruleset, &Claims<'_>),
    scope: &[usize],
) -> Option<Owner> {
    if raw.is_claim {
        return claims.get(raw.head.id.value.as_str()).copied().map(Owner::Claim);
    }
    match (&raw.form, &raw.claim) {
        (Some(_), Some(claim)) => {
            compiler.at(
                claim,
                MistakeCode::OwnerTwice,
                "form 和 claim 只能写一个",
                Some("核对表的写 form，核对句子的写 claim；两处的数用完整路径".to_owned()),
            );
            None
        }
        (Some(form), None) if form.value == "*" => Some(Owner::EveryForm),
        (Some(form), None) => {
            let (id, side) = form
                .value
                .split_once('.')
                .map_or((form.value.as_str(), None), |(id, side)| (id, Some(side)));
            let Some(index) = ruleset.forms.iter().position(|known| known.id == id) else {
                compiler.at(
                    form,
                    MistakeCode::FormUnknown,
                    format!("没有表样 {id}"),
                    Some(compiler.titled(ruleset, id).unwrap_or_else(|| {
                        suggest(id, ruleset.forms.iter().map(|form| form.id.as_str()))
                    })),
                );
                return None;
            };
            // a form is not read for its sides where none is named
            let sides = || ruleset.forms.get(index).map_or(&[] as &[String], |form| &form.sides);
            match side.map(|side| (side, sides())) {
                None => Some(Owner::Form(index, None)),
                Some((side, sides)) => match sides.iter().position(|known| known == side) {
                    Some(side) => Some(Owner::Form(index, Some(side))),
                    None => {
                        compiler.at(
                            form,
                            MistakeCode::SideUnknown,
                            format!("表样 {id} 没有侧 {side}"),
                            Some(if sides.is_empty() {
                                format!("表样 {id} 没有写 sides")
                            } else {
                                suggest(side, sides.iter().map(String::as_str))
                            }),
                        );
                        None
                    }
                },
            }
        }
        (None, Some(claim)) => match claims.get(claim.value.as_str()).copied() {
            Some(index) => Some(Owner::Claim(index)),
            None => {
                compiler.at(
                    claim,
                    MistakeCode::ClaimUnknown,
                    format!("没有声明 {}", claim.value),
                    Some(suggest(
                        &claim.value,
                        ruleset.claims.iter().map(|claim| claim.id.as_str()),
                    )),
                );
                None
            }
        },
        (None, None) if scope.is_empty() && raw.scope.is_none() => Some(Owner::Document),
        (None, None) if scope.is_empty() => None,
        (None, None) => Some(Owner::Part(scope.to_vec())),
    }
}

/// The condition of a rule with the rows that it is for.
fn of_rows(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    owner: &Owner,
    when: Option<(String, Later<Option<Node>>)>,
) -> Option<(String, Later<Option<Node>>)> {
    let Some(text) = &raw.rows else { return when };
    let sort = match text.value.as_str() {
        "all" => return when,
        "leaves" => RowSort::Leaf,
        "totals" => RowSort::Total,
        other => {
            let help = match other {
                "明细" | "明细行" | "leaf" | "detail" | "details" => "写成 rows = \"leaves\"",
                "合计" | "合计行" | "total" => "写成 rows = \"totals\"",
                _ => "可用 leaves 明细行、totals 合计行、all 全部",
            };
            let message = format!("rows 没有 {other}");
            compiler.at(text, MistakeCode::ValueUnknown, message, Some(help.to_owned()));
            return when;
        }
    };
    if !matches!(owner, Owner::Form(..)) {
        compiler.at(
            text,
            MistakeCode::FormNeeded,
            "rows 要写在有 form 的规则里",
            Some(rows_without_form(raw)),
        );
        return when;
    }
    let own = format!("rows = \"{}\"", text.value);
    Some(match when {
        None => (own, later(move || Some(Node::RowIs(sort)))),
        Some((written, known)) => (
            written,
            later(move || {
                let known = Option::as_ref(&known)?.clone();
                let rows = Node::RowIs(sort);
                Some(Node::Binary(Binary::And, Box::new(rows), Box::new(known)))
            }),
        ),
    })
}

/// What to write where rows are picked and no form is named: a formula of whole paths names its rows,
/// and a form would not change that.
fn rows_without_form(raw: &RawRule) -> String {
    let names_form = |own: &RuleText| own.value.contains('.') || own.value.contains('[');
    let mut all = raw.demands.iter().flat_map(|own| own.raw.written()).peekable();
    if all.peek().is_some() && all.all(names_form) {
        return "公式里写的是整条路径（表样.行.列），哪一行已经写明：删去 rows 这一行".to_owned();
    }
    "加一行 form = \"表样的 id\"；不按表逐行核对的，删去 rows".to_owned()
}

/// Rows can be picked where a rule goes over rows: elsewhere it would check nothing.
fn rows_without_effect(compiler: &mut Compiler<'_>, text: &RuleText, formulas: &[Expectation]) {
    let is_series_of_rows = |own: &Expectation| {
        own.resolved.computed.is_none()
            && matches!(
                &own.resolved.stated,
                Node::Aggregate(_, list, _) if matches!(**list, ListNode::Own(_))
            )
    };
    let goes_over_rows = |own: &Expectation| {
        matches!(own.resolved.iteration, Iteration::Row | Iteration::Group(_))
            || is_series_of_rows(own)
    };
    let is_meant = matches!(text.value.as_str(), "leaves" | "totals");
    // of a formula that was not read nothing is known
    let is_read = !formulas.is_empty() || compiler.mistakes.found.iter().all(|one| one.is_warning);
    if is_meant && is_read && (formulas.is_empty() || !formulas.iter().all(goes_over_rows)) {
        compiler.at(
            text,
            MistakeCode::FormNeeded,
            "rows 只用于逐行核对的公式，这里不是逐行核对",
            Some(
                "公式里写了行名的，没有哪些行可选：删去 rows 这一行；要逐行核对的，公式里只写列名；只加明细行的写 sum(列名, 条件)".to_owned(),
            ),
        );
    }
}

fn condition(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    names: &Arc<Names>,
    owner: &Owner,
) -> Option<Later<Option<Node>>> {
    if compiler.is_proved {
        let (text, names, owner) = (text.value.clone(), Arc::clone(names), owner.clone());
        return Some(later(move || resolve_condition(&text, &names, &owner).ok()));
    }
    if text.value.trim().is_empty() {
        let message = "when 是空的，没有写条件";
        let condition = some_condition(names, owner);
        let help = format!("写上条件，例如 when = '{condition}'；每一处都核对的，删去 when 这一行");
        compiler.at(text, MistakeCode::Formula, message, Some(help));
        return None;
    }
    match resolve_condition(&text.value, names, owner) {
        Ok(node) => Some(ready(Some(node))),
        Err(mistake) => {
            formula_mistake(compiler, text, mistake);
            None
        }
    }
}
