//! What may be written at a place of a rule file.

use crate::names::{Named, named, owner, path_before};
use crate::pieces::{Piece, Sort};
use crate::say;
use crate::schema::Schema;
use gouji_rules::formula::{FormNames, Function, Owner};
use gouji_rules::ruleset::{ParamValue, Rulebook, Ruleset};
use lsp_types::CompletionItemKind as Kind;
use std::collections::BTreeSet;
use std::ops::Range;

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is typed to find it.
    pub label: String,
    /// What is written.
    pub text: String,
    /// What it is.
    pub detail: String,
    /// Its sign in the list.
    pub kind: Kind,
}

/// What may be written, and what it takes the place of.
#[derive(Debug, Default)]
pub struct Offers {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What may stand there.
    pub list: Vec<Offer>,
}

fn offer(label: &str, detail: impl Into<String>, kind: Kind) -> Offer {
    Offer { label: label.to_owned(), text: label.to_owned(), detail: detail.into(), kind }
}

/// What may be written at a byte; `piece` is what stands there.
#[must_use]
pub fn complete(
    text: &str,
    offset: usize,
    piece: &Piece,
    schema: &Schema,
    rules: (&Rulebook, &Ruleset),
) -> Offers {
    let typed = text.get(piece.span.start..offset).unwrap_or("");
    if piece.sort == Sort::Header {
        return Offers { span: piece.span.clone(), list: headers(text, piece, schema) };
    }
    let what = named(piece);
    if piece.sort == Sort::Key && what != Named::Path {
        return Offers { span: piece.span.clone(), list: keys(text, piece, schema) };
    }
    let (book, ruleset) = rules;
    let one_of = schema.key(piece, piece.key()).map_or(&[][..], |key| key.one_of);
    let words = one_of.iter().filter_map(|word| word.as_str());
    let mut list: Vec<Offer> = words.map(|word| offer(word, "", Kind::ENUM_MEMBER)).collect();
    let mut span = piece.span.clone();
    match what {
        Named::Formula => {
            let (path, start) = path_before(typed);
            span = piece.span.start + start..offset;
            list = formula(&path, ruleset, &owner(text, piece, ruleset));
        }
        Named::Message => {
            let Some(open) =
                typed.rfind(['{', '}']).filter(|at| typed.as_bytes().get(*at) == Some(&b'{'))
            else {
                return Offers::default();
            };
            let (path, start) = path_before(typed.get(open + 1..).unwrap_or(""));
            span = piece.span.start + open + 1 + start..offset;
            if path.len() == 1 {
                let values = ["stated", "computed", "difference"];
                list.extend(values.map(|word| offer(word, "", Kind::VARIABLE)));
            }
            list.extend(formula(&path, ruleset, &owner(text, piece, ruleset)));
        }
        Named::Path => {
            let (path, start) = path_before(typed);
            span = piece.span.start + start..offset;
            list.extend(paths(&path, ruleset));
        }
        Named::IdsOrPath(kinds) => {
            let (path, start) = path_before(typed);
            span = piece.span.start + start..offset;
            if path.len() == 1 {
                list.extend(ids(kinds, ruleset));
            } else {
                list.extend(paths(&path, ruleset));
            }
        }
        Named::Ids(kinds) => list.extend(ids(kinds, ruleset)),
        Named::Column => {
            if let Some(form) = own_form(&owner(text, piece, ruleset), ruleset) {
                list.extend(columns(form));
                list.extend(rows(form));
            }
        }
        Named::Ruleset => list.extend(
            book.rulesets().map(|info| offer(&info.name, info.title.clone(), Kind::MODULE)),
        ),
        Named::DocumentKind => {
            let kinds = ruleset.vocabulary.kinds.keys();
            list.extend(kinds.map(|kind| offer(kind, "", Kind::ENUM_MEMBER)));
        }
        Named::OwnId | Named::Words => {}
    }
    if !piece.is_quoted {
        list.iter_mut().for_each(|offer| offer.text = format!("\"{}\"", offer.text));
    }
    Offers { span, list }
}

/// The tables that may begin.
fn headers(text: &str, piece: &Piece, schema: &Schema) -> Vec<Offer> {
    let behind = text.get(piece.span.end..).unwrap_or("");
    let start = text.get(piece.start..piece.span.start).unwrap_or("");
    let is_inner = start.contains('.');
    let outer = start.trim_start_matches('[').split('.').next().unwrap_or("").trim();
    let keys =
        if is_inner { schema.keys([outer].into_iter()) } else { schema.keys([].into_iter()) };
    let is_list = start.starts_with("[[");
    let mut out = Vec::new();
    for key in keys.iter().filter(|key| if is_list { key.is_list } else { key.is_table }) {
        let mut own = offer(key.name, key.about, Kind::STRUCT);
        if !behind.starts_with(']') {
            own.text = format!("{}{}", key.name, if is_list { "]]" } else { "]" });
        }
        out.push(own);
    }
    out
}

