//! Tests of the reader, on texts written for them.

use super::*;
use gouji_values::document::{Block, Layout, Paragraph, Table};
use gouji_values::vocabulary::VocabularyFile;
use proptest::prelude::*;

fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for (_, text) in gouji_sample::words() {
        vocabulary.extend(&toml::from_str::<VocabularyFile>(&text).unwrap());
    }
    vocabulary
}

fn document(text: &str) -> Document {
    read("测试.txt", text.as_bytes(), &vocabulary(), &Limits::default()).unwrap()
}

fn drawn(table: &Table) -> Vec<String> {
    table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.text.text.as_str()).collect::<Vec<_>>().join("|"))
        .collect()
}

/// Blocks as lines: `# text` a heading, `T0` a table.
fn outline(document: &Document) -> Vec<String> {
    let show = |paragraph: &Paragraph| match paragraph.heading {
        Some(level) => format!("#{level} {}", paragraph.text.text),
        None => paragraph.text.text.to_string(),
    };
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => show(paragraph),
            Block::Table(index) => format!("T{index}"),
        })
        .collect()
}

#[track_caller]
fn check(text: &str, blocks: &[&str], tables: &[&[&str]]) {
    let found = document(text);
    assert_eq!(outline(&found), blocks);
    assert_eq!(found.tables.iter().map(drawn).collect::<Vec<_>>(), tables);
}

#[test]
fn tabs_make_a_grid() {
    check(
        "收入情况表\n\n单位：万元\n\n项目\t行次\t金额\n甲\t1\t2.50\n乙\t2\n\n丙\t3\t\n\n注：尾差。\n",
        &["#9 收入情况表", "单位：万元", "T0", "注：尾差。"],
        &[&["项目|行次|金额", "甲|1|2.50", "乙|2", "丙|3|"]],
    );
}

#[test]
fn a_caption_parts_two_tables() {
    check(
        "a\t1\nb\t2\n\n第二张表\n\nc\t3\nd\t4\n",
        &["T0", "#9 第二张表", "T1"],
        &[&["a|1", "b|2"], &["c|3", "d|4"]],
    );
    check(
        "项目\t金额\n甲\t2\n\n名称\t数量\n乙\t3\n",
        &["T0", "T1"],
        &[&["项目|金额", "甲|2"], &["名称|数量", "乙|3"]],
    );
}

#[test]
fn bars_make_a_grid() {
    check("科目 | 名称 | 数\n     | 合计 | 3\n", &["T0"], &[&["科目|名称|数", "|合计|3"]]);
    check("| 甲 | 乙 |\n|---|:-:|\n| 1 |  |\n", &["T0"], &[&["甲|乙", "1|"]]);
    check("这句话里有一个|号，不是表格。\n", &["这句话里有一个|号，不是表格。"], &[]);
}

#[test]
fn one_cell_per_line() {
    check(
        "自评表\n\n\t单位\n\t某局\n\n\t\n\t指标\n甲\n\t得分\n\n\t\n\n产出指标\n（50分）\n\t10\n\t9.\n5\n\n\n说明：无。\n",
        &["#9 自评表", "T0", "说明：无。"],
        &[&["单位|某局", "|指标甲|得分", "产出指标（50分）|10|9.5"]],
    );
}

#[test]
fn lines_of_a_sentence_are_joined() {
    let line = "本年度收入合计为壹佰万元，比上年度增加了一些，其中财政拨款 353.";
    let found = document(&format!("{line}\n\n15 万元，其他收入没有。\n"));
    assert_eq!(outline(&found), [format!("{line}15 万元，其他收入没有。")]);
}

#[test]
fn contents_are_marked() {
    let found = document(
        "某局\n\n目 录\n一、概况...\t1\n二、说明...\t2\n\n一、概况\n\n内容如此。\n二、说明\n",
    );
    let marked: Vec<bool> =
        found.paragraphs().map(|(_, paragraph)| paragraph.in_contents).collect();
    assert_eq!(marked, [false, true, true, true, false, false, false]);
    assert!(found.tables.is_empty());
}

#[test]
fn encodings() {
    let text = "收入决算表\r\n项目\t金额\r\n甲\t1.00\r\n";
    let expected = document(text);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    for bytes in [utf16.as_slice(), &marked, &gb] {
        let found = read("甲", bytes, &vocabulary(), &Limits::default()).unwrap();
        assert_eq!(found.text, text);
        assert_eq!(found.tables, expected.tables);
        assert_eq!(found.notices.len(), 1);
    }
    let with_mark = format!("\u{FEFF}{text}");
    let found = document(&with_mark);
    assert_eq!(found.text, with_mark);
    assert_eq!(outline(&found), ["#9 收入决算表", "T0"]);
    assert_eq!(drawn(&found.tables[0]), ["项目|金额", "甲|1.00"]);
}

