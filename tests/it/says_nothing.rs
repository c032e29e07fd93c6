//! `rules check` tells of formulas that no document can break, and of scales and measures that nothing
//! asks for.

use crate::command::run;
use std::path::Path;

const FORM: &str = "[[form]]\nid = \"会议表\"\ntitle = \"会议费明细表\"\ncolumns = [\n  { name = \"会议名称\", kind = \"label\" },\n  { name = \"费用\", kind = \"amount\" },\n  { name = \"住宿费\", kind = \"amount\" },\n  { name = \"人数\", kind = \"count\" },\n]\n\n[param]\n\"限额\" = \"5万元\"\n\"下限\" = \"1万元\"\n\n";

/// What `rules check` says of rules on one form.
fn said(folder: &Path, rules: &str) -> String {
    run(folder, &["rules", "new", "本局"]);
    std::fs::write(folder.join("本局/rules.toml"), format!("{FORM}{rules}")).unwrap();
    let (status, _, said) = run(folder, &["rules", "check", "本局"]);
    assert_eq!(status, Some(0), "{said}");
    said
}

/// Whether it says that a formula says nothing: `Some(true)` where it always holds.
fn decided(formula: &str) -> Option<bool> {
    let folder = tempfile::tempdir().unwrap();
    let rule = format!("[[rule]]\nid = \"甲\"\nform = \"会议表\"\nexpect = '{formula}'\n");
    let said = said(folder.path(), &rule);
    match (said.contains("总是成立"), said.contains("总是不成立")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
        _ => panic!("{said}"),
    }
}

#[test]
fn formulas_that_no_document_can_break_are_told() {
    for formula in [
        "abs(费用 - 住宿费) >= 0",
        "费用 <= max(费用, 住宿费)",
        "费用 >= min(费用, 住宿费)",
        "费用 + param.限额 >= 费用 + param.下限",
        "abs(费用) + abs(住宿费) + 1万元 > 0",
        "count(费用) >= 0",
    ] {
        assert_eq!(decided(formula), Some(true), "{formula}");
    }
    assert_eq!(decided("abs(费用) < 0"), Some(false));
    assert_eq!(decided("费用 - param.限额 >= 费用"), Some(false));
}

#[test]
fn of_formulas_that_figures_decide_nothing_is_told() {
    for formula in [
        "abs(费用 - 住宿费) <= param.下限",
        "费用 <= max(住宿费, param.限额)",
        "费用 >= max(费用, 住宿费)",
        "费用 <= param.限额",
        "费用 + param.下限 >= 住宿费",
        "费用 >= 0",
        "count(费用) >= 1",
        "费用 * 人数 >= 费用",
    ] {
        assert_eq!(decided(formula), None, "{formula}");
    }
}

#[test]
fn scales_and_measures_that_nothing_asks_for_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let scale = "[[scale]]\nid = \"本局三级\"\ngrades = [{ name = \"优\", from = 80 }, { name = \"中\", from = 60 }, { name = \"差\", from = 0 }]\n\n";
    let measure = "[[measure]]\nid = \"本局会议费\"\nwords = \"会议费支出\"\n\n";
    let rule = "[[rule]]\nid = \"甲\"\nform = \"会议表\"\nexpect = \"费用 <= param.限额\"\n";
    let idle = said(folder.path(), &format!("{scale}{measure}{rule}"));
    assert!(idle.contains("没有规则用到等级标准 本局三级"), "{idle}");
    assert!(idle.contains("没有规则用到名目 本局会议费"), "{idle}");
    let cells = measure
        .replace("支出\"\n", "支出\"\ncells = { \"决算\" = \"三公经费表.决算数.接待费\" }\n");
    let asked =
        "[[rule]]\nid = \"乙\"\nform = \"会议表\"\nexpect = 'grade(本局三级, 人数) == \"优\"'\n";
    let used = said(folder.path(), &format!("{scale}{cells}{rule}{asked}"));
    assert!(!used.contains("本局三级") && !used.contains("没有规则用到名目"), "{used}");
}
