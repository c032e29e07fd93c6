//! Styles of cells, as far as they say how numbers are shown.

use super::number_format::{NumberFormat, built_in};
use super::package::{attribute, reader};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The number formats of cells.
pub(super) struct CellStyles {
    formats: Vec<NumberFormat>,
    /// For each style of a cell the place of its format.
    of_style: Vec<usize>,
    general: NumberFormat,
}

impl CellStyles {
    /// Reads the styles of an Excel workbook.
    pub(super) fn read(xml: &str) -> Self {
        let mut codes: BTreeMap<u32, String> = BTreeMap::new();
        let mut ids: Vec<u32> = Vec::new();
        let mut in_cells = false;
        let mut reader = reader(xml);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(element) | Event::Empty(element) => {
                    match element.local_name().as_ref() {
                        "numFmt" => {
                            let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                            if let (Some(id), Some(code)) = (id, attribute(&element, "formatCode"))
                            {
                                codes.insert(id, code.into_owned());
                            }
                        }
                        "cellXfs" => in_cells = true,
                        "xf" if in_cells => ids.push(
                            attribute(&element, "numFmtId")
                                .and_then(|id| id.parse().ok())
                                .unwrap_or(0),
                        ),
                        _ => {}
                    }
                }
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                    in_cells = false
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self::new(&codes, ids)
    }

    /// Styles that name their formats by number.
    pub(super) fn new(codes: &BTreeMap<u32, String>, ids: Vec<u32>) -> Self {
        let mut formats = Vec::new();
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        let mut place = |id: u32| {
            *places.entry(id).or_insert_with(|| {
                formats.push(NumberFormat::new(
                    codes.get(&id).map_or_else(|| built_in(id), String::as_str),
                ));
                formats.len() - 1
            })
        };
        let of_style = ids.into_iter().map(&mut place).collect();
        Self { formats, of_style, general: NumberFormat::new("") }
    }

    /// The format of a style.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.of_style.get(style).and_then(|place| self.formats.get(*place)).unwrap_or(&self.general)
    }
}
