//! What agrees without proof (印证) is told apart from what was checked, in every output.

use crate::command::{json, run};
use crate::engines::engine;
use gouji::audit::DocumentAudit;
use gouji::audit::Verdict;
use gouji::report::{Format, Options};
use serde_json::Value;

/// Sentences that are tied to the rows of a table by the figures that both have; the rows are
/// added up where `total` is a row of the table.
pub fn report(growth: &str, total: &str) -> String {
    format!(
        "关于柳泉县2025年财政预算执行情况和2026年财政预算草案的报告\n\n一、收入情况\n\n\
         城建税完成3164万元，占预算的95.9%，增长5.5%。\n\n\
         房产税完成2208万元，占预算的92%，增长4.2%。\n\n\
         印花税完成1716万元，占预算的104%，增长{growth}%。\n\n\
         2025年柳泉县地方小税种收入情况表\n单位：万元\n\
         项目 | 前年完成数 | 上年完成数 | 预算数 | 完成数 | 占预算比重 | 比上年增幅\n\
         城建税 | 2890 | 3000 | 3300 | 3164 | 95.9 | 5.5\n\
         房产税 | 2010 | 2120 | 2400 | 2208 | 92.0 | 4.2\n\
         印花税 | 1390 | 1430 | 1650 | 1716 | 104.0 | 20.0\n{total}"
    )
}

pub const TOTAL: &str = "合计 | 6290 | 6550 | 7350 | 7088 | 96.4 | 8.2\n";
const WHY: &str = "这几个数是因为相等才放在一起的，印错了也看不出来";
const ALONE: &str = "只有印证，没有核对：即使印错了，也不一定看得出来";

fn audit(text: &str) -> DocumentAudit {
    engine("national").audit("报告.txt", text.as_bytes()).unwrap()
}

/// The whole report of a document whose sentences are tied, and whose rows add up.
fn whole(format: Format) -> String {
    rendered(&report("20", TOTAL), format)
}

/// Of one in which nothing is checked.
fn alone(format: Format) -> String {
    rendered(&report("20", ""), format)
}

fn rendered(text: &str, format: Format) -> String {
    let options = Options { all: true, ..Options::default() };
    String::from_utf8(format.document(&Ok(audit(text)), &options)).unwrap()
}

fn count(audit: &DocumentAudit, verdict: Verdict) -> usize {
    audit.checks.iter().filter(|check| check.verdict == verdict).count()
}

#[test]
fn a_figure_that_is_only_tied_is_not_checked() {
    let found = audit(&report("20", TOTAL));
    let corroborated = count(&found, Verdict::Corroborated);
    assert!(corroborated > 0 && count(&found, Verdict::Holds) > 0, "{:?}", found.checks);
    assert_eq!(count(&found, Verdict::Violation), 0);
    let coverage = &found.coverage;
    assert_eq!((coverage.prose.checked, coverage.prose.corroborated), (0, 9));
    // what the sums of the table check is checked, whatever is tied to it
    let cells = coverage.cells();
    assert!(cells.checked > 0 && cells.corroborated > 0, "{cells:?}");
    assert_eq!(coverage.corroborated, coverage.prose.corroborated + cells.corroborated);
    let listed = coverage.unchecked.iter().filter(|figure| figure.why.is_corroborated());
    assert_eq!(listed.count(), coverage.corroborated);
}

#[test]
fn programs_are_told_it_apart() {
    let value: Value = serde_json::from_str(&rendered_run(&report("20", TOTAL))).unwrap();
    assert_eq!(value["schema"], "gouji-report/3");
    let document = &value["documents"][0];
    let checks = document["checks"].as_array().unwrap();
    let own: Vec<&Value> =
        checks.iter().filter(|check| check["verdict"] == "corroborated").collect();
    assert_eq!(value["summary"]["corroborated"], own.len());
    for check in own {
        assert_eq!(check["message"], format!("印证，不算核对：{WHY}"));
        assert_eq!(check["reason"], "found-by-value");
        assert!(check["figures"].as_array().unwrap().len() > 1, "{check}");
    }
    let coverage = &document["coverage"];
    let sum = coverage["prose"]["corroborated"].as_u64().unwrap()
        + coverage["cells"]["corroborated"].as_u64().unwrap();
    assert_eq!(coverage["corroborated"], sum);
    let listed = coverage["unchecked"].as_array().unwrap();
    assert_eq!(
        listed.iter().filter(|figure| figure["code"] == "checks-corroborated").count() as u64,
        sum
    );
}

fn rendered_run(text: &str) -> String {
    let audit =
        gouji::audit::Audit { documents: vec![Ok(audit(text))], ruleset_digest: "0".to_owned() };
    let options = Options { all: true, ..Options::default() };
    String::from_utf8(Format::JSON.render(&audit, &options)).unwrap()
}

