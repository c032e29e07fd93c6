//! Rules that are for rows with one word of a column by their name, and for others by their condition: 拍卖的，…
//! with `处置方式 == "报废"`, or with no condition at all. Which words a column has the document says.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{CheckRelation, DocumentAudit};
use gouji_rules::formula::{Owner, Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::{Column, ColumnKind, Form, Rule, Ruleset};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

/// Words of a name that leave out what they name, or name several.
const OTHERWISE: &[&str] =
    &["除", "以外", "不含", "不包括", "非", "不是", "或", "和", "与", "、", "及"];

/// Letters between a word and the end of what it is the condition of: 专用设备的，
const LETTERS: usize = 4;

/// All of them, of a layer's own rules.
pub(super) fn words_apart(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    own.filter_map(|rule| {
        let form = match (&rule.owner, rule.demand.script()) {
            (Owner::Form(form, _), _) => ruleset.forms.get(*form)?,
            (_, Some(script)) => {
                let is_it = |form: &&Form| script.source.contains(&format!("rows({})", form.id));
                let mut forms = ruleset.forms.iter().filter(is_it);
                forms.next().filter(|_| forms.next().is_none())?
            }
            _ => return None,
        };
        let text = engine.rule_text(&rule.origin.file)?;
        if let Some(told) = grades(engine, &ruleset, (rule, form), documents) {
            return Some(told);
        }
        let columns = form.columns.iter().filter(|own| own.kind == ColumnKind::Text);
        let mut told = columns.filter_map(|column| of_column(rule, form, column, &text, documents));
        told.next()
    })
    .collect()
}

/// A grade that a column prints and its scale has under nearly the same name.
fn grades(
    engine: &LoadedRules,
    ruleset: &Ruleset,
    (rule, form): (&Rule, &Form),
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let [formula] = rule.demand.formulas() else { return None };
    let syntax = parse(&formula.source).ok()?;
    let SyntaxKind::Compare(CheckRelation::Equal, a, b) = &syntax.kind else { return None };
    let (SyntaxKind::Name(name), SyntaxKind::Call(call, _, arguments)) = (&a.kind, &b.kind) else {
        return None;
    };
    let scale = match arguments.first().map(|own| &own.kind) {
        Some(SyntaxKind::Name(scale)) if call == "grade" => scale,
        _ => return None,
    };
    let scale = ruleset.scales.iter().find(|own| own.id == *scale)?;
    let column = form.columns.iter().find(|own| own.name == *name)?;
    let printed = printed(form, column, documents);
    let has = |word: &str| scale.grades.iter().any(|(own, _)| own == word);
    let mut unknown = printed.iter().filter(|word| !has(word));
    let (there, None) = (unknown.next()?, unknown.next()) else { return None };
    let is_near = |own: &str| own.contains(there.as_str()) || there.contains(own);
    let open = scale.grades.iter().map(|(own, _)| own.as_str());
    let mut open = open.filter(|own| !printed.iter().any(|word| word == own) && is_near(own));
    let (own, None) = (open.next()?, open.next()) else { return None };
    let text = engine.rule_text(&scale.origin.file)?;
    let span = behind(&text, scale.origin.span.start, &format!("\"{own}\""))?;
    let message = format!(
        "文件里“{name}”一栏印的是“{there}”，等级标准 {} 里写的是“{own}”：处处不等",
        scale.id
    );
    let help = format!("名称照文件印的写，改成 \"{there}\"");
    Some(at((&scale.origin.file, text, span), MistakeCode::WithoutEffect, message, help))
}

fn of_column(
    rule: &Rule,
    form: &Form,
    column: &Column,
    text: &Arc<str>,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let name = rule.name.as_deref()?;
    if OTHERWISE.iter().any(|word| name.contains(word)) {
        return None;
    }
    let printed = printed(form, column, documents);
    let is_said = |word: &&String| {
        let is_name = |own: &str| own.contains(word.as_str());
        word.chars().nth(1).is_some()
            && name.contains(word.as_str())
            && !is_name(&form.id)
            && !form.columns.iter().any(|own| is_name(&own.name))
    };
    let mut said = printed.iter().filter(is_said);
    let (said, None) = (said.next()?, said.next()) else { return None };
    // what it is the condition of ends with 的，
    let rest = name.get(name.find(said.as_str())? + said.len()..)?;
    let end = ["的，", "的,"].iter().filter_map(|own| rest.find(own)).min()?;
    if rest.get(..end)?.chars().count() > LETTERS || printed.len() < 2 {
        return None;
    }
    let source = source_of(rule);
    let told = |span: Range<usize>, message: String, help: String| {
        Some(at(
            (&rule.origin.file, Arc::clone(text), span),
            MistakeCode::WithoutEffect,
            message,
            help,
        ))
    };
    let item = rule.origin.span.end;
    if let Some(asked) = asked(rule, &source, &column.name) {
        if asked == *said || name.contains(&asked) || !printed.contains(&asked) {
            return None;
        }
        let written = behind(text, item, &column.name)
            .and_then(|own| Some((own.end, behind(text, own.end, &asked)?)))
            .filter(|(from, own)| !text.get(*from..own.start).unwrap_or("\n").contains('\n'));
        let (_, span) = written?;
        let message = format!("规则的名称说“{said}”，条件要的是“{asked}”：核对的是别的行");
        return told(span, message, format!("名称说得对的，改成 \"{said}\"；条件对的，改 name"));
    }
    let has_condition = rule.when.as_ref().is_some_and(|(own, _)| !own.starts_with("rows = "));
    if has_condition || source.contains(column.name.as_str()) || source.contains(said.as_str()) {
        return None;
    }
    let line = behind(text, item, "\nname")?;
    let own = text.get(line.start + 1..)?.lines().next()?.trim_end();
    let span = line.start + 1..line.start + 1 + own.len();
    let others: Vec<&str> =
        printed.iter().filter(|word| *word != said).take(3).map(String::as_str).collect();
    let message = format!(
        "规则的名称说“{said}”，规则没有这个条件：“{}”是 {} 的行也核对",
        column.name,
        others.join("、")
    );
    let help = match rule.demand.script() {
        Some(_) => format!(
            "名称说得对的，在 for 里面写 if 项.{} == \"{said}\" {{ … }}（项 是 for 后面的名称）；都要核对的，改 name",
            column.name
        ),
        None => format!(
            "名称说得对的，写上 when = '{} == \"{said}\"'；都要核对的，改 name",
            column.name
        ),
    };
    told(span, message, help)
}

/// All formulas of a rule, or its script.
fn source_of(rule: &Rule) -> String {
    let mut out: Vec<&str> = rule.demand.formulas().iter().map(|own| own.source.as_str()).collect();
    out.extend(rule.demand.script().map(|script| &*script.source));
    out.join("\n")
}

/// The one word that a condition asks a column for.
fn asked(rule: &Rule, source: &str, column: &str) -> Option<String> {
    fn each(syntax: &Syntax, column: &str, out: &mut Vec<String>) {
        match &syntax.kind {
            SyntaxKind::Compare(CheckRelation::Equal, a, b) => {
                let is_it =
                    |own: &Syntax| matches!(&own.kind, SyntaxKind::Name(name) if name == column);
                for (one, other) in [(a, b), (b, a)] {
                    if let (true, SyntaxKind::Text(text)) = (is_it(one), &other.kind) {
                        out.push(text.clone());
                    }
                }
            }
            SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
                each(a, column, out);
                each(b, column, out);
            }
            SyntaxKind::Not(inner) => each(inner, column, out),
            _ => {}
        }
    }
    let mut out = Vec::new();
    if let Some((when, _)) = &rule.when
        && !when.contains('!')
    {
        each(&parse(when).ok()?, column, &mut out);
    }
    if rule.demand.script().is_some() {
        let asks = format!(".{column} == \"");
        let behind = source.split(asks.as_str()).skip(1);
        out.extend(behind.filter_map(|own| Some(own.split_once('"')?.0.to_owned())));
    }
    let [one] = <[String; 1]>::try_from(out).ok()?;
    Some(one)
}

/// What a column prints; each once.
pub(super) fn printed(form: &Form, column: &Column, documents: &[&DocumentAudit]) -> Vec<String> {
    let is_head = |text: &str| {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        bare == column.name || column.headers.plain.contains(&bare)
    };
    let mut out: Vec<String> = Vec::new();
    for document in documents {
        let spans = document
            .understanding
            .iter()
            .filter(|table| table.forms.iter().any(|own| own.form == form.id));
        let spans: Vec<_> = spans.map(|table| table.span).collect();
        for table in &document.document.tables {
            let cells = || table.rows.iter().flatten();
            let Some(head) = cells().find(|cell| is_head(cell.text.text.trim())) else { continue };
            if !spans.iter().any(|span| span.start <= head.span.start && head.span.end <= span.end)
            {
                continue;
            }
            let below = cells().filter(|cell| cell.column == head.column && cell.row > head.row);
            for word in below.map(|cell| cell.text.text.trim()).filter(|word| !word.is_empty()) {
                if !out.iter().any(|known| known == word) {
                    out.push(word.to_owned());
                }
            }
        }
    }
    out
}
