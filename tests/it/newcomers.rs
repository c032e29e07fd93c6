//! What somebody stumbled over who made layers of two provinces: said where it is, with what to do.

use crate::command::run;
use std::path::Path;

/// A layer with a form, a claim that only takes a number, one that checks it, and a rule on the form.
fn layer(root: &Path, more: &str) {
    let own = root.join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let settings = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), settings).unwrap();
    std::fs::write(own.join("rules.toml"), more).unwrap();
}

const MEALS: &str = "[[form]]\nid = \"餐费表\"\ntitle = \"工作餐费表\"\ncolumns = [\n  { name = \"部门\", kind = \"label\", header = [\"(部门|单位)名称\", \"部门\"] },\n  { name = \"人次\", kind = \"count\" },\n  { name = \"餐费\", kind = \"amount\" },\n]\n\n[[rule]]\nid = \"餐费-标准\"\nform = \"餐费表\"\nexpect = \"餐费 <= 人次 * 40元\"\n";

const DOCUMENT: &str = "清溪市文化局2024年度部门决算\n\n2024年工作餐费表\n单位：元\n部门名称 | 人次 | 餐费\n办公室 | 10 | 350\n财务科 | 5 | 150\n";

#[test]
fn a_table_with_the_title_of_a_form_behind_a_year_is_told_by_the_columns_that_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let more = "\n  { name = \"场地费\", kind = \"amount\" },\n  { name = \"茶水费\", kind = \"amount\" },\n]\n";
    layer(root, &MEALS.replacen("\n]\n", more, 1));
    std::fs::write(root.join("a.txt"), DOCUMENT.replace("| 人次 |", "| 桌数 |")).unwrap();
    let (_, out, said) = run(root, &["rules", "check", "本局", "--on", "a.txt"]);
    let said: String = format!("{out}{said}").split_whitespace().collect();
    // the head that a pattern knows is not among them
    assert!(
        said.contains(
            "《2024年工作餐费表》表题对得上，栏目对不上，没有认成餐费表：没有找到列：人次、场地费、茶水费"
        ),
        "{said}"
    );
    assert!(!said.contains("没有一份文件有印"), "{said}");
}

#[test]
fn a_claim_that_only_takes_a_number_has_no_cases_and_the_rules_that_use_it_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let claim = "\n[[claim]]\nid = \"餐费说明\"\ntext = \"工作餐费共{餐费:amount}\"\n";
    let user = "\n[[rule]]\nid = \"餐费-一致\"\nexpect = \"餐费说明.餐费 == sum(餐费表.餐费)\"\n";
    layer(root, &format!("{MEALS}{claim}"));
    std::fs::write(root.join("a.txt"), format!("{DOCUMENT}\n工作餐费共500元。\n")).unwrap();
    let case = |id: &str| run(root, &["rules", "case", "a.txt", id, "-r", "本局"]).2;
    let said = case("餐费说明");
    assert!(said.contains("没有写 expect，只取数") && said.contains("也没有规则用它"), "{said}");
    layer(root, &format!("{MEALS}{claim}{user}"));
    let said = case("餐费说明");
    assert!(said.contains("gouji rules case 文件 餐费-一致"), "{said}");
    assert!(case("餐费说").contains("没有编号为“餐费说”"));
}

#[test]
fn strict_tests_end_with_what_failed_and_the_same_cases_are_not_added_twice() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    layer(root, MEALS);
    std::fs::write(root.join("a.txt"), DOCUMENT).unwrap();
    let cases = ["rules", "case", "a.txt", "餐费-标准", "-r", "本局", "-o", "本局/cases/a.toml"];
    let (status, out, said) = run(root, &cases);
    assert_eq!(status, Some(0), "{out}{said}");
    let before = std::fs::read(root.join("本局/cases/a.toml")).unwrap();
    let (status, _, said) = run(root, &cases);
    assert!(status == Some(2) && said.contains("已经有这几个用例，没有改动"), "{said}");
    assert_eq!(std::fs::read(root.join("本局/cases/a.toml")).unwrap(), before);
    let (status, out, _) = run(root, &["rules", "test", "本局", "--strict"]);
    assert!(status == Some(0) && out.contains("✓ 本局：规则 1 条，用例 2 个，全部通过"), "{out}");
    std::fs::remove_dir_all(root.join("本局/cases")).unwrap();
    let (status, out, _) = run(root, &["rules", "test", "本局", "--strict"]);
    let last = out.trim_end().lines().last().unwrap_or("").to_owned();
    assert!(
        status == Some(2) && last.starts_with("✗ 本局") && last.contains("1 条缺用例"),
        "{out}"
    );
}

#[test]
fn a_sentence_whose_amount_stands_far_from_the_name_of_a_measure_is_not_called_idle() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let claim = |text: &str| {
        format!(
            "[[claim]]\nid = \"绩效项目\"\ntext = \"{text}\"\nexpect = \"资金 == 预算支出总表.总计行.项目\"\n"
        )
    };
    let told = |text: &str| {
        layer(root, &claim(text));
        let (_, out, said) = run(root, &["rules", "check", "本局"]);
        format!("{out}{said}").split_whitespace().collect::<String>()
    };
    let far = told("所有项目支出预算纳入部门预算绩效管理，涉及预算资金{资金:amount}，设置并编报");
    assert!(!far.contains("由名目"), "{far}");
    // right behind it the measure reads it, and that one is not the clerk's to change
    let near = told("安排的项目支出{资金:amount}，设置并编报");
    assert!(near.contains("核对的都已由名目预算项目支出核对"), "{near}");
    assert!(near.contains("没有核对到的留着") && !near.contains("replaces"), "{near}");
}

