//! What styles say that changes the text: numbering and hiding. In: `styles.xml`. Out: lookups along the chain of
//! styles that are based on one another.

use super::xml::{Element, Space, Tag, Visit, Xml};
use crate::error::ReadError;
use std::collections::BTreeMap;

/// Styles that are followed from one to the next.
const CHAIN: usize = 32;

/// The list and level that a paragraph or style names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// The list; `0` takes a paragraph out of its style's list.
    pub list: Option<String>,
    /// The level.
    pub level: Option<usize>,
}

impl Listed {
    /// Takes what an element inside `numPr` says.
    pub(super) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "numId" => self.list = element.value(),
            "ilvl" => self.level = element.number(),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    listed: Listed,
    is_hidden: Option<bool>,
    is_contents: bool,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// That of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn parse(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut out = Self::default();
        let mut xml = Xml::new(text, part);
        loop {
            match xml.next()? {
                Tag::Start(element) if element.space == Space::Word && element.name() == "style" => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let is_usual = element.attribute("default").is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"));
                    if is_usual && element.attribute("type").as_deref() == Some("paragraph") {
                        out.usual = Some(id.clone());
                    }
                    let mut style = Style::default();
                    xml.inside(&element, |inner| style.take(inner))?;
                    out.styles.insert(id, style);
                }
                Tag::Eof => return Ok(out),
                _ => {}
            }
        }
    }

    /// The style of a paragraph that names this one or none.
    pub(super) fn of_paragraph<'s>(&'s self, named: Option<&'s str>) -> Option<&'s str> {
        named.or(self.usual.as_deref())
    }

    /// The names of a style and of those that it is based on.
    pub(super) fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = &'s str> {
        std::iter::successors(style, |id| self.styles.get(*id)?.based_on.as_deref()).take(CHAIN)
    }

    /// The list that a style puts paragraphs into.
    pub(super) fn listed(&self, style: Option<&str>) -> Listed {
        let mut out = Listed::default();
        for found in self.chain(style).filter_map(|id| self.styles.get(id)) {
            out.list = out.list.or_else(|| found.listed.list.clone());
            out.level = out.level.or(found.listed.level);
        }
        out
    }

    /// Whether a style is that of the entries of a contents page: `toc 1`.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
        style.and_then(|id| self.styles.get(id)).is_some_and(|style| style.is_contents)
    }

    /// Whether a style hides its text, where it says so.
    pub(super) fn is_hidden(&self, style: Option<&str>) -> Option<bool> {
        self.chain(style).find_map(|id| self.styles.get(id)?.is_hidden)
    }
}

impl Style {
    fn take(&mut self, element: &Element<'_>) -> Visit {
        match element.name() {
            "name" => self.is_contents = element.value().is_some_and(|name| name.to_lowercase().starts_with("toc ")),
            "basedOn" => self.based_on = element.value(),
            "vanish" => self.is_hidden = Some(element.is_on()),
            // what stood there before a change, and what holds for parts of tables only
            "pPrChange" | "rPrChange" | "tblStylePr" => return Visit::Over,
            _ => self.listed.take(element),
        }
        Visit::Into
    }
}