#[test]
fn code_hosts_are_asked_to_review_it_and_it_passes_nowhere() {
    let value: Value = serde_json::from_str(&whole(Format::SARIF)).unwrap();
    let results = value["results"].as_array().unwrap();
    let mut kinds: Vec<(&str, &str)> = results
        .iter()
        .map(|one| (one["properties"]["verdict"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, [("corroborated", "review"), ("holds", "pass"), ("unchecked", "open")]);
    let junit = whole(Format::JUNIT);
    let case = junit.split("name=\"叙述表中数\"").nth(1).unwrap();
    let skipped = format!(">\n<skipped message=\"印证，不算核对：{WHY}\"/>");
    assert!(case.starts_with(&skipped), "{case}");
}

#[test]
fn people_are_told_it_apart() {
    let text = whole(Format::TEXT);
    assert!(text.contains("✓ 没有发现问题") && text.contains("尾差 0，印证 9，不符 0"), "{text}");
    let listed = text.split("印证（没有矛盾，但印错了不一定看得出来，不算核对）\n").nth(1).unwrap();
    assert!(listed.starts_with("  ○ 叙述表中数 · 9 项\n") && listed.contains(WHY), "{listed}");
    assert!(text.contains("，只有印证 "), "{text}");
    let markdown = whole(Format::MARKDOWN);
    assert!(markdown.contains("印证 9，") && markdown.contains("- 印证：第 5 行"), "{markdown}");
    let table = whole(Format::CSV);
    let rows: Vec<&str> = table.lines().filter(|row| row.contains(",印证,")).collect();
    assert!(rows.len() == 9 && rows.iter().all(|row| row.contains(WHY)), "{rows:?}");
    let page = whole(Format::HTML);
    assert!(page.contains("<summary>印证，不算核对 9 项，1 条规则</summary>"));
    assert!(page.contains("<h3>只有印证的数字 "));
    // no tick stands behind a figure that nothing checks
    let marked: Vec<&str> = page.split("<span class=\"f said\"").skip(2).collect();
    assert!(marked.iter().all(|mark| mark.contains("○ 叙述表中数：")), "{marked:?}");
    assert!(page.contains("<span class=\"said\">印证 "));
}

#[test]
fn where_nothing_else_was_checked_no_output_says_that_all_is_well() {
    for format in [Format::TEXT, Format::MARKDOWN, Format::HTML, Format::CSV, Format::SARIF] {
        let text = alone(format);
        assert!(text.contains(ALONE) && !text.contains("没有发现问题"), "{text}");
    }
    for format in [Format::JUNIT, Format::CONCISE] {
        let text = alone(format);
        assert!(text.contains(ALONE) && text.contains("error"), "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("甲.txt"), report("20", "")).unwrap();
    std::fs::write(folder.path().join("乙.txt"), report("20", TOTAL)).unwrap();
    let (code, out, _) = run(folder.path(), &["check", "甲.txt", "--fail-on", "never"]);
    assert!(code == Some(3) && out.contains(ALONE) && !out.contains('✓'), "{code:?} {out}");
    let (code, out, _) = run(folder.path(), &["check", "乙.txt"]);
    assert!(code == Some(0) && out.contains("✓ 没有发现问题"), "{code:?} {out}");
    let (code, out, said) = run(folder.path(), &["check", "甲.txt", "乙.txt"]);
    assert!(code == Some(3) && out.contains("只有印证，没有核对"), "{code:?} {out}{said}");
}

/// A line of the ledger about a figure, and a finding of an old version, wait for a check.
/// With so many rows that a rate that is not that of its row is wrong.
fn of_five(growth: &str) -> String {
    let sentences = "车船税完成1098万元，占预算的91.5%，下降8.5%。\n\n\
                     环境保护税完成486万元，占预算的97.2%，增长8%。\n\n印花税完成";
    let rows = "车船税 | 1180 | 1200 | 1200 | 1098 | 91.5 | -8.5\n\
                环境保护税 | 440 | 450 | 500 | 486 | 97.2 | 8.0\n印花税 | 1390 | 1430";
    let text = report(growth, "合计 | 7910 | 8200 | 9050 | 8672 | 95.8 | 5.8\n");
    text.replace("印花税完成", sentences).replace("印花税 | 1390 | 1430", rows)
}

#[test]
fn what_is_corroborated_was_not_checked_this_time() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, text) in [("甲.txt", of_five("26")), ("乙.txt", of_five("20"))] {
        std::fs::write(root.join(name), text).unwrap();
    }
    let found = json(root, &["diff", "甲.txt", "乙.txt"]);
    let of = |what: &str| found["findings"][what].as_array().unwrap().len();
    assert_eq!([of("mended"), of("open"), of("new"), of("unseen")], [0, 0, 0, 1], "{found:#}");
    #[cfg(feature = "workbook")]
    {
        use gouji::ledger::read;
        let statuses = || -> Vec<String> {
            let ledger = read(&std::fs::read(root.join("台账.xlsx")).unwrap()).unwrap();
            ledger.rows().iter().map(|row| row.status.clone()).collect()
        };
        let (_, _, said) = run(root, &["check", "甲.txt", "--ledger", "台账.xlsx"]);
        assert_eq!(statuses(), ["新增"], "{said}");
        std::fs::rename(root.join("乙.txt"), root.join("甲.txt")).unwrap();
        let (_, out, said) = run(root, &["check", "甲.txt", "--ledger", "台账.xlsx"]);
        assert_eq!(statuses(), ["新增"], "{out}{said}");
        assert!(said.contains("这次没有核对到") && !out.contains("已整改"), "{out}{said}");
    }
}

#[test]
fn a_case_may_expect_it() {
    let folder = tempfile::tempdir().unwrap();
    let rules = |expect: &str| {
        let sentences = report("20", "");
        format!(
            "[[case]]\nrule = \"叙述表中数\"\ngiven = \"\"\"\n{sentences}\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    for (expect, wanted) in [("corroborated", Some(0)), ("holds", Some(2))] {
        std::fs::write(folder.path().join("rules.toml"), rules(expect)).unwrap();
        std::fs::write(
            folder.path().join("ruleset.toml"),
            "name = \"本县\"\nextends = \"national\"\n",
        )
        .unwrap();
        let (code, out, said) = run(folder.path(), &["rules", "test", "."]);
        assert_eq!(code, wanted, "{out}{said}");
        let is_told = out.contains("corroborated（印证") || said.contains("corroborated（印证");
        assert_eq!(is_told, expect == "holds", "{out}{said}");
    }
}
