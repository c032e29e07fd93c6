//! Who is a suspect and who is not: equalities alone accuse, last year's sums count, numbers come
//! with all their decimals.

use crate::engines;
use crate::spending::FORM;
use gouji::audit::{Cause, Confidence, DocumentAudit, Severity, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use std::sync::LazyLock;

const RULES: &str = r#"
[[form]]
id = "长表"
title = ["长表"]
columns = [
  { name = "编码", kind = "code" },
  { name = "科目", kind = "label" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "总数", label = ["总计"], total = true }]

[[form]]
id = "限额表"
title = ["限额表"]
columns = [{ name = "项目", kind = "label" }, { name = "限额", kind = "amount" }]
rows = [{ name = "全年" }]

[[form]]
id = "公务表"
title = ["公务表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]
rows = [{ name = "合计" }, { name = "出国" }, { name = "用车" }, { name = "接待" }]

[[form]]
id = "上限表"
title = ["上限表"]
columns = [{ name = "项目", kind = "label" }, { name = "上限", kind = "amount" }]
rows = [{ name = "出国" }, { name = "用车" }, { name = "接待" }]

[[rule]]
id = "公务合计"
expect = "公务表.合计.金额 == 公务表.出国.金额 + 公务表.用车.金额 + 公务表.接待.金额"

[[rule]]
id = "出国上限"
expect = "公务表.出国.金额 <= 上限表.出国.上限"

[[rule]]
id = "用车上限"
expect = "公务表.用车.金额 <= 上限表.用车.上限"

[[rule]]
id = "接待上限"
expect = "公务表.接待.金额 <= 上限表.接待.上限"

[[form]]
id = "评分表"
title = ["评分表"]
columns = [{ name = "项目", kind = "label" }, { name = "分值", kind = "amount" }, { name = "得分", kind = "amount" }]
rows = [{ name = "一级" }, { name = "甲" }, { name = "乙" }, { name = "丙" }, { name = "总分" }]

[[rule]]
id = "一级分值"
expect = "评分表.一级.分值 == 评分表.甲.分值 + 评分表.乙.分值"

[[rule]]
id = "总分分值"
expect = "评分表.总分.分值 == 评分表.甲.分值 + 评分表.乙.分值 + 评分表.丙.分值"

[[rule]]
id = "满分提示"
expect = "评分表.乙.得分 == 评分表.乙.分值"
severity = "info"

[[claim]]
id = "人员开支"
text = "人员支出{金额:amount}"

[[claim]]
id = "上年开支"
text = "上一年支出{金额:amount}"

[[claim]]
id = "比例句"
text = "其中人员占{占比:percent}"

[[rule]]
id = "人员占比"
claim = "比例句"
expect = "占比 == percent(支出表.总数.人员, 支出表.总数.合计)"

[[rule]]
id = "支出-行"
form = "支出表"
expect = "合计 == 人员 + 公用"

[[rule]]
id = "支出-列"
form = "支出表"
tree = { code = "编码", levels = [3, 5], total = "总数" }

[[rule]]
id = "拨款-行"
form = "拨款表"
expect = "合计 == 人员 + 公用"

[[rule]]
id = "拨款-列"
form = "拨款表"
tree = { code = "编码", levels = [3, 5], total = "总数" }

[[rule]]
id = "长表-列"
form = "长表"
tree = { code = "编码", levels = [3], total = "总数" }

[[rule]]
id = "不超限额"
expect = "支出表.总数.合计 <= 限额表.全年.限额"

[[rule]]
id = "不增长"
expect = "支出表.总数.合计 <= 上年.支出表.总数.合计"

[[rule]]
id = "须为满分"
expect = "限额表.全年.限额 == 10000万元"
when = "限额表.全年.限额 > 9000万元"

[[rule]]
id = "人员一致"
claim = "人员开支"
expect = "金额 == 支出表.总数.人员"

[[rule]]
id = "上年一致"
claim = "上年开支"
expect = "金额 == 上年.支出表.总数.合计"
"#;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut rulebook = engines::rulebook();
    let mut files = engines::word_files();
    files.push(RuleFile::new("ruleset.toml", "name = \"本地\"\ntitle = \"本地\"\n"));
    let rules = format!("{FORM}{}{RULES}", FORM.replace("支出表", "拨款表"));
    files.push(RuleFile::new("rules.toml", rules));
    let name = rulebook.add_folder("本地", files).unwrap();
    Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() }).unwrap()
});

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

