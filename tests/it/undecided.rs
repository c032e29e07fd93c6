//! What cannot be read is no error of the document: rows with unreadable figures, rows that were
//! not found, formulas without a stored result, heads whose merged cells are gone.

use crate::engines::{self, engine};
use crate::spending::HEADS;
use crate::workbook::{number, package, rows, text, xlsx};
use gouji::audit::{Check, DocumentAudit, ReadingDoubt, Verdict};
use gouji::error::ReadError;
use gouji::inside::Limits;

fn audit_of(ruleset: &str, name: &str, bytes: &[u8]) -> DocumentAudit {
    engine(ruleset).audit(name, bytes).unwrap()
}

fn audit(text: &str) -> DocumentAudit {
    audit_of("national", "document.txt", text.as_bytes())
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let broken = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    broken.map(|check| format!("{} {}", check.rule, check.message())).collect()
}

fn unchecked(audit: &DocumentAudit) -> Vec<&Check> {
    audit.checks.iter().filter(|check| check.verdict == Verdict::Unchecked).collect()
}

const HEAD: &str = "某县某局2023年度部门决算\n\n";

/// Form 03, whose last row is given.
fn spending(last: &str, behind: &str) -> String {
    let heads = HEADS.join("\t");
    format!(
        "{HEAD}支出决算表\n\n单位：万元\n\n{heads}\n合计\t\t97.66\t57.66\t40.00\t\t\t\n201\t一般公共服务支出\t97.66\t57.66\t40.00\t\t\t\n\
         20103\t办公厅事务\t97.66\t57.66\t40.00\t\t\t\n2010301\t行政运行\t97.16\t57.66\t39.50\t\t\t\n2010399\t其他支出\t{last}\n{behind}"
    )
}

#[test]
fn a_row_whose_figures_cannot_be_read_leaves_its_parents_undecided() {
    for sign in ["0.5O", "#REF!", "****", "####", "N/A", "？", "#DIV/0!", "不详"] {
        for behind in ["", "20104\t发展与改革事务\t\t\t\t\t\t\n"] {
            let found = audit(&spending(&format!("{sign}\t\t{sign}\t\t\t"), behind));
            assert_eq!(violations(&found), Vec::<String>::new(), "{sign}");
            assert!(unchecked(&found).iter().any(|check| check.rule.contains("类款项")), "{sign}");
        }
    }
    // what can be read is judged
    assert_eq!(violations(&audit(&spending("0.50\t\t0.50\t\t\t", ""))), Vec::<String>::new());
    assert!(!violations(&audit(&spending("0.60\t\t0.60\t\t\t", ""))).is_empty());
}

#[test]
fn a_row_without_tabs_whose_figures_cannot_be_read_is_not_nothing() {
    let lines = spending("0.5O\t\t0.5O\t\t\t", "").replace("\t\t", "\t0.00\t").replace('\t', "  ");
    assert_eq!(violations(&audit(&lines)), Vec::<String>::new());
}

#[test]
fn the_zero_before_a_point_may_be_left_out_in_any_format() {
    let right = spending(".50\t\t.50\t\t\t", "");
    let found = audit(&right);
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    assert!(!violations(&audit(&spending(".60\t\t.60\t\t\t", ""))).is_empty());
    let table = |text: &str| {
        text.split("\n\n")
            .last()
            .unwrap()
            .lines()
            .map(|line| line.split('\t').map(str::to_owned).collect())
            .collect()
    };
    let cells: Vec<Vec<String>> = table(right.as_str());
    let csv =
        cells.iter().fold("支出决算表\n单位：万元\n".to_owned(), |out: String, row| {
            format!("{out}{}\n", row.join(","))
        });
    let found = audit_of("national", "表.csv", csv.as_bytes());
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    let row = |row: &Vec<String>| {
        format!(
            "<tr>{}</tr>",
            row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>()
        )
    };
    let html = format!(
        "<html><body><p>支出决算表</p><p>单位：万元</p><table>{}</table></body></html>",
        cells.iter().map(row).collect::<String>()
    );
    let found = audit_of("national", "表.html", html.as_bytes());
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    assert!(found.checks.iter().any(|check| check.verdict == Verdict::Holds));
}

