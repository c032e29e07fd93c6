//! `rules import`: 审核公式 become rules that find what is wrong, and what cannot be translated is
//! named with its place.

use crate::command;
use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::import::{Import, import};
use gouji::ruleset::RuleFile;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// Both sides print 行次; that of 3 and 4 stands alone on the left, a blank cell on the right.
const DOCUMENT: &str = "\
某市种子站2023年度部门决算

收入支出决算总表
公开01表
单位：万元
收入 | | | 支出 | |
项目 | 行次 | 金额 | 项目 | 行次 | 金额
栏次 | | 1 | 栏次 | | 2
一、一般公共预算财政拨款收入 | 1 | 80.20 | 一、教育支出 | 11 | 60.10
二、事业收入 | 2 | 15.30 | 二、农林水支出 | 12 | 40.40
 | 3 | | 三、住房保障支出 | 13 |
 | 4 | | | 14 |
本年收入合计 | 5 | 95.50 | 本年支出合计 | 15 | 100.50
年初结转和结余 | 6 | 9.00 | 年末结转和结余 | 16 | 4.00
总计 | 7 | 104.50 | 总计 | 17 | 104.50

支出决算表
公开03表
单位：万元
科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
栏次 | | 1 | 2 | 3 | 4 | 5 | 6
 | 合计 | 100.50 | 60.10 | 40.40 | | |
205 | 教育支出 | 60.10 | 60.10 | | | |
213 | 农林水支出 | 40.40 | | 40.40 | | |
";

static NATIONAL: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("national".to_owned()), ..Request::default() };
    Engine::new(engines::rulebook(), request).unwrap()
});

fn imported(text: &str) -> Import {
    import(&NATIONAL, text).unwrap()
}

/// A document under the rules of a file of formulas.
fn audit(formulas: &str, document: &str) -> DocumentAudit {
    engine(formulas).audit("a.txt", document.as_bytes()).unwrap()
}

/// The engine with the rules of a file of formulas, accepted; all of them are translated, and compile.
fn engine(formulas: &str) -> Engine {
    let import = imported(formulas);
    assert_eq!(import.left, [], "{formulas}");
    engine_of(&import.text.replace("proposed = true\n", ""))
}

/// The engine with a file of rules.
fn engine_of(text: &str) -> Engine {
    let mut rulebook = engines::rulebook();
    let files =
        [("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"), ("rules.toml", text)]
            .map(|(path, text)| RuleFile::new(path, text));
    let name = rulebook.add_folder("本地", files.to_vec()).unwrap();
    let engine =
        Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() }).unwrap();
    engine.ruleset().unwrap_or_else(|mistakes| panic!("{mistakes:?}\n{text}"));
    engine
}

/// Verdicts of the imported rules: `violation 95.50 / 95.60` or the verdict alone.
fn verdicts(formulas: &str, document: &str) -> Vec<String> {
    verdicts_of(&audit(formulas, document))
}

fn verdicts_of(audit: &DocumentAudit) -> Vec<String> {
    let own = audit.checks.iter().filter(|check| {
        check.rule.starts_with("审核-") || check.also.iter().any(|also| also.starts_with("审核-"))
    });
    own.map(|check| match (&check.verdict, &check.stated, &check.computed) {
        (Verdict::Violation, Some(stated), Some(computed)) => {
            format!("violation {stated} / {computed}")
        }
        (Verdict::Holds, ..) => "holds".to_owned(),
        (verdict, ..) => format!("{verdict:?}"),
    })
    .collect()
}

