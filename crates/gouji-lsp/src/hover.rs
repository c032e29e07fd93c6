//! What stands under the cursor, in words.

use crate::complete::own_form;
use crate::names::{Named, named, owner, path_at};
use crate::pieces::{Piece, Sort};
use crate::say;
use crate::schema::Schema;
use gouji_report::explain::{item, param_value};
use gouji_rules::formula::{
    FormNames, Function, Owner, Syntax, SyntaxKind, kind_of, parse, resolve_condition,
    resolve_expectation, resolve_value,
};
use gouji_rules::ruleset::{Origin, Rulebook, Ruleset};
use gouji_values::kind::Kind;
use std::ops::Range;

/// What is known of a place, as Markdown, and its bytes.
#[must_use]
pub fn hover(
    text: &str,
    offset: usize,
    piece: &Piece,
    schema: &Schema,
    rules: (&Rulebook, &Ruleset),
) -> Option<(String, Range<usize>)> {
    let written = text.get(piece.span.clone())?;
    let whole = |words: String| Some((words, piece.span.clone()));
    let what = named(piece);
    if piece.sort != Sort::Value && what != Named::Path {
        let key = match piece.sort {
            Sort::Header => {
                let outer = text.get(piece.start..piece.span.start)?.trim_start_matches('[');
                let outer = outer.split('.').map(str::trim).filter(|name| !name.is_empty());
                schema.keys(outer).into_iter().find(|key| key.name == written)
            }
            _ => schema.key(piece, written),
        };
        return whole(key.map(|key| format!("**{}**：{}", key.name, key.about))?);
    }
    match what {
        Named::OwnId | Named::Ids(_) => {
            let id = written.split('#').next().unwrap_or(written);
            whole(of_id(id, rules)?)
        }
        Named::Formula => in_formula(text, offset, piece, rules.1),
        Named::Message | Named::Path | Named::IdsOrPath(_) | Named::Column => {
            let (path, span) = path_at(written, offset.checked_sub(piece.span.start)?);
            let words = of_path(&path, rules.1, &owner(text, piece, rules.1))?;
            Some((words, piece.span.start + span.start..piece.span.start + span.end))
        }
        Named::Ruleset => whole(rules.0.info(written)?.title.clone()),
        _ => whole(schema.key(piece, piece.key()).map(|key| key.about.to_owned())?),
    }
}

/// What has an id: of a form its columns, of all else what `gouji explain` says.
fn of_id(id: &str, (book, ruleset): (&Rulebook, &Ruleset)) -> Option<String> {
    if let Some(form) = ruleset.names.forms.iter().find(|form| form.id == id) {
        return Some(say::columns_of(form));
    }
    let wordings = book.wordings(&ruleset.name, &[], None, id);
    let line = |origin: &Origin| {
        let text = book.text(&origin.file);
        let before = text.as_deref().and_then(|text| text.get(..origin.span.start));
        before.map_or(1, |before| before.matches('\n').count() + 1)
    };
    if let Some(source) = ruleset.sources.iter().find(|source| source.id == id) {
        return Some(source.name());
    }
    Some(say::explained(&item(ruleset, id, &wordings, &line)?))
}

/// What a path names: a column, a row, a form, a parameter, a function.
fn of_path(path: &[String], ruleset: &Ruleset, owner: &Owner) -> Option<String> {
    let names = &ruleset.names;
    let (last, before) = path.split_last()?;
    let form = |name: &str| names.forms.iter().find(|form| form.id == name);
    if let Some(form) = before.iter().rev().find_map(|name| form(name)) {
        return of_form(form, last);
    }
    if before.first().is_some_and(|first| first == "param") {
        let name = before.get(1).unwrap_or(last);
        let own = ruleset.params.iter().find(|own| own.name == *name)?;
        return Some(say::param(&own.name, &param_value(&own.value, ruleset)));
    }
    if let Some(words) = own_form(owner, ruleset).and_then(|form| of_form(form, last)) {
        return Some(words);
    }
    if let Some(form) = form(last) {
        return Some(say::columns_of(form));
    }
    Function::find(last).map(|function| say::function(function.signature().1))
}

