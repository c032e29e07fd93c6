//! What a clerk's rule tells only as it was read is left open: words that are nearly those which it asks for, rounded
//! rates at the edge of a band, blank cells, names of units; and own rules that checked nothing are told first.

use crate::command::words;

/// What an audit of documents with one file of rules says.
fn said(rules: &str, documents: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["rules", "docs"] {
        std::fs::create_dir_all(root.join(name)).unwrap();
    }
    let head = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(root.join("rules/ruleset.toml"), head).unwrap();
    std::fs::write(root.join("rules/a.toml"), rules).unwrap();
    for (number, text) in documents.iter().enumerate() {
        std::fs::write(root.join(format!("docs/{number}.txt")), text).unwrap();
    }
    words(root, &["check", "docs", "-r", "rules"])
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

const WORKS: &str = r#"
[[form]]
id = "工程表"
title = ["河道工程表"]
columns = [
  { name = "工程", kind = "label" },
  { name = "评定", kind = "text" },
  { name = "投资", kind = "amount" },
]
"#;

fn works(rows: &str) -> String {
    format!("某县河务局2024年度工程情况\n\n河道工程表\n单位：万元\n工程 | 评定 | 投资\n{rows}")
}

#[test]
fn one_character_is_as_doubtful_as_several() {
    let rules =
        format!("{WORKS}\n[[rule]]\nid = \"不得\"\nform = \"工程表\"\nexpect = '评定 == \"优\"'\n");
    for printed in ["优秀", "优等", "优（92分）"] {
        let out = said(&rules, &[&works(&format!("东堤 | {printed} | 10.00\n"))]);
        has(&out, &["不符0，未能核对1", printed]);
    }
    for printed in ["良", "不优", "差"] {
        let out = said(&rules, &[&works(&format!("东堤 | {printed} | 10.00\n"))]);
        has(&out, &["不符1，未能核对0"]);
    }
    // another letter makes another grade
    let rules = rules.replace("优", "A");
    has(&said(&rules, &[&works("东堤 | A级 | 10.00\n")]), &["不符0，未能核对1"]);
    has(&said(&rules, &[&works("东堤 | AA | 10.00\n")]), &["不符1，未能核对0"]);
}

#[test]
fn words_that_exclude_a_row_are_as_doubtful() {
    let conditions =
        ["评定 != \"停工\"", "!(评定 == \"停工\")", "评定 != \"停工\" && 投资 > 1万元"];
    for condition in conditions {
        let rules = format!(
            "{WORKS}\n[[rule]]\nid = \"限\"\nform = \"工程表\"\nwhen = '{condition}'\nexpect = \"投资 <= 50万元\"\n"
        );
        let out = said(&rules, &[&works("东堤 | 停工（缓建） | 60.00\n西堤 | 施工 | 40.00\n")]);
        has(&out, &["相符1", "不符0，未能核对1", "停工（缓建）"]);
        let out = said(&rules, &[&works("东堤 | 施工 | 60.00\n西堤 | 停工（缓建） | 40.00\n")]);
        has(&out, &["相符1", "不符1，未能核对0"]);
    }
    // what must not stand there may stand there in other words
    let rules = format!(
        "{WORKS}\n[[rule]]\nid = \"不得\"\nform = \"工程表\"\nexpect = '评定 != \"停工\"'\n"
    );
    has(&said(&rules, &[&works("东堤 | 停工中 | 60.00\n")]), &["不符0，未能核对1"]);
}

const RATES: &str = r#"
[param]
"分" = { "快" = 10, "慢" = 6 }

[[scale]]
id = "档"
grades = [{ name = "快", from = "90%" }, { name = "慢", from = "0%" }]

[[form]]
id = "进度表"
title = ["支出进度表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "进度", kind = "percent" },
  { name = "得分", kind = "score" },
]

[[rule]]
id = "计分"
form = "进度表"
"#;

#[test]
fn a_rounded_rate_at_the_edge_of_a_band_is_left_open() {
    let formulas = [
        "expect = \"得分 == lookup(分, grade(档, 进度))\"",
        "expect = \"得分 == if(进度 >= 90%, 10, 6)\"",
        "when = \"进度 >= 90%\"\nexpect = \"得分 == 10\"",
    ];
    let table =
        |row: &str| format!("某局2024年度支出进度表\n\n支出进度表\n项目 | 进度 | 得分\n{row}\n");
    for formula in formulas {
        let rules = format!("{RATES}{formula}\n");
        // 89.6% that was rounded
        has(&said(&rules, &[&table("修渠 | 90% | 6")]), &["不符0，未能核对1"]);
        has(&said(&rules, &[&table("修渠 | 90% | 10")]), &["相符1", "不符0，未能核对0"]);
        has(&said(&rules, &[&table("修渠 | 91% | 6")]), &["不符1，未能核对0"]);
    }
}

const UNITS: &str = r#"
[[form]]
id = "名单"
title = ["单位名单"]
columns = [{ name = "单位名称", kind = "label" }, { name = "人数", kind = "count" }]

[[form]]
id = "汇总"
title = ["单位经费汇总表"]
columns = [{ name = "单位", kind = "label" }, { name = "经费", kind = "amount" }, { name = "人员", kind = "count" }]

[[rule]]
id = "都有"
form = "名单"
each = "row"
"#;

fn units(list: &str, sum: &str) -> String {
    format!(
        "某县水务局2025年度单位情况\n\n单位名单\n单位名称 | 人数\n{list}\n\n单位经费汇总表\n单位：万元\n单位 | 经费 | 人员\n{sum}\n"
    )
}

#[test]
fn the_spelling_of_a_unit_accuses_nobody() {
    let rules = format!("{UNITS}expect = \"count(汇总.单位, 汇总.单位 == 单位名称) == 1\"\n");
    let near = ["某县水务局本级", "某县水务局（本级）", "某县水务局(本级)"];
    for (own, other) in [(near[0], near[1]), (near[1], near[0]), (near[2], near[0])] {
        let document = units(&format!("{own} | 12"), &format!("{other} | 30.00 | 12"));
        has(&said(&rules, &[&document]), &["相符1", "不符0，未能核对0"]);
    }
    let document = units("某县水务局 | 12", "某县水务局本级 | 30.00 | 12");
    has(&said(&rules, &[&document]), &["不符0，未能核对1"]);
    let document = units("某县水文站 | 12", "某县水务局本级 | 30.00 | 12");
    has(&said(&rules, &[&document]), &["不符1，未能核对0"]);
    // as the name of a row, too
    let rules = format!("{UNITS}expect = \"人数 == 汇总[单位名称].人员\"\n");
    let document = units("某县水务局（本级） | 12", "某县水务局本级 | 30.00 | 13");
    has(&said(&rules, &[&document]), &["不符1，未能核对0"]);
}

#[test]
fn a_total_is_no_name() {
    let rules = format!("{UNITS}expect = \"count(汇总.单位, 汇总.单位 == 单位名称) == 1\"\n");
    for total in ["合计", "总计", "小计"] {
        let list = format!("水文站 | 12\n渠道站 | 8\n{total} | 20");
        let out = said(&rules, &[&units(&list, "水文站 | 3.00 | 12\n渠道站 | 2.00 | 8")]);
        has(&out, &["相符2", "不符0，未能核对0"]);
    }
}

#[test]
fn a_limit_without_a_blank_cell_is_left_open() {
    let form = r#"
[[form]]
id = "用餐表"
title = ["工作餐明细表"]
columns = [
  { name = "事项", kind = "label" },
  { name = "来客", kind = "count" },
  { name = "陪同", kind = "count" },
  { name = "金额", kind = "amount" },
]

[[rule]]
id = "限额"
form = "用餐表"
"#;
    let formulas = [
        "expect = \"金额 <= (来客 + 陪同) * 100元\"",
        "expect = \"金额 <= 来客 * 100元 + 陪同 * 100元\"",
        "expect = \"(陪同 + 来客) * 100元 >= 金额\"",
        "expect = \"金额 == (来客 + 陪同) * 100元\"",
    ];
    let table = |row: &str| {
        format!("某局2024年度工作餐\n\n工作餐明细表\n单位：元\n事项 | 来客 | 陪同 | 金额\n{row}\n")
    };
    for formula in formulas {
        let rules = format!("{form}{formula}\n");
        has(&said(&rules, &[&table("座谈 |  | 3 | 900.00")]), &["不符0，未能核对1"]);
        has(&said(&rules, &[&table("座谈 | 6 | 3 | 950.00")]), &["不符1，未能核对0"]);
    }
}

const YEARS: &str = r#"
[[form]]
id = "结余表"
title = ["专户结余表"]
columns = [
  { name = "资金", kind = "label" },
  { name = "年初", kind = "amount" },
  { name = "年末", kind = "amount" },
]

[[rule]]
id = "新设"
form = "结余表"
"#;

fn year(year: u32, rows: &str) -> String {
    format!("某县供销社{year}年度部门决算\n\n专户结余表\n单位：万元\n资金 | 年初 | 年末\n{rows}\n")
}

#[test]
fn a_blank_cell_of_last_year_is_no_row_that_is_not_there() {
    let rules =
        format!("{YEARS}when = \"!present(上年.结余表[资金].年末)\"\nexpect = \"年初 == 0\"\n");
    let now = year(2024, "化肥储备 | 9.00 | 3.00");
    for (last, wanted) in [
        ("化肥储备 | 5.00 | ", "不符0，未能核对1"),
        ("化肥储备 | 5.00 | 9.00", "不符0，未能核对0"),
        ("农药储备 | 5.00 | 9.00", "不符1，未能核对0"),
    ] {
        has(&said(&rules, &[&year(2023, last), &now]), &[wanted]);
    }
}

#[test]
fn names_of_last_year_are_counted() {
    let rules = format!(
        "{YEARS}when = \"count(上年.结余表.资金, 上年.结余表.资金 == 结余表.资金) == 0\"\nexpect = \"年初 == 0\"\n"
    );
    let last = year(2023, "化肥储备 | 5.00 | 9.00\n种子储备 | 1.00 | 2.00");
    let now = year(2024, "化肥储备 | 9.00 | 3.00\n农药储备 | 4.00 | 3.00");
    has(&said(&rules, &[&last, &now]), &["农药储备年初", "不符1，未能核对0"]);
}

#[test]
fn own_rules_that_checked_nothing_stand_first() {
    let bands = format!("{RATES}expect = \"得分 <= 10\"\n");
    let other = r#"
[[form]]
id = "车辆表"
title = ["公务车辆表"]
columns = [{ name = "车牌", kind = "label" }, { name = "里程", kind = "count" }, { name = "去向", kind = "text", optional = true }]
"#;
    let document = "某局2024年度支出进度表\n\n支出进度表\n项目 | 进度 | 得分\n修渠 | 90% | 9\n\n公务车辆表\n车牌 | 里程\n甲一 | 20\n";
    for rule in [
        "form = \"车辆表\"\nexpect = \"present(去向)\"",
        "script = '''\nfor 车 in rows(车辆表) { if 车.里程 > 90 { expect(车.里程 < 99, \"多\"); } }\n'''",
    ] {
        let rules = format!("{bands}{other}\n[[rule]]\nid = \"车辆-多\"\n{rule}\n");
        has(&said(&rules, &[document]), &["✓核对过的没有发现问题；自编规则1条没有核对：车辆-多"]);
    }
}

#[test]
fn alternatives_of_words_are_all_named() {
    let rules = format!(
        "{WORKS}\n[[rule]]\nid = \"三种\"\nform = \"工程表\"\nany = ['评定 == \"合格\"', '评定 == \"优良\"', '评定 == \"返工\"']\n"
    );
    let out = said(&rules, &[&works("东堤 | 完成 | 10.00\n")]);
    has(&out, &["合格／优良／返工"]);
}

#[test]
fn what_stands_in_a_cell_is_said_as_it_is() {
    let form = r#"
[[form]]
id = "日程表"
title = ["培训日程表"]
columns = [
  { name = "班次", kind = "label" },
  { name = "人数", kind = "count" },
  { name = "开班", kind = "date" },
  { name = "结班", kind = "date" },
]

[[rule]]
id = "先后"
form = "日程表"
"#;
    let table =
        |row: &str| format!("某局2024年度培训\n\n培训日程表\n班次 | 人数 | 开班 | 结班\n{row}\n");
    let rules = format!("{form}expect = \"开班 <= 结班\"\n");
    for day in ["2024-02-30", "2024年4月31日", "2023/2/29"] {
        has(&said(&rules, &[&table(&format!("一班 | 20 | 2024-01-01 | {day}"))]), &["没有这一天"]);
    }
    let rules =
        format!("{form}expect = \"人数 <= 10\"\nmessage = \"{{班次}}报了{{人数}}人，多了\"\n");
    let out = said(&rules, &[&table("一班 | 20人 | 2024-01-01 | 2024-01-03")]);
    has(&out, &["一班报了20人，多了"]);
    assert!(!out.contains("20人人"), "{out}");
}

#[test]
fn a_form_with_a_total_alone_is_not_empty() {
    let out = said(
        "",
        &[
            "某县林场2024年度部门决算\n\n政府性基金预算财政拨款收入支出决算表\n单位：万元\n科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出小计 | 基本支出 | 项目支出 | 年末结转和结余\n | 合计 | | 7.00 | 7.00 | | 7.00 | \n\n本单位2024年度没有政府性基金预算财政拨款收入支出，本表无数据。\n",
        ],
    );
    has(&out, &["正文说没有政府性基金收支，政府性基金表里却有数"]);
}

const OFFICES: &str = r#"
[[form]]
id = "人员表"
title = ["人员情况表"]
columns = [{ name = "单位名称", kind = "label" }, { name = "在职", kind = "count" }]

[[form]]
id = "设备表"
title = ["设备配置表"]
columns = [{ name = "设备", kind = "label" }, { name = "台数", kind = "count" }]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[rule]]
id = "台数"
expect = "设备表.合计行.台数 == 所属单位预算.设备表.合计行.台数"
"#;

fn office(title: &str, people: &str, machines: u32) -> String {
    format!(
        "{title}\n\n人员情况表\n单位名称 | 在职\n{people}\n\n设备配置表\n设备 | 台数\n打印机 | {machines}\n合计 | {machines}\n"
    )
}

#[test]
fn the_documents_of_units_are_found_or_it_is_said_which_lack() {
    let list = "某县司法局本级 | 12\n某县公证处 | 6";
    let department = office("某县司法局2025年度部门预算", list, 9);
    let own = office("某县司法局（本级）2025年度单位预算", "某县司法局本级 | 12", 5);
    let other = office("某县公证处2025年度单位预算", "某县公证处 | 6", 3);
    has(&said(OFFICES, &[&department, &own, &other]), &["不符1"]);
    let last = office("某县公证处2024年度单位预算", "某县公证处 | 6", 3);
    has(&said(OFFICES, &[&department, &own, &last]), &["名单里的某县公证处没有找到对应的文件"]);
    let bare = "某县公证处2025年度单位预算\n\n人员情况表\n单位名称 | 在职\n某县公证处 | 6\n";
    has(&said(OFFICES, &[&department, &own, bare]), &["没有认出某县公证处的设备表"]);
}
