//! A rule whose form or claim is not the one that its formulas speak of: a rule was copied, and the
//! line that says what it goes over was not changed. The others are tried; where one has every name,
//! that line is told, not each name.

use super::compiler::Compiler;
use super::raw::RawRule;
use super::rule::body;
use super::schema::RuleBody;
use super::walk::{Mistakes, RuleText};
use super::whole::Ruleset;
use crate::formula::{Mention, Owner};
use gouji_values::error::{MistakeCode, MistakeSubject, RuleMistake};
use std::collections::BTreeMap;

/// Owners that are offered, at most.
const MOST: usize = 2;

/// A form or claim: what it is, its layer, its id.
struct OtherOwner<'r> {
    owner: Owner,
    layer: &'r str,
    id: &'r str,
}

/// The body of a rule; of unknown names that another form or claim has all of the line is told
/// that names it.
pub(super) fn body_of(
    compiler: &mut Compiler<'_>,
    raw: &RawRule,
    owner: &Owner,
    ruleset: &Ruleset,
    scripts: &BTreeMap<String, usize>,
) -> Option<RuleBody> {
    let before = compiler.mistakes.found.len();
    let out = body(compiler, raw, owner, ruleset, scripts);
    let own = compiler.mistakes.found.get(before..).unwrap_or(&[]);
    let Some(written) = raw.form.as_ref().or(raw.claim.as_ref()).filter(|_| has_unknown(own))
    else {
        return out;
    };
    let unknown = unknown(own);
    let layer = compiler.sources.get(written.file).map_or("", |source| source.layer.as_str());
    let all = others(ruleset, owner);
    let mut fitting: Vec<(&OtherOwner<'_>, RuleBody)> = Vec::new();
    for other in &all {
        let mut mistakes = Mistakes::default();
        let mut apart = Compiler {
            sources: compiler.sources,
            words: compiler.words,
            is_proved: compiler.is_proved,
            wordings: compiler.wordings,
            mistakes: &mut mistakes,
        };
        let body = body(&mut apart, raw, &other.owner, ruleset, scripts);
        if let Some(body) = body.filter(|_| mistakes.found.iter().all(|one| one.is_warning)) {
            fitting.push((other, body));
        }
    }
    // one of the author's own is likelier than one of hundreds
    if fitting.iter().any(|(other, _)| other.layer == layer) {
        fitting.retain(|(other, _)| other.layer == layer);
    }
    let is_own = fitting.first().is_some_and(|(other, _)| other.layer == layer);
    let is_clear = !fitting.is_empty() && fitting.len() <= MOST && (is_own || unknown.len() > 1);
    if !is_clear {
        return out;
    }
    let names = lacking(ruleset, owner, &fitting, unknown);
    let own = compiler.mistakes.found.split_off(before);
    let (gone, kept): (Vec<_>, Vec<_>) = own.into_iter().partition(|one| !one.is_warning);
    compiler.mistakes.found.extend(kept);
    told(compiler, (written, raw.form.is_some()), &names, &fitting);
    // with one name it may be a slip of the hand as well
    let near = gone.first().and_then(|one| one.help.as_deref());
    if let (Some(last), [one], Some(near)) =
        (compiler.mistakes.found.last_mut(), names.as_slice(), near)
        && (near.starts_with("是不是") || near.starts_with("写成 "))
    {
        let help = last.help.take().unwrap_or_default();
        let what = if raw.form.is_some() { "这张表" } else { "这条语句" };
        last.help = Some(format!("{help}；就是{what}的，{one} {near}"));
    }
    None
}

/// Whether a formula names what there is not.
fn has_unknown(mistakes: &[RuleMistake]) -> bool {
    mistakes
        .iter()
        .any(|one| one.code == MistakeCode::Formula && matches!(one.about, MistakeSubject::Name(_)))
}

/// The names that there are not.
fn unknown(mistakes: &[RuleMistake]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for one in mistakes {
        if let MistakeSubject::Name(name) = &one.about
            && !out.contains(name)
        {
            out.push(name.clone());
        }
    }
    out
}

/// All forms, or all claims, but the one that a rule names.
fn others<'r>(ruleset: &'r Ruleset, owner: &Owner) -> Vec<OtherOwner<'r>> {
    match owner {
        Owner::Form(own, _) => {
            let forms = ruleset.forms.iter().enumerate().filter(|(at, _)| at != own);
            let other = |(at, form): (usize, &'r super::schema::Form)| OtherOwner {
                owner: Owner::Form(at, None),
                layer: form.origin.layer.as_str(),
                id: form.id.as_str(),
            };
            forms.map(other).collect()
        }
        Owner::Claim(own) => {
            let claims = ruleset.claims.iter().enumerate().filter(|(at, _)| at != own);
            let other = |(at, claim): (usize, &'r super::schema::Claim)| OtherOwner {
                owner: Owner::Claim(at),
                layer: claim.origin.layer.as_str(),
                id: claim.id.as_str(),
            };
            claims.map(other).collect()
        }
        _ => Vec::new(),
    }
}

/// The names that the formulas have of another form and that the own one lacks.
fn lacking(
    ruleset: &Ruleset,
    owner: &Owner,
    fitting: &[(&OtherOwner<'_>, RuleBody)],
    unknown: Vec<String>,
) -> Vec<String> {
    let mut out = unknown;
    let (Owner::Form(own, _), Some((other, body))) = (owner, fitting.first()) else { return out };
    let Owner::Form(other, _) = &other.owner else { return out };
    let (Some(own), Some(other)) = (ruleset.names.forms.get(*own), ruleset.names.forms.get(*other))
    else {
        return out;
    };
    for formula in body.demand.formulas() {
        formula.resolved.mentions(&mut |mention| {
            let Mention::OwnColumn(column) = mention else { return };
            let Some((name, _)) = other.columns.get(column) else { return };
            let is_known = own.columns.iter().any(|(known, _)| known == name);
            if !is_known && !out.contains(name) {
                out.push(name.clone());
            }
        });
    }
    out
}

fn told(
    compiler: &mut Compiler<'_>,
    (written, is_form): (&RuleText, bool),
    names: &[String],
    fitting: &[(&OtherOwner<'_>, RuleBody)],
) {
    let (key, what) = if is_form { ("form", "表样") } else { ("claim", "语句") };
    let ids: Vec<&str> = fitting.iter().map(|(other, _)| other.id).collect();
    let names = names.join("、");
    let message = format!("{what} {} 没有 {names}，{what} {} 有", written.value, ids.join("、"));
    let ways: Vec<String> = ids.iter().map(|id| format!("{key} = \"{id}\"")).collect();
    let help = format!("写成 {}", ways.join(" 或 "));
    compiler.at(written, MistakeCode::Formula, message, Some(help));
}
