//! Local tasks as clerks set them: what is not told must be said, and nothing is accused that is not there.

use crate::command::run;

/// A folder with rules under `rules` and documents under `docs`.
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

/// What an audit of the documents says, in one line without blanks.
fn said(folder: &tempfile::TempDir) -> String {
    let (_, out, err) = run(folder.path(), &["check", "docs", "-r", "rules"]);
    format!("{err}{out}").split_whitespace().collect()
}

const LEVELS: &str = r#"
[[form]]
id = "分级表"
title = ["支出分级表"]
columns = [
  { name = "序号", kind = "code" },
  { name = "名称", kind = "label" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[rule]]
id = "逐级"
form = "分级表"
tree = { code = "序号", levels = [1, 3, 5], total = "合计行" }
"#;

fn levels(rows: &str) -> String {
    format!("支出分级表\n单位：元\n序号 | 名称 | 金额\n | 合计 | 120.00\n{rows}")
}

#[test]
fn signs_part_the_levels_of_codes() {
    for sign in [".", "-"] {
        let wrong = format!("1 | 甲 | 80.00\n1{sign}1 | 子 | 50.00\n1{sign}2 | 丑 | 20.00\n");
        let folder = folder(
            &[("a.toml", LEVELS)],
            &[("a.txt", &levels(&format!("{wrong}2 | 乙 | 40.00\n")))],
        );
        let out = said(&folder);
        assert!(out.contains("甲金额80.00元≠50.00＋20.00＝70.00元"), "{sign}: {out}");
    }
    // 10.1 is no part of 1
    let right = "1 | 甲 | 80.00\n1.1 | 子 | 80.00\n10 | 乙 | 40.00\n10.1 | 丑 | 40.00\n";
    let folder = folder(&[("a.toml", LEVELS)], &[("a.txt", &levels(right))]);
    let out = said(&folder);
    assert!(!out.contains('≠') && out.contains("自编1条：核对了1"), "{out}");
}

#[test]
fn a_code_of_no_level_is_told() {
    let rows = "1 | 甲 | 80.00\n12 | 子 | 50.00\n2 | 乙 | 40.00\n";
    let folder = folder(&[("a.toml", LEVELS)], &[("a.txt", &levels(rows))]);
    let out = said(&folder);
    assert!(out.contains("编码12的位数"), "{out}");
}

#[test]
fn what_stands_in_a_document_that_is_not_there_is_not_blank() {
    let rules = r#"
[[form]]
id = "名册"
title = ["人员名册"]
columns = [{ name = "姓名", kind = "label" }, { name = "补助", kind = "amount" }]

[[form]]
id = "发放表"
title = ["补助发放表"]
columns = [{ name = "领款人", kind = "label" }, { name = "金额", kind = "amount" }]

[[rule]]
id = "在名册"
form = "发放表"
expect = "present(上年.名册[领款人].补助)"
"#;
    let paid = "某县民政局2024年度部门决算\n\n补助发放表\n单位：元\n领款人 | 金额\n张三 | 100\n李四 | 200\n";
    let alone = folder(&[("a.toml", rules)], &[("a.txt", paid)]);
    let out = said(&alone);
    assert!(!out.contains("错误") && out.contains("在名册（没有适用：没有上年的文件）"), "{out}");
    let last =
        "某县民政局2023年度部门决算\n\n人员名册\n单位：元\n姓名 | 补助\n张三 | 100\n王五 | 100\n";
    let both = folder(&[("a.toml", rules)], &[("a.txt", paid), ("b.txt", last)]);
    let out = said(&both);
    assert!(out.contains("错误1.在名册") && !out.contains("错误2."), "{out}");
}

#[test]
fn a_rule_whose_coded_row_is_not_printed_is_said_first() {
    let rules = r#"
[[form]]
id = "经济表"
title = ["经济分类支出表"]
columns = [
  { name = "编码", kind = "code" },
  { name = "科目", kind = "label" },
  { name = "金额", kind = "amount" },
]
[[rule]]
id = "会议费"
expect = '经济表["30215"].金额 + 经济表["30216"].金额 <= 3万元'
"#;
    let other = "[[rule]]\nid = \"每行\"\nform = \"经济表\"\nexpect = \"金额 >= 1元\"\n";
    let rules = format!("{rules}{other}");
    let table = "经济分类支出表\n单位：万元\n编码 | 科目 | 金额\n30201 | 办公费 | 5.00\n30215 | 会议费 | 8.00\n";
    let folder = folder(&[("a.toml", &rules)], &[("a.txt", table)]);
    let out = said(&folder);
    assert!(out.contains("没有用上") && out.contains("没有编码30216"), "{out}");
}

#[test]
fn an_outline_for_a_kind_of_document_is_asked_of_each_in_its_own_words() {
    let rules = r#"
[[rule]]
id = "各部分"
documents = ["self-evaluation"]
outline = ["项目概况", "自评情况", "存在问题", "改进措施"]
message = "报告缺{stated}"
severity = "error"
"#;
    let text = "某县住建局2024年度项目支出绩效自评报告\n\n一、项目概况\n\n项目按期完工。\n\n二、自评情况\n\n自评得分95分。\n";
    let folder = folder(&[("a.toml", rules)], &[("a.txt", text)]);
    let out = said(&folder);
    assert!(out.contains("报告缺“存在问题”、“改进措施”"), "{out}");
}

const UNITS: &str = r#"
[[form]]
id = "汇总表"
title = ["部门收入汇总表"]
columns = [{ name = "单位名称", kind = "label" }, { name = "收入", kind = "amount" }]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[form]]
id = "收入表"
title = ["单位收入表"]
columns = [{ name = "项目", kind = "label" }, { name = "收入", kind = "amount" }]
rows = [{ name = "总计行", label = ["总计"], total = true }]

