//! Rules of the author's that came to nothing in a document for a reason that its words or the rule's own tell:
//! a script that asks a column for words that it does not print, a rule for totals that lack what it multiplies, a
//! role whose unit or kind is not the one that its words have in the document.

use super::conditions_unmet::{near, said_near};
use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use super::words_apart;
use gouji_audit::audit::{CheckRelation, DocumentAudit, Verdict, Why};
use gouji_prose::prose::Kind;
use gouji_rules::formula::{Syntax, SyntaxKind, parse};
use gouji_rules::ruleset::{Rule, Ruleset, Script};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::scan_number;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Words of a column that are named.
const NAMED: usize = 6;

/// Letters between the words of a role and its figure.
const BETWEEN: usize = 3;

/// All of them, of the rules that are asked for. `is_near`: of words only where the column or the rule's own
/// words say which are meant.
pub(super) fn never_reached(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
    asked: &[String],
    is_near: bool,
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let is_asked = |id: &str| asked.iter().any(|own| *own == *id);
    let own =
        || ruleset.rules.iter().filter(|rule| rule.origin.layer == layer && is_asked(&rule.id));
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in own() {
        let told = of_left_out(rule, &ruleset, documents)
            .or_else(|| of_script(rule, &ruleset, documents, is_near))
            .or_else(|| of_totals(engine, rule, &ruleset, documents));
        out.extend(told);
    }
    for rule in own() {
        out.extend(of_roles(engine, rule, &ruleset, documents));
    }
    out
}

