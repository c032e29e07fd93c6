//! The keys of rule files, each described once: the reader knows by it which keys there are, and
//! the JSON Schema for editors is made of it.

mod files;
mod forms;
mod rules;
mod settings;
mod shared;
mod vocabulary;

use files::{CASE_FILE, DEFAULTS, RULE_FILE};
use forms::{COLUMN, FORM, GRADE, PART, ROW, SCALE, SOURCE};
use rules::{CASE_ITEM, CLAIM, MEASURE, RELATION, ROLE, RULE, WORDING};
use settings::{MET, PROFILE, PROFILES, PROGRAM, RULESET, SCOPE, WAIVER, WAIVERS};
use vocabulary::VOCABULARY;

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
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
pub(super) struct RuleKey {
    pub(super) name: &'static str,
    pub(super) kind: KeyKind,
    pub(super) required: bool,
    /// For an author, in Chinese.
    pub(super) about: &'static str,
}

pub(super) const fn key(name: &'static str, kind: KeyKind, about: &'static str) -> RuleKey {
    RuleKey { name, kind, required: false, about }
}

pub(super) const fn must(name: &'static str, kind: KeyKind, about: &'static str) -> RuleKey {
    RuleKey { name, kind, required: true, about }
}

/// Kinds of column.
pub(super) const COLUMN_KINDS: &[&str] = &[
    "label", "code", "group", "text", "line", "ordinal", "amount", "percent", "count", "score",
    "target", "grade", "year", "date",
];
/// Roundings of a form.
pub(super) const ROUNDINGS: &[&str] = &["auto", "exact", "nearest", "truncate"];
/// Severities.
pub(super) const SEVERITIES: &[&str] = &["error", "warning", "info"];
/// Verdicts that a case may expect.
pub(super) const VERDICTS: &[&str] =
    &["violation", "holds", "rounding", "corroborated", "unchecked", "none"];
/// Places of claims.
pub(super) const PLACES: &[&str] = &["text", "cells", "headings", "numbered", "contents"];

/// Kinds of the figure of a role.
pub(super) const ROLE_KINDS: &[&str] = &["amount", "percent", "points", "count", "score", "number"];
/// How far the figures of a relation may stand apart.
pub(super) const REACHES: &[&str] = &["clause", "segment", "sentence", "passage"];

/// All tables of rule files by the name that messages give them.
pub(super) const TABLES: &[(&str, &[RuleKey])] = &[
    ("规则文件", RULE_FILE),
    ("用例文件", CASE_FILE),
    ("[defaults]", DEFAULTS),
    ("[[form]]", FORM),
    ("columns", COLUMN),
    ("rows", ROW),
    ("[[part]]", PART),
    ("[[scale]]", SCALE),
    ("[[source]]", SOURCE),
    ("grades", GRADE),
    ("[[claim]]", CLAIM),
    ("[[role]]", ROLE),
    ("[[relation]]", RELATION),
    ("[[measure]]", MEASURE),
    ("[[wording]]", WORDING),
    ("[[rule]]", RULE),
    ("case", CASE_ITEM),
    ("ruleset.toml", RULESET),
    ("vocabulary.toml", VOCABULARY),
    ("waivers.toml", WAIVERS),
    ("[[waiver]]", WAIVER),
    ("met", MET),
    ("profiles.toml", PROFILES),
    ("[[profile]]", PROFILE),
    ("gouji.toml", PROGRAM),
    ("[[scope]]", SCOPE),
];

/// The keys of a table; none for one that is not in the list.
pub(super) fn keys(table: &str) -> &'static [RuleKey] {
    TABLES.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}

/// Keys that each item has for itself.
const OWN: &[&str] = &["id", "years", "from", "until", "reason", "off", "replaces", "case"];

/// The keys of a table that all items of a file may have in common.
pub(super) fn shared_keys(table: &str) -> impl Iterator<Item = &'static RuleKey> + use<> {
    keys(table).iter().filter(|key| key.kind != KeyKind::Demands && !OWN.contains(&key.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_kinds_are_those_that_are_read() {
        let mut read: Vec<&str> =
            super::super::compile::COLUMN_KINDS.iter().map(|(name, _)| *name).collect();
        let mut own = COLUMN_KINDS.to_vec();
        read.sort_unstable();
        own.sort_unstable();
        assert_eq!(own, read);
    }
}
