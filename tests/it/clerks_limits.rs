//! Rules that use what is for some documents alone, that leave or share a border, that agree for no
//! reason, and scripts whose values get lost: each is told where a clerk looks, with what to write.

use crate::command::{run, words};

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("rules/ruleset.toml", RULESET)].iter().chain(files) {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What plain `check` says of a document under rules.
fn on(rules: &str, document: &str) -> String {
    let folder = folder(&[("rules/a.toml", rules), ("a.txt", document)]);
    words(folder.path(), &["check", "a.txt", "--rules", "rules"])
}

/// What `rules check` says of rules.
fn checked(rules: &str) -> String {
    words(folder(&[("rules/a.toml", rules)]).path(), &["rules", "check", "rules"])
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn lacks(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!out.contains(word), "{word} is in {out}"));
}

const SENTENCE: &str =
    "全年组织乡村振兴培训{期:count}，?培训费{费用:amount}，占培训支出的{比:percent}";

/// A document of a year with a sentence.
fn said(year: &str, sentence: &str) -> String {
    format!("白水县农业局{year}年度部门决算\n\n一、培训情况\n\n{sentence}\n")
}

const PRINTED: &str = "全年组织乡村振兴培训8期，培训费12.00万元，占培训支出的60.00%。";

#[test]
fn a_rule_does_not_apply_in_years_of_which_what_it_uses_is_not() {
    for (how, uses) in [
        ("claim = \"本县培训\"", "expect = \"比 <= 50%\""),
        ("", "expect = \"本县培训.比 <= 50%\""),
        ("", "required = \"本县培训\""),
        ("", "script = 'expect(本县培训.比 <= \"50%\", \"多\");'"),
    ] {
        let rules = format!(
            "[[claim]]\nid = \"本县培训\"\ntext = \"{SENTENCE}\"\nyears = \"2022..\"\n\n[[rule]]\nid = \"培训-比\"\nseverity = \"warning\"\n{how}\n{uses}\n"
        );
        let files = [("rules/a.toml", rules.as_str()), ("a.txt", &*said("2021", PRINTED))];
        let folder = folder(&files);
        let (code, out, err) = run(folder.path(), &["check", "a.txt", "--rules", "rules", "--all"]);
        let all: String = format!("{err}{out}").split_whitespace().collect();
        lacks(&all, &["未能审核", "没有声明", "规则有误", "警告1"]);
        has(&all, &["只用于2022..年度", "它用的本县培训只用于这些年度"]);
        assert_ne!(code, Some(2), "{uses}: {all}");
        has(&checked(&rules), &["培训-比用的本县培训只用于2022..年度", "years=\"2022..\""]);
        // in its years it is checked as before
        if !uses.contains("required") {
            has(&on(&rules, &said("2023", PRINTED)), &["警告1"]);
        }
        // a rule with the same limit needs no remark
        let same = rules.replace("severity =", "years = \"2022..\"\nseverity =");
        lacks(&checked(&same), &["只用于2022..年度"]);
    }
    // a name that nothing bears is a mistake as before
    let unknown = "[[rule]]\nid = \"甲\"\nclaim = \"没有的\"\nexpect = \"比 <= 50%\"\n";
    has(&checked(unknown), &["没有声明没有的"]);
}

#[test]
fn what_goes_with_something_of_other_years_goes_as_well() {
    let rules = "[[form]]\nid = \"培训表\"\ntitle = \"培训明细表\"\nyears = \"2022..\"\ncolumns = [\n  { name = \"班名\", kind = \"label\" },\n  { name = \"金额\", kind = \"amount\" },\n]\n\n[[claim]]\nid = \"培训合计\"\ntext = \"培训费共{共:amount}\"\nexpect = \"共 == sum(培训表.金额)\"\n\n[[rule]]\nid = \"培训-不多\"\nclaim = \"培训合计\"\nexpect = \"共 <= 9万元\"\n";
    let out = on(rules, &said("2020", "培训费共12.00万元。"));
    lacks(&out, &["未能审核", "规则有误", "错误1"]);
    has(&out, &["它用的培训表只用于这些年度"]);
}