/// Form 01; a row whose label is empty is left out on its side.
fn balance(rows: &[[&str; 4]], above: &str) -> String {
    let line = |(at, [left, a, right, b]): (usize, &[&str; 4])| {
        format!("{left}\t{}\t{a}\t{right}\t{}\t{b}\n", at + 1, at + 31)
    };
    let body: String = rows.iter().enumerate().map(line).collect();
    format!(
        "{HEAD}收入支出决算总表\n\n单位：万元\n\n{above}项目\t行次\t金额\t项目\t行次\t金额\n{body}"
    )
}

const BALANCE: [[&str; 4]; 5] = [
    ["一、一般公共预算财政拨款收入", "1490.00", "一、一般公共服务支出", "1500.00"],
    ["本年收入合计", "1490.00", "本年支出合计", "1500.00"],
    ["使用非财政拨款结余", "", "结余分配", ""],
    ["年初结转和结余", "25.50", "年末结转和结余", "15.50"],
    ["总计", "1515.50", "总计", "1515.50"],
];

#[test]
fn a_sum_that_lacks_a_subtotal_is_undecided() {
    assert_eq!(violations(&audit(&balance(&BALANCE, ""))), Vec::<String>::new());
    let without: Vec<[&str; 4]> =
        BALANCE.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, row)| *row).collect();
    let found = audit(&balance(&without, ""));
    assert_eq!(violations(&found), Vec::<String>::new());
    assert!(
        unchecked(&found).iter().any(|check| check.message().contains("没有找到“本年收入合计”"))
    );
    // a label that the form does not know
    let mut other = BALANCE;
    other[3][0] = "年初结转与结余数额";
    assert_eq!(violations(&audit(&balance(&other, ""))), Vec::<String>::new());
    // a row that may be left out, and a total that is wrong
    let mut wrong: Vec<[&str; 4]> =
        BALANCE.iter().enumerate().filter(|(at, _)| *at != 2).map(|(_, row)| *row).collect();
    wrong[3][1] = "1551.50";
    assert!(!violations(&audit(&balance(&wrong, ""))).is_empty());
}

#[test]
fn the_lower_heads_tell_the_sides_where_merged_heads_are_gone() {
    for above in ["收入\t支出\n", "收 入\t支 出\n", "收入\t\t\t支出\t\t\n"] {
        let found = audit(&balance(&BALANCE, above));
        assert_eq!(violations(&found), Vec::<String>::new(), "{above}");
        assert!(
            found.checks.iter().filter(|check| check.verdict == Verdict::Holds).count() >= 4,
            "{above}"
        );
        let mut wrong = BALANCE;
        wrong[4][1] = "1551.50";
        assert!(!violations(&audit(&balance(&wrong, above))).is_empty(), "{above}");
    }
}

/// A sheet of form 03 whose total row holds these cells.
fn sheet(total: &str) -> Vec<u8> {
    let head = (0..)
        .zip(HEADS)
        .map(|(at, head)| text(&format!("{}3", char::from(b'A' + at)), head))
        .collect::<String>();
    let data = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}</row><row r=\"3\">{head}</row><row r=\"4\">{total}</row><row r=\"5\">{}{}{}{}{}</row><row r=\"6\">{}{}{}{}{}</row>",
        text("A1", "支出决算表"),
        text("A2", "单位：万元"),
        text("A5", "201"),
        text("B5", "一般公共服务支出"),
        number("C5", 1, "97.66"),
        number("D5", 1, "57.66"),
        number("E5", 1, "40"),
        text("A6", "202"),
        text("B6", "外交支出"),
        number("C6", 1, "10"),
        number("D6", 1, "10"),
        number("E6", 1, "0"),
    );
    xlsx(&[("表03", "", format!("<sheetData>{data}</sheetData>"))])
}

#[test]
fn a_formula_without_a_stored_result_is_worked_out_or_unreadable() {
    let formula =
        |at: &str, formula: &str| format!("<c r=\"{at}\" s=\"1\"><f>{formula}</f><v></v></c>");
    let total = |c: &str, d: &str, e: &str| {
        format!(
            "{}{}{}{}",
            text("A4", "合计"),
            formula("C4", c),
            formula("D4", d),
            formula("E4", e)
        )
    };
    // sums, one of which builds on the others
    let found = audit_of("national", "表.xlsx", &sheet(&total("D4+E4", "SUM(D5:D6)", "E5+E6")));
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    assert!(found.notices.iter().any(|notice| notice.message.contains("没有保存结果")
        && notice.message.contains("C4 算得 107.66")));
    // a sum that is wrong is found
    let found = audit_of("national", "表.xlsx", &sheet(&total("D4+E4", "SUM(D5:D5)", "E5+E6")));
    assert!(!violations(&found).is_empty());
    // whatever else it does nobody knows what it gives
    let found =
        audit_of("national", "表.xlsx", &sheet(&total("ROUND(D4+E4,2)", "SUM(D5:D6)", "E5+E6")));
    assert_eq!(violations(&found), Vec::<String>::new());
    assert!(
        unchecked(&found).iter().any(|check| check.message().contains("没有保存结果")),
        "{:?}",
        found.notices
    );
    assert!(found.notices.iter().any(|notice| notice.message.contains("打开并保存一次")));
}