fn audit_beside(text: &str, before: &str) -> DocumentAudit {
    let prepare = |name: &str, text: &str| ENGINE.prepare(name, text.as_bytes()).unwrap();
    ENGINE.judge(prepare("2023.txt", text), Some((0, &prepare("2022.txt", before))))
}

fn causes(audit: &DocumentAudit) -> Vec<&Cause> {
    audit.findings.iter().filter_map(|finding| finding.cause.as_ref()).collect()
}

fn rules(audit: &DocumentAudit) -> Vec<&str> {
    let violated = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    violated.map(|check| check.rule.as_str()).collect()
}

/// A table of two accounts of two parts each, with its rows and columns added up. The first number
/// of the first account is given.
fn table(title: &str, first: &str) -> String {
    format!(
        "{title}\n单位：万元\n编码 | 科目 | 合计 | 人员 | 公用\n\
         | 总计 | 3987.05 | 2961.68 | 1025.37\n\
         201 | 公共服务 | 2604.73 | 1876.12 | 728.61\n\
         20101 | 人大事务 | 1517.38 | {first} | 473.90\n\
         20102 | 政协事务 | 1087.35 | 832.64 | 254.71\n\
         205 | 教育 | 1382.32 | 1085.56 | 296.76\n\
         20501 | 教育管理 | 1382.32 | 1085.56 | 296.76\n\n"
    )
}

fn document(year: i32, rest: &str) -> String {
    format!("清溪市图书馆{year}年度部门决算\n\n{rest}")
}

#[test]
fn what_is_more_than_it_may_be_accuses_nobody() {
    let limit = |number: &str| format!("限额表\n单位：万元\n项目 | 限额\n全年 | {number}\n");
    for number in ["3900.00", "398.71", "0.40", "3978.05"] {
        let audit =
            audit(&document(2023, &format!("{}{}", table("支出表", "1043.48"), limit(number))));
        assert_eq!(rules(&audit), ["不超限额"]);
        assert!(causes(&audit).is_empty(), "{number}: {:?}", causes(&audit));
    }
    // nor a number that a rule demands
    let audit = audit(&document(2023, &limit("9999.00")));
    assert_eq!((rules(&audit), causes(&audit).len()), (vec!["须为满分"], 0));
}

#[test]
fn what_is_more_than_it_may_be_goes_with_the_figure_that_equalities_accuse() {
    let text = document(
        2023,
        &format!("{}限额表\n单位：万元\n项目 | 限额\n全年 | 3990.00\n", table("支出表", "1043.48")),
    );
    let audit = audit(&text.replacen("| 总计 | 3987.05", "| 总计 | 3997.05", 1));
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    assert_eq!((rules(&audit).len(), finding.checks.len()), (3, 3), "{finding:?}");
    let [suspect] = finding.cause.as_ref().unwrap().suspects.as_slice() else {
        panic!("{finding:?}")
    };
    assert_eq!(
        (suspect.printed.text.as_str(), suspect.suggested.as_deref()),
        ("3997.05", Some("3987.05"))
    );
}

#[test]
fn last_years_figure_that_its_own_sums_confirm_is_not_accused() {
    let before = document(2022, &table("支出表", "1043.48"));
    // an inequality accuses nobody, this year's no more than last year's
    let audit = audit_beside(
        &document(
            2023,
            &table("支出表", "1043.48").replace("3987.05 | 2961.68", "3997.05 | 2971.68"),
        ),
        &before,
    );
    assert!(rules(&audit).contains(&"不增长"), "{:?}", rules(&audit));
    let accused = |audit: &DocumentAudit| {
        causes(audit)
            .iter()
            .flat_map(|cause| &cause.suspects)
            .any(|one| one.printed.document.is_some())
    };
    assert!(!accused(&audit));
    // a sentence on last year's total: what that document adds up itself is right
    let audit = audit_beside(&document(2023, "上一年支出4087.05万元。\n"), &before);
    assert_eq!(rules(&audit), ["上年一致"]);
    let [cause] = causes(&audit)[..] else { panic!("{:?}", audit.findings) };
    let [suspect] = cause.suspects.as_slice() else { panic!("{cause:?}") };
    assert_eq!(
        (suspect.printed.document, suspect.suggested.as_deref()),
        (None, Some("3987.05")),
        "{cause:?}"
    );
}

