//! `rules draft`: what holds in tables that no form knows comes out as a rule file that works.

use crate::command::run;

const DOCUMENT: &str = "\
某市园林处2023年度专项资金公开

养护经费明细表

单位：万元

片区 | 合计 | 人工费 | 苗木费 | 水电费 | 人工占比
东片 | 60.50 | 30.25 | 20.15 | 10.10 | 50.00%
西片 | 41.30 | 20.65 | 15.45 | 5.20 | 50.00%
南片 | 30.00 | 12.00 | 10.00 | 8.00 | 40.00%
合计 | 131.80 | 62.90 | 45.60 | 23.30 | 47.72%

养护收支对照表

单位：万元

来源 | | 用途 |
项目 | 数额 | 项目 | 数额
财政补助 | 100.00 | 养护 | 131.80
自筹 | 40.00 | 设备 | 8.20
来源合计 | 140.00 | 用途合计 | 140.00

养护科目表

单位：万元

编码 | 科目 | 全年 | 上半年 | 下半年
 | 合计 | 131.80 | 60.00 | 71.80
212 | 城乡社区支出 | 131.80 | 60.00 | 71.80
21205 | 城乡社区环境卫生 | 101.80 | 50.00 | 51.80
21299 | 其他城乡社区支出 | 30.00 | 10.00 | 20.00
";

#[test]
fn what_holds_in_unknown_tables_is_proposed_with_cases() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), DOCUMENT).unwrap();
    std::fs::create_dir(root.join("本处")).unwrap();
    std::fs::write(root.join("本处/ruleset.toml"), "name = \"本处\"\nextends = \"national\"\n")
        .unwrap();
    let (code, out, said) = run(root, &["rules", "draft", "a.txt", "-o", "本处/draft.toml"]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("没有识别的表 3 张，归纳出表样 3 个"), "{said}");
    let text = std::fs::read_to_string(root.join("本处/draft.toml")).unwrap();
    for part in [
        "\"合计 == 人工费 + 苗木费 + 水电费\"",
        "\"人工占比 == percent(人工费, 合计)\"",
        "sum(above(",
        "\"全年 == 上半年 + 下半年\"",
        "levels = [3, 5]",
        "sides   = [\"来源\", \"用途\"]",
        "养护科目表",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // it is a ruleset whose cases pass, and it finds what is wrong
    let (code, out, said) = run(root, &["rules", "test", "本处"]);
    assert_eq!(code, Some(0), "{said}\n{text}");
    assert!(out.contains("全部通过"), "{out}");
    assert_eq!(run(root, &["a.txt", "-r", "本处"]).0, Some(0));
    std::fs::write(root.join("b.txt"), DOCUMENT.replace("西片 | 41.30", "西片 | 43.10")).unwrap();
    let (code, out, _) = run(root, &["b.txt", "-r", "本处"]);
    // no error, as nobody accepted the rules yet: it weighs what a built-in rule makes of it
    assert!(code == Some(0) && out.contains("警告 1.") && out.contains("43.10"), "{out}");
    // nothing is overwritten, nothing proposed for what is known
    assert_eq!(run(root, &["rules", "draft", "a.txt", "-o", "本处/draft.toml"]).0, Some(2));
    assert!(run(root, &["rules", "draft", "a.txt", "-r", "本处"]).2.contains("没有识别的表 0 张"));
}

const LAYOUTS: &str = "\
某市苗圃2023年度经费公开

苗圃钱款往来表

单位：元

收入 | | 支出 |
项目 | 数额 | 项目 | 数额
财政补助 | 5120.50 | 育苗 | 4000.25
自筹 | 310.25 | 管护 | 1200.50
本年收入合计 | 5430.75 | 本年支出合计 | 5200.75
年初结余 | 120.00 | 年末结余 | 350.00
总计 | 5550.75 | 总计 | 5550.75

车辆费用表

单位：元

计划数 | | | | | 完成数 | | | |
合计 | 购置及运行费 | | | 租车费 | 合计 | 购置及运行费 | | | 租车费
 | 小计 | 购置费 | 运行费 | | | 小计 | 购置费 | 运行费 |
915.50 | 900.00 | 620.00 | 280.00 | 15.50 | 830.25 | 818.25 | 600.00 | 218.25 | 12.00

用途分类表

单位：元

人员类 | | | 公用类 | | | | |
编号 | 用途 | 数额 | 编号 | 用途 | 数额 | 编号 | 用途 | 数额
501 | 工资 | 3210.25 | 502 | 办公 | 640.50 | 503 | 购置 | 350.00
50101 | 岗位工资 | 2000.25 | 50201 | 水费 | 240.25 | 50301 | 水泵 | 300.00
50102 | 津贴 | 1210.00 | 50202 | 电费 | 400.25 | 50302 | 桌椅 | 50.00
人员合计 | | 3210.25 | 公用合计 | | | | | 990.50

资金使用情况表

单位：元

来源 | 年初安排 | 全年安排 | 全年支付 | 支付率 | 评分
合计 | 4100.00 | 4520.00 | 3960.50 | 87.62 | 8.76
市级 | 3100.00 | 3320.00 | 2960.50 | |
县级 | 1000.00 | 1200.00 | 1000.00 | |
";

