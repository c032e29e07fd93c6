//! The paper as a Word document: A4, black on white, page x of y, heads of tables on each page.
//!
//! Written by hand: see `docs/decisions/23-the-paper-to-sign.md`. Nothing in it depends on the clock or
//! on chance, so that the same paper has the same bytes.

use super::finding::{self, FindingRow};
use super::html::{is_digest, is_narrow};
use super::{Opinion, SIGNATURES, Section, Table, fact_rows, is_tall};
use gouji_report::report::markup::escaped;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::{FileOptions, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Twentieths of a point between the margins of an A4 page.
pub(super) const WIDTH: u32 = 9_866;
/// The same of a page that lies across.
const WIDTH_ACROSS: u32 = 14_344;
/// Of the names of facts.
const NAMES: u32 = 1_300;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Papers as a Word document, each beginning on a new page.
#[must_use]
pub fn docx(opinions: &[Opinion]) -> Vec<u8> {
    let relations = |inner: &str| {
        format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let package = format!(
        "<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
    );
    let document = format!(
        "<Relationship Id=\"rId1\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{OFFICE}/footer\" Target=\"footer1.xml\"/>"
    );
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", relations(&package)),
        ("docProps/core.xml", core(opinions)),
        ("word/document.xml", body(opinions)),
        ("word/_rels/document.xml.rels", relations(&document)),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", footer(opinions)),
    ];
    packed(&parts)
}

/// A package of parts. Writing into memory does not fail.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let options: SimpleFileOptions = FileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let _ = out.start_file(*name, options);
        let _ = out.write_all(text.as_bytes());
    }
    out.finish().map(Cursor::into_inner).unwrap_or_default()
}

const TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>"
);

const STYLES: &str = include_str!("styles.xml");

/// Title, author and day.
fn core(opinions: &[Opinion]) -> String {
    let title = opinions.first().map(Opinion::name).unwrap_or_default();
    let date = opinions.first().and_then(Opinion::date).map_or(String::new(), |date| {
        let day = |name: &str| {
            format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:{name}>")
        };
        [day("created"), day("modified")].concat()
    });
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>gouji</dc:creator>\
         <dc:language>zh-CN</dc:language>{date}</cp:coreProperties>",
        escaped(&title)
    )
}

/// Whose paper it is, and the page: pages come apart.
fn footer(opinions: &[Opinion]) -> String {
    let name = opinions.first().map(Opinion::name).unwrap_or_default();
    let field = |code: &str| {
        format!("<w:fldSimple w:instr=\" {code} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    format!(
        "{HEAD}<w:ftr {SPACE}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        text(&format!("{}　第 ", escaped(&name))),
        field("PAGE"),
        text(" 页　共 "),
        field("NUMPAGES"),
        text(" 页")
    )
}

/// The last paragraph of what stands on pages of one kind says of which.
const UPRIGHT: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1247\" w:right=\"1020\" w:bottom=\"1247\" w:left=\"1020\" w:header=\"680\" w:footer=\"680\" w:gutter=\"0\"/></w:sectPr>"
);
const ACROSS: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>",
    "<w:pgMar w:top=\"1020\" w:right=\"1247\" w:bottom=\"1020\" w:left=\"1247\" w:header=\"680\" w:footer=\"680\" w:gutter=\"0\"/></w:sectPr>"
);

