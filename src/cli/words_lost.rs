//! What a document loses by words that the author's layers add: figures that are checked no more, sentences
//! that are no longer known, names that are read otherwise.

use super::documents;
use super::run::Plan;
use gouji_audit::audit::DocumentAudit;
use gouji_values::document::Span;
use gouji_values::error::{MistakeSubject, RuleMistake};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of them, where one of these words stands in names.
pub(super) fn words_lost(
    plan: &Plan,
    index: usize,
    document: &DocumentAudit,
) -> Option<RuleMistake> {
    let engine = plan.engine(index)?;
    // a word of a vocabulary that names hold
    let (first, word) = engine.warnings().iter().find_map(|own| match &own.about {
        MistakeSubject::Name(word) if own.is_warning && own.file.contains("vocabulary") => {
            Some((own, word))
        }
        _ => None,
    })?;
    let given = plan.given(index)?;
    let [with, without] = engine.without_added_words()?;
    let before = documents::one(without, given, &[]).ok()?;
    let (known, now) = (before.coverage.checked, document.coverage.checked);
    let mut told = Vec::new();
    if now < known {
        told.push(format!("这份文件核对到的数由 {known} 个少到 {now} 个"));
    }
    if let Ok(read) = documents::one(with, given, &[]) {
        told.extend(read_otherwise(&before, &read));
        told.extend(claims_lost(&before, &read));
    }
    (!told.is_empty()).then(|| RuleMistake {
        help: Some(format!("删去“{word}”再查一遍；别的词也要看的，一个一个加")),
        message: format!("加了这里的用语，{}：“{word}”把原来读得懂的话读成了别的", told.join("；")),
        ..first.clone()
    })
}

/// The line of a place.
fn line(document: &DocumentAudit, span: Span) -> usize {
    let text = document.document.text.get(..span.range().start).unwrap_or("");
    text.matches('\n').count() + 1
}

/// The first figure that is of something else, and how many there are.
fn read_otherwise(before: &DocumentAudit, now: &DocumentAudit) -> Option<String> {
    let figures = |document: &DocumentAudit| {
        let all = document.facts.iter().flat_map(|sentence| sentence.figures.clone());
        all.map(|own| (own.span, own)).collect::<Vec<_>>()
    };
    let known: BTreeMap<(usize, usize), String> = figures(before)
        .into_iter()
        .map(|(span, own)| ((span.range().start, span.range().end), own.subject.to_string()))
        .collect();
    let other: Vec<_> = figures(now)
        .into_iter()
        .filter_map(|(span, own)| {
            let known = known.get(&(span.range().start, span.range().end))?;
            // what is no longer known of it, or is known otherwise
            (!known.is_empty() && **known != *own.subject).then(|| (known.clone(), own))
        })
        .collect();
    let (known, own) = other.first()?;
    let subject = match own.subject.as_str() {
        "" => "不知道是什么".to_owned(),
        subject => format!("读作“{subject}”"),
    };
    Some(format!(
        "{} 个数的名称读得不同（如第 {} 行 {}，原来读作“{known}”，现在{subject}）",
        other.len(),
        line(now, own.span),
        own.text
    ))
}

/// Sentences of claims that are found no more.
fn claims_lost(before: &DocumentAudit, now: &DocumentAudit) -> Option<String> {
    let claims = |document: &DocumentAudit| -> BTreeSet<String> {
        let all = document.facts.iter().flat_map(|sentence| sentence.claims.clone());
        all.map(|own| own.sentence.claim.clone()).collect()
    };
    let lost: Vec<String> = claims(before).difference(&claims(now)).cloned().collect();
    (!lost.is_empty()).then(|| format!("认不出这些语句了：{}", lost.join("、")))
}
