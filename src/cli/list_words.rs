//! Words that a sum or count asks a column of a list for and that no row prints, where what comes out is nowhere
//! what is printed: `count(花名册, 状态 == "在职")` beside 在岗 and 退休.

use super::conditions_unmet::near;
use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use super::words_apart::printed;
use gouji_audit::audit::{DocumentAudit, Verdict};
use gouji_rules::formula::{CheckRelation, Owner, Syntax, SyntaxKind, parse_expectation};
use gouji_rules::ruleset::{Column, ColumnKind, Form, Rule, Ruleset};
use gouji_values::error::{MistakeCode, RuleMistake};

/// Words of a column that are named.
const NAMED: usize = 5;

/// All of them, of a layer's own rules.
pub(super) fn list_words(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in own {
        for (number, formula) in rule.demand.formulas().iter().enumerate() {
            if !is_nowhere(rule, number, documents) {
                continue;
            }
            let Ok(syntax) = parse_expectation(&formula.source) else { continue };
            let mut asked = Vec::new();
            each_list(&syntax, &mut |list, condition| words(list, condition, &mut asked));
            let told = asked.iter().filter_map(|asked| {
                told(engine, &ruleset, (rule, &formula.source), asked, documents)
            });
            for mistake in told {
                if !out.contains(&mistake) {
                    out.push(mistake);
                }
            }
        }
    }
    out
}

/// Whether a comparison of a rule was looked at and held at no place.
fn is_nowhere(rule: &Rule, number: usize, documents: &[&DocumentAudit]) -> bool {
    let own = |check: &&gouji_audit::audit::Check| {
        check.rule == rule.id && usize::try_from(check.number).is_ok_and(|own| own == number)
    };
    let mut checks = documents.iter().flat_map(|document| &document.checks).filter(own).peekable();
    checks.peek().is_some()
        && checks.all(|check| matches!(check.verdict, Verdict::Violation | Verdict::Unchecked))
}

/// A column that is asked for a word: the list as it is written, the column, the word.
struct Asked<'s> {
    list: &'s Syntax,
    column: &'s Syntax,
    word: &'s str,
}

fn told(
    engine: &LoadedRules,
    ruleset: &Ruleset,
    (rule, source): (&Rule, &str),
    asked: &Asked<'_>,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let (form, column) = column_of(ruleset, rule, asked)?;
    let there = printed(form, column, documents);
    if there.is_empty() || there.iter().any(|word| word == asked.word.trim()) {
        return None;
    }
    let joined = there.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = if there.len() > NAMED { " 等" } else { "" };
    let text = engine.rule_text(&rule.origin.file)?;
    let formula = behind(&text, rule.origin.span.end, source)?;
    let quoted = [format!("\"{}\"", asked.word), format!("'{}'", asked.word)];
    let span = quoted.iter().find_map(|own| behind(&text, formula.start, own))?;
    let span = if span.end <= formula.end { span } else { formula };
    let (name, word) = (&column.name, asked.word);
    let message = format!(
        "文件里“{name}”一栏没有一行是“{word}”，印的是 {joined}{more}：{source} 的条件没有一行成立"
    );
    let help = match near(word, &joined) {
        Some(near) => format!("就是“{near}”的，改成 \"{near}\""),
        None => format!("照文件印的字写；这份文件本来没有“{word}”的，不必改"),
    };
    Some(at((&rule.origin.file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The column that is asked, of the list's form or of the one that is written in front of it.
fn column_of<'r>(
    ruleset: &'r Ruleset,
    rule: &Rule,
    asked: &Asked<'_>,
) -> Option<(&'r Form, &'r Column)> {
    let own = match &rule.owner {
        Owner::Form(form, _) => ruleset.forms.get(*form),
        _ => None,
    };
    let form_in = |syntax: &Syntax| {
        let mut names = Vec::new();
        path(syntax, &mut names);
        names.iter().find_map(|name| ruleset.forms.iter().find(|form| form.id == **name))
    };
    let mut names = Vec::new();
    path(asked.column, &mut names);
    let name = names.last()?;
    // what has its form in front of it is a column of that one
    let form = form_in(asked.column).or_else(|| form_in(asked.list)).or(own)?;
    let column = form.columns.iter().find(|own| own.name == **name)?;
    (column.kind == ColumnKind::Text).then_some((form, column))
}

/// The names of a path, one by one.
fn path<'s>(syntax: &'s Syntax, out: &mut Vec<&'s str>) {
    match &syntax.kind {
        SyntaxKind::Name(name) => out.push(name),
        SyntaxKind::Member(base, name, _) => {
            path(base, out);
            out.push(name);
        }
        SyntaxKind::Index(base, _) => path(base, out),
        _ => {}
    }
}

/// Goes over the lists of sums and counts that have a condition.
fn each_list<'s>(syntax: &'s Syntax, work: &mut dyn FnMut(&'s Syntax, &'s Syntax)) {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            if let ("sum" | "count", [list, condition]) = (name.as_str(), arguments.as_slice()) {
                work(list, condition);
            }
            arguments.iter().for_each(|own| each_list(own, work));
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            each_list(a, work);
            each_list(b, work);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => each_list(inner, work),
        _ => {}
    }
}

/// The words that all rows of a list must have: what one of several ways asks for need not stand there.
fn words<'s>(list: &'s Syntax, condition: &'s Syntax, out: &mut Vec<Asked<'s>>) {
    match &condition.kind {
        SyntaxKind::Compare(CheckRelation::Equal, a, b) => {
            for (column, other) in [(a, b), (b, a)] {
                if let SyntaxKind::Text(word) = &other.kind {
                    out.push(Asked { list, column, word });
                }
            }
        }
        SyntaxKind::Binary(gouji_rules::formula::Binary::And, a, b) => {
            words(list, a, out);
            words(list, b, out);
        }
        _ => {}
    }
}
