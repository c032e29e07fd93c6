//! SARIF 2.1.0, for code hosts, editors and viewers of findings.
//!
//! Each document is a run of its own: it has its own layers of rules, and a document that could not
//! be read is a run that did not succeed. Lines and columns are given where they are those of the
//! file; a place such as `表05!C7` is a logical location.

use super::entry::{
    FindingEntry, entries, further, has_formula, is_repeated, message, place_at, place_of, stated,
    table_at, values,
};
use super::format::{Options, Report};
use super::headline::{broken, identity};
use super::tally::Tally;
use super::units::{Expected, UnitList, UnitNews};
use super::words::{place_words, verdict_name};
use super::{unread, uri};
use crate::audit::{Check, DocumentAudit, DocumentOutcome, Severity, Unreadable, Verdict};
use crate::document::{Document, Span};
use ecow::EcoString;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// For code hosts, editors and viewers of findings.
pub(super) struct Sarif;

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn title(&self) -> &'static str {
        "SARIF 2.1.0，供审查工具读取"
    }

    fn begin(&self, _: &str) -> Vec<u8> {
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

    fn end(&self, tally: &Tally, _: &Options) -> Vec<u8> {
        end(tally)
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
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri::of_path(path)}}}],
            }],
        }],
        "results": [],
    })
}

/// What stands behind the runs; the units that were expected are a run of their own.
fn end(tally: &Tally) -> Vec<u8> {
    let between = if tally.summary.documents > 0 { ",\n" } else { "" };
    let units = tally
        .units
        .as_ref()
        .map(|units| format!("{between}{}", expected(units)))
        .unwrap_or_default();
    format!("{units}\n]\n}}\n").into_bytes()
}

fn expected(units: &UnitList) -> Value {
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
    json!({
        "tool": {"driver": driver(&[])},
        "automationDetails": {"id": automation("expected")},
        "invocations": [{
            "executionSuccessful": !units.is_any_missing(),
            "toolExecutionNotifications": units.units.iter().map(said).collect::<Vec<_>>(),
        }],
        "results": [],
        "properties": {"expected": units.json()},
    })
}

fn driver(rules: &[Value]) -> Value {
    json!({"name": "gouji", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules})
}

/// A run is told from the same one of another day by this.
fn automation(path: &str) -> String {
    format!("gouji/{path}")
}

/// A run, its results not yet made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    automation_details: Value,
    invocations: Value,
    artifacts: Vec<Value>,
    column_kind: &'static str,
    results: Results<'a>,
    properties: Value,
}

fn audited<'a>(document: &'a DocumentAudit, options: &Options) -> Run<'a> {
    let mut artifacts = vec![json!({
        "location": {"uri": uri::of_path(&document.path)},
        "roles": ["analysisTarget"],
    })];
    artifacts.extend(
        document
            .beside
            .iter()
            .map(|beside| json!({"location": {"uri": uri::of_path(&beside.path)}, "roles": ["referencedOnCommandLine"]})),
    );
    let lacking = [
        (!unread::is_judged(document)).then(|| unread::NOTHING.to_owned()),
        unread::first(document),
    ];
    let lacking = lacking
        .into_iter()
        .flatten()
        .map(|words| json!({"level": "warning", "message": {"text": words}}));
    let notices = document.notices.iter().map(|notice| {
        let mut out = json!({"level": "note", "message": {"text": notice.message}});
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
        invocations: json!([{"executionSuccessful": is_whole, "toolExecutionNotifications": lacking.chain(notices).collect::<Vec<_>>()}]),
        artifacts,
        column_kind: "unicodeCodePoints",
        results,
        properties: json!({
            "agency": document.agency,
            "year": document.year,
            "kind": document.kind,
            "layers": document.layers,
            "coverage": {
                "tables": coverage.tables,
                "recognised": coverage.recognised,
                "figures": coverage.figures,
                "checked": coverage.checked,
                "unread": coverage.unread_figures(),
                "unreadPages": coverage.unread_pages(),
            },
        }),
    }
}

/// The results, each made when it is written: a report may be longer than the document many times.
struct Results<'a> {
    document: &'a DocumentAudit,
    entries: Vec<FindingEntry<'a>>,
    all: bool,
    /// They stand before the results.
    rules: Rules,
}