fn body(opinions: &[Opinion]) -> String {
    let mut out = format!("{HEAD}<w:document {SPACE} xmlns:r=\"{OFFICE}\"><w:body>");
    // pages of one kind follow each other; where the kind changes, a new page begins by itself
    let mut before: Option<&str> = None;
    let mut turn = |out: &mut String, kind: &'static str| {
        let is_new = before.is_some_and(|before| before != kind);
        if let Some(before) = before.filter(|_| is_new) {
            put(out, format_args!("<w:p><w:pPr><w:pStyle w:val=\"End\"/>{before}</w:pPr></w:p>"));
        }
        let is_on = before.is_some() && !is_new;
        before = Some(kind);
        if is_on { "<w:pageBreakBefore/>" } else { "" }
    };
    for opinion in opinions {
        let start = turn(&mut out, UPRIGHT);
        first_page(&mut out, opinion, start);
        let start = if opinion.is_across() { turn(&mut out, ACROSS) } else { "" };
        annex(&mut out, opinion, start);
    }
    let last = before.unwrap_or(UPRIGHT);
    put(&mut out, format_args!("{last}</w:body></w:document>"));
    out
}

fn first_page(out: &mut String, opinion: &Opinion, start: &str) {
    paragraph(out, "Title", start, &opinion.title);
    facts(out, &opinion.facts);
    paragraph(out, "Heading1", "", "审核结论");
    opinion.verdict.iter().for_each(|text| paragraph(out, "Verdict", "", text));
    for table in &opinion.summary {
        paragraph(out, "Heading1", "", &table.title);
        out.push_str(&table_xml(table, WIDTH));
    }
    signatures(out);
}

/// What stands behind the signatures.
fn annex(out: &mut String, opinion: &Opinion, start: &str) {
    let width = if opinion.is_across() { WIDTH_ACROSS } else { WIDTH };
    findings(out, &opinion.rows);
    let mut start = start;
    for section in opinion.annex() {
        match section.as_ref() {
            Section::Table(table) if table.rows.is_empty() => {}
            Section::Table(table) => {
                paragraph(out, "Heading1", start, &table.title);
                out.push_str(&table_xml(table, width));
                start = "";
            }
            Section::List { title, lines } => {
                paragraph(out, "Heading1", start, title);
                lines.iter().for_each(|line| paragraph(out, "Item", "", &format!("· {line}")));
                start = "";
            }
        }
    }
}

/// The findings by parts of the document.
fn findings(out: &mut String, rows: &[FindingRow]) {
    if rows.is_empty() {
        return;
    }
    paragraph(out, "Heading1", "<w:pageBreakBefore/>", finding::TITLE);
    for part in finding::parts(rows) {
        if !part.title.is_empty() {
            paragraph(out, "Heading2", "", part.title);
        }
        for row in part.rows {
            paragraph(out, "Finding", "", &row.head());
            let lines = row.lines();
            for (at, (name, text)) in lines.iter().enumerate() {
                let kept = if at + 1 < lines.len() { "<w:keepNext/>" } else { "" };
                detail(out, kept, name, text);
            }
        }
    }
}