#[test]
fn a_rule_takes_over_the_kinds_of_documents_and_the_agencies_of_its_sentence() {
    let rules = |limit: &str| {
        format!(
            "[[claim]]\nid = \"本县培训\"\ntext = \"{SENTENCE}\"\n{limit}\n\n[[rule]]\nid = \"培训-须写\"\nrequired = \"本县培训\"\nseverity = \"warning\"\n"
        )
    };
    let without = said("2023", "本年没有培训。");
    has(&on(&rules(""), &without), &["警告1"]);
    for limit in ["documents = [\"budget\"]", "agency = [\"青山县水利局\"]"] {
        let out = on(&rules(limit), &without);
        lacks(&out, &["警告1", "规则有误"]);
        has(&out, &["不用于这"]);
        has(&checked(&rules(limit)), &["培训-须写用的本县培训只用于写明的"]);
    }
    has(&on(&rules("agency = [\"白水县农业局\"]"), &without), &["警告1"]);
}

const FORM: &str = "[[form]]\nid = \"租车表\"\ntitle = \"租车明细表\"\ncolumns = [\n  { name = \"事由\", kind = \"label\" },\n  { name = \"公里数\", kind = \"count\" },\n  { name = \"租金\", kind = \"amount\" },\n  { name = \"用车日\", kind = \"date\" },\n  { name = \"还车日\", kind = \"date\" },\n]\nrows = [{ name = \"合计行\", label = \"合计\", total = true }]\n";

/// Two rules on the form.
fn pair(first: (&str, &str), second: (&str, &str)) -> String {
    let rule = |id: &str, (when, expect): (&str, &str)| {
        format!(
            "\n[[rule]]\nid = \"{id}\"\nform = \"租车表\"\nrows = \"leaves\"\nwhen = '{when}'\nexpect = \"{expect}\"\nseverity = \"warning\"\n"
        )
    };
    format!("{FORM}{}{}", rule("短途", first), rule("长途", second))
}

#[test]
fn a_border_that_no_rule_is_for_is_told() {
    let told = ["公里数正好300个的，短途和长途两条都不管", "短途写公里数<=300个", "a.toml:25:1"];
    let gap = pair(("公里数 < 300个", "租金 <= 800元"), ("公里数 > 300个", "租金 <= 2000元"));
    has(&checked(&gap), &told);
    let turned = pair(("300个 > 公里数", "租金 <= 800元"), ("300个 < 公里数", "租金 <= 2000元"));
    has(&checked(&turned), &told);
    // of whole things one may lie between
    let whole = pair(("公里数 <= 299个", "租金 <= 800元"), ("公里数 >= 301个", "租金 <= 2000元"));
    has(&checked(&whole), &told[..2]);
    for second in ["公里数 >= 300个", "公里数 > 300个 && 租金 > 5元", "公里数 > 500个"]
    {
        let right = pair(("公里数 < 300个", "租金 <= 800元"), (second, "租金 <= 2000元"));
        lacks(&checked(&right), &["两条都不管"]);
    }
    // a third rule is for just this value
    let third = format!(
        "{gap}\n[[rule]]\nid = \"正好\"\nform = \"租车表\"\nrows = \"leaves\"\nwhen = '公里数 == 300个'\nexpect = \"租金 <= 900元\"\n"
    );
    lacks(&checked(&third), &["两条都不管"]);
}

#[test]
fn two_rules_that_no_figure_can_meet_at_a_border_are_told() {
    let both = pair(
        ("公里数 >= 100个 && 公里数 <= 300个", "租金 <= 800元"),
        ("公里数 >= 300个", "租金 >= 900元"),
    );
    has(
        &checked(&both),
        &["公里数300个时短途和长途都适用，一条要租金<=800元，一条要租金>=900元", "另一条在第13行"],
    );
    for (when, expect) in [
        ("公里数 > 300个", "租金 >= 900元"),
        ("公里数 >= 300个", "租金 >= 700元"),
        ("租金 >= 900元", "租金 >= 900元"),
    ] {
        let right = pair(("公里数 >= 100个 && 公里数 <= 300个", "租金 <= 800元"), (when, expect));
        lacks(&checked(&right), &["没有数能两条都相符"]);
    }
}