fn of_form(form: &FormNames, name: &str) -> Option<String> {
    let printed = |list: &[Vec<String>], at: usize| list.get(at).cloned().unwrap_or_default();
    if let Some(at) = form.columns.iter().position(|(own, _)| own == name) {
        let (_, kind) = form.columns.get(at)?;
        return Some(say::column(&form.id, name, kind.name(), &printed(&form.heads, at)));
    }
    let at = form.rows.iter().position(|own| own == name)?;
    Some(say::row(&form.id, name, &printed(&form.labels, at)))
}

/// What a formula names at a byte, and what the smallest expression around it is.
fn in_formula(
    text: &str,
    offset: usize,
    piece: &Piece,
    ruleset: &Ruleset,
) -> Option<(String, Range<usize>)> {
    let written = text.get(piece.span.clone())?;
    let at = offset.checked_sub(piece.span.start)?;
    let owner = owner(text, piece, ruleset);
    let (path, name_span) = path_at(written, at);
    let name = of_path(&path, ruleset, &owner);
    let expression = parse(written).ok().and_then(|syntax| {
        let found = smallest(&syntax, at)?;
        Some((expression(written, found, ruleset, &owner)?, found.span.clone()))
    });
    let (words, span) = match (name, expression) {
        (Some(name), Some((kind, span))) => (format!("{name}\n\n{kind}"), span),
        (Some(name), None) => (name, name_span),
        (None, Some(found)) => found,
        (None, None) => return None,
    };
    Some((words, piece.span.start + span.start..piece.span.start + span.end))
}

/// The smallest expression around a byte.
fn smallest(syntax: &Syntax, at: usize) -> Option<&Syntax> {
    if !(syntax.span.start <= at && at <= syntax.span.end) {
        return None;
    }
    let inner: Vec<&Syntax> = match &syntax.kind {
        SyntaxKind::Call(_, _, arguments) => arguments.iter().collect(),
        SyntaxKind::Negate(one) | SyntaxKind::Not(one) => vec![one],
        SyntaxKind::Binary(_, one, other) | SyntaxKind::Compare(_, one, other) => vec![one, other],
        // a key in brackets is an expression of its own, the path before it is not
        SyntaxKind::Index(_, key) => vec![key],
        _ => Vec::new(),
    };
    inner.into_iter().find_map(|inner| smallest(inner, at)).or(Some(syntax))
}

/// The kind of an expression, and its unit.
fn expression(written: &str, syntax: &Syntax, ruleset: &Ruleset, owner: &Owner) -> Option<String> {
    let names = &ruleset.names;
    let own = written.get(syntax.span.clone())?;
    let kind = match &syntax.kind {
        SyntaxKind::Compare(..) => {
            let holds = resolve_expectation(own, names, owner, None).is_ok()
                || resolve_condition(own, names, owner).is_ok();
            holds.then_some(Kind::Truth)?
        }
        _ => kind_of(&resolve_value(own, names, owner).ok()?, names, owner),
    };
    let unit = match &syntax.kind {
        SyntaxKind::Number { unit, .. } if !unit.is_empty() => Some(unit.clone()),
        _ if kind == Kind::Amount => unit_of(own, ruleset, owner),
        _ => None,
    };
    Some(say::kind(own, kind.name(), unit.as_deref()))
}

/// The unit of the form that an expression reads.
fn unit_of(written: &str, ruleset: &Ruleset, owner: &Owner) -> Option<String> {
    let first = written.split(['.', '[', '(']).next()?;
    let named = ruleset.names.forms.iter().find(|form| form.id == first);
    named.or(own_form(owner, ruleset))?.unit.clone()
}
