//! What sentences say of tables and of each other: own documents.

use super::{engine, unchecked, violations};
use gouji::audit::DocumentAudit;

const TABLE: &str = "2025年青岗县一般公共预算收入完成情况表\n单位：万元\n\
    项目 | 上年完成数 | 预算数 | 完成数 | 占预算% | 比上年增减%\n\
    一、税收收入 | 44000 | 50000 | 48400 | 96.8 | 10.0\n\
    增值税 | 20000 | 22000 | 21340 | 97.0 | 6.7\n\
    企业所得税 | 9000 | 10000 | 9180 | 91.8 | 2.0\n\
    契税 | 8000 | 9500 | 9880 | 104.0 | 23.5\n\
    资源税 | 7000 | 8500 | 8000 | 94.1 | 14.3\n\
    二、非税收入 | 16000 | 15000 | 14400 | 96.0 | -10.0\n\
    收入合计 | 60000 | 65000 | 62800 | 96.6 | 4.7\n";

const SENTENCES: [&str; 5] = [
    "增值税完成2.13亿元，占预算的97%，增长6.7%，主要是基建开工较多。",
    "企业所得税完成9180万元，占预算的91.8%，增长2%。",
    "契税完成9880万元，占预算的104%，增长23.5%。",
    "资源税完成8000万元，占预算的94.1%，增长14.3%。",
    "非税收入完成14400万元，占预算的96%，下降10%。",
];

fn audit(paragraphs: &[&str], table: &str) -> DocumentAudit {
    let title = "关于青岗县2025年财政预算执行情况和2026年财政预算草案的报告";
    let text = format!("{title}\n\n一、收支情况\n\n{}\n\n{table}", paragraphs.join("\n\n"));
    engine().audit("a.txt", text.as_bytes()).unwrap()
}

/// The sentences with one of them said otherwise.
fn changed(from: &str, to: &str) -> DocumentAudit {
    let sentences: Vec<String> = SENTENCES.iter().map(|one| one.replace(from, to)).collect();
    assert!(sentences.iter().zip(SENTENCES).any(|(one, other)| one != other));
    audit(&sentences.iter().map(String::as_str).collect::<Vec<_>>(), TABLE)
}

#[test]
fn sentences_are_tied_to_the_rows_that_they_name() {
    let right = audit(&SENTENCES, TABLE);
    assert_eq!(violations(&right), [""; 0]);
    let prose = right.coverage.prose;
    // the siblings check the amounts; rates are proven where the two other figures of their sentence say enough
    assert_eq!((prose.figures, prose.checked, prose.corroborated), (15, 8, 7));
    // without the table nothing is known of them
    let alone = audit(&SENTENCES, "");
    assert!(unchecked(&alone).contains(&"23.5%".to_owned()));
}

#[test]
fn one_figure_that_is_not_that_of_the_row_is_wrong_where_the_others_are() {
    assert_eq!(violations(&changed("23.5%", "32.5%")), ["叙述表中数 32.5"]);
    assert_eq!(violations(&changed("下降10%", "下降16%")), ["叙述表中数 -16"]);
    assert_eq!(violations(&changed("9880", "9380")), ["叙述表中数 9380"]);
}

#[test]
fn figures_that_may_be_of_something_else_are_not_wrong() {
    for (from, to) in [
        // another scope
        ("增长23.5%", "同口径增长32.5%"),
        ("增长23.5%", "剔除上年一次性因素后增长32.5%"),
        ("契税完成9880万元", "城区契税完成4380万元"),
        ("契税完成9880万元", "市级契税完成9380万元"),
        // cut off instead of rounded
        ("23.5%", "23.4%"),
        ("2.13亿元", "2.1亿元"),
        // of the name nothing else is known
        ("契税完成9880万元，占预算的104%，增长23.5%", "契税完成9380万元，占预算的98.7%，增长17.3%"),
    ] {
        assert_eq!(violations(&changed(from, to)), [""; 0], "{to}");
    }
    // two sentences do not say from which column they take their rates
    let few = [SENTENCES[1], "契税完成9880万元，占预算的104%，增长32.5%。"];
    assert_eq!(violations(&audit(&few, TABLE)), [""; 0]);
}

