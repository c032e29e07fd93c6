//! A column that the words of a rule have of the row before, and its formula takes another one: 上一行余额,
//! `previous(收入)`.

use super::relation::Turned;
use crate::formula::{Function, Syntax, SyntaxKind};
use crate::ruleset::schema::{Column, Form};

/// Words of the row before.
const BEFORE: &[&str] = &[
    "上一行",
    "前一行",
    "上行",
    "上一笔",
    "前一笔",
    "上笔",
    "上一条",
    "上一次",
    "上次",
    "上一期",
    "上期",
    "上一日",
];

/// All that a formula takes of the row before.
fn taken<'s>(syntax: &'s Syntax, out: &mut Vec<&'s Syntax>) {
    match &syntax.kind {
        SyntaxKind::Call(name, _, arguments) => {
            if Function::find(name) == Some(Function::Previous) {
                out.extend(arguments.first());
            }
            arguments.iter().for_each(|own| taken(own, out));
        }
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) | SyntaxKind::Index(a, b) => {
            taken(a, out);
            taken(b, out);
        }
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) | SyntaxKind::Member(inner, ..) => {
            taken(inner, out);
        }
        _ => {}
    }
}

/// How much of the begin of a text a column is called; nothing where it is not.
fn begins(text: &str, column: &Column) -> usize {
    let heads = column.headers.plain.iter().map(|own| own.as_str());
    let all = heads.map(|head| head.split(['（', '(']).next().unwrap_or(head));
    let all = all.chain([column.name.as_str()]);
    all.filter(|own| !own.is_empty() && text.starts_with(own)).map(str::len).max().unwrap_or(0)
}

/// Such a column, where the name has one of the row before and the formula one other.
pub(super) fn row_before(
    name: &str,
    (source, syntax): (&str, &Syntax),
    form: &Form,
) -> Option<Turned> {
    let mut own = Vec::new();
    taken(syntax, &mut own);
    let [argument] = own.as_slice() else { return None };
    let SyntaxKind::Name(written) = &argument.kind else { return None };
    let known = form.columns.iter().find(|column| column.name == *written)?;
    // 上期余额 may be what a column is called
    let is_called = |word: &str| {
        form.columns.iter().any(|own| {
            own.name.contains(word)
                || own.headers.plain.iter().any(|head| head.as_str().contains(word))
        })
    };
    let mut found = BEFORE.iter().filter(|word| !is_called(word)).filter_map(|word| {
        let (_, rest) = name.split_once(word)?;
        // of what stands twice nobody knows which
        (!rest.contains(word)).then_some((word, rest))
    });
    let ((word, rest), None) = (found.next()?, found.next()) else { return None };
    let rest = rest.trim_start_matches(['的', ' ']);
    let longest = form.columns.iter().max_by_key(|column| begins(rest, column))?;
    let length = begins(rest, longest);
    if length == 0
        || longest.name == *written
        || begins(rest, known) > 0
        || longest.kind != known.kind
    {
        return None;
    }
    let (before, behind) = (source.get(..argument.span.start)?, source.get(argument.span.end..)?);
    Some(Turned {
        message: format!(
            "规则的名称说“{word}{}”，公式写的是 previous({written})：列写错了",
            rest.get(..length)?
        ),
        meant: Some(format!("{before}{}{behind}", longest.name)),
    })
}
