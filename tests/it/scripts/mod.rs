//! Scripts of rules: the same figures as formulas, errors at their place, no way out.

mod agreement;
mod limits;

use crate::engines;
use crate::spending::FORM;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;
use std::time::{Duration, Instant};

const FORMS: &str = r#"
[[form]]
id = "流量表"
title = ["流量表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]
rows = [{ name = "本年合计", total = true }, { name = "专项" }, { name = "其他" }, { name = "全部", total = true }]

[[form]]
id = "项目表"
title = ["项目表"]
columns = [
  { name = "项目名称", kind = "label" },
  { name = "得分", kind = "score" },
  { name = "等级", kind = "grade" },
  { name = "执行率", kind = "percent" },
  { name = "指标值", kind = "target" },
  { name = "完成值", kind = "target" },
]

[[scale]]
id = "四级"
grades = [{ name = "优", from = 90 }, { name = "良", from = 80 }, { name = "中", from = 60 }, { name = "差", from = 0 }]

[param]
"满分" = 100
"元" = "1万元"
"率" = "90%"
"分值" = { "甲" = 10 }

[[claim]]
id = "概况"
text = "共有项目{数:count}个，其中优{优数:count}个，合计{总额:amount}，人员占{占比:percent}"
"#;

const DOCUMENT: &str = "\
某局2023年度部门决算

支出表
单位：万元
编码 | 科目 | 合计 | 人员 | 公用
     | 总计 | 30.00 | 12.01 | 17.99
201 | 一般公共服务支出 | 10.00 | 4.00 | 6.00
20101 | 人大事务 | 10.00 | 4.00 | 6.00
2010101 | 行政运行 | 10.00 | 4.00 | 6.00
205 | 教育支出 | 20.00 | 8.01 |

流量表
单位：万元
项目 | 金额
甲 | 1.10
乙 | 2.20
本年合计 | 3.30
专项 |
子一 | 0.50
子二 | 0.70
其他 | 1.00
全部 | 4.50

项目表
项目名称 | 得分 | 等级 | 执行率 | 指标值 | 完成值
修路 | 95 | 优 | 100% | ≥90% | 95%
种树 | 85 | 良 | 80% | ≥90% | 85%
养老 | 92 | 优 | 90% | ≤5个 | 3个

共有项目3个，其中优2个，合计30.00万元，人员占40.03%。
";

fn engine(rules: &str, scripts: &[(&str, &str)]) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    let mut files = engines::word_files();
    files.push(RuleFile::new("ruleset.toml", "name = \"本地\"\ntitle = \"本地\"\n"));
    files.push(RuleFile::new("rules.toml", format!("{FORM}{FORMS}\n{rules}")));
    for (name, text) in scripts {
        files.push(RuleFile::new(format!("scripts/{name}"), *text));
    }
    let name = rulebook.add_folder("本地", files)?;
    Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() })
}

fn audit(rules: &str) -> DocumentAudit {
    match engine(rules, &[]) {
        Ok(engine) => engine.audit("case.txt", DOCUMENT.as_bytes()).unwrap(),
        Err(mistakes) => panic!("{}", shown(&mistakes)),
    }
}

fn script(text: &str) -> String {
    format!("[[rule]]\nid = \"脚本\"\nscript = '''\n{text}\n'''\n")
}

/// `message【what is underlined】help`
fn shown(mistakes: &[RuleMistake]) -> String {
    let line = |mistake: &RuleMistake| {
        let line = mistake.text[..mistake.span.start].matches('\n').count() + 1;
        let own = mistake.text.lines().nth(line - 1).unwrap_or("");
        format!(
            "{}【{}】← {}\n    {}\n",
            mistake.message,
            &mistake.text[mistake.span.clone()],
            own.trim(),
            mistake.help.as_deref().unwrap_or("-")
        )
    };
    mistakes.iter().map(line).collect()
}

