//! Tests of the reader, on texts written for them.

use super::*;
use crate::document::{Block, Layout, Paragraph, Table};
use crate::vocabulary::VocabularyFile;
use proptest::prelude::*;

fn vocabulary() -> Vocabulary {
    let file: VocabularyFile = toml::from_str(include_str!("../../rules/national/vocabulary.toml")).unwrap();
    let mut vocabulary = Vocabulary::default();
    vocabulary.extend(&file);
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
        None => paragraph.text.text.clone(),
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
    let found = document("某局\n\n目 录\n一、概况...\t1\n二、说明...\t2\n\n一、概况\n\n内容如此。\n二、说明\n");
    let marked: Vec<bool> = found.paragraphs().map(|(_, paragraph)| paragraph.in_contents).collect();
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
    let read = |bytes: &[u8]| read("甲", bytes, &vocabulary(), &Limits { bytes: 4096 });
    assert_eq!(read(b"").unwrap_err(), ReadError::Empty);
    assert_eq!(read("\u{FEFF} \r\n".as_bytes()).unwrap_err(), ReadError::Empty);
    assert!(matches!(read(&[b'a'; 5000]), Err(ReadError::Limit { .. })));
    for bytes in [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        b"PK\x03\x04abc",
        b"%PDF-1.7\n",
        b"\xFF\xD8\xFF\xE0",
        &[1, 2, 3, 4, 5, 6, 7, 8].repeat(50),
    ] {
        assert!(matches!(read(bytes), Err(ReadError::Unsupported { .. })), "{bytes:?}");
    }
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
