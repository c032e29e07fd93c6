//! Texts that tempt the engine into needless work: for a test that all come to an end and a bench
//! that says how soon.

/// Texts of about a megabyte that tempt something into work that grows with the square.
pub fn tempting(megabyte: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(megabyte / piece.len() + 1);
    let headed = |body: String| {
        format!(
            "支出决算表\n\n单位：万元\n\n科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n{body}"
        )
    };
    let numbered: String = (0..megabyte / 5).map(|i| format!("{}\n", i % 900 + 1)).collect();
    let codes: String = (0..megabyte / 36)
        .map(|i| format!("{} 某项支出 {i}.00 {i}.00\n", 2_010_000 + i % 900_000))
        .collect();
    let items: String =
        (0..megabyte / 90).map(|i| format!("项目{i}支出{i}.50万元，占{}.50%；", i % 100)).collect();
    vec![
        (
            "a long number before a list",
            format!(
                "{}万元，按功能分类：{items}",
                "1".repeat(megabyte - items.len().min(megabyte))
            ),
        ),
        ("one digit", fill("1")),
        ("full-width digits", fill("１")),
        ("digits and blanks", fill("1 ")),
        ("lines of ones", fill("1 1 1 1\n")),
        ("groups of three", format!("1{}", fill(",111"))),
        ("points", fill("1.")),
        ("percentages", fill("100%")),
        ("open brackets", fill("（")),
        ("nested brackets", format!("{}{}", "(".repeat(megabyte / 2), ")".repeat(megabyte / 2))),
        ("enumeration", fill("、")),
        ("enumerated words", fill("支出、")),
        ("one word", fill("的")),
        ("numerals", fill("一")),
        ("numbering", fill("一、")),
        ("chapters", fill("一、\n")),
        ("page numbers", numbered),
        ("beginnings of claims", fill("2023年度收、支总计均为")),
        ("claims", fill("2023年度收入总计100.00万元，")),
        ("claims in lines", fill("2023年度收入总计100.00万元，支出总计100.00万元。\n")),
        (
            "claims that conditions count",
            fill(
                "2023年政府采购支出总额48.00万元，其中：货物类支出20.00万元、工程类支出0元、服务类支出28.00万元。授予中小企业合同金额36.00万元，占政府采购支出的75.00%，授予小微企业合同金额24.00万元，占政府采购支出的50.00%。\n",
            ),
        ),
        ("parts of a claim", fill("，其中：基本支出100.00万元")),
        ("grades", fill("优良中差")),
        ("blanks", format!("甲{}乙", fill(" "))),
        ("tabs", fill("\t")),
        ("rows of tabs", fill("\t1\t\t2\n")),
        ("bars", fill("|")),
        ("empty lines", fill("甲\n\n")),
        ("a wide table", format!("{}\n{}\n", fill("科目编码\t").trim_end(), "1\t".repeat(1000))),
        ("headers", fill("科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n")),
        ("one cell per line", fill("\t100.00\n")),
        ("labels without figures", headed(fill("某项 支出\n"))),
        ("rows of a stream", headed(codes)),
        ("figures of a stream", headed(fill("2010000 某项 1.00 1.00\n"))),
        ("titles", fill("支出决算表\n")),
        ("captions", fill("支出决算表\n单位：万元\n")),
        ("contents", format!("目录\n{}", fill("一、概况……1\n"))),
        ("notes", fill("注：\n")),
        ("control characters", format!("收入{}", fill("\u{200B}"))),
    ]
}
