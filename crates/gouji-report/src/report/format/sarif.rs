//! SARIF 2.1.0, for code hosts, editors and viewers of findings.
//!
//! Each document is a run of its own: it has its own layers of rules, and a document that could not
//! be read is a run that did not succeed. Lines and columns are given where they are those of the
//! file; a place such as `表05!C7` is a logical location, with the cell or the page as properties.
//!
//! What GitHub asks beyond the standard: paths from the root of the sources (`%SRCROOT%`), a category
//! of its own for each run, each rule with a name, descriptions, help and severity, fingerprints.

mod result;

use super::{Options, Report};
use crate::report::entry::has_formula;
use crate::report::totals::RunTotals;
use crate::report::units::{Expected, UnitList, UnitNews};
use crate::report::{unread, uri};
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{Check, DocumentAudit, DocumentOutcome, GivenFile, Severity, Unreadable};
use gouji_values::code::Code;
use gouji_values::lang::Lang;
use result::{Results, level, physical};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// For code hosts, editors and viewers of findings.
pub(super) struct Sarif;

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn media(&self) -> &'static str {
        "application/sarif+json"
    }

    fn title(&self) -> &'static str {
        "SARIF 2.1.0，供审查工具读取"
    }

    fn begin(&self, _: &Options) -> Vec<u8> {
        begin()
    }

    /// The run of a document, on one line.
    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match outcome {
            Ok(document) => serde_json::to_writer(out, &audited(document, options))?,
            Err(unreadable) => serde_json::to_writer(out, &failed(unreadable))?,
        }
        Ok(())
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn end(&self, totals: &RunTotals, _: &Options) -> Vec<u8> {
        end(totals)
    }
}

/// What stands before the runs.
fn begin() -> Vec<u8> {
    const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
    format!("{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [\n").into_bytes()
}

fn failed(Unreadable { path, message, .. }: &Unreadable) -> Value {
    json!({
        "tool": {"driver": driver(&[])},
        "automationDetails": {"id": automation(path)},
        "invocations": [{
            "executionSuccessful": false,
            "toolExecutionNotifications": [{
                "level": "error",
                "message": {"text": message},
                "locations": [{"physicalLocation": {"artifactLocation": artifact(path)}}],
            }],
        }],
        "results": [],
    })
}

/// What stands behind the runs; the units that were expected, and what is left, are a run of their
/// own.
fn end(totals: &RunTotals) -> Vec<u8> {
    let between = if totals.summary.documents > 0 { ",\n" } else { "" };
    let rest = if totals.units.is_some() || totals.left > 0 {
        format!("{between}{}", rest(totals))
    } else {
        String::new()
    };
    format!("{rest}\n]\n}}\n").into_bytes()
}

fn rest(totals: &RunTotals) -> Value {
    let said = |unit: &Expected| {
        let level = match unit.state {
            UnitNews::Missing | UnitNews::NotJudged => "error",
            UnitNews::Findings | UnitNews::Partly => "warning",
            UnitNews::Clean => "note",
        };
        let more = unit.words();
        let more = if more.is_empty() { more } else { format!("（{more}）") };
        json!({"level": level, "message": {"text": format!("{}：{}{more}", unit.name, unit.state.word())}})
    };
    let left = totals
        .left_words(Lang::Chinese)
        .map(|words| json!({"level": "error", "message": {"text": words}}));
    let units = totals.units.iter().flat_map(|list| &list.units).map(said);
    let is_whole = totals.left == 0 && !totals.units.as_ref().is_some_and(UnitList::is_any_missing);
    let mut properties = serde_json::Map::new();
    if let Some(units) = &totals.units {
        properties.insert("expected".to_owned(), units.json());
    }
    if totals.left > 0 {
        properties.insert("left".to_owned(), totals.left.into());
    }
    json!({
        "tool": {"driver": driver(&[])},
        "automationDetails": {"id": automation("expected")},
        "invocations": [{
            "executionSuccessful": is_whole,
            "toolExecutionNotifications": left.into_iter().chain(units).collect::<Vec<_>>(),
        }],
        "results": [],
        "properties": properties,
    })
}

