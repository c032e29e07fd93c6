//! Where a name is written: in the own files, in those of the rulesets below, in those of the program.

use crate::complete::own_form;
use crate::index::{FileIndex, index};
use crate::names::{Named, RULES, named, owner, path_at};
use crate::pieces::Piece;
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Rulebook, Ruleset};
use std::ops::Range;
use std::sync::Arc;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An item of one of these kinds.
    Item(&'static [&'static str], String),
    /// A column or row of a form.
    Inner(String, String),
    /// A parameter.
    Param(String),
}

impl Target {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Item(_, name) | Self::Inner(_, name) | Self::Param(name) => name,
        }
    }

    /// The same with another name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        match self {
            Self::Item(kinds, _) => Self::Item(kinds, name.to_owned()),
            Self::Inner(form, _) => Self::Inner(form.clone(), name.to_owned()),
            Self::Param(_) => Self::Param(name.to_owned()),
        }
    }
}

/// A place in a rule file, by the name that messages give the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The file.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
    /// The place.
    pub span: Range<usize>,
}

/// What the name at a byte means, and its bytes.
#[must_use]
pub fn target(
    text: &str,
    offset: usize,
    piece: &Piece,
    ruleset: &Ruleset,
) -> Option<(Target, Range<usize>)> {
    let written = text.get(piece.span.clone())?;
    let whole = |target: Target| Some((target, piece.span.clone()));
    let (path, span) = path_at(written, offset.checked_sub(piece.span.start)?);
    let span = piece.span.start + span.start..piece.span.start + span.end;
    let in_path = |owner: &Owner| Some((of_path(&path, ruleset, owner)?, span.clone()));
    match named(piece) {
        Named::OwnId => whole(Target::Item(kinds_of(piece.item())?, written.to_owned())),
        Named::Ids(kinds) => {
            let id = written.split('#').next().unwrap_or(written);
            let span = piece.span.start..piece.span.start + id.len();
            Some((Target::Item(kinds, id.to_owned()), span))
        }
        Named::Formula | Named::Message | Named::Column => in_path(&owner(text, piece, ruleset)),
        Named::Path | Named::IdsOrPath(_) => in_path(&Owner::Document),
        Named::Words if piece.item() == "param" && piece.keys.is_empty() => {
            whole(Target::Param(written.to_owned()))
        }
        _ => None,
    }
}

/// The kinds that share the ids of one.
#[must_use]
pub fn kinds_of(kind: &str) -> Option<&'static [&'static str]> {
    const ALONE: [&[&str]; 6] = [&["form"], &["part"], &["scale"], &["role"], &["source"], RULES];
    ALONE.into_iter().find(|kinds| kinds.contains(&kind))
}

/// What a path names.
#[must_use]
pub fn of_path(path: &[String], ruleset: &Ruleset, owner: &Owner) -> Option<Target> {
    let names = &ruleset.names;
    let (last, before) = path.split_last()?;
    if let Some(form) =
        before.iter().rev().find(|name| names.forms.iter().any(|own| own.id == **name))
    {
        return Some(Target::Inner(form.clone(), last.clone()));
    }
    if before.first().is_some_and(|first| first == "param") {
        return Some(Target::Param(before.get(1).unwrap_or(last).clone()));
    }
    if let Some(form) = own_form(owner, ruleset) {
        let is_own = form.columns.iter().any(|(own, _)| own == last) || form.rows.contains(last);
        if is_own {
            return Some(Target::Inner(form.id.clone(), last.clone()));
        }
    }
    let item = |kinds, is_one: bool| is_one.then(|| Target::Item(kinds, last.clone()));
    item(&["form"] as &[&str], names.forms.iter().any(|own| own.id == *last))
        .or_else(|| item(RULES, names.claims.iter().any(|own| own.id == *last)))
        .or_else(|| item(&["part"], names.parts.iter().any(|(id, _)| id == last)))
        .or_else(|| item(&["scale"], names.scales.contains(last)))
        .or_else(|| item(&["role"], names.roles.contains(last)))
}

/// All places where something is written, the nearest layer first.
#[must_use]
pub fn definitions(target: &Target, book: &Rulebook, ruleset: &Ruleset) -> Vec<Definition> {
    let mut out = Vec::new();
    for layer in ruleset.layers.iter().rev() {
        for (file, text) in book.texts(layer) {
            // most files do not hold the name at all
            if !file.ends_with(".toml") || !text.contains(target.name()) {
                continue;
            }
            let place = |span: Range<usize>| Definition {
                file: file.clone(),
                text: Arc::clone(&text),
                span,
            };
            out.extend(spans(target, &index(&text)).into_iter().map(place));
        }
    }
    out
}

/// The places of a file where something is written.
#[must_use]
pub fn spans(target: &Target, file: &FileIndex) -> Vec<Range<usize>> {
    match target {
        Target::Item(kinds, id) => file
            .items
            .iter()
            .filter(|item| kinds.contains(&item.kind.as_str()) && item.id.name == *id)
            .map(|item| item.id.span.clone())
            .collect(),
        Target::Inner(form, name) => file
            .items
            .iter()
            .filter(|item| item.kind == "form" && item.id.name == *form)
            .flat_map(|item| &item.inner)
            .filter(|own| own.name == *name)
            .map(|own| own.span.clone())
            .collect(),
        Target::Param(name) => {
            let own = file.params.iter().filter(|own| own.name == *name);
            own.map(|own| own.span.clone()).collect()
        }
    }
}
