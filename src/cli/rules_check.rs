//! `gouji rules check`: mistakes of rule files, rules against rules, and rules that documents never
//! called for.

use super::engine::{self, Engine, RuleListing};
use super::{Status, documents, output};
use crate::audit::{DocumentAudit, Finding, Outcome, RuleStatus, Severity};
use crate::report::terminal::mistakes;
use crate::report::width::{columns, hang};
use crate::ruleset::Waiver;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(folder: &Path, on: &[PathBuf], extra: &[PathBuf]) -> Status {
    let engines = match engine::check_folder(folder, extra) {
        Ok(engines) => engines,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let mut out = String::new();
    let mut told = Vec::new();
    let mut unread = false;
    for engine in &engines {
        let mut warnings = engine.warnings().to_vec();
        warnings.extend(engine.conflicts());
        // a parent is said once
        warnings.retain(|warning| !told.contains(warning));
        if !warnings.is_empty() {
            output::say(&mistakes(&warnings, &output::error_page()));
        }
        told.extend(warnings);
        let mut counts = BTreeMap::<String, usize>::new();
        for rule in engine.rules() {
            *counts.entry(rule.kind).or_default() += 1;
        }
        let words: Vec<String> = counts.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        let (name, title) = engine.title();
        out.push_str(&format!("✓ {name}（{title}）的规则文件没有错误：{}\n", words.join("，")));
        let no_basis = |rule: &RuleListing| {
            rule.layer == name && rule.severity == Some(Severity::Error) && rule.basis.is_none()
        };
        let rules = engine.rules();
        let bare: Vec<&str> =
            rules.iter().filter(|rule| no_basis(rule)).map(|rule| rule.id.as_str()).collect();
        if !bare.is_empty() {
            let head = format!("  提醒 没有写依据（basis）的错误级规则 {} 条：", bare.len());
            hang(
                &mut out,
                &head,
                columns("    "),
                &bare.join("、"),
                output::page(false, false).width,
            );
        }
        if !on.is_empty() {
            let audited = documents::audit(engine, documents::find(on, None).converted(None));
            unread |= audited.iter().any(|outcome| {
                outcome.as_ref().map_or(true, |document| document.failed().next().is_some())
            });
            let failed: Vec<_> = audited
                .iter()
                .flatten()
                .flat_map(|document| document.mistakes.iter().cloned())
                .collect();
            if !failed.is_empty() {
                output::say(&mistakes(&failed, &output::error_page()));
            }
            never(engine, &name, &audited, &mut out);
        }
    }
    match output::print(out.as_bytes()) {
        Ok(()) if !unread => Status::Clean,
        _ => Status::Failed,
    }
}

/// Whether a waiver is for a finding, whatever its values are.
fn is_for(waiver: &Waiver, document: &DocumentAudit, finding: &Finding) -> bool {
    let Some(check) = finding.checks.first().and_then(|at| document.checks.get(*at)) else {
        return false;
    };
    crate::engine::asks(waiver, check, document.agency.as_deref(), document.year)
}

/// The rules and forms of the ruleset's own layer that none of the documents called for.
fn never(engine: &Engine, layer: &str, audited: &[Outcome], out: &mut String) {
    let width = output::page(false, false).width;
    for unreadable in audited.iter().filter_map(|outcome| outcome.as_ref().err()) {
        out.push_str(&format!("  没有读出 {}：{}\n", unreadable.path, unreadable.message));
    }
    let documents: Vec<_> = audited.iter().flatten().collect();
    let bound: BTreeSet<&str> = documents
        .iter()
        .flat_map(|document| &document.rules)
        .filter(|rule| rule.status != RuleStatus::NotApplicable)
        .map(|rule| rule.id.as_str())
        .collect();
    let recognised: BTreeSet<&str> = documents
        .iter()
        .flat_map(|document| &document.understanding)
        .flat_map(|table| &table.forms)
        .map(|form| form.form.as_str())
        .collect();
    let all = engine.rules();
    let own = || all.iter().filter(|rule| rule.layer == layer);
    let idle: Vec<&str> = own()
        .filter(|rule| rule.severity.is_some())
        .map(|rule| rule.id.as_str())
        .filter(|id| !bound.contains(id))
        .collect();
    let unseen: Vec<&str> = own()
        .filter(|rule| rule.kind == "表样")
        .map(|rule| rule.id.as_str())
        .filter(|id| !recognised.contains(id))
        .collect();
    let waivers = engine.waivers();
    let is_used = |waiver: &&Waiver| {
        let findings = documents
            .iter()
            .flat_map(|document| document.findings.iter().map(move |finding| (*document, finding)));
        findings.into_iter().any(|(document, finding)| is_for(waiver, document, finding))
    };
    let titles: Vec<String> =
        waivers.iter().filter(|waiver| !is_used(waiver)).map(Waiver::title).collect();
    let unused: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut lists = vec![("从未适用的规则和语句", idle), ("从未认出的表样", unseen)];
    if !waivers.is_empty() {
        lists.push(("没有对应问题的豁免", unused));
    }
    for (word, ids) in lists {
        let head = format!("  {word} {} 个", ids.len());
        if ids.is_empty() {
            out.push_str(&format!("{head}（{} 份文件）\n", documents.len()));
        } else {
            let head = format!("{head}（{} 份文件）：", documents.len());
            hang(out, &head, columns("    "), &ids.join("、"), width);
        }
    }
}
