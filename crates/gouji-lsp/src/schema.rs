//! The keys of rule files, as the JSON Schema has them that editors without this server use.

use crate::pieces::{Piece, Sort};
use gouji_rules::ruleset::json_schema;
use serde_json::Value;

/// The schema.
#[derive(Debug)]
pub struct Schema(Value);

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct KnownKey<'s> {
    /// Its name.
    pub name: &'s str,
    /// What it means.
    pub about: &'s str,
    /// Its values are tables, each below a header of its own or in braces.
    pub is_list: bool,
    /// Its value is a table.
    pub is_table: bool,
    /// The words that its value is one of.
    pub one_of: &'s [Value],
}

impl Default for Schema {
    fn default() -> Self {
        Self(serde_json::from_str(&json_schema()).unwrap_or_default())
    }
}

impl Schema {
    /// What a reference means.
    fn followed<'s>(&'s self, mut node: &'s Value) -> &'s Value {
        loop {
            let inner = [&node["$ref"], &node["allOf"][0]["$ref"], &node["items"]["$ref"]];
            let Some(name) = inner.into_iter().find_map(Value::as_str) else { return node };
            let Some(name) = name.strip_prefix("#/definitions/") else { return node };
            node = &self.0["definitions"][name];
        }
    }

    /// The table at the end of names.
    fn table<'n>(&self, names: impl Iterator<Item = &'n str>) -> Option<&Value> {
        let mut node = &self.0;
        for name in names {
            node = self.followed(node["properties"].get(name)?);
        }
        node.get("properties")
    }

    /// The keys of the table that a piece stands in.
    #[must_use]
    pub fn keys_around(&self, piece: &Piece) -> Vec<KnownKey<'_>> {
        let outer = piece.keys.len().saturating_sub(usize::from(piece.sort == Sort::Value));
        let inner = piece.keys.get(..outer).unwrap_or(&[]);
        self.keys(piece.table.iter().chain(inner).map(String::as_str))
    }

    /// The keys of the table at the end of names.
    #[must_use]
    pub fn keys<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<KnownKey<'_>> {
        let table = self.table(names).and_then(Value::as_object);
        table.into_iter().flatten().map(|(name, node)| self.known(name, node)).collect()
    }

    /// The key that a piece is, or of which it is the value.
    #[must_use]
    pub fn key(&self, piece: &Piece, name: &str) -> Option<KnownKey<'_>> {
        self.keys_around(piece).into_iter().find(|key| key.name == name)
    }

    fn known<'s>(&'s self, name: &'s str, node: &'s Value) -> KnownKey<'s> {
        let words = [&node["enum"], &node["anyOf"][0]["enum"]];
        let has_keys = self.followed(node).get("properties").is_some();
        let is_list = node["type"] == "array" && has_keys;
        KnownKey {
            name,
            about: node["description"].as_str().unwrap_or(""),
            is_list,
            is_table: has_keys && !is_list,
            one_of: words.into_iter().find_map(Value::as_array).map_or(&[], Vec::as_slice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::at;

    #[test]
    fn keys_are_those_of_the_table_around() {
        let schema = Schema::default();
        let names = |text: &str| -> Vec<String> {
            let piece = at(text, text.len());
            schema.keys_around(&piece).iter().map(|key| key.name.to_owned()).collect()
        };
        let has = |text: &str, wanted: &str| names(text).iter().any(|name| name == wanted);
        assert!(has("[[rule]]\n", "expect") && has("[[rule]]\n", "severity"));
        assert!(has("[[rule.case]]\n", "given") && !has("[[rule.case]]\n", "severity"));
        assert!(has("[[form]]\ncolumns = [{ ", "kind") && !has("[[form]]\ncolumns = [{ ", "title"));
        assert!(has("[defaults.rule]\n", "basis") && !has("[defaults.rule]\n", "id"));
        assert!(has("", "rule") && names("[nothing]\n").is_empty());
        let piece = at("[[form]]\ncolumns = [{ kind = \"", 30);
        let kind = schema.key(&piece, "kind").unwrap();
        assert!(kind.one_of.iter().any(|word| word == "amount") && !kind.about.is_empty());
    }
}