#[test]
fn a_few_invalid_bytes_are_a_notice() {
    let found = read(
        "甲",
        b"\xE6\x94\xB6\xE5\x85\xA5\xE5\x86\xB3\xE7\xAE\x97\xE6\x94\xB6\xE5\x85\xA5\xE5\x86\xB3\xE7\xAE\x97\xFF\n",
        &vocabulary(),
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(found.text, "收入决算收入决算\u{FFFD}\n");
    assert_eq!(found.notices.len(), 1);
    let found = document("收入\0决算说明。\n");
    assert_eq!(outline(&found), ["收入决算说明。"]);
    assert_eq!(found.notices.len(), 1);
}

#[test]
fn what_is_no_text_is_refused() {
    let read = |bytes: &[u8]| {
        read("甲", bytes, &vocabulary(), &Limits { bytes: 4096, ..Limits::default() })
    };
    assert_eq!(read(b"").unwrap_err(), ReadError::Empty);
    assert_eq!(read("\u{FEFF} \r\n".as_bytes()).unwrap_err(), ReadError::Empty);
    assert!(matches!(read(&[b'a'; 5000]), Err(ReadError::Limit { .. })));
    for bytes in [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        b"PK\x03\x04abc",
        b"\xFF\xD8\xFF\xE0",
        &[1, 2, 3, 4, 5, 6, 7, 8].repeat(50),
    ] {
        assert!(matches!(read(bytes), Err(ReadError::Unsupported { .. })), "{bytes:?}");
    }
}

/// As the text of a PDF: a blank line behind every line.
fn loose(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n\n")).collect()
}

#[test]
fn blanks_make_a_stream() {
    let lines = [
        "甲类收支表",
        "公开 01 表",
        "部门名称：某局 2021 年度 单位：万元",
        "项目",
        "本年合",
        "计",
        "基本 项目",
        "栏次 1 2",
        "合计 3.50 1.25",
        "201 公共服务 2.50",
        "- 7 -",
        "202 外交",
        "203 国防 1.00 0",
        "注：四舍五入。",
        "一、总体情况",
        "本年支出 3.50 万元，占 100.00%。",
    ];
    let rows: &[&str] = &[
        "项目",
        "本年合",
        "计",
        "基本|项目",
        "栏次|1|2",
        "合计|3.50|1.25",
        "201|公共服务|2.50",
        "202|外交",
        "203|国防|1.00|0",
    ];
    let blocks = [
        "#9 甲类收支表",
        "公开 01 表",
        "部门名称：某局 2021 年度 单位：万元",
        "T0",
        "注：四舍五入。",
        "#2 一、总体情况",
        "本年支出 3.50 万元，占 100.00%。",
    ];
    check(&loose(&lines), &blocks, &[rows]);
    let found = document(&loose(&lines));
    assert_eq!(found.tables[0].layout, Layout::Stream);
}

#[test]
fn an_empty_form_is_a_table() {
    let lines = ["乙类收支表", "单位：元", "科目 小计", "栏次 1", "合计", "说明：没有数据。"];
    check(
        &loose(&lines),
        &["#9 乙类收支表", "单位：元", "T0", "说明：没有数据。"],
        &[&["科目|小计", "栏次|1", "合计"]],
    );
}

#[test]
fn tabs_replaced_by_blanks_still_make_a_table() {
    let text = "丙类表\n\n单位：万元\n\n一、采购\n项目 行次 数\n合计 1 2.00\n工程 2\n二、车辆\n小车 3 1\n\n客车 4 2\n\n第二部分\n\n说明如下。\n";
    let rows: &[&str] =
        &["一、采购", "项目|行次|数", "合计|1|2.00", "工程|2", "二、车辆", "小车|3|1", "客车|4|2"];
    check(text, &["#9 丙类表", "单位：万元", "T0", "#0 第二部分", "说明如下。"], &[rows]);
}

#[test]
fn texts_below_a_header_belong_to_the_table() {
    let lines = [
        "自评情况表",
        "预算数 执行数 得分",
        "总额 10.00 9.50 9",
        "年度目",
        "标",
        "预期目标 实际完成",
        "1.第一项做完，效果很好。",
        "2.第二项在 2021 年做完，",
        "没有剩余。",
        "完成率 ≥90% 95% 10 10",
        "合计 100 98",
    ];
    let found = document(&loose(&lines));
    assert_eq!(outline(&found), ["#9 自评情况表", "T0"]);
    assert_eq!(found.tables[0].rows.len(), 10);
}

#[test]
fn prose_with_figures_is_no_table() {
    let text = "本单位共有车辆 2 辆，其中：轿车 1 辆、客车 1 辆、其他用车 0\n\n辆。基本支出 274.27\n\n万元。2023 年 5 月 6 日\n\n";
    assert!(document(text).tables.is_empty());
}

#[test]
fn lines_of_a_set_width_are_joined() {
    let full = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄";
    let lines = [
        "一、总体情况",
        "首行缩进两个字所以比别的行短一点，到这里就满了共",
        full,
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申，收入 14.",
        " 00 万元。",
        "5.第二段的首行也是这样缩进两字，并且写到这里为止了",
        full,
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉，宇宙洪荒。",
        "1.2.另起一段。",
        "二、其他情况",
        full,
        full,
        full,
        "完。",
        "1.1.另起一段。",
    ];
    let found = document(&loose(&lines));
    assert_eq!(
        outline(&found),
        [
            "#2 一、总体情况".to_owned(),
            format!("{}{full}甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申，收入 14.00 万元。", lines[1]),
            format!("{}{full}甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉，宇宙洪荒。", lines[5]),
            "1.2.另起一段。".to_owned(),
            "#2 二、其他情况".to_owned(),
            format!("{full}{full}{full}完。"),
            "1.1.另起一段。".to_owned()
        ]
    );
    let (_, paragraph) = found.paragraphs().nth(1).unwrap();
    let at = paragraph.text.text.find("14.00").unwrap();
    let pieces: Vec<&str> =
        paragraph.text.pieces_of(at..at + 5).into_iter().map(|span| found.slice(span)).collect();
    assert_eq!(pieces, ["14.", "00"]);
}

#[test]
fn headings_and_what_is_none() {
    let level = |text: &str| {
        document(&format!("前言如此。\n\n{text}\n"))
            .paragraphs()
            .nth(1)
            .and_then(|(_, paragraph)| paragraph.heading)
    };
    assert_eq!(level("第一部分 概况"), Some(0));
    assert_eq!(level("（二）“三公”经费情况"), Some(3));
    assert_eq!(level("1、预算管理工作开展情况"), Some(6));
    assert_eq!(level("附件2"), Some(9));
    assert_eq!(level("1、接待费支出 0 万元，接待 0 人。"), None);
    assert_eq!(level("（二）财政拨款收入支出决算总体情况说明。"), Some(3));
    assert_eq!(level("（二）人员增加，经费随之增加。"), None);
    assert_eq!(level("1.保障人员经费。"), None);
    assert_eq!(level("（二）其他资金收入15万元"), None);
    assert_eq!(level("（二）其他资金收入 0 万元。"), None);
    assert_eq!(level("（二）单价100万元以上设备"), Some(3));
    assert_eq!(level("公开01表"), None);
    assert_eq!(level("2024年度"), None);
    assert_eq!(level("部门名称：某局"), None);
}

/// Lines as they occur, mixed with anything.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[\\t \\n|，。（）0-9.一二、栏次合计表单位：注目录%-]{0,12}",
        Just("\n\n".to_owned()),
        Just("合计 353.15 353.15 0\n".to_owned()),
        Just("栏次 1 2 3\n".to_owned()),
        Just("\t\n\t甲\n".to_owned()),
        Just("单位：万元\n".to_owned()),
        Just("目录\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn sound(found: &Document) {
    for table in &found.tables {
        let mut before = None;
        for cell in table.rows.iter().flatten() {
            assert!(found.text.get(cell.span.range()).is_some());
            assert!(table.span.covers(cell.span));
            assert!(before < Some((cell.row, cell.column)));
            before = Some((cell.row, cell.column));
            if !cell.text.is_joined() {
                assert_eq!(found.slice(cell.span), cell.text.text);
            }
        }
        assert!(matches!(found.blocks[table.block], Block::Table(_)));
        assert!(matches!(table.layout, Layout::Grid | Layout::Stream));
    }
    let mut at = 0;
    for (_, paragraph) in found.paragraphs() {
        for piece in paragraph.text.pieces_of(0..paragraph.text.text.len()) {
            assert!(found.text.get(piece.range()).is_some());
            assert!(piece.start >= at);
            at = piece.end;
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in anything()) {
        if let Ok(found) = read("甲", text.as_bytes(), &vocabulary(), &Limits::default()) {
            sound(&found);
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(found) = read("甲", &bytes, &vocabulary(), &Limits::default()) {
            sound(&found);
        }
    }
}
