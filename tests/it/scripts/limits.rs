//! How much a script may do.

use super::{DOCUMENT, audit, engine, script, shown};

/// What a script comes to that does what no rule needs; how long that takes depends on the machine.
fn stopped(text: &str) -> (usize, String) {
    let engine =
        engine(&script(text), &[]).unwrap_or_else(|mistakes| panic!("{}", shown(&mistakes)));
    let audit = engine.audit("case.txt", DOCUMENT.as_bytes()).unwrap();
    (audit.checks.len(), shown(&audit.mistakes))
}

#[test]
fn work_is_counted_inside_closures_and_native_functions() {
    for text in [
        "loop { }",
        "loop { rows(项目表); }",
        "loop { rows(项目表).filter(|r| r.得分 > 0); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nfor i in 0..20000 { a.contains(-1); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { let b = a; b.push(1); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nlet n = 1;\nloop { a.filter(|x| x < n); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { a.reverse(); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { a.sort(); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { a.insert(0, 1); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { a.extract(1, 9000); }",
        "let a = [];\nfor i in 0..9000 { a.push(i); }\nloop { sum(a); }",
        "let s = \"长\";\nfor i in 0..11 { s += s; }\nloop { s.contains(\"短\"); }",
        "let s = \"长\";\nfor i in 0..11 { s += s; }\nloop { s.replace(\"长\", \"短\"); }",
        "let s = \"长\";\nfor i in 0..11 { s += s; }\nloop { s.split(\"长\"); }",
        "let s = \"长\";\nfor i in 0..11 { s += s; }\nloop { s.chars(); }",
        "let s = \"长\";\nfor i in 0..11 { s += s; }\nloop { s.len(); }",
        "loop { sum(支出表.合计, |r| r.level == 1); }",
        "loop { 支出表[\"教育支出\"].合计 + 支出表[like(\"支出\")].合计; }",
        "loop { count(项目表, |r| r.等级 == \"优\"); }",
        "fn 数(n) { if n < 2 { 1 } else { 数(n - 1) + 数(n - 2) } }\n数(14); loop { 数(10); }",
        "let m = #{};\nlet i = 0;\nloop { m[`k${i}`] = i; i += 1; }",
        "let m = #{};\nfor i in 0..3000 { m[`k${i}`] = i; }\nloop { let n = m; }",
        "[1, 2, 3].for_each(|x| { loop { } });",
        "[1, 2, 3].map(|x| [1, 2, 3].map(|y| { while true { } }));",
        "let a = [3, 1, 2];\na.sort(|x, y| { loop { } });",
        "let 上 = 1;\nloop { let f = |x| x > 上; f.call(1); }",
    ] {
        let (checks, said) = stopped(text);
        assert!(said.contains("脚本做的事太多，已停止"), "{text}\n{said}");
        // what it was to check was not checked: that is a check without a verdict
        assert_eq!(checks, 1, "{text}");
    }
}

#[test]
fn checks_and_words_are_counted() {
    let many = [
        ("loop { skip(\"没有数\"); }", "核对太多"),
        ("loop { expect(支出表.总数.合计 == \"30万元\"); }", "核对太多"),
        ("loop { report(支出表.总数.合计, \"看\"); }", "核对太多"),
        ("loop { same(项目表.得分); }", "核对太多"),
        ("let s = \"长\"; for i in 0..10 { s += s; } loop { report(s); }", "说明文字太多"),
        (
            "let s = \"长\"; for i in 0..10 { s += s; } loop { expect(支出表.总数.合计 == \"1万元\", s); }",
            "说明文字太多",
        ),
    ];
    for (text, limit) in many {
        let (checks, said) = stopped(text);
        assert!(said.contains(limit), "{text}\n{said}");
        assert!(checks <= 4_001, "{text}: {checks}");
        // the same input, the same bytes
        assert_eq!(stopped(text), (checks, said), "{text}");
    }
}

#[test]
fn what_rules_need_is_within_the_limits() {
    let rows: String = (0..3_000)
        .map(|i| format!("项目{i} | {} | 优 | 100% | ≥90% | 95%\n", 60 + i % 40))
        .collect();
    let document = format!(
        "某局2023年度部门决算\n\n项目表\n项目名称 | 得分 | 等级 | 执行率 | 指标值 | 完成值\n{rows}"
    );
    let text = "let 总 = 0;\nlet 名单 = [];\nfor r in rows(项目表) {\n    总 += r.得分;\n    if r.得分 < 60 { 名单.push(r.项目名称); }\n    expect(r.得分 <= 100, `${r.项目名称}`);\n}\nif 总 < 0 || 名单.len() > 0 { report(`${名单.len()}`); }\nlet 优 = rows(项目表).filter(|r| r.得分 >= 90 && r.等级 == \"优\").map(|r| r.得分);\nif sum(优) < 0 { skip(\"负数\"); }";
    let engine = engine(&script(text), &[]).unwrap();
    let audit = engine.audit("case.txt", document.as_bytes()).unwrap();
    assert!(audit.mistakes.is_empty(), "{}", shown(&audit.mistakes));
    assert_eq!(audit.checks.len(), 3_000);
}

#[test]
fn formulas_have_a_length() {
    let formula = |terms: usize| vec!["支出表.总数.合计"; terms].join(" + ");
    let rule = |terms: usize| {
        format!("[[rule]]\nid = \"甲\"\nexpect = \"支出表.总数.合计 == {}\"\n", formula(terms))
    };
    assert_eq!(audit(&rule(150)).checks.len(), 1);
    let said = shown(&engine(&rule(12_000), &[]).unwrap_err());
    assert!(said.contains("公式太长") && said.contains("sum"), "{}", &said[..300.min(said.len())]);
    let any = format!(
        "[[rule]]\nid = \"甲\"\nany = [{}]\n",
        vec!["\"支出表.总数.合计 == 1万元\""; 3_000].join(", ")
    );
    assert_eq!(audit(&any).checks.len(), 1);
    let deep = format!(
        "[[rule]]\nid = \"甲\"\nexpect = \"支出表.总数.合计 == {}1{}\"\n",
        "(".repeat(400),
        ")".repeat(400)
    );
    assert!(shown(&engine(&deep, &[]).unwrap_err()).contains("套得太深"));
}
