//! What the name of a rule says and its script does not do: two columns that it bounds by each other, where the
//! script reports without holding them against each other, or reads another column.

use super::bounds::{bounds_said, is_same_way, words};
use super::numbers::{
    Class, Gathered, Literal, Otherwise, Quantity, Written, in_text, other_number,
};
use super::{Told, first_argument, line_of};
use crate::formula::{CheckRelation, Syntax, SyntaxKind, parse};
use crate::ruleset::schema::{Column, ColumnKind, Form, Rule};
use crate::ruleset::whole::Ruleset;
use gouji_values::number::Decimal;
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

/// A number of the name that the comparisons of a script have otherwise.
pub(super) fn number(
    rule: &Rule,
    ruleset: &Ruleset,
    text_of: &dyn Fn(&str) -> Option<Arc<str>>,
) -> Option<Told> {
    let script = rule.demand.script()?;
    let (name, source) = (rule.name.as_deref()?, &*script.source);
    let bare = without_texts(source);
    if ["lookup(", "steps(", "grade(", "switch", "fn "].iter().any(|word| bare.contains(word)) {
        return None;
    }
    let found = in_pieces(name, source, &comparisons(source, &bare), ruleset)?;
    // what the name says may stand where it is not compared
    let said = found.message.split(['“', '”']).nth(1)?;
    let digits: String = said.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let stands = source.match_indices(&digits).any(|(at, _)| {
        !source.get(..at).is_some_and(|own| own.ends_with(is_digit))
            && !source.get(at + digits.len()..).is_some_and(|own| own.starts_with(is_digit))
    });
    if digits.is_empty() || stands {
        return None;
    }
    if let Some(param) = found.param.and_then(|at| ruleset.params.get(at)) {
        let text = text_of(&param.origin.file)?;
        let span = line_of(&text, &param.origin.span);
        let file = param.origin.file.to_string();
        return Some(Told { file, text, span, message: found.message, help: found.help });
    }
    let (base, span) = (script.base?, found.span?);
    let written = source.get(span.clone())?;
    let quote = if written.starts_with('"') { "\"" } else { "" };
    let plain: &str = if quote.is_empty() { &digits } else { said };
    Some(Told {
        file: script.file.clone(),
        text: Arc::clone(&script.text),
        span: base + span.start..base + span.end,
        message: found.message.replacen("公式写的", "脚本写的", 1),
        help: format!("名称说得对的，把 {written} 改成 {quote}{plain}{quote}；脚本对的，改 name"),
    })
}

/// What a name says otherwise than the numbers of a script: its comparisons, each with its place.
fn in_pieces(
    name: &str,
    script: &str,
    pieces: &[(Range<usize>, Syntax)],
    ruleset: &Ruleset,
) -> Option<Otherwise> {
    let said: Vec<(&str, Quantity)> =
        in_text(name, &ruleset.vocabulary.units).into_iter().map(|own| (name, own)).collect();
    let mut all = Vec::new();
    for (place, syntax) in pieces {
        let source = script.get(place.clone())?;
        let mut own =
            Gathered { ruleset, source, is_condition: false, all: Vec::new(), has_tables: false };
        own.add(syntax, None);
        if own.has_tables {
            return None;
        }
        all.extend(own.all.into_iter().map(|mut literal| {
            let span = &literal.quantity.span;
            literal.quantity.span = place.start + span.start..place.start + span.end;
            // what a script counts itself is called as it likes
            let is_counted =
                |(name, _): &(String, CheckRelation)| script.contains(&format!("let {name} "));
            if literal.beside.as_ref().is_some_and(is_counted) {
                (literal.beside, literal.is_length) = (None, true);
            }
            literal
        }));
    }
    // whether there is anything, and more than one
    let is_plain = |own: &Literal| {
        own.quantity.class == Class::Things
            && (own.quantity.value.is_zero() || own.quantity.value == Decimal::ONE)
    };
    all.retain(|own| !is_plain(own));
    let written = pieces.first().map(|(_, syntax)| syntax)?;
    let own = Written { source: script, syntax: written, when: None, form: None };
    other_number(&said, &all, &own, ruleset)
}

