//! Rules whose words and formulas differ, words of a vocabulary that cut names, functions of scripts, and
//! advice that is typed in: each is told where a clerk looks, and what is told loads.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = "[[form]]\nid = \"租车表\"\ntitle = \"公务租车明细表\"\ncolumns = [\n  { name = \"事由\", kind = \"label\" },\n  { name = \"公里数\", kind = \"count\" },\n  { name = \"天数\", kind = \"count\" },\n  { name = \"租金\", kind = \"amount\" },\n  { name = \"押金\", kind = \"amount\" },\n  { name = \"应付\", kind = \"amount\" },\n  { name = \"起租\", kind = \"date\" },\n  { name = \"还车\", kind = \"date\" },\n]\nrows = [{ name = \"合计行\", label = \"合计\", total = true }]\n\n";

const DOCUMENT: &str = "青石县林业局2024年度部门决算\n\n公务租车明细表\n单位：元\n\n事由\t公里数\t天数\t租金\t押金\t应付\t起租\t还车\n林区巡查\t120\t2\t1800\t500\t2300\t2024-03-01\t2024-03-02\n种苗调运\t340\t3\t4100\t600\t4700\t2024-04-06\t2024-04-08\n防火演练\t90\t1\t1250\t400\t1650\t2024-05-09\t2024-05-09\n合计\t\t\t7150\t1500\t8650\t\t\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("rules/ruleset.toml", RULESET)].iter().chain(files) {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What `rules check` says of rules on the form, without blanks.
fn checked(rules: &str) -> String {
    let text = format!("{FORM}{rules}");
    words(folder(&[("rules/a.toml", &text)]).path(), &["rules", "check", "rules"])
}

/// What plain `check` says of the document under rules on the form, without blanks.
fn on(rules: &str) -> String {
    let text = format!("{FORM}{rules}");
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", DOCUMENT)]);
    words(folder.path(), &["check", "a.txt", "--rules", "rules"])
}

/// A rule for each row.
fn each(name: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"租车表\"\nrows = \"leaves\"\nseverity = \"warning\"\n{more}\n"
    )
}

/// A rule of a script.
fn script(name: &str, lines: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nseverity = \"warning\"\nscript = '''\n{lines}\n'''\n"
    )
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn lacks(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!out.contains(word), "{word} is in {out}"));
}

#[test]
fn signs_that_a_name_has_otherwise_are_told_with_the_formula_that_it_means() {
    let name = "应付 = 租金 + 押金";
    let out = checked(&each(name, "expect = \"应付 == 租金 - 押金\""));
    has(&out, &["加减与公式相反：押金", "写成应付==租金+押金"]);
    lacks(&checked(&each(name, "expect = \"应付 == 租金 + 押金\"")), &["规则的名称说"]);
    // in words, and with the whole on the other side
    let out = checked(&each("应付等于租金加上押金", "expect = \"应付 == 租金 - 押金\""));
    has(&out, &["写成应付==租金+押金"]);
    lacks(
        &checked(&each("租金 = 应付 - 押金", "expect = \"应付 == 租金 + 押金\"")),
        &["规则的名称说"],
    );
    // days from one date to the other
    let name = "天数 = 还车 - 起租 + 1";
    let out = checked(&each(name, "expect = \"天数 == days(还车, 起租) + 1\""));
    has(&out, &["写成天数==days(起租,还车)+1"]);
    lacks(&checked(&each(name, "expect = \"天数 == days(起租, 还车) + 1\"")), &["规则的名称说"]);
    // a name of other things says nothing
    lacks(
        &checked(&each("租金 - 押金 的差额", "expect = \"应付 == 租金 + 押金\"")),
        &["规则的名称说"],
    );
}

#[test]
fn signs_under_which_everything_comes_out_are_doubted_before_figures() {
    let out = on(&each("核对应付", "expect = \"应付 == 租金 - 押金\""));
    has(&out, &["文件里3处全部不符，加减号换过来就分毫不差", "写成应付==租金+押金", "警告1"]);
    lacks(&on(&each("核对应付", "expect = \"应付 == 租金 + 押金\"")), &["加减号换过来"]);
    // one figure is wrong, and the signs are right
    let text = format!("{FORM}{}", each("核对应付", "expect = \"应付 == 租金 + 押金\""));
    let wrong = DOCUMENT.replace("4700", "4701");
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", &wrong)]);
    let out = words(folder.path(), &["check", "a.txt", "--rules", "rules"]);
    lacks(&out, &["加减号换过来"]);
}

