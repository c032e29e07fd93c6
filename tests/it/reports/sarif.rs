//! SARIF has the shapes of its schema.

use super::run;
use gouji::report::{Format, Options};
use serde_json::Value;
use std::collections::BTreeMap;

/// What SARIF 2.1.0 says of the objects that are used: their properties, those required first and
/// marked by `!`, with the object that each holds. `[]` stands for a list, `str`, `int` and `any`
/// for values, `a|b` for one of these words.
const SARIF: &[(&str, &str)] = &[
    ("log", "!version:2.1.0 !runs:[]run $schema:str"),
    (
        "run",
        "!tool:tool invocations:[]invocation artifacts:[]artifact automationDetails:details originalUriBaseIds:any columnKind:unicodeCodePoints results:[]result properties:any",
    ),
    ("tool", "!driver:component"),
    ("component", "!name:str fullName:str version:str semanticVersion:str rules:[]rule"),
    (
        "rule",
        "!id:str name:str !shortDescription:text !fullDescription:text !help:text !defaultConfiguration:configuration properties:any",
    ),
    ("configuration", "level:none|note|warning|error"),
    ("text", "!text:str"),
    ("details", "id:str"),
    ("invocation", "!executionSuccessful:bool toolExecutionNotifications:[]notification"),
    ("notification", "!message:text level:none|note|warning|error locations:[]location"),
    ("artifact", "location:file roles:[]str hashes:any"),
    ("file", "!uri:uri uriBaseId:%SRCROOT%"),
    (
        "result",
        "!message:text ruleId:str ruleIndex:int kind:pass|open|fail|review baselineState:new|unchanged level:none|note|warning|error locations:[]location \
         relatedLocations:[]location partialFingerprints:any suppressions:[]suppression properties:any",
    ),
    ("suppression", "!kind:external status:accepted justification:str"),
    ("location", "id:int physicalLocation:physical logicalLocations:[]logical message:text"),
    ("physical", "!artifactLocation:file region:region properties:any"),
    ("region", "startLine:int startColumn:int endLine:int endColumn:int snippet:text"),
    ("logical", "name:str fullyQualifiedName:str decoratedName:str kind:str"),
];

fn conforms(value: &Value, shape: &str) {
    if let Some(item) = shape.strip_prefix("[]") {
        value
            .as_array()
            .unwrap_or_else(|| panic!("{shape}: {value}"))
            .iter()
            .for_each(|value| conforms(value, item));
        return;
    }
    let fits = match shape {
        "any" => true,
        "str" => value.is_string(),
        "int" => value.as_u64().is_some(),
        "bool" => value.is_boolean(),
        "uri" => value.as_str().is_some_and(|uri| {
            uri.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%/:".contains(c))
        }),
        words => match SARIF.iter().find(|(name, _)| *name == words) {
            None => value.as_str().is_some_and(|value| words.split('|').any(|word| word == value)),
            Some((_, properties)) => {
                let object = value.as_object().unwrap_or_else(|| panic!("{shape}: {value}"));
                let properties: BTreeMap<&str, (&str, bool)> = properties
                    .split_whitespace()
                    .map(|property| {
                        let (name, shape) = property.split_once(':').unwrap();
                        (name.trim_start_matches('!'), (shape, name.starts_with('!')))
                    })
                    .collect();
                for (name, (_, required)) in &properties {
                    assert!(!required || object.contains_key(*name), "{shape} lacks {name}");
                }
                for (name, value) in object {
                    let (shape, _) = properties
                        .get(name.as_str())
                        .unwrap_or_else(|| panic!("{shape} has no {name}"));
                    conforms(value, shape);
                }
                true
            }
        },
    };
    assert!(fits, "{shape}: {value}");
}

#[test]
fn sarif_has_the_shapes_of_its_schema() {
    let audit = run();
    for all in [false, true] {
        let bytes = Format::SARIF.render(&audit, &Options { all, ..Options::default() });
        let log: Value = serde_json::from_slice(&bytes).unwrap();
        conforms(&log, "log");
        assert_eq!(log["runs"].as_array().unwrap().len(), audit.documents.len());
        // runs of one category would replace each other
        let categories: std::collections::BTreeSet<&str> = log["runs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|run| run["automationDetails"]["id"].as_str().unwrap().rsplit_once('/').unwrap().0)
            .collect();
        assert_eq!(categories.len(), audit.documents.len());
        for (run, outcome) in log["runs"].as_array().unwrap().iter().zip(&audit.documents) {
            let results = run["results"].as_array().unwrap();
            let failed = results.iter().filter(|result| result["kind"] == "fail").count();
            assert_eq!(failed, outcome.as_ref().map_or(0, |document| document.findings.len()));
            for result in results {
                let rule = &run["tool"]["driver"]["rules"]
                    [usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
                assert_eq!(rule["id"], result["ruleId"]);
                assert_eq!(result["kind"] == "fail", result["level"] != "none");
                assert!(!result["locations"].as_array().unwrap().is_empty());
                let locations = result["locations"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .chain(result["relatedLocations"].as_array().unwrap());
                let prints = &result["partialFingerprints"];
                assert_eq!(result["kind"] == "fail", prints["primaryLocationLineHash"].is_string());
                for region in
                    locations.filter_map(|location| location["physicalLocation"].get("region"))
                {
                    let at = |name: &str| region[name].as_u64().unwrap();
                    assert!(at("startLine") >= 1 && at("startColumn") >= 1);
                    assert!(
                        (at("startLine"), at("startColumn")) <= (at("endLine"), at("endColumn"))
                    );
                }
            }
        }
    }
}
