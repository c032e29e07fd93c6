//! Self-evaluations whose heads were damaged on their way into text: letters lost, a head over two
//! cells, lower heads beside the one they belong under, digits apart. What is read so is checked, and
//! nothing that is right is accused.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};

fn audited(sheet: &str) -> DocumentAudit {
    let text = format!(
        "清溪县图书馆2023年度部门决算\n\n古籍修复项目支出绩效自评表\n\n（2023年度）\n\n项目名称\t古籍修复\n{sheet}"
    );
    engines::engine("national").audit("a.txt", text.as_bytes()).unwrap()
}

/// The verdicts on what a rule says.
fn verdicts(sheet: &str, rule: &str) -> Vec<Verdict> {
    let checks = audited(sheet).checks;
    checks.iter().filter(|check| check.rule.as_str() == rule).map(|check| check.verdict).collect()
}

/// Indicators under heads of which three lost letters; `reached` is what was reached of the first.
fn indicators(reached: &str) -> String {
    format!(
        "绩效指标\t级指标\t三级指标\t年初指标值\t调整后指标值\t实际完成值\t值\t得分\t偏差原因分析及改进措施\n\
         \t量指标\t修复次数\t100次\t100次\t{reached}\t0\t20\t\n\
         \t量指标\t培训次数\t4次\t4次\t4次\t0\t10\t\n\
         \t效指标\t修复合格率\t95%\t95%\t90%\t0\t8\t人手不足\n"
    )
}

#[test]
fn the_sequence_of_heads_tells_a_form_without_a_title() {
    let rule = "自评-未达标-原因";
    let all = [Verdict::Holds; 3];
    assert_eq!(verdicts(&indicators("100次"), rule), all);
    let broken = verdicts(&indicators("60次"), rule);
    assert_eq!(broken.iter().filter(|verdict| **verdict == Verdict::Violation).count(), 1);
}

#[test]
fn a_value_before_a_unit_of_digits_is_read() {
    let sheet = |reached: &str| indicators("100次").replace("\t4次\t4次\t4次", reached);
    let rule = "自评-未达标-原因";
    let right = sheet("\t= 100100%\t= 100100%\t= 100100%");
    assert_eq!(verdicts(&right, rule), [Verdict::Holds; 3]);
    let wrong = verdicts(&sheet("\t= 100100%\t= 100100%\t= 67100%"), rule);
    assert!(wrong.contains(&Verdict::Violation), "{wrong:?}");
}

/// Funds under a head that fell into two cells; the rows have a column less.
fn funds(rate: &str) -> String {
    format!(
        "资金来源（万元）\t年初预\t算数\t全年预算数\t全年执行数\t执行率\t得分\n\
         资金总额\t50.00\t40.00\t36.00\t{rate}\t9.00\t\n\
         市级资金\t50.00\t40.00\t36.00\t{rate}\t9.00\t\n"
    )
}

#[test]
fn a_head_over_two_cells_accuses_nothing_that_is_right() {
    let audit = audited(&funds("90.00"));
    assert!(audit.checks.iter().all(|check| check.verdict != Verdict::Violation));
    let rates = verdicts(&funds("90.00"), "自评-执行率");
    assert!(!rates.is_empty() && rates.iter().all(|verdict| verdict.agrees()), "{rates:?}");
}

#[test]
fn lower_heads_belong_under_the_head_that_has_room_for_them() {
    let sheet = |left: &str| {
        format!(
            "项目资金（万元）\t\t\t年初预算数\t\t全年预算数\t全年执行数\t资金结余（转）\t执行率\t得分\n\
             \t目标申报数\t预算编制数\t\t\t\t\t\t\t\n\
             \t资金总额\t\t50.00\t50.00\t40.00\t36.00\t{left}\t90.00\t9.00\n\
             市级资金\t\t50.00\t50.00\t40.00\t36.00\t{left}\t90.00\t9.00\t\n"
        )
    };
    let rule = "自评-结余";
    assert_eq!(verdicts(&sheet("4.00"), rule), [Verdict::Holds; 2]);
    assert!(verdicts(&sheet("7.00"), rule).contains(&Verdict::Violation));
}

#[test]
fn the_year_of_a_document_is_cited() {
    let audit = audited(&funds("90.00"));
    let check = audit.checks.iter().find(|check| check.rule.as_str() == "自评-年度").unwrap();
    let texts: Vec<String> = check.figures().map(|one| one.printed().text.clone()).collect();
    assert_eq!(texts, ["2023", "2023"]);
}
