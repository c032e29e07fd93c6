//! Tables that no form of the rules knows are checked by what follows from themselves.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::Engine;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("national"));

const TITLE: &str = "清溪市档案馆2026年部门预算";

fn audit(table: &str) -> DocumentAudit {
    let text = format!("{TITLE}\n\n馆务安排情况\n单位：万元\n{table}");
    ENGINE.audit("a.txt", text.as_bytes()).unwrap()
}

/// The rules on the table itself that come to this, with the stated figure.
fn of_table(audit: &DocumentAudit, verdict: Verdict) -> Vec<String> {
    let own = audit.checks.iter().filter(|check| check.rule.starts_with("按"));
    // what comes out may prove nothing
    let is_wanted =
        |found: Verdict| found == verdict || verdict == Verdict::Holds && found.agrees();
    let own = own.filter(|check| is_wanted(check.verdict));
    own.map(|check| {
        let stated = check.stated_figure().map(|figure| figure.printed().text.clone());
        format!("{} {}", check.rule, stated.unwrap_or_default())
    })
    .collect()
}

#[test]
fn groups_of_a_header_of_two_rows_are_summed_by_their_totals() {
    let html = |wrong: &str| {
        let rows = [
            ["保管股", "95.00", "80.00", "60.00", "20.00", "15.00"],
            ["编研股", "71.00", "61.00", "50.00", "11.00", "10.00"],
            ["修复股", "48.00", wrong, "30.00", "8.00", "10.00"],
            ["宣传股", "33.00", "28.00", "20.00", "8.00", "5.00"],
        ];
        let cells = |row: &[&str; 6]| -> String {
            row.iter().map(|cell| format!("<td>{cell}</td>")).collect()
        };
        let body: String = rows.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
        format!(
            "<html><body><h1>{TITLE}</h1><p>馆务安排情况</p><p>单位：万元</p><table>\
             <tr><td rowspan=2>股室</td><td rowspan=2>合计</td><td colspan=3>日常</td>\
             <td rowspan=2>购置</td></tr>\
             <tr><td>小计</td><td>人员</td><td>公用</td></tr>{body}</table></body></html>"
        )
    };
    let clean = ENGINE.audit("a.html", html("38.00").as_bytes()).unwrap();
    assert_eq!(of_table(&clean, Verdict::Holds).len(), 8);
    // 小计 is a part of 合计 and the sum of two columns
    let wrong = ENGINE.audit("a.html", html("36.00").as_bytes()).unwrap();
    assert_eq!(of_table(&wrong, Verdict::Violation), ["按表头结构 48.00", "按表头结构 36.00"]);
}

#[test]
fn a_part_is_no_addend_and_a_row_that_may_be_left_out_accuses_nobody() {
    let parts = audit(
        "内容 | 合计 | 人员 | 其中：奖金 | 公用\n甲 | 9.00 | 5.00 | 2.00 | 4.00\n\
         乙 | 7.00 | 4.00 | 1.00 | 3.00\n丙 | 8.00 | 6.00 | 3.00 | 2.00\n",
    );
    assert_eq!(of_table(&parts, Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&parts, Verdict::Holds).len(), 3);
    // 204 is larger than what is listed of it, by no slip of a digit
    let secret = audit(
        "科目编码 | 科目名称 | 上年 | 本年\n201 | 服务 | 42.00 | 46.00\n20101 | 甲 | 30.00 | 33.00\n\
         20102 | 乙 | 12.00 | 13.00\n204 | 安全 | 83.17 | 91.52\n20401 | 丙 | 20.00 | 21.00\n\
         20402 | 丁 | 6.00 | 7.00\n205 | 教育 | 9.00 | 8.00\n20501 | 戊 | 4.00 | 5.00\n\
         20502 | 己 | 5.00 | 3.00\n206 | 科技 | 9.00 | 8.00\n20601 | 庚 | 4.00 | 5.00\n\
         20602 | 辛 | 5.00 | 3.00\n",
    );
    assert_eq!(of_table(&secret, Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&secret, Verdict::Holds).len(), 6);
}

