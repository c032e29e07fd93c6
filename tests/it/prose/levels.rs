//! Lists by the codes of one level, amounts behind a label that names a column, rates of one of several plans.

use super::{accused, engine, finds_the_wrong_and_accuses_no_right, unchecked, violations};
use gouji::audit::{Severity, Verdict};

#[test]
fn parts_by_the_codes_of_one_level_are_all_of_the_whole() {
    let list = |amount: &str, code: &str| {
        format!(
            "2023年林业站一般公共预算支出848.54万元，其中：教育支出（205）436.82万元，比上年减少3.68万元，原因是人员调出；\
             农林水支出（213）{amount}万元，比上年增加35.57万元，原因是项目增多；住房保障支出（{code}）17.65万元，\
             比上年减少5.61万元，原因是补助下放。"
        )
    };
    let engine = engine();
    assert_eq!(accused(engine, &list("394.07", "221")), Vec::<String>::new());
    assert_ne!(accused(engine, &list("384.07", "221")), Vec::<String>::new());
    let text =
        format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{}\n", list("394.07", "221"));
    let open = unchecked(&engine.audit("a.txt", text.as_bytes()).unwrap());
    assert!(!open.iter().any(|figure| figure.contains("394.07")), "{open:?}");
    // where nothing says that all is listed, a slip of the pen is a hint
    let text =
        format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{}\n", list("384.07", "209"));
    let slipped = engine.audit("a.txt", text.as_bytes()).unwrap();
    let broken = slipped.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    let weights: Vec<Severity> = broken.map(|check| check.severity).collect();
    assert_eq!(weights, [Severity::Info]);
    // codes of two levels, or codes out of order, may name what is worth a word: but for a slip of the pen that is open
    assert_eq!(accused(engine, &list("371.95", "22102")), Vec::<String>::new());
    assert_eq!(accused(engine, &list("371.95", "209")), Vec::<String>::new());
}

#[test]
fn a_rate_of_one_of_several_plans_is_that_of_its_stage() {
    let read = [
        (
            "the first plan",
            "本项目全年执行数180.00万元，年初预算数250.00万元，调整预算数200.00万元，年初预算执行率72.00%。",
            "72.00%",
            "90.00%",
        ),
        (
            "the last plan",
            "苗圃支出决算180.00万元，年初预算250.00万元，调整预算200.00万元，完成调整预算的90.00%。",
            "90.00%",
            "72.00%",
        ),
    ];
    finds_the_wrong_and_accuses_no_right(&read, &[]);
    let said = accused(engine(), &read[0].1.replace("72.00%", "90.00%"));
    assert!(said.iter().any(|one| one.contains("72.00")), "{said:?}");
}

#[test]
fn amounts_behind_a_label_are_of_the_column_that_it_names() {
    let audit = |amount: &str| {
        let text = format!(
            "青岗县林业站2024年部门预算\n\n一、支出说明\n\n支出分两块。人员经费：行政运行（2130201）311.37万元，退休费（2080501）\
             22.14万元，职业年金（2080506）31.52万元，医疗（2101101）18.46万元；公用经费：行政运行（2130201）{amount}万元，\
             退休费（2080501）3.65万元。\n\n\
             一般公共预算支出表\n单位：万元\n\
             科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费\n\
             208 | 社会保障和就业支出 | 57.31 | 53.66 | 3.65\n20805 | 养老支出 | 57.31 | 53.66 | 3.65\n\
             2080501 | 行政单位离退休 | 25.79 | 22.14 | 3.65\n2080506 | 职业年金缴费 | 31.52 | 31.52 | 0.00\n\
             210 | 卫生健康支出 | 18.46 | 18.46 | 0.00\n21011 | 行政事业单位医疗 | 18.46 | 18.46 | 0.00\n\
             2101101 | 行政单位医疗 | 18.46 | 18.46 | 0.00\n\
             213 | 农林水支出 | 358.15 | 311.37 | 46.78\n21302 | 林业和草原 | 358.15 | 311.37 | 46.78\n\
             2130201 | 行政运行 | 358.15 | 311.37 | 46.78\n | 合计 | 433.92 | 383.49 | 50.43\n"
        );
        engine().audit("a.txt", text.as_bytes()).unwrap()
    };
    assert_eq!(violations(&audit("46.78")), [""; 0]);
    assert_eq!(violations(&audit("64.91")), ["叙述表中数 64.91"]);
}

#[test]
fn what_words_take_out_of_a_relation_is_not_in_it() {
    let right = [
        // both terms together
        "苗圃补助按每人每学期1,000元发放，春季学期412人，秋季学期438人，两学期共850人次，支出85.00万元，全部发放到人。",
        // the first of the others
        "本年支出按功能分类看，教育支出3,210.55万元，社会保障和就业支出386.42万元，卫生健康支出148.20万元，住房保障支出231.76万元，\
         四类合计3,976.93万元；除教育支出外，金额最大的是社会保障和就业支出。",
        // what is compared with the mean
        "2021年、2022年、2023年林场公用经费支出分别为512.30万元、548.76万元和601.14万元，三年平均554.07万元，\
         2023年比三年平均数高出47.07万元。",
        // the whole is no part of the ratio
        "造林资金按上级与县级7:3的比例分担，2023年上级补助525.00万元，县级配套225.00万元，项目资金合计750.00万元。",
        // one may be in two groups
        "全年帮扶职工936人，其中困难职工512人、低保家庭职工287人、残疾职工64人、其他经申请认定的职工158人，\
         部分职工同时符合两类以上条件，在各类中分别统计。",
    ];
    finds_the_wrong_and_accuses_no_right(&[], &right);
}
