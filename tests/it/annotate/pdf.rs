//! Copies of PDF files: highlights within their places, annotations of others, files that are
//! refused.

use super::*;
use lopdf::{Dictionary, Document, Object, dictionary};

/// The annotations of a file by page, ours and others'.
pub fn annotations(bytes: &[u8]) -> Vec<(u32, Dictionary)> {
    let file = Document::load_mem(bytes).unwrap();
    let mut out = Vec::new();
    for (number, id) in file.get_pages() {
        for annotation in file.get_page_annotations(id).unwrap_or_default() {
            out.push((number, annotation.clone()));
        }
    }
    out
}

pub fn words(dict: &Dictionary, key: &[u8]) -> String {
    let Ok(Object::String(bytes, _)) = dict.get(key) else { return String::new() };
    let units: Vec<u16> = bytes
        .chunks(2)
        .skip(1)
        .map(|two| u16::from_be_bytes([two[0], *two.get(1).unwrap_or(&0)]))
        .collect();
    String::from_utf16(&units).unwrap()
}

pub fn subtype(dict: &Dictionary) -> String {
    String::from_utf8_lossy(dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default())
        .into_owned()
}

#[test]
fn every_finding_of_a_pdf_is_a_highlight_within_its_place() {
    let mut seen = 0;
    for given in documents("pdf") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let annotations = annotations(&copy);
        let file = Document::load_mem(bytes).unwrap();
        let pages = file.get_pages();
        for (entry, span) in entries(audit)
            .iter()
            .flat_map(|entry| noted(audit, entry).into_iter().map(move |span| (entry, span)))
        {
            let place = audit.document.locator.place(span).unwrap();
            let numbers: Vec<f32> = place
                .trim_start_matches('p')
                .split(' ')
                .map(|number| number.parse().unwrap())
                .collect();
            let [page, left, top, width, height] = *numbers.as_slice() else { panic!("{place}") };
            let own = annotations
                .iter()
                .filter(|(_, dict)| words(dict, b"Contents").contains(&entry.finding.id));
            let own: Vec<_> = own
                .filter(|(number, dict)| subtype(dict) == "Highlight" && *number == page as u32)
                .collect();
            assert!(!own.is_empty(), "{name} {place} {}", entry.check.message());
            let dict = file.get_dictionary(pages[&(page as u32)]).unwrap();
            // fixtures that are turned have boxes of their own
            if dict.has(b"Rotate") || name.contains("rotated") {
                continue;
            }
            let sheet: Vec<f32> = media_box(&file, dict);
            let is_within = |dict: &Dictionary| {
                let rect: Vec<f32> = dict
                    .get(b"Rect")
                    .unwrap()
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|n| n.as_float().unwrap())
                    .collect();
                let (x, y) =
                    ((rect[0] + rect[2]) / 2.0 - sheet[0], sheet[3] - (rect[1] + rect[3]) / 2.0);
                rect[2] - rect[0] <= width + 4.0
                    && (left - 2.0..left + width + 2.0).contains(&x)
                    && (top - 2.0..top + height + 2.0).contains(&y)
            };
            assert!(own.iter().any(|(_, dict)| is_within(dict)), "{name} {place}");
            seen += 1;
        }
        // nothing else is marked
        let marked = annotations.iter().filter(|(_, dict)| subtype(dict) == "Highlight");
        let wanted: usize = entries(audit).iter().map(|entry| noted(audit, entry).len()).sum();
        assert_eq!(marked.count(), wanted, "{name}");
    }
    assert!(seen > 10, "{seen}");
}

fn media_box(file: &Document, page: &Dictionary) -> Vec<f32> {
    let own = page
        .get(b"MediaBox")
        .or_else(|_| file.get_dictionary(page.get(b"Parent")?.as_reference()?)?.get(b"MediaBox"));
    own.unwrap().as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect()
}

#[test]
fn a_pdf_annotated_twice_has_its_highlights_once_and_keeps_those_of_others() {
    let mut file = Document::load_mem(&fixture("pdf/self-evaluation-planted.pdf")).unwrap();
    let (_, page) = file.get_pages().pop_first().unwrap();
    let link =
        file.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Square", "Rect" => vec![1.into(), 2.into(), 3.into(), 4.into()] });
    let list = file.add_object(vec![Object::Reference(link)]);
    file.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", list);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    let count = |bytes: &[u8], kind: &str| {
        annotations(bytes).iter().filter(|(_, dict)| subtype(dict) == kind).count()
    };
    let once = annotated("a.pdf", &bytes, PLAIN);
    let twice = annotated("a.pdf", &once, PLAIN);
    assert!(twice == once);
    let audit = audit("a.pdf", &bytes);
    let wanted: usize = entries(&audit).iter().map(|entry| noted(&audit, entry).len()).sum();
    for copy in [&once, &twice] {
        assert_eq!(count(copy, "Square"), 1);
        assert_eq!(count(copy, "Highlight"), wanted);
        assert_eq!(count(copy, "Highlight"), count(copy, "Popup"));
    }
}

