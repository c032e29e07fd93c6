//! Notes stand where their findings do, wherever that is.

use super::{DOCUMENTS, ENGINE, Given, PLAIN, audit, fixture, noted, notes, parts, pdf, word};
use crate::engines;
use gouji::annotate::{Refusal, annotate};
use gouji::audit::{
    Check, DocumentAudit, FigureRole, Finding, PrintedFigure, ReadingDoubt, Verdict,
};
use gouji::document::Span;
use gouji::inside::{Limits, entries};

/// The audit with findings made up at places all over the document; gives their ids.
fn with_findings_everywhere(audit: &DocumentAudit) -> (DocumentAudit, Vec<String>) {
    const MOST: usize = 25;
    let mut out = audit.clone();
    (out.checks, out.findings) = (Vec::new(), Vec::new());
    let places = audit.document.locator.places();
    // the name of a sheet stands in no cell
    let is_cell = |place: &str| audit.document.format != "xlsx" || place.contains('!');
    let is_filled = |(span, place): &(Span, &str)| {
        is_cell(place) && !audit.document.slice(*span).trim().is_empty()
    };
    let filled: Vec<Span> = places.filter(is_filled).map(|(span, _)| span).collect();
    for (number, place) in filled.iter().step_by(filled.len() / MOST + 1).enumerate() {
        let text = audit.document.slice(*place);
        // a number in it, or else all of it
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let end = text[start..]
            .find(|c: char| !c.is_ascii_digit())
            .filter(|len| *len > 0)
            .map_or(text.len(), |len| start + len);
        let span = Span::new(place.start as usize + start, place.start as usize + end);
        let printed = PrintedFigure {
            text: text[start..end].to_owned(),
            value: Some("1".to_owned()),
            unit: None,
            form: None,
            span,
            reading: ReadingDoubt::Plain,
            document: None,
        };
        let mut check = Check::given(
            "试",
            &number.to_string(),
            Verdict::Violation,
            vec![(FigureRole::Stated, "数".to_owned(), printed)],
        );
        check.say("不符");
        out.checks.push(check);
        out.findings.push(Finding {
            misfit: None,
            id: format!("{number:016x}"),
            checks: vec![number],
            cause: None,
            waiver: None,
        });
    }
    let ids = out.findings.iter().map(|finding| finding.id.clone()).collect();
    (out, ids)
}

