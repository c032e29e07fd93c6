//! Columns: forms over several pages, and what tells columns apart.

use super::{audit, checks, fixture, violations};
use crate::engines::engine;
use gouji::audit::{DocumentAudit, Verdict};

/// Checks that say something about figures, without the words of their cells: a head may be read
/// with that of its group.
fn decided(audit: &DocumentAudit) -> Vec<String> {
    let decided = audit.checks.iter().filter(|check| check.verdict != Verdict::Unchecked);
    let mut out: Vec<String> = decided
        .map(|check| {
            format!("{} {:?} {:?} {:?}", check.rule, check.verdict, check.stated, check.computed)
        })
        .collect();
    out.sort();
    out
}

fn says_the_same(ruleset: &str, text: &str, pdf: &str) {
    let (text, found) = (decided(&audit(ruleset, text)), decided(&audit(ruleset, pdf)));
    assert!(text.len() > 20, "nothing to compare");
    let missing: Vec<_> = text.iter().filter(|check| !found.contains(check)).collect();
    let more: Vec<_> = found.iter().filter(|check| !text.contains(check)).collect();
    assert!(missing.is_empty() && more.is_empty(), "{pdf}: missing {missing:#?}, more {more:#?}");
    assert_eq!(text.len(), found.len(), "{pdf}");
}

/// As [`says_the_same`], where rows are parted by no lines: nothing else is said, but what rests on
/// a single check of a row, or on a row that is not there, is left open.
fn says_nothing_else(ruleset: &str, text: &str, pdf: &str) {
    let (text, found) = (decided(&audit(ruleset, text)), decided(&audit(ruleset, pdf)));
    // that a sum of its own comes out in a table is nothing that is said
    let is_silent = |check: &&String| {
        check.starts_with("按") && (check.contains(" Holds ") || check.contains(" Corroborated "))
    };
    let more = found.iter().filter(|check| !text.contains(check) && !is_silent(check));
    let more: Vec<_> = more.collect();
    assert!(more.is_empty(), "{pdf}: {more:#?}");
    assert!(found.len() * 20 >= text.len() * 19, "{pdf}: {} of {}", found.len(), text.len());
}

/// Down first and then over, parted on purpose, with the labels printed again.
#[test]
fn columns_on_several_pages_are_one_form() {
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/calc-wide.pdf");
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/calc-parted.pdf");
    says_the_same("hunan", "self-evaluation-sheet/document.txt", "pdf/calc-labels.pdf");
}

#[test]
fn a_cell_of_a_page_beside_has_its_place_there() {
    let audit = audit("shanxi", "pdf/calc-wide.pdf");
    let place = |text: &str| {
        let cells = audit.document.tables.iter().flat_map(|table| table.rows.iter().flatten());
        let cell = { cells }.find(|cell| cell.text.text == text).unwrap();
        audit.document.locator.place(cell.span).unwrap().to_owned()
    };
    // the balance of income stands on the lower left page, the one of expenditure on the lower
    // right one
    let (left, right) = (place("使用非财政拨款结余（含专用结余）"), place("61"));
    assert!(left.starts_with("p3 "), "{left}");
    assert!(right.starts_with("p5 "), "{right}");
    let within: i32 = right.split(' ').nth(1).unwrap().parse().unwrap();
    assert!((0..595).contains(&within), "{right}");
}

/// A page that is turned within a table over several pages is a page of this table like the others.
#[test]
fn a_turned_page_is_joined_to_those_around_it() {
    for pdf in ["pdf/drawn-pages.pdf", "pdf/drawn-open-pages.pdf"] {
        let expected = checks(&audit("shanxi", pdf));
        for (page, degrees) in [(2, 90), (2, 180), (3, 270)] {
            let mut document = lopdf::Document::load_mem(&fixture(pdf)).unwrap();
            let id = document.get_pages()[&page];
            document.get_dictionary_mut(id).unwrap().set("Rotate", degrees);
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).unwrap();
            let found = engine("shanxi").audit("turned.pdf", &bytes).unwrap();
            assert_eq!(checks(&found), expected, "{pdf}, page {page} turned by {degrees}");
        }
    }
}

/// A form whose other columns are not there is not checked, as when a page was left out.
#[test]
fn half_a_form_is_said_to_lack_columns() {
    let mut document = lopdf::Document::load_mem(&fixture("pdf/calc-wide.pdf")).unwrap();
    // the right pages of the first form
    document.delete_pages(&[4, 5]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let found = engine("shanxi").audit("half.pdf", &bytes).unwrap();
    assert!(
        found
            .checks
            .iter()
            .any(|check| check.rule == "收入-类款项" && check.verdict == Verdict::Holds)
    );
    let own = |check: &&gouji::audit::Check| {
        check.rule.starts_with("收支总") && check.verdict == Verdict::Violation
    };
    assert_eq!(found.checks.iter().filter(own).count(), 0);
}

/// Level lines that are drawn cell by cell tell the columns, also where there are three of them.
#[test]
fn level_lines_tell_the_columns() {
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/web-level-planted.pdf");
    says_nothing_else("shanxi", "archive-planted/document.txt", "pdf/web-three-planted.pdf");
    for pdf in ["level-sheet", "level-sheet-chromium", "under-sheet", "three-sheet"] {
        says_the_same("hunan", "self-evaluation-sheet/document.txt", &format!("pdf/web-{pdf}.pdf"));
    }
}

/// Headers of two steps with the numbers of their columns between three lines; marks for nothing at
/// the left of columns whose figures stand at the right.
#[test]
fn numbers_of_columns_are_no_words_of_the_header() {
    says_nothing_else("national", "generality/hospital-2021.txt", "pdf/web-three-hospital.pdf");
}

/// Upright lines only: the columns are drawn, the rows are told by what stands side by side.
#[test]
fn upright_lines_tell_the_columns() {
    let (text, pdf) = (
        audit("shanxi", "archive-planted/document.txt"),
        audit("shanxi", "pdf/web-upright-planted.pdf"),
    );
    let (expected, found) = (violations(&text), violations(&pdf));
    assert!(found.len() >= 5 && found.iter().all(|found| expected.contains(found)), "{found:#?}");
    // no table is lost: each check of the text is made
    let count = |audit: &DocumentAudit| audit.checks.len();
    assert!(count(&pdf) >= count(&text), "{} of {}", count(&pdf), count(&text));
    let undecided = pdf.checks.iter().filter(|check| check.verdict == Verdict::Unchecked).count();
    assert!(undecided * 20 < count(&pdf), "{undecided} of {}", count(&pdf));
}

/// No line at all: heads stand over their columns or beside what is below them; figures at the
/// right or in the middle, codes at the right of heads at the left.
#[test]
fn heads_tell_the_columns_where_no_line_is_drawn() {
    let text = audit("shanxi", "archive-planted/document.txt");
    let expected = violations(&text);
    let agreeing = |audit: &DocumentAudit| {
        audit
            .checks
            .iter()
            .filter(|check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding))
            .count()
    };
    for name in ["none", "centred"] {
        let pdf = audit("shanxi", &format!("pdf/web-{name}-planted.pdf"));
        let found = violations(&pdf);
        assert!(
            found.len() >= 3 && found.iter().all(|found| expected.contains(found)),
            "{name}: {found:#?}"
        );
        assert!(
            agreeing(&pdf) * 10 >= agreeing(&text) * 9,
            "{name}: {} of {}",
            agreeing(&pdf),
            agreeing(&text)
        );
    }
}
