//! What somebody meets who makes the rule layer of a province: nothing is lost by a form of one's
//! own, and what is not done is said.

use crate::command::run;
use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

const SETTINGS: &str = "name = \"本市\"\nextends = \"national\"\nlanguage = 2\n";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What a command says, on either stream.
fn all(folder: &Path, args: &[&str]) -> String {
    let (_, out, said) = run(folder, args);
    format!("{out}{said}")
}

fn people(last: &str) -> String {
    format!(
        "南丰市农业局2022年部门预算\n\n南丰市各局人员情况表\n单位名称 | 编制人数 | | | 实有人数 | |\n | 小计 | 行政 | 事业 | 小计 | 行政 | 事业\n合 计 | 180 | 60 | 120 | 150 | 50 | 100\n南丰市农业局（机关） | 60 | 60 | | 50 | 50 |\n南丰市农技中心 | 100 | | 100 | 80 | | 80\n南丰市水产站 | {last} | | 20 | 20 | | 20\n"
    )
}

const PEOPLE: &str = "[[form]]\nid = \"人员表\"\ncolumns = [\n  { name = \"单位名称\", kind = \"label\" },\n  { name = \"编制小计\", kind = \"count\", header = [\"编制人数 小计\"] },\n  { name = \"编制行政\", kind = \"count\", header = [\"编制人数 行政\"] },\n  { name = \"编制事业\", kind = \"count\", header = [\"编制人数 事业\"] },\n  { name = \"实有小计\", kind = \"count\", header = [\"实有人数 小计\"] },\n  { name = \"实有行政\", kind = \"count\", header = [\"实有人数 行政\"] },\n  { name = \"实有事业\", kind = \"count\", header = [\"实有人数 事业\"] },\n]\n";

#[test]
fn persons_add_up_in_a_form_as_in_a_table_that_no_form_knows() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", SETTINGS);
    write(folder, "本市/forms.toml", PEOPLE);
    write(folder, "错.txt", &people("23"));
    write(folder, "对.txt", &people("20"));
    for rules in ["national", "本市"] {
        let told = all(folder, &["check", "错.txt", "-r", rules]);
        assert!(told.contains("水产站 小计 写的是 23，应为 20"), "{rules}\n{told}");
        let proved = all(folder, &["prove", "对.txt", "-r", rules]);
        assert!(proved.contains("每个数改动一位都会被发现"), "{rules}\n{proved}");
    }
}

#[test]
fn a_quantity_is_no_part_of_a_sum_of_money() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", SETTINGS);
    write(
        folder,
        "本市/forms.toml",
        "[[form]]\nid = \"购置表\"\ncolumns = [\n  { name = \"品名\", kind = \"label\" },\n  { name = \"合计\", kind = \"amount\" },\n  { name = \"数量\", kind = \"count\" },\n  { name = \"财政\", kind = \"amount\" },\n  { name = \"自筹\", kind = \"amount\" },\n]\n",
    );
    let table = |total: &str| {
        format!(
            "南丰市农业局2022年部门预算\n\n购置表\n单位：万元\n品名 | 合计 | 数量 | 财政 | 自筹\n电脑 | 30.5 | 12 | 20.5 | 10\n桌椅 | {total} | 40 | 8.2 | 4\n车辆 | 50.3 | 2 | 40.3 | 10\n空调 | 9.1 | 3 | 8.1 | 1\n"
        )
    };
    write(folder, "对.txt", &table("12.2"));
    write(folder, "错.txt", &table("13.2"));
    let right = all(folder, &["check", "对.txt", "-r", "本市"]);
    assert!(!right.contains("写的是"), "{right}");
    let wrong = all(folder, &["check", "错.txt", "-r", "本市"]);
    assert!(wrong.contains("桌椅 合计 13.2万元 ≠ 8.2 ＋ 4 ＝ 12.2万元"), "{wrong}");
}

