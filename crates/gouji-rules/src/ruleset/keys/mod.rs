//! The keys of rule files, each described once: the reader knows by it which keys there are, and
//! the JSON Schema for editors is made of it.

mod files;
mod forms;
mod key;
mod rules;
mod settings;
mod shared;
mod vocabulary;

use files::{CASE_FILE, DEFAULTS, RULE_FILE};
use forms::{COLUMN, FORM, GRADE, PART, ROW, SCALE, SOURCE};
pub(super) use key::{
    COLUMN_KINDS, KeyKind, PLACES, REACHES, ROLE_KINDS, ROUNDINGS, RuleKey, SEVERITIES, VERDICTS,
    key, must,
};
use rules::{CASE_ITEM, CLAIM, MEASURE, RELATION, ROLE, RULE, WORDING};
use settings::{MET, PROFILE, PROFILES, PROGRAM, RULESET, SCOPE, WAIVER, WAIVERS};
use vocabulary::VOCABULARY;

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
