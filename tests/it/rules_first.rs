//! Before a document is told to be wrong its rules are doubted: what a clerk wrote with one slip and
//! the program then said of the figures, or said nothing of.

use crate::clerks_verdicts::put;
use crate::command::{json, run};
use std::fs;
use std::path::Path;

const SHARES: &str = r#"[[form]]
id = "占比表"
title = ["采购占比表"]
columns = [
  { name = "类别", kind = "label" },
  { name = "金额", kind = "amount" },
  { name = "总额", kind = "amount" },
  { name = "占比", kind = "percent" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
[[rule]]
id = "占比"
form = "占比表"
rows = "leaves"
expect = "EXPECT"
"#;

const DOCUMENT: &str = "某县财政局2024年\n\n采购占比表\n单位：万元\n类别 | 金额 | 总额 | 占比\n\
    货物 | 20.00 | 100.00 | 20.00%\n工程 | 50.00 | 100.00 | 50.00%\n服务 | 30.00 | 100.00 | 35.00%\n\
    合计 | 100.00 | 300.00 | 33.33%\n";

fn shares(expect: &str) -> String {
    SHARES.replace("EXPECT", expect)
}

/// What `rules check` says of rules, with what it ends with, without blanks.
fn of_rules(rules: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, DOCUMENT);
    words(folder.path(), &["rules", "check", "本局"])
}

fn words(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let (status, out, err) = run(folder, args);
    (status, format!("{err}{out}").split_whitespace().collect())
}

#[test]
fn the_settings_beside_rules_are_looked_at_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let rules = shares("占比 == percent(金额, 总额)") + "severity = \"warning\"\n";
    put(folder.path(), &rules, DOCUMENT);
    let told = |settings: &str| {
        fs::write(folder.path().join("本局/gouji.toml"), settings).unwrap();
        words(folder.path(), &["rules", "check", "本局"])
    };
    for (settings, wanted) in [
        ("ruleset = \".\"\nfail_on = \"warning\"\n", "是不是fail-on"),
        ("ruleset = \".\"\nrules = [\"..\\018\"]\n", "各种系统都认：写成\"../018\""),
        ("ruleset = \".\"\nrules = [\"..\\next\"]\n", "写成\"../next\""),
        ("ruleset = \".\"\nrules = ['..\\018']\n", "写成\"../018\""),
        ("ruleset = \"nationl\"\n", "是不是national"),
        ("ruleset = \".\"\nprofile = \"quite\"\n", "没有尺度quite"),
        ("ruleset = \".\"\n[[scope]]\noff = [\"占笔\"]\nreason = \"甲\"\n", "占笔"),
    ] {
        let (status, out) = told(settings);
        assert!(status == Some(2) && out.contains(wanted), "{settings}: {out}");
        assert!(out.contains("gouji.toml:"), "{out}");
    }
    let scope = "[[scope]]\nseverity = { \"占比\" = \"error\" }\nreason = \"甲\"\n";
    for head in ["", "ruleset = \".\"\n"] {
        let (status, out) = told(&format!("{head}{scope}"));
        let advice = "a.toml第16行：要提高级别，那里写成severity=\"error\"";
        assert!(status == Some(0) && out.contains(advice), "{out}");
    }
    // one of a built-in rule is raised beside its id
    let of_parent = scope.replace("占比", "三公-比上年");
    let known = words(folder.path(), &["rules", "list", "-r", "national"]).1;
    assert!(!known.contains("三公-比上年") || told(&of_parent).1.contains("id=\"三公-比上年\""));
    let right = "ruleset = \".\"\n[[scope]]\nseverity = { \"占比\" = \"info\" }\nreason = \"甲\"\n";
    let (status, out) = told(right);
    assert!(status == Some(0) && !out.contains("gouji.toml"), "{out}");
}

#[test]
fn a_condition_is_nothing_that_a_report_says() {
    let of = |line: &str| {
        let script = format!("script = '''\nfor 项 in rows(占比表) {{\n  {line}\n}}\n'''");
        let rules = shares("").replace("rows = \"leaves\"\nexpect = \"\"", &script);
        of_rules(&rules.replace("form = \"占比表\"\n", ""))
    };
    for (line, advice) in [
        ("report(项.占比 > 80%, \"高\");", "写成expect(项.占比<=80%,\"高\")"),
        ("report(项.金额 > 项.总额, \"高\");", "写成expect(项.金额<=项.总额,\"高\")"),
        ("report(项.金额 > 项.总额);", "写成expect(项.金额<=项.总额,\"说明\")"),
        ("report(项.金额, 项.金额 > 项.总额);", "写成expect(项.金额<=项.总额,\"说明\")"),
        ("report(!present(项.金额), \"空\");", "写成if!present(项.金额){report("),
        (
            "report(项.金额 > 项.总额 && present(项.占比), \"高\");",
            "写成if项.金额>项.总额&&present(项.占比){report(",
        ),
        ("let 超 = 项.金额 > 项.总额; report(超, \"高\");", "写成if超{report("),
        ("skip(项.金额 > 项.总额);", "写成if项.金额>项.总额{skip(\"理由\")"),
        ("report(\"甲\", \"乙\");", "说的话合成一段"),
        ("report(项.金额, \"甲\", \"乙\");", "report只写两样"),
    ] {
        let (status, out) = of(&line.replace("80%", "\"80%\""));
        let advice = advice.replace("80%", "\"80%\"");
        assert!(status == Some(2) && out.contains(&advice), "{line}: {out}");
    }
    for line in [
        "if 项.金额 > 项.总额 { report(项.金额, \"高\"); }",
        "expect(项.金额 <= 项.总额, \"高\");",
        "if !present(项.金额) { skip(\"没有填\"); }",
        "let 数 = 项.金额; if 数 > 项.总额 { report(数, `${项.类别}高`); }",
    ] {
        let (status, out) = of(line);
        assert!(status == Some(0) && !out.contains("report"), "{line}: {out}");
    }
}

