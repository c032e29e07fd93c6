//! Rows of a document.

use super::rows::{TableRows, Value};
use crate::report::entry::{entries, place_at};
use crate::report::headline::headline;
use crate::report::open_findings::OpenFindings;
use crate::report::unread;
use crate::report::words::{NativePlace, native_place, severity_name, verdict_name};
use arrow_schema::ArrowError;
use gouji_audit::audit::{
    CellContent, Confidence, DocumentAudit, DocumentOutcome, FigureCell, FigureRole, NoCheck,
    ReadingDoubt, Verdict,
};
use gouji_audit::say::{apart_name, bound_name, class_name, kind_name, role_name};
use gouji_values::code::{Code, Coded};
use gouji_values::document::Span;
use gouji_values::lang::Lang;
use std::collections::{BTreeMap, BTreeSet};

type Filled = Result<(), ArrowError>;

/// Values of several kinds.
macro_rules! values {
    ($($value:expr),+ $(,)?) => { [$(Value::from($value)),+] };
}

fn decimal(digits: Option<&str>) -> Value<'_> {
    Value::Decimal(digits)
}

pub(super) fn document(rows: &mut TableRows, outcome: &DocumentOutcome, digest: &str) -> Filled {
    let version = env!("CARGO_PKG_VERSION");
    let none = None::<&str>;
    let given = match outcome {
        Ok(given) => given,
        Err(unreadable) => {
            let begin = values![
                unreadable.path.as_str(),
                none,
                unreadable.code.id(),
                unreadable.message.as_str(),
                none,
                none,
                none,
                none,
                None::<i32>,
                none,
            ];
            let counts = (0..14).map(|_| Value::Whole(Some(0)));
            let end = values![false, none, 0_usize, version, digest, 0_usize, 0_usize, 0_usize];
            return rows.add(begin.into_iter().chain(counts).chain(end));
        }
    };
    let digests: Vec<&str> = given.files.iter().map(|file| file.sha256.as_str()).collect();
    let digests = digests.join("+");
    let own = given.ruleset_digest.as_str();
    let digest = if own.is_empty() { digest } else { own };
    let open = OpenFindings::of(given);
    let count = |verdict| given.checks.iter().filter(|check| check.verdict == verdict).count();
    let (coverage, incomplete) = (&given.coverage, unread::first(given, Lang::Chinese));
    rows.add(values![
        given.path.as_str(),
        digests.as_str(),
        none,
        none,
        given.kind.as_deref(),
        given.kind_name.as_deref(),
        given.reporting_level.as_deref(),
        given.agency.as_deref(),
        given.year,
        given.ruleset.as_str(),
        open.errors,
        open.warnings,
        open.hints,
        given.checks.len(),
        count(Verdict::Holds),
        count(Verdict::Rounding),
        count(Verdict::Violation),
        count(Verdict::Unchecked),
        coverage.tables,
        coverage.recognised,
        coverage.figures,
        coverage.checked,
        coverage.prose.figures,
        coverage.prose.checked,
        unread::is_judged(given),
        incomplete.as_deref(),
        given.failed().count(),
        version,
        digest,
        count(Verdict::Corroborated),
        coverage.corroborated,
        coverage.prose.corroborated,
    ])
}

