//! Sheets of ours beside those of other people in one workbook. In: the workbook as the user gives
//! it, and one that was made anew. Out: the user's, in which our sheets are those of the new one;
//! all other sheets are byte for byte as they were.

use super::styles::{Adopted, prefixed};
use super::texts::{CellText, SharedTexts};
use super::{Book, Entry, SHEET_TYPE, tabs};
use crate::annotate::Refusal;
use crate::annotate::package::Package;
use crate::annotate::xml::{Edits, MarkupTag, append, element, escaped, tags, tags_to, text_of};
use std::collections::BTreeMap;

/// The sheets of ours in the user's workbook: name, and what its first two cells say.
pub(crate) type OwnSheets = [(String, [String; 2])];

/// Puts the sheets of `made` into `before`. A sheet of ours that `made` has not is left blank:
/// taking it out would shift what counts sheets.
///
/// # Errors
/// [`Refusal`] where the workbook is built in a way that is not known.
pub fn joined(before: &[u8], made: &[u8], own: &OwnSheets) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(before)?;
    let mut book = Book::open(&mut package)?;
    let mut new_package = Package::open(made)?;
    let new = Book::open(&mut new_package)?;
    if book.base.contains("purl.oclc.org") {
        return Err(Refusal::strange("严格的 OOXML 格式"));
    }
    let mut text = package.needed(&book.part)?;
    let adopted = book.styles.adopt(&new.styles);
    let mut strings = new.strings;
    // the names that new sheets have in the user's workbook
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for entry in &new.sheets {
        let xml = new_package.long(&entry.part)?;
        let known = |sheet: &&Entry| {
            let is_own = |(name, _): &(String, [String; 2])| *name == sheet.name;
            own.iter().any(is_own) && stem(&sheet.name) == stem(&entry.name)
        };
        let known = book.sheets.iter().find(known);
        let xml = adapted(&xml, &mut new_package, &mut strings, &adopted)?;
        let name = match known {
            Some(sheet) => {
                package.put_last(&sheet.part, xml)?;
                package.forget(&sheet.part, |_| true)?;
                sheet.name.clone()
            }
            None => {
                let part = package.free("xl/worksheets/gouji{}.xml");
                package.put_last(&part, xml)?;
                package.declare(&part, SHEET_TYPE)?;
                let id = package.relate(&book.part, book.base, "worksheet", &part)?;
                let is_free = |name: &String| {
                    book.sheets.iter().all(|sheet| !sheet.name.eq_ignore_ascii_case(name))
                };
                let all = (2..).map(|number| format!("{}{number}", entry.name));
                let all = std::iter::once(entry.name.clone()).chain(all);
                let name = all.into_iter().find(is_free).unwrap_or_default();
                text = tabs::listed(&text, (&book.part, book.base), (&name, &id), false)?;
                name
            }
        };
        names.insert(entry.name.clone(), name);
    }
    for (name, head) in own.iter().filter(|(name, _)| !names.values().any(|new| new == name)) {
        if let Some(sheet) = book.sheets.iter().find(|sheet| sheet.name == *name) {
            package.put_last(&sheet.part, blank(head))?;
            package.forget(&sheet.part, |_| true)?;
        }
    }
    // it counts cells with formulas, some of which may have stood on a sheet of ours; it is made anew
    // where it is missing
    package.forget(&book.part, |relation| relation.kind == "calcChain")?;
    let new_text = new_package.needed(&new.part)?;
    let text = defined(&text, &new_text, &names, own)?;
    package.put(&book.part, recalculated(&text)?);
    let styles = book.styles.finish()?;
    match &book.styles_part {
        Some(part) => package.put(part, styles),
        None => return Err(Refusal::strange("没有样式")),
    }
    package.finish()
}

