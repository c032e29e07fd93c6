//! Rough text: the same document as it comes out of a PDF, a paste or an old system gives the same
//! checks, and no false alarm; what cannot be read for certain is unchecked, never bent until it
//! fits.

use crate::engines::engine;
use gouji::audit::{Check, CheckRelation, DocumentAudit, ReadingDoubt, Severity, Verdict};
use gouji::engine::Engine;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engine("shanxi"));

/// Documents without an error, those with the forms of final accounts first.
const CLEAN: [&str; 5] = [
    "archive-clean/wan.txt",
    "archive-clean/yuan.txt",
    "prose-library/document.txt",
    "prose-school/document.txt",
    "prose-weather/document.txt",
];

fn fixture(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path))
        .unwrap()
}

fn shared(name: &str) -> Option<(PathBuf, String)> {
    let path = crate::effort::beside(name)?;
    let text = std::fs::read_to_string(&path).ok()?;
    Some((path, text))
}

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

/// Half-width digits, without what only layout changes.
fn plain(text: &str) -> String {
    text.chars().map(gouji::inside::fold).filter(|c| !c.is_whitespace()).collect()
}

/// What a check says: rule, expression, figures and verdict. Blank cells have no place in rough
/// text.
fn said(check: &Check) -> (String, String, Vec<String>, Verdict) {
    let mut figures: Vec<String> =
        check.figures().map(|figure| plain(&figure.printed().text)).collect();
    figures.retain(|text| text.chars().any(char::is_alphanumeric));
    figures.sort();
    (check.rule.to_string(), check.expression.to_string(), figures, check.verdict)
}

/// Of how many of the checks of one audit the other says the same, in hundredths.
fn share(original: &DocumentAudit, rough: &DocumentAudit) -> usize {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for check in &rough.checks {
        *counts.entry(said(check)).or_default() += 1;
    }
    let mut same = 0;
    for check in &original.checks {
        if let Some(count) = counts.get_mut(&said(check)).filter(|count| **count > 0) {
            *count -= 1;
            same += 1;
        }
    }
    same * 100 / original.checks.len().max(1)
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let found = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    found.map(|check| format!("{} {}: {}", check.rule, check.expression, check.message())).collect()
}

/// How a table with tabs is written as rough text.
#[derive(Clone, Debug, Default)]
struct Layout {
    /// Spaces between two cells, by turns.
    spaces: Vec<usize>,
    /// Of the blank cells these, by turns, keep a mark.
    marked: Vec<bool>,
    /// Labels of more characters are broken over two lines.
    wrap: Option<usize>,
    /// A blank line behind every line.
    loose: bool,
    /// Behind so many rows of a table a page ends.
    page: Option<usize>,
}

/// Which columns hold figures with decimals.
fn figure_columns<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::new();
    for line in lines.clone() {
        for (column, cell) in line.split('\t').enumerate() {
            out.resize(out.len().max(column + 1), false);
            out[column] |= cell.contains('.')
                && cell.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
        }
    }
    // so do empty columns right of the first
    let first = out.iter().position(|found| *found).unwrap_or(out.len());
    let words = |column: usize| {
        lines.clone().skip(4).any(|line| {
            line.split('\t').nth(column).is_some_and(|cell| cell.chars().any(char::is_alphanumeric))
        })
    };
    for column in first..out.len() {
        out[column] |= !words(column);
    }
    out
}

