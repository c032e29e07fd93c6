//! What styles say that changes the text: numbering and hiding. In: `styles.xml`. Out: lookups
//! along the chain of styles that are based on one another.

use super::xml::{Space, StartTag, Visit, Xml, XmlTag};
use gouji_values::error::ReadError;
use std::collections::{BTreeMap, HashMap};

/// Styles that are followed from one to the next.
const CHAIN: usize = 32;
/// Styles of a document; Word has about 4000.
const STYLES: usize = 20_000;

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
    pub(super) fn take(&mut self, element: &StartTag<'_>) {
        match element.name() {
            "numId" => self.list = element.value(),
            "ilvl" => self.level = element.number(),
            _ => {}
        }
    }
}

/// What a style says itself.
#[derive(Debug, Default)]
struct OwnStyle {
    based_on: Option<String>,
    listed: Listed,
    is_hidden: Option<bool>,
    is_contents: bool,
}

/// What holds for a style, what it is based on included.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// The names of the style and of those that it is based on.
    pub chain: Vec<String>,
    /// The list that it puts paragraphs into.
    pub listed: Listed,
    /// Whether it hides its text, where it says so.
    pub is_hidden: Option<bool>,
    /// Whether it is that of the entries of a contents page: `toc 1`.
    pub is_contents: bool,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct WordStyles {
    styles: HashMap<String, Style>,
    /// That of paragraphs that name none.
    usual: Style,
}

impl WordStyles {
    /// Reads `styles.xml`.
    pub(super) fn parse(text: &str, part: &str) -> Result<Self, ReadError> {
        let mut said = BTreeMap::new();
        let mut usual = None;
        let mut xml = Xml::new(text, part);
        loop {
            match xml.next()? {
                XmlTag::Start(element)
                    if element.space == Space::Word && element.name() == "style" =>
                {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let is_usual = element
                        .attribute("default")
                        .is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"));
                    if is_usual && element.attribute("type").as_deref() == Some("paragraph") {
                        usual = Some(id.clone());
                    }
                    let mut style = OwnStyle::default();
                    xml.inside(&element, |inner| style.take(inner))?;
                    if said.len() < STYLES {
                        said.insert(id, style);
                    }
                }
                XmlTag::Eof => break,
                _ => {}
            }
        }
        let usual = usual.map(|id| resolved(&id, &said)).unwrap_or_default();
        Ok(Self {
            styles: said.keys().map(|id| (id.clone(), resolved(id, &said))).collect(),
            usual,
        })
    }

    /// A style by its id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.styles.get(id)
    }

    /// The style of a paragraph that names this one or none.
    pub(super) fn of_paragraph(&self, named: Option<&str>) -> &Style {
        named.and_then(|id| self.get(id)).unwrap_or(&self.usual)
    }
}

fn resolved(id: &str, said: &BTreeMap<String, OwnStyle>) -> Style {
    let ids =
        || std::iter::successors(Some(id), |id| said.get(*id)?.based_on.as_deref()).take(CHAIN);
    let mut out =
        Style { is_contents: said.get(id).is_some_and(|own| own.is_contents), ..Style::default() };
    for (id, found) in ids().filter_map(|id| Some((id, said.get(id)?))) {
        out.chain.push(id.to_owned());
        out.listed.list = out.listed.list.or_else(|| found.listed.list.clone());
        out.listed.level = out.listed.level.or(found.listed.level);
        out.is_hidden = out.is_hidden.or(found.is_hidden);
    }
    out
}

impl OwnStyle {
    fn take(&mut self, element: &StartTag<'_>) -> Visit {
        match element.name() {
            "name" => {
                self.is_contents =
                    element.value().is_some_and(|name| name.to_lowercase().starts_with("toc "))
            }
            "basedOn" => self.based_on = element.value(),
            "vanish" => self.is_hidden = Some(element.is_on()),
            // what stood there before a change, and what holds for parts of tables only
            "pPrChange" | "rPrChange" | "tblStylePr" => return Visit::Over,
            _ => self.listed.take(element),
        }
        Visit::Into
    }
}