const RENTED: &str = "白水县农业局2023年度部门决算\n\n租车明细表\n单位：元\n\n事由\t公里数\t租金\t用车日\t还车日\n查灾\t120\t600\t2023-04-02\t2023-04-09\n验收\t480\t1500\t2023-06-11\t2023-06-13\n调研\t90\t400\t2023-09-05\t2023-09-06\n合计\t690\t2500\n";

#[test]
fn days_that_are_counted_backwards_are_told_beside_what_agrees() {
    let rules = |days: &str| {
        format!(
            "{FORM}\n[[rule]]\nid = \"租期\"\nform = \"租车表\"\nrows = \"leaves\"\nexpect = \"{days} + 1 <= 5天\"\nseverity = \"warning\"\n"
        )
    };
    has(
        &on(&rules("days(还车日, 用车日)"), RENTED),
        &["多半起日和止日写倒了", "写成days(用车日,还车日)", "没有发现问题"],
    );
    let right = on(&rules("days(用车日, 还车日)"), RENTED);
    lacks(&right, &["写倒了"]);
    has(&right, &["警告1"]);
}

#[test]
fn a_waiver_for_another_year_is_told_beside_the_finding_that_it_would_meet() {
    let rules = format!(
        "{FORM}\n[[rule]]\nid = \"租金\"\nform = \"租车表\"\nrows = \"leaves\"\nexpect = \"租金 <= 1000元\"\nseverity = \"warning\"\n"
    );
    let waiver = |year: &str| {
        format!("[[waiver]]\nrule = \"租金\"\nyear = {year}\nreason = \"已批\"\nwho = \"王某\"\n\n")
    };
    let with = |waivers: &str, documents: &[(&str, &str)]| {
        let mut files = vec![("rules/a.toml", rules.as_str()), ("rules/waivers.toml", waivers)];
        files.extend(documents);
        let names = documents.iter().map(|(name, _)| *name);
        let args: Vec<&str> =
            ["check"].into_iter().chain(names).chain(["--rules", "rules"]).collect();
        words(folder(&files).path(), &args)
    };
    let here = [("a.txt", RENTED)];
    let out = with(&waiver("2022"), &here);
    has(&out, &["年度是2023，这条豁免没有用上", "另写一条，year=2023", "警告1"]);
    lacks(&with(&waiver("2023"), &here), &["没有用上"]);
    // another one meets the finding
    lacks(&with(&format!("{}{}", waiver("2022"), waiver("2023")), &here), &["没有用上"]);
    // it is used in another document of the run
    let before = RENTED.replace("2023", "2022");
    lacks(&with(&waiver("2022"), &[("a.txt", RENTED), ("b.txt", &before)]), &["没有用上"]);
}

const STOCK: &str = "白水县农业局2023年度部门决算\n\n农机变动表\n单位：万元\n\n站名\t年初\t购进\t报废\t年末\n东站\t50.00\t12.00\t3.00\t59.00\n西站\t71.50\t8.20\t1.70\t78.00\n南站\t33.10\t4.00\t2.60\t34.50\n北站\t20.00\t5.00\t0.00\t25.00\n";

#[test]
fn a_sign_that_is_wrong_in_all_rows_is_the_formulas() {
    let rules = |sum: &str| {
        format!(
            "[[form]]\nid = \"农机表\"\ntitle = \"农机变动表\"\ncolumns = [\n  {{ name = \"站名\", kind = \"label\" }},\n  {{ name = \"年初\", kind = \"amount\" }},\n  {{ name = \"购进\", kind = \"amount\" }},\n  {{ name = \"报废\", kind = \"amount\" }},\n  {{ name = \"年末\", kind = \"amount\" }},\n]\n\n[[rule]]\nid = \"农机\"\nform = \"农机表\"\nexpect = \"年末 == {sum}\"\n"
        )
    };
    // the last row has nothing there, and agrees either way
    has(
        &on(&rules("年初 + 购进 + 报废"), STOCK),
        &["差额处处是“报废”的两倍", "写成年末==年初+购进-报废"],
    );
    has(&on(&rules("年初 - 购进 - 报废"), STOCK), &["写成年末==年初+购进-报废"]);
    lacks(&on(&rules("年初 + 购进 - 报废"), STOCK), &["写反"]);
    // one row that is wrong is the document's
    let wrong = STOCK.replace("59.00", "65.00");
    lacks(&on(&rules("年初 + 购进 - 报废"), &wrong), &["两倍"]);
}