/// What a script compares: in each `if`, and first in each `expect`.
fn comparisons(source: &str, bare: &str) -> Vec<(Range<usize>, Syntax)> {
    let mut out = Vec::new();
    for (at, _) in bare.match_indices("if ") {
        let from = at + "if ".len();
        let is_word =
            bare.get(..at).is_some_and(|own| own.ends_with(|c: char| c.is_alphanumeric()));
        let end = bare.get(from..).and_then(|own| own.find('{')).map(|own| from + own);
        if let Some(end) = end.filter(|_| !is_word) {
            out.push(from..end);
        }
    }
    for (at, call) in bare.match_indices("expect(") {
        let from = at + call.len();
        if let Some(length) = source.get(from..).and_then(first_argument) {
            out.push(from..from + length);
        }
    }
    let parsed = |span: Range<usize>| Some((span.clone(), parse(source.get(span)?).ok()?));
    out.into_iter().filter_map(parsed).collect()
}

/// A report under a condition that the name says is to hold: 不超过 and `if 甲 < 乙 { report(…) }`.
pub(super) fn reported(rule: &Rule) -> Option<Told> {
    let script = rule.demand.script()?;
    let (name, source) = (rule.name.as_deref()?, &*script.source);
    let bare = without_texts(source);
    if bare.contains("expect(") || bare.matches("report(").count() != 1 || bare.contains("else") {
        return None;
    }
    let mut all = Vec::new();
    for (place, syntax) in comparisons(source, &bare) {
        conjuncts(place.start, &syntax, &mut all);
    }
    let mut all = all.into_iter();
    let ((place, relation, left, right), None) = (all.next()?, all.next()) else { return None };
    let all = bounds_said(name, (&left, &right));
    let word = all.first()?.word;
    if !all.iter().all(|own| is_same_way(own.relation, relation) == Some(true)) {
        return None;
    }
    let written = source.get(place.clone())?;
    let turned = match relation {
        CheckRelation::Less | CheckRelation::AtMost => ">",
        _ => "<",
    };
    let sign = written.find(['<', '>'])?;
    let meant = format!(
        "{} {turned} {}",
        written.get(..sign)?.trim(),
        written.get(sign..)?.trim_start_matches(['<', '>', '=']).trim()
    );
    let base = script.base?;
    Some(Told {
        file: script.file.clone(),
        text: Arc::clone(&script.text),
        span: base + place.start..base + place.end,
        message: format!("规则的名称说“{word}”，脚本却在 {written} 的时候报告：正好相反"),
        help: format!("report 写在不合的时候：写成 {meant}；脚本对的，改 name"),
    })
}

/// A condition of a script that holds a figure or a word against itself.
pub(super) fn itself(rule: &Rule) -> Option<Told> {
    let script = rule.demand.script()?;
    let source = &*script.source;
    let bare = without_texts(source);
    let rows: Vec<&str> = bare
        .split("for ")
        .skip(1)
        .filter_map(|own| own.split_once(" in ").map(|(name, _)| name.trim()))
        .collect();
    for (place, syntax) in comparisons(source, &bare) {
        let mut all = Vec::new();
        equalities(place.start, &syntax, &mut all);
        for (span, left, right) in all {
            let (SyntaxKind::Member(base, column, _), true) =
                (&left.kind, left.kind == right.kind || is_same(&left, &right))
            else {
                continue;
            };
            let SyntaxKind::Name(row) = &base.kind else { continue };
            let written = source.get(span.clone())?;
            let mut others = rows.iter().filter(|own| **own != row.as_str());
            let help = match (others.next(), others.next()) {
                (Some(other), None) => {
                    format!("两边各写一行的：写成 {other}.{column} == {row}.{column}")
                }
                _ => "右边写要比的那个数或者那一行的".to_owned(),
            };
            return Some(Told {
                file: script.file.clone(),
                text: Arc::clone(&script.text),
                span: script.base? + span.start..script.base? + span.end,
                message: format!("{written} 比较的两边是同一个，每一行都成立"),
                help,
            });
        }
    }
    None
}

