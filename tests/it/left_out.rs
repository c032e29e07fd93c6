//! What tables leave out: rows that may have the amount which is missing, lines that are drawn
//! instead of columns, names that no row bears.

use crate::engines;
use gouji::Lang;
use gouji::audit::{DocumentAudit, Verdict, Why};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;

fn audited(text: &str) -> DocumentAudit {
    crate::engines::engine("national").audit("a.txt", text.as_bytes()).unwrap()
}

fn broken(document: &DocumentAudit) -> Vec<String> {
    let checks = document.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    checks.map(|check| check.message()).collect()
}

/// 收支总表 with the rows below 本年收入合计 and 本年支出合计 that are given.
fn totals(income: &str, spending: &str, below: &[&str], total: &str) -> String {
    format!(
        "某县林业局2023年度部门决算\n\n收入支出决算总表\n单位：万元\n收入 | | 支出 | \n\
         项目 | 金额 | 项目 | 金额\n\
         一、一般公共预算财政拨款收入 | 1400.00 | 一、一般公共服务支出 | 1300.00\n\
         二、政府性基金预算财政拨款收入 | 100.00 | 十三、农林水支出 | 215.50\n\
         本年收入合计 | {income} | 本年支出合计 | {spending}\n{}\n总计 | {total}\n",
        below.join("\n")
    )
}

#[test]
fn a_row_that_a_table_lacks_may_have_what_is_missing() {
    let says = |document: &DocumentAudit| {
        let reasons = document.checks.iter().filter_map(|check| check.reason.as_deref());
        reasons.filter(|why| matches!(why, Why::RowLeftOut { .. })).count()
    };
    let balance = "年初结转和结余 | 15.50 | 年末结转和结余 | 0.00";
    let whole = audited(&totals("1500.00", "1515.50", &[balance], "1515.50 | 总计 | 1515.50"));
    assert!(broken(&whole).is_empty(), "{:?}", broken(&whole));
    assert_eq!(says(&whole), 0);
    // the row of last year's balance is not there, on either side
    for below in [&["使用非财政拨款结余 | 0.00 | 结余分配 | 0.00"][..], &[]] {
        let document = audited(&totals("1500.00", "1515.50", below, "1515.50 | 总计 | 1515.50"));
        assert!(broken(&document).is_empty(), "{:?}", broken(&document));
        assert!(says(&document) > 0);
    }
    let spent = audited(&totals("1500.00", "1515.50", &[], "1530.00 | 总计 | 1530.00"));
    assert!(broken(&spent).is_empty(), "{:?}", broken(&spent));
}

#[test]
fn a_row_that_a_table_lacks_excuses_nothing_where_the_rest_balances() {
    // both sides balance without it: it is nothing, and the total is wrong
    let document = audited(&totals("1515.50", "1515.50", &[], "1555.50 | 总计 | 1515.50"));
    assert!(!broken(&document).is_empty());
    // with all rows nothing is left open
    let rows = [
        "使用非财政拨款结余 | 0.00 | 结余分配 | 0.00",
        "年初结转和结余 | 10.50 | 年末结转和结余 | 0.00",
    ];
    let document = audited(&totals("1500.00", "1515.50", &rows, "1515.50 | 总计 | 1515.50"));
    assert!(!broken(&document).is_empty());
}

#[test]
fn what_comes_out_without_a_row_is_only_borne_out() {
    let held = |below: &[&str]| {
        let document = audited(&totals("1500.00", "1515.50", below, "1515.50 | 总计 | 1515.50"));
        let held = document.checks.iter().filter(|check| check.verdict == Verdict::Corroborated);
        let reasons = held.filter_map(|check| check.reason.clone());
        reasons.filter(|why| matches!(**why, Why::RowNotPrinted { .. })).count()
    };
    // a wrong figure of the spending side would be left open as well
    assert_eq!(held(&[]), 1);
    assert_eq!(held(&["年初结转和结余 | 15.50 | 年末结转和结余 | 0.00"]), 0);
}

#[test]
fn a_row_that_is_left_out_where_it_is_blank_is_nothing() {
    let broken_with = |optional: &str| {
        let mut rulebook = engines::rulebook();
        let form = format!(
            "[[form]]\nid = \"车辆表\"\ntitle = [\"车辆情况表\"]\ncolumns = [\n  \
             {{ name = \"种类\", kind = \"label\" }},\n  {{ name = \"辆数\", kind = \"count\" }},\n]\n\
             rows = [\n  {{ name = \"轿车\"{optional} }},\n  {{ name = \"货车\"{optional} }},\n  \
             {{ name = \"合计行\", label = [\"合计\"], total = true }},\n]\n\n\
             [[rule]]\nid = \"车辆合计\"\nform = \"车辆表\"\n\
             expect = \"合计行.辆数 == 轿车.辆数 + 货车.辆数\"\n"
        );
        let files = vec![
            RuleFile::new(
                "ruleset.toml",
                "name = \"bureau\"\nextends = \"national\"\nlanguage = 2\n",
            ),
            RuleFile::new("a.toml", form),
        ];
        let own = rulebook.add_folder("甲", files).unwrap();
        let request = Request { extra: vec![own], ..Request::default() };
        let engine = Engine::new(rulebook, request).unwrap();
        let text = "某县林业局2023年度部门决算\n\n车辆情况表\n种类 | 辆数\n轿车 | 3\n合计 | 5\n";
        let document = engine.audit("a.txt", text.as_bytes()).unwrap();
        let own = document.checks.into_iter().filter(|check| check.rule == "车辆合计");
        own.map(|check| check.verdict).collect::<Vec<_>>()
    };
    assert_eq!(broken_with(""), [Verdict::Unchecked]);
    assert_eq!(broken_with(", optional = true"), [Verdict::Violation]);
}