#[test]
fn a_number_that_a_name_has_otherwise_is_told() {
    let out = checked(&each("租金不超过6000元", "expect = \"租金 <= 6万元\""));
    has(&out, &["名称说“6000元”，公式写的是6万元", "写成租金<=6000元"]);
    for same in ["租金 <= 6000元", "租金 <= 0.6万元", "租金 <= 天数 * 3000元 * 2"] {
        lacks(
            &checked(&each("租金不超过6000元", &format!("expect = \"{same}\""))),
            &["规则的名称说"],
        );
    }
    let out = checked(&each("押金不超过租金的20%", "expect = \"押金 <= 租金 * 2%\""));
    has(&out, &["名称说“20%”，公式写的是2%", "写成押金<=租金*20%"]);
    // what is left when so much is taken away
    lacks(
        &checked(&each("押金比租金少20%以上", "expect = \"押金 <= 租金 * 80%\"")),
        &["规则的名称说"],
    );
    let param = "[param]\n\"上限\" = \"2万元\"\n\n";
    let rule = each("租金不超过2000元", "expect = \"租金 <= param.上限\"");
    has(
        &checked(&format!("{param}{rule}")),
        &["公式用的参数上限是2万元", "参数写成\"上限\"=\"2000元\"", "a.toml:17:1"],
    );
    // of the year and of what is numbered nothing is said
    lacks(
        &checked(&each("2024年第3季度租金不超过6000元", "expect = \"租金 <= 6000元\"")),
        &["规则的名称说"],
    );
}

#[test]
fn a_number_of_another_column_and_a_condition_the_other_way_round_are_told() {
    let out = checked(&each("租车不超过3天", "expect = \"公里数 <= 3\""));
    has(&out, &["名称说“3天”，公式里与3比的是公里数", "写成天数<=3"]);
    lacks(&checked(&each("租车不超过3天", "expect = \"天数 <= 3\"")), &["规则的名称说"]);
    let name = "300公里以上的租金不超过5000元";
    let rule = |when: &str| {
        checked(&each(name, &format!("when = \"{when}\"\nexpect = \"租金 <= 5000元\"")))
    };
    has(&rule("公里数 <= 300"), &["名称说“300公里以上”，条件写的是公里数<=300", "写成公里数>=300"]);
    lacks(&rule("公里数 >= 300"), &["规则的名称说"]);
    lacks(&rule("公里数 > 300"), &["规则的名称说"]);
}

#[test]
fn a_limit_the_other_way_round_than_its_name_is_told_without_a_document() {
    let out = checked(&each("押金不超过租金", "expect = \"押金 >= 租金\""));
    has(&out, &["名称说“不超过”，公式写的是>=", "写成押金<=租金"]);
    lacks(&checked(&each("押金不超过租金", "expect = \"租金 >= 押金\"")), &["规则的名称说"]);
    let lines = "for 车 in rows(租车表) {\n  expect(车.租金 <= \"1000元\", \"租金\");\n}";
    let out = checked(&script("租金不低于1000元", lines));
    has(&out, &["名称说“不低于”，公式写的是<=", "写成车.租金>=\"1000元\""]);
    lacks(&checked(&script("租金不高于1000元", lines)), &["规则的名称说"]);
    // what counts where nothing is printed is no limit
    lacks(
        &checked(&each(
            "租金与押金之和不大于应付",
            "expect = \"应付 >= or(租金, 0) + or(押金, 0)\"",
        )),
        &["规则的名称说"],
    );
}

