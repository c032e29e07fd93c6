//! A result: a check, or a finding with what was probably meant.

use super::{BROKEN, Rules, artifact};
use crate::report::entry::{
    FindingEntry, entries, further, is_repeated, message, place_at, place_of, stated, table_at,
    values,
};
use crate::report::headline::{broken, identity};
use crate::report::words::{NativePlace, native_place, place_words, verdict_name};
use gouji_audit::audit::{Check, DocumentAudit, Severity, Verdict};
use gouji_values::document::{Document, Span};
use gouji_values::lang::Lang;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The results, each made when it is written: a report may be longer than the document many times.
pub(super) struct Results<'a> {
    pub(super) document: &'a DocumentAudit,
    pub(super) entries: Vec<FindingEntry<'a>>,
    pub(super) all: bool,
    /// They stand before the results.
    pub(super) rules: Rules,
}

impl<'a> Results<'a> {
    pub(super) fn new(document: &'a DocumentAudit, all: bool) -> Self {
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
pub(super) struct OneResult<'a> {
    pub(super) document: &'a DocumentAudit,
    pub(super) check: &'a Check,
    pub(super) severity: Severity,
    pub(super) entry: Option<&'a FindingEntry<'a>>,
    pub(super) rules: &'a Rules,
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
pub(super) struct ResultJson<'a> {
    pub(super) rule_id: &'a str,
    pub(super) rule_index: Option<usize>,
    pub(super) kind: &'static str,
    pub(super) level: &'static str,
    pub(super) message: Value,
    pub(super) locations: Vec<Value>,
    pub(super) related_locations: Related<'a>,
    pub(super) properties: Value,
    #[serde(flatten)]
    pub(super) finding: Map<String, Value>,
}

/// The other figures of a check, each made when it is written: of a total they may be all of a
/// column.
pub(super) struct Related<'a>(&'a DocumentAudit, &'a Check, BTreeSet<(Span, Option<usize>)>);

impl Serialize for Related<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(document, check, told) = self;
        let others =
            check.figures().filter(|figure| !told.contains(&(figure.span(), figure.document())));
        serializer.collect_seq(others.zip(1_usize..).map(|(figure, id)| {
            let label = figure.called();
            let (physical, logical) = place(document, &label, figure.span(), figure.document());
            let text = format!("{label} {}", figure.printed().text);
            json!({"id": id, "physicalLocation": physical, "logicalLocations": [logical], "message": {"text": text}})
        }))
    }
}

/// Where a figure stands, for programs and in words.
pub(super) fn place(
    document: &DocumentAudit,
    label: &str,
    span: Span,
    other: Option<usize>,
) -> (Value, Value) {
    let (path, source) = document.source(other);
    (physical(path, source, span), logical(document, source, label, (span, other)))
}

pub(super) fn location((physical, logical): (Value, Value)) -> Value {
    json!({"physicalLocation": physical, "logicalLocations": [logical]})
}

/// What a finding says: its headline at its place, and what its checks say.
pub(super) fn add_finding(
    document: &DocumentAudit,
    entry: &FindingEntry<'_>,
    out: &mut ResultJson<'_>,
) {
    let headline = entry.headline(document);
    let (words, others) = broken(document, entry.finding);
    let words = words.of(Lang::Chinese);
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
    if !locations.is_empty() {
        out.locations = locations;
    }
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
    // the second one is what GitHub knows a result by
    let id = &entry.finding.id;
    let prints = json!({"gouji/v1": id, "primaryLocationLineHash": format!("{id}:1")});
    out.finding.insert("partialFingerprints".to_owned(), prints);
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

pub(super) fn result<'a>(
    document: &'a DocumentAudit,
    check: &'a Check,
    severity: Severity,
    rules: &Rules,
) -> ResultJson<'a> {
    let (kind, level) = match check.verdict {
        Verdict::Violation => ("fail", level(severity)),
        Verdict::Holds | Verdict::Rounding => ("pass", "none"),
        // evaluated, and a person is to decide what it is worth; what could not be evaluated is open
        Verdict::Corroborated => ("review", "none"),
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
        // a check without figures is one of the whole file: GitHub asks for a place
        locations: vec![primary.map_or_else(
            || {
                let file = document.files.first().map_or(&document.path, |file| &file.name);
                json!({"physicalLocation": {"artifactLocation": artifact(file)}})
            },
            |figure| location(place(document, &figure.called(), figure.span(), figure.document())),
        )],
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

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

pub(super) fn physical(path: &str, source: &Document, span: Span) -> Value {
    // in a document set each file has its own name
    let file = source.file(span).map_or(path, |file| file.name.as_str());
    let mut out = json!({"artifactLocation": artifact(file)});
    match native_place(source, span) {
        NativePlace::Line(_) => out["region"] = region(source, span),
        NativePlace::Page(page) => out["properties"] = json!({"page": page}),
        NativePlace::Cell(cell) => out["properties"] = json!({"cell": cell}),
        NativePlace::Words => {}
    }
    out
}

/// Lines and columns, where they are those of the file.
fn region(source: &Document, span: Span) -> Value {
    let (start, end) = (
        source.locator.position(&source.text, span.start),
        source.locator.position(&source.text, span.end),
    );
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "snippet": {"text": source.slice(span)},
    })
}

pub(super) fn logical(
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