#[test]
fn who_would_break_a_rate_that_holds_is_not_accused() {
    let text = |wages: &str, other: &str, all: &str| {
        let table = format!(
            "支出表\n单位：万元\n编码 | 科目 | 合计 | 人员 | 公用\n | 总计 | {all} | {wages} | {other}\n\n"
        );
        document(2023, &format!("{table}其中人员占74.28%。\n"))
    };
    assert!(audit(&text("2961.68", "1025.37", "3987.05")).findings.is_empty());
    // a digit of the total, of the wages or of the rest would make the sum come out; with the first
    // two the rate would not
    let audit = audit(&text("2961.68", "1035.37", "3987.05"));
    let [cause] = causes(&audit)[..] else { panic!("{:?}", audit.findings) };
    let [suspect] = cause.suspects.as_slice() else { panic!("{cause:?}") };
    assert_eq!(
        (suspect.printed.text.as_str(), suspect.suggested.as_deref()),
        ("1035.37", Some("1025.37"))
    );
}

#[test]
fn one_rate_makes_nobody_sure() {
    let table = "支出表\n单位：万元\n编码 | 科目 | 合计 | 人员 | 公用\n | 总计 | 3987.05 | 2961.68 | 1025.37\n\n";
    for rate in ["74.82", "47.28", "61.59"] {
        let audit = audit(&document(2023, &format!("{table}其中人员占{rate}%。\n")));
        assert_eq!(rules(&audit), ["人员占比"]);
        assert!(
            causes(&audit).iter().all(|cause| cause.confidence < Confidence::High),
            "{rate}: {:?}",
            causes(&audit)
        );
    }
}

#[test]
fn limits_that_are_passed_belong_to_a_column_in_another_unit() {
    let text = |amounts: [&str; 4]| {
        let [all, abroad, cars, guests] = amounts;
        let spent = format!(
            "公务表\n单位：万元\n项目 | 金额\n合计 | {all}\n出国 | {abroad}\n用车 | {cars}\n接待 | {guests}\n\n"
        );
        let limits = "上限表\n单位：万元\n项目 | 上限\n出国 | 12.31\n用车 | 20.42\n接待 | 30.53\n";
        document(2023, &format!("{spent}{limits}"))
    };
    assert!(audit(&text(["63.27", "12.31", "20.42", "30.53"])).findings.is_empty());
    let audit = audit(&text(["632700.00", "123100.00", "204200.00", "305300.00"]));
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    let cause = finding.cause.as_ref().unwrap();
    assert_eq!((finding.checks.len(), cause.suspects.len()), (4, 4), "{finding:?}");
    assert!(cause.suspects.iter().all(|suspect| {
        suspect.slip.as_ref().is_some_and(|told| told.slip.id() == "shifted-block")
    }));
}

#[test]
fn what_was_meant_has_all_decimals_of_its_source() {
    for (printed, slip) in [
        ("2961.8", Some("dropped-digit")),
        ("2861.7", Some("wrong-digit")),
        ("2691.7", Some("transposed-digits")),
    ] {
        let audit = audit(&document(
            2023,
            &format!("{}人员支出{printed}万元。\n", table("支出表", "1043.48")),
        ));
        let [cause] = causes(&audit)[..] else { panic!("{printed}: {:?}", audit.findings) };
        let [suspect] = cause.suspects.as_slice() else { panic!("{printed}: {cause:?}") };
        assert_eq!(
            (suspect.suggested.as_deref(), suspect.slip.as_ref().map(|told| told.slip.id())),
            (Some("2961.68"), slip),
            "{printed}"
        );
    }
}

#[test]
fn a_number_of_the_like_named_cell_of_another_form_is_said_to_be_that() {
    // the parts of the first account are others in the second form
    let second = table("拨款表", "1043.48")
        .replace("1517.38 | 1043.48", "1507.26 | 1033.36")
        .replace("1087.35 | 832.64", "1097.47 | 842.76");
    let text = document(2023, &format!("{}{second}", table("支出表", "1043.48")));
    assert!(audit(&text).findings.is_empty(), "{:?}", audit(&text).findings);
    let audit = audit(&text.replacen("1507.26 | 1033.36", "1507.26 | 1043.48", 1));
    let [cause] = causes(&audit)[..] else { panic!("{:?}", audit.findings) };
    let [suspect] = cause.suspects.as_slice() else { panic!("{cause:?}") };
    assert!(
        suspect.suggested.as_deref() == Some("1033.36") && cause.confidence >= Confidence::Medium,
        "{cause:?}"
    );
    let told = suspect.slip.as_ref().unwrap();
    let (id, words) = (told.slip.id(), told.to_string());
    assert!(
        id == "other-form" && words.contains("支出表") && words.contains("另一张表"),
        "{id} {words}"
    );
}

