//! `rules import`: the 审核公式 of report programs become rules bound to forms by 行次 and 栏次.
//!
//! In: an engine and the text of a file of formulas. Out: the text of a rule file, and what could
//! not be translated with its place and why. Each rule that is written compiles. Deliberately
//! absent: guesses; which form, row and column a formula means is written in the formula, above it,
//! or in the `number` of a form.

mod bind;
mod binder;
mod lines;
mod named;
mod parse;
mod places;
mod scan;
mod syntax;
mod table;
mod units;
mod value;

use bind::BoundRule;
use binder::Binder;
use gouji_audit::audit::Severity;
use gouji_engine::engine::Engine;
use gouji_rules::ruleset::Ruleset;
use gouji_values::error::RuleMistake;
use lines::{ImportedLine, lines};
use named::default_form;
use parse::formula;
use std::collections::{BTreeMap, BTreeSet};
pub use table::{RuleTable, table, take_back};

/// What came of a file of formulas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// A rule file; what could not be translated stands at its end as remarks.
    pub text: String,
    /// Rules in it.
    pub rules: usize,
    /// What each formula that was translated became, in order.
    pub became: Vec<Translated>,
    /// Formulas that could not be translated, in order.
    pub left: Vec<Untranslated>,
    /// Rules of a list that are as they were.
    pub same: usize,
    /// Rules of the layers of a list that it leaves out: they stay.
    pub absent: Vec<String>,
}

/// A formula and what it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// Line, from 1.
    pub line: usize,
    /// The formula.
    pub formula: String,
    /// The id of the rule.
    pub id: String,
    /// The rule's formulas, its condition first.
    pub rule: Vec<String>,
}

/// A formula that could not be translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untranslated {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// The formula.
    pub formula: String,
    /// Why, in Chinese.
    pub reason: String,
}

/// Translates the formulas of a sheet, given by its rows.
///
/// # Errors
/// Mistakes of the rules that the engine has.
pub fn import_rows(engine: &Engine, rows: &[Vec<String>]) -> Result<Import, Vec<RuleMistake>> {
    let vocabulary = engine.rulebook().vocabulary();
    if let Some(list) = RuleTable::of(rows, &vocabulary.audit_formula) {
        return take_back(engine, &list);
    }
    let plain = |cell: &String| one_line(cell).replace('\t', " ");
    let lines: Vec<String> = rows
        .iter()
        .map(|row| row.iter().map(plain).collect::<Vec<_>>().join("\t").trim_end().to_owned())
        .collect();
    import(engine, &lines.join("\n"))
}

/// Translates the formulas of a file.
///
/// # Errors
/// Mistakes of the rules that the engine has.
pub fn import(engine: &Engine, text: &str) -> Result<Import, Vec<RuleMistake>> {
    Ok(translated(&*engine.ruleset()?, text))
}

/// The same with rules that are compiled.
pub(crate) fn translated(ruleset: &Ruleset, text: &str) -> Import {
    let words = &ruleset.vocabulary.audit_formula;
    let lines = lines(text, words);
    let aliases: BTreeMap<String, String> =
        lines.aliases.iter().map(|(_, name, form)| (name.clone(), form.clone())).collect();
    let binder = Binder { ruleset, aliases };
    let wrong = lines.aliases.iter().filter_map(|(line, name, form)| {
        let reason = binder.form(form).err()?;
        Some(Untranslated { line: *line, column: 1, formula: format!("{name} = {form}"), reason })
    });
    let left: Vec<Untranslated> = wrong.collect();
    let mut taken: BTreeSet<String> = ruleset.listing().into_iter().map(|item| item.id).collect();
    let mut out = Import { text: head(&ruleset.name), left, ..Import::default() };
    for entry in &lines.entries {
        let bound = formula(&entry.formula, words, entry.origin, (&binder, default_form(entry)))
            .and_then(|formula| binder.bind(&formula, entry));
        match bound {
            Ok(bound) => {
                let id = free_id(&bound.about, &mut taken);
                out.text.push_str(&rule(entry, &bound, &id));
                out.rules += 1;
                let when = bound.when.iter().map(|when| format!("when {when}"));
                out.became.push(Translated {
                    line: entry.line,
                    formula: one_line(&entry.formula),
                    id,
                    rule: when.chain(bound.expect.iter().cloned()).collect(),
                });
            }
            Err(fault) => out.left.push(Untranslated {
                line: entry.line,
                column: entry.before + fault.at + 1,
                formula: entry.formula.trim().to_owned(),
                reason: fault.reason,
            }),
        }
    }
    out.left.sort_by_key(|left| (left.line, left.column));
    if !out.left.is_empty() {
        out.text.push_str("\n# 没有转换的公式：\n");
        for left in &out.left {
            out.text.push_str(&format!(
                "# 第 {} 行第 {} 字 {}：{}\n",
                left.line,
                left.column,
                one_line(&left.formula),
                one_line(&left.reason)
            ));
        }
    }
    out
}

fn head(base: &str) -> String {
    format!(
        "# 由 gouji rules import 从审核公式转换。放进继承 {base} 的规则文件夹，用 gouji rules check 文件夹 --on 文件 试一遍再用。\n# 写着 proposed = true 的只作提示；对过原公式、认可的用 gouji rules accept 文件夹 编号… 去掉这一行。\n"
    )
}

fn free_id(about: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = format!("审核-{about}");
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let id = std::iter::once(plain.clone())
        .chain(numbered)
        .find(|id| !taken.contains(id))
        .unwrap_or(plain);
    taken.insert(id.clone());
    id
}

fn rule(entry: &ImportedLine, bound: &BoundRule, id: &str) -> String {
    let source = one_line(&entry.formula);
    let mut out =
        format!("\n# 第 {} 行：{source}\n[[rule]]\nid       = {}\n", entry.line, quoted(id));
    let mut key = |name: &str, value: String| out.push_str(&format!("{name:<8} = {value}\n"));
    key("name", quoted(entry.message.as_ref().unwrap_or(&source)));
    if let Some(form) = &bound.form {
        key("form", quoted(form));
    }
    if let Some(when) = &bound.when {
        key("when", quoted(when));
    }
    match bound.expect.as_slice() {
        [one] => key("expect", quoted(one)),
        many => key(
            "expect",
            format!(
                "[\n{}]",
                many.iter().map(|one| format!("  {},\n", quoted(one))).collect::<String>()
            ),
        ),
    }
    if let Some(message) = &entry.message {
        // what stands in braces would be a name of the rule language
        let message = message.replace('{', "｛").replace('}', "｝");
        key("message", quoted(&format!("{message}（列示 {{stated}}，按公式 {{computed}}）")));
    }
    match entry.severity {
        Severity::Error => {}
        Severity::Warning => {
            key("severity", quoted("warning"));
            key("hint", quoted("核实性公式：与实际情况相符的，说明原因即可"));
        }
        Severity::Info => key("severity", quoted("info")),
    }
    key("proposed", "true".to_owned());
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
