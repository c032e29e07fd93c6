//! Notes on cells: the part with their texts and the drawing with their boxes. In: what is there.
//! Out: the same with our notes, those of an earlier run taken out; other people's notes stay, and
//! hold ours where both are on one cell.

use super::cells::SheetAt;
use crate::annotate::remark::{CLOSING, OPENING, Remark};
use crate::annotate::xml::{Edits, MarkupTag, append, element, end_of, escaped, tags, text_of};
use crate::annotate::{AUTHOR, Refusal};
use gouji_read::read::address;
use std::collections::{BTreeMap, BTreeSet};

/// A part with no notes.
pub(super) const NO_NOTES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors></authors><commentList></commentList></comments>";
/// A drawing with no boxes.
pub(super) const NO_BOXES: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"></xml>";

const BOX_TYPE: &str = "<v:shapetype xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// Which boxes a change of the texts asks for.
pub(super) struct Boxes {
    /// Cells whose notes were ours alone and are gone: their boxes go, too.
    pub gone: BTreeSet<SheetAt>,
    /// Cells whose notes are new and need a box.
    pub new: BTreeSet<SheetAt>,
}

/// The part with the texts, our notes taken out and new ones put in.
pub(super) fn texts(
    xml: &str,
    notes: &BTreeMap<SheetAt, Vec<&Remark>>,
) -> Result<(String, Boxes), Refusal> {
    let (xml, gone) = stripped(xml)?;
    let all = tags(&xml, "comments.xml")?;
    let find =
        |name: &str| all.iter().position(|tag| tag.opens() && tag.depth == 1 && tag.name() == name);
    let (Some(authors), Some(list)) = (find("authors"), find("commentList")) else {
        return Err(Refusal::strange("批注部件不完整"));
    };
    let prefix = all.get(list).map_or("", MarkupTag::prefix);
    let names: Vec<String> = children(&all, authors).map(|at| text_of(&xml, &all, at)).collect();
    let author = names.iter().position(|name| name == AUTHOR).unwrap_or(names.len());
    let mut edits = Edits::default();
    if author == names.len() && !notes.is_empty() {
        append(&mut edits, &all, authors, format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
    }
    let mut others: BTreeMap<SheetAt, usize> = BTreeMap::new();
    for at in children(&all, list) {
        if let Some(cell) = all.get(at).and_then(|tag| address::parse(&tag.attribute("ref")?)) {
            others.insert(cell, at);
        }
    }
    let mut new = BTreeSet::new();
    let mut added = String::new();
    for (cell, remarks) in notes {
        let runs = runs(remarks, prefix, others.contains_key(cell));
        let Some(other) = others.get(cell) else {
            added.push_str(&format!(
                "<{prefix}comment ref=\"{}\" authorId=\"{author}\"><{prefix}text>{runs}</{prefix}text></{prefix}comment>",
                address::address(cell.0, cell.1)
            ));
            new.insert(*cell);
            continue;
        };
        // what stands in the older note of a threaded one is not shown: the finding is in the list
        // alone
        let is_threaded =
            all.get(*other).and_then(|tag| tag.attribute("authorId")?.parse::<usize>().ok());
        if is_threaded
            .and_then(|author| names.get(author))
            .is_some_and(|name| name.starts_with("tc="))
        {
            continue;
        }
        let Some(text) = (*other..end_of(&all, *other))
            .find(|at| all.get(*at).is_some_and(|tag| tag.opens() && tag.name() == "text"))
        else {
            continue;
        };
        // a text without runs becomes a run, so that another can follow it
        for at in
            children(&all, text).filter(|at| all.get(*at).is_some_and(|tag| tag.name() == "t"))
        {
            let range = element(&all, at);
            edits.insert(range.start, format!("<{prefix}r>"));
            edits.insert(range.end, format!("</{prefix}r>"));
        }
        append(&mut edits, &all, text, runs);
    }
    append(&mut edits, &all, list, added);
    let xml = edits.apply(&xml)?;
    Ok((xml, Boxes { gone: gone.into_iter().filter(|cell| !new.contains(cell)).collect(), new }))
}

/// The elements right inside another one.
fn children(tags: &[MarkupTag<'_>], parent: usize) -> impl Iterator<Item = usize> {
    let depth = tags.get(parent).map_or(0, |tag| tag.depth + 1);
    (parent + 1..end_of(tags, parent))
        .filter(move |at| tags.get(*at).is_some_and(|tag| tag.opens() && tag.depth == depth))
}

/// The part without our notes; cells that have none any more.
fn stripped(xml: &str) -> Result<(String, BTreeSet<SheetAt>), Refusal> {
    let all = tags(xml, "comments.xml")?;
    let authors: Vec<String> = (0..all.len())
        .filter(|at| all.get(*at).is_some_and(|tag| tag.opens() && tag.name() == "author"))
        .map(|at| text_of(xml, &all, at))
        .collect();
    let mut edits = Edits::default();
    let mut gone = BTreeSet::new();
    for (at, tag) in
        all.iter().enumerate().filter(|(_, tag)| tag.opens() && tag.name() == "comment")
    {
        let author =
            tag.attribute("authorId").and_then(|author| authors.get(author.parse::<usize>().ok()?));
        if author.is_some_and(|author| author == AUTHOR) {
            edits.remove(element(&all, at));
            gone.extend(tag.attribute("ref").and_then(|cell| address::parse(&cell)));
        } else {
            without_ours(xml, &all, at, &mut edits);
        }
    }
    Ok((edits.apply(xml)?, gone))
}

/// Takes our lines out of another person's note: the runs from the one that opens ours to the one
/// that closes it. A program that saved the file may have put runs together: then only our part of
/// their text goes.
fn without_ours(xml: &str, tags: &[MarkupTag<'_>], comment: usize, edits: &mut Edits) {
    let runs = (comment..end_of(tags, comment))
        .filter(|at| tags.get(*at).is_some_and(|tag| tag.opens() && tag.name() == "r"));
    let mut is_open = false;
    for at in runs {
        let text = text_of(xml, tags, at);
        let opens = if is_open { Some(0) } else { text.find(OPENING) };
        let Some(opens) = opens else { continue };
        // our own notes have as many closings as remarks: the last one counts
        let closes = text
            .rfind(CLOSING)
            .and_then(|from| text.get(from..)?.find('）').map(|len| from + len + '）'.len_utf8()));
        is_open = closes.is_none();
        let (before, after) = (
            text.get(..opens).unwrap_or("").trim_end(),
            closes.and_then(|at| text.get(at..)).unwrap_or(""),
        );
        if before.is_empty() && after.trim().is_empty() {
            edits.remove(element(tags, at));
            continue;
        }
        let inner = (at + 1..end_of(tags, at))
            .find(|at| tags.get(*at).is_some_and(|tag| tag.opens() && tag.name() == "t"));
        if let Some((tag, end)) =
            inner.and_then(|at| Some((tags.get(at)?, tags.get(end_of(tags, at))?)))
        {
            edits.replace(tag.end()..end.at, escaped(&format!("{before}{after}")));
        }
    }
}

/// Rich text of remarks: the first line bold.
fn runs(remarks: &[&Remark], prefix: &str, is_behind_other: bool) -> String {
    let run = |bold: &str, text: &str| {
        format!(
            "<{prefix}r><{prefix}rPr>{bold}<{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/><{prefix}rFont val=\"宋体\"/><{prefix}family val=\"3\"/><{prefix}charset val=\"134\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
            string(text)
        )
    };
    let bold = format!("<{prefix}b/>");
    let mut out = String::new();
    for (index, remark) in remarks.iter().enumerate() {
        let edge = if is_behind_other || index > 0 { "\n" } else { "" };
        out.push_str(&run(&bold, &format!("{edge}{}", remark.title())));
        out.push_str(&run("", &format!("\n{}", remark.lines().join("\n"))));
    }
    out
}

/// A text as a workbook writes it: line breaks as such, and nothing that it would take for the code
/// of a character.
pub(super) fn string(text: &str) -> String {
    escaped(text).replace("_x", "_x005F_x")
}

/// The drawing with boxes for the notes; those of notes that are gone are taken out.
pub(super) fn boxes(
    xml: &str,
    wanted: &Boxes,
    notes: &BTreeMap<SheetAt, Vec<&Remark>>,
    sheet: usize,
) -> Result<String, Refusal> {
    let all = tags(xml, "vmlDrawing.vml")?;
    let mut edits = Edits::default();
    let mut known = BTreeSet::new();
    let mut last = 1024 * (sheet + 1);
    let mut has_type = false;
    for (at, tag) in all.iter().enumerate().filter(|(_, tag)| tag.opens()) {
        let id = tag.attribute("id").unwrap_or_default();
        match tag.name() {
            "shapetype" => has_type |= id == "_x0000_t202",
            "shape" => {
                let number = |name: &str| {
                    let inner = (at..end_of(&all, at)).find(|at| {
                        all.get(*at).is_some_and(|tag| tag.opens() && tag.name() == name)
                    })?;
                    text_of(xml, &all, inner).trim().parse::<u32>().ok()
                };
                if let (Some(row), Some(column)) = (number("Row"), number("Column")) {
                    if wanted.gone.contains(&(row, column)) || wanted.new.contains(&(row, column)) {
                        edits.remove(element(&all, at));
                        continue;
                    }
                    known.insert((row, column));
                }
                last = last.max(
                    id.strip_prefix("_x0000_s").and_then(|number| number.parse().ok()).unwrap_or(0),
                );
            }
            _ => {}
        }
    }
    let mut added =
        if has_type || wanted.new.is_empty() { String::new() } else { BOX_TYPE.to_owned() };
    for (number, cell) in (last + 1..).zip(wanted.new.iter().filter(|cell| !known.contains(cell))) {
        added.push_str(&note_box(number, *cell, notes.get(cell).map_or(&[], Vec::as_slice)));
    }
    append(&mut edits, &all, 0, added);
    edits.apply(xml)
}

/// A box beside its cell, large enough for its text.
fn note_box(number: usize, (row, column): SheetAt, remarks: &[&Remark]) -> String {
    const WIDE: usize = 26;
    let lines = remarks
        .iter()
        .flat_map(|remark| {
            remark.text().lines().map(|line| 1 + line.chars().count() / WIDE).collect::<Vec<_>>()
        })
        .sum::<usize>();
    // a line of 9 points takes 12; a row of a sheet is about 14 high
    let (rows, height) = ((lines * 12 + 10) / 14 + 1, lines * 12 + 10);
    let (top, right) = (row.saturating_sub(1), column + 1);
    format!(
        "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style='position:absolute;margin-left:80pt;margin-top:5pt;width:260pt;height:{height}pt;z-index:1;visibility:hidden' fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{right}, 15, {top}, 4, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        right + 5,
        top as usize + rows,
    )
}