#[test]
fn totals_of_lists_sides_pieces_and_ratios_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), LAYOUTS).unwrap();
    std::fs::create_dir(root.join("本圃")).unwrap();
    std::fs::write(root.join("本圃/ruleset.toml"), "name = \"本圃\"\nextends = \"national\"\n")
        .unwrap();
    let (code, _, said) = run(root, &["rules", "draft", "a.txt", "-o", "本圃/draft.toml"]);
    assert!(code == Some(0) && said.contains("没有识别的表 4 张，归纳出表样 4 个"), "{said}");
    let text = std::fs::read_to_string(root.join("本圃/draft.toml")).unwrap();
    for part in [
        // a total carried on, and two sides that balance
        "\"总计 == 本年收入合计 + sum(above(总计))\"",
        "\"苗圃钱款往来表.支出.总计.数额 == 苗圃钱款往来表.收入.总计.数额\"",
        // one row on two sides: what is under one head adds up first
        "\"小计 == 购置费 + 运行费\"",
        "\"合计 == 小计 + 租车费\"",
        // a list in pieces: totals of a part of the codes
        "levels = [3, 5] }",
        "\"公用合计 == 办公 + 购置\"",
        // a total above its parts, in the columns where these have figures; a ratio without a sign
        "\"合计 == 市级 + 县级\"",
        "\"支付率 == percent(全年支付, 全年安排)\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let (code, out, said) = run(root, &["rules", "test", "本圃"]);
    assert!(code == Some(0) && out.contains("全部通过"), "{said}\n{out}");
    assert_eq!(run(root, &["a.txt", "-r", "本圃"]).0, Some(0));
    for (right, wrong) in [
        ("350.00\n总计", "530.00\n总计"),
        ("818.25 | 600.00", "881.25 | 600.00"),
        ("990.50", "909.50"),
        ("87.62", "86.72"),
    ] {
        assert!(LAYOUTS.contains(right), "{right}");
        std::fs::write(root.join("b.txt"), LAYOUTS.replace(right, wrong)).unwrap();
        let (code, out, _) = run(root, &["b.txt", "-r", "本圃"]);
        let is_told = ["警告 1.", "提示 1."].iter().any(|head| out.contains(head));
        assert!(code == Some(0) && is_told, "{wrong}\n{out}");
    }
}

/// A form that is known, one of its heads in other words.
const OTHERWISE: &str = "\
收入决算表
单位：万元
科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级拨付款 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他各类收入
 | 合计 | 100.00 | 60.00 | 10.00 | 30.00 | 0 | 0 | 0
205 | 教育支出 | 100.00 | 60.00 | 10.00 | 30.00 | 0 | 0 | 0
20502 | 普通教育 | 100.00 | 60.00 | 10.00 | 30.00 | 0 | 0 | 0
";

#[test]
fn a_head_in_other_words_is_proposed_for_the_form_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), OTHERWISE).unwrap();
    std::fs::create_dir(root.join("本处")).unwrap();
    std::fs::write(root.join("本处/ruleset.toml"), "name = \"本处\"\nextends = \"national\"\n")
        .unwrap();
    let (_, tables, _) = run(root, &["tables", "a.txt", "-r", "national"]);
    assert!(tables.contains("gouji rules draft"), "{tables}");
    let (code, _, said) =
        run(root, &["rules", "draft", "a.txt", "-r", "national", "-o", "本处/draft.toml"]);
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(root.join("本处/draft.toml")).unwrap();
    assert!(text.contains("name = \"上级补助收入\", header = [\"上级拨付款\"]"), "{text}");
    // two columns of one form
    assert!(text.contains("header = [\"其他各类收入\"]"), "{text}");
    let (code, _, said) = run(root, &["rules", "check", "本处"]);
    assert_eq!(code, Some(0), "{said}");
    // the line does what it says
    let (_, tables, _) = run(root, &["tables", "a.txt", "-r", "本处"]);
    assert!(
        tables.contains("收入决算表  按标题和栏目") && !tables.contains("表头不全"),
        "{tables}"
    );
}

#[test]
fn columns_that_count_or_name_are_no_amounts() {
    let folder = tempfile::tempdir().unwrap();
    let table = "各站点慰问金发放表\n单位：元\n站点 | 机构编码 | 户数 | 在岗人数 | 值守天数 | 发放金额\n\
        东站 | 620301 | 20 | 3 | 12 | 5000.00\n西站 | 620302 | 30 | 4 | 15 | 6000.00\n合计 | | 50 | 7 | 27 | 11000.00\n";
    let text = format!("某县残联2023年度部门决算\n\n{table}");
    std::fs::write(folder.path().join("甲.txt"), text).unwrap();
    let (_, out, _) = run(folder.path(), &["rules", "draft", "甲.txt"]);
    for column in [
        "\"机构编码\", kind = \"text\"",
        "\"户数\", kind = \"count\"",
        "\"在岗人数\", kind = \"count\"",
        "\"值守天数\", kind = \"count\"",
        "\"发放金额\", kind = \"amount\"",
    ] {
        assert!(out.contains(column), "{column}\n{out}");
    }
}