/// The keys that the table does not have yet.
fn keys(text: &str, piece: &Piece, schema: &Schema) -> Vec<Offer> {
    let all = crate::pieces::pieces(text);
    let has = |name: &str| {
        let is_it = |own: &&Piece| {
            own.sort == Sort::Key
                && own.start == piece.start
                && own.keys == piece.keys
                && text.get(own.span.clone()) == Some(name)
                && own.span != piece.span
        };
        // of tables in a list each has keys of its own
        piece.keys.is_empty() && all.iter().any(|own| is_it(&own))
    };
    let behind = text.get(piece.span.end..).unwrap_or("").trim_start_matches([' ', '"', '\'']);
    let keys = schema.keys_around(piece).into_iter().filter(|key| !has(key.name));
    let mut out: Vec<Offer> = Vec::new();
    for key in keys {
        let mut own = offer(key.name, key.about, Kind::PROPERTY);
        if piece.table.is_empty() && piece.keys.is_empty() && key.is_list {
            own.text = format!("[[{}]]\n", key.name);
        } else if !behind.starts_with('=') && !piece.is_quoted {
            own.text = format!("{} = ", key.name);
        }
        out.push(own);
    }
    out
}

/// The ids of items of some kinds.
fn ids(kinds: &[&str], ruleset: &Ruleset) -> Vec<Offer> {
    let mut out: Vec<Offer> = Vec::new();
    for kind in kinds {
        match *kind {
            "form" => out.extend(
                ruleset
                    .names
                    .forms
                    .iter()
                    .map(|form| offer(&form.id, form.titles.join("、"), Kind::STRUCT)),
            ),
            "claim" => out.extend(
                ruleset.names.claims.iter().map(|own| offer(&own.id, say::CLAIM, Kind::EVENT)),
            ),
            "rule" => out.extend(ruleset.rules.iter().map(|rule| {
                offer(&rule.id, rule.name.clone().unwrap_or_default(), Kind::FUNCTION)
            })),
            "part" => {
                out.extend(ruleset.parts.iter().map(|own| offer(&own.id, say::PART, Kind::MODULE)))
            }
            "role" => out.extend(
                ruleset.names.roles.iter().map(|own| offer(own, say::ROLE, Kind::VARIABLE)),
            ),
            "source" => out.extend(
                ruleset.sources.iter().map(|own| offer(&own.id, own.name(), Kind::REFERENCE)),
            ),
            _ => {}
        }
    }
    // a claim that checks something is a rule, too
    let mut seen = BTreeSet::new();
    out.retain(|own| seen.insert(own.label.clone()));
    out
}

/// The form that an item is about.
#[must_use]
pub fn own_form<'r>(owner: &Owner, ruleset: &'r Ruleset) -> Option<&'r FormNames> {
    match owner {
        Owner::Form(at, _) => ruleset.names.forms.get(*at),
        _ => None,
    }
}

/// The columns of a form by their names, and by what is printed above them.
fn columns(form: &FormNames) -> Vec<Offer> {
    let mut out: Vec<Offer> = Vec::new();
    for (at, (name, kind)) in form.columns.iter().enumerate() {
        out.push(offer(name, kind.name(), Kind::FIELD));
        let heads = form.heads.get(at).into_iter().flatten().filter(|head| *head != name);
        out.extend(heads.map(|head| Offer {
            text: name.clone(),
            ..offer(head, say::printed_as(name), Kind::FIELD)
        }));
    }
    let captures = form.captures.iter();
    out.extend(captures.map(|(name, _, kind)| offer(name, kind.name(), Kind::VARIABLE)));
    out
}

/// The named rows of a form, and by what is printed in front of them.
fn rows(form: &FormNames) -> Vec<Offer> {
    let mut out: Vec<Offer> = Vec::new();
    for (at, name) in form.rows.iter().enumerate() {
        out.push(offer(name, say::ROW, Kind::CONSTANT));
        let labels = form.labels.get(at).into_iter().flatten().filter(|label| *label != name);
        out.extend(labels.map(|label| Offer {
            text: name.clone(),
            ..offer(label, say::printed_as(name), Kind::CONSTANT)
        }));
    }
    out
}

fn sides(form: &FormNames) -> Vec<Offer> {
    form.sides.iter().map(|side| offer(side, say::SIDE, Kind::MODULE)).collect()
}

