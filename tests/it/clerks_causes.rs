//! What a clerk is told where a rule leaves rows out, breaks everywhere in one way, or has its slip in
//! the form: the cause and what to write.

use crate::clerks_verdicts::put;
use crate::command::run;

const FORM: &str = r#"[[form]]
id = "堤防表"
title = ["堤防维修情况表"]
columns = [
  { name = "堤段", kind = "label", header = ["堤段名称"] },
  { name = "概算", kind = "amount", header = ["批复概算"] },
  { name = "付款", kind = "amount", header = ["已付款"] },
  { name = "质保", kind = "amount", header = ["质保金"] },
  { name = "余款", kind = "amount" },
  { name = "状态", kind = "text", header = ["施工状态"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

/// What a command says of a whole rule file, without blanks, and its status.
fn said_of(arguments: &[&str], rules: &str, document: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    let (status, out, err) = run(folder.path(), arguments);
    (status, format!("{err}{out}").split_whitespace().collect())
}

const CHECK: [&str; 5] = ["check", "决算.txt", "-r", "本局", "--all"];
const ON: [&str; 5] = ["rules", "check", "本局", "--on", "决算.txt"];

fn checked(rules: &str, document: &str) -> (Option<i32>, String) {
    said_of(&CHECK, &format!("{FORM}\n{rules}"), document)
}

fn on(rules: &str, document: &str) -> String {
    said_of(&ON, &format!("{FORM}\n{rules}"), document).1
}

fn rule(lines: &str) -> String {
    format!("[[rule]]\nid = \"核对\"\nform = \"堤防表\"\n{lines}\n")
}

fn table(rows: &str) -> String {
    format!(
        "堤防维修情况表\n单位：万元\n堤段名称 | 批复概算 | 已付款 | 质保金 | 余款 | 施工状态\n{rows}"
    )
}

const ROWS: &str = "南堤 | 500 | 300 | 20 | 180 | 在建\n北堤 | 700 | 400 | 30 | 270 | 在建\n东堤 | 900 | 600 | 40 | 260 | 完工\n";

#[test]
fn words_nearly_those_of_a_condition_leave_their_rows_open() {
    let rules = rule("when = '状态 == \"在建\"'\nexpect = \"付款 <= 概算 * 80%\"");
    let with = |state: &str| table(&format!("{ROWS}西堤 | 800 | 790 | 0 | 10 | {state}\n"));
    for near in ["在建（续建）", "在建中", "县级在建"] {
        let (status, told) = checked(&rules, &with(near));
        let open = format!("“状态”一栏印的是“{near}”，条件要的是“在建”，没有核对");
        assert!(status == Some(0) && told.contains(&open), "{near}{told}");
        let told = on(&rules, &with(near));
        assert!(told.contains("有1行印的是") && told.contains("这些行没有核对"), "{near}{told}");
        assert!(told.contains(&format!("(状态==\"在建\"||状态==\"{near}\")")), "{near}{told}");
    }
    // another thing, what is denied, and what is not yet
    for other in ["完工", "停工", "未在建", "不予在建", "待在建"] {
        let (_, told) = checked(&rules, &with(other));
        assert!(!told.contains("条件要的是"), "{other}{told}");
    }
    // what the author names is meant as it is
    let named = rule(
        "when = '状态 == \"在建\" && 状态 != \"在建（续建）\"'\nexpect = \"付款 <= 概算 * 80%\"",
    );
    let (_, told) = checked(&named, &with("在建（续建）"));
    assert!(told.contains("没有发现问题") && !told.contains("条件要的是"), "{told}");
    assert!(!on(&named, &with("在建（续建）")).contains("without-effect"));
    // another side of the condition that does not hold decides alone
    let both = rule("when = '状态 == \"在建\" && 概算 > 1000万元'\nexpect = \"付款 <= 概算\"");
    assert!(!checked(&both, &with("在建中")).1.contains("条件要的是“在建”"));
}

#[test]
fn sums_by_words_are_left_open_where_near_ones_would_make_them_come_out() {
    let rules = |number: &str| {
        format!(
            "[[claim]]\nid = \"在建句\"\ntext = \"在建堤段{number}，\"\nexpect = '个 == count(堤防表.堤段, 堤防表.状态 == \"在建\")'\n"
        )
        .replace(number, "{个:count}")
    };
    let document = |number: u32| {
        format!(
            "柳溪县2025年说明\n在建堤段{number}个，均已验收。\n{}",
            table(&ROWS.replace("30 | 270 | 在建", "30 | 270 | 在建（续建）"))
        )
    };
    // two are two with the near one, one without it; three are never
    assert_eq!(checked(&rules("N"), &document(1)).0, Some(0));
    let (status, told) = checked(&rules("N"), &document(2));
    assert!(status != Some(1) && told.contains("条件要的是“在建”"), "{told}");
    assert_eq!(checked(&rules("N"), &document(3)).0, Some(1));
}

#[test]
fn a_kind_that_the_formula_does_not_use_is_told_at_its_form() {
    let form = |kind: &str, second: &str| {
        format!(
            "[[form]]\nid = \"考评表\"\ntitle = [\"考评情况表\"]\ncolumns = [\n  {{ name = \"村名\", kind = \"label\" }},\n  {{ name = \"{second}\", kind = \"{kind}\" }},\n]\n"
        )
    };
    let told = |kind: &str, column: &str, expect: &str| {
        let rules = format!(
            "{}[param]\n\"及格\" = 70\n[[rule]]\nid = \"核对\"\nform = \"考评表\"\nexpect = \"{expect}\"\n",
            form(kind, column)
        );
        said_of(&["rules", "check", "本局"], &rules, "").1
    };
    for (kind, column, expect, meant) in [
        ("date", "安排年度", "安排年度 <= doc.year - 3", "year"),
        ("date", "年度", "年度 >= doc.year", "year"),
        ("percent", "考评得分", "考评得分 >= param.及格", "score"),
        ("percent", "考评得分", "考评得分 >= 70", "score"),
        ("count", "证号", "len(证号) == 18", "text"),
    ] {
        let told = told(kind, column, expect);
        assert!(told.contains(&format!("改成kind=\"{meant}\"")), "{expect}{told}");
        // the caret stands at the form where the name of the column says its kind, else that line in the advice
        let place = match meant {
            "text" => format!("{column}的kind在a.toml第6行"),
            _ => "a.toml:6:".to_owned(),
        };
        assert!(told.contains(&place), "{expect}{told}");
        assert!(!told.contains("写成doc.year"), "{expect}{told}");
    }
}

#[test]
fn a_comma_that_a_line_lacks_is_put_there() {
    let told = |line: &str| said_of(&["rules", "check", "本局"], line, "").1;
    let told_of_table =
        told("[param]\n\"标准\" = { \"甲\" = \"720元/人\" \"乙\" = \"940元/人\" }\n");
    assert!(told_of_table.contains("\"720元/人\"后面少一个逗号"), "{told_of_table}");
    assert!(told_of_table.contains("\"720元/人\",\"乙\"=\"940元/人\"}"), "{told_of_table}");
}

#[test]
fn years_as_days_are_those_of_the_comparison() {
    let form = "[[form]]\nid = \"合同表\"\ntitle = [\"合同情况表\"]\ncolumns = [ { name = \"合同\", kind = \"label\" }, { name = \"起\", kind = \"date\" }, { name = \"止\", kind = \"date\" } ]\n";
    for (expect, days) in [
        ("days(起, 止) + 1 <= 5年", "写成1827天"),
        ("days(起, 止) < 1年", "写成366天"),
        ("days(起, 止) >= 4年", "写成1460天；"),
        ("3年 >= days(起, 止)", "写成1096天"),
    ] {
        let rules =
            format!("{form}[[rule]]\nid = \"租期\"\nform = \"合同表\"\nexpect = \"{expect}\"\n");
        let told = said_of(&["rules", "check", "本局"], &rules, "").1;
        assert!(told.contains(days), "{expect}{told}");
    }
}

#[test]
fn a_total_at_the_top_has_nothing_above() {
    let top = |rows: &str| table(&format!("合计 | 2100 | 1300 | 90 | 710 |\n{rows}"));
    let rules = rule("expect = \"合计行.概算 == sum(above(合计行.概算))\"");
    let (_, told) = checked(&rules, &top(ROWS));
    assert!(told.contains("“合计行”印在表的最上面，上面没有行可加"), "{told}");
    let told = on(&rules, &top(ROWS));
    assert!(told.contains("写成合计行.概算==sum(below(合计行.概算))"), "{told}");
    let right = rules.replace("above", "below");
    assert_eq!(checked(&right, &top(ROWS)).0, Some(0));
}

#[test]
fn what_breaks_everywhere_in_one_way_is_said_of_the_rule() {
    let one = |params: &str, lines: &str| on(&format!("{params}\n{}", rule(lines)), &table(ROWS));
    let leaves = "rows = \"leaves\"\n";
    // a column too often
    let told = one("", &format!("{leaves}expect = \"余款 == 概算 - 付款 - 质保 - 质保\""));
    assert!(told.contains("差额处处等于“质保金”"), "{told}");
    assert!(told.contains("多减了质保：写成余款==概算-付款-质保"), "{told}");
    // and one that is not there
    let told = one("", &format!("{leaves}expect = \"余款 == 概算 - 付款\""));
    assert!(told.contains("少减了质保：写成余款==概算-付款-质保"), "{told}");
    // the other way round
    let turned = rule(&format!("{leaves}expect = \"付款 >= 概算\""));
    let told = on(&turned, &table(&format!("{ROWS}西堤 | 800 | 500 | 0 | 300 | 在建\n")));
    assert!(told.contains("写反了") && told.contains("写成付款<=概算"), "{told}");
    let named = "name = \"付款不超过概算\"\nwhen = '状态 == \"完工\"'\nexpect = \"付款 >= 概算\"";
    assert!(one("", named).contains("规则的名称说“不超过”，公式写的是>="));
    // a limit in another unit
    let told =
        one("[param]\n\"限额\" = \"1000元\"", &format!("{leaves}expect = \"概算 <= param.限额\""));
    assert!(told.contains("参数限额是不是1000万元"), "{told}");
    assert!(told.contains("写成\"限额\"=\"1000万元\""), "{told}");
    // what holds somewhere is no matter of the rule
    let told = one("", &format!("{leaves}expect = \"概算 >= 700万元\""));
    assert!(!told.contains("写反了"), "{told}");
    let told = one("", &format!("{leaves}expect = \"余款 == 概算 - 付款 - 质保\""));
    assert!(!told.contains("全部不符"), "{told}");
}

#[test]
fn what_is_printed_so_many_times_over_is_a_factor() {
    let form = "[[form]]\nid = \"补助表\"\ntitle = [\"寄宿补助表\"]\nunit = \"元\"\ncolumns = [ { name = \"学校\", kind = \"label\" }, { name = \"人数\", kind = \"count\" }, { name = \"补助\", kind = \"amount\" } ]\n[param]\n\"标准\" = \"25元/人\"\n[[rule]]\nid = \"补助\"\nform = \"补助表\"\nexpect = \"补助 == 人数 * param.标准\"\n";
    let document = "寄宿补助表\n单位：元\n学校 | 人数 | 补助\n一小 | 10 | 3000\n二小 | 30 | 9000\n三小 | 0 | 0\n四小 | 7 | 2100\n";
    let told = said_of(&ON, form, document).1;
    assert!(told.contains("3处全部不符，印的都是算出的12倍"), "{told}");
    assert!(told.contains("写成\"标准\"=\"300元/人\""), "{told}");
    let told = said_of(&ON, form, &document.replace("2100", "2200")).1;
    assert!(!told.contains("倍"), "{told}");
}

#[test]
fn years_of_no_document_and_blank_totals_are_told_at_their_lines() {
    let rules = rule("from = 2028\nexpect = \"付款 <= 概算\"");
    let document = format!("柳溪县2026年{}", table(ROWS));
    let told = on(&rules, &document);
    assert!(told.contains("这条规则写了from=2028，没有用上"), "{told}");
    assert!(told.contains("写成from=2026"), "{told}");
    let rules = rule("expect = \"合计行 == sum(above(合计行))\"");
    let told = on(&rules, &table(&format!("{ROWS}合计 | 2100 | 1300 | | 710 |\n")));
    assert!(told.contains("这些栏的合计本来不填的，只写要加的栏"), "{told}");
    assert!(told.contains("\"合计行.概算==sum(above(合计行.概算))\""), "{told}");
    assert!(!told.contains("合计行.质保=="), "{told}");
}

#[test]
fn a_row_of_a_rule_on_no_form_is_told_at_its_label() {
    let form = FORM.replace("label = [\"合计\"]", "label = [\"全县总额\"]");
    let rules = format!(
        "{form}\n[[rule]]\nid = \"合计\"\nexpect = \"堤防表.合计行.概算 == sum(above(堤防表.合计行.概算))\"\n"
    );
    let document = table(&format!("{ROWS}全县合计 | 2100 | 1300 | 90 | 710 |\n"));
    let told = said_of(&ON, &rules, &document).1;
    assert!(told.contains("改成label=[\"全县合计\"]"), "{told}");
}

#[test]
fn tables_printed_twice_are_counted_once() {
    let rules = "[[claim]]\nid = \"堤段句\"\ntext = \"维修堤段{个:count}，批复概算{额:amount}\"\nexpect = [\"个 == count(堤防表.堤段)\", \"额 == sum(堤防表.概算)\", \"额 == 堤防表.合计行.概算\"]\n";
    let own = table(&format!("{ROWS}合计 | 2100 | 1300 | 90 | 710 |\n"));
    let twice = |other: &str| {
        format!("柳溪县2025年说明\n维修堤段3个，批复概算2100万元。\n{own}\n附表如下。\n{other}")
    };
    let (status, told) = checked(rules, &twice(&own));
    assert_eq!(status, Some(0), "{told}");
    assert!(!told.contains("没有核对全"), "{told}");
    // what differs in a cell is no copy
    let (status, told) = checked(rules, &twice(&own.replace("500", "501")));
    assert!(status != Some(0) || told.contains("没有核对全"), "{told}");
}

#[test]
fn series_that_begin_late_and_days_in_reverse_order_are_left_open() {
    let form = "[[form]]\nid = \"名册\"\ntitle = [\"出差名册\"]\ncolumns = [ { name = \"序号\", kind = \"ordinal\" }, { name = \"姓名\", kind = \"label\" }, { name = \"出\", kind = \"date\", header = [\"出发日\"] }, { name = \"回\", kind = \"date\", header = [\"返回日\"] }, { name = \"天数\", kind = \"count\" } ]\n[[rule]]\nid = \"序号\"\nform = \"名册\"\nexpect = \"consecutive(序号)\"\n[[rule]]\nid = \"天数\"\nform = \"名册\"\nexpect = \"天数 == days(出, 回) + 1\"\n";
    let document = |first: u32, back: &str, days: i32| {
        format!(
            "出差名册\n序号 | 姓名 | 出发日 | 返回日 | 天数\n{first} | 张一 | 2025-03-01 | 2025-03-03 | 3\n{} | 李二 | 2025-03-05 | {back} | {days}\n",
            first + 1
        )
    };
    let (status, told) = said_of(&CHECK, form, &document(1, "2025-03-06", 2));
    assert!(status == Some(0) && !told.contains("没有核对全"), "{told}");
    let (_, told) = said_of(&CHECK, form, &document(3, "2025-03-06", 2));
    assert!(told.contains("编号从3起，不是从1起"), "{told}");
    let (_, told) = said_of(&CHECK, form, &document(1, "2025-03-01", -3));
    assert!(told.contains("两个日期前后颠倒，天数是负数"), "{told}");
}

#[test]
fn advice_says_what_can_be_typed() {
    let told =
        |rules: &str| said_of(&["rules", "check", "本局"], &format!("{FORM}\n{rules}"), "").1;
    // rows of a formula of whole paths
    let whole = "[[rule]]\nid = \"甲\"\nrows = \"leaves\"\nexpect = \"堤防表.合计行.概算 >= 堤防表.合计行.付款\"\n";
    let of_rows = told(whole);
    assert!(of_rows.contains("删去rows这一行") && !of_rows.contains("加一行form"), "{of_rows}");
    assert!(of_rows.contains("有1处错误"), "{of_rows}");
    let of_kinds = told(&rule("documents = [\"整改报告\"]\nexpect = \"付款 <= 概算\""));
    assert!(of_kinds.contains("都不是的，删去这一行"), "{of_kinds}");
    let of_max = told(&rule("expect = \"付款 <= max(堤防表.概算)\""));
    assert!(of_max.contains("一列的最大数") && of_max.contains("max(堤防表.概算)"), "{of_max}");
    let pasted = told("[param]\n\"标准\" = \"\"\"\n甲等\t２，６２０元\n乙等\t2100元\n\"\"\"\n");
    assert!(pasted.contains("数里不写逗号") && pasted.contains("甲等2620元"), "{pasted}");
    let silent = "[[rule]]\nid = \"脚本\"\nscript = '''\nfor 行 in rows(堤防表) { let 差 = 行.概算 - 行.付款; }\n'''\n";
    let (_, of_script) = checked(silent, &table(ROWS));
    assert!(of_script.contains("什么也没有核对") && !of_script.contains("看过"), "{of_script}");
}