fn checks(audit: &DocumentAudit) -> String {
    let mut out = String::new();
    for check in &audit.checks {
        let verdict = match check.verdict {
            Verdict::Holds => "holds",
            Verdict::Rounding => "rounding",
            Verdict::Corroborated => "corroborated",
            Verdict::Unchecked => "unchecked",
            Verdict::Violation => "violation",
        };
        let value = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let figures: Vec<String> =
            check.figures().map(|figure| figure.printed().text.clone()).collect();
        let line = format!(
            "{verdict} {} / {} / {} [{}] {}",
            value(check.stated.as_deref()),
            value(check.computed.as_deref()),
            value(check.difference.as_deref()),
            figures.join(" "),
            check.message()
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What a script comes to when it is loaded and run: checks, or mistakes.
fn run(text: &str) -> String {
    let begun = Instant::now();
    let out = match engine(&script(text), &[]) {
        Err(mistakes) => format!("加载：{}", shown(&mistakes)),
        Ok(engine) => {
            let audit = engine.audit("case.txt", DOCUMENT.as_bytes()).unwrap();
            format!("{}{}", checks(&audit), shown(&audit.mistakes))
        }
    };
    assert!(
        begun.elapsed() < Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 }),
        "{:?}\n{text}",
        begun.elapsed()
    );
    out
}

#[test]
fn loops_closures_and_labels() {
    insta::assert_snapshot!(run(r#"
for g in ["优", "良", "中"] {
    expect(概况.优数 == count(rows(项目表).filter(|r| grade(四级, r.得分) == g)), `${g}的项目个数`);
}
let 总 = 0;
for r in rows(项目表) { 总 += r.得分; }
expect(概况.数 == 总, "总分");
rows(项目表).for_each(|r| expect(r.得分 <= 90, "不超过"));
if rows(项目表).find(|r| r.得分 < 60) == () { skip("没有不合格的项目"); }
"#), @r"
    violation 95 / 90 / 5 [95] 不超过：项目表 修路 得分 为 95，应当不大于90，相差 5
    holds 85 / 90 / -5 [85]
    violation 92 / 90 / 2 [92] 不超过：项目表 养老 得分 为 92，应当不大于90，相差 2
    violation 3 / 272 / -269 [3个 95 85 92] 总分：正文“共有项目” 列示 3个，按公式应为 272个，相差 -269个
    holds 2 / 2 / 0 [2个 修路 养老]
    violation 2 / 1 / 1 [2个 种树] 良的项目个数：正文“其中优” 列示 2个，按公式应为 1个，相差 1个
    violation 2 / 0 / 2 [2个] 中的项目个数：正文“其中优” 列示 2个，应为 0个，相差 2个
    unchecked  /  /  [] 没有不合格的项目
    ");
}

#[test]
fn a_script_without_its_table_does_not_apply() {
    let engine = engine(&script("for r in rows(项目表) { expect(r.得分 <= 90); }"), &[]).unwrap();
    let audit = engine.audit("case.txt", "某局2023年度部门决算\n\n没有表。\n".as_bytes()).unwrap();
    assert!(audit.checks.is_empty() && audit.mistakes.is_empty());
    assert_eq!(audit.rules[0].words().as_deref(), Some("文件里没有认出项目表"));
}

/// Each trap of Rhai that would corrupt an audit; all must be true.
#[test]
fn the_traps_are_closed() {
    for truth in [
        "支出表.总数.合计 >= 0",
        "!(支出表.总数.合计 < 0)",
        "支出表.总数.合计 > 0 && 支出表.总数.人员 > 0",
        "[5].map(|x| { x /= 2; x })[0] == 2.5",
        "[1].map(|x| { x += 0.5; x -= 1; x *= 4; x })[0] == 2",
        "rows(项目表).filter(|r| r.得分 > 90).len() == 2",
        "rows(四级).find(|g| g.from < 85).name == \"良\"",
        "[1, 5, 3].index_of(|x| x > 2) == 1",
        "min(3, 2, 4) == 2 && max([1, 7]) == 7 && abs(-3) == 3 && sign(-0.5) == -1",
        "type_of(1.5) != type_of(1)",
        "10 / 4 == 2.5",
        "7 / 2 * 2 == 7",
        "0.1 + 0.2 == 0.3",
        "1 == 1.00",
        "round(2.345, 2) == 2.35",
        "round(2.5, 0) == 3",
        "round(-2.5, 0) == -3",
        "9007199254740993 + 0.01 == 9007199254740993.01",
        "支出表.总数.合计 == \"30万元\"",
        "支出表.总数.合计 == 支出表[\"总计\"].合计",
        "项目表[\"修路\"].等级 == \"优\"",
        "\"优\" == 项目表[\"修路\"].等级",
        "[\"优\", \"良\"].contains(项目表[\"修路\"].等级)",
        "项目表[\"修路\"].等级 in [\"优\", \"良\"]",
        "!([1, 2, 3].some(|x| x > 3))",
        "[1, 2, 3].all(|x| x > 0)",
        "sum([1, 2.5]) == 3.5",
        "7 % 4 == 3",
        "`${项目表[\"修路\"].等级}` == \"优\"",
        "present(支出表.总数.合计) && !present(支出表[\"205\"].公用)",
        "支出表.总数.合计 - 支出表.总数.人员 == 支出表.总数.公用",
        "-支出表.总数.合计 < 0",
    ] {
        let out = run(&format!("if {truth} {{ skip(\"真\"); }} else {{ skip(\"假\"); }}"));
        assert!(out.starts_with("unchecked") && out.contains("真"), "{truth}\n{out}");
    }
}

#[test]
fn mistakes_of_scripts() {
    let texts = [
        // found when the rules are loaded
        "let x = 支出表.总数.合计 +;",
        "let x = (1 + 2;",
        "let x = “优”;",
        "if 支出表.总数.合计 ＝ 1 { }",
        "expect(支出标.总数.合计 == \"1万元\");",
        "expect(支出表.总数.合记 == 1);",
        "expect(summ(支出表.合计) == \"1万元\");",
        "expect(支出表.总数.合计, \"没有比较\");",
        "let x = '合计';",
        "if 项目表[\"修路\"].执行率 >= 90% { }",
        "eval(\"1 + 1\");",
        "import \"其他\" as x;",
        "switch 1 { 1 => 2 }",
        "try { skip(\"x\"); } catch { }",
        "print(\"x\");",
        "let t = timestamp();",
        "sleep(1);",
        "open(\"/etc/passwd\");",
        "let x = 0.00000000000000000000000000001;",
        // found when they run
        "if 支出表.总数.合计 == \"30\" { }",
        "if 1 == \"1\" { }",
        "if 1 < () { }",
        "if true == 1 { }",
        "expect(支出表.总数.合计 == \"30\");",
        "let x = 支出表.总数.合计 - \"3\";",
        "let x = 1 / 0;",
        "let x = 支出表.总数.合计 / 0;",
        "if 支出表.总数.合计 { }",
        "let x = rows(项目表).filter(|r| r.得分);",
        "let x = rows(项目表).some(|r| 1);",
        "let x = rows(项目表).all(|r| r.等级);",
        "let x = rows(项目表).find(|r| \"是\");",
        "let x = 支出表.优数;",
        "for r in rows(项目表) {\n    let x = r.金额;\n}",
        "for x in 支出表 { }",
        "let x = [1, 2][5];",
        "let x = round(\"甲\", 2);",
        "let x = percent(\"甲\", 2);",
        "let x = sum(1);",
        "let x = grade(支出表, 90);",
        "fn 坏(x) {\n    x - \"一\"\n}\nlet y = 坏(2);",
        "let x = Fn(\"eval\").call(\"1 + 1\");",
        // endless or huge
        "loop { }",
        "let x = 0;\nwhile true { x += 1; }",
        "fn f(x) { f(x + 1) }\nf(1);",
        "let s = \"长\";\nloop { s += s; }",
        "let m = #{};\nlet i = 0;\nloop { m[`k${i}`] = i; i += 1; }",
        "let a = [];\nloop { a.push(1); }",
        "let s = \"长\";\ns.pad(100000000, \"长\");",
        // names that there are, and words for the reader
        "fn expect(a, b) { }\nexpect(支出表.总数.合计 == \"1万元\");",
        "fn contains(a, b) { true }",
        "report(支出表.总数.合计);",
        "report(支出表.总数.合计, 1);",
        "report(\" \");",
        "let l = [];\nl.push(|x| x);",
        "let l = [];\nfor i in 0..20 { let n = []; n.push(l); l = n; }",
        "let a = [1, 2];\na.filter(|x| a.len() < 0);",
        "let m = #{};\nloop { let n = #{}; n[\"a\"] = m; m = n; }",
        "let f = |x| x;\nfor i in 0..20 { let g = f; f = |x| g.call(x); }",
    ];
    let mut out = String::new();
    for text in texts {
        let said = run(text);
        assert!(!said.is_empty(), "{text}");
        for english in
            ["Error", "error", "Function", "Unexpected", "Invalid", "not found", "Expecting"]
        {
            assert!(!said.contains(english) || text.contains(english), "{text}\n{said}");
        }
        out.push_str(&format!("── {}\n{said}", text.replace('\n', "⏎")));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_other_rules_still_run_and_files_are_pointed_at() {
    let rules = "[[rule]]\nid = \"坏\"\nscript_file = \"坏.rhai\"\n[[rule]]\nid = \"好\"\nexpect = '支出表.总数.合计 == 概况.总额'\n";
    let engine =
        engine(rules, &[("坏.rhai", "// 一个脚本\nlet x = 1;\nlet y = x / 0;\n")]).unwrap();
    let audit = engine.audit("case.txt", DOCUMENT.as_bytes()).unwrap();
    assert_eq!(audit.checks.len(), 2, "{}", checks(&audit));
    assert!(audit.checks.iter().any(|check| check.rule == "好" && check.verdict == Verdict::Holds));
    let [mistake] = audit.mistakes.as_slice() else { panic!("{:?}", audit.mistakes) };
    assert_eq!(
        (mistake.file.as_str(), &mistake.text[mistake.span.clone()]),
        ("本地/scripts/坏.rhai", "/")
    );
    assert!(
        audit.checks.iter().any(|check| check.rule == "坏" && check.message().contains("第 3 行"))
    );
}

#[test]
fn documents_share_an_engine_over_threads() {
    let engine =
        engine(&script("for r in rows(项目表) { expect(r.得分 <= 90, `${r.项目名称}`); }"), &[])
            .unwrap();
    let all: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| checks(&engine.audit("case.txt", DOCUMENT.as_bytes()).unwrap()))
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(
        all.iter().all(|text| text == &all[0] && text.matches("violation").count() == 2),
        "{all:#?}"
    );
}

#[test]
fn a_script_reports_in_its_own_words_and_none_are_lost() {
    insta::assert_snapshot!(run(r#"
let 教育 = 支出表["教育支出"];
report(教育.合计, "教育支出没有写明公用经费");
report(教育.合计, "教育支出占比最大，请说明");
report("全文没有目录");
for r in rows(项目表) { if r.得分 < 90 { report(r, `${r.项目名称}得分偏低`); } }
expect(支出表.总数.合计 == 支出表["教育支出"].合计 + 支出表["201"].合计 + param.元, "第一句");
expect(支出表.总数.合计 == 支出表["201"].合计 + 支出表["教育支出"].合计 + param.元, "第二句");
"#));
    let rule = "[[rule]]\nid = \"脚本\"\nseverity = \"warning\"\nmessage = \"{stated}不对\"\nscript = 'expect(支出表.总数.合计 == \"1万元\", \"按台账\"); report(支出表.总数.人员, \"人员没有说明\");'\n";
    let audit = audit(rule);
    let said = checks(&audit);
    assert!(said.contains("按台账：30.00万元不对") && said.contains("人员没有说明"), "{said}");
    assert!(
        audit.findings.len() == 2
            && audit.checks.iter().all(|check| check.severity == gouji::audit::Severity::Warning)
    );
}

#[test]
fn two_faults_of_a_row_are_two_findings_and_what_is_said_of_one_is_said() {
    let form = "[[form]]\nid = \"批复表\"\ntitle = [\"批复表\"]\ncolumns = [{ name = \"项目\", kind = \"label\" }, { name = \"合计\", kind = \"amount\" }, { name = \"人员\", kind = \"amount\" }, { name = \"公用\", kind = \"amount\" }, { name = \"批复\", kind = \"amount\" }]\nrows = [{ name = \"总数\", label = [\"合计\"] }]\n";
    let text = script(
        "let 行 = 批复表.总数;\nexpect(行.合计 == 行.人员 + 行.公用, \"与两项不符\");\nexpect(行.合计 == 行.批复, \"与批复不符\");\n",
    );
    let engine = engine(&format!("{form}{text}"), &[]).unwrap();
    let said = |row: &str| {
        let table = format!("批复表\n单位：万元\n项目 | 合计 | 人员 | 公用 | 批复\n合计 | {row}\n");
        let audit = engine.audit("case.txt", table.as_bytes()).unwrap();
        let headlines = audit
            .findings
            .iter()
            .map(|finding| gouji::report::headline::headline(&audit, finding).text);
        headlines.collect::<Vec<_>>()
    };
    // no one figure cures both
    let two = said("1000.00 | 60.00 | 40.00 | 101.00");
    assert_eq!(two.len(), 2, "{two:?}");
    for words in ["与两项不符", "与批复不符"] {
        assert!(two.iter().filter(|text| text.contains(words)).count() == 1, "{two:?}");
    }
    // one cures both: what is said of either is in the headline
    let one = said("100.00 | 60.00 | 50.00 | 110.00");
    assert!(one.len() == 1 && one[0].contains("与两项不符；与批复不符"), "{one:?}");
}

#[test]
fn what_is_known_of_the_document_is_present() {
    let named = DOCUMENT.replace("某局", "云岭市档案馆");
    let said_of = |rule: &str, document: &str| {
        checks(&engine(rule, &[]).unwrap().audit("case.txt", document.as_bytes()).unwrap())
    };
    let text = "if present(doc.agency) { skip(\"有单位\"); } if present(doc.year) { skip(\"有年度\"); } if present(项目表[\"修路\"].等级) { skip(\"有等级\"); } skip(`${or(doc.agency, \"没有写单位\")}`);";
    let said = said_of(&script(text), &named);
    assert!(
        said.contains("有单位")
            && said.contains("有年度")
            && said.contains("有等级")
            && said.contains("云岭市档案馆"),
        "{said}"
    );
    let said = said_of(&script(text), DOCUMENT);
    assert!(said.contains("没有写单位") && !said.contains("有单位"), "{said}");
    // the same in formulas
    let rule = "[[rule]]\nid = \"甲\"\nwhen = \"present(doc.agency)\"\nexpect = \"支出表.总数.合计 == 30万元\"\n[[rule]]\nid = \"乙\"\nexpect = 'or(doc.agency, 项目表[\"修路\"].等级) == \"优\"'\n";
    assert_eq!(said_of(rule, &named).matches("holds").count(), 1);
    let said = said_of(rule, DOCUMENT);
    assert!(said.contains("holds 优") && !said.contains("30.00"), "{said}");
}