/// A script that came to nothing and asks for the words of totals, which `rows` leaves out.
fn of_left_out(
    rule: &Rule,
    ruleset: &Ruleset,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let script = rule.demand.script()?;
    let mut outcomes = documents.iter().flat_map(|own| &own.rules).filter(|own| own.id == rule.id);
    let is_idle = |why: &Why| {
        matches!(
            why,
            Why::ExpectBehind { .. }
                | Why::ExpectNever
                | Why::ReportBehind { .. }
                | Why::ReportNever
        )
    };
    if !outcomes.any(|own| own.why.iter().any(is_idle)) {
        return None;
    }
    let source = &*script.source;
    let (form, found) = ruleset.forms.iter().find_map(|form| {
        let call = format!("rows({})", form.id);
        Some((form, behind(source, 0, &call)?))
    })?;
    let words = &ruleset.vocabulary;
    let subtotal = words.prose.get("subtotal").map_or(&[][..], Vec::as_slice);
    let word = subtotal.iter().chain(&words.total).find(|word| {
        let asks = |call: &str| {
            source.match_indices(call).any(|(at, _)| {
                let rest = source.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("");
                rest.contains(&format!("{word}\""))
            })
        };
        ["ends_with(", "contains(", "=="].iter().any(|call| asks(call))
    })?;
    let base = script.base?;
    let message = format!(
        "rows({}) 不给合计行、小计行，脚本的条件要的却是“{word}”：从未成立，一处也没有核对",
        form.id
    );
    let help = format!(
        "写成 rows({}, \"all\")，连合计、小计行一起给；只要合计、小计行的写 \"totals\"",
        form.id
    );
    let place =
        (script.file.as_str(), Arc::clone(&script.text), base + found.start..base + found.end);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

/// A script whose condition asks a column for words that no row prints.
fn of_script(
    rule: &Rule,
    ruleset: &Ruleset,
    documents: &[&DocumentAudit],
    is_near: bool,
) -> Option<RuleMistake> {
    let script = rule.demand.script()?;
    let outcomes = documents.iter().flat_map(|own| &own.rules).filter(|own| own.id == rule.id);
    let condition = outcomes.flat_map(|own| &own.why).find_map(|why| match why {
        Why::ExpectBehind { condition } | Why::ReportBehind { condition } => Some(condition),
        _ => None,
    })?;
    let syntax = parse(condition).ok()?;
    let (name, wanted) = asked_words(&syntax)?;
    let there = printed(script, name, ruleset, documents)?;
    if there.iter().any(|word| word == wanted) {
        return None;
    }
    let joined = there.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let meant = said_near(rule, wanted, &joined).or_else(|| near(wanted, &joined));
    if is_near && meant.is_none() {
        return None;
    }
    let base = script.base?;
    let quoted = [format!("\"{wanted}\""), format!("'{wanted}'")];
    let found = quoted.iter().find_map(|own| behind(&script.source, 0, own))?;
    let message = format!(
        "文件里“{name}”一栏没有一行是“{wanted}”，印的是 {joined}：脚本的条件从未成立，一处也没有核对"
    );
    let help = match meant {
        Some(meant) => format!("就是“{meant}”的，改成 \"{meant}\""),
        None => format!("照文件印的写；这份文件本来没有“{wanted}”的，不必改"),
    };
    let span = base + found.start..base + found.end;
    let place = (script.file.as_str(), Arc::clone(&script.text), span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

/// The column and the words of a comparison `项.处置方式 == "拍卖"`.
fn asked_words(syntax: &Syntax) -> Option<(&str, &str)> {
    let SyntaxKind::Compare(CheckRelation::Equal, a, b) = &syntax.kind else { return None };
    match (&a.kind, &b.kind) {
        (SyntaxKind::Member(_, name, _), SyntaxKind::Text(text))
        | (SyntaxKind::Text(text), SyntaxKind::Member(_, name, _)) => Some((name, text)),
        _ => None,
    }
}

/// What the column of a form prints whose rows a script goes through; each once.
fn printed(
    script: &Script,
    name: &str,
    ruleset: &Ruleset,
    documents: &[&DocumentAudit],
) -> Option<Vec<String>> {
    let has = |id: &str| script.source.contains(&format!("rows({id})"));
    let mut forms = ruleset.forms.iter().filter(|form| has(&form.id));
    let (form, column) = forms
        .find_map(|form| Some((form, form.columns.iter().find(|column| column.name == *name)?)))?;
    let out = words_apart::printed(form, column, documents);
    (!out.is_empty()).then_some(out)
}

/// A rule for totals alone of which each place is open, since totals lack what it works out.
fn of_totals(
    engine: &LoadedRules,
    rule: &Rule,
    ruleset: &Ruleset,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let text = engine.rule_text(&rule.origin.file)?;
    let rest = text.get(rule.origin.span.end..)?;
    let own = rest.split("\n[[").next()?;
    let line = own.find("\nrows")?;
    let written = own.get(line + 1..)?.lines().next()?.trim_end();
    if !written.contains("\"totals\"") && !written.contains("'totals'") {
        return None;
    }
    let checks = documents.iter().flat_map(|own| &own.checks).filter(|own| own.rule == rule.id);
    let mut count = 0;
    for check in checks {
        let is_blank = check.verdict == Verdict::Unchecked
            && check.reason.as_deref().is_some_and(|why| why.to_string().contains("空的"));
        if !is_blank {
            return None;
        }
        count += 1;
    }
    let [formula] = rule.demand.formulas() else { return None };
    let syntax = parse(&formula.source).ok()?;
    let gouji_rules::formula::Owner::Form(form, _) = &rule.owner else { return None };
    let form = ruleset.forms.get(*form)?;
    let mut named = Vec::new();
    columns(&syntax, &mut named);
    let named: Vec<&str> =
        named.into_iter().filter(|name| form.columns.iter().any(|own| own.name == *name)).collect();
    if count == 0 || named.len() < 2 {
        return None;
    }
    let from = rule.origin.span.end + line + 1;
    let message = format!(
        "rows = \"totals\" 只看合计行，那里 {} 有空的，算不出来：明细行一行也没有核对",
        named.get(1..)?.join("、")
    );
    let help = "逐行核对的，写成 rows = \"leaves\"；合计行另写一条，等于各行之和".to_owned();
    let place = (rule.origin.file.as_str(), Arc::clone(&text), from..from + written.len());
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

/// The names that stand alone in a formula.
fn columns<'s>(syntax: &'s Syntax, out: &mut Vec<&'s str>) {
    match &syntax.kind {
        SyntaxKind::Name(name) if !out.contains(&name.as_str()) => out.push(name),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            columns(a, out);
            columns(b, out);
        }
        SyntaxKind::Call(_, _, all) => all.iter().for_each(|own| columns(own, out)),
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => columns(inner, out),
        _ => {}
    }
}

/// Figures of one line that the roles of a relation have the words for: which role, the words with the figure,
/// and its unit.
struct Found<'d> {
    role: &'d str,
    written: &'d str,
    /// The unit, and what is printed with it.
    unit: Option<(String, Kind)>,
    line: usize,
}

/// The roles of a relation that was found nowhere, though one line has the words of all of them: the one whose
/// figure is of another unit or kind there.
fn of_roles(
    engine: &LoadedRules,
    rule: &Rule,
    ruleset: &Ruleset,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let gouji_rules::formula::Owner::Claim(claim) = &rule.owner else { return None };
    let slots = &ruleset.claims.get(*claim)?.declared.as_deref()?.roles;
    let roles: BTreeSet<&str> = slots.iter().map(String::as_str).collect();
    let outcomes = documents.iter().flat_map(|own| &own.rules).filter(|own| own.id == rule.id);
    let is_absent = |why: &Why| matches!(why, Why::ClaimAbsent { .. });
    if !outcomes.clone().all(|own| own.why.iter().any(is_absent)) || outcomes.count() == 0 {
        return None;
    }
    let words = engine.vocabulary();
    for document in documents {
        for (nth, line) in document.document.text.lines().enumerate() {
            for sentence in line.split('。') {
                let each =
                    roles.iter().map(|role| found(role, ruleset, (nth + 1, sentence), &words));
                let Some(all) = each.collect::<Option<Vec<_>>>() else { continue };
                let mut odd = all.iter().filter(|own| !fits(own, ruleset));
                let (Some(own), None) = (odd.next(), odd.next()) else { continue };
                return told(engine, own, rule, ruleset);
            }
        }
    }
    None
}

/// The figure for which a sentence has the words of a role.
fn found<'d>(
    role: &&'d str,
    ruleset: &'d Ruleset,
    (line, sentence): (usize, &'d str),
    words: &'d Vocabulary,
) -> Option<Found<'d>> {
    let rows = ruleset.roles.iter().map(|own| &own.row).filter(|row| row.role == **role);
    let before = rows.flat_map(|row| &row.before);
    before
        .filter_map(|word| {
            let at = sentence.find(word.as_str())?;
            let rest = sentence.get(at + word.len()..)?;
            let digits = rest.find(|c: char| c.is_ascii_digit())?;
            let between = rest.get(..digits)?;
            if between.chars().count() > BETWEEN || between.contains(['，', '、', '；', ',', '|'])
            {
                return None;
            }
            let number = scan_number(rest.get(digits..)?, &words.units)?;
            let mut end = at + word.len() + digits + number.len;
            let behind = sentence.get(end..)?;
            let unit = number.number.unit.map(|unit| {
                let unit = words.units.get(unit);
                let kind = match (unit.money, unit.ratio) {
                    (true, _) => Kind::Money,
                    (_, true) => Kind::Percent,
                    _ => Kind::Count,
                };
                (unit.name.to_string(), kind)
            });
            let counter = || {
                let all = words.prose.get("counters")?.iter().map(|own| own.as_str());
                let own = all.filter(|own| behind.starts_with(own)).max_by_key(|own| own.len())?;
                end += own.len();
                Some((own.to_owned(), Kind::Count))
            };
            let unit = unit.or_else(counter);
            Some(Found { role, written: sentence.get(at..end)?, unit, line })
        })
        .next()
}

