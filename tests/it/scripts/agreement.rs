//! Formulas and scripts come to the same.

use super::{audit, checks, run};

/// Every function of the language in a formula and in a script: (formula, script).
const BOTH: &[(&str, &str)] = &[
    (
        "支出表.总数.合计 == sum(支出表.合计, level == 1)",
        "expect(支出表.总数.合计 == sum(支出表.合计, |r| r.level == 1));",
    ),
    (
        "支出表.总数.人员 == 支出表[\"201\"].人员 + 支出表[\"教育支出\"].人员",
        "expect(支出表.总数.人员 == 支出表[\"201\"].人员 + 支出表[\"教育支出\"].人员);",
    ),
    (
        "支出表.总数.公用 == 支出表[\"201\"].公用 + 支出表[\"205\"].公用",
        "expect(支出表.总数.公用 == 支出表[\"201\"].公用 + 支出表[\"205\"].公用);",
    ),
    ("概况.数 == count(项目表)", "expect(概况.数 == count(项目表));"),
    (
        "概况.优数 == count(项目表, 等级 == \"优\")",
        "expect(概况.优数 == count(项目表, |r| r.等级 == \"优\"));",
    ),
    (
        "概况.占比 == percent(支出表.总数.人员, 支出表.总数.合计)",
        "expect(概况.占比 == percent(支出表.总数.人员, 支出表.总数.合计));",
    ),
    (
        "流量表.本年合计.金额 == sum(above(流量表.本年合计.金额))",
        "expect(流量表.本年合计.金额 == sum(above(流量表.本年合计.金额)));",
    ),
    (
        "流量表.其他.金额 == sum(below(流量表.专项.金额))",
        "expect(流量表.其他.金额 == sum(below(流量表.专项.金额)));",
    ),
    (
        "流量表.全部.金额 == max(流量表.其他.金额, 流量表.本年合计.金额)",
        "expect(流量表.全部.金额 == max(流量表.其他.金额, 流量表.本年合计.金额));",
    ),
    (
        "流量表.其他.金额 == min(流量表.其他.金额, 流量表.本年合计.金额)",
        "expect(流量表.其他.金额 == min(流量表.其他.金额, 流量表.本年合计.金额));",
    ),
    (
        "流量表.其他.金额 == abs(流量表.其他.金额 - 流量表.全部.金额)",
        "expect(流量表.其他.金额 == abs(流量表.其他.金额 - 流量表.全部.金额));",
    ),
    (
        "流量表.全部.金额 == round(流量表.全部.金额, 0)",
        "expect(流量表.全部.金额 == round(流量表.全部.金额, 0));",
    ),
    ("概况.数 == sign(流量表.其他.金额)", "expect(概况.数 == sign(流量表.其他.金额));"),
    (
        "项目表[\"修路\"].等级 == grade(四级, 项目表[\"修路\"].得分)",
        "expect(项目表[\"修路\"].等级 == grade(四级, 项目表[\"修路\"].得分));",
    ),
    ("项目表[\"种树\"].得分 <= param.满分", "expect(项目表[\"种树\"].得分 <= param.满分);"),
    ("项目表[\"种树\"].执行率 >= param.率", "expect(项目表[\"种树\"].执行率 >= param.率);"),
    (
        "项目表[\"种树\"].得分 == param.分值[\"甲\"]",
        "expect(项目表[\"种树\"].得分 == param.分值[\"甲\"]);",
    ),
    (
        "流量表.全部.金额 == 流量表.本年合计.金额 + or(流量表.专项.金额, param.元)",
        "expect(流量表.全部.金额 == 流量表.本年合计.金额 + or(流量表.专项.金额, param.元));",
    ),
    (
        "row(支出表, \"一般公共服务支出\", \"人大事务\", \"行政运行\").合计 == 支出表[like(\"教育支出\")].合计",
        "expect(row(支出表, \"一般公共服务支出\", \"人大事务\", \"行政运行\").合计 == 支出表[like(\"教育支出\")].合计);",
    ),
    (
        "流量表[line(8)].金额 == 流量表[line(3)][column(1)] + 支出表[\"教育支出\"][column(2)]",
        "expect(流量表[line(8)].金额 == 流量表[line(3)][column(1)] + 支出表[\"教育支出\"][column(2)]);",
    ),
    (
        "流量表[line(9)].金额 == 流量表[line(1)][column(2)]",
        "expect(流量表[line(9)].金额 == 流量表[line(1)][column(2)]);",
    ),
    ("概况.总额 == 支出表.总数.合计 * 2 / 4", "expect(概况.总额 == 支出表.总数.合计 * 2 / 4);"),
    (
        "支出表[\"教育支出\"].公用 == 支出表.总数.公用",
        "expect(支出表[\"教育支出\"].公用 == 支出表.总数.公用);",
    ),
    (
        "概况.占比 == 支出表.总数.人员 / 支出表.总数.合计",
        "expect(概况.占比 == 支出表.总数.人员 / 支出表.总数.合计);",
    ),
    ("概况.数 != 四级[\"中\"].from", "expect(概况.数 != 四级[\"中\"].from);"),
    ("支出表.总数.合计 > 支出表.总数.人员", "expect(支出表.总数.合计 > 支出表.总数.人员);"),
    (
        "支出表.总数.人员 == 支出表[\"无此行\"].合计",
        "expect(支出表.总数.人员 == 支出表[\"无此行\"].合计);",
    ),
    ("概况.数 == doc.year", "expect(概况.数 == doc.year);"),
    ("same(项目表.得分)", "same(项目表.得分);"),
    ("consecutive(项目表.得分)", "consecutive(项目表.得分);"),
];