impl<'a> Results<'a> {
    fn new(document: &'a DocumentAudit, all: bool) -> Self {
        let mut out = Self { document, entries: entries(document), all, rules: Rules::default() };
        let mut rules = Rules::default();
        for check in out.entries.iter().map(|entry| entry.check).chain(out.others()) {
            rules.add(check);
        }
        out.rules = rules;
        out
    }

    /// The checks that no finding is about.
    fn others(&self) -> impl Iterator<Item = &'a Check> + use<'a> {
        let checks = if self.all { self.document.checks.as_slice() } else { &[] };
        checks.iter().filter(|check| check.verdict != Verdict::Violation)
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (document, rules) = (self.document, &self.rules);
        let findings = self.entries.iter().map(|entry| OneResult {
            document,
            check: entry.check,
            severity: entry.severity,
            entry: Some(entry),
            rules,
        });
        let others = self.others().map(|check| OneResult {
            document,
            check,
            severity: check.severity,
            entry: None,
            rules,
        });
        serializer.collect_seq(findings.chain(others))
    }
}

/// One of them, of a finding or of a check alone.
struct OneResult<'a> {
    document: &'a DocumentAudit,
    check: &'a Check,
    severity: Severity,
    entry: Option<&'a FindingEntry<'a>>,
    rules: &'a Rules,
}

impl Serialize for OneResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let check = self.check;
        let mut out = result(self.document, check, self.severity, self.rules);
        if let Some(entry) = self.entry {
            add_finding(self.document, entry, &mut out);
        }
        out.serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson<'a> {
    rule_id: &'a str,
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Value,
    locations: Vec<Value>,
    related_locations: Related<'a>,
    properties: Value,
    #[serde(flatten)]
    finding: Map<String, Value>,
}

/// The other figures of a check, each made when it is written: of a total they may be all of a
/// column.
struct Related<'a>(&'a DocumentAudit, &'a Check, BTreeSet<(Span, Option<usize>)>);

impl Serialize for Related<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(document, check, told) = self;
        let others =
            check.figures().filter(|figure| !told.contains(&(figure.span(), figure.document())));
        serializer.collect_seq(others.zip(1_usize..).map(|(figure, id)| {
            let label = figure.label();
            let (physical, logical) = place(document, &label, figure.span(), figure.document());
            let text = format!("{label} {}", figure.printed().text);
            json!({"id": id, "physicalLocation": physical, "logicalLocations": [logical], "message": {"text": text}})
        }))
    }
}

/// Where a figure stands, for programs and in words.
fn place(
    document: &DocumentAudit,
    label: &str,
    span: Span,
    other: Option<usize>,
) -> (Value, Value) {
    let (path, source) = document.source(other);
    (physical(path, source, span), logical(document, source, label, (span, other)))
}

fn location((physical, logical): (Value, Value)) -> Value {
    json!({"physicalLocation": physical, "logicalLocations": [logical]})
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
        let mut rule =
            json!({"id": check.rule, "defaultConfiguration": {"level": level(check.severity)}});
        if let Some(name) = check.name() {
            rule["shortDescription"] = json!({"text": name});
        }
        if has_formula(check) {
            rule["fullDescription"] = json!({"text": check.expression});
        }
        let help: Vec<EcoString> =
            check.basis().map(EcoString::from).into_iter().chain(check.hint()).collect();
        if !help.is_empty() {
            rule["help"] = json!({"text": help.join("\n")});
        }
        self.by_id.insert(check.rule.to_string(), self.list.len());
        self.list.push(rule);
    }
}

/// So many broken identities stand in the message.
const BROKEN: usize = 10;