/// Whether a role takes a figure for its own.
fn fits(own: &Found<'_>, ruleset: &Ruleset) -> bool {
    let mut rows = ruleset.roles.iter().map(|role| &role.row).filter(|row| row.role == own.role);
    let Some((unit, kind)) = &own.unit else { return true };
    rows.any(|row| {
        !matches!(row.kind, Kind::Money | Kind::Percent | Kind::Count)
            || row.kind == *kind
                && (row.units.is_empty() || row.units.iter().any(|known| known == unit))
    })
}

fn told(
    engine: &LoadedRules,
    own: &Found<'_>,
    rule: &Rule,
    ruleset: &Ruleset,
) -> Option<RuleMistake> {
    let mut rows = ruleset.roles.iter().filter(|role| role.row.role == own.role);
    let (role, None) = (rows.next()?, rows.next()) else { return None };
    let (unit, kind) = own.unit.as_ref()?;
    let (key, value) = match role.row.kind == *kind {
        true => ("unit", unit.clone()),
        false => ("kind", kind_name(*kind).to_owned()),
    };
    let text = engine.rule_text(&role.origin.file)?;
    let item = text.get(role.origin.span.end..)?.split("\n[").next()?;
    let from = item.find(&format!("\n{key}"))? + 1;
    let line = item.get(from..)?.lines().next()?.trim_end();
    let from = role.origin.span.end + from;
    let span: Range<usize> = from..from + line.len();
    let message = format!(
        "文件第 {} 行写的是“{}”，角色 {} 的 {line}：取不到这个数，{} 没有核对",
        own.line, own.written, own.role, rule.id
    );
    let help = format!("写成 {key} = \"{value}\"，例句（example）和用例也照文件写");
    let place = (role.origin.file.as_str(), Arc::clone(&text), span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Money => "amount",
        Kind::Percent => "percent",
        _ => "count",
    }
}