#[test]
fn formulas_and_scripts_agree() {
    let mut said = String::new();
    for (formula, text) in BOTH {
        let native = checks(&audit(&format!("[[rule]]\nid = \"公式\"\nexpect = '{formula}'\n")));
        let rhai = run(text);
        if native != rhai {
            said.push_str(&format!("{formula}\n  {native}  {rhai}\n"));
        }
    }
    assert!(said.is_empty(), "\n{said}");
}

#[test]
fn conditions_agree() {
    // `when` of a rule per row against `if` of a script over the rows
    let conditions = [
        ("present(得分)", "present(r.得分)"),
        ("meets(完成值, 指标值)", "meets(r.完成值, r.指标值)"),
        ("!meets(完成值, 指标值)", "!meets(r.完成值, r.指标值)"),
        ("得分 >= 92 && 等级 == \"优\"", "r.得分 >= 92 && r.等级 == \"优\""),
        (
            "等级 == grade(四级, 得分) || 执行率 < param.率",
            "r.等级 == grade(四级, r.得分) || r.执行率 < param.率",
        ),
    ];
    for (when, condition) in conditions {
        let native = checks(&audit(&format!(
            "[[rule]]\nid = \"公式\"\nform = \"项目表\"\nwhen = '{when}'\nexpect = '得分 == 1'\n"
        )));
        let rhai =
            run(&format!("for r in rows(项目表) {{ if {condition} {{ expect(r.得分 == 1); }} }}"));
        assert_eq!(native, rhai, "{when}");
        assert!(native.contains("violation"), "{when}");
    }
    let own = checks(&audit(
        "[[rule]]\nid = \"公式\"\nform = \"支出表\"\nwhen = '合计 < 30万元'\nexpect = 'column(1) == column(2) + column(3)'\n",
    ));
    assert_eq!(
        own,
        run(
            "for r in rows(支出表) { if r.合计 < \"30万元\" { expect(r[column(1)] == r[column(2)] + r[column(3)]); } }"
        )
    );
    assert!(own.contains("violation"), "{own}");
    let within = run(
        "for r in rows(流量表) { if within(r, below(流量表.专项.金额)) { expect(r.金额 == \"0.5万元\", `${r.项目}`); } }",
    );
    insta::assert_snapshot!(within, @r"
    holds 0.50 / 0.50 / 0.00 [0.50]
    violation 0.70 / 0.50 / 0.20 [0.70] 子二：流量表 子二 金额 列示 0.70万元，应为 0.50万元，相差 0.20万元
    ");
}
