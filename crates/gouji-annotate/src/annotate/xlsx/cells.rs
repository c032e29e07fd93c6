//! A sheet with other styles on some of its cells. In: the XML of the sheet. Out: edits that touch
//! those cells alone.

use super::texts::CellText;
use crate::annotate::Refusal;
use crate::annotate::xml::{
    Edits, MarkupTag, TagKind, append, element, end_of, tags, tags_to, text_of,
};
use gouji_read::read::address;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// 0-based row and column.
pub(super) type SheetAt = (u32, u32);

/// A cell of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct XlsxCell {
    /// Index of its tag.
    tag: usize,
    style: usize,
}

/// A row of a sheet.
#[derive(Clone, Debug)]
struct Row {
    /// Index of its tag.
    tag: usize,
    /// Style of cells that are not written.
    style: Option<usize>,
    cells: BTreeMap<u32, XlsxCell>,
}

/// A sheet as it is written.
pub(super) struct XlsxSheet<'a> {
    xml: &'a str,
    tags: Vec<MarkupTag<'a>>,
    rows: BTreeMap<u32, Row>,
    /// First and last column with the style of cells that are not written.
    columns: Vec<(u32, u32, usize)>,
    data: usize,
}

/// Open elements around a cell.
const CELL: usize = 3;

/// Elements that stand behind the reference to the drawing with the notes.
const BEHIND_NOTES: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

impl<'a> XlsxSheet<'a> {
    /// Finds the cells.
    pub(super) fn read(xml: &'a str, part: &str) -> Result<Self, Refusal> {
        // what stands within cells is most of a sheet
        let tags = tags_to(xml, part, CELL)?;
        let data =
            tags.iter().position(|tag| tag.opens() && tag.depth == 1 && tag.name() == "sheetData");
        let data = data.ok_or_else(|| Refusal::strange(format!("{part} 没有单元格")))?;
        let mut out = Self { xml, rows: BTreeMap::new(), columns: Vec::new(), data, tags };
        let (mut row, mut column) = (0_u32, 0_u32);
        for (index, tag) in out.tags.iter().enumerate() {
            let number =
                |name: &str| tag.attribute(name).and_then(|number| number.parse::<u32>().ok());
            match (tag.name(), tag.depth) {
                ("col", 2) if tag.opens() => {
                    if let (Some(first), Some(last), Some(style)) =
                        (number("min"), number("max"), number("style"))
                    {
                        out.columns.push((
                            first.saturating_sub(1),
                            last.saturating_sub(1),
                            style as usize,
                        ));
                    }
                }
                ("row", 2) if tag.opens() => {
                    row = number("r").map_or(row, |number| number.saturating_sub(1));
                    column = 0;
                    let style = number("s").map(|style| style as usize);
                    out.rows.entry(row).or_insert_with(|| Row {
                        tag: index,
                        style,
                        cells: BTreeMap::new(),
                    });
                    row = row.saturating_add(u32::from(tag.kind == TagKind::Empty));
                }
                ("row", 2) => row = row.saturating_add(1),
                ("c", CELL) if tag.opens() => {
                    if let Some((own, at)) =
                        tag.attribute("r").and_then(|text| address::parse(&text))
                    {
                        (row, column) = (own, at);
                    }
                    let cell = XlsxCell { tag: index, style: number("s").unwrap_or(0) as usize };
                    if let Some(row) = out.rows.get_mut(&row) {
                        row.cells.entry(column).or_insert(cell);
                    }
                    column = column.saturating_add(1);
                }
                _ => {}
            }
        }
        Ok(out)
    }

