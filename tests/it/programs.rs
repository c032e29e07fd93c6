//! Programs of fonts that no text needs are neither counted nor unpacked; where one is needed, or
//! something only looks like one, nothing is different from before.

use crate::engines;
use gouji::document::Document as Read;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A file may unpack to so much, a stream to half of it.
const UNPACKED: usize = 4 << 20;

/// A program that unpacks to more.
fn bomb() -> Stream {
    let mut program = vec![0; UNPACKED];
    program[1] = 1;
    packed(program, dictionary! { "Length1" => 4 << 20 })
}

fn packed(content: Vec<u8>, dictionary: Dictionary) -> Stream {
    let mut stream = Stream::new(dictionary, content);
    stream.compress().unwrap();
    stream
}

/// A page with one font, `kind` of which says what it is like.
fn file(content: &str, program: Stream, kind: Dictionary) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let program = document.add_object(program);
    made(document, content, dictionary! {}, program, kind)
}

fn made(
    mut document: Document,
    content: &str,
    of_content: Dictionary,
    program: ObjectId,
    kind: Dictionary,
) -> Vec<u8> {
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "Some", "Flags" => 32, "FontFile2" => program,
    });
    let mut font = dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "Some",
        "Encoding" => "WinAnsiEncoding", "FontDescriptor" => descriptor,
    };
    font.extend(&kind);
    let font = document.add_object(font);
    let content = document.add_object(packed(content.as_bytes().to_vec(), of_content));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    let pages_dictionary = dictionary! {
        "Type" => "Pages", "Count" => 1, "Kids" => vec![Object::Reference(page)],
    };
    document.objects.insert(pages, Object::Dictionary(pages_dictionary));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn widths() -> Dictionary {
    let widths: Vec<Object> = (32..127).map(|_| 500.into()).collect();
    dictionary! { "FirstChar" => 32, "LastChar" => 126, "Widths" => widths }
}

fn opened(bytes: &[u8]) -> Result<Read, ReadError> {
    let limits = Limits { unpacked: UNPACKED, ..Limits::default() };
    read("a.pdf", bytes, engines::vocabulary(), &limits)
}

const TEXT: &str = "BT /F 9 Tf 1 0 0 1 72 700 Tm (Income 12.50) Tj ET";

#[test]
fn a_program_that_no_text_needs_is_not_unpacked() {
    let text = opened(&file(TEXT, bomb(), widths())).unwrap().text;
    assert!(text.contains("Income 12.50"), "{text}");
}

/// Its widths stand in the program alone, or its outlines clip.
#[test]
fn a_program_that_is_needed_is_counted() {
    let clipped = format!("BT /F 9 Tf 7 Tr 1 0 0 1 72 600 Tm (A) Tj ET {TEXT}");
    for bytes in [file(TEXT, bomb(), dictionary! {}), file(&clipped, bomb(), widths())] {
        let error = opened(&bytes).unwrap_err().to_string();
        assert!(error.contains("解压后的大小"), "{error}");
    }
}

/// What a page draws may say of itself that it is a program, and begin as one.
#[test]
fn what_looks_like_a_program_is_read() {
    let mut document = Document::with_version("1.5");
    let program = document.add_object(bomb());
    let content = format!("true {} {TEXT}", "0 0 0 rg ".repeat(400));
    let noise: String = (0..2000).map(|at| format!("{} 0 0 rg ", (at * 7919) % 1009)).collect();
    let content = format!("{content} {noise}");
    let of_content = dictionary! { "Length1" => 12 };
    let text = opened(&made(document, &content, of_content, program, widths())).unwrap().text;
    assert!(text.contains("Income 12.50"), "{text}");
    // and is counted
    let mut document = Document::with_version("1.5");
    let program = document.add_object(packed(b"\0\x01\0\0".to_vec(), dictionary! {}));
    let long = format!("true {}{TEXT}", " ".repeat(UNPACKED));
    let of_content = dictionary! { "Length1" => 12 };
    let error = opened(&made(document, &long, of_content, program, widths())).unwrap_err();
    assert!(error.to_string().contains("解压后的大小"), "{error}");
}
