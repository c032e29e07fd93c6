//! Files that hold no budget document, in all formats: nothing is found in them, and nothing is
//! said to be in order.

use crate::engines;
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::Audit;
use gouji::engine::Engine;
use gouji::inside::RunTotals;
use gouji::report::{Format, Options};

/// A slip of punctuation, numbering that leaves out a number, a blank that nobody filled in.
const SLIPS: &str =
    "本次培训由信息中心主办，，参加人员为各科室骨干。。\n请于____前报名（地点另行通知。\n";

/// Names and bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let texts: &[(&str, &str)] = &[
        (
            "章节.txt",
            "一、适用范围\n\n本办法适用于本馆。\n\n二、借阅时间\n\n周一闭馆。\n\n四、附则\n\n由馆长解释。\n",
        ),
        ("编号.txt", "1. 安装\n\n先装驱动。\n\n2. 使用\n\n按下按钮。\n\n3. 维护\n\n每月擦拭。\n"),
        (
            "未知的表.txt",
            "一、人数\n\n甲\t1\n乙\t2\n丙\t3\n总\t99\n\n二、说明\n\n以上为报名人数。\n",
        ),
        (
            "未知的表-竖线.md",
            "## 一、库存\n\n| 品名 | 数量 |\n|---|---|\n| 纸 | 12 |\n| 笔 | 30 |\n| 合计 | 50 |\n\n## 二、备注\n\n下周盘点。\n",
        ),
        ("标点.txt", SLIPS),
        (
            "空白.txt",
            "姓名：______\n\n住址：＿＿＿＿\n\n（一）项目名称：XX\n（二）项目地点：XX路XX号\n",
        ),
        ("来信.txt", "各位家长：\n\n春游定于4月12日，每人带2瓶水。集合时间7时30分。\n"),
        (
            "日志.txt",
            "2024-03-01 10:00:01 INFO started in 35 ms\n2024-03-01 10:00:02 WARN retry 1 of 3\n",
        ),
        ("程序.txt", "fn main() {\n    let total = 3 + 4;\n    println!(\"{total}\");\n}\n"),
        (
            "英文.md",
            "# Release 1.2.3\n\n1. Fix the parser (12 % faster)\n2. Add tests\n4. Remove the cache\n",
        ),
        ("乱码.txt", "??? ???? 2023 ???\n\n????? 12.50 ??? 13.20 ???\n"),
        ("表格.csv", "city,population,area\nA,120000,35.2\nB,98000,20.1\nTotal,200000,60\n"),
        ("成绩.csv", "姓名,语文,数学,总分\n甲,90,85,175\n乙,88,79,160\n"),
        ("测量.csv", "t;x;y\n0;1,5;2,5\n1;1,7;2,9\n"),
        (
            "网页.html",
            "<html><body><h1>一、通知</h1><p>会议改到三楼，，请准时。。</p><h1>三、议程</h1><table><tr><th>时间</th><th>内容</th></tr><tr><td>9:00</td><td>开场</td></tr><tr><td>10:30</td><td>讨论</td></tr></table></body></html>",
        ),
        (
            "价格.html",
            "<table><tr><th>商品</th><th>单价</th><th>数量</th><th>金额</th></tr><tr><td>椅子</td><td>120.00</td><td>4</td><td>500.00</td></tr></table>",
        ),
        (
            "文章.html",
            "<article><h2>第一章 起源</h2><p>这种茶产于1837年。</p><h2>第三章 制作</h2><p>晒3天。</p></article>",
        ),
        ("食谱.md", "# 红烧肉\n\n- 五花肉 500 克\n- 糖 30 克\n\n1. 切块\n1. 焯水\n"),
        ("词典.txt", "算式：1+1=2，2+2=5。\n\n（一）甲\n\n（三）乙\n"),
        (
            "名单.txt",
            "序号 姓名 电话\n1 张三 13800000001\n2 李四 13800000002\n4 王五 13800000003\n",
        ),
    ];
    let mut out: Vec<(String, Vec<u8>)> =
        texts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let big5 = [&b"? ? ?\n\n1. "[..], &[0xA4, 0xA4, 0xA4, 0xE5], &b" ? 12\n2. ? 13\n"[..]].concat();
    out.push(("大五码.txt".to_owned(), big5));
    #[cfg(feature = "formats")]
    out.extend(packed());
    out
}

