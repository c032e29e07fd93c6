//! Word documents: the stories give the same checks as their texts; what Word shows is what is
//! read; bad files say so.

use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::document::{Block, Document};
use gouji::engine::Engine;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const STORIES: [(&str, &str); 9] = [
    ("archive-clean-wan", "archive-clean/wan.txt"),
    ("archive-clean-yuan", "archive-clean/yuan.txt"),
    ("archive-planted", "archive-planted/document.txt"),
    ("prose-library", "prose-library/document.txt"),
    ("prose-school", "prose-school/document.txt"),
    ("prose-weather", "prose-weather/document.txt"),
    ("self-evaluation-evaluation", "self-evaluation-evaluation/document.txt"),
    ("self-evaluation-planted", "self-evaluation-planted/document.txt"),
    ("self-evaluation-sheet", "self-evaluation-sheet/document.txt"),
];

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("shanxi"));

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// All checks without their places, and how much of the document they rest on.
fn outcome(audit: &DocumentAudit) -> (Vec<String>, usize, usize) {
    let mut checks: Vec<String> = audit
        .checks
        .iter()
        .map(|check| {
            format!(
                "{} {:?} {:?} {:?} {}",
                check.rule,
                check.verdict,
                check.stated,
                check.computed,
                check.message()
            )
        })
        .collect();
    checks.sort();
    (checks, audit.coverage.figures, audit.coverage.checked)
}

#[test]
fn stories_give_the_checks_of_their_texts() {
    for (story, text) in STORIES {
        let expected =
            outcome(&ENGINE.audit("document.txt", &std::fs::read(fixture(text)).unwrap()).unwrap());
        assert!(expected.0.len() > 20, "{story}");
        for producer in ["docx", "docx-libreoffice"] {
            let bytes =
                std::fs::read(fixture(&format!("formats/{producer}/{story}.docx"))).unwrap();
            let audit = ENGINE.audit("document.docx", &bytes).unwrap();
            assert_eq!(audit.document.format, "docx");
            assert_eq!(outcome(&audit), expected, "{producer} {story}");
        }
    }
}

#[test]
fn a_finding_names_table_row_and_column() {
    let bytes = std::fs::read(fixture("formats/docx/archive-planted.docx")).unwrap();
    let audit = ENGINE.audit("document.docx", &bytes).unwrap();
    let place = |rule: &str| {
        let check = audit
            .findings
            .iter()
            .flat_map(|finding| &finding.checks)
            .map(|at| &audit.checks[*at])
            .find(|check| check.rule == rule)
            .unwrap();
        audit.document.locator.place(check.figure(0).unwrap().span()).unwrap().to_owned()
    };
    assert_eq!(place("支出-行合计"), "表3 第4行第3列");
}

/// A package with these parts; the main part's body is wrapped.
fn package(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
    archive(&main, parts)
}

const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#
);

fn archive(main: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, text: &str| {
        out.start_file(path, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    };
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationship Id="r{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    put(
        "_rels/.rels",
        &format!(
            "<Relationships>{}</Relationships>",
            relation("officeDocument", "word/document.xml")
        ),
    );
    put("word/document.xml", main);
    let relations: String =
        parts.iter().map(|(name, _)| relation(name, &format!("{name}.xml"))).collect();
    put("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    for (name, inner) in parts {
        put(&format!("word/{name}.xml"), &format!("<w:{name} {NAMES}>{inner}</w:{name}>"));
    }
    out.finish().unwrap().into_inner()
}

fn document(bytes: &[u8]) -> Result<Document, ReadError> {
    let vocabulary = gouji::embedded_lean().unwrap().vocabulary();
    read("文件.docx", bytes, &vocabulary, &Limits::default())
}

/// Paragraphs as they are; tables by row, cells between bars, with their extent where it is more
/// than one.
fn outline(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(paragraph.text.text.to_string()),
            Block::Table(index) => out.extend(document.tables[*index].rows.iter().map(|row| {
                let cell = |cell: &gouji::document::Cell| {
                    let extent = if cell.rows * cell.columns > 1 {
                        format!("@{}x{}", cell.rows, cell.columns)
                    } else {
                        String::new()
                    };
                    format!("{}:{}{extent}", cell.column, cell.text.text)
                };
                format!("|{}|", row.iter().map(cell).collect::<Vec<_>>().join("|"))
            })),
        }
    }
    out
}

#[track_caller]
fn check(body: &str, expected: &[&str]) -> Document {
    check_with(body, &[], expected)
}

