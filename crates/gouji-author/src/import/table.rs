//! A ruleset as a list, a line for each rule, and the list taken back.
//!
//! Out: the rules with formulas, their keys in columns of their own, what has none in one for all other keys. In: the same
//! list, changed by somebody. Rules that are as they were are left alone, of others what changed is written; each line
//! that does not compile is told with the reason. Nothing is lost on the way out and back.

use super::lines::severity_word;
use super::{Import, Translated, Untranslated, head, quoted};
use gouji_audit::audit::Severity;
use gouji_engine::engine::Engine;
use gouji_rules::ruleset::{Rule, RuleFile, RuleKind};
use gouji_values::error::RuleMistake;
use gouji_values::vocabulary::AuditFormulaWords;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::{Table, Value};

/// The rules of a list, each row with the number of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTable {
    /// What the columns are called.
    pub head: Vec<String>,
    /// Line and cells of each rule.
    pub rows: Vec<(usize, Vec<String>)>,
    /// Rules that are no formulas, and stand in no list.
    pub others: Vec<String>,
}

/// The keys that have a column, in order, and the words of that.
fn columns(words: &AuditFormulaWords) -> [(&'static str, &[String]); 12] {
    [
        ("id", &words.id_column),
        ("name", &words.name_column),
        ("form", &words.form_column),
        ("claim", &words.claim_column),
        ("when", &words.when_column),
        ("expect", &words.formula_column),
        ("severity", &words.severity_column),
        ("basis", &words.basis_column),
        ("message", &words.message_column),
        ("hint", &words.hint_column),
        ("rest", &words.rest_column),
        ("reason", &words.reason_column),
    ]
}

/// The word of a severity in lists.
fn word_of<'w>(severity: &str, words: &'w AuditFormulaWords) -> Option<&'w String> {
    let known = [&words.as_error, &words.as_warning, &words.as_info];
    let at = ["error", "warning", "info"].iter().position(|own| *own == severity)?;
    // the longest word stands first: ours is Chinese
    known.get(at)?.iter().find(|word| !word.is_ascii())
}

