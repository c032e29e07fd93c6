//! What several formats say of findings and checks: number, form, place, values in words.

use super::words::place_words_in;
use gouji_audit::audit::{
    Check, CheckFigure, CheckRelation, Counted, Coverage, DocumentAudit, Finding, PrintedFigure,
    Severity, UnderstoodTable, Verdict,
};
use gouji_audit::say::{difference_words, stated_name};
use gouji_values::document::Span;
use gouji_values::lang::{Bilingual, Lang, tell};
use std::collections::{BTreeMap, BTreeSet};

/// A finding with the check that it is known by.
#[derive(Clone, Copy, Debug)]
pub struct FindingEntry<'a> {
    /// Its number in the document, from 1: the same in every output.
    pub number: usize,
    /// The finding.
    pub finding: &'a Finding,
    /// Its first check.
    pub check: &'a Check,
    /// The heaviest severity of its checks.
    pub severity: Severity,
    /// With a remediation ledger: whether that did not hold it.
    pub is_new: Option<bool>,
}

/// The findings of a document, waived ones too, in their order.
#[must_use]
pub fn entries(document: &DocumentAudit) -> Vec<FindingEntry<'_>> {
    document
        .findings
        .iter()
        .enumerate()
        .filter_map(|(index, finding)| entry(document, index, finding))
        .collect()
}

fn entry<'a>(
    document: &'a DocumentAudit,
    index: usize,
    finding: &'a Finding,
) -> Option<FindingEntry<'a>> {
    let mut checks = finding.checks.iter().filter_map(|i| document.checks.get(*i));
    let check = checks.next()?;
    let severity = checks.map(|check| check.severity).fold(check.severity, Ord::max);
    let is_new = document.follow_up.as_ref().map(|follow_up| follow_up.fresh.contains(&index));
    Some(FindingEntry { number: index + 1, finding, check, severity, is_new })
}

/// How many checks the open findings of a document explain, where some explain more than one. The
/// places of a repeated slip do not count: they are no consequences of it.
#[must_use]
pub fn broken(document: &DocumentAudit) -> Option<usize> {
    let open = document
        .findings
        .iter()
        .filter(|finding| finding.waiver.is_none() && !is_repeated(document, finding));
    let (findings, checks) = open
        .fold((0, 0), |(findings, checks), finding| (findings + 1, checks + finding.checks.len()));
    (checks > findings).then_some(checks)
}

/// How many further places of a repeated slip are listed where a reader looks; the rest are only
/// counted.
pub const PLACES: usize = 10;

/// Whether a finding is one slip at several places: the same rules are broken at each, and no
/// single figure is to blame.
#[must_use]
pub fn is_repeated(document: &DocumentAudit, finding: &Finding) -> bool {
    if finding.misfit.is_some() {
        return false;
    }
    let checks: Vec<&Check> =
        finding.checks.iter().filter_map(|at| document.checks.get(*at)).collect();
    let mut by_place: BTreeMap<(Span, Option<usize>), Vec<&str>> = BTreeMap::new();
    for check in &checks {
        let Some(place) = lead(check) else { return false };
        by_place.entry(place).or_default().push(&check.rule);
    }
    by_place.values_mut().for_each(|rules| rules.sort_unstable());
    let is_same =
        by_place.values().zip(by_place.values().skip(1)).all(|(rules, others)| rules == others);
    let suspects = finding.cause.as_ref().map(|cause| {
        cause.suspects.iter().map(|suspect| (suspect.printed.span, suspect.printed.document))
    });
    let is_blamed = suspects.is_none_or(|suspects| {
        suspects.collect::<BTreeSet<_>>().into_iter().eq(by_place.keys().copied())
    });
    by_place.len() > 1 && is_same && is_blamed
}

/// For a slip at several places: one check at each place but the first.
#[must_use]
pub fn further<'a>(document: &'a DocumentAudit, finding: &Finding) -> Vec<&'a Check> {
    let mut seen = BTreeSet::new();
    let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
    checks.filter(|check| seen.insert(lead(check))).skip(1).collect()
}

/// Where the figure stands that a check is about. Makes no words.
fn lead(check: &Check) -> Option<(Span, Option<usize>)> {
    check.lead().or_else(|| check.places().next())
}

/// Where the further checks of a finding stand, in words; of several on one line each with its place in
/// the line.
#[must_use]
pub fn further_places(
    document: &DocumentAudit,
    finding: &Finding,
    checks: &[&Check],
    lang: Lang,
) -> Vec<String> {
    let at =
        |figure: &CheckFigure<'_>| place_at_in(document, figure.span(), figure.document(), lang);
    let first = finding.checks.first().and_then(|at| document.checks.get(*at));
    let first = first.and_then(stated).map(|figure| (at(&figure), figure));
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let all = checks.iter().map(|check| stated(check).map(|figure| (at(&figure), figure)));
    let all: Vec<_> = all.collect();
    for (place, _) in first.iter().chain(all.iter().flatten()) {
        *count.entry(place.clone()).or_default() += 1;
    }
    let in_line = |(place, figure): &(String, CheckFigure<'_>)| {
        let (_, source) = document.source(figure.document());
        let is_line = source.locator.place(figure.span()).is_none();
        match is_line && count.get(place).is_some_and(|count| *count > 1) {
            true => {
                let at = source.locator.position(&source.text, figure.span().start);
                let column = at.column;
                tell!(lang, "{place}第 {column} 字", "{place} character {column}")
            }
            false => place.clone(),
        }
    };
    all.iter().map(|own| own.as_ref().map(in_line).unwrap_or_default()).collect()
}