    /// The style of a cell, also of one that is not written.
    pub(super) fn style(&self, (row, column): SheetAt) -> usize {
        let row = self.rows.get(&row);
        if let Some(cell) = row.and_then(|row| row.cells.get(&column)) {
            return cell.style;
        }
        let of_column = || {
            self.columns
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&column))
                .map(|(.., style)| *style)
        };
        row.and_then(|row| row.style).or_else(of_column).unwrap_or(0)
    }

    /// The type of a cell that is written, and what it holds.
    pub(super) fn content(&self, (row, column): SheetAt) -> Option<(Cow<'a, str>, &'a str)> {
        let cell = self.rows.get(&row)?.cells.get(&column)?;
        let tag = self.tags.get(cell.tag).filter(|tag| tag.kind == TagKind::Start)?;
        let end = self.tags.get(end_of(&self.tags, cell.tag))?;
        Some((tag.attribute("t")?, self.xml.get(tag.end()..end.at)?))
    }

    /// The prefix of its elements, with the colon.
    pub(super) fn prefix(&self) -> &'a str {
        self.tags.get(self.data).map_or("", MarkupTag::prefix)
    }

    /// The texts of the first column in their order, with shared strings looked up.
    pub(super) fn first_column(&self, shared: &dyn Fn(usize) -> Option<String>) -> Vec<String> {
        let cells = self.rows.values().filter_map(|row| row.cells.get(&0));
        cells
            .filter_map(|cell| {
                let xml = self.xml.get(element(&self.tags, cell.tag))?;
                let text = text_of(xml, &tags(xml, "").ok()?, 0);
                match self.tags.get(cell.tag)?.attribute("t").as_deref() {
                    Some("s") => shared(text.trim().parse().ok()?),
                    _ => Some(text),
                }
            })
            .collect()
    }

    /// Gives cells other styles; those that are not written are put in. Some of them hold another
    /// text, too.
    pub(super) fn restyle(
        &self,
        styles: &BTreeMap<SheetAt, usize>,
        texts: &BTreeMap<SheetAt, CellText>,
        edits: &mut Edits,
    ) {
        let prefix = self.prefix();
        let mut rows: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
        for ((row, column), style) in styles {
            rows.entry(*row).or_default().push((*column, *style));
        }
        for (number, cells) in rows {
            let new = |(column, style): &(u32, usize)| {
                format!("<{prefix}c r=\"{}\" s=\"{style}\"/>", address::address(number, *column))
            };
            let Some(row) = self.rows.get(&number) else {
                let row = format!(
                    "<{prefix}row r=\"{}\">{}</{prefix}row>",
                    number + 1,
                    cells.iter().map(new).collect::<String>()
                );
                self.before(
                    self.rows.range(number..).next().map(|(_, next)| next.tag),
                    self.data,
                    &row,
                    edits,
                );
                continue;
            };
            let mut behind = String::new();
            for cell in &cells {
                match (row.cells.get(&cell.0), row.cells.range(cell.0..).next()) {
                    (Some(own), _) => {
                        let Some(tag) = self.tags.get(own.tag) else { continue };
                        let open = match own.style == cell.1 {
                            true => tag.text.to_owned(),
                            false => tag.with("s", &cell.1.to_string()),
                        };
                        if let Some(text) = texts.get(&(number, cell.0)) {
                            let range = element(&self.tags, own.tag);
                            edits.replace(
                                range,
                                text.written(&MarkupTag { text: &open, ..tag.clone() }),
                            );
                        } else if own.style != cell.1 {
                            edits.replace(tag.at..tag.end(), open);
                        }
                    }
                    (None, Some((_, next))) => {
                        self.before(Some(next.tag), row.tag, &new(cell), edits)
                    }
                    (None, None) => behind.push_str(&new(cell)),
                }
            }
            if !behind.is_empty() {
                self.before(None, row.tag, &behind, edits);
            }
        }
    }

    /// Puts something before a tag, or at the end of an element.
    fn before(&self, next: Option<usize>, parent: usize, text: &str, edits: &mut Edits) {
        match next.and_then(|next| self.tags.get(next)) {
            Some(next) => edits.insert(next.at, text),
            None => append(edits, &self.tags, parent, text),
        }
    }

    /// The relation to the drawing with the notes.
    pub(super) fn notes_drawing(&self) -> Option<String> {
        let tag = self
            .tags
            .iter()
            .find(|tag| tag.opens() && tag.depth == 1 && tag.name() == "legacyDrawing")?;
        Some(tag.attribute("id")?.into_owned())
    }

    /// Refers to the drawing with the notes. `space` is the name space of relations.
    pub(super) fn refer(&self, id: &str, space: &str, edits: &mut Edits) {
        let prefix = self.tags.first().map_or("", MarkupTag::prefix);
        let element = format!("<{prefix}legacyDrawing xmlns:r=\"{space}\" r:id=\"{id}\"/>");
        let behind = end_of(&self.tags, self.data);
        let next = self
            .tags
            .iter()
            .skip(behind + 1)
            .find(|tag| tag.opens() && tag.depth == 1 && BEHIND_NOTES.contains(&tag.name()));
        match next {
            Some(next) => edits.insert(next.at, element),
            None => append(edits, &self.tags, 0, &element),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(data: &str, cells: &[(&str, usize)], expected: &str) {
        let whole = |data: &str| {
            format!(
                "<x:worksheet><x:cols><x:col min=\"2\" max=\"3\" style=\"9\"/></x:cols>{data}<x:tableParts/></x:worksheet>"
            )
        };
        let xml = whole(data);
        let sheet = XlsxSheet::read(&xml, "").unwrap();
        let styles =
            cells.iter().map(|(cell, style)| (address::parse(cell).unwrap(), *style)).collect();
        let mut edits = Edits::default();
        sheet.restyle(&styles, &BTreeMap::new(), &mut edits);
        assert_eq!(edits.apply(&xml).unwrap(), whole(expected));
    }

    #[test]
    fn cells_that_are_not_written_are_put_in_at_their_place() {
        check(
            "<x:sheetData><x:row r=\"2\"><x:c r=\"B2\" s=\"1\"><x:v>5</x:v></x:c><x:c r=\"D2\"/></x:row><x:row r=\"5\"/></x:sheetData>",
            &[
                ("A1", 3),
                ("A2", 3),
                ("B2", 4),
                ("C2", 5),
                ("E2", 6),
                ("A3", 7),
                ("C5", 8),
                ("A9", 2),
            ],
            "<x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"3\"/></x:row><x:row r=\"2\"><x:c r=\"A2\" s=\"3\"/><x:c r=\"B2\" s=\"4\"><x:v>5</x:v></x:c>\
             <x:c r=\"C2\" s=\"5\"/><x:c r=\"D2\"/><x:c r=\"E2\" s=\"6\"/></x:row><x:row r=\"3\"><x:c r=\"A3\" s=\"7\"/></x:row>\
             <x:row r=\"5\"><x:c r=\"C5\" s=\"8\"/></x:row><x:row r=\"9\"><x:c r=\"A9\" s=\"2\"/></x:row></x:sheetData>",
        );
        check(
            "<x:sheetData/>",
            &[("B1", 3)],
            "<x:sheetData><x:row r=\"1\"><x:c r=\"B1\" s=\"3\"/></x:row></x:sheetData>",
        );
        // programs may leave addresses out
        check(
            "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row><x:row><x:c/></x:row></x:sheetData>",
            &[("B1", 3), ("A2", 4)],
            "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c s=\"3\"/></x:row><x:row><x:c s=\"4\"/></x:row></x:sheetData>",
        );
    }

    #[test]
    fn a_cell_that_is_not_written_looks_like_its_row_or_column() {
        let xml = "<worksheet><cols><col min=\"2\" max=\"3\" style=\"9\"/></cols><sheetData><row r=\"1\" s=\"4\"><c r=\"A1\" s=\"1\"/></row></sheetData><extLst/></worksheet>";
        let sheet = XlsxSheet::read(xml, "").unwrap();
        assert_eq!([(0, 0), (0, 1), (5, 2), (5, 7)].map(|at| sheet.style(at)), [1, 4, 9, 0]);
        let mut edits = Edits::default();
        sheet.refer("rId1", "u", &mut edits);
        assert!(edits.apply(xml).unwrap().ends_with(
            "</sheetData><legacyDrawing xmlns:r=\"u\" r:id=\"rId1\"/><extLst/></worksheet>"
        ));
    }
}