#[test]
fn codes_stand_in_names_or_print_their_last_digits_alone() {
    let names = "科目 | 上年 | 本年\n[201]服务 | 42.00 | 46.00\n[20101]甲 | 30.00 | 33.00\n\
                 [20102]乙 | 12.00 | 13.00\n[204]安全 | 26.00 | 28.00\n[20401]丙 | 20.00 | 21.00\n\
                 [20402]丁 | 6.00 | 7.00\n";
    assert_eq!(of_table(&audit(names), Verdict::Holds).len(), 4);
    let rest = "科目编码 | 科目名称 | 上年 | 本年\n201 | 服务 | 42.00 | 46.00\n01 | 甲类 | 42.00 | 46.00\n\
                2010101 | 甲 | 30.00 | 33.00\n2010102 | 乙 | 12.00 | 13.00\n\
                204 | 安全 | 6.00 | 7.00\n02 | 乙类 | 6.00 | 7.00\n2040201 | 丙 | 6.00 | 7.00\n";
    assert_eq!(of_table(&audit(rest), Verdict::Holds).len(), 8);
}

#[test]
fn rates_beside_amounts_do_not_add_up() {
    let rates = audit(
        "项目 | 预算数 | 执行数 | 为预算的比率\n一、收费 | 50.00 | 45.00 | 90\n\
         二、租金 | 20.00 | 19.00 | 95\n收入合计 | 70.00 | 64.00 | 91\n三、购书 | 40.00 | 36.00 | 90\n\
         四、修缮 | 30.00 | 28.00 | 93\n支出合计 | 70.00 | 64.00 | 91\n",
    );
    assert_eq!(of_table(&rates, Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&rates, Verdict::Holds).len(), 4);
}

#[test]
fn rates_follow_from_the_two_columns_that_explain_them() {
    let rows = |grants: &str, growth: &str| {
        audit(&format!(
            "项目 | 上年执行数 | 预算数 | 执行数 | 为预算% | 比上年增减%\n税费 | 400.00 | 410.00 | 451.00 | 110.0% | 12.8%\n\
             拨款 | 250.00 | 240.00 | 228.00 | {grants} | -8.8%\n租金 | 80.00 | 90.00 | 81.00 | 90.0% | 1.3%\n\
             利息 | 16.00 | 20.00 | 19.00 | 95.0% | {growth}\n捐赠 | 50.00 | 40.00 | 60.00 | 150.0% | 20.0%\n\
             罚没 | 64.00 | 60.00 | 48.00 | 80.0% | -25.0%\n其他 | 30.00 | 32.00 | 24.00 | 75.0% | -20.0%\n"
        ))
    };
    let clean = rows("95.0%", "18.8%");
    assert_eq!(of_table(&clean, Verdict::Holds).len(), 14);
    assert_eq!(of_table(&clean, Verdict::Violation), [""; 0]);
    let wrong = rows("65.0%", "18.8%");
    assert_eq!(of_table(&wrong, Verdict::Violation), ["按比率栏 65.0%"]);
    // the head may name the unit of a column of bare numbers alone
    let bare = audit(
        "项目 | 预算数 | 执行数 | 占预算(%)\n税费 | 410 | 451 | 110\n拨款 | 240 | 228 | 95\n\
         租金 | 90 | 81 | 90\n利息 | 20 | 18 | 90\n",
    );
    assert_eq!(of_table(&bare, Verdict::Holds).len(), 4);
    // another basis than the figure printed, and two rates of one column, accuse nobody
    assert_eq!(of_table(&rows("95.0%", "16.2%"), Verdict::Violation), [""; 0]);
    let two = audit(
        "项目 | 预算数 | 执行数 | 执行率\n甲 | 40.00 | 30.00 | 95.0%\n乙 | 50.00 | 45.00 | 70.0%\n\
         丙 | 20.00 | 12.00 | 60.0%\n丁 | 30.00 | 24.00 | 80.0%\n戊 | 60.00 | 51.00 | 85.0%\n\
         己 | 10.00 | 7.50 | 75.0%\n庚 | 80.00 | 44.00 | 55.0%\n辛 | 90.00 | 58.50 | 65.0%\n",
    );
    assert_eq!(of_table(&two, Verdict::Violation), [""; 0]);
}