#[test]
fn nothing_is_said_of_a_row_in_which_nothing_stands() {
    let table = "青岗县林业站收入表\n单位：万元\n项目 | 金额\n财政拨款收入 | 80.00\n事业收入 | -\n其他收入 | 6.00\n合计 | 86.00\n";
    let right = audit(&["财政拨款收入80万元。", "事业收入0万元。", "其他收入6万元。"], table);
    assert_eq!(violations(&right), [""; 0]);
    let prose = right.coverage.prose;
    assert_eq!((prose.figures, prose.checked, prose.corroborated), (3, 0, 3));
    // of which something stands elsewhere nothing is known
    let other = audit(&["财政拨款收入80万元。", "事业收入4万元。", "其他收入6万元。"], table);
    assert_eq!(violations(&other), [""; 0]);
}

/// Amounts with their shares, of a whole that a sentence before them states under another name.
fn shares(last: &str, number: usize) -> DocumentAudit {
    const ITEMS: [(&str, &str, &str); 9] = [
        ("一般公共服务支出", "7.52", "7.8"),
        ("教育支出", "11.93", "12.4"),
        ("科学技术支出", "6.61", "6.9"),
        ("卫生健康支出", "8.54", "8.9"),
        ("节能环保支出", "3.47", "3.6"),
        ("城乡社区支出", "8.26", "8.6"),
        ("农林水支出", "13.02", "13.5"),
        ("交通运输支出", "5.23", "5.4"),
        ("住房保障支出", "2.71", ""),
    ];
    let mut out = vec!["2025年县级实际支出96.34亿元。".to_owned(), "具体情况如下：".to_owned()];
    for (name, amount, share) in ITEMS.iter().rev().take(number).rev() {
        let share = if share.is_empty() { last } else { share };
        out.push(format!("——{name}{amount}亿元，占比{share}%，主要是落实各项政策。"));
    }
    audit(&out.iter().map(String::as_str).collect::<Vec<_>>(), "")
}

#[test]
fn shares_in_a_row_are_of_one_whole() {
    let right = shares("2.8", 9);
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    assert_eq!(violations(&shares("8.2", 9)), ["叙述占比 8.2"]);
    // too few to know their whole
    assert_eq!(violations(&shares("8.2", 4)), [""; 0]);
}

#[test]
fn sums_are_told_step_by_step() {
    let budget = |total: &str, more: &str| {
        audit(
            &[&format!(
                "年初县级支出预算数109.65亿元，加上执行中新增转移支付（12.72亿元）、新增一般债务（2.59亿元）、上年结转（1.63亿元）等16.94亿元，减去\
                 县级短收（7.87亿元）、新增上解支出（1.67亿元）等{more}亿元，全年支出预算调整为{total}亿元。"
            )],
            "",
        )
    };
    let right = budget("117.05", "9.54");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    // what another sum comes to may have further steps
    assert_eq!(violations(&budget("121.32", "9.54")), [""; 0]);
    let set_off =
        audit(&["县级收入总计57.93亿元。县级支出总计54.05亿元。收支相抵，结转下年3.88亿元。"], "");
    assert_eq!(violations(&set_off), [""; 0]);
    assert_eq!(unchecked(&set_off), [""; 0]);
}

#[test]
fn changes_are_told_one_by_one() {
    let change = |other: &str| {
        audit(
            &[&format!(
                "支出比2025年减少246.42万元，主要是基本支出增加5.24万元，项目支出减少{other}万元。"
            )],
            "",
        )
    };
    assert_eq!(unchecked(&change("251.66")), [""; 0]);
    // both kinds of expenditure: there is no third
    assert_eq!(violations(&change("240.18")).len(), 1);
}

#[test]
fn what_another_sentence_states_is_what_a_rate_is_of() {
    let growth = |rate: &str| {
        audit(
            &[
                "2025年全县一般公共预算收入完成97.93亿元。",
                &format!("2026年，全县一般公共预算收入安排100.87亿元，增长{rate}%。"),
            ],
            "",
        )
    };
    assert_eq!(unchecked(&growth("3")), ["97.93亿元", "100.87亿元", "3%"]);
    assert_eq!(unchecked(&growth("3.0")), [""; 0]);
    assert_eq!(violations(&growth("5.4")), [""; 0]);
}

#[test]
fn a_share_of_what_was_named_before_is_wrong_by_a_slip_of_the_pen() {
    let share = |share: &str| {
        audit(
            &[
                "2025年支出合计846.50万元，主要用于林区管护。",
                &format!("基本支出806.15万元，占支出合计的{share}%。"),
            ],
            "",
        )
    };
    assert_eq!(unchecked(&share("95.23")), [""; 0]);
    for slipped in ["91.23", "59.23"] {
        assert_eq!(violations(&share(slipped)), [format!("叙述占比 {slipped}")]);
    }
    // it may be of another whole
    assert_eq!(violations(&share("88.41")), [""; 0]);
}

