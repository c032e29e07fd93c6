//! What a workbook says of its sheets, and to which parts it refers.

use crate::read::sheet::date::Clock;
use crate::read::sheet::package::{attribute, is_set, reader};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// A part that another one refers to.
pub(super) struct BookRelation {
    /// The last word of its type: `worksheet`.
    pub(super) kind: String,
    pub(super) target: String,
}

/// The parts that a part refers to, by their ids.
pub(super) fn relations(xml: &str, folder: &str) -> BTreeMap<String, BookRelation> {
    let mut out = BTreeMap::new();
    each_element(xml, |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        {
            let target = target.replace('\\', "/");
            let target =
                if target.starts_with('/') { target } else { format!("{folder}/{target}") };
            let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
            out.insert(id.into_owned(), BookRelation { kind, target: resolved(&target) });
        }
    });
    out
}

/// A path without `.` and `..`.
fn resolved(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            _ => out.push(part),
        }
    }
    out.join("/")
}

/// A sheet as the workbook lists it.
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) relation: String,
}

/// What the workbook says of all its sheets.
#[derive(Clone, Copy)]
pub(super) struct Workbook {
    pub(super) clock: Clock,
    /// The program that opens it is to work out all formulas first: the writer could not.
    pub(super) recalculates: bool,
}

/// The sheets of a workbook in their order, and what it says of all of them.
pub(super) fn sheets(xml: &str) -> (Vec<SheetEntry>, Workbook) {
    let (mut out, mut about) =
        (Vec::new(), Workbook { clock: Clock::From1900, recalculates: false });
    each_element(xml, |element| match element.local_name().as_ref() {
        "workbookPr" if is_set(element, "date1904") => about.clock = Clock::From1904,
        "calcPr" => about.recalculates |= is_set(element, "fullCalcOnLoad"),
        "sheet" => {
            // `sheetId` is another attribute: only the relation has the local name `id`
            let relation = attribute(element, "id").unwrap_or_default().into_owned();
            let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
            out.push(SheetEntry {
                name: attribute(element, "name").unwrap_or_default().into_owned(),
                hidden,
                relation,
            });
        }
        _ => {}
    });
    (out, about)
}

/// Calls back for each element, as far as the XML can be read.
fn each_element(xml: &str, mut found: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => found(&element),
            Event::Eof => break,
            _ => {}
        }
    }
}