#[test]
fn a_group_between_brackets_of_the_page_is_told() {
    let of = |words: &str| {
        of_rules(&format!(
            "{}[[measure]]\nid = \"物资费\"\nwords = \"{words}\"\ncells = {{ \"决算\" = \"占比表.合计行.金额\" }}\n",
            shares("占比 == percent(金额, 总额)")
        ))
        .1
    };
    for (written, meant) in [
        ("防汛（物资|器材）费", "\"防汛(物资|器材)费\""),
        ("防汛（物资|器材)费", "\"防汛(物资|器材)费\""),
        ("防汛（物资）?费", "\"防汛(物资)?费\""),
        ("防汛〔物资|器材〕费", "\"防汛(物资|器材)费\""),
        ("防汛(物资/器材)费", "\"防汛(物资|器材)费\""),
        ("防汛(物资或器材)费", "\"防汛(物资|器材)费\""),
        ("防汛物资费：", "words=\"防汛物资费\""),
        ("“防汛物资费”", "words=\"防汛物资费\""),
    ] {
        let told = of(written);
        assert!(told.contains(meant), "{written}: {told}");
    }
    for right in
        ["防汛(物资|器材)费", "因公出国（境）费|出国（境）费", "“三公”经费", "防汛(物资)?费"]
    {
        let told = of(right);
        assert!(!told.contains("照字面找") && !told.contains("半角括号"), "{right}: {told}");
    }
    let label = shares("占比 == percent(金额, 总额)").replace("[\"合计\"]", "\"（合|总）计\"");
    let (_, told) = of_rules(&label);
    assert!(told.contains("分组的括号写半角：写成(合|总)计"), "{told}");
}

#[test]
fn a_total_is_no_share_of_a_row() {
    for (wrong, right) in [
        ("percent(合计行.金额, 金额)", "percent(金额, 合计行.金额)"),
        ("合计行.金额 / 金额", "金额 / 合计行.金额"),
        ("round(percent(合计行.金额, 金额), 2)", "percent(金额, 合计行.金额)"),
        ("percent(sum(占比表.金额), 金额)", "percent(金额, sum(占比表.金额))"),
    ] {
        let (_, told) = of_rules(&shares(&format!("占比 == {wrong}")));
        let meant: String = format!("写成{right}").split_whitespace().collect();
        assert!(told.contains(&meant), "{wrong}: {told}");
        let (_, told) = of_rules(&shares(&format!("占比 == {right}")));
        assert!(!told.contains("写倒了"), "{right}: {told}");
    }
}