[[rule]]
id = "各单位之和"
expect = "汇总表.合计行.收入 == 所属单位决算.收入表.总计行.收入"
"#;

fn unit(name: &str, income: &str) -> String {
    format!(
        "{name}2024年度单位决算\n\n单位收入表\n单位：万元\n项目 | 收入\n拨款 | {income}\n总计 | {income}\n"
    )
}

#[test]
fn a_list_of_units_without_codes_has_a_total_that_is_no_unit() {
    let list = "某县水利局2024年度部门决算\n\n部门收入汇总表\n单位：万元\n单位名称 | 收入\n某县水文站 | 3.00\n某县灌区站 | 4.00\n合计 | 8.00\n";
    let (one, other) = (unit("某县水文站", "3.00"), unit("某县灌区站", "4.00"));
    let docs = [("a.txt", list), ("b.txt", one.as_str()), ("c.txt", other.as_str())];
    let folder = folder(&[("a.toml", UNITS)], &docs);
    let out = said(&folder);
    assert!(out.contains("各单位之和") && out.contains("8.00万元≠"), "{out}");
}

#[test]
fn a_paper_that_names_no_level_stands_beside_one_that_does() {
    let rules = r#"
[[form]]
id = "会议表"
title = ["会议费情况表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]
rows = [{ name = "会议行", label = ["会议费"] }]

[[rule]]
id = "不超预算"
expect = "会议表.会议行.金额 <= 同年预算.会议表.会议行.金额"
"#;
    let table =
        |amount: &str| format!("会议费情况表\n单位：万元\n项目 | 金额\n会议费 | {amount}\n");
    let own = format!("某县水利局2024年度项目支出绩效自评报告\n\n{}", table("5.00"));
    let budget = format!("某县水利局2024年部门预算\n\n{}", table("4.00"));
    let folder = folder(&[("a.toml", rules)], &[("a.txt", &own), ("b.txt", &budget)]);
    let out = said(&folder);
    assert!(out.contains("不超预算") && out.contains("5.00万元"), "{out}");
    // where the agency has papers of the department and of its own unit, nobody knows whose it is
    let unit = format!("某县水利局2023年度单位决算\n\n{}", table("1.00"));
    std::fs::write(folder.path().join("docs/c.txt"), unit).unwrap();
    let out = said(&folder);
    assert!(!out.contains("错误1.") && out.contains("没有同年预算"), "{out}");
}

#[test]
fn an_outline_that_says_more_than_what_lacks_names_it_all_the_same() {
    let rules = r#"
[[rule]]
id = "各部分"
documents = ["self-evaluation"]
outline = ["项目概况", "自评情况", "存在问题", "改进措施"]
message = "少了{stated}，相差{difference}"
"#;
    let text = "某县住建局2024年度项目支出绩效自评报告\n\n一、项目概况\n\n项目按期完工。\n\n二、自评情况\n\n自评得分95分。\n";
    let folder = folder(&[("a.toml", rules)], &[("a.txt", text)]);
    let out = said(&folder);
    assert!(out.contains("“存在问题”、“改进措施”"), "{out}");
}

#[test]
fn of_two_forms_that_fit_alike_the_users_own_is_taken() {
    let rules = r#"
[[form]]
id = "项目清单"
title = ["项目支出预算表"]
columns = [
  { name = "项目名称", kind = "label" },
  { name = "预算", kind = "amount", header = ["预算数"] },
]
[[rule]]
id = "每项不超"
form = "项目清单"
expect = "预算 <= 15万元"
"#;
    let text = "某县文旅局2024年部门预算\n\n项目支出预算表\n单位：万元\n项目名称 | 预算数\n场馆开放 | 10.00\n非遗保护 | 20.00\n";
    let folder = folder(&[("a.toml", rules)], &[("a.txt", text)]);
    let out = said(&folder);
    assert!(out.contains("非遗保护") && out.contains("20.00万元"), "{out}");
}
