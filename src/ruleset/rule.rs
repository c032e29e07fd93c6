//! Rules and the expectations of claims: owner, kind, names, message.

use super::compiler::Compiler;
use super::raw::{RawRule, RawTree};
use super::schema::{ColumnKind, Expectation, Later, Message, Rule, RuleKind, Script, Tree};
use super::walk::Text;
use super::whole::Ruleset;
use crate::audit::Severity;
use crate::formula::{
    Mistake, Names, Node, Owner, resolve_condition, resolve_expectation, suggest,
};
use ecow::EcoString;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub(super) fn rules(
    compiler: &mut Compiler<'_>,
    items: &[Box<RawRule>],
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Vec<Rule> {
    let parts: Vec<String> = ruleset.parts.iter().map(|part| part.id.clone()).collect();
    items.iter().filter_map(|raw| rule(compiler, raw, &parts, ruleset, scripts)).collect()
}

fn rule(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    parts: &[String],
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Option<Rule> {
    let scope = compiler.scope(raw.scope.as_ref(), parts);
    let owner = owner(compiler, raw, ruleset, &scope)?;
    let names: &Arc<Names> = &ruleset.names;
    let each = raw.each.as_ref().map(|text| text.value.as_str());
    let is_script = raw.script.is_some() || raw.script_file.is_some();
    let (is_restated, is_never) = (raw.restated == Some(true), raw.never == Some(true));
    let kinds = [
        raw.expect.is_some(),
        raw.any.is_some(),
        raw.tree.is_some(),
        is_script,
        is_restated,
        is_never,
    ];
    let kind = match kinds.into_iter().filter(|is| *is).count() {
        0 if raw.is_claim => return None,
        0 => {
            compiler.at(
                &raw.head.id,
                format!("规则 {} 没有写要核对什么", raw.head.id.value),
                Some("写 expect、any、tree、restated、script 之中的一个".to_owned()),
            );
            return None;
        }
        1 if raw.any.is_some() => {
            RuleKind::Any(expectations(compiler, raw.any.as_ref(), names, &owner, each))
        }
        1 if raw.tree.is_some() => RuleKind::Tree(tree(compiler, raw, ruleset, &owner)?),
        1 if is_script => script(compiler, raw, names, scripts)?,
        1 if is_restated => restated(compiler, raw, &owner)?,
        1 if is_never => RuleKind::Never,
        1 => RuleKind::Expect(expectations(compiler, raw.expect.as_ref(), names, &owner, each)),
        _ => {
            compiler.at(
                &raw.head.id,
                format!("规则 {} 写了不止一种核对方式", raw.head.id.value),
                Some("expect、any、tree、restated、script、never 只能写一个".to_owned()),
            );
            return None;
        }
    };
    let when = raw
        .when
        .as_ref()
        .and_then(|text| Some((text.value.clone(), condition(compiler, text, names, &owner)?)));
    let severity = match raw.severity.as_ref().map(|text| text.value.as_str()) {
        None | Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("info") => Severity::Info,
        Some(other) => {
            if let Some(text) = &raw.severity {
                compiler.at(
                    text,
                    format!("severity 没有 {other}"),
                    Some("可用 error、warning、info".to_owned()),
                );
            }
            Severity::Error
        }
    };
    let cases = compiler.cases(raw);
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let message = raw.message.as_ref().map(|text| message(compiler, text, names, &owner));
    Some(Rule {
        id: raw.head.id.value.as_str().into(),
        name: value(&raw.name).map(EcoString::from),
        owner,
        scope,
        documents: documents(compiler, raw),
        when,
        kind,
        severity,
        message,
        basis: compiler.basis(raw.basis.as_ref(), &ruleset.sources),
        hint: value(&raw.hint).map(EcoString::from),
        cases,
        origin: compiler.origin(&raw.head),
    })
}

/// The kinds of documents that a rule is for.
fn documents(compiler: &mut Compiler<'_>, raw: &RawRule) -> Vec<String> {
    let mut out = Vec::new();
    for text in raw.documents.iter().flatten() {
        let known: Vec<&str> = compiler
            .words
            .kinds
            .iter()
            .chain(&compiler.words.title_kinds)
            .map(|(kind, _)| kind.as_str())
            .collect();
        if known.contains(&text.value.as_str()) {
            out.push(text.value.clone());
        } else {
            let help = suggest(&text.value, known);
            compiler.at(text, format!("没有文件种类 {}", text.value), Some(help));
        }
    }
    out
}

fn owner(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    ruleset: &Ruleset,
    scope: &[usize],
) -> Option<Owner> {
    if raw.is_claim {
        return ruleset
            .claims
            .iter()
            .position(|claim| claim.id == raw.head.id.value)
            .map(Owner::Claim);
    }
    match (&raw.form, &raw.claim) {
        (Some(_), Some(claim)) => {
            compiler.at(
                claim,
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
                    format!("没有表样 {id}"),
                    Some(suggest(id, ruleset.forms.iter().map(|form| form.id.as_str()))),
                );
                return None;
            };
            let sides = ruleset.forms.get(index).map_or(&[] as &[String], |form| &form.sides);
            match side {
                None => Some(Owner::Form(index, None)),
                Some(side) => match sides.iter().position(|known| known == side) {
                    Some(side) => Some(Owner::Form(index, Some(side))),
                    None => {
                        compiler.at(
                            form,
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
        (None, Some(claim)) => {
            match ruleset.claims.iter().position(|known| known.id == claim.value) {
                Some(index) => Some(Owner::Claim(index)),
                None => {
                    compiler.at(
                        claim,
                        format!("没有声明 {}", claim.value),
                        Some(suggest(
                            &claim.value,
                            ruleset.claims.iter().map(|claim| claim.id.as_str()),
                        )),
                    );
                    None
                }
            }
        }
        (None, None) if scope.is_empty() && raw.scope.is_none() => Some(Owner::Document),
        (None, None) if scope.is_empty() => None,
        (None, None) => Some(Owner::Part(scope.to_vec())),
    }
}

fn formula_mistake(compiler: &mut Compiler<'_>, text: &Text, mistake: Mistake) {
    compiler.add(text.file, text.place(&mistake.span), mistake.message, mistake.help);
}

fn later<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Later<T> {
    Arc::new(LazyLock::new(Box::new(make)))
}

fn condition(
    compiler: &mut Compiler<'_>,
    text: &Text,
    names: &Arc<Names>,
    owner: &Owner,
) -> Option<Later<Option<Node>>> {
    if compiler.is_proved() {
        let (text, names, owner) = (text.value.clone(), Arc::clone(names), owner.clone());
        return Some(later(move || resolve_condition(&text, &names, &owner).ok()));
    }
    match resolve_condition(&text.value, names, owner) {
        Ok(node) => Some(later(|| Some(node))),
        Err(mistake) => {
            formula_mistake(compiler, text, mistake);
            None
        }
    }
}

fn expectations(
    compiler: &mut Compiler<'_>,
    texts: Option<&Vec<Text>>,
    names: &Arc<Names>,
    owner: &Owner,
    each: Option<&str>,
) -> Later<Vec<Expectation>> {
    let texts = texts.into_iter().flatten();
    if compiler.is_proved() {
        let sources: Vec<EcoString> = texts.map(|text| text.value.as_str().into()).collect();
        let (names, owner, each) = (Arc::clone(names), owner.clone(), each.map(str::to_owned));
        let resolve = move |source: EcoString| {
            let resolved = resolve_expectation(&source, &names, &owner, each.as_deref()).ok()?;
            Some(Expectation { source, resolved })
        };
        return later(move || sources.into_iter().filter_map(resolve).collect());
    }
    let mut out = Vec::new();
    for text in texts {
        match resolve_expectation(&text.value, names, owner, each) {
            Ok(resolved) => out.push(Expectation { source: text.value.as_str().into(), resolved }),
            Err(mistake) => formula_mistake(compiler, text, mistake),
        }
    }
    later(|| out)
}

fn restated(compiler: &mut Compiler<'_>, raw: &RawRule, owner: &Owner) -> Option<RuleKind> {
    if matches!(owner, Owner::Form(..) | Owner::EveryForm) {
        return Some(RuleKind::Restated);
    }
    compiler.at(
        &raw.head.id,
        "restated 要写在有 form 的规则里",
        Some("例如 form = \"支出决算表\"，每张表写 form = \"*\"".to_owned()),
    );
    None
}

fn tree(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    ruleset: &Ruleset,
    owner: &Owner,
) -> Option<Tree> {
    let found: &RawTree = raw.tree.as_ref()?;
    let Owner::Form(form, _) = owner else {
        compiler.at(
            &raw.head.id,
            "tree 要写在有 form 的规则里",
            Some("例如 form = \"支出决算表\"".to_owned()),
        );
        return None;
    };
    let form = ruleset.forms.get(*form)?;
    let code = match &found.code {
        Some(code) => match form
            .columns
            .iter()
            .position(|column| column.name == code.value && column.kind == ColumnKind::Code)
        {
            Some(index) => index,
            None => {
                compiler.at(
                    code,
                    format!("表样 {} 没有编码列 {}", form.id, code.value),
                    Some("列的 kind 要是 code".to_owned()),
                );
                return None;
            }
        },
        None => match form.code_column() {
            Some(index) => index,
            None => {
                compiler.at(&raw.head.id, format!("表样 {} 没有编码列", form.id), None);
                return None;
            }
        },
    };
    let total = match &found.total {
        None => None,
        Some(total) => match form.rows.iter().position(|row| row.name == total.value) {
            Some(index) => Some(index),
            None => {
                compiler.at(
                    total,
                    format!("表样 {} 没有命名的行 {}", form.id, total.value),
                    Some(suggest(&total.value, form.rows.iter().map(|row| row.name.as_str()))),
                );
                return None;
            }
        },
    };
    Some(Tree { code, levels: found.levels.clone(), total })
}

fn script(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    names: &Names,
    scripts: &BTreeMap<String, usize>,
) -> Option<RuleKind> {
    let (source, index, base) = match (&raw.script, &raw.script_file) {
        (Some(text), _) => (Arc::from(text.value.as_str()), text.file, text.base),
        (None, Some(text)) => {
            let Some(index) = scripts.get(&text.value).copied() else {
                compiler.at(
                    text,
                    format!("没有脚本文件 {}", text.value),
                    Some(
                        crate::formula::nearest(&text.value, scripts.keys().map(String::as_str))
                            .unwrap_or_else(|| {
                                "脚本放在规则文件夹的 scripts 里，文件名以 .rhai 结尾".to_owned()
                            }),
                    ),
                );
                return None;
            };
            (Arc::from(compiler.sources.get(index)?.text.as_ref()), index, Some(0))
        }
        (None, None) => return None,
    };
    let program = match crate::script::compile(&source, names) {
        Ok(program) => program,
        Err(mistakes) => {
            for mistake in mistakes {
                let span = match (base, &raw.script) {
                    (Some(base), _) => base + mistake.span.start..base + mistake.span.end,
                    (None, Some(text)) => text.span.clone(),
                    (None, None) => 0..0,
                };
                compiler.add(index, span, mistake.message, mistake.help);
            }
            return None;
        }
    };
    let file = compiler.sources.get(index)?;
    Some(RuleKind::Script(Script {
        source,
        file: file.name.clone(),
        text: Arc::from(file.text.as_ref()),
        base,
        program,
    }))
}

fn message(compiler: &mut Compiler<'_>, text: &Text, names: &Names, owner: &Owner) -> Vec<Message> {
    let mut out = Vec::new();
    let mut rest = text.value.as_str();
    let mut at = 0;
    while let Some(open) = rest.find('{') {
        let (before, behind) = rest.split_at(open);
        if !before.is_empty() {
            out.push(Message::Text(before.to_owned()));
        }
        let Some(close) = behind.find('}') else {
            compiler.add(
                text.file,
                text.place(&(at + open..text.value.len())),
                "message 里的花括号没有配对",
                None,
            );
            return out;
        };
        let inner = behind.get(1..close).unwrap_or("");
        let start = at + open + 1;
        match inner {
            "stated" => out.push(Message::Value("stated")),
            "computed" => out.push(Message::Value("computed")),
            "difference" => out.push(Message::Value("difference")),
            path => match crate::formula::resolve_value(path, names, owner) {
                Ok(node) => out.push(Message::Node(node)),
                Err(mistake) => {
                    let span = start + mistake.span.start..start + mistake.span.end;
                    compiler.add(text.file, text.place(&span), mistake.message, mistake.help);
                }
            },
        }
        at += open + close + 1;
        rest = behind.get(close + 1..).unwrap_or("");
    }
    if !rest.is_empty() {
        out.push(Message::Text(rest.to_owned()));
    }
    out
}
