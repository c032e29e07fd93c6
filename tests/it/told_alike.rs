//! One word for one state in every output; every place of a slip is told; nothing is said to agree that was only not
//! contradicted.

use crate::command::run;
use std::path::Path;

fn write(root: &Path, name: &str, text: &str) {
    std::fs::write(root.join(name), text).unwrap();
}

/// A right report.
const REPORT: &str =
    "某县水利局2023年度部门决算\n\n会议费5.00万元，比上年减少1.00万元，下降16.67%。\n";

#[test]
fn a_document_without_figures_has_one_word_in_every_output() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("in")).unwrap();
    write(root, "in/好.txt", REPORT);
    write(root, "in/无数.txt", "本单位没有数字可说。\n");
    write(root, "in/空.txt", "");
    let word = "没有可以核对的内容";
    let (_, csv, _) = run(root, &["check", "in", "--format", "csv"]);
    let row = csv.lines().find(|row| row.starts_with("in/无数.txt")).unwrap();
    assert!(row.contains(&format!(",{word},")) && !row.contains("未能审核"), "{row}");
    assert_eq!(csv.matches("未能审核").count(), 1, "{csv}");
    let (_, summary, _) = run(root, &["check", "in", "--format", "markdown"]);
    assert!(summary.contains(&format!("| in/无数.txt |  | 0 | 0 | 0 {word} |")), "{summary}");
    run(root, &["check", "in", "--opinion", "意见.html"]);
    let paper = std::fs::read_to_string(root.join("意见.html")).unwrap();
    assert!(paper.contains(&format!("{word} 1 份")), "{paper}");
    // that nothing was checked does not mean that all was
    assert!(!paper.contains("都核对了") || paper.contains("没有发现问题"), "{paper}");
    let (_, _, _) = run(root, &["check", "in/无数.txt", "--opinion", "一.html"]);
    let paper = std::fs::read_to_string(root.join("一.html")).unwrap();
    assert!(!paper.contains("都核对了"), "{paper}");
}

#[test]
fn what_is_only_not_contradicted_is_not_said_to_agree() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "某县水利局2023年度部门决算\n\n一、说明\n\n核定公务用车编制12辆，其中：一般公务用车5辆，执法执勤用车6辆。\n";
    write(root, "a.txt", text);
    let (_, out, _) = run(root, &["check", "a.txt", "--all"]);
    assert!(out.contains("印证") && !out.contains("数字一致"), "{out}");
}

#[test]
fn a_list_of_more_than_its_total_is_not_asked_for_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = |total: &str| {
        format!(
            "某县水利局2023年度部门决算\n\n一、说明\n\n支出合计{total}万元，包括基本支出62.00万元、项目支出30.00万元。\n"
        )
    };
    let hint = "只列了一部分的";
    write(root, "多.txt", &text("90.00"));
    write(root, "少.txt", &text("98.00"));
    let (_, out, _) = run(root, &["check", "多.txt"]);
    assert!(out.contains("≠") && !out.contains(hint), "{out}");
    let (_, out, _) = run(root, &["check", "少.txt"]);
    assert!(out.contains(hint), "{out}");
}

#[test]
fn every_place_of_a_slip_is_told_and_other_words_are_other_slips() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "某县水利局2023年度部门决算\n\n一、说明\n\n我局的的职工都已到岗。\n\n今年进行进行了检查。\n\n全部的的工程已完工。\n";
    write(root, "a.txt", text);
    let (_, out, _) = run(root, &["check", "a.txt", "--format", "concise"]);
    let told: Vec<&str> = out.lines().filter(|line| line.contains("词语重复")).collect();
    assert_eq!(told.len(), 2, "{out}");
    assert!(told[0].contains("的的") && told[0].contains("另有 1 处：第 9 行"), "{out}");
    assert!(told[1].contains("进行进行"), "{out}");
    run(root, &["check", "a.txt", "--opinion", "意见.html"]);
    let paper = std::fs::read_to_string(root.join("意见.html")).unwrap();
    assert!(paper.contains("第 9 行") && paper.contains("进行进行"), "{paper}");
}

#[test]
fn a_paper_has_no_folders_of_its_clerk_and_no_brackets_of_programs() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir_all(root.join("in/甲")).unwrap();
    let text = "某县水利局[本级]\n\n2023年度部门决算\n\n会议费5.00万元，比上年减少1.00万元，下降16.67%。\n";
    write(&root, "in/甲/一.txt", text);
    write(&root, "in/二.txt", text);
    let whole = root.join("in").display().to_string();
    run(&root, &["check", &whole, "--opinion", "意见.html"]);
    let paper = std::fs::read_to_string(root.join("意见.html")).unwrap();
    assert!(paper.contains("甲/一.txt") && !paper.contains(&whole), "{paper}");
    assert!(!paper.contains("[本级]"), "{paper}");
}