#[test]
fn an_old_workbook_whose_formulas_nobody_worked_out_accuses_nobody() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats/formulas.xls"))
            .unwrap();
    let found = audit_of("national", "表.xls", &bytes);
    assert_eq!(violations(&found), Vec::<String>::new());
    assert!(
        found.notices.iter().any(|notice| notice.message.contains("C5 算得 107.66")),
        "{:?}",
        found.notices
    );
    assert!(
        found
            .notices
            .iter()
            .any(|notice| notice.message.contains("D5") && notice.message.contains("没有保存结果"))
    );
    assert!(
        unchecked(&found).iter().any(|check| check.message().contains("没有保存结果")),
        "{:?}",
        found.notices
    );
}

#[test]
fn an_open_document_whose_formulas_nobody_worked_out_accuses_nobody() {
    let cell = |inner: &str| match inner.parse::<f64>() {
        Ok(_) => {
            format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{inner}\"><text:p>{inner}</text:p></table:table-cell>"
            )
        }
        Err(_) => format!("<table:table-cell><text:p>{inner}</text:p></table:table-cell>"),
    };
    let row = |cells: &[&str]| {
        format!(
            "<table:table-row>{}</table:table-row>",
            cells.iter().map(|inner| cell(inner)).collect::<String>()
        )
    };
    let formula = |formula: &str| format!("<table:table-cell table:formula=\"of:={formula}\"/>");
    let total = |d: &str| {
        let sums = ["SUM([.C5:.C6])", d, "SUM([.E5:.E6])"].map(formula).concat();
        format!(
            "<table:table-row>{}{}{sums}{}</table:table-row>",
            cell(""),
            cell("合计"),
            cell("0").repeat(3)
        )
    };
    let document = |d: &str, basic: &str| {
        let rows = [
            row(&["支出决算表"]),
            row(&["单位：万元"]),
            row(&HEADS),
            total(d),
            row(&["201", "一般公共服务支出", "97.66", "57.66", "40.00", "0", "0", "0"]),
            row(&["202", "外交支出", "10.00", basic, "0", "0", "0", "0"]),
        ];
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"表03\">{}</table:table></office:document-content>",
            rows.concat()
        );
        package(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &content),
        ])
    };
    let found = audit_of("national", "表.ods", &document("SUM([.D5:.D6])", "10.00"));
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    assert!(
        found.notices.iter().any(|notice| notice.message.contains("C4 算得 107.66")),
        "{:?}",
        found.notices
    );
    // neither is a number that is stored as text surely part of a sum
    for (formula, basic) in [("ROUND([.D5]+[.D6];2)", "10.00"), ("SUM([.D5:.D6])", "10.00 ")] {
        let found = audit_of("national", "表.ods", &document(formula, basic));
        assert_eq!(violations(&found), Vec::<String>::new());
        assert!(
            unchecked(&found).iter().any(|check| check.message().contains("没有保存结果")),
            "{:?}",
            found.notices
        );
    }
}

#[test]
fn a_formula_that_gives_no_text_is_blank() {
    let total = format!(
        "{}{}{}{}<c r=\"F4\" t=\"str\"><f>IF(F5=0,\"\",F5)</f><v></v></c>",
        text("A4", "合计"),
        number("C4", 1, "107.66"),
        number("D4", 1, "67.66"),
        number("E4", 1, "40")
    );
    let found = audit_of("national", "表.xlsx", &sheet(&total));
    assert_eq!((violations(&found), unchecked(&found).len()), (Vec::new(), 0));
    assert!(found.notices.is_empty(), "{:?}", found.notices);
}