/// Places in words, parted by `、`: the first of them, and how many more there are.
#[must_use]
pub fn places(
    document: &DocumentAudit,
    finding: &Finding,
    checks: &[&Check],
    most: usize,
    lang: Lang,
) -> String {
    let mut words = further_places(document, finding, checks, lang);
    words.truncate(most);
    words.retain(|place| !place.is_empty());
    words.dedup();
    let rest = if checks.len() > most { lang.of(" 等", " and more") } else { "" };
    format!("{}{rest}", words.join(lang.comma()))
}

/// Of a slip at several places where else it stands: `同样的问题另有 2 处：第 7 行、第 9 行`.
#[must_use]
pub fn elsewhere(
    document: &DocumentAudit,
    finding: &Finding,
    most: usize,
    lang: Lang,
) -> Option<String> {
    let others =
        if is_repeated(document, finding) { further(document, finding) } else { Vec::new() };
    (!others.is_empty()).then(|| {
        let (count, where_else) = (others.len(), places(document, finding, &others, most, lang));
        tell!(
            lang,
            "同样的问题另有 {count} 处：{where_else}",
            "the same at {count} more places: {where_else}"
        )
    })
}

/// The figure that a check is about.
#[must_use]
pub fn stated(check: &Check) -> Option<CheckFigure<'_>> {
    check.stated_figure().or_else(|| check.figure(0))
}

/// Whether a figure stands in the document itself, not in last year's.
#[must_use]
pub fn is_own(document: &DocumentAudit, figure: &CheckFigure<'_>) -> bool {
    is_here(document, figure.document())
}

/// Whether a place of this index stands in the document itself.
#[must_use]
pub fn is_here(document: &DocumentAudit, other: Option<usize>) -> bool {
    std::ptr::eq(document.source(other).1, &raw const *document.document)
}

/// The form whose table a figure stands in; `None` for prose.
#[must_use]
pub fn form_of<'a>(document: &'a DocumentAudit, figure: &CheckFigure<'_>) -> Option<&'a str> {
    form_at(document, &figure.printed())
}

/// The same of a figure that no check cites.
#[must_use]
pub fn form_at<'a>(document: &'a DocumentAudit, figure: &PrintedFigure) -> Option<&'a str> {
    let forms = &table_at(document, figure.span, figure.document)?.forms;
    let own = forms.iter().find(|form| figure.form.as_deref() == Some(form.form.as_str()));
    own.or(forms.first()).map(|form| form.form.as_str())
}

/// The table of the document that a place is one of.
#[must_use]
pub fn table_at(
    document: &DocumentAudit,
    span: Span,
    other: Option<usize>,
) -> Option<&UnderstoodTable> {
    let mut tables = document.understanding.iter().filter(|_| is_here(document, other));
    tables.find(|table| table.span.covers(span))
}

/// Where a figure stands, in words; in another document behind its path.
#[must_use]
pub fn place_of(document: &DocumentAudit, figure: &CheckFigure<'_>) -> String {
    place_at(document, figure.span(), figure.document())
}

