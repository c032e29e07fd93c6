//! `rules import` of formulas as people write them: by 行次 and 栏次, by names, by cells; of lists in sheets; and rules
//! written as a list and taken back.

use crate::command::run;
use crate::engines;
use gouji::engine::{Engine, Request};
use gouji::import::{Import, import, import_rows, table};
use gouji::ruleset::{RuleFile, RuleKind};
use std::sync::LazyLock;

const FORMS: &str = r#"
[[form]]
id = "会议表"
title = ["会议培训情况表"]
unit = "元"
columns = [
  { name = "名称", kind = "label" },
  { name = "次数", kind = "count" },
  { name = "人数", kind = "count" },
  { name = "费用", kind = "amount", header = ["费用（元）", "费用"] },
  { name = "其中住宿", kind = "amount", header = ["其中：住宿费"] },
]
rows = [
  { name = "合计行", label = ["合计"], total = true },
  { name = "培训行", label = ["培训"] },
  { name = "会议行", label = ["会议"] },
]

[[form]]
id = "采购表"
title = ["办公采购表"]
number = ["采11"]
unit = "元"
columns = [
  { name = "品名", kind = "label" },
  { name = "数量", kind = "count" },
  { name = "单价", kind = "amount" },
  { name = "金额", kind = "amount" },
  { name = "合计", kind = "amount" },
]
rows = [{ name = "合计行", label = "合计", total = true }]
"#;

fn engine(name: &str, rules: &str) -> Engine {
    let mut rulebook = engines::rulebook();
    let settings = format!("name = \"{name}\"\nextends = \"national\"\nlanguage = 2\n");
    let files = vec![RuleFile::new("ruleset.toml", settings), RuleFile::new("a.toml", rules)];
    let name = rulebook.add_folder(name, files).unwrap();
    Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() }).unwrap()
}

static LOCAL: LazyLock<Engine> = LazyLock::new(|| engine("局", FORMS));

fn imported(text: &str) -> Import {
    import(&LOCAL, text).unwrap()
}

/// Formulas with the rule that each becomes.
const NAMED: [(&str, &str); 22] = [
    ("《会议培训情况表》费用 <= 次数*人数*550元", "费用 <= 次数 * 人数 * 550元"),
    ("《会议培训情况表》费用（元）≤ 次数×人数×550", "费用 <= 次数 * 人数 * 550元"),
    ("《会议培训情况表》其中：住宿费 ≤ 费用", "其中住宿 <= 费用"),
    ("《会议培训情况表》其中：住宿费 ≤ 费用*60%", "其中住宿 <= 费用 * 60%"),
    ("《会议培训情况表》合计.费用 = SUM(费用)", "会议表.合计行.费用 == sum(会议表.费用)"),
    (
        "《会议培训情况表》费用[合计] = 培训.费用 + 会议.费用",
        "会议表.合计行.费用 == 会议表.培训行.费用 + 会议表.会议行.费用",
    ),
    ("《会议培训情况表》合计 = 培训 + 会议", "合计行 == 培训行 + 会议行"),
    ("《会议培训情况表》合计行费用栏 >= 0", "会议表.合计行.费用 >= 0"),
    ("《会议培训情况表》合计行 - 会议行 = 培训行", "合计行 - 会议行 == 培训行"),
    ("如果《会议培训情况表》人数 > 50 则 次数 = 1", "次数 == 1"),
    ("《会议培训情况表》如果 人数 > 50 且 次数 > 0 则 费用 > 0", "费用 > 0"),
    ("IF 《会议培训情况表》费用 > 0 THEN 人数 > 0", "人数 > 0"),
    ("《会议培训情况表》费用 / 人数 <= 550元", "费用 / 人数 <= 550元"),
    ("《会议培训情况表》MAX(费用, 其中：住宿费) = 费用", "max(费用, 其中住宿) == 费用"),
    ("《办公采购表》金额 = 数量 * 单价", "金额 == 数量 * 单价"),
    ("采11表：金额 = ROUND(数量*单价, 2)", "金额 == round(数量 * 单价, 2)"),
    (
        "《支出决算表》本年支出合计 = 基本支出 + 项目支出 + 上缴上级支出 + 经营支出 + 对附属单位补助支出",
        "本年支出合计 == 基本支出 + 项目支出 + 上缴上级支出 + 经营支出 + 对附属单位补助支出",
    ),
    (
        "《支出决算表》合计.项目支出 >= 《一般公共预算财政拨款支出决算表》合计.项目支出",
        "支出决算表.合计.项目支出 >= 一般公共预算支出表.合计.项目支出",
    ),
    ("《收入支出决算总表》本年收入合计 >= 事业收入", "本年收入合计 >= 事业收入"),
    (
        "《财政拨款“三公”经费支出决算表》决算数.合计 <= 预算数.合计",
        "三公经费表.决算数.合计 <= 三公经费表.预算数.合计",
    ),
    (
        "《一般公共预算财政拨款基本支出决算明细表》办公费.决算数 >= 0",
        "基本支出明细表[\"办公费\"].决算数 >= 0",
    ),
    (
        "《会议培训情况表》合计.费用 <= 《办公采购表》合计行.合计栏 + 100元",
        "会议表.合计行.费用 <= 采购表.合计行.合计 + 100元",
    ),
];

