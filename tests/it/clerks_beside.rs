//! What is known of a clerk's rule is said where a document is audited, beside what rests on it; what is
//! not there accuses nobody.

use crate::command::words;

/// A folder with rules below `rules` and documents below `docs`.
fn folder(rules: &[(&str, &str)], docs: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, files) in [("rules", rules), ("docs", docs)] {
        std::fs::create_dir_all(root.join(name)).unwrap();
        for (file, text) in files {
            std::fs::write(root.join(name).join(file), text).unwrap();
        }
    }
    let head = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(root.join("rules/ruleset.toml"), head).unwrap();
    folder
}

/// What an audit of one document says.
fn said(rules: &str, document: &str) -> String {
    let folder = folder(&[("a.toml", rules)], &[("a.txt", document)]);
    words(folder.path(), &["check", "docs/a.txt", "-r", "rules"])
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

const ITEMS: &str = r#"
[[form]]
id = "经费表"
title = ["专项经费表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "金额", kind = "amount" },
  { name = "文号", kind = "text" },
]

[[rule]]
id = "新增"
form = "经费表"
when = "!present(上年.经费表[项目].金额)"
expect = "present(文号)"
"#;

fn items(year: i32, rows: &str) -> String {
    format!("某县水利局{year}年部门预算\n\n专项经费表\n单位：元\n项目 | 金额 | 文号\n{rows}")
}

#[test]
fn nothing_is_missing_from_a_document_that_is_not_there() {
    let own = items(2025, "甲 | 100 |\n乙 | 200 |\n");
    let out = said(ITEMS, &own);
    assert!(!out.contains("错误1"), "{out}");
    has(&out, &["新增（没有适用：没有上年的文件）"]);
    // the other document has no such table
    let bare = "某县水利局2024年部门预算\n\n本年无专项经费。\n";
    let both = folder(&[("a.toml", ITEMS)], &[("a.txt", &own), ("b.txt", bare)]);
    let out = words(both.path(), &["check", "docs", "-r", "rules"]);
    assert!(!out.contains("错误1"), "{out}");
    let last = items(2024, "甲 | 90 |\n丙 | 1 |\n");
    let both = folder(&[("a.toml", ITEMS)], &[("a.txt", &own), ("b.txt", &last)]);
    let out = words(both.path(), &["rules", "check", "rules", "--on", "docs"]);
    has(&out, &["新增不符1（另有1份文件没有核对：没有上年的文件）"]);
    // a script asks alike
    let script = ITEMS.split("when").next().unwrap().replace("form = \"经费表\"\n\n", "\n");
    let script = script.replace(
        "id = \"新增\"\nform = \"经费表\"\n",
        "id = \"新增\"\nscript = '''\nfor 行 in rows(经费表) {\n  if !present(上年.经费表[行.项目].金额) {\n    expect(行.金额 <= \"50元\", \"新增的太大\");\n  }\n}\n'''\n",
    );
    let out = said(&script, &own);
    assert!(!out.contains("错误1") && out.contains("没有上年的文件"), "{out}");
}

#[test]
fn a_grade_is_that_of_the_printed_figure() {
    let rules = r#"
[[scale]]
id = "档"
grades = [{ name = "甲", from = "85%" }, { name = "乙", from = "0%" }]

[[form]]
id = "计分表"
title = ["考核计分表"]
columns = [
  { name = "乡镇", kind = "label" },
  { name = "执行率", kind = "percent" },
  { name = "档次", kind = "text" },
]

[[rule]]
id = "定档"
form = "计分表"
expect = "档次 == grade(档, 执行率)"
"#;
    let out = said(
        rules,
        "2024年考核计分表\n乡镇 | 执行率 | 档次\n东乡 | 84.99% | 甲\n西乡 | 85.00% | 甲\n",
    );
    has(&out, &["不符1，未能核对0", "东乡"]);
}

const COUNTS: &str = r#"
[[form]]
id = "项目表"
title = ["项目汇总表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]

[[form]]
id = "清单"
title = ["指标清单"]
columns = [
  { name = "项目名称", kind = "text" },
  { name = "类别", kind = "text" },
  { name = "指标", kind = "label" },
]

[[rule]]
id = "个数"
form = "项目表"
each = "row"
expect = [
  'count(清单.指标, 清单.项目名称 == 项目表.项目 && 清单.类别 == "产出") >= 3',
  'count(清单.指标, 清单.项目名称 == 项目表.项目 && 清单.类别 == "满意度") >= 1',
]
"#;

#[test]
fn what_no_one_number_cures_is_told_apart() {
    let document = "2024年项目汇总表\n单位：元\n项目 | 金额\n甲工程 | 100\n\n指标清单\n项目名称 | 类别 | 指标\n甲工程 | 产出 | 长度\n甲工程 | 产出 | 合格率\n";
    let out = said(COUNTS, document);
    has(&out, &["发现问题2处", "为2，应当不小于3", "为0，应当不小于1"]);
}

const BOUGHT: &str = r#"
[[form]]
id = "采购表"
title = ["零星采购情况表"]
columns = [{ name = "品目", kind = "label" }, { name = "金额", kind = "amount" }]

[[rule]]
id = "限额"
form = "采购表"
expect = "金额 <= 100元"
"#;

#[test]
fn whoever_is_named_before_the_year_the_table_is_known() {
    let rows = "单位：元\n品目 | 金额\n书柜 | 90\n课桌 | 300\n";
    for unit in ["某县一中", "某县总工会", "某县城投集团", "某县供销社"] {
        let out = said(BOUGHT, &format!("{unit}2024年零星采购情况表\n{rows}"));
        has(&out, &["不符1", "课桌"]);
        let out = said(BOUGHT, &format!("{unit}零星采购情况表\n{rows}"));
        has(&out, &[&format!("还印着“{unit}”"), "写成title=[\"…零星采购情况表\"]"]);
    }
    // other columns make another table of it
    let out = said(BOUGHT, "某县一中2024年零星采购情况表\n单位：元\n物品 | 数目\n书柜 | 90\n");
    assert!(!out.contains("不符1"), "{out}");
}

const ROOMS: &str = r#"
[param]
"标准" = """
科级	18平方米
其他	9平方米
临时	5平方米
"""

[[form]]
id = "用房表"
title = ["办公用房表"]
columns = [
  { name = "房间", kind = "label" },
  { name = "级别", kind = "text" },
  { name = "人数", kind = "count" },
  { name = "面积", kind = "count", header = ["面积（㎡）"] },
]

[[rule]]
id = "面积"
form = "用房表"
expect = "面积 <= lookup(标准, 级别) * 人数"
"#;

#[test]
fn names_of_rows_may_be_numbers_and_units_have_spellings() {
    let document = "2024年办公用房表\n房间 | 级别 | 人数 | 面积（㎡）\n201 | 科级 | 1 | 17.5\n202 | 其他 | 2 | 25.5\n";
    for unit in ["平方米", "㎡", "m²", "m2", "平米"] {
        let out = said(&ROOMS.replace("平方米", unit), document);
        has(&out, &["相符1", "不符1", "202"]);
    }
    let out = said(&ROOMS.replace("平方米", "坪数"), document);
    has(&out, &["规则文件中有1处错误", "不认识单位“坪数”", "只写数：科级18"]);
    let out = said(&ROOMS.replace("其他\t", "\t"), document);
    has(&out, &["只有数9平方米，没有名称"]);
}

const FEES: &str = r#"
[[form]]
id = "会务表"
title = ["会务费明细表"]
columns = [
  { name = "会议", kind = "label" },
  { name = "类别", kind = "text" },
  { name = "人数", kind = "count" },
  { name = "金额", kind = "amount" },
  { name = "占比", kind = "percent" },
]

[param]
"标准" = "300元"

[[rule]]
id = "人均"
name = "会务费不超过人均标准"
form = "会务表"
expect = "金额 <= 人数 * param.标准"

[[rule]]
id = "占比"
form = "会务表"
expect = "占比 == percent(金额, 人数 * 1000元)"
"#;

fn fees(unit: &str) -> String {
    format!(
        "2024年会务费明细表\n{unit}会议 | 类别 | 人数 | 金额 | 占比\n大会 | 一类 | 50 | 18000 | 36.00%\n小会 | 二类 | 20 | 5000 | 25.00%\n"
    )
}

#[test]
fn what_is_known_of_a_rule_stands_beside_its_findings() {
    let document = fees("单位：元\n");
    let right = said(FEES, &document);
    assert!(!right.contains("提醒") && right.contains("不符1"), "{right}");
    let turned = FEES.replace("金额 <= 人数", "金额 >= 人数");
    has(&said(&turned, &document), &["规则的名称说“不超过”，公式写的是>=", "写成金额<=人数"]);
    let swapped = FEES.replace("percent(金额, 人数 * 1000元)", "percent(人数 * 1000元, 金额)");
    has(&said(&swapped, &document), &["两个数换过来就处处相符"]);
    let titled = FEES.replace("[\"会务费明细表\"]", "[\"某县2023年会务费明细表\"]");
    has(&said(&titled, &document), &["写成title=[\"会务费明细表\"]"]);
    let worded = FEES.replace(
        "form = \"会务表\"\nexpect = \"金额",
        "form = \"会务表\"\nwhen = '类别 == \"一类会\"'\nexpect = \"金额",
    );
    has(&said(&worded, &document), &["这一栏印有“一类”", "改成\"一类\""]);
    let of_unit =
        FEES.replace("title = [\"会务费明细表\"]", "title = [\"会务费明细表\"]\nunit = \"万元\"");
    has(&said(&of_unit, &fees("")), &["文件里没有印单位，照unit的万元读", "写成unit=\"元\""]);
}

#[test]
fn a_rule_that_another_document_bears_out_is_not_doubted() {
    let rules = FEES.replace("percent(金额, 人数 * 1000元)", "percent(人数 * 1000元, 金额)");
    let right = "某县2024年会务费明细表\n单位：元\n会议 | 类别 | 人数 | 金额 | 占比\n大会 | 一类 | 1 | 300 | 333.33%\n小会 | 二类 | 1 | 200 | 500.00%\n";
    let both = folder(&[("a.toml", &rules)], &[("a.txt", &fees("单位：元\n")), ("b.txt", right)]);
    let out = words(both.path(), &["check", "docs", "-r", "rules"]);
    assert!(!out.contains("两个数换过来"), "{out}");
}

const PHONE: &str = r#"
[[part]]
id = "联系部分"
start = ["联系我们"]

[[claim]]
id = "监督电话"
text = "监督电话：{号码:text}"
scope = ["联系部分"]

[[claim]]
id = "公示"
text = "公示期限自{起:date}至{止:date}"
expect = "days(起, 止) + 1 >= 7天"

[[rule]]
id = "要有电话"
required = "监督电话"
documents = ["final-accounts"]

[[rule]]
id = "各部分"
outline = ["单位概况｜部门概况", "名词解释", "联系方式"]
documents = ["final-accounts"]
"#;

#[test]
fn headings_and_sentences_that_are_printed_otherwise_are_told() {
    let document = "某县文化馆2024年度部门决算\n\n第一部分 部门概况\n\n本馆为公益一类事业单位。公示时间自2024年9月1日至2024年9月3日。\n\n第二部分 名词解释\n\n财政拨款：略。\n\n第三部分 联系方式\n\n监督电话：0123-4567890\n";
    let out = said(PHONE, document);
    has(
        &out,
        &["没有一份文件有标题\"联系我们\"", "写成start=[\"联系方式\"]", "相近的话是“公示时间自"],
    );
    // names of a section are parted by either bar
    assert!(!out.contains("单位概况"), "{out}");
    let days = PHONE.replace("公示期限", "公示时间").replace("days(起, 止)", "days(止, 起)");
    has(&said(&days, document), &["多半起日和止日写倒了", "写成days(起,止)"]);
}

const TRIPS: &str = r#"
[[form]]
id = "用车表"
title = ["用车登记表"]
columns = [{ name = "去向", kind = "label" }, { name = "里程", kind = "amount" }]

[[rule]]
id = "次数"
script = '''
for 项 in rows(用车表) {
  let 次数 = 0;
  if contains(项.去向, "省外") {
    次数 += 1;
    expect(次数 <= 2, "多了");
  }
}
'''
"#;

#[test]
fn a_number_that_begins_anew_with_each_row_counts_none_together() {
    let document = "2024年用车登记表\n单位：元\n去向 | 里程\n省外甲 | 600\n市内 | 20\n";
    has(&said(TRIPS, document), &["次数在循环里每一行又从0起", "把let次数=0;移到for"]);
    let summed = TRIPS.replace(
        "  if contains(项.去向, \"省外\") {\n    次数 += 1;\n    expect(次数 <= 2, \"多了\");\n  }\n",
        "  次数 = 次数 + 项.里程;\n  expect(次数 <= \"700元\", \"多了\");\n",
    );
    has(&said(&summed, document), &["次数在循环里每一行又从0起"]);
    // a mark that is asked for, and several conditions of one row, begin anew by intent
    let marked = TRIPS.replace("次数 <= 2", "次数 == 1");
    let twice = TRIPS.replace("    次数 += 1;\n", "    次数 += 1;\n    次数 += 1;\n");
    let moved = TRIPS.replace("  let 次数 = 0;\n", "").replace("for 项", "let 次数 = 0;\nfor 项");
    for right in [marked, twice, moved] {
        let out = said(&right, document);
        assert!(!out.contains("又从0起"), "{out}");
    }
}

#[test]
fn advice_can_be_typed_as_it_stands() {
    let document = fees("单位：元\n");
    let worded =
        FEES.replace("expect = \"金额 <= 人数 * param.标准\"", "expect = 'starts_with(类别, 62)'");
    has(&said(&worded, &document), &["写成starts_with(类别,\"62\")"]);
    let fallen = FEES.replace("人数 * param.标准", "人数 * or(300元, param.标准)");
    has(&said(&fallen, &document), &["总是有的", "用不上"]);
    let same = COUNTS.replace("清单.项目名称 == 项目表.项目 &&", "项目 == 项目 &&");
    let same = same.replace("name = \"项目名称\"", "name = \"项目\"");
    has(&said(&same, "2024年项目汇总表\n"), &["清单.项目==项目表.项目"]);
    let wording = "[[wording]]\nid = \"旧称\"\nprinted = \"工商局\"\nin = [\"text\", \"标题\", \"表格\"]\nmessage = \"{stated}已改名\"\n";
    has(
        &said(wording, &document),
        &["规则文件中有1处错误", "写成in=[\"text\",\"headings\",\"cells\"]"],
    );
}

#[test]
fn a_profile_is_checked_whoever_asks_for_it() {
    let profile =
        "[[profile]]\nname = \"乡镇\"\nreason = \"标准低\"\nparam = { \"标准\" = \"200\" }\n";
    let folder = folder(&[("a.toml", FEES), ("profiles.toml", profile)], &[]);
    let out = words(folder.path(), &["rules", "check", "rules"]);
    has(&out, &["profiles.toml:4:18", "写成\"标准\"=\"200元\"", "公式在a.toml第"]);
}

#[test]
fn rules_without_cases_and_files_nearly_called_gouji_are_told() {
    let folder = folder(&[("a.toml", FEES)], &[("a.txt", &fees("单位：元\n"))]);
    has(&words(folder.path(), &["rules", "check", "rules"]), &["提醒没有用例"]);
    let case = "\n[[rule.case]]\ngiven = \"\"\"\n会议 | 人数 | 金额\n大会 | 1 | 400\n\"\"\"\nexpect = \"violation\"\n";
    let tried = FEES.replace("param.标准\"\n", &format!("param.标准\"\n{case}"));
    std::fs::write(folder.path().join("rules/a.toml"), tried).unwrap();
    assert!(!words(folder.path(), &["rules", "check", "rules"]).contains("没有用例"));
    std::fs::write(folder.path().join("docs/guoji.toml"), "ruleset = \"../rules\"\n").unwrap();
    has(&words(folder.path(), &["check", "docs/a.txt"]), &["旁边有guoji.toml", "改名为gouji.toml"]);
    let named = folder.path().join("docs/gouji.toml");
    std::fs::rename(folder.path().join("docs/guoji.toml"), named).unwrap();
    let out = words(folder.path(), &["check", "docs/a.txt"]);
    assert!(!out.contains("改名为") && out.contains("人均"), "{out}");
}
