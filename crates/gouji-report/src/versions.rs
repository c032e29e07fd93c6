//! Two versions of a document: what was mended, what came, what stayed, and which figures changed.
//!
//! In: the audits of both, each with the cells of its tables as they were read. Out: the findings
//! of the old one that are mended, still there or not checked any more, those of the new one that
//! the old one had not, and every figure that changed, with whether a finding asked for it. Rows
//! are matched by form, name of the row and column, sentences by their words, so the format of
//! either file does not matter.

use gouji_audit::audit::{CellContent, Check, DocumentAudit, Finding, UnderstoodForm};
use gouji_values::document::{Block, Span};
use gouji_values::number::{Decimal, fold};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What became of the findings and figures of a document in its next version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Findings of the old version whose checks agree now, or are broken by something else, by
    /// index.
    pub mended: Vec<usize>,
    /// Findings of both: the index in the old version, that in the new one.
    pub open: Vec<(usize, usize)>,
    /// Findings of the old version of which a check is not made any more.
    pub unseen: Vec<usize>,
    /// Findings of the new version that the old one had not.
    pub fresh: Vec<usize>,
    /// Figures that say something else now, in the order of the new version.
    pub changed: Vec<ChangedFigure>,
    /// Figures of rows that stand in the old version alone.
    pub gone: Vec<VersionFigure>,
    /// Figures of rows that stand in the new version alone.
    pub added: Vec<VersionFigure>,
    /// Paragraphs with figures that were written anew, of the old and of the new version: their
    /// figures are not compared.
    pub rewritten: (usize, usize),
    /// Tables that no form knows, of the old and of the new version: not compared.
    pub unknown: (usize, usize),
    /// Forms that print another unit now: not compared.
    pub units: Vec<String>,
}

/// A figure of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionFigure {
    /// Form, row and column, or the words before it.
    pub name: String,
    /// As printed; blank where nothing is.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A figure that says something else in the new version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFigure {
    /// In the old version.
    pub old: VersionFigure,
    /// In the new one.
    pub new: VersionFigure,
    /// The finding of the old version that is about it.
    pub finding: Option<usize>,
}

impl Versions {
    /// What became of `old` in `new`. Both tell the cells of their tables
    /// (no `Request::brief`).
    #[must_use]
    pub fn of(old: &DocumentAudit, new: &DocumentAudit) -> Self {
        let mut out = Self::default();
        out.findings(old, new);
        out.cells(old, new);
        out.sentences(old, new);
        let asked = asked(old);
        for figure in &mut out.changed {
            let start = figure.old.span.start;
            let about = asked.range(..=start).next_back();
            figure.finding = about.filter(|(_, (end, _))| *end > start).map(|(_, (_, at))| *at);
        }
        out.changed.sort_by_key(|figure| figure.new.span.start);
        out
    }

    /// Figures that changed although no finding of the old version is about them.
    pub fn unasked(&self) -> impl Iterator<Item = &ChangedFigure> {
        self.changed.iter().filter(|figure| figure.finding.is_none())
    }

    fn findings(&mut self, old: &DocumentAudit, new: &DocumentAudit) {
        let mut now: BTreeMap<Cow<'_, str>, Vec<usize>> = BTreeMap::new();
        for (at, finding) in new.findings.iter().enumerate() {
            for check in checks(new, finding) {
                now.entry(check.key()).or_default().push(at);
            }
        }
        let agree: BTreeSet<Cow<'_, str>> =
            new.checks.iter().filter(|check| check.verdict.is_checked()).map(Check::key).collect();
        let mut known = BTreeSet::new();
        for (at, finding) in old.findings.iter().enumerate() {
            let keys: Vec<Cow<'_, str>> = checks(old, finding).map(Check::key).collect();
            let still = keys.iter().filter_map(|key| now.get(key)).flatten().find(|other| {
                new.findings.get(**other).is_some_and(|other| is_same_cause(finding, other))
            });
            if let Some(still) = still {
                known.insert(*still);
                self.open.push((at, *still));
            } else if keys.iter().any(|key| agree.contains(key))
                && keys.iter().all(|key| agree.contains(key) || now.contains_key(key))
            {
                self.mended.push(at);
            } else {
                self.unseen.push(at);
            }
        }
        self.fresh.extend((0..new.findings.len()).filter(|at| !known.contains(at)));
    }