fn rough(text: &str, layout: &Layout) -> String {
    let mut out: Vec<String> = Vec::new();
    let (mut turn, mut rows, mut page) = (0, 0, 1);
    let mut figures: Vec<bool> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !line.contains('\t') {
            rows = 0;
            out.push(line.to_owned());
            continue;
        }
        if rows == 0 {
            figures = figure_columns(text.lines().skip(at).take_while(|line| line.contains('\t')));
        }
        let mut written = String::new();
        // a form without names has figures from the first column on
        let mut labelled = figures.first().copied().unwrap_or(false);
        for (column, cell) in line.split('\t').map(str::trim).enumerate() {
            turn += 1;
            // a mark stands for a figure of a row that has a name
            let is_figure = figures.get(column).copied().unwrap_or(false);
            let begins = column == 0 || figures.get(column - 1).copied().unwrap_or(false);
            labelled = if is_figure { labelled } else { !cell.is_empty() || (labelled && !begins) };
            let marked = is_figure
                && labelled
                && layout.marked.get(turn % layout.marked.len().max(1)).copied().unwrap_or(false);
            let cell = match cell {
                "" if marked => "—",
                "" => continue,
                cell => cell,
            };
            if !written.is_empty() {
                written.extend(std::iter::repeat_n(
                    ' ',
                    layout
                        .spaces
                        .get(turn % layout.spaces.len().max(1))
                        .copied()
                        .unwrap_or(1)
                        .max(1),
                ));
            }
            let length = cell.chars().count();
            let words = !cell.chars().any(|c| c.is_ascii_digit()) && rows > 2;
            match layout.wrap.filter(|most| {
                words && length > *most && written.chars().all(|c| c.is_ascii_digit() || c == ' ')
            }) {
                Some(_) => {
                    // the longer half stands on the line above, as a narrow column breaks it
                    let half = length.div_ceil(2);
                    written.extend(cell.chars().take(half));
                    out.push(std::mem::take(&mut written));
                    written.extend(cell.chars().skip(half));
                }
                None => written.push_str(cell),
            }
        }
        out.push(written);
        rows += 1;
        if layout.page.is_some_and(|every| rows % every == every - 1 && rows > 5) {
            out.extend([String::new(), format!("- {page} -"), String::new()]);
            page += 1;
        }
    }
    let end = if layout.loose { "\n\n" } else { "\n" };
    out.join(end)
}

