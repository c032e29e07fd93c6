//! What formulas and scripts may add, multiply and compare: the value of exact arithmetic, or a
//! mistake that is told before anything is audited.

use crate::engines;
use gouji::audit::{DocumentAudit, RuleStatus, Verdict, Why};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const FORM: &str = r#"
[[form]]
id = "甲表"
title = ["甲表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "金额", kind = "amount" },
  { name = "率", kind = "percent" },
  { name = "人数", kind = "count" },
  { name = "得分", kind = "score" },
  { name = "合同日期", kind = "date", optional = true },
  { name = "支付日期", kind = "date", optional = true },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[form]]
id = "乙表"
title = ["乙表"]
columns = [{ name = "项目", kind = "label" }, { name = "人数", kind = "count" }, { name = "金额", kind = "amount" }]

[param]
"限额" = { "甲" = "2元", "乙" = "3元" }
"金" = "100万元"
"率" = "30%"
"人" = "4人"
"数" = 2
"#;

fn engine(rules: &str) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    let mut files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\ntitle = \"本地\"\n"),
        RuleFile::new("rules.toml", format!("{FORM}\n{rules}")),
    ];
    files.extend(engines::word_files());
    let name = rulebook.add_folder("本地", files)?;
    let engine = Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() })?;
    engine.ruleset()?;
    Ok(engine)
}

fn audit(rules: &str, document: &str) -> DocumentAudit {
    let engine = engine(rules).unwrap_or_else(|mistakes| panic!("{}", said(&mistakes)));
    engine.audit("case.txt", document.as_bytes()).unwrap()
}

fn said(mistakes: &[RuleMistake]) -> String {
    let line = |mistake: &RuleMistake| {
        format!("{}；{}\n", mistake.message, mistake.help.as_deref().unwrap_or("-"))
    };
    mistakes.iter().map(line).collect()
}

fn rule(formula: &str) -> String {
    format!("[[rule]]\nid = \"试\"\nform = \"甲表\"\nexpect = '{formula}'\n")
}

fn table(rows: &str) -> String {
    format!("甲表\n单位：元\n项目 | 金额 | 率 | 人数 | 得分\n{rows}")
}

fn with_second(rows: &str) -> String {
    format!("{}\n乙表\n单位：元\n项目 | 人数 | 金额\n一 | 2 | 10\n二 | 4 | 30\n", table(rows))
}

fn dated(rows: &str) -> String {
    format!("甲表\n单位：元\n项目 | 金额 | 率 | 人数 | 得分 | 合同日期 | 支付日期\n{rows}")
}

fn verdicts(audit: &DocumentAudit) -> Vec<Verdict> {
    audit.checks.iter().map(|check| check.verdict).collect()
}

/// An exact fraction.
#[derive(Clone, Copy, Debug)]
struct Fraction(i128, i128);

impl Fraction {
    fn of(self, sign: char, other: Self) -> Self {
        let (Self(a, b), Self(c, d)) = (self, other);
        match sign {
            '+' => Self(a * d + c * b, b * d),
            '-' => Self(a * d - c * b, b * d),
            '*' => Self(a * c, b * d),
            _ => Self(a * d, b * c),
        }
    }

    /// With two decimals, where that is all of it.
    fn printed(self, times: i128) -> Option<String> {
        let whole = self.0 * times * 100;
        if self.1 == 0 || whole % self.1 != 0 {
            return None;
        }
        let hundredths = whole / self.1;
        let sign = if hundredths < 0 { "-" } else { "" };
        let size = hundredths.abs();
        (size < 1_000_000_000_000).then(|| format!("{sign}{}.{:02}", size / 100, size % 100))
    }
}

struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    /// An expression over parameters, as formulas and as scripts write it, and what it comes to.
    fn expression(&mut self, depth: usize) -> (String, String, Fraction) {
        const PARAMS: &[(&str, Fraction)] = &[
            ("param.金", Fraction(1_000_000, 1)),
            ("param.率", Fraction(3, 10)),
            ("param.人", Fraction(4, 1)),
            ("param.数", Fraction(2, 1)),
        ];
        const NUMBERS: &[(&str, Fraction)] =
            &[("1", Fraction(1, 1)), ("5", Fraction(5, 1)), ("0", Fraction(0, 1))];
        let leaf = |draw: &mut Self, list: &[(&str, Fraction)]| {
            let (text, value) = list[draw.next(list.len())];
            (text.to_owned(), text.to_owned(), value)
        };
        if depth == 0 {
            return match self.next(8) {
                0 => (
                    "lookup(限额, \"乙\")".to_owned(),
                    "param.限额[\"乙\"]".to_owned(),
                    Fraction(3, 1),
                ),
                1 => (
                    "average(乙表.人数)".to_owned(),
                    "(sum(乙表.人数) / param.数)".to_owned(),
                    Fraction(3, 1),
                ),
                _ => leaf(self, PARAMS),
            };
        }
        if self.next(4) == 0 {
            let (formula, script, value) = self.expression(depth - 1);
            let Fraction(a, b) = value;
            return match self.next(3) {
                0 => {
                    let size = Fraction(a.abs(), b.abs());
                    (format!("abs({formula})"), format!("abs({script})"), size)
                }
                1 => (
                    format!("if(param.数 > 1, {formula}, {formula} + {formula})"),
                    format!("(if param.数 > 1 {{ {script} }} else {{ {script} + {script} }})"),
                    value,
                ),
                _ => (
                    format!("if(param.数 < 1, {formula} + {formula}, {formula})"),
                    format!("(if param.数 < 1 {{ {script} + {script} }} else {{ {script} }})"),
                    value,
                ),
            };
        }
        let left = if self.next(3) == 0 { leaf(self, NUMBERS) } else { self.expression(depth - 1) };
        let right = self.expression(depth - 1);
        let (left, right) = if self.next(2) == 0 { (left, right) } else { (right, left) };
        let sign = ['+', '-', '*', '/'][self.next(4)];
        let sign = if sign == '/' && right.2.0 == 0 { '+' } else { sign };
        (
            format!("({} {sign} {})", left.0, right.0),
            format!("({} {sign} {})", left.1, right.1),
            left.2.of(sign, right.2),
        )
    }
}

