//! A document against the ledger of the run before: what is explained, new, mended.

use super::{
    Changes, FindingValues, Lacking, Ledger, LedgerRow, LineStatus, ShownFigures, severity_word,
};
use ecow::EcoString;
use gouji_audit::audit::{Check, DocumentAudit, Finding, FollowUp, MendedFinding, PrintedFigure};
use gouji_engine::engine::fingerprint;
use gouji_report::report::entry::{
    PLACES, form_at, further, is_repeated, message, places, stated, table_at,
};
use gouji_report::report::headline::{Headline, broken, headline, identity};
use gouji_report::report::part_names::{PartNames, named_part};
use gouji_report::report::width::one_line;
use gouji_report::report::{agency_words, rules_words, unread};
use gouji_values::document::{Notice, NoticeCode, Span};
use gouji_values::lang::{BilingualText, Lang, bilingual};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

impl Ledger {
    /// Marks what the ledger says about the findings of a document, and gives what the document
    /// does to the ledger.
    pub fn follow(&self, document: &mut DocumentAudit) -> Changes {
        let mut changes =
            Changes { agency: agency(document), year: document.year, ..Changes::default() };
        changes.packs.clone_from(&document.packs);
        let words = unread::unjudged(document)
            .map(|words| words.of(Lang::Chinese).to_owned())
            .or_else(|| unread::first(document, Lang::Chinese));
        changes.lacking = words.map(|words| Lacking {
            agency: changes.agency.clone(),
            path: document.path.clone(),
            words,
        });
        let mut follow_up = FollowUp::default();
        let mut notices = Vec::new();
        let mut used = BTreeSet::new();
        for index in 0..document.findings.len() {
            let Some(finding) = document.findings.get(index) else { continue };
            let checks: Vec<&Check> =
                finding.checks.iter().filter_map(|i| document.checks.get(*i)).collect();
            let Some((check, others)) = checks.split_first() else { continue };
            let is_ticked = self.done.contains(&finding.id);
            let mut row = row(document, &finding.id, check);
            let headline = headline(document, finding);
            lead(document, &mut row, &headline, finding);
            if is_repeated(document, finding) {
                let further = further(document, finding);
                row.place.push_str(&format!(
                    "\n同样的问题另有 {} 处：{}",
                    further.len(),
                    places(document, finding, &further, PLACES, Lang::Chinese)
                ));
            }
            row.values.also = also(document, others);
            let told = headline
                .lead()
                .map(|spot| &spot.printed)
                .filter(|printed| printed.document.is_none());
            let span = told.map(|printed| printed.span).or_else(|| own_place(check));
            let mut say = |message: BilingualText| {
                notices.push(Notice { code: NoticeCode::LedgerDiffers, message, span });
            };
            let given = finding.waiver.clone();
            let mut waiver = None;
            let before = self
                .before(&row, &used)
                .or_else(|| self.held(&row, &finding.id, &used))
                .or_else(|| self.of_old(&row, check, &used));
            let apart = self.apart(document, others, &used);
            for (at, _) in &apart {
                used.insert(*at);
                changes.found.extend(self.rows.get(*at).map(|old| (Some(*at), still_there(old))));
            }
            // an earlier ledger has a line for each check: where all are explained, the cause is
            let mut compared = row.clone();
            if apart.len() == others.len() && apart.iter().all(|(_, is_explained)| *is_explained) {
                compared.values.also.clear();
            }
            let (place, status) = match before.and_then(|at| Some((at, self.rows.get(at)?))) {
                None => (None, LineStatus::New),
                Some((at, old)) if old.year == row.year => {
                    used.insert(at);
                    hand_on(old, &mut row);
                    row.due.clone_from(&old.due);
                    let compared = if old.values == compared.values { &compared } else { &row };
                    (Some(at), standing(old, compared, &mut waiver, &mut say))
                }
                // last year's line stays as it is; what was explained then is asked for again where
                // the values differ
                Some((_, old)) if LineStatus::find(&old.status) == Some(LineStatus::Explained) => {
                    hand_on(old, &mut row);
                    (None, standing(old, &row, &mut waiver, &mut say))
                }
                Some(_) => (None, LineStatus::New),
            };
            let status = if status == LineStatus::New && !apart.is_empty() {
                LineStatus::Open
            } else {
                status
            };
            let waiver = given.or(waiver);
            if let (Some(why), true) = (&waiver, row.note.trim().is_empty()) {
                row.note.clone_from(why);
            }
            let status = if waiver.is_some() { LineStatus::Explained } else { status };
            if status == LineStatus::New {
                follow_up.fresh.push(index);
            }
            let status = if is_ticked && waiver.is_none() { LineStatus::Mended } else { status };
            row.status = status.word().to_owned();
            changes.found.push((place, row));
            if let Some(finding) = document.findings.get_mut(index) {
                finding.waiver = waiver;
            }
        }
        let mended = self.mended(document, &used);
        self.tell_mended(mended, &mut changes, &mut follow_up, &mut notices);
        document.notices.extend(notices);
        document.follow_up = Some(follow_up);
        changes
    }

