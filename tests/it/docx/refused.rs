//! Files that are not read say why, and no file is read without end.

use super::{NAMES, archive, document, fixture, p, package};
use gouji::error::ReadError;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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
