//! `rules case` makes cases of a document, `rules test` takes new results over and runs some rules alone.

use crate::command::run;
use std::path::Path;

const DOCUMENT: &str = "某县水利局2023年度部门决算

“三公”经费支出决算表
单位：万元
预算数 | | | | | | 决算数 | | | | |
合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费
8.00 | | 6.00 | | 6.00 | 2.00 | 9.00 | | 6.50 | | 6.50 | 2.50

支出决算表
单位：万元
科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
 | 合计 | 30.00 | 18.00 | 12.00 | | |
201 | 一般公共服务支出 | 10.00 | 8.00 | 2.00 | | |
205 | 教育支出 | 20.00 | 10.00 | 10.00 | | |

二、支出情况

本年培训费10.00万元，其中：师资费6.00万元，占60%；食宿费4.00万元，占40%。
";

fn good(folder: &Path, args: &[&str]) -> (String, String) {
    let (status, out, said) = run(folder, args);
    assert_eq!(status, Some(0), "{args:?}\n{out}\n{said}");
    (out, said)
}

#[test]
fn cases_of_a_document_stand_in_the_folder_and_pass() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("决算.txt"), DOCUMENT).unwrap();
    good(folder, &["rules", "new", "本局"]);
    let target = "本局/cases/决算.toml";
    let made = [
        // of each line the rule that checks it, and what its cases expect
        ("决算.txt:7", "三公-决算不超预算", ["violation", "holds"]),
        ("决算.txt:13", "支出-行合计", ["holds", "violation"]),
        ("决算.txt:18", "叙述占比", ["holds", "violation"]),
        ("决算.txt", "支出-类款项", ["holds", "violation"]),
    ];
    let mut count = 0;
    for (place, id, expected) in made {
        let (_, said) = good(folder, &["rules", "case", place, id, "-o", target]);
        assert!(said.contains(&format!("照原样：{}", expected[0])), "{id} {said}");
        let text = std::fs::read_to_string(folder.join(target)).unwrap();
        let own: Vec<&str> = text.split("[[case]]").skip(1 + count).collect();
        assert_eq!(own.len(), 2, "{id}\n{text}");
        for (case, expect) in own.iter().zip(expected) {
            assert!(case.contains(&format!("rule   = \"{id}\"")), "{case}");
            assert!(case.contains(&format!("expect = \"{expect}\"")), "{id} {expect} {case}");
        }
        count += 2;
    }
    // they pass under the ruleset of the folder, all together
    let (out, _) = good(folder, &["rules", "test", "本局"]);
    assert!(out.contains(&format!("用例 {} 个，全部通过", 2 + count)), "{out}");
    // one figure alone was changed where one is enough
    let text = std::fs::read_to_string(folder.join(target)).unwrap();
    let givens: Vec<&str> = text.split("\"\"\"\n").skip(1).step_by(2).collect();
    let differing = |one: &str, other: &str| {
        one.split_whitespace().zip(other.split_whitespace()).filter(|(a, b)| a != b).count()
    };
    assert_eq!(differing(givens[2], givens[3]), 1, "{givens:#?}");
}

#[test]
fn what_no_case_can_be_made_of_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("决算.txt"), DOCUMENT).unwrap();
    let told = |args: &[&str]| {
        let (status, _, said) = run(folder, args);
        assert_eq!(status, Some(2), "{said}");
        said
    };
    let said = told(&["rules", "case", "决算.txt:3", "三公-决算不超预算"]);
    assert!(said.contains("没有核对第 3 行的数；它核对的在第 7 行"), "{said}");
    let said = told(&["rules", "case", "决算.txt", "三公-决算不超"]);
    assert!(said.contains("没有编号为") && said.contains("三公-决算不超预算"), "{said}");
    let said = told(&["rules", "case", "决算.txt", "自评-执行率得分"]);
    assert!(said.contains("没有核对任何数"), "{said}");
    let said = told(&["rules", "case", "没有.txt", "支出-行合计"]);
    assert!(said.contains("没有这个文件"), "{said}");
}

