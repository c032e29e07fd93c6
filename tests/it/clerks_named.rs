//! What the name of a rule has and its formula lacks, choices that are none, units of one measure, numbers in
//! words, and advice that makes a rule apply.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = "[[form]]\nid = \"育苗表\"\ntitle = \"苗圃育苗明细表\"\ncolumns = [\n  { name = \"月份\", kind = \"label\" },\n  { name = \"床数\", kind = \"count\" },\n  { name = \"每床株数\", kind = \"count\" },\n  { name = \"株数\", kind = \"count\" },\n  { name = \"肥料\", kind = \"count\", header = [\"肥料（吨）\"] },\n  { name = \"播种\", kind = \"date\" },\n  { name = \"出圃\", kind = \"date\" },\n  { name = \"天数\", kind = \"count\" },\n  { name = \"人工费\", kind = \"amount\" },\n  { name = \"材料费\", kind = \"amount\" },\n  { name = \"费用\", kind = \"amount\" },\n]\nrows = [{ name = \"合计行\", label = \"合计\", total = true }]\n\n[[form]]\nid = \"车辆表\"\ntitle = \"苗圃车辆表\"\ncolumns = [\n  { name = \"车号\", kind = \"label\" },\n  { name = \"出车天数\", kind = \"count\" },\n  { name = \"油费\", kind = \"amount\" },\n]\n\n";

const DOCUMENT: &str = "青石县林业局2024年度部门决算\n\n苗圃育苗明细表\n单位：元\n\n月份\t床数\t每床株数\t株数\t肥料（吨）\t播种\t出圃\t天数\t人工费\t材料费\t费用\n一月\t4\t150\t600\t3\t2024-01-02\t2024-01-30\t29\t1800\t500\t2300\n二月\t3\t210\t630\t4\t2024-02-01\t2024-02-20\t20\t4100\t600\t4700\n三月\t7\t120\t840\t9\t2024-03-03\t2024-03-31\t29\t1250\t400\t1650\n合计\t14\t\t2070\t16\t\t\t\t7150\t1500\t8650\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("rules/ruleset.toml", RULESET)].iter().chain(files) {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What `rules check` says of rules on the forms, without blanks.
fn checked(rules: &str) -> String {
    let text = format!("{FORM}{rules}");
    words(folder(&[("rules/a.toml", &text)]).path(), &["rules", "check", "rules"])
}

/// What plain `check` says of the document under rules on the forms, without blanks.
fn on(rules: &str) -> String {
    let text = format!("{FORM}{rules}");
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", DOCUMENT)]);
    words(folder.path(), &["check", "a.txt", "--rules", "rules"])
}

fn rule(name: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"育苗表\"\nseverity = \"warning\"\n{more}\n"
    )
}

/// A rule for each row.
fn each(name: &str, more: &str) -> String {
    rule(name, &format!("rows = \"leaves\"\n{more}"))
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn lacks(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!out.contains(word), "{word} is in {out}"));
}

#[test]
fn what_a_name_has_and_its_formula_lacks_is_told_with_the_whole_formula() {
    let name = "株数 = 床数 × 每床株数";
    let out = checked(&each(name, "expect = \"株数 == 床数\""));
    has(&out, &["名称说到“每床株数”，公式里没有", "写成株数==床数*每床株数"]);
    lacks(&checked(&each(name, "expect = \"株数 == 床数 * 每床株数\"")), &["公式里没有"]);
    let name = "费用 = 人工费 + 材料费";
    let out = checked(&each(name, "expect = \"费用 == 人工费\""));
    has(&out, &["名称说到“材料费”", "写成费用==人工费+材料费"]);
    // what a list adds up, a condition asks for or another name holds is there
    for right in [
        "when = \"材料费 == 0\"\nexpect = \"费用 == 人工费\"",
        "expect = \"费用 == or(人工费, 0) + or(材料费, 0)\"",
    ] {
        lacks(&checked(&each(name, right)), &["公式里没有"]);
    }
    lacks(
        &checked(&rule("费用 = 各项之和", "expect = \"合计行 == sum(above(合计行))\"")),
        &["公式里没有"],
    );
    // a number, and a share that is one as it is
    let out = checked(&each("天数 = 出圃 - 播种 + 1", "expect = \"天数 == days(播种, 出圃)\""));
    has(&out, &["名称说“+1”，公式里没有", "写成天数==days(播种,出圃)+1"]);
    let name = "床数占株数 = 床数 ÷ 株数 × 100%";
    lacks(&checked(&each(name, "expect = \"percent(床数, 株数) <= 90%\"")), &["公式里没有"]);
}