/// Formulas of random kinds either give the value of exact arithmetic or are refused when they are
/// loaded; scripts say the same of each.
#[test]
fn random_formulas_are_exact_or_refused() {
    const COLUMNS: &[(&str, i128, &str)] =
        &[("金额", 1, ""), ("率", 100, "%"), ("人数", 1, ""), ("得分", 1, "")];
    let mut draw = Draw(45);
    let (mut right, mut wrong) = (String::new(), String::new());
    let mut all = Vec::new();
    for number in 0..160 {
        let depth = 1 + draw.next(2);
        let (text, script, value) = draw.expression(depth);
        let mut cells =
            vec![format!("行{number}"), String::new(), String::new(), String::new(), String::new()];
        let mut others = cells.clone();
        for (at, (column, times, unit)) in COLUMNS.iter().enumerate() {
            let Some(printed) = value.printed(*times) else { continue };
            cells[at + 1] = format!("{printed}{unit}");
            let other = value.of('+', Fraction(7, 1)).printed(*times).unwrap_or_default();
            others[at + 1] = format!("{other}{unit}");
            all.push((
                format!("式{number}-{at}"),
                format!("甲表[\"行{number}\"].{column}"),
                text.clone(),
                script.clone(),
            ));
        }
        writeln!(right, "{}", cells.join(" | ")).unwrap();
        writeln!(wrong, "{}", others.join(" | ")).unwrap();
    }
    let formula = |(id, stated, text, _): &(String, String, String, String)| {
        format!("[[rule]]\nid = \"{id}\"\nexpect = '{stated} == {text}'\n")
    };
    let whole: String = all.iter().map(formula).collect();
    let mistakes = engine(&whole).err().unwrap_or_default();
    let refused: BTreeSet<String> = mistakes
        .iter()
        .map(|mistake| {
            assert!(mistake.help.is_some(), "{}", mistake.message);
            let before = &mistake.text[..mistake.span.start];
            let id = before.rsplit("id = \"").next().unwrap();
            id.split('"').next().unwrap().to_owned()
        })
        .collect();
    let accepted: Vec<_> = all.iter().filter(|(id, ..)| !refused.contains(id)).collect();
    println!("{} formulas, {} refused", all.len(), refused.len());
    assert!(refused.len() > 50 && accepted.len() > 50);
    let rules: String = accepted.iter().map(|own| formula(own)).collect();
    for (rows, wanted) in [(&right, Verdict::Holds), (&wrong, Verdict::Violation)] {
        let audit = audit(&rules, &with_second(rows));
        for (id, _, text, _) in &accepted {
            let found = audit.checks.iter().find(|check| check.rule == *id);
            // nothing printed and nothing computed is nothing to check
            let Some(check) = found else {
                assert!(text.contains('0'), "{id} {text}: no check");
                continue;
            };
            assert_eq!(
                check.verdict, wanted,
                "{id} {text}: {:?} {:?} {:?}",
                check.stated, check.computed, check.reason
            );
        }
    }
    // one mistake ends a script
    let script = |(id, stated, _, text): &(String, String, String, String)| {
        format!("[[rule]]\nid = \"{id}\"\nscript = '''expect({stated} == {text});'''\n")
    };
    let scripts: String = all.iter().map(script).collect();
    let told: BTreeSet<String> = engine(&scripts)
        .err()
        .unwrap_or_default()
        .iter()
        .map(|mistake| {
            let before = &mistake.text[..mistake.span.start];
            let id = before.rsplit("id = \"").next().unwrap();
            id.split('"').next().unwrap().to_owned()
        })
        .collect();
    assert!(told.is_subset(&refused));
    let scripts: String = all.iter().filter(|(id, ..)| !told.contains(id)).map(script).collect();
    let audit = audit(&scripts, &with_second(&right));
    for (id, _, _, text) in all.iter().filter(|(id, ..)| !told.contains(id)) {
        let outcome = audit.rules.iter().find(|rule| rule.id == *id).unwrap();
        let is_apart = outcome
            .why
            .iter()
            .any(|why| matches!(why, Why::KindsApart { .. } | Why::UnitsDiffer { .. }));
        let is_refused = outcome.status == RuleStatus::Failed || is_apart;
        assert_eq!(is_refused, refused.contains(id), "{id} {text}: {:?}", outcome.why);
        let found = audit.checks.iter().find(|check| check.rule == *id);
        if let Some(check) = found.filter(|_| !is_refused) {
            assert_eq!(check.verdict, Verdict::Holds, "{id} {text}");
        }
    }
}

#[test]
fn one_is_one() {
    let document = table("甲 | 110.00 | 95.00% | 3 | 92\n乙 | 110.00 | 40.00% | 3 | 92\n");
    for (formula, holds) in [
        ("金额 == 100元 * (1 + 10%)", true),
        ("金额 == 100元 * (1 - 10%)", false),
        ("率 * 2 <= 200%", true),
        ("金额 <= 0.02万元", true),
        ("人数 * 550元/人 >= 金额", true),
        ("率 >= 得分 / 1000", true),
        ("金额 / 人数 <= 100元", true),
    ] {
        let audit = audit(&rule(formula), &document);
        let wanted = if holds { Verdict::Holds } else { Verdict::Violation };
        assert_eq!(verdicts(&audit), [wanted, wanted], "{formula}");
    }
}