#[test]
fn names_as_they_are_printed_become_names_of_the_form() {
    for (formula, rule) in NAMED {
        let import = imported(formula);
        assert_eq!(import.left, [], "{formula}");
        assert_eq!(import.became.last().unwrap().rule.last().unwrap(), rule, "{formula}");
    }
    // what is written loads
    let all: Vec<&str> = NAMED.iter().map(|(formula, _)| *formula).collect();
    engine("局", &format!("{FORMS}\n{}", imported(&all.join("\n")).text));
}

#[test]
fn what_cannot_be_told_is_refused_with_the_reason() {
    let refused = [
        ("《会议培训情况表》餐费 <= 100", "没有“餐费”这个栏目或行；有 名称、次数"),
        ("《会议培训情况表》费用 <= 人数", "金额与个数不能比较"),
        ("《没有的表》费用 <= 5", "没有表号或标题是“没有的表”的表样"),
        ("《办公采购表》合计 >= 0", "“合计”既是行名又是栏目"),
        ("《会议培训情况表》合计.费用 >= 人数", "“人数”只写了一样"),
        ("《会议培训情况表》费用 >= 培训", "有的是行名、有的是栏目"),
        ("《会议培训情况表》费用 <= 《办公采购表》金额", "两张表之间要写明哪一行哪一栏"),
        ("《会议培训情况表》费用总额 >= 0", "没有“费用总额”这个栏目或行"),
        ("《会议培训情况表》费用 + 人数", "没有比较"),
        ("费用 <= 100", "看不懂"),
    ];
    for (formula, reason) in refused {
        let import = imported(formula);
        assert!(
            import.rules == 0 && import.left[0].reason.contains(reason),
            "{formula}: {import:?}"
        );
    }
}