#[test]
fn a_folder_that_is_none_of_rules_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "a.txt", REPORT);
    std::fs::create_dir(root.join("空")).unwrap();
    let (status, out, said) = run(root, &["check", "a.txt", "--rules", "空"]);
    assert!(status == Some(2) && said.contains("没有规则文件"), "{out}{said}");
    std::fs::create_dir(root.join("多")).unwrap();
    for at in 0..10_050 {
        write(&root.join("多"), &format!("{at}.txt"), "");
    }
    let (status, out, said) = run(root, &["check", "a.txt", "--rules", "多"]);
    assert!(status == Some(2) && said.contains("不像是规则文件夹"), "{out}{said}");
}

#[test]
fn a_page_leaves_out_no_level_of_headings_and_leads_to_its_problems() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "某县水利局2023年度部门决算\n\n一、说明\n\n（一）会议费\n\n会议费5.00万元，比上年减少1.00万元，下降26.67%。\n";
    write(root, "a.txt", text);
    let (_, page, _) = run(root, &["check", "a.txt", "--format", "html"]);
    let levels: Vec<u32> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
        .collect();
    assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
    let (_, behind) = page.split_once("class=\"skip\"><a href=\"#").unwrap();
    let target = behind.split('"').next().unwrap();
    assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
}

#[test]
fn a_document_is_no_list_of_units() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "a.txt", REPORT);
    write(root, "b.csv", "单位,联系人\n某县水利局,张三\n某县教育局（本级）,李四\n");
    let (status, out, said) = run(root, &["check", "a.txt", "--expected", "a.txt"]);
    assert!(status == Some(2) && said.contains("不像单位名称"), "{out}{said}");
    let (_, out, said) = run(root, &["check", "a.txt", "--expected", "b.csv"]);
    assert!(!said.contains("不像单位名称"), "{out}{said}");
}

#[test]
fn a_rule_for_some_rows_is_explained_as_one_and_rounded_figures_as_rounded() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "某县项目支出绩效自评表\n（2023年度）\n单位：万元\n项目名称 | 水渠清淤\n\
         项目资金 | 来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n\
          | 年度资金总额 | 64.00 | 62.00 | 58.90 | 10 | 95% | 10\n\
          | 其中：当年财政拨款 | 64.00 | 62.00 | 58.90 | | 95% |\n";
    write(root, "a.txt", text);
    let (_, out, said) = run(root, &["explain", "a.txt:6"]);
    let line = out
        .lines()
        .find(|line| line.contains("应等于 9.5"))
        .unwrap_or_else(|| panic!("{out}{said}"));
    assert!(line.contains("四舍五入后相符"), "{line}");
    std::fs::create_dir(root.join("r")).unwrap();
    write(
        root,
        "r/ruleset.toml",
        "name = \"my\"\ntitle = \"本局\"\nextends = \"national\"\nlanguage = 2\n",
    );
    write(
        root,
        "r/a.toml",
        "[[form]]\nid = \"甲表\"\ntitle = [\"甲明细表\"]\ncolumns = [\n  { name = \"项目\", kind = \"label\" },\n  { name = \"甲\", kind = \"amount\" },\n]\n\n\
         [[rule]]\nid = \"甲-行\"\nform = \"甲表\"\nrows = \"leaves\"\nwhen = \"甲 > 1万元\"\nexpect = \"甲 <= 9万元\"\n",
    );
    let (_, out, _) = run(root, &["explain", "甲-行", "-r", "r"]);
    assert!(
        out.contains("只核对明细行") && out.contains("条件") && !out.contains("leaves"),
        "{out}"
    );
}

#[test]
fn text_that_is_named_a_workbook_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "坏.xlsx", "这不是表格\n");
    write(root, "好.txt", "这不是表格\n");
    assert!(run(root, &["check", "坏.xlsx"]).1.contains("内容却是纯文本"));
    assert!(!run(root, &["check", "好.txt"]).1.contains("内容却是纯文本"));
}

#[test]
fn one_thing_is_advised_where_notes_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "a.txt", REPORT);
    let (_, out, said) = run(root, &["check", "a.txt", "--annotate", "a.txt"]);
    assert_eq!(said.matches("请换").count(), 1, "{out}{said}");
}
