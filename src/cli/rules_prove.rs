//! `gouji rules check --prove`: what was proved of rules, for people and for programs.

use super::engine::LoadedRules;
use gouji_report::report::width::{columns, hang, left};
use gouji_report::report::words::{severity_name, severity_word};
use gouji_rules::ruleset::{ProvedFormula, RuleProof, RuleProofKind, RuleProofs};
use serde_json::{Value, json};

/// The line of a rule in its file.
fn line(formula: &ProvedFormula, engine: &LoadedRules) -> Option<usize> {
    let text = engine.rule_text(&formula.origin.file)?;
    Some(text.get(..formula.origin.span.start)?.matches('\n').count() + 1)
}

/// The formula of a rule as it is written.
fn written(formula: &ProvedFormula) -> String {
    let formulas = formula.formulas.join(" 或 ");
    match &formula.when {
        // of rows alone the line that says them stands for the condition
        Some(when) if when.starts_with("rows = ") => format!("{formulas}（{when}）"),
        Some(when) => format!("{formulas}（when = {when}）"),
        None => formulas,
    }
}

/// Ids of the rules, each once.
fn ids(formulas: &[ProvedFormula]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for formula in formulas {
        if !out.contains(&formula.rule.as_str()) {
            out.push(&formula.rule);
        }
    }
    match out.as_slice() {
        [one] if formulas.len() > 1 => format!("{one} 的 {} 条公式", formulas.len()),
        _ => out.join("、"),
    }
}

/// What was proved, in one sentence.
fn sentence(proof: &RuleProof) -> String {
    let all = ids(&proof.formulas);
    let asked = if proof.by_condition { "条件（when）成立的地方，" } else { "" };
    match proof.kind {
        RuleProofKind::Contradiction => {
            format!("矛盾：{asked}没有数能让 {all} 都相符")
        }
        RuleProofKind::OnlyZero => {
            let term = proof.example.first().map_or("", |(term, _)| term);
            format!("只有 {term} 为 0 时，{all} 才能都相符")
        }
        RuleProofKind::NeverAsked => format!("{all} 的条件（when）没有数能满足，这条规则从不核对"),
        RuleProofKind::AlwaysBroken => {
            format!("{all} 核对到的地方，没有数能相符：{asked}一定不符")
        }
        RuleProofKind::NeverBroken => {
            format!("{all} 查不出错：{asked}不论是什么数都相符")
        }
        RuleProofKind::Follows => {
            let first = proof.formulas.first().map_or("", |formula| &formula.rule);
            let others = proof.formulas.get(1..).unwrap_or_default();
            let (own, others): (Vec<ProvedFormula>, Vec<ProvedFormula>) =
                others.iter().cloned().partition(|formula| formula.rule == first);
            let own_words = format!("它的另外 {} 条公式", own.len());
            let (what, from) = match (own.is_empty(), others.is_empty()) {
                (true, _) => (first.to_owned(), ids(&others)),
                (false, true) => (format!("{first} 的一条公式"), own_words),
                (false, false) => {
                    (format!("{first} 的一条公式"), format!("{}和{own_words}", ids(&others)))
                }
            };
            let all = if proof.formulas.len() > 2 { "都" } else { "" };
            format!("{what} 由 {from} 推出：{asked}后者{all}相符的，它不会不符")
        }
    }
}

/// How the formulas add up to what cannot be.
fn work(proof: &RuleProof) -> Option<String> {
    let left = proof.left.as_ref()?;
    let times: Option<Vec<&str>> =
        proof.formulas.iter().map(|formula| formula.times.as_deref()).collect();
    let times = times?;
    let is_one = |times: &&str| matches!(*times, "1" | "-1");
    let how = match times.as_slice() {
        [_] => "移到一边".to_owned(),
        all if all.iter().all(is_one) => "都移到一边，相加减".to_owned(),
        all => format!("都移到一边，依次乘 {} 再相加", all.join("、")),
    };
    Some(format!("{how}，各数都消去，剩下 {left}，不成立"))
}