#[test]
fn a_column_without_anything_in_a_table_of_money_is_drafted_as_one_of_money() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rows = "单位编码 | 单位名称 | 合计 | 公共预算拨款 | 政府性基金拨款\n204001 | 农业局 | 936 | 936 | 0\n204003 | 农技中心 | 153 | 153 | 0\n204004 | 水产站 | 125 | 125 | 0\n";
    let drafted = |unit: &str| {
        let text = format!("南丰市农业局2022年部门预算\n\n各单位拨款分列表\n{unit}{rows}");
        write(folder, "a.txt", &text);
        all(folder, &["rules", "draft", "a.txt"])
    };
    let (of_money, of_nothing) = (drafted("单位：万元\n"), drafted(""));
    assert!(!of_money.contains("kind = \"count\""), "{of_money}");
    let is_amount = "name = \"政府性基金拨款\", kind = \"amount\"";
    assert!(of_nothing.contains(is_amount), "{of_nothing}");
    write(folder, "b.txt", &people("20"));
    let drafted = all(folder, &["rules", "draft", "b.txt"]);
    assert_eq!(drafted.matches("kind = \"count\"").count(), 6, "{drafted}");
}

#[test]
fn formulas_of_a_workbook_are_converted_or_refused_with_the_true_reason() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let formula = |formula: &str| {
        write(folder, "a.txt", &format!("单位：万元\n支出决算表\n数据区 = C5\n{formula}\n"));
        all(folder, &["rules", "import", "a.txt"])
    };
    let cell = |row: u32, column: u32| format!("支出决算表[line({row})][column({column})]");
    let (c5, d5, e5) = (cell(1, 1), cell(1, 2), cell(1, 3));
    let converted = [
        ("C5 = D5", format!("{c5} == {d5}")),
        ("=C5=SUM(D5:E5)", format!("{c5} == {d5} + {e5}")),
        ("$C$5 = $D$5 + $E$5", format!("{c5} == {d5} + {e5}")),
        ("MAX(D5:E5) <= C5", format!("max({d5}, {e5}) <= {c5}")),
        ("D5 ‹= C5", format!("{d5} <= {c5}")),
        (
            "《支出决算表》合计 基本支出 <= 合计 本年支出合计",
            "支出决算表.合计.基本支出 <= 支出决算表.合计.本年支出合计".to_owned(),
        ),
    ];
    for (text, wanted) in converted {
        let said = formula(text);
        assert!(said.contains(&wanted), "{text}\n{said}");
    }
    let range = formula("02表1行1栏 = SUM(02表2行1栏:02表4行1栏)");
    assert!(range.contains("转换 1 条"), "{range}");
    let refused = [
        ("02表1行1栏 = SUM(02表2行1栏:03表4行1栏)", "一个区域只能在一张表里"),
        ("=AND(C5>=D5,C5>=E5)", "没有函数 AND"),
        ("=IF(C5>0,D5+E5=C5,TRUE)", "电子表格的写法"),
        ("《支出决算表》基本支出 约等于 100", "这里应当是比较"),
        ("《“三公”经费支出决算表》决算数合计 <= 预算数合计", "各侧是 预算数、决算数"),
    ];
    for (text, wanted) in refused {
        let said = formula(text);
        assert!(said.contains(wanted), "{text}\n{said}");
    }
}

/// What a command says where the packs that are installed are those of a folder.
fn installed(folder: &Path, args: &[&str]) -> String {
    let mut command = cargo_bin_cmd!("gouji");
    command.env("GOUJI_RULES_HOME", folder.join("own"));
    command.env("GOUJI_RULES_SYSTEM", folder.join("all"));
    let output = command.current_dir(folder).args(args).output().unwrap();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
}

#[test]
fn what_is_tried_is_not_held_against_its_installed_copy() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", &format!("{SETTINGS}agency = \"南丰市\"\n"));
    let rule = "\n[[rule]]\nid = \"编制限额\"\nform = \"人员表\"\nrows = \"leaves\"\nexpect = \"编制小计 <= 90\"\n";
    write(folder, "本市/forms.toml", &format!("{PEOPLE}{rule}"));
    write(folder, "a.txt", &people("20"));
    let before = installed(folder, &["rules", "try", "a.txt", "--rules", "本市"]);
    assert!(before.contains("+ "), "{before}");
    let packed =
        installed(folder, &["rules", "pack", "本市", "--version", "1.0", "--owner", "本市财政局"]);
    assert!(packed.contains("提醒 一个用例也没有"), "{packed}");
    let put = installed(folder, &["rules", "install", "本市-1.0.gouji.zip"]);
    assert!(put.contains("已装给自己"), "{put}");
    assert_eq!(installed(folder, &["rules", "try", "a.txt", "--rules", "本市"]), before);
}