#[test]
fn names_that_stand_further_in_are_parts_of_the_name_above() {
    let page = |lease: &str| {
        let rows = [
            ("藏品", "90.00", "95.00"),
            ("\u{3000}字画", "60.00", "64.00"),
            ("\u{3000}\u{3000}装裱", "40.00", "43.00"),
            ("\u{3000}\u{3000}复制", "20.00", "21.00"),
            ("\u{3000}器物", "30.00", "31.00"),
            ("场馆", "50.00", "48.00"),
            ("\u{3000}其中：水电", "22.00", "20.00"),
            ("\u{3000}\u{3000}\u{3000}\u{3000}租金", "28.00", lease),
        ];
        let row = |(name, last, this): &(&str, &str, &str)| {
            format!("<tr><td>{name}</td><td>{last}</td><td>{this}</td></tr>")
        };
        let body: String = rows.iter().map(row).collect();
        let text = format!(
            "<html><body><h1>{TITLE}</h1><p>馆务安排情况</p><p>单位：万元</p><table>\
             <tr><td>内容</td><td>上年</td><td>本年</td></tr>{body}</table></body></html>"
        );
        ENGINE.audit("a.html", text.as_bytes()).unwrap()
    };
    assert_eq!(of_table(&page("28.00"), Verdict::Holds).len(), 6);
    assert_eq!(of_table(&page("23.00"), Verdict::Violation), ["按编号层次 48.00"]);
}

#[test]
fn rows_without_a_number_are_parts_of_the_numbered_row_above() {
    let parts = audit(
        "内容 | 上年 | 本年\n一、人员 | 30.00 | 33.00\n工资 | 20.00 | 22.00\n补贴 | 10.00 | 11.00\n\
         二、公用 | 9.00 | 8.00\n水电 | 4.00 | 5.00\n邮寄 | 5.00 | 3.00\n",
    );
    assert_eq!(of_table(&parts, Verdict::Holds).len(), 4);
}

#[test]
fn accounts_without_codes_take_those_of_other_tables_of_the_document() {
    let coded = "科目编码 | 科目名称 | 本年\n207 | 文化支出 | 95.00\n20701 | 文化 | 90.00\n\
                 2070104 | 图书馆 | 60.00\n2070109 | 群众文化 | 30.00\n20702 | 文物 | 5.00\n";
    let names = |books: &str| {
        let list =
            "各科目去年安排\n单位：万元\n科目 | 去年\n文化支出 | 88.00\n文化 | 84.00\n图书馆 | ";
        audit(&format!("{coded}\n{list}{books}\n群众文化 | 28.00\n文物 | 4.00\n"))
    };
    let holds = |audit: &DocumentAudit| {
        let own = of_table(audit, Verdict::Holds);
        own.into_iter().filter(|check| check.ends_with("88.00") || check.ends_with("84.00")).count()
    };
    assert_eq!(holds(&names("56.00")), 2);
    // of two sums one that does not come out proves nothing
    assert_eq!(of_table(&names("51.00"), Verdict::Violation), [""; 0]);
    // of four sums one that is off by one digit is wrong: each name has one code
    let more = "208 | 养老支出 | 12.00\n20805 | 退休 | 12.00\n2080501 | 机关 | 7.00\n2080502 | 事业 | 5.00\n";
    let longer = |books: &str| {
        audit(&format!(
            "{coded}{more}\n各科目去年安排\n单位：万元\n科目 | 去年\n文化支出 | 88.00\n文化 | 84.00\n\
             图书馆 | {books}\n群众文化 | 28.00\n文物 | 4.00\n养老支出 | 11.00\n退休 | 11.00\n\
             机关 | 6.00\n事业 | 5.00\n"
        ))
    };
    assert_eq!(of_table(&longer("56.00"), Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&longer("86.00"), Verdict::Violation), ["按科目编码 84.00"]);
}

