//! The tabs of a workbook: the sheet with the findings among them, and open. In: the list of sheets.
//! Out: the same with that sheet in front; what counts sheets counts it, too.

use crate::annotate::Refusal;
use crate::annotate::xml::{Edits, MarkupTag, append, escaped, tags, tags_to};

/// Puts a sheet into the list, in front or behind all others.
pub(super) fn listed(
    text: &str,
    (part, base): (&str, &str),
    (name, relation): (&str, &str),
    is_first: bool,
) -> Result<String, Refusal> {
    let tags = tags(text, part)?;
    let Some(list) = tags.iter().position(|tag| tag.opens() && tag.name() == "sheets") else {
        return Err(Refusal::strange("没有工作表目录"));
    };
    let number = |tag: &MarkupTag<'_>, name: &str| tag.attribute(name)?.parse::<u32>().ok();
    let sheets = || tags.iter().filter(|tag| tag.opens() && tag.name() == "sheet");
    let last = sheets().filter_map(|tag| number(tag, "sheetId")).max().unwrap_or(0);
    let prefix = tags.get(list).map_or("", MarkupTag::prefix);
    let entry = format!(
        "<{prefix}sheet xmlns:r=\"{base}\" name=\"{}\" sheetId=\"{}\" r:id=\"{relation}\"/>",
        escaped(name),
        last + 1
    );
    let mut edits = Edits::default();
    match sheets().next().filter(|_| is_first) {
        Some(first) => edits.insert(first.at, entry),
        None => append(&mut edits, &tags, list, &entry),
    }
    // these count the sheets from 0
    for tag in tags.iter().filter(|tag| is_first && tag.opens()) {
        let counted = match tag.name() {
            "definedName" => "localSheetId",
            "workbookView" => "activeTab",
            _ => continue,
        };
        if let Some(at) = number(tag, counted) {
            edits.replace(tag.at..tag.end(), tag.with(counted, &(at + 1).to_string()));
        }
    }
    edits.apply(text)
}

/// Has the workbook open at a sheet.
pub(super) fn opened(text: &str, part: &str, name: &str) -> Result<String, Refusal> {
    let tags = tags(text, part)?;
    let mut sheets = tags.iter().filter(|tag| tag.opens() && tag.name() == "sheet");
    let at = sheets.position(|tag| tag.attribute("name").is_some_and(|own| own == name));
    let at = at.unwrap_or(0).to_string();
    let mut edits = Edits::default();
    let view = tags.iter().find(|tag| tag.opens() && tag.name() == "workbookView");
    let list = tags.iter().find(|tag| tag.opens() && tag.name() == "sheets");
    match (view, list) {
        (Some(view), _) => {
            let tag = view.with("activeTab", &at);
            // the first tab that is seen is the first one of the list
            let tag = MarkupTag { text: &tag, ..view.clone() }.without("firstSheet");
            edits.replace(view.at..view.end(), tag);
        }
        (None, Some(list)) => {
            let prefix = list.prefix();
            edits.insert(list.at, format!("<{prefix}bookViews><{prefix}workbookView activeTab=\"{at}\"/></{prefix}bookViews>"));
        }
        (None, None) => {}
    }
    edits.apply(text)
}

/// Takes a tab out of those that are selected: what is typed on one of several goes on all.
pub(super) fn deselect(xml: &str, part: &str, edits: &mut Edits) -> Result<(), Refusal> {
    // the views stand before the cells
    let head = xml.find("sheetData").and_then(|at| xml.get(..at)?.rfind('<')).unwrap_or(xml.len());
    let head = xml.get(..head).unwrap_or(xml);
    if !head.contains("tabSelected") {
        return Ok(());
    }
    for tag in tags_to(head, part, 2)?.iter().filter(|tag| tag.opens()) {
        let is_selected = |value: std::borrow::Cow<'_, str>| value == "1" || value == "true";
        if tag.name() == "sheetView" && tag.attribute("tabSelected").is_some_and(is_selected) {
            edits.replace(tag.at..tag.end(), tag.without("tabSelected"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_sheets_counts_the_new_one() {
        let text = "<w><bookViews><workbookView firstSheet=\"1\" activeTab=\"2\"/></bookViews><sheets><sheet name=\"a\" sheetId=\"7\" r:id=\"r1\"/></sheets><definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">a!$A$1</definedName><definedName name=\"n\">a!$A$1</definedName></definedNames></w>";
        let made = |is_first| {
            let text = listed(text, ("p", "u"), ("b", "r2"), is_first).unwrap();
            opened(&text, "p", "b").unwrap()
        };
        let entry = "<sheet xmlns:r=\"u\" name=\"b\" sheetId=\"8\" r:id=\"r2\"/>";
        let known = "<sheet name=\"a\" sheetId=\"7\" r:id=\"r1\"/>";
        let first = made(true);
        assert!(
            first.contains(&format!(
                "<workbookView activeTab=\"0\"/></bookViews><sheets>{entry}{known}</sheets>"
            )),
            "{first}"
        );
        assert!(first.contains("localSheetId=\"1\"") && first.contains("name=\"n\">"), "{first}");
        let last = made(false);
        assert!(
            last.contains(&format!("activeTab=\"1\"/></bookViews><sheets>{known}{entry}</sheets>")),
            "{last}"
        );
        assert!(last.contains("localSheetId=\"0\""), "{last}");
        assert_eq!(opened(&first, "p", "b").unwrap(), first);
    }

    #[test]
    fn a_tab_is_taken_out_of_those_that_are_selected() {
        let xml = "<worksheet><sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews><sheetData><c/></sheetData></worksheet>";
        let mut edits = Edits::default();
        deselect(xml, "p", &mut edits).unwrap();
        let out = edits.apply(xml).unwrap();
        assert!(out.contains("<sheetView workbookViewId=\"0\"/>"), "{out}");
        let mut edits = Edits::default();
        deselect(&out, "p", &mut edits).unwrap();
        assert!(edits.is_empty());
    }
}