fn driver(rules: &[Value]) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({
        "name": "gouji",
        "fullName": format!("勾稽审核 gouji {version}"),
        "version": version,
        "semanticVersion": version,
        "rules": rules,
    })
}

/// The category of a run: what stands behind the last slash would be its number, and runs of one
/// category replace each other.
fn automation(path: &str) -> String {
    format!("gouji/{path}/")
}

/// Where a file is: a relative path counts from the root of the sources.
fn artifact(path: &str) -> Value {
    let uri = uri::of_path(path);
    if uri.starts_with("file:") {
        json!({"uri": uri})
    } else {
        json!({"uri": uri, "uriBaseId": ROOT})
    }
}

/// What relative paths count from.
const ROOT: &str = "%SRCROOT%";

/// A run, its results not yet made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    automation_details: Value,
    original_uri_base_ids: Value,
    invocations: Value,
    artifacts: Vec<Value>,
    column_kind: &'static str,
    results: Results<'a>,
    properties: Value,
}

fn audited<'a>(document: &'a DocumentAudit, options: &Options) -> Run<'a> {
    let file = |file: &GivenFile| {
        json!({
            "location": artifact(&file.name),
            "roles": ["analysisTarget"],
            "hashes": {"sha-256": file.sha256},
        })
    };
    let mut artifacts: Vec<Value> = document.files.iter().map(file).collect();
    artifacts.extend(document.beside.iter().map(
        |beside| json!({"location": artifact(&beside.path), "roles": ["referencedOnCommandLine"]}),
    ));
    let lacking = [
        unread::unjudged(document).map(|words| words.of(Lang::Chinese).to_owned()),
        unread::first(document, Lang::Chinese),
    ];
    let lacking = lacking
        .into_iter()
        .flatten()
        .map(|words| json!({"level": "warning", "message": {"text": words}}));
    let notices = document.notices.iter().map(|notice| {
        let mut out =
            json!({"level": "note", "message": {"text": notice.message.of(Lang::Chinese)}});
        if let Some(span) = notice.span {
            out["locations"] =
                json!([{"physicalLocation": physical(&document.path, &document.document, span)}]);
        }
        out
    });
    // a rule that did not run is an error of the tool
    let failed =
        document.failed().map(|rule| json!({"level": "error", "message": {"text": rule.words().unwrap_or_else(|| rule.id.to_string())}}));
    let is_whole = document.failed().next().is_none();
    let notices: Vec<Value> = failed.chain(notices).collect();
    let coverage = &document.coverage;
    let results = Results::new(document, options.all);
    Run {
        tool: json!({"driver": driver(&results.rules.list)}),
        automation_details: json!({"id": automation(&document.path)}),
        original_uri_base_ids: json!({ROOT: {"description": {"text": "运行时所在的文件夹"}}}),
        invocations: json!([{"executionSuccessful": is_whole, "toolExecutionNotifications": lacking.chain(notices).collect::<Vec<_>>()}]),
        artifacts,
        column_kind: "unicodeCodePoints",
        results,
        properties: json!({
            "agency": document.agency,
            "year": document.year,
            "kind": document.kind,
            "layers": document.layers,
            "rulesetDigest": options.imprint.of(document).ruleset_digest,
            "coverage": {
                "tables": coverage.tables,
                "recognised": coverage.recognised,
                "figures": coverage.figures,
                "checked": coverage.checked,
                "corroborated": coverage.corroborated,
                "unread": coverage.unread_figures(),
                "unreadPages": coverage.unread_pages(),
            },
        }),
    }
}

/// The rules that results name, each once.
#[derive(Default)]
struct Rules {
    list: Vec<Value>,
    by_id: BTreeMap<String, usize>,
}

