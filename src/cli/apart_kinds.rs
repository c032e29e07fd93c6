//! Checks of the author's rules that were left open because their values are of kinds that do not go
//! together, which the rules alone did not tell: each at the line that asks for it, with what to write.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{DocumentAudit, Verdict, Why};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::lang::Lang;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All of them, of a ruleset's own rules.
pub(super) fn apart_kinds(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    for check in documents.iter().flat_map(|document| &document.checks) {
        let is_apart = |why: &&Why| matches!(**why, Why::KindsApart { .. } | Why::KindsDiffer);
        let Some(why) = check
            .reason
            .as_deref()
            .filter(|why| check.verdict == Verdict::Unchecked && is_apart(why))
        else {
            continue;
        };
        let Some(rule) = ruleset.rule(&check.rule).filter(|rule| rule.origin.layer == layer) else {
            continue;
        };
        if !told.insert((rule.id.as_str(), check.expression.as_str())) {
            continue;
        }
        let script = rule.demand.script();
        let place = match script {
            Some(script) => script.base.and_then(|base| {
                let text = Arc::clone(&script.text);
                let span = behind(&text, base, &check.expression)?;
                Some((script.file.clone(), text, span))
            }),
            None => engine.rule_text(&rule.origin.file).and_then(|text| {
                let span = behind(&text, rule.origin.span.start, &check.expression)?;
                Some((rule.origin.file.to_string(), text, span))
            }),
        };
        let Some((file, text, span)) = place else { continue };
        let words = why.words(Lang::Chinese);
        let message = format!("{} 未能核对：{words}", rule.id);
        let help = match script {
            Some(_) => "与金额放在一起的数要有单位：写成参数 [param] \"标准\" = \"500元\"，用 param.标准，数和单位换成自己的；函数里看不见 param，作为参数传进去".to_owned(),
            None => "两边写成同一类：金额写 500元、万元，个数写 50人，百分数写 80%；列的种类看表样里的 kind".to_owned(),
        };
        out.push(at((&file, text, span), MistakeCode::WithoutEffect, message, help));
    }
    out
}
