//! What a key is, and the words that keys of one of some words may have.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ruleset) enum KeyKind {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// `true` or `false`.
    Bool,
    /// A number, or a text with one.
    Number,
    /// A list of whole numbers.
    Wholes,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// One of some words, or a name.
    OneOfOr(&'static [&'static str]),
    /// A table of this name.
    Table(&'static str),
    /// A list of tables of this name.
    Tables(&'static str),
    /// A table with keys of the tables of this name, as many as all of them have in common.
    Shared(&'static str),
    /// Values by any name.
    Values,
    /// A day, as TOML writes it or as a text.
    Day,
    /// The keys of the kinds of rules, which `kind` lists.
    Demands,
    /// What another reader looks at.
    Anything,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub(in crate::ruleset) struct RuleKey {
    pub(in crate::ruleset) name: &'static str,
    pub(in crate::ruleset) kind: KeyKind,
    pub(in crate::ruleset) required: bool,
    /// For an author, in Chinese.
    pub(in crate::ruleset) about: &'static str,
}

pub(in crate::ruleset) const fn key(
    name: &'static str,
    kind: KeyKind,
    about: &'static str,
) -> RuleKey {
    RuleKey { name, kind, required: false, about }
}

pub(in crate::ruleset) const fn must(
    name: &'static str,
    kind: KeyKind,
    about: &'static str,
) -> RuleKey {
    RuleKey { name, kind, required: true, about }
}

/// Kinds of column.
pub(in crate::ruleset) const COLUMN_KINDS: &[&str] = &[
    "label", "code", "group", "text", "line", "ordinal", "amount", "percent", "count", "score",
    "target", "grade", "year", "date",
];

/// Roundings of a form.
pub(in crate::ruleset) const ROUNDINGS: &[&str] = &["auto", "exact", "nearest", "truncate"];

/// Severities.
pub(in crate::ruleset) const SEVERITIES: &[&str] = &["error", "warning", "info"];

/// Verdicts that a case may expect.
pub(in crate::ruleset) const VERDICTS: &[&str] =
    &["violation", "holds", "rounding", "corroborated", "unchecked", "none"];

/// Places of claims.
pub(in crate::ruleset) const PLACES: &[&str] =
    &["text", "cells", "headings", "numbered", "contents"];

/// Kinds of the figure of a role.
pub(in crate::ruleset) const ROLE_KINDS: &[&str] =
    &["amount", "percent", "points", "count", "score", "number"];

/// How far the figures of a relation may stand apart.
pub(in crate::ruleset) const REACHES: &[&str] = &["clause", "segment", "sentence", "passage"];