/// The merged keys of a rule as TOML.
fn keys_of(engine: &Engine, id: &str) -> Option<Table> {
    let ruleset = engine.ruleset().ok()?;
    let request = engine.request();
    let text = engine.rulebook().show(&ruleset.name, &request.extra, request.year, id)?;
    let shown: Table = toml::from_str(&text).ok()?;
    let rule = shown.get("rule")?.as_array()?.first()?.as_table()?;
    let own = rule.iter().filter(|(key, _)| *key != "case");
    Some(own.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// The rules of one layer as a list.
///
/// # Errors
/// Mistakes of the rules that the engine has.
pub fn table(engine: &Engine, layer: &str) -> Result<RuleTable, Vec<RuleMistake>> {
    let ruleset = engine.ruleset()?;
    let words = &ruleset.vocabulary.audit_formula;
    let columns = columns(words);
    let shortest = |words: &[String]| words.iter().min_by_key(|word| word.len()).cloned();
    let head = columns.iter().map(|(_, words)| shortest(words).unwrap_or_default());
    let mut out = RuleTable { head: head.collect(), ..RuleTable::default() };
    for rule in ruleset.rules.iter().filter(|rule| rule.origin.layer == layer) {
        let id = rule.id.to_string();
        match keys_of(engine, &id).filter(|_| rule.kind == RuleKind::Expect) {
            Some(keys) => {
                let cells = cells(keys, &columns, words);
                out.rows.push((out.rows.len() + 2, cells));
            }
            None => out.others.push(id),
        }
    }
    Ok(out)
}

/// The cells of a rule.
fn cells(
    mut keys: Table,
    columns: &[(&'static str, &[String])],
    words: &AuditFormulaWords,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (key, _) in columns {
        let cell = keys.get(*key).and_then(|value| match value {
            Value::String(text) if *key == "severity" => word_of(text, words).cloned(),
            Value::String(text) => Some(text.clone()).filter(|text| is_plain(text)),
            Value::Array(list) => {
                let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
                let texts = texts.filter(|texts| texts.iter().all(|text| is_plain(text)))?;
                // a list of one would come back as a text, and says the same
                Some(texts.join("\n"))
            }
            _ => None,
        });
        if cell.is_some() {
            keys.remove(*key);
        }
        out.push(cell.unwrap_or_default());
    }
    let rest = columns.iter().position(|(key, _)| *key == "rest");
    if let (Some(cell), false) = (rest.and_then(|at| out.get_mut(at)), keys.is_empty()) {
        let lines: Vec<String> =
            keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        *cell = lines.join("\n");
    }
    out
}

/// Whether a text comes back from a cell as it was.
fn is_plain(text: &str) -> bool {
    !text.contains(['\n', '\r']) && text.trim() == text && !text.is_empty()
}

impl RuleTable {
    /// The list that the rows of a sheet are: one of them names the columns of ids and formulas.
    #[must_use]
    pub fn of(rows: &[Vec<String>], words: &AuditFormulaWords) -> Option<Self> {
        let is = |row: &[String], known: &[String]| {
            row.iter().any(|cell| known.iter().any(|word| word == cell.trim()))
        };
        let at = rows
            .iter()
            .position(|row| is(row, &words.id_column) && is(row, &words.formula_column))?;
        let head = rows.get(at)?.iter().map(|cell| cell.trim().to_owned()).collect();
        let below = rows.iter().enumerate().skip(at + 1);
        let filled = below.filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
        let rows = filled.map(|(line, row)| (line + 1, row.clone())).collect();
        Some(Self { head, rows, others: Vec::new() })
    }
}

/// A rule of a list, as it is to be written.
struct Listed {
    line: usize,
    id: String,
    expect: Vec<String>,
    text: String,
}

/// Takes a list back: rules that changed are written with what changed, new ones whole.
///
/// # Errors
/// Mistakes of the rules that the engine has.
pub fn take_back(engine: &Engine, list: &RuleTable) -> Result<Import, Vec<RuleMistake>> {
    let ruleset = engine.ruleset()?;
    let words = &ruleset.vocabulary.audit_formula;
    let columns = columns(words);
    let key_of =
        |name: &String| columns.iter().find(|(_, words)| words.contains(name)).map(|(key, _)| *key);
    let keys: Vec<Option<&str>> = list.head.iter().map(key_of).collect();
    let mut out = Import { text: head(&ruleset.name), ..Import::default() };
    let mut listed: Vec<Listed> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (line, cells) in &list.rows {
        let shown = cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
        let refuse = |reason: String| Untranslated {
            line: *line,
            column: 1,
            formula: shown.unwrap_or("").to_owned(),
            reason,
        };
        let read = match row(&keys, cells, words) {
            Ok(read) => read,
            Err(reason) => {
                out.left.push(refuse(reason));
                continue;
            }
        };
        let Some(id) = read.get("id").and_then(Value::as_str).map(str::to_owned) else {
            out.left.push(refuse("没有写编号".to_owned()));
            continue;
        };
        if listed.iter().any(|known| known.id == id) {
            out.left.push(refuse(format!("编号 {id} 前面已经有了")));
            continue;
        }
        seen.insert(id.clone());
        let before = ruleset.rule(&id).and_then(|_| keys_of(engine, &id));
        match changed(read, before) {
            Ok(None) => out.same += 1,
            Ok(Some(rule)) => listed.push(Listed {
                line: *line,
                expect: texts(rule.get("expect")),
                text: written(&rule),
                id,
            }),
            Err(reason) => out.left.push(refuse(reason)),
        }
    }
    for (rule, reason) in refused(engine, &mut listed)? {
        let formula = rule.expect.first().cloned().unwrap_or(rule.id);
        out.left.push(Untranslated { line: rule.line, column: 1, formula, reason });
    }
    out.left.sort_by_key(|left| left.line);
    for rule in listed {
        out.text.push_str(&rule.text);
        out.rules += 1;
        let Listed { line, id, expect, .. } = rule;
        let formula = expect.first().cloned().unwrap_or_default();
        out.became.push(Translated { line, formula, id, rule: expect });
    }
    out.absent = absent(&ruleset.rules, &seen);
    Ok(out)
}

/// The rules with formulas that a list leaves out of the layers that it has.
fn absent(rules: &[Rule], seen: &BTreeSet<String>) -> Vec<String> {
    let is_seen = |rule: &&Rule| seen.contains(rule.id.as_str());
    let layers: BTreeSet<&str> =
        rules.iter().filter(is_seen).map(|rule| rule.origin.layer.as_ref()).collect();
    let own = rules.iter().filter(|rule| {
        rule.kind == RuleKind::Expect && layers.contains::<str>(rule.origin.layer.as_ref())
    });
    own.filter(|rule| !is_seen(rule)).map(|rule| rule.id.to_string()).collect()
}

/// The keys of a row.
fn row(
    keys: &[Option<&str>],
    cells: &[String],
    words: &AuditFormulaWords,
) -> Result<Table, String> {
    let mut out = Table::new();
    for (key, cell) in keys.iter().zip(cells) {
        let (Some(key), text) = (key, cell.trim()) else { continue };
        if text.is_empty() {
            continue;
        }
        let value = match *key {
            "rest" => {
                let more: Table = toml::from_str(text)
                    .map_err(|error| format!("“其余”一栏读不出来：{}", error.message()))?;
                out.extend(more);
                continue;
            }
            "severity" => match severity_word(text, words) {
                Some(Severity::Error) => "error".into(),
                Some(Severity::Warning) => "warning".into(),
                Some(Severity::Info) => "info".into(),
                None => return Err(format!("级别“{text}”应当是错误、警告或提示")),
            },
            "expect" | "basis" => {
                let lines: Vec<Value> = text
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(|line| Value::String(line.to_owned()))
                    .collect();
                match lines.as_slice() {
                    [one] => one.clone(),
                    _ => Value::Array(lines),
                }
            }
            _ => Value::String(text.to_owned()),
        };
        out.insert((*key).to_owned(), value);
    }
    Ok(out)
}

/// The texts of a value that is one or several.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// What is to be written of a rule: nothing where it is as it was, what changed where there was one.
fn changed(read: Table, before: Option<Table>) -> Result<Option<Table>, String> {
    const USUAL: &str = "按规则清单修改";
    let Some(before) = before else {
        let mut new = read;
        // what is new amends nothing
        new.remove("reason");
        return Ok(Some(new));
    };
    let is_same = |one: &Value, other: &Value| {
        one == other || (!texts(Some(one)).is_empty() && texts(Some(one)) == texts(Some(other)))
    };
    let gone: Vec<&String> =
        before.keys().filter(|key| !read.contains_key(*key) && *key != "severity").collect();
    if !gone.is_empty() {
        let gone: Vec<&str> = gone.into_iter().map(String::as_str).collect();
        return Err(format!(
            "原来写了 {}，这里空着：上级写了的，下级只能改，不能去掉；这一条不要的，删去这一行，另写 off = true",
            gone.join("、")
        ));
    }
    let mut out = Table::new();
    for (key, value) in &read {
        let own = before.get(key).cloned().or_else(|| {
            // what is not said is an error
            (key == "severity").then(|| Value::String("error".to_owned()))
        });
        let is_new = own.is_none_or(|own| !is_same(&own, value));
        if is_new && !["id", "reason"].contains(&key.as_str()) {
            out.insert(key.clone(), value.clone());
        }
    }
    if !read.contains_key("severity")
        && before.get("severity").is_some_and(|own| own.as_str() != Some("error"))
    {
        out.insert("severity".to_owned(), "error".into());
    }
    if out.is_empty() {
        return Ok(None);
    }
    let mut whole = Table::new();
    for key in ["id", "reason"] {
        let own = read.get(key).cloned();
        whole.insert(key.to_owned(), own.unwrap_or_else(|| USUAL.into()));
    }
    whole.extend(out);
    Ok(Some(whole))
}

/// A rule as a rule file has it.
fn written(rule: &Table) -> String {
    let wide = rule.keys().map(String::len).max().unwrap_or(0);
    let mut out = "\n[[rule]]\n".to_owned();
    for (key, value) in rule {
        match value {
            Value::String(text) => out.push_str(&format!("{key:wide$} = {}\n", quoted(text))),
            Value::Array(list) if list.len() > 1 && list.iter().all(Value::is_str) => {
                let lines = list.iter().filter_map(Value::as_str);
                let lines: String = lines.map(|line| format!("  {},\n", quoted(line))).collect();
                out.push_str(&format!("{key:wide$} = [\n{lines}]\n"));
            }
            other => out.push_str(&format!("{key:wide$} = {other}\n")),
        }
    }
    out
}

/// Takes those out that do not compile, with the first mistake of each.
fn refused(
    engine: &Engine,
    listed: &mut Vec<Listed>,
) -> Result<Vec<(Listed, String)>, Vec<RuleMistake>> {
    const ROUNDS: usize = 20;
    const NAME: &str = "rules-import";
    let ruleset = engine.ruleset()?;
    let mut out = Vec::new();
    for _ in 0..ROUNDS {
        let mut text = String::new();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for rule in listed.iter() {
            let from = text.len();
            text.push_str(&rule.text);
            spans.push(from..text.len());
        }
        let settings = format!("name = \"{NAME}\"\nextends = \"{}\"\nlanguage = 2\n", ruleset.name);
        let files = vec![RuleFile::new("ruleset.toml", settings), RuleFile::new("list.toml", text)];
        let mut rulebook = engine.rulebook().clone();
        let name = rulebook.add_folder(NAME, files)?;
        let request = engine.request();
        let Err(mistakes) = rulebook.compile(&name, &request.extra, request.year) else {
            return Ok(out);
        };
        let mut wrong: Vec<(usize, String)> = Vec::new();
        for mistake in &mistakes {
            let at = spans.iter().position(|span| span.contains(&mistake.span.start));
            let Some(at) = at.filter(|_| mistake.file.ends_with("list.toml")) else { continue };
            if !wrong.iter().any(|(known, _)| *known == at) {
                let help = mistake.help.as_ref().map_or(String::new(), |help| format!("；{help}"));
                wrong.push((at, format!("{}{help}", mistake.message)));
            }
        }
        if wrong.is_empty() {
            return Err(mistakes);
        }
        wrong.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, reason) in wrong {
            out.push((listed.remove(at), reason));
        }
    }
    Ok(out)
}