/// The name of a sheet without the number that tells it from another one of that name.
fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// A sheet with the styles and texts of another workbook.
fn adapted(
    xml: &str,
    package: &mut Package<'_>,
    strings: &mut SharedTexts,
    adopted: &Adopted,
) -> Result<String, Refusal> {
    let mut edits = Edits::default();
    let tags = tags_to(xml, "sheet", 4)?;
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.opens()) {
        let (name, map) = match tag.name() {
            "c" | "row" => ("s", &adopted.styles),
            "col" => ("style", &adopted.styles),
            "cfRule" => ("dxfId", &adopted.differences),
            "sheetView" => {
                let unselected = tag.without("tabSelected");
                if unselected != tag.text {
                    edits.replace(tag.at..tag.end(), unselected);
                }
                continue;
            }
            _ => continue,
        };
        let number = tag.attribute(name).and_then(|number| number.parse::<usize>().ok());
        // a cell that names no style has the first one
        let number = number.or((tag.name() == "c").then_some(0));
        let open = match number.and_then(|number| map.get(number)) {
            Some(now) => tag.with(name, &now.to_string()),
            None => tag.text.to_owned(),
        };
        let changed = MarkupTag { text: &open, ..tag.clone() };
        if tag.name() == "c" && tag.attribute("t").as_deref() == Some("s") {
            let index = text_of(xml, &tags, at).trim().parse::<usize>();
            let inner = match index {
                Ok(index) => strings.inner(package, index)?.unwrap_or("").to_owned(),
                Err(_) => String::new(),
            };
            let text = CellText { shared: None, inner };
            edits.replace(element(&tags, at), text.written(&changed));
        } else if open != tag.text {
            edits.replace(tag.at..tag.end(), open);
        }
    }
    edits.apply(xml)
}

/// A sheet of ours that this run has nothing for.
fn blank([first, second]: &[String; 2]) -> String {
    let cell = |at: &str, text: &str| {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text))
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}</row></sheetData></worksheet>",
        cell("A1", first),
        cell("B1", second),
        cell("A2", "这次审核没有这方面的内容")
    )
}

/// The list of sheets with the names that belong to ours: what is filtered, and what is printed on
/// each page.
fn defined(
    text: &str,
    made: &str,
    names: &BTreeMap<String, String>,
    own: &OwnSheets,
) -> Result<String, Refusal> {
    let tags = tags(text, "workbook.xml")?;
    let made_tags = crate::annotate::xml::tags(made, "workbook.xml")?;
    let sheets = |tags: &[MarkupTag<'_>]| -> Vec<String> {
        let all = tags.iter().filter(|tag| tag.opens() && tag.name() == "sheet");
        all.map(|tag| tag.attribute("name").unwrap_or_default().into_owned()).collect()
    };
    let (listed, made_listed) = (sheets(&tags), sheets(&made_tags));
    let local = |tag: &MarkupTag<'_>| tag.attribute("localSheetId")?.parse::<usize>().ok();
    let is_name = |tag: &MarkupTag<'_>| tag.opens() && tag.name() == "definedName";
    let mut edits = Edits::default();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| is_name(tag)) {
        let of = local(tag).and_then(|index| listed.get(index));
        let is_ours = of.is_some_and(|of| own.iter().any(|(name, _)| name == of));
        if is_ours && tag.attribute("name").is_some_and(|name| name.starts_with("_xlnm.")) {
            edits.remove(element(&tags, at));
        }
    }
    let mut new = String::new();
    for (at, tag) in made_tags.iter().enumerate().filter(|(_, tag)| is_name(tag)) {
        let Some(name) = local(tag).and_then(|index| made_listed.get(index)) else { continue };
        let Some(now) = names.get(name) else { continue };
        let Some(index) = listed.iter().position(|sheet| sheet == now) else { continue };
        let range = text_of(made, &made_tags, at);
        let cells = range.rsplit_once('!').map_or(range.as_str(), |(_, cells)| cells);
        new.push_str(&format!(
            "{}'{}'!{}</definedName>",
            tag.with("localSheetId", &index.to_string()),
            escaped(&now.replace('\'', "''")),
            escaped(cells)
        ));
    }
    let prefix = tags.first().map_or("", MarkupTag::prefix);
    let new = prefixed(&new, prefix);
    let list = tags.iter().position(|tag| tag.opens() && tag.name() == "definedNames");
    if let Some(list) = list {
        append(&mut edits, &tags, list, new);
    } else if !new.is_empty() {
        let list = format!("<{prefix}definedNames>{new}</{prefix}definedNames>");
        // of those that may stand before it the last one
        let after =
            ["externalReferences", "functionGroups", "sheets"].into_iter().find_map(|name| {
                tags.iter().position(|tag| tag.depth == 1 && tag.opens() && tag.name() == name)
            });
        match after {
            Some(at) => edits.insert(element(&tags, at).end, list),
            None => return Err(Refusal::strange("没有工作表目录")),
        }
    }
    edits.apply(text)
}

/// What formulas of other sheets make of ours is calculated when the workbook is opened.
fn recalculated(text: &str) -> Result<String, Refusal> {
    let tags = tags(text, "workbook.xml")?;
    let mut edits = Edits::default();
    if let Some(tag) = tags.iter().find(|tag| tag.opens() && tag.name() == "calcPr") {
        edits.replace(tag.at..tag.end(), tag.with("fullCalcOnLoad", "1"));
    }
    edits.apply(text)
}
