//! The names that a script knows without saying where they come from.

use crate::formula::Names;
use std::collections::BTreeSet;

/// What an id of a ruleset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    /// A form.
    Form(usize),
    /// A claim.
    Claim(usize),
    /// A kind of part.
    Part(usize),
    /// A scale.
    Scale(usize),
    /// `param`
    Param,
    /// `doc`
    Doc,
    /// `table`
    Table,
    /// `上年`
    LastYear,
    /// The captures of a part around, by name.
    PartCapture,
}

/// All global names with what they are.
pub fn globals(names: &Names) -> impl Iterator<Item = (&str, Global)> {
    let forms = names.forms.iter().enumerate().map(|(i, form)| (form.id.as_str(), Global::Form(i)));
    let claims =
        names.claims.iter().enumerate().map(|(i, claim)| (claim.id.as_str(), Global::Claim(i)));
    let parts = names.parts.iter().enumerate().map(|(i, (id, _))| (id.as_str(), Global::Part(i)));
    let scales = names.scales.iter().enumerate().map(|(i, id)| (id.as_str(), Global::Scale(i)));
    let fixed = [
        ("param", Global::Param),
        ("doc", Global::Doc),
        ("table", Global::Table),
        ("上年", Global::LastYear),
    ];
    let ids: BTreeSet<&str> = forms
        .clone()
        .chain(claims.clone())
        .chain(parts.clone())
        .chain(scales.clone())
        .map(|(id, _)| id)
        .collect();
    let mut captures: Vec<&str> = names
        .parts
        .iter()
        .flat_map(|(_, captures)| captures.iter().map(String::as_str))
        .filter(|name| !ids.contains(name))
        .collect();
    captures.sort_unstable();
    captures.dedup();
    captures
        .into_iter()
        .map(|name| (name, Global::PartCapture))
        .chain(forms)
        .chain(claims)
        .chain(parts)
        .chain(scales)
        .chain(fixed)
}

/// Names that may stand behind a dot: sides, rows, columns, captures, parameters and the fixed
/// fields.
#[must_use]
pub fn properties(names: &Names) -> BTreeSet<&str> {
    let mut out: BTreeSet<&str> = FIELDS.iter().copied().collect();
    for form in &names.forms {
        out.extend(form.sides.iter().map(String::as_str));
        out.extend(form.rows.iter().map(String::as_str));
        out.extend(form.columns.iter().map(|(name, ..)| name.as_str()));
        out.extend(form.captures.iter().map(|(name, ..)| name.as_str()));
        out.insert(&form.id);
    }
    for claim in &names.claims {
        out.extend(claim.captures.iter().map(|(name, ..)| name.as_str()));
        out.insert(&claim.id);
    }
    for (id, captures) in &names.parts {
        out.insert(id);
        out.extend(captures.iter().map(String::as_str));
    }
    out.extend(names.params.iter().map(|(name, ..)| name.as_str()));
    out
}

/// Fields that are the language's own.
pub const FIELDS: &[&str] =
    &["year", "agency", "kind", "title", "number", "unit", "from", "name", "level"];
