//! Words that several formats share: places, severities; names for programs.

use crate::explain::native_words;
use gouji_audit::audit::{DocumentAudit, Severity, UnderstoodForm, Verdict};
use gouji_values::document::{Document, PagePlace, Span};
use gouji_values::lang::{Bilingual, Lang, tell};

/// Native place or line, for a reader, a line with the page where that is known; in a document set behind the name of the file.
#[must_use]
pub fn place_words(document: &Document, span: Span) -> String {
    place_words_in(document, span, Lang::Chinese)
}

/// The same in a language.
#[must_use]
pub fn place_words_in(document: &Document, span: Span, lang: Lang) -> String {
    let place = match document.locator.place(span) {
        Some(place) => native_words(place, lang).into_owned(),
        None => {
            let line = document.locator.position(&document.text, span.start).line;
            let page = document.locator.page(span.start);
            let page = page
                .map_or_else(String::new, |page| tell!(lang, "（第 {page} 页）", " (page {page})"));
            tell!(lang, "第 {line} 行{page}", "line {line}{page}")
        }
    };
    document.file(span).map_or(place.clone(), |file| format!("{} {place}", file.name))
}

/// How a file addresses a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NativePlace<'a> {
    /// By a line, from 1.
    Line(u32),
    /// By a page, from 1.
    Page(u32),
    /// By a cell: of a worksheet, or of a table of a text.
    Cell(&'a str),
    /// In words alone: a paragraph, a caption.
    Words,
}

/// How the file of a place addresses it.
#[must_use]
pub fn native_place(document: &Document, span: Span) -> NativePlace<'_> {
    let Some(place) = document.locator.place(span) else {
        return NativePlace::Line(document.locator.position(&document.text, span.start).line);
    };
    if let Some(place) = PagePlace::parse(place) {
        return NativePlace::Page(place.page);
    }
    let tables = &document.tables;
    let next = tables.partition_point(|table| table.span.start <= span.start);
    let is_in_table = next
        .checked_sub(1)
        .and_then(|at| tables.get(at))
        .is_some_and(|table| table.span.covers(span));
    if is_in_table || is_address(place) { NativePlace::Cell(place) } else { NativePlace::Words }
}

/// Whether a place is the address of a cell: `C7`, `表02!C7`.
fn is_address(place: &str) -> bool {
    let cell = place.rsplit('!').next().unwrap_or(place);
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.len() < cell.len() && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

/// The name of an agency as papers for people have it: programs print what it says of itself in square brackets, `某县水利局[本级]`.
#[must_use]
pub fn agency_words(name: &str) -> String {
    name.replace(['[', '［'], "（").replace([']', '］'], "）")
}

/// A text without hints at commands and options of the program: who reads the paper has none.
#[must_use]
pub fn without_commands(text: &str) -> String {
    let is_option = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase());
    let is_for_users = |clause: &&str| !clause.split(" --").skip(1).any(is_option);
    let clauses: Vec<&str> = text.split('；').filter(is_for_users).collect();
    let mut out = String::new();
    let mut rest = clauses.join("；");
    while let Some((before, behind)) = rest.split_once("（gouji ") {
        let behind = behind.split_once('）').map_or("", |(_, behind)| behind).to_owned();
        out.push_str(before);
        rest = behind;
    }
    out + rest.as_str()
}

/// The layers of rules by which a document was judged: `national → 本局`.
#[must_use]
pub fn rules_words(document: &gouji_audit::audit::DocumentAudit) -> String {
    if document.layers.is_empty() {
        document.ruleset.clone()
    } else {
        document.layers.join(" → ")
    }
}

/// How long the folders are that all paths lie in.
#[must_use]
pub fn common_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> usize {
    let Some(first) = paths.next() else { return 0 };
    let start = |path: &str, so_far: usize| {
        let same = first.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        // letters of several bytes may begin alike
        let same = first.as_bytes().get(..same.min(so_far)).unwrap_or(&[]);
        same.iter().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at + 1)
    };
    let of_first = first.rfind(['/', '\\']).map_or(0, |at| at + 1);
    paths.fold(of_first, |so_far, path| start(path, so_far))
}

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    severity_words(severity).of(Lang::Chinese)
}

/// The same in each language.
#[must_use]
pub fn severity_words(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => Bilingual::new("错误", "error"),
        Severity::Warning => Bilingual::new("警告", "warning"),
        Severity::Info => Bilingual::new("提示", "hint"),
    }
}

/// Name of a severity in JSON and on the command line.
#[must_use]
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Name of a verdict in JSON.
#[must_use]
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Rounding => "rounding",
        Verdict::Corroborated => "corroborated",
        Verdict::Violation => "violation",
        Verdict::Unchecked => "unchecked",
    }
}

/// How many tables were recognised, and how many of them no form of the rules knows.
#[must_use]
pub fn recognised(document: &DocumentAudit, lang: Lang) -> String {
    let tables = document.understanding.iter();
    let own = tables
        .filter(|table| !table.forms.is_empty() && table.forms.iter().all(|form| form.is_own));
    let all = document.coverage.recognised;
    match own.count().min(all) {
        0 => all.to_string(),
        own => tell!(
            lang,
            "{all}（{own} 张没有对应的表样，只按表格本身核对）",
            "{all} ({own} have no form and were checked only by what follows from themselves)"
        ),
    }
}

/// The unit of the amounts of a form: above the table, else in its heads.
#[must_use]
pub fn unit_words(form: &UnderstoodForm) -> String {
    let in_head = |column: &String| {
        column.trim_end().strip_suffix(['）', ')']).is_some_and(|column| column.ends_with('元'))
    };
    match &form.unit {
        Some(unit) => format!("单位 {unit}"),
        None if form.columns.iter().any(in_head) => "单位见栏目".to_owned(),
        None => match &form.unread_unit {
            Some(line) => format!("单位“{line}”看不出金额是哪一个"),
            None => "单位未注明".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::document::Locator;

    #[test]
    fn the_folder_that_all_lie_in_is_known() {
        let length = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(length(&["/甲/乙/一.txt", "/甲/丙/二.txt"]), "/甲/".len());
        assert_eq!(length(&["/甲/乙/一.txt"]), "/甲/乙/".len());
        assert_eq!(length(&["C:\\报送\\一.docx", "C:\\报送\\二.docx"]), "C:\\报送\\".len());
        assert_eq!(length(&["甲/一.txt", "甲/二.txt"]), "甲/".len());
        assert_eq!(length(&[]), 0);
        assert_eq!(agency_words("某县水利局[本级]"), "某县水利局（本级）");
    }

    #[test]
    fn lines_pages_cells_and_words_are_told_apart() {
        let at = |place: Option<&str>| {
            let mut locator = Locator::new("甲\n乙");
            let span = Span::new(4, 7);
            locator.add_places(place.map(|place| (span, place.to_owned())));
            let document = Document { text: "甲\n乙".to_owned(), locator, ..Document::default() };
            format!("{:?}", native_place(&document, span))
        };
        assert_eq!(at(None), "Line(2)");
        assert_eq!(at(Some("p12 70 90 20 10")), "Page(12)");
        assert_eq!(at(Some("表05!C7")), "Cell(\"表05!C7\")");
        assert_eq!(at(Some("AB12")), "Cell(\"AB12\")");
        assert_eq!(at(Some("第12段")), "Words");
        assert_eq!(at(Some("p12")), "Words");
    }
}
