//! What a rule came to in a document, in words: no rule ends without one.

use super::entry::verdict_words;
use gouji_audit::audit::{Check, DocumentAudit, RuleOutcome, RuleStatus, Verdict, Why};
use gouji_values::lang::{Bilingual, Lang, tell};
use std::collections::BTreeMap;

/// In the order in which they are told.
const VERDICTS: [Verdict; 5] = [
    Verdict::Violation,
    Verdict::Holds,
    Verdict::Rounding,
    Verdict::Corroborated,
    Verdict::Unchecked,
];

const LOOKED: Bilingual = Bilingual::new("看过，没有要说的", "looked, nothing to say");

/// How many checks came to each verdict, in words: `不符 1`, `相符 3`.
fn counted(counts: [usize; 5], lang: Lang) -> Vec<String> {
    let told = VERDICTS.iter().zip(counts).filter(|(_, count)| *count > 0);
    told.map(|(verdict, count)| format!("{} {count}", verdict_words(*verdict).of(lang))).collect()
}

/// How a rule ended.
#[derive(Clone, Debug)]
pub struct RuleEnd<'a> {
    /// The rule.
    pub rule: &'a RuleOutcome,
    /// How many checks came to each verdict, in the order of [`VERDICTS`].
    counts: [usize; 5],
    /// The first check that is open.
    open: Option<&'a Check>,
}

impl RuleEnd<'_> {
    /// Whether a wrong figure would have been told.
    #[must_use]
    pub fn has_checked(&self) -> bool {
        let [violated, held, rounding, ..] = self.counts;
        violated + held + rounding > 0
    }

    /// How many of its checks came to a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let at = VERDICTS.iter().position(|own| *own == verdict);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    /// How many of its checks could not be decided.
    #[must_use]
    pub fn open(&self) -> usize {
        let [.., open] = self.counts;
        open
    }

    /// Whether it ran to its end and had nothing to say: a script that reports.
    #[must_use]
    pub fn has_looked(&self) -> bool {
        let is_report = |why: &Why| matches!(why, Why::ReportNever | Why::ReportBehind { .. });
        self.counts == [0; 5]
            && self.rule.status == RuleStatus::Done
            && self.rule.why.iter().all(is_report)
    }

    /// Whether nothing was checked by it, and nothing looked at.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.has_checked() && !self.has_looked()
    }

    /// Whether others of its comparisons were not made than those that were.
    #[must_use]
    pub fn is_parted(&self) -> bool {
        self.has_checked() && !self.rule.lost.is_empty()
    }

    /// What came of it: `不符 1，相符 3`, or why nothing did.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let mut parts = counted(self.counts, lang);
        let why = self.rule.words_in(lang);
        match (self.rule.status, why) {
            (RuleStatus::Failed, why) => {
                let why = why.unwrap_or_default();
                parts.push(tell!(lang, "没有运行完：{why}", "did not finish: {why}"));
            }
            (RuleStatus::NotApplicable, why) => {
                let why = why.unwrap_or_default();
                parts.push(tell!(lang, "没有适用：{why}", "does not apply: {why}"));
            }
            (_, Some(why)) if self.has_looked() => {
                parts.push(format!("{}{}{why}", LOOKED.of(lang), lang.colon()));
            }
            (_, Some(why)) if parts.is_empty() => parts.push(why),
            (_, None) if parts.is_empty() => parts.push(LOOKED.of(lang).to_owned()),
            _ => {}
        }
        let is_told = self.rule.status == RuleStatus::Failed;
        let why = self.why(lang).filter(|_| !is_told);
        let why = why.map_or_else(String::new, |why| lang.bracketed(&why));
        format!("{}{why}", parts.join(lang.of("，", ", ")))
    }

    /// Why the first check is open that is, or why one was not made.
    fn why(&self, lang: Lang) -> Option<String> {
        let lost = || Some(self.rule.lost.first()?.words(lang)).filter(|_| self.is_parted());
        let Some(check) = self.open else { return lost() };
        let reason = check.reason.as_deref().map(|why| why.words(lang));
        Some(reason.unwrap_or_else(|| check.message_in(lang)))
    }
}

/// How a rule ended in several documents.
#[derive(Clone, Debug, Default)]
pub struct RuleSum {
    /// How many checks came to each verdict.
    counts: [usize; 5],
    /// In how many it looked and had nothing to say.
    looked: usize,
    /// Which conditions of scripts that report were true nowhere, each once.
    closed: Vec<String>,
    /// What was told of checks that are open, each once.
    idle: Vec<String>,
    /// In how many documents it came to no check at all.
    elsewhere: usize,
    /// Why not, each once.
    elsewhere_why: Vec<String>,
}