#[test]
fn results_are_written_into_the_cases_that_fail_and_remarks_stay() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    good(folder, &["rules", "new", "本局"]);
    let own = folder.join("本局/a.toml");
    let table = "given = \"\"\"\n餐费表\n单位：元\n部门 | 人次 | 餐费\n甲 | 10 | 500\n乙 | 10 | 300\n\"\"\"\n";
    let rule = |id: &str, cases: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nform = \"餐费表\"\nexpect = \"餐费 <= 人次 * 40元\"\n{cases}\n"
        )
    };
    let form = "[[form]]\nid = \"餐费表\"\ntitle = \"餐费表\"\ncolumns = [\n  { name = \"部门\", kind = \"label\" },\n  { name = \"人次\", kind = \"count\" },\n  { name = \"餐费\", kind = \"amount\" },\n]\n\n";
    let wrong = format!(
        "[[rule.case]]\n{table}expect = \"holds\" # 应当报告\n\n[[rule.case]]\n{table}expect = \"violation\"\nat = \"乙\"\ndifference = \"7\"\n"
    );
    let text = format!("{form}{}{}", rule("餐费-一", &wrong), rule("餐费-二", &wrong));
    std::fs::write(&own, &text).unwrap();
    let (status, _, said) = run(folder, &["rules", "test", "本局"]);
    assert_eq!(status, Some(2), "{said}");
    // the figures are told
    assert!(said.contains("列示") || said.contains("500"), "{said}");
    let (out, said) = good(folder, &["rules", "test", "本局", "-U", "--only", "餐费-一"]);
    assert!(
        said.contains("\"holds\" → \"violation\"") && out.contains("用例 2 个，全部通过"),
        "{out}{said}"
    );
    let now = std::fs::read_to_string(&own).unwrap();
    let (first, second) = now.split_once("餐费-二").unwrap();
    assert!(
        first.contains("expect = \"violation\" # 应当报告")
            && first.contains("difference = \"100\""),
        "{first}"
    );
    assert!(!first.contains("at = \"乙\""), "{first}");
    // the other rule was left alone
    assert!(
        second.contains("expect = \"holds\" # 应当报告") && second.contains("at = \"乙\""),
        "{second}"
    );
    let (status, _, said) = run(folder, &["rules", "test", "本局", "--only", "没有"]);
    assert!(status == Some(2) && said.contains("没有编号为“没有”的规则"), "{said}");
}

#[test]
fn proposals_are_hints_until_somebody_accepts_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let table = "办公设备清单\n单位：元\n品名 | 单价 | 运费 | 合计\n";
    let rows: String =
        (1..9).map(|n| format!("设备{n} | {} | {} | {}\n", n * 1307, n * 53, n * 1360)).collect();
    std::fs::write(folder.join("清单.txt"), format!("某县水利局2023年度部门决算\n\n{table}{rows}"))
        .unwrap();
    good(folder, &["rules", "new", "本局"]);
    good(folder, &["rules", "draft", "清单.txt", "-o", "本局/草稿.toml"]);
    let text = std::fs::read_to_string(folder.join("本局/草稿.toml")).unwrap();
    assert!(text.contains("proposed = true"), "{text}");
    let (out, _) = good(folder, &["rules", "accept", "本局"]);
    let id = out.lines().next().unwrap().split("  ").next().unwrap().to_owned();
    assert!(text.contains(&format!("id     = \"{id}\"")), "{out}\n{text}");
    // one figure of each row is wrong
    let wrong = format!(
        "某县水利局2023年度部门决算\n\n{table}{}",
        rows.replace("设备3 | 3921", "设备3 | 3291")
    );
    std::fs::write(folder.join("错.txt"), wrong).unwrap();
    let findings = || {
        let report = crate::command::json(folder, &["check", "错.txt", "-r", "本局"]);
        let all = report["documents"][0]["findings"].as_array().unwrap().clone();
        all.iter()
            .map(|finding| finding["severity"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let before = findings();
    // a built-in rule makes a warning of the same sum; the proposal adds nothing to that
    assert!(!before.is_empty() && before.iter().all(|severity| severity != "error"), "{before:?}");
    let (status, _, said) = run(folder, &["rules", "accept", "本局", "没有"]);
    assert!(status == Some(2) && said.contains("没有编号为“没有”的建议"), "{said}");
    let ids: Vec<String> =
        out.lines().filter_map(|line| line.split_once("  ")).map(|(id, _)| id.to_owned()).collect();
    let mut args = vec!["rules", "accept", "本局", "--who", "张某", "--date", "2026-11-28"];
    args.extend(ids.iter().map(String::as_str));
    let (out, _) = good(folder, &args);
    assert!(
        out.contains(&format!("认可 {id}（张某 2026-11-28）")) && out.contains("建议 0 条"),
        "{out}"
    );
    let text = std::fs::read_to_string(folder.join("本局/草稿.toml")).unwrap();
    assert!(
        !text.contains("\nproposed = true") && text.contains("accepted = \"张某 2026-11-28\""),
        "{text}"
    );
    let after = findings();
    assert!(after.iter().any(|severity| severity == "error"), "{after:?}");
}

#[test]
fn cases_run_again_when_a_rule_file_was_saved() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), &["rules", "new", "本局"]);
    let mut process = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gouji"))
        .args(["rules", "test", "本局", "--watch"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut watches = || said.by_ref().find(|line| line.contains("正在监视")).is_some();
    assert!(watches());
    let path = folder.path().join("本局/rules.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    // neither another file nor a saved one of an editor of its own
    std::fs::write(folder.path().join("本局/.rules.toml.swp"), "x").unwrap();
    std::fs::write(&path, text.replace("\"300\"", "\"301\"")).unwrap();
    assert!(watches());
    process.kill().unwrap();
    let out = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    let out: Vec<String> = out.collect();
    process.wait().unwrap();
    let lines: Vec<&String> = out.iter().filter(|line| line.contains("用例")).collect();
    assert_eq!(lines.len(), 2, "{out:?}");
    assert!(lines[0].starts_with('✓') && lines[1].starts_with('✗'), "{out:?}");
    assert!(out.iter().any(|line| line.contains("rules.toml 已保存，重新运行")), "{out:?}");
}