#[test]
fn functions_of_scripts_are_known_by_their_calls() {
    let lines = |number: &str, call: &str| {
        format!(
            "fn 限(车, 数) {{ return 车.天数 * {number}; }}\nfor 车 in rows(租车表) {{\n  expect(车.租金 <= 限(车, {call}), \"租金\");\n}}"
        )
    };
    let out = checked(&script("租金按天数", &lines("1500", "1")));
    has(&out, &["金额与个数不能比较：1500没有写单位", "\"标准\"=\"1500元\"", "a.toml:21:"]);
    let param = "[param]\n\"标准\" = \"1500元\"\n\n";
    let right = script("租金按天数", &lines("数", "param.标准"));
    lacks(&checked(&format!("{param}{right}")), &["不能比较", "规则有误"]);
    let inside = script("租金按天数", &lines("param.标准", "1"));
    has(
        &checked(&format!("{param}{inside}")),
        &["函数限里看不见外面的param", "fn限(车,数,标准)", "限(车,数,param.标准)"],
    );
    let kept = "let 倍 = 2;\nfn 限(额) { return 额 * 倍; }\nfor 车 in rows(租车表) {\n  expect(车.租金 <= 限(车.押金), \"租金\");\n}";
    has(&checked(&script("租金", kept)), &["函数限里看不见外面的倍", "fn限(额,倍)"]);
    // what is told when it runs alone stands at its line
    let mixed = "let 数 = [];\nfor 车 in rows(租车表) { 数.push(车.公里数); }\nfor 车 in rows(租车表) {\n  expect(车.租金 <= 数[0] * 20, \"租金过高\");\n}";
    has(
        &on(&script("租金", mixed)),
        &["甲未能核对：金额与个数不能放在一起算", "与金额放在一起的数要有单位"],
    );
}

#[test]
fn an_item_behind_the_last_and_a_quotient_of_many_times_the_whole_are_told() {
    let last = "let 全部 = rows(租车表);\nexpect(全部[AT].租金 <= \"9000元\", \"末次\");";
    for at in ["len(全部)", "全部.len()"] {
        let out = checked(&script("末次", &last.replace("AT", at)));
        has(&out, &["全部没有序号全部.len()", "全部[全部.len()-1]，或全部.last()"]);
    }
    for at in ["len(全部) - 1", "0"] {
        lacks(&checked(&script("末次", &last.replace("AT", at))), &["没有序号"]);
    }
    let listed = "let 档 = [\"1000元\", \"9000元\"];\nfor 车 in rows(租车表) {\n  expect(车.租金 <= 档[AT], \"租金\");\n}";
    has(&checked(&script("租金", &listed.replace("AT", "2"))), &["档只有2项，没有序号2"]);
    lacks(&checked(&script("租金", &listed.replace("AT", "1"))), &["没有序号"]);
    let ratio = "let 总 = 0;\nfor 车 in rows(租车表) { 总 += 车.租金; }\nfor 车 in rows(租车表) {\n  if 车.租金 / 总 > AT { report(车, \"占比过高\"); }\n}";
    let out = checked(&script("占比", &ratio.replace("AT", "40")));
    has(&out, &["这里的40就是40倍", "写成\"40%\""]);
    lacks(&checked(&script("占比", &ratio.replace("AT", "\"40%\""))), &["就是40倍", "规则有误"]);
}

#[test]
fn a_sign_of_a_vocabulary_that_names_hold_is_told_with_what_it_takes_away() {
    let vocabulary = |word: &str| format!("[prose]\ndown = [\"{word}\"]\n");
    let document = "青石县林业局2024年度部门决算\n\n一、收支情况\n\n2024年度我局收支总计300.00万元，比上年增加20.00万元，增长7.14%。\n";
    let run = |word: &str| {
        let text = vocabulary(word);
        let folder = folder(&[("rules/vocabulary.toml", &text), ("a.txt", document)]);
        let load = words(folder.path(), &["rules", "check", "rules"]);
        (load, words(folder.path(), &["check", "a.txt", "--rules", "rules"]))
    };
    let (load, out) = run("收");
    has(&load, &["“收”是", "会读成", "放进down"]);
    has(&out, &["加了这里的用语", "收支总计”，现在"]);
    for word in ["跌", "走弱"] {
        let (load, out) = run(word);
        lacks(&load, &["放进down"]);
        lacks(&out, &["加了这里的用语"]);
    }
}

#[test]
fn advice_that_is_said_loads_when_it_is_typed_in() {
    let sum = "[[rule]]\nid = \"甲\"\nexpect = 'FORMULA'\nseverity = \"warning\"\n";
    let out = checked(&sum.replace("FORMULA", "sumif(租车表.租金, \">=200\") <= 9000元"));
    let meant = "sum(租车表.租金, 租车表.公里数 >= 200) <= 9000元";
    has(&out, &[&format!("写成{}", meant.replace(' ', ""))]);
    lacks(&checked(&sum.replace("FORMULA", meant)), &["规则有误"]);
    // the kind with which the formula goes
    let rule = each("押金", "expect = \"押金 <= 900元\"");
    let wrong = FORM.replace("\"押金\", kind = \"amount\"", "\"押金\", kind = \"number\"");
    let text = format!("{wrong}{rule}");
    let folder = folder(&[("rules/a.toml", &text)]);
    let out = words(folder.path(), &["rules", "check", "rules"]);
    has(&out, &["没有列类型number", "写成kind=\"amount\""]);
}