    /// Notes the lines whose problems are mended, and tells of explanations that are not needed any
    /// more.
    fn tell_mended(
        &self,
        mended: BTreeMap<usize, Option<Span>>,
        changes: &mut Changes,
        follow_up: &mut FollowUp,
        notices: &mut Vec<Notice>,
    ) {
        for (at, span) in mended {
            let Some(row) = self.rows.get(at) else { continue };
            let status = LineStatus::find(&row.status);
            if status == Some(LineStatus::Explained) {
                let (rule, problem) = (&row.rule, first_line(&row.problem));
                let message = bilingual!(
                    "台账中“{rule}”的说明不再需要：这次核对相符（{problem}）",
                    "the explanation of “{rule}” in the ledger is no longer needed: it agrees now ({problem})"
                );
                notices.push(Notice { code: NoticeCode::LedgerSettled, message, span });
            }
            if status != Some(LineStatus::Mended) {
                let (id, rule, message) =
                    (row.key.clone(), row.rule.clone(), first_line(&row.problem).to_owned());
                follow_up.resolved.push(MendedFinding { id, rule, message });
            }
            changes.mended.push(at);
        }
    }

    /// The lines of this year about further checks of a cause, and whether they explain these as
    /// they are now.
    fn apart(
        &self,
        document: &DocumentAudit,
        others: &[&Check],
        used: &BTreeSet<usize>,
    ) -> Vec<(usize, bool)> {
        let line = |check: &&Check| {
            let row = row(document, &fingerprint(document.agency.as_deref(), &check.key()), check);
            let at = self.before(&row, used)?;
            let old = self.rows.get(at).filter(|old| old.year == row.year)?;
            let is_explained = LineStatus::find(&old.status) == Some(LineStatus::Explained)
                && !old.note.trim().is_empty();
            Some((at, is_explained && old.values == row.values))
        };
        others.iter().filter_map(line).collect()
    }

    /// The line that was about the same: of the same year, with the same values if there are
    /// several; else the last one of an earlier year.
    fn before(&self, row: &LedgerRow, used: &BTreeSet<usize>) -> Option<usize> {
        let all = || {
            let known = self.by_key.get(&row.key).into_iter().flatten();
            known.filter(|at| !used.contains(at)).filter_map(|at| Some((*at, self.rows.get(*at)?)))
        };
        let same_year = || all().filter(|(_, old)| old.year == row.year);
        let earlier = || {
            all()
                .filter(|(_, old)| old.year.is_some() && old.year < row.year)
                .max_by_key(|(_, old)| old.year)
        };
        same_year()
            .find(|(_, old)| old.values == row.values)
            .or_else(|| same_year().next())
            .or_else(earlier)
            .map(|(at, _)| at)
    }

    /// The line of this year whose finding had this check among its others: the first of them was
    /// mended, or is not there any more.
    fn held(&self, row: &LedgerRow, id: &str, used: &BTreeSet<usize>) -> Option<usize> {
        let is_same = |old: &LedgerRow| {
            old.rule == row.rule && old.year == row.year && old.agency == row.agency
        };
        let known = self.by_other.get(id).into_iter().flatten();
        known.copied().find(|at| !used.contains(at) && self.rows.get(*at).is_some_and(is_same))
    }

