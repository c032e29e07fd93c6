//! Figures that nobody read or counted: pages and pictures without text, heads and feet of pages.

use crate::drawn::{Page, file};
use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::document::NoticeCode;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn audit(name: &str, bytes: &[u8]) -> DocumentAudit {
    engines::engine("").audit(name, bytes).unwrap()
}

/// Six pages with the same line above them.
fn running(line: &str) -> DocumentAudit {
    let pages: Vec<Page> = (1..=6)
        .map(|at| {
            let page = Page::default().text(70, 30, line);
            let page = if at == 1 {
                page.text(70, 90, "某县水利局2024年度部门决算")
            } else {
                page
            };
            page.text(
                70,
                130,
                &format!("第{at}项支出{}.00万元，比上年{at}.00万元增加2.00万元。", at + 2),
            )
        })
        .collect();
    audit("a.pdf", &file(&pages))
}

fn margins(document: &DocumentAudit) -> Vec<&str> {
    let told = document.notices.iter().filter(|notice| notice.code == NoticeCode::MarginsUnread);
    told.map(|notice| &*notice.message).collect()
}

#[test]
fn figures_in_running_titles_are_told_and_are_no_name() {
    for line in [
        "本年收入合计 100.00 万元　本年支出合计 90.00 万元",
        "预算总额3,500万元",
        "本年支出 1200 元",
        "在职人员35人，公务用车6辆",
    ] {
        let document = running(line);
        let told = margins(&document);
        assert!(told.len() == 1 && told[0].starts_with("6 页"), "{line}: {told:?}");
        assert_eq!(document.agency.as_deref(), Some("某县水利局"), "{line}");
    }
    for line in ["某县水利局2024年度部门决算", "第3期简报", "内部资料"] {
        assert_eq!(margins(&running(line)), [""; 0], "{line}");
    }
}

/// A Word document with a head on its pages and pictures in its text.
fn word(head: &str, pictures: usize) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let spaces = format!(
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"{office}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\""
    );
    let said = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let picture = "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"5000000\" cy=\"6000000\"/><a:graphic><a:graphicData>\
        <pic:pic><pic:blipFill><a:blip r:embed=\"i\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
    let body = said("某县水利局2024年度部门决算")
        + said("公务接待费支出决算数8.00万元，比上年决算数10.00万元减少2.00万元，下降20%。")
            .as_str()
        + picture.repeat(pictures).as_str();
    let relations = |list: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
        )
    };
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "_rels/.rels",
            relations(&format!(
                "<Relationship Id=\"m\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/>"
            )),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(&format!(
                "<Relationship Id=\"h\" Type=\"{office}/header\" Target=\"header1.xml\"/>"
            )),
        ),
        ("word/document.xml", format!("<w:document {spaces}><w:body>{body}</w:body></w:document>")),
        ("word/header1.xml", format!("<w:hdr {spaces}>{}</w:hdr>", said(head))),
    ] {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn figures_in_heads_of_word_documents_are_told() {
    let document = audit("a.docx", &word("本年收入合计 100.00 万元", 0));
    assert_eq!(margins(&document).len(), 1, "{:?}", document.notices);
    let plain = audit("a.docx", &word("某县水利局部门决算　第 2 页　共 9 页", 0));
    assert_eq!(margins(&plain), [""; 0]);
}

#[test]
fn what_was_not_read_is_in_the_share() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.docx"), word("甲", 3)).unwrap();
    std::fs::write(folder.path().join("b.docx"), word("甲", 0)).unwrap();
    for (format, share) in [
        ("text", "（读出的 100.0%；没有读取的图片里的数没有算在内）"),
        ("markdown", "读出的 100.0%"),
        ("html", "读出的 100.0%"),
    ] {
        let said =
            |name: &str| crate::command::run(folder.path(), &["check", name, "--format", format]).1;
        assert!(said("a.docx").contains(share), "{format}: {}", said("a.docx"));
        assert!(!said("b.docx").contains("读出的"), "{format}");
    }
}

#[test]
fn multiples_of_an_exact_unit_are_exact_where_all_digits_are_printed() {
    let table = |total: &str| {
        format!(
            "某县水利局2024年度部门决算\n\n支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
             | 合计 | {total} | 18.000001 | 12.000001 | | |\n201 | 一般公共服务支出 | 10.000001 | 8.000000 | 2.000001 | | |\n\
             205 | 教育支出 | 20.000001 | 10.000001 | 10.000000 | | |\n"
        )
    };
    assert!(audit("a.txt", table("30.000002").as_bytes()).findings.is_empty());
    let wrong = audit("a.txt", table("30.000003").as_bytes());
    assert_eq!(wrong.findings.len(), 1, "{:?}", wrong.findings);
    // fewer digits are rounded
    let rounded = table("30.00000").replace("000001", "00000").replace("000000", "00000");
    assert!(
        audit("a.txt", rounded.replace("30.00000 ", "30.00001 ").as_bytes()).findings.is_empty()
    );
}

#[test]
fn figures_in_the_head_of_a_page_are_told_to_programs_too() {
    let folder = tempfile::tempdir().unwrap();
    let uncounted = |name: &str, head: &str| {
        std::fs::write(folder.path().join(name), word(head, 0)).unwrap();
        let (_, out, _) = crate::command::run(folder.path(), &["check", name, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        report["documents"][0]["coverage"]["uncounted"].clone()
    };
    assert!(uncounted("a.docx", "内部资料").is_null());
    let told = uncounted("b.docx", "本年收入合计100.00万元");
    assert!(told.to_string().contains("眉"), "{told}");
}