/// Each formula, what its checks are on the document, a figure replaced, and the check that breaks
/// then.
const FORMULAS: &[(&str, &[&str], (&str, &str), &str)] = &[
    (
        "01表5行1栏 = SUM(1行1栏:4行1栏)",
        &["holds"],
        ("| 2 | 15.30", "| 2 | 15.40"),
        "violation 95.50 / 95.60",
    ),
    (
        "公开01表第5行第1栏＝第1行第1栏＋第2行第1栏",
        &["holds"],
        ("| 5 | 95.50", "| 5 | 59.50"),
        "violation 59.50 / 95.50",
    ),
    (
        "《收入支出决算总表》5行1栏 = SUM([1,1]:[2,1])",
        &["holds"],
        ("| 1 | 80.20", "| 1 | 80.30"),
        "violation 95.50 / 95.60",
    ),
    (
        "收支总表[5,1] = 收支总表[1,1] + 收支总表[2,1]",
        &["holds"],
        ("| 1 | 80.20", "| 1 | 80.30"),
        "violation 95.50 / 95.60",
    ),
    ("01表：7行=(5+6)行", &["holds"], ("| 6 | 9.00", "| 6 | 6.00"), "violation 104.50 / 101.50"),
    (
        "01表：15行=(11+12+…+14)行",
        &["holds"],
        ("| 12 | 40.40", "| 12 | 44.40"),
        "violation 100.50 / 104.50",
    ),
    ("01表：6行=(7-5)行", &["holds"], ("| 6 | 9.00", "| 6 | 6.00"), "violation 6.00 / 9.00"),
    ("01表：7行=17行", &["holds"], ("| 17 | 104.50", "| 17 | 105.40"), "violation 104.50 / 105.40"),
    (
        "03表：1栏=2栏+3栏+SUM(4栏:6栏)",
        &["holds", "holds", "holds"],
        ("213 | 农林水支出 | 40.40", "213 | 农林水支出 | 40.30"),
        "violation 40.30 / 40.40",
    ),
    (
        "03表[1,1] = 01表[15,2]",
        &["holds"],
        (" | 合计 | 100.50", " | 合计 | 105.50"),
        "violation 105.50 / 100.50",
    ),
    (
        "Z04 = 支出决算表\nZ04[1,2] = Z04[2,2] + Z04[3,2]",
        &["holds"],
        ("教育支出 | 60.10 | 60.10", "教育支出 | 60.10 | 61.10"),
        "violation 60.10 / 61.10",
    ),
    (
        "数据区 = C3\n01表\n[C3:C4] > [C8:C8]",
        &["holds", "holds"],
        ("| 2 | 15.30", "| 2 | 5.30"),
        "violation 5.30 / 9.00",
    ),
    (
        "数据区 = C3\nSJ_02 = 收支总表\nSJ_02->C7 = SJ_02->C3+SJ_02->C4",
        &["holds"],
        ("| 5 | 95.50", "| 5 | 95.00"),
        "violation 95.00 / 95.50",
    ),
    (
        "01表\n1至2行、5行≥0",
        &["holds", "holds", "holds"],
        ("| 2 | 15.30", "| 2 | -15.30"),
        "violation -15.30 / 0.00",
    ),
    (
        "01表\n如果5行1栏>0且6行1栏>0，则7行1栏>5行1栏",
        &["holds"],
        ("| 7 | 104.50", "| 7 | 90.50"),
        "violation 90.50 / 95.50",
    ),
    (
        "01表\nIF 1行1栏 > 100 THEN 7行1栏 = 0",
        &[],
        ("| 1 | 80.20", "| 1 | 180.20"),
        "violation 104.50 / 0.00",
    ),
    (
        "01表\n7行1栏 = 5行1栏 + 6行1栏 = 17行2栏",
        &["holds", "holds"],
        ("| 17 | 104.50", "| 17 | 105.40"),
        "violation 104.50 / 105.40",
    ),
    (
        "01表\n5行1栏 + 6行1栏 = 15行2栏 + 16行2栏",
        &["holds"],
        ("| 16 | 4.00", "| 16 | 3.00"),
        "violation 95.50 / 94.50",
    ),
    (
        "01表\nABS(5行1栏 - 15行2栏) * 2 <= 10",
        &["holds"],
        ("| 15 | 100.50", "| 15 | 101.50"),
        "violation 12.00 / 10.00",
    ),
    (
        "01表\n5行1栏 >= MAX(1行1栏, 2行1栏)",
        &["holds"],
        ("| 5 | 95.50", "| 5 | 79.50"),
        "violation 79.50 / 80.20",
    ),
];