/// The path into a form, the last of whose names is being written.
fn paths(path: &[String], ruleset: &Ruleset) -> Vec<Offer> {
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    if rest.is_empty() {
        return ids(&["form"], ruleset);
    }
    let form = ruleset.names.forms.iter().find(|form| form.id == *first);
    form.map_or_else(Vec::new, |form| inside(form, rest))
}

/// What may stand behind a form and some of its names.
fn inside(form: &FormNames, rest: &[String]) -> Vec<Offer> {
    let known = rest.split_last().map_or(&[][..], |(_, known)| known);
    let has = |list: &[String]| known.iter().any(|name| list.contains(name));
    let (has_side, has_row) = (has(&form.sides), has(&form.rows));
    let mut out = Vec::new();
    if !has_side && !has_row {
        out.extend(sides(form));
    }
    if !has_row {
        out.extend(rows(form));
    }
    out.extend(columns(form));
    out
}

/// What a formula may name behind the names of a path, the last of which is being written.
fn formula(path: &[String], ruleset: &Ruleset, owner: &Owner) -> Vec<Offer> {
    let names = &ruleset.names;
    let Some((last, before)) = path.split_last() else { return Vec::new() };
    let Some((first, rest)) = before.split_first() else { return bare(ruleset, owner) };
    // a document stands before a form of its own
    if names.paper(first).is_some() || names.parts.iter().any(|(id, _)| id == first) {
        let mut inner = rest.to_vec();
        inner.push(last.clone());
        return match inner.as_slice() {
            [_] => ids(&["form", "claim"], ruleset),
            _ => formula(&inner, ruleset, &Owner::Document),
        };
    }
    if let Some((_, fields, about)) = say::OF_DOCUMENT.iter().find(|(word, ..)| word == first) {
        return fields.iter().map(|field| offer(field, *about, Kind::PROPERTY)).collect();
    }
    if first == "param" {
        return params(rest, ruleset);
    }
    let behind = &path[1..];
    if let Some(form) = names.forms.iter().find(|form| form.id == *first) {
        return inside(form, behind);
    }
    if let Some(claim) = names.claims.iter().find(|claim| claim.id == *first) {
        let captures = claim.captures.iter();
        return captures.map(|(name, kind, _)| offer(name, kind.name(), Kind::VARIABLE)).collect();
    }
    if names.scales.contains(first) {
        return vec![offer("from", say::SCALE, Kind::PROPERTY)];
    }
    // a row of the own form
    own_form(owner, ruleset).map_or_else(Vec::new, |form| inside(form, path))
}

fn params(rest: &[String], ruleset: &Ruleset) -> Vec<Offer> {
    match rest {
        [] => {
            ruleset.params.iter().map(|own| offer(&own.name, say::PARAM, Kind::CONSTANT)).collect()
        }
        [name] => {
            let own = ruleset.params.iter().find(|own| own.name == *name).map(|own| &own.value);
            let Some(ParamValue::Table(entries)) = own else { return Vec::new() };
            entries.iter().map(|(key, ..)| offer(key, say::PARAM, Kind::CONSTANT)).collect()
        }
        _ => Vec::new(),
    }
}

/// What stands alone in a formula: the names of the item's own form or sentence first.
fn bare(ruleset: &Ruleset, owner: &Owner) -> Vec<Offer> {
    let names = &ruleset.names;
    let mut out = Vec::new();
    if let Some(form) = own_form(owner, ruleset) {
        out.extend(columns(form));
        out.extend(rows(form));
        out.extend(sides(form));
    }
    if let Owner::Claim(at) = owner {
        let captures = names.claims.get(*at).into_iter().flat_map(|own| own.captures.iter());
        out.extend(captures.map(|(name, kind, _)| offer(name, kind.name(), Kind::VARIABLE)));
        out.extend(names.roles.iter().map(|role| offer(role, say::ROLE, Kind::VARIABLE)));
    }
    for function in Function::ALL {
        let (name, usage) = function.signature();
        let mut own = offer(name, usage, Kind::FUNCTION);
        own.text = format!("{name}(");
        out.push(own);
    }
    out.push(Offer { text: "param.".to_owned(), ..offer("param", say::PARAM, Kind::KEYWORD) });
    for (word, _, about) in say::OF_DOCUMENT {
        out.push(Offer { text: format!("{word}."), ..offer(word, about, Kind::KEYWORD) });
    }
    let papers = std::iter::once(gouji_values::paper::LAST_YEAR)
        .chain(names.beside.iter().map(String::as_str));
    out.extend(papers.map(|word| offer(word, say::PAPER, Kind::KEYWORD)));
    out.extend(ids(&["form"], ruleset));
    out.extend(ids(&["claim", "part"], ruleset));
    out.extend(names.scales.iter().map(|own| offer(own, say::SCALE, Kind::ENUM)));
    out
}