fn pages(bytes: &[u8]) -> usize {
    Document::load_mem(bytes).unwrap().get_pages().len()
}

#[test]
fn a_print_of_a_pdf_has_numbers_beside_the_marks_and_the_list_at_its_end() {
    let bytes = fixture("pdf/archive-planted.pdf");
    let copy = annotated("a.pdf", &bytes, PLAIN);
    let before = audit("a.pdf", &bytes);
    assert_eq!(pages(&copy), pages(&bytes) + 1);
    let told: Vec<_> =
        annotations(&copy).into_iter().filter(|(_, dict)| subtype(dict) == "FreeText").collect();
    let wanted: usize = entries(&before).iter().map(|entry| noted(&before, entry).len()).sum();
    assert_eq!(told.len(), wanted);
    assert!(told.iter().all(|(_, dict)| dict.has(b"AP")));
    for entry in entries(&before) {
        let number = format!("[{}]", entry.number);
        assert!(told.iter().any(|(_, dict)| words(dict, b"Contents") == number), "{number}");
    }
    // the words of the list, as a viewer takes them out: in UTF-16, letters of ASCII plain
    let file = Document::load_mem(&copy).unwrap();
    let (_, last) = file.get_pages().pop_last().unwrap();
    let drawn = String::from_utf8(file.get_page_content(last)).unwrap();
    let code =
        |words: &str| words.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    for words in ["勾稽审核结果", "财政拨款收入", "相邻两位数字颠倒", "依据："]
    {
        assert!(drawn.contains(&code(words)), "{words}");
    }
    assert!(drawn.contains("164.23") && drawn.contains("146.23"));
}

#[test]
fn another_program_may_write_a_copy_anew_and_ours_are_still_known() {
    let bytes = fixture("pdf/archive-planted.pdf");
    let once = annotated("a.pdf", &bytes, PLAIN);
    // written anew, and with a mark of its user
    let mut file = Document::load_mem(&once).unwrap();
    let (_, page) = file.get_pages().pop_first().unwrap();
    let mark = file.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Square", "Rect" => vec![1.into(), 2.into(), 3.into(), 4.into()] });
    let list = file.add_object(vec![Object::Reference(mark)]);
    file.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", list);
    file.renumber_objects();
    let mut anew = Vec::new();
    file.save_to(&mut anew).unwrap();
    assert!(!anew.starts_with(&bytes));
    let (before, after) = (audit("a.pdf", &bytes), audit("a.pdf", &anew));
    assert_eq!(outcome(&before), outcome(&after));
    let twice = annotated("a.pdf", &anew, PLAIN);
    let count = |bytes: &[u8], kind: &str| {
        annotations(bytes).iter().filter(|(_, dict)| subtype(dict) == kind).count()
    };
    for kind in ["Highlight", "Popup", "FreeText"] {
        assert_eq!(count(&twice, kind), count(&once, kind), "{kind}");
    }
    assert_eq!((count(&twice, "Square"), pages(&twice)), (1, pages(&once)));
    assert_eq!(outcome(&before), outcome(&audit("a.pdf", &twice)));
}

#[test]
fn encrypted_and_signed_pdfs_are_refused() {
    let bytes = fixture("pdf/self-evaluation-planted.pdf");
    let audit = audit("a.pdf", &bytes);
    let mut signed = Document::load_mem(&bytes).unwrap();
    let contents = Object::string_literal(vec![0; 8]);
    signed.add_object(dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()], "Contents" => contents });
    let mut out = Vec::new();
    signed.save_to(&mut out).unwrap();
    assert_eq!(annotate(&audit, None, &out, PLAIN), Err(Refusal::Signed));
    assert!(Refusal::Signed.to_string().contains("签名"));

    // opens without a password, but may not be changed
    let mut locked = Document::load_mem(&bytes).unwrap();
    let version = lopdf::EncryptionVersion::V2 {
        document: &locked,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: lopdf::Permissions::PRINTABLE,
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    locked.encrypt(&state).unwrap();
    let mut out = Vec::new();
    locked.save_to(&mut out).unwrap();
    let read = ENGINE.audit("a.pdf", &out).unwrap();
    assert_eq!(read.findings.len(), audit.findings.len());
    assert_eq!(annotate(&read, None, &out, PLAIN), Err(Refusal::Encrypted));
}
