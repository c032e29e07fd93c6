//! Every rule of the user's own ends in words: how often it was held, broken or left open, or why it did not apply.

use assert_cmd::Command;

const RULES: &str = r#"
[[form]]
id = "培训表"
title = ["培训费明细表"]
columns = [{ name = "培训名称", kind = "label" }, { name = "人数", kind = "count" }, { name = "金额", kind = "amount" }]

[[form]]
id = "车辆表"
title = ["车辆明细表"]
columns = [{ name = "车牌", kind = "label" }, { name = "费用", kind = "amount" }]

[[rule]]
id = "上限"
form = "培训表"
severity = "warning"
expect = "金额 <= 人数 * 550元/人"

[[rule]]
id = "从未"
form = "培训表"
severity = "warning"
when = '培训名称 == "无此"'
expect = "金额 <= 1元"

[[rule]]
id = "车辆"
form = "车辆表"
severity = "warning"
expect = "费用 <= 1万元"

[[rule]]
id = "缺行"
severity = "warning"
script = '''
let 行 = row(培训表, "外出学习");
expect(行.金额 <= "1万元", "外出的钱");
'''

[[rule]]
id = "若"
severity = "warning"
script = '''
if 培训表["考察"].金额 > "1元" { report("考察太多"); }
'''

[[rule]]
id = "报"
severity = "warning"
script = '''
for r in rows(培训表) { if r.金额 > "100万元" { report(r, "太多"); } }
'''
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("ben")).unwrap();
    let head = "name = \"ben\"\ntitle = \"本县\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(root.join("ben/ruleset.toml"), head).unwrap();
    std::fs::write(root.join("ben/a.toml"), RULES).unwrap();
    let document = "某县水利局2023年度部门决算\n\n培训费明细表\n单位：元\n培训名称 | 人数 | 金额\n业务培训 | 10 | 6000\n党课 | 20 | 5000\n";
    std::fs::write(root.join("d.txt"), document).unwrap();
    folder
}

fn said(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gouji"));
    let out = command.current_dir(folder.path()).args(args).output().unwrap();
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn each_rule_of_a_ruleset_says_what_it_came_to_on_documents() {
    let folder = folder();
    let out = said(&folder, &["rules", "check", "ben", "--on", "d.txt"]);
    let line = |id: &str| {
        out.lines().find(|line| line.trim_start().starts_with(&format!("{id} "))).unwrap_or("")
    };
    assert!(line("上限").contains("不符 1，相符 1"), "{out}");
    assert!(line("从未").contains("条件（when）没有一处成立"), "{out}");
    assert!(line("车辆").contains("没有这条规则所说的表"), "{out}");
    assert!(line("缺行").contains("未能核对 1") && line("缺行").contains("外出学习"), "{out}");
    assert!(line("若").contains("考察"), "{out}");
    assert!(line("报").contains("看过，没有要说的"), "{out}");
}

#[test]
fn a_report_tells_the_users_own_rules_first_and_counts_the_others() {
    let folder = folder();
    let out = said(&folder, &["check", "d.txt", "--rules", "ben"]);
    assert!(out.contains("自编  6 条：核对了 1，看过没有要说的 1，没有核对 4"), "{out}");
    let all = said(&folder, &["check", "d.txt", "--rules", "ben", "--all"]);
    let (own, others) = all.split_once("自己的规则").unwrap();
    assert!(!own.contains("相符\n") && others.contains("内置规则中不适用的"), "{all}");
    let page = said(&folder, &["check", "d.txt", "--rules", "ben", "--format", "html"]);
    assert!(page.contains("<h3>自己的规则 6 条</h3>") && page.contains("<li>缺行：未能核对 1"));
    // without own rules all of them are listed
    assert!(said(&folder, &["check", "d.txt", "--all"]).contains("不适用的规则"));
}
