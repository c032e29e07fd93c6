//! Lists by the codes of one level, amounts behind a label that names a column, rates of one of several plans.

use super::{accused, engine, finds_the_wrong_and_accuses_no_right, unchecked, violations};

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
    // codes of two levels, or codes out of order, may name what is worth a word
    assert_eq!(accused(engine, &list("384.07", "22102")), Vec::<String>::new());
    assert_eq!(accused(engine, &list("384.07", "209")), Vec::<String>::new());
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
