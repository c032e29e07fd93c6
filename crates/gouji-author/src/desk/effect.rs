//! What other rules change of the findings of documents.

use super::{DeskFile, audited, beside};
use gouji_audit::audit::DocumentAudit;
use gouji_engine::engine::Engine;
use gouji_report::report::entry::entries;
use gouji_report::report::words::severity_name;
use serde_json::{Value, json};

/// The findings of a document that are not waived.
pub(super) fn findings(audit: &DocumentAudit) -> Vec<Value> {
    let open = entries(audit).into_iter().filter(|entry| entry.finding.waiver.is_none());
    let told = open.map(|entry| {
        json!({
            "id": entry.finding.id,
            "rule": entry.check.rule,
            "severity": severity_name(entry.severity),
            "headline": entry.headline(audit).text,
        })
    });
    told.collect()
}

/// For each of the first documents how many findings there are with the rules after, and which come, go, and weigh
/// otherwise.
pub(super) fn effect(
    (before, after): (&Engine, &Engine),
    files: &[DeskFile<'_>],
    first: usize,
) -> Value {
    let [before, after] = [before, after].map(|engine| (engine, beside(engine, files)));
    let of = |(engine, beside): &(&Engine, Vec<Vec<(String, usize)>>), at: usize| {
        audited(engine, files, at, beside).map(|(audit, _)| findings(&audit))
    };
    let told = files.iter().take(first).enumerate().map(|(at, (path, _))| {
        match of(&before, at).and_then(|old| Ok((old, of(&after, at)?))) {
            Ok((old, new)) => difference(path, &old, &new),
            Err(error) => json!({"path": path, "error": error}),
        }
    });
    json!({"documents": told.collect::<Vec<_>>()})
}

fn difference(path: &str, old: &[Value], new: &[Value]) -> Value {
    let same = |one: &Value, other: &Value| one.get("id") == other.get("id");
    let without = |list: &[Value], others: &[Value]| -> Vec<Value> {
        let is_alone = |own: &&Value| !others.iter().any(|other| same(own, other));
        list.iter().filter(is_alone).cloned().collect()
    };
    let weighs_otherwise = |own: &&Value| {
        old.iter().any(|other| same(own, other) && own.get("severity") != other.get("severity"))
    };
    json!({
        "path": path,
        "before": old.len(),
        "after": new.len(),
        "came": without(new, old),
        "went": without(old, new),
        "changed": new.iter().filter(weighs_otherwise).collect::<Vec<_>>(),
    })
}
