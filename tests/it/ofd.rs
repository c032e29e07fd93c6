//! OFD files: the same table as in a text says the same, drawn with and without lines; pages that
//! are pictures and damaged files are told.
#![cfg(feature = "formats")]

use crate::engines::{self, engine};
use crate::spending::{HEADS, ROWS};
use gouji::audit::{DocumentAudit, Verdict};
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Left edges of the columns in millimetres.
const COLUMNS: [u32; 9] = [10, 30, 60, 90, 115, 140, 170, 195, 235];

/// Objects of a page.
#[derive(Default)]
struct Objects(String);

impl Objects {
    /// Words at a place, 3 mm high; `apart`: how they tell where each character stands.
    fn text(&mut self, left: u32, top: u32, text: &str, apart: bool) {
        let wide: f64 = text.chars().map(|c| if c.is_ascii() { 1.5 } else { 3.0 }).sum();
        let all_wide = text.chars().all(|c| !c.is_ascii());
        let steps: Vec<&str> =
            text.chars().skip(1).map(|_| if all_wide { "3" } else { "1.5" }).collect();
        let delta = match steps.len() {
            0 => String::new(),
            count if all_wide && apart => format!(" DeltaX=\"g {count} 3\""),
            _ if apart && text.is_ascii() => format!(" DeltaX=\"{}\"", steps.join(" ")),
            _ => String::new(),
        };
        write!(
            self.0,
            "<ofd:TextObject ID=\"1\" Boundary=\"{left} {top} {wide} 4\" Font=\"3\" Size=\"3\">\
             <ofd:TextCode X=\"0\" Y=\"3\"{delta}>{text}</ofd:TextCode></ofd:TextObject>"
        )
        .unwrap();
    }

    /// A line from one place to another.
    fn line(&mut self, from: (u32, u32), to: (u32, u32)) {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        write!(
            self.0,
            "<ofd:PathObject ID=\"2\" Boundary=\"{} {} {} {}\" LineWidth=\"0.2\">\
             <ofd:AbbreviatedData>M 0 0 L {x} {y}</ofd:AbbreviatedData></ofd:PathObject>",
            from.0,
            from.1,
            x.max(1),
            y.max(1)
        )
        .unwrap();
    }

    fn page(&self, more: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">\
             {more}<ofd:Content><ofd:Layer ID=\"9\">{}</ofd:Layer></ofd:Content></ofd:Page>",
            self.0
        )
    }
}

/// A table on a page; `wrong` stands for its first total.
fn table(has_lines: bool, apart: bool, wrong: Option<&str>) -> Objects {
    let mut page = Objects::default();
    page.text(100, 20, "支出决算表", apart);
    page.text(200, 30, "单位：万元", apart);
    let rows = [HEADS].into_iter().chain(ROWS);
    let mut top = 40;
    for (number, row) in rows.enumerate() {
        for (at, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let text = wrong.filter(|_| number == 1 && at == 2).unwrap_or(text);
            page.text(COLUMNS[at] + 1, top + 1, text, apart);
        }
        if has_lines {
            page.line((COLUMNS[0], top), (COLUMNS[8], top));
        }
        top += 8;
    }
    if has_lines {
        page.line((COLUMNS[0], top), (COLUMNS[8], top));
        COLUMNS.iter().for_each(|x| page.line((*x, 40), (*x, top)));
    }
    page
}

/// A file of these pages; the template bears the running head.
fn file(pages: &[String]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    };
    add(
        "OFD.xml",
        "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\" DocType=\"OFD\" Version=\"1.0\"><ofd:DocBody>\
         <ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    );
    let list: String = (0..pages.len())
        .map(|page| format!("<ofd:Page ID=\"{page}\" BaseLoc=\"Pages/Page_{page}/Content.xml\"/>"))
        .collect();
    add(
        "Doc_0/Document.xml",
        &format!(
            "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea>\
             <ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:PageArea>\
             <ofd:TemplatePage ID=\"70\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>\
             <ofd:Pages>{list}</ofd:Pages></ofd:Document>"
        ),
    );
    let mut head = Objects::default();
    head.text(10, 5, "青川市图书馆", true);
    add("Doc_0/Tpls/Tpl_0/Content.xml", &head.page(""));
    for (number, page) in pages.iter().enumerate() {
        add(&format!("Doc_0/Pages/Page_{number}/Content.xml"), page);
    }
    out.finish().unwrap().into_inner()
}

const TEMPLATE: &str = "<ofd:Template TemplateID=\"70\" ZOrder=\"Background\"/>";

fn audit(name: &str, bytes: &[u8]) -> DocumentAudit {
    engine("national").audit(name, bytes).unwrap_or_else(|error| panic!("{}", error.message))
}

fn counts(audit: &DocumentAudit) -> (usize, usize) {
    let count = |verdict| audit.checks.iter().filter(|check| check.verdict == verdict).count();
    (count(Verdict::Holds), count(Verdict::Violation))
}

fn opened(bytes: &[u8]) -> Result<gouji::document::Document, ReadError> {
    read("a.ofd", bytes, engines::vocabulary(), &Limits::default())
}

#[test]
fn a_drawn_table_says_the_same_as_its_text() {
    let rows: Vec<String> = [HEADS].iter().chain(&ROWS).map(|row| row.join(" | ")).collect();
    let text = format!("支出决算表\n单位：万元\n{}\n", rows.join("\n"));
    let wanted = counts(&audit("a.txt", text.as_bytes()));
    assert!(wanted.0 > 15 && wanted.1 == 0);
    for (has_lines, apart) in [(true, true), (true, false), (false, true)] {
        let found = audit("a.ofd", &file(&[table(has_lines, apart, None).page(TEMPLATE)]));
        assert_eq!(counts(&found), wanted, "lines {has_lines}, apart {apart}");
        assert!(found.document.text.contains("青川市图书馆"));
    }
}

#[test]
fn a_wrong_figure_is_found_at_its_place() {
    let found = audit("a.ofd", &file(&[table(true, true, Some("335.15")).page(TEMPLATE)]));
    let check = found.checks.iter().find(|check| check.verdict == Verdict::Violation).unwrap();
    let place = found.document.locator.place(check.figure(0).unwrap().span()).unwrap();
    // 61 and 49 mm from the left and the top
    assert!(place.starts_with("p1 17"), "{place}");
}

#[test]
fn pictures_and_damage_are_told() {
    let picture = "<ofd:ImageObject ID=\"5\" Boundary=\"0 0 297 210\" ResourceID=\"1\"/>";
    let scan = Objects(picture.to_owned());
    let audit = audit("a.ofd", &file(&[table(true, true, None).page(""), scan.page("")]));
    assert_eq!(audit.coverage.unread_pages(), 1);
    let only = opened(&file(&[scan.page("")])).unwrap_err().to_string();
    assert!(only.contains("扫描件"), "{only}");
    let whole = file(&[table(true, true, None).page("")]);
    for end in (0..whole.len()).step_by(whole.len() / 40) {
        // none brings the reader down
        let _ = opened(&whole[..end]);
    }
    let broken = opened(&file(&["<ofd:Page><ofd:Content".to_owned()])).unwrap_err().to_string();
    assert!(broken.contains("OFD"), "{broken}");
}