    /// The line of this year about the same values by a rule whose place the rule of a check took.
    fn of_old(&self, row: &LedgerRow, check: &Check, used: &BTreeSet<usize>) -> Option<usize> {
        let replaces = &check.about.replaces;
        if replaces.is_empty() {
            return None;
        }
        let is_same = |old: &LedgerRow| {
            replaces.iter().any(|id| *id == old.rule)
                && old.year == row.year
                && old.agency == row.agency
                && old.values.stated == row.values.stated
                && old.values.computed == row.values.computed
        };
        let mut known = self.rows.iter().enumerate();
        known.find(|(at, old)| !used.contains(at) && is_same(old)).map(|(at, _)| at)
    }

    /// Lines of this agency and year whose checks were made and agree, with the place of the stated
    /// figure. What is corroborated alone was not checked this time.
    fn mended(
        &self,
        document: &DocumentAudit,
        used: &BTreeSet<usize>,
    ) -> BTreeMap<usize, Option<Span>> {
        let mut out = BTreeMap::new();
        if self.rows.is_empty() {
            return out;
        }
        for check in document.checks.iter().filter(|check| check.verdict.is_checked()) {
            let key = key(document, &fingerprint(document.agency.as_deref(), &check.key()));
            for at in self.by_key.get(&key).into_iter().flatten() {
                if !used.contains(at)
                    && self.rows.get(*at).is_some_and(|row| row.year == document.year)
                {
                    out.entry(*at).or_insert_with(|| own_place(check));
                }
            }
        }
        out
    }
}

/// What tells the other checks of a finding: of very many some, and one digest of all.
fn also(document: &DocumentAudit, others: &[&Check]) -> Vec<String> {
    /// A cell holds no more.
    const MOST: usize = 300;
    let agency = document.agency.as_deref();
    let mut out: Vec<String> =
        others.iter().map(|other| fingerprint(agency, &other.key())).collect();
    out.sort_unstable();
    if out.len() > MOST {
        let all = fingerprint(agency, &out.concat());
        out.truncate(MOST);
        out.push(all);
    }
    out
}

/// A line about a check that is still violated, as part of a cause that has a line of its own.
fn still_there(old: &LedgerRow) -> LedgerRow {
    let status = if LineStatus::find(&old.status) == Some(LineStatus::New) {
        LineStatus::Open.word().to_owned()
    } else {
        old.status.clone()
    };
    LedgerRow { status, ..old.clone() }
}

/// What the unit wrote goes on, but for the day, which is that of one year.
fn hand_on(old: &LedgerRow, row: &mut LedgerRow) {
    row.note.clone_from(&old.note);
    row.owner.clone_from(&old.owner);
    row.own.clone_from(&old.own);
}

/// What has become of a line whose finding is there again.
fn standing(
    old: &LedgerRow,
    row: &LedgerRow,
    waiver: &mut Option<String>,
    say: &mut impl FnMut(BilingualText),
) -> LineStatus {
    let (rule, problem) = (&row.rule, first_line(&row.problem));
    match LineStatus::find(&old.status) {
        Some(LineStatus::Explained) if old.note.trim().is_empty() => {
            say(bilingual!(
                "台账中“{rule}”的状态是已说明，但没有写说明，仍按问题列出（{problem}）",
                "the ledger says that “{rule}” is explained, but has no explanation; it is listed as a finding ({problem})"
            ));
            LineStatus::Open
        }
        Some(LineStatus::Explained) if old.values == row.values => {
            *waiver = Some(old.note.trim().to_owned());
            LineStatus::Explained
        }
        Some(LineStatus::Explained) => {
            say(bilingual!(
                "台账中“{rule}”的说明是针对原来的数写的，数已经变了，请核对说明是否仍然适用（{problem}）",
                "the explanation of “{rule}” in the ledger was written for other figures; please check whether it still holds ({problem})"
            ));
            LineStatus::Review
        }
        Some(LineStatus::Review) => LineStatus::Review,
        Some(LineStatus::Mended) => {
            say(bilingual!(
                "台账中“{rule}”的状态是已整改，但这次核对仍然不符（{problem}）",
                "the ledger says that “{rule}” was mended, but it still does not agree ({problem})"
            ));
            LineStatus::Open
        }
        Some(LineStatus::New | LineStatus::Open) => LineStatus::Open,
        None => {
            if !old.status.trim().is_empty() {
                let status = old.status.trim();
                say(bilingual!(
                    "台账中“{rule}”的状态“{status}”不认得，按待整改处理",
                    "the ledger gives “{rule}” the unknown status “{status}”; it is taken as to be mended"
                ));
            }
            LineStatus::Open
        }
    }
}