#[test]
fn an_amount_is_held_against_the_row_of_its_name_as_its_siblings_are() {
    let amounts =
        "增值税21340万元，企业所得税9180万元，契税9880万元，资源税8000万元，非税收入14400万元。";
    let right = audit(&[amounts], TABLE);
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!((right.coverage.prose.figures, right.coverage.prose.checked), (5, 5));
    // a gross slip is told as a small one is
    for (from, to) in [("9180", "9190"), ("9180", "4180"), ("21340", "51340")] {
        let found = violations(&audit(&[&amounts.replace(from, to)], TABLE));
        assert_eq!(found, [format!("叙述表中数 {to}")], "{to}");
    }
    // two siblings teach nothing
    let few = "企业所得税9180万元，契税9880万元，资源税8000万元。";
    assert_eq!(violations(&audit(&[&few.replace("9880", "9890")], TABLE)), [""; 0]);
}

/// A first paragraph without a number is not read: the words of names are known all the same.
#[test]
fn names_are_known_whatever_the_first_paragraph_says() {
    let document = |first: &str, amount: &str| {
        let names = "农林水支出603.90万元，社会保障和就业支出78.40万元，住房保障支出93.20万元";
        let table = "青岗县林业站支出表\n单位：万元\n项目 | 金额\n农林水支出 | 603.90\n社会保障和就业支出 | 78.40\n卫生健康支出 | 32.60\n住房保障支出 | 93.20\n合计 | 808.10\n";
        let text = format!(
            "青岗县林业站2026年部门预算\n\n{first}\n\n一、支出情况\n\n{names}，卫生健康支出{amount}万元。\n\n{table}"
        );
        engine().audit("a.txt", text.as_bytes()).unwrap()
    };
    for first in ["编制人：县林业站。", "共12人。"] {
        assert_eq!(violations(&document(first, "32.60")), [""; 0], "{first}");
        assert_eq!(violations(&document(first, "72.60")), ["叙述表中数 72.60"], "{first}");
    }
}

const ROWS: &str = "2025年青岗县一般公共预算收入决算表\n单位：亿元\n\
    项目 | 预算数 | 决算数 | 决算数为预算数的% | 决算数比上年增长%\n\
    增值税 | 200.00 | 210.60 | 105.3 | 12.4\n\
    企业所得税 | 90.00 | 88.20 | 98.0 | -3.6\n\
    个人所得税 | 30.00 | 31.50 | 105.0 | 8.9\n\
    资源税 | 20.00 | 17.90 | 89.5 | -11.2\n\
    城市维护建设税 | 45.00 | 45.80 | 101.8 | 6.3\n\
    非税收入 | 216.10 | 225.20 | 104.2 | 9.7\n";

/// Sentences that name no row: the items that they stand under do.
const UNNAMED: [&str; 6] = [
    "增值税。完成210.60亿元，占预算的105.3%，增长12.4%。",
    "企业所得税。完成88.20亿元，占预算的98.0%，下降3.6%。",
    "个人所得税。完成31.50亿元，占预算的105.0%，增长8.9%。",
    "资源税。完成17.90亿元，占预算的89.5%，下降11.2%。",
    "城市维护建设税。完成45.80亿元，占预算的101.8%，增长6.3%。",
    "非税收入。完成225.20亿元，占预算的104.2%，增长9.7%。",
];

#[test]
fn of_three_figures_of_a_row_two_say_which_row_the_third_is_of() {
    let right = audit(&UNNAMED, ROWS);
    assert_eq!(violations(&right), [""; 0]);
    // 98.0% and 3.6% alone may be those of several rows by chance: no proof of 88.20
    let prose = right.coverage.prose;
    assert_eq!((prose.figures, prose.checked, prose.corroborated), (18, 17, 1));
    for (figure, wrong) in [("210.60", "240.60"), ("105.0%", "103.0%"), ("9.7%", "7.7%")] {
        let changed: Vec<String> = UNNAMED.iter().map(|one| one.replace(figure, wrong)).collect();
        let found = audit(&changed.iter().map(String::as_str).collect::<Vec<_>>(), ROWS);
        let told = violations(&found);
        assert!(
            told.len() == 1 && told.iter().all(|one| one.contains(wrong.trim_end_matches('%'))),
            "{wrong}: {told:?}"
        );
    }
    // of too few sentences nothing says which columns they take their figures from
    let few = audit(&UNNAMED[..3], ROWS);
    assert_eq!(few.coverage.prose.checked, 0);
}
