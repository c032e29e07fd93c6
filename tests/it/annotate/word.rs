//! Copies of Word documents: comments on the very figures, split runs, text boxes and notes.

use super::*;
use crate::workbook::package;

/// The text between the marks of each comment of a document, by what the comment says.
pub fn comments(bytes: &[u8]) -> Vec<(String, String)> {
    let (document, comments) = (part(bytes, "word/document.xml"), part(bytes, "word/comments.xml"));
    let words = |xml: &str| {
        xml.split("<w:t")
            .skip(1)
            .filter_map(|rest| rest.split_once('>')?.1.split("</w:t>").next().map(str::to_owned))
            .collect::<String>()
    };
    let mut out = Vec::new();
    for comment in comments.split("<w:comment ").skip(1) {
        let id = comment.split("w:id=\"").nth(1).unwrap().split('"').next().unwrap();
        let (_, rest) =
            document.split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>")).unwrap();
        let (range, rest) =
            rest.split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).unwrap();
        assert!(rest.starts_with(&format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>")));
        out.push((words(comment), words(range)));
    }
    out
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_finding_of_a_word_document_is_a_comment_on_its_figure() {
    let mut seen = 0;
    for given in documents("docx") {
        let Given { name, audit, .. } = given;
        if audit.findings.is_empty() {
            continue;
        }
        let comments = comments(&given.annotated(PLAIN));
        let mut all = 0;
        for entry in entries(audit) {
            let own: Vec<_> =
                comments.iter().filter(|(said, _)| said.contains(&entry.finding.id)).collect();
            assert!(!own.is_empty(), "{name} {}", entry.check.message());
            for span in noted(audit, &entry) {
                let printed = bare(audit.document.slice(span));
                assert!(
                    own.iter().any(|(_, on)| bare(on) == printed),
                    "{name} {}: {own:?} {printed}",
                    entry.check.message()
                );
                all += 1;
            }
            seen += 1;
        }
        assert_eq!(comments.len(), all, "{name}");
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn nothing_of_a_word_document_becomes_markup() {
    let cell = |text: &str| {
        let escaped = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('\u{8}', "");
        format!("<w:tc><w:p><w:r><w:t>{escaped}</w:t></w:r></w:p></w:tc>")
    };
    let lines = hostile_rows();
    let rows: String = lines
        .iter()
        .skip(2)
        .map(|line| {
            format!("<w:tr>{}</w:tr>", line.iter().map(|text| cell(text)).collect::<String>())
        })
        .collect();
    let prose: String = lines
        .iter()
        .take(2)
        .map(|line| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", line[0]))
        .collect();
    let bytes = word(&format!("{prose}<w:tbl>{rows}</w:tbl><w:p/>"), &[]);
    let audit = audit("a.docx", &bytes);
    assert!(audit.findings.len() >= 4);
    let copy = annotate(&audit, None, &bytes, TICKS).unwrap();
    assert_eq!(outcome(&audit), outcome(&self::audit("a.docx", &copy)));
    for (name, xml) in parts(&copy) {
        assert!(
            !xml.contains("<script") && !xml.contains("]]>") && !xml.contains("<x/>"),
            "{name}"
        );
    }
    assert!(part(&copy, "word/comments.xml").contains("&lt;script&gt;"));
}

/// Amounts that are tied to the rows of a table by their digits: nothing adds the rows up without a
/// total.
#[test]
fn a_figure_that_is_only_corroborated_is_not_green() {
    let run = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let row = |line: &str| {
        let cells = line.split(" | ").map(|text| format!("<w:tc>{}</w:tc>", run(text)));
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    };
    let copy = |total: &str| {
        let text = crate::corroborated::report("20", total);
        let (rows, prose): (Vec<&str>, Vec<&str>) =
            text.lines().filter(|line| !line.is_empty()).partition(|line| line.contains(" | "));
        let prose: String = prose.into_iter().map(run).collect();
        let rows: String = rows.into_iter().map(row).collect();
        let bytes = word(&format!("{prose}<w:tbl>{rows}</w:tbl><w:p/>"), &[]);
        let audit = audit("a.docx", &bytes);
        assert!(audit.coverage.prose.corroborated > 5, "{:?}", audit.coverage.prose);
        part(&annotate(&audit, None, &bytes, TICKS).unwrap(), "word/document.xml")
    };
    assert!(!copy("").contains("w:shd"));
    let whole = copy(crate::corroborated::TOTAL);
    let (prose, table) = whole.split_once("<w:tbl>").unwrap();
    assert!(!prose.contains("w:shd") && table.contains("w:shd"));
}

const NAMES: &str =
    "xmlns:wpc=\"u\" xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A Word document of a body and further parts, with the relations to them.
fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations: String = (1..)
        .zip(more)
        .map(|(id, (name, _))| {
            format!("<Relationship Id=\"rId{id}\" Type=\"{base}/{}\" Target=\"{name}.xml\"/>", name)
        })
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{base}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let types = "<Types xmlns=\"t\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let named: Vec<(String, &str)> =
        more.iter().map(|(name, text)| (format!("word/{name}.xml"), *text)).collect();
    let mut list = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", root.as_str()),
        ("word/document.xml", main.as_str()),
        ("word/_rels/document.xml.rels", relations.as_str()),
    ];
    list.extend(named.iter().map(|(name, text)| (name.as_str(), *text)));
    package(&list)
}

#[test]
fn runs_are_split_at_the_figure_and_comments_of_others_stay() {
    let cell = |text: &str| {
        match text {
        // a run with its own look that holds more than the figure
        "353.15" => "<w:tc><w:p><w:commentRangeStart w:id=\"7\"/><w:r w:rsidR=\"1\"><w:rPr><w:b/><w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\"> 353</w:t><w:t>.15 </w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p></w:tc>".to_owned(),
        text => format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"),
    }
    };
    let rows: String = TOTALS
        .iter()
        .skip(2)
        .map(|line| format!("<w:tr>{}</w:tr>", line.split('|').map(cell).collect::<String>()))
        .collect();
    let prose: String = TOTALS
        .iter()
        .take(2)
        .map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
        .collect();
    let others = format!(
        "<w:comments {NAMES}><w:comment w:id=\"7\" w:author=\"张三\"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let bytes = word(&format!("{prose}<w:tbl>{rows}</w:tbl><w:p/>"), &[("comments", &others)]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    let document = part(&copy, "word/document.xml");
    // which of the figures of the row is wrong nobody can tell
    let shading = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"ECE0F5\"/>";
    let run = |text: &str| {
        format!(
            "<w:r w:rsidR=\"1\"><w:rPr><w:b/>{shading}<w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    assert!(document.contains(&run("353")) && document.contains(&run(".15")), "{document}");
    assert!(
        document.contains("<w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\"> </w:t></w:r><w:commentRangeStart w:id=\"8\"/>"),
        "{document}"
    );
    let found = comments(&copy);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0], ("请核实".to_owned(), " 353.15 ".to_owned()));
    assert!(found[1].0.contains("支出-行合计") && found[1].1 == "353.15", "{found:?}");
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));
}

#[test]
fn in_text_boxes_and_notes_the_figure_is_shaded_and_the_comment_stands_in_the_text() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let rows: String = TOTALS
        .iter()
        .skip(2)
        .map(|line| format!("<w:tr>{}</w:tr>", line.split('|').map(cell).collect::<String>()))
        .collect();
    let form = format!(
        "<w:p><w:r><w:t>支出决算表</w:t></w:r></w:p><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p><w:tbl>{rows}</w:tbl><w:p/>"
    );
    let hanging = format!(
        "<w:p><w:r><w:t>附表</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>{form}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    );
    let bytes = word(&format!("<w:p/><w:p><w:r><w:t>封面</w:t></w:r></w:p>{hanging}"), &[]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    let document = part(&copy, "word/document.xml");
    assert!(
        document.contains("w:fill=\"ECE0F5\"/></w:rPr><w:t xml:space=\"preserve\">353.15</w:t>"),
        "{document}"
    );
    assert!(
        document.contains("<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>附表</w:t>"),
        "{document}"
    );
    assert!(document.ends_with("<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p></w:body></w:document>"));
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));

    let notes =
        format!("<w:footnotes {NAMES}><w:footnote w:id=\"2\">{form}</w:footnote></w:footnotes>");
    let marked = "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let bytes = word(marked, &[("footnotes", &notes)]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    assert!(part(&copy, "word/footnotes.xml").contains("w:fill=\"ECE0F5\""));
    // there the place is told by the comment
    assert!(
        part(&copy, "word/document.xml").contains(
            "</w:pPr><w:commentRangeStart w:id=\"0\"/><w:commentRangeEnd w:id=\"0\"/><w:r>"
        )
    );
    let comment = part(&copy, "word/comments.xml");
    assert!(comment.contains("支出-行合计") && comment.contains("位置："), "{comment}");
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));
}