#[test]
fn of_sixty_formulas_of_three_styles_nearly_all_are_translated() {
    let by_number = [
        "收支总表 = 收入支出决算总表",
        "01表27行1栏 = SUM(1行1栏:8行1栏)",
        "01表5行1栏 >= 0",
        "01表[31,1] >= [27,1]",
        "公开01表第27行第1栏 <= 第31行第1栏",
        "01表1至8行1栏 ≥ 0",
        "03表1栏 = 2栏 + 3栏 + 4栏 + 5栏 + 6栏",
        "03表1栏 ≥ 2栏",
        "03表2栏 ≥ 0；03表3栏 ≥ 0",
        "IF 01表27行1栏 > 0 THEN 31行1栏 > 0",
        "如果01表27行1栏>0，则31行1栏>0",
        "01表1行1栏:3行1栏 >= 0",
        "02表1栏 >= 2栏",
        "02表1栏 = 2栏+3栏+4栏+5栏+6栏+7栏",
        "01表27行1栏 = 01表31行1栏 - 01表28行1栏",
        "05表1栏 = 2栏 + 3栏",
        "05表1栏 >= 3栏",
        "ABS(01表27行1栏) >= 0",
        "01表27行1栏 <= 31行1栏",
        "01表27行 = (1+2+…+8)行",
    ];
    let by_cell = [
        "数据区 = C3",
        "收支总表：[C3] >= 0",
        "《支出决算表》[C3] = [D3] + [E3]",
        "《支出决算表》[C3:C8] >= [D3:D8]",
        "《支出决算表》C3 = SUM(D3:H3)",
        "《支出决算表》C4 >= D4",
        "《支出决算表》C5 >= D5 + E5",
        "《支出决算表》D3 <= C3",
        "《支出决算表》IF C3 > 0 THEN D3 >= 0",
        "《收入决算表》C3 >= D3",
        "《收入决算表》C3 >= E3 + F3",
        "《收入决算表》[C3:C5] >= 0",
        "《收入决算表》MAX(C3,D3) = C3",
        "《收入决算表》ROUND(C3,2) = C3",
        "《办公采购表》C3 >= 0",
        "《办公采购表》[C3:C6] >= 0",
        "《会议培训情况表》[E3] >= [F3]",
        "《会议培训情况表》[E3:E9] >= [F3:F9]",
        "《支出决算表》C6 - D6 = E6",
        "《支出决算表》C7 > D7",
        "《支出决算表》C8 <> D8",
    ];
    let named: Vec<&str> = NAMED.iter().map(|(formula, _)| *formula).collect();
    let (mut all, mut translated, mut left) = (0, 0, Vec::new());
    for list in [&by_number[..], &by_cell[..], &named[..]] {
        let import = imported(&list.join("\n"));
        all += import.became.len() + import.left.len();
        translated += import.became.len();
        left.extend(import.left);
    }
    println!("of {all} formulas {translated} were translated; {left:#?}");
    assert!(all >= 60, "{all}");
    assert!(translated * 60 >= all * 55, "{translated} of {all}: {left:#?}");
    assert!(left.iter().all(|own| own.reason.chars().count() > 4), "{left:#?}");
}