    fn cells(&mut self, old: &DocumentAudit, new: &DocumentAudit) {
        let (mut before, mut units) = (VersionCells::default(), BTreeMap::new());
        self.unknown.0 = each_form(old, |nth, form| {
            units.insert((form.form.clone(), nth), form.unit.clone());
            before.add(old, nth, form);
        });
        let mut rest = BTreeMap::new();
        let mut others = BTreeSet::new();
        self.unknown.1 = each_form(new, |nth, form| {
            let unit = units.get(&(form.form.clone(), nth));
            let is_other = unit.is_some_and(|unit| *unit != form.unit);
            if is_other {
                self.units.push(form.form.clone());
                others.insert((form.form.clone(), nth));
                return;
            }
            let mut now = VersionCells::default();
            now.add(new, nth, form);
            for (key, figures) in now.by_name {
                for figure in figures {
                    match before.by_name.get_mut(&key).and_then(VecDeque::pop_front) {
                        Some(old) => self.compare(old, figure),
                        None => {
                            rest.insert(figure.span.start, figure);
                        }
                    }
                }
            }
        });
        let is_told = |figure: &VersionFigure| !is_nothing(&figure.text);
        self.added.extend(rest.into_values().filter(is_told));
        let left = before.by_name.into_iter();
        let left = left.filter(|(key, _)| !others.contains(&(key.form.clone(), key.nth)));
        self.gone.extend(left.flat_map(|(_, figures)| figures).filter(is_told));
        self.gone.sort_by_key(|figure| figure.span.start);
    }

    fn sentences(&mut self, old: &DocumentAudit, new: &DocumentAudit) {
        let mut before: BTreeMap<String, VecDeque<Vec<VersionFigure>>> = BTreeMap::new();
        for (words, figures) in paragraphs(old) {
            before.entry(words).or_default().push_back(figures);
        }
        for (words, figures) in paragraphs(new) {
            match before.get_mut(&words).and_then(VecDeque::pop_front) {
                Some(known) => {
                    known.into_iter().zip(figures).for_each(|(old, new)| self.compare(old, new));
                }
                None => self.rewritten.1 += 1,
            }
        }
        self.rewritten.0 = before.values().map(VecDeque::len).sum();
    }

    fn compare(&mut self, old: VersionFigure, new: VersionFigure) {
        if !is_same(&old.text, &new.text) {
            self.changed.push(ChangedFigure { old, new, finding: None });
        }
    }
}

fn checks<'a>(
    document: &'a DocumentAudit,
    finding: &'a Finding,
) -> impl Iterator<Item = &'a Check> {
    finding.checks.iter().filter_map(|at| document.checks.get(*at))
}

/// Whether two findings that break the same check may be the same: where both name figures, one is
/// named by both.
fn is_same_cause(old: &Finding, new: &Finding) -> bool {
    let named = |finding: &Finding| -> BTreeSet<String> {
        let suspects = finding.cause.iter().flat_map(|cause| &cause.suspects);
        suspects.map(|suspect| bare(&suspect.label)).collect()
    };
    let (old, new) = (named(old), named(new));
    old.is_empty() || new.is_empty() || !old.is_disjoint(&new)
}

/// The places that findings are about: where each begins, where it ends, and the first finding.
fn asked(document: &DocumentAudit) -> BTreeMap<u32, (u32, usize)> {
    let mut out = BTreeMap::new();
    for (at, finding) in document.findings.iter().enumerate() {
        let suspects =
            finding.cause.iter().flat_map(|cause| cause.suspects.iter().chain(&cause.others));
        let mut places: Vec<(Span, Option<usize>)> =
            suspects.map(|suspect| (suspect.printed.span, suspect.printed.document)).collect();
        // where none stands out each figure may be the wrong one
        if places.is_empty() {
            places.extend(checks(document, finding).flat_map(Check::places));
        }
        for (span, other) in places {
            if other.is_none() {
                out.entry(span.start).or_insert((span.end, at));
            }
        }
    }
    out
}

/// Goes over the forms, each with which of its kind it is; how many tables have none.
fn each_form<'a>(
    document: &'a DocumentAudit,
    mut take: impl FnMut(usize, &'a UnderstoodForm),
) -> usize {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unknown = 0;
    for table in &document.understanding {
        if table.forms.is_empty() {
            unknown += 1;
        }
        for form in &table.forms {
            let nth = counts.entry(form.form.as_str()).or_default();
            take(*nth, form);
            *nth += 1;
        }
    }
    unknown
}

