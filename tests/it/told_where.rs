//! What is told to people who cannot ask: which numbers may be, where a rule stands that no document
//! called for, what to write instead.

use std::path::Path;

const RULESET: &str = "name = \"bureau\"\nextends = \"national\"\nlanguage = 2\n";

fn write(root: &Path, name: &str, text: &str) {
    std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
    std::fs::write(root.join(name), text).unwrap();
}

#[test]
fn numbers_that_cannot_be_are_told_what_may() {
    let folder = tempfile::tempdir().unwrap();
    for (args, range) in [
        (&["serve", "--queue", "-1"][..], "0 到 1000"),
        (&["serve", "--jobs", "abc"], "1 到 64"),
        (&["serve", "--max-seconds", "1.5"], "1 到 3600"),
        (&["check", "a.txt", "-j", "x"], "1 到 256"),
    ] {
        let told = crate::command::run(folder.path(), args).2;
        assert!(told.contains(range) && !told.contains("没有选项"), "{told}");
    }
}

#[test]
fn a_roster_whose_words_all_differ_was_checked() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "规则/ruleset.toml", RULESET);
    let form = "[[form]]\nid = \"护林员表\"\ntitle = [\"护林员名册\"]\ncolumns = [\n  \
         { name = \"姓名\", kind = \"label\" },\n  { name = \"证号\", kind = \"text\" },\n]\n\n\
         [[rule]]\nid = \"护林-证号\"\nform = \"护林员表\"\nexpect = \"unique(证号)\"\n";
    write(root, "规则/a.toml", form);
    let people = "赵六 | 林A-01\n钱七 | 林A-02\n孙八 | 林A-03\n";
    let run = |people: &str| {
        let text = format!("某县林业局2023年度部门决算\n\n护林员名册\n姓名 | 证号\n{people}");
        write(root, "名册.txt", &text);
        crate::command::run(root, &["check", "名册.txt", "--rules", "规则"])
    };
    let (status, out, said) = run(people);
    assert_eq!(status, Some(0), "{out}{said}");
    assert!(out.contains("相符 1") && !out.contains("没有可以核对的内容"), "{out}");
    assert_eq!(run(&people.replace("03", "01")).0, Some(1));
}

#[test]
fn what_only_documents_show_is_told_where_the_rule_stands() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "规则/ruleset.toml", RULESET);
    let rules = "[[form]]\nid = \"渠系表\"\ntitle = [\"渠系改造明细表\"]\ncolumns = [\n  \
         { name = \"渠名\", kind = \"label\" },\n  { name = \"性质\", kind = \"text\" },\n  \
         { name = \"里程\", kind = \"count\", header = [\"改造里程（公里）\"] },\n  \
         { name = \"投资\", kind = \"amount\" },\n  { name = \"拨付\", kind = \"amount\" },\n]\n\n\
         [[rule]]\nid = \"渠系-扩建\"\nform = \"渠系表\"\nwhen = '性质 == \"扩键\"'\nexpect = \"拨付 <= 里程 * 5万元\"\n\n\
         [[rule]]\nid = \"渠系-拨付\"\nform = \"渠系表\"\nexpect = \"拨付 <= 投资\"\n";
    write(root, "规则/a.toml", rules);
    let waiver = "[[waiver]]\nrule = \"渠系-拨付\"\nagency = \"某县水里局\"\nreason = \"跨年\"\n";
    write(root, "规则/waivers.toml", waiver);
    let table = "渠系改造明细表\n单位：万元\n渠名 | 性质 | 里程数 | 投资 | 拨付\n\
         东渠 | 新建 | 3 | 20.00 | 25.00\n西渠 | 扩建 | 4 | 30.00 | 10.00\n";
    write(root, "决算.txt", &format!("某县水利局2023年度部门决算\n\n{table}"));
    let (_, _, said) = crate::command::run(root, &["rules", "check", "规则", "--on", "决算.txt"]);
    for told in [
        "a.toml:15:",
        "这一栏印的是 新建、扩建",
        "a.toml:7:",
        "header = [\"改造里程（公里）\", \"里程数\"]",
        "waivers.toml:3:",
        "agency = \"某县水利局\"",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
}

#[test]
fn ids_are_found_in_any_column_of_a_record() {
    let mut ledger = gouji::ledger::Ledger::default();
    ledger.tick_off("状态;编号;备注\n已处理;\"927f55fdd965f997\";2024\n");
    assert_eq!(ledger.ticked_off(), 1);
    ledger.tick_off("姓名,金额\n张三,100\n");
    assert_eq!(ledger.ticked_off(), 1);
}