/// The example with what each formula says of it.
fn example(proof: &RuleProof) -> Option<String> {
    if proof.kind == RuleProofKind::OnlyZero || proof.example.is_empty() {
        return None;
    }
    let figures: Vec<String> =
        proof.example.iter().map(|(name, value)| format!("{name} 是 {value}")).collect();
    let verdict = |formula: &ProvedFormula| {
        let word = if formula.holds? { "相符" } else { "不符" };
        let is_alone = proof.formulas.iter().filter(|own| own.rule == formula.rule).count() == 1;
        let named = if is_alone { formula.rule.clone() } else { formula.formulas.join(" 或 ") };
        Some(format!("{named} {word}"))
    };
    let verdicts: Vec<String> = proof.formulas.iter().filter_map(verdict).collect();
    Some(format!("{}：{}", figures.join("，"), verdicts.join("；")))
}

/// What to think of beside the proof.
fn note(proof: &RuleProof) -> Option<String> {
    if proof.kind != RuleProofKind::Follows {
        return None;
    }
    let mut out = Vec::new();
    if !proof.also_needs.is_empty() {
        out.push(format!("没有 {} 的地方推不出，靠这一条核对", proof.also_needs.join("、")));
    }
    let (first, others) = proof.formulas.split_first()?;
    let heaviest = others.iter().map(|formula| formula.severity).max()?;
    if first.severity > heaviest {
        out.push(format!(
            "这一条是{}，推出它的最重是{}",
            severity_word(first.severity).trim(),
            severity_word(heaviest).trim()
        ));
    }
    (!out.is_empty()).then(|| out.join("；"))
}

/// All that was proved, for people.
pub(crate) fn words(proofs: &RuleProofs, engine: &LoadedRules, width: usize) -> String {
    let mut out = String::new();
    for proof in &proofs.found {
        hang(&mut out, "  证明 ", columns("    "), &sentence(proof), width);
        let wide = proof.formulas.iter().map(|formula| columns(&formula.rule)).max().unwrap_or(0);
        for formula in &proof.formulas {
            let at = line(formula, engine).map_or(String::new(), |line| format!(":{line}"));
            let head = format!("    {}  ", left(&formula.rule, wide.min(28)));
            let text = format!("{}{at}  {}", formula.origin.file, written(formula));
            hang(&mut out, &head, columns(&head), &text, width);
        }
        let more = [("为什么", work(proof)), ("例如", example(proof)), ("注意", note(proof))];
        for (word, text) in more {
            if let Some(text) = text {
                hang(&mut out, &format!("    {word}  "), columns("      "), &text, width);
            }
        }
    }
    out.push_str(&format!(
        "  证明 看了 {} 条规则的公式，没有判断的 {} 条\n",
        proofs.judged, proofs.open
    ));
    if !proofs.found.is_empty() {
        out.push_str("  以上按各数的精确值推出，四舍五入的尾差不算在内\n");
    }
    out
}

/// All that was proved, for programs.
pub(crate) fn value(proofs: &RuleProofs, engine: &LoadedRules) -> Value {
    let formula = |formula: &ProvedFormula| {
        json!({
            "rule": formula.rule,
            "file": formula.origin.file,
            "line": line(formula, engine),
            "layer": formula.origin.layer,
            "formulas": formula.formulas,
            "when": formula.when,
            "severity": severity_name(formula.severity),
            "holds": formula.holds,
            "times": formula.times,
        })
    };
    let proof = |proof: &RuleProof| {
        let figures = proof.example.iter();
        let example: serde_json::Map<String, Value> =
            figures.map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({
            "kind": proof.kind.id(),
            "message": sentence(proof),
            "rules": proof.formulas.iter().map(formula).collect::<Vec<_>>(),
            "by_condition": proof.by_condition,
            "left": proof.left,
            "example": example,
            "also_needs": proof.also_needs,
        })
    };
    json!({
        "found": proofs.found.iter().map(proof).collect::<Vec<_>>(),
        "judged": proofs.judged,
        "open": proofs.open,
    })
}
