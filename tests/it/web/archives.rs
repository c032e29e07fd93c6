//! Archives: their files are one document.

use super::{audit, document, halves, said, story, zip};
use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use gouji::report::{Format, Options};

#[test]
fn an_archive_is_one_document() {
    let (first, second) = halves();
    let gbk = encoding_rs::GBK.encode("附表/乙.txt").0.into_owned();
    let set = zip(&[
        (&gbk, second.as_bytes()),
        ("正文.txt".as_bytes(), first.as_bytes()),
        (b"__MACOSX/._x.txt", b"junk"),
        (b"folder/", b""),
    ]);
    let whole = audit("document.txt", &story("archive-planted"));
    let together = audit("a.zip", &set);
    assert_eq!(said(&together.checks), said(&whole.checks));
    assert_eq!(together.document.format, "zip");
    let names: Vec<&str> = together.document.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["正文.txt", "附表/乙.txt"]);
    // a figure of the second file: its own line, and its file
    let lines_before = first.lines().count() as u32;
    let across = whole
        .checks
        .iter()
        .zip(&together.checks)
        .filter(|(w, t)| w.key() == t.key())
        .flat_map(|(w, t)| w.figures().zip(t.figures()));
    let mut seen = 0;
    for (alone, joined) in across {
        let line = |audit: &DocumentAudit, figure: gouji::audit::CheckFigure<'_>| {
            audit.document.locator.position(&audit.document.text, figure.span().start)
        };
        let (own, set) = (line(&whole, alone), line(&together, joined));
        let file = together.document.file(joined.span()).unwrap();
        let expected = if file.name == "正文.txt" { own.line } else { own.line - lines_before };
        assert_eq!((set.line, set.column), (expected, own.column), "{}", joined.label());
        seen += usize::from(file.name != "正文.txt");
    }
    assert!(seen > 50);
    let json = Format::JSON.render(
        &gouji::audit::Audit { documents: vec![Ok(together)], ruleset_digest: String::new() },
        &Options::default(),
    );
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let figures = value["documents"][0]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| check["figures"].as_array().unwrap());
    let files: std::collections::BTreeSet<&str> =
        figures.map(|figure| figure["file"].as_str().unwrap()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["正文.txt", "附表/乙.txt"]);
}

#[test]
fn what_cannot_be_read_in_an_archive_is_a_notice() {
    let inner = zip(&[(b"x.txt", b"x")]);
    let text = story("archive-planted");
    let set = zip(&[
        (b"a.txt", &text),
        (b"b.png", b"\x89PNG\r\n\x1A\nxxxx"),
        (b"c.zip", &inner),
        (b"d.txt", b""),
    ]);
    let audited = audit("a.zip", &set);
    assert_eq!(said(&audited.checks), said(&audit("a.txt", &text).checks));
    for (name, word) in [("b.png", "PNG"), ("c.zip", "压缩包"), ("d.txt", "空")] {
        assert!(
            audited.notices.iter().any(|n| n.message.contains(name) && n.message.contains(word)),
            "{:?}",
            audited.notices
        );
    }
    assert!(document("a.zip", &zip(&[(b"b.png", b"\x89PNG\r\n\x1A\nxxxx")])).is_err());
    assert!(document("a.zip", &zip(&[(b"__MACOSX/x", b"")])).is_err());
}

#[test]
fn archives_that_unpack_without_end_are_refused() {
    let bomb = zip(&[(b"a.txt", &vec![b'1'; 3 << 20]), (b"b.txt", &vec![b'1'; 3 << 20])]);
    assert!(bomb.len() < 1 << 20);
    let limits = Limits { unpacked: 8 << 20, ..Limits::default() };
    let error = read("a.zip", &bomb, engines::vocabulary(), &limits).unwrap_err();
    assert!(
        matches!(&error, ReadError::Limit { .. }) && error.to_string().contains("解开"),
        "{error}"
    );
    let many: Vec<(Vec<u8>, &[u8])> =
        (0..600).map(|i| (format!("{i:0>5}.txt").into_bytes(), b"x".as_slice())).collect();
    let many: Vec<(&[u8], &[u8])> =
        many.iter().map(|(name, content)| (name.as_slice(), *content)).collect();
    assert!(matches!(document("a.zip", &zip(&many)), Err(ReadError::Limit { .. })));
    let whole = zip(&[(b"a.txt", &story("archive-planted"))]);
    for cut in [10, whole.len() / 2, whole.len() - 4] {
        assert!(document("a.zip", &whole[..cut]).is_err());
    }
}