#[test]
fn words_before_a_figure_are_those_that_its_example_has() {
    let role = |before: &str| {
        format!(
            "[[role]]\nid = \"造林补贴额\"\nbefore = \"{before}\"\nkind = \"amount\"\nexample = \"当年兑付退耕造林补贴【80】万元\"\n"
        )
    };
    has(&checked(&role("兑付补贴")), &["写成before=\"造林补贴\""]);
    lacks(&checked(&role("造林补贴")), &["规则有误"]);
    let bare = "[[role]]\nid = \"户数\"\nbefore = \"低保户\"\nkind = \"count\"\nunit = \"人\"\nexample = \"低保1200户【2400】人\"\n";
    has(&checked(bare), &["前面没有字的数不能用before认", "[[claim]]"]);
}

#[test]
fn rules_that_contradict_each_other_over_a_range_are_told_with_the_range() {
    let rule = |id: &str, when: &str, expect: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nform = \"租车表\"\nrows = \"leaves\"\nwhen = \"{when}\"\nexpect = \"{expect}\"\nseverity = \"warning\"\n\n"
        )
    };
    let second = rule("乙", "公里数 >= 200", "租金 <= 2000元");
    let out = checked(&format!("{}{second}", rule("甲", "公里数 >= 100", "租金 >= 3000元")));
    has(&out, &["公里数>=200时甲和乙都适用", "甲的条件写成公里数>=100&&公里数<200"]);
    let mended = rule("甲", "公里数 >= 100 && 公里数 < 200", "租金 >= 3000元");
    lacks(&checked(&format!("{mended}{second}")), &["都适用"]);
}

#[test]
fn a_denied_comparison_is_its_opposite() {
    let out = on(&each("租金上限", "expect = \"!(租金 > 4000元)\""));
    lacks(&out, &["规则有误"]);
    has(&out, &["租车表种苗调运租金为4100元，应当不大于4000元"]);
    lacks(&on(&each("租金上限", "expect = \"!(租金 > 4100元)\"")), &["警告1", "规则有误"]);
    lacks(&on(&each("不同", "expect = \"!(租金 == 押金)\"")), &["警告1", "规则有误"]);
}

#[test]
fn a_sentence_that_parts_from_its_wording_is_told_with_the_word() {
    let claim = "[[claim]]\nid = \"造林\"\ntext = \"全县完成造林{面:count}，其中人工造林{人:count}，飞播造林{飞:count}\"\nexpect = \"面 == 人 + 飞\"\n";
    let document = "青石县林业局2024年度部门决算\n\n一、造林情况\n\n全县完成造林3200亩，比上年增加200亩。\n\n人工造林2000亩。\n\n飞播造林1200亩。\n";
    let text = claim.to_owned();
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", document)]);
    let out = words(folder.path(), &["check", "a.txt", "--rules", "rules"]);
    has(&out, &["语句造林从未核对", "对不上", "第5行是“全县完成造林3200亩", "a.toml:3:"]);
}

#[test]
fn a_blank_that_a_rule_asks_for_needs_no_other_remark() {
    let form = "[[form]]\nid = \"用印表\"\ntitle = \"用印登记表\"\ncolumns = [\n  { name = \"事项\", kind = \"label\" },\n  { name = \"批准号\", kind = \"text\" },\n  { name = \"份数\", kind = \"count\" },\n]\n\n";
    let document = "青石县林业局2024年度部门决算\n\n用印登记表\n\n事项\t批准号\t份数\n合同\t林批1\t2\n协议\t\t3\n证明\t林批3\t1\n";
    let rule = |more: &str| {
        format!(
            "{form}[[rule]]\nid = \"甲\"\nform = \"用印表\"\n{more}\nseverity = \"warning\"\n\n[[rule]]\nid = \"乙\"\nform = \"用印表\"\nexpect = \"unique(批准号)\"\nseverity = \"warning\"\n"
        )
    };
    let said = |more: &str| {
        let text = rule(more);
        let folder = folder(&[("rules/a.toml", &text), ("a.txt", document)]);
        words(folder.path(), &["check", "a.txt", "--rules", "rules"])
    };
    lacks(&said("expect = \"present(批准号)\""), &["有的行是空的"]);
}
