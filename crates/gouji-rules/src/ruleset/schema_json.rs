//! The JSON Schema of rule files, made of the table of keys: an editor with a TOML extension
//! completes and checks by it.

use super::keys::{KeyKind, RuleKey, TABLES, keys, shared_keys};
use super::kind::{self, KINDS};
use serde_json::{Map, Value, json};

/// The files of a rule folder.
const FILES: &[&str] =
    &["规则文件", "ruleset.toml", "vocabulary.toml", "waivers.toml", "profiles.toml"];

/// Files whose keys stand in another one, or that are not in a rule folder.
const OTHER_FILES: &[&str] = &["用例文件", "gouji.toml", "[[scope]]"];

/// The schema of rule files as text, ending in a line break.
#[must_use]
pub fn json_schema() -> String {
    // one schema for all files of a folder: of a key that two have the later one counts
    let all: Map<String, Value> = FILES
        .iter()
        .flat_map(|file| keys(file))
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let mut root = json!({ "type": "object", "additionalProperties": false, "properties": all });
    let mut definitions = Map::new();
    for (name, keys) in all_tables().filter(|(name, _)| !FILES.contains(name)) {
        definitions.insert(plain(name).to_owned(), table(name, keys));
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("definitions".to_owned(), Value::Object(definitions));
        let mut first = Map::new();
        first.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        first.insert(
            "title".to_owned(),
            json!(
                "gouji 规则文件夹里的文件：规则文件、ruleset.toml、vocabulary.toml、waivers.toml、profiles.toml"
            ),
        );
        first.append(root);
        *root = first;
    }
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn plain(name: &str) -> &str {
    name.trim_matches(['[', ']'])
}

/// The tables of a rule folder with their keys, those of the kinds of rules among them.
fn all_tables() -> impl Iterator<Item = (&'static str, &'static [RuleKey])> {
    let inner = KINDS.iter().filter_map(|kind| kind.inner);
    TABLES.iter().copied().chain(inner).filter(|(name, _)| !OTHER_FILES.contains(name))
}

fn table(name: &str, keys: &'static [RuleKey]) -> Value {
    let own = |key: &'static RuleKey| match key.kind {
        KeyKind::Demands => kind::keys(name).collect(),
        _ => vec![key],
    };
    let keys: Vec<&RuleKey> = keys.iter().flat_map(own).collect();
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut out =
        json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if let (Some(out), false) = (out.as_object_mut(), required.is_empty()) {
        out.insert("required".to_owned(), json!(required));
    }
    out
}

fn property(key: &RuleKey) -> Value {
    let refers = |name: &str| json!({ "$ref": format!("#/definitions/{}", plain(name)) });
    let mut out = match key.kind {
        KeyKind::Text => json!({ "type": "string" }),
        KeyKind::Texts => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        KeyKind::Bool => json!({ "type": "boolean" }),
        KeyKind::Number => json!({ "type": ["number", "string"] }),
        KeyKind::Wholes => {
            json!({ "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 1 })
        }
        KeyKind::OneOf(words) => json!({ "type": "string", "enum": words }),
        KeyKind::OneOfOr(words) => {
            json!({ "anyOf": [{ "type": "string", "enum": words }, { "type": "string", "minLength": 1 }] })
        }
        // an editor gives a day of TOML as a text
        KeyKind::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        // those of the kinds stand in its place
        KeyKind::Demands | KeyKind::Anything => json!({}),
        // beside a reference nothing else counts
        KeyKind::Table(name) => json!({ "allOf": [refers(name)] }),
        KeyKind::Tables(name) => json!({ "type": "array", "items": refers(name) }),
        KeyKind::Shared(name) => {
            let all: Map<String, Value> =
                shared_keys(name).map(|key| (key.name.to_owned(), property(key))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": all })
        }
        KeyKind::Values => {
            let plain = json!({ "type": ["number", "string"] });
            json!({ "type": "object", "additionalProperties": { "anyOf": [plain, { "type": "object", "additionalProperties": plain }] } })
        }
    };
    if let Some(out) = out.as_object_mut() {
        out.insert("description".to_owned(), json!(key.about));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_refer_to_tables() {
        for (table, keys) in TABLES {
            for key in *keys {
                if let KeyKind::Table(other) | KeyKind::Tables(other) | KeyKind::Shared(other) =
                    key.kind
                {
                    assert!(
                        TABLES.iter().any(|(known, _)| *known == other),
                        "{table}.{}: {other}",
                        key.name
                    );
                }
            }
        }
        let mut names: Vec<&str> =
            FILES.iter().flat_map(|file| keys(file)).map(|key| key.name).collect();
        names.sort_unstable();
        // both stand in `ruleset.toml` and in `vocabulary.toml`: texts, and what is not used any
        // more
        let twice: Vec<&str> =
            names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert_eq!(twice, ["agency", "directions"], "a key has two meanings");
        assert!(json_schema().contains("\"#/definitions/columns\""));
    }
}