impl RuleSum {
    /// Adds how it ended in one document.
    pub fn add(&mut self, end: &RuleEnd<'_>) {
        for (sum, count) in self.counts.iter_mut().zip(end.counts) {
            *sum += count;
        }
        let is_open = end.open.is_some() || !end.has_checked() || end.is_parted();
        if end.has_looked() {
            self.looked += 1;
            let closed = end.rule.words().filter(|words| !self.closed.contains(words));
            self.closed.extend(closed);
        }
        let zh = Lang::Chinese;
        let words = end.rule.words().or_else(|| end.why(zh)).unwrap_or_else(|| end.words(zh));
        if !is_open || end.has_looked() {
            return;
        }
        let is_none = end.counts == [0; 5];
        self.elsewhere += usize::from(is_none);
        let list = if is_none { &mut self.elsewhere_why } else { &mut self.idle };
        if !list.contains(&words) {
            list.push(words);
        }
    }

    /// What came of it in all of them: `不符 1，相符 3`, and why it was open or did not apply.
    #[must_use]
    pub fn words(&self) -> String {
        const REASONS: usize = 2;
        let counts = counted(self.counts, Lang::Chinese);
        let looked = LOOKED.of(Lang::Chinese);
        let told = |all: &[String]| {
            let why: Vec<&str> = all.iter().take(REASONS).map(String::as_str).collect();
            format!("{}{}", why.join("；"), if all.len() > why.len() { "等" } else { "" })
        };
        let mut why = Vec::new();
        why.extend((!self.idle.is_empty()).then(|| told(&self.idle)));
        // what is said of one document is not said of those in which it checked something
        let others = (self.elsewhere, told(&self.elsewhere_why));
        why.extend((self.elsewhere > 0 && !counts.is_empty()).then(|| {
            let (count, words) = &others;
            format!("另有 {count} 份文件没有核对：{words}")
        }));
        match (counts.is_empty(), self.elsewhere_why.is_empty()) {
            (false, _) if why.is_empty() => counts.join("，"),
            (false, _) => format!("{}（{}）", counts.join("，"), why.join("；")),
            (true, false) => format!("一次也没有核对：{}", others.1),
            (true, true) if self.looked > 0 && self.closed.is_empty() => looked.to_owned(),
            (true, true) if self.looked > 0 => format!("{looked}：{}", self.closed.join("；")),
            (true, true) => "一次也没有核对".to_owned(),
        }
    }
}

/// How the rules of the user's own layers ended, in their order.
#[must_use]
pub fn own(document: &DocumentAudit) -> Vec<RuleEnd<'_>> {
    let mut out: Vec<RuleEnd<'_>> = document
        .rules
        .iter()
        .filter(|rule| rule.is_own)
        .map(|rule| RuleEnd { rule, counts: [0; 5], open: None })
        .collect();
    let at: BTreeMap<&str, usize> =
        out.iter().enumerate().map(|(at, end)| (end.rule.id.as_str(), at)).collect();
    // what two rules say alike is one check, and both of them checked it
    let of_rules = document.checks.iter().flat_map(|check| {
        std::iter::once(&check.rule).chain(&check.also).map(move |rule| (check, rule))
    });
    for (check, rule) in of_rules {
        let Some(end) = at.get(rule.as_str()).and_then(|at| out.get_mut(*at)) else {
            continue;
        };
        let is_its = |verdict: &Verdict| *verdict == check.verdict;
        if let Some(count) =
            VERDICTS.iter().position(is_its).and_then(|place| end.counts.get_mut(place))
        {
            *count += 1;
        }
        if check.verdict == Verdict::Unchecked {
            end.open = end.open.or(Some(check));
        }
    }
    out
}

/// Rules of the user's that checked nothing and are named, at most.
const NAMED: usize = 4;

/// The rules of the user's own by which nothing was checked, each with its reason: it stands in
/// every report, since what they are for may stand there in other words. `None` where there are none.
#[must_use]
pub fn idle(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let all = own(document);
    let idle: Vec<&RuleEnd<'_>> = all.iter().filter(|end| end.is_idle()).collect();
    let (count, named) = (idle.len(), named(&idle, NAMED, lang));
    let words = tell!(
        lang,
        "自己的规则有 {count} 条没有核对：{named}",
        "{count} of your own rules checked nothing: {named}"
    );
    (!idle.is_empty()).then_some(words)
}