/// Names and values side by side.
fn facts(out: &mut String, facts: &[(&'static str, String)]) {
    const VALUE: u32 = (WIDTH - 2 * NAMES) / 2;
    begin_table(out, &[NAMES, VALUE, NAMES, VALUE], true);
    for row in fact_rows(facts) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (name, value) in &row {
            cell(out, NAMES, "", name);
            if row.len() > 1 {
                cell(out, VALUE, "", value);
            } else {
                spanning(out, (WIDTH - NAMES, 3), "", value);
            }
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// A table whose head stands on each page.
pub(super) fn table_xml(table: &Table, width: u32) -> String {
    let widths: Vec<u32> = table.columns.iter().map(|(_, share)| width * share / 100).collect();
    let mut out = String::new();
    begin_table(&mut out, &widths, true);
    out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for ((name, _), width) in table.columns.iter().zip(&widths) {
        cell(&mut out, *width, "Head", name);
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        let whole = if is_tall(row) { "" } else { "<w:trPr><w:cantSplit/></w:trPr>" };
        put(&mut out, format_args!("<w:tr>{whole}"));
        for ((text, width), (name, _)) in row.iter().zip(&widths).zip(&table.columns) {
            let style = if is_narrow(name) { "Count" } else { "Small" };
            cell(&mut out, *width, style, text);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

fn begin_table(out: &mut String, widths: &[u32], has_lines: bool) {
    let lines = if has_lines {
        ["top", "left", "bottom", "right", "insideH", "insideV"].map(|side| {
            format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>")
        })
    } else {
        Default::default()
    };
    let sum: u32 = widths.iter().sum();
    put(
        out,
        format_args!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{sum}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"70\" w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
            lines.concat()
        ),
    );
    widths.iter().for_each(|width| put(out, format_args!("<w:gridCol w:w=\"{width}\"/>")));
    out.push_str("</w:tblGrid>");
}

/// A cell; of several lines each is a paragraph.
fn cell(out: &mut String, width: u32, style: &str, text: &str) {
    spanning(out, (width, 1), style, text);
}

/// A cell over several columns.
fn spanning(out: &mut String, (width, columns): (u32, u32), style: &str, text: &str) {
    let span = match columns {
        1 => String::new(),
        columns => format!("<w:gridSpan w:val=\"{columns}\"/>"),
    };
    put(out, format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>"));
    let style = match style {
        _ if is_digest(text) => "Digest",
        "" => "Fact",
        style => style,
    };
    if text.is_empty() {
        paragraph(out, style, "", "");
    }
    text.lines().for_each(|line| paragraph(out, style, "", line));
    out.push_str("</w:tc>");
}

/// The lines for signatures, which stay together.
fn signatures(out: &mut String) {
    const LABEL: u32 = 1_500;
    const LINE: u32 = 3_433;
    paragraph(out, "Gap", "<w:keepNext/>", "");
    begin_table(out, &[LABEL, LINE, LABEL, LINE], false);
    for pair in SIGNATURES.chunks(2) {
        out.push_str(
            "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"760\" w:hRule=\"atLeast\"/></w:trPr>",
        );
        for name in pair {
            put(
                out,
                format_args!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"{LABEL}\" w:type=\"dxa\"/><w:vAlign w:val=\"bottom\"/></w:tcPr>"
                ),
            );
            paragraph(out, "Fact", "<w:keepNext/>", &format!("{name}："));
            put(
                out,
                format_args!(
                    "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"{LINE}\" w:type=\"dxa\"/><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" \
                     w:space=\"0\" w:color=\"000000\"/></w:tcBorders></w:tcPr>"
                ),
            );
            paragraph(out, "Fact", "<w:keepNext/>", "");
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    // a table may not end a document
    paragraph(out, "End", "", "");
}

/// A line of a finding: its name, and behind the tab what it says.
fn detail(out: &mut String, kept: &str, name: &str, text: &str) {
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"Detail\"/>{kept}</w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"黑体\"/><w:b/></w:rPr><w:t>{}</w:t>\
             <w:tab/></w:r><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(name),
            minus_kept(&escaped(text))
        ),
    );
}

fn paragraph(out: &mut String, style: &str, more: &str, text: &str) {
    put(out, format_args!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>"));
    if !text.is_empty() {
        let look = look(style);
        let text = minus_kept(&escaped(text));
        put(out, format_args!("<w:r>{look}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"));
    }
    out.push_str("</w:p>");
}

/// A text in which no line ends between the sign of a number and its digits.
fn minus_kept(text: &str) -> String {
    const KEPT: &str = "</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">";
    let mut out = String::new();
    let mut parts = text.split(" -").peekable();
    while let Some(part) = parts.next() {
        out.push_str(part);
        if let Some(next) = parts.peek() {
            let is_number = next.starts_with(|c: char| c.is_ascii_digit());
            out.push(' ');
            out.push_str(if is_number { KEPT } else { "-" });
        }
    }
    out
}

/// How the words of a table look, for where its styles are not known: a template of the user's.
fn look(style: &str) -> &'static str {
    match style {
        "Small" | "Count" => "<w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>",
        "Head" => "<w:rPr><w:b/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>",
        _ => "",
    }
}

/// Writing into memory does not fail.
fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