/// A table of so many accounts of which some are nothing, the sum of the others off by so many
/// hundredths.
fn long(addends: i64, zeros: i64, off: i64) -> String {
    let print = |hundredths: i64| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let number = |at: i64| 12_345 + at * 1_793;
    let rows: String = (0..addends)
        .map(|at| format!("{} | 科目{at} | {}\n", 201 + at, print(number(at))))
        .collect();
    let nothing: String =
        (0..zeros).map(|at| format!("{} | 空目{at} | 0.00\n", 301 + at)).collect();
    let sum: i64 = (0..addends).map(number).sum();
    document(
        2023,
        &format!(
            "长表\n单位：万元\n编码 | 科目 | 金额\n | 总计 | {}\n{rows}{nothing}",
            print(sum + off)
        ),
    )
}

#[test]
fn a_sum_that_rounding_hardly_ever_explains_is_a_warning() {
    for (addends, zeros, off) in [(27, 0, 14), (27, 0, -13), (8, 0, 4), (5, 20, 6)] {
        let audit = audit(&long(addends, zeros, off));
        let [finding] = audit.findings.as_slice() else {
            panic!("{addends} {off}: {:?}", audit.findings)
        };
        let [at] = finding.checks.as_slice() else { panic!("{finding:?}") };
        let check = &audit.checks[*at];
        assert_eq!((check.verdict, check.severity), (Verdict::Violation, Severity::Warning));
        assert!(
            check.message().contains("按四舍五入几乎不可能") && check.message().contains("概率"),
            "{}",
            check.message()
        );
        assert!(check.message().contains(&format!("{addends} 个加数")), "{}", check.message());
        assert!(
            finding.cause.is_none()
                && !audit.notices.iter().any(|notice| notice.message.contains("尾差")),
            "{finding:?}"
        );
    }
    // what is seen every day stays what it is
    for (addends, off) in [(27, 2), (27, 5), (12, 2), (5, 1), (3, -1)] {
        let audit = audit(&long(addends, 0, off));
        assert!(audit.findings.is_empty(), "{addends} {off}: {:?}", audit.findings);
        assert!(
            audit.checks.iter().any(|check| check.verdict == Verdict::Rounding),
            "{addends} {off}"
        );
    }
}

/// Beside amounts of a few hundredths one may be less than half of one.
#[test]
fn among_small_amounts_a_zero_was_rounded_too() {
    let table = |third: &str, total: &str| {
        let rows =
            format!("201 | 甲 | 0.11\n202 | 乙 | 0.14\n203 | 丙 | {third}\n204 | 丁 | 0.00\n");
        let text = format!("长表\n单位：万元\n编码 | 科目 | 金额\n | 总计 | {total}\n{rows}");
        audit(&document(2023, &text)).findings.len()
    };
    assert_eq!(table("0.10", "0.37"), 0);
    assert_eq!(table("93.10", "93.37"), 1);
}

#[test]
fn a_hint_that_holds_clears_nobody() {
    let audit = audit(&document(
        2023,
        "评分表\n单位：万元\n项目 | 分值 | 得分\n一级 | 30.00 | 25.00\n甲 | 13.00 | 12.00\n乙 | 13.00 | 13.00\n\
         丙 | 70.00 | 66.00\n总分 | 100.00 | 91.00\n",
    ));
    assert_eq!(rules(&audit), ["一级分值", "总分分值"]);
    let [cause] = causes(&audit)[..] else { panic!("{:?}", audit.findings) };
    // either of two figures that print the same may be the wrong one
    assert!(cause.suspects.is_empty(), "{cause:?}");
    assert_eq!(cause.others.len(), 2, "{cause:?}");
}

#[test]
fn of_two_figures_of_a_bound_neither_is_underlined() {
    let text =
        format!("{}限额表\n单位：万元\n项目 | 限额\n全年 | 398.71\n", table("支出表", "1043.48"));
    let audit = audit(&document(2023, &text));
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    let headline = gouji::report::headline::headline(&audit, finding);
    assert!(!headline.is_sure, "{headline:?}");
}

#[test]
fn where_sums_come_out_as_printed_a_slip_has_to_restore_them() {
    let trip = |number: &str| {
        audit(&document(
            2023,
            &format!(
                "{}{}公务表\n单位：万元\n项目 | 金额\n合计 | 471.40\n出国 | 367.76\n用车 | {number}\n接待 | 0.00\n",
                table("支出表", "1043.48"),
                table("拨款表", "1043.48"),
            ),
        ))
    };
    assert!(causes(&trip("103.64")).is_empty());
    // two digits that changed places would leave a cent
    for cause in causes(&trip("103.56")) {
        assert!(cause.suspects.is_empty(), "{cause:?}");
    }
}