/// Whether two paths name the same.
fn is_same(one: &Syntax, other: &Syntax) -> bool {
    match (&one.kind, &other.kind) {
        (SyntaxKind::Name(a), SyntaxKind::Name(b)) => a == b,
        (SyntaxKind::Member(a, one, _), SyntaxKind::Member(b, other, _)) => {
            one == other && is_same(a, b)
        }
        _ => false,
    }
}

fn equalities(from: usize, syntax: &Syntax, out: &mut Vec<(Range<usize>, Syntax, Syntax)>) {
    match &syntax.kind {
        SyntaxKind::Binary(_, a, b) => {
            equalities(from, a, out);
            equalities(from, b, out);
        }
        SyntaxKind::Compare(CheckRelation::Equal, a, b) => {
            let span = from + syntax.span.start..from + syntax.span.end;
            out.push((span, (**a).clone(), (**b).clone()));
        }
        _ => {}
    }
}

/// A script that leaves out just the rows that the name is for, or holds rows against each other by another
/// column than the name says.
pub(super) fn denied(rule: &Rule) -> Option<Told> {
    let script = rule.demand.script()?;
    let (name, source) = (rule.name.as_deref()?, &*script.source);
    let bare = without_texts(source);
    let told = |span: Range<usize>, message: String, help: String| {
        let base = script.base?;
        let span = base + span.start..base + span.end;
        let (file, text) = (script.file.clone(), Arc::clone(&script.text));
        Some(Told { file, text, span, message, help })
    };
    let mut signs = bare.match_indices("!=");
    if let (Some((at, _)), None) = (signs.next(), signs.next())
        && !bare.contains("continue")
    {
        let behind = source.get(at + 2..)?.trim_start();
        let word = behind.strip_prefix('"').and_then(|own| own.split('"').next());
        if let Some(word) = word.filter(|word| super::more::is_condition_of(name, word)) {
            let message = format!("规则的名称说“{word}的”，脚本正好把它们去掉了");
            return told(
                at..at + 2,
                message,
                "名称说得对的，!= 改成 ==；脚本对的，改 name".to_owned(),
            );
        }
    }
    // 同一施工单位
    for (place, syntax) in comparisons(source, &bare) {
        let mut all = Vec::new();
        equalities(place.start, &syntax, &mut all);
        let [(span, left, right)] = all.as_slice() else { continue };
        let (SyntaxKind::Member(a, one, _), SyntaxKind::Member(b, other, _)) =
            (&left.kind, &right.kind)
        else {
            continue;
        };
        if one != other || is_same(a, b) {
            continue;
        }
        let said = ["同一", "相同", "同一个"].iter().find_map(|word| name.split(word).nth(1));
        let Some(said) =
            said.filter(|said| !said.starts_with(one.as_str()) && !name.contains(one.as_str()))
        else {
            continue;
        };
        // the name of a column, which the script reads elsewhere
        let columns = source.split(['.', '}', ' ', ')', ',', '=', '`', '(']);
        let meant = columns.filter(|own| own.chars().nth(1).is_some() && said.starts_with(own));
        let meant = meant.max_by_key(|own| own.len())?;
        let written = source.get(span.clone())?;
        let message = format!("规则的名称说“同一{meant}”，脚本比的是 {one}");
        let help = format!(
            "名称说得对的，写成 {}；脚本对的，改 name",
            written.replace(one.as_str(), meant)
        );
        return told(span.clone(), message, help);
    }
    None
}

/// The comparisons by size that must all hold, each with its place in the script.
fn conjuncts(
    from: usize,
    syntax: &Syntax,
    out: &mut Vec<(Range<usize>, CheckRelation, Syntax, Syntax)>,
) {
    match &syntax.kind {
        SyntaxKind::Binary(_, a, b) => {
            conjuncts(from, a, out);
            conjuncts(from, b, out);
        }
        SyntaxKind::Compare(relation, a, b)
            if !matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) =>
        {
            let span = from + syntax.span.start..from + syntax.span.end;
            out.push((span, *relation, (**a).clone(), (**b).clone()));
        }
        _ => {}
    }
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
