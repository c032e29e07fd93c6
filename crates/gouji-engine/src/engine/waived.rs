//! Findings that a rule folder waives: for the values that the waiver names, until its day.

use gouji_audit::audit::{Check, Verdict};
use gouji_rules::ruleset::{Asked, FoundValues, Waiver};
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::lang::{BilingualText, bilingual};
use gouji_values::vocabulary::Vocabulary;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Who asks what is waived, and when.
pub(super) struct Asking<'a> {
    pub(super) agency: Option<&'a str>,
    pub(super) year: Option<i32>,
    pub(super) today: Option<&'a str>,
    pub(super) words: &'a Vocabulary,
}

/// Survives re-layout, a new version of the document and next year's: agency and the identity of
/// the check.
#[must_use]
pub fn fingerprint(agency: Option<&str>, key: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(agency.unwrap_or("").as_bytes());
    digest.update([0]);
    digest.update(key.as_bytes());
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a waiver was written for a violation, whatever its values are.
#[must_use]
pub fn asks(
    waiver: &Waiver,
    check: &Check,
    agency: Option<&str>,
    year: Option<i32>,
    words: &Vocabulary,
) -> bool {
    let key = check.key();
    let rules: Vec<&str> = std::iter::once(&check.rule)
        .chain(&check.also)
        .chain(check.about.replaces.iter())
        .map(|rule| rule.as_str())
        .collect();
    waiver.is_for(&Asked {
        fingerprint: &fingerprint(agency, &key),
        rules: &rules,
        key: &key,
        agency,
        year,
        words,
    })
}

/// What a check states and what that is compared with, as a report prints both.
#[must_use]
pub fn values(check: &Check) -> FoundValues {
    let printed = || {
        let lead = check.figure(check.lead_index())?;
        Some(lead.printed().text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let stated = check.stated.as_ref().map(|text| text.to_string()).or_else(printed);
    FoundValues {
        stated,
        computed: check.computed.as_ref().map(|text| text.to_string()),
        unit: check.unit.as_ref().map(|text| text.to_string()),
    }
}

/// The violations that a rule folder waives, with the reason, and notices of the waivers that have
/// ended, that were written for other values, or that do not say for which.
pub(super) fn waived(
    checks: &[Check],
    asking: &Asking<'_>,
    waivers: &[Waiver],
) -> (BTreeMap<usize, String>, Vec<Notice>) {
    let (mut out, mut notices) = (BTreeMap::new(), Vec::new());
    // how many violations each waiver without values covers
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, check) in checks
        .iter()
        .enumerate()
        .filter(|(_, check)| !waivers.is_empty() && check.verdict == Verdict::Violation)
    {
        let own: Vec<(usize, &Waiver)> = waivers
            .iter()
            .enumerate()
            .filter(|(_, waiver)| asks(waiver, check, asking.agency, asking.year, asking.words))
            .collect();
        if own.is_empty() {
            continue;
        }
        let found = values(check);
        let own_fingerprint = fingerprint(asking.agency, &check.key());
        let fits = |waiver: &Waiver| waiver.fits(&own_fingerprint, &found, asking.words);
        let (stated, computed) = (&found.stated, &found.computed);
        let span = check
            .places()
            .nth(check.lead_index())
            .filter(|(_, document)| document.is_none())
            .map(|(span, _)| span);
        // one that names the values comes before one that does not
        let counting = own
            .iter()
            .filter(|(_, waiver)| waiver.counts(asking.today) && fits(waiver))
            .max_by_key(|(_, waiver)| waiver.is_bound());
        if let Some((at, waiver)) = counting {
            out.insert(index, waiver.words());
            if waiver.fingerprint.is_some() && !waiver.has_values() {
                let (title, file) = (waiver.title(), &waiver.file);
                let values = written(stated.as_deref(), computed.as_deref());
                let message = bilingual!(
                    "豁免 {title} 没有写是针对什么数的，数变了也一直有效（{file}）；请补上 {values}",
                    "waiver {title} does not say for which figures it is and holds though they change ({file}); please add {values}"
                );
                notices.push(Notice { code: NoticeCode::WaiverOpen, message, span });
            } else if !waiver.is_bound() {
                *open.entry(*at).or_default() += 1;
            }
            continue;
        }
        let Some((_, waiver)) = own.first() else { continue };
        let (code, message) = if waiver.counts(asking.today) && waiver.met.is_some() {
            let message = again(waiver, &own_fingerprint, (stated.as_deref(), computed.as_deref()));
            (NoticeCode::WaiverOutdated, message)
        } else if waiver.counts(asking.today) {
            let (title, file, reason) = (waiver.title(), &waiver.file, &waiver.reason);
            let before = written(waiver.stated.as_deref(), waiver.computed.as_deref());
            let now = written(stated.as_deref(), computed.as_deref());
            let message = bilingual!(
                "豁免 {title} 是针对原来的数写的（{before}），现在的数是 {now}，仍按问题列出；属实的请改写豁免（{file}）：{reason}",
                "waiver {title} was written for other figures ({before}) and now they are {now}, so it is listed as a finding; if it is true please write the waiver anew ({file}): {reason}"
            );
            (NoticeCode::WaiverOutdated, message)
        } else {
            let until = waiver.until.as_deref().unwrap_or("");
            let (title, file, reason) = (waiver.title(), &waiver.file, &waiver.reason);
            let message = bilingual!(
                "豁免 {title} 已于 {until} 到期，仍按问题列出（{file}）：{reason}",
                "waiver {title} expired on {until}, so it is listed as a finding ({file}): {reason}"
            );
            (NoticeCode::WaiverExpired, message)
        };
        notices.push(Notice { code, message, span });
    }
    for (waiver, count) in
        open.into_iter().filter_map(|(at, count)| Some((waivers.get(at)?, count)))
    {
        let (title, file, reason) = (waiver.title(), &waiver.file, &waiver.reason);
        let message = bilingual!(
            "按 {title} 豁免 {count} 项，不论数是多少（{file}）：{reason}；要在数变了以后再问，用 gouji rules waivers 记下现在的数",
            "{title} waives {count} checks whatever their figures are ({file}): {reason}; to be asked again when these change note them with gouji rules waivers"
        );
        notices.push(Notice::whole(NoticeCode::WaiverBroad, message));
    }
    (out, notices)
}

/// What is told of a finding that a waiver of a whole rule did not meet with these values.
fn again(waiver: &Waiver, fingerprint: &str, (stated, computed): Values<'_>) -> BilingualText {
    let now = written(stated, computed);
    let (title, file, reason) = (waiver.title(), &waiver.file, &waiver.reason);
    match waiver.met(fingerprint) {
        Some(met) => {
            let before = written(met.stated.as_deref(), met.computed.as_deref());
            bilingual!(
                "豁免 {title} 记下的数是 {before}，现在是 {now}，仍按问题列出；属实的再运行 gouji rules waivers（{file}）：{reason}",
                "waiver {title} noted {before} and now it is {now}, so it is listed as a finding; if it is true run gouji rules waivers again ({file}): {reason}"
            )
        }
        None => bilingual!(
            "豁免 {title} 没有记下这一处（{now}），仍按问题列出；属实的再运行 gouji rules waivers（{file}）：{reason}",
            "waiver {title} did not note this place ({now}), so it is listed as a finding; if it is true run gouji rules waivers again ({file}): {reason}"
        ),
    }
}

/// What is stated and what it is compared with.
type Values<'a> = (Option<&'a str>, Option<&'a str>);

/// Values as a waiver has them.
fn written(stated: Option<&str>, computed: Option<&str>) -> String {
    let one = |key: &str, value: Option<&str>| value.map(|value| format!("{key} = \"{value}\""));
    let both: Vec<String> =
        one("stated", stated).into_iter().chain(one("computed", computed)).collect();
    if both.is_empty() { "stated".to_owned() } else { both.join("、") }
}