#[test]
fn a_layer_that_is_carried_on_names_its_own_folder_and_its_years() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    all(folder, &["rules", "new", "南丰"]);
    for (years, overlaps) in
        [("..2026", true), ("..2025", false), ("2024", false), ("2024..", true)]
    {
        let settings = format!("name = \"南丰\"\nextends = \"national\"\nyears = \"{years}\"\n");
        write(folder, "南丰/ruleset.toml", &settings);
        let _ = std::fs::remove_dir_all(folder.join("南丰2026"));
        let said = all(folder, &["rules", "new", "南丰2026", "--from", "南丰", "--year", "2026"]);
        assert_eq!(said.contains("以后只管到上一年"), overlaps, "{years}\n{said}");
    }
    let guide = std::fs::read_to_string(folder.join("南丰2026/README.md")).unwrap();
    assert!(guide.contains("gouji rules check 南丰2026`"), "{guide}");
    assert!(!guide.contains("-r 南丰`") && !guide.contains("check 南丰`"), "{guide}");
}

#[test]
fn a_row_that_a_list_leaves_out_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", SETTINGS);
    let rule = |id: &str| {
        format!("\n[[rule]]\nid = \"{id}\"\nform = \"人员表\"\nexpect = \"编制小计 <= 9000\"\n")
    };
    let rules = format!("{PEOPLE}{}{}", rule("甲"), rule("乙"));
    write(folder, "本市/forms.toml", &rules);
    all(folder, &["rules", "export", "--table", "本市", "清单.csv"]);
    let list = std::fs::read_to_string(folder.join("清单.csv")).unwrap();
    let whole = all(folder, &["rules", "import", "清单.csv", "-r", "本市"]);
    assert!(!whole.contains("清单里没有"), "{whole}");
    let cut: String = list
        .lines()
        .filter(|line| !line.starts_with("乙"))
        .map(|line| format!("{line}\n"))
        .collect();
    write(folder, "清单.csv", &cut);
    let said = all(folder, &["rules", "import", "清单.csv", "-r", "本市"]);
    assert!(said.contains("规则集里有的 1 条，没有动：乙"), "{said}");
}

#[test]
fn a_table_that_only_lacks_the_title_of_a_form_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", SETTINGS);
    let form = "[[form]]\nid = \"单位构成\"\ntitle = \"单位构成情况表\"\ncolumns = [\n  { name = \"序号\", kind = \"ordinal\" },\n  { name = \"单位名称\", kind = \"label\" },\n  { name = \"变动\", kind = \"text\", header = [\"拟变动情况\"] },\n]\n";
    write(folder, "本市/forms.toml", form);
    let table = |title: &str| {
        let text = format!(
            "南丰市农业局2022年部门预算\n\n本部门的单位如下\n\n{title}\n序号 | 单位名称 | 拟变动情况\n1 | 农业局 | 无\n2 | 农技中心 | 撤销\n"
        );
        write(folder, "a.txt", &text);
        all(folder, &["tables", "a.txt", "-r", "本市"])
    };
    let without = table("各单位");
    assert!(without.contains("表样“单位构成”的栏目都在，缺标题"), "{without}");
    let with = table("单位构成情况表");
    assert!(with.contains("表样 单位构成") && !with.contains("缺标题"), "{with}");
}

#[test]
fn a_column_of_codes_of_units_is_told_to_be_text() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "本市/ruleset.toml", SETTINGS);
    let form = "[[form]]\nid = \"拨款表\"\ncolumns = [\n  { name = \"单位代码\", kind = \"code\" },\n  { name = \"单位\", kind = \"label\" },\n  { name = \"金额\", kind = \"amount\" },\n]\nrows = [{ name = \"总额\", label = [\"合计\"], total = true }]\n\n[[rule]]\nid = \"总额\"\nexpect = \"拨款表.总额.金额 == sum(拨款表.金额)\"\n";
    write(folder, "本市/forms.toml", form);
    let said = all(folder, &["rules", "check", "本市"]);
    let said: String = said.split_whitespace().collect();
    assert!(said.contains("“单位代码”不分级的（例如单位代码），把这一栏的kind改为"), "{said}");
}