#[cfg(feature = "formats")]
fn packed() -> Vec<(String, Vec<u8>)> {
    use crate::workbook::{package, xlsx};
    let row = |at: usize, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .zip("ABCDEF".chars())
            .map(|(text, column)| match text.parse::<f64>() {
                Ok(_) => format!(r#"<c r="{column}{at}"><v>{text}</v></c>"#),
                Err(_) => {
                    format!(r#"<c r="{column}{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
                }
            })
            .collect();
        format!(r#"<row r="{at}">{cells}</row>"#)
    };
    let sheet = |rows: &[&[&str]]| {
        let rows: String = rows.iter().enumerate().map(|(at, cells)| row(at + 1, cells)).collect();
        format!("<sheetData>{rows}</sheetData>")
    };
    let paragraphs = |texts: &[&str]| {
        let texts: String =
            texts.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
        package(&[
            ("[Content_Types].xml", "<Types/>"),
            (
                "_rels/.rels",
                r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
            ),
            (
                "word/document.xml",
                &format!(r#"<w:document xmlns:w="w"><w:body>{texts}</w:body></w:document>"#),
            ),
        ])
    };
    vec![
        (
            "班级.xlsx".to_owned(),
            xlsx(&[(
                "一、成绩",
                "",
                sheet(&[
                    &["姓名", "语文", "数学", "总分"],
                    &["甲", "90", "85", "170"],
                    &["合计", "180", "170", "345"],
                ]),
            )]),
        ),
        (
            "温度.xlsx".to_owned(),
            xlsx(&[(
                "t",
                "",
                sheet(&[&["day", "min", "max"], &["1", "2.5", "9.75"], &["2", "3.5", "11.25"]]),
            )]),
        ),
        (
            "通知.docx".to_owned(),
            paragraphs(&["一、时间", "本周五下午，，不要迟到。。", "三、地点", "三楼____会议室"]),
        ),
        ("说明书.docx".to_owned(), paragraphs(&["1. 打开电源", "2. 等待30秒", "4. 关闭电源"])),
    ]
}

fn engine() -> &'static Engine {
    engines::engine("")
}

#[test]
fn nothing_is_found_in_files_that_are_no_budget_documents_and_nothing_is_said_to_be_fine() {
    let engine = engine();
    let files = files();
    assert!(files.len() >= 20);
    for (name, bytes) in files {
        let outcome = engine.audit(&name, &bytes);
        let totals = RunTotals::of(&outcome);
        assert_eq!(totals.not_judged, 1, "{name}");
        assert_eq!(totals.summary.findings, 0, "{name}");
        let audit = Audit { documents: vec![outcome], ruleset_digest: String::new() };
        for format in Format::ALL {
            let report = String::from_utf8(format.render(&audit, &Options::default())).unwrap();
            // the page's own style and script aside
            let report = report.split("</style>").last().unwrap().split("<script>").next().unwrap();
            assert!(
                !report.contains('✓') && !report.contains("没有发现问题"),
                "{name} {}\n{report}",
                format.name()
            );
        }
    }
}

#[test]
fn a_folder_of_them_ends_with_3_and_no_unit_of_the_list_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let units: Vec<String> = files()
        .into_iter()
        .map(|(name, bytes)| {
            std::fs::write(folder.path().join(&name), bytes).unwrap();
            name.split('.').next().unwrap().to_owned()
        })
        .collect();
    let list = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(list.path(), units.join("\n")).unwrap();
    let output = cargo_bin_cmd!("gouji")
        .arg("check")
        .arg(folder.path())
        .args(["--fail-on", "never"])
        .arg("--expected")
        .arg(list.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains('✓'), "{text}");
    assert!(text.contains("没有问题 0"), "{text}");
}

#[test]
fn a_slip_of_punctuation_is_told_where_the_document_is_a_budget_document() {
    let of = |head: &str| {
        let outcome = engine().audit("a.txt", format!("{head}\n\n{SLIPS}").as_bytes());
        RunTotals::of(&outcome).summary.findings
    };
    assert!(of("示例市文化局2023年度部门决算") > 0);
    assert_eq!(of("示例市文化局2023年度通讯录"), 0);
}