/// What a cell is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CellKey {
    form: String,
    nth: usize,
    row: String,
    column: String,
}

/// The figures of forms, by what they are known by; several of one name in their order.
#[derive(Default)]
struct VersionCells {
    by_name: BTreeMap<CellKey, VecDeque<VersionFigure>>,
}

impl VersionCells {
    fn add(&mut self, document: &DocumentAudit, nth: usize, form: &UnderstoodForm) {
        for cell in &form.cells {
            let is_figure = matches!(
                cell.content,
                CellContent::Number | CellContent::Blank | CellContent::Unreadable(_)
            );
            let Some(column) = form.columns.get(cell.column).filter(|_| is_figure) else {
                continue;
            };
            let row = bare(&cell.row);
            let name = [form.form.as_str(), cell.row.trim(), column.as_str()].join(" ");
            let key = CellKey { form: form.form.clone(), nth, row, column: column.clone() };
            let text = document.document.slice(cell.span).trim().to_owned();
            let figure = VersionFigure { name, text, span: cell.span };
            self.by_name.entry(key).or_default().push_back(figure);
        }
    }
}

/// Without blanks, and with the characters of the keyboard.
fn bare(text: &str) -> String {
    text.chars().map(fold).filter(|c| !c.is_whitespace()).collect()
}

/// The paragraphs with figures: their words with the figures taken out, and the figures.
fn paragraphs(document: &DocumentAudit) -> Vec<(String, Vec<VersionFigure>)> {
    /// How many characters before a figure tell which one it is.
    const BEFORE: usize = 16;
    let mut out = Vec::new();
    for block in &document.document.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        if paragraph.in_contents || paragraph.is_row {
            continue;
        }
        let text = &paragraph.text;
        let (mut words, mut figures): (String, Vec<VersionFigure>) = Default::default();
        let mut chars = text.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let folded = fold(c);
            if !folded.is_ascii_digit() {
                if !folded.is_whitespace() {
                    words.push(folded);
                }
                continue;
            }
            let mut end = at + c.len_utf8();
            let mut number = String::from(folded);
            while let Some((next, c)) = chars.peek().copied() {
                let folded = fold(c);
                let mut behind =
                    text.text.get(next + c.len_utf8()..).unwrap_or("").chars().map(fold);
                let is_part = folded.is_ascii_digit()
                    || matches!(folded, '.' | ',')
                        && behind.next().is_some_and(|c| c.is_ascii_digit());
                if !is_part {
                    break;
                }
                number.push(folded);
                end = next + c.len_utf8();
                chars.next();
            }
            let before = text.text.get(..at).unwrap_or("").chars().rev().take(BEFORE);
            let before: Vec<char> = before.collect();
            let mut name: String = before.into_iter().rev().collect();
            if name.trim().is_empty() {
                name = text.text.get(end..).unwrap_or("").chars().take(BEFORE).collect();
            }
            let span = Span::new(
                text.canonical(at) as usize,
                text.canonical(end.saturating_sub(1).max(at)) as usize + 1,
            );
            figures.push(VersionFigure { name: name.trim().to_owned(), text: number, span });
            words.push('#');
        }
        if !figures.is_empty() {
            out.push((words, figures));
        }
    }
    out
}

/// Whether a cell says nothing.
fn is_nothing(text: &str) -> bool {
    value(text).map_or_else(|| !text.chars().any(char::is_alphanumeric), |value| value.is_zero())
}

/// Whether two prints are the same number, or nothing both.
fn is_same(old: &str, new: &str) -> bool {
    bare(old) == bare(new)
        || is_nothing(old) && is_nothing(new)
        || value(old).is_some_and(|old| value(new) == Some(old))
}

fn value(text: &str) -> Option<Decimal> {
    let digits: String = bare(text).chars().filter(|c| !matches!(c, ',' | '%')).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_no_change() {
        for (old, new) in
            [("1,234.50", "1234.5"), ("—", ""), ("0.00", ""), ("１２", "12"), ("3.00", "3")]
        {
            assert!(is_same(old, new), "{old} {new}");
        }
        for (old, new) in [("1,234.50", "1,243.50"), ("5", ""), ("甲", "乙"), ("-3", "3")] {
            assert!(!is_same(old, new), "{old} {new}");
        }
    }
}
