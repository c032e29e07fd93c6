//! Damaged figures through the whole pipeline.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to fail")]

use gouji_audit::audit::{Check, ReadingDoubt, Verdict};
use gouji_engine::engine::{Engine, Request};
use gouji_rules::ruleset::Rulebook;

#[test]
fn a_figure_with_confused_separators_is_read_where_the_identities_say_how() {
    for printed in ["97\u{FF0C}66", "97,66", "97\u{3001}66", "97\u{3002}66"] {
        let audit = audit(&format!(
            "合计\t\t{printed}\t57.66\t40.00\t\t\t\n201\t一般公共服务支出\t97.66\t57.66\t40.00\t\t\t\n"
        ));
        assert!(audit.findings.is_empty(), "{printed}: {:?}", audit.findings);
        let found = of_rule(&audit, printed);
        assert!(
            found.iter().any(|(_, verdict, _)| *verdict == Verdict::Holds),
            "{printed}: {found:?}"
        );
        assert!(
            audit.notices.iter().any(|notice| notice.message.contains("读作 97.66")),
            "{:?}",
            audit.notices
        );
    }
    // what the identities do not confirm is not read at all, and no digit is sought in its
    // neighbours
    let wrong = audit(
        "合计\t\t97\u{FF0C}66\t57.66\t41.00\t\t\t\n201\t一般公共服务支出\t98.66\t57.66\t41.00\t\t\t\n",
    );
    assert!(
        of_rule(&wrong, "97\u{FF0C}66")
            .iter()
            .all(|(_, verdict, _)| *verdict == Verdict::Unchecked)
    );
    assert!(
        wrong.notices.iter().all(|notice| !notice.message.contains("读作")),
        "{:?}",
        wrong.notices
    );
}

fn audit(rows: &str) -> gouji_audit::audit::DocumentAudit {
    let request = Request { ruleset: Some("national".to_owned()), ..Request::default() };
    let engine = Engine::new(Rulebook::of_files(gouji_sample::rules()).unwrap(), request).unwrap();
    let text = format!(
        "某市某局2023年度部门决算\n\n支出决算表\n\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n{rows}"
    );
    engine.audit("document.txt", text.as_bytes()).unwrap()
}

fn of_rule<'a>(
    audit: &'a gouji_audit::audit::DocumentAudit,
    stated: &str,
) -> Vec<(&'a str, Verdict, ReadingDoubt)> {
    let stated =
        |check: &&Check| check.figure(0).is_some_and(|figure| figure.printed().text == stated);
    audit
        .checks
        .iter()
        .filter(stated)
        .map(|check| {
            (check.rule.as_str(), check.verdict, check.figure(0).unwrap().printed().reading.clone())
        })
        .collect()
}

#[test]
fn a_torn_figure_is_joined_where_the_identities_say_so() {
    let audit = audit(
        "合计\t\t9 7.66\t57.66\t40.00\t\t\t\n201\t一般公共服务支出\t97.66\t57.66\t40.00\t\t\t\n",
    );
    let found = of_rule(&audit, "9 7.66");
    assert!(found.len() >= 2, "{found:?}");
    // one identity decided, the others are evidence
    assert_eq!(
        found.iter().filter(|(_, verdict, _)| *verdict == Verdict::Corroborated).count(),
        1,
        "{found:?}"
    );
    assert!(
        found.iter().all(|(.., reading)| matches!(reading, ReadingDoubt::Repaired(_))),
        "{found:?}"
    );
    assert!(audit.checks.iter().all(|check| check.verdict != Verdict::Violation));
}

#[test]
fn damage_that_no_identity_mends_stays_unreadable() {
    let audit = audit(
        "合计\t\t9 7.66\t57.66\t41.00\t\t\t\n201\t一般公共服务支出\t98.66\t57.66\t41.00\t\t\t\n",
    );
    let found = of_rule(&audit, "9 7.66");
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|(_, verdict, reading)| *verdict == Verdict::Unchecked
            && *reading == ReadingDoubt::Plain),
        "{found:?}"
    );
}

#[test]
fn a_figure_that_shows_no_damage_is_never_changed() {
    let rows = "201\t一般公共服务支出\t97.66\t7.66\t40.00\t\t\t\n";
    for total in ["97.66", "9 7.66", ".66"] {
        let audit = audit(&format!("合计\t\t{total}\t57.66\t40.00\t\t\t\n{rows}"));
        assert!(
            audit
                .checks
                .iter()
                .any(|check| check.verdict == Verdict::Violation && check.rule.contains("行合计")),
            "{total}"
        );
        let figures = || audit.checks.iter().flat_map(|check| check.figures());
        assert!(
            figures().all(|figure| figure.printed().text != "7.66"
                || figure.printed().reading == ReadingDoubt::Plain),
            "{total}"
        );
    }
}

#[test]
fn a_lost_first_digit_is_read_where_two_different_identities_say_so() {
    let torn = "202\t外交支出\t1 0.00\t10.00\t\t\t\t\n";
    let read = |total: &str| {
        let audit = audit(&format!(
            "合计\t\t57.66\t{total}\t40.00\t\t\t\n201\t一般公共服务支出\t47.66\t.66\t40.00\t\t\t\n{torn}"
        ));
        let mut figures = audit.checks.iter().flat_map(|check| check.figures());
        figures
            .find(|figure| figure.printed().text == ".66")
            .and_then(|figure| figure.printed().value.clone())
    };
    assert_eq!(read("17.66").as_deref(), Some("7.66"));
    assert_eq!(read("18.66"), None);
}

#[test]
fn a_point_without_a_zero_is_a_number_where_nothing_is_torn() {
    let rows = "201\t一般公共服务支出\t.66\t.16\t.50\t\t\t\n";
    let sound = audit(&format!("合计\t\t.66\t.16\t.50\t\t\t\n{rows}"));
    assert!(of_rule(&sound, ".66").iter().any(|(_, verdict, _)| *verdict == Verdict::Holds));
    let wrong = audit(&format!("合计\t\t.68\t.16\t.50\t\t\t\n{rows}"));
    assert!(of_rule(&wrong, ".68").iter().any(|(_, verdict, _)| *verdict == Verdict::Violation));
}

#[test]
fn how_a_figure_was_read_stands_in_a_notice() {
    let audit = audit(
        "合计\t\t9 7.66\t57.66\t40.00\t\t\t\n201\t一般公共服务支出\t97.66\t57.66\t40.00\t\t\t\n",
    );
    assert!(
        audit.notices.iter().any(|notice| notice.message.contains("“9 7.66”，按算式读作 97.66")),
        "{:?}",
        audit.notices
    );
}