#[test]
fn statistics_are_on_the_screen_where_the_report_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    layer(root, MEALS);
    std::fs::write(root.join("a.txt"), DOCUMENT.replace("350", "450")).unwrap();
    std::fs::write(root.join("b.txt"), DOCUMENT).unwrap();
    for format in ["html", "csv"] {
        let args = ["check", "a.txt", "b.txt", "-r", "本局", "--statistics", "--format", format];
        let args: Vec<&str> = args.into_iter().chain(["-o", format]).collect();
        let (_, out, said) = run(root, &args);
        assert!(said.contains("按规则统计（1 条规则有问题）"), "{out}{said}");
        assert!(said.contains("餐费-标准"), "{out}{said}");
    }
}

#[cfg(feature = "formats")]
#[test]
fn a_copy_without_findings_says_by_which_rules_there_were_none() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let pdf = fixtures.join("pdf/archive-clean-wan.pdf");
    let args = ["check", pdf.to_str().unwrap(), "--annotate", "批注"];
    let (status, out, said) = run(folder.path(), &args);
    assert!(status == Some(0) && out.contains("没有发现问题"), "{out}{said}");
    assert!(said.contains("1 份；") && !said.contains("完全一样"), "{said}");
    let pages = |bytes: &[u8]| lopdf::Document::load_mem(bytes).unwrap().get_pages().len();
    let copy = std::fs::read(folder.path().join("批注/archive-clean-wan.gouji.pdf")).unwrap();
    assert_eq!(pages(&copy), pages(&std::fs::read(&pdf).unwrap()) + 1);
}

#[cfg(not(feature = "lsp"))]
#[test]
fn a_program_without_the_server_for_editors_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for args in [["lsp"].as_slice(), &["lsp", "--help"]] {
        let (status, _, said) = run(folder.path(), args);
        assert!(status == Some(2) && said.contains("没有编进 gouji lsp"), "{said}");
    }
}

#[test]
fn a_draft_says_where_its_forms_are_from_and_tells_heads_by_those_above() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "清溪市文化局2026年部门预算\n\n人员情况一览\n单位名称 | 编制人数 |  |  | 实有人数 |  |  | 自评分数 | 备注\n | 小计 | 行政 | 事业 | 小计 | 行政 | 事业 |  |\n合计 | 60 | 20 | 40 | 55 | 19 | 36 | 190.5 |\n文化馆 | 35 | 12 | 23 | 31 | 11 | 20 | 98.5 |\n图书馆 | 25 | 8 | 17 | 24 | 8 | 16 | 92 |\n";
    std::fs::write(root.join("甲.txt"), text).unwrap();
    let (_, out, said) = run(root, &["rules", "draft", "甲.txt"]);
    for words in [
        "# 出自 甲.txt 第 4 行",
        "name = \"编制人数小计\", kind = \"count\"",
        "name = \"实有人数小计\", kind = \"count\"",
        "name = \"自评分数\", kind = \"score\"",
        "name = \"备注\", kind = \"text\"",
    ] {
        assert!(out.contains(words), "{words}\n{out}{said}");
    }
}

#[test]
fn learning_nothing_says_what_came_nearest_and_forms_show_their_patterns() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (at, agency) in ["甲县文化局", "乙县文化局", "丙县文化局"].into_iter().enumerate()
    {
        let (a, b) = (12345.67 + at as f64 * 111.11, 7654.32 + at as f64 * 222.22);
        let text = format!(
            "{agency}2024年度部门决算\n\n苗圃钱款表\n单位：元\n项目 | 市级 | 县级 | 合计\n苗木 | {a:.2} | {b:.2} | {:.2}\n养护 | {b:.2} | {a:.2} | {:.2}\n",
            a + b,
            a + b
        );
        std::fs::write(root.join(format!("{at}.txt")), text).unwrap();
    }
    let (status, out, said) = run(root, &["rules", "learn", "0.txt", "1.txt", "2.txt"]);
    assert_eq!(status, Some(0), "{out}{said}");
    for words in ["至少 5 份文件、百分之 98", "没有一条在 5 份文件里都见到", "--documents 2"]
    {
        assert!(said.contains(words), "{words}\n{out}{said}");
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/learn");
    let path = fixtures.to_str().unwrap();
    let args = ["rules", "learn", path, "--documents", "2", "--held", "100"];
    let (_, out, said) = run(root, &args);
    for words in ["最接近的是：每行：年末数", "5 份文件，成立 59 处，不成立 1 处", "--held 98"]
    {
        assert!(said.contains(words), "{words}\n{out}{said}");
    }
    let (_, out, _) = run(root, &["explain", "预算单位支出表"]);
    assert!(out.contains("句式 ") && !out.contains("种句式"), "{out}");
}
