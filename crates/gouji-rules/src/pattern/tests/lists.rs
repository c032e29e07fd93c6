//! Lists of a sentence: where they end, and what is theirs.

use super::*;

#[test]
fn a_list_parted_by_commas_ends_at_a_semicolon() {
    let source = "包括：({名:text}{金额:amount}，)+";
    let found = |text: &str| {
        let vocabulary = vocabulary();
        let context = Context { vocabulary: &vocabulary, year: Some(2023), grades: &[] };
        let passage = PatternPassage::new(LogicalText::whole(text, Span::default()), &vocabulary);
        compiled(source, &vocabulary)
            .find_all(&passage, &context)
            .first()
            .map_or(0, |found| found.items[0].len())
    };
    assert_eq!(found("包括：甲1元、乙2元，丙3元；丁4元、戊5元。"), 3);
    assert_eq!(found("包括：甲1元；乙2元；丙3元，丁4元。戊5元"), 4);
    assert_eq!(found("包括：甲1元。乙2元"), 1);
}

#[test]
fn lists_take_items_from_their_own_stretch() {
    let source = "收入合计{合计:amount}，其中：({项:text}{金额:amount}，占比?{占比:percent}，)+";
    check(
        source,
        "2031年度收入合计 90.00 万元，其中：拨款收入 60.00 万元，占 66.67%；其他收入30.00万元，占比33.33%。支出合计5万元。",
        "合计=90.00万元 [项=拨款收入 金额=60.00万元 占比=66.67%] [项=其他收入 金额=30.00万元 占比=33.33%]",
    );
    // semicolons replaced by line breaks, half-width signs
    check(
        source,
        "收入合计1,290.50元,其中:¶拨款收入1,200.50元,占比93.03%¶其他收入90元,占比6.97%",
        "合计=1290.50元 [项=拨款收入 金额=1200.50元 占比=93.03%] [项=其他收入 金额=90元 占比=6.97%]",
    );
    check(
        source,
        "收入合计7万元，其中：拨款收入7万元，占比100%。",
        "合计=7万元 [项=拨款收入 金额=7万元 占比=100%]",
    );
    let class = "支出{合计:amount}，主要用于以下方面：({类:text}（类）{金额:amount}，占比?{占比:percent}，)+";
    check(
        class,
        "支出8.5万元，主要用于以下方面：教育支出(类)8万元，占比94.12%;卫生支出（类）0.5万元,占5.88%。",
        "合计=8.5万元 [类=教育支出 金额=8万元 占比=94.12%] [类=卫生支出 金额=0.5万元 占比=5.88%]",
    );
    check(
        class,
        "支出8.5万元，主要用于以下方面：1.教育支出（类）8万元，占94.12%；2.卫生支出（类）0.5万元，占5.88%",
        "合计=8.5万元 [类=教育支出 金额=8万元 占比=94.12%] [类=卫生支出 金额=0.5万元 占比=5.88%]",
    );
    let public = "公用经费{合计:amount}，……主要包括：?({名:text}{金额:amount}?，)+";
    check(
        public,
        "人员经费9万元，主要包括：工资9万元。公用经费3万元，占25%，主要包括：办公费2万元、印刷费、差旅费1万元。后面一句，不算。",
        "合计=3万元 [名=办公费 金额=2万元] [名=印刷费] [名=差旅费 金额=1万元]",
    );
    check(public, "公用经费3万元，主要包括办公费、水费。", "合计=3万元 [名=办公费] [名=水费]");
    let cars = "共有车辆{合计:count}辆，其中：({车型:text}{数:count}辆，)+";
    check(
        cars,
        "期末，共有车辆12辆，其中：机要通信用车2辆、其他用车（含执法、巡查）10辆；单价100万元以上设备3台。",
        "合计=12辆 [车型=机要通信用车 数=2辆] [车型=其他用车（含执法、巡查） 数=10辆]",
    );
    check(
        cars,
        "共有车辆 3 辆,其中:特种专业技术用车3辆。",
        "合计=3辆 [车型=特种专业技术用车 数=3辆]",
    );
    let graded = "自评个数{个数:count}个，涉及资金{资金:amount}：({数:count}个项目自评等级为{等级:grade}，)+";
    check(
        graded,
        "自评个数4个，涉及资金5万元：3个项目自评等级为“优”，1个项目自评等级为\"良\"。",
        "个数=4个 资金=5万元 [数=3个 等级=优] [数=1个 等级=良]",
    );
    check(
        graded,
        "自评个数4个；涉及资金5万元，4个项目自评等级为优",
        "个数=4个 资金=5万元 [数=4个 等级=优]",
    );
}