#[test]
fn all_built_in_equations_come_back_from_a_list_as_they_were() {
    let mut seen = 0;
    for name in ["national", "henan", "hunan", "shanghai", "shanxi"] {
        let request = Request { ruleset: Some(name.to_owned()), ..Request::default() };
        let engine = Engine::new(engines::rulebook(), request).unwrap();
        let list = table(&engine, name).unwrap();
        let ruleset = engine.ruleset().unwrap();
        let shown = |id: &str| engine.rulebook().show(name, &[], None, id).unwrap();
        let is_equation = |own: &&gouji::ruleset::Rule| {
            own.origin.layer == name
                && own.kind == RuleKind::Expect
                && shown(&own.id).contains("[[rule]]\n")
        };
        let equations = ruleset.rules.iter().filter(is_equation).count();
        assert_eq!(list.rows.len(), equations, "{name}");
        let rows: Vec<Vec<String>> = std::iter::once(list.head.clone())
            .chain(list.rows.iter().map(|(_, cells)| cells.clone()))
            .collect();
        let back = import_rows(&engine, &rows).unwrap();
        assert_eq!((back.same, back.rules, back.left), (equations, 0, Vec::new()), "{name}");
        // each cell counts: taken for new ones they are the rules that they were
        for (_, cells) in &list.rows {
            for cell in cells.iter().take(6).filter(|cell| !cell.is_empty()) {
                let is_there = cell.lines().all(|line| {
                    let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
                    shown(&cells[0]).contains(&quoted) || shown(&cells[0]).contains(line)
                });
                assert!(is_there, "{name} {} {cell}", cells[0]);
            }
        }
        seen += equations;
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn a_list_is_written_changed_in_a_cell_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for file in ["清单.csv", "清单.xlsx"] {
        let (status, out, said) = run(folder, &["rules", "export", "--table", "national", file]);
        assert!(status == Some(0) && out.contains("改好以后读回"), "{said}");
        let (status, _, said) = run(folder, &["rules", "import", file, "-r", "national"]);
        assert!(status == Some(0) && said.contains("与现有的相同、没有写的"), "{said}");
    }
    let (status, _, said) = run(folder, &["rules", "export", "--table", "national", "清单.csv"]);
    assert!(status == Some(2) && said.contains("已经存在"), "{said}");
    let text = std::fs::read_to_string(folder.join("清单.csv")).unwrap();
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = rows.iter().position(|row| row.starts_with("支出-行合计,")).unwrap();
    assert!(rows[at].contains("本年支出合计 == 基本支出 + 项目支出"), "{}", rows[at]);
    rows[at] = rows[at].replace(" + 经营支出", "");
    rows.push("新-一,甲不小于乙,支出决算表,,,本年支出合计 >= 基本支出,警告,,,,,".to_owned());
    rows.push("新-二,没有的栏,支出决算表,,,本年支出合计 >= 没有的栏,警告,,,,,".to_owned());
    std::fs::write(folder.join("改.csv"), rows.join("\n")).unwrap();
    let args = ["rules", "import", "改.csv", "-r", "national", "-o", "改.toml"];
    let (status, _, said) = run(folder, &args);
    assert!(status == Some(2) && said.contains("转换 2 条，没有转换 1 条"), "{said}");
    assert!(said.contains("没有的栏"), "{said}");
    let written = std::fs::read_to_string(folder.join("改.toml")).unwrap();
    assert!(
        written.contains("id     = \"支出-行合计\"\nreason = \"按规则清单修改\"\nexpect = "),
        "{written}"
    );
    assert!(written.contains("id       = \"新-一\"") && !written.contains("新-二\""), "{written}");
}

#[test]
fn a_workbook_and_separated_values_with_severities_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("局")).unwrap();
    let settings = "name = \"局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(folder.join("局/ruleset.toml"), settings).unwrap();
    std::fs::write(folder.join("局/a.toml"), FORMS).unwrap();
    let rows = [
        ["公式", "说明", "类型", "级别"],
        ["《会议培训情况表》费用 <= 次数*人数*550元", "超过标准", "", "提示"],
        ["《会议培训情况表》其中：住宿费 ≤ 费用", "住宿费大于费用", "核实性公式", ""],
        ["《会议培训情况表》餐费 >= 0", "", "", ""],
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in rows.iter().enumerate() {
        for (at, cell) in row.iter().enumerate() {
            sheet
                .write_string(u32::try_from(line).unwrap(), u16::try_from(at).unwrap(), *cell)
                .unwrap();
        }
    }
    book.save(folder.join("公式.xlsx")).unwrap();
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    // as Excel saves it
    let text = lines.join("\r\n");
    std::fs::write(folder.join("公式.csv"), encoding_rs::GB18030.encode(&text).0).unwrap();
    for file in ["公式.xlsx", "公式.csv"] {
        let target = format!("{file}.toml");
        let args = ["rules", "import", file, "-r", "局", "-o", &target];
        let (status, _, said) = run(folder, &args);
        assert!(status == Some(2) && said.contains("转换 2 条，没有转换 1 条"), "{file} {said}");
        assert!(said.contains("→ 审核-会议表-费用：费用 <= 次数 * 人数 * 550元"), "{said}");
        assert!(said.contains(&format!("{file}:4:")) && said.contains("餐费"), "{said}");
        let text = std::fs::read_to_string(folder.join(&target)).unwrap();
        assert!(
            text.contains("severity = \"info\"") && text.contains("severity = \"warning\""),
            "{text}"
        );
    }
}
