//! Small workbooks written part by part, so that a test says byte for byte what a file holds.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Number formats of the styles 1, 2, …; style 0 is `General`.
const FORMATS: [&str; 9] = [
    "0.00",
    "#,##0.00_ ",
    "0.00%",
    "0!.0,\"万元\"",
    "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
    "yyyy\"年\"m\"月\"d\"日\"",
    "0!.00,",
    ";;;",
    "@",
];

/// A packed file of parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sheet: its name, further attributes of its entry, and the XML inside `worksheet`.
pub type Sheet<'a> = (&'a str, &'a str, String);

/// A workbook of sheets.
pub fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let entries: String = (1..)
        .zip(sheets)
        .map(|(id, (name, more, _))| {
            format!(r#"<sheet name="{name}" sheetId="{id}" r:id="rId{id}" {more}/>"#)
        })
        .collect();
    let relations: String = (1..=sheets.len())
        .map(|id| format!(r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{id}.xml"/>"#))
        .collect();
    let formats: String = (200..)
        .zip(FORMATS)
        .map(|(id, code)| {
            format!(r#"<numFmt numFmtId="{id}" formatCode="{}"/>"#, code.replace('"', "&quot;"))
        })
        .collect();
    let styles: String =
        (0..FORMATS.len()).map(|at| format!(r#"<xf numFmtId="{}"/>"#, 200 + at)).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        ("xl/workbook.xml".to_owned(), format!(r#"<workbook xmlns:r="r"><sheets>{entries}</sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")),
        (
            "xl/styles.xml".to_owned(),
            format!(r#"<styleSheet><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>"#),
        ),
    ];
    for (id, (.., xml)) in (1..).zip(sheets) {
        parts.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!("<worksheet>{xml}</worksheet>"),
        ));
    }
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    package(&parts)
}

/// The XML of a text cell.
pub fn text(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// The XML of a number cell of a style.
pub fn number(address: &str, style: usize, value: &str) -> String {
    format!(r#"<c r="{address}" s="{style}"><v>{value}</v></c>"#)
}

/// The XML of rows of texts from a row on: `|` parts the cells, blank ones are left out.
pub fn rows(from: usize, lines: &[&str]) -> String {
    let row = |(number, line): (usize, &&str)| {
        let cells: String = ('A'..)
            .zip(line.split('|'))
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(column, cell)| text(&format!("{column}{number}"), cell.trim()))
            .collect();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    (from..).zip(lines).map(row).collect()
}
