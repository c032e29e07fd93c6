//! Rows beside their columns.

use super::*;
use gouji_rules::ruleset::Column;
use gouji_values::document::{LogicalText, Span};
use gouji_values::vocabulary::Vocabulary;

fn column(name: &str, kind: ColumnKind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        headers: gouji_rules::ruleset::LabelWords::default(),
        may_be_headless: false,
        side: None,
        optional: false,
        unit: None,
        text: Vec::new(),
    }
}

fn check(kinds: &[(u32, ColumnKind)], row: &[&str], expected: &Placing) {
    let mut vocabulary = Vocabulary::default();
    vocabulary.total.push("总分".to_owned());
    vocabulary.blank.push("-".to_owned());
    let context = Context { vocabulary: &vocabulary, year: None, grades: &[] };
    let columns = kinds.iter().map(|(at, kind)| column(&at.to_string(), *kind)).collect();
    let form = Form {
        id: "表".to_owned(),
        origin: gouji_rules::ruleset::Origin::default(),
        body: gouji_rules::formula::ready(gouji_rules::ruleset::FormBody {
            columns,
            ..gouji_rules::ruleset::FormBody::default()
        }),
    };
    let bound = kinds.iter().enumerate().map(|(i, (physical, _))| BoundColumn {
        physical: *physical,
        column: i,
        group: 0,
        header: String::new(),
        key: String::new(),
        unit: None,
    });
    let header = HeaderMatch {
        form: 0,
        rows: 0..1,
        bound: bound.collect(),
        found: kinds.len(),
        by_title: false,
        unsure: Vec::new(),
        moved: Vec::new(),
    };
    let cells: Vec<Cell> = row
        .iter()
        .enumerate()
        .map(|(i, text)| {
            let mut logical = LogicalText::default();
            logical.push(text, 0);
            Cell {
                text: logical,
                span: Span::new(0, 0),
                row: 1,
                column: u32::try_from(i).unwrap(),
                rows: 1,
                columns: 1,
                indent: 0,
            }
        })
        .collect();
    let headers: Vec<u32> = kinds.iter().map(|(at, _)| *at).collect();
    assert_eq!(place(&cells, &header, &headers, &form, &context), *expected, "{row:?}");
}

const CARD: &[(u32, ColumnKind)] = &[
    (1, ColumnKind::Group),
    (2, ColumnKind::Group),
    (3, ColumnKind::Label),
    (4, ColumnKind::Target),
    (5, ColumnKind::Target),
    (6, ColumnKind::Score),
    (7, ColumnKind::Score),
    (8, ColumnKind::Text),
];
const FUNDS: &[(u32, ColumnKind)] = &[
    (1, ColumnKind::Label),
    (2, ColumnKind::Amount),
    (3, ColumnKind::Amount),
    (4, ColumnKind::Amount),
    (5, ColumnKind::Percent),
    (6, ColumnKind::Score),
];

#[test]
fn numbers_of_a_short_total_row_are_those_of_the_columns_that_add_up() {
    check(CARD, &["总分", "100", "98.5", ""], &Placing::Paired(vec![(3, 0), (6, 1), (7, 2)]));
    check(
        CARD,
        &["总分", "100", "98.5", "", "", "", "", "", ""],
        &Placing::Paired(vec![(3, 0), (6, 1), (7, 2)]),
    );
    check(FUNDS, &["合计", "", "", "15", "", "", ""], &Placing::AsPrinted);
    check(CARD, &["总分", "100"], &Placing::Unclear(Illegible::TotalRowShort));
    check(CARD, &["总分", "", "", "", "", "", "100", "98.5", ""], &Placing::AsPrinted);
}

#[test]
fn a_row_one_column_too_far_right_is_moved_back() {
    check(FUNDS, &["", "", "资金总额", "15", "15", "14.8", "98.7"], &Placing::Moved(1));
    check(FUNDS, &["", "资金总额", "", "15", "15", "14.8", "98.7", "9.87"], &Placing::Moved(1));
    check(FUNDS, &["市级资金", "15", "15", "14.8", "98.7", "9.87"], &Placing::Moved(-1));
    check(FUNDS, &["", "资金总额", "15", "15", "14.8", "98.7", "9.87"], &Placing::AsPrinted);
}

#[test]
fn a_row_of_words_under_figures_is_no_row_of_the_form() {
    check(FUNDS, &["目标", "预期目标", "实际完成情况"], &Placing::Foreign);
    check(FUNDS, &["", "按性质分：18.3", "按用途分：18.3"], &Placing::Foreign);
    check(FUNDS, &["", "其他资金", "", "", "", "", ""], &Placing::AsPrinted);
}

#[test]
fn a_row_that_fits_nowhere_is_not_guessed() {
    check(
        FUNDS,
        &["", "", "资金总额", "15", "甲", "14.8", "98.7", "9.87"],
        &Placing::Unclear(Illegible::RowAstray),
    );
}