/// The same of a figure that no check cites.
#[must_use]
pub fn place_at(document: &DocumentAudit, span: Span, other: Option<usize>) -> String {
    place_at_in(document, span, other, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn place_at_in(
    document: &DocumentAudit,
    span: Span,
    other: Option<usize>,
    lang: Lang,
) -> String {
    let (path, source) = document.source(other);
    let place = place_words_in(source, span, lang);
    if is_here(document, other) { place } else { format!("{path} {place}") }
}

/// What a check says; the label of its figure where the rule has no words.
#[must_use]
pub fn message(check: &Check) -> String {
    message_in(check, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn message_in(check: &Check, lang: Lang) -> String {
    let message = check.message_in(lang);
    if message.is_empty() {
        stated(check).map_or_else(String::new, |figure| figure.called_in(lang).to_string())
    } else {
        message
    }
}

/// Stated, computed and difference, each with its name: `列示 353.15万元`, `对照 354.16万元`, `相差
/// -1.01万元`.
#[must_use]
pub fn values(check: &Check) -> Vec<(&'static str, String)> {
    values_in(check, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn values_in(check: &Check, lang: Lang) -> Vec<(&'static str, String)> {
    let unit = check.unit.as_deref();
    let mut out = Vec::new();
    out.extend(
        check.stated.as_deref().map(|value| (stated_name(check, lang), with_unit(value, unit))),
    );
    out.extend(
        check
            .computed
            .as_deref()
            .map(|value| (relation_words(check).of(lang), with_unit(value, unit))),
    );
    out.extend(difference(check, lang).map(|words| (DIFFERENCE.of(lang), words)));
    out
}

/// What a difference is called.
pub const DIFFERENCE: Bilingual = Bilingual::new("相差", "difference");

/// The difference in words; none where the two sides should differ.
#[must_use]
pub fn difference(check: &Check, lang: Lang) -> Option<String> {
    let value =
        check.difference.as_deref().filter(|_| check.relation != CheckRelation::NotEqual)?;
    Some(difference_words(value, check.unit.as_deref(), lang))
}

/// Whether the expression is a formula, not the name of a kind of check.
#[must_use]
pub fn has_formula(check: &Check) -> bool {
    // what is compared with itself says nothing to a reader
    let mut sides = check.expression.split("!=").map(str::trim);
    let is_itself = sides.next() == sides.next();
    check.nature.has_formula() && !check.expression.is_empty() && !is_itself
}

/// A value with its unit.
#[must_use]
pub fn with_unit(value: &str, unit: Option<&str>) -> String {
    format!("{value}{}", unit.unwrap_or(""))
}

/// Words for the relation between stated and computed.
#[must_use]
pub fn relation_words(check: &Check) -> Bilingual {
    let of_days = check.compares_days();
    let (chinese, english) = match check.relation {
        CheckRelation::AtMost if of_days => ("应不晚于", "no later than"),
        CheckRelation::AtLeast if of_days => ("应不早于", "no earlier than"),
        CheckRelation::Less if of_days => ("应早于", "earlier than"),
        CheckRelation::Greater if of_days => ("应晚于", "later than"),
        CheckRelation::AtMost => ("应不大于", "no more than"),
        CheckRelation::AtLeast => ("应不小于", "no less than"),
        CheckRelation::Less => ("应小于", "less than"),
        CheckRelation::Greater => ("应大于", "more than"),
        CheckRelation::NotEqual => ("应不同于", "other than"),
        CheckRelation::Equal | CheckRelation::Meets => ("对照", "against"),
    };
    Bilingual::new(chinese, english)
}

/// The word for a verdict.
#[must_use]
pub fn verdict_word(verdict: Verdict) -> &'static str {
    verdict_words(verdict).of(Lang::Chinese)
}

/// The same in each language.
#[must_use]
pub fn verdict_words(verdict: Verdict) -> Bilingual {
    match verdict {
        Verdict::Holds => Bilingual::new("相符", "agree"),
        Verdict::Rounding => Bilingual::new("尾差", "rounding"),
        Verdict::Corroborated => Bilingual::new("印证", "corroborated"),
        Verdict::Unchecked => Bilingual::new("未能核对", "not checked"),
        Verdict::Violation => Bilingual::new("不符", "disagree"),
    }
}

/// A share with one decimal, cut, so that 100% means all.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    let thousandths = part.saturating_mul(1000).checked_div(whole).unwrap_or(0);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// How many figures are corroborated alone; nothing where there are none.
#[must_use]
pub fn corroborated(figures: usize, lang: Lang) -> String {
    match figures {
        0 => String::new(),
        figures => tell!(lang, "，只有印证 {figures}", ", corroborated only {figures}"),
    }
}

/// How many figures of running text and of tables were checked, where both have some.
#[must_use]
pub fn apart(coverage: &Coverage, lang: Lang) -> String {
    let (prose, cells) = (coverage.prose, coverage.cells());
    if prose.figures == 0 || cells.figures == 0 {
        return String::new();
    }
    let words = |word: &str, counted: Counted| {
        let share = percent(counted.checked, counted.figures);
        let corroborated = corroborated(counted.corroborated, lang);
        let Counted { figures, checked, .. } = counted;
        tell!(
            lang,
            "{word} {figures} 个核对 {checked}（{share}）{corroborated}",
            "{word} {figures}, checked {checked} ({share}){corroborated}"
        )
    };
    let prose = words(lang.of("其中文字", "of these in text"), prose);
    let cells = words(lang.of("表格", "in tables"), cells);
    tell!(lang, "；{prose}，{cells}", "; {prose}, {cells}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;

    #[test]
    fn shares_are_cut() {
        assert_eq!(percent(1999, 2000), "99.9%");
        assert_eq!(percent(5, 5), "100.0%");
        assert_eq!(percent(0, 0), "0.0%");
    }

    #[test]
    fn a_figure_belongs_to_the_form_of_its_table_and_prose_to_none() {
        let document = sample::document();
        let form = |rule: &str| {
            let check = document.checks.iter().find(|check| check.rule == rule).unwrap();
            form_of(&document, &stated(check).unwrap())
        };
        assert_eq!(form("支出-行合计"), Some("支出决算表"));
        assert_eq!(form("支出构成"), None);
    }

    #[test]
    fn values_are_named() {
        let document = sample::document();
        let words: Vec<String> = values(&document.checks[6])
            .iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        assert_eq!(words, ["列示 22.00%", "对照 22.62%", "相差 -0.62个百分点"]);
    }

    #[test]
    fn what_should_differ_has_no_difference() {
        let mut check = sample::document().checks[6].clone();
        check.relation = CheckRelation::NotEqual;
        let names: Vec<&str> = values(&check).iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["列示", "应不同于"]);
    }
}