#[test]
fn a_heading_on_the_tab_and_in_the_sheet_is_one() {
    let names = ["一、部门概况", "二、项目绩效完成情况", "三、存在的问题"];
    let sheets: Vec<(&str, &str, String)> = names
        .iter()
        .map(|name| {
            (
                *name,
                "",
                format!("<sheetData>{}</sheetData>", rows(1, &[*name, "项目|金额", "办公|1.00"])),
            )
        })
        .collect();
    let document =
        gouji::inside::read("表.xlsx", &xlsx(&sheets), engines::vocabulary(), &Limits::default())
            .unwrap();
    for name in names {
        assert_eq!(document.text.matches(name).count(), 1, "{name}");
    }
}

#[test]
fn one_long_text_in_many_cells_is_refused_while_it_is_read() {
    let shared = format!("<sst><si><t>{}</t></si></sst>", "甲".repeat(100_000));
    let cells: String = (1..3000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    let bytes = crate::workbook::package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="a/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", &shared),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"),
        ),
    ]);
    let started = std::time::Instant::now();
    let read = gouji::inside::read("表.xlsx", &bytes, engines::vocabulary(), &Limits::default());
    assert!(matches!(read, Err(ReadError::Limit { .. })));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn figures_of_a_fund_row_are_never_bent_for_sentences() {
    for last in [".49", "0.49", ". 49"] {
        let row = format!("年度资金总额\t42\t42\t42\t2.058\t39.942\t4.9\t{last}\n");
        let says = "年初预算为42万元，由于任务调整，实际支出为20万元。";
        let text = format!(
            "某市某局2023年度部门决算\n\n项目支出绩效自评表\n\n项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t资金结余\t执行率\t得分\n{row}\n项目实施情况\t{says}\n产出情况\t{says}\n效益情况\t{says}\n"
        );
        let found = audit_of("shanxi", "document.txt", text.as_bytes());
        let figures = || {
            found
                .checks
                .iter()
                .flat_map(|check| check.figures())
                .map(|figure| figure.printed().clone())
        };
        let bent = |printed: &gouji::audit::PrintedFigure| {
            matches!(printed.reading, ReadingDoubt::Repaired(_))
        };
        assert!(!figures().any(|figure| bent(&figure)), "{last}");
    }
}

/// The row of a card that tells how the points are shared, cut by a page break between two texts.
fn shares(before: &str, behind: &str) -> DocumentAudit {
    let text = format!(
        "清溪市部门（单位）整体支出绩效自评表\n\n（2023年度）\n\n部门基本信息 | 部门名称：清溪市图书馆\n \
         | 总分设置为100分；预算执行率10分、产出指标50分、效益指标30分{before}\n | {behind}\n"
    );
    audit_of("shanxi", "document.txt", text.as_bytes())
}

#[test]
fn a_list_that_a_page_break_cuts_is_not_summed() {
    let cuts = [
        ("、", "满意度指标10分。"),
        ("，", "满意度指标10分。"),
        ("；", "满意度指标10分。"),
        ("", "、满意度指标10分。"),
        ("", "；满意度指标10分。"),
        ("、满意度", "指标10分。"),
        ("，满意度指标10", "分。"),
        ("；满意度指标", "10分。"),
    ];
    for (before, behind) in cuts {
        let audit = shares(before, behind);
        assert_eq!(violations(&audit), Vec::<String>::new(), "{before} | {behind}");
        assert!(
            unchecked(&audit).iter().any(|check| check.message().contains("断开")),
            "{before} | {behind}"
        );
    }
    // a list that is closed is summed
    assert_eq!(violations(&shares("、满意度指标8分。", "等级分为四档。")).len(), 1);
    assert_eq!(violations(&shares("、满意度指标8分", "等级分为四档。")).len(), 1);
}

/// Of several ways to add up a row one may name columns that the table lacks: it comes to nothing,
/// and keeps no other way from being decided.
#[test]
fn a_way_that_adds_nothing_leaves_nothing_open() {
    let table = |total: &str| {
        audit(&format!(
            "清溪市水务站2026年部门预算\n\n支出总表\n单位：万元\n科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n\
             2130301 | 行政运行 | {total} | 748.83 | \n2130306 | 水利工程 | 20.50 | | 20.50\n"
        ))
    };
    assert_eq!(violations(&table("748.83")), [""; 0]);
    assert_eq!(violations(&table("648.83")).len(), 1);
}