#[test]
fn days_whose_ends_the_name_counts_otherwise_are_told() {
    for said in ["首尾都算", "含当天"] {
        let name = format!("天数 = 播种到出圃的天数，{said}");
        let out = checked(&each(&name, "expect = \"天数 == days(播种, 出圃)\""));
        has(&out, &[said, "少算一天", "写成天数==days(播种,出圃)+1"]);
        let right = "expect = \"天数 == days(播种, 出圃) + 1\"";
        lacks(&checked(&each(&name, right)), &["规则的名称说"]);
    }
    let name = "天数自次日起算，到出圃为止";
    let out = checked(&each(name, "expect = \"天数 == days(播种, 出圃) + 1\""));
    has(&out, &["公式里+1把它也算进去了", "写成天数==days(播种,出圃)"]);
    lacks(&checked(&each("天数不含当天", "expect = \"天数 == days(播种, 出圃)\"")), &["名称说"]);
}

#[test]
fn rows_that_are_all_off_by_one_number_or_factor_put_the_rule_in_doubt() {
    let out = on(&each("核对天数", "expect = \"天数 == days(播种, 出圃)\""));
    has(&out, &["文件里3处全部不符，印的都正好多1", "写成天数==days(播种,出圃)+1"]);
    let out = on(&each("核对株数", "expect = \"株数 == 床数\""));
    has(&out, &["印的处处正好是算出的数乘以“每床株数”", "写成株数==每床株数*床数"]);
    for right in ["天数 == days(播种, 出圃) + 1", "株数 == 床数 * 每床株数"] {
        lacks(&on(&each("核对", &format!("expect = \"{right}\""))), &["处全部不符"]);
    }
}

#[test]
fn a_choice_whose_formulas_each_have_figures_of_their_own_is_told() {
    let any =
        "any = [\n  \"合计行.人工费 == sum(人工费)\",\n  \"合计行.材料费 == sum(材料费)\",\n]";
    let out = checked(&rule("合计行 = 各月之和", any));
    has(&out, &["各核对各的数，any是有一条成立就行", "把any改成expect", "a.toml:33:1"]);
    lacks(&checked(&rule("合计行 = 各月之和", &any.replace("any", "expect"))), &["各核对各的"]);
    // alternatives: of one figure, of nothing, as the name says
    lacks(&checked(&rule("合计有一栏相符即可", any)), &["各核对各的"]);
    for right in [
        "any = [\"费用 == 人工费\", \"费用 == 人工费 + 材料费\"]",
        "any = [\"人工费 == 0\", \"材料费 == 0\"]",
        "any = [\"费用 == 人工费\", \"费用 == 材料费\"]",
    ] {
        lacks(&checked(&rule("费用相符", right)), &["各核对各的"]);
    }
}

#[test]
fn a_column_of_another_form_is_told_with_the_own_one_that_is_meant() {
    let when = "when = \"床数 > 0\"\n";
    let out = checked(&each("一次不超过30天", &format!("{when}expect = \"出车天数 <= 30天\"")));
    has(&out, &["育苗表没有列出车天数，出车天数是车辆表的列", "写成天数"]);
    lacks(&out, &["写成车辆表.出车天数"]);
    // the whole rule may be meant for the other form
    let out = checked(&each("一次不超过30天", "expect = \"出车天数 <= 30天\""));
    has(&out, &["写成form=\"车辆表\"", "出车天数写成天数"]);
    // within a list it needs no row
    let out = checked(&rule("油费", "expect = \"sum(油费) <= 900元\""));
    has(&out, &["写成车辆表.油费"]);
    // of several columns of one kind nobody knows which is meant
    let out = checked(&each("油费不超过", &format!("{when}expect = \"油费 <= 900元\"")));
    has(&out, &["没有这一列", "换成本表的列", "写明是哪一行"]);
}

