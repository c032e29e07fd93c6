//! Rules that mean what they say: what they cannot check is told, with its true reason, and nothing
//! vanishes.

use crate::command::run;
use std::path::Path;

const FORM: &str = r#"
[param]
"定额" = { "甲类" = "300元", "乙类" = "200元" }

[[form]]
id = "活动表"
title = ["群众活动开展情况表"]
columns = [
  { name = "活动", kind = "label", header = ["活动名称"] },
  { name = "类别", kind = "text", header = ["活动类别"] },
  { name = "人数", kind = "count", header = ["参加人数"] },
  { name = "场地", kind = "text", header = ["活动场地"] },
  { name = "日期", kind = "date", header = ["活动日期"] },
  { name = "支出", kind = "amount", header = ["支出金额"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

const HEAD: [&str; 6] = ["活动名称", "活动类别", "参加人数", "活动场地", "活动日期", "支出金额"];

const RULE: &str = "[[rule]]\nid = \"定额\"\nform = \"活动表\"\nrows = \"leaves\"\n\
    expect = \"支出 <= lookup(定额, 类别) * 人数\"\n";

/// A folder with rules and a document.
fn folder(rules: &str, document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let ruleset = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), ruleset).unwrap();
    std::fs::write(own.join("a.toml"), format!("{FORM}{rules}")).unwrap();
    std::fs::write(folder.path().join("a.txt"), document).unwrap();
    folder
}

fn told(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let (status, out, err) = run(folder, arguments);
    (status.unwrap(), format!("{err}{out}").split_whitespace().collect())
}

/// What an audit of a document says, without blanks.
fn checked(rules: &str, document: &str) -> (i32, String) {
    let folder = folder(rules, document);
    told(folder.path(), &["check", "a.txt", "-r", "本局", "--all"])
}

fn table(title: &str, head: &[&str], rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    format!("青岗县水利局2024年度部门决算\n\n{title}\n单位：元\n{}\n{rows}", head.join(" | "))
}

const ROWS: [&str; 3] = [
    "春节联欢 | 甲类 | 20 | 大厅 | 2024-02-03 | 9,000",
    "读书会 | 乙类 | 30 | 书房 | 2024-03-05 | 5,900",
    "合计 | | 50 | | | 14,900",
];

#[test]
fn a_head_that_no_rule_asks_for_opens_nothing() {
    let (status, right) = checked(RULE, &table("群众活动开展情况表", &HEAD, &ROWS));
    assert!(status == 1 && right.contains("6000元"), "{right}");
    // another title, another head than the rule needs, none at all
    let mut heads = HEAD;
    heads[3] = "地点";
    for (title, head) in [("群众活动开展一览表", HEAD), ("群众活动开展情况表", heads)]
    {
        let (status, said) = checked(RULE, &table(title, &head, &ROWS));
        assert!(status == 1 && said.contains("6000元"), "{said}");
        assert!(!said.contains("按文字的位置分开"), "{said}");
        assert!(!said.contains("表题或表头不全"), "{said}");
    }
    // a column that the rule asks for
    let mut heads = HEAD;
    heads[2] = "到场";
    let (_, said) = checked(RULE, &table("群众活动开展情况表", &heads, &ROWS));
    assert!(said.contains("定额（未能核对") && !said.contains("按文字的位置分开"), "{said}");
    assert!(said.contains("表头与表样写的不全相同") && !said.contains("✓"), "{said}");
}

#[test]
fn what_a_blank_leaves_open_is_told() {
    let rows =
        ["春节联欢 | | 20 | 大厅 | 2024-02-03 | 9,000", "读书会 | 乙类 | 30 | 书房 | | 5,900"];
    let document = table("群众活动开展情况表", &HEAD, &rows);
    let by_if = "[[rule]]\nid = \"条件\"\nform = \"活动表\"\n\
        expect = \"支出 <= if(类别 == '甲类', 300元, 200元) * 人数\"\n"
        .replace('\'', "\\\"");
    let by_day = "[[rule]]\nid = \"日期\"\nform = \"活动表\"\nexpect = \"日期 >= 2024-01-01\"\n";
    for (rules, id) in [(RULE, "定额"), (by_if.as_str(), "条件")] {
        let (_, said) = checked(rules, &document);
        assert!(said.contains(&format!("{id}（未能核对1项）")), "{id} {said}");
        let folder = folder(rules, &document);
        let (_, said) = told(folder.path(), &["rules", "check", "本局", "--on", "a.txt"]);
        assert!(said.contains("未能核对1"), "{id} {said}");
    }
    let (_, said) = checked(by_day, &document);
    assert!(said.contains("相符1"), "{said}");
}

#[test]
fn a_line_that_is_worked_out_and_not_there_is_told() {
    let rule = |other: &str| {
        format!(
            "\"次\" = {{ \"春节联欢\" = 1, \"读书会\" = 2 }}\n[[rule]]\nid = \"前行\"\nform = \"活动表\"\nrows = \"leaves\"\nexpect = \"支出 >= {other}\"\n"
        )
    };
    let before = "活动表[line(lookup(次, 活动) - 1)].支出";
    let document = table("群众活动开展情况表", &HEAD, &ROWS);
    let (_, said) = checked_with(&rule(before), &document);
    assert!(said.contains("前行（未能核对1项）"), "{said}");
    let (_, said) = checked_with(&rule(&format!("or({before}, 0元)")), &document);
    assert!(!said.contains("前行（未能核对"), "{said}");
}

/// The same with a further parameter in front of the form.
fn checked_with(rules: &str, document: &str) -> (i32, String) {
    let folder = folder("", document);
    let (param, rest) = rules.split_once('\n').unwrap();
    let own = FORM.replace("[param]\n", &format!("[param]\n{param}\n"));
    std::fs::write(folder.path().join("本局/a.toml"), format!("{own}{rest}")).unwrap();
    told(folder.path(), &["check", "a.txt", "-r", "本局", "--all"])
}

#[test]
fn a_script_that_stopped_did_not_run_to_its_end() {
    let script = "[[rule]]\nid = \"期限\"\nscript = '''\nfn 早(日) { if 日 >= \"2024-06-01\" { 1 } else { 0 } }\n\
        for 项 in rows(活动表) {\n  let 次 = 早(项.日期);\n  expect(项.支出 <= \"9000元\", `${项.活动}`);\n}\n'''\n";
    let rows = [
        "春节联欢 | 甲类 | 20 | 大厅 | 2024-02-03 | 9,000",
        "读书会 | 乙类 | 30 | 书房 | 三月五日 | 5,900",
        "画展 | 乙类 | 30 | 书房 | 2024-05-05 | 95,900",
    ];
    let (status, said) = checked(script, &table("群众活动开展情况表", &HEAD, &rows));
    assert!(status == 3 && said.contains("没有运行完"), "{status} {said}");
}

#[test]
fn a_rule_that_decided_nothing_is_no_good_end() {
    let rows = ["春节联欢 | 丙类 | 20 | 大厅 | 2024-02-03 | 9,000"];
    let (status, said) = checked(RULE, &table("群众活动开展情况表", &HEAD, &rows));
    assert!(status == 3 && said.contains("参数定额没有丙类") && !said.contains('✓'), "{said}");
}

#[test]
fn parameters_are_used_where_they_are_looked_up() {
    let told_of = |rules: &str| {
        let folder = folder(rules, "");
        told(folder.path(), &["rules", "check", "本局"]).1
    };
    assert!(!told_of(RULE).contains("没有规则用到"), "{}", told_of(RULE));
    let unused = told_of("[[rule]]\nid = \"甲\"\nform = \"活动表\"\nexpect = \"支出 >= 0元\"\n");
    assert!(unused.contains("没有规则用到参数定额"), "{unused}");
    // one line of many is told where it stands
    let folder = folder("", "");
    let pasted = "\"\"\"\n甲类\t300元\n乙类\n丙类\t100元\n\"\"\"";
    let own = FORM.replace("{ \"甲类\" = \"300元\", \"乙类\" = \"200元\" }", pasted);
    std::fs::write(folder.path().join("本局/a.toml"), format!("{own}{RULE}")).unwrap();
    let (_, said) = told(folder.path(), &["rules", "check", "本局"]);
    assert!(said.contains("参数表里乙类应当是数") && said.contains("a.toml:5:"), "{said}");
}

#[test]
fn what_means_nothing_is_refused() {
    let said = |expect: &str| {
        let rules = format!("[[rule]]\nid = \"甲\"\nform = \"活动表\"\nexpect = '{expect}'\n");
        let folder = folder(&rules, "");
        told(folder.path(), &["rules", "check", "本局"]).1
    };
    let own = said("支出 == 支出");
    assert!(own.contains("比较的两边是同一个") && own.contains("present(支出)"), "{own}");
    let own = said("支出 <= lookup(定额, 人数)");
    assert!(own.contains("定额按名称查，这里是个数"), "{own}");
    let folder = folder(
        "[[scale]]\nid = \"大小\"\ngrades = [{ name = \"甲类\", from = 50 }, { name = \"丙类\", from = 0 }]\n\
         [[rule]]\nid = \"甲\"\nform = \"活动表\"\nexpect = '支出 <= lookup(定额, grade(大小, 人数))'\n",
        "",
    );
    let (_, own) = told(folder.path(), &["rules", "check", "本局"]);
    assert!(own.contains("等级“丙类”在参数表定额里没有"), "{own}");
}

#[test]
fn what_must_be_filled_or_listed_is_said_so() {
    let rules = "[[rule]]\nid = \"填写\"\nform = \"活动表\"\nrows = \"leaves\"\nexpect = \"present(场地)\"\n\
        [[rule]]\nid = \"目录\"\nform = \"活动表\"\nrows = \"leaves\"\nexpect = \"present(lookup(定额, 类别))\"\n";
    let rows = [
        "春节联欢 | 甲类 | 20 | | 2024-02-03 | 9,000",
        "读书会 | 丙类 | 30 | 书房 | 2024-03-05 | 5,900",
    ];
    let (status, said) = checked(rules, &table("群众活动开展情况表", &HEAD, &rows));
    assert!(status == 1 && said.contains("空白≠填写") && said.contains("不在参数表里"), "{said}");
    assert!(said.contains("不符2") && said.contains("相符2"), "{said}");
}

#[test]
fn what_is_counted_is_rounded_down_or_up() {
    let rules = "[[rule]]\nid = \"整数\"\nform = \"活动表\"\nrows = \"leaves\"\n\
        expect = \"人数 == floor(支出 / 400元) + ceil(支出 / 4000元)\"\n";
    let rows = [
        "春节联欢 | 甲类 | 25 | 大厅 | 2024-02-03 | 9,000",
        "读书会 | 乙类 | 17 | 书房 | 2024-03-05 | 5,900",
    ];
    let (status, said) = checked(rules, &table("群众活动开展情况表", &HEAD, &rows));
    assert!(status == 1 && said.contains("相符1") && said.contains("不符1"), "{said}");
}

#[test]
fn a_script_falls_back_as_a_formula_does() {
    let script = "[[rule]]\nid = \"脚本\"\nscript = '''\nfor 项 in rows(活动表) {\n  \
        if 项.类别 != \"甲类\" { expect(项.支出 <= or(param.定额[项.类别], \"5000元\"), `${项.活动}`); }\n}\n'''\n";
    let rows = ["读书会 | 丙类 | 30 | 书房 | 2024-03-05 | 5,900"];
    let (status, said) = checked(script, &table("群众活动开展情况表", &HEAD, &rows));
    assert!(status == 1 && said.contains("不符1"), "{said}");
}

#[test]
fn several_papers_of_last_year_are_told() {
    let rules = "[[rule]]\nid = \"上年\"\nform = \"活动表\"\nexpect = \"合计行.支出 <= 上年.活动表.合计行.支出 * 110%\"\n";
    let document = table("群众活动开展情况表", &HEAD, &ROWS);
    let folder = folder(rules, &document);
    let last = document.replace("2024年度", "2023年度");
    for name in ["b.txt", "c.txt"] {
        std::fs::write(folder.path().join(name), &last).unwrap();
    }
    let (_, said) =
        told(folder.path(), &["check", "a.txt", "b.txt", "c.txt", "-r", "本局", "--all"]);
    assert!(said.contains("上年的文件有几份"), "{said}");
}

#[test]
fn words_in_the_only_column_of_figures_are_told() {
    let form = "[[form]]\nid = \"权重表\"\ntitle = [\"活动评分权重表\"]\ncolumns = [\n\
        { name = \"指标\", kind = \"label\", header = [\"指标名称\"] },\n\
        { name = \"目标\", kind = \"text\", header = [\"目标值\"] },\n\
        { name = \"权重\", kind = \"percent\", header = [\"权重（%）\"] },\n]\n";
    let rules = format!(
        "{form}[[rule]]\nid = \"单项\"\nform = \"权重表\"\nexpect = \"权重 <= 60%\"\n\
         [[rule]]\nid = \"合计\"\nscript = \"expect(sum(rows(权重表).map(|r| r.权重)) == '100%')\"\n"
    )
    .replace("'100%'", "\\\"100%\\\"");
    let rows = ["场次 | 12场 | 50", "满意度 | 95% | 三十", "覆盖面 | 八成 | 20"];
    let head = ["指标名称", "目标值", "权重（%）"];
    let (_, said) = checked(&rules, &table("活动评分权重表", &head, &rows));
    assert!(said.contains("单项（未能核对1项）") && said.contains("合计（未能核对1项）"), "{said}");
}