impl Rules {
    fn add(&mut self, check: &Check) {
        if self.by_id.contains_key(check.rule.as_str()) {
            return;
        }
        let short = check.name().unwrap_or(&check.rule);
        let full = if has_formula(check) { check.expression.as_str() } else { short };
        let basis = check.basis().map(|basis| eco_format!("依据：{basis}"));
        let mut help: Vec<EcoString> = basis.into_iter().chain(check.hint()).collect();
        help.push(eco_format!("命令 gouji explain {} 解释这条规则。", check.rule));
        let mut rule = json!({
            "id": check.rule,
            "shortDescription": {"text": sentence(short)},
            "fullDescription": {"text": sentence(full)},
            "help": {"text": help.join("\n")},
            "defaultConfiguration": {"level": level(check.severity)},
            "properties": {
                "tags": ["勾稽", check.nature.id()],
                "problem.severity": match check.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
                // a doubt has lowered the severity
                "precision": match check.severity {
                    Severity::Error => "very-high",
                    Severity::Warning => "high",
                    Severity::Info => "medium",
                },
            },
        });
        if let Some(name) = check.name() {
            rule["name"] = json!(name);
        }
        self.by_id.insert(check.rule.to_string(), self.list.len());
        self.list.push(rule);
    }
}

/// A description ends as a sentence does.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？', '.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// How many broken identities the message names.
const BROKEN: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_sample as sample;
    use gouji_values::document::Span;

    fn log(all: bool) -> Value {
        serde_json::from_slice(
            &Format::SARIF.render(&sample::run(), &Options { all, ..Options::default() }),
        )
        .unwrap()
    }

    #[test]
    fn a_finding_has_its_place_and_its_addends() {
        let log = log(false);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "支出-行合计");
        assert_eq!(result["level"], "error");
        let location = &result["locations"][0];
        assert_eq!(
            location["physicalLocation"]["artifactLocation"]["uri"],
            "docs/%E7%A4%BA%E4%BE%8B%20%E5%86%B3%E7%AE%97.txt"
        );
        assert_eq!(location["physicalLocation"]["region"]["startLine"], 6);
        assert_eq!(location["physicalLocation"]["region"]["startColumn"], 5);
        assert_eq!(location["physicalLocation"]["region"]["snippet"]["text"], "353.15");
        assert_eq!(
            location["logicalLocations"][0]["fullyQualifiedName"],
            "支出决算表 合计 本年支出合计"
        );
        assert_eq!(location["logicalLocations"][0]["kind"], "cell");
        let related: Vec<&str> = result["relatedLocations"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|l| l["message"]["text"].as_str())
            .collect();
        assert_eq!(related, ["支出决算表 合计 基本支出 274.27", "支出决算表 合计 项目支出 79.89"]);
    }

    #[test]
    fn what_agrees_passes_what_is_open_is_open_and_what_proves_nothing_is_for_review() {
        let kinds: Vec<(String, String)> = log(true)["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| {
                (
                    result["kind"].as_str().unwrap().to_owned(),
                    result["level"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        let has = |kind: &str, level: &str| kinds.iter().any(|(k, l)| k == kind && l == level);
        assert!(
            has("pass", "none")
                && has("open", "none")
                && has("review", "none")
                && has("fail", "error")
                && has("fail", "warning")
                && has("fail", "note")
        );
        assert!(!has("pass", "error"));
    }

    #[test]
    fn a_native_place_has_no_line() {
        let mut document = sample::document();
        let mut source = (*document.document).clone();
        source.locator.add_places([(Span::new(0, source.text.len()), "表05!C7".to_owned())]);
        document.document = source.into();
        let value: Value =
            serde_json::from_slice(&Format::SARIF.document(&Ok(document), &Options::default()))
                .unwrap();
        let location = &value["results"][0]["locations"][0];
        assert!(location["physicalLocation"].get("region").is_none());
        assert_eq!(location["physicalLocation"]["properties"]["cell"], "表05!C7");
        assert_eq!(location["logicalLocations"][0]["decoratedName"], "表05!C7");
    }

    #[test]
    fn a_waiver_is_a_suppression_and_an_unreadable_document_a_run_that_failed() {
        let mut document = sample::document();
        document.findings[0].waiver = Some("已向主管部门说明".to_owned());
        let value: Value =
            serde_json::from_slice(&Format::SARIF.document(&Ok(document), &Options::default()))
                .unwrap();
        assert_eq!(value["results"][0]["suppressions"][0]["justification"], "已向主管部门说明");
        let failed = &log(false)["runs"][1];
        assert_eq!(failed["invocations"][0]["executionSuccessful"], false);
        assert_eq!(failed["results"].as_array().unwrap().len(), 0);
    }
}