/// What a finding says: its headline at its place, and what its checks say.
fn add_finding(document: &DocumentAudit, entry: &FindingEntry<'_>, out: &mut ResultJson<'_>) {
    let headline = entry.headline(document);
    let (words, others) = broken(document, entry.finding);
    let others: Vec<(&str, String)> =
        others.map(|check| (check.rule.as_str(), identity(check).to_owned())).collect();
    let mut text = headline.text.clone();
    for said in headline.doubts() {
        text.push_str(&format!("；{said}"));
    }
    if !others.is_empty() {
        let said: Vec<&str> = others.iter().take(BROKEN).map(|(_, said)| said.as_str()).collect();
        text.push_str(&format!("\n{words}：{}", said.join("；")));
    }
    if !text.is_empty() {
        out.message = json!({"text": text});
    }
    let others_at = headline.further.iter().copied();
    let spots =
        headline.spots.iter().map(|spot| (&*spot.label, spot.printed.span, spot.printed.document));
    let places = spots.chain(others_at.map(|(span, other)| ("", span, other)));
    let locations: Vec<Value> =
        places.map(|(label, span, other)| location(place(document, label, span, other))).collect();
    out.locations = locations;
    out.related_locations.2 =
        headline.spots.iter().map(|spot| (spot.printed.span, spot.printed.document)).collect();
    if let Value::Object(properties) = &mut out.properties {
        let others: Vec<Value> =
            others.iter().map(|(rule, said)| json!({"rule": rule, "message": said})).collect();
        properties.insert("number".to_owned(), json!(entry.number));
        properties.insert("headline".to_owned(), json!(headline.text));
        properties.insert("printed".to_owned(), json!(headline.stated));
        properties.insert("meant".to_owned(), json!(headline.meant));
        properties.insert("place".to_owned(), json!(headline.place(document)));
        properties.insert("suspects".to_owned(), json!(entry.finding.suspects()));
        properties.insert("alsoBroken".to_owned(), json!(others));
        if is_repeated(document, entry.finding) {
            let places: Vec<Value> = further(document, entry.finding)
                .into_iter()
                .filter_map(|check| stated(check).map(|figure| place_of(document, &figure).into()))
                .collect();
            properties.insert("alsoAt".to_owned(), Value::Array(places));
        }
    }
    out.finding.insert("partialFingerprints".to_owned(), json!({"gouji/v1": entry.finding.id}));
    if let Some(is_new) = entry.is_new {
        out.finding
            .insert("baselineState".to_owned(), json!(if is_new { "new" } else { "unchanged" }));
    }
    if let Some(why) = &entry.finding.waiver {
        out.finding.insert(
            "suppressions".to_owned(),
            json!([{"kind": "external", "status": "accepted", "justification": why}]),
        );
    }
}

fn result<'a>(
    document: &'a DocumentAudit,
    check: &'a Check,
    severity: Severity,
    rules: &Rules,
) -> ResultJson<'a> {
    let (kind, level) = match check.verdict {
        Verdict::Violation => ("fail", level(severity)),
        Verdict::Holds | Verdict::Rounding => ("pass", "none"),
        Verdict::Unchecked => ("open", "none"),
    };
    let primary = stated(check);
    let said = check.message();
    let mut text = message(check);
    for (name, value) in values(check).iter().filter(|(_, value)| !said.contains(value.as_str())) {
        text.push_str(&format!("；{name} {value}"));
    }
    ResultJson {
        rule_id: &check.rule,
        rule_index: rules.by_id.get(check.rule.as_str()).copied(),
        kind,
        level,
        // the schema wants at least a character
        message: json!({"text": if text.is_empty() { check.rule.as_str() } else { text.as_str() }}),
        locations: primary
            .map(|figure| {
                location(place(document, &figure.label(), figure.span(), figure.document()))
            })
            .into_iter()
            .collect(),
        related_locations: Related(
            document,
            check,
            primary.map(|figure| (figure.span(), figure.document())).into_iter().collect(),
        ),
        properties: json!({
            "verdict": verdict_name(check.verdict),
            "also": check.also,
            "expression": check.expression,
            "stated": check.stated,
            "computed": check.computed,
            "difference": check.difference,
            "unit": check.unit,
            "arithmetic": check.arithmetic(),
            "place": primary.map(|figure| place_at(document, figure.span(), figure.document())),
        }),
        finding: Map::new(),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn physical(path: &str, source: &Document, span: Span) -> Value {
    // in a document set each file has its own name
    let file = source.file(span).map_or(path, |file| file.name.as_str());
    let mut out = json!({"artifactLocation": {"uri": uri::of_path(file)}});
    if source.locator.place(span).is_none() {
        let (start, end) = (
            source.locator.position(&source.text, span.start),
            source.locator.position(&source.text, span.end),
        );
        out["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            "snippet": {"text": source.slice(span)},
        });
    }
    out
}

fn logical(
    document: &DocumentAudit,
    source: &Document,
    label: &str,
    (span, other): (Span, Option<usize>),
) -> Value {
    let is_cell = table_at(document, span, other).is_some_and(|table| !table.forms.is_empty());
    json!({
        "name": source.slice(span),
        "fullyQualifiedName": label,
        "decoratedName": place_words(source, span),
        "kind": if is_cell { "cell" } else { "text" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, sample};

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
    fn what_agrees_passes_and_what_is_open_is_open() {
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