#[test]
fn words_that_are_names_are_told_with_what_is_lost() {
    let document = include_str!("../../fixtures/prose-library/document.txt");
    let with = |words_file: &str| {
        let folder = folder(&[("rules/vocabulary.toml", words_file), ("a.txt", document)]);
        words(folder.path(), &["check", "a.txt", "--rules", "rules"])
    };
    let out = with("[prose]\nup = [\"收入\"]\n");
    has(
        &out,
        &["“收入”是", "个名称里的字", "放进up", "这份文件核对到的数由", "删去“收入”再查一遍"],
    );
    for harmless in ["down = [\"瘦身\"]", "up = [\"走强\"]", "down = [\"压支\"]"] {
        lacks(&with(&format!("[prose]\n{harmless}\n")), &["名称里的字", "核对到的数由"]);
    }
}

/// What `rules check` says of a script on the form.
fn script(text: &str) -> String {
    checked(&format!(
        "{FORM}\n[[rule]]\nid = \"脚本\"\nseverity = \"warning\"\nscript = '''\n{text}\n'''\n"
    ))
}

#[test]
fn a_variable_that_hides_another_one_is_told() {
    for text in [
        "let 回 = 0;\nfor 项 in rows(租车表) { if 项.公里数 > 200 { let 回 = 回 + 1; } }\nexpect(回 <= 1, \"多\");",
        "let 限 = 5;\nif count(租车表) > 3 { let 限 = 9; }\nexpect(count(租车表) <= 限, \"多\");",
        "fn 数(表) { let 回 = 0; for 项 in 表 { let 回 = 回 + 1; } 回 }\nexpect(数(rows(租车表)) <= 5, \"多\");",
    ] {
        has(&script(text), &["另开了一个", "去掉let，写成"]);
    }
    for text in [
        "let 回 = 0;\nfor 项 in rows(租车表) { if 项.公里数 > 200 { 回 = 回 + 1; } }\nexpect(回 <= 1, \"多\");",
        "for 项 in rows(租车表) { let 说 = \"甲\"; if 项.公里数 > 1 { let 说 = \"乙\"; expect(项.租金 > 0, 说); } else { expect(项.租金 > 0, 说); } }",
        "for 项 in rows(租车表) { let 数 = 项.公里数; expect(数 > 0, \"少\"); }\nfor 项 in rows(租车表) { let 数 = 项.公里数; expect(数 > 0, \"少\"); }",
    ] {
        lacks(&script(text), &["另开了一个"]);
    }
}

#[test]
fn a_function_without_a_value_is_told_where_it_ends() {
    let used = "for 项 in rows(租车表) { expect(项.公里数 <= 限(项.公里数), \"多\"); }";
    for (text, told) in [
        ("fn 限(数) { let 额 = 数 * 2; }", "最后一句写成return数*2;"),
        ("fn 限(数) { let 额 = 0; 额 = 数 * 2; }", "后面再写一行额"),
        ("fn 限(数) { if 数 > 3 { 数 * 2 } }", "else里也写出值"),
    ] {
        has(&script(&format!("{text}\n{used}")), &["函数限", told]);
    }
    for text in [
        "fn 限(数) { 数 * 2 }",
        "fn 限(数) { return 数 * 2; }",
        "fn 限(数) { if 数 > 3 { 数 * 2 } else { 数 } }",
        "fn 限(数) { if 数 > 3 { return 数 * 2; } 数 }",
    ] {
        lacks(&script(&format!("{text}\n{used}")), &["函数限"]);
    }
    // nobody asks for its value
    let told = "fn 看(项) { expect(项.租金 > 0, \"少\"); }\nfor 项 in rows(租车表) { 看(项); }";
    lacks(&script(told), &["函数看"]);
}