/// Each cell on a line of its own behind a tab, a blank line between rows.
fn cells(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.contains('\t') {
            line.split('\t').for_each(|cell| out.push_str(&format!("\t{}\n", cell.trim())));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[test]
fn spaces_for_tabs_and_blank_cells_gone_change_little() {
    let mut texts: Vec<(String, String)> =
        CLEAN.iter().map(|path| ((*path).to_owned(), fixture(path))).collect();
    texts.extend(
        shared("documents/shanxi-yangquan-2024-final-accounts.txt")
            .map(|(path, text)| (path.display().to_string(), text)),
    );
    for (path, text) in texts {
        let (original, rough) = (audit(&text), audit(&rough(&text, &Layout::default())));
        let share = share(&original, &rough);
        println!("{path}: {share}% of {} checks", original.checks.len());
        assert_eq!(violations(&rough), Vec::<String>::new(), "{path}");
        assert!(share >= 90, "{path}: {share}%");
    }
}

/// What only the layout or the encoding changes leaves every check as it was.
#[test]
fn encodings_and_line_ends_change_nothing() {
    let cell_digits = |text: &str| -> String {
        let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
        let line = |line: &str| {
            line.chars()
                .map(|c| if c.is_ascii_digit() || c == '.' { wide(c) } else { c })
                .collect::<String>()
        };
        text.lines()
            .map(|l| if l.contains('\t') { line(l) } else { l.to_owned() })
            .collect::<Vec<_>>()
            .join("\n")
    };
    for path in CLEAN {
        let text = fixture(path);
        let original = audit(&text);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let variants: Vec<(&str, Vec<u8>)> = vec![
            ("CRLF", text.replace('\n', "\r\n").into_bytes()),
            ("mark of byte order", format!("\u{FEFF}{text}").into_bytes()),
            ("GB18030", encoding_rs::GB18030.encode(&text).0.into_owned()),
            ("UTF-16", utf16),
            ("full-width digits", cell_digits(&text).into_bytes()),
        ];
        for (name, bytes) in variants {
            let rough = ENGINE.audit("document.txt", &bytes).unwrap();
            assert_eq!(violations(&rough), Vec::<String>::new(), "{path} {name}");
            assert!(share(&original, &rough) >= 99, "{path} {name}: {}%", share(&original, &rough));
        }
    }
}

#[test]
fn one_cell_per_line_gives_the_same_checks() {
    for path in ["archive-clean/wan.txt", "archive-clean/yuan.txt"] {
        let text = fixture(path);
        let (original, rough) = (audit(&text), audit(&cells(&text)));
        assert_eq!(violations(&rough), Vec::<String>::new(), "{path}");
        assert!(share(&original, &rough) >= 90, "{path}: {}%", share(&original, &rough));
    }
}

fn layouts() -> impl Strategy<Value = Layout> {
    let spaces = prop::collection::vec(1_usize..6, 1..7);
    let marked = prop::collection::vec(prop::bool::ANY, 1..11);
    (spaces, marked, prop::option::of(8_usize..14), prop::bool::ANY, prop::option::of(7_usize..20))
        .prop_map(|(spaces, marked, wrap, loose, page)| Layout {
            spaces,
            marked,
            wrap,
            loose,
            page,
        })
}

/// Places of table figures that some equality rests on, with their text.
fn tied(audit: &DocumentAudit) -> Vec<usize> {
    let sure = audit.checks.iter().filter(|check| {
        check.relation == CheckRelation::Equal
            && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
    });
    let figures = sure.flat_map(|check| check.figures()).filter(|figure| {
        figure.label().contains("表 ")
            && figure.printed().text.len() > 4
            && figure.printed().text.contains('.')
    });
    let mut out: Vec<usize> = figures.map(|figure| figure.span().start as usize).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The text with another first digit at a place, and the figure as it then stands.
fn changed(text: &str, at: usize, by: u8) -> (String, String) {
    let mut bytes = text.as_bytes().to_vec();
    let place = (at..bytes.len()).find(|i| bytes[*i].is_ascii_digit()).unwrap();
    let digit = bytes[place] - b'0';
    bytes[place] = b'0' + if digit == 0 { by } else { (digit - 1 + by) % 9 + 1 };
    let out = String::from_utf8(bytes).unwrap();
    let figure =
        out[at..].chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    (out, figure)
}

fn names(check: &Check, figure: &str) -> bool {
    check.figures().any(|found| found.printed().text == figure)
}

proptest! {
    #![proptest_config(crate::effort::cases(3, 64))]

    #[test]
    fn no_layout_is_an_error(which in 0..CLEAN.len(), layout in layouts()) {
        let text = fixture(CLEAN[which]);
        let rough = audit(&rough(&text, &layout));
        prop_assert_eq!(violations(&rough), Vec::<String>::new(), "{} {:?}", CLEAN[which], layout);
    }

    /// With every cell printed a wrong figure is found, and nothing else is.
    #[test]
    fn a_wrong_figure_is_found_where_all_cells_are_printed(yuan: bool, index: prop::sample::Index, by in 1_u8..=8) {
        let text = fixture(if yuan { "archive-clean/yuan.txt" } else { "archive-clean/wan.txt" });
        let places = tied(&audit(&text));
        let (wrong, figure) = changed(&text, places[index.index(places.len())], by);
        let printed = Layout { marked: vec![true], ..Layout::default() };
        let rough = audit(&rough(&wrong, &printed));
        let errors: Vec<&Check> = rough.checks.iter().filter(|check| check.verdict == Verdict::Violation && check.severity == Severity::Error).collect();
        prop_assert!(errors.iter().any(|check| names(check, &figure)), "{figure} was not found");
        prop_assert!(errors.iter().all(|check| names(check, &figure)), "{figure}: {:?}", violations(&rough));
    }

    /// With blank cells gone a wrong figure may stay unchecked; right figures are not accused for it.
    #[test]
    fn a_wrong_figure_does_not_accuse_right_ones(yuan: bool, index: prop::sample::Index, by in 1_u8..=8) {
        let text = fixture(if yuan { "archive-clean/yuan.txt" } else { "archive-clean/wan.txt" });
        let places = tied(&audit(&text));
        let (wrong, figure) = changed(&text, places[index.index(places.len())], by);
        let rough = audit(&rough(&wrong, &Layout::default()));
        let errors: Vec<&Check> = rough.checks.iter().filter(|check| check.verdict == Verdict::Violation && check.severity == Severity::Error).collect();
        prop_assert!(errors.iter().all(|check| names(check, &figure)), "{figure}: {:?}", violations(&rough));
    }
}

/// What was joined, repaired or aligned by arithmetic says so, is at most a warning, and what
/// decided proves nothing.
#[test]
fn doubt_is_said() {
    let rough = audit(&rough(&fixture("archive-clean/wan.txt"), &Layout::default()));
    let aligned: Vec<&Check> = rough
        .checks
        .iter()
        .filter(|check| {
            check
                .figures()
                .any(|figure| matches!(figure.printed().reading, ReadingDoubt::Aligned(_)))
        })
        .collect();
    assert!(aligned.len() > 10);
    assert!(aligned.iter().any(|check| check.verdict == Verdict::Corroborated
        && check.message().starts_with("印证，不算核对：由该式定列")));
    assert!(aligned.iter().any(|check| check.verdict == Verdict::Holds));
}

/// Lines of the relations that an oracle calls violated.
fn oracle_violations(text: &str) -> Vec<Vec<u64>> {
    let oracle: serde_json::Value = serde_json::from_str(text).unwrap();
    let relations = oracle["relations"].as_array().unwrap().iter();
    let wrong = relations.filter(|relation| {
        relation["verdict"]
            .as_str()
            .is_some_and(|verdict| verdict == "violation" || verdict == "unclear")
    });
    wrong
        .map(|relation| {
            let mut lines: Vec<u64> = relation["operands"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|operand| operand["line"].as_u64())
                .collect();
            lines.extend(relation["stated"]["line"].as_u64());
            lines
        })
        .collect()
}

/// Published documents, where they are at hand: no false alarm.
#[test]
fn published_rough_documents_raise_no_false_alarm() {
    let line = |audit: &DocumentAudit, check: &Check| {
        let start = check.figure(0).map_or(0, |figure| figure.span().start);
        u64::from(audit.document.locator.position(&audit.document.text, start).line)
    };
    let errors = |audit: &DocumentAudit| -> Vec<(u64, String)> {
        let wrong = audit.checks.iter().filter(|check| {
            check.verdict == Verdict::Violation && check.severity == Severity::Error
        });
        wrong
            .map(|check| (line(audit, check), format!("{}: {}", check.rule, check.message())))
            .collect()
    };
    let name = "henan-luoyang-xigong-2023-final-accounts";
    if let (Some((_, text)), Some((_, oracle))) =
        (shared(&format!("documents/{name}.txt")), shared(&format!("oracle/{name}.json")))
    {
        let wrong = oracle_violations(&oracle);
        let audit = engine("henan").audit(name, text.as_bytes()).unwrap();
        // behind these lines stand performance tables
        for (line, said) in errors(&audit).into_iter().filter(|(line, _)| *line < 850) {
            assert!(wrong.iter().any(|lines| lines.contains(&line)), "line {line}: {said}");
        }
        assert!(audit.checks.iter().filter(|check| check.verdict == Verdict::Holds).count() > 600);
    }
    if let Some((_, text)) = shared("documents/shanxi-datong-2022-final-accounts.txt") {
        let audit = audit(&text);
        // the forms end before the prose
        let forms: Vec<(u64, String)> =
            errors(&audit).into_iter().filter(|(line, _)| *line < 500).collect();
        assert_eq!(forms, Vec::new());
    }
}
