//! What the name of a rule says and its script does not do: two columns that it bounds by each other, where the
//! script reports without holding them against each other, or reads another column.

use super::bounds::words;
use super::{Told, first_argument};
use crate::ruleset::schema::{Column, ColumnKind, Form, Rule};
use crate::ruleset::whole::Ruleset;
use std::ops::Range;
use std::sync::Arc;

/// What ends the part of a name that speaks of one side.
const ENDS: &[char] = &['，', ',', '；', ';', '：', ':', '。', '（', '('];

/// What is said of a script.
pub(super) fn said(rule: &Rule, ruleset: &Ruleset) -> Option<Told> {
    let script = rule.demand.script()?;
    let (name, source) = (rule.name.as_deref()?, &*script.source);
    let all = words(name);
    let [(at, word, is_most)] = all.as_slice() else { return None };
    let bare = without_texts(source);
    let forms: Vec<&Form> =
        ruleset.forms.iter().filter(|form| bare.contains(&format!("rows({})", form.id))).collect();
    let [form] = forms.as_slice() else { return None };
    let before = name.get(..*at)?.rsplit(ENDS).next()?;
    let behind = name.get(at + word.len()..)?.split(ENDS).next()?;
    let (one, other) = (column_in(before, form)?, column_in(behind, form)?);
    if one.name == other.name || one.kind != other.kind {
        return None;
    }
    let sign = if *is_most { "<=" } else { ">=" };
    let (span, message, help) = if bare.contains(['<', '>']) || bare.contains("expect(") {
        other_column(&bare, word, (one, other), form)?
    } else {
        no_comparison(source, &bare, word, (&one.name, sign, &other.name))?
    };
    let base = script.base?;
    Some(Told {
        file: script.file.clone(),
        text: Arc::clone(&script.text),
        span: base + span.start..base + span.end,
        message,
        help,
    })
}

/// The column of figures that a text names, by the longest of the names that stand in it.
fn column_in<'f>(text: &str, form: &'f Form) -> Option<&'f Column> {
    let is_it = |own: &&Column| {
        (own.kind.is_numeric() || own.kind == ColumnKind::Date) && text.contains(&own.name)
    };
    form.columns.iter().filter(is_it).max_by_key(|own| own.name.len())
}

/// That a script reports wherever it comes by.
fn no_comparison(
    source: &str,
    bare: &str,
    word: &str,
    (one, sign, other): (&str, &str, &str),
) -> Option<(Range<usize>, String, String)> {
    const CALL: &str = "report(";
    let mut calls = bare.match_indices(CALL);
    let ((at, _), None) = (calls.next()?, calls.next()) else { return None };
    // what is worked out beforehand may be the comparison
    if bare.contains("==") && bare.contains("true") || bare.contains("fn ") || bare.contains('!') {
        return None;
    }
    let row = bare.get(..at)?.rsplit("for ").next()?.split(" in ").next()?.trim();
    let from = at + CALL.len();
    let told = from + first_argument(source.get(from..)?)?;
    let words = source.get(told..)?.strip_prefix(',')?;
    let end = source.len() - words.len() + first_argument(words)?;
    let words = source.get(told + 1..end)?.trim();
    let call = source.get(at..=end)?;
    let meant = format!("expect({row}.{one} {sign} {row}.{other}, {words})");
    let message = format!("规则的名称说“{word}”，脚本里没有比较：走到 report 的每一处都报告");
    let help = format!("{call} 写成 {meant}；只报告符合条件的，外面写 if");
    Some((at..at + call.len(), message, help))
}

/// That a script reads another column than the one that the name speaks of.
fn other_column(
    bare: &str,
    word: &str,
    (one, other): (&Column, &Column),
    form: &Form,
) -> Option<(Range<usize>, String, String)> {
    let reads = |column: &Column| {
        let path = format!(".{}", column.name);
        let is_end = |at: usize| {
            !bare
                .get(at + path.len()..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let found = bare.match_indices(&path).map(|(at, _)| at).find(|at| is_end(*at));
        found.map(|at| at + 1..at + path.len())
    };
    let (lacking, there) = match (reads(one), reads(other)) {
        (Some(_), None) => (other, one),
        (None, Some(_)) => (one, other),
        _ => return None,
    };
    let is_near = |own: &&Column| own.kind == lacking.kind && own.name != there.name;
    let mut others = form.columns.iter().filter(is_near).filter_map(|own| Some((reads(own)?, own)));
    let ((span, own), None) = (others.next()?, others.next()) else { return None };
    let message = format!(
        "规则的名称说“{word}”的是 {} 与 {}，脚本里没有 {}，用的是 {}",
        one.name, other.name, lacking.name, own.name
    );
    let help = format!("名称说得对的，把 {} 改成 {}；脚本对的，改 name", own.name, lacking.name);
    Some((span, message, help))
}

/// A script with blanks in the place of its texts and remarks, each byte where it was.
fn without_texts(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut quote, mut is_remark) = (None, false);
    let mut before = ' ';
    for c in source.chars() {
        let is_text = quote.is_some() || is_remark;
        match (quote, c) {
            _ if is_remark => is_remark = c != '\n',
            (Some(own), c) if c == own => quote = None,
            (None, '"' | '`') => quote = Some(c),
            (None, '/') if before == '/' => is_remark = true,
            _ => {}
        }
        let is_kept = !is_text && quote.is_none() && !is_remark || c == '\n';
        if is_kept {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
        before = c;
    }
    out
}