#[test]
fn wherever_a_finding_stands_it_is_in_the_copy_which_reads_as_before() {
    let mut others = Vec::new();
    for entry in ["calamine", "docling", "pdfplumber", "gb-cmap"]
        .iter()
        .filter_map(|name| crate::effort::beside(&format!("corpora/{name}")))
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
    {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let is_small = std::fs::metadata(&path).is_ok_and(|found| found.len() < 200_000);
        if is_small
            && ["xlsx", "xlsm", "docx", "pdf"]
                .iter()
                .any(|known| name.ends_with(&format!(".{known}")))
        {
            let bytes = std::fs::read(&path).unwrap();
            others.extend(ENGINE.audit(&name, &bytes).ok().map(|audit| Given {
                name,
                bytes,
                audit,
            }));
        }
    }
    let (mut seen, mut refused, mut wrong) = (0, 0, Vec::new());
    for given in DOCUMENTS.iter().chain(&others) {
        let (made_up, ids) = with_findings_everywhere(&given.audit);
        let name = &given.name;
        let copy = match annotate(&made_up, None, &given.bytes, PLAIN) {
            Ok(copy) => copy,
            Err(refusal) => {
                if !matches!(refusal, Refusal::Encrypted | Refusal::Signed) {
                    wrong.push(format!("{name}: {refusal}"));
                }
                refused += 1;
                continue;
            }
        };
        let said = notes(name, &copy);
        let silent: Vec<&String> = ids.iter().filter(|id| !said.contains(*id)).collect();
        // the newer kind of notes leaves no room for ours: there is the list
        let threads = || {
            parts(&copy)
                .into_iter()
                .filter(|(name, _)| name.contains("threadedComments"))
                .map(|(_, xml)| xml.matches("<threadedComment ").count())
        };
        let is_listed = || {
            parts(&copy).into_values().any(|xml| {
                xml.contains("gouji.findings.1") && silent.iter().all(|id| xml.contains(*id))
            })
        };
        let is_told = silent.is_empty() || (silent.len() <= threads().sum() && is_listed());
        if !is_told {
            wrong.push(format!("{name}: {silent:?} of {}", ids.len()));
        }
        seen += ids.len();
        let again =
            gouji::inside::read(name, &copy, engines::vocabulary(), &Limits::default()).unwrap();
        if again.text != given.audit.document.text || again.tables != given.audit.document.tables {
            wrong.push(format!("{name} reads otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 500 && refused < 5, "{seen} {refused}");
}

#[test]
fn what_one_slip_breaks_is_listed_in_one_of_its_notes() {
    const TIES: usize = 12;
    for path in ["formats/archive-planted.xlsx", "pdf/archive-planted.pdf"] {
        let bytes = fixture(path);
        let (mut audit, _) = with_findings_everywhere(&audit(path, &bytes));
        audit.findings.truncate(1);
        audit.findings[0].checks = (0..TIES).collect();
        // one slip that breaks rules of several kinds
        for (number, check) in audit.checks.iter_mut().enumerate() {
            check.rule = format!("试{number}").into();
        }
        let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
        let said = notes(path, &copy);
        // each stands at its own place, and says itself what does not come out
        assert_eq!(said.matches("同一原因还影响：试").count(), 0, "{path}: {said}");
        let first = format!("同一原因还影响：另有 {} 处，各有批注：", TIES - 1);
        assert_eq!(said.matches(&first).count(), 1, "{path}: {said}");
        let others = said.matches(&format!("同一原因还影响：{} 项核对，见 ", TIES - 1)).count();
        assert_eq!(others, TIES - 1, "{path}: {said}");
        assert!(said.contains(" 处问题 1 的批注"), "{path}");
    }
}

#[test]
fn a_finding_without_a_place_stands_at_the_start_and_a_waived_one_is_not_an_error() {
    for path in [
        "formats/self-evaluation-planted.xlsx",
        "formats/docx/self-evaluation-planted.docx",
        "pdf/self-evaluation-planted.pdf",
    ] {
        let bytes = fixture(path);
        let mut audit = audit(path, &bytes);
        let of = |audit: &DocumentAudit, number: usize| audit.findings[number].checks[0];
        let first = of(&audit, 0);
        audit.checks[first].cites = Box::default();
        audit.findings[0].checks.truncate(1);
        audit.findings[0].cause = None;
        audit.findings[1].waiver = Some("上年口径<b>".to_owned());
        let count: usize = entries(&audit).iter().map(|entry| noted(&audit, entry).len()).sum();
        let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
        let all: String = if path.ends_with("pdf") {
            notes(path, &copy)
        } else {
            parts(&copy).into_values().collect()
        };
        let said = all.replace("&lt;", "<").replace("&gt;", ">");
        assert!(said.contains("说明：上年口径<b>") && said.contains("（已说明）"), "{path}");
        assert!(audit.findings.iter().all(|finding| said.contains(&finding.id)), "{path}");
        if path.ends_with("xlsx") {
            assert!(
                said.contains(">全文<") && said.matches("<hyperlink ").count() == count,
                "{path}"
            );
            assert!(said.contains("FFE5E5E1"));
        } else if path.ends_with("docx") {
            let comments = word::comments(&copy);
            assert!(comments.iter().any(|(said, on)| said.contains(&audit.findings[0].id)
                && said.contains("位置：全文")
                && on.is_empty()));
            assert!(said.contains("w:fill=\"E5E5E1\""));
        } else {
            let annotations = pdf::annotations(&copy);
            let corner = annotations.iter().find(|(_, dict)| pdf::subtype(dict) == "Text").unwrap();
            assert!(
                corner.0 == 1 && pdf::words(&corner.1, b"Contents").contains(&audit.findings[0].id)
            );
        }
    }
}