pub(super) fn findings(rows: &mut TableRows, given: &DocumentAudit) -> Filled {
    for entry in entries(given) {
        let headline = headline(given, entry.finding);
        let (lead, item) = (headline.lead(), headline.item());
        let place = lead.map(|spot| (spot.printed.span, spot.printed.document));
        let checks = entry.finding.checks.iter().filter_map(|at| given.checks.get(*at));
        let cell = checks
            .flat_map(|check| check.figures())
            .find(|figure| place == Some((figure.span(), figure.document())))
            .and_then(|figure| figure.cell());
        let at = place.map(|(span, other)| Place::of(given, span, other));
        let cause = entry.finding.cause.as_ref();
        let slip = cause.and_then(|cause| cause.suspects.first()?.slip.as_ref());
        rows.add(values![
            given.path.as_str(),
            given.agency.as_deref(),
            given.year,
            given.kind.as_deref(),
            given.ruleset.as_str(),
            entry.number,
            entry.finding.id.as_str(),
            severity_name(entry.severity),
            entry.check.rule.as_str(),
            entry.check.nature.id(),
            entry.check.fault(),
            headline.text.as_str(),
            lead.map(|_| item.as_str()),
            lead.map(|spot| spot.printed.text.as_str()),
            decimal(headline.stated.as_deref()),
            decimal(headline.meant.as_deref()),
            headline.other.as_deref(),
            decimal(headline.difference.as_deref()),
            headline.unit.as_deref(),
            slip.map(|told| told.slip.id()),
            cause.map(|cause| confidence(cause.confidence)),
            headline.is_sure,
            entry.finding.waiver.as_deref(),
            entry.finding.checks.len(),
            name(cell.as_ref(), |cell| &cell.form),
            name(cell.as_ref(), |cell| &cell.row),
            name(cell.as_ref(), |cell| &cell.column),
            at.as_ref().map(|at| at.words.as_str()),
            at.as_ref().and_then(|at| at.page),
            place.map(|(span, _)| span.start),
        ])?;
    }
    Ok(())
}

pub(super) fn checks(rows: &mut TableRows, given: &DocumentAudit) -> Filled {
    let explained = given.findings.iter().enumerate();
    let explained: BTreeMap<usize, usize> = explained
        .flat_map(|(number, finding)| finding.checks.iter().map(move |at| (*at, number + 1)))
        .collect();
    for (number, check) in given.checks.iter().enumerate() {
        let message = (!check.verdict.is_checked()).then(|| check.message());
        let lead = check.figure(check.lead_index());
        let cell = lead.and_then(|figure| figure.cell());
        let place = lead.map(|figure| Place::of(given, figure.span(), figure.document()));
        let [stated, computed, difference] =
            [&check.stated, &check.computed, &check.difference].map(|side| side.as_deref());
        rows.add(values![
            given.path.as_str(),
            number,
            check.rule.as_str(),
            check.nature.id(),
            severity_name(check.severity),
            verdict_name(check.verdict),
            check.relation.sign(),
            check.fault(),
            check.reason.as_deref().map(Coded::id),
            message.as_deref(),
            check.expression.as_str(),
            decimal(stated),
            decimal(computed),
            decimal(difference),
            stated.filter(|text| !super::rows::is_exact(text)),
            computed.filter(|text| !super::rows::is_exact(text)),
            check.unit.as_deref(),
            check.size(),
            explained.get(&number).map(|finding| u32::try_from(*finding).unwrap_or(u32::MAX)),
            name(cell.as_ref(), |cell| &cell.form),
            name(cell.as_ref(), |cell| &cell.row),
            name(cell.as_ref(), |cell| &cell.column),
            place.as_ref().map(|place| place.words.as_str()),
        ])?;
    }
    Ok(())
}

pub(super) fn figures(rows: &mut TableRows, given: &DocumentAudit) -> Filled {
    for (number, check) in given.checks.iter().enumerate() {
        for (at, figure) in check.figures().enumerate() {
            let (label, printed, cell) = (figure.label(), figure.printed(), figure.cell());
            let place = Place::of(given, figure.span(), figure.document());
            rows.add(values![
                given.path.as_str(),
                number,
                at,
                match figure.role {
                    FigureRole::Stated => "stated",
                    FigureRole::Operand => "operand",
                },
                &*label,
                printed.text.as_str(),
                decimal(printed.value.as_deref()),
                printed.unit.as_deref(),
                name(cell.as_ref(), |cell| &cell.form).or(printed.form.as_deref()),
                name(cell.as_ref(), |cell| &cell.row),
                name(cell.as_ref(), |cell| &cell.column),
                place.words.as_str(),
                place.page,
                printed.span.start,
                printed.span.end,
                reading(&printed.reading),
                figure.document().map(|other| given.source(Some(other)).0),
            ])?;
        }
    }
    Ok(())
}