/// What is wrong, without what else does not come out.
fn first_line(problem: &str) -> &str {
    problem.lines().next().unwrap_or("")
}

/// Two units of which neither is named must not share a line: then the file stands in the key, too.
fn key(document: &DocumentAudit, id: &str) -> String {
    match &document.agency {
        Some(_) => id.to_owned(),
        None => format!("{id}@{}", file_name(document)),
    }
}

fn agency(document: &DocumentAudit) -> String {
    agency_words(&document.agency.clone().unwrap_or_else(|| file_name(document)))
}

fn file_name(document: &DocumentAudit) -> String {
    Path::new(&document.path)
        .file_name()
        .map_or_else(|| document.path.clone(), |name| name.to_string_lossy().into_owned())
}

/// A line about a check, without what its finding says.
fn row(document: &DocumentAudit, id: &str, check: &Check) -> LedgerRow {
    let words = stated(check)
        .map(|figure| one_line(&figure.printed().text))
        .filter(|text| !text.is_empty());
    LedgerRow {
        key: key(document, id),
        rule: check.rule.to_string(),
        values: FindingValues {
            stated: check.stated.as_ref().map(EcoString::to_string).or(words),
            computed: check.computed.as_ref().map(EcoString::to_string),
            difference: check.difference.as_ref().map(EcoString::to_string),
            unit: check.unit.as_ref().map(EcoString::to_string),
            relation: check.relation.sign().to_owned(),
            also: Vec::new(),
        },
        agency: agency(document),
        year: document.year,
        problem: one_line(&message(check)),
        basis: check.basis().unwrap_or_default().to_owned(),
        severity: severity_word(check.severity),
        layers: rules_words(document),
        ..LedgerRow::default()
    }
}

/// How many broken identities of a finding a line names.
const BROKEN: usize = 10;

/// Has a line say what its finding says first, where that stands and what does not come out for
/// that reason.
fn lead(document: &DocumentAudit, row: &mut LedgerRow, headline: &Headline, finding: &Finding) {
    let mut problem = headline.text.clone();
    for words in headline.doubts() {
        problem.push_str(&format!("；{words}"));
    }
    let (words, others) = broken(document, finding);
    let words = words.of(Lang::Chinese);
    let others: Vec<String> = others.take(BROKEN).map(|check| one_line(&identity(check))).collect();
    let names = PartNames::of(document);
    let own = headline.lead().and_then(|spot| named_part(&spot.label));
    row.problem = names.words(own, &one_line(&problem));
    if !others.is_empty() {
        let others = names.words(own, &others.join("；"));
        row.problem.push_str(&format!("\n{words}：{others}"));
    }
    let severities =
        finding.checks.iter().filter_map(|at| document.checks.get(*at)).map(|check| check.severity);
    row.severity = severities.max().map_or_else(|| row.severity.clone(), severity_word);
    row.shown = ShownFigures {
        stated: headline.stated.as_deref().map(one_line),
        meant: headline.meant.clone(),
        other: headline.other.clone(),
        difference: headline.difference.clone(),
        unit: headline.unit.clone(),
    };
    let Some(spot) = headline.lead() else { return };
    row.form = form(document, &spot.printed);
    let item = names.words(own, &headline.item());
    // the form has a column of its own
    let behind = item.strip_prefix(row.form.as_str()).and_then(|rest| rest.strip_prefix(' '));
    let cell = behind.unwrap_or(&item).trim();
    let at = headline.place(document);
    let part = own.map(|part| format!("{part}："));
    row.place = [part.as_deref().unwrap_or(""), at.as_str(), cell]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
}

/// The form that a figure stands in, else the caption of its table, else the text.
fn form(document: &DocumentAudit, figure: &PrintedFigure) -> String {
    let table = table_at(document, figure.span, figure.document);
    match (form_at(document, figure), table.map(|table| &table.caption)) {
        (Some(form), _) => form.to_owned(),
        (None, Some(Some(caption))) => one_line(caption),
        (None, Some(None)) => "表格".to_owned(),
        (None, None) => "正文".to_owned(),
    }
}

/// Where the figure stands that a check is about, unless that is in another document.
fn own_place(check: &Check) -> Option<Span> {
    check
        .places()
        .nth(check.lead_index())
        .filter(|(_, document)| document.is_none())
        .map(|(span, _)| span)
}