#[test]
fn each_way_to_write_a_formula_finds_a_planted_error() {
    let mut wrong = String::new();
    for (formulas, clean, (from, to), broken) in FORMULAS {
        assert_eq!(DOCUMENT.matches(from).count(), 1, "{from}");
        let engine = engine(formulas);
        let said = |text: &str| verdicts_of(&engine.audit("a.txt", text.as_bytes()).unwrap());
        let (found, planted) = (said(DOCUMENT), said(&DOCUMENT.replace(from, to)));
        if found != *clean || !planted.iter().any(|verdict| verdict == broken) {
            wrong.push_str(&format!(
                "{formulas}\n  {found:?}\n  {planted:?}\n{}\n",
                imported(formulas).text
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn rows_and_columns_go_by_the_numbers_that_are_printed() {
    // another numbering of the same rows: the formula is about others now
    let renumbered = DOCUMENT.replace("| 5 | 95.50", "| 8 | 95.50");
    assert_eq!(verdicts("01表8行1栏 = 1行1栏 + 2行1栏", &renumbered), ["holds"]);
    // 5 lies between others: nothing is printed there; 99 is not there at all, nor column 2 of the
    // left side
    assert_eq!(verdicts("01表8行1栏 = SUM(1行1栏:5行1栏)", &renumbered), ["holds"]);
    for nowhere in [
        "01表5行1栏 = 1行1栏",
        "01表99行1栏 = 1行1栏",
        "01表8行1栏 = SUM(1行1栏:99行1栏)",
        "01表1行2栏 = 1行1栏",
        "03表[9,1] = 03表[1,1]",
    ] {
        let audit = audit(nowhere, &renumbered);
        let rule = audit.rules.iter().find(|rule| rule.id.starts_with("审核-")).unwrap();
        assert!(rule.checks == 0 && !rule.why.is_empty(), "{rule:?}");
    }
    // a column that the form does not know stands between, and the numbers tell
    let wider = DOCUMENT
        .replace("本年支出合计 | 基本支出 |", "本年支出合计 | 上年数 | 基本支出 |")
        .replace("| 1 | 2 | 3 | 4 | 5 | 6", "| 1 | 2 | 3 | 4 | 5 | 6 | 7")
        .replace(" | 合计 | 100.50 |", " | 合计 | 100.50 | 9.99 |")
        .replace("教育支出 | 60.10 |", "教育支出 | 60.10 | 9.99 |")
        .replace("农林水支出 | 40.40 |", "农林水支出 | 40.40 | 9.99 |");
    assert_eq!(verdicts("03表：1栏 = 3栏 + 4栏", &wider), ["holds", "holds", "holds"]);
    // without a row of numbers the columns count from the left
    let bare = DOCUMENT
        .replace("栏次 | | 1 | 2 | 3 | 4 | 5 | 6\n", "")
        .replace("栏次 | | 1 | 栏次 | | 2\n", "");
    assert_eq!(
        verdicts("03表[1,3] = 03表[1,1] - 03表[1,2]\n01表7行1栏 = 17行2栏", &bare),
        ["holds", "holds"]
    );
}

#[test]
fn numbers_beside_amounts_have_a_unit() {
    for (formulas, part) in [
        ("01表5行1栏 > 100", "[column(1)] > 100万元"),
        ("单位：元\n01表5行1栏 > 100", "[column(1)] > 100元"),
        ("01表5行1栏 >= 6行1栏 * 2 + 10 * 3", "[column(1)] * 2 + 10万元 * 3"),
        ("01表5行1栏 = ROUND(MAX(6行1栏, 5), 2)", "[column(1)], 5万元), 2)"),
        ("01表5行1栏 / 6行1栏 >= 50%", "[column(1)] >= 50%"),
        ("03表：1栏 > 0", "column(1) > 0\""),
    ] {
        let import = imported(formulas);
        assert!(import.left.is_empty() && import.text.contains(part), "{}", import.text);
    }
}

#[test]
fn messages_and_kinds() {
    let text = "\
# 注释
基本平衡公式
01表5行1栏 = 1行1栏\t收入{合计}要等于分项
2.核实性公式
01表6行1栏 = 0 // 年初结转应说明
01表16行2栏 = 0 | 年末结转 | 基本平衡公式
";
    let audit = audit(text, DOCUMENT);
    let said: Vec<(String, String)> = audit
        .checks
        .iter()
        .filter(|check| check.rule.starts_with("审核-"))
        .map(|check| (format!("{:?}", check.severity), check.message().clone()))
        .collect();
    for (severity, words) in [
        ("Error", "收入｛合计｝要等于分项（列示 95.50"),
        ("Warning", "年初结转应说明"),
        ("Error", "年末结转"),
    ] {
        assert!(
            said.iter().any(|(own, message)| own == severity && message.contains(words)),
            "{severity} {words}: {said:?}"
        );
    }
    // until somebody accepts them they are hints
    let proposed = engine_of(&imported(text).text).audit("a.txt", DOCUMENT.as_bytes()).unwrap();
    let own = proposed.checks.iter().filter(|check| check.rule.starts_with("审核-"));
    let severities: Vec<String> = own.map(|check| format!("{:?}", check.severity)).collect();
    assert!(
        severities.len() == said.len() && severities.iter().all(|own| own == "Info"),
        "{severities:?}"
    );
    // the same as a table with a header, of any order and with commas in quotes
    let table = "类型,表号,公式,说明\n核实性,01表,\"5行1栏 = SUM(1行1栏,2行1栏,6行1栏)\",合计\n逻辑性,03表,1栏 >= 2栏,\n";
    let import = imported(table);
    assert!(import.rules == 2 && import.left.is_empty(), "{import:?}");
    for part in [
        "id       = \"审核-收支总表-5行1栏\"",
        "name     = \"合计\"",
        "severity = \"warning\"",
        "form     = \"支出决算表\"\nexpect   = \"column(1) >= column(2)\"",
    ] {
        assert!(import.text.contains(part), "{part}\n{}", import.text);
    }
    assert_eq!(import.text.matches("severity").count(), 1);
    // equal places have ids of their own; several formulas may stand in one line
    let import = imported("01表：5行1栏 > 0；01表：5行1栏 > 1行1栏。");
    assert!(import.text.contains("\"审核-收支总表-5行1栏-2\""), "{}", import.text);
}

#[test]
fn what_cannot_be_translated_is_named_with_its_place() {
    let cases: &[(&str, usize, &str)] = &[
        ("1行1栏 = 2行1栏", 1, "没有写是哪张表"),
        ("财决01表27行1栏 = 1行1栏", 1, "没有表号或标题是“财决01表”的表样"),
        ("01表5行1栏 = FOO(1行1栏)", 11, "没有函数 FOO"),
        ("01表5行1栏", 8, "没有比较"),
        ("01表5行1栏 = ", 11, "公式没有写完"),
        ("01表5行1栏 = (1行1栏 + 2行1栏", 23, "这里应当是“)”"),
        ("01表[C3:C8] > [D3:D8]", 5, "数据区 = C3"),
        ("01表1行1栏:3行1栏 > 1行2栏:2行2栏", 16, "区域大小不同：3 格和 2 格"),
        ("01表3行1栏:1行1栏 > 0", 1, "区域的起点在终点后面"),
        ("01表1行1栏:999行1栏 > 0", 1, "区域太大"),
        ("01表5行 = 1行1栏", 9, "有的写了栏次"),
        ("01表5行 = 03表1行", 1, "两张表之间要写明行次和栏次"),
        ("01表5行1栏 = SUM(1栏)", 15, "整栏相加"),
        ("IF 01表5行1栏 > 0 THEN", 20, "公式没有写完"),
        ("IF 01表5行1栏 > 0 01表6行1栏 > 0", 16, "THEN"),
        ("01表5行1栏 > 1行1栏 > 2行1栏", 16, "拆成几条"),
        ("01表5行1栏 = 6行1栏 元", 16, "看不懂"),
        ("01表5行1栏 = 上年01表5行1栏", 11, "上年01表"),
        ("财决04表 = 无此表", 1, "无此表"),
    ];
    let mut wrong = String::new();
    for (formula, column, reason) in cases {
        let import = imported(formula);
        let fits = import.rules == 0
            && matches!(import.left.as_slice(), [left] if left.line == 1 && left.column == *column && left.reason.contains(reason));
        if !fits {
            wrong.push_str(&format!("{formula}: {:?}\n", import.left));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    // a heading and the formula do not say the same
    let left = imported("02表\n1行1栏 = 01表5行1栏\n01表5行1栏 = 1行1栏").left;
    assert!(
        matches!(left.as_slice(), [left] if left.line == 3 && left.reason.contains("不清楚")),
        "{left:?}"
    );
    let long = format!("01表5行1栏 = {}", vec!["1行1栏"; 300].join("+"));
    assert!(imported(&long).left[0].reason.contains("公式太长"));
}

#[test]
fn the_command_writes_what_it_could_and_ends_with_2_for_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let run = |args: &[&str]| command::run(root, args);
    let write = |path: &str, bytes: &[u8]| std::fs::write(root.join(path), bytes).unwrap();
    std::fs::create_dir(root.join("本站")).unwrap();
    write("本站/ruleset.toml", "name = \"本站\"\nextends = \"national\"\n".as_bytes());
    write("a.txt", DOCUMENT.as_bytes());
    let formulas = "01表5行1栏 = SUM(1行1栏:4行1栏)\t收入合计\n01表5行1栏 = 单价\n";
    write("f.txt", &encoding_rs::GB18030.encode(formulas).0);
    let (code, out, said) = run(&["rules", "import", "f.txt", "-o", "本站/审核.toml"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{said}");
    assert!(
        said.contains("f.txt:2:11 没有转换：看不懂“单价”")
            && said.contains("转换 1 条，没有转换 1 条"),
        "{said}"
    );
    assert!(
        std::fs::read_to_string(root.join("本站/审核.toml"))
            .unwrap()
            .contains("# 第 2 行第 11 字 01表5行1栏 = 单价")
    );
    assert_eq!(run(&["rules", "check", "本站"]).0, Some(0));
    assert_eq!(run(&["a.txt", "-r", "本站", "--format", "json"]).0, Some(0));
    write("a.txt", DOCUMENT.replace("| 2 | 15.30", "| 2 | 15.40").as_bytes());
    let (code, out, _) = run(&["a.txt", "-r", "本站"]);
    assert!(code == Some(1) && out.contains("15.40"), "{out}");
    // nothing is overwritten; a file without formulas, or none at all, is said to be so
    assert_eq!(run(&["rules", "import", "f.txt", "-o", "本站/审核.toml"]).0, Some(2));
    write("g.txt", formulas.lines().next().unwrap().as_bytes());
    let (code, out, _) = run(&["rules", "import", "g.txt"]);
    assert!(code == Some(0) && out.contains("[[rule]]"), "{out}");
    write("h.txt", "# 没有公式\n".as_bytes());
    assert_eq!(run(&["rules", "import", "h.txt"]).0, Some(3));
    assert_eq!(run(&["rules", "import", "无.txt"]).0, Some(3));
    assert!(Path::new(&root.join("本站/审核.toml")).exists());
}

fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "01表",
        "27",
        "行",
        "1",
        "栏",
        "=",
        "≥",
        "SUM(",
        "(",
        ")",
        "[",
        "]",
        ":",
        ",",
        "+",
        "-",
        "…",
        "至",
        "、",
        "C3",
        "Z01",
        "->",
        "《",
        "》",
        "如果",
        "，则",
        "IF ",
        " THEN ",
        "且",
        "；",
        "\t",
        "|",
        "//",
        "\n",
        "公式",
        "核实性",
        "数据区",
        "%",
        "0.5",
        "第",
        "\"",
        "4294967295",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..40)
        .prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever stands in the file, places lie in it and the rules are good TOML.
    #[test]
    fn anything_may_stand_in_the_file(text in pieces()) {
        let import = imported(&text);
        let lines: Vec<&str> = text.lines().collect();
        for left in &import.left {
            let length = lines[left.line - 1].chars().count();
            prop_assert!(left.column >= 1 && left.column <= length + 1, "{left:?} in {text}");
        }
        let rules = toml::from_str::<toml::Table>(&import.text).unwrap();
        prop_assert_eq!(rules.get("rule").map_or(0, |rules| rules.as_array().unwrap().len()), import.rules);
    }
}