#[test]
fn tables_drawn_with_lines_are_read() {
    let drawn = |top: &str, middle: &str, bottom: &str, bar: &str| {
        let row = |cells: [&str; 8]| format!("{bar}{}{bar}\n", cells.join(bar));
        format!(
            "某县档案馆2023年度部门决算\n\n支出决算表\n\n单位：万元\n\n{top}\n{}{middle}\n{}{middle}\n{}{bottom}\n\n一、说明\n",
            row([
                "科目编码",
                "科目名称",
                "本年支出合计",
                "基本支出",
                "项目支出",
                "上缴上级支出",
                "经营支出",
                "对附属单位补助支出"
            ]),
            row(["        ", "合计", "300.00", "180.00", "120.00", "      ", "    ", "   "]),
            row(["201", "一般公共服务支出", "300.00", "180.00", "130.00", "  ", "    ", "   "]),
        )
    };
    for text in [
        drawn("┌───┬───┬───┐", "├───┼───┼───┤", "└───┴───┴───┘", "│"),
        drawn("┏━━━┳━━━┳━━━┓", "┣━━━╋━━━╋━━━┫", "┗━━━┻━━━┻━━━┛", "┃"),
        drawn("╔═══╦═══╦═══╗", "╠═══╬═══╬═══╣", "╚═══╩═══╩═══╝", "│"),
        drawn("+---+---+---+", "+---+---+---+", "+---+---+---+", "|"),
    ] {
        let document = audited(&text);
        assert_eq!(document.understanding.len(), 1, "{text}");
        assert_eq!(document.understanding[0].size.0, 3, "{text}");
        assert!(document.notices.is_empty(), "{:?}", document.notices);
        // 180.00 + 130.00
        assert!(!broken(&document).is_empty(), "{text}");
    }
}

#[test]
fn a_table_that_is_checked_by_itself_is_not_said_to_be_unchecked() {
    let document = audited(
        "某县档案馆2023年度部门决算\n\n支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出\n\
          | 合计 | 300.00 | 180.00 | 120.00\n201 | 一般公共服务支出 | 200.00 | 150.00 | 50.00\n205 | 教育支出 | 100.00 | 30.00 | 70.00\n",
    );
    let told: Vec<&str> = document.notices.iter().map(|notice| &*notice.message).collect();
    assert!(told.iter().any(|told| told.contains("只按表格本身")), "{told:?}");
    assert!(!told.iter().any(|told| told.contains("没有核对")), "{told:?}");
}

#[test]
fn a_sentence_is_no_title() {
    let document = audited(
        "某县水利局2023年度部门决算\n\n所属事业单位预算已公开。\n\n一、说明\n\n完成投资5.00万元。\n",
    );
    assert_eq!(document.agency.as_deref(), Some("某县水利局"));
}

#[test]
fn a_printed_nothing_is_not_named_as_the_slip() {
    let document = audited(
        "某县水利局2023年度部门决算\n\n一、说明\n\n2023年度政府采购支出总额159.00万元，其中：政府采购货物支出51.00万元、政府采购工程支出0万元、政府采购服务支出85.00万元。授予小微企业合同金额130.00万元，占政府采购支出总额的81.76%。\n",
    );
    let causes = document.findings.iter().filter_map(|finding| finding.cause.as_ref());
    let suspects: Vec<String> =
        causes.flat_map(|cause| &cause.suspects).map(|one| one.printed.text.to_string()).collect();
    assert!(!document.findings.is_empty() && suspects.is_empty(), "{suspects:?}");
}

#[test]
fn what_one_figure_is_worked_into_has_its_name_alone() {
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"bureau\"\nextends = \"national\"\nlanguage = 2\n"),
        RuleFile::new(
            "a.toml",
            "[[form]]\nid = \"进度表\"\ntitle = [\"渠系进度表\"]\ncolumns = [\n  { name = \"渠名\", kind = \"label\" },\n  \
             { name = \"完成率\", kind = \"percent\" },\n  { name = \"合格率\", kind = \"percent\" },\n]\n\n\
             [[rule]]\nid = \"缺口\"\nform = \"进度表\"\nexpect = \"1 - 完成率 <= 20%\"\n\n\
             [[rule]]\nid = \"两率\"\nform = \"进度表\"\nexpect = \"完成率 + 合格率 >= 190%\"\n",
        ),
    ];
    let own = rulebook.add_folder("甲", files).unwrap();
    let request = Request { extra: vec![own], ..Request::default() };
    let engine = Engine::new(rulebook, request).unwrap();
    let text = "某县水利局2023年度部门决算\n\n渠系进度表\n渠名 | 完成率 | 合格率\n甲渠 | 40% | 95%\n乙渠 | 99% | 98%\n";
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    let told = broken(&document);
    assert!(told.iter().any(|told| told.contains("完成率 为 100% － 40%")), "{told:?}");
    assert!(told.iter().any(|told| told.contains("完成率与合格率之和 为 40% ＋ 95%")), "{told:?}");
}

#[cfg(feature = "formats")]
#[test]
fn figures_of_margins_are_not_in_the_share() {
    let mut document = audited(
        "某县水利局2023年度部门决算\n\n会议费支出13.00万元，比上年的10.00万元增加3.00万元。\n",
    );
    assert!(!gouji::report::unread::share(&document, Lang::Chinese).contains("页眉"));
    document.notices.push(gouji::document::Notice {
        code: gouji::document::NoticeCode::MarginsUnread,
        message: gouji::BilingualText::same("页眉印有“收入总计 880.00 万元”"),
        span: None,
    });
    assert!(gouji::report::unread::share(&document, Lang::Chinese).contains("页眉"));
}
