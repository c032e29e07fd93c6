//! The JSON Schema of rule folders knows every built-in file, that of the report every report; a
//! small reader of schemas that knows no keyword more than it needs.

use crate::engines;
use gouji::audit::Audit;
use gouji::report::{Format, Options};
use gouji::ruleset::json_schema;
use serde_json::Value;

/// Whether a value is of one of the kinds that a schema allows.
fn is_of_kind(value: &Value, says: &Value) -> bool {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    };
    let kinds: Vec<&str> = says.as_array().map_or_else(
        || vec![says.as_str().unwrap()],
        |all| all.iter().map(|one| one.as_str().unwrap()).collect(),
    );
    kinds.into_iter().any(is)
}

/// What does not fit a schema, with its place.
fn misfits(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let schema_map = schema.as_object().unwrap();
    for (word, says) in schema_map {
        match word.as_str() {
            "$schema" | "title" | "description" | "definitions" => {}
            "$ref" => {
                let name = says.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                misfits(root, &root["definitions"][name], value, at, out);
            }
            "allOf" => {
                says.as_array().unwrap().iter().for_each(|one| misfits(root, one, value, at, out))
            }
            "anyOf" => {
                let fits = |one: &Value| {
                    let mut own = Vec::new();
                    misfits(root, one, value, at, &mut own);
                    own.is_empty()
                };
                if !says.as_array().unwrap().iter().any(fits) {
                    out.push(format!("{at}: {value} fits none of {says}"));
                }
            }
            "type" => {
                if !is_of_kind(value, says) {
                    out.push(format!("{at}: {value} is no {says}"));
                }
            }
            "enum" => {
                if !says.as_array().unwrap().contains(value) {
                    out.push(format!("{at}: {value} is none of {says}"));
                }
            }
            "required" => {
                for name in
                    says.as_array().unwrap().iter().filter(|name| {
                        value.is_object() && value.get(name.as_str().unwrap()).is_none()
                    })
                {
                    out.push(format!("{at}: no {name}"));
                }
            }
            "properties" => {
                for (name, inner) in says.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        misfits(root, inner, value, &format!("{at}.{name}"), out);
                    }
                }
            }
            "additionalProperties" => {
                let known = schema_map.get("properties").and_then(Value::as_object);
                for (name, value) in value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)))
                {
                    match says {
                        Value::Bool(true) => {}
                        Value::Bool(false) => out.push(format!("{at}: {name} is not known")),
                        inner => misfits(root, inner, value, &format!("{at}.{name}"), out),
                    }
                }
            }
            "items" => value
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
                .for_each(|(i, one)| misfits(root, says, one, &format!("{at}[{i}]"), out)),
            "minimum" => {
                if value.as_i64().is_some_and(|number| number < says.as_i64().unwrap()) {
                    out.push(format!("{at}: {value} is too small"));
                }
            }
            "minItems" => {
                if value
                    .as_array()
                    .is_some_and(|all| all.len() < usize::try_from(says.as_u64().unwrap()).unwrap())
                {
                    out.push(format!("{at}: too few"));
                }
            }
            "minLength" => {
                if value.as_str().is_some_and(str::is_empty) {
                    out.push(format!("{at}: an empty text"));
                }
            }
            "pattern" => {
                assert_eq!(says, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                let is_day =
                    |text: &str| text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
                if value.as_str().is_some_and(|text| !is_day(text)) {
                    out.push(format!("{at}: {value} is no day"));
                }
            }
            other => panic!("no such keyword: {other}"),
        }
    }
}

/// A TOML value as an editor hands it to a schema.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => {
            serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number)
        }
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(all) => all.iter().map(as_json).collect(),
        toml::Value::Table(table) => Value::Object(
            table.iter().map(|(name, value)| (name.clone(), as_json(value))).collect(),
        ),
    }
}

fn check(text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let value: toml::Value = toml::from_str::<toml::Table>(text).map(toml::Value::Table).unwrap();
    let mut out = Vec::new();
    misfits(&schema, &schema, &as_json(&value), "", &mut out);
    out
}

#[test]
fn every_built_in_file_fits() {
    let rulebook = gouji::embedded().unwrap();
    let mut seen = 0;
    for name in rulebook.rulesets().map(|info| info.name.clone()) {
        for (path, text) in gouji::embedded_files(&name).filter(|(path, _)| path.ends_with(".toml"))
        {
            seen += 1;
            assert_eq!(check(text), Vec::<String>::new(), "{name}/{path}");
        }
    }
    assert!(seen > 20, "{seen}");
    for text in [
        include_str!("../../src/cli/template/ruleset.toml"),
        include_str!("../../src/cli/template/rules.toml"),
    ] {
        assert_eq!(check(text), Vec::<String>::new());
    }
}

#[test]
fn waivers_fit_and_slips_do_not() {
    let waiver = "[[waiver]]\nrule = \"甲\"\nagency = \"某局\"\nyear = 2023\nstated = 9.00\ncomputed = \"8.00\"\nreason = \"x\"\nuntil = 2027-12-31\n";
    assert_eq!(check(waiver), Vec::<String>::new());
    for text in [
        "[[rule]]\nid = \"甲\"\nexpct = \"a == b\"\n",
        "[[rule]]\nexpect = \"a == b\"\n",
        "[[rule]]\nid = \"甲\"\neach = \"\"\n",
        "[[form]]\nid = \"甲\"\ncolumns = [{ name = \"乙\", kind = \"money\" }]\n",
        "[[waiver]]\nrule = \"甲\"\n",
        "[[waiver]]\nrule = \"甲\"\nreason = \"x\"\nuntil = \"明年\"\n",
        "agncy = [\"某市\"]\n",
        "blanks = [\"-\"]\n",
    ] {
        assert!(!check(text).is_empty(), "{text}");
    }
}

#[test]
fn every_report_fits() {
    let schema: Value =
        serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    let engine = engines::engine("");
    let mut names: Vec<String> = Vec::new();
    for folder in ["formats", "pdf", "archive-planted", "prose-school"] {
        let files =
            std::fs::read_dir(format!("{}/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        names.extend(files.map(|file| file.unwrap().path().to_string_lossy().into_owned()).filter(
            |name| {
                let is_planted =
                    name.contains("planted") || name.contains("prose") || name.contains("scan");
                is_planted && std::path::Path::new(name).is_file()
            },
        ));
    }
    assert!(names.len() > 8, "{names:?}");
    let mut documents: Vec<_> =
        names.iter().map(|name| engine.audit(name, &std::fs::read(name).unwrap())).collect();
    documents.push(engine.audit("damaged.xlsx", b"PK\x03\x04"));
    let findings: usize = documents.iter().flatten().map(|document| document.findings.len()).sum();
    assert!(findings > 20, "{findings}");
    let run = Audit { documents, ruleset_digest: String::new() };
    for all in [false, true] {
        let report = Format::JSON.render(&run, &Options { all, ..Options::default() });
        let mut out = Vec::new();
        misfits(&schema, &schema, &serde_json::from_slice(&report).unwrap(), "", &mut out);
        assert_eq!(out, Vec::<String>::new());
    }
}
