//! A long Word document: reading it beside unzipping and parsing its XML, side by side. Reading is
//! to take at most one and a half times as long.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::inside::{Limits, read};
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

// as the program has it
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const MAIN: &str = "word/document.xml";

fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let names: Vec<String> =
        archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let is_text = |name: &String| name.ends_with(".xml") || name.ends_with(".rels");
    let text = |name: &String| {
        let mut text = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        (name.clone(), text)
    };
    names.iter().filter(|name| is_text(name)).map(text).collect()
}

/// The forms of a fixture, twenty times over.
static DOCUMENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        unzipped(include_bytes!("../fixtures/formats/docx-libreoffice/archive-clean-wan.docx"))
    {
        out.start_file(&name, SimpleFileOptions::default()).expect("a part");
        let text = match (text.find("<w:body>"), text.rfind("<w:sectPr")) {
            (Some(start), Some(end)) if name == MAIN => {
                let start = start + "<w:body>".len();
                format!("{}{}{}", &text[..start], text[start..end].repeat(20), &text[end..])
            }
            _ => text,
        };
        out.write_all(text.as_bytes()).expect("written");
    }
    out.finish().expect("a package").into_inner()
});

#[divan::bench]
fn unzip_and_parse(bencher: divan::Bencher) {
    let bytes = &*DOCUMENT;
    bencher.bench(|| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut text = String::new();
        archive.by_name(MAIN).expect("the main part").read_to_string(&mut text).expect("text");
        let mut reader = Reader::from_str(&text);
        let mut events = 0_usize;
        while !matches!(reader.read_event().expect("XML"), Event::Eof) {
            events += 1;
        }
        events
    });
}

#[divan::bench]
fn read_the_document(bencher: divan::Bencher) {
    let vocabulary = gouji::embedded_lean().expect("the built-in rules are good").vocabulary();
    bencher.bench(|| {
        read("文件.docx", &DOCUMENT, &vocabulary, &Limits::default()).expect("a document")
    });
}