#[test]
fn a_rule_that_holds_nowhere_is_named_before_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = shares("占比 == percent(总额, 金额)");
    put(folder.path(), &wrong, DOCUMENT);
    let (_, on) = words(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(on.contains("换过来就有2处相符") && on.contains("写成percent(金额,总额)"), "{on}");
    let (status, told) = words(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert_eq!(status, Some(0), "{told}");
    let rule = told.find("a.toml").unwrap();
    assert!(rule < told.find("警告1.").unwrap(), "{told}");
    assert!(!told.contains("可能有误") && told.contains("先看规则是不是写倒了"), "{told}");
    // one whose cases show it both ways is written as it is meant
    let head = "采购占比表\n单位：万元\n类别 | 金额 | 总额 | 占比";
    let case = |share: &str, expect: &str| {
        format!(
            "[[rule.case]]\ngiven = \"\"\"\n{head}\n货物 | 20.00 | 40.00 | {share}\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let shown = format!("{wrong}{}{}", case("200.00%", "holds"), case("50.00%", "violation"));
    put(folder.path(), &shown, DOCUMENT);
    let (status, told) = words(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(status == Some(1) && !told.contains("先看规则"), "{told}");
    // so is one that a script asks for
    let script = "script = '''\nfor 项 in rows(占比表) {\n  expect(项.占比 == percent(项.总额, 项.金额));\n}\n'''";
    let scripted =
        shares("").replace("form = \"占比表\"\nrows = \"leaves\"\nexpect = \"\"", script);
    put(folder.path(), &scripted, DOCUMENT);
    let (_, told) = words(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(told.contains("写成percent(项.金额,项.总额)"), "{told}");
    assert!(!told.contains("可能有误") && told.contains("先看规则是不是写倒了"), "{told}");
    // a document with one wrong figure is wrong itself
    put(folder.path(), &shares("占比 == percent(金额, 总额)"), DOCUMENT);
    let (status, told) = words(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(status == Some(1) && !told.contains("先看规则"), "{told}");
}

#[test]
fn cases_that_fail_name_the_sign_that_fails_them() {
    let head = "采购占比表\n单位：万元\n类别 | 金额 | 总额 | 占比";
    let case = |row: &str, expect: &str| {
        format!(
            "[[rule.case]]\ngiven = \"\"\"\n{head}\n货物 | {row}\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let of = |rules: &str, cases: &[(&str, &str)]| {
        let cases: String = cases.iter().map(|(row, expect)| case(row, expect)).collect();
        of_rules(&format!("{rules}{cases}")).1
    };
    let most = [("50.00 | 40.00 | 1%", "violation"), ("30.00 | 40.00 | 1%", "holds")];
    let told = of(&shares("金额 >= 总额"), &most);
    assert!(
        told.contains("写成金额<=总额；用例不必改") && told.contains("大于、小于写反了"),
        "{told}"
    );
    assert!(told.contains("2个用例") && !told.contains("第1个用例"), "{told}");
    let same = [("50.00 | 40.00 | 1%", "violation"), ("40.00 | 40.00 | 1%", "holds")];
    assert!(of(&shares("金额 < 总额"), &same).contains("正好相等的算不算"));
    let part = [("20.00 | 40.00 | 50.00%", "holds"), ("20.00 | 40.00 | 60.00%", "violation")];
    let told = of(&shares("占比 == percent(总额, 金额)"), &part);
    assert!(told.contains("写成占比==percent(金额,总额)"), "{told}");
    let limit = format!("[param]\n\"上限\" = \"450000万元\"\n{}", shares("金额 <= param.上限"));
    let told = of(&limit, &most);
    assert!(told.contains("写成\"450000元\"") && told.contains("单位写错了"), "{told}");
    // what the cases have wrong is no slip of the formula
    let wrong_case = [("30.00 | 40.00 | 1%", "violation"), ("20.00 | 40.00 | 1%", "holds")];
    let told = of(&shares("金额 <= 总额"), &wrong_case);
    assert!(told.contains("第1个用例漏报") && !told.contains("就都相符"), "{told}");
    assert!(told.contains("先看公式和参数是不是要的意思"), "{told}");
    assert!(!of(&shares("金额 <= 总额"), &most).contains("用例"));
}

#[test]
fn what_an_author_says_of_a_figure_is_said_though_the_figure_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let rules = r#"[param]
"每次" = "40元"
[[form]]
id = "值班表"
title = ["值班补助表"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "次数", kind = "count" },
  { name = "补助", kind = "amount" },
]
[[rule]]
id = "值班"
form = "值班表"
expect = "补助 == 次数 * param.每次"
message = "{姓名}：{次数}次，应发 {computed}，实发 {stated}"
"#;
    let document = "某县水利局2024年\n\n值班补助表\n单位：元\n姓名 | 次数 | 补助\n\
        孙一 | 5 | 200\n钱二 | 6 | 260\n";
    put(folder.path(), rules, document);
    let said = "钱二：6次，应发240元，实发260元";
    let (_, told) = words(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(told.contains("写的是260，应为240") && told.contains(said), "{told}");
    for format in ["csv", "markdown", "html"] {
        let args = ["check", "决算.txt", "-r", "本局", "--format", format];
        let (_, told) = words(folder.path(), &args);
        assert!(told.contains(said), "{format}: {told}");
    }
    let audit = json(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    let all: String = audit.to_string().split_whitespace().collect();
    assert!(all.contains(said), "{all}");
}

#[test]
fn all_that_is_to_be_changed_is_told_at_once() {
    let rules = shares("金额 <= steps(费率, 总额)");
    let param = "[param]\n\"费率\" = { \"0\" = \"50%\", \"100\" = \"40%\", \"500\" = \"30%\" }\n";
    let (_, told) = of_rules(&format!("{param}{rules}"));
    assert!(told.contains("\"100万元\"=\"40%\",\"500万元\"=\"30%\""), "{told}");
    let scale = "[[scale]]\nid = \"等\"\ngrades = [{ name = \"优\", from = \"90%\" }, { name = \"良\", from = \"60%\" }, { name = \"差\", from = 0 }]\n";
    let score = shares("类别 == grade(等, 分)").replace(
        "kind = \"percent\" },",
        "kind = \"percent\" },\n  { name = \"分\", kind = \"score\" },",
    );
    let (_, told) = of_rules(&format!("{scale}{score}"));
    assert!(told.contains("from=90},{name=\"良\",from=60}"), "{told}");
    let both = shares("unique(类别) && 金额 >= 1元");
    let (_, told) = of_rules(&both);
    assert!(
        told.contains("一条只核对一件事，不能用&&") && told.contains("'unique(类别)'"),
        "{told}"
    );
}
