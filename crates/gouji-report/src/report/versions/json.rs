//! Two versions, for programs.

use super::{VersionsReport, place};
use crate::report::words::severity_name;
use crate::versions::{ChangedFigure, VersionFigure};
use gouji_audit::audit::DocumentAudit;
use serde_json::{Value, json as object};

/// As a JSON document: `schema` gouji-diff/1, the two files, the findings by what became of them,
/// and the figures.
pub fn json(report: &VersionsReport<'_>) -> String {
    let file = |document: &DocumentAudit| {
        object!({
            "path": document.path,
            "agency": document.agency,
            "year": document.year,
            "kind": document.kind,
            "findings": document.findings.len(),
        })
    };
    let mut findings = serde_json::Map::new();
    for list in report.lists() {
        let entries = list.entries.iter().map(|entry| {
            let headline = entry.headline(list.document);
            object!({
                "id": entry.finding.id,
                "rule": entry.check.rule,
                "severity": severity_name(entry.severity),
                "place": headline.place(list.document),
                "message": headline.text,
            })
        });
        findings.insert(list.id.to_owned(), entries.collect());
    }
    let figure = |document: &DocumentAudit, figure: &VersionFigure| object!({ "name": figure.name, "text": figure.text, "place": place(document, figure) });
    let changed = |changed: &ChangedFigure| {
        object!({
            "old": figure(report.old, &changed.old),
            "new": figure(report.new, &changed.new),
            "asked": changed.finding.is_some(),
        })
    };
    let versions = report.versions;
    let list = |document: &DocumentAudit, list: &[VersionFigure]| -> Value {
        list.iter().map(|one| figure(document, one)).collect()
    };
    let whole = object!({
        "schema": "gouji-diff/1",
        "ruleset_digest": report.imprint.ruleset_digest,
        "old": file(report.old),
        "new": file(report.new),
        "findings": findings,
        "changed": versions.changed.iter().map(changed).collect::<Vec<_>>(),
        "gone": list(report.old, &versions.gone),
        "added": list(report.new, &versions.added),
        "not_compared": report.lacking(),
    });
    format!("{whole:#}\n")
}