#[test]
fn what_does_not_go_together_is_refused_with_what_to_write() {
    for (formula, words) in [
        ("金额 <= 100", "100万元，或 100元"),
        ("金额 + 人数 == 金额", "金额与个数不能相加减"),
        ("率 <= 1", "写成 100%"),
        ("率 + 5 <= 100%", "5个百分点"),
        ("金额 <= 人数 * 550", "550元"),
        ("率 >= param.数", "\"数\" = \"2%\""),
        ("金额 <= param.数", "\"数\" = \"2元\""),
        ("金额 == 100万", "没有单位 万；写成 100万元"),
        ("项目 != 合计行", "文字与文件里的数不能比较"),
        ("金额 == sum(项目)", "文字不能相加"),
        ("合同日期 <= 2024", "日期与数不能比较"),
        ("金额 >= percent(金额, 人数)", "percent 的两个数要是同一种"),
        ("项目 < 项目", "文字不能比大小"),
    ] {
        let mistakes = engine(&rule(formula)).err().unwrap_or_default();
        assert!(said(&mistakes).contains(words), "{formula}: {}", said(&mistakes));
    }
    for (condition, words) in [
        ("within(合计行)", "写成 甲表.合计行"),
        ("doc.year == \"2024\"", "数不加引号"),
        ("level == 1", "level 没有值"),
    ] {
        let rule = format!("{}when = '{condition}'\n", rule("金额 >= 0"));
        let mistakes = engine(&rule).err().unwrap_or_default();
        assert!(said(&mistakes).contains(words), "{condition}: {}", said(&mistakes));
    }
}

#[test]
fn scripts_refuse_the_same() {
    let document = table("甲 | 110.00 | 95.00% | 3 | 92\n");
    let run = |script: &str| {
        let rule =
            format!("[[rule]]\nid = \"试\"\nscript = '''for 项 in rows(甲表) {{ {script} }}'''\n");
        match engine(&rule) {
            Err(mistakes) => (said(&mistakes), Vec::new()),
            Ok(engine) => {
                let audit = engine.audit("case.txt", document.as_bytes()).unwrap();
                (said(&audit.mistakes), verdicts(&audit))
            }
        }
    };
    assert!(run("if 项.率 < 1 { report(项, \"低\"); }").0.contains("\"100%\""));
    assert!(run("expect(项.金额 <= 100);").0.contains("参数"));
    assert!(run("let 和 = 项.金额 + 5; expect(项.金额 < 和);").0.contains("金额与数不能相加减"));
    assert_eq!(run("expect(项.率 >= 项.得分 / 100);").1, [Verdict::Holds]);
    assert_eq!(run("expect(项.率 <= 1 + percent(10, 100));").1, [Verdict::Holds]);
}

#[test]
fn days_compare_as_days() {
    let document = dated(
        "甲 | 1.00 | 1% | 3 | 92 | 2024年11月1日 | 2024年9月2日\n\
         乙 | 1.00 | 1% | 3 | 92 | 2024/3/1 | 2024-12-01\n\
         丙 | 1.00 | 1% | 3 | 92 | 2024年9月 | 2024-12-01\n",
    );
    let wanted = [Verdict::Violation, Verdict::Holds, Verdict::Unchecked];
    let formula = audit(&rule("支付日期 >= 合同日期"), &document);
    assert_eq!(verdicts(&formula), wanted);
    let script = "[[rule]]\nid = \"试\"\nscript = '''for 项 in rows(甲表) { expect(项.支付日期 >= 项.合同日期); }'''\n";
    assert_eq!(verdicts(&audit(script, &document)), wanted);
    for literal in ["2024-12-31", "2024年12月31日", "\"2024-12-31\""] {
        let audit = audit(&rule(&format!("支付日期 <= {literal}")), &document);
        assert_eq!(verdicts(&audit), [Verdict::Holds; 3], "{literal}");
    }
}

#[test]
fn endless_quotients_are_multiplied() {
    let document = table("甲 | 133.33 | 33.33% | 3 | 92\n合计 | 400.00 | 33.33% | 9 | 92\n");
    let audit = audit(
        &rule(
            "甲表[\"甲\"].金额 == 甲表.合计行.金额 * (1 - 甲表[\"甲\"].人数 / 甲表.合计行.人数 * 2)",
        ),
        &document,
    );
    assert_ne!(verdicts(&audit), [Verdict::Unchecked]);
    let audit = self::audit(&rule("金额 <= 金额 * (1 + 人数 / 得分)"), &document);
    assert_eq!(verdicts(&audit), [Verdict::Holds, Verdict::Holds]);
}