/// Special funds have an account of the name that an ordinary one has, a level further down.
#[test]
fn of_two_accounts_of_a_name_the_row_is_the_one_that_goes_on_with_the_row_above() {
    let coded = "科目编码 | 科目名称 | 本年\n207 | 文化支出 | 135.00\n20701 | 文物 | 95.00\n\
                 2070104 | 文物库房 | 60.00\n2070109 | 考古 | 35.00\n20769 | 专项债券安排 | 40.00\n\
                 2076901 | 文物 | 40.00\n";
    let names = "各科目去年安排\n单位：万元\n科目 | 去年\n文化支出 | 122.00\n文物 | 84.00\n\
                 文物库房 | 56.00\n考古 | 28.00\n专项债券安排 | 38.00\n文物 | 38.00\n合计 | 122.00\n";
    let holds = of_table(&audit(&format!("{coded}\n{names}")), Verdict::Holds);
    let last_year = |check: &&String| ["122.00", "84.00"].iter().any(|sum| check.ends_with(sum));
    assert_eq!(holds.iter().filter(last_year).count(), 3, "{holds:?}");
}

#[test]
fn a_sum_that_stands_alone_counts_where_one_addend_lost_its_last_zero() {
    let list = |bought: &str| {
        let rows = "一、修缮 | 47137.88\n二、购置 | ";
        audit(&format!("内容 | 本年\n{rows}{bought}\n合计 | 936647.88\n"))
    };
    assert_eq!(of_table(&list("889510.00"), Verdict::Holds).len(), 1);
    assert_eq!(of_table(&list("88951.00"), Verdict::Violation), ["按合计行 936647.88"]);
    // what else is missing nobody knows
    assert_eq!(of_table(&list("88950.00"), Verdict::Violation), [""; 0]);
}

#[test]
fn a_list_is_borne_out_by_the_one_beside_it() {
    let lists = |rented: &str, total: &str, two: &str| {
        audit(&format!(
            "来源 | 金额 | 用途 | 金额\n一、拨款 | 50.00 | 一、人员 | 40.00\n\
             {two} | {rented} | 二、公用 | 38.00\n三、收费 | 8.00 | | \n\
             来源总计 | {total} | 用途总计 | 78.00\n"
        ))
    };
    assert_eq!(of_table(&lists("20.00", "78.00", "二、租金"), Verdict::Holds).len(), 3);
    // the other list comes to the total as well
    let addend = of_table(&lists("30.00", "78.00", "二、租金"), Verdict::Violation);
    assert_eq!(addend, ["按合计行 78.00"]);
    // its own addends and the other list say the same of the total
    let total = of_table(&lists("20.00", "98.00", "二、租金"), Verdict::Violation);
    assert_eq!(total, ["按合计行 98.00", "按左右两边 98.00"]);
    // what has no number may be a part of the row above it
    assert_eq!(of_table(&lists("30.00", "78.00", "租金"), Verdict::Violation), [""; 0]);
}

/// What is carried over stands between the total of the year and that of all.
#[test]
fn a_total_and_what_is_carried_over_come_to_the_next_total() {
    let lists = |year: &str, carried: &str| {
        audit(&format!(
            "来源 | 金额 | 用途 | 金额\n一、拨款 | 57.00 | 一、人员 | 40.00\n\
             二、租金 | 20.00 | 二、公用 | 38.00\n本年来源合计 | {year} | 本年用途合计 | 78.00\n\
             上年结余 | {carried} | 年末结余 | \n来源总计 | 78.00 | 用途总计 | 78.00\n"
        ))
    };
    assert_eq!(of_table(&lists("77.00", "1.00"), Verdict::Holds).len(), 5);
    // its own list and the total behind it find the total of the year wrong by the same amount
    let year = of_table(&lists("97.00", "1.00"), Verdict::Violation);
    assert_eq!(year, ["按合计行 97.00", "按合计行 78.00"]);
    // the total of all stands on the other side as well
    assert_eq!(of_table(&lists("77.00", "4.00"), Verdict::Violation), ["按合计行 78.00"]);
}

