//! Copies of workbooks: notes and tints on cells, the list of findings, what stays.

use super::*;
use crate::workbook::{number, package, rows, text, xlsx};

#[test]
fn tints_of_an_earlier_copy_are_taken_back() {
    let bytes = fixture("formats/archive-planted.xlsx");
    let ticked = annotated("a.xlsx", &bytes, TICKS);
    let plain = annotated("a.xlsx", &ticked, PLAIN);
    let direct = annotated("a.xlsx", &bytes, PLAIN);
    // the cells have the styles that they have in the copy made at once, by what these look like
    let looks = |copy: &[u8]| -> BTreeMap<String, Vec<String>> {
        let styles = part(copy, "xl/styles.xml");
        let list = |name: &str| {
            let inner = styles
                .split(&format!("<{name} "))
                .nth(1)
                .unwrap()
                .split(&format!("</{name}>"))
                .next()
                .unwrap()
                .to_owned();
            let item = if name == "fills" { "<fill>" } else { "<xf " };
            inner.split(item).skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let (fills, xfs) = (list("fills"), list("cellXfs"));
        let look = |cell: &str| {
            let value = |text: &str, name: &str| {
                text.split(&format!(" {name}=\""))
                    .nth(1)
                    .map_or(0, |rest| rest.split('"').next().unwrap().parse::<usize>().unwrap())
            };
            fills[value(&xfs[value(cell, "s")], "fillId")].clone()
        };
        let sheets =
            parts(copy).into_iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
        sheets
            .map(|(name, xml)| {
                (
                    name,
                    xml.split("<c ")
                        .skip(1)
                        .map(|cell| look(&format!(" {}", cell.split('>').next().unwrap())))
                        .collect(),
                )
            })
            .collect()
    };
    assert_eq!(looks(&plain), looks(&direct));
    let tinted = |copy: &[u8]| {
        looks(copy).into_values().flatten().filter(|fill| fill.contains("E1F2DA")).count()
    };
    assert!(tinted(&ticked) > 100 && tinted(&plain) == 0);

    let bytes = fixture("formats/docx/archive-planted.docx");
    let plain = annotated("a.docx", &annotated("a.docx", &bytes, TICKS), PLAIN);
    assert!(!part(&plain, "word/document.xml").contains("E1F2DA"));
    assert!(part(&plain, "word/document.xml").contains("FFC6CD"));
}

#[test]
fn every_finding_of_a_workbook_is_a_note_on_its_cell_and_a_line_of_the_list() {
    let mut seen = 0;
    for given in documents("xlsx") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let list = part(&copy, "xl/worksheets/findings1.xml");
        let workbook = part(&copy, "xl/workbook.xml");
        assert!(workbook.contains("name=\"勾稽审核结果\""));
        for (entry, span) in entries(audit)
            .iter()
            .flat_map(|entry| noted(audit, entry).into_iter().map(move |span| (entry, span)))
        {
            let place = audit.document.locator.place(span).unwrap();
            let (sheet, cell) = place.rsplit_once('!').unwrap();
            assert!(list.contains(&format!("location=\"'{sheet}'!{cell}\"")), "{name} {place}");
            let number = workbook
                .split("<sheet ")
                .skip(1)
                .position(|entry| entry.contains(&format!("name=\"{sheet}\"")))
                .unwrap();
            let relations = part(&copy, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"));
            let of_kind = |kind: &str| {
                let relation = relations
                    .split("<Relationship ")
                    .find(|relation| relation.contains(&format!("/{kind}\"")))
                    .unwrap();
                relation
                    .split("Target=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .trim_start_matches('/')
                    .to_owned()
            };
            let notes = part(&copy, &of_kind("comments"));
            let note = notes
                .split("<comment ")
                .find(|note| note.starts_with(&format!("ref=\"{cell}\"")))
                .unwrap();
            assert!(
                note.contains(&entry.finding.id) && note.contains(entry.check.rule.as_str()),
                "{name} {place}"
            );
            let boxes = part(&copy, &of_kind("vmlDrawing"));
            let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            let row: u32 = cell[digits..].parse().unwrap();
            assert!(boxes.contains(&format!("<x:Row>{}</x:Row>", row - 1)), "{name} {place}");
            let xml = part(&copy, &format!("xl/worksheets/sheet{number}.xml"));
            let style = xml
                .split("<c ")
                .find(|tag| tag.contains(&format!("r=\"{cell}\"")))
                .unwrap()
                .split('>')
                .next()
                .unwrap()
                .to_owned();
            let original = part(bytes, &format!("xl/worksheets/sheet{number}.xml"));
            let body = xml.split(&style).nth(1).unwrap().split("</c>").next().unwrap();
            let is_marked = body.contains("<u/><color rgb=");
            assert!(is_marked || !original.contains(&style), "{name} {place}: {style}");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn the_list_is_the_first_sheet_open_and_its_values_are_numbers() {
    let bytes = fixture("formats/archive-planted.xlsx");
    let copy = annotated("a.xlsx", &bytes, PLAIN);
    let workbook = part(&copy, "xl/workbook.xml");
    assert!(workbook.split("<sheet ").nth(1).unwrap().contains("name=\"勾稽审核结果\""));
    let list = part(&copy, "xl/worksheets/findings1.xml");
    // no other tab is selected: what is typed on one of several goes on all
    let selected = parts(&copy).into_iter().filter(|(name, xml)| {
        name.starts_with("xl/worksheets/") && xml.contains("tabSelected=\"1\"")
    });
    assert_eq!(selected.count(), 1);
    assert!(list.contains("tabSelected=\"1\"") && list.contains("<autoFilter ref=\"B5:L"));
    let cell = |at: &str| {
        let cell = list.split(&format!("<c r=\"{at}\"")).nth(1).unwrap();
        cell.split("</c>").next().unwrap().to_owned()
    };
    assert!(cell("G6").ends_with("><v>164.23</v>"), "{}", cell("G6"));
    assert!(cell("H6").ends_with("><v>146.23</v>") && cell("K6").contains(">万元<"));
    // what the words say is a number, too
    assert!(cell("G8").ends_with("<v>1.32</v>") && cell("I8").ends_with("<v>1.00</v>"));
    let styles = part(&copy, "xl/styles.xml");
    assert!(styles.contains("formatCode=\"&quot;应不大于 &quot;#,##0.00\""), "{styles}");
}

#[test]
fn workbooks_of_older_formats_come_back_as_annotated_xlsx_that_reads_as_they_do() {
    let mut seen = 0;
    for entry in std::fs::read_dir(fixtures().join("formats")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let format = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !["xls", "ods"].contains(&format) {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let before = audit(&name, &bytes);
        let copy = annotate(&before, None, &bytes, PLAIN).unwrap();
        let after = audit("a.xlsx", &copy);
        // `formulas.xls` is about formulas, which are not written
        let checks = |audit: &DocumentAudit| {
            let told = audit.checks.iter().map(|check| (check.key().into_owned(), check.verdict));
            told.collect::<Vec<_>>()
        };
        assert_eq!(before.document.text, after.document.text, "{name}");
        assert_eq!(checks(&before), checks(&after), "{name}");
        let ids = |audit: &DocumentAudit| {
            audit.findings.iter().map(|finding| finding.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&before), ids(&after), "{name}");
        let said = notes("a.xlsx", &copy);
        assert!(ids(&before).iter().all(|id| said.contains(id)), "{name}");
        let list = part(&copy, "xl/worksheets/findings1.xml");
        assert!(list.contains(&format!("原文件是 .{format}")), "{name}");
        // the same file gives the same bytes, and its copy is annotated as any workbook is
        assert_eq!(copy, annotate(&before, None, &bytes, PLAIN).unwrap(), "{name}");
        let twice = annotated("a.xlsx", &copy, PLAIN);
        assert_eq!(parts(&twice).len(), parts(&copy).len(), "{name}");
        seen += 1;
    }
    assert!(seen > 8, "{seen}");
}

#[test]
fn nothing_of_a_workbook_becomes_markup_or_a_formula() {
    let data: String = (1..)
        .zip(hostile_rows())
        .map(|(row, line)| {
            let cells: String = ('A'..)
                .zip(&line)
                .map(|(column, cell)| {
                    let escaped = cell
                        .replace("_x", "_x005F_x")
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('\u{8}', "_x0008_");
                    if cell.parse::<f64>().is_ok() {
                        number(&format!("{column}{row}"), 1, cell)
                    } else {
                        text(&format!("{column}{row}"), &escaped)
                    }
                })
                .collect();
            format!("<row r=\"{row}\">{cells}</row>")
        })
        .collect();
    let bytes = xlsx(&[("=1+1&lt;'&quot;", "", format!("<sheetData>{data}</sheetData>"))]);
    let audit = audit("a.xlsx", &bytes);
    assert!(audit.findings.len() >= 4, "{:?}", audit.findings.len());
    let copy = annotate(&audit, None, &bytes, TICKS).unwrap();
    assert_eq!(outcome(&audit), outcome(&self::audit("a.xlsx", &copy)));
    for (name, xml) in parts(&copy) {
        assert!(
            !xml.contains("<f>")
                && !xml.contains("<script")
                && !xml.contains("]]>")
                && !xml.contains("<x/>"),
            "{name}"
        );
        assert!(
            !xml.contains('\u{8}') && (name.contains("sheet1.xml") || !xml.contains('\u{202E}')),
            "{name}"
        );
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}\n{xml}"),
            }
        }
    }
    let list = part(&copy, "xl/worksheets/findings1.xml");
    assert!(
        list.contains("&lt;script&gt;") && list.contains("location=\"'=1+1&lt;''&quot;'!C4\""),
        "{list}"
    );
    // a text that reads like the code of a character stays what it is
    assert!(list.contains("_x005F_x003D_"), "{list}");
    let is_number = |cell: &str| {
        let value = cell.split("<v>").nth(1).and_then(|rest| rest.split("</v>").next());
        value.is_some_and(|value| value.parse::<f64>().is_ok())
    };
    let is_safe = |cell: &str| cell.contains("t=\"inlineStr\"") || is_number(cell);
    assert!(list.split("<c ").skip(1).all(is_safe), "{list}");
}

#[test]
fn notes_of_others_stay_and_hold_ours_on_the_same_cell() {
    let comments = "<comments xmlns=\"m\"><authors><author>张三</author></authors><commentList>\
        <comment ref=\"C4\" authorId=\"0\"><text><t>合计请核实</t></text></comment>\
        <comment ref=\"A1\" authorId=\"0\"><text><r><t>标题</t></r></text></comment></commentList></comments>";
    let shape = |id: usize, row: usize, column: usize| {
        format!(
            "<v:shape id=\"_x0000_s{id}\"><v:textbox><div><br></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    };
    let boxes = format!(
        "<xml xmlns:v=\"v\" xmlns:x=\"x\">{}{}</xml>",
        shape(1030, 3, 2),
        shape(1031, 0, 0)
    );
    let data =
        rows(1, &TOTALS.map(|line| line.replace("||", "| |")).each_ref().map(String::as_str));
    let sheet = format!(
        "<sheetData>{data}</sheetData><legacyDrawing xmlns:r=\"r\" r:id=\"d\"/><tableParts/>"
    );
    let mut list = parts(&xlsx(&[("表03", "", sheet)]));
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    list.insert("xl/comments1.xml".into(), comments.into());
    list.insert("xl/drawings/vmlDrawing1.vml".into(), boxes.clone());
    list.insert(
        "xl/worksheets/_rels/sheet1.xml.rels".into(),
        format!("<Relationships><Relationship Id=\"c\" Type=\"{base}/comments\" Target=\"../comments1.xml\"/><Relationship Id=\"d\" Type=\"{base}/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/></Relationships>"),
    );
    let list: Vec<(&str, &str)> =
        list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let bytes = package(&list);
    let audit = audit("a.xlsx", &bytes);
    assert_eq!(
        audit
            .document
            .locator
            .place(stated(&audit.checks[audit.findings[0].checks[0]]).unwrap().span()),
        Some("表03!C4")
    );
    let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
    let notes = part(&copy, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 2, "{notes}");
    assert!(
        notes.contains("<r><t>合计请核实</t></r><r>")
            && notes.contains("【勾稽】1. 错误 每行：本年支出合计 = 各项支出之和"),
        "{notes}"
    );
    assert!(
        notes.contains(
            "<comment ref=\"A1\" authorId=\"0\"><text><r><t>标题</t></r></text></comment>"
        )
    );
    // their boxes are there already
    assert_eq!(part(&copy, "xl/drawings/vmlDrawing1.vml"), boxes);
    assert_eq!(parts(&annotated("a.xlsx", &copy, PLAIN)), parts(&copy));
    // a program that saved the file may put the runs together, and its user may write behind ours
    let mended = notes.replace("</t></r><r><rPr>", "\u{0}");
    let joined: String = mended
        .split('\u{0}')
        .enumerate()
        .map(|(at, piece)| {
            if at == 0 {
                piece.to_owned()
            } else {
                piece.split_once("preserve\">").unwrap().1.to_owned()
            }
        })
        .collect();
    let joined = joined.replace(
        "）</t></r></text></comment><comment ref=\"A1\"",
        "）\n已更正</t></r></text></comment><comment ref=\"A1\"",
    );
    assert!(joined.contains("已更正") && joined.matches("<rPr>").count() < 2, "{joined}");
    let mut list = parts(&copy);
    list.insert("xl/comments1.xml".into(), joined);
    let list: Vec<(&str, &str)> =
        list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let again = part(&annotated("a.xlsx", &package(&list), PLAIN), "xl/comments1.xml");
    assert_eq!(again.matches("【勾稽】").count(), 1, "{again}");
    assert!(again.contains("合计请核实\n已更正"), "{again}");
}

#[test]
fn a_sheet_keeps_all_but_the_styles_and_marked_letters_of_its_cells() {
    let mut seen = 0;
    for name in ["formats/archive-planted.xlsx", "formats/archive-planted-openpyxl.xlsx"] {
        let bytes = fixture(name);
        let copy = annotated("a.xlsx", &bytes, TICKS);
        let address = |cell: &str| {
            cell.split(" r=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
        };
        for (name, xml) in
            parts(&bytes).into_iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
        {
            let after = part(&copy, &name);
            let cells =
                |xml: &str| xml.split("<c ").map(|cell| format!(" {cell}")).collect::<Vec<_>>();
            let marked: BTreeSet<String> = cells(&after)
                .iter()
                .filter(|cell| cell.contains("<color rgb=\"FF2A7A3D\"") || cell.contains("<u/>"))
                .map(|cell| address(cell))
                .collect();
            seen += marked.len();
            let plain = |xml: &str| {
                let blank = |cell: &String| match cell.split_once("</c>") {
                    Some((_, rest)) if marked.contains(&address(cell)) => format!("</c>{rest}"),
                    _ => cell.clone(),
                };
                let xml = &cells(xml).iter().map(blank).collect::<String>();
                let mut out = String::new();
                // another one is open
                let xml =
                    xml.replace(" tabSelected=\"true\"", "").replace(" tabSelected=\"1\"", "");
                for (at, piece) in xml.split(" s=\"").enumerate() {
                    out.push_str(if at == 0 { piece } else { piece.split_once('"').unwrap().1 });
                }
                let (head, rest) = out.split_once("<legacyDrawing").unwrap_or((&out, "/>"));
                format!("{head}{}", rest.split_once("/>").unwrap().1)
            };
            let (before, after) = (plain(&xml), plain(&after));
            let tail = if before == after {
                String::new()
            } else {
                format!("{} | {}", &before[before.len() - 200..], &after[after.len() - 200..])
            };
            assert!(before == after, "{name} {tail}");
        }
    }
    assert!(seen > 10, "{seen}");
}
