//! Lists whose items each state what was planned and what was done, as the line above them does.

use crate::command::run;

const HEAD: &str = "某市某某局2023年度部门决算\n\n第二部分 2023年度部门决算情况说明\n\n五、一般公共预算财政拨款支出决算情况说明\n\n（三）具体情况\n\n";
const NEXT: &str = "六、一般公共预算财政拨款基本支出决算情况说明\n\n基本支出按规定列支。\n";

/// The checks of sums, each with its verdict and its figures.
fn sums(body: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, format!("{HEAD}{body}\n\n{NEXT}")).unwrap();
    let arguments = ["check", "a.txt", "--format", "json", "--all", "--fail-on", "never"];
    let (_, out, _) = run(folder.path(), &arguments);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let checks = report["documents"][0]["checks"].as_array().unwrap();
    let of_sum = checks.iter().filter(|check| check["rule"] == "叙述合计");
    of_sum
        .map(|check| {
            let first = check["figures"][0]["text"].as_str().unwrap().to_owned();
            (check["verdict"].as_str().unwrap().to_owned(), first)
        })
        .collect()
}

/// A list in words of its own: numbered, or of paragraphs.
fn list(numbered: bool, amounts: [&str; 8]) -> String {
    let [plan, done, rest @ ..] = amounts;
    let mut out = format!("财政拨款支出年初预算为{plan}万元，支出决算为{done}万元。其中：\n\n");
    let names = ["文化旅游支出", "卫生健康支出", "住房保障支出"];
    for (nth, (name, own)) in names.iter().zip(rest.chunks(2)).enumerate() {
        let number = if numbered { format!("{}.", nth + 1) } else { String::new() };
        out.push_str(&format!(
            "{number}{name}年初预算为{}万元，支出决算为{}万元，主要用于日常工作。\n\n",
            own[0], own[1]
        ));
    }
    out
}

const RIGHT: [&str; 8] =
    ["8812.40", "7790.65", "4402.15", "3898.20", "3310.05", "2895.41", "1100.20", "997.04"];

#[test]
fn each_stage_comes_to_its_own_whole() {
    for numbered in [true, false] {
        let found = sums(&list(numbered, RIGHT));
        let held = |first: &str| found.contains(&("holds".to_owned(), first.to_owned()));
        assert!(held("8812.40万元") && held("7790.65万元"), "{numbered}: {found:?}");
    }
}

#[test]
fn a_slip_in_one_stage_is_told_by_the_other() {
    for (at, wrong) in [(1, "7760.65"), (3, "3889.20"), (4, "3310.50"), (6, "1120.20")] {
        let mut amounts = RIGHT;
        amounts[at] = wrong;
        let found = sums(&list(true, amounts));
        let broken = found.iter().filter(|(verdict, _)| verdict == "violation").count();
        assert_eq!(broken, 1, "{wrong}: {found:?}");
    }
}

#[test]
fn a_list_that_leaves_out_what_was_only_planned_is_accused_of_nothing() {
    let mut amounts = RIGHT;
    // 37.50 more were planned for something of which nothing was done
    amounts[0] = "8849.90";
    let found = sums(&list(true, amounts));
    assert!(found.iter().all(|(verdict, _)| verdict != "violation"), "{found:?}");
}