#[test]
fn names_in_plain_text_stand_in_by_wide_blanks() {
    let table = |paper: &str| {
        audit(&format!(
            "内容 | 本年\n修缮 | 30.00\n\u{3000}屋面 | 10.00\n\u{3000}门窗 | 20.00\n购置 | 12.00\n\
             \u{3000}书架 | 7.00\n\u{3000}纸张 | {paper}\n编目 | 9.00\n\u{3000}录入 | 4.00\n\
             \u{3000}校对 | 5.00\n展览 | 11.00\n\u{3000}布展 | 8.00\n\u{3000}讲解 | 3.00\n"
        ))
    };
    assert_eq!(of_table(&table("5.00"), Verdict::Holds).len(), 4);
    assert_eq!(of_table(&table("8.00"), Verdict::Violation), ["按编号层次 12.00"]);
}

/// A row of the next number stands farther in than the blank row above: it is none of its parts.
#[test]
fn a_number_tells_the_level_of_a_name_that_stands_in_by_chance() {
    let table = |year: &str, carried: &str| {
        audit(&format!(
            "来源 | 金额\n一、当年来源 | {year}\n（一）拨款 | 362.43\n（二）租金 | 30.30\n（三）利息 | \n\
             \u{3000}\u{3000}二、上年结余 | 27.75\n（一）拨款结余 | {carried}\n（二）租金结余 | 10.60\n\
             来源合计 | 420.48\n"
        ))
    };
    assert_eq!(of_table(&table("392.73", "17.15"), Verdict::Holds).len(), 3);
    let year = of_table(&table("342.73", "17.15"), Verdict::Violation);
    assert_eq!(year, ["按编号层次 342.73", "按合计行 420.48"]);
    // a list of two with its total in the sum of all
    assert_eq!(of_table(&table("392.73", "37.15"), Verdict::Violation), ["按编号层次 27.75"]);
}

/// Two sums add one figure: both are off by what it is off by, and that is one cause.
#[test]
fn an_addend_of_two_sums_that_are_off_alike_is_one_cause() {
    let table = |lent: &str| {
        audit(&format!(
            "来源 | 金额\n拨入 | 418.45\n\u{3000}1.门票 | 9.14\n\u{3000}2.捐赠 | 0.00\n\u{3000}3.借展 | {lent}\n\
             当年来源合计 | 418.45\n结余 | 36.74\n\u{3000}1.门票结余 | 36.74\n\u{3000}2.捐赠结余 | 0.00\n\
             来源总计 | 455.19\n"
        ))
    };
    assert_eq!(of_table(&table("409.31"), Verdict::Violation), [""; 0]);
    assert_eq!(
        of_table(&table("406.31"), Verdict::Violation),
        ["按编号层次 418.45", "按合计行 418.45"]
    );
}

/// The heading of the second workshop is not printed: its rows seem to belong to the first.
#[test]
fn a_sum_that_breaks_in_several_columns_lacks_a_row_or_has_one_too_many() {
    let table = |second: &str| {
        audit(&format!(
            "名目 | 运杂 | 印制 | 检修\n合计 | 64.00 | 17.50 | 30.00\n一、甲坊 | 40.00 | 17.00 | 25.00\n\
             （一）灯具 | 30.00 | 9.00 | 15.00\n（二）雨棚 | 10.00 | 8.00 | 10.00\n{second}\
             （一）书架 | 14.00 | 0.50 | 3.00\n（二）苗木 | 10.00 | 0.00 | 2.00\n"
        ))
    };
    let clean = table("二、乙坊 | 24.00 | 0.50 | 5.00\n");
    assert_eq!(of_table(&clean, Verdict::Holds).len(), 9);
    assert_eq!(of_table(&table(""), Verdict::Violation), [""; 0]);
}

