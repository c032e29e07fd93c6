//! Figures within the text of a cell: their letters are marked, not the cell.

use super::*;
use crate::workbook::{package, rows, xlsx};

const SENTENCE: &str =
    "本年支出合计353.15万元，其中：基本支出274.27万元，项目支出79.89万元（A&amp;B）。";

/// A workbook with a table, and a sentence among the strings that sheets share.
fn book(sentence: &str, strings: &str) -> Vec<u8> {
    let table =
        rows(1, &TOTALS.map(|line| line.replace("||", "| |")).each_ref().map(String::as_str));
    let prose =
        format!("<row r=\"1\"><c r=\"A1\"><v>2023</v></c></row><row r=\"3\">{sentence}</row>");
    let sheet = |data: &str| format!("<sheetData>{data}</sheetData>");
    let mut list = parts(&xlsx(&[("表03", "", sheet(&table)), ("说明", "", sheet(&prose))]));
    list.insert("xl/sharedStrings.xml".into(), format!("<sst>{strings}</sst>"));
    let styles = list["xl/styles.xml"].replace(
        "<cellXfs>",
        "<fonts><font><b/><sz val=\"14\"/><name val=\"仿宋\"/></font></fonts><cellXfs>",
    );
    list.insert("xl/styles.xml".into(), styles);
    packed(&list)
}

fn packed(list: &BTreeMap<String, String>) -> Vec<u8> {
    let list: Vec<(&str, &str)> =
        list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    package(&list)
}

fn cell(copy: &[u8]) -> String {
    let sheet = part(copy, "xl/worksheets/sheet2.xml");
    let cell = sheet.split("r=\"A3\"").nth(1).unwrap();
    cell.split("</c>").next().unwrap().to_owned()
}

fn shared(number: usize) -> String {
    format!("<c r=\"A3\" t=\"s\"><v>{number}</v></c>")
}

#[test]
fn the_letters_of_a_figure_are_marked_and_the_cell_keeps_its_look() {
    let strings = format!("<si><t>别的</t></si><si><t>{SENTENCE}</t></si>");
    let bytes = book(&shared(1), &strings);
    let copy = annotated("a.xlsx", &bytes, PLAIN);
    let made = cell(&copy);
    let mark = "<rPr><b/><sz val=\"14\"/><u/><color rgb=\"FF8A5F06\"/><rFont val=\"仿宋\"/></rPr>";
    assert!(
        made.starts_with(" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">本年支出"),
        "{made}"
    );
    assert!(
        made.contains(&format!("<r>{mark}<t xml:space=\"preserve\">79.89万元</t></r>")),
        "{made}"
    );
    assert_eq!(made.matches("<color ").count(), 1, "{made}");
    // a number stays a number, and what carries no mark is as it was
    assert!(part(&copy, "xl/worksheets/sheet2.xml").contains("<c r=\"A1\"><v>2023</v></c>"));
    assert_eq!(part(&copy, "xl/sharedStrings.xml"), part(&bytes, "xl/sharedStrings.xml"));
    assert_eq!(outcome(&audit("a.xlsx", &bytes)), outcome(&audit("a.xlsx", &copy)));
    // figures that agree are marked apart from it
    let ticked = annotated("a.xlsx", &bytes, TICKS);
    assert_eq!(parts(&annotated("a.xlsx", &copy, TICKS)), parts(&ticked));
    assert_eq!(parts(&annotated("a.xlsx", &ticked, PLAIN)), parts(&copy));
    assert_eq!(parts(&annotated("a.xlsx", &copy, PLAIN)), parts(&copy));
}

#[test]
fn marks_on_letters_are_taken_out_after_a_program_saved_the_copy_and_after_the_figure_was_mended() {
    let strings = format!("<si><t>{SENTENCE}</t></si>");
    let copy = annotated("a.xlsx", &book(&shared(0), &strings), PLAIN);
    let made = cell(&copy);
    let runs = made.split("<is>").nth(1).unwrap().split("</is>").next().unwrap();
    let saved = |runs: &str| {
        let mut list = parts(&copy);
        list.insert(
            "xl/sharedStrings.xml".into(),
            format!("<sst><si><t>别的</t></si><si>{runs}</si></sst>"),
        );
        let sheet = &list["xl/worksheets/sheet2.xml"];
        let sheet = sheet.replace(&format!("<c r=\"A3\"{made}</c>"), &shared(1));
        list.insert("xl/worksheets/sheet2.xml".into(), sheet);
        packed(&list)
    };
    let again = annotated("a.xlsx", &saved(runs), PLAIN);
    assert_eq!(cell(&again), made);
    let mended = annotated("a.xlsx", &saved(&runs.replace("79.89", "78.88")), PLAIN);
    let left = cell(&mended);
    assert!(left.contains("78.88") && !left.contains("<color "), "{left}");
    assert!(left.contains("<rPr><b/><sz val=\"14\"/><rFont val=\"仿宋\"/></rPr>"), "{left}");
}

#[test]
fn a_text_that_holds_more_than_letters_is_tinted_as_a_whole() {
    let ruby = format!("<si><t>{SENTENCE}</t><rPh sb=\"0\" eb=\"1\"><t>ben</t></rPh></si>");
    let copy = annotated("a.xlsx", &book(&shared(0), &ruby), PLAIN);
    let is_tinted = |copy: &[u8]| {
        let sheet = part(copy, "xl/worksheets/sheet2.xml");
        sheet.contains("<c s=\"") && part(copy, "xl/styles.xml").contains("FFFFEA9B")
    };
    assert!(cell(&copy).ends_with("t=\"s\"><v>0</v>") && is_tinted(&copy), "{}", cell(&copy));
    // and so is a formula
    let formula = format!("<c r=\"A3\" t=\"str\"><f>B1</f><v>{SENTENCE}</v></c>");
    let copy = annotated("a.xlsx", &book(&formula, ""), PLAIN);
    assert!(cell(&copy).contains("<f>B1</f>") && is_tinted(&copy), "{}", cell(&copy));
}

#[test]
fn no_code_of_a_formula_stands_in_a_note() {
    let mut seen = 0;
    for given in documents("docx").chain(documents("xlsx")) {
        let copy = parts(&given.annotated(PLAIN));
        let notes = copy.iter().filter(|(part, _)| {
            ["comments", "findings"].iter().any(|name| part.contains(name)) && part.ends_with("xml")
        });
        for (part, text) in notes {
            seen += 1;
            for code in ["count(", "present(", "percent(", "!="] {
                assert!(!text.contains(code), "{} {part} {code}", given.name);
            }
        }
    }
    assert!(seen > 5, "{seen}");
}
