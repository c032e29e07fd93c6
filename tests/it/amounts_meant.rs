//! Amounts, percentages and days mean what they say wherever rule files write them, and advice about
//! them is typed back as it stands.

use crate::as_typed::{one, rule, told, write};
use crate::command::run;
use std::fs;

/// The grades of amounts, and a rule that looks a limit up by them.
fn by_tier(grades: &str) -> String {
    let limits = "[param]\n\"限额\" = { \"大\" = \"70000元\", \"小\" = \"50000元\" }\n\n";
    let scale = format!("[[scale]]\nid = \"档\"\ngrades = [{grades}]\n\n");
    format!(
        "{limits}{scale}{}",
        rule("rows = \"leaves\"\nexpect = \"费用 <= lookup(限额, grade(档, 费用))\"")
    )
}

/// What `check` and `rules check --on` say of these files, without blanks.
fn said(files: &[(&str, &str)], document: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    fs::write(folder.path().join("决算.txt"), document).unwrap();
    let (_, first, more) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    let (status, out, err) = run(folder.path(), &["check", "决算.txt", "-r", "本局", "--all"]);
    let all = format!("{more}{first}{err}{out}");
    (status.unwrap(), all.split_whitespace().collect())
}

#[test]
fn grades_begin_at_amounts_with_their_unit() {
    let text = by_tier("{ name = \"大\", from = \"5万元\" }, { name = \"小\", from = 0 }");
    let (status, words) = said(&[("a.toml", &text)], crate::as_typed::DOCUMENT);
    assert!(status == 0 && words.contains("相符2"), "{words}");
    let bare = by_tier("{ name = \"大\", from = 5 }, { name = \"小\", from = 0 }");
    one(&bare, &["没有单位的数，费用 是金额", "from = \"5万元\"", "是元的，万元换成元"]);
    let mixed = by_tier("{ name = \"大\", from = \"90%\" }, { name = \"小\", from = 0 }");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &mixed)]);
    assert!(told(folder.path())[0]["message"].as_str().unwrap().contains("是百分数，费用 是金额"));
}

#[test]
fn rates_of_tables_and_steps_are_percentages() {
    let steps = |rates: &str, expect: &str| {
        format!("[param]\n\"费率\" = {rates}\n\n{}", rule(&format!("expect = \"{expect}\"")))
    };
    let bare = "{ \"0元\" = 90, \"50000元\" = 80 }";
    one(&steps(bare, "费用 >= steps(费率, 费用)"), &["不是 90%", "\"50000元\" = \"80%\""]);
    let good = "{ \"0元\" = \"90%\", \"50000元\" = \"80%\" }";
    one(&steps(good, "费用 >= 费用 * steps(费率, 费用)"), &["不再乘金额", "steps(费率, 费用)"]);
    let flat =
        steps("{ \"0元\" = \"500元\", \"50000元\" = \"800元\" }", "费用 >= steps(费率, 费用)");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &flat)]);
    let help = told(folder.path())[0]["help"].as_str().unwrap().to_owned();
    for words in ["{ name = \"50000元\", from = \"50000元\" }", "lookup(费率, grade(费率档, 费用))"]
    {
        assert!(help.contains(words), "{help}");
    }
}

#[test]
fn the_sign_of_a_comparison_and_its_names_are_kept() {
    one(
        &rule("expect = \"abs(费用 - 60000元) >= 10%\""),
        &["abs(费用 - 60000元) >= 60000元 * 10%"],
    );
    one(&rule("expect = \"结算率 == ROUND(费用 / 费用, 4)\""), &["不用 ROUND"]);
    one(&rule("expect = \"天数不超过人数加天数\""), &["天数 <= 人数 + 天数"]);
    let table = "[param]\n\"标准\" = [[\"甲档\", \"650元\"], [\"乙档\", \"450元\"]]\n\n";
    let text = rule("expect = \"费用 <= 人数 * 天数 * lookup(标准, 档次)\"");
    one(&format!("{table}{text}"), &["{ \"甲档\" = \"650元\", \"乙档\" = \"450元\" }"]);
    let table = "[param]\n\"标准\" = { \"甲档\" = \"650元\", \"乙档\" = \"450元\" }\n\n";
    let text = rule("expect = \"费用 <= 人数 * 天数 * param.标准.甲档\"");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &format!("{table}{text}"))]);
    let help = told(folder.path())[0]["help"].as_str().unwrap().to_owned();
    assert!(help.contains("lookup(标准, '甲档')"), "{help}");
    one(&rule("from = 2024-01-01\nexpect = \"天数 <= 9\""), &["from = 2024"]);
}