pub(super) fn cells(rows: &mut TableRows, given: &DocumentAudit) -> Filled {
    let decided = given.checks.iter().filter(|check| check.verdict.is_decided());
    let checked: BTreeSet<Span> = decided
        .flat_map(|check| check.places())
        .filter_map(|(span, other)| other.is_none().then_some(span))
        .collect();
    for (number, table) in given.understanding.iter().enumerate() {
        for form in &table.forms {
            for cell in &form.cells {
                let text = given.document.text.get(cell.span.range()).unwrap_or_default();
                let place = Place::of(given, cell.span, None);
                let value: String = text
                    .chars()
                    .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
                    .collect();
                let is_number = cell.content == CellContent::Number;
                rows.add(values![
                    given.path.as_str(),
                    number,
                    form.form.as_str(),
                    form.part.as_deref(),
                    cell.row.as_str(),
                    form.columns.get(cell.column).map(String::as_str),
                    match &cell.content {
                        CellContent::Number => "number",
                        CellContent::Text => "text",
                        CellContent::Blank => "blank",
                        CellContent::Unreadable(_) => "unreadable",
                    },
                    text,
                    decimal(is_number.then_some(value.as_str())),
                    form.unit.as_deref(),
                    checked.contains(&cell.span),
                    reading(&cell.reading),
                    match &cell.content {
                        CellContent::Unreadable(why) => Some(why.id()),
                        _ => None,
                    },
                    place.words.as_str(),
                    place.page,
                    cell.span.start,
                    cell.span.end,
                ])?;
            }
        }
    }
    Ok(())
}

pub(super) fn facts(rows: &mut TableRows, given: &DocumentAudit) -> Filled {
    for (number, read) in given.facts.iter().enumerate() {
        for figure in &read.figures {
            let place = Place::of(given, figure.span, None);
            let tied = figure.checks.iter().filter_map(|at| given.checks.get(*at));
            let is_checked = tied.clone().any(|check| check.verdict.is_decided());
            let why = figure.why.as_ref().map(NoCheck::to_string);
            rows.add(values![
                given.path.as_str(),
                number,
                figure.text.as_str(),
                figure.subject.as_str(),
                figure.of.as_str(),
                role_name(figure.role),
                kind_name(figure.kind),
                figure.when.year,
                figure.when.stage.map(class_name),
                bound_name(figure.bound),
                figure.apart.map(apart_name),
                tied.count(),
                is_checked,
                why.as_deref(),
                place.words.as_str(),
                place.page,
                figure.span.start,
                figure.span.end,
            ])?;
        }
    }
    Ok(())
}

/// Where something stands.
struct Place {
    words: String,
    page: Option<u32>,
}

impl Place {
    fn of(given: &DocumentAudit, span: Span, other: Option<usize>) -> Self {
        let (_, source) = given.source(other);
        let page = match native_place(source, span) {
            NativePlace::Page(page) => Some(page),
            NativePlace::Line(_) => source.locator.page(span.start),
            NativePlace::Cell(_) | NativePlace::Words => None,
        };
        Self { words: place_at(given, span, other), page }
    }
}

fn name(cell: Option<&FigureCell>, of: fn(&FigureCell) -> &String) -> Option<&str> {
    cell.map(|cell| of(cell).as_str())
}

fn reading(reading: &ReadingDoubt) -> Option<&'static str> {
    match reading {
        ReadingDoubt::Plain => None,
        ReadingDoubt::Joined => Some("joined"),
        ReadingDoubt::Repaired(_) => Some("repaired"),
        ReadingDoubt::Aligned(_) => Some("aligned"),
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}