#[test]
fn a_row_and_a_column_that_break_by_the_same_amount_meet_in_the_wrong_figure() {
    let table = |wrong: &str| {
        audit(&format!(
            "内容 | 合计 | 拨款 | 自筹\n编目 | 12.00 | 12.00 | \n修复 | {wrong} | 37.00 | \n\
             数字化 | 50.00 | 45.00 | 5.00\n合计 | 99.00 | 94.00 | 5.00\n"
        ))
    };
    assert_eq!(of_table(&table("37.00"), Verdict::Violation), [""; 0]);
    assert_eq!(
        of_table(&table("67.00"), Verdict::Violation),
        ["按表头结构 67.00", "按合计行 99.00"]
    );
}

/// What is no document of a budget has no figure checked, whatever its tables add up to.
#[test]
fn tables_of_other_documents_are_left_alone() {
    let text = "清溪市水库蓄水简报\n\n股室 | 合计 | 上旬 | 下旬\n甲 | 9.00 | 5.00 | 4.00\n\
                乙 | 7.00 | 4.00 | 3.00\n丙 | 8.00 | 6.00 | 2.00\n";
    let found = ENGINE.audit("a.txt", text.as_bytes()).unwrap();
    assert_eq!(found.checks.len(), 0);
    assert_eq!(found.coverage.checked, 0);
}

/// Rows that come out in one column are all there: the same total that does not in another one is
/// wrong.
#[test]
fn the_same_rows_in_another_column_tell_that_a_list_is_whole() {
    let list = |wrong: &str| {
        audit(&format!(
            "品目 | 数量 | 预算金额\n合计 | 11 | 8643.50\n书架 | 3 | 1200.00\n空调 | 2 | {wrong}\n扫描仪 | 5 | 6400.50\n除湿机 | 1 | 43.00\n"
        ))
    };
    assert_eq!(of_table(&list("1000.00"), Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&list("1500.00"), Verdict::Violation), ["按合计行 8643.50"]);
    // nothing tells that no row is missing where the other column does not come out either
    let open = audit(
        "品目 | 数量 | 预算金额\n合计 | 12 | 8643.50\n书架 | 3 | 1200.00\n空调 | 2 | 1500.00\n扫描仪 | 5 | 6400.50\n除湿机 | 1 | 43.00\n",
    );
    assert_eq!(of_table(&open, Verdict::Violation), [""; 0]);
}

/// A column that is the sum of those behind it in all rows but one, though its head does not say
/// so.
#[test]
fn a_column_without_a_word_of_totals_is_one_where_all_rows_but_one_say_so() {
    let list = |wrong: &str| {
        audit(&format!(
            "内容 | 2026年 | 2025年 | 2026年比2025年\n甲 | 112.40 | 100.30 | 12.10\n乙 | 90.00 | 95.50 | -5.50\n丙 | 47.25 | 40.00 | 7.25\n\
             丁 | 33.80 | 30.20 | 3.60\n戊 | 61.00 | 58.10 | 2.90\n己 | {wrong} | 21.70 | 2.30\n庚 | 15.90 | 14.80 | 1.10\n"
        ))
    };
    assert_eq!(of_table(&list("24.00"), Verdict::Violation), [""; 0]);
    assert_eq!(of_table(&list("29.00"), Verdict::Violation), ["按表头结构 29.00"]);
}

/// Three lists abreast: the figures of each go with its own names.
#[test]
fn lists_abreast_are_read_with_their_own_names() {
    let text = |wrong: &str| {
        format!(
            "{TITLE}\n\n收支总表\n单位：万元\n收入 | | 支出 | | | | |\n\
             项目 | 预算数 | 支出功能分科目（按大类） | 预算数 | 部门预算支出经济科目（按大类） | 预算数 | 政府预算支出经济分类科目（按大类） | 预算数\n\
             一、部门预算 | 900.50 | 一、部门预算 | 900.50 | 一、部门预算 | 900.50 | 一、部门预算 | 900.50\n\
             1、财政拨款 | 900.50 | 1、一般公共服务支出 | 500.00 | 1、人员经费和公用经费支出 | 700.50 | 1、机关工资福利支出 | 610.20\n\
              | | 2、教育支出 | {wrong} | (1)工资福利支出 | 610.20 | 2、机关商品和服务支出 | 290.30\n\
              | | 3、住房保障支出 | 100.50 | (2)商品和服务支出 | 90.30 | |\n\
              | | 4、其他支出 | 200.00 | 2、专项业务经费支出 | 200.00 | |\n\
             本年收入合计 | 900.50 | 本年支出合计 | 900.50 | 本年支出合计 | 900.50 | 本年支出合计 | 900.50\n\
             收入总计 | 900.50 | 支出总计 | 900.50 | 支出总计 | 900.50 | 支出总计 | 900.50\n"
        )
    };
    let told = |wrong: &str| {
        let audit = ENGINE.audit("a.txt", text(wrong).as_bytes()).unwrap();
        of_table(&audit, Verdict::Violation)
    };
    assert_eq!(told("100.00"), [""; 0]);
    assert!(!told("400.00").is_empty());
}

