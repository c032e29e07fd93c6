//! Rules whose words say the contrary of what they do, columns of a wrong kind, and what is written and never
//! takes effect: told by `rules check` or beside a document, each with what can be typed; right rules are told
//! nothing.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = "[[form]]\nid = \"种畜表\"\ntitle = \"种畜引进明细表\"\ncolumns = [\n  { name = \"品种\", kind = \"label\" },\n  { name = \"来源\", kind = \"text\" },\n  { name = \"头数\", kind = \"count\" },\n  { name = \"单价\", kind = \"amount\" },\n  { name = \"定金\", kind = \"amount\" },\n  { name = \"货款\", kind = \"amount\" },\n  { name = \"订购日期\", kind = \"date\" },\n  { name = \"检疫日期\", kind = \"date\" },\n  { name = \"成活率\", kind = \"percent\" },\n  { name = \"备注\", kind = \"text\" },\n]\nrows = [{ name = \"合计行\", label = \"合计\", total = true }]\n\n";

const DOCUMENT: &str = "青石县畜牧中心2025年度部门决算\n\n种畜引进明细表\n单位：元\n\n品种 | 来源 | 头数 | 单价 | 定金 | 货款 | 订购日期 | 检疫日期 | 成活率 | 备注\n湖羊 | 外购 | 40 | 1500 | 12000 | 60000 | 2025-03-01 | 2025-03-20 | 97.5% | 圈养\n黄牛 | 自繁 | 12 | 9000 | 20000 | 108000 | 2025-04-02 | 2025-04-28 | 91.7% |\n驴 | 外购 | 10 | 7000 | 14000 | 70000 | 2025-05-06 | 2025-05-30 | 80.0% | 转场\n合计 | | 62 | | 46000 | 238000 | | | |\n\n全年引进种畜62头，货款合计238000元。补贴面积300亩，每亩补贴20元，共补贴6000元。\n";