/// That the user's own rules checked nothing at all, with the reasons: a document without findings is no good one
/// for that. Rules that say themselves for which documents they are do not count, nor do those of packs; a document
/// beside which another one is judged may be there for that one alone.
#[must_use]
pub fn none_checked(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let by_intent = |why: &Why| {
        matches!(why, Why::OtherKind { .. } | Why::OtherAgency { .. } | Why::OtherYears { .. })
    };
    let all = own(document);
    let meant: Vec<&RuleEnd<'_>> = all
        .iter()
        .filter(|end| !end.rule.is_packed && end.rule.status != RuleStatus::Done)
        .filter(|end| !end.rule.why.iter().any(by_intent))
        .collect();
    if document.is_beside || meant.is_empty() || !all.iter().all(RuleEnd::is_idle) {
        return None;
    }
    let named = named(&meant, NAMED, lang);
    Some(tell!(
        lang,
        "自己的规则一条也没有核对：{named}",
        "none of your own rules checked anything: {named}"
    ))
}

/// Rules that lost comparisons, each with the first reason.
fn lost(parted: &[&RuleEnd<'_>], most: usize, lang: Lang) -> String {
    let one = |end: &&RuleEnd<'_>| {
        let why = end.rule.lost.first().map_or_else(String::new, |why| why.words(lang));
        format!("{}{}", end.rule.id, lang.bracketed(&why))
    };
    let named: Vec<String> = parted.iter().take(most).map(one).collect();
    let more = if parted.len() > named.len() { lang.of(" 等", " and more") } else { "" };
    format!("{}{more}", named.join(lang.semicolon()))
}

fn named(idle: &[&RuleEnd<'_>], most: usize, lang: Lang) -> String {
    let shown: Vec<(&str, String)> =
        idle.iter().take(most).map(|end| (end.rule.id.as_str(), end.words(lang))).collect();
    // what is the same of several that follow each other is said once
    let one = |same: &[(&str, String)]| {
        let ids: Vec<&str> = same.iter().map(|(id, _)| *id).collect();
        let words = same.first().map_or("", |(_, words)| words.as_str());
        format!("{}{}", ids.join(lang.comma()), lang.bracketed(words))
    };
    let named: Vec<String> = shown.chunk_by(|a, b| a.1 == b.1).map(one).collect();
    let more = match idle.len() > shown.len() {
        true => lang.of(" 等（--all 全部列出）", " and more (--all lists them)"),
        false => "",
    };
    format!("{}{more}", named.join(lang.semicolon()))
}

/// The rules of the user's own that were left out since a fact of the document was not recognised by
/// which they are chosen, or not run since it was not taken for a budget: what they are for may well
/// stand there. `None` where there are none.
#[must_use]
pub fn dropped(document: &DocumentAudit, lang: Lang) -> Option<String> {
    let is_unknown =
        |why: &Why| matches!(why, Why::AgencyUnknown | Why::YearUnknown | Why::WordsNotLookedFor);
    let all = own(document);
    let dropped: Vec<&RuleEnd<'_>> = all
        .iter()
        .filter(|end| end.rule.status == RuleStatus::NotApplicable && !end.rule.is_packed)
        .filter(|end| end.rule.why.iter().any(is_unknown))
        .collect();
    let (count, named) = (dropped.len(), named(&dropped, NAMED, lang));
    (count > 0).then(|| {
        tell!(
            lang,
            "自己的规则有 {count} 条没有用上：{named}",
            "{count} of your own rules were not used: {named}"
        )
    })
}

/// The user's own rules in short: how many there are, and those by which nothing was checked, each
/// with its reason. `None` where there are none.
#[must_use]
pub fn shortly(document: &DocumentAudit, most: usize, lang: Lang) -> Option<String> {
    let all = own(document);
    if all.is_empty() {
        return None;
    }
    let idle: Vec<&RuleEnd<'_>> = all.iter().filter(|end| end.is_idle()).collect();
    let looked = all.iter().filter(|end| end.has_looked()).count();
    let (count, checked) = (all.len(), all.len() - idle.len() - looked);
    let mut out = tell!(lang, "{count} 条：核对了 {checked}", "{count}: checked {checked}");
    let parted: Vec<&RuleEnd<'_>> = all.iter().filter(|end| end.is_parted()).collect();
    if !parted.is_empty() {
        let (count, named) = (parted.len(), lost(&parted, most, lang));
        out.push_str(&tell!(
            lang,
            "，其中 {count} 条有的项没有核对：{named}",
            ", of {count} some comparisons were not made: {named}"
        ));
    }
    if looked > 0 {
        out.push_str(&tell!(
            lang,
            "，看过没有要说的 {looked}",
            ", looked and had nothing to say {looked}"
        ));
    }
    if !idle.is_empty() {
        let (count, named) = (idle.len(), named(&idle, most, lang));
        out.push_str(&tell!(
            lang,
            "，没有核对 {count}：{named}",
            ", checked nothing {count}: {named}"
        ));
    }
    Some(out)
}