#[track_caller]
fn check_with(body: &str, parts: &[(&str, &str)], expected: &[&str]) -> Document {
    let document = document(&package(body, parts)).unwrap();
    assert_eq!(outline(&document), expected);
    document
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A table of rows of cells between bars: `甲>2` spans two columns, `甲v` begins a cell that goes
/// on below, `^` goes on.
fn t(rows: &[&str]) -> String {
    let cell = |cell: &str| {
        let (text, span) = cell.split_once('>').unwrap_or((cell, "1"));
        let (text, merge) = match text {
            "^" => ("", "<w:vMerge/>"),
            text if text.ends_with('v') => {
                (text.trim_end_matches('v'), r#"<w:vMerge w:val="restart"/>"#)
            }
            text => (text, ""),
        };
        format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{}</w:tc>"#, p(text))
    };
    let row = |row: &&str| format!("<w:tr>{}</w:tr>", row.split('|').map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn cells_are_merged_to_the_right_and_downwards() {
    let table = t(&["项目v|金额>2", "^|甲|乙", "合计|1.50|2"]);
    let document =
        check(&table, &["|0:项目@2x1|1:金额@1x2|", "|1:甲|2:乙|", "|0:合计|1:1.50|2:2|"]);
    let cell = document.tables[0].cell(2, 1).unwrap();
    assert_eq!(document.locator.place(cell.span), Some("表1 第3行第2列"));
}

#[test]
fn edges_that_nobody_sees_make_no_columns() {
    let table = t(&["甲>3|乙>2", "丙>3|丁>2"]);
    check(&table, &["|0:甲|1:乙|", "|0:丙|1:丁|"]);
    // a hand drew the second row's edge a millimetre beside the first one's
    let widths = "<w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"50\"/><w:gridCol w:w=\"1000\"/></w:tblGrid>";
    let table = t(&["甲|乙>2", "丙>2|丁"]).replacen("<w:tr>", &format!("{widths}<w:tr>"), 1);
    check(&table, &["|0:甲|1:乙|", "|0:丙|1:丁|"]);
}

#[test]
fn captions_and_notes_leave_the_table() {
    let table = t(&[
        "收入决算表>3",
        "部门：甲局|2023年度|单位：万元",
        "项目|行次|金额",
        "合计|1|2.50",
        "注：尾差。>3",
    ]);
    check(
        &table,
        &[
            "收入决算表",
            "部门：甲局  2023年度  单位：万元",
            "|0:项目|1:行次|2:金额|",
            "|0:合计|1:1|2:2.50|",
            "注：尾差。",
        ],
    );
    check(&t(&["一段话。", "又一段话。"]), &["一段话。", "又一段话。"]);
}

#[test]
fn a_table_behind_a_page_break_goes_on() {
    let page = r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#;
    let first = t(&["项目|金额", "甲|1"]);
    let whole = ["|0:项目|1:金额|", "|0:甲|1:1|", "|0:乙|1:2|"];
    let document = check(&[first.as_str(), page, &t(&["项目|金额", "乙|2"])].concat(), &whole);
    assert_eq!(
        document.locator.place(document.tables[0].cell(2, 1).unwrap().span),
        Some("表2 第2行第2列")
    );
    check(&[first.as_str(), page, &t(&["乙|2"])].concat(), &whole);
    // another header, and a paragraph between
    for between in [page.to_owned(), p("说明如下。")] {
        let two = outline(
            &self::document(&package(
                &[first.as_str(), &between, &t(&["名称|人数", "丙|3"])].concat(),
                &[],
            ))
            .unwrap(),
        );
        assert!(two.contains(&"|0:名称|1:人数|".to_owned()), "{two:?}");
    }
    assert_eq!(
        self::document(&package(&[first.as_str(), page, &t(&["名称|人数", "丙|3"])].concat(), &[]))
            .unwrap()
            .tables
            .len(),
        2
    );
}

#[test]
fn tables_in_cells_follow_the_table_around_them() {
    let inner = t(&["子|1", "丑|2"]);
    let outer = t(&["甲|乙", "丙|@"]).replace(&p("@"), &format!("{inner}<w:p/>"));
    let document = check(&outer, &["|0:甲|1:乙|", "|0:丙|1:|", "|0:子|1:1|", "|0:丑|1:2|"]);
    assert_eq!(
        document.locator.place(document.tables[1].cell(1, 0).unwrap().span),
        Some("表1 第2行第2列内表1 第2行第1列")
    );
    // a table that only lays out a page
    let frame = t(&["@"]).replace(&p("@"), &format!("{}{inner}{}", p("收支表"), p("注：无。")));
    check(&frame, &["收支表", "|0:子|1:1|", "|0:丑|1:2|", "注：无。"]);
}

#[test]
fn changes_are_accepted() {
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
        text("收入"),
        text("12"),
        text("移走"),
        text("前半，"),
        text("后半。")
    );
    let table = t(&["甲|1", "乙|2"]).replacen("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1);
    let table = format!("{table}{}", t(&["丙|3"]));
    let document =
        check(&format!("{body}{table}"), &["收入12", "前半，后半。", "|0:乙|1:2|", "|0:丙|1:3|"]);
    assert!(
        document.notices.iter().any(|notice| notice.message.contains("5 处修订")),
        "{:?}",
        document.notices
    );
}

#[test]
fn hidden_text_is_left_out_and_said() {
    let styles =
        r#"<w:style w:styleId="h" w:type="character"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run =
        |shape: &str, text: &str| format!("<w:r><w:rPr>{shape}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        run("", "合计"),
        run("<w:vanish/>", "草稿"),
        run(r#"<w:rStyle w:val="h"/>"#, "备注"),
        run(r#"<w:rStyle w:val="h"/><w:vanish w:val="0"/>"#, "5")
    );
    let document = check_with(&body, &[("styles", styles)], &["合计5"]);
    assert!(
        document.notices.iter().any(
            |notice| notice.message.contains("2 处隐藏文字") && notice.message.contains("草稿")
        )
    );
}

#[test]
fn fields_links_and_controls_show_what_they_show() {
    let field = r#"<w:p><w:r><w:t>共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r><w:r><w:t>码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12.50</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>万元</w:t></w:r></w:hyperlink></w:p>"#;
    let unended = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"#;
    let control = |shape: &str, text: &str| {
        format!("<w:sdt><w:sdtPr>{shape}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", p(text))
    };
    let body = format!(
        "{field}{unended}{}{}",
        control("", "某局"),
        control("<w:showingPlcHdr/>", "单击此处输入文字")
    );
    check(&body, &["共12.50万元", "某局"]);
}

#[test]
fn a_text_box_is_read_once() {
    let inner = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let drawing = format!(
        "<mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
        inner("框中的话"),
        inner("框中的话")
    );
    let only_fallback = format!(
        "<mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
        inner("另一框")
    );
    let body = format!(
        "<w:p><w:r><w:t>前面</w:t>{drawing}</w:r><w:r><w:t>后面</w:t>{only_fallback}</w:r></w:p>"
    );
    let document = check(&body, &["前面后面", "框中的话", "另一框"]);
    let place = |index: usize| {
        document.locator.place(document.paragraphs().nth(index).unwrap().1.text.span())
    };
    assert_eq!([place(0), place(1)], [Some("第1段"), Some("文本框1")]);
}

#[test]
fn notes_stand_at_the_end() {
    let mark = |kind: &str, id: u8| format!(r#"<w:r><w:{kind}Reference w:id="{id}"/></w:r>"#);
    let body = format!(
        "<w:p><w:r><w:t>支出12万元</w:t></w:r>{}{}</w:p>{}",
        mark("footnote", 3),
        mark("endnote", 2),
        p("完。")
    );
    let foot = format!(
        r#"<w:footnote w:id="0" w:type="separator">{0}</w:footnote><w:footnote w:id="3">{0}</w:footnote><w:footnote w:id="4">{1}</w:footnote>"#,
        p("含上年结转。"),
        p("无主")
    );
    let end = format!(r#"<w:endnote w:id="2">{}</w:endnote>"#, p("见附件。"));
    let document = check_with(
        &body,
        &[("footnotes", &foot), ("endnotes", &end)],
        &["支出12万元", "完。", "含上年结转。", "见附件。"],
    );
    assert_eq!(
        document.locator.place(document.paragraphs().nth(2).unwrap().1.text.span()),
        Some("脚注")
    );
}

fn listed(level: u8, list: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn numbers_that_word_draws_are_part_of_the_text() {
    let level = |at: u8, format: &str, text: &str, more: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let levels = [
        level(0, "chineseCountingThousand", "第%1部分", r#"<w:pStyle w:val="part"/>"#),
        level(1, "chineseCounting", "%2、", ""),
        level(2, "decimal", "%2.%3", "<w:isLgl/>"),
        level(3, "bullet", "•", ""),
    ];
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="7">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#,
        levels.concat()
    );
    let styles = r#"<w:style w:type="paragraph" w:styleId="part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let styled = |text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="part"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let body = [
        styled("概况"),
        listed(1, 1, "职能"),
        listed(1, 1, "机构"),
        listed(2, 1, "2023年"),
        listed(3, 1, "一点"),
        styled("情况"),
        listed(1, 1, "总体"),
        listed(1, 2, "另起"),
        r#"<w:p><w:pPr><w:pStyle w:val="part"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>不编号</w:t></w:r></w:p>"#
            .to_owned(),
    ];
    check_with(
        &body.concat(),
        &[("styles", styles), ("numbering", &numbering)],
        &[
            "第一部分概况",
            "一、职能",
            "二、机构",
            "2.1 2023年",
            "一点",
            "第二部分情况",
            "一、总体",
            "五、另起",
            "不编号",
        ],
    );
    // a column of numbers that are only drawn
    let table = t(&["序号|名称", "@|甲", "@|乙"]).replace(&p("@"), &listed(1, 1, ""));
    check_with(
        &table,
        &[("numbering", &numbering)],
        &["|0:序号|1:名称|", "|0:一、|1:甲|", "|0:二、|1:乙|"],
    );
}

#[test]
fn entries_of_a_contents_page_are_no_headings() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="12"><w:name w:val="toc 1"/></w:style>"#;
    let entry = r#"<w:p><w:pPr><w:pStyle w:val="12"/></w:pPr><w:r><w:t>一、概况</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r></w:p>"#;
    let document = check_with(
        &format!("{entry}{}", p("一、概况")),
        &[("styles", styles)],
        &["一、概况  3", "一、概况"],
    );
    assert_eq!(
        document.paragraphs().map(|(_, paragraph)| paragraph.in_contents).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn strict_documents_other_prefixes_and_marks_in_runs() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let main = format!(
        r#"<document xmlns="{strict}"><body><p><r><t>收入 &amp; 支出&#xFF1A;1</t><br/><t>第二行</t><noBreakHyphen/></r></p></body></document>"#
    );
    let found = document(&archive(&main, &[])).unwrap();
    assert_eq!(outline(&found), ["收入 & 支出：1", "第二行-"]);
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let good = std::fs::read(fixture("formats/docx/prose-weather.docx")).unwrap();
    let cut = document(&good[..good.len() / 2]).unwrap_err();
    assert!(
        matches!(&cut, ReadError::Damaged { what, help, .. } if what.contains("截断") && help.contains("另存")),
        "{cut}"
    );
    let broken = document(&archive(&format!("<w:document {NAMES}><w:body><w:p></w:body>"), &[]))
        .unwrap_err();
    assert!(
        matches!(&broken, ReadError::Damaged { what, .. } if what.contains("word/document.xml")),
        "{broken}"
    );
    let ended =
        document(&archive(&format!("<w:document {NAMES}><w:body>{}", p("收入12万元。")), &[]))
            .unwrap_err();
    assert!(matches!(&ended, ReadError::Damaged { .. }), "{ended}");
    let bodiless = document(&archive(&format!("<w:document {NAMES}/>"), &[])).unwrap_err();
    assert!(
        matches!(&bodiless, ReadError::Damaged { what, .. } if what.contains("没有正文")),
        "{bodiless}"
    );
    assert_eq!(document(&package("<w:p/>", &[])).unwrap_err(), ReadError::Empty);
    let pictures = r#"<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:v"/></w:pict></w:r></w:p>"#;
    assert!(
        matches!(document(&package(pictures, &[])), Err(ReadError::Unsupported { found, .. }) if found.contains("图片"))
    );
}

#[test]
fn floods_end_at_a_limit() {
    let limited = |bytes: &[u8]| matches!(document(bytes), Err(ReadError::Limit { .. }));
    // a bomb: kilobytes that unpack to more than may be
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..150 {
        bomb.write_all(&blanks).unwrap();
    }
    assert!(limited(&bomb.finish().unwrap().into_inner()));
    // elements without end, tables within tables, paragraphs and cells without number
    assert!(limited(&package(&format!("{}{}", "<w:x>".repeat(5000), "</w:x>".repeat(5000)), &[])));
    let (open, close) = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>");
    assert!(limited(&package(&format!("{}{}", open.repeat(200), close.repeat(200)), &[])));
    assert!(limited(&package(&p("1").repeat(500_000), &[])));
    let wide = format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr>{}</w:tc>"#, p("1"));
    assert!(limited(&package(
        &format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{wide}</w:tr>").repeat(5000)),
        &[]
    )));
}

/// A container of old Office files whose directory names a stream.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0; 1536];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, unit) in stream.encode_utf16().enumerate() {
        bytes[1152 + 2 * at..1154 + 2 * at].copy_from_slice(&unit.to_le_bytes());
    }
    bytes[1152 + 66] = 2;
    bytes
}

#[test]
fn formats_that_are_not_read_say_what_to_do() {
    let packed = |name: &str| {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.finish().unwrap().into_inner()
    };
    let cases = [
        (compound("WordDocument"), "doc、wps", "docx"),
        (compound("EncryptedPackage"), "密码", "取消打开密码"),
        (compound("PowerPoint Document"), "演示文稿", "docx"),
        (compound("别的"), "旧版 Office", "另存为"),
        (b"{\\rtf1\\ansi".to_vec(), "RTF", "docx"),
        (packed("ppt/presentation.xml"), "pptx", "docx"),
        (
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>"
                .to_vec(),
            "XML",
            "docx",
        ),
    ];
    for (bytes, what, to_do) in cases {
        let error = document(&bytes).unwrap_err();
        assert!(
            matches!(&error, ReadError::Unsupported { found, help } if found.contains(what) && help.contains(to_do)),
            "{error}"
        );
    }
}

/// Test files of another project, where they are at hand.
#[test]
fn files_of_other_projects_are_read() {
    let Some(folder) = crate::effort::beside("corpora/docling") else { return };
    let files = std::fs::read_dir(&folder).unwrap();
    let mut count = 0;
    for path in files.map(|file| file.unwrap().path()) {
        let read = || document(&std::fs::read(&path).unwrap());
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("docx") => assert!(
                read().is_ok_and(|document| !document.blocks.is_empty()),
                "{}",
                path.display()
            ),
            Some("doc") => {
                assert!(
                    matches!(read(), Err(ReadError::Unsupported { found, .. }) if found.contains("doc")),
                    "{}",
                    path.display()
                )
            }
            _ => continue,
        }
        count += 1;
    }
    assert!(count > 30, "{count} files in {}", folder.display());
}

#[test]
fn the_look_of_characters_does_not_matter_but_for_hiding() {
    let look = r#"<w:rFonts w:ascii="宋体"/><w:b/><w:sz w:val="22"/>"#;
    let run = |shape: &str, text: &str| {
        format!("<w:r><w:rPr>{look}{shape}{look}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let changed = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>";
    let long = look.repeat(200);
    let body = [
        run("", "甲"),
        run("<w:vanish/>", "乙"),
        run("<w:vanish\n w:val=\"1\"/>", "己"),
        run(changed, "丙"),
        run("<!-- </w:rPr> -->", "丁"),
        run(&long, "戊"),
    ]
    .concat();
    check(&format!("<w:p>{body}</w:p>"), &["甲丙丁戊"]);
}

#[test]
fn what_is_written_alike_is_read_alike_each_time() {
    let run =
        |shape: &str, text: &str| format!("<w:r><w:rPr>{shape}</w:rPr><w:t>{text}</w:t></w:r>");
    // more shapes than are kept, each of them twice, and one that goes on where another one ends
    let sizes: String =
        (0..20).map(|size| run(&format!(r#"<w:sz w:val="{size}"/>"#), "字")).collect();
    let hidden = run("<w:b/><w:vanish/>", "藏");
    let body = format!(
        "<w:p>{sizes}{}{hidden}{sizes}{}{hidden}</w:p>",
        run("<w:b/>", "甲"),
        run("<w:b/>", "乙")
    );
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>";
    let wide = r#"<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc>"#;
    let narrow = r#"<w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t>窄</w:t></w:r></w:p></w:tc>"#;
    let row = format!("<w:tr>{wide}{narrow}</w:tr><w:tr>{narrow}{narrow}{narrow}</w:tr>").repeat(2);
    let text = format!("{0}甲{0}乙", "字".repeat(20));
    let rows = ["|0:宽@1x2|2:窄|", "|0:窄|1:窄|2:窄|"].repeat(2);
    let expected: Vec<&str> = [text.as_str(), "前后", "前后"].into_iter().chain(rows).collect();
    let document = check(&format!("{body}{}<w:tbl>{row}</w:tbl>", joined.repeat(2)), &expected);
    let said = |what: &str| document.notices.iter().any(|notice| notice.message.contains(what));
    assert!(said("2 处隐藏文字") && said("2 处修订"), "{:?}", document.notices);
}