#[test]
fn names_between_which_a_list_sign_stands_and_columns_of_another_kind_are_told_as_typed() {
    let out = checked(&each("占比", "expect = \"percent(床数、株数) <= 90%\""));
    has(&out, &["写逗号,，不写顿号、", "写成percent(床数,株数)"]);
    let wrong = FORM.replace("\"出圃\", kind = \"date\"", "\"出圃\", kind = \"text\"");
    let text = format!("{wrong}{}", each("天数", "expect = \"天数 == days(播种, 出圃) + 1\""));
    let out = words(folder(&[("rules/a.toml", &text)]).path(), &["rules", "check", "rules"]);
    has(&out, &["出圃在表样里写的是文字，这里用作日期", "改成kind=\"date\"", "第11行"]);
    let twice = FORM.replace("\"肥料\", kind", "\"株数\", kind");
    let out = words(folder(&[("rules/a.toml", &twice)]).path(), &["rules", "check", "rules"]);
    has(&out, &["写成name=\"肥料\""]);
}

#[test]
fn of_two_prices_that_lie_far_apart_the_one_in_another_unit_is_told() {
    let told = |table: &str| {
        checked(&format!("[param]\n\"工价\" = {{ {table} }}\n\"饭费\" = \"30元/人\"\n"))
    };
    let out = told("\"技工\" = \"240元/人\", \"普工\" = \"150万元/人\"");
    has(&out, &["普工是150万元/人", "写成\"普工\"=\"150元/人\""]);
    lacks(&told("\"技工\" = \"240元/人\", \"普工\" = \"150元/人\""), &["相差一千倍"]);
}

#[test]
fn what_is_held_against_itself_is_told_with_what_is_left() {
    let out = checked(&each("人工费", "expect = \"人工费 <= max(人工费, 费用)\""));
    has(&out, &["总是成立", "写成人工费<=费用"]);
    lacks(&out, &["写成人工费>=max"]);
    let out = checked(&each("人工费", "expect = \"min(人工费, 费用) <= 费用\""));
    has(&out, &["总是成立", "写成人工费<=费用"]);
}

#[test]
fn a_limit_in_another_unit_of_the_measure_is_told_with_its_number() {
    let param = "[param]\n\"最少\" = \"2000公斤\"\n\n";
    let of = |expect: &str| each("肥料", &format!("expect = \"{expect}\""));
    let out = checked(&format!("{param}{}", of("肥料 >= param.最少")));
    has(&out, &["“肥料”一栏印的是吨，2000公斤照数字比", "写成\"最少\"=\"2吨\""]);
    // in the formula it is refused
    has(&checked(&of("肥料 >= 2000公斤")), &["不能放在一起", "写成2吨"]);
    let right = param.replace("2000公斤", "2吨");
    lacks(&checked(&format!("{right}{}", of("肥料 >= param.最少"))), &["照数字比"]);
    let times = of("肥料 * 1000 >= param.最少");
    lacks(&checked(&format!("{param}{times}")), &["照数字比"]);
    for right in ["肥料 >= 2吨", "肥料 >= 2"] {
        lacks(&checked(&of(right)), &["照数字比"]);
    }
}

#[test]
fn a_month_in_words_is_the_month_in_figures_that_a_condition_asks_for() {
    let of = |month: &str| {
        on(&each("月初", &format!("when = '月份 == \"{month}\"'\nexpect = \"床数 >= 9\"")))
    };
    has(&of("1月"), &["一月", "未能核对"]);
    lacks(&of("1月"), &["甲从未核对过却"]);
    has(&of("一月"), &["警告1"]);
    lacks(&of("11月"), &["与条件要的"]);
}

#[test]
fn what_an_author_calls_an_error_stays_one_among_what_is_told_with_it() {
    let text = format!(
        "{FORM}[[rule]]\nid = \"甲\"\nname = \"合计\"\nform = \"育苗表\"\nexpect = [\"合计行.株数 == sum(株数)\", \"合计行.肥料 == sum(肥料)\", \"合计行.人工费 == sum(人工费)\", \"合计行.材料费 == sum(材料费)\", \"合计行.费用 == sum(费用)\"]\nseverity = \"error\"\nbasis = \"表内关系\"\n"
    );
    let wrong =
        DOCUMENT.replace("2070", "2631").replace("\t7150\t1500\t8650", "\t9377\t2118\t11495");
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", &wrong)]);
    let out = words(folder.path(), &["check", "a.txt", "--rules", "rules"]);
    has(&out, &["错误1"]);
    lacks(&out, &["警告1"]);
}