#[test]
fn the_paper_to_sign_names_the_file_and_not_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let text = "某县水利局2023年度部门决算\n\n增加3.00万元，由10.00万元增加到12.00万元。\n";
    write(folder.path(), "决算.txt", text);
    let path = folder.path().join("决算.txt");
    let args = ["check", path.to_str().unwrap(), "--opinion", "意见.html"];
    crate::command::run(folder.path(), &args);
    let paper = std::fs::read_to_string(folder.path().join("意见.html")).unwrap();
    let here = folder.path().to_string_lossy().into_owned();
    assert!(paper.contains("决算.txt") && !paper.contains(&here));
}

#[test]
fn only_who_takes_a_program_for_pictures_is_told_to_name_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf/drawn-scanned.pdf");
    let bytes = std::fs::read(path).unwrap();
    let told = crate::engines::engine("national").audit("a.pdf", &bytes).unwrap_err();
    assert!(told.message.contains("文字识别") && !told.message.contains("--ocr"), "{told:?}");
    let folder = tempfile::tempdir().unwrap();
    let (_, out, said) = crate::command::run(folder.path(), &["check", path]);
    assert!(format!("{out}{said}").contains("--ocr"), "{out}{said}");
}

/// What `rules check` says of a rule file and what else stands in `ruleset.toml`.
fn told(rules: &str, ruleset: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let form = "[[form]]\nid = \"渠系表\"\ntitle = [\"渠系改造明细表\"]\ncolumns = [\n  \
         { name = \"渠名\", kind = \"label\" },\n  { name = \"投资\", kind = \"amount\" },\n]\n\n";
    write(folder.path(), "ruleset.toml", &format!("{RULESET}{ruleset}"));
    write(folder.path(), "a.toml", &format!("{form}{rules}"));
    crate::command::run(folder.path(), &["rules", "check", "."]).2
}

#[test]
fn scripts_of_other_languages_say_which_lines_to_write() {
    let script =
        |code: &str| format!("[[rule]]\nid = \"渠\"\nform = \"渠系表\"\nscript = '''\n{code}'''\n");
    let open =
        "for 项 in rows(渠系表) {\n  if 项.投资 > \"2万元\" {\n    report(项.投资, \"大\");\n}\n";
    let said = told(&script(open), "");
    assert!(said.contains("“if 项.投资 > \"2万元\" {”一行的 { 没有收"), "{said}");
    let colon = "for 项 in rows(渠系表):\n  report(项.投资, \"大\")\n";
    let said = told(&script(colon), "");
    assert!(said.contains("“for 项 in rows(渠系表) {”"), "{said}");
}

#[test]
fn keys_astray_are_told_where_they_belong() {
    let said = told("[[steps]]\nid = \"费率\"\n", "");
    assert!(said.contains("[param]") && said.contains("steps(费率,"), "{said}");
    let said = told("", "[profile]\nagency = [\"某县水利局\"]\n");
    assert!(said.contains("删去 [profile] 这一行"), "{said}");
    let case = "[[claim]]\nid = \"句\"\ntext = \"投资{甲:amount}\"\nexpect = \"甲 > 0\"\n\n\
         [[claim.case]]\ngiven = \"投资1.00万元\"\nexpect = \"holds\"\nseverity = \"info\"\n";
    let said = told(case, "");
    assert!(said.contains("severity 是 [[claim]] 的键") && said.contains("移到第"), "{said}");
    let said = told("[param]\n\"标准\" = { \"新建\" = \"8000元\", \"改建\" = 5000 }\n", "");
    assert!(said.contains(":10:33"), "{said}");
}

#[test]
fn formulas_of_other_programs_are_told_with_their_own_names() {
    let rule =
        |expect: &str| format!("[[rule]]\nid = \"渠\"\nform = \"渠系表\"\nexpect = '{expect}'\n");
    let said = told(&rule("if(投资 > 0, 投资 <= 5万元, true)"), "");
    assert!(said.contains("when = '投资 > 0'，expect = '投资 <= 5万元'"), "{said}");
    let said = told(&rule("投资 between 1万元 and 5万元"), "");
    assert!(said.contains("投资 >= 1万元 && 投资 <= 5万元"), "{said}");
}

#[test]
fn figures_of_sentences_are_named_by_their_words_at_arrows() {
    let folder = tempfile::tempdir().unwrap();
    let text = "某县文旅局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n2023年度收入总计620.00万元，支出总计620.00万元。与上年相比，收入总计增加50.00万元，支出总计减少30.00万元。\n";
    write(folder.path(), "决算.txt", text);
    let (_, out, said) = crate::command::run(folder.path(), &["check", "决算.txt"]);
    assert!(out.contains("列示 正文“收入总计增加”"), "{out}{said}");
    assert!(out.contains("收入增减 应等于 支出增减"), "{out}");
}
