//! Pages and files that cannot be read, or not at once.

use super::{audit, fixture, opened, root, violations};
use crate::engines;
use gouji::audit::Verdict;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};

#[test]
fn an_unread_page_silences_what_rests_on_it() {
    let found = audit("shanxi", "pdf/drawn-scanned-page.pdf");
    assert!(
        found
            .notices
            .iter()
            .any(|notice| notice.message.contains("第 3 页") && notice.message.contains("扫描件"))
    );
    assert_eq!(found.coverage.recognised, 1);
    assert!(violations(&found).is_empty(), "{:?}", violations(&found));
    // the rows themselves are checked
    assert!(
        found
            .checks
            .iter()
            .any(|check| check.rule == "支出-行合计" && check.verdict == Verdict::Holds)
    );
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let whole = fixture("pdf/drawn-ruled.pdf");
    let message =
        |bytes: &[u8]| opened(bytes).map(|document| document.text).unwrap_err().to_string();
    assert!(message(&fixture("pdf/drawn-scanned.pdf")).contains("文字识别"));
    assert!(message(&fixture("pdf/drawn-locked.pdf")).contains("密码"));
    assert!(message(&fixture("pdf/drawn-bomb.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-calls-itself.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-calls-in-vain.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-wide-font.pdf")).contains("字宽表"));
    assert!(message(b"%PDF-1.4\nnothing else").contains("损坏"));
    assert!(message(&whole[..300]).contains("无法读取"));
}

#[test]
fn a_broken_cross_reference_table_is_mended() {
    let whole = fixture("pdf/drawn-ruled.pdf");
    let at = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    let mut broken = whole.clone();
    broken.truncate(at);
    broken.extend_from_slice(b"startxref\n7\n%%EOF\n");
    assert_eq!(opened(&broken).unwrap().text, opened(&whole).unwrap().text);
}

#[test]
fn pages_are_limited() {
    let limits = Limits { pages: 1, ..Limits::default() };
    let vocabulary = engines::vocabulary();
    let error = read("file.pdf", &fixture("pdf/drawn-ruled.pdf"), vocabulary, &limits).unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
}

/// Files of other projects, where they are at hand.
#[test]
fn files_of_other_projects_do_no_harm() {
    let mut read_well = 0;
    for folder in ["corpora/pdfplumber", "corpora/docling", "corpora/gb-cmap"] {
        let Some(folder) = crate::effort::beside(folder) else { continue };
        let entries = std::fs::read_dir(folder).unwrap();
        for path in entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        {
            match opened(&std::fs::read(&path).unwrap()) {
                Ok(document) => {
                    assert!(
                        document.text.trim().chars().count() > 2,
                        "{}: nothing was read",
                        path.display()
                    );
                    read_well += 1;
                }
                Err(error) => {
                    assert!(!error.to_string().contains("程序出错"), "{}: {error}", path.display())
                }
            }
        }
    }
    println!("{read_well} files read");
}

/// Fonts with predefined GB encodings and no Unicode map.
#[test]
fn gb_encodings_are_known() {
    let mut texts = Vec::new();
    for name in ["gb2312", "gbk", "gbkp", "ucs2", "utf16"] {
        let Ok(bytes) = std::fs::read(root().join(format!("../shared/corpora/gb-cmap/{name}.pdf")))
        else {
            return;
        };
        let document = opened(&bytes).unwrap();
        assert!(
            document.unread.is_empty() && !document.text.contains('\u{FFFD}'),
            "{name}: {}",
            document.text
        );
        texts.push(document.text);
    }
    assert!(
        texts.iter().all(|text| text == &texts[0]
            && text.chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).count() > 5),
        "{texts:?}"
    );
}