/// A list in which each sum stands above what it adds, and nothing but the amounts tells which rows
/// are sums: they all come to the first row. One wrong digit is told, wherever it stands.
#[test]
fn amounts_tell_the_levels_of_a_list() {
    let rows = [
        ("合计", "60413.52"),
        ("馆本部", "35213.41"),
        ("常设项目", "12300.20"),
        ("库房租赁", "7100.15"),
        ("库房保洁", "5200.05"),
        ("专门项目", "22913.21"),
        ("档案修复", "11111.11"),
        ("档案数字化", "11802.10"),
        ("分馆", "25200.11"),
        ("展陈", "10001.07"),
        ("讲座", "15199.04"),
    ];
    let list = |wrong: Option<(usize, &str)>| {
        let row = |(at, (name, amount)): (usize, &(&str, &str))| match wrong {
            Some((wrong, amount)) if wrong == at => format!("{name} | {amount} | \n"),
            _ => format!("{name} | {amount} | \n"),
        };
        let body: String = rows.iter().enumerate().map(row).collect();
        audit(&format!("单位（项目）名称 | 项目金额 | 项目简介\n{body}"))
    };
    let sums = |audit: &DocumentAudit, verdict| {
        let own = of_table(audit, verdict);
        own.into_iter().filter(|own| own.starts_with("按编号层次")).collect::<Vec<_>>()
    };
    let checked = list(None);
    let is_sum = |check: &&gouji::audit::Check| check.rule == "按编号层次";
    let verdicts = checked.checks.iter().filter(is_sum).map(|check| check.verdict);
    assert_eq!(verdicts.collect::<Vec<_>>(), [Verdict::Holds; 5]);
    let leaf = list(Some((3, "7900.15")));
    assert_eq!(sums(&leaf, Verdict::Violation), ["按编号层次 12300.20"]);
    // a sum that is wrong breaks the one above, too
    let sum = list(Some((5, "22013.21")));
    assert_eq!(sums(&sum, Verdict::Violation), ["按编号层次 35213.41", "按编号层次 22013.21"]);
    // by what no slip explains a row may be missing
    assert_eq!(sums(&list(Some((3, "7937.48"))), Verdict::Violation), [""; 0]);
}

/// A numbered list in which the sum of one part stands in the sum of the whole: that part, and each
/// of its rows, could have failed.
#[test]
fn a_part_that_stands_in_the_whole_is_proof() {
    let list = |wrong: &str| {
        audit(&format!(
            "项目 | 预算数\n一、全部支出 | 3444.48\n1、人员和公用支出 | 2291.95\n(1)工资 | 2024.62\n(2)商品服务 | 241.33\n\
             (3)补助 | {wrong}\n2、专项支出 | 1152.53\n(1)工资 | 0.50\n(2)商品服务 | 836.40\n(3)补助 | 315.63\n支出合计 | 3444.48\n"
        ))
    };
    let right = list("26.00");
    let parts = right.checks.iter().filter(|check| check.rule == "按编号层次").skip(1);
    assert_eq!(parts.map(|check| check.verdict).collect::<Vec<_>>(), [Verdict::Holds; 2]);
    assert_eq!(of_table(&list("29.00"), Verdict::Violation), ["按编号层次 2291.95"]);
}