#[test]
fn an_index_beyond_its_list_is_told() {
    let text = |range: &str, index: &str| {
        format!(
            "let 各 = rows(租车表);\nfor i in {range} {{ expect(各[{index}].租金 > 0, \"少\"); }}"
        )
    };
    for (range, told) in [
        ("0..=各.len()", "..=多出一项"),
        ("1..=各.len()", "漏了第一项，又多出一项"),
        ("1..各.len()", "从1起漏了第一项"),
    ] {
        has(&script(&text(range, "i")), &[told, "写成foriin0..各.len()"]);
    }
    lacks(&script(&text("0..各.len()", "i")), &["漏了第一项", "多出一项"]);
    lacks(&script(&text("1..=各.len()", "i - 1")), &["漏了第一项", "多出一项"]);
}

#[test]
fn a_row_that_stands_on_the_other_side_is_told_with_its_side() {
    let document = include_str!("../../fixtures/archive-planted/document.txt");
    let path = |side: &str| {
        format!("[[rule]]\nid = \"收支\"\nexpect = \"收支总表.{side}.本年支出合计.金额 > 0元\"\n")
    };
    let out = on(&path("收入"), document);
    has(
        &out,
        &["这一行印在“支出”一侧，“收入”一侧没有", "写成收支总表.支出.本年支出合计", "a.toml:3:11"],
    );
    lacks(&on(&path("支出"), document), &["一侧没有"]);
}

#[test]
fn messages_give_the_way_out() {
    let rule = |expect: &str| {
        checked(&format!(
            "{FORM}\n[[rule]]\nid = \"甲\"\nform = \"租车表\"\nexpect = \"{expect}\"\n"
        ))
    };
    has(
        &rule("租金 <= if(公里数 > 300个, 2000元)"),
        &["少了第3个", "when='公里数>300个'", "if(公里数>300个,2000元,乙)"],
    );
    has(&rule("租金 == round(租金)"), &["round"]);
    has(&rule("percent(租金) <= 50%"), &["少了总数", "percent(租金,总数)"]);
    has(
        &rule("合计行.租金 == sum(above(租金))"),
        &["租金是列名，above里写行名", "租车表.合计行.租金==sum(above(租车表.合计行.租金))"],
    );
    has(
        &script("for 项 in rows(租车表) { if 项.事由 > 50 { expect(项.租金 > 0, \"少\"); } }"),
        &["事由在表样租车表里是文字的栏", "项.公里数、项.租金中的一个"],
    );
    let wording = |keys: &str| checked(&format!("[[wording]]\nid = \"乙\"\n{keys}\n"));
    has(&wording("printed = \"租车费(含油\""), &["正文里的括号写全角：租车费（含油）"]);
    lacks(&wording("printed = \"油修费\"\nexcept = []"), &["规则有误"]);
    let unit = checked(&format!(
        "[param]\n\"油耗\" = \"12升\"\n\n{FORM}\n[[rule]]\nid = \"甲\"\nform = \"租车表\"\nexpect = \"公里数 <= 公里数 * param.油耗\"\n"
    ));
    has(&unit, &["不认识单位“升”", "\"油耗\"=12", "a.toml:2:8"]);
    let twice = checked(&format!(
        "[[claim]]\nid = \"本县培训\"\ntext = \"{SENTENCE}\"\n\n[[rule]]\nid = \"甲\"\nclaim = \"本县培训\"\nexpect = \"比 <= 50%\"\nmessage = \"培训{{期}}期、{{费用}}万元，占{{stated}}\"\n"
    ));
    has(&twice, &["{期}印出来已经带单位，后面再写“期”就印两次", "培训{期}、{费用}，占{stated}"]);
}
