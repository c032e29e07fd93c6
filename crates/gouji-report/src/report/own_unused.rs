//! The rules of the user's own that were not used, or used in part.

use super::rule_end;
use gouji_audit::audit::{DocumentAudit, RuleStatus, Verdict, Why};
use gouji_values::lang::{Bilingual, Lang, tell};

/// How many rules are named; the others are counted.
const NAMED: usize = 4;
/// What is said of rules that agree and prove nothing.
const ALIKE: Bilingual = Bilingual::new("只有印证", "corroborated only");

fn and_more(count: usize, lang: Lang) -> &'static str {
    if count > NAMED { lang.of(" 等", " and more") } else { "" }
}

/// The rules of the user's own for which there was no sentence or no such row, where others of them
/// were used: what they are for may stand there in other words. A pack is for many units: of its
/// rules some are for others.
pub(super) fn own_unused(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let all = rule_end::own(document);
    let has_checked = all.iter().any(|end| end.has_checked());
    // the table of the rule is there, its row is not
    let is_lacking = |why: &Why| {
        has_checked && matches!(why, Why::ClaimAbsent { .. } | Why::NotWritten { .. })
            || matches!(
                why,
                Why::TableLacksRow { .. }
                    | Why::NoCode { .. }
                    | Why::NoRowPrinted { .. }
                    | Why::RowOnOtherSide { .. }
                    | Why::NoRowAfter { .. }
                    | Why::NoSingleRow
            )
    };
    let unused: Vec<&str> = all
        .iter()
        .filter(|end| end.rule.status == RuleStatus::NotApplicable && !end.rule.is_packed)
        .filter(|end| end.rule.why.iter().any(is_lacking))
        .map(|end| end.rule.id.as_str())
        .collect();
    let parted = own_parted(&all, lang);
    if unused.is_empty() {
        let idle = own_idle(document, &all, lang);
        let both: Vec<String> = idle.into_iter().chain(parted).collect();
        return (!both.is_empty()).then(|| both.join(lang.semicolon()));
    }
    let named = unused.iter().take(NAMED).copied().collect::<Vec<_>>().join(lang.comma());
    let more = and_more(unused.len(), lang);
    let count = unused.len();
    // the line on all own rules counts these, too
    let idle = all.iter().filter(|end| end.is_idle()).count();
    let others = match idle.saturating_sub(count) {
        0 => String::new(),
        some => tell!(
            lang,
            "；另有 {some} 条因别的原因没有核对",
            "; {some} more checked nothing for other reasons"
        ),
    };
    let own = tell!(
        lang,
        "自己的规则有 {count} 条没有用上（没有那样写的话或那一行）：{named}{more}{others}",
        "{count} of your own rules were not used (no such sentence or row): {named}{more}{others}"
    );
    Some(parted.into_iter().fold(own, |own, parted| format!("{own}{}{parted}", lang.semicolon())))
}

/// The rules of the user's own that came to nothing though they are for this document, or agree without proving
/// anything. What is not there to be looked at by what it is for, or by its own condition, is not lacking; what was
/// left open is told by others.
fn own_idle(document: &DocumentAudit, all: &[rule_end::RuleEnd<'_>], lang: Lang) -> Option<String> {
    let is_told = |why: &Why| {
        matches!(
            why,
            Why::OtherKind { .. }
                | Why::OtherAgency { .. }
                | Why::OtherYears { .. }
                | Why::ConditionOfOthers { .. }
                | Why::ConditionNever
                | Why::ConditionOfNumbers { .. }
                | Why::ConditionOfPart { .. }
                | Why::AgencyUnknown
                | Why::YearUnknown
                | Why::WordsNotLookedFor
        )
        // nearly the words that are asked for may be these
        || matches!(why, Why::ConditionOfWords { wanted, there, .. } if !there.contains(&**wanted))
    };
    let undecided: Vec<&str> = document.undecided_own().map(|rule| rule.id.as_str()).collect();
    let named: Vec<String> = all
        .iter()
        .filter(|end| end.is_idle() && end.open() == 0 && !end.rule.is_packed)
        .filter(|end| end.rule.status != RuleStatus::Failed)
        .filter(|end| !undecided.contains(&end.rule.id.as_str()))
        .filter(|end| {
            let is_only_alike = end.count(Verdict::Corroborated) > 0;
            is_only_alike || !end.rule.why.is_empty() && !end.rule.why.iter().any(is_told)
        })
        .map(|end| match end.count(Verdict::Corroborated) {
            0 => end.rule.id.to_string(),
            _ => format!("{}{}", end.rule.id, lang.bracketed(ALIKE.of(lang))),
        })
        .collect();
    if document.is_beside || named.is_empty() {
        return None;
    }
    let (count, more) = (named.len(), and_more(named.len(), lang));
    let named = named.into_iter().take(NAMED).collect::<Vec<_>>().join(lang.comma());
    Some(tell!(
        lang,
        "自编规则 {count} 条没有核对：{named}{more}",
        "{count} of your own rules checked nothing: {named}{more}"
    ))
}

/// The rules of the user's own that were checked in part: of others of their comparisons the row was not found,
/// or they pass over rows that do not follow each other.
fn own_parted(all: &[rule_end::RuleEnd<'_>], lang: Lang) -> Option<String> {
    let passes = |why: &Why| matches!(why, Why::ConditionOfOrder { .. });
    let parted = all.iter().filter(|end| !end.rule.is_packed);
    let parted = parted.filter(|end| end.is_parted() || end.rule.why.iter().any(passes));
    let parted: Vec<&str> = parted.map(|end| end.rule.id.as_str()).collect();
    let named = parted.iter().take(NAMED).copied().collect::<Vec<_>>().join(lang.comma());
    let (count, more) = (parted.len(), and_more(parted.len(), lang));
    (count > 0).then(|| {
        tell!(
            lang,
            "自己的规则有 {count} 条有的项、有的行没有核对：{named}{more}",
            "of {count} of your own rules some comparisons or rows were not checked: {named}{more}"
        )
    })
}