fn folder(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    let files = [("rules/ruleset.toml", RULESET), ("rules/a.toml", rules), ("a.txt", DOCUMENT)];
    for (file, text) in files {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

/// What `rules check` says of rules on the form, without blanks.
fn checked(rules: &str) -> String {
    let folder = folder(&format!("{FORM}{rules}"));
    words(folder.path(), &["rules", "check", "rules"])
}

/// What plain `check` says of the document under rules on the form, without blanks.
fn on(rules: &str) -> String {
    let folder = folder(&format!("{FORM}{rules}"));
    words(folder.path(), &["check", "a.txt", "--rules", "rules"])
}

/// A rule for each row.
fn each(name: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"种畜表\"\nrows = \"leaves\"\nseverity = \"warning\"\n{more}\n"
    )
}

fn script(name: &str, lines: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nseverity = \"warning\"\nscript = '''\nfor 行 in rows(种畜表) {{\n  {lines}\n}}\n'''\n"
    )
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

/// That a rule is told nothing but that it has no case.
fn is_right(out: &str) {
    for word in ["规则有误", "[without-effect]", "[parameter-unused]", "[rules-conflict]"] {
        assert!(!out.contains(word), "{word} is in {out}");
    }
}

#[test]
fn a_number_that_a_name_says_in_two_ways_is_one_number() {
    let name = "定金不超过货款的20%（其余80%验收后付）";
    let param = "[param]\n\"定金上限\" = \"30%\"\n\n";
    let out =
        checked(&format!("{param}{}", each(name, "expect = \"定金 <= 货款 * param.定金上限\"")));
    has(&out, &["规则的名称说“20%”，公式用的参数定金上限是30%", "\"定金上限\"=\"20%\""]);
    is_right(&checked(&each(name, "expect = \"定金 <= 货款 * 20%\"")));
    is_right(&checked(&each(name, "expect = \"定金 <= 货款 - 货款 * 80%\"")));
}

#[test]
fn messages_that_say_the_contrary_are_told_with_the_word_that_is_right() {
    let limit = "expect = \"定金 <= 货款 * 20%\"\nmessage = ";
    let of = |message: &str| checked(&each("核对定金", &format!("{limit}\"{message}\"")));
    let out = of("{品种}：至少付定金 {computed}，只付了 {stated}");
    has(&out, &["message要求的是“至少”", "写成message=\"{品种}：至多付定金{computed}"]);
    has(&out, &["message对的，公式写成定金>=货款*20%"]);
    has(&of("{品种}：定金 {stated} 低于 {computed}"), &["message报告的是“低于”"]);
    for right in [
        "{品种}：最多付定金 {computed}，付了 {stated}",
        "{品种}：定金 {stated}，超过 {computed}",
        "{品种}：定金 {stated}，不得超过 {computed}",
        "{品种}：定金 {stated}，与 {computed} 差得多",
    ] {
        is_right(&of(right));
    }
    let days = "expect = \"检疫日期 <= 订购日期\"\nmessage = \"{品种}：检疫日期早于订购日期\"";
    has(&checked(&each("核对日期", days)), &["message报告的是“早于”", "写成检疫日期>=订购日期"]);
    is_right(&checked(&each("核对日期", &days.replace("<=", ">="))));
}

#[test]
fn years_and_days_of_a_name_are_held_against_the_rule() {
    let of = |name: &str, when: &str| {
        checked(&each(name, &format!("when = \"{when}\"\nexpect = \"定金 <= 货款\"")))
    };
    has(&of("2025年度的定金不超过货款", "doc.year == 2024"), &["写成doc.year==2025"]);
    has(&of("2025年起定金不超过货款", "doc.year >= 2026 && 头数 > 1"), &["doc.year>=2025"]);
    is_right(&of("2025年的定金不超过货款", "doc.year == 2025"));
    is_right(&of("2025年起定金不超过货款", "doc.year > 2024"));
    is_right(&of("按2023年办法核对定金", "doc.year == 2025"));
    let days = |name: &str, expect: &str| checked(&each(name, &format!("expect = {expect}")));
    let both = "[\"检疫日期 >= 2024-01-01\", \"检疫日期 <= 2024-12-31\"]";
    has(&days("检疫日期在2025年内", both), &["公式里的日期是2024年的", "2025-01-01"]);
    is_right(&days("检疫日期在2025年内", &both.replace("2024", "2025")));
    has(&days("6月30日前检疫", "\"检疫日期 <= 2025-07-30\""), &["写成检疫日期<=2025-06-30"]);
    is_right(&days("7月1日前检疫", "\"检疫日期 <= 2025-06-30\""));
}

#[test]
fn what_comes_first_by_the_name_comes_first_in_the_formula() {
    for name in ["订购以后才检疫", "先订购、后检疫", "检疫在订购之后"] {
        let out = checked(&each(name, "expect = \"检疫日期 <= 订购日期\""));
        has(&out, &["像是先后写反了", "写成检疫日期>=订购日期"]);
        is_right(&checked(&each(name, "expect = \"检疫日期 >= 订购日期\"")));
    }
}

#[test]
fn a_name_that_says_for_which_rows_wants_a_condition() {
    let of = |name: &str| checked(&each(name, "expect = \"present(备注)\""));
    let out = of("成活率低于90%的，备注里写明原因");
    has(&out, &["规则没有条件（when）", "写成when=\"成活率<90%\"", "a.toml:24:11"]);
    has(&of("单价5000元以上的种畜，应当写备注"), &["写成when=\"单价>=5000元\""]);
    is_right(&of("备注不得少于1处"));
    let right = "when = \"成活率 < 90%\"\nexpect = \"present(备注)\"";
    is_right(&checked(&each("成活率低于90%的，备注里写明原因", right)));
    // the parameter that was for it is used nowhere, though the id holds its name
    let param = "[param]\n\"低成活率\" = \"90%\"\n\n";
    let rule = each("成活率低于90%的，备注里写明原因", "expect = \"present(备注)\"");
    let out = checked(&format!("{param}{}", rule.replace("\"甲\"", "\"种畜-低成活率\"")));
    has(&out, &["没有规则用到参数低成活率", "写成when=\"成活率<param.低成活率\""]);
}

#[test]
fn a_column_in_the_place_of_the_one_of_the_name_is_told() {
    let out = checked(&each("货款 = 单价 × 头数", "expect = \"货款 == 定金 * 头数\""));
    has(&out, &["名称说“单价”，公式写的是定金", "写成货款==单价*头数"]);
    is_right(&checked(&each("货款 = 单价 × 头数", "expect = \"货款 == 单价 * 头数\"")));
}

#[test]
fn conditions_that_exclude_each_other_by_a_parameter_are_told() {
    let param = "[param]\n\"大额\" = \"8万元\"\n\n";
    let when = |when: &str| {
        let rule = each("大额的写备注", &format!("when = \"{when}\"\nexpect = \"present(备注)\""));
        checked(&format!("{param}{rule}"))
    };
    let out = when("货款 >= param.大额 && 货款 < 5万元");
    has(&out, &["货款不能同时满足两边（param.大额是8万元）", "货款>=5万元&&货款<param.大额"]);
    is_right(&when("货款 >= param.大额 && 货款 < 10万元"));
}

#[test]
fn a_figure_beside_itself_is_offered_the_sum_of_its_column() {
    let rule = |expect: &str| format!("[[rule]]\nid = \"甲\"\nexpect = \"{expect}\"\n");
    let out = checked(&rule("种畜表.合计行.货款 == 种畜表.合计行.货款"));
    has(&out, &["种畜表.合计行.货款==sum(种畜表.货款)"]);
    let out = checked("[[rule]]\nid = \"甲\"\nform = \"种畜表\"\nexpect = \"合计行 == 合计行\"\n");
    has(&out, &["合计行==sum(above(合计行))"]);
}

#[test]
fn captures_that_the_name_speaks_of_and_nothing_reads_are_told() {
    let claim = |name: &str, expect: &str| {
        format!(
            "[[claim]]\nid = \"引进说明\"\nname = \"{name}\"\ntext = \"引进种畜{{头数:count}}，货款合计{{货款:amount}}\"\nexpect = {expect}\n"
        )
    };
    let money = "\"货款 == 种畜表.合计行.货款\"";
    let out = checked(&claim("正文的头数、货款与表一致", money));
    has(&out, &["取了头数，公式里没有用", "\"头数==种畜表.合计行.头数\""]);
    is_right(&checked(&claim("正文的货款与表一致", money)));
    let both = format!("[{money}, \"头数 == 种畜表.合计行.头数\"]");
    is_right(&checked(&claim("正文的头数、货款与表一致", &both)));
}

#[test]
fn cases_that_never_come_to_the_formula_are_told() {
    let case = |loan: &str, expect: &str| {
        format!(
            "[[rule.case]]\ngiven = \"\"\"\n种畜引进明细表\n单位：元\n品种 | 来源 | 头数 | 单价 | 定金 | 货款 | 订购日期 | 检疫日期 | 成活率 | 备注\n驴 | 外购 | 10 | 7000 | {loan} | 70000 | 2025-05-06 | 2025-05-30 | 80.0% |\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let rule = each("定金大的写备注", "when = \"定金 >= 3万元\"\nexpect = \"present(备注)\"");
    let out = checked(&format!("{rule}{}{}", case("14000", "none"), case("20000", "none")));
    has(&out, &["甲的2个用例都是none", "定金不小于3万元的用例"]);
    is_right(&checked(&format!("{rule}{}{}", case("14000", "none"), case("40000", "violation"))));
}

#[test]
fn scripts_that_report_without_comparing_are_told() {
    let name = "外购的，定金不超过货款";
    let report = "if 行.来源 == \"外购\" { report(行.定金, `${行.品种}定金超过货款`); }";
    let out = checked(&script(name, report));
    has(&out, &["脚本里没有比较", "expect(行.定金<=行.货款,`${行.品种}定金超过货款`)"]);
    let other = "if 行.来源 == \"外购\" { expect(行.定金 <= 行.单价, `${行.品种}`); }";
    has(&checked(&script(name, other)), &["脚本里没有货款，用的是单价"]);
    let right = "if 行.来源 == \"外购\" && 行.定金 > 行.货款 { report(行.定金, `${行.品种}`); }";
    is_right(&checked(&script(name, right)));
}

#[test]
fn a_column_of_a_wrong_kind_is_told_instead_of_the_formulas() {
    let rules = format!(
        "{}{}",
        each("货款 = 单价 × 头数", "expect = \"货款 == 单价 * 头数\""),
        each("头数不超过50", "expect = \"头数 <= 50\"").replace("\"甲\"", "\"乙\"")
    );
    let wrong = FORM.replace("\"头数\", kind = \"count\"", "\"头数\", kind = \"amount\"");
    let folder = folder(&format!("{wrong}{rules}"));
    let out = words(folder.path(), &["rules", "check", "rules"]);
    has(
        &out,
        &["头数的种类写的是amount（金额）", "写成kind=\"count\"", "a.toml:7:18", "有1处错误"],
    );
}

#[test]
fn words_that_no_cell_has_are_told_with_those_that_the_name_means() {
    let out = on(&script(
        "外购的，定金不超过货款",
        "if 行.来源 == \"外够\" { expect(行.定金 <= 行.货款, `甲`); }",
    ));
    has(&out, &["没有一行是“外够”，印的是外购、自繁", "改成\"外购\""]);
    let out = on(&each("外购的写备注", "when = '来源 == \"外勾\"'\nexpect = \"present(备注)\""));
    has(&out, &["没有一行是“外勾”", "改成\"外购\""]);
    // a word of another kind may well be missing in one document
    is_right(&on(&each("调拨的写备注", "when = '来源 == \"调拨\"'\nexpect = \"present(备注)\"")));
}

#[test]
fn totals_that_lack_what_is_multiplied_are_told() {
    let rule = |rows: &str| {
        format!(
            "[[rule]]\nid = \"甲\"\nname = \"货款 = 单价 × 头数\"\nform = \"种畜表\"\nrows = \"{rows}\"\nexpect = \"货款 == 单价 * 头数\"\n"
        )
    };
    has(&on(&rule("totals")), &["rows=\"totals\"只看合计行", "写成rows=\"leaves\""]);
    is_right(&on(&rule("leaves")));
}

#[test]
fn a_role_of_another_unit_than_the_document_prints_is_told() {
    let roles = |unit: &str| {
        format!(
            "[[role]]\nid = \"草场补贴\"\nbefore = [\"共补贴\"]\nkind = \"amount\"\nexample = \"共补贴【6000】元\"\n\n[[role]]\nid = \"草场面积\"\nbefore = [\"补贴面积\"]\nkind = \"count\"\nunit = \"{unit}\"\nexample = \"补贴面积【300】{unit}\"\n\n[[role]]\nid = \"每亩草场补贴\"\nbefore = [\"每亩补贴\"]\nkind = \"amount\"\nexample = \"每亩补贴【20】元\"\n\n[[relation]]\nid = \"草场补贴关系\"\nroles = [\"草场补贴\", \"草场面积\", \"每亩草场补贴\"]\nexpect = \"草场补贴 == 草场面积 * 每亩草场补贴\"\n"
        )
    };
    let out = on(&roles("公顷"));
    has(&out, &["写的是“补贴面积300亩”", "写成unit=\"亩\""]);
    is_right(&on(&roles("亩")));
}

#[test]
fn numbers_of_a_name_are_held_against_scripts_days_and_least_numbers() {
    let count = "let 个数 = 0; for 另 in rows(种畜表) { if 另.来源 == 行.来源 { 个数 += 1; } } expect(个数 <= 5, `甲`);";
    let out = checked(&script("同一来源的品种不超过3个", count));
    has(&out, &["名称说“3个”，脚本写的是5", "把5改成3"]);
    is_right(&checked(&script("同一来源的品种不超过5个", count)));
    let limit = "if 行.货款 >= \"10万元\" { expect(行.定金 <= 行.货款, `甲`); }";
    let out = checked(&script("货款1万元以上的，定金不超过货款", limit));
    has(&out, &["把\"10万元\"改成\"1万元\""]);
    is_right(&checked(&script("货款10万元以上的，定金不超过货款", limit)));
    // what the name says may be kept elsewhere
    let kept = "let 上限 = 3; let 个数 = 2; expect(个数 <= 上限, `甲`); expect(个数 <= 7, `乙`);";
    is_right(&checked(&script("品种不超过3个", kept)));
    let days = "expect = \"days(订购日期, 检疫日期) <= 60天\"";
    has(&checked(&each("订购后30天内检疫", days)), &["名称说“30天”", "<=30天"]);
    is_right(&checked(&each("订购后60天内检疫", days)));
    has(&checked(&each("每次至少引进5头", "expect = \"头数 <= 5\"")), &["写成头数>=5"]);
    is_right(&checked(&each("每次至少引进5头", "expect = \"头数 >= 5\"")));
}

#[test]
fn scripts_that_report_what_is_right_are_told() {
    let of = |sign: &str| format!("if 行.定金 {sign} 行.货款 {{ report(行.定金, `甲`); }}");
    let out = checked(&script("定金不超过货款", &of("<=")));
    has(&out, &["正好相反", "写成行.定金>行.货款"]);
    is_right(&checked(&script("定金不超过货款", &of(">"))));
}

#[test]
fn rows_that_the_name_is_not_for_are_told_by_the_words_of_their_column() {
    let expect = "expect = \"定金 <= 货款\"";
    let name = "外购的，定金不超过货款";
    has(&on(&each(name, expect)), &["规则没有这个条件", "when='来源==\"外购\"'"]);
    let when = |word: &str| each(name, &format!("when = '来源 == \"{word}\"'\n{expect}"));
    has(&on(&when("自繁")), &["名称说“外购”，条件要的是“自繁”", "改成\"外购\""]);
    is_right(&on(&when("外购")));
    is_right(&on(&each("定金不超过货款", expect)));
    let of = |word: &str| {
        script(name, &format!("if 行.来源 == \"{word}\" {{ expect(行.定金 <= 行.货款, `甲`); }}"))
    };
    has(&on(&of("自繁")), &["条件要的是“自繁”"]);
    is_right(&on(&of("外购")));
}

#[test]
fn a_column_whose_name_says_its_kind_is_told_for_one_formula() {
    let wrong = FORM.replace("\"成活率\", kind = \"percent\"", "\"成活率\", kind = \"amount\"");
    let rule = each("成活率 = 定金 ÷ 货款", "expect = \"成活率 == percent(定金, 货款)\"");
    let folder = folder(&format!("{wrong}{rule}"));
    let out = words(folder.path(), &["rules", "check", "rules"]);
    has(&out, &["成活率的种类写的是amount", "写成kind=\"percent\""]);
}

#[test]
fn lengths_of_a_name_are_held_against_the_formula() {
    let of = |name: &str, expect: &str| checked(&each(name, &format!("expect = \"{expect}\"")));
    let out = of("订购满2个月才检疫", "days(订购日期, 检疫日期) >= 600天");
    has(&out, &["名称说“2个月”，公式写的是600天", ">=60天"]);
    is_right(&of("订购满2个月才检疫", "days(订购日期, 检疫日期) >= 60天"));
    is_right(&of("订购满1年才检疫", "days(订购日期, 检疫日期) >= 366天"));
    let out = of("订购满1年才检疫", "days(订购日期, 检疫日期) <= 365天");
    has(&out, &["像是大于、小于写反了", ">=365天"]);
    has(&of("备注8位", "len(备注) == 9"), &["名称说“8位”，公式写的是9", "len(备注)==8"]);
    is_right(&of("备注8位", "len(备注) == 8"));
}

#[test]
fn columns_of_a_name_are_told_for_lists_and_grades() {
    let of = |name: &str, more: &str| {
        checked(&format!(
            "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"种畜表\"\nseverity = \"warning\"\n{more}\n"
        ))
    };
    has(&of("品种不重复", "expect = \"unique(来源)\""), &["写成unique(品种)"]);
    is_right(&of("品种不重复", "expect = \"unique(品种)\""));
}

#[test]
fn values_of_a_message_that_are_exchanged_are_told() {
    let of = |message: &str| {
        checked(&each(
            "核对货款",
            &format!("expect = \"货款 == 单价 * 头数\"\nmessage = \"{message}\""),
        ))
    };
    let out = of("{品种}：按单价算得 {stated}，列示 {computed}");
    has(&out, &["{stated}和{computed}写倒了", "按单价算得{computed}，列示{stated}"]);
    is_right(&of("{品种}：按单价算得 {computed}，列示 {stated}"));
}

#[test]
fn scripts_that_hold_a_row_against_itself_or_leave_out_their_own_are_told() {
    let two = |compared: &str| {
        script(
            "同一来源的品种不超过3个",
            &format!(
                "let 个数 = 0; for 另 in rows(种畜表) {{ if {compared} {{ 个数 += 1; }} }} expect(个数 <= 3, `${{行.来源}}有${{个数}}个`);"
            ),
        )
    };
    has(&checked(&two("行.来源 == 行.来源")), &["两边是同一个", "另.来源==行.来源"]);
    has(&checked(&two("另.备注 == 行.备注")), &["名称说“同一来源”", "写成另.来源==行.来源"]);
    is_right(&checked(&two("另.来源 == 行.来源")));
    let but = |sign: &str| {
        let lines = format!("if 行.来源 {sign} \"外购\" {{ expect(行.定金 <= 行.货款, `甲`); }}");
        script("外购的，定金不超过货款", &lines)
    };
    has(&checked(&but("!=")), &["脚本正好把它们去掉了"]);
    is_right(&checked(&but("==")));
    let when = |sign: &str| {
        each(
            "外购的，写备注",
            &format!("when = '来源 {sign} \"外购\"'\nexpect = \"present(备注)\""),
        )
    };
    has(&checked(&when("!=")), &["条件正好把它们去掉了", "写成来源==\"外购\""]);
    is_right(&checked(&when("==")));
}

#[test]
fn a_grade_that_the_scale_calls_otherwise_is_told() {
    let of = |grade: &str| {
        let rules = format!(
            "[[form]]\nid = \"评定表\"\ntitle = \"牧场评定结果表\"\ncolumns = [\n  {{ name = \"牧场\", kind = \"label\" }},\n  {{ name = \"得分\", kind = \"score\" }},\n  {{ name = \"等级\", kind = \"grade\" }},\n]\n\n[[scale]]\nid = \"牧场等级\"\ngrades = [{{ name = \"{grade}\", from = 80 }}, {{ name = \"达标\", from = 0 }}]\n\n[[rule]]\nid = \"甲\"\nform = \"评定表\"\nseverity = \"warning\"\nexpect = \"等级 == grade(牧场等级, 得分)\"\n"
        );
        let folder = folder(&rules);
        let document = "青石县畜牧中心2025年度部门决算\n\n牧场评定结果表\n\n牧场 | 得分 | 等级\n东滩牧场 | 92 | 示范\n西沟牧场 | 71 | 达标\n北坡牧场 | 85 | 示范\n";
        std::fs::write(folder.path().join("a.txt"), document).unwrap();
        words(folder.path(), &["check", "a.txt", "--rules", "rules"])
    };
    has(&of("示范级"), &["印的是“示范”，等级标准牧场等级里写的是“示范级”", "改成\"示范\""]);
    is_right(&of("示范"));
}
